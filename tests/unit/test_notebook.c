#include <stdlib.h>

#include "code_facts.h"

static struct facts *notebook(const char *json)
{
    return code_facts("notebook", json, strlen(json));
}

START_TEST(joins_the_code_cells)
{
    static const char json[] = "{\n"
                               " \"cells\": [\n"
                               "  {\"cell_type\": \"markdown\", \"source\": [\"# Title\\n\", \"text\"]},\n"
                               "  {\"cell_type\": \"code\", \"source\": [\n"
                               "    \"import a\\n\",\n"
                               "    \"def f():\\n\",\n"
                               "    \"    return a.b('\\u00e9\\\\n')\"\n"
                               "  ], \"outputs\": [{\"text\": [\"import no\\n\"]}]},\n"
                               "  {\"outputs\": [], \"source\": \"f()\\n\\nx = 1\", \"cell_type\": \"code\"}\n"
                               " ],\n"
                               " \"metadata\": {\"kernelspec\": {\"language\": \"python\", \"name\": \"x\"}},\n"
                               " \"nbformat\": 4\n"
                               "}\n";
    struct facts *f = notebook(json);
    ck_assert_int_eq(f->status, FACTS_PARSED);
    code_assert_lines(f, json, "import 1: a <- a module\nscope #2 function 'f' 2-3 ()\njump 3 in #2 @2: return a.b(\"\xc3\xa9\\n\")\n"
                               "call 4: f() statement\nassign 6: x = 1\n!import 1: no <- no module");
    static const struct fact_line lines[] = {{5, 2, 1}, {6, 2, 2}, {7, 2, 3}, {9, 3, 1}, {9, 3, 2}, {9, 3, 3}};
    ck_assert_int_eq(f->n_lines, G_N_ELEMENTS(lines));
    for (uint32_t i = 0; i < f->n_lines; i++) {
        struct fact_line l = facts_line(f, i + 1);
        ck_assert_int_eq(l.line, lines[i].line);
        ck_assert_int_eq(l.cell, lines[i].cell);
        ck_assert_int_eq(l.cell_line, lines[i].cell_line);
    }
    ck_assert_int_eq(f->n_lines_of_code, 5);
}
END_TEST

START_TEST(reads_the_formats_before_4)
{
    static const char json[] = "{\"metadata\": {}, \"nbformat\": 3, \"worksheets\": [{\"cells\": ["
                               "{\"cell_type\": \"code\", \"input\": [\"a = 1\\n\", \"b(a)\"], \"language\": \"python\"}]}]}";
    code_assert_lines(notebook(json), json, "assign 1: a = 1\ncall 2: b(a) statement");
}
END_TEST

/* Cells as JSON lists of source lines, and what must come out of them. */
static const struct {
    const char *source, *lines;
} cells[] = {
    {"\"%pip install x\\n\", \"import a\"", "import 2: a <- a module"},
    {"\"!pip install \\\\\\n\", \"  x y\\n\", \"import a\"", "import 3: a <- a module"},
    {"\"pip install -q x\\n\", \"import a\"", "import 2: a <- a module\n!errors 1"},
    {"\"pip = find()\\n\", \"pip (a)\"", "assign 1: pip = find()\ncall 2: pip(a) statement"},
    {"\"pip install x[y]\\n\", \"import a\"", "import 2: a <- a module\n!errors 1"},
    {"\"?help\\n\", \"a.b?\\n\", \"f(a)\"", "call 3: f(a) statement"},
    {"\"files = !ls\\n\", \"t = %timeit -o f()\\n\", \"f(a)\"", "call 3: f(a) statement\n!assign 1: files"},
    {"\"x = (a\\n\", \"  % b)\\n\", \"f(x)\"", "assign 1: x = (a % b)\ncall 3: f(x) statement"},
    {"\"%%time\\n\", \"f(a)\"", "call 2: f(a) statement"},
    {"\"\\n\", \"%%capture out\\n\", \"f(a)\"", "call 3: f(a) statement"},
    {"\"%%writefile app.py\\n\", \"f(a)\"", "call 2: f(a) statement"},
    {"\"%%python\\n\", \"f(a)\"", "call 2: f(a) statement"},
    {"\"%%writefile .env\\n\", \"f(a)\"", "!call 2: f(a) statement"},
    {"\"%%bash\\n\", \"f(a)\"", "!call 2: f(a) statement"},
    {"\"%%html\\r\\n\", \"<b>\"", "!errors 1"},
    {"\"x = 1\\n\", \"%%bash\\n\", \"f(a)\"", "assign 1: x = 1\ncall 3: f(a) statement"},
    {"", "scope #1 module '' 1-1"},
    {"\"#!import a.py\\n\", \"#!pwsh\\n\", \"f(1)\\n\", \"#!set --name x\\n\", \"f(2)\\n\", \"#!python\\n\", \"f(3)\"", "call 7: f(3) statement"},
    {"\"#!/usr/bin/env python\\n\", \"#![allow]\\n\", \"f(1)\"", "call 3: f(1) statement"},
};

