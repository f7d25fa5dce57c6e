/* The portfolio for people: a terminal, a spreadsheet, a Markdown page. */
#include <string.h>

#include "judge/judge.h"
#include "base/text.h"
#include "report/csv_row.h"
#include "report/mustache.h"
#include "report/parts.h"
#include "report/portfolio_priv.h"
#include "report/sheet.h"
#include "report/text_priv.h"
#include "report/version.h"

#define ROWS_SHOWN 40
#define COMMON_SHOWN 8
#define MODELS_SHOWN 8
#define WAIVERS_SHOWN 5
#define SPARK_MOST 8
#define SHORT_COMMIT 7

static const char *const short_names[CATEGORY_COUNT] = {
    [CATEGORY_TECHNICAL] = "tech",    [CATEGORY_OPERATIONAL] = "oper", [CATEGORY_EVALUATION] = "eval",
    [CATEGORY_INTEGRATION] = "intg", [CATEGORY_GOVERNANCE] = "govn",
};

static char *tenth(bool known, int value)
{
    return known ? g_strdup_printf("%d.%d", value / 10, value % 10) : g_strdup("n/a");
}

static char *effort(int64_t minutes)
{
    GString *text = g_string_new(NULL);
    append_effort(text, (int)MIN(minutes, G_MAXINT / 2));
    return g_string_free(text, FALSE);
}

static const char *plural(unsigned n)
{
    return n == 1 ? "" : "s";
}

/* "median 61.2 (5 ranked), 2 of 5 pass 70.0, ..." */
static char *summary(const struct portfolio *p)
{
    GString *text = g_string_new(NULL);
    if (p->n_ranked) {
        g_autofree char *median = tenth(true, p->median), *debt = effort(p->debt_minutes);
        g_string_append_printf(text, "median %s of %u ranked, debt about %s", median, p->n_ranked, debt);
    } else {
        g_string_append(text, "nothing is ranked");
    }
    if (p->options.gate >= 0)
        g_string_append_printf(text, ", %u of %u pass %d.%d", p->n_passing, p->n_ranked, p->options.gate / 10, p->options.gate % 10);
    if (p->n_expiring)
        g_string_append_printf(text, ", %u waiver%s end%s within 30 days", p->n_expiring, plural(p->n_expiring), p->n_expiring == 1 ? "s" : "");
    if (p->n_other_model + p->n_no_score)
        g_string_append_printf(text, ", %u not comparable", p->n_other_model + p->n_no_score);
    if (p->n_failed)
        g_string_append_printf(text, ", %u not scanned", p->n_failed);
    if (p->n_rulesets > 1)
        g_string_append_printf(text, "; judged by %u different sets of rules", p->n_rulesets);
    return g_string_free(text, FALSE);
}

static char *movement(const struct portfolio *p)
{
    GString *text = g_string_new(NULL);
    g_autofree char *mean = portfolio_signed(p->movement);
    g_string_append_printf(text, "against %s: ", p->options.against);
    if (p->n_moved)
        g_string_append_printf(text, "%s on average over %u", mean, p->n_moved);
    else
        g_string_append(text, "nothing to compare");
    if (p->n_added)
        g_string_append_printf(text, ", %u new", p->n_added);
    if (p->n_gone)
        g_string_append_printf(text, ", %u gone", p->n_gone);
    return g_string_free(text, FALSE);
}

/* ---- text ---- */

static void heading(struct sheet *s, const char *title, const char *beside)
{
    sheet_end(s);
    sheet_blank(s, 2);
    sheet_put(s, TINT_BOLD, title);
    if (beside) {
        sheet_blank(s, 2);
        sheet_put(s, TINT_DIM, beside);
    }
    sheet_end(s);
}

static void more(struct sheet *s, unsigned n)
{
    if (n == 0)
        return;
    sheet_blank(s, 2);
    sheet_format(s, TINT_DIM, "%s %u more (--all)", sheet_mark(s, MARK_DOTS), n);
    sheet_end(s);
}

