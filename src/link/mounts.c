/*
 * mounts - where routes are found once the routers they are declared on are mounted.
 *
 * A router may be made with a prefix, or be handed to another router under one; a call with one may be given the function
 * that routes are declared in; a class or a method may carry one as a decorator. A route's path is what all of these say,
 * outermost first. Of a router that is mounted more than once the first place counts; what cannot be read is left out.
 */
#include <string.h>

#include "link/arguments_priv.h"
#include "link/link_priv.h"

#define MAX_MOUNTS 8 /* routers within routers */

struct mount {
    struct node_ref call;        /* that mounts */
    const char *prefix;
    bool overrides;              /* it stands in the place of the prefix that the router was made with */
    const struct chain *onto;    /* what it is mounted on; NULL: nothing is known of it */
};

/* The first call of a chain: the one that made the router. */
static const struct chain *origin_of(const struct chain *c)
{
    while (c && c->prev)
        c = c->prev;
    return c && c->file != NO_INDEX ? c : NULL;
}

static const char *setting(const struct api_item *item, const char *name)
{
    for (unsigned i = 0; i < item->n_sets; i++)
        if (g_str_equal(item->sets[i].key, name))
            return item->sets[i].value;
    return NULL;
}

/* What stands behind the part of a prefix that cannot be seen: /api/v1 of base + "/api/v1". "" where that is not all of it. */
static const char *seen_end(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call)
{
    for (unsigned i = 0; i < item->n_arguments; i++) {
        const struct api_argument *arg = &item->arguments[i];
        if (!g_str_equal(arg->attribute, "prefix"))
            continue;
        struct found found;
        find_argument(l, file, call, arg->name, arg->name ? -1 : arg->position, &found);
        struct node_ref r = found.nodes->len ? g_array_index(found.nodes, struct node_ref, 0) : (struct node_ref){.file = NO_INDEX};
        found_clear(&found);
        if (r.file == NO_INDEX)
            continue;
        g_autoptr(GArray) texts = visible_texts(l, r.file, r.node);
        const char *text = texts->len == 1 ? g_array_index(texts, struct visible_text, 0).text : "";
        if (g_str_has_prefix(text, UNSEEN "/") && !strstr(text + strlen(UNSEEN), UNSEEN))
            return arena_strdup(l->a, text + strlen(UNSEEN));
    }
    return "";
}

static const char *prefix_at(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call)
{
    if (lnode(l, file, call)->kind != NODE_CALL || !item_fits(l, item, file, call))
        return "";
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(struct attribute));
    apply_item(l, item, file, call, ORIGIN_CALL, list);
    const struct attribute *a = attribute_find((const struct attribute *)(const void *)list->data, list->len, "prefix");
    return a && a->state == STATE_SET && a->value ? a->value : a ? seen_end(l, item, file, call) : "";
}

static bool is_mount(const struct api_item *item)
{
    return item->role == ROLE_MOUNT && item->as == AS_CALL && (item->argument >= 0 || item->argument_name);
}

static unsigned chain_length(const struct chain *c)
{
    unsigned n = 0;
    for (; c; c = c->prev)
        n++;
    return n;
}

/* The calls that lead to an expression; the longest way is the one that begins furthest out: a router that a function is
 * handed, and that its parameter only declares. */
static const struct chain *chain_of(struct linker *l, uint32_t file, uint32_t node)
{
    const struct vset *s = eval(l, file, node);
    const struct chain *found = NULL;
    for (unsigned i = 0; i < s->n; i++)
        if (s->v[i].kind == V_PATH && s->v[i].chain && chain_length(s->v[i].chain) > chain_length(found))
            found = s->v[i].chain;
    return found;
}

static const struct chain *receiver_of(struct linker *l, uint32_t file, uint32_t call)
{
    const struct fact_node *n = lnode(l, file, call), *callee = n->kind == NODE_CALL ? lnode(l, file, n->a) : n;
    return callee->kind == NODE_MEMBER ? chain_of(l, file, callee->a) : NULL;
}

void mounts_note(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call)
{
    if (!is_mount(item) || !item_fits(l, item, file, call))
        return;
    struct mount m = {{file, call, 0, NULL}, prefix_at(l, item, file, call), setting(item, "overrides") != NULL,
                      receiver_of(l, file, call)};
    const struct fact_node *n = lnode(l, file, call);
    bool last = g_strcmp0(item->argument_name, "last") == 0;
    struct found found;
    find_argument(l, file, call, last ? NULL : item->argument_name, last ? (int)n->count - 1 : item->argument, &found);
    for (guint k = 0; k < found.nodes->len; k++) {
        struct node_ref r = g_array_index(found.nodes, struct node_ref, k);
        const struct vset *s = eval(l, r.file, r.node);
        for (unsigned i = 0; i < s->n; i++) {
            const struct chain *made = s->v[i].kind == V_PATH ? origin_of(s->v[i].chain) : NULL;
            if (!made || g_hash_table_contains(l->mounts, KEY(made->file, made->node)))
                continue;
            g_hash_table_insert(l->mounts, KEY(made->file, made->node), arena_memdup(l->a, &m, sizeof m));
        }
    }
    found_clear(&found);
}

