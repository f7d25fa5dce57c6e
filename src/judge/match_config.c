/* Files, values of configuration files, and dependencies. */
#include "judge/cond_priv.h"

#include <string.h>

#include "extract/words.h"

#define WALK_DEPTH 64

/* ---- key paths ---- */

struct walk {
    const struct facts *f;
    config_found *found;
    void *payload;
    bool stopped;
};

static void walk_visit(struct walk *w, uint32_t node, uint32_t key, const char *rest,
                       unsigned depth);

/* Each value of a dictionary or list whose key fits the first segments of `path`. */
static void walk_kids(struct walk *w, uint32_t node, const char *path, unsigned depth)
{
    const struct facts *f = w->f;
    uint32_t n;
    const uint32_t *kids = node_kids(f, node, &n);
    const char *quoted = *path == '`' ? strchr(path + 1, '`') : NULL, *name = path + (quoted != NULL);
    const char *stop = quoted ? quoted : path + strcspn(path, ".");
    const char *after = quoted ? quoted + 1 : stop, *rest = *after == '.' ? after + 1 : after;
    size_t len = (size_t)(stop - name);
    bool any = len == 1 && *name == '*', deep = len == 2 && name[0] == '*' && name[1] == '*';
    g_autofree char *pattern = memchr(name, '*', len) ? g_strndup(name, len) : NULL;
    if (deep) /* none of the levels */
        walk_visit(w, node, node, rest, depth + 1);
    if (depth > WALK_DEPTH)
        return;
    for (uint32_t i = 0; i < n && !w->stopped; i++) {
        uint32_t kid = kids[i];
        if (kid == 0 || kid >= f->n_nodes)
            continue;
        const struct fact_node *e = &f->nodes[kid];
        bool pair = e->kind == NODE_PAIR;
        uint32_t value = pair ? e->b : kid;
        if (deep) {
            walk_visit(w, value, pair ? kid : value, path, depth + 1);
        } else if (any || (pair && pattern && node_scalar(f, e->a) &&
                           g_pattern_match_simple(pattern, node_scalar(f, e->a)))) {
            walk_visit(w, value, pair ? kid : value, rest, depth + 1);
        } else if (pair && quoted) {
            const char *key = node_scalar(f, e->a);
            if (key && strlen(key) == len && memcmp(key, name, len) == 0)
                walk_visit(w, value, kid, rest, depth + 1);
        } else if (pair && node_scalar(f, e->a)) {
            /* A key may hold dots itself: [tool.x] of TOML, "my.key" of JSON. YAML 1.1 reads `on`
             * as true. */
            bool on =
                e->a < f->n_nodes && f->nodes[e->a].kind == NODE_TRUE && len == 2 && memcmp(name, "on", 2) == 0;
            const char *key = on ? "on" : node_scalar(f, e->a);
            size_t key_len = strlen(key);
            if (key_len && strncmp(path, key, key_len) == 0 &&
                (path[key_len] == '.' || path[key_len] == '\0'))
                walk_visit(w, value, kid, path[key_len] ? path + key_len + 1 : "", depth + 1);
        }
    }
}

static void walk_visit(struct walk *w, uint32_t node, uint32_t key, const char *rest,
                       unsigned depth)
{
    if (w->stopped || depth > WALK_DEPTH || node >= w->f->n_nodes)
        return;
    bool inner =
        node && (w->f->nodes[node].kind == NODE_DICT || w->f->nodes[node].kind == NODE_LIST);
    if (*rest == '\0' || (!inner && g_str_equal(rest, "**")))
        w->stopped = !w->found(w->payload, node, key);
    else if (inner)
        walk_kids(w, node, rest, depth);
}

void config_walk(const struct facts *f, const char *key, config_found *found, void *payload)
{
    struct walk w = {f, found, payload, false};
    walk_visit(&w, f->root, f->root, key, 0);
    uint32_t n; /* a file of several documents is a list of them */
    const uint32_t *kids = node_kids(f, f->root, &n);
    bool list = f->root && f->root < f->n_nodes && f->nodes[f->root].kind == NODE_LIST;
    for (uint32_t i = 0; list && *key && *key != '*' && i < n && !w.stopped; i++)
        walk_visit(&w, kids[i], kids[i], key, 0);
}

