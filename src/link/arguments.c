/* Arguments of calls, and what they say of attributes. */
#include <stdlib.h>
#include <string.h>

#include "base/regex.h"
#include "link/configured.h"
#include "link/link_priv.h"

/* ---- finding ---- */

static bool option_objects(const struct linker *l, uint32_t file)
{
    return l->files[file].lang->option_objects;
}

/* {"key", value} in a list, where the language writes dictionaries so. */
static bool is_entry(const struct linker *l, uint32_t file, const struct fact_node *n)
{
    return l->files[file].lang->pair_lists && n->kind == NODE_LIST && n->count == 2 &&
           lnode(l, file, l->files[file].f->kids[n->first])->kind == NODE_STRING;
}

bool is_dictionary(struct linker *l, const struct value *v)
{
    if (v->kind != V_LITERAL)
        return false;
    const struct fact_node *n = lnode(l, v->file, v->ref);
    if (n->kind == NODE_LIST)
        return n->count && is_entry(l, v->file, lnode(l, v->file, l->files[v->file].f->kids[n->first]));
    if (n->kind == NODE_DICT || n->kind == NODE_CALL) /* a call is a literal only where it merges its arguments */
        return true;
    const char *merge = l->files[v->file].lang->merge_operator;
    if (n->kind != NODE_BINARY || !merge || !g_str_equal(merge, ltext(l, v->file, n->text)) || l->depth >= MAX_EVAL_DEPTH)
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

/* Some of the alternatives have the key, others do not: nobody can tell. Node 0 stands for that. */
static void add_partial(uint32_t file, unsigned with, unsigned of, GArray *out)
{
    struct node_ref r = {.file = file};
    if (with && with < of)
        g_array_append_val(out, r);
}

static bool dict_find(struct linker *l, uint32_t file, uint32_t dict, const char *key, GArray *out, bool *open,
                      GArray *seen);

/* Looks into all that an expression may be; true if nothing before it in the dictionary counts any more. */
static bool spread_find(struct linker *l, uint32_t file, uint32_t node, const char *key, GArray *out, bool *open,
                        GArray *seen, bool *found)
{
    const struct vset *s = eval(l, file, node);
    unsigned dicts = 0, with = 0;
    for (unsigned v = 0; v < s->n; v++)
        if (is_dictionary(l, &s->v[v])) {
            dicts++;
            with += dict_find(l, s->v[v].file, s->v[v].ref, key, out, open, seen);
        }
    add_partial(file, with, dicts, out);
    *found |= with > 0;
    *open |= s->open || !dicts;
    return with && with == dicts && !s->open;
}

/* Whether a rule asks for a constant that stands for an option: CURLOPT_URL. */
static bool is_constant_name(const char *key)
{
    for (const char *c = key; *c; c++)
        if (g_ascii_islower(*c))
            return false;
    return strchr(key, '_') != NULL;
}

/* Values of a key, of which the last one written counts. Each dictionary is looked into once a lookup:
 * x = {...x, a} may hold itself. */
static bool dict_find(struct linker *l, uint32_t file, uint32_t dict, const char *key, GArray *out, bool *open,
                      GArray *seen)
{
    for (guint i = 0; i < seen->len; i++) {
        struct node_ref r = g_array_index(seen, struct node_ref, i);
        if (r.file == file && r.node == dict)
            return false;
    }
    struct node_ref self = {.file = file, .node = dict};
    g_array_append_val(seen, self);
    const struct fact_node *n = lnode(l, file, dict);
    const uint32_t *kids = l->files[file].f->kids + n->first;
    bool found = false;
    if (n->kind == NODE_BINARY)
        return spread_find(l, file, n->b, key, out, open, seen, &found) ||
               spread_find(l, file, n->a, key, out, open, seen, &found) || found;
    for (uint32_t i = n->count; i-- > 0;) {
        const struct fact_node *k = lnode(l, file, kids[i]);
        if (n->kind == NODE_LIST && is_entry(l, file, k)) {
            const uint32_t *entry = l->files[file].f->kids + k->first;
            if (g_str_equal(ltext(l, file, lnode(l, file, entry[0])->text), key)) {
                struct node_ref r = {.file = file, .node = entry[1]};
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
        } else if (k->kind == NODE_KEYWORD) {
            if (g_str_equal(ltext(l, file, k->text), key)) {
                struct node_ref r = {.file = file, .node = k->b};
                g_array_append_val(out, r);
                return true;
            }
        } else if (k->kind == NODE_SPLAT || n->kind == NODE_CALL) {
            if (spread_find(l, file, k->kind == NODE_SPLAT ? k->a : kids[i], key, out, open, seen, &found))
                return true;
        }
    }
    return found;
}

bool dict_get(struct linker *l, uint32_t file, uint32_t dict, const char *key, GArray *out, bool *open)
{
    g_autoptr(GArray) seen = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    return dict_find(l, file, dict, key, out, open, seen);
}

/* Whether what stands in region `at` comes after, or around, all ways to what stands in `use`. */
static bool on_all_ways(const struct facts *f, uint32_t at, uint32_t use)
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

/* Assigns that give a name what node `value` makes, or one of its results. */
static const GArray *given_assigns(struct lfile *lf, uint32_t value)
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
                        add_partial(file, 1, 2, out->nodes);
                }
            out->open |= !any;
        }
    }
}

/* options["key"] = value, options.key = value: keys that the same function gives to a dictionary or settings later. */
static void assigned_keys(struct linker *l, uint32_t file, uint32_t node, const char *key, struct found *out)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    if (n->kind != NODE_NAME)
        return;
    bool members = option_objects(l, file) || l->files[file].lang->modules == MODULES_NAMES;
    const GArray *list = keyed_assigns(&l->files[file], n->scope, n->text);
    for (guint i = 0; list && i < list->len; i++) {
        const struct fact_assign *a = &f->assigns[g_array_index(list, uint32_t, i)];
        const struct fact_node *t = &f->nodes[a->target];
        bool member = t->kind == NODE_MEMBER;
        if (member && !members)
            continue;
        const struct fact_node *index = member ? t : &f->nodes[t->b];
        if ((member || index->kind == NODE_STRING) && g_str_equal(f->strings[index->text], key))
            add_assigned(file, a->value, on_all_ways(f, a->region, n->region), out->nodes);
        else if (!member && index->kind != NODE_STRING)
            out->open = true;
    }
    merged_keys(l, file, n, key, out);
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

/*
 * Whether the dictionary that a caller spreads into its call has the key. Functions hand such dictionaries on to each other
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
    if (l->depth >= MAX_EVAL_DEPTH) {
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
            bool here = v->file == file && lnode(l, file, v->ref)->scope == lnode(l, file, node)->scope;
            uint32_t made = here ? 0 : name_given(&l->files[v->file], v->ref);
            if (made)
                assigned_keys(l, v->file, made, key, out);
        } else if (v->kind == V_KEYWORDS) {
            /* what the callers of that function pass beyond its own parameters */
            any = true;
            GArray *callers = l->final ? l->files[v->file].callers[v->ref] : NULL;
            const struct frame *frame = l->frame && l->frame->file == v->file && l->frame->scope == v->ref ? l->frame : NULL;
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
            add_partial(v->file, with, of, out->nodes);
            continue; /* its open flag speaks of callers outside; it has been counted */
        }
    }
    add_partial(file, have, handed, out->nodes);
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

/* The value that a step or an option call gives to its name: WithTimeout(d), .timeout(d). */
static bool step_value(struct linker *l, uint32_t file, uint32_t call, const char *name, GArray *out)
{
    const struct fact_node *n = lnode(l, file, call);
    const struct fact_node *callee = n->kind == NODE_CALL ? lnode(l, file, n->a) : NULL;
    if (!callee || (callee->kind != NODE_MEMBER && callee->kind != NODE_NAME) || !g_str_equal(ltext(l, file, callee->text), name))
        return false;
    struct node_ref r = step_given(l, file, call);
    g_array_append_val(out, r);
    return true;
}

/* What the function that makes an object gives it later: request.Model = x, builder.model(x) as a statement. */
static void later_steps(struct linker *l, uint32_t file, uint32_t made, const char *name, struct found *out)
{
    const struct facts *f = l->files[file].f;
    const GArray *given = given_assigns(&l->files[file], made);
    for (guint i = 0; given && i < given->len; i++) {
        uint32_t to = f->assigns[g_array_index(given, uint32_t, i)].target;
        const GArray *calls = method_calls(l, file, f->nodes[to].scope, f->nodes[to].text);
        assigned_keys(l, file, to, name, out);
        for (guint k = 0; calls && k < calls->len; k++) {
            uint32_t n = g_array_index(calls, uint32_t, k);
            const struct fact_node *c = &f->nodes[n];
            if (!(c->flags & NODE_STATEMENT) || !g_str_equal(f->strings[f->nodes[c->a].text], name))
                continue;
            struct node_ref r = step_given(l, file, n);
            g_array_append_val(out->nodes, r);
        }
    }
}

static void from_function(struct linker *l, uint32_t file, uint32_t scope, const char *name, struct found *out);

/* Looks `name` up in what an argument was made of: fields of a structure, steps of a builder, an option call. */
static void from_steps(struct linker *l, const struct value *v, const char *name, struct found *out)
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
            if (k->kind == NODE_KEYWORD && g_str_equal(ltext(l, c->file, k->text), name)) {
                struct node_ref r = {.file = c->file, .node = k->b};
                g_array_append_val(out->nodes, r);
            }
        }
        for (uint32_t i = 0; i < n->count; i++) {
            const struct fact_node *k = lnode(l, c->file, l->files[c->file].f->kids[n->first + i]);
            if (k->kind == NODE_FUNCTION)
                from_function(l, c->file, k->scope_ref, name, out);
        }
        step_value(l, c->file, c->node, name, out->nodes);
        later_steps(l, c->file, c->node, name, out);
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
            paths++;
            with += out->nodes->len > before;
        } else if (list && value->kind == V_LITERAL && lnode(l, value->file, value->ref)->kind == NODE_LIST) {
            const struct fact_node *n = lnode(l, value->file, value->ref);
            for (uint32_t i = 0; i < n->count; i++)
                from_objects(l, value->file, l->files[value->file].f->kids[n->first + i], name, false, out);
        }
    }
    add_partial(file, with, paths, out->nodes);
}

/* The steps that a function handed over takes on its parameter: client.converse(r -> r.modelId(x)). */
static void from_function(struct linker *l, uint32_t file, uint32_t scope, const char *name, struct found *out)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 1; i < f->n_nodes; i++)
        if (f->nodes[i].kind == NODE_CALL && f->nodes[i].scope == scope)
            step_value(l, file, i, name, out->nodes);
    for (uint32_t i = 0; i < f->n_assigns; i++) { /* what it sets: { model = x } */
        const struct fact_node *t = &f->nodes[f->assigns[i].target];
        if (t->scope != scope || !f->assigns[i].value || (t->kind != NODE_NAME && t->kind != NODE_MEMBER) ||
            !g_str_equal(f->strings[t->text], name))
            continue;
        struct node_ref r = {.file = file, .node = f->assigns[i].value};
        g_array_append_val(out->nodes, r);
    }
}

/* A parameter that is declared to be a text: whatever it says, it holds no settings. */
static bool is_text_parameter(const struct linker *l, uint32_t file, const struct fact_node *name)
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

/* What is a text, by its type or as it is written: nothing is hidden in it. */
static bool is_plain_text(const struct linker *l, uint32_t file, const struct fact_node *n)
{
    const char *joins = l->files[file].lang->concat_operator;
    if (n->kind == NODE_BINARY && g_str_equal(ltext(l, file, n->text), joins ? joins : "+"))
        return is_plain_text(l, file, lnode(l, file, n->a)) || is_plain_text(l, file, lnode(l, file, n->b));
    return n->kind == NODE_STRING || n->kind == NODE_TEMPLATE || is_text_parameter(l, file, n);
}

static void find_plain(struct linker *l, uint32_t file, uint32_t call, const char *name, int position, struct found *out)
{
    const struct fact_node *n = lnode(l, file, call);
    const uint32_t *kids = l->files[file].f->kids + n->first;
    int at = 0;
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
                if (name)
                    from_dictionaries(l, file, k->a, name, out);
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
                    from_function(l, file, k->scope_ref, name, out);
                const struct vset *s = eval(l, file, kids[i]);
                for (unsigned v = 0; v < s->n; v++)
                    if (is_dictionary(l, &s->v[v]))
                        dict_get(l, s->v[v].file, s->v[v].ref, name, out->nodes, &out->open);
                hidden |= !s->n && !is_text_parameter(l, file, k) && k->kind != NODE_FUNCTION && k->kind != NODE_TEMPLATE && s->open;
            }
            at++;
        }
    }
    /* an options object that is not visible may hold anything, unless the options stand elsewhere */
    if ((!name && splat && position >= 0) || (hidden && !out->nodes->len))
        out->open = true;
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

