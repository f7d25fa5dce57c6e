#include "rules/load_priv.h"

#include <string.h>

#include "base/regex.h"

#define MOST_NAMES_SHOWN 12

/* ---- errors ---- */

static void add_error(struct loader *l, char *text)
{
    l->n_errors++;
    if (l->errors->len < LOAD_MAX_ERRORS)
        g_ptr_array_add(l->errors, text);
    else
        g_free(text);
}

void load_error(struct loader *l, const struct yaml_node *at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *what = g_strdup_vprintf(format, args);
    va_end(args);
    add_error(l, g_strdup_printf("%s:%u: %s", at->file, at->line, what));
}

size_t load_distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    g_autofree size_t *row = g_new(size_t, m + 1);
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t change = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = MIN(change, MIN(row[j], row[j - 1]) + 1);
        }
    }
    return row[m];
}

const char *load_nearest(const char *name, const char *const *names, size_t n)
{
    const char *best = NULL;
    size_t length = strlen(name), limit = MAX(length / 3, 1);
    if (length < 3 || length > 100)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        if (strlen(names[i]) > length + limit)
            continue;
        size_t distance = load_distance(name, names[i]);
        if (distance < limit || (distance == limit && !best)) {
            best = names[i];
            limit = distance;
        }
    }
    return best;
}

char *load_cure(const char *name, const char *const *names, size_t n)
{
    const char *nearest = load_nearest(name, names, n);
    if (nearest)
        return g_strdup_printf("; did you mean '%s'?", nearest);
    if (n == 0 || n > MOST_NAMES_SHOWN)
        return g_strdup("");
    GString *out = g_string_new("; known: ");
    for (size_t i = 0; i < n; i++)
        g_string_append_printf(out, "%s%s", i ? ", " : "", names[i]);
    return g_string_free(out, FALSE);
}

/* ---- schemas ---- */

static const char *const type_names[] = {
    [TYPE_TEXT] = "a string",
    [TYPE_REGEX] = "a regular expression or {pattern: NAME}",
    [TYPE_WORD] = "a word",
    [TYPE_BOOL] = "true or false",
    [TYPE_NUMBER] = "a number with at most two decimals",
    [TYPE_COUNT] = "a whole number",
    [TYPE_TEXTS] = "a string or a list of strings",
    [TYPE_REGEXES] = "a regular expression, {pattern: NAME} or a list of them",
    [TYPE_WORDS] = "a word or a list of words",
    [TYPE_MAP] = "a map",
    [TYPE_MAPS] = "a list of maps",
    [TYPE_LIST] = "a list",
    [TYPE_ANY] = "a value",
};

static bool all_of(const struct yaml_node *list, enum yaml_kind kind)
{
    for (unsigned i = 0; i < list->n; i++)
        if (list->items[i]->kind != kind)
            return false;
    return true;
}

const char *load_pattern_name(const struct yaml_node *v)
{
    return v->kind == YAML_MAP && v->n == 1 && strcmp(v->keys[0]->text, "pattern") == 0 ? load_text(v, "pattern") : NULL;
}

static bool is_regex(const struct yaml_node *v)
{
    return v->kind == YAML_SCALAR || load_pattern_name(v);
}

static bool has_type(const struct yaml_node *v, enum value_type type)
{
    bool truth = true;
    int64_t number;
    switch (type) {
    case TYPE_TEXT:
    case TYPE_WORD:
        return v->kind == YAML_SCALAR;
    case TYPE_REGEX:
        return is_regex(v);
    case TYPE_REGEXES:
        for (unsigned i = 0; v->kind == YAML_LIST && i < v->n; i++)
            truth &= is_regex(v->items[i]);
        return truth && (v->kind == YAML_LIST || is_regex(v));
    case TYPE_BOOL:
        return yaml_bool(v, &truth);
    case TYPE_NUMBER:
        return yaml_number(v, &number);
    case TYPE_COUNT:
        return yaml_number(v, &number) && number >= 0 && number % 100 == 0 && number / 100 <= G_MAXINT;
    case TYPE_TEXTS:
    case TYPE_WORDS:
        return v->kind == YAML_SCALAR || (v->kind == YAML_LIST && all_of(v, YAML_SCALAR));
    case TYPE_MAP:
        return v->kind == YAML_MAP;
    case TYPE_MAPS:
        return v->kind == YAML_LIST && all_of(v, YAML_MAP);
    case TYPE_LIST:
        return v->kind == YAML_LIST;
    case TYPE_ANY:
        return v->kind != YAML_NULL;
    }
    return false;
}

