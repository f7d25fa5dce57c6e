/* Everything beside sites that API items name: uses, agents, tools, routes; and the call graph. */
#include <string.h>

#include "base/regex.h"
#include "extract/words.h"
#include "link/keys.h"
#include "link/link_priv.h"

#define BASE_HOPS 3 /* classes above that of a route */
#define FEW_HANDED 4 /* functions that one parameter is given */
#define REACH_HOPS 6 /* calls from a route to the model: handler, service, job, pipeline, step, client, ... */
#define BEFORE_HOPS 2 /* calls from what runs before a route's handler */
#define BESIDE_HOPS 3 /* calls from a route to what is evidence of it */
#define MAX_DECLARED 64 /* functions that one route declares, and those that they declare */
#define SHOWN_CHARS 80
#define MAX_HANDLERS 1024 /* functions of a dictionary that one call makes routes of */
#define HANDED_DEPTH 3 /* lists within lists, or in names, that functions are looked for in */
#define MAX_TYPE_DEPTH 32 /* types within types */
#define DESCRIPTION_CHARS 8 /* a literal at least this long inside a parameter's schema describes it */

/* ---- graph ---- */

#define MAX_LIKELY 4 /* methods of one name that a call of an unknown object may be of */
#define MAX_NAMED 64 /* methods of one name that are compared with a call */
#define FEWEST_TELLING 2 /* arguments by whose number a method of a common name is known */

static int by_edge(gconstpointer a, gconstpointer b)
{
    const struct call_edge *x = a, *y = b;
    if (x->from.file != y->from.file)
        return x->from.file < y->from.file ? -1 : 1;
    if (x->from.scope != y->from.scope)
        return x->from.scope < y->from.scope ? -1 : 1;
    if (x->to.file != y->to.file)
        return x->to.file < y->to.file ? -1 : 1;
    if (x->to.scope != y->to.scope)
        return x->to.scope < y->to.scope ? -1 : 1;
    return (int)x->place.line - (int)y->place.line;
}

static void add_edge(GArray *edges, uint32_t from_file, uint32_t from, uint32_t file, uint32_t to, struct place place)
{
    if (from_file == file && from == to)
        return;
    struct call_edge e = {{from_file, from}, {file, to}, place, false, false};
    g_array_append_val(edges, e);
}

/* Whether a name or a member is an argument of a call, or a part of one. */
static bool is_passed(const struct facts *f, uint32_t node)
{
    uint32_t over = f->nodes[node].parent;
    for (; f->nodes[over].kind == NODE_LIST || f->nodes[over].kind == NODE_DICT || f->nodes[over].kind == NODE_PAIR ||
           f->nodes[over].kind == NODE_KEYWORD; over = f->nodes[over].parent)
        node = over;
    return f->nodes[over].kind == NODE_CALL && f->nodes[over].a != node && f->nodes[node].kind != NODE_FUNCTION;
}

static void add_named(struct linker *l, GArray *edges, uint32_t file, uint32_t node, const struct value *function)
{
    const struct facts *f = l->files[file].f;
    guint before = edges->len;
    add_edge(edges, file, enclosing_function(f, f->nodes[node].scope), function->file, function->ref, place_of(l, file, node));
    if (edges->len > before)
        g_array_index(edges, struct call_edge, before).handed = is_passed(f, node);
}

/* Whether a class itself says what its member of that name is: in its body, or by what is assigned to self. */
static bool says_member(struct linker *l, const struct value *class, const char *name)
{
    uint32_t text = string_index(l, class->file, name);
    return text && (g_hash_table_lookup(l->files[class->file].bindings, KEY(class->ref, text)) ||
                    g_hash_table_lookup(l->files[class->file].members, KEY(class->ref, text)));
}

/* server.process(...) where the repository's class does not define it, but derives from a class of
 * another package: that class calls the methods which the repository gives it. */
static void template_edges(struct linker *l, GArray *edges, uint32_t file, uint32_t node, uint32_t from)
{
    const struct vset *object = l->files[file].memo[lnode(l, file, node)->a];
    for (unsigned v = 0; object && v < object->n; v++) {
        const struct value *o = &object->v[v];
        if (o->kind != V_INSTANCE || says_member(l, o, ltext(l, file, lnode(l, file, node)->text)))
            continue;
        g_autoptr(GPtrArray) bases = g_ptr_array_new();
        class_bases(l, o->file, o->ref, bases);
        const struct facts *f = l->files[o->file].f;
        for (uint32_t i = 2; bases->len && i < f->n_scopes; i++)
            if (f->scopes[i].parent == o->ref && f->scopes[i].kind == SCOPE_FUNCTION)
                add_edge(edges, file, from, o->file, i, place_of(l, file, node));
    }
}

/* A class that is handed over, in a list or to a call, is run by who takes it: [Check, Search, Answer].each { |step| step.call } */
static void handed_class_edges(struct linker *l, GArray *edges, uint32_t file, uint32_t node, uint32_t from, const struct value *class)
{
    const struct facts *in = l->files[file].f, *f = l->files[class->file].f;
    const char **names = l->files[class->file].lang->call_methods;
    const struct fact_node *parent = &in->nodes[in->nodes[node].parent];
    bool handed = parent->kind == NODE_LIST || (parent->kind == NODE_PAIR && parent->b == node) ||
                  (parent->kind == NODE_KEYWORD && parent->b == node) || (parent->kind == NODE_CALL && parent->a != node);
    for (uint32_t i = 2; handed && names && i < f->n_scopes; i++)
        if (f->scopes[i].parent == class->ref && f->scopes[i].kind == SCOPE_FUNCTION &&
            g_strv_contains((const char *const *)names, ltext(l, class->file, f->scopes[i].name)))
            add_edge(edges, file, from, class->file, i, place_of(l, file, node));
}

/* What makes the values of a function's parameters before it runs: from_request() of a parameter's class. */
static void taken_edges(struct linker *l, GArray *edges, uint32_t file)
{
    const struct facts *f = l->files[file].f;
    const char **names = l->files[file].lang->taken_methods;
    if (!names || !*names)
        return;
    for (uint32_t i = 1; i < f->n_params; i++) {
        const struct vset *type = f->params[i].type ? eval(l, file, f->params[i].type) : NULL;
        for (unsigned v = 0; type && v < type->n; v++) {
            if (type->v[v].kind != V_CLASS)
                continue;
            struct value made = type->v[v];
            made.kind = V_INSTANCE;
            for (const char **name = names; *name; name++) {
                const struct vset *method = eval_member(l, &made, *name);
                for (unsigned k = 0; k < method->n; k++)
                    if (method->v[k].kind == V_FUNCTION)
                        add_edge(edges, file, f->params[i].scope, method->v[k].file, method->v[k].ref,
                                 place_of_line(l, file, f->params[i].line));
            }
        }
    }
}

/* Whether a node is a name that stands for a parameter, or for what a call made of one: partial(fn, x). */
static bool is_handed(struct linker *l, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *name = &f->nodes[node];
    if (name->kind != NODE_NAME || named_param(&l->files[file], name))
        return name->kind == NODE_NAME;
    const struct bindings *all = g_hash_table_lookup(l->files[file].bindings, KEY(name->scope, name->text));
    for (guint i = 0; all && i < all->list->len; i++) {
        const struct binding *b = &g_array_index(all->list, struct binding, i);
        const struct fact_node *made = b->kind == BIND_ASSIGN ? &f->nodes[f->assigns[b->index].value] : NULL;
        for (uint32_t k = 0; made && made->kind == NODE_CALL && k < made->count; k++)
            if (f->nodes[f->kids[made->first + k]].kind == NODE_NAME && named_param(&l->files[file], &f->nodes[f->kids[made->first + k]]))
                return true;
    }
    return false;
}

/* Whether many functions are handed over by a name. Each of them runs for who hands it over, and has an edge from there;
 * who calls what it is handed (run_in_thread(fn)) calls it for nobody else. */
static bool hands_many(struct linker *l, uint32_t file, uint32_t node, const struct vset *functions)
{
    return functions->n > FEW_HANDED && is_handed(l, file, node);
}

/* Methods of the repository by their names: name -> GArray of struct unit. */
static GHashTable *named_methods(struct linker *l)
{
    GHashTable *methods = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
    for (uint32_t file = 0; file < l->n_files; file++) {
        const struct facts *f = l->files[file].f;
        for (uint32_t i = 2; f && i < f->n_scopes; i++) {
            const char *name = f->strings[f->scopes[i].name];
            if (f->scopes[i].kind != SCOPE_FUNCTION || f->scopes[f->scopes[i].parent].kind != SCOPE_CLASS)
                continue;
            GArray *list = g_hash_table_lookup(methods, name);
            if (!list)
                g_hash_table_insert(methods, (gpointer)name, list = g_array_new(FALSE, FALSE, sizeof(struct unit)));
            g_array_append_val(list, ((struct unit){file, i}));
        }
    }
    return methods;
}

/* Whether a call may be one of a method of its name: the name is of several words; or where any class may stand behind an
 * interface, several arguments are as many as the method takes. */
static bool is_likely(const struct linker *l, const struct fact_node *call, const char *name, struct unit method)
{
    return words_several(name) || (l->files[method.file].lang->structural && call->count >= FEWEST_TELLING &&
                                   l->files[method.file].f->scopes[method.scope].n_params == call->count);
}

/* store.save_answer(x), where nothing is known of the store: one of the few methods that are called so. */
static void likely_edges(struct linker *l, GArray *edges, GHashTable *methods, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *call = &f->nodes[f->nodes[node].parent];
    const char *name = f->strings[f->nodes[node].text];
    const GArray *named = call->kind == NODE_CALL && call->a == node ? g_hash_table_lookup(methods, name) : NULL;
    struct unit likely[MAX_LIKELY];
    unsigned n = 0;
    for (guint i = 0; named && named->len <= MAX_NAMED && n <= MAX_LIKELY && i < named->len; i++) {
        struct unit m = g_array_index(named, struct unit, i);
        if (is_likely(l, call, name, m) && n++ < MAX_LIKELY)
            likely[n - 1] = m;
    }
    for (unsigned i = 0; n <= MAX_LIKELY && i < n; i++)
        if (!apart(l, likely[i].file, file))
            add_edge(edges, file, enclosing_function(f, f->nodes[node].scope), likely[i].file, likely[i].scope, place_of(l, file, node));
}

/* Whether nothing is known of a member, nor of what it is read from but a bare name. */
static bool of_unknown(const struct linker *l, uint32_t file, uint32_t node, const struct vset *member)
{
    const struct vset *object = l->files[file].memo[lnode(l, file, node)->a];
    return object && lone_object(l, file, member) && lone_object(l, file, object);
}

/* A method that an interface only declares is one of those that have its name, in classes that have all of its methods:
 * where these are written apart from their class, and nothing says which interface they are meant for. */
static void interface_edges(struct linker *l, GArray *edges, GHashTable *methods, uint32_t file)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t s = 2; l->files[file].lang->structural && s < f->n_scopes; s++) {
        const struct fact_scope *asked = &f->scopes[s], *interface = &f->scopes[asked->parent];
        if (asked->kind != SCOPE_FUNCTION || interface->kind != SCOPE_CLASS || interface->flags & SCOPE_PART)
            continue;
        const GArray *named = g_hash_table_lookup(methods, f->strings[asked->name]);
        struct unit doers[MAX_LIKELY];
        unsigned n = 0;
        for (guint i = 0; named->len <= MAX_NAMED && n <= MAX_LIKELY && i < named->len; i++) {
            struct unit m = g_array_index(named, struct unit, i);
            const struct facts *other = l->files[m.file].f;
            uint32_t class = other->scopes[m.scope].parent;
            if (other->scopes[class].flags & SCOPE_PART && l->files[m.file].lang == l->files[file].lang && !apart(l, m.file, file) &&
                fits_interface(l, (struct unit){file, asked->parent}, m.file, class) && n++ < MAX_LIKELY)
                doers[n - 1] = m;
        }
        for (unsigned i = 0; n <= MAX_LIKELY && i < n; i++)
            add_edge(edges, file, s, doers[i].file, doers[i].scope, place_of_line(l, file, asked->line));
    }
}

