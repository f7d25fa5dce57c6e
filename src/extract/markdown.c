/*
 * Documents: sections with their text, tables and links. Markdown goes through its block grammar; a
 * language without a grammar (reStructuredText, AsciiDoc, plain text) is read line by line.
 */
#include <string.h>

#include "base/limits.h"
#include "extract/config_priv.h"
#include "extract/markup.h"

#define LINK_BYTES_MOST 2000
#define HEADING_BYTES_MOST 400
#define PLACEHOLDER_BYTES_MOST 120 /* between the brackets of <...> and {{...}} */

/* An entry of the placeholder lexicon: a word, or with a `*` all that stands between two ends. */
struct entry {
    const char *text;
    size_t len;
    size_t gap; /* where the `*` stands; `len` without */
    guint next; /* the next that begins with the same byte: its index + 1, 0 for none */
};

struct lexicon {
    GArray *entries;  /* struct entry */
    guint first[256]; /* by byte, in both cases: index + 1 of the first that begins with it */
};

struct document {
    struct facts_builder *b;
    struct lexicon lexicon;
    const char *text;
    uint32_t section; /* index of the open one */
    bool open;
    GString *content; /* of the open section, blank-folded */
    uint32_t words, filler;
    uint32_t last_line; /* of its content */
    GString *scratch, *marks;
};

/* ---- sections ---- */

static void section_close(struct document *d)
{
    if (!d->open)
        return;
    size_t len = config_cut(d->content->str, d->content->len, LIMIT_STRING_BYTES);
    while (len && d->content->str[len - 1] == ' ')
        len--;
    uint32_t text = builder_string(d->b, d->content->str, len);
    struct fact_section *row = builder_sections(d->b, d->section);
    row->text = text;
    row->words = d->words;
    row->placeholders = d->filler;
    row->end_line = MAX(row->line, d->last_line);
    d->open = false;
}

static void section_open(struct document *d, const char *heading, size_t len, unsigned level,
                         uint32_t line)
{
    section_close(d);
    uint32_t string = builder_string(d->b, heading, config_cut(heading, len, HEADING_BYTES_MOST));
    struct fact_section *row;
    d->section = builder_add_sections(d->b, &row);
    *row = (struct fact_section){.heading = string, .level = level, .line = line, .end_line = line};
    g_string_truncate(d->content, 0);
    d->words = d->filler = 0;
    d->last_line = line;
    d->open = true;
}

