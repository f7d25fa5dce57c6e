#include "report/portfolio.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "judge/judge.h"
#include "judge/waivers.h"
#include "report/portfolio_priv.h"

#define SOON_DAYS 30

struct portfolio *portfolio_new(const struct ruleset *rules)
{
    struct portfolio *p = g_new0(struct portfolio, 1);
    arena_init(&p->arena);
    p->rules = rules;
    p->entries = g_ptr_array_new();
    p->controls = g_ptr_array_new();
    p->by_id = g_hash_table_new(g_str_hash, g_str_equal);
    return p;
}

void portfolio_free(struct portfolio *p)
{
    if (!p)
        return;
    g_ptr_array_unref(p->entries);
    g_ptr_array_unref(p->controls);
    g_hash_table_unref(p->by_id);
    arena_fini(&p->arena);
    g_free(p);
}

struct portfolio_entry *portfolio_find(const struct portfolio *p, const char *name)
{
    for (guint i = 0; i < p->entries->len; i++)
        if (strcmp(portfolio_entry_at(p, i)->name, name) == 0)
            return portfolio_entry_at(p, i);
    return NULL;
}

const struct portfolio_judgement *portfolio_judgement_of(const struct portfolio_entry *e, const char *id)
{
    unsigned low = 0, high = e->n_judgements;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        int order = strcmp(e->judgements[middle].id, id);
        if (order == 0)
            return &e->judgements[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const char *standing_name(enum standing s)
{
    static const char *const names[] = {[STANDING_RANKED] = "ranked", [STANDING_NO_SCORE] = "no_score",
                                        [STANDING_OTHER_MODEL] = "other_model", [STANDING_FAILED] = "failed"};
    return names[s];
}

char *portfolio_why_not(const struct portfolio_entry *e)
{
    switch (e->standing) {
    case STANDING_RANKED:
        return NULL;
    case STANDING_NO_SCORE:
        return g_strdup("not comparable: no AI surface was found, and nothing is scored");
    case STANDING_OTHER_MODEL:
        return g_strdup_printf("not comparable: scored by model %s, not %s; scan it again", e->model ? e->model : "unknown",
                               SCORE_MODEL_VERSION);
    case STANDING_FAILED:
        break;
    }
    return g_strdup_printf("not scanned: %s", e->error);
}

char *portfolio_day(int day)
{
    return day > 0 ? g_strdup_printf("%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100) : NULL;
}

char *portfolio_signed(int tenths)
{
    return g_strdup_printf("%s%d.%d", tenths < 0 ? "-" : tenths > 0 ? "+" : "", ABS(tenths) / 10, ABS(tenths) % 10);
}

/* Days between two such as 20270201; false if one is no day of the calendar. */
static bool days_between(int from, int to, int *out)
{
    GDate a, b;
    if (from <= 0 || to <= 0 || !g_date_valid_dmy((GDateDay)(from % 100), (GDateMonth)(from / 100 % 100), (GDateYear)(from / 10000)) ||
        !g_date_valid_dmy((GDateDay)(to % 100), (GDateMonth)(to / 100 % 100), (GDateYear)(to / 10000)))
        return false;
    g_date_clear(&a, 1);
    g_date_clear(&b, 1);
    g_date_set_dmy(&a, (GDateDay)(from % 100), (GDateMonth)(from / 100 % 100), (GDateYear)(from / 10000));
    g_date_set_dmy(&b, (GDateDay)(to % 100), (GDateMonth)(to / 100 % 100), (GDateYear)(to / 10000));
    *out = g_date_days_between(&a, &b);
    return true;
}

/* ---- order ---- */

static int by_name(gconstpointer a, gconstpointer b)
{
    const struct portfolio_entry *x = *(struct portfolio_entry *const *)a, *y = *(struct portfolio_entry *const *)b;
    int order = strcmp(x->name, y->name);
    if (order == 0)
        order = strcmp(x->about.source, y->about.source);
    return order ? order : g_strcmp0(x->commit, y->commit);
}

static int by_debt(gconstpointer a, gconstpointer b)
{
    const struct portfolio_control *x = *(struct portfolio_control *const *)a, *y = *(struct portfolio_control *const *)b;
    int order = (int)x->category - (int)y->category;
    return order ? order : strcmp(x->id, y->id);
}

/* Whoever shares a name is told apart by where it came from. */
static void tell_apart(struct portfolio *p)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < p->entries->len; i++) {
        const char *name = portfolio_entry_at(p, i)->about.name;
        g_hash_table_insert(seen, (gpointer)name, GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(seen, name)) + 1));
    }
    for (guint i = 0; i < p->entries->len; i++) {
        struct portfolio_entry *e = portfolio_entry_at(p, i);
        if (GPOINTER_TO_UINT(g_hash_table_lookup(seen, e->about.name)) > 1 && *e->about.source)
            e->name = arena_printf(&p->arena, "%s (%s)", e->about.name, e->about.source);
    }
    g_ptr_array_sort(p->entries, by_name);
}

