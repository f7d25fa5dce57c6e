/*
 * What is put somewhere by name in one place and read from there in another: attributes that are set from outside,
 * keys that a dictionary gets after it is made, session stores. And who derives from a class of the repository.
 * Gathered once, between the two evaluations, from what the first one knows.
 */
#include <string.h>

#include "link/resolve_priv.h"

#define MAX_STORED 64      /* values under one name of one holder */
#define MAX_SET_UP 64 /* functions that set up what a container hands out */
#define MAX_SUBCLASSES 256 /* of one class */

static guint holder_hash(gconstpointer p)
{
    const struct value *v = p;
    guint64 h = (guint64)(guintptr)v->path ^ ((guint64)v->file << 32 | v->ref) ^ (guint64)v->kind << 56;
    return (guint)((h * 0x9E3779B97F4A7C15u) >> 32);
}

static gboolean holder_equal(gconstpointer a, gconstpointer b)
{
    const struct value *x = a, *y = b;
    return x->kind == y->kind && x->file == y->file && x->ref == y->ref && x->path == y->path;
}

/* What identifies a holder; false for what holds nothing by name. */
static bool holder_of(struct linker *l, const struct value *v, struct value *out)
{
    *out = (struct value){.kind = v->kind, .file = v->file, .ref = v->ref};
    switch ((enum value_kind)v->kind) {
    case V_PATH:
        *out = (struct value){.kind = V_PATH, .path = v->path};
        return !v->path->dead;
    case V_INSTANCE: case V_CLASS:
        out->kind = V_CLASS;
        return true;
    case V_MODULE:
        return !v->ref;
    case V_LITERAL:
        return lnode(l, v->file, v->ref)->kind == NODE_DICT;
    default:
        return false;
    }
}

/* Whether a test puts a value into what is not the program's, such as the environment: only it reads that. (What it puts into
 * an object of the program says what that holds, where nothing else does.) */
static bool puts_for_test(const struct linker *l, const struct value *holder, const struct stored *what)
{
    return holder->kind == V_PATH && l->files[what->file].pf->class.zone == ZONE_TEST;
}

static void put(struct linker *l, const struct value *v, const char *name, const struct stored *what)
{
    struct value key;
    if (!holder_of(l, v, &key) || puts_for_test(l, &key, what))
        return;
    GHashTable *names = g_hash_table_lookup(l->stores, &key);
    if (!names) {
        names = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
        g_hash_table_insert(l->stores, g_memdup2(&key, sizeof key), names);
    }
    GArray *list = g_hash_table_lookup(names, name);
    if (!list) {
        list = g_array_new(FALSE, FALSE, sizeof(struct stored));
        g_hash_table_insert(names, (gpointer)name, list);
    }
    struct stored s = *what;
    s.chain = v->chain;
    if (list->len < MAX_STORED)
        g_array_append_val(list, s);
}

const GArray *stores_find(struct linker *l, const struct value *v, const char *name)
{
    struct value key;
    if (!g_hash_table_size(l->stores) || !holder_of(l, v, &key))
        return NULL;
    GHashTable *names = g_hash_table_lookup(l->stores, &key);
    return names ? g_hash_table_lookup(names, name) : NULL;
}

const struct api_item *store_item(struct linker *l, const struct apath *p)
{
    apath_items(l, p);
    for (unsigned i = 0; i < p->n_items; i++)
        if (l->rules->items[p->items[i]].role == ROLE_STORE)
            return &l->rules->items[p->items[i]];
    return NULL;
}

/* x.name = value, x["name"] = value */
static void gather_assigns(struct linker *l, uint32_t file)
{
    const struct facts *f = l->files[file].f;
    const char **self = l->files[file].lang->self_names;
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        const struct fact_node *t = &f->nodes[a->target];
        const char *name = NULL;
        if (t->kind == NODE_MEMBER) {
            const struct fact_node *object = &f->nodes[t->a];
            if (object->kind == NODE_NAME && self && g_strv_contains((const char *const *)self, f->strings[object->text]))
                continue; /* a member of the class */
            name = f->strings[t->text];
        } else if (t->kind == NODE_SUBSCRIPT && t->b && f->nodes[t->b].kind == NODE_STRING) {
            name = f->strings[f->nodes[t->b].text];
        }
        if (!name || !a->value)
            continue;
        const struct vset *s = eval(l, file, t->a);
        struct stored what = {.file = file, .assign = i + 1, .node = a->value};
        for (unsigned k = 0; k < s->n; k++)
            put(l, &s->v[k], name, &what);
    }
}

