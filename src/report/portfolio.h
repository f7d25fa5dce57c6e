/*
 * portfolio - many repositories on one page: what each report says that comparing needs, and what they say together.
 *
 * An entry is made of a JSON report (docs/report.schema.json), or of the entry that a portfolio's own JSON
 * (docs/portfolio.schema.json) holds: both ways give the same, so that parts of a portfolio, made anywhere, join to what one
 * run would have made. Only entries whose score is of this scoring model are compared; they are ranked among those of their
 * kind. Everything that is handed in is a stranger's, and made safe where it is shown.
 *
 *     struct portfolio *p = portfolio_new(rules);
 *     while (...)
 *         portfolio_add_report(p, &about, text, size, &error);
 *     portfolio_settle(p, &options);
 */
#ifndef DEBTSCAN_REPORT_PORTFOLIO_H
#define DEBTSCAN_REPORT_PORTFOLIO_H

#include <glib.h>

#include "report/report.h"

#define PORTFOLIO_SHARD_HASH 65

/* What somebody says of a repository beside its report. All may be NULL but `name` and `source`. */
struct portfolio_about {
    const char *name;
    const char *source;  /* path, URL or file as it was given */
    const char *owner, *tier;
    const char **tags;   /* NULL-terminated */
    const char *report;  /* a page with its single report, for links */
};

struct portfolio_reference {
    const char *framework, *id;
};

struct portfolio_control { /* of all reports together */
    const char *id, *title;
    enum category category;
    enum severity severity;
    bool gate;
    struct portfolio_reference *references; /* sorted */
    unsigned n_references;
};

struct portfolio_judgement { /* of one control in one repository */
    const char *id;
    unsigned control;    /* index in portfolio.controls, once settled */
    enum status status;
    int credit;          /* 1/100; -1 where it is not judged */
    int effort_minutes, debt_minutes, score_gain; /* the last in 1/10 */
    unsigned open;       /* findings that nobody has accepted */
    const char *file, *text; /* the worst open finding, else the first evidence; NULL without */
    uint32_t line;
};

struct portfolio_model { /* one model id in one repository */
    const char *id, *provider; /* the second may be NULL */
    int pinned;          /* 1, 0, -1: unknown */
    unsigned sites;
    const char *file;
    uint32_t line;
};

struct portfolio_waiver {
    const char *control, *path, *reason, *owner, *expires, *state; /* all but path and state may be NULL */
    uint32_t line;
};

struct portfolio_category {
    bool scored;
    int score;           /* 1/10 */
    char grade;
    int debt_minutes;
    unsigned counts[STATUS_COUNT];
};

struct portfolio_point { /* an earlier scan */
    const char *commit, *date; /* may be NULL */
    int score;           /* 1/10 */
};

enum standing {
    STANDING_RANKED,
    STANDING_NO_SCORE,   /* kind none */
    STANDING_OTHER_MODEL,
    STANDING_FAILED,
};

struct portfolio_entry {
    struct portfolio_about about;
    const char *name;    /* about.name; once settled no two are alike */
    const char *error;   /* why there is no report; NULL */
    const char *kind, *commit, *date, *branch, *url; /* may be NULL */
    bool dirty;
    const char *version, *ruleset, *model; /* of the tool, the rules and the score */
    bool scored;
    int score, low, high, with_waivers; /* 1/10 */
    char grade;
    const char *verdict; /* NULL without a score */
    int confidence;      /* 1/100 */
    int debt_minutes;
    unsigned sites, files;
    struct portfolio_category categories[CATEGORY_COUNT];
    struct portfolio_judgement *judgements; /* by control id */
    unsigned n_judgements;
    struct portfolio_model *models; /* by id, provider */
    unsigned n_models;
    struct portfolio_waiver *waivers; /* by path and line */
    unsigned n_waivers;
    /* history, set by the caller before settling: oldest first; of this scoring model only */
    struct portfolio_point *past;
    unsigned n_past;
    bool added;          /* there is an earlier portfolio, and it is not in it */
    /* once settled */
    enum standing standing;
    unsigned judged, apply;  /* controls */
    unsigned rank, of;   /* among its kind; equal scores share a rank */
    bool passes;         /* the gate */
    bool moved;          /* there is an earlier score */
    int movement;        /* 1/10, against it */
};

struct portfolio_kind {
    const char *name;
    unsigned n;          /* ranked */
    int least, quarter, median, three_quarters, most; /* 1/10 */
};

struct portfolio_common { /* a control that several owe */
    unsigned control;
    unsigned apply, lacking, partial, unknown, waived; /* repositories; `lacking` counts the partial ones too */
    int effort_minutes, debt_minutes, points; /* sums over the lacking; the last in 1/10 */
};

struct portfolio_use { /* a model over all repositories */
    const char *id, *provider;
    unsigned repositories, pinned, floating, unknown, sites;
    unsigned *entries, *models; /* indexes: which entry, which of its models */
    unsigned n;
};

struct portfolio_expiry {
    unsigned entry, waiver; /* indexes */
    int days;            /* until it expires, from as_of; negative: since */
    bool known;
};

