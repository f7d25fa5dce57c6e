#include "rules/ruleset.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/embedded.h"
#include "base/file.h"
#include "base/glob.h"
#include "base/limits.h"
#include "base/regex.h"
#include "rules/load_priv.h"
#include "rules/rules_error.h"

#define RULES_FORMAT "debtscan rules 2" /* part of the hash; changes when the same files mean something else */
#define EMBEDDED_FOLDER "rules/"
#define RULES_MAX_FILES 5000
#define RULES_MAX_DEPTH 8

/* ---- sources ---- */

static bool is_rule_file(const char *name)
{
    return g_str_has_suffix(name, ".yml") || g_str_has_suffix(name, ".yaml") || g_str_has_suffix(name, ".scm");
}

static int compare_sources(gconstpointer a, gconstpointer b)
{
    return strcmp(((const struct rule_source *)a)->path, ((const struct rule_source *)b)->path);
}

/* A later source of the same path replaces the earlier one. */
static void add_source(struct loader *l, const struct rule_source *s)
{
    for (guint i = 0; i < l->sources->len; i++) {
        struct rule_source *other = &g_array_index(l->sources, struct rule_source, i);
        if (strcmp(other->path, s->path) == 0) {
            *other = *s;
            return;
        }
    }
    g_array_append_val(l->sources, *s);
}

static void add_embedded(struct loader *l)
{
    for (size_t i = 0; i < n_embedded_files; i++) {
        const struct embedded_file *f = &embedded_files[i];
        if (!g_str_has_prefix(f->path, EMBEDDED_FOLDER) || !is_rule_file(f->path))
            continue;
        struct rule_source s = {f->path + strlen(EMBEDDED_FOLDER), f->path, (const char *)f->data, f->size, f->sha256, NULL};
        g_array_append_val(l->sources, s); /* embedded paths differ from each other */
    }
}

static bool add_text(struct loader *l, const struct rule_text *t, GError **error)
{
    if (l->sources->len >= RULES_MAX_FILES) {
        g_set_error(error, RULES_ERROR, RULES_ERROR_READ, "%s: more than %d rule files", t->shown, RULES_MAX_FILES);
        return false;
    }
    struct rule_source s = {
        .path = arena_strdup(l->arena, t->path),
        .shown = arena_strdup(l->arena, t->shown),
        .data = arena_strndup(l->arena, t->text, t->size), /* keeps a NUL behind the last byte */
        .size = t->size,
    };
    add_source(l, &s);
    return true;
}

static bool add_file(struct loader *l, const char *full, const char *relative, GError **error)
{
    g_autofree char *data = NULL;
    gsize size = 0;
    return file_read(full, LIMIT_RULE_BYTES, &data, &size, error) &&
           add_text(l, &(struct rule_text){(char *)relative, (char *)full, data, size}, error);
}

static bool add_folder(struct loader *l, const char *folder, const char *relative, unsigned depth, GError **error);

/* Symbolic links and hidden files are passed over: rules may lie in a stranger's repository. */
static bool add_entry(struct loader *l, const char *folder, const char *relative, const char *name, unsigned depth,
                      GError **error)
{
    g_autofree char *full = g_build_filename(folder, name, NULL);
    g_autofree char *inner = *relative ? g_build_filename(relative, name, NULL) : g_strdup(name);
    struct stat st;
    if (name[0] == '.' || lstat(full, &st) != 0)
        return true;
    if (S_ISDIR(st.st_mode))
        return depth >= RULES_MAX_DEPTH || add_folder(l, full, inner, depth + 1, error);
    return !S_ISREG(st.st_mode) || !is_rule_file(name) || add_file(l, full, inner, error);
}

static bool add_folder(struct loader *l, const char *folder, const char *relative, unsigned depth, GError **error)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
    if (!dir)
        return false;
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir))
        if (!add_entry(l, folder, relative, name, depth, error))
            return false;
    return true;
}

/* Over the paths and hashes of all files: those of the binary were hashed when it was built. */
static void hash_sources(struct loader *l)
{
    l->rules->builtin = true;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(sum, (const guchar *)RULES_FORMAT, sizeof RULES_FORMAT);
    for (guint i = 0; i < l->sources->len; i++) {
        const struct rule_source *s = &g_array_index(l->sources, struct rule_source, i);
        g_autofree char *own = s->sha256 ? NULL : g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)s->data, s->size);
        const char *hash = s->sha256 ? s->sha256 : own;
        l->rules->builtin &= s->sha256 != NULL;
        g_checksum_update(sum, (const guchar *)s->path, (gssize)strlen(s->path) + 1);
        g_checksum_update(sum, (const guchar *)hash, (gssize)strlen(hash) + 1);
    }
    g_strlcpy(l->rules->hash, g_checksum_get_string(sum), sizeof l->rules->hash);
}

