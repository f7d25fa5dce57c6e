/*
 * regex - PCRE2 with ceilings, since pattern and text may both be hostile.
 *
 * A compiled expression is const and shared by threads and forked workers; what a match needs
 * beside it belongs to the calling thread. Patterns and texts are UTF-8; \w, \d and \b know all of
 * Unicode. Bytes of a text that are not UTF-8 match nothing and harm nothing. A match that exceeds
 * a ceiling of base/limits.h has not matched.
 *
 *     void *code = regex_compile("(\\w+)@(\\w+)", 0, &error);
 *     struct regex_span at[3];
 *     if (regex_match(code, text, len, at, 3))
 *         printf("%.*s", (int)(at[1].end - at[1].start), text + at[1].start);
 *     regex_free(code);
 */
#ifndef DEBTSCAN_BASE_REGEX_H
#define DEBTSCAN_BASE_REGEX_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define REGEX_ERROR (regex_error_quark())
GQuark regex_error_quark(void);

enum regex_flags {
    REGEX_CASELESS = 1,
    REGEX_MULTILINE = 2, /* ^ and $ fit at every line */
    REGEX_ANCHORED = 4,  /* fits at the start of the text only */
};

/* A pcre2_code. NULL and an error that names the column, such as "column 5: missing closing
 * parenthesis". */
void *regex_compile(const char *pattern, unsigned flags, GError **error);
/* What is compiled from now on is interpreted: for a process that may not make memory executable. */
void regex_forgo_machine_code(void);

void regex_free(void *code);

struct regex_span {
    size_t start, end; /* bytes; both REGEX_UNSET for a group that took no part */
};

#define REGEX_UNSET ((size_t)-1)

/*
 * The first match in `text`, at `from` or behind it. Fills `n` spans (may be NULL with 0): the
 * whole match, then groups; those the pattern does not have are REGEX_UNSET. A match never crosses
 * bytes that are not UTF-8.
 */
bool regex_match_from(const void *code, const char *text, size_t len, size_t from,
                      struct regex_span *groups, unsigned n);
bool regex_match(const void *code, const char *text, size_t len, struct regex_span *groups,
                 unsigned n);

/* Whether it matches anywhere. */
bool regex_search(const void *code, const char *text, size_t len);

/* How many groups it has. */
unsigned regex_groups(const void *code);

/* Whether the pattern names a line feed or carriage return, so that a match may go on in the next
 * line. */
bool regex_names_line_end(const void *code);

#endif
