#include <check.h>
#include <fcntl.h>
#include <git2.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "source/ignore.h"
#include "source/source.h"

/* ---- trees ---- */

static void put(const char *root, const char *path, const char *text)
{
    g_autofree char *full = g_build_filename(root, path, NULL);
    g_autofree char *folder = g_path_get_dirname(full);
    g_mkdir_with_parents(folder, 0755);
    ck_assert(g_file_set_contents(full, text, -1, NULL));
}

static void remove_tree(const char *path)
{
    GDir *dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        remove_tree(inner);
    }
    if (dir)
        g_dir_close(dir);
    g_remove(path);
}

/* A new folder with these files: path, text, path, text ... NULL. Path "a -> b" makes a link and has no text. */
static char *tree(const char *first, ...)
{
    char *root = g_dir_make_tmp("debtscan-XXXXXX", NULL);
    va_list args;
    va_start(args, first);
    for (const char *path = first; path; path = va_arg(args, const char *)) {
        const char *arrow = strstr(path, " -> ");
        if (!arrow) {
            put(root, path, va_arg(args, const char *));
            continue;
        }
        g_autofree char *name = g_strndup(path, (gsize)(arrow - path));
        g_autofree char *link = g_build_filename(root, name, NULL);
        ck_assert_int_eq(symlink(arrow + 4, link), 0);
    }
    va_end(args);
    return root;
}

static git_repository *make_repository(const char *root)
{
    git_repository *r = NULL;
    git_repository_init_options options;
    git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
    options.flags = GIT_REPOSITORY_INIT_MKPATH;
    options.initial_head = "main";
    ck_assert_int_eq(git_repository_init_ext(&r, root, &options), 0);
    return r;
}

/* Stages the files and commits. */
static void commit(git_repository *r, const char *path, ...)
{
    git_index *index = NULL;
    git_oid tree_id, id;
    git_tree *t = NULL;
    git_signature *who = NULL;
    ck_assert_int_eq(git_repository_index(&index, r), 0);
    va_list args;
    va_start(args, path);
    for (; path; path = va_arg(args, const char *))
        ck_assert_int_eq(git_index_add_bypath(index, path), 0);
    va_end(args);
    ck_assert_int_eq(git_index_write(index), 0);
    ck_assert_int_eq(git_index_write_tree(&tree_id, index), 0);
    ck_assert_int_eq(git_tree_lookup(&t, r, &tree_id), 0);
    ck_assert_int_eq(git_signature_new(&who, "a", "a@b", 0, 0), 0);
    ck_assert_int_eq(git_commit_create(&id, r, "HEAD", who, who, NULL, "x", t, 0, NULL), 0);
    git_signature_free(who);
    git_tree_free(t);
    git_index_free(index);
}

/* ---- assertions ---- */

static struct source *open_source(const char *root, const char *inner)
{
    g_autofree char *path = g_build_filename(root, inner, NULL);
    GError *error = NULL;
    struct source *s = source_open(path, &error);
    ck_assert_msg(s != NULL, "%s", error ? error->message : "no error set");
    return s;
}

static char *paths_of(const struct source *s)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < s->files->len; i++)
        g_string_append_printf(out, "%s%s", i ? " " : "", g_array_index(s->files, struct source_file, i).path);
    return g_string_free(out, FALSE);
}

static char *notes_of(const struct source *s)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < s->notes->len; i++) {
        const struct source_note *n = &g_array_index(s->notes, struct source_note, i);
        g_string_append_printf(out, "%s%s: %s", i ? "; " : "", n->path, n->text);
    }
    return g_string_free(out, FALSE);
}

static void ck_assert_files(const char *root, const char *inner, const char *expected)
{
    struct source *s = open_source(root, inner);
    g_autofree char *paths = paths_of(s);
    ck_assert_str_eq(paths, expected);
    source_free(s);
}

static bool is_dirty(const char *root, const char *inner)
{
    struct source *s = open_source(root, inner);
    bool dirty = s->dirty;
    source_free(s);
    return dirty;
}

/* ---- plain folders ---- */

