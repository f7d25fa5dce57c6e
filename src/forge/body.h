/*
 * body - the text of a comment: the marker by which it is found again, and a cut where a server takes no more.
 */
#ifndef DEBTSCAN_FORGE_BODY_H
#define DEBTSCAN_FORGE_BODY_H

#include <glib.h>
#include <stdbool.h>

/* The first line, which nobody sees: <!-- debtscan:comment key=default v=1 head=8c1f2ab score=51.2 --> */
struct marker {
    char key[65], head[65]; /* "" without */
    char score[8];
};

/* Whether it can be a marker's: letters, digits and ._/- only. */
bool marker_is_key(const char *key);
bool marker_is_head(const char *head); /* of a commit, in hexadecimal digits */

void marker_append(GString *out, const struct marker *m);

/* False if the text does not begin with one. `*rest`, which may be NULL, gets what stands behind its line. */
bool marker_read(const char *text, struct marker *out, const char **rest);

/*
 * Cuts `text` to `most` bytes, its last line included, which says how much was left out and that the whole is found at
 * `where`. It is cut between sections, list items or rows of a table, never within a character; blocks of code and
 * <details> are closed.
 */
void body_cut(GString *text, gsize most, const char *where);

/* Whether two texts are one comment to a server, which may have changed line ends and what stands at the end. */
bool body_same(const char *a, const char *b);

#endif
