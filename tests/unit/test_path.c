#include <check.h>
#include <stdlib.h>

#include "base/arena.h"
#include "rules/path.h"

static struct arena arena;

static void begin(void)
{
    arena_init(&arena);
}

static void end(void)
{
    arena_fini(&arena);
}

static struct path parsed(const char *text)
{
    struct path p;
    g_autoptr(GError) error = NULL;
    ck_assert_msg(path_parse(&p, &arena, text, &error), "%s", error ? error->message : text);
    return p;
}

/* ---- the notation ---- */

/* Segments as kind letters: r name, . name, ( call, [ element, * any. */
static const struct {
    const char *text, *kinds, *names;
} notations[] = {
    {"openai", "r", "openai"},
    {"openai.OpenAI()", "r.(", "openai OpenAI"},
    {"openai.OpenAI().chat.completions.create()", "r.(...(", "openai OpenAI chat completions create"},
    {"@ai-sdk/openai.createOpenAI()", "r.(", "@ai-sdk/openai createOpenAI"},
    {"@scope/name.default()()", "r.((", "@scope/name default"},
    {"langchain/chat_models/openai.ChatOpenAI", "r.", "langchain/chat_models/openai ChatOpenAI"},
    {"`socket.io`.Server()", "r.(", "socket.io Server"},
    {"node:fs.`read.it`", "r.", "node:fs read.it"},
    {"a.b[].c()", "r.[.(", "a b c"},
    {"a.**.c", "r*.", "a c"},
    {"langchain_*.Chat*()", "r.(", "langchain_* Chat*"},
    {"globalThis.JSON.parse()", "r..(", "globalThis JSON parse"},
};

START_TEST(reads_the_notation)
{
    struct path p = parsed(notations[_i].text);
    g_autoptr(GString) kinds = g_string_new("");
    g_autoptr(GString) names = g_string_new("");
    for (unsigned i = 0; i < p.n_segments; i++) {
        g_string_append_c(kinds, "r.([*"[p.segments[i].kind]);
        if (p.segments[i].name)
            g_string_append_printf(names, "%s%s", names->len ? " " : "", p.segments[i].name);
    }
    ck_assert_str_eq(kinds->str, notations[_i].kinds);
    ck_assert_str_eq(names->str, notations[_i].names);
    ck_assert_str_eq(p.text, notations[_i].text);
}
END_TEST

static const struct {
    const char *text, *message;
} refusals[] = {
    {"", "access path '', column 1: it is empty; write a module and what is reached from it"},
    {".a", "access path '.a', column 1: it begins with a module, not with '.'; quote a name that holds dots with backticks"},
    {"a.", "access path 'a.', column 3: a name is missing"},
    {"a..b", "access path 'a..b', column 3: a name is missing"},
    {"a.b(1)", "access path 'a.b(1)', column 4: write '()' without arguments; they belong to 'arguments:'"},
    {"a[0]", "access path 'a[0]', column 2: write '[]' without an index"},
    {"a b", "access path 'a b', column 2: expected '.', '()' or '[]'"},
    {"`a.b", "access path '`a.b', column 1: the backtick is not closed"},
    {"*.create()", "access path '*.create()', column 1: the first segment cannot be a wildcard alone"},
    {"a.**.**.b", "access path 'a.**.**.b', column 5: one '.**' is enough"},
    {"a.**.b.**.c.**.d", "access path 'a.**.b.**.c.**.d', column 12: '.**' may stand at most twice"},
    {"a()b", "access path 'a()b', column 4: expected '.', '()' or '[]'"},
};

START_TEST(refuses_what_is_no_path_and_says_why)
{
    struct path p;
    g_autoptr(GError) error = NULL;
    ck_assert(!path_parse(&p, &arena, refusals[_i].text, &error));
    ck_assert_str_eq(error->message, refusals[_i].message);
    ck_assert_uint_eq(p.n_segments, 0);
}
END_TEST

/* ---- matching ---- */

