/*
 * text - any bytes made safe to show on a terminal, in a log, in a page.
 *
 * Scanned text is a stranger's: control characters, terminal escapes, characters that reorder or hide
 * text (bidi controls, zero-width and other format characters, line separators), private and
 * unassigned code points become visible: \n \t \r, \xNN for a byte, \u{202E} for a character. A backslash
 * stays as it is.
 */
#ifndef DEBTSCAN_BASE_TEXT_H
#define DEBTSCAN_BASE_TEXT_H

#include <glib.h>

/* Appends `s` (`len` bytes, or -1 up to its NUL) on one line, safe. */
void text_append_safe(GString *out, const char *s, gssize len);

/* The same as a new string; "" for NULL. */
char *text_safe(const char *s);

/* The same in which line feeds and tabs are kept: for text that may have several lines. */
char *text_safe_lines(const char *s);

/* Columns that a safe string takes: wide characters two, combining ones none. */
unsigned text_width(const char *s);

/*
 * Appends as much of a safe string as fits `columns`, with an ellipsis where it was cut ("…", or "..."
 * when `ascii`). Gives the columns used.
 */
unsigned text_append_cut(GString *out, const char *s, unsigned columns, gboolean ascii);

/* Appends a safe string cut to `columns` and filled up with blanks. */
void text_append_padded(GString *out, const char *s, unsigned columns, gboolean ascii);

#endif
