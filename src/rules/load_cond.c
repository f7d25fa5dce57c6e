/* Conditions: from YAML to struct cond. */
#include <string.h>

#include "rules/load_priv.h"

#define MAX_REFINES 14

/* Which of the files that its globs name a condition looks at. */
#define FILE_KEYS {"zone", ARG_LIST, NULL, REFER_ZONE}, {"not_zone", ARG_LIST, NULL, REFER_ZONE}, {"not_path", ARG_LIST, NULL, 0}
#define COND_MAX_DEPTH 16

static const char *const subjects[] = {"repository", "site", "agent", "tool", "route", "secret", "prompt", "use", NULL};
static const char *const pin_names[] = {"pinned", "minor", "floating", "deployment", "unknown", "none", NULL};
static const char *const origins[] = {"literal", "constant", "env", "config", "argument", NULL};
static const char *const flow_names[] = {"parse",   "schema",  "cast",   "subscript", "branch", "match",
                                         "execute", "render", "store", "respond",   "log",    "any",   NULL};
static const char *const loops[] = {"agent", "retry", "interactive", "data", "any", "none", NULL};
static const char *const near[] = {"function", "class", "file", "caller", "entry", "route", "repository", "body", "caller_body", NULL};
static const char *const units[] = {"function", "body", "class", "file", "caller", "caller_body", "entry", "route", "expression", NULL};
static const char *const sides[] = {"input", "output", "both", NULL};
static const char *const handled[] = {"raise", "return", "retry", "log", "pass", "panic", NULL};
static const char *const locks[] = {"locked", "pinned", "exact", "loose", "unknown", "any", NULL};
static const char *const handlers[] = {"any", "error", "raise", "return", "retry", "log", "pass", "other", "silent", "tell", "say", "drop", "panic", "record", "print", "hands", NULL};
static const char *const owned[] = {"sites", "tools", "prompts", "evals", NULL};

static const char *const called[] = {"awaited", "async", NULL};

struct cond_key {
    const char *name;
    enum arg_type type;
    const char *const *choices;
    enum reference_kind refers;
};

