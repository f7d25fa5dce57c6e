/* What changed, for a terminal, for programs, and for a pull request. */
#include <string.h>

#include "base/text.h"
#include "judge/judge.h"
#include "judge/waivers.h"
#include "report/annotation.h"
#include "report/compare.h"
#include "report/json_writer.h"
#include "report/mustache.h"
#include "report/parts.h"
#include "report/text_priv.h"
#include "report/version.h"

#define NEW_SHOWN 20
#define FIXED_SHOWN 10

static const char *const titles[CATEGORY_COUNT] = {
    [CATEGORY_TECHNICAL] = "Technical",   [CATEGORY_OPERATIONAL] = "Operational", [CATEGORY_EVALUATION] = "Evaluation",
    [CATEGORY_INTEGRATION] = "Integration", [CATEGORY_GOVERNANCE] = "Governance",
};

/* "1f0a9c2", "1f0a9c2 (feature)", "work tree of 1f0a9c2". */
static char *side_text(const struct digest *d)
{
    GString *out = g_string_new(NULL);
    if (!d->revision)
        g_string_append(out, d->commit && !d->dirty ? "" : "work tree of ");
    else if (!d->commit || strcmp(d->revision, "staged") == 0)
        g_string_append(out, "staged on ");
    g_string_append_printf(out, "%.7s", d->commit ? d->commit : "no commit");
    if (d->branch)
        g_string_append_printf(out, " (%s)", d->branch);
    return g_string_free(out, FALSE);
}

/* "-2.8", "+1.0" or "". */
static char *delta_text(int delta, const char *minus)
{
    return delta ? g_strdup_printf("%s%d.%d", delta < 0 ? minus : "+", ABS(delta) / 10, ABS(delta) % 10) : g_strdup("");
}

static char *points(bool scored, int score)
{
    return scored ? g_strdup_printf("%d.%d", score / 10, score % 10) : g_strdup("n/a");
}

static int effort_of(const struct digest_finding *const *list, unsigned n)
{
    int sum = 0;
    for (unsigned i = 0; i < n; i++)
        sum += list[i]->effort_minutes;
    return sum;
}

/* ---- text ---- */

static void write_side(struct sheet *s, const struct comparison *c)
{
    g_autofree char *base = side_text(c->base), *head = side_text(c->head);
    g_autofree char *line = g_strdup_printf("debtscan %s %s score model %s %s %s %s %s %s %s", DEBTSCAN_VERSION, sheet_mark(s, MARK_DOT),
                                            c->head->score_model, sheet_mark(s, MARK_DOT), c->head->name, sheet_mark(s, MARK_DOT),
                                            base, sheet_mark(s, MARK_ARROW), head);
    sheet_wrap(s, TINT_NONE, line, 0, 2, 0);
    sheet_end(s);
}

static void write_change(struct sheet *s, bool was_scored, int was, bool is_scored, int is)
{
    g_autofree char *from = points(was_scored, was), *to = points(is_scored, is);
    int delta = was_scored && is_scored ? is - was : 0;
    g_autofree char *change = delta_text(delta, "-");
    sheet_format(s, TINT_NONE, "%5s %s ", from, sheet_mark(s, MARK_ARROW));
    sheet_format(s, delta < 0 ? TINT_BAD : delta > 0 ? TINT_GOOD : TINT_NONE, "%5s", to);
    sheet_format(s, delta < 0 ? TINT_BAD : TINT_GOOD, "%8s", change);
}

