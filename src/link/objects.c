/*
 * Objects of classes of the repository that are sent somewhere: their fields by the names that these have on the way,
 * which annotations or tags say, or else the fields' own (max_tokens is MaxTokens and maxTokens).
 */
#include <string.h>

#include "base/regex.h"
#include "link/link_priv.h"

#define MAX_BASES 8 /* classes above one another */

struct field {
    uint32_t file, name; /* string: its own name */
    uint32_t value;      /* node: what it holds where nothing is given, 0 without */
    int position;        /* of the constructor's argument that it takes, -1 without */
    uint32_t class;      /* scope: the class that declares it */
};

bool same_words(const char *a, const char *b)
{
    for (;; a++, b++) {
        a += strspn(a, "_-");
        b += strspn(b, "_-");
        if (!*a || g_ascii_tolower(*a) != g_ascii_tolower(*b))
            return *a == *b;
    }
}

/* The name that an annotation gives a field: JsonProperty("max_tokens"), serde(rename = "max_tokens"). NULL without. */
static const char *annotated_name(const struct linker *l, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    const char **names = l->files[file].lang->sent_names;
    const struct fact_node *n = &f->nodes[node], *callee = n->kind == NODE_CALL ? &f->nodes[n->a] : NULL;
    bool asked = callee && (callee->kind == NODE_NAME || callee->kind == NODE_MEMBER) &&
                 g_strv_contains((const char *const *)names, f->strings[callee->text]);
    for (uint32_t i = 0; callee && i < n->count; i++) {
        const struct fact_node *k = &f->nodes[f->kids[n->first + i]];
        if (k->kind == NODE_KEYWORD && (asked || g_strv_contains((const char *const *)names, f->strings[k->text])))
            k = &f->nodes[k->b];
        if (asked && k->kind == NODE_STRING)
            return f->strings[k->text];
        asked |= k->kind == NODE_NAME && g_strv_contains((const char *const *)names, f->strings[k->text]);
    }
    return NULL;
}

/* The name that a field's tag gives it: `json:"max_tokens,omitempty"`. NULL without. */
static const char *tagged_name(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    struct regex_span at[2];
    const char *text = n->kind == NODE_STRING ? ltext(l, file, n->text) : "";
    if (!*text || !regex_match(l->files[file].lang->sent_tag, text, strlen(text), at, 2))
        return NULL;
    return arena_strndup(l->a, text + at[1].start, at[1].end - at[1].start);
}

/* Whether a field of this name and annotation is sent as `key`. */
static bool is_sent_as(struct linker *l, uint32_t file, const char *name, uint32_t type, const char *key)
{
    const struct language *lang = l->files[file].lang;
    const struct fact_node *t = lnode(l, file, type);
    for (uint32_t i = 0; t->kind == NODE_OTHER && i < t->count; i++) {
        uint32_t kid = l->files[file].f->kids[t->first + i];
        const char *sent = lang->sent_tag ? tagged_name(l, file, kid) : annotated_name(l, file, kid);
        if (sent)
            return g_str_equal(sent, key);
    }
    return same_words(name, key);
}

static bool says_open(const struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    return (n->kind == NODE_NAME || n->kind == NODE_MEMBER) &&
           g_strv_contains((const char *const *)l->files[file].lang->sent_open, ltext(l, file, n->text));
}

/* Whether an annotation says that the keys of a field are sent in its place: serde(flatten), JsonUnwrapped. */
static bool is_sent_open(const struct linker *l, uint32_t file, uint32_t type)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *t = &f->nodes[type];
    bool open = false;
    for (uint32_t i = 0; l->files[file].lang->sent_open && t->kind == NODE_OTHER && i < t->count && !open; i++) {
        uint32_t kid = f->kids[t->first + i];
        const struct fact_node *n = &f->nodes[kid];
        open = says_open(l, file, n->kind == NODE_CALL ? n->a : kid);
        for (uint32_t k = 0; n->kind == NODE_CALL && k < n->count; k++)
            open |= says_open(l, file, f->kids[n->first + k]);
    }
    return open;
}

