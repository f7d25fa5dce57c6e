#include "cli/formats.h"

#include <string.h>

#include "base/file.h"
#include "cli/actions.h"
#include "cli/cli.h"

static size_t find(const struct formats *f, const char *word)
{
    size_t len = strcspn(word, "=");
    for (size_t i = 0; i < f->n; i++)
        if (strlen(f->names[i]) == len && memcmp(f->names[i], word, len) == 0)
            return i;
    return f->n;
}

/* NULL for standard output. */
static const char *file_of(const char *word)
{
    const char *equals = strchr(word, '=');
    return equals && strcmp(equals + 1, "-") != 0 ? equals + 1 : NULL;
}

bool formats_check(const struct formats *f, char *const *words, GError **error)
{
    unsigned printed = 0;
    for (; words && *words; words++) {
        const char *file = file_of(*words);
        if (find(f, *words) == f->n) {
            g_autofree char *name = g_strndup(*words, strcspn(*words, "="));
            return cli_unknown(error, "format", name, f->names, f->n);
        }
        if (file && !*file) {
            g_set_error(error, CLI_ERROR, CLI_USAGE, "--format %s names no file", *words);
            return false;
        }
        printed += file == NULL;
    }
    if (printed > 1)
        g_set_error(error, CLI_ERROR, CLI_USAGE,
                    "only one report can go to standard output; give the others a file: --format FMT=FILE");
    return printed <= 1;
}

bool formats_has(char *const *words, const char *name)
{
    for (; words && *words; words++)
        if (strlen(name) == strcspn(*words, "=") && g_str_has_prefix(*words, name))
            return true;
    return false;
}

bool formats_write(const struct formats *f, char *const *words, const void *what, const struct text_options *options, GError **error)
{
    static char *const usual[] = {(char *)"", NULL};
    struct text_options plain = {.unicode = true, .width = 100, .all = options->all};
    words = words && *words ? words : usual;
    for (int to_stdout = 0; to_stdout <= 1; to_stdout++)
        for (char *const *word = words; *word; word++) {
            const char *file = file_of(*word);
            g_autoptr(GString) text = g_string_new(NULL);
            g_autoptr(GError) cause = NULL;
            if ((file == NULL) != to_stdout)
                continue;
            f->write(**word ? find(f, *word) : 0, what, file ? &plain : options, text);
            if (!file && (!**word || find(f, *word) == 0)) /* the first is for people */
                actions_guard(text);
            if (!file && !cli_print(text->str, text->len, error))
                return false;
            if (file && !file_write(file, text->str, text->len, &cause)) {
                g_set_error(error, CLI_ERROR, CLI_SCAN, "%s", cause->message);
                return false;
            }
        }
    return true;
}
