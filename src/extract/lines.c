/* Files that are read line by line: .env, CODEOWNERS, Dockerfiles, ini and properties files, and
 * those of which only the text of each line is known. */
#include <string.h>

#include "base/limits.h"
#include "extract/config_priv.h"

/* A part of the text; not NUL-terminated. */
struct span {
    const char *s;
    size_t len;
};

struct line_reader {
    struct span rest;
    struct span now; /* the line under way, without its end */
    uint32_t line;
    const char **comments; /* what begins one, NULL-terminated */
};

static bool read_line(struct line_reader *r)
{
    if (r->rest.len == 0)
        return false;
    const char *stop = memchr(r->rest.s, '\n', r->rest.len);
    size_t len = stop ? (size_t)(stop - r->rest.s) : r->rest.len, step = stop ? len + 1 : len;
    r->now = (struct span){r->rest.s, len};
    if (len && r->now.s[len - 1] == '\r')
        r->now.len--;
    r->rest.s += step;
    r->rest.len -= step;
    r->line++;
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct span trimmed(struct span s)
{
    while (s.len && is_blank(s.s[0]))
        s.s++, s.len--;
    while (s.len && is_blank(s.s[s.len - 1]))
        s.len--;
    return s;
}

static struct span from(struct span s, size_t at)
{
    at = MIN(at, s.len);
    return trimmed((struct span){s.s + at, s.len - at});
}

/* The next word; `*rest` goes behind it. len 0 at the end. A backslash keeps a blank in the word.
 */
static struct span next_word(struct span *rest)
{
    *rest = trimmed(*rest);
    size_t len = 0;
    while (len < rest->len && !is_blank(rest->s[len]))
        len += rest->s[len] == '\\' && len + 1 < rest->len ? 2 : 1;
    struct span word = {rest->s, len};
    *rest = from(*rest, len);
    return word;
}

static struct config_item *add_string(struct config_builder *c, struct span text, uint32_t line)
{
    struct config_item *value = config_add(c, NULL, NODE_STRING, line);
    config_text(c, value, text.s, text.len);
    return value;
}

/* ---- KEY=value ---- */

/* A value up to its closing quote, which may be lines away, or to a comment. */
static struct config_item *env_value(struct config_builder *c, struct line_reader *r,
                                     struct span value, uint32_t line)
{
    g_autoptr(GString) text = g_string_new(NULL);
    char quote = value.len ? value.s[0] : '\0';
    if (quote != '"' && quote != '\'' && quote != '`') {
        for (size_t i = 0; i < value.len; i++)
            if (value.s[i] == '#' && (i == 0 || is_blank(value.s[i - 1])))
                value.len = i;
        return add_string(c, trimmed(value), line);
    }
    struct line_reader ahead = *r;
    struct span first = value;
    size_t i = 1;
    for (;;) {
        for (; i < value.len && value.s[i] != quote; i++) {
            if (quote == '"' && value.s[i] == '\\' && i + 1 < value.len &&
                strchr("n\"\\", value.s[i + 1])) {
                i++;
                g_string_append_c(text, value.s[i] == 'n' ? '\n' : value.s[i]);
            } else {
                g_string_append_c(text, value.s[i]);
            }
        }
        if (i < value.len)
            break;
        if (text->len > LIMIT_STRING_BYTES ||
            !read_line(&ahead)) { /* never closed: the quote is part of the value */
            g_string_assign(text, "");
            g_string_append_len(text, first.s, (gssize)first.len);
            ahead = *r;
            break;
        }
        g_string_append_c(text, '\n');
        value = ahead.now;
        i = 0;
    }
    struct config_item *item = add_string(c, (struct span){text->str, text->len}, line);
    item->end_line = ahead.line;
    *r = ahead;
    return item;
}

static struct config_item *read_env(struct config_builder *c, struct line_reader *r)
{
    struct config_item *root = config_add(c, NULL, NODE_DICT, 1);
    while (read_line(r)) {
        struct span s = trimmed(r->now);
        if (s.len == 0 || s.s[0] == '#')
            continue;
        if (s.len > 7 && memcmp(s.s, "export", 6) == 0 && is_blank(s.s[6]))
            s = from(s, 6);
        const char *equals = memchr(s.s, '=', s.len), *colon = memchr(s.s, ':', s.len);
        const char *mark = equals                                                   ? equals
                           : colon && (colon + 1 == s.s + s.len || colon[1] == ' ') ? colon
                                                                                    : NULL;
        if (!mark || mark == s.s)
            continue;
        struct span key = trimmed((struct span){s.s, (size_t)(mark - s.s)});
        uint32_t line = r->line;
        struct config_item *value = env_value(c, r, from(s, (size_t)(mark - s.s) + 1), line);
        config_pair(c, root, key.s, key.len, line, value);
    }
    return root;
}

/* ---- CODEOWNERS ---- */

static void take_owners(struct facts_builder *b, struct span rest, GArray *owners)
{
    for (struct span word; (word = next_word(&rest)).len && word.s[0] != '#';) {
        uint32_t owner = builder_string(b, word.s, config_cut(word.s, word.len, 400));
        g_array_append_val(owners, owner);
    }
}

/* `[Section][2] @owner` of GitLab, `^[Optional]` too: its owners hold for lines that name none. */
static bool owners_section(struct facts_builder *b, struct span s, GArray *defaults)
{
    struct span at = s.len && s.s[0] == '^' ? from(s, 1) : s;
    if (at.len == 0 || at.s[0] != '[')
        return false;
    const char *close = memchr(at.s, ']', at.len);
    /* `[a-z]*.py @x` is a pattern: what follows a section's name is blank, another bracket or
     * nothing */
    if (!close || (close + 1 < at.s + at.len && close[1] != '[' && !is_blank(close[1])))
        return false;
    at = from(at, (size_t)(close - at.s) + 1);
    if (at.len && at.s[0] == '[') {
        close = memchr(at.s, ']', at.len);
        at = close ? from(at, (size_t)(close - at.s) + 1) : at;
    }
    g_array_set_size(defaults, 0);
    take_owners(b, at, defaults);
    return true;
}

static void read_codeowners(struct facts_builder *b, struct line_reader *r)
{
    g_autoptr(GArray) owners = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_autoptr(GArray) defaults = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    while (read_line(r)) {
        struct span rest = trimmed(r->now);
        if (rest.len == 0 || rest.s[0] == '#' || owners_section(b, rest, defaults))
            continue;
        struct span pattern = next_word(&rest);
        g_array_set_size(owners, 0);
        take_owners(b, rest, owners);
        const GArray *list = owners->len ? owners : defaults;
        uint32_t first = builder_add_kids(b, (const uint32_t *)(const void *)list->data, list->len);
        uint32_t string =
            builder_string(b, pattern.s, config_cut(pattern.s, pattern.len, LIMIT_STRING_BYTES));
        struct fact_owner *row;
        builder_add_owners(b, &row);
        *row = (struct fact_owner){string, first, list->len, r->line};
    }
}

/* ---- Dockerfile ---- */

/* The words that end here documents opened in an instruction: `RUN <<EOF`. */
static void here_words(const GString *text, GPtrArray *words)
{
    for (const char *p = text->str; (p = strstr(p, "<<"));) {
        p += 2;
        p += *p == '-';
        char quote = *p == '"' || *p == '\'' ? *p++ : '\0';
        const char *start = p;
        while (g_ascii_isalnum(*p) || *p == '_')
            p++;
        if (p > start && g_ascii_isalpha(*start) && (!quote || *p == quote))
            g_ptr_array_add(words, g_strndup(start, (gsize)(p - start)));
    }
}

/* A dictionary of instructions in their order; a name may come up many times. */
static struct config_item *read_dockerfile(struct config_builder *c, struct line_reader *r)
{
    struct config_item *root = config_add(c, NULL, NODE_DICT, 1);
    char escape = '\\';
    while (read_line(r)) {
        struct span s = trimmed(r->now);
        if (s.len == 0 || s.s[0] == '#') {
            if (s.len && s.s[s.len - 1] == '`' && g_strstr_len(s.s, (gssize)s.len, "escape="))
                escape = '`';
            continue;
        }
        uint32_t line = r->line;
        struct span word = next_word(&s);
        if (!g_ascii_isalpha(word.s[0]))
            continue;
        g_autoptr(GString) text = g_string_new_len(s.s, (gssize)s.len);
        bool more = true;
        while (more && text->len && text->str[text->len - 1] == escape) {
            g_string_truncate(text, text->len - 1);
            do { /* comments and empty lines may stand between */
                more = read_line(r);
                s = more ? trimmed(r->now) : (struct span){"", 0};
            } while (more && (s.len == 0 || s.s[0] == '#'));
            if (text->len && text->str[text->len - 1] != ' ')
                g_string_append_c(text, ' ');
            g_string_append_len(text, s.s, (gssize)s.len);
        }
        g_autoptr(GPtrArray) ends = g_ptr_array_new_with_free_func(g_free);
        bool shell = word.len == 3 && (g_ascii_strncasecmp(word.s, "run", 3) == 0);
        if (shell || (word.len == 4 && g_ascii_strncasecmp(word.s, "copy", 4) == 0))
            here_words(text, ends);
        for (guint i = 0; i < ends->len; i++)
            while (read_line(r)) {
                s = trimmed(r->now);
                if (s.len == strlen(ends->pdata[i]) && memcmp(s.s, ends->pdata[i], s.len) == 0)
                    break;
                g_string_append_c(text, '\n');
                g_string_append_len(text, r->now.s, (gssize)r->now.len);
            }
        g_autofree char *name = g_ascii_strup(word.s, (gssize)word.len);
        struct config_item *value = add_string(c, (struct span){text->str, text->len}, line);
        value->end_line = r->line;
        config_pair(c, root, name, word.len, line, value);
    }
    return root;
}

/* ---- ini, properties ---- */

/* The dictionary at a dotted name: [a.b] and `a.b = c` nest, as the programs that read them mean
 * it. */
static struct config_item *dotted(struct config_builder *c, struct config_item *dict,
                                  struct span name, struct span *last, uint32_t line)
{
    for (const char *dot;
         (dot = memchr(name.s, '.', name.len)) && dot > name.s && dot + 1 < name.s + name.len;) {
        struct config_item *next =
            config_child(c, dict, name.s, (size_t)(dot - name.s), NODE_DICT, line);
        if (next->kind != NODE_DICT) /* a=1 and a.b=2: the second keeps its whole name */
            break;
        dict = next;
        name.len -= (size_t)(dot - name.s) + 1;
        name.s = dot + 1;
    }
    *last = name;
    return dict;
}

static bool is_dotted_name(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!g_ascii_isalnum(s.s[i]) && !strchr("._-", s.s[i]))
            return false;
    return s.len > 0 && s.len < 400;
}

