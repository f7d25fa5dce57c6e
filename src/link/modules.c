#include "link/modules.h"

#include <string.h>

#include "link/packages.h"

#define MAX_DATA_PATH 200 /* bytes of a string that may name a configuration file */

struct modules {
    const struct project_file *files;
    uint32_t n_files;
    GHashTable *by_path;     /* path -> index + 1 */
    GHashTable *folders;     /* folder paths that exist */
    GHashTable *data;        /* extensions of configuration files */
    GHashTable *stems;       /* paths without their extension */
    GHashTable *parents;     /* name of a folder -> GPtrArray of the folders that hold one of that name */
    GHashTable *known_roots; /* first segments of the ruleset's paths */
    GHashTable *groups;      /* family\nname or family\nfolder -> index + 1 of its first file */
    GPtrArray *prefixes;     /* struct prefix: of modules that are folders, longest first */
    GHashTable *memo;        /* "family\nfolder\nmodule" -> index + 1 */
    struct packages *packages;
    GHashTable *entries;     /* index + 1 of a file that a package's name stands for -> the name; made when asked */
};

struct prefix { /* what the names of the modules below a folder begin with */
    char *name, *folder;
    const struct language *language;
};

static void prefix_free(struct prefix *p)
{
    g_free(p->name);
    g_free(p->folder);
    g_free(p);
}

static int longer_first(gconstpointer a, gconstpointer b)
{
    const struct prefix *x = *(struct prefix *const *)a, *y = *(struct prefix *const *)b;
    gsize m = strlen(x->name), n = strlen(y->name);
    return m != n ? (m > n ? -1 : 1) : strcmp(x->name, y->name);
}

/* The text at a key of a configuration file, or NULL. */
static const char *config_text(const struct facts *f, const char *key)
{
    const struct fact_node *dict = f && f->root ? &f->nodes[f->root] : NULL;
    for (uint32_t i = 0; dict && dict->kind == NODE_DICT && i < dict->count; i++) {
        const struct fact_node *pair = &f->nodes[f->kids[dict->first + i]];
        if (pair->kind == NODE_PAIR && pair->a && pair->b && g_str_equal(f->strings[f->nodes[pair->a].text], key) &&
            f->nodes[pair->b].kind == NODE_STRING)
            return f->strings[f->nodes[pair->b].text];
    }
    return NULL;
}

static void add_prefix(struct modules *m, const struct ruleset *rules, const struct project_file *file)
{
    const char *slash = strrchr(file->path, '/'), *base = slash ? slash + 1 : file->path;
    for (unsigned i = 0; i < rules->n_languages; i++) {
        const struct language *lang = &rules->languages[i];
        if (!lang->manifest || !g_str_equal(lang->manifest, base))
            continue;
        const char *text = config_text(file->facts, lang->manifest_key ? lang->manifest_key : "");
        if (!text || !*text)
            continue;
        struct prefix *p = g_new0(struct prefix, 1);
        p->name = g_strndup(text, strcspn(text, " \t"));
        p->folder = packages_folder(file->path);
        p->language = lang;
        g_ptr_array_add(m->prefixes, p);
    }
}

/* Files of one folder, or that declare one name, are one module; its first file stands for it. */
static void add_to_group(struct modules *m, const struct project_file *file, uint32_t index)
{
    const struct language *lang = file->language;
    char *key = NULL;
    if (lang && lang->modules == MODULES_FOLDERS) {
        g_autofree char *folder = packages_folder(file->path);
        key = g_strdup_printf("%s\n%s", lang->family, folder);
    } else if (lang && lang->modules == MODULES_PACKAGES && file->facts && file->facts->package) {
        key = g_strdup_printf("%s\n%s", lang->family, file->facts->strings[file->facts->package]);
    }
    guintptr known = key ? (guintptr)g_hash_table_lookup(m->groups, key) : 1;
    bool parsed = file->facts && file->facts->status == FACTS_PARSED;
    const struct facts *other = known && key ? m->files[known - 1].facts : NULL;
    if (key && (!known || (parsed && other && other->status != FACTS_PARSED)))
        g_hash_table_insert(m->groups, g_steal_pointer(&key), (gpointer)(guintptr)(index + 1u));
    g_free(key);
}

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

