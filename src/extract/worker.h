/*
 * worker - the process that parses: what it gets, what it answers, what it may do.
 *
 * A worker shares a region with the pool that the pool writes and it reads: two slots, each a batch of
 * files. One byte on `requests` names the slot to work on; for every file of the batch, in order, one
 * reply follows on `replies`. It ends when `requests` is closed.
 */
#ifndef DEBTSCAN_EXTRACT_WORKER_H
#define DEBTSCAN_EXTRACT_WORKER_H

#include "base/limits.h"
#include "extract/pool.h"

#define WORKER_SLOTS 2
#define WORKER_BATCH_FILES 64
#define WORKER_BATCH_BYTES (256u << 10) /* a batch is closed when it holds as much */

struct worker_entry {
    uint32_t job;
    uint32_t offset, size; /* of the bytes in the slot; a NUL stands behind them */
    bool force;            /* the pool's word of now: the worker's copy of the jobs is as old as itself */
};

struct worker_batch { /* at the beginning of a slot */
    uint32_t n;
    struct worker_entry entries[WORKER_BATCH_FILES];
};

/* Room for one file of the largest size behind an almost full batch; whole pages. */
#define WORKER_PAGE ((size_t)64 << 10)
#define WORKER_SLOT_BYTES \
    ((sizeof(struct worker_batch) + WORKER_BATCH_BYTES + LIMIT_DATA_BYTES + 2 * WORKER_PAGE) & ~(WORKER_PAGE - 1))

#define WORKER_MAGIC 0x44455431u

enum worker_flags {
    WORKER_PARSE = 1, WORKER_BINARY = 2, WORKER_MINIFIED = 4, /* of the classification */
    WORKER_FACTS = 8,   /* encoded facts follow */
    WORKER_TOO_MANY = 16, /* they would not have fitted LIMIT_FACT_BYTES */
};

struct worker_reply { /* `length` bytes of facts follow */
    uint32_t magic, job, length, language;
    uint32_t zone, flags;
    uint64_t hash_low, hash_high;
};

struct worker_task {
    const struct ruleset *rules;
    struct extractor *x;
    const struct pool_job *jobs;
    size_t n_jobs;
    const unsigned char *region;
    int requests, replies;
};

/* Descriptors of a worker: null, null, null, requests, replies. */
enum { WORKER_REQUESTS = 3, WORKER_REPLIES = 4 };

/* In a new process: default signals, silence, nothing open but the two channels at their places, and worker_confine. */
void worker_enter(int requests, int replies);

/* In the new process; never returns. */
void worker_run(const struct worker_task *task) __attribute__((noreturn));

/*
 * Gives up all that reading memory and writing to open files does not need: new files, network, other
 * processes, memory beyond LIMIT_WORKER_BYTES. What the kernel does not offer is left out.
 */
void worker_confine(void);

#endif
