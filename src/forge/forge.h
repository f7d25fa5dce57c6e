/*
 * forge - the comment on a pull request of GitHub or a merge request of GitLab, through their REST APIs.
 *
 * There is one comment for each key: it is found again by its marker and its author, on whatever page it stands, and
 * changed instead of written anew. Nothing is ever deleted.
 */
#ifndef DEBTSCAN_FORGE_FORGE_H
#define DEBTSCAN_FORGE_FORGE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum forge_kind { FORGE_GITHUB, FORGE_GITLAB };

struct forge_place {
    enum forge_kind kind;
    const char *api;     /* https://api.github.com */
    const char *project; /* GitHub: OWNER/NAME; GitLab: GROUP/NAME or a number */
    uint64_t number;
    const char *token, *token_name; /* and where it came from, for messages */
    const char *author;  /* whose comments are ours; NULL: those of the token's owner */
    const char *must_be; /* the commit that the request must be at; NULL: any */
    bool plain;
    unsigned seconds;    /* for one request; 0: 30 */
};

struct forge_comment {
    const char *key, *head, *score; /* of the marker; head and score may be "" */
    const char *text;               /* without one */
    const char *where;              /* a longer report is found */
    bool worth;                     /* a first comment */
};

enum forge_deed { FORGE_CREATED, FORGE_UPDATED, FORGE_SAME, FORGE_NEWER, FORGE_NOTHING };

enum forge_failure {
    FORGE_FAILED,
    FORGE_REFUSED, /* the token may not */
    FORGE_WRONG,   /* the place is not one */
};
#define FORGE_ERROR (g_quark_from_static_string("debtscan-forge"))

/* Whether it can be the name of a project. */
bool forge_is_project(enum forge_kind kind, const char *project);

/* The text with its marker, cut to what the place takes. Yours to free. */
char *forge_body(enum forge_kind kind, const struct forge_comment *c);

/* `*url` gets the address of the comment, if there is one: yours to free. False with an error of FORGE_ERROR. */
bool forge_publish(const struct forge_place *place, const struct forge_comment *c, enum forge_deed *deed, char **url, GError **error);

#endif
