/*
 * extract_check - an extractor with the shipped languages, ecosystems, zones and secrets, and the
 * facts of a text.
 */
#ifndef TESTS_UNIT_EXTRACT_CHECK_H
#define TESTS_UNIT_EXTRACT_CHECK_H

#include <check.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/embedded.h"
#include "extract/dump.h"
#include "extract/extract.h"

static struct ruleset *check_rules;
static struct extractor *check_extractor;
static struct arena check_arena;

static void check_remove(const char *path)
{
    GDir *dir = g_dir_open(path, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        check_remove(inner);
    }
    if (dir)
        g_dir_close(dir);
    g_remove(path);
}

static void check_setup(void)
{
    static const char *const wanted[] = {"rules/languages/", "rules/ecosystems/",
                                         "rules/secrets.yml", "rules/zones.yml"};
    g_autoptr(GError) error = NULL;
    g_autofree char *dir = g_dir_make_tmp("debtscan-XXXXXX", &error);
    ck_assert_msg(dir != NULL, "%s", error ? error->message : "");
    for (size_t i = 0; i < n_embedded_files; i++)
        for (size_t k = 0; k < G_N_ELEMENTS(wanted); k++) {
            if (!g_str_has_prefix(embedded_files[i].path, wanted[k]))
                continue;
            g_autofree char *path =
                g_build_filename(dir, embedded_files[i].path + strlen("rules/"), NULL);
            g_autofree char *folder = g_path_get_dirname(path);
            g_mkdir_with_parents(folder, 0700);
            ck_assert(g_file_set_contents(path, (const char *)embedded_files[i].data,
                                          (gssize)embedded_files[i].size, NULL));
        }
    check_rules = ruleset_load(dir, true, &error);
    check_remove(dir);
    ck_assert_msg(check_rules != NULL, "%s", error ? error->message : "");
    check_extractor = extractor_new(check_rules, &error);
    ck_assert_msg(check_extractor != NULL, "%s", error ? error->message : "");
    arena_init(&check_arena);
}

static void check_teardown(void)
{
    arena_fini(&check_arena);
    extractor_free(check_extractor);
    ruleset_free(check_rules);
}

/* The facts of a file of that name; they live as long as the test. */
static const struct facts *facts_of_bytes(const char *path, const char *text, size_t size)
{
    unsigned char *exact =
        g_malloc(size ? size : 1); /* no byte more, so that the sanitizer sees a step too far */
    memcpy(exact, text, size);
    struct extract_input in = {.path = path, .data = exact, .size = size, .force = true};
    in.class = classify_content(check_rules->classifier, path, exact, size);
    in.class.parse = true;
    const struct facts *f = extract_facts(check_extractor, &in, &check_arena);
    g_free(exact);
    return f;
}

static inline const struct facts *facts_of(const char *path, const char *text)
{
    return facts_of_bytes(path, text, strlen(text));
}

/* The tree of a configuration file, written out. */
static inline char *tree_of(const struct facts *f)
{
    GString *out = g_string_new(NULL);
    if (f->root)
        facts_dump_node(f, f->root, out);
    char *copy = arena_strdup(&check_arena, out->str);
    g_string_free(out, TRUE);
    return copy;
}

static inline int check_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}

#endif
