/*
 * Files as git has them: of a commit's tree, or of the index. Nothing is checked out.
 *
 * Objects are a stranger's too: names are not believed to be names, trees not to be trees, and the number of folders
 * entered has a limit, for a tree may hold itself many times over without a single file.
 */
#include <string.h>

#include "base/limits.h"
#include "source/ignore.h"
#include "source/source_priv.h"

#define MISSING_MOST 100 /* blobs */
#define BLOB_MOST ((size_t)256 << 20) /* a larger one is not unpacked to look at its first bytes */

/* A folder: of a tree, or entries of the index that begin alike. */
struct folder {
    git_tree *tree;     /* NULL: the index */
    size_t first, last; /* entries of the index */
};

struct child {
    const char *name; /* borrowed from the index or the tree */
    size_t len;
    uint32_t mode;
    git_oid id;
    size_t first, last; /* of a folder in the index */
};

struct walk {
    struct source *s;
    struct source_git *git;
    GString *path; /* of the entry in hand, from the work tree's root */
    size_t prefix; /* bytes of it that lead to the scanned folder */
    GPtrArray *ignores;
    struct source_notes notes;
    unsigned folders; /* entered so far */
    unsigned blobs, missing; /* those that a partial clone lacks */
    bool broken;             /* lacks a tree */
    bool full;
};

static const char *inner_path(const struct walk *w)
{
    return w->path->str + w->prefix;
}

static bool is_folder(const struct child *c)
{
    return c->mode == GIT_FILEMODE_TREE;
}

/* No name of a file in a work tree, and no path of one in a report. */
static bool is_bad_name(const struct child *c)
{
    return c->len == 0 || memchr(c->name, '/', c->len) || (c->len == 1 && c->name[0] == '.') ||
           (c->len == 2 && memcmp(c->name, "..", 2) == 0) || (c->len == 4 && g_ascii_strncasecmp(c->name, ".git", 4) == 0);
}

static void list_tree(const git_tree *tree, GArray *out)
{
    for (size_t i = 0; i < git_tree_entrycount(tree); i++) {
        const git_tree_entry *e = git_tree_entry_byindex(tree, i);
        struct child c = {.name = git_tree_entry_name(e), .mode = (uint32_t)git_tree_entry_filemode(e), .id = *git_tree_entry_id(e)};
        c.len = strlen(c.name);
        g_array_append_val(out, c);
    }
}

/* `at` is where the names of the folder's entries begin in their paths. */
static void list_index(git_index *index, size_t first, size_t last, size_t at, GArray *out)
{
    for (size_t i = first; i < last;) {
        const git_index_entry *e = git_index_get_byindex(index, i);
        const char *name = e->path + at, *slash = strchr(name, '/');
        struct child c = {.name = name, .len = slash ? (size_t)(slash - name) : strlen(name), .mode = e->mode, .id = e->id, .first = i};
        size_t next = i + 1;
        for (; slash && next < last; next++) /* a folder reaches as far as its name */
            if (strncmp(git_index_get_byindex(index, next)->path + at, name, c.len + 1) != 0)
                break;
        c.last = next;
        if (slash)
            c.mode = GIT_FILEMODE_TREE;
        if (GIT_INDEX_ENTRY_STAGE(e) > 0 && !slash)
            c.mode = GIT_FILEMODE_UNREADABLE;
        bool again = out->len && !slash && g_array_index(out, struct child, out->len - 1).len == c.len && /* sides of a conflict */
                     memcmp(g_array_index(out, struct child, out->len - 1).name, c.name, c.len) == 0;
        if (!again && (slash || !(e->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD)))
            g_array_append_val(out, c);
        i = next;
    }
}

static GArray *list_folder(const struct walk *w, const struct folder *f)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(struct child));
    if (f->tree)
        list_tree(f->tree, out);
    else
        list_index(w->git->index, f->first, f->last, w->path->len, out);
    return out;
}

