/* Drafts become sites: attributes, client, model, handlers, loops. */
#include <stdlib.h>
#include <string.h>

#include "base/regex.h"
#include "link/configured.h"
#include "link/link_priv.h"

#define CALL_SHOWN 80u /* bytes of what is called */

/* Attributes that every site reports. */
static const char *const site_attributes[] = {
    "error_handled", "limit", "max_tokens", "model", "output_parsed", "parse_guarded", "prompt_inline", "retry",
    "streaming", "structured_output", "system_message", "temperature", "timeout", "tools", "traced"};

static int by_place(gconstpointer a, gconstpointer b)
{
    const struct site *x = a, *y = b;
    if (x->place.file != y->place.file)
        return x->place.file < y->place.file ? -1 : 1;
    if (x->place.line != y->place.line)
        return x->place.line < y->place.line ? -1 : 1;
    return (int)x->place.column - (int)y->place.column;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct attribute *)a)->name, ((const struct attribute *)b)->name);
}

/* ---- wrappers ---- */

static void wrapper_items(struct linker *l, uint32_t file, uint32_t node, enum route_as as, int wraps_position,
                          enum origin origin, GArray *attributes)
{
    if (!node)
        return;
    /* a decorator may be written with or without call */
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++) {
        if (s->v[i].kind != V_PATH)
            continue;
        const struct apath *p = s->v[i].path;
        apath_items(l, p);
        for (unsigned k = 0; k < p->n_items; k++) {
            const struct api_item *item = &l->rules->items[p->items[k]];
            if (item->role == ROLE_WRAPPER && item->as == as && (wraps_position < 0 || item->wraps == wraps_position) &&
                (lnode(l, file, node)->kind != NODE_CALL || item_fits(l, item, file, node)))
                apply_item(l, item, file, node, origin, attributes);
        }
    }
}

/* Whether all that an argument may stand for has a path, and is what a wrapper asks for; *items are the wrappers. */
static bool all_given(struct linker *l, const struct vset *s, GPtrArray *items)
{
    for (unsigned i = 0; i < s->n; i++) {
        const struct apath *p = s->v[i].kind == V_PATH ? s->v[i].path : NULL;
        const struct api_item *found = NULL;
        if (p)
            apath_items(l, p);
        for (unsigned k = 0; p && k < p->n_items; k++) {
            const struct api_item *item = &l->rules->items[p->items[k]];
            if (item->role == ROLE_WRAPPER && item->as == AS_ARGUMENT && (!item->called || happens_to(l, item->called, &s->v[i])))
                found = item;
        }
        if (!found)
            return false;
        g_ptr_array_add(items, (gpointer)found);
    }
    return s->n > 0 && !s->open;
}

static void given_arguments(struct linker *l, uint32_t file, uint32_t call, GArray *attributes)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 0; i < f->nodes[call].count; i++) {
        uint32_t kid = f->kids[f->nodes[call].first + i];
        g_autoptr(GPtrArray) items = g_ptr_array_new();
        if (f->nodes[kid].kind == NODE_KEYWORD)
            kid = f->nodes[kid].b;
        if ((f->nodes[kid].kind == NODE_MEMBER || f->nodes[kid].kind == NODE_NAME) && all_given(l, eval(l, file, kid), items))
            for (guint k = 0; k < items->len; k++)
                apply_item(l, g_ptr_array_index(items, k), file, kid, ORIGIN_WRAPPER, attributes);
    }
}

/* What a call is given that says something of it, and what the steps behind it are: ask(text, token), ask(text).until(token). */
static void given(struct linker *l, uint32_t file, uint32_t node, GArray *attributes)
{
    const struct facts *f = l->files[file].f;
    given_arguments(l, file, node, attributes);
    for (uint32_t p = f->nodes[node].parent; p && f->nodes[p].kind == NODE_MEMBER && f->nodes[p].a == node; p = f->nodes[node].parent) {
        node = f->nodes[p].parent;
        if (!node || f->nodes[node].kind != NODE_CALL || f->nodes[node].a != p)
            break;
        given_arguments(l, file, node, attributes);
    }
}

uint32_t outer_node(const struct facts *f, uint32_t node)
{
    if (f->nodes[node].parent)
        return f->nodes[node].parent;
    uint32_t scope = f->nodes[node].scope;
    if (f->scopes[scope].kind != SCOPE_LAMBDA)
        return 0;
    for (uint32_t i = 1; i < f->n_nodes; i++)
        if (f->nodes[i].kind == NODE_FUNCTION && f->nodes[i].scope_ref == scope)
            return i;
    return 0;
}

/* The calls around an expression, where it has a place that they wrap; the outermost expression. */
static uint32_t wrapped_by(struct linker *l, uint32_t file, uint32_t node, GArray *attributes)
{
    const struct facts *f = l->files[file].f;
    uint32_t child = node;
    for (uint32_t p = outer_node(f, node); p; child = p, p = outer_node(f, p)) {
        const struct fact_node *n = &f->nodes[p];
        if (n->kind != NODE_CALL || n->a == child)
            continue;
        int position = -1, at = 0;
        for (uint32_t i = 0; i < n->count; i++) {
            if (f->kids[n->first + i] == child)
                position = at;
            at++;
        }
        const struct vset *callee = eval(l, file, n->a);
        for (unsigned i = 0; i < callee->n; i++) {
            if (callee->v[i].kind != V_PATH)
                continue;
            const struct apath *c = apath_called(l, callee->v[i].path);
            for (unsigned k = 0; k < c->n_items; k++) {
                const struct api_item *item = &l->rules->items[c->items[k]];
                bool wraps = item->wraps == position || (item->wraps == WRAPS_LAST && position >= 0 && position == at - 1);
                if (item->role == ROLE_WRAPPER && item->as == AS_CALL && wraps)
                    apply_item(l, item, file, p, ORIGIN_WRAPPER, attributes);
            }
        }
    }
    return child;
}

/* The same for a call whose value has been replaced by what it wraps, at once, or later by the name it is given. */
static void wrapping_calls(struct linker *l, uint32_t file, uint32_t node, GArray *attributes)
{
    uint32_t whole = wrapped_by(l, file, node, attributes), name = name_given(&l->files[file], whole);
    const struct fact_node *n = lnode(l, file, name);
    const GArray *later = name ? handed_names(l, file, n->scope, n->text) : NULL;
    for (guint i = 0; later && i < later->len && i < MAX_CALLERS; i++)
        wrapped_by(l, file, g_array_index(later, uint32_t, i), attributes);
}