/* A dotted key of what an expression is: of a dictionary, or of an object by what it was made with: Options(timeout=1). */
static void find_inside(struct linker *l, uint32_t file, uint32_t node, const char *name, struct found *out)
{
    const char *dot = strchr(name, '.');
    g_autofree char *first = dot ? g_strndup(name, (gsize)(dot - name)) : g_strdup(name);
    if (is_plain_text(l, file, lnode(l, file, node)))
        return;
    struct found inner = {g_array_new(FALSE, FALSE, sizeof(struct node_ref)), false};
    enum node_kind kind = (enum node_kind)lnode(l, file, node)->kind;
    if (kind != NODE_TRUE && kind != NODE_FALSE && kind != NODE_NULL && kind != NODE_NUMBER && kind != NODE_FUNCTION) /* json: true */
        from_dictionaries(l, file, node, first, &inner);
    const struct vset *s = eval(l, file, node);
    for (unsigned v = 0; v < s->n; v++)
        if (s->v[v].kind == V_PATH && s->v[v].chain && s->v[v].chain->file != NO_INDEX) {
            inner.open = false;
            guint before = inner.nodes->len;
            if (option_objects(l, file) || l->files[file].lang->modules == MODULES_NAMES)
                from_steps(l, &s->v[v], first, &inner);
            if (inner.nodes->len > before)
                continue;
            struct found made;
            char *end;
            long at = strtol(first, &end, 10);
            find_argument(l, s->v[v].chain->file, s->v[v].chain->node, *end ? first : NULL, *end ? -1 : (int)CLAMP(at, 0, 100), &made);
            g_array_append_vals(inner.nodes, made.nodes->data, made.nodes->len);
            inner.open |= made.open || gives_unseen(l, s->v[v].chain);
            found_clear(&made);
        }
    if (dot)
        nested_keys(l, file, node, first, dot + 1, out);
    for (guint i = 0; i < inner.nodes->len; i++) {
        struct node_ref r = g_array_index(inner.nodes, struct node_ref, i);
        if (!dot)
            g_array_append_val(out->nodes, r);
        else
            find_inside(l, r.file, r.node, dot + 1, out);
    }
    out->open |= inner.open;
    found_clear(&inner);
}

void find_argument(struct linker *l, uint32_t file, uint32_t call, const char *name, int position, struct found *out)
{
    out->nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    out->open = false;
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
        struct found inner = {g_array_new(FALSE, FALSE, sizeof(struct node_ref)), false};
        find_inside(l, r.file, r.node, dot + 1, &inner);
        g_array_append_vals(out->nodes, inner.nodes->data, inner.nodes->len);
        if (!inner.nodes->len)
            out->open |= inner.open;
        found_clear(&inner);
    }
    found_clear(&outer);
}

