/* scan - the command: options, gates, and where the reports go. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/term.h"
#include "cli/digests.h"
#include "cli/gates.h"
#include "cli/scan.h"
#include "report/reporters.h"

struct output {
    const struct reporter *reporter;
    const char *file; /* NULL: stdout */
};

struct scan_arguments {
    char **formats;
    char **fail_on, *fail_under, *rules, *color, *kind, *revision, *baseline, *today;
    int workers;
    gboolean all, explain, no_progress, staged, no_cache, no_comments;
};

/* ---- options ---- */

static bool find_reporter(const char *name, const struct reporter **out, GError **error)
{
    g_autofree const char **names = g_new0(const char *, n_reporters + 1);
    for (size_t i = 0; i < n_reporters; i++) {
        names[i] = reporters[i].name;
        if (strcmp(names[i], name) == 0) {
            *out = &reporters[i];
            return true;
        }
    }
    return cli_unknown(error, "format", name, names, n_reporters);
}

/* FMT[=FILE]; `-` is stdout, which takes one report. */
static bool read_formats(char *const *formats, GArray *outputs, GError **error)
{
    unsigned to_stdout = 0;
    for (; formats && *formats; formats++) {
        const char *equals = strchr(*formats, '=');
        g_autofree char *name =
            equals ? g_strndup(*formats, (gsize)(equals - *formats)) : g_strdup(*formats);
        struct output out = {.file = equals && strcmp(equals + 1, "-") != 0 ? equals + 1 : NULL};
        if (!find_reporter(name, &out.reporter, error))
            return false;
        if (out.file && !*out.file) {
            g_set_error(error, CLI_ERROR, CLI_USAGE, "--format %s= names no file", name);
            return false;
        }
        to_stdout += out.file == NULL;
        g_array_append_val(outputs, out);
    }
    if (to_stdout > 1) {
        g_set_error(
            error, CLI_ERROR, CLI_USAGE,
            "only one report can go to standard output; give the others a file: --format FMT=FILE");
        return false;
    }
    if (outputs->len == 0) {
        struct output out = {.reporter = &reporters[0]};
        g_array_append_val(outputs, out);
    }
    return true;
}

/* ---- gates ---- */

static void decide_gates(struct report *r, const struct gates *gates)
{
    g_autoptr(GPtrArray) reasons = g_ptr_array_new();
    unsigned n = 0, open = 0;
    if (r->gate >= 0 && !r->scored) {
        g_ptr_array_add(reasons, arena_strdup(&r->arena, "there is no score to compare"));
    } else if (r->gate >= 0 && r->with_waivers < r->gate) {
        r->gate_failed = true;
        g_ptr_array_add(reasons, arena_printf(&r->arena, "score %d.%d%s is below %d.%d",
                                              r->with_waivers / 10, r->with_waivers % 10,
                                              r->with_waivers != r->score ? " with waivers" : "",
                                              r->gate / 10, r->gate % 10));
    }
    for (unsigned i = 0; i < r->n_findings; i++) {
        const struct finding *f = &r->findings[i];
        open += f->state == FINDING_OPEN;
        n += gates->fail_on >= 0 && f->state == FINDING_OPEN && (int)f->severity >= gates->fail_on;
    }
    if (gates->fail_on_new && open > 0) {
        r->gate_failed = true;
        g_ptr_array_add(reasons, arena_printf(&r->arena, "%u finding%s that nobody has accepted", open, open == 1 ? "" : "s"));
    }
    if (n > 0) {
        r->gate_failed = true;
        g_ptr_array_add(reasons,
                        arena_printf(&r->arena, "%u finding%s of severity %s or above", n,
                                     n == 1 ? "" : "s", severity_name((enum severity)gates->fail_on)));
    }
    r->gate_reasons = arena_new_n(&r->arena, const char *, reasons->len + 1);
    for (guint i = 0; i < reasons->len; i++)
        r->gate_reasons[i] = g_ptr_array_index(reasons, i);
}

/* ---- reports ---- */

