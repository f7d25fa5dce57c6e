/* Code in a view: lines of coloured pieces, and the same as a fence of Markdown. */
#include <string.h>

#include "base/text.h"
#include "report/view_priv.h"
#include "syntax/paint.h"

#define TAB "    "

/* Safe, with tabs as blanks. Yours to free. */
static char *code_text(const char *text, size_t len)
{
    GString *out = g_string_new(NULL);
    for (const char *end = text + len, *tab; text < end; text = tab + 1) {
        tab = memchr(text, '\t', (size_t)(end - text));
        text_append_safe(out, text, (tab ? tab : end) - text);
        if (!tab)
            break;
        g_string_append(out, TAB);
    }
    return g_string_free(out, FALSE);
}

static void add_piece(cJSON *list, const char *text, uint32_t from, uint32_t to, uint32_t paint)
{
    static const char *const classes[PAINT_COUNT] = {
        [PAINT_NONE] = NULL,      [PAINT_COMMENT] = "c",  [PAINT_STRING] = "s",   [PAINT_NUMBER] = "n",  [PAINT_KEYWORD] = "k",
        [PAINT_CONSTANT] = "n",   [PAINT_TYPE] = "t",     [PAINT_FUNCTION] = "f", [PAINT_PROPERTY] = "p"};
    if (from >= to)
        return;
    g_autofree char *safe = code_text(text + from, to - from);
    cJSON *piece = add_object(list);
    put_text(piece, "class", paint < PAINT_COUNT ? classes[paint] : NULL);
    cJSON_AddStringToObject(piece, "text", safe);
}

/* Bytes [from, to) of the line as pieces. */
static void add_pieces(cJSON *object, const char *key, const struct code_line *l, uint32_t from, uint32_t to)
{
    cJSON *list = put_list(object, key);
    for (unsigned i = 0; i < l->n_painted && from < to; i++) {
        const struct painted *p = &l->painted[i];
        if (p->end <= from)
            continue;
        if (p->begin >= to)
            break;
        add_piece(list, l->text, from, MAX(p->begin, from), PAINT_NONE);
        from = MAX(p->begin, from);
        add_piece(list, l->text, from, MIN(p->end, to), p->paint);
        from = MIN(p->end, to);
    }
    add_piece(list, l->text, from, to, PAINT_NONE);
}

/* A mark between characters, not within one. */
static uint32_t whole(const char *text, uint32_t at)
{
    uint32_t len = (uint32_t)strlen(text);
    for (at = MIN(at, len); at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80;)
        at--;
    return at;
}

static void add_line(cJSON *list, const struct finding *f, const struct code_line *l)
{
    cJSON *line = add_object(list);
    put_int(line, "number", l->number);
    put_bool(line, "at", l->number >= f->place.line && l->number <= MAX(f->place.end_line, f->place.line));
    put_bool(line, "hidden", l->text == NULL);
    if (!l->text)
        return;
    uint32_t mark = whole(l->text, l->mark), end = whole(l->text, l->mark_end);
    put_bool(line, "marked", mark < end);
    add_pieces(line, "before", l, 0, mark);
    add_pieces(line, "mark", l, mark, end);
    add_pieces(line, "after", l, MAX(mark, end), (uint32_t)strlen(l->text));
}

/* A fence that nothing in the code can close. */
static void add_fence(cJSON *object, const struct finding *f)
{
    g_autoptr(GString) code = g_string_new(NULL);
    size_t longest = 2;
    for (unsigned i = 0; i < f->n_code; i++) {
        g_autofree char *text =
            f->code[i].text ? code_text(f->code[i].text, strlen(f->code[i].text)) : g_strdup("(not shown: a credential)");
        for (const char *p = text; (p = strchr(p, '`'));) {
            size_t run = strspn(p, "`");
            longest = MAX(longest, run);
            p += run;
        }
        g_string_append_printf(code, "%s%s", i ? "\n" : "", text);
    }
    g_autofree char *fence = g_strnfill(longest + 1, '`');
    g_autofree char *all = g_strconcat(fence, "\n", code->str, "\n", fence, NULL);
    cJSON_AddStringToObject(object, "code_fence", all);
}

void view_code(cJSON *object, const struct finding *f)
{
    if (f->n_code == 0)
        return;
    cJSON *lines = put_list(object, "lines");
    for (unsigned i = 0; i < f->n_code; i++)
        add_line(lines, f, &f->code[i]);
    add_fence(object, f);
}
