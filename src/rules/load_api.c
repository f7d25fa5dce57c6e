/* API files: `sdk` and `evidence`; and the tests that they and controls carry. */
#include <string.h>

#include "rules/load_priv.h"

#define ROLE(r) (1u << ROLE_##r)
#define EVERY_ROLE ((1u << ROLE_COUNT) - 1)

const char *const load_site_attributes[] = {
    "model",          "temperature",   "max_tokens",    "timeout",       "retry",         "structured_output",
    "output_parsed",  "parse_guarded", "system_message", "error_handled", "prompt_inline", "traced",
    "streaming",      "tools",         "limit",         NULL,
};
/* What the linker says beside what rules name. */
const char *const load_linked_attributes[] = {
    "typed", "description", "described", "strict", "parameters", "resolved", "told", "passed", "request_model", "response_model", "auth", "fallback",
    "input", "input_typed", "input_bounded", "history", "retrieved",
    /* of prompts, and of sites what enters them */
    "characters", "copied", "lines", "used", "version", "untrusted_system", "untrusted_user", NULL,
};
const char *const load_site_kinds[] = {"chat",  "completion", "agent",    "embedding", "rerank", "moderation",
                                       "image", "audio",      "realtime", "batch",     NULL};
const char *const load_prompt_kinds[] = {"file", "registry", "module", "constant", "builder", "inline", NULL};
const char *const load_states[] = {"unknown", "unset", "set", NULL};
/* `absent` behind them: the argument is as good as not written. */
static const char *const case_states[] = {"unknown", "unset", "set", "absent", NULL};

static const char *const sink_kinds[] = {"parse", "schema", "cast",    "execute", "render", "store",
                                         "respond", "log",  "match", NULL};
static const char *const source_kinds[] = {"env", "request", "file", "input", "web", "tool", "retrieval", "plain", NULL};
static const char *const ways[] = {"call", "decorator", "context", "file", "subclass", "dict", "reference", "import", "config", "argument", NULL};
static const char *const sides[] = {"input", "output", "both", NULL};
static const char *const sink_ends[] = {"argument", "receiver", NULL};

/* To add a role: enum api_role, a row here, its keys below. */
static const struct section {
    const char *name;
    enum api_role role;
    const char *const *kinds; /* of its `kind` */
    unsigned ways;            /* bits of enum route_as; 0: no `as` */
} sections[] = {
    {"clients", ROLE_CLIENT, NULL, 0},
    {"sites", ROLE_SITE, load_site_kinds, 1 << AS_CALL | 1 << AS_DECORATOR},
    {"agents", ROLE_AGENT, NULL, 0},
    {"transforms", ROLE_TRANSFORM, NULL, 0},
    {"composes", ROLE_COMPOSE, NULL, 0},
    {"stages", ROLE_STAGE, NULL, 0},
    {"wrappers", ROLE_WRAPPER, NULL, 1 << AS_CALL | 1 << AS_CONTEXT | 1 << AS_DECORATOR | 1 << AS_ARGUMENT | 1 << AS_SUBCLASS},
    {"callables", ROLE_CALLABLE, NULL, 0},
    {"stores", ROLE_STORE, NULL, 0},
    {"settings", ROLE_SETTING, NULL, 1 << AS_CALL | 1 << AS_CONFIG},
    {"provides", ROLE_PROVIDE, NULL, 1 << AS_CALL | 1 << AS_CONTEXT | 1 << AS_DECORATOR | 1 << AS_DICT},
    {"mounts", ROLE_MOUNT, NULL, 1 << AS_CALL | 1 << AS_CONTEXT | 1 << AS_DECORATOR},
    {"sinks", ROLE_SINK, sink_kinds, 0},
    {"sources", ROLE_SOURCE, source_kinds, 0},
    {"routes", ROLE_ROUTE, NULL, 1 << AS_CALL | 1 << AS_DECORATOR | 1 << AS_FILE | 1 << AS_SUBCLASS | 1 << AS_DICT},
    {"tools", ROLE_TOOL, NULL, 1 << AS_CALL | 1 << AS_DECORATOR | 1 << AS_SUBCLASS | 1 << AS_DICT},
    {"uses", ROLE_USE, NULL, ~0u},
    {"constants", ROLE_CONSTANT, NULL, 0},
};

static const struct item_key {
    const char *name;
    enum value_type type;
    unsigned roles;    /* that may have it */
    unsigned required; /* roles that must */
    const char *const *choices;
} item_keys[] = {
    {"path", TYPE_TEXT, EVERY_ROLE, EVERY_ROLE & ~(ROLE(COMPOSE) | ROLE(TOOL) | ROLE(ROUTE) | ROLE(PROVIDE)), NULL},
    {"when_argument", TYPE_ANY, EVERY_ROLE, 0, NULL},
    {"within", TYPE_TEXTS, EVERY_ROLE, 0, NULL},
    {"address", TYPE_TEXTS, EVERY_ROLE, 0, NULL},
    {"body", TYPE_TEXTS, EVERY_ROLE, 0, NULL},
    {"base", TYPE_TEXTS, EVERY_ROLE, 0, NULL},
    {"assigned", TYPE_TEXTS, ROLE(SITE), 0, NULL},
    {"writes", TYPE_TEXTS, ROLE(SITE) | ROLE(ROUTE), 0, NULL},
    {"checked_by", TYPE_TEXTS, ROLE(SITE), 0, NULL},
    {"carried_by", TYPE_TEXTS, ROLE(SITE), 0, NULL},
    {"sent_by", TYPE_TEXTS, ROLE(SITE), 0, NULL},
    {"later", TYPE_BOOL, ROLE(SITE) | ROLE(WRAPPER) | ROLE(TOOL), 0, NULL},
    {"given_by", TYPE_TEXTS, ROLE(SITE), 0, NULL},
    {"writes_no", TYPE_REGEX, ROLE(SITE) | ROLE(ROUTE), 0, NULL},
    {"in_file", TYPE_REGEX, ROLE(SITE), 0, NULL},
    {"confidence", TYPE_NUMBER, ROLE(SITE), 0, NULL},
    {"exports", TYPE_TEXTS, ROLE(ROUTE), 0, NULL},
    {"parameter", TYPE_TEXTS, ROLE(ROUTE), 0, NULL},
    {"marked", TYPE_TEXT, ROLE(ROUTE), 0, NULL},
    {"marked_callers", TYPE_TEXT, ROLE(ROUTE), 0, NULL},
    {"key", TYPE_TEXT, ROLE(USE), 0, NULL},
    {"keys", TYPE_MAP, ROLE(SETTING), 0, NULL},
    {"overlays", TYPE_TEXTS, ROLE(SETTING) | ROLE(SOURCE), 0, NULL},
    {"files", TYPE_TEXTS, ROLE(SOURCE), 0, NULL},
    {"separator", TYPE_TEXT, ROLE(SOURCE), 0, NULL},
    {"reads", TYPE_REGEX, ROLE(SOURCE), 0, NULL},
    {"kinds", TYPE_TEXTS, ROLE(SETTING), 0, NULL},
    {"variable", TYPE_REGEX, ROLE(SETTING) | ROLE(SOURCE), 0, NULL},
    {"complete", TYPE_BOOL, ROLE(SETTING), 0, NULL},
    {"unresolved", TYPE_TEXT, ROLE(SITE), 0, NULL},
    {"needs", TYPE_TEXTS, ROLE(SITE), 0, NULL},
    {"raw", TYPE_BOOL, ROLE(SITE), 0, NULL},
    {"typed", TYPE_BOOL, ROLE(SITE) | ROLE(SINK), 0, NULL},
    {"fluent", TYPE_BOOL, ROLE(CLIENT) | ROLE(AGENT) | ROLE(TRANSFORM) | ROLE(STAGE), 0, NULL},
    {"in_place", TYPE_BOOL, ROLE(TRANSFORM), 0, NULL},
    {"sequence", TYPE_BOOL, ROLE(COMPOSE), 0, NULL},
    {"fresh", TYPE_BOOL, ROLE(CLIENT), 0, NULL},
    {"served", TYPE_BOOL, ROLE(AGENT), 0, NULL},
    {"settings_from", TYPE_COUNT, EVERY_ROLE, 0, NULL},
    {"values", TYPE_MAP, ROLE(CONSTANT), ROLE(CONSTANT), NULL},
    {"elements", TYPE_TEXTS, ROLE(TRANSFORM), 0, NULL},
    {"holds", TYPE_TEXTS, ROLE(TRANSFORM), 0, NULL},
    {"input", TYPE_TEXT, ROLE(TRANSFORM), 0, NULL},
    {"also", TYPE_ANY, EVERY_ROLE, 0, NULL},
    {"languages", TYPE_TEXTS, EVERY_ROLE, 0, NULL},
    {"arguments", TYPE_MAP, EVERY_ROLE, 0, NULL},
    {"unset", TYPE_TEXTS, EVERY_ROLE, 0, NULL},
    {"sets", TYPE_MAP, EVERY_ROLE, 0, NULL},
    {"tag", TYPE_TEXT, EVERY_ROLE, ROLE(USE), NULL},
    {"kind", TYPE_TEXT, ROLE(SITE) | ROLE(SINK) | ROLE(SOURCE), ROLE(SITE) | ROLE(SINK) | ROLE(SOURCE), NULL},
    {"provider", TYPE_TEXT, ROLE(CLIENT) | ROLE(SITE) | ROLE(AGENT), 0, NULL},
    {"defaults", TYPE_MAP, ROLE(CLIENT) | ROLE(SITE) | ROLE(AGENT), 0, NULL},
    {"returns", TYPE_ANY, ROLE(TRANSFORM) | ROLE(AGENT) | ROLE(PROVIDE), 0, NULL},
    {"implements", TYPE_COUNT, ROLE(AGENT), 0, NULL},
    {"class", TYPE_MAP, ROLE(AGENT) | ROLE(WRAPPER) | ROLE(TOOL), 0, NULL},
    {"operator", TYPE_TEXT, ROLE(COMPOSE), 0, NULL},
    {"method", TYPE_TEXT, ROLE(COMPOSE) | ROLE(ROUTE) | ROLE(CALLABLE), 0, NULL},
    {"carries", TYPE_TEXTS, ROLE(COMPOSE), ROLE(COMPOSE), NULL},
    {"as", TYPE_WORD, ROLE(SITE) | ROLE(WRAPPER) | ROLE(ROUTE) | ROLE(TOOL) | ROLE(USE) | ROLE(PROVIDE) | ROLE(MOUNT) | ROLE(SETTING),
     ROLE(WRAPPER) | ROLE(ROUTE) | ROLE(TOOL) | ROLE(PROVIDE), ways},
    {"wraps", TYPE_COUNT, ROLE(WRAPPER), 0, NULL},
    {"wraps_last", TYPE_BOOL, ROLE(WRAPPER), 0, NULL},
    {"called", TYPE_TEXT, ROLE(WRAPPER), 0, NULL},
    {"function", TYPE_COUNT, ROLE(CALLABLE), 0, NULL},
    {"named", TYPE_TEXT, ROLE(CALLABLE), 0, NULL},
    {"places", TYPE_TEXTS, ROLE(CALLABLE), 0, NULL},
    {"names", TYPE_TEXTS, ROLE(CALLABLE), 0, NULL},
    {"options", TYPE_TEXT, ROLE(STORE), 0, NULL},
    {"single", TYPE_BOOL, ROLE(STORE), 0, NULL},
    {"binds", TYPE_BOOL, ROLE(CALLABLE), 0, NULL},
    {"get", TYPE_TEXTS, ROLE(STORE), 0, NULL},
    {"set", TYPE_TEXTS, ROLE(STORE), 0, NULL},
    {"argument", TYPE_TEXT, ROLE(SINK) | ROLE(SOURCE) | ROLE(PROVIDE) | ROLE(MOUNT), 0, NULL},
    {"token", TYPE_TEXT, ROLE(PROVIDE), 0, NULL},
    {"default", TYPE_TEXTS, ROLE(SOURCE), 0, NULL},
    {"on", TYPE_WORD, ROLE(SINK), 0, sink_ends},
    {"handler", TYPE_TEXT, ROLE(ROUTE) | ROLE(TOOL), 0, NULL},
    {"methods", TYPE_TEXTS, ROLE(TOOL), 0, NULL},
    {"covers", TYPE_TEXTS, ROLE(USE) | ROLE(WRAPPER), 0, NULL},
    {"side", TYPE_WORD, ROLE(USE) | ROLE(WRAPPER) | ROLE(SITE), 0, sides},
};