bool find_param(struct linker *l, uint32_t file, const struct fact_param *p, struct node_ref c, struct found *out)
{
    const char *key = p->kind == PARAM_DESTRUCTURED ? ltext(l, file, p->key) : ltext(l, file, p->name);
    find_argument(l, c.file, c.node, key, -1, out);
    bool open = out->open;
    if (!out->nodes->len && p->kind != PARAM_DESTRUCTURED) {
        found_clear(out);
        find_argument(l, c.file, c.node, NULL, call_position(l, file, p) + (int)c.shift, out);
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

/* What is given later to what a call makes, or to what it is called on, under a name. */
static void given_later(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call, const char *name, struct found *out)
{
    const struct fact_node *n = lnode(l, file, call);
    const struct fact_node *callee = n->kind == NODE_CALL ? lnode(l, file, n->a) : NULL;
    const GArray *given = given_assigns(&l->files[file], call);
    later_steps(l, file, call, name, out);
    for (uint32_t i = 0; i < n->count; i++) { /* post(url) { |request| request.body = x } */
        const struct fact_node *k = lnode(l, file, l->files[file].f->kids[n->first + i]);
        if (k->kind == NODE_FUNCTION)
            from_function(l, file, k->scope_ref, name, out);
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

/* The same, and in the dictionaries that the arguments of `within` are: json={"model": ...}. */
/* A body that is there, and of which nobody sees the keys: a text, an object of a class of one's own. */
static bool is_unseen_body(struct linker *l, uint32_t file, uint32_t call, const char *outer)
{
    struct found body;
    char *end;
    long at = strtol(outer, &end, 10);
    bool unseen = false;
    find_argument(l, file, call, *end ? outer : NULL, *end ? -1 : (int)CLAMP(at, 0, 100), &body);
    for (guint i = 0; i < body.nodes->len; i++) {
        struct node_ref r = g_array_index(body.nodes, struct node_ref, i);
        const struct vset *s = eval(l, r.file, r.node);
        enum node_kind kind = (enum node_kind)lnode(l, r.file, r.node)->kind;
        bool seen = kind == NODE_NULL || kind == NODE_TRUE || kind == NODE_FALSE; /* json: true */
        for (unsigned k = 0; k < s->n; k++)
            seen |= is_dictionary(l, &s->v[k]) || s->v[k].kind == V_KEYWORDS;
        unseen |= !seen;
    }
    found_clear(&body);
    return unseen;
}

static void find_within(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call, const char *name,
                        int position, struct found *out)
{
    find_argument(l, file, call, name, position, out);
    bool body = false, option = name && item->given_by[0] && is_constant_name(name); /* of what sends, not of what is sent */
    bool place = name && g_ascii_isdigit(*name);
    for (const char **outer = item->within; name && !option && !place && *outer; outer++) {
        g_autofree char *inside = g_strdup_printf("%s.%s", *outer, name);
        struct found inner;
        find_argument(l, file, call, inside, -1, &inner);
        g_array_append_vals(out->nodes, inner.nodes->data, inner.nodes->len);
        out->open |= inner.open || (!inner.nodes->len && !item->later && is_unseen_body(l, file, call, *outer));
        found_clear(&inner);
        struct found given = {item->later ? g_array_new(FALSE, FALSE, sizeof(struct node_ref)) : NULL, false};
        if (item->later) {
            char *end;
            long at = strtol(*outer, &end, 10);
            find_argument(l, file, call, *end ? *outer : NULL, *end ? -1 : (int)CLAMP(at, 0, 100), &inner);
            body |= inner.nodes->len > 0;
            found_clear(&inner);
            given_later(l, item, file, call, *outer, &given);
            body |= given.nodes->len > 0;
            for (guint i = 0; i < given.nodes->len; i++) {
                struct node_ref r = g_array_index(given.nodes, struct node_ref, i);
                const struct fact_node *step = lnode(l, r.file, r.node);
                if (step->kind != NODE_CALL || step->count || lnode(l, r.file, step->a)->kind != NODE_MEMBER ||
                    !g_str_equal(ltext(l, r.file, lnode(l, r.file, step->a)->text), *outer)) /* it is only asked there */
                    find_inside(l, r.file, r.node, name, out);
            }
        }
        found_clear(&given);
    }
    if (item->later && name) {
        if (!out->nodes->len)
            given_later(l, item, file, call, name, out);
        out->open |= item->within[0] && !body && !option; /* what is sent is put together where nobody sees it */
    }
}

/* ---- text ---- */

void expr_text(struct linker *l, uint32_t file, uint32_t node, GString *out, gsize limit)
{
    if (!node || out->len >= limit)
        return;
    const struct fact_node *n = lnode(l, file, node);
    const uint32_t *kids = l->files[file].f->kids + n->first;
    const char *text = ltext(l, file, n->text);
    switch ((enum node_kind)n->kind) {
    case NODE_NAME: case NODE_NUMBER:
        g_string_append(out, text);
        break;
    case NODE_STRING:
        g_string_append_c(out, '"');
        g_string_append(out, text);
        g_string_append_c(out, '"');
        break;
    case NODE_TRUE: g_string_append(out, "true"); break;
    case NODE_FALSE: g_string_append(out, "false"); break;
    case NODE_NULL: g_string_append(out, "null"); break;
    case NODE_MEMBER:
        expr_text(l, file, n->a, out, limit);
        g_string_append_c(out, '.');
        g_string_append(out, text);
        break;
    case NODE_SUBSCRIPT:
        expr_text(l, file, n->a, out, limit);
        g_string_append_c(out, '[');
        expr_text(l, file, n->b, out, limit);
        g_string_append_c(out, ']');
        break;
    case NODE_CALL:
        if (n->flags & NODE_NEW)
            g_string_append(out, "new ");
        expr_text(l, file, n->a, out, limit);
        g_string_append_c(out, '(');
        for (uint32_t i = 0; i < n->count && out->len < limit; i++) {
            if (i)
                g_string_append(out, ", ");
            expr_text(l, file, kids[i], out, limit);
        }
        g_string_append_c(out, ')');
        break;
    case NODE_KEYWORD:
        g_string_append(out, text);
        g_string_append_c(out, '=');
        expr_text(l, file, n->b, out, limit);
        break;
    case NODE_PAIR:
        expr_text(l, file, n->a, out, limit);
        g_string_append(out, ": ");
        expr_text(l, file, n->b, out, limit);
        break;
    case NODE_BINARY:
        expr_text(l, file, n->a, out, limit);
        g_string_append_printf(out, " %s ", text);
        expr_text(l, file, n->b, out, limit);
        break;
    case NODE_UNARY:
        g_string_append(out, text);
        expr_text(l, file, n->a, out, limit);
        break;
    case NODE_SPLAT:
        g_string_append(out, n->flags & NODE_DOUBLE_SPLAT ? "**" : "*");
        expr_text(l, file, n->a, out, limit);
        break;
    case NODE_LIST: case NODE_DICT: case NODE_TEMPLATE: case NODE_CONDITIONAL: case NODE_JSX: case NODE_OTHER:
        g_string_append_c(out, n->kind == NODE_DICT ? '{' : n->kind == NODE_LIST ? '[' : '(');
        for (uint32_t i = 0; i < n->count && out->len < limit; i++) {
            if (i)
                g_string_append(out, ", ");
            expr_text(l, file, kids[i], out, limit);
        }
        g_string_append_c(out, n->kind == NODE_DICT ? '}' : n->kind == NODE_LIST ? ']' : ')');
        break;
    case NODE_FUNCTION: g_string_append(out, "=>"); break;
    case NODE_CLASS: g_string_append(out, "class"); break;
    case NODE_NONE: case NODE_KINDS: break;
    }
}

/* ---- values to attributes ---- */

void attribute_put(GArray *attributes, const struct attribute *a, bool override)
{
    for (guint i = 0; i < attributes->len; i++) {
        struct attribute *o = &g_array_index(attributes, struct attribute, i);
        if (!g_str_equal(o->name, a->name))
            continue;
        /* what is nearer to the call counts if it says something: a value, or a written null */
        bool says = a->state == STATE_SET || (a->state == STATE_UNSET && a->value_origin != VALUE_NONE);
        if (override ? says || o->state != STATE_SET : o->state != STATE_SET && a->state == STATE_SET)
            *o = *a;
        return;
    }
    g_array_append_val(attributes, *a);
}

static const char *literal_text(struct linker *l, uint32_t file, const struct fact_node *n)
{
    switch ((enum node_kind)n->kind) {
    case NODE_STRING: case NODE_NUMBER: return ltext(l, file, n->text);
    case NODE_TRUE: return "true";
    case NODE_FALSE: return "false";
    case NODE_UNARY: { /* -1 */
        const struct fact_node *of = lnode(l, file, n->a);
        return of->kind == NODE_NUMBER && g_str_equal(ltext(l, file, n->text), "-")
                   ? arena_printf(l->a, "-%s", ltext(l, file, of->text)) : NULL;
    }
    default: return NULL;
    }
}

/* Whether a source may hold settings: what was found in the net, or is no text, does not. */
static bool holds_settings(const struct api_item *item)
{
    static const char *const kinds[] = {"env", "request", "file", "input", NULL};
    return item->role == ROLE_SOURCE && item->kind && g_strv_contains(kinds, item->kind);
}

/* The item of role source (kind env) that made a value, if one did. */
static const struct api_item *source_of(struct linker *l, const struct value *v)
{
    if (v->kind != V_PATH)
        return NULL;
    for (const struct apath *p = v->path; p->depth; p = p->parent) {
        apath_items(l, p);
        for (unsigned i = 0; i < p->n_items; i++)
            if (holds_settings(&l->rules->items[p->items[i]]))
                return &l->rules->items[p->items[i]];
    }
    return NULL;
}

struct reading { /* what the values of an expression say together */
    enum tristate state;
    const char *value;
    enum value_origin via;
    struct place place;
};

/* The constant of an SDK that a value is; NULL if no rule says so. */
static const struct api_item *constant_of(struct linker *l, const struct value *v)
{
    if (v->kind != V_PATH)
        return NULL;
    apath_items(l, v->path);
    for (unsigned i = 0; i < v->path->n_items; i++)
        if (l->rules->items[v->path->items[i]].role == ROLE_CONSTANT)
            return &l->rules->items[v->path->items[i]];
    return NULL;
}

/* What a call, or a subscript, asks a source for: its text, NULL where it cannot be seen. */
static const char *asked_key(struct linker *l, const struct api_item *item, const struct chain *c)
{
    const struct fact_node *n = lnode(l, c->file, c->node);
    enum value_origin via;
    if (n->kind == NODE_SUBSCRIPT)
        return literal_of(l, c->file, n->b, &via, NULL);
    if (n->kind != NODE_CALL)
        return NULL;
    struct found found;
    find_argument(l, c->file, c->node, item->argument_name, item->argument_name ? -1 : item->argument, &found);
    const char *text = NULL;
    if (found.nodes->len) {
        struct node_ref r = g_array_index(found.nodes, struct node_ref, 0);
        text = literal_of(l, r.file, r.node, &via, NULL);
    }
    found_clear(&found);
    return text;
}

/* Reads a value from the configuration files of its source; false where these do not have it. */
static bool from_files(struct linker *l, const struct api_item *item, const struct value *v, const char **text,
                       enum value_origin *via, struct place *place)
{
    g_autoptr(GString) key = g_string_new(NULL);
    const char *separator = item->separator ? item->separator : ".";
    struct regex_span at[3] = {{REGEX_UNSET, REGEX_UNSET}, {REGEX_UNSET, REGEX_UNSET}, {REGEX_UNSET, REGEX_UNSET}};
    if (!item->files[0] || !v->chain || v->chain->file == NO_INDEX || l->defaults_within >= MAX_NESTED)
        return false;
    l->defaults_within++;
    const char *otherwise = NULL, *asked = asked_key(l, item, v->chain);
    bool seen = asked != NULL;
    if (asked && item->reads && (seen = regex_match(item->reads, asked, strlen(asked), at, 3))) {
        if (at[2].start != REGEX_UNSET)
            otherwise = arena_strndup(l->a, asked + at[2].start, at[2].end - at[2].start);
        asked = arena_strndup(l->a, asked + at[1].start, at[1].end - at[1].start);
    }
    for (const struct chain *c = v->chain->prev; seen && c && c->file != NO_INDEX; c = c->prev) {
        apath_items(l, c->path); /* sections that it was asked of */
        for (unsigned i = 0; i < c->path->n_items; i++) {
            const struct api_item *of = &l->rules->items[c->path->items[i]];
            const char *name = of->role == ROLE_SOURCE && of->files[0] ? asked_key(l, of, c) : NULL;
            if (name) {
                g_string_prepend(key, separator);
                g_string_prepend(key, name);
            }
        }
    }
    g_string_append(key, seen ? asked : "");
    l->defaults_within--;
    if (!seen || !key->len)
        return false;
    g_auto(GStrv) parts = g_strsplit(key->str, separator, -1);
    g_autofree char *path = g_strjoinv(".", parts);
    struct attribute a = configured_value(l, item, path, v->chain->file);
    if (a.state != STATE_SET && !otherwise)
        return false;
    *text = a.state == STATE_SET ? a.value : otherwise;
    *via = a.state == STATE_SET ? a.value_origin : VALUE_ENV_DEFAULT;
    *place = a.state == STATE_SET ? a.place : place_of(l, v->chain->file, v->chain->node);
    return true;
}

/* What a source gives, as far as it can be seen: by its configuration files, else by the default that is written. */
static const char *source_default(struct linker *l, const struct api_item *item, const struct value *v,
                                  enum value_origin *via, struct place *place)
{
    const char *configured = NULL;
    place->file = NO_INDEX;
    if (from_files(l, item, v, &configured, via, place))
        return configured;
    *via = VALUE_ENV;
    if ((item->default_argument < 0 && !item->default_name) || !v->chain || v->chain->file == NO_INDEX || l->defaults_within >= MAX_NESTED)
        return NULL; /* model = getenv("MODEL", model).strip(): a default may be the value itself */
    l->defaults_within++;
    struct found found;
    find_argument(l, v->chain->file, v->chain->node, item->default_name, item->default_name ? -1 : item->default_argument, &found);
    if (!found.nodes->len && item->default_name && item->default_argument >= 0) {
        found_clear(&found);
        find_argument(l, v->chain->file, v->chain->node, NULL, item->default_argument, &found);
    }
    const char *text = NULL;
    if (found.nodes->len) {
        struct node_ref r = g_array_index(found.nodes, struct node_ref, 0);
        enum value_origin inner;
        text = literal_of(l, r.file, r.node, &inner, NULL);
        if (text)
            *via = VALUE_ENV_DEFAULT;
    }
    found_clear(&found);
    l->defaults_within--;
    return text;
}

bool is_concatenation(const struct linker *l, uint32_t file, const struct fact_node *n)
{
    const char *operator_ = l->files[file].lang->concat_operator;
    return n->kind == NODE_BINARY && operator_ && g_str_equal(operator_, ltext(l, file, n->text));
}

/* A template whose parts are all known literals, joined; NULL otherwise, and where it holds itself. */
static const char *template_text(struct linker *l, uint32_t file, uint32_t node)
{
    gpointer known;
    if (l->frame && !l->frame->texts)
        g_ptr_array_add(l->frame_tables, l->frame->texts = g_hash_table_new(pair_key_hash, NULL));
    GHashTable *texts = l->frame ? l->frame->texts : l->texts;
    if (g_hash_table_lookup_extended(texts, KEY(file, node), NULL, &known))
        return known;
    g_hash_table_insert(texts, KEY(file, node), NULL);
    const struct fact_node *n = lnode(l, file, node);
    const uint32_t sides[] = {n->a, n->b};
    const uint32_t *parts = n->kind == NODE_BINARY ? sides : l->files[file].f->kids + n->first;
    g_autoptr(GString) s = g_string_new(NULL);
    for (uint32_t i = 0; i < (n->kind == NODE_BINARY ? 2 : n->count); i++) {
        enum value_origin via;
        const char *part = literal_of(l, file, parts[i], &via, NULL);
        if (!part || s->len > MAX_TEXT || via == VALUE_PARAMETER)
            return NULL;
        g_string_append(s, part);
    }
    char *text = arena_strdup(l->a, s->str);
    g_hash_table_insert(texts, KEY(file, node), text);
    return text;
}

/* ---- visible text ---- */

#define UNSEEN "{}"        /* stands for what cannot be seen of a text */
#define MAX_VISIBLE 4096u  /* bytes of a text that is put together */
#define MAX_PARTS 256u     /* of one text, those of its parts included */
#define MAX_CHOICES 4u     /* parts of one text that may each be one text or another */
#define MAX_TEXTS 64u      /* that one value may be */
#define MAX_TEXT_HOPS 6u /* expressions between an argument and the text that it is */
#define MAX_TEXT_GIVEN 8u /* times that a name on the way is given something */
#define MAX_PART_DEPTH 12u /* of texts within one another */

static const struct api_item *formatting_item(struct linker *l, const struct chain *c)
{
    for (unsigned i = 0; i < c->path->n_items; i++) {
        const struct api_item *item = &l->rules->items[c->path->items[i]];
        if (item->role == ROLE_TRANSFORM && (item->returns_format || item->returns_text))
            return item;
    }
    return NULL;
}

/* The formatting call that made a value: Sprintf("%s/chat", base). NULL for any other value. */
const struct chain *formatting_call(struct linker *l, const struct value *v)
{
    const struct chain *c = v->kind == V_PATH ? v->chain : NULL;
    return c && c->file != NO_INDEX && formatting_item(l, c) && lnode(l, c->file, c->node)->kind == NODE_CALL ? c : NULL;
}

/* A text that is put together. Of a part that may be one text or another, one is taken: each of them in its turn. What
 * several callers hand to a function counts in that function only: whom it is put together for otherwise is not known. */
struct putting {
    GString *out;
    unsigned parts;
    uint32_t file, function; /* that the text is put together in; 0: in none */
    unsigned taken[MAX_CHOICES], of[MAX_CHOICES], n_choices; /* of the parts that have several values, in their order */
    unsigned at;                                            /* the next of them */
    bool handed;                                            /* a part is what one of several callers handed over */
};

struct visible_text {
    char *text;
    bool handed; /* by one of several callers: others hand over something else */
    bool grows;  /* on some ways more is added to it, or it is what is added */
};

static void visible_part(struct linker *l, uint32_t file, uint32_t node, struct putting *p, unsigned depth);

/* Begins the text anew, with the next of the values that its parts may have. False if there is none left. */
static bool next_choice(struct putting *p)
{
    while (p->n_choices && p->taken[p->n_choices - 1] + 1 >= p->of[p->n_choices - 1])
        p->n_choices--;
    if (!p->n_choices)
        return false;
    p->taken[p->n_choices - 1]++;
    g_string_truncate(p->out, 0);
    p->parts = p->at = 0;
    p->handed = false;
    return true;
}

/* Whether a value is a text. An empty one, or none, stands for what is not configured. */
static bool has_own_text(struct linker *l, const struct value *v)
{
    const struct fact_node *n = v->kind == V_LITERAL ? lnode(l, v->file, v->ref) : NULL;
    if (!n)
        return formatting_call(l, v) != NULL;
    return n->kind != NODE_NULL && (n->kind != NODE_STRING || *ltext(l, v->file, n->text));
}

/* Where a text was put together, from the view of nobody in particular. */
static void put_in(struct linker *l, struct putting *p, const struct value *v)
{
    struct node_ref at = {.file = v->file, .node = v->ref};
    if (v->kind != V_LITERAL) {
        const struct frame *outer = v->chain->frame;
        while (outer && outer->outer)
            outer = outer->outer;
        at = outer ? outer->call : (struct node_ref){.file = v->chain->file, .node = v->chain->node};
    }
    p->file = at.file;
    p->function = enclosing_function(l->files[at.file].f, lnode(l, at.file, at.node)->scope);
}

/* The text among several of a part's values whose turn it is; NULL where there is no telling which. */
static const struct value *chosen(struct linker *l, struct putting *p, uint32_t file, uint32_t node, const struct vset *s,
                                  unsigned texts)
{
    uint32_t function = enclosing_function(l->files[file].f, lnode(l, file, node)->scope);
    bool framed = l->frame && l->frame->file == file && l->frame->scope == function;
    bool elsewhere = function && !framed && (function != p->function || file != p->file), handed = false;
    for (unsigned i = 0; i < s->n; i++)
        handed |= s->v[i].via == VALUE_PARAMETER;
    if (p->at >= MAX_CHOICES || (elsewhere && handed))
        return NULL;
    unsigned i = p->at++;
    if (i >= p->n_choices) {
        p->taken[i] = 0;
        p->n_choices = i + 1;
    }
    p->of[i] = texts;
    unsigned left = p->taken[i] % texts;
    for (const struct value *v = s->v;; v++)
        if (has_own_text(l, v) && !left--)
            return v;
}

/* The value that a part's text comes from. NULL where none is seen, and where `*text` is all of it. */
static const struct value *part_value(struct linker *l, struct putting *p, uint32_t file, uint32_t node, const char **text)
{
    const struct vset *s = eval(l, file, node);
    unsigned texts = 0;
    for (unsigned i = 0; i < s->n; i++)
        texts += has_own_text(l, &s->v[i]);
    if (texts > 1)
        return chosen(l, p, file, node, s, texts);
    enum value_origin via;
    *text = literal_of(l, file, node, &via, NULL);
    if (*text && !**text && (s->n > 1 || s->open || via == VALUE_ENV_DEFAULT))
        *text = NULL;
    if (*text)
        return NULL;
    for (unsigned i = 0; i < s->n; i++)
        if (has_own_text(l, &s->v[i]))
            return &s->v[i];
    return s->n == 1 && s->v[0].kind != V_LITERAL ? &s->v[0] : NULL;
}

/* Appends argument `name`, or `position`, of a call, or that nothing of it is seen. */
static void visible_argument(struct linker *l, struct node_ref call, const char *name, int position, struct putting *p, unsigned depth)
{
    struct found found;
    find_argument(l, call.file, call.node, name, name ? -1 : position, &found);
    struct node_ref r = found.nodes->len ? g_array_index(found.nodes, struct node_ref, 0) : (struct node_ref){0};
    if (r.node)
        visible_part(l, r.file, r.node, p, depth + 1);
    else
        g_string_append(p->out, UNSEEN);
    found_clear(&found);
}

/* The length of a place in a format, 0 without: "%s", "%-8.2f", or "{}", "{0:x}". `*argument`: which one is put there,
 * -1 for the next; -2: none, for a sign that stands for itself. */
static gsize format_place(const char *at, char sign, int *argument)
{
    *argument = -1;
    if (*at != sign)
        return 0;
    if (at[1] == sign) {
        *argument = -2;
        return 2;
    }
    if (sign == '%') {
        gsize n = 1 + strspn(at + 1, "-+# 0123456789.");
        return g_ascii_isalpha(at[n]) ? n + 1 : 0;
    }
    gsize n = strcspn(at, "}");
    if (g_ascii_isdigit(at[1]))
        *argument = atoi(at + 1) % 100;
    return at[n] && n < 32 ? n + 1 : 0;
}

/* urljoin(base, "chat"), new URL("/chat", base): arguments, one behind the other. */
static void visible_joined(struct linker *l, struct node_ref call, const char **positions, struct putting *p, unsigned depth)
{
    GString *out = p->out;
    const gsize begin = out->len;
    for (; *positions; positions++) {
        int position = atoi(*positions);
        if (position >= (int)lnode(l, call.file, call.node)->count)
            continue;
        g_autoptr(GString) part = p->out = g_string_new(NULL);
        visible_argument(l, call, NULL, position, p, depth);
        p->out = out;
        while (out->len > begin && out->str[out->len - 1] == '/')
            g_string_truncate(out, out->len - 1);
        if (out->len > begin)
            g_string_append_c(out, '/');
        g_string_append(out, part->str + (out->len > begin ? strspn(part->str, "/") : 0));
    }
}

/* The text that a formatting call gives. False for any other value. */
static bool visible_format(struct linker *l, const struct value *v, struct putting *p, unsigned depth)
{
    const struct chain *c = formatting_call(l, v);
    if (!c || depth >= MAX_PART_DEPTH || ++p->parts > MAX_PARTS)
        return false;
    const struct node_ref call = {.file = c->file, .node = c->node};
    g_autoptr(GString) format = g_string_new(NULL);
    GString *out = p->out;
    struct frame *frame = l->frame;
    l->frame = c->frame ? c->frame : frame;
    const struct api_item *item = formatting_item(l, c);
    const char **joined = item->joined;
    if (item->returns_text) {
        visible_argument(l, call, NULL, 0, p, depth);
        l->frame = frame;
        return true;
    }
    if (joined) {
        visible_joined(l, call, joined, p, depth);
        l->frame = frame;
        return true;
    }
    p->out = format;
    visible_argument(l, call, NULL, 0, p, depth);
    p->out = out;
    char sign = '{';
    int argument, next = 1;
    for (const char *at = format->str; *at && sign == '{'; at++)
        sign = format_place(at, '%', &argument) && argument == -1 ? '%' : sign;
    for (const char *at = format->str; *at && out->len <= MAX_VISIBLE;) {
        gsize n = format_place(at, sign, &argument);
        if (!n || argument == -2)
            g_string_append_c(out, *at);
        else
            visible_argument(l, call, NULL, argument >= 0 ? argument + 1 : next++, p, depth);
        at += n ? n : 1;
    }
    l->frame = frame;
    return true;
}

/* "https://{}/{name}".format(host, name=x), as far as it can be seen. */
static void visible_method(struct linker *l, struct node_ref call, struct putting *p, unsigned depth)
{
    enum value_origin via;
    const char *format = literal_of(l, call.file, lnode(l, call.file, lnode(l, call.file, call.node)->a)->a, &via, NULL);
    int argument, next = 0;
    for (const char *at = format; at && *at && p->out->len <= MAX_VISIBLE;) {
        gsize n = format_place(at, '{', &argument);
        g_autofree char *name = n && g_ascii_isalpha(at[1]) ? g_strndup(at + 1, strcspn(at + 1, "}.[!:")) : NULL;
        if (!n || argument == -2)
            g_string_append_c(p->out, *at);
        else
            visible_argument(l, call, name, argument >= 0 ? argument : name ? -1 : next++, p, depth);
        at += n ? n : 1;
    }
}

/* "https://%s/%s" % (host, name), as far as it can be seen. */
static void visible_operator(struct linker *l, uint32_t file, const struct fact_node *n, const char *format, struct putting *p, unsigned depth)
{
    const struct fact_node *given = lnode(l, file, n->b);
    int argument;
    uint32_t next = 0;
    for (const char *at = format; *at && p->out->len <= MAX_VISIBLE;) {
        gsize length = format_place(at, '%', &argument);
        bool of_list = given->kind == NODE_LIST;
        if (!length || argument == -2)
            g_string_append_c(p->out, *at);
        else if (next < (of_list ? given->count : 1))
            visible_part(l, file, of_list ? l->files[file].f->kids[given->first + next++] : (next++, n->b), p, depth + 1);
        else
            g_string_append(p->out, UNSEEN);
        at += length ? length : 1;
    }
}

/* Appends what an expression's text is as far as it can be seen: https://{}.example.com/v1. */
static void visible_part(struct linker *l, uint32_t file, uint32_t node, struct putting *p, unsigned depth)
{
    const struct fact_node *n = lnode(l, file, node);
    const uint32_t *kids = l->files[file].f->kids + n->first;
    if (!node || depth >= MAX_PART_DEPTH || ++p->parts > MAX_PARTS || p->out->len > MAX_VISIBLE) {
        g_string_append(p->out, UNSEEN);
        return;
    }
    if (n->kind == NODE_TEMPLATE) {
        for (uint32_t i = 0; i < n->count; i++)
            visible_part(l, file, kids[i], p, depth + 1);
        return;
    }
    const uint32_t list = joined_list(l, file, n);
    if (list) {
        const struct fact_node *of = lnode(l, file, list);
        for (uint32_t i = 0; i < of->count; i++) {
            if (i)
                g_string_append_c(p->out, '/');
            visible_part(l, file, l->files[file].f->kids[of->first + i], p, depth + 1);
        }
        return;
    }
    if (formats_address(l, file, n)) {
        visible_method(l, (struct node_ref){.file = file, .node = node}, p, depth);
        return;
    }
    const char *joins = l->files[file].lang->concat_operator, *puts = l->files[file].lang->format_operator;
    if (n->kind == NODE_BINARY && g_strcmp0(ltext(l, file, n->text), puts) == 0) {
        enum value_origin of;
        const char *format = literal_of(l, file, n->a, &of, NULL);
        if (format) {
            visible_operator(l, file, n, format, p, depth);
            return;
        }
    }
    if (n->kind == NODE_BINARY && g_str_equal(ltext(l, file, n->text), joins ? joins : "+")) {
        visible_part(l, file, n->a, p, depth + 1);
        visible_part(l, file, n->b, p, depth + 1);
        return;
    }
    const char *text = NULL;
    const struct value *v = part_value(l, p, file, node, &text);
    const uint32_t in = p->file, function = p->function;
    if (v && v->via == VALUE_PARAMETER && has_own_text(l, v)) {
        put_in(l, p, v);
        p->handed = true;
    }
    if (text)
        g_string_append(p->out, text);
    else if (v && v->kind == V_LITERAL && (v->file != file || v->ref != node))
        visible_part(l, v->file, v->ref, p, depth + 1);
    else if (!v || !visible_format(l, v, p, depth + 1))
        g_string_append(p->out, UNSEEN);
    p->file = in;
    p->function = function;
}

/* A path below the base of the client in hand: "/chat" of https://example.com/v1 is https://example.com/v1/chat. */
static void put_base(const struct linker *l, GString *text)
{
    if (!l->base || strstr(text->str, "://") || g_str_has_prefix(text->str, UNSEEN))
        return;
    gsize n = strlen(l->base);
    while (n && l->base[n - 1] == '/')
        n--;
    if (text->len && text->str[0] != '/')
        g_string_prepend_c(text, '/');
    g_string_prepend_len(text, l->base, (gssize)n);
}

static void visible_text_clear(gpointer text)
{
    g_free(((struct visible_text *)text)->text);
}

/* Whether a text is added to what its name stood for before: url += "/chat/completions". */
static bool is_added(const struct linker *l, const struct value *v)
{
    const struct facts *f = v->kind == V_LITERAL ? l->files[v->file].f : NULL;
    for (uint32_t i = 0; f && i < f->n_assigns; i++)
        if (f->assigns[i].value == v->ref && f->assigns[i].flags & ASSIGN_AUGMENTED)
            return true;
    return false;
}

/* Whether a text is made of what its name stood for before: url = url + "/chat/completions". */
static bool is_made_of_itself(const struct linker *l, const struct value *v)
{
    const struct facts *f = v->kind == V_LITERAL ? l->files[v->file].f : NULL;
    const struct fact_node *n = f ? &f->nodes[v->ref] : NULL;
    if (!n || n->kind != NODE_BINARY)
        return false;
    const uint32_t *first = &n->a;
    while (f->nodes[*first].kind == NODE_BINARY)
        first = &f->nodes[*first].a;
    for (uint32_t i = 0; i < f->n_assigns && f->nodes[*first].kind == NODE_NAME; i++)
        if (f->assigns[i].value == v->ref && f->nodes[f->assigns[i].target].kind == NODE_NAME &&
            f->nodes[f->assigns[i].target].text == f->nodes[*first].text)
            return true;
    return false;
}

/* All texts that a value of an expression may be. */
static void put_visible_value(struct linker *l, struct node_ref of, const struct value *v, GArray *out)
{
    g_autoptr(GString) text = g_string_new(NULL);
    struct putting p = {.out = text, .file = of.file};
    const bool handed = v->via == VALUE_PARAMETER && has_own_text(l, v);
    p.function = enclosing_function(l->files[of.file].f, lnode(l, of.file, of.node)->scope);
    if (handed)
        put_in(l, &p, v);
    unsigned left = MAX_TEXTS;
    do {
        if (is_added(l, v))
            g_string_append(text, UNSEEN);
        if (v->kind == V_LITERAL) {
            visible_part(l, v->file, v->ref, &p, 0);
        } else if (visible_format(l, v, &p, 0)) {
            /* as it was put together */
        } else if (v->kind == V_PATH && source_of(l, v)) {
            enum value_origin via;
            struct place place;
            const char *otherwise = source_default(l, source_of(l, v), v, &via, &place);
            if (otherwise)
                g_string_append(text, otherwise);
        }
        if (*text->str == '?' || *text->str == '&') /* put behind an address: url += "?key=x" */
            continue;
        put_base(l, text);
        if (text->len && !g_str_equal(text->str, UNSEEN)) {
            struct visible_text one = {.text = g_strdup(text->str), .handed = p.handed || handed};
            g_array_append_val(out, one);
        }
    } while (--left && next_choice(&p));
}

static void put_visible(struct linker *l, uint32_t file, uint32_t node, unsigned depth, GArray *out)
{
    const struct vset *s = eval(l, file, node);
    const guint begin = out->len;
    bool added = false;
    for (unsigned i = 0; i < s->n && !added; i++)
        added = is_added(l, &s->v[i]) || is_made_of_itself(l, &s->v[i]);
    for (unsigned i = 0; i < s->n && out->len < MAX_PARTS; i++) {
        const struct value *v = &s->v[i];
        const struct chain *call = formatting_call(l, v);
        const struct fact_node *n = call ? lnode(l, call->file, call->node) : NULL;
        const struct fact_node *list = v->kind == V_LITERAL ? lnode(l, v->file, v->ref) : NULL;
        if (n && n->count == 1 && depth < MAX_PART_DEPTH) /* all that its only argument may be: new URL(address) */
            put_visible(l, call->file, l->files[call->file].f->kids[n->first], depth + 1, out);
        else if (list && list->kind == NODE_LIST && depth < MAX_PART_DEPTH) /* of an annotation: value = ["/chat"] */
            for (uint32_t k = 0; k < list->count; k++)
                put_visible(l, v->file, l->files[v->file].f->kids[list->first + k], depth + 1, out);
        else
            put_visible_value(l, (struct node_ref){.file = file, .node = node}, v, out);
    }
    for (guint i = begin; added && i < out->len; i++)
        g_array_index(out, struct visible_text, i).grows = true;
}

/* The texts that an expression may be (struct visible_text), as far as they are visible; those of which nothing is are
 * left out. */
static GArray *visible_texts(struct linker *l, uint32_t file, uint32_t node)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(struct visible_text));
    g_array_set_clear_func(out, visible_text_clear);
    put_visible(l, file, node, 0, out);
    return out;
}

/* The first of them, in the arena; UNSEEN where there is none. */
static const char *visible_text_of(struct linker *l, uint32_t file, uint32_t node)
{
    g_autoptr(GArray) texts = visible_texts(l, file, node);
    return texts->len ? arena_strdup(l->a, g_array_index(texts, struct visible_text, 0).text) : UNSEEN;
}

/* The same of a class that says it for all its calls: base_uri "https://example.com" in its body. */
static const char *base_declared(struct linker *l, const struct api_item *item, uint32_t file, uint32_t scope)
{
    const struct facts *f = l->files[file].f;
    uint32_t class = l->files[file].lang->bare_calls ? enclosing_class(f, scope) : 0;
    for (uint32_t i = 1; class && i < f->n_nodes; i++) {
        const struct fact_node *call = &f->nodes[i], *name = call->kind == NODE_CALL ? &f->nodes[call->a] : NULL;
        if (!name || call->scope != class || name->kind != NODE_NAME || !call->count ||
            !g_strv_contains((const char *const *)item->base, f->strings[name->text]))
            continue;
        return visible_text_of(l, file, f->kids[call->first]);
    }
    return NULL;
}

/* The same of a decorator: what the decorators of its class say: @Client(url = "https://example.com"). */
static const char *base_decorated(struct linker *l, const struct api_item *item, uint32_t file, uint32_t scope)
{
    const struct facts *f = l->files[file].f;
    const struct fact_scope *s = &f->scopes[enclosing_class(f, scope)];
    const char *text = NULL;
    for (const char **name = item->base; *name && s->kind == SCOPE_CLASS && !text; name++)
        for (uint32_t i = 0; i < s->n_decorators && !text; i++) {
            bool place = g_ascii_isdigit(**name);
            struct found found;
            find_argument(l, file, f->kids[s->first_decorator + i], place ? NULL : *name, place ? atoi(*name) : -1, &found);
            if (found.nodes->len) {
                struct node_ref r = g_array_index(found.nodes, struct node_ref, 0);
                text = visible_text_of(l, r.file, r.node);
            }
            found_clear(&found);
        }
    return text;
}

static bool is_object(const struct fact_node *n)
{
    return n->kind == NODE_NAME || n->kind == NODE_MEMBER;
}

/* A name that the same function gives to another: this.client = client. */
static bool is_given_name(const struct facts *f, uint32_t scope, uint32_t name, uint32_t value)
{
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_node *t = &f->nodes[f->assigns[i].target], *v = &f->nodes[f->assigns[i].value];
        if (f->assigns[i].value && t->scope == scope && is_object(t) && t->text == name && v->kind == NODE_NAME && v->text == value)
            return true;
    }
    return false;
}

/* The same of a client that the class was given, and says it of: client.BaseAddress = x. */
static const char *base_assigned(struct linker *l, const struct api_item *item, uint32_t file, const struct fact_node *call)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *callee = &f->nodes[call->a], *on = callee->kind == NODE_MEMBER ? &f->nodes[callee->a] : NULL;
    uint32_t class = on && is_object(on) && l->files[file].lang->modules == MODULES_NAMES ? enclosing_class(f, call->scope) : 0;
    for (uint32_t i = 0; class && i < f->n_assigns; i++) {
        const struct fact_node *t = &f->nodes[f->assigns[i].target], *object = t->kind == NODE_MEMBER ? &f->nodes[t->a] : NULL;
        if (!object || !is_object(object) || !f->assigns[i].value || enclosing_class(f, t->scope) != class ||
            !g_strv_contains((const char *const *)item->base, f->strings[t->text]) ||
            (object->text != on->text && !is_given_name(f, t->scope, on->text, object->text)))
            continue;
        return visible_text_of(l, file, f->assigns[i].value);
    }
    return NULL;
}

