/*
 * progress - one line on stderr that says how far a long run is.
 *
 * Drawn only on a terminal (never in CI, never in a pipe), first after 300 ms, then a few times a
 * second, and erased at the end: a quick run shows nothing. PROGRESS_PLAIN writes whole lines anywhere,
 * one every few seconds. Everything shown is made safe and cut to the width.
 *
 *     struct progress *p = progress_new(STDERR_FILENO, PROGRESS_AUTO);
 *     for (size_t i = 0; i < n; i++)
 *         progress_update(p, "reading files", i + 1, n);
 *     progress_free(p);
 */
#ifndef DEBTSCAN_BASE_PROGRESS_H
#define DEBTSCAN_BASE_PROGRESS_H

#include <glib.h>
#include <stddef.h>

enum progress_mode { PROGRESS_AUTO, PROGRESS_NEVER, PROGRESS_PLAIN };

struct progress;

struct progress *progress_new(int fd, enum progress_mode mode);

/* `total` 0: unknown. Cheap: most calls only look at the clock. */
void progress_update(struct progress *p, const char *what, size_t done, size_t total);

/* From now on updates also say the rate, and how long the rest will take. */
void progress_estimate(struct progress *p);

/* Takes the line away, for something else to be printed; the next update draws it again. */
void progress_erase(struct progress *p);

void progress_free(struct progress *p); /* erases */

#endif
