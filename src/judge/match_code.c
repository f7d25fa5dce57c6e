/*
 * What code says by its names: functions, variables, members, arguments and keys, texts, and
 * comparisons. Comments and documentation are none of it (E-5).
 */
#include "judge/vocabulary.h"

#include <string.h>

#define MAX_CLIMB 16    /* expressions between a name and the comparison that it is part of */
#define MAX_EVIDENCE 20 /* of one condition */
#define MAX_VALUE_NODES 64 /* of an expression that are looked at */
#define MENTION_LEAST 4 /* shorter paths and names stand everywhere */

struct hit {
    uint32_t scope, line;
    const char *text;
};

struct search {
    const struct facts *f;
    const struct file_words *words;
    struct word_answers names, strings, compares, given, reads, value, not_value;
    const char *const *self_names; /* what an instance is called in its methods; NULL for nothing */
    bool handles, computed;
    GArray *hits; /* struct hit */
};

static bool fits(const struct search *s, const struct word_answers *asked, uint32_t string)
{
    return vocabulary_fits(asked, s->f, s->words, string);
}

static void hit_add(struct search *s, uint32_t scope, uint32_t line, uint32_t string)
{
    struct hit hit = {scope, line, s->f->strings[string]};
    g_array_append_val(s->hits, hit);
}

static bool is_comparison(const struct facts *f, const struct fact_node *n)
{
    static const char *const operators[] = {"<", "<=", ">", ">=", NULL};
    return n->kind == NODE_BINARY && g_strv_contains(operators, facts_text(f, n->text));
}

/* Whether the name is part of one side of a comparison whose other side is a number or has a name. */
static bool is_compared(const struct facts *f, uint32_t node)
{
    for (unsigned i = 0; i < MAX_CLIMB; i++) {
        uint32_t parent = f->nodes[node].parent;
        if (parent == 0 || parent >= f->n_nodes)
            return false;
        const struct fact_node *p = &f->nodes[parent];
        if (is_comparison(f, p)) {
            uint32_t other = p->a == node ? p->b : p->a;
            uint8_t kind = other < f->n_nodes ? f->nodes[other].kind : NODE_NONE;
            return kind == NODE_NUMBER || kind == NODE_NAME || kind == NODE_MEMBER || kind == NODE_UNARY;
        }
        node = parent;
    }
    return false;
}

static bool is_constant(const struct facts *f, uint32_t value)
{
    static const unsigned constants = 1u << NODE_STRING | 1u << NODE_NUMBER | 1u << NODE_TRUE | 1u << NODE_FALSE | 1u << NODE_NULL;
    return value && value < f->n_nodes && constants >> f->nodes[value].kind & 1;
}

/* Whether the value is written out: a constant, or a dictionary or list of such. */
static bool is_written_out(const struct facts *f, uint32_t value, unsigned depth)
{
    if (is_constant(f, value))
        return true;
    if (!value || value >= f->n_nodes || depth == 0 || (f->nodes[value].kind != NODE_DICT && f->nodes[value].kind != NODE_LIST))
        return false;
    uint32_t count;
    const uint32_t *kids = node_kids(f, value, &count);
    for (uint32_t k = 0; k < count; k++)
        if (!is_written_out(f, kids[k] < f->n_nodes && f->nodes[kids[k]].kind == NODE_PAIR ? f->nodes[kids[k]].b : kids[k], depth - 1))
            return false;
    return true;
}

/* What makes a value that stays empty: emptyList(), Array.Empty(). */
static bool makes_empty(const struct facts *f, uint32_t value)
{
    if (!value || value >= f->n_nodes || f->nodes[value].kind != NODE_CALL)
        return false;
    uint32_t count, callee = f->nodes[value].a;
    node_kids(f, value, &count);
    if (count > 0 || !callee || callee >= f->n_nodes || (f->nodes[callee].kind != NODE_NAME && f->nodes[callee].kind != NODE_MEMBER))
        return false;
    return g_ascii_strncasecmp(facts_text(f, f->nodes[callee].text), "empty", strlen("empty")) == 0;
}