/* Whether a class of a library is one that schemas derive from: it has no fields of its own. */
static bool is_schema(struct linker *l, const struct value *v)
{
    const struct apath *p = v->kind == V_PATH ? apath_called(l, v->path) : NULL;
    for (unsigned i = 0; p && i < p->n_items; i++) {
        const struct api_item *item = &l->rules->items[p->items[i]];
        if (item->role == ROLE_SINK && g_strcmp0(item->kind, "schema") == 0)
            return true;
    }
    return false;
}

/* The field of class (file, class) that is sent as `key`; *n counts the fields that were looked at, and *open tells whether
 * classes above it, or what a field of it holds, may have others. */
static bool find_field(struct linker *l, uint32_t file, uint32_t class, const char *key, struct field *out, unsigned *n, bool *open,
                       unsigned hops)
{
    const struct facts *f = l->files[file].f;
    const struct fact_scope *s = &f->scopes[class];
    for (uint32_t i = 0; i < s->n_params; i++) {
        const struct fact_param *p = &f->params[s->first_param + i];
        ++*n;
        *open |= is_sent_open(l, file, p->type);
        if (!is_sent_as(l, file, f->strings[p->name], p->type, key))
            continue;
        *out = (struct field){.file = file, .name = p->name, .value = p->value, .position = p->position, .class = class};
        return true;
    }
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        if (a->scope != class || !(a->flags & ASSIGN_FIELD) || f->nodes[a->target].kind != NODE_NAME)
            continue;
        ++*n;
        *open |= is_sent_open(l, file, a->type);
        if (!is_sent_as(l, file, f->strings[f->nodes[a->target].text], a->type, key))
            continue;
        *out = (struct field){.file = file, .name = f->nodes[a->target].text, .value = a->value, .position = -1, .class = class};
        return true;
    }
    for (uint32_t i = 0; i < s->n_bases; i++) {
        uint32_t node = f->kids[s->first_base + i];
        const struct vset *bases = f->nodes[node].kind == NODE_KEYWORD ? &vset_empty : eval(l, file, node);
        bool seen = false;
        for (unsigned k = 0; k < bases->n && hops; k++) {
            seen |= bases->v[k].kind == V_CLASS || is_schema(l, &bases->v[k]);
            if (bases->v[k].kind == V_CLASS && find_field(l, bases->v[k].file, bases->v[k].ref, key, out, n, open, hops - 1))
                return true;
        }
        *open |= !seen;
    }
    return false;
}

const struct chain *object_maker(const struct value *v)
{
    const struct chain *c = v->kind == V_INSTANCE ? v->chain : NULL;
    while (c && (c->path || c->step || c->file == NO_INDEX)) /* it was handed through this call, or changed by it */
        c = c->prev;
    return c;
}

bool is_built(const struct linker *l, const struct value *v)
{
    const struct chain *maker = object_maker(v);
    const char *const *builders = maker ? (const char *const *)l->files[maker->file].lang->builders : NULL;
    const struct fact_node *made = maker ? lnode(l, maker->file, lnode(l, maker->file, maker->node)->a) : NULL;
    return builders && made->kind == NODE_MEMBER && g_strv_contains(builders, ltext(l, maker->file, made->text));
}

bool is_constant(struct linker *l, const struct value *v)
{
    const struct chain *c = v->kind == V_INSTANCE ? v->chain : NULL;
    return c && !c->prev && !c->path && c->file == v->file && lnode(l, c->file, c->node)->scope == v->ref;
}

/* What a parameter of a constructor is given where an object is made. */
static void add_given(struct linker *l, const struct chain *maker, uint32_t file, const struct fact_param *p, struct found *out)
{
    struct found given;
    find_param(l, file, p, (struct node_ref){.file = maker->file, .node = maker->node}, &given);
    g_array_append_vals(out->nodes, given.nodes->data, given.nodes->len);
    found_clear(&given);
}

