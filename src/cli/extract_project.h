/*
 * extract_project - the facts of all files of a project.
 */
#ifndef DEBTSCAN_CLI_EXTRACT_PROJECT_H
#define DEBTSCAN_CLI_EXTRACT_PROJECT_H

#include "extract/pool.h"
#include "link/model.h"

/*
 * Classifies and extracts `files`, of which path and size are set; class, language, facts and hash
 * are filled in; with `all` the literal gate is left open. `options` reads file i. Facts live in `a`.
 * False as pool_run is.
 */
bool extract_project(const struct ruleset *rules, struct extractor *x, struct project_file *files,
                     size_t n, bool all, const struct pool_options *options, struct arena *a, GError **error);

#endif
