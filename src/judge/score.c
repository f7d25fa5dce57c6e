/*
 * Scoring, CONTROLS 3.2 to 3.6, in exact integer arithmetic: category scores are ratios, and a
 * number is rounded, half up, once when it is stored.
 */
#include "judge/judge_priv.h"

#include <string.h>

#include "judge/subject.h"

#define MAX_HALVINGS 20 /* 0.5^n beyond that is nothing */
#define MIN_SITES 3     /* fewer are a small sample */

typedef __int128 wide;

struct ratio { /* points; q > 0, both reduced */
    wide p, q;
};

static struct ratio reduced(wide p, wide q)
{
    wide a = p < 0 ? -p : p, b = q;
    while (b) {
        wide t = a % b;
        a = b;
        b = t;
    }
    return a ? (struct ratio){p / a, q / a} : (struct ratio){0, 1};
}

static struct ratio add(struct ratio a, struct ratio b)
{
    return reduced(a.p * b.q + b.p * a.q, a.q * b.q);
}

static struct ratio least(struct ratio a, struct ratio b)
{
    return a.p * b.q <= b.p * a.q ? a : b;
}

/* In 1/10 point, half up. */
static int tenths(struct ratio r)
{
    return (int)((20 * r.p + r.q) / (2 * r.q));
}

int score_weight(enum severity s)
{
    static const int weights[] = {
        [SEVERITY_LOW] = 1, [SEVERITY_MEDIUM] = 3, [SEVERITY_HIGH] = 6, [SEVERITY_CRITICAL] = 10};
    return weights[s];
}

/* What a debt counts in the whole: what its controls that apply weigh, up to the share that experts give it (docs/scoring.md). */
static int breadth(enum category c, int applicable)
{
    static const int full[CATEGORY_COUNT] = {[CATEGORY_TECHNICAL] = 30,
                                             [CATEGORY_OPERATIONAL] = 27,
                                             [CATEGORY_EVALUATION] = 12,
                                             [CATEGORY_INTEGRATION] = 12,
                                             [CATEGORY_GOVERNANCE] = 27};
    return MIN(applicable, full[c]);
}

enum bound { BOUND_VALUE, BOUND_LOW, BOUND_HIGH };

static int credit_at(const struct outcome *o, enum bound b)
{
    return b == BOUND_LOW ? o->credit_low : b == BOUND_HIGH ? o->credit_high : o->credit;
}

/* What may cap: a critical's credit with the unknown as passed, or, for the low end, as failed. */
static int capping_credit(const struct outcome *o, enum bound b)
{
    return b == BOUND_LOW ? o->credit_low : o->credit_high;
}

static bool applies(const struct outcome *o)
{
    return o->credit >= 0 && o->status != STATUS_NOT_APPLICABLE;
}

/* base + span * 0.5^(n - 1) */
static struct ratio gate_cap(int base, int span, unsigned n)
{
    wide q = (wide)1 << MIN(n - 1, MAX_HALVINGS);
    return reduced(base * q + span, q);
}

struct sums { /* of one category, or of all */
    wide weighted, weights;
    int critical; /* the least capping credit of a critical, 100 without */
    unsigned n_gate;
};

static void sum_up(struct sums *s, const struct outcome *o, enum bound b)
{
    if (!applies(o))
        return;
    if (o->control->gate) {
        s->n_gate += o->n_gate;
        return;
    }
    int w = score_weight(o->control->severity);
    s->weighted += (wide)w * credit_at(o, b);
    s->weights += w;
    if (o->control->severity == SEVERITY_CRITICAL && o->confidence >= CAP_CONFIDENCE)
        s->critical = MIN(s->critical, capping_credit(o, b));
}