/* Text before the first heading has a section of its own. */
static void section_ensure(struct document *d, uint32_t line)
{
    if (!d->open)
        section_open(d, "", 0, 0, line);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

static void append_text(struct document *d, const char *s, size_t len)
{
    GString *out = d->content;
    for (size_t i = 0; i < len && out->len <= LIMIT_STRING_BYTES; i++) {
        if (!is_space(s[i]))
            g_string_append_c(out, s[i]);
        else if (out->len && out->str[out->len - 1] != ' ')
            g_string_append_c(out, ' ');
    }
    if (out->len && out->str[out->len - 1] != ' ' && out->len <= LIMIT_STRING_BYTES)
        g_string_append_c(out, ' ');
}

/* ---- words and placeholders ---- */

static bool is_word_byte(char c)
{
    return g_ascii_isalnum(c) || (unsigned char)c >= 0x80;
}

static void lexicon_init(struct lexicon *l, const char **placeholders)
{
    *l = (struct lexicon){.entries = g_array_new(FALSE, FALSE, sizeof(struct entry))};
    for (; placeholders && *placeholders; placeholders++) {
        struct entry e = {*placeholders, strlen(*placeholders), strcspn(*placeholders, "*"), 0};
        if (e.len == 0 || e.gap == 0)
            continue;
        unsigned char low = (unsigned char)g_ascii_tolower(e.text[0]), high = (unsigned char)g_ascii_toupper(e.text[0]);
        guint last = l->first[low];
        g_array_append_val(l->entries, e);
        while (last && g_array_index(l->entries, struct entry, last - 1).next)
            last = g_array_index(l->entries, struct entry, last - 1).next;
        if (last)
            g_array_index(l->entries, struct entry, last - 1).next = l->entries->len;
        else
            l->first[low] = l->first[high] = l->entries->len;
    }
}

/* Whether the entry stands at `i`, in any case, as a word of its own. */
static bool entry_stands(const struct entry *e, const char *s, size_t len, size_t i)
{
    return e->len <= len - i && g_ascii_strncasecmp(s + i, e->text, e->len) == 0 &&
           (i == 0 || !is_word_byte(e->text[0]) || !is_word_byte(s[i - 1])) &&
           (i + e->len == len || !is_word_byte(e->text[e->len - 1]) ||
            !is_word_byte(s[i + e->len]));
}

static bool is_placeholder(const struct document *d, const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        for (guint k = d->lexicon.first[(unsigned char)s[i]]; k;) {
            const struct entry *e = &g_array_index(d->lexicon.entries, struct entry, k - 1);
            if (e->gap == e->len && entry_stands(e, s, len, i))
                return true;
            k = e->next;
        }
    return false;
}

static uint32_t count_tokens(const char *s, size_t len)
{
    uint32_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += !is_space(s[i]) && (i == 0 || is_space(s[i - 1]));
    return n;
}

static void blank(char *s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (s[i] != '\n')
            s[i] = ' ';
}

/* Elements whose tags may stand in a document; anything else in angle brackets waits to be filled
 * in. */
static bool is_html_tag(const char *s, size_t len)
{
    static const char *const names[] = {
        "a",       "abbr",     "article", "aside",      "audio",   "b",      "blockquote",
        "body",    "br",       "button",  "caption",    "center",  "cite",   "code",
        "col",     "colgroup", "dd",      "del",        "details", "dfn",    "div",
        "dl",      "dt",       "em",      "figcaption", "figure",  "font",   "footer",
        "form",    "h1",       "h2",      "h3",         "h4",      "h5",     "h6",
        "head",    "header",   "hr",      "html",       "i",       "iframe", "img",
        "input",   "ins",      "kbd",     "label",      "li",      "link",   "main",
        "mark",    "meta",     "nav",     "noscript",   "ol",      "option", "p",
        "path",    "picture",  "pre",     "q",          "s",       "samp",   "script",
        "section", "select",   "small",   "source",     "span",    "strike", "strong",
        "style",   "sub",      "summary", "sup",        "svg",     "table",  "tbody",
        "td",      "tfoot",    "th",      "thead",      "time",    "title",  "tr",
        "tt",      "u",        "ul",      "var",        "video",   "wbr",
    };
    size_t n = 0;
    if (len == 0 || strchr("/!?", s[0]))
        return true;
    while (n < len && (g_ascii_isalnum(s[n]) || s[n] == '-'))
        n++;
    if (memchr(s, '=', len)) /* <Component prop="x"> */
        return true;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (strlen(names[i]) == n && g_ascii_strncasecmp(names[i], s, n) == 0)
            return true;
    return false;
}

/* Where the run that starts at `from` and ends with `close` ends, or 0. It stays on one line and
 * within a ceiling. */
static size_t run_end(const char *s, size_t len, size_t from, const char *close)
{
    size_t n = strlen(close);
    for (size_t i = from; i + n <= len && i - from <= PLACEHOLDER_BYTES_MOST && s[i] != '\n'; i++)
        if (memcmp(s + i, close, n) == 0)
            return i + n;
    return 0;
}

/* Blanks code, tags, addresses and bracketed placeholders, and counts the latter. */
static void take_marks(struct document *d, char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        size_t end = 0, ticks = 0;
        if (s[i] == '`') {
            while (i + ticks < len && s[i + ticks] == '`')
                ticks++;
            for (size_t k = i + ticks, run = 0; k < len && !end; k++) {
                run = s[k] == '`' ? run + 1 : 0;
                if (run == ticks && (k + 1 == len || s[k + 1] != '`'))
                    end = k + 1;
            }
            blank(s, i, end ? end : i + ticks);
            i = (end ? end : i + ticks) - 1;
        } else if (s[i] == '<') {
            end = run_end(s, len, i + 1, ">");
            if (!end)
                continue;
            const char *inside = s + i + 1;
            size_t n = end - i - 2;
            bool address = g_strstr_len(inside, (gssize)n, "://") || memchr(inside, '@', n);
            if (!address && !is_html_tag(inside, n) && (g_ascii_isalpha(*inside) || *inside == '_'))
                d->filler += MAX(count_tokens(inside, n), 1);
            blank(s, i, end);
        } else if (s[i] == '{' && i + 1 < len && s[i + 1] == '{') {
            end = run_end(s, len, i + 2, "}}");
            if (end) {
                d->filler += MAX(count_tokens(s + i + 2, end - i - 4), 1);
                blank(s, i, end);
            }
        } else if (s[i] == ']' && i + 1 < len && s[i + 1] == '(') {
            end = run_end(s, len, i + 2, ")");
            if (end) {
                d->filler += is_placeholder(d, s + i + 2, end - i - 3);
                blank(s, i, end);
            }
        } else if (!is_word_byte(s[i])) {
            for (guint k = d->lexicon.first[(unsigned char)s[i]], next; k; k = next) {
                const struct entry *e = &g_array_index(d->lexicon.entries, struct entry, k - 1);
                next = e->next;
                if (e->gap == e->len || e->gap > len - i ||
                    g_ascii_strncasecmp(s + i, e->text, e->gap) != 0)
                    continue;
                end = run_end(s, len, i + e->gap, e->text + e->gap + 1);
                if (end && (end == len || s[end] != '(')) { /* not the text of a link */
                    d->filler += MAX(count_tokens(s + i, end - i), 1);
                    blank(s, i, end);
                    break;
                }
            }
        }
    }
}

