/*
 * hash - a quick 128-bit hash of bytes (MurmurHash3 x64, seed 0).
 * The same on every machine. Good for telling files apart, not against someone who builds collisions; for that there is
 * one under a secret (SipHash-2-4 with 128 bits).
 */
#ifndef DEBTSCAN_BASE_HASH_H
#define DEBTSCAN_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

struct hash128 {
    uint64_t low, high;
};

#define HASH128_HEX 33 /* 32 digits and a NUL */

struct hash128 hash128(const void *data, size_t size);
struct hash128 hash128_keyed(const uint8_t secret[static 16], const void *data, size_t size);
void hash128_hex(struct hash128 h, char out[static HASH128_HEX]);

/*
 * Two numbers as one key of a hash table, and the hash for such tables: GLib's own looks at the lower half alone, and
 * that is often a name which many scopes have.
 */
#define PAIR_KEY(a, b) ((void *)(uintptr_t)((uint64_t)(a) << 32 | (uint64_t)(b)))

static inline unsigned pair_key_hash(const void *key)
{
    return (unsigned)(((uint64_t)(uintptr_t)key * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
}

#endif
