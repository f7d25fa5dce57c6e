/*
 * proposals - an owner for the steps of the plan that nobody owns: who changed their files most. It is shown, and scores
 * nothing.
 */
#ifndef DEBTSCAN_CLI_PROPOSALS_H
#define DEBTSCAN_CLI_PROPOSALS_H

#include "judge/judgement.h"
#include "source/source.h"

/* Fills `owner` and `owner_proposed` of steps without an owner, from the history of `s`. */
void proposals_fill(struct report *r, const struct source *s);

#endif