/* Words of scripts that are written without blanks count by two characters. */
static uint32_t token_words(const char *s, size_t len)
{
    uint32_t wide = 0;
    bool narrow = false;
    for (const char *p = s, *end = s + len; p < end;) {
        if ((unsigned char)*p < 0x80) {
            narrow |= g_ascii_isalnum(*p++);
            continue;
        }
        gunichar c = g_utf8_get_char_validated(p, end - p);
        if (c == (gunichar)-1 || c == (gunichar)-2) {
            p++;
            continue;
        }
        if (c >= 0x2E80 && g_unichar_iswide(c))
            wide += g_unichar_isalnum(c);
        else
            narrow |= g_unichar_isalnum(c);
        p = g_utf8_next_char(p);
    }
    return (wide + 1) / 2 + narrow;
}

static void count_words(struct document *d, const char *text, size_t len)
{
    g_string_truncate(d->marks, 0);
    g_string_append_len(d->marks, text, (gssize)len);
    char *s = d->marks->str;
    take_marks(d, s, len);
    for (size_t i = 0; i < len;) {
        size_t start = i;
        while (i < len && !is_space(s[i]))
            i++;
        if (i > start && is_placeholder(d, s + start, i - start))
            d->filler++;
        else if (i > start)
            d->words += token_words(s + start, i - start);
        while (i < len && is_space(s[i]))
            i++;
    }
}

/* ---- links ---- */

static void add_link(struct document *d, const char *s, size_t len, uint32_t line)
{
    if (len == 0 || len > LINK_BYTES_MOST)
        return;
    uint32_t target = builder_string(d->b, s, len);
    struct fact_link *row;
    builder_add_links(d->b, &row);
    *row = (struct fact_link){target, line};
}

/* [text](target "title"), <https://...>, https://... */
static void find_links(struct document *d, const char *s, size_t len, uint32_t line)
{
    for (size_t i = 0; i + 1 < len; i++) {
        line += s[i] == '\n';
        size_t from = i, to;
        if (s[i] == ']' && s[i + 1] == '(') {
            from += 2;
            while (from < len && is_space(s[from]))
                from++;
            bool angle = from < len && s[from] == '<';
            from += angle;
            unsigned open = 0;
            for (to = from; to < len; to++) {
                if (angle ? s[to] == '>' || s[to] == '\n'
                          : is_space(s[to]) || (s[to] == ')' && open == 0))
                    break;
                open += s[to] == '(';
                open -= s[to] == ')';
            }
            add_link(d, s + from, to - from, line);
        } else if (s[i] == 'h' && (i == 0 || !is_word_byte(s[i - 1])) &&
                   (g_str_has_prefix(s + i, "https://") || g_str_has_prefix(s + i, "http://"))) {
            for (to = from; to < len && !is_space(s[to]) && !strchr("<>\"'`)]}|", s[to]); to++)
                ;
            while (to > from && strchr(".,;:!?*_", s[to - 1]))
                to--;
            add_link(d, s + from, to - from, line);
        } else {
            continue;
        }
        for (; i + 1 < MIN(to, len); i++)
            line += s[i + 1] == '\n';
    }
}