static void decorators(struct linker *l, uint32_t file, uint32_t scope, enum origin origin, GArray *attributes)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t s = scope; s > 1; s = f->scopes[s].parent) {
        for (uint32_t i = 0; i < f->scopes[s].n_decorators; i++)
            wrapper_items(l, file, f->kids[f->scopes[s].first_decorator + i], AS_DECORATOR, -1, origin, attributes);
        if (f->scopes[s].kind == SCOPE_CLASS)
            around_class(l, file, s, origin, attributes);
        bool body = f->scopes[s].kind == SCOPE_CLASS && l->files[file].lang->bare_calls;
        for (uint32_t i = 1; body && i < f->n_nodes; i++) /* what is called for a class holds for its methods */
            if (f->nodes[i].kind == NODE_CALL && f->nodes[i].scope == s && f->nodes[f->nodes[i].a].kind == NODE_NAME)
                wrapper_items(l, file, i, AS_DECORATOR, -1, origin, attributes);
    }
}

static void contexts(struct linker *l, uint32_t file, uint32_t node, enum origin origin, GArray *attributes)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t r = f->nodes[node].region; r; r = f->regions[r].parent)
        if (f->regions[r].kind == REGION_WITH)
            for (uint32_t i = 0; i < f->regions[r].count; i++)
                wrapper_items(l, file, f->kids[f->regions[r].first + i], AS_CONTEXT, -1, origin, attributes);
}

static bool called_by_name(struct linker *l, uint32_t file, uint32_t function)
{
    const GArray *callers = l->files[file].callers[function];
    const char *name = ltext(l, file, l->files[file].f->scopes[function].name);
    for (guint i = 0; callers && i < callers->len; i++) {
        struct node_ref c = g_array_index(callers, struct node_ref, i);
        const struct fact_node *callee = lnode(l, c.file, lnode(l, c.file, c.node)->a);
        if (callee->kind == NODE_NAME && g_str_equal(ltext(l, c.file, callee->text), name))
            return true;
    }
    return false;
}

/* traceable(ask): the calls that the functions around a scope are handed to by their names, where nothing calls them by these. */
static void wrapped_by_name(struct linker *l, uint32_t file, uint32_t scope, GArray *attributes)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t s = scope; s > 1; s = f->scopes[s].parent) {
        const GArray *names = handed_names(l, file, f->scopes[s].parent, f->scopes[s].name);
        if (!names || f->scopes[s].kind == SCOPE_CLASS || called_by_name(l, file, s))
            continue;
        for (guint i = 0; i < names->len && i < MAX_CALLERS; i++)
            wrapped_by(l, file, g_array_index(names, uint32_t, i), attributes);
    }
}

/* All that stands around a call: calls that it is given to, contexts, decorators of its functions. */
static void around_call(struct linker *l, struct node_ref c, enum origin origin, GArray *attributes)
{
    uint32_t scope = lnode(l, c.file, c.node)->scope;
    wrapping_calls(l, c.file, c.node, attributes);
    contexts(l, c.file, c.node, origin, attributes);
    decorators(l, c.file, scope, origin, attributes);
    wrapped_by_name(l, c.file, scope, attributes);
}

/* What the ways say together by which a function is called: what only some of them set is unknown. */
struct surroundings {
    GArray *merged;   /* struct attribute */
    GHashTable *seen; /* name -> how many ways set it */
    unsigned counted;
};

static void add_way(struct surroundings *s, GArray *one)
{
    s->counted++;
    for (guint k = 0; k < one->len; k++) {
        struct attribute *a = &g_array_index(one, struct attribute, k);
        a->origin = ORIGIN_CALLER;
        guint times = GPOINTER_TO_UINT(g_hash_table_lookup(s->seen, a->name));
        g_hash_table_insert(s->seen, (gpointer)a->name, GUINT_TO_POINTER(times + 1));
        attribute_put(s->merged, a, false);
    }
}

static void from_callers(struct linker *l, uint32_t file, uint32_t scope, unsigned hops, GArray *attributes);

/* The same of a function that is handed over: what stands around it where it is called. */
static void from_handed(struct linker *l, const struct handed *way, unsigned hops, GArray *attributes)
{
    for (unsigned k = 0; k < way->n_inner; k++)
        around_call(l, way->inner[k], ORIGIN_CALLER, attributes);
    if (!way->in_place)
        return;
    if (!way->lambda) { /* what a function is written in is looked at anyway */
        around_call(l, way->at, ORIGIN_CALLER, attributes);
    } else {
        contexts(l, way->at.file, way->at.node, ORIGIN_CALLER, attributes);
    }
    from_callers(l, way->at.file, lnode(l, way->at.file, way->at.node)->scope, hops - 1, attributes);
}

/* What surrounds every call of the function that holds the site, in callers up to two calls away. */
static void from_callers(struct linker *l, uint32_t file, uint32_t scope, unsigned hops, GArray *attributes)
{
    const struct facts *f = l->files[file].f;
    uint32_t fn = enclosing_function(f, scope);
    /* its own, and those of the interface that hides it */
    const GArray *callers[] = {l->files[file].callers[fn], l->files[file].through[fn]};
    const GArray *handed = hops ? handed_find(l, file, fn) : NULL;
    unsigned n_callers = (callers[0] ? callers[0]->len : 0) + (callers[1] ? callers[1]->len : 0);
    if ((!n_callers && !handed) || n_callers > MAX_CALLERS || !hops)
        return;
    g_autoptr(GArray) merged = g_array_new(FALSE, FALSE, sizeof(struct attribute));
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    struct surroundings all = {.merged = merged, .seen = seen};
    for (guint i = 0; i < n_callers; i++) {
        guint own = callers[0] ? callers[0]->len : 0;
        struct node_ref c = g_array_index(callers[i >= own], struct node_ref, i >= own ? i - own : i);
        if (call_apart(l, c, file, fn))
            continue;
        g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(struct attribute));
        around_call(l, c, ORIGIN_CALLER, one);
        from_callers(l, c.file, lnode(l, c.file, c.node)->scope, hops - 1, one);
        add_way(&all, one);
    }
    for (guint i = 0; handed && i < handed->len; i++) {
        const struct handed *way = &g_array_index(handed, struct handed, i);
        g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(struct attribute));
        from_handed(l, way, hops, one);
        for (guint k = 0; way->decorates && k < one->len; k++)
            attribute_put(attributes, &g_array_index(one, struct attribute, k), false);
        if (!way->decorates)
            add_way(&all, one);
    }
    for (guint k = 0; k < merged->len; k++) {
        struct attribute a = g_array_index(merged, struct attribute, k);
        if (a.state == STATE_SET && GPOINTER_TO_UINT(g_hash_table_lookup(seen, a.name)) < all.counted)
            a.state = STATE_UNKNOWN; /* some callers surround it, others do not */
        attribute_put(attributes, &a, false);
    }
}

/* ---- models ---- */

static enum pin pin_of(struct linker *l, const char *model, const char **provider)
{
    for (unsigned i = 0; i < l->rules->n_pins; i++) {
        const struct model_pin *p = &l->rules->pins[i];
        if (p->providers && *p->providers &&
            (!*provider || !g_strv_contains((const char *const *)p->providers, *provider)))
            continue;
        if (p->matches && !regex_match(p->matches, model, strlen(model), NULL, 0))
            continue;
        return p->pin;
    }
    return PIN_UNKNOWN;
}

