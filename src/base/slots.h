/*
 * slots - the places of a text that values are put into: {{ question }}, {question}, <%= question %>.
 *
 * Which marks stand around them is the caller's: the syntax of a template language is a short list of them, asked in
 * order at each byte, so that longer marks come first. A text is only read, never run; what is not closed within
 * SLOT_BYTES is no slot.
 */
#ifndef DEBTSCAN_BASE_SLOTS_H
#define DEBTSCAN_BASE_SLOTS_H

#include <stdbool.h>
#include <stddef.h>

#define SLOT_BYTES 2000 /* of what stands between two marks */

enum slot_kind {
    SLOT_VALUE,   /* a value is put there */
    SLOT_NAME,    /* the same, if nothing but a name stands between the marks */
    SLOT_BLOCK,   /* a statement: `for x in xs` says that x is of xs */
    SLOT_COMMENT, /* nothing */
};

struct slot_marks {
    enum slot_kind kind;
    const char *open, *close;
};

struct text_slot {
    size_t start, end; /* bytes, with the marks */
    const char *name;  /* "user.name", never empty; of what stands in a loop, the name of what it goes over. In the text, not
                          NUL-terminated */
    size_t len;
};

/* Calls `found` for every slot, in order. False from it ends the search. */
void slots_find(const char *text, size_t len, const struct slot_marks *marks, unsigned n,
                bool (*found)(void *payload, const struct text_slot *slot), void *payload);

/*
 * Whether what is put at [start, end) is told apart from the text around it: it stands between a tag and its end,
 * two fences, two rules, or labels in brackets.
 */
bool slot_is_delimited(const char *text, size_t len, size_t start, size_t end);

#endif
