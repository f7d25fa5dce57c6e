/* text - the report for a terminal: the score, the fastest way up, the worst findings, and what to
 * do next. */
#include "report/text_priv.h"

#include <string.h>

#include "judge/judge.h"
#include "report/parts.h"
#include "report/reporters.h"
#include "report/version.h"

#define STEPS_SHOWN 8
#define REASONS_SHOWN 6
#define BAR_CELLS 20
#define COMPONENTS_SHOWN 8
#define COMPONENT_REST 46 /* columns of a row beside the path */
#define COMPONENT_LEAST 16
#define COMPONENT_MOST 44
#define WIDTH_WITHOUT_BAR 66 /* of a row of the categories */

static const struct {
    const char *title, *about;
} categories[CATEGORY_COUNT] = {
    [CATEGORY_TECHNICAL] = {"Technical", "contracts"},
    [CATEGORY_OPERATIONAL] = {"Operational", "ownership"},
    [CATEGORY_EVALUATION] = {"Evaluation", "evals"},
    [CATEGORY_INTEGRATION] = {"Integration", "API, tools"},
    [CATEGORY_GOVERNANCE] = {"Governance", "audit"},
};

enum tint severity_tint(enum severity s)
{
    return s == SEVERITY_CRITICAL ? TINT_WORST
           : s == SEVERITY_HIGH   ? TINT_BAD
           : s == SEVERITY_MEDIUM ? TINT_FAIR
                                  : TINT_DIM;
}

enum tint grade_tint(char grade)
{
    return grade <= 'B' ? TINT_GOOD : grade <= 'D' ? TINT_FAIR : TINT_BAD;
}

void text_heading(struct text_page *p, const char *heading, const char *beside)
{
    struct sheet *s = &p->s;
    sheet_end(s);
    sheet_blank(s, 2);
    sheet_put(s, TINT_BOLD, heading);
    if (beside && *beside) {
        sheet_blank(s, 3);
        sheet_wrap(s, TINT_NONE, beside, (unsigned)strlen(heading) + 5,
                   (unsigned)strlen(heading) + 5, 2);
    } else {
        sheet_end(s);
    }
}

/* ---- head ---- */

static void append_count(GString *out, const char *dot, unsigned n, const char *what)
{
    if (n > 0)
        g_string_append_printf(out, " %s %u %s%s", dot, n, what, n == 1 ? "" : "s");
}

static bool is_product(enum zone z)
{
    return z == ZONE_SRC || z == ZONE_NOTEBOOK;
}

static void write_head(struct text_page *p)
{
    const struct report *r = p->r;
    const struct model *m = r->model;
    struct sheet *s = &p->s;
    const char *dot = sheet_mark(s, MARK_DOT);
    g_autoptr(GString) line = g_string_new(NULL);
    g_string_printf(line, "debtscan %s %s score model %s %s %s", DEBTSCAN_VERSION, dot,
                    r->score_model, dot, r->name);
    if (r->commit)
        g_string_append_printf(line, " @ %.7s", r->commit);
    if (r->branch)
        g_string_append_printf(line, " (%s%s)", r->branch, r->dirty ? ", changed" : "");
    sheet_wrap(s, TINT_NONE, line->str, 0, 2, 0);

    unsigned sites = 0, others = 0, agents = 0, tools = 0, routes = 0;
    for (unsigned i = 0; i < m->n_sites; i++)
        *(is_product(m->sites[i].zone) ? &sites : &others) += 1;
    for (unsigned i = 0; i < m->n_agents; i++)
        agents += is_product(m->agents[i].zone);
    for (unsigned i = 0; i < m->n_tools; i++)
        tools += is_product(m->tools[i].zone);
    for (unsigned i = 0; i < m->n_routes; i++)
        routes += is_product(m->routes[i].zone) && m->routes[i].n_sites > 0;
    g_string_printf(line, "kind: %s %s %u file%s %s %u model call%s", r->kind, dot, r->n_files,
                    r->n_files == 1 ? "" : "s", dot, sites, sites == 1 ? "" : "s");
    if (others)
        g_string_append_printf(line, " (and %u in tests, examples, docs)", others);
    append_count(line, dot, agents, "agent");
    append_count(line, dot, tools, "tool");
    append_count(line, dot, routes, "AI endpoint");
    if (r->profile.adapted || r->settings)
        g_string_append_printf(line, " %s profile: %s%s", dot, r->profile.name, r->profile.adapted ? ", adapted" : "");
    if (r->seconds > 0)
        g_string_append_printf(line, " %s %.2f s", dot, r->seconds);
    sheet_wrap(s, TINT_DIM, line->str, 0, 2, 0);
    if (r->selection) {
        g_string_printf(line, "only %s; the score counts everything", r->selection);
        sheet_wrap(s, TINT_BOLD, line->str, 0, 2, 0);
    }
    sheet_end(s);
}

