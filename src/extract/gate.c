#include "extract/gate.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

#define WINDOW 4
#define LONG 8       /* strings from this length on are looked for in larger steps */
#define LARGEST_STEP 8
#define FEW 8        /* literals that are searched for one by one: tables for all windows cost more */
#define BITS 16
#define GROUPS 2     /* short strings, and long ones */
#define BOTH " & "
#define LONGEST 300  /* bytes of an address */

enum where { ANYWHERE, IMPORTED, ADDRESSED };

struct word {
    char *text;
    const char *beside; /* behind `text`: what must be found too; NULL without */
    uint64_t groups;
    enum where where;
};

struct entry { /* a window of a literal */
    const struct word *word;
    uint32_t len, offset;
    uint32_t next; /* 1 + index of the next one with the same hash */
};

/* Strings of similar length, looked for in one pass. */
struct group {
    size_t step;  /* 0: no strings */
    uint64_t bits[(1 << BITS) / 64];
    uint32_t *first; /* by hash: 1 + index into entries */
    GArray *entries;
};

struct gate {
    uint64_t always; /* groups of the empty string */
    struct word *words;
    size_t n_words;
    char **marks;
    struct group *groups; /* two; NULL for few words */
};

static uint32_t hash(const unsigned char *p)
{
    uint32_t word;
    memcpy(&word, p, sizeof word);
    return (uint32_t)(word * 0x9E3779B1u) >> (32 - BITS);
}

static void group_add(struct group *g, const struct word *word)
{
    for (uint32_t offset = 0; offset < g->step; offset++) {
        uint32_t h = hash((const unsigned char *)word->text + offset);
        struct entry e = {word, (uint32_t)strlen(word->text), offset, g->first[h]};
        g_array_append_val(g->entries, e);
        g->first[h] = g->entries->len;
        g->bits[h / 64] |= (uint64_t)1 << h % 64;
    }
}

static size_t count(struct gate_words list)
{
    size_t n = 0;
    while (list.texts && list.texts[n])
        n++;
    return n;
}

static void take(struct gate *g, struct gate_words list, enum where where)
{
    for (size_t i = 0, n = count(list); i < n; i++) {
        struct word word = {g_strdup(list.texts[i]), NULL, list.groups ? list.groups[i] : GATE_FIRST, where};
        char *both = strstr(word.text, BOTH);
        if (both) {
            *both = '\0';
            word.beside = both + strlen(BOTH);
        }
        size_t len = strlen(word.text);
        struct group *to = g->groups ? &g->groups[len >= LONG] : NULL;
        if (to && len >= WINDOW && (!to->step || len - WINDOW + 1 < to->step))
            to->step = MIN(len - WINDOW + 1, LARGEST_STEP);
        if (len == 0)
            g->always |= word.groups;
        g->words[g->n_words++] = word;
    }
}

struct gate *gate_new(struct gate_words literals, struct gate_words modules, struct gate_words addresses,
                      const char *const *marks)
{
    struct gate *g = g_new0(struct gate, 1);
    size_t n = count(literals) + count(modules) + count(addresses);
    g->words = g_new0(struct word, n + 1);
    g->groups = n > FEW ? g_new0(struct group, GROUPS) : NULL;
    g->marks = g_strdupv((char **)marks);
    take(g, literals, ANYWHERE);
    take(g, modules, IMPORTED);
    take(g, addresses, ADDRESSED);
    for (unsigned i = 0; g->groups && i < GROUPS; i++)
        if (g->groups[i].step) {
            g->groups[i].first = g_new0(uint32_t, 1 << BITS);
            g->groups[i].entries = g_array_new(FALSE, FALSE, sizeof(struct entry));
        }
    for (size_t i = 0; g->groups && i < g->n_words; i++) {
        size_t len = strlen(g->words[i].text);
        if (len >= WINDOW)
            group_add(&g->groups[len >= LONG], &g->words[i]);
    }
    return g;
}

void gate_free(struct gate *g)
{
    if (!g)
        return;
    for (unsigned i = 0; g->groups && i < GROUPS; i++) {
        g_free(g->groups[i].first);
        if (g->groups[i].entries)
            g_array_unref(g->groups[i].entries);
    }
    g_free(g->groups);
    for (size_t i = 0; i < g->n_words; i++)
        g_free(g->words[i].text);
    g_free(g->words);
    g_strfreev(g->marks);
    g_free(g);
}

static bool word_byte(unsigned char c)
{
    return g_ascii_isalnum((gchar)c) || c == '_';
}

