/* The tests that API files and controls carry. */
#include <string.h>

#include "rules/load_priv.h"

static const char *const list_names[] = {"sites", "tools", "routes", "agents", "uses", "prompts"};
static const char *const statuses[] = {"satisfied", "partial", "missing", "not_applicable", "unknown", NULL};

static const struct key api_test_keys[] = {
    {"name", TYPE_TEXT, false, NULL},   {"language", TYPE_TEXT, false, NULL}, {"code", TYPE_TEXT, false, NULL},
    {"files", TYPE_MAP, false, NULL},   {"todo", TYPE_TEXT, false, NULL},     {"sites", TYPE_MAPS, false, NULL},
    {"tools", TYPE_MAPS, false, NULL},  {"routes", TYPE_MAPS, false, NULL},   {"agents", TYPE_MAPS, false, NULL},
    {"uses", TYPE_MAPS, false, NULL},   {"prompts", TYPE_MAPS, false, NULL},
};

static const struct key control_test_keys[] = {
    {"name", TYPE_TEXT, true, NULL},         {"language", TYPE_TEXT, false, NULL},  {"code", TYPE_TEXT, false, NULL},
    {"files", TYPE_MAP, false, NULL},        {"todo", TYPE_TEXT, false, NULL},      {"status", TYPE_WORD, false, statuses},
    {"credit", TYPE_NUMBER, false, NULL},    {"findings", TYPE_MAPS, false, NULL},
};

static const struct key finding_keys[] = {{"line", TYPE_COUNT, false, NULL}, {"file", TYPE_TEXT, false, NULL}};

/* `code` becomes one file that is classified as its language. */
static char *file_of(struct loader *l, const struct language *g)
{
    if (g->extensions[0])
        return arena_printf(l->arena, "app%s%s", g->extensions[0][0] == '.' ? "" : ".", g->extensions[0]);
    return arena_strdup(l->arena, g->filenames[0] ? g->filenames[0] : "app");
}

static void read_files(struct loader *l, const struct yaml_node *t, const struct language *otherwise,
                       struct rule_test *out)
{
    const struct yaml_node *files = yaml_get(t, "files"), *language = yaml_get(t, "language");
    const char *code = load_text(t, "code");
    if (files) {
        if (code)
            load_error(l, t, "a test has 'code' or 'files', not both");
        out->files = load_pairs(l, files, &out->n_files);
        for (unsigned i = 0; i < out->n_files; i++) {
            const char *path = out->files[i].key;
            if (!out->files[i].value)
                out->files[i].value = "";
            if (*path == '/' || strstr(path, "..") || !*path)
                load_error(l, files, "'%s' must be a path inside the repository", path);
        }
        return;
    }
    const struct language *g = language ? load_language_named(l, language) : otherwise;
    if (!code)
        load_error(l, t, "a test needs 'code' or 'files'");
    else if (!g && !language)
        load_error(l, t, "a test with 'code' needs 'language'");
    if (!g || !code)
        return;
    out->language = g->name;
    out->files = arena_new(l->arena, struct api_pair);
    *out->files = (struct api_pair){file_of(l, g), code};
    out->n_files = 1;
}

/* One expected site, tool ...: everything but its line is a wish. */
static struct rule_test_expect read_expect(struct loader *l, const struct yaml_node *v, const char *what)
{
    struct rule_test_expect e = {.what = what, .line = load_count(v, "line", 0), .place = load_place(v)};
    unsigned n, kept = 0;
    e.wants = load_pairs(l, v, &n);
    for (unsigned i = 0; i < n; i++)
        if (strcmp(e.wants[i].key, "line") != 0)
            e.wants[kept++] = e.wants[i];
    e.n_wants = kept;
    if (yaml_get(v, "line") && e.line == 0)
        load_error(l, yaml_get(v, "line"), "'line' is a whole number from 1");
    return e;
}

static void read_expectations(struct loader *l, const struct yaml_node *t, struct rule_test *out)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct rule_test_expect));
    bool any = false;
    for (unsigned i = 0; i < TEST_LISTS; i++) {
        const struct yaml_node *list = yaml_get(t, list_names[i]);
        out->expects[i] = list && list->kind == YAML_LIST;
        any |= out->expects[i];
        for (unsigned k = 0; out->expects[i] && k < list->n; k++) {
            struct rule_test_expect e = read_expect(l, list->items[k], list_names[i]);
            g_array_append_val(all, e);
        }
    }
    if (!any)
        load_error(l, t, "a test expects something: 'sites', 'tools', 'routes', 'agents', 'uses' or 'prompts'");
    out->expectations = load_keep(l, all, &out->n_expectations);
}

static void read_outcome(struct loader *l, const struct yaml_node *t, struct rule_test *out)
{
    const struct yaml_node *list = yaml_get(t, "findings");
    int64_t credit = load_number(t, "credit", -1);
    out->status = load_text(t, "status");
    out->credit = (int)CLAMP(credit, -1, 101);
    if (credit > 100)
        load_error(l, yaml_get(t, "credit"), "'credit' is a number from 0 to 1");
    out->expects_findings = list && list->kind == YAML_LIST;
    if (!out->status && credit < 0 && !out->expects_findings)
        load_error(l, t, "a test expects something: 'status', 'credit' or 'findings'");
    if (!out->expects_findings)
        return;
    out->finding_lines = arena_new_n(l->arena, int, list->n + 1);
    out->finding_files = arena_new_n(l->arena, const char *, list->n + 1);
    for (unsigned i = 0; i < list->n; i++) {
        load_check(l, list->items[i], finding_keys, G_N_ELEMENTS(finding_keys));
        out->finding_lines[out->n_finding_lines] = load_count(list->items[i], "line", 0);
        out->finding_files[out->n_finding_lines++] = load_text(list->items[i], "file");
    }
}

struct rule_test *load_tests(struct loader *l, const struct yaml_node *list, bool of_control,
                             const struct language *otherwise, unsigned *n)
{
    *n = 0;
    if (!list || list->kind != YAML_LIST)
        return NULL;
    struct rule_test *out = arena_new_n(l->arena, struct rule_test, list->n + 1);
    for (unsigned i = 0; i < list->n; i++) {
        const struct yaml_node *t = list->items[i];
        struct rule_test *to = &out[*n];
        if (t->kind != YAML_MAP)
            continue;
        if (of_control)
            load_check(l, t, control_test_keys, G_N_ELEMENTS(control_test_keys));
        else
            load_check(l, t, api_test_keys, G_N_ELEMENTS(api_test_keys));
        *to = (struct rule_test){
            .name = load_text(t, "name"), .credit = -1, .todo = load_text(t, "todo"), .place = load_place(t)};
        if (!to->name)
            to->name = arena_printf(l->arena, "test %u", i + 1);
        read_files(l, t, otherwise, to);
        if (of_control)
            read_outcome(l, t, to);
        else
            read_expectations(l, t, to);
        (*n)++;
    }
    return out;
}
