#include "cli/cli.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/nearest.h"
#include "base/term.h"
#include "base/text.h"
#include "report/version.h"

#define KNOWN_SHOWN 20
#define WORKERS_MAX 256

bool cli_unknown(GError **error, const char *what, const char *name, const char *const *known,
                 size_t n)
{
    const char *nearest = nearest_name(name, known, n);
    g_autofree char *shown = text_safe(name);
    g_autoptr(GString) cure = g_string_new(NULL);
    if (nearest)
        g_string_append_printf(cure, "; did you mean '%s'?", nearest);
    else if (n <= KNOWN_SHOWN)
        for (size_t i = 0; i < n; i++)
            g_string_append_printf(cure, "%s%s", i ? ", " : "; it is one of ", known[i]);
    g_set_error(error, CLI_ERROR, CLI_USAGE, "unknown %s '%s'%s", what, shown, cure->str);
    return false;
}

bool cli_at_most(char **args, unsigned most, GError **error)
{
    if (g_strv_length(args) <= most)
        return true;
    g_autofree char *shown = text_safe(args[most]);
    g_set_error(error, CLI_ERROR, CLI_USAGE, "'%s' is one argument too many", shown);
    return false;
}

bool cli_workers(int given, unsigned *out, GError **error)
{
    if (given < 0 || given > WORKERS_MAX) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "--jobs takes a number from 0 to %d", WORKERS_MAX);
        return false;
    }
    *out = (unsigned)given;
    return true;
}

#define USAGE_WIDTH 38 /* columns of a command and its arguments */

static char *help_text(GOptionContext *context, const struct command *c)
{
    g_autoptr(GString) text = g_string_new(NULL);
    if (c == &command_scan) {
        g_string_append(text, "Commands:\n");
        for (size_t i = 0; i < n_commands; i++) {
            if (!commands[i]->hidden) {
                g_autofree char *usage =
                    g_strdup_printf("%s %s", commands[i]->name, commands[i]->arguments);
                g_string_append_printf(text, "  debtscan %-*s", USAGE_WIDTH, usage);
                if (strlen(usage) > USAGE_WIDTH) /* the summary goes below, in its column */
                    g_string_append_printf(text, "\n  %*s", (int)strlen("debtscan ") + USAGE_WIDTH, "");
                g_string_append_printf(text, " %s\n", commands[i]->summary);
            }
        }
        g_string_append(text, "\nFormats:\n");
        for (size_t i = 0; i < n_reporters; i++)
            g_string_append_printf(text, "  %-10s %s\n", reporters[i].name, reporters[i].summary);
        g_string_append(text,
                        "\nExit status: 0 no gate failed, 1 a gate failed, 2 usage or rule error, "
                        "3 the scan could not be completed.\n"
                        "debtscan . is debtscan scan . ; each command has a --help of its own.");
        g_option_context_set_description(context, text->str);
    }
    g_autofree char *summary = g_strdup(c->summary);
    summary[0] = g_ascii_toupper(summary[0]);
    g_option_context_set_summary(context, summary);
    return g_option_context_get_help(context, TRUE, NULL);
}

/* "Unknown option --formt" gets the nearest option. */
static void add_cure(const GOptionEntry *entries, GError *error)
{
    const char *dash = strstr(error->message, "--");
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    if (!g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION) || !dash)
        return;
    for (; entries->long_name; entries++)
        g_ptr_array_add(names, (gpointer)entries->long_name);
    g_ptr_array_add(names, (gpointer) "help");
    g_ptr_array_add(names, (gpointer) "version");
    g_autofree char *name = g_strndup(dash + 2, strcspn(dash + 2, "="));
    const char *nearest = nearest_name(name, (const char *const *)names->pdata, names->len);
    if (nearest) {
        char *better = g_strdup_printf("%s; did you mean --%s?", error->message, nearest);
        g_free(error->message);
        error->message = better;
    }
}

/* Whether a word is a short option with its value right behind it (-j4), which GLib would look for in the next word. */
static bool has_value(const GOptionEntry *entries, const char *word)
{
    if (word[0] != '-' || !g_ascii_isalpha(word[1]) || !word[2])
        return false;
    while (entries->long_name && entries->short_name != word[1])
        entries++;
    return entries->long_name && entries->arg != G_OPTION_ARG_NONE && entries->arg != G_OPTION_ARG_CALLBACK;
}

bool cli_parse(const struct command *c, const GOptionEntry *entries, char *const *args, GStrv *rest,
               GError **error)
{
    gboolean help = FALSE, version = FALSE;
    const GOptionEntry common[] = {
        {"help", 'h', 0, G_OPTION_ARG_NONE, &help, "Show this", NULL},
        {"version", 0, 0, G_OPTION_ARG_NONE, &version, "Show the version", NULL},
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr(GOptionContext) context = g_option_context_new(c->arguments);
    g_autoptr(GError) wrong = NULL;
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_add_main_entries(context, common, NULL);
    g_autofree char *program = g_strdup_printf("debtscan %s", c->name);
    g_set_prgname(program);
    guint n = g_strv_length((char **)args);
    g_auto(GStrv) words = g_new0(char *, 2 * n + 2);
    words[0] = g_steal_pointer(&program); /* GLib takes the first word for the program's name */
    bool options = true;
    for (guint i = 0, k = 1; i < n; i++) {
        options = options && strcmp(args[i], "--") != 0;
        const bool glued = options && has_value(entries, args[i]);
        words[k++] = glued ? g_strndup(args[i], 2) : g_strdup(args[i]);
        if (glued)
            words[k++] = g_strdup(args[i] + 2);
    }
    if (!g_option_context_parse_strv(context, &words, &wrong)) {
        add_cure(entries, wrong);
        g_autofree char *shown = text_safe(wrong->message);
        g_set_error(error, CLI_ERROR, CLI_USAGE, "%s", shown);
        return false;
    }
    if (help || version) {
        g_autofree char *text =
            help ? help_text(context, c) : g_strdup("debtscan " DEBTSCAN_VERSION "\n");
        cli_print(text, strlen(text), error);
        return false;
    }
    /* GLib leaves a `--` in front of what looks like an option. */
    *rest = g_strdupv(words + 1 + (words[1] && strcmp(words[1], "--") == 0));
    return true;
}

bool cli_print(const char *text, gsize len, GError **error)
{
    while (len > 0) {
        ssize_t n = write(STDOUT_FILENO, text, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EPIPE) {
            signal(SIGPIPE, SIG_DFL);
            raise(SIGPIPE);
        }
        if (n < 0) {
            g_set_error(error, CLI_ERROR, CLI_SCAN, "cannot write to standard output: %s",
                        g_strerror(errno));
            return false;
        }
        text += n;
        len -= (gsize)n;
    }
    return true;
}

void cli_note(const char *text)
{
    g_autofree char *shown = text_safe(text);
    fprintf(stderr, "debtscan: %s\n", shown);
}

bool cli_text_options(const char *color, struct text_options *out, GError **error)
{
    static const char *const words[] = {"auto", "always", "never"};
    enum term_when when = TERM_AUTO;
    if (color && !term_when_parse(color, &when))
        return cli_unknown(error, "value of --color", color, words, G_N_ELEMENTS(words));
    *out = (struct text_options){
        .colour = term_color(when, STDOUT_FILENO),
        .unicode = term_utf8(),
        .hyperlinks = term_hyperlinks(TERM_AUTO, STDOUT_FILENO),
        .width = term_width(STDOUT_FILENO),
    };
    return true;
}
