#include "source/history.h"

#include <string.h>

#include "source/source_priv.h"

struct history {
    git_repository *repository;
    char *root;
};

/* Where CI systems write the target branch of the change they are running for. */
static const char *const target_variables[] = {
    "GITHUB_BASE_REF",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
    "BITBUCKET_PR_DESTINATION_BRANCH",
    "CHANGE_TARGET",
};

struct history *history_open(const char *path, GError **error)
{
    g_autofree char *folder = g_file_test(path, G_FILE_TEST_IS_DIR) ? g_strdup(path) : g_path_get_dirname(path);
    const char *why = NULL;
    git_repository *repository = source_repository_open(folder, &why);
    if (!repository) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: %s", path, why ? why : "not in a git repository");
        return NULL;
    }
    struct history *h = g_new0(struct history, 1);
    h->repository = repository;
    h->root = g_strdup(folder);
    return h;
}

void history_free(struct history *h)
{
    if (!h)
        return;
    source_repository_close(h->repository);
    g_free(h->root);
    g_free(h);
}

char *history_page(struct history *h)
{
    return source_repository_page(h->repository);
}

char *history_work_tree(struct history *h)
{
    return g_strdup(git_repository_workdir(h->repository));
}

bool history_is_bare(const struct history *h)
{
    return git_repository_is_bare(h->repository);
}

/* ---- finding ---- */

/* The command that brings what this clone lacks. */
static char *fetch_command(git_repository *repository, const char *root, const char *revision)
{
    g_autofree char *place = g_shell_quote(root);
    const char *branch = g_str_has_prefix(revision, "origin/") ? revision + strlen("origin/") : revision;
    g_autofree char *ref = g_strconcat("refs/heads/", branch, NULL);
    int valid = 0;
    bool is_id = strlen(revision) >= 7 && strspn(revision, "0123456789abcdef") == strlen(revision);
    bool names = git_reference_name_is_valid(&valid, ref) == 0 && valid && !is_id && strcmp(branch, "HEAD") != 0;
    GString *out = g_string_new(NULL);
    g_string_printf(out, "git -C %s fetch --no-tags%s origin", place, git_repository_is_shallow(repository) ? " --unshallow" : "");
    if (names) {
        g_autofree char *spec = g_strdup_printf("+%s:refs/remotes/origin/%s", ref, branch);
        g_autofree char *quoted = g_shell_quote(spec);
        g_string_append_printf(out, " %s", strpbrk(spec, "'\" $&;()<>|*?[]~`\\!#{}") ? quoted : spec);
    } else if (is_id) {
        g_string_append_printf(out, " %s", revision);
    }
    return g_string_free(out, FALSE);
}

git_commit *source_find_commit(git_repository *repository, const char *root, const char *revision, GError **error)
{
    git_object *object = NULL, *commit = NULL;
    if (git_revparse_single(&object, repository, revision) == 0 && git_object_peel(&commit, object, GIT_OBJECT_COMMIT) < 0) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "'%s' is no commit", revision);
        git_object_free(object);
        return NULL;
    }
    git_object_free(object);
    if (!commit && git_repository_head_unborn(repository) == 1 && strcmp(revision, "HEAD") == 0) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "the repository has no commit yet");
    } else if (!commit) {
        g_autofree char *command = fetch_command(repository, root, revision);
        bool shallow = git_repository_is_shallow(repository);
        git_remote *origin = NULL;
        bool remote = git_remote_lookup(&origin, repository, "origin") == 0;
        git_remote_free(origin);
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "unknown revision '%s'%s%s", revision,
                    shallow ? ": this is a shallow clone; what is missing comes with: " : remote ? "; if the remote has it: " : "",
                    shallow || remote ? command : "");
    }
    return (git_commit *)commit;
}

