/*
 * The driver: indexes every file, evaluates all expressions twice (first to learn who calls whom, then
 * with arguments flowing into parameters), and builds the model from what was found.
 */
#include <string.h>

#include "link/link_priv.h"

static void bindings_free(gpointer data)
{
    struct bindings *b = data;
    g_array_unref(b->list);
    if (b->tested)
        g_array_unref(b->tested);
    g_free(b);
}

GHashTable *lists_new(void)
{
    return g_hash_table_new_full(pair_key_hash, NULL, NULL, (GDestroyNotify)g_array_unref);
}

void lists_add(GHashTable *lists, gpointer key, uint32_t number)
{
    GArray *list = g_hash_table_lookup(lists, key);
    if (!list)
        g_hash_table_insert(lists, key, list = g_array_new(FALSE, FALSE, sizeof(uint32_t)));
    g_array_append_val(list, number);
}

void index_file(struct linker *l, uint32_t file)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f = lf->pf->facts;
    lf->bindings = g_hash_table_new_full(pair_key_hash, NULL, NULL, bindings_free);
    lf->members = lists_new();
    lf->exports = g_hash_table_new(g_str_hash, g_str_equal);
    lf->memo = g_new0(const struct vset *, f->n_nodes + 1);
    lf->results = g_new0(const struct vset *, f->n_scopes + 1);
    lf->params = g_new0(const struct vset *, f->n_params + 1);
    lf->callers = g_new0(GArray *, f->n_scopes + 1);
    lf->through = g_new0(GArray *, f->n_scopes + 1);
    lf->referenced = g_new0(bool, f->n_scopes + 1);
    lf->importing = g_new0(bool, f->n_imports + 1);
    lf->gives = g_new0(bool, f->n_scopes + 1);
    for (uint32_t i = 0; i < f->n_jumps; i++)
        if (f->jumps[i].value && (f->jumps[i].kind == JUMP_RETURN || f->jumps[i].kind == JUMP_YIELD))
            lf->gives[f->jumps[i].scope] = true;
}

static void bind(struct linker *l, uint32_t file, uint32_t scope, uint32_t name, enum binding_kind kind, uint32_t index)
{
    struct lfile *lf = &l->files[file];
    if (!name)
        return;
    struct bindings *all = g_hash_table_lookup(lf->bindings, KEY(scope, name));
    if (!all) {
        all = g_new0(struct bindings, 1);
        all->list = g_array_new(FALSE, FALSE, sizeof(struct binding));
        g_hash_table_insert(lf->bindings, KEY(scope, name), all);
    }
    struct binding b = {kind, index};
    g_array_append_val(all->list, b);
}

bool is_self(struct linker *l, uint32_t file, uint32_t node)
{
    const struct lfile *lf = &l->files[file];
    const struct fact_node *n = &lf->f->nodes[node];
    if (lf->lang->self_names && g_strv_contains((const char *const *)lf->lang->self_names, ltext(l, file, n->text)))
        return true;
    for (uint32_t s = n->scope; s > 1 && lf->lang->partial_classes; s = lf->f->scopes[s].parent) {
        const struct bindings *all = g_hash_table_lookup(lf->bindings, KEY(s, n->text));
        if (all) { /* the receiver is bound before everything else of the method */
            const struct binding *b = &g_array_index(all->list, struct binding, 0);
            return b->kind == BIND_ASSIGN && lf->f->assigns[b->index].flags & ASSIGN_SELF;
        }
    }
    return false;
}

/* Whether an operation asks what type a value has. */
static bool is_type_test(const struct lfile *lf, const struct fact_node *n)
{
    return g_strv_contains((const char *const *)lf->lang->type_operators, lf->f->strings[n->text]);
}

/* What a name is bound to where it is used in a scope; NULL without. */
static struct bindings *bound_around(const struct lfile *lf, uint32_t scope, uint32_t name)
{
    struct bindings *all = NULL;
    for (uint32_t s = scope; s && !all; s = lf->f->scopes[s].parent)
        if (lf->f->scopes[s].kind != SCOPE_CLASS || lf->lang->implicit_self)
            all = g_hash_table_lookup(lf->bindings, KEY(s, name));
    return all;
}

