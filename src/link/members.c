/* Members of values: of classes and their instances, of modules, of what libraries give. */
#include <string.h>

#include "link/resolve_priv.h"

void class_bases(struct linker *l, uint32_t file, uint32_t scope, GPtrArray *out)
{
    const struct facts *f = l->files[file].f;
    const struct fact_scope *s = &f->scopes[scope];
    if (too_deep(l))
        return;
    l->depth++;
    for (uint32_t i = 0; i < s->n_bases; i++) {
        uint32_t node = f->kids[s->first_base + i];
        if (lnode(l, file, node)->kind == NODE_KEYWORD)
            continue;
        if (lnode(l, file, node)->kind == NODE_SUBSCRIPT) /* Generic base: Base[T] */
            node = lnode(l, file, node)->a;
        const struct vset *b = eval(l, file, node);
        for (unsigned k = 0; k < b->n; k++) {
            if (b->v[k].kind == V_PATH && !g_ptr_array_find(out, b->v[k].path, NULL))
                g_ptr_array_add(out, (gpointer)b->v[k].path);
            else if (b->v[k].kind == V_CLASS && !(b->v[k].file == file && b->v[k].ref == scope))
                class_bases(l, b->v[k].file, b->v[k].ref, out);
        }
    }
    l->depth--;
}

static const struct vset *eval_stored(struct linker *l, const struct stored *s)
{
    return s->assign ? eval_assign(l, s->file, &l->files[s->file].f->assigns[s->assign - 1]) : eval(l, s->file, s->node);
}

/* Whether some of what holds the object in hand may be of a class of what holds the other one, or below it. */
static bool may_hold_both(struct linker *l, struct node_ref one, struct node_ref other)
{
    const struct vset *a = eval(l, one.file, one.node), *b = eval(l, other.file, other.node);
    bool may = !a->n || !b->n;
    for (unsigned i = 0; i < a->n && !may; i++)
        for (unsigned k = 0; k < b->n && !may; k++)
            may = a->v[i].kind != V_INSTANCE || b->v[k].kind != V_INSTANCE || may_be_below(l, a->v[i].file, a->v[i].ref, &b->v[k], 8) ||
                  may_be_below(l, b->v[k].file, b->v[k].ref, &a->v[i], 8);
    return may;
}

/* Whether a value was put into another object than the one in hand, of the same class, by where objects hold them: what
 * `desk.lamp.on = true` puts somewhere is in no `desk.fan.on`, and in no `shelf.lamp.on`. */
static bool is_put_elsewhere(struct linker *l, struct node_ref held, const struct stored *s)
{
    const struct facts *f = l->files[s->file].f;
    const uint32_t target = held.node && s->assign ? f->assigns[s->assign - 1].target : 0, object = f->nodes[target].a;
    if (f->nodes[target].kind != NODE_MEMBER || f->nodes[object].kind != NODE_MEMBER)
        return false;
    const struct fact_node *own = lnode(l, held.file, held.node);
    return !g_str_equal(f->strings[f->nodes[object].text], ltext(l, held.file, own->text)) ||
           !may_hold_both(l, (struct node_ref){.file = held.file, .node = own->a}, (struct node_ref){.file = s->file, .node = f->nodes[object].a});
}

bool add_stored(struct linker *l, const struct value *holder, const char *name, struct builder *b)
{
    const GArray *list = stores_find(l, holder, name);
    const struct node_ref held = holder->kind == V_CLASS || holder->kind == V_INSTANCE ? l->held_by : (struct node_ref){0};
    const struct api_item *item = list && holder->kind == V_PATH ? store_item(l, holder->path) : NULL;
    bool any = false;
    for (guint i = 0; list && i < list->len; i++) {
        const struct stored *s = &g_array_index(list, struct stored, i);
        if (is_put_elsewhere(l, held, s))
            continue;
        const struct chain *c = holder->chain;
        while (c && s->chain && (c->file != s->chain->file || c->node != s->chain->node))
            c = c->prev;
        if (holder->chain && s->chain && !c && !(item && item->single))
            continue; /* another object of that class */
        add_set(b, eval_stored(l, s));
        any = true;
    }
    return any;
}

/* Values of a field that are handed to the class when it is called; false if nobody is seen to call it, or if some
 * do not pass one. */
