/* Arguments of calls: where they are written. */
#include <stdlib.h>
#include <string.h>

#include "link/arguments_priv.h"

#define MAX_FURTHER 8 /* functions that one which is handed over calls */
#define MAX_TEXT_PARTS 16u /* parts of a text in one another that are looked at */
#define MAX_PUT 32u /* elements that one expression puts into a list */
#define MAX_AROUND 3 /* functions around one that uses a name of theirs */
#define MAX_REMADE 2 /* calls that make a dictionary of another, one behind the other */
#define MAX_WITHIN 8 /* functions within one another that a name is looked for in */
#define MAX_NAMES 4 /* that a request is given while it is put together */

/* ---- finding ---- */

bool option_objects(const struct linker *l, uint32_t file)
{
    return l->files[file].lang->option_objects;
}

/* The key of {"key", value} in a list, where the language writes dictionaries so: a text, perhaps made one ("key".to_string()).
 * NULL for another list. */
static const char *entry_key(const struct linker *l, uint32_t file, const struct fact_node *n)
{
    const struct language *lang = l->files[file].lang;
    const struct fact_node *key = lang->pair_lists && n->kind == NODE_LIST && n->count == 2 ? lnode(l, file, l->files[file].f->kids[n->first]) : NULL;
    const struct fact_node *callee = key && key->kind == NODE_CALL && !key->count ? lnode(l, file, key->a) : NULL;
    if (callee && callee->kind == NODE_MEMBER && lang->same_methods && g_strv_contains((const char *const *)lang->same_methods, ltext(l, file, callee->text)))
        key = lnode(l, file, callee->a);
    return key && key->kind == NODE_STRING ? ltext(l, file, key->text) : NULL;
}

bool is_dictionary(struct linker *l, const struct value *v)
{
    if (v->kind != V_LITERAL)
        return false;
    const struct fact_node *n = lnode(l, v->file, v->ref);
    if (n->kind == NODE_LIST)
        return n->count && entry_key(l, v->file, lnode(l, v->file, l->files[v->file].f->kids[n->first]));
    if (n->kind == NODE_DICT || n->kind == NODE_CALL) /* a call is a literal only where it merges its arguments */
        return true;
    const char *merge = l->files[v->file].lang->merge_operator;
    if (n->kind != NODE_BINARY || !merge || !g_str_equal(merge, ltext(l, v->file, n->text)) || too_deep(l))
        return false;
    l->depth++;
    const uint32_t sides[] = {n->a, n->b};
    bool any = false;
    for (unsigned k = 0; k < G_N_ELEMENTS(sides) && !any; k++) {
        const struct vset *s = eval(l, v->file, sides[k]);
        for (unsigned i = 0; i < s->n && !any; i++)
            any = !(s->v[i].file == v->file && s->v[i].ref == v->ref) && is_dictionary(l, &s->v[i]);
    }
    l->depth--;
    return any;
}

bool is_merge(struct linker *l, uint32_t file, const struct fact_node *n)
{
    const char **methods = l->files[file].lang->merge_methods;
    const struct fact_node *member = n->kind == NODE_CALL ? lnode(l, file, n->a) : NULL;
    return methods && member && member->kind == NODE_MEMBER && g_strv_contains((const char *const *)methods, ltext(l, file, member->text));
}

/* Some of the alternatives have the key, others do not: nobody can tell. Node 0 stands for that; `shift`: that none of those
 * that have it not was handed over by a caller, so the program itself takes one or another. */
static void add_partial(uint32_t file, unsigned with, unsigned of, bool own, GArray *out)
{
    struct node_ref r = {.file = file, .shift = own};
    if (with && with < of)
        g_array_append_val(out, r);
}

static bool dict_find(struct linker *l, uint32_t file, uint32_t dict, const char *key, GArray *out, bool *open,
                      GArray *seen);

/* What is known of a dictionary in a lookup: it is under way, or has the key, or has not; the `shift` of its place. */
enum { LOOKED_AT = 1, LOOKED_FOUND, LOOKED_NONE };

/* The place of a dictionary that this lookup has met already; NULL for a new one. */
static struct node_ref *met(const GArray *seen, uint32_t file, uint32_t dict)
{
    for (guint i = 0; i < seen->len; i++) {
        struct node_ref *r = &g_array_index(seen, struct node_ref, i);
        if (r->file == file && r->node == dict)
            return r;
    }
    return NULL;
}

/* Looks into all that an expression may be; true if nothing before it in the dictionary counts any more. Of `...(x && {a})`
 * either the dictionary counts, or nothing. */
static bool spread_find(struct linker *l, uint32_t file, uint32_t node, const char *key, GArray *out, bool *open,
                        GArray *seen, bool *found)
{
    const struct fact_node *n = lnode(l, file, node);
    bool maybe = n->kind == NODE_BINARY && g_str_equal(ltext(l, file, n->text), "&&");
    const struct vset *s = eval(l, file, maybe ? n->b : node);
    unsigned dicts = 0, with = 0, held = 0;
    for (unsigned v = 0; v < s->n; v++)
        if (is_dictionary(l, &s->v[v])) {
            const struct node_ref *before = met(seen, s->v[v].file, s->v[v].ref);
            const bool around = before && before->shift == LOOKED_AT; /* x = {...x, a}: it says what x was before */
            held += around;
            dicts += !around;
            with += !around && dict_find(l, s->v[v].file, s->v[v].ref, key, out, open, seen);
        }
    add_partial(file, with, dicts + maybe, false, out);
    *found |= with > 0;
    *open |= s->open || !(dicts + held);
    return with && with == dicts && !s->open && !maybe;
}

bool is_constant_name(const char *key)
{
    for (const char *c = key; *c; c++)
        if (g_ascii_islower(*c))
            return false;
    return strchr(key, '_') != NULL;
}

/* Values of a key, of which the last one written counts. */
static bool dict_keys(struct linker *l, uint32_t file, uint32_t dict, const char *key, GArray *out, bool *open,
                      GArray *seen)
{
    const struct fact_node *n = lnode(l, file, dict);
    const uint32_t *kids = l->files[file].f->kids + n->first;
    bool found = false;
    if (n->kind == NODE_BINARY)
        return spread_find(l, file, n->b, key, out, open, seen, &found) ||
               spread_find(l, file, n->a, key, out, open, seen, &found) || found;
    for (uint32_t i = n->count; i-- > 0;) {
        const struct fact_node *k = lnode(l, file, kids[i]);
        const char *entry = n->kind == NODE_LIST ? entry_key(l, file, k) : NULL;
        if (entry) {
            if (g_str_equal(entry, key)) {
                struct node_ref r = {.file = file, .node = l->files[file].f->kids[k->first + 1]};
                g_array_append_val(out, r);
                return true;
            }
        } else if (k->kind == NODE_PAIR && k->a) {
            const struct fact_node *name = lnode(l, file, k->a);
            bool option = name->kind == NODE_NAME && is_constant_name(key); /* [CURLOPT_URL => x] */
            if ((name->kind == NODE_STRING || option) && g_str_equal(ltext(l, file, name->text), key)) {
                struct node_ref r = {.file = file, .node = k->b};
                g_array_append_val(out, r);
                return true;
            }
        } else if (k->kind == NODE_KEYWORD) { /* {Role: "user"}: of a structure, where the language has tags for their names */
            const char *name = ltext(l, file, k->text);
            if (g_str_equal(name, key) || (l->files[file].lang->sent_tag && same_words(name, key))) {
                struct node_ref r = {.file = file, .node = k->b};
                g_array_append_val(out, r);
                return true;
            }
        } else if (n->kind == NODE_CALL && i % 2 == 0 && i + 1 < n->count && k->kind == NODE_STRING) { /* keys and values by turns */
            if (g_str_equal(ltext(l, file, k->text), key)) {
                struct node_ref r = {.file = file, .node = kids[i + 1]};
                g_array_append_val(out, r);
                return true;
            }
        } else if (n->kind == NODE_CALL && i % 2 == 1 && lnode(l, file, kids[i - 1])->kind == NODE_STRING) {
            continue;
        } else if (k->kind == NODE_SPLAT || n->kind == NODE_CALL) {
            if (spread_find(l, file, k->kind == NODE_SPLAT ? k->a : kids[i], key, out, open, seen, &found))
                return true;
        }
    }
    if (is_merge(l, file, n)) /* what its arguments are put into */
        return spread_find(l, file, lnode(l, file, n->a)->a, key, out, open, seen, &found) || found;
    return found;
}

/* The same; each dictionary is looked into once a lookup. */
static bool dict_find(struct linker *l, uint32_t file, uint32_t dict, const char *key, GArray *out, bool *open,
                      GArray *seen)
{
    const struct node_ref *before = met(seen, file, dict);
    if (before)
        return before->shift == LOOKED_FOUND;
    struct node_ref self = {.file = file, .node = dict, .shift = LOOKED_AT};
    guint place = seen->len;
    g_array_append_val(seen, self);
    bool found = dict_keys(l, file, dict, key, out, open, seen);
    g_array_index(seen, struct node_ref, place).shift = found ? LOOKED_FOUND : LOOKED_NONE;
    return found;
}

bool dict_get(struct linker *l, uint32_t file, uint32_t dict, const char *key, GArray *out, bool *open)
{
    g_autoptr(GArray) seen = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    return dict_find(l, file, dict, key, out, open, seen);
}

bool on_all_ways(const struct facts *f, uint32_t at, uint32_t use)
{
    while (use && use != at)
        use = f->regions[use].parent;
    return use;
}

static void add_assigned(uint32_t file, uint32_t value, bool always, GArray *out)
{
    struct node_ref r = {.file = file, .node = value}, perhaps = {.file = file};
    for (guint i = 0; i < out->len; i++)
        if (g_array_index(out, struct node_ref, i).file == file && g_array_index(out, struct node_ref, i).node == value)
            return;
    g_array_append_val(out, r);
    if (!always)
        g_array_append_val(out, perhaps);
}

static bool is_part(const struct fact_node *n)
{
    return n->kind == NODE_MEMBER || (n->kind == NODE_SUBSCRIPT && n->b);
}

/* Assigns to parts of what a name stands for. */
static const GArray *keyed_assigns(struct lfile *lf, uint32_t scope, uint32_t name)
{
    const struct facts *f = lf->f;
    if (!lf->keyed) {
        lf->keyed = lists_new();
        for (uint32_t i = 0; i < f->n_assigns; i++) {
            const struct fact_assign *a = &f->assigns[i];
            const struct fact_node *t = &f->nodes[a->target];
            if (is_part(t) && a->value && f->nodes[t->a].kind == NODE_NAME)
                lists_add(lf->keyed, KEY(a->scope, f->nodes[t->a].text), i);
        }
    }
    return g_hash_table_lookup(lf->keyed, KEY(scope, name));
}

