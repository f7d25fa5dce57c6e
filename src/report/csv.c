/*
 * csv - one row a finding, by RFC 4180, for spreadsheets.
 * A cell that a spreadsheet would take for a formula begins with an apostrophe.
 */
#include <string.h>

#include "base/text.h"
#include "judge/waivers.h"
#include "report/parts.h"
#include "report/reporters.h"

static const char *const columns[] = {"severity",   "control",  "title",       "debt",       "file",
                                      "line",       "column",   "end_line",    "end_column", "cell",
                                      "cell_line",  "message",  "fix",         "looked_for", "effort_minutes",
                                      "confidence", "fingerprint", "state"};

struct row {
    GString *out;
    unsigned n; /* cells so far */
};

static bool is_formula(const char *text)
{
    static const char *const signs[] = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
        if (g_str_has_prefix(text, signs[i]))
            return true;
    return false;
}

static void put(struct row *row, const char *text)
{
    g_autofree char *safe = text_safe(text);
    const char *begin = safe + strspn(safe, " ");
    bool quoted = strpbrk(safe, ",\"") || begin != safe;
    if (row->n++ > 0)
        g_string_append_c(row->out, ',');
    if (quoted)
        g_string_append_c(row->out, '"');
    if (is_formula(begin))
        g_string_append_c(row->out, '\'');
    for (const char *p = safe; *p; p++) {
        if (*p == '"')
            g_string_append_c(row->out, '"');
        g_string_append_c(row->out, *p);
    }
    if (quoted)
        g_string_append_c(row->out, '"');
}

static void put_number(struct row *row, unsigned value, bool known)
{
    g_autofree char *text = known ? g_strdup_printf("%u", value) : g_strdup("");
    put(row, text);
}

static void put_finding(struct row *row, const struct report *r, const struct finding *f)
{
    const struct place *p = &f->place;
    g_autofree char *path = path_from_root(r, f->path);
    g_autofree char *confidence = g_strdup_printf("%d.%02d", f->confidence / 100, f->confidence % 100);
    put(row, severity_name(f->severity));
    put(row, f->control->id);
    put(row, f->control->title);
    put(row, category_name(f->control->category));
    put(row, path);
    put_number(row, p->line, true);
    put_number(row, p->column, p->column > 0);
    put_number(row, MAX(p->end_line, p->line), true);
    put_number(row, p->end_column, p->end_column > 0);
    put_number(row, p->cell, p->cell > 0);
    put_number(row, p->cell_line, p->cell > 0);
    put(row, f->message);
    put(row, f->fix);
    put(row, f->looked_for);
    put_number(row, (unsigned)MAX(f->effort_minutes, 0), true);
    put(row, confidence);
    put(row, f->fingerprint);
    put(row, finding_state_name(f->state));
}

bool report_csv(const struct report *r, const struct text_options *options, GString *out, GError **error)
{
    struct row head = {.out = out};
    (void)options, (void)error;
    for (size_t i = 0; i < G_N_ELEMENTS(columns); i++)
        put(&head, columns[i]);
    g_string_append(out, "\r\n");
    for (unsigned i = 0; i < r->n_findings; i++) {
        struct row row = {.out = out};
        put_finding(&row, r, &r->findings[i]);
        g_string_append(out, "\r\n");
    }
    return true;
}
