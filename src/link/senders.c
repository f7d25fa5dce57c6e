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
        const GArray *inner = v->kind == V_FUNCTION && (!l->frame || l->frame->depth < MAX_FRAMES) ? senders_find(l, v->file, v->ref) : NULL;
        if (!inner || apart(l, file, v->file))
            continue;
        may = true;
        struct frame *outer = l->frame;
        l->frame = frame_new(l, v->file, v->ref, (struct node_ref){file, node, 0}, outer);
        for (guint k = 0; k < inner->len && !*sends; k++)
            may_send(l, v->file, g_array_index(inner, uint32_t, k), sends);
        l->frame = outer;
    }
    return may;
}

/* Whether a call makes a site of a request in the function that it calls; `outer`: what is in force around it. */
static bool sent_by(struct linker *l, struct node_ref call, struct node_ref request, uint32_t scope, const struct frame *outer)
{
    bool sends = false;
    if (apart(l, call.file, request.file))
        return false;
    l->frame = frame_new(l, request.file, scope, call, outer);
    may_send(l, request.file, request.node, &sends);
    l->frame = NULL;
    return sends;
}

static void note_request(struct linker *l, struct node_ref request, uint32_t scope)
{
    if (g_hash_table_add(l->sent, KEY(request.file, request.node)))
        lists_add(l->senders, KEY(request.file, scope), request.node);
}

/* Callers of the function that a call stands in, which hand it something; `fn`: that function. NULL without. */
static const GArray *further_callers(const struct linker *l, struct node_ref c, uint32_t *fn)
{
    const struct facts *f = l->files[c.file].f;
    *fn = enclosing_function(f, f->nodes[c.node].scope);
    return *fn > 1 && f->scopes[*fn].n_params ? l->files[c.file].callers[*fn] : NULL;
}

/* A caller that sends to a model only for some of its own callers hands on what it is given: the calls of it are the sites. */
static void note_between(struct linker *l, struct node_ref c, struct node_ref request, uint32_t scope)
{
    uint32_t fn;
    const GArray *further = further_callers(l, c, &fn);
    bool some = false, all = true;
    for (guint k = 0; further && k < further->len && k < MAX_SENDER_CALLS && !(some && !all); k++) {
        bool sends = sent_by(l, c, request, scope, frame_new(l, c.file, fn, g_array_index(further, struct node_ref, k), NULL));
        some |= sends;
        all &= sends;
    }
    if (some && !all)
        note_request(l, c, fn);
}

/* Whether one of a function's callers makes a site of a request within it, or one of a caller's own. */
static bool find_caller(struct linker *l, struct node_ref request, uint32_t scope)
{
    const GArray *callers = l->files[request.file].callers[scope];
    unsigned left = MAX_SENDER_CALLS;
    for (guint i = 0; callers && i < callers->len && left; i++, left--) {
        struct node_ref c = g_array_index(callers, struct node_ref, i);
        if (sent_by(l, c, request, scope, NULL)) {
            note_request(l, request, scope);
            note_between(l, c, request, scope);
            return true;
        }
    }
    for (guint i = 0; callers && i < callers->len && left; i++) {
        struct node_ref c = g_array_index(callers, struct node_ref, i);
        uint32_t fn;
        const GArray *further = further_callers(l, c, &fn);
        for (guint k = 0; further && k < further->len && left; k++, left--)
            if (sent_by(l, c, request, scope, frame_new(l, c.file, fn, g_array_index(further, struct node_ref, k), NULL))) {
                note_request(l, request, scope);
                note_request(l, c, fn);
                return true;
            }
    }
    return false;
}

static void look_at(struct linker *l, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    uint32_t fn = enclosing_function(f, f->nodes[node].scope);
    bool sends = false;
    if (fn <= 1 || g_hash_table_contains(l->sent, KEY(file, node)) || !may_send(l, file, node, &sends) || sends)
        return;
    for (unsigned i = 0; i < MAX_SENDER_LAMBDAS && fn > 1; i++) {
        if (f->scopes[fn].n_params && find_caller(l, (struct node_ref){.file = file, .node = node}, fn))
            return;
        fn = enclosing_function(f, f->scopes[fn].parent);
    }
}

bool link_senders(struct linker *l)
{
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
    return g_hash_table_size(l->sent) > 0;
}
