#include "link/demand.h"

#include <string.h>

#include "link/modules.h"

/* Modules of the SDKs: a file that imports one of them may make what others use. */
static GHashTable *sdk_roots(const struct ruleset *rules)
{
    GHashTable *roots = g_hash_table_new(g_str_hash, g_str_equal);
    for (unsigned i = 0; i < rules->n_items; i++)
        if (rules->items[i].file->sdk && !rules->items[i].file->only_literals && rules->items[i].path.n_segments)
            g_hash_table_add(roots, (gpointer)rules->items[i].path.segments[0].name);
    for (unsigned i = 0; i < rules->n_aliases; i++)
        if (rules->aliases[i].item->file->sdk && !rules->aliases[i].item->file->only_literals && rules->aliases[i].path.n_segments)
            g_hash_table_add(roots, (gpointer)rules->aliases[i].path.segments[0].name);
    return roots;
}

static const struct language *language_of(const struct ruleset *rules, const struct project_file *f)
{
    if (f->facts && f->facts->language)
        return ruleset_language(rules, f->facts->strings[f->facts->language]);
    return f->language;
}

static bool imports_sdk(const struct project_file *f, const struct language *lang, GHashTable *roots)
{
    for (uint32_t i = 0; i < f->facts->n_imports; i++) {
        const char *module = f->facts->strings[f->facts->imports[i].module];
        g_autofree char *root = g_strndup(module, lang->modules == MODULES_DOTTED ? strcspn(module, ".") : strlen(module));
        if (g_hash_table_contains(roots, root))
            return true;
    }
    return false;
}

/* The word by which others import a file: its stem, or its folder's name for an index. */
static char *module_word(const struct language *lang, const char *path, bool *index)
{
    g_autofree char *base = g_path_get_basename(path);
    char *dot = strrchr(base, '.');
    if (dot)
        *dot = '\0';
    *index = lang->index_names && g_strv_contains((const char *const *)lang->index_names, base);
    if (!*index)
        return g_steal_pointer(&base);
    g_autofree char *folder = g_path_get_dirname(path);
    return g_path_get_basename(folder);
}

static bool mentions(const struct facts *f, const char *word)
{
    for (uint32_t k = 0; k < f->n_imports; k++)
        if (g_str_equal(f->strings[f->imports[k].module], word))
            return true;
    return false;
}

/* Who names a module names the folder it stands in too, or stands in that folder itself, or below it and climbs ("..");
 * the folders where a language looks for modules (src) need no name. `folders` are those of the modules with one name;
 * "" asks nothing. */
static bool names_one(const struct project_file *f, const struct language *lang, const GPtrArray *folders)
{
    for (guint i = 0; i < folders->len; i++) {
        const char *folder = folders->pdata[i], *slash = strrchr(folder, '/'), *name = slash ? slash + 1 : folder;
        size_t n = strlen(folder);
        bool below = strncmp(f->path, folder, n) == 0 && f->path[n] == '/', inside = below && !strchr(f->path + n + 1, '/');
        bool root = lang->module_roots && g_strv_contains((const char *const *)lang->module_roots, name);
        if (!*folder || g_str_equal(folder, ".") || inside || (below && (root || mentions(f->facts, ".."))) ||
            mentions(f->facts, name))
            return true;
    }
    return false;
}

/* Files of one family of languages alone import each other. */
static char *word_key(const struct language *lang, const char *word)
{
    return g_strconcat(lang->family ? lang->family : lang->name, "\n", word, NULL);
}

/* Takes both strings: files that name `key` may use what is made in `folder`. */
static void add_maker(GHashTable *makers, char *key, char *folder)
{
    GPtrArray *folders = g_hash_table_lookup(makers, key);
    if (!folders)
        g_hash_table_insert(makers, g_strdup(key), folders = g_ptr_array_new_with_free_func(g_free));
    g_ptr_array_add(folders, folder);
    g_free(key);
}

