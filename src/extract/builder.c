#include "extract/builder.h"

#include <glib.h>
#include <string.h>

struct table {
    char *rows;
    uint32_t n, capacity;
};

struct string {
    const char *text;
    uint32_t len;
};

/* Of the hash table of strings; a slot of an older generation is empty. */
struct slot {
    uint32_t hash, generation, index;
};

struct facts_builder {
    struct facts facts; /* scalars; the tables are filled in by builder_finish */
#define X(type, name) struct table name;
    FACT_TABLES(X)
#undef X
    struct table kids, words;
    struct table strings; /* struct string */
    struct arena text;
    size_t text_bytes; /* of all strings with their NULs */
    struct slot *slots;
    uint32_t n_slots; /* a power of two */
    uint32_t generation;
};

static void *append(struct table *t, size_t size, uint32_t count)
{
    if (t->capacity - t->n < count) {
        uint64_t want = MAX((uint64_t)t->capacity * 2, MAX((uint64_t)t->n + count, 64));
        if (want > UINT32_MAX)
            g_error("too many facts in one file");
        t->rows = g_realloc_n(t->rows, want, size);
        t->capacity = (uint32_t)want;
    }
    void *row = t->rows + (size_t)t->n * size;
    t->n += count;
    return row;
}

#define X(type, name)                                                                              \
    uint32_t builder_add_##name(struct facts_builder *b, struct type **row)                        \
    {                                                                                              \
        struct type *added = append(&b->name, sizeof *added, 1);                                   \
        memset(added, 0, sizeof *added);                                                           \
        if (row)                                                                                   \
            *row = added;                                                                          \
        return b->name.n - 1;                                                                      \
    }                                                                                              \
    struct type *builder_##name(struct facts_builder *b, uint32_t i)                               \
    {                                                                                              \
        g_assert(i < b->name.n);                                                                   \
        return (struct type *)(void *)b->name.rows + i;                                            \
    }
FACT_TABLES(X)
#undef X

struct facts_builder *builder_new(void)
{
    struct facts_builder *b = g_new0(struct facts_builder, 1);
    arena_init(&b->text);
    b->n_slots = 1024;
    b->slots = g_new0(struct slot, b->n_slots);
    builder_reset(b);
    return b;
}

void builder_free(struct facts_builder *b)
{
    if (!b)
        return;
#define X(type, name) g_free(b->name.rows);
    FACT_TABLES(X)
#undef X
    g_free(b->kids.rows);
    g_free(b->words.rows);
    g_free(b->strings.rows);
    g_free(b->slots);
    arena_fini(&b->text);
    g_free(b);
}

void builder_reset(struct facts_builder *b)
{
    b->facts = (struct facts){0};
#define X(type, name) b->name.n = 0;
    FACT_TABLES(X)
#undef X
    b->kids.n = b->words.n = b->strings.n = 0;
    b->text_bytes = 0;
    arena_reset(&b->text);
    if (++b->generation == 0) { /* after 2^32 files */
        memset(b->slots, 0, b->n_slots * sizeof *b->slots);
        b->generation = 1;
    }
    builder_string(b, "", 0);
    builder_add_nodes(b, NULL);
    builder_add_scopes(b, NULL);
    builder_add_regions(b, NULL);
    struct fact_scope *scope;
    builder_add_scopes(b, &scope);
    *scope = (struct fact_scope){.kind = SCOPE_MODULE, .line = 1, .end_line = 1, .column = 1};
    struct fact_region *region;
    builder_add_regions(b, &region);
    *region = (struct fact_region){.kind = REGION_BODY, .scope = 1, .line = 1, .end_line = 1};
}

/* ---- strings ---- */

static uint32_t hash_bytes(const char *s, size_t len)
{
    uint64_t h = len * 0x9E3779B97F4A7C15u, word;
    for (; len >= 8; s += 8, len -= 8) {
        memcpy(&word, s, 8);
        h = (h ^ word) * 0xD6E8FEB86659FD93u;
        h ^= h >> 32;
    }
    word = 0;
    memcpy(&word, s, len);
    h = (h ^ word) * 0xD6E8FEB86659FD93u;
    return (uint32_t)(h >> 32);
}

static struct slot *find_slot(struct facts_builder *b, uint32_t hash, const char *s, size_t len)
{
    const struct string *strings = (const struct string *)(void *)b->strings.rows;
    for (uint32_t i = hash;; i++) {
        struct slot *slot = &b->slots[i & (b->n_slots - 1)];
        if (slot->generation != b->generation)
            return slot;
        const struct string *have = &strings[slot->index];
        if (slot->hash == hash && have->len == len && memcmp(have->text, s, len) == 0)
            return slot;
    }
}

