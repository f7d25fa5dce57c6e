/*
 * extract - the map step: the facts of one file, from its bytes, its classification and the ruleset.
 *
 * Pure: the same input gives the same facts, on any thread and in any process. An extractor holds the
 * parsers, compiled queries and cursors of one worker.
 */
#ifndef DEBTSCAN_EXTRACT_EXTRACT_H
#define DEBTSCAN_EXTRACT_EXTRACT_H

#include <glib.h>

#include "extract/facts.h"
#include "rules/ruleset.h"
#include "source/classify.h"

struct extractor;

/*
 * Compiles the bindings and queries of all languages. An error names the file and line.
 */
struct extractor *extractor_new(const struct ruleset *rules, GError **error);
/*
 * One without a language: each is compiled when it is first needed. Prepare those that are known to be needed
 * before workers are forked, so that they share them and an error is seen.
 */
struct extractor *extractor_new_bare(const struct ruleset *rules);
bool extractor_prepare(struct extractor *x, unsigned language, GError **error);
void extractor_free(struct extractor *x);

struct extract_input {
    const char *path; /* relative; decides on manifests, CI files and the like, never opened */
    struct classification class;
    const unsigned char *data;
    size_t size;
    bool force; /* parse even if the literal gate says that nothing can match */
};

/* The facts live in `a`. Never fails: what goes wrong becomes status FACTS_FAILED and a note. */
struct facts *extract_facts(struct extractor *x, const struct extract_input *in, struct arena *a);

/*
 * Readers, one a file of this room; each fills `b` from `data`. Used by extract_facts.
 */
struct facts_builder;
void extract_code(struct extractor *x, struct facts_builder *b, const struct language *l,
                  const unsigned char *data, size_t size);
/* Whether a source file of language `l` is a notebook that is kept as one, with its commands in comments. */
bool extract_is_cells(const struct language *l, const unsigned char *data, size_t size);
void extract_cells(struct extractor *x, struct facts_builder *b, const struct language *l, const unsigned char *data,
                   size_t size);
void extract_notebook(struct extractor *x, struct facts_builder *b, const unsigned char *data, size_t size);
void extract_config(struct extractor *x, struct facts_builder *b, const struct language *l,
                    const unsigned char *data, size_t size);
void extract_markdown(struct extractor *x, struct facts_builder *b, const struct language *l,
                      const unsigned char *data, size_t size);
void extract_records(struct extractor *x, struct facts_builder *b, const struct language *l,
                     const unsigned char *data, size_t size);
void extract_lines(struct extractor *x, struct facts_builder *b, const struct language *l,
                   const unsigned char *data, size_t size);
/* Whether dependencies are read from the file at `path`. */
bool extract_is_manifest(const struct ruleset *rules, const char *path);

/* Dependencies of a manifest, after its own reader has run (b holds `root` for configuration files). */
void extract_dependencies(struct extractor *x, struct facts_builder *b, const char *path,
                          const unsigned char *data, size_t size);
/* Credentials in any text, by the ruleset's secret rules; lines are those of the raw file. */
void extract_secrets(struct extractor *x, struct facts_builder *b, const unsigned char *data, size_t size);

#endif
