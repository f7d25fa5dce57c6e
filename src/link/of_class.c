/*
 * What a class of the repository says of the agents that it makes, or of the jobs or tools that its objects are: by what its methods give
 * (`instructions()`), by its fields, by what stands above it (`#[MaxTokens(4096)]`) and by what its body calls (`temperature 0.2`).
 */
#include <string.h>

#include "link/resolve_priv.h"

/* Puts what a function gives, each place by itself. */
static void add_given(struct linker *l, const struct value *function, struct found *out)
{
    const struct facts *f = l->files[function->file].f;
    for (uint32_t i = 0; i < f->n_jumps; i++)
        if (f->jumps[i].scope == function->ref && f->jumps[i].kind == JUMP_RETURN && f->jumps[i].value) {
            struct node_ref r = {.file = function->file, .node = f->jumps[i].value};
            g_array_append_val(out->nodes, r);
        }
}

/* A method of the class, or a field of it, with those of the classes above it. */
static void add_member(struct linker *l, const struct value *class, const char *name, struct found *out)
{
    const struct value object = {.kind = V_INSTANCE, .file = class->file, .ref = class->ref};
    const struct vset *s = eval_member(l, &object, name);
    for (unsigned i = 0; i < s->n; i++) {
        const struct value *v = &s->v[i];
        struct node_ref r = {.file = v->file, .node = v->ref};
        if (v->kind == V_FUNCTION)
            add_given(l, v, out);
        else if (v->kind == V_LITERAL)
            g_array_append_val(out->nodes, r);
        else if (v->kind == V_INSTANCE || v->kind == V_CLASS || v->kind == V_PATH) /* of what it holds nobody says it here */
            out->open = true;
    }
}

/* The last part of the name of what stands above a class: MaxTokens of #[Attributes\MaxTokens(4096)]. */
static const char *name_above(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    if (n->kind == NODE_CALL)
        n = lnode(l, file, n->a);
    const char *text = ltext(l, file, n->text), *separator = l->files[file].lang->separator;
    const char *last = separator && *separator ? g_strrstr(text, separator) : NULL;
    return last ? last + strlen(separator) : text;
}

/* The first argument of a call; of one without the call itself. */
static struct node_ref first_given(const struct facts *f, uint32_t file, uint32_t call)
{
    const struct fact_node *n = &f->nodes[call];
    return (struct node_ref){.file = file, .node = n->kind == NODE_CALL && n->count ? f->kids[n->first] : call};
}

/* What stands above the class under a name. */
static void add_above(struct linker *l, const struct value *class, const char *name, struct found *out)
{
    const struct facts *f = l->files[class->file].f;
    const struct fact_scope *s = &f->scopes[class->ref];
    for (uint32_t i = 0; i < s->n_decorators; i++) {
        uint32_t node = f->kids[s->first_decorator + i];
        struct node_ref r = first_given(f, class->file, node);
        if (g_str_equal(name_above(l, class->file, node), name))
            g_array_append_val(out->nodes, r);
    }
}

uint32_t called_in_class(struct linker *l, uint32_t file, uint32_t scope, const char *name, uint32_t after)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = after + 1; l->files[file].lang->bare_calls && i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if (n->kind == NODE_CALL && n->scope == scope && !n->parent && f->nodes[n->a].kind == NODE_NAME &&
            g_str_equal(ltext(l, file, f->nodes[n->a].text), name))
            return i;
    }
    return 0;
}

/* What the body of the class calls, in languages where a name alone is a call. */
static void add_called(struct linker *l, const struct value *class, const char *name, struct found *out)
{
    const struct facts *f = l->files[class->file].f;
    for (uint32_t i = 0; (i = called_in_class(l, class->file, class->ref, name, i));) {
        struct node_ref r = first_given(f, class->file, i);
        g_array_append_val(out->nodes, r);
    }
}

/* Whether something that nobody sees, and no rule knows, stands above a class: what it says is unknown. */
static bool has_strangers(const struct api_item *item, GPtrArray *bases)
{
    for (guint i = 0; i < bases->len; i++) {
        const struct apath *p = g_ptr_array_index(bases, i), *first = p;
        while (first->depth > 1)
            first = first->parent;
        if (first->name && !g_str_equal(first->name, item->path.segments[0].name))
            return true;
    }
    return false;
}

