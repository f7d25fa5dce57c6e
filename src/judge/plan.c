/*
 * The plan: which control to repay first. Every gain is measured by scoring again with that control
 * repaid; gates come first, then critical controls, then what gains most for an hour.
 */
#include "judge/judge_priv.h"

#include <string.h>

#define MAX_STEP_FILES 20

struct candidate {
    unsigned outcome;
    int gain, uncapped_gain; /* 1/10 point */
    int minutes;             /* at least 1 */
    bool on_path;
};

/* As if everything the control asks for were done. */
static void repay(struct outcome *o)
{
    o->credit = o->credit_low = o->credit_high = 100;
    o->n_gate = 0;
    o->n_findings = 0;
}

static struct score_total total_with(const struct report *r, struct outcome *outcomes, unsigned repaid)
{
    struct outcome before = outcomes[repaid];
    struct score_total t;
    repay(&outcomes[repaid]);
    score_total(outcomes, r->n_outcomes, &r->profile, NULL, &t);
    outcomes[repaid] = before;
    return t;
}

/* As if the subject of one finding alone were as it should be. */
static void repay_one(struct outcome *o, const struct finding *f, struct subject_credit *scratch)
{
    if (o->control->gate && o->n_findings > 1) {
        o->n_gate -= f->confidence >= GATE_CONFIDENCE;
        return;
    }
    if (o->control->gate || o->n_subjects < 2) {
        repay(o);
        return;
    }
    memcpy(scratch, o->subjects, o->n_subjects * sizeof *scratch);
    for (unsigned i = 0; i < o->n_subjects; i++)
        if (scratch[i].index == f->subject)
            scratch[i].credit = scratch[i].low = scratch[i].high = 100;
    o->subjects = scratch;
    score_reweigh(o);
}

void finding_gains(const struct report *r, int *out)
{
    g_autofree struct outcome *now = g_memdup2(r->outcomes, r->n_outcomes * sizeof *r->outcomes);
    struct score_total before, after;
    memset(out, 0, r->n_findings * sizeof *out);
    if (!r->scored)
        return;
    score_total(now, r->n_outcomes, &r->profile, NULL, &before);
    for (unsigned k = 0; k < r->n_outcomes; k++) {
        const struct outcome was = now[k];
        struct outcome last = was; /* findings that change a control alike gain alike */
        int gain = 0;
        g_autofree struct subject_credit *scratch = g_new(struct subject_credit, was.n_subjects + 1);
        for (unsigned i = 0; i < was.n_findings; i++) {
            struct outcome *o = &now[k];
            repay_one(o, &r->findings[was.findings[i]], scratch);
            if (o->credit != last.credit || o->credit_high != last.credit_high || o->n_gate != last.n_gate) {
                score_total(now, r->n_outcomes, &r->profile, NULL, &after);
                gain = after.value - before.value;
                last = *o;
            }
            out[was.findings[i]] = gain;
            now[k] = was;
        }
    }
}

static int compare_candidates(const struct candidate *a, const struct candidate *b)
{
    int64_t l = (int64_t)a->gain * b->minutes, r = (int64_t)b->gain * a->minutes;
    if (l != r)
        return l > r ? -1 : 1;
    /* While a cap binds no single step gains: what it gains without the cap decides. */
    l = (int64_t)a->uncapped_gain * b->minutes;
    r = (int64_t)b->uncapped_gain * a->minutes;
    return l == r ? 0 : l > r ? -1 : 1;
}

static unsigned class_of(const struct control *c)
{
    return c->gate ? 0 : c->severity == SEVERITY_CRITICAL ? 1 : 2;
}

static int compare_steps(gconstpointer pa, gconstpointer pb, gpointer payload)
{
    const struct candidate *a = pa, *b = pb;
    const struct report *r = payload;
    const struct control *l = r->outcomes[a->outcome].control, *k = r->outcomes[b->outcome].control;
    if (class_of(l) != class_of(k))
        return class_of(l) < class_of(k) ? -1 : 1;
    int order = compare_candidates(a, b);
    return order ? order : strcmp(l->id, k->id);
}

/* How far outcomes are from the goal, in 1/10 point: what the score lacks, and every debt to its floor. */
struct lack {
    int value, uncapped;
};

static struct lack lack_of(const struct report *r, const struct outcome *outcomes, int goal)
{
    struct category_score categories[CATEGORY_COUNT] = {0};
    struct score_total t;
    score_total(outcomes, r->n_outcomes, &r->profile, categories, &t);
    struct lack out = {MAX(goal - t.value, 0), MAX(goal - t.uncapped, 0)};
    for (int c = 0; c < CATEGORY_COUNT; c++)
        if (categories[c].scored) {
            out.value += MAX(r->profile.floors[c] - categories[c].score, 0);
            out.uncapped += MAX(r->profile.floors[c] - categories[c].uncapped, 0);
        }
    return out;
}

static struct lack lack_with(const struct report *r, struct outcome *outcomes, const struct outcome *in_place, unsigned which, int goal)
{
    struct outcome before = outcomes[which];
    if (in_place)
        outcomes[which] = *in_place;
    else
        repay(&outcomes[which]);
    struct lack out = lack_of(r, outcomes, goal);
    outcomes[which] = before;
    return out;
}

/*
 * Marks a cheap set of steps that reaches the goal, and the floor of every debt: takes what brings nearest for an hour,
 * scored anew each time, then drops what turns out not to be needed, dearest first. Gives its size, 0 if the goal is
 * reached already or cannot be.
 */
