/*
 * types - languages in which no file is named (MODULES_NAMES): a type is known by its name to every file that its
 * namespace is visible to, and may be written in several places.
 */
#include <string.h>

#include "link/link_priv.h"

#define MAX_VISIBLE 8       /* declarations that one name stands for */
#define MAX_COPIES 256      /* of them that are looked at */

struct type {
    uint32_t file, scope;
    const char *name; /* with namespace and outer classes, joined by '.' */
};

struct space { /* a namespace that a class sees */
    const char *name; /* "" for that without a name */
    const struct vset *outside; /* what SDKs have there, NULL for nothing */
};

struct types {
    GHashTable *by_name;  /* "family\nlast name" -> GArray of struct type */
    GHashTable *by_place; /* file << 32 | scope -> name */
    GHashTable *constants; /* "family\nname" -> GArray of struct type: files that define a constant or function of the whole program */
    GHashTable *shared;   /* family -> GPtrArray of namespaces that every file sees */
    GHashTable *spaces;   /* file << 32 | class -> GArray of struct space: those it sees; made when asked */
    GHashTable *common;   /* struct language * -> GArray of struct space: those that each of its files sees; likewise */
    GHashTable *outside;  /* "language\nnamespace" -> const struct vset *: what SDKs have there, NULL for nothing */
};

static const char *family_of(const struct linker *l, uint32_t file)
{
    const struct language *lang = l->files[file].lang;
    return lang->family ? lang->family : lang->name;
}

/* A name as the language writes it, its parts joined by '.'. */
static char *dotted(const struct language *lang, const char *name)
{
    if (g_str_equal(lang->separator, "."))
        return g_strdup(name);
    g_auto(GStrv) parts = g_strsplit(name, lang->separator, -1);
    return g_strjoinv(".", *parts && **parts ? parts : parts + (*parts != NULL)); /* a leading separator: the root */
}

static const char *last_part(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot ? dot + 1 : name;
}

static void add_type(GHashTable *table, const char *family, const char *name, struct type t)
{
    g_autofree char *key = g_strconcat(family, "\n", name, NULL);
    GArray *list = g_hash_table_lookup(table, key);
    if (!list) {
        list = g_array_new(FALSE, FALSE, sizeof(struct type));
        g_hash_table_insert(table, g_steal_pointer(&key), list);
    }
    g_array_append_val(list, t);
}

static const GArray *types_named(const struct linker *l, GHashTable *table, uint32_t file, const char *name)
{
    g_autofree char *key = g_strconcat(family_of(l, file), "\n", name, NULL);
    return g_hash_table_lookup(table, key);
}

/* The names of the classes around a scope and of itself, below `space`. */
static char *nested_name(struct linker *l, uint32_t file, uint32_t scope, const char *space)
{
    const struct facts *f = l->files[file].f;
    g_autoptr(GString) name = g_string_new(NULL);
    for (; scope > 1; scope = f->scopes[scope].parent)
        if (f->scopes[scope].kind == SCOPE_CLASS && f->scopes[scope].name) {
            g_autofree char *own = dotted(l->files[file].lang, ltext(l, file, f->scopes[scope].name));
            if (name->len)
                g_string_prepend_c(name, '.');
            g_string_prepend(name, own);
        }
    if (*space) {
        if (name->len)
            g_string_prepend_c(name, '.');
        g_string_prepend(name, space);
    }
    return g_string_free(g_steal_pointer(&name), FALSE);
}