/* Also hands the text to `kept`, of which the position is that of the output, unless it is NULL. */
static bool write_output(const struct output *out, const struct report *r,
                         const struct text_options *options, GString **kept, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) cause = NULL;
    struct text_options plain = {.unicode = true,
                                 .width = 100,
                                 .all = options->all,
                                 .explain = options->explain,
                                 .target = options->target};
    if (!out->reporter->write(r, out->file ? &plain : options, text, &cause) ||
        (out->file && !file_write(out->file, text->str, text->len, &cause))) {
        g_set_error(error, CLI_ERROR, CLI_SCAN, "cannot write the %s report: %s",
                    out->reporter->name, cause->message);
        return false;
    }
    bool ok = out->file || cli_print(text->str, text->len, error);
    if (kept)
        *kept = g_string_new_len(text->str, (gssize)text->len);
    return ok;
}

/* Files first: a reader of stdout that goes away early must not cost a file. */
static bool write_outputs(const GArray *outputs, const struct report *r,
                          const struct text_options *options, GString **kept, GError **error)
{
    for (int to_stdout = 0; to_stdout <= 1; to_stdout++)
        for (guint i = 0; i < outputs->len; i++) {
            const struct output *out = &g_array_index(outputs, struct output, i);
            if ((out->file == NULL) == to_stdout && !write_output(out, r, options, kept ? &kept[i] : NULL, error))
                return false;
        }
    return true;
}

/* ---- reports of which nothing has changed ---- */

/* All that the reports depend on beside the files and the options of judging. */
static char *kept_name(const struct scan *s, const struct scan_options *o, const GArray *outputs, const struct text_options *text,
                       const struct gates *gates)
{
    struct policy policy;
    GString *out = g_string_new("reports");
    policy_read(s->source, &policy);
    for (guint i = 0; i < outputs->len; i++) {
        const struct output *output = &g_array_index(outputs, struct output, i);
        g_string_append_printf(out, " %s%s", output->reporter->name, output->file ? "=" : "");
    }
    g_string_append_printf(out, "\n%d %d %d %d %u %d %d %d %d %d\n%s\n%s\n", text->colour, text->unicode, text->hyperlinks, text->all,
                           text->width, text->explain, gates->fail_on, gates->fail_on_new, o->today, o->no_comments,
                           text->target, text->root ? text->root : "");
    g_string_append_printf(out, "%s\n%s\n%s", policy.waivers ? policy.waivers : "-", policy.baseline ? policy.baseline : "-",
                           o->baseline ? o->baseline : "-");
    policy_fini(&policy);
    return g_string_free(out, FALSE);
}

/* Status, then length and bytes of each report. */
static void keep_reports(struct cache *cache, const struct cache_key *key, uint64_t status, GString *const *kept, guint n)
{
    g_autoptr(GByteArray) all = g_byte_array_new();
    g_byte_array_append(all, (const guint8 *)&status, sizeof status);
    for (guint i = 0; i < n; i++) {
        uint64_t len = kept[i]->len;
        g_byte_array_append(all, (const guint8 *)&len, sizeof len);
        g_byte_array_append(all, (const guint8 *)kept[i]->str, (guint)len);
    }
    cache_put(cache, key, all->data, all->len);
}

