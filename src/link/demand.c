#include "link/demand.h"

#include <string.h>

#include "base/literals.h"
#include "extract/words.h"
#include "link/packages.h"
#include "link/parts.h"

#define MOST_FILES 3  /* that one type may be written in */
#define MOST_USERS 40 /* skipped files that hold a type's name: where no module is named, names that very many files hold say little */
#define MOST_INDEX (4u << 10) /* bytes of a file that hands on what others declare, and does nothing else */
#define LEAST_URL 6   /* bytes of a text that may name a host */
#define MOST_URL 300
#define NEAR_STEPS 2  /* of parts whose helpers' helpers matter too */
#define NEAR_REACH 3
#define FAR_REACH 2
#define HOST_STEPS 2  /* of a text with a provider's host: who calls it is near enough */
#define PATH_STEPS 3  /* of one with a path alone */
#define MAX_MODULE_PARTS 16 /* names in that of a module */

struct offer { /* a name of a module that stands for something hot */
    const char *name;
    uint64_t hash;
    uint8_t steps; /* from file to file, 1 where the model is called */
    uint32_t file; /* that declares it */
};

/* What files offer and are asked for: a file's own, or shared by those of one folder or, where types are known by their
 * names to all, of one family of languages. */
struct module {
    GHashTable *index; /* name -> 1 + index into offers */
    GArray *offers;    /* struct offer */
    GHashTable *asked; /* names that others need of it -> as of a needed part */
    unsigned version;  /* grows with the offers */
    bool open;         /* who imports it may give what it offers another name */
};

struct word;

struct maker { /* who names `folder` behind a word on a line that imports may import this file */
    uint32_t file;
    char *folder; /* "": only the word counts */
    const struct word *name; /* of the folder */
};

struct word { /* on a line that imports something */
    GArray *makers; /* struct maker */
    unsigned mark;  /* the file of the last look that held it */
};

struct whole_name { /* of another module, written whole where it is used: crate::http::client() */
    uint32_t root; /* string */
    uint32_t to;   /* the file of the module */
    uint32_t next; /* 1 + that of the same last part before it; 0 none */
};

struct state { /* of a file that is parsed, or was skipped */
    const struct language *lang;
    struct module *module;
    struct parts *parts;
    uint8_t *hot;    /* by string: a name that stands for something hot; its steps, 0 not */
    uint8_t *part_hot;
    uint8_t *needed; /* by part: 1 + how many files further what it names is needed too; 0 not needed */
    uint8_t *used;   /* by string: the most of the parts that it stands in */
    uint32_t *targets; /* by import: the two files it may mean */
    GArray *written;      /* struct whole_name */
    uint32_t *written_as; /* by string: 1 + the last of `written` that ends so; 0 none */
    uint32_t *whole; /* by string: 1 + the file that an import binds to it as a whole; 0 none */
    bool everything; /* another file imports all of it */
    bool warmed;     /* hot names were looked for, when others had made `seen` changes to what they offer */
    unsigned seen;
    struct word **words; /* of a skipped file: those on its lines that import */
};

struct demand {
    const struct ruleset *rules;
    const struct project_file *files;
    unsigned n;
    struct modules *modules;
    struct state *states;
    GHashTable *shared;        /* family and folder, or family -> struct module */
    GPtrArray *all;            /* struct module, owned */
    struct path_set **sdks;    /* by language: paths of what calls models, and what leads there */
    struct path_set **sometimes; /* likewise, of what does with one of certain words as an argument */
    GHashTable *words;         /* those words */
    GHashTable *roots;         /* where modules are known by names: namespaces and types of SDKs */
    struct literals *hosts;    /* of providers, after paths of their services */
    size_t n_paths;
    GHashTable *callers;       /* names in files that may call them */
    GHashTable *words_of;      /* family and word -> struct word */
    unsigned mark;
    GHashTable *types;         /* family and folded stem -> GArray of files */
    GQueue *queue;             /* files of which something more is needed */
    bool again;                /* something is needed of modules that are made of several files */
};

/* ---- what SDKs are called ---- */

static bool leads_to_model(const struct api_item *item)
{
    return item->file->sdk && !item->file->only_literals && !item->file->own_first && item->path.n_segments &&
           ((item->role <= ROLE_WRAPPER && item->role != ROLE_TRANSFORM) || item->role == ROLE_USE || item->returns.n_segments > 1);
}

/* Where the gate looks for types, they say that a file uses an SDK: another file may import its namespace for all. What is only
 * said elsewhere (`unseen`) is said in a file that is read for that. */
static void add_root(struct demand *d, const struct api_item *item, const struct path *path)
{
    bool types = false, asks = false;
    for (unsigned i = 0; i < item->n_when; i++) {
        asks |= item->when[i].equals || item->when[i].unseen;
        if (item->when[i].equals)
            g_hash_table_add(d->words, (gpointer)item->when[i].equals);
    }
    for (const char **name = item->language_names; *name; name++) {
        const struct language *lang = ruleset_language(d->rules, *name);
        types |= lang->gate_types;
        path_set_add((asks ? d->sometimes : d->sdks)[lang->index], path, item->index);
    }
    g_hash_table_add(d->roots, (gpointer)path->segments[0].name);
    const char *type = NULL;
    for (unsigned i = 0; types && i < path->n_segments && path->segments[i].kind != SEGMENT_CALL; i++)
        if (path->segments[i].kind == SEGMENT_MEMBER)
            type = path->segments[i].name;
    if (type)
        g_hash_table_add(d->roots, (gpointer)type);
}

/* Names by which programs reach libraries for calls of HTTP. */
static GHashTable *callers_new(const struct ruleset *rules)
{
    GHashTable *out = g_hash_table_new(g_str_hash, g_str_equal);
    for (unsigned i = 0; i < rules->n_items; i++) {
        const struct api_item *item = &rules->items[i];
        const struct segment *s = item->path.segments;
        if (!item->file->only_literals || !item->path.n_segments)
            continue;
        const struct language *lang = ruleset_language(rules, item->language_names[0]);
        bool global = item->path.n_segments > 1 && lang->globals && g_str_equal(s->name, lang->globals) && s[1].name;
        g_hash_table_add(out, (gpointer)s[global].name);
    }
    return out;
}

/* Hosts of providers, after `n_paths` other literals of the rules for calls of HTTP. */
static struct literals *hosts_new(const struct ruleset *rules, size_t *n_paths)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    g_autoptr(GHashTable) files = g_hash_table_new(NULL, NULL);
    for (unsigned i = 0; i < rules->n_items; i++) {
        const struct api_file *file = rules->items[i].file;
        if (file->only_literals && g_hash_table_add(files, (gpointer)file))
            for (const char **l = file->literals; l && *l; l++)
                g_ptr_array_add(list, (gpointer)*l);
    }
    *n_paths = list->len;
    for (unsigned i = 0; i < rules->n_hosts; i++)
        for (const char **h = rules->hosts[i].hosts; *h; h++) {
            const char *last = strrchr(*h, '*');
            g_ptr_array_add(list, (gpointer)(last && last[1] ? last + 1 : *h));
        }
    return literals_new((const char *const *)list->pdata, list->len);
}

