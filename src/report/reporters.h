/*
 * reporters - the renderers behind the table in report.h.
 */
#ifndef DEBTSCAN_REPORT_REPORTERS_H
#define DEBTSCAN_REPORT_REPORTERS_H

#include "report/report.h"

bool report_text(const struct report *r, const struct text_options *options, GString *out,
                 GError **error);
bool report_json(const struct report *r, const struct text_options *options, GString *out,
                 GError **error);

#endif
