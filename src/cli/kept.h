/*
 * kept - the reports of an earlier scan of the same files, with the same options: written again, they cost neither
 * linking nor judging. All that a report depends on is in its key; what stands outside (a template, what is told to
 * GitHub, the time that a terminal is told) is not kept.
 */
#ifndef DEBTSCAN_CLI_KEPT_H
#define DEBTSCAN_CLI_KEPT_H

#include "cli/gates.h"
#include "cli/outputs.h"
#include "cli/scan.h"

struct kept_options {
    const GArray *outputs; /* struct output */
    const struct text_options *text;
    const struct gates *gates;
    char *const *only;     /* words of --only; may be NULL */
    int severity;
};

/* False where reports are not kept. */
bool kept_key(const struct scan *s, const struct scan_options *o, const struct kept_options *k, struct cache_key *out);

/* `texts` as outputs_write gives them. */
void kept_put(struct cache *c, const struct cache_key *key, enum cli_status status, GString *const *texts, guint n);

/* Writes them. False without an error if there are none that fit; else `*status` is that of the command. */
bool kept_write(struct cache *c, const struct cache_key *key, const GArray *outputs, enum cli_status *status, GError **error);

#endif