static void write_scores(struct sheet *s, const struct comparison *c)
{
    sheet_blank(s, 2);
    sheet_put(s, TINT_BOLD, "PRODUCTION DEBT SCORE");
    sheet_blank(s, 3);
    write_change(s, c->base->scored, c->base->score, c->head->scored, c->head->score);
    if (c->head->scored && c->head->with_waivers != c->head->score) {
        g_autofree char *text = points(true, c->head->with_waivers);
        sheet_format(s, TINT_DIM, "   %s with waivers", text);
    }
    if (c->gate_failed)
        sheet_put(s, TINT_BAD, "   gate: FAIL");
    sheet_end(s);
    sheet_end(s);
    for (int i = 0; i < CATEGORY_COUNT; i++) {
        const struct digest_category *from = &c->base->categories[i], *to = &c->head->categories[i];
        sheet_blank(s, 2);
        sheet_pad(s, TINT_NONE, titles[i], 24);
        write_change(s, from->scored, from->score, to->scored, to->score);
        int minutes = to->debt_minutes - from->debt_minutes;
        if (minutes) {
            g_autoptr(GString) effort = g_string_new(minutes < 0 ? "   -" : "   +");
            append_effort(effort, ABS(minutes));
            g_string_append(effort, " of debt");
            sheet_put(s, TINT_DIM, effort->str);
        }
        sheet_end(s);
    }
    for (const char *const *reason = c->gate_reasons; *reason; reason++) {
        sheet_blank(s, 2);
        sheet_format(s, TINT_BAD, "failed: %s", *reason);
        sheet_end(s);
    }
}

static void write_heading(struct sheet *s, const char *heading, const char *beside)
{
    sheet_end(s);
    sheet_blank(s, 2);
    sheet_put(s, TINT_BOLD, heading);
    sheet_blank(s, 3);
    sheet_put(s, TINT_NONE, beside);
    sheet_end(s);
}

static void write_list(struct sheet *s, const char *heading, const struct digest_finding *const *list, unsigned n, unsigned most, bool fixes)
{
    g_autoptr(GString) beside = g_string_new(NULL);
    if (n == 0)
        return;
    g_string_printf(beside, "%u finding%s, about ", n, n == 1 ? "" : "s");
    append_effort(beside, effort_of(list, n));
    write_heading(s, heading, beside->str);
    for (unsigned i = 0; i < MIN(n, most); i++) {
        const struct digest_finding *f = list[i];
        sheet_blank(s, 2);
        sheet_pad(s, severity_tint(f->severity), severity_name(f->severity), 10);
        sheet_pad(s, TINT_BOLD, f->control, 8);
        sheet_format(s, TINT_PLACE, "%s:%u", f->path, f->line);
        sheet_end(s);
        sheet_blank(s, 20);
        sheet_wrap(s, TINT_NONE, fixes ? f->message : f->title, 20, 20, 3);
        if (fixes && f->fix) {
            sheet_blank(s, 20);
            sheet_put(s, TINT_DIM, "fix: ");
            sheet_wrap(s, TINT_NONE, f->fix, 25, 25, 2);
        }
    }
    if (n > most) {
        sheet_blank(s, 2);
        sheet_format(s, TINT_DIM, "%s %u more (--all)", sheet_mark(s, MARK_DOTS), n - most);
        sheet_end(s);
    }
}

static void write_text(const struct comparison *c, const struct text_options *options, GString *out)
{
    struct sheet s = sheet_new(out, options);
    write_side(&s, c);
    write_scores(&s, c);
    write_list(&s, "NEW DEBT", c->new, c->n_new, options->all ? UINT_MAX : NEW_SHOWN, true);
    write_list(&s, "FIXED", c->fixed, c->n_fixed, options->all ? UINT_MAX : FIXED_SHOWN, false);
    if (c->n_additions) {
        write_heading(&s, "ADDED BY THE CHANGE ITSELF", "does not count before it is merged");
        for (unsigned i = 0; i < c->n_additions; i++) {
            const struct addition *a = &c->additions[i];
            sheet_blank(&s, 2);
            sheet_put(&s, TINT_PLACE, a->path);
            if (a->line)
                sheet_format(&s, TINT_PLACE, ":%u", a->line);
            sheet_blank(&s, 2);
            sheet_put(&s, TINT_NONE, a->text);
            sheet_end(&s);
        }
    }
    sheet_end(&s);
    sheet_blank(&s, 2);
    sheet_format(&s, TINT_DIM, "%u new, %u fixed, %u unchanged", c->n_new, c->n_fixed, c->n_unchanged);
    if (c->n_accepted)
        sheet_format(&s, TINT_DIM, ", %u new and accepted by the base's waivers or baseline", c->n_accepted);
    sheet_end(&s);
}

/* ---- JSON ---- */

