/*
 * What goes into a prompt: the values of a site's prompt arguments are followed back to where they come from, through
 * names, parameters and the calls that pass them, fields, and what functions of the repository give.
 *
 * Found are sources outside of the program (a request, a person, a file that is named at run time, a retriever, a tool),
 * what bounds their size on the way, types that they are declared with, and lists that grow from call to call: in the
 * program, or where each request brings all that was said before. What
 * cannot be followed is no source: a site without a source says nothing.
 */
#include <string.h>

#include "base/regex.h"
#include "link/link_priv.h"

#define MAX_STEPS 1500 /* expressions that are looked at for one site */
#define MAX_DEPTH 40
#define MAX_WORK (1u << 27) /* rows of facts that are looked through for all sites */

struct slice {
    struct linker *l;
    uint32_t file, region; /* where the call stands */
    GHashTable *seen;     /* file << 32 | node */
    GHashTable *units;    /* file << 32 | scope: functions that the way goes through */
    GHashTable *files;    /* file + 1: of those functions */
    GHashTable *names;    /* file << 32 | string: names on the way */
    unsigned steps;
    uint64_t *work;       /* of all sites */
    const char *source;   /* kind of the first source outside; NULL without */
    struct place at;
    const char *bounded;  /* what bounds it */
    struct place bound_at;
    bool typed;
    const char *grows;    /* how a list of messages grows; NULL if none is seen to */
    struct place grows_at;
    bool retrieved, limited; /* a retriever gives part of it, and how much is said */
    const char *last, *before; /* the two names that the way went through last */
    const char *last_key, *before_key; /* the same of members and keys alone: what is taken out of something is called so */
    bool elements;             /* it went through the elements of a list, each of which is sent */
};

static void follow(struct slice *s, uint32_t file, uint32_t node, bool whole, unsigned depth);

/* A way that has seen nothing yet; for slice_clear. */
static struct slice slice_new(struct linker *l, uint32_t file, uint32_t region, uint64_t *work)
{
    return (struct slice){.l = l, .file = file, .region = region, .work = work,
                          .seen = g_hash_table_new(pair_key_hash, NULL), .units = g_hash_table_new(pair_key_hash, NULL),
                          .files = g_hash_table_new(NULL, NULL), .names = g_hash_table_new(pair_key_hash, NULL)};
}

static void slice_clear(struct slice *s)
{
    g_hash_table_unref(s->seen);
    g_hash_table_unref(s->units);
    g_hash_table_unref(s->files);
    g_hash_table_unref(s->names);
}

static void found_source(struct slice *s, const char *kind, struct place at)
{
    if (s->source)
        return;
    s->source = kind;
    s->at = at;
}

static void found_bound(struct slice *s, const char *how, struct place at)
{
    if (s->bounded)
        return;
    s->bounded = how;
    s->bound_at = at;
}

static void found_growth(struct slice *s, const char *how, struct place at)
{
    if (s->grows)
        return;
    s->grows = how;
    s->grows_at = at;
}

/* What a value is reached by: a name, a member, or a key that is written. */
static const char *name_of(const struct facts *f, const struct fact_node *n)
{
    if (n->kind == NODE_NAME || n->kind == NODE_MEMBER)
        return f->strings[n->text];
    const struct fact_node *key = n->kind == NODE_SUBSCRIPT && n->b ? &f->nodes[n->b] : NULL;
    return key && key->kind == NODE_STRING ? f->strings[key->text] : NULL;
}

static void went_through(struct slice *s, const char *name)
{
    if (!name || g_strcmp0(name, s->last) == 0)
        return;
    s->before = s->last;
    s->last = name;
}

static void went_through_key(struct slice *s, const struct facts *f, const struct fact_node *n)
{
    const char *name = n->kind == NODE_NAME ? NULL : name_of(f, n);
    if (!name)
        return;
    s->before_key = s->last_key;
    s->last_key = name;
}

static bool names_conversation(const struct slice *s, const char *name)
{
    return name && s->l->rules->conversations && regex_search(s->l->rules->conversations, name, strlen(name));
}

/* What a request holds: a list of messages that it brings whole, by what it is called, grows with each. */
static void found_request(struct slice *s, const char *kind, bool whole, struct place at)
{
    found_source(s, kind, at);
    if (g_str_equal(kind, "request") && (whole || s->elements) &&
        (names_conversation(s, s->last) || names_conversation(s, s->before) || names_conversation(s, s->last_key) || names_conversation(s, s->before_key)))
        found_growth(s, "each turn that is posted", at);
}

/* Whether a text is written in the program, so that who runs it cannot choose it. */
static bool is_fixed(struct linker *l, uint32_t file, uint32_t node)
{
    const struct vset *v = eval(l, file, node);
    bool literal = v->n > 0 && !v->open;
    for (unsigned i = 0; i < v->n; i++)
        literal &= v->v[i].kind == V_LITERAL;
    return literal;
}

