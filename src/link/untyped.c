/* Types that say nothing of what is in them, and what is read into one: a Dictionary<string, object>, a JsonElement. */
#include <string.h>

#include "link/link_priv.h"

#define MAX_TYPE_DEPTH 8 /* types within one another */

/* Whether a name is one of the language's own for anything, and not that of a class of the repository. */
static bool names_anything(struct linker *l, uint32_t file, uint32_t node)
{
    const char **untyped = l->files[file].lang->untyped;
    if (!untyped || !g_strv_contains((const char *const *)untyped, ltext(l, file, lnode(l, file, node)->text)))
        return false;
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++)
        if (s->v[i].kind == V_CLASS)
            return false;
    return true;
}

static bool says_nothing(struct linker *l, uint32_t file, uint32_t type, unsigned depth)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[type];
    if (!type || !depth)
        return false;
    switch (n->kind) {
    case NODE_NAME:
    case NODE_MEMBER:
        return names_anything(l, file, type);
    case NODE_SUBSCRIPT: /* what a container holds: the last of its types */
        return says_nothing(l, file, n->b, depth - 1);
    case NODE_LIST:
    case NODE_OTHER: /* annotations, and the type behind them: @RequestBody Map<String, Object> */
        return n->count && says_nothing(l, file, f->kids[n->first + n->count - 1], depth - 1);
    case NODE_CALL: /* new TypeReference<Map<String, Object>>() {} */
        return f->nodes[n->a].kind == NODE_SUBSCRIPT && says_nothing(l, file, n->a, depth - 1);
    default:
        return false;
    }
}

bool type_says_nothing(struct linker *l, uint32_t file, uint32_t type)
{
    return says_nothing(l, file, type, MAX_TYPE_DEPTH);
}

/* Whether a variable is declared to be of such a type: what an answer is read into where its place is handed over. */
static bool declared_so(struct linker *l, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    for (uint32_t s = n->kind == NODE_NAME ? n->scope : 0; s; s = f->scopes[s].parent) {
        const struct bindings *all = bindings_of(l, file, s, n->text);
        for (guint i = 0; all && i < all->list->len; i++) {
            const struct binding *b = &g_array_index(all->list, struct binding, i);
            uint32_t type = b->kind == BIND_ASSIGN ? f->assigns[b->index].type : b->kind == BIND_PARAM ? f->params[b->index].type : 0;
            if (type)
                return type_says_nothing(l, file, type);
        }
        if (all)
            break;
    }
    return false;
}

bool reads_untyped(struct linker *l, const struct api_item *item, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    int position = 0;
    for (uint32_t i = 0; i < n->count; i++) {
        uint32_t kid = f->kids[n->first + i];
        const struct fact_node *k = &f->nodes[kid];
        if (k->kind == NODE_KEYWORD && *ltext(l, file, k->text) == '<')
            return type_says_nothing(l, file, k->b);
        if (k->kind != NODE_KEYWORD && position++ != item->argument && (type_says_nothing(l, file, kid) || declared_so(l, file, kid)))
            return true;
    }
    for (uint32_t i = 0; i < f->n_assigns; i++)
        if (f->assigns[i].value == node && f->assigns[i].type)
            return type_says_nothing(l, file, f->assigns[i].type);
    return false;
}
