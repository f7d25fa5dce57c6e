/*
 * view_priv - the parts of a view.
 */
#ifndef DEBTSCAN_REPORT_VIEW_PRIV_H
#define DEBTSCAN_REPORT_VIEW_PRIV_H

#include "report/view.h"

/* Members; `put_text` makes the text safe and takes NULL as null. */
void put_text(cJSON *object, const char *key, const char *text);
void put_format(cJSON *object, const char *key, const char *format, ...) __attribute__((format(printf, 3, 4)));
void put_bool(cJSON *object, const char *key, bool value);
void put_int(cJSON *object, const char *key, int64_t value);
void put_tenths(cJSON *object, const char *key, int value); /* as text: "54.1" */
void put_effort(cJSON *object, const char *key, int minutes);
/* `severities`: how many there are of each, `counts` by severity, and `severities_line`, the same in words: "2 critical, 5 high". `all`: the
 * list names those too of which there are none. */
void put_severities(cJSON *object, const unsigned *counts, bool all);
cJSON *put_list(cJSON *object, const char *key);
cJSON *put_object(cJSON *object, const char *key);
cJSON *add_object(cJSON *list);

/* A Markdown code span around a text, `key` of the object. */
void put_code_span(cJSON *object, const char *key, const char *text);

/* Title and subtitle of a debt, and what people say of a status. */
const char *debt_title(enum category c);
const char *debt_about(enum category c);
const char *status_title(enum status s);

/* A link to a line of a file on the forge; NULL without. Yours to free. */
char *link_to(const struct report *r, const char *path, uint32_t line);

/* Adds where a finding stands: `place`, `place_code`, `url`, `repository_wide`. */
void view_place(cJSON *object, const struct report *r, const struct finding *f);

/* Adds `lines` and `code_fence` of the code around a finding. */
void view_code(cJSON *object, const struct finding *f);

/* Adds `gauge` and `radar`, and bars to the debts. */
void view_drawings(cJSON *view, const struct report *r);

/* Adds `matrix`: sites against attributes. */
void view_matrix(cJSON *view, const struct report *r);

/* Adds `debts` (controls with evidence), `crosswalk`, `not_seen`, `not_applicable`, `in_order`. */
void view_controls(cJSON *view, const struct report *r);

#endif