static bool add_constructed(struct linker *l, uint32_t file, uint32_t scope, const struct fact_assign *field,
                            struct builder *b)
{
    const struct facts *f = l->files[file].f;
    GArray *callers = l->final ? l->files[file].callers[scope] : NULL;
    if (!callers || callers->len > MAX_CALLERS)
        return false;
    const char *name = ltext(l, file, f->nodes[field->target].text);
    int position = 0; /* fields that have a value stand behind all those that have none, or are no parameters at all */
    for (const struct fact_assign *a = f->assigns; a < f->assigns + f->n_assigns; a++)
        if (a->scope == scope && a->flags & ASSIGN_FIELD && a->type && (!a->value || field->value))
            position += a < field || (field->value && !a->value);
    bool all = true, any = false;
    for (guint i = 0; i < callers->len; i++) {
        struct node_ref c = g_array_index(callers, struct node_ref, i);
        if (call_apart(l, c, file, scope))
            continue;
        struct found found;
        find_argument(l, c.file, c.node, name, -1, &found);
        if (!found.nodes->len && !f->scopes[scope].n_bases && !f->scopes[scope].n_params) {
            bool open = found.open;
            found_clear(&found);
            find_argument(l, c.file, c.node, NULL, position + (int)c.shift, &found);
            found.open |= open;
        }
        all &= found.nodes->len && !found.open;
        for (guint k = 0; k < found.nodes->len; k++) {
            struct node_ref r = g_array_index(found.nodes, struct node_ref, k);
            const struct vset *s = eval(l, r.file, r.node); /* node 0: perhaps none, an open set */
            for (unsigned q = 0; q < s->n; q++) {
                struct value v = s->v[q];
                if (v.kind == V_LITERAL)
                    v.via = VALUE_PARAMETER;
                add_built(b, v);
            }
            b->open |= s->open;
            any |= r.node != 0;
        }
        found_clear(&found);
    }
    return all && any;
}

/* The item by which a library gives in this place what it is handed, where nothing is known of that; NULL otherwise. */
static const struct api_item *giver_of(struct linker *l, const struct value *v)
{
    const struct api_item *item = v->kind == V_PATH && !v->path->dead ? transform_of(l, v->path) : NULL;
    return item && item->n_returns_arguments > 0 ? item : NULL;
}

/* Whether such a call is handed nothing at all: field(init=False). */
static bool is_empty_field(struct linker *l, const struct value *v)
{
    const struct api_item *item = giver_of(l, v);
    const struct chain *c = item ? v->chain : NULL;
    bool empty = c && c->file != NO_INDEX && lnode(l, c->file, c->node)->kind == NODE_CALL;
    for (unsigned i = 0; empty && i < item->n_returns_arguments; i++) {
        struct found given;
        find_argument(l, c->file, c->node, item->returns_arguments[i].name, item->returns_arguments[i].position, &given);
        empty = !given.nodes->len && !given.open;
        found_clear(&given);
    }
    return empty;
}

/* Whether a literal holds nothing: null, an empty text, a dictionary or list of nothing. */
static bool is_empty_literal(struct linker *l, const struct value *v)
{
    const struct fact_node *n = v->kind == V_LITERAL ? lnode(l, v->file, v->ref) : NULL;
    return n && (n->kind == NODE_NULL || (n->kind == NODE_STRING && !*ltext(l, v->file, n->text)) ||
                 ((n->kind == NODE_DICT || n->kind == NODE_LIST) && !n->count));
}

bool is_placeholder(struct linker *l, const struct builder *b)
{
    for (unsigned i = 0; i < b->n; i++) {
        const struct value *v = &b->v[i];
        if (v->kind == V_LITERAL ? !is_empty_literal(l, v)
                                 : !is_empty_field(l, v) && (v->kind != V_FUNCTION || l->files[v->file].gives[v->ref]))
            return false;
    }
    return true;
}

/* Whether nothing is known of a value: it comes from outside, perhaps as what trims a text gives it, or is null, an empty
 * text, or a dictionary or list of nothing. */
static bool is_unknown(struct linker *l, const struct value *v)
{
    if (v->kind == V_PATH)
        return v->path->dead || giver_of(l, v) != NULL;
    return v->kind == V_LITERAL ? is_empty_literal(l, v) : v->kind == V_OTHER;
}

/* Whether a class that others derive from has methods alone for a name, and nobody knows what these give: what the classes
 * below it write instead says more. */
static bool gives_unknown(struct linker *l, const struct value *of, const struct builder *b)
{
    bool methods = b->n > 0 && g_hash_table_contains(l->subclasses, KEY(of->file, of->ref));
    for (unsigned i = 0; i < b->n && methods; i++) {
        const struct vset *s = b->v[i].kind == V_FUNCTION ? eval_result(l, b->v[i].file, b->v[i].ref) : NULL;
        methods = s != NULL;
        for (unsigned k = 0; methods && k < s->n; k++)
            methods = is_unknown(l, &s->v[k]);
    }
    return methods;
}

/* The call by which a class builds the class above it, in force: what that keeps of its arguments is what this class hands it.
 * NULL where there is none, or several. */
static struct frame *built_by(struct linker *l, uint32_t file, uint32_t class, const struct value *above)
{
    uint32_t entry = class_entry(l, above->file, above->ref);
    const GArray *callers = entry && l->final ? l->files[above->file].callers[entry] : NULL;
    struct frame *known = g_hash_table_lookup(l->above, KEY(file, class));
    const struct node_ref *own = NULL;
    if (known && known->file == above->file && known->scope == entry)
        return known;
    for (guint i = 0; callers && i < callers->len; i++) {
        const struct node_ref *c = &g_array_index(callers, struct node_ref, i);
        if (c->file != file || enclosing_class(l->files[file].f, lnode(l, file, c->node)->scope) != class || (own && own->node == c->node))
            continue;
        if (own)
            return NULL;
        own = c;
    }
    if (!own)
        return NULL;
    known = frame_new(l, above->file, entry, *own, NULL);
    g_hash_table_insert(l->above, KEY(file, class), known);
    return known;
}

