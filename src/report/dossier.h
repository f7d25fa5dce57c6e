/*
 * dossier - the launch-review document: what a committee decides on, with the evidence, as HTML or Markdown.
 */
#ifndef DEBTSCAN_REPORT_DOSSIER_H
#define DEBTSCAN_REPORT_DOSSIER_H

#include "report/report.h"

/*
 * The templates dossier.html and dossier.md over the view of docs/templates.md, with `dossier` beside it: the date of
 * options.date, what was accepted and by whom, what is open and accepted by nobody.
 */
bool report_dossier_html(const struct report *r, const struct text_options *options, GString *out, GError **error);
bool report_dossier_markdown(const struct report *r, const struct text_options *options, GString *out, GError **error);

#endif
