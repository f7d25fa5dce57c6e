/*
 * waivers - debt that was accepted: in a comment at the code, in .debtscan/waivers.yml, in the baseline.
 *
 *     call()  # debtscan: ignore TEC-04 until=2027-02-01 owner=@team -- the gateway enforces 20 s
 *
 *     waivers:
 *       - rule: OPS-05
 *         paths: ["services/triage/"]
 *         reason: "Hand-over on 2027-01-15"
 *         owner: "@team"
 *         expires: 2027-02-01
 *
 * A comment speaks for the statement it stands at, or for the one below it, and needs a reason; an entry of the file
 * needs reason, owner and expiry. What lacks them, has expired or covers nothing is a finding itself (X3, X2, X1) and
 * accepts nothing. A finding is accepted once: by a comment, else by the file, else by the baseline, which is a line for
 * each known finding, `FINGERPRINT CONTROL PATH`, sorted.
 */
#ifndef DEBTSCAN_JUDGE_WAIVERS_H
#define DEBTSCAN_JUDGE_WAIVERS_H

#include <glib.h>

#include "judge/judgement.h"

#define WAIVERS_FILE ".debtscan/waivers.yml"
#define BASELINE_FILE ".debtscan/baseline"

struct waiver_input {
    const char *waivers;   /* text of the file; NULL without */
    const char *baseline;  /* likewise */
    int today;             /* the day that an expiry is compared with, as 20270201; 0: none is compared */
    bool no_comments;      /* comments accept nothing */
    GHashTable *comments;  /* fingerprints that comments may accept; NULL: all */
};

/*
 * Marks what is accepted, adds the findings about waivers, and scores with them: report.with_waivers, the waivers, the
 * counts. Text that cannot be read becomes a note.
 */
void waivers_apply(struct report *r, const struct waiver_input *in);

/* The text of a baseline of all findings that nobody has accepted otherwise. Yours to free. */
char *waivers_baseline(const struct report *r);

/* A date as 20270201; 0 if it is none. */
int waivers_day(const char *text);
/* The day of a time in seconds since 1970, UTC. */
int waivers_day_of(int64_t time);

const char *waiver_state_name(enum waiver_state s);
const char *finding_state_name(enum finding_state s);

#endif
