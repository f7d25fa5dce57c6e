#include "syntax/edit.h"

#include <string.h>

#include "syntax/parse.h"

#define CLIMB_MOST 32         /* nodes above the one at a place */
#define COLUMN_UNKNOWN 0xffff /* farther to the right than a place can say */

/* ---- the call ---- */

static bool is_word(char c)
{
    return g_ascii_isalnum(c) || c == '_' || c == '$';
}

/* Whether what is called ends in one of the names: "create", or "completions.create" for one of several. */
static bool is_call_of(const char *text, uint32_t begin, uint32_t arguments, const char *const *names)
{
    uint32_t end = arguments;
    while (end > begin && g_ascii_isspace(text[end - 1]))
        end--;
    for (; *names; names++) {
        size_t len = strlen(*names);
        uint32_t at = len <= end - begin ? end - (uint32_t)len : end;
        if (at < end && strncmp(text + at, *names, len) == 0 && (at == begin || !is_word(text[at - 1])))
            return true;
    }
    return false;
}

static TSNode arguments_of(TSNode call)
{
    static const char field[] = "arguments";
    return ts_node_child_by_field_name(call, field, sizeof field - 1);
}

/* The node of that very place that has arguments; null without. */
static TSNode call_at(TSNode root, const struct edit_call *c)
{
    TSPoint begin = {c->begin.line - 1, c->begin.column - 1}, end = {c->end.line - 1, c->end.column - 1};
    TSNode node = ts_node_descendant_for_point_range(root, begin, end);
    for (unsigned i = 0; i < CLIMB_MOST && !ts_node_is_null(node); i++) {
        TSPoint b = ts_node_start_point(node), e = ts_node_end_point(node);
        bool same = b.row == begin.row && b.column == begin.column && e.row == end.row && e.column == end.column;
        if (same && !ts_node_is_null(arguments_of(node)))
            return node;
        if (b.row < begin.row || e.row > end.row)
            break;
        node = ts_node_parent(node);
    }
    return (TSNode){0};
}

/* ---- its arguments ---- */

struct list { /* what stands between brackets */
    uint32_t open, close; /* of the brackets */
    TSNode first, last;
    unsigned n;
};

