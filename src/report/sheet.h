/*
 * sheet - lines of text for people: colour, columns, wrapping, and characters that the terminal
 * has.
 *
 * Everything handed in as text is made safe (base/text.h) and, where the terminal lacks Unicode,
 * reduced to ASCII. Marks and bars have an ASCII twin. Tints are dropped without colour and never
 * carry meaning alone.
 */
#ifndef DEBTSCAN_REPORT_SHEET_H
#define DEBTSCAN_REPORT_SHEET_H

#include "report/report.h"

enum tint {
    TINT_NONE,
    TINT_BOLD,
    TINT_DIM,
    TINT_GOOD,
    TINT_FAIR,
    TINT_BAD,
    TINT_WORST,
    TINT_PLACE,
    TINT_COMMAND
};
enum mark { MARK_DOT, MARK_DASH, MARK_DOTS, MARK_ARROW, MARK_BAR, MARK_TIMES };

struct sheet {
    GString *out; /* borrowed */
    bool colour, unicode, hyperlinks;
    unsigned width;
};

struct sheet sheet_new(GString *out, const struct text_options *options);

const char *sheet_mark(const struct sheet *s, enum mark m);

/* Appends text, cut to `columns` and filled up to it; sheet_put takes all of it as it is. */
void sheet_put(struct sheet *s, enum tint tint, const char *text);
void sheet_link(struct sheet *s, const char *uri, enum tint tint,
                const char *text); /* `uri` may be NULL */
void sheet_pad(struct sheet *s, enum tint tint, const char *text, unsigned columns);
void sheet_format(struct sheet *s, enum tint tint, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void sheet_blank(struct sheet *s, unsigned columns);
void sheet_end(struct sheet *s); /* of the line */

/*
 * Prose broken at blanks (line feeds are blanks), the first line from column `at` where the line
 * stands, others from `indent`. At most `lines` lines (0: all), the last of them cut. Ends the
 * line.
 */
void sheet_wrap(struct sheet *s, enum tint tint, const char *text, unsigned at, unsigned indent,
                unsigned lines);

/* The end of a path that is too long: "…/agent/llm.py". Yours to free. */
char *sheet_path(const struct sheet *s, const char *path, unsigned columns);

/* A bar of `cells` cells for a value of 0 to 1000. */
void sheet_bar(struct sheet *s, enum tint tint, int value, unsigned cells);

/* A source line with a caret under [column, end_column), 1-based bytes; 0: no caret. */
void sheet_snippet(struct sheet *s, unsigned indent, unsigned number, const char *line,
                   unsigned column, unsigned end_column);

/* Safe, and ASCII where it must be. Yours to free. */
char *sheet_text(const struct sheet *s, const char *text);

#endif
