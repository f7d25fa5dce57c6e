#include "cli/portfolio_inputs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "cli/cli.h"
#include "rules/yaml.h"
#include "source/remote.h"

#define TAGS_MOST 50

struct reading {
    struct arena *arena;
    const char *mirrors; /* NULL without */
    GArray *out;
};

/* ---- one input ---- */

/* The last part of a path or URL, without .git or .json. */
static const char *name_of(struct arena *a, const char *path)
{
    static const char *const ends[] = {".git", ".json"};
    g_autofree char *full = realpath(path, NULL);
    g_autofree char *name = g_path_get_basename(full ? full : path);
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
        if (g_str_has_suffix(name, ends[i]) && strlen(name) > strlen(ends[i]))
            name[strlen(name) - strlen(ends[i])] = '\0';
    return arena_strdup(a, name);
}

static bool is_url(const char *word)
{
    const char *colon = strchr(word, ':');
    return strstr(word, "://") || (colon && colon > word && !memchr(word, '/', (size_t)(colon - word)) &&
                                   memchr(word, '@', (size_t)(colon - word)));
}

/* Where a mirror of https://host/owner/name may lie below the folder; NULL if it does not. */
static const char *find_mirror(struct reading *r, const char *page)
{
    const char *path = strstr(page, "://") + 3, *below = strchr(path, '/');
    const char *const places[] = {path, below ? below + 1 : path, strrchr(path, '/') ? strrchr(path, '/') + 1 : path};
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++)
        for (int bare = 1; bare >= 0; bare--) {
            g_autofree char *file = g_strconcat(places[i], bare ? ".git" : "", NULL);
            g_autofree char *place = g_build_filename(r->mirrors, file, NULL);
            if (*places[i] && !strstr(file, "..") && g_file_test(place, G_FILE_TEST_IS_DIR))
                return arena_strdup(r->arena, place);
        }
    return NULL;
}

static void place_url(struct reading *r, struct input *in, const char *url)
{
    g_autofree char *file = g_str_has_prefix(url, "file://") ? g_filename_from_uri(url, NULL, NULL) : NULL;
    g_autofree char *page = file ? NULL : remote_page(url);
    in->path = file ? arena_strdup(r->arena, file) : page && r->mirrors ? find_mirror(r, page) : NULL;
    in->about.source = arena_strdup(r->arena, page ? page : url);
    if (!in->about.name)
        in->about.name = name_of(r->arena, in->path ? in->path : page ? page : url);
    if (!in->path)
        in->lack = !page        ? "is no URL of a repository"
                   : r->mirrors ? "no mirror of it lies in the folder of --mirrors"
                                : "nothing is fetched: name a folder of mirrors with --mirrors";
}

/* A folder is scanned, a file is read. */
static void place_path(struct reading *r, struct input *in, const char *source, const char *path)
{
    in->path = arena_strdup(r->arena, path);
    in->about.source = arena_strdup(r->arena, source);
    if (!in->about.name)
        in->about.name = name_of(r->arena, path);
    in->kind = g_file_test(path, G_FILE_TEST_IS_DIR) ? INPUT_TREE : INPUT_REPORT;
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        in->lack = "there is no such file or folder";
}

static void add(struct reading *r, struct input *in)
{
    if (in->lack)
        in->kind = INPUT_LACKING;
    g_array_append_val(r->out, *in);
}

/* ---- manifests ---- */

static bool wrong(GError **error, const struct yaml_node *at, const char *what)
{
    g_set_error(error, CLI_ERROR, CLI_USAGE, "%s:%u: %s", at->file, at->line, what);
    return false;
}

static bool read_tags(struct reading *r, const struct yaml_node *node, struct input *in, GError **error)
{
    if (!node)
        return true;
    if (node->kind != YAML_LIST || node->n > TAGS_MOST)
        return wrong(error, node, "tags is a list of words");
    in->about.tags = arena_new_n(r->arena, const char *, node->n + 1);
    for (unsigned i = 0; i < node->n; i++) {
        if (node->items[i]->kind != YAML_SCALAR)
            return wrong(error, node->items[i], "a tag is a word");
        in->about.tags[i] = node->items[i]->text;
    }
    return true;
}

static bool check_keys(const struct yaml_node *node, GError **error)
{
    static const char *const known[] = {"path", "url", "report", "name", "owner", "tier", "tags", "revision", "kind", "page"};
    for (unsigned i = 0; i < node->n; i++) {
        bool found = false;
        for (size_t k = 0; k < G_N_ELEMENTS(known) && !found; k++)
            found = strcmp(known[k], node->keys[i]->text) == 0;
        if (!found) {
            g_autoptr(GError) cause = NULL;
            cli_unknown(&cause, "key", node->keys[i]->text, known, G_N_ELEMENTS(known));
            return wrong(error, node->keys[i], cause->message);
        }
    }
    return true;
}

