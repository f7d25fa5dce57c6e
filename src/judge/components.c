/*
 * The components of a monorepo: folders that are projects by themselves and from which models are called. Each is scored as the
 * repository is, with what belongs to the others out of sight: code, tests, evaluations and documents of another
 * component do not speak for this one, what belongs to none speaks for all.
 */
#include "judge/judge_priv.h"

#include <stdlib.h>
#include <string.h>

#include "source/classify.h"
#include "judge/subject.h"

#define COMPONENTS_MOST 20 /* those with most calls are scored */

struct part { /* a folder; "" for what is in no other */
    const char *folder;
    unsigned n_sites;
    bool wanted; /* scored, and not only kept apart from the others */
};

struct parts {
    const struct model *m;
    GArray *all;     /* struct part */
    uint32_t *owner; /* by file: its part, NO_INDEX for none */
};

static bool is_project(const struct ruleset *rules, const char *path)
{
    for (const char **glob = rules->projects; *glob; glob++)
        if (glob_match(*glob, path))
            return true;
    return false;
}

static bool may_be_component(enum zone z)
{
    return z == ZONE_SRC || z == ZONE_NOTEBOOK || z == ZONE_CONFIG || z == ZONE_INFRA || z == ZONE_DOCS || z == ZONE_DATA;
}

/* The folders that are projects by themselves. */
static GHashTable *project_folders(const struct model *m, struct arena *a)
{
    GHashTable *out = g_hash_table_new(g_str_hash, g_str_equal);
    for (unsigned i = 0; i < m->n_files; i++) {
        const char *path = m->files[i].path, *slash = strrchr(path, '/');
        if (slash && may_be_component(m->files[i].class.zone) && is_project(m->rules, path))
            g_hash_table_add(out, (gpointer)arena_strndup(a, path, (size_t)(slash - path)));
    }
    return out;
}

/* The innermost key of `folders` that a path lies in, "" for none. */
static const char *folder_of(GHashTable *folders, const char *path)
{
    g_autofree char *prefix = g_strdup(path);
    gpointer found = NULL;
    for (char *slash; !found && (slash = strrchr(prefix, '/'));) {
        *slash = '\0';
        g_hash_table_lookup_extended(folders, prefix, &found, NULL);
    }
    return found ? found : "";
}

static int by_sites(gconstpointer a, gconstpointer b)
{
    const struct part *x = a, *y = b;
    if (x->n_sites != y->n_sites)
        return x->n_sites > y->n_sites ? -1 : 1;
    return strcmp(x->folder, y->folder);
}

static int by_folder(gconstpointer a, gconstpointer b)
{
    return strcmp(((const struct part *)a)->folder, ((const struct part *)b)->folder);
}

/* False where there is nothing to tell apart. */
static bool find_parts(struct parts *p, struct arena *a)
{
    const struct model *m = p->m;
    g_autoptr(GHashTable) folders = project_folders(m, a);
    if (g_hash_table_size(folders) == 0)
        return false;
    g_autoptr(GHashTable) calling = g_hash_table_new(g_str_hash, g_str_equal); /* folder -> calls */
    for (unsigned i = 0; i < m->n_sites; i++) {
        const struct site *s = &m->sites[i];
        if (!zone_is_product(s->zone))
            continue;
        const char *folder = folder_of(folders, m->files[s->place.file].path);
        guint n = GPOINTER_TO_UINT(g_hash_table_lookup(calling, folder));
        g_hash_table_insert(calling, (gpointer)folder, GUINT_TO_POINTER(n + 1));
    }
    if (g_hash_table_size(calling) < 2)
        return false;
    GHashTableIter it;
    gpointer folder, n_sites;
    g_hash_table_iter_init(&it, calling);
    while (g_hash_table_iter_next(&it, &folder, &n_sites)) {
        struct part one = {.folder = folder, .n_sites = GPOINTER_TO_UINT(n_sites)};
        g_array_append_val(p->all, one);
    }
    g_array_sort(p->all, by_sites);
    for (guint i = 0; i < p->all->len; i++)
        g_array_index(p->all, struct part, i).wanted = i < COMPONENTS_MOST;
    g_array_sort(p->all, by_folder);
    for (guint i = 0; i < p->all->len; i++) /* a project without calls belongs to the one around it */
        g_hash_table_insert(calling, (gpointer)g_array_index(p->all, struct part, i).folder, GUINT_TO_POINTER(i));
    p->owner = arena_new_n(a, uint32_t, m->n_files + 1);
    for (unsigned i = 0; i < m->n_files; i++) {
        const char *of = folder_of(calling, m->files[i].path);
        p->owner[i] = *of ? GPOINTER_TO_UINT(g_hash_table_lookup(calling, of)) : NO_INDEX;
    }
    return true;
}

