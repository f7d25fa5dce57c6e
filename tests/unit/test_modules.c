#include <check.h>
#include <glib.h>
#include <stdlib.h>

#include "link/modules.h"
#include "rules/ruleset.h"

static struct ruleset *rules;

static void load(void)
{
    g_autoptr(GError) error = NULL;
    rules = ruleset_load("rules", true, &error);
    ck_assert_msg(rules != NULL, "%s", error ? error->message : "");
}

static void drop(void)
{
    ruleset_free(rules);
}

/* What `module` names when `from`, the first of the files, imports it; "-" for nothing. */
static const struct row {
    const char *language, *module, *files[6], *found;
} table[] = {
    {"python", ".llm", {"app/main.py", "app/llm.py"}, "app/llm.py"},
    {"python", "..llm", {"app/api/main.py", "app/llm.py"}, "app/llm.py"},
    {"python", "app.llm", {"app/main.py", "app/llm.py"}, "app/llm.py"},
    {"python", "app.llm", {"tests/test_llm.py", "src/app/llm.py"}, "src/app/llm.py"},
    {"python", "app", {"main.py", "app/__init__.py"}, "app/__init__.py"},
    {"python", "pkg.llm", {"services/a/main.py", "libs/shared/pkg/llm.py"}, "libs/shared/pkg/llm.py"},
    {"python", "pkg.llm", {"main.py", "a/pkg/llm.py", "b/pkg/llm.py"}, "-"},
    {"python", "openai", {"app/main.py", "app/openai.py"}, "-"},
    {"python", "openai", {"main.py", "openai/__init__.py"}, "openai/__init__.py"},
    {"python", "openai.chat", {"api/main.py", "api/openai/chat.py"}, "api/openai/chat.py"},
    {"python", "openai.chat", {"api/main.py", "api/__init__.py", "api/openai/chat.py"}, "-"},
    {"python", "openai.chat", {"llms/openai/client.py", "llms/openai/chat.py"}, "-"},
    {"python", "openai", {"api/main.py", "api/openai/__init__.py"}, "-"},
    {"python", "json", {"main.py", "deep/json/__init__.py"}, "-"},
    {"typescript", "./llm", {"src/a.ts", "src/llm.ts"}, "src/llm.ts"},
    {"typescript", "./llm.js", {"src/a.ts", "src/llm.ts"}, "src/llm.ts"},
    {"typescript", "../lib", {"src/a.ts", "lib/index.tsx"}, "lib/index.tsx"},
    {"typescript", "@/lib/llm", {"src/app/a.ts", "src/lib/llm.ts"}, "src/lib/llm.ts"},
    {"typescript", "@/lib/llm", {"app/a.ts", "lib/llm.ts"}, "lib/llm.ts"},
    {"typescript", "../../../etc/passwd", {"src/a.ts", "etc/passwd"}, "-"},
    {"typescript", "openai", {"src/a.ts", "src/openai.ts"}, "-"},
    {"typescript", "@scope/pkg", {"src/a.ts", "scope/pkg.ts"}, "-"},
};

static int by_path(gconstpointer a, gconstpointer b)
{
    return g_strcmp0(((const struct project_file *)a)->path, ((const struct project_file *)b)->path);
}

START_TEST(an_import_names_a_file_of_the_repository_or_nothing)
{
    const struct row *row = &table[_i];
    const struct language *lang = ruleset_language(rules, row->language);
    struct project_file files[6] = {0};
    uint32_t n = 0, from = 0;
    for (; n < 6 && row->files[n]; n++)
        files[n] = (struct project_file){.path = row->files[n], .language = lang};
    qsort(files, n, sizeof *files, by_path);
    for (uint32_t i = 0; i < n; i++)
        if (g_str_equal(files[i].path, row->files[0]))
            from = i;
    struct modules *m = modules_new(rules, files, n);
    for (int twice = 0; twice < 2; twice++) { /* the second answer comes from memory */
        uint32_t i = module_resolve(m, from, lang, row->module);
        ck_assert_str_eq(i == NO_INDEX ? "-" : files[i].path, row->found);
    }
    modules_free(m);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("modules");
    TCase *t = tcase_create("modules");
    tcase_add_unchecked_fixture(t, load, drop);
    tcase_add_loop_test(t, an_import_names_a_file_of_the_repository_or_nothing, 0, (int)G_N_ELEMENTS(table));
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
