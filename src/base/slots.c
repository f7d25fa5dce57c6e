#include "base/slots.h"

#include <glib.h>
#include <string.h>

#define MAX_LOOPS 16     /* within one another */
#define LABEL_REACH 400  /* bytes between a slot and the tag that holds it */
#define MAX_TAG 64

struct span {
    const char *s;
    size_t len;
};

static bool starts(const char *text, size_t len, size_t at, const char *with)
{
    size_t n = strlen(with);
    return n > 0 && at + n <= len && memcmp(text + at, with, n) == 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool begins_name(char c)
{
    return g_ascii_isalpha(c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool in_name(char c)
{
    return begins_name(c) || g_ascii_isdigit(c) || c == '.' || c == '-';
}

static struct span name_at(struct span s, size_t at)
{
    if (at >= s.len || !begins_name(s.s[at]))
        return (struct span){s.s, 0};
    size_t end = at;
    while (end < s.len && in_name(s.s[end]))
        end++;
    while (end > at && (s.s[end - 1] == '.' || s.s[end - 1] == '-'))
        end--;
    return (struct span){s.s + at, end - at};
}

static size_t skip_blanks(struct span s, size_t at)
{
    while (at < s.len && is_blank(s.s[at]))
        at++;
    return at;
}

static bool is_word(struct span s, const char *word)
{
    return s.len == strlen(word) && memcmp(s.s, word, s.len) == 0;
}

/* The words of a statement, at most `room`. */
static unsigned words_of(struct span s, struct span *out, unsigned room)
{
    unsigned n = 0;
    for (size_t at = 0; at < s.len && n < room;) {
        struct span name = name_at(s, at);
        if (name.len) {
            out[n++] = name;
            at = (size_t)(name.s - s.s) + name.len;
        } else {
            at++;
        }
    }
    return n;
}

struct loops { /* names that loops give to the elements of others */
    struct {
        struct span name, of;
    } all[MAX_LOOPS];
    unsigned n;
};

static struct span source_of(const struct loops *loops, struct span name)
{
    size_t root = 0;
    while (root < name.len && name.s[root] != '.')
        root++;
    for (unsigned i = loops->n; i-- > 0;)
        if (loops->all[i].name.len == root && memcmp(loops->all[i].name.s, name.s, root) == 0)
            return loops->all[i].of;
    return name;
}

static void loop_over(struct loops *loops, struct span name, struct span of)
{
    if (loops->n == MAX_LOOPS || !name.len || !of.len)
        return;
    of = source_of(loops, of); /* loops within loops */
    loops->all[loops->n].name = name;
    loops->all[loops->n++].of = of;
}

/* `for x in xs`, `for key, x in xs.items()` */
static void read_statement(struct loops *loops, struct span content)
{
    struct span words[8];
    unsigned n = words_of(content, words, G_N_ELEMENTS(words));
    if (n < 4 || !is_word(words[0], "for"))
        return;
    for (unsigned i = 1; i + 1 < n; i++)
        if (is_word(words[i], "in"))
            for (unsigned k = 1; k < i; k++)
                loop_over(loops, words[k], words[i + 1]);
}

/* What `{{...}}` puts there. False for what puts nothing: {{/each}}, {{!-- --}}, {{else}}. */
static bool read_value(struct loops *loops, struct span content, struct span *name)
{
    static const char *const nothing[] = {"else", "end", "endif", "endfor", "endeach"};
    size_t at = skip_blanks(content, 0);
    while (at < content.len && strchr("-~&=", content.s[at])) /* how it is put there */
        at++;
    at = skip_blanks(content, at);
    if (at >= content.len || strchr("/!>", content.s[at]))
        return false;
    if (content.s[at] == '#' || content.s[at] == '^') { /* {{#each docs}}, {{#docs}} */
        struct span words[4];
        unsigned n = words_of((struct span){content.s + at + 1, content.len - at - 1}, words, G_N_ELEMENTS(words));
        if (n && content.s[at] == '#')
            loop_over(loops, (struct span){"this", 4}, words[n - 1]);
        return false;
    }
    while (at < content.len && !begins_name(content.s[at]) && content.s[at] != '"' && content.s[at] != '\'')
        at++; /* {{ (x | y) }}, {{ $x }}, {{ @x }} */
    *name = name_at(content, at);
    if (!name->len)
        return false; /* a text, a number: nothing from elsewhere */
    for (size_t i = 0; i < G_N_ELEMENTS(nothing); i++)
        if (is_word(*name, nothing[i]))
            return false;
    *name = source_of(loops, *name);
    return true;
}

void slots_find(const char *text, size_t len, const struct slot_marks *marks, unsigned n,
                bool (*found)(void *payload, const struct text_slot *slot), void *payload)
{
    struct loops loops = {.n = 0};
    for (size_t at = 0; at < len;) {
        const struct slot_marks *m = NULL;
        size_t close = 0, open = 0;
        for (unsigned i = 0; i < n && !m; i++) {
            if (!starts(text, len, at, marks[i].open))
                continue;
            open = at + strlen(marks[i].open);
            size_t reach = MIN(len - open, SLOT_BYTES);
            const char *end = memmem(text + open, reach, marks[i].close, strlen(marks[i].close));
            if (!end)
                continue;
            close = (size_t)(end - text);
            struct span whole = {text + open, close - open};
            if (marks[i].kind == SLOT_NAME && (!whole.len || name_at(whole, 0).len != whole.len))
                continue;
            m = &marks[i];
        }
        if (!m) {
            at++;
            continue;
        }
        struct span content = {text + open, close - open}, name = {text + open, 0};
        size_t end = close + strlen(m->close);
        if (m->kind == SLOT_BLOCK)
            read_statement(&loops, content);
        if (m->kind == SLOT_NAME)
            name = source_of(&loops, content);
        if (m->kind == SLOT_NAME || (m->kind == SLOT_VALUE && read_value(&loops, content, &name))) {
            struct text_slot slot = {.start = at, .end = end, .name = name.s, .len = name.len};
            if (!found(payload, &slot))
                return;
        }
        at = end;
    }
}

/* ---- what stands around a slot ---- */

/* How many bytes of one character end (or begin) a text. */
static size_t run_before(const char *text, size_t end)
{
    size_t n = 0;
    while (n < end && text[end - 1 - n] == text[end - 1])
        n++;
    return n;
}

static size_t run_at(const char *text, size_t len, size_t at)
{
    size_t n = 0;
    while (at + n < len && text[at + n] == text[at])
        n++;
    return n;
}

/* ```lang\n SLOT \n```, """ SLOT """, --- SLOT --- */
static bool fenced(const char *text, size_t len, size_t before, size_t after)
{
    size_t word = before;
    while (word && g_ascii_isalnum(text[word - 1]))
        word--;
    if (word && text[word - 1] == '`')
        before = word;
    return before && after < len && strchr("`\"'~-=#*+", text[before - 1]) && text[before - 1] == text[after] &&
           run_before(text, before) >= 3 && run_at(text, len, after) >= 3;
}

/* A tag within reach before the slot whose end stands within reach behind it. */
static bool tagged(const char *text, size_t len, size_t start, size_t end)
{
    size_t least = start > LABEL_REACH ? start - LABEL_REACH : 0;
    size_t most = MIN(len, end + LABEL_REACH);
    for (size_t at = start; at-- > least;) {
        if (text[at] != '<' || at + 1 >= len || !g_ascii_isalpha(text[at + 1]))
            continue;
        size_t stop = at + 1;
        while (stop < start && stop - at < MAX_TAG && (g_ascii_isalnum(text[stop]) || strchr("_-:.", text[stop])))
            stop++;
        const char *closed = memchr(text + stop, '>', start - stop);
        if (!closed || stop - at >= MAX_TAG)
            continue;
        char close[MAX_TAG + 4];
        int n = g_snprintf(close, sizeof close, "</%.*s", (int)(stop - at - 1), text + at + 1);
        if (memmem(text + stop, start - stop, close, (size_t)n))
            continue; /* it ends before the slot */
        if (memmem(text + end, most - end, close, (size_t)n))
            return true;
    }
    return false;
}

bool slot_is_delimited(const char *text, size_t len, size_t start, size_t end)
{
    if (start > end || end > len)
        return false;
    size_t before = start, after = end;
    while (before && is_blank(text[before - 1]))
        before--;
    while (after < len && is_blank(text[after]))
        after++;
    bool labels = before && after < len && text[before - 1] == ']' && text[after] == '[';
    return labels || fenced(text, len, before, after) || tagged(text, len, start, end);
}
