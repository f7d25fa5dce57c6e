/* Profiles, and the settings of a repository over one of them. */
#include "rules/settings.h"

#include <string.h>

#include "rules/load_priv.h"
#include "rules/rules_error.h"

#define MOST_WEIGHT 10
#define MOST_MINUTES 100000

static const char *const fail_words[] = {"low", "medium", "high", "critical", "new", NULL};
static const char *const declared_kinds[] = {"external", NULL};

static const struct key category_keys[CATEGORY_COUNT] = {
    {"technical", TYPE_NUMBER, false, NULL},   {"operational", TYPE_NUMBER, false, NULL}, {"evaluation", TYPE_NUMBER, false, NULL},
    {"integration", TYPE_NUMBER, false, NULL}, {"governance", TYPE_NUMBER, false, NULL},
};

static const struct key gate_keys[] = {
    {"fail_under", TYPE_NUMBER, false, NULL},
    {"fail_on", TYPE_WORDS, false, fail_words},
    {"max_drop", TYPE_NUMBER, false, NULL},
    {"floors", TYPE_BOOL, false, NULL},
};

/* ---- what profiles and settings have in common ---- */

/* A score from 0 to 100 in 1/10, -1 for what is none. */
static int read_score(struct loader *l, const struct yaml_node *at, const char *what)
{
    int64_t hundredths;
    if (!yaml_number(at, &hundredths))
        return -1; /* told by load_check */
    if (hundredths < 0 || hundredths > 10000 || hundredths % 10) {
        load_error(l, at, "'%s' is a score from 0 to 100 with at most one decimal", what);
        return -1;
    }
    return (int)(hundredths / 10);
}

static void read_weights(struct loader *l, const struct yaml_node *map, int out[CATEGORY_COUNT])
{
    if (!map || !load_check(l, map, category_keys, CATEGORY_COUNT))
        return;
    for (int c = 0; c < CATEGORY_COUNT; c++) {
        const struct yaml_node *at = yaml_get(map, category_keys[c].name);
        int64_t hundredths;
        if (!at || !yaml_number(at, &hundredths))
            continue;
        if (hundredths < 0 || hundredths > MOST_WEIGHT * 100 || hundredths % 100)
            load_error(l, at, "a weight is a whole number from 0 to %d", MOST_WEIGHT);
        else
            out[c] = (int)(hundredths / 100);
    }
}

static void read_floors(struct loader *l, const struct yaml_node *map, int out[CATEGORY_COUNT])
{
    if (!map || !load_check(l, map, category_keys, CATEGORY_COUNT))
        return;
    for (int c = 0; c < CATEGORY_COUNT; c++) {
        const struct yaml_node *at = yaml_get(map, category_keys[c].name);
        int score = at ? read_score(l, at, category_keys[c].name) : -1;
        if (score >= 0)
            out[c] = score;
    }
}

static void read_gates(struct loader *l, const struct yaml_node *map, struct profile_gates *out)
{
    if (!map || !load_check(l, map, gate_keys, G_N_ELEMENTS(gate_keys)))
        return;
    const struct yaml_node *under = yaml_get(map, "fail_under"), *drop = yaml_get(map, "max_drop");
    if (under)
        out->fail_under = read_score(l, under, "fail_under");
    if (drop)
        out->max_drop = read_score(l, drop, "max_drop");
    if (yaml_get(map, "floors"))
        out->floors = load_bool(map, "floors");
    if (yaml_get(map, "fail_on")) {
        out->fail_on = -1;
        out->fail_on_new = false;
    }
    for (const char **word = load_texts(l, map, "fail_on"); *word; word++)
        for (int k = 0; fail_words[k]; k++)
            if (strcmp(*word, fail_words[k]) == 0) {
                if (k > SEVERITY_CRITICAL)
                    out->fail_on_new = true;
                else
                    out->fail_on = k;
            }
}

