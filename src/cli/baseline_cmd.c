/* baseline - accepts the debt of today, so that only what comes after it is reported as new. */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/scan.h"
#include "judge/waivers.h"

static bool write_file(const struct scan *s, const char *output, const char *text, GError **error)
{
    g_autofree char *path = output ? g_strdup(output) : g_build_filename(s->source->root, BASELINE_FILE, NULL);
    g_autofree char *folder = g_path_get_dirname(path);
    g_autoptr(GError) cause = NULL;
    if (!output && g_mkdir_with_parents(folder, 0777) < 0)
        g_set_error(error, CLI_ERROR, CLI_SCAN, "%s: %s", folder, g_strerror(errno));
    else if (file_write(path, text, strlen(text), &cause))
        return true;
    else
        g_set_error(error, CLI_ERROR, CLI_SCAN, "%s", cause->message);
    return false;
}

static enum cli_status make(const struct scan_options *o, const char *output, GError **error)
{
    enum cli_status status = CLI_SCAN;
    struct scan *s = scan_open(o, error);
    if (s && scan_judge(s, o, error)) {
        g_autofree char *text = waivers_baseline(s->report);
        unsigned n = 0;
        for (unsigned i = 0; i < s->report->n_findings; i++)
            n += s->report->findings[i].state == FINDING_OPEN || s->report->findings[i].state == FINDING_BASELINE;
        if (output && strcmp(output, "-") == 0) {
            status = cli_print(text, strlen(text), error) ? CLI_OK : CLI_SCAN;
        } else if (write_file(s, output, text, error)) {
            g_autofree char *said = g_strdup_printf("%u findings accepted in %s; %u were known\n", n, output ? output : BASELINE_FILE,
                                                    s->report->n_baselined);
            status = cli_print(said, strlen(said), error) ? CLI_OK : CLI_SCAN;
        }
    }
    scan_free(s);
    return status;
}

static enum cli_status run(const struct command *c, char *const *args, GError **error)
{
    g_autofree char *rules = NULL, *kind = NULL, *output = NULL;
    int workers = 0;
    gboolean no_cache = FALSE;
    const GOptionEntry entries[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Write to FILE instead of .debtscan/baseline; - is standard output", "FILE"},
        {"kind", 0, 0, G_OPTION_ARG_STRING, &kind, "What the repository is, instead of deciding by its content", "KIND"},
        {"rules", 0, 0, G_OPTION_ARG_FILENAME, &rules, "Add the rule files of DIR", "DIR"},
        {"jobs", 'j', 0, G_OPTION_ARG_INT, &workers, "Worker processes; 0 is one a processor", "N"},
        {"no-cache", 0, 0, G_OPTION_ARG_NONE, &no_cache, "Neither use nor keep what earlier scans found", NULL},
        G_OPTION_ENTRY_NULL,
    };
    g_auto(GStrv) rest = NULL;
    struct scan_options o = {.gate = -1};
    if (!cli_parse(c, entries, args, &rest, error) || !cli_at_most(rest, 1, error) || !cli_workers(workers, &o.workers, error))
        return CLI_OK;
    o.path = *rest ? *rest : ".";
    o.rules_dir = rules;
    o.kind = kind;
    o.no_cache = no_cache;
    return make(&o, output, error);
}

const struct command command_baseline = {
    .name = "baseline",
    .arguments = "[PATH]",
    .summary = "accept the debt of today; report what comes after it",
    .run = run,
};
