/*
 * link_check - small repositories in memory, from texts to the linked model, with the shipped rules.
 *
 *     struct repo *r = repo_new();
 *     repo_add(r, "app.py", "from openai import OpenAI\n", -1);
 *     const struct model *m = repo_link(r);
 *     repo_free(r);
 *
 * Run from the repository's root, where rules/ is. Mistakes end the test.
 */
#ifndef TESTS_UNIT_LINK_CHECK_H
#define TESTS_UNIT_LINK_CHECK_H

#include <check.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "extract/extract.h"
#include "link/demand.h"
#include "link/link.h"

static struct ruleset *link_rules;
static struct extractor *link_extractor;

static void link_setup(void)
{
    g_autoptr(GError) error = NULL;
    link_rules = ruleset_load("rules", true, &error);
    ck_assert_msg(link_rules != NULL, "%s", error ? error->message : "");
    link_extractor = extractor_new(link_rules, &error);
    ck_assert_msg(link_extractor != NULL, "%s", error ? error->message : "");
}

static void link_teardown(void)
{
    extractor_free(link_extractor);
    ruleset_free(link_rules);
}

struct repo {
    struct arena arena;
    GPtrArray *paths, *texts; /* owned, sorted together by repo_sort */
    struct project_file *files;
    unsigned n_files;
    struct model *model;
};

static inline struct repo *repo_new(void)
{
    struct repo *r = g_new0(struct repo, 1);
    arena_init(&r->arena);
    r->paths = g_ptr_array_new_with_free_func(g_free);
    r->texts = g_ptr_array_new_with_free_func(g_free);
    return r;
}

static inline void repo_free(struct repo *r)
{
    model_free(r->model);
    g_ptr_array_unref(r->paths);
    g_ptr_array_unref(r->texts);
    arena_fini(&r->arena);
    g_free(r);
}

/* `len` -1: up to the NUL. */
static inline void repo_add(struct repo *r, const char *path, const char *text, gssize len)
{
    guint at = 0;
    while (at < r->paths->len && strcmp(g_ptr_array_index(r->paths, at), path) < 0)
        at++;
    g_ptr_array_insert(r->paths, (gint)at, g_strdup(path));
    g_ptr_array_insert(r->texts, (gint)at, len < 0 ? g_strdup(text) : g_strndup(text, (gsize)len));
}

/* The facts of file `i`; without `force` the gate may keep it from the parser. */
static inline void repo_extract(struct repo *r, unsigned i, bool force)
{
    const char *path = g_ptr_array_index(r->paths, i), *text = g_ptr_array_index(r->texts, i);
    struct extract_input in = {.path = path, .data = (const unsigned char *)text, .size = strlen(text), .force = force};
    in.class = classify_content(link_rules->classifier, path, in.data, in.size);
    struct project_file *pf = &r->files[i];
    *pf = (struct project_file){.path = path, .size = in.size, .class = in.class};
    if (in.class.language < link_rules->n_languages)
        pf->language = &link_rules->languages[in.class.language];
    if (in.class.parse)
        pf->facts = extract_facts(link_extractor, &in, &r->arena);
}

static inline void repo_open(struct repo *r)
{
    r->n_files = r->paths->len;
    r->files = arena_new_n(&r->arena, struct project_file, r->n_files + 1);
    memset(r->files, 0, sizeof *r->files * (r->n_files + 1));
}

static inline const struct model *repo_link(struct repo *r)
{
    repo_open(r);
    for (unsigned i = 0; i < r->n_files; i++)
        repo_extract(r, i, true);
    return r->model = link_project(link_rules, "test", r->files, r->n_files);
}

static inline int link_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}

#endif