START_TEST(lists_files_bytewise_and_notes_what_it_leaves_out)
{
    g_autofree char *root = tree("b.py", "x", "a/z.py", "", "a.py", "", "a-b.py", "", "B.py", "", "loop -> .",
                                 "out -> /etc", "dead -> nowhere", ".git/config", "x", NULL);
    g_autofree char *pipe = g_build_filename(root, "pipe", NULL);
    ck_assert_int_eq(mkfifo(pipe, 0600), 0);
    struct source *s = open_source(root, "");
    g_autofree char *paths = paths_of(s), *notes = notes_of(s);
    ck_assert_str_eq(paths, "B.py a-b.py a.py a/z.py b.py");
    ck_assert_str_eq(notes, "dead: symbolic link; not followed; loop: symbolic link; not followed; "
                            "out: symbolic link; not followed; pipe: neither file nor folder; not read");
    ck_assert(!s->git && !s->commit && !s->branch && !s->dirty);
    g_autofree char *name = g_path_get_basename(root);
    ck_assert_str_eq(s->name, name);
    source_free(s);
    remove_tree(root);
}
END_TEST

START_TEST(obeys_its_own_ignore_files_everywhere)
{
    g_autofree char *root = tree(".debtscanignore", "*.log\n!keep.log\n/top\ndeep/**/x\nfolder/\n", "a.log", "",
                                 "keep.log", "", "top", "", "in/top", "", "deep/a/b/x", "", "folder/f", "", "in/folder", "",
                                 "sub/.debtscanignore", "!a.log\n*.md\n", "sub/a.log", "", "sub/b.md", "", "c.md", "",
                                 ".gitignore", "c.md\n", NULL);
    /* .gitignore is git's: a plain folder is what somebody has taken out of a repository on purpose. */
    ck_assert_files(root, "", ".debtscanignore .gitignore c.md in/folder in/top keep.log sub/.debtscanignore sub/a.log");
    remove_tree(root);
}
END_TEST

START_TEST(takes_a_single_file)
{
    g_autofree char *root = tree("a/one.py", "x = 1", "a/two.py", "", NULL);
    struct source *s = open_source(root, "a/one.py");
    g_autofree char *paths = paths_of(s);
    ck_assert_str_eq(paths, "one.py");
    unsigned char buffer[100];
    const char *why = NULL;
    ck_assert_int_eq(source_read(s, 0, buffer, sizeof buffer, &why), 5);
    source_free(s);
    remove_tree(root);
}
END_TEST

START_TEST(says_what_is_wrong_with_a_path)
{
    GError *error = NULL;
    ck_assert_ptr_null(source_open("/nowhere/at/all", &error));
    ck_assert_str_eq(error->message, "/nowhere/at/all: No such file or directory");
    g_clear_error(&error);
    ck_assert_ptr_null(source_open("/dev/null", &error));
    ck_assert_str_eq(error->message, "/dev/null: neither a folder nor a file");
    g_clear_error(&error);
}
END_TEST

START_TEST(names_that_are_no_text_stay_apart)
{
    g_autofree char *root = tree("bad\xff.py", "1", "bad\\xFF.py", "2", "back\\slash.py", "3", NULL);
    struct source *s = open_source(root, "");
    g_autofree char *paths = paths_of(s);
    ck_assert_str_eq(paths, "back\\slash.py bad\\\\xFF.py bad\\xFF.py");
    unsigned char buffer[10];
    const char *why;
    for (guint i = 0; i < 3; i++)
        ck_assert_int_eq(source_read(s, i, buffer, sizeof buffer, &why), 1);
    ck_assert_uint_eq(buffer[0], '1');
    source_free(s);
    remove_tree(root);
}
END_TEST

START_TEST(many_links_become_one_note_more)
{
    g_autofree char *root = tree("a.py", "", NULL);
    for (int i = 0; i < 30; i++) {
        g_autofree char *link = g_strdup_printf("%s/l%02d", root, i);
        ck_assert_int_eq(symlink("a.py", link), 0);
    }
    struct source *s = open_source(root, "");
    ck_assert_uint_eq(s->notes->len, 21);
    ck_assert_str_eq(g_array_index(s->notes, struct source_note, 0).text, "10 more symbolic links; not followed");
    source_free(s);
    remove_tree(root);
}
END_TEST