static void check_word(struct loader *l, const struct yaml_node *v, const char *name, const char *const *choices)
{
    if (g_strv_contains(choices, v->text))
        return;
    g_autofree char *end = load_cure(v->text, choices, g_strv_length((char **)choices));
    load_error(l, v, "'%s' cannot be '%s'%s", name, v->text, end);
}

bool load_check_value(struct loader *l, const struct yaml_node *v, const struct key *key)
{
    unsigned before = l->n_errors;
    if (!has_type(v, key->type)) {
        load_error(l, v, "'%s' must be %s", key->name, type_names[key->type]);
        return false;
    }
    if (key->choices && v->kind == YAML_SCALAR)
        check_word(l, v, key->name, key->choices);
    for (unsigned i = 0; key->choices && v->kind == YAML_LIST && i < v->n; i++)
        check_word(l, v->items[i], key->name, key->choices);
    return l->n_errors == before;
}

bool load_check(struct loader *l, const struct yaml_node *node, const struct key *keys, size_t n_keys)
{
    if (node->kind != YAML_MAP) {
        load_error(l, node, "expected a map with the keys %s ...", keys[0].name);
        return false;
    }
    for (unsigned i = 0; i < node->n; i++) {
        const char *name = node->keys[i]->text;
        size_t k = 0;
        while (k < n_keys && strcmp(keys[k].name, name) != 0)
            k++;
        if (k < n_keys) {
            load_check_value(l, node->items[i], &keys[k]);
            continue;
        }
        g_autofree const char **names = g_new(const char *, n_keys);
        for (k = 0; k < n_keys; k++)
            names[k] = keys[k].name;
        g_autofree char *end = load_cure(name, names, n_keys);
        load_error(l, node->keys[i], "unknown key '%s'%s", name, end);
    }
    for (size_t k = 0; k < n_keys; k++)
        if (keys[k].required && !yaml_get(node, keys[k].name))
            load_error(l, node, "the key '%s' is missing", keys[k].name);
    return true;
}

/* ---- values ---- */

const char *load_text(const struct yaml_node *node, const char *key)
{
    const struct yaml_node *v = yaml_get(node, key);
    return v && v->kind == YAML_SCALAR ? v->text : NULL;
}

bool load_bool(const struct yaml_node *node, const char *key)
{
    bool out = false;
    return yaml_bool(yaml_get(node, key), &out) && out;
}

int64_t load_number(const struct yaml_node *node, const char *key, int64_t otherwise)
{
    int64_t out;
    return yaml_number(yaml_get(node, key), &out) ? out : otherwise;
}

int load_count(const struct yaml_node *node, const char *key, int otherwise)
{
    const struct yaml_node *v = yaml_get(node, key);
    return v && has_type(v, TYPE_COUNT) ? (int)(load_number(node, key, 0) / 100) : otherwise;
}

unsigned load_choice(const struct yaml_node *node, const char *key, const char *const *choices, unsigned otherwise)
{
    const char *text = load_text(node, key);
    for (unsigned i = 0; text && choices[i]; i++)
        if (strcmp(choices[i], text) == 0)
            return i;
    return otherwise;
}