bool stores_option(struct linker *l, uint32_t file, uint32_t call, const char **name, uint32_t *value)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[call];
    *name = NULL;
    *value = 0;
    for (uint32_t i = 0; i < n->count; i++) {
        const struct fact_node *k = &f->nodes[f->kids[n->first + i]];
        const char *text = f->strings[k->text];
        if (k->kind == NODE_STRING && (!*name || g_str_has_prefix(text, "--")))
            *name = text + strspn(text, "-");
        else if (k->kind == NODE_KEYWORD && g_str_equal(text, "default"))
            *value = k->b;
    }
    return *name && **name;
}

/* parser.add_argument("--name", default=value): an attribute of what is parsed. */
static void gather_option(struct linker *l, uint32_t file, uint32_t call, const char *method)
{
    const struct facts *f = l->files[file].f;
    const char *name;
    uint32_t value;
    const struct vset *s = l->files[file].memo[f->nodes[f->nodes[call].a].a];
    if (!s || !stores_option(l, file, call, &name, &value) || !value)
        return;
    for (guint r = 0; r < l->options->len; r++) {
        const struct api_item *item = g_ptr_array_index(l->options, r);
        if (!g_str_equal(item->options, method))
            continue;
        struct path owner = item->path; /* what the last call and its method are read from */
        owner.n_segments -= 2;
        for (unsigned k = 0; k < s->n; k++) {
            if (s->v[k].kind != V_PATH || s->v[k].path->dead || !apath_match(&owner, s->v[k].path))
                continue;
            struct value parsed = s->v[k];
            for (unsigned q = owner.n_segments; q < item->path.n_segments; q++) {
                const struct apath *p = apath_child(l, parsed.path, item->path.segments[q].kind, item->path.segments[q].name);
                parsed.path = p->canonical ? p->canonical : p;
            }
            g_autofree char *same = g_strdelimit(g_strdup(name), "-", '_');
            struct stored what = {.file = file, .node = value};
            put(l, &parsed, arena_strdup(l->a, same), &what);
        }
    }
}

const GArray *stores_providers(struct linker *l, const struct apath *type)
{
    return g_hash_table_lookup(l->provided, type);
}

/* What a value is known by wherever it is named: a text, a class of the repository, the call that made it. NULL: nothing.
 * Free with g_free(). */
static char *token_of(struct linker *l, const struct value *v)
{
    if (v->kind == V_LITERAL && lnode(l, v->file, v->ref)->kind == NODE_STRING)
        return g_strdup(ltext(l, v->file, lnode(l, v->file, v->ref)->text));
    if (v->kind == V_CLASS || v->kind == V_INSTANCE)
        return g_strdup_printf("class %u %u", v->file, v->ref);
    return v->kind == V_PATH && v->chain ? g_strdup_printf("call %u %u", v->chain->file, v->chain->node) : NULL;
}

const GArray *stores_tokens(struct linker *l, const struct value *v)
{
    g_autofree char *token = g_hash_table_size(l->tokens) ? token_of(l, v) : NULL;
    return token ? g_hash_table_lookup(l->tokens, token) : NULL;
}

static const struct api_item *provider_item(struct linker *l, const struct apath *p, enum route_as as)
{
    apath_items(l, p);
    for (unsigned i = 0; i < p->n_items; i++) {
        const struct api_item *item = &l->rules->items[p->items[i]];
        if (item->role == ROLE_PROVIDE && item->as == as)
            return item;
    }
    return NULL;
}

static void provide_type(struct linker *l, const struct apath *type, const struct provider *what)
{
    GArray *list = g_hash_table_lookup(l->provided, type);
    if (!list)
        g_hash_table_insert(l->provided, (gpointer)type, list = g_array_new(FALSE, FALSE, sizeof *what));
    if (list->len < MAX_STORED)
        g_array_append_val(list, *what);
}

/* Of a type that a rule knows; others are of no use to anyone. */
static void provide(struct linker *l, const struct vset *types, const struct provider *what)
{
    for (unsigned i = 0; i < types->n; i++)
        if (types->v[i].kind == V_PATH && !types->v[i].path->dead)
            provide_type(l, types->v[i].path, what);
}

