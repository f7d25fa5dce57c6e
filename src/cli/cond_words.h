/*
 * cond_words - the conditions of rule files in words, for `explain`.
 */
#ifndef DEBTSCAN_CLI_COND_WORDS_H
#define DEBTSCAN_CLI_COND_WORDS_H

#include <glib.h>

#include "rules/ruleset.h"

/* Appends what `c` asks for, as part of a sentence. Named conditions are followed by what they
 * mean. */
void cond_words(const struct ruleset *rules, const struct cond *c, GString *out);

#endif
