/*
 * term - what a terminal allows: colour, width, characters.
 * Looks at the environment and at the one stream it is asked about; keeps nothing.
 */
#ifndef DEBTSCAN_BASE_TERM_H
#define DEBTSCAN_BASE_TERM_H

#include <stdbool.h>

enum term_when { TERM_AUTO, TERM_ALWAYS, TERM_NEVER };

/* The word of --color and --hyperlinks: "auto", "always" or "never". False for any other. */
bool term_when_parse(const char *word, enum term_when *out);

/*
 * Whether colour goes to `fd`. First that speaks: `when`, NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE,
 * CLICOLOR=0, TERM=dumb, else whether `fd` is a terminal.
 */
bool term_color(enum term_when when, int fd);

/* Whether OSC 8 links go to `fd`: with TERM_AUTO to terminals that are not dumb. */
bool term_hyperlinks(enum term_when when, int fd);

/* Whether the cursor may be moved on `fd`: a terminal, not dumb, not in CI. */
bool term_cursor(int fd);

/* A known CI system runs us. */
bool term_ci(void);

/* Columns: COLUMNS, else of the terminal at `fd`, else 80. At least 20. */
unsigned term_width(int fd);

/* Whether the locale's characters are UTF-8 (LC_ALL, LC_CTYPE, LANG; first that is set). */
bool term_utf8(void);

#endif
