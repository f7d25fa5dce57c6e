/* The small file kinds: languages, zones, frameworks, ecosystems, CI systems, models, secrets. */
#include <string.h>

#include "base/regex.h"
#include "rules/load_priv.h"

/* ---- languages ---- */

static const char *const readers[] = {"code", "config", "markdown", "notebook", "records", "lines", NULL};
static const char *const module_styles[] = {"none", "dotted", "path", "folders", "packages", "names", NULL};

static const struct key language_keys[] = {
    {"language", TYPE_TEXT, true, NULL},
    {"title", TYPE_TEXT, false, NULL},
    {"grammar_package", TYPE_TEXT, false, NULL},
    {"grammar_path", TYPE_TEXT, false, NULL},
    {"grammar_symbol", TYPE_TEXT, false, NULL},
    {"extensions", TYPE_TEXTS, false, NULL},
    {"filenames", TYPE_TEXTS, false, NULL},
    {"shebangs", TYPE_TEXTS, false, NULL},
    {"reader", TYPE_WORD, false, readers},
    {"format", TYPE_TEXT, false, NULL},
    {"parent", TYPE_TEXT, false, NULL},
    {"globals", TYPE_TEXT, false, NULL},
    {"modules", TYPE_MAP, false, NULL},
    {"self", TYPE_TEXTS, false, NULL},
    {"open_roots", TYPE_BOOL, false, NULL}, {"bare_texts", TYPE_BOOL, false, NULL}, {"case_insensitive", TYPE_BOOL, false, NULL},
    {"markup", TYPE_BOOL, false, NULL},
    {"code", TYPE_MAP, false, NULL},
    {"partial_classes", TYPE_BOOL, false, NULL},
    {"structural", TYPE_BOOL, false, NULL},
    {"class_names", TYPE_TEXTS, false, NULL},
    {"constructors", TYPE_TEXTS, false, NULL},
    {"call_methods", TYPE_TEXTS, false, NULL},
    {"super", TYPE_TEXT, false, NULL},
    {"super_method", TYPE_BOOL, false, NULL},
    {"forward_methods", TYPE_TEXTS, false, NULL},
    {"enter_methods", TYPE_TEXTS, false, NULL},
    {"taken_methods", TYPE_TEXTS, false, NULL},
    {"concat_operator", TYPE_TEXT, false, NULL},
    {"get_methods", TYPE_TEXTS, false, NULL},
    {"dig_methods", TYPE_TEXTS, false, NULL},
    {"literal_members", TYPE_TEXTS, false, NULL},
    {"element_methods", TYPE_TEXTS, false, NULL},
    {"same_methods", TYPE_TEXTS, false, NULL}, {"erase_methods", TYPE_TEXTS, false, NULL},
    {"same_members", TYPE_TEXTS, false, NULL},
    {"run_on_methods", TYPE_TEXTS, false, NULL},
    {"run_on_functions", TYPE_TEXTS, false, NULL},
    {"or_methods", TYPE_TEXTS, false, NULL},
    {"hiding", TYPE_TEXTS, false, NULL},
    {"named_methods", TYPE_TEXTS, false, NULL},
    {"grow_operator", TYPE_TEXT, false, NULL},
    {"pair_methods", TYPE_TEXTS, false, NULL},
    {"class_members", TYPE_TEXTS, false, NULL},
    {"class_readers", TYPE_TEXTS, false, NULL},
    {"head_marks", TYPE_TEXTS, false, NULL},
    {"template_marks", TYPE_TEXTS, false, NULL},
    {"text_builders", TYPE_TEXTS, false, NULL},
    {"own_type", TYPE_TEXT, false, NULL},
    {"embed_mark", TYPE_TEXT, false, NULL},
    {"cell_mark", TYPE_TEXT, false, NULL},
    {"cell_end", TYPE_TEXT, false, NULL},
    {"cell_magic", TYPE_TEXT, false, NULL},
    {"text_types", TYPE_TEXTS, false, NULL},
    {"text_lookups", TYPE_TEXTS, false, NULL},
    {"plain_members", TYPE_TEXTS, false, NULL},
    {"entry_functions", TYPE_TEXTS, false, NULL},
    {"grow_functions", TYPE_TEXTS, false, NULL}, {"grow_methods", TYPE_TEXTS, false, NULL},
    {"each_methods", TYPE_TEXTS, false, NULL},
    {"pick_methods", TYPE_TEXTS, false, NULL},
    {"sift_methods", TYPE_TEXTS, false, NULL},
    {"then_methods", TYPE_TEXTS, false, NULL},
    {"tap_methods", TYPE_TEXTS, false, NULL},
    {"catch_methods", TYPE_TEXTS, false, NULL},
    {"error_methods", TYPE_TEXTS, false, NULL},
    {"family", TYPE_TEXT, false, NULL},
    {"default_methods", TYPE_TEXTS, false, NULL},
    {"bind_methods", TYPE_TEXTS, false, NULL},
    {"make_methods", TYPE_TEXTS, false, NULL},
    {"member_functions", TYPE_TEXTS, false, NULL},
    {"block_name", TYPE_TEXT, false, NULL},
    {"cut_methods", TYPE_TEXTS, false, NULL}, {"part_methods", TYPE_TEXTS, false, NULL}, {"equal_methods", TYPE_TEXTS, false, NULL},
    {"match_methods", TYPE_TEXTS, false, NULL}, {"cast_methods", TYPE_TEXTS, false, NULL},
    {"size_names", TYPE_TEXTS, false, NULL},
    {"format_methods", TYPE_TEXTS, false, NULL},
    {"format_operator", TYPE_TEXT, false, NULL},
    {"join_methods", TYPE_TEXTS, false, NULL},
    {"catch_all", TYPE_TEXTS, false, NULL},
    {"panic_methods", TYPE_TEXTS, false, NULL},
    {"type_operators", TYPE_TEXTS, false, NULL},
    {"merge_operator", TYPE_TEXT, false, NULL},
    {"merge_methods", TYPE_TEXTS, false, NULL},
    {"untyped", TYPE_TEXTS, false, NULL},
    {"option_objects", TYPE_BOOL, false, NULL},
    {"pair_lists", TYPE_BOOL, false, NULL}, {"object_elements", TYPE_BOOL, false, NULL},
    {"implicit_self", TYPE_BOOL, false, NULL},
    {"sigils", TYPE_TEXT, false, NULL},
    {"lambda_parameter", TYPE_TEXT, false, NULL},
    {"own_sigil", TYPE_TEXT, false, NULL},
    {"self_mark", TYPE_TEXT, false, NULL},
    {"name_mark", TYPE_TEXT, false, NULL},
    {"nothing_texts", TYPE_TEXTS, false, NULL},
    {"text_places", TYPE_TEXTS, false, NULL},
    {"last_value", TYPE_BOOL, false, NULL},
    {"variants", TYPE_BOOL, false, NULL},
    {"lambda_value", TYPE_BOOL, false, NULL},
    {"bare_calls", TYPE_BOOL, false, NULL},
    {"gathers_keywords", TYPE_BOOL, false, NULL},
    {"lone_names", TYPE_BOOL, false, NULL},
    {"open_lambdas", TYPE_BOOL, false, NULL},
    {"error_values", TYPE_TEXT, false, NULL},
    {"whole_calls", TYPE_BOOL, false, NULL},
    {"late_errors", TYPE_TEXTS, false, NULL},
    {"pull_functions", TYPE_TEXTS, false, NULL},
    {"pauses", TYPE_TEXTS, false, NULL},
    {"error_tests", TYPE_TEXTS, false, NULL},
    {"parse_errors", TYPE_TEXTS, false, NULL},
    {"getter_prefixes", TYPE_TEXTS, false, NULL},
    {"setter_prefixes", TYPE_TEXTS, false, NULL},
    {"parse_tests", TYPE_TEXTS, false, NULL},
    {"test_marks", TYPE_TEXTS, false, NULL},
    {"plain_macros", TYPE_TEXTS, false, NULL},
    {"call_macros", TYPE_TEXTS, false, NULL},
    {"json_macros", TYPE_TEXTS, false, NULL},
    {"builders", TYPE_TEXTS, false, NULL},
    {"key_methods", TYPE_TEXTS, false, NULL},
    {"sent_names", TYPE_TEXTS, false, NULL},
    {"sent_open", TYPE_TEXTS, false, NULL},
    {"sent_tag", TYPE_REGEX, false, NULL}, {"asked_names", TYPE_REGEX, false, NULL},
    {"import_marks", TYPE_TEXTS, false, NULL}, {"declare_marks", TYPE_TEXTS, false, NULL}, {"extend_mark", TYPE_TEXT, false, NULL},
    {"comments", TYPE_TEXTS, false, NULL},
};

