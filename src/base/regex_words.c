#include "base/regex_words.h"

#include <stdbool.h>
#include <string.h>

#define MAX_NESTED 16
#define ANYTHING "..."

struct reading {
    const char *at;
    unsigned depth;
    bool lost; /* what stands there is not understood */
};

static void read_branches(struct reading *r, GString *out);

/* Passes over `[...]`; its first character, 0 where it excludes some or names a class. */
static char read_set(struct reading *r)
{
    const char *begin = ++r->at;
    if (*r->at == '^')
        r->at++;
    if (*r->at == ']')
        r->at++;
    for (; *r->at && *r->at != ']'; r->at++)
        if (*r->at == '\\' && r->at[1])
            r->at++;
    r->lost |= *r->at != ']';
    r->at += *r->at == ']';
    return g_ascii_isalnum(*begin) || *begin == '_' || *begin == '-' || *begin == ' ' ? *begin : '\0';
}

/* Passes over a quantifier; whether what it stands behind may be left out. `*many`: whether it may come several times. */
static bool read_quantifier(struct reading *r, bool *many)
{
    bool optional = false;
    *many = *r->at == '*' || *r->at == '+';
    if (*r->at == '{' && g_ascii_isdigit(r->at[1])) {
        optional = r->at[1] == '0';
        r->at += strcspn(r->at, "}");
        r->at += *r->at == '}';
    } else if (*r->at == '?' || *r->at == '*' || *r->at == '+') {
        optional = *r->at != '+';
        r->at++;
    } else {
        return false;
    }
    r->at += *r->at == '?' || *r->at == '+'; /* lazy, possessive */
    return optional;
}

/* `(...)`: the first of its branches. False for what looks around and finds nothing itself, and for settings. */
static bool read_group(struct reading *r, GString *out)
{
    bool finds = true;
    r->at++;
    if (*r->at == '?') {
        const char *kind = r->at + 1;
        if (*kind == ':' || *kind == '>') {
            r->at = kind + 1;
        } else if (*kind == '=' || *kind == '!' || (*kind == '<' && (kind[1] == '=' || kind[1] == '!'))) {
            finds = false;
            r->at = kind + 1 + (*kind == '<');
        } else if (*kind == '<' || *kind == 'P') {
            r->at = kind + strcspn(kind, ">");
            r->at += *r->at == '>';
        } else { /* (?i), (?i:...) */
            r->at = kind + strspn(kind, "imsxU-");
            r->at += *r->at == ':';
        }
    }
    const gsize before = out->len;
    read_branches(r, out);
    if (!finds)
        g_string_truncate(out, before);
    r->lost |= *r->at != ')';
    r->at += *r->at == ')';
    return finds;
}

/* `\w`, `\.`: what it stands for. */
static void read_escape(struct reading *r, GString *out)
{
    const char c = *++r->at;
    r->at += c != '\0';
    if (strchr("wWSDN", c))
        g_string_append(out, ANYTHING);
    else if (c == 's')
        g_string_append_c(out, ' ');
    else if (c == 'd')
        g_string_append_c(out, '1');
    else if (!strchr("bBAzZGKRnrtpP", c))
        g_string_append_c(out, c);
    r->lost |= c == 'p' || c == 'P' || (c >= '1' && c <= '9');
}

/* One piece and its quantifier. */
static void read_piece(struct reading *r, GString *out)
{
    const gsize before = out->len;
    const char *begin = r->at;
    switch (*r->at) {
    case '(':
        read_group(r, out);
        break;
    case '[': {
        const char first = read_set(r);
        if (first)
            g_string_append_c(out, first);
        else
            g_string_append(out, ANYTHING);
        break;
    }
    case '\\': read_escape(r, out); break;
    case '.': g_string_append(out, ANYTHING); r->at++; break;
    case '^': case '$': r->at++; break;
    default: g_string_append_c(out, *r->at++); break;
    }
    bool many, plain = strchr("_- ", *begin) != NULL;
    if (read_quantifier(r, &many) && (!plain || many))
        g_string_truncate(out, before);
}

/* A run of pieces, up to `|`, `)` or the end. */
static void read_branch(struct reading *r, GString *out)
{
    while (*r->at && *r->at != '|' && *r->at != ')' && !r->lost)
        read_piece(r, out);
}

/* Branches: the first is appended, the others are passed over. */
static void read_branches(struct reading *r, GString *out)
{
    if (++r->depth > MAX_NESTED)
        r->lost = true;
    read_branch(r, out);
    const gsize first = out->len;
    while (*r->at == '|' && !r->lost) {
        r->at++;
        read_branch(r, out);
        g_string_truncate(out, first);
    }
    r->depth--;
}

/* Behind settings, anchors and the one group that the whole expression may be: where its branches begin. */
static const char *branches_of(const char *regex)
{
    for (;;) {
        if (g_str_has_prefix(regex, "(?i)") || g_str_has_prefix(regex, "(?s)") || g_str_has_prefix(regex, "(?m)"))
            regex += 4;
        else if (*regex == '^')
            regex++;
        else if (g_str_has_prefix(regex, "\\b"))
            regex += 2;
        else
            return g_str_has_prefix(regex, "(?:") ? regex + 3 : regex;
    }
}

static bool says_something(const char *text)
{
    unsigned letters = 0;
    for (; *text; text++)
        letters += g_ascii_isalnum(*text) != 0;
    return letters >= 2;
}

/* Appends examples of the branches that begin at `from`, up to `most`; how many. */
static unsigned append_examples(const char *from, unsigned most, GString *out)
{
    struct reading r = {.at = from};
    const gsize before = out->len;
    unsigned n = 0;
    for (bool more = true; more && n < most && !r.lost; more = *r.at == '|', r.at += more) {
        g_autoptr(GString) one = g_string_new(NULL);
        read_branch(&r, one);
        if (!r.lost && says_something(g_strstrip(one->str)))
            g_string_append_printf(out, "%s%s", n++ ? ", " : "", one->str);
    }
    if (r.lost || n == 0) {
        g_string_truncate(out, before);
        return 0;
    }
    if (*r.at && *r.at != ')' && !g_str_has_suffix(out->str, ANYTHING))
        g_string_append(out, " " ANYTHING);
    return n;
}

void regex_words(const char *regex, unsigned most, GString *out)
{
    if (!append_examples(branches_of(regex), most, out) && !append_examples(regex, most, out))
        g_string_append_printf(out, "/%s/", regex);
}
