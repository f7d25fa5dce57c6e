/*
 * comparing - two revisions, or a revision and the files on disk, compared: what `diff` shows and `comment` writes.
 */
#ifndef DEBTSCAN_CLI_COMPARING_H
#define DEBTSCAN_CLI_COMPARING_H

#include "cli/digests.h"
#include "cli/gates.h"
#include "cli/shared.h"
#include "report/compare.h"
#include "source/history.h"

struct comparing_arguments {
    char *max_drop, *fail_under, **fail_on, *path;
    struct shared shared;
    gboolean staged;
};

struct comparing {
    struct digests digests;
    const struct comparing_arguments *a;
    struct history *history;
    struct history_commit base;
    char *head; /* revision; NULL: the files on disk */
    struct gates gates;
    char *rules_folder; /* of the rules, from the root of the work tree: the base's count; NULL: they lie elsewhere */
    char *settings;     /* of --config, as the base has it; NULL: as the user has it, or the repository's own */
    struct digest *before, *after;
    struct comparison *made;
};

/* The command's own options, and behind them those that say what is compared and how. Yours to free. */
GOptionEntry *comparing_entries(struct comparing_arguments *a, const GOptionEntry *own);
void comparing_arguments_fini(struct comparing_arguments *a);

/* Takes the arguments, which must outlive it. False with an error of CLI_USAGE; to be closed in any case. */
bool comparing_open(struct comparing *d, struct comparing_arguments *a, GError **error);
void comparing_close(struct comparing *d);

/* `range` is BASE[..HEAD], or NULL. What is returned lives as long as `d`. NULL with an error of CLI_ERROR. */
const struct comparison *comparing_make(struct comparing *d, const char *range, GError **error);

#endif
