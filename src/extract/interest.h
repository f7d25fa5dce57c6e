/*
 * interest - which documents and configuration files a rule could say something about.
 *
 * Code passes the literal gate, or this one where a condition asks for names in files of its zone (evaluations);
 * documents and configuration pass this one alone: a file is read if its path,
 * its zone and a cheap look at its bytes leave a condition of the ruleset that it may fulfil. The look
 * errs to "yes": literals that a condition's expressions and keys need, lines that may be headings,
 * lines that may belong to a table.
 */
#ifndef DEBTSCAN_EXTRACT_INTEREST_H
#define DEBTSCAN_EXTRACT_INTEREST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/ruleset.h"

struct interest;

/* Compiled from all conditions, manifests and CI systems of `rules`, which must outlive it. */
struct interest *interest_new(const struct ruleset *rules);
void interest_free(struct interest *i);

/* Whether the file must be read. `language` is one of READER_CONFIG or READER_MARKDOWN. */
bool interest_wants(struct interest *i, const struct language *language, const char *path, enum zone zone,
                    const void *data, size_t size);

/* The groups (rules/ruleset.h) of the conditions on code that a file of READER_CODE may fulfil. */
uint64_t interest_groups(struct interest *i, const char *path, enum zone zone, const void *data, size_t size);

#endif
