#include "report/dossier.h"

#include <string.h>

#include "judge/judge.h"
#include "judge/waivers.h"
#include "report/parts.h"
#include "report/template.h"
#include "report/view_priv.h"

#define FINDINGS_MOST 0   /* the view's groups are not used */
#define COVERED_MOST 5    /* findings of one waiver that are named */

/* ---- what was accepted ---- */

static void add_covered(cJSON *waiver, const struct report *r, const struct waiver *w)
{
    cJSON *list = put_list(waiver, "findings");
    unsigned n = 0;
    for (unsigned i = 0; i < r->n_findings; i++) {
        const struct finding *f = &r->findings[i];
        if (f->waiver != w || n++ >= COVERED_MOST)
            continue;
        cJSON *one = add_object(list);
        put_text(one, "message", f->message);
        view_place(one, r, f);
    }
    put_int(waiver, "left_out", n > COVERED_MOST ? n - COVERED_MOST : 0);
}

static const struct control *control_of(const struct report *r, const char *id)
{
    for (unsigned i = 0; id && i < r->n_outcomes; i++)
        if (strcmp(r->outcomes[i].control->id, id) == 0)
            return r->outcomes[i].control;
    return NULL;
}

static void add_waiver(cJSON *list, const struct report *r, const struct waiver *w)
{
    const struct control *c = control_of(r, w->control);
    cJSON *one = add_object(list);
    put_text(one, "control", w->control);
    put_text(one, "title", c ? c->title : NULL);
    put_text(one, "severity", c ? severity_name(c->severity) : NULL);
    put_text(one, "reason", w->reason);
    put_text(one, "owner", w->owner);
    put_text(one, "approved_by", w->approved_by);
    put_text(one, "expires", w->expires);
    put_text(one, "state", waiver_state_name(w->state));
    put_text(one, "lack", w->lack);
    put_format(one, "place", "%s:%u", w->path, w->line);
    put_int(one, "covers", w->covered);
    put_bool(one, "several", w->covered != 1);
    add_covered(one, r, w);
}

/* Of the baseline's findings neither a reason nor an owner is known. */
static void add_baseline(cJSON *dossier, const struct report *r)
{
    cJSON *list = put_list(dossier, "baseline");
    for (unsigned i = 0; i < r->n_outcomes; i++) {
        const struct outcome *o = &r->outcomes[i];
        unsigned n = 0;
        for (unsigned k = 0; k < o->n_findings; k++)
            n += r->findings[o->findings[k]].state == FINDING_BASELINE;
        if (n == 0)
            continue;
        cJSON *one = add_object(list);
        put_text(one, "control", o->control->id);
        put_text(one, "title", o->control->title);
        put_int(one, "count", n);
    }
    put_int(dossier, "n_baseline", r->n_baselined);
}

static void add_accepted(cJSON *dossier, const struct report *r)
{
    cJSON *accepted = put_list(dossier, "accepted"), *void_of = put_list(dossier, "not_accepted");
    for (unsigned i = 0; i < r->n_waivers; i++)
        add_waiver(r->waivers[i]->state == WAIVER_ACTIVE ? accepted : void_of, r, r->waivers[i]);
    add_baseline(dossier, r);
}

/* ---- what nobody accepted ---- */

static void add_open(cJSON *dossier, const struct report *r)
{
    cJSON *list = put_list(dossier, "open");
    unsigned lesser = 0;
    for (int s = SEVERITY_CRITICAL; s >= SEVERITY_LOW; s--)
        for (unsigned i = 0; i < r->n_outcomes; i++) {
            const struct outcome *o = &r->outcomes[i];
            unsigned n = count_open_of(r, o);
            if ((int)o->control->severity != s || n == 0)
                continue;
            if (s < SEVERITY_HIGH) {
                lesser += n;
                continue;
            }
            cJSON *one = add_object(list);
            put_text(one, "control", o->control->id);
            put_text(one, "title", o->control->title);
            put_text(one, "severity", severity_name(o->control->severity));
            put_int(one, "count", n);
            put_effort(one, "effort", o->effort_minutes);
            put_text(one, "why", o->control->why);
        }
    put_int(dossier, "lesser", lesser);
}

/* ---- */

/* What the inventory holds, in a line: "models (2), prompts (21)". */
static void add_contents(cJSON *view, cJSON *dossier)
{
    const cJSON *list, *lists = cJSON_GetObjectItemCaseSensitive(view, "inventory_lists");
    g_autoptr(GString) text = g_string_new(NULL);
    cJSON_ArrayForEach(list, lists)
    {
        const cJSON *title = cJSON_GetObjectItemCaseSensitive(list, "title"), *count = cJSON_GetObjectItemCaseSensitive(list, "count");
        g_autofree char *name = g_strdup(title->valuestring);
        if (!g_ascii_isupper(name[1])) /* an abbreviation stays one */
            *name = g_ascii_tolower(*name);
        g_string_append_printf(text, "%s%s (%d)", text->len ? ", " : "", name, count->valueint);
    }
    put_text(dossier, "contents", text->str);
}

static bool write_dossier(const char *name, const struct report *r, const struct text_options *options, GString *out, GError **error)
{
    cJSON *view = view_new(r, options, FINDINGS_MOST), *dossier = put_object(view, "dossier");
    put_text(dossier, "date", options->date);
    add_accepted(dossier, r);
    add_open(dossier, r);
    add_contents(view, dossier);
    template_add_assets(view, (const char *const[]){"report.css", "dossier.css", NULL}, NULL);
    bool ok = template_render(name, view, out, error);
    cJSON_Delete(view);
    return ok;
}

bool report_dossier_html(const struct report *r, const struct text_options *options, GString *out, GError **error)
{
    return write_dossier("dossier.html", r, options, out, error);
}

bool report_dossier_markdown(const struct report *r, const struct text_options *options, GString *out, GError **error)
{
    return write_dossier("dossier.md", r, options, out, error);
}