static void json_side(struct json *j, const char *key, const struct digest *d)
{
    json_object(j, key, false);
    json_string(j, "commit", d->commit);
    json_string(j, "branch", d->branch);
    json_string(j, "revision", d->revision);
    json_bool(j, "dirty", d->dirty);
    json_string(j, "kind", d->kind);
    json_int(j, "sites", d->n_sites);
    json_int(j, "controls", d->n_controls);
    json_int(j, "assessed", d->n_assessed);
    json_known_tenths(j, "score", d->scored, d->score);
    json_known_tenths(j, "with_waivers", d->scored, d->with_waivers);
    json_string(j, "grade", d->scored ? (char[]){d->grade, '\0'} : NULL);
    json_int(j, "debt_minutes", d->debt_minutes);
    json_close(j);
}

static void json_finding(struct json *j, const struct digest_finding *f, const struct digest_finding *before)
{
    json_object(j, NULL, false);
    json_string(j, "fingerprint", f->fingerprint);
    json_string(j, "control", f->control);
    json_string(j, "title", f->title);
    json_string(j, "category", category_name(f->category));
    json_string(j, "severity", severity_name(f->severity));
    json_string(j, "message", f->message);
    json_string(j, "fix", f->fix);
    json_string(j, "file", f->path);
    json_int(j, "line", f->line);
    json_int(j, "effort_minutes", f->effort_minutes);
    json_tenths(j, "score_gain", f->score_gain);
    json_string(j, "state", finding_state_name(f->state));
    if (before) {
        json_object(j, "base", true);
        json_string(j, "fingerprint", before->fingerprint);
        json_string(j, "file", before->path);
        json_int(j, "line", before->line);
        json_close(j);
    }
    json_close(j);
}

static void write_json(const struct comparison *c, const struct text_options *options, GString *out)
{
    struct json j;
    const struct digest *b = c->base, *h = c->head;
    (void)options;
    json_init(&j, out);
    json_report(&j, NULL);
    json_string(&j, "name", h->name);
    json_string(&j, "path", c->inner);
    json_side(&j, "base", b);
    json_side(&j, "head", h);
    json_object(&j, "score", true);
    json_known_tenths(&j, "before", b->scored, b->score);
    json_known_tenths(&j, "after", h->scored, h->score);
    json_known_tenths(&j, "delta", b->scored && h->scored, h->score - b->score);
    json_string(&j, "model", h->score_model);
    json_close(&j);
    json_list(&j, "categories", false);
    for (int i = 0; i < CATEGORY_COUNT; i++) {
        const struct digest_category *x = &b->categories[i], *y = &h->categories[i];
        json_object(&j, NULL, true);
        json_string(&j, "id", category_name((enum category)i));
        json_known_tenths(&j, "before", x->scored, x->score);
        json_known_tenths(&j, "after", y->scored, y->score);
        json_known_tenths(&j, "delta", x->scored && y->scored, y->score - x->score);
        json_int(&j, "debt_minutes_before", x->debt_minutes);
        json_int(&j, "debt_minutes_after", y->debt_minutes);
        json_close(&j);
    }
    json_close(&j);
    json_object(&j, "gate", false);
    json_bool(&j, "failed", c->gate_failed);
    json_tenths(&j, "lacking", c->lacking);
    json_list(&j, "reasons", true);
    for (const char *const *reason = c->gate_reasons; *reason; reason++)
        json_string(&j, NULL, *reason);
    json_close(&j);
    json_close(&j);
    json_list(&j, "new", false);
    for (unsigned i = 0; i < c->n_new; i++)
        json_finding(&j, c->new[i], NULL);
    json_close(&j);
    json_list(&j, "fixed", false);
    for (unsigned i = 0; i < c->n_fixed; i++)
        json_finding(&j, c->fixed[i], NULL);
    json_close(&j);
    json_list(&j, "unchanged", false);
    for (unsigned i = 0; i < c->n_unchanged; i++)
        json_finding(&j, c->unchanged[i].head, c->unchanged[i].base);
    json_close(&j);
    json_list(&j, "additions", false);
    for (unsigned i = 0; i < c->n_additions; i++) {
        json_object(&j, NULL, true);
        json_string(&j, "kind", c->additions[i].kind);
        json_string(&j, "file", c->additions[i].path);
        if (c->additions[i].line)
            json_int(&j, "line", c->additions[i].line);
        else
            json_null(&j, "line");
        json_string(&j, "text", c->additions[i].text);
        json_close(&j);
    }
    json_close(&j);
    json_close(&j);
}