/* What stands before the paths of a call's client, by the item's `base`: in the arena, NULL if it was given none. */
static const char *base_of(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call)
{
    const struct fact_node *n = lnode(l, file, call);
    if (item->as == AS_DECORATOR)
        return item->base[0] ? base_decorated(l, item, file, n->scope) : NULL;
    const struct vset *s = item->base[0] && n->kind == NODE_CALL ? eval(l, file, n->a) : &vset_empty;
    for (unsigned i = 0; i < s->n; i++)
        for (const struct chain *c = s->v[i].kind == V_PATH ? s->v[i].chain : NULL; c; c = c->prev)
            for (const char **name = item->base; c->file != NO_INDEX && *name; name++) {
                const struct fact_node *made = lnode(l, c->file, c->node);
                const struct fact_node *method = made->kind == NODE_CALL ? lnode(l, c->file, made->a) : NULL;
                bool step = method && method->kind == NODE_MEMBER && g_str_equal(ltext(l, c->file, method->text), *name);
                bool place = g_ascii_isdigit(**name); /* of what makes the client, not of its steps */
                struct found found;
                find_argument(l, c->file, c->node, step || place ? NULL : *name, step ? 0 : place ? atoi(*name) : -1, &found);
                if (!place && !found.nodes->len && l->files[c->file].lang->modules == MODULES_NAMES)
                    later_steps(l, c->file, c->node, *name, &found);
                if (place && (c->step || (c == s->v[i].chain && c->prev && c->prev->file != NO_INDEX)))
                    g_array_set_size(found.nodes, 0);
                const char *text = NULL;
                if (found.nodes->len) {
                    struct node_ref r = g_array_index(found.nodes, struct node_ref, 0);
                    text = visible_text_of(l, r.file, r.node);
                }
                found_clear(&found);
                if (text)
                    return text;
            }
    const char *assigned = item->base[0] && n->kind == NODE_CALL ? base_assigned(l, item, file, n) : NULL;
    return assigned || !item->base[0] || n->kind != NODE_CALL ? assigned : base_declared(l, item, file, n->scope);
}

