/*
 * markup - pages as the lines that a reader sees.
 * Tags, comments, scripts, styles and the code of templates are left out, <h1> to <h6> at the
 * beginning of a line become headings, and every line keeps its number. The input is any bytes.
 *
 *     size_t n;
 *     g_autofree char *lines = markup_lines(text, size, &n);
 */
#ifndef DEBTSCAN_EXTRACT_MARKUP_H
#define DEBTSCAN_EXTRACT_MARKUP_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* The caller frees the result; `*length` are its bytes, never more than `size` and a few per heading. */
char *markup_lines(const char *text, size_t size, size_t *length);

#endif