START_TEST(deep_folders_end_with_a_note)
{
    g_autofree char *root = tree("a.py", "", NULL);
    g_autoptr(GString) path = g_string_new("d");
    for (int i = 0; i < LIMIT_PATH_DEPTH + 5; i++)
        g_string_append(path, "/d");
    g_string_append(path, "/x.py");
    put(root, path->str, "");
    struct source *s = open_source(root, "");
    ck_assert_uint_eq(s->files->len, 1);
    ck_assert_uint_eq(s->notes->len, 1);
    ck_assert_str_eq(g_array_index(s->notes, struct source_note, 0).text, "nested too deeply; not entered");
    source_free(s);
    remove_tree(root);
}
END_TEST

START_TEST(reads_what_was_listed_and_nothing_else)
{
    g_autofree char *root = tree("a/large", "0123456789", "a/small", "0123", "a/swapped", "x", "b/inside", "x", NULL);
    g_autofree char *binary = g_build_filename(root, "binary", NULL);
    g_autofree char *zeros = g_malloc0(100000);
    ck_assert(g_file_set_contents(binary, zeros, 100000, NULL));
    struct source *s = open_source(root, "");
    g_autofree char *paths = paths_of(s);
    ck_assert_str_eq(paths, "a/large a/small a/swapped b/inside binary");
    unsigned char buffer[9000];
    const char *why = NULL;
    ck_assert_int_eq(source_read(s, 0, buffer, 10, &why), 10);
    ck_assert_int_eq(source_read(s, 0, buffer, 9, &why), -1);
    ck_assert_str_eq(why, "larger than 9 bytes; not read");
    ck_assert_int_eq(source_read(s, 1, buffer, sizeof buffer, &why), 4);
    ck_assert_int_eq(source_read(s, 4, buffer, sizeof buffer, &why), 8000); /* enough to see that it is binary */

    /* After the listing, a file and a folder become links that lead outside. */
    g_autofree char *swapped = g_build_filename(root, "a/swapped", NULL);
    g_autofree char *folder = g_build_filename(root, "b", NULL);
    remove_tree(swapped);
    remove_tree(folder);
    ck_assert_int_eq(symlink("/etc/passwd", swapped), 0);
    ck_assert_int_eq(symlink("/etc", folder), 0);
    ck_assert_int_eq(source_read(s, 2, buffer, sizeof buffer, &why), -1);
    ck_assert_str_eq(why, "became a symbolic link; not read");
    ck_assert_int_eq(source_read(s, 3, buffer, sizeof buffer, &why), -1);
    remove_tree(swapped);
    ck_assert_int_eq(source_read(s, 2, buffer, sizeof buffer, &why), -1);
    ck_assert_str_eq(why, "cannot be read: No such file or directory");
    source_free(s);
    remove_tree(root);
}
END_TEST

/* ---- git ---- */

START_TEST(obeys_gitignore_but_keeps_what_is_tracked)
{
    g_autofree char *root = tree(".gitignore", "build/\n*.log\n/node\nfoo/**/bar\n# c\n\\#h\n", "a/1.py", "", "a/node", "",
                                 "node", "", "x.log", "", "#h", "", "foo/q/bar/f", "", "foo/bar", "", "foo/x", "",
                                 "build/gen.py", "", "build/kept/tracked.py", "", "build/kept/other.py", "",
                                 "a/.gitignore", "!x.log\n*.txt\n", "a/x.log", "", "a/x.txt", "", "skip.me", "", "t.log", "",
                                 ".debtscanignore", "t.log\n!seen.log\n", "seen.log", "", NULL);
    git_repository *r = make_repository(root);
    put(root, ".git/info/exclude", "skip.me\n");
    commit(r, "a/1.py", "build/kept/tracked.py", "t.log", NULL);
    ck_assert_files(root, "", ".debtscanignore .gitignore a/.gitignore a/1.py a/node a/x.log build/kept/tracked.py "
                              "foo/x seen.log");
    /* From a folder inside, the rules above it still hold. */
    ck_assert_files(root, "a", ".gitignore 1.py node x.log");
    ck_assert_files(root, "foo", "x");
    /* An ignored folder that is named is meant. */
    ck_assert_files(root, "build", "gen.py kept/other.py kept/tracked.py");
    git_repository_free(r);
    remove_tree(root);
}
END_TEST

