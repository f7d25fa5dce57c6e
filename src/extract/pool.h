/*
 * pool - extraction in worker processes: one a core, sandboxed, restarted when one dies.
 *
 * Grammars abort or stall on hostile input, so a parser never runs in the process that owns the
 * report. A worker that dies, or exceeds its time or memory, costs the one file it was reading and
 * leaves one note. Results do not depend on the number of workers.
 */
#ifndef DEBTSCAN_EXTRACT_POOL_H
#define DEBTSCAN_EXTRACT_POOL_H

#include "extract/cache.h"
#include "extract/extract.h"

struct pool_job {
    const char *path;
    struct classification class; /* in: by path; out: with content */
    bool force;
    bool wanted;   /* false: skip this job */
    struct facts *facts; /* out; in the arena given to pool_run. NULL for what is not parsed (binary, minified,
                          * vendored, generated); FACTS_FAILED with a note when it was unreadable or a worker was lost */
    uint64_t size; /* in: bytes expected, 0 if unknown; out: bytes read (of a binary file maybe its head alone) */
    char hash[41]; /* out: hash128 of the content, hex; "" if it was not read or is binary */
};

/*
 * Hands the bytes of job `i` over: size, or -1 with a reason in *why that lives until pool_run returns
 * (unreadable, too large). May be asked again for the same job when a worker was lost.
 */
typedef ssize_t (*pool_read)(void *payload, size_t i, unsigned char *buffer, size_t capacity, const char **why);

/* Called in the parent after each finished job. */
typedef void (*pool_progress)(void *payload, size_t done, size_t total);

struct pool_options {
    unsigned workers;    /* 0: one a processor */
    bool in_process;     /* no workers at all: rule tests and fuzzers */
    pool_read read;
    pool_progress progress; /* may be NULL */
    void *payload;
    struct cache *cache;    /* what was found before, NULL without */
    const char *const *ids; /* of each job's content, "" where it is not known; NULL without a cache. `read` may empty
                             * one of a file that is not what it was */
};

struct pool;

/*
 * All arguments are borrowed until pool_free. Facts live in `a`. The caller may change what a job has `in:` between
 * runs, but not its path.
 */
struct pool *pool_new(const struct ruleset *rules, struct extractor *x, struct pool_job *jobs, size_t n,
                      const struct pool_options *options, struct arena *a);
/* Ends the workers. */
void pool_free(struct pool *p);

/*
 * Runs all wanted jobs, and leaves the others as they are. What the cache knows is taken from there. Workers are
 * started by the first run that needs any and kept for the next. Calls nothing back after it has returned. False only
 * if no worker could be started (G_SPAWN_ERROR), or the rules of a language are wrong.
 */
bool pool_run(struct pool *p, GError **error);

#endif
