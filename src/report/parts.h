/*
 * parts - words and look-ups that several renderers need.
 */
#ifndef DEBTSCAN_REPORT_PARTS_H
#define DEBTSCAN_REPORT_PARTS_H

#include "report/report.h"

/* The role that a zone gives a site: source, test, example, notebook or docs. */
const char *role_name(enum zone z);

/* Path of the place's file; NULL for none. */
const char *place_path(const struct model *m, struct place p);

/* The credential that stands on that line of that file, NULL without. A line with one is never
 * shown. */
const struct secret *secret_on_line(const struct model *m, uint32_t file, uint32_t line);

/* What may be shown of an attribute's value: NULL without, the redacted form where a credential
 * stands. */
const char *attribute_shown(const struct model *m, const struct attribute *a);

/* Whether nobody has accepted it. */
static inline bool is_open(const struct finding *f)
{
    return f->state == FINDING_OPEN;
}

/* How many of the findings, or of those of a control, are open. */
unsigned count_open(const struct report *r);
unsigned count_open_of(const struct report *r, const struct outcome *o);

/* How many controls apply, and how many of these could be judged. */
void count_controls(const struct report *r, unsigned *all, unsigned *assessed);

/* The line at which a finding is shown: the first of the file where it is about something that is nowhere. */
uint32_t finding_line(const struct finding *f);

/* A path of the report from the root of the work tree, where a part of it was scanned. Yours to free. */
char *path_from_root(const struct report *r, const char *path);

/* What repays a control, in general: the text of its fix; NULL without. */
const char *fix_text(const struct control *c);

/* A text as one word of a shell command. Yours to free. */
char *shell_word(const char *text);

/* true, false or unknown (-1): whether a model id names one immutable model. */
int pin_state(enum pin p);

/* Names of the enumerations as reports write them. */
const char *tristate_name(enum tristate s);
const char *origin_name(enum origin o);

/* The library that an access path begins with. Yours to free. */
char *path_root(const char *text);

/* Whether records that an evaluation or the program reads stand in a file. */
bool file_is_dataset(const struct project_file *f);

/* The format of a model's weights that a file holds, by its name; NULL for other files. */
const char *file_artefact(const struct ruleset *rules, const struct project_file *f);

/* What a tool's function does beside answering, within three calls: "writes", "runs code" ... appended to `out`
 * (static strings), each once. */
void tool_effects(const struct model *m, const struct tool *t, GPtrArray *out);

/* Whether an endpoint asks who calls: 1, or -1 where that cannot be seen. */
int route_authenticated(const struct model *m, const struct route *r);

/* What a framework that controls refer to is called; its key where the rules do not say. */
const char *framework_title(const struct ruleset *rules, const char *key);

/* Minutes as people say them, rounded: "10 min", "1 h", "2 h 30", "31 h". */
void append_effort(GString *out, int minutes);

#endif
