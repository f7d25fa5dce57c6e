#include "base/text.h"

#include <string.h>

/* A character that shows itself and nothing else. */
static gboolean is_plain(gunichar c)
{
    switch (g_unichar_type(c)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
        return FALSE;
    default:
        return TRUE;
    }
}

static void append(GString *out, const char *s, gsize len, gboolean lines)
{
    const char *end = s + len;
    while (s < end) {
        const char *run = s;
        while (s < end && *s >= ' ' && *s < 0x7f)
            s++;
        g_string_append_len(out, run, s - run);
        if (s == end)
            break;
        unsigned char byte = (unsigned char)*s;
        if (byte < 0x80) {
            if (lines && (byte == '\n' || byte == '\t'))
                g_string_append_c(out, (char)byte);
            else if (byte == '\n' || byte == '\t' || byte == '\r')
                g_string_append(out, byte == '\n' ? "\\n" : byte == '\t' ? "\\t" : "\\r");
            else
                g_string_append_printf(out, "\\x%02X", byte);
            s++;
            continue;
        }
        gunichar c = g_utf8_get_char_validated(s, end - s);
        if (c == (gunichar)-1 || c == (gunichar)-2) {
            g_string_append_printf(out, "\\x%02X", byte);
            s++;
        } else if (!is_plain(c)) {
            g_string_append_printf(out, "\\u{%04X}", c);
            s = g_utf8_next_char(s);
        } else {
            g_string_append_len(out, s, g_utf8_next_char(s) - s);
            s = g_utf8_next_char(s);
        }
    }
}

void text_append_safe(GString *out, const char *s, gssize len)
{
    if (s)
        append(out, s, len < 0 ? strlen(s) : (gsize)len, FALSE);
}

char *text_safe(const char *s)
{
    GString *out = g_string_new(NULL);
    text_append_safe(out, s, -1);
    return g_string_free(out, FALSE);
}

char *text_safe_lines(const char *s)
{
    GString *out = g_string_new(NULL);
    if (s)
        append(out, s, strlen(s), TRUE);
    return g_string_free(out, FALSE);
}

static unsigned char_width(gunichar c)
{
    return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

unsigned text_width(const char *s)
{
    unsigned width = 0;
    for (; *s; s = g_utf8_next_char(s))
        width += char_width(g_utf8_get_char(s));
    return width;
}

unsigned text_append_cut(GString *out, const char *s, unsigned columns, gboolean ascii)
{
    const char *mark = ascii ? "..." : "…";
    unsigned mark_width = ascii ? 3 : 1, width = 0, kept = 0;
    const char *cut = s; /* as much as leaves room for the mark */
    for (const char *p = s;; p = g_utf8_next_char(p)) {
        if (width + mark_width <= columns) {
            cut = p;
            kept = width;
        }
        if (!*p) {
            g_string_append(out, s);
            return width;
        }
        unsigned w = char_width(g_utf8_get_char(p));
        if (width + w > columns)
            break;
        width += w;
    }
    g_string_append_len(out, s, cut - s);
    mark_width = MIN(mark_width, columns);
    g_string_append_len(out, mark, ascii ? (gssize)mark_width : mark_width ? -1 : 0);
    return kept + mark_width;
}

void text_append_padded(GString *out, const char *s, unsigned columns, gboolean ascii)
{
    for (unsigned width = text_append_cut(out, s, columns, ascii); width < columns; width++)
        g_string_append_c(out, ' ');
}
