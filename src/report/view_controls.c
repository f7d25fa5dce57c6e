/* Controls in a view: by debt, by framework, and those that could not be judged. */
#include <string.h>

#include "judge/judge.h"
#include "report/parts.h"
#include "report/view_priv.h"

#define EVIDENCE_MOST 12 /* of one control */
#define OPEN_MOST 5      /* open findings of one control that are named */

static void add_evidence(cJSON *control, const struct report *r, const struct outcome *o)
{
    cJSON *list = put_list(control, "evidence");
    for (unsigned i = 0; i < o->n_evidence && i < EVIDENCE_MOST; i++) {
        const struct evidence *e = &o->evidence[i];
        const char *path = place_path(r->model, e->place);
        g_autofree char *link = path ? link_to(r, path, e->place.line) : NULL;
        cJSON *one = add_object(list);
        put_text(one, "text", e->text);
        if (path)
            put_format(one, "place", e->place.line ? "%s:%u" : "%s", path, e->place.line);
        put_text(one, "url", link);
    }
    put_int(control, "evidence_left_out", o->n_evidence > EVIDENCE_MOST ? o->n_evidence - EVIDENCE_MOST : 0);
}

/* Where it is lacking: the worst of its open findings, and for what was looked where nothing was found. */
static void add_open(cJSON *control, const struct report *r, const struct outcome *o)
{
    cJSON *list = put_list(control, "places");
    const char *looked_for = NULL;
    unsigned n = 0;
    for (unsigned i = 0; i < o->n_findings; i++) {
        const struct finding *f = &r->findings[o->findings[i]];
        if (!is_open(f) || n++ >= OPEN_MOST)
            continue;
        cJSON *one = add_object(list);
        view_place(one, r, f);
        put_text(one, "message", f->message);
        looked_for = looked_for ? looked_for : f->looked_for;
    }
    put_int(control, "places_left_out", n > OPEN_MOST ? n - OPEN_MOST : 0);
    put_text(control, "looked_for", looked_for);
}

static void add_references(cJSON *control, const struct control *c)
{
    cJSON *list = put_list(control, "framework_ids");
    for (unsigned i = 0; i < c->n_references; i++)
        for (const char **id = c->references[i].ids; *id; id++) {
            cJSON *one = add_object(list);
            put_text(one, "framework", c->references[i].framework);
            put_text(one, "id", *id);
        }
}

static void add_control(cJSON *list, const struct report *r, const struct outcome *o)
{
    const struct control *c = o->control;
    bool judged = o->status != STATUS_NOT_APPLICABLE && o->credit >= 0;
    cJSON *control = add_object(list);
    put_text(control, "id", c->id);
    put_text(control, "title", c->title);
    put_text(control, "question", c->question);
    put_text(control, "why", c->why);
    put_text(control, "fix", fix_text(c));
    put_text(control, "severity", severity_name(c->severity));
    put_bool(control, "gate", c->gate);
    put_text(control, "status", status_name(o->status));
    put_text(control, "status_title", status_title(o->status));
    put_text(control, "reason", o->reason);
    put_bool(control, "judged", judged);
    put_int(control, "credit_percent", judged ? o->credit : 0);
    if (o->total > 0)
        put_format(control, "coverage_text", "%u of %u", o->satisfied, o->total);
    put_int(control, "n_findings", count_open_of(r, o));
    put_effort(control, "effort", o->effort_minutes);
    put_bool(control, "open", o->effort_minutes > 0 && count_open_of(r, o) > 0);
    put_tenths(control, "gain", o->score_gain);
    add_evidence(control, r, o);
    add_open(control, r, o);
    add_references(control, c);
}