/* ---- config ---- */

struct config_query {
    struct cond_context *x;
    const struct facts *f;
    const struct cond_arg *matches, *not_matches, *beside;
    uint32_t present; /* node of a value that is not empty */
    uint32_t holds;   /* node of the first value that fits */
    const char *text;
    unsigned n, least; /* values of this file that fit, and how many are asked for */
};

/* Whether a value fits; text is NULL for what is not a scalar. */
static bool value_holds(struct config_query *q, const char *text)
{
    if (q->matches && (text == NULL || !arg_matches(q->matches, text)))
        return false;
    return !q->not_matches || (text && !arg_matches(q->not_matches, text));
}

/* One more value fits; false once there are enough. */
static bool value_fits(struct config_query *q, uint32_t at, const char *text)
{
    if (!q->holds) {
        q->holds = at;
        q->text = text;
    }
    return ++q->n < q->least;
}

/* Whether the dictionary that a pair stands in holds these keys with these values, without regard to case. */
static bool stands_beside(const struct config_query *q, uint32_t pair)
{
    const struct facts *f = q->f;
    for (unsigned depth = 0; pair && f->nodes[pair].kind != NODE_PAIR && depth < 4; depth++)
        pair = f->nodes[pair].parent < f->n_nodes ? f->nodes[pair].parent : 0;
    uint32_t dict = pair && f->nodes[pair].parent < f->n_nodes ? f->nodes[pair].parent : 0, n;
    const uint32_t *kids = node_kids(f, dict, &n);
    for (unsigned i = 0; q->beside && i < q->beside->n_pairs; i++) {
        bool holds = false;
        for (uint32_t k = 0; k < n && !holds; k++) {
            const struct fact_node *e = kids[k] < f->n_nodes ? &f->nodes[kids[k]] : NULL;
            const char *name = e && e->kind == NODE_PAIR ? node_scalar(f, e->a) : NULL,
                       *value = name ? node_scalar(f, e->b) : NULL;
            holds = value && g_str_equal(name, q->beside->pairs[i].key) && q->beside->pairs[i].value &&
                    g_ascii_strcasecmp(value, q->beside->pairs[i].value) == 0;
        }
        if (!holds)
            return false;
    }
    return true;
}

static bool config_value(void *payload, uint32_t node, uint32_t key)
{
    struct config_query *q = payload;
    if (node == 0 || q->f->nodes[node].kind == NODE_NULL)
        return true;
    if (q->beside && !stands_beside(q, key ? key : node))
        return true;
    const char *text = node_scalar(q->f, node);
    uint32_t n;
    const uint32_t *kids = node_kids(q->f, node, &n);
    bool scalar = text != NULL, list = q->f->nodes[node].kind == NODE_LIST;
    if (scalar ? *text == '\0' || text_is_placeholder(q->x, text) : n == 0)
        return true; /* an empty value, or one that nobody filled in, says nothing */
    if (!q->present)
        q->present = key ? key : node;
    if (value_holds(q, text))
        return value_fits(q, key ? key : node, text);
    for (uint32_t i = 0; list && i < n; i++) { /* those of a list of scalars */
        const char *one = node_scalar(q->f, kids[i]);
        if (one && *one && value_holds(q, one) && !value_fits(q, kids[i], one))
            return false;
    }
    return true;
}

/* Asks a file up to `q->least` times; the first answer is kept. */
static void ask_config(struct config_query *q, const struct cond *c, uint32_t file)
{
    struct cond_context *x = q->x;
    const struct cond_arg *keys = cond_arg(c, "key");
    const GArray *known = q->least == 1 ? index_found(x, c, file) : NULL;
    if (known) {
        *q = g_array_index(known, struct config_query, 0);
        q->x = x;
        return;
    }
    q->f = x->m->files[file].facts;
    q->present = q->holds = 0;
    q->text = NULL;
    q->n = 0;
    if (keys == NULL)
        config_walk(q->f, q->matches || q->not_matches ? "**" : "", config_value, q);
    for (const char *const *key = arg_words(x, keys); *key && q->n < q->least; key++)
        config_walk(q->f, *key, config_value, q);
    if (q->least == 1)
        index_put(x, c, file, g_array_append_vals(g_array_new(FALSE, FALSE, sizeof *q), q, 1));
}

