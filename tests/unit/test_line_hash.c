/* GitHub's line hashes, against the vectors of its own tests. */
#include <check.h>
#include <string.h>

#include "base/line_hash.h"

static const struct {
    const char *text, *hashes;
} rows[] = {
    {"", "c129715d7a2bc9a3:1"},
    {" a\nb\n  \t\tc\n d", "271789c17abda88f:1 54703d4cd895b18:1 180aee12dab6264:1 a23a3dc5e078b07b:1"},
    {" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
     "8b7cf3e952e7aeb2:1 b1ae1287ec4718d9:1 bff680108adb0fcc:1 c6805c5e1288b612:1 b86d3392aea1be30:1 e6ceba753e1a442:1"},
    {" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n",
     "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 e20e36e16fcb0cc8:1 b3edc88f2938467e:1 "
     "c8e28b0b4002a3a0:1 c129715d7a2bc9a3:1"},
    {" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r",
     "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 e20e36e16fcb0cc8:1 b3edc88f2938467e:1 "
     "c8e28b0b4002a3a0:1 c129715d7a2bc9a3:1"},
    {" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n",
     "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 e20e36e16fcb0cc8:1 b3edc88f2938467e:1 "
     "c8e28b0b4002a3a0:1 c129715d7a2bc9a3:1"},
    {"Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n"
     "Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n"
     "Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n"
     "Lorem ipsum dolor sit amet.\n",
     "a7f2ff13bc495cf2:1 a7f2ff13bc495cf2:2 a7f2ff13bc495cf2:3 a7f2ff13bc495cf2:4 a7f2ff13bc495cf2:5 "
     "a7f2ff13bc495cf2:6 a7f2ff1481e87703:1 a9cf91f7bbf1862b:1 55ec222b86bcae53:1 cc97dc7b1d7d8f7b:1 "
     "c129715d7a2bc9a3:1"},
};

static char *hashes_of(const char *text, size_t len)
{
    g_autoptr(GArray) hashes = line_hashes(text, len);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < hashes->len; i++) {
        g_autofree char *one = line_hash_text(&g_array_index(hashes, struct line_hash, i));
        g_string_append_printf(out, "%s%s", i ? " " : "", one);
    }
    return g_string_free(out, FALSE);
}

START_TEST(hashes_are_those_of_github)
{
    g_autofree char *got = hashes_of(rows[_i].text, strlen(rows[_i].text));
    ck_assert_str_eq(got, rows[_i].hashes);
}
END_TEST

START_TEST(bytes_that_are_no_text_count_one_character_each)
{
    g_autofree char *broken = hashes_of("a\xff\0b\n", 5), *marks = hashes_of("a\xef\xbf\xbd\0b\n", 7);
    ck_assert_str_eq(broken, marks);
}
END_TEST

START_TEST(characters_beyond_the_basic_plane_are_two_units)
{
    g_autofree char *one = hashes_of("\xf0\x9f\x98\x80\n", 5), *other = hashes_of("x\n", 2);
    ck_assert_str_ne(one, other);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("line_hash");
    TCase *t = tcase_create("line_hash");
    tcase_add_loop_test(t, hashes_are_those_of_github, 0, (int)G_N_ELEMENTS(rows));
    tcase_add_test(t, bytes_that_are_no_text_count_one_character_each);
    tcase_add_test(t, characters_beyond_the_basic_plane_are_two_units);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