/* The provider whose host all visible URLs among the values of an expression name, or NULL. */
static const char *provider_of_host(struct linker *l, uint32_t file, uint32_t node)
{
    g_autoptr(GArray) texts = visible_texts(l, file, node);
    const char *provider = NULL;
    for (guint i = 0; i < texts->len; i++) {
        const struct visible_text *t = &g_array_index(texts, struct visible_text, i);
        if (t->grows && g_str_has_prefix(t->text, UNSEEN)) /* of what it begins with, another of them is seen */
            continue;
        const char *one = ruleset_host_provider(l->rules, t->text);
        if (!one || (provider && !g_str_equal(one, provider)))
            return NULL;
        provider = one;
    }
    return provider;
}

static struct reading read_node(struct linker *l, uint32_t file, uint32_t node)
{
    struct reading out = {.state = STATE_UNSET, .place = {.file = NO_INDEX}};
    const struct vset *s = eval(l, file, node);
    unsigned null = 0, set = 0, opaque = 0, clear = 0, other = 0;
    bool env = false;
    for (unsigned i = 0; i < s->n; i++) {
        const struct value *v = &s->v[i];
        enum value_origin via = v->via ? v->via : VALUE_COMPUTED;
        const char *text = NULL;
        struct place place = {.file = NO_INDEX};
        if (v->kind == V_LITERAL) {
            const struct fact_node *n = lnode(l, v->file, v->ref);
            if (n->kind == NODE_NULL) {
                null++;
                continue;
            }
            text = n->kind == NODE_TEMPLATE || is_concatenation(l, v->file, n) ? template_text(l, v->file, v->ref) : literal_text(l, v->file, n);
            if (via == VALUE_LITERAL && (v->file != file || v->ref != node))
                via = VALUE_CONST;
        } else if (v->kind == V_PATH) {
            const struct api_item *item = source_of(l, v), *constant = item ? NULL : constant_of(l, v);
            if (constant && !constant->value) { /* NOT_GIVEN and the like */
                null++;
                continue;
            }
            if (item)
                text = source_default(l, item, v, &via, &place);
            else if (constant && (text = constant->value))
                via = v->via == VALUE_PARAMETER ? VALUE_PARAMETER : VALUE_CONST;
        } else if (v->kind == V_OTHER) {
            via = VALUE_COMPUTED;
        }
        set++;
        if (v->kind == V_PATH && !text && !source_of(l, v))
            opaque++;
        else if (v->kind == V_OTHER && !v->site)
            other++;
        else if (v->kind == V_LITERAL && text)
            clear++;
        if (!out.value) {
            if (text || !out.via || out.via == VALUE_COMPUTED)
                out.via = via;
            if (text) {
                out.value = text;
                out.place = place.file != NO_INDEX ? place
                          : v->kind == V_LITERAL ? place_of(l, v->file, v->ref)
                          : v->chain && v->chain->file != NO_INDEX ? place_of(l, v->chain->file, v->chain->node)
                                                                   : place_of(l, file, node);
            }
        }
        env |= via == VALUE_ENV || via == VALUE_ENV_DEFAULT;
    }
    if (env && out.value && (out.via <= VALUE_CONST || out.via == VALUE_ENV))
        out.via = VALUE_ENV_DEFAULT; /* getenv(x) or "default" */
    if (out.place.file == NO_INDEX)
        out.place = place_of(l, file, node);
    if (set && null)
        out.state = STATE_UNKNOWN;
    else if (set)
        out.state = s->open && out.via == VALUE_PARAMETER ? STATE_UNKNOWN : STATE_SET; /* not all callers are seen, or pass it */
    else if (null)
        out.state = s->open ? STATE_UNKNOWN : STATE_UNSET;
    else
        out.state = STATE_SET; /* written, and not resolvable: a computed value */
    if (opaque && clear) { /* a literal here, something read at run time there */
        out.value = NULL;
        out.via = VALUE_PARAMETER;
        out.state = STATE_UNKNOWN;
    }
    if (other && clear && !env) { /* what somebody gave, or else this */
        out.value = NULL;
        out.via = VALUE_PARAMETER;
    }
    /* one literal among many possible ones is an example, not the value */
    if (set > 1 && out.state == STATE_SET && out.value) {
        for (unsigned i = 0; i < s->n; i++) {
            const struct fact_node *n = s->v[i].kind == V_LITERAL ? lnode(l, s->v[i].file, s->v[i].ref) : NULL;
            const char *text = n ? literal_text(l, s->v[i].file, n) : NULL;
            if (text && !g_str_equal(text, out.value) && out.via != VALUE_ENV_DEFAULT) {
                out.value = NULL;
                out.via = VALUE_PARAMETER;
                break;
            }
        }
    }
    return out;
}

const char *literal_of(struct linker *l, uint32_t file, uint32_t node, enum value_origin *via, struct place *place)
{
    struct reading r = read_node(l, file, node);
    *via = r.via;
    if (place)
        *place = r.place;
    return r.value;
}

/* Whether a value of an expression, or what it was called from, has a path. */
static bool is_below(const struct path *path, const struct apath *p)
{
    for (; p && p->depth; p = p->parent)
        if (apath_match(path, p))
            return true;
    return false;
}

static bool has_path(struct linker *l, uint32_t file, uint32_t node, const struct path *path)
{
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++)
        if (s->v[i].kind == V_PATH && is_below(path, s->v[i].path))
            return true;
    return false;
}

/* Whether a text names a host that stands for no provider. */
static bool names_stranger(const struct linker *l, const char *text)
{
    const char *host = strstr(text, "://");
    return host && host[3] && !g_str_has_prefix(host + 3, UNSEEN) && !ruleset_host_provider(l->rules, text);
}

/* Whether an argument is written around its call: not in another function, which makes requests for many. */
static bool is_written_there(const struct linker *l, uint32_t file, uint32_t call, struct node_ref argument)
{
    const struct facts *f = l->files[file].f;
    uint32_t function = enclosing_function(f, f->nodes[argument.file == file ? argument.node : 0].scope);
    uint32_t scope = f->nodes[call].scope;
    while (scope && scope != function)
        scope = f->scopes[scope].parent;
    return argument.file == file && scope == function;
}

/* All visible texts of one of an argument's values must fit, and there must be one. Of those that callers hand to a function
 * of one service one is enough: for the others it is called for something else. */
static bool texts_fit(struct linker *l, const struct api_when *w, uint32_t file, uint32_t node, bool there, bool *any)
{
    g_autoptr(GArray) texts = visible_texts(l, file, node);
    for (guint i = 0; i < texts->len; i++) {
        const struct visible_text *t = &g_array_index(texts, struct visible_text, i);
        bool fits = (!w->matches || regex_match(w->matches, t->text, strlen(t->text), NULL, 0)) &&
                    (!w->host || ruleset_host_provider(l->rules, t->text));
        bool excused = (t->grows || (there && t->handed)) && !names_stranger(l, t->text);
        if (!fits && !excused)
            return false;
        *any |= fits;
    }
    return true;
}

static enum tristate contains_in(struct linker *l, const struct api_argument *arg, uint32_t file, uint32_t node,
                                 unsigned hops);

static bool is_visible(struct linker *l, uint32_t file, uint32_t node)
{
    g_autoptr(GArray) texts = visible_texts(l, file, node);
    return texts->len > 0;
}

static bool when_holds(struct linker *l, const struct api_item *item, const struct api_when *w, uint32_t file,
                       uint32_t call)
{
    bool holds = false, clear = true;
    for (const char **name = w->names; *name && !holds && clear; name++) {
        struct found found;
        char *end;
        long position = strtol(*name, &end, 10);
        find_within(l, item, file, call, *end ? *name : NULL, *end ? -1 : (int)CLAMP(position, 0, 100), &found);
        for (guint i = 0; i < found.nodes->len && clear; i++) {
            struct node_ref r = g_array_index(found.nodes, struct node_ref, i);
            enum value_origin via;
            const char *text = w->equals ? literal_of(l, r.file, r.node, &via, NULL) : NULL;
            if (w->matches || w->host)
                clear = texts_fit(l, w, r.file, r.node, is_written_there(l, file, call, r), &holds);
            else if (w->unseen)
                holds |= !is_visible(l, r.file, r.node);
            else if (w->contains)
                holds |= contains_in(l, w->contains, r.file, r.node, 4) == STATE_SET;
            else
                holds |= w->equals == NULL || (text && g_str_equal(text, w->equals));
            if (w->path.n_segments)
                clear = clear && has_path(l, r.file, r.node, &w->path);
        }
        if (w->missing)
            clear = clear && !found.nodes->len && !found.open;
        found_clear(&found);
    }
    return (holds || w->missing) && clear;
}

/* Whether a call's value is given to one of `names`, itself or by its own name: x = Agent(); root_agent = x. */
static bool is_assigned(struct linker *l, uint32_t file, uint32_t node, const char **names)
{
    const struct facts *f = l->files[file].f;
    uint32_t own = name_given(&l->files[file], node);
    if (!own)
        return false;
    if (g_strv_contains((const char *const *)names, f->strings[f->nodes[own].text]))
        return true;
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_node *target = &f->nodes[f->assigns[i].target], *value = &f->nodes[f->assigns[i].value];
        if (value->kind == NODE_NAME && value->text == f->nodes[own].text && value->scope == f->nodes[own].scope &&
            target->kind == NODE_NAME && g_strv_contains((const char *const *)names, f->strings[target->text]))
            return true;
    }
    return false;
}

/* Whether a text of a file is written in its code: as a key, a name of a part, or anything else in quotes. */
static bool is_written(const struct linker *l, uint32_t file, const char *text, size_t len)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const char *s = f->nodes[i].kind == NODE_STRING ? f->strings[f->nodes[i].text] : "";
        if (strlen(s) == len && memcmp(s, text, len) == 0)
            return true;
    }
    return false;
}

