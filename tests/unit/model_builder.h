/*
 * model_builder - small models by hand, for tests of judging: rules from YAML text, files, facts,
 * sites.
 *
 *     struct builder *b = builder_new("{has_timeout: {attribute: timeout, state: set}}", NULL);
 *     uint32_t file = builder_file(b, "app.py", ZONE_SRC, "python");
 *     struct site *site = builder_site(b, file, 3, "chat");
 *     builder_attribute(b, &site->attributes, &site->n_attributes, "timeout", STATE_SET, "30");
 *     ... builder_model(b) ...
 *     builder_free(b);
 *
 * Entities may be added until builder_model; pointers to them stay valid. Files must be added in
 * the order of their paths. Mistakes end the test.
 */
#ifndef TESTS_MODEL_BUILDER_H
#define TESTS_MODEL_BUILDER_H

#include <check.h>
#include <cjson/cJSON.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "judge/judge.h"

#define BUILDER_MAX 256

struct builder {
    char *folder;
    struct ruleset *rules;
    struct model m;
    struct builder_facts *facts[BUILDER_MAX]; /* by file */
};

struct builder_facts {
    struct facts f;
    GPtrArray *strings;
    GArray *kids, *nodes, *scopes, *sections, *tables, *imports, *dependencies, *owners, *fields,
        *comments, *matches;
};

/* ---- rules ---- */

static inline void builder_write(const char *folder, const char *path, const char *content)
{
    g_autofree char *full = g_build_filename(folder, path, NULL);
    g_autofree char *parent = g_path_get_dirname(full);
    ck_assert_int_eq(g_mkdir_with_parents(parent, 0700), 0);
    ck_assert(g_file_set_contents(full, content, -1, NULL));
}

static inline void builder_remove(const char *path)
{
    GDir *dir = g_dir_open(path, 0, NULL);
    for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        builder_remove(inner);
    }
    if (dir)
        g_dir_close(dir);
    g_remove(path);
}

#define BUILDER_EVIDENCE                                                                           \
    "evidence: things\ntitle: Things\nlanguages: [python]\nuses:\n"                                \
    "  - {path: trace.start(), tag: tracer, covers: [acme], arguments: {timeout: timeout}}\n"      \
    "  - {path: guard.check(), tag: guardrail, side: input, covers: ['*']}\n"                      \
    "  - {path: guard.scrub(), tag: guardrail, side: output}\n"                                    \
    "  - {path: limits.limit(), tag: limiter}\n"
#define BUILDER_SDK                                                                                \
    "sdk: acme\ntitle: Acme\nlanguages: [python]\nprovider: acme\nsites:\n  - {path: acme.ask(), " \
    "kind: chat}\n"

/*
 * `predicates` is a flow map of named conditions (NULL for none). What follows are bodies of
 * control files, NULL at the end.
 */
