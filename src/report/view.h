/*
 * view - what templates see: the JSON report, with what a page needs beside it.
 *
 * Every text of the scanned repository is safe (base/text.h). Scores are texts with one decimal. docs/templates.md
 * describes what is added: places, links, code with its colours, groups of findings, the way to the gate, drawings.
 */
#ifndef DEBTSCAN_REPORT_VIEW_H
#define DEBTSCAN_REPORT_VIEW_H

#include <cjson/cJSON.h>

#include "report/report.h"

/*
 * The view; to be deleted with cJSON_Delete. `most` is how many findings, the worst, stand in the groups; the others are
 * counted in `left_out`.
 */
cJSON *view_new(const struct report *r, const struct text_options *options, unsigned most);

#endif