/* Rules that a path, or one that it goes through, stands for. False: nothing more is to be found behind it. */
static bool known_path(struct slice *s, const struct apath *p, uint32_t file, uint32_t node, bool whole)
{
    struct linker *l = s->l;
    bool on = true;
    for (; p && p->kind != SEGMENT_ROOT; p = p->parent) {
        const struct apath *c = p->canonical ? p->canonical : p;
        apath_items(l, c);
        for (unsigned k = 0; k < c->n_items; k++) {
            const struct api_item *item = &l->rules->items[c->items[k]];
            if (item->role == ROLE_SOURCE && item->kind && !g_str_equal(item->kind, "env")) {
                bool asset = g_str_equal(item->kind, "file");
                if (!asset)
                    found_request(s, item->kind, whole, place_of(l, file, node));
                on = on && asset;
            } else if (item->tag && g_str_equal(item->tag, "retrieval")) {
                found_source(s, "retrieval", place_of(l, file, node));
                s->retrieved = true;
                on = false;
            } else if (item->tag && (g_str_equal(item->tag, "input_bound") || g_str_equal(item->tag, "context_bound"))) {
                if (!item->n_when || item_fits(l, item, file, node))
                    found_bound(s, item->tag, place_of(l, file, node));
            } else if (item->role == ROLE_SINK && item->kind && g_str_equal(item->kind, "schema")) {
                s->typed = true;
            }
        }
    }
    return on;
}

/* open(path).read() with a path that is chosen at run time. */
static void file_source(struct slice *s, uint32_t file, uint32_t node)
{
    struct linker *l = s->l;
    const struct vset *v = eval(l, file, node);
    for (unsigned i = 0; i < v->n; i++) {
        bool reads = false;
        for (const struct apath *p = v->v[i].kind == V_PATH ? v->v[i].path : NULL; p && !reads; p = p->parent) {
            const struct apath *c = p->canonical ? p->canonical : p;
            apath_items(l, c);
            for (unsigned k = 0; k < c->n_items; k++)
                reads |= l->rules->items[c->items[k]].role == ROLE_SOURCE && g_strcmp0(l->rules->items[c->items[k]].kind, "file") == 0;
        }
        for (const struct chain *c = reads ? v->v[i].chain : NULL; c && c->file != NO_INDEX; c = c->prev) {
            const struct fact_node *call = lnode(l, c->file, c->node);
            uint32_t first = call->kind == NODE_CALL && call->count ? l->files[c->file].f->kids[call->first] : 0;
            /* what a request or a person names, and nothing that the program finds beside itself */
            if (!first || is_fixed(l, c->file, first))
                continue;
            struct slice path = {.l = l, .file = s->file, .region = s->region, .seen = s->seen, .units = s->units, .files = s->files, .names = s->names, .steps = s->steps, .work = s->work};
            follow(&path, c->file, first, false, MAX_DEPTH / 2);
            s->steps = path.steps;
            if (path.source)
                found_source(s, "file", place_of(l, file, node));
        }
    }
}

/* The field of a class of the repository that a member names: its annotation and what declares it may bound it. */
static void declared_field(struct slice *s, const struct value *object, const char *name, unsigned depth)
{
    struct linker *l = s->l;
    const struct facts *f = l->files[object->file].f;
    *s->work += f->n_assigns;
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        if (a->scope != object->ref || !(a->flags & ASSIGN_FIELD) || f->nodes[a->target].kind != NODE_NAME ||
            !g_str_equal(ltext(l, object->file, f->nodes[a->target].text), name))
            continue;
        s->typed |= a->type != 0;
        follow(s, object->file, a->value, false, depth);
        follow(s, object->file, a->type, false, depth);
    }
}

/* Whether objects of a class are rows of a database, which one function writes and another reads. */
static bool is_row(struct linker *l, const struct value *object)
{
    g_autoptr(GPtrArray) bases = g_ptr_array_new();
    class_bases(l, object->file, object->ref, bases);
    for (guint i = 0; i < bases->len; i++) {
        const struct apath *base = g_ptr_array_index(bases, i), *c = base->canonical ? base->canonical : base;
        apath_items(l, c);
        for (unsigned k = 0; k < c->n_items; k++)
            if (g_strcmp0(l->rules->items[c->items[k]].tag, "row") == 0)
                return true;
    }
    return false;
}

/* The field of a row: what it is made with, and given later, wherever that is. */
static void written_field(struct slice *s, const struct value *object, const char *name, unsigned depth)
{
    struct linker *l = s->l;
    const uint32_t entry = class_entry(l, object->file, object->ref);
    const GArray *made = l->files[object->file].callers[entry ? entry : object->ref], *given = stores_find(l, object, name);
    for (guint i = 0; given && i < given->len; i++) {
        const struct stored *one = &g_array_index(given, struct stored, i);
        if (!apart(l, one->file, object->file))
            follow(s, one->file, one->node, false, depth);
    }
    for (guint i = 0; made && i < made->len && i < MAX_CALLERS; i++) {
        const struct node_ref c = g_array_index(made, struct node_ref, i);
        struct found found;
        if (apart(l, c.file, object->file))
            continue;
        find_argument(l, c.file, c.node, name, -1, &found);
        for (guint k = 0; k < found.nodes->len; k++) {
            const struct node_ref r = g_array_index(found.nodes, struct node_ref, k);
            follow(s, r.file, r.node, false, depth);
        }
        found_clear(&found);
    }
}

