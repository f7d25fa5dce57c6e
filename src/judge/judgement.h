/*
 * judgement - outcomes of all controls, the score and the plan, as the report shows them.
 *
 * Credits are integers in 1/100, scores in 1/10 of a point, so that a report recomputes to the same
 * number everywhere (P11). Everything lives in the report's arena or in the model.
 */
#ifndef DEBTSCAN_JUDGE_JUDGEMENT_H
#define DEBTSCAN_JUDGE_JUDGEMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "link/model.h"

#define SCORE_MODEL_VERSION "2.2"

enum status { STATUS_SATISFIED, STATUS_PARTIAL, STATUS_MISSING, STATUS_NOT_APPLICABLE, STATUS_UNKNOWN, STATUS_WAIVED, STATUS_COUNT };

struct evidence {
    struct place place; /* file NO_INDEX: about the repository */
    const char *text;
    const char *value;  /* the value that was read, for {value}; NULL without */
    int confidence;     /* 1/100 */
};

/* Whether somebody has accepted it: by a comment, in the waivers' file, in the baseline. */
enum finding_state { FINDING_OPEN, FINDING_SUPPRESSED, FINDING_WAIVED, FINDING_BASELINE };

enum waiver_state { WAIVER_ACTIVE, WAIVER_EXPIRED, WAIVER_UNUSED, WAIVER_INVALID };

struct waiver {
    const char *control;     /* id in capitals; NULL if it names none */
    const char **paths;      /* globs, NULL-terminated; of a file's entry, empty: everywhere */
    const char *reason, *owner, *approved_by, *expires; /* NULL without; a date as written */
    bool in_file;            /* an entry of the waivers' file, else a comment */
    const char *path;        /* where it is written */
    uint32_t file, line;     /* `file` NO_INDEX for the waivers' file */
    enum waiver_state state;
    const char *lack;        /* why it is invalid; NULL otherwise */
    unsigned covered;        /* findings */
};

struct painted { /* bytes [begin, end) of a line */
    uint32_t begin, end;
    uint32_t paint; /* enum paint of syntax/paint.h */
};

struct code_line { /* of the source around a finding */
    uint32_t number;
    const char *text;         /* valid UTF-8, cut where it is long; NULL: not to be shown, a credential stands there */
    struct painted *painted;  /* in order, not overlapping; what is between them is plain */
    unsigned n_painted;
    uint32_t mark, mark_end;  /* bytes [mark, mark_end) that the finding is about; equal: none */
};

struct finding {
    char fingerprint[65];
    const char *group;      /* its fingerprint without the number among equals */
    const char *symbol, *callee; /* the function it stands in, the call it is about; "" without */
    uint32_t subject;       /* index of the control's subject, NO_INDEX for the repository */
    enum finding_state state;
    const struct waiver *waiver; /* of a suppressed or waived one */
    const struct control *control;
    enum severity severity;
    const char *message;
    const char *fix;        /* one line, may be NULL */
    struct place place;     /* always a real file and line */
    const char *path;
    int confidence;         /* 1/100 */
    int effort_minutes;
    uint32_t site;          /* index, NO_INDEX without */
    const char *snippet;    /* the source line, filled by cli for what is shown; NULL without */
    const char *looked_for; /* absence: where was looked, may be NULL */
    /* filled by cli where a format asks for them (enum report_needs) */
    const char *line_hash;  /* GitHub's, of the line where it is shown; NULL without */
    uint32_t unit_column, unit_end_column; /* UTF-16 columns of the place, 1-based; 0 without */
    struct code_line *code; /* the source around it */
    unsigned n_code;
};

struct subject_credit { /* one subject of a control, kept so that the score can be recomputed */
    uint32_t index;      /* of the site, tool, route ... */
    int credit;          /* 1/100 or CREDIT_UNKNOWN */
    int low, high;       /* 1/100: what is not known counted against it, and for it */
};

struct outcome { /* one control */
    const struct control *control;
    enum status status;
    int credit;              /* 1/100; -1 for not applicable; unknown counts 50 */
    int credit_low, credit_high; /* unknown counted as 0 and as 100 */
    unsigned satisfied, total;   /* subjects with credit >= 75, of all; 0 of 0 for the repository */
    int confidence;          /* 1/100 */
    struct subject_credit *subjects;
    unsigned n_subjects;
    struct evidence *evidence;
    unsigned n_evidence;
    uint32_t *findings;      /* indexes into report.findings */
    unsigned n_findings;
    unsigned n_gate;         /* gates: findings of confidence 80 and more, which cap */
    int debt_minutes;        /* not rounded; totals are, to 15 minutes */
    int effort_once, effort_each; /* minutes, the control's or what the settings say */
    int effort_minutes;      /* to repay it whole */
    int score_gain;          /* 1/10 point of the overall score, by exact re-evaluation */
    const char *reason;      /* why not applicable or unknown, and what to ask the team; NULL otherwise */
};

