#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hash.h"
#include "extract/cache.h"

static char *root;

static void setup(void)
{
    root = g_dir_make_tmp("debtscan-cache-XXXXXX", NULL);
    g_setenv("XDG_CACHE_HOME", root, TRUE);
}

static void teardown(void)
{
    g_autofree char *folder = g_build_filename(root, "debtscan", NULL);
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_unlink(path);
    }
    if (dir)
        g_dir_close(dir);
    g_rmdir(folder);
    g_rmdir(root);
    g_clear_pointer(&root, g_free);
}

static char *store(void)
{
    return g_build_filename(root, "debtscan", "store-1.db", NULL);
}

static struct cache_key key_of(struct cache *c, const char *kind, const char *a, const char *b)
{
    const char *parts[] = {a, b};
    return cache_key(c, kind, parts, NULL, 2);
}

static void put(const char *ruleset, const char *a, const char *b, const char *value)
{
    struct cache *c = cache_open(ruleset);
    ck_assert_ptr_nonnull(c);
    struct cache_key key = key_of(c, "kind", a, b);
    cache_put(c, &key, value, strlen(value));
    cache_close(c);
}

/* The value, "" for none. Yours to free. */
static char *get(const char *ruleset, const char *kind, const char *a, const char *b)
{
    struct cache *c = cache_open(ruleset);
    ck_assert_ptr_nonnull(c);
    struct cache_key key = key_of(c, kind, a, b);
    g_autoptr(GBytes) value = cache_find(c, &key);
    gsize size = 0;
    const char *data = value ? g_bytes_get_data(value, &size) : "";
    char *out = g_strndup(data, size);
    cache_close(c);
    return out;
}

#define ck_assert_cached(wanted, ...)                                                              \
    do {                                                                                           \
        g_autofree char *got = get(__VA_ARGS__);                                                   \
        ck_assert_str_eq(got, wanted);                                                             \
    } while (0)

START_TEST(what_was_put_is_found_by_the_same_key_alone)
{
    put("r1", "id", "path", "facts");
    ck_assert_cached("facts", "r1", "kind", "id", "path");
    ck_assert_cached("", "r2", "kind", "id", "path"); /* other rules */
    ck_assert_cached("", "r1", "else", "id", "path");
    ck_assert_cached("", "r1", "kind", "id", "path2");
    ck_assert_cached("", "r1", "kind", "idp", "ath"); /* parts do not run together */
}
END_TEST

static void overwrite(const char *path, off_t at, const char *bytes)
{
    int fd = open(path, O_WRONLY);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(pwrite(fd, bytes, strlen(bytes), at), (ssize_t)strlen(bytes));
    close(fd);
}

START_TEST(a_store_that_is_none_is_begun_anew)
{
    g_autofree char *path = store();
    put("r", "a", "b", "value");
    overwrite(path, 0, "This is not a database, whatever it was before");
    struct cache *c = cache_open("r");
    ck_assert_ptr_nonnull(c);
    ck_assert(cache_was_damaged(c));
    cache_close(c);
    put("r", "a", "b", "value");
    ck_assert_cached("value", "r", "kind", "a", "b");
}
END_TEST

START_TEST(a_changed_value_is_a_miss)
{
    g_autofree char *path = store(), *text = NULL;
    gsize size;
    put("r", "a", "b", "a value that can be found again");
    g_autofree char *log = g_strconcat(path, "-wal", NULL);
    ck_assert(!g_file_test(log, G_FILE_TEST_EXISTS)); /* the last to close writes all into the store */
    ck_assert(g_file_get_contents(path, &text, &size, NULL));
    char *at = memmem(text, size, "found again", 11);
    ck_assert_ptr_nonnull(at);
    overwrite(path, at - text, "FOUND");
    ck_assert_cached("", "r", "kind", "a", "b");
}
END_TEST