/* x is Model, and is -> Model of a switch on x: types that the program asks of a name, by the name. */
static void note_types(struct linker *l, uint32_t file, const struct fact_node *n)
{
    const struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    if (n->kind != NODE_BINARY || f->nodes[n->a].kind != NODE_NAME)
        return;
    const struct fact_node *b = &f->nodes[n->b];
    const bool several = b->kind == NODE_LIST, test = is_type_test(lf, n);
    for (uint32_t i = 0; i < (several ? b->count : 1); i++) {
        const uint32_t node = several ? f->kids[b->first + i] : n->b;
        const struct fact_node *asked = &f->nodes[node];
        const uint32_t type = asked->kind == NODE_UNARY && is_type_test(lf, asked) ? asked->a : test ? node : 0;
        struct bindings *all = type ? bound_around(lf, n->scope, f->nodes[n->a].text) : NULL;
        if (!all)
            continue;
        if (!all->tested)
            all->tested = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        g_array_append_val(all->tested, type);
    }
}

static void bind_file(struct linker *l, uint32_t file)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    for (uint32_t i = 0; i < f->n_imports; i++)
        if (!(f->imports[i].flags & (IMPORT_STAR | IMPORT_SIDE | IMPORT_NAMESPACE)))
            bind(l, file, f->imports[i].scope, f->imports[i].local, BIND_IMPORT, i);
    for (uint32_t i = 2; i < f->n_scopes; i++)
        if ((f->scopes[i].kind == SCOPE_FUNCTION || f->scopes[i].kind == SCOPE_CLASS) && !(f->scopes[i].flags & SCOPE_PART))
            bind(l, file, f->scopes[i].parent, f->scopes[i].name, BIND_SCOPE, i);
    for (uint32_t i = 0; i < f->n_params; i++)
        if (f->params[i].scope)
            bind(l, file, f->params[i].scope, f->params[i].name, BIND_PARAM, i);
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        const struct fact_node *t = &f->nodes[a->target];
        if (t->kind == NODE_NAME) {
            bind(l, file, a->scope, t->text, BIND_ASSIGN, i);
        } else if (t->kind == NODE_MEMBER && f->nodes[t->a].kind == NODE_NAME && is_self(l, file, t->a)) {
            uint32_t class = enclosing_class(f, a->scope);
            if (!class)
                continue;
            lists_add(lf->members, KEY(class, t->text), i);
        }
    }
    for (uint32_t i = 1; lf->lang->type_operators && i < f->n_nodes; i++)
        note_types(l, file, &f->nodes[i]);
    for (uint32_t i = 0; i < f->n_exports; i++)
        g_hash_table_insert(lf->exports, f->strings[f->exports[i].name], GUINT_TO_POINTER(i + 1));
    g_autofree bool *used = g_new0(bool, f->n_strings + 1);
    for (uint32_t i = 1; i < f->n_nodes; i++)
        if (f->nodes[i].kind == NODE_NAME || f->nodes[i].kind == NODE_MEMBER)
            used[f->nodes[i].text] = true;
    for (uint32_t i = 0; i < f->n_imports; i++)
        used[f->imports[i].member] = true;
    for (uint32_t i = 1; i < f->n_strings; i++)
        if (used[i])
            g_hash_table_add(l->names, f->strings[i]);
}

/* All calls, to learn who calls whom; in the end all that refers to something. What literals hold is evaluated when
 * somebody asks for it. */
static void evaluate_all(struct linker *l)
{
    const unsigned first = 1u << NODE_CALL, last = first | 1u << NODE_NAME | 1u << NODE_MEMBER | 1u << NODE_SUBSCRIPT |
                                                  1u << NODE_BINARY | 1u << NODE_FUNCTION | 1u << NODE_CLASS;
    for (uint32_t file = 0; file < l->n_files; file++) {
        const struct facts *f = l->files[file].f;
        for (uint32_t i = 1; f && i < f->n_nodes; i++)
            if ((l->final ? last : first) >> f->nodes[i].kind & 1)
                eval(l, file, i);
    }
}

