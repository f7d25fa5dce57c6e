/*
 * dump - facts as text, for tests and for people: one line a fact, in the order of the tables, stable.
 */
#ifndef DEBTSCAN_EXTRACT_DUMP_H
#define DEBTSCAN_EXTRACT_DUMP_H

#include <glib.h>

#include "extract/facts.h"

/*
 * Appends all facts. Expressions are written out: `a.b(c, k=v)`, with `await`, `new` and `?.` where flagged;
 * synthetic members and indexes between < and >.
 */
void facts_dump(const struct facts *f, GString *out);

/* Appends one expression. */
void facts_dump_node(const struct facts *f, uint32_t node, GString *out);

#endif
