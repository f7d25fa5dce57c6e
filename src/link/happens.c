/* Whether something happens in a program: a call of a path, or of a method within what such a call is handed. */
#include <string.h>

#include "base/regex.h"
#include "link/arguments_priv.h"
#include "link/link_priv.h"

#define MAX_MADE_OF 3 /* things made of one another: a context of a context */

/* The name of what a path calls last: "timeout" of AbortSignal.timeout(). */
static const char *called_name(const struct path *p)
{
    for (unsigned i = p->n_segments; i > 0; i--)
        if (p->segments[i - 1].name)
            return p->segments[i - 1].name;
    return "";
}

/* Whether a node is a call of `p`. */
static bool is_call(struct linker *l, uint32_t file, uint32_t node, const struct path *p)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node], *callee = &f->nodes[n->a];
    if (n->kind != NODE_CALL || (callee->kind != NODE_NAME && callee->kind != NODE_MEMBER) ||
        strcmp(f->strings[callee->text], called_name(p)) != 0)
        return false;
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++)
        for (const struct apath *at = s->v[i].kind == V_PATH ? s->v[i].path : NULL; at && at->depth; at = at->parent)
            if (apath_match(p, at))
                return true;
    return false;
}

/* Whether a call is of a library alone; *again: of one whose name speaks of `module`, as what makes a thing of another does. */
static bool is_outside(struct linker *l, uint32_t file, uint32_t call, const char *module, bool *again)
{
    const struct vset *s = eval(l, file, l->files[file].f->nodes[call].a);
    *again = false;
    for (unsigned i = 0; i < s->n; i++) {
        if (s->v[i].kind != V_PATH)
            return false;
        g_autofree char *text = g_ascii_strdown(apath_text(l, s->v[i].path), -1);
        *again |= strstr(text, module) != NULL;
    }
    return s->n > 0 && !s->open;
}

static bool leaves(struct linker *l, uint32_t file, uint32_t call, const char *module, unsigned hops);

/* Whether a whole expression is returned or given to something. */
static bool is_kept(const struct facts *f, uint32_t node)
{
    for (uint32_t i = 0; i < f->n_jumps; i++)
        if (f->jumps[i].value == node)
            return true;
    for (uint32_t i = 0; i < f->n_assigns; i++)
        if (f->assigns[i].value == node)
            return true;
    return false;
}

/* Whether an expression hands on what it stands for: to code of the program, or to be kept or returned. */
static bool hands_on(struct linker *l, uint32_t file, uint32_t use, const char *module, unsigned hops)
{
    const struct facts *f = l->files[file].f;
    uint32_t up = f->nodes[use].parent;
    bool again;
    if (!up)
        return is_kept(f, use);
    if (f->nodes[up].kind == NODE_MEMBER || (f->nodes[up].kind == NODE_CALL && f->nodes[up].a == use)) /* asked something */
        return false;
    if (f->nodes[up].kind != NODE_CALL)
        return true;
    return !is_outside(l, file, up, module, &again) || (again && leaves(l, file, up, module, hops));
}

/* Whether what a call gives leaves the function that it stands in. */
static bool leaves(struct linker *l, uint32_t file, uint32_t call, const char *module, unsigned hops)
{
    const struct facts *f = l->files[file].f;
    const GArray *assigns = given_assigns(&l->files[file], call);
    if (!assigns || hops == 0)
        return hops == 0 || hands_on(l, file, call, module, hops - 1);
    uint32_t function = enclosing_function(f, f->nodes[call].scope);
    for (guint a = 0; a < assigns->len; a++) {
        const struct fact_node *name = &f->nodes[f->assigns[g_array_index(assigns, uint32_t, a)].target];
        for (uint32_t i = call + 1; i < f->n_nodes; i++) {
            const struct fact_node *n = &f->nodes[i];
            uint32_t at = enclosing_function(f, n->scope);
            if (n->kind != NODE_NAME || n->text != name->text || n == name)
                continue;
            while (at > function)
                at = enclosing_function(f, f->scopes[at].parent);
            if (at == function && hands_on(l, file, i, module, hops - 1))
                return true;
        }
    }
    return false;
}

static void add_object(GArray *out, uint32_t file, uint32_t node)
{
    struct node_ref r = {.file = file, .node = node};
    g_array_append_val(out, r);
}

/* Objects whose `method` is called in function (file, scope). */
static void called_within(const struct linker *l, uint32_t file, uint32_t scope, const char *method, GArray *out)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *callee = &f->nodes[f->nodes[i].a];
        uint32_t at = f->nodes[i].scope;
        if (f->nodes[i].kind != NODE_CALL || callee->kind != NODE_MEMBER || strcmp(f->strings[callee->text], method) != 0)
            continue;
        while (at && at != scope)
            at = f->scopes[at].parent;
        if (at == scope)
            add_object(out, file, callee->a);
    }
}