/* The member of its object that a property gives: get client() { return this._client }. NULL for any other. */
static const char *property_of(struct linker *l, const struct value *class, const char *name)
{
    const struct lfile *lf = &l->files[class->file];
    uint32_t text = string_index(l, class->file, name), value = 0;
    const struct bindings *all = text ? bindings_of(l, class->file, class->ref, text) : NULL;
    const struct binding *d = all && all->list->len == 1 ? &g_array_index(all->list, struct binding, 0) : NULL;
    if (!d || d->kind != BIND_SCOPE || !(lf->f->scopes[d->index].flags & SCOPE_PROPERTY))
        return NULL;
    for (uint32_t i = 0; i < lf->f->n_jumps; i++)
        if (lf->f->jumps[i].scope == d->index && lf->f->jumps[i].kind == JUMP_RETURN) {
            if (value)
                return NULL;
            value = lf->f->jumps[i].value;
        }
    const struct fact_node *n = &lf->f->nodes[value], *on = &lf->f->nodes[n->a];
    bool own = n->kind == NODE_MEMBER && on->kind == NODE_NAME && g_strv_contains((const char *const *)lf->lang->self_names, lf->f->strings[on->text]);
    return own ? lf->f->strings[n->text] : NULL;
}

/* A member that a class has from a library's. */
static bool inherited_member(struct linker *l, const struct value *class, const char *name, bool instance, struct builder *b)
{
    bool any = false;
    BUILDER(of, false);
    if (instance)
        instance_of_library(l, class, &of);
    else
        add(&of, *class);
    for (unsigned i = 0; i < of.n; i++) {
        struct value m = path_step(l, &of.v[i], SEGMENT_MEMBER, name);
        if (m.path->dead)
            continue;
        add(b, m);
        any = true;
    }
    return any;
}

void instances_above(struct linker *l, const struct value *v, struct builder *b, unsigned hops)
{
    const struct fact_scope *s = &l->files[v->file].f->scopes[v->ref];
    for (uint32_t i = 0; i < s->n_bases && hops; i++) {
        const uint32_t node = l->files[v->file].f->kids[s->first_base + i];
        const struct vset *bases = lnode(l, v->file, node)->kind == NODE_KEYWORD ? &vset_empty : eval(l, v->file, node);
        for (unsigned k = 0; k < bases->n; k++)
            if (bases->v[k].kind == V_PATH && !bases->v[k].path->dead)
                instance_of_library(l, &bases->v[k], b);
            else if (bases->v[k].kind == V_CLASS && !(bases->v[k].file == v->file && bases->v[k].ref == v->ref))
                instances_above(l, &bases->v[k], b, hops - 1);
    }
}

/* A member that a library declares of a type that gets more methods here, as far as rules know it; whether there is one. */
static bool library_member(struct linker *l, uint32_t file, uint32_t scope, const char *name, bool instance, struct builder *b)
{
    const struct facts *f = l->files[file].f;
    const struct fact_scope *s = &f->scopes[scope];
    const struct vset *type = s->flags & SCOPE_EXTENDS ? eval(l, file, f->kids[s->first_base + s->n_bases - 1]) : &vset_empty;
    bool any = false;
    for (unsigned i = 0; i < type->n; i++) {
        if (type->v[i].kind == V_PATH && !type->v[i].path->dead)
            any |= inherited_member(l, &type->v[i], name, instance, b);
    }
    return any;
}

static void base_member(struct linker *l, uint32_t file, uint32_t scope, const char *name, bool instance,
                        struct builder *b, bool *found, unsigned hops)
{
    struct lfile *lf = &l->files[file];
    const struct fact_scope *s = &lf->f->scopes[scope];
    for (uint32_t i = 0; i < s->n_bases && !*found; i++) {
        uint32_t node = lf->f->kids[s->first_base + i];
        if (lnode(l, file, node)->kind == NODE_KEYWORD)
            continue;
        if (lnode(l, file, node)->kind == NODE_SUBSCRIPT)
            node = lnode(l, file, node)->a;
        const struct vset *bases = eval(l, file, node);
        for (unsigned k = 0; k < bases->n && !*found; k++) {
            const struct value *v = &bases->v[k];
            if (v->kind == V_CLASS && !(v->file == file && v->ref == scope)) {
                struct frame *outer = l->frame, *own = instance ? built_by(l, file, scope, v) : NULL;
                const char *kept = own ? property_of(l, v, name) : NULL;
                l->frame = own ? own : outer;
                class_member(l, v->file, v->ref, kept ? kept : name, instance, b, found, hops - 1);
                l->frame = outer;
            } else if (v->kind == V_PATH && !v->path->dead) {
                *found |= inherited_member(l, v, name, instance, b);
            }
        }
    }
}

