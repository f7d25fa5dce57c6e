#include "base/hash.h"

#include <glib.h>
#include <string.h>

#define C1 UINT64_C(0x87c37b91114253d5)
#define C2 UINT64_C(0x4cf5ad432745937f)

static uint64_t rotate(uint64_t x, int r)
{
    return x << r | x >> (64 - r);
}

static uint64_t load(const unsigned char *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
    return GUINT64_FROM_LE(x);
}

static uint64_t finish(uint64_t k)
{
    k ^= k >> 33;
    k *= UINT64_C(0xff51afd7ed558ccd);
    k ^= k >> 33;
    k *= UINT64_C(0xc4ceb9fe1a85ec53);
    return k ^ k >> 33;
}

struct hash128 hash128(const void *data, size_t size)
{
    const unsigned char *p = data;
    uint64_t h1 = 0, h2 = 0;
    for (size_t n = size / 16; n > 0; n--, p += 16) {
        h1 ^= rotate(load(p) * C1, 31) * C2;
        h1 = (rotate(h1, 27) + h2) * 5 + 0x52dce729;
        h2 ^= rotate(load(p + 8) * C2, 33) * C1;
        h2 = (rotate(h2, 31) + h1) * 5 + 0x38495ab5;
    }
    unsigned char tail[16] = {0};
    if (size % 16)
        memcpy(tail, p, size % 16);
    h2 ^= rotate(load(tail + 8) * C2, 33) * C1;
    h1 ^= rotate(load(tail) * C1, 31) * C2;

    h1 ^= size;
    h2 ^= size;
    h1 += h2;
    h2 += h1;
    h1 = finish(h1);
    h2 = finish(h2);
    h1 += h2;
    h2 += h1;
    return (struct hash128){.low = h1, .high = h2};
}

struct sip {
    uint64_t a, b, c, d;
};

static inline void sip_round(struct sip *s)
{
    s->a += s->b;
    s->b = rotate(s->b, 13) ^ s->a;
    s->a = rotate(s->a, 32);
    s->c += s->d;
    s->d = rotate(s->d, 16) ^ s->c;
    s->a += s->d;
    s->d = rotate(s->d, 21) ^ s->a;
    s->c += s->b;
    s->b = rotate(s->b, 17) ^ s->c;
    s->c = rotate(s->c, 32);
}

static void sip_word(struct sip *s, uint64_t word)
{
    s->d ^= word;
    sip_round(s);
    sip_round(s);
    s->a ^= word;
}

static uint64_t sip_half(struct sip *s)
{
    for (int i = 0; i < 4; i++)
        sip_round(s);
    return s->a ^ s->b ^ s->c ^ s->d;
}

struct hash128 hash128_keyed(const uint8_t secret[static 16], const void *data, size_t size)
{
    const unsigned char *p = data;
    uint64_t low = load(secret), high = load(secret + 8), last = (uint64_t)size << 56;
    struct sip s = {low ^ 0x736f6d6570736575u, high ^ 0x646f72616e646f6du ^ 0xee, low ^ 0x6c7967656e657261u,
                    high ^ 0x7465646279746573u};
    size_t words = size / 8;
    for (size_t i = 0; i < words; i++)
        sip_word(&s, load(p + 8 * i));
    for (size_t i = words * 8; i < size; i++)
        last |= (uint64_t)p[i] << (8 * (i % 8));
    sip_word(&s, last);
    struct hash128 out;
    s.c ^= 0xee;
    out.low = sip_half(&s);
    s.b ^= 0xdd;
    out.high = sip_half(&s);
    return out;
}

void hash128_hex(struct hash128 h, char out[static HASH128_HEX])
{
    g_snprintf(out, HASH128_HEX, "%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x", h.low, h.high);
}