/* ---- Markdown ---- */

/* Scanned text: nothing of it is markup, a mention, a reference or an end of what it stands in. */
static void append_markdown(GString *out, const char *text)
{
    g_autofree char *safe = text_safe(text);
    mustache_escape_markdown(out, safe);
}

/* As code: of backticks and bars a look-alike is shown. */
static void append_code(GString *out, const char *text)
{
    g_autofree char *safe = text_safe(text);
    g_string_append_c(out, '`');
    for (const char *p = safe; *p; p++)
        g_string_append(out, *p == '`' ? "\xCB\x8B" : *p == '|' ? "\xC7\x80" : (char[]){*p, '\0'});
    g_string_append_c(out, '`');
}

/* The path of a file in the head's work tree; NULL for one that leads out of it. Yours to free. */
static char *path_in_tree(const struct comparison *c, const char *path)
{
    g_auto(GStrv) parts = g_strsplit(path, "/", -1);
    for (char **part = parts; *part; part++)
        if (!**part || strcmp(*part, ".") == 0 || strcmp(*part, "..") == 0)
            return NULL;
    return strcmp(c->inner, ".") == 0 ? g_strdup(path) : g_strconcat(c->inner, "/", path, NULL);
}

/* With a link to the file where the head's are shown; `c` is NULL for a place of the base. */
static void markdown_place(GString *out, const struct comparison *c, const char *path, uint32_t line)
{
    g_autofree char *place = line ? g_strdup_printf("%s:%u", path, line) : g_strdup(path);
    g_autofree char *full = c && c->blob ? path_in_tree(c, path) : NULL;
    g_string_append(out, full ? "[" : "");
    append_code(out, place);
    if (!full)
        return;
    g_string_append_printf(out, "](%s", c->blob);
    g_string_append_uri_escaped(out, full, "/", FALSE);
    if (line)
        g_string_append_printf(out, "#L%u", line);
    g_string_append_c(out, ')');
}

static void markdown_list(GString *out, const char *summary, const struct digest_finding *const *list, unsigned n)
{
    if (n == 0)
        return;
    g_string_append_printf(out, "\n<details><summary>%s (%u)</summary>\n\n", summary, n);
    for (unsigned i = 0; i < n; i++) {
        g_string_append(out, "- **");
        append_markdown(out, list[i]->control);
        g_string_append(out, "** ");
        append_markdown(out, list[i]->title);
        g_string_append(out, " · ");
        markdown_place(out, NULL, list[i]->path, list[i]->line);
        g_string_append_c(out, '\n');
    }
    g_string_append(out, "\n</details>\n");
}

void compare_headline(const struct comparison *c, GString *out)
{
    g_autofree char *from = points(c->base->scored, c->base->score), *to = points(c->head->scored, c->head->score);
    int delta = c->base->scored && c->head->scored ? c->head->score - c->base->score : 0;
    g_autofree char *change = delta_text(delta, "−");
    g_string_append_printf(out, "### Production debt: %s → **%s**", from, to);
    if (delta)
        g_string_append_printf(out, " (%s)", change);
    g_string_append(out, c->gate_failed ? " · gate failed\n" : c->n_new == 0 ? " · no new debt\n" : "\n");
}

static void markdown_head(const struct comparison *c, GString *out)
{
    unsigned counts[SEVERITY_CRITICAL + 1] = {0};
    compare_headline(c, out);
    g_string_append_c(out, '\n');
    for (unsigned i = 0; i < c->n_new; i++)
        counts[c->new[i]->severity]++;
    g_string_append(out, "New debt: ");
    bool first = true;
    for (int s = SEVERITY_CRITICAL; s >= 0; s--)
        if (counts[s]) {
            g_string_append_printf(out, "%s%u %s", first ? "" : ", ", counts[s], severity_name((enum severity)s));
            first = false;
        }
    g_string_append_printf(out, "%s · fixed: %u · existing debt is not counted here\n\n", first ? "none" : "", c->n_fixed);
}