START_TEST(knows_commit_branch_and_changes)
{
    g_autofree char *root = tree("a/1.py", "one", "b/2.py", "two", NULL);
    git_repository *r = make_repository(root);
    struct source *s = open_source(root, "");
    ck_assert(s->git && !s->commit && !s->dirty);
    ck_assert_str_eq(s->branch, "main");
    source_free(s);
    commit(r, "a/1.py", "b/2.py", NULL);
    s = open_source(root, "a");
    ck_assert_str_eq(s->name, "a");
    ck_assert_str_eq(s->branch, "main");
    ck_assert_uint_eq(strlen(s->commit), 40);
    ck_assert(!s->dirty);
    source_free(s);

    put(root, "new.py", "untracked files do not count");
    ck_assert(!is_dirty(root, ""));
    put(root, "a/1.py", "ONE"); /* the same size */
    ck_assert(is_dirty(root, ""));
    ck_assert(is_dirty(root, "a"));
    ck_assert(!is_dirty(root, "b"));
    ck_assert(!is_dirty(root, "b/2.py"));
    ck_assert(is_dirty(root, "a/1.py"));
    put(root, "a/1.py", "one"); /* another time, but the same */
    ck_assert(!is_dirty(root, ""));

    g_autofree char *file = g_build_filename(root, "a/1.py", NULL);
    ck_assert_int_eq(g_chmod(file, 0755), 0);
    ck_assert(is_dirty(root, ""));
    ck_assert_int_eq(g_chmod(file, 0644), 0);
    ck_assert(!is_dirty(root, ""));
    g_remove(file);
    ck_assert(is_dirty(root, ""));
    put(root, "a/1.py", "one");

    git_index *index = NULL; /* staged only */
    ck_assert_int_eq(git_repository_index(&index, r), 0);
    ck_assert_int_eq(git_index_add_bypath(index, "new.py"), 0);
    ck_assert_int_eq(git_index_write(index), 0);
    git_index_free(index);
    ck_assert(is_dirty(root, ""));
    ck_assert(!is_dirty(root, "a"));
    git_repository_free(r);
    remove_tree(root);
}
END_TEST

START_TEST(does_not_enter_other_repositories)
{
    g_autofree char *root = tree("a.py", "", "inner/x.py", "", NULL);
    g_autofree char *inner = g_build_filename(root, "inner", NULL);
    git_repository *r = make_repository(root), *other = make_repository(inner);
    struct source *s = open_source(root, "");
    g_autofree char *paths = paths_of(s), *notes = notes_of(s);
    ck_assert_str_eq(paths, "a.py");
    ck_assert_str_eq(notes, "inner: git repository of its own; not entered");
    source_free(s);
    ck_assert_files(root, "inner", "x.py");

    commit(other, "x.py", NULL); /* a submodule is a commit in the index */
    git_index *index = NULL;
    git_index_entry e = {.mode = GIT_FILEMODE_COMMIT, .path = "inner"};
    ck_assert_int_eq(git_reference_name_to_id(&e.id, other, "HEAD"), 0);
    ck_assert_int_eq(git_repository_index(&index, r), 0);
    ck_assert_int_eq(git_index_add(index, &e), 0);
    ck_assert_int_eq(git_index_write(index), 0);
    git_index_free(index);
    s = open_source(root, "");
    g_autofree char *submodule = notes_of(s);
    ck_assert_str_eq(submodule, "inner: submodule; not entered");
    source_free(s);
    git_repository_free(other);
    git_repository_free(r);
    remove_tree(root);
}
END_TEST

START_TEST(a_bare_repository_without_a_commit_is_an_error)
{
    g_autofree char *root = tree("x", "", NULL);
    git_repository *r = NULL;
    g_autofree char *bare = g_build_filename(root, "bare.git", NULL);
    ck_assert_int_eq(git_repository_init(&r, bare, 1), 0);
    GError *error = NULL;
    ck_assert_ptr_null(source_open(bare, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "no commit yet"));
    g_clear_error(&error);
    git_repository_free(r);
    remove_tree(root);
}
END_TEST