/* ---- content ---- */

/* Blanks <!-- comments -->. */
static void drop_comments(GString *s)
{
    for (char *p = s->str; (p = strstr(p, "<!--"));) {
        char *end = strstr(p + 4, "-->");
        size_t stop = end ? (size_t)(end - s->str) + 3 : s->len;
        blank(s->str, (size_t)(p - s->str), stop);
        p = s->str + stop;
    }
}

/* Prose in d->scratch that starts at `line`. */
static void add_prose(struct document *d, uint32_t line, uint32_t last_line)
{
    section_ensure(d, line);
    drop_comments(d->scratch);
    find_links(d, d->scratch->str, d->scratch->len, line);
    append_text(d, d->scratch->str, d->scratch->len);
    count_words(d, d->scratch->str, d->scratch->len);
    d->last_line = MAX(d->last_line, last_line);
}

static void add_code(struct document *d, const char *s, size_t len, uint32_t line,
                     uint32_t last_line)
{
    section_ensure(d, line);
    append_text(d, s, len);
    d->last_line = MAX(d->last_line, last_line);
}

/* Without emphasis and backticks, links as their text. */
static void append_plain(GString *out, const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (s[i] == '\\' && i + 1 < len && g_ascii_ispunct(s[i + 1])) {
            g_string_append_c(out, s[++i]);
        } else if (s[i] == ']' && i + 1 < len && s[i + 1] == '(' && run_end(s, len, i + 2, ")")) {
            i = run_end(s, len, i + 2, ")") - 1;
        } else if (s[i] == '[' && memchr(s + i, ']', len - i)) {
            const char *close = memchr(s + i, ']', len - i);
            if (close + 1 >= s + len || close[1] != '(')
                g_string_append_c(out, s[i]);
        } else if (s[i] != '*' && s[i] != '`') {
            g_string_append_c(out, is_space(s[i]) ? ' ' : s[i]);
        }
    }
    while (out->len && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    g_string_erase(out, 0, (gssize)strspn(out->str, " "));
}

/* ---- tables ---- */

struct table {
    uint32_t node;
    GArray *rows, *cells;
};

static uint32_t add_list(struct document *d, uint32_t parent, uint32_t line)
{
    struct fact_node *row;
    uint32_t node = builder_add_nodes(d->b, &row);
    *row = (struct fact_node){.kind = NODE_LIST,
                              .parent = parent,
                              .scope = 1,
                              .region = 1,
                              .line = line,
                              .end_line = line};
    return node;
}

static void list_done(struct document *d, uint32_t list, GArray *kids)
{
    uint32_t first = builder_add_kids(d->b, (const uint32_t *)(const void *)kids->data, kids->len);
    struct fact_node *row = builder_nodes(d->b, list);
    row->first = first;
    row->count = kids->len;
    g_array_set_size(kids, 0);
}

static void table_begin(struct document *d, struct table *t, uint32_t line)
{
    section_ensure(d, line);
    t->node = add_list(d, 0, line);
    t->rows = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    t->cells = g_array_new(FALSE, FALSE, sizeof(uint32_t));
}

static void table_cell(struct document *d, struct table *t, uint32_t row, const char *s, size_t len,
                       uint32_t line)
{
    g_string_truncate(d->scratch, 0);
    g_string_append_len(d->scratch, s, (gssize)len);
    drop_comments(d->scratch);
    find_links(d, d->scratch->str, d->scratch->len, line);
    d->last_line = MAX(d->last_line, line);
    g_autoptr(GString) plain = g_string_new(NULL);
    append_plain(plain, d->scratch->str, d->scratch->len);
    uint32_t text =
        builder_string(d->b, plain->str, config_cut(plain->str, plain->len, LIMIT_STRING_BYTES));
    struct fact_node *e;
    uint32_t node = builder_add_nodes(d->b, &e);
    *e = (struct fact_node){.kind = NODE_STRING,
                            .text = text,
                            .parent = row,
                            .scope = 1,
                            .region = 1,
                            .line = line,
                            .end_line = line};
    g_array_append_val(t->cells, node);
}