void link_graph(struct linker *l)
{
    g_autoptr(GArray) edges = g_array_new(FALSE, FALSE, sizeof(struct call_edge));
    g_autoptr(GHashTable) methods = named_methods(l);
    for (uint32_t file = 0; file < l->n_files; file++) {
        const struct facts *f = l->files[file].f;
        if (!f || !l->files[file].memo)
            continue;
        for (uint32_t i = 1; i < f->n_nodes; i++) {
            const struct vset *s = l->files[file].memo[i];
            if (!s || f->nodes[i].flags & NODE_TYPE)
                continue;
            uint8_t kind = f->nodes[i].kind;
            if (kind != NODE_NAME && kind != NODE_MEMBER && kind != NODE_FUNCTION)
                continue;
            uint32_t from = enclosing_function(f, f->nodes[i].scope);
            if (hands_many(l, file, i, s))
                continue;
            if (kind == NODE_MEMBER && !s->n)
                template_edges(l, edges, file, i, from);
            if (kind == NODE_MEMBER && (!s->n || of_unknown(l, file, i, s)))
                likely_edges(l, edges, methods, file, i);
            for (unsigned v = 0; v < s->n; v++) {
                if (s->v[v].kind == V_CLASS)
                    handed_class_edges(l, edges, file, i, from, &s->v[v]);
                if (s->v[v].kind == V_FUNCTION)
                    add_named(l, edges, file, i, &s->v[v]);
                else if (s->v[v].kind == V_CLASS && class_entry(l, s->v[v].file, s->v[v].ref))
                    add_edge(edges, file, from, s->v[v].file, class_entry(l, s->v[v].file, s->v[v].ref),
                             place_of(l, file, i));
                else if (s->v[v].kind == V_CLASS && l->files[file].pf->class.zone == ZONE_TEST)
                    add_edge(edges, file, from, s->v[v].file, s->v[v].ref, place_of(l, file, i)); /* it is what is tested */
            }
        }
        for (uint32_t i = 1; i < f->n_params; i++) { /* Depends(get_user) stands in the signature */
            uint32_t top = f->params[i].value;
            bool refers = top && (f->nodes[top].kind == NODE_CALL || f->nodes[top].kind == NODE_NAME ||
                                  f->nodes[top].kind == NODE_MEMBER || f->nodes[top].kind == NODE_LIST);
            for (uint32_t n = 1; refers && n < f->n_nodes; n++) {
                if (f->nodes[n].line < f->nodes[top].line || f->nodes[n].line > f->nodes[top].end_line)
                    continue;
                uint32_t p = n;
                while (p && p != top)
                    p = f->nodes[p].parent;
                const struct vset *s = p == top ? l->files[file].memo[n] : NULL;
                for (unsigned v = 0; s && v < s->n; v++)
                    if (s->v[v].kind == V_FUNCTION)
                        add_edge(edges, file, f->params[i].scope, s->v[v].file, s->v[v].ref, place_of(l, file, n));
            }
        }
        taken_edges(l, edges, file);
        interface_edges(l, edges, methods, file);
        for (uint32_t i = 2; i < f->n_scopes; i++) /* a function inside a function runs for it */
            if (f->scopes[i].kind == SCOPE_FUNCTION || f->scopes[i].kind == SCOPE_LAMBDA) {
                uint32_t outer = enclosing_function(f, f->scopes[i].parent);
                if (outer <= 1)
                    continue;
                add_edge(edges, file, outer, file, i, place_of_line(l, file, f->scopes[i].line));
                g_array_index(edges, struct call_edge, edges->len - 1).inside = f->scopes[i].kind == SCOPE_LAMBDA;
            }
    }
    for (guint i = 0; i < l->later->len; i++) {
        const struct later_call *c = &g_array_index(l->later, struct later_call, i);
        uint32_t from = enclosing_function(l->files[c->file].f, lnode(l, c->file, c->node)->scope);
        const guint before = edges->len;
        add_edge(edges, c->file, from, c->runs.file, c->runs.scope, place_of(l, c->file, c->node));
        if (edges->len > before) /* what a queue hands on is no step of its own */
            g_array_index(edges, struct call_edge, before).inside = true;
    }
    g_array_sort(edges, by_edge);
    struct model *m = l->m;
    m->calls = arena_new_n(l->a, struct call_edge, edges->len + 1);
    for (guint i = 0; i < edges->len; i++) {
        const struct call_edge *e = &g_array_index(edges, struct call_edge, i);
        struct call_edge *last = m->n_calls ? &m->calls[m->n_calls - 1] : NULL;
        if (last && last->from.file == e->from.file && last->from.scope == e->from.scope &&
            last->to.file == e->to.file && last->to.scope == e->to.scope) {
            last->inside |= e->inside;
            last->handed &= e->handed;
            continue;
        }
        m->calls[m->n_calls++] = *e;
    }
    model_index_calls(m);
    for (unsigned i = 0; i < m->n_sites; i++) {
        struct site *s = &m->sites[i];
        GArray *callers = l->files[s->unit.file].callers[s->unit.scope];
        s->n_callers = callers ? callers->len : 0;
    }
}

/* ---- in force ---- */

static bool has_role(struct linker *l, const struct apath *p, enum api_role role)
{
    apath_items(l, p);
    for (unsigned i = 0; i < p->n_items; i++)
        if (l->rules->items[p->items[i]].role == role)
            return true;
    return false;
}

/* Whether an annotation hands what a function gives to the program: then a framework calls it, and makes its class. */
static bool is_provided(struct linker *l, uint32_t file, const struct fact_scope *fn)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 0; i < fn->n_decorators; i++) {
        const struct vset *s = eval(l, file, f->kids[fn->first_decorator + i]);
        for (unsigned k = 0; k < s->n; k++) {
            const struct apath *p = s->v[k].kind == V_PATH ? s->v[k].path : NULL;
            if (p && (has_role(l, p, ROLE_PROVIDE) || has_role(l, apath_called(l, p), ROLE_PROVIDE)))
                return true;
        }
    }
    return false;
}

static bool unit_in_force(struct linker *l, struct unit u)
{
    const struct facts *f = l->files[u.file].f;
    enum zone z = l->files[u.file].pf->class.zone;
    if (z == ZONE_TEST || z == ZONE_EVAL || z == ZONE_NOTEBOOK)
        return true;
    bool lent = false; /* called as a method of what it takes: nobody names the class that it stands in */
    for (uint32_t s = u.scope; s > 1; s = f->scopes[s].parent) {
        const struct fact_scope *sc = &f->scopes[s];
        const char *name = ltext(l, u.file, sc->name);
        if (is_provided(l, u.file, sc))
            return true;
        if (lent && sc->kind == SCOPE_CLASS)
            continue;
        lent = sc->kind == SCOPE_FUNCTION && sc->flags & SCOPE_EXTENDS;
        if (sc->kind == SCOPE_LAMBDA || !*name || sc->n_decorators || g_str_has_prefix(name, "__"))
            continue;
        const struct fact_scope *parent = &f->scopes[sc->parent];
        if (parent->kind == SCOPE_CLASS && parent->n_bases)
            continue; /* the base may call it */
        if (sc->kind == SCOPE_CLASS && sc->n_bases && l->files[u.file].lang->modules == MODULES_NAMES)
            continue; /* who loads classes by their names may find it by its base: the controllers of a framework */
        if (sc->flags & SCOPE_EXPORTED)
            continue;
        const char **entries = l->files[u.file].lang->entry_functions;
        if (entries && g_strv_contains((const char *const *)entries, name))
            continue;
        if (!g_hash_table_contains(l->names, name) && !l->files[u.file].referenced[s])
            return false;
    }
    return true;
}

/* ---- uses ---- */

struct gather {
    GArray *uses, *agents, *tools, *routes;
    GArray *handed; /* struct handed_tool, without repetition */
    GArray *passed; /* struct passed_tool */
    GHashTable *markup; /* file + 1: 2 of those that hold markup, 1 of others that were asked */
};

struct passed_tool { /* that is read from objects of the program */
    struct tool tool;
    GArray *definitions; /* struct definition: of these */
};

struct handed_tool { /* a plain function that is handed to an agent or a call as a tool */
    const struct api_item *item;
    struct unit fn;
};

static void use_attributes(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call,
                           struct attribute **out, unsigned *n)
{
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(struct attribute));
    if (call && (lnode(l, file, call)->kind == NODE_CALL || lnode(l, file, call)->kind == NODE_DICT))
        apply_item(l, item, file, call, ORIGIN_CALL, list);
    else if (call)
        apply_sets(l, item, file, call, ORIGIN_CALL, list);
    *out = arena_memdup(l->a, list->data, list->len * sizeof(struct attribute));
    *n = list->len;
}

static void put_attribute(struct linker *l, struct attribute **list, unsigned *n, const char *name,
                          enum tristate state, const char *value, struct place place)
{
    struct attribute *grown = arena_new_n(l->a, struct attribute, *n + 1);
    if (*n)
        memcpy(grown, *list, *n * sizeof **list);
    grown[*n] = (struct attribute){.name = name, .state = state, .value = value, .origin = ORIGIN_FLOW, .place = place};
    *list = grown;
    *n += 1;
}

/* ---- tools ---- */

static bool has_description(struct linker *l, uint32_t file, uint32_t node, unsigned hops)
{
    if (!node || !hops)
        return false;
    const struct fact_node *n = lnode(l, file, node);
    if (n->kind == NODE_STRING)
        return strlen(ltext(l, file, n->text)) >= DESCRIPTION_CHARS;
    if (has_description(l, file, n->a, hops - 1) || has_description(l, file, n->b, hops - 1))
        return true;
    for (uint32_t i = 0; i < n->count; i++)
        if (has_description(l, file, l->files[file].f->kids[n->first + i], hops - 1))
            return true;
    return false;
}

static bool is_typed(struct linker *l, uint32_t file, uint32_t type)
{
    if (!type)
        return false;
    const struct fact_node *n = lnode(l, file, type);
    const char **untyped = l->files[file].lang->untyped;
    return !(n->kind == NODE_NAME && untyped &&
             g_strv_contains((const char *const *)untyped, ltext(l, file, n->text)));
}

static bool schema_values(struct linker *l, const struct vset *s, struct tool *t, unsigned hops);

/* Parameters of a schema given as an expression: a dictionary of properties, a class, or a call that takes one. */
static bool schema_parameters(struct linker *l, uint32_t file, uint32_t node, struct tool *t, unsigned hops)
{
    return schema_values(l, eval(l, file, node), t, hops);
}

/* A structure that says so: Schema{Properties: x}. */
static bool structure_properties(struct linker *l, uint32_t file, uint32_t node, struct tool *t, unsigned hops)
{
    const struct fact_node *call = lnode(l, file, node);
    for (uint32_t k = 0; k < call->count; k++) {
        const struct fact_node *field = lnode(l, file, l->files[file].f->kids[call->first + k]);
        if (field->kind == NODE_KEYWORD && g_ascii_strcasecmp(ltext(l, file, field->text), "properties") == 0)
            return schema_parameters(l, file, field->b, t, hops);
    }
    return false;
}

/* What a dictionary, or a call that makes a structure, is given under a key; NULL without. */
static const struct fact_node *part_given(struct linker *l, uint32_t file, const struct fact_node *n, const char *key)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 0; (n->kind == NODE_DICT || n->kind == NODE_CALL) && i < n->count; i++) {
        const struct fact_node *kid = &f->nodes[f->kids[n->first + i]], *name = kid->kind == NODE_PAIR ? &f->nodes[kid->a] : kid;
        if ((kid->kind == NODE_KEYWORD || (kid->kind == NODE_PAIR && name->kind == NODE_STRING)) &&
            g_ascii_strcasecmp(ltext(l, file, name->text), key) == 0)
            return &f->nodes[kid->b];
    }
    return NULL;
}

/* Parameters as a list of what each is called and of which type it is: [{name: "city", type: String}]. */
static bool listed_parameters(struct linker *l, uint32_t file, uint32_t node, struct tool *t)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *list = &f->nodes[node];
    for (uint32_t i = 0; i < list->count; i++)
        if (!part_given(l, file, &f->nodes[f->kids[list->first + i]], "name"))
            return false;
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t each = f->kids[list->first + i];
        t->n_parameters++;
        t->n_typed += part_given(l, file, &f->nodes[each], "type") != NULL;
        t->n_described += part_given(l, file, &f->nodes[each], "description") != NULL;
    }
    return true;
}

/*
 * Parameters of a schema that the program's own functions build, each called like a type of JSON Schema:
 * Schema.object([Schema.string("city", "the name of the city")]). False where there is none.
 */
static bool built_parameters(struct linker *l, uint32_t file, uint32_t node, struct tool *t, unsigned hops)
{
    static const char *const types[] = {"string", "integer", "number", "float", "boolean", "bool", "array", "enum", NULL};
    bool found = false;
    if (!node || !hops)
        return false;
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node], *callee = &f->nodes[n->a];
    if (n->kind == NODE_CALL && callee->kind == NODE_MEMBER) {
        g_autofree char *word = g_ascii_strdown(ltext(l, file, callee->text), -1);
        if (g_strv_contains(types, word)) {
            t->n_parameters++;
            t->n_typed++;
            t->n_described += has_description(l, file, node, 8);
            return true;
        }
    }
    if (n->kind == NODE_PAIR || n->kind == NODE_KEYWORD)
        return built_parameters(l, file, n->b, t, hops - 1);
    for (uint32_t i = 0; (n->kind == NODE_CALL || n->kind == NODE_LIST || n->kind == NODE_DICT || n->kind == NODE_OTHER) && i < n->count; i++)
        found |= built_parameters(l, file, f->kids[n->first + i], t, hops - 1);
    return found;
}

static bool schema_values(struct linker *l, const struct vset *s, struct tool *t, unsigned hops)
{
    for (unsigned i = 0; hops && i < s->n; i++) {
        const struct value *v = &s->v[i];
        if (v->kind == V_LITERAL && lnode(l, v->file, v->ref)->kind == NODE_DICT) {
            g_autoptr(GArray) inner = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
            bool open = false;
            if (dict_get(l, v->file, v->ref, "properties", inner, &open) && inner->len) {
                struct node_ref r = g_array_index(inner, struct node_ref, 0);
                unsigned before = t->n_parameters;
                bool read = schema_parameters(l, r.file, r.node, t, hops - 1);
                /* an empty dictionary that has a name is filled elsewhere */
                return read && (t->n_parameters > before || lnode(l, r.file, r.node)->kind == NODE_DICT);
            }
            if (open) /* {"$schema": x, ...schema} */
                return false;
            const struct fact_node *d = lnode(l, v->file, v->ref);
            for (uint32_t k = 0; k < d->count; k++) {
                const struct fact_node *pair = lnode(l, v->file, l->files[v->file].f->kids[d->first + k]);
                if (pair->kind != NODE_PAIR)
                    continue;
                t->n_parameters++;
                const struct fact_node *value = lnode(l, v->file, pair->b);
                t->n_typed += value->kind != NODE_DICT || value->count > 0;
                t->n_described += has_description(l, v->file, pair->b, 8);
            }
            return true;
        }
        if (v->kind == V_CLASS) {
            const struct facts *f = l->files[v->file].f;
            for (uint32_t k = 0; k < f->n_assigns; k++) {
                const struct fact_assign *a = &f->assigns[k];
                if (a->scope != v->ref || !(a->flags & ASSIGN_FIELD))
                    continue;
                t->n_parameters++;
                t->n_typed += is_typed(l, v->file, a->type);
                t->n_described += has_description(l, v->file, a->value, 6) || has_description(l, v->file, a->type, 6);
            }
            return true;
        }
        const struct chain *made = v->kind == V_INSTANCE ? object_maker(v) : NULL;
        if (made && lnode(l, made->file, made->node)->kind == NODE_CALL && structure_properties(l, made->file, made->node, t, hops - 1))
            return true;
        if (v->kind == V_LITERAL && lnode(l, v->file, v->ref)->kind == NODE_LIST && listed_parameters(l, v->file, v->ref, t))
            return true;
        /* what a call gives, not a part of it; of a path that no rule knows, only a structure that is written there */
        bool given = v->kind == V_PATH && v->chain && v->chain->file != NO_INDEX;
        if (given && (v->path->dead ? (lnode(l, v->chain->file, v->chain->node)->flags & NODE_NEW) && v->path == v->chain->path
                                    : v->path->kind == SEGMENT_CALL || v->path == v->chain->path)) {
            const struct fact_node *call = lnode(l, v->chain->file, v->chain->node);
            for (const struct chain *c = v->chain; c && c->file != NO_INDEX; c = c->prev) {
                call = lnode(l, c->file, c->node);
                if (call->kind == NODE_CALL && structure_properties(l, c->file, c->node, t, hops - 1))
                    return true;
                if (call->kind == NODE_CALL && call->count &&
                    schema_parameters(l, c->file, l->files[c->file].f->kids[call->first], t, hops - 1))
                    return true;
            }
        }
    }
    return false;
}

