/* Branches that ask what a call gave whether it failed: is_wp_error($answer), !is_array($parsed), $parsed === null. */
#include <string.h>

#include "link/link_priv.h"

#define MAX_CONDITION 8 /* conditions within one another */

enum sense { ASKS_NOTHING, ASKS_FAILED, ASKS_GOOD };

/* What is asked for: the value of a call (the call itself, or the name that it is given to), by which functions. */
struct question {
    uint32_t node, name;
    const char *const *failed; /* functions that say yes where it failed; NULL-terminated, or NULL */
    const char *const *parsed; /* functions that say whether something was parsed; "!" before those that say that nothing was */
};

static enum sense turned(enum sense sense)
{
    return sense == ASKS_FAILED ? ASKS_GOOD : sense == ASKS_GOOD ? ASKS_FAILED : ASKS_NOTHING;
}

/* Whether an expression is the value that is asked for, or a part of it. */
static bool is_value(const struct facts *f, const struct question *q, uint32_t node)
{
    while (node && node != q->node && (f->nodes[node].kind == NODE_MEMBER || f->nodes[node].kind == NODE_SUBSCRIPT))
        node = f->nodes[node].a;
    return node && (node == q->node || (q->name && f->nodes[node].kind == NODE_NAME && f->nodes[node].text == q->name));
}

/* What a call of a function asks. */
static enum sense call_asks(const struct facts *f, const struct question *q, const struct fact_node *call)
{
    if (f->nodes[call->a].kind != NODE_NAME || (call->count && !is_value(f, q, f->kids[call->first])))
        return ASKS_NOTHING;
    const char *name = f->strings[f->nodes[call->a].text];
    if (q->failed && g_strv_contains(q->failed, name))
        return ASKS_FAILED;
    for (const char *const *p = call->count ? q->parsed : NULL; p && *p; p++)
        if (g_str_equal(**p == '!' ? *p + 1 : *p, name))
            return **p == '!' ? ASKS_FAILED : ASKS_GOOD;
    return ASKS_NOTHING;
}

/* What a condition asks of the value. */
static enum sense asks(const struct facts *f, const struct question *q, uint32_t node, unsigned hops)
{
    const struct fact_node *n = &f->nodes[node];
    if (!node || !hops)
        return ASKS_NOTHING;
    if (n->kind == NODE_CALL && node == q->node) /* if ($data = json_decode($text)) */
        return q->parsed ? ASKS_GOOD : ASKS_NOTHING;
    if (n->kind == NODE_CALL)
        return call_asks(f, q, n);
    if (n->kind == NODE_UNARY)
        return strchr(f->strings[n->text], '!') || g_str_equal(f->strings[n->text], "not") ? turned(asks(f, q, n->a, hops - 1)) : ASKS_NOTHING;
    if (n->kind == NODE_NAME)
        return q->parsed && is_value(f, q, node) ? ASKS_GOOD : ASKS_NOTHING;
    if (n->kind != NODE_BINARY)
        return ASKS_NOTHING;
    const char *operator_ = f->strings[n->text];
    bool same = g_str_has_prefix(operator_, "=="), other = g_str_has_prefix(operator_, "!=");
    enum sense left = asks(f, q, n->a, hops - 1), right = asks(f, q, n->b, hops - 1);
    if (!same && !other)
        return left ? left : right;
    uint32_t asked = left ? n->a : n->b, with = left ? n->b : n->a;
    enum node_kind kind = f->nodes[with].kind;
    if (f->nodes[asked].kind == NODE_NAME && kind != NODE_NULL && kind != NODE_TRUE && kind != NODE_FALSE) /* === "yes" */
        return ASKS_NOTHING;
    return (kind == NODE_TRUE) == same ? asks(f, q, asked, hops - 1) : turned(asks(f, q, asked, hops - 1));
}

uint32_t asked_branch(struct linker *l, uint32_t file, uint32_t node, bool parses, bool *failed)
{
    const struct facts *f = l->files[file].f;
    const struct language *lang = l->files[file].lang;
    static const char *const no_tests[] = {NULL};
    const bool member = f->nodes[node].kind == NODE_MEMBER;
    for (const struct fact_node *up = &f->nodes[f->nodes[node].parent]; member && (up->kind == NODE_MEMBER || up->kind == NODE_SUBSCRIPT) && up->a == node;
         up = &f->nodes[up->parent])
        node = (uint32_t)(up - f->nodes); /* answer.calls[0].args: what stands there */
    struct question q = {node, 0, (const char *const *)lang->error_tests, parses ? (const char *const *)lang->parse_tests : NULL};
    uint32_t scope = f->nodes[node].scope, from = f->nodes[node].line, until = UINT32_MAX;
    if (member && (!q.parsed || !*q.parsed))
        q.parsed = no_tests; /* what is there may be asked for by its name alone */
    if ((!q.failed || !*q.failed) && (!q.parsed || (!*q.parsed && !member)))
        return 0;
    for (uint32_t i = 0; i < f->n_assigns && !q.name; i++)
        if (f->assigns[i].value == node && f->nodes[f->assigns[i].target].kind == NODE_NAME)
            q.name = f->nodes[f->assigns[i].target].text;
    for (uint32_t i = 0; i < f->n_assigns && q.name; i++) /* the next value of that name is another one */
        if (f->assigns[i].scope == scope && f->assigns[i].line > f->nodes[node].end_line &&
            region_inside(f, f->nodes[node].region, f->assigns[i].region) &&
            f->nodes[f->assigns[i].target].kind == NODE_NAME && f->nodes[f->assigns[i].target].text == q.name)
            until = MIN(until, f->assigns[i].line);
    for (uint32_t r = 1; r < f->n_regions; r++) {
        const struct fact_region *b = &f->regions[r];
        if (b->kind != REGION_BRANCH || b->scope != scope || b->line < from || b->line >= until || !b->expr)
            continue;
        enum sense sense = asks(f, &q, b->expr, MAX_CONDITION);
        if (!sense)
            continue;
        *failed = sense == ASKS_FAILED;
        return r;
    }
    return 0;
}
