/*
 * parts - what a file declares at its top, and the names that stand in each: a coarse look at a file, before anything
 * is resolved. A part is a function, a class with all of its methods, or a variable with its value and the statements
 * that begin with it. Classes in classes are parts too, which the outer one names.
 */
#ifndef DEBTSCAN_LINK_PARTS_H
#define DEBTSCAN_LINK_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "extract/facts.h"

struct part {
    uint32_t name;           /* string; 0 for statements that begin with no name */
    uint32_t first, n;       /* names[]: names of variables, types and elements in it, each once */
    uint32_t first_text, n_texts; /* texts[]: string literals */
    uint32_t first_member, n_members; /* members[]: what it names of what is imported */
};

struct part_member { /* `text` in `root.text`, or in root.a.text() */
    uint32_t root, text;
};

struct parts {
    struct part *list; /* each name once; [0] has none */
    uint32_t n;
    uint32_t *names, *texts; /* strings of the file */
    struct part_member *members;
    bool *joined;            /* by string: it is a piece of a text that is put together */
    uint32_t *of;            /* by string: the part of that name, 0 without */
};

/* Of parsed facts, which are borrowed. With `types` what is behind a dot or the like counts as a name too. `roots`: by string,
 * names that modules begin with, as if imports bound them. */
struct parts *parts_new(const struct facts *f, bool types, const bool *roots);
void parts_free(struct parts *p);

#endif
