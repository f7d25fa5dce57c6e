/*
 * Which call made an object. Of a client that is made for several services, each with an address of its own, a method called
 * on one of them sends to the address which that was given: Client.new(url).post(body). So the call that made it is looked for
 * through names, members and functions that give it; where there is more than one, nobody can tell.
 */
#include "link/resolve_priv.h"

#define MAX_ABOVE 8  /* classes above one another */
#define MAX_TRACED 6 /* names, members and functions between an object and the call that made it */

struct maker {
    struct node_ref call; /* node 0: none yet */
    bool unknown;         /* it may come from elsewhere too */
};

static void trace(struct linker *l, uint32_t file, uint32_t node, unsigned hops, struct maker *m);

/* What a function gives. */
static void trace_function(struct linker *l, uint32_t file, uint32_t scope, unsigned hops, struct maker *m)
{
    const struct facts *f = l->files[file].f;
    bool any = false;
    for (uint32_t i = 0; i < f->n_jumps; i++) {
        const struct fact_jump *j = &f->jumps[i];
        if (j->scope != scope || j->kind != JUMP_RETURN || !j->value)
            continue;
        trace(l, file, j->value, hops, m);
        any = true;
    }
    m->unknown |= !any;
}

static void trace_assign(struct linker *l, uint32_t file, const struct fact_assign *a, unsigned hops, struct maker *m)
{
    const struct facts *f = l->files[file].f;
    if (!a->value || a->flags & (ASSIGN_ELEMENT | ASSIGN_ENTER | ASSIGN_SELF))
        m->unknown = true;
    else if (f->nodes[a->value].kind != NODE_NULL)
        trace(l, file, a->value, hops, m);
}

/* What a class has by a name: what its methods give it, or a method of that name. */
static void trace_own(struct linker *l, uint32_t file, uint32_t class, uint32_t text, unsigned hops, struct maker *m)
{
    const struct lfile *lf = &l->files[file];
    const GArray *assigns = g_hash_table_lookup(lf->members, KEY(class, text));
    const struct bindings *all = bindings_of(l, file, class, text);
    for (guint i = 0; assigns && i < assigns->len; i++)
        trace_assign(l, file, &lf->f->assigns[g_array_index(assigns, uint32_t, i)], hops, m);
    for (guint i = 0; all && i < all->list->len; i++) {
        const struct binding *b = &g_array_index(all->list, struct binding, i);
        if (b->kind == BIND_SCOPE && lf->f->scopes[b->index].kind == SCOPE_FUNCTION)
            trace_function(l, file, b->index, hops, m);
        else if (b->kind == BIND_ASSIGN)
            trace_assign(l, file, &lf->f->assigns[b->index], hops, m);
        else
            m->unknown = true;
    }
    m->unknown |= !assigns && !all;
}

static void trace_name(struct linker *l, uint32_t file, const struct fact_node *n, unsigned hops, struct maker *m)
{
    const struct lfile *lf = &l->files[file];
    for (uint32_t s = n->scope; s; s = lf->f->scopes[s].parent) {
        const bool class = lf->f->scopes[s].kind == SCOPE_CLASS;
        const struct bindings *all = class && !lf->lang->implicit_self ? NULL : bindings_of(l, file, s, n->text);
        const GArray *assigns = class && lf->lang->implicit_self ? g_hash_table_lookup(lf->members, KEY(s, n->text)) : NULL;
        if (class && (all || assigns)) {
            trace_own(l, file, s, n->text, hops, m);
            return;
        }
        for (guint i = 0; all && i < all->list->len; i++) {
            const struct binding *b = &g_array_index(all->list, struct binding, i);
            if (b->kind == BIND_ASSIGN)
                trace_assign(l, file, &lf->f->assigns[b->index], hops, m);
            else
                m->unknown = true;
        }
        if (all)
            return;
    }
    m->unknown = true;
}

/* A call that makes an object of the program, or of a function that gives one. */
static void trace_call(struct linker *l, uint32_t file, uint32_t node, unsigned hops, struct maker *m)
{
    const struct vset *callee = eval(l, file, lnode(l, file, node)->a);
    m->unknown |= !callee->n;
    for (unsigned i = 0; i < callee->n; i++) {
        const struct value *v = &callee->v[i];
        if (v->kind == V_FUNCTION) {
            trace_function(l, v->file, v->ref, hops, m);
        } else if (v->kind != V_CLASS || (m->call.node && (m->call.file != file || m->call.node != node))) {
            m->unknown = true;
        } else {
            m->call = (struct node_ref){.file = file, .node = node};
        }
    }
}

