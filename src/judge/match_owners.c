/*
 * Ownership files, as their consumers read them: one file in a fixed place, patterns like
 * gitignore's, the last that matches wins, a pattern without owners takes ownership away.
 */
#include "judge/cond_priv.h"

#include <string.h>

#include "base/glob.h"

#define MAX_OWNERS_BYTES (3u << 20) /* a larger file is ignored by its consumer */

struct ownership {
    uint32_t file; /* NO_INDEX without */
};

/* Where the file must stand, in the order in which its consumers look. */
static const char *const places[] = {".github", "", "docs", ".gitlab"};

static struct ownership *ownership(struct cond_context *x)
{
    if (x->ownership)
        return x->ownership;
    x->ownership = g_new0(struct ownership, 1);
    x->ownership->file = NO_INDEX;
    for (unsigned p = 0; p < G_N_ELEMENTS(places); p++)
        for (uint32_t i = 0; i < x->m->n_files; i++) {
            const struct project_file *f = &x->m->files[i];
            g_autofree char *folder = g_path_get_dirname(f->path);
            if (f->facts && f->facts->n_owners && f->size <= MAX_OWNERS_BYTES &&
                g_str_equal(g_str_equal(folder, ".") ? "" : folder, places[p])) {
                x->ownership->file = i;
                return x->ownership;
            }
        }
    return x->ownership;
}

static bool pattern_fits(const char *pattern, const char *path)
{
    bool anchored = *pattern == '/';
    size_t len = strlen(pattern += anchored);
    if (len == 0)
        return true; /* "/" */
    bool folder = pattern[len - 1] == '/';
    g_autofree char *body = g_strndup(pattern, len - folder);
    anchored |= strchr(body, '/') != NULL;
    g_autofree char *whole = anchored ? g_strdup(body) : g_strconcat("**/", body, NULL);
    const char *last = base_name(body);
    if (!folder && (glob_path(whole, path) || (!anchored && glob_path(body, path))))
        return true;
    if (!folder && anchored && g_str_equal(last, "*"))
        return false; /* docs/ and a star: files of that folder, none below */
    g_autofree char *below = g_strconcat(whole, "/**", NULL),
                    *here = g_strconcat(body, "/**", NULL);
    return glob_path(below, path) || glob_path(here, path);
}

/* A user, a team or an address that somebody filled in. */
static bool owner_is_real(const struct cond_context *x, const char *owner)
{
    const char *at = strchr(owner, '@');
    bool formed = at && (at == owner ? owner[1] != '\0' : strchr(at, '.') != NULL);
    return formed && !text_is_placeholder(x, owner);
}

/* The owner of the entry that decides about the path; NULL for nobody. */
static const char *owner_in(const struct cond_context *x, const struct facts *f, const char *path,
                            uint32_t *line)
{
    for (uint32_t i = f->n_owners; i-- > 0;) {
        const struct fact_owner *o = &f->owners[i];
        if (!pattern_fits(facts_text(f, o->pattern), path))
            continue;
        *line = o->line;
        for (uint32_t k = 0; k < o->count && o->first + k < f->n_kids; k++)
            if (owner_is_real(x, facts_text(f, f->kids[o->first + k])))
                return facts_text(f, f->kids[o->first + k]);
        return NULL;
    }
    return NULL;
}

const char *cond_owner(struct cond_context *x, const char *path)
{
    uint32_t file = ownership(x)->file, line;
    return file == NO_INDEX || file_unfilled(x, file) ? NULL : owner_in(x, x->m->files[file].facts, path, &line);
}

/* Adds files of production code that subjects of a kind stand in. */
static void add_subject_files(const struct model *m, enum subject kind, bool *wanted)
{
    for (uint32_t i = 0; i < subject_count(m, kind); i++) {
        struct subject_ref s = {kind, i};
        uint32_t file = subject_view(m, s).place.file;
        if (file < m->n_files && subject_counts(m, s))
            wanted[file] = true;
    }
}

/*
 * The files whose ownership is asked for, by the words of the condition: those with sites, with
 * tools, and all that are prompts or evaluations. Where there are none, all production code.
 */
static GArray *owned_files(const struct model *m, const struct cond_arg *what)
{
    GArray *files = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_autofree bool *wanted = g_new0(bool, m->n_files + 1);
    if (arg_has(what, "sites"))
        add_subject_files(m, SUBJECT_SITE, wanted);
    if (arg_has(what, "tools"))
        add_subject_files(m, SUBJECT_TOOL, wanted);
    for (uint32_t i = 0; i < m->n_files; i++) {
        enum zone zone = m->files[i].class.zone;
        wanted[i] |= (zone == ZONE_PROMPT && arg_has(what, "prompts")) ||
                     (zone == ZONE_EVAL && arg_has(what, "evals"));
        if (wanted[i])
            g_array_append_val(files, i);
    }
    bool none = files->len == 0;
    for (uint32_t i = 0; none && i < m->n_files; i++)
        if (zone_is_product(m->files[i].class.zone) && m->files[i].language)
            g_array_append_val(files, i);
    return files;
}

enum truth match_owners(struct cond_context *x, const struct cond *c, struct subject_ref s,
                        GArray *evidence)
{
    (void)s;
    uint32_t file = ownership(x)->file;
    if (file == NO_INDEX)
        return TRUTH_NO;
    if (file_unfilled(x, file)) {
        declared_add(x, place_at(x, file, 1), CONFIDENCE_CONFIG, "%s: unfilled template, not in force",
                     x->m->files[file].path);
        return TRUTH_NO;
    }
    const struct facts *f = x->m->files[file].facts;
    if (arg_bool(c, "any", false)) {
        for (uint32_t i = 0; i < f->n_owners; i++)
            for (uint32_t k = 0; k < f->owners[i].count && f->owners[i].first + k < f->n_kids;
                 k++) {
                const char *owner = facts_text(f, f->kids[f->owners[i].first + k]);
                if (!owner_is_real(x, owner))
                    continue;
                evidence_add(x, evidence, place_at(x, file, f->owners[i].line), CONFIDENCE_CONFIG,
                             "owner %s", owner);
                return TRUTH_YES;
            }
        declared_add(x, place_at(x, file, 1), CONFIDENCE_CONFIG,
                     "%s: placeholder owners, not in force", x->m->files[file].path);
        return TRUTH_NO;
    }
    g_autoptr(GArray) files = owned_files(x->m, arg_lead(c));
    unsigned covered = 0;
    uint32_t line = 1, first = 1;
    const char *name = NULL;
    for (unsigned i = 0; i < files->len; i++) {
        const char *owner =
            owner_in(x, f, x->m->files[g_array_index(files, uint32_t, i)].path, &line);
        if (owner && covered++ == 0) {
            first = line;
            name = owner;
        }
    }
    x->count = covered;
    if (files->len == 0 || covered == 0 ||
        (int64_t)covered * 100 < arg_number(c, "at_least", 100) * (int64_t)files->len)
        return TRUTH_NO;
    evidence_add(x, evidence, place_at(x, file, first), CONFIDENCE_CONFIG, "%s owns %u of %u files",
                 name, covered, files->len);
    return TRUTH_YES;
}
