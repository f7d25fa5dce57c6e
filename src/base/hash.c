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

void hash128_hex(struct hash128 h, char out[static HASH128_HEX])
{
    g_snprintf(out, HASH128_HEX, "%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x", h.low, h.high);
}
