/* The score over time: for a terminal, for programs and spreadsheets, and as a chart. */
#include "report/trend.h"

#include <string.h>

#include "base/text.h"
#include "report/json_writer.h"
#include "report/parts.h"
#include "report/text_priv.h"
#include "report/version.h"

#define ROWS_SHOWN 40
#define SPARK_MOST 40

static const char *const titles[CATEGORY_COUNT] = {
    [CATEGORY_TECHNICAL] = "Technical",   [CATEGORY_OPERATIONAL] = "Operational", [CATEGORY_EVALUATION] = "Evaluation",
    [CATEGORY_INTEGRATION] = "Integration", [CATEGORY_GOVERNANCE] = "Governance",
};

static char *date_of(int64_t time)
{
    g_autoptr(GDateTime) t = g_date_time_new_from_unix_utc(time);
    return t ? g_date_time_format(t, "%Y-%m-%d") : g_strdup("0000-00-00");
}

/* Of the whole (-1) or a debt; false where nothing is scored. */
static bool score_of(const struct trend_point *p, int category, int *out)
{
    const struct digest *d = p->digest;
    *out = category < 0 ? d->score : d->categories[category].score;
    return category < 0 ? d->scored : d->categories[category].scored;
}

static char *tenth(int value)
{
    return g_strdup_printf("%d.%d", value / 10, value % 10);
}

static char *signed_tenth(int value)
{
    return g_strdup_printf("%s%d.%d", value < 0 ? "-" : "+", ABS(value) / 10, ABS(value) % 10);
}

/* The score's change since the point before; 0 for the first, and where one has no score. */
static int change_at(const struct trend *t, unsigned i)
{
    int now, before;
    return i > 0 && score_of(&t->points[i], -1, &now) && score_of(&t->points[i - 1], -1, &before) ? now - before : 0;
}

/* ---- text ---- */

/* One character for each point, or for every few of them. */
static void write_spark(struct sheet *s, const struct trend *t, int category)
{
    static const char *const blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char ascii[] = "_.-=+*#@";
    unsigned n = MIN(t->n_points, SPARK_MOST);
    for (unsigned i = 0; i < n; i++) {
        int score;
        const struct trend_point *p = &t->points[n > 1 ? (size_t)i * (t->n_points - 1) / (n - 1) : 0];
        bool known = score_of(p, category, &score);
        int level = CLAMP(score * 8 / 1001, 0, 7);
        char one[2] = {ascii[level], '\0'};
        sheet_put(s, TINT_NONE, !known ? " " : s->unicode ? blocks[level] : one);
    }
}

static void write_line(struct sheet *s, const struct trend *t, int category, const char *title)
{
    int first = 0, last = 0;
    bool from = score_of(&t->points[0], category, &first), to = score_of(&t->points[t->n_points - 1], category, &last);
    g_autofree char *a = from ? tenth(first) : g_strdup("n/a"), *b = to ? tenth(last) : g_strdup("n/a");
    sheet_blank(s, 2);
    sheet_pad(s, category < 0 ? TINT_BOLD : TINT_NONE, title, 24);
    sheet_format(s, TINT_NONE, "%5s  ", a);
    write_spark(s, t, category);
    sheet_format(s, TINT_NONE, "  %5s", b);
    if (from && to && last != first) {
        g_autofree char *delta = signed_tenth(last - first);
        sheet_format(s, last < first ? TINT_BAD : TINT_GOOD, "  %s", delta);
    }
    sheet_end(s);
}

