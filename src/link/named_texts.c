/*
 * Texts that are prompts by what stands around them, whatever was seen to send them: what a message of a role says, what
 * a message of an SDK is made of, and long texts whose constant, key, argument, function, class or file is called so.
 */
#include "link/named_texts.h"

#include <string.h>

#include "base/regex.h"
#include "link/link_priv.h"

#define MIN_CHARACTERS 200 /* of a text that is a prompt by its name; or MIN_LINES lines */
#define MIN_LINES 3
#define MIN_MESSAGE 80     /* bytes, of a text in a message */
#define MAX_JOINED 100     /* expressions within one another */
#define MAX_STEPS 16       /* expressions around it */

struct search {
    struct linker *l;
    uint32_t file;
    const struct facts *f;
    GHashTable *assigns, *jumps; /* node of a value -> index + 1 */
    const GPtrArray *makers;     /* const struct path *: calls that make an SDK's system message */
    named_text_fn take;
    void *payload;
};

static const struct prompt_name *find_name(const struct ruleset *rules, const char *name)
{
    for (unsigned i = 0; name && i < rules->n_prompt_names; i++)
        if (regex_search(rules->prompt_names[i].matches, name, strlen(name)))
            return &rules->prompt_names[i];
    return NULL;
}

/* By its file's name without what follows the first dot. */
static const struct prompt_name *find_file(const struct ruleset *rules, const char *path)
{
    g_autofree char *stem = g_path_get_basename(path);
    stem[strcspn(stem, ".")] = '\0';
    return find_name(rules, stem);
}

bool link_names_prompts(const struct ruleset *rules, const char *path)
{
    return find_file(rules, path) != NULL;
}

static const struct prompt_name *name_that_says(const struct search *s, const char *name)
{
    return find_name(s->l->rules, name);
}

/* What a function, or the class or file that it stands in, is called, where that says so. */
static const struct prompt_name *scope_that_says(const struct search *s, uint32_t scope)
{
    const struct prompt_name *name = NULL;
    for (; scope && !name; scope = s->f->scopes[scope].parent)
        name = name_that_says(s, s->f->strings[s->f->scopes[scope].name]);
    return name ? name : find_file(s->l->rules, s->l->files[s->file].pf->path);
}

/* The role that a dictionary, or a call's named arguments, give the message that they are; NULL if they are none. */
static const char *role_beside(const struct search *s, const struct fact_node *n)
{
    for (uint32_t i = 0; i < n->count; i++) {
        const struct fact_node *k = &s->f->nodes[s->f->kids[n->first + i]];
        const struct fact_node *key = k->kind == NODE_PAIR && k->a ? &s->f->nodes[k->a] : NULL;
        const char *name = key && key->kind == NODE_STRING ? s->f->strings[key->text] : k->kind == NODE_KEYWORD ? s->f->strings[k->text] : NULL;
        if (name && g_ascii_strcasecmp(name, "role") == 0 && k->b)
            return prompt_role(s->l, s->file, k->b);
    }
    return NULL;
}

/* Whether a call makes the system message of an SDK. */
static bool makes_system(const struct search *s, uint32_t call)
{
    const struct vset *callee = eval(s->l, s->file, s->f->nodes[call].a);
    for (unsigned i = 0; i < callee->n; i++) {
        const struct apath *p = callee->v[i].kind == V_PATH ? apath_called(s->l, callee->v[i].path) : NULL;
        for (guint k = 0; p && k < s->makers->len; k++)
            if (apath_match(s->makers->pdata[k], p))
                return true;
    }
    return false;
}

/* What a call makes an object of, where its name says so: Prompt("basic", "..."). */
static const struct prompt_name *type_that_says(const struct search *s, const struct fact_node *call)
{
    const struct fact_node *callee = &s->f->nodes[call->a];
    const char *name = callee->kind == NODE_NAME || callee->kind == NODE_MEMBER ? s->f->strings[callee->text] : "";
    return g_ascii_isupper(*name) ? name_that_says(s, name) : NULL;
}