static const struct key module_keys[] = {
    {"style", TYPE_WORD, true, module_styles}, {"separator", TYPE_TEXT, false, NULL},
    {"index", TYPE_TEXTS, false, NULL},        {"extensions", TYPE_TEXTS, false, NULL},
    {"roots", TYPE_TEXTS, false, NULL},       {"implicit", TYPE_TEXTS, false, NULL},
    {"gate_types", TYPE_BOOL, false, NULL},   {"name", TYPE_TEXT, false, NULL},
    {"version", TYPE_TEXT, false, NULL},      {"manifest", TYPE_TEXT, false, NULL},
    {"manifest_key", TYPE_TEXT, false, NULL}, {"prefixes", TYPE_MAP, false, NULL},
};

static const struct key page_keys[] = {
    {"tags", TYPE_TEXTS, false, NULL}, {"marks", TYPE_MAP, false, NULL},  {"blocks", TYPE_TEXTS, false, NULL},
    {"block", TYPE_TEXT, false, NULL}, {"lines", TYPE_MAP, false, NULL},
    {"requests", TYPE_TEXTS, false, NULL}, {"whole", TYPE_BOOL, false, NULL},
};

#define REQUEST_WORDS 4 /* that say how a command sends a request */

/* What of a page is code. */
static void load_page(struct loader *l, const struct yaml_node *code, struct language *g)
{
    if (!code)
        return;
    load_check(l, code, page_keys, G_N_ELEMENTS(page_keys));
    g->code_tags = load_texts(l, code, "tags");
    g->code_marks = load_pairs(l, yaml_get(code, "marks"), &g->n_code_marks);
    g->code_blocks = load_texts(l, code, "blocks");
    g->code_block = load_text(code, "block");
    g->code_lines = load_pairs(l, yaml_get(code, "lines"), &g->n_code_lines);
    g->code_whole = load_bool(code, "whole");
    const struct yaml_node *requests = yaml_get(code, "requests");
    if (requests && requests->n != REQUEST_WORDS)
        load_error(l, requests, "'requests' are a command and its options for the method, a header and the body");
    else if (requests)
        g->code_requests = (const char *const *)load_texts(l, code, "requests");
}

