/*
 * Where the text of an expression comes from: a request, a person, a file, the net, a search, a tool, or the program
 * itself. Followed backwards through names, parameters (to what callers pass) and what is done to text, within a
 * number of looks; what cannot be followed is unknown, which never counts as untrusted.
 */
#include <string.h>

#include "link/link_priv.h"

#define MAX_LOOKS 400 /* expressions of one question */
#define MAX_DEPTH 40
#define MAX_HOPS 4    /* calls that it is followed through */

struct trail {
    struct linker *l;
    unsigned looks;
    GHashTable *busy; /* file << 32 | node: under way, or answered with nothing better */
};

struct origin_of { /* the worst so far */
    enum taint taint;
    struct node_ref at; /* the expression that says so */
};

static void worse(struct origin_of *o, struct origin_of other)
{
    if (other.taint > o->taint)
        *o = other;
}

/* What a kind of source stands for; TAINT_KINDS if nothing. */
static enum taint taint_of_kind(const char *kind)
{
    static const struct {
        const char *kind;
        enum taint taint;
    } kinds[] = {{"request", TAINT_REQUEST}, {"input", TAINT_INPUT},   {"web", TAINT_WEB},   {"tool", TAINT_TOOL},
                 {"file", TAINT_FILE},       {"env", TAINT_NONE},      {"plain", TAINT_NONE}, {"retrieval", TAINT_RETRIEVAL}};
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (g_str_equal(kind, kinds[i].kind))
            return kinds[i].taint;
    return TAINT_KINDS;
}

/* What an item says of the values that its path stands for; TAINT_KINDS if nothing. */
static enum taint taint_of_item(const struct api_item *item)
{
    if (item->role == ROLE_SITE)
        return TAINT_MODEL;
    if (item->role == ROLE_SINK && g_strcmp0(item->kind, "cast") == 0)
        return TAINT_NONE; /* a number, or yes or no */
    if (item->role == ROLE_USE && g_strcmp0(item->tag, "retrieval") == 0)
        return TAINT_RETRIEVAL;
    return item->role == ROLE_SOURCE && item->kind ? taint_of_kind(item->kind) : TAINT_KINDS;
}

/* The same for a path: the nearest of its beginnings that a rule speaks of. */
static enum taint taint_of_path(struct linker *l, const struct apath *p)
{
    for (; p->depth; p = p->parent) {
        if (p->canonical)
            p = p->canonical;
        apath_items(l, p);
        for (unsigned i = 0; i < p->n_items; i++) {
            enum taint t = taint_of_item(&l->rules->items[p->items[i]]);
            if (t != TAINT_KINDS)
                return t;
        }
    }
    return TAINT_KINDS;
}

static struct origin_of follow(struct trail *t, uint32_t file, uint32_t node, unsigned depth, unsigned hops);

/* A route's handler, a tool's function: who calls it writes its parameters. */
static enum taint entry_taint(struct linker *l, uint32_t file, uint32_t scope)
{
    const struct model *m = l->m;
    for (unsigned i = 0; i < m->n_routes; i++)
        if (m->routes[i].handler.file == file && m->routes[i].handler.scope == scope)
            return TAINT_REQUEST;
    for (unsigned i = 0; i < m->n_tools; i++)
        if (m->tools[i].unit.file == file && m->tools[i].unit.scope == scope && scope > 1)
            return TAINT_MODEL;
    return TAINT_UNKNOWN;
}

/* A parameter that the framework fills with what it makes itself: its default, or its annotation, is a call that says so. */
static bool is_injected(struct linker *l, uint32_t file, const struct fact_param *p)
{
    const uint32_t nodes[] = {p->value, p->type};
    for (unsigned i = 0; i < 2; i++) {
        if (!nodes[i])
            continue;
        const struct facts *f = l->files[file].f;
        const struct fact_node *n = &f->nodes[nodes[i]];
        if (n->kind == NODE_CALL || n->kind == NODE_SUBSCRIPT) {
            for (uint32_t k = 1; k < f->n_nodes; k++) { /* a call within: Annotated[User, Depends(f)] */
                if (f->nodes[k].kind != NODE_CALL)
                    continue;
                uint32_t up = k;
                while (up && up != nodes[i])
                    up = f->nodes[up].parent;
                if (up != nodes[i])
                    continue;
                if (is_injection(l, file, k))
                    return true;
            }
        }
    }
    return false;
}

