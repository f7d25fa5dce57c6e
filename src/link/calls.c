/* Calls, and all expressions that are made of others. */
#include <limits.h>
#include <string.h>

#include "link/resolve_priv.h"

#define FILE_NAME_LOOKS 24   /* names of one chain of calls that are looked up for a file */
#define WITHIN_DEPTH 6       /* dictionaries, lists and functions within each other that hold a model */
#define MAX_NAMED 8 /* names that one call may name a method by */

/* Adds what a function returns or yields. */
static void add_returned(struct linker *l, uint32_t file, uint32_t scope, struct builder *b)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 0; i < f->n_jumps; i++) {
        const struct fact_jump *j = &f->jumps[i];
        if (j->scope == scope && (j->kind == JUMP_RETURN || j->kind == JUMP_YIELD) && j->value)
            add_set(b, eval(l, file, j->value));
    }
}

/* What a function within the one whose call is in force gives: in { ask() } a parameter stands for what that call passes. */
static const struct vset *result_within(struct linker *l, uint32_t file, uint32_t scope)
{
    if (too_deep(l))
        return &vset_open;
    l->depth++;
    BUILDER(b, false);
    add_returned(l, file, scope, &b);
    l->depth--;
    return finish(l, &b);
}

const struct vset *eval_result(struct linker *l, uint32_t file, uint32_t scope)
{
    struct lfile *lf = &l->files[file];
    if (l->frame && l->frame->file == file && l->frame->scope != scope && scope_within(lf->f, scope, l->frame->scope))
        return result_within(l, file, scope);
    const struct frame *maker = l->frame && l->frame->file == file && l->frame->scope != scope ? frame_maker(l, l->frame) : NULL;
    if (maker && scope != maker->scope && of_object(lf->f, scope, maker->scope))
        return result_within(l, file, scope);
    if (lf->results[scope])
        return lf->results[scope];
    if (too_deep(l))
        return &vset_open;
    lf->results[scope] = &vset_busy;
    const uint32_t cut = l->cut;
    l->depth++;
    struct frame *frame = l->frame; /* what is remembered holds for every call */
    l->frame = NULL;
    BUILDER(b, false);
    add_returned(l, file, scope, &b);
    if (lf->f->scopes[scope].type && says_nothing(l, &b)) /* declared only */
        add_set(&b, eval_type(l, file, lf->f->scopes[scope].type));
    for (unsigned i = 0; i < b.n; i++)
        if (b.v[i].kind == V_LITERAL && b.v[i].via < VALUE_CONST)
            set_via(&b, i, VALUE_CONST);
    l->frame = frame;
    l->depth--;
    const struct vset *s = finish(l, &b);
    lf->results[scope] = is_cut(l, lf, s, cut) ? NULL : s;
    return s;
}

/* Calls that only what callers hand over tells are seen when it is too late for their arguments: they surround the function.
 * (A parameter that is called itself is looked at by handed.c.) */
static void note_caller(struct linker *l, const struct value *fn, uint32_t file, uint32_t node, unsigned shift)
{
    const struct node_ref call = {file, node, shift, NULL};
    if (l->final) {
        const struct fact_node *callee = lnode(l, file, lnode(l, file, node)->a);
        bool handed = callee->kind == NODE_NAME && named_param(&l->files[file], callee);
        if (!handed && !is_call_of(l, fn->file, fn->ref, call) && !apart(l, file, fn->file))
            surround(l, (struct unit){fn->file, fn->ref}, call);
        return;
    }
    GArray **list = &l->files[fn->file].callers[fn->ref];
    if (!*list)
        *list = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    g_array_append_val(*list, call);
}

uint32_t class_entry(struct linker *l, uint32_t file, uint32_t class)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 2; i < f->n_scopes; i++)
        if (f->scopes[i].parent == class && f->scopes[i].kind == SCOPE_FUNCTION) {
            const char **names = l->files[file].lang->constructors;
            if (names && g_strv_contains((const char *const *)names, ltext(l, file, f->scopes[i].name)))
                return i;
            if (l->files[file].lang->implicit_self && f->scopes[i].name && f->scopes[i].name == f->scopes[class].name)
                return i; /* a constructor is called as its class is */
        }
    return 0;
}

static const struct chain *chain_push(struct linker *l, const struct chain *prev, uint32_t file, uint32_t node,
                                      const struct apath *path)
{
    return chain_kept(l, &(struct chain){.prev = prev, .file = file, .node = node, .path = path});
}

/* The call that makes an object; the same for the same call. */
static const struct chain *made_by(struct linker *l, uint32_t file, uint32_t node)
{
    struct chain *c = g_hash_table_lookup(l->makers, KEY(file, node));
    if (!c) {
        c = arena_new(l->a, struct chain);
        *c = (struct chain){.file = file, .node = node};
        g_hash_table_insert(l->makers, KEY(file, node), c);
    }
    return c;
}

/* Whether a call builds a client of an SDK. */
static bool builds_client(struct linker *l, uint32_t file, uint32_t call)
{
    const struct vset *callee = lnode(l, file, call)->kind == NODE_CALL ? eval(l, file, lnode(l, file, call)->a) : &vset_empty;
    for (unsigned i = 0; i < callee->n; i++) {
        const struct apath *p = callee->v[i].kind == V_PATH ? apath_called(l, callee->v[i].path) : NULL;
        for (unsigned k = 0; p && k < p->n_items; k++)
            if (l->rules->items[p->items[k]].role == ROLE_CLIENT)
                return true;
    }
    return false;
}

/* createClient({fetch: (url, init) => fetch(`${host}/chat`, init)}): whether a request only sends what the calls of an SDK ask
 * its client for. */
static bool sends_for_client(struct linker *l, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    const char *const *names = (const char *const *)l->rules->senders;
    uint32_t scope = names ? enclosing_function(f, f->nodes[node].scope) : 0;
    for (uint32_t i = 1; scope > 1 && i < f->n_nodes; i++) {
        const struct fact_node *given = &f->nodes[f->nodes[i].parent];
        if (f->nodes[i].kind != NODE_FUNCTION || f->nodes[i].scope_ref != scope)
            continue;
        if (given->kind == NODE_KEYWORD)
            return g_strv_contains(names, f->strings[given->text]) && builds_client(l, file, given->parent);
        const struct fact_node *options = &f->nodes[given->parent];
        return given->kind == NODE_PAIR && f->nodes[given->a].kind == NODE_STRING && options->kind == NODE_DICT &&
               g_strv_contains(names, f->strings[f->nodes[given->a].text]) && builds_client(l, file, options->parent);
    }
    return false;
}

static uint32_t make_site(struct linker *l, uint32_t file, uint32_t node, const struct value *callee, uint32_t item)
{
    const struct node_ref at = senders_call(l, file, node);
    gpointer known = g_hash_table_lookup(l->draft_of, KEY(at.file, at.node));
    if (known || g_hash_table_contains(l->sent, KEY(at.file, at.node))) /* of what sends what it is given, the calls are sites */
        return (uint32_t)(guintptr)known;
    if (l->rules->items[item].raw && sends_for_client(l, at.file, at.node)) {
        g_hash_table_add(l->sent, KEY(at.file, at.node));
        return 0;
    }
    struct site_draft d = {.file = at.file, .node = at.node, .item = item, .chain = callee->chain,
                           .confidence = 0.95};
    if (at.file != file || at.node != node) {
        d.sent = (struct node_ref){.file = file, .node = node};
        d.frame = l->frame;
    }
    if (l->rules->items[item].confidence)
        d.confidence = l->rules->items[item].confidence / 100.0;
    for (const struct chain *c = callee->chain; c; c = c->prev) {
        if (!d.provider && c->alias)
            d.provider = c->alias->provider;
        if (c->bound)
            g_hash_table_add(l->completed, KEY(c->file, c->node));
    }
    g_array_append_val(l->drafts, d);
    g_hash_table_insert(l->draft_of, KEY(at.file, at.node), GUINT_TO_POINTER(l->drafts->len));
    return l->drafts->len;
}

void argument_values(struct linker *l, uint32_t file, uint32_t node, const char *name, int position,
                            struct builder *b)
{
    struct found found;
    find_argument(l, file, node, name, name ? -1 : position, &found);
    if (!found.nodes->len && name && position >= 0) {
        found_clear(&found);
        find_argument(l, file, node, NULL, position, &found);
    }
    for (guint i = 0; i < found.nodes->len; i++) {
        struct node_ref r = g_array_index(found.nodes, struct node_ref, i);
        add_set(b, eval(l, r.file, r.node));
    }
    const struct fact_node *n = lnode(l, file, node);
    for (uint32_t i = 0; !name && !found.nodes->len && i < n->count && (int)i <= position; i++) { /* gather(*all) */
        const struct fact_node *k = lnode(l, file, l->files[file].f->kids[n->first + i]);
        if (k->kind == NODE_SPLAT && !(k->flags & NODE_DOUBLE_SPLAT))
            add_set(b, element_of(l, eval(l, file, k->a)));
    }
    b->open |= found.open || !found.nodes->len;
    found_clear(&found);
}


/* What a step of a builder gives back: X.builder().model() is X.builder() again. NULL if the call is none. */
static const struct apath *fluent(struct linker *l, const struct apath *callee, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, lnode(l, file, node)->a);
    if (!callee->dead || callee->kind != SEGMENT_MEMBER || n->kind != NODE_MEMBER || !g_str_equal(ltext(l, file, n->text), callee->name))
        return NULL;
    const struct apath *p = callee->parent;
    apath_items(l, p);
    for (unsigned i = 0; i < p->n_items; i++)
        if (l->rules->items[p->items[i]].fluent)
            return p;
    return NULL;
}

static void call_value(struct linker *l, const struct value *f, uint32_t file, uint32_t node, unsigned shift,
                       struct builder *b);

/* The argument that a transform gives, or what calling it gives: Depends(get_client), field(default_factory=build). */
static bool add_argument(struct linker *l, const struct api_item *item, uint32_t file, uint32_t node,
                         const struct apath *p, struct builder *b)
{
    BUILDER(args, false);
    bool called = false, written = false;
    for (unsigned i = 0; i < item->n_returns_arguments && !args.n; i++) {
        const struct api_return *r = &item->returns_arguments[i];
        if (r->provided) /* resolve.c asks who does */
            continue;
        argument_values(l, file, node, r->name, r->position, &args);
        called = r->called;
        written = r->written;
        if (r->name && *r->name == '<') { /* a type: an instance of it, built elsewhere */
            BUILDER(made, true);
            instances_of(l, &(struct vset){args.v, args.n, args.open}, &made);
            add_set(b, finish(l, &made));
            return args.n > 0;
        }
    }
    for (unsigned k = 0; k < args.n; k++) {
        const struct value *a = &args.v[k];
        if (!called) {
            struct value v = *a;
            v.chain = chain_push(l, a->chain, file, node, p);
            v.written |= written;
            add(b, v);
        } else if (a->kind == V_FUNCTION) {
            note_reference(l, a->kind, a->file, a->ref);
            add_set(b, eval_result(l, a->file, a->ref));
        } else if (a->kind == V_CLASS) {
            note_reference(l, a->kind, a->file, a->ref);
            add(b, (struct value){.kind = V_INSTANCE, .file = a->file, .ref = a->ref});
        } else if (a->kind == V_PATH) {
            call_value(l, a, file, node, 0, b);
        } else {
            b->open = true;
        }
    }
    return args.n > 0;
}

/* What a format gives whose text is written as a dictionary: that. */
static bool add_formatted(struct linker *l, uint32_t file, uint32_t node, struct builder *b)
{
    bool any = false;
    BUILDER(args, false);
    argument_values(l, file, node, NULL, 0, &args);
    for (unsigned k = 0; k < args.n; k++)
        if (args.v[k].kind == V_LITERAL && lnode(l, args.v[k].file, args.v[k].ref)->kind == NODE_DICT) {
            add(b, args.v[k]);
            any = true;
        }
    return any;
}

/* store.get("name"); true if something was put there. */
static bool read_store(struct linker *l, const struct value *f, uint32_t file, uint32_t node, struct builder *b)
{
    const struct fact_node *n = lnode(l, file, node);
    const struct fact_node *key = n->count ? lnode(l, file, l->files[file].f->kids[n->first]) : NULL;
    if (key && key->kind != NODE_STRING)
        return false;
    struct value holder = *f;
    holder.path = f->path->parent;
    return add_stored(l, &holder, key ? ltext(l, file, key->text) : "", b);
}

const struct vset *document_value(struct linker *l, uint32_t file)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->pf->facts;
    if (!lf->f && f && f->status == FACTS_PARSED && f->root && lf->pf->language && lf->pf->language->reader == READER_CONFIG)
        index_file(l, file);
    if (!lf->f || !lf->f->root)
        return &vset_open;
    BUILDER(b, false);
    add(&b, (struct value){.kind = V_LITERAL, .via = VALUE_CONFIG, .file = file, .ref = lf->f->root});
    return finish(l, &b);
}

/* The text that says which file an expression reads: itself, or the argument of what opens it; at most `hops` deep.
 * `*looks` is how many expressions may still be looked at: whoever names a file does so near by. */
static const char *file_name(struct linker *l, uint32_t file, uint32_t node, unsigned hops, unsigned *looks)
{
    if (!*looks)
        return NULL;
    --*looks;
    const struct vset *s = node ? eval(l, file, node) : &vset_empty;
    const char *name = NULL;
    for (unsigned i = 0; i < s->n && !name; i++) {
        const struct value *v = &s->v[i];
        const struct fact_node *n = v->kind == V_LITERAL ? lnode(l, v->file, v->ref) : NULL;
        if (n && n->kind == NODE_STRING)
            name = ltext(l, v->file, n->text);
        else if (n && n->kind == NODE_BINARY && hops) /* folder / "name" */
            name = file_name(l, v->file, n->b, hops - 1, looks);
        for (const struct chain *c = v->kind == V_PATH ? v->chain : NULL; c && !name && hops; c = c->prev) {
            const struct fact_node *call = c->file != NO_INDEX ? lnode(l, c->file, c->node) : NULL;
            for (uint32_t k = 0; call && call->kind == NODE_CALL && k < call->count && !name; k++)
                name = file_name(l, c->file, l->files[c->file].f->kids[call->first + k], hops - 1, looks);
        }
    }
    return name && strchr(name, '.') ? name : NULL;
}

