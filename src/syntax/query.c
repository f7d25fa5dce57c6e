#include "syntax/query.h"

#include <string.h>

#include "base/limits.h"
#include "syntax/parse.h"
#include "syntax/predicate.h"

struct syntax_query {
    TSQuery *query;
    GPtrArray **predicates; /* by pattern */
    uint32_t n_patterns;
    uint32_t match; /* capture id of @match, UINT32_MAX without */
};

static unsigned lines_before(const char *text, size_t end)
{
    unsigned n = 0;
    for (size_t i = 0; i < end && text[i]; i++)
        n += text[i] == '\n';
    return n;
}

static const char *error_word(TSQueryError e)
{
    switch (e) {
    case TSQueryErrorNodeType:
        return "unknown node type";
    case TSQueryErrorField:
        return "unknown field";
    case TSQueryErrorCapture:
        return "unknown capture";
    case TSQueryErrorStructure:
        return "a pattern that can never match";
    default:
        return "a syntax error";
    }
}

static bool read_predicates(struct syntax_query *q, uint32_t index, const struct query_source *s, GError **error)
{
    uint32_t n = 0;
    const TSQueryPredicateStep *steps = ts_query_predicates_for_pattern(q->query, index, &n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t len, captures[2] = {PREDICATE_NO_CAPTURE, PREDICATE_NO_CAPTURE};
        unsigned n_captures = 0;
        const char *name = ts_query_string_value_for_id(q->query, steps[i].value_id, &len);
        g_autoptr(GPtrArray) strings = g_ptr_array_new();
        bool named = steps[i].type == TSQueryPredicateStepTypeString;
        for (i++; i < n && steps[i].type != TSQueryPredicateStepTypeDone; i++) {
            if (steps[i].type == TSQueryPredicateStepTypeString)
                g_ptr_array_add(strings, (gpointer)ts_query_string_value_for_id(q->query, steps[i].value_id, &len));
            else if (n_captures < 2)
                captures[n_captures++] = steps[i].value_id;
        }
        g_autoptr(GError) why = NULL;
        struct predicate *p = NULL;
        if (named && n_captures)
            p = predicate_new(name, captures[0], captures[1], (const char *const *)strings->pdata, strings->len, &why);
        if (!p) {
            g_set_error(error, g_quark_from_static_string("debtscan-syntax"), 0, "%s:%u: %s", s->file, s->line,
                        why ? why->message : "a predicate begins with its name and a capture");
            return false;
        }
        g_ptr_array_add(q->predicates[index], p);
    }
    return true;
}

struct syntax_query *syntax_query_new(const TSLanguage *language, const struct query_source *source, GError **error)
{
    uint32_t at;
    TSQueryError kind;
    TSQuery *query = ts_query_new(language, source->text, (uint32_t)strlen(source->text), &at, &kind);
    if (!query) {
        g_autofree char *near = g_strndup(source->text + at, strcspn(source->text + at, " \t\r\n()[]"));
        g_set_error(error, g_quark_from_static_string("debtscan-syntax"), 0, "%s:%u: %s in the query, at '%s'",
                    source->file, source->line + lines_before(source->text, at), error_word(kind), near);
        return NULL;
    }
    struct syntax_query *q = g_new0(struct syntax_query, 1);
    q->query = query;
    q->n_patterns = ts_query_pattern_count(query);
    q->predicates = g_new0(GPtrArray *, q->n_patterns);
    q->match = UINT32_MAX;
    for (uint32_t i = 0, len; i < ts_query_capture_count(query); i++)
        if (strcmp(ts_query_capture_name_for_id(query, i, &len), "match") == 0)
            q->match = i;
    for (uint32_t i = 0; i < q->n_patterns; i++)
        q->predicates[i] = g_ptr_array_new_with_free_func((GDestroyNotify)predicate_free);
    for (uint32_t i = 0; i < q->n_patterns; i++)
        if (!read_predicates(q, i, source, error)) {
            syntax_query_free(q);
            return NULL;
        }
    return q;
}

void syntax_query_free(struct syntax_query *q)
{
    if (!q)
        return;
    for (uint32_t i = 0; i < q->n_patterns; i++)
        g_ptr_array_unref(q->predicates[i]);
    g_free(q->predicates);
    ts_query_delete(q->query);
    g_free(q);
}

static bool holds(const struct predicate *p, const TSQueryMatch *m, const char *text)
{
    const TSNode *other = NULL;
    for (uint16_t i = 0; i < m->capture_count; i++)
        if (m->captures[i].index == predicate_other(p))
            other = &m->captures[i].node;
    uint32_t start = other ? ts_node_start_byte(*other) : 0, end = other ? ts_node_end_byte(*other) : 0;
    for (uint16_t i = 0; i < m->capture_count; i++) {
        if (m->captures[i].index != predicate_capture(p))
            continue;
        uint32_t from = ts_node_start_byte(m->captures[i].node), to = ts_node_end_byte(m->captures[i].node);
        if (!predicate_holds(p, text + from, to - from, other ? text + start : NULL, end - start))
            return false;
    }
    return true;
}

/* True stops the query. */
static bool out_of_time(TSQueryCursorState *state)
{
    return deadline_over(state->payload);
}

bool syntax_query_run(const struct syntax_query *q, TSNode root, const char *text, query_found found, void *payload)
{
    TSQueryCursor *cursor = ts_query_cursor_new();
    ts_query_cursor_set_match_limit(cursor, LIMIT_QUERY_MATCHES);
    struct deadline deadline = deadline_new(LIMIT_PARSE_CPU_MS);
    TSQueryCursorOptions options = {.payload = &deadline, .progress_callback = out_of_time};
    ts_query_cursor_exec_with_options(cursor, q->query, root, &options);
    TSQueryMatch m;
    while (ts_query_cursor_next_match(cursor, &m)) {
        const GPtrArray *predicates = q->predicates[m.pattern_index];
        bool fits = m.capture_count > 0;
        for (guint i = 0; fits && i < predicates->len; i++)
            fits = holds(predicates->pdata[i], &m, text);
        if (!fits)
            continue;
        TSNode node = m.captures[0].node;
        for (uint16_t i = 0; i < m.capture_count; i++)
            if (m.captures[i].index == q->match)
                node = m.captures[i].node;
        found(payload, node);
    }
    bool whole = !ts_query_cursor_did_exceed_match_limit(cursor) && syntax_cpu_ns() <= deadline.ns;
    ts_query_cursor_delete(cursor);
    return whole;
}
