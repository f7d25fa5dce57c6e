/* Which documents and configuration are read, and what an expression cannot match without. */
#include <check.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/regex.h"
#include "base/regex_literals.h"
#include "extract/interest.h"

/* ---- literals of expressions ---- */

static const struct {
    const char *expression, *literals; /* joined by a blank; NULL: none */
} expressions[] = {
    {"openai", "openai"},
    {"(?i)Model[ _-]?Card", "model"},
    {"\\b(?:model|system)[ _-]?cards?\\b", "model system"},
    {"\\b(?:ai|system)[ _-]?cards?\\b", "card"},
    {"promptfoo(?:@\\S+)?\\s+eval", "promptfoo"},
    {"deepeval|ragas", "deepeval ragas"},
    {"(?:pytest|vitest)\\b[^\\n]*eval", "pytest vitest"},
    {"deepeval|[a-z]+", NULL},
    {"(?:deepeval)?", NULL},
    {"(?:deepeval){0,2}", NULL},
    {"(?:deepeval){2}", "deepeval"},
    {"colou?r", "colo"},
    {"colors*", "color"},
    {"colors+", "colors"},
    {"(?!deepeval)ragas", "ragas"},
    {"(?=deepeval)x", NULL},
    {"(?<name>deepeval)", "deepeval"},
    {"before release", "release"},
    {"a\\.b\\.c", "a.b.c"},
    {"[abc]def", "def"},
    {"p9[59]\\b", "p95 p99"},
    {"(?i)p9[Ax]|deepeval", "p9a p9x deepeval"},
    {"p9[59]+", NULL},
    {"p9[59]?", NULL},
    {"p9[5-9]", NULL},
    {"p9[^5]", NULL},
    {"abc[de]", "abcd abce"},
    {"a[bc]", NULL},
    {"[]abc]xyz", "xyz"},
    {"[[:alpha:]\\]]abc", "abc"},
    {"(\\w+)\\1abc", NULL}, /* too strange: asks for nothing */
    {"\\Qdeepeval\\E", NULL},
    {"(?x) deep eval", NULL},
    {"ab", NULL},
    {"", NULL},
    {"\303\251clair", "clair"},
    {"(?i)AI\346\246\202\350\246\201", "ai\346\246\202\350\246\201"},
    {"(?i)\346\246\202\350\246\201?|deepeval", "\346\246\202 deepeval"},
};

START_TEST(an_expression_needs_one_of_its_literals)
{
    g_auto(GStrv) literals = regex_literals(expressions[_i].expression, 3);
    g_autofree char *joined = literals ? g_strjoinv(" ", literals) : NULL;
    ck_assert_msg(g_strcmp0(joined, expressions[_i].literals) == 0, "%s: %s, not %s", expressions[_i].expression,
                  joined ? joined : "none", expressions[_i].literals ? expressions[_i].literals : "none");
}
END_TEST

static const struct {
    const char *expression, *sets; /* joined by a blank, and by a comma within a set; NULL: none */
} needed[] = {
    {"(?:kept|stored) for \\d+ (?:days|months)", "kept,stored for days,months"},
    {"(?:kept|stored)|\\d+ (?:days|months)", "kept,stored,days,months"},
    {"(?:kept (?:30|60) days)", "kept"},
    {"abc(?:def)?ghi", "abc ghi"},
    {"\\d+", NULL},
};

START_TEST(an_expression_needs_one_of_each_set)
{
    g_autoptr(GPtrArray) sets = regex_literal_sets(needed[_i].expression, 3);
    g_autoptr(GString) joined = g_string_new(NULL);
    for (guint i = 0; sets && i < sets->len; i++) {
        g_autofree char *set = g_strjoinv(",", sets->pdata[i]);
        g_string_append_printf(joined, "%s%s", i ? " " : "", set);
    }
    ck_assert_str_eq(joined->str, needed[_i].sets ? needed[_i].sets : "");
    ck_assert(!sets == !needed[_i].sets);
}
END_TEST

/* ---- files ---- */

