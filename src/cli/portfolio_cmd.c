/*
 * portfolio - many repositories on one page: scanned here, or in parts anywhere and then merged; two side by side; and their
 * history.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "cli/cli.h"
#include "cli/formats.h"
#include "cli/gates.h"
#include "cli/portfolio_scan.h"
#include "cli/portfolio_store.h"
#include "cli/scan.h"
#include "cli/shared.h"
#include "cli/since.h"
#include "judge/waivers.h"
#include "report/portfolio_compare.h"

struct portfolio_arguments {
    char **formats;
    char *previous, *since, *store, *in, *fail_under, *reports, *mirrors, *shard;
    struct shared shared;
    int jobs, seconds;
    gboolean all, partial, record;
};

struct making {
    struct portfolio_arguments *a;
    struct arena arena; /* of inputs */
    struct ruleset *rules;
    struct portfolio *p;
    struct portfolio_options options;
    struct portfolio_shard shard;
    struct formats formats;
    struct text_options text;
};

static void write_format(size_t format, const void *what, const struct text_options *options, GString *out)
{
    portfolio_reporters[format].write(what, options, out);
}

/* ---- what came before ---- */

static bool read_portfolio(struct portfolio *p, const char *path, struct portfolio_shard *shard, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) cause = NULL;
    gsize size = 0;
    bool read = file_read(path, LIMIT_REPORT_BYTES, &text, &size, &cause);
    if (read && portfolio_add_portfolio(p, NULL, text, size, shard, &cause))
        return true;
    g_set_error(error, CLI_ERROR, CLI_USAGE, "%s%s%s", read ? path : "", read ? ": " : "", cause->message);
    return false;
}

/* Notes for each entry what an earlier one of its name scored, and which are gone. Names count as they were given. */
static void compare_with(struct portfolio *now, struct portfolio *before)
{
    struct arena *a = &now->arena;
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    portfolio_settle(now, &(struct portfolio_options){.gate = -1});
    portfolio_settle(before, &(struct portfolio_options){.gate = -1});
    for (guint i = 0; i < now->entries->len; i++) {
        struct portfolio_entry *e = portfolio_entry_at(now, i);
        const struct portfolio_entry *old = portfolio_find(before, e->name);
        g_hash_table_add(names, (gpointer)e->name);
        e->added = !old;
        if (!old || old->standing != STANDING_RANKED)
            continue;
        e->past = arena_new(a, struct portfolio_point);
        *e->past = (struct portfolio_point){arena_strdup(a, old->commit), arena_strdup(a, old->date), old->score};
        e->n_past = 1;
    }
    now->gone = arena_new_n(a, const char *, before->entries->len + 1);
    unsigned n = 0;
    for (guint i = 0; i < before->entries->len; i++)
        if (!g_hash_table_contains(names, portfolio_entry_at(before, i)->name))
            now->gone[n++] = arena_strdup(a, portfolio_entry_at(before, i)->name);
}

static int64_t time_of(int day)
{
    g_autoptr(GDateTime) t = day > 0 ? g_date_time_new_utc(day / 10000, day / 100 % 100, day % 100, 0, 0, 0) : NULL;
    return t ? g_date_time_to_unix(t) : 0;
}

/* Records this run, and takes the past of its repositories from the store. */
static bool use_store(struct making *m, GError **error)
{
    struct store_counts counts = {0};
    struct portfolio_store *s = store_open(m->a->store, error);
    bool ok = s != NULL;
    if (ok && m->a->record && (ok = store_record(s, m->p, &counts, error)) && counts.left_out) {
        g_autofree char *note = g_strdup_printf("%u of %u scans are not kept: the history holds those of a commit without changes",
                                                counts.left_out, counts.left_out + counts.recorded);
        cli_note(note);
    }
    if (ok && m->a->since) {
        portfolio_settle(m->p, &m->options);
        int64_t since = since_read(m->a->since, time_of(m->p->as_of), error);
        int day = since > 0 ? waivers_day_of(since) : 0;
        ok = since > 0 && store_past(s, m->p, day, error);
        m->options.against = arena_printf(&m->p->arena, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
    }
    store_close(s);
    return ok;
}

static bool look_back(struct making *m, GError **error)
{
    if (m->a->previous && m->a->since) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "--previous and --since exclude each other");
        return false;
    }
    if ((m->a->record || m->a->since) && !use_store(m, error))
        return false;
    if (!m->a->previous)
        return true;
    struct portfolio *before = portfolio_new(NULL);
    bool ok = read_portfolio(before, m->a->previous, NULL, error);
    if (ok) {
        compare_with(m->p, before);
        g_autofree char *name = g_path_get_basename(m->a->previous);
        m->options.against = arena_strdup(&m->p->arena, name);
    }
    portfolio_free(before);
    return ok;
}

/* ---- the report ---- */