/* To add a kind: enum cond_kind, a row here, its row in docs/rules.md, its evaluation in judge. */
static const struct cond_spec {
    struct cond_key leading;
    struct cond_key refines[MAX_REFINES + 1];
} specs[COND_KINDS] = {
    [COND_ANY] = {{"any", ARG_COND, NULL, 0}, {{"at_least", ARG_NUMBER, NULL, 0}}},
    [COND_ALL] = {{"all", ARG_COND, NULL, 0}, {{0}}},
    [COND_NOT] = {{"not", ARG_COND, NULL, 0}, {{0}}},
    [COND_SEEN] = {{"seen", ARG_COND, NULL, 0}, {{0}}},
    [COND_PREDICATE] = {{"predicate", ARG_STRING, NULL, REFER_PREDICATE}, {{0}}},
    [COND_REPOSITORY_KIND] = {{"repository_kind", ARG_LIST, NULL, REFER_REPOSITORY_KIND}, {{0}}},
    [COND_COUNT] = {{"count", ARG_STRING, subjects, 0},
                    {{"where", ARG_COND, NULL, 0}, {"at_least", ARG_NUMBER, NULL, 0}, {"at_most", ARG_NUMBER, NULL, 0}}},
    [COND_ATTRIBUTE] = {{"attribute", ARG_STRING, NULL, REFER_ATTRIBUTE},
                        {{"state", ARG_LIST, load_states, 0},
                         {"equals", ARG_STRING, NULL, 0},
                         {"in", ARG_LIST, NULL, 0},
                         {"matches", ARG_REGEX, NULL, 0},
                         {"at_least", ARG_NUMBER, NULL, 0},
                         {"at_most", ARG_NUMBER, NULL, 0},
                         {"origin", ARG_LIST, NULL, 0}}},
    [COND_DEFAULT] = {{"default", ARG_STRING, NULL, REFER_ATTRIBUTE},
                      {{"at_least", ARG_NUMBER, NULL, 0},
                       {"at_most", ARG_NUMBER, NULL, 0},
                       {"exists", ARG_BOOL, NULL, 0}}},
    [COND_KIND] = {{"kind", ARG_LIST, NULL, REFER_SUBJECT_KIND}, {{0}}},
    [COND_SDK] = {{"sdk", ARG_LIST, NULL, REFER_SDK}, {{0}}},
    [COND_PROVIDER] = {{"provider", ARG_LIST, NULL, 0}, {{0}}},
    [COND_ZONE] = {{"zone", ARG_LIST, NULL, REFER_ZONE}, {{0}}},
    [COND_LANGUAGE] = {{"language", ARG_LIST, NULL, REFER_LANGUAGE}, {{0}}},
    [COND_MODEL] = {{"model", ARG_LIST, pin_names, 0},
                    {{"origin", ARG_LIST, origins, 0}, {"spread_at_least", ARG_NUMBER, NULL, 0}}},
    [COND_FLOW] = {{"flow", ARG_LIST, flow_names, 0},
                   {{"guarded", ARG_BOOL, NULL, 0},
                    {"named", ARG_BOOL, NULL, 0},
                    {"validated", ARG_BOOL, NULL, 0},
                    {"handler", ARG_LIST, handled, 0},
                    {"names", ARG_REGEX, NULL, 0}}},
    [COND_LOOP] = {{"loop", ARG_LIST, loops, 0}, {{"bounded", ARG_BOOL, NULL, 0}}},
    [COND_USE] = {{"use", ARG_LIST, NULL, REFER_TAG},
                  {{"near", ARG_LIST, near, 0},
                   {"covers", ARG_BOOL, NULL, 0},
                   {"side", ARG_LIST, sides, 0},
                   {"zone", ARG_LIST, NULL, REFER_ZONE},
                   {"at_least", ARG_NUMBER, NULL, 0},
                   {"argument", ARG_MAP, NULL, 0},
                   {"path", ARG_PATH, NULL, 0}}},
    [COND_REACHES] = {{"reaches", ARG_LIST, subjects, 0}, {{"hops", ARG_NUMBER, NULL, 0}}},
    [COND_REACHED_BY] = {{"reached_by", ARG_LIST, subjects, 0}, {{"where", ARG_COND, NULL, 0}, {"hops", ARG_NUMBER, NULL, 0}}},
    [COND_HANDLER] = {{"handler", ARG_LIST, handlers, 0},
                      {{"names", ARG_REGEX, NULL, 0},
                       {"log", ARG_BOOL, NULL, 0},
                       {"raise", ARG_BOOL, NULL, 0},
                       {"broad", ARG_BOOL, NULL, 0},
                       {"hops", ARG_NUMBER, NULL, 0}}},
    [COND_FILE] = {{"file", ARG_LIST, NULL, 0},
                   {FILE_KEYS,
                    {"min_bytes", ARG_NUMBER, NULL, 0},
                    {"at_least", ARG_NUMBER, NULL, 0},
                    {"imports", ARG_STRING, NULL, 0},
                    {"holds", ARG_LIST, NULL, 0}}},
    [COND_CONFIG] = {{"config", ARG_LIST, NULL, 0},
                     {FILE_KEYS,
                      {"key", ARG_LIST, NULL, 0},
                      {"matches", ARG_REGEX, NULL, 0},
                      {"not_matches", ARG_REGEX, NULL, 0},
                      {"at_least", ARG_NUMBER, NULL, 0},
                      {"beside", ARG_MAP, NULL, 0},
                      {"absent", ARG_BOOL, NULL, 0}}},
    [COND_DOCUMENT] = {{"document", ARG_LIST, NULL, 0},
                       {FILE_KEYS,
                        {"title", ARG_REGEX, NULL, 0},
                        {"slots", ARG_SLOTS, NULL, 0},
                        {"at_least", ARG_NUMBER, NULL, 0}}},
    [COND_TABLE] = {{"table", ARG_LIST, NULL, 0},
                    {FILE_KEYS,
                     {"title", ARG_REGEX, NULL, 0},
                     {"header", ARG_REGEX_LIST, NULL, 0},
                     {"cells", ARG_REGEX, NULL, 0},
                     {"rows_at_least", ARG_NUMBER, NULL, 0},
                     {"one_per_row", ARG_REGEX, NULL, 0},
                     {"ai_rows_at_least", ARG_NUMBER, NULL, 0},
                     {"ai_rows", ARG_REGEX, NULL, 0},
                     {"columns_at_least", ARG_NUMBER, NULL, 0}}},
    [COND_TEXT] = {{"text", ARG_LIST, NULL, 0},
                   {FILE_KEYS,
                    {"matches", ARG_REGEX, NULL, 0},
                    {"heading", ARG_REGEX, NULL, 0}}},
    [COND_DEPENDENCY] = {{"dependency", ARG_LIST, NULL, 0},
                         {{"ecosystem", ARG_LIST, NULL, REFER_ECOSYSTEM},
                          {"imported", ARG_BOOL, NULL, 0},
                          {"dev", ARG_BOOL, NULL, 0}}},
    [COND_OWNERS] = {{"owners", ARG_LIST, owned, 0}, {{"at_least", ARG_NUMBER, NULL, 0}, {"any", ARG_BOOL, NULL, 0}}},
    [COND_CI] = {{"ci", ARG_STRING, NULL, 0},
                 {{"on", ARG_LIST, NULL, 0},
                  {"uses", ARG_REGEX, NULL, 0},
                  {"in_force", ARG_BOOL, NULL, 0},
                  {"ignored", ARG_BOOL, NULL, 0}}},
    [COND_DATASET] = {{"dataset", ARG_BOOL, NULL, 0},
                      {FILE_KEYS,
                       {"inputs", ARG_REGEX, NULL, 0},
                       {"expectations", ARG_REGEX, NULL, 0},
                       {"records_at_least", ARG_NUMBER, NULL, 0},
                       {"records_at_most", ARG_NUMBER, NULL, 0},
                       {"used", ARG_BOOL, NULL, 0},
                       {"path", ARG_LIST, NULL, 0}}},
    [COND_CONTRACT] = {{"contract", ARG_LIST, NULL, 0},
                       {FILE_KEYS,
                        {"matches_routes", ARG_BOOL, NULL, 0}, {"asked", ARG_BOOL, NULL, 0}, {"versioned", ARG_BOOL, NULL, 0}}},
    [COND_PACKAGES] = {{"packages", ARG_LIST, locks, 0}, {{"every", ARG_BOOL, NULL, 0}}},
    [COND_CALLED] = {{"called", ARG_BOOL, NULL, 0}, {{0}}},
    [COND_SECRET] = {{"secret", ARG_BOOL, NULL, 0}, {{0}}},
    [COND_QUERY] = {{"query", ARG_STRING, NULL, 0},
                    {FILE_KEYS,
                     {"language", ARG_LIST, NULL, REFER_LANGUAGE},
                     {"source", ARG_STRING, NULL, 0},
                     {"near", ARG_LIST, near, 0},
                     {"literals", ARG_LIST, NULL, 0}}},
    [COND_CALL] = {{"call", ARG_LIST, called, 0}, {{0}}},
    [COND_CLIENT] = {{"client", ARG_REGEX, NULL, 0}, {{0}}},
    [COND_WORD] = {{"word", ARG_REGEX, NULL, 0},
                   {FILE_KEYS,
                    {"near", ARG_LIST, near, 0},
                    {"literals", ARG_LIST, NULL, 0}}},
    [COND_NAMED] = {{"named", ARG_REGEX, NULL, 0}, {{0}}},
    [COND_IN] = {{"in", ARG_LIST, NULL, 0}, {{0}}},
    [COND_COMMENT] = {{"comment", ARG_REGEX, NULL, 0}, {{0}}},
    [COND_CALLS] = {{"calls", ARG_REGEX, NULL, 0},
                    {{"near", ARG_LIST, near, 0},
                     {"class", ARG_REGEX, NULL, 0},
                     {"leads", ARG_LIST, NULL, REFER_TAG}}},
    [COND_MENTIONED] = {{"mentioned", ARG_LIST, NULL, REFER_ZONE}, {{0}}},
    [COND_DECLARED] = {{"declared", ARG_STRING, NULL, REFER_NOTHING}, {{0}}},
    [COND_CODE] = {{"code", ARG_LIST, NULL, 0},
                   {FILE_KEYS,
                    {"names", ARG_REGEX, NULL, 0},
                    {"strings", ARG_REGEX, NULL, 0},
                    {"compares", ARG_REGEX, NULL, 0},
                    {"given", ARG_REGEX, NULL, 0},
                    {"reads", ARG_REGEX, NULL, 0},
                    {"value", ARG_REGEX, NULL, 0},
                    {"not_value", ARG_REGEX, NULL, 0},
                    {"computed", ARG_BOOL, NULL, 0},
                    {"handles", ARG_BOOL, NULL, 0},
                    {"opens", ARG_BOOL, NULL, 0},
                    {"near", ARG_LIST, units, 0},
                    {"at_least", ARG_NUMBER, NULL, 0}}},
};

