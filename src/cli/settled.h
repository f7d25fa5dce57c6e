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
 * replace none. `*out` is yours, and left alone if it names no folder. False with an error of CLI_USAGE if they cannot be used.
 */
bool settled_rules(struct source *s, const char *text, struct ruleset **out, GError **error);

/* Frees what a struct rule_text holds, as a GDestroyNotify. */
void settled_text_fini(gpointer rule_text);

/* settings_read, with its error as one of CLI_USAGE. */
struct settings *settled_read(const struct ruleset *rules, const char *file, const char *text, const char *profile, GError **error);

#endif
