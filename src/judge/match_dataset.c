/* Record files: evaluation data with inputs and expectations, by their fields. */
#include "judge/cond_priv.h"

#include <string.h>

#include "base/hash.h"

#define MAX_FIELD_DEPTH 3
#define MAX_RECORD_DEPTH 16
#define MAX_FIELDS 400

struct field {
    char *name;
    unsigned present;
};

struct dataset {
    unsigned records, distinct;
    GArray *fields; /* struct field */
};

static void field_clear(gpointer p)
{
    g_free(((struct field *)p)->name);
}

static void field_add(struct dataset *d, const char *name, unsigned present)
{
    for (unsigned i = 0; i < d->fields->len; i++) {
        struct field *f = &g_array_index(d->fields, struct field, i);
        if (g_str_equal(f->name, name)) {
            f->present += present;
            return;
        }
    }
    if (d->fields->len < MAX_FIELDS) {
        struct field f = {g_strdup(name), present};
        g_array_append_val(d->fields, f);
    }
}

/* All text below a node, for telling records apart. */
static void node_text(const struct facts *f, uint32_t node, GString *out, unsigned depth)
{
    const char *text = node_scalar(f, node);
    if (node == 0 || node >= f->n_nodes || depth > MAX_RECORD_DEPTH)
        return;
    if (text) {
        g_string_append(out, text);
        g_string_append_c(out, '\n');
        return;
    }
    if (f->nodes[node].kind == NODE_PAIR) {
        node_text(f, f->nodes[node].a, out, depth + 1);
        node_text(f, f->nodes[node].b, out, depth + 1);
    }
    uint32_t n;
    const uint32_t *kids = node_kids(f, node, &n);
    for (uint32_t i = 0; i < n; i++)
        node_text(f, kids[i], out, depth + 1);
}

static bool is_empty(const struct facts *f, uint32_t node)
{
    const char *text = node_scalar(f, node);
    uint32_t n;
    node_kids(f, node, &n);
    return node == 0 || (text ? *text == '\0' : n == 0);
}

static void record_fields(struct dataset *d, const struct facts *f, uint32_t dict,
                          const char *prefix, unsigned depth)
{
    uint32_t n;
    const uint32_t *pairs = node_kids(f, dict, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (pairs[i] >= f->n_nodes || f->nodes[pairs[i]].kind != NODE_PAIR)
            continue;
        const char *key = node_scalar(f, f->nodes[pairs[i]].a);
        uint32_t value = f->nodes[pairs[i]].b;
        if (key == NULL || is_empty(f, value))
            continue;
        g_autofree char *name = g_strconcat(prefix, *prefix ? "." : "", key, NULL);
        field_add(d, name, 1);
        if (value < f->n_nodes && f->nodes[value].kind == NODE_DICT && depth < MAX_FIELD_DEPTH)
            record_fields(d, f, value, name, depth + 1);
    }
}

static unsigned count_dicts(const struct facts *f, uint32_t list)
{
    uint32_t n;
    const uint32_t *kids = node_kids(f, list, &n);
    unsigned dicts = 0;
    for (uint32_t i = 0; i < n; i++)
        dicts += kids[i] < f->n_nodes && f->nodes[kids[i]].kind == NODE_DICT;
    return dicts;
}

/* The list of records of a JSON or YAML file: its root, or the longest list of dictionaries under a
 * key. */
static uint32_t record_list(const struct facts *f)
{
    if (f->root == 0 || f->root >= f->n_nodes)
        return 0;
    if (f->nodes[f->root].kind == NODE_LIST)
        return f->root;
    uint32_t n, best = 0;
    const uint32_t *pairs = node_kids(f, f->root, &n);
    unsigned most = 0;
    for (uint32_t i = 0; f->nodes[f->root].kind == NODE_DICT && i < n; i++) {
        if (pairs[i] >= f->n_nodes || f->nodes[pairs[i]].kind != NODE_PAIR)
            continue;
        uint32_t value = f->nodes[pairs[i]].b;
        unsigned dicts = value && value < f->n_nodes && f->nodes[value].kind == NODE_LIST
                             ? count_dicts(f, value)
                             : 0;
        if (dicts > most) {
            most = dicts;
            best = value;
        }
    }
    return best;
}