/* Writes the reports as they were. False without an error if there are none that fit. */
static bool write_kept(struct cache *cache, const struct cache_key *key, const GArray *outputs, enum cli_status *status, GError **error)
{
    g_autoptr(GBytes) value = cache_find(cache, key);
    gsize size = 0;
    const char *data = value ? g_bytes_get_data(value, &size) : NULL;
    g_autofree const char **texts = g_new0(const char *, outputs->len + 1);
    g_autofree uint64_t *lengths = g_new0(uint64_t, outputs->len + 1);
    uint64_t code;
    gsize at = sizeof code;
    if (!data || size < at)
        return false;
    memcpy(&code, data, sizeof code);
    for (guint i = 0; i < outputs->len; i++) {
        if (size - at < sizeof *lengths)
            return false;
        memcpy(&lengths[i], data + at, sizeof *lengths);
        at += sizeof *lengths;
        if (size - at < lengths[i])
            return false;
        texts[i] = data + at;
        at += lengths[i];
    }
    for (int to_stdout = 0; to_stdout <= 1; to_stdout++)
        for (guint i = 0; i < outputs->len; i++) {
            const struct output *out = &g_array_index(outputs, struct output, i);
            g_autoptr(GError) cause = NULL;
            if ((out->file == NULL) != to_stdout)
                continue;
            if (out->file && !file_write(out->file, texts[i], lengths[i], &cause))
                g_set_error(error, CLI_ERROR, CLI_SCAN, "cannot write the %s report: %s", out->reporter->name, cause->message);
            else if (out->file || cli_print(texts[i], lengths[i], error))
                continue;
            *status = CLI_SCAN;
            return true;
        }
    *status = code == CLI_GATE ? CLI_GATE : CLI_OK;
    return true;
}

static enum cli_status report_anew(struct scan *s, const struct scan_options *o, const GArray *outputs,
                                   const struct text_options *text, const struct gates *gates, const struct cache_key *key,
                                   gint64 begin, GError **error)
{
    enum cli_status status = CLI_SCAN;
    g_autofree GString **kept = g_new0(GString *, outputs->len + 1);
    if (!scan_read(s, o, error) || !scan_judge(s, o, error))
        return CLI_SCAN;
    decide_gates(s->report, gates);
    s->report->seconds = term_cursor(1) ? (double)(g_get_monotonic_time() - begin) / 1e6 : 0;
    if (write_outputs(outputs, s->report, text, kept, error)) {
        status = s->report->gate_failed ? CLI_GATE : CLI_OK;
        if (key)
            keep_reports(s->cache, key, status, kept, outputs->len);
    }
    for (guint i = 0; i < outputs->len; i++)
        if (kept[i])
            g_string_free(kept[i], TRUE);
    return status;
}

static enum cli_status scan_and_report(const struct scan_options *o, const GArray *outputs,
                                       struct text_options *text, const struct gates *gates, GError **error)
{
    gint64 begin = g_get_monotonic_time();
    enum cli_status status = CLI_SCAN;
    struct cache_key key;
    struct scan *s = scan_begin(o, error);
    if (!s)
        return CLI_SCAN;
    text->root = s->source->revision ? NULL : s->source->root;
    g_autofree char *name = kept_name(s, o, outputs, text, gates);
    bool keyed = !term_cursor(1) && scan_key(s, o, name, &key); /* a terminal is told how long it took */
    if (!keyed || !write_kept(s->cache, &key, outputs, &status, error))
        status = report_anew(s, o, outputs, text, gates, keyed ? &key : NULL, begin, error);
    scan_free(s);
    return status;
}

static bool one_of_two(const struct scan_arguments *a, GError **error)
{
    if (a->revision && a->staged)
        g_set_error(error, CLI_ERROR, CLI_USAGE, "--rev and --staged exclude each other");
    return !a->revision || !a->staged;
}

/* `*baseline` holds the text. */
static bool read_accepted(const struct scan_arguments *a, char **baseline, struct scan_options *o, GError **error)
{
    g_autoptr(GError) cause = NULL;
    if (a->baseline && !file_read(a->baseline, LIMIT_BASELINE_BYTES, baseline, NULL, &cause)) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "%s", cause->message);
        return false;
    }
    o->baseline = *baseline;
    o->no_comments = a->no_comments;
    return !a->today || gates_day(a->today, &o->today, error);
}