static enum cli_status report(struct making *m, GError **error)
{
    if (!look_back(m, error))
        return CLI_USAGE;
    m->p->shard = m->shard;
    portfolio_settle(m->p, &m->options);
    if (!formats_write(&m->formats, m->a->formats, m->p, &m->text, error))
        return CLI_SCAN;
    if (m->p->n_failed) {
        g_autofree char *note = g_strdup_printf("%u of %u repositories could not be scanned; the report says why", m->p->n_failed,
                                                m->p->entries->len);
        cli_note(note);
        return CLI_SCAN;
    }
    return m->options.gate >= 0 && m->p->n_passing < m->p->n_ranked ? CLI_GATE : CLI_OK;
}

/* ---- scanning ---- */

static bool read_shard(const char *text, unsigned *index, unsigned *count, GError **error)
{
    char *end = NULL;
    guint64 i = g_ascii_isdigit(*text) ? g_ascii_strtoull(text, &end, 10) : 0;
    guint64 n = end && *end == '/' && g_ascii_isdigit(end[1]) ? g_ascii_strtoull(end + 1, &end, 10) : 0;
    if (i == 0 || n == 0 || *end || i > n || n > 1000000) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "--shard takes a part of how many, such as 3/8; the first is 1");
        return false;
    }
    *index = (unsigned)i;
    *count = (unsigned)n;
    return true;
}

/* The folder of reports as the first page that is written sees it. */
static char *link_to_reports(const struct portfolio_arguments *a)
{
    for (char *const *word = a->formats; a->reports && word && *word; word++) {
        const char *file = g_str_has_prefix(*word, "html=") ? *word + strlen("html=") : NULL;
        g_autofree char *folder = file ? g_path_get_dirname(file) : NULL, *full = folder ? g_canonicalize_filename(folder, NULL) : NULL;
        g_autofree char *reports = g_canonicalize_filename(a->reports, NULL);
        if (full && g_str_has_prefix(reports, full) && reports[strlen(full)] == '/')
            return g_strdup(reports + strlen(full) + 1);
    }
    return g_strdup(a->reports);
}

/* Entries for these inputs, or for a part of them. */
static bool scan_inputs(struct making *m, char *const *words, GError **error)
{
    struct portfolio_arguments *a = m->a;
    unsigned jobs, index = 0, count = 0;
    struct scan_options scan = {0};
    if (!shared_apply(&a->shared, &scan, error) || !cli_workers(a->jobs, &jobs, error) ||
        (a->shard && !read_shard(a->shard, &index, &count, error)))
        return false;
    g_autoptr(GArray) inputs = g_array_new(FALSE, FALSE, sizeof(struct input));
    g_autofree char *link = link_to_reports(a);
    struct portfolio_scan o = {.rules_dir = scan.rules_dir, .reports = a->reports, .link = link, .jobs = jobs,
                               .seconds = (unsigned)MAX(a->seconds, 0), .today = m->options.today, .no_cache = scan.no_cache,
                               .no_comments = scan.no_comments, .profile = scan.profile, .progress = scan.progress};
    if (!inputs_read(&m->arena, words, a->mirrors, inputs, error))
        return false;
    if (count)
        inputs_take_shard(inputs, index, count, &m->shard);
    return portfolio_scan(&o, m->rules, inputs, m->p, error);
}

static enum cli_status scan_all(struct making *m, char *const *words, GError **error)
{
    if (!*words) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "name repositories, reports or a manifest");
        return CLI_USAGE;
    }
    return scan_inputs(m, words, error) ? report(m, error) : CLI_SCAN;
}

/* ---- merging ---- */

/* Whether all parts are there, once each, and of the same list. */
static bool check_parts(const struct making *m, const GArray *parts, char *const *files, GError **error)
{
    const struct portfolio_shard *first = &g_array_index(parts, struct portfolio_shard, 0);
    g_autofree bool *seen = g_new0(bool, first->count + 1);
    for (guint i = 0; i < parts->len; i++) {
        const struct portfolio_shard *s = &g_array_index(parts, struct portfolio_shard, i);
        const char *lack = s->count == 0                                      ? "is no part: --shard makes parts"
                           : s->count != first->count || s->total != first->total || strcmp(s->inputs, first->inputs) != 0
                               ? "is a part of another portfolio than the first"
                           : s->index == 0 || s->index > s->count             ? "is no part of its count"
                           : seen[s->index]                                   ? "is there twice"
                                                                              : NULL;
        if (lack) {
            g_set_error(error, CLI_ERROR, CLI_USAGE, "%s %s", files[i], lack);
            return false;
        }
        seen[s->index] = true;
    }
    g_autoptr(GString) missing = g_string_new(NULL);
    for (unsigned i = 1; i <= first->count; i++)
        if (!seen[i])
            g_string_append_printf(missing, "%s%u", missing->len ? ", " : "", i);
    if (missing->len && !m->a->partial)
        g_set_error(error, CLI_ERROR, CLI_SCAN, "of %u parts these are missing: %s; --partial merges without them", first->count, missing->str);
    return !missing->len || m->a->partial;
}

