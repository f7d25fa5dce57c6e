/*
 * edit - an argument written into a call, where that is certain.
 */
#ifndef DEBTSCAN_SYNTAX_EDIT_H
#define DEBTSCAN_SYNTAX_EDIT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct edit_call {
    struct { uint32_t line, column; } begin, end; /* 1-based, columns in bytes; `end` is behind the last byte */
    const char *const *names; /* that what is called may end in: "create", "chat.create"; NULL-terminated */
    bool object;              /* named arguments are keys of an object, the first argument */
};

/*
 * `text` with `argument` (such as "timeout=20") as the last one of the call: on a line of its own where the last one stands
 * so, and with the call's line ends. NULL where it is not certain: the call is not found, something is spread into it, the
 * argument is there, or the file would parse worse; `*why` (static) says which. Yours to free.
 */
char *edit_argument(const char *language, const char *text, const struct edit_call *c, const char *argument, const char **why);

/*
 * `text` with `after` in place of `before`, which stands once on the line (1-based): between quotation marks, or, of a
 * configuration file (`quoted` false), as a word of its own. NULL where it is not certain, as above. Yours to free.
 */
char *edit_word(const char *language, const char *text, uint32_t line, bool quoted, const char *before, const char *after,
                const char **why);

#endif
