/*
 * near - what stands near a subject.
 *
 * "Near" is a matter of scopes and calls, never of lines (E-2): the functions around the subject
 * and what they call directly, its class, its file, its callers, its entry points, its routes.
 */
#ifndef DEBTSCAN_JUDGE_NEAR_H
#define DEBTSCAN_JUDGE_NEAR_H

#include "judge/cond_priv.h"

enum near_bits {
    NEAR_FUNCTION = 1,
    NEAR_CLASS = 2,
    NEAR_FILE = 4,
    NEAR_CALLER = 8,
    NEAR_ENTRY = 16,
    NEAR_ROUTE = 32,
    NEAR_REPOSITORY = 64,
    NEAR_BODY = 128,
    NEAR_CALLER_BODY = 256,
    NEAR_EXPRESSION = 512,
    NEAR_UNITS = NEAR_FUNCTION | NEAR_CLASS | NEAR_CALLER | NEAR_ENTRY | NEAR_BODY | NEAR_CALLER_BODY /* of those near_units() knows */
};

struct near_units {
    GArray *units; /* struct unit, as units_sort() leaves them */
    GArray *files; /* uint32_t, those of the units, in order */
};

/* What the condition's key of that name asks for; `without`: what it asks for if it has none. */
unsigned near_asked(const struct cond *c, unsigned without);

/* The units that are near a subject by what of `bits` NEAR_UNITS holds; the index's. */
const struct near_units *near_units(struct cond_context *x, struct subject_ref s, unsigned bits);

/* The same of a route: its handler and what that calls. */
const struct near_units *near_route(struct cond_context *x, uint32_t route);

/* Whether the use stands in, or decorates, one of the units, or is nested in one. */
bool use_within(const struct model *m, const struct near_units *near, const struct use *use);

/* Whether what stands in `at` is near a subject, as a use that stands there would be. */
bool near_holds(struct cond_context *x, struct subject_ref s, unsigned bits, struct unit at);

#endif