uint32_t named_document(struct linker *l, uint32_t file, uint32_t node)
{
    unsigned looks = FILE_NAME_LOOKS;
    const char *name = node ? file_name(l, file, node, 4, &looks) : NULL;
    return name ? module_file(l->modules, file, name) : NO_INDEX;
}

/* load("config.yaml"), load(open("config.yaml")) */
static bool add_document(struct linker *l, uint32_t file, uint32_t node, struct builder *b)
{
    const struct fact_node *n = lnode(l, file, node);
    uint32_t first = n->count ? l->files[file].f->kids[n->first] : 0;
    if (lnode(l, file, first)->kind == NODE_KEYWORD)
        first = lnode(l, file, first)->b;
    uint32_t i = named_document(l, file, first);
    const struct vset *s = i != NO_INDEX ? document_value(l, i) : &vset_empty;
    add_set(b, s);
    return s->n > 0;
}

static void note_construction(struct linker *l, uint32_t class_file, uint32_t class, uint32_t file, uint32_t node,
                              unsigned shift, unsigned hops);

/* The same for the classes above one. */
static void note_construction_above(struct linker *l, uint32_t class_file, uint32_t class, uint32_t file, uint32_t node,
                                    unsigned shift, unsigned hops)
{
    const struct facts *f = l->files[class_file].f;
    const struct fact_scope *s = &f->scopes[class];
    for (uint32_t i = 0; hops && !l->final && i < s->n_bases; i++) {
        uint32_t base = f->kids[s->first_base + i];
        if (f->nodes[base].kind == NODE_KEYWORD)
            continue;
        if (f->nodes[base].kind == NODE_SUBSCRIPT)
            base = f->nodes[base].a;
        const struct vset *bases = eval(l, class_file, base);
        for (unsigned k = 0; k < bases->n; k++)
            if (bases->v[k].kind == V_CLASS && !(bases->v[k].file == class_file && bases->v[k].ref == class))
                note_construction(l, bases->v[k].file, bases->v[k].ref, file, node, shift, hops - 1);
    }
}

/* Who calls a class calls its constructor, or that of the class above; without any, its fields take the arguments. */
static void note_construction(struct linker *l, uint32_t class_file, uint32_t class, uint32_t file, uint32_t node,
                              unsigned shift, unsigned hops)
{
    uint32_t entry = class_entry(l, class_file, class);
    struct value fn = {.kind = V_FUNCTION, .file = class_file, .ref = entry ? entry : class};
    note_caller(l, &fn, file, node, shift);
    if (!entry)
        note_construction_above(l, class_file, class, file, node, shift, hops);
}

bool stands_in(const struct facts *f, uint32_t node, uint32_t scope)
{
    return scope_within(f, f->nodes[node].scope, scope);
}

struct frame *frame_new(struct linker *l, uint32_t file, uint32_t scope, struct node_ref call, const struct frame *outer)
{
    struct frame *fr = arena_new(l->a, struct frame);
    *fr = (struct frame){.outer = outer, .file = file, .scope = scope, .call = call,
                         .depth = outer ? outer->depth + 1 : 1};
    return fr;
}

struct frame *frame_within(struct linker *l, struct frame *frame)
{
    struct frame *of = l->frame;
    if (frame->outer || !of || of == frame || of->depth >= MAX_FRAMES || of->file != frame->call.file ||
        !stands_in(l->files[of->file].f, frame->call.node, of->scope))
        return frame;
    if (!of->inner || of->inner->call.node != frame->call.node || of->inner->file != frame->file || of->inner->scope != frame->scope)
        of->inner = frame_new(l, frame->file, frame->scope, frame->call, of);
    return of->inner;
}

struct frame *enter_frame(struct linker *l, const struct node_ref *r)
{
    struct frame *outer = l->frame;
    if (r->frame)
        l->frame = r->frame;
    return outer;
}

/* The same value, built by one call of the function that it was built in. */
static struct value framed(struct linker *l, const struct value *v, const struct value *fn, struct node_ref call,
                           struct frame **own)
{
    const struct facts *f = l->files[fn->file].f;
    const struct chain *links[MAX_LINKS];
    unsigned n = 0;
    bool inside = false;
    for (const struct chain *c = v->chain; c && n < MAX_LINKS; c = c->prev) {
        bool here = c->frame ? c->frame->call.file == fn->file && stands_in(f, c->frame->call.node, fn->ref)
                             : c->file == fn->file && stands_in(f, c->node, fn->ref);
        inside |= here;
        links[n++] = c;
    }
    struct value out = *v;
    if (!inside || (n && links[n - 1]->prev))
        return out;
    if (!*own)
        *own = frame_new(l, fn->file, fn->ref, call, NULL);
    const struct chain *prev = NULL;
    while (n-- > 0) {
        struct chain *c = arena_memdup(l->a, links[n], sizeof *links[n]);
        if (!c->frame && c->file == fn->file && stands_in(f, c->node, fn->ref))
            c->frame = *own;
        else if (c->frame && !c->frame->outer && c->frame->depth < MAX_FRAMES && c->frame->call.file == fn->file &&
                 stands_in(f, c->frame->call.node, fn->ref))
            c->frame = frame_new(l, c->frame->file, c->frame->scope, c->frame->call, *own);
        c->prev = prev;
        prev = c;
    }
    out.chain = prev;
    return out;
}

/* Whether a call may still be told apart from others of the same function. */
static bool may_frame(const struct linker *l)
{
    return !l->frame || (l->frame->depth < MAX_FRAMES && l->framed < MAX_FRAMED);
}

/* Whether something that a function gives comes from a site, and the call hands it one that is written there: then it is
 * what that gives, not what those of other calls do. */
static bool gives_handed(struct linker *l, const struct vset *result, struct node_ref call)
{
    bool any = false;
    for (unsigned i = 0; i < result->n && !any; i++)
        any = result->v[i].site;
    const struct fact_node *n = lnode(l, call.file, call.node);
    if (!any || n->kind != NODE_CALL || !may_frame(l))
        return false;
    for (uint32_t i = 0; i < n->count; i++) {
        uint32_t kid = l->files[call.file].f->kids[n->first + i];
        if (lnode(l, call.file, kid)->kind == NODE_KEYWORD)
            kid = lnode(l, call.file, kid)->b;
        if (lnode(l, call.file, kid)->kind == NODE_FUNCTION)
            return true;
    }
    return false;
}

/* Whether a path, or what it begins with, is put together by steps that no rule names. */
static bool is_builder(struct linker *l, const struct apath *path)
{
    for (const struct apath *p = path; p && p->depth; p = p->parent) {
        const struct apath *of = p->canonical ? p->canonical : p;
        apath_items(l, of);
        for (unsigned i = 0; i < of->n_items; i++)
            if (l->rules->items[of->items[i]].fluent || l->rules->items[of->items[i]].returns_self)
                return true;
    }
    return false;
}

/* Whether a value was built step by step outside of a function: what that gives of it was handed to it. */
static bool built_elsewhere(struct linker *l, const struct value *v, const struct value *fn)
{
    const struct chain *c = v->kind == V_PATH ? v->chain : NULL;
    while (c && c->prev)
        c = c->prev;
    return c && !c->frame && (v->path->dead || is_builder(l, v->path)) && (c->file != fn->file || !stands_in(l->files[fn->file].f, c->node, fn->ref));
}

/* Whether what a function gives derives from several sites, or is one of several texts or of several objects, and that
 * from what it is passed rather than from a call of its own: then each call gives what its own arguments derive from, say
 * or are. */
static bool gives_passed(struct linker *l, const struct vset *result, const struct value *fn, struct node_ref call)
{
    uint32_t first = 0;
    unsigned objects = 0;
    bool several = false, passed = false;
    for (unsigned i = 0; i < result->n; i++) {
        const struct value *v = &result->v[i];
        if (v->site && v->kind != V_OTHER)
            return false;
        const bool text = v->kind == V_LITERAL && v->via == VALUE_PARAMETER;
        objects += built_elsewhere(l, v, fn);
        several |= (first && v->site && v->site != first) || (text && passed) || objects > 1;
        first = v->site ? v->site : first;
        passed |= text;
    }
    return several && lnode(l, call.file, call.node)->kind == NODE_CALL && may_frame(l);
}

/* What one call of a function gives, its parameters being what that call passes. */
static void add_framed(struct linker *l, const struct value *fn, struct node_ref call, struct builder *b)
{
    const struct facts *f = l->files[fn->file].f;
    struct frame *outer = l->frame;
    if (too_deep(l)) {
        b->open = true;
        return;
    }
    const unsigned framed = l->framed;
    l->framed = outer ? framed + 1 : 0;
    l->depth++;
    l->frame = frame_new(l, fn->file, fn->ref, call, outer);
    const GArray *requests = senders_find(l, fn->file, fn->ref);
    for (guint i = 0; requests && i < requests->len; i++)
        eval(l, fn->file, g_array_index(requests, uint32_t, i));
    for (uint32_t i = 0; i < f->n_jumps; i++) {
        const struct fact_jump *j = &f->jumps[i];
        if (j->scope == fn->ref && (j->kind == JUMP_RETURN || j->kind == JUMP_YIELD) && j->value)
            add_set(b, eval(l, fn->file, j->value));
    }
    l->frame = outer;
    l->depth--;
    if (!outer)
        l->framed = framed;
}

/* Whether all that a method gives is what it is called on: fn limited(mut self, n: u32) -> Self { self.limit = n; self }. */
static bool gives_itself(struct linker *l, const struct value *fn, const struct vset *result)
{
    const struct facts *f = l->files[fn->file].f;
    bool any = false;
    if (result->n != 1 || result->v[0].kind != V_INSTANCE || result->v[0].chain)
        return false;
    for (uint32_t i = 0; i < f->n_jumps; i++) {
        const struct fact_jump *j = &f->jumps[i];
        if (j->scope != fn->ref || j->kind != JUMP_RETURN || !j->value)
            continue;
        if (f->nodes[j->value].kind != NODE_NAME || !is_self(l, fn->file, j->value))
            return false;
        any = true;
    }
    return any;
}

/* Adds the objects that a method which gives itself is called on; the call is a step behind their making. False if nobody
 * sees one made. */
static bool add_receiver(struct linker *l, struct node_ref call, struct builder *b)
{
    const struct fact_node *callee = lnode(l, call.file, lnode(l, call.file, call.node)->a);
    const struct vset *on = callee->kind == NODE_MEMBER ? eval(l, call.file, callee->a) : &vset_empty;
    bool any = false;
    for (unsigned i = 0; i < on->n; i++) {
        struct value v = on->v[i];
        unsigned steps = 0;
        if (!object_maker(&v))
            continue;
        for (const struct chain *c = v.chain; c && steps < MAX_LINKS; c = c->prev, steps++)
            if (c->step && c->file == call.file && c->node == call.node) /* in a loop: r = r.with(x) */
                steps = MAX_LINKS;
        if (steps < MAX_LINKS)
            v.chain = chain_kept(l, &(struct chain){.prev = v.chain, .file = call.file, .node = call.node, .step = true});
        add(b, v);
        any = true;
    }
    return any;
}

/* What a call of a method that only says what others do gives of answers: what these give, whichever is called. */
static void add_done(struct linker *l, const struct value *fn, struct builder *b)
{
    const GArray *doers = l->final ? g_hash_table_lookup(l->doers, KEY(fn->file, fn->ref)) : NULL;
    for (guint i = 0; doers && i < doers->len && !too_deep(l); i++) {
        const struct node_ref r = g_array_index(doers, struct node_ref, i);
        const struct vset *s = eval_result(l, r.file, r.node);
        for (unsigned k = 0; k < s->n; k++)
            if (s->v[k].site || (s->v[k].kind == V_LITERAL && lnode(l, s->v[k].file, s->v[k].ref)->kind == NODE_LIST))
                add(b, s->v[k]);
    }
}

/* What one call of a function gives. */
static void add_result(struct linker *l, const struct value *fn, struct node_ref call, struct builder *b)
{
    const struct facts *f = l->files[fn->file].f;
    const struct fact_scope *s = &f->scopes[fn->ref];
    const struct vset *result = eval_result(l, fn->file, fn->ref);
    if (gives_itself(l, fn, result) && add_receiver(l, call, b))
        return;
    bool takes = s->n_params > (s->n_params && is_receiver(l, fn->file, &f->params[s->first_param]));
    struct frame *own = NULL;
    add_done(l, fn, b);
    if (!l->final || !takes) {
        add_set(b, result);
        return;
    }
    struct value runs[MAX_DOERS];
    bool sent = false;
    for (unsigned n = doers_of(l, fn, runs), i = 0; i < n; i++)
        if (senders_find(l, runs[i].file, runs[i].ref) && !call_apart(l, call, runs[i].file, runs[i].ref) && may_frame(l)) {
            add_framed(l, &runs[i], call, b);
            sent = true;
        }
    if (sent)
        return;
    if (gives_handed(l, result, call) || gives_passed(l, result, fn, call)) {
        add_framed(l, fn, call, b);
        return;
    }
    for (unsigned i = 0; i < result->n; i++)
        add(b, result->v[i].kind == V_PATH && result->v[i].chain ? framed(l, &result->v[i], fn, call, &own) : result->v[i]);
    b->open |= result->open;
}