/* Assigns to parts of the parts of what a name stands for. */
static const GArray *nested_assigns(struct lfile *lf, uint32_t scope, uint32_t name)
{
    const struct facts *f = lf->f;
    if (!lf->nested) {
        lf->nested = lists_new();
        for (uint32_t i = 0; i < f->n_assigns; i++) {
            const struct fact_node *t = &f->nodes[f->assigns[i].target], *outer = &f->nodes[t->a];
            if (f->assigns[i].value && is_part(t) && is_part(outer) && f->nodes[outer->a].kind == NODE_NAME)
                lists_add(lf->nested, KEY(f->assigns[i].scope, f->nodes[outer->a].text), i);
        }
    }
    return g_hash_table_lookup(lf->nested, KEY(scope, name));
}

const GArray *given_assigns(struct lfile *lf, uint32_t value)
{
    const struct facts *f = lf->f;
    if (!lf->given) {
        lf->given = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
        for (uint32_t i = 0; i < f->n_assigns; i++) {
            const struct fact_node *v = &f->nodes[f->assigns[i].value];
            bool result = v->kind == NODE_SUBSCRIPT && v->flags & NODE_RESULT;
            if (f->assigns[i].value && f->nodes[f->assigns[i].target].kind == NODE_NAME)
                lists_add(lf->given, GUINT_TO_POINTER(result ? v->a : f->assigns[i].value), i);
        }
    }
    return g_hash_table_lookup(lf->given, GUINT_TO_POINTER(value));
}

/* Assigns of a value to a field: this.client = value. */
static const GArray *kept_assigns(struct linker *l, uint32_t file, uint32_t value)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    if (!lf->kept) {
        lf->kept = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
        for (uint32_t i = 0; i < f->n_assigns; i++) {
            const struct fact_node *t = &f->nodes[f->assigns[i].target];
            if (f->assigns[i].value && t->kind == NODE_MEMBER && is_self(l, file, t->a))
                lists_add(lf->kept, GUINT_TO_POINTER(f->assigns[i].value), i);
        }
    }
    return g_hash_table_lookup(lf->kept, GUINT_TO_POINTER(value));
}

const GArray *handed_names(struct linker *l, uint32_t file, uint32_t scope, uint32_t name)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    if (!lf->handed) {
        lf->handed = lists_new();
        for (uint32_t i = 1; i < f->n_nodes; i++) {
            const struct fact_node *n = &f->nodes[i], *around = &f->nodes[n->parent];
            if (n->kind == NODE_NAME && ((around->kind == NODE_CALL && around->a != i) || around->kind == NODE_LIST || around->kind == NODE_KEYWORD))
                lists_add(lf->handed, KEY(n->scope, n->text), i);
        }
    }
    return g_hash_table_lookup(lf->handed, KEY(scope, name));
}

const GArray *method_calls(struct linker *l, uint32_t file, uint32_t scope, uint32_t name)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    if (!lf->methods) {
        lf->methods = lists_new();
        for (uint32_t i = 1; i < f->n_nodes; i++) {
            const struct fact_node *c = &f->nodes[i];
            if (c->kind != NODE_CALL || f->nodes[c->a].kind != NODE_MEMBER)
                continue;
            const struct fact_node *object = &f->nodes[f->nodes[c->a].a];
            if (object->kind != NODE_NAME)
                continue;
            lists_add(lf->methods, KEY(c->scope, object->text), i);
        }
    }
    return g_hash_table_lookup(lf->methods, KEY(scope, name));
}

/* The function around a scope, or that itself, that binds a name; 0 if a class does, or none near to it. */
static uint32_t binding_scope(const struct lfile *lf, uint32_t scope, uint32_t name)
{
    for (unsigned hops = 0; scope && hops < MAX_WITHIN && lf->f->scopes[scope].kind != SCOPE_CLASS; hops++, scope = lf->f->scopes[scope].parent)
        if (g_hash_table_contains(lf->bindings, KEY(scope, name)))
            return scope;
    return 0;
}

const GArray *methods_within(struct linker *l, uint32_t file, uint32_t scope, uint32_t name)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    if (!lf->within) {
        lf->within = lists_new();
        for (uint32_t i = 1; i < f->n_nodes; i++) {
            const struct fact_node *n = &f->nodes[i], *around = &f->nodes[n->parent], *object = &f->nodes[n->a];
            if (n->kind != NODE_MEMBER || object->kind != NODE_NAME || around->kind != NODE_CALL)
                continue;
            uint32_t bound = binding_scope(lf, n->scope, object->text);
            if (bound && (bound != n->scope || around->a != i))
                lists_add(lf->within, KEY(bound, object->text), i);
        }
    }
    return g_hash_table_lookup(lf->within, KEY(scope, name));
}

/* Calls of a method of a member of what a name stands for: options.Messages.Add(x). */
static const GArray *part_calls(struct linker *l, uint32_t file, uint32_t scope, uint32_t name)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    if (!lf->part_methods) {
        lf->part_methods = lists_new();
        for (uint32_t i = 1; i < f->n_nodes; i++) {
            const struct fact_node *c = &f->nodes[i], *method = &f->nodes[c->a], *part = &f->nodes[method->a];
            if (c->kind == NODE_CALL && method->kind == NODE_MEMBER && part->kind == NODE_MEMBER && f->nodes[part->a].kind == NODE_NAME)
                lists_add(lf->part_methods, KEY(c->scope, f->nodes[part->a].text), i);
        }
    }
    return g_hash_table_lookup(lf->part_methods, KEY(scope, name));
}

GArray *grown_member(struct linker *l, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    const char *const *methods = (const char *const *)l->files[file].lang->grow_methods;
    const struct fact_node *part = &f->nodes[node], *of = &f->nodes[part->a];
    const GArray *calls = methods && part->kind == NODE_MEMBER && of->kind == NODE_NAME ? part_calls(l, file, of->scope, of->text) : NULL;
    GArray *out = NULL;
    for (guint i = 0; calls && i < calls->len; i++) {
        uint32_t call = g_array_index(calls, uint32_t, i);
        const struct fact_node *method = &f->nodes[f->nodes[call].a];
        if (f->nodes[method->a].text != part->text || !g_strv_contains(methods, f->strings[method->text]))
            continue;
        out = out ? out : g_array_new(FALSE, FALSE, sizeof call);
        g_array_append_val(out, call);
    }
    return out;
}

/* The member of what a name stands for that is a list which grows, where that is its name: options.Messages. */
static void grown_key(struct linker *l, uint32_t file, const struct fact_node *name, const char *key, struct found *out)
{
    const struct facts *f = l->files[file].f;
    const GArray *calls = part_calls(l, file, name->scope, name->text);
    for (guint i = 0; calls && i < calls->len; i++) {
        uint32_t member = f->nodes[f->nodes[g_array_index(calls, uint32_t, i)].a].a;
        g_autoptr(GArray) grown = g_str_equal(f->strings[f->nodes[member].text], key) ? grown_member(l, file, member) : NULL;
        if (grown) {
            add_assigned(file, member, true, out->nodes);
            return;
        }
    }
}

/* options.update(key=value), options.update(more), options.setdefault("key", value) */
static void merged_keys(struct linker *l, uint32_t file, const struct fact_node *n, const char *key, struct found *out)
{
    const struct facts *f = l->files[file].f;
    const char **methods = l->files[file].lang->merge_methods, **defaults = l->files[file].lang->default_methods;
    const GArray *calls = (methods && *methods) || (defaults && *defaults) ? method_calls(l, file, n->scope, n->text) : NULL;
    for (guint i = 0; calls && i < calls->len; i++) {
        const struct fact_node *c = &f->nodes[g_array_index(calls, uint32_t, i)];
        const char *method = f->strings[f->nodes[c->a].text];
        bool always = on_all_ways(f, c->region, n->region), any = false;
        if (defaults && c->count == 2 && g_strv_contains((const char *const *)defaults, method)) { /* options.setdefault("key", value) */
            const struct fact_node *name = &f->nodes[f->kids[c->first]];
            if (name->kind == NODE_STRING && g_str_equal(f->strings[name->text], key))
                add_assigned(file, f->kids[c->first + 1], always, out->nodes);
            continue;
        }
        if (!methods || !g_strv_contains((const char *const *)methods, method))
            continue;
        for (uint32_t k = 0; k < c->count; k++) {
            uint32_t kid = f->kids[c->first + k];
            const struct fact_node *a = &f->nodes[kid];
            if (a->kind == NODE_KEYWORD) {
                if (g_str_equal(f->strings[a->text], key))
                    add_assigned(file, a->b, always, out->nodes);
                continue;
            }
            const struct vset *s = eval(l, file, a->kind == NODE_SPLAT ? a->a : kid);
            for (unsigned v = 0; v < s->n; v++)
                if (is_dictionary(l, &s->v[v])) {
                    any = true;
                    guint before = out->nodes->len;
                    dict_get(l, s->v[v].file, s->v[v].ref, key, out->nodes, &out->open);
                    if (out->nodes->len > before && !always)
                        add_partial(file, 1, 2, false, out->nodes);
                }
            out->open |= !any;
        }
    }
}

/* The class, and the name, of the field that an expression reads: this.options, options in its methods; 0 without. */
static void *field_of(struct linker *l, uint32_t file, uint32_t node)
{
    const struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    const struct fact_node *n = &f->nodes[node];
    uint32_t class = 0;
    if (n->kind == NODE_MEMBER && f->nodes[n->a].kind == NODE_NAME && is_self(l, file, n->a))
        class = enclosing_class(f, n->scope);
    for (uint32_t s = n->kind == NODE_NAME && lf->lang->implicit_self ? n->scope : 0; s > 1 && !class; s = f->scopes[s].parent) {
        if (f->scopes[s].kind == SCOPE_CLASS)
            class = s;
        else if (g_hash_table_lookup(lf->bindings, KEY(s, n->text)))
            break;
    }
    return class ? KEY(class, n->text) : NULL;
}

/* What an object is known by to all who put something into it: the scope and the name of a variable, or the class and the name of
 * a field; NULL for any other. */
static void *holder_of(struct linker *l, uint32_t file, uint32_t node)
{
    const struct lfile *lf = &l->files[file];
    const struct fact_node *n = &lf->f->nodes[node];
    for (uint32_t s = n->kind == NODE_NAME ? n->scope : 0; s; s = lf->f->scopes[s].parent)
        if (g_hash_table_lookup(lf->bindings, KEY(s, n->text)))
            return KEY(s, n->text);
    return field_of(l, file, node);
}