static inline struct builder *builder_new(const char *predicates, ...)
{
    struct builder *b = g_new0(struct builder, 1);
    g_autoptr(GError) error = NULL;
    b->folder = g_dir_make_tmp("debtscan-judge-XXXXXX", NULL);
    ck_assert_ptr_nonnull(b->folder);
    builder_write(b->folder, "languages/python.yml",
                  "language: python\ntitle: Python\nextensions: [.py]\nglobals: builtins\ncatch_all: [Exception]\n"
                  "modules: {style: dotted, index: [__init__], extensions: [.py]}\n");
    builder_write(b->folder, "languages/markdown.yml",
                  "language: markdown\ntitle: Markdown\nextensions: [.md]\nreader: markdown\n");
    builder_write(b->folder, "evidence/things.yml", BUILDER_EVIDENCE);
    builder_write(b->folder, "sdks/acme.yml", BUILDER_SDK);
    builder_write(b->folder, "ecosystems/pypi.yml",
                  "ecosystem: pypi\nmanifests: [{paths: [requirements.txt]}]\n");
    builder_write(b->folder, "zones.yml",
                  "zones: [{zone: test, paths: [tests/]}, {zone: generated, paths: [dist/]}]\n"
                  "placeholders: [TODO, TBD, your-org, example.com, N/A]\n");
    g_autofree char *text = g_strdup_printf("predicates: %s\nkinds: [{kind: app, when: {count: "
                                            "site}}, {kind: library, when: {count: tool}}]\n",
                                            predicates ? predicates : "{}");
    builder_write(b->folder, "predicates.yml", text);
    va_list args;
    va_start(args, predicates);
    unsigned n = 0;
    for (const char *body = va_arg(args, const char *); body; body = va_arg(args, const char *)) {
        g_autofree char *path = g_strdup_printf("controls/c%u.yml", n++);
        builder_write(b->folder, path, body);
    }
    va_end(args);
    b->rules = ruleset_load(b->folder, true, &error);
    ck_assert_msg(b->rules != NULL, "%s", error ? error->message : "no message");
    arena_init(&b->m.arena);
    b->m.rules = b->rules;
    b->m.name = "repo";
    b->m.busiest = NO_INDEX;
    b->m.imported = g_hash_table_new(g_str_hash, g_str_equal);
    b->m.files = arena_new_n(&b->m.arena, struct project_file, BUILDER_MAX);
    b->m.sites = arena_new_n(&b->m.arena, struct site, BUILDER_MAX);
    b->m.agents = arena_new_n(&b->m.arena, struct agent, BUILDER_MAX);
    b->m.tools = arena_new_n(&b->m.arena, struct tool, BUILDER_MAX);
    b->m.routes = arena_new_n(&b->m.arena, struct route, BUILDER_MAX);
    b->m.uses = arena_new_n(&b->m.arena, struct use, BUILDER_MAX);
    b->m.secrets = arena_new_n(&b->m.arena, struct secret, BUILDER_MAX);
    b->m.ci_steps = arena_new_n(&b->m.arena, struct ci_step, BUILDER_MAX);
    b->m.calls = arena_new_n(&b->m.arena, struct call_edge, BUILDER_MAX);
    return b;
}

static inline void builder_facts_free(struct builder_facts *f)
{
    GArray *all[] = {f->kids,         f->nodes,  f->scopes, f->sections, f->tables, f->imports,
                     f->dependencies, f->owners, f->fields, f->comments, f->matches};
    for (unsigned i = 0; i < G_N_ELEMENTS(all); i++)
        g_array_unref(all[i]);
    g_ptr_array_unref(f->strings);
    g_free(f);
}

static inline void builder_free(struct builder *b)
{
    for (unsigned i = 0; i < b->m.n_files; i++)
        builder_facts_free(b->facts[i]);
    g_hash_table_unref(b->m.imported);
    arena_fini(&b->m.arena);
    ruleset_free(b->rules);
    builder_remove(b->folder);
    g_free(b->folder);
    g_free(b);
}

/* ---- files and facts ---- */

static inline uint32_t builder_string(struct builder_facts *f, const char *text)
{
    if (text == NULL || *text == '\0')
        return 0;
    g_ptr_array_add(f->strings, g_strdup(text));
    return f->strings->len - 1;
}

static inline uint32_t builder_file(struct builder *b, const char *path, enum zone zone,
                                    const char *language)
{
    uint32_t i = b->m.n_files++;
    ck_assert_uint_lt(i, BUILDER_MAX);
    if (i)
        ck_assert_int_lt(strcmp(b->m.files[i - 1].path, path), 0);
    struct builder_facts *f = b->facts[i] = g_new0(struct builder_facts, 1);
    f->strings = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(f->strings, g_strdup(""));
    f->kids = g_array_new(FALSE, TRUE, sizeof(uint32_t));
    f->nodes = g_array_new(FALSE, TRUE, sizeof(struct fact_node));
    f->scopes = g_array_new(FALSE, TRUE, sizeof(struct fact_scope));
    f->sections = g_array_new(FALSE, TRUE, sizeof(struct fact_section));
    f->tables = g_array_new(FALSE, TRUE, sizeof(struct fact_table));
    f->imports = g_array_new(FALSE, TRUE, sizeof(struct fact_import));
    f->dependencies = g_array_new(FALSE, TRUE, sizeof(struct fact_dependency));
    f->owners = g_array_new(FALSE, TRUE, sizeof(struct fact_owner));
    f->fields = g_array_new(FALSE, TRUE, sizeof(struct fact_field));
    f->comments = g_array_new(FALSE, TRUE, sizeof(struct fact_comment));
    f->matches = g_array_new(FALSE, TRUE, sizeof(struct fact_match));
    g_array_set_size(f->nodes, 1);  /* 0 is none */
    g_array_set_size(f->scopes, 2); /* 1 is the module */
    g_array_index(f->scopes, struct fact_scope, 1).kind = SCOPE_MODULE;
    b->m.files[i] =
        (struct project_file){.path = path,
                              .size = 100,
                              .class.zone = zone,
                              .facts = &f->f,
                              .language = language ? ruleset_language(b->rules, language) : NULL};
    return i;
}

