#include "link/packages.h"

#include <string.h>

#include "link/keys.h"

#define MAX_EXTENDS 8     /* files that take their settings from one another */
#define MAX_CONDITIONS 6  /* maps in a map of exports */
#define MAX_MAPPINGS 2000 /* of one manifest */

/* What an import written like `pattern` (at most one star) stands for; targets hold the star's place. */
struct mapping {
    const char *pattern;
    GPtrArray *targets; /* char *, paths in the repository */
};

struct package {
    const struct package_rule *rule;
    const struct facts *f; /* NULL if the manifest was not read as configuration */
    const char *path;
    const char *folder;
    const char *base;      /* NULL without */
    GArray *aliases, *exports, *folders; /* struct mapping */
    GPtrArray *entries, *roots;          /* char * */
    bool settled;
};

struct packages {
    const struct ruleset *rules;
    struct arena arena;
    GPtrArray *all;          /* struct package */
    GHashTable *by_path;     /* path of the manifest -> struct package */
    GHashTable *by_folder;   /* folder -> GPtrArray of struct package */
    GHashTable *by_name;     /* "family\nname" -> GPtrArray of struct package */
    GHashTable *roots;       /* "family\nfolder" */
    GHashTable *projects;    /* folders of files that projects have at their top, whatever these say: requirements.txt */
};

/* ---- paths ---- */

char *packages_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? g_strndup(path, (gsize)(slash - path)) : g_strdup("");
}

char *packages_join(const char *folder, const char *relative)
{
    /* nothing to take apart, as most are */
    if (*relative && *relative != '.' && *relative != '/' && !strstr(relative, "/.") && !strstr(relative, "//") &&
        !g_str_has_suffix(relative, "/") && *folder != '.' && !strstr(folder, "/."))
        return *folder ? g_strconcat(folder, "/", relative, NULL) : g_strdup(relative);
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

/* ---- names ---- */

static const char *family(const struct language *lang)
{
    return lang->family ? lang->family : lang->name;
}

/* Modules of dotted languages are identifiers: what a package is called with hyphens is imported with underscores. */
static char *name_key(const struct language *lang, const char *name)
{
    g_autofree char *own = g_strdup(name);
    if (lang->modules == MODULES_DOTTED) {
        g_free(own);
        own = g_strdelimit(g_ascii_strdown(name, -1), "-.", '_');
    }
    return g_strconcat(family(lang), "\n", own, NULL);
}

static bool speaks_of(const struct packages *p, const struct package *k, const struct language *lang)
{
    for (const char **name = k->rule->languages; *name; name++) {
        const struct language *other = ruleset_language(p->rules, *name);
        if (other && g_str_equal(family(other), family(lang)))
            return true;
    }
    return false;
}

static void add_to(GHashTable *lists, char *key, gpointer value)
{
    GPtrArray *list = g_hash_table_lookup(lists, key);
    if (!list) {
        list = g_ptr_array_new();
        g_hash_table_insert(lists, g_strdup(key), list);
    }
    g_ptr_array_add(list, value);
    g_free(key);
}

/* ---- reading a manifest ---- */

static GArray *hits_of(const struct package *k, const char **paths)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(struct key_hit));
    for (const char **path = paths; k->f && *path; path++)
        keys_values(k->f, &k->f->nodes[k->f->root], "", *path, out);
    return out;
}

/* Appends a target below `folder`, unless it leaves the repository. */
static void add_target(struct packages *p, GPtrArray *out, const char *folder, const char *text)
{
    g_autofree char *path = text && *text != '/' ? packages_join(folder, text) : NULL;
    if (path)
        g_ptr_array_add(out, arena_strdup(&p->arena, path));
}

