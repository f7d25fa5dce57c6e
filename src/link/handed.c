/*
 * Functions that are handed over: withRetry(() => ask(m)), @resilient def ask(m), with_retry { ask }. What stands around
 * the place where the function that takes one calls it stands around the call of the model too, and so does what stands
 * around the call that takes it, where that waits for it.
 */
#include <string.h>

#include "link/link_priv.h"

#define MAX_HANDED 64 /* of one function; one that is handed over more often says little */
#define MAX_HANDED_ON 2 /* functions that it is handed through */

struct handing { /* a function of the repository that stands among the arguments of a call, or that is decorated */
    uint32_t file, node;
    uint32_t position;
    uint32_t key;   /* string: the name that it is handed over by, 0 without */
    bool lambda;    /* it is written there: nothing else runs it */
    bool last;      /* and is the last argument */
    bool decorates;
};

struct handings {
    GHashTable *of;   /* file << 32 | scope -> GArray of struct handing */
    GHashTable *ways; /* file << 32 | scope -> GArray of struct handed */
};

static void note(struct handings *h, uint32_t file, uint32_t scope, const struct handing *one)
{
    GArray *list = g_hash_table_lookup(h->of, KEY(file, scope));
    if (!list)
        g_hash_table_insert(h->of, KEY(file, scope), list = g_array_new(FALSE, FALSE, sizeof *one));
    if (list->len < MAX_HANDED)
        g_array_append_val(list, *one);
}

/* A function that is written there, or the name of one. */
static void note_value(struct linker *l, struct handings *h, uint32_t value, struct handing one)
{
    const struct fact_node *n = lnode(l, one.file, value);
    one.lambda = n->kind == NODE_FUNCTION;
    if (one.lambda) {
        note(h, one.file, n->scope_ref, &one);
    } else if (n->kind == NODE_NAME || n->kind == NODE_MEMBER) {
        const struct vset *s = eval(l, one.file, value);
        for (unsigned i = 0; i < s->n; i++)
            if (s->v[i].kind == V_FUNCTION)
                note(h, s->v[i].file, s->v[i].ref, &one);
    }
}

static void gather(struct linker *l, struct handings *h, uint32_t file)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        struct handing one = {.file = file, .node = i};
        for (uint32_t k = 0; n->kind == NODE_CALL && k < n->count; k++) {
            const struct fact_node *arg = &f->nodes[f->kids[n->first + k]];
            one.key = arg->kind == NODE_KEYWORD ? arg->text : 0;
            one.last = k + 1 == n->count;
            if (arg->kind == NODE_DICT)
                for (uint32_t q = 0; q < arg->count; q++) { /* withRetry({task: () => ask(m)}) */
                    const struct fact_node *pair = &f->nodes[f->kids[arg->first + q]];
                    if (pair->kind != NODE_PAIR || f->nodes[pair->a].kind != NODE_STRING)
                        continue;
                    struct handing inside = one;
                    inside.key = f->nodes[pair->a].text;
                    note_value(l, h, pair->b, inside);
                }
            else
                note_value(l, h, arg->kind == NODE_KEYWORD ? arg->b : f->kids[n->first + k], one);
            one.position += arg->kind != NODE_KEYWORD;
        }
    }
    for (uint32_t s = 2; s < f->n_scopes; s++)
        for (uint32_t i = 0; f->scopes[s].kind == SCOPE_FUNCTION && i < f->scopes[s].n_decorators; i++)
            note(h, file, s, &(struct handing){.file = file, .node = f->kids[f->scopes[s].first_decorator + i], .decorates = true});
}

uint32_t named_param(const struct lfile *lf, const struct fact_node *name)
{
    for (uint32_t s = name->scope; s; s = lf->f->scopes[s].parent) {
        const struct bindings *all = g_hash_table_lookup(lf->bindings, KEY(s, name->text));
        if (!all || (lf->f->scopes[s].kind == SCOPE_CLASS && s != name->scope))
            continue;
        const struct binding *b = &g_array_index(all->list, struct binding, 0);
        return all->list->len == 1 && b->kind == BIND_PARAM ? b->index + 1 : 0;
    }
    return 0;
}

/* What stands for what is done with the functions that a file is handed: of a parameter, and of the block of a function. */
#define OF_PARAM(index) KEY(0, index)
#define OF_BLOCK(scope) KEY(1, scope)

/* Where a file calls what it is handed, itself or by a method of it, or hands it on: calls, and names that are arguments. */
static const GArray *uses_of(struct linker *l, uint32_t file, void *key)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    if (!lf->run) {
        lf->run = lists_new();
        for (uint32_t i = 1; i < f->n_nodes; i++) {
            const struct fact_node *n = &f->nodes[i];
            uint32_t call = n->parent;
            if (n->kind != NODE_NAME || n->flags & NODE_TYPE)
                continue;
            if (f->nodes[call].kind == NODE_MEMBER) /* task.call() */
                call = f->nodes[f->nodes[call].parent].a == call ? f->nodes[call].parent : 0;
            if (f->nodes[call].kind != NODE_CALL)
                continue;
            bool called = call != n->parent || f->nodes[call].a == i;
            if (called && g_strcmp0(lf->lang->block_name, f->strings[n->text]) == 0) {
                lists_add(lf->run, OF_BLOCK(enclosing_function(f, n->scope)), call);
                continue;
            }
            uint32_t p = named_param(lf, n);
            if (p)
                lists_add(lf->run, OF_PARAM(p - 1), called ? call : i);
        }
    }
    return g_hash_table_lookup(lf->run, key);
}

