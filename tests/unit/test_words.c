/* The set of words of a file that was skipped: never a no to a word that stands there, and seldom a yes to another. */
#include <check.h>
#include <glib.h>
#include <string.h>

#include "extract/builder.h"
#include "extract/words.h"

static struct arena arena;
static struct facts_builder *builder;

static void setup(void)
{
    arena_init(&arena);
    builder = builder_new();
}

static void teardown(void)
{
    builder_free(builder);
    arena_fini(&arena);
}

static const struct facts *words_of(const char *text, const char *const *marks)
{
    builder_reset(builder);
    words_add(builder, (const unsigned char *)text, strlen(text), marks, "(this ");
    return builder_finish(builder, &arena);
}

static bool holds(const struct facts *f, const char *word)
{
    return words_hold(f, words_hash(word));
}

START_TEST(words_are_runs_of_letters_and_digits)
{
    const struct facts *f = words_of("from a.b_c import Über, x2 # 2nd\n$client->ask(@name)", NULL);
    const char *in[] = {"from", "a", "b_c", "import", "Über", "x2", "client", "ask", "name", "$client", "A::ask"};
    const char *out[] = {"fro", "b", "c", "ber", "nd", "2nd", "clien", "As", "x"};
    for (unsigned i = 0; i < G_N_ELEMENTS(in); i++)
        ck_assert_msg(holds(f, in[i]), "%s", in[i]);
    for (unsigned i = 0; i < G_N_ELEMENTS(out); i++)
        ck_assert_msg(!holds(f, out[i]), "%s", out[i]);
}
END_TEST

START_TEST(no_facts_hold_nothing)
{
    ck_assert(!holds(&(struct facts){0}, "a"));
    ck_assert(!holds(words_of("", NULL), "a"));
}
END_TEST

START_TEST(declared_words_follow_a_mark)
{
    const char *const marks[] = {"func", "const", "var", NULL};
    const struct facts *f = words_of("func Run(x int) {\n\tconst y = Z\n}\nconst (\n\tOne = 1\n\tTwo, Half = 2, 3\n)\nThree = One\nvar\tFour int\nfunc (r *T) Five() {}\n", marks);
    const char *in[] = {"Run", "y", "One", "Two", "Four", "Five"}, *out[] = {"x", "Z", "Three", "Half", "T", "int"};
    for (unsigned i = 0; i < G_N_ELEMENTS(in); i++)
        ck_assert_msg(words_hold(f, words_hash_declared(in[i])), "%s", in[i]);
    for (unsigned i = 0; i < G_N_ELEMENTS(out); i++)
        ck_assert_msg(!words_hold(f, words_hash_declared(out[i])) && holds(f, out[i]), "%s", out[i]);
}
END_TEST

START_TEST(words_before_a_text_are_declared)
{
    const struct facts *f = words_of("static A Read(this string s, T x);\nstatic T Parse<T>(this string s);\nint Other(string s);\n(this X", NULL);
    const char *in[] = {"Read", "Parse"}, *out[] = {"A", "Other", "string", "T"};
    for (unsigned i = 0; i < G_N_ELEMENTS(in); i++)
        ck_assert_msg(words_hold(f, words_hash_declared(in[i])), "%s", in[i]);
    for (unsigned i = 0; i < G_N_ELEMENTS(out); i++)
        ck_assert_msg(!words_hold(f, words_hash_declared(out[i])) && holds(f, out[i]), "%s", out[i]);
}
END_TEST

START_TEST(large_files_are_seldom_wrong)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (unsigned i = 0; i < 3000; i++) /* as in code: a word in three is new */
        g_string_append_printf(text, "name%u = call(self, value)\n", i);
    const struct facts *f = words_of(text->str, NULL);
    unsigned wrong = 0;
    for (unsigned i = 0; i < 3000; i++) {
        g_autofree char *in = g_strdup_printf("name%u", i), *out = g_strdup_printf("other%u", i);
        ck_assert(holds(f, in));
        wrong += holds(f, out);
    }
    ck_assert_uint_lt(wrong, 3000 / 20);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("words");
    TCase *tc = tcase_create("words");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, words_are_runs_of_letters_and_digits);
    tcase_add_test(tc, no_facts_hold_nothing);
    tcase_add_test(tc, declared_words_follow_a_mark);
    tcase_add_test(tc, words_before_a_text_are_declared);
    tcase_add_test(tc, large_files_are_seldom_wrong);
    suite_add_tcase(suite, tc);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