/* All texts in a value: itself, or those of a list or of a map by condition. */
static void add_targets(struct packages *p, const struct package *k, const struct fact_node *n, const char *folder,
                        GPtrArray *out, unsigned nested)
{
    const struct facts *f = k->f;
    if (keys_scalar(f, n))
        add_target(p, out, folder, keys_scalar(f, n));
    for (uint32_t i = 0; nested && (n->kind == NODE_LIST || n->kind == NODE_DICT) && i < n->count; i++) {
        const struct fact_node *e = &f->nodes[f->kids[n->first + i]];
        add_targets(p, k, e->kind == NODE_PAIR ? &f->nodes[e->b] : e, folder, out, nested - 1);
    }
}

static void add_mapping(struct packages *p, const struct package *k, GArray *out, const char *pattern,
                        const struct fact_node *targets, const char *folder)
{
    if (out->len >= MAX_MAPPINGS)
        return;
    struct mapping m = {arena_strdup(&p->arena, pattern), g_ptr_array_new()};
    add_targets(p, k, targets, folder, m.targets, MAX_CONDITIONS);
    g_array_append_val(out, m);
}

static void clear_mapping(gpointer m)
{
    g_ptr_array_unref(((struct mapping *)m)->targets);
}

static GArray *mappings_new(void)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(struct mapping));
    g_array_set_clear_func(out, clear_mapping);
    return out;
}

static const char *pair_name(const struct facts *f, const struct fact_node *pair)
{
    return pair->kind == NODE_PAIR && pair->a ? keys_scalar(f, &f->nodes[pair->a]) : NULL;
}

/* A map of patterns to targets; keys that do not begin with `mark` (conditions) belong to the pattern ".". */
static void read_map(struct packages *p, const struct package *k, const char **paths, const char *mark,
                     const char *folder, GArray *out)
{
    g_autoptr(GArray) hits = hits_of(k, paths);
    for (guint h = 0; h < hits->len; h++) {
        const struct fact_node *n = g_array_index(hits, struct key_hit, h).node;
        const struct fact_node *first = n->kind == NODE_DICT && n->count ? &k->f->nodes[k->f->kids[n->first]] : NULL;
        const char *name = first ? pair_name(k->f, first) : NULL;
        if (mark && !(name && g_str_has_prefix(name, mark))) {
            add_mapping(p, k, out, mark, n, folder);
            continue;
        }
        for (uint32_t i = 0; n->kind == NODE_DICT && i < n->count; i++) {
            const struct fact_node *pair = &k->f->nodes[k->f->kids[n->first + i]];
            if (pair_name(k->f, pair))
                add_mapping(p, k, out, pair_name(k->f, pair), &k->f->nodes[pair->b], folder);
        }
    }
}

/* Maps of module names to folders, and lists of folders, whose last name is the module's. */
static void read_folders(struct packages *p, struct package *k)
{
    g_autoptr(GArray) hits = hits_of(k, k->rule->folders);
    for (guint h = 0; h < hits->len; h++) {
        const struct fact_node *n = g_array_index(hits, struct key_hit, h).node;
        for (uint32_t i = 0; (n->kind == NODE_DICT || n->kind == NODE_LIST) && i < n->count; i++) {
            const struct fact_node *e = &k->f->nodes[k->f->kids[n->first + i]];
            const char *name = pair_name(k->f, e), *path = n->kind == NODE_LIST ? keys_scalar(k->f, e) : NULL;
            g_autofree char *last = path ? g_path_get_basename(path) : NULL;
            if (name && *name)
                add_mapping(p, k, k->folders, name, &k->f->nodes[e->b], k->folder);
            else if (name) /* of all modules */
                add_target(p, k->roots, k->folder, keys_scalar(k->f, &k->f->nodes[e->b]));
            else if (path)
                add_mapping(p, k, k->folders, last, e, k->folder);
        }
    }
}

