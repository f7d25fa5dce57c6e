/*
 * compare - two digests of one repository: which findings are new, which are gone, which are the same.
 *
 * Findings are the same when their fingerprints are. Of findings that are equal in all but their place (a fingerprint
 * numbers them) those in the same file are paired first. A call of which only the arguments have changed, in the same
 * function, or in the same file, is the same call.
 */
#ifndef DEBTSCAN_REPORT_COMPARE_H
#define DEBTSCAN_REPORT_COMPARE_H

#include "report/digest.h"
#include "report/report.h"

struct pair {
    const struct digest_finding *base, *head;
};

/* Something of the change itself that decides over findings: it does not count before it is in the base. */
struct addition {
    const char *kind; /* comment, file */
    const char *path, *text;
    uint32_t line;    /* 0 without */
};

struct comparison {
    struct arena arena;
    const struct digest *base, *head; /* borrowed */
    const struct digest_finding **new, **fixed; /* in the order of their report */
    unsigned n_new, n_fixed;
    struct pair *unchanged;
    unsigned n_unchanged;
    unsigned n_accepted; /* in the head alone, and accepted by waivers or the baseline of the base */
    struct addition *additions;
    unsigned n_additions;
    bool gate_failed;
    const char **gate_reasons; /* NULL-terminated */
    int lacking;               /* 1/10 point that the head's score lacks for the gates; 0 if something else fails, or nothing */
    const char *blob;  /* the address of the head's files, with a slash at its end; NULL without */
    const char *inner; /* the compared folder in its work tree, "." for the tree's root */
};

/* Both must outlive it. Gates and additions that are files are the caller's. */
struct comparison *compare_new(const struct digest *base, const struct digest *head);
void compare_free(struct comparison *c);

void compare_add(struct comparison *c, const char *kind, const char *path, uint32_t line, const char *text);

/* Nothing is new, and no gate fails. */
bool compare_is_clear(const struct comparison *c);

/* There is something to say of the change. */
bool compare_is_worth(const struct comparison *c);

/*
 * What the JSON renderer has written, read again; the digests are its own. NULL with an error (G_FILE_ERROR_INVAL) for any
 * other text. It may come from a stranger: nothing in it is trusted.
 */
struct comparison *compare_read(const char *text, size_t size, GError **error);

/* ---- renderers ---- */

/* The Markdown report, and its headline alone. */
void compare_markdown(const struct comparison *c, GString *out);
void compare_headline(const struct comparison *c, GString *out);

struct compare_reporter {
    const char *name, *summary;
    void (*write)(const struct comparison *c, const struct text_options *options, GString *out);
};

/* To add a format: a function, an entry. The first is the default. */
extern const struct compare_reporter compare_reporters[];
extern const size_t n_compare_reporters;

#endif