static void trace(struct linker *l, uint32_t file, uint32_t node, unsigned hops, struct maker *m)
{
    const struct lfile *lf = &l->files[file];
    const struct fact_node *n = &lf->f->nodes[node], *of = &lf->f->nodes[n->a];
    const char *const *self = (const char *const *)lf->lang->self_names;
    if (!hops || m->unknown) {
        m->unknown = true;
    } else if (n->kind == NODE_CALL) {
        trace_call(l, file, node, hops - 1, m);
    } else if (n->kind == NODE_NAME) {
        trace_name(l, file, n, hops - 1, m);
    } else if (n->kind == NODE_CONDITIONAL) {
        for (uint32_t i = 0; i < n->count; i++)
            trace(l, file, lf->f->kids[n->first + i], hops - 1, m);
    } else if (n->kind == NODE_MEMBER && of->kind == NODE_NAME && self && g_strv_contains(self, lf->f->strings[of->text]) &&
               enclosing_class(lf->f, n->scope)) {
        trace_own(l, file, enclosing_class(lf->f, n->scope), n->text, hops - 1, m);
    } else {
        m->unknown = true;
    }
}

/* The constructor of a class, or of one above it where it has none of its own. */
static struct unit constructor_of(struct linker *l, uint32_t file, uint32_t class, unsigned hops)
{
    struct unit out = {file, class_entry(l, file, class)};
    const struct fact_scope *s = &l->files[file].f->scopes[class];
    for (uint32_t i = 0; !out.scope && hops && i < s->n_bases; i++) {
        const struct vset *above = eval(l, file, l->files[file].f->kids[s->first_base + i]);
        for (unsigned k = 0; k < above->n && !out.scope; k++)
            if (above->v[k].kind == V_CLASS && !(above->v[k].file == file && above->v[k].ref == class))
                out = constructor_of(l, above->v[k].file, above->v[k].ref, hops - 1);
    }
    return out;
}

/* The call that made what the method of a frame is called on, as the frame of a constructor of the method's class. */
static struct frame *made(struct linker *l, const struct frame *frame, uint32_t object)
{
    const uint32_t file = frame->call.file, class = enclosing_class(l->files[frame->file].f, frame->scope);
    struct maker m = {.unknown = false};
    trace(l, file, object, MAX_TRACED, &m);
    if (!m.call.node || m.unknown)
        return NULL;
    const struct vset *classes = eval(l, m.call.file, lnode(l, m.call.file, m.call.node)->a);
    const struct value *v = classes->n == 1 && classes->v[0].kind == V_CLASS ? &classes->v[0] : NULL;
    const struct unit entry = v ? constructor_of(l, v->file, v->ref, MAX_ABOVE) : (struct unit){0, 0};
    if (!entry.scope || entry.file != frame->file || l->files[entry.file].f->scopes[entry.scope].parent != class)
        return NULL;
    const struct frame *outer = frame->outer;
    const bool within = outer && outer->depth < MAX_FRAMES && outer->file == m.call.file &&
                        stands_in(l->files[outer->file].f, m.call.node, outer->scope);
    return frame_new(l, entry.file, entry.scope, m.call, within ? outer : NULL);
}

struct frame *frame_maker(struct linker *l, struct frame *frame)
{
    const struct facts *f = l->files[frame->file].f;
    const uint32_t class = enclosing_class(f, frame->scope), file = frame->call.file;
    const struct fact_node *call = lnode(l, file, frame->call.node);
    if (frame->maker_asked || !class || call->kind != NODE_CALL || too_deep(l))
        return frame->maker;
    frame->maker_asked = true;
    const struct fact_node *callee = lnode(l, file, call->a), *object = callee->kind == NODE_MEMBER ? lnode(l, file, callee->a) : NULL;
    const char *const *self = (const char *const *)l->files[file].lang->self_names;
    struct frame *const in_force = l->frame, *const outer = (struct frame *)frame->outer;
    const bool same = !object || (object->kind == NODE_NAME && self && g_strv_contains(self, ltext(l, file, object->text)));
    l->frame = outer;
    if (!same)
        frame->maker = made(l, frame, callee->a);
    else if (outer && outer->file == frame->file && enclosing_class(f, outer->scope) == class)
        frame->maker = frame_maker(l, outer);
    l->frame = in_force;
    return frame->maker;
}

bool of_object(const struct facts *f, uint32_t scope, uint32_t constructor)
{
    const uint32_t class = f->scopes[constructor].parent;
    while (scope > class && f->scopes[scope].parent != class)
        scope = f->scopes[scope].parent;
    return scope > class && f->scopes[scope].kind == SCOPE_FUNCTION && !f->scopes[scope].n_params;
}