static void place_judgements(struct portfolio *p)
{
    g_ptr_array_sort(p->controls, by_debt);
    g_autoptr(GHashTable) at = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < p->controls->len; i++)
        g_hash_table_insert(at, (gpointer)portfolio_control_at(p, i)->id, GUINT_TO_POINTER(i));
    for (guint i = 0; i < p->entries->len; i++) {
        struct portfolio_entry *e = portfolio_entry_at(p, i);
        unsigned kept = 0;
        for (unsigned k = 0; k < e->n_judgements; k++) {
            gpointer index;
            if (!g_hash_table_lookup_extended(at, e->judgements[k].id, NULL, &index))
                continue; /* of a control that no report describes */
            e->judgements[kept] = e->judgements[k];
            e->judgements[kept++].control = GPOINTER_TO_UINT(index);
        }
        e->n_judgements = kept;
    }
}

/* ---- standing and rank ---- */

static void decide_standing(struct portfolio *p, struct portfolio_entry *e)
{
    e->standing = e->error                                             ? STANDING_FAILED
                  : g_strcmp0(e->model, SCORE_MODEL_VERSION) != 0      ? STANDING_OTHER_MODEL
                  : !e->scored                                         ? STANDING_NO_SCORE
                                                                       : STANDING_RANKED;
    e->judged = e->apply = 0;
    for (int c = 0; c < CATEGORY_COUNT; c++)
        for (int s = 0; s < STATUS_COUNT; s++) {
            e->apply += s != STATUS_NOT_APPLICABLE ? e->categories[c].counts[s] : 0;
            e->judged += s != STATUS_NOT_APPLICABLE && s != STATUS_UNKNOWN ? e->categories[c].counts[s] : 0;
        }
    e->passes = e->standing == STANDING_RANKED && p->options.gate >= 0 && e->with_waivers >= p->options.gate;
    e->moved = e->standing == STANDING_RANKED && e->n_past > 0;
    e->movement = e->moved ? e->score - e->past[0].score : 0;
}

static const char *kind_of(const struct portfolio_entry *e)
{
    return e->kind ? e->kind : "";
}

struct ranking { /* what qsort_r has at hand */
    const struct portfolio *p;
    GHashTable *sizes; /* of kinds */
};

/* Ranked first, in groups of a kind, the largest first; within one the best first. */
static int by_rank(gconstpointer a, gconstpointer b, gpointer payload)
{
    const struct ranking *r = payload;
    const struct portfolio_entry *x = portfolio_entry_at(r->p, *(const unsigned *)a), *y = portfolio_entry_at(r->p, *(const unsigned *)b);
    if (x->standing != y->standing)
        return (int)x->standing - (int)y->standing;
    if (x->standing == STANDING_RANKED) {
        unsigned n = GPOINTER_TO_UINT(g_hash_table_lookup(r->sizes, kind_of(x)));
        unsigned m = GPOINTER_TO_UINT(g_hash_table_lookup(r->sizes, kind_of(y)));
        if (n != m)
            return n > m ? -1 : 1;
        int order = strcmp(kind_of(x), kind_of(y));
        if (order)
            return order;
        if (x->score != y->score)
            return x->score > y->score ? -1 : 1;
    }
    return *(const unsigned *)a < *(const unsigned *)b ? -1 : *(const unsigned *)a > *(const unsigned *)b;
}

