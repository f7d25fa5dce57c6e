/*
 * hash - a quick 128-bit hash of bytes (MurmurHash3 x64, seed 0).
 * The same on every machine. Good for telling files apart, not against someone who builds collisions.
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
void hash128_hex(struct hash128 h, char out[static HASH128_HEX]);

#endif
