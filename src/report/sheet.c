#include "report/sheet.h"

#include <stdarg.h>
#include <string.h>

#include "base/text.h"

#define WIDTH_MIN 60
#define WIDTH_MAX 140 /* longer lines are hard to read */

struct sheet sheet_new(GString *out, const struct text_options *options)
{
    return (struct sheet){.out = out,
                          .colour = options->colour,
                          .unicode = options->unicode,
                          .hyperlinks = options->hyperlinks,
                          .width =
                              CLAMP(options->width ? options->width : 80, WIDTH_MIN, WIDTH_MAX)};
}

const char *sheet_mark(const struct sheet *s, enum mark m)
{
    static const char *const marks[][2] = {
        [MARK_DOT] = {"-", "·"},    [MARK_DASH] = {"-", "–"}, [MARK_DOTS] = {"...", "…"},
        [MARK_ARROW] = {"->", "→"}, [MARK_BAR] = {"|", "│"},  [MARK_TIMES] = {"x", "×"},
    };
    return marks[m][s->unicode];
}

char *sheet_text(const struct sheet *s, const char *text)
{
    char *safe = text_safe(text);
    if (s->unicode || g_str_is_ascii(safe))
        return safe;
    GString *ascii = g_string_new(NULL);
    for (const char *p = safe; *p; p = g_utf8_next_char(p))
        g_string_append_c(ascii, (unsigned char)*p < 0x80 ? *p : '?');
    g_free(safe);
    return g_string_free(ascii, FALSE);
}

static void tint_begin(struct sheet *s, enum tint tint)
{
    static const char *const codes[] = {
        [TINT_BOLD] = "1", [TINT_DIM] = "2",      [TINT_GOOD] = "32",  [TINT_FAIR] = "33",
        [TINT_BAD] = "31", [TINT_WORST] = "1;31", [TINT_PLACE] = "36", [TINT_COMMAND] = "1",
    };
    if (s->colour && tint != TINT_NONE)
        g_string_append_printf(s->out, "\x1b[%sm", codes[tint]);
}

static void tint_end(struct sheet *s, enum tint tint)
{
    if (s->colour && tint != TINT_NONE)
        g_string_append(s->out, "\x1b[0m");
}

void sheet_put(struct sheet *s, enum tint tint, const char *text)
{
    g_autofree char *safe = sheet_text(s, text);
    if (!*safe)
        return;
    tint_begin(s, tint);
    g_string_append(s->out, safe);
    tint_end(s, tint);
}

void sheet_link(struct sheet *s, const char *uri, enum tint tint, const char *text)
{
    bool link = s->hyperlinks && uri && g_str_is_ascii(uri) && !strpbrk(uri, "\x1b\x07");
    if (link)
        g_string_append_printf(s->out, "\x1b]8;;%s\x1b\\", uri);
    sheet_put(s, tint, text);
    if (link)
        g_string_append(s->out, "\x1b]8;;\x1b\\");
}

void sheet_format(struct sheet *s, enum tint tint, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    sheet_put(s, tint, text);
}

void sheet_blank(struct sheet *s, unsigned columns)
{
    while (columns-- > 0)
        g_string_append_c(s->out, ' ');
}

void sheet_pad(struct sheet *s, enum tint tint, const char *text, unsigned columns)
{
    g_autofree char *safe = sheet_text(s, text);
    tint_begin(s, tint);
    unsigned used = text_append_cut(s->out, safe, columns, !s->unicode);
    tint_end(s, tint);
    sheet_blank(s, columns - used);
}

void sheet_end(struct sheet *s)
{
    while (s->out->len > 0 && s->out->str[s->out->len - 1] == ' ')
        g_string_truncate(s->out, s->out->len - 1);
    g_string_append_c(s->out, '\n');
}

/* The bytes of `text` that fit `columns`, broken at a blank where there is one. */
static size_t line_length(const char *text, unsigned columns)
{
    const char *blank = NULL, *p = text;
    unsigned width = 0;
    while (*p) {
        const char *next = g_utf8_next_char(p);
        g_autofree char *one = g_strndup(p, (gsize)(next - p));
        if (*p == ' ')
            blank = p;
        width += text_width(one);
        if (width > columns)
            return (size_t)(blank && blank > text ? blank - text
                            : p > text            ? p - text
                                                  : next - text);
        p = next;
    }
    return (size_t)(p - text);
}

