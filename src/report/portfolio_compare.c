#include "report/portfolio_compare.h"

#include <string.h>

#include "base/text.h"
#include "judge/judge.h"
#include "report/mustache.h"
#include "report/portfolio_priv.h"
#include "report/sheet.h"
#include "report/text_priv.h"
#include "report/version.h"
#include "report/view_priv.h"

/* Where both are alike there is nothing to see, unless everything is asked for. */
static bool differs(const struct portfolio_judgement *a, const struct portfolio_judgement *b)
{
    return !a || !b || a->status != b->status;
}

static const char *words_of(const struct portfolio_judgement *j)
{
    return j ? status_title(j->status) : "not judged";
}

static bool comparable(const struct portfolio_pair *pair)
{
    return pair->a->standing == STANDING_RANKED && pair->b->standing == STANDING_RANKED;
}

static char *score_words(const struct portfolio_entry *e)
{
    return e->scored ? g_strdup_printf("%d.%d %c", e->score / 10, e->score % 10, e->grade) : g_strdup("n/a");
}

static char *category_words(const struct portfolio_entry *e, int c)
{
    const struct portfolio_category *one = &e->categories[c];
    return one->scored ? g_strdup_printf("%d.%d %c", one->score / 10, one->score % 10, one->grade) : g_strdup("n/a");
}

/* Why the scores say nothing of each other; NULL where they do. Yours to free. */
static char *caution(const struct portfolio_pair *pair)
{
    if (!comparable(pair))
        return g_strdup("their scores cannot be compared");
    if (g_strcmp0(pair->a->kind, pair->b->kind) != 0)
        return g_strdup_printf("of different kinds, %s and %s: other controls apply", pair->a->kind, pair->b->kind);
    return g_strcmp0(pair->a->ruleset, pair->b->ruleset) != 0 ? g_strdup("judged by different sets of rules") : NULL;
}

/* ---- text ---- */

static void write_pair(struct sheet *s, const char *what, const char *a, const char *b, bool bold)
{
    unsigned wide = (s->width - 26) / 2;
    sheet_blank(s, 2);
    sheet_pad(s, bold ? TINT_BOLD : TINT_NONE, what, 22);
    sheet_pad(s, bold ? TINT_BOLD : TINT_NONE, a, wide);
    sheet_blank(s, 2);
    sheet_pad(s, bold ? TINT_BOLD : TINT_NONE, b, wide);
    sheet_end(s);
}

static char *evidence_words(const struct sheet *s, const struct portfolio_judgement *j)
{
    if (!j || (!j->file && !j->text))
        return g_strdup("");
    if (!j->file)
        return g_strdup(j->text);
    g_autofree char *path = sheet_path(s, j->file, 30);
    return j->line ? g_strdup_printf("%s:%u", path, j->line) : g_strdup(path);
}

static void write_text(const struct portfolio_pair *pair, const struct text_options *options, GString *out)
{
    struct sheet s = sheet_new(out, options);
    const struct portfolio *p = pair->p;
    g_autofree char *why = caution(pair), *a = score_words(pair->a), *b = score_words(pair->b);
    unsigned alike = 0;
    sheet_wrap(&s, TINT_NONE, "debtscan " DEBTSCAN_VERSION ": two repositories, control by control", 0, 0, 0);
    if (why)
        sheet_wrap(&s, TINT_BAD, why, 0, 0, 0);
    sheet_end(&s);
    write_pair(&s, "", pair->a->name, pair->b->name, true);
    write_pair(&s, "kind", pair->a->kind ? pair->a->kind : "", pair->b->kind ? pair->b->kind : "", false);
    write_pair(&s, "SCORE", a, b, true);
    for (int c = 0; c < CATEGORY_COUNT; c++) {
        g_autofree char *x = category_words(pair->a, c), *y = category_words(pair->b, c);
        write_pair(&s, debt_title((enum category)c), x, y, false);
    }
    for (guint i = 0; i < p->controls->len; i++) {
        const struct portfolio_control *c = portfolio_control_at(p, i);
        const struct portfolio_judgement *x = portfolio_judgement_of(pair->a, c->id), *y = portfolio_judgement_of(pair->b, c->id);
        if (i == 0 || portfolio_control_at(p, i - 1)->category != c->category) {
            sheet_end(&s);
            sheet_blank(&s, 2);
            sheet_put(&s, TINT_BOLD, debt_title(c->category));
            sheet_end(&s);
        }
        if (!options->all && !differs(x, y)) {
            alike++;
            continue;
        }
        g_autofree char *from = evidence_words(&s, x), *to = evidence_words(&s, y);
        sheet_blank(&s, 2);
        sheet_pad(&s, TINT_BOLD, c->id, 8);
        sheet_put(&s, TINT_DIM, c->title);
        sheet_end(&s);
        write_pair(&s, "", words_of(x), words_of(y), false);
        if (*from || *to)
            write_pair(&s, "", from, to, false);
    }
    if (alike) {
        sheet_end(&s);
        sheet_blank(&s, 2);
        sheet_format(&s, TINT_DIM, "%u controls came out alike (--all)", alike);
        sheet_end(&s);
    }
}