/* Notes what a call, or an operator, puts into a list: messages.push(x), messages << x << y. */
static void note_growth(struct linker *l, uint32_t file, uint32_t node)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    const struct fact_node *n = &f->nodes[node], *callee = &f->nodes[n->a];
    if (n->kind == NODE_BINARY && g_strcmp0(f->strings[n->text], lf->lang->grow_operator) == 0) {
        uint32_t object = n->a;
        for (unsigned i = 0; i < MAX_PUT && f->nodes[object].kind == NODE_BINARY && f->nodes[object].text == n->text; i++)
            object = f->nodes[object].a;
        void *holder = holder_of(l, file, object);
        if (holder)
            lists_add(lf->grown, holder, n->b);
        return;
    }
    if (n->kind == NODE_CALL && callee->kind == NODE_NAME && n->count && lf->lang->grow_functions &&
        g_strv_contains((const char *const *)lf->lang->grow_functions, f->strings[callee->text])) { /* array_push($messages, $x) */
        void *holder = holder_of(l, file, f->kids[n->first]);
        for (uint32_t i = 1; holder && i < n->count; i++)
            lists_add(lf->grown, holder, f->kids[n->first + i]);
        return;
    }
    if (n->kind != NODE_CALL || callee->kind != NODE_MEMBER || !lf->lang->grow_methods ||
        !g_strv_contains((const char *const *)lf->lang->grow_methods, f->strings[callee->text]))
        return;
    void *holder = holder_of(l, file, callee->a);
    for (uint32_t i = 0; holder && i < n->count; i++)
        lists_add(lf->grown, holder, f->kids[n->first + i]);
}

GArray *list_growth(struct linker *l, uint32_t file, uint32_t list)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    if (!lf->grown) {
        lf->grown = lists_new();
        for (uint32_t i = 1; i < f->n_nodes; i++)
            note_growth(l, file, i);
        for (uint32_t i = 0; i < f->n_assigns; i++) { /* messages[] = x */
            const struct fact_node *t = &f->nodes[f->assigns[i].target];
            void *holder = t->kind == NODE_SUBSCRIPT && !t->b && f->assigns[i].value ? holder_of(l, file, t->a) : NULL;
            if (holder)
                lists_add(lf->grown, holder, f->assigns[i].value);
        }
    }
    GArray *out = NULL;
    const GArray *given[] = {given_assigns(lf, list), kept_assigns(l, file, list)};
    for (unsigned k = 0; k < G_N_ELEMENTS(given); k++)
        for (guint i = 0; given[k] && i < given[k]->len; i++) {
            void *holder = holder_of(l, file, f->assigns[g_array_index(given[k], uint32_t, i)].target);
            const GArray *more = holder ? g_hash_table_lookup(lf->grown, holder) : NULL;
            if (!more)
                continue;
            out = out ? out : g_array_new(FALSE, FALSE, sizeof(uint32_t));
            g_array_append_vals(out, more->data, more->len);
        }
    return out;
}

/* Assigns to parts of what a field holds, in all methods of its class. */
static const GArray *field_assigns(struct linker *l, uint32_t file, void *field)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    if (!lf->fielded) {
        lf->fielded = lists_new();
        for (uint32_t i = 0; i < f->n_assigns; i++) {
            const struct fact_node *t = &f->nodes[f->assigns[i].target];
            void *of = is_part(t) && f->assigns[i].value ? field_of(l, file, t->a) : NULL;
            if (of)
                lists_add(lf->fielded, of, i);
        }
    }
    return g_hash_table_lookup(lf->fielded, field);
}

/* Whether an assign happens whenever an instance is made. */
static bool made_with(struct linker *l, uint32_t file, const struct fact_assign *a)
{
    const struct facts *f = l->files[file].f;
    return class_entry(l, file, enclosing_class(f, a->scope)) == a->scope && f->regions[a->region].kind <= REGION_BODY;
}

/* this.options.key = value: keys that methods of a class give to what its field holds. */
static void field_keys(struct linker *l, uint32_t file, uint32_t node, const char *key, struct found *out)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    void *field = field_of(l, file, node);
    const GArray *list = field ? field_assigns(l, file, field) : NULL;
    for (guint i = 0; list && i < list->len; i++) {
        const struct fact_assign *a = &f->assigns[g_array_index(list, uint32_t, i)];
        const struct fact_node *t = &f->nodes[a->target];
        if (n->kind == NODE_NAME && a->scope == n->scope)
            continue;
        const struct fact_node *index = t->kind == NODE_MEMBER ? t : &f->nodes[t->b];
        if ((index == t || index->kind == NODE_STRING) && g_str_equal(f->strings[index->text], key))
            add_assigned(file, a->value, a->scope == n->scope ? on_all_ways(f, a->region, n->region) : made_with(l, file, a), out->nodes);
    }
}

/* options["key"] = value, options.key = value: keys that a function gives to what a name stands for that is used in it, or in a
 * function or block that is written in it. */
static void scope_keys(struct linker *l, uint32_t file, uint32_t scope, const struct fact_node *name, const char *key, struct found *out)
{
    const struct facts *f = l->files[file].f;
    const GArray *list = keyed_assigns(&l->files[file], scope, name->text);
    for (guint i = 0; list && i < list->len; i++) {
        const struct fact_assign *a = &f->assigns[g_array_index(list, uint32_t, i)];
        const struct fact_node *t = &f->nodes[a->target];
        const bool member = t->kind == NODE_MEMBER, within = scope != name->scope;
        const struct fact_node *index = member ? t : &f->nodes[t->b];
        if ((member || index->kind == NODE_STRING) && g_str_equal(f->strings[index->text], key))
            add_assigned(file, a->value, on_all_ways(f, a->region, name->region) || (within && f->regions[a->region].kind <= REGION_BODY), out->nodes);
        else if (!member && index->kind != NODE_STRING)
            out->open = true;
    }
}

#define MAX_FILLERS 1 /* functions within one another that an object is handed to, or comes from */

static void keys_given(struct linker *l, uint32_t file, uint32_t node, const char *key, unsigned hops, struct found *out);

/* Keys that a function gives to its parameter, which is what stands in a call: func fill(r *Request) { r.Messages = all }. `always`:
 * the call is on all ways. */
static void filled_param(struct linker *l, struct unit function, const struct fact_param *p, struct node_ref call, bool always, const char *key,
                         unsigned hops, struct found *out)
{
    const struct facts *f = l->files[function.file].f;
    const GArray *list = keyed_assigns(&l->files[function.file], function.scope, p->name);
    const bool framed = list && (!l->frame || l->frame->depth < MAX_FRAMES);
    for (guint i = 0; list && i < list->len; i++) {
        const struct fact_assign *a = &f->assigns[g_array_index(list, uint32_t, i)];
        const struct fact_node *t = &f->nodes[a->target];
        if (g_strcmp0(t->kind == NODE_MEMBER ? f->strings[t->text] : f->nodes[t->b].kind == NODE_STRING ? f->strings[f->nodes[t->b].text] : NULL, key) != 0)
            continue;
        struct node_ref r = {.file = function.file, .node = a->value, .frame = framed ? frame_new(l, function.file, function.scope, call, l->frame) : NULL};
        const struct node_ref perhaps = {.file = function.file, .shift = 1};
        g_array_append_val(out->nodes, r);
        if (!always || f->regions[a->region].kind > REGION_BODY)
            g_array_append_val(out->nodes, perhaps);
    }
    const GArray *names = hops ? handed_names(l, function.file, function.scope, p->name) : NULL;
    if (names && names->len)
        keys_given(l, function.file, g_array_index(names, uint32_t, 0), key, hops - 1, out);
}

/* A parameter that what a name stands for is handed to as. */
struct filler {
    struct unit function;
    uint32_t param, call;
};

/* Whether a function gives keys to its parameter, or hands it on. */
static bool may_fill(struct linker *l, struct unit function, const struct fact_param *p)
{
    return p->kind == PARAM_PLAIN &&
           (keyed_assigns(&l->files[function.file], function.scope, p->name) || handed_names(l, function.file, function.scope, p->name));
}

/* Adds the parameters of the functions that a call may run which stand for one of its arguments. */
static void add_fillers(struct linker *l, uint32_t file, uint32_t at, GArray *out)
{
    const struct facts *f = l->files[file].f;
    const uint32_t keyword = f->nodes[f->nodes[at].parent].kind == NODE_KEYWORD ? f->nodes[at].parent : 0, call = f->nodes[keyword ? keyword : at].parent;
    if (f->nodes[call].kind != NODE_CALL || f->nodes[call].a == at)
        return;
    int position = -1;
    for (uint32_t k = 0; k < f->nodes[call].count; k++)
        position = f->kids[f->nodes[call].first + k] == at ? (int)k : position;
    const struct vset *callee = eval(l, file, f->nodes[call].a);
    for (unsigned v = 0; v < callee->n; v++) {
        const struct unit function = {callee->v[v].file, callee->v[v].ref};
        const struct facts *other = callee->v[v].kind == V_FUNCTION && !apart(l, function.file, file) ? l->files[function.file].f : NULL;
        for (uint32_t k = 0; other && k < other->scopes[function.scope].n_params; k++) {
            const uint32_t param = other->scopes[function.scope].first_param + k;
            const struct fact_param *p = &other->params[param];
            const struct filler filler = {function, param, call};
            if (may_fill(l, function, p) && (keyword ? g_str_equal(other->strings[p->name], f->strings[f->nodes[keyword].text])
                                                     : call_position(l, function.file, p) == position))
                g_array_append_val(out, filler);
        }
    }
}

/* Keys that the functions give to what a name stands for which it is handed to: fill(&request), request = filled(request). */
static void filled_keys(struct linker *l, uint32_t file, uint32_t node, const char *key, unsigned hops, struct found *out)
{
    struct lfile *lf = &l->files[file];
    const struct fact_node *n = &lf->f->nodes[node];
    const GArray *names = handed_names(l, file, n->scope, n->text);
    if (!names)
        return;
    if (!lf->fillers)
        lf->fillers = g_hash_table_new_full(pair_key_hash, NULL, NULL, (GDestroyNotify)g_array_unref);
    g_autoptr(GArray) fillers = g_hash_table_lookup(lf->fillers, KEY(n->scope, n->text));
    if (fillers) {
        g_array_ref(fillers);
    } else {
        const uint32_t cut = l->cut, came_back = l->came_back;
        fillers = g_array_new(FALSE, FALSE, sizeof(struct filler));
        for (guint i = 0; i < names->len && i < MAX_CALLERS; i++)
            add_fillers(l, file, g_array_index(names, uint32_t, i), fillers);
        if (!l->frame && l->cut == cut && l->came_back == came_back)
            g_hash_table_insert(lf->fillers, KEY(n->scope, n->text), g_array_ref(fillers));
    }
    for (guint i = 0; i < fillers->len; i++) {
        const struct filler *filler = &g_array_index(fillers, struct filler, i);
        filled_param(l, filler->function, &l->files[filler->function.file].f->params[filler->param], (struct node_ref){.file = file, .node = filler->call},
                     on_all_ways(lf->f, lf->f->nodes[filler->call].region, n->region), key, hops, out);
    }
}

/* What stands in a call for a parameter of a function of `file`, 0 where nothing does. */
static uint32_t written_argument(struct linker *l, struct node_ref c, uint32_t file, const struct fact_param *p)
{
    const struct fact_node *call = lnode(l, c.file, c.node);
    const uint32_t *kids = l->files[c.file].f->kids + call->first, at = (uint32_t)call_position(l, file, p) + c.shift;
    for (uint32_t k = 0; call->kind == NODE_CALL && k < call->count; k++) {
        const struct fact_node *n = lnode(l, c.file, kids[k]);
        if (n->kind == NODE_KEYWORD ? g_str_equal(ltext(l, c.file, n->text), ltext(l, file, p->name)) : k == at)
            return n->kind == NODE_KEYWORD ? n->b : kids[k];
    }
    return 0;
}

