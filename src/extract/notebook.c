/*
 * notebook - Jupyter notebooks: the code cells are joined into one text, which is read as the language of
 * the kernel. Every line of that text knows its raw line, its cell and its line in the cell. Source files that
 * are notebooks keep their lines: what stands in comments for the notebook's sake is code again, or nothing.
 *
 * The JSON is read by hand, since the raw line of every string is needed. Cells stand in `cells` (format
 * 4) or in `worksheets[].cells` (format 3 and before, where the source of a cell is its `input`).
 */
#include <string.h>

#include "base/limits.h"
#include "extract/extract_priv.h"

/* ---- JSON ---- */

struct json {
    const char *at, *end;
    uint32_t line; /* of `at` */
    bool failed;
};

static bool json_fail(struct json *j)
{
    j->failed = true;
    j->at = j->end;
    return false;
}

static void json_blank(struct json *j)
{
    for (; j->at < j->end && strchr(" \t\r\n", *j->at) && *j->at; j->at++)
        j->line += *j->at == '\n';
}

/* Whether the next character is `c`, which is then taken. */
static bool json_take(struct json *j, char c)
{
    json_blank(j);
    if (j->at == j->end || *j->at != c)
        return false;
    j->at++;
    return true;
}

static unsigned hex_digits(const char *s)
{
    unsigned value = 0;
    for (int i = 0; i < 4; i++) {
        int digit = g_ascii_xdigit_value(s[i]);
        if (digit < 0)
            return UINT32_MAX;
        value = value << 4 | (unsigned)digit;
    }
    return value;
}

/* \uXXXX, or a pair of them; the reader stands behind the u. */
static bool json_unicode(struct json *j, GString *out)
{
    unsigned c = j->end - j->at >= 4 ? hex_digits(j->at) : UINT32_MAX;
    if (c == UINT32_MAX)
        return json_fail(j);
    j->at += 4;
    if (c >= 0xD800 && c < 0xDC00 && j->end - j->at >= 6 && j->at[0] == '\\' && j->at[1] == 'u') {
        unsigned low = hex_digits(j->at + 2);
        if (low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10 | (low - 0xDC00));
            j->at += 6;
        }
    }
    if (c >= 0xD800 && c < 0xE000)
        c = 0xFFFD;
    if (out)
        g_string_append_unichar(out, c);
    return true;
}

/* A string, decoded into `out` where that is not NULL. */
static bool json_string(struct json *j, GString *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (!json_take(j, '"'))
        return json_fail(j);
    while (j->at < j->end && *j->at != '"') {
        const char *start = j->at;
        while (j->at < j->end && *j->at != '"' && *j->at != '\\') {
            if (*j->at == '\n')
                return json_fail(j);
            j->at++;
        }
        if (out)
            g_string_append_len(out, start, j->at - start);
        if (j->at == j->end || *j->at == '"')
            continue;
        if (++j->at == j->end)
            return json_fail(j);
        char c = *j->at++;
        const char *p = c ? strchr(from, c) : NULL;
        if (c == 'u') {
            if (!json_unicode(j, out))
                return false;
        } else if (!p) {
            return json_fail(j);
        } else if (out) {
            g_string_append_c(out, to[p - from]);
        }
    }
    return j->at < j->end ? (j->at++, true) : json_fail(j);
}

/* Passes over any value; its brackets are only counted. */
static bool json_skip(struct json *j)
{
    unsigned depth = 0;
    do {
        json_blank(j);
        if (j->at == j->end)
            return json_fail(j);
        char c = *j->at;
        if (c == '"') {
            if (!json_string(j, NULL))
                return false;
            continue;
        }
        if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            if (depth == 0)
                return json_fail(j);
            depth--;
        } else if (c == ',' || c == ':') {
            if (depth == 0)
                return json_fail(j);
        } else {
            if (!g_ascii_isalnum(c) && c != '-')
                return json_fail(j);
            while (j->at < j->end && (g_ascii_isalnum(*j->at) || *j->at == '+' || *j->at == '-' || *j->at == '.'))
                j->at++;
            continue;
        }
        j->at++;
    } while (depth > 0);
    return true;
}