static void write_score(struct text_page *p)
{
    const struct report *r = p->r;
    struct sheet *s = &p->s;
    unsigned assessed, all;
    sheet_blank(s, 2);
    sheet_put(s, TINT_BOLD, "PRODUCTION DEBT SCORE");
    sheet_blank(s, 3);
    sheet_format(s, grade_tint(r->grade), "%d.%d / 100   %c", r->score / 10, r->score % 10,
                 r->grade);
    if (r->low != r->high)
        sheet_format(s, TINT_DIM, "   (%d.%d to %d.%d)", r->low / 10, r->low % 10, r->high / 10,
                     r->high % 10);
    sheet_blank(s, 3);
    sheet_put(s,
              r->verdict == VERDICT_READY         ? TINT_GOOD
              : r->verdict == VERDICT_CONDITIONAL ? TINT_FAIR
                                                  : TINT_BAD,
              verdict_name(r->verdict));
    if (r->gate >= 0) {
        g_autofree char *tenth = r->gate % 10 ? g_strdup_printf(".%d", r->gate % 10) : g_strdup("");
        sheet_blank(s, 3);
        sheet_format(s, r->gate_failed ? TINT_BAD : TINT_GOOD, "gate %d%s: %s", r->gate / 10, tenth,
                     r->gate_failed ? "FAIL" : "pass");
    }
    sheet_end(s);

    count_controls(r, &all, &assessed);
    const char *dot = sheet_mark(s, MARK_DOT);
    g_autoptr(GString) line = g_string_new("debt about ");
    append_effort(line, r->debt_minutes);
    g_string_append_printf(line, " %s assessed %u of %u controls %s confidence %d %%", dot,
                           assessed, all, dot, r->confidence);
    for (const char **label = r->labels; label && *label; label++)
        g_string_append_printf(line, " %s %s", dot, *label);
    if (r->with_waivers != r->score)
        g_string_append_printf(line, " %s %d.%d with waivers", dot, r->with_waivers / 10,
                               r->with_waivers % 10);
    if (r->n_suppressed)
        g_string_append_printf(line, " %s %u suppressed", dot, r->n_suppressed);
    if (r->n_waived)
        g_string_append_printf(line, " %s %u waived", dot, r->n_waived);
    if (r->n_baselined)
        g_string_append_printf(line, " %s %u known finding%s hidden by baseline", dot, r->n_baselined,
                               r->n_baselined == 1 ? "" : "s");
    sheet_blank(s, 2);
    sheet_wrap(s, TINT_DIM, line->str, 2, 2, 0);
    sheet_end(s);
}