/* Whether what an import binds may lead to a model call of an SDK. */
static bool imports_sdk(const struct demand *d, const struct facts *f, const struct language *lang, const char *module, const char *member)
{
    if (lang->modules == MODULES_NAMES) {
        const char *end = strstr(module, lang->separator);
        g_autofree char *root = g_strndup(module, end ? (gsize)(end - module) : strlen(module));
        return g_hash_table_contains(d->roots, root);
    }
    g_auto(GStrv) names = lang->modules == MODULES_DOTTED ? g_strsplit(module, ".", MAX_MODULE_PARTS) : NULL;
    const char *whole[] = {module, NULL};
    const char *const *parts = names ? (const char *const *)names : whole;
    struct segment segments[MAX_MODULE_PARTS + 2];
    struct path path = {.text = module, .segments = segments};
    for (unsigned i = 0; parts[i]; i++)
        segments[path.n_segments++] = (struct segment){.kind = i ? SEGMENT_MEMBER : SEGMENT_ROOT, .name = parts[i]};
    if (*member)
        segments[path.n_segments++] = (struct segment){.kind = SEGMENT_MEMBER, .name = member};
    bool sometimes = !path_set_prefix(d->sdks[lang->index], &path);
    if (sometimes && !path_set_prefix(d->sometimes[lang->index], &path))
        return false;
    for (uint32_t i = 1; sometimes && i < f->n_strings; i++)
        sometimes = !g_hash_table_contains(d->words, f->strings[i]);
    return !sometimes;
}

/* ---- files ---- */

static const struct language *language_of(const struct ruleset *rules, const struct project_file *f)
{
    if (f->facts && f->facts->language)
        return ruleset_language(rules, f->facts->strings[f->facts->language]);
    return f->language;
}

static void module_free(struct module *m)
{
    g_hash_table_unref(m->index);
    g_array_unref(m->offers);
    g_hash_table_unref(m->asked);
    g_free(m);
}

static struct module *module_new(struct demand *d)
{
    struct module *m = g_new0(struct module, 1);
    m->index = g_hash_table_new(g_str_hash, g_str_equal);
    m->offers = g_array_new(FALSE, FALSE, sizeof(struct offer));
    m->asked = g_hash_table_new(g_str_hash, g_str_equal);
    g_ptr_array_add(d->all, m);
    return m;
}

static bool is_folder(const struct language *lang)
{
    return lang->modules == MODULES_FOLDERS || lang->modules == MODULES_PACKAGES;
}

static struct module *module_of(struct demand *d, const struct project_file *f, const struct language *lang)
{
    if (!is_folder(lang) && lang->modules != MODULES_NAMES)
        return module_new(d);
    g_autofree char *folder = is_folder(lang) ? packages_folder(f->path) : g_strdup("");
    char *key = g_strconcat(lang->family ? lang->family : lang->name, "\n", folder, NULL);
    struct module *m = g_hash_table_lookup(d->shared, key);
    if (!m)
        g_hash_table_insert(d->shared, g_strdup(key), m = module_new(d));
    g_free(key);
    return m;
}

/* Files of one family of languages alone import each other. */
static char *word_key(const struct language *lang, const char *word)
{
    return g_strconcat(lang->family ? lang->family : lang->name, "\n", word, NULL);
}

static void word_free(gpointer data)
{
    struct word *w = data;
    for (guint i = 0; i < w->makers->len; i++)
        g_free(g_array_index(w->makers, struct maker, i).folder);
    g_array_unref(w->makers);
    g_free(w);
}

static struct word *word_of(struct demand *d, const struct language *lang, const char *text)
{
    char *key = word_key(lang, text);
    struct word *w = g_hash_table_lookup(d->words_of, key);
    if (w) {
        g_free(key);
        return w;
    }
    w = g_new0(struct word, 1);
    w->makers = g_array_new(FALSE, FALSE, sizeof(struct maker));
    g_hash_table_insert(d->words_of, key, w);
    return w;
}

/* Takes `folder`. */
static void add_maker(struct demand *d, const struct language *lang, const char *word, uint32_t file, char *folder)
{
    const char *slash = strrchr(folder, '/'), *name = slash ? slash + 1 : folder;
    struct maker maker = {file, folder, word_of(d, lang, name)};
    g_array_append_val(word_of(d, lang, word)->makers, maker);
}

/* The words by which others import a file: its stem, its folder's name for an index, that of the package it is the entry of. */
static void add_words(struct demand *d, uint32_t file, const struct language *lang)
{
    g_autofree char *folder = packages_folder(d->files[file].path), *base = g_path_get_basename(d->files[file].path);
    char *dot = strrchr(base, '.');
    if (dot)
        *dot = '\0';
    const char *slash = strrchr(folder, '/'), *last = slash ? slash + 1 : folder;
    if (lang->modules == MODULES_FOLDERS) /* named behind the folder that it stands in */
        add_maker(d, lang, last, file, packages_folder(folder));
    else if (lang->index_names && g_strv_contains((const char *const *)lang->index_names, base))
        add_maker(d, lang, last, file, g_strdup(""));
    else { /* of chat.service its first word: lines that import are read in words */
        base[strcspn(base, ".")] = '\0';
        add_maker(d, lang, base, file, g_strdup(folder));
    }
    const char *name = modules_entry(d->modules, file);
    if (name)
        add_maker(d, lang, name, file, g_strdup(""));
}

/* A type's name, or the stem of a file, without what conventions write differently: FooBar, foo_bar. */
static char *folded(const char *name, gsize len)
{
    GString *out = g_string_sized_new(len);
    for (gsize i = 0; i < len; i++)
        if (name[i] != '_')
            g_string_append_c(out, g_ascii_tolower(name[i]));
    return g_string_free(out, FALSE);
}

static void add_type_file(struct demand *d, uint32_t file, const struct language *lang)
{
    const char *path = d->files[file].path, *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    g_autofree char *stem = folded(base, strcspn(base, "."));
    char *key = word_key(lang, stem);
    GArray *list = g_hash_table_lookup(d->types, key);
    if (!list)
        g_hash_table_insert(d->types, g_strdup(key), list = g_array_new(FALSE, FALSE, sizeof(uint32_t)));
    g_array_append_val(list, file);
    g_free(key);
}

