#include "link/modules.h"

#include <string.h>

struct modules {
    const struct project_file *files;
    GHashTable *by_path;     /* path -> index + 1 */
    GHashTable *folders;     /* folder paths that exist */
    GHashTable *parents;     /* name of a folder -> GPtrArray of the folders that hold one of that name */
    GHashTable *known_roots; /* first segments of the ruleset's paths */
    GHashTable *memo;        /* "family\nfolder\nmodule" -> index + 1 */
};

static void add_folder(struct modules *m, const char *path, gsize len)
{
    char *folder = g_strndup(path, len);
    const char *slash = strrchr(folder, '/'), *name = slash ? slash + 1 : folder;
    if (!g_hash_table_add(m->folders, folder))
        return;
    GPtrArray *list = g_hash_table_lookup(m->parents, name);
    if (!list) {
        list = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(m->parents, g_strdup(name), list);
    }
    g_ptr_array_add(list, g_strndup(path, slash ? (gsize)(slash - folder) : 0));
}

struct modules *modules_new(const struct ruleset *rules, const struct project_file *files, uint32_t n_files)
{
    struct modules *m = g_new0(struct modules, 1);
    m->files = files;
    m->by_path = g_hash_table_new(g_str_hash, g_str_equal);
    m->folders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    m->parents = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    m->known_roots = g_hash_table_new(g_str_hash, g_str_equal);
    m->memo = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (unsigned i = 0; i < rules->n_items; i++)
        if (rules->items[i].path.n_segments)
            g_hash_table_add(m->known_roots, (gpointer)rules->items[i].path.segments[0].name);
    for (unsigned i = 0; i < rules->n_aliases; i++)
        if (rules->aliases[i].path.n_segments)
            g_hash_table_add(m->known_roots, (gpointer)rules->aliases[i].path.segments[0].name);
    for (uint32_t i = 0; i < n_files; i++) {
        const char *path = files[i].path;
        g_hash_table_insert(m->by_path, (gpointer)path, (gpointer)(guintptr)(i + 1u));
        for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/'))
            add_folder(m, path, (gsize)(slash - path));
    }
    return m;
}

void modules_free(struct modules *m)
{
    if (!m)
        return;
    g_hash_table_unref(m->by_path);
    g_hash_table_unref(m->folders);
    g_hash_table_unref(m->parents);
    g_hash_table_unref(m->known_roots);
    g_hash_table_unref(m->memo);
    g_free(m);
}

bool modules_known_root(const struct modules *m, const char *name)
{
    return g_hash_table_contains(m->known_roots, name);
}

static uint32_t file_at(const struct modules *l, const char *path)
{
    guintptr i = (guintptr)g_hash_table_lookup(l->by_path, path);
    return i ? (uint32_t)(i - 1) : NO_INDEX;
}

/* `folder` without its last segment; "" stays "". */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? g_strndup(path, (gsize)(slash - path)) : g_strdup("");
}

/* "a/b" + "../c/./d" -> "a/c/d"; NULL if it leaves the repository. */
static char *join(const char *folder, const char *relative)
{
    g_autofree char *both = *folder ? g_strconcat(folder, "/", relative, NULL) : g_strdup(relative);
    g_auto(GStrv) parts = g_strsplit(both, "/", -1);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();
    for (unsigned i = 0; parts[i]; i++) {
        if (!*parts[i] || g_str_equal(parts[i], "."))
            continue;
        if (!g_str_equal(parts[i], "..")) {
            g_ptr_array_add(kept, parts[i]);
        } else if (kept->len) {
            g_ptr_array_set_size(kept, (gint)kept->len - 1);
        } else {
            return NULL;
        }
    }
    g_ptr_array_add(kept, NULL);
    return g_strjoinv("/", (char **)kept->pdata);
}

/* A module file at `base`: itself, with an extension, or the index of a folder. */
static uint32_t module_at(const struct modules *l, const struct language *lang, const char *base)
{
    uint32_t i = NO_INDEX;
    if (lang->modules == MODULES_PATH && *base && (i = file_at(l, base)) != NO_INDEX)
        return i;
    g_autoptr(GString) path = g_string_new(NULL);
    for (const char **e = lang->module_extensions; *base && e && *e; e++) {
        g_string_printf(path, "%s%s", base, *e);
        if ((i = file_at(l, path->str)) != NO_INDEX)
            return i;
    }
    for (const char **n = lang->index_names; n && *n; n++)
        for (const char **e = lang->module_extensions; e && *e; e++) {
            g_string_printf(path, "%s%s%s%s", base, *base ? "/" : "", *n, *e);
            if ((i = file_at(l, path->str)) != NO_INDEX)
                return i;
        }
    /* "./x.js" written for x.ts */
    const char *dot = strrchr(base, '.'), *slash = strrchr(base, '/');
    if (lang->modules == MODULES_PATH && dot && (!slash || dot > slash))
        for (const char **e = lang->module_extensions; e && *e; e++)
            if (g_str_equal(dot, *e)) {
                g_autofree char *stem = g_strndup(base, (gsize)(dot - base));
                for (const char **o = lang->module_extensions; *o; o++) {
                    g_string_printf(path, "%s%s", stem, *o);
                    if ((i = file_at(l, path->str)) != NO_INDEX)
                        return i;
                }
            }
    return NO_INDEX;
}