static void write_categories(struct text_page *p)
{
    struct sheet *s = &p->s;
    for (unsigned i = 0; i < CATEGORY_COUNT; i++) {
        const struct category_score *c = &p->r->categories[i];
        sheet_blank(s, 2);
        sheet_pad(s, TINT_NONE, categories[c->category].title, 13);
        sheet_pad(s, TINT_DIM, categories[c->category].about, 11);
        if (!c->scored) {
            sheet_put(s, TINT_DIM, "    n/a: nothing of it applies");
            sheet_end(s);
            continue;
        }
        sheet_format(s, TINT_NONE, "%3d.%d ", c->score / 10, c->score % 10);
        sheet_format(s, grade_tint(c->grade), "%c", c->grade);
        unsigned cells = s->width < WIDTH_WITHOUT_BAR ? 0 : MIN(s->width - WIDTH_WITHOUT_BAR, BAR_CELLS);
        if (cells >= BAR_CELLS / 2) {
            sheet_blank(s, 2);
            sheet_bar(s, grade_tint(c->grade), c->score, cells);
        }
        sheet_blank(s, 1);
        for (int level = SEVERITY_CRITICAL; level >= SEVERITY_MEDIUM; level--)
            if (c->by_severity[level]) {
                sheet_blank(s, 2);
                sheet_format(s, severity_tint((enum severity)level), "%u %s", c->by_severity[level],
                             severity_name((enum severity)level));
            }
        if (c->below_floor) {
            int floor = p->r->profile.floors[c->category];
            g_autofree char *tenth = floor % 10 ? g_strdup_printf(".%d", floor % 10) : g_strdup("");
            sheet_blank(s, 2);
            sheet_format(s, TINT_BAD, "below floor %d%s", floor / 10, tenth);
        }
        sheet_end(s);
    }
}

static void write_components(struct text_page *p)
{
    const struct report *r = p->r;
    struct sheet *s = &p->s;
    unsigned shown = p->o->all ? r->n_components : MIN(r->n_components, COMPONENTS_SHOWN);
    unsigned wide = s->width > COMPONENT_REST + COMPONENT_LEAST ? MIN(s->width - COMPONENT_REST, COMPONENT_MOST) : COMPONENT_LEAST;
    if (r->n_components == 0)
        return;
    text_heading(p, "COMPONENTS", "each by itself, with what belongs to none of them");
    sheet_blank(s, 2);
    sheet_pad(s, TINT_DIM, "", wide);
    sheet_put(s, TINT_DIM, "calls    score    tech  oper  eval  intg   gov");
    sheet_end(s);
    for (unsigned i = 0; i < shown; i++) {
        const struct component_score *c = &r->components[i];
        sheet_blank(s, 2);
        g_autofree char *path = sheet_path(s, c->path, wide);
        sheet_pad(s, TINT_NONE, path, wide);
        sheet_format(s, TINT_DIM, "%5u", c->n_sites);
        sheet_blank(s, 2);
        sheet_format(s, grade_tint(c->grade), "%4d.%d %c", c->score / 10, c->score % 10, c->grade);
        for (int k = 0; k < CATEGORY_COUNT; k++) {
            const struct category_score *of = &c->categories[k];
            if (of->scored)
                sheet_format(s, grade_tint(of->grade), "%6d", (of->score + 5) / 10);
            else
                sheet_put(s, TINT_DIM, "   n/a");
        }
        sheet_end(s);
    }
    if (r->n_components > shown) {
        sheet_blank(s, 2);
        sheet_format(s, TINT_DIM, "%s and %u more", sheet_mark(s, MARK_DOTS), r->n_components - shown);
        sheet_end(s);
    }
}

static void write_verdict(struct text_page *p)
{
    const struct report *r = p->r;
    unsigned n = 0, shown = p->o->all ? UINT_MAX : 4;
    if (r->verdict == VERDICT_READY)
        return;
    while (r->verdict_reasons && r->verdict_reasons[n])
        n++;
    if (n == 0)
        return;
    text_heading(p, r->verdict == VERDICT_BLOCKED ? "BLOCKED BY" : "CONDITIONS", NULL);
    for (unsigned i = 0; i < MIN(n, shown); i++) {
        sheet_blank(&p->s, 3);
        sheet_wrap(&p->s, TINT_NONE, r->verdict_reasons[i], 3, 5, 0);
    }
    if (n > shown) {
        sheet_blank(&p->s, 3);
        sheet_format(&p->s, TINT_DIM, "%s and %u more", sheet_mark(&p->s, MARK_DOTS), n - shown);
        sheet_end(&p->s);
    }
}