/* ---- sites ---- */

/* Whether what a call is made on was given to the code around it; what a module provides was not. */
static bool handed_over(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    while (n->kind == NODE_CALL || n->kind == NODE_MEMBER || n->kind == NODE_SUBSCRIPT)
        n = lnode(l, file, node = n->a);
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++) {
        const struct apath *p = s->v[i].kind == V_PATH ? s->v[i].path : NULL;
        bool made = !p;
        for (; p && p->depth && !made; p = p->parent)
            made = p->kind == SEGMENT_CALL;
        if (!made)
            return false;
    }
    return true;
}

/* Whether an item says that an attribute is not known, whatever is written. */
static bool says_unknown(const struct api_item *item, const char *name)
{
    for (unsigned k = 0; k < item->n_arguments; k++) {
        const struct api_argument *arg = &item->arguments[k];
        if (arg->n_cases == 1 && arg->cases[0].state == STATE_UNKNOWN && g_str_equal(arg->attribute, name))
            return true;
    }
    return false;
}

/* `of`: clients that are handed over are among those that the program builds. */
static void add_unseen(struct linker *l, const struct api_item *item, bool of, GArray *attributes)
{
    for (unsigned k = 0; k < item->n_arguments; k++) {
        struct attribute a = {.name = item->arguments[k].attribute, .state = STATE_UNKNOWN,
                              .origin = ORIGIN_CLIENT, .place = {.file = NO_INDEX}};
        bool known = item->fresh && !says_unknown(item, a.name);
        for (guint w = 0; w < attributes->len; w++)
            known |= g_str_equal(g_array_index(attributes, struct attribute, w).name, a.name);
        if (known)
            continue;
        if (of && item->role == ROLE_CLIENT && !item->fresh)
            built_attribute(l, item, a.name, &a);
        g_array_append_val(attributes, a);
    }
}

/* What the clients along a path could have been built with, where nobody sees them built. */
static void unseen_settings(struct linker *l, const struct apath *path, bool of, GArray *attributes)
{
    for (const struct apath *q = path; q && q->depth; q = q->parent) {
        apath_items(l, q);
        for (unsigned i = 0; i < q->n_items; i++) {
            const struct api_item *item = &l->rules->items[q->items[i]];
            if ((item->role != ROLE_CLIENT && item->role != ROLE_AGENT) ||
                (item->path.n_segments && item->path.segments[item->path.n_segments - 1].kind != SEGMENT_CALL))
                continue;
            add_unseen(l, item, of, attributes);
        }
    }
}

static void fill_missing(struct linker *l, const struct chain *chain, GArray *attributes)
{
    /* what could have been set where the client is built, and that is not visible */
    bool built = false;
    for (const struct chain *c = chain->prev; c; c = c->prev)
        for (unsigned i = 0; c->file != NO_INDEX && !c->extra && i < c->path->n_items; i++) { /* prompt | model builds none */
            enum api_role role = l->rules->items[c->path->items[i]].role;
            built |= role == ROLE_CLIENT || role == ROLE_AGENT;
        }
    if (!built)
        unseen_settings(l, chain->path->parent, handed_over(l, chain->file, chain->node), attributes);
    const struct chain *first = chain;
    while (first->prev && first->prev->file != NO_INDEX)
        first = first->prev;
    const struct fact_node *call = built ? lnode(l, first->file, first->node) : NULL;
    if (call && call->kind == NODE_CALL && lnode(l, first->file, call->a)->kind == NODE_MEMBER) {
        /* client.for_model("x"): the client that makes the client came from elsewhere */
        const struct vset *maker = eval(l, first->file, lnode(l, first->file, call->a)->a);
        for (unsigned i = 0; i < maker->n; i++)
            if (maker->v[i].kind == V_PATH && !maker->v[i].chain)
                unseen_settings(l, maker->v[i].path, true, attributes);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(site_attributes); i++) {
        struct attribute a = {.name = site_attributes[i], .state = STATE_UNSET, .place = {.file = NO_INDEX}};
        bool known = false;
        for (guint w = 0; w < attributes->len; w++)
            known |= g_str_equal(g_array_index(attributes, struct attribute, w).name, a.name);
        if (!known)
            g_array_append_val(attributes, a);
    }
}

static struct attribute *find(GArray *attributes, const char *name)
{
    for (guint i = 0; i < attributes->len; i++)
        if (g_str_equal(g_array_index(attributes, struct attribute, i).name, name))
            return &g_array_index(attributes, struct attribute, i);
    return NULL;
}

const char *expr_shown(struct linker *l, uint32_t file, uint32_t node, gsize limit)
{
    g_autoptr(GString) s = g_string_new(NULL);
    expr_text(l, file, node, s, limit);
    if (s->len > limit) {
        g_string_truncate(s, limit);
        while (s->len && !g_utf8_validate(s->str, (gssize)s->len, NULL))
            g_string_truncate(s, s->len - 1);
    }
    return arena_strdup(l->a, s->str);
}

/* The provider that a client is of, by the way it was made; NULL where no rule names one. */
static const char *client_provider(const struct linker *l, const struct chain *chain)
{
    const char *provider = NULL;
    for (const struct chain *c = chain; c; c = c->prev) {
        if (c->alias && c->alias->provider)
            return c->alias->provider;
        for (unsigned i = 0; c->file != NO_INDEX && i < c->path->n_items && !provider; i++) {
            const struct api_item *item = &l->rules->items[c->path->items[i]];
            provider = item->role == ROLE_CLIENT || item->role == ROLE_AGENT ? item->provider : NULL;
        }
    }
    return provider;
}

/* What a request may call: the methods that it names, else what stands before its arguments. */
static const struct vset *methods_of(struct linker *l, struct node_ref request)
{
    const struct vset *named = sent_method(l, request.file, request.node);
    return named->n ? named : eval(l, request.file, lnode(l, request.file, request.node)->a);
}

/* What only one of two calls sets is unknown of the one that is made, and so is a value that they do not share. */
static void merge_call(GArray *attributes, GArray *other)
{
    for (guint k = 0; k < attributes->len; k++) {
        struct attribute *a = &g_array_index(attributes, struct attribute, k), *o = find(other, a->name);
        const bool set = o && o->state == STATE_SET;
        if (a->origin != ORIGIN_CALL)
            continue;
        if ((a->state == STATE_SET) != set)
            a->state = STATE_UNKNOWN;
        else if (set && a->value && g_strcmp0(a->value, o->value))
            a->value_origin = VALUE_PARAMETER;
    }
    for (guint k = 0; k < other->len; k++) {
        struct attribute a = g_array_index(other, struct attribute, k);
        if (a.state != STATE_SET || find(attributes, a.name))
            continue;
        a.state = STATE_UNKNOWN;
        g_array_append_val(attributes, a);
    }
}

