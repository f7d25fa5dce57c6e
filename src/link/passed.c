/*
 * Tools that a program hands on: {"name": t.name, "parameters": t.schema} for each t of its own. Such a call or dictionary
 * says nothing of them by itself. What they are stands where the objects are made: in calls and dictionaries that give the
 * same parts, or in classes that define them.
 */
#include <string.h>

#include "link/link_priv.h"

#define READ_DEPTH 6  /* of calls around what is read: Some(convert(t.schema)) */
#define MAX_PARTS 64  /* that one argument reads */
#define MAX_PASSED 64 /* tools whose definitions are looked for */
#define SHOWN 200     /* characters by which two objects are compared */
#define MAX_DEFINED 64

struct part { /* what an expression reads */
    uint32_t base;   /* node: of this object */
    const char *key; /* this part; NULL: all of it */
};

static void parts_of(struct linker *l, uint32_t file, uint32_t node, unsigned depth, GArray *out)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    if (!node || !depth || out->len >= MAX_PARTS)
        return;
    if (n->kind == NODE_MEMBER) {
        struct part p = {n->a, ltext(l, file, n->text)};
        g_array_append_val(out, p);
    } else if (n->kind == NODE_SUBSCRIPT && f->nodes[n->b].kind == NODE_STRING) {
        struct part p = {n->a, ltext(l, file, f->nodes[n->b].text)};
        g_array_append_val(out, p);
    } else if (n->kind == NODE_NAME) {
        struct part p = {node, NULL};
        g_array_append_val(out, p);
        for (uint32_t i = 0; i < f->n_assigns; i++) {
            const struct fact_node *to = &f->nodes[f->assigns[i].target];
            if (to->kind == NODE_NAME && to->text == n->text && to->scope == n->scope && f->assigns[i].value != node)
                parts_of(l, file, f->assigns[i].value, depth - 1, out);
        }
    } else if (n->kind == NODE_CALL) {
        const struct fact_node *callee = &f->nodes[n->a];
        if (callee->kind == NODE_MEMBER && n->count == 0) { /* t.name(), or t.name.clone() */
            struct part p = {callee->a, ltext(l, file, callee->text)};
            g_array_append_val(out, p);
            parts_of(l, file, callee->a, depth - 1, out);
        }
        for (uint32_t i = 0; i < n->count; i++)
            parts_of(l, file, f->kids[n->first + i], depth - 1, out);
    } else if (n->kind == NODE_KEYWORD || n->kind == NODE_PAIR) {
        parts_of(l, file, n->b, depth - 1, out);
    } else if (n->kind == NODE_DICT) { /* {"$schema": x, ...t.schema} */
        for (uint32_t i = 0; i < n->count; i++)
            if (f->nodes[f->kids[n->first + i]].kind == NODE_SPLAT)
                parts_of(l, file, f->nodes[f->kids[n->first + i]].a, depth - 1, out);
    } else if (n->kind != NODE_FUNCTION && n->kind != NODE_CLASS) {
        parts_of(l, file, n->a, depth - 1, out);
        parts_of(l, file, n->b, depth - 1, out);
        for (uint32_t i = 0; i < n->count; i++)
            parts_of(l, file, f->kids[n->first + i], depth - 1, out);
    }
}

/* Parts that an argument of a call or dictionary is read from, by the attribute that the item names it. */
static void argument_parts(struct linker *l, const struct api_item *item, uint32_t file, uint32_t node, const char *attribute,
                           GArray *out)
{
    for (unsigned i = 0; i < item->n_arguments; i++) {
        if (!g_str_equal(item->arguments[i].attribute, attribute))
            continue;
        struct found found;
        find_argument(l, file, node, item->arguments[i].name, item->arguments[i].position, &found);
        for (guint k = 0; k < found.nodes->len; k++) {
            struct node_ref r = g_array_index(found.nodes, struct node_ref, k);
            if (r.file == file)
                parts_of(l, file, r.node, READ_DEPTH, out);
        }
        found_clear(&found);
    }
}

static bool same_object(struct linker *l, uint32_t file, uint32_t a, uint32_t b)
{
    g_autoptr(GString) x = g_string_new(NULL), y = g_string_new(NULL);
    expr_text(l, file, a, x, SHOWN);
    expr_text(l, file, b, y, SHOWN);
    return lnode(l, file, a)->scope == lnode(l, file, b)->scope && g_str_equal(x->str, y->str);
}

/* The part of an object among `parts`; NULL without. */
static const struct part *part_from(struct linker *l, uint32_t file, const GArray *parts, uint32_t base)
{
    for (guint i = 0; i < parts->len; i++) {
        const struct part *p = &g_array_index(parts, struct part, i);
        if (same_object(l, file, p->base, base))
            return p;
    }
    return NULL;
}

struct reading { /* what is read of the objects that are handed on */
    const struct api_item *item;
    uint32_t file, node, base;
    const char *name, *description, *schema; /* keys; NULL: not read, or not by a key */
    struct unit class;   /* of the objects, file NO_INDEX where it is not known */
    bool derived;        /* others derive from it */
};