static void know_roots(struct modules *m, const struct path *paths, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        g_hash_table_add(m->known_roots, (gpointer)paths[i].segments[0].name);
}

struct modules *modules_new(const struct ruleset *rules, const struct project_file *files, uint32_t n_files)
{
    struct modules *m = g_new0(struct modules, 1);
    m->files = files;
    m->n_files = n_files;
    m->by_path = g_hash_table_new(g_str_hash, g_str_equal);
    m->folders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    m->data = g_hash_table_new(g_str_hash, g_str_equal);
    for (unsigned i = 0; i < rules->n_languages; i++)
        for (const char **e = rules->languages[i].extensions; rules->languages[i].reader == READER_CONFIG && e && *e; e++)
            g_hash_table_add(m->data, (gpointer)*e);
    for (unsigned i = 0; i < rules->n_prompts; i++)
        for (const char **glob = rules->prompts[i].paths; rules->prompts[i].front && *glob; glob++)
            if (g_str_has_prefix(*glob, "*.") && !strpbrk(*glob + 1, "*?[{"))
                g_hash_table_add(m->data, (gpointer)(*glob + 1));
    m->stems = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    m->parents = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    m->known_roots = g_hash_table_new(g_str_hash, g_str_equal);
    m->groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    m->prefixes = g_ptr_array_new_with_free_func((GDestroyNotify)prefix_free);
    m->memo = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (unsigned i = 0; i < rules->n_items; i++) {
        const struct api_item *item = &rules->items[i];
        if (item->path.n_segments && !item->file->own_first)
            g_hash_table_add(m->known_roots, (gpointer)item->path.segments[0].name);
        for (unsigned a = 0; a < item->n_arguments && !item->file->own_first; a++) {
            const struct api_argument *arg = &item->arguments[a];
            know_roots(m, arg->contains_calls, arg->n_contains_calls);
            know_roots(m, arg->contains_others, arg->n_contains_others);
            know_roots(m, arg->contains_inside, arg->n_contains_inside);
        }
    }
    for (unsigned i = 0; i < rules->n_aliases; i++)
        if (rules->aliases[i].path.n_segments && !rules->aliases[i].item->file->own_first)
            g_hash_table_add(m->known_roots, (gpointer)rules->aliases[i].path.segments[0].name);
    m->packages = packages_new(rules, files, n_files);
    for (uint32_t i = 0; i < n_files; i++) {
        const char *path = files[i].path;
        g_hash_table_insert(m->by_path, (gpointer)path, (gpointer)(guintptr)(i + 1u));
        const char *dot = strrchr(path, '.');
        if (dot && files[i].language && files[i].language->modules != MODULES_NONE)
            g_hash_table_add(m->stems, g_strndup(path, (gsize)(dot - path)));
        for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/'))
            add_folder(m, path, (gsize)(slash - path));
        add_to_group(m, &files[i], i);
        add_prefix(m, rules, &files[i]);
    }
    g_ptr_array_sort(m->prefixes, longer_first);
    return m;
}

