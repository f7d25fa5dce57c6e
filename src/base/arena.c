#include "base/arena.h"

#include <glib.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#define BLOCK_FIRST (16u << 10)
#define BLOCK_LARGEST (4u << 20)

struct arena_block {
    struct arena_block *next;
    size_t size, used; /* of `data` */
    alignas(max_align_t) unsigned char data[];
};

void arena_init(struct arena *a)
{
    *a = (struct arena){0};
}

void arena_fini(struct arena *a)
{
    for (struct arena_block *b = a->head, *next; b; b = next) {
        next = b->next;
        g_free(b);
    }
    arena_init(a);
}

void arena_reset(struct arena *a)
{
    struct arena_block *keep = a->head;
    for (struct arena_block *b = a->head; b; b = b->next)
        if (b->size > keep->size)
            keep = b;
    for (struct arena_block *b = a->head, *next; b; b = next) {
        next = b->next;
        if (b != keep)
            g_free(b);
    }
    if (keep) {
        keep->next = NULL;
        keep->used = 0;
    }
    *a = (struct arena){.head = keep};
}

/* Blocks double, so that a small arena stays small and a large one asks seldom. */
static struct arena_block *block_add(struct arena *a, size_t size)
{
    size_t want = a->head ? MIN(a->head->size * 2, (size_t)BLOCK_LARGEST) : BLOCK_FIRST;
    want = MAX(want, size);
    struct arena_block *b = g_malloc(sizeof *b + want);
    b->size = want;
    b->used = 0;
    /* What does not fit beside much that is still free hangs behind the block being filled. */
    if (a->head && size > BLOCK_LARGEST / 4 && a->head->size - a->head->used > BLOCK_FIRST) {
        b->next = a->head->next;
        a->head->next = b;
    } else {
        b->next = a->head;
        a->head = b;
    }
    return b;
}

/* Not zeroed. */
static void *reserve(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 4)
        g_error("arena: %zu bytes asked for", size);
    size_t rounded = (MAX(size, (size_t)1) + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    struct arena_block *b = a->head;
    if (!b || b->size - b->used < rounded)
        b = block_add(a, rounded);
    void *p = b->data + b->used;
    b->used += rounded;
    a->used += rounded;
    return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
    return memset(reserve(a, size), 0, size);
}

void *arena_alloc_n(struct arena *a, size_t size, size_t n)
{
    size_t total;
    if (__builtin_mul_overflow(size, n, &total))
        g_error("arena: %zu times %zu bytes asked for", n, size);
    return arena_alloc(a, total);
}

void *arena_memdup(struct arena *a, const void *data, size_t size)
{
    void *p = reserve(a, size);
    return size ? memcpy(p, data, size) : p;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return s ? arena_memdup(a, s, strlen(s) + 1) : NULL;
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
    char *p = reserve(a, len + 1);
    if (len)
        memcpy(p, s, len);
    p[len] = '\0';
    return p;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    return arena_strdup(a, text);
}