/* self.messages: what is put into it anywhere in the class, and that it outlives each call. */
static void kept_list(struct slice *s, const struct value *object, const char *name, bool whole, unsigned depth)
{
    struct linker *l = s->l;
    const struct facts *f = l->files[object->file].f;
    const char *const *methods = (const char *const *)l->files[object->file].lang->grow_methods;
    *s->work += f->n_assigns + f->n_nodes;
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_node *t = &f->nodes[f->assigns[i].target];
        if (t->kind == NODE_MEMBER && g_str_equal(f->strings[t->text], name) && enclosing_class(f, f->assigns[i].scope) == object->ref)
            follow(s, object->file, f->assigns[i].value, whole, depth);
    }
    for (uint32_t i = 1; methods && i < f->n_nodes; i++) {
        const struct fact_node *call = &f->nodes[i], *method = &f->nodes[call->a], *list = &f->nodes[method->a];
        if (call->kind != NODE_CALL || method->kind != NODE_MEMBER || list->kind != NODE_MEMBER ||
            !g_str_equal(f->strings[list->text], name) || !g_strv_contains(methods, f->strings[method->text]) ||
            enclosing_class(f, call->scope) != object->ref)
            continue;
        if (whole)
            found_growth(s, "each call", place_of(l, object->file, i));
        for (uint32_t k = 0; k < call->count; k++)
            follow(s, object->file, f->kids[call->first + k], false, depth);
    }
}

/* What a member is of the objects of the repository that it may be read from. */
static void follow_field(struct slice *s, uint32_t file, uint32_t object, const char *name, bool whole, unsigned depth)
{
    const struct vset *v = eval(s->l, file, object);
    for (unsigned i = 0; i < v->n; i++)
        if (v->v[i].kind == V_INSTANCE) {
            declared_field(s, &v->v[i], name, depth);
            kept_list(s, &v->v[i], name, whole, depth);
            if (is_row(s->l, &v->v[i]))
                written_field(s, &v->v[i], name, depth);
        }
}

/* Whether a value holds what a model answered. */
static bool is_answer(struct linker *l, uint32_t file, uint32_t node)
{
    const struct vset *v = eval(l, file, node);
    for (unsigned i = 0; i < v->n; i++)
        if (v->v[i].site)
            return true;
    return false;
}

/* Whether a call is given what a model answered. */
static bool takes_answer(struct linker *l, uint32_t file, uint32_t call)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t k = 0; k < f->nodes[call].count; k++)
        if (is_answer(l, file, f->kids[f->nodes[call].first + k]))
            return true;
    return false;
}

/* The same member of the same name, in the same function. */
static bool is_same_member(const struct facts *f, uint32_t node, const struct fact_node *list)
{
    const struct fact_node *n = &f->nodes[node];
    return n->kind == NODE_MEMBER && n->text == list->text && f->nodes[n->a].kind == NODE_NAME &&
           f->nodes[n->a].text == f->nodes[list->a].text && enclosing_function(f, n->scope) == enclosing_function(f, list->scope);
}

/* state.items, of something that nobody saw made: a conversation where the function puts the answer into it, or there. */
static void held_list(struct slice *s, uint32_t file, uint32_t node, bool whole)
{
    struct linker *l = s->l;
    const struct facts *f = l->files[file].f;
    const char *const *methods = (const char *const *)l->files[file].lang->grow_methods;
    const struct fact_node *list = &f->nodes[node];
    if (!whole || s->grows || f->nodes[list->a].kind != NODE_NAME)
        return;
    *s->work += f->n_nodes + f->n_assigns;
    for (uint32_t i = 0; i < f->n_assigns; i++)
        if (is_same_member(f, f->assigns[i].target, list) && is_answer(l, file, f->assigns[i].value))
            found_growth(s, "each call", place_of(l, file, f->assigns[i].target));
    for (uint32_t i = 1; methods && i < f->n_nodes; i++) {
        const struct fact_node *call = &f->nodes[i], *method = &f->nodes[call->a];
        if (call->kind == NODE_CALL && method->kind == NODE_MEMBER && is_same_member(f, method->a, list) &&
            g_strv_contains(methods, f->strings[method->text]) && takes_answer(l, file, i))
            found_growth(s, "each call", place_of(l, file, i));
    }
}

/* Whether a route calls a function, or is a class of which this is a method that nobody else calls. */
static bool is_route_handler(struct linker *l, uint32_t file, uint32_t scope)
{
    const struct facts *f = l->files[file].f;
    const GArray *callers = l->files[file].callers[scope];
    uint32_t class = f->scopes[f->scopes[scope].parent].kind == SCOPE_CLASS && !(callers && callers->len) ? f->scopes[scope].parent : scope;
    for (unsigned i = 0; i < l->m->n_routes; i++) {
        const struct unit *h = &l->m->routes[i].handler;
        if (h->file == file && (h->scope == scope || h->scope == class))
            return true;
    }
    return false;
}

static bool is_injected(struct linker *l, uint32_t file, const struct fact_param *p)
{
    return p->value && lnode(l, file, p->value)->kind == NODE_CALL; /* Depends(get_session), Body(max_length=9) */
}

/* def node(state): what a function is given that an object of a library runs, if that key of it comes from outside. */
static void follow_held(struct slice *s, uint32_t file, const struct fact_param *p, bool whole, unsigned depth)
{
    struct linker *l = s->l;
    const char *key = s->last_key ? s->last_key : s->before_key, *kind;
    g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    if (!held_input(l, (struct unit){file, p->scope}, key, starts, &kind))
        return;
    for (guint i = 0; i < starts->len && i < MAX_CALLERS; i++) {
        struct node_ref r = g_array_index(starts, struct node_ref, i);
        follow(s, r.file, r.node, whole, depth);
    }
    if (kind)
        found_request(s, kind, whole, place_of_line(l, file, p->line));
}

