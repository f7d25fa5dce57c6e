#include "cli/proposals.h"

#include <string.h>

#include "base/text.h"
#include "report/parts.h"
#include "source/history.h"

#define COMMITS_MOST 300 /* that are looked at */
#define PATHS_MOST 200   /* files of all steps together */
#define LEAST 2          /* changes that make somebody who knows a file */

/* The files of steps without an owner, each once. */
static GPtrArray *open_paths(const struct report *r)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    for (unsigned i = 0; i < r->n_plan; i++)
        for (const char **f = r->plan[i].owner ? NULL : r->plan[i].files; f && *f && out->len < PATHS_MOST; f++)
            if (g_hash_table_add(seen, (gpointer)*f))
                g_ptr_array_add(out, path_from_root(r, *f));
    return out;
}

/* Who changed the step's files most; the first by name of equals. NULL without. */
static const char *most_active(const struct report *r, const struct plan_step *step, GHashTable *touches)
{
    g_autoptr(GHashTable) sums = g_hash_table_new(g_str_hash, g_str_equal);
    const char *best = NULL;
    guint most = LEAST - 1;
    GHashTableIter it;
    gpointer name, count;
    for (const char **f = step->files; f && *f; f++) {
        g_autofree char *path = path_from_root(r, *f);
        GHashTable *people = g_hash_table_lookup(touches, path);
        if (!people)
            continue;
        g_hash_table_iter_init(&it, people);
        while (g_hash_table_iter_next(&it, &name, &count))
            g_hash_table_insert(sums, name, GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(sums, name)) + GPOINTER_TO_UINT(count)));
    }
    g_hash_table_iter_init(&it, sums);
    while (g_hash_table_iter_next(&it, &name, &count))
        if (GPOINTER_TO_UINT(count) > most || (best && GPOINTER_TO_UINT(count) == most && strcmp(name, best) < 0)) {
            most = GPOINTER_TO_UINT(count);
            best = name;
        }
    return best;
}

void proposals_fill(struct report *r, const struct source *s)
{
    g_autoptr(GPtrArray) paths = open_paths(r);
    struct history *h = s->git && s->commit && paths->len ? history_open(s->root, NULL) : NULL;
    if (!h)
        return;
    g_autoptr(GHashTable) touches = history_touches(h, s->commit, (const char *const *)paths->pdata, paths->len, COMMITS_MOST);
    for (unsigned i = 0; i < r->n_plan; i++) {
        struct plan_step *step = &r->plan[i];
        const char *name = step->owner ? NULL : most_active(r, step, touches);
        if (!name)
            continue;
        g_autofree char *safe = text_safe(name);
        step->owner = arena_strdup(&r->arena, safe);
        step->owner_proposed = true;
    }
    history_free(h);
}
