#include "cli/portfolio_store.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "cli/cli.h"

#define STORE_VERSION 1
#define BUSY_MS 10000
#define POINTS_MOST 1000 /* of one repository */

struct portfolio_store {
    sqlite3 *db;
    char *path;
};

static bool fail(struct portfolio_store *s, GError **error)
{
    g_set_error(error, CLI_ERROR, CLI_SCAN, "%s: %s", s->path, sqlite3_errmsg(s->db));
    return false;
}

static bool execute(struct portfolio_store *s, const char *sql, GError **error)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK || fail(s, error);
}

static sqlite3_stmt *prepare(struct portfolio_store *s, const char *sql, GError **error)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(s->db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail(s, error);
    return statement;
}

static char *usual_path(void)
{
    const char *state = g_getenv("XDG_STATE_HOME"), *home = g_get_home_dir();
    if (state && g_path_is_absolute(state))
        return g_build_filename(state, "debtscan", "portfolio.db", NULL);
    return home && g_path_is_absolute(home) ? g_build_filename(home, ".local", "state", "debtscan", "portfolio.db", NULL) : NULL;
}

static int version_of(struct portfolio_store *s)
{
    sqlite3_stmt *statement = prepare(s, "PRAGMA user_version", NULL);
    int version = statement && sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int(statement, 0) : -1;
    sqlite3_finalize(statement);
    return version;
}

static bool make_tables(struct portfolio_store *s, GError **error)
{
    int version = version_of(s);
    if (version < 0)
        return fail(s, error);
    if (version > STORE_VERSION) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "%s was written by a newer version of debtscan", s->path);
        return false;
    }
    return execute(s,
                   "CREATE TABLE IF NOT EXISTS scans (id INTEGER PRIMARY KEY, repository TEXT NOT NULL, commit_id TEXT NOT NULL,"
                   " model TEXT NOT NULL, day TEXT NOT NULL, score INTEGER, entry TEXT NOT NULL, UNIQUE (repository, commit_id, model));"
                   "PRAGMA user_version = 1",
                   error);
}

