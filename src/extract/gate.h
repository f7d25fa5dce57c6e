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

struct gate;

/*
 * Lists are NULL-terminated, may be NULL, and are copied; an empty string opens the gate for everything.
 * `literals` count anywhere, `modules` as whole words on lines that hold one of `marks` ("import"), but not behind
 * a '.': they are where a module's name begins. Without `marks` they count anywhere.
 */
struct gate *gate_new(const char *const *literals, const char *const *modules, const char *const *marks);
void gate_free(struct gate *g);

/* Whether one of the literals occurs. */
bool gate_opens(const struct gate *g, const void *data, size_t size);

#endif