/* Whether what is left of a control can only be asked for: nothing of it is seen, or what is seen is in order. */
static inline bool outcome_asks(const struct outcome *o)
{
    return o->status == STATUS_UNKNOWN || (o->status == STATUS_PARTIAL && o->reason && o->n_findings == 0);
}

struct category_score {
    enum category category;
    bool scored;             /* some control applies */
    int score, low, high;    /* 1/10 */
    bool below_floor;        /* of the profile */
    int uncapped;            /* before caps, 1/10 */
    int applicable;          /* what its controls that apply weigh */
    int breadth;             /* what the debt counts in the whole, before the profile's weight (docs/scoring.md) */
    char grade;              /* 'A'..'F' */
    int debt_minutes;
    unsigned counts[STATUS_COUNT];
    unsigned by_severity[4]; /* open findings */
};

enum verdict { VERDICT_READY, VERDICT_CONDITIONAL, VERDICT_BLOCKED };

struct plan_step {
    unsigned rank;
    const struct control *control;
    const char *title;
    int effort_minutes;
    int score_gain;    /* 1/10 */
    int score_after;   /* 1/10, all steps up to here done */
    int path_gain;     /* 1/10, of a step on the path, once the steps of the path before it are done: these add up */
    const char *when;  /* before_launch, next, later */
    bool on_path;      /* belongs to the cheapest set found that reaches the gate */
    const char **files; /* NULL-terminated */
    const char *scaffold;
    const char *owner; /* NULL without */
    bool owner_proposed; /* nobody says so: they changed the files most */
};

struct component_score { /* of a monorepo: a folder that is a project by itself and from which models are called */
    const char *path;       /* "." for what lies in no such folder */
    const char *kind;
    const char **languages; /* of its code, sorted, NULL-terminated */
    unsigned n_sites;       /* of the product */
    int score;
    char grade;
    struct category_score categories[CATEGORY_COUNT];
};

struct language_count {
    const char *name;
    unsigned files;
};

struct report {
    struct arena arena;
    const struct model *model;
    /* subject */
    const char *path, *name, *commit, *branch, *revision; /* the last three may be NULL */
    const char *url; /* of the repository on its forge, https://host/owner/name; NULL if it has none */
    int64_t commit_time; /* seconds since 1970; 0 without a commit */
    bool dirty, has_commit;
    const char *kind;
    struct profile profile;     /* by which it is scored; its strings are the ruleset's */
    const char *score_model;    /* the version of the scoring model, and the weights where they are not alike */
    const char *settings;       /* the file that says so; NULL without */
    const char *selection; /* what the user wants to see, where it is not everything; NULL. Scores are of everything */
    /* score */
    bool scored;      /* false for kind none */
    int score, low, high, with_waivers; /* 1/10 */
    int uncapped;
    char grade;
    enum verdict verdict;
    const char **verdict_reasons; /* NULL-terminated */
    int confidence;   /* 1/100 */
    int debt_minutes;
    int debt_ratio;   /* 1/1000 of the replacement cost of the AI surface */
    int density;      /* debt minutes per site */
    const char **labels; /* "small n", "partial", "sample"; NULL-terminated */
    struct category_score categories[CATEGORY_COUNT];
    struct component_score *components;
    unsigned n_components;
    struct outcome *outcomes; /* every control of the ruleset, in its order */
    unsigned n_outcomes;
    struct finding *findings; /* sorted: severity, control, path, line, column */
    unsigned n_findings;
    const struct waiver **waivers; /* by path and line */
    unsigned n_waivers;
    unsigned n_suppressed, n_waived, n_baselined; /* findings */
    unsigned n_baseline;      /* lines of the baseline */
    struct plan_step *plan;
    unsigned n_plan;
    unsigned path_to_gate;    /* how many plan steps are on_path; 0 if the gate is reached or cannot be */
    struct note *notes;
    unsigned n_notes;
    /* gate */
    int gate;                 /* 1/10; -1 without --fail-under */
    bool gate_failed;
    const char **gate_reasons; /* NULL-terminated */
    /* stats */
    unsigned n_files, n_parsed, n_cached, n_skipped;
    uint64_t n_bytes;
    struct language_count *languages;
    unsigned n_languages;
    double seconds;           /* shown on a terminal only, never in a machine format */
};

#endif