/* Tries `relative` below each ancestor of `folder`, nearest first, and below its module roots. */
static uint32_t module_upwards(const struct modules *l, const struct language *lang, const char *folder,
                               const char *relative)
{
    g_autofree char *here = g_strdup(folder);
    for (;;) {
        g_autofree char *base = join(here, relative);
        uint32_t i = base ? module_at(l, lang, base) : NO_INDEX;
        for (const char **r = lang->module_roots; i == NO_INDEX && r && *r; r++) {
            g_autofree char *below = g_strconcat(*r, "/", relative, NULL);
            g_autofree char *at = join(here, below);
            if (at)
                i = module_at(l, lang, at);
        }
        if (i != NO_INDEX || !*here)
            return i;
        char *up = folder_of(here);
        g_free(here);
        here = up;
    }
}

/* A package whose folder is put on the search path by something we do not see: found by its name, if one
 * folder alone of the repository has it. */
static uint32_t module_anywhere(const struct modules *l, const struct language *lang, const char *relative)
{
    g_autofree char *first = g_strndup(relative, strcspn(relative, "/"));
    GPtrArray *parents = g_hash_table_lookup(l->parents, first);
    uint32_t found = NO_INDEX;
    for (guint k = 0; parents && k < parents->len; k++) {
        g_autofree char *base = join(g_ptr_array_index(parents, k), relative);
        uint32_t i = base ? module_at(l, lang, base) : NO_INDEX;
        if (i != NO_INDEX && found != NO_INDEX && i != found)
            return NO_INDEX;
        if (i != NO_INDEX)
            found = i;
    }
    return found;
}

static uint32_t resolve_dotted(const struct modules *l, const struct language *lang, const char *folder,
                               const char *module)
{
    if (*module == '.') {
        unsigned dots = 0;
        while (module[dots] == '.')
            dots++;
        g_autofree char *here = g_strdup(folder);
        for (unsigned i = 1; i < dots; i++) {
            char *up = folder_of(here);
            g_free(here);
            here = up;
        }
        g_autofree char *rest = g_strdelimit(g_strdup(module + dots), ".", '/');
        g_autofree char *base = join(here, rest);
        return base ? module_at(l, lang, base) : NO_INDEX;
    }
    g_autofree char *relative = g_strdelimit(g_strdup(module), ".", '/');
    g_autofree char *first = g_strndup(relative, strcspn(relative, "/"));
    /* A repository's own utils/openai.py does not hide the package of that name: only a top-level
     * package of the repository does. */
    if (g_hash_table_contains(l->known_roots, first)) {
        g_autofree char *top = g_strconcat("src/", first, NULL);
        if (!g_hash_table_contains(l->folders, first) && !g_hash_table_contains(l->folders, top))
            return NO_INDEX;
        folder = "";
    }
    uint32_t i = module_upwards(l, lang, folder, relative);
    return i != NO_INDEX || !strchr(relative, '/') ? i : module_anywhere(l, lang, relative);
}

static uint32_t resolve_path(const struct modules *l, const struct language *lang, const char *folder,
                             const char *module)
{
    if (g_str_has_prefix(module, "./") || g_str_has_prefix(module, "../") || g_str_equal(module, ".") ||
        g_str_equal(module, "..")) {
        g_autofree char *base = join(folder, module);
        return base ? module_at(l, lang, base) : NO_INDEX;
    }
    if (g_str_has_prefix(module, "@/") || g_str_has_prefix(module, "~/"))
        return module_upwards(l, lang, folder, module + 2);
    if (g_hash_table_contains(l->known_roots, module) || !strchr(module, '/') || *module == '@')
        return NO_INDEX;
    return module_upwards(l, lang, folder, module);
}

uint32_t module_resolve(const struct modules *m, uint32_t file, const struct language *lang, const char *module)
{
    if (!*module || lang->modules == MODULES_NONE)
        return NO_INDEX;
    g_autofree char *folder = folder_of(m->files[file].path);
    g_autofree char *key = g_strconcat(lang->family ? lang->family : lang->name, "\n", folder, "\n", module, NULL);
    guintptr known = (guintptr)g_hash_table_lookup(m->memo, key);
    if (known)
        return known == G_MAXUINT ? NO_INDEX : (uint32_t)(known - 1);
    uint32_t i = lang->modules == MODULES_DOTTED ? resolve_dotted(m, lang, folder, module)
                                                 : resolve_path(m, lang, folder, module);
    g_hash_table_insert(m->memo, g_steal_pointer(&key), (gpointer)(guintptr)(i == NO_INDEX ? G_MAXUINT : i + 1u));
    return i;
}

uint32_t module_child(const struct modules *m, uint32_t file, const struct language *lang, const char *name)
{
    if (lang->modules != MODULES_DOTTED)
        return NO_INDEX;
    const char *path = m->files[file].path;
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    for (const char **n = lang->index_names; n && *n; n++) {
        gsize len = strlen(*n);
        if (strncmp(base, *n, len) || base[len] != '.')
            continue;
        g_autofree char *folder = folder_of(path);
        g_autofree char *at = join(folder, name);
        uint32_t i = at ? module_at(m, lang, at) : NO_INDEX;
        return i != file ? i : NO_INDEX;
    }
    return NO_INDEX;
}