void modules_free(struct modules *m)
{
    if (!m)
        return;
    g_hash_table_unref(m->by_path);
    g_hash_table_unref(m->folders);
    g_hash_table_unref(m->stems);
    g_hash_table_unref(m->data);
    g_hash_table_unref(m->parents);
    g_hash_table_unref(m->known_roots);
    g_hash_table_unref(m->groups);
    g_ptr_array_unref(m->prefixes);
    g_hash_table_unref(m->memo);
    packages_free(m->packages);
    if (m->entries)
        g_hash_table_unref(m->entries);
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

static uint32_t file_ending(const struct modules *m, const char *path)
{
    g_autofree char *plain = packages_join("", path);
    g_autofree char *end = plain && *plain ? g_strconcat("/", plain, NULL) : NULL;
    uint32_t found = NO_INDEX;
    for (uint32_t i = 0; end && i < m->n_files; i++)
        if (g_str_has_suffix(m->files[i].path, end)) {
            if (found != NO_INDEX)
                return NO_INDEX;
            found = i;
        }
    return found;
}

/* A module file at `base`: itself, with an extension, or the index of a folder. */
static uint32_t module_at(const struct modules *l, const struct language *lang, const char *base)
{
    uint32_t i = NO_INDEX;
    if (lang->modules == MODULES_PATH && *base && (i = file_at(l, base)) != NO_INDEX)
        return i;
    g_autoptr(GString) path = g_string_new(base);
    gsize len = path->len;
    bool stem = g_hash_table_contains(l->stems, base), folder = !*base || g_hash_table_contains(l->folders, base);
    for (const char **e = stem ? lang->module_extensions : NULL; e && *e; e++) {
        g_string_append(g_string_truncate(path, len), *e);
        if ((i = file_at(l, path->str)) != NO_INDEX)
            return i;
    }
    for (const char **n = folder ? lang->index_names : NULL; n && *n; n++)
        for (const char **e = lang->module_extensions; e && *e; e++) {
            g_string_append(g_string_append(g_string_truncate(path, len), *base ? "/" : ""), *n);
            g_string_append(path, *e);
            if ((i = file_at(l, path->str)) != NO_INDEX)
                return i;
        }
    /* "./x.js" written for x.ts */
    const char *dot = strrchr(base, '.'), *slash = strrchr(base, '/');
    if (lang->modules == MODULES_PATH && dot && (!slash || dot > slash))
        for (const char **e = lang->module_extensions; e && *e; e++)
            if (g_str_equal(dot, *e)) {
                g_autofree char *bare = g_strndup(base, (gsize)(dot - base));
                for (const char **o = lang->module_extensions; *o; o++) {
                    g_string_printf(path, "%s%s", bare, *o);
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
        g_autofree char *base = packages_join(here, relative);
        uint32_t i = base ? module_at(l, lang, base) : NO_INDEX;
        for (const char **r = lang->module_roots; i == NO_INDEX && r && *r; r++) {
            g_autofree char *below = g_strconcat(*r, "/", relative, NULL);
            g_autofree char *at = packages_join(here, below);
            if (at)
                i = module_at(l, lang, at);
        }
        if (i != NO_INDEX || !*here)
            return i;
        char *up = packages_folder(here);
        g_free(here);
        here = up;
    }
}

/* What is built from a source lies in another folder and has another extension: "dist/client.js" of "src/client.ts". */
static uint32_t module_source(const struct modules *l, const struct language *lang, const char *folder, const char *built)
{
    gsize n = strlen(folder);
    const char *rest = built;
    if (n && !(g_str_has_prefix(built, folder) && (built[n] == '/' || !built[n])))
        return NO_INDEX;
    rest += n && built[n] ? n + 1 : n;
    const char *base = strrchr(rest, '/');
    base = base ? base + 1 : rest;
    g_autofree char *stem = g_strndup(rest, (gsize)(base - rest) + strcspn(base, "."));
    for (const char *part = stem;;) {
        for (const char **r = lang->module_roots; r && *r; r++) {
            g_autofree char *below = g_strconcat(*r, "/", part, NULL);
            g_autofree char *at = packages_join(folder, below);
            uint32_t i = at ? module_at(l, lang, at) : NO_INDEX;
            if (i != NO_INDEX)
                return i;
        }
        const char *slash = strchr(part, '/');
        if (!slash)
            return NO_INDEX;
        part = slash + 1;
    }
}

/* A file that a manifest of the repository says a module is. */
static uint32_t module_packaged(const struct modules *l, const struct language *lang, const char *folder,
                                const char *module)
{
    bool ours;
    g_autoptr(GArray) places = packages_places(l->packages, lang, folder, module, &ours);
    uint32_t found = NO_INDEX;
    for (guint i = 0; i < places->len && found == NO_INDEX; i++)
        found = module_at(l, lang, g_array_index(places, struct package_place, i).path);
    for (guint i = 0; i < places->len && found == NO_INDEX; i++) {
        const struct package_place *p = &g_array_index(places, struct package_place, i);
        if (p->folder)
            found = module_source(l, lang, p->folder, p->path);
    }
    return found;
}

/* A package at the top of a project, wherever that stands, if one folder alone has its name. */
static uint32_t module_of_project(const struct modules *l, const struct language *lang, const char *name)
{
    const GPtrArray *parents = g_hash_table_lookup(l->parents, name);
    if (!parents || parents->len != 1 || !packages_is_root(l->packages, lang, g_ptr_array_index(parents, 0)))
        return NO_INDEX;
    g_autofree char *base = packages_join(g_ptr_array_index(parents, 0), name);
    return base ? module_at(l, lang, base) : NO_INDEX;
}

/* A package whose folder is put on the search path by something we do not see: found by its name, if one
 * folder alone of the repository has it. */
static uint32_t module_anywhere(const struct modules *l, const struct language *lang, const char *relative)
{
    g_autofree char *first = g_strndup(relative, strcspn(relative, "/"));
    GPtrArray *parents = g_hash_table_lookup(l->parents, first);
    uint32_t found = NO_INDEX;
    for (guint k = 0; parents && k < parents->len; k++) {
        g_autofree char *base = packages_join(g_ptr_array_index(parents, k), relative);
        uint32_t i = base ? module_at(l, lang, base) : NO_INDEX;
        if (i != NO_INDEX && found != NO_INDEX && i != found)
            return NO_INDEX;
        if (i != NO_INDEX)
            found = i;
    }
    return found;
}

/* A module below a folder that stands beside the importing file, or beside a manifest above it: agents/writer.py of a
 * main.py that imports agents.writer. A file that is itself part of a package imports from that one's top. */
static uint32_t module_beside(const struct modules *l, const struct language *lang, const char *folder, const char *relative)
{
    if (!strchr(relative, '/'))
        return NO_INDEX;
    g_autofree char *here = g_strdup(folder);
    for (bool at = true;; at = false) {
        bool root = packages_is_root(l->packages, lang, here) || (at && module_at(l, lang, here) == NO_INDEX);
        g_autofree char *base = root ? packages_join(here, relative) : NULL;
        uint32_t i = base ? module_at(l, lang, base) : NO_INDEX;
        if (i != NO_INDEX || !*here)
            return i;
        char *up = packages_folder(here);
        g_free(here);
        here = up;
    }
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
            char *up = packages_folder(here);
            g_free(here);
            here = up;
        }
        g_autofree char *rest = g_strdelimit(g_strdup(module + dots), ".", '/');
        g_autofree char *base = packages_join(here, rest);
        return base ? module_at(l, lang, base) : NO_INDEX;
    }
    const bool own = *module == MODULE_OWN;
    module += own;
    if (!*module)
        return own ? module_packaged(l, lang, folder, module) : NO_INDEX;
    g_autofree char *relative = g_strdelimit(g_strdup(module), ".", '/');
    g_autofree char *first = g_strndup(relative, strcspn(relative, "/"));
    /* A repository's own utils/openai.py does not hide the package of that name: only a top-level
     * package of the repository does, or one whose module stands where the program begins. */
    if (!own && g_hash_table_contains(l->known_roots, first)) {
        uint32_t beside = module_beside(l, lang, folder, relative);
        if (beside != NO_INDEX)
            return beside;
        g_autofree char *top = g_strconcat("src/", first, NULL);
        if (!g_hash_table_contains(l->folders, first) && !g_hash_table_contains(l->folders, top))
            return NO_INDEX;
        folder = "";
    }
    uint32_t i = module_upwards(l, lang, folder, relative);
    if (i == NO_INDEX)
        i = module_packaged(l, lang, folder, module);
    if (i != NO_INDEX)
        return i;
    return strchr(relative, '/') ? module_anywhere(l, lang, relative) : module_of_project(l, lang, relative);
}

