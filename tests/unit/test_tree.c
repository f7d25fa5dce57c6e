/* Writing into a folder that a stranger may have prepared. */
#include <check.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/tree.h"

static char *root, *outside;

static void setup(void)
{
    root = g_dir_make_tmp("tree-XXXXXX", NULL);
    outside = g_dir_make_tmp("tree-XXXXXX", NULL);
    ck_assert(root && outside);
}

static void teardown(void)
{
    const char *names[] = {"a/b/c.txt", "a/b", "a", "f", "link", "dir/x", "dir"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(root, names[i], NULL);
        g_remove(path);
    }
    ck_assert_int_eq(g_rmdir(root), 0); /* nothing is left behind, no temporary file either */
    ck_assert_int_eq(g_rmdir(outside), 0);
    g_free(root);
    g_free(outside);
}

static void make_link(const char *name, const char *target)
{
    g_autofree char *path = g_build_filename(root, name, NULL);
    ck_assert_int_eq(symlink(target, path), 0);
}

static const struct {
    const char *path;
    bool safe;
} paths[] = {{"a", true},        {"a/b.c", true},  {".github/x", true}, {"", false},        {"/a", false},    {"a//b", false},
             {"a/", false},      {"..", false},    {"a/../b", false},   {"./a", false},     {".git/x", false}, {"a/.GIT/x", false},
             {".gitignore", true}, {"\xff", false}};

START_TEST(only_paths_below_the_folder_are_safe)
{
    ck_assert_msg(tree_path_is_safe(paths[_i].path) == paths[_i].safe, "%s", paths[_i].path);
}
END_TEST

START_TEST(writes_a_file_with_its_folders_and_replaces_only_if_told)
{
    g_autofree char *text = NULL, *path = g_build_filename(root, "a/b/c.txt", NULL);
    g_autoptr(GError) error = NULL;
    ck_assert_int_eq(tree_look(root, "a/b/c.txt", 99, &text), TREE_ABSENT);
    ck_assert(tree_write(root, "a/b/c.txt", "one", false, NULL));
    ck_assert(!tree_write(root, "a/b/c.txt", "two", false, &error));
    ck_assert(g_str_has_prefix(error->message, "a/b/c.txt: "));
    ck_assert_int_eq(tree_look(root, "a/b/c.txt", 99, &text), TREE_FILE);
    ck_assert_str_eq(text, "one");
    ck_assert_int_eq(g_chmod(path, 0750), 0);
    ck_assert(tree_write(root, "a/b/c.txt", "two", true, NULL));
    struct stat st;
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0750);
    g_clear_pointer(&text, g_free);
    ck_assert_int_eq(tree_look(root, "a/b/c.txt", 2, &text), TREE_FILE);
    ck_assert_ptr_null(text); /* more than the ceiling */
}
END_TEST

START_TEST(follows_no_link)
{
    g_autoptr(GError) error = NULL;
    make_link("link", outside);
    make_link("f", "/etc/passwd");
    for (int force = 0; force <= 1; force++) {
        ck_assert(!tree_write(root, "link/x", "evil", force, NULL));
        ck_assert(!tree_write(root, "link/y/x", "evil", force, NULL));
        ck_assert(!tree_write(root, "f", "evil", force, NULL));
    }
    ck_assert_int_eq(tree_look(root, "f", 1 << 20, NULL), TREE_OTHER);
    ck_assert_int_eq(tree_look(root, "link/x", 1 << 20, NULL), TREE_OTHER);
    ck_assert(!tree_write(root, "../x", "evil", false, &error));
}
END_TEST

START_TEST(replaces_nothing_that_is_no_file)
{
    g_autofree char *path = g_build_filename(root, "dir", NULL);
    ck_assert_int_eq(g_mkdir(path, 0700), 0);
    ck_assert(!tree_write(root, "dir", "x", true, NULL));
    ck_assert_int_eq(tree_look(root, "dir", 9, NULL), TREE_OTHER);
    ck_assert_int_eq(tree_look(root, "dir/x", 9, NULL), TREE_ABSENT);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("tree");
    TCase *t = tcase_create("tree");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, only_paths_below_the_folder_are_safe, 0, (int)G_N_ELEMENTS(paths));
    tcase_add_test(t, writes_a_file_with_its_folders_and_replaces_only_if_told);
    tcase_add_test(t, follows_no_link);
    tcase_add_test(t, replaces_nothing_that_is_no_file);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