static void markdown_categories(const struct comparison *c, GString *out)
{
    g_string_append(out, "| | base | this change | |\n|---|--:|--:|---|\n");
    for (int i = 0; i < CATEGORY_COUNT; i++) {
        const struct digest_category *x = &c->base->categories[i], *y = &c->head->categories[i];
        int delta = x->scored && y->scored ? y->score - x->score : 0;
        g_autofree char *from = points(x->scored, x->score), *to = points(y->scored, y->score), *change = delta_text(delta, "−");
        const char *bold = delta ? "**" : "";
        g_string_append_printf(out, "| %s | %s | %s%s%s | %s |\n", titles[i], from, bold, to, bold, change);
    }
}

static int by_gain(gconstpointer a, gconstpointer b, gpointer payload)
{
    const struct comparison *c = payload;
    unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;
    int l = c->new[x]->score_gain, r = c->new[y]->score_gain;
    return l != r ? (l > r ? -1 : 1) : x < y ? -1 : x > y;
}

static int by_number(gconstpointer a, gconstpointer b)
{
    return *(const unsigned *)a < *(const unsigned *)b ? -1 : 1;
}

/* "1", "1 and 3", "1, 2 and 5": places in the table of new findings. */
static char *places_of(const unsigned *which, unsigned n)
{
    GString *out = g_string_new(NULL);
    for (unsigned i = 0; i < n; i++)
        g_string_append_printf(out, "%s%u", i == 0 ? "" : i + 1 == n ? " and " : ", ", which[i] + 1);
    return g_string_free(out, FALSE);
}

/* Which of the new findings, repaid, bring the score back over its gates: those that gain most, by what each gains alone. */
static void markdown_way(const struct comparison *c, GString *out)
{
    if (c->lacking <= 0 || c->n_new == 0)
        return;
    g_autofree unsigned *which = g_new(unsigned, c->n_new);
    int gained = 0;
    unsigned n = 0;
    for (unsigned i = 0; i < c->n_new; i++)
        which[i] = i;
    g_qsort_with_data(which, (gint)c->n_new, sizeof *which, by_gain, (gpointer)c);
    while (n < c->n_new && gained < c->lacking && c->new[which[n]]->score_gain > 0)
        gained += c->new[which[n++]]->score_gain;
    if (n == 0)
        return;
    if (gained < c->lacking) {
        g_string_append_printf(out, "\nFixing all of them is not enough: they gain about %d.%d of the %d.%d that are missing.\n", gained / 10, gained % 10,
                               c->lacking / 10, c->lacking % 10);
        return;
    }
    g_autofree unsigned *sorted = g_memdup2(which, n * sizeof *which);
    qsort(sorted, n, sizeof *sorted, by_number);
    g_autofree char *places = places_of(sorted, n);
    if (n == c->n_new)
        g_string_append(out, n == 1 ? "\nFixing it passes the gate" : "\nFixing all of them passes the gate");
    else if (n == 1)
        g_string_append_printf(out, "\nFixing number %s alone passes the gate", places);
    else
        g_string_append_printf(out, "\nFixing the one that gains most is not enough; numbers %s together pass the gate", places);
    g_string_append_printf(out, " (about +%d.%d of the %d.%d that are missing).\n", gained / 10, gained % 10, c->lacking / 10, c->lacking % 10);
}

