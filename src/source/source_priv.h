/*
 * source_priv - what source.c and git.c share.
 */
#ifndef DEBTSCAN_SOURCE_SOURCE_PRIV_H
#define DEBTSCAN_SOURCE_SOURCE_PRIV_H

#include <git2.h>
#include <sys/stat.h>

#include "source/source.h"

struct source_priv {
    int root;                /* the root folder; -1 for git objects */
    bool no_openat2;         /* the kernel lacks it */
    GStringChunk *reasons;   /* why files could not be read */
    struct source_git *git;  /* whose objects hold the files; NULL for files on disk */
    git_odb *odb;
    git_repository *ignores_of; /* of `ignores`, the tree whose .debtscanignore files count; NULL: those that lie there */
    git_tree *ignores;
    git_tree *tree; /* of the revision; NULL otherwise */
    bool absent;    /* as in source_options */
};

/* The repository around the scanned folder. */
struct source_git {
    git_repository *repository;
    git_index *index; /* NULL for a bare repository */
    char *work_tree;  /* absolute, '/' at the end; NULL for a bare repository */
    char *prefix;     /* from there to the scanned folder, '/' at the end; "" for the work tree itself */
    char *file;       /* from there to the scanned file; NULL for a folder */
};

#define OWN_IGNORE ".debtscanignore"
#define BINARY_BYTES 8000 /* as in classify.c: a NUL among these makes a file binary */
#define READ_AT_ONCE (64u << 10)

/* The notes of a walk: of each kind the first few are written, the others counted. */
enum note_kind { NOTE_LINK, NOTE_SPECIAL, NOTE_UNREADABLE, NOTE_DEEP, NOTE_NESTED, NOTE_NAME, NOTE_KINDS };

struct source_notes {
    unsigned counts[NOTE_KINDS];
};

void source_walk_note(struct source *s, struct source_notes *n, const char *raw, enum note_kind kind);
void source_walk_notes_end(struct source *s, const struct source_notes *n);

/*
 * The repository of which `root` is a folder, be it bare. NULL without one, with a reason in `*why` if there is one
 * that cannot be read, else NULL there. A repository is closed by source_repository_close.
 */
git_repository *source_repository_open(const char *root, const char **why);
void source_repository_close(git_repository *repository);

/* The same, if the folder is a repository itself, or lies in one: not in its work tree. */
git_repository *source_bare_open(const char *root, const char **why);

/*
 * Looks for a repository whose work tree holds s->root; NULL without one, s->name and s->git are set with one.
 * One that cannot be read is noted.
 */
struct source_git *source_git_open(struct source *s, const char *file);

/* Sets commit, branch, url and dirty; the second compares the index alone. */
void source_git_state(struct source *s, struct source_git *git);
void source_git_staged_state(struct source *s, struct source_git *git);

/* Sets the ids of files that git knows unchanged, and stores as they are. */
void source_git_identify(struct source *s, struct source_git *git);

/* The page of the remote "origin"; NULL without. Yours to free. */
char *source_repository_page(git_repository *repository);

void source_git_close(struct source_git *git);

/* Absolute, without links, '/' at the end; NULL if it is none. */
char *source_real_folder(const char *path);

/* Valid UTF-8 of a name from the file system; new. */
char *source_path_text(const char *raw);

void source_add_note(struct source *s, const char *raw, const char *text);

/* A file of the source; takes nothing. */
void source_add_file(struct source *s, const char *raw, const struct stat *st, const git_oid *id);

int64_t source_mtime(const struct stat *st);

/* For reasons that outlive the call. */
const char *source_reason(struct source *s, const char *text);
ssize_t source_too_large(struct source *s, size_t capacity, const char **why);

/* What `revision` names; NULL with an error that says how to get it. `root` is for that. */
git_commit *source_find_commit(git_repository *repository, const char *root, const char *revision, GError **error);

/* ---- objects.c ---- */

/* Fills s->files from the commit's tree, or, without a commit, from the index. s->priv->git is set. */
bool source_list_objects(struct source *s, git_commit *commit, GError **error);

/* The bytes of a blob of at most `ceiling`, a NUL behind them; NULL without. Yours to free. */
char *source_blob_text(git_repository *repository, const git_oid *id, size_t ceiling, size_t *size);

/* As source_read_named, of git's objects. */
char *source_read_blob_named(struct source *s, const char *path, size_t *size);

/* The text of the ignore file of `folder` ("" or with '/' at its end), from the root of the work tree, in the
 * tree whose ignore files count; NULL without. */
char *source_ignore_text(struct source *s, const char *folder, size_t *size);

ssize_t source_read_object(struct source *s, const struct source_file *f, unsigned char *buffer, size_t capacity,
                           const char **why);

#endif