static struct origin_of follow_param(struct trail *t, uint32_t file, uint32_t index, unsigned depth, unsigned hops)
{
    struct linker *l = t->l;
    const struct facts *f = l->files[file].f;
    const struct fact_param *p = &f->params[index];
    struct origin_of out = {TAINT_UNKNOWN, {file, 0, 0, NULL}};
    if (is_receiver(l, file, p))
        return out;
    enum taint entry = entry_taint(l, file, p->scope);
    if (entry != TAINT_UNKNOWN) {
        if (!is_injected(l, file, p))
            out.taint = entry;
        return out;
    }
    const struct feed *feed = p->position == 0 ? g_hash_table_lookup(l->fed, KEY(file, p->scope)) : NULL;
    if (feed)
        worse(&out, follow(t, feed->file, feed->node, depth + 1, hops));
    GArray *callers = l->files[file].callers[p->scope];
    for (guint i = 0; hops && callers && i < callers->len && i < MAX_CALLERS; i++) {
        struct node_ref c = g_array_index(callers, struct node_ref, i);
        if (call_apart(l, c, file, p->scope))
            continue;
        struct found found;
        find_param(l, file, p, c, &found);
        for (guint k = 0; k < found.nodes->len; k++) {
            struct node_ref r = g_array_index(found.nodes, struct node_ref, k);
            worse(&out, follow(t, r.file, r.node, depth + 1, hops - 1));
        }
        found_clear(&found);
    }
    return out;
}

static struct origin_of follow_name(struct trail *t, uint32_t file, uint32_t node, unsigned depth, unsigned hops)
{
    struct linker *l = t->l;
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    struct origin_of out = {TAINT_NONE, {file, node, 0, NULL}};
    for (uint32_t s = n->scope; s; s = f->scopes[s].parent) {
        const struct bindings *all = g_hash_table_lookup(l->files[file].bindings, KEY(s, n->text));
        if (!all || (f->scopes[s].kind == SCOPE_CLASS && s != n->scope))
            continue;
        for (guint i = 0; i < all->list->len; i++) {
            const struct binding *b = &g_array_index(all->list, struct binding, i);
            if (b->kind == BIND_ASSIGN && f->assigns[b->index].value)
                worse(&out, follow(t, file, f->assigns[b->index].value, depth + 1, hops));
            else if (b->kind == BIND_PARAM)
                worse(&out, follow_param(t, file, b->index, depth, hops));
        }
        return out;
    }
    return out;
}

/* self.question: what methods of the class put there. */
static struct origin_of follow_own(struct trail *t, uint32_t file, uint32_t node, unsigned depth, unsigned hops)
{
    struct linker *l = t->l;
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    struct origin_of out = {TAINT_UNKNOWN, {file, node, 0, NULL}};
    uint32_t class = enclosing_class(f, n->scope);
    const GArray *list = class ? g_hash_table_lookup(l->files[file].members, KEY(class, n->text)) : NULL;
    for (guint i = 0; list && hops && i < list->len; i++)
        worse(&out, follow(t, file, f->assigns[g_array_index(list, uint32_t, i)].value, depth + 1, hops - 1));
    return out;
}

/* state["topic"]: a key of what a function is given that an object of a library runs, with whatever that is started. */
static bool follow_held(struct trail *t, uint32_t file, uint32_t node, unsigned depth, unsigned hops, struct origin_of *out)
{
    struct linker *l = t->l;
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node], *object = &f->nodes[n->a];
    uint32_t index = object->kind == NODE_NAME ? named_param(&l->files[file], object) : 0;
    const char *key = n->kind == NODE_MEMBER ? ltext(l, file, n->text) : n->b && f->nodes[n->b].kind == NODE_STRING ? ltext(l, file, f->nodes[n->b].text) : NULL;
    const char *kind;
    g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    if (!index || !key || !hops || call_position(l, file, &f->params[index - 1]) != 0 ||
        !held_input(l, (struct unit){file, f->params[index - 1].scope}, key, starts, &kind))
        return false;
    for (guint i = 0; i < starts->len && i < MAX_CALLERS; i++) {
        struct node_ref r = g_array_index(starts, struct node_ref, i);
        worse(out, follow(t, r.file, r.node, depth + 1, hops - 1));
    }
    enum taint says = kind ? taint_of_kind(kind) : TAINT_KINDS;
    if (says != TAINT_KINDS)
        worse(out, (struct origin_of){says, {file, node, 0, NULL}});
    return true;
}

