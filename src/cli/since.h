/*
 * since - the word of --since.
 */
#ifndef DEBTSCAN_CLI_SINCE_H
#define DEBTSCAN_CLI_SINCE_H

#include <glib.h>
#include <stdint.h>

/* YYYY-MM-DD, or "90 days", "6 months", counted from `newest`, as seconds since 1970. 0 with an error of CLI_USAGE. */
int64_t since_read(const char *text, int64_t newest, GError **error);

#endif