/* ---- the way up ---- */

/* The findings of a control that lacks something altogether stand where nothing is: the place says
 * nothing. */
static bool has_place(const struct report *r, const struct control *c)
{
    for (unsigned i = 0; i < r->n_findings; i++)
        if (r->findings[i].control == c)
            return r->findings[i].looked_for == NULL;
    return false;
}

static void write_step(struct text_page *p, const struct plan_step *step, int points)
{
    struct sheet *s = &p->s;
    g_autoptr(GString) effort = g_string_new(NULL);
    unsigned n = 0, used = 28, where = s->width > used + 64 ? 40 : (s->width - used) * 2 / 5;
    while (step->files && step->files[n])
        n++;
    append_effort(effort, step->effort_minutes);
    sheet_blank(s, 2);
    g_autofree char *gain = points > 0 ? g_strdup_printf("+%d.%d", points / 10, points % 10) : g_strdup("^");
    sheet_pad(s, points > 0 ? TINT_GOOD : TINT_DIM, gain, 7);
    sheet_pad(s, TINT_NONE, effort->str, 9);
    sheet_pad(s, TINT_BOLD, step->control->id, 9);
    if (n == 0 || !has_place(p->r, step->control)) {
        sheet_wrap(s, TINT_NONE, step->title, used - 1, used - 1, 0);
        return;
    }
    sheet_pad(s, TINT_NONE, step->title, s->width - used - where - 1);
    sheet_blank(s, 2);
    g_autofree char *more = n > 1 ? g_strdup_printf(" +%u", n - 1) : g_strdup("");
    g_autofree char *path = sheet_path(s, step->files[0], where - 1 - (unsigned)strlen(more));
    sheet_put(s, TINT_PLACE, path);
    sheet_put(s, TINT_DIM, more);
    sheet_end(s);
}

static void write_plan_head(struct sheet *s)
{
    sheet_blank(s, 2);
    sheet_put(s, TINT_DIM, "gain   effort   control  what");
    sheet_end(s);
}

static void write_plan(struct text_page *p)
{
    const struct report *r = p->r;
    struct sheet *s = &p->s;
    int target = r->gate >= 0 ? r->gate : r->profile.target, minutes = 0, points = 0;
    unsigned shown = 0;
    bool caps = false, on_path = r->path_to_gate > 0;
    g_autoptr(GString) beside = g_string_new(NULL);
    g_autofree char *heading =
        on_path ? r->score >= target ? g_strdup("FASTEST WAY ABOVE EVERY FLOOR") : g_strdup_printf("FASTEST WAY TO %d", target / 10)
                : g_strdup(r->with_waivers >= target ? "WHAT GAINS MOST NEXT" : "WHAT GAINS MOST");
    if (r->n_plan == 0)
        return;
    if (on_path) {
        for (unsigned i = 0; i < r->n_plan; i++) {
            minutes += r->plan[i].on_path ? r->plan[i].effort_minutes : 0;
            points += r->plan[i].on_path ? r->plan[i].path_gain : 0;
        }
        g_string_append_printf(beside, "%u step%s %s about ", r->path_to_gate,
                               r->path_to_gate == 1 ? "" : "s", sheet_mark(s, MARK_DOT));
        append_effort(beside, minutes);
        int to = r->score + points;
        g_string_append_printf(beside, " %s %d.%d %s %d.%d", sheet_mark(s, MARK_DOT), r->score / 10, r->score % 10,
                               sheet_mark(s, MARK_ARROW), to / 10, to % 10);
    }
    text_heading(p, heading, beside->str);
    write_plan_head(s);
    for (unsigned i = 0; i < r->n_plan && (p->o->all || shown < STEPS_SHOWN); i++) {
        if (on_path && !r->plan[i].on_path)
            continue;
        int gain = on_path ? r->plan[i].path_gain : r->plan[i].score_gain;
        write_step(p, &r->plan[i], gain);
        caps |= gain <= 0;
        shown++;
    }
    if (on_path && !p->o->all && r->path_to_gate > shown) {
        sheet_blank(s, 2);
        sheet_format(s, TINT_DIM, "%s and %u more step%s", sheet_mark(s, MARK_DOTS),
                     r->path_to_gate - shown, r->path_to_gate - shown == 1 ? "" : "s");
        sheet_end(s);
    }
    if (on_path && p->o->all && r->n_plan > r->path_to_gate) {
        text_heading(p, "BEYOND THAT", "each by itself");
        write_plan_head(s);
        for (unsigned i = 0; i < r->n_plan; i++)
            if (!r->plan[i].on_path) {
                write_step(p, &r->plan[i], r->plan[i].score_gain);
                caps |= r->plan[i].score_gain <= 0;
            }
    }
    if (caps) {
        sheet_blank(s, 4);
        sheet_wrap(
            s, TINT_DIM,
            "^ gains nothing alone: it lifts a cap together with the others (debtscan --explain)",
            4, 6, 0);
    }
}

