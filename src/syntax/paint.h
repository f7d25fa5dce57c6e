/*
 * paint - what each piece of a source text is, for colour.
 *
 * Read off the names that grammars give their nodes: a comment is a node whose name says so, a keyword is a word that the
 * grammar spells out, a function is what a call's field names. So one way fits all grammars, and a grammar that names
 * its nodes otherwise shows less colour, never a wrong text.
 */
#ifndef DEBTSCAN_SYNTAX_PAINT_H
#define DEBTSCAN_SYNTAX_PAINT_H

#include <glib.h>
#include <tree_sitter/api.h>

enum paint { PAINT_NONE, PAINT_COMMENT, PAINT_STRING, PAINT_NUMBER, PAINT_KEYWORD, PAINT_CONSTANT, PAINT_TYPE, PAINT_FUNCTION, PAINT_PROPERTY, PAINT_COUNT };

struct paint_span { /* bytes [begin, end) of the text */
    uint32_t begin, end;
    uint32_t paint; /* enum paint */
};

/* Appends the spans (struct paint_span) of the tree between two bytes of its text, in order. */
void paint_tree(TSNode root, const char *text, uint32_t begin, uint32_t end, GArray *out);

#endif
