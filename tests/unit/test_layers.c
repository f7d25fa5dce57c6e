/* The rooms of src/ stand in an order, and each includes only rooms before it. Run from the repository's root. */
#include <check.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

static const char *const rooms[] = {"base", "source", "syntax", "rules", "extract", "link", "judge", "report", "forge", "cli", NULL};

static int order_of(const char *room, size_t len)
{
    for (int i = 0; rooms[i]; i++)
        if (strlen(rooms[i]) == len && strncmp(rooms[i], room, len) == 0)
            return i;
    return -1;
}

/* Calls `check` for each line `#include "room/..."` of the room's files; how many there are. */
static unsigned each_include(const char *room, void (*check)(const char *file, const char *room, const char *other, size_t len))
{
    g_autofree char *folder = g_build_filename("src", room, NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    ck_assert_msg(dir != NULL, "run from the repository's root");
    unsigned n = 0;
    for (const char *name; (name = g_dir_read_name(dir));) {
        g_autofree char *path = g_build_filename(folder, name, NULL), *text = NULL;
        if (!g_file_get_contents(path, &text, NULL, NULL))
            continue;
        for (const char *p = text; (p = strstr(p, "#include \"")); n++) {
            p += strlen("#include \"");
            const char *slash = strpbrk(p, "/\"");
            ck_assert_msg(slash && *slash == '/', "%s: an include that names no room", path);
            check(path, room, p, (size_t)(slash - p));
        }
    }
    return n;
}

static void points_down(const char *file, const char *room, const char *other, size_t len)
{
    int to = order_of(other, len);
    ck_assert_msg(to >= 0, "%s includes '%.*s', which is no room", file, (int)len, other);
    ck_assert_msg(to <= order_of(room, strlen(room)), "%s includes '%.*s', which stands above %s", file, (int)len, other, room);
}

START_TEST(a_room_includes_only_rooms_before_it)
{
    ck_assert_uint_gt(each_include(rooms[_i], points_down), 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("layers");
    TCase *t = tcase_create("layers");
    tcase_add_loop_test(t, a_room_includes_only_rooms_before_it, 0, (int)G_N_ELEMENTS(rooms) - 1);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