static const struct key file_keys[] = {
    {"sdk", TYPE_TEXT, false, NULL},
    {"evidence", TYPE_TEXT, false, NULL},
    {"title", TYPE_TEXT, true, NULL},
    {"called", TYPE_TEXT, false, NULL},
    {"languages", TYPE_TEXTS, true, NULL},
    {"provider", TYPE_TEXT, false, NULL},
    {"packages", TYPE_MAP, false, NULL},
    {"defaults", TYPE_MAP, false, NULL},
    {"transparent", TYPE_TEXTS, false, NULL},
    {"envelope", TYPE_TEXTS, false, NULL},
    {"unread", TYPE_TEXTS, false, NULL},
    {"parsed", TYPE_TEXTS, false, NULL},
    {"literals", TYPE_TEXTS, false, NULL},
    {"near_sites", TYPE_BOOL, false, NULL},
    {"only_literals", TYPE_BOOL, false, NULL},
    {"forks", TYPE_BOOL, false, NULL},
    {"own_first", TYPE_BOOL, false, NULL},
    {"witnesses", TYPE_BOOL, false, NULL},
    {"edits", TYPE_MAPS, false, NULL},
    {"tests", TYPE_MAPS, false, NULL},
    {"clients", TYPE_MAPS, false, NULL},
    {"sites", TYPE_MAPS, false, NULL},
    {"requests", TYPE_MAPS, false, NULL},
    {"agents", TYPE_MAPS, false, NULL},
    {"transforms", TYPE_MAPS, false, NULL},
    {"composes", TYPE_MAPS, false, NULL},
    {"stages", TYPE_MAPS, false, NULL},
    {"wrappers", TYPE_MAPS, false, NULL},
    {"callables", TYPE_MAPS, false, NULL},
    {"settings", TYPE_MAPS, false, NULL},
    {"provides", TYPE_MAPS, false, NULL},
    {"stores", TYPE_MAPS, false, NULL},
    {"mounts", TYPE_MAPS, false, NULL},
    {"sinks", TYPE_MAPS, false, NULL},
    {"sources", TYPE_MAPS, false, NULL},
    {"routes", TYPE_MAPS, false, NULL},
    {"tools", TYPE_MAPS, false, NULL},
    {"uses", TYPE_MAPS, false, NULL},
    {"constants", TYPE_MAPS, false, NULL},
};

/* ---- arguments ---- */

/* Roles may name attributes of their own; only what looks like a misspelt one of a site's is refused. */
static void check_attribute(struct loader *l, const struct yaml_node *at, const char *name)
{
    if (!load_define(l, REFER_ATTRIBUTE, name) || strlen(name) < 5 || g_strv_contains(load_site_attributes, name))
        return;
    size_t len = strlen(name);
    for (const char *const *known = load_site_attributes; *known; known++)
        if (strlen(*known) >= 5 && strlen(*known) <= len + 1 && len <= strlen(*known) + 1 && load_distance(name, *known) == 1)
            load_error(l, at, "unknown attribute '%s'; did you mean '%s'?", name, *known);
}

static const struct key argument_keys[] = {
    {"attribute", TYPE_TEXT, true, NULL},  {"cases", TYPE_ANY, false, NULL},   {"unset", TYPE_TEXTS, false, NULL},
    {"contains", TYPE_MAP, false, NULL},   {"inline", TYPE_BOOL, false, NULL}, {"host", TYPE_BOOL, false, NULL},
    {"visible", TYPE_BOOL, false, NULL},   {"functions", TYPE_BOOL, false, NULL}, {"otherwise", TYPE_BOOL, false, NULL},
    {"each", TYPE_BOOL, false, NULL},      {"file", TYPE_MAP, false, NULL},   {"some", TYPE_BOOL, false, NULL},
};

static const struct key file_argument_keys[] = {
    {"keys", TYPE_TEXTS, false, NULL}, {"roles", TYPE_TEXTS, false, NULL}, {"variable", TYPE_REGEX, false, NULL}};

static const struct key case_keys[] = {
    {"has", TYPE_MAP, false, NULL},    {"equals", TYPE_TEXT, false, NULL}, {"matches", TYPE_REGEX, false, NULL},
    {"path", TYPE_TEXT, false, NULL},  {"value", TYPE_TEXT, false, NULL},  {"state", TYPE_WORD, false, case_states},
    {"called_in", TYPE_MAP, false, NULL}, {"made", TYPE_BOOL, false, NULL},  {"nowhere", TYPE_LIST, false, NULL},
    {"fields", TYPE_MAP, false, NULL}, {"compares", TYPE_REGEX, false, NULL},
};

static const struct key case_fields_keys[] = {{"call", TYPE_TEXT, true, NULL}, {"type", TYPE_TEXT, true, NULL}};

/* {METHOD: PATH}: the method is called in what a call of the path is handed, or, with null for it, anywhere; with
 * `given_no: REGEX` beside it, of one that is given no such constant. */
static void read_event(struct loader *l, const struct yaml_node *map, struct api_event *out)
{
    out->given_no = load_regex(l, yaml_get(map, "given_no"));
    if (map->n != (out->given_no ? 2 : 1) || g_str_equal(map->keys[0]->text, "given_no")) {
        load_error(l, map, "expected one method and the path of the call in which it is called");
        return;
    }
    out->method = map->keys[0]->text;
    if (map->items[0]->kind != YAML_NULL)
        load_path(l, &out->path, map->items[0]);
}