static void view_debts(cJSON *view, const struct report *r)
{
    cJSON *debts = put_list(view, "debts");
    for (int category = 0; category < CATEGORY_COUNT; category++) {
        cJSON *debt = NULL, *controls = NULL;
        for (unsigned i = 0; i < r->n_outcomes; i++) {
            if ((int)r->outcomes[i].control->category != category)
                continue;
            if (!debt) {
                debt = add_object(debts);
                put_text(debt, "id", category_name((enum category)category));
                put_text(debt, "title", debt_title((enum category)category));
                put_text(debt, "about", debt_about((enum category)category));
                controls = put_list(debt, "controls");
            }
            add_control(controls, r, &r->outcomes[i]);
        }
    }
}

/* ---- frameworks ---- */

struct entry { /* one control under one id of a framework */
    const char *framework, *id;
    const struct outcome *outcome;
};

static int by_entry(gconstpointer a, gconstpointer b)
{
    const struct entry *x = a, *y = b;
    int order = strcmp(x->framework, y->framework);
    if (order == 0)
        order = strcmp(x->id, y->id);
    return order ? order : strcmp(x->outcome->control->id, y->outcome->control->id);
}

static void view_crosswalk(cJSON *view, const struct report *r)
{
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(struct entry));
    for (unsigned i = 0; i < r->n_outcomes; i++) {
        const struct control *c = r->outcomes[i].control;
        for (unsigned k = 0; k < c->n_references; k++)
            for (const char **id = c->references[k].ids; *id; id++) {
                struct entry e = {c->references[k].framework, *id, &r->outcomes[i]};
                g_array_append_val(entries, e);
            }
    }
    g_array_sort(entries, by_entry);
    cJSON *list = put_list(view, "crosswalk"), *rows = NULL, *controls = NULL;
    const struct entry *before = NULL;
    for (guint i = 0; i < entries->len; i++) {
        const struct entry *e = &g_array_index(entries, struct entry, i);
        bool other = !before || strcmp(before->framework, e->framework) != 0;
        if (other) {
            cJSON *framework = add_object(list);
            put_text(framework, "title", framework_title(r->model->rules, e->framework));
            rows = put_list(framework, "rows");
        }
        if (other || strcmp(before->id, e->id) != 0) {
            cJSON *row = add_object(rows);
            put_text(row, "id", e->id);
            controls = put_list(row, "controls");
        }
        cJSON *control = add_object(controls);
        put_text(control, "id", e->outcome->control->id);
        put_text(control, "title", e->outcome->control->title);
        put_text(control, "status", status_name(e->outcome->status));
        put_text(control, "status_title", status_title(e->outcome->status));
        before = e;
    }
}

/* ---- what was not judged ---- */

static void view_rest(cJSON *view, const struct report *r)
{
    cJSON *unseen = put_list(view, "not_seen"), *away = put_list(view, "not_applicable"), *good = put_list(view, "in_order");
    g_autofree bool *done = g_new0(bool, r->n_outcomes + 1);
    for (unsigned i = 0; i < r->n_outcomes; i++) {
        const struct outcome *o = &r->outcomes[i];
        if (done[i] || (!outcome_asks(o) && o->status != STATUS_SATISFIED && o->status != STATUS_NOT_APPLICABLE))
            continue;
        cJSON *one = add_object(outcome_asks(o) ? unseen : o->status == STATUS_SATISFIED ? good : away);
        put_text(one, "id", o->control->id);
        put_text(one, "title", o->control->title);
        put_text(one, "question", o->control->question);
        put_text(one, "reason", o->reason);
        if (o->status != STATUS_NOT_APPLICABLE)
            continue;
        cJSON *controls = put_list(one, "controls"); /* those with the same reason together */
        for (unsigned k = i; k < r->n_outcomes; k++) {
            const struct outcome *same = &r->outcomes[k];
            if (same->status != STATUS_NOT_APPLICABLE || g_strcmp0(same->reason, o->reason) != 0)
                continue;
            cJSON *control = add_object(controls);
            done[k] = true;
            put_text(control, "id", same->control->id);
            put_text(control, "title", same->control->title);
        }
    }
}

void view_controls(cJSON *view, const struct report *r)
{
    view_debts(view, r);
    view_crosswalk(view, r);
    view_rest(view, r);
}