enum truth match_config(struct cond_context *x, const struct cond *c, struct subject_ref s,
                        GArray *evidence)
{
    (void)s;
    const struct cond_arg *lead = arg_lead(c), *keys = cond_arg(c, "key");
    bool absent = arg_bool(c, "absent", false), unread = false;
    unsigned least = (unsigned)CLAMP(arg_number(c, "at_least", 100) / 100, 1, 1000000);
    unsigned before = evidence->len, seen = 0;
    struct config_query q = {x, NULL, cond_arg(c, "matches"), cond_arg(c, "not_matches"),
                             cond_arg(c, "beside"), 0, 0, NULL, 0, 0};
    const GArray *files = files_fitting(x, lead);
    for (unsigned n = 0; n < files->len; n++) {
        uint32_t i = g_array_index(files, uint32_t, n);
        const struct project_file *file = &x->m->files[i];
        if (!file_wanted(x, c, i))
            continue;
        if (file->facts == NULL || file->facts->status == FACTS_FAILED) {
            unread |= file->facts != NULL;
            continue;
        }
        if (file->facts->root == 0)
            continue;
        q.least = least - seen;
        ask_config(&q, c, i);
        if (absent ? q.holds != 0 : q.holds == 0)
            continue;
        if (file_unfilled(x, i)) {
            declared_add(x, place_at(x, i, 1), CONFIDENCE_CONFIG,
                         "%s: unfilled template, not in force", file->path);
            continue;
        }
        uint32_t at = absent ? q.present : q.holds;
        const char *key = keys ? *arg_words(x, keys) : base_name(file->path);
        if (absent)
            evidence_add(x, evidence, place_at(x, i, at ? q.f->nodes[at].line : 1),
                         CONFIDENCE_CONFIG, "%s has no such %s", file->path, key);
        else
            evidence_add(x, evidence, place_at(x, i, q.f->nodes[at].line), CONFIDENCE_CONFIG,
                         "%s%s%s", key, q.text ? ": " : "", q.text ? q.text : "");
        evidence_value(x, evidence, q.text);
        seen += absent ? 1 : q.n;
        if (seen >= least) {
            x->count = seen;
            return TRUTH_YES;
        }
    }
    g_array_set_size(evidence, before);
    return unread ? TRUTH_UNKNOWN : TRUTH_NO;
}

/* ---- files ---- */

/* The module path of an import, with '/' between segments: "app.llm" and "./llm" as "app/llm" and
 * "llm". */
static char *import_path(const struct language *lang, const char *module)
{
    GString *out = g_string_new(NULL);
    bool dotted = lang && lang->modules == MODULES_DOTTED;
    while (*module == '.' || *module == '/' || *module == '@' || *module == '~')
        module++;
    for (; *module; module++)
        g_string_append_c(out, dotted && *module == '.' ? '/' : *module);
    return g_string_free(out, FALSE);
}

/* Whether `stem`, a path without extension, is `module` or ends with it at a folder. */
static bool stem_ends(const char *stem, const char *module)
{
    size_t len = strlen(stem), n = strlen(module);
    return n && n <= len && g_str_equal(stem + len - n, module) &&
           (n == len || stem[len - n - 1] == '/');
}

/* Without its extension, and without the name of a folder's index. */
static char *module_stem(const struct project_file *target)
{
    char *stem = g_strdup(target->path);
    char *dot = strrchr(stem, '.'), *slash = strrchr(stem, '/');
    if (dot && (!slash || dot > slash))
        *dot = '\0';
    slash = strrchr(stem, '/');
    for (const char **i = target->language ? target->language->index_names : NULL; slash && i && *i;
         i++)
        if (g_str_equal(slash + 1, *i)) {
            *slash = '\0';
            break;
        }
    return stem;
}