static void add_inner(struct handed *way, uint32_t file, uint32_t node, struct frame *frame)
{
    if (way->n_inner == MAX_INNER)
        return;
    way->frames[way->n_inner] = frame;
    way->inner[way->n_inner++] = (struct node_ref){.file = file, .node = node};
}

/* Whether an argument goes to a parameter: by its name, or by its place. */
static bool takes(struct linker *l, uint32_t file, const struct fact_param *p, const struct handing *h)
{
    if (h->key) {
        const char *key = ltext(l, h->file, h->key);
        return g_str_equal(key, ltext(l, file, p->kind == PARAM_DESTRUCTURED ? p->key : p->name));
    }
    uint32_t object;
    const int before = extends_called(l, file, p->scope, (struct node_ref){.file = h->file, .node = h->node}, &object);
    return p->kind == PARAM_PLAIN && !is_receiver(l, file, p) && call_position(l, file, p) - before == (int)h->position;
}

static void run_in(struct linker *l, uint32_t file, uint32_t scope, const struct handing *h, struct frame *outer, struct handed *way,
                   unsigned hops);

static void add_uses(struct linker *l, uint32_t file, void *key, struct frame *frame, struct handed *way, unsigned hops)
{
    const struct facts *f = l->files[file].f;
    const GArray *uses = uses_of(l, file, key);
    for (guint k = 0; uses && k < uses->len; k++) {
        uint32_t use = g_array_index(uses, uint32_t, k);
        const struct fact_node *call = &f->nodes[f->nodes[use].parent];
        if (f->nodes[use].kind == NODE_CALL) {
            add_inner(way, file, use, frame);
            continue;
        }
        struct handing on = {.file = file, .node = f->nodes[use].parent};
        for (uint32_t q = 0; q < call->count && f->kids[call->first + q] != use; q++)
            on.position += f->nodes[f->kids[call->first + q]].kind != NODE_KEYWORD;
        const struct vset *to = hops ? eval(l, file, call->a) : &vset_empty;
        bool ours = false;
        for (unsigned v = 0; v < to->n; v++)
            if (to->v[v].kind == V_FUNCTION) {
                ours = true;
                run_in(l, to->v[v].file, to->v[v].ref, &on, frame, way, hops - 1);
            }
        if (!ours)
            add_inner(way, file, use, frame);
    }
}

static void run_in(struct linker *l, uint32_t file, uint32_t scope, const struct handing *h, struct frame *outer, struct handed *way,
                   unsigned hops)
{
    const struct fact_scope *s = &l->files[file].f->scopes[scope];
    struct frame *frame = frame_new(l, file, scope, (struct node_ref){.file = h->file, .node = h->node}, outer);
    const bool block = h->last && !h->key;
    const unsigned before = way->n_inner;
    if (block && h->lambda) /* retry(max: 3) { ask(m) }, which a parameter that is called too does not take */
        add_uses(l, file, OF_BLOCK(scope), frame, way, hops);
    for (uint32_t i = 0; i < s->n_params && way->n_inner == before; i++)
        if (takes(l, file, &l->files[file].f->params[s->first_param + i], h))
            add_uses(l, file, OF_PARAM(s->first_param + i), frame, way, hops);
    if (way->n_inner == before && block) { /* what stands before it is left out */
        add_uses(l, file, OF_BLOCK(scope), frame, way, hops);
        if (s->n_params)
            add_uses(l, file, OF_PARAM(s->first_param + s->n_params - 1), frame, way, hops);
    }
}

/* Whether a call that takes a function as an argument waits for what that does. */
static bool waits(struct linker *l, const struct handing *h, uint32_t file, uint32_t scope)
{
    const struct language *lang = l->files[h->file].lang;
    const struct fact_node *n = lnode(l, h->file, h->node), *callee = lnode(l, h->file, n->a);
    if (!(n->flags & NODE_STATEMENT) || n->flags & NODE_AWAITED || lang->open_lambdas)
        return true;
    const char *name = callee->kind == NODE_MEMBER && !(l->files[file].f->scopes[scope].flags & SCOPE_ASYNC) ? ltext(l, h->file, callee->text) : NULL;
    return name && ((lang->each_methods && g_strv_contains((const char *const *)lang->each_methods, name)) ||
                    (lang->pick_methods && g_strv_contains((const char *const *)lang->pick_methods, name)) ||
                    (lang->or_methods && g_strv_contains((const char *const *)lang->or_methods, name)) ||
                    (lang->sift_methods && g_strv_contains((const char *const *)lang->sift_methods, name)));
}