/* The same of a parameter: keys that its callers gave to what they hand over. */
static void handed_keys(struct linker *l, uint32_t file, uint32_t node, const char *key, unsigned hops, struct found *out)
{
    const uint32_t index = named_param(&l->files[file], lnode(l, file, node));
    const struct fact_param *p = index ? &l->files[file].f->params[index - 1] : NULL;
    const GArray *callers = p && l->final ? l->files[file].callers[p->scope] : NULL;
    const struct frame *frame = p && l->frame && l->frame->file == file && l->frame->scope == p->scope ? l->frame : NULL;
    unsigned of = 0, with = 0;
    for (guint i = 0; frame ? i == 0 : callers && i < callers->len && i < MAX_CALLERS; i++) {
        const struct node_ref c = frame ? frame->call : g_array_index(callers, struct node_ref, i);
        if (!frame && apart(l, c.file, file))
            continue;
        const uint32_t handed = written_argument(l, c, file, p);
        const guint before = out->nodes->len;
        if (lnode(l, c.file, handed)->kind == NODE_NAME)
            keys_given(l, c.file, handed, key, hops - 1, out);
        with += out->nodes->len > before;
        of++;
    }
    add_partial(file, with, of, true, out->nodes);
}

static void keys_given(struct linker *l, uint32_t file, uint32_t node, const char *key, unsigned hops, struct found *out)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    field_keys(l, file, node, key, out);
    if (n->kind != NODE_NAME)
        return;
    const guint before = out->nodes->len;
    for (uint32_t s = n->scope, up = 0; s && up <= MAX_AROUND; s = f->scopes[s].parent, up++) {
        scope_keys(l, file, s, n, key, out);
        if (f->scopes[s].kind == SCOPE_CLASS || g_hash_table_lookup(l->files[file].bindings, KEY(s, n->text)))
            break;
    }
    grown_key(l, file, n, key, out);
    merged_keys(l, file, n, key, out);
    if (out->nodes->len == before && l->final && !too_deep(l)) {
        l->depth++;
        filled_keys(l, file, node, key, hops, out);
        if (out->nodes->len == before && hops)
            handed_keys(l, file, node, key, hops, out);
        l->depth--;
    }
}

/* Keys that are given to a dictionary or settings after they are made. */
static void assigned_keys(struct linker *l, uint32_t file, uint32_t node, const char *key, struct found *out)
{
    keys_given(l, file, node, key, MAX_FILLERS, out);
}

/* The key, or the name, of a part; NULL if it is not written out. */
static const char *part_key(const struct facts *f, const struct fact_node *n)
{
    const struct fact_node *index = n->kind == NODE_MEMBER ? n : &f->nodes[n->b];
    return index->kind == NODE_STRING || n->kind == NODE_MEMBER ? f->strings[index->text] : NULL;
}

/* options["outer"]["key"] = value */
static void assigned_nested(struct linker *l, uint32_t file, uint32_t node, const char *outer, const char *key, struct found *out)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    const GArray *list = n->kind == NODE_NAME ? nested_assigns(&l->files[file], n->scope, n->text) : NULL;
    for (guint i = 0; list && i < list->len; i++) {
        const struct fact_assign *a = &f->assigns[g_array_index(list, uint32_t, i)];
        const struct fact_node *t = &f->nodes[a->target];
        if (g_strcmp0(part_key(f, t), key) == 0 && g_strcmp0(part_key(f, &f->nodes[t->a]), outer) == 0)
            add_assigned(file, a->value, on_all_ways(f, a->region, n->region), out->nodes);
    }
}

uint32_t name_given(struct lfile *lf, uint32_t node)
{
    const GArray *list = given_assigns(lf, node);
    for (guint i = 0; list && i < list->len; i++) {
        const struct fact_assign *a = &lf->f->assigns[g_array_index(list, uint32_t, i)];
        if (a->value == node)
            return a->target;
    }
    return 0;
}

/* The same where it is filled, or where it is made. */
static void nested_keys(struct linker *l, uint32_t file, uint32_t node, const char *outer, const char *key, struct found *out)
{
    const struct vset *s = eval(l, file, node);
    assigned_nested(l, file, node, outer, key, out);
    for (unsigned v = 0; v < s->n; v++) {
        const struct value *d = &s->v[v];
        uint32_t made = is_dictionary(l, d) ? name_given(&l->files[d->file], d->ref) : 0;
        if (made && !(d->file == file && lnode(l, file, made)->scope == lnode(l, file, node)->scope))
            assigned_nested(l, d->file, made, outer, key, out);
    }
}

static void from_dictionaries(struct linker *l, uint32_t file, uint32_t node, const char *key, struct found *out);

/* Whether what is spread may be an object of a class of the repository: **settings.model_dump(). */
static bool is_object(struct linker *l, uint32_t file, uint32_t node)
{
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++)
        if (s->v[i].kind == V_INSTANCE)
            return true;
    return false;
}

/*
 * Whether the dictionary, or object, that a caller spreads into its call has the key. Functions hand such dictionaries on to each other
 * in circles, and one to many: each spread is followed once for a question.
 */
static bool splat_has(struct linker *l, uint32_t file, uint32_t node, const char *key, struct found *out)
{
    enum { ASKED = 1, HAS };
    void *spread = PAIR_KEY(file, node);
    bool first = !l->spreads || !g_str_equal(l->spread_key, key);
    gpointer known = first ? NULL : g_hash_table_lookup(l->spreads, spread);
    if (known)
        return GPOINTER_TO_INT(known) == HAS;
    if (too_deep(l)) {
        out->open = true;
        return false;
    }
    GHashTable *outer = l->spreads; /* of a question about another key, which asks this one */
    const char *outer_key = l->spread_key;
    if (first) {
        l->spreads = g_hash_table_new(pair_key_hash, NULL);
        l->spread_key = key;
    }
    g_hash_table_insert(l->spreads, spread, GINT_TO_POINTER(ASKED));
    l->depth++;
    guint before = out->nodes->len;
    if (is_object(l, file, node))
        find_inside(l, file, node, key, out);
    else
        from_dictionaries(l, file, node, key, out);
    l->depth--;
    bool has = out->nodes->len > before;
    if (has)
        g_hash_table_insert(l->spreads, spread, GINT_TO_POINTER(HAS));
    if (first) {
        g_hash_table_unref(l->spreads);
        l->spreads = outer;
        l->spread_key = outer_key;
    }
    return has;
}

struct frame *keywords_frame(const struct linker *l, const struct value *v)
{
    const struct frame *frame = l->frame;
    while (frame && (frame->file != v->file || frame->scope != v->ref))
        frame = frame->outer;
    return (struct frame *)frame;
}

void keywords_get(struct linker *l, const struct value *v, const char *key, struct found *out)
{
    GArray *callers = l->final ? l->files[v->file].callers[v->ref] : NULL;
    const struct frame *frame = keywords_frame(l, v);
    unsigned with = 0, of = 0;
    if (!frame && (!callers || callers->len > MAX_CALLERS))
        out->open = true;
    for (guint c = 0; frame ? c == 0 : callers && c < callers->len && c < MAX_CALLERS; c++) {
        struct node_ref r = frame ? frame->call : g_array_index(callers, struct node_ref, c);
        const struct fact_node *call = lnode(l, r.file, r.node);
        of++;
        for (uint32_t k = 0; k < call->count; k++) {
            uint32_t arg = l->files[r.file].f->kids[call->first + k];
            const struct fact_node *a = lnode(l, r.file, arg);
            if (a->kind == NODE_KEYWORD && g_str_equal(ltext(l, r.file, a->text), key)) {
                struct node_ref value = {.file = r.file, .node = a->b};
                g_array_append_val(out->nodes, value);
                with++;
            } else if (a->kind == NODE_SPLAT && a->flags & NODE_DOUBLE_SPLAT) {
                with += splat_has(l, r.file, a->a, key, out);
            }
        }
    }
    add_partial(v->file, with, of, false, out->nodes);
}

/* Looks `key` up in every dictionary that an expression may be. */
static void from_dictionaries(struct linker *l, uint32_t file, uint32_t node, const char *key, struct found *out)
{
    const struct vset *s = eval(l, file, node);
    bool any = false;
    unsigned handed = 0, have = 0; /* dictionaries that callers hand over, and which of them have it */
    assigned_keys(l, file, node, key, out);
    for (unsigned i = 0; i < s->n; i++) {
        const struct value *v = &s->v[i];
        if (is_dictionary(l, v)) {
            any = true;
            guint before = out->nodes->len;
            dict_get(l, v->file, v->ref, key, out->nodes, &out->open);
            handed += v->via == VALUE_PARAMETER;
            have += v->via == VALUE_PARAMETER && out->nodes->len > before;
            /* made elsewhere, and given more keys there: settings = {}; settings["a"] = 1; return settings */
            const struct fact_node *asked = lnode(l, file, node);
            bool here = v->file == file && asked->kind == NODE_NAME && lnode(l, file, v->ref)->scope == asked->scope;
            uint32_t made = here ? 0 : name_given(&l->files[v->file], v->ref);
            if (made)
                assigned_keys(l, v->file, made, key, out);
        } else if (v->kind == V_KEYWORDS) {
            any = true;
            keywords_get(l, v, key, out);
            continue; /* its open flag speaks of callers outside; it has been counted */
        }
    }
    add_partial(file, have, handed, false, out->nodes);
    out->open |= !any || (s->open && s->n != 1);
}

/* What a step is given: its first argument, or the call itself where there is none, or several that are named. */
static struct node_ref step_given(struct linker *l, uint32_t file, uint32_t call)
{
    const struct fact_node *n = lnode(l, file, call);
    struct node_ref r = {.file = file, .node = n->count ? l->files[file].f->kids[n->first] : call};
    if (lnode(l, file, r.node)->kind == NODE_KEYWORD)
        r.node = n->count == 1 ? lnode(l, file, r.node)->b : call;
    return r;
}

/* The text of a key: "model", or what makes a text of its own of it, "model".to_owned(). NULL of others. */
static const char *key_text(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    enum value_origin via;
    return n->kind == NODE_STRING ? ltext(l, file, n->text) : n->kind == NODE_CALL ? literal_of(l, file, node, &via, NULL) : NULL;
}

/* The value that a call gives to a key, any without a name: put("timeout", d). */
static bool keyed_value(struct linker *l, uint32_t file, uint32_t call, const char *name, GArray *out)
{
    const struct fact_node *n = lnode(l, file, call);
    const uint32_t *kids = l->files[file].f->kids + n->first;
    const char **methods = l->files[file].lang->key_methods;
    const struct fact_node *callee = n->kind == NODE_CALL && n->count == 2 ? lnode(l, file, n->a) : NULL;
    if (!callee || (callee->kind != NODE_MEMBER && callee->kind != NODE_NAME) || !g_strv_contains((const char *const *)methods, ltext(l, file, callee->text)))
        return false;
    const char *key = key_text(l, file, kids[0]);
    if (!key || (name && !g_str_equal(key, name)))
        return false;
    struct node_ref r = {.file = file, .node = kids[1]};
    g_array_append_val(out, r);
    return true;
}