START_TEST(blanks_magics_and_keeps_the_lines)
{
    g_autofree char *json = g_strdup_printf("{\"cells\": [{\"cell_type\": \"code\", \"source\": [%s]}]}", cells[_i].source);
    code_assert_lines(notebook(json), json, cells[_i].lines);
}
END_TEST

static const struct {
    const char *metadata;
    int status;
    const char *lines;
} kernels[] = {
    {"{}", FACTS_PARSED, "call 1: f(a) statement"},
    {"{\"language_info\": {\"name\": \"python\"}}", FACTS_PARSED, "call 1: f(a) statement"},
    {"{\"kernelspec\": {\"language\": \"Python3\"}}", FACTS_PARSED, "call 1: f(a) statement"},
    {"{\"kernelspec\": {\"language\": \"typescript\"}, \"language_info\": {\"name\": \"python\"}}", FACTS_PARSED,
     "call 1: f(a) statement"},
    {"{\"language_info\": {\"name\": \"javascript\"}}", FACTS_PARSED, "call 1: f(a) statement"},
    {"{\"kernelspec\": {\"language\": \"R\"}}", FACTS_SKIPPED,
     "note 0: the language of its kernel, 'R', is not one that is analysed"},
    {"[1, 2]", FACTS_PARSED, "call 1: f(a) statement"},
};

START_TEST(reads_in_the_language_of_the_kernel)
{
    g_autofree char *json = g_strdup_printf(
        "{\"cells\": [{\"cell_type\": \"code\", \"source\": \"f(a)\"}], \"metadata\": %s}", kernels[_i].metadata);
    struct facts *f = notebook(json);
    ck_assert_int_eq(f->status, kernels[_i].status);
    code_assert_lines(f, json, kernels[_i].lines);
}
END_TEST

static const struct {
    const char *json, *note;
} failures[] = {
    {"", "note 1: is not a notebook: the JSON cannot be read"},
    {"\n\n  hello", "note 3: is not a notebook: the JSON cannot be read"},
    {"[]", "note 1: is not a notebook: the JSON cannot be read"},
    {"{}", "note 0: is not a notebook: it has no cells"},
    {"{\"cells\": 3}", "note 0: is not a notebook: it has no cells"},
    {"{\"cells\": [", "note 1: is not a notebook: the JSON cannot be read"},
    {"{\"cells\": []} x", "note 1: is not a notebook: the JSON cannot be read"},
    {"{\"cells\": [{\"source\": \"\\u12\"}]}", "note 1: is not a notebook: the JSON cannot be read"},
    {"{\"cells\": [{\"source\": \"a", "note 1: is not a notebook: the JSON cannot be read"},
    {"{\"cells\": [{\"source\": [\"a\" \"b\"]}]}", "note 1: is not a notebook: the JSON cannot be read"},
    {"{\"a\": tru\\e}", "note 1: is not a notebook: the JSON cannot be read"},
    {"{\"a\" 1}", "note 1: is not a notebook: the JSON cannot be read"},
};

