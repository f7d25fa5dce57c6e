/*
 * trend - the score through history.
 *
 * A sample of the commits is looked at, evenly spread; with --exact, where the score fell and rose most the commits
 * between two samples are halved until the one is found that did it. Children fill the cache with the digests of other commits while
 * the parent waits; the outcome does not depend on them.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/digests.h"
#include "cli/settled.h"
#include "cli/formats.h"
#include "cli/shared.h"
#include "cli/since.h"
#include "report/compare.h"
#include "report/trend.h"
#include "source/history.h"

#define COMMITS_DEFAULT 100
#define POINTS_MOST 6     /* without --points */
#define POINTS_LEAST 3
#define WORK_MOST 220     /* 1/100 of a cold scan: what all points behind the newest may cost together */
#define WORK_KNOWN 35     /* 1/100: what a file costs that has been read already, beside one that has not */
#define COMMITS_MOST 100000
#define CHILDREN_MOST 8
#define HALVINGS 14

struct trend_arguments {
    char **formats;
    char *since, *rev;
    struct shared shared;
    int most, points;
    gboolean all, every, exact;
};

struct looking {
    struct digests digests;
    char *settings; /* of the newest commit; NULL without */
    const struct trend_arguments *a;
    GArray *commits;        /* struct history_commit, newest first */
    struct digest **seen;   /* of each, NULL: not looked at */
    bool cut;
};

static const struct history_commit *commit_at(const struct looking *l, guint i)
{
    return &g_array_index(l->commits, struct history_commit, i);
}

static bool look_at(struct looking *l, guint i, GError **error)
{
    if (!l->seen[i])
        l->seen[i] = digests_make(&l->digests, &(struct digest_request){.revision = commit_at(l, i)->id}, error);
    return l->seen[i] != NULL;
}

/* Every `n_children`th of the chosen commits, into a cache of its own; never returns. */
static void look_as_child(const struct looking *l, const guint *chosen, guint n, unsigned child, unsigned n_children)
{
    struct looking own = *l;
    own.digests.scan.cache = cache_open(own.digests.scan.rules->hash); /* the parent's connection is not ours to use */
    own.digests.scan.workers = 1;
    own.digests.scan.progress = PROGRESS_NEVER;
    for (guint i = child; i < n; i += n_children) {
        struct digest *d = digests_make(&own.digests, &(struct digest_request){.revision = commit_at(l, chosen[i])->id}, NULL);
        digest_free(d);
        cache_flush(own.digests.scan.cache);
    }
    cache_close(own.digests.scan.cache);
    _exit(EXIT_SUCCESS);
}

/* Has children look at the commits; what fails there is looked at again here, and says why. */
static void look_ahead(struct looking *l, const guint *chosen, guint n)
{
    unsigned processors = l->digests.scan.workers ? l->digests.scan.workers : g_get_num_processors();
    unsigned n_children = MIN(MIN(processors, (unsigned)CHILDREN_MOST), n);
    pid_t pids[CHILDREN_MOST];
    if (!l->digests.scan.cache || n_children < 2)
        return;
    cache_flush(l->digests.scan.cache);
    pid_t parent = getpid();
    for (unsigned k = 0; k < n_children; k++) {
        pids[k] = fork();
        if (pids[k] == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
            if (getppid() == parent)
                look_as_child(l, chosen, n, k, n_children);
            _exit(EXIT_FAILURE);
        }
    }
    for (unsigned k = 0; k < n_children; k++)
        while (pids[k] > 0 && waitpid(pids[k], NULL, 0) < 0 && errno == EINTR)
            ;
}

/* Both ends, and evenly what lies between. */
static GArray *spread(guint n, guint most)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < most; i++) {
        guint at = most > 1 ? (guint)((guint64)i * (n - 1) / (most - 1)) : 0;
        g_array_append_val(out, at);
    }
    return out;
}

/* The bytes of a commit's files that are read, those that are not in `seen` in full; all of them are in it thereafter. */
static guint64 work_of(const struct looking *l, guint i, GHashTable *seen)
{
    struct source *s = source_open_with(&(struct source_options){.path = l->digests.scan.path, .revision = commit_at(l, i)->id, .absent = true}, NULL);
    guint64 work = 0;
    for (guint k = 0; s && k < s->files->len; k++) {
        const struct source_file *f = &g_array_index(s->files, struct source_file, k);
        if (classify_path(l->digests.scan.rules->classifier, f->path).parse)
            work += f->size * (g_hash_table_add(seen, g_strdup(f->id)) ? 100 : WORK_KNOWN) / 100;
    }
    source_free(s);
    return work;
}

