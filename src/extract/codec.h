/*
 * codec - facts as bytes: the wire format between worker and parent, and the value of the cache.
 *
 * Little-endian, variable-length integers, a version first. Decoding trusts nothing: every index is
 * checked against its table, so bytes from a broken or hostile worker give an error, never a crash.
 */
#ifndef DEBTSCAN_EXTRACT_CODEC_H
#define DEBTSCAN_EXTRACT_CODEC_H

#include <glib.h>

#include "extract/facts.h"

#define CODEC_VERSION 2

void facts_encode(const struct facts *f, GByteArray *out);

/* The facts live in `a` and do not refer to `data`. NULL and an error if the bytes are not whole and sound. */
struct facts *facts_decode(const void *data, size_t size, struct arena *a, GError **error);

#endif
