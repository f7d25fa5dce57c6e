/*
 * pager - a long report in the reader's pager, as git does it.
 *
 * Only on a terminal that is not dumb. DEBTSCAN_PAGER, else PAGER, else `less`; an empty value or `cat` is none.
 * Where LESS is not set it is FRX: less ends by itself if all fits one screen, shows colours, and leaves the text where
 * it is.
 */
#ifndef DEBTSCAN_CLI_PAGER_H
#define DEBTSCAN_CLI_PAGER_H

#include <glib.h>
#include <stdbool.h>

/* The pager's command, yours to free; NULL for none. */
char *pager_command(void);

/* Shows the text and waits until the reader has left. False if the pager could not be run: nothing was shown then. */
bool pager_show(const char *command, const char *text, gsize len);

#endif