static enum cli_status merge(struct making *m, char *const *files, GError **error)
{
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(struct portfolio_shard));
    if (!*files) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "name the parts: debtscan portfolio merge S*.json");
        return CLI_USAGE;
    }
    for (char *const *file = files; *file; file++) {
        struct portfolio_shard shard;
        if (!read_portfolio(m->p, *file, &shard, error))
            return CLI_USAGE;
        if (shard.count > 1000000)
            shard.count = 0;
        g_array_append_val(parts, shard);
    }
    return check_parts(m, parts, files, error) ? report(m, error) : CLI_USAGE;
}

/* ---- two side by side ---- */

static void write_pair(size_t format, const void *what, const struct text_options *options, GString *out)
{
    pair_reporters[format].write(what, options, out);
}

/* By its name, or as it was given. */
static const struct portfolio_entry *find_entry(const struct portfolio *p, const char *word, GError **error)
{
    const struct portfolio_entry *found = portfolio_find(p, word);
    g_autofree const char **names = g_new0(const char *, p->entries->len + 1);
    for (guint i = 0; i < p->entries->len; i++) {
        const struct portfolio_entry *e = portfolio_entry_at(p, i);
        names[i] = e->name;
        if (!found && strcmp(e->about.source, word) == 0)
            found = e;
    }
    if (!found)
        cli_unknown(error, "repository", word, names, p->entries->len);
    else if (found->error)
        g_set_error(error, CLI_ERROR, CLI_SCAN, "%s: %s", word, found->error);
    return found && !found->error ? found : NULL;
}

static enum cli_status compare(struct making *m, char *const *words, GError **error)
{
    g_autofree const char **names = g_new0(const char *, n_pair_reporters + 1);
    struct formats formats = {.names = names, .n = n_pair_reporters, .write = write_pair};
    char *in[] = {m->a->in, NULL};
    for (size_t i = 0; i < n_pair_reporters; i++)
        names[i] = pair_reporters[i].name;
    if (g_strv_length((char **)words) != 2) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "name two repositories or reports, or two of a portfolio: --in FILE");
        return CLI_USAGE;
    }
    if (!formats_check(&formats, m->a->formats, error) || !scan_inputs(m, m->a->in ? in : words, error))
        return CLI_SCAN;
    portfolio_settle(m->p, &m->options);
    struct portfolio_pair pair = {.p = m->p};
    pair.a = find_entry(m->p, words[0], error);
    pair.b = pair.a ? find_entry(m->p, words[1], error) : NULL;
    return pair.b && formats_write(&formats, m->a->formats, &pair, &m->text, error) ? CLI_OK : CLI_SCAN;
}

/* ---- history ---- */

static enum cli_status export_lines(struct making *m, char *const *words, GError **error)
{
    g_autoptr(GString) out = g_string_new(NULL);
    struct portfolio_store *s = cli_at_most((char **)words, 0, error) ? store_open(m->a->store, error) : NULL;
    bool ok = s && store_export(s, out, error) && cli_print(out->str, out->len, error);
    store_close(s);
    return ok ? CLI_OK : CLI_SCAN;
}

static enum cli_status import_lines(struct making *m, char *const *files, GError **error)
{
    struct store_counts counts = {0};
    struct portfolio_store *s = store_open(m->a->store, error);
    bool ok = s != NULL;
    for (; ok && *files; files++) {
        g_autofree char *text = NULL;
        g_autoptr(GError) cause = NULL;
        const char *path = strcmp(*files, "-") == 0 ? "/dev/stdin" : *files;
        ok = file_read(path, LIMIT_REPORT_BYTES, &text, NULL, &cause);
        if (!ok)
            g_set_error(error, CLI_ERROR, CLI_USAGE, "%s", cause->message);
        ok = ok && store_import(s, *files, text, &counts, error);
    }
    store_close(s);
    return ok ? CLI_OK : CLI_SCAN;
}

/* ---- the command ---- */

/* A folder of such a name is written with a slash: ./merge. To add one: a function, an entry, a paragraph in the man page. */
static const struct {
    const char *name;
    enum cli_status (*run)(struct making *m, char *const *words, GError **error);
    bool other_formats; /* than those of a portfolio */
} actions[] = {
    {"merge", merge, false},
    {"compare", compare, true},
    {"export", export_lines, false},
    {"import", import_lines, false},
};

static size_t find_action(const char *word)
{
    size_t i = 0;
    while (i < G_N_ELEMENTS(actions) && g_strcmp0(word, actions[i].name) != 0)
        i++;
    return i;
}

