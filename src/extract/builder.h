/*
 * builder - facts of one file under construction: growing tables and an interned string table.
 */
#ifndef DEBTSCAN_EXTRACT_BUILDER_H
#define DEBTSCAN_EXTRACT_BUILDER_H

#include <stddef.h>

#include "extract/facts.h"

struct facts_builder;

struct facts_builder *builder_new(void);
void builder_free(struct facts_builder *b);
/* Ready for the next file; capacity is kept. Index 0 entries and scope 1, region 1 (module) exist. */
void builder_reset(struct facts_builder *b);

/* The index of a string, interned; bytes that are not UTF-8 become U+FFFD, NUL is dropped. */
uint32_t builder_string(struct facts_builder *b, const char *s, size_t len);
uint32_t builder_cstring(struct facts_builder *b, const char *s);

/* Appends a zeroed row and gives its index; the pointer is good until the next append to that table. */
#define X(type, name) uint32_t builder_add_##name(struct facts_builder *b, struct type **row);
FACT_TABLES(X)
#undef X

/* A row that exists. */
#define X(type, name) struct type *builder_##name(struct facts_builder *b, uint32_t i);
FACT_TABLES(X)
#undef X

/* A run of kids is written in one go, when all of them are known. */
uint32_t builder_add_kids(struct facts_builder *b, const uint32_t *kids, uint32_t n);

/* The set of words, empty and of `n` parts, which are the caller's to fill until the next file. */
struct fact_words *builder_words(struct facts_builder *b, uint32_t n);

/* What is there already. Pointers are good until the next append to their table. */
const char *builder_text(const struct facts_builder *b, uint32_t string);
const uint32_t *builder_kids(const struct facts_builder *b, uint32_t first, uint32_t count);
#define X(type, name) uint32_t builder_n_##name(const struct facts_builder *b);
FACT_TABLES(X)
#undef X

void builder_note(struct facts_builder *b, uint32_t line, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The scalar members: status, errors, root, records ... */
struct facts *builder_facts(struct facts_builder *b);

/* A compact copy in the arena. */
struct facts *builder_finish(struct facts_builder *b, struct arena *a);

#endif