/* ---- what was not judged ---- */

static void write_unknown(struct text_page *p)
{
    const struct report *r = p->r;
    struct sheet *s = &p->s;
    unsigned n = 0;
    for (unsigned i = 0; i < r->n_outcomes; i++)
        n += outcome_asks(&r->outcomes[i]);
    if (n == 0)
        return;
    g_autofree char *beside = g_strdup_printf("%u, counted as half: ask the team", n);
    text_heading(p, "CANNOT BE SEEN HERE", beside);
    unsigned shown = 0;
    for (unsigned i = 0; i < r->n_outcomes && (p->o->all || shown < REASONS_SHOWN); i++) {
        const struct outcome *o = &r->outcomes[i];
        if (!outcome_asks(o))
            continue;
        const char *ask = o->control->question;
        g_autofree char *text = g_strdup_printf("%s%s%s", o->control->title, ask ? ": " : "", ask ? ask : "");
        sheet_blank(s, 2);
        sheet_pad(s, TINT_BOLD, o->control->id, 9);
        sheet_wrap(s, TINT_NONE, text, 11, 11, p->o->all ? 0 : 3);
        shown++;
    }
    if (shown < n) {
        sheet_blank(s, 2);
        sheet_format(s, TINT_DIM, "%s and %u more", sheet_mark(s, MARK_DOTS), n - shown);
        sheet_end(s);
    }
}

/* Controls that do not apply, those with the same reason together. */
static void write_not_applicable(struct text_page *p)
{
    const struct report *r = p->r;
    struct sheet *s = &p->s;
    g_autofree bool *done = g_new0(bool, r->n_outcomes + 1);
    unsigned n = 0, groups = 0;
    for (unsigned i = 0; i < r->n_outcomes; i++)
        n += r->outcomes[i].status == STATUS_NOT_APPLICABLE;
    if (n == 0)
        return;
    g_autofree char *beside = g_strdup_printf("%u, not counted", n);
    text_heading(p, "DOES NOT APPLY", beside);
    for (unsigned i = 0; i < r->n_outcomes; i++) {
        const struct outcome *o = &r->outcomes[i];
        if (o->status != STATUS_NOT_APPLICABLE || done[i])
            continue;
        g_autoptr(GString) ids = g_string_new(o->control->id);
        for (unsigned k = i + 1; k < r->n_outcomes; k++) {
            const struct outcome *same = &r->outcomes[k];
            if (same->status != STATUS_NOT_APPLICABLE || g_strcmp0(same->reason, o->reason) != 0)
                continue;
            done[k] = true;
            g_string_append_printf(ids, " %s", same->control->id);
        }
        if (++groups > REASONS_SHOWN && !p->o->all)
            continue;
        if (o->reason)
            g_string_append_printf(ids, ": %s", o->reason);
        sheet_blank(s, 2);
        sheet_wrap(s, TINT_DIM, ids->str, 2, 4, p->o->all ? 0 : 2);
    }
    if (groups > REASONS_SHOWN && !p->o->all) {
        sheet_blank(s, 2);
        sheet_format(s, TINT_DIM, "%s and for %u other reasons", sheet_mark(s, MARK_DOTS),
                     groups - REASONS_SHOWN);
        sheet_end(s);
    }
}