/* Whether a name is a parameter of a function around it of which something is known. */
static bool is_known_parameter(const struct lfile *lf, const struct fact_node *n)
{
    const struct facts *f = lf->f;
    for (uint32_t scope = n->scope; scope; scope = f->scopes[scope].parent)
        for (uint32_t i = 0; i < f->scopes[scope].n_params; i++) {
            const uint32_t index = f->scopes[scope].first_param + i;
            if (f->params[index].name == n->text)
                return lf->params[index] && lf->params[index]->n;
        }
    return false;
}

static bool makes_site(const struct vset *s)
{
    for (unsigned i = 0; i < s->n; i++)
        if (s->v[i].site)
            return true;
    return false;
}

/*
 * Names of parameters that were asked for while it was being found out what callers pass, and got nothing: they are asked
 * again once that is known, and with them their members and the calls of these. both(chat, text) may ask chat twice. What
 * makes no site is left as it was seen.
 */
static void ask_parameters_again(struct linker *l)
{
    for (uint32_t file = 0; file < l->n_files; file++) {
        const struct lfile *lf = &l->files[file];
        const struct facts *f = lf->f;
        if (!f)
            continue;
        g_autofree const struct vset **before = g_new0(const struct vset *, f->n_nodes + 1);
        for (uint32_t i = 1; i < f->n_nodes; i++) {
            const struct fact_node *n = &f->nodes[i];
            const struct vset *s = lf->memo[i];
            const bool name = n->kind == NODE_NAME, step = n->kind == NODE_MEMBER || n->kind == NODE_CALL;
            if (!s || s->n || !s->open || (name ? !is_known_parameter(lf, n) : !step || !before[n->a]))
                continue;
            lf->memo[i] = NULL;
            if (eval(l, file, i)->n)
                before[i] = s;
        }
        g_autofree bool *kept = g_new0(bool, f->n_nodes + 1);
        for (uint32_t i = f->n_nodes; i-- > 1;) {
            const struct fact_node *n = &f->nodes[i];
            if (!before[i])
                continue;
            kept[i] |= lf->memo[i] && makes_site(lf->memo[i]);
            if (!kept[i])
                lf->memo[i] = before[i];
            else if (n->kind != NODE_NAME)
                kept[n->a] = true;
        }
    }
}

/* Begins a pass: nothing is remembered of what was evaluated before, no site that was made then. */
static void next_pass(struct linker *l)
{
    l->pass++;
    g_hash_table_remove_all(l->texts);
    g_hash_table_remove_all(l->visible);
    g_clear_pointer(&l->events, g_hash_table_unref);
    g_hash_table_remove_all(l->stars);
    g_hash_table_remove_all(l->draft_of);
    g_hash_table_remove_all(l->completed);
    g_array_set_size(l->drafts, 0);
    g_array_set_size(l->bound, 0);
    g_array_set_size(l->later, 0);
    g_array_set_size(l->held, 0);
    for (uint32_t file = 0; file < l->n_files; file++) {
        struct lfile *lf = &l->files[file];
        if (!lf->f)
            continue;
        memset(lf->memo, 0, sizeof *lf->memo * lf->f->n_nodes);
        lf->forgotten = 0;
        memset(lf->results, 0, sizeof *lf->results * lf->f->n_scopes);
        memset(lf->params, 0, sizeof *lf->params * lf->f->n_params);
    }
}

static int by_call(gconstpointer a, gconstpointer b)
{
    const struct node_ref *x = a, *y = b;
    return x->file != y->file ? (x->file < y->file ? -1 : 1) : x->node != y->node ? (x->node < y->node ? -1 : 1) : 0;
}

/* Of more callers than are looked at, tests crowd out none that count: what they pass is not what the program passes. */
static void drop_apart(const struct linker *l, uint32_t file, GArray *list)
{
    guint kept = 0;
    for (guint i = 0; i < list->len; i++)
        if (!apart(l, g_array_index(list, struct node_ref, i).file, file))
            g_array_index(list, struct node_ref, kept++) = g_array_index(list, struct node_ref, i);
    g_array_set_size(list, kept);
}