/* Whether the value is written out, or is a name that stands for nothing else in its file. */
static bool stays_constant(const struct facts *f, uint32_t value)
{
    if (is_written_out(f, value, MAX_CLIMB) || makes_empty(f, value))
        return true;
    if (!value || value >= f->n_nodes || f->nodes[value].kind != NODE_NAME)
        return false;
    unsigned bound = 0;
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        const struct fact_node *target = a->target < f->n_nodes ? &f->nodes[a->target] : &f->nodes[0];
        if (target->kind != NODE_NAME || target->text != f->nodes[value].text)
            continue;
        if (!is_constant(f, a->value) && !makes_empty(f, a->value))
            return false;
        bound += target->scope == f->nodes[value].scope; /* what another function calls so may be handed in here */
    }
    return bound > 0;
}

/* The expression, while there are looks `left`; NULL for none. */
static const struct fact_node *look_at(const struct facts *f, uint32_t value, unsigned *left)
{
    if (value == 0 || value >= f->n_nodes || *left == 0)
        return NULL;
    --*left;
    return &f->nodes[value];
}

/* Whether a name or a text of the expression is one that `not_value` names. */
static bool value_named(const struct search *s, uint32_t value, unsigned *left)
{
    const struct facts *f = s->f;
    const struct fact_node *n = look_at(f, value, left);
    if (!n)
        return false;
    if ((n->kind == NODE_NAME || n->kind == NODE_MEMBER || n->kind == NODE_STRING) &&
        fits(s, &s->not_value, n->text))
        return true;
    uint32_t count;
    const uint32_t *kids = node_kids(f, value, &count);
    bool named = value_named(s, n->a, left) || value_named(s, n->b, left);
    for (uint32_t k = 0; k < count && !named; k++)
        named = value_named(s, kids[k], left);
    return named;
}

/* Whether the value is a text that `value` names, or may be one: what stands without another (a ?? "b", getenv("A", "b")). */
static bool says_value(const struct search *s, uint32_t value, unsigned *left)
{
    const struct facts *f = s->f;
    const struct fact_node *n = look_at(f, value, left);
    if (!n)
        return false;
    if (n->kind == NODE_STRING)
        return fits(s, &s->value, n->text);
    if (n->kind != NODE_BINARY && n->kind != NODE_CALL && n->kind != NODE_CONDITIONAL && n->kind != NODE_OTHER)
        return false;
    uint32_t count;
    const uint32_t *kids = node_kids(f, value, &count);
    bool any = n->kind == NODE_BINARY && (says_value(s, n->a, left) || says_value(s, n->b, left));
    if (n->kind == NODE_CALL && n->a < f->n_nodes && f->nodes[n->a].kind == NODE_MEMBER) /* "a".to_string() */
        any = says_value(s, f->nodes[n->a].a, left);
    for (uint32_t k = 0; k < count && !any; k++)
        any = says_value(s, kids[k] < f->n_nodes && f->nodes[kids[k]].kind == NODE_KEYWORD ? f->nodes[kids[k]].b : kids[k], left);
    return any;
}

static void given_add(struct search *s, uint32_t name, uint32_t value, uint32_t scope, uint32_t line)
{
    unsigned left = MAX_VALUE_NODES, looks = MAX_VALUE_NODES;
    if (fits(s, &s->given, name) && !(s->computed && stays_constant(s->f, value)) &&
        !(s->not_value.arg && value_named(s, value, &left)) && (!s->value.arg || says_value(s, value, &looks)))
        hit_add(s, scope, line, name);
}

/* Names under which something is handed on: keys, named arguments, members, fields, methods that take it, and variables
 * that an object is made of. Where its value is asked for, all variables, the defaults of parameters, and functions that
 * give it back, too. */