static void function_parameters(struct linker *l, uint32_t file, uint32_t scope, struct tool *t)
{
    const struct facts *f = l->files[file].f;
    const struct fact_scope *s = &f->scopes[scope];
    const char *doc = ltext(l, file, s->doc);
    for (uint32_t i = 0; i < s->n_params; i++) {
        const struct fact_param *p = &f->params[s->first_param + i];
        const char *name = ltext(l, file, p->name);
        if (l->files[file].lang->self_names && g_strv_contains((const char *const *)l->files[file].lang->self_names, name))
            continue;
        t->n_parameters++;
        t->n_typed += p->kind == PARAM_PLAIN && is_typed(l, file, p->type);
        t->n_described += has_description(l, file, p->type, 6) || has_description(l, file, p->value, 6) ||
                          (*name && strstr(doc, name));
    }
    if (!t->description && *doc)
        t->description = doc;
}

/* What its item says of a tool by itself is not asked of its function. */
static void put_seen(struct linker *l, struct tool *t, const char *name, enum tristate state)
{
    if (!attribute_find(t->attributes, t->n_attributes, name))
        put_attribute(l, &t->attributes, &t->n_attributes, name, state, NULL, t->place);
}

static void finish_tool(struct linker *l, struct tool *t, bool opaque)
{
    struct place none = t->place;
    put_seen(l, t, "typed", opaque ? STATE_UNKNOWN : t->n_typed == t->n_parameters ? STATE_SET : STATE_UNSET);
    put_seen(l, t, "described", opaque ? STATE_UNKNOWN : t->n_described == t->n_parameters ? STATE_SET : STATE_UNSET);
    put_attribute(l, &t->attributes, &t->n_attributes, "parameters",
                  opaque ? STATE_UNKNOWN : t->n_parameters ? STATE_SET : STATE_UNSET,
                  t->n_parameters && !opaque ? arena_printf(l->a, "%u", t->n_parameters) : NULL, none);
    bool has = false;
    for (unsigned i = 0; i < t->n_attributes; i++)
        has |= g_str_equal(t->attributes[i].name, "description");
    if (!has)
        put_attribute(l, &t->attributes, &t->n_attributes, "description", t->description ? STATE_SET : STATE_UNSET,
                      t->description, none);
    const struct attribute *text = attribute_find(t->attributes, t->n_attributes, "description");
    bool told = text->state == STATE_SET && (!text->value || strlen(text->value) >= DESCRIPTION_CHARS);
    put_attribute(l, &t->attributes, &t->n_attributes, "told",
                  told ? STATE_SET : text->state == STATE_UNKNOWN ? STATE_UNKNOWN : STATE_UNSET, NULL, none);
}

/* What another annotation of a function says that it does: an item with the tag that reads `description`. */
static const char *annotated_description(struct linker *l, struct unit fn)
{
    const struct facts *f = l->files[fn.file].f;
    const struct fact_scope *s = &f->scopes[fn.scope];
    for (uint32_t i = 0; i < s->n_decorators; i++) {
        uint32_t node = f->kids[s->first_decorator + i];
        const struct vset *v = eval(l, fn.file, node);
        for (unsigned k = 0; k < v->n; k++)
            for (unsigned q = 0; v->v[k].kind == V_PATH && q < v->v[k].path->n_items; q++) {
                const struct api_item *item = &l->rules->items[v->v[k].path->items[q]];
                struct attribute *list;
                unsigned n;
                if (g_strcmp0(item->tag, "tool_description") != 0)
                    continue;
                use_attributes(l, item, fn.file, node, &list, &n);
                const struct attribute *text = attribute_find(list, n, "description");
                if (text && text->value)
                    return text->value;
            }
    }
    return NULL;
}

static struct unit function_in(const struct vset *s)
{
    for (unsigned i = 0; i < s->n; i++)
        if (s->v[i].kind == V_FUNCTION)
            return (struct unit){s->v[i].file, s->v[i].ref};
    return (struct unit){NO_INDEX, 0};
}

/* A class, or an object of one, and the name of its method: [ChatController::class, 'ask'], [$this, 'ask']. */
static struct unit named_method(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    const uint32_t *kids = l->files[file].f->kids + n->first;
    if (n->kind != NODE_LIST || n->count != 2 || lnode(l, file, kids[1])->kind != NODE_STRING)
        return (struct unit){NO_INDEX, 0};
    const struct vset *class = eval(l, file, kids[0]);
    struct unit u = {NO_INDEX, 0};
    for (unsigned i = 0; i < class->n && u.file == NO_INDEX; i++)
        if (class->v[i].kind == V_CLASS || class->v[i].kind == V_INSTANCE)
            u = function_in(eval_member(l, &class->v[i], ltext(l, file, lnode(l, file, kids[1])->text)));
    return u;
}

/* The first function among what a call is given, keys of its dictionaries included. */
static struct unit given_function(struct linker *l, uint32_t file, uint32_t node, unsigned depth)
{
    const struct fact_node *n = lnode(l, file, node);
    const uint32_t *kids = l->files[file].f->kids + n->first;
    struct unit u = {NO_INDEX, 0};
    for (uint32_t i = 0; i < n->count && depth && u.file == NO_INDEX; i++) {
        const struct fact_node *kid = lnode(l, file, kids[i]);
        uint32_t value = kid->kind == NODE_PAIR || kid->kind == NODE_KEYWORD ? kid->b : kids[i];
        uint8_t kind = lnode(l, file, value)->kind;
        u = kind == NODE_DICT || kind == NODE_CALL ? given_function(l, file, value, depth - 1) : function_in(eval(l, file, value));
    }
    return u;
}

/* Whether a function is handed to a call that only wraps it: what the call gives runs it. */
static bool is_wrapped(struct linker *l, struct unit u, uint32_t file, uint32_t call)
{
    const GArray *handed = handed_find(l, u.file, u.scope);
    for (guint i = 0; handed && i < handed->len; i++) {
        const struct handed *way = &g_array_index(handed, struct handed, i);
        if (way->at.file == file && way->at.node == call && way->n_inner)
            return true;
    }
    return false;
}

/*
 * The function that an argument is: itself, or what a call is given that makes it (wrap(handler)). Of a class whose method
 * is called there (Chat.as_view()) the class.
 */
static struct unit handler_in(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    struct unit own = function_in(eval(l, file, node));
    if (n->kind != NODE_CALL)
        return own;
    struct unit given = given_function(l, file, node, HANDED_DEPTH);
    if (given.file != NO_INDEX && (own.file == NO_INDEX || is_wrapped(l, given, file, node)))
        return given;
    const struct fact_node *callee = lnode(l, file, n->a);
    const struct vset *of = own.file == NO_INDEX && callee->kind == NODE_MEMBER ? eval(l, file, callee->a) : &vset_empty;
    for (unsigned i = 0; i < of->n; i++)
        if (of->v[i].kind == V_CLASS)
            return (struct unit){of->v[i].file, of->v[i].ref};
    return own;
}

/* The function that a route or a tool that a call registers runs. */
static struct unit handler_of(struct linker *l, const struct api_item *item, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    const uint32_t *kids = l->files[file].f->kids + n->first;
    if (g_strcmp0(item->handler, "enclosing") == 0)
        return (struct unit){file, enclosing_function(l->files[file].f, n->scope)};
    if (!item->handler || g_str_equal(item->handler, "last")) {
        for (uint32_t i = n->count; i-- > 0;) {
            struct unit u = handler_in(l, file, kids[i]);
            if (u.file == NO_INDEX)
                u = named_method(l, file, kids[i]);
            if (u.file != NO_INDEX)
                return u;
        }
        return (struct unit){NO_INDEX, 0};
    }
    char *end;
    const char *which = g_str_has_prefix(item->handler, "argument ") ? item->handler + strlen("argument ") : item->handler;
    long position = strtol(which, &end, 10);
    struct found found;
    find_argument(l, file, node, *end ? which : NULL, *end ? -1 : (int)position, &found);
    struct unit u = {NO_INDEX, 0};
    for (guint i = 0; i < found.nodes->len && u.file == NO_INDEX; i++) {
        struct node_ref r = g_array_index(found.nodes, struct node_ref, i);
        u = handler_in(l, r.file, r.node);
        u = u.file == NO_INDEX ? named_method(l, r.file, r.node) : u;
        const struct vset *v = u.file == NO_INDEX ? eval(l, r.file, r.node) : &vset_empty; /* a class of views, by itself */
        for (unsigned k = 0; k < v->n && u.file == NO_INDEX; k++)
            if (v->v[k].kind == V_CLASS)
                u = (struct unit){v->v[k].file, v->v[k].ref};
    }
    found_clear(&found);
    return u;
}

/* The function that a file calls, or hands on, by that name: what runs for a tool that is written as data. */
static struct unit function_named(struct linker *l, uint32_t file, const char *name)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        if (f->nodes[i].kind != NODE_NAME || f->nodes[i].flags & NODE_TYPE || !g_str_equal(ltext(l, file, f->nodes[i].text), name))
            continue;
        struct unit u = function_in(eval(l, file, i));
        if (u.file != NO_INDEX)
            return u;
    }
    for (uint32_t s = 2; s < f->n_scopes; s++) /* defined here, and called by another file */
        if (f->scopes[s].kind == SCOPE_FUNCTION && f->scopes[s].parent == 1 && g_str_equal(ltext(l, file, f->scopes[s].name), name))
            return (struct unit){file, s};
    return (struct unit){NO_INDEX, 0};
}

#define MAX_ASKED_HOPS 6 /* into a condition */

/* Whether what is compared is called as the name of what is to be run is: name, call.Function.Name, name.as_str(). */
static bool is_asked_name(struct linker *l, uint32_t file, uint32_t node)
{
    for (unsigned hops = 0; node && hops < MAX_ASKED_HOPS; hops++) {
        const struct fact_node *n = lnode(l, file, node);
        const char *name = n->kind == NODE_NAME || n->kind == NODE_MEMBER ? ltext(l, file, n->text) : "";
        if (*name && regex_search(l->files[file].lang->asked_names, name, strlen(name)))
            return true;
        node = n->kind == NODE_CALL || n->kind == NODE_MEMBER || n->kind == NODE_UNARY ? n->a : 0;
    }
    return false;
}

static void note_asked(struct linker *l, uint32_t file, uint32_t region, uint32_t node, unsigned hops)
{
    const struct fact_node *n = lnode(l, file, node);
    if (!node || !hops || n->kind != NODE_BINARY)
        return;
    if (!g_str_equal(ltext(l, file, n->text), "==") && !g_str_equal(ltext(l, file, n->text), "in")) {
        note_asked(l, file, region, n->a, hops - 1);
        note_asked(l, file, region, n->b, hops - 1);
        return;
    }
    const struct fact_node *value = lnode(l, file, n->b);
    const uint32_t *texts = value->kind == NODE_LIST ? l->files[file].f->kids + value->first : &n->b;
    for (uint32_t i = 0; i < (value->kind == NODE_LIST ? value->count : 1) && is_asked_name(l, file, n->a); i++) {
        const char *text = lnode(l, file, texts[i])->kind == NODE_STRING ? ltext(l, file, lnode(l, file, texts[i])->text) : "";
        const struct node_ref r = {.file = file, .node = region};
        GArray *list = g_hash_table_lookup(l->run_names, text);
        if (*text && !list)
            g_hash_table_insert(l->run_names, (gpointer)text, list = g_array_new(FALSE, FALSE, sizeof r));
        if (*text)
            g_array_append_val(list, r);
    }
}

/* The function that a branch runs last of which it uses what it gives, else that it runs last; of the repository's own. */
static struct unit run_in(struct linker *l, struct node_ref branch, uint32_t of)
{
    const struct facts *f = l->files[branch.file].f;
    struct unit used = {NO_INDEX, 0}, any = used;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if (n->kind != NODE_CALL || !n->count || !region_inside(f, n->region, branch.node))
            continue;
        const struct unit u = function_in(eval(l, branch.file, n->a));
        if (u.file == NO_INDEX || apart(l, u.file, of) || l->files[u.file].pf->class.zone != ZONE_SRC)
            continue;
        any = u;
        used = n->flags & NODE_STATEMENT ? used : u;
    }
    return used.file != NO_INDEX ? used : any;
}

/* What runs where a program asks whether a tool of that name is meant: if name == "weather" { return weather(arguments) }. Nobody
 * knows where several places ask so and run different functions. */
static struct unit asked_function(struct linker *l, uint32_t file, const char *name)
{
    if (!l->run_names) {
        l->run_names = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
        for (uint32_t i = 0; i < l->n_files; i++) {
            const struct facts *f = l->files[i].f;
            for (uint32_t r = 1; f && l->files[i].lang->asked_names && l->files[i].pf->class.zone == ZONE_SRC && r < f->n_regions; r++)
                if (f->regions[r].kind == REGION_BRANCH && f->regions[r].expr)
                    note_asked(l, i, r, f->regions[r].expr, MAX_ASKED_HOPS);
        }
    }
    const GArray *branches = g_hash_table_lookup(l->run_names, name);
    struct unit found = {NO_INDEX, 0};
    for (guint i = 0; branches && i < branches->len; i++) {
        const struct node_ref *branch = &g_array_index(branches, struct node_ref, i);
        const struct unit u = apart(l, branch->file, file) ? (struct unit){NO_INDEX, 0} : run_in(l, *branch, file);
        if (u.file != NO_INDEX && found.file != NO_INDEX && (u.file != found.file || u.scope != found.scope))
            return (struct unit){NO_INDEX, 0};
        found = u.file != NO_INDEX ? u : found;
    }
    return found;
}

