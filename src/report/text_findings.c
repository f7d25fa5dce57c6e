/* The findings of the terminal report: those of one control together, the worst of them with its
 * source line. */
#include "report/text_priv.h"

#include <string.h>

#include "report/parts.h"

#define CONTROLS_SHOWN 5
#define PLACES_SHOWN 4
#define INDENT 20
#define REPOSITORY_WIDE "repository-wide, anchored at "

/* file:line:column, in a notebook with cell and line; a link where the terminal has them. */
static void write_place(struct text_page *p, const struct finding *f)
{
    struct sheet *s = &p->s;
    g_autoptr(GString) text = g_string_new(f->path);
    g_string_append_printf(text, ":%u", f->place.line);
    if (f->place.column > 0)
        g_string_append_printf(text, ":%u", f->place.column);
    g_autofree char *cell =
        f->place.cell ? g_strdup_printf(" (cell %u, line %u)", f->place.cell, f->place.cell_line)
                      : NULL;
    if (f->looked_for) { /* something that is nowhere */
        g_autofree char *shown =
            sheet_path(s, text->str, s->width - INDENT - (unsigned)strlen(REPOSITORY_WIDE));
        sheet_format(s, TINT_DIM, REPOSITORY_WIDE "%s", shown);
        return;
    }
    g_autofree char *full = p->o->root ? g_build_filename(p->o->root, f->path, NULL) : NULL;
    g_autofree char *uri = full ? g_filename_to_uri(full, NULL, NULL) : NULL;
    sheet_link(s, uri, TINT_PLACE, text->str);
    if (cell)
        sheet_put(s, TINT_DIM, cell);
}

static void write_snippet(struct text_page *p, const struct finding *f)
{
    bool one_line = f->place.end_line <= f->place.line;
    if (f->snippet)
        sheet_snippet(&p->s, INDENT, f->place.line, f->snippet, f->place.cell ? 0 : f->place.column,
                      one_line ? f->place.end_column : 0);
}

static void write_labelled(struct text_page *p, const char *label, const char *text)
{
    unsigned at = INDENT + (unsigned)strlen(label);
    if (!text || !*text)
        return;
    sheet_blank(&p->s, INDENT);
    sheet_put(&p->s, TINT_DIM, label);
    sheet_wrap(&p->s, TINT_NONE, text, at, at, p->o->all ? 0 : 4);
}

/* `before` is the finding of the same control that was shown last, NULL for the first: what it said
 * is not said again. */
static void write_finding(struct text_page *p, const struct finding *f,
                          const struct finding *before)
{
    struct sheet *s = &p->s;
    bool said = before && strcmp(before->message, f->message) == 0;
    if (said && before->place.line == f->place.line && before->place.column == f->place.column &&
        strcmp(before->path, f->path) == 0)
        return;
    sheet_blank(s, 2);
    if (before) {
        sheet_blank(s, 18);
    } else {
        sheet_pad(s, severity_tint(f->severity), severity_name(f->severity), 10);
        sheet_pad(s, TINT_BOLD, f->control->id, 8);
    }
    if (!said) {
        sheet_wrap(s, TINT_NONE, f->message, INDENT, INDENT, p->o->all ? 0 : 3);
        sheet_blank(s, INDENT);
    }
    write_place(p, f);
    sheet_end(s);
    write_snippet(p, f);
}

/* "also src/a.py:12, :40, src/b.py:7 and 3 more": where else, each line once. */
static void write_also(struct text_page *p, const struct finding *last, const unsigned *others,
                       unsigned n)
{
    g_autoptr(GString) text = g_string_new(NULL);
    unsigned shown = 0, more = 0;
    for (unsigned i = 0; i < n; i++) {
        const struct finding *f = &p->r->findings[others[i]];
        bool same = strcmp(last->path, f->path) == 0;
        if (same && last->place.line == f->place.line)
            continue;
        if (shown == PLACES_SHOWN) {
            more++;
        } else {
            g_string_append_printf(text, "%s%s:%u", shown ? ", " : "", same && shown ? "" : f->path,
                                   f->place.line);
            shown++;
        }
        last = f;
    }
    if (more)
        g_string_append_printf(text, " and %u more", more);
    write_labelled(p, "also ", text->str);
}

/* All findings of one control, of which findings[first] is the worst. Gives how many were shown
 * whole. */
static unsigned write_group(struct text_page *p, unsigned first, bool *done)
{
    const struct report *r = p->r;
    const struct finding *worst = &r->findings[first];
    g_autoptr(GArray) others = g_array_new(FALSE, FALSE, sizeof(unsigned));
    for (unsigned i = first; i < r->n_findings; i++)
        if (r->findings[i].control == worst->control && !done[i]) {
            done[i] = true;
            if (i != first)
                g_array_append_val(others, i);
        }
    write_finding(p, worst, NULL);
    write_labelled(p, "looked for: ", worst->looked_for);
    if (!p->o->all) {
        write_labelled(p, "fix: ", worst->fix);
        write_also(p, worst, (const unsigned *)others->data, others->len);
        return others->len + 1;
    }
    const struct finding *before = worst;
    for (guint i = 0; i < others->len; i++) {
        const struct finding *f = &r->findings[g_array_index(others, unsigned, i)];
        write_finding(p, f, before);
        before = f;
    }
    write_labelled(p, "fix: ", worst->fix);
    return others->len + 1;
}

void text_findings(struct text_page *p)
{
    const struct report *r = p->r;
    g_autofree bool *done = g_new0(bool, r->n_findings + 1);
    unsigned groups = 0, seen = 0, open = 0;
    for (unsigned i = 0; i < r->n_findings; i++) {
        done[i] = r->findings[i].state != FINDING_OPEN; /* accepted: counted in the head */
        open += !done[i];
    }
    if (open == 0)
        return;
    g_autofree char *beside = g_strdup_printf("%u finding%s", open, open == 1 ? "" : "s");
    text_heading(p, p->o->all ? "FINDINGS" : "WORST FINDINGS", beside);
    for (unsigned i = 0; i < r->n_findings && (p->o->all || groups < CONTROLS_SHOWN); i++) {
        if (done[i])
            continue;
        if (groups++)
            sheet_end(&p->s);
        seen += write_group(p, i, done);
    }
    if (seen < open) {
        sheet_end(&p->s);
        sheet_blank(&p->s, 2);
        g_autofree char *target = text_target(p);
        sheet_format(&p->s, TINT_NONE, "%s %u more: debtscan %s --all",
                     sheet_mark(&p->s, MARK_DOTS), open - seen, target);
        sheet_end(&p->s);
    }
}