static void search_given(struct search *s)
{
    const struct facts *f = s->f;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        const struct fact_node *a = n->a < f->n_nodes ? &f->nodes[n->a] : &f->nodes[0];
        uint32_t count;
        const uint32_t *kids = node_kids(f, i, &count);
        if (n->kind == NODE_PAIR && a->kind == NODE_STRING)
            given_add(s, a->text, n->b, n->scope, n->line);
        else if (n->kind == NODE_KEYWORD)
            given_add(s, n->text, n->b, n->scope, n->line);
        else if (n->kind == NODE_CALL && a->kind == NODE_MEMBER && count)
            given_add(s, a->text, kids[0], n->scope, a->line);
        for (uint32_t k = 0; n->kind == NODE_CALL && n->flags & NODE_NEW && k < count; k++)
            if (kids[k] < f->n_nodes && (f->nodes[kids[k]].kind == NODE_NAME || f->nodes[kids[k]].kind == NODE_MEMBER))
                given_add(s, f->nodes[kids[k]].text, kids[k], n->scope, f->nodes[kids[k]].line);
    }
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        if (a->target >= f->n_nodes)
            continue;
        const struct fact_node *t = &f->nodes[a->target];
        if (t->kind == NODE_MEMBER || (t->kind == NODE_NAME && (s->value.arg || a->flags & ASSIGN_FIELD)))
            given_add(s, t->text, a->value, t->scope, a->line);
        else if (t->kind == NODE_SUBSCRIPT && t->b < f->n_nodes && f->nodes[t->b].kind == NODE_STRING)
            given_add(s, f->nodes[t->b].text, a->value, t->scope, a->line);
    }
    for (uint32_t i = 0; s->value.arg && i < f->n_params; i++)
        given_add(s, f->params[i].name, f->params[i].value, f->params[i].scope, f->params[i].line);
    for (uint32_t i = 0; s->value.arg && i < f->n_jumps; i++)
        if (f->jumps[i].kind == JUMP_RETURN && f->jumps[i].scope < f->n_scopes)
            given_add(s, f->scopes[f->jumps[i].scope].name, f->jumps[i].value, f->jumps[i].scope, f->jumps[i].line);
}

/* The members and keys that are written, not read: a bit for each node. */
static uint8_t *written_nodes(const struct facts *f)
{
    uint8_t *written = g_new0(uint8_t, f->n_nodes / 8 + 1);
    for (uint32_t i = 0; i < f->n_assigns; i++)
        if (f->assigns[i].target < f->n_nodes)
            written[f->assigns[i].target / 8] |= 1u << f->assigns[i].target % 8;
    return written;
}

/* Whether the node is the instance's own name in a method. */
static bool is_instance(const struct search *s, uint32_t node)
{
    const struct fact_node *n = node < s->f->n_nodes ? &s->f->nodes[node] : &s->f->nodes[0];
    return n->kind == NODE_NAME && s->self_names && g_strv_contains(s->self_names, facts_text(s->f, n->text));
}

/* What is read from something that was given: members, keys of subscripts and of object patterns, and texts that a call is
 * asked for or tells. What the program's own variables, keys and fields are called is none of it. */
static void search_reads(struct search *s)
{
    const struct facts *f = s->f;
    g_autofree uint8_t *written = written_nodes(f);
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        uint32_t count, text = 0;
        const uint32_t *kids = node_kids(f, i, &count);
        if (n->kind == NODE_MEMBER && !(n->flags & NODE_TYPE) && !is_instance(s, n->a))
            text = n->text;
        else if (n->kind == NODE_SUBSCRIPT && n->b < f->n_nodes && f->nodes[n->b].kind == NODE_STRING)
            text = f->nodes[n->b].text;
        if (text && !(written[i / 8] >> i % 8 & 1) && fits(s, &s->reads, text))
            hit_add(s, n->scope, n->line, text);
        for (uint32_t k = 0; n->kind == NODE_CALL && k < count; k++)
            if (kids[k] < f->n_nodes && f->nodes[kids[k]].kind == NODE_STRING && fits(s, &s->reads, f->nodes[kids[k]].text))
                hit_add(s, n->scope, f->nodes[kids[k]].line, f->nodes[kids[k]].text);
    }
    for (uint32_t i = 0; i < f->n_params; i++)
        if (f->params[i].kind == PARAM_DESTRUCTURED && fits(s, &s->reads, f->params[i].key))
            hit_add(s, f->params[i].scope, f->params[i].line, f->params[i].key);
}

