/*
 * named_texts - files whose names say that they hold prompts.
 */
#ifndef DEBTSCAN_LINK_NAMED_TEXTS_H
#define DEBTSCAN_LINK_NAMED_TEXTS_H

#include <stdbool.h>

struct ruleset;

/* Whether the name of the file at `path`, without what follows its first dot, is one of prompts (rules/prompts.yml):
 * such a source file is read whatever it holds. */
bool link_names_prompts(const struct ruleset *rules, const char *path);

#endif