/* A call that may be one of another library too, whose arguments have other names. */
static void merge_calls(struct linker *l, const struct site_draft *d, struct node_ref request, const struct chain *at, GArray *attributes)
{
    const struct api_item *item = &l->rules->items[d->item], *last = item;
    const struct vset *callee = methods_of(l, request);
    for (unsigned i = 0; i < callee->n && callee->n > 1; i++) {
        const struct apath *p = callee->v[i].kind == V_PATH && callee->v[i].chain ? apath_called(l, callee->v[i].path) : NULL;
        for (unsigned k = 0; p && k < p->n_items; k++) {
            const struct api_item *other = &l->rules->items[p->items[k]];
            if (other->role != ROLE_SITE || other->file == item->file || other == last)
                continue;
            g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(struct attribute));
            apply_item(l, other, at->file, at->node, ORIGIN_CALL, one);
            merge_call(attributes, one);
            last = other;
        }
    }
}

/* False where the clients are of several providers, so that none is certain. */
static bool merge_alternatives(struct linker *l, struct node_ref request, GArray *attributes)
{
    /* the receiver may be one of several clients: what only some of them set is unknown */
    const char *provider = NULL;
    bool same = true;
    const struct vset *callee = methods_of(l, request);
    unsigned alternatives = 0;
    for (unsigned i = 0; i < callee->n; i++) {
        const struct value *v = &callee->v[i];
        if (v->kind != V_PATH || !v->chain || v->path->dead)
            continue;
        bool site = false;
        const struct apath *p = apath_called(l, v->path);
        for (unsigned k = 0; k < p->n_items; k++)
            site |= l->rules->items[p->items[k]].role == ROLE_SITE;
        if (!site)
            continue;
        g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(struct attribute));
        apply_chain(l, v->chain, ORIGIN_CLIENT, one);
        const char *own = client_provider(l, v->chain);
        same &= !provider || !own || g_str_equal(provider, own);
        provider = provider ? provider : own;
        if (alternatives++ == 0) {
            for (guint k = 0; k < one->len; k++)
                attribute_put(attributes, &g_array_index(one, struct attribute, k), false);
            continue;
        }
        for (guint k = 0; k < attributes->len; k++) {
            struct attribute *a = &g_array_index(attributes, struct attribute, k), *o = find(one, a->name);
            if (a->origin == ORIGIN_CLIENT && a->state == STATE_SET && (!o || o->state == STATE_UNSET))
                a->state = STATE_UNKNOWN;
            else if (a->origin == ORIGIN_CLIENT && o && a->value && g_strcmp0(a->value, o->value))
                a->value_origin = VALUE_PARAMETER;
        }
        for (guint k = 0; k < one->len; k++) {
            struct attribute a = g_array_index(one, struct attribute, k);
            if (!find(attributes, a.name)) {
                if (a.state == STATE_SET)
                    a.state = STATE_UNKNOWN;
                g_array_append_val(attributes, a);
            }
        }
    }
    return same;
}

/* The defaults of the client that is handed over stand where the call has none of its own, and before its file's. */
static void client_defaults(struct linker *l, const struct api_item *item, const struct api_pair *defaults,
                            unsigned n_defaults, struct site *s)
{
    bool general = s->defaults == item->file->defaults;
    struct api_pair *all = arena_new_n(l->a, struct api_pair, s->n_defaults + n_defaults + 1);
    unsigned n = 0;
    for (unsigned pass = 0; pass < 2; pass++) {
        bool clients = general == (pass == 0);
        const struct api_pair *from = clients ? defaults : s->defaults;
        for (unsigned i = 0; i < (clients ? n_defaults : s->n_defaults); i++) {
            bool known = false;
            for (unsigned k = 0; k < n && !known; k++)
                known = g_str_equal(all[k].key, from[i].key);
            if (!known)
                all[n++] = from[i];
        }
    }
    s->defaults = all;
    s->n_defaults = n;
}

/* What an argument says of the site itself; it is no attribute then. NULL if none says it. */
static const char *taken(GArray *attributes, const char *name)
{
    for (guint i = 0; i < attributes->len; i++) {
        const struct attribute a = g_array_index(attributes, struct attribute, i);
        if (g_str_equal(a.name, name)) {
            g_array_remove_index(attributes, i);
            return a.state == STATE_SET ? a.value : NULL;
        }
    }
    return NULL;
}

/* ---- what is set for a whole library ---- */

static const struct api_item *setting_item(struct linker *l, const struct apath *p)
{
    apath_items(l, p);
    for (unsigned k = 0; k < p->n_items; k++)
        if (l->rules->items[p->items[k]].role == ROLE_SETTING)
            return &l->rules->items[p->items[k]];
    return NULL;
}

static GArray *settings_of(struct linker *l, const struct api_item *item)
{
    GArray *list = g_hash_table_lookup(l->settings, item);
    if (!list)
        g_hash_table_insert(l->settings, (gpointer)item, list = g_array_new(FALSE, FALSE, sizeof(struct attribute)));
    return list;
}

/* Library.configure { |config| config.timeout = 20 }, Configure(http => http.AddRetry()): what a function that is given
   assigns, and what it calls on what it is handed. */
static void settings_inside(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[call];
    for (uint32_t k = 0; k < n->count; k++) {
        const struct fact_node *given = &f->nodes[f->kids[n->first + k]];
        for (uint32_t i = 0; given->kind == NODE_FUNCTION && i < f->n_assigns; i++) {
            const struct fact_node *target = &f->nodes[f->assigns[i].target];
            if (target->kind == NODE_MEMBER && target->scope == given->scope_ref && f->assigns[i].value)
                apply_setting(l, item, f->strings[target->text], file, f->assigns[i].value, settings_of(l, item));
        }
        for (uint32_t i = 1; given->kind == NODE_FUNCTION && i < f->n_nodes; i++) {
            const struct fact_node *callee = f->nodes[i].kind == NODE_CALL ? &f->nodes[f->nodes[i].a] : NULL;
            if (callee && callee->kind == NODE_MEMBER && callee->scope == given->scope_ref)
                apply_setting(l, item, f->strings[callee->text], file, i, settings_of(l, item));
        }
    }
}

/* What a call of a path sets, by all the items that it fits. */
static void apply_settings(struct linker *l, const struct apath *p, uint32_t file, uint32_t call)
{
    apath_items(l, p);
    for (unsigned k = 0; k < p->n_items; k++) {
        const struct api_item *item = &l->rules->items[p->items[k]];
        if (item->role != ROLE_SETTING || !item_fits(l, item, file, call))
            continue;
        apply_item(l, item, file, call, ORIGIN_CLIENT, settings_of(l, item));
        settings_inside(l, item, file, call);
    }
}

