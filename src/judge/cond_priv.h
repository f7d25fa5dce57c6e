/*
 * cond_priv - what the matchers of conditions share: the context, reading arguments, adding
 * evidence.
 *
 * To add a condition kind: its enum in rules/ruleset.h, a matcher in a match_*.c, a row of the
 * table in cond.c, a row of docs/rules.md and a test. A matcher appends evidence only when it
 * returns TRUTH_YES.
 */
#ifndef DEBTSCAN_JUDGE_COND_PRIV_H
#define DEBTSCAN_JUDGE_COND_PRIV_H

#include "judge/cond.h"
#include "judge/subject.h"

/* Confidence of evidence by how it was read, CONTROLS 3.6, in 1/100. */
enum {
    CONFIDENCE_SYMBOL = 95,
    CONFIDENCE_SYNTAX = 85,
    CONFIDENCE_CONFIG = 90,
    CONFIDENCE_DOCUMENT = 70,
    CONFIDENCE_TEXT = 50,
    CONFIDENCE_NAME = 30,
};

struct document_index; /* match_document.c */
struct file_index;     /* files.c */
struct vocabulary;     /* vocabulary.c */
struct ownership;      /* match_owners.c */
struct locks;          /* match_packages.c */

/* What does not depend on the zones of files, nor on what is judged. */
struct cond_index {
    struct arena arena;
    GHashTable *found;    /* what is asked -> file -> GArray: index_found() */
    char *unfilled;       /* by file: 0 not asked yet, else 1 + whether it is */
    GPtrArray *placeholders; /* those of the rules in lower case; NULL until asked */
    GHashTable *near;     /* subject and what of near -> struct near_units (near.c) */
    GHashTable *imported; /* names of imported modules as of packages; NULL until asked */
    struct cond_arg *manifests; /* by manifest of the rules: its paths, as the index of files is asked by */
    struct document_index *documents; /* match_document.c */
    struct file_index *files;
    struct vocabulary *vocabulary;
};

struct cond_context {
    const struct model *m;
    struct cond_index *index;
    struct arena *a;
    const char *kind;
    const struct settings *settings; /* NULL without */
    GArray *declared;        /* struct evidence: matched, not in force */
    unsigned count;          /* what {count} says */
    unsigned depth;          /* nested predicates */
    GHashTable *memo;        /* struct cond * -> result of a condition that has no subject */
    GHashTable *uses_by_tag; /* tag -> GArray of uint32_t */
    GHashTable *looked_at;   /* struct cond * -> GArray of the files in whose code it looks (match_code.c) */
    GHashTable *wanted;      /* struct cond * -> by file: 0 not asked yet, else 1 + whether it wants it */
    GHashTable *mentions;    /* base names of files that code and configuration name */
    uint8_t *documents;      /* by file: what it says as a document (match_document.c); NULL until asked */
    struct ownership *ownership;
    struct locks *locks;
};

typedef enum truth matcher(struct cond_context *x, const struct cond *c, struct subject_ref s,
                           GArray *evidence);

matcher match_attribute, match_default, match_word, match_zone, match_language, match_model,
    match_flow, match_loop, match_handler, match_secret, match_use, match_reaches, match_reached_by,
    match_query, match_word_near, match_called, match_file, match_config, match_dependency, match_document, match_table,
    match_text, match_owners, match_ci, match_dataset, match_contract, match_named, match_in, match_comment, match_packages, match_calls,
    match_call, match_client, match_code, match_mentioned, match_declared;

/* Whether a place of code, in `unit`, is `near` the subject as the condition's key of that name says; within the
 * lines of the expression that the subject is, it is near as its function is. */
bool near_subject(struct cond_context *x, const struct cond *c, struct subject_ref s, struct unit unit, uint32_t line);

/* Puts functions (struct unit) in order, each once, and drops those that are none; whether such a list has one. */
void units_sort(GArray *units);
bool units_have(const GArray *units, struct unit u);

void near_units_free(gpointer near);

/* Orders indexes of files, uint32_t, in a GArray. */
int compare_file_numbers(gconstpointer a, gconstpointer b);

