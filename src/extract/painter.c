#include "extract/painter.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "extract/worker.h"
#include "syntax/parse.h"

#define SPANS_MOST (1u << 16) /* of one job */
#define DEATHS_MOST 3         /* after which the rest stays plain */
#define ORPHANED 1

/* ---- in the confined process ---- */

static void send_all(const void *data, size_t len)
{
    const char *p = data;
    while (len > 0) {
        ssize_t n = write(WORKER_REPLIES, p, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            _exit(ORPHANED);
        p += n;
        len -= (size_t)n;
    }
}

static void paint(struct syntax *s, const struct paint_job *job, GArray *spans)
{
    const TSLanguage *language = syntax_grammar(job->grammar, NULL);
    TSNode root;
    g_array_set_size(spans, 0);
    if (language && syntax_parse(s, language, job->text, job->size, &root) == SYNTAX_PARSED)
        for (unsigned i = 0; i < job->n_ranges; i++)
            paint_tree(root, job->text, job->ranges[i].begin, job->ranges[i].end, spans);
    syntax_forget(s);
    if (spans->len > SPANS_MOST)
        g_array_set_size(spans, SPANS_MOST);
}

static void paint_all(const struct paint_job *jobs, unsigned n, int replies, int unused)
{
    worker_enter(unused, replies);
    struct syntax *s = syntax_new();
    GArray *spans = g_array_new(FALSE, FALSE, sizeof(struct paint_span));
    for (unsigned i = 0; i < n; i++) {
        paint(s, &jobs[i], spans);
        uint32_t count = spans->len;
        send_all(&count, sizeof count);
        send_all(spans->data, count * sizeof(struct paint_span));
    }
    _exit(0);
}

/* ---- in the process that asks ---- */

static bool receive(int fd, void *data, size_t len)
{
    char *p = data;
    while (len > 0) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        int ready = poll(&wait, 1, LIMIT_WORKER_CPU_MS);
        ssize_t n = ready > 0 ? read(fd, p, len) : ready;
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        p += n;
        len -= (size_t)n;
    }
    return true;
}

/* What comes from there is as little trusted as the text: spans in order, within the text, or none. */
static bool receive_spans(int fd, struct paint_job *job)
{
    uint32_t count = 0, end = 0;
    if (!receive(fd, &count, sizeof count) || count > SPANS_MOST)
        return false;
    g_array_set_size(job->spans, count);
    if (!receive(fd, job->spans->data, count * sizeof(struct paint_span))) {
        g_array_set_size(job->spans, 0);
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct paint_span *s = &g_array_index(job->spans, struct paint_span, i);
        if (s->begin < end || s->end <= s->begin || s->end > job->size || s->paint >= PAINT_COUNT) {
            g_array_set_size(job->spans, 0);
            break;
        }
        end = s->end;
    }
    return true;
}

/* How many of the jobs a process has done before it was done, or done for. */
static unsigned run_process(struct paint_job *jobs, unsigned n)
{
    int ends[2];
    unsigned done = 0;
    if (pipe(ends) < 0)
        return n;
    pid_t child = fork();
    if (child == 0)
        paint_all(jobs, n, ends[1], ends[0]);
    close(ends[1]);
    while (child > 0 && done < n && receive_spans(ends[0], &jobs[done]))
        done++;
    close(ends[0]);
    if (child < 0)
        return n;
    kill(child, SIGKILL);
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
    return done;
}

void painter_run(struct paint_job *jobs, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        jobs[i].spans = g_array_new(FALSE, TRUE, sizeof(struct paint_span));
    unsigned next = 0;
    for (unsigned deaths = 0; next < n && deaths < DEATHS_MOST; deaths++)
        next += run_process(jobs + next, n - next) + 1; /* the one at which it ended is left as it is */
}
