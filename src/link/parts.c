#include "link/parts.h"

#include <glib.h>
#include <string.h>

#define NO_PART UINT32_MAX
#define MOST_STEPS 64 /* up an expression */

struct entry {
    uint32_t part, string;
};

struct member_entry {
    uint32_t part;
    struct part_member member;
};

struct work {
    const struct facts *f;
    struct parts *out;
    GArray *list;        /* struct part */
    uint32_t *of_scope;  /* parts */
    uint32_t *of_node;   /* parts of expressions at the top of the module; NO_PART: not known yet */
    GArray *names, *texts; /* struct entry */
    GArray *members;       /* struct member_entry */
    bool *imported;        /* by string: an import binds it */
    const bool *roots;     /* by string: a module's name begins with it */
    bool types;
    bool set_from_inside;  /* some function gives a value to a variable of the module */
};

static uint32_t part_named(struct work *w, uint32_t name)
{
    if (!name)
        return 0;
    if (!w->out->of[name]) {
        struct part part = {.name = name};
        w->out->of[name] = w->list->len;
        g_array_append_val(w->list, part);
    }
    return w->out->of[name];
}

static void add_name(struct work *w, uint32_t part, uint32_t string)
{
    struct entry e = {part, string};
    if (string)
        g_array_append_val(w->names, e);
}

/* The name that an expression begins with: `a` of a.b(c)[d]; 0 without. */
static uint32_t leftmost(const struct facts *f, uint32_t node)
{
    for (uint32_t steps = 0; node && steps < f->n_nodes; steps++) {
        const struct fact_node *n = &f->nodes[node];
        if (n->kind == NODE_NAME)
            return n->text;
        if (n->kind != NODE_CALL && n->kind != NODE_MEMBER && n->kind != NODE_SUBSCRIPT)
            return 0;
        node = n->a;
    }
    return 0;
}

/* Parts are begun by classes that stand in classes alone, and by functions at the top. */
static void scopes(struct work *w)
{
    const struct facts *f = w->f;
    for (uint32_t i = 2; i < f->n_scopes; i++) {
        const struct fact_scope *s = &f->scopes[i];
        uint32_t up = s->parent < i ? s->parent : 1, outer = w->of_scope[up];
        bool top = up <= 1;
        bool nested = s->kind == SCOPE_CLASS && f->scopes[up].kind == SCOPE_CLASS && w->of_scope[up] && w->of_scope[up] == w->out->of[f->scopes[up].name];
        w->of_scope[i] = (top || nested) && s->name ? part_named(w, s->name) : top ? NO_PART : outer;
        if (nested && s->name && outer != NO_PART)
            add_name(w, outer, s->name);
    }
}

/* The part of a node at the top: that of the expression it belongs to. */
static uint32_t top_part(struct work *w, uint32_t node)
{
    const struct facts *f = w->f;
    uint32_t at = node, steps = 0;
    while (w->of_node[at] == NO_PART && f->nodes[at].parent && f->nodes[at].parent < f->n_nodes && steps++ < f->n_nodes)
        at = f->nodes[at].parent;
    if (w->of_node[at] == NO_PART)
        w->of_node[at] = part_named(w, leftmost(f, at));
    uint32_t part = w->of_node[at];
    for (at = node; w->of_node[at] == NO_PART; at = f->nodes[at].parent)
        w->of_node[at] = part;
    return part;
}

static void give(struct work *w, uint32_t node, uint32_t part)
{
    if (node && w->of_node[node] == NO_PART)
        w->of_node[node] = part;
}