static void write_spark(struct sheet *s, const struct portfolio_entry *e)
{
    static const char *const blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char ascii[] = "_.-=+*#@";
    unsigned all = e->n_past + 1, n = MIN(all, SPARK_MOST);
    sheet_blank(s, SPARK_MOST - n);
    for (unsigned i = 0; i < n; i++) {
        unsigned at = n > 1 ? i * (all - 1) / (n - 1) : 0;
        int level = CLAMP((at < e->n_past ? e->past[at].score : e->score) * 8 / 1001, 0, 7);
        char one[2] = {ascii[level], '\0'};
        sheet_put(s, TINT_NONE, s->unicode ? blocks[level] : one);
    }
}

static unsigned count_active(const struct portfolio_entry *e)
{
    unsigned n = 0;
    for (unsigned i = 0; i < e->n_waivers; i++)
        n += strcmp(e->waivers[i].state, "active") == 0;
    return n;
}

static void write_ranked(struct sheet *s, const struct portfolio *p, const struct portfolio_entry *e, unsigned name, unsigned owner)
{
    g_autofree char *score = tenth(true, e->score), *rank = g_strdup_printf("%u/%u", e->rank, e->of);
    g_autofree char *delta = e->moved ? portfolio_signed(e->movement) : g_strdup(e->added ? "new" : "");
    sheet_blank(s, 2);
    sheet_pad(s, TINT_NONE, e->name, name);
    sheet_blank(s, 1);
    sheet_pad(s, TINT_DIM, e->kind, 9);
    sheet_format(s, TINT_DIM, "%8s ", rank);
    if (owner) {
        sheet_blank(s, 1);
        sheet_pad(s, TINT_NONE, e->about.owner ? e->about.owner : "", owner);
    }
    sheet_format(s, grade_tint(e->grade), " %5s %c", score, e->grade);
    if (p->options.against) {
        sheet_format(s, e->movement < 0 ? TINT_BAD : TINT_GOOD, " %6s ", delta);
        write_spark(s, e);
    }
    sheet_blank(s, 1);
    for (int c = 0; c < CATEGORY_COUNT; c++) {
        const struct portfolio_category *one = &e->categories[c];
        g_autofree char *value = one->scored ? g_strdup_printf("%d", (one->score + 5) / 10) : g_strdup("-");
        sheet_format(s, one->scored ? grade_tint(one->grade) : TINT_DIM, " %4s", value);
    }
    sheet_format(s, TINT_DIM, "  %3u/%-3u", e->judged, e->apply);
    if (p->options.gate >= 0)
        sheet_put(s, e->passes ? TINT_GOOD : TINT_BAD, e->passes ? " pass" : " FAIL");
    unsigned waived = count_active(e);
    if (waived)
        sheet_format(s, TINT_DIM, "  %u waiver%s", waived, plural(waived));
    sheet_end(s);
}

static void write_other(struct sheet *s, const struct portfolio_entry *e, unsigned name)
{
    g_autofree char *why = portfolio_why_not(e);
    sheet_blank(s, 2);
    sheet_pad(s, TINT_NONE, e->name, name);
    sheet_blank(s, 1);
    sheet_wrap(s, e->standing == STANDING_FAILED ? TINT_BAD : TINT_DIM, why, name + 3, name + 3, 3);
}

static void write_table(struct sheet *s, const struct portfolio *p, bool all)
{
    unsigned name = 10, owner = 0, shown = 0;
    for (guint i = 0; i < p->entries->len; i++) {
        const struct portfolio_entry *e = portfolio_entry_at(p, i);
        g_autofree char *text = sheet_text(s, e->name);
        name = MIN(MAX(name, (unsigned)g_utf8_strlen(text, -1)), 26);
        owner = e->about.owner ? MIN(MAX(owner, (unsigned)g_utf8_strlen(e->about.owner, -1)), 14) : owner;
    }
    sheet_blank(s, 2);
    sheet_pad(s, TINT_DIM, "repository", name);
    sheet_put(s, TINT_DIM, " kind         rank ");
    if (owner) {
        sheet_blank(s, 1);
        sheet_pad(s, TINT_DIM, "owner", owner);
    }
    sheet_put(s, TINT_DIM, "  score ");
    if (p->options.against)
        sheet_put(s, TINT_DIM, "  moved         ");
    sheet_blank(s, 1);
    for (int c = 0; c < CATEGORY_COUNT; c++)
        sheet_format(s, TINT_DIM, " %4s", short_names[c]);
    sheet_put(s, TINT_DIM, "  judged");
    sheet_end(s);
    for (guint i = 0; i < p->entries->len; i++) {
        const struct portfolio_entry *e = portfolio_entry_at(p, p->order[i]);
        if (e->standing == STANDING_RANKED && !all && shown >= ROWS_SHOWN)
            continue;
        shown += e->standing == STANDING_RANKED;
        if (e->standing == STANDING_RANKED)
            write_ranked(s, p, e, name, owner);
        else
            write_other(s, e, name);
    }
    more(s, p->n_ranked - shown);
}