static const struct cond_key *refine_of(const struct cond_spec *s, const char *name)
{
    for (const struct cond_key *k = s->refines; k->name; k++)
        if (strcmp(k->name, name) == 0)
            return k;
    return NULL;
}

static int leading_kind(const char *name)
{
    for (int i = 0; i < COND_KINDS; i++)
        if (strcmp(specs[i].leading.name, name) == 0)
            return i;
    return -1;
}

/* How many keys of the map neither lead nor refine `kind`. */
static unsigned strangers(const struct yaml_node *node, int kind)
{
    unsigned n = 0;
    for (unsigned i = 0; i < node->n; i++)
        if (strcmp(node->keys[i]->text, specs[kind].leading.name) != 0 && !refine_of(&specs[kind], node->keys[i]->text))
            n++;
    return n;
}

/* The kind whose leading key stands in the map and that all other keys refine, or the nearest to that. */
static int find_kind(struct loader *l, const struct yaml_node *node)
{
    int best = -1;
    unsigned fewest = 0;
    const char *names[COND_KINDS];
    for (unsigned i = 0; i < node->n; i++) {
        int kind = leading_kind(node->keys[i]->text);
        unsigned n = kind < 0 ? 0 : strangers(node, kind);
        if (kind >= 0 && (best < 0 || n < fewest)) {
            best = kind;
            fewest = n;
        }
    }
    for (int i = 0; i < COND_KINDS; i++)
        names[i] = specs[i].leading.name;
    for (unsigned i = 0; i < node->n; i++) {
        const char *name = node->keys[i]->text;
        if (best >= 0 && (strcmp(name, specs[best].leading.name) == 0 || refine_of(&specs[best], name)))
            continue;
        if (best >= 0 && leading_kind(name) >= 0) {
            load_error(l, node->keys[i], "'%s' and '%s' are two conditions; combine them with 'all' or 'any'",
                       specs[best].leading.name, name);
            continue;
        }
        size_t n = COND_KINDS;
        for (n = 0; best >= 0 && specs[best].refines[n].name; n++)
            names[n] = specs[best].refines[n].name;
        const char *nearest = load_nearest(name, names, best >= 0 ? n : COND_KINDS);
        g_autofree char *where = best >= 0 ? g_strdup_printf(" of the condition '%s'", specs[best].leading.name) : g_strdup("");
        load_error(l, node->keys[i], "unknown key '%s'%s%s%s%s", name, where, nearest ? "; did you mean '" : "",
                   nearest ? nearest : "", nearest ? "'?" : "");
        if (best < 0)
            return -1;
    }
    return best;
}

