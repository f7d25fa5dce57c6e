/*
 * yaml - a rule file as a tree of nodes that know their line.
 * Stricter than YAML: one document, no anchors, aliases or tags, no key twice in one map, nested at most 32 deep.
 * Rule files may come from the scanned repository, so size and depth have ceilings. Everything lives in the arena.
 *
 *     struct yaml_node *root = yaml_parse(&arena, "rules/sdks/openai.yml", data, size, &error);
 *     const struct yaml_node *title = yaml_get(root, "title");
 */
#ifndef DEBTSCAN_RULES_YAML_H
#define DEBTSCAN_RULES_YAML_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

enum yaml_kind { YAML_NULL, YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml_node {
    enum yaml_kind kind;
    bool plain;       /* SCALAR: neither quoted nor a block; NULL, true and numbers are plain */
    const char *text; /* SCALAR: its value; NULL: "" */
    struct yaml_node **keys;  /* MAP: scalars */
    struct yaml_node **items; /* LIST: elements; MAP: values */
    unsigned n;
    const char *file;
    unsigned line; /* 1-based */
};

/* NULL on error; the message begins with `file:line: `. `file` is copied. */
struct yaml_node *yaml_parse(struct arena *a, const char *file, const char *data, size_t size, GError **error);

/* The value of `key`, NULL without or if `node` is no map. */
const struct yaml_node *yaml_get(const struct yaml_node *node, const char *key);

bool yaml_bool(const struct yaml_node *node, bool *out); /* plain true or false */

/* A plain decimal number, as 1/100. False for more than two decimals, or if it does not fit. */
bool yaml_number(const struct yaml_node *node, int64_t *hundredths);

#endif