void load_language(struct loader *l, const struct rule_source *s)
{
    const struct yaml_node *root = s->root, *modules = yaml_get(root, "modules");
    load_check(l, root, language_keys, G_N_ELEMENTS(language_keys));
    if (modules)
        load_check(l, modules, module_keys, G_N_ELEMENTS(module_keys));
    const char *name = load_text(root, "language");
    if (!name)
        return;
    g_autofree char *what = g_strdup_printf("the language '%s'", name);
    if (!load_once(l, root, what))
        return;
    struct language g = {
        .name = name,
        .title = load_text(root, "title") ? load_text(root, "title") : name,
        .grammar = yaml_get(root, "grammar_package") ? name : NULL,
        .reader = load_choice(root, "reader", readers, READER_CODE),
        .format = load_text(root, "format"),
        .extensions = load_texts(l, root, "extensions"),
        .filenames = load_texts(l, root, "filenames"),
        .shebangs = load_texts(l, root, "shebangs"),
        .globals = load_text(root, "globals"),
        .modules = load_choice(modules, "style", module_styles, MODULES_NONE),
        .separator = load_text(modules, "separator"),
        .index_names = load_texts(l, modules, "index"),
        .module_extensions = load_texts(l, modules, "extensions"),
        .module_roots = load_texts(l, modules, "roots"),
        .module_name = load_regex(l, yaml_get(modules, "name")),
        .module_version = load_regex(l, yaml_get(modules, "version")),
        .manifest = load_text(modules, "manifest"),
        .manifest_key = load_text(modules, "manifest_key"),
        .self_names = load_texts(l, root, "self"),
        .open_roots = load_bool(root, "open_roots"),
        .bare_texts = load_bool(root, "bare_texts"),
        .case_insensitive = load_bool(root, "case_insensitive"),
        .markup = load_bool(root, "markup"),
        .partial_classes = load_bool(root, "partial_classes"),
        .structural = load_bool(root, "structural"),
        .class_names = load_texts(l, root, "class_names"),
        .constructors = load_texts(l, root, "constructors"),
        .call_methods = load_texts(l, root, "call_methods"),
        .forward_methods = load_texts(l, root, "forward_methods"),
        .enter_methods = load_texts(l, root, "enter_methods"),
        .taken_methods = load_texts(l, root, "taken_methods"),
        .concat_operator = load_text(root, "concat_operator"),
        .get_methods = load_texts(l, root, "get_methods"),
        .dig_methods = load_texts(l, root, "dig_methods"),
        .literal_members = load_texts(l, root, "literal_members"),
        .element_methods = load_texts(l, root, "element_methods"),
        .same_methods = load_texts(l, root, "same_methods"),
        .erase_methods = load_texts(l, root, "erase_methods"),
        .same_members = load_texts(l, root, "same_members"),
        .run_on_methods = load_texts(l, root, "run_on_methods"),
        .run_on_functions = load_texts(l, root, "run_on_functions"),
        .or_methods = load_texts(l, root, "or_methods"),
        .hiding = load_texts(l, root, "hiding"),
        .named_methods = load_texts(l, root, "named_methods"),
        .grow_operator = load_text(root, "grow_operator"),
        .pair_methods = load_texts(l, root, "pair_methods"),
        .class_members = load_texts(l, root, "class_members"),
        .class_readers = load_texts(l, root, "class_readers"),
        .head_marks = load_texts(l, root, "head_marks"),
        .template_marks = load_texts(l, root, "template_marks"),
        .text_builders = load_texts(l, root, "text_builders"),
        .own_type = load_text(root, "own_type"),
        .embed_mark = load_text(root, "embed_mark"),
        .cell_mark = load_text(root, "cell_mark"),
        .cell_end = load_text(root, "cell_end"),
        .cell_magic = load_text(root, "cell_magic"),
        .text_types = load_texts(l, root, "text_types"),
        .text_lookups = load_texts(l, root, "text_lookups"),
        .plain_members = load_texts(l, root, "plain_members"),
        .entry_functions = load_texts(l, root, "entry_functions"),
        .grow_functions = load_texts(l, root, "grow_functions"),
        .grow_methods = load_texts(l, root, "grow_methods"),
        .each_methods = load_texts(l, root, "each_methods"),
        .pick_methods = load_texts(l, root, "pick_methods"),
        .sift_methods = load_texts(l, root, "sift_methods"),
        .then_methods = load_texts(l, root, "then_methods"),
        .tap_methods = load_texts(l, root, "tap_methods"),
        .catch_methods = load_texts(l, root, "catch_methods"),
        .error_methods = load_texts(l, root, "error_methods"),
        .family = load_text(root, "family"),
        .default_methods = load_texts(l, root, "default_methods"),
        .bind_methods = load_texts(l, root, "bind_methods"),
        .member_functions = load_texts(l, root, "member_functions"),
        .block_name = load_text(root, "block_name"),
        .cut_methods = load_texts(l, root, "cut_methods"),
        .part_methods = load_texts(l, root, "part_methods"),
        .equal_methods = load_texts(l, root, "equal_methods"),
        .match_methods = load_texts(l, root, "match_methods"),
        .cast_methods = load_texts(l, root, "cast_methods"),
        .size_names = load_texts(l, root, "size_names"),
        .format_methods = load_texts(l, root, "format_methods"),
        .format_operator = load_text(root, "format_operator"),
        .join_methods = load_texts(l, root, "join_methods"),
        .catch_all = load_texts(l, root, "catch_all"),
        .panic_methods = load_texts(l, root, "panic_methods"),
        .make_methods = load_texts(l, root, "make_methods"),
        .type_operators = load_texts(l, root, "type_operators"),
        .merge_operator = load_text(root, "merge_operator"),
        .merge_methods = load_texts(l, root, "merge_methods"),
        .untyped = load_texts(l, root, "untyped"),
        .option_objects = load_bool(root, "option_objects"),
        .pair_lists = load_bool(root, "pair_lists"),
        .object_elements = load_bool(root, "object_elements"),
        .implicit = load_texts(l, modules, "implicit"),
        .gate_types = load_bool(modules, "gate_types"),
        .implicit_self = load_bool(root, "implicit_self"),
        .sigils = load_text(root, "sigils"),
        .lambda_parameter = load_text(root, "lambda_parameter"),
        .own_sigil = load_text(root, "own_sigil"),
        .self_mark = load_text(root, "self_mark"),
        .name_mark = load_text(root, "name_mark"),
        .nothing_texts = load_texts(l, root, "nothing_texts"),
        .text_places = load_texts(l, root, "text_places"),
        .last_value = load_bool(root, "last_value"),
        .variants = load_bool(root, "variants"),
        .lambda_value = load_bool(root, "lambda_value"),
        .bare_calls = load_bool(root, "bare_calls"),
        .gathers_keywords = load_bool(root, "gathers_keywords"),
        .lone_names = load_bool(root, "lone_names"),
        .open_lambdas = load_bool(root, "open_lambdas"),
        .error_values = load_text(root, "error_values"),
        .whole_calls = load_bool(root, "whole_calls"),
        .late_errors = load_texts(l, root, "late_errors"),
        .pull_functions = load_texts(l, root, "pull_functions"),
        .getter_prefixes = load_texts(l, root, "getter_prefixes"),
        .setter_prefixes = load_texts(l, root, "setter_prefixes"),
        .parse_errors = load_texts(l, root, "parse_errors"),
        .pauses = load_texts(l, root, "pauses"),
        .error_tests = load_texts(l, root, "error_tests"),
        .parse_tests = load_texts(l, root, "parse_tests"),
        .test_marks = load_texts(l, root, "test_marks"),
        .plain_macros = load_texts(l, root, "plain_macros"),
        .call_macros = load_texts(l, root, "call_macros"),
        .builders = load_texts(l, root, "builders"),
        .key_methods = load_texts(l, root, "key_methods"),
        .json_macros = load_texts(l, root, "json_macros"),
        .sent_names = load_texts(l, root, "sent_names"),
        .sent_open = load_texts(l, root, "sent_open"),
        .sent_tag = load_regex(l, yaml_get(root, "sent_tag")),
        .asked_names = load_regex(l, yaml_get(root, "asked_names")),
        .import_marks = load_texts(l, root, "import_marks"),
        .declare_marks = load_texts(l, root, "declare_marks"),
        .extend_mark = load_text(root, "extend_mark"),
        .comments = load_texts(l, root, "comments"),
        .index = l->languages->len,
        .place = load_place(root),
    };
    const char *super = load_text(root, "super");
    if (super) {
        g.super_called = g_str_has_suffix(super, "()");
        g.super_name = arena_strndup(l->arena, super, strcspn(super, "("));
        g.super_method = load_bool(root, "super_method");
    }
    load_page(l, yaml_get(root, "code"), &g);
    if (!g.separator)
        g.separator = g.modules == MODULES_PATH ? "/" : ".";
    g.prefixes = load_pairs(l, yaml_get(modules, "prefixes"), &g.n_prefixes);
    load_define(l, REFER_LANGUAGE, name);
    g_array_append_val(l->languages, g);
    g_array_append_val(l->language_sources, s);
}