void derived_member(struct linker *l, uint32_t file, uint32_t scope, const char *name, struct builder *b,
                           bool *found, unsigned hops)
{
    const GArray *list = g_hash_table_lookup(l->subclasses, KEY(file, scope));
    for (guint i = 0; list && i < list->len && hops; i++) {
        struct node_ref r = g_array_index(list, struct node_ref, i);
        uint32_t text = string_index(l, r.file, name);
        if (apart(l, r.file, file))
            continue;
        if (text && (bindings_of(l, r.file, r.node, text) || g_hash_table_lookup(l->files[r.file].members, KEY(r.node, text)))) {
            bool here = false;
            class_member(l, r.file, r.node, name, true, b, &here, 0);
            *found |= here;
        }
        struct unit parts[MAX_VALUES];
        unsigned n = types_parts(l, r.file, r.node, parts, G_N_ELEMENTS(parts));
        for (unsigned k = 0; k < n; k++)
            class_member(l, parts[k].file, parts[k].scope, name, true, b, found, 0);
        bool beside = false; /* another class that it derives from: two that are mixed in, of which one sets what the other uses */
        if (l->files[r.file].f->scopes[r.node].n_bases > 1 && is_placeholder(l, b))
            base_member(l, r.file, r.node, name, true, b, &beside, hops);
        *found |= beside;
        derived_member(l, r.file, r.node, name, b, found, hops - 1);
    }
}

void derived_instead(struct linker *l, uint32_t file, uint32_t scope, const char *name, struct builder *b, bool *found)
{
    const unsigned before = b->n;
    derived_member(l, file, scope, name, b, found, 8);
    if (b->n == before)
        return;
    unsigned kept = 0;
    for (unsigned i = 0; i < b->n; i++)
        if (i >= before || !is_empty_literal(l, &b->v[i]))
            b->v[kept++] = b->v[i];
    if (kept != b->n)
        b->whole = NULL;
    b->n = kept;
}

/* Whether a member is null only by its default, in an object that only holds values and that nobody saw made: who made it,
 * a library perhaps, may have given it something. */
static bool is_written_nowhere(struct linker *l, const struct value *v, const char *name)
{
    const struct facts *f = l->files[v->file].f;
    const struct fact_scope *s = &f->scopes[v->ref];
    for (uint32_t i = 0; s->n_params && !v->chain && is_record(l, v->file, v->ref) && i < s->n_params; i++) {
        const struct fact_param *p = &f->params[s->first_param + i];
        if (g_str_equal(f->strings[p->name], name))
            return p->value && f->nodes[p->value].kind == NODE_NULL;
    }
    return false;
}

/* Whether all that a class gives one of its members, which stands for the same wherever it is written, is a beginning: @chats = {}.
 * A class above it, or what is mixed in, may say the rest. `before`: values that were known already. */
static bool begins_empty(struct linker *l, uint32_t file, const struct builder *b, unsigned before)
{
    bool empty = l->files[file].lang->own_sigil && b->n > before;
    for (unsigned i = before; empty && i < b->n; i++)
        empty = is_empty_literal(l, &b->v[i]);
    return empty;
}

/* Whether all that a field was seen to be given, from one value on, is null, or what no rule knows: Self { client: Mutex::new(None) }. */
static bool only_empty(const struct linker *l, const struct builder *b, unsigned from)
{
    bool empty = true;
    for (unsigned i = from; i < b->n && empty; i++) {
        const struct value *v = &b->v[i];
        empty = v->kind == V_LITERAL ? lnode(l, v->file, v->ref)->kind == NODE_NULL : v->kind == V_PATH && v->path->dead && !v->site;
    }
    return empty;
}