START_TEST(says_why_a_file_is_no_notebook)
{
    struct facts *f = notebook(failures[_i].json);
    ck_assert_int_eq(f->status, FACTS_FAILED);
    code_assert_lines(f, failures[_i].json, failures[_i].note);
}
END_TEST

START_TEST(takes_strange_cells)
{
    static const char *const odd[] = {
        "{\"cells\": [1, null, {\"cell_type\": 2, \"source\": {\"a\": []}}, {\"cell_type\": \"code\", \"source\": [3, \"f()\", null]}]}",
        "{\"cells\": [{\"cell_type\": \"code\", \"source\": [\"f(\", \"a\", \")\"]}]}",
        "{\"cells\": [{\"cell_type\": \"code\", \"source\": \"f('\\u0000\\ud83d\\ude00\\ud83d')\"}]}",
        "\xef\xbb\xbf{\"cells\": []}",
        "{\"worksheets\": [3, {\"cells\": 1}], \"cells\": [], \"metadata\": {\"kernelspec\": 1, \"language_info\": {\"name\": 2}}}",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(odd); i++)
        ck_assert_int_eq(notebook(odd[i])->status, FACTS_PARSED);
    code_assert_lines(notebook(odd[0]), odd[0], "call 1: f() statement");
    code_assert_lines(notebook(odd[1]), odd[1], "call 1: f(a) statement");
}
END_TEST

START_TEST(survives_deep_and_damaged_json)
{
    g_autoptr(GString) deep = g_string_new("{\"a\": ");
    for (int i = 0; i < 200000; i++)
        g_string_append_c(deep, '[');
    ck_assert_int_eq(notebook(deep->str)->status, FACTS_FAILED);
    static const char whole[] = "{\"cells\": [{\"cell_type\": \"code\", \"source\": [\"f(a)\\n\", \"\\u00e9\"]}], \"metadata\": "
                                "{\"kernelspec\": {\"language\": \"python\"}, \"n\": -1.5e3}}";
    for (size_t n = 0; n < strlen(whole); n++)
        ck_assert_int_eq(code_facts("notebook", whole, n)->status, FACTS_FAILED);
    GRand *random = g_rand_new_with_seed(5);
    for (int round = 0; round < 2000; round++) {
        g_autofree char *copy = g_strdup(whole);
        for (int i = 0; i < 3; i++)
            copy[g_rand_int_range(random, 0, (gint32)strlen(whole))] = (char)g_rand_int_range(random, 0, 256);
        code_facts("notebook", copy, sizeof whole - 1);
    }
    g_rand_free(random);
}
END_TEST

START_TEST(notes_stand_at_raw_lines)
{
    g_autoptr(GString) s = g_string_new("{\n\n\"cells\": [{\"cell_type\": \"code\", \"source\": [\n\n\"x = ");
    for (int i = 0; i < 2000; i++)
        g_string_append(s, "not ");
    g_string_append(s, "1\"]}]}");
    struct facts *f = notebook(s->str);
    code_assert_lines(f, "not not not", "note 5: nested deeper than 1000 levels; the inner part was not analysed");
}
END_TEST

int main(void)
{
    Suite *s = suite_create("notebook");
    TCase *t = tcase_create("notebook");
    suite_add_tcase(s, t);
    tcase_set_timeout(t, 60);
    tcase_add_unchecked_fixture(t, code_facts_begin, code_facts_end);
    tcase_add_test(t, joins_the_code_cells);
    tcase_add_test(t, reads_the_formats_before_4);
    tcase_add_loop_test(t, blanks_magics_and_keeps_the_lines, 0, G_N_ELEMENTS(cells));
    tcase_add_loop_test(t, reads_in_the_language_of_the_kernel, 0, G_N_ELEMENTS(kernels));
    tcase_add_loop_test(t, says_why_a_file_is_no_notebook, 0, G_N_ELEMENTS(failures));
    tcase_add_test(t, takes_strange_cells);
    tcase_add_test(t, survives_deep_and_damaged_json);
    tcase_add_test(t, notes_stand_at_raw_lines);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int bad = srunner_ntests_failed(r);
    srunner_free(r);
    return bad != 0;
}
