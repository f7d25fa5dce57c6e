/* diff - what a change adds and repays: two revisions, or a revision and the files on disk, compared. */
#include "cli/actions.h"
#include "cli/comparing.h"
#include "cli/formats.h"

static void write_format(size_t format, const void *what, const struct text_options *options, GString *out)
{
    compare_reporters[format].write(what, options, out);
}

static enum cli_status run(const struct command *c, char *const *args, GError **error)
{
    struct comparing_arguments a = {0};
    g_auto(GStrv) rest = NULL, words = NULL;
    g_autofree char *color = NULL;
    gboolean all = FALSE;
    const GOptionEntry own[] = {
        {"format", 'f', 0, G_OPTION_ARG_FILENAME_ARRAY, &words,
         "Write a report (text, json, markdown, github), to FILE instead of standard output; may be repeated", "FMT[=FILE]"},
        {"all", 'a', 0, G_OPTION_ARG_NONE, &all, "Show every finding", NULL},
        {"color", 0, 0, G_OPTION_ARG_STRING, &color, "auto, always or never", "WHEN"},
        G_OPTION_ENTRY_NULL,
    };
    g_autofree GOptionEntry *entries = comparing_entries(&a, own);
    g_autofree const char **names = g_new0(const char *, n_compare_reporters + 1);
    for (size_t i = 0; i < n_compare_reporters; i++)
        names[i] = compare_reporters[i].name;
    const struct formats formats = {.names = names, .n = n_compare_reporters, .write = write_format};
    struct text_options text;
    enum cli_status status = CLI_OK;
    if (cli_parse(c, entries, args, &rest, error) && cli_at_most(rest, 1, error) && cli_text_options(color, &text, error) &&
        formats_check(&formats, words, error)) {
        struct comparing d;
        const struct comparison *made = comparing_open(&d, &a, error) ? comparing_make(&d, *rest, error) : NULL;
        text.all = all;
        if (made && formats_write(&formats, words, made, &text, error) && (!formats_has(words, "github") || actions_publish_comparison(made, error)))
            status = shared_status(&a.shared, made->gate_failed ? CLI_GATE : CLI_OK);
        comparing_close(&d);
    }
    comparing_arguments_fini(&a);
    return status;
}

const struct command command_diff = {
    .name = "diff",
    .arguments = "[BASE[..HEAD]]",
    .summary = "what a change adds and repays",
    .run = run,
};