/* What stands for a list that a constructor fills: its field's name, where that is called (messages.add(x)), or else `target`. */
static uint32_t grown_here(struct linker *l, const struct field *field, uint32_t entry, uint32_t target)
{
    const struct facts *f = l->files[field->file].f;
    const GArray *calls = method_calls(l, field->file, entry, field->name);
    return calls && calls->len ? f->nodes[f->nodes[g_array_index(calls, uint32_t, 0)].a].a : target;
}

/* What a constructor gives a field itself: this.role = "user", this.model = name. Whether it gives it anything. */
static bool constructor_gives(struct linker *l, const struct chain *maker, const struct field *field, uint32_t entry, struct found *out)
{
    const struct facts *f = l->files[field->file].f;
    const struct fact_scope *s = &f->scopes[entry];
    bool gives = false;
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        const struct fact_node *t = &f->nodes[a->target];
        if (t->scope != entry || !a->value || (t->kind != NODE_NAME && t->kind != NODE_MEMBER) || t->text != field->name)
            continue;
        const struct fact_node *value = &f->nodes[a->value];
        const struct fact_param *p = NULL;
        for (uint32_t k = 0; value->kind == NODE_NAME && k < s->n_params; k++)
            if (f->params[s->first_param + k].name == value->text)
                p = &f->params[s->first_param + k];
        const struct node_ref r = {.file = field->file, .node = value->kind == NODE_CALL ? grown_here(l, field, entry, a->target) : a->value};
        if (p)
            add_given(l, maker, field->file, p, out);
        else
            g_array_append_val(out->nodes, r);
        gives = true;
    }
    return gives;
}

/* Whether a constructor leaves nothing to another one, and is the one that a call means. */
static bool says_all(const struct linker *l, const struct chain *maker, uint32_t file, uint32_t entry)
{
    const struct facts *f = l->files[file].f;
    bool all = f->scopes[entry].n_params == lnode(l, maker->file, maker->node)->count && !f->scopes[f->scopes[entry].parent].n_bases;
    for (uint32_t i = 1; i < f->n_nodes && all; i++) {
        const struct fact_node *n = &f->nodes[i], *callee = n->kind == NODE_CALL ? &f->nodes[n->a] : NULL;
        all = !callee || n->scope != entry || callee->kind != NODE_NAME ||
              !g_strv_contains((const char *const *)l->files[file].lang->self_names, f->strings[callee->text]);
    }
    return all;
}

/* What a method of an object's class gives to its field `name`; whether it always does. */
static bool given_in(struct linker *l, const struct value *method, const char *name, struct found *out)
{
    const struct facts *f = l->files[method->file].f;
    bool always = false;
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        const struct fact_node *t = &f->nodes[a->target];
        if (a->scope != method->ref || !a->value || t->kind != NODE_MEMBER || !is_self(l, method->file, t->a) ||
            !g_str_equal(f->strings[t->text], name))
            continue;
        struct node_ref r = {.file = method->file, .node = a->value};
        g_array_append_val(out->nodes, r);
        always |= f->regions[a->region].kind <= REGION_BODY;
    }
    return always;
}

/* What steps behind the making of an object give a field: Request::new(q).limited(5). Whether one of them always does. */
static bool given_by_steps(struct linker *l, const struct value *v, const char *name, struct found *out)
{
    bool always = false;
    for (const struct chain *c = v->chain; c && !always; c = c->prev) {
        const struct vset *methods = c->step && !c->path ? eval(l, c->file, lnode(l, c->file, c->node)->a) : &vset_empty;
        for (unsigned i = 0; i < methods->n; i++)
            if (methods->v[i].kind == V_FUNCTION)
                always |= given_in(l, &methods->v[i], name, out);
    }
    return always;
}

