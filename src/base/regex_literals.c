#include "base/regex_literals.h"

#include <stdbool.h>
#include <string.h>

#define SETS_MOST 200 /* strings of one set; more are no quick search */
#define DEPTH_MOST 16

struct reader {
    const char *at;
    gsize least;
    unsigned depth;
    bool strange; /* something that changes what the rest means */
    GPtrArray *all; /* of GPtrArray: the sets of the outermost sequence; NULL if they are not asked for */
};

static GPtrArray *read_choice(struct reader *r);

/* The length of the shortest string, 0 for no set. */
static gsize shortest(const GPtrArray *set)
{
    gsize least = set && set->len ? G_MAXSIZE : 0;
    for (guint i = 0; set && i < set->len; i++)
        least = MIN(least, strlen(set->pdata[i]));
    return least;
}

/* The better one of two sets, one of whose strings must be there; the other is freed. */
static GPtrArray *better(GPtrArray *a, GPtrArray *b)
{
    if (shortest(b) > shortest(a)) {
        GPtrArray *other = a;
        a = b;
        b = other;
    }
    if (b)
        g_ptr_array_unref(b);
    return a;
}

/* One more set of a sequence, after the best one so far. */
static GPtrArray *add_set(struct reader *r, GPtrArray *best, GPtrArray *set)
{
    if (set && r->all && r->depth == 0)
        g_ptr_array_add(r->all, g_ptr_array_ref(set));
    return better(best, set);
}

/* The run of literal characters so far as a set of its own. */
static GPtrArray *flush(struct reader *r, GString *run, GPtrArray *best)
{
    if (run->len >= r->least) {
        GPtrArray *set = g_ptr_array_new_with_free_func(g_free);
        g_ptr_array_add(set, g_strndup(run->str, run->len));
        best = add_set(r, best, set);
    }
    g_string_truncate(run, 0);
    return best;
}

enum times { TIMES_ONCE, TIMES_MORE, TIMES_PERHAPS };

/* Takes the quantifier that stands here, if any. */
static enum times read_times(struct reader *r)
{
    enum times times = TIMES_ONCE;
    if (*r->at == '?' || *r->at == '*') {
        times = TIMES_PERHAPS;
        r->at++;
    } else if (*r->at == '+') {
        times = TIMES_MORE;
        r->at++;
    } else if (*r->at == '{' && (g_ascii_isdigit(r->at[1]) || r->at[1] == ',')) {
        gsize n = strcspn(r->at, "}");
        times = r->at[1] == '0' || r->at[1] == ',' ? TIMES_PERHAPS : TIMES_MORE;
        r->at += n + (r->at[n] == '}');
    } else {
        return TIMES_ONCE;
    }
    if (*r->at == '?' || *r->at == '+') /* lazy, possessive */
        r->at++;
    return times;
}

#define CLASS_MOST 4 /* characters, so few that each makes a string of its own */

/* The characters of a class that begins behind `[`, where it is a plain list of few of them that stands once; 0 otherwise. */
static gsize small_class(const char *at)
{
    gsize n = strcspn(at, "]");
    if (n == 0 || n > CLASS_MOST || at[n] != ']' || strchr("?*+{", at[n + 1] ? at[n + 1] : ' '))
        return 0;
    for (gsize i = 0; i < n; i++)
        if (!g_ascii_isalnum(at[i]) && at[i] != '_')
            return 0;
    return n;
}

/* The run so far, ended by each of `n` characters. */
static GPtrArray *flush_each(struct reader *r, GString *run, const char *ends, gsize n, GPtrArray *best)
{
    if (n == 0 || run->len + 1 < r->least)
        return flush(r, run, best);
    GPtrArray *set = g_ptr_array_new_with_free_func(g_free);
    for (gsize i = 0; i < n; i++)
        g_ptr_array_add(set, g_strdup_printf("%s%c", run->str, g_ascii_tolower(ends[i])));
    g_string_truncate(run, 0);
    return add_set(r, best, set);
}

/* Behind the `]` of the class that begins behind `[`. */
static void skip_class(struct reader *r)
{
    r->at += *r->at == '^';
    r->at += *r->at == ']';
    while (*r->at && *r->at != ']') {
        if (r->at[0] == '[' && r->at[1] == ':') {
            const char *end = strstr(r->at + 2, ":]");
            r->at = end ? end + 2 : r->at + 2;
        } else {
            r->at += r->at[0] == '\\' && r->at[1] ? 2 : 1;
        }
    }
    r->at += *r->at == ']';
}

