/*
 * json_writer - JSON in a fixed layout: members in the order they are written, numbers with fixed
 * digits.
 *
 * An object or list opened as compact stands on one line with all that is in it. Strings may hold
 * any bytes: what is not UTF-8 becomes U+FFFD, and control, format and separator characters are
 * written as \uXXXX, so that a report is safe to print. Keys are the caller's own literals. `key`
 * is NULL in lists.
 *
 *     struct json j;
 *     json_init(&j, out);
 *     json_object(&j, NULL, false);
 *     json_string(&j, "name", "debtscan");
 *     json_close(&j);
 */
#ifndef DEBTSCAN_REPORT_JSON_WRITER_H
#define DEBTSCAN_REPORT_JSON_WRITER_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define JSON_DEPTH 16

struct json {
    GString *out; /* borrowed */
    unsigned depth;
    char close[JSON_DEPTH];
    bool compact[JSON_DEPTH], empty[JSON_DEPTH];
};

void json_init(struct json *j, GString *out);
void json_object(struct json *j, const char *key, bool compact);
void json_list(struct json *j, const char *key, bool compact);
void json_close(struct json *j); /* the innermost; the outermost ends with a line feed */

void json_string(struct json *j, const char *key, const char *value); /* NULL: null */
void json_format(struct json *j, const char *key, const char *format, ...) __attribute__((format(printf, 3, 4)));
void json_int(struct json *j, const char *key, int64_t value);
void json_tenths(struct json *j, const char *key, int value);     /* 541 is 54.1 */
void json_known_tenths(struct json *j, const char *key, bool known, int value); /* null where it is not known */
void json_hundredths(struct json *j, const char *key, int value); /* 75 is 0.75 */
void json_bool(struct json *j, const char *key, bool value);
void json_null(struct json *j, const char *key);

/* One string, quoted. */
void json_append_quoted(GString *out, const char *value);

/* Begins the object of a report, with the version of its form and the tool; `ruleset` is the hash of the rules, NULL for none. */
void json_report(struct json *j, const char *ruleset);

#endif