/* What part `k` sees of the model: the rest is as if somebody else's code had been copied there. */
static struct model view_of(const struct parts *p, uint32_t k, struct arena *a)
{
    struct model v = *p->m;
    bool rest = *g_array_index(p->all, struct part, k).folder == '\0';
#define HIDDEN(file) ((file) < v.n_files && p->owner[file] != NO_INDEX && (rest || p->owner[file] != k))
#define HIDE(list, type)                                                                                               \
    v.list = v.n_##list ? arena_memdup(a, v.list, v.n_##list * sizeof(type)) : v.list;                                 \
    for (unsigned i = 0; i < v.n_##list; i++)                                                                          \
        if (HIDDEN(v.list[i].place.file))                                                                              \
            v.list[i].zone = ZONE_VENDORED;
    v.files = arena_memdup(a, v.files, v.n_files * sizeof *v.files);
    for (unsigned i = 0; i < v.n_files; i++)
        if (HIDDEN(i))
            v.files[i].class.zone = ZONE_VENDORED;
    HIDE(sites, struct site)
    HIDE(agents, struct agent)
    HIDE(tools, struct tool)
    HIDE(routes, struct route)
    HIDE(prompts, struct prompt)
    HIDE(secrets, struct secret)
    v.uses = v.n_uses ? arena_memdup(a, v.uses, v.n_uses * sizeof *v.uses) : v.uses;
    for (unsigned i = 0; i < v.n_uses; i++)
        v.uses[i].in_force &= !HIDDEN(v.uses[i].place.file);
    if (v.busiest < v.n_sites && v.sites[v.busiest].zone == ZONE_VENDORED)
        v.busiest = NO_INDEX;
#undef HIDE
#undef HIDDEN
    return v;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char **languages_of(const struct parts *p, uint32_t k, struct arena *a)
{
    const struct model *m = p->m;
    const char **out = arena_new_n(a, const char *, m->rules->n_languages + 1);
    bool rest = *g_array_index(p->all, struct part, k).folder == '\0';
    unsigned n = 0;
    for (unsigned i = 0; i < m->n_files; i++) {
        const struct project_file *f = &m->files[i];
        unsigned seen = 0;
        if (!f->language || f->language->reader != READER_CODE || !zone_is_product(f->class.zone) || p->owner[i] != (rest ? NO_INDEX : k))
            continue;
        while (seen < n && out[seen] != f->language->name)
            seen++;
        if (seen == n)
            out[n++] = f->language->name;
    }
    qsort(out, n, sizeof *out, by_text);
    return out;
}

void judge_components(struct report *r, const struct judge_options *options, struct cond_index *index)
{
    struct arena scratch;
    arena_init(&scratch);
    struct parts p = {.m = r->model, .all = g_array_new(FALSE, FALSE, sizeof(struct part))};
    struct judge_options alone = *options;
    alone.components = false;
    alone.no_plan = true;
    bool any = r->scored && find_parts(&p, &scratch);
    if (any)
        r->components = arena_new_n(&r->arena, struct component_score, p.all->len);
    for (uint32_t k = 0; any && k < p.all->len; k++) {
        const struct part *part = &g_array_index(p.all, struct part, k);
        if (!part->wanted)
            continue;
        struct model view = view_of(&p, k, &scratch);
        struct report *one = judge_view(&view, &alone, index);
        if (one->scored) {
            struct component_score *c = &r->components[r->n_components++];
            *c = (struct component_score){.path = *part->folder ? arena_strdup(&r->arena, part->folder) : ".",
                                          .kind = arena_strdup(&r->arena, one->kind), .languages = languages_of(&p, k, &r->arena),
                                          .n_sites = part->n_sites, .score = one->score, .grade = one->grade};
            memcpy(c->categories, one->categories, sizeof c->categories);
        }
        report_free(one);
    }
    g_array_unref(p.all);
    arena_fini(&scratch);
}