/* A group, behind its `(`; NULL for what must not hold anything, or says nothing. */
static GPtrArray *read_group(struct reader *r)
{
    bool says = true;
    if (*r->at == '*') { /* (*VERB) */
        r->strange = true;
    } else if (*r->at == '?') {
        gsize n = strspn(r->at + 1, "ims-");
        const char *behind = r->at + 1 + n;
        if (*behind == ')') { /* (?i) holds for the rest; case is ignored anyway */
            r->at = behind + 1;
            return NULL;
        }
        if (*behind == ':' || (n == 0 && (*behind == '>' || *behind == '|'))) {
            r->at = behind + 1;
        } else if (n == 0 && (*behind == '=' || *behind == '!')) {
            r->at = behind + 1;
            says = false;
        } else if (n == 0 && *behind == '<' && (behind[1] == '=' || behind[1] == '!')) {
            r->at = behind + 2;
            says = false;
        } else if (n == 0 && (*behind == '<' || *behind == 'P' || *behind == '\'')) {
            gsize name = strcspn(behind + 1, ">'");
            r->at = behind + 1 + name + (behind[1 + name] != '\0');
        } else {
            r->strange = true;
        }
    }
    if (r->strange || ++r->depth > DEPTH_MOST) {
        r->strange = true;
        return NULL;
    }
    GPtrArray *set = read_choice(r);
    r->depth--;
    if (*r->at == ')')
        r->at++;
    else
        r->strange = true;
    if (!says)
        g_clear_pointer(&set, g_ptr_array_unref);
    return set;
}

/* Whether three bytes behind `first` are a letter of a script that has no case: U+3000 to U+9FFF. */
static bool is_caseless(char first, const char *rest)
{
    return (unsigned char)first >= 0xE3 && (unsigned char)first <= 0xE9 && rest[0] && rest[1];
}

/* One character that stands for itself. */
static GPtrArray *add_literal(struct reader *r, char c, GString *run, GPtrArray *best)
{
    gsize before = run->len;
    if (is_caseless(c, r->at)) {
        g_string_append_len(g_string_append_c(run, c), r->at, 2);
        r->at += 2;
    } else if ((unsigned char)c < 0x80 && c != ' ') {
        g_string_append_c(run, g_ascii_tolower(c));
    } else {
        best = flush(r, run, best);
    }
    enum times times = read_times(r);
    if (times == TIMES_PERHAPS)
        g_string_truncate(run, MIN(before, run->len));
    return times == TIMES_ONCE ? best : flush(r, run, best);
}

/* Up to `|`, `)` or the end. */
static GPtrArray *read_sequence(struct reader *r)
{
    g_autoptr(GString) run = g_string_new(NULL);
    GPtrArray *best = NULL;
    while (*r->at && *r->at != '|' && *r->at != ')' && !r->strange) {
        char c = *r->at++;
        if (c == '(') {
            best = flush(r, run, best);
            GPtrArray *set = read_group(r);
            if (read_times(r) == TIMES_PERHAPS)
                g_clear_pointer(&set, g_ptr_array_unref);
            best = add_set(r, best, set);
        } else if (c == '[') {
            best = flush_each(r, run, r->at, small_class(r->at), best);
            skip_class(r);
            read_times(r);
        } else if (c == '\\' && g_ascii_ispunct(*r->at)) {
            best = add_literal(r, *r->at++, run, best);
        } else if (c == '\\') { /* \b, \d, \n and the like; \x41, \p{L}, \Q are read as too little, or not at all */
            best = flush(r, run, best);
            r->strange |= strchr("QExopPNkgc0123456789", *r->at) != NULL;
            r->at += *r->at != '\0';
            read_times(r);
        } else if (strchr(".^$", c)) {
            best = flush(r, run, best);
            read_times(r);
        } else {
            best = add_literal(r, c, run, best);
        }
    }
    return flush(r, run, best);
}

/* Alternatives: one string of each must do. */
static GPtrArray *read_choice(struct reader *r)
{
    GPtrArray *all = read_sequence(r);
    while (*r->at == '|' && !r->strange) {
        if (r->all && r->depth == 0) { /* what one alternative needs, the others may not */
            g_ptr_array_unref(r->all);
            r->all = NULL;
        }
        r->at++;
        GPtrArray *next = read_sequence(r);
        if (!all || !next || all->len + next->len > SETS_MOST) {
            g_clear_pointer(&all, g_ptr_array_unref);
            g_clear_pointer(&next, g_ptr_array_unref);
            continue;
        }
        for (guint i = 0; i < next->len; i++)
            g_ptr_array_add(all, g_strdup(next->pdata[i]));
        g_ptr_array_unref(next);
    }
    return all;
}

/* A NULL-terminated copy of a set, to be freed with g_strfreev. */
static char **strings_of(const GPtrArray *set)
{
    char **out = g_new0(char *, set->len + 1);
    for (guint i = 0; i < set->len; i++)
        out[i] = g_strdup(set->pdata[i]);
    return out;
}

char **regex_literals(const char *expression, gsize least)
{
    struct reader r = {.at = expression, .least = MAX(least, (gsize)1)};
    g_autoptr(GPtrArray) set = read_choice(&r);
    return set && !r.strange && !*r.at ? strings_of(set) : NULL;
}

GPtrArray *regex_literal_sets(const char *expression, gsize least)
{
    struct reader r = {.at = expression, .least = MAX(least, (gsize)1)};
    r.all = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    g_autoptr(GPtrArray) best = read_choice(&r);
    GPtrArray *out = NULL;
    if (best && !r.strange && !*r.at) {
        out = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
        for (guint i = 0; r.all && i < r.all->len; i++)
            g_ptr_array_add(out, strings_of(r.all->pdata[i]));
        if (!r.all)
            g_ptr_array_add(out, strings_of(best));
    }
    if (r.all)
        g_ptr_array_unref(r.all);
    return out;
}
