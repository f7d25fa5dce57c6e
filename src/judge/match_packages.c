/*
 * Packages that call models: whether what they depend on is locked.
 *
 * The package of a call is the nearest folder above it with a manifest of an ecosystem of its
 * language. A lock file there or in a folder above (workspaces) locks it; one beside it does not.
 */
#include "judge/cond_priv.h"

#include <string.h>

#include "base/glob.h"
#include "base/regex.h"

#define MAX_FOLDERS 64 /* that a path is followed up through */

enum lock_state { LOCK_UNKNOWN, LOCK_LOOSE, LOCK_EXACT, LOCK_PINNED, LOCK_LOCKED };

static const char *const lock_names[] = {[LOCK_UNKNOWN] = "unknown", [LOCK_LOOSE] = "loose", [LOCK_EXACT] = "exact",
                                         [LOCK_PINNED] = "pinned",   [LOCK_LOCKED] = "locked"};

struct package { /* a folder whose code calls models */
    const char *ecosystem;
    const char *folder; /* of a path that outlives it; not terminated */
    size_t folder_len;
    enum lock_state state;
    struct place place;  /* what says so */
    const char *text;
};

struct locks {
    GArray *list; /* struct package */
};

void locks_free(struct locks *p)
{
    if (p == NULL)
        return;
    g_array_unref(p->list);
    g_free(p);
}

static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) : 0;
}

static bool in_folder(const char *path, const char *folder, size_t len)
{
    return folder_length(path) == len && strncmp(path, folder, len) == 0;
}

static bool is_above(const char *path, const char *folder, size_t len)
{
    size_t own = folder_length(path);
    return own <= len && strncmp(path, folder, own) == 0 && (own == 0 || own == len || folder[own] == '/');
}

/* Files that a manifest's globs fit. */
static const GArray *manifest_files(struct cond_context *x, const struct cond_arg *args, unsigned manifest)
{
    return files_fitting(x, &args[manifest]);
}

static bool for_development(const struct manifest *r)
{
    return r->dev_keys && *r->dev_keys && g_str_equal(*r->dev_keys, "*");
}

static bool is_ai_package(const struct ruleset *rules, const char *ecosystem, const char *name)
{
    for (unsigned i = 0; i < rules->n_api_files; i++) {
        const struct api_file *f = rules->api_files[i];
        for (unsigned k = 0; f->sdk && k < f->n_packages; k++)
            if (g_str_equal(f->packages[k].value, name) && g_str_equal(f->packages[k].key, ecosystem))
                return true;
    }
    return false;
}

static bool is_exact(const struct manifest *r, const char *constraint)
{
    return r->exact && regex_search(r->exact, constraint, strlen(constraint));
}

static void better(struct package *p, enum lock_state state, struct place place, const char *text)
{
    if (state <= p->state)
        return;
    p->state = state;
    p->place = place;
    p->text = text;
}

/* What the dependencies of one manifest say; false if there are none in it that are not for development. */
static bool read_manifest(struct cond_context *x, const struct manifest *r, uint32_t file, struct package *p)
{
    const struct project_file *f = &x->m->files[file];
    if (r->pinned) {
        better(p, LOCK_PINNED, place_at(x, file, 1), f->path);
        return true;
    }
    if (f->class.zone == ZONE_GENERATED) { /* compiled from another */
        better(p, LOCK_LOCKED, place_at(x, file, 1), f->path);
        return true;
    }
    if (f->facts == NULL || f->facts->status == FACTS_FAILED)
        return f->facts != NULL;
    unsigned n = 0, exact = 0, ai = 0, ai_exact = 0;
    const struct fact_dependency *loose = NULL, *ai_loose = NULL;
    for (uint32_t i = 0; i < f->facts->n_dependencies; i++) {
        const struct fact_dependency *d = &f->facts->dependencies[i];
        if (d->dev || !g_str_equal(facts_text(f->facts, d->ecosystem), r->ecosystem))
            continue;
        bool fixed = is_exact(r, facts_text(f->facts, d->constraint)), model = is_ai_package(x->m->rules, r->ecosystem, facts_text(f->facts, d->name));
        n++;
        exact += fixed;
        ai += model;
        ai_exact += model && fixed;
        if (!fixed && !loose)
            loose = d;
        if (!fixed && model && !ai_loose)
            ai_loose = d;
    }
    if (n == 0)
        return false;
    const struct fact_dependency *at = ai_loose ? ai_loose : loose;
    if (exact == n)
        better(p, LOCK_PINNED, place_at(x, file, 1), f->path);
    else if (ai && ai == ai_exact)
        better(p, LOCK_EXACT, place_at(x, file, at->line), facts_text(f->facts, at->name));
    else if (ai)
        better(p, LOCK_LOOSE, place_at(x, file, at->line),
               g_strchomp(arena_printf(x->a, "%s %s", facts_text(f->facts, at->name), facts_text(f->facts, at->constraint))));
    return true; /* without a package of models it is not known what the calls go through */
}

