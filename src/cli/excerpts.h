/*
 * excerpts - what a report quotes of the source: the line of each finding, and where a format asks for it the lines
 * around with their colours, GitHub's line hashes and UTF-16 columns.
 */
#ifndef DEBTSCAN_CLI_EXCERPTS_H
#define DEBTSCAN_CLI_EXCERPTS_H

#include "report/report.h"
#include "source/source.h"

/*
 * Fills the findings of the report; `needs` is of enum report_needs. Each file is read once more. A line that holds a
 * credential is never kept.
 */
void excerpts_fill(struct report *r, struct source *s, unsigned needs);

#endif