static void write_good(struct text_page *p)
{
    const struct report *r = p->r;
    g_autoptr(GString) ids = g_string_new(NULL);
    unsigned n = 0;
    for (unsigned i = 0; i < r->n_outcomes; i++)
        if (r->outcomes[i].status == STATUS_SATISFIED) {
            g_string_append_printf(ids, "%s%s", n++ ? " " : "", r->outcomes[i].control->id);
        }
    if (n == 0)
        return;
    text_heading(p, "IN ORDER", ids->str);
}

static void write_notes(struct text_page *p)
{
    const struct report *r = p->r;
    struct sheet *s = &p->s;
    if (r->n_notes == 0)
        return;
    g_autofree char *beside = g_strdup_printf("%u", r->n_notes);
    if (!p->o->all) {
        g_autofree char *one =
            g_strdup_printf("%u note%s on files that were not read or only in part: --all",
                            r->n_notes, r->n_notes == 1 ? "" : "s");
        sheet_end(s);
        sheet_blank(s, 2);
        sheet_wrap(s, TINT_DIM, one, 2, 2, 0);
        return;
    }
    text_heading(p, "NOTES", beside);
    for (unsigned i = 0; i < r->n_notes; i++) {
        const struct note *n = &r->notes[i];
        g_autoptr(GString) text = g_string_new(n->file ? n->file : "");
        if (n->line)
            g_string_append_printf(text, ":%u", n->line);
        g_string_append_printf(text, "%s%s", text->len ? ": " : "", n->text);
        sheet_blank(s, 2);
        sheet_wrap(s, TINT_NONE, text->str, 2, 4, 0);
    }
}

/* ---- end ---- */

char *text_target(const struct text_page *p)
{
    return shell_word(p->o->target ? p->o->target : ".");
}

static void write_command(struct text_page *p, const char *command, const char *what)
{
    struct sheet *s = &p->s;
    unsigned columns = MAX((unsigned)strlen(command), 34);
    sheet_blank(s, 4);
    sheet_put(s, TINT_COMMAND, command);
    if (columns + 8 + strlen(what) > s->width) {
        sheet_end(s);
        return;
    }
    sheet_blank(s, columns - (unsigned)strlen(command) + 2);
    sheet_put(s, TINT_DIM, what);
    sheet_end(s);
}

static void write_gates(struct text_page *p)
{
    struct sheet *s = &p->s;
    const char **reasons = p->r->gate_reasons;
    if (reasons && *reasons)
        sheet_end(s);
    for (; reasons && *reasons; reasons++) {
        const char *label = p->r->gate_failed ? "gate failed: " : "gate: ";
        sheet_put(s, p->r->gate_failed ? TINT_BAD : TINT_NONE, label);
        sheet_wrap(s, TINT_NONE, *reasons, (unsigned)strlen(label), (unsigned)strlen(label), 0);
    }
}

static void write_next(struct text_page *p)
{
    const struct report *r = p->r;
    g_autofree char *path = text_target(p);
    g_autofree char *explain =
        r->n_plan ? g_strdup_printf("debtscan explain %s %s", r->plan[0].control->id, path) : NULL;
    g_autofree char *all = g_strdup_printf("debtscan %s --all", path);
    g_autofree char *how = g_strdup_printf("debtscan %s --explain", path), *fix = g_strdup_printf("debtscan fix %s", path);
    text_heading(p, "NEXT", NULL);
    if (explain)
        write_command(p, explain, "why, and how to repay it");
    if (r->n_findings)
        write_command(p, fix, "what it can write for you");
    if (!p->o->all)
        write_command(p, all, "every finding, step and note");
    if (!p->o->explain)
        write_command(p, how, "how every number came about");
    write_gates(p);
}