static void search_nodes(struct search *s)
{
    const struct facts *f = s->f;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        uint8_t kind = n->kind;
        bool key = kind == NODE_STRING && n->parent && n->parent < f->n_nodes &&
                   f->nodes[n->parent].kind == NODE_PAIR && f->nodes[n->parent].a == i;
        bool name = kind == NODE_NAME || kind == NODE_MEMBER || kind == NODE_KEYWORD || key;
        if ((name && fits(s, &s->names, n->text)) ||
            (kind == NODE_STRING && !key && fits(s, &s->strings, n->text)) ||
            ((name || kind == NODE_STRING) && fits(s, &s->compares, n->text) &&
             is_compared(f, i)))
            hit_add(s, n->scope, n->line, n->text);
    }
    for (uint32_t i = 2; i < f->n_scopes; i++)
        if (fits(s, &s->names, f->scopes[i].name))
            hit_add(s, i, f->scopes[i].line, f->scopes[i].name);
    for (uint32_t i = 1; s->handles && i < f->n_regions; i++)
        if (f->regions[i].kind == REGION_HANDLER)
            hit_add(s, f->regions[i].scope, f->regions[i].line, f->regions[i].name);
    for (uint32_t i = 0; i < f->n_params; i++)
        if (fits(s, &s->names, f->params[i].name))
            hit_add(s, f->params[i].scope, f->params[i].line, f->params[i].name);
}

/* The files in whose code a condition looks: uint32_t, ascending. */
static GArray *looked_at(struct cond_context *x, const struct cond *c)
{
    GArray *out = g_hash_table_lookup(x->looked_at, c);
    if (out)
        return out;
    out = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_hash_table_insert(x->looked_at, (gpointer)c, out);
    const GArray *files = files_fitting(x, arg_lead(c));
    for (unsigned k = 0; k < files->len; k++) {
        uint32_t i = g_array_index(files, uint32_t, k);
        const struct project_file *file = &x->m->files[i];
        if (file->facts && file->language && file_wanted(x, c, i) &&
            (file->language->reader == READER_CODE || file->language->reader == READER_NOTEBOOK))
            g_array_append_val(out, i);
    }
    return out;
}

static const GArray *hits_of(struct cond_context *x, const struct cond *c, uint32_t file)
{
    const GArray *known_hits = index_found(x, c, file);
    if (known_hits)
        return known_hits;
    const struct facts *f = x->m->files[file].facts;
    const struct file_words *words = vocabulary_file(x, file);
    struct search s = {.f = f,
                       .words = words,
                       .names = vocabulary_answers(x, cond_arg(c, "names")),
                       .strings = vocabulary_answers(x, cond_arg(c, "strings")),
                       .compares = vocabulary_answers(x, cond_arg(c, "compares")),
                       .given = vocabulary_answers(x, cond_arg(c, "given")),
                       .reads = vocabulary_answers(x, cond_arg(c, "reads")),
                       .self_names = (const char *const *)x->m->files[file].language->self_names,
                       .value = vocabulary_answers(x, cond_arg(c, "value")),
                       .not_value = vocabulary_answers(x, cond_arg(c, "not_value")),
                       .handles = arg_bool(c, "handles", false),
                       .computed = arg_bool(c, "computed", false),
                       .hits = g_array_new(FALSE, FALSE, sizeof(struct hit))};
    if (vocabulary_any(&s.given, f, words, WORD_NAME | WORD_KEY))
        search_given(&s);
    if (vocabulary_any(&s.reads, f, words, WORD_NAME | WORD_KEY | WORD_TEXT))
        search_reads(&s);
    if (s.handles || vocabulary_any(&s.names, f, words, WORD_NAME | WORD_KEY) || vocabulary_any(&s.strings, f, words, WORD_TEXT) ||
        vocabulary_any(&s.compares, f, words, WORD_NAME | WORD_TEXT))
        search_nodes(&s);
    index_put(x, c, file, s.hits);
    return s.hits;
}

