/*
 * surroundings - what a CI system says in its environment of the pull request that it runs for.
 */
#ifndef DEBTSCAN_CLI_SURROUNDINGS_H
#define DEBTSCAN_CLI_SURROUNDINGS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "forge/forge.h"

struct surroundings {
    bool known;        /* a CI system of this forge runs us */
    enum forge_kind kind;
    char *api, *project, *page; /* page: the address of the project that has the head */
    uint64_t number;   /* 0 without */
    char *head;        /* the commit at the tip of the request */
    char *report;      /* the address of the run */
    bool from_fork;
    bool foreign;      /* we run with rights that those who made the report did not have */
};

/* Reads the environment and, on GitHub Actions, the event. False with an error of CLI_ERROR for an event that cannot be read. */
bool surroundings_read(struct surroundings *out, GError **error);
void surroundings_fini(struct surroundings *s);

/* Fills what the environment left open from the page of the remote ("https://github.com/owner/name"), which may be NULL. */
void surroundings_add_remote(struct surroundings *s, const char *page, const enum forge_kind *asked);

#endif
