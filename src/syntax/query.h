/*
 * query - tree-sitter queries written by users.
 */
#ifndef DEBTSCAN_SYNTAX_QUERY_H
#define DEBTSCAN_SYNTAX_QUERY_H

#include <glib.h>
#include <tree_sitter/api.h>

struct query_source {
    const char *text;
    const char *file; /* for messages */
    unsigned line;    /* of its first line in that file */
};

struct syntax_query;

/* An error names file and line. The source is not kept. */
struct syntax_query *syntax_query_new(const TSLanguage *language, const struct query_source *source, GError **error);
void syntax_query_free(struct syntax_query *q);

/*
 * Calls `found` for each match in the order of the text, with the node captured as @match, or the first captured one. False
 * if matches were lost to LIMIT_QUERY_MATCHES or LIMIT_PARSE_CPU_MS.
 */
typedef void (*query_found)(void *payload, TSNode node);
bool syntax_query_run(const struct syntax_query *q, TSNode root, const char *text, query_found found, void *payload);

#endif