static int compare_ints(gconstpointer a, gconstpointer b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return x < y ? -1 : x > y;
}

/* The value at `part` quarters of a sorted list: between two it is their mean, rounded up. */
static int quartile(const int *sorted, unsigned n, unsigned part)
{
    unsigned at = (n - 1) * part, low = at / 4, rest = at % 4;
    if (rest == 0 || low + 1 >= n)
        return sorted[low];
    return (sorted[low] * (int)(4 - rest) + sorted[low + 1] * (int)rest + 2) / 4;
}

static void close_kind(struct portfolio *p, const char *name, GArray *scores)
{
    if (scores->len == 0)
        return;
    int *list = (int *)(void *)scores->data;
    qsort(list, scores->len, sizeof *list, compare_ints);
    p->kinds[p->n_kinds++] = (struct portfolio_kind){
        .name = name, .n = scores->len, .least = list[0], .quarter = quartile(list, scores->len, 1), .median = quartile(list, scores->len, 2),
        .three_quarters = quartile(list, scores->len, 3), .most = list[scores->len - 1]};
    g_array_set_size(scores, 0);
}

static void rank(struct portfolio *p)
{
    guint n = p->entries->len;
    g_autoptr(GHashTable) sizes = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GArray) scores = g_array_new(FALSE, FALSE, sizeof(int));
    for (guint i = 0; i < n; i++) {
        const struct portfolio_entry *e = portfolio_entry_at(p, i);
        if (e->standing == STANDING_RANKED)
            g_hash_table_insert(sizes, (gpointer)kind_of(e), GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(sizes, kind_of(e))) + 1));
    }
    p->order = arena_new_n(&p->arena, unsigned, n + 1);
    for (guint i = 0; i < n; i++)
        p->order[i] = i;
    struct ranking ranking = {p, sizes};
    g_qsort_with_data(p->order, (int)n, sizeof *p->order, by_rank, &ranking);
    p->kinds = arena_new_n(&p->arena, struct portfolio_kind, g_hash_table_size(sizes) + 1);
    p->n_kinds = 0;
    const struct portfolio_entry *before = NULL;
    unsigned at = 0;
    for (guint i = 0; i < n; i++) {
        struct portfolio_entry *e = portfolio_entry_at(p, p->order[i]);
        if (e->standing != STANDING_RANKED)
            break;
        bool same = before && strcmp(kind_of(before), kind_of(e)) == 0;
        if (before && !same)
            close_kind(p, kind_of(before), scores);
        at = same ? at + 1 : 1;
        e->rank = same && before->score == e->score ? before->rank : at;
        e->of = GPOINTER_TO_UINT(g_hash_table_lookup(sizes, kind_of(e)));
        g_array_append_val(scores, e->score);
        before = e;
    }
    if (before)
        close_kind(p, kind_of(before), scores);
}

const struct portfolio_kind *portfolio_kind_of(const struct portfolio *p, const struct portfolio_entry *e)
{
    for (unsigned i = 0; i < p->n_kinds; i++)
        if (strcmp(p->kinds[i].name, kind_of(e)) == 0)
            return &p->kinds[i];
    return NULL;
}

/* ---- sums ---- */

static int median_of(GArray *list)
{
    int *values = (int *)(void *)list->data;
    if (list->len == 0)
        return -1;
    qsort(values, list->len, sizeof *values, compare_ints);
    return quartile(values, list->len, 2);
}