/* Chat.find(1): an instance of the class of the repository that it is called on. */
static bool add_instances(struct linker *l, uint32_t file, uint32_t node, struct builder *b)
{
    const struct fact_node *callee = lnode(l, file, lnode(l, file, node)->a);
    const struct vset *s = callee->kind == NODE_MEMBER ? eval(l, file, callee->a) : &vset_empty;
    bool any = false;
    for (unsigned i = 0; i < s->n; i++)
        if (s->v[i].kind == V_CLASS) {
            add(b, (struct value){.kind = V_INSTANCE, .file = s->v[i].file, .ref = s->v[i].ref});
            any = true;
        }
    return any;
}

/*
 * Job.perform_later(x): it runs later, as a method of an instance of the class that it is called on. That is a way from here
 * to there, but neither handlers nor names that stand around the call hold for it.
 */
static void call_method(struct linker *l, const char *method, uint32_t file, uint32_t node)
{
    const struct fact_node *callee = lnode(l, file, lnode(l, file, node)->a);
    const struct vset *s = l->final && callee->kind == NODE_MEMBER ? eval(l, file, callee->a) : &vset_empty;
    for (unsigned i = 0; i < s->n; i++) {
        struct value self = {.kind = V_INSTANCE, .file = s->v[i].file, .ref = s->v[i].ref};
        const struct vset *m = s->v[i].kind == V_CLASS || s->v[i].kind == V_INSTANCE ? eval_member(l, &self, method) : &vset_empty;
        for (unsigned k = 0; k < m->n; k++)
            if (m->v[k].kind == V_FUNCTION) {
                struct later_call call = {file, node, {m->v[k].file, m->v[k].ref}};
                note_reference(l, V_FUNCTION, call.runs.file, call.runs.scope);
                g_array_append_val(l->later, call);
            }
    }
}

/* The first item of a site that is declared by one of the decorators of a function or class; where it stands in `at`. */
static const struct api_item *declaring_item(struct linker *l, uint32_t file, uint32_t scope, const struct chain **at)
{
    const struct facts *f = l->files[file].f;
    const struct fact_scope *s = &f->scopes[scope];
    for (uint32_t i = 0; i < s->n_decorators; i++) {
        uint32_t decorator = f->kids[s->first_decorator + i];
        const struct vset *d = eval(l, file, decorator);
        for (unsigned k = 0; k < d->n; k++) {
            const struct apath *p = d->v[k].kind == V_PATH ? d->v[k].path : NULL;
            if (p)
                apath_items(l, p);
            for (unsigned q = 0; p && q < p->n_items; q++) {
                const struct api_item *item = &l->rules->items[p->items[q]];
                if (item->role != ROLE_SITE || item->as != AS_DECORATOR || !item_fits(l, item, file, decorator))
                    continue;
                *at = chain_push(l, NULL, file, decorator, p);
                return item;
            }
        }
    }
    return NULL;
}

/*
 * A function that is only declared, and that a library makes from what is written at it, or at its class:
 * @POST("chat/completions") in an interface. Who calls it calls the model.
 */
static bool add_declared_site(struct linker *l, const struct value *f, uint32_t file, uint32_t node, struct builder *b)
{
    const struct chain *at = NULL;
    const struct facts *facts = l->files[f->file].f;
    uint32_t class = facts->scopes[f->ref].parent;
    const struct api_item *item = declaring_item(l, f->file, f->ref, &at);
    if (!item && facts->scopes[class].kind == SCOPE_CLASS)
        item = declaring_item(l, f->file, class, &at);
    if (!item || (item->typed && l->files[f->file].gives[f->ref])) /* what it gives it says itself: no library makes it */
        return false;
    const struct value made = {.kind = V_PATH, .path = at->path, .chain = chain_push(l, at, file, node, at->path)};
    add(b, (struct value){.kind = V_OTHER, .site = make_site(l, file, node, &made, item->index)});
    return true;
}

/* super(...) in a method that makes no instance, where that is the method above of the same name; whether it is. */
static bool call_above(struct linker *l, const struct value *super, uint32_t file, uint32_t node, unsigned shift, struct builder *b)
{
    uint32_t scope = enclosing_function(l->files[file].f, lnode(l, file, node)->scope);
    if (!l->files[file].lang->super_method || scope <= 1 || class_entry(l, file, super->ref) == scope)
        return false;
    const struct vset *above = eval_member(l, super, ltext(l, file, l->files[file].f->scopes[scope].name));
    for (unsigned i = 0; i < above->n; i++)
        call_value(l, &above->v[i], file, node, shift, b);
    return true;
}

/* Calls `f` at `node`; `shift`: arguments there that stand before those that it gets. */
static void call_value(struct linker *l, const struct value *f, uint32_t file, uint32_t node, unsigned shift,
                       struct builder *b)
{
    switch (f->kind) {
    case V_PATH: {
        const struct apath *builder = fluent(l, f->path, file, node);
        if (builder) {
            struct value v = *f;
            v.path = builder;
            v.chain = chain_kept(l, &(struct chain){.prev = f->chain, .file = file, .node = node, .path = builder, .step = true});
            add(b, v);
            break;
        }
        struct value v = path_step(l, f, SEGMENT_CALL, NULL);
        const struct apath *p = v.path;
        v.chain = chain_push(l, v.chain, file, node, p);
        apath_items(l, p);
        bool replaced = false, unfit = false;
        const uint32_t came_back = l->came_back;
        for (unsigned i = 0; i < p->n_items; i++) {
            const struct api_item *item = &l->rules->items[p->items[i]];
            if (!item_fits(l, item, file, node)) {
                unfit |= item->role == ROLE_SITE && l->came_back != came_back;
                continue;
            }
            if (item->role == ROLE_AGENT && item->implements >= 0 && item->returns.n_segments && !l->final) {
                const struct value class = implemented_class(l, &v);
                const struct apath *to = from_pattern(l, p->language, &item->returns);
                if (class.kind == V_CLASS && to)
                    g_hash_table_insert(l->made, KEY(class.file, class.ref), (gpointer)to);
            }
            if (item->served && l->final) {
                struct built_agent a = {file, node, item->index, v.chain};
                g_array_append_val(l->agents, a);
            }
            if (item->role == ROLE_CLIENT && l->final)
                built_note(l, item, v.chain);
            if (item->role == ROLE_SITE && item->as != AS_DECORATOR && l->final) {
                v.site = make_site(l, file, node, &v, item->index);
                v.parsed = false;
            } else if (item->role == ROLE_TRANSFORM && item->returns_self && f->path->parent && f->path->depth > 1) {
                struct value self = v;
                self.path = f->path->kind == SEGMENT_MEMBER ? f->path->parent : f->path;
                add(b, self);
                replaced = true;
                held_note(l, item, f->chain, file, node);
            } else if (item->role == ROLE_TRANSFORM && item->returns.n_segments) {
                const struct apath *to = from_pattern(l, p->language, &item->returns);
                if (to) {
                    apath_items(l, to);
                    struct value other = v;
                    other.path = to;
                    add(b, other);
                    replaced = true;
                }
            } else if (item->role == ROLE_TRANSFORM && item->returns_merged) {
                add(b, (struct value){.kind = V_LITERAL, .via = VALUE_LITERAL, .file = file, .ref = node});
                replaced = true;
            } else if (item->role == ROLE_TRANSFORM && item->returns_instance) {
                replaced = add_instances(l, file, node, b);
            } else if (item->role == ROLE_CALLABLE && item->method) {
                call_method(l, item->method, file, node);
            } else if (item->role == ROLE_TRANSFORM && item->returns_text) {
                taint_into(l, file, node, b, false);
            } else if (item->role == ROLE_TRANSFORM && item->returns_format && !item->joined) {
                replaced = add_formatted(l, file, node, b);
            } else if (item->role == ROLE_TRANSFORM && item->returns_document) {
                replaced = add_document(l, file, node, b);
            } else if (item->role == ROLE_TRANSFORM && item->n_returns_arguments) {
                replaced = add_argument(l, item, file, node, p, b);
            } else if (item->role == ROLE_WRAPPER && item->wraps >= 0) {
                BUILDER(args, false);
                if (item->wraps != WRAPS_LAST)
                    argument_values(l, file, node, NULL, item->wraps, &args);
                else if (lnode(l, file, node)->count)
                    add_set(&args, eval(l, file, l->files[file].f->kids[lnode(l, file, node)->first + lnode(l, file, node)->count - 1]));
                for (unsigned k = 0; k < args.n; k++)
                    if (args.v[k].kind == V_FUNCTION)
                        add_set(b, eval_result(l, args.v[k].file, args.v[k].ref));
                    else
                        add(b, args.v[k]);
                replaced = args.n > 0;
            } else if (item->role == ROLE_SINK && item->kind &&
                       (g_str_equal(item->kind, "parse") || g_str_equal(item->kind, "schema"))) {
                taint_into(l, file, node, b, true);
            }
        }
        l->unfit += unfit && !v.site && l->final;
        const struct api_item *store = f->path->depth > 1 && f->path->kind == SEGMENT_MEMBER
                                           ? store_item(l, f->path->parent) : NULL;
        if (store && g_strv_contains((const char *const *)store->get, f->path->name))
            replaced |= read_store(l, f, file, node, b);
        if (!replaced)
            add(b, v);
        /* str(text), list(rows): what a built-in makes of the output is still the output */
        const struct apath *root = p;
        while (root->depth > 1)
            root = root->parent;
        if (p->dead && !v.site && l->files[file].lang->globals &&
            g_strcmp0(root->name, l->files[file].lang->globals) == 0)
            taint_into(l, file, node, b, false);
        break;
    }
    case V_FUNCTION: {
        note_caller(l, f, file, node, shift);
        note_reference(l, f->kind, f->file, f->ref);
        if (l->final && add_declared_site(l, f, file, node, b))
            break;
        add_result(l, f, (struct node_ref){file, node, shift, NULL}, b);
        break;
    }
    case V_CLASS: {
        note_construction(l, f->file, f->ref, file, node, shift, MAX_NESTED);
        note_reference(l, f->kind, f->file, f->ref);
        struct value v = {.kind = V_INSTANCE, .file = f->file, .ref = f->ref};
        v.chain = is_record(l, f->file, f->ref) ? made_by(l, file, node) : NULL;
        add(b, v);
        taint_into(l, file, node, b, false);
        break;
    }
    case V_INSTANCE: {
        for (const char **name = l->files[f->file].lang->call_methods; name && *name; name++) {
            const struct vset *m = eval_member(l, f, *name);
            for (unsigned i = 0; i < m->n; i++)
                if (m->v[i].kind == V_FUNCTION) {
                    note_caller(l, &m->v[i], file, node, shift);
                    add_set(b, eval_result(l, m->v[i].file, m->v[i].ref));
                }
        }
        b->open = true;
        break;
    }
    case V_SUPER: /* super(...): the constructor of the class above, or the method of the same name */
        if (!call_above(l, f, file, node, shift, b))
            note_construction_above(l, f->file, f->ref, file, node, shift, MAX_NESTED);
        b->open = true;
        break;
    default:
        b->open = true;
        if (f->site)
            add(b, rest_of(l, f, NULL));
        break;
    }
}

/* A function whose arguments are given now, and which is called later. */
static bool bind_arguments(struct linker *l, const struct value *f, uint32_t file, uint32_t node, unsigned shift,
                           struct builder *b)
{
    struct value v = *f;
    if (f->kind == V_PATH) {
        v.chain = chain_kept(l, &(struct chain){.prev = f->chain, .file = file, .node = node, .path = f->path, .bound = (uint8_t)shift});
        if (l->final) {
            struct bound_call call = {file, node, *f};
            g_array_append_val(l->bound, call);
        }
    } else if (f->kind == V_FUNCTION || f->kind == V_CLASS) {
        BUILDER(unused, false);
        call_value(l, f, file, node, shift, &unused);
    }
    add(b, v);
    return true;
}

void link_bound(struct linker *l)
{
    for (guint i = 0; i < l->bound->len; i++) {
        struct bound_call call = g_array_index(l->bound, struct bound_call, i);
        if (g_hash_table_contains(l->completed, KEY(call.file, call.node)))
            continue;
        BUILDER(unused, false);
        call_value(l, &call.function, call.file, call.node, 1, &unused);
    }
}

/* The SDKs of which the program is seen to run an agent, tests aside: struct api_file. */
static GHashTable *running(const struct linker *l)
{
    GHashTable *out = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < l->drafts->len; i++) {
        const struct site_draft *d = &g_array_index(l->drafts, struct site_draft, i);
        const struct api_item *item = &l->rules->items[d->item];
        if (g_strcmp0(item->kind, "agent") == 0 && zone_at(l, d->file, lnode(l, d->file, d->node)->scope) != ZONE_TEST)
            g_hash_table_add(out, (gpointer)item->file);
    }
    return out;
}

void link_served(struct linker *l)
{
    g_autoptr(GHashTable) run = running(l), within = g_hash_table_new(pair_key_hash, NULL);
    for (guint i = 0; i < l->agents->len; i++) /* an agent that is built on another is the one that is served */
        for (const struct chain *c = g_array_index(l->agents, struct built_agent, i).chain->prev; c; c = c->prev)
            g_hash_table_add(within, KEY(c->file, c->node));
    for (guint i = 0; i < l->agents->len; i++) {
        const struct built_agent *a = &g_array_index(l->agents, struct built_agent, i);
        const struct value agent = {.kind = V_PATH, .chain = a->chain};
        if (g_hash_table_contains(run, l->rules->items[a->item].file) || g_hash_table_contains(within, KEY(a->file, a->node)))
            continue;
        uint32_t site = make_site(l, a->file, a->node, &agent, a->item);
        if (site)
            g_array_index(l->drafts, struct site_draft, site - 1).confidence = 0.85;
    }
}

/* What a call hands over uncalled, and, where its arguments stand in a list and a dictionary of their own, that they do:
 * Thread(target=f, args=(x,)). */
