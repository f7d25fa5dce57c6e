/* Syntax colour: by the names of grammars, in a process of its own. */
#include <check.h>
#include <string.h>

#include "extract/painter.h"

static const char *const names[PAINT_COUNT] = {"none", "comment", "string", "number", "keyword", "constant", "type", "function", "property"};

static const struct {
    const char *grammar, *text, *spans; /* PIECE=PAINT, apart by blanks */
} rows[] = {
    {"python", "def f(a): return g(x=1) # c\n", "def=keyword f=function return=keyword g=function x=property 1=number #_c=comment"},
    {"python", "a = c.b.d('s')\n", "b=property d=function '=string s=string '=string"},
    {"python", "x = f'{y}z'\n", "f'=string z=string '=string"},
    {"python", "class K: pass\n", "class=keyword K=type pass=keyword"},
    {"typescript", "const a: T = null; // c\n", "const=keyword T=type null=constant //_c=comment"},
    {"json", "{\"a\": [1, true, \"s\"]}", "\"=property a=property \"=property 1=number true=constant \"=string s=string \"=string"},
    {"yaml", "a: b # c\n", "a=property b=string #_c=comment"},
    {"go", "func f() int { return 1 }\n", "func=keyword f=function int=type return=keyword 1=number"},
};

static char *spans_of(const struct paint_job *job)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < job->spans->len; i++) {
        const struct paint_span *s = &g_array_index(job->spans, struct paint_span, i);
        g_autofree char *piece = g_strdelimit(g_strndup(job->text + s->begin, s->end - s->begin), " ", '_');
        g_string_append_printf(out, "%s%s=%s", i ? " " : "", piece, names[s->paint]);
    }
    return g_string_free(out, FALSE);
}

START_TEST(pieces_are_what_the_grammar_calls_them)
{
    struct paint_range range = {0, (uint32_t)strlen(rows[_i].text)};
    struct paint_job job = {.text = rows[_i].text, .size = range.end, .grammar = rows[_i].grammar, .ranges = &range, .n_ranges = 1};
    painter_run(&job, 1);
    g_autofree char *got = spans_of(&job);
    g_array_unref(job.spans);
    ck_assert_str_eq(got, rows[_i].spans);
}
END_TEST

START_TEST(only_what_was_asked_for_is_painted)
{
    static const char text[] = "a = 1\nb = 2\nc = 3\n";
    struct paint_range range = {6, 12};
    struct paint_job job = {.text = text, .size = sizeof text - 1, .grammar = "python", .ranges = &range, .n_ranges = 1};
    painter_run(&job, 1);
    g_autofree char *got = spans_of(&job);
    g_array_unref(job.spans);
    ck_assert_str_eq(got, "2=number");
}
END_TEST

/* A text that ends its parser, or a grammar that is not there, costs its own colours. */
START_TEST(a_lost_process_costs_one_text)
{
    g_autoptr(GString) deep = g_string_new(NULL);
    for (unsigned i = 0; i < 200000; i++)
        g_string_append(deep, i % 2 ? ">" : "- ");
    struct paint_range all[] = {{0, 5}, {0, (uint32_t)deep->len}, {0, 2}};
    struct paint_job jobs[] = {
        {.text = "x = 1", .size = 5, .grammar = "python", .ranges = &all[0], .n_ranges = 1},
        {.text = deep->str, .size = (uint32_t)deep->len, .grammar = "markdown", .ranges = &all[1], .n_ranges = 1},
        {.text = "12", .size = 2, .grammar = "no-such-grammar", .ranges = &all[2], .n_ranges = 1},
        {.text = "x = 2", .size = 5, .grammar = "python", .ranges = &all[0], .n_ranges = 1},
    };
    painter_run(jobs, G_N_ELEMENTS(jobs));
    ck_assert_uint_eq(jobs[0].spans->len, 1);
    ck_assert_uint_eq(jobs[2].spans->len, 0);
    ck_assert_uint_eq(jobs[3].spans->len, 1);
    for (size_t i = 0; i < G_N_ELEMENTS(jobs); i++)
        g_array_unref(jobs[i].spans);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("paint");
    TCase *t = tcase_create("paint");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, pieces_are_what_the_grammar_calls_them, 0, (int)G_N_ELEMENTS(rows));
    tcase_add_test(t, only_what_was_asked_for_is_painted);
    tcase_add_test(t, a_lost_process_costs_one_text);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