static void read_over(struct loader *l, const struct yaml_node *map, struct profile *p)
{
    const struct yaml_node *target = yaml_get(map, "target");
    read_weights(l, yaml_get(map, "weights"), p->weights);
    read_floors(l, yaml_get(map, "floors"), p->floors);
    read_gates(l, yaml_get(map, "gates"), &p->gates);
    if (target)
        p->target = read_score(l, target, "target");
    bool any = false;
    for (int c = 0; c < CATEGORY_COUNT; c++)
        any |= p->weights[c] > 0;
    if (!any && yaml_get(map, "weights"))
        load_error(l, yaml_get(map, "weights"), "at least one debt must weigh something");
}

/* ---- profiles ---- */

static const struct key profiles_keys[] = {{"profiles", TYPE_MAPS, true, NULL}};

static const struct key profile_keys[] = {
    {"profile", TYPE_TEXT, true, NULL}, {"about", TYPE_TEXT, true, NULL}, {"extends", TYPE_TEXT, false, NULL},
    {"weights", TYPE_MAP, false, NULL}, {"floors", TYPE_MAP, false, NULL}, {"target", TYPE_NUMBER, false, NULL},
    {"gates", TYPE_MAP, false, NULL},
};

static const struct profile *find_profile(const struct profile *all, unsigned n, const char *name)
{
    for (unsigned i = 0; name && i < n; i++)
        if (strcmp(all[i].name, name) == 0)
            return &all[i];
    return NULL;
}

void load_profiles(struct loader *l, const struct rule_source *s)
{
    const struct yaml_node *list = yaml_get(s->root, "profiles");
    load_check(l, s->root, profiles_keys, G_N_ELEMENTS(profiles_keys));
    for (unsigned i = 0; list && list->kind == YAML_LIST && i < list->n; i++) {
        const struct yaml_node *map = list->items[i], *name = yaml_get(map, "profile");
        if (!load_check(l, map, profile_keys, G_N_ELEMENTS(profile_keys)) || !load_text(map, "profile"))
            continue;
        g_autofree char *what = g_strdup_printf("the profile '%s'", name->text);
        if (load_once(l, name, what))
            g_array_append_val(l->profile_nodes, map);
    }
}

static const struct profile *known_profile(const struct loader *l, const char *name)
{
    return find_profile((const struct profile *)(const void *)l->profiles->data, l->profiles->len, name);
}

static void add_profile(struct loader *l, const struct yaml_node *map)
{
    struct profile p = {.weights = {1, 1, 1, 1, 1}, .target = PROFILE_TARGET, .gates = PROFILE_NO_GATES};
    const struct profile *from = known_profile(l, load_text(map, "extends"));
    if (from)
        p = *from;
    p.name = load_text(map, "profile");
    p.about = load_text(map, "about");
    read_over(l, map, &p);
    g_array_append_val(l->profiles, p);
}

/* Those that extend nothing come first, then those that extend them, and so on; in the order of their files. */
void load_profiles_finish(struct loader *l)
{
    GArray *open = l->profile_nodes;
    for (bool any = true; any;) {
        any = false;
        for (guint i = 0; i < open->len;) {
            const struct yaml_node *map = g_array_index(open, const struct yaml_node *, i);
            const char *base = load_text(map, "extends");
            if (base && !known_profile(l, base)) {
                i++;
                continue;
            }
            add_profile(l, map);
            g_array_remove_index(open, i);
            any = true;
        }
    }
    for (guint i = 0; i < open->len; i++) {
        const struct yaml_node *map = g_array_index(open, const struct yaml_node *, i);
        load_error(l, yaml_get(map, "extends"), "no profile is called '%s', or it extends this one", load_text(map, "extends"));
    }
}

const char *profile_weights(const struct profile *p, struct arena *a)
{
    bool same = true;
    for (int c = 1; c < CATEGORY_COUNT; c++)
        same &= p->weights[c] == p->weights[0];
    if (same)
        return NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    for (int c = 0; c < CATEGORY_COUNT; c++)
        if (p->weights[c] != 1)
            g_string_append_printf(out, "%s%s %d", out->len ? ", " : "", category_name((enum category)c), p->weights[c]);
    return arena_strdup(a, out->str);
}

const struct profile *profile_usual(const struct ruleset *rules)
{
    static const struct profile even = {
        .name = PROFILE_USUAL, .weights = {1, 1, 1, 1, 1}, .target = PROFILE_TARGET, .gates = PROFILE_NO_GATES};
    const struct profile *p = find_profile(rules->profiles, rules->n_profiles, PROFILE_USUAL);
    return p ? p : rules->n_profiles ? rules->profiles : &even;
}