static struct config_item *section_of(struct config_builder *c, struct config_item *root,
                                      struct span name, uint32_t line)
{
    struct span last = name;
    struct config_item *dict = is_dotted_name(name) ? dotted(c, root, name, &last, line) : root;
    struct config_item *section = config_child(c, dict, last.s, last.len, NODE_DICT, line);
    return section->kind == NODE_DICT ? section : root;
}

static void ini_value(struct config_builder *c, struct config_item *value, const GString *text)
{
    if (!value || text->len == 0)
        return;
    value->kind = NODE_STRING;
    config_text(c, value, text->str, text->len);
}

static struct config_item *read_ini(struct config_builder *c, struct line_reader *r)
{
    struct config_item *root = config_add(c, NULL, NODE_DICT, 1), *section = root, *value = NULL;
    g_autoptr(GString) text = g_string_new(NULL); /* of the value under way */
    size_t indent = 0;
    bool continued = false; /* the line ended with a backslash */
    while (read_line(r)) {
        struct span s = trimmed(r->now);
        size_t blanks = (size_t)(s.s - r->now.s);
        bool goes_on = value && s.len && (continued || blanks > indent);
        if (s.len == 0 || (!continued && strchr("#;!", s.s[0])))
            continue;
        if (!goes_on && s.s[0] == '[' && s.s[s.len - 1] == ']') {
            ini_value(c, value, text);
            section = section_of(c, root, trimmed((struct span){s.s + 1, s.len - 2}), r->line);
            value = NULL;
            continue;
        }
        if (!goes_on) {
            size_t mark = 0;
            while (mark < s.len && s.s[mark] != '=' && s.s[mark] != ':')
                mark++;
            struct span key = trimmed((struct span){s.s, mark}), last = key;
            ini_value(c, value, text);
            value = NULL;
            if (key.len == 0)
                continue;
            struct config_item *dict =
                is_dotted_name(key) ? dotted(c, section, key, &last, r->line) : section;
            value = config_child(c, dict, last.s, last.len, mark < s.len ? NODE_STRING : NODE_NULL,
                                 r->line);
            s = from(s, mark + 1);
            indent = blanks;
            g_string_truncate(text, 0);
            if (value->kind == NODE_DICT) { /* a.b=1 and then a=2 */
                value = NULL;
                continue;
            }
        } else if (text->len && !continued) {
            g_string_append_c(text, '\n');
        }
        if (text->len == 0) /* the value may begin below its key */
            value->line = r->line;
        continued = s.len && s.s[s.len - 1] == '\\';
        g_string_append_len(text, s.s, (gssize)(s.len - continued));
        if (text->len > 2 * LIMIT_STRING_BYTES)
            g_string_truncate(text, 2 * LIMIT_STRING_BYTES);
        value->end_line = r->line;
    }
    ini_value(c, value, text);
    return root;
}