static void handed_over(struct linker *l, const struct api_item *item, uint32_t file, uint32_t node, struct builder *fns)
{
    if (!item->places[0] && !item->names[0]) {
        argument_values(l, file, node, item->named, item->function, fns);
        return;
    }
    struct found found;
    find_as_written(l, file, node, item->named, item->function, &found);
    for (guint i = 0; i < found.nodes->len; i++) {
        const struct node_ref r = g_array_index(found.nodes, struct node_ref, i);
        add_set(fns, eval(l, r.file, r.node));
    }
    found_clear(&found);
    g_hash_table_insert(l->packed, KEY(file, node), (gpointer)item);
}

/* A function handed over uncalled: asyncio.to_thread(f, x) calls f. */
static bool call_through(struct linker *l, const struct vset *callee, uint32_t file, uint32_t node, struct builder *b)
{
    bool any = false;
    for (unsigned i = 0; i < callee->n; i++) {
        const struct value *f = &callee->v[i];
        if (f->kind != V_PATH)
            continue;
        const struct apath *p = apath_called(l, f->path);
        for (unsigned k = 0; k < p->n_items; k++) {
            const struct api_item *item = &l->rules->items[p->items[k]];
            if (item->role != ROLE_CALLABLE || item->function < 0)
                continue;
            const unsigned before = item->places[0] || item->names[0] ? 0 : (unsigned)item->function + 1;
            BUILDER(fns, false);
            handed_over(l, item, file, node, &fns);
            for (unsigned q = 0; q < fns.n; q++)
                if (item->binds && (fns.v[q].kind == V_PATH || fns.v[q].kind == V_FUNCTION || fns.v[q].kind == V_CLASS)) {
                    any |= bind_arguments(l, &fns.v[q], file, node, before, b);
                } else if (!item->binds && (fns.v[q].kind == V_PATH || fns.v[q].kind == V_FUNCTION)) {
                    call_value(l, &fns.v[q], file, node, before, b);
                    any = true;
                }
        }
    }
    return any;
}

void taint_into(struct linker *l, uint32_t file, uint32_t node, struct builder *b, bool parsed)
{
    if (!l->final)
        return;
    g_autoptr(GArray) sites = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    const struct fact_node *n = lnode(l, file, node);
    bool was = false, decoded = false;
    for (uint32_t i = 0; i < n->count; i++)
        eval_taint(l, file, l->files[file].f->kids[n->first + i], sites, &was, &decoded);
    for (guint i = 0; i < sites->len; i++)
        add(b, (struct value){.kind = V_OTHER, .site = g_array_index(sites, uint32_t, i) + 1, .parsed = parsed || was, .decoded = decoded});
}

static bool carries(const struct api_item *item, unsigned language, const struct value *v)
{
    for (unsigned k = 0; v->kind == V_PATH && k < item->n_carries; k++)
        if (v->path->language == language && apath_match(&item->carries[k], v->path))
            return true;
    return false;
}

/* The models in what is no model itself: those that a dictionary or list holds, at any depth within reason, and what a
 * function gives that is handed over as a step. They are settled already: the steps outside say nothing of them. */
static void carried_within(struct linker *l, const struct api_item *item, unsigned language, const struct value *v, unsigned depth,
                           struct builder *b)
{
    if (carries(item, language, v)) {
        add(b, *v);
        return;
    }
    const struct vset *given = v->kind == V_FUNCTION && depth ? eval_result(l, v->file, v->ref) : NULL;
    for (unsigned i = 0; given && i < given->n; i++)
        carried_within(l, item, language, &given->v[i], depth - 1, b);
    const struct fact_node *n = v->kind == V_LITERAL && depth ? lnode(l, v->file, v->ref) : NULL;
    if (!n || (n->kind != NODE_DICT && n->kind != NODE_LIST))
        return;
    for (uint32_t k = 0; k < n->count; k++) {
        const struct vset *held = eval(l, v->file, l->files[v->file].f->kids[n->first + k]);
        for (unsigned i = 0; i < held->n; i++)
            carried_within(l, item, language, &held->v[i], depth - 1, b);
    }
}

#define CLASSES_ABOVE 4

/* A step, and what its instances of the program's classes are of a library: class Mine(ChatOpenAI). */
static const struct vset *with_above(struct linker *l, const struct vset *step)
{
    BUILDER(all, step->open);
    for (unsigned i = 0; i < step->n; i++)
        if (step->v[i].kind == V_INSTANCE)
            instances_above(l, &step->v[i], &all, CLASSES_ABOVE);
    if (!all.n)
        return step;
    add_set(&all, step);
    return finish(l, &all);
}

/* Whether a step is a model itself, on some way. */
static bool is_carried(const struct api_item *item, unsigned language, const struct vset *step)
{
    bool is = false;
    for (unsigned i = 0; i < step->n && !is; i++)
        is = carries(item, language, &step->v[i]);
    return is;
}

/* The models among steps, each with what the steps around it say, up to the models before and behind it, and those within. The
 * last one, which gives the answer, comes first: a site is read by it. */
static bool compose_steps(struct linker *l, const struct api_item *item, const GPtrArray *steps, uint32_t file, uint32_t node,
                          struct builder *b)
{
    unsigned language = l->files[file].lang->index, before = b->n;
    for (guint o = steps->len; o-- > 0;) {
        const struct vset *step = with_above(l, g_ptr_array_index(steps, o));
        if (!is_carried(item, language, step)) {
            for (unsigned i = 0; i < step->n; i++)
                carried_within(l, item, language, &step->v[i], WITHIN_DEPTH, b);
            continue;
        }
        BUILDER(extra, false);
        for (guint q = o; q-- > 0 && !is_carried(item, language, g_ptr_array_index(steps, q));)
            add_set(&extra, g_ptr_array_index(steps, q));
        for (guint q = o + 1; q < steps->len && !is_carried(item, language, g_ptr_array_index(steps, q)); q++)
            add_set(&extra, g_ptr_array_index(steps, q));
        const struct vset *others = finish(l, &extra);
        for (unsigned i = 0; i < step->n; i++) {
            struct value v = step->v[i];
            if (!carries(item, language, &v))
                continue;
            v.chain = chain_kept(l, &(struct chain){.prev = v.chain, .file = file, .node = node, .path = v.path, .extra = others});
            add(b, v);
        }
    }
    return b->n > before;
}

/* A composition: `prompt | model`, prompt.pipe(model). The carried operand, with what the others add. */
static bool compose(struct linker *l, const char *operator_, const char *method, const GPtrArray *operands, uint32_t file,
                    uint32_t node, struct builder *b)
{
    for (guint r = 0; r < l->composes->len; r++) {
        const struct api_item *item = g_ptr_array_index(l->composes, r);
        bool fits = (operator_ && item->operator_ && g_str_equal(operator_, item->operator_)) ||
                    (method && item->method && g_str_equal(method, item->method));
        if (fits && compose_steps(l, item, operands, file, node, b))
            return true;
    }
    return false;
}

/* The same by a call: Parallel(answer=prompt | model), Sequence.from([prompt, model]). */
static bool compose_call(struct linker *l, const struct vset *callee, uint32_t file, uint32_t node, struct builder *b)
{
    const struct fact_node *n = lnode(l, file, node);
    const uint32_t *kids = l->files[file].f->kids + n->first;
    for (unsigned i = 0; i < callee->n; i++) {
        const struct apath *p = callee->v[i].kind == V_PATH ? apath_called(l, callee->v[i].path) : NULL;
        for (unsigned q = 0; p && q < p->n_items; q++) {
            const struct api_item *item = &l->rules->items[p->items[q]];
            if (item->role != ROLE_COMPOSE)
                continue;
            g_autoptr(GPtrArray) steps = g_ptr_array_new();
            for (uint32_t k = 0; k < n->count; k++) {
                const struct fact_node *list = lnode(l, file, kids[k]);
                if (item->sequence && list->kind == NODE_LIST)
                    for (uint32_t e = 0; e < list->count; e++)
                        g_ptr_array_add(steps, (gpointer)eval(l, file, l->files[file].f->kids[list->first + e]));
                else
                    g_ptr_array_add(steps, (gpointer)eval(l, file, kids[k]));
            }
            if (item->sequence && compose_steps(l, item, steps, file, node, b))
                return true;
            unsigned before = b->n;
            for (guint k = 0; k < steps->len && !item->sequence; k++) {
                const struct vset *step = g_ptr_array_index(steps, k);
                for (unsigned v = 0; v < step->n; v++)
                    carried_within(l, item, l->files[file].lang->index, &step->v[v], WITHIN_DEPTH, b);
            }
            if (b->n > before)
                return true;
        }
    }
    return false;
}

/* Whether a file imports a module of the item's SDK. */
static bool imports_root(struct linker *l, uint32_t file, const struct api_item *item)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 0; i < f->n_imports; i++) {
        const char *module = f->strings[f->imports[i].module];
        gsize n = strlen(item->path.segments[0].name);
        if (!strncmp(module, item->path.segments[0].name, n) && (!module[n] || module[n] == '.' || module[n] == '/'))
            return true;
    }
    return false;
}

/* Whether no rule speaks of the package that a path begins in, or it is something that the language itself holds or gives:
 * new Map().get(key), which may be anything. */
static bool is_foreign(const struct linker *l, const struct apath *p)
{
    bool given = false;
    for (; p->depth > 1; p = p->parent)
        given |= p->kind != SEGMENT_MEMBER;
    const char *globals = l->rules->languages[p->language].globals;
    return g_strcmp0(globals, p->name) == 0 ? given : !modules_known_root(l->modules, p->name);
}

/* Members that say it all: x.chat.completions.create(messages=...) on a receiver that cannot be resolved. */
static void by_members(struct linker *l, const struct vset *callee, uint32_t file, uint32_t node, struct builder *b)
{
    for (unsigned i = 0; i < callee->n; i++) {
        const struct value *v = &callee->v[i];
        bool unknown = v->kind == V_OTHER || (v->kind == V_PATH && v->path->dead && is_foreign(l, v->path));
        if (!unknown || v->site)
            return;
    }
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    g_autoptr(GString) members = g_string_new(NULL);
    uint32_t at = n->a;
    for (; at && f->nodes[at].kind == NODE_MEMBER; at = f->nodes[at].a) {
        g_string_prepend(members, f->strings[f->nodes[at].text]);
        g_string_prepend_c(members, '.');
    }
    if (!at)
        return;
    for (guint k = 0; k < l->unresolved->len; k++) {
        const struct api_item *item = g_ptr_array_index(l->unresolved, k);
        gsize len = strlen(item->unresolved);
        if (members->len <= len || !g_str_has_suffix(members->str, item->unresolved) ||
            members->str[members->len - len - 1] != '.' ||
            !g_strv_contains((const char *const *)item->language_names, l->files[file].lang->name))
            continue;
        /* What nobody sees, create(**arguments), may hold it where the members can hardly be another library's. */
        const char *first = strchr(item->unresolved, '.');
        const bool tells = imports_root(l, file, item) || (first && strchr(first + 1, '.'));
        bool fits = true;
        for (const char **need = item->needs; *need && fits; need++) {
            struct found found;
            find_argument(l, file, node, *need, -1, &found);
            fits = found.nodes->len > 0 || (found.open && tells);
            found_clear(&found);
        }
        fits = fits && item_fits(l, item, file, node);
        const struct apath *p = fits ? from_pattern(l, l->files[file].lang->index, &item->path) : NULL;
        if (!p)
            continue;
        apath_items(l, p);
        struct value v = {.kind = V_PATH, .path = p, .chain = chain_push(l, NULL, file, node, p)};
        v.site = make_site(l, file, node, &v, item->index);
        g_array_index(l->drafts, struct site_draft, v.site - 1).confidence = imports_root(l, file, item) ? 0.85 : 0.7;
        add(b, v);
        return;
    }
}

/* Whether an operator or a method composes anything. */
static bool composes(const struct linker *l, const char *operator_, const char *method)
{
    for (guint r = 0; r < l->composes->len; r++) {
        const struct api_item *item = g_ptr_array_index(l->composes, r);
        if ((operator_ && g_strcmp0(item->operator_, operator_) == 0) || (method && g_strcmp0(item->method, method) == 0))
            return true;
    }
    return false;
}

/* What a method that hands its elements to a function gives of them: one, or some; true if it is known. */
static bool picked(struct linker *l, uint32_t file, const struct fact_node *member, bool one, struct builder *b)
{
    const struct vset *s = eval(l, file, member->a);
    add_set(b, one ? element_of(l, s) : s);
    return s->n > 0;
}

bool hands_over(const struct language *lang, const char *method)
{
    const char *const *const lists[] = {(const char *const *)lang->each_methods, (const char *const *)lang->then_methods,
                                        (const char *const *)lang->tap_methods};
    bool any = false;
    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++)
        any |= lists[i] && g_strv_contains(lists[i], method);
    return any;
}

enum picking { PICKS_NONE, PICKS_ONE, PICKS_SOME };

/* What a method that hands its elements to a function gives of them. */
static enum picking picks(const struct language *lang, const char *method)
{
    if (method && lang->pick_methods && g_strv_contains((const char *const *)lang->pick_methods, method))
        return PICKS_ONE;
    return method && lang->sift_methods && g_strv_contains((const char *const *)lang->sift_methods, method) ? PICKS_SOME : PICKS_NONE;
}

/* answer.then(f), answers.map(f): what f gives; answers.find(f): one of the answers; answer.tap(f): the answer. True if f is
 * known, or is no matter. */
