/*
 * ignore - the rules of .gitignore files: nested, negated, anchored.
 *
 * A list belongs to one folder; lists of nested folders are chained to their parents'. The last rule of
 * the innermost list that matches decides. Used for .gitignore, info/exclude and .debtscanignore alike.
 */
#ifndef DEBTSCAN_SOURCE_IGNORE_H
#define DEBTSCAN_SOURCE_IGNORE_H

#include <stdbool.h>
#include <stddef.h>

struct ignore;

enum ignore_verdict { IGNORE_UNDECIDED, IGNORE_YES, IGNORE_NO /* taken back by a rule with '!' */ };

/*
 * The rules in `text`, which stands in folder `base` ("" for the root, else with '/' at the end). `outer` is asked
 * where this list is silent; it is borrowed and must outlive the new list. Gives `outer` itself when the text
 * holds no rule.
 */
struct ignore *ignore_new(const char *text, size_t len, const char *base, struct ignore *outer);

/* Frees one list; its outer lists stay. */
void ignore_free(struct ignore *list);

/* What the lists say of `path` itself; of the folders above it the caller has asked before. */
enum ignore_verdict ignore_ask(const struct ignore *list, const char *path, bool folder);

#endif