/* ---- lines alone ---- */

static bool begins(struct span s, const char *with)
{
    size_t len = strlen(with);
    return s.len >= len && memcmp(s.s, with, len) == 0;
}

/* A list of the lines that are not empty and no comments. */
static struct config_item *read_text(struct config_builder *c, struct line_reader *r)
{
    struct config_item *root = config_add(c, NULL, NODE_LIST, 1);
    const char *end = NULL; /* of the comment of several lines under way */
    while (read_line(r) && !c->full) {
        struct span s = trimmed(r->now);
        bool comment = end != NULL;
        for (const char **mark = r->comments; !end && mark && *mark; mark++)
            if (begins(s, *mark)) {
                comment = true;
                end = g_str_equal(*mark, "/*") ? "*/" : NULL;
            }
        if (end && g_strstr_len(s.s, (gssize)s.len, end))
            end = NULL;
        if (!comment && s.len)
            config_append(c, root, add_string(c, s, r->line));
    }
    return root;
}

void extract_lines(struct extractor *x, struct facts_builder *b, const struct language *l,
                   const unsigned char *data, size_t size)
{
    static const struct {
        const char *format;
        struct config_item *(*read)(struct config_builder *c, struct line_reader *r);
    } formats[] = {
        {"env", read_env},
        {"dockerfile", read_dockerfile},
        {"ini", read_ini},
        {"text", read_text},
    };
    (void)x;
    config_skip_mark(&data, &size);
    config_comments(b, (const char *)data, size);
    struct line_reader r = {.rest = {(const char *)data, size}, .comments = l->comments};
    if (g_strcmp0(l->format, "codeowners") == 0)
        read_codeowners(b, &r);
    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (g_strcmp0(l->format, formats[i].format) != 0)
            continue;
        struct config_builder c;
        config_builder_init(&c, b);
        uint32_t root = config_emit(&c, formats[i].read(&c, &r));
        builder_facts(b)->root = root;
        config_builder_fini(&c);
    }
}