static void add_names(struct packages *p, struct package *k)
{
    g_autoptr(GArray) names = hits_of(k, k->rule->names);
    for (const char **l = k->rule->languages; *l; l++) {
        const struct language *lang = ruleset_language(p->rules, *l);
        if (!lang)
            continue;
        for (guint i = 0; i < names->len; i++) {
            const char *name = keys_scalar(k->f, g_array_index(names, struct key_hit, i).node);
            if (name && *name)
                add_to(p->by_name, name_key(lang, name), k);
        }
        g_hash_table_add(p->roots, g_strconcat(family(lang), "\n", k->folder, NULL));
        for (guint i = 0; i < k->roots->len; i++)
            g_hash_table_add(p->roots, g_strconcat(family(lang), "\n", g_ptr_array_index(k->roots, i), NULL));
        for (const char **r = lang->module_roots; r && *r; r++) {
            g_autofree char *root = packages_join(k->folder, *r);
            g_hash_table_add(p->roots, g_strconcat(family(lang), "\n", root, NULL));
        }
    }
}

static void read_manifest(struct packages *p, const struct package_rule *rule, const struct project_file *file)
{
    struct package *k = arena_new(&p->arena, struct package);
    g_autofree char *folder = packages_folder(file->path);
    *k = (struct package){.rule = rule, .path = file->path, .folder = arena_strdup(&p->arena, folder),
                          .f = file->facts && file->facts->root ? file->facts : NULL,
                          .aliases = mappings_new(), .exports = mappings_new(), .folders = mappings_new(),
                          .entries = g_ptr_array_new(), .roots = g_ptr_array_new()};
    read_map(p, k, rule->exports, ".", k->folder, k->exports);
    read_folders(p, k);
    g_autoptr(GArray) entries = hits_of(k, rule->entries), roots = hits_of(k, rule->roots);
    for (guint i = 0; i < entries->len; i++)
        add_target(p, k->entries, k->folder, keys_scalar(k->f, g_array_index(entries, struct key_hit, i).node));
    for (guint i = 0; i < roots->len; i++)
        add_target(p, k->roots, k->folder, keys_scalar(k->f, g_array_index(roots, struct key_hit, i).node));
    add_names(p, k);
    g_ptr_array_add(p->all, k);
    g_hash_table_insert(p->by_path, (gpointer)k->path, k);
    add_to(p->by_folder, g_strdup(k->folder), k);
}

/* ---- settings that one manifest takes from another ---- */

/* The manifest that `text` names in an `extends` of `k`, or NULL. */
static struct package *extended(const struct packages *p, const struct package *k, const char *text)
{
    g_autofree char *path = NULL;
    if (*text == '.') {
        path = packages_join(k->folder, text);
    } else { /* a file of a package of the repository */
        const char *slash = strchr(text, '/');
        if (slash && *text == '@')
            slash = strchr(slash + 1, '/');
        g_autofree char *name = slash ? g_strndup(text, (gsize)(slash - text)) : g_strdup(text);
        for (const char **l = k->rule->languages; *l && !path; l++) {
            const struct language *lang = ruleset_language(p->rules, *l);
            g_autofree char *key = lang ? name_key(lang, name) : NULL;
            const GPtrArray *named = key ? g_hash_table_lookup(p->by_name, key) : NULL;
            if (named)
                path = packages_join(((const struct package *)g_ptr_array_index(named, 0))->folder, slash ? slash + 1 : "");
        }
    }
    if (!path)
        return NULL;
    const char *dot = strrchr(k->path, '.'), *slash = strrchr(k->path, '/'), *base = slash ? slash + 1 : k->path;
    g_autofree char *with = dot ? g_strconcat(path, dot, NULL) : NULL;
    g_autofree char *within = g_strconcat(path, *path ? "/" : "", base, NULL);
    struct package *found = g_hash_table_lookup(p->by_path, path);
    if (!found && with)
        found = g_hash_table_lookup(p->by_path, with);
    return found ? found : g_hash_table_lookup(p->by_path, within);
}