static struct api_event *read_events(struct loader *l, const struct yaml_node *list, unsigned *n)
{
    struct api_event *out = arena_new_n(l->arena, struct api_event, list->n + 1);
    for (unsigned i = 0; i < list->n; i++)
        if (list->items[i]->kind == YAML_MAP)
            read_event(l, list->items[i], &out[(*n)++]);
        else
            load_path(l, &out[(*n)++].path, list->items[i]);
    return out;
}

static struct api_case *read_case_list(struct loader *l, const struct yaml_node *list, unsigned *n)
{
    struct api_case *out = arena_new_n(l->arena, struct api_case, list->n + 1);
    for (unsigned i = 0; i < list->n; i++) {
        const struct yaml_node *c = list->items[i];
        struct api_case *to = &out[(*n)++];
        load_check(l, c, case_keys, G_N_ELEMENTS(case_keys));
        if (c->kind != YAML_MAP)
            continue;
        const struct yaml_node *in = yaml_get(c, "called_in"), *nowhere = yaml_get(c, "nowhere");
        to->has = load_pairs(l, yaml_get(c, "has"), &to->n_has);
        to->equals = load_text(c, "equals");
        to->matches = load_regex(l, yaml_get(c, "matches"));
        to->compares = load_regex(l, yaml_get(c, "compares"));
        load_path(l, &to->path, yaml_get(c, "path"));
        const struct yaml_node *fields = yaml_get(c, "fields");
        if (fields && fields->kind == YAML_MAP) {
            load_check(l, fields, case_fields_keys, G_N_ELEMENTS(case_fields_keys));
            load_path(l, &to->field_call, yaml_get(fields, "call"));
            load_path(l, &to->field_type, yaml_get(fields, "type"));
        }
        to->value = load_text(c, "value");
        int state = load_choice(c, "state", case_states, STATE_SET);
        to->absent = state > STATE_SET;
        to->state = to->absent ? STATE_UNSET : (enum tristate)state;
        to->made = load_bool(c, "made");
        if (in && in->kind == YAML_MAP) {
            to->called_in = arena_new(l->arena, struct api_event);
            read_event(l, in, to->called_in);
        }
        if ((to->called_in || to->made) && !to->path.n_segments)
            load_error(l, c, "'%s' needs a 'path', whose object it is", to->made ? "made" : "called_in");
        if (nowhere && nowhere->kind == YAML_LIST)
            to->nowhere = read_events(l, nowhere, &to->n_nowhere);
        bool asks = to->n_has || to->equals || to->matches || to->path.n_segments || to->n_nowhere || to->compares ||
                    to->field_call.n_segments;
        if (!asks && i + 1 < list->n)
            load_error(l, c, "this case always fits, so the cases below are never asked");
    }
    return out;
}

static const struct key cases_keys[] = {{"cases", TYPE_MAP, true, NULL}};

void load_cases(struct loader *l, const struct rule_source *s)
{
    const struct yaml_node *map = yaml_get(s->root, "cases");
    load_check(l, s->root, cases_keys, G_N_ELEMENTS(cases_keys));
    for (unsigned i = 0; map && map->kind == YAML_MAP && i < map->n; i++) {
        struct case_list named = {.name = map->keys[i]->text, .place = load_place(map->keys[i])};
        g_autofree char *what = g_strdup_printf("the cases '%s'", named.name);
        if (map->items[i]->kind != YAML_LIST) {
            load_error(l, map->items[i], "'%s' must be a list of cases", named.name);
            continue;
        }
        named.cases = read_case_list(l, map->items[i], &named.n_cases);
        if (load_once(l, map->keys[i], what))
            g_array_append_val(l->case_lists, named);
    }
}

void load_cases_finish(struct loader *l)
{
    l->rules->case_lists = load_keep(l, l->case_lists, &l->rules->n_case_lists);
}

/* The cases of an argument: a list, or the name of one. */
static void read_cases(struct loader *l, const struct yaml_node *cases, struct api_argument *out)
{
    if (!cases)
        return;
    if (cases->kind == YAML_LIST) {
        out->cases = read_case_list(l, cases, &out->n_cases);
        return;
    }
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (unsigned i = 0; i < l->rules->n_case_lists; i++) {
        struct case_list *named = &l->rules->case_lists[i];
        g_ptr_array_add(names, (gpointer)named->name);
        if (cases->kind != YAML_SCALAR || !g_str_equal(named->name, cases->text))
            continue;
        named->used = true;
        out->cases = named->cases;
        out->n_cases = named->n_cases;
        return;
    }
    if (cases->kind != YAML_SCALAR) {
        load_error(l, cases, "'cases' must be a list of maps, or the name of one");
        return;
    }
    g_autofree char *end = load_cure(cases->text, (const char *const *)names->pdata, names->len);
    load_error(l, cases, "unknown cases '%s'%s", cases->text, end);
}

static void read_contains(struct loader *l, const struct yaml_node *map, struct api_argument *out)
{
    out->contains_values = out->contains_tuple = out->contains_texts = load_list(l, NULL);
    if (!map || map->kind != YAML_MAP)
        return;
    out->contains = true;
    for (unsigned i = 0; i < map->n; i++) {
        const char *key = map->keys[i]->text;
        if (strcmp(key, "calls") == 0) {
            out->contains_calls = load_paths(l, map->items[i], &out->n_contains_calls);
        } else if (strcmp(key, "others") == 0) {
            out->contains_others = load_paths(l, map->items[i], &out->n_contains_others);
        } else if (strcmp(key, "inside") == 0) {
            out->contains_inside = load_paths(l, map->items[i], &out->n_contains_inside);
        } else if (strcmp(key, "tuple") == 0) {
            out->contains_tuple = load_list(l, map->items[i]);
        } else if (strcmp(key, "texts") == 0) {
            out->contains_texts = load_list(l, map->items[i]);
        } else if (out->contains_key) {
            load_error(l, map->keys[i], "'contains' asks for one dictionary key; '%s' is a second", key);
        } else {
            out->contains_key = key;
            out->contains_values = load_list(l, map->items[i]);
        }
    }
}

/* What is said of an argument, whatever its name; attribute NULL if that is nothing. */
static struct api_argument read_said(struct loader *l, const struct yaml_node *key, const struct yaml_node *value)
{
    struct api_argument a = {.position = -1};
    a.contains_values = a.contains_tuple = a.contains_texts = a.file_keys = a.file_roles = load_list(l, NULL);
    if (value->kind == YAML_SCALAR) {
        a.attribute = value->text;
    } else if (value->kind == YAML_MAP) {
        load_check(l, value, argument_keys, G_N_ELEMENTS(argument_keys));
        a.attribute = load_text(value, "attribute");
        a.inline_text = load_bool(value, "inline");
        a.otherwise = load_bool(value, "otherwise");
        a.host = load_bool(value, "host");
        a.visible = load_bool(value, "visible");
        a.functions = load_bool(value, "functions");
        a.each = load_bool(value, "each");
        a.some = load_bool(value, "some");
        const struct yaml_node *in_file = yaml_get(value, "file");
        if (in_file && in_file->kind == YAML_MAP) {
            load_check(l, in_file, file_argument_keys, G_N_ELEMENTS(file_argument_keys));
            a.file_keys = load_texts(l, in_file, "keys");
            a.file_roles = load_texts(l, in_file, "roles");
            a.file_variable = load_regex(l, yaml_get(in_file, "variable"));
        }
        if (yaml_get(value, "unset"))
            a.unset = load_texts(l, value, "unset");
        read_cases(l, yaml_get(value, "cases"), &a);
        read_contains(l, yaml_get(value, "contains"), &a);
    } else {
        load_error(l, value, "argument '%s' names an attribute, a map with 'attribute', or a list of these", key->text);
    }
    if (!a.attribute)
        return a;
    check_attribute(l, value, a.attribute);
    for (unsigned i = 0; strcmp(a.attribute, "kind") == 0 && i < a.n_cases; i++)
        if (a.cases[i].value && !g_strv_contains(load_site_kinds, a.cases[i].value))
            load_error(l, value, "'%s' is no kind of a site", a.cases[i].value);
    return a;
}

/* The same, read once for all that it is said of: of requests, by all their libraries. */
static const struct api_argument *argument_said(struct loader *l, const struct yaml_node *key, const struct yaml_node *value)
{
    struct api_argument *said = g_hash_table_lookup(l->said, value);
    if (!said) {
        said = arena_new(l->arena, struct api_argument);
        *said = read_said(l, key, value);
        g_hash_table_insert(l->said, (gpointer)value, said);
    }
    return said;
}

