/*
 * tree - writing into a folder that a stranger may have prepared.
 *
 * A path is relative to the folder, '/' between its parts. No symbolic link is followed, neither on the way nor at its end,
 * nothing outside the folder and nothing of git's own is touched, and a file is written whole or not at all.
 */
#ifndef DEBTSCAN_BASE_TREE_H
#define DEBTSCAN_BASE_TREE_H

#include <glib.h>
#include <stdbool.h>

/* Whether the path could be written: relative, without empty parts, "." and "..", none of them git's own folder. */
bool tree_path_is_safe(const char *path);

enum tree_state { TREE_ABSENT, TREE_FILE, TREE_OTHER /* a folder, a link, a device, or what cannot be reached */ };

/*
 * What stands at the path below `root`. The text of a file of at most `ceiling` bytes without NUL goes to `*text` (may be
 * NULL), yours to free; of another `*text` is NULL.
 */
enum tree_state tree_look(const char *root, const char *path, gsize ceiling, char **text);

/*
 * Writes the file and the folders it needs. Without `replace` an error if something stands there already; with it a file is
 * replaced and keeps its mode, and anything else is an error. Errors (G_FILE_ERROR) begin with the path.
 */
bool tree_write(const char *root, const char *path, const char *text, bool replace, GError **error);

#endif