static bool is_caller(struct linker *l, const struct handing *h, uint32_t file, uint32_t scope)
{
    const GArray *callers = l->files[file].callers[scope];
    for (guint i = 0; callers && i < callers->len; i++)
        if (g_array_index(callers, struct node_ref, i).file == h->file && g_array_index(callers, struct node_ref, i).node == h->node)
            return true;
    return false;
}

static GArray *ways_of(struct linker *l, uint32_t file, uint32_t scope)
{
    const GArray *list = g_hash_table_lookup(l->handings->of, KEY(file, scope));
    GArray *out = NULL;
    for (guint i = 0; list && i < list->len; i++) {
        const struct handing *h = &g_array_index(list, struct handing, i);
        if (call_apart(l, (struct node_ref){.file = h->file, .node = h->node}, file, scope) || (!h->decorates && is_caller(l, h, file, scope)))
            continue;
        struct handed way = {.at = {.file = h->file, .node = h->node}, .decorates = h->decorates, .lambda = h->lambda};
        const struct vset *to = eval(l, h->file, h->decorates ? h->node : lnode(l, h->file, h->node)->a);
        for (unsigned v = 0; v < to->n; v++)
            if (to->v[v].kind == V_FUNCTION && !(to->v[v].file == file && to->v[v].ref == scope))
                run_in(l, to->v[v].file, to->v[v].ref, h, NULL, &way, MAX_HANDED_ON);
        way.in_place = !h->decorates && !(h->key && h->lambda && !way.n_inner) && (h->lambda || way.n_inner) && waits(l, h, file, scope);
        if (!way.n_inner && !way.in_place)
            continue;
        if (!out)
            out = g_array_new(FALSE, FALSE, sizeof way);
        g_array_append_val(out, way);
    }
    return out;
}

/* How a function that is written there stands among the arguments of a call: by itself, under a name, in a dictionary. */
static bool handing_at(const struct linker *l, uint32_t file, uint32_t node, struct handing *out)
{
    const struct facts *f = l->files[file].f;
    uint32_t arg = node, call = f->nodes[node].parent;
    *out = (struct handing){.file = file, .lambda = true};
    if (f->nodes[call].kind == NODE_PAIR && f->nodes[f->nodes[call].a].kind == NODE_STRING) {
        out->key = f->nodes[f->nodes[call].a].text;
        arg = f->nodes[call].parent;
        call = f->nodes[arg].parent;
    }
    if (f->nodes[call].kind == NODE_KEYWORD) {
        out->key = out->key ? out->key : f->nodes[call].text;
        arg = call;
        call = f->nodes[call].parent;
    }
    const struct fact_node *n = &f->nodes[call];
    uint32_t i = 0;
    for (; n->kind == NODE_CALL && i < n->count && f->kids[n->first + i] != arg; i++)
        out->position += f->nodes[f->kids[n->first + i]].kind != NODE_KEYWORD;
    out->node = call;
    out->last = i + 1 == n->count;
    return n->kind == NODE_CALL && i < n->count;
}

bool handed_here(struct linker *l, uint32_t file, uint32_t node, struct handed *out)
{
    struct handing h;
    *out = (struct handed){.lambda = true};
    if (!handing_at(l, file, node, &h))
        return false;
    out->at = (struct node_ref){.file = file, .node = h.node};
    const struct vset *to = eval(l, file, lnode(l, file, h.node)->a);
    bool ours = !to->open && to->n > 0;
    for (unsigned v = 0; v < to->n; v++) {
        ours &= to->v[v].kind == V_FUNCTION;
        if (to->v[v].kind == V_FUNCTION)
            run_in(l, to->v[v].file, to->v[v].ref, &h, NULL, out, MAX_HANDED_ON);
    }
    return ours && out->n_inner < MAX_INNER;
}

static void ways_free(gpointer list)
{
    if (list)
        g_array_unref(list);
}

const GArray *handed_find(struct linker *l, uint32_t file, uint32_t scope)
{
    if (scope <= 1)
        return NULL;
    if (!l->handings) {
        l->handings = g_new0(struct handings, 1);
        l->handings->of = g_hash_table_new_full(pair_key_hash, NULL, NULL, (GDestroyNotify)g_array_unref);
        l->handings->ways = g_hash_table_new_full(pair_key_hash, NULL, NULL, ways_free);
        for (uint32_t i = 0; i < l->n_files; i++)
            if (l->files[i].f && l->files[i].memo)
                gather(l, l->handings, i);
    }
    gpointer known;
    if (g_hash_table_lookup_extended(l->handings->ways, KEY(file, scope), NULL, &known))
        return known;
    GArray *list = ways_of(l, file, scope);
    g_hash_table_insert(l->handings->ways, KEY(file, scope), list);
    return list;
}

void handed_fini(struct linker *l)
{
    for (uint32_t i = 0; i < l->n_files; i++)
        g_clear_pointer(&l->files[i].run, g_hash_table_unref);
    if (!l->handings)
        return;
    g_hash_table_unref(l->handings->of);
    g_hash_table_unref(l->handings->ways);
    g_free(l->handings);
}