/* Whether a name, or the package that it is a part of, is one that rules speak of. */
static bool is_known(const struct modules *l, const struct language *lang, const char *module)
{
    gsize n = *module == '@' ? strcspn(module, "/") : 0;
    n += strcspn(module + n + (module[n] == '/'), lang->modules == MODULES_DOTTED ? "." : "/") + (module[n] == '/');
    g_autofree char *name = g_strndup(module, n);
    return g_hash_table_contains(l->known_roots, module) || g_hash_table_contains(l->known_roots, name);
}

static uint32_t resolve_path(const struct modules *l, const struct language *lang, const char *folder,
                             const char *module)
{
    if (g_str_has_prefix(module, "./") || g_str_has_prefix(module, "../") || g_str_equal(module, ".") ||
        g_str_equal(module, "..")) {
        g_autofree char *base = packages_join(folder, module);
        return base ? module_at(l, lang, base) : NO_INDEX;
    }
    uint32_t i = is_known(l, lang, module) ? NO_INDEX : module_packaged(l, lang, folder, module);
    if (i != NO_INDEX)
        return i;
    if (g_str_has_prefix(module, "@/") || g_str_has_prefix(module, "~/"))
        return module_upwards(l, lang, folder, module + 2);
    if (g_hash_table_contains(l->known_roots, module) || !strchr(module, '/') || *module == '@')
        return NO_INDEX;
    return module_upwards(l, lang, folder, module);
}