/* What the constructor of a class takes for a field, by its name or its place, or gives it. */
static bool constructor_argument(struct linker *l, const struct chain *maker, const struct field *field, struct found *out)
{
    uint32_t entry = class_entry(l, field->file, field->class);
    const struct facts *f = l->files[field->file].f;
    for (uint32_t i = 0; entry && i < f->scopes[entry].n_params; i++) {
        const struct fact_param *p = &f->params[f->scopes[entry].first_param + i];
        if (!same_words(f->strings[p->name], f->strings[field->name]))
            continue;
        add_given(l, maker, field->file, p, out);
        return true;
    }
    return entry && (constructor_gives(l, maker, field, entry, out) || says_all(l, maker, field->file, entry));
}

/* What a constructor that nobody wrote takes for a field: its place among those that have no value, if it takes them all. */
static int place_among_fields(const struct linker *l, const struct fact_node *call, const struct field *field)
{
    const struct facts *f = l->files[field->file].f;
    int place = -1;
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        if (a->scope != field->class || !(a->flags & ASSIGN_FIELD) || a->value)
            continue;
        if (f->nodes[a->target].text == field->name)
            place = (int)n;
        n++;
    }
    return n == call->count ? place : -1;
}

/* Takes from what is found that it may be nothing at all. False if it always is something. */
static bool drop_perhaps(struct found *out)
{
    const guint n = out->nodes->len;
    for (guint i = n; i-- > 0;)
        if (!g_array_index(out->nodes, struct node_ref, i).node)
            g_array_remove_index(out->nodes, i);
    return out->nodes->len < n;
}

/* What the call that made an object gives a field, or what its function gives it afterwards: on all ways, or else. */
static void given_to(struct linker *l, const struct chain *maker, const struct field *field, struct found *out)
{
    const char *name = ltext(l, field->file, field->name);
    uint32_t file = maker->file, call = maker->node;
    const struct fact_node *n = lnode(l, file, call);
    g_autofree char *setter = g_strdup_printf("set%c%s", g_ascii_toupper(*name), *name ? name + 1 : "");
    later_steps(l, file, call, name, out);
    later_steps(l, file, call, setter, out);
    if (!out->nodes->len) {
        chained_steps(l, file, call, name, 1, out);
        chained_steps(l, file, call, setter, 1, out);
    }
    struct found given;
    if (out->nodes->len) {
        find_argument(l, file, call, name, -1, &given);
        if (given.nodes->len && drop_perhaps(out))
            g_array_append_vals(out->nodes, given.nodes->data, given.nodes->len);
        found_clear(&given);
        return;
    }
    find_argument(l, file, call, name, -1, &given);
    if (!given.nodes->len && field->position >= 0) {
        found_clear(&given);
        find_argument(l, file, call, NULL, field->position, &given);
    }
    bool known = given.nodes->len || field->position >= 0 || constructor_argument(l, maker, field, out);
    int place = known || class_entry(l, field->file, field->class) ? -1 : place_among_fields(l, n, field);
    if (place >= 0) {
        found_clear(&given);
        find_argument(l, file, call, NULL, place, &given);
    }
    known |= place >= 0 || l->files[field->file].f->scopes[field->class].n_params; /* written with the class: it takes these alone */
    g_array_append_vals(out->nodes, given.nodes->data, given.nodes->len);
    found_clear(&given);
    if (out->nodes->len)
        return;
    bool named = true;
    for (uint32_t i = 0; i < n->count; i++)
        named &= lnode(l, file, l->files[file].f->kids[n->first + i])->kind == NODE_KEYWORD;
    out->open |= !known && !named; /* a constructor that says not what it does with its arguments */
    out->declared |= out->open;
    struct node_ref otherwise = {.file = field->file, .node = field->value};
    if (!out->open && field->value && lnode(l, field->file, field->value)->kind != NODE_NULL)
        g_array_append_val(out->nodes, otherwise);
}

/* Whether a method makes the instances of its class: what it calls fills them. */
static bool is_constructor(const struct lfile *lf, uint32_t class, uint32_t method)
{
    const struct fact_scope *s = &lf->f->scopes[method];
    return lf->lang->implicit_self && s->parent == class && s->name && s->name == lf->f->scopes[class].name;
}

