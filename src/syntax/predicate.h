/*
 * predicate - the predicates of tree-sitter queries, which tree-sitter hands over unevaluated:
 * #eq? #match? #any-of? and their `not-` forms, over the text of a captured node.
 */
#ifndef DEBTSCAN_SYNTAX_PREDICATE_H
#define DEBTSCAN_SYNTAX_PREDICATE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define PREDICATE_NO_CAPTURE UINT32_MAX

struct predicate;

/*
 * `name` is without `#`. It compares the capture with the capture `other`, or, where that is
 * PREDICATE_NO_CAPTURE, with the strings, which are copied.
 */
struct predicate *predicate_new(const char *name, uint32_t capture, uint32_t other, const char *const *strings,
                                unsigned n, GError **error);
void predicate_free(struct predicate *p);

uint32_t predicate_capture(const struct predicate *p);
uint32_t predicate_other(const struct predicate *p);

/* Whether it holds for one text; `other` is the other capture's text, NULL without. */
bool predicate_holds(const struct predicate *p, const char *text, size_t len, const char *other, size_t other_len);

#endif