const struct language *load_language_named(struct loader *l, const struct yaml_node *at)
{
    if (!at || at->kind != YAML_SCALAR)
        return NULL;
    const struct language *g = ruleset_language(l->rules, at->text);
    if (!g)
        load_refer(l, at, REFER_LANGUAGE, at->text); /* reported with the other names */
    return g;
}

static const struct rule_source *bindings_of(struct loader *l, const struct rule_source *s)
{
    g_autofree char *folder = g_path_get_dirname(s->path);
    g_autofree char *path = g_strcmp0(folder, ".") == 0 ? g_strdup("bindings.scm")
                                                        : g_strdup_printf("%s/bindings.scm", folder);
    for (guint i = 0; i < l->sources->len; i++) {
        const struct rule_source *other = &g_array_index(l->sources, struct rule_source, i);
        if (strcmp(other->path, path) == 0)
            return other;
    }
    return NULL;
}

static void resolve_parent(struct loader *l, struct language *g)
{
    const struct rule_source *s = g_array_index(l->language_sources, const struct rule_source *, g->index);
    const struct yaml_node *name = yaml_get(s->root, "parent");
    const struct language *parent = load_language_named(l, name);
    for (const struct language *p = parent; p; p = p->parent)
        if (p == g) {
            load_error(l, name, "the parents of '%s' form a circle", g->name);
            return;
        }
    g->parent = parent;
}

static void add_bindings(struct loader *l, const struct language *g, GString *out)
{
    if (g->parent)
        add_bindings(l, g->parent, out);
    const struct rule_source *s = g_array_index(l->language_sources, const struct rule_source *, g->index);
    const struct rule_source *bindings = bindings_of(l, s);
    if (!bindings)
        return;
    g_string_append_printf(out, ";; %s\n", bindings->shown);
    g_string_append_len(out, bindings->data, (gssize)bindings->size);
    g_string_append_c(out, '\n');
}

void load_languages_finish(struct loader *l)
{
    struct ruleset *r = l->rules;
    r->languages = load_keep(l, l->languages, &r->n_languages);
    r->item_paths = arena_new_n(l->arena, struct path_set *, r->n_languages + 1);
    r->alias_paths = arena_new_n(l->arena, struct path_set *, r->n_languages + 1);
    for (unsigned i = 0; i < r->n_languages; i++) {
        r->item_paths[i] = path_set_new();
        r->alias_paths[i] = path_set_new();
        resolve_parent(l, &r->languages[i]);
    }
    for (unsigned i = 0; i < r->n_languages; i++) {
        struct language *g = &r->languages[i];
        const struct language *first = g;
        while (first->parent)
            first = first->parent;
        if (!g->family)
            g->family = first->family ? first->family : first->name;
        g_autoptr(GString) source = g_string_new("");
        add_bindings(l, g, source);
        g->bindings = source->len ? arena_strdup(l->arena, source->str) : NULL;
        classifier_add_language(r->classifier, i, g->extensions, g->filenames, g->shebangs);
    }
}

/* ---- zones ---- */

static const struct key zones_keys[] = {
    {"zones", TYPE_MAPS, false, NULL},
    {"placeholders", TYPE_TEXTS, false, NULL},
};

static const struct key zone_keys[] = {
    {"zone", TYPE_TEXT, true, NULL},
    {"paths", TYPE_TEXTS, true, NULL},
    {"contents", TYPE_TEXTS, false, NULL},
};

void load_zones(struct loader *l, const struct rule_source *s)
{
    load_check(l, s->root, zones_keys, G_N_ELEMENTS(zones_keys));
    const struct yaml_node *zones = yaml_get(s->root, "zones");
    for (unsigned i = 0; zones && zones->kind == YAML_LIST && i < zones->n; i++) {
        const struct yaml_node *z = zones->items[i];
        enum zone zone;
        load_check(l, z, zone_keys, G_N_ELEMENTS(zone_keys));
        if (!load_text(z, "zone"))
            continue;
        load_refer(l, yaml_get(z, "zone"), REFER_ZONE, load_text(z, "zone"));
        if (zone_parse(load_text(z, "zone"), &zone))
            classifier_add_zone(l->rules->classifier, zone, load_texts(l, z, "paths"), load_texts(l, z, "contents"));
    }
    for (const char **p = load_texts(l, s->root, "placeholders"); *p; p++)
        g_array_append_val(l->placeholders, *p);
}

/* ---- frameworks ---- */

static const struct key frameworks_keys[] = {{"frameworks", TYPE_MAP, true, NULL}};

void load_frameworks(struct loader *l, const struct rule_source *s)
{
    unsigned n;
    load_check(l, s->root, frameworks_keys, G_N_ELEMENTS(frameworks_keys));
    struct api_pair *pairs = load_pairs(l, yaml_get(s->root, "frameworks"), &n);
    for (unsigned i = 0; i < n; i++) {
        if (!pairs[i].value)
            pairs[i].value = pairs[i].key;
        g_array_append_val(l->frameworks, pairs[i]);
    }
}

/* ---- ecosystems ---- */

struct globs {
    struct loader *l;
    GPtrArray *all;
};

static bool add_glob(const char *glob, void *payload)
{
    struct globs *g = payload;
    g_ptr_array_add(g->all, arena_strdup(g->l->arena, glob));
    return false;
}

/* Without braces: these are asked about every file. */
static const char **plain_globs(struct loader *l, const char **globs)
{
    struct globs g = {l, g_ptr_array_new()};
    for (; globs && *globs; globs++)
        glob_each(*globs, add_glob, &g);
    g_ptr_array_add(g.all, NULL);
    const char **out = arena_memdup(l->arena, g.all->pdata, g.all->len * sizeof(char *));
    g_ptr_array_unref(g.all);
    return out;
}

static const struct key ecosystem_keys[] = {
    {"ecosystem", TYPE_TEXT, true, NULL},
    {"title", TYPE_TEXT, false, NULL},
    {"purl", TYPE_TEXT, false, NULL},
    {"manifests", TYPE_MAPS, true, NULL},
    {"packages", TYPE_MAPS, false, NULL},
    {"projects", TYPE_TEXTS, false, NULL},
    {"languages", TYPE_TEXTS, false, NULL},
    {"exact", TYPE_TEXT, false, NULL},
};

static const struct key manifest_keys[] = {
    {"paths", TYPE_TEXTS, true, NULL},
    {"keys", TYPE_TEXTS, false, NULL},
    {"dev_keys", TYPE_TEXTS, false, NULL},
    {"calls", TYPE_TEXTS, false, NULL},
    {"dev_calls", TYPE_TEXTS, false, NULL},
    {"matches", TYPE_TEXTS, false, NULL},
    {"dev_matches", TYPE_TEXTS, false, NULL},
    {"lock", TYPE_BOOL, false, NULL},
    {"pinned", TYPE_BOOL, false, NULL},
};

