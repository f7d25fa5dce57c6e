/*
 * code_facts - for tests of the readers: the facts of a snippet, with the languages of rules/languages.
 * Tests run in the root of the repository.
 */
#ifndef TESTS_CODE_FACTS_H
#define TESTS_CODE_FACTS_H

#include <check.h>
#include <string.h>

#include "extract/dump.h"
#include "extract/extract.h"

static struct ruleset *code_rules;
static struct extractor *code_extractor;
static struct arena code_arena;

static inline void code_facts_begin(void)
{
    g_autoptr(GError) error = NULL;
    code_rules = ruleset_load("rules/languages", true, &error);
    ck_assert_msg(code_rules != NULL, "%s", error ? error->message : "");
    code_extractor = extractor_new(code_rules, &error);
    ck_assert_msg(code_extractor != NULL, "%s", error ? error->message : "");
    arena_init(&code_arena);
}

static inline void code_facts_end(void)
{
    arena_fini(&code_arena);
    extractor_free(code_extractor);
    ruleset_free(code_rules);
}

/* The facts of bytes in a language; the bytes are copied, so that reading behind them shows. */
static inline struct facts *code_facts(const char *language, const void *bytes, size_t size)
{
    const struct language *l = ruleset_language(code_rules, language);
    ck_assert_msg(l != NULL, "no language %s", language);
    unsigned char *copy = g_memdup2(bytes, size);
    struct extract_input in = {
        .path = "file",
        .class = {.language = l->index, .parse = true},
        .data = copy ? copy : (const unsigned char *)"",
        .size = size,
        .force = true,
    };
    struct facts *f = extract_facts(code_extractor, &in, &code_arena);
    g_free(copy);
    return f;
}

static inline char *code_dump(const struct facts *f)
{
    GString *s = g_string_new("\n");
    facts_dump(f, s);
    return g_string_free(s, FALSE);
}

/* Each line of `lines` is a line of the dump; a line that begins with ! is not in it. */
static inline void code_assert_lines(const struct facts *f, const char *source, const char *lines)
{
    g_autofree char *dump = code_dump(f);
    g_auto(GStrv) wanted = g_strsplit(lines, "\n", -1);
    for (char **w = wanted; *w; w++) {
        if (!**w)
            continue;
        bool absent = **w == '!';
        g_autofree char *line = g_strdup_printf("\n%s\n", *w + absent);
        bool found = strstr(dump, line) != NULL;
        ck_assert_msg(found != absent, "%s line\n  %s\nin the facts of\n%s\n%s", absent ? "unwanted" : "missing", *w + absent,
                      source, dump);
    }
}

#endif