/* ---- loading ---- */

static struct ruleset *ruleset_new(void)
{
    struct ruleset *r = g_new0(struct ruleset, 1);
    arena_init(&r->arena);
    r->classifier = classifier_new();
    r->regexes = g_ptr_array_new_with_free_func((GDestroyNotify)regex_free);
    return r;
}

static void loader_init(struct loader *l, struct ruleset *r)
{
    *l = (struct loader){.rules = r, .arena = &r->arena};
    l->errors = g_ptr_array_new_with_free_func(g_free);
#define X(member, type) l->member = g_array_new(FALSE, FALSE, sizeof(type));
#define LOADER_ARRAYS                                                                                                  \
    X(sources, struct rule_source)                                                                                     \
    X(items, struct api_item)                                                                                          \
    X(aliases, struct api_alias)                                                                                       \
    X(alias_items, unsigned)                                                                                           \
    X(pins, struct model_pin)                                                                                          \
    X(snapshots, struct model_snapshot)                                                                                \
    X(hosts, struct provider_hosts)                                                                                    \
    X(manifests, struct manifest)                                                                                      \
    X(packages, struct package_rule)                                                                                   \
    X(ci_systems, struct ci_system)                                                                                    \
    X(measures, struct control_measure)                                                                                \
    X(artefacts, struct artefact_format)                                                                               \
    X(scaffolds, struct scaffold)                                                                                      \
    X(prompts, struct prompt_format)                                                                                   \
    X(secrets, struct secret_rule)                                                                                     \
    X(profiles, struct profile)                                                                                        \
    X(profile_nodes, const struct yaml_node *)                                                                         \
    X(projects, const char *)                                                                                          \
    X(declarable, const char *)                                                                                        \
    X(predicates, struct predicate)                                                                                    \
    X(patterns, struct rule_pattern)                                                                                   \
    X(case_lists, struct case_list)                                                                                    \
    X(kinds, struct kind_rule)                                                                                         \
    X(queries, struct rule_query)                                                                                      \
    X(languages, struct language)                                                                                      \
    X(language_sources, const struct rule_source *)                                                                    \
    X(frameworks, struct api_pair)                                                                                     \
    X(placeholders, const char *)                                                                                      \
    X(model_tests, struct model_test)                                                                                  \
    X(beside, const struct yaml_node *)                                                                                \
    X(api_files, struct api_file *)                                                                                    \
    X(controls, struct control *)                                                                                      \
    X(gates, struct gate_literal)
    LOADER_ARRAYS
#undef X
    l->references = load_references_new();
    l->item_languages = load_item_languages_new();
    l->seen = g_hash_table_new(g_str_hash, g_str_equal);
    l->compiled = g_hash_table_new(g_str_hash, g_str_equal);
    l->said = g_hash_table_new(NULL, NULL);
    l->witnesses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int i = 0; i < REFER_KINDS; i++)
        l->names[i] = g_hash_table_new(g_str_hash, g_str_equal);
    for (int z = 0; z < ZONE_COUNT; z++)
        load_define(l, REFER_ZONE, zone_name((enum zone)z));
    for (const char *const *a = load_site_attributes; *a; a++)
        load_define(l, REFER_ATTRIBUTE, *a);
    for (const char *const *a = load_linked_attributes; *a; a++)
        load_define(l, REFER_ATTRIBUTE, *a);
    for (const char *const *k = load_site_kinds; *k; k++)
        load_define(l, REFER_SUBJECT_KIND, *k);
    for (const char *const *k = load_prompt_kinds; *k; k++)
        load_define(l, REFER_SUBJECT_KIND, *k);
    load_define(l, REFER_REPOSITORY_KIND, "none");
}

static void loader_fini(struct loader *l)
{
    g_ptr_array_unref(l->errors);
#define X(member, type) g_array_unref(l->member);
    LOADER_ARRAYS
#undef X
    g_array_unref(l->references);
    g_array_unref(l->item_languages);
    g_hash_table_unref(l->seen);
    g_hash_table_unref(l->compiled);
    g_hash_table_unref(l->said);
    g_hash_table_unref(l->witnesses);
    for (int i = 0; i < REFER_KINDS; i++)
        g_hash_table_unref(l->names[i]);
}