static const struct key package_keys[] = {
    {"paths", TYPE_TEXTS, true, NULL},   {"languages", TYPE_TEXTS, true, NULL}, {"names", TYPE_TEXTS, false, NULL},
    {"entries", TYPE_TEXTS, false, NULL}, {"exports", TYPE_TEXTS, false, NULL},  {"aliases", TYPE_TEXTS, false, NULL},
    {"base", TYPE_TEXTS, false, NULL},    {"extends", TYPE_TEXTS, false, NULL},  {"roots", TYPE_TEXTS, false, NULL},
    {"folders", TYPE_TEXTS, false, NULL}, {"inside", TYPE_TEXTS, false, NULL},
};

static void load_packages(struct loader *l, const struct yaml_node *list)
{
    for (unsigned i = 0; list && list->kind == YAML_LIST && i < list->n; i++) {
        const struct yaml_node *p = list->items[i];
        load_check(l, p, package_keys, G_N_ELEMENTS(package_keys));
        load_refer_list(l, yaml_get(p, "languages"), REFER_LANGUAGE);
        struct package_rule out = {
            .paths = load_texts(l, p, "paths"),     .languages = load_texts(l, p, "languages"),
            .names = load_texts(l, p, "names"),     .entries = load_texts(l, p, "entries"),
            .exports = load_texts(l, p, "exports"), .aliases = load_texts(l, p, "aliases"),
            .base = load_texts(l, p, "base"),       .extends = load_texts(l, p, "extends"),
            .roots = load_texts(l, p, "roots"),     .folders = load_texts(l, p, "folders"),
            .inside = load_texts(l, p, "inside"),   .place = load_place(p),
        };
        g_array_append_val(l->packages, out);
    }
}

/* Expressions over the text of a manifest: a group for the version behind at least one for the name. */
static void **load_entries(struct loader *l, const struct yaml_node *list)
{
    if (list == NULL)
        return NULL;
    g_autoptr(GPtrArray) out = g_ptr_array_new();
    unsigned n = list->kind == YAML_LIST ? list->n : 1;
    for (unsigned i = 0; i < n; i++) {
        const struct yaml_node *v = list->kind == YAML_LIST ? list->items[i] : list;
        void *code = load_regex(l, v);
        if (code && (regex_groups(code) < 2 || regex_groups(code) > 3))
            load_error(l, v, "groups for a name, or its two parts, and a version are missing");
        else if (code)
            g_ptr_array_add(out, code);
    }
    g_ptr_array_add(out, NULL);
    return arena_memdup(l->arena, out->pdata, out->len * sizeof(void *));
}

void load_ecosystem(struct loader *l, const struct rule_source *s)
{
    const char *name = load_text(s->root, "ecosystem");
    const struct yaml_node *list = yaml_get(s->root, "manifests");
    load_check(l, s->root, ecosystem_keys, G_N_ELEMENTS(ecosystem_keys));
    if (name)
        load_define(l, REFER_ECOSYSTEM, name);
    load_refer_list(l, yaml_get(s->root, "languages"), REFER_LANGUAGE);
    const char **languages = load_texts(l, s->root, "languages");
    void *exact = yaml_get(s->root, "exact") ? load_regex(l, yaml_get(s->root, "exact")) : NULL;
    for (unsigned i = 0; name && list && list->kind == YAML_LIST && i < list->n; i++) {
        const struct yaml_node *m = list->items[i];
        load_check(l, m, manifest_keys, G_N_ELEMENTS(manifest_keys));
        struct manifest out = {
            .ecosystem = name,
            .purl = load_text(s->root, "purl") ? load_text(s->root, "purl") : name,
            .paths = plain_globs(l, load_texts(l, m, "paths")),
            .keys = load_texts(l, m, "keys"),
            .dev_keys = load_texts(l, m, "dev_keys"),
            .calls = load_texts(l, m, "calls"),
            .dev_calls = load_texts(l, m, "dev_calls"),
            .matches = load_entries(l, yaml_get(m, "matches")),
            .dev_matches = load_entries(l, yaml_get(m, "dev_matches")),
            .lock = load_bool(m, "lock"),
            .pinned = load_bool(m, "pinned"),
            .languages = languages,
            .exact = exact,
            .place = load_place(m),
        };
        g_array_append_val(l->manifests, out);
    }
    load_packages(l, yaml_get(s->root, "packages"));
    for (const char **glob = plain_globs(l, load_texts(l, s->root, "projects")); *glob; glob++)
        g_array_append_val(l->projects, *glob);
}

/* ---- CI systems ---- */

static const struct key ci_keys[] = {
    {"ci", TYPE_TEXT, true, NULL},
    {"title", TYPE_TEXT, false, NULL},
    {"paths", TYPE_TEXTS, true, NULL},
    {"triggers", TYPE_TEXT, false, NULL},
    {"trigger_names", TYPE_MAP, false, NULL},
    {"default_triggers", TYPE_TEXTS, false, NULL},
    {"events", TYPE_MAPS, false, NULL},
    {"jobs", TYPE_TEXTS, true, NULL},
    {"steps", TYPE_TEXTS, true, NULL},
    {"run", TYPE_TEXTS, true, NULL},
    {"uses", TYPE_TEXTS, false, NULL},
    {"local", TYPE_TEXT, false, NULL},
    {"neutral", TYPE_TEXTS, false, NULL},
    {"step_name", TYPE_TEXT, false, NULL},
    {"outcome", TYPE_TEXT, false, NULL},
    {"failing", TYPE_TEXTS, false, NULL},
};

static const char *const events[] = {"pull_request", "push", "schedule", "manual", "release", NULL};

static const struct key event_keys[] = {
    {"job", TYPE_TEXT, false, NULL},
    {"keys", TYPE_TEXTS, false, NULL},
    {"matches", TYPE_REGEX, false, NULL},
    {"is", TYPE_WORD, true, events},
};

static struct ci_event *load_events(struct loader *l, const struct yaml_node *list, const char *const *jobs, unsigned *n)
{
    g_autoptr(GArray) out = g_array_new(FALSE, FALSE, sizeof(struct ci_event));
    for (unsigned i = 0; list && list->kind == YAML_LIST && i < list->n; i++) {
        const struct yaml_node *one = list->items[i];
        load_check(l, one, event_keys, G_N_ELEMENTS(event_keys));
        struct ci_event e = {.job = load_text(one, "job"), .keys = load_texts(l, one, "keys"), .matches = load_regex(l, yaml_get(one, "matches")), .is = load_text(one, "is")};
        if (!e.job == !*e.keys)
            load_error(l, one, "either a 'job' or 'keys' say when something runs");
        else if (e.job && !g_strv_contains(jobs, e.job))
            load_error(l, one, "'%s' is none of the paths of 'jobs'", e.job);
        else if (e.is)
            g_array_append_val(out, e);
    }
    *n = out->len;
    return arena_memdup(l->arena, out->data, out->len * sizeof(struct ci_event));
}