START_TEST(a_truncated_store_costs_what_was_in_it)
{
    g_autofree char *path = store();
    struct cache *full = cache_open("r");
    for (int i = 0; i < 300; i++) {
        g_autofree char *name = g_strdup_printf("%d", i), *value = g_strnfill(3000, 'x');
        struct cache_key key = key_of(full, "kind", name, "");
        cache_put(full, &key, value, 3000);
    }
    cache_close(full);
    ck_assert_int_eq(truncate(path, 20000), 0);
    for (int i = 0; i < 2; i++) {
        struct cache *c = cache_open("r");
        ck_assert_ptr_nonnull(c);
        for (int k = 0; k < 300; k++) {
            g_autofree char *name = g_strdup_printf("%d", k);
            struct cache_key key = key_of(c, "kind", name, "");
            g_autoptr(GBytes) value = cache_find(c, &key);
            ck_assert(!value || g_bytes_get_size(value) == 3000);
        }
        cache_close(c);
    }
    put("r", "a", "b", "after");
    ck_assert_cached("after", "r", "kind", "a", "b");
}
END_TEST

START_TEST(many_processes_share_one_store)
{
    enum { PROCESSES = 24 };
    pid_t pids[PROCESSES];
    for (int i = 0; i < PROCESSES; i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            for (int k = 0; k < 5; k++) {
                struct cache *c = cache_open("r");
                for (int n = 0; c && n < 50; n++) {
                    g_autofree char *name = g_strdup_printf("%d", n);
                    struct cache_key key = key_of(c, "kind", name, "");
                    g_autoptr(GBytes) found = cache_find(c, &key);
                    if (found && (g_bytes_get_size(found) != strlen(name) || memcmp(g_bytes_get_data(found, NULL), name, strlen(name)) != 0))
                        _exit(1);
                    if (!found)
                        cache_put(c, &key, name, strlen(name));
                }
                if (c && i % 6 == 0 && k == 3)
                    raise(SIGKILL); /* at any moment */
                cache_close(c);
            }
            _exit(0);
        }
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status;
        waitpid(pids[i], &status, 0);
        ck_assert(WIFSIGNALED(status) ? i % 6 == 0 : WEXITSTATUS(status) == 0);
    }
    struct cache *c = cache_open("r");
    ck_assert(!cache_was_damaged(c));
    cache_close(c);
    ck_assert_cached("7", "r", "kind", "7", "");
}
END_TEST

START_TEST(stats_count_and_clear_empties)
{
    struct cache_stats stats;
    put("r", "a", "b", "value");
    ck_assert(cache_stats(&stats, NULL));
    ck_assert_uint_eq(stats.entries, 1);
    ck_assert_uint_gt(stats.bytes, 0);
    g_free(stats.path);
    ck_assert(cache_clear(NULL));
    ck_assert(cache_stats(&stats, NULL));
    ck_assert_uint_eq(stats.entries, 0);
    g_free(stats.path);
    ck_assert_cached("", "r", "kind", "a", "b");
}
END_TEST

START_TEST(without_a_folder_there_is_no_cache)
{
    g_autofree char *file = g_build_filename(root, "file", NULL);
    ck_assert(g_file_set_contents(file, "", 0, NULL));
    g_setenv("XDG_CACHE_HOME", file, TRUE);
    ck_assert_ptr_null(cache_open("r"));
    cache_close(NULL);
    g_unlink(file);
    g_setenv("XDG_CACHE_HOME", root, TRUE);
}
END_TEST

START_TEST(the_keyed_hash_is_siphash)
{
    uint8_t secret[16], data[15];
    for (unsigned i = 0; i < sizeof secret; i++)
        secret[i] = (uint8_t)i;
    for (unsigned i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)i;
    struct hash128 h = hash128_keyed(secret, "", 0); /* the reference: a3817f04ba25a8e6 6df67214c7550293 */
    ck_assert_uint_eq(h.low, UINT64_C(0xe6a825ba047f81a3));
    ck_assert_uint_eq(h.high, UINT64_C(0x930255c71472f66d));
    h = hash128_keyed(secret, data, sizeof data);
    struct hash128 other = hash128_keyed(secret, data, sizeof data - 1);
    ck_assert(other.low != h.low && other.high != h.high);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("cache");
    TCase *t = tcase_create("cache");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, what_was_put_is_found_by_the_same_key_alone);
    tcase_add_test(t, a_store_that_is_none_is_begun_anew);
    tcase_add_test(t, a_changed_value_is_a_miss);
    tcase_add_test(t, a_truncated_store_costs_what_was_in_it);
    tcase_add_test(t, many_processes_share_one_store);
    tcase_add_test(t, stats_count_and_clear_empties);
    tcase_add_test(t, without_a_folder_there_is_no_cache);
    tcase_add_test(t, the_keyed_hash_is_siphash);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
