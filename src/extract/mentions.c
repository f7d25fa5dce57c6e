/*
 * Names on import lines of a file that the gate keeps from the parser; where types need no import, all that may name
 * one. With them the linker can tell whether the file may use something that another file of the repository makes, and
 * ask for it.
 */
#include <string.h>

#include "extract/builder.h"
#include "extract/extract_priv.h"

#define MAX_MENTIONS 2000 /* of one file */
#define SHORTEST_TYPE 3   /* bytes of a type's name */

static bool word_byte(unsigned char c)
{
    return g_ascii_isalnum((gchar)c) || c == '_' || c >= 0x80;
}

static void mention(struct facts_builder *b, GHashTable *seen, const char *word, size_t len)
{
    uint32_t text = builder_string(b, word, len);
    if (!g_hash_table_add(seen, GUINT_TO_POINTER(text)))
        return;
    struct fact_import *im;
    builder_add_imports(b, &im);
    *im = (struct fact_import){.scope = 1, .module = text, .flags = IMPORT_MENTION};
}

/* Words that begin with a capital letter. */
static void mention_types(struct facts_builder *b, GHashTable *seen, const char *text, const char *end)
{
    for (const char *p = text; p < end && g_hash_table_size(seen) < MAX_MENTIONS;) {
        const char *word = p;
        while (p < end && word_byte((unsigned char)*p))
            p++;
        if (p - word >= SHORTEST_TYPE && p - word < 100 && g_ascii_isupper(*word))
            mention(b, seen, word, (size_t)(p - word));
        p += p == word;
    }
}

void extract_mentions(struct facts_builder *b, const struct language *l, const unsigned char *data, size_t size)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    const char *text = (const char *)data, *end = text + size;
    if (l->modules == MODULES_NAMES) {
        mention_types(b, seen, text, end);
        return;
    }
    for (const char **mark = l->import_marks; mark && *mark; mark++) {
        size_t len = strlen(*mark);
        for (const char *at = text; at < end && (at = memmem(at, (size_t)(end - at), *mark, len)); at += len) {
            const char *begin = memrchr(text, '\n', (size_t)(at - text));
            const char *stop = memchr(at, '\n', (size_t)(end - at));
            begin = begin ? begin + 1 : text;
            stop = stop ? stop : end;
            for (const char *p = begin; p < stop && g_hash_table_size(seen) < MAX_MENTIONS;) {
                const char *word = p;
                while (p < stop && (word_byte((unsigned char)*p) || *p == '-'))
                    p++;
                if (p > word && p - word < 100)
                    mention(b, seen, word, (size_t)(p - word));
                else if (p == word && p + 1 < stop && p[0] == '.' && p[1] == '.') {
                    mention(b, seen, "..", 2); /* it climbs to a folder that it does not name */
                    p += 2;
                } else if (p == word)
                    p++;
            }
            at = stop - len > at ? stop - len : at; /* once a line */
        }
    }
}
