/*
 * Clients that are handed over: what one was built with is not seen where it is used, but it is one of those that the
 * program builds. What all of these agree on holds for it; what they do not agree on stays unknown.
 */
#include "link/link_priv.h"

#define MAX_BUILT 64 /* of one item; where there are more nobody says which one it is */

struct agreement {
    GPtrArray *chains;  /* const struct chain: where one is built */
    GArray *attributes; /* struct attribute: what all say; NULL until somebody asks, and while it is found out */
    bool asked;
};

static void agreement_free(gpointer p)
{
    struct agreement *a = p;
    g_ptr_array_unref(a->chains);
    if (a->attributes)
        g_array_unref(a->attributes);
    g_free(a);
}

void built_init(struct linker *l)
{
    l->built = g_hash_table_new_full(NULL, NULL, NULL, agreement_free);
}

void built_note(struct linker *l, const struct api_item *item, const struct chain *chain)
{
    enum zone zone = l->files[chain->file].pf->class.zone;
    if (zone != ZONE_SRC && zone != ZONE_NOTEBOOK)
        return;
    const struct fact_node *around = lnode(l, chain->file, lnode(l, chain->file, chain->node)->parent);
    if (!item->fluent && around->kind == NODE_MEMBER && around->a == chain->node)
        return; /* Client().ask(): nobody else gets that one */
    struct agreement *a = g_hash_table_lookup(l->built, item);
    if (!a) {
        a = g_new0(struct agreement, 1);
        a->chains = g_ptr_array_new();
        g_hash_table_insert(l->built, (gpointer)item, a);
    }
    for (guint i = 0; i < a->chains->len; i++) {
        const struct chain *c = g_ptr_array_index(a->chains, i);
        if (c->file == chain->file && c->node == chain->node)
            return;
    }
    if (a->chains->len <= MAX_BUILT)
        g_ptr_array_add(a->chains, (gpointer)chain);
}

static const struct attribute *attribute_of(const GArray *attributes, const char *name)
{
    for (guint i = 0; i < attributes->len; i++)
        if (g_str_equal(g_array_index(attributes, struct attribute, i).name, name))
            return &g_array_index(attributes, struct attribute, i);
    return NULL;
}

/* Two that differ leave nothing but what they have in common. */
static void meet(struct attribute *a, const struct attribute *o)
{
    enum tristate state = o ? o->state : STATE_UNSET;
    if (state != a->state) {
        a->state = STATE_UNKNOWN;
        a->value = NULL;
    } else if (state == STATE_SET && (g_strcmp0(a->value, o->value) != 0 || a->value_origin != o->value_origin)) {
        a->value = NULL;
        a->value_origin = VALUE_PARAMETER;
    }
}

static GArray *agreed(struct linker *l, const struct api_item *item, const struct agreement *a)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(struct attribute));
    for (guint i = 0; i < a->chains->len; i++) {
        g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(struct attribute));
        apply_chain(l, g_ptr_array_index(a->chains, i), ORIGIN_CLIENT, one);
        for (unsigned k = 0; k < item->n_arguments; k++) {
            const char *name = item->arguments[k].attribute;
            const struct attribute *said = attribute_of(one, name), *known = attribute_of(all, name);
            struct attribute unset = {.name = name, .state = STATE_UNSET, .origin = ORIGIN_CLIENT,
                                      .place = {.file = NO_INDEX}};
            if (known)
                meet((struct attribute *)known, said);
            else if (i == 0)
                g_array_append_val(all, *(said ? said : &unset));
        }
    }
    return all;
}

bool built_attribute(struct linker *l, const struct api_item *item, const char *name, struct attribute *out)
{
    struct agreement *a = g_hash_table_lookup(l->built, item);
    if (!a || a->chains->len > MAX_BUILT)
        return false;
    if (!a->asked) {
        a->asked = true;
        uint32_t collecting = l->collecting;
        const char *provider = l->provider;
        const struct api_pair *defaults = l->defaults;
        unsigned n_defaults = l->n_defaults;
        l->collecting = 0; /* what they are given are no prompts of the site in hand */
        a->attributes = agreed(l, item, a);
        l->collecting = collecting;
        l->provider = provider;
        l->defaults = defaults;
        l->n_defaults = n_defaults;
    }
    const struct attribute *known = a->attributes ? attribute_of(a->attributes, name) : NULL;
    if (!known || known->state == STATE_UNKNOWN)
        return false;
    *out = *known;
    out->origin = ORIGIN_CLIENT;
    return true;
}

void built_fini(struct linker *l)
{
    g_hash_table_unref(l->built);
}