/* A parameter that the body of a class declares: param :city, type: :string, desc: "the name of the city". */
static void declared_parameters(struct linker *l, struct unit class, const char *name, struct tool *t)
{
    const struct facts *f = l->files[class.file].f;
    for (uint32_t i = 0; (i = called_in_class(l, class.file, class.scope, name, i));) {
        const struct fact_node *call = &f->nodes[i];
        t->n_parameters++;
        t->n_typed++; /* the library's own type, where none is named */
        for (uint32_t k = 1; k < call->count; k++)
            if (has_description(l, class.file, f->kids[call->first + k], 8)) {
                t->n_described++;
                break;
            }
    }
}

enum read_schema { SCHEMA_NONE, SCHEMA_READ, SCHEMA_OPAQUE };

/* A method of a class, or of one above it, by its name. */
static struct unit own_method(struct linker *l, struct unit class, const char *name)
{
    const struct value object = {.kind = V_INSTANCE, .file = class.file, .ref = class.scope};
    const struct vset *s = eval_member(l, &object, name);
    for (unsigned i = 0; i < s->n; i++) {
        const struct value *v = &s->v[i];
        const uint32_t in = v->kind == V_FUNCTION ? l->files[v->file].f->scopes[v->ref].parent : 0;
        const bool same = v->file == class.file && in == class.scope;
        if (v->kind == V_FUNCTION && (same || !derives_from(l, class, v->file, in, HANDED_DEPTH)))
            return (struct unit){v->file, v->ref};
    }
    return (struct unit){NO_INDEX, 0};
}

/* What a class that is a tool says of it, in fields, methods and calls of its body; `fn` becomes the method that runs. */
static enum read_schema class_tool(struct linker *l, const struct api_item *item, struct tool *t, struct unit *fn)
{
    const struct value object = {.kind = V_INSTANCE, .file = fn->file, .ref = fn->scope};
    enum read_schema read = SCHEMA_NONE;
    g_autoptr(GArray) said = g_array_new(FALSE, FALSE, sizeof(struct attribute));
    said_of_tool(l, item, fn->file, fn->scope, said);
    for (guint i = 0; i < said->len; i++) {
        const struct attribute *a = &g_array_index(said, struct attribute, i);
        if (a->state != STATE_UNSET && !g_str_equal(a->name, "schema") && !g_str_equal(a->name, "parameter"))
            put_attribute(l, &t->attributes, &t->n_attributes, a->name, a->state, a->value, a->place);
    }
    for (unsigned i = 0; i < item->n_of_class && read == SCHEMA_NONE; i++) {
        const char *name = item->of_class[i].name;
        if (g_str_equal(item->of_class[i].attribute, "parameter"))
            declared_parameters(l, *fn, name, t);
        if (!g_str_equal(item->of_class[i].attribute, "schema"))
            continue;
        const struct vset *s = eval_member(l, &object, name);
        const uint32_t call = called_in_class(l, fn->file, fn->scope, name, 0);
        if (schema_values(l, s, t, 5) || (call && structure_properties(l, fn->file, call, t, 5)))
            read = SCHEMA_READ;
        else if (s->n || call)
            read = SCHEMA_OPAQUE;
    }
    if (t->n_parameters && read == SCHEMA_NONE)
        read = SCHEMA_READ;
    const struct unit class = *fn;
    for (const char **m = item->methods; *m && fn->scope == class.scope && fn->file == class.file; m++) {
        const struct unit u = own_method(l, class, *m);
        *fn = u.file != NO_INDEX ? u : class;
    }
    return read;
}

static void add_tool(struct linker *l, struct gather *g, const struct api_item *item, uint32_t file, uint32_t node,
                     struct unit fn)
{
    struct tool t = {.place = node ? place_of(l, file, node) : place_of_line(l, fn.file, l->files[fn.file].f->scopes[fn.scope].line),
                     .item = item->index, .sdk = item->file->name, .zone = zone_at(l, file, node ? lnode(l, file, node)->scope : 1)};
    for (guint i = 0; node && i < g->tools->len; i++) { /* found under another path */
        const struct tool *o = &g_array_index(g->tools, struct tool, i);
        if (o->item == t.item && o->place.file == t.place.file && o->place.line == t.place.line && o->place.column == t.place.column)
            return;
    }
    const struct unit class = fn; /* of AS_SUBCLASS */
    use_attributes(l, item, file, node, &t.attributes, &t.n_attributes);
    const enum read_schema read = item->as == AS_SUBCLASS ? class_tool(l, item, &t, &fn) : SCHEMA_NONE;
    if (item->methods[0] && fn.scope == class.scope && !attribute_find(t.attributes, t.n_attributes, "description"))
        return; /* what tools of the program derive from */
    t.unit = fn.file != NO_INDEX ? fn : (struct unit){file, enclosing_function(l->files[file].f, lnode(l, file, node)->scope)};
    const struct attribute *name = attribute_find(t.attributes, t.n_attributes, "name");
    const struct attribute *text = attribute_find(t.attributes, t.n_attributes, "description");
    t.name = name ? name->value : NULL;
    t.description = text ? text->value : NULL;
    bool schema = read != SCHEMA_NONE, opaque = read == SCHEMA_OPAQUE;
    for (unsigned i = 0; i < item->n_arguments && node; i++) {
        if (!g_str_equal(item->arguments[i].attribute, "schema"))
            continue;
        struct found found;
        find_argument(l, file, node, item->arguments[i].name, item->arguments[i].position, &found);
        for (guint k = 0; k < found.nodes->len && !schema; k++) {
            struct node_ref r = g_array_index(found.nodes, struct node_ref, k);
            schema = schema_parameters(l, r.file, r.node, &t, 5);
            if (!schema) /* written, not visible */
                schema = opaque = true;
        }
        found_clear(&found);
    }
    if (fn.file != NO_INDEX) {
        const struct facts *f = l->files[fn.file].f;
        bool named = !node || f->scopes[fn.scope].kind != SCOPE_LAMBDA; /* `execute: async () => ...` names no tool */
        if (!t.name && item->as == AS_SUBCLASS)
            t.name = ltext(l, class.file, l->files[class.file].f->scopes[class.scope].name);
        if (!t.name && named && *ltext(l, fn.file, f->scopes[fn.scope].name))
            t.name = ltext(l, fn.file, f->scopes[fn.scope].name);
        if (!t.description)
            t.description = annotated_description(l, fn);
        if (!schema)
            function_parameters(l, fn.file, fn.scope, &t);
        else if (!t.description && f->scopes[fn.scope].doc)
            t.description = ltext(l, fn.file, f->scopes[fn.scope].doc);
    }
    if (!t.name && node) { /* const weather = tool({...}); {weather: tool({...})} */
        const struct facts *f = l->files[file].f;
        uint32_t p = f->nodes[node].parent;
        if (p && f->nodes[p].kind == NODE_PAIR && f->nodes[p].a)
            t.name = ltext(l, file, f->nodes[f->nodes[p].a].text);
        for (uint32_t i = 0; i < f->n_assigns && !t.name; i++)
            if (f->assigns[i].value == node && f->nodes[f->assigns[i].target].kind != NODE_SUBSCRIPT)
                t.name = ltext(l, file, f->nodes[f->assigns[i].target].text);
    }
    bool made = !t.name && node; /* const weather = () => tool({...}): what makes it is not what it runs */
    if (made)
        t.name = scope_name(l, file, enclosing_function(l->files[file].f, lnode(l, file, node)->scope));
    t.runs = fn.file != NO_INDEX;
    if (!t.runs && t.name) {
        struct unit own = item->handler && node ? handler_of(l, item, file, node) : (struct unit){NO_INDEX, 0};
        if (own.file == NO_INDEX && !made)
            own = function_named(l, file, t.name);
        if (own.file == NO_INDEX && node && lnode(l, file, node)->kind == NODE_DICT)
            own = only_function(l, file, lnode(l, file, node));
        if (own.file == NO_INDEX && !made)
            own = asked_function(l, file, t.name);
        t.runs = own.file != NO_INDEX;
        t.unit = t.runs ? own : t.unit;
    }
    if (!t.name)
        t.name = "tool";
    t.attached = true;
    put_attribute(l, &t.attributes, &t.n_attributes, "resolved", t.runs ? STATE_SET : STATE_UNSET, NULL, t.place);
    /* a function that cannot be seen may say it all */
    bool given = item->handler || attribute_find(t.attributes, t.n_attributes, "handler");
    bool hidden = node && given && !t.runs && !schema;
    if (hidden && !t.description && !text)
        put_attribute(l, &t.attributes, &t.n_attributes, "description", STATE_UNKNOWN, NULL, t.place);
    finish_tool(l, &t, opaque || hidden);
    GArray *definitions = node ? passed_definitions(l, item, file, node, schema && !opaque && t.n_parameters) : NULL;
    if (definitions) {
        struct passed_tool p = {t, definitions};
        g_array_append_val(g->passed, p);
    } else {
        g_array_append_val(g->tools, t);
    }
}

/* The text that values stand for, NULL where nobody sees it. */
static const char *text_of(struct linker *l, const struct vset *s)
{
    const char *text = NULL;
    enum value_origin via;
    for (unsigned i = 0; i < s->n && !(text && *text); i++)
        if (s->v[i].kind == V_LITERAL)
            text = literal_of(l, s->v[i].file, s->v[i].ref, &via, NULL);
    return text && *text ? text : NULL;
}

/* The tools that are handed on, where they are defined. One of which no definition can be read is a tool itself. */
static void add_passed(struct linker *l, struct gather *g)
{
    for (guint i = 0; i < g->passed->len; i++) {
        struct passed_tool *p = &g_array_index(g->passed, struct passed_tool, i);
        bool seen = false;
        for (guint k = 0; k < p->definitions->len; k++) {
            const struct definition *d = &g_array_index(p->definitions, struct definition, k);
            bool known = false;
            for (guint q = 0; q < g->tools->len && !known; q++) {
                const struct tool *o = &g_array_index(g->tools, struct tool, q);
                known = o->place.file == d->place.file && o->place.line == d->place.line;
            }
            struct tool t = {.place = d->place, .item = p->tool.item, .sdk = p->tool.sdk, .unit = d->unit, .runs = d->runs,
                             .zone = zone_at(l, d->place.file, d->unit.scope), .attached = true, .name = text_of(l, d->name)};
            seen |= known;
            const char *description = text_of(l, d->description);
            const struct facts *f = l->files[d->unit.file].f;
            bool derived = d->runs && f->scopes[d->unit.scope].n_bases && !d->written.node;
            if (!t.name && !description && !derived) /* whoever makes it says what it is */
                continue;
            if (known || (!schema_values(l, d->schema, &t, 5) && !built_parameters(l, d->written.file, d->written.node, &t, 6)))
                continue;
            if (!t.name)
                t.name = scope_name(l, d->unit.file, d->unit.scope);
            put_attribute(l, &t.attributes, &t.n_attributes, "description", d->description->n ? STATE_SET : STATE_UNKNOWN,
                          description, d->place);
            put_attribute(l, &t.attributes, &t.n_attributes, "resolved", t.runs ? STATE_SET : STATE_UNSET, NULL, d->place);
            finish_tool(l, &t, false);
            g_array_append_val(g->tools, t);
            seen = true;
        }
        if (!seen) {
            put_attribute(l, &p->tool.attributes, &p->tool.n_attributes, "passed", STATE_SET, NULL, p->tool.place);
            g_array_append_val(g->tools, p->tool);
        }
        g_array_unref(p->definitions);
    }
}

/* ---- routes ---- */

/* The URL path that a file's place stands for: app/(chat)/api/chat/[id]/route.ts is /api/chat/{id}. */
static const char *file_route(struct linker *l, const struct api_item *item, const char *path)
{
    g_auto(GStrv) globs = g_strsplit(item->glob, "/", -1);
    g_auto(GStrv) parts = g_strsplit(path, "/", -1);
    unsigned n_globs = g_strv_length(globs), n_parts = g_strv_length(parts), from = 0;
    const char *first = NULL;
    for (unsigned i = 0; i < n_globs && !first; i++)
        if (!strpbrk(globs[i], "*?[{"))
            first = globs[i];
    for (unsigned i = 0; first && i < n_parts; i++)
        if (g_str_equal(parts[i], first)) {
            from = i + 1;
            break;
        }
    const char *last = n_globs ? globs[n_globs - 1] : "";
    bool named = !g_str_equal(last, "**") && *last != '*'; /* route.ts says nothing; chat.ts does */
    g_autoptr(GString) s = g_string_new(NULL);
    for (unsigned i = from; i < n_parts; i++) {
        g_autofree char *part = g_strdup(parts[i]);
        if (i + 1 == n_parts) {
            char *dot = strchr(part, '.');
            if (dot)
                *dot = '\0';
            const char **index = l->rules->languages ? item->file->languages[0]->index_names : NULL;
            if (named || (index && g_strv_contains((const char *const *)index, part)))
                break;
        }
        if (*part == '(')
            continue;
        gsize len = strlen(part);
        if (*part == '[' && len > 2) {
            const char *name = part + strspn(part, "[.");
            g_string_append_printf(s, "/{%.*s}", (int)strcspn(name, "]"), name);
        } else {
            g_string_append_printf(s, "/%s", part);
        }
    }
    return s->len ? arena_strdup(l->a, s->str) : "/";
}