static void count_entries(struct portfolio *p)
{
    g_autoptr(GHashTable) rulesets = g_hash_table_new(g_str_hash, g_str_equal);
    int64_t moved = 0;
    for (guint i = 0; i < p->entries->len; i++) {
        const struct portfolio_entry *e = portfolio_entry_at(p, i);
        p->n_failed += e->standing == STANDING_FAILED;
        p->n_no_score += e->standing == STANDING_NO_SCORE;
        p->n_other_model += e->standing == STANDING_OTHER_MODEL;
        p->n_added += e->added;
        if (e->standing != STANDING_RANKED)
            continue;
        p->n_ranked++;
        p->n_passing += e->passes;
        p->n_moved += e->moved;
        moved += e->movement;
        p->debt_minutes += e->debt_minutes;
        p->sites += e->sites;
        p->bins[MIN(e->score / 100, 9)]++;
        p->grades[strchr("ABCDF", e->grade) - "ABCDF"]++;
        if (e->ruleset)
            g_hash_table_add(rulesets, (gpointer)e->ruleset);
    }
    p->n_rulesets = g_hash_table_size(rulesets);
    p->movement = p->n_moved ? (int)(moved / (int64_t)p->n_moved) : 0;
    for (unsigned i = 0; p->gone && p->gone[i]; i++)
        p->n_gone++;
    for (int c = -1; c < CATEGORY_COUNT; c++) {
        g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(int));
        for (guint i = 0; i < p->entries->len; i++) {
            const struct portfolio_entry *e = portfolio_entry_at(p, i);
            if (e->standing == STANDING_RANKED && (c < 0 || e->categories[c].scored))
                g_array_append_val(list, *(c < 0 ? &e->score : &e->categories[c].score));
        }
        *(c < 0 ? &p->median : &p->medians[c]) = median_of(list);
    }
}

static void date(struct portfolio *p)
{
    p->as_of = p->options.today;
    for (guint i = 0; i < p->entries->len && !p->options.today; i++) {
        const char *day = portfolio_entry_at(p, i)->date;
        p->as_of = MAX(p->as_of, day ? waivers_day(day) : 0);
    }
}

static int by_points(gconstpointer a, gconstpointer b)
{
    const struct portfolio_common *x = a, *y = b;
    if (x->points != y->points)
        return x->points > y->points ? -1 : 1;
    if (x->lacking != y->lacking)
        return x->lacking > y->lacking ? -1 : 1;
    return x->control < y->control ? -1 : x->control > y->control;
}

/* What each control would bring, were it repaid wherever it is owed. */
static void sum_common(struct portfolio *p)
{
    p->common = arena_new_n(&p->arena, struct portfolio_common, p->controls->len + 1);
    p->n_common = p->controls->len;
    for (guint i = 0; i < p->controls->len; i++)
        p->common[i].control = i;
    for (guint i = 0; i < p->entries->len; i++) {
        const struct portfolio_entry *e = portfolio_entry_at(p, i);
        for (unsigned k = 0; e->standing == STANDING_RANKED && k < e->n_judgements; k++) {
            const struct portfolio_judgement *j = &e->judgements[k];
            struct portfolio_common *c = &p->common[j->control];
            c->apply += j->status != STATUS_NOT_APPLICABLE;
            c->unknown += j->status == STATUS_UNKNOWN;
            c->waived += j->status == STATUS_WAIVED;
            if (!portfolio_owes(j))
                continue;
            c->lacking++;
            c->partial += j->status == STATUS_PARTIAL;
            c->effort_minutes += j->effort_minutes;
            c->debt_minutes += j->debt_minutes;
            c->points += j->score_gain;
        }
    }
    qsort(p->common, p->n_common, sizeof *p->common, by_points);
}

/* ---- models ---- */

struct named_model {
    const struct portfolio_model *m;
    unsigned entry, index;
};

static int compare_models(const struct portfolio_model *x, const struct portfolio_model *y)
{
    int order = strcmp(x->id, y->id);
    return order ? order : g_strcmp0(x->provider, y->provider);
}

