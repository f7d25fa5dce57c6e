#include "extract/cache.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <link.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/limits.h"
#include "extract/codec.h"

#define STORE "store-1.db"
#define BUSY_MS 2000    /* how long to wait for others that write */
#define DAY 86400
#define PENDING_MOST (64u << 20) /* bytes kept before they are written */

struct cache {
    sqlite3 *db;
    sqlite3_stmt *find, *insert, *touch;
    char *path;
    char build[64];    /* this binary */
    char ruleset[65];
    uint8_t secret[16];
    GArray *pending;   /* struct entry, to be written */
    GArray *used;      /* int64_t: rows found that have not been used for a day */
    size_t bytes;      /* of pending values */
    int64_t now;
    bool broken;       /* damaged while in use: nothing more is read or written */
    bool renewed;
};

struct entry {
    struct cache_key key;
    GBytes *value;
};

/* In front of each value. */
struct header {
    struct cache_key key;
    uint64_t low, high; /* hash128 of what follows */
};

/* ---- where, and by whom ---- */

/* XDG: what is not absolute does not count. NULL if there is no home either. */
static char *store_folder(void)
{
    const char *cache = g_getenv("XDG_CACHE_HOME");
    if (cache && g_path_is_absolute(cache))
        return g_build_filename(cache, "debtscan", NULL);
    const char *home = g_get_home_dir();
    return home && g_path_is_absolute(home) ? g_build_filename(home, ".cache", "debtscan", NULL) : NULL;
}

static int read_build_id(struct dl_phdr_info *info, size_t size, void *payload)
{
    GString *out = payload;
    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        if (segment->p_type != PT_NOTE)
            continue;
        const char *at = (const char *)info->dlpi_addr + segment->p_vaddr, *end = at + segment->p_memsz;
        while (at + sizeof(ElfW(Nhdr)) <= end) {
            const ElfW(Nhdr) *note = (const void *)at;
            const char *name = at + sizeof *note, *id = name + ((note->n_namesz + 3) & ~3u);
            if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 && memcmp(name, "GNU", 4) == 0)
                for (uint32_t k = 0; k < note->n_descsz && out->len < 60; k++)
                    g_string_append_printf(out, "%02x", (unsigned char)id[k]);
            at = id + ((note->n_descsz + 3) & ~3u);
        }
    }
    return 1; /* the program itself is the first; libraries do not matter */
}