/* What calls pass a parameter: those of its function, or of a method that its function is one of several to stand for. */
static void follow_callers(struct slice *s, uint32_t file, const struct fact_param *p, const GArray *callers, bool whole, unsigned depth)
{
    struct linker *l = s->l;
    for (guint i = 0; callers && i < callers->len && i < MAX_CALLERS; i++) {
        struct node_ref c = g_array_index(callers, struct node_ref, i);
        if (call_apart(l, c, file, p->scope))
            continue;
        struct found found;
        find_param(l, file, p, c, &found);
        for (guint k = 0; k < found.nodes->len; k++) {
            struct node_ref r = g_array_index(found.nodes, struct node_ref, k);
            follow(s, r.file, r.node, whole, depth);
        }
        found_clear(&found);
    }
}

static void follow_param(struct slice *s, uint32_t file, uint32_t index, bool whole, unsigned depth)
{
    struct linker *l = s->l;
    const struct facts *f = l->files[file].f;
    const struct fact_param *p = &f->params[index];
    if (is_receiver(l, file, p))
        return;
    follow(s, file, p->value, false, depth);
    follow(s, file, p->type, false, depth);
    if (is_route_handler(l, file, p->scope)) {
        const struct vset *type = p->type ? eval_type(l, file, p->type) : &vset_empty;
        bool request = true; /* a session or a service that the framework hands over is none */
        for (unsigned i = 0; i < type->n; i++)
            request &= type->v[i].kind != V_PATH;
        if (request && (!is_injected(l, file, p) || type->n)) {
            found_request(s, "request", whole, place_of_line(l, file, p->line));
            s->typed |= p->type != 0;
        }
        return;
    }
    if (call_position(l, file, p) == 0)
        follow_held(s, file, p, whole, depth);
    follow_callers(s, file, p, l->files[file].callers[p->scope], whole, depth);
    const GArray *said = g_hash_table_lookup(l->stands_for, KEY(file, p->scope));
    for (guint i = 0; said && i < said->len; i++) {
        const struct node_ref m = g_array_index(said, struct node_ref, i);
        follow_callers(s, file, p, l->files[m.file].callers[m.node], whole, depth);
    }
}

/* messages.append(...): in a loop, on a list that outlives the function, or on one that was `handed` over and is given the answer. */
static void follow_growth(struct slice *s, uint32_t file, uint32_t scope, uint32_t text, uint32_t declared, bool handed, bool whole, unsigned depth)
{
    struct linker *l = s->l;
    const struct facts *f = l->files[file].f;
    const char **methods = l->files[file].lang->grow_methods;
    const GArray *calls = methods && *methods ? method_calls(l, file, scope, text) : NULL;
    for (guint i = 0; calls && i < calls->len; i++) {
        uint32_t call = g_array_index(calls, uint32_t, i);
        if (!g_strv_contains((const char *const *)methods, f->strings[f->nodes[f->nodes[call].a].text]))
            continue;
        bool loops = false;
        for (uint32_t r = f->nodes[call].region; r && whole; r = f->regions[r].parent)
            loops |= f->regions[r].kind == REGION_WHILE && file == s->file && region_inside(f, s->region, r);
        if (whole && (loops || declared <= 1 || (handed && takes_answer(l, file, call))))
            found_growth(s, loops ? "each round" : "each call", place_of(l, file, call));
        for (uint32_t k = 0; k < f->nodes[call].count; k++)
            follow(s, file, f->kids[f->nodes[call].first + k], false, depth);
    }
}

/* Whether what a variable is given says nothing yet: nothing, or an object that is made empty. */
static bool is_empty(const struct facts *f, const struct fact_assign *a)
{
    const struct fact_node *n = &f->nodes[a->value];
    return !a->value || ((n->kind == NODE_DICT || n->kind == NODE_LIST || n->kind == NODE_CALL) && !n->count);
}

/*
 * Decode(&request), bind(c, &request): what a call puts into a variable that was empty and is handed to it. `text` is the
 * variable's name in `scope`.
 */
static void follow_filled(struct slice *s, uint32_t file, uint32_t scope, uint32_t text, bool whole, unsigned depth)
{
    struct linker *l = s->l;
    const struct facts *f = l->files[file].f;
    const GArray *names = depth ? handed_names(l, file, scope, text) : NULL;
    for (guint i = 0; names && i < names->len && !s->source; i++) {
        uint32_t name = g_array_index(names, uint32_t, i), node = f->nodes[name].parent;
        const struct fact_node *call = &f->nodes[node], *member = &f->nodes[call->a];
        if (call->kind != NODE_CALL || s->steps++ >= MAX_STEPS)
            continue;
        const struct vset *callee = eval(l, file, call->a);
        bool own = false, on = true;
        for (unsigned v = 0; v < callee->n; v++) {
            const struct value *fn = &callee->v[v];
            if (fn->kind == V_PATH)
                on &= known_path(s, apath_child(l, fn->path, SEGMENT_CALL, NULL), file, node, whole);
            const struct facts *g = fn->kind == V_FUNCTION ? l->files[fn->file].f : NULL;
            own |= g != NULL;
            for (uint32_t p = 0; g && p < g->scopes[fn->ref].n_params; p++) {
                const struct fact_param *to = &g->params[g->scopes[fn->ref].first_param + p];
                int at = call_position(l, fn->file, to);
                if (at >= 0 && (uint32_t)at < call->count && f->kids[call->first + at] == name)
                    follow_filled(s, fn->file, fn->ref, to->name, whole, depth - 1);
            }
        }
        const struct vset *given = eval(l, file, node);
        for (unsigned v = 0; v < given->n; v++)
            on = on && !given->v[v].site; /* it is sent to a model there */
        if (own || !on)
            continue;
        if (member->kind == NODE_MEMBER)
            follow(s, file, member->a, whole, depth - 1);
        for (uint32_t k = 0; k < call->count; k++)
            if (f->kids[call->first + k] != name)
                follow(s, file, f->kids[call->first + k], whole, depth - 1);
    }
}

