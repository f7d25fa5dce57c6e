/* The small parts of base: safe text, terminals, files, literals. */
#include <check.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/literals.h"
#include "base/progress.h"
#include "base/term.h"
#include "base/text.h"

static const struct {
    const char *raw, *safe;
} safes[] = {
    {"plain", "plain"},
    {"a\nb\tc\rd", "a\\nb\\tc\\rd"},
    {"\033[31mred\033]8;;http://x\a", "\\x1B[31mred\\x1B]8;;http://x\\x07"},
    {"\x7f", "\\x7F"},
    {"caf\xc3\xa9 \xe6\xbc\xa2 \xf0\x9f\x99\x82", "caf\xc3\xa9 \xe6\xbc\xa2 \xf0\x9f\x99\x82"},
    {"a\xe2\x80\xae" "b", "a\\u{202E}b"},         /* right-to-left override */
    {"a\xe2\x81\xa6" "b", "a\\u{2066}b"},         /* isolate */
    {"a\xe2\x80\x8b" "b", "a\\u{200B}b"},         /* zero width */
    {"a\xe2\x80\xa8" "b", "a\\u{2028}b"},         /* line separator */
    {"a\xc2\x9b" "b", "a\\u{009B}b"},             /* control sequence introducer, one character */
    {"bad \xff\xc3(", "bad \\xFF\\xC3("},
    {"cut \xe6\xbc", "cut \\xE6\\xBC"},
    {"back\\slash", "back\\slash"},
};

START_TEST(makes_text_safe)
{
    g_autofree char *safe = text_safe(safes[_i].raw);
    ck_assert_str_eq(safe, safes[_i].safe);
}
END_TEST

START_TEST(keeps_lines_where_lines_are_wanted)
{
    g_autofree char *safe = text_safe_lines("a\n\tb\r\033");
    ck_assert_str_eq(safe, "a\n\tb\\r\\x1B");
    g_autofree char *none = text_safe(NULL);
    ck_assert_str_eq(none, "");
}
END_TEST

static const struct {
    const char *text;
    unsigned columns;
    gboolean ascii;
    const char *cut;
    unsigned used;
} cuts[] = {
    {"short", 5, FALSE, "short", 5},
    {"longer", 5, FALSE, "long…", 5},
    {"longer", 5, TRUE, "lo...", 5},
    {"longer", 2, TRUE, "..", 2},
    {"longer", 0, FALSE, "", 0},
    {"漢字漢字", 8, FALSE, "漢字漢字", 8},
    {"漢字漢字", 7, FALSE, "漢字漢…", 7},
    {"漢字漢字", 6, FALSE, "漢字…", 5},
    {"e\xcc\x81" "abc", 4, FALSE, "e\xcc\x81" "abc", 4}, /* a combining accent takes no column */
    {"e\xcc\x81" "abcd", 4, FALSE, "e\xcc\x81" "ab…", 4},
};

START_TEST(cuts_by_columns)
{
    g_autoptr(GString) out = g_string_new(NULL);
    ck_assert_uint_eq(text_append_cut(out, cuts[_i].text, cuts[_i].columns, cuts[_i].ascii), cuts[_i].used);
    ck_assert_str_eq(out->str, cuts[_i].cut);
    ck_assert_uint_eq(text_width(out->str), cuts[_i].used);
    g_string_truncate(out, 0);
    text_append_padded(out, cuts[_i].text, cuts[_i].columns, cuts[_i].ascii);
    ck_assert_uint_eq(text_width(out->str), cuts[_i].columns);
}
END_TEST

static const struct {
    enum term_when when;
    const char *environment[4]; /* NAME=value */
    bool color;                 /* on what is no terminal */
} colors[] = {
    {TERM_AUTO, {NULL}, false},
    {TERM_ALWAYS, {"NO_COLOR=1", NULL}, true},
    {TERM_NEVER, {"FORCE_COLOR=1", NULL}, false},
    {TERM_AUTO, {"FORCE_COLOR=1", NULL}, true},
    {TERM_AUTO, {"FORCE_COLOR=0", "CLICOLOR_FORCE=1", NULL}, false},
    {TERM_AUTO, {"FORCE_COLOR=false", NULL}, false},
    {TERM_AUTO, {"FORCE_COLOR=", NULL}, false},
    {TERM_AUTO, {"CLICOLOR_FORCE=1", NULL}, true},
    {TERM_AUTO, {"CLICOLOR_FORCE=0", NULL}, false},
    {TERM_AUTO, {"CLICOLOR_FORCE=1", "TERM=dumb", "CLICOLOR=0", NULL}, true},
    {TERM_AUTO, {"NO_COLOR=1", "FORCE_COLOR=1", NULL}, false},
    {TERM_AUTO, {"NO_COLOR=", "FORCE_COLOR=1", NULL}, true},
};