/* ---- settings ---- */

static const struct key settings_keys[] = {
    {"profile", TYPE_TEXT, false, NULL},  {"kind", TYPE_TEXT, false, NULL},    {"weights", TYPE_MAP, false, NULL},
    {"floors", TYPE_MAP, false, NULL},    {"target", TYPE_NUMBER, false, NULL}, {"gates", TYPE_MAP, false, NULL},
    {"efforts", TYPE_MAP, false, NULL},   {"declared", TYPE_MAP, false, NULL}, {"rules", TYPE_TEXT, false, NULL},
};

static const struct key effort_keys[] = {{"once", TYPE_COUNT, false, NULL}, {"each", TYPE_COUNT, false, NULL}};

static const struct key declared_keys[] = {
    {"kind", TYPE_WORD, true, declared_kinds}, {"owner", TYPE_TEXT, true, NULL}, {"link", TYPE_TEXT, true, NULL}};

static char *cure_profile(const struct ruleset *rules, const char *name)
{
    g_autofree const char **names = g_new(const char *, rules->n_profiles + 1);
    for (unsigned i = 0; i < rules->n_profiles; i++)
        names[i] = rules->profiles[i].name;
    return load_cure(name, names, rules->n_profiles);
}

static void read_kind(struct loader *l, const struct ruleset *rules, const struct yaml_node *at, struct settings *out)
{
    g_autofree const char **names = ruleset_kinds(rules);
    if (g_strv_contains(names, at->text)) {
        out->kind = at->text;
        return;
    }
    g_autofree char *end = load_cure(at->text, names, g_strv_length((char **)names));
    load_error(l, at, "'%s' is no kind of a repository%s", at->text, end);
}

static void read_efforts(struct loader *l, const struct ruleset *rules, const struct yaml_node *map, struct settings *out)
{
    out->efforts = arena_new_n(&out->arena, struct effort, map->n + 1);
    for (unsigned i = 0; i < map->n; i++) {
        const struct control *c = ruleset_control(rules, map->keys[i]->text);
        if (!c) {
            load_error(l, map->keys[i], "no control is called '%s'; `debtscan rules list` names them", map->keys[i]->text);
            continue;
        }
        if (!load_check(l, map->items[i], effort_keys, G_N_ELEMENTS(effort_keys)))
            continue;
        struct effort e = {c->id, load_count(map->items[i], "once", c->effort_once), load_count(map->items[i], "each", c->effort_each)};
        if (e.once > MOST_MINUTES || e.each > MOST_MINUTES)
            load_error(l, map->items[i], "an effort is in minutes, %d at most", MOST_MINUTES);
        else
            out->efforts[out->n_efforts++] = e;
    }
}

static void read_declared(struct loader *l, const struct ruleset *rules, const struct yaml_node *map, struct settings *out)
{
    size_t n = 0;
    while (rules->declarable[n])
        n++;
    out->declarations = arena_new_n(&out->arena, struct declaration, map->n + 1);
    for (unsigned i = 0; i < map->n; i++) {
        const struct yaml_node *key = map->keys[i], *value = map->items[i];
        if (!g_strv_contains(rules->declarable, key->text)) {
            g_autofree char *end = load_cure(key->text, rules->declarable, n);
            load_error(l, key, "no control asks whether '%s' is declared%s", key->text, end);
        } else if (load_check(l, value, declared_keys, G_N_ELEMENTS(declared_keys)) && load_text(value, "kind") && load_text(value, "owner") &&
                   load_text(value, "link")) {
            out->declarations[out->n_declarations++] = (struct declaration){
                key->text, load_text(value, "kind"), load_text(value, "owner"), load_text(value, "link"), key->line};
        }
    }
}

static void read_folder(struct loader *l, const struct yaml_node *at)
{
    if (*at->text == '/' || strstr(at->text, "..") || !*at->text)
        load_error(l, at, "'rules' is a folder of this repository, relative to its root");
}

