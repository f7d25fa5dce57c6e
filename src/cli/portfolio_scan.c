#include "cli/portfolio_scan.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "cli/digests.h"
#include "extract/extract.h"
#include "judge/waivers.h"

#define JOBS_MOST 64
#define ENTRY_BYTES_MOST (64u << 20)
#define ENTRY_VERSION 1 /* of what is kept in the cache */

struct run {
    const struct portfolio_scan *o;
    struct digests shared; /* rules, cache, extractor */
    const GArray *inputs;
    struct portfolio *p;
    unsigned processors;
    unsigned n_jobs;
};

struct job { /* a child at work */
    pid_t pid;
    int fd;
    guint input;
    GString *text; /* what it said so far: 'o' and the entry, or 'e' and an error */
};

/* ---- in the child ---- */

static const struct input *input_at(const struct run *r, guint i)
{
    return &g_array_index(r->inputs, struct input, i);
}

static const struct reporter *reporter_named(const char *name)
{
    for (size_t i = 0; i < n_reporters; i++)
        if (strcmp(reporters[i].name, name) == 0)
            return &reporters[i];
    g_assert_not_reached();
}

/* A name that is one file below the folder of reports. */
static char *file_named(const char *folder, const char *name, const char *end)
{
    g_autoptr(GString) safe = g_string_new(NULL);
    for (const char *p = name; *p; p++)
        g_string_append_c(safe, g_ascii_isalnum(*p) || strchr("-_.+", *p) ? *p : '_');
    if (*name == '.' || !*name)
        g_string_prepend_c(safe, '_');
    return g_strdup_printf("%s/%s%s", folder, safe->str, end);
}

static bool write_reports(const struct run *r, const struct input *in, const struct report *report, GError **error)
{
    static const char *const formats[] = {"html", "json"};
    struct text_options options = {.unicode = true, .width = 100};
    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_autofree char *end = g_strconcat(".", formats[i], NULL), *path = file_named(r->o->reports, in->about.name, end);
        g_autoptr(GString) text = g_string_new(NULL);
        if (!reporter_named(formats[i])->write(report, &options, text, error) || !file_write(path, text->str, text->len, error))
            return false;
    }
    return true;
}

/* What the entry depends on beside files and commit. */
static char *key_words(const struct run *r, const struct scan *s)
{
    struct policy policy = {0};
    policy_read(s->source, &policy);
    char *words = g_strdup_printf("portfolio %d\n%d %d\n%s\n%s", ENTRY_VERSION, r->o->today, r->o->no_comments,
                                  policy.waivers ? policy.waivers : "-", policy.baseline ? policy.baseline : "-");
    policy_fini(&policy);
    return words;
}

static bool judge(const struct run *r, struct scan *s, const struct scan_options *o, const struct input *in, GString *out, GError **error)
{
    if (!scan_read(s, o, error) || !scan_judge(s, o, error) || (r->o->reports && !write_reports(r, in, s->report, error)))
        return false;
    g_autoptr(GString) text = g_string_new(NULL);
    struct portfolio *one = portfolio_new(NULL);
    struct portfolio_about nothing = {0}; /* what the user says of it is not kept */
    bool ok = reporter_named("json")->write(s->report, &(struct text_options){.width = 100}, text, error) &&
              portfolio_add_report(one, &nothing, text->str, text->len, error);
    if (ok)
        portfolio_write_bare(one, out);
    portfolio_free(one);
    return ok;
}

static void note_folder(const char *name, const char *folder)
{
    g_autofree char *text = g_strdup_printf("%s: rules of its own, in %s, are not used in a portfolio", name, folder);
    cli_note(text);
}

/* Appends a portfolio of this repository alone, as JSON. */
static bool scan_one(const struct run *r, const struct input *in, unsigned workers, GString *out, GError **error)
{
    struct scan_options o = r->shared.scan;
    struct cache_key key;
    o.path = in->path;
    o.revision = in->revision;
    o.kind = in->repository_kind;
    o.profile = r->o->profile;
    o.workers = workers;
    o.needs = r->o->reports ? reporter_named("html")->needs : 0;
    struct scan *s = scan_begin(&o, error);
    if (!s)
        return false;
    g_autofree char *words = key_words(r, s), *folder = settings_rules_folder(s->settings_text);
    if (folder)
        note_folder(in->about.name, folder);
    bool keyed = !r->o->reports && scan_key(s, &o, words, &key);
    g_autoptr(GBytes) kept = keyed ? cache_find(s->cache, &key) : NULL;
    gsize from = out->len;
    bool ok = true;
    if (kept) {
        gsize size;
        const char *text = g_bytes_get_data(kept, &size);
        g_string_append_len(out, text, (gssize)size);
    } else {
        ok = judge(r, s, &o, in, out, error);
        if (ok && keyed)
            cache_put(s->cache, &key, out->str + from, out->len - from);
    }
    scan_free(s);
    return ok;
}