/* Whether a file writes all texts of one of an item's sets, and none that it must not. */
static bool file_writes(const struct linker *l, const struct api_item *item, uint32_t file)
{
    const struct facts *f = l->files[file].f;
    bool all = false;
    for (const char **set = item->writes; *set && !all; set++) {
        all = true;
        for (const char *word = *set; *word && all; word += strspn(word, " ")) {
            size_t len = strcspn(word, " ");
            all = is_written(l, file, word, len);
            word += len;
        }
    }
    for (uint32_t i = 1; i < f->n_nodes && all && item->writes_no; i++)
        if (f->nodes[i].kind == NODE_STRING)
            all = !regex_search(item->writes_no, f->strings[f->nodes[i].text], strlen(f->strings[f->nodes[i].text]));
    return all;
}

bool item_fits(struct linker *l, const struct api_item *item, uint32_t file, uint32_t node)
{
    bool fits = item->n_when == 0;
    const char *path = item->in_file ? l->files[file].pf->path : NULL, *outer = l->base;
    const char *caller = path && l->frame ? l->files[l->frame->call.file].pf->path : path;
    if (path && !regex_search(item->in_file, path, strlen(path)) && !regex_search(item->in_file, caller, strlen(caller)))
        return false;
    l->base = item->n_when ? base_of(l, item, file, node) : NULL;
    for (unsigned i = 0, next; i < item->n_when && !fits; i = next) {
        fits = true;
        for (next = i; next < item->n_when && item->when[next].alternative == item->when[i].alternative; next++)
            fits = fits && when_holds(l, item, &item->when[next], file, node);
    }
    l->base = outer;
    if (!fits)
        return false;
    if (item->writes[0] && !file_writes(l, item, file))
        return false;
    return !item->assigned[0] || is_assigned(l, file, node, item->assigned);
}

static bool dict_has(struct linker *l, uint32_t file, uint32_t dict, const struct api_pair *want)
{
    g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    bool open = false;
    if (!dict_get(l, file, dict, want->key, nodes, &open))
        return false;
    if (!want->value)
        return true;
    for (guint i = 0; i < nodes->len; i++) {
        struct node_ref r = g_array_index(nodes, struct node_ref, i);
        enum value_origin via;
        const char *text = literal_of(l, r.file, r.node, &via, NULL);
        if (text && g_str_equal(text, want->value))
            return true;
    }
    return false;
}

static bool case_fits(struct linker *l, const struct api_case *c, uint32_t file, uint32_t node, const struct reading *r)
{
    if (c->equals && (!r->value || !g_str_equal(r->value, c->equals)))
        return false;
    if (c->matches && (!r->value || !regex_match(c->matches, r->value, strlen(r->value), NULL, 0)))
        return false;
    if (!c->n_has && !c->path.n_segments)
        return true;
    if (c->path.n_segments)
        return has_path(l, file, node, &c->path);
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++) {
        const struct value *v = &s->v[i];
        if (is_dictionary(l, v)) {
            bool all = true;
            for (unsigned k = 0; k < c->n_has && all; k++)
                all = dict_has(l, v->file, v->ref, &c->has[k]);
            if (all)
                return true;
        }
    }
    return false;
}

/* Whether one of the paths that a value may have says something else than this case, which another of them fits. */
static bool case_mixed(struct linker *l, const struct api_argument *arg, const struct api_case *c, uint32_t file, uint32_t node)
{
    const struct vset *s = c->path.n_segments && c->state == STATE_SET ? eval(l, file, node) : &vset_empty;
    for (unsigned i = 0; i < s->n; i++) {
        if (s->v[i].kind != V_PATH || !s->v[i].path->depth)
            continue;
        bool same = false;
        for (unsigned k = 0; k < arg->n_cases && !same; k++)
            same = arg->cases[k].path.n_segments && arg->cases[k].state == c->state &&
                   g_strcmp0(arg->cases[k].value, c->value) == 0 && is_below(&arg->cases[k].path, s->v[i].path);
        if (!same)
            return true;
    }
    return false;
}

/* The same for a structure with fields: Message{Role: "system"}. */
static enum tristate field_contains(struct linker *l, const struct api_argument *arg, const struct value *v)
{
    g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    struct found found = {nodes, false};
    if (!arg->contains_key)
        return STATE_UNKNOWN;
    from_steps(l, v, arg->contains_key, &found);
    enum tristate state = nodes->len ? STATE_UNSET : STATE_UNKNOWN;
    for (guint i = 0; i < nodes->len; i++) {
        struct node_ref r = g_array_index(nodes, struct node_ref, i);
        enum value_origin via;
        const char *text = literal_of(l, r.file, r.node, &via, NULL);
        if (text && g_strv_contains((const char *const *)arg->contains_values, text))
            return STATE_SET;
        if (!text || via == VALUE_PARAMETER)
            state = STATE_UNKNOWN;
    }
    return state;
}

/* Whether an expression is a text whatever it says: one that is written, joined or formatted, a parameter that is declared so,
 * or a name that is given nothing else. */
static bool is_text_expression(struct linker *l, uint32_t file, uint32_t node, unsigned hops)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = node ? &f->nodes[node] : NULL;
    if (!n || !hops)
        return false;
    if (n->kind == NODE_STRING || n->kind == NODE_TEMPLATE || is_text_parameter(l, file, n))
        return true;
    if (is_concatenation(l, file, n))
        return is_text_expression(l, file, n->a, hops - 1) || is_text_expression(l, file, n->b, hops - 1);
    if (n->kind == NODE_CALL && f->nodes[n->a].kind == NODE_MEMBER) /* TEMPLATE.format(x) */
        return is_text_expression(l, file, f->nodes[n->a].a, hops - 1);
    if (n->kind != NODE_NAME && n->kind != NODE_MEMBER)
        return false;
    const struct vset *s = eval(l, file, node);
    bool all = s->n > 0 && !s->open;
    for (unsigned i = 0; i < s->n && all; i++) {
        uint8_t kind = s->v[i].kind == V_LITERAL ? lnode(l, s->v[i].file, s->v[i].ref)->kind : NODE_NONE;
        all = kind == NODE_STRING || kind == NODE_TEMPLATE;
    }
    if (all || n->kind != NODE_NAME)
        return all;
    unsigned times = 0;
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        const struct fact_node *t = &f->nodes[a->target];
        if (t->kind != NODE_NAME || t->text != n->text || a->scope != n->scope)
            continue;
        if (!a->value || ++times > MAX_TEXT_GIVEN || !is_text_expression(l, file, a->value, hops - 1))
            return false;
    }
    return times > 0;
}

/* The role that a word of a name is: UserMessage, ChatMessageTypeSystem. NULL for none, or several. */
static const char *role_in_name(const struct linker *l, const char *name)
{
    const char *found = NULL;
    for (const char *at = name; *at;) {
        const char *end = at + 1; /* AIMessage is AI and Message */
        while (*end && (g_ascii_isupper(*at) && g_ascii_isupper(*end) ? !g_ascii_islower(end[1]) : g_ascii_islower(*end)))
            end++;
        g_autofree char *word = g_strndup(at, (gsize)(end - at));
        const char *role = prompt_role_of(l, word);
        if (role && found && !g_str_equal(role, found))
            return NULL;
        found = role ? role : found;
        at = end;
    }
    return found;
}

/* The role that a call is given as a constant of a library: ChatRole.User, llms.ChatMessageTypeHuman. NULL without. */
static const char *role_given(struct linker *l, uint32_t file, uint32_t call)
{
    const struct fact_node *n = lnode(l, file, call);
    const char *role = NULL;
    for (uint32_t i = 0; n->kind == NODE_CALL && i < n->count && !role; i++) {
        const struct fact_node *k = lnode(l, file, l->files[file].f->kids[n->first + i]);
        if (k->kind == NODE_MEMBER)
            role = role_in_name(l, ltext(l, file, k->text));
    }
    return role;
}

/* Whose message a call of a library makes, by its name or by what it is given; NULL where that is not seen. */
static const char *speaker_of(struct linker *l, const struct value *v)
{
    const char *role = v->path->name ? role_in_name(l, v->path->name) : NULL;
    return role || !v->chain || v->chain->file == NO_INDEX ? role : role_given(l, v->chain->file, v->chain->node);
}

/* The list that an object of a library is made of: new List<Message>([...]); 0 without. */
static uint32_t made_of_list(const struct linker *l, const struct chain *c)
{
    const struct fact_node *n = c && c->file != NO_INDEX ? lnode(l, c->file, c->node) : NULL;
    uint32_t first = n && n->kind == NODE_CALL && n->count ? l->files[c->file].f->kids[n->first] : 0;
    return first && lnode(l, c->file, first)->kind == NODE_LIST ? first : 0;
}

/* Whether the elements of the list that an expression is hold what `contains` asks for. */
static enum tristate contains_in(struct linker *l, const struct api_argument *arg, uint32_t file, uint32_t node,
                                 unsigned hops)
{
    const struct vset *s = eval(l, file, node);
    enum tristate state = s->open || !s->n ? STATE_UNKNOWN : STATE_UNSET;
    const bool messages = g_strcmp0(arg->attribute, "system_message") == 0;
    if (messages && is_text_expression(l, file, node, MAX_TEXT_HOPS)) /* one message, of the one who asks */
        return STATE_UNSET;
    const char *own = messages && !s->n ? role_given(l, file, node) : NULL; /* new(ChatRole.User, text) */
    if (own)
        return g_str_equal(own, "system") ? STATE_SET : STATE_UNSET;
    for (unsigned i = 0; i < s->n; i++) {
        const struct value *v = &s->v[i];
        if (v->kind == V_PATH) {
            const char *role = messages ? speaker_of(l, v) : NULL;
            if (role && g_str_equal(role, "system"))
                return STATE_SET;
            if (role)
                continue;
            for (unsigned k = 0; k < arg->n_contains_calls; k++) {
                if (apath_match(&arg->contains_calls[k], v->path))
                    return STATE_SET;
                unsigned steps = 0; /* what it was made from: Message::default().content(x).into() */
                for (const struct chain *c = v->chain; c && steps < 64 && option_objects(l, file); c = c->prev, steps++)
                    if (c->file != NO_INDEX && apath_match(&arg->contains_calls[k], c->path))
                        return STATE_SET;
            }
            uint32_t list = hops ? made_of_list(l, v->chain) : 0;
            enum tristate e = list ? contains_in(l, arg, v->chain->file, list, hops - 1) : field_contains(l, arg, v);
            if (e == STATE_SET)
                return STATE_SET;
            if (e == STATE_UNKNOWN)
                state = STATE_UNKNOWN;
            continue;
        }
        if (v->kind != V_LITERAL) {
            state = STATE_UNKNOWN;
            continue;
        }
        const struct fact_node *n = lnode(l, v->file, v->ref);
        const uint32_t *kids = l->files[v->file].f->kids + n->first;
        if (n->kind == NODE_DICT && arg->contains_key) {
            g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
            bool open = false;
            dict_get(l, v->file, v->ref, arg->contains_key, nodes, &open);
            for (guint k = 0; k < nodes->len; k++) {
                struct node_ref r = g_array_index(nodes, struct node_ref, k);
                enum value_origin via;
                const char *text = literal_of(l, r.file, r.node, &via, NULL);
                if (text && arg->contains_values &&
                    g_strv_contains((const char *const *)arg->contains_values, text))
                    return STATE_SET;
                if (!text || via == VALUE_PARAMETER)
                    state = STATE_UNKNOWN;
            }
            if (open && !nodes->len)
                state = STATE_UNKNOWN;
        } else if (n->kind == NODE_LIST && hops) {
            const struct fact_node *first = n->count ? lnode(l, v->file, kids[0]) : NULL;
            if (first && first->kind == NODE_STRING && arg->contains_tuple) { /* ("system", text) */
                if (g_strv_contains((const char *const *)arg->contains_tuple, ltext(l, v->file, first->text)))
                    return STATE_SET;
                continue;
            }
            for (uint32_t k = 0; k < n->count; k++) {
                enum tristate e = contains_in(l, arg, v->file, kids[k], hops - 1);
                if (e == STATE_SET)
                    return STATE_SET;
                if (e == STATE_UNKNOWN)
                    state = STATE_UNKNOWN;
            }
        } else if (n->kind == NODE_BINARY && hops) { /* [system] + history */
            const uint32_t sides[] = {n->a, n->b};
            for (unsigned k = 0; k < 2; k++) {
                enum tristate e = contains_in(l, arg, v->file, sides[k], hops - 1);
                if (e == STATE_SET)
                    return STATE_SET;
                if (e == STATE_UNKNOWN)
                    state = STATE_UNKNOWN;
            }
        } else if (n->kind != NODE_STRING && n->kind != NODE_TEMPLATE && n->kind != NODE_NUMBER) {
            state = STATE_UNKNOWN;
        }
    }
    return state;
}