/* Some(x): a call that only wraps a value. */
static bool is_variant(const struct lfile *lf, const struct fact_node *call)
{
    const struct fact_node *callee = &lf->f->nodes[call->a];
    return lf->lang->variants && callee->kind == NODE_NAME && g_ascii_isupper(*lf->f->strings[callee->text]);
}

bool is_record(struct linker *l, uint32_t file, uint32_t class)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    if (!lf->records) {
        lf->records = arena_new_n(l->a, unsigned char, f->n_scopes);
        for (uint32_t i = 0; i < f->n_scopes; i++)
            lf->records[i] = f->scopes[i].kind == SCOPE_CLASS && f->scopes[i].n_params;
        for (uint32_t i = 0; i < f->n_assigns; i++)
            if (f->assigns[i].flags & ASSIGN_FIELD && f->scopes[f->assigns[i].scope].kind == SCOPE_CLASS)
                lf->records[f->assigns[i].scope] = true;
        for (uint32_t i = 1; i < f->n_nodes; i++) { /* a class whose methods call something does more than hold values */
            bool calls = f->nodes[i].kind == NODE_CALL && !(f->nodes[i].flags & NODE_TYPE) && !is_variant(lf, &f->nodes[i]);
            uint32_t inside = calls ? enclosing_class(f, f->nodes[i].scope) : 0;
            uint32_t method = inside ? enclosing_function(f, f->nodes[i].scope) : 0;
            if (inside && f->scopes[f->nodes[i].scope].kind != SCOPE_CLASS && !is_constructor(lf, inside, method))
                lf->records[inside] = false;
        }
    }
    return lf->records[class];
}

/* What a field of an object holds: what the last step that always gives it one says, or else its making and the steps that may. */
static void given_on_the_way(struct linker *l, const struct value *v, const struct chain *maker, const struct field *field, struct found *out)
{
    const guint before = out->nodes->len;
    if (given_by_steps(l, v, ltext(l, field->file, field->name), out))
        return;
    struct found made = {.nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref))};
    const struct node_ref nothing = {.file = v->file};
    given_to(l, maker, field, &made);
    if (out->nodes->len > before && !made.nodes->len)
        g_array_append_val(out->nodes, nothing);
    g_array_append_vals(out->nodes, made.nodes->data, made.nodes->len);
    out->open |= made.open;
    out->declared |= made.declared;
    found_clear(&made);
}

/* Body::Chat(request): what a variant holds is sent in its place. 0 of an object that is made otherwise. */
static uint32_t variant_holds(const struct linker *l, const struct chain *maker)
{
    const struct facts *f = maker ? l->files[maker->file].f : NULL;
    const struct fact_node *call = f ? &f->nodes[maker->node] : NULL, *callee = call && call->kind == NODE_CALL ? &f->nodes[call->a] : NULL;
    return callee && l->files[maker->file].lang->variants && callee->kind == NODE_MEMBER && call->count == 1 &&
                   g_ascii_isupper(*f->strings[callee->text])
               ? f->kids[call->first]
               : 0;
}

void object_key(struct linker *l, const struct value *v, const char *key, struct found *out)
{
    const uint32_t held = variant_holds(l, object_maker(v));
    if (held) {
        find_inside(l, object_maker(v)->file, held, key, out);
        return;
    }
    struct field field;
    unsigned n = 0;
    bool open = false;
    if (!find_field(l, v->file, v->ref, key, &field, &n, &open, MAX_BASES)) {
        out->open |= open || !n;
        return;
    }
    const struct chain *maker = object_maker(v);
    const struct node_ref otherwise = {.file = field.file, .node = field.value};
    if (maker) {
        given_on_the_way(l, v, maker, &field, out);
    } else if (field.value && lnode(l, field.file, field.value)->kind != NODE_NULL) { /* whoever makes it, it has one */
        g_array_append_val(out->nodes, otherwise);
    } else {
        out->open = true;
        out->declared = true;
    }
}