START_TEST(decides_on_colour_in_order)
{
    static const char *const names[] = {"NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "TERM"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        g_unsetenv(names[i]);
    for (const char *const *e = colors[_i].environment; *e; e++) {
        g_auto(GStrv) pair = g_strsplit(*e, "=", 2);
        g_setenv(pair[0], pair[1], TRUE);
    }
    int fd = open("/dev/null", O_WRONLY);
    ck_assert(term_color(colors[_i].when, fd) == colors[_i].color);
    close(fd);
}
END_TEST

START_TEST(knows_width_and_characters)
{
    int fd = open("/dev/null", O_WRONLY);
    g_setenv("COLUMNS", "132", TRUE);
    ck_assert_uint_eq(term_width(fd), 132);
    g_setenv("COLUMNS", "1", TRUE);
    ck_assert_uint_eq(term_width(fd), 20);
    g_setenv("COLUMNS", "many", TRUE);
    ck_assert_uint_eq(term_width(fd), 80);
    close(fd);
    g_setenv("LC_ALL", "", TRUE);
    g_unsetenv("LC_CTYPE");
    g_setenv("LANG", "de_AT.UTF-8", TRUE);
    ck_assert(term_utf8());
    g_setenv("LC_ALL", "C", TRUE);
    ck_assert(!term_utf8());
    enum term_when when;
    ck_assert(term_when_parse("never", &when) && when == TERM_NEVER);
    ck_assert(!term_when_parse("sometimes", &when));
}
END_TEST

START_TEST(draws_no_progress_into_a_pipe)
{
    int ends[2];
    ck_assert_int_eq(pipe2(ends, O_NONBLOCK), 0);
    struct progress *p = progress_new(ends[1], PROGRESS_AUTO);
    g_usleep(350 * 1000);
    progress_update(p, "reading", 1, 2);
    progress_free(p);
    char byte;
    ck_assert_int_eq(read(ends[0], &byte, 1), -1);
    close(ends[0]);
    close(ends[1]);
}
END_TEST

START_TEST(writes_files_whole_and_reads_them_with_a_ceiling)
{
    g_autofree char *folder = g_dir_make_tmp("debtscan-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "report", NULL);
    g_autofree char *link = g_build_filename(folder, "link", NULL);
    g_autoptr(GError) error = NULL;
    g_autofree char *data = NULL;
    gsize len = 0;
    ck_assert(file_write(path, "first", 5, NULL));
    ck_assert_int_eq(symlink("report", link), 0);
    ck_assert(file_write(link, "a\0c", 3, NULL));
    ck_assert(g_file_test(link, G_FILE_TEST_IS_SYMLINK));
    ck_assert(file_read(path, 3, &data, &len, NULL));
    ck_assert_uint_eq(len, 3);
    ck_assert_mem_eq(data, "a\0c", 4);
    g_autofree char *large = NULL;
    ck_assert(!file_read(path, 2, &large, NULL, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "larger than 2 bytes"));
    g_clear_error(&error);
    ck_assert(!file_read(folder, 100, &large, NULL, &error));
    ck_assert(g_str_has_prefix(error->message, folder));
    g_clear_error(&error);
    ck_assert(!file_write(folder, "x", 1, &error));
    ck_assert(file_write("/dev/null", "x", 1, NULL));
    ck_assert(g_file_test("/dev/null", G_FILE_TEST_EXISTS) && !g_file_test("/dev/null", G_FILE_TEST_IS_REGULAR));
    g_unlink(link);
    g_unlink(path);
    ck_assert_int_eq(g_rmdir(folder), 0); /* nothing else was left behind */
}
END_TEST

static bool note_found(void *payload, size_t i, size_t offset)
{
    g_string_append_printf(payload, "%zu@%zu ", i, offset);
    return true;
}

static bool stop(void *payload, size_t i, size_t offset)
{
    note_found(payload, i, offset);
    return false;
}

START_TEST(finds_literals_as_a_plain_search_does)
{
    const char *strings[] = {"openai", "open", "penai.", "ab", "", "x", "anthropic.messages", "aaaa"};
    struct literals *l = literals_new(strings, G_N_ELEMENTS(strings));
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);
    for (int round = 0; round < 300; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < 200)
            g_string_append(text, g_rand_int_range(rand, 0, 3) ? strings[g_rand_int_range(rand, 0, 8)] : "a.o");
        g_string_truncate(text, (gsize)g_rand_int_range(rand, 0, 200));
        g_autoptr(GString) found = g_string_new(NULL);
        literals_search(l, text->str, text->len, note_found, found);
        size_t n = 0;
        for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
            for (const char *p = text->str; *strings[i] && (p = strstr(p, strings[i])); p++, n++) {
                g_autofree char *mark = g_strdup_printf("%zu@%zu ", i, (size_t)(p - text->str));
                ck_assert_msg(strstr(found->str, mark) != NULL, "%s: %s", text->str, mark);
            }
        for (const char *p = found->str; (p = strchr(p, '@')); p++)
            n--;
        ck_assert_uint_eq(n, 0);
    }
    g_autoptr(GString) first = g_string_new(NULL);
    literals_search(l, "openai openai", 13, stop, first);
    ck_assert_uint_le(first->len, 4);
    literals_free(l);
    literals_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text");
    TCase *cases = tcase_create("base");
    tcase_add_loop_test(cases, makes_text_safe, 0, G_N_ELEMENTS(safes));
    tcase_add_test(cases, keeps_lines_where_lines_are_wanted);
    tcase_add_loop_test(cases, cuts_by_columns, 0, G_N_ELEMENTS(cuts));
    tcase_add_loop_test(cases, decides_on_colour_in_order, 0, G_N_ELEMENTS(colors));
    tcase_add_test(cases, knows_width_and_characters);
    tcase_add_test(cases, draws_no_progress_into_a_pipe);
    tcase_add_test(cases, writes_files_whole_and_reads_them_with_a_ceiling);
    tcase_add_test(cases, finds_literals_as_a_plain_search_does);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