static const char rules_text[] =
    "control: TST-01\ntitle: t\nquestion: q\nwhy: >-\n  w\ncategory: governance\nseverity: low\nsubject: repository\neffort: {once: 1}\n"
    "judge:\n"
    "  - when: {document: \"*.md\", not_zone: [example], title: '(?i)model card', slots: [{name: a, heading: '(?i)limits', words: 2}]}\n"
    "    credit: 1\n"
    "  - when: {table: \"*.md\", header: ['(?i)^owner$', '(?i)^task$']}\n"
    "    credit: 1\n"
    "  - when: {text: \"*.md\", heading: '(?i)release', matches: 'deepeval'}\n"
    "    credit: 1\n"
    "  - when: {config: \"*.yaml\", key: \"**.tracing.enabled\"}\n"
    "    credit: 1\n"
    "  - when: {text: \"kept.md\", matches: '\\b(?:kept|stored)\\b.{0,40}\\b\\d+ (?:days|months)'}\n"
    "    credit: 1\n"
    "  - when: {config: \"strict.yaml\", key: \"owner\", absent: true}\n"
    "    credit: 1\n"
    "  - when: {config: \"values.yaml\", key: \"**\", matches: '(?i)\\bp9[59]\\b'}\n"
    "    credit: 1\n"
    "  - when: {dataset: true, zone: [eval], inputs: '^question$', expectations: 'answer', records_at_least: 3}\n"
    "    credit: 1\n"
    "  - when: {contract: [openapi]}\n"
    "    credit: 1\n"
    "  - when: {code: '*', zone: [eval], names: 'recall_at', compares: 'f1_score'}\n"
    "    credit: 1\n"
    "  - when: {code: '*', names: 'anything_near', near: [function]}\n"
    "    credit: 1\n"
    "  - {credit: 0}\n"
    "fix: {text: f}\n";


static struct ruleset *rules;
static struct interest *interest;
static char *folder;

static void put(const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    ck_assert(g_file_set_contents(path, text, -1, NULL));
}

static void setup(void)
{
    GError *error = NULL;
    folder = g_dir_make_tmp("debtscan-interest-XXXXXX", NULL);
    put("control.yml", rules_text);
    rules = ruleset_load(folder, false, &error);
    ck_assert_msg(rules != NULL, "%s", error ? error->message : "");
    /* only this control's conditions */
    for (unsigned i = 0; i < rules->n_controls; i++)
        if (strcmp(rules->controls[i]->id, "TST-01") == 0) {
            rules->controls[0] = rules->controls[i];
            rules->n_controls = 1;
        }
    rules->n_predicates = rules->n_kinds = 0;
    interest = interest_new(rules);
}

static void teardown(void)
{
    interest_free(interest);
    ruleset_free(rules);
    g_autofree char *path = g_build_filename(folder, "control.yml", NULL);
    g_unlink(path);
    g_rmdir(folder);
    g_free(folder);
}