static void write_row(struct sheet *s, const struct trend *t, unsigned i)
{
    const struct trend_point *p = &t->points[i];
    int score, change = change_at(t, i);
    g_autofree char *date = date_of(p->time), *value = score_of(p, -1, &score) ? tenth(score) : g_strdup("n/a");
    g_autofree char *delta = change ? signed_tenth(change) : g_strdup("");
    g_autofree char *found = i > 0 && (p->n_new || p->n_fixed) ? g_strdup_printf("+%u -%u", p->n_new, p->n_fixed) : g_strdup("");
    sheet_blank(s, 2);
    sheet_format(s, TINT_DIM, "%s  ", date);
    sheet_format(s, TINT_PLACE, "%.7s ", p->commit);
    sheet_format(s, TINT_NONE, "%6s ", value);
    sheet_format(s, change < 0 ? TINT_BAD : TINT_GOOD, "%6s ", delta);
    sheet_format(s, TINT_NONE, "%5u  ", p->n_open);
    sheet_pad(s, TINT_DIM, found, 9);
    sheet_wrap(s, TINT_NONE, p->summary, 51, 51, 1);
}

static void write_mark(struct sheet *s, const struct trend *t, int i, const char *what)
{
    if (i < 1)
        return;
    const struct trend_point *p = &t->points[i];
    g_autofree char *delta = signed_tenth(change_at(t, (unsigned)i));
    g_autofree char *text = p->span > 1 ? g_strdup_printf("%s, by %.7s or one of the %u commits before it: %s", delta, p->commit, p->span - 1, p->summary)
                                        : g_strdup_printf("%s, by %.7s: %s", delta, p->commit, p->summary);
    sheet_blank(s, 2);
    sheet_pad(s, TINT_BOLD, what, 24);
    sheet_wrap(s, TINT_NONE, text, 26, 26, 2);
}

static void write_text(const struct trend *t, const struct text_options *options, GString *out)
{
    struct sheet s = sheet_new(out, options);
    g_autofree char *from = date_of(t->points[0].time), *to = date_of(t->points[t->n_points - 1].time);
    const char *dot = sheet_mark(&s, MARK_DOT);
    g_autofree char *head = g_strdup_printf("debtscan %s %s score model %s %s %s %s %u of %u commits %s %s to %s", DEBTSCAN_VERSION, dot,
                                            t->score_model, dot, t->name, dot, t->n_points, t->n_commits, dot, from, to);
    sheet_wrap(&s, TINT_NONE, head, 0, 2, 0);
    if (t->cut)
        sheet_wrap(&s, TINT_DIM, "this shallow clone ends there; git fetch --unshallow brings what came before", 0, 0, 0);
    sheet_end(&s);
    write_line(&s, t, -1, "PRODUCTION DEBT SCORE");
    for (int c = 0; c < CATEGORY_COUNT; c++)
        write_line(&s, t, c, titles[c]);
    sheet_end(&s);
    write_mark(&s, t, t->worst, "added most");
    write_mark(&s, t, t->best, "repaid most");
    if (t->worst > 0 || t->best > 0)
        sheet_end(&s);
    sheet_blank(&s, 2);
    sheet_put(&s, TINT_DIM, "date        commit   score change   open  +new -gone");
    sheet_end(&s);
    unsigned first = options->all || t->n_points <= ROWS_SHOWN ? 0 : t->n_points - ROWS_SHOWN;
    for (unsigned i = t->n_points; i-- > first;)
        write_row(&s, t, i);
    if (first > 0) {
        sheet_blank(&s, 2);
        sheet_format(&s, TINT_DIM, "%s %u more (--all)", sheet_mark(&s, MARK_DOTS), first);
        sheet_end(&s);
    }
}

/* ---- JSON, CSV ---- */

static void json_mark(struct json *j, const char *key, const struct trend *t, int i)
{
    if (i < 1) {
        json_null(j, key);
        return;
    }
    json_object(j, key, true);
    json_string(j, "commit", t->points[i].commit);
    json_string(j, "after", t->points[i - 1].commit);
    json_tenths(j, "delta", change_at(t, (unsigned)i));
    json_close(j);
}

