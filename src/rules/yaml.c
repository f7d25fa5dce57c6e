#include "rules/yaml.h"

#include <string.h>
#include <yaml.h>

#include "base/limits.h"
#include "rules/rules_error.h"

#define YAML_MAX_DEPTH 32

struct reader {
    yaml_parser_t parser;
    struct arena *arena;
    const char *file;
    GError **error;
};

static struct yaml_node *fail(struct reader *r, size_t line, const char *what)
{
    g_set_error(r->error, RULES_ERROR, RULES_ERROR_INVALID, "%s:%zu: %s", r->file, line + 1, what);
    return NULL;
}

static bool next_event(struct reader *r, yaml_event_t *event)
{
    if (yaml_parser_parse(&r->parser, event))
        return true;
    const char *problem = r->parser.problem ? r->parser.problem : "not YAML";
    size_t line = r->parser.problem_mark.line;
    if (strstr(problem, "cannot start any token"))
        problem = "a value that begins with '@', '`' or '%', or a tab, must be quoted";
    else if (r->parser.error == YAML_READER_ERROR)
        problem = "not valid UTF-8";
    fail(r, line, problem);
    return false;
}

static bool is_null(const char *text)
{
    return !*text || strcmp(text, "~") == 0 || strcmp(text, "null") == 0;
}

static struct yaml_node *read_node(struct reader *r, yaml_event_t *event, unsigned depth);

static struct yaml_node *read_scalar(struct reader *r, yaml_event_t *event, struct yaml_node *node)
{
    const char *value = (const char *)event->data.scalar.value;
    if (event->data.scalar.tag)
        return fail(r, event->start_mark.line, "tags are not allowed");
    if (memchr(value, '\0', event->data.scalar.length))
        return fail(r, event->start_mark.line, "a NUL is not allowed");
    node->kind = YAML_SCALAR;
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    node->text = arena_strndup(r->arena, value, event->data.scalar.length);
    if (node->plain && is_null(node->text)) {
        node->kind = YAML_NULL;
        node->text = "";
    }
    return node;
}

static struct yaml_node *keep(struct reader *r, struct yaml_node *node, GPtrArray *keys, GPtrArray *items)
{
    node->n = items->len;
    node->items = arena_memdup(r->arena, items->len ? items->pdata : (void *[]){NULL}, items->len * sizeof *node->items);
    if (keys)
        node->keys = arena_memdup(r->arena, keys->len ? keys->pdata : (void *[]){NULL}, keys->len * sizeof *node->keys);
    return node;
}

/* Reads until the end of the list or map that `node` begins. */
static struct yaml_node *read_collection(struct reader *r, struct yaml_node *node, yaml_event_type_t end, unsigned depth)
{
    bool map = node->kind == YAML_MAP;
    g_autoptr(GPtrArray) keys = g_ptr_array_new();
    g_autoptr(GPtrArray) items = g_ptr_array_new();
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (;;) {
        yaml_event_t event;
        if (!next_event(r, &event))
            return NULL;
        bool done = event.type == end;
        struct yaml_node *child = done ? NULL : read_node(r, &event, depth);
        yaml_event_delete(&event);
        if (done)
            return keep(r, node, map ? keys : NULL, items);
        if (!child)
            return NULL;
        if (!map || keys->len > items->len) {
            g_ptr_array_add(items, child);
            continue;
        }
        if (child->kind != YAML_SCALAR)
            return fail(r, child->line - 1, "a key must be a plain word");
        if (!g_hash_table_add(seen, (char *)child->text)) {
            g_autofree char *what = g_strdup_printf("key '%s' stands here twice", child->text);
            return fail(r, child->line - 1, what);
        }
        g_ptr_array_add(keys, child);
    }
}