/* Puts a part of a path before the others. */
static void prepend(GString *path, const char *part)
{
    gsize n = strlen(part);
    while (n && part[n - 1] == '/')
        n--;
    if (!n)
        return;
    if (path->len && path->str[0] != '/')
        g_string_prepend_c(path, '/');
    g_string_prepend_len(path, part, (gssize)n);
}

/* What the calls say that made a router, and what it is mounted on. */
static void add_chain(struct linker *l, const struct chain *c, GString *path, unsigned depth)
{
    const struct chain *made = origin_of(c);
    const struct mount *m = made ? g_hash_table_lookup(l->mounts, KEY(made->file, made->node)) : NULL;
    for (; c; c = c->prev) {
        if (c->file == NO_INDEX || c->bound || (m && m->overrides && *m->prefix && c == made))
            continue;
        apath_items(l, c->path);
        for (unsigned i = 0; i < c->path->n_items; i++) {
            const struct api_item *item = &l->rules->items[c->path->items[i]];
            if (item->role == ROLE_MOUNT && item->as == AS_CALL && !is_mount(item))
                prepend(path, prefix_at(l, item, c->file, c->node));
        }
    }
    if (!m || !depth)
        return;
    prepend(path, m->prefix);
    add_chain(l, m->onto, path, depth - 1);
}

/* A class's name in the place of a token: Chat of ChatController. */
static const char *with_class(struct linker *l, const struct api_item *item, const char *prefix, const char *class)
{
    const char *token = setting(item, "class_token"), *suffix = setting(item, "class_suffix");
    const char *at = token ? strstr(prefix, token) : NULL;
    if (!at)
        return prefix;
    gsize n = strlen(class);
    if (suffix && g_str_has_suffix(class, suffix))
        n -= strlen(suffix);
    return arena_printf(l->a, "%.*s%.*s%s", (int)(at - prefix), prefix, (int)n, class, at + strlen(token));
}

/* Puts what the mounts of one kind say that a decorator, or a call, is before a path; `class`: the class that it stands
   at, or "". False where the path that stands there already is the whole of it. */
static bool add_said(struct linker *l, enum route_as as, uint32_t file, uint32_t node, const char *class, GString *path)
{
    const struct vset *s = eval(l, file, node);
    for (unsigned v = 0; v < s->n; v++) {
        if (s->v[v].kind != V_PATH)
            continue;
        apath_items(l, s->v[v].path);
        for (unsigned k = 0; k < s->v[v].path->n_items; k++) {
            const struct api_item *item = &l->rules->items[s->v[v].path->items[k]];
            if (item->role != ROLE_MOUNT || item->as != as)
                continue;
            if (setting(item, "absolute") && path->len && path->str[0] == '/')
                return false;
            prepend(path, with_class(l, item, prefix_at(l, item, file, node), class));
        }
    }
    return true;
}

/* What decorators of a function or a class say; false where the path that stands there already is the whole of it. */
static bool add_decorators(struct linker *l, uint32_t file, uint32_t scope, GString *path)
{
    const struct facts *f = l->files[file].f;
    const struct fact_scope *s = &f->scopes[scope];
    for (uint32_t i = s->n_decorators; i-- > 0;)
        if (!add_said(l, AS_DECORATOR, file, f->kids[s->first_decorator + i], ltext(l, file, s->name), path))
            return false;
    return true;
}

/* What calls say that are given the functions which a route is declared in: route("/api") { post("/chat") { } }. */
static void add_contexts(struct linker *l, uint32_t file, uint32_t node, GString *path)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t inner = node, p = outer_node(f, node); p; inner = p, p = outer_node(f, p))
        if (f->nodes[p].kind == NODE_CALL && f->nodes[inner].kind == NODE_FUNCTION)
            add_said(l, AS_CONTEXT, file, p, "", path);
}

const char *mounts_path(struct linker *l, const struct route *route, uint32_t file, uint32_t node)
{
    g_autoptr(GString) path = g_string_new(route->path);
    if (node && lnode(l, file, node)->kind == NODE_CALL) {
        const struct chain *on = receiver_of(l, file, node); /* or what declares the route is mounted by itself */
        add_chain(l, on ? on : chain_of(l, file, node), path, MAX_MOUNTS);
        add_contexts(l, file, node, path);
    }
    if (route->handler.file != NO_INDEX && l->files[route->handler.file].f) {
        const struct facts *f = l->files[route->handler.file].f;
        uint32_t class = f->scopes[route->handler.scope].parent;
        if (add_decorators(l, route->handler.file, route->handler.scope, path) && f->scopes[class].kind == SCOPE_CLASS)
            add_decorators(l, route->handler.file, class, path);
    }
    if (g_str_equal(path->str, route->path))
        return route->path;
    if (path->str[0] != '/')
        g_string_prepend_c(path, '/');
    return arena_strdup(l->a, path->str);
}

