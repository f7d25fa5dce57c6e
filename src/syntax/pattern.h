/*
 * pattern - the bindings of a language (bindings.scm): tree-sitter query syntax, matched node by node
 * during one walk over the tree, by a table on the node's symbol. That costs a small part of what a
 * query cursor costs.
 *
 * What differs from tree-sitter's queries: a pattern gives one match a node. A capture that can occur more
 * than once is written with `*` or `+`. Children without a field are matched in the order they are
 * written; `.` is known before the first one only. Of several patterns that fit a node the last one
 * counts. Groups, supertypes and other anchors are errors.
 *
 *     (call function: (_) @call.function arguments: (argument_list) @call.arguments) @call
 *
 * The capture of the outermost node names the construct, `construct.part` its parts. A pattern that is
 * one node with one part (`(escape_sequence) @string.escape`) gives all nodes of that kind a role.
 */
#ifndef DEBTSCAN_SYNTAX_PATTERN_H
#define DEBTSCAN_SYNTAX_PATTERN_H

#include <glib.h>
#include <stdbool.h>
#include <tree_sitter/api.h>

/* The words of the captures. */
struct pattern_vocabulary {
    const char *const *constructs; /* by id, from 1 on; [0] is NULL */
    const uint32_t *classes;       /* of constructs: bits for pattern_match's mask; 0 for those that only have roles */
    unsigned n_constructs;
    const char *const *parts; /* by id, from 1 on; [0] is NULL */
    unsigned n_parts;
};

struct patterns;

/*
 * `file` is for messages, which name the line. A line `;; FILE` begins a section of another file; in all
 * sections but the last one, those of the parents, patterns that name nodes the grammar lacks are left out.
 */
struct patterns *patterns_new(const TSLanguage *language, const char *source, const char *file,
                              const struct pattern_vocabulary *words, GError **error);
void patterns_free(struct patterns *p);

struct pattern_child {
    TSNode node;
    TSSymbol symbol;
    TSFieldId field;
    bool named;
};

struct pattern_capture {
    TSNode node;
    uint32_t part;
};

/*
 * State of one walk. Children and captures are stacks: what a function has pushed it gives back by
 * setting the count to what it found. Pointers into them are good until the next push.
 */
struct matcher {
    const struct patterns *patterns;
    const char *text;
    TSTreeCursor cursor;
    struct pattern_child *children;
    uint32_t n_children, capacity_children;
    struct pattern_capture *captures;
    uint32_t n_captures, capacity_captures;
};

/* Between syntax_parse and syntax_forget. */
void matcher_init(struct matcher *m, const struct patterns *p, const char *text, TSNode root);
void matcher_fini(struct matcher *m);

/* Pushes the children of a node (anonymous ones too) and gives the index of the first. */
uint32_t matcher_children(struct matcher *m, TSNode node);

struct match {
    uint32_t construct;    /* 0: none */
    uint32_t first, count; /* captures, in the order of the pattern, then of the text */
};

/* The construct that `node` is, among those of the classes in `mask`. Its captures are pushed. */
struct match matcher_match(struct matcher *m, TSNode node, uint32_t mask);

/* The role of a kind of node: (construct << 16 | part), 0 without. */
uint32_t matcher_role(const struct matcher *m, TSSymbol symbol);
#define ROLE(construct, part) ((uint32_t)(construct) << 16 | (part))

/* The first capture of that part; false if there is none. */
bool matcher_part(const struct matcher *m, const struct match *found, uint32_t part, TSNode *node);

#endif
