/*
 * select - a report of some debts, controls and severities only.
 */
#ifndef DEBTSCAN_CLI_SELECT_H
#define DEBTSCAN_CLI_SELECT_H

#include "judge/judgement.h"
#include "rules/ruleset.h"

#include <glib.h>

struct selection {
    const struct ruleset *rules; /* borrowed */
    bool *controls; /* by control index; NULL: all */
    int severity;   /* enum severity of the least that is shown; -1: all */
    char *text;     /* the words of --only, for people; NULL without */
};

/*
 * Reads words such as "technical,TEC-04" (debts and controls, in any case); an error of CLI_USAGE names what is neither
 * and the nearest that is. To be ended with selection_fini.
 */
bool selection_read(char *const *words, const struct ruleset *rules, struct selection *out, GError **error);
void selection_fini(struct selection *s);

/*
 * Takes what is not selected from the report: findings, and with --only also controls and steps of the plan. Scores stay
 * those of everything, and a path to the gate is no longer told.
 */
void selection_apply(const struct selection *s, struct report *r);

#endif