static const struct {
    const char *pattern, *concrete;
    bool matches, prefix; /* the whole; and whether `concrete` may begin something that matches */
} matches[] = {
    {"a", "a", true, true},
    {"a", "b", false, false},
    {"a.b", "a", false, true},
    {"a", "a.b", false, false},
    {"a.b()", "a.b", false, true},
    {"a.b()", "a.b()", true, true},
    {"a.b()", "a.b[]", false, false},
    {"a[].c", "a[].c", true, true},
    {"a[].c", "a.b.c", false, false},
    {"a.Chat*()", "a.ChatOpenAI()", true, true},
    {"a.Chat*()", "a.Chat()", true, true},
    {"a.Chat*()", "a.OpenAIChat()", false, false},
    {"a.*Chat*()", "a.OpenAIChatModel()", true, true},
    {"a.*ab*ab", "a.xabxab", true, true},
    {"a.*ab*ab", "a.xab", false, false},
    {"langchain_*.X", "langchain_openai.X", true, true},
    {"langchain_*.X", "langchain.X", false, false},
    {"a.`*`.b", "a.x.b", false, false},
    {"a.`*`.b", "a.`*`.b", true, true},
    {"a.**.c", "a.c", true, true},
    {"a.**.c", "a.x.y.c", true, true},
    {"a.**.c", "a.c.c", true, true},
    {"a.**.c", "a.x().c", false, false},
    {"a.**.c", "a.x.y", false, true},
    {"a.**", "a", true, true},
    {"a.**", "a.x.y", true, true},
    {"a.**.x().**.y", "a.x().x().y", false, false},
    {"a.**.x().**.y", "a.b.x.x().c.y.y", true, true},
    {"a.**.create()", "a.chat.completions.create()", true, true},
    {"`a.b`.c", "a.b.c", false, false},
    {"`a.b`.c", "`a.b`.c", true, true},
};

START_TEST(matches_one_pattern_alone_and_in_a_set)
{
    struct path pattern = parsed(matches[_i].pattern), concrete = parsed(matches[_i].concrete);
    struct path_set *set = path_set_new();
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(unsigned));
    path_set_add(set, &pattern, 7);
    path_set_match(set, &concrete, hits);
    ck_assert_int_eq(path_match(&pattern, &concrete), matches[_i].matches);
    ck_assert_uint_eq(hits->len, matches[_i].matches ? 1 : 0);
    ck_assert_int_eq(path_set_prefix(set, &concrete), matches[_i].prefix);
    path_set_free(set);
}
END_TEST

START_TEST(a_set_gives_every_payload_once_and_in_order)
{
    static const char *const patterns[] = {"a.**.d()", "a.b.d()", "a.*.d()", "a.b.d()", "a.**.b.**.d()", "a.b"};
    struct path_set *set = path_set_new();
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(unsigned));
    for (unsigned i = 0; i < G_N_ELEMENTS(patterns); i++) {
        struct path p = parsed(patterns[i]);
        path_set_add(set, &p, 10 - i);
    }
    struct path concrete = parsed("a.b.d()");
    unsigned first = 1;
    g_array_append_val(hits, first); /* what stands in `out` stays */
    path_set_match(set, &concrete, hits);
    static const unsigned expected[] = {1, 6, 7, 8, 9, 10};
    ck_assert_uint_eq(hits->len, G_N_ELEMENTS(expected));
    for (unsigned i = 0; i < hits->len; i++)
        ck_assert_uint_eq(g_array_index(hits, unsigned, i), expected[i]);
    path_set_free(set);
}
END_TEST

START_TEST(an_empty_set_matches_nothing)
{
    struct path_set *set = path_set_new();
    struct path concrete = parsed("a.b");
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(unsigned));
    path_set_match(set, &concrete, hits);
    ck_assert_uint_eq(hits->len, 0);
    ck_assert(!path_set_prefix(set, &concrete));
    path_set_free(set);
    path_set_free(NULL);
}
END_TEST

START_TEST(refuses_a_path_without_end)
{
    g_autoptr(GString) text = g_string_new("a");
    g_autoptr(GError) error = NULL;
    struct path p;
    for (int i = 0; i < 100; i++)
        g_string_append(text, ".b");
    ck_assert(!path_parse(&p, &arena, text->str, &error));
    ck_assert_ptr_nonnull(g_strrstr(error->message, "more than 64 segments"));
    g_string_append_printf(text, "%01100d", 0);
    ck_assert(!path_parse(&p, &arena, text->str, NULL));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("path");
    TCase *t = tcase_create("path");
    tcase_add_checked_fixture(t, begin, end);
    tcase_add_loop_test(t, reads_the_notation, 0, G_N_ELEMENTS(notations));
    tcase_add_loop_test(t, refuses_what_is_no_path_and_says_why, 0, G_N_ELEMENTS(refusals));
    tcase_add_loop_test(t, matches_one_pattern_alone_and_in_a_set, 0, G_N_ELEMENTS(matches));
    tcase_add_test(t, a_set_gives_every_payload_once_and_in_order);
    tcase_add_test(t, an_empty_set_matches_nothing);
    tcase_add_test(t, refuses_a_path_without_end);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