static void write_json(const struct trend *t, const struct text_options *options, GString *out)
{
    struct json j;
    (void)options;
    json_init(&j, out);
    json_report(&j, NULL);
    json_string(&j, "name", t->name);
    json_string(&j, "model", t->score_model);
    json_int(&j, "commits", t->n_commits);
    json_bool(&j, "shallow", t->cut);
    json_mark(&j, "added_most", t, t->worst);
    json_mark(&j, "repaid_most", t, t->best);
    json_list(&j, "points", false);
    for (unsigned i = 0; i < t->n_points; i++) {
        const struct trend_point *p = &t->points[i];
        const struct digest *d = p->digest;
        g_autofree char *date = date_of(p->time);
        json_object(&j, NULL, true);
        json_string(&j, "commit", p->commit);
        json_string(&j, "date", date);
        json_string(&j, "summary", p->summary);
        json_known_tenths(&j, "score", d->scored, d->score);
        json_known_tenths(&j, "with_waivers", d->scored, d->with_waivers);
        json_string(&j, "grade", d->scored ? (char[]){d->grade, '\0'} : NULL);
        json_int(&j, "debt_minutes", d->debt_minutes);
        json_int(&j, "sites", d->n_sites);
        json_int(&j, "findings", p->n_open);
        json_int(&j, "new", p->n_new);
        json_int(&j, "fixed", p->n_fixed);
        json_int(&j, "span", p->span);
        json_object(&j, "categories", true);
        for (int c = 0; c < CATEGORY_COUNT; c++)
            json_known_tenths(&j, category_name((enum category)c), d->categories[c].scored, d->categories[c].score);
        json_close(&j);
        json_close(&j);
    }
    json_close(&j);
    json_close(&j);
}

/* A cell by RFC 4180; what a spreadsheet would take for a formula is none. */
static void append_cell(GString *out, const char *text)
{
    g_autofree char *safe = text_safe(text);
    bool formula = *safe && strchr("=+-@", *safe);
    g_string_append_c(out, '"');
    if (formula)
        g_string_append_c(out, '\'');
    for (const char *p = safe; *p; p++)
        g_string_append(out, *p == '"' ? "\"\"" : (char[]){*p, '\0'});
    g_string_append_c(out, '"');
}

static void append_score(GString *out, bool scored, int score)
{
    if (scored)
        g_string_append_printf(out, "%d.%d", score / 10, score % 10);
    g_string_append_c(out, ',');
}

static void write_csv(const struct trend *t, const struct text_options *options, GString *out)
{
    (void)options;
    g_string_append(out, "commit,date,score,with_waivers");
    for (int c = 0; c < CATEGORY_COUNT; c++)
        g_string_append_printf(out, ",%s", category_name((enum category)c));
    g_string_append(out, ",debt_minutes,sites,findings,new,fixed,span,summary\r\n");
    for (unsigned i = 0; i < t->n_points; i++) {
        const struct trend_point *p = &t->points[i];
        const struct digest *d = p->digest;
        g_autofree char *date = date_of(p->time);
        g_string_append_printf(out, "%s,%s,", p->commit, date);
        append_score(out, d->scored, d->score);
        append_score(out, d->scored, d->with_waivers);
        for (int c = 0; c < CATEGORY_COUNT; c++)
            append_score(out, d->categories[c].scored, d->categories[c].score);
        g_string_append_printf(out, "%d,%u,%u,%u,%u,%u,", d->debt_minutes, d->n_sites, p->n_open, p->n_new, p->n_fixed, p->span);
        append_cell(out, p->summary);
        g_string_append(out, "\r\n");
    }
}

/* ---- chart ---- */

#define CHART_WIDTH 860
#define CHART_HEIGHT 340
#define LEFT 46
#define RIGHT 120
#define TOP 46
#define BOTTOM 34

static void append_markup(GString *out, const char *text)
{
    g_autofree char *safe = text_safe(text);
    g_autofree char *escaped = g_markup_escape_text(safe, -1);
    g_string_append(out, escaped);
}

static int x_of(const struct trend *t, unsigned i)
{
    return LEFT + (t->n_points > 1 ? (int)((int64_t)i * (CHART_WIDTH - LEFT - RIGHT) / (t->n_points - 1)) : 0);
}

