/*
 * classify - which language a file is written in, and which zone it stands in (E-1 of the control
 * catalogue), from its path and its first bytes. The tables come from rule files; this room only
 * applies them.
 */
#ifndef DEBTSCAN_SOURCE_CLASSIFY_H
#define DEBTSCAN_SOURCE_CLASSIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum zone {
    ZONE_SRC, ZONE_TEST, ZONE_EVAL, ZONE_EXAMPLE, ZONE_DOCS, ZONE_NOTEBOOK, ZONE_CONFIG, ZONE_CI,
    ZONE_INFRA, ZONE_PROMPT, ZONE_DATA, ZONE_VENDORED, ZONE_GENERATED, ZONE_MIGRATION, ZONE_DEVTOOL,
    ZONE_BENCHMARK_DATA, ZONE_COUNT
};

#define CLASSIFY_NO_LANGUAGE UINT32_MAX

struct classification {
    enum zone zone;
    uint32_t language; /* index given to classifier_add_language, or CLASSIFY_NO_LANGUAGE */
    bool parse;        /* false: counted, not parsed (vendored, generated, minified, binary) */
    bool binary;       /* holds a NUL byte in its first 8,000 bytes */
    bool minified;
    const char *why;   /* why it is not parsed, static; NULL otherwise */
};

struct classifier;

struct classifier *classifier_new(void);
void classifier_free(struct classifier *c);

/*
 * Strings are copied. Lists are NULL-terminated and may be NULL. Extensions come with their dot, the
 * longest that fits wins; file names may be globs (with '/': of the whole path); a shebang is an
 * interpreter's name, found with a version behind it too. A text that two languages claim is the first's.
 */
void classifier_add_language(struct classifier *c, uint32_t language, const char *const *extensions,
                             const char *const *filenames, const char *const *shebangs);

/*
 * Adds a zone rule; rules are asked in the order they are added and the first that fits decides.
 * `globs` are those of glob_match; an empty list fits any path. `contents` are strings, one of which must
 * stand in the first 64 KiB; an empty list asks nothing. A string that begins with '^' must begin a line,
 * behind blanks and comment signs at most. "<minified>" stands for lines of more than LIMIT_LINE_BYTES on
 * average. A rule that asks for contents never fits in classify_path.
 */
void classifier_add_zone(struct classifier *c, enum zone zone, const char *const *globs,
                         const char *const *contents);

/* By path alone; enough to decide whether a file is read at all. */
struct classification classify_path(const struct classifier *c, const char *path);

/* With the file's first bytes (up to 64 KiB are looked at): shebang, binary, minified, generated marks. */
struct classification classify_content(const struct classifier *c, const char *path,
                                       const unsigned char *data, size_t size);

/* What `why` of a classification is, from its other members. */
const char *classification_why(const struct classification *class);

const char *zone_name(enum zone z);
bool zone_parse(const char *name, enum zone *out);

/*
 * One gitignore-like glob against one path; shared with condition matchers. `*` and `?` stay within a
 * segment, `**` crosses, `{a,b}` is either.
 *     tests, *_test.py     without '/': the name of any segment
 *     evals/, app/evals/   with '/' at the end: anything inside such a folder, wherever it is
 *     docs/?.md, /setup.py  any other '/': the whole path, from the root (begin with "**" + "/" for anywhere)
 *     /build/              a folder of the root
 */
bool glob_match(const char *glob, const char *path);

/*
 * Calls `each` with every glob that the braces of `glob` stand for; the text lives during the call. True as soon as
 * one call gives true. A brace without its partner is an ordinary character.
 */
bool glob_each(const char *glob, bool (*each)(const char *glob, void *payload), void *payload);

#endif
