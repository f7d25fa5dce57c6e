#include "base/progress.h"

#include <errno.h>
#include <stdbool.h>
#include <unistd.h>

#include "base/term.h"
#include "base/text.h"

#define FIRST_US (300 * 1000)
#define REDRAW_US (100 * 1000)
#define PLAIN_US (3 * 1000 * 1000)
#define ESTIMATE_US (1000 * 1000) /* before that a rate says little */

struct progress {
    int fd;
    enum progress_mode mode;
    bool drawn;
    gint64 next; /* monotonic µs before which nothing is drawn */
    gint64 since; /* what the rate is counted from; 0: it is not shown */
};

struct progress *progress_new(int fd, enum progress_mode mode)
{
    struct progress *p = g_new0(struct progress, 1);
    p->fd = fd;
    p->mode = mode == PROGRESS_AUTO && !term_cursor(fd) ? PROGRESS_NEVER : mode;
    p->next = g_get_monotonic_time() + (mode == PROGRESS_PLAIN ? PLAIN_US : FIRST_US);
    return p;
}

static void put(int fd, const char *s, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, s, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return; /* a progress line is not worth an error */
        s += n;
        len -= (size_t)n;
    }
}

void progress_estimate(struct progress *p)
{
    p->since = g_get_monotonic_time();
}

static void append_estimate(GString *text, gint64 us, size_t done, size_t total)
{
    if (us < ESTIMATE_US || done == 0 || total == 0)
        return;
    double rate = (double)done * 1e6 / (double)us;
    guint64 left = (guint64)((double)(total - MIN(done, total)) / rate + 0.5);
    if (rate >= 1)
        g_string_append_printf(text, ", %.1f a second", rate);
    else
        g_string_append_printf(text, ", %.1f a minute", rate * 60);
    if (left >= 3600)
        g_string_append_printf(text, ", %" G_GUINT64_FORMAT " h %02" G_GUINT64_FORMAT " min left", left / 3600, left / 60 % 60);
    else if (left >= 60)
        g_string_append_printf(text, ", %" G_GUINT64_FORMAT " min left", (left + 30) / 60);
    else
        g_string_append_printf(text, ", %" G_GUINT64_FORMAT " s left", left);
}

void progress_update(struct progress *p, const char *what, size_t done, size_t total)
{
    if (!p || p->mode == PROGRESS_NEVER)
        return;
    gint64 now = g_get_monotonic_time();
    if (now < p->next)
        return;
    bool plain = p->mode == PROGRESS_PLAIN;
    p->next = now + (plain ? PLAIN_US : REDRAW_US);

    g_autoptr(GString) text = g_string_new(NULL);
    text_append_safe(text, what, -1);
    if (total > 0)
        g_string_append_printf(text, " %zu/%zu (%zu%%)", done, total, done * 100 / total);
    else if (done > 0)
        g_string_append_printf(text, " %zu", done);
    if (p->since)
        append_estimate(text, now - p->since, done, total);

    g_autoptr(GString) line = g_string_new(plain ? "" : "\r");
    if (plain)
        g_string_append(line, text->str);
    else /* the last column is left free: some terminals wrap as soon as it is written */
        text_append_cut(line, text->str, term_width(p->fd) - 1, !term_utf8());
    g_string_append(line, plain ? "\n" : "\033[K");
    put(p->fd, line->str, line->len);
    p->drawn = !plain;
}

void progress_erase(struct progress *p)
{
    if (p && p->drawn) {
        put(p->fd, "\r\033[K", 4);
        p->drawn = false;
    }
}

void progress_free(struct progress *p)
{
    progress_erase(p);
    g_free(p);
}
