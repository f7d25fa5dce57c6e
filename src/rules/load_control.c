/* Controls, named conditions and repository kinds. */
#include <string.h>

#include "rules/load_priv.h"

#define SECURITY_MOST 1000 /* 1/100 */

static const char *const categories[] = {"technical", "operational", "evaluation", "integration", "governance", NULL};
static const char *const severities[] = {"low", "medium", "high", "critical", NULL};
static const char *const subjects[] = {"repository", "site", "agent", "tool", "route", "secret", "prompt", "use", NULL};
static const char *const places[] = {"site", "client", "sink", "subject", "evidence", "busiest", "applies", NULL};
static const char *const placeholders[] = {"call", "model", "function", "value", "name", "path", "method", "sdk", "count", NULL};

const char *category_name(enum category c)
{
    return categories[c];
}

const char *severity_name(enum severity s)
{
    return severities[s];
}

const char *subject_name(enum subject s)
{
    return subjects[s];
}

/* ---- predicates and kinds ---- */

static const struct key predicates_keys[] = {
    {"predicates", TYPE_MAP, false, NULL},
    {"kinds", TYPE_MAPS, false, NULL},
};

static const struct key kind_keys[] = {{"kind", TYPE_TEXT, true, NULL}, {"when", TYPE_ANY, false, NULL}};

void load_predicates(struct loader *l, const struct rule_source *s)
{
    const struct yaml_node *map = yaml_get(s->root, "predicates"), *kinds = yaml_get(s->root, "kinds");
    load_check(l, s->root, predicates_keys, G_N_ELEMENTS(predicates_keys));
    for (unsigned i = 0; map && map->kind == YAML_MAP && i < map->n; i++) {
        struct predicate p = {map->keys[i]->text, load_cond(l, map->items[i])};
        g_autofree char *what = g_strdup_printf("the predicate '%s'", p.name);
        load_define(l, REFER_PREDICATE, p.name);
        if (load_once(l, map->keys[i], what) && p.cond)
            g_array_append_val(l->predicates, p);
    }
    for (unsigned i = 0; kinds && kinds->kind == YAML_LIST && i < kinds->n; i++) {
        load_check(l, kinds->items[i], kind_keys, G_N_ELEMENTS(kind_keys));
        struct kind_rule k = {load_text(kinds->items[i], "kind"), load_cond(l, yaml_get(kinds->items[i], "when"))};
        if (!k.kind)
            continue;
        load_define(l, REFER_REPOSITORY_KIND, k.kind);
        if (!k.when && i + 1 < kinds->n)
            load_error(l, kinds->items[i], "the kinds below are never asked, since this one has no 'when'");
        g_array_append_val(l->kinds, k);
    }
}

static const struct predicate *find_predicate(const struct ruleset *r, const char *name)
{
    for (unsigned i = 0; i < r->n_predicates; i++)
        if (strcmp(r->predicates[i].name, name) == 0)
            return &r->predicates[i];
    return NULL;
}

/* Whether `c` needs the predicate `name`; `open` holds the predicates that are being looked at. */
static bool needs(const struct ruleset *r, const struct cond *c, const char *name, GHashTable *open)
{
    for (unsigned i = 0; i < c->n_kids; i++)
        if (needs(r, c->kids[i], name, open))
            return true;
    for (unsigned i = 0; i < c->n_args; i++)
        if (c->args[i].cond && needs(r, c->args[i].cond, name, open))
            return true;
    if (c->kind != COND_PREDICATE || !c->args[0].string)
        return false;
    if (strcmp(c->args[0].string, name) == 0)
        return true;
    const struct predicate *p = find_predicate(r, c->args[0].string);
    return p && g_hash_table_add(open, (char *)p->name) && needs(r, p->cond, name, open);
}