/* How many points are worth their time: fewer where the commits have little in common. The same for the same history. */
static guint affordable(const struct looking *l)
{
    guint n = l->commits->len;
    g_autoptr(GArray) sample = spread(n, MIN(n, (guint)POINTS_MOST));
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    guint64 newest = work_of(l, 0, seen), others = 0;
    for (guint i = 1; i < sample->len; i++)
        others += work_of(l, g_array_index(sample, guint, i), seen);
    guint64 points = others ? 1 + newest * WORK_MOST / 100 * (sample->len - 1) / others : POINTS_MOST;
    return (guint)MIN(CLAMP(points, (guint64)POINTS_LEAST, (guint64)POINTS_MOST), (guint64)n);
}

static GArray *choose(const struct looking *l)
{
    guint n = l->commits->len;
    return spread(n, l->a->every ? n : l->a->points > 0 ? MIN(n, (guint)MAX(l->a->points, 2)) : affordable(l));
}

static bool scored_change(const struct looking *l, guint newer, guint older, int *out)
{
    const struct digest *a = l->seen[older], *b = l->seen[newer];
    *out = b->score - a->score;
    return a->scored && b->scored;
}

/* The pair of neighbours between which the score fell (sign -1) or rose (1) most. False if it did nowhere. */
static bool find_most(const struct looking *l, int sign, guint *newer, guint *older)
{
    int most = 0, change;
    guint last = 0;
    for (guint i = 1; i < l->commits->len; i++) {
        if (!l->seen[i])
            continue;
        if (scored_change(l, last, i, &change) && change * sign > most) {
            most = change * sign;
            *newer = last;
            *older = i;
        }
        last = i;
    }
    return most > 0;
}

/* Halves what lies between where the score fell most, and where it rose most, until one commit is left of each. */
static bool narrow(struct looking *l, GError **error)
{
    bool split = true;
    for (int i = 0; i < HALVINGS && split; i++) {
        split = false;
        for (int sign = -1; sign <= 1; sign += 2) {
            guint newer, older;
            if (!find_most(l, sign, &newer, &older) || older - newer < 2)
                continue;
            split = true;
            if (!look_at(l, newer + (older - newer) / 2, error))
                return false;
        }
    }
    return true;
}

static bool look(struct looking *l, GError **error)
{
    g_autoptr(GArray) chosen = choose(l);
    const guint *list = (const guint *)(const void *)chosen->data;
    if (!look_at(l, list[0], error)) /* most blobs of the others are those of the newest */
        return false;
    look_ahead(l, list + 1, chosen->len - 1);
    for (guint i = 1; i < chosen->len; i++)
        if (!look_at(l, list[i], error))
            return false;
    return !l->a->exact || narrow(l, error);
}

/* ---- the report ---- */

static void write_format(size_t format, const void *what, const struct text_options *options, GString *out)
{
    trend_reporters[format].write(what, options, out);
}

static void fill_point(const struct looking *l, struct trend *t, guint i, int before)
{
    struct trend_point *p = &t->points[t->n_points++];
    const struct history_commit *c = commit_at(l, i);
    g_strlcpy(p->commit, c->id, sizeof p->commit);
    p->time = c->time;
    p->summary = c->summary;
    p->digest = l->seen[i];
    for (unsigned k = 0; k < p->digest->n_findings; k++)
        p->n_open += p->digest->findings[k].state == FINDING_OPEN;
    if (before < 0)
        return;
    struct comparison *compared = compare_new(l->seen[before], p->digest);
    p->n_new = compared->n_new;
    p->n_fixed = compared->n_fixed;
    p->span = (unsigned)before - i;
    compare_free(compared);
}

static void mark_most(struct trend *t)
{
    int least = 0, most = 0;
    t->worst = t->best = -1;
    for (unsigned i = 1; i < t->n_points; i++) {
        const struct digest *a = t->points[i - 1].digest, *b = t->points[i].digest;
        int change = a->scored && b->scored ? b->score - a->score : 0;
        if (change < least) {
            least = change;
            t->worst = (int)i;
        }
        if (change > most) {
            most = change;
            t->best = (int)i;
        }
    }
}

static bool report(struct looking *l, const struct formats *formats, const struct text_options *text, GError **error)
{
    struct trend t = {.n_commits = l->commits->len, .cut = l->cut};
    int before = -1;
    t.points = g_new0(struct trend_point, l->commits->len);
    for (guint i = l->commits->len; i-- > 0;)
        if (l->seen[i]) {
            fill_point(l, &t, i, before);
            before = (int)i;
        }
    t.name = t.points[t.n_points - 1].digest->name;
    t.score_model = t.points[t.n_points - 1].digest->score_model;
    mark_most(&t);
    bool ok = formats_write(formats, l->a->formats, &t, text, error);
    g_free(t.points);
    return ok;
}

/* ---- the command ---- */

