/* explain - one control: why, how it is judged, what was found here, how to repay it. */
#include <string.h>

#include "cli/cond_words.h"
#include "cli/scan.h"
#include "cli/shared.h"
#include "report/parts.h"
#include "report/sheet.h"

#define FINDINGS_SHOWN 12
#define EVIDENCE_SHOWN 8

static void heading(struct sheet *s, const char *text)
{
    sheet_end(s);
    sheet_blank(s, 2);
    sheet_put(s, TINT_BOLD, text);
    sheet_end(s);
}

/* A labelled line of two columns. */
static void row(struct sheet *s, const char *label, unsigned columns, enum tint tint,
                const char *text)
{
    sheet_blank(s, 4);
    sheet_pad(s, TINT_DIM, label, columns);
    sheet_wrap(s, tint, text, 4 + columns, 4 + columns, 0);
}

static void write_head(struct sheet *s, const struct control *c)
{
    g_autoptr(GString) line = g_string_new(category_name(c->category));
    const char *dot = sheet_mark(s, MARK_DOT);
    sheet_format(s, TINT_BOLD, "%s  %s", c->id, c->title);
    sheet_end(s);
    g_string_append_printf(line, " %s %s%s %s judged for %s %s", dot, severity_name(c->severity),
                           c->gate ? ", gate" : "", dot,
                           c->subject == SUBJECT_REPOSITORY ? "the whole" : "each",
                           subject_name(c->subject));
    if (c->effort_once || c->effort_each)
        g_string_append_printf(line, " %s ", dot);
    if (c->effort_once)
        append_effort(line, c->effort_once);
    if (c->effort_each) {
        g_string_append(line, c->effort_once ? " once, " : "");
        append_effort(line, c->effort_each);
        g_string_append_printf(line, " for each %s", subject_name(c->subject));
    }
    sheet_put(s, TINT_DIM, line->str);
    sheet_end(s);
    sheet_end(s);
    if (c->question)
        sheet_wrap(s, TINT_NONE, c->question, 0, 0, 0);
    if (c->why) {
        heading(s, "WHY");
        sheet_blank(s, 4);
        sheet_wrap(s, TINT_NONE, c->why, 4, 4, 0);
    }
}

static void write_entries(struct sheet *s, const struct ruleset *rules, const struct control *c, bool all)
{
    static const char *const shapes[] = {
        [JUDGE_FIRST] = "The first of these that holds gives the credit:",
        [JUDGE_SUM] = "The credits of all that hold are added, to 1 at most:",
        [JUDGE_BEST] = "The largest credit of those that hold counts:",
    };
    sheet_blank(s, 4);
    sheet_put(s, TINT_NONE, shapes[c->shape]);
    sheet_end(s);
    for (unsigned i = 0; i < c->n_entries; i++) {
        const struct judge_entry *e = &c->entries[i];
        g_autoptr(GString) words = g_string_new(NULL);
        g_autofree char *credit =
            e->credit == CREDIT_UNKNOWN
                ? g_strdup("unknown")
                : g_strdup_printf("%d.%02d", e->credit / 100, e->credit % 100);
        if (e->when)
            cond_words(rules, e->when, !all, words);
        else
            g_string_append(words, c->n_entries > 1 ? "otherwise" : "always");
        row(s, credit, 9, TINT_NONE, words->str);
    }
}

static void write_judgement(struct sheet *s, const struct ruleset *rules, const struct control *c, bool all)
{
    g_autoptr(GString) words = g_string_new(NULL);
    heading(s, "HOW IT IS JUDGED");
    if (c->applies) {
        cond_words(rules, c->applies, !all, words);
        row(s, "applies", 9, TINT_NONE, words->str);
    }
    if (c->where) {
        g_string_assign(words, "where ");
        cond_words(rules, c->where, !all, words);
        row(s, subject_name(c->subject), 9, TINT_NONE, words->str);
    }
    write_entries(s, rules, c, all);
    if (c->otherwise) {
        g_string_assign(words, "");
        cond_words(rules, c->otherwise->applies, !all, words);
        g_autofree char *none = g_strdup_printf("no %s", subject_name(c->subject));
        row(s, none, 9, TINT_NONE, "the whole is judged, where it");
        row(s, "applies", 9, TINT_NONE, words->str);
        write_entries(s, rules, c->otherwise, all);
    }
    if (!all)
        row(s, "", 0, TINT_DIM, "In brief, with examples of the words that are looked for: --all shows the conditions whole.");
    if (c->gate)
        row(s, "", 0, TINT_NONE,
            "A gate: being in order gives no points, a finding caps the score.");
}

/* ---- here ---- */