void class_member(struct linker *l, uint32_t file, uint32_t scope, const char *name, bool instance,
                         struct builder *b, bool *found, unsigned hops)
{
    const unsigned before = b->n;
    struct lfile *lf = &l->files[file];
    uint32_t text = string_index(l, file, name);
    struct value itself = {.kind = V_CLASS, .file = file, .ref = scope};
    if (library_member(l, file, scope, name, instance, b)) {
        *found = true;
        return;
    }
    bool stored = add_stored(l, &itself, name, b); /* from outside: the class, or one above it, defines the member all the same */
    if (text) {
        GArray *assigns = g_hash_table_lookup(lf->members, KEY(scope, text));
        for (guint i = 0; assigns && i < 2 * assigns->len; i++) { /* declarations come last */
            const struct fact_assign *own = &lf->f->assigns[g_array_index(assigns, uint32_t, i % assigns->len)];
            if ((i >= assigns->len) != is_declaration(lf->f, own))
                continue;
            const struct vset *given = eval_assign(l, file, own);
            *found = true;
            if (i < assigns->len) {
                add_set(b, given);
                continue;
            }
            for (unsigned q = 0; q < given->n; q++)
                add_declared(b, given->v[q]);
            b->open |= given->open;
        }
        const struct bindings *all = bindings_of(l, file, scope, text);
        const GArray *list = all ? all->list : NULL;
        for (guint k = 0; list && k < 2 * list->len; k++) { /* declarations come last */
            const struct binding *d = &g_array_index(list, struct binding, k % list->len);
            if ((k >= list->len) != (d->kind == BIND_ASSIGN && is_declaration(lf->f, &lf->f->assigns[d->index])))
                continue;
            *found = true;
            if (d->kind == BIND_SCOPE && lf->f->scopes[d->index].kind != SCOPE_CLASS) {
                note_reference(l, V_FUNCTION, file, d->index);
                if (lf->f->scopes[d->index].flags & SCOPE_PROPERTY && instance)
                    add_set(b, eval_result(l, file, d->index));
                else
                    add(b, (struct value){.kind = V_FUNCTION, .file = file, .ref = d->index});
            } else if (d->kind == BIND_SCOPE) {
                add(b, (struct value){.kind = V_CLASS, .file = file, .ref = d->index});
            } else if (d->kind == BIND_PARAM) { /* of a constructor that is written with the class */
                add_set(b, eval_param(l, file, d->index));
            } else if (d->kind == BIND_ASSIGN) {
                BUILDER(field, false);
                unsigned had = b->n;
                bool built = instance && add_constructed(l, file, scope, &lf->f->assigns[d->index], b);
                if (built && b->n > had && !only_empty(l, b, had))
                    continue;
                const struct vset *declared = eval_assign(l, file, &lf->f->assigns[d->index]);
                for (unsigned q = 0; built && q < declared->n; q++) /* what it is handed is unknown, but of its type */
                    if (declared->v[q].kind != V_LITERAL)
                        add_declared(b, declared->v[q]);
                if (built)
                    continue;
                add_set(&field, declared);
                for (unsigned q = 0; q < field.n; q++)
                    if (field.v[q].kind == V_LITERAL)
                        set_via(&field, q, VALUE_CONFIG); /* a settings object: its default */
                for (unsigned q = 0; q < field.n; q++)
                    add_declared(b, field.v[q]);
                b->open |= field.open;
            }
        }
    }
    const GArray *others = lf->lang->partial_classes && hops
                               ? siblings_parts(l->siblings, file, ltext(l, file, lf->f->scopes[scope].name)) : NULL;
    uint32_t said_in = file; /* the file of `text`: parts stand by file */
    for (guint i = 0; others && i < others->len; i++) {
        const struct sibling *p = &g_array_index(others, struct sibling, i);
        if (p->file != said_in)
            text = string_index(l, said_in = p->file, name);
        const struct value part = {.kind = V_CLASS, .file = p->file, .ref = p->scope};
        if ((p->file != file || p->scope != scope) && (text || stores_find(l, &part, name)))
            class_member(l, p->file, p->scope, name, instance, b, found, 0);
    }
    struct unit parts[MAX_VALUES];
    unsigned n_parts = !*found && hops ? types_parts(l, file, scope, parts, G_N_ELEMENTS(parts)) : 0;
    for (unsigned i = 0; i < n_parts; i++)
        class_member(l, parts[i].file, parts[i].scope, name, instance, b, found, 0);
    if ((!*found || begins_empty(l, file, b, before)) && hops) {
        bool above = false;
        base_member(l, file, scope, name, instance, b, &above, hops);
        *found |= above;
    }
    *found |= stored;
}

void add_elements(struct linker *l, const struct value *v, struct builder *b)
{
    const struct fact_node *d = lnode(l, v->file, v->ref);
    for (uint32_t k = 0; d->kind == NODE_DICT && k < d->count; k++) {
        const struct fact_node *pair = lnode(l, v->file, l->files[v->file].f->kids[d->first + k]);
        if (pair->kind == NODE_PAIR)
            add_set(b, eval(l, v->file, pair->b));
    }
}

bool of_envelope(struct linker *l, const struct value *v, const char *name)
{
    if (!v->site)
        return false;
    const struct api_item *item = &l->rules->items[g_array_index(l->drafts, struct site_draft, v->site - 1).item];
    return item->file->envelope && g_strv_contains((const char *const *)item->file->envelope, name);
}

static bool names_decoded(const struct linker *l, const char *name)
{
    return name && l->rules->decoded && g_strv_contains((const char *const *)l->rules->decoded, name);
}

/* Whether a step of this name gives a request its body: post(url).json(body). */
static bool gives_body(const struct linker *l, const struct value *v, const char *name)
{
    const struct api_item *item = &l->rules->items[g_array_index(l->drafts, struct site_draft, v->site - 1).item];
    return item->later && item->within && g_strv_contains((const char *const *)item->within, name);
}

/* The step of a request that gives it its body. What an answer has of that name stands behind it. */
static const struct apath *body_step(const struct linker *l, const struct value *v)
{
    const struct apath *step = NULL;
    for (const struct apath *p = v->path; p && p->depth; p = p->parent)
        if (p->kind == SEGMENT_MEMBER && gives_body(l, v, p->name))
            step = p;
    return step;
}

/* Whether a member that no path grows by any more is of what a request was answered: its body is given, and sent. */
static bool behind_request(const struct linker *l, const struct value *v, const char *name)
{
    return v->site && v->path->dead && names_decoded(l, name) && !gives_body(l, v, name);
}

bool is_decoded(const struct linker *l, const struct value *v)
{
    bool found = v->decoded;
    const struct apath *given = v->kind == V_PATH && v->site && !found ? body_step(l, v) : NULL;
    for (const struct apath *p = v->kind == V_PATH && v->site ? v->path : NULL; p && p->depth && !found; p = p->parent)
        found = p != given && p->kind == SEGMENT_MEMBER && names_decoded(l, p->name);
    return found;
}

struct value rest_of(const struct linker *l, const struct value *v, const char *name)
{
    return (struct value){.kind = V_OTHER, .site = v->site, .parsed = v->parsed, .decoded = is_decoded(l, v) || names_decoded(l, name)};
}