/* A list built step by step: messages = []; messages.append({...}). What is handed to its methods counts too. */
static enum tristate contains_added(struct linker *l, const struct api_argument *arg, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    if (n->kind != NODE_NAME)
        return STATE_UNSET;
    const struct facts *f = l->files[file].f;
    enum tristate state = STATE_UNSET;
    const GArray *calls = method_calls(l, file, n->scope, n->text);
    for (guint i = 0; calls && i < calls->len; i++) {
        const struct fact_node *c = &f->nodes[g_array_index(calls, uint32_t, i)];
        for (uint32_t k = 0; k < c->count; k++) {
            enum tristate e = contains_in(l, arg, file, f->kids[c->first + k], 3);
            if (e == STATE_SET)
                return STATE_SET;
            if (e == STATE_UNKNOWN)
                state = STATE_UNKNOWN;
        }
    }
    return state;
}

#define MIN_PROSE 10u /* bytes of a text that make it more than a word */
#define MAX_INLINE_LOOKS 3000u /* expressions that are looked into for one argument */
#define MAX_INLINE 8u /* expressions within one another that are looked into for text */

static bool has_inline_text(struct linker *l, uint32_t file, uint32_t node, unsigned hops);

/* messages.append({"content": "..."}), messages.append(Message("...")): text handed to a method of a local name. */
static bool added_inline(struct linker *l, uint32_t file, const struct fact_node *name, unsigned hops)
{
    const struct facts *f = l->files[file].f;
    const GArray *calls = hops ? method_calls(l, file, name->scope, name->text) : NULL;
    for (guint i = 0; calls && i < calls->len; i++) {
        const struct fact_node *c = &f->nodes[g_array_index(calls, uint32_t, i)];
        const char **grow = l->files[file].lang->grow_methods;
        bool grows = grow && g_strv_contains((const char *const *)grow, f->strings[f->nodes[c->a].text]);
        for (uint32_t k = 0; k < c->count; k++) {
            uint8_t kind = f->nodes[f->kids[c->first + k]].kind;
            if ((kind == NODE_DICT || (grows && kind == NODE_CALL)) && has_inline_text(l, file, f->kids[c->first + k], hops))
                return true;
        }
    }
    return false;
}

/* prompt = TEMPLATE.format(x): what a name was given in its function, or in one around it. */
static bool assigned_inline(struct linker *l, uint32_t file, const struct fact_node *name, unsigned hops)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 0; hops && i < f->n_assigns; i++) {
        const struct fact_node *target = &f->nodes[f->assigns[i].target];
        enum node_kind kind = f->nodes[f->assigns[i].value].kind;
        if (target->kind != NODE_NAME || target->text != name->text || (kind != NODE_CALL && kind != NODE_BINARY))
            continue;
        uint32_t scope = name->scope;
        while (scope > 1 && scope != target->scope)
            scope = f->scopes[scope].parent;
        if (scope == target->scope && has_inline_text(l, file, f->assigns[i].value, hops))
            return true;
    }
    return false;
}

/* Whether a text says something besides its placeholders, in more than a word: "{question}" asks nothing, and
 * "prompt.txt" is a name. */
static bool is_prose(const char *text)
{
    unsigned n = 0, depth = 0;
    bool words = false, blank = false;
    for (; *text && !(n >= MIN_PROSE && words); text++) {
        if (*text == '{') {
            depth++;
        } else if (*text == '}' && depth) {
            depth--;
        } else if (g_ascii_isspace(*text)) {
            blank = n > 0;
        } else if (!depth) {
            words |= blank || (unsigned char)*text >= 0x80;
            n++;
        }
    }
    return n >= MIN_PROSE && words;
}

/* Whether text is written in an expression itself, or in what a name or member of the same file stands for; not what
 * comes from elsewhere. */
static bool has_inline_text(struct linker *l, uint32_t file, uint32_t node, unsigned hops)
{
    if (!node || !hops || !l->inline_left)
        return false;
    l->inline_left--;
    const struct fact_node *n = lnode(l, file, node);
    if (n->kind == NODE_NAME || n->kind == NODE_MEMBER) {
        const struct vset *s = eval(l, file, node);
        for (unsigned i = 0; i < s->n; i++)
            if (s->v[i].kind == V_LITERAL && s->v[i].file == file && s->v[i].ref != node &&
                s->v[i].via != VALUE_PARAMETER && has_inline_text(l, file, s->v[i].ref, hops - 1))
                return true;
        if (n->kind == NODE_MEMBER)
            return has_inline_text(l, file, n->a, hops - 1);
        return assigned_inline(l, file, n, hops - 1) || added_inline(l, file, n, hops - 1);
    }
    const uint32_t *kids = l->files[file].f->kids + n->first;
    switch ((enum node_kind)n->kind) {
    case NODE_STRING:
        return is_prose(ltext(l, file, n->text));
    case NODE_CALL: /* TEMPLATE.format(x): the text is what the method is called on */
        if (lnode(l, file, n->a)->kind == NODE_MEMBER && has_inline_text(l, file, lnode(l, file, n->a)->a, hops - 1))
            return true;
        /* fall through */
    case NODE_TEMPLATE: case NODE_LIST:
        for (uint32_t i = 0; i < n->count; i++)
            if (has_inline_text(l, file, kids[i], hops - 1))
                return true;
        return false;
    case NODE_DICT:
        for (uint32_t i = 0; i < n->count; i++) {
            const struct fact_node *k = lnode(l, file, kids[i]);
            if (k->kind == NODE_PAIR && has_inline_text(l, file, k->b, hops - 1))
                return true;
        }
        return false;
    case NODE_KEYWORD:
        return has_inline_text(l, file, n->b, hops - 1);
    case NODE_BINARY:
        return has_inline_text(l, file, n->a, hops - 1) || has_inline_text(l, file, n->b, hops - 1);
    default:
        return false;
    }
}

static bool is_unset_literal(const struct api_argument *arg, const char *value)
{
    return value && arg->unset && g_strv_contains((const char *const *)arg->unset, value);
}

/* Whether a text is only what another of them begins with. */
static bool is_beginning(const GArray *texts, guint of)
{
    const struct visible_text *t = &g_array_index(texts, struct visible_text, of);
    for (guint i = 0; t->grows && i < texts->len; i++) {
        const char *other = g_array_index(texts, struct visible_text, i).text;
        if (strlen(other) > strlen(t->text) && g_str_has_prefix(other, t->text))
            return true;
    }
    return false;
}

/* The value of the first case that fits the visible text; NULL where there is none, or several say different things. */
static const char *visible_case(struct linker *l, const struct api_argument *arg, uint32_t file, uint32_t node)
{
    g_autoptr(GArray) texts = visible_texts(l, file, node);
    const char *value = NULL;
    for (guint i = 0; i < texts->len; i++) {
        if (is_beginning(texts, i))
            continue;
        const char *text = g_array_index(texts, struct visible_text, i).text, *one = NULL;
        for (unsigned c = 0; c < arg->n_cases && !one; c++) {
            struct regex_span at[2];
            if (!arg->cases[c].matches || regex_match(arg->cases[c].matches, text, strlen(text), at, 2))
                one = arg->cases[c].value;
            else
                continue;
            if (!one && arg->cases[c].matches && at[1].end > at[1].start) { /* a part of it, if all of that is visible */
                g_autofree char *part = g_strndup(text + at[1].start, (gsize)(at[1].end - at[1].start));
                one = strstr(part, UNSEEN) ? NULL : arena_strdup(l->a, part);
            }
        }
        if (!one || (value && !g_str_equal(value, one)))
            return NULL;
        value = one;
    }
    return value;
}

static void read_argument(struct linker *l, const struct api_argument *arg, const struct found *found,
                          enum origin origin, GArray *attributes)
{
    struct attribute a = {.name = arg->attribute, .state = STATE_UNKNOWN, .origin = origin, .place = {.file = NO_INDEX}};
    if (!found->nodes->len) {
        if (!found->open)
            return;
        attribute_put(attributes, &a, false);
        return;
    }
    bool first = true, told = false;
    for (guint i = 0; i < found->nodes->len; i++) {
        struct node_ref r = g_array_index(found->nodes, struct node_ref, i);
        struct attribute one = a;
        if (!r.node) {
            a.state = STATE_UNKNOWN;
            a.value = NULL;
            break;
        }
        struct reading reading = read_node(l, r.file, r.node);
        one.place = reading.place.file != NO_INDEX ? reading.place : place_of(l, r.file, r.node);
        one.value_origin = reading.via;
        if (arg->file_keys[0] || arg->file_roles[0]) {
            uint32_t document = named_document(l, r.file, r.node);
            if (document != NO_INDEX)
                one = configured_in(l, arg, document);
            else
                one.value_origin = VALUE_NONE;
        } else if (arg->host) {
            one.value = provider_of_host(l, r.file, r.node);
            one.state = one.value ? STATE_SET : STATE_UNKNOWN;
        } else if (arg->visible) {
            one.value = visible_case(l, arg, r.file, r.node);
            one.state = one.value ? STATE_SET : STATE_UNKNOWN;
            if (one.value && !one.value_origin) /* it stands in a text that is put together */
                one.value_origin = VALUE_LITERAL;
        } else if (arg->inline_text) {
            l->inline_left = MAX_INLINE_LOOKS;
            one.state = has_inline_text(l, r.file, r.node, MAX_INLINE) ? STATE_SET : STATE_UNSET;
            one.value_origin = one.state == STATE_SET ? VALUE_LITERAL : VALUE_NONE;
            one.place = place_of(l, r.file, r.node);
        } else if (arg->contains) {
            one.state = contains_in(l, arg, r.file, r.node, 4);
            enum tristate added = one.state == STATE_SET ? STATE_UNSET : contains_added(l, arg, r.file, r.node);
            if (added != STATE_UNSET)
                one.state = added;
            one.value_origin = one.state == STATE_SET ? VALUE_LITERAL : VALUE_NONE;
            one.place = place_of(l, r.file, r.node);
        } else {
            one.state = reading.state;
            one.value = reading.value;
            if (one.state == STATE_UNSET && !one.value_origin)
                one.value_origin = VALUE_LITERAL; /* a null that somebody wrote */
            if (is_unset_literal(arg, reading.value))
                one.state = STATE_UNSET;
            else if (reading.value && g_str_equal(reading.value, "false") && !arg->n_cases)
                one.state = STATE_UNSET;
            const struct vset *s = eval(l, r.file, r.node);
            if (one.state == STATE_SET && s->n == 1 && s->v[0].kind == V_PATH && arg->unset &&
                s->v[0].path->depth && s->v[0].path->name &&
                g_strv_contains((const char *const *)arg->unset, s->v[0].path->name))
                one.state = STATE_UNSET; /* NOT_GIVEN and the like */
            bool absent = false;
            for (unsigned c = 0; one.state == STATE_SET && c < arg->n_cases; c++)
                if (case_fits(l, &arg->cases[c], r.file, r.node, &reading)) {
                    absent = arg->cases[c].absent;
                    one.state = arg->cases[c].state;
                    if (arg->cases[c].value || one.state == STATE_UNKNOWN) /* what was read says something else */
                        one.value = arg->cases[c].value;
                    told |= arg->cases[c].value != NULL;
                    if (case_mixed(l, arg, &arg->cases[c], r.file, r.node)) {
                        one.state = STATE_UNKNOWN;
                        one.value = NULL;
                    }
                    break;
                }
            if (absent && found->nodes->len == 1)
                return;
            if (absent)
                one.value_origin = VALUE_NONE;
        }
        if (first) {
            a = one;
        } else {
            if (a.state != one.state)
                a.state = STATE_UNKNOWN; /* set by some callers, not by others */
            if (g_strcmp0(a.value, one.value))
                a.value_origin = VALUE_PARAMETER;
        }
        first = false;
    }
    if (found->open && a.state == STATE_UNSET)
        a.state = STATE_UNKNOWN;
    /* What is spread behind it may say otherwise; of what kind it is (a schema, none) is not changed in passing. */
    if (found->open && a.state == STATE_SET && a.value && !told) {
        a.value = NULL;
        a.value_origin = VALUE_PARAMETER;
    }
    attribute_put(attributes, &a, false);
}

/* A client that is declared only: it was built with what all of its kind are built with. */
static bool declared_client(struct linker *l, const struct apath *path, GArray *attributes)
{
    bool any = false;
    apath_items(l, path);
    for (unsigned i = 0; i < path->n_items; i++) {
        const struct api_item *item = &l->rules->items[path->items[i]];
        if (item->role != ROLE_CLIENT && item->role != ROLE_AGENT)
            continue;
        any = true;
        for (unsigned k = 0; k < item->n_arguments; k++) {
            struct attribute a = {.name = item->arguments[k].attribute, .state = STATE_UNKNOWN, .origin = ORIGIN_CLIENT,
                                  .place = {.file = NO_INDEX}};
            if (item->role == ROLE_CLIENT)
                built_attribute(l, item, a.name, &a);
            attribute_put(attributes, &a, false);
        }
    }
    return any;
}