/* Opens an object or array. False, with the value passed over, if it is none. */
static bool json_open(struct json *j, char open)
{
    if (json_take(j, open))
        return true;
    json_skip(j);
    return false;
}

/* Whether another member follows; takes the comma before it or the closing bracket. */
static bool json_next(struct json *j, char close, bool *first)
{
    if (j->failed || json_take(j, close))
        return false;
    if (!*first && !json_take(j, ','))
        return json_fail(j);
    *first = false;
    return true;
}

static bool json_key(struct json *j, GString *key)
{
    g_string_truncate(key, 0);
    if (!json_string(j, key))
        return false;
    return json_take(j, ':') || json_fail(j);
}

/* ---- cells ---- */

struct cell {
    GString *text;  /* the source, lines ended by \n */
    GArray *raws;   /* uint32_t: raw line of each of its lines */
    bool code;
};

struct notebook {
    struct facts_builder *b;
    GString *text;     /* of all code cells */
    GString *language; /* of the kernel; "" if unknown */
    GString *key, *value;
    uint32_t n_cells;
    bool has_cells;
};

/* Enters a string of the source; it may be one line, several, or a part of one. */
static void add_source(struct cell *c, const GString *s, uint32_t raw)
{
    for (gsize i = 0; i < s->len; i++) {
        if (c->text->len == 0 || c->text->str[c->text->len - 1] == '\n')
            g_array_append_val(c->raws, raw);
        g_string_append_c(c->text, s->str[i] ? s->str[i] : ' ');
    }
}

static void read_source(struct json *j, struct notebook *n, struct cell *c)
{
    json_blank(j);
    if (j->at < j->end && *j->at == '"') {
        uint32_t raw = j->line;
        g_string_truncate(n->value, 0);
        if (json_string(j, n->value))
            add_source(c, n->value, raw);
        return;
    }
    if (!json_open(j, '['))
        return;
    for (bool first = true; json_next(j, ']', &first);) {
        json_blank(j);
        uint32_t raw = j->line;
        g_string_truncate(n->value, 0);
        if (j->at < j->end && *j->at != '"')
            json_skip(j);
        else if (json_string(j, n->value))
            add_source(c, n->value, raw);
    }
}

/* Magics of a whole cell whose body is code of the kernel all the same. */
static const char *const code_magics[] = {"capture", "prun", "time", "timeit", "writefile", "file"};

static bool is_word(const char *s, size_t len, const char *word)
{
    return strlen(word) == len && memcmp(s, word, len) == 0;
}

/* Whether what follows `%%name` is code: a file that is written must be one of the language. */
static bool magic_keeps(const char *name, const char *end, const struct language *l)
{
    size_t len = strcspn(name, " \t\r\n");
    if (name + len > end)
        len = (size_t)(end - name);
    bool keeps = false;
    for (size_t i = 0; i < G_N_ELEMENTS(code_magics); i++)
        keeps |= is_word(name, len, code_magics[i]);
    if (l && is_word(name, len, l->name))
        return true;
    if (!keeps || (!is_word(name, len, "writefile") && !is_word(name, len, "file")))
        return keeps;
    while (end > name && g_ascii_isspace(end[-1]))
        end--;
    g_autofree char *rest = g_strndup(name, (gsize)(end - name));
    for (const char **e = l ? l->extensions : NULL; e && *e; e++)
        if (g_str_has_suffix(rest, *e))
            return true;
    return false;
}

/* Commands of a kernel of several languages, which change none: `#!import file`. */
static const char *const kernel_commands[] = {"about", "connect", "import", "log", "lsmagic", "set", "share", "time", "value", "who", "whos"};

