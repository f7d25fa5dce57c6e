/*
 * regex_words - what a regular expression finds, by examples: `(?i)^(?:user|tenant)_?id$` finds user_id and tenant_id.
 */
#ifndef DEBTSCAN_BASE_REGEX_WORDS_H
#define DEBTSCAN_BASE_REGEX_WORDS_H

#include <glib.h>

/* Appends up to `most` examples of what `regex` finds, and ... where it finds more. Any text is taken: of what is no regular
 * expression, or says little in words, the expression itself is appended between slashes. */
void regex_words(const char *regex, unsigned most, GString *out);

#endif
