/*
 * portfolio_inputs - what a portfolio is made of: folders, bare repositories, URLs of which a mirror lies here, reports,
 * portfolios, and manifests that name any of them.
 *
 *     repositories:
 *       - path: ../support-agent     # or url:, or report:
 *         name: support              # all that follows may be left out
 *         owner: "@support"
 *         tier: 1
 *         tags: [customers, chat]
 *         revision: v2.1
 *         kind: agent
 *         page: https://reports.example/support.html
 *
 * Paths of a manifest are taken from its folder. Nothing is fetched.
 */
#ifndef DEBTSCAN_CLI_PORTFOLIO_INPUTS_H
#define DEBTSCAN_CLI_PORTFOLIO_INPUTS_H

#include "base/arena.h"
#include "report/portfolio.h"

enum input_kind {
    INPUT_TREE,   /* to be scanned */
    INPUT_REPORT, /* JSON of a scan, or of a portfolio */
    INPUT_LACKING /* neither: `lack` says why */
};

struct input {
    enum input_kind kind;
    struct portfolio_about about; /* name and source are there; a report's own name counts where the manifest says none */
    bool named;                   /* by a manifest */
    const char *path, *revision, *repository_kind, *lack; /* the last three may be NULL */
};

/*
 * Reads the words of the command line to `out` (struct input), sorted by name and source. `mirrors` is the folder in which
 * URLs are looked for, NULL without. What is not there becomes an INPUT_LACKING: it must not stop the others. False, with
 * an error of CLI_USAGE, if a manifest is wrong or something is named twice. Texts live in the arena.
 */
bool inputs_read(struct arena *a, char *const *words, const char *mirrors, GArray *out, GError **error);

/* Leaves only those of a part: the first, count+1-th, ... in order. Fills `shard` for index of count. */
void inputs_take_shard(GArray *inputs, unsigned index, unsigned count, struct portfolio_shard *shard);

#endif