static void sort_callers(struct linker *l)
{
    for (uint32_t file = 0; file < l->n_files; file++)
        for (uint32_t s = 0; l->files[file].f && s < l->files[file].f->n_scopes; s++) {
            GArray *list = l->files[file].callers[s];
            if (!list)
                continue;
            g_array_sort(list, by_call);
            guint kept = 0;
            for (guint i = 0; i < list->len; i++)
                if (!kept || by_call(&g_array_index(list, struct node_ref, kept - 1), &g_array_index(list, struct node_ref, i)))
                    g_array_index(list, struct node_ref, kept++) = g_array_index(list, struct node_ref, i);
            g_array_set_size(list, kept);
            if (kept > MAX_CALLERS)
                drop_apart(l, file, list);
        }
}

bool is_call_of(const struct linker *l, uint32_t file, uint32_t scope, struct node_ref call)
{
    const GArray *list = l->files[file].callers[scope];
    return list && bsearch(&call, list->data, list->len, sizeof call, by_call);
}

void surround(struct linker *l, struct unit function, struct node_ref call)
{
    GArray **list = &l->files[function.file].through[function.scope];
    if (!*list)
        *list = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    for (guint i = 0; i < (*list)->len; i++) {
        const struct node_ref *c = &g_array_index(*list, struct node_ref, i);
        if (c->file == call.file && c->node == call.node)
            return;
    }
    if ((*list)->len < MAX_CALLERS)
        g_array_append_val(*list, call);
}

#define MAX_DESCENT 8 /* classes below classes */
#define FEW_DOERS 4   /* of an interface of which each may be the one that is called */

/* Whether only callers tell what some parameter is. */
static bool takes_unknown(struct linker *l, uint32_t file, uint32_t scope)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 0; i < f->scopes[scope].n_params; i++) {
        const struct fact_param *p = &f->params[f->scopes[scope].first_param + i];
        if (!p->type && p->kind == PARAM_PLAIN && !is_receiver(l, file, p))
            return true;
    }
    return false;
}

/* The methods of a name in the classes below one (struct node_ref, node: scope). */
static void find_doers(struct linker *l, uint32_t file, uint32_t class, const char *name, GArray *out, unsigned hops)
{
    const GArray *below = g_hash_table_lookup(l->subclasses, KEY(file, class));
    for (guint i = 0; below && i < below->len && hops; i++) {
        struct node_ref r = g_array_index(below, struct node_ref, i);
        if (apart(l, r.file, file))
            continue;
        uint32_t text = string_index(l, r.file, name);
        const struct bindings *all = text ? g_hash_table_lookup(l->files[r.file].bindings, KEY(r.node, text)) : NULL;
        for (guint k = 0; all && k < all->list->len; k++) {
            const struct binding *b = &g_array_index(all->list, struct binding, k);
            struct node_ref doer = {.file = r.file, .node = b->index};
            if (b->kind == BIND_SCOPE && l->files[r.file].f->scopes[b->index].kind == SCOPE_FUNCTION)
                g_array_append_val(out, doer);
        }
        if (out->len <= MAX_DOERS)
            find_doers(l, r.file, r.node, name, out, hops - 1);
    }
}

/* Whether a class, in any of its parts, has a method of that name. */
static bool has_method(struct linker *l, uint32_t file, uint32_t class, const char *name)
{
    struct sibling own = {.file = file, .scope = class};
    const GArray *parts = siblings_parts(l->siblings, file, ltext(l, file, l->files[file].f->scopes[class].name));
    for (guint i = 0; i < (parts ? parts->len : 1); i++) {
        const struct sibling *p = parts ? &g_array_index(parts, struct sibling, i) : &own;
        uint32_t text = string_index(l, p->file, name);
        if (text && g_hash_table_contains(l->files[p->file].bindings, KEY(p->scope, text)))
            return true;
    }
    return false;
}

bool fits_interface(struct linker *l, struct unit interface, uint32_t file, uint32_t class)
{
    const struct facts *f = l->files[interface.file].f;
    for (uint32_t s = interface.scope + 1; s < f->n_scopes && f->scopes[s].line <= f->scopes[interface.scope].end_line; s++)
        if (f->scopes[s].kind == SCOPE_FUNCTION && f->scopes[s].parent == interface.scope &&
            !has_method(l, file, class, f->strings[f->scopes[s].name]))
            return false;
    return true;
}

