/*
 * file - whole files that the user names: rule files, configuration, reports.
 * Files of the scanned tree are read through source/source.h, which trusts nothing.
 */
#ifndef DEBTSCAN_BASE_FILE_H
#define DEBTSCAN_BASE_FILE_H

#include <glib.h>
#include <stdbool.h>

/*
 * Reads all of `path` if it has at most `ceiling` bytes. `*out` is yours to free; a NUL stands behind the
 * last byte and is not counted in `*len` (may be NULL). Not for folders; pipes and devices are read up to the
 * ceiling. Errors (G_FILE_ERROR) begin with the path.
 */
bool file_read(const char *path, gsize ceiling, char **out, gsize *len, GError **error);

/*
 * Writes all or nothing: into a new file beside `path`, then renamed over it. A link's target is
 * replaced, not the link; what is no regular file (a pipe, /dev/stdout) is written to directly.
 */
bool file_write(const char *path, const char *data, gsize len, GError **error);

#endif