static void describe(const git_commit *commit, struct history_commit *out)
{
    git_oid_tostr(out->id, sizeof out->id, git_commit_id(commit));
    out->time = git_commit_time(commit);
    const char *message = git_commit_message(commit);
    message = message ? message + strspn(message, "\n") : "";
    g_autofree char *line = g_strndup(message, strcspn(message, "\r\n"));
    g_autofree char *valid = g_utf8_make_valid(line, -1);
    g_strlcpy(out->summary, valid, sizeof out->summary);
    const char *end;
    if (!g_utf8_validate(out->summary, -1, &end))
        out->summary[end - out->summary] = '\0'; /* cut within a character */
}

bool history_find(struct history *h, const char *revision, struct history_commit *out, GError **error)
{
    git_commit *commit = source_find_commit(h->repository, h->root, revision, error);
    if (!commit)
        return false;
    describe(commit, out);
    git_commit_free(commit);
    return true;
}

static bool find_id(struct history *h, const git_oid *id, struct history_commit *out)
{
    git_commit *commit = NULL;
    if (git_commit_lookup(&commit, h->repository, id) < 0)
        return false;
    describe(commit, out);
    git_commit_free(commit);
    return true;
}

bool history_merge_base(struct history *h, const char *a, const char *b, struct history_commit *out, GError **error)
{
    git_oid x, y, base;
    if (git_oid_fromstr(&x, a) < 0 || git_oid_fromstr(&y, b) < 0)
        return false;
    if (git_merge_base(&base, h->repository, &x, &y) == 0 && find_id(h, &base, out))
        return true;
    if (git_repository_is_shallow(h->repository)) {
        g_autofree char *place = g_shell_quote(h->root);
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                    "this shallow clone does not reach back to the commit from which %.10s and %.10s have come; it does after: "
                    "git -C %s fetch --no-tags --unshallow origin",
                    a, b, place);
    }
    return false;
}

bool history_parent(struct history *h, const char *id, struct history_commit *out)
{
    git_oid oid;
    git_commit *commit = NULL;
    bool found = git_oid_fromstr(&oid, id) == 0 && git_commit_lookup(&commit, h->repository, &oid) == 0 &&
                 git_commit_parentcount(commit) > 0 && find_id(h, git_commit_parent_id(commit, 0), out);
    git_commit_free(commit);
    return found;
}

/* ---- what a change is compared with ---- */

static bool names_commit(struct history *h, const char *revision)
{
    git_object *object = NULL;
    bool is = git_revparse_single(&object, h->repository, revision) == 0;
    git_object_free(object);
    return is;
}

char *history_target(struct history *h, const char **variable)
{
    for (size_t i = 0; i < G_N_ELEMENTS(target_variables); i++) {
        const char *branch = g_getenv(target_variables[i]);
        if (!branch || !*branch)
            continue;
        if (g_str_has_prefix(branch, "refs/heads/"))
            branch += strlen("refs/heads/");
        *variable = target_variables[i];
        g_autofree char *remote = g_strconcat("origin/", branch, NULL); /* the local branch may be as old as the clone */
        return !names_commit(h, remote) && names_commit(h, branch) ? g_strdup(branch) : g_steal_pointer(&remote);
    }
    *variable = NULL;
    git_reference *head = NULL;
    const char *target = NULL;
    if (git_reference_lookup(&head, h->repository, "refs/remotes/origin/HEAD") == 0)
        target = git_reference_symbolic_target(head);
    char *out = target && g_str_has_prefix(target, "refs/remotes/") && names_commit(h, target)
                    ? g_strdup(target + strlen("refs/remotes/")) : NULL;
    git_reference_free(head);
    static const char *const usual[] = {"origin/main", "origin/master", "main", "master"};
    for (size_t i = 0; !out && i < G_N_ELEMENTS(usual); i++)
        if (names_commit(h, usual[i]))
            out = g_strdup(usual[i]);
    return out;
}

GArray *history_list(struct history *h, const char *revision, int64_t since, unsigned most, bool *cut, GError **error)
{
    git_commit *commit = source_find_commit(h->repository, h->root, revision, error);
    *cut = false;
    if (!commit)
        return NULL;
    GArray *out = g_array_new(FALSE, FALSE, sizeof(struct history_commit));
    while (commit && out->len < most && (since == 0 || git_commit_time(commit) >= since)) {
        struct history_commit c;
        git_commit *parent = NULL;
        describe(commit, &c);
        g_array_append_val(out, c);
        if (git_commit_parentcount(commit) > 0 && git_commit_parent(&parent, commit, 0) < 0) {
            *cut = true;
            parent = NULL;
        }
        git_commit_free(commit);
        commit = parent;
    }
    git_commit_free(commit);
    return out;
}

