/*
 * Helpers that send what they are given: function post(path, body) { return fetch(BASE + path, { body }); }. Where only what
 * one of its callers passes says that the request goes to a model, the site is that call, and the request within the helper
 * is read with the parameters as that call passes them.
 */
#include "link/link_priv.h"

#define MAX_SENDER_ROUNDS 2 /* helpers that call helpers */
#define MAX_SENDER_CALLS 64 /* of one helper that are looked at, until one sends to a model */
#define MAX_SENDER_LAMBDAS 3 /* functions within the helper that a request may stand in */

void senders_init(struct linker *l)
{
    l->senders = lists_new();
    l->sent = g_hash_table_new(pair_key_hash, NULL);
}

void senders_fini(struct linker *l)
{
    g_hash_table_unref(l->senders);
    g_hash_table_unref(l->sent);
}

const GArray *senders_find(const struct linker *l, uint32_t file, uint32_t scope)
{
    return g_hash_table_lookup(l->senders, KEY(file, scope));
}

unsigned doers_of(const struct linker *l, const struct value *fn, struct value out[MAX_DOERS])
{
    const GArray *doers = l->final ? g_hash_table_lookup(l->doers, KEY(fn->file, fn->ref)) : NULL;
    out[0] = *fn;
    for (guint i = 0; doers && i < doers->len && i < MAX_DOERS; i++) {
        out[i] = *fn;
        out[i].file = g_array_index(doers, struct node_ref, i).file;
        out[i].ref = g_array_index(doers, struct node_ref, i).node;
    }
    return doers ? MIN(doers->len, MAX_DOERS) : 1;
}

struct node_ref senders_call(const struct linker *l, uint32_t file, uint32_t node)
{
    struct node_ref at = {.file = file, .node = node};
    for (const struct frame *frame = l->frame; frame && g_hash_table_contains(l->sent, KEY(at.file, at.node)); frame = frame->outer)
        at = frame->call;
    return at;
}

/* Whether a call may be a site, by its path; then whether it is one, as far as the call in force says it. */
static bool may_send(struct linker *l, uint32_t file, uint32_t node, bool *sends)
{
    const struct vset *callee = eval(l, file, lnode(l, file, node)->a);
    bool may = false;
    for (unsigned i = 0; i < callee->n && !*sends; i++) {
        const struct value *v = &callee->v[i];
        const struct apath *p = v->kind == V_PATH && !v->path->dead ? apath_called(l, v->path) : NULL;
        for (unsigned k = 0; p && k < p->n_items && !*sends; k++) {
            const struct api_item *item = &l->rules->items[p->items[k]];
            bool site = item->role == ROLE_SITE && item->as != AS_DECORATOR;
            may |= site && item->n_when;
            *sends = site && item_fits(l, item, file, node);
        }
        if (v->kind != V_FUNCTION || (l->frame && l->frame->depth >= MAX_FRAMES))
            continue;
        struct value runs[MAX_DOERS];
        const unsigned n = doers_of(l, v, runs);
        for (unsigned d = 0; d < n && !*sends; d++) {
            const GArray *inner = senders_find(l, runs[d].file, runs[d].ref);
            if (!inner || call_apart(l, (struct node_ref){.file = file, .node = node}, runs[d].file, runs[d].ref))
                continue;
            may = true;
            struct frame *outer = l->frame;
            l->frame = frame_new(l, runs[d].file, runs[d].ref, (struct node_ref){file, node, 0, NULL}, outer);
            for (guint k = 0; k < inner->len && !*sends; k++)
                may_send(l, runs[d].file, g_array_index(inner, uint32_t, k), sends);
            l->frame = outer;
        }
    }
    return may;
}

/* The call in force of a function, the same for the same call within the same others: ways to different requests, and longer
 * ones to the same, begin alike, and what was evaluated in one is known in the others. */
static struct frame *way_frame(struct linker *l, uint32_t file, uint32_t scope, struct node_ref call, const struct frame *outer)
{
    GHashTable *calls = g_hash_table_lookup(l->ways, outer);
    if (!calls)
        g_hash_table_insert(l->ways, (gpointer)outer, calls = g_hash_table_new_full(pair_key_hash, NULL, NULL, (GDestroyNotify)g_ptr_array_unref));
    GPtrArray *frames = g_hash_table_lookup(calls, KEY(call.file, call.node));
    if (!frames)
        g_hash_table_insert(calls, KEY(call.file, call.node), frames = g_ptr_array_new());
    for (guint i = 0; i < frames->len; i++) {
        struct frame *known = g_ptr_array_index(frames, i);
        if (known->file == file && known->scope == scope && known->call.shift == call.shift && known->call.frame == call.frame)
            return known;
    }
    g_ptr_array_add(frames, frame_new(l, file, scope, call, outer));
    return g_ptr_array_index(frames, frames->len - 1);
}