/* Whether a part is the argument of that name, or may bring it along. */
static const char *in_the_way(const char *text, TSNode part, const char *argument)
{
    size_t len = strspn(argument, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    const char *p = text + ts_node_start_byte(part), *end = text + ts_node_end_byte(part);
    if (p < end && (*p == '*' || *p == '.' || *p == '&'))
        return "something is spread into its arguments";
    bool quoted = p < end && (*p == '"' || *p == '\'');
    p += quoted;
    if (len && (size_t)(end - p) >= len && strncmp(p, argument, len) == 0 && ((size_t)(end - p) == len || !is_word(p[len])))
        return "the argument is there already";
    return NULL;
}

static bool read_list(const char *text, TSNode node, char open, char close, const char *argument, struct list *out, const char **why)
{
    *out = (struct list){.open = ts_node_start_byte(node), .close = ts_node_end_byte(node) - 1};
    if (out->close <= out->open || text[out->open] != open || text[out->close] != close) {
        *why = "its arguments are not written out";
        return false;
    }
    for (uint32_t i = 0; i < ts_node_named_child_count(node); i++) {
        TSNode part = ts_node_named_child(node, i);
        if (ts_node_is_extra(part))
            continue;
        if ((*why = in_the_way(text, part, argument)))
            return false;
        out->first = out->n == 0 ? part : out->first;
        out->last = part;
        out->n++;
    }
    return true;
}

static char *insert(const char *text, uint32_t at, const char *lead, const char *argument, const char *tail)
{
    GString *out = g_string_new_len(text, at);
    g_string_append_printf(out, "%s%s%s%s", lead, argument, tail, text + at);
    return g_string_free(out, FALSE);
}

/* Behind a last argument that stands on a line of its own: on a line below it, indented alike. NULL if it does not. */
static char *insert_line(const char *text, const struct list *l, const char *argument)
{
    uint32_t begin = ts_node_start_byte(l->last), end = ts_node_end_byte(l->last), line = begin;
    while (line > 0 && (text[line - 1] == ' ' || text[line - 1] == '\t'))
        line--;
    uint32_t stop = end + (uint32_t)strcspn(text + end, "\n");
    if (line == 0 || text[line - 1] != '\n' || stop >= l->close)
        return NULL;
    bool carriage = stop > end && text[stop - 1] == '\r';
    stop -= carriage;
    bool comma = text[end + strspn(text + end, " \t")] == ',';
    GString *out = g_string_new_len(text, end);
    g_string_append_printf(out, "%s%.*s%s%.*s%s%s%s", comma ? "" : ",", (int)(stop - end), text + end, carriage ? "\r\n" : "\n",
                           (int)(begin - line), text + line, argument, comma ? "," : "", text + stop);
    return g_string_free(out, FALSE);
}

static char *write_last(const char *text, const struct list *l, const char *pad, const char *argument)
{
    if (l->n == 0)
        return insert(text, l->open + 1, pad, argument, pad);
    char *line = insert_line(text, l, argument);
    return line ? line : insert(text, ts_node_end_byte(l->last), ", ", argument, "");
}

static char *write_argument(const char *text, TSNode node, bool object, const char *argument, const char **why)
{
    struct list arguments, keys;
    if (!read_list(text, node, '(', ')', object ? "" : argument, &arguments, why))
        return NULL;
    if (!object)
        return write_last(text, &arguments, "", argument);
    if (arguments.n == 0) {
        g_autofree char *whole = g_strdup_printf("{ %s }", argument);
        return insert(text, arguments.open + 1, "", whole, "");
    }
    return read_list(text, arguments.first, '{', '}', argument, &keys, why) ? write_last(text, &keys, " ", argument) : NULL;
}

static bool is_placed(const struct edit_call *c)
{
    return c->begin.line && c->begin.column && c->end.line && c->end.column && c->begin.column < COLUMN_UNKNOWN &&
           c->end.column < COLUMN_UNKNOWN;
}

/* `out`, unless it has more errors than there were; then it is freed, and NULL. */
static char *if_it_parses(struct syntax *syntax, const TSLanguage *grammar, char *out, uint32_t errors, const char **why)
{
    TSNode root;
    if (syntax_parse(syntax, grammar, out, strlen(out), &root) == SYNTAX_PARSED && syntax_errors(root) <= errors)
        return out;
    *why = "the file would not parse with it";
    g_free(out);
    return NULL;
}

char *edit_argument(const char *language, const char *text, const struct edit_call *c, const char *argument, const char **why)
{
    const TSLanguage *grammar = syntax_grammar(language, NULL);
    char *out = NULL;
    TSNode root;
    *why = "it is not found again in the file";
    if (!grammar || !is_placed(c) || g_str_has_prefix(text, "\xEF\xBB\xBF"))
        return NULL;
    struct syntax *syntax = syntax_new();
    if (syntax_parse(syntax, grammar, text, strlen(text), &root) == SYNTAX_PARSED) {
        uint32_t errors = syntax_errors(root);
        TSNode call = call_at(root, c);
        TSNode arguments = ts_node_is_null(call) ? call : arguments_of(call);
        if (!ts_node_is_null(call) && is_call_of(text, ts_node_start_byte(call), ts_node_start_byte(arguments), c->names))
            out = write_argument(text, arguments, c->object, argument, why);
        if (out)
            out = if_it_parses(syntax, grammar, out, errors, why);
    }
    syntax_forget(syntax);
    syntax_free(syntax);
    return out;
}

/* ---- a word ---- */

static bool is_apart(char c)
{
    return !g_ascii_isalnum(c) && !strchr("_-./:@\\", c);
}

/* The only place of the word on a line; NULL if there is none, or more. */
static const char *find_word(const char *line, const char *end, bool quoted, const char *word)
{
    size_t len = strlen(word);
    const char *found = NULL;
    for (const char *p = line + 1; p + len <= end; p++) {
        char before = p[-1], after = p[len] ? p[len] : '\n';
        bool marks = before == after && strchr("\"'`", before);
        if (strncmp(p, word, len) != 0 || !(marks || (!quoted && is_apart(before) && is_apart(after))))
            continue;
        if (found)
            return NULL;
        found = p;
    }
    return found;
}

char *edit_word(const char *language, const char *text, uint32_t line, bool quoted, const char *before, const char *after,
                const char **why)
{
    const TSLanguage *grammar = syntax_grammar(language, NULL);
    const char *at = line > 0 ? text : NULL;
    TSNode root;
    *why = "it is not found again in the file";
    for (uint32_t i = 1; at && i < line; i++)
        at = (at = strchr(at, '\n')) ? at + 1 : NULL;
    const char *word = at && grammar ? find_word(at, at + strcspn(at, "\n"), quoted, before) : NULL;
    if (!word)
        return NULL;
    char *out = NULL;
    struct syntax *syntax = syntax_new();
    if (syntax_parse(syntax, grammar, text, strlen(text), &root) == SYNTAX_PARSED) {
        uint32_t errors = syntax_errors(root);
        out = g_strdup_printf("%.*s%s%s", (int)(word - text), text, after, word + strlen(before));
        out = if_it_parses(syntax, grammar, out, errors, why);
    }
    syntax_forget(syntax);
    syntax_free(syntax);
    return out;
}
