/*
 * words - the set of words that stand in a file which the gate keeps from the parser: a Bloom filter in blocks of a
 * cache line (Putze, Sanders and Singler 2007), so that the linker can tell which of such files may use a name.
 *
 * A word is a run of letters, digits, underscores and bytes above 127 that does not begin with a digit.
 */
#ifndef DEBTSCAN_EXTRACT_WORDS_H
#define DEBTSCAN_EXTRACT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/facts.h"

struct facts_builder;

#define BITS_A_WORD 3

/*
 * Adds the words of a file, and which of them it declares: they follow one of `marks` (`func`, `const`), perhaps behind
 * parentheses (`func (c *Client) Ask`), or begin a line
 * of the block in parentheses that follows one, or stand before `before` (`(this `). Both may be NULL.
 */
void words_add(struct facts_builder *b, const unsigned char *data, size_t size, const char *const *marks, const char *before);

/* What words_hold asks by: that of the last word in `name`; 0 without any. */
uint64_t words_hash(const char *name);
/* The same for a word that the file declares. */
uint64_t words_hash_declared(const char *name);

/* Whether a name is made of several words, so that nobody else has it by chance: save_answer, saveAnswer. */
bool words_several(const char *name);

/* Whether the word may stand in the file; false is certain, for a skipped file. */
static inline bool words_hold(const struct facts *f, uint64_t hash)
{
    if (f->n_words == 0)
        return false;
    const uint64_t *bits = f->words[(hash >> 32) * f->n_words >> 32].bits;
    for (unsigned i = 0; i < BITS_A_WORD; i++, hash >>= 9)
        if (!(bits[hash >> 6 & 7] >> (hash & 63) & 1))
            return false;
    return true;
}

#endif
