/* baseline - accepts the debt of today, so that only what comes after it is reported as new. */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/scan.h"
#include "cli/shared.h"
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
    g_autofree char *output = NULL;
    shared_auto shared = {0};
    const GOptionEntry own[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Write to FILE instead of .debtscan/baseline; - is standard output", "FILE"},
        G_OPTION_ENTRY_NULL,
    };
    g_autofree GOptionEntry *entries = shared_entries(&shared, SHARED_SCAN, own);
    g_auto(GStrv) rest = NULL;
    struct scan_options o = {.gate = -1};
    if (!cli_parse(c, entries, args, &rest, error) || !cli_at_most(rest, 1, error) || !shared_apply(&shared, &o, error))
        return CLI_OK;
    o.path = *rest ? *rest : ".";
    return make(&o, output, error);
}

const struct command command_baseline = {
    .name = "baseline",
    .arguments = "[PATH]",
    .summary = "accept the debt of today; report what comes after it",
    .run = run,
};
