/* What a handler around a model call asks in its place: another model, or the same one again. */
#include <string.h>

#include "link/link_priv.h"

#define CALL_TEXT 400
#define FALLBACK_HOPS 2 /* from a handler to the call that it falls back to */

/* Where a region stands for what it guards: the block of its try, or for an error that is a value the region around. */
static uint32_t guarded_by(const struct facts *f, uint32_t handler)
{
    return f->regions[handler].kind == REGION_HANDLER ? f->regions[handler].owner : f->regions[handler].parent;
}

static bool written_alike(struct linker *l, uint32_t file, uint32_t one, uint32_t other)
{
    g_autoptr(GString) a = g_string_new(NULL);
    g_autoptr(GString) b = g_string_new(NULL);
    expr_text(l, file, one, a, CALL_TEXT);
    expr_text(l, file, other, b, CALL_TEXT);
    return g_string_equal(a, b);
}

/* Whether unit `u` reaches a site; it is stored, the one that is not `but` first. `but` itself is not reached by what calls
 * function `own`, in which it is handled: that begins the whole again. */
static bool reaches_site(struct linker *l, struct unit u, struct unit own, uint32_t but, uint32_t *site)
{
    struct model *m = l->m;
    g_autoptr(GArray) units = g_array_new(FALSE, FALSE, sizeof(struct unit));
    model_callees(m, u, FALLBACK_HOPS, units);
    bool found = false, again = false;
    for (guint i = 0; i < units->len; i++) {
        const struct unit *in = &g_array_index(units, struct unit, i);
        again |= in->file == own.file && in->scope == own.scope;
    }
    for (uint32_t s = 0; s < m->n_sites; s++)
        for (guint i = 0; i < units->len && (s != but || !again); i++) {
            const struct unit *in = &g_array_index(units, struct unit, i);
            if (in->file == m->sites[s].unit.file && in->scope == m->sites[s].unit.scope && (!found || *site == but)) {
                *site = s;
                found = true;
            }
        }
    return found;
}

/* Another model for sure where both are known; else another call. */
static bool another(const struct site *a, const struct site *b, bool alike)
{
    if (a->model && b->model)
        return !g_str_equal(a->model, b->model);
    return !alike || !g_str_equal(a->sdk, b->sdk);
}

/*
 * Calls in a handler that reach a model. Where it is the guarded call's own wrapper that is called again, it counts if it
 * is called in another way than in the guarded block.
 */
static bool falls_back(struct linker *l, uint32_t index, const uint32_t *node_of, const struct handler *h, struct place *where)
{
    struct model *m = l->m;
    const struct site *own = &m->sites[index];
    uint32_t file = h->place.file;
    const struct facts *f = l->files[file].f;
    if (!h->region)
        return false;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if (n->kind != NODE_CALL || !region_inside(f, n->region, h->region))
            continue;
        for (uint32_t s = 0; s < m->n_sites; s++)
            if (s != index && m->sites[s].place.file == file && node_of[s] == i &&
                another(own, &m->sites[s], file == own->place.file && written_alike(l, file, i, node_of[index]))) {
                *where = place_of(l, file, i);
                return true;
            }
        const struct vset *callee = eval(l, file, n->a);
        for (unsigned v = 0; v < callee->n; v++) {
            uint32_t other = index;
            if (callee->v[v].kind != V_FUNCTION || !reaches_site(l, (struct unit){callee->v[v].file, callee->v[v].ref},
                                                                      (struct unit){file, enclosing_function(f, n->scope)}, index, &other))
                continue;
            bool alike = false; /* the guarded block holds the same call */
            for (uint32_t k = 1; k < f->n_nodes && !alike; k++)
                alike = k != i && f->nodes[k].kind == NODE_CALL && region_inside(f, f->nodes[k].region, guarded_by(f, h->region)) &&
                        !region_inside(f, f->nodes[k].region, h->region) && written_alike(l, file, k, i);
            if (other == index ? !alike : another(own, &m->sites[other], alike)) {
                *where = place_of(l, file, i);
                return true;
            }
        }
    }
    return false;
}

void link_fallbacks(struct linker *l)
{
    struct model *m = l->m;
    g_autofree uint32_t *node_of = g_new0(uint32_t, m->n_sites + 1);
    for (guint i = 0; i < l->drafts->len; i++)
        node_of[l->site_of_draft[i]] = g_array_index(l->drafts, struct site_draft, i).node;
    for (uint32_t s = 0; s < m->n_sites; s++) {
        struct site *site = &m->sites[s];
        struct place where;
        for (unsigned h = 0; h < site->n_handlers; h++) {
            if (!falls_back(l, s, node_of, &site->handlers[h], &where))
                continue;
            struct attribute *grown = arena_new_n(l->a, struct attribute, site->n_attributes + 1);
            unsigned at = 0;
            while (at < site->n_attributes && strcmp(site->attributes[at].name, "fallback") < 0)
                at++;
            memcpy(grown, site->attributes, at * sizeof *grown);
            grown[at] = (struct attribute){.name = "fallback", .state = STATE_SET, .value = "another call", .origin = ORIGIN_FLOW, .place = where};
            if (attribute_find(site->attributes, site->n_attributes, "fallback"))
                break;
            memcpy(grown + at + 1, site->attributes + at, (site->n_attributes - at) * sizeof *grown);
            site->attributes = grown;
            site->n_attributes++;
            break;
        }
    }
}
