/*
 * code - source code to facts: one walk over the syntax tree, led by the bindings of the language.
 *
 * Each node is asked which construct of the vocabulary it is (syntax/pattern.h); what it is decides how
 * its parts are lowered. A node that is none is looked through: as a statement it is a block, as an
 * expression it becomes NODE_OTHER. Nothing in here knows a language.
 */
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/literals.h"
#include "base/regex.h"
#include "extract/code_words.h"
#include "extract/extract_priv.h"
#include "syntax/pattern.h"
#include "syntax/query.h"

/* ---- the vocabulary of bindings.scm ---- */

static const char *const construct_words[] = {
    NULL,
#define X(id, word, class) word,
    CONSTRUCTS(X)
#undef X
};

static const uint32_t construct_classes[] = {
    0,
#define X(id, word, class) (uint32_t)(class),
    CONSTRUCTS(X)
#undef X
};

static const char *const part_words[] = {
    NULL,
#define X(id, word) word,
    PARTS(X)
#undef X
};

static const struct pattern_vocabulary vocabulary = {
    construct_words, construct_classes, N_CONSTRUCTS, part_words, N_PARTS,
};

/* ---- compiled languages ---- */

struct code_query { /* of COND_QUERY */
    struct query_source source;
    uint32_t index;             /* in ruleset.queries */
    bool every;                 /* every file is asked: it has no literals */
    struct syntax_query *query; /* once a file is asked */
};

struct code_language {
    struct patterns *patterns;
    const TSLanguage *grammar;
    struct code_query *queries;
    unsigned n_queries;
    struct literals *literals; /* one of a query's stands in the files that it is asked of */
    unsigned *literal_of;      /* by literal: whose it is */
};

static bool compile_query(const struct code_language *c, struct code_query *q, GError **error)
{
    return q->query || (q->query = syntax_query_new(c->grammar, &q->source, error)) != NULL;
}

static void add_queries(struct code_language *c, const struct ruleset *rules, const struct language *l)
{
    GArray *queries = g_array_new(FALSE, FALSE, sizeof(struct code_query)), *of = g_array_new(FALSE, FALSE, sizeof(unsigned));
    g_autoptr(GPtrArray) literals = g_ptr_array_new();
    for (uint32_t i = 0; i < rules->n_queries; i++) {
        const struct rule_query *from = &rules->queries[i];
        if (from->language != l)
            continue;
        for (const char **p = from->literals; p && *p; p++) {
            g_ptr_array_add(literals, (gpointer)*p);
            g_array_append_val(of, queries->len);
        }
        struct code_query q = {.source = {from->source, from->place.file, from->place.line}, .index = i, .every = !from->literals};
        g_array_append_val(queries, q);
    }
    c->n_queries = queries->len;
    c->queries = (struct code_query *)(void *)g_array_free(queries, FALSE);
    c->literals = literals_new((const char *const *)literals->pdata, literals->len);
    c->literal_of = (unsigned *)(void *)g_array_free(of, FALSE);
}

struct code_language *code_language_new(const struct ruleset *rules, const struct language *l,
                                        const TSLanguage *grammar, GError **error)
{
    struct code_language *c = g_new0(struct code_language, 1);
    c->grammar = grammar;
    add_queries(c, rules, l);
    g_autofree char *file = g_strdup_printf("languages/%s/bindings.scm", l->name);
    c->patterns = patterns_new(grammar, l->bindings ? l->bindings : "", file, &vocabulary, error);
    bool ok = c->patterns;
    /* It takes longer than to read a small file, so that those of the program itself, which its tests compile, wait for one. */
    for (unsigned i = 0; ok && !rules->builtin && i < c->n_queries; i++)
        ok = compile_query(c, &c->queries[i], error);
    if (ok)
        return c;
    code_language_free(c);
    return NULL;
}

void code_language_free(struct code_language *c)
{
    if (!c)
        return;
    patterns_free(c->patterns);
    for (unsigned i = 0; i < c->n_queries; i++)
        syntax_query_free(c->queries[i].query);
    literals_free(c->literals);
    g_free(c->literal_of);
    g_free(c->queries);
    g_free(c);
}

/* ---- the walk ---- */

struct extent {
    uint32_t start, end; /* bytes */
};

struct walk {
    struct facts_builder *b;
    const struct language *l;
    struct matcher m;
    const char *text;
    uint32_t scope, region;
    unsigned depth, types;    /* > 0: in a type annotation */
    bool deep, full;          /* the note was left */
    bool constant;            /* the declaration in hand is one of constants */
    bool exported;            /* the declaration in hand is exported */
    bool typing;              /* in a block that only type checkers run */
    bool reassign;            /* the assignment in hand declares nothing */
    bool tail;                /* the statement in hand gives the value of its function */
    bool collects;            /* ... or of the expression around it: such values go to `results` */
    uint32_t expected;        /* node: the declared type of the construction in hand, where it names none */
    struct extent comment;    /* the block of comments right above the statement in hand; end 0: none */
    GArray *ids;              /* stack of nodes under construction */
    GArray *results;          /* stack of nodes: what the statements of expressions in hand end with */
    GArray *params;           /* stack of struct fact_param */
    GArray *embedded;         /* stack of nodes: types that the class in hand holds without a name */
    GArray *decorators;       /* nodes waiting for the definition they decorate */
    uint8_t decorator_flags;  /* of the scope they decorate */
    const void *doc;          /* id of the statement that is the documentation of the scope in hand */
    GArray *extents;          /* by scope */
    GArray *reassigned;       /* assignments whose names are bound further out: indexes */
    GHashTable *outer;        /* names taken from further out: BINDING -> 1 for the module's, 2 for the nearest */
    GHashTable *bodies;       /* id of the mark of a string -> TSNode with its text; NULL until one is met */
    uint32_t comment_lines;
};

/* A name in a scope, as a key. */
#define BINDING(scope, name) PAIR_KEY(scope, name)

static uint32_t lower(struct walk *w, TSNode node, uint32_t hint);
static uint32_t lower_statement(struct walk *w, TSNode node);
static void lower_statements(struct walk *w, TSNode block);
static bool descend(struct walk *w, TSNode node);

#define KEEP_STACKS(w)                                                                             \
    const uint32_t kept_children = (w)->m.n_children, kept_captures = (w)->m.n_captures,           \
                   kept_ids = (w)->ids->len
#define DROP_STACKS(w)                                                                             \
    do {                                                                                           \
        (w)->m.n_children = kept_children;                                                         \
        (w)->m.n_captures = kept_captures;                                                         \
        g_array_set_size((w)->ids, kept_ids);                                                      \
    } while (0)

/* For each capture of a part. The body may push on all stacks. */
#define EACH_PART(w, found, which, out)                                                            \
    for (uint32_t i_ = 0; i_ < (found)->count; i_++)                                               \
        if ((w)->m.captures[(found)->first + i_].part == (which) &&                                \
            ((out) = (w)->m.captures[(found)->first + i_].node, true))

static bool part(const struct walk *w, const struct match *found, enum part which, TSNode *node)
{
    return matcher_part(&w->m, found, which, node);
}

static bool has(const struct walk *w, const struct match *found, enum part which)
{
    TSNode node;
    return matcher_part(&w->m, found, which, &node);
}

static uint32_t line_of(TSNode node)
{
    return ts_node_start_point(node).row + 1;
}

static uint32_t end_line_of(TSNode node)
{
    TSPoint end = ts_node_end_point(node);
    return end.row + (end.column > 0 || end.row == ts_node_start_point(node).row);
}

static uint16_t saturated(uint32_t column)
{
    return (uint16_t)MIN(column, UINT16_MAX - 1) + 1;
}

static const char *bytes_of(const struct walk *w, TSNode node, size_t *len)
{
    uint32_t start = ts_node_start_byte(node);
    *len = ts_node_end_byte(node) - start;
    return w->text + start;
}

static uint32_t text_of(const struct walk *w, TSNode node)
{
    size_t len;
    const char *s = bytes_of(w, node, &len);
    return builder_string(w->b, s, MIN(len, LIMIT_STRING_BYTES));
}

/* A name without the marks that the language writes before it. */
static uint32_t name_of(const struct walk *w, TSNode node)
{
    size_t len;
    const char *s = bytes_of(w, node, &len), *sigils = w->l->sigils;
    for (; sigils && len > 1 && strchr(sigils, *s); len--)
        s++;
    return builder_string(w->b, s, MIN(len, LIMIT_STRING_BYTES));
}

/* ---- nodes ---- */

static const char *self_name(const struct walk *w)
{
    return w->l->self_names && w->l->self_names[0] ? w->l->self_names[0] : "";
}

static bool room(struct walk *w)
{
    if (builder_n_nodes(w->b) < LIMIT_TREE_NODES)
        return true;
    if (!w->full)
        builder_note(w->b, 0, "holds more than %u expressions; the rest was not analysed", LIMIT_TREE_NODES);
    w->full = true;
    return false;
}

/* 0 when there is no more room. */
static uint32_t add_node(struct walk *w, enum node_kind kind, TSNode at)
{
    if (!room(w))
        return 0;
    TSPoint start = ts_node_start_point(at), end = ts_node_end_point(at);
    struct fact_node *n;
    uint32_t i = builder_add_nodes(w->b, &n);
    n->kind = (uint8_t)kind;
    n->flags = w->types ? NODE_TYPE : 0;
    n->column = saturated(start.column);
    n->end_column = saturated(end.column);
    n->line = start.row + 1;
    n->end_line = end.row + 1;
    n->scope = w->scope;
    n->region = w->region;
    return i;
}

static struct fact_node *node_at(const struct walk *w, uint32_t i)
{
    return builder_nodes(w->b, i);
}

static uint32_t kid_at(const struct walk *w, uint32_t i)
{
    return *builder_kids(w->b, i, 1);
}

static void adopt(struct walk *w, uint32_t parent, uint32_t kid)
{
    if (kid && kid != parent && !node_at(w, kid)->parent)
        node_at(w, kid)->parent = parent;
}

static uint32_t leaf(struct walk *w, enum node_kind kind, TSNode at, uint32_t text)
{
    uint32_t i = add_node(w, kind, at);
    if (i)
        node_at(w, i)->text = text;
    return i;
}

static uint32_t branch(struct walk *w, enum node_kind kind, TSNode at, uint32_t text, uint32_t a, uint32_t b)
{
    uint32_t i = leaf(w, kind, at, text);
    if (i) {
        node_at(w, i)->a = a;
        node_at(w, i)->b = b;
        adopt(w, i, a);
        adopt(w, i, b);
    }
    return i;
}

/* Gives node `i` the nodes on the stack from `first` on as its kids. */
static void take_kids(struct walk *w, uint32_t i, uint32_t first)
{
    const uint32_t *ids = (const uint32_t *)(void *)w->ids->data + first;
    uint32_t n = w->ids->len - first;
    if (i) {
        uint32_t at = builder_add_kids(w->b, ids, n);
        node_at(w, i)->first = at;
        node_at(w, i)->count = n;
        for (uint32_t k = 0; k < n; k++)
            adopt(w, i, ids[k]);
    }
    g_array_set_size(w->ids, first);
}

static void push(struct walk *w, uint32_t id)
{
    if (id)
        g_array_append_val(w->ids, id);
}

/* A node that lowering makes up: it has the place of `value`, and is not its parent. */
static uint32_t synthetic(struct walk *w, enum node_kind kind, TSNode at, uint32_t text, uint32_t a, uint32_t b)
{
    uint32_t i = leaf(w, kind, at, text);
    if (i) {
        node_at(w, i)->flags |= NODE_SYNTHETIC;
        node_at(w, i)->a = a;
        node_at(w, i)->b = b;
    }
    return i;
}

static uint32_t synthetic_index(struct walk *w, TSNode at, uint32_t value, uint32_t index)
{
    char digits[16];
    g_snprintf(digits, sizeof digits, "%u", index);
    uint32_t number = synthetic(w, NODE_NUMBER, at, builder_cstring(w->b, digits), 0, 0);
    return synthetic(w, NODE_SUBSCRIPT, at, 0, value, number);
}

/* `value`, or `otherwise` where it is missing. */
static uint32_t synthetic_default(struct walk *w, TSNode at, uint32_t value, uint32_t otherwise)
{
    if (!otherwise || !value)
        return value ? value : otherwise;
    uint32_t i = synthetic(w, NODE_CONDITIONAL, at, 0, 0, 0), kids[] = {value, otherwise};
    if (i) {
        uint32_t first = builder_add_kids(w->b, kids, 2);
        node_at(w, i)->first = first;
        node_at(w, i)->count = 2;
        adopt(w, i, otherwise);
    }
    return i;
}

/* Whether a child is of interest: named, and no comment or line continuation. */
static bool counts(const struct walk *w, const struct pattern_child *c)
{
    return c->named && matcher_role(&w->m, c->symbol) != ROLE(IS_COMMENT, OF_TEXT) &&
           (!ts_node_is_extra(c->node) || ts_node_is_error(c->node));
}

/* Lowers the children of a node and pushes them. */
static void push_children(struct walk *w, TSNode node)
{
    uint32_t first = matcher_children(&w->m, node), end = w->m.n_children;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        if (counts(w, &c))
            push(w, lower(w, c.node, 0));
    }
    w->m.n_children = first;
}

static uint32_t lower_type(struct walk *w, TSNode node)
{
    w->types++;
    uint32_t i = lower(w, node, 0);
    w->types--;
    return i;
}

static uint32_t lower_part(struct walk *w, const struct match *found, enum part which)
{
    TSNode node;
    return part(w, found, which, &node) ? lower(w, node, 0) : 0;
}

/* ---- strings ---- */

/* Where the text of a string is gathered; the pieces of a template go onto the stack of nodes. */
struct gather {
    GString *text;
    unsigned interpolated;
    TSNode at;
    bool opens; /* the line of the mark ends where the text begins */
};

static void decode_escape(GString *out, const char *s, size_t len)
{
    static const char from[] = "nt\"'\\`", to[] = "\n\t\"'\\`";
    const char *p = len == 2 ? memchr(from, s[1], sizeof from - 1) : NULL;
    if (len == 2 && s[0] == s[1]) /* {{ of a template */
        g_string_append_c(out, s[0]);
    else if (p)
        g_string_append_c(out, to[p - from]);
    else if (len >= 2 && s[0] == '\\' && (s[1] == '\n' || s[1] == '\r')) /* a line that goes on */
        return;
    else
        g_string_append_len(out, s, (gssize)len);
}

/* Bytes of the line break that a text begins with. */
static size_t line_end(const char *s, size_t len)
{
    return len && *s == '\n' ? 1 : len > 1 && s[0] == '\r' && s[1] == '\n' ? 2 : 0;
}

/* The length of a text without the blanks behind it. */
static size_t without_end(const char *s, size_t len)
{
    while (len && g_ascii_isspace(s[len - 1]))
        len--;
    return len;
}

static void gather_content(struct walk *w, struct gather *g, TSNode node)
{
    size_t len;
    const char *s = bytes_of(w, node, &len);
    uint32_t start = ts_node_start_byte(node), first = w->m.n_children;
    if (ts_node_child_count(node))
        matcher_children(&w->m, node);
    size_t at = g->opens ? line_end(s, len) : 0;
    g->opens = false;
    for (uint32_t k = first; k < w->m.n_children; k++) {
        const struct pattern_child *c = &w->m.children[k];
        if (matcher_role(&w->m, c->symbol) != ROLE(IS_STRING, OF_ESCAPE))
            continue;
        size_t from = ts_node_start_byte(c->node) - start, to = ts_node_end_byte(c->node) - start;
        g_string_append_len(g->text, s + at, (gssize)(from - at));
        decode_escape(g->text, s + from, to - from);
        at = to;
    }
    g_string_append_len(g->text, s + at, (gssize)(len - at));
    w->m.n_children = first;
}

static uint32_t string_node(struct walk *w, TSNode at, const char *s, size_t len)
{
    bool cut = len > LIMIT_STRING_BYTES;
    if (cut) {
        len = LIMIT_STRING_BYTES;
        while (len > LIMIT_STRING_BYTES - 4 && ((unsigned char)s[len] & 0xC0) == 0x80)
            len--;
    }
    uint32_t i = leaf(w, NODE_STRING, at, builder_string(w->b, s, len));
    if (i && cut)
        node_at(w, i)->flags |= NODE_TRUNCATED;
    return i;
}

