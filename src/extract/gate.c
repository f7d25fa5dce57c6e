#include "extract/gate.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

#define WINDOW 4
#define LONG 8       /* strings from this length on are looked for in larger steps */
#define LARGEST_STEP 8
#define BITS 16

struct entry { /* a window of a literal */
    const char *literal;
    bool module; /* counts on lines that import */
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
    bool always;
    char **literals, **modules, **marks;
    GPtrArray *shorter, *short_modules; /* than a window: each is searched for by itself */
    struct group groups[2];
};

static uint32_t hash(const unsigned char *p)
{
    uint32_t word;
    memcpy(&word, p, sizeof word);
    return (uint32_t)(word * 0x9E3779B1u) >> (32 - BITS);
}

static void group_add(struct group *g, const char *literal, bool module)
{
    for (uint32_t offset = 0; offset < g->step; offset++) {
        uint32_t h = hash((const unsigned char *)literal + offset);
        struct entry e = {literal, module, (uint32_t)strlen(literal), offset, g->first[h]};
        g_array_append_val(g->entries, e);
        g->first[h] = g->entries->len;
        g->bits[h / 64] |= (uint64_t)1 << h % 64;
    }
}

static void measure(struct gate *g, char **list, bool modules)
{
    for (char **l = list; l && *l; l++) {
        size_t len = strlen(*l);
        struct group *to = &g->groups[len >= LONG];
        if (len >= WINDOW && (!to->step || len - WINDOW + 1 < to->step))
            to->step = MIN(len - WINDOW + 1, LARGEST_STEP);
        if (len < WINDOW)
            g_ptr_array_add(modules ? g->short_modules : g->shorter, *l);
        g->always |= len == 0;
    }
}

static void enter(struct gate *g, char **list, bool modules)
{
    for (char **l = list; l && *l; l++)
        if (strlen(*l) >= WINDOW)
            group_add(&g->groups[strlen(*l) >= LONG], *l, modules);
}

struct gate *gate_new(const char *const *literals, const char *const *modules, const char *const *marks)
{
    struct gate *g = g_new0(struct gate, 1);
    g->literals = g_strdupv((char **)literals);
    g->modules = g_strdupv((char **)modules);
    g->marks = g_strdupv((char **)marks);
    g->shorter = g_ptr_array_new();
    g->short_modules = g_ptr_array_new();
    measure(g, g->literals, false);
    measure(g, g->modules, true);
    for (unsigned i = 0; i < G_N_ELEMENTS(g->groups); i++)
        if (g->groups[i].step) {
            g->groups[i].first = g_new0(uint32_t, 1 << BITS);
            g->groups[i].entries = g_array_new(FALSE, FALSE, sizeof(struct entry));
        }
    enter(g, g->literals, false);
    enter(g, g->modules, true);
    return g;
}

void gate_free(struct gate *g)
{
    if (!g)
        return;
    for (unsigned i = 0; i < G_N_ELEMENTS(g->groups); i++) {
        g_free(g->groups[i].first);
        if (g->groups[i].entries)
            g_array_unref(g->groups[i].entries);
    }
    g_ptr_array_unref(g->shorter);
    g_ptr_array_unref(g->short_modules);
    g_strfreev(g->literals);
    g_strfreev(g->modules);
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

/* Whether a literal has the window that stands at `at` in its place. */
static bool verify(const struct gate *gate, const struct group *g, const unsigned char *bytes, size_t size, size_t at)
{
    const struct entry *entries = (const struct entry *)(void *)g->entries->data;
    for (uint32_t i = g->first[hash(bytes + at)]; i; i = entries[i - 1].next) {
        const struct entry *e = &entries[i - 1];
        if (e->offset <= at && e->len <= size - (at - e->offset) &&
            memcmp(bytes + at - e->offset, e->literal, e->len) == 0 &&
            (!e->module || imported(gate, bytes, size, at - e->offset, e->len)))
            return true;
    }
    return false;
}

static inline bool hit(const struct group *g, const unsigned char *p)
{
    uint32_t h = hash(p);
    return g->bits[h / 64] >> h % 64 & 1;
}

static bool group_occurs(const struct gate *gate, const struct group *g, const unsigned char *bytes, size_t size)
{
    const size_t step = g->step;
    size_t at = 0;
    if (!step || size < WINDOW)
        return false;
    const size_t last = size - WINDOW; /* where a window can still stand */
    for (; last >= 3 * step && at <= last - 3 * step; at += 4 * step)
        if (hit(g, bytes + at) | hit(g, bytes + at + step) | hit(g, bytes + at + 2 * step) |
            hit(g, bytes + at + 3 * step))
            for (size_t i = 0; i < 4; i++)
                if (hit(g, bytes + at + i * step) && verify(gate, g, bytes, size, at + i * step))
                    return true;
    for (; at <= last; at += step)
        if (hit(g, bytes + at) && verify(gate, g, bytes, size, at))
            return true;
    return false;
}

bool gate_opens(const struct gate *g, const void *data, size_t size)
{
    if (g->always)
        return true;
    for (size_t i = G_N_ELEMENTS(g->groups); i-- > 0;)
        if (group_occurs(g, &g->groups[i], data, size))
            return true;
    for (guint i = 0; i < g->shorter->len; i++) {
        const char *literal = g->shorter->pdata[i];
        if (size && memmem(data, size, literal, strlen(literal)))
            return true;
    }
    const unsigned char *bytes = data;
    for (guint i = 0; i < g->short_modules->len; i++) {
        const char *literal = g->short_modules->pdata[i];
        size_t len = strlen(literal);
        for (const unsigned char *p = bytes; size && (p = memmem(p, size - (size_t)(p - bytes), literal, len)); p++)
            if (imported(g, bytes, size, (size_t)(p - bytes), len))
                return true;
    }
    return false;
}