/* The same where an interface is implemented by whatever has its methods. */
static void find_structural(struct linker *l, const GHashTable *methods, uint32_t file, uint32_t method, GArray *out)
{
    const struct facts *f = l->files[file].f;
    const struct fact_scope *asked = &f->scopes[method];
    const GArray *named = g_hash_table_lookup((GHashTable *)methods, f->strings[asked->name]);
    for (guint i = 0; named && i < named->len && out->len <= MAX_DOERS; i++) {
        const struct node_ref r = g_array_index(named, struct node_ref, i);
        if (l->files[r.file].lang == l->files[file].lang && !apart(l, r.file, file) &&
            fits_interface(l, (struct unit){file, asked->parent}, r.file, l->files[r.file].f->scopes[r.node].parent))
            g_array_append_val(out, r);
    }
}

/* The methods that give something, by their names (struct node_ref, node: scope), of languages where an interface is
 * implemented by whatever has its methods. */
static GHashTable *structural_methods(struct linker *l)
{
    GHashTable *methods = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
    for (uint32_t file = 0; file < l->n_files; file++) {
        const struct facts *f = l->files[file].f && l->files[file].lang->structural ? l->files[file].f : NULL;
        for (uint32_t s = 2; f && s < f->n_scopes; s++) {
            const struct node_ref r = {.file = file, .node = s};
            if (f->scopes[s].kind != SCOPE_FUNCTION || f->scopes[f->scopes[s].parent].kind != SCOPE_CLASS || !l->files[file].gives[s])
                continue;
            char *name = f->strings[f->scopes[s].name];
            GArray *list = g_hash_table_lookup(methods, name);
            if (!list)
                g_hash_table_insert(methods, name, list = g_array_new(FALSE, FALSE, sizeof r));
            g_array_append_val(list, r);
        }
    }
    return methods;
}

static void stand_for(struct linker *l, struct node_ref doer, uint32_t file, uint32_t scope)
{
    const struct node_ref said = {.file = file, .node = scope};
    GArray *list = g_hash_table_lookup(l->stands_for, KEY(doer.file, doer.node));
    if (!list)
        g_hash_table_insert(l->stands_for, KEY(doer.file, doer.node), list = g_array_new(FALSE, FALSE, sizeof said));
    g_array_append_val(list, said);
}

/* Gives the callers of a method that only says what others do to the few that do it, and where they alone tell what a parameter is. */
static void hand_down(struct linker *l, const GHashTable *methods, uint32_t file, uint32_t scope)
{
    const struct facts *f = l->files[file].f;
    const GArray *callers = l->files[file].callers[scope];
    g_autoptr(GArray) doers = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    find_doers(l, file, f->scopes[scope].parent, f->strings[f->scopes[scope].name], doers, MAX_DESCENT);
    if (l->files[file].lang->structural && !doers->len)
        find_structural(l, methods, file, scope, doers);
    if (doers->len && doers->len <= MAX_DOERS)
        g_hash_table_insert(l->doers, KEY(file, scope), g_array_ref(doers));
    for (guint i = 0; doers->len <= MAX_DOERS && i < doers->len; i++) {
        struct node_ref r = g_array_index(doers, struct node_ref, i);
        GArray **list = &l->files[r.file].callers[r.node];
        if (doers->len > FEW_DOERS && !takes_unknown(l, r.file, r.node)) {
            stand_for(l, r, file, scope);
            continue;
        }
        if (!*list)
            *list = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
        if (*list != callers)
            g_array_append_vals(*list, callers->data, callers->len);
    }
}

/* A method that gives something and that classes below write anew: what calls it in its own class calls theirs, where nobody else is
 * seen to. */
static void hand_down_overridden(struct linker *l, uint32_t file, uint32_t scope)
{
    const struct facts *f = l->files[file].f;
    const GArray *callers = l->files[file].callers[scope];
    g_autoptr(GArray) doers = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    find_doers(l, file, f->scopes[scope].parent, f->strings[f->scopes[scope].name], doers, MAX_DESCENT);
    for (guint i = 0; doers->len <= MAX_DOERS && i < doers->len; i++) {
        const struct node_ref r = g_array_index(doers, struct node_ref, i);
        GArray **list = &l->files[r.file].callers[r.node];
        if (*list)
            continue;
        g_autoptr(GArray) own = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
        for (guint k = 0; k < callers->len; k++) {
            const struct node_ref c = g_array_index(callers, struct node_ref, k);
            if (c.file == file && enclosing_class(f, lnode(l, file, c.node)->scope) == f->scopes[scope].parent)
                g_array_append_val(own, c);
        }
        if (own->len)
            *list = g_steal_pointer(&own);
    }
}