/* ---- arguments ---- */

static const struct key slot_keys[] = {
    {"name", TYPE_TEXT, true, NULL},    {"heading", TYPE_REGEX, false, NULL}, {"text", TYPE_REGEX, false, NULL},
    {"words", TYPE_COUNT, false, NULL}, {"numbers", TYPE_COUNT, false, NULL}, {"table_rows", TYPE_COUNT, false, NULL},
    {"sections", TYPE_COUNT, false, NULL},
};

static void read_slots(struct loader *l, const struct yaml_node *list, struct cond_arg *out)
{
    out->slots = arena_new_n(l->arena, struct doc_slot, list->n + 1);
    for (unsigned i = 0; i < list->n; i++) {
        const struct yaml_node *s = list->items[i];
        load_check(l, s, slot_keys, G_N_ELEMENTS(slot_keys));
        if (s->kind == YAML_MAP && s->n < 2)
            load_error(l, s, "a slot asks for 'heading', 'text', 'words', 'numbers' or 'table_rows'");
        out->slots[out->n_slots++] = (struct doc_slot){
            .name = load_text(s, "name"),
            .heading = load_regex(l, yaml_get(s, "heading")),
            .text = load_regex(l, yaml_get(s, "text")),
            .words = (unsigned)load_count(s, "words", 0),
            .numbers = (unsigned)load_count(s, "numbers", 0),
            .table_rows = (unsigned)load_count(s, "table_rows", 0),
            .sections = (unsigned)load_count(s, "sections", 1),
        };
    }
}