static void table_row_done(struct document *d, struct table *t, uint32_t row)
{
    list_done(d, row, t->cells);
    g_array_append_val(t->rows, row);
}

static void table_end(struct document *d, struct table *t, uint32_t last_line)
{
    list_done(d, t->node, t->rows);
    builder_nodes(d->b, t->node)->end_line = last_line;
    struct fact_table *row;
    builder_add_tables(d->b, &row);
    *row = (struct fact_table){d->section, t->node};
    g_array_unref(t->rows);
    g_array_unref(t->cells);
}

/* ---- Markdown by its block grammar ---- */

static uint32_t first_line(TSNode n)
{
    return ts_node_start_point(n).row + 1;
}

/* The last line that holds some of it: blocks end at the start of the next line. */
static uint32_t final_line(TSNode n)
{
    TSPoint end = ts_node_end_point(n);
    return end.column == 0 ? MAX(end.row, first_line(n)) : end.row + 1;
}

/* The node's text without the marks that continue a quote or list around it. */
static void take_text(struct document *d, TSNode n)
{
    uint32_t at = ts_node_start_byte(n), end = ts_node_end_byte(n);
    g_string_truncate(d->scratch, 0);
    TSTreeCursor cursor = ts_tree_cursor_new(n);
    for (bool more = ts_tree_cursor_goto_first_child(&cursor); more;
         more = ts_tree_cursor_goto_next_sibling(&cursor)) {
        TSNode kid = ts_tree_cursor_current_node(&cursor);
        if (strcmp(ts_node_type(kid), "block_continuation") != 0)
            continue;
        g_string_append_len(d->scratch, d->text + at, ts_node_start_byte(kid) - at);
        at = ts_node_end_byte(kid);
    }
    ts_tree_cursor_delete(&cursor);
    if (at < end)
        g_string_append_len(d->scratch, d->text + at, end - at);
}

static TSNode kid_of_type(TSNode n, const char *type)
{
    for (uint32_t i = 0; i < MIN(ts_node_named_child_count(n), 8); i++) {
        TSNode kid = ts_node_named_child(n, i);
        if (strcmp(ts_node_type(kid), type) == 0)
            return kid;
    }
    return (TSNode){0};
}

static void visit_heading(struct document *d, TSNode n, bool atx)
{
    unsigned level = 1;
    TSNode content = atx ? kid_of_type(n, "inline") : kid_of_type(n, "paragraph");
    for (uint32_t i = 0; i < ts_node_named_child_count(n); i++) {
        const char *type = ts_node_type(ts_node_named_child(n, i));
        const char *digit = atx ? "atx_h" : "setext_h"; /* atx_h2_marker, setext_h1_underline */
        if (g_str_has_prefix(type, digit) && g_ascii_isdigit(type[strlen(digit)]))
            level = (unsigned)g_ascii_digit_value(type[strlen(digit)]);
    }
    g_autoptr(GString) heading = g_string_new(NULL);
    if (!ts_node_is_null(content)) {
        take_text(d, content);
        drop_comments(d->scratch);
        append_plain(heading, d->scratch->str, d->scratch->len);
        size_t len = heading->len;
        while (len && heading->str[len - 1] == '#')
            len--;
        if (len == 0 || heading->str[len - 1] == ' ')
            g_string_truncate(heading, len);
        g_strchomp(heading->str);
        heading->len = strlen(heading->str);
    }
    section_open(d, heading->str, heading->len, CLAMP(level, 1, 6), first_line(n));
    d->last_line = final_line(n);
}

