/*
 * gates - the words of options that let a run fail.
 */
#ifndef DEBTSCAN_CLI_GATES_H
#define DEBTSCAN_CLI_GATES_H

#include <glib.h>
#include <stdbool.h>

#include "rules/ruleset.h"

struct gates {
    int fail_under, max_drop; /* 1/10 point; -1 without */
    int fail_on;              /* enum severity; -1 without */
    bool fail_on_new;
    bool floors; /* a debt below the floor of its profile fails, too */
};

#define GATES_NONE {.fail_under = -1, .max_drop = -1, .fail_on = -1}

/* "70" or "72.5" in 1/10 point. */
bool gates_score(const char *option, const char *text, int *out, GError **error);

/* The words of --fail-on: a severity, `new`, or both. `words` may be NULL. */
bool gates_fail_on(char *const *words, struct gates *out, GError **error);

/* What the options leave open is as the profile says. */
struct gates gates_with_profile(const struct gates *given, const struct profile_gates *p);

/* Why a debt below its floor fails the run; both in 1/10 point. In the arena. */
char *gates_floor_reason(struct arena *a, enum category c, int score, int floor);

/* The day of --today, as 20270201. */
bool gates_day(const char *text, int *out, GError **error);

#endif