/* A string that the grammar leaves in one piece: what stands between its quotes, with what is written before them. */
static const char *leaf_text(const struct walk *w, TSNode node, size_t *len)
{
    size_t from = 0;
    const char *s = bytes_of(w, node, len);
    while (from < *len && s[from] != '"' && s[from] != '\'' && s[from] != '`')
        from++;
    bool quoted = from + 1 < *len && s[*len - 1] == s[from];
    *len = quoted ? *len - from - 2 : 0;
    return s + (quoted ? from + 1 : 0);
}

/* Whether piece `k` of a string is the mark of a name, and the name begins the next piece; takes both of them. */
static bool gather_name(struct walk *w, struct gather *g, uint32_t *k, uint32_t end)
{
    size_t len, n = 0;
    const char *mark = w->l->name_mark, *s;
    if (!mark || *k + 1 >= end)
        return false;
    TSNode here = w->m.children[*k].node, next = w->m.children[*k + 1].node;
    s = bytes_of(w, here, &len);
    if (len != strlen(mark) || strncmp(s, mark, len) != 0 || ts_node_end_byte(here) != ts_node_start_byte(next) ||
        matcher_role(&w->m, w->m.children[*k + 1].symbol) != ROLE(IS_STRING, OF_CONTENT))
        return false;
    s = bytes_of(w, next, &len);
    while (n < len && (g_ascii_isalnum(s[n]) || s[n] == '_' || (s[n] & 0x80)))
        n++;
    if (n == 0 || g_ascii_isdigit(*s))
        return false;
    if (g->text->len)
        push(w, string_node(w, g->at, g->text->str, g->text->len));
    g_string_truncate(g->text, 0);
    push(w, leaf(w, NODE_NAME, next, builder_string(w->b, s, MIN(n, LIMIT_STRING_BYTES))));
    g->interpolated++;
    g_string_append_len(g->text, s + n, (gssize)(len - n));
    ++*k;
    return true;
}

static void gather_string(struct walk *w, struct gather *g, TSNode node, unsigned nested)
{
    uint32_t first = matcher_children(&w->m, node), end = w->m.n_children;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        uint32_t role = matcher_role(&w->m, c.symbol);
        if (role == ROLE(IS_STRING, OF_CONTENT)) {
            if (!gather_name(w, g, &k, end))
                gather_content(w, g, c.node);
        } else if (role == ROLE(IS_STRING, OF_ESCAPE)) {
            size_t len;
            const char *s = bytes_of(w, c.node, &len);
            decode_escape(g->text, s, len);
        } else if (role == ROLE(IS_STRING, OF_INTERPOLATION)) {
            if (g->text->len)
                push(w, string_node(w, g->at, g->text->str, g->text->len));
            g_string_truncate(g->text, 0);
            push(w, lower(w, c.node, 0));
            g->interpolated++;
        } else if (nested < 2 && counts(w, &c)) { /* parts of a concatenation */
            uint32_t captures = w->m.n_captures, construct = matcher_match(&w->m, c.node, GENERAL).construct;
            size_t len;
            if (construct == IS_STRING && !ts_node_child_count(c.node)) {
                const char *s = leaf_text(w, c.node, &len);
                g_string_append_len(g->text, s, (gssize)len);
            } else if (construct == IS_STRING) {
                gather_string(w, g, c.node, nested + 1);
            } else if (construct == IS_KEY) { /* a bare word beside strings */
                const char *s = bytes_of(w, c.node, &len);
                g_string_append_len(g->text, s, (gssize)len);
            }
            w->m.n_captures = captures;
        }
    }
    w->m.n_children = first;
}

static uint32_t leaf_string(struct walk *w, TSNode node)
{
    size_t len;
    const char *s = leaf_text(w, node, &len);
    return string_node(w, node, s, len);
}

/* Texts that stand further on than what marks them follow one another as their marks do. */
static void pair_bodies(struct walk *w, TSNode root)
{
    TSTreeCursor *cursor = &w->m.cursor;
    g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(TSNode));
    guint next = 0;
    w->bodies = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    ts_tree_cursor_reset(cursor, root);
    for (bool more = true; more;) {
        TSNode node = ts_tree_cursor_current_node(cursor);
        uint32_t role = matcher_role(&w->m, ts_node_symbol(node));
        if (role == ROLE(IS_STRING, OF_LATER))
            g_array_append_val(marks, node);
        else if (role == ROLE(IS_STRING, OF_BODY) && next < marks->len)
            g_hash_table_insert(w->bodies, (gpointer)g_array_index(marks, TSNode, next++).id, g_memdup2(&node, sizeof node));
        if (ts_tree_cursor_goto_first_child(cursor))
            continue;
        while (!(more = ts_tree_cursor_goto_next_sibling(cursor)) && ts_tree_cursor_goto_parent(cursor))
            ;
    }
}

/* The node that holds the text of a string: itself, or what stands further on where it is only marked. */
static TSNode body_of(struct walk *w, TSNode string)
{
    if (matcher_role(&w->m, ts_node_symbol(string)) != ROLE(IS_STRING, OF_LATER))
        return string;
    if (!w->bodies)
        pair_bodies(w, ts_tree_root_node(string.tree));
    const TSNode *body = g_hash_table_lookup(w->bodies, string.id);
    return body ? *body : string;
}

static uint32_t lower_string(struct walk *w, TSNode node)
{
    KEEP_STACKS(w);
    TSNode body = body_of(w, node);
    const bool apart = !ts_node_eq(body, node);
    /* Most strings are one piece without escapes. */
    uint32_t first = matcher_children(&w->m, body), end = w->m.n_children, contents = 0, others = 0, content = 0;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child *c = &w->m.children[k];
        if (matcher_role(&w->m, c->symbol) == ROLE(IS_STRING, OF_CONTENT) && !ts_node_child_count(c->node)) {
            content = k;
            contents++;
        } else if (ts_node_child_count(c->node) || matcher_role(&w->m, c->symbol)) {
            others++;
        }
    }
    uint32_t made;
    if (first == end) {
        made = leaf_string(w, node);
    } else if (others == 0 && contents <= 1) {
        size_t len = 0;
        const char *s = contents ? bytes_of(w, w->m.children[content].node, &len) : "";
        const size_t skip = apart ? line_end(s, len) : 0;
        made = string_node(w, node, s + skip, apart ? without_end(s + skip, len - skip) : len);
    } else {
        w->m.n_children = first;
        struct gather g = {g_string_new(NULL), 0, node, apart};
        gather_string(w, &g, body, 0);
        if (apart)
            g_string_truncate(g.text, without_end(g.text->str, g.text->len));
        if (!g.interpolated) {
            made = string_node(w, node, g.text->str, g.text->len);
        } else {
            if (g.text->len)
                push(w, string_node(w, node, g.text->str, g.text->len));
            made = add_node(w, NODE_TEMPLATE, node);
            take_kids(w, made, kept_ids);
        }
        g_string_free(g.text, TRUE);
    }
    DROP_STACKS(w);
    return made;
}

/* An argument of a format, and the name that it is given there; 0 without. */
struct placed {
    uint32_t value, name;
    bool used;
};

static struct placed format_argument(struct walk *w, TSNode node)
{
    TSNode target;
    uint32_t captures = w->m.n_captures;
    struct match found = matcher_match(&w->m, node, GENERAL);
    struct placed p = {0};
    if ((found.construct == IS_REASSIGN || found.construct == IS_ASSIGN) && part(w, &found, OF_TARGET, &target)) {
        p.name = name_of(w, target);
        p.value = lower_part(w, &found, OF_VALUE);
        w->m.n_captures = captures;
        return p;
    }
    w->m.n_captures = captures;
    p.value = lower(w, node, 0);
    return p;
}

/* What stands at the place `{s}` of a format: an argument by its position or name, the next one, or a name. */
static uint32_t format_place(struct walk *w, TSNode at, const char *s, size_t len, GArray *arguments, uint32_t *next)
{
    size_t n = 0;
    while (n < len && (g_ascii_isalnum(s[n]) || s[n] == '_'))
        n++;
    uint32_t name = n && !g_ascii_isdigit(*s) ? builder_string(w->b, s, n) : 0;
    uint32_t position = name ? arguments->len : n ? (uint32_t)strtoul(s, NULL, 10) : (*next)++;
    for (uint32_t i = 0; name && i < arguments->len; i++)
        if (g_array_index(arguments, struct placed, i).name == name)
            position = i;
    struct placed *p = position < arguments->len ? &g_array_index(arguments, struct placed, position) : NULL;
    if (p && p->value && !p->used) {
        p->used = true;
        return p->value;
    }
    return name && !p ? leaf(w, NODE_NAME, at, name) : leaf(w, NODE_OTHER, at, 0);
}

/* format!("{base}/{}", path): a text with values in it. */
static uint32_t lower_format(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode at;
    uint32_t made = lower_part(w, found, OF_TEXT), next = 0;
    g_autoptr(GArray) arguments = g_array_new(FALSE, FALSE, sizeof(struct placed));
    EACH_PART(w, found, OF_ARGUMENT, at) {
        struct placed p = format_argument(w, at);
        g_array_append_val(arguments, p);
    }
    const char *s = made && node_at(w, made)->kind == NODE_STRING ? builder_text(w->b, node_at(w, made)->text) : "";
    g_autofree char *text = g_strdup(s);
    g_autoptr(GString) piece = g_string_new(NULL);
    bool places = false;
    for (const char *c = text; *c; c++) {
        const char *end = *c == '{' && c[1] != '{' ? strchr(c, '}') : NULL;
        if (!end) {
            g_string_append_c(piece, *c);
            c += (*c == '{' || *c == '}') && c[1] == *c;
            continue;
        }
        if (piece->len)
            push(w, string_node(w, node, piece->str, piece->len));
        g_string_truncate(piece, 0);
        push(w, format_place(w, node, c + 1, (size_t)(end - c - 1), arguments, &next));
        places = true;
        c = end;
    }
    if (places) {
        if (piece->len)
            push(w, string_node(w, node, piece->str, piece->len));
        made = add_node(w, NODE_TEMPLATE, node);
        take_kids(w, made, kept_ids);
    }
    DROP_STACKS(w);
    return made;
}

/* The value of a string that is no expression: a module's name, a docstring. Interpolations are left out. */
static uint32_t plain_string(struct walk *w, TSNode node)
{
    KEEP_STACKS(w);
    struct match found = matcher_match(&w->m, node, GENERAL);
    uint32_t text;
    if (found.construct == IS_STRING) {
        uint32_t i = lower_string(w, node), n = i ? node_at(w, i)->count : 0;
        if (i && node_at(w, i)->kind == NODE_TEMPLATE && n)
            i = kid_at(w, node_at(w, i)->first);
        text = i && node_at(w, i)->kind == NODE_STRING ? node_at(w, i)->text : 0;
    } else {
        text = text_of(w, node);
    }
    DROP_STACKS(w);
    return text;
}

/* ---- regions ---- */

static uint32_t add_region(struct walk *w, enum region_kind kind, TSNode at, uint32_t expr, uint32_t owner)
{
    struct fact_region *r;
    uint32_t i = builder_add_regions(w->b, &r);
    r->kind = (uint8_t)kind;
    r->parent = w->region;
    r->scope = w->scope;
    r->owner = owner;
    r->expr = expr;
    r->line = line_of(at);
    r->end_line = end_line_of(at);
    return i;
}

static void add_jump(struct walk *w, enum jump_kind kind, TSNode at, uint32_t value)
{
    struct fact_jump *j;
    builder_add_jumps(w->b, &j);
    *j = (struct fact_jump){.kind = (uint8_t)kind, .scope = w->scope, .region = w->region, .value = value,
                            .line = line_of(at)};
}

/* `return new()` constructs what the function gives: of one that is asynchronous, what its type is an argument of. */
static void settle_returned(struct walk *w, uint32_t value)
{
    const struct fact_scope *s = builder_scopes(w->b, w->scope);
    struct fact_node made = *node_at(w, value), type = *node_at(w, s->type);
    if (!s->type || made.kind != NODE_CALL || made.a || !(made.flags & NODE_NEW))
        return;
    bool inner = (s->flags & SCOPE_ASYNC) && type.kind == NODE_SUBSCRIPT && type.b;
    node_at(w, value)->a = inner ? type.b : s->type;
}

/* ---- assignment ---- */

/* An UPPER_CASE name: a constant by convention. */
static bool upper_case(const char *name)
{
    bool letter = false;
    for (; *name; name++) {
        if (g_ascii_islower(*name) || (unsigned char)*name >= 0x80)
            return false;
        letter |= g_ascii_isupper(*name);
    }
    return letter;
}

static void add_assign(struct walk *w, uint32_t target, uint32_t value, uint32_t type, uint32_t flags)
{
    if (!target)
        return;
    struct fact_node n = *node_at(w, target);
    if (n.kind != NODE_NAME && n.kind != NODE_MEMBER && n.kind != NODE_SUBSCRIPT)
        return;
    enum scope_kind kind = builder_scopes(w->b, w->scope)->kind;
    if (n.kind == NODE_NAME && kind == SCOPE_CLASS)
        flags |= ASSIGN_FIELD;
    if (n.kind == NODE_NAME && kind == SCOPE_MODULE && upper_case(builder_text(w->b, n.text)))
        flags |= ASSIGN_CONST;
    uint32_t scope = w->scope;
    while (n.kind == NODE_NAME && w->l->open_lambdas && builder_scopes(w->b, scope)->kind == SCOPE_LAMBDA)
        scope = builder_scopes(w->b, scope)->parent;
    struct fact_assign *a;
    uint32_t i = builder_add_assigns(w->b, &a);
    if (w->reassign && n.kind == NODE_NAME)
        g_array_append_val(w->reassigned, i);
    *a = (struct fact_assign){.scope = scope, .region = w->region, .target = target, .value = value,
                              .type = type, .flags = flags, .line = n.line};
}

static bool is_mark(const struct walk *w, const struct pattern_child *c, char mark)
{
    uint32_t start = ts_node_start_byte(c->node);
    return !c->named && ts_node_end_byte(c->node) == start + 1 && w->text[start] == mark;
}

static bool is_comma(const struct walk *w, const struct pattern_child *c)
{
    return is_mark(w, c, ',');
}

/* The name of a key: an identifier, a string, a number. 0 if it is computed. */
static uint32_t key_text(struct walk *w, TSNode node)
{
    KEEP_STACKS(w);
    uint32_t text = 0;
    struct match found = matcher_match(&w->m, node, GENERAL);
    if (found.construct == IS_STRING)
        text = plain_string(w, node);
    else if (found.construct == IS_KEY || found.construct == IS_NAME || found.construct == IS_NUMBER ||
             found.construct == IS_SHORTHAND)
        text = name_of(w, node);
    DROP_STACKS(w);
    return text;
}

static uint32_t synthetic_member(struct walk *w, TSNode key, uint32_t value)
{
    uint32_t text = key_text(w, key);
    return text ? synthetic(w, NODE_MEMBER, key, text, value, 0)
                : synthetic(w, NODE_SUBSCRIPT, key, 0, value, lower(w, key, 0));
}

/* Whether an entry of an object pattern names key and target at once: {a}. */
static bool is_shorthand(struct walk *w, TSNode node)
{
    KEEP_STACKS(w);
    TSNode target;
    struct match found = matcher_match(&w->m, node, TARGET);
    bool is = found.construct == IS_ENTRY && part(w, &found, OF_TARGET, &target) && target.id == node.id;
    DROP_STACKS(w);
    return is;
}

static void assign_to(struct walk *w, TSNode target, uint32_t value, uint32_t type, uint32_t flags);

/* Targets of one value each, or of the several results of one call. */
static void assign_results(struct walk *w, TSNode list, uint32_t value, uint32_t type, uint32_t flags)
{
    KEEP_STACKS(w);
    uint32_t first = matcher_children(&w->m, list), end = w->m.n_children, n = 0, index = 0;
    for (uint32_t k = first; k < end; k++)
        n += counts(w, &w->m.children[k]);
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        if (!counts(w, &c))
            continue;
        uint32_t one = value;
        if (n > 1 && value) {
            one = synthetic_index(w, c.node, value, index);
            if (one)
                node_at(w, one)->flags |= NODE_RESULT;
        }
        assign_to(w, c.node, one, type, flags);
        index++;
    }
    DROP_STACKS(w);
}

