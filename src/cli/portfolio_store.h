/*
 * portfolio_store - scans of many repositories over time, one a repository, commit and scoring model, in a SQLite file.
 *
 * What is recorded twice is there once, so recording and importing may be repeated. Only scans of a commit are kept: what lay
 * in a changed work tree nobody can look at again. Exported it is JSON lines, an entry of docs/portfolio.schema.json each.
 */
#ifndef DEBTSCAN_CLI_PORTFOLIO_STORE_H
#define DEBTSCAN_CLI_PORTFOLIO_STORE_H

#include "report/portfolio.h"

struct portfolio_store;

/*
 * Opens the file, which is made if it is not there; NULL: the user's own, in $XDG_STATE_HOME. NULL with an error of CLI_ERROR,
 * also for a file that is something else.
 */
struct portfolio_store *store_open(const char *path, GError **error);
void store_close(struct portfolio_store *s);

struct store_counts {
    unsigned recorded, left_out; /* without a commit, changed since, or not scanned */
};

/* All or nothing. */
bool store_record(struct portfolio_store *s, const struct portfolio *p, struct store_counts *out, GError **error);

/*
 * Gives each entry its past: the scans of its name and scoring model from the last one before `since` (a day such as
 * 20270201) up to its own day.
 */
bool store_past(struct portfolio_store *s, struct portfolio *p, int since, GError **error);

/* Appends all scans, by repository and day. */
bool store_export(struct portfolio_store *s, GString *out, GError **error);

/* Reads such lines; an error names the line, and then nothing was kept. */
bool store_import(struct portfolio_store *s, const char *name, const char *text, struct store_counts *out, GError **error);

#endif
