/* Requests to model services: what is the same of all of them, whatever library sends them. */
#include <string.h>

#include "rules/load_priv.h"

#define ADDRESS "<address>" /* in what a reading asks: where the request names its address */

static const struct key requests_keys[] = {{"requests", TYPE_MAP, true, NULL}};

static const struct key part_keys[] = {
    {"address", TYPE_MAPS, true, NULL}, {"body", TYPE_MAP, true, NULL}, {"unseen", TYPE_MAP, true, NULL}, {"readings", TYPE_MAPS, true, NULL},
    {"decoded", TYPE_TEXTS, false, NULL}, {"senders", TYPE_TEXTS, false, NULL}};

static const struct key reading_keys[] = {
    {"when", TYPE_MAPS, true, NULL},          {"confidence", TYPE_NUMBER, true, NULL}, {"provider", TYPE_TEXT, false, NULL},
    {"languages", TYPE_TEXTS, false, NULL},   {"body", TYPE_BOOL, false, NULL},        {"relative", TYPE_BOOL, false, NULL},
    {"in_file", TYPE_REGEX, false, NULL},     {"writes", TYPE_TEXTS, false, NULL},     {"writes_no", TYPE_REGEX, false, NULL},
    {"kind", TYPE_WORD, false, load_site_kinds},
};

static const struct key request_keys[] = {
    {"path", TYPE_TEXT, true, NULL},        {"also", TYPE_ANY, false, NULL},         {"address", TYPE_TEXTS, true, NULL},
    {"body", TYPE_TEXTS, false, NULL},      {"relative", TYPE_BOOL, false, NULL},    {"raw", TYPE_BOOL, false, NULL},
    {"languages", TYPE_TEXTS, false, NULL}, {"when_argument", TYPE_MAP, false, NULL}, {"arguments", TYPE_MAP, false, NULL},
    {"sets", TYPE_MAP, false, NULL},        {"base", TYPE_TEXTS, false, NULL},       {"defaults", TYPE_MAP, false, NULL},
    {"later", TYPE_BOOL, false, NULL},      {"given_by", TYPE_TEXTS, false, NULL},   {"sent_by", TYPE_TEXTS, false, NULL},
    {"checked_by", TYPE_TEXTS, false, NULL}, {"carried_by", TYPE_TEXTS, false, NULL}, {"settings_from", TYPE_COUNT, false, NULL},
};

/* Of a request, what its items are written with; of a reading, the same. */
static const char *const request_words[] = {"path", "address", "body", "arguments", "base", "defaults", "later", "given_by", "sent_by", "checked_by", "carried_by", "settings_from"};
static const char *const reading_words[] = {"confidence", "provider", "in_file", "writes", "writes_no"};

/* The first names of dotted keys. */
static const char *const *outer_keys(struct loader *l, const struct yaml_node *body)
{
    const unsigned n = body && body->kind == YAML_MAP ? body->n : 0;
    const char **out = arena_new_n(l->arena, const char *, n + 1);
    for (unsigned i = 0; i < n; i++)
        out[i] = arena_strndup(l->arena, body->keys[i]->text, strcspn(body->keys[i]->text, "."));
    return out;
}

void load_requests(struct loader *l, const struct rule_source *s)
{
    const unsigned errors = l->n_errors;
    load_check(l, s->root, requests_keys, G_N_ELEMENTS(requests_keys));
    const struct yaml_node *parts = yaml_get(s->root, "requests");
    if (!parts || !load_check(l, parts, part_keys, G_N_ELEMENTS(part_keys)) || !load_once(l, s->root, "what requests to model services say"))
        return;
    const struct yaml_node *readings = yaml_get(parts, "readings");
    for (unsigned i = 0; readings && readings->kind == YAML_LIST && i < readings->n; i++) {
        load_check(l, readings->items[i], reading_keys, G_N_ELEMENTS(reading_keys));
        load_refer_list(l, yaml_get(readings->items[i], "languages"), REFER_LANGUAGE);
    }
    if (l->n_errors != errors) /* what is wrong is reported, and made nothing of */
        return;
    l->requests = parts;
    l->rules->body_keys = outer_keys(l, yaml_get(parts, "body"));
    l->rules->decoded = load_texts(l, parts, "decoded");
    l->rules->senders = load_texts(l, parts, "senders");
}

const struct yaml_node *load_request_part(const struct loader *l, const char *name)
{
    return yaml_get(l->requests, name);
}

/* ---- nodes that no file holds ---- */

static struct yaml_node *node_new(struct loader *l, enum yaml_kind kind, const struct yaml_node *at, const char *text, unsigned room)
{
    struct yaml_node *node = arena_new(l->arena, struct yaml_node);
    *node = (struct yaml_node){.kind = kind, .plain = true, .text = text, .file = at->file, .line = at->line};
    node->keys = arena_new_n(l->arena, struct yaml_node *, room + 1);
    node->items = arena_new_n(l->arena, struct yaml_node *, room + 1);
    return node;
}