static bool put(int fd, const char *text, gsize len)
{
    while (len > 0) {
        ssize_t n = write(fd, text, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        text += n;
        len -= (gsize)n;
    }
    return true;
}

static void run_child(const struct run *r, guint i, unsigned workers, int fd)
{
    struct run own = *r;
    g_autoptr(GString) text = g_string_new("o");
    g_autoptr(GError) error = NULL;
    if (r->shared.scan.cache) /* the parent's connection is not ours to use */
        own.shared.scan.cache = cache_open(r->shared.scan.rules->hash);
    if (!scan_one(&own, input_at(r, i), workers, text, &error))
        g_string_printf(text, "e%s", error ? error->message : "the scan could not be completed");
    cache_close(own.shared.scan.cache);
    _exit(put(fd, text->str, text->len) ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* ---- in the parent ---- */

static bool start(struct run *r, struct job *jobs, struct job *job, guint i, unsigned workers)
{
    int ends[2];
    if (pipe(ends) < 0)
        return false;
    pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        if (getppid() != parent)
            _exit(EXIT_FAILURE);
        for (unsigned k = 0; k < r->n_jobs; k++)
            if (jobs[k].pid > 0)
                close(jobs[k].fd);
        close(ends[0]);
        if (r->o->seconds)
            alarm(r->o->seconds);
        run_child(r, i, workers, ends[1]);
    }
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return false;
    }
    *job = (struct job){.pid = pid, .fd = ends[0], .input = i, .text = g_string_new(NULL)};
    return true;
}

static char *how_it_ended(const struct run *r, int status)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        return g_strdup_printf("it took longer than %u seconds", r->o->seconds);
    if (WIFSIGNALED(status))
        return g_strdup_printf("the scan was ended by signal %d", WTERMSIG(status));
    return g_strdup("the scan gave no report");
}

/* The link to the report that was written beside. */
static const char *report_link(struct run *r, const struct input *in)
{
    if (in->about.report || !r->o->reports || in->kind != INPUT_TREE)
        return in->about.report;
    g_autofree char *file = file_named(r->o->link, in->about.name, ".html");
    return arena_strdup(&r->p->arena, file);
}

static void take(struct run *r, struct job *job)
{
    int status = 0;
    const struct input *in = input_at(r, job->input);
    struct portfolio_about about = in->about;
    g_autoptr(GError) error = NULL;
    close(job->fd);
    while (waitpid(job->pid, &status, 0) < 0 && errno == EINTR)
        ;
    bool whole = WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS && job->text->len > 0;
    if (whole && job->text->str[0] == 'o') {
        about.report = report_link(r, in);
        if (!portfolio_add_portfolio(r->p, &about, job->text->str + 1, job->text->len - 1, NULL, &error))
            portfolio_add_failure(r->p, &in->about, error->message);
    } else if (whole) {
        portfolio_add_failure(r->p, &in->about, job->text->str + 1);
    } else {
        g_autofree char *why = how_it_ended(r, status);
        portfolio_add_failure(r->p, &in->about, why);
    }
    g_string_free(job->text, TRUE);
    *job = (struct job){0};
}

/* True once the child has said all. */
static bool listen_to(struct job *job)
{
    char buffer[65536];
    ssize_t n = read(job->fd, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR)
        return false;
    if (n > 0 && job->text->len + (gsize)n <= ENTRY_BYTES_MOST) {
        g_string_append_len(job->text, buffer, n);
        return false;
    }
    if (n > 0)
        kill(job->pid, SIGKILL);
    return true;
}

