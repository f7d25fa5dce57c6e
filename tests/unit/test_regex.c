/* PCRE2 behind ceilings. */
#include <check.h>
#include <string.h>

#include "base/regex.h"

static void *compiled(const char *pattern, unsigned flags)
{
    g_autoptr(GError) error = NULL;
    void *code = regex_compile(pattern, flags, &error);
    ck_assert_msg(code != NULL, "%s", error ? error->message : "");
    return code;
}

static const struct {
    const char *pattern, *text;
    unsigned flags;
    int start, end; /* -1: no match */
} rows[] = {
    {"b+", "abbc", 0, 1, 3},
    {"x", "abbc", 0, -1, -1},
    {"B", "abc", REGEX_CASELESS, 1, 2},
    {"É", "é", REGEX_CASELESS, 0, 2},
    {"^b", "a\nb", 0, -1, -1},
    {"^b", "a\nb", REGEX_MULTILINE, 2, 3},
    {"b", "ab", REGEX_ANCHORED, -1, -1},
    {"\\bzuständig\\b", "zuständig.", 0, 0, 10},
    {"\\w+", "日本", 0, 0, 6},
    {"", "", 0, 0, 0},
    {"b", "\xff\xfe b", 0, 3, 4},
    {".", "\xff", 0, -1, -1},
};

START_TEST(a_pattern_is_found_where_it_stands)
{
    struct regex_span at;
    void *code = compiled(rows[_i].pattern, rows[_i].flags);
    bool found = regex_match(code, rows[_i].text, strlen(rows[_i].text), &at, 1);
    ck_assert_int_eq(found, rows[_i].start >= 0);
    ck_assert_int_eq(found, regex_search(code, rows[_i].text, strlen(rows[_i].text)));
    if (found) {
        ck_assert_int_eq((int)at.start, rows[_i].start);
        ck_assert_int_eq((int)at.end, rows[_i].end);
    }
    regex_free(code);
}
END_TEST

START_TEST(groups_without_a_part_are_unset)
{
    struct regex_span at[5];
    void *code = compiled("(a)|(b)(c)?", 0);
    ck_assert(regex_match(code, "xb", 2, at, 5));
    ck_assert_uint_eq(at[0].start, 1);
    ck_assert(at[1].start == REGEX_UNSET && at[1].end == REGEX_UNSET);
    ck_assert_uint_eq(at[2].start, 1);
    ck_assert(at[3].start == REGEX_UNSET);
    ck_assert(at[4].start == REGEX_UNSET);
    ck_assert(!regex_match_from(code, "xb", 2, 2, at, 5));
    ck_assert(!regex_match_from(code, "xb", 2, 3, at, 5));
    regex_free(code);
}
END_TEST

START_TEST(an_error_names_its_column)
{
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(regex_compile("ab(c", 0, &error));
    ck_assert(g_str_has_prefix(error->message, "column 5: "));
    g_clear_error(&error);
    ck_assert_ptr_null(regex_compile("\\C", 0, &error));
}
END_TEST

START_TEST(a_pattern_that_explodes_ends_without_a_match)
{
    g_autoptr(GString) text = g_string_new(NULL);
    void *code = compiled("^(a+)+$", 0), *deep = compiled("^(?:(a)|b)*$", 0);
    for (int i = 0; i < 5000; i++)
        g_string_append_c(text, 'a');
    g_string_append_c(text, '!');
    ck_assert(!regex_search(code, text->str, text->len));
    regex_search(deep, text->str, text->len); /* ends, whatever it says */
    regex_free(code);
    regex_free(deep);
}
END_TEST

START_TEST(a_pattern_that_names_line_ends_is_known)
{
    void *one = compiled("a[^b]", 0), *more = compiled("a\\nb", 0);
    ck_assert(!regex_names_line_end(one));
    ck_assert(regex_names_line_end(more));
    regex_free(one);
    regex_free(more);
}
END_TEST

static gpointer match_often(gpointer code)
{
    struct regex_span at[2];
    gsize found = 0;
    for (int i = 0; i < 2000; i++)
        found += regex_match(code, "key = value", 11, at, 2) && at[1].start == 6;
    return GSIZE_TO_POINTER(found);
}

START_TEST(threads_share_a_compiled_pattern)
{
    void *code = compiled("= (\\w+)", 0);
    GThread *threads[4];
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("match", match_often, code);
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        ck_assert_uint_eq(GPOINTER_TO_SIZE(g_thread_join(threads[i])), 2000);
    regex_free(code);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("regex");
    TCase *t = tcase_create("regex");
    tcase_add_loop_test(t, a_pattern_is_found_where_it_stands, 0, G_N_ELEMENTS(rows));
    tcase_add_test(t, groups_without_a_part_are_unset);
    tcase_add_test(t, an_error_names_its_column);
    tcase_add_test(t, a_pattern_that_explodes_ends_without_a_match);
    tcase_add_test(t, a_pattern_that_names_line_ends_is_known);
    tcase_add_test(t, threads_share_a_compiled_pattern);
    suite_add_tcase(s, t);
    SRunner *runner = srunner_create(s);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
