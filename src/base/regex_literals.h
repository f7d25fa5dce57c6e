/*
 * regex_literals - strings of which one stands in every text that an expression matches.
 *
 * They let a cheap search decide that an expression cannot match before anything is parsed. ASCII
 * alone is considered, in lower case, whatever the expression says of case (search a lower-case copy
 * of the text), and kana and Han, which have no case. No literal holds a blank, so it is found where a
 * line is broken too. What the reader does not understand asks for nothing: the answer errs to "may
 * match".
 */
#ifndef DEBTSCAN_BASE_REGEX_LITERALS_H
#define DEBTSCAN_BASE_REGEX_LITERALS_H

#include <glib.h>

/*
 * `expression` is one that regex_compile takes. A NULL-terminated list of strings of at least `least`
 * bytes, to be freed with g_strfreev; NULL where none are needed, or where there would be too many.
 */
char **regex_literals(const char *expression, gsize least);

/*
 * All that is known: lists as regex_literals gives, of each of which one string stands in every text that matches, to be
 * freed with g_ptr_array_unref; NULL where there is none.
 */
GPtrArray *regex_literal_sets(const char *expression, gsize least);

#endif
