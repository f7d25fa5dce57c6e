/*
 * extract_priv - what the readers of this room share.
 */
#ifndef DEBTSCAN_EXTRACT_EXTRACT_PRIV_H
#define DEBTSCAN_EXTRACT_EXTRACT_PRIV_H

#include "extract/builder.h"
#include "extract/extract.h"
#include "syntax/parse.h"

struct code_language;
struct config_language;
struct secret_scanner;
struct gate;
struct interest;

struct extractor {
    const struct ruleset *rules;
    struct syntax *syntax;
    struct facts_builder *builder;
    struct code_language **code;  /* by language index; NULL without bindings or queries */
    struct gate **gates;          /* by language index; NULL where the gate is open */
    struct config_language **config; /* by language index; for READER_CONFIG, NULL otherwise */
    struct interest *interest;
    struct secret_scanner *secrets;
    const TSLanguage **grammars;  /* by language index; NULL without a grammar */
    bool *ready;                  /* by language index: what stands above is made */
    const struct extract_input *input; /* the file in hand */
};

/*
 * Parses with the grammar of language `l` and counts the tree's errors in the facts. False, with a note
 * and FACTS_FAILED, if that took too long. On true the caller calls syntax_forget(x->syntax) when done.
 */
bool extractor_parse(struct extractor *x, struct facts_builder *b, const struct language *l, const char *text,
                     size_t size, TSNode *root);

/* False if the literal gate of language `l` says that nothing in `data` can matter. */
bool extractor_gate(const struct extractor *x, const struct language *l, const void *data, size_t size);

/* mentions.c: the words on import lines of a file that the gate keeps from the parser. */
void extract_mentions(struct facts_builder *b, const struct language *l, const unsigned char *data, size_t size);

/* prompts.c: messages of a prompt file and where values enter, after its own reader has run. */
void extract_prompt(struct extractor *x, struct facts_builder *b, const struct language *l, const unsigned char *data,
                    size_t size);

/* code.c: the compiled bindings and queries of one language. */
struct code_language *code_language_new(const struct ruleset *rules, const struct language *l,
                                        const TSLanguage *grammar, GError **error);
void code_language_free(struct code_language *c);

/*
 * config.c: the compiled bindings of one READER_CONFIG language; made by extractor_new, NULL and an error if
 * they do not compile.
 */
struct config_language *config_language_new(const struct language *l, const TSLanguage *grammar, GError **error);
void config_language_free(struct config_language *c);

/* secrets.c: the ruleset's secret rules behind one literal search; made by extractor_new. */
struct secret_scanner *secret_scanner_new(const struct ruleset *rules);
void secret_scanner_free(struct secret_scanner *s);

#endif
