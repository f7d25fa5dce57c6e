/*
 * source - where blobs come from. Later stages do not know which kind of source it was.
 *
 * source_open takes a folder inside a git work tree (git's ignore rules: nested .gitignore and
 * info/exclude, but never for tracked files; global excludes are off), a plain folder, or a single file.
 * `.debtscanignore` files, nested too, are read in all folders and outrank git's, for tracked files as well.
 * A plain folder's .gitignore is not obeyed: such a folder is mostly an export of what was tracked, and
 * without an index nobody could tell which of the ignored files were. A folder that is named is scanned
 * even if a rule above ignores it. Files come in bytewise order of their paths. Symbolic links are never followed and
 * submodules are not entered: both are noted. `.git` is never entered.
 *
 * source_open_revision takes what a commit holds, from git's objects and without a checkout: the files of a clean
 * checkout, in the bytes that git stores (no line-end conversion, no filters). source_open_staged takes what the index
 * holds. A bare repository is one of these: its HEAD.
 */
#ifndef DEBTSCAN_SOURCE_SOURCE_H
#define DEBTSCAN_SOURCE_SOURCE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct source_file {
    char *path;    /* relative to the source's root, '/', valid UTF-8 (bytes that are not are written \xNN) */
    char *raw;     /* the same as the file system has it */
    uint64_t size; /* bytes on disk, or of the object */
    bool executable;
    char id[41];   /* of the content: git's, hex; "" where it is not known without reading. source_read takes it away
                    * from a file that has changed since */
    int64_t mtime; /* nanoseconds; 0 for objects */
};

struct source_note {
    char *path; /* may be "" */
    char *text;
};

struct source {
    char *root;     /* absolute folder */
    char *name;     /* last folder of the root */
    char *commit;   /* HEAD's id, hex; NULL without */
    char *branch;   /* NULL when detached or without */
    char *revision; /* as it was asked for, "staged" for the index; NULL for files on disk */
    char *inner;    /* the scanned folder in its work tree, "." for the tree's root and outside of git */
    int64_t commit_time; /* of `commit`, seconds since 1970; 0 without */
    char *url;      /* the forge's page of the repository: https://host/owner/name, of the remote "origin"; NULL without */
    bool git, dirty; /* dirty: tracked files under the root differ from the commit */
    GArray *files;  /* struct source_file, sorted */
    GArray *notes;  /* struct source_note, sorted */
    struct source_priv *priv;
};

struct source_options {
    const char *path;
    const char *revision; /* NULL: the files on disk */
    bool staged;          /* what git's index holds */
    bool absent;          /* a revision that lacks the folder has no files, instead of being an error */
    const char *ignores;  /* a commit of which the `.debtscanignore` files count, instead of those that lie there */
};

struct source *source_open_with(const struct source_options *o, GError **error);

/* Each a short form of the above. */
/* NULL with an error that says what is wrong with `path` (not found, not a folder, not readable). */
struct source *source_open(const char *path, GError **error);
struct source *source_open_revision(const char *path, const char *revision, GError **error);
struct source *source_open_staged(const char *path, GError **error);
void source_free(struct source *s);

/*
 * The text of the file with that path from the scanned folder, whether files leave it out or not. NULL if there is no
 * such file, if it is larger than LIMIT_BASELINE_BYTES or holds a NUL. Yours to free.
 */
char *source_read_named(struct source *s, const char *path);

/*
 * Reads file `i` into `buffer`: its size, or -1 with a reason that lives as long as the source. Of a file of
 * more than 64 KiB, or than `capacity`, that has a NUL among its first 8,000 bytes only these are read.
 */
ssize_t source_read(struct source *s, size_t i, unsigned char *buffer, size_t capacity, const char **why);

#endif