static void read_argument(struct loader *l, const struct yaml_node *key, const struct yaml_node *value,
                          const char **unset, GArray *out)
{
    struct api_argument a = *argument_said(l, key, value);
    if (!a.attribute)
        return;
    int64_t position;
    a.name = key->text;
    if (!strchr(key->text, '.') && yaml_number(key, &position) && position >= 0 && position < 100 * 100) {
        a.name = NULL;
        a.position = (int)(position / 100);
    }
    if (!a.unset)
        a.unset = unset;
    g_array_append_val(out, a);
    if (strcmp(a.attribute, "system_message") == 0 && !a.contains && !a.file_roles[0]) { /* its text is a prompt, wherever it is written */
        struct api_argument text = {.name = a.name, .position = a.position, .attribute = "prompt_inline", .unset = unset,
                                    .contains_values = a.contains_values, .contains_tuple = a.contains_tuple, .contains_texts = a.contains_texts,
                                    .file_keys = load_list(l, NULL), .file_roles = load_list(l, NULL), .otherwise = a.otherwise, .inline_text = true};
        g_array_append_val(out, text);
    }
}

/* ---- arguments that stand beside others ---- */

static const struct key beside_keys[] = {{"beside", TYPE_MAP, true, NULL}};

void load_beside(struct loader *l, const struct rule_source *s)
{
    const struct yaml_node *map = yaml_get(s->root, "beside");
    load_check(l, s->root, beside_keys, G_N_ELEMENTS(beside_keys));
    for (unsigned i = 0; map && map->kind == YAML_MAP && i < map->n; i++) {
        g_autofree char *what = g_strdup_printf("what stands beside '%s'", map->keys[i]->text);
        if (map->items[i]->kind != YAML_MAP)
            load_error(l, map->items[i], "beside '%s' stands a map of arguments", map->keys[i]->text);
        else
            load_once(l, map->keys[i], what);
    }
    if (map && map->kind == YAML_MAP)
        g_array_append_val(l->beside, map);
}

static void read_one(struct loader *l, const struct yaml_node *key, const struct yaml_node *v, const char **unset, GArray *list)
{
    for (unsigned k = 0; v->kind == YAML_LIST && k < v->n; k++)
        read_argument(l, key, v->items[k], unset, list);
    if (v->kind != YAML_LIST)
        read_argument(l, key, v, unset, list);
}

static char *joined(struct arena *a, const char *first, size_t len, const char *second)
{
    size_t more = strlen(second);
    char *out = arena_alloc(a, len + more + 1);
    memcpy(out, first, len);
    memcpy(out + len, second, more + 1);
    return out;
}

/* An API that takes `config.temperature` takes `config.top_p` too, unless the item says something of it itself. */
static void read_beside(struct loader *l, const struct yaml_node *map, const struct yaml_node *key, const char **unset, GArray *list)
{
    const char *dot = strrchr(key->text, '.'), *last = dot ? dot + 1 : key->text;
    for (guint i = 0; i < l->beside->len; i++) {
        const struct yaml_node *beside = yaml_get(g_array_index(l->beside, const struct yaml_node *, i), last);
        for (unsigned k = 0; beside && beside->kind == YAML_MAP && k < beside->n; k++) {
            struct yaml_node named = *key;
            named.text = joined(l->arena, key->text, (size_t)(last - key->text), beside->keys[k]->text);
            if (!yaml_get(map, named.text))
                read_one(l, &named, beside->items[k], unset, list);
        }
        if (beside)
            return;
    }
}

static void read_map(struct loader *l, const struct yaml_node *map, const struct yaml_node *own, const char **unset, GArray *list)
{
    for (unsigned i = 0; map && map->kind == YAML_MAP && i < map->n; i++) {
        if (own && yaml_get(own, map->keys[i]->text))
            continue;
        read_one(l, map->keys[i], map->items[i], unset, list);
        read_beside(l, map, map->keys[i], unset, list);
    }
}

/* An item's own arguments, then what addresses and bodies of requests to model services say, of those that it names. */
static void read_arguments(struct loader *l, const struct yaml_node *item, struct api_item *out)
{
    const struct yaml_node *map = yaml_get(item, "arguments"), *address = load_request_part(l, "address");
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(struct api_argument));
    const char **unset = load_texts(l, item, "unset"), **body = load_texts(l, item, "body"), *said = load_text(item, "kind");
    const bool kind = said && strcmp(said, "chat") != 0; /* it says more than an address could */
    read_map(l, map, NULL, unset, list);
    for (const char **at = load_texts(l, item, "address"); *at && address; at++) {
        g_auto(GStrv) names = g_strsplit(*at, "|", -1);
        for (char **name = names; *name; name++) {
            struct yaml_node key = {.kind = YAML_SCALAR, .plain = true, .text = arena_strdup(l->arena, *name), .file = item->file, .line = item->line};
            for (unsigned i = 0; i < address->n; i++)
                if (!kind || g_strcmp0(load_text(address->items[i], "attribute"), "kind") != 0)
                    read_argument(l, &key, address->items[i], unset, list);
        }
    }
    guint first = list->len;
    if (*body) {
        read_map(l, load_request_part(l, "body"), map, unset, list);
        if (out->within[0])
            load_error(l, item, "'body' says what 'within' says: leave that out");
        out->within = body;
    }
    for (guint i = first; i < list->len; i++)
        g_array_index(list, struct api_argument, i).in_body = true;
    out->has_body = list->len > first;
    out->arguments = load_keep(l, list, &out->n_arguments);
    g_autoptr(GArray) of_class = g_array_new(FALSE, FALSE, sizeof(struct api_argument));
    read_map(l, yaml_get(item, "class"), NULL, unset, of_class);
    out->of_class = load_keep(l, of_class, &out->n_of_class);
}

/* ---- items ---- */

static const struct section *section_of(enum api_role role)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sections); i++)
        if (sections[i].role == role)
            return &sections[i];
    g_assert_not_reached();
}

static void check_item(struct loader *l, const struct yaml_node *item, const struct section *s)
{
    struct key keys[G_N_ELEMENTS(item_keys)];
    size_t n = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(item_keys); i++) {
        const struct item_key *k = &item_keys[i];
        if (!(k->roles & 1u << s->role))
            continue;
        keys[n] = (struct key){k->name, k->type, (k->required & 1u << s->role) != 0, k->choices};
        if (strcmp(k->name, "kind") == 0)
            keys[n].choices = s->kinds;
        n++;
    }
    load_check(l, item, keys, n);
    unsigned way = load_choice(item, "as", ways, 0);
    if (yaml_get(item, "as") && s->ways && !(s->ways & 1u << way))
        load_error(l, yaml_get(item, "as"), "'%s' cannot be written 'as: %s'", s->name, ways[way]);
}

/* `languages` as written and all derived from them, without repetition. */
static const struct language **read_languages(struct loader *l, const struct yaml_node *names, unsigned *n)
{
    const struct ruleset *r = l->rules;
    const struct language **out = arena_new_n(l->arena, const struct language *, r->n_languages + 1);
    g_autofree bool *wanted = g_new0(bool, r->n_languages + 1);
    *n = 0;
    for (unsigned i = 0; names && i < (names->kind == YAML_LIST ? names->n : 1); i++) {
        const struct language *g = load_language_named(l, names->kind == YAML_LIST ? names->items[i] : names);
        if (g)
            wanted[g->index] = true;
    }
    for (unsigned i = 0; i < r->n_languages; i++)
        for (const struct language *p = &r->languages[i]; p; p = p->parent)
            if (wanted[p->index]) {
                out[(*n)++] = &r->languages[i];
                break;
            }
    return out;
}

static void read_return(struct loader *l, const struct yaml_node *v, GArray *out)
{
    int64_t position;
    const struct yaml_node *called = yaml_get(v, "call"), *written = yaml_get(v, "written"), *provided = yaml_get(v, "provided"),
                           *argument = called ? called : written ? written : provided ? provided : yaml_get(v, "argument");
    struct api_return r = {.position = -1, .called = called != NULL, .written = written != NULL, .provided = provided != NULL};
    if (!argument || v->n != 1 || argument->kind != YAML_SCALAR)
        load_error(l, v, "'returns' is an access path, 'self', 'instance', 'format', 'merged', 'type', 'text', 'document', {argument: N or NAME}, "
                         "{call: N or NAME}, {written: N or NAME}, {provided: N or NAME}, {joined: [N...]}, or a list of these");
    else if (yaml_number(argument, &position) && position >= 0)
        r.position = (int)(position / 100);
    else
        r.name = argument->text;
    g_array_append_val(out, r);
}

static void read_returns(struct loader *l, const struct yaml_node *v, struct api_item *out)
{
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(struct api_return));
    if (!v)
        return;
    const char *word = v->kind == YAML_SCALAR ? v->text : "";
    out->returns_self = strcmp(word, "self") == 0;
    out->returns_merged = strcmp(word, "merged") == 0;
    out->returns_type = strcmp(word, "type") == 0;
    out->returns_text = strcmp(word, "text") == 0;
    out->returns_document = strcmp(word, "document") == 0;
    out->returns_instance = strcmp(word, "instance") == 0;
    out->joined = v->kind == YAML_MAP && yaml_get(v, "joined") ? load_texts(l, v, "joined") : NULL;
    out->returns_format = out->joined || strcmp(word, "format") == 0;
    if (out->returns_format || out->returns_instance || out->returns_self || out->returns_merged || out->returns_type || out->returns_text || out->returns_document)
        return;
    if (v->kind == YAML_SCALAR)
        load_path(l, &out->returns, v);
    else if (v->kind == YAML_MAP)
        read_return(l, v, list);
    for (unsigned i = 0; v->kind == YAML_LIST && i < v->n; i++)
        read_return(l, v->items[i], list);
    out->returns_arguments = load_keep(l, list, &out->n_returns_arguments);
}