static void write_common(struct sheet *s, const struct portfolio *p, bool all)
{
    unsigned n = 0;
    heading(s, "COMMON DEBT", "what one platform fix would buy");
    for (unsigned i = 0; i < p->n_common; i++) {
        const struct portfolio_common *c = &p->common[i];
        const struct portfolio_control *control = portfolio_control_at(p, c->control);
        if (c->lacking == 0 || (n++ >= COMMON_SHOWN && !all))
            continue;
        g_autofree char *time = effort(c->effort_minutes), *points = portfolio_signed(c->points);
        sheet_blank(s, 3);
        sheet_pad(s, TINT_BOLD, control->id, 8);
        sheet_pad(s, TINT_NONE, control->title, 44);
        sheet_format(s, TINT_NONE, " %4u of %-4u", c->lacking, c->apply);
        sheet_format(s, TINT_GOOD, " %7s", points);
        sheet_format(s, TINT_DIM, " points, %s", time);
        sheet_end(s);
    }
    more(s, n > COMMON_SHOWN && !all ? n - COMMON_SHOWN : 0);
}

static void write_uses(struct sheet *s, const struct portfolio *p, bool all)
{
    if (p->n_uses == 0)
        return;
    heading(s, "MODELS IN USE", NULL);
    for (unsigned i = 0; i < p->n_uses && (all || i < MODELS_SHOWN); i++) {
        const struct portfolio_use *u = &p->uses[i];
        sheet_blank(s, 3);
        sheet_pad(s, TINT_NONE, u->id, 40);
        sheet_format(s, TINT_NONE, " %3u %s", u->repositories, u->repositories == 1 ? "repository  " : "repositories");
        if (u->pinned)
            sheet_format(s, TINT_GOOD, "  %u pinned", u->pinned);
        if (u->floating)
            sheet_format(s, TINT_BAD, "  %u NOT pinned", u->floating);
        for (unsigned k = 0, named = 0; k < u->n && named < 1; k++) {
            const struct portfolio_entry *e = portfolio_entry_at(p, u->entries[k]);
            const struct portfolio_model *m = &e->models[u->models[k]];
            if (m->pinned != 0 || !m->file)
                continue;
            sheet_format(s, TINT_DIM, "  %s %s:%u", e->name, m->file, m->line);
            named++;
        }
        sheet_end(s);
    }
    more(s, !all && p->n_uses > MODELS_SHOWN ? p->n_uses - MODELS_SHOWN : 0);
}

static char *expiry_words(const struct portfolio_expiry *x, const struct portfolio_waiver *w)
{
    if (!w->expires)
        return g_strdup("no end");
    if (!x->known)
        return g_strdup(w->expires);
    return x->days >= 0 ? g_strdup_printf("%s, in %d day%s", w->expires, x->days, plural((unsigned)x->days))
                        : g_strdup_printf("%s, %d day%s ago", w->expires, -x->days, plural((unsigned)-x->days));
}

static void write_expiries(struct sheet *s, const struct portfolio *p, bool all)
{
    if (p->n_expiries == 0)
        return;
    heading(s, "WAIVERS", "the next to end first");
    for (unsigned i = 0; i < p->n_expiries && (all || i < WAIVERS_SHOWN); i++) {
        const struct portfolio_expiry *x = &p->expiries[i];
        const struct portfolio_entry *e = portfolio_entry_at(p, x->entry);
        const struct portfolio_waiver *w = &e->waivers[x->waiver];
        g_autofree char *ends = expiry_words(x, w);
        sheet_blank(s, 3);
        sheet_pad(s, TINT_BOLD, w->control ? w->control : "?", 8);
        sheet_pad(s, TINT_NONE, e->name, 26);
        sheet_format(s, TINT_NONE, " %s", ends);
        sheet_format(s, TINT_DIM, "  %s%s%s", w->state, w->owner ? ", " : "", w->owner ? w->owner : "");
        sheet_end(s);
    }
    more(s, !all && p->n_expiries > WAIVERS_SHOWN ? p->n_expiries - WAIVERS_SHOWN : 0);
}