struct folder_walk {
    git_repository *repository;
    gsize most;
    history_file_fn *visit;
    void *payload;
};

static int visit_entry(const char *root, const git_tree_entry *entry, void *payload)
{
    const struct folder_walk *w = payload;
    git_filemode_t mode = git_tree_entry_filemode(entry);
    git_blob *blob = NULL;
    if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE)
        return 0;
    g_autofree char *path = g_strconcat(root, git_tree_entry_name(entry), NULL);
    if (git_blob_lookup(&blob, w->repository, git_tree_entry_id(entry)) == 0 && git_blob_rawsize(blob) <= (git_object_size_t)w->most)
        w->visit(w->payload, path, git_blob_rawcontent(blob), (gsize)git_blob_rawsize(blob));
    git_blob_free(blob);
    return 0;
}

bool history_read_folder(struct history *h, const char *revision, const char *folder, gsize most, history_file_fn *visit, void *payload)
{
    struct folder_walk w = {h->repository, most, visit, payload};
    git_commit *commit = source_find_commit(h->repository, h->root, revision, NULL);
    git_tree *root = NULL, *tree = NULL;
    git_tree_entry *entry = NULL;
    if (commit && git_commit_tree(&root, commit) == 0 && git_tree_entry_bypath(&entry, root, folder) == 0 &&
        git_tree_entry_type(entry) == GIT_OBJECT_TREE)
        git_tree_lookup(&tree, h->repository, git_tree_entry_id(entry));
    bool ok = tree && git_tree_walk(tree, GIT_TREEWALK_PRE, visit_entry, &w) == 0;
    git_tree_free(tree);
    git_tree_entry_free(entry);
    git_tree_free(root);
    git_commit_free(commit);
    return ok;
}

char *history_read_file(struct history *h, const char *revision, const char *path, gsize most)
{
    git_commit *commit = source_find_commit(h->repository, h->root, revision, NULL);
    git_tree *root = NULL;
    git_tree_entry *entry = NULL;
    git_blob *blob = NULL;
    char *out = NULL;
    if (commit && git_commit_tree(&root, commit) == 0 && git_tree_entry_bypath(&entry, root, path) == 0 &&
        git_tree_entry_type(entry) == GIT_OBJECT_BLOB && git_blob_lookup(&blob, h->repository, git_tree_entry_id(entry)) == 0 &&
        (gsize)git_blob_rawsize(blob) <= most)
        out = g_strndup(git_blob_rawcontent(blob), (gsize)git_blob_rawsize(blob));
    git_blob_free(blob);
    git_tree_entry_free(entry);
    git_tree_free(root);
    git_commit_free(commit);
    return out;
}

bool history_has_file(struct history *h, const char *path)
{
    unsigned flags = 0;
    return git_status_file(&flags, h->repository, path) == 0 && flags == GIT_STATUS_CURRENT;
}

/* ---- people ---- */

struct author {
    char *name;
    unsigned commits;
};

static gint by_commits(gconstpointer a, gconstpointer b)
{
    const struct author *x = *(const struct author *const *)a, *y = *(const struct author *const *)b;
    return x->commits != y->commits ? (x->commits < y->commits ? 1 : -1) : strcmp(x->name, y->name);
}

static void author_free(gpointer p)
{
    g_free(((struct author *)p)->name);
    g_free(p);
}

static void count_author(GHashTable *authors, const char *name)
{
    if (!name || !*name)
        return;
    struct author *a = g_hash_table_lookup(authors, name);
    if (!a) {
        a = g_new0(struct author, 1);
        a->name = g_strdup(name);
        g_hash_table_insert(authors, a->name, a);
    }
    a->commits++;
}