/* payload.putArray("messages"): what such a call gives stands under the key, which is its only argument. */
static void made_value(struct linker *l, uint32_t file, uint32_t call, const char *name, GArray *out)
{
    const struct fact_node *n = lnode(l, file, call), *callee = lnode(l, file, n->a);
    const char **methods = l->files[file].lang->make_methods;
    if (!methods || n->count != 1 || callee->kind != NODE_MEMBER || !g_strv_contains((const char *const *)methods, ltext(l, file, callee->text)))
        return;
    const struct fact_node *key = lnode(l, file, l->files[file].f->kids[n->first]);
    if (key->kind != NODE_STRING || (name && !g_str_equal(ltext(l, file, key->text), name)))
        return;
    struct node_ref r = {.file = file, .node = call};
    g_array_append_val(out, r);
}

bool step_value(struct linker *l, uint32_t file, uint32_t call, const char *name, GArray *out)
{
    const struct fact_node *n = lnode(l, file, call);
    const struct fact_node *callee = n->kind == NODE_CALL ? lnode(l, file, n->a) : NULL;
    if (!callee || !name || (callee->kind != NODE_MEMBER && callee->kind != NODE_NAME) || !g_str_equal(ltext(l, file, callee->text), name))
        return keyed_value(l, file, call, name, out);
    struct node_ref r = step_given(l, file, call);
    g_array_append_val(out, r);
    return true;
}

void step_found(struct linker *l, uint32_t file, uint32_t call, const char *name, struct found *out)
{
    const char *dot = strchr(name, '.');
    g_autofree char *first = dot ? g_strndup(name, (gsize)(dot - name)) : NULL;
    g_autoptr(GArray) given = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    out->open = false; /* what a step is given says nothing of the others */
    if (!dot) {
        step_value(l, file, call, name, out->nodes);
        return;
    }
    step_value(l, file, call, first, given);
    for (guint i = 0; i < given->len; i++) {
        const struct node_ref r = g_array_index(given, struct node_ref, i);
        find_inside(l, r.file, r.node, dot + 1, out);
    }
}

uint32_t next_step(const struct facts *f, uint32_t call)
{
    const struct fact_node *member = &f->nodes[f->nodes[call].parent], *step = &f->nodes[member->parent];
    return member->kind == NODE_MEMBER && member->a == call && step->kind == NODE_CALL && step->a == f->nodes[call].parent ? member->parent : 0;
}

/* Keys that functions within a function give to one of its names: temperature.ifPresent(t -> body.put("temperature", t)). */
static void keyed_within(struct linker *l, uint32_t file, const struct fact_node *to, const char *name, struct found *out)
{
    const struct facts *f = l->files[file].f;
    const char **methods = l->files[file].lang->key_methods;
    for (uint32_t s = to->scope + 1; methods && *methods && s < f->n_scopes; s++) {
        uint32_t outer = s;
        while (outer > to->scope && f->scopes[outer].kind == SCOPE_LAMBDA)
            outer = f->scopes[outer].parent;
        const GArray *calls = outer == to->scope ? method_calls(l, file, s, to->text) : NULL;
        for (guint i = 0; calls && i < calls->len; i++)
            for (uint32_t step = g_array_index(calls, uint32_t, i); step; step = next_step(f, step))
                keyed_value(l, file, step, name, out->nodes);
    }
}

/* What calls of methods of one name give to an object, that are statements of their own: o.setTimeout(d), o.put("a", 1).put("b", 2),
 * and of builders o.model(m).limit(5). What is called on something that a call gives which is given nothing is that thing's own
 * affair. */
static void steps_of(struct linker *l, uint32_t file, const GArray *calls, const char *name, struct found *out)
{
    const struct facts *f = l->files[file].f;
    for (guint k = 0; calls && k < calls->len; k++) {
        uint32_t first = g_array_index(calls, uint32_t, k), last = first;
        made_value(l, file, first, name, out->nodes);
        for (uint32_t next = first; (next = next_step(f, next)); last = next)
            ;
        if (!(f->nodes[last].flags & NODE_STATEMENT))
            continue;
        bool own = last == first || option_objects(l, file);
        for (uint32_t step = first; step; step = next_step(f, step)) {
            if (own)
                step_value(l, file, step, name, out->nodes);
            else
                keyed_value(l, file, step, name, out->nodes);
            own &= f->nodes[step].count == 1;
        }
    }
}

void later_steps(struct linker *l, uint32_t file, uint32_t made, const char *name, struct found *out)
{
    const struct facts *f = l->files[file].f;
    const GArray *given = given_assigns(&l->files[file], made), *kept = name ? kept_assigns(l, file, made) : NULL;
    for (guint i = 0; kept && i < kept->len; i++) {
        uint32_t to = f->assigns[g_array_index(kept, uint32_t, i)].target;
        assigned_keys(l, file, to, name, out);
        if (l->files[file].lang->implicit_self) /* this.client = made; client.setTimeout(d) */
            steps_of(l, file, method_calls(l, file, f->nodes[to].scope, f->nodes[to].text), name, out);
    }
    for (guint i = 0; given && i < given->len; i++) {
        uint32_t to = f->assigns[g_array_index(given, uint32_t, i)].target;
        if (name)
            assigned_keys(l, file, to, name, out);
        keyed_within(l, file, &f->nodes[to], name, out);
        steps_of(l, file, method_calls(l, file, f->nodes[to].scope, f->nodes[to].text), name, out);
    }
}

static void from_function(struct linker *l, uint32_t file, uint32_t scope, const char *name, unsigned further, struct found *out);

/* newRequest(url): what is made there is made of what this call passes. Nodes (struct node_ref) from `before` on. */
static void framed_nodes(struct linker *l, const struct chain *c, GArray *nodes, guint before)
{
    for (guint i = before; c->frame && i < nodes->len; i++) {
        struct node_ref *r = &g_array_index(nodes, struct node_ref, i);
        if (!r->frame && r->file == c->frame->file && stands_in(l->files[r->file].f, r->node, c->frame->scope))
            r->frame = frame_within(l, c->frame);
    }
}

void from_steps(struct linker *l, const struct value *v, const char *name, struct found *out)
{
    unsigned hops = 0;
    for (const struct chain *c = v->chain; c && hops < 64; c = c->prev, hops++) {
        if (c->file == NO_INDEX)
            continue;
        const struct fact_node *n = lnode(l, c->file, c->node);
        if (n->kind != NODE_CALL)
            continue;
        guint before = out->nodes->len;
        for (uint32_t i = 0; i < n->count; i++) {
            uint32_t kid = l->files[c->file].f->kids[n->first + i];
            const struct fact_node *k = lnode(l, c->file, kid);
            if (name && k->kind == NODE_KEYWORD && g_str_equal(ltext(l, c->file, k->text), name)) {
                struct node_ref r = {.file = c->file, .node = k->b};
                g_array_append_val(out->nodes, r);
            }
        }
        for (uint32_t i = 0; i < n->count; i++) {
            const struct fact_node *k = lnode(l, c->file, l->files[c->file].f->kids[n->first + i]);
            if (k->kind == NODE_FUNCTION)
                from_function(l, c->file, k->scope_ref, name, MAX_FURTHER, out);
        }
        step_value(l, c->file, c->node, name, out->nodes);
        later_steps(l, c->file, c->node, name, out);
        framed_nodes(l, c, out->nodes, before);
        if (out->nodes->len > before) /* the last step counts */
            return;
    }
}

/* The same for every value of an argument; the elements of a list too: `options...`. */
static void from_objects(struct linker *l, uint32_t file, uint32_t node, const char *name, bool list, struct found *out)
{
    const struct vset *s = eval(l, file, node);
    unsigned paths = 0, with = 0;
    for (unsigned v = 0; v < s->n; v++) {
        const struct value *value = &s->v[v];
        if (value->kind == V_PATH) {
            guint before = out->nodes->len;
            from_steps(l, value, name, out);
            paths += value->chain != NULL; /* what is declared says nothing of what it is made of */
            with += out->nodes->len > before;
        } else if (list && value->kind == V_LITERAL && lnode(l, value->file, value->ref)->kind == NODE_LIST) {
            const struct fact_node *n = lnode(l, value->file, value->ref);
            for (uint32_t i = 0; i < n->count; i++)
                from_objects(l, value->file, l->files[value->file].f->kids[n->first + i], name, false, out);
        }
    }
    add_partial(file, with, paths, false, out->nodes);
}

uint32_t extended_type(const struct linker *l, const struct value *function)
{
    const struct facts *f = l->files[function->file].f;
    const char *const *self = (const char *const *)l->files[function->file].lang->self_names;
    for (uint32_t i = 0; self && *self && i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        if (a->scope == function->ref && a->type && !a->value && f->nodes[a->target].kind == NODE_NAME &&
            g_str_equal(f->strings[f->nodes[a->target].text], *self))
            return a->type;
    }
    return 0;
}

/* The function that a call names and nothing else, and that extends what it is called in: HttpClient { defaults() }. */
static const struct value *extension_called(struct linker *l, uint32_t file, const struct fact_node *call)
{
    const struct vset *s = lnode(l, file, call->a)->kind == NODE_NAME ? eval(l, file, call->a) : &vset_empty;
    return s->n == 1 && s->v[0].kind == V_FUNCTION && extended_type(l, &s->v[0]) ? &s->v[0] : NULL;
}

/* The steps that a function handed over takes on its parameter: client.converse(r -> r.modelId(x)); and those of `further`
 * functions that it calls and that extend it. */
static void from_function(struct linker *l, uint32_t file, uint32_t scope, const char *name, unsigned further, struct found *out)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    if (!lf->calls) {
        lf->calls = lists_new();
        lf->assigned = lists_new();
        for (uint32_t i = 1; i < f->n_nodes; i++)
            if (f->nodes[i].kind == NODE_CALL)
                lists_add(lf->calls, GUINT_TO_POINTER(f->nodes[i].scope), i);
        for (uint32_t i = 0; i < f->n_assigns; i++)
            if (f->assigns[i].value)
                lists_add(lf->assigned, GUINT_TO_POINTER(f->nodes[f->assigns[i].target].scope), i);
    }
    const GArray *calls = g_hash_table_lookup(lf->calls, GUINT_TO_POINTER(scope));
    for (guint k = 0; calls && k < calls->len; k++) {
        const uint32_t i = g_array_index(calls, uint32_t, k);
        step_value(l, file, i, name, out->nodes);
        const struct value *called = further ? extension_called(l, file, &f->nodes[i]) : NULL;
        if (called) {
            from_function(l, called->file, called->ref, name, 0, out);
            further--;
        }
    }
    const GArray *assigned = name ? g_hash_table_lookup(lf->assigned, GUINT_TO_POINTER(scope)) : NULL;
    for (guint k = 0; assigned && k < assigned->len; k++) { /* what it sets: { model = x } */
        const struct fact_assign *a = &f->assigns[g_array_index(assigned, uint32_t, k)];
        const struct fact_node *t = &f->nodes[a->target];
        if ((t->kind != NODE_NAME && t->kind != NODE_MEMBER) || !g_str_equal(f->strings[t->text], name))
            continue;
        struct node_ref r = {.file = file, .node = a->value};
        g_array_append_val(out->nodes, r);
    }
}