/* `argument:` of sinks and sources: a position or a name; without it, any of a sink's and the first of a source's. */
static void read_place(const struct yaml_node *item, struct api_item *out)
{
    const struct yaml_node *v = yaml_get(item, "argument");
    int64_t position;
    out->token = load_text(item, "token");
    out->on_receiver = g_strcmp0(load_text(item, "on"), "receiver") == 0;
    out->argument = out->role == ROLE_SOURCE ? 0 : -1;
    if (!v || v->kind != YAML_SCALAR)
        return;
    out->argument = -1;
    if (yaml_number(v, &position) && position >= 0 && position < 10000)
        out->argument = (int)(position / 100);
    else if (strcmp(v->text, "any") != 0)
        out->argument_name = v->text;
}

/* Where a source's default stands: by position, by name, or either. */
static void read_default(struct loader *l, const struct yaml_node *item, struct api_item *out)
{
    out->default_argument = -1;
    for (const char **where = load_texts(l, item, "default"); *where; where++) {
        char *end;
        long position = strtol(*where, &end, 10);
        if (*end || end == *where)
            out->default_name = *where;
        else if (position >= 0 && position < 100)
            out->default_argument = (int)position;
        else
            load_error(l, item, "'default' is a position or a name, not '%s'", *where);
    }
}

static void read_handler(struct loader *l, const struct yaml_node *item, struct api_item *out)
{
    static const char *const words[] = {"decorated", "last", "export", "enclosing", NULL};
    const struct yaml_node *v = yaml_get(item, "handler");
    const char *text = v && v->kind == YAML_SCALAR ? v->text : NULL;
    if (!text) {
        if (out->role == ROLE_ROUTE)
            out->handler = out->as == AS_DECORATOR ? "decorated" : out->as == AS_FILE ? "export" : "last";
        return;
    }
    out->handler = text;
    if (g_str_has_prefix(text, "argument ") && text[strlen("argument ")])
        out->handler = text + strlen("argument ");
    else if (out->role == ROLE_TOOL ? !g_str_equal(text, "enclosing") : !g_strv_contains(words, text))
        load_error(l, v, "'handler' is %senclosing, 'argument N' or 'argument NAME'",
                   out->role == ROLE_TOOL ? "" : "decorated, last, export, ");
}

static const struct key when_keys[] = {
    {"matches", TYPE_REGEX, false, NULL}, {"host", TYPE_BOOL, false, NULL},     {"path", TYPE_TEXT, false, NULL},
    {"unseen", TYPE_BOOL, false, NULL},   {"contains", TYPE_MAP, false, NULL},  {"missing", TYPE_BOOL, false, NULL},
    {"one", TYPE_BOOL, false, NULL},     {"not_path", TYPE_TEXT, false, NULL},
};

/* A clause is a literal, a map of what is asked, or null, which asks for the argument alone. */
static void read_clauses(struct loader *l, const struct yaml_node *map, unsigned alternative, GArray *out)
{
    for (unsigned i = 0; i < map->n; i++) {
        struct api_when w = {.alternative = alternative};
        const struct yaml_node *v = map->items[i];
        g_auto(GStrv) names = g_strsplit(map->keys[i]->text, "|", -1);
        w.names = arena_new_n(l->arena, const char *, g_strv_length(names) + 1);
        for (unsigned k = 0; names[k]; k++)
            w.names[k] = arena_strdup(l->arena, names[k]);
        if (v->kind == YAML_SCALAR) {
            w.equals = v->text;
        } else if (v->kind == YAML_MAP) {
            load_check(l, v, when_keys, G_N_ELEMENTS(when_keys));
            w.matches = load_regex(l, yaml_get(v, "matches"));
            w.host = load_bool(v, "host");
            load_path(l, &w.path, yaml_get(v, "path"));
            load_path(l, &w.not_path, yaml_get(v, "not_path"));
            w.unseen = load_bool(v, "unseen");
            w.one = load_bool(v, "one");
            w.missing = load_bool(v, "missing");
            if (yaml_get(v, "contains")) {
                struct api_argument *contains = arena_new(l->arena, struct api_argument);
                read_contains(l, yaml_get(v, "contains"), contains);
                w.contains = contains;
            }
        } else if (v->kind != YAML_NULL) {
            load_error(l, v, "'%s' asks for a literal, null (any), or a map of %s", map->keys[i]->text,
                       "'matches', 'host', 'unseen', 'missing', 'contains', 'path' and 'not_path'");
        }
        g_array_append_val(out, w);
    }
}

/* `when_argument`: a map of clauses, or a list of maps of which one is enough. */
static void read_when(struct loader *l, const struct yaml_node *item, struct api_item *out)
{
    const struct yaml_node *v = yaml_get(item, "when_argument");
    g_autoptr(GArray) clauses = g_array_new(FALSE, FALSE, sizeof(struct api_when));
    out->assigned = load_texts(l, item, "assigned");
    out->methods = load_texts(l, item, "methods");
    out->single = load_bool(item, "single");
    out->writes = load_texts(l, item, "writes");
    out->checked_by = load_texts(l, item, "checked_by");
    out->carried_by = load_texts(l, item, "carried_by");
    out->sent_by = load_texts(l, item, "sent_by");
    out->parameter = load_texts(l, item, "parameter");
    out->given_by = load_texts(l, item, "given_by");
    out->later = load_bool(item, "later") || out->given_by[0];
    out->writes_no = load_regex(l, yaml_get(item, "writes_no"));
    out->in_file = load_regex(l, yaml_get(item, "in_file"));
    for (unsigned i = 0; v && v->kind == YAML_LIST && i < v->n; i++)
        if (v->items[i]->kind == YAML_MAP)
            read_clauses(l, v->items[i], i, clauses);
        else
            load_error(l, v->items[i], "an alternative of 'when_argument' is a map");
    if (v && v->kind == YAML_MAP)
        read_clauses(l, v, 0, clauses);
    else if (v && v->kind != YAML_LIST)
        load_error(l, v, "'when_argument' is a map, or a list of maps of which one must hold");
    out->when = load_keep(l, clauses, &out->n_when);
}

/* What is asked of arguments, as text: two items may share a path if they ask different things. */
static void append_when(GString *key, const struct yaml_node *map)
{
    for (unsigned i = 0; map && map->kind == YAML_LIST && i < map->n; i++)
        append_when(key, map->items[i]);
    for (unsigned i = 0; map && map->kind == YAML_MAP && i < map->n; i++) {
        const struct yaml_node *v = map->items[i];
        g_string_append_printf(key, ", %s %s", map->keys[i]->text, v->kind == YAML_SCALAR ? v->text : "");
        append_when(key, v);
    }
}

/* A route that a file is by its place: its `path` is a glob over files, its handlers are what the file exports.
 * Entries of configuration: `path` is a glob, too, and `key` says where they stand. */
static void read_glob(struct loader *l, const struct yaml_node *item, struct api_item *out)
{
    out->exports = load_texts(l, item, "exports");
    out->key = load_text(item, "key");
    out->keys = load_pairs(l, yaml_get(item, "keys"), &out->n_keys);
    out->overlays = load_texts(l, item, "overlays");
    out->kinds = load_texts(l, item, "kinds");
    out->files = load_texts(l, item, "files");
    out->separator = load_text(item, "separator");
    out->reads = load_regex(l, yaml_get(item, "reads"));
    out->variable = load_regex(l, yaml_get(item, "variable"));
    out->complete = load_bool(item, "complete");
    if (out->as == AS_CONFIG)
        out->glob = load_text(item, "path");
    if (out->role != ROLE_ROUTE || out->as != AS_FILE)
        return;
    out->glob = load_text(item, "path");
    out->marked = load_text(item, "marked");
    out->marked_callers = load_text(item, "marked_callers");
    if (!out->exports[0])
        out->exports = load_list(l, &(struct yaml_node){.kind = YAML_SCALAR, .text = out->method ? out->method : "default"});
}