/* Takes a target apart and assigns to each name, member and subscript in it. */
static void assign_to(struct walk *w, TSNode target, uint32_t value, uint32_t type, uint32_t flags)
{
    if (!descend(w, target))
        return;
    KEEP_STACKS(w);
    struct match found = matcher_match(&w->m, target, TARGET);
    TSNode node, key;
    switch (found.construct) {
    case IS_PATTERN: {
        if (flags & ASSIGN_ELEMENT) {
            value = synthetic(w, NODE_SUBSCRIPT, target, 0, value, 0);
            flags &= ~(uint32_t)ASSIGN_ELEMENT;
        }
        uint32_t first = matcher_children(&w->m, target), end = w->m.n_children, index = 0;
        for (uint32_t k = first; k < end; k++) {
            struct pattern_child c = w->m.children[k];
            index += is_comma(w, &c);
            if (!counts(w, &c))
                continue;
            struct match kid = matcher_match(&w->m, c.node, TARGET);
            if (kid.construct == IS_REST && part(w, &kid, OF_TARGET, &node))
                assign_to(w, node, value, 0, flags);
            else
                assign_to(w, c.node, value ? synthetic_index(w, c.node, value, index) : 0, 0, flags);
        }
        break;
    }
    case IS_ENTRIES: {
        if (flags & ASSIGN_ELEMENT) {
            value = synthetic(w, NODE_SUBSCRIPT, target, 0, value, 0);
            flags &= ~(uint32_t)ASSIGN_ELEMENT;
        }
        if (has(w, &found, OF_PART)) { /* other things stand among them */
            EACH_PART(w, &found, OF_PART, node)
                assign_to(w, node, value, 0, flags);
            break;
        }
        uint32_t first = matcher_children(&w->m, target), end = w->m.n_children;
        for (uint32_t k = first; k < end; k++)
            if (counts(w, &w->m.children[k]))
                assign_to(w, w->m.children[k].node, value, 0, flags);
        break;
    }
    case IS_RESULTS:
        assign_results(w, target, value, type, flags);
        break;
    case IS_ENTRY:
        if (part(w, &found, OF_KEY, &key) && part(w, &found, OF_TARGET, &node)) {
            uint32_t member = value ? synthetic_member(w, key, value) : 0, otherwise = 0;
            TSNode at;
            if (part(w, &found, OF_DEFAULT, &at))
                otherwise = lower(w, at, key_text(w, key));
            member = synthetic_default(w, target, member, otherwise);
            if (is_shorthand(w, node))
                add_assign(w, lower(w, node, 0), member, 0, flags);
            else
                assign_to(w, node, member, 0, flags);
        }
        break;
    case IS_DEFAULT: {
        uint32_t otherwise = lower_part(w, &found, OF_VALUE);
        if (part(w, &found, OF_TARGET, &node))
            assign_to(w, node, synthetic_default(w, target, value, otherwise), type, flags);
        break;
    }
    case IS_REST:
        if (part(w, &found, OF_TARGET, &node))
            assign_to(w, node, value, type, flags);
        break;
    case IS_IGNORE:
        break;
    default: {
        uint32_t to = lower(w, target, 0);
        struct fact_node n = *node_at(w, to);
        if (w->l->bare_calls && n.kind == NODE_CALL && !n.count) /* what is read by a call is set by its name */
            to = n.a;
        add_assign(w, to, value, type, flags);
    }
    }
    w->depth--;
    DROP_STACKS(w);
}

/* The name that a function gets from what it is assigned to. */
static uint32_t target_name(struct walk *w, TSNode target)
{
    KEEP_STACKS(w);
    struct match found = matcher_match(&w->m, target, TARGET);
    uint32_t name = 0;
    TSNode node;
    if (!found.construct)
        found = matcher_match(&w->m, target, GENERAL);
    if (found.construct == IS_NAME || found.construct == IS_KEY)
        name = name_of(w, target);
    else if (found.construct == IS_MEMBER && part(w, &found, OF_NAME, &node))
        name = text_of(w, node);
    DROP_STACKS(w);
    return name;
}

static void mark_exported(struct walk *w, uint32_t value)
{
    struct fact_node n = *node_at(w, value);
    if (n.kind == NODE_FUNCTION || n.kind == NODE_CLASS)
        builder_scopes(w->b, n.scope_ref)->flags |= SCOPE_EXPORTED;
}

/* The value of a declaration: `X x = new()` constructs what is declared. */
static uint32_t lower_typed(struct walk *w, TSNode node, uint32_t hint, uint32_t type)
{
    KEEP_STACKS(w);
    struct match found = matcher_match(&w->m, node, GENERAL);
    w->expected = found.construct == IS_NEW && !has(w, &found, OF_FUNCTION) ? type : 0;
    DROP_STACKS(w);
    uint32_t value = lower(w, node, hint);
    w->expected = 0;
    return value;
}

/* The file that a comment above a declaration puts into it, as a call of the word that the comment begins with. */
static uint32_t embedded_file(struct walk *w, TSNode declared)
{
    const char *mark = w->l->embed_mark;
    TSNode comment = ts_node_prev_named_sibling(declared);
    if (ts_node_is_null(comment))
        comment = ts_node_prev_named_sibling(ts_node_parent(declared));
    if (ts_node_is_null(comment) || ts_node_end_point(comment).row + 1 != ts_node_start_point(declared).row)
        return 0;
    size_t len;
    const char *s = bytes_of(w, comment, &len), *end = s + len;
    size_t n = strlen(mark);
    while (s < end && !g_ascii_isalnum(*s))
        s++;
    if ((size_t)(end - s) <= n + 1 || memcmp(s, mark, n) != 0 || s[n] != ' ')
        return 0;
    g_autofree char *path = g_strndup(s + n + 1, (size_t)(end - s) - n - 1);
    g_strstrip(path);
    if (strpbrk(path, " \t*?[\"`"))
        return 0; /* several of them, or a pattern */
    uint32_t name = synthetic(w, NODE_NAME, comment, builder_cstring(w->b, mark), 0, 0);
    uint32_t call = synthetic(w, NODE_CALL, comment, 0, name, 0);
    uint32_t first = w->ids->len;
    push(w, synthetic(w, NODE_STRING, comment, builder_cstring(w->b, path), 0, 0));
    take_kids(w, call, first);
    return call;
}

/* Gives the value, which is what the assignment means as an expression. */
static uint32_t lower_assign(struct walk *w, const struct match *found)
{
    bool constant = w->constant, exported = w->exported, reassign = w->reassign;
    w->constant = w->exported = false;
    TSNode target, node;
    uint32_t type = 0, value = 0, flags = constant ? ASSIGN_CONST : 0;
    if (!part(w, found, OF_TARGET, &target))
        return 0;
    if (has(w, found, OF_OPERATOR))
        flags |= ASSIGN_AUGMENTED;
    if (part(w, found, OF_TYPE, &node))
        type = lower_type(w, node);
    if (part(w, found, OF_VALUE, &node)) {
        value = lower_typed(w, node, target_name(w, target), type);
        if (exported && value)
            mark_exported(w, value);
    } else {
        value = w->l->embed_mark ? embedded_file(w, ts_node_parent(target)) : 0;
    }
    w->reassign = found->construct == IS_REASSIGN;
    assign_to(w, target, value, type, flags);
    w->reassign = reassign;
    w->constant = constant;
    w->exported = exported;
    return value;
}

/* Names that a scope takes from further out. */
static void lower_outer(struct walk *w, const struct match *found)
{
    TSNode name;
    EACH_PART(w, found, OF_NAME, name)
        g_hash_table_insert(w->outer, BINDING(w->scope, name_of(w, name)),
                            GINT_TO_POINTER(found->construct == IS_GLOBAL ? 1 : 2));
}

/* The names that are bound in each scope, but by assignments that declare nothing. */
static GHashTable *declared_names(struct walk *w)
{
    GHashTable *names = g_hash_table_new(pair_key_hash, NULL);
    for (uint32_t i = 0, next = 0; i < builder_n_assigns(w->b); i++) {
        struct fact_assign *a = builder_assigns(w->b, i);
        bool declares = next == w->reassigned->len || g_array_index(w->reassigned, uint32_t, next) != i;
        next += !declares;
        uint32_t name = node_at(w, a->target)->text;
        if (declares && node_at(w, a->target)->kind == NODE_NAME &&
            !g_hash_table_contains(w->outer, BINDING(a->scope, name)))
            g_hash_table_add(names, BINDING(a->scope, name));
    }
    for (uint32_t i = 0; i < builder_n_params(w->b); i++)
        g_hash_table_add(names, BINDING(builder_params(w->b, i)->scope, builder_params(w->b, i)->name));
    for (uint32_t i = 0; i < builder_n_imports(w->b); i++)
        g_hash_table_add(names, BINDING(builder_imports(w->b, i)->scope, builder_imports(w->b, i)->local));
    return names;
}

/* The innermost scope around `scope`, or it itself, that binds the name; the module's if none does. */
static uint32_t binding_scope(struct walk *w, GHashTable *names, uint32_t scope, uint32_t name)
{
    for (; scope > 1; scope = builder_scopes(w->b, scope)->parent)
        if ((builder_scopes(w->b, scope)->kind != SCOPE_CLASS || w->l->implicit_self) &&
            g_hash_table_contains(names, BINDING(scope, name)))
            return scope;
    return 1;
}

/* The class around a scope, where its members are known by their bare names: one may stand in another file. 0 without. */
static uint32_t own_class(struct walk *w, uint32_t scope)
{
    while (scope > 1 && builder_scopes(w->b, scope)->kind != SCOPE_CLASS)
        scope = builder_scopes(w->b, scope)->parent;
    return scope > 1 && w->l->implicit_self ? scope : 0;
}

/* An assignment to a name that is declared further out belongs to the scope that declares it. */
static void settle_scopes(struct walk *w)
{
    if (!w->reassigned->len && !g_hash_table_size(w->outer))
        return;
    g_autoptr(GHashTable) names = declared_names(w);
    for (guint i = 0; i < w->reassigned->len; i++) {
        struct fact_assign *a = builder_assigns(w->b, g_array_index(w->reassigned, uint32_t, i));
        uint32_t from = a->scope, name = node_at(w, a->target)->text;
        a->scope = binding_scope(w, names, from, name);
        if (a->scope == 1 && !g_hash_table_contains(names, BINDING(1, name)) && own_class(w, from))
            a->scope = own_class(w, from);
    }
    for (uint32_t i = 0; g_hash_table_size(w->outer) && i < builder_n_assigns(w->b); i++) {
        struct fact_assign *a = builder_assigns(w->b, i);
        uint32_t name = node_at(w, a->target)->text;
        int outer = GPOINTER_TO_INT(g_hash_table_lookup(w->outer, BINDING(a->scope, name)));
        if (outer && node_at(w, a->target)->kind == NODE_NAME)
            a->scope = outer == 1 ? 1 : binding_scope(w, names, builder_scopes(w->b, a->scope)->parent, name);
    }
}

/* `x = new()` constructs what x is declared to be, here or in the class. */
static void settle_constructions(struct walk *w)
{
    g_autoptr(GHashTable) types = NULL; /* BINDING -> node */
    for (uint32_t i = 0; i < builder_n_assigns(w->b); i++) {
        struct fact_assign a = *builder_assigns(w->b, i);
        struct fact_node value = *node_at(w, a.value), target = *node_at(w, a.target);
        if (a.type || value.kind != NODE_CALL || value.a || !(value.flags & NODE_NEW))
            continue;
        bool first = !types;
        if (first)
            types = g_hash_table_new(pair_key_hash, NULL);
        for (uint32_t k = 0; first && k < builder_n_assigns(w->b); k++) {
            struct fact_assign d = *builder_assigns(w->b, k);
            if (d.type && node_at(w, d.target)->kind == NODE_NAME)
                g_hash_table_insert(types, BINDING(d.scope, node_at(w, d.target)->text), GUINT_TO_POINTER(d.type));
        }
        uint32_t scope = target.kind == NODE_NAME ? a.scope : own_class(w, a.scope);
        gpointer type = g_hash_table_lookup(types, BINDING(scope, target.text));
        if (type && (target.kind == NODE_NAME || target.kind == NODE_MEMBER))
            node_at(w, a.value)->a = GPOINTER_TO_UINT(type);
    }
}

/* A name that nothing binds is a call, where the language writes calls so. */
static void settle_calls(struct walk *w)
{
    if (!w->l->bare_calls)
        return;
    g_autoptr(GHashTable) names = declared_names(w);
    g_autoptr(GHashTable) targets = g_hash_table_new(NULL, NULL);
    for (uint32_t i = 0; i < builder_n_assigns(w->b); i++)
        g_hash_table_add(targets, GUINT_TO_POINTER(builder_assigns(w->b, i)->target));
    for (uint32_t i = 1, n = builder_n_nodes(w->b); i < n && room(w); i++) {
        struct fact_node node = *node_at(w, i);
        const char *text = builder_text(w->b, node.text);
        if (node.kind != NODE_NAME || node.flags & (NODE_TYPE | NODE_SYNTHETIC) || !(g_ascii_islower(*text) || *text == '_') ||
            g_hash_table_contains(targets, GUINT_TO_POINTER(i)) || g_str_equal(text, self_name(w)))
            continue;
        struct fact_node parent = *node_at(w, node.parent);
        if (parent.kind == NODE_CALL && parent.a == i)
            continue;
        uint32_t scope = node.scope;
        while (scope && !g_hash_table_contains(names, BINDING(scope, node.text)))
            scope = builder_scopes(w->b, scope)->parent;
        if (scope)
            continue;
        struct fact_node *name;
        uint32_t callee = builder_add_nodes(w->b, &name);
        *name = node;
        name->parent = i;
        name->flags &= (uint8_t)~NODE_STATEMENT;
        node_at(w, i)->kind = NODE_CALL;
        node_at(w, i)->text = 0;
        node_at(w, i)->a = callee;
    }
}

/* The last name in a type: of `*pkg.Name[T]` it is Name. */
static uint32_t last_name(struct walk *w, uint32_t i)
{
    for (unsigned hops = 0; i && hops < 8; hops++) {
        struct fact_node n = *node_at(w, i);
        if (n.kind == NODE_NAME || n.kind == NODE_MEMBER)
            return n.text;
        i = n.kind == NODE_SUBSCRIPT ? n.a : 0;
    }
    return 0;
}

/* A pair as a statement of a class, as an interface has them: a field of that type. */
static void lower_pair_field(struct walk *w, const struct match *found)
{
    TSNode key, value;
    uint32_t text = part(w, found, OF_KEY, &key) ? key_text(w, key) : 0;
    if (text && part(w, found, OF_VALUE, &value))
        add_assign(w, leaf(w, NODE_NAME, key, text), 0, lower_type(w, value), ASSIGN_FIELD);
}

static void lower_field(struct walk *w, const struct match *found)
{
    TSNode name, node;
    if (part(w, found, OF_BASE, &node)) { /* mixed in: a class above this one, and no field */
        uint32_t base = lower_type(w, node);
        if (base)
            g_array_append_val(w->embedded, base);
        return;
    }
    if (!part(w, found, OF_NAME, &name)) {
        uint32_t base = part(w, found, OF_TYPE, &node) ? lower_type(w, node) : 0;
        if (base) { /* its members are the class's own, and it is one itself */
            g_array_append_val(w->embedded, base);
            add_assign(w, leaf(w, NODE_NAME, node, last_name(w, base)), 0, base, ASSIGN_FIELD);
        }
        return;
    }
    uint32_t text = key_text(w, name), type = 0, value = 0;
    const uint32_t kept_ids = w->ids->len;
    for (guint i = 0; i < w->decorators->len; i++) /* above it */
        push(w, g_array_index(w->decorators, uint32_t, i));
    EACH_PART(w, found, OF_DECORATOR, node) {
        uint32_t annotation = lower(w, node, 0);
        if (annotation) /* it describes the field as its type does */
            push(w, annotation);
    }
    if (part(w, found, OF_TYPE, &node))
        type = lower_type(w, node);
    if (w->ids->len > kept_ids) {
        push(w, type);
        type = add_node(w, NODE_OTHER, name);
        take_kids(w, type, kept_ids);
    }
    if (part(w, found, OF_VALUE, &node))
        value = lower_typed(w, node, text, type);
    EACH_PART(w, found, OF_NAME, name) {
        text = key_text(w, name);
        if (text)
            add_assign(w, leaf(w, NODE_NAME, name, text), value, type, ASSIGN_FIELD);
        else
            lower(w, name, 0);
    }
}

/* ---- functions and classes ---- */

struct parameter {
    uint32_t type, value; /* nodes */
    uint16_t position;
    const char *path;     /* keys so far: "" at the top; else PARAM_DESTRUCTURED */
    bool keywords;
};

static void add_param(struct walk *w, TSNode at, const struct parameter *p, enum param_kind kind, uint32_t name)
{
    struct fact_param row = {.kind = (uint8_t)kind, .position = p->position, .name = name, .type = p->type,
                             .value = p->value, .line = line_of(at)};
    if (kind == PARAM_DESTRUCTURED)
        row.key = builder_cstring(w->b, p->path);
    g_array_append_val(w->params, row);
}

