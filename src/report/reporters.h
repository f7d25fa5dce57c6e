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
bool report_sarif(const struct report *r, const struct text_options *options, GString *out,
                 GError **error);
bool report_gitlab(const struct report *r, const struct text_options *options, GString *out,
                 GError **error);
bool report_junit(const struct report *r, const struct text_options *options, GString *out,
                 GError **error);
bool report_csv(const struct report *r, const struct text_options *options, GString *out,
                 GError **error);
bool report_github(const struct report *r, const struct text_options *options, GString *out,
                 GError **error);
bool report_badge(const struct report *r, const struct text_options *options, GString *out,
                 GError **error);
bool report_html(const struct report *r, const struct text_options *options, GString *out,
                 GError **error);
bool report_markdown(const struct report *r, const struct text_options *options, GString *out,
                 GError **error);
bool report_prompt(const struct report *r, const struct text_options *options, GString *out,
                 GError **error);
bool report_template(const struct report *r, const struct text_options *options, GString *out,
                 GError **error);

/* The inventory alone: parts of the JSON contract, and a table for a terminal. */
bool report_inventory_json(const struct report *r, const struct text_options *options, GString *out,
                           GError **error);
bool report_inventory(const struct report *r, const struct text_options *options, GString *out,
                      GError **error);
bool report_cyclonedx(const struct report *r, const struct text_options *options, GString *out,
                      GError **error);

#endif