/* Indexes (uint32_t, increasing) of the uses with a tag, NULL for none; the context's. */
const GArray *uses_tagged(struct cond_context *x, const char *tag);

/* The files in which some place can be (uint32_t, in their order, without repetition); the caller's. */
GArray *near_files(struct cond_context *x, const struct cond *c, struct subject_ref s);

void document_index_free(struct document_index *d);
void locks_free(struct locks *p);

/* Whether file `file` is a document of substance (E-6) that is no copy of another (E-7). */
bool document_counts(struct cond_context *x, uint32_t file);

/* Whether an artefact still holds the marker that debtscan's own templates are born with. */
bool file_unfilled(struct cond_context *x, uint32_t file);

/* ---- arguments ---- */

const struct cond_arg *arg_lead(const struct cond *c);
bool arg_bool(const struct cond *c, const char *key, bool fallback);
int64_t arg_number(const struct cond *c, const char *key, int64_t fallback); /* 1/100 */

/* Whether `word` is the argument or one of its list. */
bool arg_has(const struct cond_arg *arg, const char *word);

/* The argument's words, NULL-terminated; a string is a list of one. */
const char *const *arg_words(struct cond_context *x, const struct cond_arg *arg);

/* Whether one of the argument's expressions is found in `text`; an argument without any is found
 * nowhere. */
bool arg_matches(const struct cond_arg *arg, const char *text);

/* What the index has of a file for a part of the rules, NULL for nothing yet; and puts it there, where it is the index's. */
GArray *index_found(struct cond_context *x, const void *asked, uint32_t file);
void index_put(struct cond_context *x, const void *asked, uint32_t file, GArray *found);

/* Indexes (uint32_t, increasing) of the files that one of the argument's globs fits; the context's.
 */
const GArray *files_fitting(struct cond_context *x, const struct cond_arg *arg);
void file_index_free(struct file_index *index);
void vocabulary_free(struct vocabulary *v);

/* Whether one of the argument's globs fits the path. */
bool arg_globs(struct cond_context *x, const struct cond_arg *arg, const char *path);

/* ---- files and evidence ---- */

/*
 * Whether the condition looks at that file: it is no code of an unfilled template, its zone is asked for (`zone`, `not_zone`; by default
 * none of `excluded`), and `not_path` does not name it.
 */
bool file_wanted(struct cond_context *x, const struct cond *c, uint32_t file);

/* A line of the text that was parsed, as a place of the raw file. */
struct place place_at(const struct cond_context *x, uint32_t file, uint32_t line);

void evidence_add(struct cond_context *x, GArray *evidence, struct place place, int confidence,
                  const char *format, ...) G_GNUC_PRINTF(5, 6);

/* Says which value the evidence added last was read from. */
void evidence_value(struct cond_context *x, GArray *evidence, const char *value);

/* Remembers what would have held, were it in force. */
void declared_add(struct cond_context *x, struct place place, int confidence, const char *format,
                  ...) G_GNUC_PRINTF(4, 5);

/* The scalar's text, NULL for lists, dictionaries and expressions. */
const char *node_scalar(const struct facts *f, uint32_t node);

/* Kids of a node, within bounds. */
static inline const uint32_t *node_kids(const struct facts *f, uint32_t node, uint32_t *n)
{
    *n = 0;
    if (node == 0 || node >= f->n_nodes)
        return NULL;
    const struct fact_node *e = &f->nodes[node];
    if (e->first > f->n_kids || e->count > f->n_kids - e->first)
        return NULL;
    *n = e->count;
    return f->kids + e->first;
}

/* Whether a value still says "fill me in": it holds a word of the placeholder lexicon. */
bool text_is_placeholder(const struct cond_context *x, const char *text);

/* Calls `found` for each value under a dotted key path; `*` is one level, `**` any. False stops. */
typedef bool config_found(void *payload, uint32_t node, uint32_t key);
void config_walk(const struct facts *f, const char *key, config_found *found, void *payload);

const char *base_name(const char *path);
const char *truth_name(enum truth t);

static inline enum truth truth_of(bool b)
{
    return b ? TRUTH_YES : TRUTH_NO;
}

#endif