struct portfolio_store *store_open(const char *path, GError **error)
{
    struct portfolio_store *s = g_new0(struct portfolio_store, 1);
    s->path = path ? g_strdup(path) : usual_path();
    if (!s->path) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "there is no home to keep a history in: --store names a file");
        store_close(s);
        return NULL;
    }
    g_autofree char *folder = g_path_get_dirname(s->path);
    bool ok = path || g_mkdir_with_parents(folder, 0700) == 0;
    if (!ok)
        g_set_error(error, CLI_ERROR, CLI_SCAN, "cannot make the folder %s: %s", folder, g_strerror(errno));
    else if (sqlite3_open_v2(s->path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        ok = fail(s, error);
    if (ok) {
        sqlite3_busy_timeout(s->db, BUSY_MS);
        sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
        ok = make_tables(s, error);
    }
    if (ok)
        return s;
    store_close(s);
    return NULL;
}

void store_close(struct portfolio_store *s)
{
    if (!s)
        return;
    sqlite3_close(s->db);
    g_free(s->path);
    g_free(s);
}

/* ---- recording ---- */

static bool can_be_kept(const struct portfolio_entry *e)
{
    return !e->error && e->commit && e->date && e->model && !e->dirty && *e->about.name;
}

static bool put_entry(struct portfolio_store *s, sqlite3_stmt *insert, const struct portfolio_entry *e, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    portfolio_write_entry(e, text);
    sqlite3_reset(insert);
    bool ok = sqlite3_bind_text(insert, 1, e->about.name, -1, SQLITE_TRANSIENT) == SQLITE_OK &&
              sqlite3_bind_text(insert, 2, e->commit, -1, SQLITE_TRANSIENT) == SQLITE_OK &&
              sqlite3_bind_text(insert, 3, e->model, -1, SQLITE_TRANSIENT) == SQLITE_OK &&
              sqlite3_bind_text(insert, 4, e->date, -1, SQLITE_TRANSIENT) == SQLITE_OK &&
              (e->scored ? sqlite3_bind_int(insert, 5, e->score) : sqlite3_bind_null(insert, 5)) == SQLITE_OK &&
              sqlite3_bind_text(insert, 6, text->str, (int)text->len, SQLITE_TRANSIENT) == SQLITE_OK && sqlite3_step(insert) == SQLITE_DONE;
    return ok || fail(s, error);
}

bool store_record(struct portfolio_store *s, const struct portfolio *p, struct store_counts *out, GError **error)
{
    sqlite3_stmt *insert = prepare(s,
                                   "INSERT INTO scans (repository, commit_id, model, day, score, entry) VALUES (?, ?, ?, ?, ?, ?)"
                                   " ON CONFLICT (repository, commit_id, model) DO UPDATE SET day = excluded.day, score = excluded.score,"
                                   " entry = excluded.entry",
                                   error);
    bool ok = insert && execute(s, "BEGIN IMMEDIATE", error);
    for (guint i = 0; ok && i < p->entries->len; i++) {
        const struct portfolio_entry *e = portfolio_entry_at(p, i);
        if (!can_be_kept(e)) {
            out->left_out++;
            continue;
        }
        ok = put_entry(s, insert, e, error);
        out->recorded++;
    }
    sqlite3_finalize(insert);
    if (ok)
        return execute(s, "COMMIT", error);
    sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

/* ---- looking back ---- */

/* The points of one repository, oldest first, without its own commit. */
static bool read_points(struct portfolio_store *s, sqlite3_stmt *select, struct arena *a, struct portfolio_entry *e, const char *since,
                        GError **error)
{
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct portfolio_point));
    int step;
    sqlite3_reset(select);
    sqlite3_bind_text(select, 1, e->about.name, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(select, 2, e->model, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(select, 3, e->date ? e->date : "9999-99-99", -1, SQLITE_TRANSIENT);
    while ((step = sqlite3_step(select)) == SQLITE_ROW) {
        const char *commit = (const char *)sqlite3_column_text(select, 0), *day = (const char *)sqlite3_column_text(select, 1);
        if (g_strcmp0(commit, e->commit) == 0)
            continue;
        struct portfolio_point point = {arena_strdup(a, commit), arena_strdup(a, day), CLAMP(sqlite3_column_int(select, 2), 0, 1000)};
        if (points->len == 1 && strcmp(day, since) <= 0)
            g_array_set_size(points, 0); /* a later one that is still before: it is where the movement begins */
        if (points->len < POINTS_MOST)
            g_array_append_val(points, point);
    }
    e->past = arena_memdup(a, points->data, points->len * sizeof(struct portfolio_point));
    e->n_past = points->len;
    e->added = points->len == 0;
    return step == SQLITE_DONE || fail(s, error);
}

bool store_past(struct portfolio_store *s, struct portfolio *p, int since, GError **error)
{
    g_autofree char *day = g_strdup_printf("%04d-%02d-%02d", since / 10000, since / 100 % 100, since % 100);
    sqlite3_stmt *select = prepare(s,
                                   "SELECT commit_id, day, score FROM scans WHERE repository = ? AND model = ? AND day <= ? AND score IS NOT NULL"
                                   " ORDER BY day, id",
                                   error);
    bool ok = select != NULL;
    for (guint i = 0; ok && i < p->entries->len; i++) {
        struct portfolio_entry *e = portfolio_entry_at(p, i);
        if (!e->error && e->model && e->scored)
            ok = read_points(s, select, &p->arena, e, day, error);
    }
    sqlite3_finalize(select);
    return ok;
}

/* ---- lines ---- */

bool store_export(struct portfolio_store *s, GString *out, GError **error)
{
    sqlite3_stmt *select = prepare(s, "SELECT entry FROM scans ORDER BY repository, day, id", error);
    int step = SQLITE_ERROR;
    while (select && (step = sqlite3_step(select)) == SQLITE_ROW) {
        g_autofree char *line = g_strchomp(g_strdup((const char *)sqlite3_column_text(select, 0)));
        g_string_append_printf(out, "%s\n", line);
    }
    sqlite3_finalize(select);
    return select && (step == SQLITE_DONE || fail(s, error));
}

bool store_import(struct portfolio_store *s, const char *name, const char *text, struct store_counts *out, GError **error)
{
    struct portfolio *p = portfolio_new(NULL);
    bool ok = true;
    unsigned number = 1;
    for (const char *line = text; ok && *line; number++) {
        size_t len = strcspn(line, "\n");
        g_autofree char *whole = g_strdup_printf("{\"schema_version\":1,\"controls\":[],\"repositories\":[%.*s]}", (int)len, line);
        guint before = p->entries->len;
        bool blank = strspn(line, " \t\r") >= len;
        ok = blank || (portfolio_add_portfolio(p, NULL, whole, strlen(whole), NULL, NULL) && p->entries->len == before + 1 &&
                       can_be_kept(portfolio_entry_at(p, before)));
        line += len + (line[len] == '\n');
    }
    if (!ok)
        g_set_error(error, CLI_ERROR, CLI_USAGE, "%s:%u: is no scan of a commit, as 'portfolio export' writes it", name, number - 1);
    ok = ok && store_record(s, p, out, error);
    portfolio_free(p);
    return ok;
}
