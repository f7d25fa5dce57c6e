#include "cli/outputs.h"

#include <string.h>

#include "base/file.h"
#include "cli/actions.h"
#include "cli/pager.h"

static bool find_reporter(const char *name, const struct reporter **out, GError **error)
{
    g_autofree const char **names = g_new0(const char *, n_reporters + 1);
    for (size_t i = 0; i < n_reporters; i++) {
        names[i] = reporters[i].name;
        if (strcmp(names[i], name) == 0) {
            *out = &reporters[i];
            return true;
        }
    }
    return cli_unknown(error, "format", name, names, n_reporters);
}

static bool read_format(const char *word, struct output *out, GError **error)
{
    const char *equals = strchr(word, '=');
    g_autofree char *name = equals ? g_strndup(word, (gsize)(equals - word)) : g_strdup(word);
    *out = (struct output){.file = equals && strcmp(equals + 1, "-") != 0 ? equals + 1 : NULL};
    if (!find_reporter(name, &out->reporter, error))
        return false;
    if (out->file && !*out->file) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "--format %s= names no file", name);
        return false;
    }
    return true;
}

static bool read_template(const char *word, struct output *out, GError **error)
{
    const char *equals = strrchr(word, '=');
    *out = (struct output){.reporter = &reporter_template, .file = equals ? equals + 1 : NULL};
    out->template = equals ? g_strndup(word, (gsize)(equals - word)) : g_strdup(word);
    if (out->file && strcmp(out->file, "-") == 0)
        out->file = NULL;
    if (*out->template && (!out->file || *out->file) && g_file_test(out->template, G_FILE_TEST_IS_REGULAR))
        return true;
    g_set_error(error, CLI_ERROR, CLI_USAGE, "--template %s: %s", word,
                out->file && !*out->file ? "names no file to write" : "no such file");
    return false;
}

void output_fini(gpointer output)
{
    g_free(((struct output *)output)->template);
}

bool outputs_read(char *const *formats, char *const *templates, GArray *outputs, GError **error)
{
    unsigned to_stdout = 0;
    for (; formats && *formats; formats++) {
        struct output out;
        if (!read_format(*formats, &out, error))
            return false;
        g_array_append_val(outputs, out);
    }
    for (; templates && *templates; templates++) {
        struct output out;
        bool ok = read_template(*templates, &out, error);
        g_array_append_val(outputs, out);
        if (!ok)
            return false;
    }
    for (guint i = 0; i < outputs->len; i++)
        to_stdout += g_array_index(outputs, struct output, i).file == NULL;
    if (to_stdout > 1) {
        g_set_error(
            error, CLI_ERROR, CLI_USAGE,
            "only one report can go to standard output; give the others a file: --format FMT=FILE");
        return false;
    }
    if (outputs->len == 0) {
        struct output out = {.reporter = &reporters[0]};
        g_array_append_val(outputs, out);
    }
    return true;
}

static bool print(const struct output *out, GString *text, bool paged, GError **error)
{
    bool for_people = out->reporter == &reporters[0];
    g_autofree char *pager = paged && for_people ? pager_command() : NULL;
    if (for_people)
        actions_guard(text);
    return (pager && pager_show(pager, text->str, text->len)) || cli_print(text->str, text->len, error);
}

static bool write_text(const struct output *out, GString *text, bool paged, GError **error)
{
    g_autoptr(GError) cause = NULL;
    if (!out->file)
        return print(out, text, paged, error);
    if (file_write(out->file, text->str, text->len, &cause))
        return true;
    g_set_error(error, CLI_ERROR, CLI_SCAN, "cannot write the %s report: %s", out->reporter->name, cause->message);
    return false;
}

static bool write_output(const struct output *out, const struct report *r,
                         const struct text_options *options, bool paged, GString **kept, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) cause = NULL;
    struct text_options plain = *options, terminal = *options;
    plain.colour = plain.hyperlinks = false;
    plain.unicode = true;
    plain.width = 100;
    plain.root = NULL;
    plain.file = out->file;
    struct text_options *chosen = out->file ? &plain : &terminal;
    chosen->template = out->template;
    if (!out->reporter->write(r, chosen, text, &cause)) {
        g_set_error(error, CLI_ERROR, CLI_SCAN, "cannot write the %s report: %s",
                    out->reporter->name, cause->message);
        return false;
    }
    if (kept)
        *kept = g_string_new_len(text->str, (gssize)text->len); /* as it is before anything is put around it */
    return write_text(out, text, paged, error);
}

bool outputs_write_texts(const GArray *outputs, GString *const *texts, GError **error)
{
    for (int to_stdout = 0; to_stdout <= 1; to_stdout++)
        for (guint i = 0; i < outputs->len; i++) {
            const struct output *out = &g_array_index(outputs, struct output, i);
            if ((out->file == NULL) == to_stdout && !write_text(out, texts[i], false, error))
                return false;
        }
    return true;
}

bool outputs_write(const GArray *outputs, const struct report *r, const struct text_options *options, bool paged,
                   GString **texts, GError **error)
{
    bool published = false;
    for (int to_stdout = 0; to_stdout <= 1; to_stdout++)
        for (guint i = 0; i < outputs->len; i++) {
            const struct output *out = &g_array_index(outputs, struct output, i);
            if ((out->file == NULL) == to_stdout && !write_output(out, r, options, paged, texts ? &texts[i] : NULL, error))
                return false;
            published |= strcmp(out->reporter->name, "github") == 0;
        }
    return !published || actions_publish(r, options, outputs, error);
}