static inline uint32_t builder_scope(struct builder *b, uint32_t file, enum scope_kind kind,
                                     const char *name, uint32_t parent)
{
    struct fact_scope s = {
        .kind = kind, .name = builder_string(b->facts[file], name), .parent = parent};
    g_array_append_val(b->facts[file]->scopes, s);
    return b->facts[file]->scopes->len - 1;
}

static inline uint32_t builder_node(struct builder_facts *f, struct fact_node node)
{
    g_array_append_val(f->nodes, node);
    return f->nodes->len - 1;
}

/* A name that stands in a scope. */
static inline void builder_word(struct builder *b, uint32_t file, const char *name, uint32_t scope)
{
    struct builder_facts *f = b->facts[file];
    builder_node(f, (struct fact_node){.kind = NODE_NAME,
                                       .text = builder_string(f, name),
                                       .scope = scope,
                                       .line = 1});
}

static inline uint32_t builder_parent(struct builder_facts *f, enum node_kind kind,
                                      const GArray *kids, uint32_t line)
{
    struct fact_node node = {.kind = kind, .first = f->kids->len, .count = kids->len, .line = line};
    g_array_append_vals(f->kids, kids->data, kids->len);
    return builder_node(f, node);
}

static inline uint32_t builder_json_node(struct builder_facts *f, const cJSON *json, uint32_t line)
{
    g_autoptr(GArray) kids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_autofree char *number =
        cJSON_IsNumber(json) ? g_strdup_printf("%g", json->valuedouble) : NULL;
    if (cJSON_IsString(json))
        return builder_node(f, (struct fact_node){.kind = NODE_STRING,
                                                  .text = builder_string(f, json->valuestring),
                                                  .line = line});
    if (number)
        return builder_node(f, (struct fact_node){.kind = NODE_NUMBER,
                                                  .text = builder_string(f, number),
                                                  .line = line});
    if (cJSON_IsBool(json))
        return builder_node(
            f,
            (struct fact_node){.kind = cJSON_IsTrue(json) ? NODE_TRUE : NODE_FALSE, .line = line});
    if (cJSON_IsNull(json))
        return builder_node(f, (struct fact_node){.kind = NODE_NULL, .line = line});
    const cJSON *kid;
    cJSON_ArrayForEach(kid, json)
    {
        uint32_t value = builder_json_node(f, kid, line + kids->len + 1);
        if (cJSON_IsObject(json)) {
            uint32_t key = builder_node(
                f, (struct fact_node){.kind = NODE_STRING, .text = builder_string(f, kid->string)});
            value = builder_node(
                f, (struct fact_node){
                       .kind = NODE_PAIR, .a = key, .b = value, .line = line + kids->len + 1});
        }
        g_array_append_val(kids, value);
    }
    return builder_parent(f, cJSON_IsObject(json) ? NODE_DICT : NODE_LIST, kids, line);
}

/* Gives a file the tree of a configuration file, from JSON. */
static inline void builder_config(struct builder *b, uint32_t file, const char *text)
{
    cJSON *json = cJSON_Parse(text);
    ck_assert_ptr_nonnull(json);
    b->facts[file]->f.root = builder_json_node(b->facts[file], json, 1);
    cJSON_Delete(json);
}