static void hand_down_callers(struct linker *l)
{
    g_autoptr(GHashTable) methods = structural_methods(l);
    for (uint32_t file = 0; file < l->n_files; file++) {
        const struct lfile *lf = &l->files[file];
        for (uint32_t s = 2; lf->f && s < lf->f->n_scopes; s++) {
            const struct fact_scope *scope = &lf->f->scopes[s];
            if (!lf->callers[s] || scope->kind != SCOPE_FUNCTION || lf->f->scopes[scope->parent].kind != SCOPE_CLASS)
                continue;
            if (lf->gives[s])
                hand_down_overridden(l, file, s);
            else
                hand_down(l, methods, file, s);
        }
    }
}

static void ask_paths(struct path_set *asked, const struct path *paths, unsigned n, uint32_t payload)
{
    for (unsigned i = 0; i < n; i++)
        path_set_add(asked, &paths[i], payload);
}

static void ask_case(struct path_set *asked, const struct api_case *c, unsigned payload)
{
    if (c->path.n_segments)
        path_set_add(asked, &c->path, payload);
    if (c->called_in)
        path_set_add(asked, &c->called_in->path, payload);
    for (unsigned i = 0; i < c->n_nowhere; i++)
        path_set_add(asked, &c->nowhere[i].path, payload);
}

/* Paths that no item stands for, but that cases and contents of arguments are compared with. */
static void asked_paths(struct linker *l)
{
    l->asked = g_new0(struct path_set *, l->rules->n_languages + 1);
    for (unsigned g = 0; g < l->rules->n_languages; g++) {
        g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL); /* lists of cases that arguments share */
        l->asked[g] = path_set_new();
        for (unsigned i = 0; i < l->rules->n_items; i++) {
            const struct api_item *item = &l->rules->items[i];
            if (!g_strv_contains((const char *const *)item->language_names, l->rules->languages[g].name))
                continue;
            for (unsigned w = 0; w < item->n_when; w++) {
                if (item->when[w].path.n_segments)
                    path_set_add(l->asked[g], &item->when[w].path, i);
                if (item->when[w].not_path.n_segments)
                    path_set_add(l->asked[g], &item->when[w].not_path, i);
            }
            for (unsigned a = 0; a < item->n_arguments; a++) {
                for (unsigned c = 0; c < item->arguments[a].n_cases && g_hash_table_add(seen, &item->arguments[a].cases[c]); c++)
                    ask_case(l->asked[g], &item->arguments[a].cases[c], i);
                const struct api_argument *arg = &item->arguments[a];
                ask_paths(l->asked[g], arg->contains_calls, arg->n_contains_calls, i);
                ask_paths(l->asked[g], arg->contains_others, arg->n_contains_others, i);
                ask_paths(l->asked[g], arg->contains_inside, arg->n_contains_inside, i);
            }
        }
    }
}