static void write_finding(struct sheet *s, const struct finding *f)
{
    sheet_blank(s, 4);
    sheet_format(s, severity_name(f->severity)[0] == 'l' ? TINT_DIM : TINT_BAD, "%s ",
                 severity_name(f->severity));
    sheet_format(s, TINT_PLACE, "%s:%u", f->path, f->place.line);
    if (f->place.cell)
        sheet_format(s, TINT_DIM, " (cell %u, line %u)", f->place.cell, f->place.cell_line);
    sheet_end(s);
    sheet_blank(s, 6);
    sheet_wrap(s, TINT_NONE, f->message, 6, 6, 0);
    if (f->snippet)
        sheet_snippet(s, 6, f->place.line, f->snippet, f->place.cell ? 0 : f->place.column,
                      f->place.end_line <= f->place.line ? f->place.end_column : 0);
    if (f->looked_for && *f->looked_for) {
        g_autofree char *text = g_strdup_printf("looked for: %s", f->looked_for);
        sheet_blank(s, 6);
        sheet_wrap(s, TINT_DIM, text, 6, 8, 0);
    }
}

static void write_outcome(struct sheet *s, const struct report *r, const struct outcome *o)
{
    g_autoptr(GString) line = g_string_new(status_name(o->status));
    g_strdelimit(line->str, "_", ' ');
    if (o->status != STATUS_NOT_APPLICABLE) {
        if (o->total)
            g_string_append_printf(line, ", %u of %u", o->satisfied, o->total);
        g_string_append_printf(line, ", credit %d.%02d", o->credit / 100, o->credit % 100);
        if (o->score_gain > 0) {
            g_string_append_printf(line, "; repaid it gains %d.%d points in about ",
                                   o->score_gain / 10, o->score_gain % 10);
            append_effort(line, o->effort_minutes);
        }
    }
    sheet_blank(s, 4);
    sheet_wrap(s, o->status == STATUS_SATISFIED ? TINT_GOOD : TINT_NONE, line->str, 4, 4, 0);
    if (o->reason) {
        sheet_blank(s, 4);
        sheet_wrap(s, TINT_NONE, o->reason, 4, 4, 0);
    }
    for (unsigned i = 0; i < MIN(o->n_evidence, EVIDENCE_SHOWN); i++) {
        const char *path = place_path(r->model, o->evidence[i].place);
        g_autofree char *text = path ? g_strdup_printf("%s:%u  %s", path, o->evidence[i].place.line,
                                                       o->evidence[i].text)
                                     : g_strdup(o->evidence[i].text);
        row(s, i ? "" : "evidence", 10, TINT_NONE, text);
    }
    if (o->n_evidence > EVIDENCE_SHOWN) {
        g_autofree char *more = g_strdup_printf("and %u more", o->n_evidence - EVIDENCE_SHOWN);
        row(s, "", 10, TINT_DIM, more);
    }
    for (unsigned i = 0; i < MIN(o->n_findings, FINDINGS_SHOWN); i++)
        write_finding(s, &r->findings[o->findings[i]]);
    if (o->n_findings > FINDINGS_SHOWN) {
        sheet_blank(s, 4);
        sheet_format(s, TINT_DIM, "and %u more findings: --format json has all",
                     o->n_findings - FINDINGS_SHOWN);
        sheet_end(s);
    }
}

/* How many model calls here the example `key` is for: it names a language, or an SDK in a language. */
static unsigned calls_of(const struct model *m, const char *key)
{
    unsigned n = 0;
    const char *dash = strrchr(key, '-'), *language = dash ? dash + 1 : key;
    const size_t sdk = dash ? (size_t)(dash - key) : 0;
    for (unsigned i = 0; i < m->n_sites; i++) {
        const struct site *site = &m->sites[i];
        const struct language *l =
            site->place.file < m->n_files ? m->files[site->place.file].language : NULL;
        if (sdk && (!site->sdk || strlen(site->sdk) != sdk || strncmp(site->sdk, key, sdk) != 0))
            continue;
        n += l && (strcmp(l->name, language) == 0 || (l->family && strcmp(l->family, language) == 0));
    }
    return n;
}

/* Code keeps its lines. */
static void write_code(struct sheet *s, const char *language, const char *code)
{
    g_autofree char *text = g_strchomp(g_strdup(code));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    sheet_blank(s, 4);
    sheet_format(s, TINT_DIM, "%s:", language);
    sheet_end(s);
    for (char **line = lines; *line; line++) {
        sheet_blank(s, 6);
        sheet_put(s, TINT_NONE, *line);
        sheet_end(s);
    }
}

/* The text, and the examples that fit what is called here; all of them where none does. */
static void write_fix(struct sheet *s, const struct control *c, const struct model *m)
{
    bool any = false;
    if (c->n_fix == 0)
        return;
    heading(s, "HOW TO REPAY IT");
    for (unsigned i = 0; i < c->n_fix; i++)
        any |= calls_of(m, c->fix[i].key) > 0;
    for (unsigned i = 0; i < c->n_fix; i++) {
        const struct api_pair *fix = &c->fix[i];
        if (strcmp(fix->key, "text") == 0) {
            sheet_blank(s, 4);
            sheet_wrap(s, TINT_NONE, fix->value, 4, 4, 0);
        } else if (!any || calls_of(m, fix->key) > 0) {
            write_code(s, fix->key, fix->value);
        }
    }
}

