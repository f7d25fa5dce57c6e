/*
 * rules_test - the tests that rule files carry, run against the rules they stand in.
 */
#ifndef DEBTSCAN_CLI_RULES_TEST_H
#define DEBTSCAN_CLI_RULES_TEST_H

#include <glib.h>

#include "extract/extract.h"

struct rules_result {
    unsigned passed, failed, todo;
};

/*
 * Runs the tests of all API files and controls, or of those that stand in the folder `dir` (as the rules were loaded
 * from it) and whose name, id or file holds `name`; either may be NULL. What is missing, noisy or different is appended
 * to `out`, a line each.
 */
struct rules_result rules_test(const struct ruleset *rules, struct extractor *x, const char *dir, const char *name,
                               GString *out);

#endif