struct import_stems { /* of an import, as paths without extension; NULL for none */
    const char *module, *member;
};

/* What a file imports, as paths: `module` and `member`, which may be a module of its own. */
static const GArray *imports_of(struct cond_context *x, uint32_t file)
{
    static const char asked;
    const GArray *known = index_found(x, &asked, file);
    if (known)
        return known;
    GArray *out = g_array_new(FALSE, FALSE, sizeof(struct import_stems));
    index_put(x, &asked, file, out);
    const struct project_file *pf = &x->m->files[file];
    const struct facts *f = pf->facts;
    for (uint32_t i = 0; f && i < f->n_imports; i++) {
        g_autofree char *module = import_path(pf->language, facts_text(f, f->imports[i].module));
        const char *member = facts_text(f, f->imports[i].member);
        struct import_stems stems = {NULL, NULL};
        if (*member)
            stems.member = arena_printf(&x->index->arena, "%s%s%s", module, *module ? "/" : "", member);
        char *dot = strrchr(module, '.');
        if (dot && pf->language && pf->language->modules == MODULES_PATH)
            *dot = '\0'; /* "./llm.js" */
        stems.module = arena_strdup(&x->index->arena, module);
        g_array_append_val(out, stems);
    }
    return out;
}

static bool file_imports(struct cond_context *x, uint32_t file, const char *stem)
{
    const GArray *imports = imports_of(x, file);
    for (guint i = 0; i < imports->len; i++) {
        const struct import_stems *one = &g_array_index(imports, struct import_stems, i);
        if (stem_ends(stem, one->module) || (one->member && stem_ends(stem, one->member)))
            return true;
    }
    return false;
}

/* The files that somebody imports who imports the subject's module: that one; of the repository, those of any site. */
static GArray *subject_files(const struct model *m, struct subject_ref s)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    uint32_t own = subject_view(m, s).place.file;
    if (own != NO_INDEX)
        g_array_append_val(out, own);
    for (uint32_t i = 0; own == NO_INDEX && i < m->n_sites; i++) { /* sites stand by file */
        uint32_t file = m->sites[i].place.file;
        if (zone_is_product(m->sites[i].zone) && (!out->len || g_array_index(out, uint32_t, out->len - 1) != file))
            g_array_append_val(out, file);
    }
    return out;
}

#define THROUGH_HOPS 3

/* The functions whose calls lead to the subject, or, of the repository, to any site. */
static GArray *subject_callers(const struct model *m, struct subject_ref s)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(struct unit));
    g_autoptr(GArray) units = g_array_new(FALSE, FALSE, sizeof(struct unit));
    struct unit own = subject_view(m, s).unit;
    bool all = s.kind == SUBJECT_REPOSITORY;
    for (uint32_t i = 0; i < (all ? m->n_sites : 1); i++) {
        if (all ? !zone_is_product(m->sites[i].zone) : own.file == NO_INDEX)
            continue;
        g_array_set_size(units, 0);
        model_callers(m, all ? m->sites[i].unit : own, THROUGH_HOPS, units);
        for (guint k = 0; k < units->len; k++)
            if (g_array_index(units, struct unit, k).scope > 1)
                g_array_append_val(out, g_array_index(units, struct unit, k));
    }
    units_sort(out);
    return out;
}

/* Names by which files know what these declare, where types are known by their names; NULL without any. */
static GHashTable *declared_names(const struct model *m, const GArray *targets)
{
    g_autoptr(GHashTable) out = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint t = 0; t < targets->len; t++) {
        const struct project_file *file = &m->files[g_array_index(targets, uint32_t, t)];
        const struct facts *f = file->facts;
        bool known = file->language && (file->language->modules == MODULES_NAMES || file->language->modules == MODULES_PACKAGES);
        for (uint32_t k = 2; known && f && k < f->n_scopes; k++)
            if (f->scopes[k].kind == SCOPE_CLASS && f->scopes[k].parent == 1 && *facts_text(f, f->scopes[k].name))
                g_hash_table_add(out, (gpointer)facts_text(f, f->scopes[k].name));
    }
    return g_hash_table_size(out) ? g_steal_pointer(&out) : NULL;
}