static const struct child *find_child(const GArray *children, const char *name)
{
    for (guint i = 0; i < children->len; i++) {
        const struct child *c = &g_array_index(children, struct child, i);
        if (c->len == strlen(name) && memcmp(c->name, name, c->len) == 0)
            return c;
    }
    return NULL;
}

char *source_blob_text(git_repository *repository, const git_oid *id, size_t ceiling, size_t *size)
{
    git_blob *blob = NULL;
    char *out = NULL;
    if (git_blob_lookup(&blob, repository, id) == 0 && (uint64_t)git_blob_rawsize(blob) <= ceiling) {
        *size = (size_t)git_blob_rawsize(blob);
        out = g_malloc(*size + 1);
        memcpy(out, git_blob_rawcontent(blob), *size);
        out[*size] = '\0';
    }
    git_blob_free(blob);
    return out;
}

char *source_ignore_text(struct source *s, const char *folder, size_t *size)
{
    g_autofree char *path = g_strconcat(folder, OWN_IGNORE, NULL);
    git_tree_entry *e = NULL;
    char *out = NULL;
    if (git_tree_entry_bypath(&e, s->priv->ignores, path) == 0 && git_tree_entry_type(e) == GIT_OBJECT_BLOB)
        out = source_blob_text(s->priv->ignores_of, git_tree_entry_id(e), LIMIT_RULE_BYTES, size);
    git_tree_entry_free(e);
    return out;
}

/* The folder's own ignore file, chained to `outer`. w->path is the folder's, with '/' at its end. */
static struct ignore *read_ignore(struct walk *w, const GArray *children, struct ignore *outer)
{
    const struct child *c = find_child(children, OWN_IGNORE);
    size_t size = 0;
    g_autofree char *text = NULL;
    if (w->s->priv->ignores)
        text = source_ignore_text(w->s, w->path->str, &size);
    else if (c && (c->mode & 0170000) == 0100000)
        text = source_blob_text(w->git->repository, &c->id, LIMIT_RULE_BYTES, &size);
    if (!text && c && !w->s->priv->ignores)
        source_add_note(w->s, w->path->len >= w->prefix ? inner_path(w) : "", OWN_IGNORE " cannot be read; not obeyed");
    struct ignore *list = text ? ignore_new(text, size, w->path->str, outer) : outer;
    if (list != outer)
        g_ptr_array_add(w->ignores, list);
    return list;
}

static void add_blob(struct walk *w, const struct child *c)
{
    size_t size = 0;
    git_object_t type = GIT_OBJECT_BLOB;
    w->blobs++;
    if (git_odb_read_header(&size, &type, w->s->priv->odb, &c->id) < 0)
        w->missing++; /* reading it will say so */
    if (type != GIT_OBJECT_BLOB) {
        source_walk_note(w->s, &w->notes, inner_path(w), NOTE_UNREADABLE);
        return;
    }
    struct stat st = {.st_size = (off_t)size, .st_mode = c->mode};
    source_add_file(w->s, inner_path(w), &st, &c->id);
    if (w->s->files->len >= LIMIT_FILES) {
        g_autofree char *text = g_strdup_printf("more than %u files; the rest is not read", LIMIT_FILES);
        w->full = true;
        source_add_note(w->s, "", text);
    }
}

static void walk_folder(struct walk *w, const struct folder *f, struct ignore *own, unsigned depth);

static void walk_child(struct walk *w, const struct child *c, struct ignore *own, unsigned depth)
{
    if (ignore_ask(own, w->path->str, is_folder(c)) == IGNORE_YES)
        return;
    if (is_bad_name(c)) {
        source_walk_note(w->s, &w->notes, inner_path(w), NOTE_NAME);
    } else if (c->mode == GIT_FILEMODE_LINK) {
        source_walk_note(w->s, &w->notes, inner_path(w), NOTE_LINK);
    } else if (c->mode == GIT_FILEMODE_COMMIT) {
        source_add_note(w->s, inner_path(w), "submodule; not entered");
    } else if (c->mode == GIT_FILEMODE_UNREADABLE) {
        source_add_note(w->s, inner_path(w), "in conflict; not read");
    } else if (!is_folder(c)) {
        add_blob(w, c);
    } else if (depth + 1 >= LIMIT_PATH_DEPTH) {
        source_walk_note(w->s, &w->notes, inner_path(w), NOTE_DEEP);
    } else {
        struct folder inner = {.first = c->first, .last = c->last};
        if (w->git->index && c->last > 0)
            walk_folder(w, &inner, own, depth + 1);
        else if (git_tree_lookup(&inner.tree, w->git->repository, &c->id) < 0)
            w->broken = true;
        else
            walk_folder(w, &inner, own, depth + 1);
        git_tree_free(inner.tree);
    }
}