static bool is_instance(const struct vset *s)
{
    return s->n == 1 && (s->v[0].kind == V_INSTANCE || s->v[0].kind == V_CLASS || s->v[0].kind == V_SUPER);
}

static struct origin_of follow_all(struct trail *t, uint32_t file, const uint32_t *nodes, uint32_t n, unsigned depth,
                                   unsigned hops)
{
    struct origin_of out = {TAINT_NONE, {file, 0, 0, NULL}};
    for (uint32_t i = 0; i < n; i++)
        worse(&out, follow(t, file, nodes[i], depth + 1, hops));
    return out;
}

/* Whether an expression is a text that is written there, so that a method on it gives text: "\n".join(docs). */
static bool is_text(const struct vset *s, const struct linker *l)
{
    for (unsigned i = 0; i < s->n; i++) {
        uint8_t kind = s->v[i].kind == V_LITERAL ? lnode(l, s->v[i].file, s->v[i].ref)->kind : NODE_NONE;
        if (kind == NODE_STRING || kind == NODE_TEMPLATE)
            return true;
    }
    return false;
}

/* question.length, question.startswith("a"): no text. */
static bool is_plain(const struct linker *l, uint32_t file, const struct fact_node *member)
{
    const char **names = l->files[file].lang->plain_members;
    return names && g_strv_contains((const char *const *)names, ltext(l, file, member->text));
}

static struct origin_of follow_call(struct trail *t, uint32_t file, uint32_t node, unsigned depth, unsigned hops)
{
    struct linker *l = t->l;
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    const uint32_t *kids = f->kids + n->first;
    const struct fact_node *callee = &f->nodes[n->a];
    uint32_t object = callee->kind == NODE_MEMBER ? callee->a : 0;
    struct origin_of out = {TAINT_NONE, {file, node, 0, NULL}};
    const struct vset *functions = eval(l, file, n->a);
    bool known = false;
    if (object && is_plain(l, file, callee))
        return out;
    for (unsigned i = 0; i < functions->n; i++) {
        const struct value *v = &functions->v[i];
        if (v->kind == V_FUNCTION && hops) {
            known = true;
            const struct facts *g = l->files[v->file].f;
            for (uint32_t k = 0; k < g->n_jumps; k++)
                if (g->jumps[k].scope == v->ref && g->jumps[k].value &&
                    (g->jumps[k].kind == JUMP_RETURN || g->jumps[k].kind == JUMP_YIELD))
                    worse(&out, follow(t, v->file, g->jumps[k].value, depth + 1, hops - 1));
        } else if (v->kind == V_PATH) {
            known = true;
            const struct apath *p = apath_child(l, v->path, SEGMENT_CALL, NULL);
            enum taint says = taint_of_path(l, p);
            if (says == TAINT_FILE) { /* whose file it is depends on who names it */
                struct origin_of by = follow_all(t, file, kids, n->count, depth, hops);
                if (object)
                    worse(&by, follow(t, file, object, depth + 1, hops));
                worse(&out, (struct origin_of){by.taint >= TAINT_FILE ? TAINT_FILE : TAINT_UNKNOWN, {file, node, 0, NULL}});
            } else if (says != TAINT_KINDS) {
                worse(&out, (struct origin_of){says, {file, node, 0, NULL}});
            } else {
                const char *globals = l->files[file].lang->globals;
                const struct apath *root = v->path;
                while (root->depth > 1)
                    root = root->parent;
                struct origin_of of = follow_all(t, file, kids, n->count, depth, hops);
                if (object)
                    worse(&of, follow(t, file, object, depth + 1, hops));
                bool text = globals && root->name && g_str_equal(root->name, globals);
                if (!text && of.taint > TAINT_UNKNOWN) /* who knows what a library makes of it */
                    of.taint = TAINT_UNKNOWN;
                worse(&out, of);
            }
        } else if (v->kind == V_CLASS) {
            known = true;
            struct origin_of of = follow_all(t, file, kids, n->count, depth, hops);
            if (of.taint > TAINT_UNKNOWN)
                of.taint = TAINT_UNKNOWN;
            worse(&out, of);
        }
    }
    if (known)
        return out;
    if (!object)
        return (struct origin_of){TAINT_UNKNOWN, {file, node, 0, NULL}};
    worse(&out, follow(t, file, object, depth + 1, hops)); /* text.strip() is still the text */
    if (is_text(eval(l, file, object), l))
        worse(&out, follow_all(t, file, kids, n->count, depth, hops));
    return out;
}