/* The overall score at one end of the interval; false if nothing that weighs is scored. */
static bool total_at(const struct outcome *outcomes, unsigned n, const struct profile *p, enum bound b,
                     struct ratio categories[CATEGORY_COUNT], struct ratio uncapped[CATEGORY_COUNT],
                     int applicable[CATEGORY_COUNT], struct ratio *overall,
                     struct ratio *overall_uncapped)
{
    struct sums all = {.critical = 100};
    struct sums sums[CATEGORY_COUNT];
    struct ratio sum = {0, 1}, sum_uncapped = {0, 1};
    wide weights = 0;
    for (int c = 0; c < CATEGORY_COUNT; c++)
        sums[c] = (struct sums){.critical = 100};
    for (unsigned i = 0; i < n; i++) {
        sum_up(&sums[outcomes[i].control->category], &outcomes[i], b);
        if (p->weights[outcomes[i].control->category] > 0 || outcomes[i].control->gate) /* what weighs nothing caps nothing */
            sum_up(&all, &outcomes[i], b);
    }
    for (int c = 0; c < CATEGORY_COUNT; c++) {
        applicable[c] = (int)sums[c].weights;
        categories[c] = uncapped[c] = (struct ratio){0, 1};
        if (!applicable[c])
            continue;
        struct ratio r = uncapped[c] = reduced(sums[c].weighted, sums[c].weights);
        r = least(r, reduced(5900 + 41 * sums[c].critical, 100));
        if (sums[c].n_gate)
            r = least(r, gate_cap(49, 10, sums[c].n_gate));
        categories[c] = r;
        wide w = (wide)p->weights[c] * breadth((enum category)c, applicable[c]);
        sum = add(sum, reduced(w * r.p, r.q));
        sum_uncapped = add(sum_uncapped, reduced(w * uncapped[c].p, uncapped[c].q));
        weights += w;
    }
    if (weights == 0)
        return false;
    *overall = reduced(sum.p, sum.q * weights);
    *overall_uncapped = reduced(sum_uncapped.p, sum_uncapped.q * weights);
    *overall = least(*overall, reduced(6900 + 31 * all.critical, 100));
    if (all.n_gate)
        *overall = least(*overall, gate_cap(49, 20, all.n_gate));
    return true;
}

bool score_total(const struct outcome *outcomes, unsigned n, const struct profile *p,
                 struct category_score *categories, struct score_total *out)
{
    struct ratio by[CATEGORY_COUNT], uncapped[CATEGORY_COUNT], overall, overall_uncapped;
    int applicable[CATEGORY_COUNT];
    bool any = false;
    *out = (struct score_total){0};
    for (int b = BOUND_VALUE; b <= BOUND_HIGH; b++) {
        any = total_at(outcomes, n, p, (enum bound)b, by, uncapped, applicable, &overall, &overall_uncapped);
        for (int c = 0; categories && c < CATEGORY_COUNT; c++) {
            struct category_score *k = &categories[c];
            int value = tenths(by[c]);
            k->category = (enum category)c;
            k->applicable = applicable[c];
            k->breadth = breadth((enum category)c, applicable[c]);
            k->scored = k->applicable > 0;
            k->below_floor = k->scored && b == BOUND_VALUE ? value < p->floors[c] : k->below_floor;
            if (b == BOUND_VALUE) {
                k->score = value;
                k->uncapped = tenths(uncapped[c]);
                k->grade = grade_of(value);
            } else if (b == BOUND_LOW) {
                k->low = value;
            } else {
                k->high = value;
            }
        }
        if (!any)
            return false;
        if (b == BOUND_VALUE) {
            out->value = tenths(overall);
            out->uncapped = tenths(overall_uncapped);
        } else if (b == BOUND_LOW) {
            out->low = tenths(overall);
        } else {
            out->high = tenths(overall);
        }
    }
    return any;
}

char grade_of(int score)
{
    return score >= 850 ? 'A' : score >= 700 ? 'B' : score >= 550 ? 'C' : score >= 400 ? 'D' : 'F';
}

const char *status_name(enum status s)
{
    static const char *const names[STATUS_COUNT] = {"satisfied",      "partial", "missing",
                                                    "not_applicable", "unknown", "waived"};
    return names[s];
}

const char *verdict_name(enum verdict v)
{
    static const char *const names[] = {"ready", "conditional", "blocked"};
    return names[v];
}

/* ---- debt ---- */

int score_debt(const struct outcome *o)
{
    const struct control *c = o->control;
    if (!applies(o))
        return 0;
    if (c->gate)
        return (int)(o->n_findings * (unsigned)(o->effort_each ? o->effort_each : o->effort_once));
    if (o->n_subjects == 0) /* what is not known is no debt */
        return o->status == STATUS_UNKNOWN ? 0 : (o->effort_once * (100 - o->credit) + 50) / 100;
    int64_t lack = 0;
    bool passes = false;
    for (unsigned i = 0; i < o->n_subjects; i++) {
        int credit = o->subjects[i].credit;
        passes |= credit >= CREDIT_PASS;
        lack += credit == CREDIT_UNKNOWN ? 0 : 100 - credit;
    }
    return lack ? (int)((o->effort_each * lack + 50) / 100) + (passes ? 0 : o->effort_once) : 0;
}

