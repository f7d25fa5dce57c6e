/* The code of pages: what is kept, what is written in its place, and that lines keep their numbers. */
#include <check.h>
#include <string.h>

#include "extract/page_code.h"

static const char *tags[] = {"script", NULL}, *blocks[] = {"@code", NULL}, *none[] = {NULL};
static struct api_pair marks[] = {{"lang=\"ts\"", "typescript"}};
static struct api_pair lines[] = {{"@using ", "using {rest};"}, {"@inject ", "class {file} { {rest}; }"}};
static const struct language script = {.name = "javascript"}, typed = {.name = "typescript"};
static const struct language elements = {.name = "component", .parent = &script, .reader = READER_MARKDOWN, .code_tags = tags,
                                         .code_marks = marks, .n_code_marks = 1};
static const struct language braces = {.name = "razor", .parent = &script, .reader = READER_MARKDOWN, .code_blocks = blocks,
                                       .code_block = "class {file} ", .code_lines = lines, .n_code_lines = 2};
static const char *const command[] = {"curl", "-X", "-H", "--data"};
static const struct language requests = {.name = "http", .parent = &script, .reader = READER_MARKDOWN, .code_requests = command};
static const struct language plain = {.name = "html", .reader = READER_MARKDOWN, .code_tags = none};

static struct language known[2];
static const struct ruleset rules = {.languages = known, .n_languages = 2};

static const struct {
    const struct language *page;
    const char *text, *code; /* NULL: none */
} pages[] = {
    {&plain, "<script>a()</script>", NULL},
    {&elements, "<p>a()</p>\n", NULL},
    {&elements, "<p>\n<script>\na()\n</script>\nb", "   \n        \na()\n         \n "},
    {&elements, "<scripts>a()", NULL},
    {&elements, "<script>a()", "        a()"},
    {&elements, "<script", NULL},
    {&braces, "@using A.B;\r\n<p>@code</p>\n", "using A.B;\n            \n"},
    {&braces, "  @inject A b\nx", "  class Page_1 { A b; }\n "},
    {&braces, "@code {\n  a();\n}\n<p>", "class Page_1  {\n  a();\n}\n   "},
    {&braces, "@code\n{ '{' \"}\" @\"\\\" $@\"}\" /* } */ // }\n}\nx", "class Page_1 \n{ '{' \"}\" @\"\\\" $@\"}\" /* } */ // }\n}\n "},
    {&braces, "@code { \"\"\" } \" \"\"\" }x", "class Page_1  { \"\"\" } \" \"\"\" } "},
    {&braces, "@code { It's }x", "class Page_1  { It's } "},
    {&braces, "@code { a(", "class Page_1  { a("},
    {&braces, "@codec { a() }", NULL},
    {&braces, "@code", NULL},
    {&requests, "# nothing\nSome text\n", NULL},
    {&requests, "https://a.b/c", "curl 'https://a.b/c' \\"},
    {&requests, "@base = https://a.b\r\n\n### ask\nPOST {{base}}/c HTTP/1.1\n# kept\nA: it's {{$guid}}\n\n{\"x\": \"{{ y }}\",\n 'z'}\n\n> {% x %}\nleft\n###\nGET {{base}}",
     "base='https://a.b'\n\n\ncurl -X POST ''\"$base\"'/c' \\\n \\\n -H 'A: it'\"'\"'s {{$guid}}' \\\n \\\n --data '{\"x\": \"'\"$y\"'\",\n '\"'\"'z'\"'\"'}\n\n'\n\n\ncurl -X GET ''\"$base\"'' \\"},
    {&requests, "POST http://a.b\n\n< ./body.json\n", "curl -X POST 'http://a.b' \\\n \\\n --data '@./body.json\n'"},
    {&requests, "POST http://a.b\n?x=1\n  &y=2\n\n\n###", "curl -X POST 'http://a.b' \\\n -H '?x=1' \\\n \\\n \\\n \\\n"},
};

START_TEST(keeps_code_and_lines)
{
    const struct language *l = NULL;
    g_autoptr(GString) code = page_code(&rules, pages[_i].page, "pages/Page-1.razor", pages[_i].text, strlen(pages[_i].text), &l);
    if (!pages[_i].code) {
        ck_assert(code == NULL);
        return;
    }
    ck_assert_msg(code != NULL, "%s", pages[_i].text);
    ck_assert_str_eq(code->str, pages[_i].code);
    ck_assert(l == &script);
}
END_TEST

START_TEST(an_element_may_name_its_language)
{
    static const char text[] = "<script lang=\"ts\">a()</script>";
    const struct language *l = NULL;
    known[0] = script;
    known[1] = typed;
    g_autoptr(GString) code = page_code(&rules, &elements, "a.vue", text, sizeof text - 1, &l);
    ck_assert(code != NULL);
    ck_assert_str_eq(l->name, "typescript");
}
END_TEST

int main(void)
{
    Suite *s = suite_create("page_code");
    TCase *t = tcase_create("page_code");
    tcase_add_loop_test(t, keeps_code_and_lines, 0, (int)G_N_ELEMENTS(pages));
    tcase_add_test(t, an_element_may_name_its_language);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failures = srunner_ntests_failed(r);
    srunner_free(r);
    return failures != 0;
}
