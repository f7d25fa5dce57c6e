#include "cli/settled.h"

#include <string.h>

#include "base/embedded.h"
#include "base/limits.h"
#include "cli/cli.h"

char *settled_text(struct source *s)
{
    return source_read_named(s, SETTINGS_FILE);
}

/* Whether rules of that path are embedded, so that a file of the repository would replace them. */
static bool is_embedded(const char *path)
{
    static const char folder[] = "rules/";
    for (size_t i = 0; i < n_embedded_files; i++)
        if (g_str_has_prefix(embedded_files[i].path, folder) && strcmp(embedded_files[i].path + strlen(folder), path) == 0)
            return true;
    return false;
}

void settled_text_fini(gpointer p)
{
    struct rule_text *t = p;
    g_free(t->path);
    g_free(t->shown);
    g_free(t->text);
}

/* False with an error for a file that would take the place of one of debtscan's own. */
static bool gather(struct source *s, const char *folder, GArray *texts, GError **error)
{
    size_t len = strlen(folder);
    for (guint i = 0; i < s->files->len; i++) {
        const struct source_file *f = &g_array_index(s->files, struct source_file, i);
        if (strncmp(f->raw, folder, len) != 0 || f->raw[len] != '/' || f->size > LIMIT_RULE_BYTES)
            continue;
        const char *path = f->raw + len + 1;
        if (is_embedded(path)) {
            g_set_error(error, CLI_ERROR, CLI_USAGE, "%s: would replace rules of debtscan's own, which only --rules may", f->path);
            return false;
        }
        struct rule_text t = {g_strdup(path), g_strdup(f->path), source_read_named(s, f->raw), 0};
        t.size = t.text ? strlen(t.text) : 0;
        if (t.text)
            g_array_append_val(texts, t);
        else
            settled_text_fini(&t);
    }
    return true;
}

bool settled_rules(struct source *s, const char *text, struct ruleset **out, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autofree char *folder = settings_rules_folder(text);
    g_autoptr(GArray) texts = g_array_new(FALSE, FALSE, sizeof(struct rule_text));
    g_array_set_clear_func(texts, settled_text_fini);
    if (!folder)
        return true;
    if (!gather(s, folder, texts, error))
        return false;
    if (texts->len == 0) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "%s: the folder '%s' of its rules holds no file", SETTINGS_FILE, folder);
        return false;
    }
    struct ruleset *rules = ruleset_load_texts((const struct rule_text *)(const void *)texts->data, texts->len, &cause);
    if (rules)
        *out = rules;
    else
        g_set_error(error, CLI_ERROR, CLI_USAGE, "%s", cause->message);
    return rules != NULL;
}

struct settings *settled_read(const struct ruleset *rules, const char *file, const char *text, const char *profile, GError **error)
{
    g_autoptr(GError) cause = NULL;
    struct settings *out = settings_read(rules, file ? file : SETTINGS_FILE, text, profile, &cause);
    if (!out)
        g_set_error(error, CLI_ERROR, CLI_USAGE, "%s", cause->message);
    return out;
}
