/*
 * scan - the pipeline from a path to a report.
 */
#ifndef DEBTSCAN_CLI_SCAN_H
#define DEBTSCAN_CLI_SCAN_H

#include "base/arena.h"
#include "base/progress.h"
#include "cli/cli.h"
#include "extract/cache.h"
#include "judge/judge.h"
#include "source/source.h"

struct scan_options {
    const char *path;
    const char *revision;  /* NULL: the files on disk */
    bool staged;           /* what git's index holds */
    bool absent;           /* a revision that lacks the folder has no files */
    const char *rules_dir; /* NULL: the embedded rules only */
    struct ruleset *rules; /* already loaded, taken over by scan_open; NULL: rules_dir is loaded */
    struct cache *cache;   /* with `shared` */
    struct extractor *extractor; /* likewise */
    bool shared;           /* rules, cache and extractor stay the caller's */
    const char *ignores;   /* as source_options.ignores */
    const char *baseline;  /* text; NULL: that of the repository */
    int today;             /* as waiver_input.today; 0: the day of the commit */
    bool no_comments;      /* as in waiver_input */
    const char *kind;      /* NULL: decided by the settings or the rules */
    const char *settings;  /* text, "" for none; NULL: that of the repository */
    const char *settings_file; /* where `settings` stands */
    const char *profile;   /* NULL: that of the settings */
    unsigned workers;      /* 0: one a processor */
    enum progress_mode progress;
    bool no_cache;
    int gate; /* 1/10; -1: that of the profile, if it has one */
    unsigned needs; /* enum report_needs: what the formats ask for */
};

struct scan {
    struct arena arena; /* of files and facts */
    struct ruleset *rules;
    struct cache *cache; /* NULL without */
    bool shared;         /* rules, cache and extractor are the caller's */
    struct extractor *extractor;
    struct source *source;
    char *settings_text; /* NULL without */
    struct settings *settings; /* from scan_read on */
    struct project_file *files;
    struct model *model;
    struct report *report; /* NULL until scan_judge */
};

/* Loads rules (embedded, and those of `dir` unless it is NULL), with their own tests or without; errors are CLI_USAGE. */
struct ruleset *scan_rules(const char *dir, bool tests, GError **error);

/* From path to model: scan_begin and scan_read. NULL with an error of CLI_ERROR. */
struct scan *scan_open(const struct scan_options *o, GError **error);

/* Finds the files and, where there is a cache, what is in them: all that the outcome depends on. Rules are loaded by
 * scan_read, if nothing needs them before. */
struct scan *scan_begin(const struct scan_options *o, GError **error);
bool scan_read(struct scan *s, const struct scan_options *o, GError **error);

/*
 * The key of what is made of these files and their commit, options of judging, and `more`, which says what is made of
 * it. False if there is no cache, or a file of which the content is not known.
 */
bool scan_key(const struct scan *s, const struct scan_options *o, const char *more, struct cache_key *out);

/* From model to report, with subject, statistics, waivers, notes and the source lines of findings. */
bool scan_judge(struct scan *s, const struct scan_options *o, GError **error);
/* Without waivers, notes and lines. */
bool scan_judge_alone(struct scan *s, const struct scan_options *o, GError **error);

void scan_free(struct scan *s);

#endif
