/*
 * link - joins the facts of all files into the model of the repository.
 *
 * One resolver for all languages: names, imports, attributes, parameters and returns are followed to
 * access paths, and access paths are matched against the ruleset. What it cannot resolve stays unknown.
 */
#ifndef DEBTSCAN_LINK_LINK_H
#define DEBTSCAN_LINK_LINK_H

#include "link/model.h"

/*
 * Takes the files, sorted by path, with their facts, and the notes gathered so far; all of them must
 * outlive the model. `rules` is const and outlives it too. Never fails: what is strange becomes a note.
 */
struct model *link_project(const struct ruleset *rules, const char *name, struct project_file *files,
                           unsigned n_files);

#endif