#define MOST_MEMBERS 200  /* of an object type that are looked through */
#define LONGEST_PATH 1000 /* bytes of the key of a nested pattern */

/* The type of one key of a destructured parameter. */
static uint32_t member_type(struct walk *w, TSNode at, uint32_t type, uint32_t key)
{
    if (!type || !key)
        return 0;
    struct fact_node n = *node_at(w, type);
    for (uint32_t i = 0; n.kind == NODE_DICT && i < MIN(n.count, MOST_MEMBERS); i++) {
        struct fact_node pair = *node_at(w, kid_at(w, n.first + i));
        if (pair.kind == NODE_PAIR && pair.a && node_at(w, pair.a)->text == key)
            return pair.b;
    }
    if (n.kind == NODE_DICT)
        return 0;
    uint32_t member = synthetic(w, NODE_MEMBER, at, key, type, 0);
    if (member)
        node_at(w, member)->flags |= NODE_TYPE;
    return member;
}

static void parameter_names(struct walk *w, TSNode node, const struct parameter *p);

static void parameter_key(struct walk *w, TSNode target, const struct parameter *p, uint32_t key, uint32_t value)
{
    if (strlen(p->path) > LONGEST_PATH)
        return;
    g_autofree char *path = *p->path ? g_strdup_printf("%s.%s", p->path, builder_text(w->b, key))
                                     : g_strdup(builder_text(w->b, key));
    struct parameter inner = {.type = member_type(w, target, p->type, key), .value = value,
                              .position = p->position, .path = path};
    if (is_shorthand(w, target))
        add_param(w, target, &inner, PARAM_DESTRUCTURED, text_of(w, target));
    else
        parameter_names(w, target, &inner);
}

/* Adds the parameters that a parameter's name or pattern binds. */
static void parameter_names(struct walk *w, TSNode node, const struct parameter *p)
{
    if (!descend(w, node))
        return;
    KEEP_STACKS(w);
    struct match found = matcher_match(&w->m, node, TARGET);
    TSNode target, at;
    bool inside = *p->path != '\0';
    switch (found.construct) {
    case IS_PATTERN:
    case IS_ENTRIES: {
        uint32_t first = matcher_children(&w->m, node), end = w->m.n_children, index = 0;
        for (uint32_t k = first; k < end; k++) {
            struct pattern_child c = w->m.children[k];
            index += is_comma(w, &c);
            if (!counts(w, &c))
                continue;
            struct match kid = matcher_match(&w->m, c.node, TARGET);
            if (kid.construct == IS_ENTRY) {
                uint32_t key = part(w, &kid, OF_KEY, &at) ? key_text(w, at) : 0, value = 0;
                if (part(w, &kid, OF_DEFAULT, &at))
                    value = lower(w, at, key);
                if (key && part(w, &kid, OF_TARGET, &target))
                    parameter_key(w, target, p, key, value);
            } else if (kid.construct == IS_REST && part(w, &kid, OF_TARGET, &target)) {
                struct parameter rest = {.position = p->position, .path = p->path};
                add_param(w, target, &rest, PARAM_DESTRUCTURED, target_name(w, target));
            } else if (kid.construct != IS_IGNORE && found.construct == IS_PATTERN) {
                char digits[16];
                g_snprintf(digits, sizeof digits, "%u", index);
                parameter_key(w, c.node, p, builder_cstring(w->b, digits), 0);
            }
        }
        break;
    }
    case IS_DEFAULT:
        if (part(w, &found, OF_TARGET, &target)) {
            struct parameter with = *p;
            uint32_t value = part(w, &found, OF_VALUE, &at) ? lower(w, at, target_name(w, target)) : 0;
            with.value = p->value ? p->value : value;
            parameter_names(w, target, &with);
        }
        break;
    case IS_REST:
        if (part(w, &found, OF_TARGET, &target)) {
            uint32_t name = target_name(w, target);
            if (name)
                add_param(w, target, p, inside ? PARAM_DESTRUCTURED : PARAM_REST, name);
            else
                parameter_names(w, target, &(struct parameter){.position = p->position, .path = p->path});
        }
        break;
    case IS_IGNORE:
        break;
    default: {
        uint32_t name = target_name(w, node);
        if (name)
            add_param(w, node, p, inside ? PARAM_DESTRUCTURED : p->keywords ? PARAM_KEYWORDS : PARAM_PLAIN, name);
    }
    }
    w->depth--;
    DROP_STACKS(w);
}

/* Pushes the parameters of one child of a parameter list. True if it takes an argument. */
static bool lower_parameter(struct walk *w, TSNode node, uint16_t position, GArray *fields)
{
    KEEP_STACKS(w);
    struct match found = matcher_match(&w->m, node, PARAMETER);
    struct parameter p = {.position = position, .path = ""};
    TSNode name, at;
    bool takes = found.construct != IS_IGNORE;
    if (found.construct == IS_PARAMETER_) {
        EACH_PART(w, &found, OF_DECORATOR, at) {
            struct match decorator = matcher_match(&w->m, at, GENERAL);
            /* an annotation: it describes the parameter as its type does */
            if (decorator.construct == IS_DECORATOR)
                push(w, lower_part(w, &decorator, OF_VALUE));
            else if (decorator.construct == IS_CALL)
                push(w, lower(w, at, 0));
        }
        if (part(w, &found, OF_TYPE, &at))
            p.type = lower_type(w, at);
        if (w->ids->len > kept_ids) {
            push(w, p.type);
            p.type = add_node(w, NODE_OTHER, node);
            take_kids(w, p.type, kept_ids);
        }
        p.keywords = has(w, &found, OF_KEYWORDS);
        takes = part(w, &found, OF_NAME, &name);
        if (takes) {
            if (part(w, &found, OF_VALUE, &at))
                p.value = lower(w, at, target_name(w, name));
            uint32_t index = w->params->len;
            parameter_names(w, name, &p);
            if (has(w, &found, OF_FIELD) && w->params->len == index + 1)
                g_array_append_val(fields, index);
        }
    } else if (takes) {
        parameter_names(w, node, &p);
    }
    DROP_STACKS(w);
    return takes;
}

static void lower_parameters(struct walk *w, const struct match *found, GArray *fields)
{
    TSNode list;
    uint16_t position = 0;
    guint before = w->params->len;
    EACH_PART(w, found, OF_PARAMETER, list)
        position += lower_parameter(w, list, position, fields);
    if (!part(w, found, OF_PARAMETERS, &list))
        return;
    uint32_t first = matcher_children(&w->m, list), end = w->m.n_children;
    for (uint32_t k = first; k < end; k++) {
        if (!counts(w, &w->m.children[k]))
            continue;
        TSNode child = w->m.children[k].node;
        if (k > first && w->params->len > before && is_mark(w, &w->m.children[k - 1], '=')) { /* the value of the one before */
            uint32_t value = lower(w, child, 0);
            g_array_index(w->params, struct fact_param, w->params->len - 1).value = value;
            continue;
        }
        position += lower_parameter(w, child, position, fields) && position < UINT16_MAX;
    }
    w->m.n_children = first;
}

/* A comment block without its marks, or a docstring without its indentation. */
static uint32_t doc_string(struct walk *w, const char *s, size_t len, bool comment)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const char *end = s + MIN(len, (size_t)LIMIT_STRING_BYTES);
    while (s < end) {
        const char *stop = memchr(s, '\n', (size_t)(end - s)), *line = s, *last;
        if (!stop)
            stop = end;
        s = stop + 1;
        while (line < stop && (g_ascii_isspace(*line) || (comment && strchr("/*#!", *line) && *line)))
            line++;
        for (last = stop; last > line && g_ascii_isspace(last[-1]); last--)
            ;
        if (comment && last - line >= 2 && last[-1] == '/' && last[-2] == '*')
            for (last -= 2; last > line && (g_ascii_isspace(last[-1]) || last[-1] == '*'); last--)
                ;
        if (out->len && last > line)
            g_string_append_c(out, '\n');
        g_string_append_len(out, line, last - line);
    }
    return builder_string(w->b, out->str, out->len);
}

/* The docstring that a body begins with, whose statement is then passed over. 0 without. */
static uint32_t body_doc(struct walk *w, TSNode body)
{
    KEEP_STACKS(w);
    uint32_t first = matcher_children(&w->m, body), end = w->m.n_children, text = 0;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        if (!counts(w, &c))
            continue;
        struct match found = matcher_match(&w->m, c.node, DOC);
        TSNode value;
        if (found.construct == IS_DOC_ && part(w, &found, OF_VALUE, &value)) {
            const char *s = builder_text(w->b, plain_string(w, value));
            text = doc_string(w, s, strlen(s), false);
            w->doc = c.node.id;
        }
        break;
    }
    DROP_STACKS(w);
    return text;
}

struct frame { /* what a scope hides while its body is lowered */
    uint32_t scope, region;
    unsigned types;
    bool constant, exported, tail, collects;
    struct extent comment;
};

/* Opens a scope that stands in the current one. Decorators, bases and parameters are known. */
static uint32_t open_scope(struct walk *w, enum scope_kind kind, TSNode at, struct frame *frame)
{
    *frame = (struct frame){w->scope, w->region, w->types, w->constant, w->exported, w->tail, w->collects,
                            w->comment};
    struct fact_scope *s;
    uint32_t scope = builder_add_scopes(w->b, &s);
    *s = (struct fact_scope){.kind = (uint8_t)kind, .parent = w->scope, .region = w->region, .line = line_of(at),
                             .end_line = end_line_of(at), .column = saturated(ts_node_start_point(at).column)};
    struct extent extent = {ts_node_start_byte(at), ts_node_end_byte(at)};
    g_array_append_val(w->extents, extent);
    w->scope = scope;
    uint32_t region = add_region(w, REGION_BODY, at, 0, 0);
    builder_regions(w->b, region)->parent = 0;
    w->region = region;
    w->types = 0;
    w->constant = w->exported = w->tail = w->collects = false;
    w->comment.end = 0;
    return scope;
}

static void close_scope(struct walk *w, const struct frame *frame)
{
    w->scope = frame->scope;
    w->region = frame->region;
    w->types = frame->types;
    w->constant = frame->constant;
    w->exported = frame->exported;
    w->tail = frame->tail;
    w->collects = frame->collects;
    w->comment.end = 0;
}

static void take_decorators(struct walk *w, uint32_t scope, uint32_t first)
{
    const uint32_t *ids = (const uint32_t *)(void *)w->decorators->data + first;
    uint32_t n = w->decorators->len - first, at = builder_add_kids(w->b, ids, n);
    struct fact_scope *s = builder_scopes(w->b, scope);
    s->first_decorator = at;
    s->n_decorators = n;
    s->flags |= w->decorator_flags;
    g_array_set_size(w->decorators, first);
    w->decorator_flags = 0;
}

/* Gives a scope the parameters on the stack from `first` on. */
static void take_params(struct walk *w, uint32_t scope, guint first)
{
    uint32_t at = builder_n_params(w->b), n = w->params->len - first;
    for (guint i = first; i < w->params->len; i++) {
        struct fact_param *p;
        builder_add_params(w->b, &p);
        *p = g_array_index(w->params, struct fact_param, i);
        p->scope = scope;
    }
    g_array_set_size(w->params, first);
    builder_scopes(w->b, scope)->first_param = at;
    builder_scopes(w->b, scope)->n_params = n;
}

static void lower_decorator(struct walk *w, const struct match *found)
{
    uint32_t i = lower_part(w, found, OF_VALUE);
    if (i)
        g_array_append_val(w->decorators, i);
    if (has(w, found, OF_PROPERTY))
        w->decorator_flags |= SCOPE_PROPERTY;
    if (has(w, found, OF_STATIC))
        w->decorator_flags |= SCOPE_STATIC;
}

static void lower_decorators(struct walk *w, const struct match *found)
{
    TSNode node;
    EACH_PART(w, found, OF_DECORATOR, node) {
        struct match decorator = matcher_match(&w->m, node, GENERAL);
        if (decorator.construct == IS_DECORATOR) {
            lower_decorator(w, &decorator);
        } else if (decorator.construct == IS_CALL) { /* an annotation: the call of its type */
            uint32_t i = lower(w, node, 0);
            if (i)
                g_array_append_val(w->decorators, i);
        }
    }
}

static uint32_t comment_doc(struct walk *w)
{
    return w->comment.end ? doc_string(w, w->text + w->comment.start, w->comment.end - w->comment.start, true) : 0;
}

/* `this.name = name` for parameters that declare fields. */
static void assign_fields(struct walk *w, TSNode at, uint32_t scope, const GArray *fields, uint32_t first)
{
    const char *self = self_name(w);
    uint32_t first_param = builder_scopes(w->b, scope)->first_param;
    for (guint i = 0; i < fields->len; i++) {
        struct fact_param p = *builder_params(w->b, first_param + g_array_index(fields, uint32_t, i) - first);
        uint32_t object = synthetic(w, NODE_NAME, at, builder_cstring(w->b, self), 0, 0);
        uint32_t target = synthetic(w, NODE_MEMBER, at, p.name, object, 0);
        if (target)
            add_assign(w, target, synthetic(w, NODE_NAME, at, p.name, 0, 0), p.type, 0);
    }
}

#define LOOKED_THROUGH 4000 /* bytes of a lambda */

/* Whether a word stands in the source of a node. */
static bool says_word(const struct walk *w, TSNode node, const char *word)
{
    size_t len, n = strlen(word);
    const char *s = bytes_of(w, node, &len), *end = s + MIN(len, LOOKED_THROUGH);
    for (const char *p = s; (p = g_strstr_len(p, end - p, word)) != NULL; p += n) {
        bool begins = p == s || !(g_ascii_isalnum(p[-1]) || p[-1] == '_');
        if (begins && (p + n == end || !(g_ascii_isalnum(p[n]) || p[n] == '_')))
            return true;
    }
    return false;
}

/* The scope of a function, a method or a lambda. `hint`: the name of what it is bound to. */
static uint32_t lower_function(struct walk *w, TSNode node, const struct match *found, enum scope_kind kind,
                               uint32_t hint)
{
    TSNode at, body;
    bool takes = kind != SCOPE_LAMBDA; /* decorators that wait, the export it stands in */
    uint32_t first_decorator = takes ? 0 : w->decorators->len, name = hint, type = 0, doc = 0;
    uint8_t flags = takes && w->exported ? SCOPE_EXPORTED : 0;
    bool constant = w->constant, exported = w->exported;
    w->constant = w->exported = false;
    if (part(w, found, OF_NAME, &at))
        name = key_text(w, at) ? key_text(w, at) : name;
    if (takes || hint)
        doc = comment_doc(w);
    w->comment.end = 0;
    lower_decorators(w, found);
    if (part(w, found, OF_TYPE, &at))
        type = lower_type(w, at);
    flags |= has(w, found, OF_ASYNC) ? SCOPE_ASYNC : 0;
    flags |= has(w, found, OF_GENERATOR) ? SCOPE_GENERATOR : 0;
    flags |= has(w, found, OF_STATIC) ? SCOPE_STATIC : 0;
    flags |= has(w, found, OF_PROPERTY) ? SCOPE_PROPERTY : 0;

    guint first = w->params->len;
    g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    lower_parameters(w, found, fields);
    if (kind == SCOPE_LAMBDA && w->l->lambda_parameter && w->params->len == first && says_word(w, node, w->l->lambda_parameter))
        add_param(w, node, &(struct parameter){.position = 0}, PARAM_PLAIN, builder_cstring(w->b, w->l->lambda_parameter));
    struct frame frame;
    uint32_t scope = open_scope(w, kind, node, &frame);
    struct fact_scope *s = builder_scopes(w->b, scope);
    s->name = name;
    s->flags = flags;
    s->type = type;
    s->doc = doc;
    take_params(w, scope, first);
    take_decorators(w, scope, first_decorator);
    assign_fields(w, node, scope, fields, first);
    if (part(w, found, OF_SELF, &at)) {
        uint32_t receiver = part(w, found, OF_RECEIVER, &body) ? lower_type(w, body) : 0;
        add_assign(w, leaf(w, NODE_NAME, at, text_of(w, at)), 0, receiver, ASSIGN_SELF);
    } else if (w->l->implicit_self && w->l->self_names && *w->l->self_names && part(w, found, OF_RECEIVER, &at)) {
        uint32_t receiver = lower_type(w, at); /* what the function extends is its instance, wherever it stands */
        add_assign(w, leaf(w, NODE_NAME, at, builder_cstring(w->b, w->l->self_names[0])), 0, receiver, 0);
    }

    if (part(w, found, OF_BODY, &body)) {
        uint32_t inner = body_doc(w, body);
        if (inner)
            builder_scopes(w->b, scope)->doc = inner;
    }
    uint32_t left = 0; /* statements of a body may be its parts; the last one gives the value */
    EACH_PART(w, found, OF_BODY, body)
        left++;
    EACH_PART(w, found, OF_BODY, body) {
        w->tail = --left == 0 && (w->l->last_value || (w->l->lambda_value && kind == SCOPE_LAMBDA));
        lower_statement(w, body);
    }
    if (part(w, found, OF_VALUE, &body)) {
        uint32_t value = lower(w, body, 0);
        settle_returned(w, value);
        add_jump(w, JUMP_RETURN, body, value);
    }
    close_scope(w, &frame);
    w->constant = constant;
    w->exported = exported;
    return scope;
}