/* Library.configure(timeout: 20), library.timeout = 20: holds for every client that says nothing else. */
static void gather_settings(struct linker *l, uint32_t file)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct vset *callee = f->nodes[i].kind == NODE_CALL ? eval(l, file, f->nodes[i].a) : &vset_empty;
        for (unsigned v = 0; v < callee->n; v++) {
            const struct apath *p = callee->v[v].kind == V_PATH ? apath_child(l, callee->v[v].path, SEGMENT_CALL, NULL) : NULL;
            if (p)
                apply_settings(l, p->canonical ? p->canonical : p, file, i);
        }
    }
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_node *target = &f->nodes[f->assigns[i].target];
        const struct vset *of = target->kind == NODE_MEMBER && f->assigns[i].value ? eval(l, file, target->a) : &vset_empty;
        for (unsigned v = 0; v < of->n; v++) {
            const struct api_item *item = of->v[v].kind == V_PATH ? setting_item(l, of->v[v].path) : NULL;
            if (item)
                apply_setting(l, item, f->strings[target->text], file, f->assigns[i].value, settings_of(l, item));
        }
    }
}

static void link_settings(struct linker *l)
{
    bool any = false;
    for (unsigned i = 0; i < l->rules->n_items && !any; i++) {
        const struct api_item *item = &l->rules->items[i];
        for (guint d = 0; item->role == ROLE_SETTING && d < l->drafts->len && !any; d++)
            any = l->rules->items[g_array_index(l->drafts, struct site_draft, d).item].file == item->file;
    }
    for (uint32_t file = 0; any && file < l->n_files; file++)
        if (l->files[file].f && l->files[file].pf->class.zone != ZONE_TEST)
            gather_settings(l, file);
}

/* Whether a setting is of another program: a notebook is one by itself. */
static bool set_elsewhere(const struct linker *l, const struct attribute *a, uint32_t file)
{
    uint32_t at = a->place.file;
    bool notebook = l->files[file].pf->class.zone == ZONE_NOTEBOOK;
    return at == NO_INDEX ? notebook : at != file && (notebook || l->files[at].pf->class.zone == ZONE_NOTEBOOK);
}

/* Where neither the call nor its client says anything. What one setting leaves open, those behind it do not close, nor does a
 * file of configuration. */
static void add_settings(struct linker *l, const struct api_item *site, uint32_t file, GArray *attributes)
{
    g_autoptr(GHashTable) open = g_hash_table_new(g_str_hash, g_str_equal);
    for (unsigned k = 0; g_hash_table_size(l->settings) && k < l->rules->n_items; k++) {
        const struct api_item *item = &l->rules->items[k];
        const GArray *list = item->role == ROLE_SETTING && item->file == site->file &&
                                     (!item->kinds[0] || g_strv_contains((const char *const *)item->kinds, site->kind ? site->kind : "chat"))
                                 ? g_hash_table_lookup(l->settings, item) : NULL;
        for (guint i = 0; list && i < list->len; i++) {
            const struct attribute *a = &g_array_index(list, struct attribute, i), *known = find(attributes, a->name);
            if (set_elsewhere(l, a, file))
                continue;
            bool says = !known || known->state == STATE_UNKNOWN || (known->state == STATE_UNSET && known->value_origin == VALUE_NONE);
            if (says && !g_hash_table_contains(open, a->name))
                attribute_put(attributes, a, true);
            if (a->state != STATE_UNKNOWN)
                continue;
            g_hash_table_add(open, (gpointer)a->name);
            struct attribute *left = find(attributes, a->name);
            if (left && left->state == STATE_UNKNOWN)
                left->origin = ORIGIN_WRAPPER;
        }
    }
}

/* The first call of a function or method of one of `names` behind `node`, or member of that name, in the function that it stands
 * in, or in a lambda of it; 0 for none. */
static uint32_t called_behind(struct linker *l, const char **names, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    uint32_t own = enclosing_function(f, f->nodes[node].scope), first = 0;
    for (uint32_t i = 1; i < f->n_nodes && names[0]; i++) {
        const struct fact_node *n = &f->nodes[i];
        const struct fact_node *name = n->kind == NODE_CALL ? &f->nodes[n->a] : n; /* curl_errno($ch), $http->error */
        if ((name->kind == NODE_MEMBER || (name->kind == NODE_NAME && name != n)) && n->line >= f->nodes[node].line &&
            (!first || n->line < f->nodes[first].line) && g_strv_contains((const char *const *)names, ltext(l, file, name->text)) &&
            scope_within(f, n->scope, own))
            first = i;
    }
    return first;
}

static bool stands_within(const struct facts *f, uint32_t scope, uint32_t outer)
{
    while (scope > 1 && scope != outer)
        scope = f->scopes[scope].parent;
    return scope == outer;
}

struct node_ref carrier_of(struct linker *l, const char **names, uint32_t file, uint32_t made)
{
    const struct facts *f = l->files[file].f;
    struct node_ref out = {.file = file};
    const uint32_t own = enclosing_function(f, f->nodes[made].scope), target = names[0] ? name_given(&l->files[file], made) : 0;
    for (uint32_t i = 1; i < f->n_nodes && names[0] && !out.node; i++) {
        const struct fact_node *n = &f->nodes[i];
        if (n->kind != NODE_CALL || f->nodes[n->a].kind != NODE_MEMBER || n->end_line < f->nodes[made].line ||
            !g_strv_contains((const char *const *)names, ltext(l, file, f->nodes[n->a].text)) || !stands_within(f, n->scope, own))
            continue;
        for (uint32_t k = 0; k < n->count && !out.node; k++) {
            const uint32_t given = f->kids[n->first + k];
            const struct fact_node *arg = &f->nodes[given];
            if (given == made || (target && arg->kind == NODE_NAME && arg->text == f->nodes[target].text && n->line >= f->nodes[made].line))
                out.node = i;
        }
    }
    return out;
}

/* Puts what is not known yet. */
static void put_missing(GArray *attributes, const GArray *said)
{
    for (guint i = 0; i < said->len; i++) {
        const struct attribute *a = &g_array_index(said, struct attribute, i), *known = find(attributes, a->name);
        if (!known || known->state == STATE_UNKNOWN)
            attribute_put(attributes, a, true);
    }
}

/* The last of the steps that follow a call: a().b().c(). */
static uint32_t last_step(const struct facts *f, uint32_t call)
{
    for (;;) {
        const struct fact_node *member = &f->nodes[f->nodes[call].parent];
        uint32_t next = member->kind == NODE_MEMBER && member->a == call ? member->parent : 0;
        if (!next || f->nodes[next].kind != NODE_CALL || f->nodes[next].a != f->nodes[call].parent)
            return call;
        call = next;
    }
}