/* Whether a call makes a site of a request in the function that it calls; `outer`: what is in force around it. */
static bool sent_by(struct linker *l, struct node_ref call, struct node_ref request, uint32_t scope, const struct frame *outer)
{
    bool sends = false;
    if (call_apart(l, call, request.file, scope))
        return false;
    l->frame = way_frame(l, request.file, scope, call, outer);
    may_send(l, request.file, request.node, &sends);
    l->frame = NULL;
    return sends;
}

static void note_request(struct linker *l, struct node_ref request, uint32_t scope)
{
    if (!g_hash_table_add(l->sent, KEY(request.file, request.node)))
        return;
    lists_add(l->senders, KEY(request.file, scope), request.node);
    g_hash_table_remove_all(l->ways); /* what was evaluated did not know of it */
}

/* Callers of the function that a call stands in, which hand it something; `fn`: that function. NULL without. */
static const GArray *further_callers(const struct linker *l, struct node_ref c, uint32_t *fn)
{
    const struct facts *f = l->files[c.file].f;
    *fn = enclosing_function(f, f->nodes[c.node].scope);
    return *fn > 1 && f->scopes[*fn].n_params ? l->files[c.file].callers[*fn] : NULL;
}

/* The calls by which a request is reached, the one next to it first, and the functions that these stand in. */
struct way {
    struct node_ref calls[MAX_FRAMES];
    uint32_t in[MAX_FRAMES];
    unsigned n;
};

/* What is in force for the call next to a request on a way. */
static struct frame *way_frames(struct linker *l, const struct way *way)
{
    struct frame *outer = NULL;
    for (unsigned i = way->n; i-- > 1;)
        outer = way_frame(l, way->calls[i - 1].file, way->in[i - 1], way->calls[i], outer);
    return outer;
}

/* A caller that sends to a model only for some of its own callers hands on what it is given: the calls of it are the sites.
 * One that has a single caller, which may do so itself, is looked through. */
static void note_between(struct linker *l, struct way *way, struct node_ref request, uint32_t scope)
{
    uint32_t fn;
    const GArray *further = further_callers(l, way->calls[way->n - 1], &fn);
    bool some = false, all = true;
    if (!further || way->n == MAX_FRAMES)
        return;
    way->in[way->n - 1] = fn;
    way->n++;
    for (guint k = 0; k < further->len && k < MAX_SENDER_CALLS && !(some && !all); k++) {
        way->calls[way->n - 1] = g_array_index(further, struct node_ref, k);
        bool sends = sent_by(l, way->calls[0], request, scope, way_frames(l, way));
        some |= sends;
        all &= sends;
    }
    if (some && all && further->len == 1)
        note_between(l, way, request, scope);
    for (unsigned i = 0; some && !all && i + 1 < way->n; i++)
        note_request(l, way->calls[i], way->in[i]);
}

/* Whether a way makes a site of a request: then all on it but the outermost call only hand on what they are given. */
static bool way_sends(struct linker *l, const struct way *way, struct node_ref request, uint32_t scope)
{
    if (!sent_by(l, way->calls[0], request, scope, way_frames(l, way)))
        return false;
    note_request(l, request, scope);
    for (unsigned i = 0; i + 1 < way->n; i++)
        note_request(l, way->calls[i], way->in[i]);
    if (way->n == 1) {
        struct way longer = *way;
        note_between(l, &longer, request, scope);
    }
    return true;
}

/* Whether one of the ways of `length` calls that begin as this one does makes a site of a request, while looks are `left`. */
static bool find_way(struct linker *l, struct way *way, unsigned length, const GArray *callers, struct node_ref request, uint32_t scope,
                     unsigned *left)
{
    for (guint i = 0; callers && i < callers->len && *left; i++) {
        uint32_t fn;
        way->calls[way->n] = g_array_index(callers, struct node_ref, i);
        const GArray *further = further_callers(l, way->calls[way->n], &fn);
        way->in[way->n] = fn;
        way->n++;
        --*left;
        bool sends = way->n == length ? way_sends(l, way, request, scope) : find_way(l, way, length, further, request, scope, left);
        way->n--;
        if (sends)
            return true;
    }
    return false;
}

/* Whether one of a function's callers makes a site of a request within it, or one of a caller's own, or of these. */
static bool find_caller(struct linker *l, struct node_ref request, uint32_t scope)
{
    for (unsigned length = 1; length <= MAX_FRAMES; length++) {
        struct way way = {.n = 0};
        unsigned left = MAX_SENDER_CALLS;
        if (find_way(l, &way, length, l->files[request.file].callers[scope], request, scope, &left))
            return true;
    }
    return false;
}

/*
 * A client that is made for several services, each with an address of its own: Client.new(url).post(body). What its methods
 * send goes to a model where they are called on an object that was made for one: those calls are the sites, and where there
 * are none the request is no site either. Nothing changes where nobody sees who made one of the objects, or all send to models.
 */
