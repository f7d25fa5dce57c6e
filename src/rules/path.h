/*
 * path - access paths: what a program reaches from an import, such as
 * `openai.OpenAI().chat.completions.create()`. The notation is in docs/rules.md.
 *
 * A pattern is compiled once. Values carry interned concrete paths (struct apath), built segment by
 * segment by the linker; matching a concrete path against all patterns of a ruleset is a walk over
 * one trie and is memoised by the linker.
 */
#ifndef DEBTSCAN_RULES_PATH_H
#define DEBTSCAN_RULES_PATH_H

#include <glib.h>
#include <stdbool.h>

#include "base/arena.h"

enum segment_kind {
    SEGMENT_ROOT,    /* the first: a module or a globals name */
    SEGMENT_MEMBER,  /* .name */
    SEGMENT_CALL,    /* () */
    SEGMENT_ELEMENT, /* [] */
    SEGMENT_ANY,     /* .** : any number of members (patterns only) */
};

struct segment {
    enum segment_kind kind;
    const char *name; /* ROOT and MEMBER; may hold `*` in a pattern */
    bool glob;
};

struct path {
    const char *text; /* as written */
    struct segment *segments;
    unsigned n_segments;
};

/* Compiles `text` into `out`, in the arena. Errors name the column and the cure. */
bool path_parse(struct path *out, struct arena *a, const char *text, GError **error);

/* A set of patterns, each with a payload index; built once, then const. */
struct path_set;
struct path_set *path_set_new(void);
void path_set_free(struct path_set *set);
void path_set_add(struct path_set *set, const struct path *pattern, unsigned payload);

/*
 * Payloads of all patterns that match `concrete` exactly, appended to `out` (unsigned) in increasing
 * order. A concrete path has no wildcard.
 */
void path_set_match(const struct path_set *set, const struct path *concrete, GArray *out);

/* Whether some pattern could still match a path that begins with `concrete`. */
bool path_set_prefix(const struct path_set *set, const struct path *concrete);

/* Whether one pattern matches one concrete path. */
bool path_match(const struct path *pattern, const struct path *concrete);



#endif