static void read_regexes(struct loader *l, const struct yaml_node *v, struct cond_arg *out)
{
    unsigned n = v->kind == YAML_LIST ? v->n : 1, kept = 0;
    out->regexes = arena_new_n(l->arena, void *, n + 1);
    out->list = arena_new_n(l->arena, const char *, n + 1);
    for (unsigned i = 0; i < n; i++) {
        const struct yaml_node *item = v->kind == YAML_LIST ? v->items[i] : v;
        void *code = load_regex(l, item);
        if (!code)
            continue;
        out->list[kept] = load_regex_text(l, item);
        out->regexes[kept++] = code;
    }
    out->string = out->list[0];
    out->pattern = load_pattern_name(v);
}

static const enum value_type yaml_types[] = {
    [ARG_STRING] = TYPE_TEXT,      [ARG_NUMBER] = TYPE_NUMBER, [ARG_BOOL] = TYPE_BOOL, [ARG_LIST] = TYPE_TEXTS,
    [ARG_REGEX] = TYPE_REGEX,      [ARG_REGEX_LIST] = TYPE_REGEXES, [ARG_MAP] = TYPE_MAP, [ARG_COND] = TYPE_ANY,
    [ARG_SLOTS] = TYPE_MAPS,       [ARG_PATH] = TYPE_TEXT,
};

static struct cond *compile(struct loader *l, const struct yaml_node *node, unsigned depth);

/* Besides its own member, `string` and `list` are filled for every scalar and list. */
static void read_arg(struct loader *l, const struct cond_key *k, const struct yaml_node *v, struct cond_arg *out,
                     unsigned depth)
{
    bool truth = false;
    const struct key check = {k->name, yaml_types[k->type], false, k->choices};
    *out = (struct cond_arg){.key = k->name, .type = k->type};
    out->list = load_list(l, v->kind == YAML_LIST || v->kind == YAML_SCALAR ? v : NULL);
    out->string = out->list[0];
    if (!load_check_value(l, v, &check))
        return;
    load_refer_list(l, v, k->refers);
    switch (k->type) {
    case ARG_NUMBER:
        yaml_number(v, &out->number);
        break;
    case ARG_BOOL:
        yaml_bool(v, &truth);
        out->number = truth;
        break;
    case ARG_REGEX:
    case ARG_REGEX_LIST:
        read_regexes(l, v, out);
        break;
    case ARG_MAP:
        out->pairs = load_pairs(l, v, &out->n_pairs);
        break;
    case ARG_COND:
        out->cond = compile(l, v, depth + 1);
        break;
    case ARG_SLOTS:
        read_slots(l, v, out);
        break;
    case ARG_PATH:
        load_path(l, &out->path, v);
        break;
    case ARG_STRING:
    case ARG_LIST:
        if (!out->string)
            load_error(l, v, "'%s' is empty", k->name);
        break;
    }
}

/* ---- queries ---- */

static bool same_texts(const char *const *a, const char *const *b)
{
    return a && b ? g_strv_equal(a, b) : a == b;
}

/* The source of a query with the expressions that it names, each as a text of a query holds it: "{{kept_record}}s?$". */
static const char *woven_source(struct loader *l, const struct yaml_node *at, const char *source)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *from = source;;) {
        const char *open = strstr(from, "{{"), *close = open ? strstr(open, "}}") : NULL;
        g_string_append_len(out, from, close ? open - from : (gssize)strlen(from));
        if (!close)
            return arena_strdup(l->arena, out->str);
        g_autofree char *name = g_strndup(open + 2, (gsize)(close - open - 2));
        g_string_append(out, "(?:");
        for (const char *c = load_pattern_text(l, at, name); c && *c; c++) {
            if (*c == '\\' || *c == '"')
                g_string_append_c(out, '\\');
            g_string_append_c(out, *c);
        }
        g_string_append_c(out, ')');
        from = close + 2;
    }
}

