#include "link/demand.h"

#include <string.h>

#include "link/modules.h"

#define MOST_FILES 3  /* that one type may be written in */
#define MOST_USERS 40 /* skipped files that hold a type's name */

/* Where the gate looks for types, they say that a file uses an SDK: another file may import its namespace for all. */
static void add_sdk_types(const struct ruleset *rules, const struct api_item *item, const struct path *path, GHashTable *roots)
{
    bool asked = false;
    for (const char **name = item->language_names; *name && !asked; name++)
        asked = ruleset_language(rules, *name)->gate_types;
    const char *type = NULL;
    for (unsigned i = 0; asked && i < path->n_segments && path->segments[i].kind != SEGMENT_CALL; i++)
        if (path->segments[i].kind == SEGMENT_MEMBER)
            type = path->segments[i].name;
    if (type)
        g_hash_table_add(roots, (gpointer)type);
}

/* Modules of the SDKs: a file that imports one of them may make what others use. */
static GHashTable *sdk_roots(const struct ruleset *rules)
{
    GHashTable *roots = g_hash_table_new(g_str_hash, g_str_equal);
    for (unsigned i = 0; i < rules->n_items; i++)
        if (rules->items[i].file->sdk && !rules->items[i].file->only_literals && rules->items[i].path.n_segments) {
            g_hash_table_add(roots, (gpointer)rules->items[i].path.segments[0].name);
            add_sdk_types(rules, &rules->items[i], &rules->items[i].path, roots);
        }
    for (unsigned i = 0; i < rules->n_aliases; i++)
        if (rules->aliases[i].item->file->sdk && !rules->aliases[i].item->file->only_literals && rules->aliases[i].path.n_segments) {
            g_hash_table_add(roots, (gpointer)rules->aliases[i].path.segments[0].name);
            add_sdk_types(rules, rules->aliases[i].item, &rules->aliases[i].path, roots);
        }
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
        const char *end = lang->modules == MODULES_DOTTED || lang->modules == MODULES_NAMES ? strstr(module, lang->separator) : NULL;
        g_autofree char *root = g_strndup(module, end ? (gsize)(end - module) : strlen(module));
        if (g_hash_table_contains(roots, root))
            return true;
    }
    if (lang->modules != MODULES_NAMES)
        return false;
    for (uint32_t i = 1; i < f->facts->n_nodes; i++) /* no import is needed there */
        if (f->facts->nodes[i].kind == NODE_NAME && g_hash_table_contains(roots, f->facts->strings[f->facts->nodes[i].text]))
            return true;
    return false;
}

/* The word by which others import a file: its stem, or its folder's name for an index. */
static char *module_word(const struct language *lang, const char *path, bool *index)
{
    g_autofree char *base = g_path_get_basename(path);
    char *dot = strrchr(base, '.');
    if (dot)
        *dot = '\0';
    *index = lang->modules == MODULES_FOLDERS ||
             (lang->index_names && g_strv_contains((const char *const *)lang->index_names, base));
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

/* Wants a file that was skipped; how many that adds. */
static unsigned want(const struct project_file *files, uint32_t to, uint8_t *wanted)
{
    if (to == NO_INDEX || wanted[to] || !files[to].facts || files[to].facts->status != FACTS_SKIPPED)
        return 0;
    wanted[to] = DEMAND_HELPER;
    return 1;
}

/* Wants what file `i` imports, and the configuration it names; how many files that adds. */
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

/* A type's name, or the stem of a file, without what conventions write differently: FooBar, foo_bar. */
static char *folded(const char *name, gsize len)
{
    GString *out = g_string_sized_new(len);
    for (gsize i = 0; i < len; i++)
        if (name[i] != '_')
            g_string_append_c(out, g_ascii_tolower(name[i]));
    return g_string_free(out, FALSE);
}

/* Skipped files by the type that their stems name: family and name -> GArray of indexes. */
static GHashTable *type_files(const struct ruleset *rules, const struct project_file *files, unsigned n)
{
    GHashTable *out = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    for (unsigned i = 0; i < n; i++) {
        const struct language *lang = language_of(rules, &files[i]);
        if (!lang || lang->modules != MODULES_NAMES || !files[i].facts || files[i].facts->status != FACTS_SKIPPED)
            continue;
        const char *slash = strrchr(files[i].path, '/'), *base = slash ? slash + 1 : files[i].path;
        g_autofree char *stem = folded(base, strcspn(base, "."));
        char *key = word_key(lang, stem);
        GArray *list = g_hash_table_lookup(out, key);
        if (!list)
            g_hash_table_insert(out, g_strdup(key), list = g_array_new(FALSE, FALSE, sizeof(unsigned)));
        g_array_append_val(list, i);
        g_free(key);
    }
    return out;
}

/* How many skipped files mention a name, by family and name. */
static GHashTable *mention_counts(const struct ruleset *rules, const struct project_file *files, unsigned n)
{
    GHashTable *out = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (unsigned i = 0; i < n; i++) {
        const struct language *lang = language_of(rules, &files[i]);
        const struct facts *f = files[i].facts;
        for (uint32_t k = 0; f && lang && lang->modules == MODULES_NAMES && f->status == FACTS_SKIPPED && k < f->n_imports; k++) {
            char *key = word_key(lang, f->strings[f->imports[k].module]);
            guint times = GPOINTER_TO_UINT(g_hash_table_lookup(out, key));
            g_hash_table_insert(out, key, GUINT_TO_POINTER(times + 1));
        }
    }
    return out;
}

static void add_type(GHashTable *words, const struct language *lang, const char *name, GHashTable *counts)
{
    g_autofree char *key = word_key(lang, name);
    guint times = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key));
    if (times && times <= MOST_USERS)
        add_maker(words, g_steal_pointer(&key), g_strdup(""));
}

