/*
 * code_nodes - what the walk builds: nodes of expressions and their parts.
 */
#include <string.h>

#include "extract/code_walk.h"

/* Of a language whose names mean the same in capitals, in small letters. */
static uint32_t name_string(const struct walk *w, const char *s, size_t len)
{
    g_autofree char *small = w->l->case_insensitive ? g_ascii_strdown(s, (gssize)MIN(len, LIMIT_STRING_BYTES)) : NULL;
    return builder_string(w->b, small ? small : s, MIN(len, LIMIT_STRING_BYTES));
}

uint32_t walk_text(const struct walk *w, TSNode node)
{
    size_t len;
    const char *s = bytes_of(w, node, &len);
    return name_string(w, s, len);
}

uint32_t walk_name(const struct walk *w, TSNode node)
{
    size_t len;
    const char *s = bytes_of(w, node, &len), *sigils = w->l->sigils, *separator = w->l->separator;
    if (sigils && separator && len > strlen(separator) && strncmp(s, separator, strlen(separator)) == 0)
        sigils = NULL; /* ::Client, not :client */
    for (; sigils && len > 1 && strchr(sigils, *s); len--)
        s++;
    return name_string(w, s, len);
}

bool walk_room(struct walk *w)
{
    if (builder_n_nodes(w->b) < LIMIT_TREE_NODES)
        return true;
    if (!w->full)
        builder_note(w->b, 0, "holds more than %u expressions; the rest was not analysed", LIMIT_TREE_NODES);
    w->full = true;
    return false;
}

uint32_t walk_node(struct walk *w, enum node_kind kind, TSNode at)
{
    if (!walk_room(w))
        return 0;
    TSPoint start = ts_node_start_point(at), end = ts_node_end_point(at);
    struct fact_node *n;
    uint32_t i = builder_add_nodes(w->b, &n);
    n->kind = (uint8_t)kind;
    n->flags = w->types ? NODE_TYPE : 0;
    n->column = saturated(start.column);
    n->end_column = saturated(end.column);
    n->line = start.row + 1;
    n->end_line = end.row + 1;
    n->scope = w->scope;
    n->region = w->region;
    return i;
}

void walk_adopt(struct walk *w, uint32_t parent, uint32_t kid)
{
    if (kid && kid != parent && !node_at(w, kid)->parent)
        node_at(w, kid)->parent = parent;
}

uint32_t walk_leaf(struct walk *w, enum node_kind kind, TSNode at, uint32_t text)
{
    uint32_t i = walk_node(w, kind, at);
    if (i)
        node_at(w, i)->text = text;
    return i;
}

uint32_t walk_branch(struct walk *w, enum node_kind kind, TSNode at, uint32_t text, uint32_t a, uint32_t b)
{
    uint32_t i = walk_leaf(w, kind, at, text);
    if (i) {
        node_at(w, i)->a = a;
        node_at(w, i)->b = b;
        walk_adopt(w, i, a);
        walk_adopt(w, i, b);
    }
    return i;
}

void walk_take_kids(struct walk *w, uint32_t i, uint32_t first)
{
    const uint32_t *ids = (const uint32_t *)(void *)w->ids->data + first;
    uint32_t n = w->ids->len - first;
    if (i) {
        uint32_t at = builder_add_kids(w->b, ids, n);
        node_at(w, i)->first = at;
        node_at(w, i)->count = n;
        for (uint32_t k = 0; k < n; k++)
            walk_adopt(w, i, ids[k]);
    }
    g_array_set_size(w->ids, first);
}

void walk_push(struct walk *w, uint32_t id)
{
    if (id)
        g_array_append_val(w->ids, id);
}

uint32_t walk_synthetic(struct walk *w, enum node_kind kind, TSNode at, uint32_t text, uint32_t a, uint32_t b)
{
    uint32_t i = walk_leaf(w, kind, at, text);
    if (i) {
        node_at(w, i)->flags |= NODE_SYNTHETIC;
        node_at(w, i)->a = a;
        node_at(w, i)->b = b;
    }
    return i;
}

uint32_t walk_synthetic_index(struct walk *w, TSNode at, uint32_t value, uint32_t index)
{
    char digits[16];
    g_snprintf(digits, sizeof digits, "%u", index);
    uint32_t number = walk_synthetic(w, NODE_NUMBER, at, builder_cstring(w->b, digits), 0, 0);
    return walk_synthetic(w, NODE_SUBSCRIPT, at, 0, value, number);
}

uint32_t walk_synthetic_default(struct walk *w, TSNode at, uint32_t value, uint32_t otherwise)
{
    if (!otherwise || !value)
        return value ? value : otherwise;
    uint32_t i = walk_synthetic(w, NODE_CONDITIONAL, at, 0, 0, 0), kids[] = {value, otherwise};
    if (i) {
        uint32_t first = builder_add_kids(w->b, kids, 2);
        node_at(w, i)->first = first;
        node_at(w, i)->count = 2;
        walk_adopt(w, i, otherwise);
    }
    return i;
}

void walk_push_children(struct walk *w, TSNode node)
{
    uint32_t first = matcher_children(&w->m, node), end = w->m.n_children;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        if (counts(w, &c))
            walk_push(w, lower(w, c.node, 0));
    }
    w->m.n_children = first;
}

uint32_t lower_type(struct walk *w, TSNode node)
{
    w->types++;
    uint32_t i = lower(w, node, 0);
    w->types--;
    return i;
}

uint32_t lower_part(struct walk *w, const struct match *found, enum part which)
{
    TSNode node;
    return part(w, found, which, &node) ? lower(w, node, 0) : 0;
}
