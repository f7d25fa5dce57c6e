/*
 * judge - evaluates every control over the model, scores it and plans the repayment.
 */
#ifndef DEBTSCAN_JUDGE_JUDGE_H
#define DEBTSCAN_JUDGE_JUDGE_H

#include "judge/judgement.h"
#include "rules/settings.h"

struct judge_options {
    const char *kind;                /* pinned repository kind; NULL: as the settings say, or the rules decide */
    int gate;                        /* 1/10 point the plan aims at; -1: the profile's target */
    const struct settings *settings; /* of the repository, which the report must not outlive; NULL: the usual profile alone */
    bool components;                 /* those of a monorepo are scored by themselves, too */
    bool no_plan;
};

/* Judges the model; the report owns its arena, the model stays the caller's and must outlive it. */
struct report *judge_model(const struct model *m, const struct judge_options *options);
void report_free(struct report *r);

/* What the score gains, in 1/10, if one finding alone is repaid: for each of the report's findings, in their order. */
void finding_gains(const struct report *r, int *out);

/* What a control of that severity weighs. */
int score_weight(enum severity s);

const char *status_name(enum status s);
const char *verdict_name(enum verdict v);
char grade_of(int score);

#endif