static int compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

uint64_t load_witnesses(struct loader *l, const char *file)
{
    gpointer number;
    if (!g_hash_table_lookup_extended(l->witnesses, file, NULL, &number))
        g_hash_table_insert(l->witnesses, g_strdup(file), number = GUINT_TO_POINTER(g_hash_table_size(l->witnesses)));
    return (uint64_t)1 << (1 + GPOINTER_TO_UINT(number) % (GATE_FILE_BITS - 1));
}

/* Whether a text is found wherever `literal` is, and opens for all that this one, `of`, opens for. */
static bool stands_for(const uint64_t *others, uint64_t of)
{
    return others && (*others & GATE_ALL || (of & ~*others) == 0);
}

/* Sorted, without repetition, and without literals that hold another one which says as much. `given`: struct gate_literal *. */
static const char **gate_of(struct loader *l, const GPtrArray *given, enum gate_place place, const uint64_t **groups)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free); /* most are there many times */
    for (guint i = 0; i < given->len; i++) {
        const struct gate_literal *x = given->pdata[i];
        uint64_t *of = g_hash_table_lookup(seen, x->literal);
        if (!of) {
            g_hash_table_insert(seen, (char *)x->literal, of = g_new0(uint64_t, 1));
            g_ptr_array_add(all, (char *)x->literal);
        }
        *of |= x->groups;
    }
    g_ptr_array_sort(all, compare_texts);
    g_autofree size_t *lengths = g_new(size_t, all->len + 1);
    size_t least = G_MAXSIZE;
    g_autofree uint8_t *begins = g_new0(uint8_t, 1 << 13); /* bits: which two bytes one of them begins with */
    uint64_t sizes = 0;                                    /* bits: how long one of them is, at most 63 */
    for (guint i = 0; i < all->len; i++) {
        const unsigned char *s = all->pdata[i];
        lengths[i] = strlen((const char *)s);
        least = MIN(least, lengths[i]);
        sizes |= (uint64_t)1 << MIN(lengths[i], 63);
        if (lengths[i] > 1)
            begins[s[0] << 5 | s[1] >> 3] |= (uint8_t)(1 << (s[1] & 7));
        else
            memset(begins + (s[0] << 5), 0xff, 32);
    }
    const char **out = arena_new_n(l->arena, const char *, all->len + 1);
    uint64_t *out_groups = arena_new_n(l->arena, uint64_t, all->len + 1);
    unsigned n = 0;
    for (guint i = 0; i < all->len; i++) {
        const char *literal = g_ptr_array_index(all, i);
        uint64_t of = *(uint64_t *)g_hash_table_lookup(seen, literal);
        bool needless = false;
        bool quoted = *literal == '"' || *literal == '\''; /* holds no other one */
        g_autofree char *part = g_strdup(literal);
        /* modules are found as words: one that begins with another is found with it, one that ends with it is not */
        for (size_t from = 0; from < (place == GATE_IMPORTS ? 1 : lengths[i]) && !needless && !quoted; from++) {
            const unsigned char *s = (const unsigned char *)literal + from;
            if (!(begins[s[0] << 5 | s[1] >> 3] >> (s[1] & 7) & 1))
                continue;
            memcpy(part, literal, lengths[i]);
            for (size_t to = from ? lengths[i] : lengths[i] - 1; to >= from + least && !needless; to--) {
                if (!(sizes >> MIN(to - from, 63) & 1))
                    continue;
                part[to] = '\0';
                needless = stands_for(g_hash_table_lookup(seen, part + from), of);
            }
        }
        if (!needless) {
            out_groups[n] = of;
            out[n++] = literal;
        }
    }
    *groups = out_groups;
    return out;
}

/* What opens the files of each language. */
static void add_gates(struct loader *l, struct ruleset *r)
{
    enum { PLACES = GATE_ADDRESSES + 1 };
    g_autoptr(GPtrArray) given = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    for (unsigned i = 0; i < r->n_languages * PLACES; i++)
        g_ptr_array_add(given, g_ptr_array_new());
    for (guint i = 0; i < l->gates->len; i++) {
        struct gate_literal *x = &g_array_index(l->gates, struct gate_literal, i);
        g_ptr_array_add(given->pdata[(gsize)(x->language - r->languages) * PLACES + x->place], x);
    }
    for (unsigned i = 0; i < r->n_languages; i++) {
        struct gate_literals *gate = &r->gates[i];
        GPtrArray **of = (GPtrArray **)given->pdata + i * PLACES;
        gate->literals = gate_of(l, of[GATE_ANYWHERE], GATE_ANYWHERE, &gate->literal_groups);
        gate->modules = gate_of(l, of[GATE_IMPORTS], GATE_IMPORTS, &gate->module_groups);
        gate->addresses = gate_of(l, of[GATE_ADDRESSES], GATE_ADDRESSES, &gate->address_groups);
    }
}

