/* Where things stand, and what they are called. */
#include <string.h>

#include "link/link_priv.h"

struct place place_of(struct linker *l, uint32_t file, uint32_t node)
{
    if (file == NO_INDEX || !node)
        return (struct place){.file = NO_INDEX};
    const struct facts *f = l->files[file].pf->facts;
    const struct fact_node *n = &f->nodes[node];
    struct fact_line at = facts_line(f, n->line), end = facts_line(f, n->end_line);
    return (struct place){.file = file, .line = at.line, .end_line = end.line, .column = n->column,
                          .end_column = n->end_column, .cell = at.cell, .cell_line = at.cell_line};
}

struct place place_of_line(struct linker *l, uint32_t file, uint32_t line)
{
    struct fact_line at = facts_line(l->files[file].pf->facts, line);
    return (struct place){.file = file, .line = at.line, .end_line = at.line, .column = 1, .end_column = 1,
                          .cell = at.cell, .cell_line = at.cell_line};
}

const char *scope_name(struct linker *l, uint32_t file, uint32_t scope)
{
    const struct facts *f = l->files[file].f;
    g_autoptr(GString) s = g_string_new(NULL);
    for (; scope > 1; scope = f->scopes[scope].parent) {
        const char *name = ltext(l, file, f->scopes[scope].name);
        if (!*name)
            continue;
        if (s->len)
            g_string_prepend_c(s, '.');
        g_string_prepend(s, name);
    }
    return s->len ? arena_strdup(l->a, s->str) : NULL;
}