static void add_entry(GByteArray *tree, const char *mode, const char *name, const git_oid *id)
{
    g_byte_array_append(tree, (const guint8 *)mode, (guint)strlen(mode));
    g_byte_array_append(tree, (const guint8 *)" ", 1);
    g_byte_array_append(tree, (const guint8 *)name, (guint)strlen(name) + 1);
    g_byte_array_append(tree, id->id, GIT_OID_RAWSZ);
}

static void write_object(git_repository *r, git_object_t type, GByteArray *bytes, git_oid *id)
{
    git_odb *odb = NULL;
    ck_assert_int_eq(git_repository_odb(&odb, r), 0);
    ck_assert_int_eq(git_odb_write(id, odb, bytes->data, bytes->len, type), 0);
    git_odb_free(odb);
}

START_TEST(a_tree_that_git_did_not_write_is_no_way_out)
{
    g_autofree char *root = tree("x", "", NULL);
    git_repository *r = make_repository(root);
    git_oid blob, inner, outer, id;
    ck_assert_int_eq(git_blob_create_from_buffer(&blob, r, "x = 1\n", 6), 0);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    add_entry(bytes, "100644", "z.py", &blob);
    add_entry(bytes, "100644", "a.py", &blob); /* in no order, and twice */
    add_entry(bytes, "100644", "a.py", &blob);
    write_object(r, GIT_OBJECT_TREE, bytes, &inner);
    g_byte_array_set_size(bytes, 0);
    add_entry(bytes, "40000", "..", &inner);
    add_entry(bytes, "40000", ".git", &inner);
    add_entry(bytes, "100644", "../../etc/passwd", &blob);
    add_entry(bytes, "100644", "b.py", &inner); /* no blob */
    add_entry(bytes, "40000", "c", &inner);
    write_object(r, GIT_OBJECT_TREE, bytes, &outer);
    char hex[GIT_OID_HEXSZ + 1];
    git_oid_tostr(hex, sizeof hex, &outer);
    g_autofree char *text = g_strdup_printf("tree %s\nauthor A <a> 1735787045 +0000\ncommitter A <a> 1735787045 +0000\n\nm\n", hex);
    g_byte_array_set_size(bytes, 0);
    g_byte_array_append(bytes, (const guint8 *)text, (guint)strlen(text));
    write_object(r, GIT_OBJECT_COMMIT, bytes, &id);
    git_oid_tostr(hex, sizeof hex, &id);
    g_autoptr(GError) error = NULL;
    struct source *s = source_open_revision(root, hex, &error);
    ck_assert_msg(s != NULL, "%s", error ? error->message : "");
    g_autofree char *paths = paths_of(s), *notes = notes_of(s);
    ck_assert_str_eq(paths, "c/a.py c/z.py");
    ck_assert_ptr_nonnull(strstr(notes, "..: no name for a file"));
    ck_assert_ptr_nonnull(strstr(notes, ".git: no name for a file"));
    ck_assert_ptr_nonnull(strstr(notes, "../../etc/passwd: no name for a file"));
    ck_assert_int_eq(s->commit_time, 1735787045);
    unsigned char buffer[16];
    const char *why;
    ck_assert_int_eq(source_read(s, 0, buffer, sizeof buffer, &why), 6);
    ck_assert_int_eq(source_read(s, 0, buffer, 4, &why), -1);
    source_free(s);
    git_repository_free(r);
    remove_tree(root);
}
END_TEST

START_TEST(a_work_tree_elsewhere_is_none)
{
    g_autofree char *root = tree("a.py", "", NULL), *away = tree("secret.py", "", NULL);
    git_repository *r = make_repository(root);
    git_repository_free(r);
    g_autofree char *config = g_strdup_printf("[core]\n\tbare = false\n\tworktree = %s\n", away);
    put(root, ".git/config", config);
    struct source *s = open_source(root, "");
    g_autofree char *paths = paths_of(s);
    ck_assert_str_eq(paths, "a.py");
    ck_assert(!s->git);
    source_free(s);
    remove_tree(root);
    remove_tree(away);
}
END_TEST