void load_predicates_finish(struct loader *l)
{
    struct ruleset *r = l->rules;
    r->predicates = load_keep(l, l->predicates, &r->n_predicates);
    r->kinds = load_keep(l, l->kinds, &r->n_kinds);
    for (unsigned i = 0; i < r->n_predicates; i++) {
        const struct predicate *p = &r->predicates[i];
        g_autoptr(GHashTable) open = g_hash_table_new(g_str_hash, g_str_equal);
        struct yaml_node at = {.file = p->cond->place.file, .line = p->cond->place.line};
        if (needs(r, p->cond, p->name, open))
            load_error(l, &at, "the predicate '%s' needs itself", p->name);
    }
}

/* ---- controls ---- */

static const struct key control_keys[] = {
    {"control", TYPE_TEXT, true, NULL},
    {"title", TYPE_TEXT, true, NULL},
    {"category", TYPE_WORD, true, categories},
    {"severity", TYPE_WORD, true, severities},
    {"subject", TYPE_WORD, true, subjects},
    {"gate", TYPE_BOOL, false, NULL},
    {"security", TYPE_NUMBER, false, NULL},
    {"question", TYPE_TEXT, true, NULL},
    {"not_applicable", TYPE_TEXT, false, NULL},
    {"why", TYPE_TEXT, true, NULL},
    {"effort", TYPE_MAP, true, NULL},
    {"scaffold", TYPE_TEXT, false, NULL},
    {"apply", TYPE_TEXT, false, NULL},
    {"applies", TYPE_ANY, false, NULL},
    {"where", TYPE_ANY, false, NULL},
    {"judge", TYPE_ANY, true, NULL},
    {"otherwise", TYPE_MAP, false, NULL},
    {"fix", TYPE_ANY, true, NULL},
    {"references", TYPE_MAP, false, NULL},
    {"tests", TYPE_MAPS, false, NULL},
};

static const struct key otherwise_keys[] = {{"applies", TYPE_ANY, true, NULL}, {"judge", TYPE_ANY, true, NULL}};

static const struct key effort_keys[] = {{"once", TYPE_COUNT, true, NULL}, {"each", TYPE_COUNT, false, NULL}};

static const struct key entry_keys[] = {
    {"when", TYPE_ANY, false, NULL},         {"credit", TYPE_ANY, true, NULL},     {"message", TYPE_TEXT, false, NULL},
    {"fix", TYPE_TEXT, false, NULL},         {"at", TYPE_WORD, false, places},     {"severity", TYPE_WORD, false, severities},
    {"confidence", TYPE_NUMBER, false, NULL}, {"at_most", TYPE_NUMBER, false, NULL},
};

static void check_message(struct loader *l, const struct yaml_node *v)
{
    if (!v || v->kind != YAML_SCALAR)
        return;
    for (const char *p = strchr(v->text, '{'); p; p = strchr(p + 1, '{')) {
        size_t n = strspn(p + 1, "abcdefghijklmnopqrstuvwxyz_");
        if (n == 0 || p[1 + n] != '}')
            continue;
        g_autofree char *name = g_strndup(p + 1, n);
        if (g_strv_contains(placeholders, name))
            continue;
        const char *nearest = load_nearest(name, placeholders, G_N_ELEMENTS(placeholders) - 1);
        load_error(l, v, "unknown placeholder '{%s}'%s%s%s", name, nearest ? "; did you mean '{" : "",
                   nearest ? nearest : "", nearest ? "}'?" : "");
    }
}

static int read_credit(struct loader *l, const struct yaml_node *v)
{
    int64_t credit = 0;
    if (!v)
        return 0;
    if (v->kind == YAML_SCALAR && strcmp(v->text, "unknown") == 0)
        return CREDIT_UNKNOWN;
    if (!yaml_number(v, &credit) || credit < 0 || credit > 100)
        load_error(l, v, "'credit' is a number from 0 to 1 with at most two decimals, or unknown");
    return (int)CLAMP(credit, 0, 100);
}