bool is_text_parameter(const struct linker *l, uint32_t file, const struct fact_node *name)
{
    const struct facts *f = l->files[file].f;
    const char **types = l->files[file].lang->text_types;
    for (uint32_t i = 0; name->kind == NODE_NAME && types && *types && i < f->n_params; i++) {
        const struct fact_param *p = &f->params[i];
        if (p->name != name->text || p->scope != name->scope || !p->type)
            continue;
        const struct fact_node *type = &f->nodes[p->type];
        if (type->kind == NODE_OTHER && type->count) /* behind its annotations */
            type = &f->nodes[f->kids[type->first + type->count - 1]];
        return type->kind == NODE_NAME && g_strv_contains((const char *const *)types, f->strings[type->text]);
    }
    return false;
}

/* Whether a call gives a text: list.join("\n"), or a function of the repository that is declared to give one, which is no
 * object that it writes as text. */
static bool gives_plain_text(struct linker *l, uint32_t file, const struct fact_node *call)
{
    const struct fact_node *callee = lnode(l, file, call->a);
    const char *const *joins = (const char *const *)l->files[file].lang->join_methods;
    if (callee->kind == NODE_MEMBER && joins && g_strv_contains(joins, ltext(l, file, callee->text)))
        return true;
    const struct vset *s = eval(l, file, call->a), *given = eval(l, file, (uint32_t)(call - l->files[file].f->nodes));
    bool all = s->n > 0 && !s->open;
    for (unsigned i = 0; i < given->n && all; i++)
        all = given->v[i].kind != V_INSTANCE && !is_dictionary(l, &given->v[i]);
    for (unsigned i = 0; i < s->n && all; i++) {
        const struct value *v = &s->v[i];
        uint32_t type = v->kind == V_FUNCTION ? l->files[v->file].f->scopes[v->ref].type : 0;
        const char *const *types = type ? (const char *const *)l->files[v->file].lang->text_types : NULL;
        all = types && lnode(l, v->file, type)->kind == NODE_NAME && g_strv_contains(types, ltext(l, v->file, lnode(l, v->file, type)->text));
    }
    return all;
}

/* What is a text, by its type or as it is written: nothing is hidden in it. */
static bool is_plain_text(struct linker *l, uint32_t file, const struct fact_node *n, unsigned hops)
{
    const struct facts *f = l->files[file].f;
    const char *joins = l->files[file].lang->concat_operator;
    if (!hops)
        return false;
    if (n->kind == NODE_BINARY && g_str_equal(f->strings[n->text], joins ? joins : "+"))
        return is_plain_text(l, file, &f->nodes[n->a], hops - 1) || is_plain_text(l, file, &f->nodes[n->b], hops - 1);
    if (n->kind == NODE_CALL)
        return gives_plain_text(l, file, n);
    if (n->kind == NODE_NAME && !is_text_parameter(l, file, n)) { /* const prompt = build(q): what it is given at its only place */
        const struct bindings *all = bindings_of(l, file, n->scope, n->text);
        const struct binding *b = all && all->list->len == 1 ? &g_array_index(all->list, struct binding, 0) : NULL;
        uint32_t value = b && b->kind == BIND_ASSIGN && !(f->assigns[b->index].flags & ~(uint32_t)(ASSIGN_CONST | ASSIGN_NEW)) ? f->assigns[b->index].value : 0;
        return value && is_plain_text(l, file, &f->nodes[value], hops - 1);
    }
    return n->kind == NODE_STRING || n->kind == NODE_TEMPLATE || n->kind == NODE_NAME;
}

/* def call(...) = new(...): whether a function hands on all that it is passed. */
static bool forwards(const struct linker *l, uint32_t file, const struct fact_node *argument)
{
    const struct fact_node *all = lnode(l, file, argument->a);
    return all->kind == NODE_NAME && g_str_equal(ltext(l, file, all->text), "...");
}

/* What the callers of the function around `call` pass at a position, where it hands that on. */
static void find_forwarded(struct linker *l, uint32_t file, uint32_t call, int position, struct found *out)
{
    const struct facts *f = l->files[file].f;
    uint32_t fn = enclosing_function(f, f->nodes[call].scope);
    const struct frame *frame = l->frame && l->frame->file == file && l->frame->scope == fn ? l->frame : NULL;
    const GArray *callers = l->final ? l->files[file].callers[fn] : NULL;
    unsigned n = frame ? 1 : callers ? callers->len : 0;
    if (!n || n > MAX_CALLERS || too_deep(l)) {
        out->open = true;
        return;
    }
    l->depth++;
    for (unsigned i = 0; i < n; i++) {
        struct node_ref c = frame ? frame->call : g_array_index(callers, struct node_ref, i);
        struct found one;
        find_argument(l, c.file, c.node, NULL, position + (int)c.shift, &one);
        g_array_append_vals(out->nodes, one.nodes->data, one.nodes->len);
        out->open |= one.open;
        found_clear(&one);
    }
    l->depth--;
}

/* Whether a call is given a dictionary with that key, as an argument or as what it is made on, by itself or by what another call
 * makes of it. */
static bool given_key(struct linker *l, uint32_t file, uint32_t call, const char *key, unsigned hops)
{
    const struct fact_node *n = lnode(l, file, call), *callee = lnode(l, file, n->a);
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    bool open = false;
    for (uint32_t i = 0; n->kind == NODE_CALL && i <= n->count && !found->len; i++) {
        uint32_t node = i < n->count ? l->files[file].f->kids[n->first + i] : callee->kind == NODE_MEMBER ? callee->a : 0;
        const struct vset *s = node ? eval(l, file, node) : &vset_empty;
        for (unsigned v = 0; v < s->n; v++)
            if (is_dictionary(l, &s->v[v]))
                dict_get(l, s->v[v].file, s->v[v].ref, key, found, &open);
        if (node && hops && lnode(l, file, node)->kind == NODE_CALL && given_key(l, file, node, key, hops - 1))
            return true;
    }
    return found->len > 0;
}

/* Whether a value is what a function that no rule knows makes of a dictionary with that key: omitBy(options, isNil). Whether it
 * has the key still, nobody can tell. */
static bool is_remade(struct linker *l, const struct value *v, const char *key)
{
    const struct chain *c = v->kind == V_PATH ? v->chain : NULL;
    if (!c || c->file == NO_INDEX || lnode(l, c->file, c->node)->kind != NODE_CALL || (!v->path->dead && !v->path->n_items))
        return false;
    for (unsigned i = 0; i < v->path->n_items; i++) {
        const struct api_item *item = &l->rules->items[v->path->items[i]];
        if (item->role != ROLE_SINK && !item->returns_document) /* JSON.parse(JSON.stringify(options)) */
            return false;
    }
    return given_key(l, c->file, c->node, key, MAX_REMADE);
}

/* Adds the element of a list at a place, where all lists that an expression may be are written out and one has it. */
static bool list_element(struct linker *l, uint32_t file, uint32_t node, uint32_t position, struct found *out)
{
    const struct vset *s = eval(l, file, node);
    bool any = false;
    for (unsigned i = 0; i < s->n; i++) {
        const struct fact_node *list = s->v[i].kind == V_LITERAL ? lnode(l, s->v[i].file, s->v[i].ref) : NULL;
        if (!list || list->kind != NODE_LIST)
            return false;
        struct node_ref r = {.file = s->v[i].file, .node = position < list->count ? l->files[s->v[i].file].f->kids[list->first + position] : 0};
        for (uint32_t k = 0; r.node && k <= position; k++)
            if (lnode(l, r.file, l->files[r.file].f->kids[list->first + k])->kind == NODE_SPLAT)
                r.node = 0;
        if (r.node) {
            g_array_append_val(out->nodes, r);
            any = true;
        }
    }
    return any;
}

/* An argument as it stands in the call. */
static void find_standing(struct linker *l, uint32_t file, uint32_t call, const char *name, int position, struct found *out)
{
    const struct fact_node *n = lnode(l, file, call);
    const uint32_t *kids = l->files[file].f->kids + n->first;
    int at = sent_method(l, file, call)->n ? -1 : 0;
    bool splat = false, hidden = false;
    for (uint32_t i = 0; i < n->count; i++) {
        const struct fact_node *k = lnode(l, file, kids[i]);
        if (k->kind == NODE_KEYWORD) {
            if (name && g_str_equal(ltext(l, file, k->text), name)) {
                struct node_ref r = {.file = file, .node = k->b};
                g_array_set_size(out->nodes, 0);
                g_array_append_val(out->nodes, r);
                out->open = false;
                return;
            }
            at++; /* where arguments without a name may follow it, it stands in its own place */
        } else if (k->kind == NODE_SPLAT) {
            if (k->flags & NODE_DOUBLE_SPLAT) {
                if (!name && forwards(l, file, k))
                    find_forwarded(l, file, call, position, out);
                else if (name && is_object(l, file, k->a))
                    splat_has(l, file, k->a, name, out);
                else if (name)
                    from_dictionaries(l, file, k->a, name, out);
            } else if (!name && !splat && position >= at && list_element(l, file, k->a, (uint32_t)(position - at), out)) {
                return; /* f(all...), of a list that is written out */
            } else {
                splat = true;
                if (name && option_objects(l, file)) {
                    guint before = out->nodes->len;
                    const struct vset *s = eval(l, file, k->a);
                    from_objects(l, file, k->a, name, true, out);
                    out->open |= out->nodes->len == before && s->open;
                }
            }
        } else {
            if (!name && at == position && !splat) {
                struct node_ref r = {.file = file, .node = kids[i]};
                g_array_append_val(out->nodes, r);
            } else if (name && option_objects(l, file) && at >= l->settings_from) {
                assigned_keys(l, file, kids[i], name, out);
                from_objects(l, file, kids[i], name, false, out);
                if (k->kind == NODE_FUNCTION)
                    from_function(l, file, k->scope_ref, name, MAX_FURTHER, out);
                const struct vset *s = eval(l, file, kids[i]);
                for (unsigned v = 0; v < s->n; v++) {
                    if (is_dictionary(l, &s->v[v]))
                        dict_get(l, s->v[v].file, s->v[v].ref, name, out->nodes, &out->open);
                    hidden |= is_remade(l, &s->v[v], name);
                }
                hidden |= !s->n && s->open && k->kind != NODE_FUNCTION && !is_plain_text(l, file, k, MAX_TEXT_PARTS);
            }
            at++;
        }
    }
    /* an options object that is not visible may hold anything, unless the options stand elsewhere */
    if (((!name && splat && position >= 0) || hidden) && !out->nodes->len)
        out->open = true;
}