/* A member of a package that was imported with a module below it: `import a.b.c`, a.b */
static const struct vset *package_member(struct linker *l, const struct value *v, const char *name)
{
    const struct language *lang = l->files[v->file].lang;
    g_autofree char *folder = module_folder(l->modules, v->file, lang, v->ref);
    g_autofree char *next = module_folder(l->modules, v->file, lang, v->ref - 1);
    const char *slash = strrchr(next, '/');
    if (g_str_equal(slash ? slash + 1 : next, name)) {
        BUILDER(b, false);
        add(&b, (struct value){.kind = V_MODULE, .file = v->file, .ref = v->ref - 1});
        return finish(l, &b);
    }
    uint32_t index = module_at_path(l->modules, lang, folder);
    const struct vset *s = index != NO_INDEX ? eval_export(l, index, name) : &vset_empty;
    if (s->n)
        return s;
    g_autofree char *below = g_strconcat(folder, *folder ? "/" : "", name, NULL);
    uint32_t child = module_at_path(l->modules, lang, below);
    return child != NO_INDEX && l->files[child].f ? module_value(l, child) : &vset_open;
}


struct value implemented_class(struct linker *l, const struct value *v)
{
    unsigned hops = 0;
    for (const struct chain *c = v->chain; c && hops < 64; c = c->prev, hops++)
        for (unsigned i = 0; c->file != NO_INDEX && i < c->path->n_items; i++) {
            const struct api_item *item = &l->rules->items[c->path->items[i]];
            if (item->role != ROLE_AGENT || item->implements < 0)
                continue;
            BUILDER(args, false);
            argument_values(l, c->file, c->node, NULL, item->implements, &args);
            for (unsigned k = 0; k < args.n; k++)
                if (args.v[k].kind == V_CLASS)
                    return args.v[k];
        }
    return (struct value){.kind = V_OTHER};
}

/* What an annotation, or a call in the body of a class, makes of its instances; NULL without. */
static const struct apath *making(struct linker *l, uint32_t file, uint32_t node)
{
    const struct vset *s = eval(l, file, node);
    for (unsigned k = 0; k < s->n; k++) {
        if (s->v[k].kind != V_PATH)
            continue;
        apath_items(l, s->v[k].path);
        for (unsigned q = 0; q < s->v[k].path->n_items; q++) {
            const struct api_item *item = &l->rules->items[s->v[k].path->items[q]];
            if (item->role == ROLE_AGENT && item->returns.n_segments)
                return from_pattern(l, s->v[k].path->language, &item->returns);
        }
    }
    return NULL;
}

/* The path of the instances of a class that a library makes: named to it in a call, decorated, or by what its body calls
 * in languages where bare names are calls. NULL without. */
const struct apath *made_path(struct linker *l, uint32_t file, uint32_t class)
{
    gpointer at = NULL;
    bool asked = g_hash_table_lookup_extended(l->made, KEY(file, class), NULL, &at);
    const struct apath *known = at;
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 0; !known && i < f->scopes[class].n_decorators; i++)
        known = making(l, file, f->kids[f->scopes[class].first_decorator + i]);
    if (known || asked || !l->files[file].lang->bare_calls)
        return known;
    g_hash_table_insert(l->made, KEY(file, class), NULL); /* who asks again meanwhile, or later, need not look */
    for (uint32_t i = 1; !known && i < f->n_nodes; i++)
        if (f->nodes[i].scope == class && (f->nodes[i].kind == NODE_CALL || f->nodes[i].kind == NODE_NAME) && !f->nodes[i].parent)
            known = making(l, file, i);
    g_hash_table_insert(l->made, KEY(file, class), (gpointer)known);
    return known;
}

/* Whether the class itself writes what one of the methods does, where that gives something: default String askTwice(...) { ... }
 * of an interface that a library implements. */
static bool writes_method(struct linker *l, const struct builder *b)
{
    for (unsigned i = 0; i < b->n; i++)
        if (b->v[i].kind == V_FUNCTION && l->files[b->v[i].file].gives[b->v[i].ref])
            return true;
    return false;
}

void made_member(struct linker *l, uint32_t file, uint32_t class, const char *name, struct builder *b)
{
    const struct apath *made = writes_method(l, b) ? NULL : made_path(l, file, class);
    if (!made)
        return;
    struct value of_library = path_step(l, &(struct value){.kind = V_PATH, .path = made}, SEGMENT_MEMBER, name);
    if (!of_library.path->dead) /* of what is its own, the library's path says nothing */
        add(b, of_library);
}

/* Whether every class below one writes a method itself, or has it from one between them. */
static bool written_below(struct linker *l, uint32_t file, uint32_t class, const char *name, unsigned hops)
{
    const GArray *below = g_hash_table_lookup(l->subclasses, KEY(file, class));
    unsigned written = 0;
    for (guint i = 0; below && i < below->len; i++) {
        const struct node_ref r = g_array_index(below, struct node_ref, i);
        const uint32_t text = string_index(l, r.file, name);
        const struct bindings *own = text ? bindings_of(l, r.file, r.node, text) : NULL;
        if (apart(l, r.file, file))
            continue;
        if (!(own && g_array_index(own->list, struct binding, 0).kind == BIND_SCOPE) && !(hops && written_below(l, r.file, r.node, name, hops - 1)))
            return false;
        written++;
    }
    return written > 0;
}

