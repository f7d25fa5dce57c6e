/*
 * digest - what comparing needs of a scan: scores, findings, waivers. It outlives the scan, and can be kept as JSON.
 */
#ifndef DEBTSCAN_REPORT_DIGEST_H
#define DEBTSCAN_REPORT_DIGEST_H

#include <glib.h>

#include "judge/judgement.h"

struct digest_finding {
    const char *fingerprint, *group, *control, *title, *message, *fix, *path, *symbol, *callee;
    enum category category;
    enum severity severity;
    enum finding_state state;
    uint32_t line;
    int effort_minutes;
    int score_gain; /* 1/10, if it alone is repaid */
    bool about_waivers; /* no control of the rules */
};

struct digest_waiver {
    const char *control, *path, *reason, *owner, *expires; /* all but path may be NULL */
    uint32_t line;
    enum waiver_state state;
    bool in_file;
};

struct digest_category {
    bool scored;
    int score; /* 1/10 */
    char grade;
    int debt_minutes;
};

struct digest {
    struct arena arena;
    const char *name, *commit, *branch, *revision, *kind; /* the middle ones may be NULL */
    const char *score_model; /* as in the report */
    bool dirty, scored;
    int score, with_waivers; /* 1/10 */
    char grade;
    int debt_minutes;
    unsigned n_sites; /* of the product */
    unsigned n_controls, n_assessed; /* that apply; of these what could be judged */
    struct digest_category categories[CATEGORY_COUNT];
    struct digest_finding *findings; /* in the report's order */
    unsigned n_findings;
    struct digest_waiver *waivers;
    unsigned n_waivers;
};

/* A copy of what the report says. */
struct digest *digest_new(const struct report *r);
void digest_free(struct digest *d);

/* As JSON, and back; NULL for what digest_write has not written. */
void digest_write(const struct digest *d, GString *out);
struct digest *digest_read(const char *text, size_t size);

#endif
