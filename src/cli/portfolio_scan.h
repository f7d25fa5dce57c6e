/*
 * portfolio_scan - the entries of a portfolio: repositories are scanned, each in a process of its own, and reports are read.
 *
 * As many at once as there are jobs; one that fails, or dies, becomes an entry that says so. What a repository gave is
 * kept in the cache by its content, so that a run that was killed goes on where it stood, and a second run scans only what
 * has changed. The order of the entries does not depend on who was first.
 */
#ifndef DEBTSCAN_CLI_PORTFOLIO_SCAN_H
#define DEBTSCAN_CLI_PORTFOLIO_SCAN_H

#include "base/progress.h"
#include "cli/portfolio_inputs.h"
#include "rules/ruleset.h"

struct portfolio_scan {
    const char *rules_dir; /* may be NULL */
    const char *reports;   /* folder that gets the report of each repository, HTML and JSON; NULL: none is written */
    const char *link;      /* that folder, as the page that links there sees it */
    unsigned jobs;         /* 0: one a processor */
    unsigned seconds;      /* for one repository; 0: any */
    int today;             /* as scan_options.today */
    const char *profile;   /* NULL: that of each repository */
    bool no_cache, no_comments;
    enum progress_mode progress;
};

/* Adds an entry for each input. False, with an error of CLI_ERROR, if nothing can be scanned at all. */
bool portfolio_scan(const struct portfolio_scan *o, struct ruleset *rules, const GArray *inputs, struct portfolio *p, GError **error);

#endif