static void follow_name(struct slice *s, uint32_t file, uint32_t node, bool whole, unsigned depth)
{
    struct linker *l = s->l;
    const struct facts *f = l->files[file].f;
    uint32_t text = f->nodes[node].text;
    g_hash_table_add(s->names, PAIR_KEY(file, text));
    for (uint32_t scope = f->nodes[node].scope, hops = 0; scope && hops < MAX_DEPTH; scope = f->scopes[scope].parent, hops++) {
        bool bound = false, handed = false;
        const struct bindings *all = g_hash_table_lookup(l->files[file].bindings, PAIR_KEY(scope, text));
        for (guint i = 0; all && i < all->list->len; i++) {
            struct binding b = g_array_index(all->list, struct binding, i);
            const struct fact_assign *a = b.kind == BIND_ASSIGN ? &f->assigns[b.index] : NULL;
            const bool elements = s->elements;
            if (b.kind == BIND_PARAM)
                follow_param(s, file, b.index, whole, depth);
            s->elements |= a && a->flags & ASSIGN_ELEMENT;
            if (a)
                follow(s, file, a->value, whole && !(a->flags & ASSIGN_ELEMENT), depth);
            if (a && !s->source && is_empty(f, a)) {
                follow_filled(s, file, scope, text, whole, depth);
                const struct vset *made = s->source && a->value ? eval(l, file, a->value) : &vset_empty;
                s->typed |= s->source && (a->type || (made->n && made->v[0].kind == V_INSTANCE));
            }
            s->elements = elements;
            handed |= b.kind == BIND_PARAM;
            bound |= a || b.kind == BIND_PARAM;
        }
        if (bound) {
            g_hash_table_add(s->units, PAIR_KEY(file, enclosing_function(f, scope))); /* of a block within it, too */
            follow_growth(s, file, enclosing_function(f, f->nodes[node].scope), text, scope, handed, whole, depth);
            return;
        }
    }
    const struct vset *v = eval(l, file, node); /* of another file: where it was built, or written */
    for (unsigned i = 0; i < v->n; i++) {
        if (v->v[i].kind == V_PATH && v->v[i].chain && v->v[i].chain->file != NO_INDEX)
            follow(s, v->v[i].chain->file, v->v[i].chain->node, whole, depth);
        else if (v->v[i].kind == V_LITERAL)
            follow(s, v->v[i].file, v->v[i].ref, whole, depth);
    }
}

/* What functions of the repository give that a call calls. */
static bool follow_functions(struct slice *s, uint32_t file, uint32_t node, bool whole, unsigned depth)
{
    struct linker *l = s->l;
    const struct vset *callee = eval(l, file, lnode(l, file, node)->a);
    bool any = false;
    for (unsigned v = 0; v < callee->n; v++) {
        const struct value *fn = &callee->v[v];
        if (fn->kind != V_FUNCTION)
            continue;
        any = true;
        const struct facts *f = l->files[fn->file].f;
        g_hash_table_add(s->units, PAIR_KEY(fn->file, fn->ref));
        *s->work += f->n_jumps;
        for (uint32_t i = 0; i < f->n_jumps; i++)
            if (f->jumps[i].scope == fn->ref && (f->jumps[i].kind == JUMP_RETURN || f->jumps[i].kind == JUMP_YIELD))
                follow(s, fn->file, f->jumps[i].value, whole, depth);
    }
    return any;
}

static bool is_negative(const struct facts *f, uint32_t node)
{
    const struct fact_node *n = &f->nodes[node];
    return n->kind == NODE_UNARY ? g_str_equal(f->strings[n->text], "-")
                                 : n->kind == NODE_NUMBER && f->strings[n->text][0] == '-';
}

/*
 * Whether what stands between two places is at most so much: up to a number, or the last so many. What is left of a text
 * without its first or last part may be as long as ever, and so may what stands before something that is looked for in it.
 * 0 stands for a place that is not named.
 */
static bool part_bounds(const struct facts *f, uint32_t from, uint32_t to)
{
    if (!to)
        return from && is_negative(f, from);
    const struct fact_node *n = &f->nodes[to];
    if (n->kind == NODE_CALL && f->nodes[n->a].kind == NODE_MEMBER)
        return false;
    return !is_negative(f, to) || (from && is_negative(f, from));
}

/* The same of an index that is a slice, or a range: [a:b]. */
static bool slice_bounds(const struct facts *f, const struct fact_node *n)
{
    const uint32_t *kids = f->kids + n->first;
    bool starts = n->count && f->nodes[kids[0]].line == n->line && f->nodes[kids[0]].column == n->column;
    uint32_t from = starts ? kids[0] : 0, to = n->count > starts ? kids[starts] : 0;
    return part_bounds(f, from, to);
}

