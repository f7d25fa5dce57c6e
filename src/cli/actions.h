/*
 * actions - what a run on GitHub Actions wants beside annotations, and what logs of CI systems take for commands.
 */
#ifndef DEBTSCAN_CLI_ACTIONS_H
#define DEBTSCAN_CLI_ACTIONS_H

#include "cli/outputs.h"
#include "report/compare.h"

/*
 * Appends the Markdown report to the file of GITHUB_STEP_SUMMARY, within its limit, and what the steps behind may want to
 * know to that of GITHUB_OUTPUT: score, grade, verdict, gate, findings, sarif-file, report-file. Without these variables
 * it does nothing.
 */
bool actions_publish(const struct report *r, const struct text_options *options, const GArray *outputs, GError **error);

/* The same for a comparison: score, base-score, delta, gate, new-findings, fixed-findings. */
bool actions_publish_comparison(const struct comparison *c, GError **error);

/* Appends a Markdown text to the file of GITHUB_STEP_SUMMARY, within its limit. Without the variable it does nothing. */
bool actions_summary(const char *markdown, GError **error);

/* One remark for whoever reads the run: an annotation on GitHub Actions, else a line on standard error. */
bool actions_notice(const char *text, GError **error);

/*
 * The same text so that nothing in it is a command of the CI system that reads the log: between stop-commands on GitHub,
 * with "##" and "[" apart elsewhere. Where no CI system runs us it is left as it is.
 */
void actions_guard(GString *text);

#endif