static void linker_fini(struct linker *l)
{
    handed_fini(l);
    for (uint32_t file = 0; file < l->n_files; file++) {
        struct lfile *lf = &l->files[file];
        if (!lf->f)
            continue;
        g_clear_pointer(&lf->strings, g_hash_table_unref);
        g_hash_table_unref(lf->bindings);
        g_hash_table_unref(lf->members);
        g_hash_table_unref(lf->exports);
        g_clear_pointer(&lf->fillers, g_hash_table_unref);
        g_clear_pointer(&lf->augmented, g_array_unref);
        g_clear_pointer(&lf->keyed, g_hash_table_unref);
        g_clear_pointer(&lf->grown, g_hash_table_unref);
        g_clear_pointer(&lf->nested, g_hash_table_unref);
        g_clear_pointer(&lf->fielded, g_hash_table_unref);
        g_clear_pointer(&lf->handed, g_hash_table_unref);
        g_clear_pointer(&lf->given, g_hash_table_unref);
        g_clear_pointer(&lf->kept, g_hash_table_unref);
        g_clear_pointer(&lf->lambdas, g_free);
        g_clear_pointer(&lf->below, g_hash_table_unref);
        g_clear_pointer(&lf->calls, g_hash_table_unref);
        g_clear_pointer(&lf->assigned, g_hash_table_unref);
        g_clear_pointer(&lf->visible, g_hash_table_unref);
        for (uint32_t s = 0; s < lf->f->n_scopes; s++)
            for (unsigned k = 0; k < 2; k++)
                if ((k ? lf->through : lf->callers)[s])
                    g_array_unref((k ? lf->through : lf->callers)[s]);
        g_free(lf->memo);
        g_free(lf->results);
        g_free(lf->params);
        g_free(lf->callers);
        g_free(lf->through);
        g_free(lf->referenced);
        g_free(lf->importing);
        g_free(lf->gives);
        g_clear_pointer(&lf->methods, g_hash_table_unref);
        g_clear_pointer(&lf->within, g_hash_table_unref);
        g_clear_pointer(&lf->part_methods, g_hash_table_unref);
    }
    g_free(l->files);
    modules_free(l->modules);
    types_free(l->types);
    siblings_free(l->siblings);
    for (unsigned g = 0; g < l->rules->n_languages; g++)
        path_set_free(l->asked[g]);
    g_free(l->asked);
    g_hash_table_unref(l->names);
    g_hash_table_unref(l->draft_of);
    g_array_unref(l->drafts);
    g_array_unref(l->prompt_refs);
    g_ptr_array_unref(l->unresolved);
    g_hash_table_unref(l->asking);
    g_ptr_array_unref(l->composes);
    g_hash_table_unref(l->made);
    g_hash_table_unref(l->makers);
    g_hash_table_unref(l->above);
    g_hash_table_unref(l->stars);
    g_hash_table_unref(l->texts);
    g_hash_table_unref(l->visible);
    g_clear_pointer(&l->events, g_hash_table_unref);
    g_hash_table_unref(l->mounts);
    g_array_unref(l->middleware);
    stores_fini(l);
    senders_fini(l);
    recall_fini(l);
    sets_fini(l);
    g_clear_pointer(&l->run_names, g_hash_table_unref);
    g_hash_table_unref(l->doers);
    g_hash_table_unref(l->stands_for);
    lone_fini(l);
    extends_fini(l);
    g_ptr_array_unref(l->frame_tables);
    g_array_unref(l->agents);
    g_array_unref(l->bound);
    g_array_unref(l->later);
    g_array_unref(l->held);
    g_hash_table_unref(l->completed);
    g_hash_table_unref(l->packed);
    built_fini(l);
    for (guint i = 0; i < l->tables->len; i++)
        g_hash_table_unref(g_ptr_array_index(l->tables, i));
    g_ptr_array_unref(l->tables);
}

/* What the code of a file is written in, which stands within it in notebooks and pages; NULL without. */
static const struct language *code_language(const struct ruleset *rules, const struct project_file *file)
{
    const struct facts *f = file->facts;
    if (!f || f->status != FACTS_PARSED || !file->language)
        return NULL;
    if (file->language->reader == READER_CODE)
        return file->language;
    bool within = file->language->reader == READER_NOTEBOOK || file->language->reader == READER_MARKDOWN;
    return within && f->language && *f->strings[f->language] ? ruleset_language(rules, f->strings[f->language]) : NULL;
}

/* The last names of the paths of sites: what a call of a model may be called. */
static GHashTable *asking_names(const struct ruleset *rules)
{
    GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
    for (unsigned i = 0; i < rules->n_items + rules->n_aliases; i++) {
        const bool alias = i >= rules->n_items;
        const struct api_item *item = alias ? rules->aliases[i - rules->n_items].item : &rules->items[i];
        const struct path *path = alias ? &rules->aliases[i - rules->n_items].path : &item->path;
        for (unsigned k = path->n_segments; item->role == ROLE_SITE && k-- > 0;)
            if (path->segments[k].name) {
                g_hash_table_add(names, (gpointer)path->segments[k].name);
                break;
            }
    }
    return names;
}

struct model *link_project(const struct ruleset *rules, const char *name, struct project_file *files, unsigned n_files)
{
    struct model *m = g_new0(struct model, 1);
    arena_init(&m->arena);
    m->rules = rules;
    m->name = arena_strdup(&m->arena, name);
    m->files = files;
    m->n_files = n_files;

