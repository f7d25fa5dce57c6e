/*
 * formats - where the reports of a command go: FMT[=FILE], as often as asked for.
 */
#ifndef DEBTSCAN_CLI_FORMATS_H
#define DEBTSCAN_CLI_FORMATS_H

#include <glib.h>
#include <stdbool.h>

#include "report/report.h"

struct formats {
    const char *const *names; /* the first is the default */
    size_t n;
    void (*write)(size_t format, const void *what, const struct text_options *options, GString *out);
};

/* Whether all words name a format, and one at most goes to standard output; an error of CLI_USAGE. */
bool formats_check(const struct formats *f, char *const *words, GError **error);

/* Whether one of the words, which may be NULL, names that format. */
bool formats_has(char *const *words, const char *name);

/* Writes `what` in each, files first. `words` may be NULL. False with an error of CLI_ERROR. */
bool formats_write(const struct formats *f, char *const *words, const void *what, const struct text_options *options, GError **error);

#endif