/* { provide: TOKEN, useFactory: build }: what the item's key holds, under what the token's does. */
static void gather_keyed(struct linker *l, uint32_t file, uint32_t dict)
{
    for (guint i = 0; i < l->keyed->len; i++) {
        const struct api_item *item = g_ptr_array_index(l->keyed, i);
        if (!g_strv_contains((const char *const *)item->language_names, l->files[file].lang->name) || !item_fits(l, item, file, dict))
            continue;
        g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(struct node_ref)), values = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
        bool open = false;
        if (!dict_get(l, file, dict, item->token, tokens, &open) || !dict_get(l, file, dict, item->argument_name, values, &open) ||
            !tokens->len || !values->len)
            continue;
        struct node_ref t = g_array_index(tokens, struct node_ref, 0), r = g_array_index(values, struct node_ref, 0);
        struct provider what = {.file = r.file, .ref = r.node};
        const struct vset *under = eval(l, t.file, t.node);
        BUILDER(types, false);
        instances_of(l, under, &types);
        provide(l, finish(l, &types), &what);
        for (unsigned k = 0; k < under->n; k++) {
            char *token = token_of(l, &under->v[k]);
            GArray *list = token ? g_hash_table_lookup(l->tokens, token) : NULL;
            if (token && !list)
                g_hash_table_insert(l->tokens, g_strdup(token), list = g_array_new(FALSE, FALSE, sizeof what));
            if (list && list->len < MAX_STORED)
                g_array_append_val(list, what);
            g_free(token);
        }
    }
}

/* @Bean ChatModel model() { ... } */
static void gather_provided(struct linker *l, uint32_t file)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t s = 2; s < f->n_scopes; s++) {
        const struct fact_scope *scope = &f->scopes[s];
        bool provides = false;
        for (uint32_t i = 0; scope->kind == SCOPE_FUNCTION && scope->type && i < scope->n_decorators && !provides; i++) {
            const struct vset *d = eval(l, file, f->kids[scope->first_decorator + i]);
            for (unsigned k = 0; k < d->n && !provides; k++)
                if (d->v[k].kind == V_PATH)
                    provides = provider_item(l, d->v[k].path, AS_DECORATOR) ||
                               provider_item(l, apath_child(l, d->v[k].path, SEGMENT_CALL, NULL), AS_DECORATOR);
        }
        struct provider what = {.file = file, .ref = s, .function = true};
        if (provides)
            provide(l, eval_type(l, file, scope->type), &what);
    }
}

/* The last of the steps behind a call: a(x).b().c(); 0 without. */
static uint32_t last_step(const struct facts *f, uint32_t call)
{
    uint32_t last = 0;
    for (uint32_t at = call;; last = at) {
        const struct fact_node *member = &f->nodes[f->nodes[at].parent];
        const uint32_t next = member->parent;
        if (member->kind != NODE_MEMBER || member->a != at || f->nodes[next].kind != NODE_CALL || f->nodes[next].a != f->nodes[at].parent)
            return last;
        at = next;
    }
}

/* services.AddSingleton<ChatClient>(client): its type is the one that is named, or what it is itself;
 * services.AddScoped<IChatClient, OllamaChatClient>(): an instance of the second type. */
static void gather_registered(struct linker *l, uint32_t file, uint32_t call, const struct vset *callee)
{
    const struct facts *f = l->files[file].f;
    for (unsigned i = 0; callee && i < callee->n; i++) {
        const struct apath *p = callee->v[i].kind == V_PATH ? apath_child(l, callee->v[i].path, SEGMENT_CALL, NULL) : NULL;
        const struct api_item *item = p ? provider_item(l, p->canonical ? p->canonical : p, AS_CALL) : NULL;
        if (!item || item->argument < 0)
            continue;
        struct found type, given, made;
        find_argument(l, file, call, "<0>", -1, &type);
        find_argument(l, file, call, NULL, item->argument, &given);
        if (given.nodes->len) {
            struct node_ref r = g_array_index(given.nodes, struct node_ref, 0);
            struct provider what = {.file = r.file, .ref = r.node};
            const struct vset *values = eval(l, r.file, r.node);
            const struct apath *always = item->returns.n_segments ? from_pattern(l, p->language, &item->returns) : NULL;
            if (always) {
                what.registered = (struct node_ref){.file = file, .node = call};
                what.last = (struct node_ref){.file = file, .node = last_step(f, call)};
                provide_type(l, always->canonical ? always->canonical : always, &what);
            }
            if (type.nodes->len)
                values = eval_type(l, g_array_index(type.nodes, struct node_ref, 0).file, g_array_index(type.nodes, struct node_ref, 0).node);
            for (unsigned k = 0; !type.nodes->len && k < values->n; k++)
                if (values->v[k].kind == V_FUNCTION) { /* services.AddSingleton(provider => new ChatClient(...)) */
                    values = eval_result(l, values->v[k].file, values->v[k].ref);
                    break;
                }
            if (!always)
                provide(l, values, &what);
        } else if (type.nodes->len) {
            struct node_ref t = g_array_index(type.nodes, struct node_ref, 0);
            find_argument(l, file, call, "<1>", -1, &made);
            if (made.nodes->len) {
                struct node_ref r = g_array_index(made.nodes, struct node_ref, 0);
                struct provider what = {.file = r.file, .ref = r.node, .type = true};
                provide(l, eval_type(l, t.file, t.node), &what);
            }
            found_clear(&made);
        }
        found_clear(&type);
        found_clear(&given);
    }
}