static void read_entry(struct loader *l, const struct yaml_node *e, bool last, struct control *c)
{
    struct judge_entry *out = &c->entries[c->n_entries++];
    load_check(l, e, entry_keys, G_N_ELEMENTS(entry_keys));
    int64_t confidence = load_number(e, "confidence", 0), most = load_number(e, "at_most", -1);
    *out = (struct judge_entry){
        .when = load_cond(l, yaml_get(e, "when")),
        .credit = read_credit(l, yaml_get(e, "credit")),
        .message = load_text(e, "message"),
        .fix = load_text(e, "fix"),
        .at = load_text(e, "at"),
        .severity = yaml_get(e, "severity") ? (int)load_choice(e, "severity", severities, c->severity) : -1,
        .confidence = (int)CLAMP(confidence, 0, 100),
        .most = (int)CLAMP(most, -1, 100),
        .place = load_place(e),
    };
    check_message(l, yaml_get(e, "message"));
    check_message(l, yaml_get(e, "fix"));
    if (confidence < 0 || confidence > 100)
        load_error(l, yaml_get(e, "confidence"), "'confidence' is a number from 0 to 1");
    if (yaml_get(e, "at_most") && (most < 0 || most > 100 || c->shape != JUDGE_SUM))
        load_error(l, yaml_get(e, "at_most"), "'at_most' is a number from 0 to 1, in an entry of a sum");
    if (c->shape == JUDGE_FIRST && last && yaml_get(e, "when"))
        load_error(l, e, "the last entry of a 'judge' list has no 'when'");
    if (c->shape == JUDGE_FIRST && !last && !yaml_get(e, "when"))
        load_error(l, e, "the entries below are never asked, since this one has no 'when'");
}

static void read_judge(struct loader *l, const struct yaml_node *judge, struct control *c)
{
    const struct yaml_node *list = judge;
    c->shape = JUDGE_FIRST;
    if (judge && judge->kind == YAML_MAP && judge->n == 1) {
        list = judge->items[0];
        if (strcmp(judge->keys[0]->text, "sum") == 0)
            c->shape = JUDGE_SUM;
        else if (strcmp(judge->keys[0]->text, "best") == 0)
            c->shape = JUDGE_BEST;
        else
            list = NULL;
    }
    if (!judge)
        return;
    if (!list || list->kind != YAML_LIST || list->n == 0) {
        load_error(l, judge, "'judge' is a list of entries, {sum: [...]} or {best: [...]}");
        return;
    }
    c->entries = arena_new_n(l->arena, struct judge_entry, list->n + 1);
    for (unsigned i = 0; i < list->n; i++) {
        if (list->items[i]->kind == YAML_MAP)
            read_entry(l, list->items[i], i + 1 == list->n, c);
        else
            load_error(l, list->items[i], "an entry of 'judge' is a map with 'when' and 'credit'");
    }
}

static void read_otherwise(struct loader *l, const struct yaml_node *map, struct control *c)
{
    if (!map)
        return;
    load_check(l, map, otherwise_keys, G_N_ELEMENTS(otherwise_keys));
    if (c->subject == SUBJECT_REPOSITORY || c->gate)
        load_error(l, map, "'otherwise' is for controls that judge each of their subjects, and are no gates");
    c->otherwise = arena_new(l->arena, struct control);
    *c->otherwise = *c;
    c->otherwise->subject = SUBJECT_REPOSITORY;
    c->otherwise->where = NULL;
    c->otherwise->otherwise = NULL;
    c->otherwise->entries = NULL;
    c->otherwise->n_entries = 0;
    c->otherwise->applies = load_cond(l, yaml_get(map, "applies"));
    read_judge(l, yaml_get(map, "judge"), c->otherwise);
}

static void read_fix(struct loader *l, const struct yaml_node *fix, struct control *c)
{
    if (!fix)
        return;
    if (fix->kind == YAML_SCALAR) {
        c->fix = arena_new(l->arena, struct api_pair);
        *c->fix = (struct api_pair){"text", fix->text};
        c->n_fix = 1;
        return;
    }
    c->fix = load_pairs(l, fix, &c->n_fix);
    if (!load_text(fix, "text"))
        load_error(l, fix, "'fix' needs the key 'text'");
}