void score_reweigh(struct outcome *o)
{
    int64_t credit = 0, low = 0, high = 0, n = o->n_subjects;
    for (unsigned i = 0; i < o->n_subjects; i++) {
        credit += o->subjects[i].credit == CREDIT_UNKNOWN ? 50 : o->subjects[i].credit;
        low += o->subjects[i].low;
        high += o->subjects[i].high;
    }
    o->credit = (int)((2 * credit + n) / (2 * n));
    o->credit_low = (int)((2 * low + n) / (2 * n));
    o->credit_high = (int)((2 * high + n) / (2 * n));
}

int score_round_debt(int minutes)
{
    return (minutes + DEBT_STEP / 2) / DEBT_STEP * DEBT_STEP;
}

/* ---- the report's numbers ---- */

static void add_reason(GPtrArray *reasons, struct arena *a, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

static void add_reason(GPtrArray *reasons, struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_ptr_array_add(reasons, arena_strdup(a, text));
}

static const char **strings_of(GPtrArray *list, struct arena *a)
{
    const char **out = arena_new_n(a, const char *, list->len + 1);
    for (unsigned i = 0; i < list->len; i++)
        out[i] = list->pdata[i];
    return out;
}

/* How much an outcome stands in the way of a launch. */
static enum verdict verdict_of(const struct outcome *o)
{
    const struct control *c = o->control;
    if (!applies(o))
        return VERDICT_READY;
    if (c->gate)
        return o->n_gate ? VERDICT_BLOCKED : VERDICT_READY;
    if (o->credit >= 50 || c->severity < SEVERITY_HIGH)
        return VERDICT_READY;
    return c->severity == SEVERITY_CRITICAL ? VERDICT_BLOCKED : VERDICT_CONDITIONAL;
}

static void add_below(GPtrArray *reasons, struct arena *a, const char *what, int score, int wanted)
{
    g_autofree char *tenth = wanted % 10 ? g_strdup_printf(".%d", wanted % 10) : g_strdup("");
    add_reason(reasons, a, "%s %d.%d is below %d%s", what, score / 10, score % 10, wanted / 10, tenth);
}

/* What the profile asks of the score and of each debt. */
static void decide_by_profile(struct report *r, GPtrArray *reasons)
{
    const struct profile *p = &r->profile;
    unsigned before = reasons->len;
    if (r->score < p->target)
        add_below(reasons, &r->arena, "score", r->score, p->target);
    for (int c = 0; c < CATEGORY_COUNT; c++)
        if (r->categories[c].below_floor)
            add_below(reasons, &r->arena, category_name((enum category)c), r->categories[c].score, p->floors[c]);
    if (reasons->len > before)
        r->verdict = VERDICT_CONDITIONAL;
}

static void decide_verdict(struct report *r)
{
    g_autoptr(GPtrArray) reasons = g_ptr_array_new();
    r->verdict = VERDICT_READY;
    for (int v = VERDICT_BLOCKED; v > VERDICT_READY && (enum verdict)v >= r->verdict; v--) /* what blocks, or else the conditions */
        for (unsigned i = 0; i < r->n_outcomes; i++) {
            const struct outcome *o = &r->outcomes[i];
            const struct control *c = o->control;
            if (verdict_of(o) != (enum verdict)v)
                continue;
            r->verdict = MAX(r->verdict, (enum verdict)v);
            if (c->gate)
                add_reason(reasons, &r->arena, "%s %s: %u finding%s at a gate", c->id, c->title,
                           o->n_gate, o->n_gate > 1 ? "s" : "");
            else
                add_reason(reasons, &r->arena, "%s %s: %s, %s", c->id, c->title,
                           severity_name(c->severity), status_name(o->status));
        }
    if (r->verdict != VERDICT_BLOCKED)
        decide_by_profile(r, reasons);
    r->verdict_reasons = strings_of(reasons, &r->arena);
}

static unsigned product_sites(const struct model *m)
{
    unsigned n = 0;
    for (unsigned i = 0; i < m->n_sites; i++)
        n += zone_is_product(m->sites[i].zone);
    return n;
}

/* Files of the product in which a use with a tag that begins so is in force. */
static unsigned files_using(const struct model *m, const char *prefix)
{
    unsigned n = 0;
    uint32_t last = NO_INDEX; /* uses are in file order */
    for (unsigned i = 0; i < m->n_uses; i++) {
        const struct use *u = &m->uses[i];
        const char *tag = u->item < m->rules->n_items ? m->rules->items[u->item].tag : NULL;
        if (tag && u->in_force && g_str_has_prefix(tag, prefix) && u->place.file != last &&
            u->place.file < m->n_files && zone_is_product(m->files[u->place.file].class.zone)) {
            n++;
            last = u->place.file;
        }
    }
    return n;
}

/* Hours to build the AI surface again, CONTROLS 3.5. */
static unsigned replacement_hours(const struct model *m)
{
    unsigned prompts = 0, agents = 0, tools = 0, routes = 0;
    for (unsigned i = 0; i < m->n_files; i++)
        prompts += m->files[i].class.zone == ZONE_PROMPT;
    for (unsigned i = 0; i < m->n_agents; i++)
        agents += zone_is_product(m->agents[i].zone);
    for (unsigned i = 0; i < m->n_tools; i++)
        tools += zone_is_product(m->tools[i].zone);
    for (unsigned i = 0; i < m->n_routes; i++)
        routes += zone_is_product(m->routes[i].zone) && m->routes[i].n_sites > 0;
    return 16 + 4 * product_sites(m) + 8 * agents + 2 * tools + prompts +
           8 * files_using(m, "retriev") + 2 * routes + 4 * files_using(m, "mcp") +
           24 * files_using(m, "train");
}

/* Whether more than 30 % of the product's bytes are in files that no language reads. */
bool score_is_partial(const struct model *m)
{
    uint64_t all = 0, unread = 0;
    for (unsigned i = 0; i < m->n_files; i++) {
        const struct project_file *f = &m->files[i];
        const char *slash = strrchr(f->path, '/'), *name = slash ? slash + 1 : f->path;
        const char *dot = strrchr(name, '.');
        if (f->class.zone != ZONE_SRC || f->class.binary || f->class.minified || dot == NULL ||
            dot == name)
            continue;
        bool failed = f->facts && f->facts->status == FACTS_FAILED;
        all += f->size;
        unread += f->language == NULL || failed ? f->size : 0;
    }
    return unread * 100 > all * 30;
}

static void sum_categories(struct report *r)
{
    int by_category[CATEGORY_COUNT] = {0};
    for (unsigned i = 0; i < r->n_outcomes; i++) {
        const struct outcome *o = &r->outcomes[i];
        r->categories[o->control->category].counts[o->status]++;
        by_category[o->control->category] += o->debt_minutes;
        r->debt_minutes += o->debt_minutes;
    }
    for (unsigned i = 0; i < r->n_findings; i++)
        r->categories[r->findings[i].control->category].by_severity[r->findings[i].severity]++;
    for (int c = 0; c < CATEGORY_COUNT; c++)
        r->categories[c].debt_minutes = score_round_debt(by_category[c]);
    r->debt_minutes = score_round_debt(r->debt_minutes);
}

static int overall_confidence(const struct report *r)
{
    int64_t sum = 0, weights = 0;
    for (unsigned i = 0; i < r->n_outcomes; i++) {
        const struct outcome *o = &r->outcomes[i];
        if (!applies(o))
            continue;
        int w = score_weight(o->control->severity);
        sum += (int64_t)w * o->confidence;
        weights += w;
    }
    return weights ? (int)((2 * sum + weights) / (2 * weights)) : 0;
}

void score_report(struct report *r)
{
    const struct model *m = r->model;
    struct score_total total = {0};
    r->scored = score_total(r->outcomes, r->n_outcomes, &r->profile, r->categories, &total) &&
                !g_str_equal(r->kind, "none");
    g_autoptr(GPtrArray) labels = g_ptr_array_new();
    unsigned sites = product_sites(m);
    sum_categories(r);
    r->grade = 'F';
    if (r->scored) {
        r->score = r->with_waivers = total.value;
        r->low = total.low;
        r->high = total.high;
        r->uncapped = total.uncapped;
        r->grade = grade_of(r->score);
        r->confidence = overall_confidence(r);
        r->density = sites ? (r->debt_minutes + (int)sites / 2) / (int)sites : 0;
        int64_t minutes = (int64_t)replacement_hours(m) * 60;
        r->debt_ratio = (int)(((int64_t)r->debt_minutes * 1000 + minutes / 2) / minutes);
        decide_verdict(r);
        if (sites < MIN_SITES)
            g_ptr_array_add(labels, (gpointer) "small n");
        if (score_is_partial(m))
            g_ptr_array_add(labels, (gpointer) "partial");
        if (g_str_equal(r->kind, "sample"))
            g_ptr_array_add(labels, (gpointer) "sample");
    } else {
        r->verdict_reasons = arena_new_n(&r->arena, const char *, 1);
    }
    r->labels = strings_of(labels, &r->arena);
}
