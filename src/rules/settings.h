/*
 * settings - what a repository says about how it is to be judged: `.debtscan.yml`, over a profile of the ruleset.
 *
 * The file comes from the scanned repository: it is data, its errors name file and line, and nothing in it is run.
 *
 *     g_autoptr(GError) error = NULL;
 *     struct settings *s = settings_read(rules, SETTINGS_FILE, text, NULL, &error);
 *     report = judge_model(model, &(struct judge_options){.settings = s, .gate = -1});
 *     settings_free(s);
 */
#ifndef DEBTSCAN_RULES_SETTINGS_H
#define DEBTSCAN_RULES_SETTINGS_H

#include "rules/ruleset.h"

#define SETTINGS_FILE ".debtscan.yml"
#define PROFILE_USUAL "launch"

struct effort { /* in place of a control's own, minutes */
    const char *control;
    int once, each;
};

struct declaration { /* of what the repository cannot show, such as a gateway in front of it */
    const char *name, *kind, *owner, *link;
    unsigned line;
};

struct settings {
    struct arena arena;
    const char *file;       /* where it stands; NULL for none */
    const char *kind;       /* NULL: decided by the rules */
    struct profile profile; /* the chosen one, with what the file says itself */
    struct effort *efforts;
    unsigned n_efforts;
    struct declaration *declarations;
    unsigned n_declarations;
};

/*
 * Reads `text` (NULL for no file: the profile alone); `file` is its name in messages and reports. `profile` is chosen by
 * the user instead of the file's; NULL without. NULL on error (of RULES_ERROR); everything wrong is in its message, a
 * line each. Yours to free. The ruleset must outlive it.
 */
struct settings *settings_read(const struct ruleset *rules, const char *file, const char *text, const char *profile, GError **error);
void settings_free(struct settings *s);

/*
 * The folder of the repository's own rules that `text` names, relative to the repository's root, without a slash at its
 * end; NULL without one, and for a text that cannot be read, which settings_read tells. It is asked before there is a
 * ruleset. Yours to free.
 */
char *settings_rules_folder(const char *text);

/* The declaration of that name, or NULL. `s` may be NULL. */
const struct declaration *settings_declaration(const struct settings *s, const char *name);

/* The profile that holds where nobody says another: the one of that name, else the first. The ruleset's, or constant. */
const struct profile *profile_usual(const struct ruleset *rules);

/* How the profile bends the score: NULL if all debts weigh the same, else such as "governance 2, operational 0". In the arena. */
const char *profile_weights(const struct profile *p, struct arena *a);

#endif
