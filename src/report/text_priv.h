/*
 * text_priv - the parts of the terminal report.
 */
#ifndef DEBTSCAN_REPORT_TEXT_PRIV_H
#define DEBTSCAN_REPORT_TEXT_PRIV_H

#include "report/sheet.h"

struct text_page {
    struct sheet s;
    const struct report *r;
    const struct text_options *o;
};

enum tint severity_tint(enum severity s);
enum tint grade_tint(char grade);

/* A section's heading, and what stands beside it in plain. */
void text_heading(struct text_page *p, const char *heading, const char *beside);

/* The scanned path as a word of a shell command. Yours to free. */
char *text_target(const struct text_page *p);

void text_findings(struct text_page *p);
void text_explain(struct text_page *p);

#endif