/* What the class says of the client that it makes a call on, where nothing else does: client.Timeout = x. */
static void from_class(struct linker *l, struct node_ref call, GArray *attributes)
{
    const struct fact_node *callee = lnode(l, call.file, lnode(l, call.file, call.node)->a);
    const struct vset *on = callee->kind == NODE_MEMBER ? eval(l, call.file, callee->a) : &vset_empty;
    for (unsigned i = 0; i < on->n; i++) {
        const struct apath *p = on->v[i].kind == V_PATH ? on->v[i].path : NULL;
        if (p)
            apath_items(l, p);
        for (unsigned k = 0; p && k < p->n_items; k++) {
            const struct api_item *item = &l->rules->items[p->items[k]];
            for (unsigned a = 0; item->role == ROLE_CLIENT && a < item->n_arguments; a++) {
                const char *const names[] = {item->arguments[a].name, NULL};
                const struct attribute *known = find(attributes, item->arguments[a].attribute);
                if (!names[0] || (known && known->state != STATE_UNKNOWN))
                    continue;
                struct node_ref value = said_by_class(l, names, call.file, call.node);
                g_autoptr(GArray) said = g_array_new(FALSE, FALSE, sizeof(struct attribute));
                if (value.node)
                    apply_setting(l, item, names[0], value.file, value.node, said);
                for (guint s = 0; s < said->len; s++)
                    attribute_put(attributes, &g_array_index(said, struct attribute, s), true);
            }
        }
    }
    const struct set_up *s = on->n ? set_up_of(l, call.file, call.node) : NULL;
    const struct vset *by = s ? eval(l, s->call.file, last_step(l->files[s->call.file].f, s->call.node)) : &vset_empty;
    g_autoptr(GArray) said = g_array_new(FALSE, FALSE, sizeof(struct attribute));
    if (by->n == 1 && by->v[0].kind == V_PATH) /* and what is done to it: AddHttpClient().AddResilienceHandler() */
        apply_chain(l, by->v[0].chain, ORIGIN_CLIENT, said);
    put_missing(attributes, said);
}

/* What the client says that a request is sent by, where nothing else does. */
static void from_carrier(struct linker *l, struct node_ref carrier, GArray *attributes)
{
    const struct vset *client = eval(l, carrier.file, lnode(l, carrier.file, lnode(l, carrier.file, carrier.node)->a)->a);
    g_autoptr(GArray) said = NULL;
    for (unsigned i = 0; i < client->n; i++) {
        if (client->v[i].kind != V_PATH || !client->v[i].chain)
            return;
        g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(struct attribute));
        apply_chain(l, client->v[i].chain, ORIGIN_CLIENT, one);
        for (guint k = 0; said && k < said->len; k++) { /* of several, what all say */
            struct attribute *a = &g_array_index(said, struct attribute, k), *o = find(one, a->name);
            if (!o || o->state != a->state)
                a->state = STATE_UNKNOWN;
            else if (g_strcmp0(a->value, o->value))
                a->value_origin = VALUE_PARAMETER;
        }
        if (!said)
            said = g_steal_pointer(&one);
    }
    if (said)
        put_missing(attributes, said);
}

/* Leaves out handlers for nothing but errors that parsing raises: a call that fails passes them by. How many are left. */
static unsigned of_calls(const struct language *lang, struct handler *handlers, unsigned n)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < n; i++) {
        bool other = !*handlers[i].types;
        for (const char **type = handlers[i].types; lang->parse_errors && *type && !other; type++) {
            const char *dot = strrchr(*type, '.'), *colon = strrchr(*type, ':');
            other = !g_strv_contains((const char *const *)lang->parse_errors, MAX(dot, colon) ? MAX(dot, colon) + 1 : *type);
        }
        if (other || !lang->parse_errors)
            handlers[kept++] = handlers[i];
    }
    return kept;
}

/* Those within a helper that makes the request, before those of the call of it. */
static void add_handlers_within(struct linker *l, struct node_ref request, struct site *s, bool *some_callers)
{
    unsigned n;
    bool of_others;
    const struct handler *within = handlers_around(l, request.file, request.node, 0, &n, &of_others);
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct handler));
    g_array_append_vals(all, within, n);
    for (unsigned i = 0; i < s->n_handlers; i++) {
        struct handler h = s->handlers[i];
        h.hops++;
        g_array_append_val(all, h);
    }
    s->handlers = arena_memdup(l->a, all->data, all->len * sizeof(struct handler));
    s->n_handlers = all->len;
    *some_callers &= n == 0;
}

/* What is called, as it is written; of a long expression its beginning and its end: ChatPromptTemplate.fromMessages(...).invoke. */
static const char *call_shown(struct linker *l, uint32_t file, uint32_t callee)
{
    const char *text = expr_shown(l, file, callee, CALL_SHOWN);
    const struct fact_node *n = lnode(l, file, callee);
    const char *member = n->kind == NODE_MEMBER ? ltext(l, file, n->text) : "";
    const char *open = strchr(text, '(');
    if (!*member || !open || g_str_has_suffix(text, member))
        return text;
    return arena_printf(l->a, "%.*s(...).%s", (int)(open - text), text, member);
}

/* Analysis analyze(String logs): the library reads the answer into the class of the repository that a method declares to give. */
static void typed_result(struct linker *l, uint32_t file, uint32_t function, GArray *attributes)
{
    static const char *const names[] = {"structured_output", "output_parsed"};
    uint32_t type = l->files[file].f->scopes[function].type;
    const struct vset *given = type ? eval_type(l, file, type) : &vset_empty;
    bool own = false;
    for (unsigned i = 0; i < given->n; i++)
        own |= given->v[i].kind == V_INSTANCE;
    for (unsigned i = 0; own && i < G_N_ELEMENTS(names); i++) {
        struct attribute a = {.name = names[i], .state = STATE_SET, .value = "typed", .origin = ORIGIN_CALL,
                              .value_origin = VALUE_LITERAL, .place = place_of(l, file, type)};
        attribute_put(attributes, &a, true);
    }
}

/* What is set on the client by which a request is sent that was made without it: http.request(request). */
static void apply_sender(struct linker *l, struct node_ref sending, GArray *attributes)
{
    const struct fact_node *n = lnode(l, sending.file, sending.node);
    const struct vset *sender = eval(l, sending.file, n->kind == NODE_CALL ? n->a : sending.node);
    const struct chain *of = NULL;
    bool one = !sender->open;
    for (unsigned i = 0; i < sender->n; i++) {
        one &= !of || of == sender->v[i].chain;
        of = sender->v[i].kind == V_PATH ? sender->v[i].chain : NULL;
    }
    g_autoptr(GArray) said = g_array_new(FALSE, FALSE, sizeof(struct attribute));
    if (one && of && of->file != NO_INDEX)
        apath_items(l, of->path);
    if (one && of && of->path->n_items) /* what steps that no rule knows did to it nobody can say */
        apply_chain(l, of, ORIGIN_CLIENT, said);
    for (guint i = 0; i < said->len; i++) {
        const struct attribute *a = &g_array_index(said, struct attribute, i);
        struct attribute *o = find(attributes, a->name);
        if (!o)
            g_array_append_val(attributes, *a);
        else if (o->state == STATE_UNKNOWN || a->state == STATE_SET) /* the request alone does not tell it */
            *o = *a;
    }
}