/* `#!name`: what follows is code of the language of that name, but behind a command. True if it was one of these. */
static bool takes_language(const char *s, const char *end, const struct language *l, bool *skip)
{
    if (end - s < 3 || s[0] != '#' || s[1] != '!' || !g_ascii_isalpha(s[2]))
        return false;
    size_t len = 0;
    for (s += 2; s + len < end && (g_ascii_isalnum(s[len]) || s[len] == '-');)
        len++;
    bool command = false;
    for (size_t i = 0; i < G_N_ELEMENTS(kernel_commands); i++)
        command |= is_word(s, len, kernel_commands[i]);
    *skip = command ? *skip : !l || !is_word(s, len, l->name);
    return true;
}

/* Commands that are magics without a mark too. */
static const char *const bare_magics[] = {"conda", "mamba", "pip"};

/* A line that the kernel's shell takes: `%magic`, `!command`, `?help`, `help?`, `x = !command`, `pip install x`. */
static bool is_magic(const char *s, const char *end)
{
    while (s < end && (*s == ' ' || *s == '\t'))
        s++;
    while (end > s && g_ascii_isspace(end[-1]))
        end--;
    if (s == end)
        return false;
    if (*s == '!' || *s == '?')
        return true;
    if (*s == '%')
        return end - s > 1 && (s[1] == '%' || g_ascii_isalpha(s[1]));
    if (end[-1] == '?' && (g_ascii_isalpha(*s) || *s == '_')) {
        for (const char *p = s; p < end - 1; p++)
            if (!g_ascii_isalnum(*p) && !strchr("_.?", *p))
                return false;
        return true;
    }
    const char *p = s;
    while (p < end && (g_ascii_isalnum(*p) || *p == '_'))
        p++;
    const char *name_end = p;
    while (p < end && *p == ' ')
        p++;
    for (size_t i = 0; i < G_N_ELEMENTS(bare_magics); i++)
        if (p > name_end && p < end && g_ascii_isalpha(*p) && is_word(s, (size_t)(name_end - s), bare_magics[i]))
            return true;
    if (p == name_end || name_end == s || p >= end || *p != '=')
        return false;
    for (p++; p < end && *p == ' '; p++)
        ;
    return end - p > 1 && (*p == '!' || (*p == '%' && g_ascii_isalpha(p[1])));
}

/* Blanks the lines of a cell that are not code of the kernel; line ends stay. */
static void blank_magics(GString *text, const struct language *l)
{
    bool skip = false, seen = false, goes_on = false;
    for (gsize i = 0; i < text->len;) {
        char *stop = memchr(text->str + i, '\n', text->len - i);
        gsize end = stop ? (gsize)(stop - text->str) : text->len;
        const char *s = text->str + i, *e = text->str + end;
        while (s < e && g_ascii_isspace(*s))
            s++;
        if (!seen && s < e) {
            seen = true;
            if (e - s > 2 && s[0] == '%' && s[1] == '%')
                skip = !magic_keeps(s + 2, e, l);
        }
        bool magic = takes_language(s, e, l, &skip) || skip || goes_on || is_magic(s, e);
        goes_on = magic && !skip && e > s && (e[-1] == '\\' || (e - s > 1 && e[-1] == '\r' && e[-2] == '\\'));
        if (magic)
            memset(text->str + i, ' ', end - i);
        i = end + 1;
    }
}

static void add_cell(struct notebook *n, struct cell *c)
{
    if (!c->code || c->text->len == 0)
        return;
    if (c->text->str[c->text->len - 1] != '\n')
        g_string_append_c(c->text, '\n');
    for (guint i = 0; i < c->raws->len; i++) {
        struct fact_line *line;
        builder_add_lines(n->b, &line);
        *line = (struct fact_line){g_array_index(c->raws, uint32_t, i), n->n_cells, i + 1};
    }
    g_string_append_len(n->text, c->text->str, (gssize)c->text->len);
}

