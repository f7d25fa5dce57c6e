/*
 * history - commits of the repository around a path: finding them, what they have in common, what came one after
 * another. Reads git's objects only.
 */
#ifndef DEBTSCAN_SOURCE_HISTORY_H
#define DEBTSCAN_SOURCE_HISTORY_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct history;

struct history_commit {
    char id[41];
    int64_t time;     /* of the committer, seconds since 1970 */
    char summary[120]; /* first line of the message, valid UTF-8, cut */
};

/* NULL with an error if there is no repository that can be read. */
struct history *history_open(const char *path, GError **error);
void history_free(struct history *h);

/* The page of the remote "origin" in a browser, as remote_page gives it; NULL without. Yours to free. */
char *history_page(struct history *h);

/* The root of the work tree; NULL for a bare repository. Yours to free. */
char *history_work_tree(struct history *h);

bool history_is_bare(const struct history *h);

/* Finds what `revision` names. An error says how to get what a shallow clone lacks. */
bool history_find(struct history *h, const char *revision, struct history_commit *out, GError **error);

/*
 * The commit from which both have come. False without an error if they have none in common, with one if that cannot be
 * told for lack of commits.
 */
bool history_merge_base(struct history *h, const char *a, const char *b, struct history_commit *out, GError **error);

/* The first parent. False without one. */
bool history_parent(struct history *h, const char *id, struct history_commit *out);

/*
 * The name of what a change is compared with where nobody says: the target branch of the pull request that a CI system
 * names in its environment (then `*variable` is its name), else the repository's default branch (`*variable` is NULL).
 * NULL if there is none. Yours to free.
 */
char *history_target(struct history *h, const char **variable);

/*
 * Hands over the files of a folder (named from the root of the work tree) as a commit has them, those of `most` bytes at
 * most, with their paths from the folder, in git's order. False if the commit has no such folder.
 */
typedef void history_file_fn(void *payload, const char *path, const char *text, gsize size);
bool history_read_folder(struct history *h, const char *revision, const char *folder, gsize most, history_file_fn *visit, void *payload);

/* A file, named from the root of the work tree, as a commit has it; NULL if it has none, or one of more than `most` bytes. Yours to free. */
char *history_read_file(struct history *h, const char *revision, const char *path, gsize most);

/* Whether the file, named from the root of the work tree, is as the last commit has it, there and in the index. */
bool history_has_file(struct history *h, const char *path);

/*
 * The names of those who wrote the last `most` commits, those who wrote most first; NULL-terminated, yours to free. Bytes as
 * git has them. Empty without commits.
 */
char **history_authors(struct history *h, unsigned most);

/*
 * Who wrote the changes of these files (from the root of the work tree, `n` of them) in the last `most` commits before and
 * at `revision`, merges aside: for each that was changed its path, and of each person how often, as a GHashTable of
 * name -> GUINT_TO_POINTER(count). Both tables own their keys. Bytes as git has them. Empty without commits. Yours to unref.
 */
GHashTable *history_touches(struct history *h, const char *revision, const char *const *paths, size_t n, unsigned most);

/*
 * The commit `revision` and its first parents, newest first: those not older than `since` (0: all), `most` of them at
 * most. `*cut` is set where a shallow clone ends the list. Array of struct history_commit.
 */
GArray *history_list(struct history *h, const char *revision, int64_t since, unsigned most, bool *cut, GError **error);

#endif
