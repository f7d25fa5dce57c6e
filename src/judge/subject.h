/*
 * subject - sites, agents, tools, routes, secrets and uses seen alike: where they stand and what they
 * are. The repository is the subject without a place. All strings belong to the model.
 */
#ifndef DEBTSCAN_JUDGE_SUBJECT_H
#define DEBTSCAN_JUDGE_SUBJECT_H

#include "judge/cond.h"

struct subject_view {
    struct place place; /* file NO_INDEX for the repository */
    struct unit unit;   /* the function it stands in; file NO_INDEX if unresolved */
    enum zone zone;
    const char *sdk, *provider, *kind, *name;
    const struct attribute *attributes;
    unsigned n_attributes;
    int confidence; /* 1/100 */
};

struct subject_view subject_view(const struct model *m, struct subject_ref s);

/* How many subjects of that kind the model holds; the repository is one. */
unsigned subject_count(const struct model *m, enum subject kind);

/* Whether it is judged: production code and notebooks; prompts also in files of their own, credentials wherever they stand but in
 * vendored code; uses that are in force, and entries of the program's configuration. */
bool subject_counts(const struct model *m, struct subject_ref s);

/* The function, or the module, that it stands in; file NO_INDEX for what stands in no code. A route: its handler. */
struct unit subject_unit(const struct model *m, struct subject_ref s);

/* The sites that speak for it: a site itself, the sites that a route reaches or a prompt is sent to. */
const uint32_t *subject_sites(const struct model *m, const struct subject_ref *s, unsigned *n);

/* Whether code of that zone is production code (E-1). */
static inline bool zone_is_product(enum zone z)
{
    return z == ZONE_SRC || z == ZONE_NOTEBOOK;
}

#endif
