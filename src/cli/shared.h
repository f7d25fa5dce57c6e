/*
 * shared - options that several commands have in common: what is scanned, by which rules, and how.
 */
#ifndef DEBTSCAN_CLI_SHARED_H
#define DEBTSCAN_CLI_SHARED_H

#include "cli/scan.h"

struct shared {
    char *kind, *rules, *config, *profile, *revision, *today, *color, *progress;
    char *settings; /* what --config holds */
    int workers;
    gboolean no_cache, no_progress, no_comments, exit_zero;
};

/* To add one: a bit, an entry of shared_entries, and what it sets in shared_apply. */
enum {
    SHARED_REV = 1 << 0,
    SHARED_TODAY = 1 << 1,
    SHARED_NO_COMMENTS = 1 << 2,
    SHARED_KIND = 1 << 3,
    SHARED_RULES = 1 << 4,
    SHARED_JOBS = 1 << 5,
    SHARED_NO_CACHE = 1 << 6,
    SHARED_COLOR = 1 << 7,
    SHARED_PROGRESS = 1 << 8,
    SHARED_NO_PROGRESS = 1 << 9,
    SHARED_CONFIG = 1 << 10,
    SHARED_PROFILE = 1 << 11,
    SHARED_EXIT_ZERO = 1 << 12,
    SHARED_SCAN = SHARED_KIND | SHARED_RULES | SHARED_CONFIG | SHARED_PROFILE | SHARED_JOBS | SHARED_NO_CACHE | SHARED_NO_PROGRESS,
};

/* The command's own options, and behind them those of `which`, which are read into `s`. Yours to free. */
GOptionEntry *shared_entries(struct shared *s, unsigned which, const GOptionEntry *own);

/* What was given, as options of a scan; they point into `s`. False with an error of CLI_USAGE. */
bool shared_apply(struct shared *s, struct scan_options *out, GError **error);

void shared_fini(struct shared *s);

/* The exit status with --exit-zero: a gate that fails is reported, and no more; what is wrong stays wrong. */
enum cli_status shared_status(const struct shared *s, enum cli_status status);

/* One that ends with its block. */
#define shared_auto __attribute__((cleanup(shared_fini))) struct shared

#endif