static void read_cells(struct json *j, struct notebook *n)
{
    if (!json_open(j, '['))
        return;
    n->has_cells = true;
    struct cell c = {g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(uint32_t)), false};
    for (bool first = true; json_next(j, ']', &first);) {
        n->n_cells++;
        g_string_truncate(c.text, 0);
        g_array_set_size(c.raws, 0);
        c.code = false;
        if (!json_open(j, '{'))
            continue;
        for (bool first_key = true; json_next(j, '}', &first_key) && json_key(j, n->key);) {
            json_blank(j);
            if (strcmp(n->key->str, "cell_type") == 0 && j->at < j->end && *j->at == '"') {
                g_string_truncate(n->value, 0);
                json_string(j, n->value);
                c.code = strcmp(n->value->str, "code") == 0;
            } else if (strcmp(n->key->str, "source") == 0 || strcmp(n->key->str, "input") == 0) {
                read_source(j, n, &c);
            } else {
                json_skip(j);
            }
        }
        if (!j->failed)
            add_cell(n, &c);
    }
    g_string_free(c.text, TRUE);
    g_array_unref(c.raws);
}

static void read_worksheets(struct json *j, struct notebook *n)
{
    if (!json_open(j, '['))
        return;
    for (bool first = true; json_next(j, ']', &first);) {
        if (!json_open(j, '{'))
            continue;
        for (bool first_key = true; json_next(j, '}', &first_key) && json_key(j, n->key);)
            if (strcmp(n->key->str, "cells") == 0)
                read_cells(j, n);
            else
                json_skip(j);
    }
}

/* metadata.kernelspec.language, else metadata.language_info.name. */
static void read_metadata(struct json *j, struct notebook *n)
{
    if (!json_open(j, '{'))
        return;
    for (bool first = true; json_next(j, '}', &first) && json_key(j, n->key);) {
        const char *wanted = strcmp(n->key->str, "kernelspec") == 0      ? "language"
                             : strcmp(n->key->str, "language_info") == 0 ? "name"
                                                                         : NULL;
        bool kernel = wanted && *wanted == 'l';
        if (!wanted) {
            json_skip(j);
            continue;
        }
        if (!json_open(j, '{'))
            continue;
        for (bool first_key = true; json_next(j, '}', &first_key) && json_key(j, n->key);) {
            json_blank(j);
            if (strcmp(n->key->str, wanted) != 0 || j->at == j->end || *j->at != '"') {
                json_skip(j);
                continue;
            }
            g_string_truncate(n->value, 0);
            if (json_string(j, n->value) && (kernel || n->language->len == 0))
                g_string_assign(n->language, n->value->str);
        }
    }
}

static bool read_notebook(struct json *j, struct notebook *n)
{
    if (!json_take(j, '{'))
        return false;
    for (bool first = true; json_next(j, '}', &first) && json_key(j, n->key);) {
        if (strcmp(n->key->str, "cells") == 0)
            read_cells(j, n);
        else if (strcmp(n->key->str, "worksheets") == 0)
            read_worksheets(j, n);
        else if (strcmp(n->key->str, "metadata") == 0)
            read_metadata(j, n);
        else
            json_skip(j);
    }
    json_blank(j);
    return !j->failed && j->at == j->end;
}

/* The language of the kernel: by its name or title, without the version some kernels append; the parent's where none is named. */
static const struct language *kernel_language(const struct ruleset *rules, const struct language *notebook,
                                              const char *name)
{
    if (!*name)
        return notebook->parent;
    g_autofree char *plain = g_ascii_strdown(name, -1);
    size_t len = strlen(plain);
    while (len > 0 && (g_ascii_isdigit(plain[len - 1]) || plain[len - 1] == '.'))
        plain[--len] = '\0';
    for (unsigned i = 0; i < rules->n_languages; i++) {
        const struct language *l = &rules->languages[i];
        if (l->reader == READER_CODE && (strcmp(l->name, plain) == 0 || (l->title && g_ascii_strcasecmp(l->title, plain) == 0)))
            return l;
    }
    return NULL;
}