const char **load_list(struct loader *l, const struct yaml_node *v)
{
    unsigned n = !v || v->kind == YAML_NULL ? 0 : v->kind == YAML_SCALAR ? 1 : v->n, kept = 0;
    const char **out = arena_new_n(l->arena, const char *, n + 1);
    for (unsigned i = 0; i < n; i++) {
        const struct yaml_node *item = v->kind == YAML_SCALAR ? v : v->items[i];
        if (item->kind == YAML_SCALAR)
            out[kept++] = item->text;
    }
    return out;
}

const char **load_texts(struct loader *l, const struct yaml_node *node, const char *key)
{
    return load_list(l, yaml_get(node, key));
}

struct api_pair *load_pairs(struct loader *l, const struct yaml_node *map, unsigned *n)
{
    *n = 0;
    if (!map || map->kind != YAML_MAP)
        return NULL;
    struct api_pair *out = arena_new_n(l->arena, struct api_pair, map->n + 1);
    for (unsigned i = 0; i < map->n; i++) {
        const struct yaml_node *v = map->items[i];
        if (v->kind != YAML_SCALAR && v->kind != YAML_NULL) {
            load_error(l, v, "'%s' must be a single value", map->keys[i]->text);
            continue;
        }
        out[(*n)++] = (struct api_pair){map->keys[i]->text, v->kind == YAML_SCALAR ? v->text : NULL};
    }
    return out;
}

static struct rule_pattern *find_pattern(const struct loader *l, const char *name)
{
    for (unsigned i = 0; i < l->rules->n_patterns; i++)
        if (strcmp(l->rules->patterns[i].name, name) == 0)
            return &l->rules->patterns[i];
    return NULL;
}

/* A pattern that is used; NULL, with an error, if nobody knows it. */
static struct rule_pattern *use_pattern(struct loader *l, const struct yaml_node *at, const char *name)
{
    struct rule_pattern *p = find_pattern(l, name);
    if (p) {
        p->used = true;
        return p;
    }
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (unsigned i = 0; i < l->rules->n_patterns; i++)
        g_ptr_array_add(names, (gpointer)l->rules->patterns[i].name);
    g_autofree char *end = load_cure(name, (const char *const *)names->pdata, names->len);
    load_error(l, at, "unknown pattern '%s'%s", name, end);
    return NULL;
}

const char *load_pattern_text(struct loader *l, const struct yaml_node *at, const char *name)
{
    const struct rule_pattern *p = use_pattern(l, at, name);
    return p ? p->text : NULL;
}

void *load_regex(struct loader *l, const struct yaml_node *v)
{
    g_autoptr(GError) error = NULL;
    if (!v)
        return NULL;
    if (load_pattern_name(v)) {
        const struct rule_pattern *p = use_pattern(l, v, load_pattern_name(v));
        return p ? p->regex : NULL;
    }
    if (v->kind != YAML_SCALAR) {
        load_error(l, v, "expected a regular expression");
        return NULL;
    }
    void *code = g_hash_table_lookup(l->compiled, v->text);
    if (code)
        return code;
    code = regex_compile(v->text, 0, &error);
    if (!code) {
        load_error(l, v, "regular expression: %s", error->message);
        return NULL;
    }
    g_ptr_array_add(l->rules->regexes, code);
    g_hash_table_insert(l->compiled, (gpointer)v->text, code);
    return code;
}

const char *load_regex_text(const struct loader *l, const struct yaml_node *v)
{
    const char *name = load_pattern_name(v);
    const struct rule_pattern *p = name ? find_pattern(l, name) : NULL;
    return name ? (p ? p->text : NULL) : v->kind == YAML_SCALAR ? v->text : NULL;
}

bool load_path(struct loader *l, struct path *out, const struct yaml_node *v)
{
    g_autoptr(GError) error = NULL;
    *out = (struct path){0};
    if (!v)
        return false;
    if (v->kind != YAML_SCALAR) {
        load_error(l, v, "expected an access path");
        return false;
    }
    if (path_parse(out, l->arena, v->text, &error))
        return true;
    load_error(l, v, "%s", error->message);
    return false;
}