struct demand *demand_new(const struct ruleset *rules, const struct project_file *files, unsigned n, struct modules *modules)
{
    struct demand *d = g_new0(struct demand, 1);
    *d = (struct demand){.rules = rules, .files = files, .n = n, .modules = modules};
    d->states = g_new0(struct state, n + 1);
    d->shared = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    d->all = g_ptr_array_new_with_free_func((GDestroyNotify)module_free);
    d->roots = g_hash_table_new(g_str_hash, g_str_equal);
    d->words_of = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, word_free);
    d->types = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    d->queue = g_queue_new();
    d->sdks = g_new0(struct path_set *, rules->n_languages + 1);
    d->sometimes = g_new0(struct path_set *, rules->n_languages + 1);
    d->words = g_hash_table_new(g_str_hash, g_str_equal);
    for (unsigned i = 0; i < rules->n_languages; i++) {
        d->sdks[i] = path_set_new();
        d->sometimes[i] = path_set_new();
    }
    for (unsigned i = 0; i < rules->n_items; i++)
        if (leads_to_model(&rules->items[i]))
            add_root(d, &rules->items[i], &rules->items[i].path);
    for (unsigned i = 0; i < rules->n_aliases; i++)
        if (leads_to_model(rules->aliases[i].item) && rules->aliases[i].path.n_segments)
            add_root(d, rules->aliases[i].item, &rules->aliases[i].path);
    d->hosts = hosts_new(rules, &d->n_paths);
    d->callers = callers_new(rules);
    for (unsigned i = 0; i < n; i++) {
        const struct language *lang = files[i].facts ? language_of(rules, &files[i]) : NULL;
        if (!lang || lang->modules == MODULES_NONE)
            continue;
        d->states[i].lang = lang;
        d->states[i].module = module_of(d, &files[i], lang);
        if (lang->modules == MODULES_NAMES || lang->modules == MODULES_PACKAGES)
            add_type_file(d, i, lang);
    }
    return d;
}

void demand_free(struct demand *d)
{
    if (!d)
        return;
    for (unsigned i = 0; i < d->n; i++) {
        parts_free(d->states[i].parts);
        g_free(d->states[i].hot);
        g_free(d->states[i].part_hot);
        g_free(d->states[i].needed);
        g_free(d->states[i].written_as);
        if (d->states[i].written)
            g_array_unref(d->states[i].written);
        g_free(d->states[i].used);
        g_free(d->states[i].targets);
        g_free(d->states[i].whole);
        g_free(d->states[i].words);
    }
    for (unsigned i = 0; i < d->rules->n_languages; i++) {
        path_set_free(d->sdks[i]);
        path_set_free(d->sometimes[i]);
    }
    g_free(d->sdks);
    g_free(d->sometimes);
    g_hash_table_unref(d->words);
    literals_free(d->hosts);
    g_hash_table_unref(d->roots);
    g_hash_table_unref(d->callers);
    g_hash_table_unref(d->shared);
    g_hash_table_unref(d->words_of);
    g_hash_table_unref(d->types);
    g_queue_free(d->queue);
    g_ptr_array_unref(d->all);
    g_free(d->states);
    g_free(d);
}

/* ---- what is hot ---- */

static bool lower(uint8_t *steps, uint8_t to)
{
    if (*steps && *steps <= to)
        return false;
    *steps = to;
    return true;
}

struct host_search {
    size_t n_paths;
    bool joined;
    uint8_t found;
};

/* A path says something only where a host is put before it. */
static bool found_host(void *payload, size_t i, size_t offset)
{
    (void)offset;
    struct host_search *h = payload;
    if (i >= h->n_paths)
        h->found = HOST_STEPS;
    else if (h->joined && !h->found)
        h->found = PATH_STEPS;
    return h->found != HOST_STEPS;
}

/* The steps to a model that a text stands for; 0 for none. */
static uint8_t names_host(const struct demand *d, const char *text, bool joined)
{
    struct host_search h = {d->n_paths, joined, 0};
    size_t len = strlen(text);
    if (len >= LEAST_URL && len <= MOST_URL && strpbrk(text, "./") && !strpbrk(text, " \t\n"))
        literals_search(d->hosts, text, len, found_host, &h);
    return h.found;
}

static bool calls_http(const struct demand *d, const struct facts *f, const struct language *lang)
{
    g_autofree bool *asked = g_new0(bool, f->n_strings);
    for (uint32_t i = 0; i < f->n_imports; i++) { /* a.b.c is of the library a.b */
        g_autofree char *module = g_strdup(f->strings[f->imports[i].module]);
        while (*module) {
            if (g_hash_table_contains(d->callers, module))
                return true;
            char *end = module + strlen(module);
            while (end > module && *end != '.' && *end != *lang->separator)
                end--;
            *end = '\0';
        }
    }
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if (n->kind != NODE_NAME || asked[n->text])
            continue;
        if (g_hash_table_contains(d->callers, f->strings[n->text]))
            return true;
        asked[n->text] = true;
    }
    return false;
}

/* Whether a class of the file derives from one of that name; from any, if it is 0. */
static bool derives(const struct facts *f, uint32_t name)
{
    for (uint32_t s = 2; s < f->n_scopes; s++)
        for (uint32_t i = 0; f->scopes[s].kind == SCOPE_CLASS && i < f->scopes[s].n_bases; i++)
            if (!name || f->nodes[f->kids[f->scopes[s].first_base + i]].text == name)
                return true;
    return false;
}

/* The name that a type begins with which is written whole, `dev` of dev.langchain4j.model.chat.ChatModel, where it is one of an SDK; 0
 * otherwise. */
static uint32_t whole_type(const struct demand *d, const struct facts *f, const struct language *lang, const struct fact_node *n)
{
    if (n->kind != NODE_MEMBER || !g_ascii_isupper(*f->strings[n->text]))
        return 0;
    g_autoptr(GString) module = g_string_new("");
    const struct fact_node *at = &f->nodes[n->a];
    for (unsigned depth = 0; at->kind == NODE_MEMBER && depth < MAX_MODULE_PARTS; depth++, at = &f->nodes[at->a]) {
        g_string_prepend(module, f->strings[at->text]);
        g_string_prepend(module, lang->separator);
    }
    if (at->kind != NODE_NAME || !module->len)
        return 0;
    g_string_prepend(module, f->strings[at->text]);
    return imports_sdk(d, f, lang, module->str, f->strings[n->text]) ? at->text : 0;
}

/* The file of a module that a name is written whole of, `name` being the node behind which the name's last part stands. */
static uint32_t whole_module(struct demand *d, uint32_t file, const struct fact_node *name, const char *before)
{
    const struct language *lang = d->states[file].lang;
    const struct facts *f = d->files[file].facts;
    g_autoptr(GString) module = g_string_new("");
    const struct fact_node *at = name;
    for (unsigned depth = 0; at->kind == NODE_MEMBER && depth < MAX_MODULE_PARTS; depth++, at = &f->nodes[at->a]) {
        if (module->len)
            g_string_prepend_c(module, '.');
        g_string_prepend(module, f->strings[at->text]);
    }
    if (!before) { /* a package's */
        g_string_prepend(module, module->len ? "." : "");
        g_string_prepend(module, f->strings[at->text]);
        return module_resolve(d->modules, file, lang, module->str);
    }
    uint32_t to = NO_INDEX;
    for (const char **index = lang->index_names; !module->len && *before == MODULE_OWN && index && *index && to == NO_INDEX; index++) {
        g_autofree char *top = g_strconcat(before, *index, NULL);
        to = module_resolve(d->modules, file, lang, top);
    }
    g_string_prepend(module, before);
    return to == NO_INDEX ? module_resolve(d->modules, file, lang, module->str) : to;
}