/* Whether a text of the file holds it; a path up to its first parameter. */
static bool file_mentions(const struct facts *f, const char *text)
{
    for (uint32_t i = 1; i < f->n_strings; i++)
        if (strstr(f->strings[i], text))
            return true;
    return false;
}

/* Whether the file has such a name, or a text that is nothing else. */
static bool file_names(const struct facts *f, const char *name)
{
    for (uint32_t i = 1; i < f->n_strings; i++)
        if (g_str_equal(f->strings[i], name))
            return true;
    return false;
}

/* A route by its path, or the name that a procedure is called by, anything else by its name, in code of the zones. */
enum truth match_mentioned(struct cond_context *x, const struct cond *c, struct subject_ref s,
                           GArray *evidence)
{
    struct subject_view v = subject_view(x->m, s);
    bool called = s.kind == SUBJECT_ROUTE && v.name && !strchr(v.name, '/') && g_str_equal(x->m->routes[s.index].method, "RPC");
    bool path = s.kind == SUBJECT_ROUTE && v.name && *v.name != '/' && !called;
    const char *text = arena_printf(x->a, "%s%s", path ? "/" : "", v.name ? v.name : "");
    size_t len = strcspn(text, "{<:");
    while (len && text[len] && text[len - 1] == '/') /* before a parameter */
        len--;
    if (len < MENTION_LEAST)
        return TRUTH_NO;
    const char *seen = arena_strndup(x->a, text, len);
    for (uint32_t i = 0; i < x->m->n_files; i++) {
        const struct project_file *file = &x->m->files[i];
        if (file->facts == NULL || file->language == NULL || file->language->reader != READER_CODE ||
            !arg_has(arg_lead(c), zone_name(file->class.zone)) || file_unfilled(x, i) ||
            !(called ? file_names(file->facts, text) : file_mentions(file->facts, seen)))
            continue;
        evidence_add(x, evidence, place_at(x, i, 1), CONFIDENCE_SYNTAX, "%s names %s", file->path, text);
        return TRUTH_YES;
    }
    return TRUTH_NO;
}

/* Of the repository: in any file that is looked at; near a subject: in the units near it. */
enum truth match_code(struct cond_context *x, const struct cond *c, struct subject_ref s,
                      GArray *evidence)
{
    GArray *of = looked_at(x, c);
    bool near = cond_arg(c, "near") != NULL;
    g_autoptr(GArray) files = near ? near_files(x, c, s) : g_array_ref(of);
    unsigned before = evidence->len, found = 0;
    for (unsigned k = 0; k < files->len; k++) {
        uint32_t i = g_array_index(files, uint32_t, k);
        if (near && !g_array_binary_search(of, &i, compare_file_numbers, NULL))
            continue;
        const GArray *hits = hits_of(x, c, i);
        for (unsigned h = 0; h < hits->len; h++) {
            const struct hit *hit = &g_array_index(hits, struct hit, h);
            if (near && !near_subject(x, c, s, (struct unit){i, hit->scope}, hit->line))
                continue;
            found++;
            if (evidence->len - before < MAX_EVIDENCE)
                evidence_add(x, evidence, place_at(x, i, hit->line), CONFIDENCE_SYNTAX, "%s",
                             *hit->text ? hit->text : "an error is handled");
        }
    }
    x->count = found;
    if ((int64_t)found * 100 >= arg_number(c, "at_least", 100))
        return TRUTH_YES;
    g_array_set_size(evidence, before);
    return TRUTH_NO;
}
