/*
 * Functions that an object of a library holds and runs when it is run itself: the nodes of a graph. What stands around the
 * call that runs the object stands around what its functions do.
 */
#include <stdlib.h>
#include <string.h>

#include "base/regex.h"
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
                struct held h = {.by = {.file = begin->file, .node = begin->node}, .runs = {NO_INDEX, 0}, .input = item->input};
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

/* Whether a site runs the object that a call began to make. */
static bool runs_object(struct linker *l, const struct site_draft *d, struct node_ref by)
{
    const struct fact_node *n = lnode(l, d->file, d->node);
    const struct vset *callee = n->kind == NODE_CALL ? eval(l, d->file, n->a) : &vset_empty;
    for (unsigned k = 0; k < callee->n; k++) {
        const struct chain *begin = callee->v[k].kind == V_PATH ? beginning(callee->v[k].chain) : NULL;
        if (begin && begin->file == by.file && begin->node == by.node)
            return true;
    }
    return false;
}

/* Whether one of the functions that an object holds gives a dictionary with a key. */
static bool gives_key(struct linker *l, struct node_ref by, const char *key)
{
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    for (guint i = 0; i < l->held->len; i++) {
        const struct held *h = &g_array_index(l->held, struct held, i);
        if (h->runs.file == NO_INDEX || h->by.file != by.file || h->by.node != by.node)
            continue;
        const struct facts *f = l->files[h->runs.file].f;
        for (uint32_t k = 0; k < f->n_jumps; k++) {
            if (f->jumps[k].scope != h->runs.scope || f->jumps[k].kind != JUMP_RETURN)
                continue;
            const struct vset *gives = eval(l, h->runs.file, f->jumps[k].value);
            bool open = false;
            for (unsigned v = 0; v < gives->n; v++)
                if (is_dictionary(l, &gives->v[v]))
                    dict_get(l, gives->v[v].file, gives->v[v].ref, key, found, &open);
            if (found->len)
                return true;
        }
    }
    return false;
}

/* Adds a key of what stands at `at`, or all of it where nobody sees its keys. */
static void add_key(struct linker *l, struct node_ref at, const char *key, GArray *out)
{
    struct found found = {.nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref))};
    find_inside(l, at.file, at.node, key, &found);
    const struct vset *s = eval(l, at.file, at.node);
    bool seen = s->n && !s->open && !found.open;
    for (unsigned i = 0; i < s->n; i++)
        seen &= is_dictionary(l, &s->v[i]);
    if (found.nodes->len)
        g_array_append_vals(out, found.nodes->data, found.nodes->len);
    else if (!seen)
        g_array_append_val(out, at);
    found_clear(&found);
}

/* Adds what the sites of the product that run an object, or one that holds it, are given first, under a key or at all; whether
 * there is such a site. */
static bool add_starts(struct linker *l, struct node_ref by, const char *key, unsigned within, GArray *out)
{
    bool starts = false;
    for (guint i = 0; i < l->drafts->len; i++) {
        const struct site_draft *d = &g_array_index(l->drafts, struct site_draft, i);
        if (l->m->sites[l->site_of_draft[i]].zone != ZONE_SRC || !runs_object(l, d, by))
            continue;
        struct found found;
        find_argument(l, d->file, d->node, NULL, 0, &found);
        for (guint k = 0; k < found.nodes->len; k++) {
            struct node_ref given = g_array_index(found.nodes, struct node_ref, k);
            if (given.node && key)
                add_key(l, given, key, out);
            else if (given.node)
                g_array_append_val(out, given);
        }
        found_clear(&found);
        starts = true;
    }
    for (guint i = 0; within && i < l->held->len; i++) {
        const struct held *h = &g_array_index(l->held, struct held, i);
        if (h->runs.file == NO_INDEX && h->other.file == by.file && h->other.node == by.node)
            starts |= add_starts(l, h->by, key, within - 1, out);
    }
    return starts;
}

bool held_input(struct linker *l, struct unit function, const char *key, GArray *out, const char **kind)
{
    void *lists = l->rules->conversations;
    bool any = false, grows = key && lists && regex_search(lists, key, strlen(key));
    *kind = NULL;
    for (guint i = 0; i < l->held->len; i++) {
        const struct held *h = &g_array_index(l->held, struct held, i);
        if (h->runs.file != function.file || h->runs.scope != function.scope || (key && !grows && gives_key(l, h->by, key)))
            continue;
        any = true;
        if (!add_starts(l, h->by, key, MAX_WITHIN, out))
            *kind = h->input;
    }
    return any;
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