static bool hand_over(struct linker *l, uint32_t file, const struct fact_node *call, const struct fact_node *member,
                      struct builder *b)
{
    const struct language *lang = l->files[file].lang;
    const char *name = ltext(l, file, member->text);
    const enum picking picking = picks(lang, name);
    bool pick = picking == PICKS_ONE, sift = picking == PICKS_SOME;
    bool each = pick || sift || (lang->each_methods && g_strv_contains((const char *const *)lang->each_methods, name));
    bool then = lang->then_methods && g_strv_contains((const char *const *)lang->then_methods, name);
    bool catch = lang->catch_methods && g_strv_contains((const char *const *)lang->catch_methods, name);
    bool tap = lang->tap_methods && g_strv_contains((const char *const *)lang->tap_methods, name);
    if (!each && !then && !catch && !tap)
        return false;
    const struct vset *given = eval(l, file, l->files[file].f->kids[call->first]);
    bool any = false, known = !catch && !tap && !given->open; /* that nothing but these functions gives what the call does */
    for (unsigned i = 0; i < given->n; i++)
        known &= given->v[i].kind == V_FUNCTION;
    b->open &= !known;
    for (unsigned i = 0; i < given->n; i++) {
        const struct value *fn = &given->v[i];
        if (fn->kind != V_FUNCTION)
            continue;
        if (!catch && !l->final && !g_hash_table_contains(l->fed, KEY(fn->file, fn->ref))) {
            struct feed feed = {file, member->a, each};
            g_hash_table_insert(l->fed, KEY(fn->file, fn->ref), g_memdup2(&feed, sizeof feed));
        }
        note_reference(l, fn->kind, fn->file, fn->ref);
        const struct vset *result = eval_result(l, fn->file, fn->ref);
        if (!pick && !sift && !tap)
            add_set(b, result);
        any = true;
    }
    if (any && (pick || sift))
        return picked(l, file, member, pick, b);
    if (catch || tap)
        add_set(b, eval(l, file, member->a));
    b->open |= !any;
    return any || catch || tap;
}

/* options.get("key", otherwise): true if the receiver is a dictionary. */
static bool dictionary_get(struct linker *l, uint32_t file, const struct fact_node *call, const struct fact_node *member,
                           struct builder *b)
{
    const char **methods = l->files[file].lang->get_methods;
    if (!methods || !g_strv_contains((const char *const *)methods, ltext(l, file, member->text)))
        return false;
    const struct vset *s = eval(l, file, member->a);
    const uint32_t *args = l->files[file].f->kids + call->first;
    const struct fact_node *key = lnode(l, file, args[0]);
    bool any = false;
    for (unsigned i = 0; i < s->n; i++) {
        if (!is_dictionary(l, &s->v[i]))
            continue;
        any = true;
        b->open |= s->open;
        if (key->kind == NODE_STRING)
            add_set(b, eval_member(l, &s->v[i], ltext(l, file, key->text)));
        else
            add_elements(l, &s->v[i], b);
    }
    if (any && call->count > 1 && (!b->n || key->kind != NODE_STRING))
        add_set(b, eval(l, file, args[1]));
    return any;
}

/* options.dig("key", "below it"): true if the receiver is a dictionary. */
static bool dictionary_dig(struct linker *l, uint32_t file, const struct fact_node *call, const struct fact_node *member,
                           struct builder *b)
{
    const char **methods = l->files[file].lang->dig_methods;
    if (!methods || !g_strv_contains((const char *const *)methods, ltext(l, file, member->text)))
        return false;
    const struct vset *s = eval(l, file, member->a);
    for (uint32_t k = 0; k < call->count; k++) {
        const struct fact_node *key = lnode(l, file, l->files[file].f->kids[call->first + k]);
        BUILDER(below, s->open);
        bool any = false;
        for (unsigned i = 0; i < s->n; i++) {
            if (!is_dictionary(l, &s->v[i]))
                continue;
            any = true;
            if (key->kind == NODE_STRING)
                add_set(&below, eval_member(l, &s->v[i], ltext(l, file, key->text)));
            else
                add_elements(l, &s->v[i], &below);
        }
        if (!any) {
            b->open |= k > 0;
            return k > 0;
        }
        s = finish(l, &below);
    }
    add_set(b, s);
    return true;
}

/* Whether a key says of what it is read from that the library has parsed it: what a request was answered, since it has keys. */
static bool decodes(struct linker *l, const struct value *v, uint32_t file, const struct fact_node *key)
{
    const struct api_item *item = v->site ? &l->rules->items[g_array_index(l->drafts, struct site_draft, v->site - 1).item] : NULL;
    if (!item || !item->raw || key->kind != NODE_STRING)
        return false;
    const char *const *unread = (const char *const *)item->file->unread;
    return !unread || !g_strv_contains(unread, facts_text(l->files[file].f, key->text));
}

/* A call that reads `v` by keys: it has nothing of the site where one of them, of all that it reads through, says nothing of
   the model's words. */
static void read_by_keys(struct linker *l, uint32_t file, const struct fact_node *call, const struct fact_node *member,
                         struct value *v)
{
    const struct language *lang = l->files[file].lang;
    const char *method = v->site && member->kind == NODE_MEMBER ? ltext(l, file, member->text) : "";
    const bool get = lang->get_methods && g_strv_contains((const char *const *)lang->get_methods, method);
    const bool dig = lang->dig_methods && g_strv_contains((const char *const *)lang->dig_methods, method);
    for (uint32_t k = 0; k < (dig ? call->count : get ? MIN(call->count, 1) : 0); k++) {
        const struct fact_node *key = lnode(l, file, l->files[file].f->kids[call->first + k]);
        v->decoded |= decodes(l, v, file, key);
        if (key->kind == NODE_STRING && of_envelope(l, v, ltext(l, file, key->text)))
            v->site = 0;
    }
}

/* Whether a call is one of these methods, and of none of the repository's own: client.clone(), text.strip(). */
static bool is_method(struct linker *l, const char **names, uint32_t file, const struct fact_node *callee, const struct vset *methods)
{
    if (callee->kind != NODE_MEMBER || !names || !g_strv_contains((const char *const *)names, ltext(l, file, callee->text)))
        return false;
    for (unsigned i = 0; i < methods->n; i++) {
        const struct apath *p = methods->v[i].kind == V_PATH && !methods->v[i].path->dead ? apath_called(l, methods->v[i].path) : NULL;
        if (methods->v[i].kind == V_FUNCTION || (p && p->n_items)) /* the repository's own, or one that a rule knows */
            return false;
    }
    return true;
}

/* Whether a call is of a member of what is imported, such as aws.String("x"): no method of a text. */
static bool is_of_import(struct linker *l, uint32_t file, const struct fact_node *callee)
{
    const struct vset *object = eval(l, file, callee->a);
    return object->n == 1 && object->v[0].kind == V_PATH && !object->v[0].chain && object->v[0].path->depth <= 1;
}

/* Whether all that is seen of a library's object is its type. */
static bool is_declared_object(const struct value *v)
{
    return v->kind == V_PATH && !v->chain && !v->site && !v->path->dead && v->path->kind == SEGMENT_CALL;
}

bool is_held(const struct value *v)
{
    return v->kind == V_INSTANCE || is_declared_object(v);
}

/* What a method gives of a container of which only the type is seen, which stands for what it holds: by.get(name) of a
 * Map<String, ChatModel>. NULL where it is no such method, or somebody knows it. */
static const struct vset *held_element(struct linker *l, uint32_t file, const struct fact_node *callee, const struct vset *methods)
{
    if (!is_method(l, l->files[file].lang->element_methods, file, callee, methods) || !only_dead(methods->v, methods->n))
        return NULL;
    const struct vset *object = eval(l, file, callee->a);
    BUILDER(b, object->open);
    for (unsigned i = 0; i < object->n; i++) {
        const struct value *v = &object->v[i];
        if (is_held(v))
            add(&b, *v);
    }
    return b.n ? finish(l, &b) : NULL;
}

/* Whether a call is a method that gives the class of what it is called on, and no other value: self.class(). */
static bool gives_class(const struct linker *l, uint32_t file, const struct fact_node *call, const struct fact_node *callee)
{
    const struct language *lang = l->files[file].lang;
    return lang->bare_calls && callee->kind == NODE_MEMBER && !call->count && lang->class_members &&
           g_strv_contains((const char *const *)lang->class_members, ltext(l, file, callee->text));
}

/* getattr(answer, "text", otherwise): true if a call is one of the language's own that reads a member by its name. */
static bool reads_member(struct linker *l, uint32_t file, const struct fact_node *call, const struct vset *callee, struct builder *b)
{
    const struct language *lang = l->files[file].lang;
    const struct fact_node *name = lnode(l, file, call->a);
    const uint32_t *args = l->files[file].f->kids + call->first;
    if (!lang->member_functions || name->kind != NODE_NAME || call->count < 2 || lnode(l, file, args[1])->kind != NODE_STRING ||
        !g_strv_contains((const char *const *)lang->member_functions, ltext(l, file, name->text)) || callee->n != 1 ||
        callee->v[0].kind != V_PATH)
        return false;
    const struct vset *object = eval(l, file, args[0]);
    b->open |= object->open || !object->n;
    for (unsigned i = 0; i < object->n; i++)
        add_set(b, eval_member(l, &object->v[i], ltext(l, file, lnode(l, file, args[1])->text)));
    if (call->count > 2)
        add_set(b, eval(l, file, args[2]));
    return true;
}

const struct vset *sent_method(struct linker *l, uint32_t file, uint32_t call)
{
    const struct fact_node *n = lnode(l, file, call), *name = lnode(l, file, n->a);
    const uint32_t first = n->kind == NODE_CALL && n->count ? l->files[file].f->kids[n->first] : 0;
    const enum node_kind kind = (enum node_kind)lnode(l, file, first)->kind;
    if (!first || name->kind != NODE_MEMBER || kind == NODE_KEYWORD || kind == NODE_SPLAT ||
        !is_method(l, l->files[file].lang->named_methods, file, name, eval(l, file, n->a)))
        return &vset_empty;
    const struct vset *object = eval(l, file, name->a), *names = eval(l, file, first);
    BUILDER(b, false);
    for (unsigned k = 0; k < names->n && k < MAX_NAMED; k++) {
        const struct value *v = &names->v[k];
        const struct fact_node *text = v->kind == V_LITERAL ? lnode(l, v->file, v->ref) : NULL;
        for (unsigned i = 0; text && text->kind == NODE_STRING && i < object->n; i++)
            add_set(&b, eval_member(l, &object->v[i], ltext(l, v->file, text->text)));
    }
    return finish(l, &b);
}

/* handler.bind(this): the function, with what stands in its first places; true if a function of the repository is bound. */
static bool binds_function(struct linker *l, uint32_t file, const struct fact_node *callee, struct builder *b)
{
    const char **methods = l->files[file].lang->bind_methods;
    if (callee->kind != NODE_MEMBER || !methods || !g_strv_contains((const char *const *)methods, ltext(l, file, callee->text)))
        return false;
    const struct vset *object = eval(l, file, callee->a);
    bool any = false;
    for (unsigned i = 0; i < object->n; i++)
        if (object->v[i].kind == V_FUNCTION) {
            add(b, object->v[i]);
            any = true;
        }
    return any;
}

uint32_t joined_list(struct linker *l, uint32_t file, const struct fact_node *call)
{
    const char *const *methods = (const char *const *)l->files[file].lang->join_methods;
    const struct fact_node *m = lnode(l, file, call->a);
    if (call->kind != NODE_CALL || call->count != 1 || !methods || m->kind != NODE_MEMBER || !g_strv_contains(methods, ltext(l, file, m->text)))
        return 0;
    uint32_t list = m->a, between = l->files[file].f->kids[call->first];
    if (lnode(l, file, list)->kind != NODE_LIST) {
        list = between;
        between = m->a;
    }
    const struct fact_node *text = lnode(l, file, between);
    bool slash = text->kind == NODE_STRING && g_str_equal(ltext(l, file, text->text), "/");
    return slash && lnode(l, file, list)->kind == NODE_LIST ? list : 0;
}

bool formats_address(struct linker *l, uint32_t file, const struct fact_node *call)
{
    const char *const *methods = (const char *const *)l->files[file].lang->format_methods;
    const struct fact_node *m = lnode(l, file, call->a);
    if (call->kind != NODE_CALL || !methods || m->kind != NODE_MEMBER || !g_strv_contains(methods, ltext(l, file, m->text)))
        return false;
    const struct vset *of = eval(l, file, m->a);
    const struct fact_node *text = of->n == 1 && of->v[0].kind == V_LITERAL ? lnode(l, of->v[0].file, of->v[0].ref) : NULL;
    const char *s = text && text->kind == NODE_STRING ? ltext(l, of->v[0].file, text->text) : "";
    return strchr(s, '/') && !strpbrk(s, " \t\n");
}

static const struct vset *literal(struct linker *l, uint32_t file, uint32_t node);

/* Whether all that a call gives are clients. */
static bool gives_clients(struct linker *l, const struct vset *s)
{
    for (unsigned i = 0; i < s->n; i++) {
        const struct apath *p = s->v[i].kind == V_PATH && !s->v[i].path->dead ? s->v[i].path : NULL;
        bool client = false;
        if (p)
            apath_items(l, p);
        for (unsigned k = 0; p && k < p->n_items; k++)
            client |= l->rules->items[p->items[k]].role == ROLE_CLIENT;
        if (!client)
            return false;
    }
    return s->n > 0;
}

/* base.unwrap_or("x"), base.unwrap_or_else(|| "x"): what it is made on, or what it is given. A function that takes the error runs
 * where a client could not be made: build().unwrap_or_else(|_| Client::new()) is the client that was built. */
static const struct vset *either(struct linker *l, uint32_t file, const struct fact_node *call, const struct fact_node *member)
{
    BUILDER(b, false);
    const struct vset *made = eval(l, file, member->a);
    add_set(&b, made);
    const struct vset *otherwise = eval(l, file, l->files[file].f->kids[call->first]);
    for (unsigned i = 0; i < otherwise->n; i++)
        if (otherwise->v[i].kind == V_FUNCTION) {
            const struct value *fn = &otherwise->v[i];
            note_reference(l, V_FUNCTION, fn->file, fn->ref);
            if (!l->files[fn->file].f->scopes[fn->ref].n_params || !gives_clients(l, made))
                add_set(&b, eval_result(l, fn->file, fn->ref));
        } else {
            add(&b, otherwise->v[i]);
        }
    return finish(l, &b);
}