static const struct {
    const char *path, *text;
    enum zone zone;
    bool wanted;
} files[] = {
    /* documents */
    {"a.md", "# Model card\n\n## Limits\nNone at all.\n", ZONE_DOCS, true},
    {"a.md", "# Model **card**\n\nLimits\n---\n", ZONE_DOCS, true},
    {"docs/model card.md", "## Limits\n", ZONE_DOCS, true},
    {"a.md", "A model card has limits.\n", ZONE_DOCS, false},
    {"a.md", "# Model card\n\nNo limits.\n", ZONE_DOCS, false},
    {"a.md", "# Model card\n\n## Limits\n", ZONE_EXAMPLE, false},
    {"a.md", "Model card\n==========\n\n<h2>Limits</h2>\n", ZONE_DOCS, true},
    {"a.txt", "# Model card\n## Limits\n", ZONE_DOCS, false},
    /* tables */
    {"a.md", "| Task | Owner |\n|---|---|\n| x | y |\n", ZONE_DOCS, true},
    {"a.md", "Task | Owner\n--- | ---\nx | y\n", ZONE_DOCS, true},
    {"a.md", "| *Task* | `Owner` |\n|---|---|\n", ZONE_DOCS, true},
    {"a.md", "| Task | Price |\n|---|---|\n| Owner | y |\n", ZONE_DOCS, false},
    /* text */
    {"a.md", "## Release\nRun deepeval\n", ZONE_DOCS, true},
    {"a.md", "## Release\nRun it\n", ZONE_DOCS, false},
    {"a.md", "## Use\nRun deepeval before a release\n", ZONE_DOCS, false},
    {"kept.md", "Data is stored for 30 days.\n", ZONE_DOCS, true},
    {"kept.md", "Data is stored.\n", ZONE_DOCS, false},
    {"kept.md", "It took 30 days.\n", ZONE_DOCS, false},
    /* configuration */
    {"a.yaml", "x:\n  tracing: true\n", ZONE_CONFIG, false},
    {"a.yaml", "x:\n  tracing:\n    enabled: true\n", ZONE_CONFIG, true},
    {"a.yaml", "x:\n  enabled: true\n", ZONE_CONFIG, false},
    {"a.yaml", "x:\n  tracing:\n    enabled: true\n", ZONE_VENDORED, false},
    {"strict.yaml", "x: 1\n", ZONE_CONFIG, true}, /* what is absent stands in no file */
    {"values.yaml", "x: {y: The P95 of it}\n", ZONE_CONFIG, true},
    {"values.yaml", "x: {y: The 95th of it}\n", ZONE_CONFIG, false},
    {"a.yaml", "openapi: 3.1.0\n", ZONE_SRC, true},
    {"a.yaml", "openapi: 3.1.0\n", ZONE_TEST, false},
    /* records */
    {"a.json", "[{\"question\": 1, \"answer\": 2}, {\"question\": 1, \"answer\": 2}, {\"question\": 1, \"answer\": 2}]", ZONE_EVAL, true},
    {"a.json", "[{\"question\": 1, \"answer\": 2}]", ZONE_EVAL, false},
    {"a.json", "[{\"question\": 1}, {\"question\": 1}, {\"question\": 1}]", ZONE_EVAL, false},
    {"a.json", "[{\"question\": 1, \"answer\": 2}, {\"question\": 1, \"answer\": 2}, {\"question\": 1, \"answer\": 2}]", ZONE_SRC, false},
    {"a.yaml", "- question: a\n  answer: b\n- question: a\n  answer: b\n- {question: a, answer: b}\n", ZONE_EVAL, true},
    /* code, where a condition asks for names in its zone */
    {"a.py", "def recall_at_5(): pass\n", ZONE_EVAL, true},
    {"a.py", "assert f1_score(x) > 0.8\n", ZONE_EVAL, true},
    {"a.py", "def recall(): pass\n", ZONE_EVAL, false},
    {"a.py", "def recall_at_5(): pass\n", ZONE_SRC, false},
    {"a.py", "anything_near()\n", ZONE_SRC, false},
    {"setup.py", "setup()\n", ZONE_SRC, false},
    /* whatever they hold */
    {"package.json", "{}", ZONE_CONFIG, true},
    {".github/workflows/x.yml", "a: b", ZONE_CI, true},
    {"a.md", "", ZONE_DOCS, false},
    {"a.json", "", ZONE_EVAL, false},
};

START_TEST(a_file_is_read_if_a_condition_could_hold_in_it)
{
    struct classification class = classify_path(rules->classifier, files[_i].path);
    if (class.language == CLASSIFY_NO_LANGUAGE)
        ck_abort_msg("%s has no language", files[_i].path);
    const struct language *l = &rules->languages[class.language];
    size_t size = strlen(files[_i].text);
    g_autofree char *bytes = g_memdup2(files[_i].text, size); /* without a NUL: reading behind the end shows */
    bool wanted = l->reader == READER_CODE ? interest_groups(interest, files[_i].path, files[_i].zone, bytes, size) != 0
                                           : interest_wants(interest, l, files[_i].path, files[_i].zone, bytes, size);
    ck_assert_msg(wanted == files[_i].wanted,
                  "%s: %s", files[_i].path, files[_i].text);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("interest");
    TCase *c = tcase_create("expressions");
    tcase_add_loop_test(c, an_expression_needs_one_of_its_literals, 0, G_N_ELEMENTS(expressions));
    tcase_add_loop_test(c, an_expression_needs_one_of_each_set, 0, G_N_ELEMENTS(needed));
    suite_add_tcase(s, c);
    c = tcase_create("files");
    tcase_add_unchecked_fixture(c, setup, teardown);
    tcase_add_loop_test(c, a_file_is_read_if_a_condition_could_hold_in_it, 0, G_N_ELEMENTS(files));
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