static void find_lock(struct cond_context *x, const struct cond_arg *args, struct package *p)
{
    const struct ruleset *rules = x->m->rules;
    for (unsigned m = 0; m < rules->n_manifests; m++) {
        if (!rules->manifests[m].lock || !g_str_equal(rules->manifests[m].ecosystem, p->ecosystem))
            continue;
        const GArray *files = manifest_files(x, args, m);
        for (unsigned i = 0; i < files->len; i++) {
            uint32_t file = g_array_index(files, uint32_t, i);
            if (x->m->files[file].size && is_above(x->m->files[file].path, p->folder, p->folder_len))
                better(p, LOCK_LOCKED, place_at(x, file, 1), x->m->files[file].path);
        }
    }
}

/* The package of a file with a call in `folder`, if that is one; false to go on above. */
static bool find_package(struct cond_context *x, const struct cond_arg *args, const struct language *lang, const char *folder, size_t len)
{
    const struct ruleset *rules = x->m->rules;
    struct package p = {.folder = folder, .folder_len = len, .place = {.file = NO_INDEX}};
    bool found = false;
    for (unsigned m = 0; m < rules->n_manifests; m++) {
        const struct manifest *r = &rules->manifests[m];
        if (r->lock || for_development(r) || !r->languages || !(g_strv_contains((const char *const *)r->languages, lang->name) || (lang->family && g_strv_contains((const char *const *)r->languages, lang->family))))
            continue;
        const GArray *files = manifest_files(x, args, m);
        for (unsigned i = 0; i < files->len; i++) {
            uint32_t file = g_array_index(files, uint32_t, i);
            if (in_folder(x->m->files[file].path, folder, len) && read_manifest(x, r, file, &p)) {
                p.ecosystem = r->ecosystem;
                found = true;
            }
        }
    }
    if (!found)
        return false;
    for (guint i = 0; i < x->locks->list->len; i++) {
        const struct package *o = &g_array_index(x->locks->list, struct package, i);
        if (g_str_equal(o->ecosystem, p.ecosystem) && o->folder_len == len && strncmp(o->folder, folder, len) == 0)
            return true;
    }
    find_lock(x, args, &p);
    g_array_append_val(x->locks->list, p);
    return true;
}

static const struct cond_arg *manifest_args(struct cond_context *x)
{
    struct cond_index *index = x->index;
    const struct ruleset *rules = x->m->rules;
    if (!index->manifests) {
        index->manifests = arena_new_n(&index->arena, struct cond_arg, rules->n_manifests + 1);
        for (unsigned i = 0; i < rules->n_manifests; i++)
            index->manifests[i] = (struct cond_arg){.key = "paths", .type = ARG_LIST, .list = rules->manifests[i].paths};
    }
    return index->manifests;
}

static const struct locks *locks_of(struct cond_context *x)
{
    if (x->locks)
        return x->locks;
    const struct model *m = x->m;
    x->locks = g_new0(struct locks, 1);
    x->locks->list = g_array_new(FALSE, FALSE, sizeof(struct package));
    const struct cond_arg *args = manifest_args(x);
    for (uint32_t i = 0; i < m->n_sites; i++) {
        const struct project_file *f = m->sites[i].place.file < m->n_files ? &m->files[m->sites[i].place.file] : NULL;
        if (!f || !subject_counts(m, (struct subject_ref){SUBJECT_SITE, i}) || !f->language)
            continue;
        const struct language *lang = f->language;
        if (lang->reader == READER_NOTEBOOK && f->facts && f->facts->language)
            lang = ruleset_language(m->rules, facts_text(f->facts, f->facts->language));
        size_t len = folder_length(f->path);
        for (unsigned depth = 0; lang && depth < MAX_FOLDERS; depth++) {
            if (find_package(x, args, lang, f->path, len) || len == 0)
                break;
            while (len > 0 && f->path[--len] != '/')
                ;
        }
    }
    return x->locks;
}

enum truth match_packages(struct cond_context *x, const struct cond *c, struct subject_ref s, GArray *evidence)
{
    (void)s;
    const struct locks *all = locks_of(x);
    unsigned fitting = 0, unknown = 0;
    unsigned before = evidence->len;
    for (guint i = 0; i < all->list->len; i++) {
        const struct package *p = &g_array_index(all->list, struct package, i);
        bool fits = arg_has(arg_lead(c), lock_names[p->state]) || arg_has(arg_lead(c), "any");
        unknown += p->state == LOCK_UNKNOWN && !fits;
        if (!fits)
            continue;
        fitting++;
        if (p->place.file != NO_INDEX)
            evidence_add(x, evidence, p->place, CONFIDENCE_CONFIG, "%s", p->text);
        evidence_value(x, evidence, p->text);
    }
    bool every = arg_bool(c, "every", false);
    if (every ? fitting && fitting == all->list->len : fitting > 0)
        return TRUTH_YES;
    g_array_set_size(evidence, before);
    return unknown && fitting + unknown == all->list->len ? TRUTH_UNKNOWN : TRUTH_NO;
}