/* A method that an interface of the program has from a library, and that the classes of the program below it write: it is theirs that
 * is called, and what they call in turn. */
static void written_instead(struct linker *l, const struct value *v, const char *name, struct builder *b)
{
    bool library = b->n > 0 && g_hash_table_contains(l->subclasses, KEY(v->file, v->ref));
    for (unsigned i = 0; i < b->n && library; i++)
        library = b->v[i].kind == V_PATH;
    if (!library || !written_below(l, v->file, v->ref, name, MAX_NESTED))
        return;
    bool found = false;
    BUILDER(below, b->open);
    derived_member(l, v->file, v->ref, name, &below, &found, 8);
    if (below.n)
        *b = below;
}

/* A member that gives what its object holds: Value of Lazy<T>, which is taken for what it holds. */
static bool holds_value(const struct language *language, const char *name)
{
    const char **members = language->same_members;
    return members && g_strv_contains((const char *const *)members, name);
}

/* What a constant of a class, or what a library built of one, holds in a field; false where nobody sees it. */
static bool constant_field(struct linker *l, const struct value *v, const char *name, struct builder *b)
{
    struct found found = {.nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref))};
    object_key(l, v, name, &found);
    bool seen = found.nodes->len && !found.open;
    for (guint i = 0; seen && i < found.nodes->len; i++) {
        struct node_ref r = g_array_index(found.nodes, struct node_ref, i);
        add_set(b, eval(l, r.file, r.node));
    }
    found_clear(&found);
    return seen;
}

/* What the name that a method is called with is asked of: forward($this->client, $name), [$client, $name], @client.send(name),
 * getattr(self.client, name). 0: nothing. */
static uint32_t asked_for(const struct facts *f, uint32_t name)
{
    const struct fact_node *p = &f->nodes[f->nodes[name].parent];
    if (p->kind == NODE_SUBSCRIPT && p->b == name)
        return p->a;
    if ((p->kind != NODE_CALL && p->kind != NODE_LIST) || !p->count || (p->kind == NODE_CALL && p->a == name))
        return 0;
    if (f->kids[p->first] != name)
        return f->kids[p->first];
    return p->kind == NODE_CALL && f->nodes[p->a].kind == NODE_MEMBER ? f->nodes[p->a].a : 0;
}

/* A member that a class has not, where it hands what it is asked for on to another object. */
static void forwarded_member(struct linker *l, const struct value *v, const char *name, struct builder *b)
{
    const char **methods = l->files[v->file].lang->forward_methods;
    for (; methods && *methods && !too_deep(l); methods++) {
        BUILDER(own, false);
        bool found = false;
        l->depth++;
        class_member(l, v->file, v->ref, *methods, true, &own, &found, 8);
        for (unsigned i = 0; i < own.n; i++) {
            const struct facts *f = l->files[own.v[i].file].f;
            const struct fact_scope *s = &f->scopes[own.v[i].ref];
            const struct fact_param *p = own.v[i].kind == V_FUNCTION && s->n_params ? &f->params[s->first_param] : NULL;
            p += p && is_receiver(l, own.v[i].file, p) && s->n_params > 1;
            for (uint32_t n = 1; p && n < f->n_nodes; n++) {
                const uint32_t object = f->nodes[n].kind == NODE_NAME && f->nodes[n].scope == own.v[i].ref && f->nodes[n].text == p->name ? asked_for(f, n) : 0;
                const struct vset *given = object ? eval(l, own.v[i].file, object) : &vset_empty;
                for (unsigned k = 0; k < given->n; k++)
                    if (given->v[k].kind == V_PATH && !given->v[k].path->dead)
                        add_set(b, eval_member(l, &given->v[k], name));
            }
        }
        l->depth--;
    }
}

