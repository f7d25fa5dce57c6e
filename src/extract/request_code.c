#include "extract/request_code.h"

#include <string.h>

static const char *const methods[] = {"GET ", "POST ", "PUT ", "PATCH ", "DELETE ", "HEAD ", "OPTIONS ", "TRACE ", "CONNECT "};

enum part { PART_NONE, PART_HEADERS, PART_BODY, PART_TEXT };

struct requests {
    const char *const *command;
    GString *out;
    enum part part; /* what stands before the line in hand: nothing of a request, a line of its head, the line between, or some of its body */
    bool any;
};

static bool starts(const char *s, const char *end, const char *with)
{
    size_t n = strlen(with);
    return (size_t)(end - s) >= n && memcmp(s, with, n) == 0;
}

static const char *past_blanks(const char *s, const char *end)
{
    while (s < end && (*s == ' ' || *s == '\t'))
        s++;
    return s;
}

static const char *past_name(const char *s, const char *end)
{
    while (s < end && (g_ascii_isalnum(*s) || *s == '_'))
        s++;
    return s;
}

/* What stands between quotes: a quote ends them for itself, and so does the name of a value. */
static void append_quoted(GString *out, const char *s, const char *end)
{
    while (s < end) {
        const char *name = starts(s, end, "{{") ? past_blanks(s + 2, end) : NULL, *stop = name ? past_name(name, end) : NULL;
        const char *close = stop ? past_blanks(stop, end) : NULL;
        if (name && stop > name && !g_ascii_isdigit(*name) && starts(close, end, "}}")) {
            g_string_append_printf(out, "'\"$%.*s\"'", (int)(stop - name), name);
            s = close + 2;
        } else if (*s == '\'') {
            g_string_append(out, "'\"'\"'");
            s++;
        } else {
            g_string_append_c(out, *s++);
        }
    }
}

static void append_word(GString *out, const char *s, const char *end)
{
    g_string_append_c(out, '\'');
    append_quoted(out, s, end);
    g_string_append_c(out, '\'');
}

/* @name = value */
static void take_value(struct requests *r, const char *s, const char *end)
{
    const char *stop = past_name(++s, end), *equals = past_blanks(stop, end);
    if (stop == s || g_ascii_isdigit(*s) || equals == end || *equals != '=')
        return;
    g_string_append_len(r->out, s, stop - s);
    g_string_append_c(r->out, '=');
    append_word(r->out, past_blanks(equals + 1, end), end);
}

/* The line with the method, which may be left out, and the address. */
static void take_request(struct requests *r, const char *s, const char *end)
{
    size_t method = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(methods) && !method; i++)
        method = starts(s, end, methods[i]) ? strlen(methods[i]) - 1 : 0;
    const char *address = past_blanks(s + method, end);
    const char *behind = address;
    while (behind < end && *behind != ' ' && *behind != '\t')
        behind++;
    if (address == behind || (!method && !memmem(address, (size_t)(behind - address), "://", 3)))
        return;
    g_string_append(r->out, r->command[0]);
    if (method)
        g_string_append_printf(r->out, " %s %.*s", r->command[1], (int)method, s);
    g_string_append_c(r->out, ' ');
    append_word(r->out, address, behind);
    r->part = PART_HEADERS;
    r->any = true;
}

static void end_request(struct requests *r)
{
    if (r->part == PART_TEXT)
        g_string_append_c(r->out, '\'');
    r->part = PART_NONE;
}

/* A line without its end. What belongs to a command that goes on ends with a backslash, but in its quotes. */
static void take_line(struct requests *r, const char *s, const char *end)
{
    const char *first = past_blanks(s, end);
    const bool comment = starts(first, end, "#") || starts(first, end, "//");
    if (starts(first, end, "###")) {
        end_request(r);
    } else if (r->part == PART_NONE) {
        if (first < end && *first == '@')
            take_value(r, first, end);
        else if (first < end && !comment && *first != '<' && *first != '>')
            take_request(r, first, end);
    } else if (r->part == PART_HEADERS && first == end) {
        r->part = PART_BODY;
    } else if (r->part == PART_HEADERS && !comment && first == s) {
        g_string_append_printf(r->out, " %s ", r->command[2]);
        append_word(r->out, first, end);
    } else if (r->part != PART_HEADERS && (starts(first, end, "> ") || starts(first, end, "<> "))) { /* what is made of the answer */
        end_request(r);
    } else if (r->part == PART_BODY && first < end) {
        g_string_append_printf(r->out, " %s '", r->command[3]);
        const bool file = starts(first, end, "< ");
        g_string_append(r->out, file ? "@" : "");
        append_quoted(r->out, file ? past_blanks(first + 1, end) : s, end);
        r->part = PART_TEXT;
    } else if (r->part == PART_TEXT) {
        append_quoted(r->out, s, end);
    }
    if (r->part == PART_HEADERS || r->part == PART_BODY)
        g_string_append(r->out, " \\");
}

bool request_code(const char *text, size_t size, const char *const command[4], GString *out)
{
    struct requests r = {.command = command, .out = out};
    for (const char *s = text, *end = text + size; s < end;) {
        const char *stop = memchr(s, '\n', (size_t)(end - s)), *line = stop ? stop : end;
        take_line(&r, s, line > s && line[-1] == '\r' ? line - 1 : line);
        if (stop)
            g_string_append_c(out, '\n');
        s = stop ? stop + 1 : end;
    }
    end_request(&r);
    return r.any;
}