static void check_path(struct loader *l, const struct yaml_node *item, const struct api_item *out)
{
    if (out->role == ROLE_ROUTE && out->as != AS_FILE && out->writes[0])
        load_error(l, item, "'writes' of a route goes with 'as: file'");
    if (out->as != AS_FILE && out->exports[0])
        load_error(l, item, "'exports' goes with 'as: file'");
    if (out->as != AS_FILE && (yaml_get(item, "marked") || yaml_get(item, "marked_callers")))
        load_error(l, item, "'marked' goes with 'as: file'");
    if (out->marked && out->exports[0] && yaml_get(item, "exports"))
        load_error(l, item, "'marked' says which functions are handlers; 'exports' is one too many");
    if (out->role == ROLE_USE && (out->as == AS_CONFIG) != (out->key != NULL))
        load_error(l, item, "'key' goes with 'as: config'");
    if (out->role == ROLE_SETTING && (out->as == AS_CONFIG) != (out->n_keys > 0))
        load_error(l, item, "'keys' goes with 'as: config'");
    if (out->as != AS_CONFIG && out->complete)
        load_error(l, item, "'complete' goes with 'as: config'");
    if (out->as != AS_CONFIG && !out->files[0] && (out->overlays[0] || out->variable || out->separator || out->reads))
        load_error(l, item, "'overlays', 'variable', 'separator' and 'reads' go with 'files', or with 'as: config'");
    for (const char **kind = out->kinds; *kind; kind++)
        if (!g_strv_contains(load_site_kinds, *kind))
            load_error(l, yaml_get(item, "kinds"), "'%s' is no kind of a site", *kind);
    if (out->as != AS_DICT && (out->role == ROLE_TOOL || out->role == ROLE_ROUTE || out->role == ROLE_PROVIDE) && !yaml_get(item, "path"))
        load_error(l, item, "the key 'path' is missing");
    if (out->role == ROLE_PROVIDE && (out->as == AS_DICT) != (yaml_get(item, "token") != NULL))
        load_error(l, item, "'token' goes with 'as: dict'");
    if (out->as == AS_DICT && out->role == ROLE_PROVIDE && !yaml_get(item, "argument"))
        load_error(l, item, "'token' needs 'argument', the key of what is provided");
}

static bool is_call(const struct path *p)
{
    return p->n_segments && p->segments[p->n_segments - 1].kind == SEGMENT_CALL;
}

static void read_also(struct loader *l, const struct yaml_node *item, unsigned index, const char *path)
{
    static const struct key keys[] = {
        {"path", TYPE_TEXT, true, NULL}, {"provider", TYPE_TEXT, false, NULL}, {"defaults", TYPE_MAP, false, NULL}};
    const struct yaml_node *also = yaml_get(item, "also");
    for (unsigned i = 0; also && i < (also->kind == YAML_LIST ? also->n : 1); i++) {
        const struct yaml_node *v = also->kind == YAML_LIST ? also->items[i] : also;
        struct api_alias alias = {0};
        if (v->kind == YAML_MAP) {
            load_check(l, v, keys, G_N_ELEMENTS(keys));
            alias.provider = load_text(v, "provider");
            alias.defaults = load_pairs(l, yaml_get(v, "defaults"), &alias.n_defaults);
            for (unsigned k = 0; k < alias.n_defaults; k++)
                check_attribute(l, v, alias.defaults[k].key);
            v = yaml_get(v, "path");
        }
        if (!load_path(l, &alias.path, v))
            continue;
        if (g_strcmp0(alias.path.text, path) == 0)
            load_error(l, v, "'also' repeats the item's own path");
        g_array_append_val(l->aliases, alias);
        g_array_append_val(l->alias_items, index);
    }
}

static bool first_of_its_kind(struct loader *l, const struct yaml_node *node, const struct yaml_node *when,
                              const struct api_item *item, const struct language **languages, unsigned n)
{
    bool ok = true;
    for (unsigned i = 0; i < n && ok; i++) {
        g_autofree char *what = g_strdup_printf(
            "the item '%s' of '%s' (%s%s%s%s%s%s%s)", item->path.text, section_of(item->role)->name, languages[i]->name,
            item->kind ? ", kind " : "", item->kind ? item->kind : "", item->tag ? ", tag " : "",
            item->tag ? item->tag : "", item->method ? ", method " : "", item->method ? item->method : "");
        g_autoptr(GString) key = g_string_new(what);
        g_string_append_printf(key, ", as %s, on %d %s %d", ways[item->as], item->argument,
                               item->argument_name ? item->argument_name : "", item->on_receiver);
        append_when(key, when);
        for (const char **name = item->assigned; *name; name++)
            g_string_append_printf(key, ", = %s", *name);
        for (const char **set = item->writes; *set; set++)
            g_string_append_printf(key, ", writes %s", *set);
        const struct yaml_node *before = g_hash_table_lookup(l->seen, key->str);
        if (before) {
            load_error(l, node, "%s stands already in %s:%u", what, before->file, before->line);
            ok = false;
        } else {
            g_hash_table_insert(l->seen, arena_strdup(l->arena, key->str), (void *)node);
        }
    }
    return ok;
}

/* What is kept of an item until all are there: its languages. */
struct item_languages {
    const struct language **list;
    unsigned n;
};

/* A path and the name of a member of it, written at the same place. */
static struct yaml_node member_node(struct loader *l, const struct yaml_node *node, const char *path, const char *name)
{
    return (struct yaml_node){.kind = YAML_SCALAR, .text = arena_printf(l->arena, "%s.%s", path, name), .file = node->file, .line = node->line};
}

/* The members of a path, and of the paths that mean the same, that stand for a text each: one item a member. */
static void read_constants(struct loader *l, const struct yaml_node *node, const struct api_item *whole,
                           struct item_languages languages)
{
    unsigned n;
    struct api_pair *values = load_pairs(l, yaml_get(node, "values"), &n);
    const char **also = load_list(l, yaml_get(node, "also"));
    for (unsigned i = 0; i < n; i++) {
        struct api_item out = *whole;
        const struct yaml_node path = member_node(l, node, whole->path.text, values[i].key);
        out.value = values[i].value;
        out.index = l->items->len;
        if (!load_path(l, &out.path, &path) || !first_of_its_kind(l, node, NULL, &out, languages.list, languages.n))
            continue;
        g_array_append_val(l->items, out);
        g_array_append_val(l->item_languages, languages);
        for (const char **other = also; *other; other++) {
            struct api_alias alias = {0};
            const struct yaml_node named = member_node(l, node, *other, values[i].key);
            if (load_path(l, &alias.path, &named)) {
                g_array_append_val(l->aliases, alias);
                g_array_append_val(l->alias_items, out.index);
            }
        }
    }
}

static void read_item(struct loader *l, const struct yaml_node *node, const struct section *s,
                      const struct api_file *file)
{
    check_item(l, node, s);
    if (node->kind != YAML_MAP)
        return;
    struct api_item out = {
        .role = s->role,
        .provider = load_text(node, "provider"),
        .kind = load_text(node, "kind"),
        .tag = load_text(node, "tag"),
        .method = load_text(node, "method"),
        .operator_ = load_text(node, "operator"),
        .covers = load_texts(l, node, "covers"),
        .side = load_text(node, "side"),
        .unresolved = load_text(node, "unresolved"),
        .needs = load_texts(l, node, "needs"),
        .raw = load_bool(node, "raw"),
        .typed = load_bool(node, "typed"),
        .options = load_text(node, "options"),
        .binds = load_bool(node, "binds"),
        .named = load_text(node, "named"),
        .places = load_texts(l, node, "places"),
        .names = load_texts(l, node, "names"),
        .get = load_texts(l, node, "get"),
        .set = load_texts(l, node, "set"),
        .fluent = load_bool(node, "fluent"),
        .in_place = load_bool(node, "in_place"),
        .sequence = load_bool(node, "sequence"),
        .fresh = load_bool(node, "fresh"),
        .served = load_bool(node, "served"),
        .settings_from = load_count(node, "settings_from", 0),
        .implements = load_count(node, "implements", -1),
        .within = load_texts(l, node, "within"),
        .base = load_texts(l, node, "base"),
        .confidence = (int)CLAMP(load_number(node, "confidence", 0), 0, 100),
        .elements = load_texts(l, node, "elements"),
        .holds = load_texts(l, node, "holds"),
        .input = load_text(node, "input"),
        .wraps = load_bool(node, "wraps_last") ? WRAPS_LAST : load_count(node, "wraps", -1),
        .function = load_count(node, "function", -1),
        .file = file,
        .index = l->items->len,
        .place = load_place(node),
    };
    const struct yaml_node *path = yaml_get(node, "path");
    out.as = load_choice(node, "as", ways, AS_CALL);
    read_glob(l, node, &out);
    read_when(l, node, &out);
    check_path(l, node, &out);
    if (path && !out.glob && !load_path(l, &out.path, path))
        return;
    if (s->role == ROLE_USE && !yaml_get(node, "as") && !is_call(&out.path))
        out.as = AS_REFERENCE;
    if (s->role == ROLE_COMPOSE && !path && !out.operator_ && !out.method)
        load_error(l, node, "a 'composes' item needs 'operator', 'method' or 'path'");
    if (s->role == ROLE_CALLABLE && (out.function >= 0) == (out.method != NULL))
        load_error(l, node, "a 'callables' item needs either 'function' or 'method'");
    if (yaml_get(node, "called")) {
        out.called = arena_new(l->arena, struct api_event);
        out.called->method = load_text(node, "called");
        if (out.as != AS_ARGUMENT)
            load_error(l, node, "'called' needs 'as: argument'");
    }
    out.carries = load_paths(l, yaml_get(node, "carries"), &out.n_carries);
    read_arguments(l, node, &out);
    read_place(node, &out);
    read_default(l, node, &out);
    read_returns(l, yaml_get(node, "returns"), &out);
    if (out.in_place && !out.returns_self)
        load_error(l, node, "'in_place' needs 'returns: self'");
    read_handler(l, node, &out);
    out.sets = load_pairs(l, yaml_get(node, "sets"), &out.n_sets);
    for (unsigned i = 0; i < out.n_sets; i++)
        check_attribute(l, yaml_get(node, "sets"), out.sets[i].key);
    out.defaults = load_pairs(l, yaml_get(node, "defaults"), &out.n_defaults);
    for (unsigned i = 0; i < out.n_defaults; i++)
        check_attribute(l, yaml_get(node, "defaults"), out.defaults[i].key);
    for (unsigned i = 0; out.covers[i]; i++)
        if (strcmp(out.covers[i], "*") != 0)
            load_refer(l, yaml_get(node, "covers"), REFER_SDK, out.covers[i]);
    if (out.tag) {
        load_define(l, REFER_TAG, out.tag);
        load_define(l, REFER_SUBJECT_KIND, out.tag);
    }
    if (out.method && s->role == ROLE_ROUTE)
        load_define(l, REFER_SUBJECT_KIND, out.method);

    struct item_languages languages = {file->languages, file->n_languages};
    if (yaml_get(node, "languages"))
        languages.list = read_languages(l, yaml_get(node, "languages"), &languages.n);
    out.language_names = arena_new_n(l->arena, const char *, languages.n + 1);
    for (unsigned i = 0; i < languages.n; i++)
        out.language_names[i] = languages.list[i]->name;
    if (out.path.text && !first_of_its_kind(l, path, yaml_get(node, "when_argument"), &out, languages.list, languages.n))
        return;
    if (s->role == ROLE_CONSTANT) {
        read_constants(l, node, &out, languages);
        return;
    }
    read_also(l, node, out.index, out.path.text);
    g_array_append_val(l->items, out);
    g_array_append_val(l->item_languages, languages);
}

