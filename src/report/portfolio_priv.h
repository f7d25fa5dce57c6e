/*
 * portfolio_priv - what the files of a portfolio share.
 */
#ifndef DEBTSCAN_REPORT_PORTFOLIO_PRIV_H
#define DEBTSCAN_REPORT_PORTFOLIO_PRIV_H

#include "report/json_writer.h"
#include "report/portfolio.h"

/* "2027-02-01" of a day such as 20270201; NULL for 0. Yours to free. */
char *portfolio_day(int day);

/* What the report says of the standing: "ranked", "no_score", "other_model", "failed". */
const char *standing_name(enum standing s);

/* How one control came out, as members of the object at hand. */
void portfolio_write_judgement(struct json *j, const struct portfolio_judgement *one);

/* One entry as an object of a list; with its standing in the portfolio, unless that is NULL. */
void portfolio_write_object(struct json *j, const struct portfolio *settled, const struct portfolio_entry *e);
void portfolio_write_controls(struct json *j, const struct portfolio *p);

/* Kind of a ranked entry, for headings. */
const struct portfolio_kind *portfolio_kind_of(const struct portfolio *p, const struct portfolio_entry *e);

/* "+3.1", "-0.4". Yours to free. */
char *portfolio_signed(int tenths);

void portfolio_html(const struct portfolio *p, const struct text_options *options, GString *out);
void portfolio_json(const struct portfolio *p, const struct text_options *options, GString *out);

#endif