/* Fields and counts of a file; `records` 0 for what holds none. */
static void read_dataset(struct dataset *d, const struct facts *f)
{
    d->records = f->records;
    d->distinct = f->distinct_records;
    for (uint32_t i = 0; i < f->n_fields; i++)
        field_add(d, facts_text(f, f->fields[i].name), f->fields[i].present);
    if (f->records)
        return;
    uint32_t list = record_list(f), n;
    const uint32_t *kids = node_kids(f, list, &n);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    for (uint32_t i = 0; i < n; i++) {
        if (kids[i] >= f->n_nodes || f->nodes[kids[i]].kind != NODE_DICT)
            continue;
        d->records++;
        g_string_truncate(text, 0);
        node_text(f, kids[i], text, 0);
        uint64_t hash = hash128(text->str, text->len).low;
        g_hash_table_add(seen, g_memdup2(&hash, sizeof hash));
        record_fields(d, f, kids[i], "", 0);
    }
    d->distinct = g_hash_table_size(seen);
}

/* A field of that name is there in at least half of the records. */
static bool has_field(const struct dataset *d, const struct cond_arg *regex)
{
    for (unsigned i = 0; i < d->fields->len; i++) {
        const struct field *f = &g_array_index(d->fields, struct field, i);
        const char *dot = strrchr(f->name, '.');
        if ((uint64_t)f->present * 2 >= d->records &&
            (arg_matches(regex, f->name) || (dot && arg_matches(regex, dot + 1))))
            return true;
    }
    return false;
}

/* Base names of files that code, configuration and CI commands mention. */
static bool is_mentioned(struct cond_context *x, const char *path)
{
    if (x->mentions == NULL) {
        x->mentions = g_hash_table_new(g_str_hash, g_str_equal);
        for (uint32_t i = 0; i < x->m->n_files; i++) {
            const struct facts *f = x->m->files[i].facts;
            if (f == NULL || f->records || f->n_sections ||
                (ZONES_FOREIGN & ZONE_BIT(x->m->files[i].class.zone)))
                continue;
            for (uint32_t k = 1; k < f->n_strings; k++) {
                const char *name = base_name(f->strings[k]);
                if (strchr(name, '.') && strlen(name) < 200)
                    g_hash_table_add(x->mentions, (gpointer)name);
            }
        }
    }
    if (g_hash_table_contains(x->mentions, base_name(path)))
        return true;
    for (unsigned i = 0; i < x->m->n_ci_steps; i++)
        if (x->m->ci_steps[i].run && strstr(x->m->ci_steps[i].run, base_name(path)))
            return true;
    return false;
}

enum truth match_dataset(struct cond_context *x, const struct cond *c, struct subject_ref s,
                         GArray *evidence)
{
    (void)s;
    const struct cond_arg *inputs = cond_arg(c, "inputs"),
                          *expectations = cond_arg(c, "expectations"), *path = cond_arg(c, "path");
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (uint32_t i = 0; i < x->m->n_files; i++) {
        const struct project_file *p = &x->m->files[i];
        if (p->facts == NULL || (p->facts->records == 0 && p->facts->root == 0) ||
            !file_wanted(x, c, i) || (path && !arg_globs(x, path, p->path)))
            continue;
        struct dataset d = {0, 0, g_array_new(FALSE, FALSE, sizeof(struct field))};
        g_array_set_clear_func(d.fields, field_clear);
        read_dataset(&d, p->facts);
        bool fits = d.records > 0 && (!inputs || has_field(&d, inputs)) &&
                    (!expectations || has_field(&d, expectations)) &&
                    (int64_t)d.distinct * 100 >= arg_number(c, "records_at_least", 100) &&
                    (int64_t)d.distinct * 100 <= arg_number(c, "records_at_most", G_MAXINT64);
        g_array_unref(d.fields);
        if (!fits || (*p->hash && !g_hash_table_add(seen, (gpointer)p->hash)))
            continue;
        if (file_unfilled(x, i)) {
            declared_add(x, place_at(x, i, 1), CONFIDENCE_CONFIG,
                         "%s: unfilled template, not in force", p->path);
            continue;
        }
        if (arg_bool(c, "used", false) && !is_mentioned(x, p->path)) {
            declared_add(x, place_at(x, i, 1), CONFIDENCE_CONFIG,
                         "%s: nothing reads it, not in force", p->path);
            continue;
        }
        x->count = d.distinct;
        evidence_add(x, evidence, place_at(x, i, 1), CONFIDENCE_CONFIG, "%s: %u records", p->path,
                     d.distinct);
        return TRUTH_YES;
    }
    return TRUTH_NO;
}