/* `.` is the thing itself: an empty key path. */
static void here_is_empty(const char **paths)
{
    for (; *paths; paths++)
        if (strcmp(*paths, ".") == 0)
            *paths = "";
}

void load_ci(struct loader *l, const struct rule_source *s)
{
    const struct yaml_node *root = s->root;
    load_check(l, root, ci_keys, G_N_ELEMENTS(ci_keys));
    struct ci_system ci = {
        .name = load_text(root, "ci"),
        .paths = load_texts(l, root, "paths"),
        .triggers = load_text(root, "triggers"),
        .jobs = load_texts(l, root, "jobs"),
        .steps = load_texts(l, root, "steps"),
        .run = load_texts(l, root, "run"),
        .uses = load_texts(l, root, "uses"),
        .local = load_text(root, "local"),
        .neutral = load_texts(l, root, "neutral"),
        .step_name = load_text(root, "step_name"),
        .outcome = load_text(root, "outcome"),
        .failing = load_texts(l, root, "failing"),
        .default_triggers = load_texts(l, root, "default_triggers"),
        .place = load_place(root),
    };
    ci.events = load_events(l, yaml_get(root, "events"), ci.jobs, &ci.n_events);
    here_is_empty(ci.jobs);
    here_is_empty(ci.steps);
    ci.trigger_names = load_pairs(l, yaml_get(root, "trigger_names"), &ci.n_trigger_names);
    for (unsigned i = 0; ci.neutral[i]; i++)
        if (!strchr(ci.neutral[i], '='))
            load_error(l, yaml_get(root, "neutral"), "'neutral' holds KEY=VALUE, not '%s'", ci.neutral[i]);
    if (ci.name)
        g_array_append_val(l->ci_systems, ci);
}

/* ---- models ---- */

static const char *const pins[] = {"none", "unknown", "floating", "minor", "deployment", "pinned", NULL};

static const struct key models_keys[] = {
    {"models", TYPE_TEXT, true, NULL},
    {"title", TYPE_TEXT, false, NULL},
    {"pins", TYPE_MAPS, true, NULL},
    {"snapshots", TYPE_MAPS, false, NULL},
    {"tests", TYPE_MAPS, false, NULL},
};

static const struct key pin_keys[] = {
    {"matches", TYPE_REGEX, true, NULL},
    {"pin", TYPE_WORD, true, pins},
    {"provider", TYPE_TEXT, false, NULL},
    {"providers", TYPE_TEXTS, false, NULL},
};

static const struct key model_test_keys[] = {
    {"model", TYPE_TEXT, true, NULL},
    {"pin", TYPE_WORD, true, pins},
    {"at", TYPE_TEXT, false, NULL},
    {"provider", TYPE_TEXT, false, NULL},
};

static const struct key snapshot_keys[] = {
    {"provider", TYPE_TEXT, true, NULL},
    {"names", TYPE_MAP, true, NULL},
};

static void load_snapshots(struct loader *l, const struct yaml_node *list)
{
    for (unsigned i = 0; list && list->kind == YAML_LIST && i < list->n; i++) {
        const struct yaml_node *one = list->items[i], *names = yaml_get(one, "names");
        load_check(l, one, snapshot_keys, G_N_ELEMENTS(snapshot_keys));
        for (unsigned k = 0; names && names->kind == YAML_MAP && k < names->n; k++) {
            struct model_snapshot out = {.alias = names->keys[k]->text, .snapshot = names->items[k]->text, .provider = load_text(one, "provider"),
                                         .place = load_place(names->keys[k])};
            if (!out.snapshot)
                load_error(l, names->items[k], "'%s' stands for one model", out.alias);
            else
                g_array_append_val(l->snapshots, out);
        }
    }
}

const char *pin_name(enum pin p)
{
    return pins[p];
}

void load_models(struct loader *l, const struct rule_source *s)
{
    const struct yaml_node *list = yaml_get(s->root, "pins"), *tests = yaml_get(s->root, "tests");
    load_check(l, s->root, models_keys, G_N_ELEMENTS(models_keys));
    for (unsigned i = 0; list && list->kind == YAML_LIST && i < list->n; i++) {
        const struct yaml_node *p = list->items[i];
        load_check(l, p, pin_keys, G_N_ELEMENTS(pin_keys));
        struct model_pin out = {
            .matches = load_regex(l, yaml_get(p, "matches")),
            .pin = load_choice(p, "pin", pins, PIN_UNKNOWN),
            .provider = load_text(p, "provider"),
            .providers = load_texts(l, p, "providers"),
            .place = load_place(p),
        };
        if (out.matches)
            g_array_append_val(l->pins, out);
    }
    load_snapshots(l, yaml_get(s->root, "snapshots"));
    for (unsigned i = 0; tests && tests->kind == YAML_LIST && i < tests->n; i++) {
        const struct yaml_node *t = tests->items[i];
        load_check(l, t, model_test_keys, G_N_ELEMENTS(model_test_keys));
        struct model_test out = {
            .model = load_text(t, "model"),
            .provider = load_text(t, "at"),
            .pin = load_choice(t, "pin", pins, PIN_UNKNOWN),
            .implies = load_text(t, "provider"),
            .place = load_place(t),
        };
        if (out.model)
            g_array_append_val(l->model_tests, out);
    }
}

/* ---- patterns ---- */

static const struct key patterns_keys[] = {{"patterns", TYPE_MAP, true, NULL}};

void load_patterns(struct loader *l, const struct rule_source *s)
{
    const struct yaml_node *map = yaml_get(s->root, "patterns");
    load_check(l, s->root, patterns_keys, G_N_ELEMENTS(patterns_keys));
    for (unsigned i = 0; map && map->kind == YAML_MAP && i < map->n; i++) {
        struct rule_pattern p = {
            .name = map->keys[i]->text,
            .text = load_regex_text(l, map->items[i]),
            .regex = load_regex(l, map->items[i]),
            .place = load_place(map->keys[i]),
        };
        g_autofree char *what = g_strdup_printf("the pattern '%s'", p.name);
        if (load_once(l, map->keys[i], what))
            g_array_append_val(l->patterns, p);
    }
}