/* Whether a skipped file names a module that calls models. `makers`: word_key -> folders of the modules. */
static bool uses_one(const struct project_file *f, const struct language *lang, GHashTable *makers)
{
    for (uint32_t k = 0; k < f->facts->n_imports; k++) {
        g_autofree char *key = word_key(lang, f->facts->strings[f->facts->imports[k].module]);
        const GPtrArray *folders = f->facts->imports[k].flags & IMPORT_MENTION ? g_hash_table_lookup(makers, key) : NULL;
        if (folders && names_one(f, lang, folders))
            return true;
    }
    return false;
}

/* Wants what file `i` imports, where it was skipped; how many files that adds. */
static unsigned want(const struct project_file *files, uint32_t to, uint8_t *wanted)
{
    if (to == NO_INDEX || wanted[to] || !files[to].facts || files[to].facts->status != FACTS_SKIPPED)
        return 0;
    wanted[to] = DEMAND_HELPER;
    return 1;
}

static unsigned want_helpers(const struct modules *modules, const struct project_file *files, unsigned i,
                             const struct language *lang, uint8_t *wanted)
{
    const struct facts *f = files[i].facts;
    unsigned count = 0;
    for (uint32_t k = 0; k < f->n_imports; k++) {
        const char *module = f->strings[f->imports[k].module], *member = f->strings[f->imports[k].member];
        uint32_t to[2] = {module_resolve(modules, i, lang, module), NO_INDEX};
        if (lang->modules == MODULES_DOTTED && *member) {
            gsize len = strlen(module);
            g_autofree char *sub = g_strconcat(module, len && module[len - 1] == '.' ? "" : ".", member, NULL);
            to[1] = module_resolve(modules, i, lang, sub);
        }
        for (unsigned t = 0; t < G_N_ELEMENTS(to); t++)
            count += want(files, to[t], wanted);
    }
    for (uint32_t k = 1; k < f->n_strings; k++) /* configuration that it reads */
        count += want(files, module_file(modules, i, f->strings[k]), wanted);
    return count;
}

unsigned link_demand(const struct ruleset *rules, const struct project_file *files, unsigned n, struct modules *modules,
                     unsigned round, uint8_t *wanted)
{
    memset(wanted, 0, n * sizeof *wanted);
    if (round > DEMAND_ROUNDS)
        return 0;
    unsigned count = 0;
    g_autoptr(GHashTable) roots = sdk_roots(rules);
    g_autoptr(GHashTable) makers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    g_autofree bool *near = g_new0(bool, n + 1); /* calls models, or was asked for because of one that does */
    for (unsigned i = 0; i < n; i++) {
        const struct language *lang = language_of(rules, &files[i]);
        if (!files[i].facts || files[i].facts->status != FACTS_PARSED || !lang || lang->modules == MODULES_NONE)
            continue;
        bool user = files[i].asked == DEMAND_USER || imports_sdk(&files[i], lang, roots);
        near[i] = user || files[i].asked == DEMAND_HELPER;
        if (user) {
            bool index;
            g_autofree char *word = module_word(lang, files[i].path, &index);
            const char *name = modules_entry(modules, i);
            add_maker(makers, word_key(lang, word), index ? g_strdup("") : g_path_get_dirname(files[i].path));
            if (name)
                add_maker(makers, word_key(lang, name), g_strdup(""));
        }
    }
    for (unsigned i = 0; i < n; i++) { /* before helpers: who is both is a user, and asks for its own users */
        const struct language *lang = language_of(rules, &files[i]);
        if (lang && files[i].facts && files[i].facts->status == FACTS_SKIPPED && uses_one(&files[i], lang, makers)) {
            wanted[i] = DEMAND_USER;
            count++;
        }
    }
    for (unsigned i = 0; i < n; i++)
        if (near[i])
            count += want_helpers(modules, files, i, language_of(rules, &files[i]), wanted);
    return count;
}

bool link_entry_by_place(const struct ruleset *rules, const char *path)
{
    for (unsigned i = 0; i < rules->n_items; i++)
        if (rules->items[i].as == AS_FILE && rules->items[i].glob && glob_match(rules->items[i].glob, path))
            return true;
    return false;
}