static inline void builder_section(struct builder *b, uint32_t file, unsigned level,
                                   const char *heading, const char *text, unsigned placeholders)
{
    struct builder_facts *f = b->facts[file];
    g_auto(GStrv) words = g_strsplit_set(text, " \n", -1);
    unsigned n = 0;
    for (unsigned i = 0; words[i]; i++)
        n += *words[i] != '\0';
    struct fact_section s = {.heading = builder_string(f, heading),
                             .text = builder_string(f, text),
                             .level = level,
                             .words = n - MIN(n, placeholders),
                             .placeholders = placeholders,
                             .line = f->sections->len * 10 + 1};
    g_array_append_val(f->sections, s);
}

/* A table of the last section, from rows by '\n' and cells by '|'. */
static inline void builder_table(struct builder *b, uint32_t file, const char *text)
{
    struct builder_facts *f = b->facts[file];
    g_auto(GStrv) rows = g_strsplit(text, "\n", -1);
    g_autoptr(GArray) row_nodes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (unsigned r = 0; rows[r]; r++) {
        g_auto(GStrv) cells = g_strsplit(rows[r], "|", -1);
        g_autoptr(GArray) cell_nodes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        for (unsigned c = 0; cells[c]; c++) {
            uint32_t cell = builder_node(
                f, (struct fact_node){.kind = NODE_STRING,
                                      .text = builder_string(f, g_strstrip(cells[c]))});
            g_array_append_val(cell_nodes, cell);
        }
        uint32_t row = builder_parent(f, NODE_LIST, cell_nodes, r + 1);
        g_array_append_val(row_nodes, row);
    }
    struct fact_table t = {.section = f->sections->len ? f->sections->len - 1 : 0,
                           .node = builder_parent(f, NODE_LIST, row_nodes, 1)};
    g_array_append_val(f->tables, t);
}

static inline void builder_owner(struct builder *b, uint32_t file, const char *pattern,
                                 const char *owners)
{
    struct builder_facts *f = b->facts[file];
    g_auto(GStrv) list = g_strsplit(owners, " ", -1);
    struct fact_owner o = {
        .pattern = builder_string(f, pattern), .first = f->kids->len, .line = f->owners->len + 1};
    for (unsigned i = 0; list[i]; i++)
        if (*list[i]) {
            uint32_t s = builder_string(f, list[i]);
            g_array_append_val(f->kids, s);
            o.count++;
        }
    g_array_append_val(f->owners, o);
}

static inline void builder_field(struct builder *b, uint32_t file, const char *name,
                                 uint32_t present)
{
    struct fact_field field = {
        .name = builder_string(b->facts[file], name), .present = present, .distinct = present};
    g_array_append_val(b->facts[file]->fields, field);
}

static inline void builder_dependency(struct builder *b, uint32_t file, const char *ecosystem,
                                      const char *name)
{
    struct builder_facts *f = b->facts[file];
    struct fact_dependency d = {
        .ecosystem = builder_string(f, ecosystem), .name = builder_string(f, name), .line = 2};
    g_array_append_val(f->dependencies, d);
}

static inline void builder_import(struct builder *b, uint32_t file, const char *module,
                                  const char *member)
{
    struct fact_import i = {.scope = 1,
                            .module = builder_string(b->facts[file], module),
                            .member = builder_string(b->facts[file], member)};
    g_array_append_val(b->facts[file]->imports, i);
}

/* ---- entities ---- */

static inline struct place builder_place(uint32_t file, uint32_t line)
{
    return (struct place){
        .file = file, .line = line, .end_line = line, .column = 1, .end_column = 9};
}

static inline void builder_attribute(struct builder *b, struct attribute **list, unsigned *n,
                                     const char *name, enum tristate state, const char *value)
{
    struct attribute *grown = arena_new_n(&b->m.arena, struct attribute, *n + 1);
    if (*n)
        memcpy(grown, *list, *n * sizeof *grown);
    grown[*n] = (struct attribute){.name = name,
                                   .state = state,
                                   .value = value,
                                   .origin = ORIGIN_CALL,
                                   .value_origin = VALUE_LITERAL,
                                   .place.file = NO_INDEX};
    *list = grown;
    (*n)++;
}

