/*
 * source_priv - what source.c and git.c share.
 */
#ifndef DEBTSCAN_SOURCE_SOURCE_PRIV_H
#define DEBTSCAN_SOURCE_SOURCE_PRIV_H

#include <git2.h>

#include "source/source.h"

struct source_priv {
    int root;              /* the root folder */
    bool no_openat2;       /* the kernel lacks it */
    GStringChunk *reasons; /* why files could not be read */
};

/* The repository around the scanned folder. */
struct source_git {
    git_repository *repository;
    git_index *index;
    char *work_tree; /* absolute, '/' at the end */
    char *prefix;    /* from there to the scanned folder, '/' at the end; "" for the work tree itself */
    char *file;      /* from there to the scanned file; NULL for a folder */
};

/*
 * Looks for a repository whose work tree holds s->root. `*out` stays NULL without one; s->name and s->git
 * are set with one. False with an error for a bare repository.
 */
bool source_git_open(struct source *s, const char *path, const char *file, struct source_git **out, GError **error);

/* Sets commit, branch and dirty. */
void source_git_state(struct source *s, struct source_git *git);

void source_git_close(struct source_git *git);

/* Valid UTF-8 of a name from the file system; new. */
char *source_path_text(const char *raw);

void source_add_note(struct source *s, const char *raw, const char *text);

#endif
