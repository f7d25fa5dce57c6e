#include "report/template.h"

#include <string.h>

#include "base/embedded.h"
#include "base/file.h"
#include "base/limits.h"
#include "report/mustache.h"

struct search { /* where partials are */
    const char *folder; /* NULL: only among the embedded */
};

const char *template_text(const char *name)
{
    g_autofree char *path = g_strconcat("templates/", name, NULL);
    for (size_t i = 0; i < n_embedded_files; i++)
        if (strcmp(embedded_files[i].path, path) == 0)
            return (const char *)embedded_files[i].data;
    return NULL;
}

static char *find_partial(void *payload, const char *name)
{
    const struct search *s = payload;
    char *text = NULL;
    /* A name is a path below the folder, and nothing else. */
    if (s->folder && *name != '/' && !strstr(name, "..")) {
        g_autofree char *path = g_build_filename(s->folder, name, NULL);
        if (file_read(path, LIMIT_RULE_BYTES, &text, NULL, NULL))
            return text;
    }
    return g_strdup(template_text(name));
}

static void escape_nothing(GString *out, const char *text)
{
    g_string_append(out, text);
}

static bool render(const char *name, const char *text, const char *folder, const cJSON *view, GString *out, GError **error)
{
    struct search search = {.folder = folder};
    struct mustache m = {.escape = g_str_has_suffix(name, ".md")    ? mustache_escape_markdown
                                   : g_str_has_suffix(name, ".txt") ? escape_nothing
                                                                    : mustache_escape_html,
                         .partial = find_partial,
                         .payload = &search};
    return mustache_render(&m, name, text, view, out, error);
}

bool template_render(const char *name, const cJSON *view, GString *out, GError **error)
{
    const char *text = template_text(name);
    g_assert(text);
    return render(name, text, NULL, view, out, error);
}

bool template_render_code(const char *name, const char *text, const cJSON *view, GString *out, GError **error)
{
    struct search search = {.folder = NULL};
    struct mustache m = {.escape = g_str_has_suffix(name, ".md") ? mustache_escape_markdown : mustache_escape_string,
                         .partial = find_partial,
                         .payload = &search};
    return mustache_render(&m, name, text, view, out, error);
}

bool template_render_file(const char *path, const cJSON *view, GString *out, GError **error)
{
    g_autofree char *text = NULL;
    g_autofree char *folder = g_path_get_dirname(path);
    return file_read(path, LIMIT_RULE_BYTES, &text, NULL, error) && render(path, text, folder, view, out, error);
}

/* "'sha256-…'" of a text, as a policy names it. */
static char *source_hash(const char *text)
{
    guint8 digest[32];
    gsize len = sizeof digest;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(sum, (const guchar *)text, -1);
    g_checksum_get_digest(sum, digest, &len);
    g_autofree char *base64 = g_base64_encode(digest, len);
    return g_strconcat("'sha256-", base64, "'", NULL);
}

void template_add_assets(cJSON *view, const char *const *styles, const char *script)
{
    g_autoptr(GString) style = g_string_new(NULL);
    for (; *styles; styles++)
        g_string_append(style, template_text(*styles));
    const char *program = script ? template_text(script) : NULL;
    g_autofree char *of_style = source_hash(style->str), *of_script = program ? source_hash(program) : g_strdup("'none'");
    g_autofree char *policy = g_strdup_printf("default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'",
                                              of_style, of_script);
    cJSON_AddStringToObject(view, "style", style->str);
    if (program)
        cJSON_AddStringToObject(view, "script", program);
    cJSON_AddStringToObject(view, "csp", policy);
}
