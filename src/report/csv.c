/* csv - one row a finding, for spreadsheets. */
#include "judge/waivers.h"
#include "report/csv_row.h"
#include "report/parts.h"
#include "report/reporters.h"

static const char *const columns[] = {"severity",   "control",  "title",       "debt",       "file",
                                      "line",       "column",   "end_line",    "end_column", "cell",
                                      "cell_line",  "message",  "fix",         "looked_for", "effort_minutes",
                                      "confidence", "fingerprint", "state"};

static void put_number(struct csv_row *row, unsigned value, bool known)
{
    g_autofree char *text = known ? g_strdup_printf("%u", value) : g_strdup("");
    csv_put(row, text);
}

static void put_finding(struct csv_row *row, const struct report *r, const struct finding *f)
{
    const struct place *p = &f->place;
    g_autofree char *path = path_from_root(r, f->path);
    g_autofree char *confidence = g_strdup_printf("%d.%02d", f->confidence / 100, f->confidence % 100);
    csv_put(row, severity_name(f->severity));
    csv_put(row, f->control->id);
    csv_put(row, f->control->title);
    csv_put(row, category_name(f->control->category));
    csv_put(row, path);
    put_number(row, p->line, true);
    put_number(row, p->column, p->column > 0);
    put_number(row, MAX(p->end_line, p->line), true);
    put_number(row, p->end_column, p->end_column > 0);
    put_number(row, p->cell, p->cell > 0);
    put_number(row, p->cell_line, p->cell > 0);
    csv_put(row, f->message);
    csv_put(row, f->fix);
    csv_put(row, f->looked_for);
    put_number(row, (unsigned)MAX(f->effort_minutes, 0), true);
    csv_put(row, confidence);
    csv_put(row, f->fingerprint);
    csv_put(row, finding_state_name(f->state));
}

bool report_csv(const struct report *r, const struct text_options *options, GString *out, GError **error)
{
    struct csv_row row = {.out = out};
    (void)options, (void)error;
    for (size_t i = 0; i < G_N_ELEMENTS(columns); i++)
        csv_put(&row, columns[i]);
    csv_end(&row);
    for (unsigned i = 0; i < r->n_findings; i++) {
        put_finding(&row, r, &r->findings[i]);
        csv_end(&row);
    }
    return true;
}