/* Names of other modules of the repository that need no import, since they are written whole; `roots`: what such ones begin with. */
static void whole_names(struct demand *d, uint32_t file, bool *roots)
{
    struct state *s = &d->states[file];
    const struct facts *f = d->files[file].facts;
    const struct language *lang = s->lang;
    g_autofree bool *other = g_new0(bool, f->n_strings);
    for (uint32_t k = 0; k < f->n_imports; k++)
        other[f->imports[k].local] = true;
    for (const char **name = lang->self_names; name && *name; name++)
        for (uint32_t i = 1; i < f->n_strings; i++)
            other[i] |= g_str_equal(f->strings[i], *name);
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i], *at = &f->nodes[n->a];
        for (unsigned depth = 0; n->kind == NODE_MEMBER && at->kind == NODE_MEMBER && depth < MAX_MODULE_PARTS; depth++)
            at = &f->nodes[at->a];
        if (n->kind != NODE_MEMBER || at->kind != NODE_NAME || other[at->text])
            continue;
        const char *before = NULL;
        for (unsigned k = 0; k < lang->n_prefixes && !before; k++)
            before = g_str_equal(lang->prefixes[k].key, f->strings[at->text]) ? lang->prefixes[k].value : NULL;
        if (!before && !roots[at->text] && modules_package(d->modules, file, lang, f->strings[at->text]) == NO_INDEX) {
            other[at->text] = true;
            continue;
        }
        roots[at->text] = true;
        uint32_t to = whole_module(d, file, &f->nodes[n->a], before);
        if (to == NO_INDEX || to == file)
            continue;
        struct whole_name w = {at->text, to, s->written_as[n->text]};
        g_array_append_val(s->written, w);
        s->written_as[n->text] = s->written->len;
    }
}

/* A file that was parsed since the last round: its parts, what its imports mean, and what in it leads to a model. */
static void open_file(struct demand *d, uint32_t file)
{
    struct state *s = &d->states[file];
    const struct facts *f = d->files[file].facts;
    g_autofree bool *roots = g_new0(bool, f->n_strings);
    s->written = g_array_new(FALSE, FALSE, sizeof(struct whole_name));
    s->written_as = g_new0(uint32_t, f->n_strings);
    if (s->lang->open_roots)
        whole_names(d, file, roots);
    s->parts = parts_new(f, s->lang->modules == MODULES_NAMES, roots);
    s->whole = g_new0(uint32_t, f->n_strings);
    s->hot = g_new0(uint8_t, f->n_strings);
    s->used = g_new0(uint8_t, f->n_strings);
    s->part_hot = g_new0(uint8_t, s->parts->n);
    s->needed = g_new0(uint8_t, s->parts->n);
    s->targets = g_new(uint32_t, 2 * f->n_imports + 1);
    for (uint32_t k = 0; k < f->n_imports; k++) {
        const struct fact_import *im = &f->imports[k];
        const char *module = f->strings[im->module], *member = f->strings[im->member];
        uint32_t *to = &s->targets[2 * k];
        to[0] = s->lang->modules == MODULES_NAMES ? NO_INDEX : module_resolve(d->modules, file, s->lang, module);
        to[1] = NO_INDEX;
        if (s->lang->modules == MODULES_DOTTED && *member) {
            gsize len = strlen(module);
            g_autofree char *sub = g_strconcat(module, len && (module[len - 1] == '.' || module[len - 1] == MODULE_OWN) ? "" : ".", member, NULL);
            to[1] = module_resolve(d->modules, file, s->lang, sub);
        }
        if (to[1] != NO_INDEX || (to[0] != NO_INDEX && !*member))
            s->whole[im->local] = 1 + (to[1] != NO_INDEX ? to[1] : to[0]);
        if (to[0] == NO_INDEX && to[1] == NO_INDEX && im->local && imports_sdk(d, f, s->lang, module, member))
            s->hot[im->local] = 1;
        if (to[0] == NO_INDEX && im->flags & IMPORT_STAR && s->lang->modules != MODULES_NAMES && imports_sdk(d, f, s->lang, module, ""))
            for (uint32_t i = 1; i < f->n_nodes; i++) { /* the names of a whole package, as they are used */
                uint32_t text = f->nodes[i].kind == NODE_NAME ? f->nodes[i].text : 0;
                if (text && !s->hot[text] && imports_sdk(d, f, s->lang, module, f->strings[text]))
                    s->hot[text] = 1;
            }
    }
    if (s->lang->modules == MODULES_NAMES) /* no import is needed there */
        for (uint32_t i = 1; i < f->n_nodes; i++)
            if (f->nodes[i].kind == NODE_NAME && g_hash_table_contains(d->roots, f->strings[f->nodes[i].text]))
                s->hot[f->nodes[i].text] = 1;
    for (uint32_t i = 1; s->lang->modules == MODULES_PACKAGES && i < f->n_nodes; i++) { /* nor of what is written whole */
        uint32_t root = whole_type(d, f, s->lang, &f->nodes[i]);
        if (root)
            s->hot[root] = 1;
    }
    bool calls = calls_http(d, f, s->lang) || derives(f, 0); /* the class above it may call, in another file */
    for (uint32_t p = 0; calls && p < s->parts->n; p++)
        for (uint32_t k = 0; k < s->parts->list[p].n_texts; k++) {
            uint32_t text = s->parts->texts[s->parts->list[p].first_text + k];
            bool put_behind = s->parts->joined[text] || s->lang->modules != MODULES_PATH; /* pages ask their own server */
            uint8_t steps = names_host(d, f->strings[text], put_behind);
            if (steps)
                lower(&s->part_hot[p], steps);
        }
    add_words(d, file, s->lang);
}

static void offer(struct demand *d, uint32_t file, const char *name, uint8_t steps)
{
    struct module *m = d->states[file].module;
    guint at = GPOINTER_TO_UINT(g_hash_table_lookup(m->index, name));
    if (at) {
        m->version += lower(&g_array_index(m->offers, struct offer, at - 1).steps, steps);
        return;
    }
    struct offer o = {name, words_hash(name), steps, file};
    g_array_append_val(m->offers, o);
    g_hash_table_insert(m->index, (gpointer)name, GUINT_TO_POINTER(m->offers->len));
    m->open |= g_str_equal(name, "default");
    m->version++;
}

static uint8_t offered(const struct module *m, const char *name)
{
    guint at = GPOINTER_TO_UINT(g_hash_table_lookup(m->index, name));
    return at ? g_array_index(m->offers, struct offer, at - 1).steps : 0;
}

/* One step further; 0 stays, and what is too far away is nothing. */
static uint8_t further(uint8_t steps)
{
    return steps && steps <= DEMAND_ROUNDS ? steps + 1 : 0;
}

static bool take(uint8_t *steps, uint8_t from)
{
    return from && lower(steps, from);
}