static bool read_options(struct making *m, bool other_formats, GError **error)
{
    const struct portfolio_arguments *a = m->a;
    m->options.gate = -1;
    if (!cli_text_options(a->shared.color, &m->text, error) || (!other_formats && !formats_check(&m->formats, a->formats, error)) ||
        (a->fail_under && !gates_score("--fail-under", a->fail_under, &m->options.gate, error)) ||
        (a->shared.today && !gates_day(a->shared.today, &m->options.today, error)))
        return false;
    m->text.all = a->all;
    m->rules = scan_rules(a->shared.rules, false, error);
    if (!m->rules)
        return false;
    m->p = portfolio_new(m->rules);
    return true;
}

static enum cli_status run(const struct command *c, char *const *args, GError **error)
{
    struct portfolio_arguments a = {0};
    const GOptionEntry own[] = {
        {"format", 'f', 0, G_OPTION_ARG_FILENAME_ARRAY, &a.formats,
         "Write a report (text, json, csv, markdown, html), to FILE instead of standard output; may be repeated", "FMT[=FILE]"},
        {"previous", 0, 0, G_OPTION_ARG_FILENAME, &a.previous, "Show movement against an earlier portfolio, its JSON report", "FILE"},
        {"record", 0, 0, G_OPTION_ARG_NONE, &a.record, "Keep these scans in the history", NULL},
        {"since", 0, 0, G_OPTION_ARG_STRING, &a.since, "Show movement since then by the history: YYYY-MM-DD, or '90 days' before the newest commit", "DATE"},
        {"store", 0, 0, G_OPTION_ARG_FILENAME, &a.store, "The history, instead of the user's own", "FILE"},
        {"in", 0, 0, G_OPTION_ARG_FILENAME, &a.in, "Compare two repositories of this portfolio or manifest, by their names", "FILE"},
        {"fail-under", 0, 0, G_OPTION_ARG_STRING, &a.fail_under, "Gate: exit status 1 if the score of a repository is below N", "N"},
        {"shard", 0, 0, G_OPTION_ARG_STRING, &a.shard, "Take the I-th of N parts of the repositories; 'portfolio merge' joins them", "I/N"},
        {"partial", 0, 0, G_OPTION_ARG_NONE, &a.partial, "Merge though parts are missing", NULL},
        {"mirrors", 0, 0, G_OPTION_ARG_FILENAME, &a.mirrors, "Where repositories that are named by a URL lie: DIR/host/owner/name.git, or less", "DIR"},
        {"reports", 0, 0, G_OPTION_ARG_FILENAME, &a.reports, "Also write the report of each repository, HTML and JSON, and link it", "DIR"},
        {"timeout", 0, 0, G_OPTION_ARG_INT, &a.seconds, "Give a repository up after so many seconds", "N"},
        {"all", 'a', 0, G_OPTION_ARG_NONE, &a.all, "Show every row", NULL},
        {"jobs", 'j', 0, G_OPTION_ARG_INT, &a.jobs, "Repositories at once; 0 is one a processor", "N"},
        G_OPTION_ENTRY_NULL,
    };
    const unsigned which = SHARED_TODAY | SHARED_NO_COMMENTS | SHARED_RULES | SHARED_PROFILE | SHARED_NO_CACHE | SHARED_COLOR | SHARED_PROGRESS | SHARED_NO_PROGRESS;
    g_autofree GOptionEntry *entries = shared_entries(&a.shared, which, own);
    g_auto(GStrv) rest = NULL;
    g_autofree const char **names = g_new0(const char *, n_portfolio_reporters + 1);
    struct making m = {.a = &a, .formats = {.names = names, .n = n_portfolio_reporters, .write = write_format}};
    enum cli_status status = CLI_OK;
    arena_init(&m.arena);
    for (size_t i = 0; i < n_portfolio_reporters; i++)
        names[i] = portfolio_reporters[i].name;
    if (cli_parse(c, entries, args, &rest, error)) {
        size_t action = find_action(rest[0]);
        bool known = action < G_N_ELEMENTS(actions);
        if (read_options(&m, known && actions[action].other_formats, error))
            status = known ? actions[action].run(&m, rest + 1, error) : scan_all(&m, rest, error);
    }
    portfolio_free(m.p);
    if (m.rules)
        ruleset_free(m.rules);
    arena_fini(&m.arena);
    g_strfreev(a.formats);
    g_free(a.previous);
    g_free(a.since);
    g_free(a.store);
    g_free(a.in);
    g_free(a.fail_under);
    g_free(a.reports);
    g_free(a.mirrors);
    g_free(a.shard);
    shared_fini(&a.shared);
    return status;
}

const struct command command_portfolio = {
    .name = "portfolio",
    .arguments = "[merge|compare|export|import] INPUT...",
    .summary = "many repositories on one page",
    .run = run,
};
