/*
 * cli - what the commands share: exit status, errors, option parsing.
 *
 * Only this room prints to stderr and decides the exit status. Commands write nothing but their
 * report to stdout.
 */
#ifndef DEBTSCAN_CLI_CLI_H
#define DEBTSCAN_CLI_CLI_H

#include <glib.h>
#include <stdbool.h>

#include "report/report.h"

enum cli_status {
    CLI_OK,
    CLI_GATE,  /* a gate failed */
    CLI_USAGE, /* the user's mistake: options, paths, rule files */
    CLI_SCAN,  /* the scan could not be completed, or its result not be written */
};

/* The error domain of this room; the code is the exit status. */
#define CLI_ERROR (g_quark_from_static_string("debtscan-cli"))

struct command {
    const char *name, *arguments, *summary;
    /* `args` are the words behind the command's name, NULL-terminated. The status counts where no
     * error is set. */
    enum cli_status (*run)(const struct command *c, char *const *args, GError **error);
    bool hidden;
};

/* To add a command: its file here, its declaration below, an entry in commands (main.c), a page in
 * docs/debtscan.1. */
extern const struct command *const commands[];
extern const size_t n_commands;

extern const struct command command_scan, command_explain, command_inventory, command_rules, command_cache, command_diff, command_trend,
    command_baseline, command_comment, command_init, command_dossier, command_fix,
    command_portfolio,
    command_facts,
    command_sites;

/*
 * Reads the options among `args`; `*rest` gets the words that are none, yours to free. False with
 * an error (a misspelt option is answered with the nearest), and without one when --help or
 * --version was answered.
 */
bool cli_parse(const struct command *c, const GOptionEntry *entries, char *const *args, GStrv *rest,
               GError **error);

/* All of `text` to stdout. A reader that went away ends the program as SIGPIPE does. */
bool cli_print(const char *text, gsize len, GError **error);

/* A remark on stderr about the run itself. */
void cli_note(const char *text);

/* What stdout allows; `color` is the word of --color, NULL for auto. False if it is none of the
 * three. */
bool cli_text_options(const char *color, struct text_options *out, GError **error);

/* "unknown WHAT 'NAME'; did you mean 'x'?", or what is known: an error of CLI_USAGE. Always false.
 */
bool cli_unknown(GError **error, const char *what, const char *name, const char *const *known,
                 size_t n);

/* The number of --jobs; an error of CLI_USAGE if nobody can want so many, or fewer than none. */
bool cli_workers(int given, unsigned *out, GError **error);

/* An error of CLI_USAGE if more than `most` words are left. */
bool cli_at_most(char **args, unsigned most, GError **error);

#endif