    struct linker l = {.rules = rules, .m = m, .a = &m->arena, .n_files = n_files,
                       .files = g_new0(struct lfile, n_files + 1),
                       .modules = modules_new(rules, files, n_files),
                       .names = g_hash_table_new(g_str_hash, g_str_equal),
                       .draft_of = g_hash_table_new(pair_key_hash, NULL),
                       .drafts = g_array_new(FALSE, FALSE, sizeof(struct site_draft)),
                       .prompt_refs = g_array_new(FALSE, FALSE, sizeof(struct prompt_ref)),
                       .unresolved = g_ptr_array_new(),
                       .asking = asking_names(rules),
                       .composes = g_ptr_array_new(),
                       .agents = g_array_new(FALSE, FALSE, sizeof(struct built_agent)),
                       .bound = g_array_new(FALSE, FALSE, sizeof(struct bound_call)),
                       .later = g_array_new(FALSE, FALSE, sizeof(struct later_call)),
                       .held = g_array_new(FALSE, FALSE, sizeof(struct held)),
                       .completed = g_hash_table_new(pair_key_hash, NULL),
                       .packed = g_hash_table_new(pair_key_hash, NULL),
                       .made = g_hash_table_new(pair_key_hash, NULL),
                       .doers = g_hash_table_new_full(pair_key_hash, NULL, NULL, (GDestroyNotify)g_array_unref),
                       .stands_for = g_hash_table_new_full(pair_key_hash, NULL, NULL, (GDestroyNotify)g_array_unref),
                       .makers = g_hash_table_new(pair_key_hash, NULL),
                       .above = g_hash_table_new(pair_key_hash, NULL),
                       .stars = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                       .frame_tables = g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_unref),
                       .texts = g_hash_table_new(pair_key_hash, NULL),
                       .visible = visible_new(),
                       .mounts = g_hash_table_new(pair_key_hash, NULL),
                       .middleware = g_array_new(FALSE, FALSE, sizeof(struct node_ref)),
                       .tables = g_ptr_array_new()};
    for (unsigned i = 0; i < rules->n_items; i++)
        if (rules->items[i].unresolved)
            g_ptr_array_add(l.unresolved, &rules->items[i]);
        else if (rules->items[i].role == ROLE_COMPOSE)
            g_ptr_array_add(l.composes, &rules->items[i]);
    l.roots = arena_new_n(l.a, struct apath *, rules->n_languages + 1);
    for (unsigned i = 0; i < rules->n_languages; i++) {
        l.roots[i] = arena_new(l.a, struct apath);
        l.roots[i]->language = i;
        l.roots[i]->name = "";
        l.roots[i]->matched = true;
    }
    stores_init(&l);
    senders_init(&l);
    recall_init(&l);
    sets_init(&l);
    built_init(&l);
    asked_paths(&l);
    for (uint32_t i = 0; i < n_files; i++) {
        l.files[i].pf = &files[i];
        const struct language *code = code_language(rules, &files[i]);
        l.files[i].lang = code ? code : files[i].language;
        if (code)
            index_file(&l, i);
    }
    g_autofree const struct language **languages = g_new0(const struct language *, n_files + 1);
    for (uint32_t i = 0; i < n_files; i++)
        languages[i] = l.files[i].f ? l.files[i].lang : NULL;
    l.siblings = siblings_new(files, languages, n_files, l.modules);
    for (uint32_t i = 0; i < n_files; i++)
        if (l.files[i].f)
            bind_file(&l, i);
    l.types = types_new(&l);

    lone_init(&l);
    extends_init(&l);
    evaluate_all(&l);
    link_stores(&l);
    hand_down_callers(&l);
    sort_callers(&l);
    next_pass(&l);
    l.final = true;
    if (link_senders(&l))
        next_pass(&l);
    evaluate_all(&l);
    ask_parameters_again(&l);
    link_bound(&l);
    link_served(&l);
    link_held(&l);

    link_sites(&l);
    link_flows(&l);
    link_graph(&l);
    link_fallbacks(&l);
    link_entities(&l);
    link_prompts(&l);
    link_inputs(&l);
    link_config(&l);
    linker_fini(&l);
    return m;
}