void load_patterns_finish(struct loader *l)
{
    l->rules->patterns = load_keep(l, l->patterns, &l->rules->n_patterns);
}

/* ---- providers ---- */

static const struct key providers_keys[] = {{"providers", TYPE_MAPS, true, NULL}};

static const struct key provider_keys[] = {
    {"provider", TYPE_TEXT, true, NULL},
    {"hosts", TYPE_TEXTS, true, NULL},
};

void load_providers(struct loader *l, const struct rule_source *s)
{
    const struct yaml_node *list = yaml_get(s->root, "providers");
    load_check(l, s->root, providers_keys, G_N_ELEMENTS(providers_keys));
    for (unsigned i = 0; list && list->kind == YAML_LIST && i < list->n; i++) {
        const struct yaml_node *p = list->items[i];
        load_check(l, p, provider_keys, G_N_ELEMENTS(provider_keys));
        struct provider_hosts out = {
            .provider = load_text(p, "provider"),
            .hosts = load_texts(l, p, "hosts"),
            .place = load_place(p),
        };
        for (const char **h = out.hosts; *h; h++)
            if (strpbrk(*h, "/@") || strspn(*h, "*.") == strlen(*h))
                load_error(l, p, "'%s' is no host; write it without scheme and path", *h);
        if (out.provider)
            g_array_append_val(l->hosts, out);
    }
}

/* ---- prompt files ---- */

static const struct key prompts_keys[] = {{"prompts", TYPE_MAPS, true, NULL}, {"roles", TYPE_MAP, false, NULL}, {"names", TYPE_MAPS, false, NULL}, {"conversations", TYPE_REGEX, false, NULL}, {"pages", TYPE_REGEX, false, NULL}};
static const struct key prompt_name_keys[] = {{"matches", TYPE_REGEX, true, NULL}, {"role", TYPE_TEXT, false, NULL}};

static const struct key prompt_keys[] = {
    {"format", TYPE_TEXT, true, NULL},      {"paths", TYPE_TEXTS, true, NULL},    {"values", TYPE_TEXTS, false, NULL},
    {"names", TYPE_TEXTS, false, NULL},     {"blocks", TYPE_TEXTS, false, NULL},  {"comments", TYPE_TEXTS, false, NULL},
    {"roles", TYPE_REGEX, false, NULL},     {"role_keys", TYPE_TEXTS, false, NULL}, {"keys", TYPE_MAP, false, NULL},
    {"front_matter", TYPE_TEXT, false, NULL},
};

/* "{{ }}": what stands before a value, a blank, and what stands behind it. */
static void read_marks(struct loader *l, const struct yaml_node *r, const char *key, enum slot_kind kind, GArray *out)
{
    const char **list = load_texts(l, r, key);
    for (; *list; list++) {
        const char *blank = strchr(*list, ' ');
        if (!blank || blank == *list || !blank[1] || strchr(blank + 1, ' ')) {
            load_error(l, yaml_get(r, key), "'%s' are no marks; write what stands before, a blank, and what stands behind",
                       *list);
            continue;
        }
        struct slot_marks marks = {.kind = kind,
                                   .open = arena_strndup(l->arena, *list, (size_t)(blank - *list)),
                                   .close = arena_strdup(l->arena, blank + 1)};
        g_array_append_val(out, marks);
    }
}

void load_prompts(struct loader *l, const struct rule_source *s)
{
    const struct yaml_node *list = yaml_get(s->root, "prompts");
    load_check(l, s->root, prompts_keys, G_N_ELEMENTS(prompts_keys));
    if (yaml_get(s->root, "roles"))
        l->rules->prompt_roles = load_pairs(l, yaml_get(s->root, "roles"), &l->rules->n_prompt_roles);
    if (yaml_get(s->root, "pages"))
        l->rules->pages = load_regex(l, yaml_get(s->root, "pages"));
    if (yaml_get(s->root, "conversations"))
        l->rules->conversations = load_regex(l, yaml_get(s->root, "conversations"));
    const struct yaml_node *names = yaml_get(s->root, "names");
    if (names && names->kind == YAML_LIST) {
        l->rules->prompt_names = arena_new_n(l->arena, struct prompt_name, names->n + 1);
        for (unsigned i = 0; i < names->n; i++) {
            load_check(l, names->items[i], prompt_name_keys, G_N_ELEMENTS(prompt_name_keys));
            struct prompt_name name = {load_regex(l, yaml_get(names->items[i], "matches")), load_text(names->items[i], "role")};
            if (name.matches)
                l->rules->prompt_names[l->rules->n_prompt_names++] = name;
        }
    }
    for (unsigned i = 0; list && list->kind == YAML_LIST && i < list->n; i++) {
        const struct yaml_node *r = list->items[i];
        load_check(l, r, prompt_keys, G_N_ELEMENTS(prompt_keys));
        struct prompt_format out = {
            .name = load_text(r, "format"),
            .paths = load_texts(l, r, "paths"),
            .roles = load_regex(l, yaml_get(r, "roles")),
            .role_keys = load_texts(l, r, "role_keys"),
            .place = load_place(r),
        };
        if (yaml_get(r, "front_matter"))
            out.front = load_language_named(l, yaml_get(r, "front_matter"));
        if (out.front && out.front->reader != READER_CONFIG)
            load_error(l, yaml_get(r, "front_matter"), "'%s' is no language of configuration", out.front->name);
        if (yaml_get(r, "keys"))
            out.keys = load_pairs(l, yaml_get(r, "keys"), &out.n_keys);
        g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(struct slot_marks));
        read_marks(l, r, "comments", SLOT_COMMENT, marks);
        read_marks(l, r, "blocks", SLOT_BLOCK, marks);
        read_marks(l, r, "values", SLOT_VALUE, marks);
        read_marks(l, r, "names", SLOT_NAME, marks);
        out.marks = load_keep(l, marks, &out.n_marks);
        if (out.name)
            g_array_append_val(l->prompts, out);
    }
}

/* ---- weights ---- */

static const struct key artefacts_keys[] = {{"artefacts", TYPE_MAPS, true, NULL}};
static const struct key artefact_keys[] = {{"format", TYPE_TEXT, true, NULL}, {"paths", TYPE_TEXTS, true, NULL}};

void load_artefacts(struct loader *l, const struct rule_source *s)
{
    const struct yaml_node *list = yaml_get(s->root, "artefacts");
    load_check(l, s->root, artefacts_keys, G_N_ELEMENTS(artefacts_keys));
    for (unsigned i = 0; list && list->kind == YAML_LIST && i < list->n; i++) {
        load_check(l, list->items[i], artefact_keys, G_N_ELEMENTS(artefact_keys));
        struct artefact_format out = {.format = load_text(list->items[i], "format"),
                                      .paths = load_texts(l, list->items[i], "paths"),
                                      .place = load_place(list->items[i])};
        if (out.format)
            g_array_append_val(l->artefacts, out);
    }
}