/* The query of one language: the one of that name, or a new one. */
static unsigned query_of(struct loader *l, const struct yaml_node *node, const struct rule_query *wanted)
{
    for (guint i = 0; i < l->queries->len; i++) {
        const struct rule_query *q = &g_array_index(l->queries, struct rule_query, i);
        if (strcmp(q->name, wanted->name) != 0 || q->language != wanted->language)
            continue;
        if (strcmp(q->source, wanted->source) != 0 || !same_texts(q->literals, wanted->literals))
            load_error(l, node, "the query '%s' stands with another source or other literals in %s:%u", q->name, q->place.file, q->place.line);
        return i;
    }
    g_array_append_val(l->queries, *wanted);
    for (const char **p = wanted->literals; p && *p; p++) {
        struct gate_literal gate = {wanted->language, *p, GATE_ANYWHERE, load_witnesses(l, wanted->place.file)};
        g_array_append_val(l->gates, gate);
    }
    return l->queries->len - 1;
}

static void add_query(struct loader *l, const struct yaml_node *node, struct cond *c)
{
    static const char *const needed[] = {"language", "source"};
    const struct cond_arg *languages = cond_arg(c, "language"), *source = cond_arg(c, "source"),
                          *literals = cond_arg(c, "literals"), *name = cond_arg(c, "query");
    for (size_t i = 0; i < G_N_ELEMENTS(needed); i++)
        if (!cond_arg(c, needed[i]))
            load_error(l, node, "the key '%s' of the condition 'query' is missing", needed[i]);
    if (!literals && !cond_arg(c, "near"))
        load_error(l, node, "the key 'literals' of the condition 'query' is missing; without it say what the match stands 'near'");
    if (!languages || !source || !languages->list || !source->string || !name->string)
        return;
    struct rule_query q = {
        .name = name->string,
        .source = woven_source(l, yaml_get(node, "source"), source->string),
        .place = load_place(yaml_get(node, "source")),
        .literals = literals ? literals->list : NULL,
    };
    c->queries = arena_new_n(l->arena, unsigned, g_strv_length((char **)languages->list));
    for (const char **language = languages->list; *language; language++)
        if ((q.language = ruleset_language(l->rules, *language)))
            c->queries[c->n_queries++] = query_of(l, node, &q);
}

/* The literals of a condition on words: of code in whatever language. */
static void add_word_literals(struct loader *l, const struct cond *c)
{
    const struct cond_arg *literals = cond_arg(c, "literals");
    for (unsigned i = 0; literals && i < l->rules->n_languages; i++)
        for (const char **p = literals->list; l->rules->languages[i].reader == READER_CODE && *p; p++) {
            struct gate_literal gate = {&l->rules->languages[i], *p, GATE_ANYWHERE, load_witnesses(l, c->place.file)};
            g_array_append_val(l->gates, gate);
        }
}

/* What a repository may declare is what some rule asks for. */
static void add_declarable(struct loader *l, const char *name)
{
    for (guint i = 0; i < l->declarable->len; i++)
        if (strcmp(g_array_index(l->declarable, const char *, i), name) == 0)
            return;
    g_array_append_val(l->declarable, name);
}

/* ---- conditions ---- */

static struct cond *combine(struct loader *l, enum cond_kind kind, const struct yaml_node *kids,
                            const struct yaml_node *at, unsigned depth)
{
    struct cond *c = arena_new(l->arena, struct cond);
    unsigned most = kids->kind == YAML_LIST ? kids->n : 1;
    c->kind = kind;
    c->place = load_place(at);
    c->kids = arena_new_n(l->arena, struct cond *, most + 1);
    if (kids->kind == YAML_LIST && kids->n == 0)
        load_error(l, kids, "a list of conditions is empty");
    if (kind == COND_NOT || kind == COND_SEEN) { /* a list means `all`, here too */
        if ((c->kids[0] = compile(l, kids, depth + 1)))
            c->n_kids = 1;
        return c;
    }
    for (unsigned i = 0; i < most; i++) {
        struct cond *kid = compile(l, kids->kind == YAML_LIST ? kids->items[i] : kids, depth + 1);
        if (kid)
            c->kids[c->n_kids++] = kid;
    }
    return c;
}