/* A call that sends requests: a site, once for each reading by which its address and body tell a call of a model. */
static void read_request(struct loader *l, const struct yaml_node *request, const struct api_file *file)
{
    const char **languages = arena_new_n(l->arena, const char *, file->n_languages + 1);
    for (unsigned i = 0; i < file->n_languages; i++)
        languages[i] = file->languages[i]->name;
    g_autoptr(GPtrArray) items = load_request_items(l, request, languages);
    for (guint i = 0; i < items->len; i++)
        read_item(l, g_ptr_array_index(items, i), section_of(ROLE_SITE), file);
}

/* The longest run of a name without wildcard; "" if it says next to nothing. */
static const char *fixed_part(struct loader *l, const struct segment *s)
{
    const char *best = s->name;
    size_t length = strcspn(s->name, "*");
    for (const char *p = s->name; *p;) {
        size_t run = strcspn(p, "*");
        if (run > length) {
            best = p;
            length = run;
        }
        p += run + strspn(p + run, "*");
    }
    return length < 3 && s->glob ? "" : arena_strndup(l->arena, best, length);
}

static void read_packages(struct loader *l, const struct yaml_node *map, struct api_file *out)
{
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(struct api_pair));
    for (unsigned i = 0; map && map->kind == YAML_MAP && i < map->n; i++) {
        const char **names = load_list(l, map->items[i]);
        load_refer(l, map->keys[i], REFER_ECOSYSTEM, map->keys[i]->text);
        for (; *names; names++) {
            struct api_pair p = {map->keys[i]->text, *names};
            g_array_append_val(list, p);
        }
    }
    out->packages = load_keep(l, list, &out->n_packages);
}

GArray *load_item_languages_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(struct item_languages));
}

/* Clients, routes and the like are looked for in all files. */
static uint64_t groups_of(struct loader *l, const struct api_item *item)
{
    return item->file->witnesses && item->role == ROLE_USE ? load_witnesses(l, item->file->place.file) : GATE_ALL;
}

static const char *const edit_places[] = {"call", "client", NULL};

static const struct key edit_keys[] = {
    {"attribute", TYPE_TEXT, true, NULL},   {"at", TYPE_WORD, true, edit_places},  {"calls", TYPE_TEXTS, true, NULL},
    {"languages", TYPE_TEXTS, false, NULL}, {"providers", TYPE_TEXTS, false, NULL}, {"write", TYPE_TEXT, true, NULL},
    {"models", TYPE_REGEX, false, NULL},
};

static void read_edits(struct loader *l, const struct yaml_node *list, struct api_file *file)
{
    if (!list || list->kind != YAML_LIST)
        return;
    file->edits = arena_new_n(l->arena, struct api_edit, list->n + 1);
    for (unsigned i = 0; i < list->n; i++) {
        const struct yaml_node *e = list->items[i];
        load_check(l, e, edit_keys, G_N_ELEMENTS(edit_keys));
        load_refer_list(l, yaml_get(e, "languages"), REFER_LANGUAGE);
        struct api_edit out = {.attribute = load_text(e, "attribute"),
                               .at_client = load_choice(e, "at", edit_places, 0) == 1,
                               .calls = load_texts(l, e, "calls"),
                               .languages = load_texts(l, e, "languages"),
                               .providers = load_texts(l, e, "providers"),
                               .models = load_regex(l, yaml_get(e, "models")),
                               .write = load_text(e, "write"),
                               .place = load_place(e)};
        if (!out.attribute || !out.write)
            continue;
        check_attribute(l, yaml_get(e, "attribute"), out.attribute);
        file->edits[file->n_edits++] = out;
    }
}

/* Where texts are quoted, an address is told from prose by what stands before it. */
static enum gate_place addresses_of(const struct language *language)
{
    return language->bare_texts ? GATE_ANYWHERE : GATE_ADDRESSES;
}

void load_api(struct loader *l, const struct rule_source *s)
{
    const struct yaml_node *root = s->root;
    struct api_file *file = arena_new(l->arena, struct api_file);
    load_check(l, root, file_keys, G_N_ELEMENTS(file_keys));
    file->sdk = strcmp(root->keys[0]->text, "sdk") == 0;
    file->name = load_text(root, root->keys[0]->text);
    if (!file->name)
        return;
    if (yaml_get(root, "sdk") && yaml_get(root, "evidence"))
        load_error(l, root, "a file is either 'sdk' or 'evidence'");
    file->title = load_text(root, "title");
    file->called = load_text(root, "called");
    file->languages = read_languages(l, yaml_get(root, "languages"), &file->n_languages);
    file->provider = load_text(root, "provider");
    file->defaults = load_pairs(l, yaml_get(root, "defaults"), &file->n_defaults);
    for (unsigned i = 0; i < file->n_defaults; i++)
        check_attribute(l, yaml_get(root, "defaults"), file->defaults[i].key);
    file->transparent = load_texts(l, root, "transparent");
    file->envelope = load_texts(l, root, "envelope");
    file->unread = load_texts(l, root, "unread");
    file->parsed = load_texts(l, root, "parsed");
    file->literals = load_texts(l, root, "literals");
    file->near_sites = load_bool(root, "near_sites");
    file->only_literals = load_bool(root, "only_literals");
    file->forks = load_bool(root, "forks");
    file->own_first = load_bool(root, "own_first");
    file->witnesses = load_bool(root, "witnesses");
    if (file->witnesses && (file->sdk || file->near_sites))
        load_error(l, root, "'witnesses' is of evidence that counts wherever it stands: leave it out");
    if (file->only_literals && !file->literals[0])
        load_error(l, root, "'only_literals' needs 'literals'");
    file->place = load_place(root);
    read_packages(l, yaml_get(root, "packages"), file);
    read_edits(l, yaml_get(root, "edits"), file);
    g_autofree char *what = g_strdup_printf("the %s file '%s'", root->keys[0]->text, file->name);
    if (!load_once(l, root, what))
        return;
    load_define(l, REFER_SDK, file->name);
    g_array_append_val(l->api_files, file);

    for (size_t i = 0; i < G_N_ELEMENTS(sections); i++) {
        const struct yaml_node *list = yaml_get(root, sections[i].name);
        for (unsigned k = 0; list && list->kind == YAML_LIST && k < list->n; k++)
            read_item(l, list->items[k], &sections[i], file);
    }
    const struct yaml_node *requests = yaml_get(root, "requests");
    for (unsigned i = 0; requests && requests->kind == YAML_LIST && i < requests->n; i++)
        read_request(l, requests->items[i], file);
    const struct yaml_node *languages = yaml_get(root, "languages");
    const struct language *only = NULL;
    if (languages && languages->kind == YAML_SCALAR)
        only = ruleset_language(l->rules, languages->text);
    else if (languages && languages->kind == YAML_LIST && languages->n == 1)
        only = ruleset_language(l->rules, languages->items[0]->text);
    file->tests = load_tests(l, yaml_get(root, "tests"), false, only, &file->n_tests);
    for (unsigned i = 0; i < file->n_languages; i++)
        for (const char **p = file->literals; *p; p++) {
            struct gate_literal g = {file->languages[i], *p, file->sdk && file->only_literals && strchr(*p, '/') ? addresses_of(file->languages[i]) : GATE_ANYWHERE, file->witnesses ? load_witnesses(l, file->place.file) : GATE_ALL};
            g_array_append_val(l->gates, g);
        }
    for (unsigned i = 0; file->only_literals && i < file->n_languages; i++)
        for (guint h = 0; h < l->hosts->len; h++)
            for (const char **host = g_array_index(l->hosts, struct provider_hosts, h).hosts; *host; host++) {
                struct segment name = {.name = *host, .glob = true};
                struct gate_literal g = {file->languages[i], fixed_part(l, &name), addresses_of(file->languages[i]), GATE_ALL};
                if (*g.literal)
                    g_array_append_val(l->gates, g);
            }
}

