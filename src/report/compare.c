#include "report/compare.h"

#include <string.h>

struct sides {
    const struct digest *base, *head;
    const struct digest_finding **partner; /* of each finding of the head */
    bool *taken;                           /* findings of the base */
};

/* What two findings must have in common to be the same; in the order in which it is tried. Appends to `key`. */
typedef void (*likeness)(const struct digest_finding *f, GString *key);

static void same_place(const struct digest_finding *f, GString *key)
{
    g_string_append_printf(key, "%s\n%s", f->group, f->path);
}

static void same_kind(const struct digest_finding *f, GString *key)
{
    g_string_append(key, f->group);
}

static void same_call(const struct digest_finding *f, GString *key)
{
    g_string_append_printf(key, "%s\n%s\n%s\n%s", f->control, f->path, f->symbol, f->callee);
}

static void same_call_of_moved_file(const struct digest_finding *f, GString *key)
{
    const char *slash = strrchr(f->path, '/');
    g_string_append_printf(key, "%s\n%s\n%s\n%s", f->control, slash ? slash + 1 : f->path, f->symbol, f->callee);
}

static void same_call_of_file(const struct digest_finding *f, GString *key)
{
    g_string_append_printf(key, "%s\n%s\n\n%s", f->control, f->path, f->callee);
}

/* Pairs what is left over and alike, in the order of the reports. */
static void match(struct sides *s, likeness like)
{
    g_autoptr(GHashTable) left = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_queue_free);
    g_autoptr(GString) key = g_string_new(NULL);
    for (unsigned i = 0; i < s->base->n_findings; i++) {
        const struct digest_finding *f = &s->base->findings[i];
        if (s->taken[i] || f->about_waivers)
            continue;
        g_string_truncate(key, 0);
        like(f, key);
        GQueue *queue = g_hash_table_lookup(left, key->str);
        if (!queue)
            g_hash_table_insert(left, g_strdup(key->str), queue = g_queue_new());
        g_queue_push_tail(queue, GUINT_TO_POINTER(i));
    }
    for (unsigned i = 0; i < s->head->n_findings; i++) {
        const struct digest_finding *f = &s->head->findings[i];
        if (s->partner[i] || f->about_waivers)
            continue;
        g_string_truncate(key, 0);
        like(f, key);
        GQueue *queue = g_hash_table_lookup(left, key->str);
        if (queue && !g_queue_is_empty(queue)) {
            unsigned k = GPOINTER_TO_UINT(g_queue_pop_head(queue));
            s->partner[i] = &s->base->findings[k];
            s->taken[k] = true;
        }
    }
}

/* Comments of the head that the base does not have. */
static void add_comments(struct comparison *c)
{
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (unsigned i = 0; i < c->base->n_waivers; i++) {
        const struct digest_waiver *w = &c->base->waivers[i];
        if (w->in_file)
            continue;
        char *key = g_strdup_printf("%s\n%s\n%s", w->control, w->reason, w->expires);
        guint n = GPOINTER_TO_UINT(g_hash_table_lookup(known, key));
        g_hash_table_insert(known, key, GUINT_TO_POINTER(n + 1));
    }
    for (unsigned i = 0; i < c->head->n_waivers; i++) {
        const struct digest_waiver *w = &c->head->waivers[i];
        g_autofree char *key = g_strdup_printf("%s\n%s\n%s", w->control, w->reason, w->expires);
        guint n = w->in_file ? 1 : GPOINTER_TO_UINT(g_hash_table_lookup(known, key));
        if (n > 0) {
            g_hash_table_insert(known, g_strdup(key), GUINT_TO_POINTER(n - 1));
            continue;
        }
        g_autofree char *text = g_strdup_printf("ignore %s%s%s%s%s", w->control ? w->control : "",
                                                w->expires ? " until=" : "", w->expires ? w->expires : "",
                                                w->reason && *w->reason ? " -- " : "", w->reason ? w->reason : "");
        compare_add(c, "comment", w->path, w->line, text);
    }
}

struct comparison *compare_new(const struct digest *base, const struct digest *head)
{
    static const likeness order[] = {same_place, same_kind, same_call, same_call_of_moved_file, same_call_of_file};
    struct comparison *c = g_new0(struct comparison, 1);
    arena_init(&c->arena);
    c->base = base;
    c->head = head;
    c->inner = ".";
    struct sides s = {base, head, arena_new_n(&c->arena, const struct digest_finding *, head->n_findings + 1),
                      arena_new_n(&c->arena, bool, base->n_findings + 1)};
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
        match(&s, order[i]);
    c->new = arena_new_n(&c->arena, const struct digest_finding *, head->n_findings + 1);
    c->unchanged = arena_new_n(&c->arena, struct pair, head->n_findings + 1);
    c->fixed = arena_new_n(&c->arena, const struct digest_finding *, base->n_findings + 1);
    for (unsigned i = 0; i < head->n_findings; i++) {
        const struct digest_finding *f = &head->findings[i];
        if (f->about_waivers)
            continue;
        if (s.partner[i])
            c->unchanged[c->n_unchanged++] = (struct pair){s.partner[i], f};
        else if (f->state == FINDING_OPEN)
            c->new[c->n_new++] = f;
        else
            c->n_accepted++;
    }
    for (unsigned i = 0; i < base->n_findings; i++)
        if (!s.taken[i] && !base->findings[i].about_waivers)
            c->fixed[c->n_fixed++] = &base->findings[i];
    c->gate_reasons = arena_new_n(&c->arena, const char *, 1);
    add_comments(c);
    return c;
}

void compare_free(struct comparison *c)
{
    if (!c)
        return;
    arena_fini(&c->arena);
    g_free(c);
}

void compare_add(struct comparison *c, const char *kind, const char *path, uint32_t line, const char *text)
{
    struct arena *a = &c->arena;
    struct addition *all = arena_new_n(a, struct addition, c->n_additions + 1);
    if (c->n_additions)
        memcpy(all, c->additions, c->n_additions * sizeof *all);
    all[c->n_additions++] = (struct addition){arena_strdup(a, kind), arena_strdup(a, path), arena_strdup(a, text), line};
    c->additions = all;
}

bool compare_is_clear(const struct comparison *c)
{
    return c->n_new == 0 && !c->gate_failed;
}

bool compare_is_worth(const struct comparison *c)
{
    return !compare_is_clear(c) || c->n_fixed > 0 || c->base->scored != c->head->scored ||
           (c->head->scored && c->base->score != c->head->score);
}
