/*
 * arena - memory that is freed by phase, not by object.
 * Blocks grow as needed; everything handed out lives until arena_fini or arena_reset.
 * Running out of memory ends the program, as GLib does.
 *
 *     struct arena a;
 *     arena_init(&a);
 *     char *copy = arena_strdup(&a, "text");
 *     arena_fini(&a);
 */
#ifndef DEBTSCAN_BASE_ARENA_H
#define DEBTSCAN_BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *head; /* the block being filled; older ones hang behind it */
    size_t used;              /* bytes handed out since init or reset */
};

void arena_init(struct arena *a);
void arena_fini(struct arena *a);

/* Forgets all that was handed out and keeps the largest block for what comes next. */
void arena_reset(struct arena *a);

/* `size` bytes, zeroed, aligned for any type. Never NULL. */
void *arena_alloc(struct arena *a, size_t size);

/* NUL-terminated copies. arena_strdup(a, NULL) is NULL. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t len);
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A copy of `size` bytes. */
void *arena_memdup(struct arena *a, const void *data, size_t size);

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))
/* Dies, as any lack of memory does, when the product does not fit. */
#define arena_new_n(a, type, n) ((type *)arena_alloc_n((a), sizeof(type), (n)))
void *arena_alloc_n(struct arena *a, size_t size, size_t n);

#endif
