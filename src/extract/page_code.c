#include "extract/page_code.h"

#include <string.h>

#include "extract/request_code.h"

#define CHARACTER_MOST 8 /* bytes between the quotes of a character: '\u0041' */

struct page {
    const struct language *l;
    const char *name;     /* the file's, as a name that code may have */
    const char *s, *end;
    GString *out;
    bool any;             /* code was seen */
    bool open;            /* a tag that does not end was seen: none does behind it */
    const char *marked;   /* the language that an element names; NULL without */
};

static bool starts(const char *s, const char *end, const char *with)
{
    size_t n = strlen(with);
    return (size_t)(end - s) >= n && memcmp(s, with, n) == 0;
}

static bool is_word(char c)
{
    return g_ascii_isalnum(c) || c == '_';
}

/* ---- blocks in braces ---- */

/* One past the text that begins at `s` with a quote; `plain`: a backslash means nothing in it. */
static const char *text_end(const char *s, const char *end, bool plain)
{
    if (starts(s, end, "\"\"\"")) {
        const char *close = memmem(s + 3, (size_t)(end - s) - 3, "\"\"\"", 3);
        return close ? close + 3 : end;
    }
    for (s++; s < end && *s != '"'; s++) {
        if (!plain && *s == '\n')
            return s;
        if (!plain && *s == '\\' && s + 1 < end)
            s++;
    }
    return s < end ? s + 1 : end;
}

/* One past the character that begins at `s`, or past its quote where it is none. */
static const char *character_end(const char *s, const char *end)
{
    const char *most = end - s > CHARACTER_MOST + 2 ? s + CHARACTER_MOST + 2 : end;
    for (const char *p = s + 1; p < most && *p != '\n'; p++) {
        if (*p == '\\')
            p++;
        else if (*p == '\'')
            return p + 1;
    }
    return s + 1;
}

static const char *comment_end(const char *s, const char *end)
{
    bool line = s[1] == '/';
    const char *close = memmem(s + 2, (size_t)(end - s) - 2, line ? "\n" : "*/", line ? 1 : 2);
    return !close ? end : line ? close : close + 2;
}

/* One past the brace that closes the one at `s`; braces in texts, characters and comments are none. */
static const char *block_end(const char *s, const char *end)
{
    unsigned depth = 0;
    const char *begin = s;
    while (s < end) {
        if (*s == '"') {
            s = text_end(s, end, s - begin > 0 && (s[-1] == '@' || (s[-1] == '$' && s[-2] == '@')));
            continue;
        }
        if (*s == '\'') {
            s = character_end(s, end);
            continue;
        }
        if (*s == '/' && end - s > 1 && (s[1] == '/' || s[1] == '*')) {
            s = comment_end(s, end);
            continue;
        }
        depth += *s == '{';
        if (*s++ == '}' && --depth == 0)
            return s;
    }
    return end;
}

/* ---- what is written ---- */

static void append_blank(GString *out, const char *s, const char *end)
{
    for (; s < end; s++)
        g_string_append_c(out, *s == '\n' ? '\n' : ' ');
}

/* `pattern` with what its places stand for. */
static void append_filled(const struct page *p, const char *pattern, const char *rest, size_t len)
{
    for (; *pattern; pattern++) {
        if (g_str_has_prefix(pattern, "{file}")) {
            g_string_append(p->out, p->name);
            pattern += strlen("{file}") - 1;
        } else if (g_str_has_prefix(pattern, "{rest}")) {
            g_string_append_len(p->out, rest, (gssize)len);
            pattern += strlen("{rest}") - 1;
        } else {
            g_string_append_c(p->out, *pattern);
        }
    }
}

/* A line that is written as another one; the reader stands at its first word. */
static bool take_line(struct page *p)
{
    for (unsigned i = 0; i < p->l->n_code_lines; i++) {
        const char *word = p->l->code_lines[i].key;
        if (!word || !starts(p->s, p->end, word) || !p->l->code_lines[i].value)
            continue;
        const char *rest = p->s + strlen(word), *stop = memchr(rest, '\n', (size_t)(p->end - rest));
        p->s = stop ? stop : p->end;
        const char *last = p->s;
        while (last > rest && (g_ascii_isspace(last[-1]) || last[-1] == ';'))
            last--;
        append_filled(p, p->l->code_lines[i].value, rest, (size_t)(last - rest));
        return p->any = true;
    }
    return false;
}