static void settle(struct packages *p, struct package *k, unsigned hops)
{
    if (k->settled)
        return;
    k->settled = true;
    g_autoptr(GArray) bases = hits_of(k, k->rule->base), others = hits_of(k, k->rule->extends);
    for (guint i = 0; i < bases->len && !k->base; i++) {
        const char *text = keys_scalar(k->f, g_array_index(bases, struct key_hit, i).node);
        g_autofree char *path = text ? packages_join(k->folder, text) : NULL;
        k->base = arena_strdup(&p->arena, path);
    }
    bool own_base = k->base;
    struct package *from[MAX_EXTENDS];
    unsigned n = 0;
    for (guint i = 0; hops && i < others->len && n < MAX_EXTENDS; i++) {
        const char *text = keys_scalar(k->f, g_array_index(others, struct key_hit, i).node);
        struct package *other = text && *text ? extended(p, k, text) : NULL;
        if (!other || other == k)
            continue;
        settle(p, other, hops - 1);
        from[n++] = other;
        if (!k->base)
            k->base = other->base;
    }
    read_map(p, k, k->rule->aliases, NULL, own_base ? k->base : k->folder, k->aliases);
    for (unsigned i = 0; i < n && !k->aliases->len; i++)
        for (guint a = 0; a < from[i]->aliases->len; a++) {
            struct mapping m = g_array_index(from[i]->aliases, struct mapping, a);
            g_ptr_array_ref(m.targets);
            g_array_append_val(k->aliases, m);
        }
}

/* ---- all ---- */

struct packages *packages_new(const struct ruleset *rules, const struct project_file *files, uint32_t n_files)
{
    struct packages *p = g_new0(struct packages, 1);
    p->rules = rules;
    arena_init(&p->arena);
    p->all = g_ptr_array_new();
    p->by_path = g_hash_table_new(g_str_hash, g_str_equal);
    p->by_folder = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    p->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    p->roots = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    p->projects = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (uint32_t i = 0; i < n_files; i++) {
        bool read = false;
        for (const char **glob = rules->projects; *glob; glob++)
            if (glob_match(*glob, files[i].path))
                g_hash_table_add(p->projects, packages_folder(files[i].path));
        for (unsigned r = 0; r < rules->n_packages && !read; r++)
            for (const char **glob = rules->packages[r].paths; *glob && !read; glob++)
                if ((read = glob_match(*glob, files[i].path)))
                    read_manifest(p, &rules->packages[r], &files[i]);
    }
    for (guint i = 0; i < p->all->len; i++)
        settle(p, g_ptr_array_index(p->all, i), MAX_EXTENDS);
    return p;
}

void packages_free(struct packages *p)
{
    if (!p)
        return;
    for (guint i = 0; i < p->all->len; i++) {
        struct package *k = g_ptr_array_index(p->all, i);
        g_array_unref(k->aliases);
        g_array_unref(k->exports);
        g_array_unref(k->folders);
        g_ptr_array_unref(k->entries);
        g_ptr_array_unref(k->roots);
    }
    g_ptr_array_unref(p->all);
    g_hash_table_unref(p->by_path);
    g_hash_table_unref(p->by_folder);
    g_hash_table_unref(p->by_name);
    g_hash_table_unref(p->roots);
    g_hash_table_unref(p->projects);
    arena_fini(&p->arena);
    g_free(p);
}

/* ---- asking ---- */

static void add_place(GArray *out, char *path, const char *folder)
{
    if (!path)
        return;
    struct package_place place = {path, folder};
    g_array_append_val(out, place);
}

static void clear_place(gpointer place)
{
    g_free(((struct package_place *)place)->path);
}

/* What the star of a pattern stands for in `text`; false if it does not fit. */
static bool star(const char *pattern, const char *text, gsize *from, gsize *len)
{
    const char *at = strchr(pattern, '*');
    gsize before = at ? (gsize)(at - pattern) : strlen(pattern), after = at ? strlen(at + 1) : 0, n = strlen(text);
    *from = before;
    *len = n >= before + after ? n - before - after : 0;
    return n >= before + after && (at || n == before) && !strncmp(pattern, text, before) &&
           (!after || !strcmp(text + n - after, at + 1));
}

