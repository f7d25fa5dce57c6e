/*
 * painter - syntax colour for pieces of files, in a process that parses and may do nothing else.
 *
 * What a report quotes is parsed once more for its colours. Like all parsing of a stranger's text that happens in a
 * confined process; if it dies or takes too long, the text at hand stays plain.
 */
#ifndef DEBTSCAN_EXTRACT_PAINTER_H
#define DEBTSCAN_EXTRACT_PAINTER_H

#include "syntax/paint.h"

struct paint_range { /* bytes [begin, end) */
    uint32_t begin, end;
};

struct paint_job {
    const char *text; /* UTF-8 or not; borrowed */
    uint32_t size;
    const char *grammar;              /* name of a grammar (syntax/grammar.h) */
    const struct paint_range *ranges; /* in order, not overlapping; borrowed */
    unsigned n_ranges;
    GArray *spans; /* out: struct paint_span, in order; yours to free. Empty if nothing is known */
};

void painter_run(struct paint_job *jobs, unsigned n);

#endif
