/*
 * report - what a scan says, complete: renderers read it and compute nothing.
 *
 * Filled by judge (controls, findings, scores, plan) and by cli (subject, snippets). It mirrors the
 * JSON contract of docs/report.schema.json.
 */
#ifndef DEBTSCAN_REPORT_REPORT_H
#define DEBTSCAN_REPORT_REPORT_H

/* The structures live in judge/judgement.h, since judge fills them and report may include judge. */
#include "judge/judgement.h"

#include <glib.h>

/* What a renderer reads beyond what every report has. */
enum report_needs {
    NEEDS_LINE_HASHES = 1, /* finding.line_hash and unit columns */
    NEEDS_CODE = 2,        /* finding.code, of the worst findings */
    NEEDS_COMPONENTS = 4,  /* report.components */
    NEEDS_OWNERS = 8,      /* plan_step.owner by history where nobody is named */
};

/* What code scanning of GitHub takes, or all that the standard has. */
enum sarif_profile { SARIF_GITHUB, SARIF_STANDARD };

struct text_options {
    bool colour, unicode, hyperlinks;
    unsigned width;
    bool all;           /* every finding, not the worst only */
    bool explain;       /* how each number came about */
    bool quiet;         /* the score and what failed, no more */
    const char *target; /* the scanned path as the user wrote it, for commands that are proposed;
                           NULL: "." */
    const char *root;   /* its absolute folder, for hyperlinks; may be NULL */
    const char *file;   /* where the report goes; NULL: standard output */
    const char *template; /* the user's template; NULL without */
    enum sarif_profile sarif;
    const char *date; /* of the review, as 2027-02-01; NULL: not known */
};

/*
 * A renderer appends the report to `out`. To add one: a file here, an entry in reporters[]
 * (reporters.c), a golden case. The first of the table is the default.
 */
struct reporter {
    const char *name, *summary; /* --format NAME, and its line of --help */
    bool (*write)(const struct report *r, const struct text_options *options, GString *out,
                  GError **error);
    unsigned needs; /* enum report_needs */
};

extern const struct reporter reporters[];
extern const size_t n_reporters;

/* What --template FILE writes; text_options says which file. */
extern const struct reporter reporter_template;

#endif