static void read_references(struct loader *l, const struct yaml_node *map, struct control *c)
{
    if (!map || map->kind != YAML_MAP)
        return;
    c->references = arena_new_n(l->arena, struct reference, map->n + 1);
    for (unsigned i = 0; i < map->n; i++) {
        const struct key check = {map->keys[i]->text, TYPE_TEXTS, false, NULL};
        if (load_check_value(l, map->items[i], &check))
            c->references[c->n_references++] = (struct reference){map->keys[i]->text, load_list(l, map->items[i])};
    }
}

static bool is_control_id(const char *id)
{
    return strlen(id) == 6 && strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3 && id[3] == '-' && g_ascii_isdigit(id[4]) &&
           g_ascii_isdigit(id[5]);
}

void load_control(struct loader *l, const struct rule_source *s)
{
    const struct yaml_node *root = s->root, *effort = yaml_get(root, "effort");
    struct control *c = arena_new(l->arena, struct control);
    load_check(l, root, control_keys, G_N_ELEMENTS(control_keys));
    if (effort)
        load_check(l, effort, effort_keys, G_N_ELEMENTS(effort_keys));
    *c = (struct control){
        .id = load_text(root, "control"),
        .title = load_text(root, "title"),
        .question = load_text(root, "question"),
        .not_applicable = load_text(root, "not_applicable"),
        .why = load_text(root, "why"),
        .scaffold = load_text(root, "scaffold"),
        .apply = load_text(root, "apply"),
        .category = load_choice(root, "category", categories, CATEGORY_TECHNICAL),
        .severity = load_choice(root, "severity", severities, SEVERITY_MEDIUM),
        .subject = load_choice(root, "subject", subjects, SUBJECT_REPOSITORY),
        .gate = load_bool(root, "gate"),
        .security = (int)CLAMP(load_number(root, "security", 0), 0, SECURITY_MOST) / 10,
        .effort_once = load_count(effort, "once", 0),
        .effort_each = load_count(effort, "each", 0),
        .place = load_place(root),
    };
    if (!c->id)
        return;
    if (!is_control_id(c->id))
        load_error(l, yaml_get(root, "control"), "'%s' is no control id; write three capitals, '-' and two digits", c->id);
    if (yaml_get(root, "security") && (c->security < 1 || load_number(root, "security", 0) > SECURITY_MOST))
        load_error(l, yaml_get(root, "security"), "'security' is a number from 0.1 to 10");
    if (c->apply)
        load_refer(l, yaml_get(root, "apply"), REFER_ATTRIBUTE, c->apply);
    c->applies = load_cond(l, yaml_get(root, "applies"));
    c->where = load_cond(l, yaml_get(root, "where"));
    read_judge(l, yaml_get(root, "judge"), c);
    read_fix(l, yaml_get(root, "fix"), c);
    read_references(l, yaml_get(root, "references"), c);
    read_otherwise(l, yaml_get(root, "otherwise"), c);
    c->tests = load_tests(l, yaml_get(root, "tests"), true, NULL, &c->n_tests);
    g_autofree char *what = g_strdup_printf("the control '%s'", c->id);
    if (load_once(l, root, what))
        g_array_append_val(l->controls, c);
}

static int compare_controls(gconstpointer a, gconstpointer b)
{
    const struct control *x = *(const struct control *const *)a, *y = *(const struct control *const *)b;
    return x->category != y->category ? (int)x->category - (int)y->category : strcmp(x->id, y->id);
}

void load_controls_finish(struct loader *l)
{
    struct ruleset *r = l->rules;
    g_array_sort(l->controls, compare_controls);
    r->controls = load_keep(l, l->controls, &r->n_controls);
    for (unsigned i = 0; i < r->n_controls; i++)
        r->controls[i]->index = i;
    r->queries = load_keep(l, l->queries, &r->n_queries);
}
