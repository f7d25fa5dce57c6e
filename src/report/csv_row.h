/*
 * csv_row - cells of a CSV report by RFC 4180, for spreadsheets.
 * Text is made safe (base/text.h); a cell that a spreadsheet would take for a formula begins with an apostrophe.
 */
#ifndef DEBTSCAN_REPORT_CSV_ROW_H
#define DEBTSCAN_REPORT_CSV_ROW_H

#include <glib.h>

struct csv_row {
    GString *out; /* borrowed */
    unsigned n;   /* cells so far */
};

void csv_put(struct csv_row *row, const char *text); /* NULL: an empty cell */
/* Numbers: as they are. */
void csv_format(struct csv_row *row, const char *format, ...) __attribute__((format(printf, 2, 3)));
void csv_end(struct csv_row *row); /* of the line */

#endif