static void add_file(struct linker *l, struct types *t, uint32_t file)
{
    const struct facts *f = l->files[file].f;
    const char *family = family_of(l, file);
    g_autoptr(GPtrArray) spaces = g_ptr_array_new_with_free_func(g_free);
    for (uint32_t i = 0; i < f->n_imports; i++) {
        const struct fact_import *im = &f->imports[i];
        if (im->flags & IMPORT_NAMESPACE)
            g_ptr_array_add(spaces, dotted(l->files[file].lang, ltext(l, file, im->module)));
        if (im->flags & IMPORT_GLOBAL) {
            GPtrArray *shared = g_hash_table_lookup(t->shared, family);
            if (!shared) {
                shared = g_ptr_array_new_with_free_func(g_free);
                g_hash_table_insert(t->shared, (gpointer)family, shared);
            }
            g_ptr_array_add(shared, dotted(l->files[file].lang, ltext(l, file, im->module)));
        }
    }
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const char *name = ltext(l, file, f->nodes[f->assigns[i].target].text);
        if (f->assigns[i].scope == 1 && f->nodes[f->assigns[i].target].kind == NODE_NAME && !g_ascii_islower(*name))
            add_type(t->constants, family, name, (struct type){.file = file});
    }
    for (uint32_t i = 2; i < f->n_scopes; i++)
        if (f->scopes[i].kind == SCOPE_FUNCTION && f->scopes[i].parent == 1)
            add_type(t->constants, family, ltext(l, file, f->scopes[i].name), (struct type){.file = file});
    if (!spaces->len)
        g_ptr_array_add(spaces, g_strdup(""));
    for (uint32_t i = 2; i < f->n_scopes; i++) {
        if (f->scopes[i].kind != SCOPE_CLASS || !f->scopes[i].name)
            continue;
        for (guint k = 0; k < spaces->len; k++) {
            g_autofree char *name = nested_name(l, file, i, g_ptr_array_index(spaces, k));
            struct type type = {file, i, arena_strdup(l->a, name)};
            add_type(t->by_name, family, last_part(type.name), type);
            g_hash_table_insert(t->by_place, KEY(file, i), (gpointer)type.name);
        }
    }
}

static GHashTable *new_table(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
}

struct types *types_new(struct linker *l)
{
    struct types *t = g_new0(struct types, 1);
    t->by_name = new_table();
    t->constants = new_table();
    t->by_place = g_hash_table_new(pair_key_hash, NULL);
    t->shared = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
    t->spaces = g_hash_table_new_full(pair_key_hash, NULL, NULL, (GDestroyNotify)g_array_unref);
    t->common = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
    t->outside = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (uint32_t file = 0; file < l->n_files; file++)
        if (l->files[file].f && l->files[file].lang->modules == MODULES_NAMES)
            add_file(l, t, file);
    return t;
}

void types_free(struct types *t)
{
    if (!t)
        return;
    g_hash_table_unref(t->by_name);
    g_hash_table_unref(t->constants);
    g_hash_table_unref(t->by_place);
    g_hash_table_unref(t->shared);
    g_hash_table_unref(t->spaces);
    g_hash_table_unref(t->common);
    g_hash_table_unref(t->outside);
    g_free(t);
}

/* ---- copies ---- */

/* How many folders two paths begin with in common. */
static unsigned shared_folders(const char *a, const char *b)
{
    unsigned n = 0;
    for (; *a && *a == *b; a++, b++)
        n += *a == '/';
    return n;
}