/* Whether a method cuts what it is called on. */
static bool call_cuts(const struct language *lang, const struct facts *f, const struct fact_node *n, const char *name)
{
    if (!n->count)
        return false;
    if (lang->cut_methods && g_strv_contains((const char *const *)lang->cut_methods, name))
        return true;
    const uint32_t *kids = f->kids + n->first;
    return lang->part_methods && g_strv_contains((const char *const *)lang->part_methods, name) &&
           part_bounds(f, kids[0], n->count > 1 ? kids[1] : 0);
}

/* Whether an expression is a part of what it is taken of, and of a size that is bounded: text[:500], text.slice(0, 500). */
static bool cuts(const struct linker *l, uint32_t file, const struct fact_node *n)
{
    const struct facts *f = l->files[file].f;
    if (n->kind == NODE_SUBSCRIPT)
        return n->b && f->nodes[n->b].kind == NODE_OTHER && slice_bounds(f, &f->nodes[n->b]);
    const struct fact_node *member = &f->nodes[n->a];
    return n->kind == NODE_CALL && member->kind == NODE_MEMBER && call_cuts(l->files[file].lang, f, n, f->strings[member->text]);
}

/* Whether a call only reads a field of an object of the program, which others of its class hold other things in: message.content(). */
static bool reads_object(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node), *member = lnode(l, file, n->a);
    const struct vset *object = member->kind == NODE_MEMBER && !n->count ? eval(l, file, member->a) : &vset_empty;
    const struct vset *callee = eval(l, file, n->a);
    bool any = false;
    for (unsigned i = 0; i < object->n; i++)
        any |= object->v[i].kind == V_INSTANCE;
    for (unsigned i = 0; i < callee->n; i++)
        any &= callee->v[i].kind != V_FUNCTION;
    return any;
}

/* text[:500]: what is cut bounds what comes from outside if it leads there; of an id that the program makes itself it does not. */
static void found_cut(struct slice *s, uint32_t file, uint32_t of, uint32_t at, bool whole, unsigned depth)
{
    if (s->bounded)
        return;
    struct slice part = slice_new(s->l, s->file, s->region, s->work);
    part.steps = s->steps;
    part.bounded = "cut";
    follow(&part, file, of, whole, depth);
    if (part.source || part.grows || part.retrieved)
        found_bound(s, "cut", place_of(s->l, file, at));
    slice_clear(&part);
}

/* What parts are taken of, or what is made of it in place: text of text.body["question"].to_s. */
static const struct fact_node *begins_in(const struct facts *f, const struct fact_node *n)
{
    while (n->kind == NODE_MEMBER || n->kind == NODE_SUBSCRIPT || (n->kind == NODE_CALL && !n->count && f->nodes[n->a].kind == NODE_MEMBER))
        n = &f->nodes[n->a];
    return n;
}

/* request.json["text"][:500].strip(): what is known to come from outside is cut where it is read. */
static void cut_on_the_way(struct slice *s, uint32_t file, uint32_t node)
{
    const struct facts *f = s->l->files[file].f;
    for (unsigned hops = 0; node && hops < MAX_DEPTH; hops++) {
        const struct fact_node *n = &f->nodes[node];
        if (cuts(s->l, file, n))
            found_bound(s, "cut", place_of(s->l, file, node));
        if (n->kind != NODE_MEMBER && n->kind != NODE_SUBSCRIPT && n->kind != NODE_CALL)
            return;
        node = n->a;
    }
}

/* What is known to come from outside goes by the names of what it is read from and, in the function, of what is made of it. */
static void read_on_the_way(struct slice *s, uint32_t file, uint32_t node)
{
    const struct lfile *lf = &s->l->files[file];
    const struct facts *f = lf->f;
    const struct fact_node *root = begins_in(f, &f->nodes[node]);
    const char *const *own = (const char *const *)lf->lang->self_names;
    cut_on_the_way(s, file, node);
    if (root->kind != NODE_NAME || (own && g_strv_contains(own, f->strings[root->text])))
        return;
    g_hash_table_add(s->names, PAIR_KEY(file, root->text));
    const struct bindings *all = NULL;
    for (uint32_t scope = root->scope; scope && !all; scope = f->scopes[scope].parent) {
        all = g_hash_table_lookup(lf->bindings, PAIR_KEY(scope, root->text));
        if (all) /* of a block within it, too */
            g_hash_table_add(s->units, PAIR_KEY(file, enclosing_function(f, scope)));
    }
    for (guint i = 0; all && i < all->list->len; i++) {
        const struct binding *b = &g_array_index(all->list, struct binding, i);
        if (b->kind == BIND_ASSIGN)
            cut_on_the_way(s, file, f->assigns[b->index].value);
    }
}