/* ---- when all items are there ---- */

static bool is_globals(const struct loader *l, const char *name)
{
    for (unsigned i = 0; i < l->rules->n_languages; i++)
        if (l->rules->languages[i].globals && strcmp(l->rules->languages[i].globals, name) == 0)
            return true;
    return false;
}

/* What stands behind the owner in a module's name, "/langchaingo/llms" of "github.com/tmc/langchaingo/llms"; NULL: it has none. */
static const char *behind_owner(const char *module)
{
    const char *owner = strchr(module, '/'), *name = owner ? strchr(owner + 1, '/') : NULL;
    return name && memchr(module, '.', (size_t)(owner - module)) ? name : NULL;
}

/* A module's name stands in any text: where modules are named by strings, its quotes stand there too. */
static void add_literal(struct loader *l, const struct language *g, const struct segment *s, bool module, bool forks, uint64_t groups)
{
    static const struct {
        const char *before, *after;
    } quotes[] = {{"\"", "\""}, {"'", "'"}, {"\"", "/"}, {"'", "/"}};
    bool named = g->modules == MODULES_DOTTED || g->modules == MODULES_PACKAGES, quoted = g->modules == MODULES_PATH || g->modules == MODULES_FOLDERS;
    struct gate_literal out = {g, fixed_part(l, s), module && named ? GATE_IMPORTS : GATE_ANYWHERE, groups};
    if (!*out.literal)
        return;
    if (!module || s->glob || !quoted) {
        g_array_append_val(l->gates, out);
        return;
    }
    const char *name = forks && g->modules == MODULES_FOLDERS ? behind_owner(s->name) : NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(quotes); i++) {
        struct gate_literal q = {g, arena_printf(l->arena, "%s%s%s", name ? "" : quotes[i].before, name ? name : s->name, quotes[i].after), GATE_ANYWHERE, groups};
        g_array_append_val(l->gates, q);
    }
}

/* The type that a path goes through: the last member before the first call, or the last of all. NULL without. */
static const struct segment *type_segment(const struct path *p)
{
    const struct segment *type = NULL;
    for (unsigned i = 0; i < p->n_segments && p->segments[i].kind != SEGMENT_CALL; i++)
        if (p->segments[i].kind == SEGMENT_MEMBER)
            type = &p->segments[i];
    return type;
}

/*
 * A file that holds none of the gate's literals is not parsed. What a path begins with must stand in a file that
 * imports it. Roles that say something only of a call found otherwise open no gate. Names that nothing binds stand
 * anywhere; they open it only for roles that are something by themselves, by the member after them.
 */
static void gate_path(struct loader *l, const struct language *g, const struct path *p, const struct api_item *item)
{
    static const unsigned never = ROLE(SINK) | ROLE(SOURCE) | ROLE(CALLABLE) | ROLE(WRAPPER) | ROLE(MOUNT) | ROLE(STAGE) | ROLE(COMPOSE) |
                                  ROLE(CONSTANT);
    static const unsigned alone = ROLE(SITE) | ROLE(CLIENT) | ROLE(AGENT) | ROLE(ROUTE) | ROLE(TOOL);
    unsigned role = 1u << item->role;
    if (p->n_segments == 0 || item->file->only_literals || item->file->own_first || (role & never) || item->file->near_sites || (item->role == ROLE_TRANSFORM && !item->returns.n_segments))
        return;
    const struct segment *type = g->gate_types ? type_segment(p) : NULL;
    uint64_t groups = groups_of(l, item);
    if (type)
        add_literal(l, g, type, false, false, groups);
    else if (!is_globals(l, p->segments[0].name))
        add_literal(l, g, &p->segments[0], true, item->file->forks, groups);
    else if ((role & alone) && p->n_segments > 1 && p->segments[1].kind == SEGMENT_MEMBER &&
             g_strcmp0(g->globals, p->segments[0].name) == 0)
        add_literal(l, g, &p->segments[1], false, false, groups);
}

#define MOST_HOPS 4 /* aliases of aliases */

/*
 * Writes a path whose beginning is an alias of something else from there on: what is read from an alias is looked up under
 * what it stands for. False if no such alias is known.
 */
static bool without_alias(struct loader *l, unsigned language, struct path *p)
{
    const struct ruleset *r = l->rules;
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(unsigned));
    unsigned plain = 0;
    while (plain + 1 < p->n_segments && !p->segments[plain].glob && p->segments[plain].kind != SEGMENT_ANY)
        plain++;
    struct path begin = *p;
    for (begin.n_segments = plain; begin.n_segments > 0; begin.n_segments--) {
        path_set_match(r->alias_paths[language], &begin, hits);
        if (hits->len)
            break;
    }
    if (!hits->len)
        return false;
    const struct path *to = &r->aliases[g_array_index(hits, unsigned, 0)].item->path;
    unsigned rest = p->n_segments - begin.n_segments;
    struct segment *segments = arena_new_n(l->arena, struct segment, to->n_segments + rest);
    memcpy(segments, to->segments, to->n_segments * sizeof *segments);
    memcpy(segments + to->n_segments, p->segments + begin.n_segments, rest * sizeof *segments);
    *p = (struct path){.text = p->text, .segments = segments, .n_segments = to->n_segments + rest};
    return !path_match(to, &begin);
}

void load_api_finish(struct loader *l)
{
    struct ruleset *r = l->rules;
    r->items = load_keep(l, l->items, &r->n_items);
    r->aliases = load_keep(l, l->aliases, &r->n_aliases);
    r->api_files = load_keep(l, l->api_files, &r->n_api_files);
    g_autoptr(GArray) forks = g_array_new(FALSE, FALSE, sizeof(struct api_pair));
    for (unsigned i = 0; i < r->n_api_files; i++)
        for (unsigned k = 0; r->api_files[i]->forks && k < r->api_files[i]->n_packages; k++) {
            struct api_pair fork = {behind_owner(r->api_files[i]->packages[k].value), r->api_files[i]->packages[k].value};
            if (fork.key)
                g_array_append_val(forks, fork);
        }
    r->forks = load_keep(l, forks, &r->n_forks);
    for (unsigned i = 0; i < r->n_items; i++) {
        const struct item_languages *languages = &g_array_index(l->item_languages, struct item_languages, i);
        struct api_item *item = &r->items[i];
        for (unsigned k = 0; k < languages->n; k++) {
            if (item->path.n_segments)
                path_set_add(r->item_paths[languages->list[k]->index], &item->path, i);
            gate_path(l, languages->list[k], &item->path, item);
            if (item->unresolved && !item->file->only_literals) {
                struct gate_literal g = {languages->list[k], item->unresolved, GATE_ANYWHERE, groups_of(l, item)};
                g_array_append_val(l->gates, g);
            }
        }
    }
    for (unsigned i = 0; i < r->n_aliases; i++) {
        unsigned index = g_array_index(l->alias_items, unsigned, i);
        const struct item_languages *languages = &g_array_index(l->item_languages, struct item_languages, index);
        r->aliases[i].item = &r->items[index];
        for (unsigned k = 0; k < languages->n; k++) {
            path_set_add(r->alias_paths[languages->list[k]->index], &r->aliases[i].path, i);
            gate_path(l, languages->list[k], &r->aliases[i].path, &r->items[index]);
        }
    }
    for (unsigned i = 0; i < r->n_aliases; i++) {
        const struct item_languages *languages = &g_array_index(l->item_languages, struct item_languages,
                                                                g_array_index(l->alias_items, unsigned, i));
        for (unsigned k = 0; k < languages->n; k++) {
            struct path p = r->aliases[i].path;
            for (unsigned hops = 0; hops < MOST_HOPS && without_alias(l, languages->list[k]->index, &p); hops++)
                path_set_add(r->alias_paths[languages->list[k]->index], &p, i);
        }
    }
}
