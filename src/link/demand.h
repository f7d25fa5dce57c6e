/*
 * demand - which files that the literal gate kept from the parser matter after all.
 *
 * The gate looks at one file alone. A file without any literal of a rule matters still if it uses what
 * a file that calls models makes (a client, a wrapper, an agent), or if such a file takes a constant, a
 * setting or a helper from it. Asked after each round of extraction until nothing is added.
 *
 * What calls models spreads by names, from the imports of SDKs: a part of a file (parts.h) that names one is hot, and
 * so is what names a hot part, in its file or in others that import it. What hot parts name is needed, and what that
 * names. A file that was skipped is asked for if it imports a module and holds a hot name of it (words.h), or if
 * something needed is imported from it.
 */
#ifndef DEBTSCAN_LINK_DEMAND_H
#define DEBTSCAN_LINK_DEMAND_H

#include "link/model.h"
#include "link/modules.h"

enum demand_for {
    DEMAND_NONE,
    DEMAND_USER,   /* it names a module that calls models */
    DEMAND_HELPER, /* a file that calls models, or uses one that does, takes something from it */
    DEMAND_WITNESS, /* it may prove something of the repository (witnesses.h) */
};

/* Steps from file to file, from what calls a model to who uses it. */
#define DEMAND_ROUNDS 4

struct demand;

/* All arguments are borrowed. `modules` is of the same files, made after the first round. */
struct demand *demand_new(const struct ruleset *rules, const struct project_file *files, unsigned n, struct modules *modules);
void demand_free(struct demand *d);

/*
 * Sets `wanted[i]` (enum demand_for) for each skipped file that has to be parsed after all; how many they are. `round`
 * counts from 1; after DEMAND_ROUNDS nothing more is wanted.
 */
unsigned demand_round(struct demand *d, unsigned round, uint8_t *wanted);

/* Whether a file is an entry by its place (a route file): it is parsed whatever it holds. */
bool link_entry_by_place(const struct ruleset *rules, const char *path);

#endif
