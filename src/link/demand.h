/*
 * demand - which files that the literal gate kept from the parser matter after all.
 *
 * The gate looks at one file alone. A file without any literal of a rule matters still if it uses what
 * a file that calls models makes (a client, a wrapper, an agent), or if such a file takes a constant, a
 * setting or a helper from it. Asked after each round of extraction until nothing is added.
 */
#ifndef DEBTSCAN_LINK_DEMAND_H
#define DEBTSCAN_LINK_DEMAND_H

#include "link/model.h"
#include "link/modules.h"

enum demand {
    DEMAND_NONE,
    DEMAND_USER,   /* it names a module that calls models */
    DEMAND_HELPER, /* a file that calls models, or uses one that does, takes something from it */
};

#define DEMAND_ROUNDS 4
/* Where a whole folder is one module, a few steps from user to user reach most of a program. */
#define DEMAND_FOLDER_ROUNDS 2

/*
 * Sets `wanted[i]` (enum demand) for each skipped file that has to be parsed after all; how many they are. `round`
 * counts from 1; after DEMAND_ROUNDS nothing more is wanted. `modules` is of the same files, made after the first round.
 */
unsigned link_demand(const struct ruleset *rules, const struct project_file *files, unsigned n, struct modules *modules,
                     unsigned round, uint8_t *wanted);

/* Whether a file is an entry by its place (a route file): it is parsed whatever it holds. */
bool link_entry_by_place(const struct ruleset *rules, const char *path);

#endif
