/*
 * rules_error - the error domain of the rules room.
 */
#ifndef DEBTSCAN_RULES_RULES_ERROR_H
#define DEBTSCAN_RULES_RULES_ERROR_H

#include <glib.h>

#define RULES_ERROR (g_quark_from_static_string("debtscan-rules"))

enum rules_error {
    RULES_ERROR_INVALID, /* what a rule file says is wrong; the message has the cure */
    RULES_ERROR_READ,    /* a rule file or folder cannot be read */
};

#endif