const struct vset *eval_member(struct linker *l, const struct value *v, const char *name)
{
    BUILDER(b, false);
    struct value bare = *v;
    if (of_envelope(l, v, name)) {
        bare.site = 0;
        v = &bare;
    }
    switch (v->kind) {
    case V_PATH: {
        struct value m = path_step(l, v, SEGMENT_MEMBER, name);
        m.decoded |= behind_request(l, v, name);
        if (m.path->dead && !v->path->dead && !v->site && holds_value(&l->rules->languages[v->path->language], name))
            m = *v; /* what holds it was looked through */
        if (!add_stored(l, v, name, &b) || !m.path->dead)
            add(&b, m);
        struct value class = implemented_class(l, v);
        bool found = false;
        if (class.kind == V_CLASS)
            class_member(l, class.file, class.ref, name, true, &b, &found, 8);
        break;
    }
    case V_MODULE: {
        if (v->ref)
            return package_member(l, v, name);
        const struct vset *s = eval_export(l, v->file, name);
        uint32_t child = s->n ? NO_INDEX : child_of(l, v->file, name);
        if (child != NO_INDEX)
            return module_value(l, child);
        add_set(&b, s);
        if (!add_stored(l, v, name, &b) && !s->n)
            b.open = true;
        break;
    }
    case V_TYPE: {
        g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
        const struct fact_node *type = lnode(l, v->file, v->ref);
        const struct vset *of = type->kind == NODE_SUBSCRIPT ? eval(l, v->file, type->a) : &vset_empty;
        for (unsigned i = 0; i < of->n; i++) /* Shared = Desk<Config>: Shared::new() */
            add_set(&b, eval_member(l, &of->v[i], name));
        if (type->kind == NODE_DICT)
            dict_get(l, v->file, v->ref, name, nodes, &b.open);
        for (guint i = 0; i < nodes->len; i++) {
            struct node_ref r = g_array_index(nodes, struct node_ref, i);
            add_set(&b, eval_type(l, r.file, r.node));
        }
        b.open = true;
        break;
    }
    case V_SUPER: {
        bool found = false;
        base_member(l, v->file, v->ref, name, true, &b, &found, 8);
        b.open |= !found;
        break;
    }
    case V_CLASS: case V_INSTANCE: {
        bool found = false;
        if ((is_constant(l, v) || is_built(l, v)) && constant_field(l, v, name, &b) && !only_dead(b.v, b.n))
            break;
        const char **classes = l->files[v->file].lang->class_members;
        if (v->kind == V_INSTANCE && classes && g_strv_contains((const char *const *)classes, name)) {
            add(&b, (struct value){.kind = V_CLASS, .file = v->file, .ref = v->ref});
            break;
        }
        class_member(l, v->file, v->ref, name, v->kind == V_INSTANCE, &b, &found, 8);
        if (v->kind == V_INSTANCE)
            written_instead(l, v, name, &b);
        if (v->kind == V_INSTANCE && l->final && (is_placeholder(l, &b) || gives_unknown(l, v, &b)))
            derived_instead(l, v->file, v->ref, name, &b, &found);
        bool defined = false; /* by the class itself: what a library adds to it does not count then */
        for (unsigned i = 0; i < b.n; i++)
            defined |= b.v[i].kind == V_FUNCTION;
        if (v->kind == V_INSTANCE && (l->files[v->file].lang->bare_calls ? !defined : found))
            made_member(l, v->file, v->ref, name, &b);
        if (v->kind == V_INSTANCE && is_written_nowhere(l, v, name))
            b.open = true;
        if (!found && v->kind == V_INSTANCE && holds_value(l->files[v->file].lang, name))
            add(&b, *v);
        if (!found && v->kind == V_INSTANCE)
            forwarded_member(l, v, name, &b);
        if (!found)
            b.open = true;
        if (v->site)
            add(&b, rest_of(l, v, name));
        break;
    }
    case V_LITERAL: {
        g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
        bool open = false;
        bool stored = add_stored(l, v, name, &b);
        uint8_t kind = lnode(l, v->file, v->ref)->kind;
        const char **same = l->files[v->file].lang->literal_members;
        if ((kind == NODE_STRING || kind == NODE_NUMBER) && same && g_strv_contains((const char *const *)same, name)) {
            add(&b, *v);
        } else if (is_dictionary(l, v) && (dict_get(l, v->file, v->ref, name, nodes, &open) || stored)) {
            for (guint i = 0; i < nodes->len; i++) {
                struct node_ref r = g_array_index(nodes, struct node_ref, i);
                add_set(&b, eval(l, r.file, r.node));
            }
            for (unsigned i = 0; i < b.n; i++)
                if (b.v[i].kind == V_LITERAL && v->via)
                    set_via(&b, i, v->via);
        } else {
            b.open = true;
        }
        if (v->site)
            add(&b, rest_of(l, v, name));
        break;
    }
    case V_KEYWORDS: {
        struct found found = {.nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref))};
        struct frame *frame = l->frame, *passes = keywords_frame(l, v);
        keywords_get(l, v, name, &found);
        l->frame = passes ? (struct frame *)passes->outer : NULL;
        for (guint i = 0; i < found.nodes->len; i++) {
            struct node_ref r = g_array_index(found.nodes, struct node_ref, i);
            if (r.node)
                add_set(&b, eval(l, r.file, r.node));
        }
        l->frame = frame;
        for (unsigned i = 0; i < b.n && !passes; i++)
            if (is_told_apart(l, &b.v[i]))
                set_via(&b, i, VALUE_PARAMETER);
        b.open |= found.open || !found.nodes->len;
        found_clear(&found);
        break;
    }
    case V_FUNCTION: { /* a decorator of whatever library made the method an attribute: a member of what it gives */
        const struct facts *f = l->files[v->file].f;
        const struct fact_scope *s = &f->scopes[v->ref];
        const struct vset *given = s->n_decorators && f->scopes[s->parent].kind == SCOPE_CLASS ? eval_result(l, v->file, v->ref)
                                                                                              : &vset_empty;
        for (unsigned i = 0; i < given->n; i++)
            if (given->v[i].kind == V_PATH)
                add_set(&b, eval_member(l, &given->v[i], name));
        b.open = true;
        break;
    }
    default:
        b.open = true;
        if (v->site)
            add(&b, rest_of(l, v, name));
        break;
    }
    return finish(l, &b);
}