static int y_of(int score)
{
    return TOP + (1000 - score) * (CHART_HEIGHT - TOP - BOTTOM) / 1000;
}

static void draw_line(const struct trend *t, int category, GString *out)
{
    static const char *const dashes[CATEGORY_COUNT] = {"", "6 3", "2 3", "8 3 2 3", "1 2"};
    bool open = false;
    int score, last = -1;
    g_string_append_printf(out, "<path class=\"%s\"%s%s%s d=\"", category < 0 ? "score" : "debt", category < 0 ? "" : " stroke-dasharray=\"",
                           category < 0 ? "" : dashes[category], category < 0 ? "" : "\"");
    for (unsigned i = 0; i < t->n_points; i++)
        if (score_of(&t->points[i], category, &score)) {
            g_string_append_printf(out, "%s%d %d", open ? "L" : "M", x_of(t, i), y_of(score));
            open = true;
            last = score;
        } else {
            open = false;
        }
    g_string_append(out, "\"/>\n");
    if (last >= 0 && open)
        g_string_append_printf(out, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s %d.%d</text>\n", category < 0 ? "name" : "label",
                               CHART_WIDTH - RIGHT + 6, y_of(last) + 4, category < 0 ? "score" : titles[category], last / 10, last % 10);
}

static void draw_mark(const struct trend *t, int i, const char *what, GString *out)
{
    int score;
    if (i < 1 || !score_of(&t->points[i], -1, &score))
        return;
    g_autofree char *delta = signed_tenth(change_at(t, (unsigned)i));
    g_string_append_printf(out, "<circle class=\"mark\" cx=\"%d\" cy=\"%d\" r=\"5\"><title>%s, %s: %.7s ", x_of(t, (unsigned)i), y_of(score), what,
                           delta, t->points[i].commit);
    append_markup(out, t->points[i].summary);
    g_string_append_printf(out, "</title></circle>\n<text class=\"mark\" text-anchor=\"middle\" x=\"%d\" y=\"%d\">%s %s</text>\n",
                           x_of(t, (unsigned)i), y_of(score) - 10, what, delta);
}

static void draw(const struct trend *t, GString *out)
{
    g_autofree char *from = date_of(t->points[0].time), *to = date_of(t->points[t->n_points - 1].time);
    g_string_append_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">\n<title>",
                           CHART_WIDTH, CHART_HEIGHT, CHART_WIDTH, CHART_HEIGHT);
    g_string_append(out, "Production debt score of ");
    append_markup(out, t->name);
    g_string_append_printf(out, ", %s to %s</title>\n", from, to);
    g_string_append(out, "<style>text{font:12px system-ui,sans-serif;fill:#333}.grid{stroke:#ddd}.score{fill:none;stroke:#0b5fa5;stroke-width:3}"
                         ".debt{fill:none;stroke:#777;stroke-width:1.2}.label{fill:#666;font-size:11px}.name{font-weight:bold}"
                         "circle.mark{fill:#fff;stroke:#b3261e;stroke-width:2.5}.point{fill:#0b5fa5}"
                         "@media (prefers-color-scheme:dark){text{fill:#ddd}.grid{stroke:#444}.score{stroke:#7ab8f5}.debt{stroke:#999}"
                         ".label{fill:#aaa}circle.mark{fill:#222}.point{fill:#7ab8f5}}</style>\n");
    g_string_append_printf(out, "<text class=\"name\" x=\"%d\" y=\"20\">", LEFT);
    append_markup(out, t->name);
    g_string_append_printf(out, ": production debt score, %s to %s</text>\n", from, to);
    for (int score = 0; score <= 1000; score += 250)
        g_string_append_printf(out, "<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/><text class=\"label\" text-anchor=\"end\" x=\"%d\" y=\"%d\">%d</text>\n",
                               LEFT, y_of(score), CHART_WIDTH - RIGHT, y_of(score), LEFT - 6, y_of(score) + 4, score / 10);
    for (int c = 0; c < CATEGORY_COUNT; c++)
        draw_line(t, c, out);
    draw_line(t, -1, out);
    for (unsigned i = 0; i < t->n_points; i++) {
        int score;
        if (!score_of(&t->points[i], -1, &score))
            continue;
        g_autofree char *date = date_of(t->points[i].time);
        g_string_append_printf(out, "<circle class=\"point\" cx=\"%d\" cy=\"%d\" r=\"2.5\"><title>%s %.7s %d.%d ", x_of(t, i), y_of(score), date,
                               t->points[i].commit, score / 10, score % 10);
        append_markup(out, t->points[i].summary);
        g_string_append(out, "</title></circle>\n");
    }
    draw_mark(t, t->worst, "added most", out);
    draw_mark(t, t->best, "repaid most", out);
    g_string_append_printf(out, "<text class=\"label\" x=\"%d\" y=\"%d\">%s</text><text class=\"label\" text-anchor=\"end\" x=\"%d\" y=\"%d\">%s</text>\n</svg>\n",
                           LEFT, CHART_HEIGHT - 12, from, CHART_WIDTH - RIGHT, CHART_HEIGHT - 12, to);
}

