/*
 * Sets of values, and chains, those that were made lately once each. Evaluation makes the same few over and over, sets of one
 * value most of all, and all of them live as long as the linker: every second set is one of the last (some 140 MB of a
 * repository of 8,000 files). A table of all would find few more, and costs more time than it saves where it is no longer in
 * the processor's cache.
 */
#include <string.h>

#include "link/resolve_priv.h"

#define LATELY 16384 /* that are looked through; a power of two */

struct sets {
    struct {
        uint32_t hash;
        const struct vset *set;
    } lately[LATELY];
    const struct chain *chains[LATELY];
};

void sets_init(struct linker *l)
{
    l->sets = g_new0(struct sets, 1);
}

void sets_fini(struct linker *l)
{
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
        hash = mixed(hash, (uintptr_t)v->path ^ (uintptr_t)v->chain << 20);
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

const struct vset *set_of(struct linker *l, const struct value *v, unsigned n, bool open)
{
    const uint32_t hash = hash_of(v, n, open), at = hash & (LATELY - 1);
    const struct vset *known = l->sets->lately[at].set;
    if (known && l->sets->lately[at].hash == hash && is_same(known, v, n, open))
        return known;
    struct vset *s = arena_new(l->a, struct vset);
    *s = (struct vset){.v = arena_memdup(l->a, v, sizeof *v * n), .n = n, .open = open};
    l->sets->lately[at].hash = hash;
    l->sets->lately[at].set = s;
    return s;
}

/* Of numbers alone, no addresses: two values are one where their chain is, so which chains are found again is to be the same
 * whenever the program runs. */
static uint32_t chain_hash(const struct chain *c)
{
    uint64_t hash = mixed(c->path ? c->path->depth : 0, (uint64_t)c->file << 32 | c->node);
    hash = c->prev ? mixed(hash, (uint64_t)c->prev->file << 32 | c->prev->node) : hash;
    return (uint32_t)(hash >> 32);
}

const struct chain *chain_kept(struct linker *l, const struct chain *c)
{
    const struct chain **known = &l->sets->chains[chain_hash(c) & (LATELY - 1)], *k = *known;
    if (k && k->prev == c->prev && k->file == c->file && k->node == c->node && k->path == c->path && k->extra == c->extra &&
        k->frame == c->frame && k->alias == c->alias && k->bound == c->bound && k->step == c->step)
        return k;
    return *known = arena_memdup(l->a, c, sizeof *c);
}