/* Names that imports bind to something hot of another file. */
static bool hot_imports(struct demand *d, uint32_t file)
{
    struct state *s = &d->states[file];
    const struct facts *f = d->files[file].facts;
    bool more = false;
    for (uint32_t k = 0; k < f->n_imports; k++) {
        const struct fact_import *im = &f->imports[k];
        for (unsigned t = 0; t < 2; t++) {
            uint32_t to = s->targets[2 * k + t];
            const struct module *m = to != NO_INDEX && to != file ? d->states[to].module : NULL;
            if (!m || !m->version || m == s->module)
                continue;
            if (im->flags & IMPORT_STAR) {
                for (guint i = 0; i < m->offers->len; i++) {
                    struct offer o = g_array_index(m->offers, struct offer, i);
                    unsigned before = s->module->version;
                    if (further(o.steps))
                        offer(d, file, o.name, further(o.steps));
                    more |= s->module->version != before;
                }
            } else if (im->local && t == 0 && im->member) {
                more |= take(&s->hot[im->local], further(offered(m, f->strings[im->member])));
            }
        }
    }
    return more;
}

static const struct whole_name *whole_at(const struct state *s, uint32_t at)
{
    return &g_array_index(s->written, struct whole_name, at - 1);
}

/* Whether a part names something hot: of its own file, of those that are one module with it, or of a module it imports. */
static bool hot_part(struct demand *d, uint32_t file, uint32_t p)
{
    struct state *s = &d->states[file];
    const struct facts *f = d->files[file].facts;
    const struct part *part = &s->parts->list[p];
    bool shared = (is_folder(s->lang) || s->lang->modules == MODULES_NAMES) && s->module->version, more = false;
    for (uint32_t i = 0; i < part->n; i++) {
        uint32_t name = s->parts->names[part->first + i];
        more |= take(&s->part_hot[p], s->hot[name]);
        if (shared)
            more |= take(&s->part_hot[p], further(offered(s->module, f->strings[name])));
    }
    for (uint32_t i = 0; i < part->n_members; i++) {
        const struct part_member *m = &s->parts->members[part->first_member + i];
        uint32_t to = s->whole[m->root];
        if (to && d->states[to - 1].module && d->states[to - 1].module->version)
            more |= take(&s->part_hot[p], further(offered(d->states[to - 1].module, f->strings[m->text])));
        for (uint32_t w = s->written_as[m->text]; w; w = whole_at(s, w)->next)
            if (whole_at(s, w)->root == m->root && d->states[whole_at(s, w)->to].module)
                more |= take(&s->part_hot[p], further(offered(d->states[whole_at(s, w)->to].module, f->strings[m->text])));
    }
    return more;
}

/* Changes to what the modules that a file sees offer. */
static unsigned versions(const struct demand *d, uint32_t file)
{
    const struct state *s = &d->states[file];
    unsigned sum = s->module->version;
    for (uint32_t k = 0; k < 2 * d->files[file].facts->n_imports; k++)
        if (s->targets[k] != NO_INDEX && d->states[s->targets[k]].module)
            sum += d->states[s->targets[k]].module->version;
    for (guint k = 0; k < s->written->len; k++) {
        const struct module *m = d->states[whole_at(s, k + 1)->to].module;
        sum += m ? m->version : 0;
    }
    return sum;
}

/* Whether a name, as it is a type's, has a file of its own in the repository. */
static bool has_type_file(const struct demand *d, const struct language *lang, const char *name)
{
    g_autofree char *stem = folded(name, strlen(name)), *key = word_key(lang, stem);
    return g_hash_table_contains(d->types, key);
}

/* Offers the classes above one that is hot, since who is handed one of these names nothing else; whether that is news. Where
 * types are known to all by their names, those that are called as interfaces are (IChatService): others are bases of very many. */
static bool offer_interfaces(struct demand *d, uint32_t file, uint32_t name, uint8_t steps)
{
    struct state *s = &d->states[file];
    const struct facts *f = d->files[file].facts;
    bool news = false;
    for (uint32_t i = 2; i < f->n_scopes; i++) {
        const struct fact_scope *class = &f->scopes[i];
        for (uint32_t k = 0; class->kind == SCOPE_CLASS && class->name == name && k < class->n_bases; k++) {
            const struct fact_node *base = &f->nodes[f->kids[class->first_base + k]];
            const char *called = base->kind == NODE_NAME ? f->strings[base->text] : "";
            bool imported = s->lang->modules != MODULES_NAMES, ours = *called && s->parts->of[base->text];
            uint32_t to = file;
            for (uint32_t m = 0; m < f->n_imports && imported && *called; m++)
                if (f->imports[m].local == base->text && s->targets[2 * m] != NO_INDEX) {
                    ours = true;
                    to = s->targets[2 * m];
                    called = f->strings[f->imports[m].member];
                }
            ours = ours || (*called && has_type_file(d, s->lang, called));
            if (!ours || !*called || (!imported && !(*called == 'I' && g_ascii_isupper(called[1]))))
                continue;
            struct module *m = d->states[to].module;
            unsigned before = m ? m->version : 0;
            if (m)
                offer(d, to, called, steps);
            news |= m && m->version != before;
        }
    }
    return news;
}

/* What is hot in a file, by what is known of the others; whether that is news. */
static bool warm(struct demand *d, uint32_t file)
{
    struct state *s = &d->states[file];
    const struct facts *f = d->files[file].facts;
    if (s->warmed && s->seen == versions(d, file))
        return false;
    s->warmed = true;
    s->seen = versions(d, file);
    bool news = hot_imports(d, file), more = true;
    bool quiet = d->files[file].class.zone == ZONE_TEST; /* what tests make is of no use to others */
    while (more) {
        more = false;
        for (uint32_t p = 0; p < s->parts->n; p++) {
            more |= hot_part(d, file, p);
            uint32_t name = s->parts->list[p].name;
            if (!name || !s->part_hot[p])
                continue;
            more |= lower(&s->hot[name], s->part_hot[p]);
            unsigned before = s->module->version;
            if (!quiet) {
                offer(d, file, f->strings[name], s->part_hot[p]);
                news |= offer_interfaces(d, file, name, s->part_hot[p]);
            }
            news |= s->module->version != before;
        }
    }
    for (uint32_t k = 0; k < f->n_imports && !quiet; k++) { /* others may import from here what it imports */
        uint32_t local = f->imports[k].local;
        unsigned before = s->module->version;
        if (local && s->hot[local] > 1 && (s->lang->modules == MODULES_DOTTED || f->imports[k].flags & IMPORT_REEXPORT))
            offer(d, file, f->strings[local], s->hot[local]);
        news |= s->module->version != before;
    }
    return news;
}

/* ---- who uses what is hot ---- */

/* Who names a module names the folder it stands in too, or stands in that folder itself, or below it and climbs ("..");
 * the folders where a language looks for modules (src) need no name. */
static bool names_folder(const struct demand *d, uint32_t file, const struct maker *maker)
{
    const struct language *lang = d->states[file].lang;
    const char *path = d->files[file].path, *slash = strrchr(maker->folder, '/'), *name = slash ? slash + 1 : maker->folder;
    size_t n = strlen(maker->folder);
    if (!n || maker->name->mark == d->mark)
        return true;
    if (strncmp(path, maker->folder, n) || path[n] != '/')
        return false;
    return !strchr(path + n + 1, '/') || (lang->module_roots && g_strv_contains((const char *const *)lang->module_roots, name)) ||
           word_of((struct demand *)d, lang, "..")->mark == d->mark;
}