/* Whether a function of the repository is called: what it does with a text is its own affair. */
static bool calls_own(const struct search *s, uint32_t call)
{
    const struct vset *callee = eval(s->l, s->file, s->f->nodes[call].a);
    for (unsigned i = 0; i < callee->n; i++)
        if (callee->v[i].kind == V_FUNCTION || callee->v[i].kind == V_CLASS)
            return true;
    return false;
}

/* What a value is given to is called: a variable, a member, or a key that is written; NULL otherwise. */
static const char *target_name(const struct facts *f, const struct fact_node *target)
{
    if (target->kind != NODE_SUBSCRIPT)
        return f->strings[target->text];
    return target->b && f->nodes[target->b].kind == NODE_STRING ? f->strings[f->nodes[target->b].text] : NULL;
}

/* Looks outwards from a text, until a name says what it is or something else is made of it. */
static void look_around(const struct search *s, uint32_t text, bool is_long)
{
    uint32_t at = text;
    for (unsigned step = 0; step < MAX_STEPS; step++) {
        guint assign = GPOINTER_TO_UINT(g_hash_table_lookup(s->assigns, GUINT_TO_POINTER(at)));
        guint jump = GPOINTER_TO_UINT(g_hash_table_lookup(s->jumps, GUINT_TO_POINTER(at)));
        const struct prompt_name *name = NULL;
        if (assign && is_long) {
            const struct fact_assign *a = &s->f->assigns[assign - 1];
            const struct fact_node *target = &s->f->nodes[a->target];
            name = name_that_says(s, target_name(s->f, target));
            if (!name && s->f->scopes[a->scope].kind <= SCOPE_CLASS)
                name = scope_that_says(s, a->scope);
        } else if (jump && is_long) {
            name = scope_that_says(s, s->f->jumps[jump - 1].scope);
        }
        if (name)
            s->take(s->payload, s->file, text, name->role);
        if (assign || jump)
            return;
        uint32_t above = s->f->nodes[at].parent;
        const struct fact_node *n = &s->f->nodes[above];
        if (!above)
            return;
        switch ((enum node_kind)n->kind) {
        case NODE_PAIR: case NODE_KEYWORD: {
            if (n->b != at)
                return;
            const struct fact_node *key = n->kind == NODE_PAIR && n->a ? &s->f->nodes[n->a] : n;
            const char *called = key->kind == NODE_STRING || n->kind == NODE_KEYWORD ? s->f->strings[key->text] : NULL;
            const char *role = n->parent ? role_beside(s, &s->f->nodes[n->parent]) : NULL;
            if (!role && is_long && (name = name_that_says(s, called)))
                role = name->role;
            if (role)
                s->take(s->payload, s->file, text, role);
            if (role || !called || !g_strv_contains((const char *const[]){"content", "parts", "text", NULL}, called))
                return;
            break;
        }
        case NODE_DICT: case NODE_LIST: case NODE_CONDITIONAL: case NODE_SPLAT: case NODE_BINARY:
            break;
        case NODE_MEMBER: /* """...""".strip() */
            if (n->a != at || s->f->nodes[n->parent].kind != NODE_CALL || s->f->nodes[n->parent].a != above)
                return;
            break;
        case NODE_CALL:
            if (n->a != at && makes_system(s, above)) {
                s->take(s->payload, s->file, text, "system");
                return;
            }
            if (n->a != at && is_long && (name = type_that_says(s, n))) {
                s->take(s->payload, s->file, text, name->role);
                return;
            }
            if (n->a != at && (n->count > 1 || calls_own(s, above)))
                return;
            break;
        default:
            return;
        }
        at = above;
    }
}

/* The whole of what a text is joined to. */
static uint32_t whole_of(const struct search *s, uint32_t node)
{
    for (uint32_t above; (above = s->f->nodes[node].parent); node = above) {
        const struct fact_node *n = &s->f->nodes[above];
        if (n->kind != NODE_TEMPLATE && !(n->kind == NODE_BINARY && is_concatenation(s->l, s->file, n)))
            break;
    }
    return node;
}