static uint32_t type_name(struct walk *w, TSNode node)
{
    return last_name(w, lower_type(w, node));
}

/* A method, or one that is written outside of the class of its receiver. */
static void lower_method(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t name = !w->l->implicit_self && part(w, found, OF_RECEIVER, &at) ? type_name(w, at) : 0;
    struct frame frame;
    if (name) {
        struct extent comment = w->comment;
        uint32_t scope = open_scope(w, SCOPE_CLASS, node, &frame);
        builder_scopes(w->b, scope)->name = name;
        builder_scopes(w->b, scope)->flags = SCOPE_PART;
        w->comment = comment;
    }
    lower_function(w, node, found, SCOPE_FUNCTION, 0);
    if (name)
        close_scope(w, &frame);
}

static uint32_t lower_class(struct walk *w, TSNode node, const struct match *found, bool statement, uint32_t hint, uint32_t base)
{
    KEEP_STACKS(w);
    TSNode at, body;
    uint32_t name = hint, doc = comment_doc(w), first_decorator = statement ? 0 : w->decorators->len;
    uint8_t flags = statement && w->exported ? SCOPE_EXPORTED : 0;
    bool constant = w->constant, exported = w->exported;
    w->constant = w->exported = false;
    w->comment.end = 0;
    if (part(w, found, OF_NAME, &at))
        name = text_of(w, at);
    if (part(w, found, OF_RECEIVER, &at)) {
        name = type_name(w, at);
        flags |= SCOPE_PART;
    }
    lower_decorators(w, found);
    if (base)
        push(w, base);
    EACH_PART(w, found, OF_BASE, at)
        push(w, lower(w, at, 0));
    uint32_t n = w->ids->len - kept_ids;
    uint32_t bases = builder_add_kids(w->b, (const uint32_t *)(void *)w->ids->data + kept_ids, n);
    struct frame frame;
    guint embedded = w->embedded->len;
    uint32_t scope = open_scope(w, SCOPE_CLASS, node, &frame);
    struct fact_scope *s = builder_scopes(w->b, scope);
    s->name = name;
    s->flags = flags;
    s->doc = doc;
    s->first_base = bases;
    s->n_bases = n;
    take_decorators(w, scope, first_decorator);
    guint first_param = w->params->len;
    g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    lower_parameters(w, found, fields); /* of the constructor: the class's own names, whose defaults know its members */
    take_params(w, scope, first_param);
    if (part(w, found, OF_BODY, &body)) {
        uint32_t inner = body_doc(w, body);
        if (inner)
            builder_scopes(w->b, scope)->doc = inner;
        lower_statement(w, body);
    }
    close_scope(w, &frame);
    if (w->embedded->len > embedded) {
        g_array_append_vals(w->ids, &g_array_index(w->embedded, uint32_t, embedded), w->embedded->len - embedded);
        g_array_set_size(w->embedded, embedded);
        n = w->ids->len - kept_ids;
        bases = builder_add_kids(w->b, (const uint32_t *)(void *)w->ids->data + kept_ids, n);
        builder_scopes(w->b, scope)->first_base = bases;
        builder_scopes(w->b, scope)->n_bases = n;
    }
    w->constant = constant;
    w->exported = exported;
    DROP_STACKS(w);
    return scope;
}

static uint32_t scope_value(struct walk *w, enum node_kind kind, TSNode at, uint32_t scope)
{
    uint32_t i = add_node(w, kind, at);
    if (i)
        node_at(w, i)->scope_ref = scope;
    return i;
}

/* ---- imports and exports ---- */

static struct fact_import *add_import(struct walk *w, TSNode at, uint32_t module, uint32_t flags)
{
    struct fact_import *i;
    builder_add_imports(w->b, &i);
    *i = (struct fact_import){.scope = w->scope, .module = module, .line = line_of(at),
                              .flags = flags | (w->typing ? IMPORT_TYPE : 0)};
    return i;
}

/* One name of a list: what it is called there, and here. */
static bool read_item(struct walk *w, TSNode node, uint32_t *name, uint32_t *alias, uint32_t *root, bool *type)
{
    KEEP_STACKS(w);
    struct match found = matcher_match(&w->m, node, ITEM);
    TSNode at;
    bool is = found.construct == IS_ITEM_;
    *name = *alias = *root = 0;
    if (is) {
        *name = part(w, &found, OF_NAME, &at) ? plain_string(w, at) : text_of(w, node);
        *root = part(w, &found, OF_ROOT, &at) ? text_of(w, at) : *name;
        *alias = part(w, &found, OF_ALIAS, &at) ? plain_string(w, at) : 0;
        *type = has(w, &found, OF_TYPE);
    }
    DROP_STACKS(w);
    return is;
}

#define MOST_VERSIONS 4 /* parts of a module's name that do not count */

/* A module's name without its version, and without what says where it is fetched from. */
static uint32_t unversioned(struct walk *w, uint32_t module)
{
    struct regex_span at[1];
    for (unsigned i = 0; i < MOST_VERSIONS && w->l->module_version; i++) {
        const char *text = builder_text(w->b, module);
        if (!regex_match(w->l->module_version, text, strlen(text), at, 1) || at[0].end == at[0].start)
            break;
        g_autofree char *rest = g_strdup_printf("%.*s%s", (int)at[0].start, text, text + at[0].end);
        module = builder_cstring(w->b, rest);
    }
    return module;
}

/* The name that a module binds where none is written. 0 if the language has no rule for it. */
static uint32_t module_name(struct walk *w, uint32_t module)
{
    const char *text = builder_text(w->b, module);
    struct regex_span at[2];
    if (!w->l->module_name || !regex_match(w->l->module_name, text, strlen(text), at, 2) || at[1].start == REGEX_UNSET)
        return 0;
    g_autofree char *name = g_strndup(text + at[1].start, at[1].end - at[1].start);
    return builder_cstring(w->b, name);
}

/* A module's name with dots between its parts; what stands for a place becomes what is written for it. */
static char *dotted_name(const struct walk *w, const char *name)
{
    g_autoptr(GString) s = g_string_new(name);
    g_string_replace(s, w->l->separator, ".", 0);
    gsize n = strcspn(s->str, ".");
    for (unsigned i = 0; i < w->l->n_prefixes; i++) {
        const struct api_pair *p = &w->l->prefixes[i];
        if (strlen(p->key) != n || strncmp(s->str, p->key, n))
            continue;
        g_string_erase(s, 0, (gssize)(n + (s->str[n] == '.')));
        g_string_prepend(s, p->value ? p->value : "");
        break;
    }
    return g_string_free(g_steal_pointer(&s), FALSE);
}

/* The first part of a name that is looked for among the repository's own modules alone; "" if the language has none. */
static const char *own_place(const struct walk *w)
{
    for (unsigned i = 0; i < w->l->n_prefixes; i++)
        if (w->l->prefixes[i].value && *w->l->prefixes[i].value == MODULE_OWN)
            return w->l->prefixes[i].key;
    return "";
}

/* One name of a tree of imports: `path` with its parts. */
static void add_tree_name(struct walk *w, TSNode at, const char *path, uint32_t alias, bool star, uint32_t flags)
{
    g_autofree char *module = dotted_name(w, path);
    if (star) {
        add_import(w, at, builder_cstring(w->b, module), flags | IMPORT_STAR);
        return;
    }
    char *dot = strrchr(module, '.');
    uint32_t member = builder_cstring(w->b, dot ? dot + 1 : module + (*module == MODULE_OWN));
    if (dot && dot > module && dot[-1] != '.')
        *dot = '\0';
    else if (dot)
        dot[1] = '\0'; /* a relative name keeps its dots */
    uint32_t outer = builder_cstring(w->b, module);
    struct fact_import *i = add_import(w, at, outer, dot ? flags : flags | IMPORT_MODULE);
    i->local = alias ? alias : member;
    i->member = dot ? member : 0;
}

/* a::{b::{C, D as E}, f::*}: each name with all that stands before it. */
static void lower_tree(struct walk *w, TSNode node, const char *before, uint32_t flags)
{
    if (!descend(w, node))
        return;
    KEEP_STACKS(w);
    TSNode at;
    struct match found = matcher_match(&w->m, node, ITEM);
    uint32_t text = part(w, &found, OF_NAME, &at) ? text_of(w, at) : part(w, &found, OF_MODULE, &at) ? text_of(w, at)
                  : has(w, &found, OF_ITEM) ? 0 : text_of(w, node);
    const char *own = text ? builder_text(w->b, text) : "";
    g_autofree char *path = *before && *own ? g_strconcat(before, w->l->separator, own, NULL)
                                            : g_strdup(*before ? before : own);
    const char **selves = w->l->self_names;
    if (*before && selves && g_strv_contains((const char *const *)selves, own)) { /* {self}: what stands before */
        g_free(path);
        path = g_strdup(before);
    }
    if (has(w, &found, OF_ITEM)) {
        EACH_PART(w, &found, OF_ITEM, at)
            lower_tree(w, at, path, flags);
    } else if (found.construct == IS_ITEM_ && *path) {
        uint32_t alias = part(w, &found, OF_ALIAS, &at) ? text_of(w, at) : 0;
        add_tree_name(w, node, path, alias, has(w, &found, OF_STAR), flags);
    }
    w->depth--;
    DROP_STACKS(w);
}

static void lower_import(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t module = 0, name, alias, root, flags = has(w, found, OF_TYPE) ? IMPORT_TYPE : 0;
    bool with_module = part(w, found, OF_MODULE, &at), type = false, any = false;
    if (has(w, found, OF_TREE)) {
        EACH_PART(w, found, OF_TREE, at)
            lower_tree(w, at, has(w, found, OF_SELF) ? own_place(w) : "", flags);
        return;
    }
    if (with_module) {
        uint32_t written = plain_string(w, at), local = module_name(w, written);
        module = unversioned(w, written);
        if (local && !has(w, found, OF_NAMESPACE) && !has(w, found, OF_ITEM) && !has(w, found, OF_STAR)) {
            add_import(w, node, module, flags | IMPORT_MODULE)->local = local;
            return;
        }
    }
    if (part(w, found, OF_STAR, &at)) {
        flags |= has(w, found, OF_GLOBAL) ? IMPORT_GLOBAL : 0;
        add_import(w, node, module, flags | IMPORT_STAR);
        any = true;
    }
    if (part(w, found, OF_DEFAULT, &at)) {
        uint32_t local = text_of(w, at), member = builder_cstring(w->b, "default");
        struct fact_import *i = add_import(w, at, module, flags);
        i->local = local;
        i->member = member;
        any = true;
    }
    if (part(w, found, OF_NAMESPACE, &at)) {
        uint32_t local = text_of(w, at);
        add_import(w, at, module, flags | IMPORT_MODULE)->local = local;
        any = true;
    }
    EACH_PART(w, found, OF_ITEM, at) {
        if (!read_item(w, at, &name, &alias, &root, &type))
            continue;
        any = true;
        if (with_module) {
            struct fact_import *i = add_import(w, at, module, flags | (type ? IMPORT_TYPE : 0));
            i->local = alias ? alias : root;
            i->member = name;
        } else if (w->l->modules == MODULES_PACKAGES) { /* a.b.Name: a member of what stands before its last separator */
            g_autofree char *outer = g_strdup(builder_text(w->b, name));
            char *dot = strrchr(outer, *w->l->separator);
            uint32_t member = dot ? builder_cstring(w->b, dot + 1) : name;
            if (dot)
                *dot = '\0';
            module = dot ? builder_cstring(w->b, outer) : 0;
            TSNode other;
            if (part(w, found, OF_ALIAS, &other))
                alias = text_of(w, other);
            struct fact_import *i = add_import(w, at, module, flags);
            i->local = alias ? alias : member;
            i->member = member;
        } else {
            add_import(w, at, name, flags | IMPORT_MODULE)->local = alias ? alias : root;
        }
    }
    if (!any && with_module)
        add_import(w, node, module, flags | IMPORT_SIDE);
}

/* What follows, or the body, declares in a namespace. */
static void lower_namespace(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    if (part(w, found, OF_NAME, &at)) {
        uint32_t name = text_of(w, at);
        add_import(w, node, name, IMPORT_NAMESPACE);
    }
    if (part(w, found, OF_BODY, &at))
        lower_statement(w, at);
}

/* A module as an expression: it is bound to its own name in quotes, and that name is the value. */
static uint32_t lower_module(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    if (!part(w, found, OF_NAME, &at))
        return 0;
    uint32_t module = plain_string(w, at);
    g_autofree char *quoted = g_strdup_printf("\"%s\"", builder_text(w->b, module));
    uint32_t local = builder_cstring(w->b, quoted);
    add_import(w, node, module, IMPORT_MODULE)->local = local;
    return leaf(w, NODE_NAME, node, local);
}

static void add_export(struct walk *w, TSNode at, uint32_t name, uint32_t node)
{
    if (!name || !node)
        return;
    struct fact_export *e;
    builder_add_exports(w->b, &e);
    *e = (struct fact_export){.name = name, .node = node, .line = line_of(at)};
}

/* The members of an object that is all a module exports. */
static void export_members(struct walk *w, TSNode at, uint32_t value)
{
    struct fact_node n = *node_at(w, value);
    for (uint32_t i = 0; n.kind == NODE_DICT && i < n.count; i++) {
        struct fact_node pair = *node_at(w, kid_at(w, n.first + i));
        if (pair.kind == NODE_PAIR && pair.a && node_at(w, pair.a)->kind == NODE_STRING)
            add_export(w, at, node_at(w, pair.a)->text, pair.b);
    }
}

static void lower_reexport(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t name, alias, root, flags = IMPORT_REEXPORT | (has(w, found, OF_TYPE) ? IMPORT_TYPE : 0);
    bool type = false;
    if (!part(w, found, OF_MODULE, &at))
        return;
    uint32_t module = plain_string(w, at);
    if (has(w, found, OF_STAR))
        add_import(w, node, module, flags | IMPORT_STAR);
    if (part(w, found, OF_NAMESPACE, &at)) {
        /* the name is the last child of `* as name` */
        uint32_t first = matcher_children(&w->m, at), local = text_of(w, at);
        if (w->m.n_children > first)
            local = plain_string(w, w->m.children[w->m.n_children - 1].node);
        w->m.n_children = first;
        add_import(w, node, module, flags | IMPORT_MODULE)->local = local;
    }
    EACH_PART(w, found, OF_ITEM, at) {
        if (!read_item(w, at, &name, &alias, &root, &type))
            continue;
        struct fact_import *i = add_import(w, at, module, flags | (type ? IMPORT_TYPE : 0));
        i->local = alias ? alias : name;
        i->member = name;
    }
}

static uint32_t lower_export(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t name, alias, root, value = 0, as = builder_cstring(w->b, "default");
    bool type = false;
    if (has(w, found, OF_MODULE)) {
        lower_reexport(w, node, found);
        return 0;
    }
    EACH_PART(w, found, OF_ITEM, at)
        if (!has(w, found, OF_TYPE) && read_item(w, at, &name, &alias, &root, &type) && !type)
            add_export(w, at, alias ? alias : name, leaf(w, NODE_NAME, at, name));
    lower_decorators(w, found);
    if (part(w, found, OF_DECLARATION, &at)) {
        uint32_t before = builder_n_scopes(w->b);
        w->exported = true;
        lower_statement(w, at);
        w->exported = false;
        uint32_t scope = before;
        while (scope < builder_n_scopes(w->b) && builder_scopes(w->b, scope)->parent != w->scope)
            scope++;
        if (has(w, found, OF_DEFAULT) && scope < builder_n_scopes(w->b))
            add_export(w, at, as, leaf(w, NODE_NAME, at, builder_scopes(w->b, scope)->name));
        g_array_set_size(w->decorators, 0);
    }
    if (part(w, found, OF_VALUE, &at)) {
        if (part(w, found, OF_NAME, &node))
            as = key_text(w, node);
        value = lower(w, at, as);
        if (value) {
            mark_exported(w, value);
            add_export(w, at, as, value);
            if (has(w, found, OF_ALL))
                export_members(w, at, value);
        }
    }
    return value;
}