/* What a file declares for all: its classes, what they derive from (they may be used by that name), its constants.
 * Names that very many files hold say little. */
static void add_types(GHashTable *words, const struct language *lang, const struct facts *f, GHashTable *counts)
{
    for (uint32_t i = 2; i < f->n_scopes; i++) {
        if (f->scopes[i].kind != SCOPE_CLASS)
            continue;
        add_type(words, lang, f->strings[f->scopes[i].name], counts);
        for (uint32_t b = 0; b < f->scopes[i].n_bases; b++)
            add_type(words, lang, f->strings[f->nodes[f->kids[f->scopes[i].first_base + b]].text], counts);
    }
    for (uint32_t i = 0; i < f->n_assigns; i++)
        if (f->assigns[i].scope == 1)
            add_type(words, lang, f->strings[f->nodes[f->assigns[i].target].text], counts);
}

/* The files of types that a file names, where not many could be meant; how many were not wanted before. */
static unsigned want_types(const struct project_file *f, const struct language *lang, GHashTable *types, uint8_t *wanted)
{
    unsigned count = 0;
    const struct facts *facts = f->facts;
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    for (uint32_t i = 1; i < facts->n_nodes + facts->n_scopes; i++) { /* its own classes may have more parts */
        const struct fact_node *node = i < facts->n_nodes ? &facts->nodes[i] : NULL;
        const struct fact_scope *scope = node ? NULL : &facts->scopes[i - facts->n_nodes];
        uint32_t text = node ? node->text : scope->name;
        const char *name = facts->strings[text];
        bool names = node ? node->kind == NODE_NAME || node->kind == NODE_MEMBER : scope->kind == SCOPE_CLASS;
        if (!names || !g_ascii_isupper(*name) || !g_hash_table_add(seen, GUINT_TO_POINTER(text)))
            continue;
        g_autofree char *stem = folded(name, strlen(name)), *key = word_key(lang, stem);
        const GArray *list = g_hash_table_lookup(types, key);
        for (guint k = 0; list && list->len <= MOST_FILES && k < list->len; k++) {
            unsigned at = g_array_index(list, unsigned, k);
            count += !wanted[at];
            wanted[at] = DEMAND_HELPER;
        }
    }
    return count;
}

/* Files of one module see each other's names without naming it: those beside a user are users too. */
static char *module_key(const struct language *lang, const char *path)
{
    if (lang->modules != MODULES_FOLDERS && lang->modules != MODULES_PACKAGES)
        return NULL;
    g_autofree char *folder = g_path_get_dirname(path);
    return g_strconcat(lang->family, "\n", folder, NULL);
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
    g_autoptr(GHashTable) types = type_files(rules, files, n), counts = mention_counts(rules, files, n);
    g_autoptr(GHashTable) shared = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree bool *near = g_new0(bool, n + 1); /* calls models, or was asked for because of one that does */
    for (unsigned i = 0; i < n; i++) {
        const struct language *lang = language_of(rules, &files[i]);
        if (!files[i].facts || files[i].facts->status != FACTS_PARSED || !lang || lang->modules == MODULES_NONE)
            continue;
        bool user = files[i].asked == DEMAND_USER || imports_sdk(&files[i], lang, roots);
        near[i] = user || files[i].asked == DEMAND_HELPER || lang->modules == MODULES_NAMES;
        if (user && lang->modules == MODULES_NAMES) {
            add_types(makers, lang, files[i].facts, counts);
        } else if (user) {
            char *module = files[i].asked ? NULL : module_key(lang, files[i].path);
            if (module)
                g_hash_table_add(shared, module);
            bool index;
            g_autofree char *word = module_word(lang, files[i].path, &index);
            const char *name = modules_entry(modules, i);
            g_autofree char *folder = g_path_get_dirname(files[i].path);
            /* a folder that is a module is named behind the one it stands in */
            char *within = lang->modules == MODULES_FOLDERS ? g_path_get_dirname(folder)
                                                            : g_strdup(index ? "" : folder);
            add_maker(makers, word_key(lang, word), within);
            if (name)
                add_maker(makers, word_key(lang, name), g_strdup(""));
        }
    }
    for (unsigned i = 0; i < n; i++) { /* before helpers: who is both is a user, and asks for its own users */
        const struct language *lang = language_of(rules, &files[i]);
        if (!lang || !files[i].facts || files[i].facts->status != FACTS_SKIPPED ||
            (lang->modules == MODULES_FOLDERS && round > DEMAND_FOLDER_ROUNDS))
            continue;
        g_autofree char *module = module_key(lang, files[i].path);
        if ((module && g_hash_table_contains(shared, module)) || uses_one(&files[i], lang, makers)) {
            wanted[i] = DEMAND_USER;
            count++;
        }
    }
    for (unsigned i = 0; i < n; i++) {
        const struct language *lang = language_of(rules, &files[i]);
        if (near[i] && lang->modules == MODULES_NAMES && files[i].asked != DEMAND_HELPER)
            count += want_types(&files[i], lang, types, wanted);
        else if (near[i])
            count += want_helpers(modules, files, i, lang, wanted);
    }
    return count;
}

bool link_entry_by_place(const struct ruleset *rules, const char *path)
{
    for (unsigned i = 0; i < rules->n_items; i++)
        if (rules->items[i].as == AS_FILE && rules->items[i].glob && glob_match(rules->items[i].glob, path))
            return true;
    return false;
}
