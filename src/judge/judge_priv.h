/*
 * judge_priv - what judging, scoring and planning share.
 */
#ifndef DEBTSCAN_JUDGE_PRIV_H
#define DEBTSCAN_JUDGE_PRIV_H

#include <glib.h>

#include "judge/cond.h"
#include "judge/judge.h"

#define CREDIT_PASS 75     /* a subject with that much counts as satisfied */
#define CREDIT_PARTLY 25   /* a control with that much, whatever the rest turns out to be, is partly in order */
#define GATE_CONFIDENCE 80 /* a gate finding below it does not cap */
#define CAP_CONFIDENCE 60  /* a critical control below it does not cap */
#define DEBT_STEP 15       /* minutes to which totals are rounded */

struct score_total { /* 1/10 point */
    int value, low, high, uncapped;
};

/* False if no practice control applies to a debt that weighs something. `categories` may be NULL. */
bool score_total(const struct outcome *outcomes, unsigned n, const struct profile *p,
                 struct category_score *categories, struct score_total *out);

/* Debt of one control in minutes, from its subjects' credits (CONTROLS 3.5). */
int score_debt(const struct outcome *o);

/* Whether more than 30 % of the product's bytes are in files that no language reads. */
bool score_is_partial(const struct model *m);

int score_round_debt(int minutes);

/* The control's credits anew, as the means of its subjects'. */
void score_reweigh(struct outcome *o);

/* Sorts the findings, makes them the report's and hands each outcome its own. */
void judge_settle(struct report *r, GArray *findings);

/* Verdict and its reasons, confidence, debt, density, ratio and labels, from the outcomes. */
void score_report(struct report *r);

/* judge_model with the index of a model of which this one may be a view. */
struct report *judge_view(const struct model *m, const struct judge_options *options, struct cond_index *index);

/* Scores the components of the repository, if it has several. */
void judge_components(struct report *r, const struct judge_options *options, struct cond_index *index);

/* Score gains of all outcomes, and the steps for those with findings. */
void plan_build(struct report *r, struct cond_context *x, int gate);

#endif