/* ---- JSON ---- */

static void write_side(struct json *j, const char *key, const struct portfolio_judgement *one)
{
    if (!one) {
        json_null(j, key);
        return;
    }
    json_object(j, key, true);
    portfolio_write_judgement(j, one);
    json_close(j);
}

static void write_head(struct json *j, const char *key, const struct portfolio_entry *e)
{
    json_object(j, key, true);
    json_string(j, "name", e->name);
    json_string(j, "kind", e->kind);
    json_string(j, "commit", e->commit);
    json_string(j, "standing", standing_name(e->standing));
    json_known_tenths(j, "score", e->scored, e->score);
    json_string(j, "grade", e->scored ? (char[]){e->grade, '\0'} : NULL);
    json_int(j, "debt_minutes", e->debt_minutes);
    json_object(j, "categories", true);
    for (int c = 0; c < CATEGORY_COUNT; c++)
        json_known_tenths(j, category_name((enum category)c), e->categories[c].scored, e->categories[c].score);
    json_close(j);
    json_close(j);
}

static void write_json(const struct portfolio_pair *pair, const struct text_options *options, GString *out)
{
    struct json j;
    g_autofree char *why = caution(pair);
    (void)options;
    json_init(&j, out);
    json_object(&j, NULL, false);
    json_int(&j, "schema_version", REPORT_SCHEMA_VERSION);
    json_string(&j, "score_model", SCORE_MODEL_VERSION);
    json_string(&j, "caution", why);
    write_head(&j, "a", pair->a);
    write_head(&j, "b", pair->b);
    json_list(&j, "controls", false);
    for (guint i = 0; i < pair->p->controls->len; i++) {
        const struct portfolio_control *c = portfolio_control_at(pair->p, i);
        json_object(&j, NULL, false);
        json_string(&j, "id", c->id);
        json_string(&j, "title", c->title);
        write_side(&j, "a", portfolio_judgement_of(pair->a, c->id));
        write_side(&j, "b", portfolio_judgement_of(pair->b, c->id));
        json_close(&j);
    }
    json_close(&j);
    json_close(&j);
}

/* ---- Markdown ---- */

static void put_md(GString *out, const char *text)
{
    g_autofree char *safe = text_safe(text ? text : "");
    mustache_escape_markdown(out, safe);
}

static void put_side(GString *out, const struct portfolio_judgement *j)
{
    g_string_append(out, words_of(j));
    if (!j || !j->file)
        return;
    g_string_append(out, "<br>");
    put_md(out, j->file);
    if (j->line)
        g_string_append_printf(out, ":%u", j->line);
}

static void write_markdown(const struct portfolio_pair *pair, const struct text_options *options, GString *out)
{
    g_autofree char *why = caution(pair), *a = score_words(pair->a), *b = score_words(pair->b);
    g_string_append(out, "# ");
    put_md(out, pair->a->name);
    g_string_append(out, " and ");
    put_md(out, pair->b->name);
    g_string_append(out, "\n\n");
    if (why) {
        put_md(out, why);
        g_string_append(out, ".\n\n");
    }
    g_string_append(out, "| | ");
    put_md(out, pair->a->name);
    g_string_append(out, " | ");
    put_md(out, pair->b->name);
    g_string_append_printf(out, " |\n|---|---|---|\n| **Score** | **%s** | **%s** |\n", a, b);
    for (int c = 0; c < CATEGORY_COUNT; c++) {
        g_autofree char *x = category_words(pair->a, c), *y = category_words(pair->b, c);
        g_string_append_printf(out, "| %s | %s | %s |\n", debt_title((enum category)c), x, y);
    }
    for (guint i = 0; i < pair->p->controls->len; i++) {
        const struct portfolio_control *c = portfolio_control_at(pair->p, i);
        const struct portfolio_judgement *x = portfolio_judgement_of(pair->a, c->id), *y = portfolio_judgement_of(pair->b, c->id);
        if (!options->all && !differs(x, y))
            continue;
        g_string_append(out, "| ");
        put_md(out, c->id);
        g_string_append_c(out, ' ');
        put_md(out, c->title);
        g_string_append(out, " | ");
        put_side(out, x);
        g_string_append(out, " | ");
        put_side(out, y);
        g_string_append(out, " |\n");
    }
}

const struct pair_reporter pair_reporters[] = {
    {.name = "text", .summary = "for a terminal", .write = write_text},
    {.name = "json", .summary = "every control", .write = write_json},
    {.name = "markdown", .summary = "a table", .write = write_markdown},
};
const size_t n_pair_reporters = G_N_ELEMENTS(pair_reporters);