static void read_report(struct run *r, const struct input *in)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    gsize size = 0;
    struct portfolio_about about = in->about;
    bool ok = file_read(in->path, LIMIT_REPORT_BYTES, &text, &size, &error);
    if (ok && portfolio_is_portfolio(text, size)) {
        ok = portfolio_add_portfolio(r->p, NULL, text, size, NULL, &error);
    } else if (ok) {
        if (!in->named)
            about.name = NULL; /* its own */
        ok = portfolio_add_report(r->p, &about, text, size, &error);
    }
    if (!ok)
        portfolio_add_failure(r->p, &in->about, error->message);
}

/* Runs children until all trees are scanned; what is quick is done between. */
static bool run_jobs(struct run *r, GError **error)
{
    struct job *jobs = g_new0(struct job, r->n_jobs);
    g_autofree struct pollfd *fds = g_new0(struct pollfd, r->n_jobs);
    g_autofree unsigned *owners = g_new0(unsigned, r->n_jobs);
    struct progress *progress = progress_new(STDERR_FILENO, r->o->progress);
    guint next = 0, done = 0, trees = 0;
    bool ok = true;
    progress_estimate(progress);
    for (guint i = 0; i < r->inputs->len; i++)
        trees += input_at(r, i)->kind == INPUT_TREE;
    unsigned workers = MAX(r->processors / MAX(MIN(r->n_jobs, trees), 1), 1);
    for (nfds_t n = 0; ok && (next < r->inputs->len || done < r->inputs->len);) {
        for (unsigned k = 0; k < r->n_jobs && ok; k++) {
            while (jobs[k].pid == 0 && next < r->inputs->len && input_at(r, next)->kind != INPUT_TREE) {
                const struct input *in = input_at(r, next++);
                if (in->kind == INPUT_REPORT)
                    read_report(r, in);
                else
                    portfolio_add_failure(r->p, &in->about, in->lack);
                progress_update(progress, "repositories", ++done, r->inputs->len);
            }
            if (jobs[k].pid == 0 && next < r->inputs->len && !start(r, jobs, &jobs[k], next++, workers)) {
                g_set_error(error, CLI_ERROR, CLI_SCAN, "cannot start a scan: %s", g_strerror(errno));
                ok = false;
            }
        }
        n = 0;
        for (unsigned k = 0; k < r->n_jobs; k++)
            if (jobs[k].pid > 0) {
                owners[n] = k;
                fds[n++] = (struct pollfd){.fd = jobs[k].fd, .events = POLLIN};
            }
        if (n == 0)
            continue;
        if (poll(fds, n, 500) < 0 && errno != EINTR)
            break;
        for (nfds_t k = 0; k < n; k++)
            if ((fds[k].revents & (POLLIN | POLLHUP | POLLERR)) && listen_to(&jobs[owners[k]])) {
                take(r, &jobs[owners[k]]);
                done++;
            }
        progress_update(progress, "repositories", done, r->inputs->len);
    }
    for (unsigned k = 0; k < r->n_jobs; k++)
        if (jobs[k].pid > 0) {
            kill(jobs[k].pid, SIGKILL);
            take(r, &jobs[k]);
        }
    progress_free(progress);
    g_free(jobs);
    return ok;
}

static bool make_folder(const char *folder, GError **error)
{
    if (!folder || g_mkdir_with_parents(folder, 0777) == 0)
        return true;
    g_set_error(error, CLI_ERROR, CLI_SCAN, "cannot make the folder %s: %s", folder, g_strerror(errno));
    return false;
}

bool portfolio_scan(const struct portfolio_scan *o, struct ruleset *rules, const GArray *inputs, struct portfolio *p, GError **error)
{
    struct run r = {.o = o, .inputs = inputs, .p = p, .processors = o->jobs ? o->jobs : g_get_num_processors()};
    r.n_jobs = MIN(r.processors, JOBS_MOST);
    r.shared.scan = (struct scan_options){.gate = -1, .rules = rules, .rules_dir = o->rules_dir, .shared = true,
                                          .today = o->today, .no_comments = o->no_comments, .no_cache = o->no_cache,
                                          .progress = PROGRESS_NEVER};
    if (!make_folder(o->reports, error))
        return false;
    r.shared.scan.cache = o->no_cache ? NULL : cache_open(rules->hash);
    r.shared.scan.extractor = extractor_new_bare(rules);
    bool ok = run_jobs(&r, error);
    if (cache_was_damaged(r.shared.scan.cache))
        cli_note("the cache was damaged and is begun anew");
    cache_close(r.shared.scan.cache);
    extractor_free(r.shared.scan.extractor);
    return ok;
}
