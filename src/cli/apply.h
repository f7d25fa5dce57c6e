/*
 * apply - findings that a small edit repairs: an argument written into a call whose arguments are all known.
 *
 * What is written stands in the rules: a control names an attribute (`apply`), an SDK says what sets it in which language
 * and on which call (`edits`). An edit is made only where it is certain: the attribute is unset and written nowhere, the
 * call is found again as the syntax tree has it, nothing is spread into its arguments, and the file parses as well after it
 * as before.
 */
#ifndef DEBTSCAN_CLI_APPLY_H
#define DEBTSCAN_CLI_APPLY_H

#include "cli/scan.h"

struct applied_file {
    const char *path; /* of the model */
    char *before, *after;
    unsigned n_edits;
};

struct applied {
    GArray *files;     /* struct applied_file, by path */
    GArray *repaired;  /* const struct finding *: those that the edits are for */
    GPtrArray *left;   /* char *: "PATH:LINE  CONTROL  why it was left alone" */
};

/* The edits for the open findings of the controls that `wanted` says yes to. Nothing is written. Free with applied_free. */
struct applied *apply_plan(const struct scan *s, bool (*wanted)(void *payload, const struct control *c), void *payload);
void applied_free(struct applied *a);

/* Writes the files, or what they were before. False with an error of CLI_ERROR. */
bool apply_write(const struct scan *s, const struct applied *a, bool back, GError **error);

/*
 * Why a scan of what was written does not prove it: a finding that was to go is there still, another control is worse, calls
 * are lost. NULL if it does. Yours to free.
 */
char *apply_disproof(const struct applied *a, const struct report *before, const struct report *after);

#endif