/* What stands at the top, and belongs to a name: values, decorators, bases, types. */
static void owners(struct work *w)
{
    const struct facts *f = w->f;
    for (uint32_t i = 2; i < f->n_scopes; i++) {
        const struct fact_scope *s = &f->scopes[i];
        if (w->of_scope[i] == NO_PART)
            continue;
        for (uint32_t k = 0; k < s->n_decorators; k++)
            give(w, f->kids[s->first_decorator + k], w->of_scope[i]);
        for (uint32_t k = 0; k < s->n_bases; k++)
            give(w, f->kids[s->first_base + k], w->of_scope[i]);
        for (uint32_t k = 0; k < s->n_params; k++) {
            give(w, f->params[s->first_param + k].type, w->of_scope[i]);
            give(w, f->params[s->first_param + k].value, w->of_scope[i]);
        }
        give(w, s->type, w->of_scope[i]);
    }
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        if (a->scope != 1)
            continue;
        uint32_t part = part_named(w, leftmost(f, a->target));
        if (f->nodes[a->target].scope > 1) { /* a function sets what the module declares */
            w->set_from_inside |= a->value != 0;
            if (a->value)
                w->of_node[a->value] = part;
            continue;
        }
        give(w, a->value, part);
        give(w, a->type, part);
        give(w, a->target, part);
    }
    for (uint32_t i = 0; i < f->n_exports; i++)
        give(w, f->exports[i].node, part_named(w, f->exports[i].name));
}

/* Of a name within a function: it stands in what is given to a variable of the module. */
static void add_to_variable(struct work *w, uint32_t node)
{
    uint32_t at = node, steps = 0;
    while (w->of_node[at] == NO_PART && w->f->nodes[at].parent && steps++ < MOST_STEPS)
        at = w->f->nodes[at].parent;
    if (w->of_node[at] != NO_PART)
        add_name(w, w->of_node[at], w->f->nodes[node].text);
}

/* What decorates a function holds it: app, in @app.post("/") */
static void decorators(struct work *w)
{
    const struct facts *f = w->f;
    for (uint32_t i = 2; i < f->n_scopes; i++) {
        const struct fact_scope *s = &f->scopes[i];
        for (uint32_t k = 0; s->parent == 1 && k < s->n_decorators; k++) {
            uint32_t root = leftmost(f, f->kids[s->first_decorator + k]);
            if (root && w->out->of[root])
                add_name(w, w->out->of[root], s->name);
        }
    }
}

static void nodes(struct work *w)
{
    const struct facts *f = w->f;
    for (uint32_t i = 1; i < f->n_nodes; i++) { /* functions that stand in expressions at the top */
        const struct fact_node *n = &f->nodes[i];
        if ((n->kind == NODE_FUNCTION || n->kind == NODE_CLASS) && n->scope == 1 && n->scope_ref && w->of_scope[n->scope_ref] == NO_PART)
            w->of_scope[n->scope_ref] = top_part(w, i);
    }
    for (uint32_t i = 2; i < f->n_scopes; i++)
        if (w->of_scope[i] == NO_PART)
            w->of_scope[i] = f->scopes[i].parent < i ? w->of_scope[f->scopes[i].parent] : 0;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if ((n->kind != NODE_NAME && n->kind != NODE_MEMBER && n->kind != NODE_JSX && n->kind != NODE_STRING) || !n->text)
            continue;
        uint32_t part = n->scope > 1 ? w->of_scope[n->scope] : top_part(w, i);
        if (n->kind == NODE_STRING) {
            struct entry e = {part, n->text};
            uint8_t above = n->parent ? f->nodes[n->parent].kind : NODE_NONE;
            g_array_append_val(w->texts, e);
            w->out->joined[n->text] |= above == NODE_TEMPLATE || above == NODE_BINARY;
            continue;
        }
        uint32_t root = n->kind == NODE_MEMBER ? leftmost(f, n->a) : 0;
        if (root && (w->imported[root] || w->roots[root])) {
            struct member_entry e = {part, {root, n->text}};
            g_array_append_val(w->members, e);
        }
        if (n->kind == NODE_MEMBER && !w->types && !w->imported[n->text]) /* an import may bring what extends a type */
            continue;
        add_name(w, part, n->text);
        if (n->scope > 1 && w->set_from_inside)
            add_to_variable(w, i);
    }
}

