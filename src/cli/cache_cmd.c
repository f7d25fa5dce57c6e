/* cache - what is kept from earlier scans: how much it is, and away with it. */
#include <string.h>

#include "cli/cli.h"
#include "extract/cache.h"

static enum cli_status show_stats(GError **error)
{
    struct cache_stats stats;
    g_autoptr(GError) cause = NULL;
    if (!cache_stats(&stats, &cause)) {
        g_set_error(error, CLI_ERROR, CLI_SCAN, "%s", cause->message);
        return CLI_SCAN;
    }
    g_autofree char *text = g_strdup_printf("store    %s\nentries  %" G_GUINT64_FORMAT "\nsize     %.1f MiB of at most %.0f MiB\n",
                                            stats.path, stats.entries, (double)stats.bytes / (1 << 20),
                                            (double)stats.limit / (1 << 20));
    g_free(stats.path);
    return cli_print(text, strlen(text), error) ? CLI_OK : CLI_SCAN;
}

static enum cli_status clear(GError **error)
{
    g_autoptr(GError) cause = NULL;
    if (cache_clear(&cause))
        return CLI_OK;
    g_set_error(error, CLI_ERROR, CLI_SCAN, "%s", cause->message);
    return CLI_SCAN;
}

static enum cli_status run(const struct command *c, char *const *args, GError **error)
{
    static const char *const verbs[] = {"stats", "clear"};
    const GOptionEntry entries[] = {G_OPTION_ENTRY_NULL};
    g_auto(GStrv) rest = NULL;
    if (!cli_parse(c, entries, args, &rest, error) || !cli_at_most(rest, 1, error))
        return CLI_OK;
    const char *verb = *rest ? *rest : "stats";
    if (strcmp(verb, "stats") == 0)
        return show_stats(error);
    if (strcmp(verb, "clear") == 0)
        return clear(error);
    cli_unknown(error, "cache command", verb, verbs, G_N_ELEMENTS(verbs));
    return CLI_USAGE;
}

const struct command command_cache = {
    .name = "cache",
    .arguments = "stats|clear",
    .summary = "what is kept from earlier scans",
    .run = run,
};
