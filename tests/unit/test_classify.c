#include <check.h>
#include <glib.h>
#include <string.h>

#include "base/glob.h"
#include "rules/ruleset.h"
#include "source/classify.h"

static const struct {
    const char *glob, *path;
    bool match;
} globs[] = {
    {"tests", "a/tests/b.py", true},
    {"tests", "tests", true},
    {"tests", "a/tests2/b.py", false},
    {"*_test.py", "pkg/x_test.py", true},
    {"*_test.py", "pkg/x_test.pyc", false},
    {"evals/", "evals/a.py", true},
    {"evals/", "app/evals/x/a.py", true},
    {"evals/", "app/evals", false},
    {"components/ui/", "web/components/ui/a.tsx", true},
    {"components/ui/", "components/x/ui/a.tsx", false},
    {"/build/", "build/a", true},
    {"/build/", "x/build/a", false},
    {"/conftest.py", "conftest.py", true},
    {"/conftest.py", "a/conftest.py", false},
    {"docs/*.md", "docs/a.md", true},
    {"docs/*.md", "docs/b/a.md", false},
    {"docs/*.md", "x/docs/a.md", false},
    {"docs/**/*.md", "docs/a.md", true},
    {"docs/**/*.md", "docs/b/c/a.md", true},
    {"**/docs/*.md", "docs/a.md", true},
    {"**/docs/*.md", "x/y/docs/a.md", true},
    {"docs/**", "docs/a/b", true},
    {"docs/**", "docs", false},
    {"**", "a/b", true},
    {"a/**/**/b", "a/b", true},
    {"*.{test,spec}.{ts,tsx}", "a/b.spec.tsx", true},
    {"*.{test,spec}.{ts,tsx}", "a/b.spec.js", false},
    {"x{,.y}.z", "x.z", true},
    {"x{,.{y,w}}.z", "x.w.z", true},
    {"{open", "{open", true},
    {"a?c", "abc", true},
    {"a?c", "a/c", false},
    {"[a-c]x", "bx", true},
    {"[!a-c]x", "bx", false},
    {"[!a-c]x", "dx", true},
    {"[]]x", "]x", true},
    {"[[:digit:]]x", "7x", true},
    {"[[:digit:]]x", "dx", false},
    {"[a", "[a", true},
    {"\\*x", "*x", true},
    {"\\*x", "ax", false},
    {"a*b*c", "a/b/c", false},
    {"*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
    {"", "a", false},
};

START_TEST(globs_match_as_gitignore_writes_them)
{
    ck_assert_msg(glob_match(globs[_i].glob, globs[_i].path) == globs[_i].match, "%s on %s", globs[_i].glob,
                  globs[_i].path);
    /* A zone rule says the same. */
    struct classifier *c = classifier_new();
    const char *list[] = {globs[_i].glob, NULL};
    if (*globs[_i].glob)
        classifier_add_zone(c, ZONE_DOCS, list, NULL);
    ck_assert_int_eq(classify_path(c, globs[_i].path).zone, globs[_i].match ? ZONE_DOCS : ZONE_SRC);
    classifier_free(c);
}
END_TEST

START_TEST(many_stars_take_no_time)
{
    g_autofree char *path = g_strnfill(20000, 'a');
    g_autofree char *deep = g_malloc0(20001);
    for (int i = 0; i < 20000; i++)
        deep[i] = i % 2 ? '/' : 'a';
    deep[19999] = 'c';
    ck_assert(!glob_match("*a*a*a*a*a*a*a*a*a*a*a*a*b", path));
    ck_assert(!glob_match("**/a/**/a/**/a/**/a/**/a/**/b", deep));
}
END_TEST

START_TEST(the_first_rule_that_fits_decides)
{
    struct classifier *c = classifier_new();
    const char *a[] = {"special.py", NULL}, *b[] = {"*.py", NULL}, *d[] = {"app/", NULL};
    const char *mark[] = {"magic words", "^@mark", NULL};
    classifier_add_zone(c, ZONE_EVAL, b, mark);
    classifier_add_zone(c, ZONE_TEST, a, NULL);
    classifier_add_zone(c, ZONE_DOCS, d, NULL);
    classifier_add_zone(c, ZONE_DATA, b, NULL);
    ck_assert_int_eq(classify_path(c, "app/special.py").zone, ZONE_TEST);
    ck_assert_int_eq(classify_path(c, "app/other.py").zone, ZONE_DOCS);
    ck_assert_int_eq(classify_path(c, "lib/other.py").zone, ZONE_DATA);
    ck_assert_int_eq(classify_path(c, "lib/other.c").zone, ZONE_SRC);
    static const struct {
        const char *text;
        enum zone zone;
    } texts[] = {
        {"x = 'magic words'\n", ZONE_EVAL}, {"# @mark\n", ZONE_EVAL},      {"x\n  // @mark", ZONE_EVAL},
        {"x = '@mark'\n", ZONE_DATA},       {"x @mark @mark", ZONE_DATA}, {"@mark", ZONE_EVAL},
        {"", ZONE_DATA},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        ck_assert_int_eq(
            classify_content(c, "lib/x.py", (const unsigned char *)texts[i].text, strlen(texts[i].text)).zone,
            texts[i].zone);
    ck_assert_int_eq(classify_content(c, "lib/x.c", (const unsigned char *)"magic words", 11).zone, ZONE_SRC);
    classifier_free(c);
}
END_TEST

START_TEST(languages_are_known_by_name_extension_and_shebang)
{
    struct classifier *c = classifier_new();
    const char *none[] = {NULL};
    const char *py[] = {".py", NULL}, *py_bang[] = {"python", NULL};
    const char *ts[] = {".ts", NULL}, *dts[] = {".d.ts", NULL};
    const char *docker[] = {"Dockerfile", "Dockerfile.*", ".github/CODEOWNERS", NULL};
    classifier_add_language(c, 0, py, none, py_bang);
    classifier_add_language(c, 1, ts, NULL, NULL);
    classifier_add_language(c, 2, dts, none, none);
    classifier_add_language(c, 3, none, docker, none);
    classifier_add_language(c, 4, py, none, none); /* too late */
    static const struct {
        const char *path, *text;
        uint32_t language;
    } files[] = {
        {"a/b.py", "", 0},
        {"a/B.PY", "", 0},
        {"a/b.ts", "", 1},
        {"a/b.x.d.ts", "", 2},
        {"Dockerfile", "", 3},
        {"x/Dockerfile.dev", "", 3},
        {"Dockerfile.py", "", 3},
        {".github/CODEOWNERS", "", 3},
        {"x/CODEOWNERS", "", CLASSIFY_NO_LANGUAGE},
        {"tool", "#!/usr/bin/env python3\nx", 0},
        {"tool", "#!/usr/bin/env -S A=b python3.12 -u\n", 0},
        {"tool", "#!/opt/python\n", 0},
        {"tool", "#!/bin/sh\npython\n", CLASSIFY_NO_LANGUAGE},
        {"tool", "#!", CLASSIFY_NO_LANGUAGE},
        {"py", "", CLASSIFY_NO_LANGUAGE},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
        ck_assert_msg(classify_content(c, files[i].path, (const unsigned char *)files[i].text, strlen(files[i].text))
                              .language == files[i].language,
                      "%s %s", files[i].path, files[i].text);
    classifier_free(c);
}
END_TEST

START_TEST(binary_and_minified_files_are_not_parsed)
{
    struct classifier *c = classifier_new();
    const char *js[] = {"*.js", NULL}, *mini[] = {"<minified>", NULL}, *gen[] = {"*.lock", NULL};
    classifier_add_zone(c, ZONE_VENDORED, js, mini);
    classifier_add_zone(c, ZONE_GENERATED, gen, NULL);
    struct classification k = classify_content(c, "a.js", (const unsigned char *)"a\0b", 3);
    ck_assert(k.binary && !k.parse);
    ck_assert_str_eq(k.why, "binary");

    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 10; i++) /* what several packages were published under */
        g_string_append(text, "/**\n * @license x\n */\n");
    g_autofree char *line = g_strnfill(20000, 'x');
    g_string_append(text, line);
    k = classify_content(c, "a.js", (const unsigned char *)text->str, text->len);
    ck_assert(k.minified && !k.parse && k.zone == ZONE_VENDORED);
    ck_assert_str_eq(k.why, "minified");
    k = classify_content(c, "a.txt", (const unsigned char *)text->str, text->len);
    ck_assert(!k.minified && k.parse);
    for (int i = 0; i < 30; i++) /* by hand, with one embedded blob */
        g_string_append(text, "\nlet x = 1;");
    g_string_append(text, line);
    g_string_append(text, line);
    g_string_append(text, line);
    k = classify_content(c, "a.js", (const unsigned char *)text->str, text->len);
    ck_assert(!k.minified && k.parse && !k.why);

    k = classify_path(c, "x.lock");
    ck_assert(!k.parse);
    ck_assert_str_eq(k.why, "generated");
    classifier_free(c);
}
END_TEST

START_TEST(every_zone_has_a_name)
{
    for (int z = 0; z < ZONE_COUNT; z++) {
        enum zone back;
        ck_assert(zone_parse(zone_name((enum zone)z), &back));
        ck_assert_int_eq((int)back, z);
    }
    enum zone none;
    ck_assert(!zone_parse("nowhere", &none));
}
END_TEST

/* rules/zones.yml: E-1 of the control catalogue. */
static const struct {
    const char *path, *text;
    enum zone zone;
} shipped[] = {
    {"src/app/main.py", "", ZONE_SRC},
    {"src/app/examples.py", "", ZONE_SRC},
    {"src/app/test.ts", "", ZONE_SRC},
    {"src/app/latest.py", "", ZONE_SRC},
    {"cookbook/agents/agent.py", "", ZONE_EXAMPLE},
    {"app/cookbook/agents/agent.py", "", ZONE_SRC},
    {"backend/src/main/java/com/acme/samples/rag/Answer.java", "", ZONE_SRC},
    {"examples/rag/src/main/java/com/acme/Answer.java", "", ZONE_EXAMPLE},
    {"examples/chat.py", "", ZONE_EXAMPLE},
    {"packages/x/demos/a.ts", "", ZONE_EXAMPLE},
    {"quickstart/main.py", "", ZONE_EXAMPLE},
    {"node_modules/openai/index.js", "", ZONE_VENDORED},
    {"web/dist/app.js", "", ZONE_VENDORED},
    {".venv/lib/python3.11/site-packages/openai/x.py", "", ZONE_VENDORED},
    {"third_party/lib/a.py", "", ZONE_VENDORED},
    {"web/components/ui/button.tsx", "", ZONE_VENDORED},
    {"web/components/chat/button.tsx", "", ZONE_SRC},
    {"components/ai-elements/response.tsx", "", ZONE_VENDORED},
    {"package-lock.json", "", ZONE_GENERATED},
    {"uv.lock", "", ZONE_GENERATED},
    {"static/a.min.js", "", ZONE_GENERATED},
    {"proto/a_pb2.py", "", ZONE_GENERATED},
    {"gen/a.py", "# Code generated by tool. DO NOT EDIT.\n", ZONE_GENERATED},
    {"gen/a.ts", "/**\n * @generated by tool\n */\n", ZONE_GENERATED},
    {"out/cli.cjs", "#!/usr/bin/env node\nvar __create = Object.create;\n", ZONE_GENERATED},
    {"lib/index.js", "/******/ (() => { // webpackBootstrap\n", ZONE_GENERATED},
    {"lib/emit.js", "const head = 'var __create = Object.create;'\n", ZONE_SRC},
    {"infra/main.json", "{\n  \"$schema\": \"x\",\n  \"metadata\": {\n    \"_generator\": {\n      \"name\": \"bicep\"\n", ZONE_GENERATED},
    {"infra/hand.json", "{\n  \"metadata\": {\n    \"about\": \"_generator\"\n", ZONE_INFRA},
    {"src/main/resources/assets/index-4LLPZTDq.js", "for(const s of document.querySelectorAll('link[rel=\"modulepreload\"]'))i(s);\n", ZONE_GENERATED},
    {"tools/emit.py", "HEAD = '# Code generated by tool'\n", ZONE_SRC},
    {".cursor/rules/a.mdc", "", ZONE_DEVTOOL},
    {"CLAUDE.md", "", ZONE_DEVTOOL},
    {"packages/x/AGENTS.md", "", ZONE_DEVTOOL},
    {".github/copilot-instructions.md", "", ZONE_DEVTOOL},
    {"skills/pdf/SKILL.md", "", ZONE_DEVTOOL},
    {"tests/conftest.py", "", ZONE_TEST},
    {"app/test_chat.py", "", ZONE_TEST},
    {"app/chat_test.py", "", ZONE_TEST},
    {"app/tools/write_test.py", "class WriteTest: pass\n", ZONE_SRC},
    {"app/tools/write_test.py", "import x\ndef test_write(): pass\n", ZONE_TEST},
    {"tests/write_test.py", "", ZONE_TEST},
    {"app/chat.test.ts", "", ZONE_TEST},
    {"app/chat.spec.tsx", "", ZONE_TEST},
    {"app/__tests__/chat.ts", "", ZONE_TEST},
    {"tests/data/a.json", "", ZONE_TEST},
    {"Foo.Tests/FooTests.cs", "", ZONE_TEST},
    {"evals/run.py", "", ZONE_EVAL},
    {"backend/evaluation/judge.py", "", ZONE_EVAL},
    {"evaluate/run.py", "", ZONE_EVAL},
    {"src/api/evaluate/tone.py", "def evaluate_tone(text): pass\n", ZONE_EVAL},
    {"src/app/evaluate/page.tsx", "", ZONE_SRC},
    {"src/api/evaluate/claims.py", "def price(claim): pass\n", ZONE_SRC},
    {"promptfooconfig.yaml", "", ZONE_EVAL},
    {"app/rag_eval.py", "", ZONE_EVAL},
    {"web/scripts/real-eval.ts", "", ZONE_EVAL},
    {"web/src/lib/real-eval.ts", "", ZONE_SRC},
    {"tests/evals/test_scope.py", "", ZONE_EVAL},
    {"tests/test_rag.py", "from deepeval import assert_test\n", ZONE_EVAL},
    {"app/score.py", "import mlflow\nmlflow.evaluate(m)\n", ZONE_EVAL},
    {"backend/routes/evals.py", "from deepeval import evaluate\n", ZONE_SRC},
    {"src/api/endpoints/evaluation.ts", "", ZONE_SRC},
    {"backend/tests/routes/evals.py", "", ZONE_TEST},
    {"evals/server/routes/evals.py", "", ZONE_EVAL},
    {"backend/jobs/evals.py", "", ZONE_EVAL},
    {"benchmarks/speed.py", "", ZONE_EVAL},
    {"benchmark_data/docs/oncall.md", "", ZONE_BENCHMARK_DATA},
    {"data/handbook.pdf", "", ZONE_BENCHMARK_DATA},
    {"data/benefits.md", "", ZONE_BENCHMARK_DATA},
    {"data/rows.jsonl", "", ZONE_DATA},
    {"data/loader.py", "", ZONE_SRC},
    {"internal_docs/a.md", "", ZONE_BENCHMARK_DATA},
    {"README.md", "", ZONE_DOCS},
    {"docs/adr/1.md", "", ZONE_DOCS},
    {"docs/conf.py", "", ZONE_DOCS},
    {"LICENSE", "", ZONE_DOCS},
    {"notebooks/a.ipynb", "", ZONE_NOTEBOOK},
    {"jobs/a.py", "# Databricks notebook source\nimport x\n", ZONE_NOTEBOOK},
    {"jobs/a.py", "s = '# Databricks notebook source'\n", ZONE_SRC},
    {".github/workflows/ci.yml", "", ZONE_CI},
    {".gitlab-ci.yml", "", ZONE_CI},
    {"azure-pipelines.yml", "", ZONE_CI},
    {"Jenkinsfile", "", ZONE_CI},
    {"Dockerfile", "", ZONE_INFRA},
    {"docker-compose.prod.yml", "", ZONE_INFRA},
    {"infra/main.bicep", "", ZONE_INFRA},
    {"deploy/values.yaml", "", ZONE_INFRA},
    {"src/infrastructure/llm/client.py", "", ZONE_SRC},
    {"packages/cdk/lambda/utils/chat.ts", "", ZONE_SRC},
    {"packages/cdk/lib/construct/api.ts", "", ZONE_INFRA},
    {"packages/cdk/mcp-api/app.py", "", ZONE_SRC},
    {"infra/functions/answer/handler.py", "", ZONE_SRC},
    {"terraform/lambda/main.tf", "", ZONE_INFRA},
    {"cdk/lambda/test_chat.py", "", ZONE_TEST},
    {"databricks.yml", "", ZONE_INFRA},
    {"app/prompts/answer.md", "", ZONE_PROMPT},
    {"app/prompts/__init__.py", "", ZONE_SRC},
    {"chat.prompty", "", ZONE_PROMPT},
    {"system_prompt.txt", "", ZONE_PROMPT},
    {"alembic/versions/1.py", "", ZONE_MIGRATION},
    {"db/migrations/1.sql", "", ZONE_MIGRATION},
    {"pyproject.toml", "", ZONE_CONFIG},
    {"requirements-dev.txt", "", ZONE_CONFIG},
    {".env.example", "", ZONE_CONFIG},
    {"next.config.ts", "", ZONE_CONFIG},
    {"CODEOWNERS", "", ZONE_CONFIG},
    {"img/logo.png", "", ZONE_DATA},
};

START_TEST(the_shipped_zones_are_those_of_the_catalogue)
{
    static struct ruleset *rules;
    if (!rules)
        rules = ruleset_load(NULL, false, NULL);
    ck_assert_ptr_nonnull(rules);
    struct classification k = classify_content(rules->classifier, shipped[_i].path,
                                               (const unsigned char *)shipped[_i].text, strlen(shipped[_i].text));
    ck_assert_msg(k.zone == shipped[_i].zone, "%s is %s, not %s", shipped[_i].path, zone_name(k.zone),
                  zone_name(shipped[_i].zone));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("classify");
    TCase *cases = tcase_create("classify");
    tcase_add_loop_test(cases, globs_match_as_gitignore_writes_them, 0, G_N_ELEMENTS(globs));
    tcase_add_test(cases, many_stars_take_no_time);
    tcase_add_test(cases, the_first_rule_that_fits_decides);
    tcase_add_test(cases, languages_are_known_by_name_extension_and_shebang);
    tcase_add_test(cases, binary_and_minified_files_are_not_parsed);
    tcase_add_test(cases, every_zone_has_a_name);
    tcase_add_loop_test(cases, the_shipped_zones_are_those_of_the_catalogue, 0, G_N_ELEMENTS(shipped));
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