/*
 * Whether a tool is read from one object that the program holds: its schema and its name or description, or both of these
 * where nobody sees what the schema says (`seen`: somebody does).
 */
static bool reading_of(struct linker *l, const struct api_item *item, uint32_t file, uint32_t node, bool seen, struct reading *r)
{
    g_autoptr(GArray) names = g_array_new(FALSE, FALSE, sizeof(struct part)), texts = g_array_new(FALSE, FALSE, sizeof(struct part));
    g_autoptr(GArray) schemas = g_array_new(FALSE, FALSE, sizeof(struct part));
    argument_parts(l, item, file, node, "name", names);
    argument_parts(l, item, file, node, "description", texts);
    argument_parts(l, item, file, node, "schema", schemas);
    for (guint i = 0; i < schemas->len + (seen ? 0 : names->len); i++) {
        const struct part *schema = i < schemas->len ? &g_array_index(schemas, struct part, i) : NULL;
        uint32_t base = schema ? schema->base : g_array_index(names, struct part, i - schemas->len).base;
        const struct part *name = part_from(l, file, names, base), *text = part_from(l, file, texts, base);
        bool named = name && name->key, told = text && text->key;
        if (schema ? !named && !told : !named || !told)
            continue;
        *r = (struct reading){item, file, node, base, named ? name->key : NULL, told ? text->key : NULL, schema ? schema->key : NULL,
                              {NO_INDEX, 0}, false};
        return true;
    }
    return false;
}

/* The key of the schema; where none is read, the last words of the item's arguments that name one, one after the other. NULL
 * behind the last. */
static const char *schema_key(const struct reading *r, unsigned *at)
{
    if (r->schema)
        return (*at)++ ? NULL : r->schema;
    for (; *at < r->item->n_arguments; (*at)++) {
        const struct api_argument *a = &r->item->arguments[*at];
        if (!g_str_equal(a->attribute, "schema") || !a->name)
            continue;
        const char *dot = strrchr(a->name, '.');
        (*at)++;
        return dot ? dot + 1 : a->name;
    }
    return NULL;
}

/* What a call or dictionary is given under a key, written as the program writes it there; 0 without. */
static uint32_t given_as(struct linker *l, uint32_t file, const struct fact_node *n, const char *key)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 0; key && i < n->count; i++) {
        const struct fact_node *kid = &f->nodes[f->kids[n->first + i]];
        const char *own = kid->kind == NODE_KEYWORD                                                     ? ltext(l, file, kid->text)
                          : kid->kind == NODE_PAIR && f->nodes[kid->a].kind == NODE_STRING ? ltext(l, file, f->nodes[kid->a].text)
                                                                                                        : NULL;
        if (own && same_words(own, key))
            return kid->b;
    }
    return 0;
}

/* What an instance of a class has under a name: the value of a field, or what its method of that name gives. */
static const struct vset *class_part(struct linker *l, const struct value *of, const char *key)
{
    const struct vset *s = key ? eval_member(l, of, key) : &vset_empty;
    for (unsigned i = 0; i < s->n; i++)
        if (s->v[i].kind == V_FUNCTION)
            return eval_result(l, s->v[i].file, s->v[i].ref);
    return s;
}

bool derives_from(struct linker *l, struct unit class, uint32_t file, uint32_t scope, unsigned hops)
{
    const GArray *below = g_hash_table_lookup(l->subclasses, KEY(class.file, class.scope));
    if (class.file == file && class.scope == scope)
        return true;
    for (guint i = 0; below && i < below->len && hops; i++) {
        const struct node_ref *r = &g_array_index(below, struct node_ref, i);
        if (derives_from(l, (struct unit){r->file, r->node}, file, scope, hops - 1))
            return true;
    }
    return false;
}

/* Whether the classes that may be handed on are told by their parts alone. */
static bool by_shape(struct linker *l, const struct reading *r)
{
    return r->class.file == NO_INDEX || l->files[r->class.file].lang->structural || !r->derived;
}

static bool is_written(const struct linker *l, const struct vset *s)
{
    for (unsigned i = 0; i < s->n; i++)
        if (s->v[i].kind != V_LITERAL || lnode(l, s->v[i].file, s->v[i].ref)->kind != NODE_NULL)
            return true;
    return false;
}

static void defined_by_classes(struct linker *l, const struct reading *r, uint32_t file, GArray *out)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t s = 2; s < f->n_scopes && out->len < MAX_DEFINED; s++) {
        /* what others derive from says little of itself */
        if (f->scopes[s].kind != SCOPE_CLASS || f->scopes[s].flags & SCOPE_PART || g_hash_table_contains(l->subclasses, KEY(file, s)) ||
            (is_record(l, file, s) && !f->scopes[s].n_bases) || (!by_shape(l, r) && !derives_from(l, r->class, file, s, READ_DEPTH)))
            continue;
        struct value v = {.kind = V_INSTANCE, .file = file, .ref = s};
        struct definition d = {.place = place_of_line(l, file, f->scopes[s].line), .unit = {file, s}, .runs = true,
                               .name = class_part(l, &v, r->name), .description = class_part(l, &v, r->description)};
        unsigned at = 0;
        for (const char *key; !(d.schema && is_written(l, d.schema)) && (key = schema_key(r, &at));)
            d.schema = class_part(l, &v, key);
        if (d.schema && is_written(l, d.schema) && (!r->name || is_written(l, d.name)) && (!r->description || is_written(l, d.description)))
            g_array_append_val(out, d);
    }
}