/* ---- control ---- */

/* Lowers the captures of a part as statements. The last one of a body gives its value. */
static void lower_bodies(struct walk *w, const struct match *found, enum part which)
{
    bool tail = w->tail;
    uint32_t left = 0;
    TSNode node;
    w->comment.end = 0;
    EACH_PART(w, found, which, node)
        left++;
    EACH_PART(w, found, which, node) {
        w->tail = tail && --left == 0 && which == OF_BODY;
        lower_statement(w, node);
    }
    w->tail = tail;
}

static uint32_t lower_branch(struct walk *w, TSNode node, const struct match *found, uint32_t owner);

/* Gives the names of a case what they stand for of the value that it is a case of. */
static void bind_case(struct walk *w, const struct match *found, uint32_t value)
{
    TSNode target;
    if (!value || !part(w, found, OF_TARGET, &target))
        return;
    node_at(w, value)->flags &= ~NODE_STATEMENT;
    assign_to(w, target, value, 0, 0);
}

/* What follows a branch, a loop or a try: `owner` is the last region it answers, `value` what the cases of a try are cases of. */
static void lower_follower(struct walk *w, TSNode node, uint32_t *owner, uint32_t value)
{
    if (!descend(w, node))
        return;
    KEEP_STACKS(w);
    uint32_t outer = w->region;
    struct match found = matcher_match(&w->m, node, GENERAL), when = matcher_match(&w->m, node, CASE);
    if (when.construct == IS_CASE_) {
        w->region = add_region(w, REGION_ELSE, node, 0, *owner);
        bind_case(w, &when, value);
        lower_bodies(w, &when, OF_BODY);
        w->region = outer;
    } else if (found.construct == IS_BRANCH) {
        *owner = lower_branch(w, node, &found, *owner);
    } else {
        TSNode body = node;
        bool wrapped = found.construct == IS_ELSE && part(w, &found, OF_BODY, &body);
        struct match inner = wrapped ? matcher_match(&w->m, body, GENERAL) : found;
        if (wrapped && inner.construct == IS_BRANCH) { /* else if */
            lower_branch(w, body, &inner, *owner);
        } else {
            w->region = add_region(w, REGION_ELSE, node, 0, *owner);
            if (wrapped)
                lower_bodies(w, &found, OF_BODY);
            else
                lower_statement(w, node);
            w->region = outer;
        }
    }
    w->depth--;
    DROP_STACKS(w);
}

static void lower_followers(struct walk *w, const struct match *found, uint32_t owner)
{
    TSNode node;
    EACH_PART(w, found, OF_PART, node)
        lower_follower(w, node, &owner, 0);
}

static uint32_t lower_branch(struct walk *w, TSNode node, const struct match *found, uint32_t owner)
{
    lower_bodies(w, found, OF_INIT);
    uint32_t outer = w->region, condition = lower_part(w, found, OF_CONDITION);
    uint32_t region = add_region(w, REGION_BRANCH, node, condition, owner);
    bool typing = w->typing;
    TSNode body;
    if (part(w, found, OF_BODY, &body))
        builder_regions(w->b, region)->end_line = end_line_of(body);
    w->region = region;
    w->typing |= has(w, found, OF_TYPING);
    lower_bodies(w, found, OF_BODY);
    w->typing = typing;
    w->region = outer;
    lower_followers(w, found, region);
    return region;
}

/* Opens the region of a loop and binds its target. */
static uint32_t open_each(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode at, target;
    uint32_t value = 0, n = 0;
    EACH_PART(w, found, OF_VALUE, at) {
        push(w, lower(w, at, 0));
        n++;
    }
    if (n == 1 && w->ids->len > kept_ids) {
        value = g_array_index(w->ids, uint32_t, kept_ids);
    } else if (n > 1) {
        value = add_node(w, NODE_LIST, node);
        take_kids(w, value, kept_ids);
    }
    uint32_t region = add_region(w, REGION_EACH, node, value, 0);
    w->region = region;
    if (part(w, found, OF_TARGET, &target))
        assign_to(w, target, value, 0, ASSIGN_ELEMENT);
    DROP_STACKS(w);
    return region;
}

static void lower_each(struct walk *w, TSNode node, const struct match *found)
{
    uint32_t outer = w->region;
    lower_bodies(w, found, OF_INIT);
    uint32_t region = open_each(w, node, found);
    uint32_t condition = lower_part(w, found, OF_CONDITION);
    if (condition)
        builder_regions(w->b, region)->expr = condition;
    lower_bodies(w, found, OF_BODY);
    lower_bodies(w, found, OF_STEP);
    w->region = outer;
    lower_followers(w, found, region);
}

static void lower_while(struct walk *w, TSNode node, const struct match *found)
{
    uint32_t outer = w->region;
    lower_bodies(w, found, OF_INIT);
    uint32_t region = w->region = add_region(w, REGION_WHILE, node, 0, 0);
    uint32_t condition = lower_part(w, found, OF_CONDITION);
    builder_regions(w->b, region)->expr = condition;
    lower_bodies(w, found, OF_BODY);
    lower_bodies(w, found, OF_STEP);
    w->region = outer;
    lower_followers(w, found, region);
}

/* Pushes the error types of a handler; gives the name it binds. */
static uint32_t handler_types(struct walk *w, const struct match *found)
{
    TSNode node, name;
    uint32_t bound = part(w, found, OF_NAME, &name) ? target_name(w, name) : 0;
    EACH_PART(w, found, OF_TYPE, node) {
        TSNode type = node;
        struct match enter = matcher_match(&w->m, node, ENTER);
        if (enter.construct == IS_ENTER_ && part(w, &enter, OF_VALUE, &type) && part(w, &enter, OF_TARGET, &name))
            bound = text_of(w, name);
        uint32_t i = lower(w, type, 0);
        struct fact_node n = *node_at(w, i);
        if (n.kind != NODE_LIST)
            push(w, i);
        for (uint32_t k = 0; n.kind == NODE_LIST && k < n.count; k++)
            push(w, kid_at(w, n.first + k));
    }
    return bound;
}

static void lower_handler(struct walk *w, TSNode node, const struct match *found, uint32_t owner)
{
    KEEP_STACKS(w);
    uint32_t outer = w->region, name = handler_types(w, found), n = w->ids->len - kept_ids;
    uint32_t kids = builder_add_kids(w->b, (const uint32_t *)(void *)w->ids->data + kept_ids, n);
    w->region = add_region(w, REGION_HANDLER, node, 0, owner);
    struct fact_region *r = builder_regions(w->b, w->region);
    r->name = name;
    r->first = kids;
    r->count = n;
    lower_bodies(w, found, OF_BODY);
    w->region = outer;
    DROP_STACKS(w);
}

/* Whether a node is one of the parts of a match. */
static bool is_part(const struct walk *w, const struct match *found, enum part which, TSNode node)
{
    TSNode other;
    EACH_PART(w, found, which, other)
        if (ts_node_eq(other, node))
            return true;
    return false;
}

/* Whether something answers that a try went well: its value is not that of what it guards. */
static bool is_answered(struct walk *w, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode node;
    bool answered = false;
    EACH_PART(w, found, OF_PART, node) {
        uint32_t construct = matcher_match(&w->m, node, GENERAL).construct;
        answered |= construct != IS_HANDLER && construct != IS_FINALLY;
    }
    DROP_STACKS(w);
    return answered;
}

/* The statements that a try guards; its handlers may stand among them. Gives the value of the last one, which is the try's too. */
static uint32_t lower_guarded(struct walk *w, const struct match *found)
{
    bool tail = w->tail, answered = is_answered(w, found);
    uint32_t value = 0;
    TSNode node, last = {0};
    w->comment.end = 0;
    EACH_PART(w, found, OF_BODY, node)
        if (!is_part(w, found, OF_PART, node))
            last = node;
    EACH_PART(w, found, OF_BODY, node) {
        w->tail = tail && !answered && ts_node_eq(node, last);
        if (!is_part(w, found, OF_PART, node))
            value = lower_statement(w, node);
    }
    w->tail = tail;
    return value;
}

static void lower_try(struct walk *w, TSNode node, const struct match *found)
{
    TSNode body, at;
    uint32_t outer = w->region, region = add_region(w, REGION_TRY, node, 0, 0);
    if (part(w, found, OF_BODY, &body))
        builder_regions(w->b, region)->end_line = end_line_of(body);
    w->region = region;
    uint32_t value = lower_guarded(w, found);
    w->region = outer;
    EACH_PART(w, found, OF_PART, at) {
        struct match follower = matcher_match(&w->m, at, GENERAL);
        if (follower.construct == IS_HANDLER) {
            lower_handler(w, at, &follower, region);
        } else if (follower.construct == IS_FINALLY) {
            bool tail = w->tail;
            w->tail = false;
            w->region = add_region(w, REGION_FINALLY, at, 0, region);
            lower_bodies(w, &follower, OF_BODY);
            w->region = outer;
            w->tail = tail;
        } else {
            uint32_t owner = region;
            lower_follower(w, at, &owner, value);
        }
    }
}

static void lower_with(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode item, at;
    uint32_t outer = w->region;
    EACH_PART(w, found, OF_VALUE, item) {
        struct match enter = matcher_match(&w->m, item, ENTER);
        bool binds = enter.construct == IS_ENTER_ && part(w, &enter, OF_VALUE, &at);
        uint32_t i = lower(w, binds ? at : item, 0);
        g_array_append_val(w->ids, i);
    }
    uint32_t n = w->ids->len - kept_ids;
    uint32_t kids = builder_add_kids(w->b, (const uint32_t *)(void *)w->ids->data + kept_ids, n);
    w->region = add_region(w, REGION_WITH, node, 0, 0);
    builder_regions(w->b, w->region)->first = kids;
    builder_regions(w->b, w->region)->count = n;
    uint32_t k = 0;
    EACH_PART(w, found, OF_VALUE, item) {
        struct match enter = matcher_match(&w->m, item, ENTER);
        if (enter.construct == IS_ENTER_ && part(w, &enter, OF_TARGET, &at))
            assign_to(w, at, g_array_index(w->ids, uint32_t, kept_ids + k), 0, ASSIGN_ENTER);
        k++;
    }
    lower_bodies(w, found, OF_BODY);
    w->region = outer;
    DROP_STACKS(w);
}

/* One case becomes a branch on `subject == value`; the case without a value answers the one before. */
static uint32_t lower_case(struct walk *w, TSNode node, uint32_t subject, uint32_t before)
{
    KEEP_STACKS(w);
    struct match found = matcher_match(&w->m, node, CASE);
    if (found.construct != IS_CASE_) {
        lower_statement(w, node);
        DROP_STACKS(w);
        return before;
    }
    TSNode at;
    uint32_t outer = w->region, value = 0;
    EACH_PART(w, &found, OF_VALUE, at)
        push(w, lower(w, at, 0));
    uint32_t n = w->ids->len - kept_ids;
    if (n == 1) {
        value = g_array_index(w->ids, uint32_t, kept_ids);
    } else if (n > 1) {
        value = add_node(w, NODE_LIST, node);
        take_kids(w, value, kept_ids);
    }
    uint32_t region, test = 0;
    if (value) {
        const char *operator_ = node_at(w, value)->kind == NODE_LIST ? "in" : "==";
        test = synthetic(w, NODE_BINARY, node, builder_cstring(w->b, operator_), subject, value);
        adopt(w, test, value);
    }
    if (!value && before)
        region = add_region(w, REGION_ELSE, node, 0, before);
    else
        region = add_region(w, REGION_BRANCH, node, test ? test : subject, 0);
    w->region = region;
    bind_case(w, &found, subject);
    lower_part(w, &found, OF_CONDITION);
    lower_bodies(w, &found, OF_BODY);
    w->region = outer;
    DROP_STACKS(w);
    return value || !before ? region : before;
}

static void lower_switch(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode at;
    uint32_t subject = 0, before = 0;
    EACH_PART(w, found, OF_VALUE, at)
        push(w, lower(w, at, 0));
    if (w->ids->len == kept_ids + 1) {
        subject = g_array_index(w->ids, uint32_t, kept_ids);
    } else if (w->ids->len > kept_ids) {
        subject = add_node(w, NODE_LIST, node);
        take_kids(w, subject, kept_ids);
    }
    EACH_PART(w, found, OF_PART, at)
        before = lower_case(w, at, subject, before);
    DROP_STACKS(w);
}

static uint32_t lower_comprehension(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode at;
    uint32_t outer = w->region;
    EACH_PART(w, found, OF_CLAUSE, at) {
        struct match clause = matcher_match(&w->m, at, GENERAL);
        if (clause.construct == IS_EACH) {
            uint32_t value = builder_regions(w->b, open_each(w, at, &clause))->expr;
            push(w, value);
        } else {
            push(w, lower(w, at, 0));
        }
    }
    uint32_t clauses = w->ids->len;
    EACH_PART(w, found, OF_BODY, at)
        push(w, lower(w, at, 0));
    w->region = outer;
    uint32_t i = add_node(w, NODE_OTHER, node);
    take_kids(w, i, clauses);
    for (uint32_t k = kept_ids; i && k < w->ids->len; k++)
        adopt(w, i, g_array_index(w->ids, uint32_t, k));
    DROP_STACKS(w);
    return i;
}

/* ---- expressions ---- */

/* The type arguments of a call are arguments named "<0>", "<1>" ... */
static void push_types(struct walk *w, TSNode types)
{
    uint32_t first = matcher_children(&w->m, types), end = w->m.n_children, n = 0;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        if (!counts(w, &c))
            continue;
        char name[16];
        g_snprintf(name, sizeof name, "<%u>", n++);
        uint32_t text = builder_cstring(w->b, name);
        push(w, branch(w, NODE_KEYWORD, c.node, text, 0, lower_type(w, c.node)));
    }
    w->m.n_children = first;
}

/* What stands in the braces of a construction, pushed. What is made: the call of a type whose settings are arguments,
 * a list of elements, or a dictionary where keys are set, or settings of a type that is not named. */
static enum node_kind push_initializer(struct walk *w, TSNode node, bool typed)
{
    uint32_t first = matcher_children(&w->m, node), end = w->m.n_children;
    unsigned elements = 0, keys = 0, names = 0;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        if (!counts(w, &c))
            continue;
        KEEP_STACKS(w);
        struct match setting = matcher_match(&w->m, c.node, INITIALIZER);
        TSNode at;
        uint32_t id;
        if (setting.construct == IS_SETTING && part(w, &setting, OF_NAME, &at)) {
            uint32_t name = text_of(w, at), value = lower_part(w, &setting, OF_VALUE);
            id = typed ? branch(w, NODE_KEYWORD, c.node, name, 0, value)
                       : branch(w, NODE_PAIR, c.node, 0, leaf(w, NODE_STRING, at, name), value);
            names++;
        } else if (setting.construct == IS_SETTING && part(w, &setting, OF_KEY, &at)) {
            uint32_t key = lower(w, at, 0);
            id = branch(w, NODE_PAIR, c.node, 0, key, lower_part(w, &setting, OF_VALUE));
            keys++;
        } else {
            id = lower(w, c.node, 0);
            elements++;
        }
        DROP_STACKS(w);
        push(w, id);
    }
    w->m.n_children = first;
    return keys && !elements && (!names || !typed) ? NODE_DICT : elements && !keys && !names ? NODE_LIST
         : !typed && names ? NODE_DICT : NODE_CALL;
}

/* What is called: an expression, or a name that may have an object before it. */
static uint32_t lower_callee(struct walk *w, TSNode node, const struct match *found)
{
    TSNode name;
    if (!part(w, found, OF_NAME, &name))
        return lower_part(w, found, OF_FUNCTION);
    if (!has(w, found, OF_OBJECT))
        return leaf(w, NODE_NAME, name, text_of(w, name));
    uint32_t object = lower_part(w, found, OF_OBJECT), i = branch(w, NODE_MEMBER, node, text_of(w, name), object, 0);
    if (i) {
        TSPoint end = ts_node_end_point(name);
        node_at(w, i)->end_line = end.row + 1;
        node_at(w, i)->end_column = saturated(end.column);
    }
    return i;
}

/* A word of a command line: `--retry 3` and `--retry=3` are an argument of that name. What follows an option stays an
 * argument by place as well: only the command knows which of its options take a value. */