void find_as_written(struct linker *l, uint32_t file, uint32_t call, const char *name, int position, struct found *out)
{
    *out = (struct found){.nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref))};
    if (name)
        find_standing(l, file, call, name, -1, out);
    if (!out->nodes->len && position >= 0)
        find_standing(l, file, call, NULL, position, out);
}

/* An argument of what a call hands over, where these stand in a list and in a dictionary: Thread(target=f, args=(x,), kwargs=rest). */
static void find_packed(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call, const char *name, int position,
                        struct found *out)
{
    for (const char **at = name ? item->names : item->places; *at; at++) {
        char *end;
        const long place = strtol(*at, &end, 10);
        struct found held;
        find_as_written(l, file, call, *end ? *at : NULL, *end ? -1 : (int)CLAMP(place, 0, 100), &held);
        for (guint i = 0; i < held.nodes->len; i++) {
            const struct node_ref r = g_array_index(held.nodes, struct node_ref, i);
            if (name)
                from_dictionaries(l, r.file, r.node, name, out);
            else if (position >= 0 && !list_element(l, r.file, r.node, (uint32_t)position, out))
                out->open = true;
        }
        out->open |= held.open;
        found_clear(&held);
    }
}

static void find_plain(struct linker *l, uint32_t file, uint32_t call, const char *name, int position, struct found *out)
{
    const struct api_item *packed = g_hash_table_size(l->packed) ? g_hash_table_lookup(l->packed, KEY(file, call)) : NULL;
    if (packed)
        find_packed(l, packed, file, call, name, position, out);
    else
        find_standing(l, file, call, name, position, out);
}

/* settings.get("options"): a function gives an object, and its arguments do not say what is in it. A type that is called
 * makes one of them. */
static bool gives_unseen(const struct linker *l, const struct chain *made)
{
    const struct fact_node *call = lnode(l, made->file, made->node);
    const struct fact_node *callee = call->kind == NODE_CALL ? lnode(l, made->file, call->a) : NULL;
    if (!callee || (callee->kind != NODE_MEMBER && callee->kind != NODE_NAME) || option_objects(l, made->file) || call->flags & NODE_NEW)
        return false;
    /* where types are known by their names, only `new` makes one of them */
    return g_ascii_islower(ltext(l, made->file, callee->text)[0]) || l->files[made->file].lang->modules == MODULES_NAMES;
}

/* An argument of a call by what a rule calls it: its name, or its position. */
static void find_said(struct linker *l, uint32_t file, uint32_t call, const char *said, struct found *out)
{
    char *end;
    long at = strtol(said, &end, 10);
    find_argument(l, file, call, *end ? said : NULL, *end ? -1 : (int)CLAMP(at, 0, 100), out);
}

/* Whether a value is an object that a library makes, by a call that stands somewhere. */
static bool is_library_object(const struct value *v)
{
    return v->kind == V_PATH && v->chain && v->chain->file != NO_INDEX;
}

/* A key of an object that a library made, by what it was made with, or is given behind that, for what stands in (file, node).
 * Whether it may have the key all the same. */
static bool key_of_made(struct linker *l, uint32_t file, uint32_t node, const struct value *v, const char *key, struct found *out)
{
    const struct chain *c = v->chain;
    const guint before = out->nodes->len;
    const bool outer = out->open;
    out->open = false;
    if (option_objects(l, file) || l->files[file].lang->modules == MODULES_NAMES)
        from_steps(l, v, key, out);
    uint32_t called = name_given(&l->files[c->file], c->node);
    if (called && !(c->file == file && lnode(l, file, called)->scope == lnode(l, file, node)->scope))
        assigned_keys(l, c->file, called, key, out); /* made elsewhere, and given more there */
    if (out->nodes->len == before) {
        struct found made;
        find_said(l, c->file, c->node, key, &made);
        for (guint i = 0; i < made.nodes->len; i++) {
            struct node_ref r = g_array_index(made.nodes, struct node_ref, i);
            g_array_append_val(out->nodes, r);
        }
        framed_nodes(l, c, out->nodes, before);
        out->open |= made.open || gives_unseen(l, c);
        found_clear(&made);
    }
    const bool open = out->open;
    out->open = outer;
    return open;
}

void find_inside(struct linker *l, uint32_t file, uint32_t node, const char *name, struct found *out)
{
    const char *dot = strchr(name, '.');
    g_autofree char *first = dot ? g_strndup(name, (gsize)(dot - name)) : g_strdup(name);
    if (is_plain_text(l, file, lnode(l, file, node), MAX_TEXT_PARTS))
        return;
    struct found inner = {.nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref))};
    char *end;
    const long place = strtol(first, &end, 10);
    if (!*end && place >= 0) /* of a list: 0 of ["git", "log"] */
        list_element(l, file, node, (uint32_t)MIN(place, 100), &inner);
    enum node_kind kind = (enum node_kind)lnode(l, file, node)->kind;
    if (kind != NODE_TRUE && kind != NODE_FALSE && kind != NODE_NULL && kind != NODE_NUMBER && kind != NODE_FUNCTION) /* json: true */
        from_dictionaries(l, file, node, first, &inner);
    const struct vset *s = eval(l, file, node);
    bool told = !s->open; /* whatever it is, it is of that class, or what a library makes */
    bool objects = false, made = false, unseen = false, untold = false, library = false, opens = false;
    bool own = true;
    unsigned with = 0, of = 0;
    for (unsigned v = 0; v < s->n; v++)
        told |= is_library_object(&s->v[v]) || (s->v[v].kind == V_INSTANCE && !object_maker(&s->v[v]));
    for (unsigned v = 0; v < s->n; v++)
        if (s->v[v].kind == V_INSTANCE) {
            struct found held = {.nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref))};
            object_key(l, &s->v[v], first, &held);
            g_array_append_vals(inner.nodes, held.nodes->data, held.nodes->len);
            const bool maker = object_maker(&s->v[v]) != NULL;
            objects = true;
            made |= maker;
            unseen |= maker && (held.open || !told);
            untold |= held.open || !told;
            inner.declared |= held.declared;
            const bool has = held.declared || held.nodes->len;
            own &= has || (maker && s->v[v].via != VALUE_PARAMETER);
            with += has;
            of++;
            found_clear(&held);
        } else if (is_library_object(&s->v[v])) {
            library = true;
            opens |= key_of_made(l, file, node, &s->v[v], first, &inner);
        }
    if (objects) /* what is only declared says nothing more of one that was seen to be made */
        inner.open = unseen || (untold && !made);
    else if (library)
        inner.open = opens;
    if (with < of) { /* nobody can tell what it is */
        add_partial(file, with, of, own, inner.nodes);
        inner.declared = false;
    }
    if (dot)
        nested_keys(l, file, node, first, dot + 1, out);
    for (guint i = 0; i < inner.nodes->len; i++) {
        struct node_ref r = g_array_index(inner.nodes, struct node_ref, i);
        if (!dot) {
            g_array_append_val(out->nodes, r);
            continue;
        }
        struct frame *outer = enter_frame(l, &r);
        find_inside(l, r.file, r.node, dot + 1, out);
        l->frame = outer;
    }
    out->open |= inner.open;
    out->declared |= inner.declared;
    found_clear(&inner);
}

/* Whether a text begins as an address does: with a scheme, or with what nobody sees and a slash. */
static bool is_address(const char *text)
{
    const char *behind = text;
    for (size_t name; *behind == '{' && behind[name = strcspn(behind, "}/ \"")] == '}';)
        behind += name + 1;
    if (behind != text)
        return *behind == '/';
    const char *scheme = strstr(text, "://");
    return scheme && scheme != text && (size_t)(scheme - text) == strspn(text, "abcdefghijklmnopqrstuvwxyz");
}

/* The first argument without a name that is an address, wherever the options of a command leave it. */
static void find_address(struct linker *l, uint32_t file, uint32_t call, struct found *out)
{
    const struct fact_node *n = lnode(l, file, call);
    for (uint32_t i = 0; i < n->count && !out->nodes->len; i++) {
        struct node_ref r = {.file = file, .node = l->files[file].f->kids[n->first + i]};
        g_autoptr(GArray) texts = lnode(l, file, r.node)->kind == NODE_KEYWORD ? NULL : visible_texts(l, file, r.node);
        for (guint k = 0; texts && k < texts->len && !out->nodes->len; k++)
            if (is_address(g_array_index(texts, struct visible_text, k).text))
                g_array_append_val(out->nodes, r);
    }
}

void find_argument(struct linker *l, uint32_t file, uint32_t call, const char *name, int position, struct found *out)
{
    *out = (struct found){.nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref))};
    if (call && name && lnode(l, file, call)->kind == NODE_DICT) { /* a dictionary that is read like a call */
        find_inside(l, file, call, name, out);
        return;
    }
    if (!call || lnode(l, file, call)->kind != NODE_CALL)
        return;
    const char *dot = name ? strchr(name, '.') : NULL;
    if (name && g_str_equal(name, "<on>")) { /* what the call is made on */
        const struct fact_node *callee = lnode(l, file, lnode(l, file, call)->a);
        struct node_ref r = {.file = file, .node = callee->kind == NODE_MEMBER ? callee->a : 0};
        if (r.node)
            g_array_append_val(out->nodes, r);
        return;
    }
    if (name && g_str_equal(name, "<url>")) {
        find_address(l, file, call, out);
        return;
    }
    if (!dot) {
        find_plain(l, file, call, name, position, out);
        return;
    }
    g_autofree char *first = g_strndup(name, (gsize)(dot - name));
    struct found outer;
    char *end;
    long index = strtol(first, &end, 10);
    find_argument(l, file, call, *end ? first : NULL, *end ? -1 : (int)index, &outer);
    out->open = outer.open;
    const struct fact_node *n = lnode(l, file, call);
    for (uint32_t i = 0; *end && i < n->count; i++) { /* options["first"]["rest"] = value; f(**options) */
        uint32_t kid = l->files[file].f->kids[n->first + i];
        const struct fact_node *k = lnode(l, file, kid);
        bool spread = k->kind == NODE_SPLAT && k->flags & NODE_DOUBLE_SPLAT;
        if (spread || (k->kind == NODE_NAME && option_objects(l, file)))
            nested_keys(l, file, spread ? k->a : kid, first, dot + 1, out);
    }
    for (guint i = 0; i < outer.nodes->len; i++) {
        struct node_ref r = g_array_index(outer.nodes, struct node_ref, i);
        struct found inner = {.nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref))};
        struct frame *in_force = enter_frame(l, &r);
        find_inside(l, r.file, r.node, dot + 1, &inner);
        l->frame = in_force;
        g_array_append_vals(out->nodes, inner.nodes->data, inner.nodes->len);
        if (!inner.nodes->len) {
            out->open |= inner.open;
            out->declared |= inner.declared;
        }
        found_clear(&inner);
    }
    found_clear(&outer);
}