/* The node that `event` begins; the caller deletes the event. */
static struct yaml_node *read_node(struct reader *r, yaml_event_t *event, unsigned depth)
{
    struct yaml_node *node = arena_new(r->arena, struct yaml_node);
    node->file = r->file;
    node->line = (unsigned)event->start_mark.line + 1;
    node->text = "";
    if (depth >= YAML_MAX_DEPTH)
        return fail(r, event->start_mark.line, "nested too deeply");
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        if (event->data.scalar.anchor)
            break;
        return read_scalar(r, event, node);
    case YAML_SEQUENCE_START_EVENT:
        if (event->data.sequence_start.anchor)
            break;
        if (event->data.sequence_start.tag)
            return fail(r, event->start_mark.line, "tags are not allowed");
        node->kind = YAML_LIST;
        return read_collection(r, node, YAML_SEQUENCE_END_EVENT, depth + 1);
    case YAML_MAPPING_START_EVENT:
        if (event->data.mapping_start.anchor)
            break;
        if (event->data.mapping_start.tag)
            return fail(r, event->start_mark.line, "tags are not allowed");
        node->kind = YAML_MAP;
        return read_collection(r, node, YAML_MAPPING_END_EVENT, depth + 1);
    case YAML_ALIAS_EVENT:
        break;
    default:
        return fail(r, event->start_mark.line, "expected a value");
    }
    return fail(r, event->start_mark.line, "anchors and aliases are not allowed; write the value out");
}

static struct yaml_node *read_document(struct reader *r)
{
    struct yaml_node *root = NULL;
    for (;;) {
        yaml_event_t event;
        if (!next_event(r, &event))
            return NULL;
        yaml_event_type_t type = event.type;
        size_t line = event.start_mark.line;
        bool ok = true;
        switch (type) {
        case YAML_STREAM_START_EVENT:
        case YAML_STREAM_END_EVENT:
        case YAML_DOCUMENT_END_EVENT:
            break;
        case YAML_DOCUMENT_START_EVENT:
            if (root) {
                fail(r, line, "a rule file holds one document");
                ok = false;
            }
            break;
        default:
            root = read_node(r, &event, 0);
            ok = root != NULL;
        }
        yaml_event_delete(&event);
        if (!ok)
            return NULL;
        if (type == YAML_STREAM_END_EVENT)
            return root ? root : fail(r, 0, "the file is empty");
    }
}

struct yaml_node *yaml_parse(struct arena *a, const char *file, const char *data, size_t size, GError **error)
{
    struct reader r = {.arena = a, .file = arena_strdup(a, file), .error = error};
    if (size > LIMIT_RULE_BYTES)
        return fail(&r, 0, "the file is too large for a rule file");
    if (!yaml_parser_initialize(&r.parser))
        g_error("out of memory");
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)data, size);
    struct yaml_node *root = read_document(&r);
    yaml_parser_delete(&r.parser);
    return root;
}

const struct yaml_node *yaml_get(const struct yaml_node *node, const char *key)
{
    if (!node || node->kind != YAML_MAP)
        return NULL;
    for (unsigned i = 0; i < node->n; i++)
        if (strcmp(node->keys[i]->text, key) == 0)
            return node->items[i];
    return NULL;
}

bool yaml_bool(const struct yaml_node *node, bool *out)
{
    if (!node || node->kind != YAML_SCALAR || !node->plain)
        return false;
    *out = strcmp(node->text, "true") == 0;
    return *out || strcmp(node->text, "false") == 0;
}

bool yaml_number(const struct yaml_node *node, int64_t *hundredths)
{
    if (!node || node->kind != YAML_SCALAR || !node->plain)
        return false;
    const char *p = node->text;
    bool negative = *p == '-';
    int64_t value = 0;
    p += negative;
    if (!g_ascii_isdigit(*p))
        return false;
    for (; g_ascii_isdigit(*p); p++) {
        if (value > G_MAXINT64 / 10000)
            return false;
        value = value * 10 + (*p - '0');
    }
    value *= 100;
    if (*p == '.') {
        if (!g_ascii_isdigit(*++p))
            return false;
        for (int unit = 10; g_ascii_isdigit(*p); p++, unit /= 10) {
            if (unit == 0)
                return false;
            value += unit * (*p - '0');
        }
    }
    if (*p)
        return false;
    *hundredths = negative ? -value : value;
    return true;
}
