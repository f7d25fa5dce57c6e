/*
 * pages - the reports that are templates.
 */
#ifndef DEBTSCAN_REPORT_PAGES_H
#define DEBTSCAN_REPORT_PAGES_H

#include "report/report.h"

/*
 * The Markdown report in at most `limit` bytes (0: as it comes). What does not fit is left out from the end of the findings,
 * which are in the order of their severity, and counted; if that is not enough it ends at a heading.
 */
bool page_markdown(const struct report *r, const struct text_options *options, gsize limit, GString *out, GError **error);

#endif
