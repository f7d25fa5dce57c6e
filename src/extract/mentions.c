/*
 * Names on import lines of a file that the gate keeps from the parser. With them, and with the words of the file
 * (words.h), the linker can tell whether it may use something that another file of the repository makes, and ask for it.
 */
#include <string.h>

#include "extract/builder.h"
#include "extract/extract_priv.h"
#include "extract/words.h"

#define MAX_MENTIONS 2000 /* of one file */

static bool word_byte(unsigned char c)
{
    return g_ascii_isalnum((gchar)c) || c == '_' || c >= 0x80;
}

static void mention(struct facts_builder *b, GHashTable *seen, const char *word, size_t len, bool all)
{
    uint32_t text = builder_string(b, word, len), star = all ? builder_cstring(b, "*") : 0;
    if (!g_hash_table_add(seen, GUINT_TO_POINTER(text << 1 | all)))
        return;
    struct fact_import *im;
    builder_add_imports(b, &im);
    *im = (struct fact_import){.scope = 1, .module = text, .member = star, .flags = IMPORT_MENTION};
}

static void mention_line(struct facts_builder *b, GHashTable *seen, const char *begin, const char *end)
{
    bool all = memchr(begin, '*', (size_t)(end - begin));
    for (const char *p = begin; p < end && g_hash_table_size(seen) < MAX_MENTIONS;) {
        const char *word = p;
        while (p < end && (word_byte((unsigned char)*p) || *p == '-'))
            p++;
        if (p > word && p - word < 100)
            mention(b, seen, word, (size_t)(p - word), all);
        else if (p == word && p + 1 < end && p[0] == '.' && p[1] == '.') {
            mention(b, seen, "..", 2, all); /* it climbs to a folder that it does not name */
            p += 2;
        } else if (p == word)
            p++;
    }
}

void extract_mentions(struct facts_builder *b, const struct language *l, const unsigned char *data, size_t size)
{
    const char *text = (const char *)data, *end = text + size;
    words_add(b, data, size, l->declare_marks, l->extend_mark);
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    for (const char **mark = l->import_marks; l->modules != MODULES_NAMES && mark && *mark; mark++) {
        size_t len = strlen(*mark);
        for (const char *at = text; at < end && (at = memmem(at, (size_t)(end - at), *mark, len)); at += len) {
            const char *begin = memrchr(text, '\n', (size_t)(at - text));
            const char *stop = memchr(at, '\n', (size_t)(end - at));
            begin = begin ? begin + 1 : text;
            stop = stop ? stop : end;
            mention_line(b, seen, begin, stop);
            at = stop > at + len ? stop - len : at; /* once a line */
        }
    }
}
