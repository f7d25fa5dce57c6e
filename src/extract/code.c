/*
 * code - source code to facts: one walk over the syntax tree, led by the bindings of the language.
 *
 * Each node is asked which construct of the vocabulary it is (syntax/pattern.h); what it is decides how
 * its parts are lowered. A node that is none is looked through: as a statement it is a block, as an
 * expression it becomes NODE_OTHER. Nothing in here knows a language.
 */
#include <string.h>

#include "base/literals.h"
#include "extract/code_walk.h"
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
            uint32_t text = walk_text(w, node);
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
    uint32_t start = ts_node_start_byte(node), scope = w->extents->len - 1, text = walk_text(w, node);
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
    uint32_t doc = walk_doc(w, root);
    builder_scopes(w->b, 1)->doc = doc;
    lower_statement(w, root);
    walk_settle_scopes(w);
    walk_settle_constructions(w);
    walk_settle_calls(w);
    walk_settle_json(w);
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
    struct walk w = {.b = b, .l = l, .text = text, .scope = 1, .region = 1, .body_keys = x->rules->body_keys};
    w.ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    w.results = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    w.named = g_array_new(FALSE, FALSE, sizeof(uint32_t));
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
    g_array_unref(w.named);
    g_array_unref(w.params);
    g_array_unref(w.decorators);
    g_array_unref(w.embedded);
    g_array_unref(w.extents);
    g_array_unref(w.reassigned);
    g_hash_table_unref(w.outer);
    g_clear_pointer(&w.bodies, g_hash_table_unref);
    syntax_forget(x->syntax);
}
