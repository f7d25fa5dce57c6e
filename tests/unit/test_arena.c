#include <check.h>
#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

START_TEST(gives_zeroed_aligned_memory)
{
    struct arena a;
    arena_init(&a);
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *p = arena_alloc(&a, size);
        ck_assert_uint_eq((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            ck_assert_uint_eq(p[i], 0);
        memset(p, 0xff, size);
    }
    arena_fini(&a);
}
END_TEST

START_TEST(keeps_what_it_gave_while_it_grows)
{
    struct arena a;
    arena_init(&a);
    char *texts[5000];
    for (int i = 0; i < 5000; i++)
        texts[i] = arena_printf(&a, "%*d", i % 50 + 1, i);
    char *large = arena_alloc(&a, 20 << 20);
    memset(large, 'x', 20 << 20);
    for (int i = 0; i < 5000; i++)
        ck_assert_int_eq(g_ascii_strtoll(g_strchug(texts[i]), NULL, 10), i);
    ck_assert_uint_ge(a.used, 20 << 20);
    arena_fini(&a);
    ck_assert_uint_eq(a.used, 0);
}
END_TEST

START_TEST(is_empty_and_zeroed_again_after_reset)
{
    struct arena a;
    arena_init(&a);
    arena_reset(&a);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++)
            memset(arena_alloc(&a, 5000), 0xff, 5000);
        arena_reset(&a);
        ck_assert_uint_eq(a.used, 0);
    }
    unsigned char *p = arena_alloc(&a, 100000);
    for (int i = 0; i < 100000; i++)
        ck_assert_uint_eq(p[i], 0);
    arena_fini(&a);
}
END_TEST

START_TEST(copies_strings_and_bytes)
{
    struct arena a;
    arena_init(&a);
    ck_assert_ptr_null(arena_strdup(&a, NULL));
    ck_assert_str_eq(arena_strdup(&a, "text"), "text");
    ck_assert_str_eq(arena_strndup(&a, "text", 2), "te");
    ck_assert_str_eq(arena_strndup(&a, NULL, 0), "");
    ck_assert_mem_eq(arena_memdup(&a, "a\0b", 3), "a\0b", 3);
    ck_assert_ptr_nonnull(arena_memdup(&a, NULL, 0));
    uint32_t *numbers = arena_new_n(&a, uint32_t, 3);
    ck_assert_uint_eq(numbers[2], 0);
    arena_fini(&a);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("arena");
    TCase *cases = tcase_create("arena");
    tcase_add_test(cases, gives_zeroed_aligned_memory);
    tcase_add_test(cases, keeps_what_it_gave_while_it_grows);
    tcase_add_test(cases, is_empty_and_zeroed_again_after_reset);
    tcase_add_test(cases, copies_strings_and_bytes);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