/* ---- agreement with experts ---- */

static const struct key measured_keys[] = {{"measured", TYPE_MAPS, true, NULL}};
static const struct key measure_keys[] = {{"control", TYPE_TEXT, true, NULL},    {"agrees", TYPE_COUNT, true, NULL},
                                          {"near", TYPE_COUNT, true, NULL},      {"contradicts", TYPE_COUNT, true, NULL},
                                          {"open", TYPE_COUNT, true, NULL},      {"with", TYPE_TEXTS, false, NULL}};

void load_measured(struct loader *l, const struct rule_source *s)
{
    const struct yaml_node *list = yaml_get(s->root, "measured");
    load_check(l, s->root, measured_keys, G_N_ELEMENTS(measured_keys));
    for (unsigned i = 0; list && list->kind == YAML_LIST && i < list->n; i++) {
        const struct yaml_node *m = list->items[i];
        load_check(l, m, measure_keys, G_N_ELEMENTS(measure_keys));
        struct control_measure out = {.control = load_text(m, "control"), .with = load_texts(l, m, "with"),
                                      .agrees = (unsigned)load_count(m, "agrees", 0), .near = (unsigned)load_count(m, "near", 0),
                                      .contradicts = (unsigned)load_count(m, "contradicts", 0), .open = (unsigned)load_count(m, "open", 0)};
        if (out.control)
            g_array_append_val(l->measures, out);
    }
}

/* ---- scaffolds ---- */

static const struct key scaffolds_keys[] = {{"scaffolds", TYPE_MAPS, true, NULL}};

static const struct key scaffold_keys[] = {
    {"id", TYPE_TEXT, true, NULL},
    {"title", TYPE_TEXT, true, NULL},
    {"files", TYPE_MAPS, true, NULL},
};

static const struct key scaffold_file_keys[] = {
    {"path", TYPE_TEXT, true, NULL},      {"template", TYPE_TEXT, false, NULL},  {"text", TYPE_TEXT, false, NULL},
    {"report", TYPE_TEXT, false, NULL},   {"languages", TYPE_TEXTS, false, NULL}, {"otherwise", TYPE_BOOL, false, NULL},
    {"root", TYPE_BOOL, false, NULL},     {"unless", TYPE_TEXTS, false, NULL},   {"sdks", TYPE_TEXTS, false, NULL},
};

static void load_scaffold_files(struct loader *l, const struct yaml_node *list, struct scaffold *out)
{
    unsigned n = list && list->kind == YAML_LIST ? list->n : 0;
    out->files = arena_new_n(l->arena, struct scaffold_file, n + 1);
    for (unsigned i = 0; i < n; i++) {
        const struct yaml_node *f = list->items[i];
        load_check(l, f, scaffold_file_keys, G_N_ELEMENTS(scaffold_file_keys));
        load_refer_list(l, yaml_get(f, "languages"), REFER_LANGUAGE);
        load_refer_list(l, yaml_get(f, "sdks"), REFER_SDK);
        struct scaffold_file file = {.path = load_text(f, "path"),
                                     .template = load_text(f, "template"),
                                     .text = load_text(f, "text"),
                                     .report = load_text(f, "report"),
                                     .languages = load_texts(l, f, "languages"),
                                     .sdks = load_texts(l, f, "sdks"),
                                     .otherwise = load_bool(f, "otherwise"),
                                     .root = load_bool(f, "root"),
                                     .unless = load_texts(l, f, "unless"),
                                     .place = load_place(f)};
        if ((file.template != NULL) + (file.text != NULL) + (file.report != NULL) != 1)
            load_error(l, f, "a file of a scaffold has one of 'template', 'text' and 'report'");
        else if (file.path)
            out->files[out->n_files++] = file;
    }
}

void load_scaffolds(struct loader *l, const struct rule_source *s)
{
    const struct yaml_node *list = yaml_get(s->root, "scaffolds");
    load_check(l, s->root, scaffolds_keys, G_N_ELEMENTS(scaffolds_keys));
    for (unsigned i = 0; list && list->kind == YAML_LIST && i < list->n; i++) {
        const struct yaml_node *one = list->items[i];
        load_check(l, one, scaffold_keys, G_N_ELEMENTS(scaffold_keys));
        struct scaffold out = {.id = load_text(one, "id"), .title = load_text(one, "title"), .place = load_place(one)};
        load_scaffold_files(l, yaml_get(one, "files"), &out);
        g_autofree char *what = g_strdup_printf("the scaffold '%s'", out.id ? out.id : "");
        if (out.id && load_once(l, one, what))
            g_array_append_val(l->scaffolds, out);
    }
}

/* ---- secrets ---- */

static const struct key secrets_keys[] = {{"secrets", TYPE_MAPS, true, NULL}};

static const struct key secret_keys[] = {
    {"id", TYPE_TEXT, true, NULL},
    {"title", TYPE_TEXT, true, NULL},
    {"literals", TYPE_TEXTS, true, NULL},
    {"matches", TYPE_REGEX, true, NULL},
    {"not_matches", TYPE_REGEX, false, NULL},
    {"min_entropy", TYPE_NUMBER, false, NULL},
    {"confidence", TYPE_NUMBER, true, NULL},
};

void load_secrets(struct loader *l, const struct rule_source *s)
{
    const struct yaml_node *list = yaml_get(s->root, "secrets");
    load_check(l, s->root, secrets_keys, G_N_ELEMENTS(secrets_keys));
    for (unsigned i = 0; list && list->kind == YAML_LIST && i < list->n; i++) {
        const struct yaml_node *r = list->items[i];
        load_check(l, r, secret_keys, G_N_ELEMENTS(secret_keys));
        struct secret_rule out = {
            .id = load_text(r, "id"),
            .title = load_text(r, "title"),
            .literals = load_texts(l, r, "literals"),
            .matches = load_regex(l, yaml_get(r, "matches")),
            .not_matches = load_regex(l, yaml_get(r, "not_matches")),
            .min_entropy = (int)CLAMP(load_number(r, "min_entropy", 0), 0, 800),
            .confidence = load_text(r, "confidence"),
            .place = load_place(r),
        };
        if (!out.id || !out.matches)
            continue;
        if (!out.literals[0])
            load_error(l, r, "'literals' must hold at least one string that stands in every match");
        load_define(l, REFER_SUBJECT_KIND, out.id);
        g_autofree char *what = g_strdup_printf("the secret '%s'", out.id);
        if (load_once(l, r, what))
            g_array_append_val(l->secrets, out);
    }
}
