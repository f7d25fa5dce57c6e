/*
 * portfolio_compare - two repositories of a portfolio side by side, control by control, with evidence.
 */
#ifndef DEBTSCAN_REPORT_PORTFOLIO_COMPARE_H
#define DEBTSCAN_REPORT_PORTFOLIO_COMPARE_H

#include "report/portfolio.h"

struct portfolio_pair {
    const struct portfolio *p; /* settled */
    const struct portfolio_entry *a, *b;
};

struct pair_reporter {
    const char *name, *summary;
    void (*write)(const struct portfolio_pair *pair, const struct text_options *options, GString *out);
};

/* To add a format: a function, an entry. The first is the default. */
extern const struct pair_reporter pair_reporters[];
extern const size_t n_pair_reporters;

#endif