void mounts_calls(struct linker *l, uint32_t file, uint32_t node, GArray *calls)
{
    const struct chain *on = node && lnode(l, file, node)->kind == NODE_CALL ? receiver_of(l, file, node) : NULL;
    for (unsigned depth = 0; on && depth < MAX_MOUNTS; depth++) {
        const struct chain *made = origin_of(on);
        const struct mount *m = made ? g_hash_table_lookup(l->mounts, KEY(made->file, made->node)) : NULL;
        if (!m)
            return;
        g_array_append_val(calls, m->call);
        on = m->onto;
    }
}

void mounts_made(struct linker *l, uint32_t file, uint32_t node, GArray *calls)
{
    const struct chain *on = node && lnode(l, file, node)->kind == NODE_CALL ? receiver_of(l, file, node) : NULL;
    for (unsigned depth = 0; on && depth < MAX_MOUNTS; depth++) {
        for (const struct chain *c = on; c; c = c->prev) {
            struct node_ref r = {c->file, c->node, 0, NULL};
            if (c->file != NO_INDEX && !c->bound && lnode(l, c->file, c->node)->kind == NODE_CALL)
                g_array_append_val(calls, r);
        }
        const struct chain *made = origin_of(on);
        const struct mount *m = made ? g_hash_table_lookup(l->mounts, KEY(made->file, made->node)) : NULL;
        on = m ? m->onto : NULL;
    }
}

void mounts_note_middleware(struct linker *l, uint32_t file, uint32_t call)
{
    const struct fact_node *n = lnode(l, file, call);
    if (n->kind != NODE_CALL || !n->count || lnode(l, file, l->files[file].f->kids[n->first])->kind == NODE_STRING)
        return; /* with a path it is for the routes below it alone */
    struct node_ref r = {file, call, 0, NULL};
    g_array_append_val(l->middleware, r);
}

/* Whether a call by which a router runs something runs before another that declares on it, as far as that can be seen: in
 * one function, and what stands in it, what stands first does; a function is handed the router once that is set up. */
static bool runs_before(const struct linker *l, const struct node_ref *a, uint32_t file, uint32_t node)
{
    if (a->file != file)
        return true;
    const struct facts *f = l->files[file].f;
    const struct fact_node *x = lnode(l, a->file, a->node), *y = lnode(l, file, node);
    if (x->line < y->line)
        return true;
    uint32_t set_up = enclosing_function(f, x->scope);
    for (uint32_t scope = y->scope; scope > 1 && set_up > 1; scope = f->scopes[scope].parent)
        if (scope == set_up)
            return false;
    return enclosing_function(f, y->scope) != set_up;
}

static bool is_middleware(const struct linker *l, const struct chain *c)
{
    for (guint i = 0; i < l->middleware->len; i++) {
        const struct node_ref *r = &g_array_index(l->middleware, struct node_ref, i);
        if (r->file == c->file && r->node == c->node)
            return true;
    }
    return false;
}

/* Whether what a call runs something on, but for other such calls in a row with it, is among the calls of a chain: the
 * router itself, or one that it is a group of. */
static bool runs_on(struct linker *l, const struct node_ref *r, const struct chain *on)
{
    const struct chain *of = receiver_of(l, r->file, r->node);
    while (of && of->prev && is_middleware(l, of))
        of = of->prev;
    for (; of && of->file != NO_INDEX && on; on = on->prev)
        if (on->file == of->file && on->node == of->node)
            return true;
    return false;
}

void mounts_steps(struct linker *l, uint32_t file, uint32_t node, GArray *calls)
{
    const struct chain *c = node && lnode(l, file, node)->kind == NODE_CALL ? receiver_of(l, file, node) : NULL;
    for (; c; c = c->prev) {
        bool step = false;
        if (c->file == NO_INDEX || !c->path)
            continue;
        apath_items(l, c->path);
        for (unsigned i = 0; i < c->path->n_items && !step; i++)
            step = l->rules->items[c->path->items[i]].role == ROLE_USE && setting(&l->rules->items[c->path->items[i]], "step");
        struct node_ref r = {c->file, c->node, 0, NULL};
        if (step)
            g_array_append_val(calls, r);
    }
}

void mounts_middleware(struct linker *l, uint32_t file, uint32_t node, GArray *calls)
{
    const struct chain *on = node && lnode(l, file, node)->kind == NODE_CALL ? receiver_of(l, file, node) : NULL;
    for (unsigned depth = 0; on && depth < MAX_MOUNTS; depth++) { /* before the route, then before what mounts its router */
        const struct chain *made = origin_of(on);
        for (guint i = 0; made && i < l->middleware->len; i++) {
            const struct node_ref *r = &g_array_index(l->middleware, struct node_ref, i);
            if (runs_on(l, r, on) && runs_before(l, r, file, node))
                g_array_append_val(calls, *r);
        }
        const struct mount *m = made ? g_hash_table_lookup(l->mounts, KEY(made->file, made->node)) : NULL;
        if (!m)
            return;
        file = m->call.file;
        node = m->call.node;
        on = m->onto;
    }
}
