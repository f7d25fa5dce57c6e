/*
 * The scanned tree is a stranger's. Folders are opened relative to their parent and without following
 * links, files beneath the root's descriptor, so that neither a link nor a race leads outside. Of git
 * only data are read: index, HEAD and trees, never hooks, filters or programs; configuration outside of
 * the repository is not looked at.
 */
#include "source/source_priv.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <git2.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/limits.h"
#include "source/ignore.h"

#define NOTES_OF_A_KIND 20

static const struct {
    const char *text, *more;
} note_texts[NOTE_KINDS] = {
    [NOTE_LINK] = {"symbolic link; not followed", "symbolic links; not followed"},
    [NOTE_SPECIAL] = {"neither file nor folder; not read", "entries that are neither file nor folder; not read"},
    [NOTE_UNREADABLE] = {"folder cannot be read", "folders that cannot be read"},
    [NOTE_DEEP] = {"nested too deeply; not entered", "folders nested too deeply; not entered"},
    [NOTE_NESTED] = {"git repository of its own; not entered", "git repositories of their own; not entered"},
    [NOTE_NAME] = {"no name for a file; not read", "entries with names that no file has; not read"},
};

struct walk {
    struct source *s;
    git_index *index;     /* NULL without */
    GString *path;        /* of the entry in hand, from the work tree's root */
    size_t prefix;        /* bytes of it that lead to the scanned folder */
    GPtrArray *ignores;   /* all lists, for freeing */
    struct source_notes notes;
    bool escaped, full;
};

/* ---- paths and notes ---- */

/*
 * Valid UTF-8, one to one: bytes that are not become \xNN, and in such a name, or one that holds "\x"
 * itself, a backslash becomes two.
 */
static char *path_text(const char *raw)
{
    if (g_utf8_validate(raw, -1, NULL) && !strstr(raw, "\\x"))
        return g_strdup(raw);
    GString *out = g_string_new(NULL);
    while (*raw) {
        const char *end;
        g_utf8_validate(raw, -1, &end);
        for (; raw < end; raw++) {
            if (*raw == '\\')
                g_string_append_c(out, '\\');
            g_string_append_c(out, *raw);
        }
        if (*raw)
            g_string_append_printf(out, "\\x%02X", (unsigned char)*raw++);
    }
    return g_string_free(out, FALSE);
}

static void add_note(struct source *s, const char *raw, char *text)
{
    struct source_note note = {.path = path_text(raw), .text = text};
    g_array_append_val(s->notes, note);
}

static const char *inner_path(const struct walk *w)
{
    return w->path->str + w->prefix;
}

void source_walk_note(struct source *s, struct source_notes *n, const char *raw, enum note_kind kind)
{
    if (++n->counts[kind] <= NOTES_OF_A_KIND)
        add_note(s, raw, g_strdup(note_texts[kind].text));
}

void source_walk_notes_end(struct source *s, const struct source_notes *n)
{
    for (int kind = 0; kind < NOTE_KINDS; kind++)
        if (n->counts[kind] > NOTES_OF_A_KIND)
            add_note(s, "", g_strdup_printf("%u more %s", n->counts[kind] - NOTES_OF_A_KIND, note_texts[kind].more));
}

static void walk_note(struct walk *w, enum note_kind kind)
{
    source_walk_note(w->s, &w->notes, inner_path(w), kind);
}

static int compare_notes(gconstpointer a, gconstpointer b)
{
    const struct source_note *x = a, *y = b;
    int order = strcmp(x->path, y->path);
    return order ? order : strcmp(x->text, y->text);
}

static int compare_files(gconstpointer a, gconstpointer b)
{
    return strcmp(((const struct source_file *)a)->path, ((const struct source_file *)b)->path);
}

/* ---- opening and reading ---- */