static void write_none(struct text_page *p)
{
    const struct report *r = p->r;
    struct sheet *s = &p->s;
    const struct ruleset *rules = r->model->rules;
    unsigned sdks = 0, elsewhere = r->model->n_sites;
    for (unsigned i = 0; i < rules->n_api_files; i++)
        sdks += rules->api_files[i]->sdk;
    sheet_blank(s, 2);
    sheet_put(s, TINT_BOLD, "NO AI SURFACE FOUND: NO SCORE");
    sheet_end(s);
    sheet_end(s);
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_printf(text, "Looked at %u file%s, of which %u parsed", r->n_files,
                    r->n_files == 1 ? "" : "s", r->n_parsed);
    for (unsigned i = 0; i < r->n_languages && i < 6; i++)
        g_string_append_printf(text, "%s%s %u", i ? ", " : " (", r->languages[i].name,
                               r->languages[i].files);
    g_string_append_printf(text,
                           "%s, for calls of models, agents and tools through %u AI libraries.",
                           r->n_languages ? ")" : "", sdks);
    if (elsewhere)
        g_string_append_printf(
            text, " %u model call%s in tests, examples or documents do not make a product.",
            elsewhere, elsewhere == 1 ? "" : "s");
    sheet_blank(s, 2);
    sheet_wrap(s, TINT_NONE, text->str, 2, 2, 0);
    g_autofree char *path = text_target(p);
    g_string_printf(text,
                    "If it does use models: debtscan sites %s shows what was recognised; a rule "
                    "file teaches more (debtscan rules --help).",
                    path);
    sheet_blank(s, 2);
    sheet_wrap(s, TINT_DIM, text->str, 2, 2, 0);
    write_notes(p);
    write_gates(p);
}

/* One line, and one for each gate that failed. */
static void write_quiet(struct text_page *p)
{
    const struct report *r = p->r;
    struct sheet *s = &p->s;
    const char *dot = sheet_mark(s, MARK_DOT);
    g_autoptr(GString) line = g_string_new(r->name);
    if (r->scored)
        g_string_append_printf(line, " %s %d.%d / 100 %s %c %s %s", dot, r->score / 10, r->score % 10, dot, r->grade,
                               dot, verdict_name(r->verdict));
    else
        g_string_append_printf(line, " %s no AI surface found, no score", dot);
    g_string_append_printf(line, " %s %u finding%s", dot, r->n_findings, r->n_findings == 1 ? "" : "s");
    if (r->selection)
        g_string_append_printf(line, " (%s)", r->selection);
    sheet_wrap(s, TINT_NONE, line->str, 0, 2, 0);
    for (const char **reason = r->gate_failed ? r->gate_reasons : NULL; reason && *reason; reason++) {
        g_autofree char *text = g_strdup_printf("gate failed: %s", *reason);
        sheet_wrap(s, TINT_BAD, text, 0, 2, 0);
    }
}

bool report_text(const struct report *r, const struct text_options *options, GString *out,
                 GError **error)
{
    struct text_page p = {.s = sheet_new(out, options), .r = r, .o = options};
    (void)error;
    if (options->quiet) {
        write_quiet(&p);
        return true;
    }
    write_head(&p);
    if (!r->scored) {
        write_none(&p);
        return true;
    }
    write_score(&p);
    write_categories(&p);
    write_components(&p);
    write_verdict(&p);
    write_plan(&p);
    text_findings(&p);
    if (options->explain)
        text_explain(&p);
    write_unknown(&p);
    write_not_applicable(&p);
    write_good(&p);
    write_notes(&p);
    write_next(&p);
    return true;
}
