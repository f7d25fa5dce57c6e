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
    char **literals;
    GPtrArray *shorter; /* than a window: each is searched for by itself */
    struct group groups[2];
};

static uint32_t hash(const unsigned char *p)
{
    uint32_t word;
    memcpy(&word, p, sizeof word);
    return (uint32_t)(word * 0x9E3779B1u) >> (32 - BITS);
}

static void group_add(struct group *g, const char *literal)
{
    for (uint32_t offset = 0; offset < g->step; offset++) {
        uint32_t h = hash((const unsigned char *)literal + offset);
        struct entry e = {literal, (uint32_t)strlen(literal), offset, g->first[h]};
        g_array_append_val(g->entries, e);
        g->first[h] = g->entries->len;
        g->bits[h / 64] |= (uint64_t)1 << h % 64;
    }
}

struct gate *gate_new(const char *const *literals)
{
    struct gate *g = g_new0(struct gate, 1);
    g->literals = g_strdupv((char **)literals);
    g->shorter = g_ptr_array_new();
    for (char **l = g->literals; *l; l++) {
        size_t len = strlen(*l);
        struct group *to = &g->groups[len >= LONG];
        if (len >= WINDOW && (!to->step || len - WINDOW + 1 < to->step))
            to->step = MIN(len - WINDOW + 1, LARGEST_STEP);
        g->always |= len == 0;
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(g->groups); i++)
        if (g->groups[i].step) {
            g->groups[i].first = g_new0(uint32_t, 1 << BITS);
            g->groups[i].entries = g_array_new(FALSE, FALSE, sizeof(struct entry));
        }
    for (char **l = g->literals; *l; l++) {
        size_t len = strlen(*l);
        if (len >= WINDOW)
            group_add(&g->groups[len >= LONG], *l);
        else
            g_ptr_array_add(g->shorter, *l);
    }
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
    g_strfreev(g->literals);
    g_free(g);
}

/* Whether a literal has the window that stands at `at` in its place. */
static bool verify(const struct group *g, const unsigned char *bytes, size_t size, size_t at)
{
    const struct entry *entries = (const struct entry *)(void *)g->entries->data;
    for (uint32_t i = g->first[hash(bytes + at)]; i; i = entries[i - 1].next) {
        const struct entry *e = &entries[i - 1];
        if (e->offset <= at && e->len <= size - (at - e->offset) &&
            memcmp(bytes + at - e->offset, e->literal, e->len) == 0)
            return true;
    }
    return false;
}

static inline bool hit(const struct group *g, const unsigned char *p)
{
    uint32_t h = hash(p);
    return g->bits[h / 64] >> h % 64 & 1;
}

static bool group_occurs(const struct group *g, const unsigned char *bytes, size_t size)
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
                if (hit(g, bytes + at + i * step) && verify(g, bytes, size, at + i * step))
                    return true;
    for (; at <= last; at += step)
        if (hit(g, bytes + at) && verify(g, bytes, size, at))
            return true;
    return false;
}

bool gate_opens(const struct gate *g, const void *data, size_t size)
{
    if (g->always)
        return true;
    for (size_t i = G_N_ELEMENTS(g->groups); i-- > 0;)
        if (group_occurs(&g->groups[i], data, size))
            return true;
    for (guint i = 0; i < g->shorter->len; i++) {
        const char *literal = g->shorter->pdata[i];
        if (size && memmem(data, size, literal, strlen(literal)))
            return true;
    }
    return false;
}