static void grow_slots(struct facts_builder *b)
{
    struct slot *old = b->slots;
    uint32_t n = b->n_slots;
    b->n_slots *= 2;
    b->slots = g_new0(struct slot, b->n_slots);
    for (uint32_t k = 0; k < n; k++) {
        if (old[k].generation != b->generation)
            continue;
        uint32_t i = old[k].hash;
        while (b->slots[i & (b->n_slots - 1)].generation == b->generation)
            i++;
        b->slots[i & (b->n_slots - 1)] = old[k];
    }
    g_free(old);
}

static uint32_t intern(struct facts_builder *b, const char *s, size_t len)
{
    uint32_t hash = hash_bytes(s, len);
    struct slot *slot = find_slot(b, hash, s, len);
    if (slot->generation == b->generation)
        return slot->index;
    uint32_t index = b->strings.n;
    *slot = (struct slot){hash, b->generation, index};
    struct string *added = append(&b->strings, sizeof *added, 1);
    *added = (struct string){arena_strndup(&b->text, s, len), (uint32_t)len};
    b->text_bytes += len + 1;
    if (b->strings.n > b->n_slots / 2)
        grow_slots(b);
    return index;
}

static bool plain_ascii(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((signed char)s[i] <= 0)
            return false;
    return true;
}

uint32_t builder_string(struct facts_builder *b, const char *s, size_t len)
{
    if (plain_ascii(s, len) || g_utf8_validate_len(s, len, NULL))
        return intern(b, s, len);
    g_autoptr(GString) kept = g_string_sized_new(len);
    for (size_t i = 0; i < len; i++)
        if (s[i])
            g_string_append_c(kept, s[i]);
    g_autofree char *valid = g_utf8_make_valid(kept->str, (gssize)kept->len);
    return intern(b, valid, strlen(valid));
}

uint32_t builder_cstring(struct facts_builder *b, const char *s)
{
    return s ? builder_string(b, s, strlen(s)) : 0;
}

/* ---- the rest ---- */

uint32_t builder_add_kids(struct facts_builder *b, const uint32_t *kids, uint32_t n)
{
    if (n == 0)
        return 0;
    memcpy(append(&b->kids, sizeof *kids, n), kids, n * sizeof *kids);
    return b->kids.n - n;
}

struct fact_words *builder_words(struct facts_builder *b, uint32_t n)
{
    b->words.n = 0;
    return memset(append(&b->words, sizeof(struct fact_words), n), 0, n * sizeof(struct fact_words));
}

const char *builder_text(const struct facts_builder *b, uint32_t string)
{
    g_assert(string < b->strings.n);
    return ((const struct string *)(const void *)b->strings.rows)[string].text;
}

const uint32_t *builder_kids(const struct facts_builder *b, uint32_t first, uint32_t count)
{
    g_assert((uint64_t)first + count <= b->kids.n);
    return count ? (const uint32_t *)(const void *)b->kids.rows + first : NULL;
}

#define X(type, name)                                                                              \
    uint32_t builder_n_##name(const struct facts_builder *b)                                       \
    {                                                                                              \
        return b->name.n;                                                                          \
    }
FACT_TABLES(X)
#undef X

void builder_note(struct facts_builder *b, uint32_t line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    uint32_t string = builder_cstring(b, text);
    struct fact_note *note;
    builder_add_notes(b, &note);
    *note = (struct fact_note){line, string};
}

struct facts *builder_facts(struct facts_builder *b)
{
    return &b->facts;
}

struct facts *builder_finish(struct facts_builder *b, struct arena *a)
{
    struct facts *f = arena_memdup(a, &b->facts, sizeof b->facts);
#define X(type, name)                                                                              \
    f->n_##name = b->name.n;                                                                       \
    f->name = b->name.n ? arena_memdup(a, b->name.rows, b->name.n * sizeof(struct type)) : NULL;
    FACT_TABLES(X)
#undef X
    f->n_kids = b->kids.n;
    f->kids = b->kids.n ? arena_memdup(a, b->kids.rows, b->kids.n * sizeof(uint32_t)) : NULL;
    f->n_words = b->words.n;
    f->words = b->words.n ? arena_memdup(a, b->words.rows, b->words.n * sizeof(struct fact_words)) : NULL;
    f->n_strings = b->strings.n;
    f->strings = arena_new_n(a, char *, b->strings.n);
    char *at = arena_alloc(a, b->text_bytes);
    const struct string *strings = (const struct string *)(void *)b->strings.rows;
    for (uint32_t i = 0; i < b->strings.n; i++) {
        f->strings[i] = at;
        memcpy(at, strings[i].text, strings[i].len + 1);
        at += strings[i].len + 1;
    }
    return f;
}