static void visit_table(struct document *d, TSNode n)
{
    struct table t;
    table_begin(d, &t, first_line(n));
    for (uint32_t i = 0; i < ts_node_named_child_count(n); i++) {
        TSNode row = ts_node_named_child(n, i);
        const char *type = ts_node_type(row);
        if (strcmp(type, "pipe_table_header") != 0 && strcmp(type, "pipe_table_row") != 0)
            continue;
        uint32_t list = add_list(d, t.node, first_line(row));
        for (uint32_t k = 0; k < ts_node_named_child_count(row); k++) {
            TSNode cell = ts_node_named_child(row, k);
            if (strcmp(ts_node_type(cell), "pipe_table_cell") == 0)
                table_cell(d, &t, list, d->text + ts_node_start_byte(cell),
                           ts_node_end_byte(cell) - ts_node_start_byte(cell), first_line(cell));
        }
        table_row_done(d, &t, list);
    }
    table_end(d, &t, final_line(n));
}

/* Tags go, what stands between them stays. */
static void visit_html(struct document *d, TSNode n)
{
    take_text(d, n);
    drop_comments(d->scratch);
    find_links(d, d->scratch->str, d->scratch->len, first_line(n)); /* those in attributes */
    bool tag = false;
    for (size_t i = 0; i < d->scratch->len; i++) {
        char *c = &d->scratch->str[i];
        tag |= *c == '<';
        bool end = *c == '>';
        if (tag && *c != '\n')
            *c = ' ';
        tag &= !end;
    }
    add_prose(d, first_line(n), final_line(n));
}

enum block {
    BLOCK_OTHER,
    BLOCK_BOX,
    BLOCK_ATX,
    BLOCK_SETEXT,
    BLOCK_TEXT,
    BLOCK_CODE,
    BLOCK_HTML,
    BLOCK_TABLE,
    BLOCK_REFERENCE,
    BLOCK_QUOTE
};

static enum block block_of(const char *type)
{
    static const struct {
        const char *type;
        enum block block;
    } blocks[] = {
        {"inline", BLOCK_TEXT},
        {"paragraph", BLOCK_BOX},
        {"section", BLOCK_BOX},
        {"document", BLOCK_BOX},
        {"list", BLOCK_QUOTE},
        {"list_item", BLOCK_QUOTE},
        {"block_quote", BLOCK_QUOTE},
        {"atx_heading", BLOCK_ATX},
        {"setext_heading", BLOCK_SETEXT},
        {"fenced_code_block", BLOCK_CODE},
        {"indented_code_block", BLOCK_CODE},
        {"html_block", BLOCK_HTML},
        {"pipe_table", BLOCK_TABLE},
        {"link_reference_definition", BLOCK_REFERENCE},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(blocks); i++)
        if (strcmp(blocks[i].type, type) == 0)
            return blocks[i].block;
    return BLOCK_OTHER;
}

/* The block under the cursor. A heading inside of a quote or list begins no section. */
static void visit(struct document *d, TSTreeCursor *cursor, bool quoted, unsigned depth)
{
    TSNode n = ts_tree_cursor_current_node(cursor), part;
    enum block block = block_of(ts_node_type(n));
    if (depth > LIMIT_TREE_DEPTH)
        return;
    if (quoted && (block == BLOCK_ATX || block == BLOCK_SETEXT))
        block = BLOCK_BOX;
    if (ts_node_is_error(n))
        block = BLOCK_BOX;
    switch (block) {
    case BLOCK_ATX:
    case BLOCK_SETEXT:
        visit_heading(d, n, block == BLOCK_ATX);
        return;
    case BLOCK_TEXT:
        take_text(d, n);
        add_prose(d, first_line(n), final_line(n));
        return;
    case BLOCK_CODE:
        part = kid_of_type(n, "code_fence_content");
        take_text(d, ts_node_is_null(part) ? n : part);
        if (strcmp(ts_node_type(n), "indented_code_block") == 0 || !ts_node_is_null(part))
            add_code(d, d->scratch->str, d->scratch->len, first_line(n), final_line(n));
        return;
    case BLOCK_HTML:
        visit_html(d, n);
        return;
    case BLOCK_TABLE:
        visit_table(d, n);
        return;
    case BLOCK_REFERENCE:
        part = kid_of_type(n, "link_destination");
        if (!ts_node_is_null(part))
            add_link(d, d->text + ts_node_start_byte(part),
                     ts_node_end_byte(part) - ts_node_start_byte(part), first_line(part));
        return;
    case BLOCK_OTHER:
        return;
    case BLOCK_BOX:
    case BLOCK_QUOTE:
        break;
    }
    if (!ts_tree_cursor_goto_first_child(cursor))
        return;
    do
        visit(d, cursor, quoted || block == BLOCK_QUOTE, depth + 1);
    while (ts_tree_cursor_goto_next_sibling(cursor));
    ts_tree_cursor_goto_parent(cursor);
}