/* Entries by part, each string once in a part: into `strings`, and where those of a part begin. */
static uint32_t *sorted(const struct work *w, const GArray *entries, uint32_t **strings)
{
    uint32_t n = w->list->len, *begin = g_new0(uint32_t, n + 2), *seen = g_new0(uint32_t, w->f->n_strings);
    uint32_t *all = g_new(uint32_t, entries->len + 1);
    for (guint i = 0; i < entries->len; i++)
        begin[g_array_index(entries, struct entry, i).part + 2]++;
    for (uint32_t i = 2; i < n + 2; i++)
        begin[i] += begin[i - 1];
    for (guint i = 0; i < entries->len; i++) {
        const struct entry *e = &g_array_index(entries, struct entry, i);
        all[begin[e->part + 1]++] = e->string;
    }
    uint32_t kept = 0, from = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t to = begin[i + 1];
        begin[i] = kept;
        for (uint32_t k = from; k < to; k++)
            if (seen[all[k]] != i + 1) {
                seen[all[k]] = i + 1;
                all[kept++] = all[k];
            }
        from = to;
    }
    begin[n] = kept;
    g_free(seen);
    *strings = all;
    return begin;
}

static gint by_part(gconstpointer a, gconstpointer b)
{
    const struct member_entry *x = a, *y = b;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    if (x->member.root != y->member.root)
        return x->member.root < y->member.root ? -1 : 1;
    return x->member.text < y->member.text ? -1 : x->member.text > y->member.text;
}

static void take_members(struct work *w)
{
    struct parts *out = w->out;
    g_array_sort(w->members, by_part);
    out->members = g_new(struct part_member, w->members->len + 1);
    uint32_t n = 0;
    for (guint i = 0; i < w->members->len; i++) {
        const struct member_entry *e = &g_array_index(w->members, struct member_entry, i);
        struct part *p = &out->list[e->part];
        if (i && !by_part(e, e - 1))
            continue;
        if (!p->n_members)
            p->first_member = n;
        p->n_members++;
        out->members[n++] = e->member;
    }
}

struct parts *parts_new(const struct facts *f, bool types, const bool *roots)
{
    struct work w = {.f = f, .out = g_new0(struct parts, 1), .types = types, .roots = roots};
    struct part none = {0};
    w.out->of = g_new0(uint32_t, f->n_strings);
    w.out->joined = g_new0(bool, f->n_strings);
    w.list = g_array_new(FALSE, FALSE, sizeof(struct part));
    g_array_append_val(w.list, none);
    w.names = g_array_new(FALSE, FALSE, sizeof(struct entry));
    w.texts = g_array_new(FALSE, FALSE, sizeof(struct entry));
    w.members = g_array_new(FALSE, FALSE, sizeof(struct member_entry));
    w.imported = g_new0(bool, f->n_strings);
    for (uint32_t i = 0; i < f->n_imports; i++)
        w.imported[f->imports[i].local] = true;
    w.imported[0] = false;
    w.of_scope = g_new0(uint32_t, f->n_scopes + 1);
    w.of_node = g_new(uint32_t, f->n_nodes + 1);
    memset(w.of_node, 0xff, sizeof *w.of_node * (f->n_nodes + 1));
    scopes(&w);
    owners(&w);
    decorators(&w);
    nodes(&w);
    g_autofree uint32_t *names = sorted(&w, w.names, &w.out->names), *texts = sorted(&w, w.texts, &w.out->texts);
    w.out->n = w.list->len;
    w.out->list = (struct part *)(void *)g_array_free(w.list, FALSE);
    for (uint32_t i = 0; i < w.out->n; i++) {
        struct part *p = &w.out->list[i];
        p->first = names[i];
        p->n = names[i + 1] - names[i];
        p->first_text = texts[i];
        p->n_texts = texts[i + 1] - texts[i];
    }
    take_members(&w);
    g_array_unref(w.names);
    g_array_unref(w.members);
    g_free(w.imported);
    g_array_unref(w.texts);
    g_free(w.of_scope);
    g_free(w.of_node);
    return w.out;
}

void parts_free(struct parts *p)
{
    if (!p)
        return;
    g_free(p->list);
    g_free(p->names);
    g_free(p->texts);
    g_free(p->of);
    g_free(p->joined);
    g_free(p->members);
    g_free(p);
}