/* The field that a method is called after: the rest of its name behind one of the prefixes. NULL without. */
static char *field_called(struct linker *l, uint32_t file, const struct fact_node *name, const char **prefix)
{
    const char *method = ltext(l, file, name->text);
    while (prefix && *prefix && !(g_str_has_prefix(method, *prefix) && g_ascii_isupper(method[strlen(*prefix)])))
        prefix++;
    if (!prefix || !*prefix)
        return NULL;
    char *field = g_strdup(method + strlen(*prefix));
    *field = g_ascii_tolower(*field);
    return field;
}

/* What the field of an object holds that a method is called after, getModel() or model(), where nobody wrote it. */
static const struct vset *field_read(struct linker *l, uint32_t file, const struct fact_node *name, const struct value *object)
{
    g_autofree char *field = field_called(l, file, name, l->files[file].lang->getter_prefixes);
    const struct vset *held = eval_member(l, object, field ? field : ltext(l, file, name->text));
    if (field && !held->n) { /* private ChatModel Model */
        *field = g_ascii_toupper(*field);
        held = eval_member(l, object, field);
    }
    return held;
}

/* Request.builder().model(x).build(): an object that a library builds of a class of the repository, step by step. */
static bool builds_object(struct linker *l, uint32_t file, uint32_t node, const struct fact_node *name, const struct vset *callee,
                          struct builder *b)
{
    const char **builders = l->files[file].lang->builders;
    if (name->kind != NODE_MEMBER || !builders || !*builders)
        return false;
    for (unsigned i = 0; i < callee->n; i++)
        if (callee->v[i].kind == V_FUNCTION) /* the class has one of its own */
            return false;
    const struct vset *on = eval(l, file, name->a);
    bool begins = g_strv_contains((const char *const *)builders, ltext(l, file, name->text)), any = false;
    const bool gives = !lnode(l, file, node)->count; /* it may be an accessor of what was built */
    for (unsigned i = 0; i < on->n; i++) {
        struct value v = on->v[i];
        if (begins && v.kind == V_CLASS && is_record(l, v.file, v.ref))
            v = (struct value){.kind = V_INSTANCE, .file = v.file, .ref = v.ref, .chain = made_by(l, file, node)};
        else if (!is_built(l, &v) || (gives && field_read(l, file, name, &v)->n))
            continue;
        add(b, v);
        any = true;
    }
    return any;
}

/* Whether a function takes as many arguments as a call gives. */
static bool takes(struct linker *l, const struct value *function, uint32_t file, uint32_t call)
{
    const struct facts *f = l->files[function->file].f;
    const struct fact_scope *s = &f->scopes[function->ref];
    const struct fact_node *n = lnode(l, file, call);
    uint32_t on;
    const int given = (int)n->count + extends_called(l, function->file, function->ref, (struct node_ref){.file = file, .node = call}, &on);
    int least = 0, most = 0;
    for (uint32_t i = 0; i < n->count; i++)
        if (lnode(l, file, l->files[file].f->kids[n->first + i])->kind == NODE_SPLAT)
            return true;
    for (uint32_t i = 0; i < s->n_params; i++) {
        const struct fact_param *p = &f->params[s->first_param + i];
        int position = call_position(l, function->file, p);
        if (p->kind == PARAM_REST || p->kind == PARAM_KEYWORDS)
            most = INT_MAX;
        else
            most = MAX(most, position + 1);
        if (p->kind == PARAM_PLAIN && !p->value)
            least = MAX(least, position + 1);
    }
    return given >= least && given <= most;
}

/* Whether a call means another function of the same name: one that takes as many arguments as it gives, where `f` does not. */
static bool means_other(struct linker *l, const struct vset *callee, const struct value *f, uint32_t file, uint32_t call)
{
    if (f->kind != V_FUNCTION || callee->n < 2 || takes(l, f, file, call))
        return false;
    const struct fact_scope *s = &l->files[f->file].f->scopes[f->ref];
    for (unsigned i = 0; i < callee->n; i++) {
        const struct value *o = &callee->v[i];
        const struct fact_scope *other = o->kind == V_FUNCTION && o->file == f->file ? &l->files[o->file].f->scopes[o->ref] : NULL;
        if (other && o->ref != f->ref && other->parent == s->parent && other->name == s->name && takes(l, o, file, call))
            return true;
    }
    return false;
}

/* What the block gives that a call hands over behind its arguments. */
static void add_block(struct linker *l, struct node_ref call, struct builder *b)
{
    const struct fact_node *n = lnode(l, call.file, call.node);
    const struct fact_node *block = n->kind == NODE_CALL && n->count
                                        ? lnode(l, call.file, l->files[call.file].f->kids[n->first + n->count - 1]) : NULL;
    if (block && block->kind == NODE_FUNCTION)
        add_set(b, eval_result(l, call.file, block->scope_ref));
}

/* Whether an expression ends in a call that is called as some model is called: it may be one. */
static bool may_ask(struct linker *l, uint32_t file, uint32_t node, unsigned depth)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    const struct bindings *all;
    bool may = false;
    if (!node || !depth)
        return false;
    switch ((enum node_kind)n->kind) {
    case NODE_CALL:
        if (g_hash_table_contains(l->asking, f->strings[f->nodes[n->a].text]))
            return true;
        return f->nodes[n->a].kind == NODE_MEMBER && may_ask(l, file, f->nodes[n->a].a, depth - 1);
    case NODE_MEMBER: case NODE_SUBSCRIPT: case NODE_UNARY:
        return may_ask(l, file, n->a, depth - 1);
    case NODE_CONDITIONAL: case NODE_OTHER:
        for (uint32_t i = 0; i < n->count && !may; i++)
            may = may_ask(l, file, f->kids[n->first + i], depth - 1);
        return may;
    case NODE_NAME:
        all = g_hash_table_lookup(l->files[file].bindings, KEY(n->scope, n->text));
        for (guint i = 0; all && i < all->list->len && !may; i++) {
            const struct binding *b = &g_array_index(all->list, struct binding, i);
            may = b->kind == BIND_ASSIGN && may_ask(l, file, f->assigns[b->index].value, depth - 1);
        }
        return may;
    default:
        return false;
    }
}

/* Whether a function that is written in place may give what a model answers. */
static bool gives_answer(struct linker *l, uint32_t file, uint32_t scope)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 0; i < f->n_jumps; i++)
        if (f->jumps[i].scope == scope && f->jumps[i].kind == JUMP_RETURN && may_ask(l, file, f->jumps[i].value, 6))
            return true;
    return false;
}

/* instrument("ask", () => client.ask(text)): what nobody knows may give what a function gives that is written there for it. */
static void answers_within(struct linker *l, const struct vset *callee, uint32_t file, uint32_t node, struct builder *b)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    for (uint32_t i = 0; l->final && i < n->count; i++) {
        const struct fact_node *within = &f->nodes[f->kids[n->first + i]];
        if (within->kind != NODE_FUNCTION)
            continue;
        for (unsigned k = 0; k < callee->n; k++)
            if (callee->v[k].kind != V_PATH && callee->v[k].kind != V_OTHER)
                return;
        for (unsigned k = 0; k < b->n; k++)
            if (b->v[k].site)
                return;
        const struct vset *given = gives_answer(l, file, within->scope_ref) ? eval_result(l, file, within->scope_ref) : &vset_open;
        for (unsigned k = 0; k < given->n; k++)
            if (given->v[k].site)
                add(b, rest_of(l, &given->v[k], NULL));
    }
}

/* yield: what the block gives that the function is given, by the call that is looked at, or by any. */
static bool yields(struct linker *l, uint32_t file, const struct fact_node *call, const struct fact_node *callee, struct builder *b)
{
    const char *name = l->files[file].lang->block_name;
    if (!name || callee->kind != NODE_NAME || !g_str_equal(ltext(l, file, callee->text), name))
        return false;
    uint32_t scope = enclosing_function(l->files[file].f, call->scope);
    const GArray *callers = l->files[file].callers[scope];
    if (l->frame && l->frame->file == file && l->frame->scope == scope)
        add_block(l, l->frame->call, b);
    else
        for (guint i = 0; callers && i < MIN(callers->len, MAX_CALLERS); i++)
            add_block(l, g_array_index(callers, struct node_ref, i), b);
    b->open = true;
    return true;
}

/* {model: name}.merge(options): a dictionary of both. */
static bool merges(struct linker *l, uint32_t file, const struct fact_node *n)
{
    if (!is_merge(l, file, n))
        return false;
    const struct vset *object = eval(l, file, lnode(l, file, n->a)->a);
    for (unsigned i = 0; i < object->n; i++)
        if (is_dictionary(l, &object->v[i]))
            return true;
    return false;
}

/* config.getClient(): a method that a tool writes for a field, and that stands nowhere, gives what the field holds. */
static bool reads_field(struct linker *l, uint32_t file, const struct fact_node *n, const struct fact_node *name, const struct vset *callee,
                        struct builder *b)
{
    const char **prefixes = l->files[file].lang->getter_prefixes;
    if (n->count || !prefixes || !*prefixes || name->kind != NODE_MEMBER)
        return false;
    const bool unwritten = only_dead(callee->v, callee->n);
    const struct vset *object = eval(l, file, name->a);
    bool method = false;
    for (unsigned i = 0; i < callee->n; i++)
        method |= callee->v[i].kind == V_FUNCTION || callee->v[i].kind == V_CLASS;
    for (unsigned i = 0; i < object->n && !method; i++)
        if (object->v[i].kind == V_INSTANCE)
            add_set(b, unwritten ? field_read(l, file, name, &object->v[i]) : eval_member(l, &object->v[i], ltext(l, file, name->text)));
    return b->n > 0;
}

/* The field that a method does nothing but give: its name, or NULL. */
static const char *field_given(struct linker *l, const struct value *method)
{
    const struct facts *f = l->files[method->file].f;
    const struct fact_jump *only = NULL;
    for (uint32_t i = 0; i < f->n_jumps; i++)
        if (f->jumps[i].scope == method->ref && f->jumps[i].kind == JUMP_RETURN) {
            if (only)
                return NULL;
            only = &f->jumps[i];
        }
    const struct fact_node *n = only ? &f->nodes[only->value] : NULL;
    return n && (n->kind == NODE_NAME || n->kind == NODE_MEMBER) ? f->strings[n->text] : NULL;
}

/* Model.LARGE.getId(): a method of a constant, written or not, gives what that one holds in the field. */
static bool reads_constant(struct linker *l, uint32_t file, const struct fact_node *n, const struct fact_node *name, const struct vset *callee,
                           struct builder *b)
{
    if (n->count || name->kind != NODE_MEMBER)
        return false;
    const struct vset *object = eval(l, file, name->a);
    for (unsigned i = 0; i < object->n; i++) {
        if (!is_constant(l, &object->v[i]))
            return false;
        const char *field = callee->n == 1 && callee->v[0].kind == V_FUNCTION ? field_given(l, &callee->v[0]) : NULL;
        g_autofree char *called = field ? g_strdup(field) : field_called(l, file, name, l->files[file].lang->getter_prefixes);
        if (called)
            add_set(b, eval_member(l, &object->v[i], called));
    }
    return b->n > 0;
}

/* new Request().setModel(name).prompt(text): a method of a field's name that stands nowhere gives the object, whose field
 * has then a value. */
static bool sets_field(struct linker *l, uint32_t file, const struct fact_node *n, const struct fact_node *name, const struct vset *callee,
                       struct builder *b)
{
    const char **prefix = l->files[file].lang->setter_prefixes;
    if (!prefix || !*prefix || n->count != 1 || name->kind != NODE_MEMBER)
        return false;
    for (unsigned i = 0; i < callee->n; i++)
        if (callee->v[i].kind == V_FUNCTION || callee->v[i].kind == V_PATH) /* somebody wrote it, or it is one that is called */
            return false;
    g_autofree char *field = field_called(l, file, name, prefix);
    const struct vset *object = eval(l, file, name->a);
    for (unsigned i = 0; i < object->n; i++) {
        const struct value *v = &object->v[i];
        BUILDER(held, false);
        bool found = false;
        if (v->kind == V_INSTANCE && is_record(l, v->file, v->ref))
            class_member(l, v->file, v->ref, field ? field : ltext(l, file, name->text), true, &held, &found, 8);
        if (found)
            add(b, *v);
    }
    return b->n > 0;
}

/* Client::OpenAi(client): one of the type, of which the variant is. True if a call makes one. */
static bool makes_variant(struct linker *l, uint32_t file, uint32_t call, const struct fact_node *name, const struct vset *callee,
                          struct builder *b)
{
    if (!l->files[file].lang->variants || name->kind != NODE_MEMBER || !g_ascii_isupper(*ltext(l, file, name->text)))
        return false;
    for (unsigned i = 0; i < callee->n; i++)
        if (callee->v[i].kind == V_FUNCTION || callee->v[i].kind == V_CLASS)
            return false;
    const struct vset *type = eval(l, file, name->a);
    for (unsigned i = 0; i < type->n; i++)
        if (type->v[i].kind == V_CLASS)
            add(b, (struct value){.kind = V_INSTANCE, .file = type->v[i].file, .ref = type->v[i].ref,
                                  .chain = chain_push(l, NULL, file, call, NULL)});
    return b->n > 0;
}

/* "Clients::Maker".constantize: true if a class of the repository is called as one of the texts says. */
static bool named_class(struct linker *l, uint32_t file, const struct fact_node *call, const struct fact_node *callee, struct builder *b)
{
    const char *const *readers = (const char *const *)l->files[file].lang->class_readers;
    if (callee->kind != NODE_MEMBER || !readers || !g_strv_contains(readers, ltext(l, file, callee->text)))
        return false;
    const struct vset *texts = eval(l, file, call->count ? l->files[file].f->kids[call->first] : callee->a);
    for (unsigned i = 0; i < texts->n; i++) {
        const struct value *v = &texts->v[i];
        const struct fact_node *text = v->kind == V_LITERAL ? lnode(l, v->file, v->ref) : NULL;
        const struct vset *classes = text && text->kind == NODE_STRING ? types_qualified(l, file, ltext(l, v->file, text->text)) : NULL;
        if (classes)
            add_set(b, classes);
    }
    b->open = true;
    return b->n > 0;
}