/* w->path is the folder's, without '/' at the end. */
static void walk_folder(struct walk *w, const struct folder *f, struct ignore *own, unsigned depth)
{
    size_t len = w->path->len;
    if (++w->folders > LIMIT_FILES) {
        w->full = true;
        return;
    }
    if (len > 0)
        g_string_append_c(w->path, '/');
    g_autoptr(GArray) children = list_folder(w, f);
    own = read_ignore(w, children, own);
    for (guint i = 0; i < children->len && !w->full; i++) {
        const struct child *c = &g_array_index(children, struct child, i);
        size_t before = w->path->len;
        g_string_append_len(w->path, c->name, (gssize)c->len);
        walk_child(w, c, own, depth);
        g_string_truncate(w->path, before);
    }
    g_string_truncate(w->path, len);
}

/*
 * Goes down to the scanned folder, over the ignore files on the way; `*f` becomes it. The child of that name of the
 * last folder where `name` is a file. False if there is no such thing.
 */
static bool descend(struct walk *w, struct folder *f, struct ignore **own, const char *file, struct child *last)
{
    g_autofree char *way = g_strconcat(w->git->prefix, file, NULL);
    for (const char *at = way; *at;) {
        size_t len = strcspn(at, "/");
        g_autofree char *name = g_strndup(at, len);
        g_autoptr(GArray) children = list_folder(w, f);
        const struct child *c = find_child(children, name);
        *own = read_ignore(w, children, *own);
        if (!c || (at[len] == '/') != is_folder(c))
            return false;
        *last = *c;
        if (!is_folder(c))
            return (c->mode & 0170000) == 0100000;
        git_tree *inner = NULL;
        if (f->tree && git_tree_lookup(&inner, w->git->repository, &c->id) < 0) {
            w->broken = true;
            return false;
        }
        git_tree_free(f->tree);
        *f = (struct folder){.tree = inner, .first = c->first, .last = c->last};
        g_string_append_len(w->path, at, (gssize)len + 1);
        at += len + 1;
    }
    return true;
}

static int compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(((const struct source_file *)a)->path, ((const struct source_file *)b)->path);
}

/* By path, each once: a tree that git did not write may be in any order. */
static void sort_files(GArray *files)
{
    g_array_sort(files, compare_paths);
    guint kept = 0;
    for (guint i = 0; i < files->len; i++) {
        struct source_file *f = &g_array_index(files, struct source_file, i);
        if (kept && strcmp(g_array_index(files, struct source_file, kept - 1).path, f->path) == 0) {
            g_free(f->path);
            g_free(f->raw);
        } else {
            g_array_index(files, struct source_file, kept++) = *f;
        }
    }
    g_array_set_size(files, kept);
}

/* What is missing: a few files are noted, more of them make the scan impossible. */
static bool has_objects(struct walk *w, GError **error)
{
    if (w->missing == 0 && !w->broken)
        return true;
    const char *revision = w->s->commit ? w->s->commit : "HEAD";
    g_autofree char *place = g_shell_quote(w->s->root);
    g_autofree char *what = w->broken ? g_strdup("folders") : g_strdup_printf("%u of %u files", w->missing, w->blobs);
    g_autofree char *text = g_strdup_printf("%s of %.10s are not in this clone; a partial one gets them by: "
                                            "git -C %s fetch --refetch --no-filter origin", what, revision, place);
    if (w->broken || w->missing > MISSING_MOST || w->missing * 10 > w->blobs) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s: %s", w->s->root, text);
        return false;
    }
    g_autofree char *note = g_strdup_printf("%s of %.10s are not in this clone; not read", what, revision);
    source_add_note(w->s, "", note);
    return true;
}