static void write_svg(const struct trend *t, const struct text_options *options, GString *out)
{
    (void)options;
    draw(t, out);
}

static void write_html(const struct trend *t, const struct text_options *options, GString *out)
{
    (void)options;
    g_string_append(out, "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
                         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                         "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Production debt of ");
    append_markup(out, t->name);
    g_string_append(out, "</title>\n<style>:root{color-scheme:light dark}body{font:15px system-ui,sans-serif;margin:2em auto;max-width:60em;padding:0 1em}"
                         "svg{max-width:100%;height:auto}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25em .6em;"
                         "border-bottom:1px solid #8884}.n{text-align:right;font-variant-numeric:tabular-nums}</style>\n<h1>Production debt of ");
    append_markup(out, t->name);
    g_string_append_printf(out, "</h1>\n<p>%u of %u commits%s</p>\n", t->n_points, t->n_commits, t->cut ? "; a shallow clone ends the history" : "");
    draw(t, out);
    g_string_append(out, "<table>\n<thead><tr><th>Date<th>Commit<th class=\"n\">Score<th class=\"n\">Change<th class=\"n\">Findings<th class=\"n\">New<th class=\"n\">Fixed<th>What</tr></thead>\n<tbody>\n");
    for (unsigned i = t->n_points; i-- > 0;) {
        const struct trend_point *p = &t->points[i];
        int score, change = change_at(t, i);
        g_autofree char *date = date_of(p->time), *value = score_of(p, -1, &score) ? tenth(score) : g_strdup("n/a");
        g_autofree char *delta = change ? signed_tenth(change) : g_strdup("");
        g_string_append_printf(out, "<tr><td>%s<td><code>%.7s</code><td class=\"n\">%s<td class=\"n\">%s<td class=\"n\">%u<td class=\"n\">%u<td class=\"n\">%u<td>", date,
                               p->commit, value, delta, p->n_open, p->n_new, p->n_fixed);
        append_markup(out, p->summary);
        g_string_append(out, (int)i == t->worst ? " <strong>(added most)</strong></tr>\n" : (int)i == t->best ? " <strong>(repaid most)</strong></tr>\n" : "</tr>\n");
    }
    g_string_append_printf(out, "</tbody>\n</table>\n<p><small>debtscan %s, score model %s</small></p>\n</html>\n", DEBTSCAN_VERSION, t->score_model);
}

const struct trend_reporter trend_reporters[] = {
    {.name = "text", .summary = "for a terminal", .write = write_text},
    {.name = "json", .summary = "every point", .write = write_json},
    {.name = "csv", .summary = "for a spreadsheet", .write = write_csv},
    {.name = "svg", .summary = "a chart", .write = write_svg},
    {.name = "html", .summary = "a page with the chart and the table", .write = write_html},
};
const size_t n_trend_reporters = G_N_ELEMENTS(trend_reporters);
