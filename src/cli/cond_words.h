/*
 * cond_words - the conditions of rule files in words, for `explain`.
 */
#ifndef DEBTSCAN_CLI_COND_WORDS_H
#define DEBTSCAN_CLI_COND_WORDS_H

#include <glib.h>

#include "rules/ruleset.h"

/* Appends what `c` asks for, as part of a sentence: whole, with named conditions followed by what they mean, or in brief, with
 * examples of what expressions find and without what only narrows it down. */
void cond_words(const struct ruleset *rules, const struct cond *c, bool brief, GString *out);

#endif