static unsigned mark_path(struct report *r, GArray *steps, int goal)
{
    g_autofree struct outcome *now = g_memdup2(r->outcomes, r->n_outcomes * sizeof *r->outcomes);
    struct lack lack = lack_of(r, now, goal);
    if (lack.value == 0)
        return 0;
    for (unsigned taken = 0; lack.value > 0; taken++) {
        struct candidate *best = NULL, best_seen = {0};
        for (unsigned i = 0; i < steps->len; i++) {
            struct candidate *c = &g_array_index(steps, struct candidate, i);
            if (c->on_path)
                continue;
            struct lack with = lack_with(r, now, NULL, c->outcome, goal);
            struct candidate seen = {c->outcome, lack.value - with.value, lack.uncapped - with.uncapped, c->minutes, false};
            if (best == NULL || compare_candidates(&seen, &best_seen) < 0) {
                best = c;
                best_seen = seen;
            }
        }
        if (best == NULL)
            break;
        best->on_path = true;
        repay(&now[best->outcome]);
        lack = lack_of(r, now, goal);
    }
    unsigned n = 0;
    for (;;) {
        struct candidate *dear = NULL;
        for (unsigned i = 0; lack.value == 0 && i < steps->len; i++) {
            struct candidate *c = &g_array_index(steps, struct candidate, i);
            if (!c->on_path || (dear && c->minutes <= dear->minutes))
                continue;
            if (lack_with(r, now, &r->outcomes[c->outcome], c->outcome, goal).value == 0)
                dear = c;
        }
        if (dear == NULL)
            break;
        dear->on_path = false;
        now[dear->outcome] = r->outcomes[dear->outcome];
    }
    for (unsigned i = 0; i < steps->len; i++) {
        struct candidate *c = &g_array_index(steps, struct candidate, i);
        c->on_path &= lack.value == 0;
        n += c->on_path;
    }
    return n;
}

static int compare_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The files of the control's findings, sorted, each once. */
static const char **step_files(struct report *r, const struct outcome *o)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new();
    for (unsigned i = 0; i < o->n_findings; i++)
        g_ptr_array_add(files, (gpointer)r->findings[o->findings[i]].path);
    g_ptr_array_sort(files, compare_text);
    const char **out = arena_new_n(&r->arena, const char *, MIN(files->len, MAX_STEP_FILES) + 1);
    for (unsigned i = 0, n = 0; i < files->len && n < MAX_STEP_FILES; i++)
        if (n == 0 || !g_str_equal(out[n - 1], files->pdata[i]))
            out[n++] = files->pdata[i];
    return out;
}

/* Who owns most of the step's files; the first of equals. */
static const char *step_owner(struct cond_context *x, const char **files)
{
    const char *best = NULL;
    unsigned most = 0;
    for (const char **f = files; *f; f++) {
        const char *owner = cond_owner(x, *f);
        unsigned n = 0;
        for (const char **g = files; owner && *g; g++)
            n += g_strcmp0(owner, cond_owner(x, *g)) == 0;
        if (n > most) {
            most = n;
            best = owner;
        }
    }
    return best;
}

static const char *lane(const struct outcome *o, bool on_path)
{
    if (o->control->gate || o->control->severity == SEVERITY_CRITICAL)
        return "before_launch";
    return on_path || (o->control->severity == SEVERITY_HIGH && o->credit < 50) ? "next" : "later";
}

void plan_build(struct report *r, struct cond_context *x, int gate)
{
    g_autoptr(GArray) steps = g_array_new(FALSE, TRUE, sizeof(struct candidate));
    struct score_total now;
    if (!r->scored)
        return;
    score_total(r->outcomes, r->n_outcomes, &r->profile, NULL, &now);
    for (unsigned i = 0; i < r->n_outcomes; i++) {
        struct outcome *o = &r->outcomes[i];
        if (o->status == STATUS_NOT_APPLICABLE)
            continue;
        struct score_total with = total_with(r, r->outcomes, i);
        o->score_gain = with.value - now.value;
        struct candidate c = {i, o->score_gain, with.uncapped - now.uncapped,
                              MAX(o->effort_minutes, 1), false};
        if (o->n_findings)
            g_array_append_val(steps, c);
    }
    r->path_to_gate = mark_path(r, steps, gate);
    g_array_sort_with_data(steps, compare_steps, r);

    g_autofree struct outcome *done = g_memdup2(r->outcomes, r->n_outcomes * sizeof *r->outcomes);
    g_autofree struct outcome *along = g_memdup2(r->outcomes, r->n_outcomes * sizeof *r->outcomes);
    int reached = now.value;
    r->plan = arena_new_n(&r->arena, struct plan_step, steps->len + 1);
    for (unsigned i = 0; i < steps->len; i++) {
        const struct candidate *c = &g_array_index(steps, struct candidate, i);
        const struct outcome *o = &r->outcomes[c->outcome];
        struct score_total after;
        repay(&done[c->outcome]);
        score_total(done, r->n_outcomes, &r->profile, NULL, &after);
        int path_gain = 0;
        if (c->on_path) {
            struct score_total there;
            repay(&along[c->outcome]);
            score_total(along, r->n_outcomes, &r->profile, NULL, &there);
            path_gain = there.value - reached;
            reached = there.value;
        }
        const char **files = step_files(r, o);
        r->plan[r->n_plan++] = (struct plan_step){.rank = i + 1,
                                                  .control = o->control,
                                                  .title = o->control->title,
                                                  .effort_minutes = o->effort_minutes,
                                                  .score_gain = o->score_gain,
                                                  .score_after = after.value,
                                                  .path_gain = path_gain,
                                                  .when = lane(o, c->on_path),
                                                  .on_path = c->on_path,
                                                  .files = files,
                                                  .scaffold = o->control->scaffold,
                                                  .owner = step_owner(x, files)};
    }
}