/* A module's name at `at`: a whole word that no other name leads to, on a line that imports something. */
static bool imported(const struct gate *gate, const unsigned char *bytes, size_t size, size_t at, size_t len)
{
    if (!gate->marks)
        return true;
    if (at > 0 && ((word_byte(bytes[at - 1]) && word_byte(bytes[at])) || bytes[at - 1] == '.'))
        return false;
    const unsigned char *begin = memrchr(bytes, '\n', at), *end = memchr(bytes + at + len, '\n', size - at - len);
    begin = begin ? begin + 1 : bytes;
    end = end ? end + 1 : bytes + size;
    for (char **mark = gate->marks; *mark; mark++)
        if (memmem(begin, (size_t)(end - begin), *mark, strlen(*mark)))
            return true;
    return false;
}

/* Whether a program could call the address that the text at `at` is part of: prose puts a blank before it. */
static bool addressed(const unsigned char *bytes, size_t at)
{
    size_t least = at > LONGEST ? at - LONGEST : 0;
    while (at > least && (word_byte(bytes[at - 1]) || (bytes[at - 1] && strchr(":/.-@%~+$?&=#,;!*", bytes[at - 1]))))
        at--;
    return at == 0 || (bytes[at - 1] < 0x80 && !g_ascii_isspace((gchar)bytes[at - 1]));
}

/* Whether a word that stands at `at` counts there. */
static bool counts(const struct gate *gate, const struct word *word, const unsigned char *bytes, size_t size, size_t at, size_t len)
{
    return (word->where == ANYWHERE || (word->where == IMPORTED ? imported(gate, bytes, size, at, len) : addressed(bytes, at))) &&
           (!word->beside || memmem(bytes, size, word->beside, strlen(word->beside)));
}

/* The groups, beside those `found` already, of the literals that have the window which stands at `at` in its place. */
static uint64_t verify(const struct gate *gate, const struct group *g, const unsigned char *bytes, size_t size, size_t at, uint64_t found)
{
    const struct entry *entries = (const struct entry *)(void *)g->entries->data;
    for (uint32_t i = g->first[hash(bytes + at)]; i; i = entries[i - 1].next) {
        const struct entry *e = &entries[i - 1];
        if (e->word->groups & ~found && e->offset <= at && e->len <= size - (at - e->offset) &&
            memcmp(bytes + at - e->offset, e->word->text, e->len) == 0 &&
            counts(gate, e->word, bytes, size, at - e->offset, e->len))
            found |= e->word->groups;
    }
    return found;
}

static inline bool hit(const struct group *g, const unsigned char *p)
{
    uint32_t h = hash(p);
    return g->bits[h / 64] >> h % 64 & 1;
}

static uint64_t search(const struct gate *gate, const struct group *g, const unsigned char *bytes, size_t size, uint64_t found)
{
    const size_t step = g->step;
    size_t at = 0;
    if (!step || size < WINDOW)
        return found;
    const size_t last = size - WINDOW; /* where a window can still stand */
    for (; last >= 3 * step && at <= last - 3 * step; at += 4 * step)
        if (hit(g, bytes + at) | hit(g, bytes + at + step) | hit(g, bytes + at + 2 * step) |
            hit(g, bytes + at + 3 * step))
            for (size_t i = 0; i < 4; i++)
                if (hit(g, bytes + at + i * step) &&
                    (found = verify(gate, g, bytes, size, at + i * step, found)) & GATE_FIRST)
                    return found;
    for (; at <= last; at += step)
        if (hit(g, bytes + at) && (found = verify(gate, g, bytes, size, at, found)) & GATE_FIRST)
            return found;
    return found;
}

static bool occurs(const struct gate *g, const struct word *word, const unsigned char *bytes, size_t size)
{
    size_t len = strlen(word->text);
    for (const unsigned char *p = bytes; size && (p = memmem(p, size - (size_t)(p - bytes), word->text, len)); p++)
        if (counts(g, word, bytes, size, (size_t)(p - bytes), len))
            return true;
    return false;
}

uint64_t gate_groups(const struct gate *g, const void *data, size_t size)
{
    uint64_t found = g->always;
    for (size_t i = g->groups ? GROUPS : 0; i-- > 0 && !(found & GATE_FIRST);)
        found = search(g, &g->groups[i], data, size, found);
    for (size_t i = 0; i < g->n_words && !(found & GATE_FIRST); i++) { /* few, or shorter than a window */
        const struct word *word = &g->words[i];
        size_t len = strlen(word->text);
        if (len && (!g->groups || len < WINDOW) && word->groups & ~found && occurs(g, word, data, size))
            found |= word->groups;
    }
    return found;
}
