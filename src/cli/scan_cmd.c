/* scan - the command: options, gates, and where the reports go. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/term.h"
#include "cli/gates.h"
#include "cli/kept.h"
#include "cli/outputs.h"
#include "cli/scan.h"
#include "cli/select.h"
#include "cli/shared.h"

struct scan_arguments {
    char **formats, **templates, **only;
    char **fail_on, *fail_under, *severity, *hyperlinks, *sarif, *baseline;
    struct shared shared;
    gboolean all, explain, quiet, no_pager, staged;
};

/* ---- options ---- */

static bool read_severity(const char *text, int *out, GError **error)
{
    const char *names[SEVERITY_CRITICAL + 1];
    for (int i = 0; i <= SEVERITY_CRITICAL; i++) {
        names[i] = severity_name((enum severity)i);
        if (strcmp(names[i], text) == 0) {
            *out = i;
            return true;
        }
    }
    return cli_unknown(error, "severity", text, names, G_N_ELEMENTS(names));
}

/* ---- gates ---- */

static void decide_gates(struct report *r, const struct gates *given)
{
    const struct gates all = gates_with_profile(given, &r->profile.gates), *gates = &all;
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
    for (int c = 0; gates->floors && r->scored && c < CATEGORY_COUNT; c++)
        if (r->categories[c].below_floor) {
            r->gate_failed = true;
            g_ptr_array_add(reasons, gates_floor_reason(&r->arena, (enum category)c, r->categories[c].score, r->profile.floors[c]));
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

/* ---- the command ---- */

struct run {
    struct scan_options scan;
    struct text_options text;
    GArray *outputs; /* struct output */
    char **only;     /* words of --only; may be NULL */
    int severity;    /* least that is shown; -1: all */
    struct gates gates;
    bool paged;
};

/* What was found is kept under `key`, unless it is NULL. */
static enum cli_status report_anew(struct run *run, struct scan *s, const struct cache_key *key, gint64 begin, GError **error)
{
    enum cli_status status = CLI_SCAN;
    struct selection selection = {.severity = run->severity};
    guint n = run->outputs->len;
    g_autofree GString **texts = g_new0(GString *, n + 1);
    if (scan_read(s, &run->scan, error) && selection_read(run->only, s->rules, &selection, error) &&
        scan_judge(s, &run->scan, error)) {
        selection_apply(&selection, s->report);
        decide_gates(s->report, &run->gates);
        s->report->seconds = term_cursor(1) ? (double)(g_get_monotonic_time() - begin) / 1e6 : 0;
        if (outputs_write(run->outputs, s->report, &run->text, run->paged, texts, error)) {
            status = s->report->gate_failed ? CLI_GATE : CLI_OK;
            if (key)
                kept_put(s->cache, key, status, texts, n);
        }
    }
    for (guint i = 0; i < n; i++)
        if (texts[i])
            g_string_free(texts[i], TRUE);
    selection_fini(&selection);
    return status;
}

static enum cli_status scan_and_report(struct run *run, GError **error)
{
    gint64 begin = g_get_monotonic_time();
    enum cli_status status = CLI_SCAN;
    struct cache_key key;
    struct scan *s = scan_begin(&run->scan, error);
    if (!s)
        return CLI_SCAN;
    run->text.root = s->source->revision ? NULL : s->source->root;
    struct kept_options kept = {run->outputs, &run->text, &run->gates, run->only, run->severity};
    bool keyed = kept_key(s, &run->scan, &kept, &key);
    if (!keyed || !kept_write(s->cache, &key, run->outputs, &status, error))
        status = report_anew(run, s, keyed ? &key : NULL, begin, error);
    scan_free(s);
    return status;
}

static bool one_of_two(const struct scan_arguments *a, GError **error)
{
    if (a->shared.revision && a->staged)
        g_set_error(error, CLI_ERROR, CLI_USAGE, "--rev and --staged exclude each other");
    return !a->shared.revision || !a->staged;
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
    return true;
}

static bool read_profile(const char *word, enum sarif_profile *out, GError **error)
{
    static const char *const words[] = {[SARIF_GITHUB] = "github", [SARIF_STANDARD] = "standard"};
    *out = g_strcmp0(g_getenv("GITHUB_ACTIONS"), "true") == 0 ? SARIF_GITHUB : SARIF_STANDARD;
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_strcmp0(word, words[i]) == 0) {
            *out = (enum sarif_profile)i;
            return true;
        }
    return !word || cli_unknown(error, "SARIF profile", word, words, G_N_ELEMENTS(words));
}

static bool read_hyperlinks(const char *word, bool *out, GError **error)
{
    static const char *const words[] = {"auto", "always", "never"};
    enum term_when when = TERM_AUTO;
    if (word && !term_when_parse(word, &when))
        return cli_unknown(error, "value of --hyperlinks", word, words, G_N_ELEMENTS(words));
    *out = term_hyperlinks(when, STDOUT_FILENO);
    return true;
}

static enum cli_status run_scan(const struct command *c, char *const *args, GError **error)
{
    struct scan_arguments a = {0};
    const GOptionEntry own[] = {
        {"format", 'f', 0, G_OPTION_ARG_FILENAME_ARRAY, &a.formats,
         "Write a report, to FILE instead of standard output; may be repeated", "FMT[=FILE]"},
        {"template", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &a.templates,
         "Write a report through a Mustache template of one's own; may be repeated", "TEMPLATE[=FILE]"},
        {"sarif-profile", 0, 0, G_OPTION_ARG_STRING, &a.sarif,
         "github (within its limits; the default on GitHub Actions) or standard", "NAME"},
        {"only", 0, 0, G_OPTION_ARG_STRING_ARRAY, &a.only,
         "Report on these debts and controls only, such as technical,TEC-04", "WHAT"},
        {"severity", 0, 0, G_OPTION_ARG_STRING, &a.severity,
         "Report findings that severe or more only (low, medium, high, critical)", "SEVERITY"},
        {"fail-under", 0, 0, G_OPTION_ARG_STRING, &a.fail_under,
         "Gate: exit status 1 if the score is below N", "N"},
        {"fail-on", 0, 0, G_OPTION_ARG_STRING_ARRAY, &a.fail_on,
         "Gate: exit status 1 on a finding that severe (low, medium, high, critical), or on any that is not accepted (new)",
         "SEVERITY|new"},
        {"baseline", 0, 0, G_OPTION_ARG_FILENAME, &a.baseline,
         "Known findings, instead of those of .debtscan/baseline; an empty file accepts none", "FILE"},
        {"all", 'a', 0, G_OPTION_ARG_NONE, &a.all, "Show every finding, step and note", NULL},
        {"quiet", 'q', 0, G_OPTION_ARG_NONE, &a.quiet, "Show the score and what failed, no more", NULL},
        {"explain", 'e', 0, G_OPTION_ARG_NONE, &a.explain, "Show how every number came about",
         NULL},
        {"staged", 0, 0, G_OPTION_ARG_NONE, &a.staged, "Scan what is staged for the next commit", NULL},
        {"hyperlinks", 0, 0, G_OPTION_ARG_STRING, &a.hyperlinks, "auto, always or never", "WHEN"},
        {"no-pager", 0, 0, G_OPTION_ARG_NONE, &a.no_pager, "Show a long report without a pager", NULL},
        G_OPTION_ENTRY_NULL,
    };
    const unsigned which = SHARED_SCAN | SHARED_REV | SHARED_TODAY | SHARED_NO_COMMENTS | SHARED_EXIT_ZERO | SHARED_COLOR | SHARED_PROGRESS;
    g_autofree GOptionEntry *entries = shared_entries(&a.shared, which, own);
    g_auto(GStrv) rest = NULL;
    g_autoptr(GArray) outputs = g_array_new(FALSE, FALSE, sizeof(struct output));
    g_array_set_clear_func(outputs, output_fini);
    struct run run = {.scan = {.path = ".", .gate = -1}, .outputs = outputs, .severity = -1, .gates = GATES_NONE};
    g_autofree char *baseline = NULL;
    enum cli_status status = CLI_OK;
    if (cli_parse(c, entries, args, &rest, error) && cli_at_most(rest, 1, error) &&
        outputs_read(a.formats, a.templates, outputs, error) && cli_text_options(a.shared.color, &run.text, error) &&
        read_hyperlinks(a.hyperlinks, &run.text.hyperlinks, error) &&
        read_profile(a.sarif, &run.text.sarif, error) &&
        shared_apply(&a.shared, &run.scan, error) &&
        (!a.fail_under || gates_score("--fail-under", a.fail_under, &run.scan.gate, error)) &&
        gates_fail_on(a.fail_on, &run.gates, error) && read_accepted(&a, &baseline, &run.scan, error) &&
        (!a.severity || read_severity(a.severity, &run.severity, error)) &&
        one_of_two(&a, error)) {
        run.scan.staged = a.staged;
        if (a.quiet && !a.shared.progress)
            run.scan.progress = PROGRESS_NEVER;
        run.scan.path = *rest ? *rest : ".";
        run.text.all = a.all;
        run.text.explain = a.explain;
        run.text.quiet = a.quiet;
        run.text.target = run.scan.path;
        run.only = a.only;
        run.paged = !a.no_pager && !a.quiet;
        for (guint i = 0; i < outputs->len; i++)
            run.scan.needs |= g_array_index(outputs, struct output, i).reporter->needs;
        status = shared_status(&a.shared, scan_and_report(&run, error));
    }
    g_strfreev(a.formats);
    g_strfreev(a.templates);
    g_strfreev(a.only);
    g_free(a.fail_under);
    g_strfreev(a.fail_on);
    g_free(a.baseline);
    g_free(a.severity);
    g_free(a.hyperlinks);
    g_free(a.sarif);
    shared_fini(&a.shared);
    return status;
}

const struct command command_scan = {
    .name = "scan",
    .arguments = "[PATH]",
    .summary = "what a repository owes before its AI can go to production",
    .run = run_scan,
};