static void write_text(const struct portfolio *p, const struct text_options *options, GString *out)
{
    struct sheet s = sheet_new(out, options);
    g_autofree char *as_of = portfolio_day(p->as_of), *sum = summary(p);
    const char *dot = sheet_mark(&s, MARK_DOT);
    g_autofree char *head = g_strdup_printf("debtscan %s %s score model %s %s %u repositor%s%s%s", DEBTSCAN_VERSION, dot, SCORE_MODEL_VERSION,
                                            dot, p->entries->len, p->entries->len == 1 ? "y" : "ies", as_of ? ", as of " : "", as_of ? as_of : "");
    sheet_wrap(&s, TINT_NONE, head, 0, 2, 0);
    if (p->shard.count) {
        g_autofree char *part = g_strdup_printf("part %u of %u: 'debtscan portfolio merge' joins the parts", p->shard.index, p->shard.count);
        sheet_wrap(&s, TINT_BOLD, part, 0, 2, 0);
    }
    sheet_wrap(&s, TINT_NONE, sum, 0, 2, 0);
    if (p->options.against) {
        g_autofree char *moved = movement(p);
        sheet_wrap(&s, TINT_NONE, moved, 0, 2, 0);
    }
    sheet_end(&s);
    write_table(&s, p, options->all);
    if (p->n_ranked)
        write_common(&s, p, options->all);
    write_uses(&s, p, options->all);
    write_expiries(&s, p, options->all);
}

/* ---- CSV ---- */

static void put_tenths(struct csv_row *row, bool known, int value)
{
    if (known)
        csv_format(row, "%s%d.%d", value < 0 ? "-" : "", ABS(value) / 10, ABS(value) % 10);
    else
        csv_put(row, NULL);
}

static void put_number(struct csv_row *row, bool known, int value)
{
    if (known)
        csv_format(row, "%d", value);
    else
        csv_put(row, NULL);
}

static void write_csv(const struct portfolio *p, const struct text_options *options, GString *out)
{
    static const char *const columns[] = {"repository", "source", "kind", "owner", "tier", "tags", "standing", "rank", "of", "score",
                                          "low", "high", "with_waivers", "grade", "verdict", "movement"};
    static const char *const rest[] = {"judged", "apply", "passes", "debt_minutes", "sites", "active_waivers", "commit", "commit_date",
                                       "score_model", "ruleset", "why"};
    struct csv_row row = {.out = out};
    (void)options;
    for (size_t i = 0; i < G_N_ELEMENTS(columns); i++)
        csv_put(&row, columns[i]);
    for (int c = 0; c < CATEGORY_COUNT; c++)
        csv_put(&row, category_name((enum category)c));
    for (size_t i = 0; i < G_N_ELEMENTS(rest); i++)
        csv_put(&row, rest[i]);
    for (guint i = 0; i < p->controls->len; i++)
        csv_put(&row, portfolio_control_at(p, i)->id);
    csv_end(&row);
    for (guint i = 0; i < p->entries->len; i++) {
        const struct portfolio_entry *e = portfolio_entry_at(p, i);
        bool ranked = e->standing == STANDING_RANKED, there = e->standing != STANDING_FAILED;
        g_autofree char *tags = g_strjoinv(" ", (char **)e->about.tags), *why = portfolio_why_not(e);
        csv_put(&row, e->name);
        csv_put(&row, e->about.source);
        csv_put(&row, e->kind);
        csv_put(&row, e->about.owner);
        csv_put(&row, e->about.tier);
        csv_put(&row, tags);
        csv_put(&row, standing_name(e->standing));
        put_number(&row, ranked, (int)e->rank);
        put_number(&row, ranked, (int)e->of);
        put_tenths(&row, e->scored, e->score);
        put_tenths(&row, e->scored, e->low);
        put_tenths(&row, e->scored, e->high);
        put_tenths(&row, e->scored, e->with_waivers);
        csv_put(&row, e->scored ? (char[]){e->grade, '\0'} : NULL);
        csv_put(&row, e->verdict);
        put_tenths(&row, e->moved, e->movement);
        for (int c = 0; c < CATEGORY_COUNT; c++)
            put_tenths(&row, e->categories[c].scored, e->categories[c].score);
        put_number(&row, there, (int)e->judged);
        put_number(&row, there, (int)e->apply);
        csv_put(&row, ranked && p->options.gate >= 0 ? (e->passes ? "true" : "false") : NULL);
        put_number(&row, there, e->debt_minutes);
        put_number(&row, there, (int)e->sites);
        put_number(&row, there, (int)count_active(e));
        csv_put(&row, e->commit);
        csv_put(&row, e->date);
        csv_put(&row, e->model);
        csv_put(&row, e->ruleset);
        csv_put(&row, why);
        for (guint k = 0; k < p->controls->len; k++) {
            const struct portfolio_judgement *j = portfolio_judgement_of(e, portfolio_control_at(p, k)->id);
            csv_put(&row, j ? status_name(j->status) : NULL);
        }
        csv_end(&row);
    }
}