/* Magics are blanked cell by cell, once the language is known. */
static void blank_cells(struct notebook *n, const struct language *l)
{
    g_autoptr(GString) cell = g_string_new(NULL);
    gsize start = 0, at = 0;
    uint32_t lines = builder_n_lines(n->b);
    for (uint32_t i = 0; i < lines; i++) {
        char *stop = memchr(n->text->str + at, '\n', n->text->len - at);
        at = stop ? (gsize)(stop - n->text->str) + 1 : n->text->len;
        if (i + 1 < lines && builder_lines(n->b, i + 1)->cell == builder_lines(n->b, i)->cell)
            continue;
        g_string_truncate(cell, 0);
        g_string_append_len(cell, n->text->str + start, (gssize)(at - start));
        blank_magics(cell, l);
        memcpy(n->text->str + start, cell->str, at - start);
        start = at;
    }
}

static void read_code(struct extractor *x, struct notebook *n, const struct language *notebook)
{
    const struct language *l = kernel_language(x->rules, notebook, n->language->str);
    struct facts *f = builder_facts(n->b);
    if (!l || !extractor_prepare(x, l->index, NULL) || !x->code[l->index]) {
        f->status = FACTS_SKIPPED;
        builder_note(n->b, 0, "the language of its kernel, '%s', is not one that is analysed", n->language->str);
        return;
    }
    uint32_t name = builder_cstring(n->b, l->name);
    f->language = name;
    blank_cells(n, l);
    if (!extractor_gate(x, l, n->text->str, n->text->len)) {
        f->status = FACTS_SKIPPED;
        return;
    }
    uint32_t notes = builder_n_notes(n->b);
    extract_code(x, n->b, l, (const unsigned char *)n->text->str, n->text->len);
    for (uint32_t i = notes; i < builder_n_notes(n->b); i++) {
        struct fact_note *note = builder_notes(n->b, i);
        if (note->line && note->line <= builder_n_lines(n->b))
            note->line = builder_lines(n->b, note->line - 1)->line;
    }
}

/* ---- source files that are notebooks ---- */

bool extract_is_cells(const struct language *l, const unsigned char *data, size_t size)
{
    size_t mark = l->cell_mark ? strlen(l->cell_mark) : 0;
    return mark && l->cell_end && l->cell_magic && size >= mark && memcmp(data, l->cell_mark, mark) == 0;
}

/* Commands of one mark that take all of their cell, which is not code of the file's language then. */
static const char *const cell_magics[] = {"fs", "html", "md", "md-sandbox", "r", "scala", "sh", "sql"};

/* `%run ./other` makes the names of another notebook known here: as if all of them were imported. */
static void add_run(struct facts_builder *b, const struct language *l, const char *path, size_t len, uint32_t line)
{
    g_autofree char *name = g_strstrip(g_strndup(path, len));
    char *rest = name;
    g_autoptr(GString) module = g_string_new(NULL);
    if (!l->separator || !*rest || *rest == '/')
        return;
    g_string_append(module, l->separator);
    for (; g_str_has_prefix(rest, "./") || g_str_has_prefix(rest, "../"); rest = strchr(rest, '/') + 1)
        if (rest[1] == '.')
            g_string_append(module, l->separator);
    rest[strcspn(rest, " \t$")] = '\0';
    g_auto(GStrv) parts = g_strsplit(rest, "/", -1);
    g_autofree char *joined = g_strjoinv(l->separator, parts);
    g_string_append(module, joined);
    struct fact_import *i;
    uint32_t text = builder_cstring(b, module->str);
    builder_add_imports(b, &i);
    *i = (struct fact_import){.scope = 1, .module = text, .flags = IMPORT_STAR, .line = line};
}

struct cell_reader {
    struct facts_builder *b;
    const struct language *l;
    GString *text;
    GArray *shifts; /* uint16_t: bytes that were taken from the beginning of each line */
    bool begun;     /* a command, or what one could have been, was seen in the cell */
    bool skip;      /* the command takes the cell */
};

