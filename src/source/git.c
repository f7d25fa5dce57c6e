/* What git knows of the scanned folder: commit, branch, and whether files differ from the commit. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "source/remote.h"
#include "source/source_priv.h"

/* Nothing but the repository itself is read. */
static void isolate(void)
{
    static const int levels[] = {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL,
                                 GIT_CONFIG_LEVEL_PROGRAMDATA};
    for (size_t i = 0; i < G_N_ELEMENTS(levels); i++)
        git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
    /* Those that change nothing of how data are read. */
    static const char *extensions[] = {"partialclone", "worktreeconfig", "preciousobjects"};
    git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, G_N_ELEMENTS(extensions));
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0); /* in a container the files are often another user's */
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
}

/* A named pipe in place of a file that libgit2 opens would make it wait for ever. */
static bool files_are_regular(const char *folder)
{
    static const char *const names[] = {"HEAD", "config", "index", "packed-refs", "commondir", "shallow"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);
        struct stat st;
        if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
            return false;
    }
    return true;
}

char *source_real_folder(const char *path)
{
    char *resolved = path ? realpath(path, NULL) : NULL;
    char *folder = resolved ? g_strconcat(strcmp(resolved, "/") == 0 ? "" : resolved, "/", NULL) : NULL;
    free(resolved);
    return folder;
}

/* What the repository's configuration says of its objects' format: true for SHA-256. */
static bool has_long_ids(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "config", NULL);
    git_config *config = NULL;
    git_buf format = {0};
    bool is = git_config_open_ondisk(&config, path) == 0 &&
              git_config_get_string_buf(&format, config, "extensions.objectformat") == 0 &&
              g_ascii_strcasecmp(format.ptr, "sha1") != 0;
    git_buf_dispose(&format);
    git_config_free(config);
    return is;
}

/* Once for the life of the program: each start reads the system's certificates, which nothing here needs. */
static void start_library(void)
{
    static gsize started;
    if (g_once_init_enter(&started)) {
        git_libgit2_init();
        isolate();
        g_once_init_leave(&started, 1);
    }
}

git_repository *source_repository_open(const char *root, const char **why)
{
    start_library();
    git_repository *repository = NULL;
    git_buf found = {0};
    *why = NULL;
    if (git_repository_discover(&found, root, 0, NULL) == 0) {
        if (!files_are_regular(found.ptr))
            *why = "its git repository holds no regular files";
        else if (has_long_ids(found.ptr))
            *why = "its git repository has SHA-256 object ids, which libgit2 cannot read";
        else if (git_repository_open(&repository, found.ptr) < 0)
            *why = "its git repository cannot be read";
    }
    git_buf_dispose(&found);
    return repository;
}

void source_repository_close(git_repository *repository)
{
    git_repository_free(repository);
}

/* Inside of it nothing is a work tree's, whatever its configuration says or does not say. */
static bool is_inside(git_repository *repository, const char *root)
{
    g_autofree char *own = source_real_folder(git_repository_path(repository));
    g_autofree char *here = source_real_folder(root);
    return own && here && g_str_has_prefix(here, own);
}

git_repository *source_bare_open(const char *root, const char **why)
{
    git_repository *repository = source_repository_open(root, why);
    if (!repository || is_inside(repository, root))
        return repository;
    source_repository_close(repository);
    return NULL;
}