static int by_named_model(gconstpointer a, gconstpointer b)
{
    const struct named_model *x = a, *y = b;
    int order = compare_models(x->m, y->m);
    if (order == 0)
        order = x->entry < y->entry ? -1 : x->entry > y->entry;
    return order ? order : x->index < y->index ? -1 : x->index > y->index;
}

static int by_use(gconstpointer a, gconstpointer b)
{
    const struct portfolio_use *x = a, *y = b;
    if (x->repositories != y->repositories)
        return x->repositories > y->repositories ? -1 : 1;
    int order = strcmp(x->id, y->id);
    return order ? order : g_strcmp0(x->provider, y->provider);
}

static void add_to_use(struct portfolio_use *u, const struct named_model *m)
{
    const struct portfolio_model *one = m->m;
    bool again = u->n > 0 && u->entries[u->n - 1] == m->entry;
    u->repositories += !again;
    u->sites += one->sites;
    u->entries[u->n] = m->entry;
    u->models[u->n++] = m->index;
}

/* A repository pins a model when all its mentions do; one that floats decides. */
static void count_pins(const struct portfolio *p, struct portfolio_use *u)
{
    for (unsigned i = 0; i < u->n;) {
        bool floats = false, unknown = false;
        unsigned entry = u->entries[i];
        for (; i < u->n && u->entries[i] == entry; i++) {
            int pinned = portfolio_entry_at(p, entry)->models[u->models[i]].pinned;
            floats |= pinned == 0;
            unknown |= pinned < 0;
        }
        u->floating += floats;
        u->unknown += !floats && unknown;
        u->pinned += !floats && !unknown;
    }
}

static void sum_models(struct portfolio *p)
{
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(struct named_model));
    for (guint i = 0; i < p->entries->len; i++)
        for (unsigned k = 0; k < portfolio_entry_at(p, i)->n_models; k++) {
            struct named_model one = {&portfolio_entry_at(p, i)->models[k], i, k};
            g_array_append_val(list, one);
        }
    g_array_sort(list, by_named_model);
    const struct named_model *all = (const struct named_model *)(const void *)list->data;
    p->uses = arena_new_n(&p->arena, struct portfolio_use, list->len + 1);
    for (guint i = 0; i < list->len;) {
        guint end = i;
        while (end < list->len && compare_models(all[i].m, all[end].m) == 0)
            end++;
        struct portfolio_use *u = &p->uses[p->n_uses++];
        u->id = all[i].m->id;
        u->provider = all[i].m->provider;
        u->entries = arena_new_n(&p->arena, unsigned, end - i);
        u->models = arena_new_n(&p->arena, unsigned, end - i);
        for (; i < end; i++)
            add_to_use(u, &all[i]);
        count_pins(p, u);
    }
    qsort(p->uses, p->n_uses, sizeof *p->uses, by_use);
}

/* ---- waivers ---- */

static int by_expiry(gconstpointer a, gconstpointer b, gpointer payload)
{
    const struct portfolio *p = payload;
    const struct portfolio_expiry *x = a, *y = b;
    const char *from = portfolio_entry_at(p, x->entry)->waivers[x->waiver].expires;
    const char *to = portfolio_entry_at(p, y->entry)->waivers[y->waiver].expires;
    int order = from && to ? strcmp(from, to) : from ? -1 : to ? 1 : 0;
    if (order == 0)
        order = x->entry < y->entry ? -1 : x->entry > y->entry;
    return order ? order : x->waiver < y->waiver ? -1 : x->waiver > y->waiver;
}

static void sum_waivers(struct portfolio *p)
{
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(struct portfolio_expiry));
    for (guint i = 0; i < p->entries->len; i++) {
        const struct portfolio_entry *e = portfolio_entry_at(p, i);
        for (unsigned k = 0; k < e->n_waivers; k++) {
            struct portfolio_expiry one = {.entry = i, .waiver = k};
            const char *expires = e->waivers[k].expires;
            one.known = expires && days_between(p->as_of, waivers_day(expires), &one.days);
            p->n_expiring += one.known && one.days >= 0 && one.days <= SOON_DAYS && strcmp(e->waivers[k].state, "active") == 0;
            g_array_append_val(list, one);
        }
    }
    g_array_sort_with_data(list, by_expiry, p);
    p->expiries = arena_memdup(&p->arena, list->data, list->len * sizeof(struct portfolio_expiry));
    p->n_expiries = list->len;
}

