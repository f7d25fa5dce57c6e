/* The text of a comment: its marker, and where it is cut. */
#include <check.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "forge/body.h"
#include "forge/forge.h"

static const struct {
    const char *text, *key, *head, *score; /* key NULL: no marker */
} markers[] = {
    {"<!-- debtscan:comment key=default v=1 head=8c1f2ab score=51.2 -->\nx", "default", "8c1f2ab", "51.2"},
    {"<!-- debtscan:comment key=a/b-c_d.e v=1 -->\r\nx", "a/b-c_d.e", "", ""},
    {"<!-- debtscan:comment key=default v=1 head=--> score=1 -->", "default", "", "1"},
    {"<!-- debtscan:comment key=a v=1 head=xyz more=1 -->", "a", "", ""},
    {"<!-- debtscan:comment v=1 -->\n", NULL, "", ""},
    {"<!-- debtscan:comment key=a v=1", NULL, "", ""},
    {"\n<!-- debtscan:comment key=a v=1 -->", NULL, "", ""},
    {"> <!-- debtscan:comment key=a v=1 -->", NULL, "", ""},
    {"<!-- debtscan:comment key=a--b v=1 -->", NULL, "", ""},
    {"", NULL, "", ""},
};

START_TEST(a_marker_is_the_first_line)
{
    struct marker m;
    const char *rest = NULL;
    ck_assert_int_eq(marker_read(markers[_i].text, &m, &rest), markers[_i].key != NULL);
    if (!markers[_i].key)
        return;
    ck_assert_str_eq(m.key, markers[_i].key);
    ck_assert_str_eq(m.head, markers[_i].head);
    ck_assert_str_eq(m.score, markers[_i].score);
    ck_assert(*rest == 'x' || *rest == '\0');
}
END_TEST

START_TEST(a_marker_that_is_written_is_read)
{
    g_autoptr(GString) out = g_string_new(NULL);
    struct marker m = {"default", "0123456789abcdef0123456789abcdef01234567", "100.0"}, again;
    marker_append(out, &m);
    ck_assert(marker_read(out->str, &again, NULL));
    ck_assert_mem_eq(&again, &m, sizeof m);
}
END_TEST

static GString *table(unsigned rows)
{
    GString *out = g_string_new("### Head\n\n| | New finding | Fix |\n|---|---|---|\n");
    for (unsigned i = 0; i < rows; i++)
        g_string_append_printf(out, "| high | **TEC-04** n\xC3\xBC %u | `x` |\n", i);
    return out;
}

START_TEST(a_table_is_cut_between_rows)
{
    g_autoptr(GString) text = table(1000);
    body_cut(text, 5000, "https://host/run");
    ck_assert_uint_le(text->len, 5000);
    ck_assert_uint_gt(text->len, 4000);
    unsigned rows = 0, left = 0;
    for (const char *p = text->str; (p = strstr(p, "TEC-04")); p++)
        rows++;
    const char *last = strstr(text->str, "|\n\n") + 3;
    ck_assert_int_eq(sscanf(last, "%u findings left out, full report: https://host/run\n", &left), 1);
    ck_assert_uint_eq(rows + left, 1000);
    ck_assert_ptr_null(strstr(last, "| high"));
}
END_TEST

START_TEST(what_is_open_is_closed)
{
    g_autoptr(GString) text = g_string_new("# Head\n\n<details><summary>Fixed</summary>\n\n");
    for (int i = 0; i < 200; i++)
        g_string_append_printf(text, "- item %d\n", i);
    g_string_append(text, "\n</details>\n");
    body_cut(text, 1500, "there");
    ck_assert_uint_le(text->len, 1500);
    ck_assert_ptr_nonnull(strstr(text->str, "\n</details>\n\n"));
    ck_assert_ptr_nonnull(strstr(text->str, " findings left out, full report: there\n"));

    g_string_assign(text, "# Head\n\n````text\n");
    for (int i = 0; i < 400; i++)
        g_string_append(text, "``` code <details>\n\n");
    body_cut(text, 1500, "there");
    ck_assert_uint_le(text->len, 1500);
    ck_assert_ptr_nonnull(strstr(text->str, "\n````\n\n"));
    ck_assert_ptr_null(strstr(text->str, "</details>"));
}
END_TEST

START_TEST(one_long_line_is_cut_between_characters)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 2000; i++)
        g_string_append(text, "\xE2\x86\x92");
    for (gsize most = 990; most < 1000; most++) {
        g_autoptr(GString) cut = g_string_new(text->str);
        body_cut(cut, most, "there");
        ck_assert_uint_le(cut->len, most);
        ck_assert(g_utf8_validate(cut->str, (gssize)cut->len, NULL));
        ck_assert_ptr_nonnull(strstr(cut->str, "1 line left out"));
    }
}
END_TEST

START_TEST(what_is_short_stays)
{
    g_autoptr(GString) text = table(3), as_it_was = g_string_new(text->str);
    body_cut(text, text->len, "there");
    ck_assert_str_eq(text->str, as_it_was->str);
}
END_TEST

START_TEST(line_ends_make_no_other_comment)
{
    ck_assert(body_same("a\r\nb\r\n", "a\nb"));
    ck_assert(body_same("a\nb\n\n", "a\nb  "));
    ck_assert(!body_same("a\nb", "a\n\nb"));
    ck_assert(!body_same("a", "a b"));
    ck_assert(body_same("", "\n"));
}
END_TEST

START_TEST(a_project_is_no_path)
{
    ck_assert(forge_is_project(FORGE_GITHUB, "acme/agent.js"));
    ck_assert(!forge_is_project(FORGE_GITHUB, "acme"));
    ck_assert(!forge_is_project(FORGE_GITHUB, "acme/team/agent"));
    ck_assert(!forge_is_project(FORGE_GITHUB, "acme/.."));
    ck_assert(!forge_is_project(FORGE_GITHUB, "acme/a?b"));
    ck_assert(!forge_is_project(FORGE_GITHUB, "/agent"));
    ck_assert(forge_is_project(FORGE_GITLAB, "acme/team/agent"));
    ck_assert(forge_is_project(FORGE_GITLAB, "42"));
    ck_assert(!forge_is_project(FORGE_GITLAB, "agent"));
    ck_assert(!forge_is_project(FORGE_GITLAB, ""));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("body");
    TCase *t = tcase_create("body");
    tcase_add_loop_test(t, a_marker_is_the_first_line, 0, (int)G_N_ELEMENTS(markers));
    tcase_add_test(t, a_marker_that_is_written_is_read);
    tcase_add_test(t, a_table_is_cut_between_rows);
    tcase_add_test(t, what_is_open_is_closed);
    tcase_add_test(t, one_long_line_is_cut_between_characters);
    tcase_add_test(t, what_is_short_stays);
    tcase_add_test(t, line_ends_make_no_other_comment);
    tcase_add_test(t, a_project_is_no_path);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