bool find_param(struct linker *l, uint32_t file, const struct fact_param *p, struct node_ref c, struct found *out)
{
    const char *key = p->kind == PARAM_DESTRUCTURED ? ltext(l, file, p->key) : ltext(l, file, p->name);
    uint32_t object = 0;
    const bool extends = extends_called(l, file, p->scope, c, &object);
    if (extends && p->position == 0) {
        struct node_ref r = {.file = c.file, .node = object};
        *out = (struct found){.nodes = g_array_new(FALSE, FALSE, sizeof r)};
        g_array_append_val(out->nodes, r);
        return false;
    }
    find_argument(l, c.file, c.node, key, -1, out);
    bool open = out->open;
    if (!out->nodes->len && p->kind != PARAM_DESTRUCTURED) {
        found_clear(out);
        find_argument(l, c.file, c.node, NULL, call_position(l, file, p) + (int)c.shift - extends, out);
    }
    return open;
}

void found_clear(struct found *f)
{
    g_clear_pointer(&f->nodes, g_array_unref);
}

/* Whether a key, as it is written, is `name`: a text, or a constant that stands for an option. */
static bool key_is(const struct linker *l, uint32_t file, uint32_t node, const char *name)
{
    const struct fact_node *n = lnode(l, file, node);
    return (n->kind == NODE_NAME || n->kind == NODE_STRING) && g_str_equal(ltext(l, file, n->text), name);
}

/* What functions of `given_by` give to what a name stands for: set(handle, NAME, value), set(handle, {NAME: value}). */
static void given_by_functions(struct linker *l, const struct api_item *item, uint32_t file, uint32_t to, const char *name, struct found *out)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *target = &f->nodes[to];
    for (uint32_t i = 1; i < f->n_nodes && target->kind == NODE_NAME; i++) {
        const struct fact_node *n = &f->nodes[i], *callee = n->kind == NODE_CALL ? &f->nodes[n->a] : NULL;
        if (!callee || callee->kind != NODE_NAME || n->count < 2 || n->scope != target->scope ||
            !g_strv_contains((const char *const *)item->given_by, f->strings[callee->text]))
            continue;
        const uint32_t *args = f->kids + n->first;
        const struct fact_node *of = &f->nodes[args[0]], *all = &f->nodes[args[1]];
        if (of->kind != NODE_NAME || of->text != target->text)
            continue;
        if (n->count > 2 && key_is(l, file, args[1], name)) {
            struct node_ref r = {.file = file, .node = args[2]};
            g_array_append_val(out->nodes, r);
        }
        const struct vset *s = n->count == 2 ? eval(l, file, args[1]) : &vset_empty;
        if (n->count == 2 && all->kind != NODE_DICT && (s->n != 1 || s->v[0].kind != V_LITERAL))
            out->open = true;
        for (unsigned v = 0; v < s->n; v++) {
            const struct fact_node *d = s->v[v].kind == V_LITERAL ? lnode(l, s->v[v].file, s->v[v].ref) : NULL;
            for (uint32_t k = 0; d && d->kind == NODE_DICT && k < d->count; k++) {
                const struct fact_node *pair = lnode(l, s->v[v].file, l->files[s->v[v].file].f->kids[d->first + k]);
                struct node_ref r = {.file = s->v[v].file, .node = pair->b};
                if (pair->kind == NODE_PAIR && key_is(l, s->v[v].file, pair->a, name))
                    g_array_append_val(out->nodes, r);
            }
        }
    }
}

void chained_steps(struct linker *l, uint32_t file, uint32_t call, const char *name, unsigned hops, struct found *out)
{
    const struct facts *f = l->files[file].f;
    uint32_t end = call;
    for (uint32_t step = call; (step = next_step(f, step)); end = step)
        if (f->nodes[step].count)
            step_value(l, file, step, name, out->nodes);
    const GArray *given = hops ? given_assigns(&l->files[file], end) : NULL;
    for (guint i = 0; given && i < given->len; i++) {
        const struct fact_node *to = &f->nodes[f->assigns[g_array_index(given, uint32_t, i)].target];
        const GArray *calls = method_calls(l, file, to->scope, to->text);
        for (guint k = 0; calls && k < calls->len; k++) {
            uint32_t next = g_array_index(calls, uint32_t, k);
            step_value(l, file, next, name, out->nodes);
            chained_steps(l, file, next, name, hops - 1, out);
        }
    }
}

/* What is given later to what a call makes, or to what it is called on, under a name. */
static void given_later(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call, const char *name, struct found *out)
{
    const struct fact_node *n = lnode(l, file, call);
    const struct fact_node *callee = n->kind == NODE_CALL ? lnode(l, file, n->a) : NULL;
    const GArray *given = given_assigns(&l->files[file], call);
    later_steps(l, file, call, name, out);
    if (!out->nodes->len)
        chained_steps(l, file, call, name, MAX_NAMES, out);
    for (uint32_t i = 0; i < n->count; i++) { /* post(url) { |request| request.body = x } */
        const struct fact_node *k = lnode(l, file, l->files[file].f->kids[n->first + i]);
        if (k->kind == NODE_FUNCTION)
            from_function(l, file, k->scope_ref, name, MAX_FURTHER, out);
    }
    if (callee && callee->kind == NODE_MEMBER) {
        const struct vset *s = eval(l, file, callee->a);
        for (unsigned i = 0; i < s->n; i++)
            if (s->v[i].kind == V_PATH && s->v[i].chain && s->v[i].chain->file == file)
                later_steps(l, file, s->v[i].chain->node, name, out);
    }
    if (!callee || !item->given_by[0])
        return;
    for (guint i = 0; given && i < given->len; i++)
        given_by_functions(l, item, file, l->files[file].f->assigns[g_array_index(given, uint32_t, i)].target, name, out);
    if (n->count && g_strv_contains((const char *const *)item->given_by, ltext(l, file, callee->text)))
        given_by_functions(l, item, file, l->files[file].f->kids[n->first], name, out);
}

/* Whether an object of a library was seen to be given keys: new JSONObject().put("model", x). */
static bool holds_keys(struct linker *l, const struct value *v)
{
    struct found keys = {.nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref))};
    if (v->kind == V_PATH)
        from_steps(l, v, NULL, &keys);
    bool any = keys.nodes->len > 0;
    found_clear(&keys);
    return any;
}

/* A body (struct node_ref) that is there, and of which nobody sees the keys: a text, what a function gives. */
static bool is_unseen_body(struct linker *l, const GArray *body)
{
    bool unseen = false;
    for (guint i = 0; i < body->len; i++) {
        struct node_ref r = g_array_index(body, struct node_ref, i);
        struct frame *outer = enter_frame(l, &r);
        const struct vset *s = eval(l, r.file, r.node);
        l->frame = outer;
        enum node_kind kind = (enum node_kind)lnode(l, r.file, r.node)->kind;
        bool seen = kind == NODE_NULL || kind == NODE_TRUE || kind == NODE_FALSE; /* json: true */
        for (unsigned k = 0; k < s->n; k++)
            seen |= is_dictionary(l, &s->v[k]) || s->v[k].kind == V_KEYWORDS || s->v[k].kind == V_INSTANCE || holds_keys(l, &s->v[k]);
        unseen |= !seen;
    }
    return unseen;
}

/* An argument, also in the dictionaries that the arguments of `within` are: json={"model": ...}. */
static void find_within(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call, const char *name,
                        int position, struct found *out)
{
    find_argument(l, file, call, name, position, out);
    if (item->later && name && !out->nodes->len)
        chained_steps(l, file, call, name, 0, out);
    bool place = name && g_ascii_isdigit(*name);
    for (const char **outer = item->within; name && !place && *outer; outer++) {
        g_autofree char *inside = g_strdup_printf("%s.%s", *outer, name);
        struct found body, inner;
        find_argument(l, file, call, inside, -1, &inner);
        g_array_append_vals(out->nodes, inner.nodes->data, inner.nodes->len);
        out->open |= inner.open;
        if (!inner.nodes->len && !inner.open) {
            find_said(l, file, call, *outer, &body);
            out->open |= is_unseen_body(l, body.nodes);
            found_clear(&body);
        }
        found_clear(&inner);
    }
}

/* ---- requests ---- */

/* Whether what a request is given under a name is nothing that is sent: json: true, response.body(). */
static bool is_nothing_sent(const struct linker *l, struct node_ref r, const char *name)
{
    const struct fact_node *n = lnode(l, r.file, r.node), *callee = n->kind == NODE_CALL ? lnode(l, r.file, n->a) : NULL;
    if (callee && n->count == 0 && callee->kind == NODE_MEMBER)
        return g_str_equal(ltext(l, r.file, callee->text), name);
    return n->kind == NODE_TRUE || n->kind == NODE_FALSE || n->kind == NODE_NULL;
}

/* What a request is given under a name, in its call or, where that only begins it, afterwards. */
static void find_given(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call, const char *name, struct found *out)
{
    find_said(l, file, call, name, out);
    if (item->later && !out->nodes->len)
        given_later(l, item, file, call, name, out);
    for (guint i = out->nodes->len; i-- > 0;)
        if (is_nothing_sent(l, g_array_index(out->nodes, struct node_ref, i), name))
            g_array_remove_index(out->nodes, i);
}

/* A key of the body of a request: of the first that it has of those that `within` names. Of a request that nobody sees the
 * body of, anything may be said. */
static void find_in_body(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call, const char *name, struct found *out)
{
    bool present = false;
    find_argument(l, file, call, name, -1, out);
    out->open = false; /* what is beside the body, and not seen, does not hold it */
    for (const char **outer = item->within; *outer && !present; outer++) {
        g_autofree char *inside = g_strdup_printf("%s.%s", *outer, name);
        struct found body, inner;
        find_given(l, item, file, call, *outer, &body);
        find_argument(l, file, call, inside, -1, &inner); /* keys that are put into it elsewhere are seen from here */
        bool unseen = is_unseen_body(l, body.nodes);
        present = body.nodes->len && (!unseen || !g_ascii_isdigit(**outer)); /* what stands in a place may be something else */
        for (guint i = 0; i < body.nodes->len && !inner.nodes->len && item->later; i++) {
            struct node_ref r = g_array_index(body.nodes, struct node_ref, i);
            find_inside(l, r.file, r.node, name, &inner);
        }
        g_array_append_vals(out->nodes, inner.nodes->data, inner.nodes->len);
        out->open |= present && (inner.open || (!inner.nodes->len && unseen));
        out->declared |= inner.declared;
        found_clear(&inner);
        found_clear(&body);
    }
    if (item->later && !out->nodes->len)
        given_later(l, item, file, call, name, out);
    out->open |= !present;
}

void find_for(struct linker *l, const struct api_item *item, bool in_body, uint32_t file, uint32_t call, const char *name,
                     int position, struct found *out)
{
    if (!item->has_body)
        find_within(l, item, file, call, name, position, out);
    else if (in_body)
        find_in_body(l, item, file, call, name, out);
    else if (name)
        find_given(l, item, file, call, name, out);
    else
        find_argument(l, file, call, name, position, out);
}