static bool list_commits(struct looking *l, GError **error)
{
    g_autoptr(GError) cause = NULL;
    const char *rev = l->a->rev ? l->a->rev : "HEAD";
    struct history *h = history_open(l->digests.scan.path, &cause);
    struct history_commit newest;
    int64_t since = 0;
    bool ok = h && history_find(h, rev, &newest, &cause) && (!l->a->since || (since = since_read(l->a->since, newest.time, error)) > 0);
    unsigned most = l->a->most > 0 ? MIN((unsigned)l->a->most, (unsigned)COMMITS_MOST) : l->a->since ? COMMITS_MOST : COMMITS_DEFAULT;
    if (ok)
        l->commits = history_list(h, rev, since, most, &l->cut, &cause);
    if (cause)
        g_set_error(error, CLI_ERROR, CLI_USAGE, "%s", cause->message);
    else if (ok && l->commits->len == 0)
        g_set_error(error, CLI_ERROR, CLI_USAGE, "there is no commit since %s", l->a->since);
    history_free(h);
    return l->commits && l->commits->len > 0;
}

/* All commits are measured by one yardstick: the settings and the rules that the newest has, unless the user gives others. */
static bool find_settings(struct looking *l, GError **error)
{
    g_autoptr(GError) cause = NULL;
    struct scan_options *o = &l->digests.scan;
    struct source *newest = source_open_with(&(struct source_options){.path = o->path, .revision = commit_at(l, 0)->id, .absent = true}, &cause);
    if (!newest) {
        g_set_error(error, CLI_ERROR, CLI_SCAN, "%s", cause->message);
        return false;
    }
    if (!o->settings) {
        l->settings = settled_text(newest);
        o->settings = l->settings ? l->settings : "";
    }
    bool ok = o->rules_dir || settled_rules(newest, o->settings, &o->rules, error);
    source_free(newest);
    return ok;
}

static enum cli_status make(struct looking *l, const struct formats *formats, const struct text_options *text, GError **error)
{
    enum cli_status status = CLI_SCAN;
    if (list_commits(l, error)) {
        l->seen = g_new0(struct digest *, l->commits->len);
        if (find_settings(l, error) && digests_open(&l->digests, error) && look(l, error) && report(l, formats, text, error))
            status = CLI_OK;
        for (guint i = 0; i < l->commits->len; i++)
            digest_free(l->seen[i]);
        digests_close(&l->digests);
    }
    if (l->commits)
        g_array_unref(l->commits);
    g_free(l->seen);
    g_free(l->settings);
    return status;
}

static enum cli_status run(const struct command *c, char *const *args, GError **error)
{
    struct trend_arguments a = {0};
    const GOptionEntry own[] = {
        {"format", 'f', 0, G_OPTION_ARG_FILENAME_ARRAY, &a.formats,
         "Write a report (text, json, csv, svg, html), to FILE instead of standard output; may be repeated", "FMT[=FILE]"},
        {"max-count", 'n', 0, G_OPTION_ARG_INT, &a.most, "The last N commits; 100 without --since", "N"},
        {"since", 0, 0, G_OPTION_ARG_STRING, &a.since, "Commits since then: YYYY-MM-DD, or '90 days' before the newest", "DATE"},
        {"points", 0, 0, G_OPTION_ARG_INT, &a.points, "How many of them are looked at, evenly spread; up to 6, fewer where they have little in common", "N"},
        {"every", 0, 0, G_OPTION_ARG_NONE, &a.every, "Look at every commit", NULL},
        {"exact", 0, 0, G_OPTION_ARG_NONE, &a.exact, "Look closer until the commits are found that added and repaid most", NULL},
        {"rev", 0, 0, G_OPTION_ARG_STRING, &a.rev, "The newest commit; HEAD", "REV"},
        {"all", 'a', 0, G_OPTION_ARG_NONE, &a.all, "Show every point", NULL},
        G_OPTION_ENTRY_NULL,
    };
    g_autofree GOptionEntry *entries = shared_entries(&a.shared, SHARED_SCAN | SHARED_COLOR, own);
    g_auto(GStrv) rest = NULL;
    g_autofree const char **names = g_new0(const char *, n_trend_reporters + 1);
    struct formats formats = {.names = names, .n = n_trend_reporters, .write = write_format};
    struct text_options text;
    struct looking l = {.a = &a, .digests.scan = {.gate = -1}};
    enum cli_status status = CLI_OK;
    for (size_t i = 0; i < n_trend_reporters; i++)
        names[i] = trend_reporters[i].name;
    if (cli_parse(c, entries, args, &rest, error) && cli_at_most(rest, 1, error) && cli_text_options(a.shared.color, &text, error) &&
        formats_check(&formats, a.formats, error) && shared_apply(&a.shared, &l.digests.scan, error)) {
        text.all = a.all;
        l.digests.scan.path = *rest ? *rest : ".";
        status = make(&l, &formats, &text, error);
    }
    g_strfreev(a.formats);
    g_free(a.since);
    g_free(a.rev);
    shared_fini(&a.shared);
    return status;
}

const struct command command_trend = {
    .name = "trend",
    .arguments = "[PATH]",
    .summary = "the score through history",
    .run = run,
};