/* The file of a path, without its folders. */
static const char *file_name(const struct linker *l, uint32_t file)
{
    const char *path = l->files[file].pf->path, *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool is_farther_copy(const struct linker *l, uint32_t from, uint32_t file, uint32_t of)
{
    const char *here = l->files[from].pf->path;
    return file != of && g_str_equal(file_name(l, file), file_name(l, of)) &&
           shared_folders(here, l->files[file].pf->path) < shared_folders(here, l->files[of].pf->path);
}

/* ---- what a name stands for ---- */

/* What SDKs have at a name of the whole program, NULL for nothing. */
static const struct vset *outside_of(struct linker *l, uint32_t file, const char *name)
{
    g_autofree char *key = g_strconcat(l->files[file].lang->name, "\n", name, NULL);
    gpointer known;
    if (g_hash_table_lookup_extended(l->types->outside, key, NULL, &known))
        return known;
    const struct vset *s = eval_external(l, file, name, "");
    if (s->v[0].path->dead)
        s = NULL;
    g_hash_table_insert(l->types->outside, g_steal_pointer(&key), (gpointer)s);
    return s;
}

static void add_space(struct linker *l, uint32_t file, const char *name, GArray *out)
{
    struct space space = {arena_strdup(l->a, name), *name ? outside_of(l, file, name) : NULL};
    g_array_append_val(out, space);
}

/* Namespaces that a class of a file sees, those of its own first: innermost before outer ones. */
static const GArray *visible_spaces(struct linker *l, uint32_t file, uint32_t class)
{
    GArray *out = g_hash_table_lookup(l->types->spaces, KEY(file, class));
    if (out)
        return out;
    out = g_array_new(FALSE, FALSE, sizeof(struct space));
    g_hash_table_insert(l->types->spaces, KEY(file, class), out);
    const struct facts *f = l->files[file].f;
    const struct language *lang = l->files[file].lang;
    bool any = false;
    for (uint32_t i = 0; i <= f->n_imports; i++) {
        if (i < f->n_imports && !(f->imports[i].flags & IMPORT_NAMESPACE))
            continue;
        if (i == f->n_imports && any)
            break;
        any = true;
        g_autofree char *space = i < f->n_imports ? dotted(lang, ltext(l, file, f->imports[i].module)) : g_strdup("");
        g_autofree char *name = nested_name(l, file, class, space);
        for (;;) {
            add_space(l, file, name, out);
            char *dot = strrchr(name, '.');
            if (!dot)
                break;
            *dot = '\0';
        }
    }
    add_space(l, file, "", out);
    for (uint32_t i = 0; i < f->n_imports; i++)
        if (f->imports[i].flags & IMPORT_STAR) {
            g_autofree char *name = dotted(lang, ltext(l, file, f->imports[i].module));
            add_space(l, file, name, out);
        }
    return out;
}

/* Those that every file of its language sees behind its own. */
static const GArray *common_spaces(struct linker *l, uint32_t file)
{
    const struct language *lang = l->files[file].lang;
    GArray *out = g_hash_table_lookup(l->types->common, lang);
    if (out)
        return out;
    out = g_array_new(FALSE, FALSE, sizeof(struct space));
    g_hash_table_insert(l->types->common, (gpointer)lang, out);
    const GPtrArray *shared = g_hash_table_lookup(l->types->shared, family_of(l, file));
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal); /* several projects name the same */
    for (guint i = 0; shared && i < shared->len; i++)
        if (g_hash_table_add(seen, g_ptr_array_index(shared, i)))
            add_space(l, file, g_ptr_array_index(shared, i), out);
    for (const char **space = lang->implicit; space && *space; space++)
        add_space(l, file, *space, out);
    return out;
}

/*
 * Appends the classes of the repository called `name`, complete. Of copies, which several projects of one repository keep
 * under the same name in a file of the same name, those count that stand nearest to the file that asks.
 */
static void classes_called(struct linker *l, uint32_t file, const char *name, struct vset *out, struct value *values)
{
    const GArray *list = types_named(l, l->types->by_name, file, last_part(name));
    for (guint i = 0, seen = 0; list && i < list->len && seen < MAX_COPIES; i++) {
        const struct type *t = &g_array_index(list, struct type, i);
        if (!g_str_equal(t->name, name))
            continue;
        seen++;
        bool farther = false;
        unsigned kept = 0;
        for (unsigned k = 0; k < out->n; k++) {
            farther |= is_farther_copy(l, file, t->file, values[k].file);
            if (!is_farther_copy(l, file, values[k].file, t->file))
                values[kept++] = values[k];
        }
        out->n = kept;
        if (!farther && out->n < MAX_VISIBLE)
            values[out->n++] = (struct value){.kind = V_CLASS, .file = t->file, .ref = t->scope};
    }
}

/* The classes of the repository called `name`, complete; NULL without. */
static const struct vset *classes_of(struct linker *l, uint32_t file, const char *name)
{
    struct value values[MAX_VISIBLE];
    struct vset found = {.v = values};
    classes_called(l, file, name, &found, values);
    if (!found.n)
        return NULL;
    struct vset *s = arena_new(l->a, struct vset);
    s->v = arena_memdup(l->a, values, sizeof *values * found.n);
    s->n = found.n;
    return s;
}