/* ---- Markdown ---- */

static void put_md(GString *out, const char *text)
{
    g_autofree char *safe = text_safe(text ? text : "");
    mustache_escape_markdown(out, safe);
}

static void write_md_row(const struct portfolio *p, const struct portfolio_entry *e, GString *out)
{
    g_autofree char *score = tenth(true, e->score), *delta = e->moved ? portfolio_signed(e->movement) : g_strdup(e->added ? "new" : "");
    g_string_append(out, "| ");
    put_md(out, e->name);
    g_string_append(out, " | ");
    put_md(out, e->kind);
    g_string_append_printf(out, " | %u of %u | ", e->rank, e->of);
    put_md(out, e->about.owner);
    g_string_append_printf(out, " | **%s** %c", score, e->grade);
    if (p->options.against)
        g_string_append_printf(out, " | %s", delta);
    for (int c = 0; c < CATEGORY_COUNT; c++) {
        g_autofree char *one = tenth(e->categories[c].scored, e->categories[c].score);
        g_string_append_printf(out, " | %s", one);
    }
    g_string_append_printf(out, " | %u/%u", e->judged, e->apply);
    if (p->options.gate >= 0)
        g_string_append_printf(out, " | %s", e->passes ? "pass" : "**fail**");
    g_string_append_printf(out, " | %.*s |\n", SHORT_COMMIT, e->commit && g_str_is_ascii(e->commit) && !strpbrk(e->commit, "|`<") ? e->commit : "");
}

static void write_md_table(const struct portfolio *p, GString *out)
{
    g_string_append(out, "| Repository | Kind | Rank in kind | Owner | Score");
    g_string_append(out, p->options.against ? " | Moved" : "");
    for (int c = 0; c < CATEGORY_COUNT; c++)
        g_string_append_printf(out, " | %s", category_name((enum category)c));
    g_string_append(out, " | Judged");
    g_string_append(out, p->options.gate >= 0 ? " | Gate" : "");
    g_string_append(out, " | Commit |\n|---|---|---|---|--:");
    g_string_append(out, p->options.against ? "|--:" : "");
    for (int c = 0; c < CATEGORY_COUNT; c++)
        g_string_append(out, "|--:");
    g_string_append(out, "|--:");
    g_string_append(out, p->options.gate >= 0 ? "|---" : "");
    g_string_append(out, "|---|\n");
    for (guint i = 0; i < p->n_ranked; i++)
        write_md_row(p, portfolio_entry_at(p, p->order[i]), out);
    if (p->n_ranked < p->entries->len)
        g_string_append(out, "\nNot ranked:\n\n");
    for (guint i = p->n_ranked; i < p->entries->len; i++) {
        const struct portfolio_entry *e = portfolio_entry_at(p, p->order[i]);
        g_autofree char *why = portfolio_why_not(e);
        g_string_append(out, "- **");
        put_md(out, e->name);
        g_string_append(out, "**: ");
        put_md(out, why);
        g_string_append_c(out, '\n');
    }
}