/* Whether a class of the repository says what its instances are made of. */
static bool has_fields(struct linker *l, uint32_t file, uint32_t class)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 0; i < f->n_assigns; i++)
        if (f->assigns[i].scope == class && (f->assigns[i].flags & ASSIGN_FIELD))
            return true;
    uint32_t entry = class_entry(l, file, class);
    if (entry)
        return entry < f->n_scopes && f->scopes[entry].n_params > 1;
    for (uint32_t i = 2; i < f->n_scopes; i++) /* a record is nothing but what it holds */
        if (f->scopes[i].parent == class && f->scopes[i].kind == SCOPE_FUNCTION)
            return false;
    return true;
}

/* Whether a type names such a class, by itself or as an argument: Task<ActionResult<Answer>>, list[Item]. */
static bool names_model(struct linker *l, uint32_t file, uint32_t type)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 1; type && i < f->n_nodes; i++) {
        if (f->nodes[i].line < f->nodes[type].line || f->nodes[i].line > f->nodes[type].end_line)
            continue;
        uint32_t top = i;
        for (unsigned depth = 0; top && top != type && depth < MAX_TYPE_DEPTH; depth++)
            top = f->nodes[top].parent;
        if (top != type || (f->nodes[i].kind != NODE_NAME && f->nodes[i].kind != NODE_MEMBER))
            continue;
        const struct vset *s = eval(l, file, i);
        for (unsigned v = 0; v < s->n; v++)
            if (s->v[v].kind == V_CLASS && has_fields(l, s->v[v].file, s->v[v].ref))
                return true;
    }
    return false;
}

/* What the handler's signature says of request and response: `model`, `typed` (scalars), `none` (it takes nothing); nothing,
 * where what comes may be anything. */
static void signature_attributes(struct linker *l, struct route *r)
{
    if (r->handler.file == NO_INDEX)
        return;
    const struct facts *f = l->files[r->handler.file].f;
    const struct fact_scope *s = &f->scopes[r->handler.scope];
    if (s->kind == SCOPE_CLASS) /* its methods have signatures */
        return;
    const char *request = NULL;
    bool open = false; /* one of its parameters takes whatever comes: Map<String, Object> */
    for (uint32_t i = 0; i < s->n_params && g_strcmp0(request, "model") != 0; i++) {
        const struct fact_param *p = &f->params[s->first_param + i];
        if (!p->type || is_injection(l, r->handler.file, p->value)) /* it comes from the program, not from the request */
            continue;
        if (names_model(l, r->handler.file, p->type))
            request = "model";
        else if (type_says_nothing(l, r->handler.file, p->type))
            open = true;
        else if (is_typed(l, r->handler.file, p->type))
            request = "typed";
    }
    if (open && g_strcmp0(request, "model") != 0)
        request = NULL;
    if (s->n_params == 0)
        request = "none";
    if (!attribute_find(r->attributes, r->n_attributes, "request_model"))
        put_attribute(l, &r->attributes, &r->n_attributes, "request_model", request ? STATE_SET : STATE_UNSET, request,
                      r->place);
    if (!attribute_find(r->attributes, r->n_attributes, "response_model") && s->type)
        put_attribute(l, &r->attributes, &r->n_attributes, "response_model",
                      names_model(l, r->handler.file, s->type) ? STATE_SET : STATE_UNSET, NULL, r->place);
}

/* The first of the methods that a list among the arguments names: methods=["POST"]. NULL where none does. */
static const char *listed_method(struct linker *l, const struct api_item *item, uint32_t file, uint32_t node)
{
    const char *method = NULL;
    for (unsigned q = 0; node && !method && q < item->n_arguments; q++) {
        if (!g_str_equal(item->arguments[q].attribute, "method"))
            continue;
        struct found found;
        find_argument(l, file, node, item->arguments[q].name, item->arguments[q].position, &found);
        for (guint k = 0; !method && k < found.nodes->len; k++) {
            struct node_ref r = g_array_index(found.nodes, struct node_ref, k);
            const struct vset *values = eval(l, r.file, r.node);
            for (unsigned i = 0; !method && i < values->n; i++) {
                const struct value *v = &values->v[i];
                const struct fact_node *n = v->kind == V_LITERAL ? lnode(l, v->file, v->ref) : NULL;
                enum value_origin via = VALUE_LITERAL;
                if (n && n->kind == NODE_LIST && n->count)
                    method = literal_of(l, v->file, l->files[v->file].f->kids[n->first], &via, NULL);
            }
        }
        found_clear(&found);
    }
    return method;
}

/* The key that a call stands under in a dictionary, which a procedure is called by: {ask: procedure.mutation(f)}; "" without. */
static const char *key_of(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node), *pair = n->parent ? lnode(l, file, n->parent) : NULL;
    bool keyed = pair && pair->kind == NODE_PAIR && pair->b == node && pair->a && lnode(l, file, pair->a)->kind == NODE_STRING;
    return keyed ? ltext(l, file, lnode(l, file, pair->a)->text) : "";
}

static void add_route(struct linker *l, struct gather *g, const struct api_item *item, uint32_t file, uint32_t node,
                      struct unit handler, const char *method)
{
    struct route r = {.item = item->index, .node = node, .framework = item->file->name, .zone = zone_at(l, file, node ? lnode(l, file, node)->scope : 1),
                      .handler = handler,
                      .place = node ? place_of(l, file, node) : place_of_line(l, handler.file, l->files[handler.file].f->scopes[handler.scope].line)};
    use_attributes(l, item, file, node, &r.attributes, &r.n_attributes);
    const struct attribute *path = attribute_find(r.attributes, r.n_attributes, "path");
    r.path = path && path->value ? path->value : item->as == AS_FILE ? file_route(l, item, l->files[file].pf->path) : "";
    if (!*r.path && item->as == AS_CALL && node)
        r.path = key_of(l, file, node);
    const struct attribute *m = attribute_find(r.attributes, r.n_attributes, "method");
    if (!method && m)
        method = m->value ? m->value : listed_method(l, item, file, node);
    r.method = method ? method : item->method ? item->method : "ANY";
    signature_attributes(l, &r);
    struct route *before = g->routes->len ? &g_array_index(g->routes, struct route, g->routes->len - 1) : NULL;
    if (before && node && before->node == node && before->place.file == r.place.file && before->handler.file == NO_INDEX)
        *before = r; /* of two items that fit a call the one that sees its handler counts */
    else
        g_array_append_val(g->routes, r);
}

/* Functions of a dictionary, and of those in it, are one handler each: {Mutation: {ask: resolve}}. Its keys are their path. */
static void add_listed_routes(struct linker *l, struct gather *g, const struct api_item *item, uint32_t call_file,
                              uint32_t call, struct node_ref at, const char *path, unsigned depth, unsigned *left)
{
    const struct vset *s = eval(l, at.file, at.node);
    for (unsigned v = 0; v < s->n && *left; v++) {
        if (s->v[v].kind == V_FUNCTION) {
            --*left;
            struct unit u = {s->v[v].file, s->v[v].ref};
            add_route(l, g, item, call_file, call, u, NULL);
            struct route *r = &g_array_index(g->routes, struct route, g->routes->len - 1);
            r->path = path;
            r->place = place_of_line(l, u.file, l->files[u.file].f->scopes[u.scope].line);
            continue;
        }
        const struct fact_node *n = s->v[v].kind == V_LITERAL && depth ? lnode(l, s->v[v].file, s->v[v].ref) : NULL;
        for (uint32_t k = 0; n && n->kind == NODE_DICT && k < n->count; k++) {
            struct node_ref value = {s->v[v].file, l->files[s->v[v].file].f->kids[n->first + k], 0, NULL};
            const struct fact_node *pair = lnode(l, value.file, value.node);
            const char *key = pair->kind == NODE_PAIR && pair->a ? ltext(l, value.file, lnode(l, value.file, pair->a)->text) : "";
            const char *below = !*key ? path : *path ? arena_printf(l->a, "%s.%s", path, key) : key;
            value.node = pair->kind == NODE_PAIR ? pair->b : pair->kind == NODE_SPLAT ? pair->a : value.node;
            add_listed_routes(l, g, item, call_file, call, value, below, depth - 1, left);
        }
    }
}

/* Whether the handler that a call names is a dictionary of handlers; each of them is a route then. */
static bool lists_handlers(struct linker *l, struct gather *g, const struct api_item *item, uint32_t file, uint32_t node)
{
    if (!item->handler || g_str_equal(item->handler, "last") || g_str_equal(item->handler, "enclosing"))
        return false;
    char *end;
    long position = strtol(item->handler, &end, 10);
    struct found found;
    find_argument(l, file, node, *end ? item->handler : NULL, *end ? -1 : (int)position, &found);
    unsigned left = MAX_HANDLERS;
    bool any = false;
    for (guint i = 0; i < found.nodes->len; i++) {
        struct node_ref r = g_array_index(found.nodes, struct node_ref, i);
        const struct vset *s = eval(l, r.file, r.node);
        bool dict = false;
        for (unsigned v = 0; v < s->n && !dict; v++)
            dict = s->v[v].kind == V_LITERAL && lnode(l, s->v[v].file, s->v[v].ref)->kind == NODE_DICT;
        if (dict)
            add_listed_routes(l, g, item, file, node, r, "", HANDED_DEPTH, &left);
        any |= dict;
    }
    found_clear(&found);
    return any;
}

/* ---- gathering ---- */

static void add_use(struct linker *l, struct gather *g, const struct api_item *item, uint32_t file, uint32_t node,
                    struct unit decorates, const struct apath *path)
{
    const struct facts *f = l->files[file].f;
    struct use u = {.item = item->index, .unit = {file, enclosing_function(f, f->nodes[node].scope)},
                    .place = place_of(l, file, node), .text = apath_text(l, path), .decorates = decorates};
    const struct fact_node *n = lnode(l, file, node);
    g_autoptr(GString) shown = g_string_new(NULL);
    expr_text(l, file, n->kind == NODE_CALL ? n->a : node, shown, SHOWN_CHARS);
    u.shown = shown->len && shown->len <= SHOWN_CHARS ? arena_strdup(l->a, shown->str) : u.text;
    use_attributes(l, item, file, node, &u.attributes, &u.n_attributes);
    u.in_force = !model_file_unfilled(l->files[file].pf) && unit_in_force(l, decorates.file != NO_INDEX ? decorates : u.unit);
    g_array_append_val(g->uses, u);
}

/* What a route's item asks of its handler: that a parameter is annotated with one of these names. */
static bool has_parameter(const struct linker *l, const struct api_item *item, struct unit handler)
{
    const struct facts *f = handler.file != NO_INDEX ? l->files[handler.file].f : NULL;
    bool found = !item->parameter[0];
    for (uint32_t i = 0; f && i < f->scopes[handler.scope].n_params && !found; i++) {
        const struct fact_node *type = &f->nodes[f->params[f->scopes[handler.scope].first_param + i].type];
        for (uint32_t k = 0; k < type->count && type->kind == NODE_OTHER && !found; k++) { /* behind its annotations */
            const struct fact_node *n = &f->nodes[f->kids[type->first + k]], *name = n->kind == NODE_CALL ? &f->nodes[n->a] : n;
            found = k + 1 < type->count && (name->kind == NODE_NAME || name->kind == NODE_MEMBER) &&
                    g_strv_contains((const char *const *)item->parameter, f->strings[name->text]);
        }
    }
    return found;
}

static void item_at(struct linker *l, struct gather *g, const struct api_item *item, uint32_t file, uint32_t node,
                    enum route_as as, struct unit target, const struct apath *path)
{
    if (item->as != as && !(item->role == ROLE_AGENT || item->role == ROLE_SITE))
        return;
    switch (item->role) {
    case ROLE_ROUTE:
        if ((as == AS_CALL && lists_handlers(l, g, item, file, node)) || (as == AS_DECORATOR && !has_parameter(l, item, target)))
            break;
        add_route(l, g, item, file, node, as == AS_DECORATOR || as == AS_SUBCLASS ? target : handler_of(l, item, file, node), NULL);
        break;
    case ROLE_MOUNT:
        mounts_note(l, item, file, node);
        break;
    case ROLE_TOOL:
        if (as == AS_CALL) {
            target = (struct unit){NO_INDEX, 0};
            const struct fact_node *n = lnode(l, file, node);
            for (uint32_t i = 0; i < n->count && target.file == NO_INDEX; i++)
                target = function_in(eval(l, file, l->files[file].f->kids[n->first + i]));
            for (unsigned q = 0; q < item->n_arguments && target.file == NO_INDEX; q++) {
                if (!g_str_equal(item->arguments[q].attribute, "handler"))
                    continue;
                struct found found;
                find_argument(l, file, node, item->arguments[q].name, item->arguments[q].position, &found);
                for (guint k = 0; k < found.nodes->len; k++) {
                    struct node_ref r = g_array_index(found.nodes, struct node_ref, k);
                    target = function_in(eval(l, r.file, r.node));
                }
                found_clear(&found);
            }
        }
        add_tool(l, g, item, file, node, target);
        break;
    case ROLE_AGENT: {
        if (as != AS_CALL)
            break;
        struct agent a = {.place = place_of(l, file, node), .item = item->index, .sdk = item->file->name,
                          .unit = {file, enclosing_function(l->files[file].f, lnode(l, file, node)->scope)},
                          .zone = zone_at(l, file, lnode(l, file, node)->scope)};
        use_attributes(l, item, file, node, &a.attributes, &a.n_attributes);
        const struct attribute *name = attribute_find(a.attributes, a.n_attributes, "name");
        a.name = name && name->value ? name->value : NULL;
        const struct facts *f = l->files[file].f;
        for (uint32_t i = 0; i < f->n_assigns && !a.name; i++)
            if (f->assigns[i].value == node && f->nodes[f->assigns[i].target].kind != NODE_SUBSCRIPT)
                a.name = ltext(l, file, f->nodes[f->assigns[i].target].text);
        if (!a.name)
            a.name = "agent";
        g_array_append_val(g->agents, a);
        break;
    }
    default:
        break;
    }
    if (as == AS_CALL && item->tag && g_str_equal(item->tag, "http_middleware"))
        for (unsigned i = 0; i < item->n_sets; i++)
            if (g_str_equal(item->sets[i].key, "later"))
                mounts_note_middleware(l, file, node);
    if (item->tag && (item->role != ROLE_SITE || lnode(l, file, node)->kind == NODE_CALL)) /* not where its answer stands */
        add_use(l, g, item, file, node, target, path);
}