/* Adds the targets of the pattern that fits best: what is written before its star is longest. */
static bool add_mapped(GArray *out, const GArray *mappings, const char *text, const char *folder)
{
    const struct mapping *best = NULL;
    gsize best_from = 0, best_len = 0;
    for (guint i = 0; i < mappings->len; i++) {
        const struct mapping *m = &g_array_index(mappings, struct mapping, i);
        gsize from, len;
        if (star(m->pattern, text, &from, &len) && (!best || from > best_from)) {
            best = m;
            best_from = from;
            best_len = len;
        }
    }
    g_autofree char *middle = best ? g_strndup(text + best_from, best_len) : NULL;
    for (guint i = 0; best && i < best->targets->len; i++) {
        const char *target = g_ptr_array_index(best->targets, i), *at = strchr(target, '*');
        g_autofree char *path = at ? g_strdup_printf("%.*s%s%s", (int)(at - target), target, middle, at + 1) : g_strdup(target);
        add_place(out, packages_join("", path), folder);
    }
    return best;
}

/* Names that two folders have in common, from the top. */
static unsigned shared(const char *a, const char *b)
{
    unsigned n = 0;
    for (gsize i = 0;; i++) {
        bool end_a = !a[i] || a[i] == '/', end_b = !b[i] || b[i] == '/';
        if (end_a && end_b && i)
            n++;
        if (a[i] != b[i] || !a[i])
            return n;
    }
}

/* The package of that name, the nearest if there are several; NULL if two are as near. */
static const struct package *named(const struct packages *p, const struct language *lang, const char *name,
                                   const char *folder)
{
    g_autofree char *key = name_key(lang, name);
    const GPtrArray *list = g_hash_table_lookup(p->by_name, key);
    const struct package *best = NULL;
    unsigned best_shared = 0;
    bool twice = false;
    for (guint i = 0; list && i < list->len; i++) {
        const struct package *k = g_ptr_array_index(list, i);
        unsigned n = shared(k->folder, folder);
        if (!best || n > best_shared) {
            best = k;
            best_shared = n;
            twice = false;
        } else if (n == best_shared && strcmp(k->folder, best->folder)) {
            twice = true;
        }
    }
    return twice ? NULL : best;
}

static bool add_aliased(const struct packages *p, const struct language *lang, const char *folder, const char *module,
                        GArray *out)
{
    bool ours = false;
    g_autofree char *here = g_strdup(folder);
    for (;;) {
        const GPtrArray *list = g_hash_table_lookup(p->by_folder, here);
        for (guint i = 0; list && i < list->len; i++) {
            const struct package *k = g_ptr_array_index(list, i);
            if (!speaks_of(p, k, lang))
                continue;
            ours |= add_mapped(out, k->aliases, module, k->folder);
            if (k->base)
                add_place(out, packages_join(k->base, module), NULL);
        }
        if (!*here)
            return ours;
        char *up = packages_folder(here);
        g_free(here);
        here = up;
    }
}

static bool add_by_name(const struct packages *p, const struct language *lang, const char *folder, const char *module,
                        GArray *out)
{
    const char *slash = strchr(module, '/');
    if (slash && *module == '@')
        slash = strchr(slash + 1, '/');
    g_autofree char *name = slash ? g_strndup(module, (gsize)(slash - module)) : g_strdup(module);
    const struct package *k = named(p, lang, name, folder);
    if (!k)
        return false;
    g_autofree char *part = slash ? g_strconcat(".", slash, NULL) : g_strdup(".");
    add_mapped(out, k->exports, part, k->folder);
    for (guint i = 0; !slash && i < k->entries->len; i++)
        add_place(out, g_strdup(g_ptr_array_index(k->entries, i)), k->folder);
    add_place(out, packages_join(k->folder, slash ? slash + 1 : ""), k->folder);
    return true;
}

