/* inventory - the command: the AI bill of materials. */
#include <string.h>

#include "cli/scan.h"
#include "cli/shared.h"
#include "report/reporters.h"

/* To add a format: a renderer of report/reporters.h, an entry here, a golden case. The first is the default. */
static const struct reporter formats[] = {
    {.name = "table", .summary = "for a terminal", .write = report_inventory},
    {.name = "json", .summary = "subject, inventory and findings of docs/report.schema.json", .write = report_inventory_json},
    {.name = "cyclonedx", .summary = "CycloneDX 1.6", .write = report_cyclonedx},
};

static const struct reporter *find_format(const char *name, GError **error)
{
    const char *names[G_N_ELEMENTS(formats)];
    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
        names[i] = formats[i].name;
        if (!name || strcmp(name, formats[i].name) == 0)
            return &formats[i];
    }
    cli_unknown(error, "format", name, names, G_N_ELEMENTS(names));
    return NULL;
}

static enum cli_status take_stock(const struct scan_options *o, const struct reporter *format, struct text_options *text,
                                  GError **error)
{
    enum cli_status status = CLI_SCAN;
    g_autoptr(GString) out = g_string_new(NULL);
    struct scan *s = scan_open(o, error);
    if (s && scan_judge(s, o, error)) {
        text->root = s->source->root;
        if (format->write(s->report, text, out, error) && cli_print(out->str, out->len, error))
            status = CLI_OK;
    }
    scan_free(s);
    return status;
}

static enum cli_status run(const struct command *c, char *const *args, GError **error)
{
    g_autofree char *format = NULL;
    shared_auto shared = {0};
    gboolean all = FALSE;
    const GOptionEntry own[] = {
        {"format", 'f', 0, G_OPTION_ARG_STRING, &format, "table, json or cyclonedx (CycloneDX 1.6)", "FMT"},
        {"all", 'a', 0, G_OPTION_ARG_NONE, &all, "Show every row, and what stands in tests and examples", NULL},
        G_OPTION_ENTRY_NULL,
    };
    g_autofree GOptionEntry *entries = shared_entries(&shared, SHARED_SCAN | SHARED_REV | SHARED_COLOR, own);
    g_auto(GStrv) rest = NULL;
    struct scan_options o = {.path = ".", .gate = -1};
    struct text_options text;
    if (!cli_parse(c, entries, args, &rest, error) || !cli_at_most(rest, 1, error) || !cli_text_options(shared.color, &text, error) ||
        !shared_apply(&shared, &o, error))
        return CLI_OK;
    const struct reporter *chosen = find_format(format, error);
    if (!chosen)
        return CLI_USAGE;
    o.path = *rest ? *rest : ".";
    text.all = all;
    text.target = o.path;
    return take_stock(&o, chosen, &text, error);
}

const struct command command_inventory = {
    .name = "inventory",
    .arguments = "[PATH]",
    .summary = "the AI parts of a repository: models, prompts, tools, endpoints and what they owe",
    .run = run,
};