/* services.AddHttpClient<IModel, Model>(client => client.Timeout = x), AddHttpClient("model", client => ...). */
static void gather_set_up(struct linker *l, uint32_t file, uint32_t call, const struct vset *callee)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[call];
    for (unsigned i = 0; callee && i < callee->n && l->set_up->len < MAX_SET_UP; i++) {
        const struct apath *p = callee->v[i].kind == V_PATH ? apath_child(l, callee->v[i].path, SEGMENT_CALL, NULL) : NULL;
        if (!p || !provider_item(l, p->canonical ? p->canonical : p, AS_CONTEXT))
            continue;
        struct set_up s = {.call = {.file = file, .node = call}, .class = {.file = NO_INDEX}};
        for (uint32_t k = 0; k < n->count; k++) {
            const struct fact_node *given = &f->nodes[f->kids[n->first + k]];
            enum value_origin via;
            if (given->kind == NODE_FUNCTION)
                s.function = given->scope_ref;
            else if (k == 0)
                s.name = literal_of(l, file, f->kids[n->first], &via, NULL);
        }
        for (int k = 1; k >= 0 && s.class.file == NO_INDEX; k--) {
            struct found type;
            find_argument(l, file, call, k ? "<1>" : "<0>", -1, &type);
            const struct node_ref *t = type.nodes->len ? &g_array_index(type.nodes, struct node_ref, 0) : NULL;
            const struct vset *types = t ? eval_type(l, t->file, t->node) : &vset_empty;
            for (unsigned v = 0; v < types->n; v++)
                if (types->v[v].kind == V_INSTANCE || types->v[v].kind == V_CLASS)
                    s.class = (struct unit){types->v[v].file, types->v[v].ref};
            found_clear(&type);
        }
        g_array_append_val(l->set_up, s);
    }
}

/* Whether the object that a call is made on was asked for under a name: factory.CreateClient("model"). */
static bool asked_under(struct linker *l, uint32_t file, uint32_t call, const char *name)
{
    const struct fact_node *callee = lnode(l, file, lnode(l, file, call)->a);
    const struct vset *on = callee->kind == NODE_MEMBER ? eval(l, file, callee->a) : &vset_empty;
    for (unsigned i = 0; i < on->n; i++)
        for (const struct chain *c = on->v[i].kind == V_PATH ? on->v[i].chain : NULL; c; c = c->prev) {
            const struct fact_node *made = c->file != NO_INDEX ? lnode(l, c->file, c->node) : NULL;
            enum value_origin via;
            if (made && made->kind == NODE_CALL && made->count &&
                g_strcmp0(literal_of(l, c->file, l->files[c->file].f->kids[made->first], &via, NULL), name) == 0)
                return true;
        }
    return false;
}

const struct set_up *set_up_of(struct linker *l, uint32_t file, uint32_t call)
{
    const struct facts *f = l->files[file].f;
    uint32_t class = l->set_up->len ? enclosing_class(f, f->nodes[call].scope) : 0;
    for (guint i = 0; class && i < l->set_up->len; i++) {
        const struct set_up *s = &g_array_index(l->set_up, struct set_up, i);
        if (s->class.file != NO_INDEX ? s->class.file == file && s->class.scope == class : s->name && asked_under(l, file, call, s->name))
            return s;
    }
    return NULL;
}