/* A line that stands in a comment. What is kept of it is code, without the mark. */
static void read_magic(struct cell_reader *r, const char *line, const char *end)
{
    const char *s = line + strlen(r->l->cell_magic);
    s += s < end && *s == ' ';
    if (!r->begun && s < end && *s == '%') {
        bool twice = end - s > 1 && s[1] == '%';
        const char *name = s + (twice ? 2 : 1);
        size_t len = 0;
        while (name + len < end && !g_ascii_isspace(name[len]))
            len++;
        r->skip = twice && !magic_keeps(name, end, r->l);
        for (size_t i = 0; !twice && i < G_N_ELEMENTS(cell_magics); i++)
            r->skip |= is_word(name, len, cell_magics[i]);
        if (!twice && is_word(name, len, "run"))
            add_run(r->b, r->l, name + len, (size_t)(end - name) - len, r->shifts->len + 1);
    }
    r->begun |= s < end && !g_ascii_isspace(*s);
    uint16_t shift = 0;
    if (!r->skip && !is_magic(s, end)) {
        shift = (uint16_t)(s - line);
        g_string_append_len(r->text, s, end - s);
    }
    g_array_append_val(r->shifts, shift);
}

static void read_cell_lines(struct cell_reader *r, const char *data, size_t size)
{
    const char *end = data + size;
    size_t magic = strlen(r->l->cell_magic), stop = strlen(r->l->cell_end);
    for (const char *s = data; s < end;) {
        const char *e = memchr(s, '\n', (size_t)(end - s));
        const char *line_end = e ? e : end;
        if ((size_t)(line_end - s) >= magic && memcmp(s, r->l->cell_magic, magic) == 0) {
            read_magic(r, s, line_end);
        } else {
            uint16_t none = 0;
            if ((size_t)(line_end - s) >= stop && memcmp(s, r->l->cell_end, stop) == 0)
                r->begun = r->skip = false;
            g_string_append_len(r->text, s, line_end - s);
            g_array_append_val(r->shifts, none);
        }
        if (e)
            g_string_append_c(r->text, '\n');
        s = line_end + 1;
    }
}

void extract_cells(struct extractor *x, struct facts_builder *b, const struct language *l, const unsigned char *data,
                   size_t size)
{
    struct cell_reader r = {.b = b, .l = l, .text = g_string_sized_new(size),
                            .shifts = g_array_new(FALSE, FALSE, sizeof(uint16_t))};
    read_cell_lines(&r, (const char *)data, size);
    extract_code(x, b, l, (const unsigned char *)r.text->str, r.text->len);
    for (uint32_t i = 1; i < builder_n_nodes(b); i++) { /* columns are those of the file */
        struct fact_node *n = builder_nodes(b, i);
        uint16_t first = n->line && n->line <= r.shifts->len ? g_array_index(r.shifts, uint16_t, n->line - 1) : 0;
        uint16_t last = n->end_line && n->end_line <= r.shifts->len ? g_array_index(r.shifts, uint16_t, n->end_line - 1) : 0;
        n->column = (uint16_t)MIN(n->column + first, UINT16_MAX);
        n->end_column = (uint16_t)MIN(n->end_column + last, UINT16_MAX);
    }
    g_string_free(r.text, TRUE);
    g_array_unref(r.shifts);
}

void extract_notebook(struct extractor *x, struct facts_builder *b, const unsigned char *data, size_t size)
{
    struct json j = {.at = (const char *)data, .end = (const char *)data + size, .line = 1};
    struct notebook n = {.b = b, .text = g_string_new(NULL), .language = g_string_new(NULL),
                         .key = g_string_new(NULL), .value = g_string_new(NULL)};
    if (size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0)
        j.at += 3;
    struct facts *f = builder_facts(b);
    if (!read_notebook(&j, &n)) {
        f->status = FACTS_FAILED;
        builder_note(b, j.line, "is not a notebook: the JSON cannot be read");
    } else if (!n.has_cells) {
        f->status = FACTS_FAILED;
        builder_note(b, 0, "is not a notebook: it has no cells");
    } else {
        read_code(x, &n, &x->rules->languages[x->input->class.language]);
    }
    g_string_free(n.text, TRUE);
    g_string_free(n.language, TRUE);
    g_string_free(n.key, TRUE);
    g_string_free(n.value, TRUE);
}