static void write_md_rest(const struct portfolio *p, GString *out)
{
    unsigned n = 0;
    g_string_append(out, "\n## Common debt\n\nWhat one platform fix would buy, over all ranked repositories.\n\n"
                         "| Control | | Lacking | Points | Effort |\n|---|---|--:|--:|--:|\n");
    for (unsigned i = 0; i < p->n_common; i++) {
        const struct portfolio_common *c = &p->common[i];
        if (c->lacking == 0 || n++ >= 2 * COMMON_SHOWN)
            continue;
        g_autofree char *time = effort(c->effort_minutes), *points = portfolio_signed(c->points);
        g_string_append(out, "| ");
        put_md(out, portfolio_control_at(p, c->control)->id);
        g_string_append(out, " | ");
        put_md(out, portfolio_control_at(p, c->control)->title);
        g_string_append_printf(out, " | %u of %u | %s | %s |\n", c->lacking, c->apply, points, time);
    }
    if (p->n_uses)
        g_string_append(out, "\n## Models in use\n\n| Model | Repositories | Pinned | Not pinned |\n|---|--:|--:|--:|\n");
    for (unsigned i = 0; i < p->n_uses && i < 3 * MODELS_SHOWN; i++) {
        g_string_append(out, "| ");
        put_md(out, p->uses[i].id);
        g_string_append_printf(out, " | %u | %u | %u |\n", p->uses[i].repositories, p->uses[i].pinned, p->uses[i].floating);
    }
    if (p->n_expiries)
        g_string_append(out, "\n## Waivers\n\n| Repository | Control | Ends | Owner | State |\n|---|---|---|---|---|\n");
    for (unsigned i = 0; i < p->n_expiries && i < 4 * WAIVERS_SHOWN; i++) {
        const struct portfolio_expiry *x = &p->expiries[i];
        const struct portfolio_waiver *w = &portfolio_entry_at(p, x->entry)->waivers[x->waiver];
        g_autofree char *ends = expiry_words(x, w);
        const char *const cells[] = {portfolio_entry_at(p, x->entry)->name, w->control, ends, w->owner, w->state};
        for (size_t k = 0; k < G_N_ELEMENTS(cells); k++) {
            g_string_append(out, "| ");
            put_md(out, cells[k]);
            g_string_append_c(out, ' ');
        }
        g_string_append(out, "|\n");
    }
}

static void write_markdown(const struct portfolio *p, const struct text_options *options, GString *out)
{
    g_autofree char *as_of = portfolio_day(p->as_of), *sum = summary(p);
    (void)options;
    g_string_append_printf(out, "# Production debt of %u repositor%s\n\n", p->entries->len, p->entries->len == 1 ? "y" : "ies");
    sum[0] = g_ascii_toupper(sum[0]);
    g_string_append_printf(out, "%s.", sum);
    if (p->options.against) {
        g_autofree char *moved = movement(p);
        moved[0] = g_ascii_toupper(moved[0]);
        g_string_append_c(out, ' ');
        put_md(out, moved);
        g_string_append_c(out, '.');
    }
    g_string_append(out, "\n\n");
    write_md_table(p, out);
    if (p->n_ranked)
        write_md_rest(p, out);
    g_string_append_printf(out, "\ndebtscan %s, score model %s%s%s. A rank is among repositories of the same kind.\n", DEBTSCAN_VERSION,
                           SCORE_MODEL_VERSION, as_of ? ", as of " : "", as_of ? as_of : "");
}

const struct portfolio_reporter portfolio_reporters[] = {
    {.name = "text", .summary = "for a terminal", .write = write_text},
    {.name = "json", .summary = "everything, for programs and for merging", .write = portfolio_json},
    {.name = "csv", .summary = "a row a repository, for a spreadsheet", .write = write_csv},
    {.name = "markdown", .summary = "tables", .write = write_markdown},
    {.name = "html", .summary = "a page in one file", .write = portfolio_html},
};
const size_t n_portfolio_reporters = G_N_ELEMENTS(portfolio_reporters);
