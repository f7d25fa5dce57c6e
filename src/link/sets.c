/*
 * Sets of values, each of them once. Evaluation asks for the same few sets over and over, mostly of one value: to keep every
 * one that was made took three times the memory of the rest of the linker (300 MB of a repository of 8,000 files).
 */
#include <string.h>

#include "link/resolve_priv.h"

#define SETS_FIRST 4096 /* places of the table, a power of two */

struct sets {
    const struct vset **places; /* open addressing */
    uint32_t n_places, used;
};

void sets_init(struct linker *l)
{
    l->sets = g_new0(struct sets, 1);
    l->sets->n_places = SETS_FIRST;
    l->sets->places = g_new0(const struct vset *, SETS_FIRST);
}

void sets_fini(struct linker *l)
{
    g_free(l->sets->places);
    g_clear_pointer(&l->sets, g_free);
}

static uint64_t mixed(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

static unsigned flags_of(const struct value *v)
{
    return v->kind | (unsigned)v->via << 8 | (unsigned)v->parsed << 16 | (unsigned)v->written << 17 | (unsigned)v->decoded << 18;
}

static uint32_t hash_of(const struct value *v, unsigned n, bool open)
{
    uint64_t hash = n * 2 + open;
    for (; n; n--, v++) {
        hash = mixed(hash, (uint64_t)v->file << 32 | v->ref);
        hash = mixed(hash, (uint64_t)v->site << 32 | flags_of(v));
        hash = mixed(hash, (uintptr_t)v->path);
        hash = mixed(hash, (uintptr_t)v->chain);
    }
    return (uint32_t)(hash >> 32);
}

static bool is_same(const struct vset *s, const struct value *v, unsigned n, bool open)
{
    if (s->n != n || s->open != open)
        return false;
    for (unsigned i = 0; i < n; i++)
        if (s->v[i].file != v[i].file || s->v[i].ref != v[i].ref || s->v[i].site != v[i].site || s->v[i].path != v[i].path ||
            s->v[i].chain != v[i].chain || flags_of(&s->v[i]) != flags_of(&v[i]))
            return false;
    return true;
}

static void grow(struct sets *t)
{
    const struct vset **old = t->places;
    const uint32_t n = t->n_places;
    t->n_places = n * 2;
    t->places = g_new0(const struct vset *, t->n_places);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = old[i] ? old[i]->hash & (t->n_places - 1) : 0;
        while (old[i] && t->places[at])
            at = (at + 1) & (t->n_places - 1);
        if (old[i])
            t->places[at] = old[i];
    }
    g_free(old);
}

const struct vset *set_of(struct linker *l, const struct value *v, unsigned n, bool open)
{
    struct sets *t = l->sets;
    const uint32_t hash = hash_of(v, n, open);
    if (t->used >= t->n_places / 2)
        grow(t);
    uint32_t at = hash & (t->n_places - 1);
    for (const struct vset *s; (s = t->places[at]); at = (at + 1) & (t->n_places - 1))
        if (s->hash == hash && is_same(s, v, n, open))
            return s;
    struct vset *s = arena_new(l->a, struct vset);
    *s = (struct vset){.v = arena_memdup(l->a, v, sizeof *v * n), .n = (uint8_t)n, .open = open, .hash = hash};
    t->places[at] = s;
    t->used++;
    return s;
}