/* Whether the file holds one of the names as a word. */
static bool holds_name(const struct project_file *file, GHashTable *names)
{
    const struct facts *f = file->facts;
    if (!f || !names)
        return false;
    if (f->status == FACTS_PARSED) {
        for (uint32_t i = 1; i < f->n_strings; i++)
            if (g_hash_table_contains(names, f->strings[i]))
                return true;
        return false;
    }
    GHashTableIter iter;
    gpointer name;
    g_hash_table_iter_init(&iter, names);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        if (words_hold(f, words_hash(name)))
            return true;
    return false;
}

/* Whether both are of one module because they stand in one folder. */
static bool one_folder(const struct project_file *a, const struct project_file *b)
{
    if (!a->language || a->language != b->language || a->language->modules != MODULES_FOLDERS)
        return false;
    const char *p = strrchr(a->path, '/'), *q = strrchr(b->path, '/');
    size_t n = p ? (size_t)(p - a->path) : 0;
    return n == (q ? (size_t)(q - b->path) : 0) && strncmp(a->path, b->path, n) == 0;
}

/* What somebody imports who imports a subject. */
struct imported {
    GArray *targets;   /* files: subject_files() */
    GPtrArray *stems;  /* their paths: module_stem() */
    GArray *callers;   /* subject_callers() */
    GHashTable *names; /* declared_names() */
};

static void imported_init(struct imported *t, const struct model *m, struct subject_ref s)
{
    t->targets = subject_files(m, s);
    t->callers = subject_callers(m, s);
    t->names = declared_names(m, t->targets);
    t->stems = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < t->targets->len; i++)
        g_ptr_array_add(t->stems, module_stem(&m->files[g_array_index(t->targets, uint32_t, i)]));
}

static void imported_fini(struct imported *t)
{
    g_array_unref(t->targets);
    g_array_unref(t->callers);
    g_ptr_array_unref(t->stems);
    g_clear_pointer(&t->names, g_hash_table_unref);
}

/* Whether the file imports one of the targets, calls into it or one of the callers, is of one module with it, or knows it by
 * one of the names. */
static bool imports_any(struct cond_context *x, uint32_t file, const struct imported *of)
{
    const struct model *m = x->m;
    if (holds_name(&m->files[file], of->names))
        return true;
    for (uint32_t e = model_first_call(m, (struct unit){file, 0}); e < m->n_calls && m->calls[e].from.file == file; e++) {
        if (units_have(of->callers, m->calls[e].to))
            return true;
        for (guint t = 0; t < of->targets->len; t++)
            if (g_array_index(of->targets, uint32_t, t) == m->calls[e].to.file)
                return true;
    }
    for (guint t = 0; t < of->targets->len; t++) {
        uint32_t target = g_array_index(of->targets, uint32_t, t);
        if (target != file && (one_folder(&m->files[file], &m->files[target]) || file_imports(x, file, of->stems->pdata[t])))
            return true;
    }
    return false;
}

/* Whether a use with one of the tags stands in the file. */
static bool holds_use(struct cond_context *x, uint32_t file, const struct cond_arg *tags)
{
    for (const char *const *tag = arg_words(x, tags); *tag; tag++) {
        const GArray *uses = uses_tagged(x, *tag);
        for (guint i = 0; uses && i < uses->len; i++)
            if (x->m->uses[g_array_index(uses, uint32_t, i)].place.file == file)
                return true;
    }
    return false;
}

