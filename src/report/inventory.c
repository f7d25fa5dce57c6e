/* inventory - the AI parts of a repository as a table for people, each with the number of its findings. */
#include <string.h>

#include "report/components.h"
#include "report/parts.h"
#include "report/reporters.h"
#include "report/text_priv.h"
#include "report/version.h"

#define ROWS_SHOWN 20 /* of one kind, without --all */
#define NAME_LEAST 14
#define WIDE 100          /* columns, from which on the worst severity is written beside the debts */

struct columns {
    unsigned name, detail, place;
};

static bool is_shown(const struct component *c, const struct text_options *o)
{
    return o->all || c->product;
}

static unsigned width_of(const struct sheet *s, const char *text)
{
    g_autofree char *safe = sheet_text(s, text ? text : "");
    return (unsigned)g_utf8_strlen(safe, -1);
}

static char *place_text(const struct report *r, const struct component *c)
{
    const struct place *p = c->places;
    const char *path = place_path(r->model, *p);
    GString *out = g_string_new(path);
    if (p->line > 1 || c->kind == COMPONENT_TOOL)
        g_string_append_printf(out, ":%u", p->line);
    if (c->n_places > 1)
        g_string_append_printf(out, " +%u", c->n_places - 1);
    return g_string_free(out, FALSE);
}

/* What is written in the first column: a data set is known by its path alone. */
static const char *shown_name(const struct component *c)
{
    const char *slash = c->kind == COMPONENT_DATASET || c->kind == COMPONENT_ARTEFACT ? strrchr(c->name, '/') : NULL;
    return slash ? slash + 1 : c->name;
}

static char *shown_detail(const struct component *c)
{
    GString *out = g_string_new(NULL);
    if (c->kind == COMPONENT_MODEL && c->group)
        g_string_append_printf(out, "%s, ", c->group);
    g_string_append(out, c->detail ? c->detail : "");
    if (!c->in_force)
        g_string_append_printf(out, "%s%s", out->len ? ", " : "", c->kind == COMPONENT_PROMPT ? "not seen in use" : "not in force");
    if (!c->product)
        g_string_append(out, out->len ? ", in tests or examples" : "in tests or examples");
    return g_string_free(out, FALSE);
}

static unsigned debts_width(const struct text_page *p)
{
    return (unsigned)strlen(p->s.width >= WIDE ? "12 debts, critical" : "12 debts");
}

/* Places and names get what they need, within a share of the line; details the rest. */
static struct columns layout(const struct text_page *p, const struct component *list, unsigned n)
{
    struct columns c = {NAME_LEAST, 0, 8};
    unsigned room = p->s.width - 2 - debts_width(p) - 6;
    for (unsigned i = 0; i < n; i++) {
        if (!is_shown(&list[i], p->o))
            continue;
        g_autofree char *place = place_text(p->r, &list[i]);
        c.name = MAX(c.name, width_of(&p->s, shown_name(&list[i])));
        c.place = MAX(c.place, width_of(&p->s, place));
    }
    c.name = MIN(c.name, room * 32 / 100);
    c.place = MIN(c.place, room * 36 / 100);
    c.detail = room - c.name - c.place;
    return c;
}

static void write_debts(struct text_page *p, const struct component *c)
{
    enum severity worst = SEVERITY_LOW;
    for (unsigned i = 0; i < c->n_findings; i++)
        worst = MAX(worst, p->r->findings[c->findings[i]].severity);
    if (c->n_findings)
        sheet_format(&p->s, severity_tint(worst), "%u debt%s%s%s", c->n_findings, c->n_findings == 1 ? "" : "s",
                     p->s.width >= WIDE ? ", " : "", p->s.width >= WIDE ? severity_name(worst) : "");
}

static void write_row(struct text_page *p, const struct component *c, const struct columns *w)
{
    struct sheet *s = &p->s;
    g_autofree char *detail = shown_detail(c), *place = place_text(p->r, c), *path = sheet_path(s, place, w->place);
    sheet_blank(s, 2);
    sheet_pad(s, TINT_BOLD, shown_name(c), w->name);
    sheet_blank(s, 2);
    sheet_pad(s, TINT_NONE, detail, w->detail);
    sheet_blank(s, 2);
    sheet_pad(s, TINT_PLACE, path, w->place);
    sheet_blank(s, 2);
    write_debts(p, c);
    while (s->out->len && s->out->str[s->out->len - 1] == ' ')
        g_string_truncate(s->out, s->out->len - 1);
    sheet_end(s);
}

static void write_kind(struct text_page *p, enum component_kind kind, const struct component *list, unsigned n,
                       const struct columns *w)
{
    unsigned shown = 0, all = 0, hidden = 0;
    for (unsigned i = 0; i < n; i++) {
        if (list[i].kind != kind)
            continue;
        all += is_shown(&list[i], p->o);
        hidden += !is_shown(&list[i], p->o);
    }
    if (all == 0)
        return;
    g_autofree char *heading = g_ascii_strup(component_kind_plural(kind), -1);
    g_autoptr(GString) beside = g_string_new(NULL);
    g_string_append_printf(beside, "%u", all);
    if (hidden)
        g_string_append_printf(beside, " (and %u in tests and examples)", hidden);
    text_heading(p, heading, beside->str);
    for (unsigned i = 0; i < n; i++) {
        if (list[i].kind != kind || !is_shown(&list[i], p->o))
            continue;
        if (!p->o->all && shown == ROWS_SHOWN) {
            sheet_blank(&p->s, 2);
            sheet_format(&p->s, TINT_DIM, "%s and %u more: --all", sheet_mark(&p->s, MARK_DOTS), all - shown);
            sheet_end(&p->s);
            break;
        }
        write_row(p, &list[i], w);
        shown++;
    }
}

bool report_inventory(const struct report *r, const struct text_options *options, GString *out, GError **error)
{
    (void)error;
    struct text_page p = {.s = sheet_new(out, options), .r = r, .o = options};
    struct arena arena;
    unsigned n, shown = 0;
    arena_init(&arena);
    const struct component *list = components_of(r, &arena, &n);
    const char *dot = sheet_mark(&p.s, MARK_DOT);
    g_autoptr(GString) head = g_string_new(NULL);
    g_string_printf(head, "debtscan %s %s inventory %s %s", DEBTSCAN_VERSION, dot, dot, r->name);
    if (r->commit)
        g_string_append_printf(head, " @ %.7s", r->commit);
    sheet_wrap(&p.s, TINT_NONE, head->str, 0, 2, 0);
    for (unsigned i = 0; i < n; i++)
        shown += is_shown(&list[i], options);
    g_string_printf(head, "kind: %s %s %u file%s %s %u component%s %s %u finding%s", r->kind, dot, r->n_files,
                    r->n_files == 1 ? "" : "s", dot, shown, shown == 1 ? "" : "s", dot, r->n_findings, r->n_findings == 1 ? "" : "s");
    sheet_wrap(&p.s, TINT_DIM, head->str, 0, 2, 0);
    struct columns w = layout(&p, list, n);
    for (int kind = 0; kind < COMPONENT_KINDS; kind++)
        write_kind(&p, (enum component_kind)kind, list, n, &w);
    if (shown == 0) {
        sheet_blank(&p.s, 2);
        sheet_put(&p.s, TINT_NONE, "No AI was found.");
        sheet_end(&p.s);
    }
    arena_fini(&arena);
    return true;
}