static void look_at_makers(struct linker *l, struct node_ref request, uint32_t fn)
{
    const struct lfile *lf = &l->files[request.file];
    const uint32_t class = enclosing_class(lf->f, fn), entry = class ? class_entry(l, request.file, class) : 0;
    const GArray *makers = entry && lf->f->scopes[entry].n_params ? lf->callers[entry] : NULL, *callers = lf->callers[fn];
    if (!makers || makers->len < 2 || !callers || callers->len > MAX_SENDER_CALLS)
        return;
    bool any = false, some = false, all = true;
    for (guint i = 0; i < callers->len; i++) {
        const struct node_ref c = g_array_index(callers, struct node_ref, i);
        if (apart(l, c.file, request.file))
            continue;
        any = true;
        if (!frame_maker(l, frame_new(l, request.file, fn, c, NULL)))
            return;
        const bool sends = sent_by(l, c, request, fn, NULL);
        some |= sends;
        all &= sends;
    }
    if (some && !all)
        note_request(l, request, fn);
    else if (any && !some)
        g_hash_table_add(l->sent, KEY(request.file, request.node));
}

/* The item by which a call makes a request that a method sends which is given it; NULL without. */
static const struct api_item *carried(struct linker *l, uint32_t file, uint32_t node)
{
    const struct vset *callee = eval(l, file, lnode(l, file, node)->a);
    for (unsigned i = 0; i < callee->n; i++) {
        const struct value *v = &callee->v[i];
        const struct apath *p = v->kind == V_PATH && !v->path->dead ? apath_called(l, v->path) : NULL;
        for (unsigned k = 0; p && k < p->n_items; k++) {
            const struct api_item *item = &l->rules->items[p->items[k]];
            if (item->role == ROLE_SITE && item->carried_by && *item->carried_by && item_fits(l, item, file, node))
                return item;
        }
    }
    return NULL;
}

/* Whether a function gives what a call in it makes, itself or by its name. */
static bool gives_made(struct linker *l, uint32_t file, uint32_t fn, uint32_t made)
{
    const struct facts *f = l->files[file].f;
    const uint32_t name = name_given(&l->files[file], made);
    for (uint32_t i = 0; i < f->n_jumps; i++) {
        const struct fact_jump *j = &f->jumps[i];
        const struct fact_node *value = &f->nodes[j->value];
        if (j->scope == fn && j->kind == JUMP_RETURN && j->value &&
            (j->value == made || (name && value->kind == NODE_NAME && value->text == f->nodes[name].text)))
            return true;
    }
    return false;
}

/* A request that its function only puts together, and that callers send: the calls of the function are the sites. */
static void look_at_given(struct linker *l, struct node_ref request, uint32_t fn)
{
    const GArray *callers = l->files[request.file].callers[fn];
    const struct api_item *item = callers ? carried(l, request.file, request.node) : NULL;
    if (!item || carrier_of(l, item->carried_by, request.file, request.node).node || !gives_made(l, request.file, fn, request.node))
        return;
    for (guint i = 0; i < callers->len && i < MAX_SENDER_CALLS; i++) {
        const struct node_ref c = g_array_index(callers, struct node_ref, i);
        if (!call_apart(l, c, request.file, fn) && carrier_of(l, item->carried_by, c.file, c.node).node) {
            note_request(l, request, fn);
            return;
        }
    }
}

static void look_at(struct linker *l, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    uint32_t fn = enclosing_function(f, f->nodes[node].scope);
    bool sends = false;
    if (fn <= 1 || g_hash_table_contains(l->sent, KEY(file, node)) || !may_send(l, file, node, &sends))
        return;
    if (sends) {
        look_at_makers(l, (struct node_ref){.file = file, .node = node}, fn);
        look_at_given(l, (struct node_ref){.file = file, .node = node}, fn);
        return;
    }
    for (unsigned i = 0; i < MAX_SENDER_LAMBDAS && fn > 1; i++) {
        if (f->scopes[fn].n_params && find_caller(l, (struct node_ref){.file = file, .node = node}, fn))
            return;
        fn = enclosing_function(f, f->scopes[fn].parent);
    }
}

bool link_senders(struct linker *l)
{
    l->ways = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref);
    for (unsigned round = 0, known = 0; round < MAX_SENDER_ROUNDS; round++) {
        for (uint32_t file = 0; file < l->n_files; file++) {
            const struct facts *f = l->files[file].f;
            for (uint32_t i = 1; f && i < f->n_nodes; i++)
                if (f->nodes[i].kind == NODE_CALL)
                    look_at(l, file, i);
        }
        if (g_hash_table_size(l->sent) == known)
            break;
        known = g_hash_table_size(l->sent);
    }
    g_clear_pointer(&l->ways, g_hash_table_unref);
    return g_hash_table_size(l->sent) > 0;
}