const struct vset *types_qualified(struct linker *l, uint32_t file, const char *written)
{
    g_autofree char *name = dotted(l->files[file].lang, written);
    return classes_of(l, file, name);
}

static const struct space *space_at(const GArray *own, const GArray *common, guint i)
{
    return i < own->len ? &g_array_index(own, struct space, i) : &g_array_index(common, struct space, i - own->len);
}

/* The only file that defines a constant or function of the whole program, as a file sees it; NO_INDEX without. What tests
 * define is theirs alone: post() of a helper of tests is no post() of routes. */
static uint32_t definer(const struct linker *l, uint32_t file, const char *name)
{
    const GArray *list = types_named(l, l->types->constants, file, name);
    uint32_t of = NO_INDEX;
    for (guint i = 0; list && i < list->len; i++) {
        uint32_t at = g_array_index(list, struct type, i).file;
        if (apart(l, at, file))
            continue;
        if (of != NO_INDEX)
            return NO_INDEX;
        of = at;
    }
    return of;
}

const struct vset *types_visible(struct linker *l, uint32_t file, uint32_t scope, const char *name)
{
    struct lfile *lf = &l->files[file];
    uint32_t class = enclosing_class(lf->f, scope);
    g_autofree char *key = g_strdup_printf("%u\n%s", class, name);
    if (!lf->visible)
        lf->visible = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gpointer known;
    if (g_hash_table_lookup_extended(lf->visible, key, NULL, &known))
        return known;
    const GArray *list = types_named(l, l->types->by_name, file, name);
    const GArray *own = visible_spaces(l, file, class), *common = common_spaces(l, file);
    const struct vset *found = NULL;
    for (guint i = 0; list && !found && i < own->len + common->len; i++) {
        const char *space = space_at(own, common, i)->name;
        g_autofree char *full = *space ? g_strconcat(space, ".", name, NULL) : g_strdup(name);
        found = classes_of(l, file, full);
    }
    bool root = !found && outside_of(l, file, name); /* a package begins so */
    for (guint i = 0; !found && !root && i < own->len + common->len; i++) {
        const struct vset *in = space_at(own, common, i)->outside;
        const struct vset *s = in ? eval_inside(l, in, name) : NULL;
        if (s && !s->v[0].path->dead)
            found = s;
    }
    uint32_t constant = found ? NO_INDEX : definer(l, file, name);
    if (constant != NO_INDEX && constant != file) {
        found = eval_export(l, constant, name);
        return found->n ? found : NULL; /* not kept: a later pass may know more */
    }
    g_hash_table_insert(lf->visible, g_steal_pointer(&key), (gpointer)found);
    return found;
}

const struct vset *types_below(struct linker *l, uint32_t file, uint32_t scope, const char *written)
{
    g_autofree char *name = dotted(l->files[file].lang, written);
    if (!types_named(l, l->types->by_name, file, last_part(name)))
        return NULL;
    const GArray *own = visible_spaces(l, file, enclosing_class(l->files[file].f, scope));
    const struct vset *found = NULL;
    for (guint i = 0; i < own->len && !found; i++) {
        const char *space = g_array_index(own, struct space, i).name;
        g_autofree char *full = *space ? g_strconcat(space, ".", name, NULL) : NULL;
        found = full ? classes_of(l, file, full) : NULL;
    }
    return found;
}

/* ---- classes that belong together ---- */

unsigned types_parts(struct linker *l, uint32_t file, uint32_t scope, struct unit *out, unsigned room)
{
    const char *name = l->types ? g_hash_table_lookup(l->types->by_place, KEY(file, scope)) : NULL;
    const GArray *list = name ? types_named(l, l->types->by_name, file, last_part(name)) : NULL;
    unsigned n = 0;
    for (guint i = 0; list && i < list->len && n < room; i++) {
        const struct type *t = &g_array_index(list, struct type, i);
        if (g_str_equal(t->name, name) && (t->file != file || t->scope != scope))
            out[n++] = (struct unit){t->file, t->scope};
    }
    return n;
}