/* The item of a role by which a class is something, of those that read classes. */
static const struct api_item *item_of(struct linker *l, GPtrArray *bases, enum api_role role)
{
    for (guint i = 0; i < bases->len; i++) {
        const struct apath *p = apath_called(l, g_ptr_array_index(bases, i));
        for (unsigned k = 0; k < p->n_items; k++) {
            const struct api_item *item = &l->rules->items[p->items[k]];
            if (item->role == role && item->n_of_class)
                return item;
        }
    }
    return NULL;
}

static struct attribute *find(GArray *attributes, const char *name)
{
    for (guint i = 0; i < attributes->len; i++)
        if (g_str_equal(g_array_index(attributes, struct attribute, i).name, name))
            return &g_array_index(attributes, struct attribute, i);
    return NULL;
}

/* Puts that something is not set, as far as is seen, where nothing is said of it. The library has a model of its own. */
static void put_unset(GArray *attributes, const char *name, bool open)
{
    const struct attribute a = {.name = name, .state = open ? STATE_UNKNOWN : STATE_UNSET, .origin = ORIGIN_CLIENT, .place = {.file = NO_INDEX}};
    if (!g_str_equal(name, "model") && !find(attributes, name))
        g_array_append_val(attributes, a);
}

/* What clients that a class gives were not told is not set. */
static void put_untold(struct linker *l, const struct found *clients, GArray *attributes)
{
    for (guint i = 0; i < clients->nodes->len; i++) {
        struct node_ref r = g_array_index(clients->nodes, struct node_ref, i);
        const struct vset *s = eval(l, r.file, r.node);
        for (unsigned v = 0; v < s->n; v++)
            for (const struct chain *c = s->v[v].kind == V_PATH ? s->v[v].chain : NULL; c; c = c->prev)
                for (unsigned k = 0; c->file != NO_INDEX && k < c->path->n_items; k++) {
                    const struct api_item *item = &l->rules->items[c->path->items[k]];
                    for (unsigned a = 0; item->role == ROLE_CLIENT && a < item->n_arguments; a++)
                        put_unset(attributes, item->arguments[a].attribute, s->open);
                }
    }
}

/* What one class says. Several names may stand for one attribute: one that it has is enough. */
static void read_class(struct linker *l, const struct api_item *item, const struct value *class, bool strangers, GArray *out)
{
    for (unsigned i = 0; i < item->n_of_class; i++) {
        const struct api_argument *arg = &item->of_class[i];
        struct found found = {.nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref)), .open = strangers};
        if (!arg->name)
            continue;
        if (*arg->name == '@') {
            add_above(l, class, arg->name + 1, &found);
        } else {
            add_member(l, class, arg->name, &found);
            if (!found.nodes->len)
                add_called(l, class, arg->name, &found);
        }
        g_autoptr(GArray) said = g_array_new(FALSE, FALSE, sizeof(struct attribute));
        if (!found.nodes->len)
            put_unset(said, arg->attribute, found.open);
        else if (apply_found(l, item, arg, &found, said))
            put_untold(l, &found, said);
        for (guint k = 0; k < said->len; k++) {
            const struct attribute *a = &g_array_index(said, struct attribute, k);
            struct attribute *known = find(out, a->name);
            if (!known)
                g_array_append_val(out, *a);
            else if (known->state == STATE_UNSET || (known->state == STATE_UNKNOWN && a->state == STATE_SET))
                *known = *a;
        }
        found_clear(&found);
    }
}

/* What one of several classes says, put together with what those before it say. */
static void agree_with(GArray *all, GArray *one)
{
    for (guint i = 0; i < all->len; i++) {
        struct attribute *a = &g_array_index(all, struct attribute, i);
        const struct attribute *other = find(one, a->name);
        if (!other || other->state != a->state)
            a->state = STATE_UNKNOWN;
        if (!other || g_strcmp0(other->value, a->value)) {
            a->value = NULL;
            a->value_origin = a->state == STATE_SET ? VALUE_PARAMETER : VALUE_NONE;
        }
    }
}

