/*
 * grammar - the tree-sitter grammars this program was built with.
 * The table is generated: each rules/languages/NAME/language.yml that names a grammar_package
 * becomes one entry, sorted bytewise by name. To add a language: its grammar in package.json, its
 * folder in rules/languages, a case in tests/cases. No C.
 *
 *     for (size_t i = 0; i < n_grammars; i++)
 *         if (strcmp(grammars[i].name, "python") == 0)
 *             ts_parser_set_language(parser, grammars[i].language());
 */
#ifndef SYNTAX_GRAMMAR_H
#define SYNTAX_GRAMMAR_H

#include <stddef.h>
#include <tree_sitter/api.h>

struct grammar {
    const char *name;                    /* folder in rules/languages */
    const TSLanguage *(*language)(void); /* static data; its ABI is not checked yet */
};

extern const struct grammar grammars[];
extern const size_t n_grammars;

#endif
