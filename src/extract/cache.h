/*
 * cache - what was found out before, by content: the facts of a file, the outcome of a scan.
 *
 * One SQLite store in the user's cache folder, shared by any number of processes. It may be lost at any moment and
 * never decides: a key holds all that a value depends on (content, path, ruleset, this very binary), a value carries
 * its key and a checksum, and what does not fit is a miss. A store that cannot be opened is as good as an empty one; a
 * damaged one is begun anew. Writes are kept until cache_close, or cache_flush, and given up when the store is busy.
 *
 *     struct cache *c = cache_open(rules->hash);
 *     struct cache_key key = cache_key(c, "facts", parts, lengths, n);
 *     GBytes *value = cache_find(c, &key);
 */
#ifndef DEBTSCAN_EXTRACT_CACHE_H
#define DEBTSCAN_EXTRACT_CACHE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cache;

struct cache_key {
    uint8_t bytes[32];
};

struct cache_stats {
    char *path;       /* of the store; yours to free */
    uint64_t bytes, limit; /* on disk, with its log */
    uint64_t entries;
};

/* The user's store, made if it is not there. `ruleset` is its hash. NULL if there is none to be had. */
struct cache *cache_open(const char *ruleset);

/* Whether the store was found damaged, and begun anew. */
bool cache_was_damaged(const struct cache *c);

/* Writes what was put, and closes. Not an error if it cannot be written. */
void cache_close(struct cache *c);
void cache_flush(struct cache *c);

/* The key of what is made of these parts, each any bytes. `kind` tells values of different make apart. */
struct cache_key cache_key(const struct cache *c, const char *kind, const char *const *parts, const size_t *lengths, size_t n);

/* NULL for a miss. Yours to unref. */
GBytes *cache_find(struct cache *c, const struct cache_key *key);

/* Copies the value. */
void cache_put(struct cache *c, const struct cache_key *key, const void *data, size_t size);

/* A hash of content under a secret of this store: 32 hex digits that nobody can build a collision for. */
void cache_digest(const struct cache *c, const void *data, size_t size, char out[static 33]);

/* False, with an error, if there is a store that cannot be read or removed. */
bool cache_stats(struct cache_stats *out, GError **error);
bool cache_clear(GError **error);

#endif