/* A regular file or folder `path` below `folder`, through no link at all. -1 with errno. */
static int open_beneath(struct source_priv *priv, int folder, const char *path, int flags)
{
    flags |= O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    if (!priv->no_openat2) {
        struct open_how how = {.flags = (unsigned)flags,
                               .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
        int fd = (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
        if (fd >= 0 || (errno != ENOSYS && errno != EPERM && errno != ENAMETOOLONG && errno != EINVAL))
            return fd;
        if (errno != ENAMETOOLONG)
            priv->no_openat2 = true;
    }
    int at = folder;
    for (;;) {
        size_t len = strcspn(path, "/");
        bool last = path[len] == '\0';
        g_autofree char *name = g_strndup(path, len);
        int fd = -1;
        if (strcmp(name, "..") == 0)
            errno = EXDEV;
        else
            fd = openat(at, name, last ? flags : flags | O_DIRECTORY);
        if (at != folder) {
            int number = errno;
            close(at);
            errno = number;
        }
        if (fd < 0 || last)
            return fd;
        at = fd;
        path += len + 1;
    }
}

static ssize_t read_some(int fd, unsigned char *buffer, size_t size)
{
    size_t used = 0;
    while (used < size) {
        ssize_t n = read(fd, buffer + used, size - used);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        used += (size_t)n;
    }
    return (ssize_t)used;
}

const char *source_reason(struct source *s, const char *text)
{
    return g_string_chunk_insert_const(s->priv->reasons, text);
}

static ssize_t cannot_read(struct source *s, const char **why)
{
    g_autofree char *text = g_strdup_printf("cannot be read: %s", g_strerror(errno));
    *why = source_reason(s, text);
    return -1;
}

ssize_t source_too_large(struct source *s, size_t capacity, const char **why)
{
    g_autofree char *text = capacity >= 1u << 20
                                ? g_strdup_printf("larger than %zu MiB; not read", capacity >> 20)
                                : g_strdup_printf("larger than %zu bytes; not read", capacity);
    *why = source_reason(s, text);
    return -1;
}

static ssize_t read_open(struct source *s, int fd, unsigned char *buffer, size_t capacity, const char **why)
{
    struct stat st;
    if (fstat(fd, &st) < 0)
        return cannot_read(s, why);
    if (!S_ISREG(st.st_mode)) {
        *why = "no longer a regular file; not read";
        return -1;
    }
    ssize_t head = 0;
    if ((uint64_t)st.st_size > READ_AT_ONCE || (uint64_t)st.st_size > capacity) {
        head = read_some(fd, buffer, MIN(capacity, (size_t)BINARY_BYTES));
        if (head < 0)
            return cannot_read(s, why);
        if (memchr(buffer, 0, (size_t)head))
            return head;
        if ((uint64_t)st.st_size > capacity)
            return source_too_large(s, capacity, why);
    }
    ssize_t rest = read_some(fd, buffer + head, capacity - (size_t)head);
    if (rest < 0)
        return cannot_read(s, why);
    size_t size = (size_t)(head + rest);
    unsigned char more;
    if (size == capacity && read_some(fd, &more, 1) > 0)
        return source_too_large(s, capacity, why);
    return (ssize_t)size;
}

ssize_t source_read(struct source *s, size_t i, unsigned char *buffer, size_t capacity, const char **why)
{
    struct source_file *f = &g_array_index(s->files, struct source_file, i);
    if (s->priv->odb)
        return source_read_object(s, f, buffer, capacity, why);
    int fd = open_beneath(s->priv, s->priv->root, f->raw, 0);
    if (fd < 0) {
        if (errno != ELOOP)
            return cannot_read(s, why);
        *why = "became a symbolic link; not read";
        return -1;
    }
    ssize_t size = read_open(s, fd, buffer, capacity, why);
    struct stat st;
    if (fstat(fd, &st) < 0 || source_mtime(&st) != f->mtime || (uint64_t)st.st_size != f->size)
        f->id[0] = '\0';
    close(fd);
    return size;
}

char *source_read_named(struct source *s, const char *path)
{
    size_t size = 0;
    char *text = NULL;
    int fd = -1;
    struct stat st;
    if (s->priv->odb) {
        text = source_read_blob_named(s, path, &size);
    } else if ((fd = open_beneath(s->priv, s->priv->root, path, 0)) >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
               st.st_size <= LIMIT_BASELINE_BYTES) {
        text = g_malloc((size_t)st.st_size + 1);
        ssize_t n = read_some(fd, (unsigned char *)text, (size_t)st.st_size);
        size = (size_t)MAX(n, 0);
        text[size] = '\0';
    }
    if (fd >= 0)
        close(fd);
    if (text && strlen(text) != size)
        g_clear_pointer(&text, g_free);
    return text;
}

/* ---- ignore files ---- */

/* The rules of file `name` in the open folder, chained to `outer`; `base` as in ignore_new. */
static struct ignore *read_ignore(struct walk *w, int folder, const char *name, const char *base,
                                  struct ignore *outer)
{
    struct stat st;
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return outer;
    struct ignore *list = outer;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
        g_autofree char *text = g_malloc(MIN((size_t)st.st_size, (size_t)LIMIT_RULE_BYTES) + 1);
        ssize_t size = read_some(fd, (unsigned char *)text, MIN((size_t)st.st_size, (size_t)LIMIT_RULE_BYTES));
        if (size > 0)
            list = ignore_new(text, (size_t)size, base, outer);
        if ((uint64_t)st.st_size > LIMIT_RULE_BYTES)
            add_note(w->s, inner_path(w), g_strdup_printf("%s is larger than 1 MiB; read in part", name));
    }
    close(fd);
    if (list != outer)
        g_ptr_array_add(w->ignores, list);
    return list;
}

/* The same of the tree of which the ignore files count. */
static struct ignore *read_kept_ignore(struct walk *w, const char *folder, struct ignore *outer)
{
    size_t size = 0;
    g_autofree char *text = source_ignore_text(w->s, folder, &size);
    struct ignore *list = text ? ignore_new(text, size, folder, outer) : outer;
    if (list != outer)
        g_ptr_array_add(w->ignores, list);
    return list;
}

/* ---- walking ---- */

struct entry {
    char *name;
    bool folder;
    unsigned char type; /* DT_... */
};

/* By the bytes of the whole path: a folder sorts as if '/' stood behind its name. */
static int compare_entries(gconstpointer a, gconstpointer b)
{
    const struct entry *x = a, *y = b;
    size_t nx = strlen(x->name), ny = strlen(y->name), n = MIN(nx, ny);
    int order = memcmp(x->name, y->name, n);
    if (order)
        return order;
    unsigned char cx = nx > n ? (unsigned char)x->name[n] : x->folder ? '/' : 0;
    unsigned char cy = ny > n ? (unsigned char)y->name[n] : y->folder ? '/' : 0;
    return (int)cx - (int)cy;
}

static unsigned char type_of_mode(mode_t mode)
{
    return S_ISREG(mode) ? DT_REG : S_ISDIR(mode) ? DT_DIR : S_ISLNK(mode) ? DT_LNK : DT_FIFO;
}

static GArray *read_folder(DIR *dir)
{
    GArray *entries = g_array_new(FALSE, FALSE, sizeof(struct entry));
    for (struct dirent *d; (d = readdir(dir));) {
        if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
            continue;
        struct entry e = {.type = d->d_type};
        struct stat st;
        if (e.type == DT_UNKNOWN) {
            if (fstatat(dirfd(dir), d->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
                continue;
            e.type = type_of_mode(st.st_mode);
        }
        e.folder = e.type == DT_DIR;
        e.name = g_strdup(d->d_name);
        g_array_append_val(entries, e);
    }
    g_array_sort(entries, compare_entries);
    return entries;
}

static bool is_tracked(const struct walk *w, bool folder)
{
    if (!w->index)
        return false;
    if (!folder)
        return git_index_get_bypath(w->index, w->path->str, 0) != NULL;
    size_t at;
    g_autofree char *inside = g_strconcat(w->path->str, "/", NULL);
    return git_index_find_prefix(&at, w->index, inside) == 0;
}

static bool is_submodule(const struct walk *w)
{
    const git_index_entry *e = w->index ? git_index_get_bypath(w->index, w->path->str, 0) : NULL;
    return e && e->mode == GIT_FILEMODE_COMMIT;
}

static void add_file(struct walk *w, const struct stat *st)
{
    source_add_file(w->s, inner_path(w), st, NULL);
    const struct source_file *f = &g_array_index(w->s->files, struct source_file, w->s->files->len - 1);
    w->escaped |= strcmp(f->raw, f->path) != 0;
    if (w->s->files->len >= LIMIT_FILES) {
        w->full = true;
        add_note(w->s, "", g_strdup_printf("more than %u files; the rest is not read", LIMIT_FILES));
    }
}

/* What the ignore files say above a folder's entries. */
struct scope {
    struct ignore *git, *own;
    bool tracked_only; /* an ignored folder: only what git tracks in it counts */
    unsigned depth;
};

static void walk_folder(struct walk *w, int fd, struct scope scope);

static void walk_entry(struct walk *w, int folder, const struct entry *e, const struct scope *scope)
{
    enum ignore_verdict own = ignore_ask(scope->own, w->path->str, e->folder);
    if (own == IGNORE_YES)
        return;
    bool tracked_only = false;
    if (own == IGNORE_UNDECIDED &&
        (scope->tracked_only || ignore_ask(scope->git, w->path->str, e->folder) == IGNORE_YES)) {
        if (!is_tracked(w, e->folder))
            return;
        tracked_only = true;
    }
    struct stat st;
    if (e->type == DT_LNK) {
        walk_note(w, NOTE_LINK);
    } else if (e->folder) {
        if (is_submodule(w)) {
            add_note(w->s, inner_path(w), g_strdup("submodule; not entered"));
            return;
        }
        if (scope->depth + 1 >= LIMIT_PATH_DEPTH) {
            walk_note(w, NOTE_DEEP);
            return;
        }
        int fd = openat(folder, e->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
        if (fd < 0) {
            walk_note(w, NOTE_UNREADABLE);
            return;
        }
        struct scope inner = *scope;
        inner.tracked_only = tracked_only;
        inner.depth++;
        walk_folder(w, fd, inner);
    } else if (e->type == DT_REG && fstatat(folder, e->name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
               S_ISREG(st.st_mode)) {
        add_file(w, &st);
    } else {
        walk_note(w, NOTE_SPECIAL);
    }
}

/* Takes `fd`. w->path is the folder's, without '/' at the end. */
static void walk_folder(struct walk *w, int fd, struct scope scope)
{
    DIR *dir = fdopendir(fd);
    if (!dir) {
        close(fd);
        walk_note(w, NOTE_UNREADABLE);
        return;
    }
    GArray *entries = read_folder(dir);
    size_t len = w->path->len;
    bool git = false, ignore = false, own = false;
    for (guint i = 0; i < entries->len; i++) {
        const char *name = g_array_index(entries, struct entry, i).name;
        git |= strcmp(name, ".git") == 0;
        ignore |= strcmp(name, ".gitignore") == 0;
        own |= strcmp(name, OWN_IGNORE) == 0;
    }
    bool nested = git && w->index && scope.depth > 0;
    if (nested)
        walk_note(w, NOTE_NESTED);
    if (len > 0)
        g_string_append_c(w->path, '/');
    if (ignore && w->index)
        scope.git = read_ignore(w, dirfd(dir), ".gitignore", w->path->str, scope.git);
    if (w->s->priv->ignores)
        scope.own = read_kept_ignore(w, w->path->str, scope.own);
    else if (own)
        scope.own = read_ignore(w, dirfd(dir), OWN_IGNORE, w->path->str, scope.own);
    for (guint i = 0; i < entries->len; i++) {
        struct entry *e = &g_array_index(entries, struct entry, i);
        if (!nested && !w->full && strcmp(e->name, ".git") != 0) {
            size_t before = w->path->len;
            g_string_append(w->path, e->name);
            walk_entry(w, dirfd(dir), e, &scope);
            g_string_truncate(w->path, before);
        }
        g_free(e->name);
    }
    g_string_truncate(w->path, len);
    g_array_free(entries, TRUE);
    closedir(dir);
}

/*
 * The ignore files of the folders above the scanned one, and info/exclude. That the scanned folder is
 * itself ignored is not asked: it was named.
 */
static void read_outer_ignores(struct walk *w, struct scope *scope, const char *work_tree, git_repository *repository)
{
    g_autofree char *info = g_build_filename(git_repository_commondir(repository), "info", NULL);
    int fd = open(info, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        scope->git = read_ignore(w, fd, "exclude", "", scope->git);
        close(fd);
    }
    for (size_t end = 0; end < w->prefix;) {
        g_autofree char *base = g_strndup(w->path->str, end);
        g_autofree char *folder = g_build_filename(work_tree, base, NULL);
        fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd >= 0) {
            scope->git = read_ignore(w, fd, ".gitignore", base, scope->git);
            if (!w->s->priv->ignores)
                scope->own = read_ignore(w, fd, OWN_IGNORE, base, scope->own);
            close(fd);
        }
        if (w->s->priv->ignores)
            scope->own = read_kept_ignore(w, base, scope->own);
        end += strcspn(w->path->str + end, "/") + 1;
    }
}

static void walk_root(struct source *s, struct source_git *git)
{
    struct walk w = {.s = s, .path = g_string_new(git ? git->prefix : NULL)};
    w.ignores = g_ptr_array_new();
    w.prefix = w.path->len;
    struct scope scope = {0};
    if (git) {
        w.index = git->index;
        read_outer_ignores(&w, &scope, git->work_tree, git->repository);
    }
    if (w.prefix > 0)
        g_string_truncate(w.path, w.prefix - 1); /* walk_folder puts the '/' back */
    int fd = openat(s->priv->root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0)
        walk_folder(&w, fd, scope);
    source_walk_notes_end(s, &w.notes);
    if (w.escaped)
        g_array_sort(s->files, compare_files);
    for (guint i = 0; i < w.ignores->len; i++)
        ignore_free(g_ptr_array_index(w.ignores, i));
    g_ptr_array_free(w.ignores, TRUE);
    g_string_free(w.path, TRUE);
}

/* ---- opening ---- */

static bool fail(GError **error, const char *path, int number)
{
    g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(number), "%s: %s", path, g_strerror(number));
    return false;
}

static bool open_root(struct source *s, const char *path, char **file, struct stat *st, GError **error)
{
    char *resolved = realpath(path, NULL);
    if (!resolved || stat(resolved, st) < 0) {
        free(resolved);
        return fail(error, path, errno);
    }
    s->root = g_strdup(resolved);
    free(resolved);
    if (!S_ISDIR(st->st_mode)) {
        if (!S_ISREG(st->st_mode)) {
            g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: neither a folder nor a file", path);
            return false;
        }
        *file = g_path_get_basename(s->root);
        char *folder = g_path_get_dirname(s->root);
        g_free(s->root);
        s->root = folder;
    }
    s->priv->root = open(s->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (s->priv->root < 0)
        return fail(error, path, errno);
    return *file || faccessat(s->priv->root, ".", R_OK | X_OK, AT_EACCESS) == 0 || fail(error, path, errno);
}

/* Finds the tree of which the ignore files count. */
static bool find_ignores(struct source *s, const char *revision, GError **error)
{
    const char *why;
    s->priv->ignores_of = source_repository_open(s->root, &why);
    git_commit *commit = s->priv->ignores_of ? source_find_commit(s->priv->ignores_of, s->root, revision, error) : NULL;
    bool found = commit && git_commit_tree(&s->priv->ignores, commit) == 0;
    if (!found && error && !*error)
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: no commit %s", s->root, revision);
    git_commit_free(commit);
    return found;
}

/* A source of which root, and the file in `*file` if one is named, are known. */
static struct source *source_new(const struct source_options *o, char **file, struct stat *st, GError **error)
{
    struct source *s = g_new0(struct source, 1);
    s->priv = g_new0(struct source_priv, 1);
    s->priv->root = -1;
    s->priv->reasons = g_string_chunk_new(256);
    s->priv->absent = o->absent;
    s->files = g_array_new(FALSE, FALSE, sizeof(struct source_file));
    s->notes = g_array_new(FALSE, FALSE, sizeof(struct source_note));
    if (open_root(s, o->path, file, st, error) && (!o->ignores || find_ignores(s, o->ignores, error)))
        return s;
    source_free(s);
    return NULL;
}

/* What every kind of source ends with. */
static struct source *source_complete(struct source *s, const struct source_git *git)
{
    if (!s->name)
        s->name = path_text(strcmp(s->root, "/") == 0 ? "/" : strrchr(s->root, '/') + 1);
    size_t inner = git && git->prefix ? strlen(git->prefix) : 0;
    g_autofree char *raw = g_strndup(inner ? git->prefix : ".", inner ? inner - 1 : 1);
    s->inner = path_text(raw);
    g_array_sort(s->notes, compare_notes);
    return s;
}

/* The repository around s->root, bare or with a work tree, as s->priv->git. */
static bool open_objects(struct source *s, const char *path, const char *file, const char *option, GError **error)
{
    const char *why = NULL;
    struct source_git *git = source_git_open(s, file);
    git_repository *bare = git || file ? NULL : source_bare_open(s->root, &why);
    if (bare) {
        git = g_new0(struct source_git, 1);
        git->repository = bare;
        git->prefix = g_strdup("");
        s->git = true;
        g_autofree char *above = g_path_get_dirname(s->root);
        const char *folder = strrchr(s->root, '/') + 1;
        s->name = path_text(strcmp(folder, ".git") == 0 ? strrchr(above, '/') + 1 : folder);
        if (g_str_has_suffix(s->name, ".git") && strlen(s->name) > strlen(".git"))
            s->name[strlen(s->name) - strlen(".git")] = '\0';
    }
    s->priv->git = git;
    if (git && git_repository_odb(&s->priv->odb, git->repository) == 0)
        return true;
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: %s needs a git repository%s%s", path, option,
                git || !why ? "" : ", and ", git || !why ? "" : why);
    return false;
}

static struct source *open_failed(struct source *s)
{
    source_free(s);
    return NULL;
}

static struct source *open_revision(const struct source_options *o, GError **error)
{
    const char *revision = o->revision;
    g_autofree char *file = NULL;
    struct stat st;
    struct source *s = source_new(o, &file, &st, error);
    if (!s || !open_objects(s, o->path, file, "--rev", error))
        return open_failed(s);
    git_repository *repository = s->priv->git->repository;
    git_commit *commit = source_find_commit(repository, s->root, revision, error);
    if (!commit)
        return open_failed(s);
    char id[GIT_OID_HEXSZ + 1];
    git_oid_tostr(id, sizeof id, git_commit_id(commit));
    s->commit = g_strdup(id);
    s->commit_time = git_commit_time(commit);
    s->url = source_repository_page(repository);
    s->revision = path_text(revision);
    git_reference *named = NULL;
    if (git_reference_dwim(&named, repository, revision) == 0 && git_reference_is_branch(named))
        s->branch = path_text(git_reference_shorthand(named));
    git_reference_free(named);
    bool ok = source_list_objects(s, commit, error);
    git_commit_free(commit);
    return ok ? source_complete(s, s->priv->git) : open_failed(s);
}

static struct source *open_staged(const struct source_options *o, GError **error)
{
    g_autofree char *file = NULL;
    struct stat st;
    struct source *s = source_new(o, &file, &st, error);
    if (!s || !open_objects(s, o->path, file, "--staged", error))
        return open_failed(s);
    if (!s->priv->git->index) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: a bare repository has no staged files", o->path);
        return open_failed(s);
    }
    s->revision = g_strdup("staged");
    source_git_staged_state(s, s->priv->git);
    return source_list_objects(s, NULL, error) ? source_complete(s, s->priv->git) : open_failed(s);
}

static struct source *open_disk(const struct source_options *o, GError **error)
{
    g_autofree char *file = NULL;
    struct stat st;
    struct source *s = source_new(o, &file, &st, error);
    if (!s)
        return NULL;
    struct source_git *git = source_git_open(s, file);
    const char *why;
    git_repository *bare = git || file ? NULL : source_bare_open(s->root, &why);
    if (bare) {
        source_repository_close(bare);
        source_free(s);
        struct source_options head = *o;
        head.revision = "HEAD";
        return open_revision(&head, error);
    }
    if (file)
        source_add_file(s, file, &st, NULL);
    else
        walk_root(s, git);
    if (git) {
        source_git_state(s, git);
        source_git_identify(s, git);
    }
    source_complete(s, git);
    if (git)
        source_git_close(git);
    return s;
}

struct source *source_open_with(const struct source_options *o, GError **error)
{
    return o->revision ? open_revision(o, error) : o->staged ? open_staged(o, error) : open_disk(o, error);
}

struct source *source_open(const char *path, GError **error)
{
    return source_open_with(&(struct source_options){.path = path}, error);
}

struct source *source_open_revision(const char *path, const char *revision, GError **error)
{
    return source_open_with(&(struct source_options){.path = path, .revision = revision}, error);
}

struct source *source_open_staged(const char *path, GError **error)
{
    return source_open_with(&(struct source_options){.path = path, .staged = true}, error);
}

void source_free(struct source *s)
{
    if (!s)
        return;
    for (guint i = 0; i < s->files->len; i++) {
        g_free(g_array_index(s->files, struct source_file, i).path);
        g_free(g_array_index(s->files, struct source_file, i).raw);
    }
    for (guint i = 0; i < s->notes->len; i++) {
        g_free(g_array_index(s->notes, struct source_note, i).path);
        g_free(g_array_index(s->notes, struct source_note, i).text);
    }
    g_array_free(s->files, TRUE);
    g_array_free(s->notes, TRUE);
    if (s->priv->root >= 0)
        close(s->priv->root);
    git_odb_free(s->priv->odb);
    git_tree_free(s->priv->tree);
    git_tree_free(s->priv->ignores);
    if (s->priv->ignores_of)
        source_repository_close(s->priv->ignores_of);
    if (s->priv->git)
        source_git_close(s->priv->git);
    g_string_chunk_free(s->priv->reasons);
    g_free(s->priv);
    g_free(s->root);
    g_free(s->name);
    g_free(s->commit);
    g_free(s->branch);
    g_free(s->revision);
    g_free(s->inner);
    g_free(s->url);
    g_free(s);
}

char *source_path_text(const char *raw)
{
    return path_text(raw);
}

int64_t source_mtime(const struct stat *st)
{
    return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

void source_add_file(struct source *s, const char *raw, const struct stat *st, const git_oid *id)
{
    struct source_file f = {.raw = g_strdup(raw), .path = path_text(raw), .size = (uint64_t)st->st_size,
                            .executable = (st->st_mode & 0111) != 0, .mtime = source_mtime(st)};
    if (id)
        git_oid_tostr(f.id, sizeof f.id, id);
    g_array_append_val(s->files, f);
}

void source_add_note(struct source *s, const char *raw, const char *text)
{
    add_note(s, raw, g_strdup(text));
}