START_TEST(a_pipe_in_place_of_git_files_does_not_hang)
{
    g_autofree char *root = tree("a.py", "", NULL);
    git_repository *r = make_repository(root);
    git_repository_free(r);
    g_autofree char *head = g_build_filename(root, ".git/HEAD", NULL);
    g_autofree char *config = g_build_filename(root, ".git/config", NULL);
    g_remove(config);
    ck_assert_int_eq(mkfifo(config, 0600), 0);
    struct source *s = open_source(root, "");
    ck_assert(!s->git);
    ck_assert_uint_eq(s->notes->len, 1);
    source_free(s);
    remove_tree(root);
}
END_TEST

/* ---- ignore rules ---- */

static const struct {
    const char *rules, *path;
    bool folder;
    enum ignore_verdict verdict;
} verdicts[] = {
    {"a", "a", false, IGNORE_YES},
    {"a", "x/a", false, IGNORE_YES},
    {"/a", "x/a", false, IGNORE_UNDECIDED},
    {"a/", "a", false, IGNORE_UNDECIDED},
    {"a/", "x/a", true, IGNORE_YES},
    {"a/b", "a/b", false, IGNORE_YES},
    {"a/b", "x/a/b", false, IGNORE_UNDECIDED},
    {"*\n!a", "a", false, IGNORE_NO},
    {"!a\n*", "a", false, IGNORE_YES},
    {"a\r\n", "a", false, IGNORE_YES},
    {"\xEF\xBB\xBF" "a", "a", false, IGNORE_YES},
    {"a   ", "a", false, IGNORE_YES},
    {"a\\ ", "a ", false, IGNORE_YES},
    {"\\!a", "!a", false, IGNORE_YES},
    {"#a", "#a", false, IGNORE_UNDECIDED},
    {"/", "a", true, IGNORE_UNDECIDED},
    {"**/a", "x/y/a", false, IGNORE_YES},
    {"a/**", "a/b/c", false, IGNORE_YES},
    {"a/**", "a", true, IGNORE_UNDECIDED},
    {"*.py[co]", "x.pyc", false, IGNORE_YES},
};

START_TEST(ignore_rules_mean_what_git_means)
{
    struct ignore *list = ignore_new(verdicts[_i].rules, strlen(verdicts[_i].rules), "", NULL);
    ck_assert_int_eq((int)ignore_ask(list, verdicts[_i].path, verdicts[_i].folder), (int)verdicts[_i].verdict);
    ignore_free(list);
}
END_TEST

int main(void)
{
    git_libgit2_init();
    Suite *suite = suite_create("source");
    TCase *cases = tcase_create("source");
    tcase_add_test(cases, lists_files_bytewise_and_notes_what_it_leaves_out);
    tcase_add_test(cases, obeys_its_own_ignore_files_everywhere);
    tcase_add_test(cases, takes_a_single_file);
    tcase_add_test(cases, says_what_is_wrong_with_a_path);
    tcase_add_test(cases, names_that_are_no_text_stay_apart);
    tcase_add_test(cases, many_links_become_one_note_more);
    tcase_add_test(cases, deep_folders_end_with_a_note);
    tcase_add_test(cases, reads_what_was_listed_and_nothing_else);
    tcase_add_test(cases, obeys_gitignore_but_keeps_what_is_tracked);
    tcase_add_test(cases, knows_commit_branch_and_changes);
    tcase_add_test(cases, does_not_enter_other_repositories);
    tcase_add_test(cases, a_bare_repository_without_a_commit_is_an_error);
    tcase_add_test(cases, a_tree_that_git_did_not_write_is_no_way_out);
    tcase_add_test(cases, a_work_tree_elsewhere_is_none);
    tcase_add_test(cases, a_pipe_in_place_of_git_files_does_not_hang);
    tcase_add_loop_test(cases, ignore_rules_mean_what_git_means, 0, G_N_ELEMENTS(verdicts));
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    git_libgit2_shutdown();
    return failed != 0;
}