static void make_site(struct linker *l, const struct site_draft *d, struct site *s)
{
    const struct api_item *item = &l->rules->items[d->item];
    const struct fact_node *n = lnode(l, d->file, d->node);
    const struct node_ref request = d->sent.node ? d->sent : (struct node_ref){.file = d->file, .node = d->node};
    g_autoptr(GArray) attributes = g_array_new(FALSE, FALSE, sizeof(struct attribute));
    l->provider = NULL;
    l->defaults = NULL;
    l->frame = d->frame;
    bool certain = merge_alternatives(l, request, attributes);
    if (!attributes->len)
        apply_chain(l, d->chain->prev, ORIGIN_CLIENT, attributes);
    uint32_t sent = d->sent.node ? 0 : called_behind(l, item->sent_by, d->file, d->node);
    const struct node_ref where = {.file = d->file, .node = sent ? sent : d->node};
    const struct chain *at = item->as == AS_DECORATOR ? d->chain->prev : d->chain; /* where the arguments are written */
    apply_item(l, item, at->file, at->node, ORIGIN_CALL, attributes);
    merge_calls(l, d, request, at, attributes);
    if (sent)
        apply_sender(l, where, attributes);
    if (at != d->chain)
        apply_sent(l, item, d->file, d->node, attributes);
    g_autoptr(GArray) of_class = g_array_new(FALSE, FALSE, sizeof(struct attribute));
    if (apply_class(l, request.file, request.node, of_class))
        put_missing(attributes, of_class);
    l->frame = NULL;
    const char *provider = !certain ? NULL : d->provider ? d->provider : l->provider;
    const struct api_pair *defaults = l->defaults;
    unsigned n_defaults = defaults ? l->n_defaults : 0;
    given(l, where.file, where.node, attributes);
    for (unsigned i = 0; i < 1 + (d->sent.node != 0); i++)
        around_call(l, i ? d->sent : where, ORIGIN_WRAPPER, attributes);
    const struct node_ref carrier = carrier_of(l, item->carried_by, d->file, d->node);
    if (item->as != AS_DECORATOR)
        from_class(l, carrier.node ? carrier : (struct node_ref){.file = d->file, .node = d->node}, attributes);
    if (carrier.node) {
        from_carrier(l, carrier, attributes);
        given(l, carrier.file, carrier.node, attributes);
        around_call(l, carrier, ORIGIN_WRAPPER, attributes);
    }
    const struct vset *callee = eval(l, d->file, n->a); /* a method that a library implements: what is written at it */
    for (unsigned i = 0; i < callee->n; i++)
        if (callee->v[i].kind == V_FUNCTION) {
            decorators(l, callee->v[i].file, callee->v[i].ref, ORIGIN_CALL, attributes);
            if (item->typed)
                typed_result(l, callee->v[i].file, callee->v[i].ref, attributes);
        }
    from_callers(l, d->file, n->scope, 2, attributes);
    add_settings(l, item, d->file, attributes);

    s->place = place_of(l, d->file, where.node);
    if (carrier.node)
        s->place.end_line = MAX(s->place.end_line, place_of(l, carrier.file, carrier.node).end_line);
    s->unit = (struct unit){d->file, enclosing_function(l->files[d->file].f, n->scope)};
    s->function = scope_name(l, d->file, n->scope);
    s->item = d->item;
    s->sdk = item->file->name;
    s->provider = provider ? provider : item->provider ? item->provider : item->file->provider ? item->file->provider : item->file->name;
    s->kind = item->kind ? item->kind : item->served ? "agent" : "chat";
    s->call = call_shown(l, d->file, n->a);
    s->symbol = expr_shown(l, d->file, d->node, 2000);
    s->zone = zone_at(l, d->file, n->scope);
    s->confidence = d->confidence;
    s->client = (struct place){.file = NO_INDEX};
    for (const struct chain *c = d->chain->prev; c; c = c->prev) {
        for (unsigned i = 0; c->file != NO_INDEX && i < c->path->n_items; i++) {
            const struct api_item *made = &l->rules->items[c->path->items[i]];
            if (made->role != ROLE_CLIENT && made->role != ROLE_AGENT)
                continue;
            s->client = place_of(l, c->file, c->node);
            s->client_text = expr_shown(l, c->file, lnode(l, c->file, c->node)->a, 80);
            if (made->provider && !provider && certain)
                s->provider = made->provider;
        }
    }
    const char *host = taken(attributes, "provider"), *kind = taken(attributes, "kind");
    if (host)
        s->provider = host;
    if (kind)
        s->kind = kind;
    bool loop_tools = false;
    struct attribute *tools = find(attributes, "tools");
    if (tools && tools->state == STATE_SET)
        loop_tools = true;
    s->loop = loop_around(l, d->file, where.node, loop_tools);
    if (sent && s->loop.kind == LOOP_NONE) /* the block that sends it is called by nobody of the repository */
        s->loop = loop_around(l, d->file, d->node, loop_tools);
    if (d->sent.node && s->loop.kind != LOOP_RETRY) { /* a helper that tries again */
        uint32_t sending = called_behind(l, item->sent_by, d->sent.file, d->sent.node);
        struct loop within = loop_around(l, d->sent.file, sending ? sending : d->sent.node, false);
        if (within.kind == LOOP_RETRY)
            s->loop = within;
    }
    if (carrier.node && s->loop.kind != LOOP_RETRY) {
        struct loop around = loop_around(l, carrier.file, carrier.node, false);
        if (around.kind == LOOP_RETRY)
            s->loop = around;
    }
    uint32_t checked = s->loop.kind != LOOP_RETRY ? called_behind(l, item->checked_by, request.file, request.node) : 0;
    struct loop after = checked ? loop_after(l, request.file, checked) : s->loop;
    if (after.kind == LOOP_RETRY)
        s->loop = after;
    if (s->loop.kind == LOOP_RETRY && s->loop.bounded) {
        struct attribute a = {.name = "retry", .state = STATE_SET, .value = "loop", .origin = ORIGIN_FLOW,
                              .value_origin = VALUE_LITERAL, .place = s->loop.place};
        struct attribute *o = find(attributes, "retry");
        if (o && o->state != STATE_SET)
            *o = a;
        else if (!o)
            g_array_append_val(attributes, a);
    }
    bool some_callers;
    s->handlers = handlers_around(l, d->file, where.node, HANDLER_HOPS, &s->n_handlers, &some_callers);
    s->n_handlers = of_calls(l->files[d->file].lang, s->handlers, s->n_handlers);
    some_callers &= s->n_handlers > 0;
    if (d->sent.node)
        add_handlers_within(l, d->sent, s, &some_callers);
    if (carrier.node)
        add_handlers_within(l, carrier, s, &some_callers);
    struct attribute handled = {.name = "error_handled", .state = some_callers || item->served ? STATE_UNKNOWN : STATE_UNSET,
                                .origin = ORIGIN_FLOW, .place = {.file = NO_INDEX}};
    const char **panics = l->files[d->file].lang->panic_methods;
    const bool result = panics && *panics; /* the error is a part of it: callers without a handler have it */
    for (unsigned i = 0; i < s->n_handlers && handled.place.file == NO_INDEX; i++)
        if (!(s->handlers[i].does & (HANDLED_DROP | HANDLED_PANIC))) { /* none at all */
            handled.state = some_callers && !result ? STATE_UNKNOWN : STATE_SET;
            handled.place = s->handlers[i].place;
        }
    if (!s->n_handlers && result) { /* which nobody forces open */
        handled.state = STATE_SET;
        handled.place = place_of(l, d->file, d->node);
    }
    uint32_t asked = handled.state != STATE_SET ? called_behind(l, item->checked_by, request.file, request.node) : 0;
    if (asked) {
        handled.state = STATE_SET;
        handled.origin = ORIGIN_CALL;
        handled.place = place_of(l, request.file, asked);
    }
    const struct attribute *retry = find(attributes, "retry"); /* what tries again has caught the error */
    if (retry && retry->state == STATE_SET && (retry->origin == ORIGIN_WRAPPER || retry->origin == ORIGIN_CALLER)) {
        handled.state = STATE_SET;
        handled.place = retry->place;
    }
    attribute_put(attributes, &handled, false);
    fill_missing(l, d->chain, attributes);
    configured_apply(l, item, d->file, s->kind, item->file->provider, &s->provider, attributes);

    struct attribute *model = find(attributes, "model");
    s->model_place = (struct place){.file = NO_INDEX};
    if (model && model->state != STATE_UNSET) {
        s->model = model->value;
        s->model_origin = model->value_origin;
        s->model_place = model->place;
        s->pin = model->value ? pin_of(l, model->value, &s->provider) : PIN_UNKNOWN;
        if (model->value_origin == VALUE_PARAMETER)
            s->pin = PIN_UNKNOWN; /* chosen at run time */
    } else {
        s->pin = model && model->state == STATE_UNKNOWN ? PIN_UNKNOWN : PIN_NONE;
    }
    qsort(attributes->data, attributes->len, sizeof(struct attribute), by_name);
    s->attributes = arena_memdup(l->a, attributes->data, attributes->len * sizeof(struct attribute));
    s->n_attributes = attributes->len;
    s->defaults = item->defaults ? item->defaults : item->file->defaults;
    s->n_defaults = item->defaults ? item->n_defaults : item->file->n_defaults;
    for (const struct chain *c = d->chain->prev; c && !item->defaults; c = c->prev)
        for (unsigned i = 0; c->file != NO_INDEX && i < c->path->n_items; i++) {
            const struct api_item *made = &l->rules->items[c->path->items[i]];
            if (made->defaults && (made->role == ROLE_CLIENT || made->role == ROLE_AGENT)) {
                s->defaults = made->defaults;
                s->n_defaults = made->n_defaults;
            }
        }
    for (const struct chain *c = d->chain; c; c = c->prev)
        if (c->alias && c->alias->defaults) {
            s->defaults = c->alias->defaults;
            s->n_defaults = c->alias->n_defaults;
            break;
        }
    if (defaults)
        client_defaults(l, item, defaults, n_defaults, s);
}