char **history_authors(struct history *h, unsigned most)
{
    g_autoptr(GHashTable) authors = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, author_free);
    git_revwalk *walk = NULL;
    git_oid id;
    if (git_revwalk_new(&walk, h->repository) == 0 && git_revwalk_push_head(walk) == 0)
        for (unsigned n = 0; n < most && git_revwalk_next(&id, walk) == 0; n++) {
            git_commit *commit = NULL;
            if (git_commit_lookup(&commit, h->repository, &id) == 0)
                count_author(authors, git_commit_author(commit)->name);
            git_commit_free(commit);
        }
    git_revwalk_free(walk);
    g_autoptr(GPtrArray) sorted = g_ptr_array_new();
    GHashTableIter it;
    gpointer author;
    g_hash_table_iter_init(&it, authors);
    while (g_hash_table_iter_next(&it, NULL, &author))
        g_ptr_array_add(sorted, author);
    g_ptr_array_sort(sorted, by_commits);
    char **names = g_new0(char *, sorted->len + 1);
    for (guint i = 0; i < sorted->len; i++)
        names[i] = g_strdup(((const struct author *)g_ptr_array_index(sorted, i))->name);
    return names;
}

static int count_touch(const git_diff_delta *delta, float progress, void *payload)
{
    (void)progress;
    g_ptr_array_add(payload, (gpointer)delta->new_file.path);
    return 0;
}

static void add_touches(GHashTable *all, const GPtrArray *paths, const char *name)
{
    for (guint i = 0; name && *name && i < paths->len; i++) {
        GHashTable *people = g_hash_table_lookup(all, paths->pdata[i]);
        if (!people) {
            people = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
            g_hash_table_insert(all, g_strdup(paths->pdata[i]), people);
        }
        guint before = GPOINTER_TO_UINT(g_hash_table_lookup(people, name));
        g_hash_table_insert(people, g_strdup(name), GUINT_TO_POINTER(before + 1));
    }
}

static void add_commit(struct history *h, git_commit *commit, git_diff_options *options, GHashTable *all)
{
    git_commit *parent = NULL;
    git_tree *before = NULL, *after = NULL;
    git_diff *diff = NULL;
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    if (git_commit_parentcount(commit) == 1 && (git_commit_parent(&parent, commit, 0) != 0 || git_commit_tree(&before, parent) != 0))
        goto out; /* where a shallow clone ends, everything would be new */
    if (git_commit_tree(&after, commit) == 0 && git_diff_tree_to_tree(&diff, h->repository, before, after, options) == 0 &&
        git_diff_foreach(diff, count_touch, NULL, NULL, NULL, paths) == 0)
        add_touches(all, paths, git_commit_author(commit)->name);
out:
    git_diff_free(diff);
    git_tree_free(after);
    git_tree_free(before);
    git_commit_free(parent);
}

GHashTable *history_touches(struct history *h, const char *revision, const char *const *paths, size_t n, unsigned most)
{
    GHashTable *all = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_hash_table_unref);
    git_commit *newest = n ? source_find_commit(h->repository, h->root, revision, NULL) : NULL;
    git_diff_options options;
    git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
    options.flags = GIT_DIFF_DISABLE_PATHSPEC_MATCH | GIT_DIFF_IGNORE_SUBMODULES;
    options.pathspec = (git_strarray){(char **)paths, n};
    git_revwalk *walk = NULL;
    git_oid id;
    if (newest && git_revwalk_new(&walk, h->repository) == 0 && git_revwalk_push(walk, git_commit_id(newest)) == 0) {
        git_revwalk_sorting(walk, GIT_SORT_TIME | GIT_SORT_TOPOLOGICAL);
        for (unsigned seen = 0; seen < most && git_revwalk_next(&id, walk) == 0; seen++) {
            git_commit *commit = NULL;
            if (git_commit_lookup(&commit, h->repository, &id) == 0 && git_commit_parentcount(commit) <= 1)
                add_commit(h, commit, &options, all);
            git_commit_free(commit);
        }
    }
    git_revwalk_free(walk);
    git_commit_free(newest);
    return all;
}