struct unit only_function(struct linker *l, uint32_t file, const struct fact_node *n)
{
    const struct facts *f = l->files[file].f;
    struct unit only = {NO_INDEX, 0};
    for (uint32_t i = 0; i < n->count; i++) {
        const struct fact_node *kid = &f->nodes[f->kids[n->first + i]];
        uint32_t value = kid->kind == NODE_PAIR || kid->kind == NODE_KEYWORD ? kid->b : f->kids[n->first + i];
        const struct vset *s = f->nodes[value].kind == NODE_CALL ? &vset_empty : eval(l, file, value);
        for (unsigned k = 0; k < s->n; k++) {
            if (s->v[k].kind != V_FUNCTION)
                continue;
            if (only.file != NO_INDEX)
                return (struct unit){NO_INDEX, 0};
            only = (struct unit){s->v[k].file, s->v[k].ref};
        }
    }
    return only;
}

static void defined_by_values(struct linker *l, const struct reading *r, uint32_t file, GArray *out)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 1; i < f->n_nodes && out->len < MAX_DEFINED; i++) {
        const struct fact_node *n = &f->nodes[i];
        struct reading again;
        if ((n->kind != NODE_CALL && n->kind != NODE_DICT) || (file == r->file && i == r->node) || n->count < 2)
            continue;
        uint32_t name = given_as(l, file, n, r->name), text = given_as(l, file, n, r->description), schema = 0;
        unsigned at = 0;
        for (const char *key; !schema && (key = schema_key(r, &at));)
            schema = given_as(l, file, n, key);
        if (!schema || (r->name && !name) || (r->description && !text && !name))
            continue;
        if (n->kind == NODE_CALL) { /* of a class of the program, and of the right one where that is known */
            const struct vset *callee = eval(l, file, n->a);
            bool fits = false;
            for (unsigned k = 0; k < callee->n; k++)
                fits |= callee->v[k].kind == V_CLASS &&
                        (r->class.file == NO_INDEX || derives_from(l, r->class, callee->v[k].file, callee->v[k].ref, READ_DEPTH));
            if (!fits)
                continue;
        }
        /* handed on itself */
        g_autoptr(GArray) names = g_array_new(FALSE, FALSE, sizeof(struct part)), schemas = g_array_new(FALSE, FALSE, sizeof(struct part));
        parts_of(l, file, name ? name : text, READ_DEPTH, names);
        parts_of(l, file, schema, READ_DEPTH, schemas);
        bool passed = false;
        for (guint k = 0; k < schemas->len && !passed; k++)
            passed = part_from(l, file, names, g_array_index(schemas, struct part, k).base) != NULL;
        if (passed || reading_of(l, r->item, file, i, true, &again))
            continue;
        uint32_t class = enclosing_class(f, n->scope);
        struct unit runs = class ? (struct unit){file, class} : only_function(l, file, n);
        struct definition d = {.place = place_of(l, file, i), .runs = runs.file != NO_INDEX,
                               .unit = runs.file != NO_INDEX ? runs : (struct unit){file, enclosing_function(f, n->scope)},
                               .name = name ? eval(l, file, name) : &vset_empty,
                               .description = text ? eval(l, file, text) : &vset_empty, .schema = eval(l, file, schema),
                               .written = {.file = file, .node = schema}};
        g_array_append_val(out, d);
    }
}

GArray *passed_definitions(struct linker *l, const struct api_item *item, uint32_t file, uint32_t node, bool seen)
{
    struct reading r;
    if (l->n_passed >= MAX_PASSED || !reading_of(l, item, file, node, seen, &r))
        return NULL;
    l->n_passed++;
    GArray *out = g_array_new(FALSE, FALSE, sizeof(struct definition));
    const struct vset *base = eval(l, file, r.base);
    bool outside = false;
    for (unsigned i = 0; i < base->n; i++) {
        outside |= base->v[i].kind == V_PATH && !base->v[i].path->dead;
        if (base->v[i].kind == V_INSTANCE && r.class.file == NO_INDEX)
            r.class = (struct unit){base->v[i].file, base->v[i].ref};
    }
    if (outside && r.class.file == NO_INDEX) /* of a library: nothing of the program makes them */
        return out;
    r.derived = r.class.file != NO_INDEX && g_hash_table_contains(l->subclasses, KEY(r.class.file, r.class.scope));
    for (uint32_t i = 0; i < l->n_files; i++) {
        if (!l->files[i].f || !l->files[i].memo || apart(l, i, file) ||
            l->files[i].lang->index != l->files[file].lang->index)
            continue;
        defined_by_values(l, &r, i, out);
        defined_by_classes(l, &r, i, out);
    }
    return out;
}
