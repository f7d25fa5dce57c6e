/* dossier - the command: the document that a launch review decides on. */
#include <string.h>

#include "base/file.h"
#include "cli/gates.h"
#include "cli/scan.h"
#include "cli/shared.h"
#include "judge/waivers.h"
#include "report/dossier.h"

/* To add a format: a renderer of report/dossier.h, an entry here, a golden case. The first is the default. */
static const struct format {
    const char *name, *ending;
    bool (*write)(const struct report *r, const struct text_options *options, GString *out, GError **error);
} formats[] = {
    {"html", ".html", report_dossier_html},
    {"markdown", ".md", report_dossier_markdown},
};

/* By its name, else by the ending of the file, else the default. */
static const struct format *find_format(const char *name, const char *file, GError **error)
{
    const char *names[G_N_ELEMENTS(formats)];
    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
        names[i] = formats[i].name;
        if (name ? strcmp(name, formats[i].name) == 0 : file && g_str_has_suffix(file, formats[i].ending))
            return &formats[i];
    }
    if (!name)
        return &formats[0];
    cli_unknown(error, "format", name, names, G_N_ELEMENTS(names));
    return NULL;
}

static bool write_document(const GString *text, const char *file, GError **error)
{
    g_autoptr(GError) cause = NULL;
    if (!file || strcmp(file, "-") == 0)
        return cli_print(text->str, text->len, error);
    if (file_write(file, text->str, text->len, &cause))
        return true;
    g_set_error(error, CLI_ERROR, CLI_SCAN, "cannot write the dossier: %s", cause->message);
    return false;
}

static enum cli_status compose(const struct scan_options *o, const struct format *format, struct text_options *text,
                               const char *file, GError **error)
{
    enum cli_status status = CLI_SCAN;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *date = NULL;
    struct scan *s = scan_open(o, error);
    if (s && scan_judge(s, o, error)) {
        int day = o->today ? o->today : waivers_day_of(s->source->commit_time);
        if (o->today || s->source->commit_time)
            date = g_strdup_printf("%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
        text->date = date;
        text->root = s->source->root;
        if (format->write(s->report, text, out, error) && write_document(out, file, error))
            status = CLI_OK;
    }
    scan_free(s);
    return status;
}

static enum cli_status run(const struct command *c, char *const *args, GError **error)
{
    g_autofree char *format = NULL, *file = NULL;
    shared_auto shared = {0};
    const GOptionEntry own[] = {
        {"format", 'f', 0, G_OPTION_ARG_STRING, &format, "html or markdown; without it what FILE ends in, else html", "FMT"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &file, "Write to FILE instead of standard output", "FILE"},
        G_OPTION_ENTRY_NULL,
    };
    g_autofree GOptionEntry *entries = shared_entries(&shared, SHARED_SCAN | SHARED_REV | SHARED_TODAY, own);
    g_auto(GStrv) rest = NULL;
    struct scan_options o = {.path = ".", .gate = -1, .needs = NEEDS_OWNERS};
    struct text_options text = {.unicode = true, .all = true};
    if (!cli_parse(c, entries, args, &rest, error) || !cli_at_most(rest, 1, error) || !shared_apply(&shared, &o, error))
        return CLI_OK;
    const struct format *chosen = find_format(format, file, error);
    if (!chosen)
        return CLI_USAGE;
    o.path = *rest ? *rest : ".";
    text.target = o.path;
    return compose(&o, chosen, &text, file, error);
}

const struct command command_dossier = {
    .name = "dossier",
    .arguments = "[PATH]",
    .summary = "the launch review: verdict, conditions, evidence, accepted risks, sign-off",
    .run = run,
};