/* The values of a name or member, or what its name alone says where there are none. */
static const struct vset *known_by_name(struct linker *l, uint32_t file, const struct vset *s, const struct fact_node *n)
{
    const struct vset *lone = l->final && only_dead(s->v, s->n) ? lone_name(l, file, s, ltext(l, file, n->text)) : NULL;
    return lone ? lone : s;
}

/* url.replace(/\/+$/, ""): a text without some of it, which is still what it was. */
static bool cuts(struct linker *l, uint32_t file, const struct fact_node *call, const struct fact_node *name, const struct vset *callee)
{
    const uint32_t *kids = l->files[file].f->kids + call->first;
    const struct fact_node *instead = call->count == 2 ? lnode(l, file, kids[1]) : NULL;
    return instead && instead->kind == NODE_STRING && !*ltext(l, file, instead->text) &&
           is_method(l, l->files[file].lang->erase_methods, file, name, callee);
}

static const struct vset *eval_call(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    const struct fact_node *name = lnode(l, file, n->a);
    uint32_t class = name->kind == NODE_NAME && l->files[file].lang->super_called && is_super(l, file, ltext(l, file, name->text))
                         ? enclosing_class(l->files[file].f, n->scope) : 0;
    if (class) {
        BUILDER(above, false);
        add(&above, (struct value){.kind = V_SUPER, .file = file, .ref = class});
        return finish(l, &above);
    }
    const struct vset *callee = eval(l, file, n->a);
    if (is_method(l, l->files[file].lang->same_methods, file, name, callee) && !(n->count && is_of_import(l, file, name)))
        return eval(l, file, name->a);
    if (cuts(l, file, n, name, callee))
        return eval(l, file, name->a);
    if (n->count && is_method(l, l->files[file].lang->or_methods, file, name, callee))
        return either(l, file, n, name);
    const struct vset *element = held_element(l, file, name, callee);
    if (element)
        return element;
    if (gives_class(l, file, n, name))
        return callee;
    if (formats_address(l, file, n) || joined_list(l, file, n) || merges(l, file, n))
        return literal(l, file, node);
    const struct vset *lone = l->files[file].lang->bare_calls && name->kind == NODE_MEMBER && !n->count ? known_by_name(l, file, callee, name) : callee;
    if (lone != callee)
        return lone;
    BUILDER(b, false);
    if (named_class(l, file, n, name, &b))
        return finish(l, &b);
    if (yields(l, file, n, name, &b) || builds_object(l, file, node, name, callee, &b))
        return finish(l, &b);
    if (reads_constant(l, file, n, name, callee, &b))
        return finish(l, &b);
    if (!callee->n)
        b.open = true;
    if (makes_variant(l, file, node, name, callee, &b))
        return finish(l, &b);
    if (reads_member(l, file, n, callee, &b) || reads_field(l, file, n, name, callee, &b) || sets_field(l, file, n, name, callee, &b) ||
        binds_function(l, file, name, &b))
        return finish(l, &b);
    const struct vset *named = sent_method(l, file, node);
    for (unsigned i = 0; i < named->n; i++)
        call_value(l, &named->v[i], file, node, 0, &b);
    if (named->n)
        return finish(l, &b);
    if (name->kind == NODE_MEMBER && n->count && hand_over(l, file, n, name, &b))
        return finish(l, &b);
    if (call_through(l, callee, file, node, &b) || (n->count && compose_call(l, callee, file, node, &b)))
        return finish(l, &b);
    const struct fact_node *m = lnode(l, file, n->a);
    if (m->kind == NODE_MEMBER && n->count && composes(l, NULL, ltext(l, file, m->text))) {
        g_autoptr(GPtrArray) operands = g_ptr_array_new();
        g_ptr_array_add(operands, (gpointer)eval(l, file, m->a));
        for (uint32_t i = 0; i < n->count; i++)
            g_ptr_array_add(operands, (gpointer)eval(l, file, l->files[file].f->kids[n->first + i]));
        if (compose(l, NULL, ltext(l, file, m->text), operands, file, node, &b))
            return finish(l, &b);
    }
    if (m->kind == NODE_MEMBER && n->count && (dictionary_get(l, file, n, m, &b) || dictionary_dig(l, file, n, m, &b)))
        return finish(l, &b);
    for (unsigned i = 0; i < callee->n; i++) {
        struct value v = callee->v[i];
        if (means_other(l, callee, &v, file, node))
            continue;
        read_by_keys(l, file, n, m, &v);
        call_value(l, &v, file, node, 0, &b);
    }
    if (l->final && (callee->open || (callee->n == 1 && callee->v[0].kind == V_PATH)))
        by_members(l, callee, file, node, &b);
    answers_within(l, callee, file, node, &b);
    return finish(l, &b);
}

static const struct vset *literal(struct linker *l, uint32_t file, uint32_t node)
{
    BUILDER(b, false);
    add(&b, (struct value){.kind = V_LITERAL, .file = file, .ref = node, .via = VALUE_LITERAL});
    const struct fact_node *n = lnode(l, file, node);
    if (l->final && (n->kind == NODE_TEMPLATE || n->kind == NODE_BINARY || n->kind == NODE_CALL || n->kind == NODE_OTHER)) {
        g_autoptr(GArray) sites = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        bool parsed = false, decoded = false;
        for (uint32_t i = 0; i < n->count; i++)
            eval_taint(l, file, l->files[file].f->kids[n->first + i], sites, &parsed, &decoded);
        if (n->kind == NODE_BINARY) {
            eval_taint(l, file, n->a, sites, &parsed, &decoded);
            eval_taint(l, file, n->b, sites, &parsed, &decoded);
        }
        for (guint i = 0; i < sites->len; i++)
            add(&b, (struct value){.kind = V_OTHER, .site = g_array_index(sites, uint32_t, i) + 1, .parsed = parsed, .decoded = decoded});
    }
    return finish(l, &b);
}

/* The element that a literal index names, of a list without splats before it. */
static bool list_element(struct linker *l, const struct value *v, const char *index, struct builder *b)
{
    const struct fact_node *n = lnode(l, v->file, v->ref);
    if (n->kind != NODE_LIST || !index)
        return false;
    char *end;
    unsigned long at = strtoul(index, &end, 10);
    if (*end || at >= n->count)
        return false;
    for (unsigned long i = 0; i <= at; i++)
        if (lnode(l, v->file, l->files[v->file].f->kids[n->first + i])->kind == NODE_SPLAT)
            return false;
    add_set(b, eval(l, v->file, l->files[v->file].f->kids[n->first + at]));
    return true;
}


/* Column `index` of a row: an element of the argument that the rule names. */
static void add_row(struct linker *l, const struct value *row, const char *index, struct builder *b)
{
    const struct api_item *item = rows_of(l, row->path);
    char *end;
    unsigned long at = strtoul(index, &end, 10);
    if (!*index || *end || !item || at >= g_strv_length((char **)item->elements)) {
        b->open = true;
        return;
    }
    char *rest;
    long position = strtol(item->elements[at], &rest, 10);
    if (rest == item->elements[at] || *rest) {
        b->open = true; /* not an argument: a counter */
        return;
    }
    BUILDER(args, false);
    argument_values(l, row->file, row->ref, NULL, (int)position, &args);
    add_set(b, element_of(l, &(struct vset){args.v, args.n, args.open}));
}

/* What a library built and is put under any key into a dictionary that begins empty: cache[name] = Client(). Of the program's
 * own data nobody knows under which key it stands. */
static void add_filled(struct linker *l, const struct value *dict, struct builder *b)
{
    const struct facts *f = l->files[dict->file].f;
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        const struct fact_node *t = &f->nodes[a->target];
        if (t->kind != NODE_SUBSCRIPT || !t->b || !a->value || f->nodes[t->b].kind == NODE_STRING)
            continue;
        const struct vset *s = eval(l, dict->file, t->a);
        for (unsigned k = 0; k < s->n; k++)
            if (s->v[k].kind == V_LITERAL && s->v[k].file == dict->file && s->v[k].ref == dict->ref) {
                const struct vset *put = eval(l, dict->file, a->value);
                for (unsigned v = 0; v < put->n; v++)
                    if (put->v[v].kind == V_PATH && put->v[v].chain && !put->v[v].site)
                        add(b, put->v[v]);
                break;
            }
    }
}

/* One of the several results of a call, `list` being what a function of the program gives: return client, nil. What the
 * function built is what this call built. */
static bool add_one_result(struct linker *l, const struct value *list, struct node_ref call, const char *index, struct builder *b)
{
    const struct facts *f = l->files[list->file].f;
    const struct value fn = {.kind = V_FUNCTION, .file = list->file, .ref = enclosing_function(f, f->nodes[list->ref].scope)};
    const struct fact_node *n = lnode(l, call.file, call.node);
    BUILDER(elements, false);
    if (!list_element(l, list, index, &elements))
        return false;
    const struct vset *callee = l->final && fn.ref && f->scopes[fn.ref].n_params && n->kind == NODE_CALL ? eval(l, call.file, n->a) : &vset_empty;
    bool called = false;
    for (unsigned i = 0; i < callee->n; i++)
        called |= callee->v[i].kind == V_FUNCTION && callee->v[i].file == fn.file && callee->v[i].ref == fn.ref;
    struct frame *own = NULL;
    for (unsigned i = 0; i < elements.n; i++)
        add(b, called && elements.v[i].kind == V_PATH && elements.v[i].chain ? framed(l, &elements.v[i], &fn, call, &own) : elements.v[i]);
    b->open |= elements.open;
    return true;
}

/* What a library's object has under names that stand in brackets, written there or chosen: client.chat[live ? "stream" : "complete"].
 * Whether there is any. */
static bool add_chosen(struct linker *l, const struct value *v, uint32_t file, uint32_t index, struct builder *b)
{
    const struct vset *names = eval(l, file, index);
    bool any = false;
    for (unsigned i = 0; i < names->n; i++) {
        const struct fact_node *name = names->v[i].kind == V_LITERAL ? lnode(l, names->v[i].file, names->v[i].ref) : NULL;
        const struct vset *members = name && name->kind == NODE_STRING ? eval_member(l, v, ltext(l, names->v[i].file, name->text)) : &vset_empty;
        if (members->n && !only_dead(members->v, members->n)) {
            add_set(b, members);
            any = true;
        }
    }
    return any;
}

static const struct vset *eval_subscript(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    const struct vset *object = eval(l, file, n->a);
    const struct fact_node *index = n->b ? lnode(l, file, n->b) : NULL;
    if (!index) /* an iteration whose target is a pattern */
        return element_of(l, object);
    BUILDER(b, object->open);
    bool result = n->flags & NODE_RESULT, first = result && g_str_equal(ltext(l, file, index->text), "0");
    for (unsigned i = 0; i < object->n; i++) {
        const struct value *v = &object->v[i];
        if (result && !(v->kind == V_LITERAL && lnode(l, v->file, v->ref)->kind == NODE_LIST)) {
            if (first)
                add(&b, *v);
            else
                b.open = true;
            continue;
        }
        if (index && index->kind == NODE_STRING && of_envelope(l, v, ltext(l, file, index->text))) {
            b.open = true;
        } else if (v->kind == V_ROW) {
            add_row(l, v, index && index->kind == NODE_NUMBER ? ltext(l, file, index->text) : "", &b);
        } else if (v->kind == V_PATH && index->kind == NODE_STRING && add_stored(l, v, ltext(l, file, index->text), &b)) {
            continue;
        } else if (v->kind == V_PATH) {
            struct value e = path_step(l, v, SEGMENT_ELEMENT, NULL);
            const struct api_item *item = transform_of(l, e.path);
            if (item && item->returns_type) {
                add(&b, (struct value){.kind = V_TYPE, .file = file, .ref = node});
                continue;
            }
            if (e.path->dead && !v->path->dead && add_chosen(l, v, file, n->b, &b))
                continue;
            if (is_declared_object(v) && e.path->dead) { /* what only a type says may be what a container holds */
                add(&b, *v);
                continue;
            }
            if (v->chain || !e.path->dead)
                e.chain = v->chain;
            e.decoded |= decodes(l, v, file, index);
            if (reads_files(l, e.path)) /* by this key */
                e.chain = chain_push(l, v->chain, file, node, e.path);
            add(&b, e);
        } else if ((v->kind == V_LITERAL || v->kind == V_KEYWORDS) && index->kind == NODE_STRING) {
            add_set(&b, eval_member(l, v, ltext(l, file, index->text)));
            if (v->kind == V_LITERAL && lnode(l, v->file, v->ref)->kind == NODE_DICT && !lnode(l, v->file, v->ref)->count)
                add_filled(l, v, &b);
        } else if (v->kind == V_LITERAL && lnode(l, v->file, v->ref)->kind == NODE_DICT) {
            add_elements(l, v, &b);
            if (!lnode(l, v->file, v->ref)->count)
                add_filled(l, v, &b);
        } else if (result && index->kind == NODE_NUMBER && add_one_result(l, v, (struct node_ref){.file = file, .node = n->a}, ltext(l, file, index->text), &b)) {
            continue;
        } else if (v->kind == V_LITERAL && list_element(l, v, index && index->kind == NODE_NUMBER ? ltext(l, file, index->text) : NULL, &b)) {
            continue;
        } else if (v->kind == V_LITERAL) {
            add_set(&b, element_of(l, &(struct vset){(struct value *)v, 1, false}));
        } else {
            b.open = true;
            if (v->site) {
                struct value rest = rest_of(l, v, NULL);
                rest.decoded |= decodes(l, v, file, index);
                add(&b, rest);
            } else if (v->kind == V_INSTANCE && l->files[v->file].lang->object_elements) {
                add(&b, *v);
            }
        }
    }
    return finish(l, &b);
}