/* The classes of agents that an object is one of: its own, or the one that a method of the library makes it of, Analyst::make(),
 * perhaps with steps behind that. */
static void classes_of(struct linker *l, const struct value *object, GArray *out)
{
    if (object->kind == V_INSTANCE || object->kind == V_CLASS)
        g_array_append_val(out, *object);
    for (const struct chain *c = object->kind == V_PATH ? object->chain : NULL; c; c = c->prev) {
        const struct fact_node *n = c->file != NO_INDEX ? lnode(l, c->file, c->node) : NULL;
        const struct fact_node *callee = n && n->kind == NODE_CALL ? lnode(l, c->file, n->a) : NULL;
        const struct vset *of = callee && callee->kind == NODE_MEMBER ? eval(l, c->file, callee->a) : &vset_empty;
        for (unsigned i = 0; i < of->n; i++)
            if (of->v[i].kind == V_CLASS || of->v[i].kind == V_INSTANCE)
                g_array_append_val(out, of->v[i]);
    }
}

bool apply_class(struct linker *l, uint32_t file, uint32_t call, GArray *attributes)
{
    const struct fact_node *n = lnode(l, file, call), *callee = n->kind == NODE_CALL ? lnode(l, file, n->a) : n;
    const struct vset *on = callee->kind == NODE_MEMBER ? eval(l, file, callee->a) : &vset_empty;
    g_autoptr(GArray) classes = g_array_new(FALSE, FALSE, sizeof(struct value));
    bool any = false;
    for (unsigned i = 0; i < on->n; i++)
        classes_of(l, &on->v[i], classes);
    for (guint i = 0; i < classes->len; i++) {
        const struct value *class = &g_array_index(classes, struct value, i);
        g_autoptr(GPtrArray) bases = g_ptr_array_new();
        class_bases(l, class->file, class->ref, bases);
        const struct api_item *item = item_of(l, bases, ROLE_AGENT);
        if (!item)
            continue;
        g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(struct attribute));
        read_class(l, item, class, has_strangers(item, bases), one);
        if (any)
            agree_with(attributes, one);
        else
            g_array_append_vals(attributes, one->data, one->len);
        any = true;
    }
    return any;
}

void said_of_tool(struct linker *l, const struct api_item *item, uint32_t file, uint32_t scope, GArray *attributes)
{
    const struct value class = {.kind = V_CLASS, .file = file, .ref = scope};
    const char *const *constructors = (const char *const *)l->files[file].lang->constructors;
    const struct facts *f = l->files[file].f;
    g_autoptr(GPtrArray) bases = g_ptr_array_new();
    class_bases(l, file, scope, bases);
    bool open = has_strangers(item, bases);
    for (uint32_t s = scope + 1; constructors && s < f->n_scopes; s++) /* it may hand on what it is told */
        open |= f->scopes[s].parent == scope && g_strv_contains(constructors, ltext(l, file, f->scopes[s].name));
    read_class(l, item, &class, false, attributes);
    for (guint i = 0; open && i < attributes->len; i++) {
        struct attribute *a = &g_array_index(attributes, struct attribute, i);
        a->state = a->state == STATE_UNSET ? STATE_UNKNOWN : a->state;
    }
}

void around_class(struct linker *l, uint32_t file, uint32_t scope, enum origin origin, GArray *attributes)
{
    const struct value class = {.kind = V_CLASS, .file = file, .ref = scope};
    g_autoptr(GPtrArray) bases = g_ptr_array_new();
    class_bases(l, file, scope, bases);
    const struct api_item *item = item_of(l, bases, ROLE_WRAPPER);
    g_autoptr(GArray) said = g_array_new(FALSE, FALSE, sizeof(struct attribute));
    if (item)
        read_class(l, item, &class, false, said);
    for (guint i = 0; i < said->len; i++) {
        struct attribute *a = &g_array_index(said, struct attribute, i);
        a->origin = origin;
        if (a->state == STATE_SET) /* what it does not say, something else may */
            attribute_put(attributes, a, false);
    }
}