static void push_words(struct walk *w, const struct match *found)
{
    TSNode at;
    uint32_t option = 0;
    EACH_PART(w, found, OF_OPTION, at) {
        size_t len;
        const char *s = bytes_of(w, at, &len), *equals;
        bool named = len > 1 && *s == '-' && !g_ascii_isdigit(s[1]);
        if (named && (equals = memchr(s, '=', len))) {
            uint32_t name = builder_string(w->b, s, (size_t)(equals - s));
            uint32_t value = string_node(w, at, equals + 1, (size_t)(s + len - equals - 1));
            push(w, branch(w, NODE_KEYWORD, at, name, 0, value));
            option = 0;
        } else if (named) {
            uint32_t flag = synthetic(w, NODE_TRUE, at, 0, 0, 0);
            option = branch(w, NODE_KEYWORD, at, text_of(w, at), 0, flag);
            push(w, option);
        } else {
            uint32_t value = lower(w, at, 0);
            push(w, value);
            if (option)
                node_at(w, option)->b = value;
            option = 0;
        }
    }
}

/* A pair among the arguments is a named one. */
static void name_arguments(struct walk *w, uint32_t first)
{
    for (uint32_t k = first; k < w->ids->len; k++) {
        struct fact_node *n = node_at(w, g_array_index(w->ids, uint32_t, k));
        if (n->kind == NODE_PAIR && n->a && node_at(w, n->a)->kind == NODE_STRING) {
            n->text = node_at(w, n->a)->text;
            n->kind = NODE_KEYWORD;
            n->a = 0;
        }
    }
}

static uint32_t lower_call(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode at;
    uint32_t expected = w->expected;
    w->expected = 0;
    uint32_t callee = has(w, found, OF_FUNCTION) || has(w, found, OF_NAME) ? lower_callee(w, node, found) : expected;
    if (found->construct == IS_NEW && has(w, found, OF_BODY)) /* new Runnable() { ... }: of a class without a name */
        callee = scope_value(w, NODE_CLASS, node, lower_class(w, node, found, false, 0, callee));
    if (part(w, found, OF_ARGUMENTS, &at))
        push_children(w, at);
    EACH_PART(w, found, OF_ARGUMENT, at)
        push(w, lower(w, at, 0));
    push_words(w, found);
    name_arguments(w, kept_ids);
    enum node_kind kind = NODE_CALL;
    uint32_t plain = w->ids->len;
    if (part(w, found, OF_INITIALIZER, &at))
        kind = push_initializer(w, at, callee || plain > kept_ids);
    if (kind != NODE_CALL && plain == kept_ids) {
        uint32_t made = add_node(w, kind, node);
        take_kids(w, made, kept_ids);
        DROP_STACKS(w);
        return made;
    }
    if (part(w, found, OF_TYPES, &at))
        push_types(w, at);
    uint32_t i = branch(w, NODE_CALL, node, 0, callee, 0);
    take_kids(w, i, kept_ids);
    if (i && found->construct == IS_NEW)
        node_at(w, i)->flags |= NODE_NEW;
    if (i && has(w, found, OF_OPTIONAL))
        node_at(w, i)->flags |= NODE_OPTIONAL;
    DROP_STACKS(w);
    return i;
}

/* The instance's own variable `name`. */
static uint32_t own_variable(struct walk *w, TSNode at, uint32_t name)
{
    uint32_t self = synthetic(w, NODE_NAME, at, builder_cstring(w->b, self_name(w)), 0, 0);
    return branch(w, NODE_MEMBER, at, name, self, 0);
}

static uint32_t lower_name(struct walk *w, TSNode node)
{
    uint32_t text = name_of(w, node);
    bool own = w->l->own_sigil && g_str_has_prefix(builder_text(w->b, text), w->l->own_sigil);
    return own ? own_variable(w, node, text) : leaf(w, NODE_NAME, node, text);
}

/* Methods that give the instance's own variables of the same names. */
static void lower_accessor(struct walk *w, const struct match *found)
{
    TSNode at;
    EACH_PART(w, found, OF_NAME, at) {
        uint32_t name = key_text(w, at);
        g_autofree char *own = g_strconcat(w->l->own_sigil ? w->l->own_sigil : "", builder_text(w->b, name), NULL);
        struct frame frame;
        uint32_t scope = open_scope(w, SCOPE_FUNCTION, at, &frame);
        builder_scopes(w->b, scope)->name = name;
        add_jump(w, JUMP_RETURN, at, own_variable(w, at, builder_cstring(w->b, own)));
        close_scope(w, &frame);
    }
}

static uint32_t lower_member(struct walk *w, TSNode node, const struct match *found)
{
    TSNode name;
    uint32_t object = lower_part(w, found, OF_OBJECT), text = part(w, found, OF_NAME, &name) ? name_of(w, name) : 0;
    uint32_t i = branch(w, NODE_MEMBER, node, text, object, 0);
    if (i && has(w, found, OF_OPTIONAL))
        node_at(w, i)->flags |= NODE_OPTIONAL;
    return i;
}

static uint32_t lower_subscript(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode at;
    uint32_t object = lower_part(w, found, OF_OBJECT), index = 0;
    EACH_PART(w, found, OF_INDEX, at)
        push(w, lower(w, at, 0));
    if (w->ids->len == kept_ids + 1) {
        index = g_array_index(w->ids, uint32_t, kept_ids);
    } else if (w->ids->len > kept_ids) {
        index = add_node(w, NODE_LIST, node);
        take_kids(w, index, kept_ids);
    }
    uint32_t i = branch(w, NODE_SUBSCRIPT, node, 0, object, index);
    if (i && has(w, found, OF_OPTIONAL))
        node_at(w, i)->flags |= NODE_OPTIONAL;
    DROP_STACKS(w);
    return i;
}

/* Operators between operands, from the left. */
static uint32_t lower_binary(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode at;
    EACH_PART(w, found, OF_OPERAND, at) {
        uint32_t id = lower(w, at, 0);
        g_array_append_val(w->ids, id);
    }
    uint32_t n = w->ids->len - kept_ids, made = n ? g_array_index(w->ids, uint32_t, kept_ids) : 0, k = 1, text = 0;
    for (uint32_t i = 0; i < found->count && k < n; i++) {
        if (w->m.captures[found->first + i].part != OF_OPERATOR)
            continue;
        text = builder_cstring(w->b, ts_node_type(w->m.captures[found->first + i].node));
        made = branch(w, NODE_BINARY, node, text, made, g_array_index(w->ids, uint32_t, kept_ids + k));
        k++;
    }
    for (; k < n; k++) /* one operator written for all */
        made = branch(w, NODE_BINARY, node, text, made, g_array_index(w->ids, uint32_t, kept_ids + k));
    DROP_STACKS(w);
    return made;
}

static uint32_t lower_unary(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t text = part(w, found, OF_OPERATOR, &at) ? builder_cstring(w->b, ts_node_type(at)) : 0;
    return branch(w, NODE_UNARY, node, text, lower_part(w, found, OF_VALUE), 0);
}

static uint32_t lower_conditional(struct walk *w, TSNode node, const struct match *found, uint32_t hint)
{
    KEEP_STACKS(w);
    TSNode at;
    uint32_t condition = lower_part(w, found, OF_CONDITION);
    EACH_PART(w, found, OF_ALTERNATIVE, at)
        push(w, lower(w, at, hint));
    uint32_t i = branch(w, NODE_CONDITIONAL, node, 0, condition, 0);
    take_kids(w, i, kept_ids);
    DROP_STACKS(w);
    return i;
}

static uint32_t lower_pair(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t key = 0, value = 0, hint = 0;
    if (part(w, found, OF_KEY, &at)) {
        key = lower(w, at, 0);
        if (key && (node_at(w, key)->kind == NODE_STRING || node_at(w, key)->kind == NODE_NAME))
            hint = node_at(w, key)->text;
    }
    if (part(w, found, OF_VALUE, &at))
        value = lower(w, at, hint);
    return branch(w, NODE_PAIR, node, 0, key, value);
}

static uint32_t lower_shorthand(struct walk *w, TSNode node, const struct match *found)
{
    TSNode name;
    uint32_t text = text_of(w, part(w, found, OF_NAME, &name) ? name : node), key = leaf(w, NODE_STRING, node, text);
    return branch(w, NODE_PAIR, node, 0, key, leaf(w, NODE_NAME, node, text));
}

static uint32_t lower_keyword(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t name = part(w, found, OF_NAME, &at) ? text_of(w, at) : 0;
    uint32_t value = part(w, found, OF_VALUE, &at) ? lower(w, at, name) : synthetic(w, NODE_TRUE, node, 0, 0, 0);
    return branch(w, NODE_KEYWORD, node, name, 0, value);
}

static uint32_t lower_jsx(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode at;
    uint32_t tag = part(w, found, OF_TAG, &at) ? text_of(w, at) : 0;
    EACH_PART(w, found, OF_ATTRIBUTE, at)
        push(w, lower(w, at, 0));
    EACH_PART(w, found, OF_CHILD, at)
        push(w, lower(w, at, 0));
    uint32_t i = leaf(w, NODE_JSX, node, tag);
    take_kids(w, i, kept_ids);
    DROP_STACKS(w);
    return i;
}

/* append(list, element): the list's elements, and more of them. */
static uint32_t lower_grown(struct walk *w, const struct match *found, TSNode node, TSNode list)
{
    TSNode all = node;
    part(w, found, OF_ARGUMENTS, &all);
    KEEP_STACKS(w);
    uint32_t first = matcher_children(&w->m, all), end = w->m.n_children;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        if (!counts(w, &c))
            continue;
        uint32_t i = lower(w, c.node, 0);
        push(w, ts_node_eq(c.node, list) ? branch(w, NODE_SPLAT, c.node, 0, i, 0) : i);
    }
    w->m.n_children = first;
    uint32_t i = add_node(w, NODE_LIST, node);
    take_kids(w, i, kept_ids);
    DROP_STACKS(w);
    return i;
}

static uint32_t lower_collection(struct walk *w, TSNode node, enum node_kind kind)
{
    KEEP_STACKS(w);
    push_children(w, node);
    uint32_t i = add_node(w, kind, node);
    take_kids(w, i, kept_ids);
    DROP_STACKS(w);
    return i;
}

/* A dictionary whose keys and values stand side by side, `new {a = 1, b}`: the separator makes a key of what is before it. */
static uint32_t lower_flat_pairs(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode separator;
    if (!part(w, found, OF_SEPARATOR, &separator))
        return 0;
    TSSymbol symbol = ts_node_symbol(separator);
    uint32_t first = matcher_children(&w->m, node), end = w->m.n_children;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        if (!counts(w, &c))
            continue;
        bool pair = k + 2 < end && w->m.children[k + 1].symbol == symbol;
        TSNode value = pair ? w->m.children[k + 2].node : c.node;
        uint32_t key = key_text(w, c.node);
        if (key)
            push(w, branch(w, NODE_PAIR, c.node, 0, leaf(w, NODE_STRING, c.node, key), lower(w, value, key)));
        k += pair ? 2 : 0;
    }
    w->m.n_children = first;
    uint32_t i = add_node(w, NODE_DICT, node);
    take_kids(w, i, kept_ids);
    DROP_STACKS(w);
    return i;
}

/* A number without what separates its digits, and without the letter that says its type. */
static uint32_t lower_number(struct walk *w, TSNode node)
{
    char digits[64];
    size_t len, n = 0;
    const char *s = bytes_of(w, node, &len);
    while (len > 1 && strchr("fFdDmMlLuU", s[len - 1]) && !(s[0] == '0' && (s[1] == 'x' || s[1] == 'X')))
        len--;
    if (len > sizeof digits || !memchr(s, '_', len))
        return leaf(w, NODE_NUMBER, node, builder_string(w->b, s, len));
    for (size_t i = 0; i < len; i++)
        if (s[i] != '_')
            digits[n++] = s[i];
    return leaf(w, NODE_NUMBER, node, builder_string(w->b, digits, n));
}

static uint32_t lower_method_value(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t key = part(w, found, OF_NAME, &at) ? lower(w, at, 0) : 0;
    uint32_t scope = lower_function(w, node, found, SCOPE_LAMBDA, 0);
    return branch(w, NODE_PAIR, node, 0, key, scope_value(w, NODE_FUNCTION, node, scope));
}

static uint32_t lower_await(struct walk *w, const struct match *found, uint32_t hint)
{
    TSNode at;
    uint32_t i = part(w, found, OF_VALUE, &at) ? lower(w, at, hint) : 0;
    if (i)
        node_at(w, i)->flags |= NODE_AWAITED;
    return i;
}

static void lower_raise(struct walk *w, TSNode node, const struct match *found)
{
    uint32_t value = lower_part(w, found, OF_VALUE);
    lower_part(w, found, OF_CAUSE);
    add_jump(w, JUMP_RAISE, node, value);
}

static void lower_assert(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t value = 0, n = 0;
    EACH_PART(w, found, OF_VALUE, at) {
        uint32_t i = lower(w, at, 0);
        if (n++ == 0)
            value = i;
    }
    add_jump(w, JUMP_ASSERT, node, value);
}

static void lower_yield(struct walk *w, TSNode node, const struct match *found)
{
    add_jump(w, JUMP_YIELD, node, lower_part(w, found, OF_VALUE));
    builder_scopes(w->b, w->scope)->flags |= SCOPE_GENERATOR;
}

/* What `node` is as a construct; *is_value: whether what it gives is the value of an expression. */
static uint32_t lower_construct(struct walk *w, TSNode node, const struct match *found, uint32_t hint,
                                bool statement, bool *is_value)
{
    TSNode at;
    *is_value = true;
    switch ((enum construct)found->construct) {
    case IS_NAME:
        return lower_name(w, node);
    case IS_KEY:
        return leaf(w, NODE_STRING, node, name_of(w, node));
    case IS_STRING:
        return lower_string(w, node);
    case IS_FORMAT:
        return lower_format(w, node, found);
    case IS_NUMBER:
        return lower_number(w, node);
    case IS_TRUE_:
        return add_node(w, NODE_TRUE, node);
    case IS_FALSE_:
        return add_node(w, NODE_FALSE, node);
    case IS_NULL_:
        return add_node(w, NODE_NULL, node);
    case IS_OTHER:
        return add_node(w, NODE_OTHER, node);
    case IS_TRANSPARENT:
        if (!part(w, found, OF_VALUE, &at))
            return 0;
        if (!statement)
            return lower(w, at, hint);
        lower_statement(w, at);
        break;
    case IS_AWAIT:
        return lower_await(w, found, hint);
    case IS_VALUES: {
        uint32_t i = lower_collection(w, node, NODE_LIST);
        struct fact_node n = *node_at(w, i);
        if (n.count != 1)
            return i;
        i = kid_at(w, n.first);
        node_at(w, i)->parent = 0;
        return i;
    }
    case IS_LIST:
        return part(w, found, OF_OBJECT, &at) ? lower_grown(w, found, node, at) : lower_collection(w, node, NODE_LIST);
    case IS_DICT:
        return has(w, found, OF_SEPARATOR) ? lower_flat_pairs(w, node, found) : lower_collection(w, node, NODE_DICT);
    case IS_PAIR:
        if (!statement || builder_scopes(w->b, w->scope)->kind != SCOPE_CLASS)
            return lower_pair(w, node, found);
        lower_pair_field(w, found);
        break;
    case IS_SHORTHAND:
        return lower_shorthand(w, node, found);
    case IS_SPLAT: {
        uint32_t i = branch(w, NODE_SPLAT, node, 0, lower_part(w, found, OF_VALUE), 0);
        if (i && has(w, found, OF_DOUBLE))
            node_at(w, i)->flags |= NODE_DOUBLE_SPLAT;
        return i;
    }
    case IS_KEYWORD:
        return lower_keyword(w, node, found);
    case IS_CALL:
    case IS_NEW:
        return lower_call(w, node, found);
    case IS_MEMBER:
        return lower_member(w, node, found);
    case IS_SUBSCRIPT:
        return lower_subscript(w, node, found);
    case IS_BINARY:
        return lower_binary(w, node, found);
    case IS_UNARY:
        return lower_unary(w, node, found);
    case IS_CONDITIONAL:
        return lower_conditional(w, node, found, hint);
    case IS_COMPREHENSION:
        return lower_comprehension(w, node, found);
    case IS_JSX:
        return lower_jsx(w, node, found);
    case IS_LAMBDA:
        return scope_value(w, NODE_FUNCTION, node, lower_function(w, node, found, SCOPE_LAMBDA, hint));
    case IS_METHOD:
        if (!statement)
            return lower_method_value(w, node, found);
        lower_method(w, node, found);
        break;
    case IS_FUNCTION:
        if (!statement)
            return scope_value(w, NODE_FUNCTION, node, lower_function(w, node, found, SCOPE_LAMBDA, hint));
        lower_function(w, node, found, SCOPE_FUNCTION, 0);
        break;
    case IS_CLASS: {
        uint32_t scope = lower_class(w, node, found, statement, hint, 0);
        if (!statement)
            return scope_value(w, NODE_CLASS, node, scope);
        break;
    }
    case IS_MODULE:
        return lower_module(w, node, found);
    case IS_NAMESPACE:
        lower_namespace(w, node, found);
        break;
    case IS_GLOBAL:
    case IS_NONLOCAL:
        lower_outer(w, found);
        break;
    case IS_ASSIGN:
    case IS_REASSIGN:
        *is_value = false;
        return lower_assign(w, found);
    case IS_EXPORT:
        *is_value = false;
        return lower_export(w, node, found);
    case IS_YIELD:
        lower_yield(w, node, found);
        if (!statement)
            return add_node(w, NODE_OTHER, node);
        break;
    case IS_CONST: {
        bool constant = w->constant;
        w->constant = true;
        lower_statements(w, node);
        w->constant = constant;
        break;
    }
    case IS_ACCESSOR:
        lower_accessor(w, found);
        break;
    case IS_FIELD:
        lower_field(w, found);
        g_array_set_size(w->decorators, 0);
        break;
    case IS_DECORATOR:
        lower_decorator(w, found);
        break;
    case IS_PACKAGE:
        if (part(w, found, OF_NAME, &at))
            builder_facts(w->b)->package = plain_string(w, at);
        break;
    case IS_IMPORT:
        lower_import(w, node, found);
        break;
    case IS_RETURN: {
        uint32_t value = lower_part(w, found, OF_VALUE);
        settle_returned(w, value);
        add_jump(w, JUMP_RETURN, node, value);
        break;
    }
    case IS_RAISE:
        lower_raise(w, node, found);
        break;
    case IS_BREAK:
        add_jump(w, JUMP_BREAK, node, 0);
        break;
    case IS_CONTINUE:
        add_jump(w, JUMP_CONTINUE, node, 0);
        break;
    case IS_RETRY:
        add_jump(w, JUMP_RETRY, node, 0);
        break;
    case IS_PASS:
        add_jump(w, JUMP_PASS, node, 0);
        break;
    case IS_ASSERT:
        lower_assert(w, node, found);
        break;
    case IS_EACH:
        lower_each(w, node, found);
        break;
    case IS_WHILE:
        lower_while(w, node, found);
        break;
    case IS_TRY:
        lower_try(w, node, found);
        break;
    case IS_HANDLER:
        lower_handler(w, node, found, 0);
        break;
    case IS_FINALLY:
    case IS_ELSE:
        lower_bodies(w, found, OF_BODY);
        break;
    case IS_WITH:
        lower_with(w, node, found);
        break;
    case IS_BRANCH:
        lower_branch(w, node, found, 0);
        break;
    case IS_SWITCH:
        lower_switch(w, node, found);
        break;
    default: /* @ignore, and what is not looked for here */
        break;
    }
    *is_value = false;
    return 0;
}

