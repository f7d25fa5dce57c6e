#include "link/siblings.h"

#include <string.h>

struct family {
    GHashTable *names; /* text -> GArray of struct sibling */
    GHashTable *parts; /* name of a class -> GArray of struct sibling */
};

struct siblings {
    struct family **of; /* by file; NULL: none */
    GHashTable *all;     /* key -> struct family */
};

static void family_free(struct family *p)
{
    g_hash_table_unref(p->names);
    g_hash_table_unref(p->parts);
    g_free(p);
}

static void add_to(GHashTable *table, const char *name, struct sibling entry)
{
    GArray *list = g_hash_table_lookup(table, name);
    if (!list)
        g_hash_table_insert(table, (gpointer)name, list = g_array_new(FALSE, FALSE, sizeof(struct sibling)));
    g_array_append_val(list, entry);
}

static void add_file(struct family *p, const struct facts *f, const struct language *lang, uint32_t file)
{
    for (uint32_t i = 2; i < f->n_scopes; i++) {
        const struct fact_scope *s = &f->scopes[i];
        struct sibling entry = {file, i, 0};
        if ((s->kind != SCOPE_FUNCTION && s->kind != SCOPE_CLASS) || !s->name)
            continue;
        if (s->parent == 1 && !(s->flags & SCOPE_PART))
            add_to(p->names, f->strings[s->name], entry);
        if (s->kind == SCOPE_CLASS && lang->partial_classes)
            add_to(p->parts, f->strings[s->name], entry);
    }
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        if (a->scope == 1 && f->nodes[a->target].kind == NODE_NAME)
            add_to(p->names, f->strings[f->nodes[a->target].text], (struct sibling){file, 0, i});
    }
}

/* Files of a folder, or that declare to be part of one module. NULL for languages whose modules are files. */
static char *key_of(const struct project_file *f, const struct facts *facts, const struct language *lang)
{
    if (lang->modules == MODULES_PACKAGES && facts->package)
        return g_strdup_printf("%s\nname %s", lang->family, facts->strings[facts->package]);
    if (lang->modules != MODULES_FOLDERS && lang->modules != MODULES_PACKAGES && !lang->partial_classes)
        return NULL;
    g_autofree char *folder = lang->modules == MODULES_FOLDERS || lang->modules == MODULES_PACKAGES
                                  ? g_path_get_dirname(f->path) : g_strdup(f->path);
    return g_strdup_printf("%s\n%s", lang->family, folder);
}

struct siblings *siblings_new(const struct project_file *files, const struct language *const *languages, uint32_t n_files)
{
    struct siblings *p = g_new0(struct siblings, 1);
    p->of = g_new0(struct family *, n_files + 1);
    p->all = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)family_free);
    for (uint32_t i = 0; i < n_files; i++) {
        const struct facts *f = files[i].facts;
        char *key = f && languages[i] && f->status == FACTS_PARSED ? key_of(&files[i], f, languages[i]) : NULL;
        if (!key)
            continue;
        struct family *one = g_hash_table_lookup(p->all, key);
        if (!one) {
            one = g_new0(struct family, 1);
            one->names = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
            one->parts = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
            g_hash_table_insert(p->all, key, one);
        } else {
            g_free(key);
        }
        p->of[i] = one;
        add_file(one, f, languages[i], i);
    }
    return p;
}

void siblings_free(struct siblings *p)
{
    if (!p)
        return;
    g_hash_table_unref(p->all);
    g_free(p->of);
    g_free(p);
}

const GArray *siblings_name(const struct siblings *p, uint32_t file, const char *name)
{
    return p->of[file] ? g_hash_table_lookup(p->of[file]->names, name) : NULL;
}

const GArray *siblings_parts(const struct siblings *p, uint32_t file, const char *name)
{
    const GArray *list = p->of[file] ? g_hash_table_lookup(p->of[file]->parts, name) : NULL;
    return list && list->len > 1 ? list : NULL;
}