bool source_list_objects(struct source *s, git_commit *commit, GError **error)
{
    struct source_git *git = s->priv->git;
    struct walk w = {.s = s, .git = git, .path = g_string_new(NULL), .ignores = g_ptr_array_new()};
    struct folder f = {.last = commit ? 0 : git_index_entrycount(git->index)};
    struct child last = {.mode = GIT_FILEMODE_TREE};
    struct ignore *own = NULL;
    bool ok = !commit || git_commit_tree(&f.tree, commit) == 0;
    w.broken = !ok;
    g_autofree char *file = git->file ? g_path_get_basename(git->file) : NULL;
    if (ok && !descend(&w, &f, &own, file, &last)) {
        if (!w.broken && !s->priv->absent)
            g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s%s%s: not in %s", s->root, file ? "/" : "",
                        file ? file : "", s->revision);
        ok = !w.broken && s->priv->absent;
    } else if (ok) {
        w.prefix = w.path->len;
        if (file) {
            g_string_append(w.path, file);
            add_blob(&w, &last);
        } else {
            if (w.prefix > 0)
                g_string_truncate(w.path, w.prefix - 1); /* walk_folder puts the '/' back */
            /* the folders above have been asked; this one's own file is read by walk_folder */
            walk_folder(&w, &f, own, 0);
        }
    }
    if (ok || w.broken)
        ok = has_objects(&w, error);
    source_walk_notes_end(s, &w.notes);
    sort_files(s->files);
    git_tree_free(f.tree);
    if (commit && git_commit_tree(&s->priv->tree, commit) < 0)
        s->priv->tree = NULL;
    for (guint i = 0; i < w.ignores->len; i++)
        ignore_free(g_ptr_array_index(w.ignores, i));
    g_ptr_array_free(w.ignores, TRUE);
    g_string_free(w.path, TRUE);
    return ok;
}

char *source_read_blob_named(struct source *s, const char *path, size_t *size)
{
    struct source_git *git = s->priv->git;
    g_autofree char *whole = g_strconcat(git->prefix, path, NULL);
    git_oid id;
    bool found = false;
    if (s->priv->tree) {
        git_tree_entry *e = NULL;
        found = git_tree_entry_bypath(&e, s->priv->tree, whole) == 0 && git_tree_entry_type(e) == GIT_OBJECT_BLOB &&
                git_tree_entry_filemode(e) != GIT_FILEMODE_LINK;
        if (found)
            id = *git_tree_entry_id(e);
        git_tree_entry_free(e);
    } else {
        const git_index_entry *e = git_index_get_bypath(git->index, whole, 0);
        found = e && (e->mode & 0170000) == 0100000;
        if (found)
            id = e->id;
    }
    return found ? source_blob_text(git->repository, &id, LIMIT_BASELINE_BYTES, size) : NULL;
}

ssize_t source_read_object(struct source *s, const struct source_file *f, unsigned char *buffer, size_t capacity,
                           const char **why)
{
    git_oid id;
    git_odb_object *object = NULL;
    if (f->size > BLOB_MOST)
        return source_too_large(s, capacity, why);
    if (git_oid_fromstr(&id, f->id) < 0 || git_odb_read(&object, s->priv->odb, &id) < 0) {
        *why = "its object is not in this clone; not read";
        return -1;
    }
    size_t size = git_odb_object_size(object);
    const void *data = git_odb_object_data(object);
    bool large = size > READ_AT_ONCE || size > capacity;
    if (large && memchr(data, 0, MIN(size, (size_t)BINARY_BYTES)))
        size = MIN(MIN(size, capacity), (size_t)BINARY_BYTES);
    ssize_t out = (ssize_t)size;
    if (size > capacity)
        out = source_too_large(s, capacity, why);
    else
        memcpy(buffer, data, size);
    git_odb_object_free(object);
    return out;
}
