/*
 * keys - values of a configuration file by the path of their keys: `jobs.*.steps`. A `*` is every key, or every
 * element, of one level. Everything returned is borrowed from the facts.
 */
#ifndef DEBTSCAN_LINK_KEYS_H
#define DEBTSCAN_LINK_KEYS_H

#include <glib.h>

#include "extract/facts.h"

struct key_hit {
    const struct fact_node *node;
    const char *name; /* the key it was reached by */
};

/* The value of one key; NULL without, and if `dict` is NULL or no dictionary. */
const struct fact_node *keys_value(const struct facts *f, const struct fact_node *dict, const char *key);

/* Appends a struct key_hit for each value at a path below `at`, which was reached by the key `name`. */
void keys_values(const struct facts *f, const struct fact_node *at, const char *name, const char *path, GArray *out);

/* The text of a string, number or boolean; NULL for anything else. */
const char *keys_scalar(const struct facts *f, const struct fact_node *n);

#endif