/* How far it can be believed. */
static void write_measured(struct sheet *s, const struct ruleset *rules, const struct control *c)
{
    for (unsigned i = 0; i < rules->n_measures; i++) {
        const struct control_measure *m = &rules->measures[i];
        unsigned decided = m->agrees + m->near + m->contradicts;
        if (strcmp(m->control, c->id) != 0 || !decided)
            continue;
        heading(s, "MEASURED");
        g_autoptr(GString) text = g_string_new(NULL);
        g_string_append_printf(text, "On %u repositories that people judged by hand its verdict was theirs in %u, one step beside it in "
                                     "%u, the opposite in %u, and open in %u: precision %u %%.",
                               decided + m->open, m->agrees, m->near, m->contradicts, m->open, (200 * m->agrees + decided) / (2 * decided));
        if (m->with[0]) {
            g_autofree char *with = g_strjoinv(", ", (char **)m->with);
            g_string_append_printf(text, " Judged together with %s.", with);
        }
        sheet_blank(s, 4);
        sheet_wrap(s, TINT_NONE, text->str, 4, 4, 0);
    }
}

static void write_references(struct sheet *s, const struct control *c)
{
    if (c->n_references == 0)
        return;
    heading(s, "REFERENCES");
    for (unsigned i = 0; i < c->n_references; i++) {
        g_autofree char *ids = g_strjoinv(", ", (char **)c->references[i].ids);
        row(s, c->references[i].framework, 14, TINT_NONE, ids);
    }
}

static bool find_control(const struct ruleset *rules, const char *id, const struct control **out,
                         GError **error)
{
    g_autofree char *upper = g_ascii_strup(id, -1);
    g_autofree const char **ids = g_new0(const char *, rules->n_controls + 1);
    *out = ruleset_control(rules, upper);
    if (*out)
        return true;
    for (unsigned i = 0; i < rules->n_controls; i++)
        ids[i] = rules->controls[i]->id;
    cli_unknown(error, "control", id, ids, rules->n_controls);
    return false;
}

static enum cli_status explain(struct scan *s, const struct scan_options *o,
                               const struct control *c, bool all, const struct text_options *options,
                               GError **error)
{
    g_autoptr(GString) out = g_string_new(NULL);
    struct sheet sheet = sheet_new(out, options);
    if (!scan_judge(s, o, error))
        return CLI_USAGE;
    write_head(&sheet, c);
    write_judgement(&sheet, s->rules, c, all);
    g_autofree char *here = g_strdup_printf("FOUND IN %s", s->report->name);
    heading(&sheet, here);
    for (unsigned i = 0; i < s->report->n_outcomes; i++)
        if (s->report->outcomes[i].control == c)
            write_outcome(&sheet, s->report, &s->report->outcomes[i]);
    write_fix(&sheet, c, s->model);
    write_measured(&sheet, s->rules, c);
    write_references(&sheet, c);
    return cli_print(out->str, out->len, error) ? CLI_OK : CLI_SCAN;
}

static enum cli_status run(const struct command *command, char *const *args, GError **error)
{
    shared_auto shared = {0};
    gboolean all = FALSE;
    const GOptionEntry own[] = {
        {"all", 'a', 0, G_OPTION_ARG_NONE, &all, "Show the conditions of its rule whole", NULL},
        G_OPTION_ENTRY_NULL,
    };
    g_autofree GOptionEntry *entries = shared_entries(&shared, SHARED_SCAN | SHARED_COLOR, own);
    g_auto(GStrv) rest = NULL;
    struct text_options text;
    struct scan_options o = {.gate = -1};
    if (!cli_parse(command, entries, args, &rest, error) || !cli_at_most(rest, 2, error) ||
        !cli_text_options(shared.color, &text, error) || !shared_apply(&shared, &o, error))
        return CLI_OK;
    if (!*rest) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "which control? debtscan rules list shows them");
        return CLI_USAGE;
    }
    o.path = rest[1] ? rest[1] : ".";
    o.rules = scan_rules(shared.rules, false, error);
    const struct control *c = NULL;
    if (!o.rules)
        return CLI_USAGE;
    if (!find_control(o.rules, rest[0], &c, error)) {
        ruleset_free(o.rules);
        return CLI_USAGE;
    }
    struct scan *s = scan_open(&o, error);
    enum cli_status status = s ? explain(s, &o, c, all, &text, error) : CLI_SCAN;
    scan_free(s);
    return status;
}

const struct command command_explain = {
    .name = "explain",
    .arguments = "CONTROL [PATH]",
    .summary = "why, how it is judged, what was found here, how to repay it",
    .run = run,
};