static struct origin_of follow_values(struct trail *t, uint32_t file, uint32_t node, unsigned depth, unsigned hops, bool *known)
{
    struct linker *l = t->l;
    struct origin_of out = {TAINT_NONE, {file, node, 0, NULL}};
    const struct vset *s = eval(l, file, node);
    *known = false;
    for (unsigned i = 0; i < s->n; i++) {
        const struct value *v = &s->v[i];
        if (v->site) {
            *known = true;
            worse(&out, (struct origin_of){TAINT_MODEL, {file, node, 0, NULL}});
        } else if (v->kind == V_PATH) {
            enum taint says = taint_of_path(l, v->path);
            if (says == TAINT_KINDS || says == TAINT_FILE)
                continue;
            *known = true;
            worse(&out, (struct origin_of){says, {file, node, 0, NULL}});
        } else if (v->kind == V_LITERAL && (v->file != file || v->ref != node)) {
            *known = true;
            worse(&out, follow(t, v->file, v->ref, depth + 1, hops));
        }
    }
    return out;
}

static bool compares(const char *operator_)
{
    static const char *const operators[] = {"==", "!=", "===", "!==", "<", ">", "<=", ">=", "in", "not in", "is", "is not",
                                            "instanceof", "eq", "ne", NULL};
    return g_strv_contains(operators, operator_);
}

static struct origin_of follow(struct trail *t, uint32_t file, uint32_t node, unsigned depth, unsigned hops)
{
    struct origin_of out = {TAINT_NONE, {file, node, 0, NULL}};
    if (!node)
        return out;
    if (depth > MAX_DEPTH || ++t->looks > MAX_LOOKS) {
        out.taint = TAINT_UNKNOWN;
        return out;
    }
    if (!g_hash_table_add(t->busy, KEY(file, node)))
        return out;
    struct linker *l = t->l;
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    const uint32_t *kids = f->kids + n->first;
    bool known = false;
    switch ((enum node_kind)n->kind) {
    case NODE_TEMPLATE: case NODE_LIST: case NODE_DICT: case NODE_CONDITIONAL: case NODE_JSX: case NODE_OTHER:
        return follow_all(t, file, kids, n->count, depth, hops);
    case NODE_PAIR: case NODE_KEYWORD:
        return follow(t, file, n->b, depth + 1, hops);
    case NODE_SPLAT:
        return follow(t, file, n->a, depth + 1, hops);
    case NODE_UNARY:
        return g_str_equal(ltext(l, file, n->text), "not") || g_str_equal(ltext(l, file, n->text), "!")
                   ? out : follow(t, file, n->a, depth + 1, hops);
    case NODE_BINARY:
        if (compares(ltext(l, file, n->text)))
            return out;
        out = follow(t, file, n->a, depth + 1, hops);
        worse(&out, follow(t, file, n->b, depth + 1, hops));
        return out;
    case NODE_NAME:
        worse(&out, follow_values(t, file, node, depth, hops, &known));
        worse(&out, follow_name(t, file, node, depth, hops));
        return out;
    case NODE_MEMBER: case NODE_SUBSCRIPT:
        if (n->kind == NODE_MEMBER && is_plain(l, file, n))
            return out;
        worse(&out, follow_values(t, file, node, depth, hops, &known));
        if (known)
            return out;
        if (n->kind == NODE_MEMBER && is_instance(eval(l, file, n->a)) && lnode(l, file, n->a)->kind == NODE_NAME)
            worse(&out, follow_own(t, file, node, depth, hops));
        if (follow_held(t, file, node, depth, hops, &out))
            return out;
        worse(&out, follow(t, file, n->a, depth + 1, hops)); /* a part of a request is the requester's */
        return out;
    case NODE_CALL:
        worse(&out, follow_values(t, file, node, depth, hops, &known));
        if (!known || out.taint <= TAINT_UNKNOWN)
            worse(&out, follow_call(t, file, node, depth, hops));
        return out;
    default:
        return out;
    }
}

enum taint taint_from(struct linker *l, uint32_t file, uint32_t node, const char **source)
{
    struct trail t = {.l = l, .busy = g_hash_table_new(pair_key_hash, NULL)};
    struct origin_of o = follow(&t, file, node, 0, MAX_HOPS);
    g_hash_table_unref(t.busy);
    if (source)
        *source = o.taint > TAINT_UNKNOWN && o.at.node ? expr_shown(l, o.at.file, o.at.node, 60) : NULL;
    return o.taint;
}
