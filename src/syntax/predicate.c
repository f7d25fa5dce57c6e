#include "syntax/predicate.h"

#include <string.h>

#include "base/regex.h"

enum operation { EQUAL, MATCH, ANY_OF };

struct predicate {
    enum operation operation;
    bool negated;
    uint32_t capture, other;
    char **strings;
    void *regex; /* MATCH */
};

static const struct {
    const char *name;
    enum operation operation;
    bool negated;
} operations[] = {
    {"eq?", EQUAL, false},     {"not-eq?", EQUAL, true},      {"match?", MATCH, false},
    {"not-match?", MATCH, true}, {"any-of?", ANY_OF, false}, {"not-any-of?", ANY_OF, true},
};

static GQuark domain(void)
{
    return g_quark_from_static_string("debtscan-syntax");
}

struct predicate *predicate_new(const char *name, uint32_t capture, uint32_t other, const char *const *strings,
                                unsigned n, GError **error)
{
    size_t i = 0;
    while (i < G_N_ELEMENTS(operations) && strcmp(operations[i].name, name) != 0)
        i++;
    if (i == G_N_ELEMENTS(operations)) {
        g_set_error(error, domain(), 0, "unknown predicate '#%s'", name);
        return NULL;
    }
    bool second = other != PREDICATE_NO_CAPTURE;
    if (second ? n != 0 || operations[i].operation != EQUAL : operations[i].operation == ANY_OF ? n == 0 : n != 1) {
        g_set_error(error, domain(), 0, "'#%s' takes a capture and %s", name,
                    operations[i].operation == ANY_OF ? "strings" : "one string");
        return NULL;
    }
    struct predicate *p = g_new0(struct predicate, 1);
    p->operation = operations[i].operation;
    p->negated = operations[i].negated;
    p->capture = capture;
    p->other = other;
    p->strings = g_new0(char *, n + 1);
    for (unsigned k = 0; k < n; k++)
        p->strings[k] = g_strdup(strings[k]);
    if (p->operation == MATCH && !(p->regex = regex_compile(p->strings[0], 0, error))) {
        g_prefix_error(error, "in the regular expression '%s': ", p->strings[0]);
        predicate_free(p);
        return NULL;
    }
    return p;
}

void predicate_free(struct predicate *p)
{
    if (!p)
        return;
    g_strfreev(p->strings);
    regex_free(p->regex);
    g_free(p);
}

uint32_t predicate_capture(const struct predicate *p)
{
    return p->capture;
}

uint32_t predicate_other(const struct predicate *p)
{
    return p->other;
}

static bool same(const char *a, size_t n, const char *b, size_t m)
{
    return n == m && memcmp(a, b, n) == 0;
}

bool predicate_holds(const struct predicate *p, const char *text, size_t len, const char *other, size_t other_len)
{
    bool holds = false;
    if (p->operation == MATCH)
        holds = regex_search(p->regex, text, len);
    else if (other)
        holds = same(text, len, other, other_len);
    else
        for (unsigned i = 0; p->strings[i] && !holds; i++)
            holds = same(text, len, p->strings[i], strlen(p->strings[i]));
    return holds != p->negated;
}
