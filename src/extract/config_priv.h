/*
 * config_priv - values of configuration as expressions: one tree of dictionaries, lists and
 * scalars, built as items and then written to the facts in one go, parents before their parts.
 */
#ifndef DEBTSCAN_EXTRACT_CONFIG_PRIV_H
#define DEBTSCAN_EXTRACT_CONFIG_PRIV_H

#include "extract/extract_priv.h"

struct config_item {
    uint8_t kind, flags; /* of the node */
    uint32_t text;       /* string */
    uint32_t line, end_line;
    uint32_t column, end_column;
    struct config_item *first, *last; /* parts; of a NODE_PAIR: key, then value */
    struct config_item *next;
};

struct config_builder {
    struct facts_builder *b;
    struct arena arena; /* of the items */
    GHashTable *by_key; /* of dictionaries that are looked into while they grow */
    uint32_t n_items;
    bool full; /* LIMIT_TREE_NODES was reached: items are no longer added */
    GArray *kids;
};

void config_builder_init(struct config_builder *c, struct facts_builder *b);
void config_builder_fini(struct config_builder *c);

/* An item on one line, appended to `parent` (may be NULL). Never NULL: past the ceiling it is not
 * appended. */
struct config_item *config_add(struct config_builder *c, struct config_item *parent,
                               enum node_kind kind, uint32_t line);
void config_append(struct config_builder *c, struct config_item *parent, struct config_item *item);

/* Sets the text, cut at LIMIT_STRING_BYTES. */
void config_text(struct config_builder *c, struct config_item *item, const char *s, size_t len);

/* Appends a pair of a string key and an item to a dictionary. */
void config_pair(struct config_builder *c, struct config_item *dict, const char *key, size_t len,
                 uint32_t line, struct config_item *value);

/*
 * The value of `key` in a dictionary that was filled by this function and config_nest alone; made
 * as `kind` if there is none.
 */
struct config_item *config_child(struct config_builder *c, struct config_item *dict,
                                 const char *key, size_t len, enum node_kind kind, uint32_t line);

/* Writes the tree and gives its root's node. NULL gives 0. */
uint32_t config_emit(struct config_builder *c, const struct config_item *root);

/*
 * Parses text as language `l` (READER_CONFIG), whose first line is line 1 + `line_offset` of the
 * file, and gives the node of its value, 0 if there is none.
 */
uint32_t config_read(struct extractor *x, struct facts_builder *b, const struct language *l,
                     const char *text, size_t size, uint32_t line_offset);

/* Removes quotes and resolves the escapes that stand for one plain character; folds lines as YAML
 * does. */
void config_unquote(GString *out, const char *s, size_t len);

/* `len` or less, so that no more than `most` bytes are taken and no character is cut. */
size_t config_cut(const char *s, size_t len, size_t most);

/* Keeps the comments that speak to this program (`# debtscan:...`): a suppression, or a template's
 * mark. */
void config_comments(struct facts_builder *b, const char *text, size_t size);

/* Past a byte order mark. */
void config_skip_mark(const unsigned char **data, size_t *size);

#endif