enum truth match_file(struct cond_context *x, const struct cond *c, struct subject_ref s,
                      GArray *evidence)
{
    const struct cond_arg *lead = arg_lead(c), *imports = cond_arg(c, "imports"), *holds = cond_arg(c, "holds");
    uint64_t min_bytes = (uint64_t)MAX(arg_number(c, "min_bytes", 100) / 100, 1);
    unsigned before = evidence->len, n = 0;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal); /* E-7 */
    const GArray *files = files_fitting(x, lead);
    struct imported imported = {0};
    if (imports)
        imported_init(&imported, x->m, s);
    for (unsigned k = 0; k < files->len; k++) {
        uint32_t i = g_array_index(files, uint32_t, k);
        const struct project_file *file = &x->m->files[i];
        if (file->size < min_bytes || !file_wanted(x, c, i))
            continue;
        if ((holds && !holds_use(x, i, holds)) || (imports && !imports_any(x, i, &imported)))
            continue;
        if (file_unfilled(x, i)) {
            declared_add(x, place_at(x, i, 1), CONFIDENCE_NAME,
                         "%s: unfilled template, not in force", file->path);
            continue;
        }
        if (*file->hash && !g_hash_table_add(seen, (gpointer)file->hash))
            continue;
        n++;
        if (evidence->len - before < 20)
            evidence_add(x, evidence, place_at(x, i, 1),
                         imports ? CONFIDENCE_SYNTAX : CONFIDENCE_NAME, "%s", file->path);
    }
    if (imports)
        imported_fini(&imported);
    x->count = n;
    return truth_of((int64_t)n * 100 >= arg_number(c, "at_least", 100));
}

/* ---- dependencies ---- */

/* Package and module names alike: lower case, '-' and '.' as '_'. */
static char *module_name(const char *package)
{
    char *name = g_ascii_strdown(package, -1);
    for (char *p = name; *p; p++)
        if (*p == '-' || *p == '.')
            *p = '_';
    return name;
}

static bool is_imported(struct cond_context *x, const char *package)
{
    const struct model *m = x->m;
    if (m->imported == NULL)
        return false;
    if (g_hash_table_contains(m->imported, package))
        return true;
    if (!x->index->imported) {
        x->index->imported = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        GHashTableIter it;
        gpointer key;
        g_hash_table_iter_init(&it, m->imported);
        while (g_hash_table_iter_next(&it, &key, NULL))
            g_hash_table_add(x->index->imported, module_name(key));
    }
    g_autofree char *want = module_name(package);
    return g_hash_table_contains(x->index->imported, want);
}

static bool names_package(struct cond_context *x, const struct cond_arg *arg, const char *name)
{
    for (const char *const *w = arg_words(x, arg); *w; w++)
        if (strchr(*w, '*') ? g_pattern_match_simple(*w, name) : g_str_equal(*w, name))
            return true;
    return false;
}

/* Listed in a manifest of the repository and, unless `imported: false`, imported by its code (E-4).
 */
enum truth match_dependency(struct cond_context *x, const struct cond *c, struct subject_ref s,
                            GArray *evidence)
{
    (void)s;
    const struct cond_arg *ecosystem = cond_arg(c, "ecosystem"), *dev = cond_arg(c, "dev");
    bool imported = arg_bool(c, "imported", !(dev && arg_bool(c, "dev", false)));
    for (uint32_t i = 0; i < x->m->n_files; i++) {
        const struct facts *f = x->m->files[i].facts;
        if (f == NULL || !file_wanted(x, c, i))
            continue;
        for (uint32_t k = 0; k < f->n_dependencies; k++) {
            const struct fact_dependency *d = &f->dependencies[k];
            const char *name = facts_text(f, d->name);
            if (!names_package(x, arg_lead(c), name) ||
                (ecosystem && !arg_has(ecosystem, facts_text(f, d->ecosystem))) ||
                (dev && arg_bool(c, "dev", false) != (d->dev != 0)))
                continue;
            if (imported && !is_imported(x, name)) {
                declared_add(x, place_at(x, i, d->line), CONFIDENCE_CONFIG,
                             "dependency %s: declared, not imported", name);
                continue;
            }
            evidence_add(x, evidence, place_at(x, i, d->line), CONFIDENCE_CONFIG,
                         "dependency %s%s%s", name, d->constraint ? " " : "",
                         facts_text(f, d->constraint));
            return TRUTH_YES;
        }
    }
    return TRUTH_NO;
}
