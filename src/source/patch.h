/*
 * patch - what changes in a file, as a unified diff.
 */
#ifndef DEBTSCAN_SOURCE_PATCH_H
#define DEBTSCAN_SOURCE_PATCH_H

#include <glib.h>
#include <stdbool.h>

/*
 * Appends the diff that makes `after` of `before` (NULL: the file is new), with `path` in its head; nothing where both are
 * the same. False if git cannot make one.
 */
bool patch_append(GString *out, const char *path, const char *before, const char *after);

#endif
