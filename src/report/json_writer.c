#include "report/json_writer.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "report/version.h"

void json_init(struct json *j, GString *out)
{
    *j = (struct json){.out = out};
}

/* Whether the character is written as itself: not what hides, moves or reorders text. */
static bool is_shown(gunichar c)
{
    switch (g_unichar_type(c)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_UNASSIGNED:
        return false;
    default:
        return true;
    }
}

static void append_escaped(GString *out, gunichar c)
{
    switch (c) {
    case '"':
        g_string_append(out, "\\\"");
        break;
    case '\\':
        g_string_append(out, "\\\\");
        break;
    case '\n':
        g_string_append(out, "\\n");
        break;
    case '\r':
        g_string_append(out, "\\r");
        break;
    case '\t':
        g_string_append(out, "\\t");
        break;
    default:
        if (is_shown(c))
            g_string_append_unichar(out, c);
        else if (c < 0x10000)
            g_string_append_printf(out, "\\u%04x", c);
        else
            g_string_append_printf(out, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
                                   0xdc00 + ((c - 0x10000) & 0x3ff));
    }
}

void json_append_quoted(GString *out, const char *value)
{
    const char *end = value + strlen(value);
    g_string_append_c(out, '"');
    while (value < end) {
        const char *run = value;
        while (value < end && *value >= ' ' && *value < 0x7f && *value != '"' && *value != '\\')
            value++;
        g_string_append_len(out, run, value - run);
        if (value == end)
            break;
        gunichar c = g_utf8_get_char_validated(value, end - value);
        if (c == (gunichar)-1 || c == (gunichar)-2) {
            g_string_append(out, "\xef\xbf\xbd");
            value++;
        } else {
            append_escaped(out, c);
            value = g_utf8_next_char(value);
        }
    }
    g_string_append_c(out, '"');
}

static void new_line(struct json *j)
{
    g_string_append_c(j->out, '\n');
    for (unsigned i = 0; i < j->depth; i++)
        g_string_append(j->out, "  ");
}

/* The comma, the line and the key in front of a value. */
static void begin(struct json *j, const char *key)
{
    if (j->depth > 0) {
        unsigned top = j->depth - 1;
        if (!j->empty[top])
            g_string_append(j->out, j->compact[top] ? ", " : ",");
        if (!j->compact[top])
            new_line(j);
        j->empty[top] = false;
    }
    if (key) {
        json_append_quoted(j->out, key);
        g_string_append(j->out, ": ");
    }
}

static void open(struct json *j, const char *key, bool compact, const char *brackets)
{
    begin(j, key);
    g_assert(j->depth < JSON_DEPTH);
    g_string_append_c(j->out, brackets[0]);
    j->close[j->depth] = brackets[1];
    j->compact[j->depth] = compact || (j->depth > 0 && j->compact[j->depth - 1]);
    j->empty[j->depth++] = true;
}

void json_object(struct json *j, const char *key, bool compact)
{
    open(j, key, compact, "{}");
}

void json_list(struct json *j, const char *key, bool compact)
{
    open(j, key, compact, "[]");
}

void json_close(struct json *j)
{
    g_assert(j->depth > 0);
    j->depth--;
    if (!j->compact[j->depth] && !j->empty[j->depth])
        new_line(j);
    g_string_append_c(j->out, j->close[j->depth]);
    if (j->depth == 0)
        g_string_append_c(j->out, '\n');
}

void json_string(struct json *j, const char *key, const char *value)
{
    begin(j, key);
    if (value)
        json_append_quoted(j->out, value);
    else
        g_string_append(j->out, "null");
}

void json_format(struct json *j, const char *key, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    json_string(j, key, text);
}

void json_int(struct json *j, const char *key, int64_t value)
{
    begin(j, key);
    g_string_append_printf(j->out, "%" G_GINT64_FORMAT, value);
}

void json_tenths(struct json *j, const char *key, int value)
{
    begin(j, key);
    g_string_append_printf(j->out, "%s%d.%d", value < 0 ? "-" : "", abs(value) / 10,
                           abs(value) % 10);
}

void json_known_tenths(struct json *j, const char *key, bool known, int value)
{
    if (known)
        json_tenths(j, key, value);
    else
        json_null(j, key);
}

void json_hundredths(struct json *j, const char *key, int value)
{
    begin(j, key);
    g_string_append_printf(j->out, "%s%d.%02d", value < 0 ? "-" : "", abs(value) / 100,
                           abs(value) % 100);
}

void json_bool(struct json *j, const char *key, bool value)
{
    begin(j, key);
    g_string_append(j->out, value ? "true" : "false");
}

void json_null(struct json *j, const char *key)
{
    begin(j, key);
    g_string_append(j->out, "null");
}

void json_report(struct json *j, const char *ruleset)
{
    json_object(j, NULL, false);
    json_int(j, "schema_version", REPORT_SCHEMA_VERSION);
    json_object(j, "tool", true);
    json_string(j, "name", "debtscan");
    json_string(j, "version", DEBTSCAN_VERSION);
    if (ruleset)
        json_string(j, "ruleset", ruleset);
    json_close(j);
}