static enum cli_status run(const struct command *c, char *const *args, GError **error)
{
    struct scan_arguments a = {0};
    const GOptionEntry entries[] = {
        {"format", 'f', 0, G_OPTION_ARG_FILENAME_ARRAY, &a.formats,
         "Write a report, to FILE instead of standard output; may be repeated", "FMT[=FILE]"},
        {"fail-under", 0, 0, G_OPTION_ARG_STRING, &a.fail_under,
         "Gate: exit status 1 if the score is below N", "N"},
        {"fail-on", 0, 0, G_OPTION_ARG_STRING_ARRAY, &a.fail_on,
         "Gate: exit status 1 on a finding that severe (low, medium, high, critical), or on any that is not accepted (new)",
         "SEVERITY|new"},
        {"baseline", 0, 0, G_OPTION_ARG_FILENAME, &a.baseline,
         "Known findings, instead of those of .debtscan/baseline; an empty file accepts none", "FILE"},
        {"no-inline-suppressions", 0, 0, G_OPTION_ARG_NONE, &a.no_comments, "Comments accept no finding", NULL},
        {"today", 0, 0, G_OPTION_ARG_STRING, &a.today,
         "The day with which expiries of waivers are compared, instead of the commit's", "DATE"},
        {"all", 'a', 0, G_OPTION_ARG_NONE, &a.all, "Show every finding, step and note", NULL},
        {"explain", 'e', 0, G_OPTION_ARG_NONE, &a.explain, "Show how every number came about",
         NULL},
        {"rev", 0, 0, G_OPTION_ARG_STRING, &a.revision,
         "Scan what a commit holds, from git's objects, without a checkout", "REV"},
        {"staged", 0, 0, G_OPTION_ARG_NONE, &a.staged, "Scan what is staged for the next commit", NULL},
        {"kind", 0, 0, G_OPTION_ARG_STRING, &a.kind,
         "What the repository is, instead of deciding by its content", "KIND"},
        {"rules", 0, 0, G_OPTION_ARG_FILENAME, &a.rules,
         "Add the rule files of DIR, which replace those of the same name", "DIR"},
        {"jobs", 'j', 0, G_OPTION_ARG_INT, &a.workers, "Worker processes; 0 is one a processor",
         "N"},
        {"no-cache", 0, 0, G_OPTION_ARG_NONE, &a.no_cache, "Neither use nor keep what earlier scans found", NULL},
        {"color", 0, 0, G_OPTION_ARG_STRING, &a.color, "auto, always or never", "WHEN"},
        {"no-progress", 0, 0, G_OPTION_ARG_NONE, &a.no_progress, "Show no progress", NULL},
        G_OPTION_ENTRY_NULL,
    };
    g_auto(GStrv) rest = NULL;
    g_autoptr(GArray) outputs = g_array_new(FALSE, FALSE, sizeof(struct output));
    struct scan_options o = {.path = ".", .gate = -1};
    struct text_options text;
    struct gates gates = GATES_NONE;
    g_autofree char *baseline = NULL;
    enum cli_status status = CLI_OK;
    if (cli_parse(c, entries, args, &rest, error) && cli_at_most(rest, 1, error) &&
        read_formats(a.formats, outputs, error) && cli_text_options(a.color, &text, error) &&
        (!a.fail_under || gates_score("--fail-under", a.fail_under, &o.gate, error)) &&
        gates_fail_on(a.fail_on, &gates, error) && read_accepted(&a, &baseline, &o, error) &&
        cli_workers(a.workers, &o.workers, error) && one_of_two(&a, error)) {
        o.revision = a.revision;
        o.staged = a.staged;
        o.no_cache = a.no_cache;
        o.path = *rest ? *rest : ".";
        o.rules_dir = a.rules;
        o.kind = a.kind;
        o.progress = a.no_progress ? PROGRESS_NEVER : PROGRESS_AUTO;
        text.all = a.all;
        text.explain = a.explain;
        text.target = o.path;
        status = scan_and_report(&o, outputs, &text, &gates, error);
    }
    g_strfreev(a.formats);
    g_free(a.fail_under);
    g_strfreev(a.fail_on);
    g_free(a.baseline);
    g_free(a.today);
    g_free(a.rules);
    g_free(a.color);
    g_free(a.kind);
    g_free(a.revision);
    return status;
}

const struct command command_scan = {
    .name = "scan",
    .arguments = "[PATH]",
    .summary = "what a repository owes before its AI can go to production",
    .run = run,
};
