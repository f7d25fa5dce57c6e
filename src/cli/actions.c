#include "cli/actions.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/term.h"
#include "forge/body.h"
#include "judge/judge.h"
#include "report/annotation.h"
#include "report/pages.h"

#define SUMMARY_BYTES (900u << 10) /* of the 1 MiB that a step has */

static bool append_file(const char *path, const GString *text, GError **error)
{
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
    gsize done = 0;
    while (fd >= 0 && done < text->len) {
        ssize_t n = write(fd, text->str + done, text->len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        done += (gsize)n;
    }
    int number = errno;
    if (fd >= 0 && close(fd) == 0 && done == text->len)
        return true;
    g_set_error(error, CLI_ERROR, CLI_SCAN, "cannot write to %s: %s", path, g_strerror(number));
    return false;
}

/* A word that nobody can foresee: what ends a block of text must not stand in it. */
static char *random_word(void)
{
    guint64 number[2] = {0};
    if (getrandom(number, sizeof number, 0) != (ssize_t)sizeof number)
        number[0] = g_random_int() | (guint64)g_random_int() << 32;
    return g_strdup_printf("debtscan-%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x", number[0], number[1]);
}

static void put(GString *out, const char *name, const char *value)
{
    if (!strpbrk(value, "\r\n")) {
        g_string_append_printf(out, "%s=%s\n", name, value);
        return;
    }
    g_autofree char *word = random_word();
    g_string_append_printf(out, "%s<<%s\n%s\n%s\n", name, word, value, word);
}

static const char *file_of(const GArray *outputs, const char *format)
{
    for (guint i = 0; i < outputs->len; i++) {
        const struct output *o = &g_array_index(outputs, struct output, i);
        if (o->file && strcmp(o->reporter->name, format) == 0)
            return o->file;
    }
    return "";
}

static bool write_outputs(const struct report *r, const GArray *outputs, const char *path, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *score = r->scored ? g_strdup_printf("%d.%d", r->score / 10, r->score % 10) : g_strdup("");
    g_autofree char *findings = g_strdup_printf("%u", r->n_findings);
    put(text, "score", score);
    put(text, "grade", r->scored ? (char[]){r->grade, '\0'} : "");
    put(text, "verdict", r->scored ? verdict_name(r->verdict) : "");
    put(text, "gate", r->gate_failed ? "failed" : "passed");
    put(text, "findings", findings);
    put(text, "sarif-file", file_of(outputs, "sarif"));
    put(text, "report-file", file_of(outputs, "html"));
    return append_file(path, text, error);
}

bool actions_publish(const struct report *r, const struct text_options *options, const GArray *outputs, GError **error)
{
    const char *summary = g_getenv("GITHUB_STEP_SUMMARY"), *output = g_getenv("GITHUB_OUTPUT");
    if (summary && *summary) {
        g_autoptr(GString) text = g_string_new(NULL);
        if (!page_markdown(r, options, SUMMARY_BYTES, text, error) || !append_file(summary, text, error))
            return false;
    }
    return !output || !*output || write_outputs(r, outputs, output, error);
}

bool actions_summary(const char *markdown, GError **error)
{
    const char *summary = g_getenv("GITHUB_STEP_SUMMARY");
    g_autoptr(GString) text = g_string_new(markdown);
    if (!summary || !*summary)
        return true;
    body_cut(text, SUMMARY_BYTES, "the job's log");
    return append_file(summary, text, error);
}

static char *tenths(bool known, int value)
{
    return known ? g_strdup_printf("%s%d.%d", value < 0 ? "-" : "", ABS(value) / 10, ABS(value) % 10) : g_strdup("");
}

bool actions_publish_comparison(const struct comparison *c, GError **error)
{
    const char *output = g_getenv("GITHUB_OUTPUT");
    const struct digest *b = c->base, *h = c->head;
    g_autoptr(GString) summary = g_string_new(NULL), text = g_string_new(NULL);
    g_autofree char *score = tenths(h->scored, h->score), *base = tenths(b->scored, b->score);
    g_autofree char *delta = tenths(h->scored && b->scored, h->score - b->score);
    g_autofree char *new = g_strdup_printf("%u", c->n_new), *fixed = g_strdup_printf("%u", c->n_fixed);
    compare_markdown(c, summary);
    if (!actions_summary(summary->str, error))
        return false;
    put(text, "score", score);
    put(text, "base-score", base);
    put(text, "delta", delta);
    put(text, "gate", c->gate_failed ? "failed" : "passed");
    put(text, "new-findings", new);
    put(text, "fixed-findings", fixed);
    return !output || !*output || append_file(output, text, error);
}

bool actions_notice(const char *text, GError **error)
{
    if (g_strcmp0(g_getenv("GITHUB_ACTIONS"), "true") != 0) {
        cli_note(text);
        return true;
    }
    g_autoptr(GString) line = g_string_new("::notice title=debtscan::");
    annotation_append(line, text, false);
    g_string_append_c(line, '\n');
    return cli_print(line->str, line->len, error);
}

/* "##[error]", "##vso[...]" and "##teamcity[...]" count anywhere on a line, "::error::" behind blanks. */
void actions_guard(GString *text)
{
    if (!term_ci())
        return;
    if (g_strcmp0(g_getenv("GITHUB_ACTIONS"), "true") == 0) {
        g_autofree char *word = random_word();
        g_autofree char *begin = g_strdup_printf("::stop-commands::%s\n", word);
        g_string_prepend(text, begin);
        g_string_append_printf(text, "::%s::\n", word);
        return;
    }
    g_autofree char *all = g_strdup(text->str);
    g_string_truncate(text, 0);
    for (const char *p = all; *p; p++) {
        g_string_append_c(text, *p);
        size_t word = p > all && p[-1] == '#' && *p == '#' ? strspn(p + 1, "abcdefghijklmnopqrstuvwxyz") : 0;
        if (p > all && p[-1] == '#' && *p == '#' && p[1 + word] == '[')
            g_string_append_c(text, ' ');
    }
}
