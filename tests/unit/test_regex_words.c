#include <check.h>

#include "base/regex_words.h"

static void says(const char *regex, const char *words)
{
    g_autoptr(GString) out = g_string_new("finds ");
    regex_words(regex, 3, out);
    ck_assert_str_eq(out->str + 6, words);
}

START_TEST(branches_become_examples)
{
    says("(?i)^(?:user|tenant)_?id$", "user, tenant");
    says("^(?:user_?id|tenant_?id)$", "user_id, tenant_id");
    says("retries|attempts", "retries, attempts");
    says("(?i)\\b(?:one|two|three|four)\\b", "one, two, three ...");
    says("^(?:(?:a?max_)?(?:cosine|l2)_distance|hnsw)$", "cosine_distance, hnsw");
    says("[a-z]llm_cache", "allm_cache");
    says("^v\\d+\\.\\d+$", "v1.1");
    says("(?!test)(?:fix|feat)ture", "fixture");
    says("\\w+_client", "..._client");
    says("^(?:.*\\b)?(?:user_?id|uid)\\b$", "user_id");
    says("a{2,3}bc{0,1}d", "abd");
}
END_TEST

START_TEST(what_says_little_in_words_stays_as_it_is)
{
    says("^\\W+$", "/^\\W+$/");
    says("", "//");
    says("(?!.*(?i:async|aio))", "/(?!.*(?i:async|aio))/");
    says("(unclosed", "/(unclosed/");
    says("[unclosed", "/[unclosed/");
    says("\\", "/\\/");
    says("\\p{Lu}ab", "/\\p{Lu}ab/");
    g_autoptr(GString) deep = g_string_new(NULL);
    for (unsigned i = 0; i < 5000; i++)
        g_string_append(deep, "(a");
    g_autoptr(GString) out = g_string_new(NULL);
    regex_words(deep->str, 3, out);
    ck_assert_uint_eq(out->len, deep->len + 2);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("regex_words");
    TCase *t = tcase_create("regex_words");
    tcase_add_test(t, branches_become_examples);
    tcase_add_test(t, what_says_little_in_words_stays_as_it_is);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