static void follow_call(struct slice *s, uint32_t file, uint32_t node, bool whole, unsigned depth)
{
    struct linker *l = s->l;
    const struct fact_node *n = lnode(l, file, node);
    const uint32_t *kids = l->files[file].f->kids + n->first;
    const struct vset *callee = eval(l, file, n->a);
    const struct fact_node *member = lnode(l, file, n->a);
    bool on = true;
    if (member->kind == NODE_MEMBER)
        went_through(s, name_of(l->files[file].f, lnode(l, file, member->a)));
    for (unsigned v = 0; v < callee->n; v++)
        if (callee->v[v].kind == V_PATH)
            on &= known_path(s, apath_child(l, callee->v[v].path, SEGMENT_CALL, NULL), file, node, whole);
    file_source(s, file, node);
    const struct vset *gives = eval(l, file, node);
    bool answered = gives->n && !reads_object(l, file, node); /* what another call answered, and nothing else that it may be */
    for (unsigned i = 0; i < gives->n; i++)
        answered &= gives->v[i].site != 0;
    on = on && !answered;
    if (cuts(l, file, n))
        found_cut(s, file, member->a, node, whole, depth);
    if (!on) {
        cut_on_the_way(s, file, node);
        return;
    }
    if (follow_functions(s, file, node, whole, depth))
        return;
    if (reads_object(l, file, node))
        follow_field(s, file, member->a, ltext(l, file, member->text), whole, depth);
    if (member->kind == NODE_MEMBER)
        follow(s, file, member->a, whole, depth);
    for (uint32_t i = 0; i < n->count; i++)
        follow(s, file, kids[i], whole, depth);
}

static void follow_node(struct slice *s, uint32_t file, uint32_t node, bool whole, unsigned depth)
{
    struct linker *l = s->l;
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    const uint32_t *kids = f->kids + n->first;
    uint32_t fn = enclosing_function(f, n->scope);
    g_hash_table_add(s->units, PAIR_KEY(file, fn));
    g_hash_table_add(s->files, GUINT_TO_POINTER(file + 1));
    switch ((enum node_kind)n->kind) {
    case NODE_NAME: case NODE_MEMBER: case NODE_SUBSCRIPT: {
        const struct vset *v = eval(l, file, node);
        bool on = true;
        for (unsigned i = 0; on && i < v->n; i++)
            on = v->v[i].kind != V_PATH || v->v[i].site || known_path(s, v->v[i].path, file, node, whole);
        if (!on) {
            read_on_the_way(s, file, node);
            return;
        }
        break;
    }
    default:
        break;
    }
    switch ((enum node_kind)n->kind) {
    case NODE_NAME:
        follow_name(s, file, node, whole, depth - 1);
        break;
    case NODE_MEMBER:
        follow_field(s, file, n->a, ltext(l, file, n->text), whole, depth - 1);
        held_list(s, file, node, whole);
        follow(s, file, n->a, whole, depth - 1);
        break;
    case NODE_SUBSCRIPT:
        if (cuts(l, file, n))
            found_cut(s, file, n->a, node, whole, depth - 1);
        follow(s, file, n->a, whole, depth - 1);
        break;
    case NODE_CALL:
        follow_call(s, file, node, whole, depth - 1);
        break;
    case NODE_LIST: case NODE_OTHER: case NODE_CONDITIONAL:
        for (uint32_t i = 0; i < n->count; i++)
            follow(s, file, kids[i], whole && f->nodes[kids[i]].kind != NODE_DICT, depth - 1);
        break;
    case NODE_DICT: case NODE_TEMPLATE: case NODE_JSX:
        for (uint32_t i = 0; i < n->count; i++)
            follow(s, file, kids[i], false, depth - 1);
        break;
    case NODE_PAIR: case NODE_KEYWORD:
        follow(s, file, n->b, false, depth - 1);
        break;
    case NODE_SPLAT: case NODE_UNARY:
        follow(s, file, n->a, whole, depth - 1);
        break;
    case NODE_BINARY:
        follow(s, file, n->a, whole, depth - 1);
        follow(s, file, n->b, whole, depth - 1);
        break;
    default:
        break;
    }
}

static void follow(struct slice *s, uint32_t file, uint32_t node, bool whole, unsigned depth)
{
    if (!node || !depth || s->steps >= MAX_STEPS || !g_hash_table_add(s->seen, PAIR_KEY(file, node)))
        return;
    if (*s->work > MAX_WORK)
        return;
    s->steps++;
    ++*s->work;
    const struct facts *f = s->l->files[file].f;
    const char *last = s->last, *before = s->before, *last_key = s->last_key, *before_key = s->before_key;
    went_through(s, name_of(f, &f->nodes[node]));
    went_through_key(s, f, &f->nodes[node]);
    follow_node(s, file, node, whole, depth);
    s->last = last;
    s->before = before;
    s->last_key = last_key;
    s->before_key = before_key;
}

/* Whether an expression is the size of a name on the way: len(text), text.length. */
static bool compares_size(const struct slice *s, uint32_t file, uint32_t node, const char *const *sizes)
{
    const struct facts *f = s->l->files[file].f;
    const struct fact_node *n = &f->nodes[node], *of = NULL;
    const char *word = "";
    if (n->kind == NODE_CALL && n->count) {
        of = &f->nodes[f->kids[n->first]];
        word = f->strings[f->nodes[n->a].text];
    } else if (n->kind == NODE_MEMBER || (n->kind == NODE_CALL && f->nodes[n->a].kind == NODE_MEMBER)) {
        const struct fact_node *member = n->kind == NODE_MEMBER ? n : &f->nodes[n->a];
        of = &f->nodes[member->a];
        word = f->strings[member->text];
    }
    if (of)
        of = begins_in(f, of);
    return of && of->kind == NODE_NAME && g_strv_contains(sizes, word) && g_hash_table_contains(s->names, PAIR_KEY(file, of->text));
}