/* Of the texts that an expression joins. */
static size_t bytes_of(const struct facts *f, uint32_t node, unsigned depth)
{
    const struct fact_node *n = &f->nodes[node];
    if (n->kind == NODE_STRING)
        return strlen(f->strings[n->text]);
    size_t sum = 0;
    if (depth < MAX_JOINED && n->kind == NODE_BINARY)
        sum = bytes_of(f, n->a, depth + 1) + bytes_of(f, n->b, depth + 1);
    for (uint32_t i = 0; depth < MAX_JOINED && n->kind == NODE_TEMPLATE && i < n->count; i++)
        sum += bytes_of(f, f->kids[n->first + i], depth + 1);
    return sum;
}

/* Whether a text begins as a page for people does, whatever is called like a prompt around it. */
static bool is_page(const struct search *s, uint32_t node)
{
    const struct fact_node *n = &s->f->nodes[node];
    for (unsigned depth = 0; depth < MAX_JOINED && n->kind != NODE_STRING; depth++) {
        uint32_t first = n->kind == NODE_BINARY ? n->a : n->kind == NODE_TEMPLATE && n->count ? s->f->kids[n->first] : 0;
        if (!first)
            return false;
        n = &s->f->nodes[first];
    }
    const char *text = n->kind == NODE_STRING ? s->f->strings[n->text] : "";
    return s->l->rules->pages && regex_search(s->l->rules->pages, text, strlen(text));
}

static void search_file(struct search *s)
{
    const struct facts *f = s->f;
    uint32_t last = 0;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if ((n->kind != NODE_STRING && n->kind != NODE_TEMPLATE) || n->flags & NODE_STATEMENT)
            continue;
        uint32_t top = whole_of(s, i);
        if (top == last)
            continue;
        last = top;
        const struct fact_node *all = &f->nodes[top];
        size_t bytes = bytes_of(f, top, 0);
        bool is_long = bytes >= MIN_CHARACTERS || all->end_line - all->line + 1 >= MIN_LINES;
        if ((is_long || bytes >= MIN_MESSAGE) && !is_page(s, top))
            look_around(s, top, is_long);
    }
}

/* What the rules say system messages are made with, each once. */
static GPtrArray *makers_of(const struct ruleset *rules)
{
    GPtrArray *out = g_ptr_array_new();
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    for (unsigned i = 0; i < rules->n_items; i++)
        for (unsigned a = 0; a < rules->items[i].n_arguments; a++)
            for (unsigned c = 0; c < rules->items[i].arguments[a].n_contains_calls; c++) {
                const struct path *p = &rules->items[i].arguments[a].contains_calls[c];
                if (g_hash_table_add(known, (gpointer)p->text))
                    g_ptr_array_add(out, (gpointer)p);
            }
    return out;
}

void link_named_texts(struct linker *l, named_text_fn take, void *payload)
{
    g_autoptr(GPtrArray) makers = makers_of(l->rules);
    for (uint32_t file = 0; l->rules->n_prompt_names && file < l->n_files; file++) {
        const struct facts *f = l->files[file].f;
        if (!f || !l->files[file].memo || (l->files[file].pf->class.zone != ZONE_SRC && l->files[file].pf->class.zone != ZONE_NOTEBOOK))
            continue;
        struct search s = {.l = l, .file = file, .f = f, .assigns = g_hash_table_new(NULL, NULL), .jumps = g_hash_table_new(NULL, NULL),
                           .makers = makers, .take = take, .payload = payload};
        for (uint32_t i = 0; i < f->n_assigns; i++)
            if (f->assigns[i].value)
                g_hash_table_insert(s.assigns, GUINT_TO_POINTER(f->assigns[i].value), GUINT_TO_POINTER(i + 1));
        for (uint32_t i = 0; i < f->n_jumps; i++)
            if (f->jumps[i].value && f->jumps[i].kind == JUMP_RETURN)
                g_hash_table_insert(s.jumps, GUINT_TO_POINTER(f->jumps[i].value), GUINT_TO_POINTER(i + 1));
        search_file(&s);
        g_hash_table_unref(s.assigns);
        g_hash_table_unref(s.jumps);
    }
}