/* Whether a skipped file holds a name that the module offers. */
static bool holds_one(const struct demand *d, uint32_t file, const struct module *m)
{
    uint8_t most = d->files[file].class.zone == ZONE_TEST ? 1 : DEMAND_ROUNDS; /* tests say something of what they call themselves */
    for (guint i = 0; i < m->offers->len; i++) {
        const struct offer *o = &g_array_index(m->offers, struct offer, i);
        if (o->steps <= most && words_hold(d->files[file].facts, o->hash))
            return true;
    }
    return false;
}

static bool uses_one(struct demand *d, uint32_t file)
{
    struct state *s = &d->states[file];
    const struct facts *f = d->files[file].facts;
    if (is_folder(s->lang) && holds_one(d, file, s->module)) /* files of one module see each other without naming it */
        return true;
    if (!s->words) {
        s->words = g_new(struct word *, f->n_imports + 1);
        for (uint32_t k = 0; k < f->n_imports; k++)
            s->words[k] = word_of(d, s->lang, f->strings[f->imports[k].module]);
    }
    d->mark++;
    for (uint32_t k = 0; k < f->n_imports; k++)
        s->words[k]->mark = d->mark;
    for (uint32_t k = 0; k < f->n_imports; k++)
        for (guint i = 0; i < s->words[k]->makers->len; i++) {
            const struct maker *maker = &g_array_index(s->words[k]->makers, struct maker, i);
            const struct module *m = d->states[maker->file].module;
            if (m->version && names_folder(d, file, maker) && (m->open || f->imports[k].member || holds_one(d, file, m)))
                return true;
        }
    return false;
}

/* Types and constants that are known to all by name: who holds one, where not very many do. */
static unsigned want_holders(const struct demand *d, const struct module *m, uint8_t *wanted)
{
    unsigned count = 0;
    g_autoptr(GArray) users = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (guint i = 0; i < m->offers->len; i++) {
        const struct offer *o = &g_array_index(m->offers, struct offer, i);
        g_array_set_size(users, 0);
        for (uint32_t k = 0; k < d->n && users->len <= MOST_USERS; k++)
            if (d->states[k].module == m && d->files[k].facts->status == FACTS_SKIPPED &&
                o->steps <= (d->files[k].class.zone == ZONE_TEST ? 1 : DEMAND_ROUNDS) && words_hold(d->files[k].facts, o->hash))
                g_array_append_val(users, k);
        for (guint k = 0; users->len <= MOST_USERS && k < users->len; k++) {
            uint32_t at = g_array_index(users, uint32_t, k);
            count += !wanted[at];
            wanted[at] = DEMAND_USER;
        }
    }
    return count;
}

/* ---- what hot parts need ---- */

/* What is asked of a module, `reach` as of a needed part; its files are looked at once more. */
static void need_name(struct demand *d, uint32_t file, const char *name, uint8_t reach)
{
    struct state *s = &d->states[file];
    if (GPOINTER_TO_UINT(g_hash_table_lookup(s->module->asked, name)) >= reach)
        return;
    g_hash_table_insert(s->module->asked, (gpointer)name, GUINT_TO_POINTER(reach));
    if (is_folder(s->lang) || s->lang->modules == MODULES_NAMES)
        d->again = true;
    else
        g_queue_push_tail(d->queue, GUINT_TO_POINTER(file));
}

/* How far what a part names is needed: parts that are hot, asked for, or named by a needed part. */
static uint8_t reach_of(const struct demand *d, uint32_t file, const struct part *part)
{
    const struct state *s = &d->states[file];
    uint8_t hot = s->part_hot[part - s->parts->list], reach = 0;
    if (part->name)
        reach = MAX(s->used[part->name], GPOINTER_TO_UINT(g_hash_table_lookup(s->module->asked, d->files[file].facts->strings[part->name])));
    if (s->everything)
        reach = MAX(reach, 1);
    return hot ? MAX(reach, hot <= NEAR_STEPS ? NEAR_REACH : FAR_REACH) : reach;
}

static void need_parts(struct demand *d, uint32_t file)
{
    struct state *s = &d->states[file];
    const struct facts *f = d->files[file].facts;
    for (bool more = true; more;) {
        more = false;
        for (uint32_t p = 0; p < s->parts->n; p++) {
            const struct part *part = &s->parts->list[p];
            uint8_t reach = reach_of(d, file, part);
            if (reach <= s->needed[p])
                continue;
            s->needed[p] = reach;
            more = true;
            for (uint32_t i = 0; i < part->n; i++) {
                uint32_t name = s->parts->names[part->first + i];
                if (s->used[name] >= reach)
                    continue;
                s->used[name] = reach;
                if (reach > 1 && s->lang->modules == MODULES_NAMES && g_ascii_isupper(*f->strings[name]))
                    need_name(d, file, f->strings[name], reach - 1); /* wherever that type is */
            }
            for (uint32_t i = 0; reach > 1 && i < part->n_members; i++) {
                const struct part_member *m = &s->parts->members[part->first_member + i];
                uint32_t to = s->whole[m->root];
                if (to && to - 1 != file && d->states[to - 1].module)
                    need_name(d, to - 1, f->strings[m->text], reach - 1);
                for (uint32_t w = s->written_as[m->text]; w; w = whole_at(s, w)->next)
                    if (whole_at(s, w)->root == m->root && d->states[whole_at(s, w)->to].module)
                        need_name(d, whole_at(s, w)->to, f->strings[m->text], reach - 1);
            }
        }
    }
}

/* The names that needed parts hold, of a module that offers all it has. */
static void need_all(struct demand *d, uint32_t file, uint32_t to)
{
    const struct facts *f = d->files[file].facts;
    for (uint32_t i = 1; i < f->n_strings; i++)
        if (d->states[file].used[i] > 1)
            need_name(d, to, f->strings[i], d->states[file].used[i] - 1);
}

/* What others ask of a module, asked of one that it hands on. */
static void hand_on(struct demand *d, uint32_t file, uint32_t to)
{
    GHashTableIter iter;
    gpointer name, reach;
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_hash_table_iter_init(&iter, d->states[file].module->asked);
    while (g_hash_table_iter_next(&iter, &name, &reach)) {
        g_ptr_array_add(names, name);
        g_ptr_array_add(names, reach);
    }
    for (guint i = 0; d->states[file].module != d->states[to].module && i < names->len; i += 2)
        need_name(d, to, names->pdata[i], (uint8_t)GPOINTER_TO_UINT(names->pdata[i + 1]));
}

