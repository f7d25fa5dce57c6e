/*
 * annotation - workflow commands of GitHub Actions: what the runner shows beside a line of code.
 */
#ifndef DEBTSCAN_REPORT_ANNOTATION_H
#define DEBTSCAN_REPORT_ANNOTATION_H

#include <glib.h>
#include <stdbool.h>

#include "rules/ruleset.h"

/* Of each level so many are shown for one step. */
#define ANNOTATIONS_MOST 10

enum annotation_level { ANNOTATION_ERROR, ANNOTATION_WARNING, ANNOTATION_NOTICE, ANNOTATION_LEVELS };

enum annotation_level annotation_level_of(enum severity s);
const char *annotation_name(enum annotation_level level);

/* Any text, safe, and without what the runner would take for the end of it; in a property a colon and a comma end it too. */
void annotation_append(GString *out, const char *text, bool property);

/* Ends a command that names its place: title, message, and `fix` unless it is NULL. */
void annotation_end(GString *out, const char *title, const char *message, const char *fix);

#endif
