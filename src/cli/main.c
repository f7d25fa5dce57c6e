/* debtscan - scans a repository for the debts that stand between an AI program and production. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "base/text.h"
#include "cli/cli.h"

const struct command *const commands[] = {&command_scan, &command_diff, &command_comment, &command_trend, &command_portfolio, &command_baseline,
                                          &command_explain, &command_inventory, &command_dossier, &command_init, &command_fix, &command_rules, &command_cache,
                                          &command_facts, &command_sites};
const size_t n_commands = G_N_ELEMENTS(commands);

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < n_commands; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

/* A word that is neither a command nor a path: perhaps a command misspelt. */
static void add_cure(const char *word, GError *error)
{
    const char *names[16];
    size_t n = 0;
    if (*word == '-' || strpbrk(word, "/.") || g_file_test(word, G_FILE_TEST_EXISTS))
        return;
    for (size_t i = 0; i < n_commands && n < G_N_ELEMENTS(names); i++)
        if (!commands[i]->hidden)
            names[n++] = commands[i]->name;
    const char *nearest = nearest_name(word, names, n);
    if (nearest) {
        char *better =
            g_strdup_printf("%s; did you mean the command '%s'?", error->message, nearest);
        g_free(error->message);
        error->message = better;
    }
}

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    const struct command *c = argc > 1 ? find_command(argv[1]) : NULL;
    g_auto(GStrv) args = g_strdupv(argv + (argc > 0) + (c != NULL));
    signal(SIGPIPE,
           SIG_IGN); /* a worker that died is an error code, a reader that left is cli_print's */
    enum cli_status status = (c ? c : &command_scan)->run(c ? c : &command_scan, args, &error);
    if (error) {
        if (!c && argc > 1)
            add_cure(argv[1], error);
        g_autofree char *shown = text_safe_lines(error->message);
        fprintf(stderr, "debtscan: %s\n", shown);
        return error->domain == CLI_ERROR ? error->code : CLI_SCAN;
    }
    return (int)status;
}
