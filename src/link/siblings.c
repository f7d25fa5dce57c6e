#include "link/siblings.h"

#include <string.h>

#define MAX_HOPS 4    /* files that one name is handed on by */
#define MAX_LOOKS 512 /* files that are looked into for one name */

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

struct every { /* all files, as they are built from */
    const struct project_file *files;
    const struct language *const *languages;
    const struct modules *modules;
    unsigned looks; /* left */
};

static bool declares(const struct facts *f, const char *name)
{
    for (uint32_t i = 2; i < f->n_scopes; i++) {
        const struct fact_scope *s = &f->scopes[i];
        if (s->kind == SCOPE_CLASS && s->parent == 1 && s->name && !(s->flags & SCOPE_PART) && g_str_equal(f->strings[s->name], name))
            return true;
    }
    return false;
}

/* The file that declares the class which a file calls `name`, itself or one that it has the name of; NO_INDEX without. */
static uint32_t declared_in(struct every *e, uint32_t file, const char *name, unsigned hops)
{
    const struct facts *f = e->looks ? e->files[file].facts : NULL;
    e->looks -= e->looks > 0;
    if (!f || f->status != FACTS_PARSED || declares(f, name))
        return f && f->status == FACTS_PARSED ? file : NO_INDEX;
    uint32_t found = NO_INDEX;
    for (uint32_t i = 0; hops && i < f->n_imports && found == NO_INDEX; i++) {
        const struct fact_import *im = &f->imports[i];
        if (!(im->flags & IMPORT_STAR) && (!g_str_equal(f->strings[im->local], name) || !g_str_equal(f->strings[im->member], name)))
            continue;
        uint32_t from = module_resolve(e->modules, file, e->languages[file], f->strings[im->module]);
        if (from != NO_INDEX && from != file && e->languages[from] == e->languages[file])
            found = declared_in(e, from, name, hops - 1);
    }
    return found;
}

/* use crate::desk::Desk; impl Desk { ... }: a part of a class of another file, where a module is a file. */
static void join_parts(struct siblings *p, struct every *e, uint32_t file)
{
    const struct facts *f = e->files[file].facts;
    GHashTable *own = p->of[file]->parts;
    for (uint32_t i = 2; i < f->n_scopes; i++) {
        const struct fact_scope *s = &f->scopes[i];
        if (s->kind != SCOPE_CLASS || !s->name || !(s->flags & SCOPE_PART))
            continue;
        const char *name = f->strings[s->name];
        e->looks = MAX_LOOKS;
        const uint32_t of = declared_in(e, file, name, MAX_HOPS);
        GArray *here = g_hash_table_lookup(own, name), *there = of != NO_INDEX && of != file && p->of[of] ? g_hash_table_lookup(p->of[of]->parts, name) : NULL;
        if (!there || there == here)
            continue;
        g_array_append_vals(there, here->data, here->len);
        g_hash_table_insert(own, (gpointer)name, g_array_ref(there));
    }
}

struct siblings *siblings_new(const struct project_file *files, const struct language *const *languages, uint32_t n_files,
                              const struct modules *modules)
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
    struct every e = {files, languages, modules, 0};
    for (uint32_t i = 0; i < n_files; i++)
        if (p->of[i] && languages[i]->modules != MODULES_FOLDERS && languages[i]->modules != MODULES_PACKAGES)
            join_parts(p, &e, i);
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