struct source_git *source_git_open(struct source *s, const char *file)
{
    struct source_git *git = g_new0(struct source_git, 1);
    const char *why;
    git->repository = source_repository_open(s->root, &why);
    if (why) {
        g_autofree char *text = g_strconcat(why, "; treated as a plain folder", NULL);
        source_add_note(s, "", text);
    }
    if (!git->repository) {
        g_free(git);
        return NULL;
    }
    /* core.worktree may say anything: only a work tree around the scanned folder counts. */
    if (!is_inside(git->repository, s->root))
        git->work_tree = source_real_folder(git_repository_workdir(git->repository));
    g_autofree char *root = source_real_folder(s->root);
    if (!git->work_tree || !root || !g_str_has_prefix(root, git->work_tree) ||
        git_repository_index(&git->index, git->repository) < 0) {
        source_git_close(git);
        return NULL;
    }
    git->prefix = g_strdup(root + strlen(git->work_tree));
    git->file = file ? g_strconcat(git->prefix, file, NULL) : NULL;
    s->git = true;
    g_autofree char *name = g_path_get_basename(root); /* a folder of a work tree has a name of its own */
    s->name = source_path_text(name);
    return git;
}

void source_git_close(struct source_git *git)
{
    git_index_free(git->index);
    source_repository_close(git->repository);
    g_free(git->work_tree);
    g_free(git->prefix);
    g_free(git->file);
    g_free(git);
}

/* ---- dirty ---- */

static bool same_time(const git_index_time *t, const struct timespec *now)
{
    return t->seconds == (int32_t)now->tv_sec &&
           (t->nanoseconds == (uint32_t)now->tv_nsec || t->nanoseconds == 0 || now->tv_nsec == 0);
}

/*
 * Whether git would store these bytes as what it has, with line-end conversion or without. Where a filter
 * driver stands between (large file storage), only running it would tell: that counts as the same.
 */
static bool same_content(struct source_git *git, const git_index_entry *e, const char *bytes, size_t size)
{
    git_oid id;
    if (git_odb_hash(&id, bytes, size, GIT_OBJECT_BLOB) == 0 && git_oid_equal(&id, &e->id))
        return true;
    if (S_ISLNK(e->mode))
        return false;
    const char *driver = NULL;
    if (git_attr_get(&driver, git->repository, 0, e->path, "filter") == 0 &&
        git_attr_value(driver) == GIT_ATTR_VALUE_STRING)
        return true;
    git_filter_list *filters = NULL;
    if (git_filter_list_load(&filters, git->repository, NULL, e->path, GIT_FILTER_TO_ODB, GIT_FILTER_DEFAULT) < 0 ||
        !filters)
        return false;
    git_buf converted = {0};
    bool same = git_filter_list_apply_to_buffer(&converted, filters, bytes, size) == 0 &&
                git_odb_hash(&id, converted.ptr, converted.size, GIT_OBJECT_BLOB) == 0 &&
                git_oid_equal(&id, &e->id);
    git_buf_dispose(&converted);
    git_filter_list_free(filters);
    return same;
}