/* A site in its file's module scope; the test changes what it likes. */
static inline struct site *builder_site(struct builder *b, uint32_t file, uint32_t line,
                                        const char *kind)
{
    struct site *s = &b->m.sites[b->m.n_sites++];
    *s = (struct site){.id = arena_printf(&b->m.arena, "s%u", b->m.n_sites),
                       .place = builder_place(file, line),
                       .unit = {file, 1},
                       .sdk = "acme",
                       .provider = "acme",
                       .kind = kind,
                       .call = "client.ask",
                       .symbol = "client . ask ( q )",
                       .zone = b->m.files[file].class.zone,
                       .confidence = 0.95,
                       .client.file = NO_INDEX,
                       .model_place.file = NO_INDEX,
                       .loop.place.file = NO_INDEX};
    return s;
}

/* An item of BUILDER_EVIDENCE, by path. */
static inline struct use *builder_use(struct builder *b, uint32_t file, uint32_t scope,
                                      const char *path)
{
    struct use *u = &b->m.uses[b->m.n_uses++];
    *u = (struct use){.item = NO_INDEX,
                      .unit = {file, scope},
                      .place = builder_place(file, 5),
                      .text = path,
                      .decorates.file = NO_INDEX,
                      .in_force = true};
    for (unsigned i = 0; i < b->rules->n_items; i++)
        if (g_str_equal(b->rules->items[i].path.text, path))
            u->item = i;
    ck_assert_uint_ne(u->item, NO_INDEX);
    return u;
}

static inline struct route *builder_route(struct builder *b, uint32_t file, uint32_t scope,
                                          const char *method, const char *path)
{
    struct route *r = &b->m.routes[b->m.n_routes++];
    *r = (struct route){.method = method,
                        .path = path,
                        .place = builder_place(file, 7),
                        .handler = {file, scope},
                        .framework = "web",
                        .zone = b->m.files[file].class.zone};
    return r;
}

static inline struct ci_step *builder_step(struct builder *b, uint32_t file, const char *run,
                                           const char *trigger)
{
    struct ci_step *s = &b->m.ci_steps[b->m.n_ci_steps++];
    const char **triggers = arena_new_n(&b->m.arena, const char *, 2);
    triggers[0] = trigger;
    *s = (struct ci_step){.place = builder_place(file, b->m.n_ci_steps),
                          .workflow = "ci",
                          .job = "test",
                          .run = run,
                          .triggers = triggers};
    return s;
}

static inline void builder_call(struct builder *b, struct unit from, struct unit to)
{
    b->m.calls[b->m.n_calls++] = (struct call_edge){.from = from, .to = to, .place = builder_place(from.file, 1)};
}

/* The model, complete; owned by the builder. */
static inline const struct model *builder_model(struct builder *b)
{
    for (unsigned i = 0; i < b->m.n_files; i++) {
        struct builder_facts *f = b->facts[i];
#define BUILDER_TABLE(name, type)                                                                  \
    f->f.name = (struct type *)f->name->data;                                                      \
    f->f.n_##name = f->name->len;
        BUILDER_TABLE(nodes, fact_node)
        BUILDER_TABLE(scopes, fact_scope)
        BUILDER_TABLE(sections, fact_section)
        BUILDER_TABLE(tables, fact_table)
        BUILDER_TABLE(imports, fact_import)
        BUILDER_TABLE(dependencies, fact_dependency)
        BUILDER_TABLE(owners, fact_owner)
        BUILDER_TABLE(fields, fact_field)
        BUILDER_TABLE(comments, fact_comment)
        BUILDER_TABLE(matches, fact_match)
#undef BUILDER_TABLE
        f->f.strings = (char **)f->strings->pdata;
        f->f.n_strings = f->strings->len;
        f->f.kids = (uint32_t *)f->kids->data;
        f->f.n_kids = f->kids->len;
    }
    model_index_calls(&b->m);
    return &b->m;
}

#endif
