/*
 * digests - the digest of a path or revision, from the cache or by a scan.
 */
#ifndef DEBTSCAN_CLI_DIGESTS_H
#define DEBTSCAN_CLI_DIGESTS_H

#include "cli/scan.h"
#include "report/digest.h"

/* What decides over findings, as it stands in a source: text, NULL where there is none. */
struct policy {
    char *waivers, *baseline;
    char *settings; /* by which it was scanned; of digests_make alone */
};

/* Waivers and baseline. */
void policy_read(struct source *s, struct policy *out);
void policy_fini(struct policy *p);

/* What several scans have in common. */
struct digests {
    struct scan_options scan; /* path, workers, kind, today ... ; its rules and cache are shared */
};

/* Loads the rules, unless scan.rules are there already (they are taken over), and opens the cache. False with an error of CLI_ERROR. */
bool digests_open(struct digests *d, GError **error);
void digests_close(struct digests *d);

struct digest_request {
    const char *revision;        /* NULL: the files on disk */
    bool staged;
    const struct policy *policy; /* NULL: its own */
    const char *ignores;         /* the commit whose .debtscanignore files count; NULL: its own */
    GHashTable *comments;        /* as waiver_input.comments */
    struct policy *own;          /* gets what stands in it; may be NULL */
};

/* NULL with an error of CLI_ERROR. Yours to free. */
struct digest *digests_make(struct digests *d, const struct digest_request *request, GError **error);

#endif