static bool content_changed(struct source_git *git, int work_tree, const git_index_entry *e, const struct stat *st)
{
    size_t room = (size_t)st->st_size + 1, size = 0;
    g_autofree char *bytes = g_try_malloc(room);
    if (!bytes)
        return true;
    if (S_ISLNK(st->st_mode)) {
        ssize_t n = readlinkat(work_tree, e->path, bytes, room);
        return n < 0 || !same_content(git, e, bytes, (size_t)n);
    }
    int fd = openat(work_tree, e->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return true;
    for (ssize_t n; size < room; size += (size_t)n) {
        n = read(fd, bytes + size, room - size);
        if (n < 0 && errno == EINTR)
            n = 0;
        else if (n <= 0)
            break;
    }
    close(fd);
    return !same_content(git, e, bytes, size);
}

struct dirty_check {
    struct source_git *git;
    int work_tree;
    bool modes;          /* core.filemode */
    struct timespec written; /* the index: what changed later may have kept its time */
};

/*
 * Unchanged is what has the size and time that the index remembers (inode and change time do not count: a
 * copied work tree is not dirty), else what has the content.
 */
static bool entry_changed(const struct dirty_check *c, const git_index_entry *e)
{
    struct stat st;
    if (GIT_INDEX_ENTRY_STAGE(e) > 0)
        return true;
    if (e->mode == GIT_FILEMODE_COMMIT || (e->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) ||
        (e->flags & GIT_INDEX_ENTRY_VALID))
        return false;
    if (fstatat(c->work_tree, e->path, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return true;
    if (S_ISLNK(e->mode) ? !S_ISLNK(st.st_mode) : !S_ISREG(st.st_mode))
        return true;
    if (c->modes && S_ISREG(st.st_mode) && ((e->mode & 0100) != 0) != ((st.st_mode & 0100) != 0))
        return true;
    bool racy = st.st_mtim.tv_sec > c->written.tv_sec ||
                (st.st_mtim.tv_sec == c->written.tv_sec && st.st_mtim.tv_nsec >= c->written.tv_nsec);
    if (!racy && e->file_size == (uint32_t)st.st_size && same_time(&e->mtime, &st.st_mtim))
        return false;
    return content_changed(c->git, c->work_tree, e, &st);
}

static bool in_scope(const struct source_git *git, const char *path)
{
    return git->file ? strcmp(path, git->file) == 0 : g_str_has_prefix(path, git->prefix);
}

static bool work_tree_differs(struct source_git *git)
{
    struct dirty_check c = {.git = git, .modes = true};
    c.work_tree = open(git->work_tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (c.work_tree < 0)
        return false;
    struct stat st;
    if (stat(git_index_path(git->index), &st) == 0)
        c.written = st.st_mtim;
    git_config *config = NULL;
    int modes;
    if (git_repository_config_snapshot(&config, git->repository) == 0 &&
        git_config_get_bool(&modes, config, "core.filemode") == 0)
        c.modes = modes != 0;
    git_config_free(config);

    bool differs = false;
    size_t first = 0, n = git_index_entrycount(git->index);
    if (*git->prefix && git_index_find_prefix(&first, git->index, git->prefix) < 0)
        first = n;
    for (size_t i = first; i < n && !differs; i++) {
        const git_index_entry *e = git_index_get_byindex(git->index, i);
        if (in_scope(git, e->path))
            differs = entry_changed(&c, e);
        else if (!git->file)
            break; /* sorted: behind the folder */
    }
    close(c.work_tree);
    return differs;
}

/* ---- ids ---- */

/* Whether attributes may have files stored otherwise than they lie here, in as many bytes. */
static bool may_filter(const char *text, size_t size)
{
    static const char *const words[] = {"filter", "working-tree-encoding"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (memmem(text, size, words[i], strlen(words[i])))
            return true;
    return false;
}

static bool has_filters(struct source_git *git, git_odb *odb)
{
    g_autofree char *path = g_build_filename(git_repository_commondir(git->repository), "info", "attributes", NULL);
    g_autofree char *text = NULL;
    gsize size = 0;
    bool found = g_file_test(path, G_FILE_TEST_IS_REGULAR) &&
                 (!g_file_get_contents(path, &text, &size, NULL) || may_filter(text, size));
    for (size_t i = 0; !found && i < git_index_entrycount(git->index); i++) {
        const git_index_entry *e = git_index_get_byindex(git->index, i);
        const char *slash = strrchr(e->path, '/');
        git_odb_object *object = NULL;
        if (strcmp(slash ? slash + 1 : e->path, ".gitattributes") != 0)
            continue;
        found = git_odb_read(&object, odb, &e->id) < 0 || may_filter(git_odb_object_data(object), git_odb_object_size(object));
        git_odb_object_free(object);
    }
    return found;
}

/* Line ends and keywords that git converts change the size, so equal sizes are equal bytes. */
void source_git_identify(struct source *s, struct source_git *git)
{
    git_odb *odb = NULL;
    struct stat st;
    if (stat(git_index_path(git->index), &st) < 0 || git_repository_odb(&odb, git->repository) < 0)
        return;
    int64_t written = source_mtime(&st);
    bool filters = has_filters(git, odb);
    g_autoptr(GString) path = g_string_new(git->prefix);
    for (guint i = 0; !filters && i < s->files->len; i++) {
        struct source_file *f = &g_array_index(s->files, struct source_file, i);
        g_string_truncate(path, strlen(git->prefix));
        g_string_append(path, f->raw);
        const git_index_entry *e = git_index_get_bypath(git->index, path->str, 0);
        struct timespec time = {.tv_sec = f->mtime / 1000000000, .tv_nsec = f->mtime % 1000000000};
        size_t size;
        git_object_t type;
        if (e && (e->mode & 0170000) == 0100000 && f->mtime < written && e->mtime.nanoseconds != 0 && same_time(&e->mtime, &time) &&
            e->file_size == (uint32_t)f->size && !(e->flags & GIT_INDEX_ENTRY_VALID) &&
            git_odb_read_header(&size, &type, odb, &e->id) == 0 && type == GIT_OBJECT_BLOB && size == f->size)
            git_oid_tostr(f->id, sizeof f->id, &e->id);
    }
    git_odb_free(odb);
}

static int stop_at_first(const git_diff *diff, const git_diff_delta *delta, const char *pathspec, void *payload)
{
    (void)diff;
    const struct source_git *git = payload;
    if (delta && !in_scope(git, delta->new_file.path ? delta->new_file.path : delta->old_file.path))
        return 1; /* leave it out and go on */
    (void)pathspec;
    return GIT_EUSER;
}

static bool index_differs(struct source_git *git, git_reference *head)
{
    git_object *tree = NULL;
    if (!head)
        return git_index_entrycount(git->index) > 0;
    if (git_reference_peel(&tree, head, GIT_OBJECT_TREE) < 0)
        return false; /* a shallow or broken repository says nothing */
    git_diff_options options;
    git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
    options.notify_cb = stop_at_first;
    options.payload = git;
    git_diff *diff = NULL;
    int status = git_diff_tree_to_index(&diff, git->repository, (git_tree *)tree, git->index, &options);
    git_diff_free(diff);
    git_object_free(tree);
    return status == GIT_EUSER;
}

char *source_repository_page(git_repository *repository)
{
    git_config *config = NULL; /* looking the remote up leaks in libgit2 1.5 */
    const char *url = NULL;
    char *page = NULL;
    if (git_repository_config_snapshot(&config, repository) == 0 &&
        git_config_get_string(&url, config, "remote.origin.url") == 0)
        page = remote_page(url);
    git_config_free(config);
    return page;
}

static git_reference *read_head(struct source *s, git_repository *repository)
{
    git_reference *head = NULL;
    int status = git_repository_head(&head, repository);
    if (status == 0) {
        char id[GIT_OID_HEXSZ + 1];
        git_object *commit = NULL;
        if (git_reference_peel(&commit, head, GIT_OBJECT_COMMIT) == 0) {
            git_oid_tostr(id, sizeof id, git_object_id(commit));
            s->commit = g_strdup(id);
            s->commit_time = git_commit_time((const git_commit *)commit);
        }
        git_object_free(commit);
        if (git_reference_is_branch(head))
            s->branch = source_path_text(git_reference_shorthand(head));
    } else if (status == GIT_EUNBORNBRANCH) {
        git_reference *symbolic = NULL;
        if (git_reference_lookup(&symbolic, repository, "HEAD") == 0) {
            const char *target = git_reference_symbolic_target(symbolic);
            if (target && g_str_has_prefix(target, "refs/heads/"))
                s->branch = source_path_text(target + strlen("refs/heads/"));
        }
        git_reference_free(symbolic);
    }
    s->url = source_repository_page(repository);
    return head;
}

void source_git_state(struct source *s, struct source_git *git)
{
    git_reference *head = read_head(s, git->repository);
    s->dirty = work_tree_differs(git) || index_differs(git, head);
    git_reference_free(head);
}

void source_git_staged_state(struct source *s, struct source_git *git)
{
    git_reference *head = read_head(s, git->repository);
    s->dirty = index_differs(git, head);
    git_reference_free(head);
}
