/* An argument written into a call: where, and when not. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "syntax/edit.h"

static const char *const calls[] = {"OpenAI", "chat.create", NULL};

/* The call is what stands between « and », which are taken away. `after` NULL: it is left alone. */
static const struct {
    const char *language;
    const char *text, *argument, *after;
} edits[] = {
    {"python", "c = «OpenAI()»\n", "timeout=1", "c = OpenAI(timeout=1)\n"},
    {"python", "c = «OpenAI( )»\n", "timeout=1", "c = OpenAI(timeout=1 )\n"},
    {"python", "c = «m.OpenAI(a, b=f(1))»\n", "timeout=1", "c = m.OpenAI(a, b=f(1), timeout=1)\n"},
    {"python", "c = «OpenAI(a,)»\n", "timeout=1", "c = OpenAI(a, timeout=1,)\n"},
    {"python", "c = «OpenAI(\n    a,  # why\n)»\n", "timeout=1", "c = OpenAI(\n    a,  # why\n    timeout=1,\n)\n"},
    {"python", "c = «OpenAI(\r\n\ta\r\n)»\r\n", "timeout=1", "c = OpenAI(\r\n\ta,\r\n\ttimeout=1\r\n)\r\n"},
    {"python", "c = «OpenAI(a=\"é\", b=2)»\n", "timeout=1", "c = OpenAI(a=\"é\", b=2, timeout=1)\n"},
    {"python", "x = «c.chat.create(m)».y\n", "n=1", "x = c.chat.create(m, n=1).y\n"},
    {"python", "c = «OpenAI(**a)»\n", "timeout=1", NULL},
    {"python", "c = «OpenAI(*a)»\n", "timeout=1", NULL},
    {"python", "c = «OpenAI(timeout = None)»\n", "timeout=1", NULL},
    {"python", "c = «OpenAI(timeouts=2)»\n", "timeout=1", "c = OpenAI(timeouts=2, timeout=1)\n"},
    {"python", "c = «OpenAI(x for x in y)»\n", "timeout=1", NULL},
    {"python", "c = «Other(a)»\n", "timeout=1", NULL},
    {"python", "c = «NotOpenAI(a)»\n", "timeout=1", NULL},
    {"python", "c = «c.other.create(a)»\n", "timeout=1", NULL},
    {"python", "c = «OpenAI»\n", "timeout=1", NULL},
    {"typescript", "const c = «new OpenAI()»;\n", "timeout: 1", "const c = new OpenAI({ timeout: 1 });\n"},
    {"typescript", "const c = «new OpenAI({})»;\n", "timeout: 1", "const c = new OpenAI({ timeout: 1 });\n"},
    {"typescript", "const c = «new OpenAI({ a: 1, b })»;\n", "timeout: 1", "const c = new OpenAI({ a: 1, b, timeout: 1 });\n"},
    {"typescript", "const c = «new OpenAI({\n  a: 1, // why\n})»;\n", "timeout: 1",
     "const c = new OpenAI({\n  a: 1, // why\n  timeout: 1,\n});\n"},
    {"typescript", "«c.chat.create({ a }, { b })»;\n", "n: 1", "c.chat.create({ a, n: 1 }, { b });\n"},
    {"typescript", "const c = «new OpenAI(a)»;\n", "timeout: 1", NULL},
    {"typescript", "const c = «new OpenAI({ ...a })»;\n", "timeout: 1", NULL},
    {"typescript", "const c = «new OpenAI({ timeout })»;\n", "timeout: 1", NULL},
    {"typescript", "const c = «new OpenAI({ \"timeout\": 2 })»;\n", "timeout: 1", NULL},
    {"typescript", "const c = «new OpenAI»;\n", "timeout: 1", NULL},
};

/* Line and column of a byte. */
static void place_at(const char *text, size_t at, uint32_t *line, uint32_t *column)
{
    *line = 1;
    size_t begin = 0;
    for (size_t i = 0; i < at; i++)
        if (text[i] == '\n') {
            (*line)++;
            begin = i + 1;
        }
    *column = (uint32_t)(at - begin + 1);
}

