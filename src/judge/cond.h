/*
 * cond - conditions over the model: the yes, no or unknown that controls are judged by.
 *
 * Conditions are those of docs/rules.md, one matcher a kind (the table in cond.c). A context
 * belongs to one judgement and is not shared between threads; what it hands out lives in the arena
 * it was given.
 *
 *     struct cond_index *index = cond_index_new(model);
 *     struct cond_context *x = cond_context_new(model, arena, index);
 *     if (cond_eval(x, control->applies, SUBJECT_NONE, evidence) == TRUTH_YES) ...
 *     cond_context_free(x);
 *     cond_index_free(index);
 */
#ifndef DEBTSCAN_JUDGE_COND_H
#define DEBTSCAN_JUDGE_COND_H

#include <glib.h>

#include "judge/judgement.h"
#include "rules/settings.h"

/* Ordered, so that `and` is the least and `or` the greatest. */
enum truth { TRUTH_NO, TRUTH_UNKNOWN, TRUTH_YES };

struct subject_ref { /* what is judged; the index is into the model's array of that kind */
    enum subject kind;
    uint32_t index; /* NO_INDEX for the repository */
};

#define SUBJECT_NONE ((struct subject_ref){SUBJECT_REPOSITORY, NO_INDEX})

struct cond_context;
struct cond_index;

/* What is known of the files of a model by themselves; the contexts of all views of one model may share it, one after the
 * other. It must outlive them. */
struct cond_index *cond_index_new(const struct model *m);
void cond_index_free(struct cond_index *index);

struct cond_context *cond_context_new(const struct model *m, struct arena *arena, struct cond_index *index);
void cond_context_free(struct cond_context *x);

/* The repository kind that `repository_kind` asks for; until it is set that condition is no. */
void cond_context_set_kind(struct cond_context *x, const char *kind);

/* What the repository declares of itself; NULL for nothing. */
void cond_context_set_settings(struct cond_context *x, const struct settings *settings);

/*
 * Evaluates `c` (NULL holds) for a subject. When it holds, what made it hold is appended to
 * `evidence` (struct evidence); otherwise `evidence` stays as it was.
 */
enum truth cond_eval(struct cond_context *x, const struct cond *c, struct subject_ref s,
                     GArray *evidence);

/* What matched but is not in force (struct evidence), gathered since the last cond_context_forget.
 */
const GArray *cond_context_declared(const struct cond_context *x);
void cond_context_forget(struct cond_context *x);

/* What `{count}` says: how many the last count, spread or use condition saw. */
unsigned cond_context_count(const struct cond_context *x);

/* Whether a condition on the repository fails because of what kind of repository it is. */
bool cond_refuses_kind(struct cond_context *x, const struct cond *c);

/* In words, what a condition that does not hold asks for: for the reason of "not applicable". */
char *cond_describe(struct cond_context *x, const struct cond *c, struct subject_ref s);

/* Where a condition looks: its globs and tags, each once, appended to `out` (const char *). */
void cond_looks_for(const struct cond_context *x, const struct cond *c, GPtrArray *out);

/* Owner of a path by the repository's ownership file, NULL without. */
const char *cond_owner(struct cond_context *x, const char *path);

#endif