/* A word and the block in braces behind it. */
static bool take_block(struct page *p)
{
    for (const char **word = p->l->code_blocks; word && *word; word++) {
        const char *open = p->s + strlen(*word);
        if (!starts(p->s, p->end, *word) || (open < p->end && is_word(*open)))
            continue;
        const char *behind = open;
        while (open < p->end && g_ascii_isspace(*open))
            open++;
        if (open == p->end || *open != '{')
            continue;
        append_filled(p, p->l->code_block ? p->l->code_block : "", "", 0);
        p->s = block_end(open, p->end);
        g_string_append_len(p->out, behind, p->s - behind);
        return p->any = true;
    }
    return false;
}

/* What an element that holds code says of its language. */
static void read_marks(struct page *p, const char *tag, const char *end)
{
    for (unsigned i = 0; i < p->l->n_code_marks && !p->marked; i++)
        if (memmem(tag, (size_t)(end - tag), p->l->code_marks[i].key, strlen(p->l->code_marks[i].key)))
            p->marked = p->l->code_marks[i].value;
}

/* An element that holds code; the reader stands at its tag. */
static bool take_element(struct page *p)
{
    for (const char **tag = p->l->code_tags; tag && *tag && !p->open; tag++) {
        size_t len = strlen(*tag);
        if (!starts(p->s + 1, p->end, *tag) || (size_t)(p->end - p->s) <= len + 1 || is_word(p->s[len + 1]))
            continue;
        const char *open = memchr(p->s, '>', (size_t)(p->end - p->s));
        p->open = !open;
        if (!open)
            return false;
        g_autofree char *close = g_strconcat("</", *tag, NULL);
        const char *stop = memmem(open, (size_t)(p->end - open), close, len + 2);
        stop = stop ? stop : p->end;
        read_marks(p, p->s, open);
        append_blank(p->out, p->s, open + 1);
        g_string_append_len(p->out, open + 1, stop - open - 1);
        p->s = stop;
        return p->any = true;
    }
    return false;
}

static void read_page(struct page *p)
{
    bool first = true; /* nothing but blanks since the line began */
    while (p->s < p->end) {
        if (first && (take_line(p) || take_block(p)))
            continue;
        if (*p->s == '<' && take_element(p))
            continue;
        first = *p->s == '\n' || (first && g_ascii_isspace(*p->s));
        append_blank(p->out, p->s, p->s + 1);
        p->s++;
    }
}

/* The name of a file as code would write it: without its folder, its ending and what no name holds. */
static char *file_name(const char *path)
{
    char *name = g_path_get_basename(path);
    name[strcspn(name, ".")] = '\0';
    for (char *c = name; *c; c++)
        *c = is_word(*c) ? *c : '_';
    return name;
}

static bool holds_code(const struct language *page)
{
    return (page->code_tags && *page->code_tags) || (page->code_blocks && *page->code_blocks) || page->n_code_lines || page->code_requests || page->code_whole;
}

GString *page_code(const struct ruleset *rules, const struct language *page, const char *path, const char *text, size_t size,
                   const struct language **language)
{
    if (!holds_code(page))
        return NULL;
    g_autofree char *name = file_name(path);
    struct page p = {.l = page, .name = name, .s = text, .end = text + size, .out = g_string_sized_new(size + 1)};
    if (page->code_requests)
        p.any = request_code(text, size, page->code_requests, p.out);
    else if (page->code_whole)
        p.any = g_string_append_len(p.out, text, (gssize)size)->len > 0;
    else
        read_page(&p);
    const struct language *marked = p.marked ? ruleset_language(rules, p.marked) : NULL;
    *language = marked ? marked : page->parent;
    if (p.any && *language && (*language)->reader == READER_CODE)
        return p.out;
    g_string_free(p.out, TRUE);
    return NULL;
}
