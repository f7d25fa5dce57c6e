/*
 * Functions that an object of a library holds and runs when it is run itself: the nodes of a graph. What stands around the
 * call that runs the object stands around what its functions do.
 */
#include <stdlib.h>

#include "link/link_priv.h"

#define MAX_WITHIN 4 /* holders that hold one another */

static const struct chain *beginning(const struct chain *c)
{
    while (c && c->prev)
        c = c->prev;
    return c;
}

void held_note(struct linker *l, const struct api_item *item, const struct chain *chain, uint32_t file, uint32_t call)
{
    const struct chain *begin = beginning(chain);
    for (const char **name = item->holds; name && *name && begin && l->final; name++) {
        char *end;
        long position = strtol(*name, &end, 10);
        struct found found;
        find_argument(l, file, call, *end ? *name : NULL, *end ? -1 : (int)CLAMP(position, 0, 100), &found);
        for (guint i = 0; i < found.nodes->len; i++) {
            struct node_ref r = g_array_index(found.nodes, struct node_ref, i);
            const struct vset *s = r.node ? eval(l, r.file, r.node) : &vset_empty;
            for (unsigned k = 0; k < s->n; k++) {
                const struct value *v = &s->v[k];
                const struct chain *other = v->kind == V_PATH ? beginning(v->chain) : NULL;
                struct held h = {.by = {.file = begin->file, .node = begin->node}, .runs = {NO_INDEX, 0}};
                if (v->kind == V_FUNCTION)
                    h.runs = (struct unit){v->file, v->ref};
                else if (other)
                    h.other = (struct node_ref){.file = other->file, .node = other->node};
                if (v->kind == V_FUNCTION || other)
                    g_array_append_val(l->held, h);
            }
        }
        found_clear(&found);
    }
}

static void surround_held(struct linker *l, struct node_ref by, struct node_ref call, unsigned within)
{
    for (guint i = 0; i < l->held->len; i++) {
        struct held h = g_array_index(l->held, struct held, i);
        if (h.by.file != by.file || h.by.node != by.node)
            continue;
        if (h.runs.file != NO_INDEX)
            surround(l, h.runs, call);
        else if (within)
            surround_held(l, h.other, call, within - 1);
    }
}

void link_held(struct linker *l)
{
    for (guint i = 0; l->held->len && i < l->drafts->len; i++) {
        const struct site_draft *d = &g_array_index(l->drafts, struct site_draft, i);
        const struct fact_node *n = lnode(l, d->file, d->node);
        const struct vset *callee = n->kind == NODE_CALL ? eval(l, d->file, n->a) : &vset_empty;
        for (unsigned k = 0; k < callee->n; k++) {
            const struct chain *begin = callee->v[k].kind == V_PATH ? beginning(callee->v[k].chain) : NULL;
            if (begin)
                surround_held(l, (struct node_ref){.file = begin->file, .node = begin->node},
                              (struct node_ref){.file = d->file, .node = d->node}, MAX_WITHIN);
        }
    }
}
