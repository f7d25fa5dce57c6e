/*
 * nearest - which known name a misspelt one was meant to be.
 */
#ifndef DEBTSCAN_BASE_NEAREST_H
#define DEBTSCAN_BASE_NEAREST_H

#include <stddef.h>

/* The nearest of `names` (may hold NULLs) if it is near enough to be meant, else NULL. The first of
 * equals. */
const char *nearest_name(const char *name, const char *const *names, size_t n);

#endif