static void put(struct loader *l, struct yaml_node *map, const char *key, const struct yaml_node *value)
{
    if (!value)
        return;
    map->keys[map->n] = node_new(l, YAML_SCALAR, map, key, 0);
    map->items[map->n++] = (struct yaml_node *)value;
}

/* Appends the pairs of a map, but those of keys that stand there already. */
static void put_all(struct loader *l, struct yaml_node *map, const struct yaml_node *more)
{
    for (unsigned i = 0; more && i < more->n; i++)
        if (!yaml_get(map, more->keys[i]->text))
            put(l, map, more->keys[i]->text, more->items[i]);
}

static unsigned count_of(const struct yaml_node *node)
{
    return node ? node->n : 0;
}

/* ---- items ---- */

/* What a reading asks, of each way to name the address, and what the request asks besides. */
static struct yaml_node *when_of(struct loader *l, const struct yaml_node *request, const struct yaml_node *when)
{
    const struct yaml_node *besides = yaml_get(request, "when_argument");
    const char **addresses = load_texts(l, request, "address");
    struct yaml_node *out = node_new(l, YAML_LIST, request, "", g_strv_length((char **)addresses) * when->n);
    for (unsigned i = 0; i < when->n; i++)
        for (const char **address = addresses; *address; address++) {
            const struct yaml_node *asked = when->items[i];
            struct yaml_node *clauses = node_new(l, YAML_MAP, asked, "", asked->n + count_of(besides));
            for (unsigned k = 0; k < asked->n; k++)
                put(l, clauses, strcmp(asked->keys[k]->text, ADDRESS) == 0 ? *address : asked->keys[k]->text, asked->items[k]);
            put_all(l, clauses, besides);
            out->items[out->n++] = clauses;
            if (!yaml_get(asked, ADDRESS)) /* it asks nothing of any address */
                break;
        }
    return out;
}

/* The languages of a request that a reading is for, as a list; NULL where there are none. */
static struct yaml_node *languages_of(struct loader *l, const struct yaml_node *request, const struct yaml_node *reading, const char **of_file)
{
    const char **own = load_texts(l, request, "languages"), **only = load_texts(l, reading, "languages");
    const char **all = own[0] ? own : of_file;
    struct yaml_node *out = node_new(l, YAML_LIST, request, "", g_strv_length((char **)all));
    for (; *all; all++)
        if (!only[0] || g_strv_contains(only, *all))
            out->items[out->n++] = node_new(l, YAML_SCALAR, request, *all, 0);
    return out->n ? out : NULL;
}

static const struct yaml_node *item_of(struct loader *l, const struct yaml_node *request, const struct yaml_node *reading,
                                       const char **of_file, bool first)
{
    const struct yaml_node *languages = languages_of(l, request, reading, of_file), *body = yaml_get(request, "body"), *kind = yaml_get(reading, "kind");
    if (!languages || (load_bool(reading, "body") && !body) || (load_bool(reading, "relative") && !load_bool(request, "relative")))
        return NULL;
    struct yaml_node *item = node_new(l, YAML_MAP, request, "", request->n + reading->n + 8);
    for (size_t i = 0; i < G_N_ELEMENTS(request_words); i++)
        put(l, item, request_words[i], yaml_get(request, request_words[i]));
    for (size_t i = 0; i < G_N_ELEMENTS(reading_words); i++)
        put(l, item, reading_words[i], yaml_get(reading, reading_words[i]));
    if (first) /* other names of a path are the same path from then on */
        put(l, item, "also", yaml_get(request, "also"));
    put(l, item, "languages", languages);
    put(l, item, "kind", kind ? kind : node_new(l, YAML_SCALAR, request, "chat", 0));
    if (!yaml_get(request, "raw") || load_bool(request, "raw"))
        put(l, item, "raw", node_new(l, YAML_SCALAR, request, "true", 0));
    put(l, item, "when_argument", when_of(l, request, yaml_get(reading, "when")));
    const struct yaml_node *own = yaml_get(request, "sets"), *unseen = body ? NULL : load_request_part(l, "unseen");
    struct yaml_node *sets = node_new(l, YAML_MAP, request, "", count_of(own) + count_of(unseen));
    put_all(l, sets, own);
    put_all(l, sets, unseen);
    put(l, item, "sets", sets);
    return item;
}

GPtrArray *load_request_items(struct loader *l, const struct yaml_node *request, const char **languages)
{
    GPtrArray *items = g_ptr_array_new();
    const struct yaml_node *readings = load_request_part(l, "readings");
    if (!readings) {
        if (!l->n_errors) /* one that is broken has been reported */
            load_error(l, request, "'requests' needs a rule file that says what requests to model services have in common");
        return items;
    }
    const unsigned errors = l->n_errors;
    if (!load_check(l, request, request_keys, G_N_ELEMENTS(request_keys)) || l->n_errors > errors)
        return items;
    for (unsigned i = 0; i < readings->n; i++) {
        const struct yaml_node *item = item_of(l, request, readings->items[i], languages, items->len == 0);
        if (item)
            g_ptr_array_add(items, (void *)item);
    }
    return items;
}
