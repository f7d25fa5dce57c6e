/*
 * lint - what is wrong with rules that load: lacking tests, entries that can never count, patterns that match
 * nothing or everything. For `debtscan rules check`; running the tests themselves is the command's work.
 */
#ifndef DEBTSCAN_RULES_LINT_H
#define DEBTSCAN_RULES_LINT_H

#include <glib.h>

#include "rules/ruleset.h"

/* One "file:line: text" a flaw, sorted by file and line; strings are freed with the array. Empty: nothing found. */
GPtrArray *rules_lint(const struct ruleset *rules);

#endif
