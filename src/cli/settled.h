/*
 * settled - what a repository says of how it is judged (`.debtscan.yml`), found before anything is loaded, and its rules.
 */
#ifndef DEBTSCAN_CLI_SETTLED_H
#define DEBTSCAN_CLI_SETTLED_H

#include "rules/settings.h"
#include "source/source.h"

/* The text of the settings in `s`; NULL where there are none. Yours to free. */
char *settled_text(struct source *s);

/*
 * The embedded rules and those of the folder that `text` names, as they stand in `s`; they add to the embedded ones and
 * replace none. NULL without an error if it names no folder, with one of CLI_USAGE if they cannot be used. Yours.
 */
struct ruleset *settled_rules(struct source *s, const char *text, GError **error);

/* settings_read, with its error as one of CLI_USAGE. */
struct settings *settled_read(const struct ruleset *rules, const char *file, const char *text, const char *profile, GError **error);

/* Whether rules of that path are embedded, so that a file of the repository would replace them. */
bool settled_replaces(const char *path);

#endif