/* ---- plain text, line by line ---- */

struct lines {
    const char *at, *end;
    const char *s; /* the line, without its line feed */
    size_t len;
    uint32_t line;
};

static bool next_line(struct lines *l)
{
    if (l->at >= l->end)
        return false;
    const char *stop = memchr(l->at, '\n', (size_t)(l->end - l->at));
    stop = stop ? stop : l->end;
    l->s = l->at;
    l->len = (size_t)(stop - l->at);
    if (l->len && l->s[l->len - 1] == '\r')
        l->len--;
    l->at = stop < l->end ? stop + 1 : stop;
    l->line++;
    return true;
}

/* The character of a line of three or more like punctuation marks, or 0. */
static char rule_char(const char *s, size_t len)
{
    while (len && is_space(s[len - 1]))
        len--;
    if (len < 3 || !strchr("=-~^\"'`#*+.:_", s[0]))
        return '\0';
    for (size_t i = 1; i < len; i++)
        if (s[i] != s[0])
            return '\0';
    return s[0];
}

static bool is_blank_line(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!is_space(s[i]))
            return false;
    return true;
}

/* `== Title` or `## Title`: the level, or 0. */
static unsigned marked_heading(const char *s, size_t len)
{
    size_t n = 0;
    while (n < len && n < 7 && s[n] == s[0] && (s[0] == '=' || s[0] == '#'))
        n++;
    return n && n < 7 && n < len && s[n] == ' ' && !is_blank_line(s + n, len - n) ? (unsigned)n : 0;
}

/* A row of |cells|; false for a line of table drawing. */
static bool plain_row(struct document *d, struct table *t, const struct lines *l)
{
    const char *s = l->s, *end = l->s + l->len;
    while (s < end && is_space(*s))
        s++;
    bool drawing = true;
    for (const char *p = s; p < end; p++)
        drawing &= strchr("|+-=: \t", *p) != NULL;
    if (drawing)
        return false;
    uint32_t row = add_list(d, t->node, l->line);
    s++;
    while (end > s && is_space(end[-1]))
        end--;
    if (end > s && end[-1] == '|')
        end--;
    while (s <= end) {
        const char *stop = memchr(s, '|', (size_t)(end - s));
        stop = stop ? stop : end;
        table_cell(d, t, row, s, (size_t)(stop - s), l->line);
        s = stop + 1;
    }
    table_row_done(d, t, row);
    return true;
}

static bool is_table_line(const struct lines *l)
{
    size_t i = 0;
    while (i < l->len && is_space(l->s[i]))
        i++;
    return i < l->len &&
           (l->s[i] == '|' || (l->s[i] == '+' && i + 1 < l->len && strchr("-=", l->s[i + 1])));
}

/* Gives the line behind the table in `l`; false at the end. */
static bool read_plain_table(struct document *d, struct lines *l)
{
    struct table t;
    uint32_t last = l->line;
    bool more;
    table_begin(d, &t, l->line);
    do {
        plain_row(d, &t, l);
        last = l->line;
        more = next_line(l);
    } while (more && is_table_line(l));
    table_end(d, &t, last);
    return more;
}

