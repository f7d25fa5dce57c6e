/*
 * literals - finds any of many strings in bytes, in one pass that skips most of them (Wu and Manber).
 * The longer the shortest string, the quicker; strings of less than 4 bytes are looked for one by one.
 */
#ifndef DEBTSCAN_BASE_LITERALS_H
#define DEBTSCAN_BASE_LITERALS_H

#include <stdbool.h>
#include <stddef.h>

struct literals;

/* Copies the strings; empty ones are never found. */
struct literals *literals_new(const char *const *strings, size_t n);
void literals_free(struct literals *l);

/* String `i` stands at `offset`. False ends the search. */
typedef bool (*literals_found)(void *payload, size_t i, size_t offset);

/* Calls `found` for every occurrence, overlapping ones too, in no particular order. */
void literals_search(const struct literals *l, const void *data, size_t size, literals_found found,
                     void *payload);

#endif