/* store.set("name", value) */
static void gather_calls(struct linker *l, uint32_t file)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if (n->kind == NODE_DICT)
            gather_keyed(l, file, i);
        if (n->kind != NODE_CALL || !n->count || (f->nodes[n->a].kind != NODE_MEMBER && f->nodes[n->a].kind != NODE_NAME))
            continue;
        const struct fact_node *callee = &f->nodes[n->a];
        if (l->registers) { /* services.AddSingleton(client), single { client } */
            gather_registered(l, file, i, l->files[file].memo[n->a]);
            gather_set_up(l, file, i, l->files[file].memo[n->a]);
        }
        if (callee->kind != NODE_MEMBER)
            continue;
        gather_option(l, file, i, f->strings[callee->text]);
        if (n->count > 2)
            continue;
        const struct vset *s = l->files[file].memo[callee->a];
        for (unsigned k = 0; s && k < s->n; k++) {
            const struct api_item *item = s->v[k].kind == V_PATH ? store_item(l, s->v[k].path) : NULL;
            if (!item || !g_strv_contains((const char *const *)item->set, f->strings[callee->text]))
                continue;
            const struct fact_node *key = &f->nodes[f->kids[n->first]];
            bool keyed = n->count == 2 && key->kind == NODE_STRING;
            if (n->count == 2 && !keyed)
                continue;
            struct stored what = {.file = file, .node = f->kids[n->first + n->count - 1]};
            put(l, &s->v[k], keyed ? f->strings[key->text] : "", &what);
        }
    }
}

static void gather_subclasses(struct linker *l, uint32_t file)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t s = 2; s < f->n_scopes; s++)
        for (uint32_t i = 0; f->scopes[s].kind == SCOPE_CLASS && i < f->scopes[s].n_bases; i++) {
            uint32_t node = f->kids[f->scopes[s].first_base + i];
            if (f->nodes[node].kind == NODE_KEYWORD)
                continue;
            if (f->nodes[node].kind == NODE_SUBSCRIPT)
                node = f->nodes[node].a;
            const struct vset *bases = eval(l, file, node);
            for (unsigned k = 0; k < bases->n; k++) {
                const struct value *b = &bases->v[k];
                if (b->kind != V_CLASS || (b->file == file && b->ref == s))
                    continue;
                GArray *list = g_hash_table_lookup(l->subclasses, KEY(b->file, b->ref));
                if (!list) {
                    list = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
                    g_hash_table_insert(l->subclasses, KEY(b->file, b->ref), list);
                }
                struct node_ref r = {.file = file, .node = s};
                if (list->len < MAX_SUBCLASSES)
                    g_array_append_val(list, r);
            }
        }
}

void link_stores(struct linker *l)
{
    for (uint32_t file = 0; file < l->n_files; file++) {
        if (!l->files[file].f)
            continue;
        gather_assigns(l, file);
        gather_calls(l, file);
        gather_subclasses(l, file);
        gather_provided(l, file);
    }
}

void stores_init(struct linker *l)
{
    l->stores = g_hash_table_new_full(holder_hash, holder_equal, g_free, (GDestroyNotify)g_hash_table_unref);
    l->fed = g_hash_table_new_full(pair_key_hash, NULL, NULL, g_free);
    l->provided = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
    l->settings = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
    l->options = g_ptr_array_new();
    l->tokens = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    l->keyed = g_ptr_array_new();
    l->set_up = g_array_new(FALSE, FALSE, sizeof(struct set_up));
    for (unsigned i = 0; i < l->rules->n_items; i++) {
        const struct api_item *item = &l->rules->items[i];
        l->registers |= item->role == ROLE_PROVIDE && item->as == AS_CALL;
        if (item->role == ROLE_PROVIDE && item->as == AS_DICT)
            g_ptr_array_add(l->keyed, (gpointer)item);
    }
    for (unsigned i = 0; i < l->rules->n_items; i++)
        if (l->rules->items[i].options && l->rules->items[i].path.n_segments > 2 &&
            !g_str_equal(l->rules->items[i].options, "decorator"))
            g_ptr_array_add(l->options, &l->rules->items[i]);
    l->subclasses = g_hash_table_new_full(pair_key_hash, NULL, NULL, (GDestroyNotify)g_array_unref);
}

void stores_fini(struct linker *l)
{
    g_hash_table_unref(l->stores);
    g_hash_table_unref(l->subclasses);
    g_ptr_array_unref(l->options);
    g_ptr_array_unref(l->keyed);
    g_array_unref(l->set_up);
    g_hash_table_unref(l->fed);
    g_hash_table_unref(l->provided);
    g_hash_table_unref(l->tokens);
    g_hash_table_unref(l->settings);
}
