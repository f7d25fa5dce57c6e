#include "base/literals.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

#define WINDOW_LEAST 4
#define WINDOW_MOST 255

struct literals {
    size_t n;
    char **strings;
    size_t *lengths;
    size_t window;         /* length of the shortest string that is not short; 0 without any */
    uint8_t shift[65536];  /* by the last two bytes of the window: how far it can move */
    uint16_t first[65536]; /* where the shift is 0: 1 + the first string with these two bytes there */
    uint16_t *next;        /* 1 + the next one */
};

static unsigned block(const unsigned char *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

struct literals *literals_new(const char *const *strings, size_t n)
{
    g_assert(n < UINT16_MAX);
    struct literals *l = g_new0(struct literals, 1);
    l->n = n;
    l->strings = g_new0(char *, n + 1);
    l->lengths = g_new0(size_t, n + 1);
    l->next = g_new0(uint16_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        l->strings[i] = g_strdup(strings[i]);
        l->lengths[i] = strlen(strings[i]);
        if (l->lengths[i] >= WINDOW_LEAST && (!l->window || l->lengths[i] < l->window))
            l->window = MIN(l->lengths[i], (size_t)WINDOW_MOST);
    }
    if (!l->window)
        return l;
    memset(l->shift, (int)l->window - 1, sizeof l->shift);
    for (size_t i = n; i-- > 0;) {
        if (l->lengths[i] < WINDOW_LEAST)
            continue;
        const unsigned char *s = (const unsigned char *)l->strings[i];
        for (size_t end = 2; end <= l->window; end++) {
            uint8_t *shift = &l->shift[block(s + end - 2)];
            *shift = (uint8_t)MIN(*shift, l->window - end);
        }
        uint16_t *first = &l->first[block(s + l->window - 2)];
        l->next[i] = *first;
        *first = (uint16_t)(i + 1);
    }
    return l;
}

void literals_free(struct literals *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < l->n; i++)
        g_free(l->strings[i]);
    g_free(l->strings);
    g_free(l->lengths);
    g_free(l->next);
    g_free(l);
}

/* False when the search is to end. */
static bool search_short(const struct literals *l, const char *data, size_t size, literals_found found,
                         void *payload)
{
    for (size_t i = 0; i < l->n; i++) {
        if (l->lengths[i] == 0 || l->lengths[i] >= WINDOW_LEAST)
            continue;
        const char *p = data, *end = data + size;
        while ((p = memmem(p, (size_t)(end - p), l->strings[i], l->lengths[i]))) {
            if (!found(payload, i, (size_t)(p - data)))
                return false;
            p++;
        }
    }
    return true;
}

void literals_search(const struct literals *l, const void *data, size_t size, literals_found found,
                     void *payload)
{
    const unsigned char *bytes = data;
    if (size == 0 || !search_short(l, data, size, found, payload) || !l->window)
        return;
    for (size_t end = l->window; end <= size;) {
        unsigned key = block(bytes + end - 2);
        if (l->shift[key] > 0) {
            end += l->shift[key];
            continue;
        }
        size_t start = end - l->window;
        for (unsigned i = l->first[key]; i > 0; i = l->next[i - 1])
            if (l->lengths[i - 1] <= size - start &&
                memcmp(bytes + start, l->strings[i - 1], l->lengths[i - 1]) == 0 &&
                !found(payload, i - 1, start))
                return;
        end++;
    }
}