/* The top of the package that a folder is in: use crate::client; */
static bool add_top(const struct packages *p, const struct language *lang, const char *folder, GArray *out)
{
    g_autofree char *here = g_strdup(folder);
    for (;;) {
        const GPtrArray *list = g_hash_table_lookup(p->by_folder, here);
        for (guint i = 0; list && i < list->len; i++) {
            const struct package *k = g_ptr_array_index(list, i);
            for (const char **in = speaks_of(p, k, lang) ? k->rule->inside : NULL; in && *in; in++)
                add_place(out, packages_join(k->folder, *in), NULL);
        }
        if (out->len || !*here)
            return out->len > 0;
        char *up = packages_folder(here);
        g_free(here);
        here = up;
    }
}

static bool add_dotted(const struct packages *p, const struct language *lang, const char *folder, const char *relative,
                       GArray *out)
{
    if (!*relative)
        return add_top(p, lang, folder, out);
    const char *slash = strchr(relative, '/');
    g_autofree char *first = slash ? g_strndup(relative, (gsize)(slash - relative)) : g_strdup(relative);
    bool ours = false;
    for (guint i = 0; i < p->all->len; i++) {
        const struct package *k = g_ptr_array_index(p->all, i);
        for (guint m = 0; k->folders->len && speaks_of(p, k, lang) && m < k->folders->len; m++) {
            const struct mapping *map = &g_array_index(k->folders, struct mapping, m);
            if (!g_str_equal(map->pattern, first))
                continue;
            ours = true;
            for (guint t = 0; t < map->targets->len; t++)
                add_place(out, packages_join(g_ptr_array_index(map->targets, t), slash ? slash + 1 : ""), NULL);
        }
    }
    const struct package *k = named(p, lang, first, folder);
    for (const char **in = k ? k->rule->inside : NULL; in && *in; in++) {
        g_autofree char *top = packages_join(k->folder, *in);
        add_place(out, packages_join(top, slash ? slash + 1 : ""), NULL);
    }
    for (guint i = 0; k && i < k->roots->len; i++)
        add_place(out, packages_join(g_ptr_array_index(k->roots, i), relative), NULL);
    for (const char **r = k ? lang->module_roots : NULL; r && *r; r++) {
        g_autofree char *root = packages_join(k->folder, *r);
        add_place(out, packages_join(root, relative), NULL);
    }
    return ours || k;
}

GArray *packages_places(const struct packages *p, const struct language *lang, const char *folder, const char *module,
                        bool *ours)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(struct package_place));
    g_array_set_clear_func(out, clear_place);
    if (lang->modules == MODULES_DOTTED) {
        g_autofree char *relative = g_strdelimit(g_strdup(module), ".", '/');
        *ours = add_dotted(p, lang, folder, relative, out);
    } else {
        *ours = add_aliased(p, lang, folder, module, out);
        *ours |= add_by_name(p, lang, folder, module, out);
    }
    return out;
}

bool packages_is_root(const struct packages *p, const struct language *lang, const char *folder)
{
    g_autofree char *key = g_strconcat(family(lang), "\n", folder, NULL);
    return g_hash_table_contains(p->roots, key) || g_hash_table_contains(p->projects, folder);
}

void packages_names(const struct packages *p, void (*each)(const char *name, const struct language *lang, void *payload),
                    void *payload)
{
    for (guint i = 0; i < p->all->len; i++) {
        const struct package *k = g_ptr_array_index(p->all, i);
        g_autoptr(GArray) names = hits_of(k, k->rule->names);
        for (guint n = 0; n < names->len; n++) {
            const char *name = keys_scalar(k->f, g_array_index(names, struct key_hit, n).node);
            for (const char **l = k->rule->languages; name && *name && *l; l++)
                if (ruleset_language(p->rules, *l))
                    each(name, ruleset_language(p->rules, *l), payload);
        }
    }
}
