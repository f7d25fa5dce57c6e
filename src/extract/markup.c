/* Pages to plain lines: what a reader of the page sees, each line where it stands in the file. */
#include "extract/markup.h"

#include <string.h>

/* Elements whose content nobody reads. */
static const char *const hidden[] = {"script", "style", NULL};

#define CODE_MOST 8192 /* bytes of code in a page; what is longer was not meant as such */

/* Comments, and the code of templates. */
static const struct {
    const char *open, *close;
} codes[] = {{"<!--", "-->"}, {"<%", "%>"}, {"<?", "?>"}, {"{{", "}}"}, {"{%", "%}"}};

static const struct {
    const char *entity, *text;
} entities[] = {{"&nbsp;", " "}, {"&amp;", "&"},   {"&lt;", "<"},    {"&gt;", ">"},    {"&quot;", "\""},
                {"&#39;", "'"},  {"&apos;", "'"}, {"&rsquo;", "'"}, {"&lsquo;", "'"}, {"&#x27;", "'"}};

static void append_char(GString *out, char c)
{
    bool start = out->len == 0 || out->str[out->len - 1] == '\n';
    if (c == '\n' || !(g_ascii_isspace(c) && (start || out->str[out->len - 1] == ' ')))
        g_string_append_c(out, c == '\n' || !g_ascii_isspace(c) ? c : ' ');
}

/* Nothing but the line breaks of [s, end): lines keep their numbers. */
static void append_breaks(GString *out, const char *s, const char *end)
{
    for (; s < end; s++)
        if (*s == '\n')
            g_string_append_c(out, '\n');
    if (out->len && !g_ascii_isspace(out->str[out->len - 1]))
        g_string_append_c(out, ' ');
}

/* One past the end of the code that begins at `s`; NULL if it does not end soon. `known` remembers ends, so that
 * what is opened again and again is not looked for each time. */
static const char *code_end(const char *s, const char *end, unsigned code, const char **known)
{
    size_t open = strlen(codes[code].open), close = strlen(codes[code].close);
    if (known[code] == NULL || known[code] < s + open) {
        const char *at = (size_t)(end - s) > open ? memmem(s + open, (size_t)(end - s) - open, codes[code].close, close) : NULL;
        known[code] = at ? at : end;
    }
    return known[code] == end || known[code] - s > CODE_MOST ? NULL : known[code] + close;
}

static bool starts(const char *s, const char *end, const char *with)
{
    size_t n = strlen(with);
    return (size_t)(end - s) >= n && g_ascii_strncasecmp(s, with, n) == 0;
}

/* One past the tag at `s`: quotes may hold what ends one. */
static const char *tag_end(const char *s, const char *end)
{
    char quote = '\0';
    for (const char *p = s; p < end; p++) {
        if (quote)
            quote = *p == quote ? '\0' : quote;
        else if (*p == '"' || *p == '\'')
            quote = *p;
        else if (*p == '>')
            return p + 1;
        else if (*p == '<' && p > s)
            return p; /* the tag was none */
    }
    return end;
}

/* Where the content of a hidden element ends, which begins behind `s`; NULL for others. */
static const char *hidden_end(const char *tag, const char *s, const char *end)
{
    for (unsigned i = 0; hidden[i]; i++) {
        size_t n = strlen(hidden[i]);
        if (!starts(tag + 1, end, hidden[i]) || (size_t)(end - tag) <= n + 1 || g_ascii_isalnum(tag[n + 1]))
            continue;
        g_autofree char *close = g_strconcat("</", hidden[i], NULL);
        for (; s < end; s++)
            if (*s == '<' && starts(s, end, close))
                return s;
        return end;
    }
    return NULL;
}

char *markup_lines(const char *text, size_t size, size_t *length)
{
    GString *out = g_string_sized_new(size / 2 + 1);
    const char *s = text, *end = text + size, *known[G_N_ELEMENTS(codes)] = {NULL};
    while (s < end) {
        const char *next = NULL;
        for (unsigned i = 0; i < G_N_ELEMENTS(codes) && !next; i++)
            if (starts(s, end, codes[i].open))
                next = code_end(s, end, i, known);
        if (next) {
            append_breaks(out, s, next);
            s = next;
        } else if (*s == '<' && end - s > 1 && (g_ascii_isalpha(s[1]) || s[1] == '/' || s[1] == '!')) {
            next = tag_end(s, end);
            bool heading = end - s > 3 && (s[1] == 'h' || s[1] == 'H') && s[2] >= '1' && s[2] <= '6' && !g_ascii_isalnum(s[3]);
            append_breaks(out, s, next);
            if (heading && (out->len == 0 || out->str[out->len - 1] == '\n'))
                for (char level = '0'; level < s[2]; level++)
                    g_string_append_c(out, '#');
            if (heading && out->len && out->str[out->len - 1] == '#')
                g_string_append_c(out, ' ');
            const char *content = hidden_end(s, next, end);
            if (content) {
                append_breaks(out, next, content);
                next = content;
            }
            s = next;
        } else if (*s == '&') {
            unsigned i = 0;
            while (i < G_N_ELEMENTS(entities) && !starts(s, end, entities[i].entity))
                i++;
            if (i < G_N_ELEMENTS(entities)) {
                append_char(out, *entities[i].text);
                s += strlen(entities[i].entity);
            } else {
                append_char(out, *s++);
            }
        } else {
            append_char(out, *s++);
        }
    }
    *length = out->len;
    return g_string_free(out, FALSE);
}
