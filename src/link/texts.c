/* What expressions say: literals, constants, templates, and texts as far as they are visible. */
#include <stdlib.h>
#include <string.h>

#include "base/regex.h"
#include "link/arguments_priv.h"
#include "link/configured.h"

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

/* The call, or subscript, that asked a source for a value: behind it the value may have been handed on, rtrim(getenv(x)). */
static const struct chain *asked_of(struct linker *l, const struct api_item *item, const struct value *v)
{
    for (const struct chain *c = v->chain; c && c->file != NO_INDEX && c->path; c = c->prev) {
        apath_items(l, c->path);
        for (unsigned i = 0; i < c->path->n_items; i++)
            if (&l->rules->items[c->path->items[i]] == item)
                return c;
    }
    return v->chain;
}

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
    const struct chain *call = asked_of(l, item, v);
    if (!item->files[0] || !call || call->file == NO_INDEX || l->defaults_within >= MAX_NESTED)
        return false;
    l->defaults_within++;
    const char *otherwise = NULL, *asked = asked_key(l, item, call);
    bool seen = asked != NULL;
    if (asked && item->reads && (seen = regex_match(item->reads, asked, strlen(asked), at, 3))) {
        if (at[2].start != REGEX_UNSET)
            otherwise = arena_strndup(l->a, asked + at[2].start, at[2].end - at[2].start);
        asked = arena_strndup(l->a, asked + at[1].start, at[1].end - at[1].start);
    }
    for (const struct chain *c = call->prev; seen && c && c->file != NO_INDEX; c = c->prev) {
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
    struct attribute a = configured_value(l, item, path, call->file);
    if (a.state != STATE_SET && !otherwise)
        return false;
    *text = a.state == STATE_SET ? a.value : otherwise;
    *via = a.state == STATE_SET ? a.value_origin : VALUE_ENV_DEFAULT;
    *place = a.state == STATE_SET ? a.place : place_of(l, call->file, call->node);
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
    const struct chain *call = asked_of(l, item, v);
    if ((item->default_argument < 0 && !item->default_name) || !call || call->file == NO_INDEX || l->defaults_within >= MAX_NESTED)
        return NULL; /* model = getenv("MODEL", model).strip(): a default may be the value itself */
    l->defaults_within++;
    struct found found;
    find_argument(l, call->file, call->node, item->default_name, item->default_name ? -1 : item->default_argument, &found);
    if (!found.nodes->len && item->default_name && item->default_argument >= 0) {
        found_clear(&found);
        find_argument(l, call->file, call->node, NULL, item->default_argument, &found);
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

#define MAX_VISIBLE 4096u  /* bytes of a text that is put together */
#define MAX_PARTS 256u     /* of one text, those of its parts included */
#define MAX_CHOICES 4u     /* parts of one text that may each be one text or another */
#define MAX_TEXTS 64u      /* that one value may be */
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
    struct {
        struct node_ref text;
        const struct frame *frame;
    } within[MAX_PART_DEPTH]; /* texts that are being put, one within the other */
    unsigned n_within;
    uint32_t file, function; /* that the text is put together in; 0: in none */
    unsigned taken[MAX_CHOICES], of[MAX_CHOICES], n_choices; /* of the parts that have several values, in their order */
    unsigned at;                                            /* the next of them */
    bool handed;                                            /* a part is what one of several callers handed over */
};

static void visible_part(struct linker *l, uint32_t file, uint32_t node, struct putting *p, unsigned depth);

#define MAX_GIVERS 6 /* names and parameters that stand for one another, down to a call */

/* The expression that a name stands for: what the call in force passes a parameter, and what a name is given at its only place:
 * address := uri("/chat"); post(address). `frame`: that is in force for it. */
static struct node_ref giver_of(struct linker *l, uint32_t file, uint32_t node, struct frame **frame)
{
    struct node_ref at = {.file = file, .node = node};
    for (unsigned i = 0; i < MAX_GIVERS && lnode(l, at.file, at.node)->kind == NODE_NAME; i++) {
        const struct facts *f = l->files[at.file].f;
        const struct fact_node *n = &f->nodes[at.node];
        const uint32_t index = named_param(&l->files[at.file], n);
        const struct fact_param *p = index ? &f->params[index - 1] : NULL;
        const struct bindings *all = p ? NULL : bindings_of(l, at.file, n->scope, n->text);
        const struct binding *b = all && all->list->len == 1 ? &g_array_index(all->list, struct binding, 0) : NULL;
        uint32_t value = b && b->kind == BIND_ASSIGN && !(f->assigns[b->index].flags & ~ASSIGN_CONST) ? f->assigns[b->index].value : 0;
        if (value && f->nodes[value].kind == NODE_SUBSCRIPT && f->nodes[value].flags & NODE_RESULT)
            value = f->nodes[value].a;
        if (p && *frame && (*frame)->file == at.file && (*frame)->scope == p->scope) {
            struct frame *const inner = *frame, *const in_force = l->frame;
            struct found found;
            l->frame = (struct frame *)inner->outer;
            find_param(l, at.file, p, inner->call, &found);
            const struct node_ref given = found.nodes->len == 1 ? g_array_index(found.nodes, struct node_ref, 0) : (struct node_ref){0};
            found_clear(&found);
            *frame = l->frame;
            l->frame = in_force;
            if (!given.node)
                break;
            at = given;
        } else if (value) {
            at.node = value;
        } else {
            break;
        }
    }
    return at;
}

/* What is in force where a text of several parts is put together: of uri("/chat") the call in hand, as that of the function
 * that gives the text, whose parameter is what this call passes; of others what is in force already. */
static struct frame *giving_frame(struct linker *l, uint32_t file, uint32_t node, const struct value *v)
{
    const struct fact_node *text = v->kind == V_LITERAL ? lnode(l, v->file, v->ref) : NULL;
    if (!text || (text->kind != NODE_TEMPLATE && text->kind != NODE_BINARY) || (l->frame && l->frame->depth >= MAX_FRAMES))
        return l->frame;
    const struct facts *f = l->files[v->file].f;
    uint32_t function = enclosing_function(f, text->scope);
    struct frame *frame = l->frame, *const in_force = l->frame;
    struct node_ref at = giver_of(l, file, node, &frame);
    const struct fact_node *call = lnode(l, at.file, at.node);
    if (call->kind != NODE_CALL || !function || !f->scopes[function].n_params)
        return in_force;
    l->frame = frame;
    const struct vset *callee = eval(l, at.file, call->a);
    l->frame = in_force;
    for (unsigned i = 0; i < callee->n; i++)
        if (callee->v[i].kind == V_FUNCTION && callee->v[i].file == v->file && callee->v[i].ref == function)
            return frame_new(l, v->file, function, at, frame);
    return in_force;
}

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

/* Whether a value is a text within which the part in hand is put: url = trim(url) + "/chat". What it was before is another. */
static bool is_put(const struct linker *l, const struct putting *p, const struct value *v)
{
    for (unsigned i = 0; v->kind == V_LITERAL && i < p->n_within; i++)
        if (p->within[i].text.file == v->file && p->within[i].text.node == v->ref && p->within[i].frame == l->frame)
            return true;
    return false;
}

/* Whether a value is a text that the part in hand may be. */
static bool is_part(struct linker *l, const struct putting *p, const struct value *v)
{
    return !is_put(l, p, v) && has_own_text(l, v);
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
        if (is_part(l, p, v) && !left--)
            return v;
}

/* The assignments of a file that add something to what a name stood for before. */
static const GArray *augmented_assigns(const struct linker *l, uint32_t file)
{
    struct lfile *lf = &l->files[file];
    if (!lf->augmented) {
        lf->augmented = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        for (uint32_t i = 0; i < lf->f->n_assigns; i++)
            if (lf->f->assigns[i].flags & ASSIGN_AUGMENTED)
                g_array_append_val(lf->augmented, i);
    }
    return lf->augmented;
}

/* Whether a text is added to what its name stood for before: url += "/chat/completions". */
static bool is_added(const struct linker *l, const struct value *v)
{
    const GArray *list = v->kind == V_LITERAL ? augmented_assigns(l, v->file) : NULL;
    for (guint i = 0; list && i < list->len; i++)
        if (l->files[v->file].f->assigns[g_array_index(list, uint32_t, i)].value == v->ref)
            return true;
    return false;
}

/* The same of a text that has a name of its own, where what is asked for is a name that it is added to: url += path. */
static bool is_added_to(const struct linker *l, struct node_ref asked, const struct value *v)
{
    if (is_added(l, v))
        return true;
    const struct facts *f = v->kind == V_LITERAL && v->file == asked.file ? l->files[v->file].f : NULL;
    const GArray *list = f && f->nodes[asked.node].kind == NODE_NAME ? augmented_assigns(l, v->file) : NULL;
    if (!list || !list->len)
        return false;
    const struct fact_assign *own = f->assigns, *end = f->assigns + f->n_assigns;
    while (own < end && (own->value != v->ref || f->nodes[own->target].kind != NODE_NAME))
        own++;
    for (guint i = 0; own < end && i < list->len; i++) {
        const struct fact_assign *a = &f->assigns[g_array_index(list, uint32_t, i)];
        const struct fact_node *target = &f->nodes[a->target], *value = &f->nodes[a->value];
        if (target->kind == NODE_NAME && target->text == f->nodes[asked.node].text && value->kind == NODE_NAME &&
            value->text == f->nodes[own->target].text)
            return true;
    }
    return false;
}

/* A part that something is added to before it is put in: base += "/", of what it was otherwise, as far as that is one text.
 * False if it is no such part. */
static bool put_added(struct linker *l, uint32_t file, uint32_t node, struct putting *p, unsigned depth)
{
    const struct vset *s = lnode(l, file, node)->kind == NODE_NAME ? eval(l, file, node) : &vset_empty;
    const struct value *added = NULL, *before = NULL;
    unsigned texts = 0;
    for (unsigned i = 0; i < s->n; i++) {
        const struct value *v = &s->v[i];
        if (!has_own_text(l, v))
            continue;
        bool adds = !added && v->kind == V_LITERAL && lnode(l, v->file, v->ref)->kind == NODE_STRING && is_added(l, v);
        added = adds ? v : added;
        before = adds ? before : v;
        texts += !adds;
    }
    if (!added)
        return false;
    if (texts == 1 && !s->open && before->kind == V_LITERAL)
        visible_part(l, before->file, before->ref, p, depth + 1);
    else
        g_string_append(p->out, UNSEEN);
    g_string_append(p->out, ltext(l, added->file, lnode(l, added->file, added->ref)->text));
    return true;
}

/* The value that a part's text comes from. NULL where none is seen, and where `*text` is all of it. */
static const struct value *part_value(struct linker *l, struct putting *p, uint32_t file, uint32_t node, const char **text)
{
    const struct vset *s = eval(l, file, node);
    unsigned texts = 0;
    for (unsigned i = 0; i < s->n; i++)
        texts += is_part(l, p, &s->v[i]);
    if (texts > 1)
        return chosen(l, p, file, node, s, texts);
    enum value_origin via;
    *text = literal_of(l, file, node, &via, NULL);
    if (*text && !**text && (s->n > 1 || s->open || via == VALUE_ENV_DEFAULT))
        *text = NULL;
    if (*text)
        return NULL;
    for (unsigned i = 0; i < s->n; i++)
        if (is_part(l, p, &s->v[i]))
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

/* The same of a place with a name, "%<name>s" or "%{name}". */
static gsize named_place(const char *at, char **name)
{
    *name = NULL;
    if (*at != '%' || (at[1] != '<' && at[1] != '{') || !(g_ascii_isalpha(at[2]) || at[2] == '_'))
        return 0;
    gsize n = 2;
    while (g_ascii_isalnum(at[n]) || at[n] == '_')
        n++;
    if (at[n] != (at[1] == '<' ? '>' : '}'))
        return 0;
    gsize end = n + 1;
    if (at[1] == '<') {
        end += strspn(at + end, "-+# 0123456789.");
        end += g_ascii_isalpha(at[end]) != 0;
    }
    *name = g_strndup(at + 2, n - 2);
    return end;
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
    for (const char *at = format->str; *at && sign == '{'; at++) {
        g_autofree char *name = NULL;
        sign = named_place(at, &name) || (format_place(at, '%', &argument) && argument == -1) ? '%' : sign;
    }
    for (const char *at = format->str; *at && out->len <= MAX_VISIBLE;) {
        g_autofree char *name = NULL;
        gsize n = named_place(at, &name);
        if (!name)
            n = format_place(at, sign, &argument);
        if (name)
            visible_argument(l, call, name, -1, p, depth);
        else if (!n || argument == -2)
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

/* Appends a text that a part stands for, which may name what it was before. */
static void put_within(struct linker *l, const struct value *text, struct putting *p, unsigned depth)
{
    const unsigned n = p->n_within;
    if (n < G_N_ELEMENTS(p->within)) {
        p->within[n].text = (struct node_ref){.file = text->file, .node = text->ref};
        p->within[n].frame = l->frame;
        p->n_within++;
    }
    visible_part(l, text->file, text->ref, p, depth);
    p->n_within = n;
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
    if (depth && put_added(l, file, node, p, depth))
        return;
    const char *text = NULL;
    const struct value *v = part_value(l, p, file, node, &text);
    const uint32_t in = p->file, function = p->function;
    if (v && v->via == VALUE_PARAMETER && has_own_text(l, v)) {
        put_in(l, p, v);
        p->handed = true;
    }
    if (text)
        g_string_append(p->out, text);
    else if (v && v->kind == V_LITERAL && (v->file != file || v->ref != node)) {
        struct frame *outer = l->frame;
        l->frame = giving_frame(l, file, node, v);
        put_within(l, v, p, depth + 1);
        l->frame = outer;
    } else if (!v || !visible_format(l, v, p, depth + 1))
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
        if (is_added_to(l, of, v))
            g_string_append(text, UNSEEN);
        if (v->kind == V_LITERAL) {
            put_within(l, v, &p, 0);
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
        added = is_added_to(l, (struct node_ref){.file = file, .node = node}, &s->v[i]) || is_made_of_itself(l, &s->v[i]);
    for (unsigned i = 0; i < s->n && out->len < MAX_PARTS; i++) {
        const struct value *v = &s->v[i];
        const struct chain *call = formatting_call(l, v);
        const struct fact_node *n = call ? lnode(l, call->file, call->node) : NULL;
        const struct fact_node *list = v->kind == V_LITERAL ? lnode(l, v->file, v->ref) : NULL;
        struct frame *in_force = l->frame;
        if (n && n->count == 1 && depth < MAX_PART_DEPTH) { /* all that its only argument may be: new URL(address) */
            l->frame = call->frame ? call->frame : in_force;
            put_visible(l, call->file, l->files[call->file].f->kids[n->first], depth + 1, out);
        } else if (list && list->kind == NODE_LIST && depth < MAX_PART_DEPTH) { /* of an annotation: value = ["/chat"] */
            for (uint32_t k = 0; k < list->count; k++)
                put_visible(l, v->file, l->files[v->file].f->kids[list->first + k], depth + 1, out);
        } else {
            l->frame = giving_frame(l, file, node, v);
            put_visible_value(l, (struct node_ref){.file = file, .node = node}, v, out);
        }
        l->frame = in_force;
    }
    for (guint i = begin; added && i < out->len; i++)
        g_array_index(out, struct visible_text, i).grows = true;
}

GHashTable *visible_new(void)
{
    return g_hash_table_new_full(pair_key_hash, NULL, NULL, (GDestroyNotify)g_array_unref);
}

/* What is remembered of the call in force; NULL where a text is not what it is elsewhere: below a client's base, or within
 * the default of another. */
static GHashTable *remembered(struct linker *l)
{
    if (l->base || l->defaults_within)
        return NULL;
    if (l->frame && !l->frame->visible)
        g_ptr_array_add(l->frame_tables, l->frame->visible = visible_new());
    return l->frame ? l->frame->visible : l->visible;
}

GArray *visible_texts(struct linker *l, uint32_t file, uint32_t node)
{
    GHashTable *table = remembered(l);
    GArray *out = table ? g_hash_table_lookup(table, KEY(file, node)) : NULL;
    if (out)
        return g_array_ref(out);
    const uint32_t came_back = l->came_back, cut = l->cut;
    out = g_array_new(FALSE, FALSE, sizeof(struct visible_text));
    g_array_set_clear_func(out, visible_text_clear);
    put_visible(l, file, node, 0, out);
    if (table && l->came_back == came_back && l->cut == cut) /* in the midst of a cycle not all of it may be seen yet */
        g_hash_table_insert(table, KEY(file, node), g_array_ref(out));
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

/* Whether a name is a variable of one of two functions alone. */
static bool is_own_name(const struct facts *f, uint32_t name, uint32_t one, uint32_t other)
{
    bool own = false;
    for (uint32_t i = 0; i < f->n_assigns && one != other && !own; i++) {
        const struct fact_node *t = &f->nodes[f->assigns[i].target];
        own = t->kind == NODE_NAME && t->text == name && (f->assigns[i].scope == one || f->assigns[i].scope == other);
    }
    return own;
}

/* What a function assigns to a member of one of `names` of one of its parameters. */
static struct node_ref said_by_function(struct linker *l, const char *const *names, uint32_t file, uint32_t function)
{
    const struct facts *f = l->files[file].f;
    const struct fact_scope *s = &f->scopes[function];
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_node *t = &f->nodes[f->assigns[i].target], *object = t->kind == NODE_MEMBER ? &f->nodes[t->a] : NULL;
        if (!object || object->kind != NODE_NAME || !f->assigns[i].value || t->scope != function || !g_strv_contains(names, f->strings[t->text]))
            continue;
        for (uint32_t k = 0; k < s->n_params; k++)
            if (f->params[s->first_param + k].name == object->text)
                return (struct node_ref){.file = file, .node = f->assigns[i].value};
    }
    return (struct node_ref){.file = file};
}

struct node_ref said_by_class(struct linker *l, const char *const *names, uint32_t file, uint32_t call)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[call];
    const struct fact_node *callee = &f->nodes[n->a], *on = callee->kind == NODE_MEMBER ? &f->nodes[callee->a] : NULL;
    uint32_t class = on && is_object(on) && l->files[file].lang->modules == MODULES_NAMES ? enclosing_class(f, n->scope) : 0;
    for (uint32_t i = 0; class && i < f->n_assigns; i++) {
        const struct fact_node *t = &f->nodes[f->assigns[i].target], *object = t->kind == NODE_MEMBER ? &f->nodes[t->a] : NULL;
        if (!object || !is_object(object) || !f->assigns[i].value || enclosing_class(f, t->scope) != class ||
            !g_strv_contains(names, f->strings[t->text]) ||
            (object->text != on->text && !is_given_name(f, t->scope, on->text, object->text)) ||
            (on->kind == NODE_NAME && is_own_name(f, on->text, enclosing_function(f, t->scope), enclosing_function(f, n->scope))))
            continue;
        return (struct node_ref){.file = file, .node = f->assigns[i].value};
    }
    const struct set_up *s = class ? set_up_of(l, file, call) : NULL;
    return s && s->function ? said_by_function(l, names, s->call.file, s->function) : (struct node_ref){.file = file};
}

/* The same of a client that the class was given, and says it of: client.BaseAddress = x. */
static const char *base_assigned(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call)
{
    struct node_ref value = said_by_class(l, (const char *const *)item->base, file, call);
    return value.node ? visible_text_of(l, value.file, value.node) : NULL;
}

const char *base_of(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call)
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
    const char *assigned = item->base[0] && n->kind == NODE_CALL ? base_assigned(l, item, file, call) : NULL;
    return assigned || !item->base[0] || n->kind != NODE_CALL ? assigned : base_declared(l, item, file, n->scope);
}

const char *provider_of_host(struct linker *l, uint32_t file, uint32_t node)
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

#define MAX_DEFAULTS 4u /* expressions in one another that give what counts where there is nothing */

/* Whether two expressions name the same thing. */
static bool names_same(const struct facts *f, uint32_t a, uint32_t b, unsigned hops)
{
    const struct fact_node *x = &f->nodes[a], *y = &f->nodes[b];
    if (!hops || x->kind != y->kind || (x->kind != NODE_NAME && x->kind != NODE_MEMBER) || x->text != y->text)
        return false;
    return x->kind == NODE_NAME || names_same(f, x->a, y->a, hops - 1);
}

/* Whether a condition asks for what an expression is, or is made of: max is not None, max ? parse(max) : 9. */
static bool asks_for(const struct facts *f, uint32_t condition, uint32_t node, unsigned hops)
{
    const struct fact_node *c = &f->nodes[condition], *n = &f->nodes[node];
    if (!hops || !condition)
        return false;
    if (names_same(f, condition, node, MAX_DEFAULTS))
        return true;
    for (uint32_t i = 0; n->kind == NODE_CALL && i < n->count; i++)
        if (asks_for(f, condition, f->kids[n->first + i], hops - 1))
            return true;
    return c->kind == NODE_BINARY && (asks_for(f, c->a, node, hops - 1) || asks_for(f, c->b, node, hops - 1));
}

static bool has_default(struct linker *l, uint32_t file, uint32_t node, unsigned hops);

/* max = max or 4096, before it is read: whether what a name was given last cannot be nothing. */
static bool given_default(struct linker *l, uint32_t file, uint32_t node, unsigned hops)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    const struct fact_assign *last = NULL;
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        const struct fact_node *to = &f->nodes[a->target];
        if (to->kind == NODE_NAME && to->text == n->text && a->scope == n->scope && a->line < n->line && a->value)
            last = a;
    }
    return last && region_inside(f, n->region, last->region) && f->nodes[last->value].kind == NODE_CONDITIONAL &&
           has_default(l, file, last->value, hops);
}

/* Whether an expression gives something in any case: x or 9, x ?? 9, x if x is not None else 9. */
static bool has_default(struct linker *l, uint32_t file, uint32_t node, unsigned hops)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    if (!hops)
        return false;
    if (n->kind == NODE_NAME)
        return given_default(l, file, node, hops - 1);
    if (n->kind != NODE_CONDITIONAL || !n->count)
        return false;
    for (uint32_t i = n->a ? 0 : n->count - 1; i < n->count; i++) {
        uint32_t one = f->kids[n->first + i];
        enum node_kind kind = f->nodes[one].kind;
        if ((n->a && asks_for(f, n->a, one, MAX_DEFAULTS)) || has_default(l, file, one, hops - 1))
            continue;
        if (kind == NODE_NULL || kind == NODE_CONDITIONAL || read_node(l, file, one).state != STATE_SET)
            return false;
    }
    return true;
}

struct reading read_node(struct linker *l, uint32_t file, uint32_t node)
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
    if (env && out.value && out.via <= VALUE_CONFIG)
        out.via = VALUE_ENV_DEFAULT; /* getenv(x) or "default" */
    if (out.place.file == NO_INDEX)
        out.place = place_of(l, file, node);
    if (set && null)
        out.state = STATE_UNKNOWN;
    else if (set)
        out.state = s->open && out.via == VALUE_PARAMETER && !l->files[file].lang->whole_calls ? STATE_UNKNOWN : STATE_SET; /* not all callers are seen, or pass it */
    else if (null)
        out.state = s->open ? STATE_UNKNOWN : STATE_UNSET;
    else
        out.state = STATE_SET; /* written, and not resolvable: a computed value */
    if (opaque && clear) { /* a literal here, something read at run time there */
        out.value = NULL;
        out.via = VALUE_PARAMETER;
    }
    if (other && clear && !env) { /* what somebody gave, or else this */
        out.value = NULL;
        out.via = VALUE_PARAMETER;
    }
    if (out.state == STATE_UNKNOWN && has_default(l, file, node, MAX_DEFAULTS)) {
        out.state = STATE_SET;
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