void sheet_wrap(struct sheet *s, enum tint tint, const char *text, unsigned at, unsigned indent,
                unsigned lines)
{
    g_autofree char *prose = g_strchomp(g_strdelimit(g_strdup(text), "\n\r\t", ' '));
    g_autofree char *safe = sheet_text(s, prose);
    const char *rest = safe;
    for (unsigned line = 1; *rest; line++) {
        unsigned from = line == 1 ? at : indent;
        unsigned columns = s->width > from + 10 ? s->width - from : 10;
        if (line > 1)
            sheet_blank(s, indent);
        tint_begin(s, tint);
        if (line == lines) {
            text_append_cut(s->out, rest, columns, !s->unicode);
            rest = "";
        } else {
            size_t length = line_length(rest, columns);
            g_string_append_len(s->out, rest, (gssize)length);
            rest += length;
            while (*rest == ' ')
                rest++;
        }
        tint_end(s, tint);
        if (*rest)
            sheet_end(s);
    }
    sheet_end(s);
}

char *sheet_path(const struct sheet *s, const char *path, unsigned columns)
{
    g_autofree char *safe = sheet_text(s, path);
    const char *dots = sheet_mark(s, MARK_DOTS);
    if (text_width(safe) <= columns)
        return g_steal_pointer(&safe);
    const char *rest = safe;
    while (*rest && text_width(rest) + text_width(dots) > columns)
        rest = g_utf8_next_char(rest);
    const char *slash = strchr(rest, '/');
    return g_strconcat(dots, slash ? slash : rest, NULL);
}

void sheet_bar(struct sheet *s, enum tint tint, int value, unsigned cells)
{
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    unsigned filled = (unsigned)CLAMP(value, 0, 1000) * cells * 8 / 1000;
    unsigned full = filled / 8, part = s->unicode ? filled % 8 : 0;
    tint_begin(s, tint);
    for (unsigned i = 0; i < full; i++)
        g_string_append(s->out, s->unicode ? "█" : "#");
    g_string_append(s->out, eighths[part]);
    tint_end(s, tint);
    tint_begin(s, TINT_DIM);
    for (unsigned i = full + (part > 0); i < cells; i++)
        g_string_append(s->out, s->unicode ? "·" : ".");
    tint_end(s, TINT_DIM);
}

/* Bytes [from, to) of a line, tabs as blanks, safe. */
static char *piece(const struct sheet *s, const char *line, size_t from, size_t to)
{
    g_autofree char *raw = g_strndup(line + from, to > from ? to - from : 0);
    g_strdelimit(raw, "\t", ' ');
    return sheet_text(s, raw);
}

void sheet_snippet(struct sheet *s, unsigned indent, unsigned number, const char *line,
                   unsigned column, unsigned end_column)
{
    size_t len = strcspn(line, "\r\n"), begin = strspn(line, " \t");
    if (begin >= len)
        return;
    while (len > begin && (line[len - 1] == ' ' || line[len - 1] == '\t'))
        len--;
    size_t from = column > begin && column <= len ? column - 1 : begin;
    size_t to = column == 0 || column > len ? from
                : end_column > column       ? MIN(end_column - 1, len)
                                            : len;
    g_autofree char *digits = g_strdup_printf("%u", number);
    unsigned gutter = (unsigned)strlen(digits);
    unsigned room = s->width > indent + gutter + 13 ? s->width - indent - gutter - 3 : 10;
    g_autofree char *before = piece(s, line, begin, from);
    bool moved = text_width(before) > room / 2; /* a caret far to the right: begin close to it */
    if (moved) {
        g_free(before);
        before = g_strdup(sheet_mark(s, MARK_DOTS));
    }
    g_autofree char *rest = piece(s, line, from, len);
    g_autofree char *marked = piece(s, line, from, to);
    g_autofree char *shown = g_strconcat(before, rest, NULL);
    sheet_blank(s, indent);
    sheet_format(s, TINT_DIM, "%s %s ", digits, sheet_mark(s, MARK_BAR));
    text_append_cut(s->out, shown, room, !s->unicode);
    sheet_end(s);
    unsigned at = text_width(before), count = text_width(marked);
    if (count == 0 || at >= room)
        return;
    sheet_blank(s, indent + gutter + 1);
    sheet_put(s, TINT_DIM, sheet_mark(s, MARK_BAR));
    sheet_blank(s, at + 1);
    tint_begin(s, TINT_BAD);
    for (unsigned i = 0; i < MIN(count, room - at); i++)
        g_string_append_c(s->out, '^');
    tint_end(s, TINT_BAD);
    sheet_end(s);
}
