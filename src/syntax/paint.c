#include "syntax/paint.h"

#include <stdbool.h>
#include <string.h>

#define DEPTH_MOST 512 /* deeper nodes stay plain */

struct frame { /* what the nodes around say */
    bool string, comment, key;
};

static bool has(const char *name, const char *const *words)
{
    for (; *words; words++)
        if (strstr(name, *words))
            return true;
    return false;
}

static bool is_word(const char *s, uint32_t len)
{
    for (uint32_t i = 0; i < len; i++)
        if (!g_ascii_isalpha(s[i]) && s[i] != '_' && !(i > 0 && g_ascii_isdigit(s[i])))
            return false;
    return len > 1;
}

static const char *const calls[] = {"call", "invocation", NULL};
static const char *const declarations[] = {"definition", "declaration", "function_item", "signature", NULL};
static const char *const classes[] = {"class", "interface", "struct", "enum", "trait", "type", NULL};
static const char *const members[] = {"attribute", "member", "selector", "field", "navigation", "scoped", NULL};

/* A name by what it names in the nodes around it. */
static enum paint paint_name(TSNode node, const char *field)
{
    TSNode parent = ts_node_parent(node);
    if (ts_node_is_null(parent))
        return PAINT_NONE;
    const char *around = ts_node_type(parent);
    bool named = field && (strcmp(field, "name") == 0 || strcmp(field, "function") == 0 || strcmp(field, "method") == 0);
    if (named && has(around, declarations) && !strstr(around, "variable"))
        return has(around, classes) ? PAINT_TYPE : PAINT_FUNCTION;
    if (named && has(around, calls))
        return PAINT_FUNCTION;
    if (named && has(around, classes))
        return PAINT_TYPE;
    if (field && (strcmp(field, "key") == 0 || (strcmp(field, "name") == 0 && strstr(around, "argument"))))
        return PAINT_PROPERTY;
    if (!has(around, members))
        return PAINT_NONE;
    TSNode above = ts_node_parent(parent);
    bool last = ts_node_end_byte(node) == ts_node_end_byte(parent);
    if (last && !ts_node_is_null(above) && has(ts_node_type(above), calls) &&
        ts_node_start_byte(parent) == ts_node_start_byte(above))
        return PAINT_FUNCTION;
    return last ? PAINT_PROPERTY : PAINT_NONE;
}

static enum paint paint_leaf(TSNode node, const char *text, const char *field, const struct frame *f)
{
    static const char *const numbers[] = {"integer", "float", "number", "decimal", "numeric", "int_literal", "real_literal", NULL};
    static const char *const types[] = {"type_identifier", "primitive_type", "predefined_type", "builtin_type", "type_name", NULL};
    static const char *const names[] = {"identifier", "name", "bare_key", "word", NULL};
    static const char *const constants[] = {"true", "false", "none", "null", "nil", "undefined", "boolean", "bool", NULL};
    const char *type = ts_node_type(node);
    uint32_t begin = ts_node_start_byte(node), len = ts_node_end_byte(node) - begin;
    if (f->comment)
        return PAINT_COMMENT;
    if (f->key)
        return is_word(text + begin, len) || f->string ? PAINT_PROPERTY : PAINT_NONE;
    if (f->string)
        return PAINT_STRING;
    if (!ts_node_is_named(node))
        return is_word(text + begin, len) ? PAINT_KEYWORD : PAINT_NONE;
    if (has(type, numbers))
        return PAINT_NUMBER;
    if (has(type, constants))
        return PAINT_CONSTANT;
    if (has(type, types))
        return PAINT_TYPE;
    if (strcmp(type, "property_identifier") == 0 || has(type, names))
        return paint_name(node, field);
    return strncmp(type, text + begin, len) == 0 && is_word(text + begin, len) ? PAINT_KEYWORD : PAINT_NONE;
}

static struct frame enter(const struct frame *around, TSNode node, const char *field)
{
    static const char *const strings[] = {"string", "char_literal", "character_literal", "heredoc", "template_literal", NULL};
    static const char *const holes[] = {"interpolation", "substitution", "expansion", NULL};
    struct frame f = *around;
    const char *type = ts_node_type(node);
    if (!ts_node_is_named(node))
        return f;
    if (strstr(type, "comment"))
        f.comment = true;
    if (has(type, holes))
        f.string = f.key = false;
    else if (has(type, strings))
        f.string = true;
    if (field && strcmp(field, "key") == 0)
        f.key = true;
    return f;
}

void paint_tree(TSNode root, const char *text, uint32_t begin, uint32_t end, GArray *out)
{
    struct frame frames[DEPTH_MOST + 1] = {0};
    unsigned depth = 0;
    TSTreeCursor cursor = ts_tree_cursor_new(root);
    frames[0] = enter(&frames[0], root, NULL);
    for (;;) {
        TSNode node = ts_tree_cursor_current_node(&cursor);
        uint32_t from = ts_node_start_byte(node), to = ts_node_end_byte(node);
        bool near = from < end && to > begin;
        if (near && depth < DEPTH_MOST && ts_tree_cursor_goto_first_child(&cursor)) {
            depth++;
            frames[depth] = enter(&frames[depth - 1], ts_tree_cursor_current_node(&cursor), ts_tree_cursor_current_field_name(&cursor));
            continue;
        }
        if (near && from < to) {
            struct paint_span span = {from, to, paint_leaf(node, text, ts_tree_cursor_current_field_name(&cursor), &frames[depth])};
            if (span.paint != PAINT_NONE)
                g_array_append_val(out, span);
        }
        while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
            if (depth == 0 || !ts_tree_cursor_goto_parent(&cursor)) {
                ts_tree_cursor_delete(&cursor);
                return;
            }
            depth--;
        }
        if (depth > 0)
            frames[depth] = enter(&frames[depth - 1], ts_tree_cursor_current_node(&cursor), ts_tree_cursor_current_field_name(&cursor));
    }
}
