/*
 * gate - the literal gate in front of the parser: whether any of many strings occurs in bytes.
 *
 * Faster than an automaton that looks at every byte: of each string the 4-byte windows at its first
 * offsets are entered into a bit set, so that only every few bytes one window has to be looked up.
 */
#ifndef DEBTSCAN_EXTRACT_GATE_H
#define DEBTSCAN_EXTRACT_GATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gate;

struct gate_words {
    const char *const *texts; /* NULL-terminated, or NULL; "A & B" is found where both A and B are */
    const uint64_t *groups;   /* of each text, a bit set that is not 0; NULL: all are of GATE_FIRST */
};

/* The group that ends a search. */
#define GATE_FIRST ((uint64_t)1)

/*
 * Lists are copied; an empty string opens the gate for everything.
 * `literals` count anywhere, `modules` as whole words on lines that hold one of `marks` ("import"), but not behind
 * a '.': they are where a module's name begins. Without `marks` they count anywhere. `addresses` are parts of addresses
 * that programs call: what stands before the whole address is no blank and no letter beyond ASCII, as it is in prose.
 */
struct gate *gate_new(struct gate_words literals, struct gate_words modules, struct gate_words addresses,
                      const char *const *marks);
void gate_free(struct gate *g);

/* The groups of the literals that occur: all of them, or, once one of GATE_FIRST was found, that and some. 0: none. */
uint64_t gate_groups(const struct gate *g, const void *data, size_t size);

/* Whether one of the literals occurs. */
static inline bool gate_opens(const struct gate *g, const void *data, size_t size)
{
    return gate_groups(g, data, size) != 0;
}

#endif
