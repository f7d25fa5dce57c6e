/*
 * glob - shell patterns as gitignore writes them: `*` and `?` stay within a name, `[a-z]`, `[!a-z]`,
 * `[[:digit:]]`, `\c`; a segment `**` stands for any number of folders (at the end: all that is inside).
 * Time is at most pattern times text, whatever they hold.
 */
#ifndef DEBTSCAN_BASE_GLOB_H
#define DEBTSCAN_BASE_GLOB_H

#include <stdbool.h>
#include <stddef.h>

/* A pattern without '/' against one name. */
bool glob_name(const char *pattern, size_t pattern_len, const char *name, size_t name_len);

/* A pattern with '/' between segments against a whole path. */
bool glob_path(const char *pattern, const char *path);

/* Whether there is anything but literal text in it. */
bool glob_is_literal(const char *pattern, size_t len);

#endif