static uint32_t group_at(const struct modules *m, const struct language *lang, const char *name)
{
    g_autofree char *key = g_strdup_printf("%s\n%s", lang->family, name);
    guintptr i = (guintptr)g_hash_table_lookup(m->groups, key);
    return i ? (uint32_t)(i - 1) : NO_INDEX;
}

/* A folder below one whose manifest says what its modules begin with; "./x" is relative to the file's folder. */
static uint32_t resolve_folder(const struct modules *m, const struct language *lang, const char *folder,
                               const char *module)
{
    if (*module == '.') {
        g_autofree char *at = packages_join(folder, module);
        return at ? group_at(m, lang, at) : NO_INDEX;
    }
    for (guint i = 0; i < m->prefixes->len; i++) {
        const struct prefix *p = g_ptr_array_index(m->prefixes, i);
        gsize n = strlen(p->name);
        if (p->language != lang || strncmp(module, p->name, n) || (module[n] && module[n] != '/'))
            continue;
        g_autofree char *at = packages_join(p->folder, module + n);
        uint32_t found = at ? group_at(m, lang, at) : NO_INDEX;
        if (found != NO_INDEX)
            return found;
    }
    return NO_INDEX;
}

/* A module that a file declares (mod api;) stands below it: server/api.rs of server.rs. */
static uint32_t module_below(const struct modules *m, uint32_t file, const struct language *lang, const char *module)
{
    g_autofree char *folder = module_folder(m, file, lang, 0);
    g_autofree char *relative = g_strdelimit(g_strdup(module), ".", '/');
    g_autofree char *at = g_hash_table_contains(m->folders, folder) ? packages_join(folder, relative) : NULL;
    return at ? module_at(m, lang, at) : NO_INDEX;
}

/* Whether a file itself says that the first part of a module's name is the repository's: mod config; use config::Config; */
static bool declares(const struct modules *m, uint32_t file, const char *module)
{
    const struct facts *f = m->files[file].facts;
    const gsize n = strcspn(module, ".");
    for (uint32_t i = 0; f && n && i < f->n_imports; i++) {
        const char *own = f->strings[f->imports[i].module];
        if (*own == MODULE_OWN && !f->imports[i].member && strlen(own) == n + 1 && !strncmp(own + 1, module, n))
            return true;
    }
    return false;
}

uint32_t module_resolve(const struct modules *m, uint32_t file, const struct language *lang, const char *module)
{
    if (!*module || lang->modules == MODULES_NONE)
        return NO_INDEX;
    g_autofree char *ours = NULL;
    const bool marked = *module == MODULE_OWN || (*module == '.' && module[1] != '.');
    if (lang->modules == MODULES_DOTTED && declares(m, file, module + marked)) {
        uint32_t below = module_below(m, file, lang, module + marked);
        if (below != NO_INDEX)
            return below;
        if (!marked)
            module = ours = g_strdup_printf("%c%s", MODULE_OWN, module);
    }
    g_autofree char *folder = packages_folder(m->files[file].path);
    g_autofree char *key = g_strconcat(lang->family ? lang->family : lang->name, "\n", folder, "\n", module, NULL);
    guintptr known = (guintptr)g_hash_table_lookup(m->memo, key);
    if (known)
        return known == G_MAXUINT ? NO_INDEX : (uint32_t)(known - 1);
    uint32_t i = lang->modules == MODULES_DOTTED    ? resolve_dotted(m, lang, folder, module)
                 : lang->modules == MODULES_FOLDERS ? resolve_folder(m, lang, folder, module)
                 : lang->modules == MODULES_PACKAGES   ? group_at(m, lang, module)
                                                    : resolve_path(m, lang, folder, module);
    g_hash_table_insert(m->memo, g_steal_pointer(&key), (gpointer)(guintptr)(i == NO_INDEX ? G_MAXUINT : i + 1u));
    return i;
}

