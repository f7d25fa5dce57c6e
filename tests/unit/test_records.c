/* Record files and lists of records in configuration. */
#include "extract_check.h"

static const struct {
    const char *path, *text;
    uint32_t records, distinct;
    const char *fields; /* name:present:distinct, in order */
} files[] = {
    {"a.jsonl",
     "{\"q\": \"a\", \"n\": 1}\n{\"q\": \"b\", \"n\": 1}\r\n\n{\"q\": \"b\", \"n\": 1}\n", 3, 2,
     "q:3:2 n:3:1"},
    {"a.jsonl", "{\"n\": 1, \"q\": \"a\"}\n{\"q\": \"a\", \"n\": 1}", 2, 1, "n:2:1 q:2:1"},
    {"a.jsonl",
     "{\"i\": {\"q\": \"a\", \"c\": {\"d\": 1}}, \"l\": [1]}\n{\"i\": {\"q\": \"\"}, \"l\": []}\n",
     2, 2, "i.q:1:1 i.c.d:1:1 l:1:1"},
    {"a.jsonl", "{\"a\": null}\n{\"a\": \"  \"}\n{\"a\": {}}\n{\"a\": 0}\n{\"a\": false}\n", 5, 5,
     "a:2:2"},
    {"a.jsonl", "{\"a\": [1, 2]}\n{\"a\": [2, 1]}\n{\"a\": [1, 2]}\n", 3, 2, "a:3:2"},
    {"a.jsonl", "{\"a\": 1, \"a\": 2}\n", 1, 1, "a:1:1"},
    {"a.jsonl", "\xEF\xBB\xBF{\"a\": 1}\n", 1, 1, "a:1:1"},
    {"a.jsonl", "", 0, 0, ""},
    {"a.csv", "q,expected\na,1\nb,\n\"c, d\",\"say \"\"x\"\"\ny\"\n", 3, 3, "q:3:3 expected:2:2"},
    {"a.csv", "q;e\r\na;1\r\na;1\r\n", 2, 1, "q:2:1 e:2:1"},
    {"a.tsv", "q\te\na,b\tc\n", 1, 1, "q:1:1 e:1:1"},
    {"a.csv", "1,2\n3,4\n", 2, 2, "column 1:2:2 column 2:2:2"},
    {"a.csv", ",q\n0,a\n1,b\n", 2, 2, "column 1:2:2 q:2:2"},
    {"a.csv", "q,e\na\nb,c,d\n", 2, 2, "q:2:2 e:1:1"},
    {"a.csv", "q\n\"never closed\n", 1, 1, "q:1:1"},
    {"a.csv", "q,e", 0, 0, ""},
    {"a.json", "[{\"q\": \"a\", \"e\": 1}, {\"q\": \"b\", \"e\": 1}]", 2, 2, "q:2:2 e:2:1"},
    {"a.json",
     "{\"v\": 1, \"tests\": [{\"vars\": {\"q\": \"a\"}}, {\"vars\": {\"q\": \"a\"}}], \"o\": "
     "[{\"x\": 1}]}",
     2, 1, "vars.q:2:1"},
    {"a.yaml",
     "tests:\n  - vars: {q: a}\n    assert: [{type: equals}]\n  - vars: {q: b}\n    assert: []\n",
     2, 2, "vars.q:2:2 assert:1:1"},
    {"a.json", "{\"a\": 1}\n{\"a\": 2}\n", 2, 2, "a:2:2"},
    {"a.json", "[{\"a\": 1}]", 0, 0, ""},
    {"a.json", "[{\"a\": 1}, {\"b\": 1}]", 0, 0, ""},
    {"a.json", "[{\"a\": 1}, 2]", 0, 0, ""},
    {"a.json", "[1, 2]", 0, 0, ""},
};

START_TEST(fields_are_counted)
{
    const struct facts *f = facts_of(files[_i].path, files[_i].text);
    g_autoptr(GString) fields = g_string_new(NULL);
    for (uint32_t i = 0; i < f->n_fields; i++)
        g_string_append_printf(fields, "%s%s:%u:%u", i ? " " : "", facts_text(f, f->fields[i].name),
                               f->fields[i].present, f->fields[i].distinct);
    ck_assert_uint_eq(f->records, files[_i].records);
    ck_assert_uint_eq(f->distinct_records, files[_i].distinct);
    if (f->records)
        ck_assert_str_eq(fields->str, files[_i].fields);
}
END_TEST

START_TEST(lines_that_are_no_objects_are_noted)
{
    const struct facts *f = facts_of("a.jsonl", "{\"a\": 1}\nnonsense\n[1]\n{\"a\": 2} x\n");
    ck_assert_uint_eq(f->records, 1);
    ck_assert_uint_eq(f->n_notes, 1);
    ck_assert_uint_eq(f->notes[0].line, 2);
    ck_assert_str_eq(facts_text(f, f->notes[0].text),
                     "3 of 4 lines are no JSON objects; they were not counted");
}
END_TEST

START_TEST(fields_have_a_ceiling_with_a_note)
{
    g_autoptr(GString) text = g_string_new("{");
    for (int i = 0; i < 300; i++)
        g_string_append_printf(text, "%s\"f%d\": %d", i ? "," : "", i, i);
    g_string_append(text, "}\n");
    const struct facts *f = facts_of("a.jsonl", text->str);
    ck_assert_uint_eq(f->n_fields, 200);
    ck_assert_uint_eq(f->n_notes, 1);
}
END_TEST

START_TEST(a_small_csv_file_is_a_table_too)
{
    const struct facts *f = facts_of("RACI.csv", "Activity,Lead,Ops\nprompts,A,R\nevals,R,\"A\"\n");
    ck_assert_uint_eq(f->n_tables, 1);
    ck_assert_uint_eq(f->n_sections, 1);
    g_autoptr(GString) out = g_string_new(NULL);
    facts_dump_node(f, f->tables[0].node, out);
    ck_assert_str_eq(out->str, "[[\"Activity\", \"Lead\", \"Ops\"], [\"prompts\", \"A\", \"R\"], "
                               "[\"evals\", \"R\", \"A\"]]");
    ck_assert_uint_eq(f->nodes[f->kids[f->nodes[f->tables[0].node].first + 2]].line, 3);
}
END_TEST

START_TEST(hostile_nesting_and_size_do_no_harm)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 20000; i++)
        g_string_append(text, "{\"a\":[");
    g_string_append(text, "\n{\"a\": 1}\n");
    const struct facts *f = facts_of("a.jsonl", text->str);
    ck_assert_uint_eq(f->records, 1);
    g_string_truncate(text, 0);
    for (int i = 0; i < 900; i++)
        g_string_append(text, "{\"a\":");
    g_string_append(text, "1");
    for (int i = 0; i < 900; i++)
        g_string_append(text, "}");
    ck_assert_uint_eq(facts_of("a.jsonl", text->str)->records, 1);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("records");
    TCase *t = tcase_create("records");
    tcase_add_checked_fixture(t, check_setup, check_teardown);
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, fields_are_counted, 0, G_N_ELEMENTS(files));
    tcase_add_test(t, lines_that_are_no_objects_are_noted);
    tcase_add_test(t, fields_have_a_ceiling_with_a_note);
    tcase_add_test(t, a_small_csv_file_is_a_table_too);
    tcase_add_test(t, hostile_nesting_and_size_do_no_harm);
    suite_add_tcase(s, t);
    return check_run(s);
}