static void need_imports(struct demand *d, uint32_t file)
{
    struct state *s = &d->states[file];
    const struct facts *f = d->files[file].facts;
    bool warm_file = false;
    for (uint32_t p = 0; p < s->parts->n && !warm_file; p++)
        warm_file = s->part_hot[p];
    for (uint32_t k = 0; k < f->n_imports; k++) {
        const struct fact_import *im = &f->imports[k];
        uint8_t asked = (uint8_t)GPOINTER_TO_UINT(g_hash_table_lookup(s->module->asked, f->strings[im->local]));
        uint8_t used = MAX(s->used[im->local], 1) - 1, reach = MAX(asked, used); /* it hands on what it imports */
        for (unsigned t = 0; t < 2; t++) {
            uint32_t to = s->targets[2 * k + t];
            if (to == NO_INDEX || to == file)
                continue;
            if (!d->states[to].module) { /* configuration */
                d->states[to].everything |= reach;
            } else if (im->flags & IMPORT_STAR) {
                need_all(d, file, to);
                hand_on(d, file, to);
            } else if (im->flags & IMPORT_SIDE) {
                if (warm_file && !d->states[to].everything) {
                    d->states[to].everything = true;
                    g_queue_push_tail(d->queue, GUINT_TO_POINTER(to));
                }
            } else if (reach && im->member && t == 0) {
                need_name(d, to, f->strings[im->member], reach);
            } else if (reach && im->flags & IMPORT_MODULE && s->lang->modules == MODULES_PATH && t == 0) {
                need_name(d, to, "default", reach); /* what it exports as a whole */
            }
        }
    }
}

static unsigned want(const struct demand *d, uint32_t to, uint8_t *wanted)
{
    if (to == NO_INDEX || wanted[to] || !d->files[to].facts || d->files[to].facts->status != FACTS_SKIPPED)
        return 0;
    wanted[to] = DEMAND_HELPER;
    return 1;
}

/* The files that are called like a type, where not many are; of a complete name, like its last part. */
static unsigned want_type(const struct demand *d, const struct language *lang, const char *name, uint8_t *wanted)
{
    const char *last = lang->separator && *lang->separator ? strrchr(name, *lang->separator) : NULL;
    name = last ? last + 1 : name;
    g_autofree char *stem = folded(name, strlen(name)), *key = word_key(lang, stem);
    const GArray *list = g_hash_table_lookup(d->types, key);
    unsigned count = 0;
    for (guint k = 0; list && list->len <= MOST_FILES && k < list->len; k++)
        count += want(d, g_array_index(list, uint32_t, k), wanted);
    return count;
}

/* The files of types that needed parts name, where not many could be meant, and the configuration they read. */
static unsigned want_named(const struct demand *d, uint32_t file, uint8_t *wanted)
{
    unsigned count = 0;
    const struct state *s = &d->states[file];
    const struct facts *f = d->files[file].facts;
    for (uint32_t p = 0; p < s->parts->n; p++) {
        const struct part *part = &s->parts->list[p];
        for (uint32_t k = 0; s->needed[p] > 1 && k < part->n_texts; k++)
            count += want(d, module_file(d->modules, file, f->strings[s->parts->texts[part->first_text + k]]), wanted);
    }
    if (s->lang->modules != MODULES_NAMES && s->lang->modules != MODULES_PACKAGES)
        return count;
    for (uint32_t i = 1; i < f->n_strings; i++)
        if (s->used[i] > 1 && (g_ascii_isupper(*f->strings[i]) || derives(f, i)))
            count += want_type(d, s->lang, f->strings[i], wanted);
    return count;
}

/* Names that needed parts of a file take from elsewhere in its folder: neither its own, nor imported, nor local. */
static void take_from_folder(const struct demand *d, uint32_t file, GHashTable *names)
{
    const struct state *s = &d->states[file];
    const struct facts *f = d->files[file].facts;
    g_autofree bool *own = g_new0(bool, f->n_strings);
    for (uint32_t i = 0; i < f->n_params; i++)
        own[f->params[i].name] = true;
    for (uint32_t i = 0; i < f->n_assigns; i++)
        if (f->nodes[f->assigns[i].target].kind == NODE_NAME)
            own[f->nodes[f->assigns[i].target].text] = true;
    for (uint32_t i = 0; i < f->n_imports; i++)
        own[f->imports[i].local] = true;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        uint32_t text = f->nodes[i].text;
        if (f->nodes[i].kind == NODE_NAME && s->used[text] > 1 && !own[text] && !s->parts->of[text])
            g_hash_table_add(names, f->strings[text]);
    }
}

/* Where a folder is a module: skipped files of it that declare a name which is needed. */
static unsigned want_siblings(const struct demand *d, const GArray *parsed, uint8_t *wanted)
{
    unsigned count = 0;
    g_autoptr(GHashTable) folders = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref); /* skipped files */
    g_autoptr(GHashTable) names = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref);
    for (uint32_t i = 0; i < d->n; i++) {
        struct state *s = &d->states[i];
        if (!s->lang || !is_folder(s->lang) || !s->lang->declare_marks[0] || d->files[i].facts->status != FACTS_SKIPPED)
            continue;
        GArray *list = g_hash_table_lookup(folders, s->module);
        if (!list)
            g_hash_table_insert(folders, s->module, list = g_array_new(FALSE, FALSE, sizeof(uint32_t)));
        g_array_append_val(list, i);
    }
    for (guint i = 0; i < parsed->len; i++) {
        uint32_t file = g_array_index(parsed, uint32_t, i);
        struct module *m = d->states[file].module;
        if (!g_hash_table_contains(folders, m))
            continue;
        GHashTable *set = g_hash_table_lookup(names, m);
        if (!set)
            g_hash_table_insert(names, m, set = g_hash_table_new(g_str_hash, g_str_equal));
        take_from_folder(d, file, set);
    }
    for (guint i = 0; i < parsed->len; i++) { /* what is declared in a file that is there already */
        uint32_t file = g_array_index(parsed, uint32_t, i);
        const struct state *s = &d->states[file];
        GHashTable *set = g_hash_table_lookup(names, s->module);
        for (uint32_t p = 1; set && p < s->parts->n; p++)
            g_hash_table_remove(set, d->files[file].facts->strings[s->parts->list[p].name]);
    }
    GHashTableIter iter, of;
    gpointer m, list, name;
    g_hash_table_iter_init(&iter, folders);
    while (g_hash_table_iter_next(&iter, &m, &list)) {
        const GArray *files = list;
        GHashTable *sets[] = {g_hash_table_lookup(names, m), ((const struct module *)m)->asked};
        for (unsigned k = 0; k < G_N_ELEMENTS(sets); k++) {
            if (!sets[k])
                continue;
            g_hash_table_iter_init(&of, sets[k]);
            while (g_hash_table_iter_next(&of, &name, NULL)) {
                uint32_t holders[MOST_FILES];
                unsigned n = 0;
                uint64_t hash = words_hash_declared(name);
                for (guint i = 0; i < files->len && n <= MOST_FILES; i++)
                    if (words_hold(d->files[g_array_index(files, uint32_t, i)].facts, hash) && n++ < MOST_FILES)
                        holders[n - 1] = g_array_index(files, uint32_t, i);
                for (unsigned i = 0; n <= MOST_FILES && i < n; i++)
                    count += want(d, holders[i], wanted);
            }
        }
    }
    return count;
}

