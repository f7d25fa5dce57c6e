/*
 * parse - syntax trees: one parser with its memory, for one worker.
 *
 * Everything tree-sitter allocates while a tree is alive comes from an arena of the calling thread and
 * is dropped in one go, which saves a third of the time of malloc. So cursors and queries' cursors that
 * are made after syntax_parse must be deleted before syntax_forget, queries that are to last be made while no tree is
 * alive, and a syntax belongs to one thread.
 *
 *     TSNode root;
 *     if (syntax_parse(s, language, text, size, &root) == SYNTAX_PARSED)
 *         ...
 *     syntax_forget(s);
 */
#ifndef DEBTSCAN_SYNTAX_PARSE_H
#define DEBTSCAN_SYNTAX_PARSE_H

#include <glib.h>
#include <stddef.h>
#include <tree_sitter/api.h>

struct syntax;

struct syntax *syntax_new(void);
void syntax_free(struct syntax *s);

/* The grammar of that name (a folder of rules/languages). NULL if it is not built in, or its ABI is not supported. */
const TSLanguage *syntax_grammar(const char *name, GError **error);

enum syntax_result {
    SYNTAX_PARSED,
    SYNTAX_TIMEOUT, /* took more than LIMIT_PARSE_CPU_MS of processor time */
};

/* Parses UTF-8 text, which must outlive the tree. The tree lives until the next parse or syntax_forget. */
enum syntax_result syntax_parse(struct syntax *s, const TSLanguage *language, const char *text, size_t size,
                                TSNode *root);
void syntax_forget(struct syntax *s);

/* Processor time of the calling thread. */
uint64_t syntax_cpu_ns(void);

/* An amount of the calling thread's processor time. */
struct deadline {
    uint64_t ns; /* of syntax_cpu_ns */
    unsigned asked;
};

struct deadline deadline_new(unsigned ms);
/* Whether it is over; looks at the clock now and then only, so it can be asked often. */
bool deadline_over(struct deadline *d);

/* ERROR and MISSING nodes of a tree. */
uint32_t syntax_errors(TSNode root);

#endif