struct path *load_paths(struct loader *l, const struct yaml_node *v, unsigned *n)
{
    *n = 0;
    if (!v)
        return NULL;
    unsigned most = v->kind == YAML_LIST ? v->n : 1;
    struct path *out = arena_new_n(l->arena, struct path, most + 1);
    for (unsigned i = 0; i < most; i++)
        if (load_path(l, &out[*n], v->kind == YAML_LIST ? v->items[i] : v))
            (*n)++;
    return out;
}

void *load_keep(struct loader *l, GArray *array, unsigned *n)
{
    guint size = g_array_get_element_size(array);
    void *out = arena_alloc(l->arena, (size_t)size * (array->len + 1));
    if (array->len)
        memcpy(out, array->data, (size_t)size * array->len);
    *n = array->len;
    return out;
}

/* ---- names ---- */

struct reference_to {
    const struct yaml_node *at;
    enum reference_kind kind;
    const char *name;
};

static const char *const reference_names[REFER_KINDS] = {
    [REFER_LANGUAGE] = "language",
    [REFER_ZONE] = "zone",
    [REFER_TAG] = "tag",
    [REFER_PREDICATE] = "predicate",
    [REFER_REPOSITORY_KIND] = "repository kind",
    [REFER_ATTRIBUTE] = "attribute",
    [REFER_SDK] = "SDK",
    [REFER_ECOSYSTEM] = "ecosystem",
    [REFER_SUBJECT_KIND] = "kind of site or prompt, method of routes, secret or tag",
};

void load_refer(struct loader *l, const struct yaml_node *at, enum reference_kind kind, const char *name)
{
    struct reference_to r = {at, kind, name};
    if (kind != REFER_NOTHING)
        g_array_append_val(l->references, r);
}

void load_refer_list(struct loader *l, const struct yaml_node *v, enum reference_kind kind)
{
    if (!v)
        return;
    if (v->kind == YAML_SCALAR)
        load_refer(l, v, kind, v->text);
    for (unsigned i = 0; v->kind == YAML_LIST && i < v->n; i++)
        if (v->items[i]->kind == YAML_SCALAR)
            load_refer(l, v->items[i], kind, v->items[i]->text);
}

