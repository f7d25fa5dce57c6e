/*
 * trend - the score and each debt over the commits of a repository.
 */
#ifndef DEBTSCAN_REPORT_TREND_H
#define DEBTSCAN_REPORT_TREND_H

#include "report/digest.h"
#include "report/report.h"

struct trend_point {
    char commit[41];
    int64_t time;               /* seconds since 1970 */
    const char *summary;        /* of the commit */
    const struct digest *digest;
    unsigned n_open, n_new, n_fixed; /* findings; since the point before */
    unsigned span;              /* commits since the point before: the change is one of theirs */
};

struct trend {
    const char *name;
    const char *score_model;    /* by which all points are scored */
    struct trend_point *points; /* oldest first, at least one */
    unsigned n_points;
    unsigned n_commits;         /* of which the points are a sample */
    bool cut;                   /* a shallow clone ends the history */
    int worst, best;            /* points that lost and gained most since the one before; -1 without */
};

struct trend_reporter {
    const char *name, *summary;
    void (*write)(const struct trend *t, const struct text_options *options, GString *out);
};

/* To add a format: a function, an entry. The first is the default. */
extern const struct trend_reporter trend_reporters[];
extern const size_t n_trend_reporters;

#endif