static int compare_pairs(gconstpointer a, gconstpointer b)
{
    return strcmp(((const struct api_pair *)a)->key, ((const struct api_pair *)b)->key);
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void keep_rest(struct loader *l)
{
    struct ruleset *r = l->rules;
    unsigned n;
    r->pins = load_keep(l, l->pins, &r->n_pins);
    r->snapshots = load_keep(l, l->snapshots, &r->n_snapshots);
    r->hosts = load_keep(l, l->hosts, &r->n_hosts);
    r->model_tests = load_keep(l, l->model_tests, &r->n_model_tests);
    r->manifests = load_keep(l, l->manifests, &r->n_manifests);
    r->packages = load_keep(l, l->packages, &r->n_packages);
    r->ci_systems = load_keep(l, l->ci_systems, &r->n_ci_systems);
    r->artefacts = load_keep(l, l->artefacts, &r->n_artefacts);
    r->measures = load_keep(l, l->measures, &r->n_measures);
    r->scaffolds = load_keep(l, l->scaffolds, &r->n_scaffolds);
    r->prompts = load_keep(l, l->prompts, &r->n_prompts);
    r->secrets = load_keep(l, l->secrets, &r->n_secrets);
    g_array_sort(l->frameworks, compare_pairs);
    r->frameworks = load_keep(l, l->frameworks, &r->n_frameworks);
    r->profiles = load_keep(l, l->profiles, &r->n_profiles);
    g_array_sort(l->declarable, compare_names);
    r->declarable = load_keep(l, l->declarable, &n);
    r->projects = load_keep(l, l->projects, &n);
    r->placeholders = load_keep(l, l->placeholders, &n); /* load_keep leaves a zero behind the last */
    r->gates = arena_new_n(l->arena, struct gate_literals, r->n_languages + 1);
    add_gates(l, r);
}

bool load_report(const struct loader *l, GError **error)
{
    if (l->n_errors == 0)
        return true;
    g_autoptr(GString) all = g_string_new("");
    for (guint i = 0; i < l->errors->len; i++)
        g_string_append_printf(all, "%s%s", i ? "\n" : "", (const char *)g_ptr_array_index(l->errors, i));
    if (l->n_errors > l->errors->len)
        g_string_append_printf(all, "\n... and %u more", l->n_errors - l->errors->len);
    g_set_error_literal(error, RULES_ERROR, RULES_ERROR_INVALID, all->str);
    return false;
}

/* Which rules are loaded beside those that are embedded, or instead of them. */
struct wanted {
    const char *dir; /* NULL without */
    bool only, untested;
    const struct rule_text *texts;
    size_t n;
};

static bool add_texts(struct loader *l, const struct wanted *w, GError **error)
{
    for (size_t i = 0; i < w->n; i++) {
        const struct rule_text *t = &w->texts[i];
        bool hidden = *t->path == '.' || strstr(t->path, "/.");
        if (!hidden && is_rule_file(t->path) && !add_text(l, t, error))
            return false;
    }
    return true;
}

static bool list_sources(struct loader *l, const struct wanted *w, GError **error)
{
    if (!w->dir || !w->only)
        add_embedded(l);
    guint before = l->sources->len;
    if (!add_texts(l, w, error) || (w->dir && !add_folder(l, w->dir, "", 0, error)))
        return false;
    if (w->dir && w->only && l->sources->len == before) {
        g_set_error(error, RULES_ERROR, RULES_ERROR_READ, "%s: the folder holds no rule file", w->dir);
        return false;
    }
    g_array_sort(l->sources, compare_sources);
    hash_sources(l);
    return true;
}

static bool load_sources(struct loader *l, const struct wanted *w, GError **error)
{
    if (!list_sources(l, w, error))
        return false;
    load_all(l);
    keep_rest(l);
    return load_report(l, error);
}

bool ruleset_hash(const char *dir, bool only, char out[static 65], GError **error)
{
    struct ruleset *r = ruleset_new();
    struct loader l;
    loader_init(&l, r);
    bool ok = list_sources(&l, &(struct wanted){.dir = dir, .only = only}, error);
    memcpy(out, r->hash, sizeof r->hash);
    loader_fini(&l);
    ruleset_free(r);
    return ok;
}

static struct ruleset *load(const struct wanted *w, GError **error)
{
    struct ruleset *r = ruleset_new();
    struct loader l;
    loader_init(&l, r);
    l.untested = w->untested;
    bool ok = load_sources(&l, w, error);
    loader_fini(&l);
    if (ok)
        return r;
    ruleset_free(r);
    return NULL;
}

struct ruleset *ruleset_load(const char *dir, bool only, GError **error)
{
    return load(&(struct wanted){.dir = dir, .only = only}, error);
}

struct ruleset *ruleset_load_untested(const char *dir, GError **error)
{
    return load(&(struct wanted){.dir = dir, .untested = true}, error);
}

struct ruleset *ruleset_load_texts(const struct rule_text *texts, size_t n, GError **error)
{
    return load(&(struct wanted){.untested = true, .texts = texts, .n = n}, error);
}

void ruleset_free(struct ruleset *r)
{
    if (!r)
        return;
    for (unsigned i = 0; i < r->n_languages; i++) {
        path_set_free(r->item_paths[i]);
        path_set_free(r->alias_paths[i]);
    }
    classifier_free(r->classifier);
    g_ptr_array_unref(r->regexes);
    arena_fini(&r->arena);
    g_free(r);
}

/* ---- looking up ---- */

const struct scaffold *ruleset_scaffold(const struct ruleset *r, const char *id)
{
    for (unsigned i = 0; id && i < r->n_scaffolds; i++)
        if (strcmp(r->scaffolds[i].id, id) == 0)
            return &r->scaffolds[i];
    return NULL;
}

const struct language *ruleset_language(const struct ruleset *r, const char *name)
{
    for (unsigned i = 0; i < r->n_languages; i++)
        if (strcmp(r->languages[i].name, name) == 0)
            return &r->languages[i];
    return NULL;
}

const struct control *ruleset_control(const struct ruleset *r, const char *id)
{
    for (unsigned i = 0; i < r->n_controls; i++)
        if (strcmp(r->controls[i]->id, id) == 0)
            return r->controls[i];
    return NULL;
}

const char *ruleset_host_provider(const struct ruleset *r, const char *url)
{
    const char *scheme = strstr(url, "://"), *host = scheme ? scheme + strlen("://") : url;
    size_t len = strcspn(host, "/?#");
    if (!scheme && !memchr(host, '.', len)) /* api.example.com, as a host is written by itself; and no path */
        return NULL;
    const char *at = memrchr(host, '@', len);
    if (at) {
        len -= (size_t)(at + 1 - host);
        host = at + 1;
    }
    const char *colon = memchr(host, ':', len);
    size_t name = colon ? (size_t)(colon - host) : len;
    for (unsigned i = 0; i < r->n_hosts; i++)
        for (const char **h = r->hosts[i].hosts; *h; h++)
            if (glob_name(*h, strlen(*h), host, strchr(*h, ':') ? len : name))
                return r->hosts[i].provider;
    return NULL;
}

const char *ruleset_snapshot(const struct ruleset *r, const char *alias, const char *provider)
{
    for (unsigned i = 0; i < r->n_snapshots; i++)
        if (g_strcmp0(r->snapshots[i].alias, alias) == 0 && g_strcmp0(r->snapshots[i].provider, provider) == 0)
            return r->snapshots[i].snapshot;
    return NULL;
}

const struct model_pin *ruleset_pin(const struct ruleset *r, const char *model, const char *provider)
{
    for (unsigned i = 0; i < r->n_pins; i++) {
        const struct model_pin *p = &r->pins[i];
        bool here = !p->providers[0] || (provider && g_strv_contains(p->providers, provider));
        if (here && regex_search(p->matches, model, strlen(model)))
            return p;
    }
    return NULL;
}

const char **ruleset_kinds(const struct ruleset *rules)
{
    const char **out = g_new0(const char *, rules->n_kinds + 1);
    for (unsigned i = 0, n = 0; i < rules->n_kinds; i++)
        if (!g_strv_contains(out, rules->kinds[i].kind)) /* several conditions may lead to one */
            out[n++] = rules->kinds[i].kind;
    return out;
}