static void hand_over(struct linker *l, struct gather *g, const struct api_item *item, uint32_t file, uint32_t node,
                      unsigned hops)
{
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++) {
        const struct value *v = &s->v[i];
        if (v->kind == V_FUNCTION) {
            struct handed_tool h = {item, {v->file, v->ref}};
            bool known = *ltext(l, v->file, l->files[v->file].f->scopes[v->ref].name) == '\0';
            for (guint k = 0; k < g->handed->len && !known; k++) {
                const struct handed_tool *o = &g_array_index(g->handed, struct handed_tool, k);
                known = o->fn.file == h.fn.file && o->fn.scope == h.fn.scope;
            }
            if (!known)
                g_array_append_val(g->handed, h);
        } else if (v->kind == V_LITERAL && hops && lnode(l, v->file, v->ref)->kind == NODE_LIST) {
            const struct fact_node *list = lnode(l, v->file, v->ref);
            for (uint32_t k = 0; k < list->count; k++)
                hand_over(l, g, item, v->file, l->files[v->file].f->kids[list->first + k], hops - 1);
        }
    }
}

static void handed_tools(struct linker *l, struct gather *g, const struct api_item *item, uint32_t file, uint32_t node)
{
    for (unsigned i = 0; i < item->n_arguments; i++) {
        if (!item->arguments[i].functions)
            continue;
        struct found found;
        find_argument(l, file, node, item->arguments[i].name, item->arguments[i].position, &found);
        for (guint k = 0; k < found.nodes->len; k++) {
            struct node_ref r = g_array_index(found.nodes, struct node_ref, k);
            hand_over(l, g, item, r.file, r.node, HANDED_DEPTH);
        }
        found_clear(&found);
    }
}

/* Functions that are handed over, apart from those that are tools by what is written on them. */
static void add_handed(struct linker *l, struct gather *g)
{
    guint written = g->tools->len;
    for (guint i = 0; i < g->handed->len; i++) {
        struct handed_tool h = g_array_index(g->handed, struct handed_tool, i);
        bool known = false;
        for (guint k = 0; k < written && !known; k++) {
            const struct tool *t = &g_array_index(g->tools, struct tool, k);
            known = t->unit.file == h.fn.file && t->unit.scope == h.fn.scope;
        }
        if (!known)
            add_tool(l, g, h.item, h.fn.file, 0, h.fn);
    }
}

static void items_of(struct linker *l, struct gather *g, const struct apath *p, uint32_t file, uint32_t node,
                     enum route_as as, struct unit target)
{
    if (p->canonical)
        p = p->canonical;
    apath_items(l, p);
    for (unsigned i = 0; i < p->n_items; i++) {
        const struct api_item *item = &l->rules->items[p->items[i]];
        bool asked = as == AS_CALL || (as == AS_DECORATOR && lnode(l, file, node)->kind == NODE_CALL);
        if (!asked || item_fits(l, item, file, node)) {
            if (as == AS_CALL)
                handed_tools(l, g, item, file, node);
            item_at(l, g, item, file, node, as, target, p);
        }
    }
}

static bool dict_fits(struct linker *l, const struct api_item *item, uint32_t file, uint32_t node)
{
    return item->n_when > 0 && item_fits(l, item, file, node);
}

/* A dictionary within one that is a tool or a route, or an argument of a call that makes one, is that one, not another. */
static bool inside_other(struct linker *l, uint32_t file, uint32_t node, const GArray *dict_items)
{
    const struct facts *f = l->files[file].f;
    uint32_t p = f->nodes[node].parent;
    uint32_t outer = p && f->nodes[p].kind == NODE_PAIR ? f->nodes[p].parent : 0;
    for (guint k = 0; outer && f->nodes[outer].kind == NODE_DICT && k < dict_items->len; k++)
        if (dict_fits(l, g_array_index(dict_items, const struct api_item *, k), file, outer))
            return true;
    if (!p || f->nodes[p].kind != NODE_CALL)
        return false;
    const struct vset *callee = eval(l, file, f->nodes[p].a);
    for (unsigned v = 0; v < callee->n; v++) {
        if (callee->v[v].kind != V_PATH)
            continue;
        const struct apath *c = apath_called(l, callee->v[v].path);
        for (unsigned k = 0; k < c->n_items; k++)
            if (l->rules->items[c->items[k]].role == ROLE_TOOL || l->rules->items[c->items[k]].role == ROLE_ROUTE)
                return true;
    }
    return false;
}

/* The value that a name of the file's top level gets first; 0 without. */
static uint32_t assigned_first(struct linker *l, uint32_t file, const char *name)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_node *to = &f->nodes[f->assigns[i].target];
        if (to->kind == NODE_NAME && to->scope == 1 && g_str_equal(ltext(l, file, to->text), name))
            return f->assigns[i].value;
    }
    return 0;
}

/*
 * What a file exports under a name as a route. Where a call makes it (withAuth(handler)), that is what the call is given, or
 * the file; `made` is then the call. The wrapper's own function would be one for all routes.
 */
static struct unit exported_handler(struct linker *l, uint32_t file, const char *name, uint32_t *made)
{
    const struct facts *f = l->files[file].f;
    struct unit u = function_in(eval_export(l, file, name));
    uint32_t at = GPOINTER_TO_UINT(g_hash_table_lookup(l->files[file].exports, name));
    uint32_t node = at ? f->exports[at - 1].node : 0;
    if (node && f->nodes[node].kind == NODE_NAME)
        name = ltext(l, file, f->nodes[node].text);
    if (!node || f->nodes[node].kind == NODE_NAME)
        node = assigned_first(l, file, name);
    if (u.file == file || !node || f->nodes[node].kind != NODE_CALL)
        return u;
    *made = node;
    u = given_function(l, file, node, HANDED_DEPTH);
    return u.file != NO_INDEX ? u : (struct unit){file, 1};
}

/* What a file says of the routes in it by constants that it exports: `maxDuration`, or `config.maxDuration`. */
static void exported_constants(struct linker *l, const struct api_item *item, uint32_t file, struct route *r)
{
    for (unsigned i = 0; i < item->n_arguments; i++) {
        g_auto(GStrv) names = item->arguments[i].name ? g_strsplit(item->arguments[i].name, ".", 2) : NULL;
        const struct vset *s = names && names[0] ? eval_export(l, file, names[0]) : &vset_empty;
        const struct value *v = s->n == 1 && s->v[0].kind == V_LITERAL ? &s->v[0] : NULL;
        const struct fact_node *n = v ? lnode(l, v->file, v->ref) : NULL;
        if (n && names[1])
            n = n->kind == NODE_DICT ? keys_value(l->files[v->file].f, n, names[1]) : NULL;
        if (n && (n->kind == NODE_NUMBER || n->kind == NODE_STRING))
            put_attribute(l, &r->attributes, &r->n_attributes, item->arguments[i].attribute, STATE_SET, ltext(l, v->file, n->text),
                          place_of_line(l, v->file, n->line));
    }
}

static struct route *last_route(struct gather *g)
{
    return &g_array_index(g->routes, struct route, g->routes->len - 1);
}

/* Whether a file, or a function, begins with this text as a statement. */
static bool begins_with(struct linker *l, uint32_t file, uint32_t scope, const char *mark)
{
    const struct facts *f = l->files[file].f;
    return mark && f->scopes[scope].doc && g_str_equal(f->strings[f->scopes[scope].doc], mark);
}

static bool holds_markup(struct linker *l, struct gather *g, uint32_t file)
{
    gpointer known = g_hash_table_lookup(g->markup, GUINT_TO_POINTER(file + 1));
    const struct facts *f = l->files[file].f;
    bool found = GPOINTER_TO_UINT(known) == 2;
    for (uint32_t i = 1; !known && !found && i < f->n_nodes; i++)
        found = f->nodes[i].kind == NODE_JSX;
    if (!known)
        g_hash_table_insert(g->markup, GUINT_TO_POINTER(file + 1), GUINT_TO_POINTER(found ? 2 : 1));
    return found;
}

/* Whether pages call a function, as far as its callers are seen: what only other code of the program calls is no entry. */
static bool called_by_pages(struct linker *l, struct gather *g, struct unit u, const char *mark)
{
    const GArray *callers = l->files[u.file].callers[u.scope];
    for (guint i = 0; callers && i < callers->len && i < MAX_CALLERS; i++) {
        uint32_t file = g_array_index(callers, struct node_ref, i).file;
        if (begins_with(l, file, 1, mark) || holds_markup(l, g, file))
            return true;
    }
    return !callers || !callers->len;
}

/* Functions that pages call by their names, since they begin with a mark, or their file does and exports them. */
static void marked_routes(struct linker *l, struct gather *g, const struct api_item *item, uint32_t file)
{
    const struct facts *f = l->files[file].f;
    const bool whole = begins_with(l, file, 1, item->marked);
    g_autoptr(GHashTable) listed = g_hash_table_new(NULL, NULL); /* scopes: export { ask } */
    for (uint32_t i = 0; whole && i < f->n_exports; i++) {
        struct unit u = function_in(eval_export(l, file, f->strings[f->exports[i].name]));
        if (u.file == file)
            g_hash_table_add(listed, GUINT_TO_POINTER(u.scope));
    }
    for (uint32_t s = 2; s < f->n_scopes; s++) {
        const struct fact_scope *sc = &f->scopes[s];
        const bool exported = whole && (sc->flags & SCOPE_EXPORTED || g_hash_table_contains(listed, GUINT_TO_POINTER(s)));
        const struct unit u = {file, s};
        if (sc->kind == SCOPE_CLASS || !(begins_with(l, file, s, item->marked) || (exported && called_by_pages(l, g, u, item->marked_callers))))
            continue;
        add_route(l, g, item, file, 0, u, NULL);
        last_route(g)->path = f->strings[sc->name];
    }
}

/* Routes that a file is by its place: app/api/x/route.ts; or by what it, or a function of it, begins with. */
static void file_routes(struct linker *l, struct gather *g, uint32_t file)
{
    for (uint32_t r = 0; r < l->rules->n_items; r++) {
        const struct api_item *item = &l->rules->items[r];
        if (item->role != ROLE_ROUTE || item->as != AS_FILE || !item->glob || !glob_match(item->glob, l->files[file].pf->path) ||
            !g_strv_contains((const char *const *)item->language_names, l->files[file].lang->name))
            continue;
        if (item->marked) {
            marked_routes(l, g, item, file);
            continue;
        }
        for (const char **e = item->exports; e && *e; e++) {
            uint32_t made = 0;
            struct unit u = exported_handler(l, file, *e, &made);
            if (u.file == NO_INDEX || (item->writes[0] && !file_writes(l, item, file)))
                continue;
            add_route(l, g, item, file, 0, u, item->method || g_str_equal(*e, "default") ? NULL : *e);
            exported_constants(l, item, file, last_route(g));
            if (made)
                last_route(g)->place = place_of(l, file, made);
        }
    }
}

static void gather_file(struct linker *l, struct gather *g, uint32_t file, const GArray *dict_items)
{
    const struct facts *f = l->files[file].f;
    struct unit none = {NO_INDEX, 0};
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if (n->flags & NODE_TYPE && n->kind != NODE_CALL) /* Annotated[str, Depends(HTTPBearer())] is called */
            continue;
        if (n->kind == NODE_CALL) {
            const struct vset *callee = eval(l, file, n->a);
            for (unsigned v = 0; v < callee->n; v++)
                if (callee->v[v].kind == V_PATH)
                    items_of(l, g, apath_child(l, callee->v[v].path, SEGMENT_CALL, NULL), file, i, AS_CALL, none);
        } else if (n->kind == NODE_DICT) {
            for (guint k = 0; k < dict_items->len; k++) {
                const struct api_item *item = g_array_index(dict_items, const struct api_item *, k);
                if (g_strv_contains((const char *const *)item->language_names, l->files[file].lang->name) &&
                    dict_fits(l, item, file, i) && !inside_other(l, file, i, dict_items)) {
                    item_at(l, g, item, file, i, AS_DICT, none, l->roots[l->files[file].lang->index]);
                    break;
                }
            }
        } else if (n->kind == NODE_NAME || n->kind == NODE_MEMBER) {
            const struct vset *s = eval(l, file, i);
            for (unsigned v = 0; v < s->n; v++)
                if (s->v[v].kind == V_PATH && !s->v[v].path->dead)
                    items_of(l, g, s->v[v].path, file, i, AS_REFERENCE, none);
        }
    }
    for (uint32_t s = 2; s < f->n_scopes; s++) {
        const struct fact_scope *sc = &f->scopes[s];
        for (uint32_t i = 0; i < sc->n_decorators; i++) {
            uint32_t node = f->kids[sc->first_decorator + i];
            const struct vset *d = eval(l, file, node);
            for (unsigned v = 0; v < d->n; v++)
                if (d->v[v].kind == V_PATH)
                    items_of(l, g, d->v[v].path, file, node, AS_DECORATOR, (struct unit){file, s});
        }
        if (sc->kind == SCOPE_CLASS && sc->n_bases) {
            g_autoptr(GPtrArray) bases = g_ptr_array_new();
            class_bases(l, file, s, bases);
            for (guint i = 0; i < bases->len; i++)
                items_of(l, g, g_ptr_array_index(bases, i), file, f->kids[sc->first_base], AS_SUBCLASS,
                         (struct unit){file, s});
        }
    }
    file_routes(l, g, file);
}

/* ---- entries of configuration ---- */

/* A scalar, or the words of a list, as one text; NULL without either. */
static const char *entry_text(struct linker *l, const struct facts *f, const struct fact_node *n)
{
    if (keys_scalar(f, n))
        return keys_scalar(f, n);
    g_autoptr(GString) s = g_string_new(NULL);
    for (uint32_t i = 0; n->kind == NODE_LIST && i < n->count; i++) {
        const char *word = keys_scalar(f, &f->nodes[f->kids[n->first + i]]);
        if (word)
            g_string_append_printf(s, "%s%s", s->len ? " " : "", word);
    }
    return s->len ? arena_strdup(l->a, s->str) : NULL;
}