/* ---- frameworks ---- */

static int by_clause(gconstpointer a, gconstpointer b)
{
    const struct portfolio_clause *x = a, *y = b;
    int order = strcmp(x->framework, y->framework);
    if (order == 0)
        order = strcmp(x->id, y->id);
    return order ? order : x->controls[0] < y->controls[0] ? -1 : x->controls[0] > y->controls[0];
}

/* A clause is met where all its controls that apply are; it is open where none of them is. */
static void judge_clause(const struct portfolio *p, struct portfolio_clause *c)
{
    for (guint i = 0; i < p->entries->len; i++) {
        const struct portfolio_entry *e = portfolio_entry_at(p, i);
        unsigned apply = 0, met = 0, unknown = 0, some = 0;
        for (unsigned k = 0; e->standing == STANDING_RANKED && k < c->n_controls; k++) {
            const struct portfolio_judgement *j = portfolio_judgement_of(e, portfolio_control_at(p, c->controls[k])->id);
            if (!j || j->status == STATUS_NOT_APPLICABLE)
                continue;
            apply++;
            met += j->status == STATUS_SATISFIED;
            unknown += j->status == STATUS_UNKNOWN;
            some += j->status == STATUS_SATISFIED || j->status == STATUS_PARTIAL;
        }
        c->met += apply > 0 && met == apply;
        c->unknown += apply > 0 && met < apply && unknown == apply;
        c->partly += apply > 0 && met < apply && unknown < apply && some > 0;
        c->open += apply > 0 && met < apply && unknown < apply && some == 0;
    }
}

static void sum_frameworks(struct portfolio *p)
{
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(struct portfolio_clause));
    for (guint i = 0; i < p->controls->len; i++) {
        const struct portfolio_control *c = portfolio_control_at(p, i);
        for (unsigned k = 0; k < c->n_references; k++) {
            unsigned at = i;
            struct portfolio_clause one = {.framework = c->references[k].framework, .id = c->references[k].id, .n_controls = 1,
                                           .controls = arena_memdup(&p->arena, &at, sizeof at)};
            g_array_append_val(list, one);
        }
    }
    g_array_sort(list, by_clause);
    const struct portfolio_clause *all = (const struct portfolio_clause *)(const void *)list->data;
    p->clauses = arena_new_n(&p->arena, struct portfolio_clause, list->len + 1);
    for (guint i = 0; i < list->len;) {
        guint end = i;
        while (end < list->len && strcmp(all[i].framework, all[end].framework) == 0 && strcmp(all[i].id, all[end].id) == 0)
            end++;
        struct portfolio_clause *c = &p->clauses[p->n_clauses++];
        *c = all[i];
        c->controls = arena_new_n(&p->arena, unsigned, end - i);
        c->n_controls = 0;
        for (; i < end; i++)
            c->controls[c->n_controls++] = all[i].controls[0];
        judge_clause(p, c);
    }
}

void portfolio_settle(struct portfolio *p, const struct portfolio_options *options)
{
    p->options = *options;
    memset(&p->as_of, 0, sizeof *p - offsetof(struct portfolio, as_of));
    for (guint i = 0; i < p->entries->len; i++)
        portfolio_entry_at(p, i)->name = portfolio_entry_at(p, i)->about.name;
    tell_apart(p);
    place_judgements(p);
    for (guint i = 0; i < p->entries->len; i++)
        decide_standing(p, portfolio_entry_at(p, i));
    rank(p);
    date(p);
    count_entries(p);
    sum_common(p);
    sum_models(p);
    sum_waivers(p);
    sum_frameworks(p);
}