static void read_plain(struct document *d, const char *text, size_t size)
{
    struct lines l = {.at = text, .end = text + size};
    char underlines[6] = ""; /* in the order of their first use: that is their level */
    bool code = false;
    char over = '\0'; /* of a heading between two rules */
    for (bool more = next_line(&l); more;) {
        struct lines ahead = l;
        bool any = next_line(&ahead);
        char rule = rule_char(l.s, l.len), under = any ? rule_char(ahead.s, ahead.len) : '\0';
        bool fence = l.len >= 3 && (memcmp(l.s, "```", 3) == 0 || (rule && strchr("-.", rule)));
        unsigned level = code ? 0 : marked_heading(l.s, l.len);
        if (!code && !rule && under && !is_blank_line(l.s, l.len) && l.len <= HEADING_BYTES_MOST &&
            (over == under || (!is_space(*l.s) && ahead.len * 4 >= l.len * 3)) &&
            !is_table_line(&l)) {
            char *known = strchr(underlines, under);
            size_t n = strlen(underlines);
            if (!known && n + 1 < sizeof underlines) {
                underlines[n] = under;
                underlines[n + 1] = '\0';
                known = &underlines[n];
            }
            level = known ? (unsigned)(known - underlines) + 1 : (unsigned)sizeof underlines;
            g_autoptr(GString) heading = g_string_new(NULL);
            append_plain(heading, l.s, l.len);
            section_open(d, heading->str, heading->len, level, l.line);
            d->last_line = ahead.line;
            l = ahead;
        } else if (level) {
            g_autoptr(GString) heading = g_string_new(NULL);
            append_plain(heading, l.s + level, l.len - level);
            section_open(d, heading->str, heading->len, level, l.line);
        } else if (!code && is_table_line(&l)) {
            more = read_plain_table(d, &l);
            continue;
        } else if (fence && (code || !under)) {
            code = !code;
        } else if (code) {
            add_code(d, l.s, l.len, l.line, l.line);
        } else if (!rule &&
                   !(l.len > 3 && memcmp(l.s, ".. ", 3) == 0 && !memchr(l.s, ':', l.len)) &&
                   !is_blank_line(l.s, l.len)) {
            g_string_truncate(d->scratch, 0);
            g_string_append_len(d->scratch, l.s, (gssize)l.len);
            add_prose(d, l.line, l.line);
        }
        over = rule;
        more = next_line(&l);
    }
}

/* ---- the reader ---- */

/* The lines between `---` and `---` at the very start; `*size` 0 without. */
static const char *front_matter(TSNode root, const char *text, const char **language, size_t *size)
{
    TSNode n = kid_of_type(root, "minus_metadata");
    *language = "yaml";
    if (ts_node_is_null(n)) {
        n = kid_of_type(root, "plus_metadata");
        *language = "toml";
    }
    *size = 0;
    if (ts_node_is_null(n))
        return NULL;
    const char *s = text + ts_node_start_byte(n), *end = text + ts_node_end_byte(n);
    while (end > s && is_space(end[-1]))
        end--;
    while (end > s && end[-1] == s[0])
        end--;
    s = memchr(s, '\n', (size_t)(end - s));
    if (!s)
        return NULL;
    *size = (size_t)(end - ++s);
    return s;
}

void extract_markdown(struct extractor *x, struct facts_builder *b, const struct language *l,
                      const unsigned char *data, size_t size)
{
    config_skip_mark(&data, &size);
    struct document d = {
        .b = b,
        .text = (const char *)data,
        .content = g_string_new(NULL),
        .scratch = g_string_new(NULL),
        .marks = g_string_new(NULL),
    };
    TSNode root;
    lexicon_init(&d.lexicon, x->rules->placeholders);
    config_comments(b, d.text, size);
    if (!l->grammar) {
        g_autofree char *lines = l->markup ? markup_lines(d.text, size, &size) : NULL;
        d.text = lines ? lines : d.text;
        read_plain(&d, d.text, size);
        section_close(&d);
    } else if (size && extractor_parse(x, b, l, d.text, size, &root)) {
        const char *language;
        size_t front;
        TSTreeCursor cursor = ts_tree_cursor_new(root);
        visit(&d, &cursor, false, 0);
        section_close(&d);
        ts_tree_cursor_delete(&cursor);
        const char *matter = front_matter(root, d.text, &language, &front);
        syntax_forget(x->syntax);
        const struct language *config =
            matter && front ? ruleset_language(x->rules, language) : NULL;
        if (config && config->reader == READER_CONFIG) {
            uint32_t node = config_read(x, b, config, matter, front, 1);
            builder_facts(b)->root = node;
        }
    }
    g_array_unref(d.lexicon.entries);
    g_string_free(d.content, TRUE);
    g_string_free(d.scratch, TRUE);
    g_string_free(d.marks, TRUE);
}