/* Objects whose `method` is called anywhere in the product. */
static void called_anywhere(const struct linker *l, const char *method, GArray *out)
{
    for (uint32_t file = 0; file < l->n_files; file++)
        if (l->files[file].f && l->files[file].pf->class.zone != ZONE_TEST)
            called_within(l, file, 1, method, out);
}

/* Objects whose `method` is handed to a call, or is called in what is handed to it. */
static void handed_to(struct linker *l, uint32_t file, uint32_t call, const char *method, GArray *out)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 0; i < f->nodes[call].count; i++) {
        uint32_t kid = f->kids[f->nodes[call].first + i];
        const struct fact_node *k = &f->nodes[kid];
        const struct fact_node *bound = k->kind == NODE_CALL ? &f->nodes[k->a] : k; /* x.abort.bind(x) */
        if (bound != k)
            bound = bound->kind == NODE_MEMBER ? &f->nodes[bound->a] : bound;
        if (bound->kind == NODE_MEMBER && strcmp(f->strings[bound->text], method) == 0)
            add_object(out, file, bound->a);
        const struct vset *s = eval(l, file, kid);
        for (unsigned v = 0; v < s->n; v++)
            if (s->v[v].kind == V_FUNCTION)
                called_within(l, s->v[v].file, s->v[v].ref, method, out);
    }
}

/* Whether a call is given a constant that an event must not be: a timer that rings at once limits nothing. */
static bool is_excluded(struct linker *l, const struct api_event *e, uint32_t file, uint32_t call)
{
    const struct fact_node *n = lnode(l, file, call);
    for (uint32_t i = 0; e->given_no && i < n->count; i++) {
        enum value_origin via;
        const char *text = literal_of(l, file, l->files[file].f->kids[n->first + i], &via, NULL);
        if (text && regex_search(e->given_no, text, strlen(text)))
            return true;
    }
    return false;
}

struct event { /* where it happens in the product, found once */
    GArray *objects;   /* struct node_ref: the calls whose value leaves their function, or the objects whose method is called */
    GHashTable *makers; /* file << 32 | node of the calls that made these objects; NULL until it is asked for */
};

static void event_free(gpointer p)
{
    struct event *e = p;
    g_array_unref(e->objects);
    g_clear_pointer(&e->makers, g_hash_table_unref);
    g_free(e);
}

static struct event *event_of(struct linker *l, const struct api_event *e)
{
    if (!l->events)
        l->events = g_hash_table_new_full(NULL, NULL, NULL, event_free);
    struct event *found = g_hash_table_lookup(l->events, e);
    if (found)
        return found;
    found = g_new0(struct event, 1);
    found->objects = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    g_hash_table_insert(l->events, (gpointer)e, found);
    if (!e->path.n_segments) {
        called_anywhere(l, e->method, found->objects);
        return found;
    }
    for (uint32_t file = 0; file < l->n_files; file++) {
        const struct facts *f = l->files[file].f;
        if (!f || l->files[file].pf->class.zone == ZONE_TEST || !string_index(l, file, called_name(&e->path)))
            continue;
        for (uint32_t i = 1; i < f->n_nodes; i++) {
            if (!is_call(l, file, i, &e->path) || is_excluded(l, e, file, i))
                continue;
            if (e->method)
                handed_to(l, file, i, e->method, found->objects);
            else if (leaves(l, file, i, e->path.segments[0].name, MAX_MADE_OF))
                add_object(found->objects, file, i);
        }
    }
    return found;
}

bool happens(struct linker *l, const struct api_event *e)
{
    return event_of(l, e)->objects->len > 0;
}

/* The call that made what a value begins with; NULL if that cannot be seen. */
static const struct chain *maker(const struct value *v)
{
    const struct chain *first = NULL;
    for (const struct chain *c = v->chain; c; c = c->prev)
        first = c->file != NO_INDEX ? c : first;
    return first;
}

bool is_made(const struct value *v)
{
    return maker(v) != NULL;
}

bool happens_to(struct linker *l, const struct api_event *e, const struct value *v)
{
    const struct chain *made = maker(v);
    struct event *event = event_of(l, e);
    if (!event->makers) {
        event->makers = g_hash_table_new(pair_key_hash, NULL);
        for (guint i = 0; i < event->objects->len; i++) {
            struct node_ref r = g_array_index(event->objects, struct node_ref, i);
            const struct vset *s = eval(l, r.file, r.node);
            for (unsigned k = 0; k < s->n; k++)
                if (maker(&s->v[k]))
                    g_hash_table_add(event->makers, KEY(maker(&s->v[k])->file, maker(&s->v[k])->node));
        }
    }
    return made && g_hash_table_contains(event->makers, KEY(made->file, made->node));
}