#define LEAST_SIZE 3 /* a smaller number asks whether there is anything, or more than one */

/* Whether a size that is compared with `other` is bounded by it: by no number that asks whether there is anything, and not in
 * what is only shown. */
static bool is_bound(struct linker *l, uint32_t file, uint32_t node, uint32_t other)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t up = f->nodes[node].parent, hops = 0; up && hops < MAX_DEPTH; up = f->nodes[up].parent, hops++)
        if (f->nodes[up].kind == NODE_TEMPLATE)
            return false;
    const struct fact_node *n = &f->nodes[other];
    return n->kind != NODE_NUMBER || g_ascii_strtod(f->strings[n->text], NULL) >= LEAST_SIZE;
}

/* if len(text) > MAX: in a function on the way the size of a name on the way is compared. */
static void compared_sizes(struct slice *s)
{
    struct linker *l = s->l;
    for (uint32_t file = 0; file < l->n_files && !s->bounded; file++) {
        const struct facts *f = l->files[file].f;
        const char *const *sizes = f ? (const char *const *)l->files[file].lang->size_names : NULL;
        if (!sizes || !g_hash_table_contains(s->files, GUINT_TO_POINTER(file + 1)) || *s->work > MAX_WORK)
            continue;
        *s->work += f->n_nodes;
        for (uint32_t i = 1; i < f->n_nodes && !s->bounded; i++) {
            const struct fact_node *n = &f->nodes[i];
            const char *op = f->strings[n->text];
            if (n->kind != NODE_BINARY || (*op != '<' && *op != '>') ||
                !g_hash_table_contains(s->units, PAIR_KEY(file, enclosing_function(f, n->scope))))
                continue;
            if ((compares_size(s, file, n->a, sizes) && is_bound(l, file, i, n->b)) ||
                (compares_size(s, file, n->b, sizes) && is_bound(l, file, i, n->a)))
                found_bound(s, "compared", place_of(l, file, i));
        }
    }
}

static void say(GArray *attributes, const char *name, const char *value, struct place at)
{
    struct attribute a = {.name = name, .state = STATE_SET, .value = value, .origin = ORIGIN_FLOW, .place = at};
    g_array_append_val(attributes, a);
}

static int by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(((const struct attribute *)a)->name, ((const struct attribute *)b)->name);
}

void link_inputs(struct linker *l)
{
    struct model *m = l->m;
    uint64_t work = 0;
    g_autoptr(GHashTable) sent = lists_new(); /* draft + 1 -> what is sent as text, wherever it is said */
    for (guint i = 0; i < l->prompt_refs->len; i++)
        lists_add(sent, GUINT_TO_POINTER(g_array_index(l->prompt_refs, struct prompt_ref, i).draft + 1), i);
    for (guint d = 0; d < l->drafts->len; d++) {
        const struct site_draft *draft = &g_array_index(l->drafts, struct site_draft, d);
        struct site *site = &m->sites[l->site_of_draft[d]];
        const struct api_item *item = &l->rules->items[draft->item];
        const struct node_ref request = draft->sent.node ? draft->sent : (struct node_ref){.file = draft->file, .node = draft->node};
        struct slice s = slice_new(l, draft->file, lnode(l, draft->file, draft->node)->region, &work);
        for (unsigned i = 0; i < item->n_arguments; i++) {
            const struct api_argument *a = &item->arguments[i];
            if (!a->inline_text)
                continue;
            bool messages = names_conversation(&s, a->name); /* the argument is a list of messages */
            for (unsigned k = 0; k < item->n_arguments; k++)
                messages |= item->arguments[k].contains && g_strcmp0(item->arguments[k].name, a->name) == 0 && item->arguments[k].position == a->position;
            struct found found;
            l->frame = draft->frame;
            find_argument(l, request.file, request.node, a->name, a->position, &found);
            l->frame = NULL;
            for (guint k = 0; k < found.nodes->len; k++) {
                struct node_ref r = g_array_index(found.nodes, struct node_ref, k);
                follow(&s, r.file, r.node, messages, MAX_DEPTH);
            }
            found_clear(&found);
        }
        const GArray *refs = g_hash_table_lookup(sent, GUINT_TO_POINTER(d + 1));
        for (guint i = 0; refs && i < refs->len && !s.source; i++) {
            const struct prompt_ref *r = &g_array_index(l->prompt_refs, struct prompt_ref, g_array_index(refs, guint, i));
            follow(&s, r->at.file, r->at.node, r->argument->contains, MAX_DEPTH);
        }
        if (s.source || s.grows) {
            compared_sizes(&s);
            g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(struct attribute));
            g_array_append_vals(list, site->attributes, site->n_attributes);
            if (s.source)
                say(list, "input", s.source, s.at);
            if (s.source && s.typed)
                say(list, "input_typed", NULL, s.at);
            if (s.bounded)
                say(list, "input_bounded", s.bounded, s.bound_at);
            if (s.grows)
                say(list, "history", s.grows, s.grows_at);
            if (s.retrieved)
                say(list, "retrieved", NULL, s.at);
            g_array_sort(list, by_name);
            site->attributes = arena_memdup(l->a, list->data, list->len * sizeof(struct attribute));
            site->n_attributes = list->len;
        }
        slice_clear(&s);
    }
}
