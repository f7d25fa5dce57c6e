/*
 * scaffold - the files that `debtscan fix` writes: templates of rules/scaffolds.yml over what the scan knows.
 *
 * docs/templates.md describes the view: that of reports, and `fill` beside it.
 */
#ifndef DEBTSCAN_REPORT_SCAFFOLD_H
#define DEBTSCAN_REPORT_SCAFFOLD_H

#include <cjson/cJSON.h>

#include "report/report.h"

struct scaffold_text {
    char *path; /* from the scanned folder; safe as tree_path_is_safe says */
    char *text;
    const struct scaffold_file *file;
};

void scaffold_text_fini(gpointer text);

/*
 * What all scaffolds are filled with; to be deleted with cJSON_Delete. `people` are names of git's authors, those who wrote
 * most first, NULL-terminated.
 */
cJSON *scaffold_view(const struct report *r, const struct text_options *options, char *const *people);

/*
 * Appends the files of the control's scaffold that fit the repository to `out` (struct scaffold_text, with
 * scaffold_text_fini as the clear function). The view gets the control in hand. False with an error that names the template.
 */
bool scaffold_render(const struct report *r, const struct text_options *options, cJSON *view, const struct control *c, GArray *out,
                     GError **error);

#endif