static void read_settings(struct loader *l, const struct ruleset *rules, const struct yaml_node *root, bool chosen, struct settings *out)
{
    const struct yaml_node *efforts = yaml_get(root, "efforts"), *declared = yaml_get(root, "declared");
    const char *name = load_text(root, "profile");
    if (!load_check(l, root, settings_keys, G_N_ELEMENTS(settings_keys)))
        return;
    const struct profile *p = find_profile(rules->profiles, rules->n_profiles, name);
    if (name && !p) {
        g_autofree char *end = cure_profile(rules, name);
        load_error(l, yaml_get(root, "profile"), "no profile is called '%s'%s", name, end);
    }
    if (p && !chosen)
        out->profile = *p;
    struct profile own = out->profile;
    read_over(l, root, &own); /* what is wrong is told in any case */
    if (!chosen) {
        own.adapted = yaml_get(root, "weights") || yaml_get(root, "floors") || yaml_get(root, "target");
        out->profile = own;
    }
    if (load_text(root, "kind"))
        read_kind(l, rules, yaml_get(root, "kind"), out);
    if (load_text(root, "rules"))
        read_folder(l, yaml_get(root, "rules"));
    if (efforts && efforts->kind == YAML_MAP)
        read_efforts(l, rules, efforts, out);
    if (declared && declared->kind == YAML_MAP)
        read_declared(l, rules, declared, out);
}

/* A file of blanks and comments says nothing, which is no error: people begin with one. */
static bool says_nothing(const char *text)
{
    for (const char *line = text; *line; line += *line == '\n') {
        line += strspn(line, " \t\r");
        if (*line && *line != '#' && *line != '\n')
            return false;
        line += strcspn(line, "\n");
    }
    return true;
}

static bool start_with(const struct ruleset *rules, const char *name, struct settings *s, GError **error)
{
    const struct profile *p = name ? find_profile(rules->profiles, rules->n_profiles, name) : profile_usual(rules);
    if (!p) {
        g_autofree char *end = cure_profile(rules, name);
        g_set_error(error, RULES_ERROR, RULES_ERROR_INVALID, "no profile is called '%s'%s", name, end);
        return false;
    }
    s->profile = *p;
    return true;
}

struct settings *settings_read(const struct ruleset *rules, const char *file, const char *text, const char *profile, GError **error)
{
    struct settings *s = g_new0(struct settings, 1);
    arena_init(&s->arena);
    g_autoptr(GPtrArray) errors = g_ptr_array_new_with_free_func(g_free);
    struct loader l = {.arena = &s->arena, .errors = errors};
    bool ok = start_with(rules, profile, s, error);
    bool blank = !text || says_nothing(text);
    const struct yaml_node *root = ok && !blank ? yaml_parse(&s->arena, file, text, strlen(text), error) : NULL;
    ok = ok && (blank || root);
    if (root && root->kind != YAML_NULL) {
        read_settings(&l, rules, root, profile != NULL, s);
        ok = load_report(&l, error);
    }
    if (ok) {
        s->file = text ? arena_strdup(&s->arena, file) : NULL;
        return s;
    }
    settings_free(s);
    return NULL;
}

void settings_free(struct settings *s)
{
    if (!s)
        return;
    arena_fini(&s->arena);
    g_free(s);
}

char *settings_rules_folder(const char *text)
{
    struct arena scratch;
    arena_init(&scratch);
    const struct yaml_node *root = text ? yaml_parse(&scratch, SETTINGS_FILE, text, strlen(text), NULL) : NULL;
    const char *folder = load_text(root, "rules");
    char *out = folder && *folder && *folder != '/' && !strstr(folder, "..") ? g_strdup(folder) : NULL;
    while (out && g_str_has_suffix(out, "/"))
        out[strlen(out) - 1] = '\0';
    if (out && g_str_has_prefix(out, "./"))
        memmove(out, out + 2, strlen(out) - 1);
    arena_fini(&scratch);
    return out;
}

const struct declaration *settings_declaration(const struct settings *s, const char *name)
{
    for (unsigned i = 0; s && i < s->n_declarations; i++)
        if (strcmp(s->declarations[i].name, name) == 0)
            return &s->declarations[i];
    return NULL;
}