/* What stands under the item's key, each with its own keys as attributes. */
static void config_entries(struct linker *l, struct gather *g, const struct api_item *item, uint32_t file)
{
    const struct facts *f = l->files[file].pf->facts;
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(struct key_hit));
    keys_values(f, &f->nodes[f->root], "", item->key, hits);
    for (guint i = 0; i < hits->len; i++) {
        struct key_hit hit = g_array_index(hits, struct key_hit, i);
        if (hit.node->kind != NODE_DICT)
            continue;
        struct use u = {.item = item->index, .unit = {file, 1}, .place = place_of_line(l, file, hit.node->line),
                        .text = item->key, .shown = *hit.name ? hit.name : item->key,
                        .in_force = !model_file_unfilled(l->files[file].pf),
                        .decorates = {NO_INDEX, 0}};
        for (unsigned k = 0; k < item->n_arguments; k++) {
            const struct fact_node *value = keys_value(f, hit.node, item->arguments[k].name);
            if (value && value->kind != NODE_NULL)
                put_attribute(l, &u.attributes, &u.n_attributes, item->arguments[k].attribute, STATE_SET,
                              entry_text(l, f, value), place_of_line(l, file, value->line));
        }
        g_array_append_val(g->uses, u);
    }
}

static void gather_config(struct linker *l, struct gather *g)
{
    for (unsigned r = 0; r < l->rules->n_items; r++) {
        const struct api_item *item = &l->rules->items[r];
        for (uint32_t file = 0; item->role == ROLE_USE && item->as == AS_CONFIG && file < l->n_files; file++) {
            const struct project_file *p = l->files[file].pf;
            if (p->facts && p->facts->root && p->language && p->language->reader == READER_CONFIG &&
                g_strv_contains((const char *const *)item->language_names, p->language->name) &&
                glob_match(item->glob, p->path))
                config_entries(l, g, item, file);
        }
    }
}

#define BY_PLACE(type)                                                                                                 \
    static int type##_by_place(gconstpointer a, gconstpointer b)                                                       \
    {                                                                                                                  \
        const struct type *x = a, *y = b;                                                                              \
        if (x->place.file != y->place.file)                                                                            \
            return x->place.file < y->place.file ? -1 : 1;                                                             \
        if (x->place.line != y->place.line)                                                                            \
            return x->place.line < y->place.line ? -1 : 1;                                                             \
        if (x->place.column != y->place.column)                                                                        \
            return (int)x->place.column - (int)y->place.column;                                                        \
        return x->item < y->item ? -1 : x->item > y->item;                                                             \
    }
BY_PLACE(use)
BY_PLACE(agent)
BY_PLACE(tool)
BY_PLACE(route)

static bool unit_in(const GArray *units, struct unit u)
{
    for (guint i = 0; i < units->len; i++) {
        const struct unit *o = &g_array_index(units, struct unit, i);
        if (o->file == u.file && o->scope == u.scope)
            return true;
    }
    return false;
}

static int by_number(gconstpointer a, gconstpointer b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* A node and all below it, in order: uint32_t. */
static GArray *nodes_of(struct lfile *lf, uint32_t top)
{
    const struct facts *f = lf->f;
    if (!lf->below) {
        lf->below = lists_new();
        for (uint32_t i = 1; i < f->n_nodes; i++)
            if (f->nodes[i].parent)
                lists_add(lf->below, GUINT_TO_POINTER(f->nodes[i].parent), i);
    }
    GArray *out = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_array_append_val(out, top);
    for (guint k = 0; k < out->len; k++) {
        const GArray *below = g_hash_table_lookup(lf->below, GUINT_TO_POINTER(g_array_index(out, uint32_t, k)));
        if (below)
            g_array_append_vals(out, below->data, below->len);
    }
    g_array_sort(out, by_number);
    return out;
}

/* What a part of an expression refers to: functions (they run for the route) and the calls that made values. */
static void references(struct linker *l, uint32_t file, uint32_t top, GArray *units, GArray *calls, unsigned hops)
{
    const struct facts *f = l->files[file].f;
    g_autoptr(GArray) part = top && hops ? nodes_of(&l->files[file], top) : NULL;
    for (guint q = 0; part && q < part->len; q++) {
        const uint32_t i = g_array_index(part, uint32_t, q);
        const struct vset *s = eval(l, file, i);
        if (f->nodes[i].kind == NODE_CALL) {
            struct place at = place_of(l, file, i);
            g_array_append_val(calls, at);
        }
        for (unsigned v = 0; v < s->n; v++) {
            if (s->v[v].kind == V_FUNCTION) {
                struct unit u = {s->v[v].file, s->v[v].ref};
                if (!unit_in(units, u))
                    g_array_append_val(units, u);
            } else if (s->v[v].kind == V_CLASS && class_entry(l, s->v[v].file, s->v[v].ref)) {
                struct unit u = {s->v[v].file, class_entry(l, s->v[v].file, s->v[v].ref)};
                if (!unit_in(units, u))
                    g_array_append_val(units, u);
            } else if (s->v[v].kind == V_INSTANCE) { /* an object that is called as a function is */
                const char **names = l->files[s->v[v].file].lang->call_methods;
                for (; names && *names; names++) {
                    const struct vset *method = eval_member(l, &s->v[v], *names);
                    for (unsigned k = 0; k < method->n; k++) {
                        struct unit u = {method->v[k].file, method->v[k].ref};
                        if (method->v[k].kind == V_FUNCTION && !unit_in(units, u))
                            g_array_append_val(units, u);
                    }
                }
            }
            if (s->v[v].kind == V_TYPE && !(s->v[v].file == file && s->v[v].ref == i))
                references(l, s->v[v].file, s->v[v].ref, units, calls, hops - 1);
            for (const struct chain *c = s->v[v].kind == V_PATH ? s->v[v].chain : NULL; c; c = c->prev)
                if (c->file != NO_INDEX && !(c->file == file && c->node == i)) {
                    struct place at = place_of(l, c->file, c->node);
                    g_array_append_val(calls, at);
                    references(l, c->file, c->node, units, calls, hops - 1);
                }
        }
    }
}

/* The same for all that a route's handler declares: defaults and annotations of its parameters, its decorators. */
static void signature_references(struct linker *l, struct unit handler, GArray *units, GArray *calls)
{
    const struct facts *f = l->files[handler.file].f;
    const struct fact_scope *s = &f->scopes[handler.scope];
    for (uint32_t i = 0; i < s->n_params; i++) {
        references(l, handler.file, f->params[s->first_param + i].value, units, calls, 2);
        references(l, handler.file, f->params[s->first_param + i].type, units, calls, 2);
    }
    for (uint32_t i = 0; i < s->n_decorators; i++)
        references(l, handler.file, f->kids[s->first_decorator + i], units, calls, 2);
}

/* The functions of a call's arguments that run before the handler which it is given last: post("/chat", signed_in, ask). */
static void argument_references(struct linker *l, const struct node_ref *call, bool all, GArray *units, GArray *calls)
{
    const struct fact_node *n = lnode(l, call->file, call->node);
    if (n->kind != NODE_CALL)
        return;
    for (uint32_t i = 0; i < n->count; i++) {
        uint32_t node = l->files[call->file].f->kids[n->first + i];
        if (all || i + 1 < n->count || lnode(l, call->file, node)->kind == NODE_CALL) /* signed_in(ask) runs first, too */
            references(l, call->file, node, units, calls, 1);
    }
}

/* The same for the calls that mount the router which a route is declared on, include_router(r, dependencies=[...]), and for those
 * that made it: app.MapGroup("/api").RequireAuthorization(), r.Group("/api", signedIn). */
static void mount_references(struct linker *l, const struct route *route, GArray *units, GArray *calls)
{
    g_autoptr(GArray) mounts = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    mounts_calls(l, route->place.file, route->node, mounts);
    for (guint i = 0; i < mounts->len; i++) {
        const struct node_ref *r = &g_array_index(mounts, struct node_ref, i);
        references(l, r->file, r->node, units, calls, 2);
    }
    g_array_set_size(mounts, 0);
    mounts_made(l, route->place.file, route->node, mounts);
    for (guint i = 0; i < mounts->len; i++) {
        const struct node_ref *r = &g_array_index(mounts, struct node_ref, i);
        struct place at = place_of(l, r->file, r->node);
        g_array_append_val(calls, at);
        argument_references(l, r, true, units, calls);
    }
}

/* Appends the functions that run before a route's handler, apart from those that its signature declares. */
static void middleware_references(struct linker *l, const struct route *route, GArray *units, GArray *calls)
{
    struct node_ref own = {route->place.file, route->node, 0, NULL};
    g_autoptr(GArray) before = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    if (!route->node)
        return;
    argument_references(l, &own, false, units, calls);
    mounts_middleware(l, own.file, own.node, before);
    mounts_steps(l, own.file, own.node, before);
    mounts_calls(l, own.file, own.node, before);
    for (guint i = 0; i < before->len; i++)
        argument_references(l, &g_array_index(before, struct node_ref, i), true, units, calls);
}

/* The class that a unit is a method of, NO_INDEX without. */
static uint32_t class_of(const struct linker *l, struct unit u)
{
    const struct facts *f = l->files[u.file].f;
    uint32_t parent = f->scopes[u.scope].parent;
    return f->scopes[parent].kind == SCOPE_CLASS ? parent : NO_INDEX;
}

/* Sites and uses by the unit they stand in, uses by the unit they decorate. Those of a file stand side by side. */
struct unit_index {
    const struct model *m;
    GHashTable *sites, *standing, *decorating; /* file << 32 | scope -> GArray of uint32_t */
};

static void note_unit(GHashTable *of, struct unit u, uint32_t number)
{
    lists_add(of, KEY(u.file, u.scope), number);
}

static struct unit_index unit_index_new(const struct model *m)
{
    struct unit_index x = {m, lists_new(), lists_new(), lists_new()};
    for (uint32_t s = 0; s < m->n_sites; s++)
        note_unit(x.sites, m->sites[s].unit, s);
    for (uint32_t u = 0; u < m->n_uses; u++) {
        note_unit(x.standing, m->uses[u].unit, u);
        if (m->uses[u].decorates.file != NO_INDEX)
            note_unit(x.decorating, m->uses[u].decorates, u);
    }
    return x;
}

static void unit_index_fini(struct unit_index *x)
{
    g_hash_table_unref(x->sites);
    g_hash_table_unref(x->standing);
    g_hash_table_unref(x->decorating);
}

static void add_numbers(GHashTable *of, uint32_t file, uint32_t scope, GArray *out)
{
    const GArray *list = g_hash_table_lookup(of, KEY(file, scope));
    if (list)
        g_array_append_vals(out, list->data, list->len);
}

static void add_numbers_of(GHashTable *of, const GArray *units, GArray *out)
{
    for (guint i = 0; i < units->len; i++) {
        const struct unit *u = &g_array_index(units, struct unit, i);
        add_numbers(of, u->file, u->scope, out);
    }
}

/* The uses that start on the lines of a place; `exact`: where it starts. */
static void add_uses_at(const struct unit_index *x, const struct place *at, bool exact, GArray *out)
{
    for (uint32_t u = model_first_use(x->m, at->file, at->line); u < x->m->n_uses; u++) {
        const struct place *p = &x->m->uses[u].place;
        if (p->file != at->file || p->line > (exact ? at->line : at->end_line))
            break;
        if (!exact || p->column == at->column)
            g_array_append_val(out, u);
    }
}

static void sort_numbers(GArray *list)
{
    g_array_sort(list, by_number);
    guint kept = 0;
    for (guint i = 0; i < list->len; i++)
        if (!kept || g_array_index(list, uint32_t, kept - 1) != g_array_index(list, uint32_t, i))
            g_array_index(list, uint32_t, kept++) = g_array_index(list, uint32_t, i);
    g_array_set_size(list, kept);
}

/* What the repository's classes that a class derives from say for all that do, outside of their methods. */
static void add_inherited(struct linker *l, const struct unit_index *x, uint32_t file, uint32_t class, unsigned hops, GArray *out)
{
    const struct facts *f = l->files[file].f;
    const struct fact_scope *s = &f->scopes[class];
    for (uint32_t i = 0; hops && s->kind == SCOPE_CLASS && i < s->n_bases; i++) {
        uint32_t node = f->kids[s->first_base + i];
        const struct vset *bases = lnode(l, file, node)->kind == NODE_KEYWORD ? &vset_empty : eval(l, file, node);
        for (unsigned k = 0; k < bases->n; k++) {
            const struct value *b = &bases->v[k];
            if (b->kind != V_CLASS || (b->file == file && b->ref == class))
                continue;
            const struct fact_scope *base = &l->files[b->file].f->scopes[b->ref];
            struct place lines = place_of_line(l, b->file, base->line);
            lines.end_line = place_of_line(l, b->file, base->end_line).line;
            guint kept = out->len;
            add_uses_at(x, &lines, false, out);
            for (guint q = kept; q < out->len; q++) {
                const struct unit *u = &x->m->uses[g_array_index(out, uint32_t, q)].unit;
                if (l->files[u->file].f->scopes[u->scope].kind != SCOPE_FUNCTION)
                    g_array_index(out, uint32_t, kept++) = g_array_index(out, uint32_t, q);
            }
            g_array_set_size(out, kept);
            add_inherited(l, x, b->file, b->ref, hops - 1, out);
        }
    }
}

/* Appends the functions that a call is handed, or calls within it: signed_in(limited(ask)). */
static void handed_functions(struct linker *l, uint32_t file, const struct fact_node *call, GArray *units, unsigned depth)
{
    for (uint32_t i = 0; i < call->count && depth; i++) {
        uint32_t node = l->files[file].f->kids[call->first + i];
        const struct fact_node *n = lnode(l, file, node);
        const struct vset *s = n->kind == NODE_NAME || n->kind == NODE_MEMBER ? eval(l, file, node) : &vset_empty;
        for (unsigned v = 0; v < s->n; v++)
            if (s->v[v].kind == V_FUNCTION)
                g_array_append_val(units, ((struct unit){s->v[v].file, s->v[v].ref}));
        if (n->kind == NODE_CALL)
            handed_functions(l, file, n, units, depth - 1);
    }
}

/* Appends the functions that a call makes a route's handler of, which is handed last: Handle("/ask", api(ask)). Each of them
 * runs for this route, though the call hands what it is given to one and the same function. */
static void wrapped_handlers(struct linker *l, const struct route *route, GArray *units)
{
    const struct fact_node *call = route->node ? lnode(l, route->place.file, route->node) : NULL;
    if (!call || call->kind != NODE_CALL || !call->count)
        return;
    const struct fact_node *last = lnode(l, route->place.file, l->files[route->place.file].f->kids[call->first + call->count - 1]);
    if (last->kind == NODE_CALL)
        handed_functions(l, route->place.file, last, units, HANDED_DEPTH);
}

/* Appends what a handler calls, within so many calls: a function, or all methods of a class. */
static void handled(struct linker *l, struct unit handler, unsigned hops, GArray *out)
{
    const struct facts *f = l->files[handler.file].f;
    model_callees(l->m, handler, hops, out);
    for (uint32_t i = 2; f->scopes[handler.scope].kind == SCOPE_CLASS && i < f->n_scopes; i++)
        if (f->scopes[i].parent == handler.scope && f->scopes[i].kind == SCOPE_FUNCTION)
            model_callees(l->m, (struct unit){handler.file, i}, hops, out);
}

/* What all routes that reach a site say of themselves holds for the site, too, where it says nothing of its own: how long they
 * may run. */
static void inherit_from_routes(struct linker *l, struct site *site)
{
    const struct model *m = l->m;
    for (unsigned i = 0; site->n_routes && i < site->n_attributes; i++) {
        struct attribute *own = &site->attributes[i];
        const struct attribute *said = NULL;
        unsigned sayers = 0;
        for (unsigned k = 0; own->state != STATE_SET && k < site->n_routes; k++) {
            const struct route *r = &m->routes[site->routes[k]];
            const struct attribute *a = l->rules->items[r->item].as == AS_FILE ? attribute_find(r->attributes, r->n_attributes, own->name) : NULL;
            said = a ? a : said;
            sayers += a && a->state == STATE_SET;
        }
        if (said && sayers == site->n_routes) {
            own->state = STATE_SET;
            own->value = said->value;
            own->origin = ORIGIN_FLOW;
            own->place = said->place;
        }
    }
}

static void reach(struct linker *l)
{
    struct model *m = l->m;
    g_autoptr(GArray) units = g_array_new(FALSE, FALSE, sizeof(struct unit));
    g_autoptr(GArray) beside = g_array_new(FALSE, FALSE, sizeof(struct unit));
    g_autofree GArray **of_site = g_new0(GArray *, m->n_sites + 1);
    struct unit_index index = unit_index_new(m);
    for (unsigned r = 0; r < m->n_routes; r++) {
        struct route *route = &m->routes[r];
        g_autoptr(GArray) sites = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        g_autoptr(GArray) uses = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        g_autoptr(GArray) calls = g_array_new(FALSE, FALSE, sizeof(struct place));
        g_autoptr(GArray) declared = g_array_new(FALSE, FALSE, sizeof(struct unit));
        g_array_set_size(units, 0);
        g_array_set_size(beside, 0);
        if (route->handler.file != NO_INDEX) {
            handled(l, route->handler, REACH_HOPS, units);
            handled(l, route->handler, BESIDE_HOPS, beside);
            signature_references(l, route->handler, declared, calls);
            mount_references(l, route, declared, calls);
            for (guint k = 0; k < MIN(declared->len, MAX_DECLARED); k++) /* they run for the route too, with their own */
                signature_references(l, g_array_index(declared, struct unit, k), declared, calls);
            for (guint k = 0, n = declared->len; k < n; k++)
                model_callees(m, g_array_index(declared, struct unit, k), 2, declared);
        }
        g_autoptr(GArray) wrapped = g_array_new(FALSE, FALSE, sizeof(struct unit));
        wrapped_handlers(l, route, wrapped);
        for (guint k = 0; k < MIN(wrapped->len, MAX_DECLARED); k++) {
            model_callees(m, g_array_index(wrapped, struct unit, k), REACH_HOPS, units);
            model_callees(m, g_array_index(wrapped, struct unit, k), BESIDE_HOPS, beside);
        }
        g_autoptr(GArray) before = g_array_new(FALSE, FALSE, sizeof(struct unit));
        g_autoptr(GArray) ignored = g_array_new(FALSE, FALSE, sizeof(struct place));
        g_array_append_vals(before, declared->data, declared->len);
        middleware_references(l, route, before, ignored);
        for (guint k = declared->len, n = before->len; k < n; k++)
            model_callees(m, g_array_index(before, struct unit, k), BEFORE_HOPS, before);
        route->n_before = before->len;
        route->before = arena_memdup(l->a, before->data, before->len * sizeof(struct unit));
        add_numbers_of(index.sites, units, sites);
        sort_numbers(sites);
        for (guint i = 0; i < sites->len; i++) {
            uint32_t s = g_array_index(sites, uint32_t, i);
            if (!of_site[s])
                of_site[s] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
            g_array_append_val(of_site[s], r);
        }
        add_numbers_of(index.standing, beside, uses);
        add_numbers_of(index.standing, declared, uses);
        add_uses_at(&index, &route->place, false, uses);
        for (guint k = 0; k < calls->len; k++)
            add_uses_at(&index, &g_array_index(calls, struct place, k), true, uses);
        if (route->handler.file != NO_INDEX) {
            const struct fact_scope *handler = &l->files[route->handler.file].f->scopes[route->handler.scope];
            struct place signature = place_of_line(l, route->handler.file, handler->line);
            signature.end_line = place_of_line(l, route->handler.file, handler->end_line).line;
            add_uses_at(&index, &signature, false, uses);
            add_inherited(l, &index, route->handler.file, route->handler.scope, BASE_HOPS, uses);
            add_numbers(index.decorating, route->handler.file, route->handler.scope, uses);
            add_numbers(index.decorating, route->handler.file, class_of(l, route->handler), uses); /* for all of its methods */
        }
        sort_numbers(uses);
        route->n_sites = sites->len;
        route->sites = arena_memdup(l->a, sites->data, sites->len * sizeof(uint32_t));
        route->n_uses = uses->len;
        route->uses = arena_memdup(l->a, uses->data, uses->len * sizeof(uint32_t));
    }
    for (uint32_t s = 0; s < m->n_sites; s++) {
        if (!of_site[s])
            continue;
        m->sites[s].n_routes = of_site[s]->len;
        m->sites[s].routes = arena_memdup(l->a, of_site[s]->data, of_site[s]->len * sizeof(uint32_t));
        g_array_unref(of_site[s]);
    }
    for (uint32_t s = 0; s < m->n_sites; s++)
        inherit_from_routes(l, &m->sites[s]);
    /* uses near a site: in its function, on it, or in the functions that call it */
    for (uint32_t s = 0; s < m->n_sites; s++) {
        g_array_set_size(units, 0);
        model_callers(m, m->sites[s].unit, 2, units);
        g_autoptr(GArray) near = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        add_numbers_of(index.standing, units, near);
        add_numbers_of(index.decorating, units, near);
        sort_numbers(near);
        m->sites[s].n_uses = near->len;
        m->sites[s].uses = arena_memdup(l->a, near->data, near->len * sizeof(uint32_t));
    }
    unit_index_fini(&index);
    /* What is said of the whole is said at a call that writes words, where there is one. */
    static const char *const wordless[] = {"embedding", "rerank", "moderation", "image", "audio", NULL};
    unsigned best = 0;
    bool written = false;
    m->busiest = NO_INDEX;
    for (uint32_t s = 0; s < m->n_sites; s++) {
        const struct site *x = &m->sites[s];
        if (x->zone != ZONE_SRC && x->zone != ZONE_NOTEBOOK)
            continue;
        unsigned busy = 3 * x->n_routes + 2 * x->n_callers + (x->loop.kind != LOOP_NONE) + 1;
        bool writes = !g_strv_contains(wordless, x->kind);
        if (writes > written || (writes == written && busy > best)) {
            written = writes;
            best = busy;
            m->busiest = s;
        }
    }
    if (m->busiest == NO_INDEX && m->n_sites)
        m->busiest = 0;
}

/* traced: a tracer in force that covers the SDK, started for the whole program or near the site. */
static void traced(struct linker *l)
{
    struct model *m = l->m;
    g_autoptr(GArray) tracers = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t u = 0; u < m->n_uses; u++) {
        enum zone z = m->files[m->uses[u].place.file].class.zone;
        if (m->uses[u].in_force && (z == ZONE_SRC || z == ZONE_NOTEBOOK) &&
            g_strcmp0(l->rules->items[m->uses[u].item].tag, "tracer") == 0)
            g_array_append_val(tracers, u);
    }
    for (uint32_t s = 0; s < m->n_sites; s++) {
        struct site *site = &m->sites[s];
        for (unsigned a = 0; a < site->n_attributes; a++) {
            struct attribute *attr = &site->attributes[a];
            if (!g_str_equal(attr->name, "traced") || attr->state != STATE_UNSET)
                continue;
            for (guint i = 0; i < tracers->len && attr->state == STATE_UNSET; i++) {
                uint32_t u = g_array_index(tracers, uint32_t, i);
                const struct use *use = &m->uses[u];
                const struct api_item *item = &l->rules->items[use->item];
                bool covers = item->covers && (g_strv_contains((const char *const *)item->covers, "*") ||
                                               g_strv_contains((const char *const *)item->covers, site->sdk));
                bool near = false;
                for (unsigned k = 0; k < site->n_uses; k++)
                    near |= site->uses[k] == u;
                if ((covers && item->as == AS_CALL) || near) {
                    attr->state = STATE_SET;
                    attr->value = item->file->name;
                    attr->origin = ORIGIN_FLOW;
                    attr->place = use->place;
                }
            }
        }
    }
}