struct portfolio_clause { /* of a framework */
    const char *framework, *id;
    unsigned *controls;
    unsigned n_controls;
    unsigned met, partly, open, unknown; /* ranked repositories in which a control of it applies */
};

struct portfolio_options {
    int gate;            /* 1/10; -1 without */
    int today;           /* as 20270201; 0: the newest commit's day */
    const char *against; /* what movement is against, in words; NULL without */
};

struct portfolio_shard {
    unsigned index, count; /* from 1; 0: the whole */
    unsigned total;      /* inputs of all shards */
    char inputs[PORTFOLIO_SHARD_HASH]; /* what tells the list of inputs from another */
};

struct portfolio {
    struct arena arena;
    const struct ruleset *rules; /* for titles of frameworks; may be NULL */
    GPtrArray *entries;  /* struct portfolio_entry; once settled by name, then source */
    GPtrArray *controls; /* struct portfolio_control; once settled by debt and id */
    GHashTable *by_id;   /* of controls */
    struct portfolio_shard shard;
    struct portfolio_options options;
    const char **gone;   /* names that an earlier portfolio had, NULL-terminated; set by the caller, may be NULL */
    /* once settled; from here on everything is made anew each time */
    int as_of;           /* day, as 20270201; 0: unknown */
    unsigned n_ranked, n_failed, n_no_score, n_other_model, n_passing, n_moved, n_added, n_gone, n_expiring, n_rulesets;
    int64_t debt_minutes;
    unsigned sites;
    int median;          /* of all ranked, 1/10 */
    int medians[CATEGORY_COUNT]; /* -1 where none is scored */
    unsigned bins[10], grades[5]; /* ranked repositories by score, and by A B C D F */
    int movement;        /* mean of those that have one, 1/10 */
    struct portfolio_kind *kinds;
    unsigned n_kinds;
    struct portfolio_common *common; /* most points first */
    unsigned n_common;
    struct portfolio_use *uses; /* most repositories first */
    unsigned n_uses;
    struct portfolio_expiry *expiries; /* first that expires first */
    unsigned n_expiries;
    struct portfolio_clause *clauses; /* by framework and id */
    unsigned n_clauses;
    unsigned *order;     /* entries as a table shows them: by kind, the best first; then what is not compared */
};

/* `rules` is borrowed. */
struct portfolio *portfolio_new(const struct ruleset *rules);
void portfolio_free(struct portfolio *p);

/* The entry of a JSON report. False, with an error (G_FILE_ERROR), for what is none. */
bool portfolio_add_report(struct portfolio *p, const struct portfolio_about *about, const char *text, size_t size, GError **error);

/* An entry for what could not be scanned. */
void portfolio_add_failure(struct portfolio *p, const struct portfolio_about *about, const char *why);

/*
 * The entries of a portfolio's JSON, or of the part that one of its shards made; `*shard` (may be NULL) says which. Where
 * `about` is given, it replaces what the entries say of themselves.
 */
bool portfolio_add_portfolio(struct portfolio *p, const struct portfolio_about *about, const char *text, size_t size,
                             struct portfolio_shard *shard, GError **error);

/* Whether a JSON text is a portfolio's, rather than a single report. */
bool portfolio_is_portfolio(const char *text, size_t size);

/* Puts in order, compares and sums up; may be done again. Two entries of one name are told apart by their source. */
void portfolio_settle(struct portfolio *p, const struct portfolio_options *options);

static inline struct portfolio_entry *portfolio_entry_at(const struct portfolio *p, unsigned i)
{
    return g_ptr_array_index(p->entries, i);
}

static inline const struct portfolio_control *portfolio_control_at(const struct portfolio *p, unsigned i)
{
    return g_ptr_array_index(p->controls, i);
}

/* The entry of that name; NULL without. */
struct portfolio_entry *portfolio_find(const struct portfolio *p, const char *name);

/* The judgement of a control in an entry; NULL where its report does not know the control. */
const struct portfolio_judgement *portfolio_judgement_of(const struct portfolio_entry *e, const char *id);

/* Why an entry is not compared, in words; NULL where it is. Yours to free. */
char *portfolio_why_not(const struct portfolio_entry *e);

/* Whether a judgement counts as owed: missing or partly there. */
static inline bool portfolio_owes(const struct portfolio_judgement *j)
{
    return j->status == STATUS_MISSING || j->status == STATUS_PARTIAL;
}

/* Formats; `what` of a writer is a settled portfolio. To add one: a function, an entry. The first is the default. */
struct portfolio_reporter {
    const char *name, *summary;
    void (*write)(const struct portfolio *p, const struct text_options *options, GString *out);
};

extern const struct portfolio_reporter portfolio_reporters[];
extern const size_t n_portfolio_reporters;

/* The entry alone, as the portfolio's JSON has it, on one line. */
void portfolio_write_entry(const struct portfolio_entry *e, GString *out);

/* A portfolio of these entries and their controls alone, without what is summed up: for portfolio_add_portfolio. */
void portfolio_write_bare(const struct portfolio *p, GString *out);

#endif