void compare_markdown(const struct comparison *c, GString *out)
{
    markdown_head(c, out);
    markdown_categories(c, out);
    if (c->gate_failed) {
        g_string_append(out, "\n**Why it failed:** ");
        for (const char *const *reason = c->gate_reasons; *reason; reason++) {
            g_string_append(out, reason == c->gate_reasons ? "" : "; ");
            append_markdown(out, *reason);
        }
        g_string_append(out, "\n");
    }
    if (c->n_new)
        g_string_append(out, "\n| | New finding | Fix | Gain |\n|---|---|---|--:|\n");
    for (unsigned i = 0; i < c->n_new; i++) {
        const struct digest_finding *f = c->new[i];
        g_autoptr(GString) effort = g_string_new(NULL);
        append_effort(effort, f->effort_minutes);
        g_string_append_printf(out, "| %s | **", severity_name(f->severity));
        append_markdown(out, f->control);
        g_string_append(out, "** ");
        append_markdown(out, f->message);
        g_string_append(out, " · ");
        markdown_place(out, c, f->path, f->line);
        g_string_append(out, " | ");
        if (f->fix) {
            append_code(out, f->fix);
            g_string_append(out, " · ");
        }
        g_autofree char *gain = delta_text(f->score_gain, "−");
        g_string_append_printf(out, "%s | %s |\n", effort->str, *gain ? gain : "0.0");
    }
    markdown_way(c, out);
    if (c->n_additions) {
        g_string_append(out, "\n**Added by the change itself** (does not count before it is merged):\n\n");
        for (unsigned i = 0; i < c->n_additions; i++) {
            g_string_append(out, "- ");
            markdown_place(out, c, c->additions[i].path, c->additions[i].line);
            g_string_append_c(out, ' ');
            append_markdown(out, c->additions[i].text);
            g_string_append_c(out, '\n');
        }
    }
    markdown_list(out, "Fixed", c->fixed, c->n_fixed);
    if (c->n_new)
        g_string_append(out, "\n<details><summary>Accept a finding instead</summary>\n\nInline: `debtscan: ignore CONTROL until=YYYY-MM-DD "
                             "owner=@team -- reason` in a comment · or `" WAIVERS_FILE "`. It counts once it is merged; accepted is not "
                             "satisfied: the score stays.\n</details>\n");
    g_autofree char *base = side_text(c->base), *head = side_text(c->head);
    g_string_append_printf(out, "\n<sub>debtscan %s · model %s · ", DEBTSCAN_VERSION, c->head->score_model);
    append_markdown(out, head);
    g_string_append(out, " against ");
    append_markdown(out, base);
    g_string_append_printf(out, " · %u unchanged · %u of %u controls assessed</sub>\n", c->n_unchanged, c->head->n_assessed,
                           c->head->n_controls);
}

static void write_markdown(const struct comparison *c, const struct text_options *options, GString *out)
{
    (void)options;
    compare_markdown(c, out);
}

/* ---- annotations ---- */

static void write_github(const struct comparison *c, const struct text_options *options, GString *out)
{
    unsigned shown[ANNOTATION_LEVELS] = {0}, all = 0;
    g_autofree char *from = points(c->base->scored, c->base->score), *to = points(c->head->scored, c->head->score);
    (void)options;
    for (unsigned i = 0; i < c->n_new; i++) {
        const struct digest_finding *f = c->new[i];
        enum annotation_level level = annotation_level_of(f->severity);
        g_autofree char *path = path_in_tree(c, f->path), *title = g_strdup_printf("%s %s", f->control, f->title);
        if (!path || shown[level]++ >= ANNOTATIONS_MOST)
            continue;
        all++;
        g_string_append_printf(out, "::%s file=", annotation_name(level));
        annotation_append(out, path, true);
        g_string_append_printf(out, ",line=%u", f->line);
        annotation_end(out, title, f->message, f->fix);
    }
    g_string_append_printf(out, "Production debt score %s, before %s: %u new finding%s, %u fixed", to, from, c->n_new, c->n_new == 1 ? "" : "s",
                           c->n_fixed);
    if (all < c->n_new)
        g_string_append_printf(out, "; %u more, see the summary", c->n_new - all);
    g_string_append_c(out, '\n');
    for (const char *const *reason = c->gate_reasons; *reason; reason++)
        g_string_append_printf(out, "Gate failed: %s\n", *reason);
}

const struct compare_reporter compare_reporters[] = {
    {.name = "text", .summary = "for a terminal", .write = write_text},
    {.name = "json", .summary = "base, head, scores and the three lists of findings", .write = write_json},
    {.name = "markdown", .summary = "for a pull request", .write = write_markdown},
    {.name = "github", .summary = "annotations, step summary and outputs of a GitHub workflow", .write = write_github},
};
const size_t n_compare_reporters = G_N_ELEMENTS(compare_reporters);