/* Whether a route is a class: by what it derives from, or by what stands above it. */
static bool is_view(const struct linker *l, const struct route *r)
{
    const struct facts *f = r->handler.file == NO_INDEX ? NULL : l->files[r->handler.file].f;
    enum route_as as = l->rules->items[r->item].as;
    return as == AS_SUBCLASS || (as == AS_DECORATOR && f && f->scopes[r->handler.scope].kind == SCOPE_CLASS);
}

/* A class that is a view is no second route where others give it a path, or its methods some; what it derives from is none
 * where what stands above it is one. */
static void drop_named_views(struct linker *l, GArray *routes)
{
    g_autoptr(GHashTable) named = g_hash_table_new(pair_key_hash, NULL); /* classes */
    g_autoptr(GHashTable) decorated = g_hash_table_new(pair_key_hash, NULL);
    for (guint i = 0; i < routes->len; i++) {
        const struct route *r = &g_array_index(routes, struct route, i);
        if (is_view(l, r) && l->rules->items[r->item].as == AS_DECORATOR)
            g_hash_table_add(decorated, KEY(r->handler.file, r->handler.scope));
        if (is_view(l, r) || r->handler.file == NO_INDEX || !l->files[r->handler.file].f)
            continue;
        const struct facts *f = l->files[r->handler.file].f;
        uint32_t scope = r->handler.scope;
        for (; scope && f->scopes[scope].kind != SCOPE_CLASS; scope = f->scopes[scope].parent)
            ;
        if (scope)
            g_hash_table_add(named, KEY(r->handler.file, scope));
    }
    guint kept = 0;
    for (guint i = 0; i < routes->len; i++) {
        struct route r = g_array_index(routes, struct route, i);
        gpointer class = KEY(r.handler.file, r.handler.scope);
        if (!is_view(l, &r) || (!g_hash_table_contains(named, class) && (l->rules->items[r.item].as == AS_DECORATOR ||
                                                                         !g_hash_table_contains(decorated, class))))
            g_array_index(routes, struct route, kept++) = r;
    }
    g_array_set_size(routes, kept);
}

#define KEEP(type, array, n_array)                                                                                     \
    g_array_sort(g.array, type##_by_place);                                                                            \
    m->n_array = g.array->len;                                                                                         \
    m->array = arena_memdup(l->a, g.array->data, g.array->len * sizeof(struct type));                                  \
    g_array_unref(g.array)

void link_entities(struct linker *l)
{
    struct model *m = l->m;
    struct gather g = {g_array_new(FALSE, FALSE, sizeof(struct use)), g_array_new(FALSE, FALSE, sizeof(struct agent)),
                       g_array_new(FALSE, FALSE, sizeof(struct tool)), g_array_new(FALSE, FALSE, sizeof(struct route)),
                       g_array_new(FALSE, FALSE, sizeof(struct handed_tool)), g_array_new(FALSE, FALSE, sizeof(struct passed_tool)),
                       g_hash_table_new(NULL, NULL)};
    g_autoptr(GArray) dict_items = g_array_new(FALSE, FALSE, sizeof(const struct api_item *));
    for (unsigned i = 0; i < l->rules->n_items; i++)
        if (l->rules->items[i].as == AS_DICT && l->rules->items[i].role != ROLE_PROVIDE) {
            const struct api_item *item = &l->rules->items[i];
            g_array_append_val(dict_items, item);
        }
    for (uint32_t file = 0; file < l->n_files; file++)
        if (l->files[file].f && l->files[file].memo)
            gather_file(l, &g, file, dict_items);
    add_handed(l, &g);
    add_passed(l, &g);
    gather_config(l, &g);
    g_array_unref(g.handed);
    g_array_unref(g.passed);
    g_hash_table_unref(g.markup);
    KEEP(use, uses, n_uses);
    KEEP(agent, agents, n_agents);
    KEEP(tool, tools, n_tools);
    drop_named_views(l, g.routes);
    for (guint i = 0; i < g.routes->len; i++) {
        struct route *r = &g_array_index(g.routes, struct route, i);
        r->path = mounts_path(l, r, r->place.file, r->node);
    }
    KEEP(route, routes, n_routes);
    reach(l);
    traced(l);
}