bool load_define(struct loader *l, enum reference_kind kind, const char *name)
{
    return g_hash_table_add(l->names[kind], (char *)name);
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void resolve_references(struct loader *l)
{
    for (guint i = 0; i < l->references->len; i++) {
        const struct reference_to *r = &g_array_index(l->references, struct reference_to, i);
        bool unchecked = r->kind == REFER_ECOSYSTEM && g_hash_table_size(l->names[r->kind]) == 0; /* SDK files alone */
        if (unchecked || g_hash_table_contains(l->names[r->kind], r->name))
            continue;
        guint n = 0;
        g_autofree const char **names = (const char **)g_hash_table_get_keys_as_array(l->names[r->kind], &n);
        qsort(names, n, sizeof *names, compare_names);
        g_autofree char *end = load_cure(r->name, names, n);
        load_error(l, r->at, "unknown %s '%s'%s", reference_names[r->kind], r->name, end);
    }
}

bool load_once(struct loader *l, const struct yaml_node *at, const char *what)
{
    const struct yaml_node *before = g_hash_table_lookup(l->seen, what);
    if (!before) {
        g_hash_table_insert(l->seen, arena_strdup(l->arena, what), (void *)at);
        return true;
    }
    load_error(l, at, "%s stands already in %s:%u", what, before->file, before->line);
    return false;
}

/* ---- the run over all files ---- */

/* To add a kind of rule file: its first key here, its loader in load_priv.h, its section in docs/rules.md. Files are
 * loaded in the order of this table, so that a kind may look up what the kinds before it have loaded. */
static const struct file_kind {
    const char *key;
    void (*load)(struct loader *l, const struct rule_source *s);
    void (*finish)(struct loader *l);
} file_kinds[] = {
    {"patterns", load_patterns, load_patterns_finish},
    {"cases", load_cases, load_cases_finish},
    {"language", load_language, load_languages_finish},
    {"zones", load_zones, NULL},
    {"placeholders", load_zones, NULL},
    {"frameworks", load_frameworks, NULL},
    {"ecosystem", load_ecosystem, NULL},
    {"ci", load_ci, NULL},
    {"models", load_models, NULL},
    {"providers", load_providers, NULL},
    {"prompts", load_prompts, NULL},
    {"artefacts", load_artefacts, NULL},
    {"measured", load_measured, NULL},
    {"scaffolds", load_scaffolds, NULL},
    {"secrets", load_secrets, NULL},
    {"beside", load_beside, NULL},
    {"requests", load_requests, NULL},
    {"sdk", load_api, NULL},
    {"evidence", load_api, load_api_finish},
    {"predicates", load_predicates, NULL},
    {"kinds", load_predicates, load_predicates_finish},
    {"profiles", load_profiles, load_profiles_finish},
    {"control", load_control, load_controls_finish},
};

static const struct file_kind *kind_of(struct loader *l, const struct rule_source *s)
{
    const char *names[G_N_ELEMENTS(file_kinds)];
    if (s->root->kind != YAML_MAP || s->root->n == 0) {
        load_error(l, s->root, "a rule file is a map; its first key says what it is");
        return NULL;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(file_kinds); i++) {
        names[i] = file_kinds[i].key;
        if (strcmp(names[i], s->root->keys[0]->text) == 0)
            return &file_kinds[i];
    }
    const char *nearest = load_nearest(s->root->keys[0]->text, names, G_N_ELEMENTS(names));
    load_error(l, s->root->keys[0], "the first key '%s' names no kind of rule file; %s%s", s->root->keys[0]->text,
               nearest ? "did you mean " : "it is one of sdk, evidence, control, language ...", nearest ? nearest : "");
    return NULL;
}

/* The bytes before `tests`, where that is the last key: half of all rules are tests. */
static size_t size_untested(const char *data, size_t size)
{
    static const char key[] = "\ntests:";
    const char *end = data + size, *tests = memmem(data, size, key, strlen(key));
    if (!tests)
        return size;
    for (const char *line = tests + 1; (line = memchr(line, '\n', (size_t)(end - line))) && ++line < end;)
        if (!strchr(" -#\r\n", *line))
            return size;
    return (size_t)(tests + 1 - data);
}

static void parse_source(struct loader *l, struct rule_source *s)
{
    g_autoptr(GError) error = NULL;
    if (g_str_has_suffix(s->path, ".scm"))
        return;
    size_t size = l->untested ? size_untested(s->data, s->size) : s->size;
    s->root = yaml_parse(l->arena, s->shown, s->data, size, &error);
    if (!s->root)
        add_error(l, g_strdup(error->message));
}

/* Loads all of l->sources; the errors, sorted by nothing but file kinds, are in l->errors. */
void load_all(struct loader *l)
{
    g_autofree const struct file_kind **kinds = g_new0(const struct file_kind *, l->sources->len + 1);
    for (guint i = 0; i < l->sources->len; i++) {
        struct rule_source *s = &g_array_index(l->sources, struct rule_source, i);
        parse_source(l, s);
        if (s->root)
            kinds[i] = kind_of(l, s);
    }
    for (size_t k = 0; k < G_N_ELEMENTS(file_kinds); k++) {
        for (guint i = 0; i < l->sources->len; i++)
            if (kinds[i] == &file_kinds[k])
                file_kinds[k].load(l, &g_array_index(l->sources, struct rule_source, i));
        if (file_kinds[k].finish)
            file_kinds[k].finish(l);
    }
    resolve_references(l);
}

GArray *load_references_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(struct reference_to));
}