/* What a client, agent or stage handed over as an argument says of the call that takes it; true if there is one. */
static bool from_argument_values(struct linker *l, const struct found *found, GArray *attributes)
{
    bool any = false, differ = false;
    const char *outer = l->provider, *provider = NULL;
    if (l->nested >= MAX_NESTED)
        return false;
    l->nested++;
    for (guint i = 0; i < found->nodes->len; i++) {
        struct node_ref r = g_array_index(found->nodes, struct node_ref, i);
        const struct vset *s = eval(l, r.file, r.node);
        for (unsigned k = 0; k < s->n; k++) {
            const struct value *v = &s->v[k];
            l->provider = NULL;
            if (v->kind == V_PATH && !v->chain && v->path->kind == SEGMENT_CALL)
                any |= declared_client(l, v->path, attributes);
            if (v->kind != V_PATH || !v->chain) {
                differ |= provider && l->provider && !g_str_equal(provider, l->provider);
                provider = provider ? provider : l->provider;
                continue;
            }
            bool client = false, stage = false;
            const char *alias = NULL; /* another spelling may stand for another provider, with other defaults */
            const struct api_alias *other = NULL;
            for (const struct chain *c = v->chain; c; c = c->prev) {
                if (c->alias && !alias)
                    alias = c->alias->provider;
                if (c->alias && c->alias->defaults && !other)
                    other = c->alias;
            }
            for (const struct chain *c = v->chain; c; c = c->prev)
                for (unsigned q = 0; q < c->path->n_items; q++) {
                    const struct api_item *item = &l->rules->items[c->path->items[q]];
                    bool here = item->role == ROLE_CLIENT || item->role == ROLE_AGENT;
                    client |= here;
                    stage |= item->role == ROLE_STAGE;
                    if (here && !l->provider)
                        l->provider = alias ? alias : item->provider;
                    if (here && !l->defaults) {
                        l->defaults = other ? other->defaults : item->defaults;
                        l->n_defaults = other ? other->n_defaults : item->n_defaults;
                    }
                }
            if (client || stage) {
                g_autoptr(GArray) inner = g_array_new(FALSE, FALSE, sizeof(struct attribute));
                apply_chain(l, v->chain, ORIGIN_CLIENT, inner);
                for (guint q = 0; q < inner->len; q++)
                    attribute_put(attributes, &g_array_index(inner, struct attribute, q), false);
            }
            any |= client;
            differ |= provider && l->provider && !g_str_equal(provider, l->provider);
            provider = provider ? provider : l->provider;
        }
    }
    l->provider = outer ? outer : differ ? NULL : provider; /* clients of several providers are of none that is certain */
    l->nested--;
    return any;
}

static bool is_known(const GArray *attributes, const char *name)
{
    for (guint i = 0; i < attributes->len; i++)
        if (g_str_equal(g_array_index(attributes, struct attribute, i).name, name))
            return true;
    return false;
}

/* `shift`: arguments of the call that stand before those that the item speaks of. */
static void apply_shifted(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call, unsigned shift,
                          enum origin origin, GArray *attributes)
{
    g_autoptr(GArray) own = g_array_new(FALSE, FALSE, sizeof(struct attribute)); /* written here */
    g_autoptr(GArray) brought = g_array_new(FALSE, FALSE, sizeof(struct attribute)); /* by clients among the arguments */
    int outer = l->settings_from;
    const char *outer_base = l->base;
    l->base = base_of(l, item, file, call);
    l->settings_from = item->settings_from;
    for (unsigned i = 0; i < item->n_arguments; i++) {
        const struct api_argument *arg = &item->arguments[i];
        struct found found;
        bool placed = !arg->name || (g_ascii_isdigit(*arg->name) && strchr(arg->name, '.')); /* 0.options.model */
        if (l->step && placed) /* those are of the call that begins it */
            continue;
        bool known = arg->otherwise && is_known(attributes, arg->attribute);
        if (known && !l->collecting)
            continue;
        find_within(l, item, file, call, arg->name, arg->name ? -1 : arg->position + (int)shift, &found);
        if (known) { /* nothing new of the attribute, but a prompt all the same */
            prompt_note(l, item, arg, &found);
            found_clear(&found);
            continue;
        }
        if (item->fluent && !(arg->name && placed)) {
            if (arg->name)
                step_value(l, file, call, arg->name, found.nodes);
            found.open = false; /* what a step is given says nothing of the others */
        }
        bool members = l->files[file].lang->modules == MODULES_NAMES; /* client.Timeout = x */
        if (arg->name && !found.nodes->len &&
            (item->role == ROLE_CLIENT || item->role == ROLE_AGENT ? item->fluent || option_objects(l, file) || members
                                                                   : item->role == ROLE_SITE && members))
            later_steps(l, file, call, arg->name, &found);
        /* the model argument may itself be a client: generateText({model: openai("gpt-4o")}) */
        bool client = from_argument_values(l, &found, brought);
        if (l->collecting)
            prompt_note(l, item, arg, &found);
        bool only_unknown = arg->n_cases == 1 && arg->cases[0].state == STATE_UNKNOWN; /* the client speaks for itself */
        if (!(client && (only_unknown || g_str_equal(arg->attribute, "model"))))
            read_argument(l, arg, &found, origin, own);
        found_clear(&found);
    }
    l->settings_from = outer;
    l->base = outer_base;
    for (unsigned i = 0; i < item->n_sets; i++) {
        struct attribute a = {.name = item->sets[i].key, .state = STATE_SET, .value = item->sets[i].value,
                              .origin = origin, .value_origin = VALUE_LITERAL, .place = place_of(l, file, call)};
        if (g_str_equal(item->sets[i].value, "unset"))
            a.state = STATE_UNSET;
        else if (g_str_equal(item->sets[i].value, "unknown"))
            a.state = STATE_UNKNOWN;
        if (a.state != STATE_SET) { /* the word is no value */
            a.value = NULL;
            a.value_origin = VALUE_NONE;
        }
        attribute_put(own, &a, false); /* what is written says more */
    }
    for (guint i = 0; i < brought->len; i++)
        attribute_put(attributes, &g_array_index(brought, struct attribute, i), true);
    for (guint i = 0; i < own->len; i++)
        attribute_put(attributes, &g_array_index(own, struct attribute, i), true);
}

void apply_item(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call, enum origin origin,
                GArray *attributes)
{
    apply_shifted(l, item, file, call, 0, origin, attributes);
}

void apply_setting(struct linker *l, const struct api_item *item, const char *name, uint32_t file, uint32_t value,
                   GArray *attributes)
{
    for (unsigned i = 0; i < item->n_arguments; i++) {
        const struct api_argument *arg = &item->arguments[i];
        if (g_strcmp0(arg->name, name) != 0)
            continue;
        struct node_ref r = {.file = file, .node = value};
        struct found found = {g_array_new(FALSE, FALSE, sizeof r), false};
        g_array_append_val(found.nodes, r);
        if (!from_argument_values(l, &found, attributes))
            read_argument(l, arg, &found, ORIGIN_CLIENT, attributes);
        found_clear(&found);
    }
}

/* What was given to a function that is called later. */
static void apply_bound(struct linker *l, const struct chain *c, enum origin origin, GArray *attributes)
{
    const struct apath *p = apath_called(l, c->path);
    for (unsigned k = 0; k < p->n_items; k++) {
        const struct api_item *item = &l->rules->items[p->items[k]];
        if (item->role == ROLE_SITE || item->role == ROLE_CLIENT || item->role == ROLE_AGENT || item->role == ROLE_TRANSFORM)
            apply_shifted(l, item, c->file, c->node, c->bound, item->role == ROLE_SITE ? ORIGIN_CALL : origin, attributes);
    }
}

/* What some ways lead past says that an attribute may be set, or not. */
static void put_partial(GArray *from, GArray *attributes)
{
    for (guint i = 0; i < from->len; i++) {
        struct attribute a = g_array_index(from, struct attribute, i);
        bool known = false;
        for (guint k = 0; k < attributes->len && !known; k++)
            known = g_str_equal(g_array_index(attributes, struct attribute, k).name, a.name) &&
                    g_array_index(attributes, struct attribute, k).state == STATE_SET;
        if (known)
            continue;
        a.state = STATE_UNKNOWN;
        a.value = NULL;
        attribute_put(attributes, &a, true);
    }
}

/* What a link of a chain gives: the receiver, where its call gives that back. */
static const struct apath *given_by(struct linker *l, const struct apath *p)
{
    for (unsigned hops = 0; hops < 64; hops++) {
        bool same = false;
        apath_items(l, p);
        for (unsigned k = 0; k < p->n_items && !same; k++)
            same = l->rules->items[p->items[k]].returns_self;
        if (!same || !p->parent || p->parent->kind != SEGMENT_MEMBER || !p->parent->parent)
            return p;
        p = p->parent->parent;
    }
    return p;
}

/* chat.with_instructions(x) as a statement: steps that change what a link of the chain made, where it has a name. */
static void steps_in_place(struct linker *l, const struct chain *c, enum origin origin, GArray *attributes)
{
    const struct facts *f = l->files[c->file].f;
    const GArray *given = given_assigns(&l->files[c->file], c->node);
    const struct apath *of = given && given->len ? given_by(l, c->path) : NULL;
    for (guint i = 0; of && i < given->len; i++) {
        uint32_t to = f->assigns[g_array_index(given, uint32_t, i)].target;
        const GArray *calls = f->nodes[to].kind == NODE_NAME ? method_calls(l, c->file, f->nodes[to].scope, f->nodes[to].text) : NULL;
        for (guint k = 0; calls && k < calls->len; k++) {
            uint32_t n = g_array_index(calls, uint32_t, k);
            const struct fact_node *call = &f->nodes[n];
            const struct apath *p = call->flags & NODE_STATEMENT
                                        ? apath_child(l, of, SEGMENT_MEMBER, f->strings[f->nodes[call->a].text]) : NULL;
            p = p ? apath_called(l, p->canonical ? p->canonical : p) : NULL;
            for (unsigned q = 0; p && q < p->n_items; q++) {
                const struct api_item *item = &l->rules->items[p->items[q]];
                if (!item->in_place || !item_fits(l, item, c->file, n))
                    continue;
                if (on_all_ways(f, call->region, f->nodes[c->node].region)) {
                    apply_item(l, item, c->file, n, origin, attributes);
                    continue;
                }
                g_autoptr(GArray) some = g_array_new(FALSE, FALSE, sizeof(struct attribute));
                apply_item(l, item, c->file, n, origin, some);
                put_partial(some, attributes);
            }
        }
    }
}

static bool is_first_parameter(const struct facts *f, uint32_t scope, uint32_t node)
{
    const struct fact_scope *s = &f->scopes[scope];
    return f->nodes[node].kind == NODE_NAME && s->n_params && f->params[s->first_param].name == f->nodes[node].text;
}

/* Library.context { |config| config.timeout = 20 }: what a function that is given sets on what it is handed. */
static void set_inside(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call, GArray *attributes)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[call];
    for (uint32_t k = 0; n->kind == NODE_CALL && item->n_arguments && k < n->count; k++) {
        const struct fact_node *given = &f->nodes[f->kids[n->first + k]];
        for (uint32_t i = 0; given->kind == NODE_FUNCTION && i < f->n_assigns; i++) {
            const struct fact_node *target = &f->nodes[f->assigns[i].target];
            if (target->kind == NODE_MEMBER && target->scope == given->scope_ref && f->assigns[i].value &&
                is_first_parameter(f, given->scope_ref, target->a))
                apply_setting(l, item, f->strings[target->text], file, f->assigns[i].value, attributes);
        }
    }
}

void apply_chain(struct linker *l, const struct chain *chain, enum origin origin, GArray *attributes)
{
    /* oldest first, so that what is nearer to the call overrides */
    g_autoptr(GPtrArray) links = g_ptr_array_new();
    for (const struct chain *c = chain; c && links->len < 64; c = c->prev)
        g_ptr_array_add(links, (gpointer)c);
    bool outer_step = l->step;
    struct frame *outer = l->frame;
    for (guint i = links->len; i-- > 0;) {
        const struct chain *c = g_ptr_array_index(links, i);
        if (c->file == NO_INDEX)
            continue;
        l->step = c->step;
        l->frame = c->frame;
        apath_items(l, c->path);
        if (c->bound)
            apply_bound(l, c, origin, attributes);
        for (unsigned k = 0; k < c->path->n_items; k++) {
            const struct api_item *item = &l->rules->items[c->path->items[k]];
            if (item->role == ROLE_CLIENT || item->role == ROLE_AGENT || item->role == ROLE_TRANSFORM ||
                item->role == ROLE_STAGE)
                apply_item(l, item, c->file, c->node, origin, attributes);
            if (item->role == ROLE_CLIENT)
                set_inside(l, item, c->file, c->node, attributes);
        }
        steps_in_place(l, c, origin, attributes);
        for (unsigned k = 0; c->extra && k < c->extra->n; k++) {
            const struct value *v = &c->extra->v[k];
            for (const struct chain *e = v->kind == V_PATH ? v->chain : NULL; e; e = e->prev) {
                if (e->file == NO_INDEX)
                    continue;
                apath_items(l, e->path);
                for (unsigned q = 0; q < e->path->n_items; q++) {
                    const struct api_item *item = &l->rules->items[e->path->items[q]];
                    if (item->role == ROLE_STAGE || item->role == ROLE_TRANSFORM)
                        apply_item(l, item, e->file, e->node, origin, attributes);
                }
            }
        }
    }
    l->step = outer_step;
    l->frame = outer;
}