static struct cond *compile(struct loader *l, const struct yaml_node *node, unsigned depth)
{
    if (depth > COND_MAX_DEPTH) {
        load_error(l, node, "conditions are nested too deeply");
        return NULL;
    }
    if (node->kind == YAML_LIST)
        return combine(l, COND_ALL, node, node, depth);
    if (node->kind != YAML_MAP || node->n == 0) {
        load_error(l, node, "a condition is a map or a list of maps");
        return NULL;
    }
    int kind = find_kind(l, node);
    if (kind < 0)
        return NULL;
    const struct yaml_node *leading = yaml_get(node, specs[kind].leading.name);
    if (cond_combines((enum cond_kind)kind)) {
        struct cond *all = combine(l, (enum cond_kind)kind, leading, node, depth);
        const struct yaml_node *least = kind == COND_ANY ? yaml_get(node, "at_least") : NULL;
        if (least) {
            all->args = arena_new(l->arena, struct cond_arg);
            read_arg(l, &specs[COND_ANY].refines[0], least, &all->args[all->n_args++], depth);
        }
        return all;
    }

    struct cond *c = arena_new(l->arena, struct cond);
    c->kind = (enum cond_kind)kind;
    c->place = load_place(node);
    c->args = arena_new_n(l->arena, struct cond_arg, node->n + 1);
    struct cond_key first = specs[kind].leading;
    if (kind == COND_CI && (leading->kind != YAML_SCALAR ||
                            (strcmp(leading->text, "test") != 0 && strcmp(leading->text, "eval") != 0)))
        first.type = ARG_REGEX;
    read_arg(l, &first, leading, &c->args[c->n_args++], depth);
    for (unsigned i = 0; i < node->n; i++) {
        const struct cond_key *k = refine_of(&specs[kind], node->keys[i]->text);
        if (k && node->items[i] != leading)
            read_arg(l, k, node->items[i], &c->args[c->n_args++], depth);
    }
    if (kind == COND_QUERY)
        add_query(l, node, c);
    if (kind == COND_WORD)
        add_word_literals(l, c);
    if (kind == COND_DECLARED && c->args[0].string)
        add_declarable(l, c->args[0].string);
    if (kind == COND_CODE && !cond_arg(c, "names") && !cond_arg(c, "strings") && !cond_arg(c, "compares") && !cond_arg(c, "given") &&
        !cond_arg(c, "reads") && !cond_arg(c, "handles"))
        load_error(l, node, "the condition 'code' asks for 'names', 'strings', 'compares', 'given', 'reads' or 'handles'");
    if (kind == COND_CODE && cond_arg(c, "value") && !cond_arg(c, "given"))
        load_error(l, node, "'value' is of what is 'given': say under which name");
    return c;
}

struct cond *load_cond(struct loader *l, const struct yaml_node *node)
{
    return node ? compile(l, node, 0) : NULL;
}

const struct cond_arg *cond_arg(const struct cond *c, const char *key)
{
    for (unsigned i = 0; i < c->n_args; i++)
        if (strcmp(c->args[i].key, key) == 0)
            return &c->args[i];
    return NULL;
}

static unsigned usual_zones(enum cond_kind kind)
{
    const unsigned made = ZONE_BIT(ZONE_GENERATED) | ZONE_BIT(ZONE_DEVTOOL);
    switch (kind) {
    case COND_CONFIG:
        return ~(ZONES_FOREIGN | made);
    case COND_DATASET:
        return ~(ZONES_FOREIGN | made | ZONE_BIT(ZONE_MIGRATION));
    case COND_CONTRACT:
        return ~(ZONES_FOREIGN | made | ZONE_BIT(ZONE_TEST) | ZONE_BIT(ZONE_EXAMPLE));
    case COND_DOCUMENT: case COND_TABLE: case COND_TEXT:
        return ~(ZONES_FOREIGN | made | ZONE_BIT(ZONE_PROMPT) | ZONE_BIT(ZONE_TEST));
    case COND_CODE:
        return ZONE_BIT(ZONE_SRC) | ZONE_BIT(ZONE_NOTEBOOK);
    case COND_FILE: case COND_DEPENDENCY:
        return ~ZONES_FOREIGN;
    default:
        return ~0u;
    }
}

static unsigned named_zones(const struct cond_arg *arg)
{
    unsigned zones = 0;
    enum zone zone;
    for (const char **name = arg->list; name && *name; name++)
        if (zone_parse(*name, &zone))
            zones |= ZONE_BIT(zone);
    return zones;
}

unsigned cond_zones(const struct cond *c)
{
    const struct cond_arg *wanted = cond_arg(c, "zone"), *unwanted = cond_arg(c, "not_zone");
    unsigned zones = wanted ? named_zones(wanted) : usual_zones(c->kind);
    return unwanted ? zones & ~named_zones(unwanted) : zones;
}
