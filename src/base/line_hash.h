/*
 * line_hash - the hash by which GitHub's code scanning knows a line again.
 *
 * `primaryLocationLineHash` of github/codeql-action: a rolling hash modulo 2^64 over windows of 100 UTF-16 units,
 * without blanks and tabs, with every line end as one, taken at the first unit of each line; behind it stands how
 * many lines of the file have had that hash so far. What follows the last line feed is a line, even when it is empty.
 */
#ifndef DEBTSCAN_BASE_LINE_HASH_H
#define DEBTSCAN_BASE_LINE_HASH_H

#include <glib.h>
#include <stdint.h>

struct line_hash {
    uint64_t value;
    unsigned occurrence; /* from 1 */
};

/* The hashes of all lines of a text, in order: struct line_hash. Yours to free. */
GArray *line_hashes(const char *text, size_t len);

/* "a7f2ff13bc495cf2:1". Yours to free. */
char *line_hash_text(const struct line_hash *h);

#endif
