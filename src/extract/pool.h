/*
 * pool - extraction in worker processes: one a core, sandboxed, restarted when one dies.
 *
 * Grammars abort or stall on hostile input, so a parser never runs in the process that owns the
 * report. A worker that dies, or exceeds its time or memory, costs the one file it was reading and
 * leaves one note. Results do not depend on the number of workers.
 */
#ifndef DEBTSCAN_EXTRACT_POOL_H
#define DEBTSCAN_EXTRACT_POOL_H

#include "extract/extract.h"

struct pool_job {
    const char *path;
    struct classification class; /* in: by path; out: with content */
    bool force;
    bool wanted;   /* false: skip this job */
    struct facts *facts; /* out; in the arena given to pool_run. FACTS_FAILED with a note when a worker was lost */
    uint64_t size; /* out: bytes read */
    char hash[41]; /* out: SHA-1 of the content, hex */
};

/* Hands the bytes of job `i` over: size, or -1 with a static or arena reason in *why (unreadable, too large). */
typedef ssize_t (*pool_read)(void *payload, size_t i, unsigned char *buffer, size_t capacity, const char **why);

/* Called in the parent after each finished job. */
typedef void (*pool_progress)(void *payload, size_t done, size_t total);

struct pool_options {
    unsigned workers;    /* 0: one a processor */
    bool in_process;     /* no workers at all: rule tests and fuzzers */
    pool_read read;
    pool_progress progress; /* may be NULL */
    void *payload;
};

/* Runs all wanted jobs; facts live in `a`. False only if no worker could be started. */
bool pool_run(const struct ruleset *rules, struct extractor *x, struct pool_job *jobs, size_t n,
              const struct pool_options *options, struct arena *a, GError **error);

#endif