START_TEST(writes_the_argument_or_leaves_the_call_alone)
{
    const char *marked = edits[_i].text, *open = strstr(marked, "«"), *close = strstr(marked, "»");
    g_autofree char *head = g_strndup(marked, (gsize)(open - marked));
    g_autofree char *call = g_strndup(open + strlen("«"), (gsize)(close - open) - strlen("«"));
    g_autofree char *text = g_strconcat(head, call, close + strlen("»"), NULL);
    struct edit_call c = {.names = calls, .object = strcmp(edits[_i].language, "typescript") == 0};
    place_at(text, strlen(head), &c.begin.line, &c.begin.column);
    place_at(text, strlen(head) + strlen(call), &c.end.line, &c.end.column);
    const char *why = NULL;
    g_autofree char *after = edit_argument(edits[_i].language, text, &c, edits[_i].argument, &why);
    if (edits[_i].after)
        ck_assert_str_eq(after, edits[_i].after);
    else
        ck_assert(after == NULL && why != NULL);
}
END_TEST

/* Places that the text does not have, as a file that has changed since gives them. */
START_TEST(a_place_that_is_not_there_is_left_alone)
{
    const char *why;
    static const uint32_t places[][4] = {{9, 1, 9, 4}, {1, 0, 1, 0}, {1, 0xffff, 1, 0xffff}, {1, 5, 2, 1}, {1, 5, 1, 900}, {0, 5, 0, 13}};
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        struct edit_call c = {.begin = {places[i][0], places[i][1]}, .end = {places[i][2], places[i][3]}, .names = calls};
        ck_assert_ptr_null(edit_argument("python", "c = OpenAI()\n", &c, "timeout=1", &why));
    }
}
END_TEST

static const struct {
    const char *language, *text;
    uint32_t line;
    const char *after; /* NULL: it is left alone */
} words[] = {
    {"python", "a = 1\nm = \"gpt-4o\"\n", 2, "a = 1\nm = \"gpt-4o-1\"\n"},
    {"python", "m = 'gpt-4o'", 1, "m = 'gpt-4o-1'"},
    {"python", "m = \"gpt-4o-mini\"  # \"gpt-4o\"\n", 1, "m = \"gpt-4o-mini\"  # \"gpt-4o-1\"\n"},
    {"python", "m = \"gpt-4o\" if a else \"gpt-4o\"\n", 1, NULL},
    {"python", "m = \"openai/gpt-4o\"\n", 1, NULL},
    {"python", "m = gpt-4o\n", 1, NULL},
    {"python", "m = \"gpt-4o\"\n", 2, NULL},
    {"python", "m = \"gpt-4o\"\n", 0, NULL},
    {"python", "gpt-4o", 1, NULL},
    {"yaml", "model: gpt-4o\n", 1, "model: gpt-4o-1\n"},
    {"yaml", "model: gpt-4o", 1, "model: gpt-4o-1"},
    {"yaml", "models: [\"gpt-4o\", gpt-4o-mini]\n", 1, "models: [\"gpt-4o-1\", gpt-4o-mini]\n"},
    {"yaml", "model: openai/gpt-4o\n", 1, NULL},
    {"json", "{\"model\": \"gpt-4o\"}", 1, "{\"model\": \"gpt-4o-1\"}"},
};

START_TEST(replaces_the_word_or_leaves_the_line_alone)
{
    const char *why = NULL, *language = words[_i].language;
    g_autofree char *after = edit_word(language, words[_i].text, words[_i].line, strcmp(language, "python") == 0, "gpt-4o", "gpt-4o-1", &why);
    if (words[_i].after)
        ck_assert_str_eq(after, words[_i].after);
    else
        ck_assert(after == NULL && why != NULL);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("edit");
    TCase *t = tcase_create("edit");
    tcase_add_loop_test(t, writes_the_argument_or_leaves_the_call_alone, 0, (int)G_N_ELEMENTS(edits));
    tcase_add_loop_test(t, replaces_the_word_or_leaves_the_line_alone, 0, (int)G_N_ELEMENTS(words));
    tcase_add_test(t, a_place_that_is_not_there_is_left_alone);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