/* The operands of a | b | c, leftmost first. To be freed. */
static GPtrArray *flatten(struct linker *l, uint32_t file, uint32_t node, uint32_t operator_)
{
    g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    const struct fact_node *at = lnode(l, file, node);
    for (; at->kind == NODE_BINARY && at->text == operator_; at = lnode(l, file, node)) {
        g_array_append_val(nodes, at->b);
        node = at->a;
    }
    GPtrArray *out = g_ptr_array_new();
    g_ptr_array_add(out, (gpointer)eval(l, file, node));
    for (guint i = nodes->len; i-- > 0;)
        g_ptr_array_add(out, (gpointer)eval(l, file, g_array_index(nodes, uint32_t, i)));
    return out;
}

/* What a name says that begins with a place (crate::api::ask, super::SYSTEM) and so needs no import; NULL for others. */
static const struct vset *placed(struct linker *l, uint32_t file, const struct fact_node *n)
{
    const struct lfile *lf = &l->files[file];
    const struct fact_node *place = lnode(l, file, n->a);
    const char *name = place->kind == NODE_NAME ? ltext(l, file, place->text) : "";
    const char *before = NULL;
    for (unsigned i = 0; i < lf->lang->n_prefixes && !before; i++)
        before = g_str_equal(lf->lang->prefixes[i].key, name) ? lf->lang->prefixes[i].value : NULL;
    if (!before || (lf->lang->self_names && g_strv_contains((const char *const *)lf->lang->self_names, name)))
        return NULL;
    const char *member = ltext(l, file, n->text);
    g_autofree char *module = g_strconcat(before, member, NULL);
    uint32_t target = module_resolve(l->modules, file, lf->lang, module);
    if (target != NO_INDEX && (l->files[target].f || module_has_children(l->modules, target, lf->lang)))
        return module_value(l, target);
    for (const char **index = lf->lang->index_names; index && *index; index++) { /* what the file of the place declares */
        g_autofree char *file_of = g_strconcat(before, *before == MODULE_OWN ? *index : "", NULL);
        target = resolve_module(l, file, file_of);
        const struct vset *s = target != NO_INDEX && target != file ? eval_export(l, target, member) : &vset_empty;
        if (s->n)
            return s;
    }
    return NULL;
}

/* What a name is given by an iteration: the part of that number of each element, k and v of x.items(). 0 without. */
static uint32_t iterated(const struct lfile *lf, const struct fact_node *name, const char *part)
{
    const struct facts *f = lf->f;
    const struct bindings *all = name->kind == NODE_NAME ? g_hash_table_lookup(lf->bindings, KEY(name->scope, name->text)) : NULL;
    for (guint i = 0; all && i < all->list->len; i++) {
        const struct binding *b = &g_array_index(all->list, struct binding, i);
        const struct fact_assign *a = b->kind == BIND_ASSIGN ? &f->assigns[b->index] : NULL;
        const struct fact_node *value = a && a->line <= name->line && a->line + 1 >= name->line ? &f->nodes[a->value] : NULL;
        if (!value || value->kind != NODE_SUBSCRIPT || !value->b || !g_str_equal(f->strings[f->nodes[value->b].text], part))
            continue;
        const struct fact_node *each = &f->nodes[value->a];
        if (each->kind == NODE_SUBSCRIPT && !each->b)
            return each->a;
    }
    return 0;
}

/* {k: v for k, v in options.items() if v}: what a dictionary is that is made of the pairs of another; NULL for any other node. */
static const struct vset *remade(struct linker *l, uint32_t file, const struct fact_node *n)
{
    const struct lfile *lf = &l->files[file];
    const char **methods = lf->lang->pair_methods;
    const struct fact_node *pair = methods && n->count == 1 ? lnode(l, file, lf->f->kids[n->first]) : NULL;
    if (!pair || pair->kind != NODE_PAIR)
        return NULL;
    uint32_t pairs = iterated(lf, lnode(l, file, pair->a), "0");
    const struct fact_node *call = lnode(l, file, pairs), *method = lnode(l, file, call->a);
    if (!pairs || call->kind != NODE_CALL || call->count || iterated(lf, lnode(l, file, pair->b), "1") != pairs ||
        method->kind != NODE_MEMBER || !g_strv_contains((const char *const *)methods, ltext(l, file, method->text)))
        return NULL;
    return eval(l, file, method->a);
}

static const struct vset *eval_node(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    const uint32_t *kids = l->files[file].f->kids + n->first;
    BUILDER(b, false);
    switch ((enum node_kind)n->kind) {
    case NODE_NAME: {
        const struct vset *s = eval_name(l, file, n);
        for (unsigned i = 0; i < s->n; i++)
            if (!(n->flags & NODE_TYPE))
                note_reference(l, s->v[i].kind, s->v[i].file, s->v[i].ref);
        return known_by_name(l, file, s, n);
    }
    case NODE_STRING: case NODE_NUMBER: case NODE_TRUE: case NODE_FALSE: case NODE_NULL:
    case NODE_TEMPLATE: case NODE_LIST: case NODE_DICT:
        return literal(l, file, node);
    case NODE_MEMBER: {
        const struct vset *there = placed(l, file, n);
        if (there)
            return there;
        const struct vset *object = eval(l, file, n->a);
        b.open = object->open;
        for (unsigned i = 0; i < object->n; i++) {
            l->held_by = (struct node_ref){.file = file, .node = lnode(l, file, n->a)->kind == NODE_MEMBER ? n->a : 0};
            add_set(&b, eval_member(l, &object->v[i], ltext(l, file, n->text)));
            l->held_by.node = 0;
        }
        const struct vset *own = only_dead(b.v, b.n) ? member_class(l, file, node) : NULL;
        if (own)
            add_set(&b, own);
        const struct vset *lone = only_dead(b.v, b.n) ? lone_member(l, file, object, ltext(l, file, n->text)) : NULL;
        if (lone)
            return lone;
        const struct vset *extension = only_dead(b.v, b.n) ? extension_member(l, file, object, n) : NULL;
        if (extension)
            return extension;
        const struct fact_node *parent = lnode(l, file, n->parent);
        const struct vset *extend = parent->kind == NODE_CALL && parent->a == node && only_dead(b.v, b.n)
                                        ? extends_find(l, file, object, ltext(l, file, n->text)) : NULL;
        if (extend)
            return extend;
        const struct vset *s = finish(l, &b);
        return l->files[file].lang->bare_calls ? s : known_by_name(l, file, s, n); /* there it is a call */
    }
    case NODE_SUBSCRIPT:
        return eval_subscript(l, file, node);
    case NODE_CALL:
        return eval_call(l, file, node);
    case NODE_BINARY: {
        if (!composes(l, ltext(l, file, n->text), NULL))
            return literal(l, file, node);
        g_autoptr(GPtrArray) operands = flatten(l, file, node, n->text);
        return compose(l, ltext(l, file, n->text), NULL, operands, file, node, &b) ? finish(l, &b) : literal(l, file, node);
    }
    case NODE_CONDITIONAL:
        for (uint32_t i = 0; i < n->count; i++) {
            const struct vset *s = eval(l, file, kids[i]);
            add_set(&b, s);
            bool says = !s->open;
            for (unsigned k = 0; k < s->n && !says; k++)
                says = s->v[k].kind != V_LITERAL || lnode(l, s->v[k].file, s->v[k].ref)->kind != NODE_NULL;
            if (!says) /* what another alternative says is not all there is */
                add(&b, (struct value){.kind = V_OTHER});
        }
        return finish(l, &b);
    case NODE_FUNCTION: case NODE_CLASS:
        add(&b, (struct value){.kind = n->kind == NODE_CLASS ? V_CLASS : V_FUNCTION, .file = file, .ref = n->scope_ref});
        note_reference(l, b.v[0].kind, file, n->scope_ref);
        return finish(l, &b);
    case NODE_KEYWORD: case NODE_PAIR:
        return n->b ? eval(l, file, n->b) : &vset_open;
    case NODE_SPLAT:
        return n->a ? eval(l, file, n->a) : &vset_open;
    case NODE_OTHER: {
        const struct vset *of = remade(l, file, n);
        if (of && of->n)
            return of;
        if (l->files[file].lang->last_value && n->count) { /* a block gives what its last statement gives */
            BUILDER(block, false);
            add_set(&block, literal(l, file, node));
            add_set(&block, eval(l, file, l->files[file].f->kids[n->first + n->count - 1]));
            return finish(l, &block);
        }
        return literal(l, file, node);
    }
    case NODE_UNARY: case NODE_JSX:
        return literal(l, file, node);
    case NODE_NONE: case NODE_KINDS:
        break;
    }
    return &vset_open;
}

/* An expression that is looked at while another is: the member in hand is not its. */
static const struct vset *eval_within(struct linker *l, uint32_t file, uint32_t node)
{
    const struct node_ref held = l->held_by;
    l->held_by.node = 0;
    const struct vset *s = eval_node(l, file, node);
    l->held_by = held;
    return s;
}

/* Within the function whose call is in force nothing is remembered for other calls, nor in what its object has without being
 * given anything, where it is known who made that. */
static const struct vset *eval_framed(struct linker *l, uint32_t file, uint32_t node)
{
    struct frame *frame = l->frame;
    struct frame *maker = file == frame->file && !stands_in(l->files[file].f, node, frame->scope) ? frame_maker(l, frame) : NULL;
    if (maker && stands_in(l->files[file].f, node, maker->scope)) {
        l->frame = maker;
        const struct vset *s = eval(l, file, node);
        l->frame = frame;
        return s;
    }
    const bool own = maker && of_object(l->files[file].f, lnode(l, file, node)->scope, maker->scope);
    if (file != frame->file || (!own && !stands_in(l->files[file].f, node, frame->scope))) {
        l->frame = (struct frame *)frame->outer; /* what the call passes may stand in a function that is called, too */
        const struct vset *s = eval(l, file, node);
        l->frame = frame;
        return s;
    }
    if (!frame->memo)
        g_ptr_array_add(l->frame_tables, frame->memo = g_hash_table_new(NULL, NULL));
    const struct vset *known = g_hash_table_lookup(frame->memo, GUINT_TO_POINTER(node));
    l->came_back += known == &vset_busy;
    if (known || too_deep(l))
        return known ? known : &vset_open;
    g_hash_table_insert(frame->memo, GUINT_TO_POINTER(node), (gpointer)&vset_busy);
    const uint32_t cut = l->cut;
    l->depth++;
    const struct vset *s = eval_within(l, file, node);
    l->depth--;
    if (is_cut(l, &l->files[file], s, cut))
        g_hash_table_remove(frame->memo, GUINT_TO_POINTER(node));
    else
        g_hash_table_insert(frame->memo, GUINT_TO_POINTER(node), (gpointer)s);
    return s;
}

const struct vset *eval(struct linker *l, uint32_t file, uint32_t node)
{
    struct lfile *lf = &l->files[file];
    if (!node)
        return &vset_open;
    if (l->frame)
        return eval_framed(l, file, node);
    if (lf->memo[node]) {
        l->came_back += lf->memo[node] == &vset_busy;
        return lf->memo[node];
    }
    if (too_deep(l))
        return &vset_open;
    lf->memo[node] = &vset_busy;
    l->depth++;
    const uint32_t came_back = l->came_back, unfit = l->unfit, cut = l->cut;
    const struct vset *s = eval_within(l, file, node);
    l->depth--;
    /* c := c.ask(): what a cycle left without any value, or a request without an address, is asked again when it has ended; so is
     * what could not be followed to its end for all that was under way already */
    bool partial = ((!s->n && s->open) || l->unfit != unfit) && l->came_back != came_back;
    partial = partial && lf->forgotten < MOST_FORGOTTEN;
    lf->forgotten += partial;
    partial = partial || is_cut(l, lf, s, cut);
    lf->memo[node] = partial ? NULL : s;
    return s;
}

static void taint(struct linker *l, uint32_t file, uint32_t node, GArray *out, bool *parsed, bool *decoded, unsigned hops)
{
    if (!node)
        return;
    const struct fact_node *n = lnode(l, file, node);
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++)
        if (s->v[i].site) {
            uint32_t site = s->v[i].site - 1;
            bool known = false;
            for (guint k = 0; k < out->len; k++)
                known |= g_array_index(out, uint32_t, k) == site;
            if (!known)
                g_array_append_val(out, site);
            *parsed |= s->v[i].parsed;
            if (decoded)
                *decoded |= is_decoded(l, &s->v[i]);
        }
    if (!hops)
        return;
    const uint32_t *kids = l->files[file].f->kids + n->first;
    switch ((enum node_kind)n->kind) {
    case NODE_LIST: case NODE_DICT: case NODE_TEMPLATE: case NODE_JSX: case NODE_OTHER:
        for (uint32_t i = 0; i < n->count; i++)
            taint(l, file, kids[i], out, parsed, decoded, hops - 1);
        break;
    case NODE_PAIR: case NODE_KEYWORD:
        taint(l, file, n->b, out, parsed, decoded, hops - 1);
        break;
    case NODE_SPLAT: case NODE_UNARY:
        taint(l, file, n->a, out, parsed, decoded, hops - 1);
        break;
    case NODE_BINARY:
        taint(l, file, n->a, out, parsed, decoded, hops - 1);
        taint(l, file, n->b, out, parsed, decoded, hops - 1);
        break;
    case NODE_CALL: /* text.strip(), str(text): what is done to the output is still the output */
        if (!s->n) {
            if (lnode(l, file, n->a)->kind == NODE_MEMBER)
                taint(l, file, lnode(l, file, n->a)->a, out, parsed, decoded, hops - 1);
            for (uint32_t i = 0; i < n->count; i++)
                taint(l, file, kids[i], out, parsed, decoded, hops - 1);
        }
        break;
    default:
        break;
    }
}

void eval_taint(struct linker *l, uint32_t file, uint32_t node, GArray *out, bool *parsed, bool *decoded)
{
    taint(l, file, node, out, parsed, decoded, 6);
}
