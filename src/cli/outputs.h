/*
 * outputs - where the reports of one scan go: standard output (through a pager on a terminal) and files.
 */
#ifndef DEBTSCAN_CLI_OUTPUTS_H
#define DEBTSCAN_CLI_OUTPUTS_H

#include "cli/cli.h"

struct output {
    const struct reporter *reporter;
    const char *file; /* NULL: standard output */
    char *template;   /* of --template; NULL without */
};

/*
 * Reads the words of --format, FMT[=FILE], and of --template, TEMPLATE[=FILE], to `outputs` (struct output, with output_fini
 * as the clear function); without any it is the default format. `-` is standard output, which takes one report. The words
 * must outlive the outputs.
 */
bool outputs_read(char *const *formats, char *const *templates, GArray *outputs, GError **error);
void output_fini(gpointer output);

/*
 * Writes all of them: files first, each whole or not at all, since a reader of standard output that goes away early must
 * not cost a file. `paged`: the text report may go through the reader's pager. `texts` gets what was written, in the
 * order of the outputs, each the caller's to free; it may be NULL.
 */
bool outputs_write(const GArray *outputs, const struct report *r, const struct text_options *options, bool paged,
                   GString **texts, GError **error);

/* The same with texts that were written before. */
bool outputs_write_texts(const GArray *outputs, GString *const *texts, GError **error);

#endif