static bool read_repository(struct reading *r, const struct yaml_node *node, const char *folder, GError **error)
{
    static const char *const places[] = {"path", "url", "report"};
    struct input in = {.kind = INPUT_TREE};
    const struct yaml_node *place = NULL;
    if (node->kind != YAML_MAP)
        return wrong(error, node, "a repository is a map with path, url or report");
    if (!check_keys(node, error))
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        const struct yaml_node *one = yaml_get(node, places[i]);
        if (one && place)
            return wrong(error, one, "one of path, url and report is enough");
        place = one ? one : place;
    }
    if (!place || place->kind != YAML_SCALAR || !*place->text)
        return wrong(error, node, "path, url or report is missing");
    const struct {
        const char *key, **to;
    } words[] = {{"name", &in.about.name},     {"owner", &in.about.owner},      {"tier", &in.about.tier},
                 {"page", &in.about.report},   {"revision", &in.revision}, {"kind", &in.repository_kind}};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        const struct yaml_node *one = yaml_get(node, words[i].key);
        if (one && (one->kind != YAML_SCALAR || !*one->text))
            return wrong(error, one, "is a word");
        if (one)
            *words[i].to = one->text;
    }
    in.named = in.about.name != NULL;
    if (!read_tags(r, yaml_get(node, "tags"), &in, error))
        return false;
    if (is_url(place->text)) {
        place_url(r, &in, place->text);
    } else {
        g_autofree char *path = g_path_is_absolute(place->text) ? g_strdup(place->text) : g_build_filename(folder, place->text, NULL);
        place_path(r, &in, place->text, path);
        if (yaml_get(node, "report") == place && in.kind == INPUT_TREE && !in.lack)
            in.lack = "is a folder, and no report";
    }
    add(r, &in);
    return true;
}

static bool read_manifest(struct reading *r, const char *path, GError **error)
{
    g_autofree char *text = NULL, *folder = g_path_get_dirname(path);
    g_autoptr(GError) cause = NULL;
    gsize size = 0;
    struct yaml_node *root = NULL;
    if (file_read(path, LIMIT_MANIFEST_BYTES, &text, &size, &cause))
        root = yaml_parse(r->arena, path, text, size, &cause);
    if (!root) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "%s", cause->message);
        return false;
    }
    const struct yaml_node *list = yaml_get(root, "repositories");
    if (!list || list->kind != YAML_LIST)
        return wrong(error, root, "a manifest is a map with a list of repositories");
    for (unsigned i = 0; i < list->n; i++)
        if (!read_repository(r, list->items[i], folder, error))
            return false;
    return true;
}

/* ---- all of them ---- */

static int by_name(gconstpointer a, gconstpointer b)
{
    const struct input *x = a, *y = b;
    int order = strcmp(x->about.name, y->about.name);
    if (order == 0)
        order = strcmp(x->about.source, y->about.source);
    return order ? order : g_strcmp0(x->revision, y->revision);
}

bool inputs_read(struct arena *a, char *const *words, const char *mirrors, GArray *out, GError **error)
{
    struct reading r = {a, mirrors, out};
    for (; *words; words++) {
        struct input in = {.kind = INPUT_TREE};
        if (is_url(*words)) {
            place_url(&r, &in, *words);
            add(&r, &in);
        } else if (g_str_has_suffix(*words, ".yml") || g_str_has_suffix(*words, ".yaml")) {
            if (!read_manifest(&r, *words, error))
                return false;
        } else {
            place_path(&r, &in, *words, *words);
            add(&r, &in);
        }
    }
    g_array_sort(out, by_name);
    for (guint i = 1; i < out->len; i++)
        if (by_name(&g_array_index(out, struct input, i - 1), &g_array_index(out, struct input, i)) == 0) {
            g_set_error(error, CLI_ERROR, CLI_USAGE, "'%s' is named twice", g_array_index(out, struct input, i).about.source);
            return false;
        }
    return true;
}

void inputs_take_shard(GArray *inputs, unsigned index, unsigned count, struct portfolio_shard *shard)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    *shard = (struct portfolio_shard){.index = index, .count = count, .total = inputs->len};
    guint kept = 0;
    for (guint i = 0; i < inputs->len; i++) {
        const struct input *in = &g_array_index(inputs, struct input, i);
        const char *const texts[] = {in->about.name, in->about.source, in->revision, in->repository_kind};
        for (size_t k = 0; k < G_N_ELEMENTS(texts); k++)
            g_checksum_update(sum, (const guchar *)(texts[k] ? texts[k] : ""), texts[k] ? (gssize)strlen(texts[k]) + 1 : 1);
        if (i % count + 1 == index)
            g_array_index(inputs, struct input, kept++) = *in;
    }
    g_array_set_size(inputs, kept);
    g_strlcpy(shard->inputs, g_checksum_get_string(sum), sizeof shard->inputs);
}