/* The name of the method that a site calls on what it was given: a member, or a parameter; NULL of what it made itself. */
static const char *asked_method(struct linker *l, const struct site_draft *d)
{
    const struct facts *f = l->files[d->file].f;
    const struct fact_node *n = lnode(l, d->file, d->node), *callee = n->kind == NODE_CALL ? lnode(l, d->file, n->a) : n;
    const struct fact_node *on = callee->kind == NODE_MEMBER ? lnode(l, d->file, callee->a) : NULL;
    bool given = on && on->kind == NODE_MEMBER;
    uint32_t fn = enclosing_function(f, n->scope);
    for (uint32_t i = 0; on && on->kind == NODE_NAME && !given && i < f->scopes[fn].n_params; i++)
        given = f->params[f->scopes[fn].first_param + i].name == on->text;
    return given ? ltext(l, d->file, callee->text) : NULL;
}

/*
 * A method that calls the same method of what its object holds, and tries again, stands for it wherever one of either kind
 * is handed over: what the others do not set themselves may be done by it.
 */
static void delegates(struct linker *l)
{
    struct model *m = l->m;
    g_autoptr(GHashTable) retried = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int pass = 0; pass < 2; pass++)
        for (unsigned i = 0; i < m->n_sites && (!pass || g_hash_table_size(retried)); i++) {
            struct site *s = &m->sites[i];
            const struct site_draft *d = &g_array_index(l->drafts, struct site_draft, s->n_callers);
            const struct facts *f = l->files[d->file].f;
            const char *method = asked_method(l, d);
            uint32_t fn = enclosing_function(f, lnode(l, d->file, d->node)->scope);
            bool hands_on = method && f->scopes[f->scopes[fn].parent].kind == SCOPE_CLASS &&
                            g_str_equal(ltext(l, d->file, f->scopes[fn].name), method);
            g_autofree char *key = g_strdup_printf("%s\n%s", s->sdk, method ? method : "");
            for (unsigned k = 0; method && k < s->n_attributes; k++) {
                struct attribute *a = &s->attributes[k];
                if (!g_str_equal(a->name, "retry"))
                    continue;
                if (!pass && hands_on && a->state == STATE_SET)
                    g_hash_table_add(retried, g_strdup(key));
                else if (pass && !hands_on && a->state == STATE_UNSET && g_hash_table_contains(retried, key))
                    a->state = STATE_UNKNOWN;
            }
        }
}

void link_sites(struct linker *l)
{
    struct model *m = l->m;
    link_settings(l);
    m->n_sites = l->drafts->len;
    m->sites = arena_new_n(l->a, struct site, m->n_sites + 1);
    for (guint i = 0; i < l->drafts->len; i++) {
        struct site_draft d = g_array_index(l->drafts, struct site_draft, i);
        l->collecting = i + 1;
        make_site(l, &d, &m->sites[i]);
        l->collecting = 0;
        m->sites[i].item = d.item;
        m->sites[i].n_callers = i; /* the draft, until the order is known */
    }
    delegates(l);
    qsort(m->sites, m->n_sites, sizeof *m->sites, by_place);
    l->site_of_draft = arena_new_n(l->a, uint32_t, m->n_sites + 1);
    for (unsigned i = 0; i < m->n_sites; i++) {
        struct site *s = &m->sites[i];
        l->site_of_draft[s->n_callers] = i;
        s->n_callers = 0;
        g_autofree char *key = g_strdup_printf("%s:%u:%u:%u", l->files[s->place.file].pf->path, s->place.line,
                                               s->place.cell_line, s->place.column);
        g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
        s->id = arena_strndup(l->a, sum, 16);
    }
}