char *module_folder(const struct modules *m, uint32_t file, const struct language *lang, unsigned levels)
{
    const char *path = m->files[file].path, *dot = strrchr(path, '.'), *slash = strrchr(path, '/');
    char *at = dot && (!slash || dot > slash) ? g_strndup(path, (gsize)(dot - path)) : g_strdup(path);
    const char *last = strrchr(at, '/');
    bool index = lang->index_names && g_strv_contains((const char *const *)lang->index_names, last ? last + 1 : at);
    for (unsigned i = index ? 0 : 1; i <= levels; i++) {
        char *up = packages_folder(at);
        g_free(at);
        at = up;
    }
    return at;
}

uint32_t module_at_path(const struct modules *m, const struct language *lang, const char *path)
{
    return module_at(m, lang, path);
}

bool module_is_ours(const struct modules *m, uint32_t file, const struct language *lang, const char *module)
{
    const bool paths = lang->modules == MODULES_PATH;
    /* ".prisma/client" of a path begins a package's name, no folder: that is "./" or "..". */
    if (*module == '.' && (!paths || !module[1] || module[1] == '.' || module[1] == '/'))
        return true;
    if (paths && (*module == '@' || *module == '~') && module[1] == '/')
        return true;
    g_autofree char *folder = packages_folder(m->files[file].path);
    bool ours = false;
    if (!is_known(m, lang, module))
        g_array_unref(packages_places(m->packages, lang, folder, module, &ours));
    return ours;
}

static void add_entry(const char *name, const struct language *lang, void *payload)
{
    struct modules *m = payload;
    uint32_t i = is_known(m, lang, name) ? NO_INDEX : module_packaged(m, lang, "", name);
    const char *slash = strrchr(name, '/');
    if (i != NO_INDEX)
        g_hash_table_insert(m->entries, GUINT_TO_POINTER(i + 1), (gpointer)(slash ? slash + 1 : name));
}

const char *modules_entry(struct modules *m, uint32_t file)
{
    if (!m->entries) {
        m->entries = g_hash_table_new(NULL, NULL);
        packages_names(m->packages, add_entry, m);
    }
    return g_hash_table_lookup(m->entries, GUINT_TO_POINTER(file + 1));
}

uint32_t modules_package(struct modules *m, uint32_t file, const struct language *lang, const char *name)
{
    uint32_t i = module_resolve(m, file, lang, name);
    const char *entry = i == NO_INDEX ? NULL : modules_entry(m, i);
    g_autofree char *written = g_strdelimit(g_strdup(entry ? entry : ""), "-", '_'); /* as code writes it */
    return g_str_equal(written, name) ? i : NO_INDEX;
}

uint32_t module_file(const struct modules *m, uint32_t file, const char *path)
{
    const char *dot = strrchr(path, '.');
    if (!dot || dot == path || !g_hash_table_contains(m->data, dot) || strlen(path) > MAX_DATA_PATH)
        return NO_INDEX;
    g_autofree char *here = packages_folder(m->files[file].path);
    for (;;) {
        g_autofree char *at = packages_join(here, path);
        uint32_t i = at ? file_at(m, at) : NO_INDEX;
        if (i != NO_INDEX || !*here)
            return i != NO_INDEX ? i : file_ending(m, path);
        char *up = packages_folder(here);
        g_free(here);
        here = up;
    }
}

uint32_t module_child(const struct modules *m, uint32_t file, const struct language *lang, const char *name)
{
    if (!lang || lang->modules != MODULES_DOTTED) /* a picture, a style sheet */
        return NO_INDEX;
    g_autofree char *folder = module_folder(m, file, lang, 0);
    g_autofree char *at = g_hash_table_contains(m->folders, folder) || !*folder ? packages_join(folder, name) : NULL;
    uint32_t i = at ? module_at(m, lang, at) : NO_INDEX;
    return i != file ? i : NO_INDEX;
}

bool module_has_children(const struct modules *m, uint32_t file, const struct language *lang)
{
    g_autofree char *folder = lang && lang->modules == MODULES_DOTTED ? module_folder(m, file, lang, 0) : NULL;
    return folder && g_hash_table_contains(m->folders, folder);
}