/* What is needed of all files, by what is hot in them. */
static void need(struct demand *d, const GArray *parsed)
{
    for (d->again = true; d->again;) {
        d->again = false;
        for (guint i = 0; i < parsed->len; i++)
            g_queue_push_tail(d->queue, GUINT_TO_POINTER(g_array_index(parsed, uint32_t, i)));
        while (!g_queue_is_empty(d->queue)) {
            uint32_t file = GPOINTER_TO_UINT(g_queue_pop_head(d->queue));
            if (!d->states[file].parts)
                continue;
            need_parts(d, file);
            need_imports(d, file);
        }
    }
}

/* Skipped files of which others need something. */
static unsigned want_asked(const struct demand *d, uint8_t *wanted)
{
    unsigned count = 0;
    for (uint32_t i = 0; i < d->n; i++) {
        const struct state *s = &d->states[i];
        bool asked = s->everything;
        GHashTableIter iter;
        gpointer name;
        if (!asked && (!s->lang || is_folder(s->lang) || s->lang->modules == MODULES_NAMES || d->files[i].facts->status != FACTS_SKIPPED))
            continue;
        if (s->module)
            g_hash_table_iter_init(&iter, s->module->asked);
        while (!asked && g_hash_table_iter_next(&iter, &name, NULL))
            asked = g_str_equal(name, "default") || words_hold(d->files[i].facts, words_hash(name));
        if (asked)
            count += want(d, i, wanted);
    }
    return count;
}

/* Names of the methods that a file calls on what no import binds: service.StartTask() */
static void called_methods(const struct facts *f, GHashTable *names)
{
    g_autofree bool *imported = g_new0(bool, f->n_strings);
    for (uint32_t k = 0; k < f->n_imports; k++)
        imported[f->imports[k].local] = true;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i], *up = &f->nodes[n->parent], *on = &f->nodes[n->a];
        if (n->kind == NODE_MEMBER && up->kind == NODE_CALL && up->a == i && !(on->kind == NODE_NAME && imported[on->text]) &&
            words_several(f->strings[n->text]))
            g_hash_table_add(names, f->strings[n->text]);
    }
}

/* Whether the methods of a type may be declared in other files than its own. */
static bool declares_apart(const struct language *lang)
{
    return lang->extend_mark || (is_folder(lang) && lang->partial_classes);
}

/* Where methods are declared in any file of their folder, or functions that are called like them anywhere: skipped files that
 * declare one which a file calls that leads to a model, where no parsed file does. */
static unsigned want_methods(const struct demand *d, const GArray *parsed, uint8_t *wanted)
{
    unsigned count = 0;
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < parsed->len; i++) {
        uint32_t file = g_array_index(parsed, uint32_t, i);
        const struct state *s = &d->states[file];
        bool hot = false;
        for (uint32_t p = 0; declares_apart(s->lang) && p < s->parts->n && !hot; p++)
            hot = s->part_hot[p];
        if (hot && d->files[file].class.zone == ZONE_SRC)
            called_methods(d->files[file].facts, names);
    }
    for (guint i = 0; i < parsed->len && g_hash_table_size(names); i++) {
        const struct facts *f = d->files[g_array_index(parsed, uint32_t, i)].facts;
        for (uint32_t s = 2; s < f->n_scopes; s++)
            if (f->scopes[s].kind == SCOPE_FUNCTION)
                g_hash_table_remove(names, f->strings[f->scopes[s].name]);
    }
    GHashTableIter iter;
    gpointer name;
    g_hash_table_iter_init(&iter, names);
    while (g_hash_table_iter_next(&iter, &name, NULL)) {
        uint32_t holders[MOST_FILES];
        unsigned n = 0;
        uint64_t hash = words_hash_declared(name);
        for (uint32_t i = 0; i < d->n && n <= MOST_FILES; i++)
            if (d->states[i].lang && (d->states[i].lang->partial_classes || d->states[i].lang->extend_mark) && d->files[i].facts->status == FACTS_SKIPPED &&
                d->files[i].class.zone == ZONE_SRC && words_hold(d->files[i].facts, hash) && n++ < MOST_FILES)
                holders[n - 1] = i;
        for (unsigned i = 0; n <= MOST_FILES && i < n; i++)
            count += want(d, holders[i], wanted);
    }
    return count;
}

/* Skipped files that stand for their folder (index, __init__) and hand on what a parsed file takes from them by its name:
 * what is behind that name may be parsed already. */
static unsigned want_indexes(const struct demand *d, uint32_t file, uint8_t *wanted)
{
    unsigned count = 0;
    const struct state *s = &d->states[file];
    const struct facts *f = d->files[file].facts;
    for (uint32_t k = 0; s->lang->index_names && d->files[file].class.zone == ZONE_SRC && k < f->n_imports; k++) {
        uint32_t to = s->targets[2 * k];
        if (to == NO_INDEX || to == file || s->targets[2 * k + 1] != NO_INDEX || !f->imports[k].member || d->files[to].size > MOST_INDEX)
            continue;
        g_autofree char *base = g_path_get_basename(d->files[to].path);
        base[strcspn(base, ".")] = '\0';
        if (g_strv_contains((const char *const *)s->lang->index_names, base))
            count += want(d, to, wanted);
    }
    return count;
}

unsigned demand_round(struct demand *d, unsigned round, uint8_t *wanted)
{
    memset(wanted, 0, d->n * sizeof *wanted);
    if (round > DEMAND_ROUNDS)
        return 0;
    g_autoptr(GArray) parsed = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t i = 0; i < d->n; i++) {
        struct state *s = &d->states[i];
        if (!s->lang || d->files[i].facts->status != FACTS_PARSED)
            continue;
        if (!s->parts)
            open_file(d, i);
        g_array_append_val(parsed, i);
    }
    for (bool news = true; news;) {
        news = false;
        for (guint i = 0; i < parsed->len; i++)
            news |= warm(d, g_array_index(parsed, uint32_t, i));
    }
    unsigned count = 0;
    for (uint32_t i = 0; i < d->n; i++) /* before helpers: who is both is a user */
        if (d->states[i].lang && d->files[i].facts->status == FACTS_SKIPPED && uses_one(d, i)) {
            wanted[i] = DEMAND_USER;
            count++;
        }
    g_autoptr(GHashTable) families = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < parsed->len; i++) {
        const struct state *s = &d->states[g_array_index(parsed, uint32_t, i)];
        if (s->lang->modules == MODULES_NAMES && g_hash_table_add(families, s->module))
            count += want_holders(d, s->module, wanted);
    }
    need(d, parsed);
    count += want_asked(d, wanted) + want_siblings(d, parsed, wanted) + want_methods(d, parsed, wanted);
    for (guint i = 0; i < parsed->len; i++) {
        uint32_t file = g_array_index(parsed, uint32_t, i);
        count += want_named(d, file, wanted) + want_indexes(d, file, wanted);
    }
    return count;
}

bool link_entry_by_place(const struct ruleset *rules, const char *path)
{
    for (unsigned i = 0; i < rules->n_items; i++)
        if (rules->items[i].as == AS_FILE && rules->items[i].glob && !rules->items[i].marked && !rules->items[i].writes[0] &&
            glob_match(rules->items[i].glob, path))
            return true;
    return false;
}
