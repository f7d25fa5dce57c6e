/*
 * witnesses - the few files that are read for what any file may prove.
 *
 * Much of a repository's evidence (sign-in, job queues, tests that mock) stands in files that no model call leads to, and
 * a few of them prove it. Of the files that only literals of such rules would open, some of each group of literals,
 * language and zone are read; the others as far as what is hot asks for them (link/demand.h).
 */
#ifndef DEBTSCAN_LINK_WITNESSES_H
#define DEBTSCAN_LINK_WITNESSES_H

#include "link/demand.h"

/*
 * Marks in `wanted`, by file, DEMAND_WITNESS for the skipped files to read that are not marked yet. Which they are
 * depends on what each file holds and on its path, so that a file that comes or goes changes one of a group at most.
 * Returns how many were marked.
 */
unsigned witnesses_pick(const struct project_file *files, unsigned n, uint8_t *wanted);

#endif