/* False beyond the depth limit. */
static bool descend(struct walk *w, TSNode node)
{
    if (w->depth < LIMIT_TREE_DEPTH && !w->full) {
        w->depth++;
        return true;
    }
    if (!w->deep && !w->full)
        builder_note(w->b, line_of(node), "nested deeper than %d levels; the inner part was not analysed",
                     LIMIT_TREE_DEPTH);
    w->deep |= !w->full;
    return false;
}

/* Statements whose value is that of the last one in them. */
static bool passes_value(uint32_t construct)
{
    switch (construct) {
    case IS_BRANCH: case IS_ELSE: case IS_SWITCH: case IS_TRY: case IS_HANDLER: case IS_WITH: case IS_TRANSPARENT:
        return true;
    default:
        return false;
    }
}

/* The value of a branch, a switch or a try where an expression is expected: one of those that its parts end with; 0 if none do. */
static uint32_t lower_value_of(struct walk *w, TSNode node, const struct match *found)
{
    bool tail = w->tail, collects = w->collects, is_value;
    guint kept = w->results->len;
    w->tail = w->collects = true;
    lower_construct(w, node, found, 0, true, &is_value);
    w->tail = tail;
    w->collects = collects;
    guint n = w->results->len - kept;
    uint32_t i = n ? g_array_index(w->results, uint32_t, kept) : 0;
    if (n > 1) {
        KEEP_STACKS(w);
        for (guint k = kept; k < w->results->len; k++)
            push(w, g_array_index(w->results, uint32_t, k));
        i = branch(w, NODE_CONDITIONAL, node, 0, 0, 0);
        take_kids(w, i, kept_ids);
        DROP_STACKS(w);
    }
    g_array_set_size(w->results, kept);
    return i;
}

/* An expression; 0 for what is none. */
static uint32_t lower(struct walk *w, TSNode node, uint32_t hint)
{
    if (!descend(w, node))
        return 0;
    KEEP_STACKS(w);
    bool is_value;
    struct match found = matcher_match(&w->m, node, GENERAL);
    uint32_t i = 0;
    if (found.construct != IS_TRANSPARENT && passes_value(found.construct))
        i = lower_value_of(w, node, &found);
    else
        i = found.construct ? lower_construct(w, node, &found, hint, false, &is_value)
                            : lower_collection(w, node, NODE_OTHER);
    DROP_STACKS(w);
    w->depth--;
    return i;
}

/* Gives the value of a statement that is an expression; 0 for others. */
static uint32_t lower_statement(struct walk *w, TSNode node)
{
    if (node.id == w->doc || !descend(w, node))
        return 0;
    KEEP_STACKS(w);
    bool tail = w->tail;
    uint32_t value = 0;
    struct match found = matcher_match(&w->m, node, GENERAL);
    if (found.construct) {
        bool is_value;
        w->tail = tail && passes_value(found.construct);
        uint32_t i = lower_construct(w, node, &found, 0, true, &is_value);
        w->tail = tail;
        value = is_value ? i : 0;
        bool gives = i && tail && (is_value || found.construct == IS_ASSIGN || found.construct == IS_REASSIGN);
        if (gives && w->collects)
            g_array_append_val(w->results, i);
        else if (gives)
            add_jump(w, JUMP_RETURN, node, i);
        else if (value)
            node_at(w, i)->flags |= NODE_STATEMENT;
    } else {
        lower_statements(w, node);
    }
    DROP_STACKS(w);
    w->depth--;
    return value;
}

/* Whether only blanks stand before a byte in its line. */
static bool begins_line(const struct walk *w, uint32_t at)
{
    while (at > 0 && (w->text[at - 1] == ' ' || w->text[at - 1] == '\t'))
        at--;
    return at == 0 || w->text[at - 1] == '\n' || w->text[at - 1] == '\r';
}

/* The statements of a block. Comments right above one of them are kept for its documentation. */
static void lower_statements(struct walk *w, TSNode block)
{
    uint32_t first = matcher_children(&w->m, block), end = w->m.n_children, last_line = 0, last = end;
    struct extent run = {0, 0}, outer = w->comment, above = outer;
    bool tail = w->tail;
    while (tail && last > first && !counts(w, &w->m.children[last - 1]))
        last--;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        if (matcher_role(&w->m, c.symbol) == ROLE(IS_COMMENT, OF_TEXT)) {
            uint32_t start = ts_node_start_byte(c.node), line = line_of(c.node);
            if (!begins_line(w, start))
                continue;
            if (!run.end || line != last_line + 1)
                run.start = start;
            run.end = ts_node_end_byte(c.node);
            last_line = end_line_of(c.node);
            w->comment_lines += last_line - line + 1;
            continue;
        }
        if (!counts(w, &c))
            continue;
        if (run.end)
            above = line_of(c.node) == last_line + 1 ? run : (struct extent){0, 0};
        w->comment = above;
        w->tail = tail && k + 1 == last;
        lower_statement(w, c.node);
        run.end = 0;
        if (w->decorators->len == 0) /* what stands above a decorator belongs to the definition behind it */
            above.end = 0;
    }
    w->comment = outer;
    w->tail = tail;
    w->m.n_children = first;
}

/* ---- a file ---- */

/* Lines that hold anything but blanks. */
static uint32_t count_lines(const char *text, size_t size)
{
    uint32_t n = 0;
    for (size_t i = 0; i < size;) {
        const char *stop = memchr(text + i, '\n', size - i);
        size_t end = stop ? (size_t)(stop - text) : size;
        while (i < end && g_ascii_isspace(text[i]))
            i++;
        n += i < end;
        i = end + 1;
    }
    return n;
}

/* Comments that a suppression may stand in. Few files have any, so the tree is searched only for them. */
static void keep_comments(struct walk *w, TSNode root, size_t size)
{
    static const char mark[] = "debtscan";
    if (size == 0 || !memmem(w->text, size, mark, sizeof mark - 1))
        return;
    TSTreeCursor *cursor = &w->m.cursor;
    ts_tree_cursor_reset(cursor, root);
    for (bool more = true; more;) {
        TSNode node = ts_tree_cursor_current_node(cursor);
        size_t len;
        const char *s = bytes_of(w, node, &len);
        if (matcher_role(&w->m, ts_node_symbol(node)) == ROLE(IS_COMMENT, OF_TEXT) &&
            memmem(s, len, mark, sizeof mark - 1)) {
            uint32_t text = text_of(w, node);
            struct fact_comment *c;
            builder_add_comments(w->b, &c);
            *c = (struct fact_comment){.text = text, .line = line_of(node)};
        }
        if (ts_tree_cursor_goto_first_child(cursor))
            continue;
        while (!(more = ts_tree_cursor_goto_next_sibling(cursor)) && ts_tree_cursor_goto_parent(cursor))
            ;
    }
}

/* ---- tests beside the code ---- */

#define MOST_TESTS 1000 /* of one file, beside those that stand in another */

/* The declaration below a mark: what stands behind it, other marks and comments passed over. */
static TSNode marked(TSNode root, uint32_t at)
{
    TSNode mark = ts_node_descendant_for_byte_range(root, at, at + 1), up = ts_node_parent(mark);
    while (!ts_node_is_null(up) && ts_node_start_byte(up) == at && !ts_node_is_null(ts_node_parent(up))) {
        mark = up;
        up = ts_node_parent(up);
    }
    TSNode next = ts_node_next_named_sibling(mark);
    while (!ts_node_is_null(next) && (ts_node_symbol(next) == ts_node_symbol(mark) || ts_node_is_extra(next)))
        next = ts_node_next_named_sibling(next);
    return next;
}

static bool within_any(const GArray *ranges, uint32_t at)
{
    for (guint i = 0; i < ranges->len; i++)
        if (at >= g_array_index(ranges, struct extent, i).start && at < g_array_index(ranges, struct extent, i).end)
            return true;
    return false;
}

static void mark_tests(struct walk *w, TSNode root, size_t size)
{
    const char *end = w->text + size;
    g_autoptr(GArray) tests = g_array_new(FALSE, FALSE, sizeof(struct extent));
    for (const char **mark = w->l->test_marks; mark && *mark; mark++) {
        const size_t len = strlen(*mark);
        for (const char *at = w->text; tests->len < MOST_TESTS && (at = memmem(at, (size_t)(end - at), *mark, len)); at += len) {
            uint32_t start = (uint32_t)(at - w->text);
            TSNode test = within_any(tests, start) ? (TSNode){0} : marked(root, start);
            if (ts_node_is_null(test))
                continue;
            struct extent e = {ts_node_start_byte(test), ts_node_end_byte(test)};
            g_array_append_val(tests, e);
        }
    }
    for (uint32_t i = 2; i < w->extents->len; i++)
        if (within_any(tests, g_array_index(w->extents, struct extent, i).start))
            builder_scopes(w->b, i)->flags |= SCOPE_TEST;
}

/* ---- queries of the rules ---- */

struct matches {
    struct walk *w;
    uint32_t query;
};

static void add_match(void *payload, TSNode node)
{
    const struct matches *to = payload;
    struct walk *w = to->w;
    if (builder_n_matches(w->b) == LIMIT_QUERY_MATCHES)
        return;
    uint32_t start = ts_node_start_byte(node), scope = w->extents->len - 1, text = text_of(w, node);
    for (; scope > 1; scope--) {
        struct extent e = g_array_index(w->extents, struct extent, scope);
        if (e.start <= start && start < e.end)
            break;
    }
    struct fact_match *m;
    builder_add_matches(w->b, &m);
    TSPoint from = ts_node_start_point(node), until = ts_node_end_point(node);
    *m = (struct fact_match){.query = to->query, .scope = MAX(scope, 1), .text = text,
                             .line = from.row + 1, .end_line = until.row + 1, .column = saturated(from.column),
                             .end_column = saturated(until.column)};
}

struct asked {
    const struct code_language *code;
    bool *queries; /* whether the file is asked */
};

static bool ask_query(void *payload, size_t i, size_t offset)
{
    (void)offset;
    const struct asked *a = payload;
    a->queries[a->code->literal_of[i]] = true;
    return true;
}

/* Which queries a file is asked, ready to run: they must be made while there is no tree. Yours to free. */
static bool *queries_asked(struct code_language *code, struct facts_builder *b, const char *text, size_t size)
{
    bool *out = g_new0(bool, code->n_queries + 1);
    struct asked asked = {code, out};
    if (code->n_queries)
        literals_search(code->literals, text, size, ask_query, &asked);
    for (unsigned i = 0; i < code->n_queries; i++) {
        g_autoptr(GError) error = NULL;
        out[i] |= code->queries[i].every;
        if (out[i] && !compile_query(code, &code->queries[i], &error)) {
            out[i] = false;
            builder_note(b, 0, "a query of the rules was not asked: %s", error->message);
        }
    }
    return out;
}

static void run_queries(struct walk *w, const struct code_language *code, const bool *asked, TSNode root)
{
    bool all = true;
    for (unsigned i = 0; i < code->n_queries; i++) {
        struct matches to = {w, code->queries[i].index};
        if (asked[i])
            all &= syntax_query_run(code->queries[i].query, root, w->text, add_match, &to);
    }
    if (!all || builder_n_matches(w->b) == LIMIT_QUERY_MATCHES)
        builder_note(w->b, 0, "the queries of the rules match more than %d times; the rest was not looked at",
                     LIMIT_QUERY_MATCHES);
}

/* ---- files ---- */

static void lower_file(struct walk *w, const struct code_language *code, const bool *asked, TSNode root, size_t size)
{
    uint32_t lines = end_line_of(root);
    builder_scopes(w->b, 1)->end_line = builder_regions(w->b, 1)->end_line = MAX(lines, 1);
    uint32_t doc = body_doc(w, root);
    builder_scopes(w->b, 1)->doc = doc;
    lower_statement(w, root);
    settle_scopes(w);
    settle_constructions(w);
    settle_calls(w);
    keep_comments(w, root, size);
    mark_tests(w, root, size);
    run_queries(w, code, asked, root);
}

void extract_code(struct extractor *x, struct facts_builder *b, const struct language *l, const unsigned char *data,
                  size_t size)
{
    struct code_language *code = x->code[l->index];
    const char *text = (const char *)data;
    TSNode root;
    uint32_t lines = count_lines(text, size);
    builder_facts(b)->n_lines_of_code = lines;
    if (!code)
        return;
    g_autofree bool *asked = queries_asked(code, b, text, size);
    if (!extractor_parse(x, b, l, text, size, &root))
        return;
    struct walk w = {.b = b, .l = l, .text = text, .scope = 1, .region = 1};
    w.ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    w.results = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    w.params = g_array_new(FALSE, FALSE, sizeof(struct fact_param));
    w.decorators = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    w.embedded = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    w.extents = g_array_new(FALSE, TRUE, sizeof(struct extent));
    g_array_set_size(w.extents, 2);
    w.reassigned = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    w.outer = g_hash_table_new(pair_key_hash, NULL);
    matcher_init(&w.m, code->patterns, text, root);
    lower_file(&w, code, asked, root, size);
    builder_facts(b)->n_lines_of_code = lines - MIN(lines, w.comment_lines);
    matcher_fini(&w.m);
    g_array_unref(w.ids);
    g_array_unref(w.results);
    g_array_unref(w.params);
    g_array_unref(w.decorators);
    g_array_unref(w.embedded);
    g_array_unref(w.extents);
    g_array_unref(w.reassigned);
    g_hash_table_unref(w.outer);
    g_clear_pointer(&w.bodies, g_hash_table_unref);
    syntax_forget(x->syntax);
}