/* What tells this binary from any other: the linker's id, or else its file's size and time. */
static void identify_build(char out[static 64])
{
    g_autoptr(GString) id = g_string_new(NULL);
    struct stat st;
    dl_iterate_phdr(read_build_id, id);
    if (id->len == 0 && stat("/proc/self/exe", &st) == 0)
        g_string_printf(id, "%lld.%lld.%ld", (long long)st.st_size, (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
    g_strlcpy(out, id->str, 64);
}

/* ---- the store ---- */

static bool execute(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static bool is_damage(sqlite3 *db)
{
    int code = sqlite3_errcode(db) & 0xff;
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

static bool read_secret(struct cache *c)
{
    sqlite3_stmt *s = NULL;
    bool found = sqlite3_prepare_v2(c->db, "SELECT value FROM meta WHERE name = 'secret'", -1, &s, NULL) == SQLITE_OK &&
                 sqlite3_step(s) == SQLITE_ROW && sqlite3_column_bytes(s, 0) == sizeof c->secret;
    if (found)
        memcpy(c->secret, sqlite3_column_blob(s, 0), sizeof c->secret);
    sqlite3_finalize(s);
    return found;
}

static bool make_secret(struct cache *c)
{
    uint8_t fresh[sizeof c->secret];
    sqlite3_stmt *s = NULL;
    bool made = getrandom(fresh, sizeof fresh, 0) == (ssize_t)sizeof fresh &&
                sqlite3_prepare_v2(c->db, "INSERT OR IGNORE INTO meta VALUES ('secret', ?)", -1, &s, NULL) == SQLITE_OK &&
                sqlite3_bind_blob(s, 1, fresh, sizeof fresh, SQLITE_TRANSIENT) == SQLITE_OK && sqlite3_step(s) == SQLITE_DONE;
    sqlite3_finalize(s);
    return made && read_secret(c); /* another process may have been first */
}

/* Opens the file, which is made if it is missing. False with c->db left open for its error. */
static bool store_open(struct cache *c)
{
    if (sqlite3_open_v2(c->path, &c->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return false;
    sqlite3_busy_timeout(c->db, BUSY_MS);
    sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(c->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    return execute(c->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cell_size_check = ON;"
                          "PRAGMA mmap_size = 0; PRAGMA cache_size = -8192;"
                          "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB);"
                          "CREATE TABLE IF NOT EXISTS entries (id INTEGER PRIMARY KEY, used INTEGER, value BLOB)") &&
           (read_secret(c) || (!is_damage(c->db) && make_secret(c))) &&
           sqlite3_prepare_v2(c->db, "SELECT value, used FROM entries WHERE id = ?", -1, &c->find, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(c->db, "INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", -1, &c->insert, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(c->db, "UPDATE entries SET used = ? WHERE id = ?", -1, &c->touch, NULL) == SQLITE_OK;
}

static void store_close(struct cache *c)
{
    sqlite3_finalize(c->find);
    sqlite3_finalize(c->insert);
    sqlite3_finalize(c->touch);
    c->find = c->insert = c->touch = NULL;
    sqlite3_close(c->db);
    c->db = NULL;
}

static bool remove_files(const char *path, GError **error)
{
    static const char *const ends[] = {"-wal", "-shm", "-journal", ""};
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *file = g_strconcat(path, ends[i], NULL);
        if (g_unlink(file) < 0 && errno != ENOENT) {
            g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(errno), "%s: %s", file, g_strerror(errno));
            return false;
        }
    }
    return true;
}

static bool is_whole(sqlite3 *db)
{
    sqlite3_stmt *s = NULL;
    bool whole = sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW &&
                 g_strcmp0((const char *)sqlite3_column_text(s, 0), "ok") == 0;
    sqlite3_finalize(s);
    return whole;
}

/*
 * Under a lock, so that of many processes that find the store damaged one replaces it, and the others find it whole.
 * Who has the old one open goes on with a file that has no name any more.
 */
static bool store_renew(struct cache *c)
{
    g_autofree char *lock = g_strconcat(c->path, ".lock", NULL);
    int fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool ok = fd >= 0 && flock(fd, LOCK_EX) == 0;
    if (ok && !(store_open(c) && is_whole(c->db))) {
        bool damaged = c->find || is_damage(c->db); /* it opens and is not whole, or does not open for that reason */
        store_close(c);
        ok = damaged && remove_files(c->path, NULL) && store_open(c);
    }
    c->renewed = true;
    if (fd >= 0)
        close(fd);
    return ok;
}

struct cache *cache_open(const char *ruleset)
{
    g_autofree char *folder = store_folder();
    if (!folder || g_mkdir_with_parents(folder, 0700) < 0)
        return NULL;
    struct cache *c = g_new0(struct cache, 1);
    c->path = g_build_filename(folder, STORE, NULL);
    c->now = g_get_real_time() / G_USEC_PER_SEC;
    c->pending = g_array_new(FALSE, FALSE, sizeof(struct entry));
    c->used = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_strlcpy(c->ruleset, ruleset, sizeof c->ruleset);
    identify_build(c->build);
    bool open = store_open(c);
    if (!open && is_damage(c->db)) {
        store_close(c);
        open = store_renew(c);
    }
    if (open)
        return c;
    cache_close(c);
    return NULL;
}

/* A damaged store is found out in use as well: it is begun anew for the next run, this one goes on without. */
static void give_up(struct cache *c)
{
    c->broken = true;
    store_close(c);
    store_renew(c);
    store_close(c);
}

bool cache_was_damaged(const struct cache *c)
{
    return c && c->renewed;
}

/* ---- keys ---- */

struct cache_key cache_key(const struct cache *c, const char *kind, const char *const *parts, const size_t *lengths, size_t n)
{
    struct cache_key key;
    gsize size = sizeof key.bytes;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autofree char *head = g_strdup_printf("%s %d %s %s", kind, CODEC_VERSION, c->build, c->ruleset);
    g_checksum_update(sum, (const guchar *)head, (gssize)strlen(head) + 1);
    for (size_t i = 0; i < n; i++) {
        uint64_t len = lengths ? lengths[i] : strlen(parts[i]);
        g_checksum_update(sum, (const guchar *)&len, sizeof len);
        g_checksum_update(sum, (const guchar *)parts[i], (gssize)len);
    }
    g_checksum_get_digest(sum, key.bytes, &size);
    return key;
}

static int64_t row_of(const struct cache_key *key)
{
    int64_t id;
    memcpy(&id, key->bytes, sizeof id);
    return id;
}

void cache_digest(const struct cache *c, const void *data, size_t size, char out[static 33])
{
    hash128_hex(hash128_keyed(c->secret, data, size), out);
}

/* ---- reading and writing ---- */

static GBytes *unwrap(const struct cache_key *key, const unsigned char *data, size_t size)
{
    struct header h;
    if (size < sizeof h)
        return NULL;
    memcpy(&h, data, sizeof h);
    struct hash128 sum = hash128(data + sizeof h, size - sizeof h);
    if (memcmp(&h.key, key, sizeof *key) != 0 || h.low != sum.low || h.high != sum.high)
        return NULL;
    return g_bytes_new(data + sizeof h, size - sizeof h);
}

GBytes *cache_find(struct cache *c, const struct cache_key *key)
{
    GBytes *out = NULL;
    if (!c || c->broken)
        return NULL;
    int64_t id = row_of(key);
    sqlite3_bind_int64(c->find, 1, id);
    int status = sqlite3_step(c->find);
    if (status == SQLITE_ROW) {
        const void *data = sqlite3_column_blob(c->find, 0);
        int size = sqlite3_column_bytes(c->find, 0);
        out = data ? unwrap(key, data, (size_t)size) : NULL;
        if (out && sqlite3_column_int64(c->find, 1) < c->now - DAY)
            g_array_append_val(c->used, id);
    }
    bool damaged = status != SQLITE_ROW && status != SQLITE_DONE && is_damage(c->db);
    sqlite3_reset(c->find);
    if (damaged)
        give_up(c);
    return out;
}

void cache_put(struct cache *c, const struct cache_key *key, const void *data, size_t size)
{
    if (!c || c->broken || size > LIMIT_CACHE_BYTES / 16)
        return;
    struct hash128 sum = hash128(data, size);
    struct header h = {.key = *key, .low = sum.low, .high = sum.high};
    g_autoptr(GByteArray) whole = g_byte_array_sized_new((guint)(sizeof h + size));
    g_byte_array_append(whole, (const guint8 *)&h, sizeof h);
    g_byte_array_append(whole, data, (guint)size);
    c->bytes += whole->len;
    struct entry e = {.key = *key, .value = g_byte_array_free_to_bytes(g_steal_pointer(&whole))};
    g_array_append_val(c->pending, e);
    if (c->bytes > PENDING_MOST)
        cache_flush(c);
}

static int64_t number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s = NULL;
    int64_t out = 0;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
        out = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return out;
}

/* Makes room by taking out what has not been used for the longest time. Pages that become free are used again. */
static void make_room(struct cache *c)
{
    int64_t page = number(c->db, "PRAGMA page_size"), pages = number(c->db, "PRAGMA page_count"),
            spare = number(c->db, "PRAGMA freelist_count");
    if ((uint64_t)((pages - spare) * page) + c->bytes <= LIMIT_CACHE_BYTES)
        return;
    execute(c->db, "DELETE FROM entries WHERE id IN (SELECT id FROM entries ORDER BY used LIMIT "
                   "(SELECT count(*) / 2 + 1 FROM entries))");
}

static void write_all(struct cache *c)
{
    if (!execute(c->db, "BEGIN IMMEDIATE"))
        return;
    make_room(c);
    bool ok = true;
    for (guint i = 0; ok && i < c->pending->len; i++) {
        const struct entry *e = &g_array_index(c->pending, struct entry, i);
        gsize size;
        const void *data = g_bytes_get_data(e->value, &size);
        sqlite3_bind_int64(c->insert, 1, row_of(&e->key));
        sqlite3_bind_int64(c->insert, 2, c->now);
        sqlite3_bind_blob64(c->insert, 3, data, size, SQLITE_STATIC);
        ok = sqlite3_step(c->insert) == SQLITE_DONE;
        sqlite3_reset(c->insert);
        sqlite3_clear_bindings(c->insert);
    }
    for (guint i = 0; ok && i < c->used->len; i++) {
        sqlite3_bind_int64(c->touch, 1, c->now);
        sqlite3_bind_int64(c->touch, 2, g_array_index(c->used, int64_t, i));
        ok = sqlite3_step(c->touch) == SQLITE_DONE;
        sqlite3_reset(c->touch);
    }
    bool damaged = !ok && is_damage(c->db);
    execute(c->db, ok ? "COMMIT" : "ROLLBACK");
    if (damaged)
        give_up(c);
}

void cache_flush(struct cache *c)
{
    if (!c)
        return;
    if (!c->broken && c->db && c->pending->len + c->used->len > 0)
        write_all(c);
    for (guint i = 0; i < c->pending->len; i++)
        g_bytes_unref(g_array_index(c->pending, struct entry, i).value);
    g_array_set_size(c->pending, 0);
    g_array_set_size(c->used, 0);
    c->bytes = 0;
}

void cache_close(struct cache *c)
{
    if (!c)
        return;
    cache_flush(c);
    store_close(c);
    g_array_unref(c->pending);
    g_array_unref(c->used);
    g_free(c->path);
    g_free(c);
}

/* ---- for people ---- */

static uint64_t size_of(const char *path, const char *end)
{
    g_autofree char *file = g_strconcat(path, end, NULL);
    struct stat st;
    return stat(file, &st) == 0 ? (uint64_t)st.st_size : 0;
}

bool cache_stats(struct cache_stats *out, GError **error)
{
    g_autofree char *folder = store_folder();
    *out = (struct cache_stats){.limit = LIMIT_CACHE_BYTES};
    if (!folder) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "neither XDG_CACHE_HOME nor HOME names a folder");
        return false;
    }
    out->path = g_build_filename(folder, STORE, NULL);
    out->bytes = size_of(out->path, "") + size_of(out->path, "-wal");
    if (out->bytes == 0)
        return true;
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    bool ok = sqlite3_open_v2(out->path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK;
    if (ok) {
        sqlite3_busy_timeout(db, BUSY_MS);
        ok = sqlite3_prepare_v2(db, "SELECT count(*) FROM entries", -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW;
    }
    if (ok)
        out->entries = (uint64_t)sqlite3_column_int64(s, 0);
    else
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: %s; 'debtscan cache clear' removes it", out->path, sqlite3_errmsg(db));
    sqlite3_finalize(s);
    sqlite3_close(db);
    if (!ok)
        g_clear_pointer(&out->path, g_free);
    return ok;
}

bool cache_clear(GError **error)
{
    g_autofree char *folder = store_folder();
    g_autofree char *path = folder ? g_build_filename(folder, STORE, NULL) : NULL;
    sqlite3 *db = NULL;
    if (!path || size_of(path, "") == 0)
        return !path || remove_files(path, error);
    bool emptied = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
                   sqlite3_busy_timeout(db, BUSY_MS) == SQLITE_OK &&
                   execute(db, "DELETE FROM entries; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
    bool busy = !emptied && (sqlite3_errcode(db) & 0xff) == SQLITE_BUSY;
    sqlite3_close(db);
    if (busy)
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_AGAIN, "%s: in use; try again", path);
    /* Others may have it open: only one that is of no use is taken from under them. */
    return emptied || (!busy && remove_files(path, error));
}
