/* Scaffolds, filled from a hostile repository: each is what its name says, and holds the mark. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/tree.h"
#include "judge/judge.h"
#include "report/scaffold.h"
#include "rules/yaml.h"
#include "syntax/parse.h"

#define HOSTILE "a\x1b[31m\"b\\\n'''\"\"\"*/ ${{ x }} {{{y}}} # @z <script>: - ` \xe2\x80\xae\xff\t]]"

static struct ruleset *rules;
static struct syntax *syntax;

static void setup(void)
{
    g_autoptr(GError) error = NULL;
    rules = ruleset_load_untested(NULL, &error);
    ck_assert_msg(rules != NULL, "%s", error ? error->message : "");
    syntax = syntax_new();
}

static void teardown(void)
{
    syntax_free(syntax);
    ruleset_free(rules);
}

/* ---- a repository ---- */

static struct project_file files[] = {{.path = "app/" HOSTILE ".x", .size = 9, .class = {.zone = ZONE_SRC}},
                                      {.path = "app/llm.x", .size = 9, .class = {.zone = ZONE_SRC}}};
static uint32_t of_route[] = {0};
static struct site sites[] = {{.id = "s1", .place = {.file = 1, .line = 3, .end_line = 3, .column = 1}, .unit = {1, 1}, .kind = "chat",
                               .provider = HOSTILE, .call = HOSTILE, .function = HOSTILE, .model = HOSTILE, .zone = ZONE_SRC,
                               .client = {.file = NO_INDEX}, .model_place = {.file = NO_INDEX}, .confidence = 1}};
static struct tool tools[] = {{.name = HOSTILE, .description = HOSTILE, .place = {.file = 0, .line = 2}, .unit = {0, 1}, .zone = ZONE_SRC}};
static struct route routes[] = {
    {.method = "GET", .path = "/" HOSTILE, .place = {.file = 0, .line = 4}, .handler = {NO_INDEX, 0}, .zone = ZONE_SRC, .sites = of_route, .n_sites = 1},
    {.method = HOSTILE, .path = "/a/<int:id>/:name/{rest:path}", .place = {.file = 0, .line = 5}, .handler = {NO_INDEX, 0}, .zone = ZONE_SRC,
     .sites = of_route, .n_sites = 1},
};
static struct prompt prompts[] = {{.id = "p1", .name = HOSTILE, .kind = "inline", .place = {.file = 0, .line = 1}, .unit = {NO_INDEX, 0}, .zone = ZONE_SRC}};

static void make_model(struct model *m, const char *language, const char *sdk)
{
    *m = (struct model){.rules = rules, .name = HOSTILE, .files = files, .n_files = 2, .sites = sites, .n_sites = 1, .tools = tools,
                        .n_tools = 1, .routes = routes, .n_routes = 2, .prompts = prompts, .n_prompts = 1, .busiest = 0};
    files[0].language = files[1].language = language ? ruleset_language(rules, language) : NULL;
    sites[0].sdk = sdk;
    arena_init(&m->arena);
    model_index_calls(m);
}

/* ---- what each must be ---- */

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static const struct {
    const char *ending, *grammar;
} grammars[] = {{".py", "python"}, {".ts", "typescript"}, {".go", "go"}, {".java", "java"}, {".cs", "csharp"}, {".rb", "ruby"},
                {".php", "php"},   {".kt", "kotlin"},     {".rs", "rust"}};

static const char *grammar_of(const char *path)
{
    for (size_t i = 0; i < G_N_ELEMENTS(grammars); i++)
        if (g_str_has_suffix(path, grammars[i].ending))
            return grammars[i].grammar;
    return NULL;
}

static void check_code(const char *path, const char *text)
{
    TSNode root;
    const TSLanguage *language = syntax_grammar(grammar_of(path), NULL);
    ck_assert_ptr_nonnull(language);
    ck_assert_int_eq(syntax_parse(syntax, language, text, strlen(text), &root), SYNTAX_PARSED);
    ck_assert_msg(syntax_errors(root) == 0, "%s does not parse:\n%s", path, text);
    syntax_forget(syntax);
}

static const struct yaml_node *check_yaml(struct arena *a, const char *path, const char *text)
{
    g_auto(GStrv) documents = g_strsplit(text, "\n---\n", -1);
    const struct yaml_node *last = NULL;
    for (char **d = documents; *d; d++) {
        g_autoptr(GError) error = NULL;
        last = yaml_parse(a, path, *d, strlen(*d), &error);
        ck_assert_msg(last != NULL, "%s in:\n%s", error ? error->message : path, *d);
        ck_assert_msg(last->kind == YAML_MAP, "%s is no map", path);
    }
    return last;
}

/* The parameters of a path stand in it, and operations have names of their own. */
static void check_openapi(const struct yaml_node *root)
{
    const struct yaml_node *paths = yaml_get(root, "paths");
    g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
    ck_assert_ptr_nonnull(yaml_get(root, "openapi"));
    ck_assert(paths && paths->n > 0);
    for (unsigned i = 0; i < paths->n; i++) {
        const struct yaml_node *path = paths->items[i], *parameters = yaml_get(path, "parameters");
        ck_assert_int_eq(*paths->keys[i]->text, '/');
        for (unsigned k = 0; parameters && k < parameters->n; k++) {
            g_autofree char *braced = g_strdup_printf("{%s}", yaml_get(parameters->items[k], "name")->text);
            ck_assert_ptr_nonnull(strstr(paths->keys[i]->text, braced));
        }
        for (unsigned k = 0; k < path->n; k++) {
            const struct yaml_node *id = yaml_get(path->items[k], "operationId");
            ck_assert(!id || g_hash_table_add(ids, (gpointer)id->text));
            ck_assert(!id || yaml_get(path->items[k], "responses"));
        }
    }
}

static void check_lines(const char *path, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line && **line; line++) {
        cJSON *json = cJSON_Parse(*line);
        ck_assert_msg(cJSON_IsObject(json), "%s: %s", path, *line);
        cJSON_Delete(json);
    }
}

static void check_owners(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++)
        ck_assert_msg(**line == '\0' || **line == '#' || (strchr("*/", **line) && strstr(*line, " @")), "CODEOWNERS: %s", *line);
}

/* Without code spans, in which nothing is markup. Yours to free. */
static char *prose_of(const char *text)
{
    GString *out = g_string_new(NULL);
    while (*text) {
        size_t run = strspn(text, "`");
        const char *end = NULL;
        for (const char *p = run ? text + run : NULL; p && (p = strchr(p, '`')) && !end; p += strspn(p, "`"))
            end = strspn(p, "`") == run ? p + run : NULL;
        if (!run)
            g_string_append_c(out, *text++);
        else
            text = end ? end : text + run;
    }
    return g_string_free(out, FALSE);
}

static void check_text(const struct scaffold_text *t)
{
    struct arena a;
    arena_init(&a);
    ck_assert_msg(strstr(t->text, UNFILLED_MARK) != NULL, "%s lacks the mark", t->path);
    ck_assert_msg(tree_path_is_safe(t->path), "%s", t->path);
    ck_assert_msg(g_utf8_validate(t->text, -1, NULL), "%s", t->path);
    ck_assert_msg(!strpbrk(t->text, "\x1b\r"), "%s", t->path);
    if (grammar_of(t->path))
        check_code(t->path, t->text);
    else if (strcmp(name_of(t->path), "Dockerfile") == 0)
        ck_assert_ptr_nonnull(strstr(t->text, "\nFROM "));
    else if (g_str_has_suffix(t->path, ".jsonl"))
        check_lines(t->path, t->text);
    else if (strcmp(name_of(t->path), "CODEOWNERS") == 0)
        check_owners(t->text);
    else if (g_str_has_suffix(t->path, ".json")) {
        cJSON *json = cJSON_Parse(t->text);
        ck_assert_msg(cJSON_IsObject(json), "%s", t->path);
        cJSON_Delete(json);
    } else if (g_str_has_suffix(t->path, ".yml") || g_str_has_suffix(t->path, ".yaml")) {
        const struct yaml_node *root = check_yaml(&a, t->path, t->text);
        if (strcmp(t->path, "openapi.yaml") == 0)
            check_openapi(root);
    } else {
        ck_assert_msg(g_str_has_suffix(t->path, ".md"), "%s is of a kind that nobody checks", t->path);
        g_autofree char *prose = prose_of(t->text);
        ck_assert_msg(!strstr(prose, "<script"), "%s holds a script", t->path);
    }
    arena_fini(&a);
}

/* ---- */

static const struct {
    const char *language, *sdk;
} repositories[] = {{"python", "openai"},     {"python", "anthropic"}, {"python", "litellm"}, {"typescript", "openai"},
                    {"typescript", "anthropic"}, {"typescript", "ai"},  {"go", "go-openai"},   {"go", "openai-go"},
                    {"java", "openai-java"}, {"java", "langchain4j"}, {"csharp", "openai-dotnet"}, {"ruby", "openai-ruby"},
                    {"php", "openai-php"},   {"kotlin", "openai-kotlin"}, {"rust", "async-openai"}, {NULL, NULL}};

START_TEST(every_scaffold_is_what_its_name_says)
{
    struct model m;
    char *people[] = {HOSTILE, "B", NULL};
    make_model(&m, repositories[_i].language, repositories[_i].sdk);
    struct judge_options options = {.gate = -1};
    struct report *r = judge_model(&m, &options);
    r->name = HOSTILE;
    r->path = ".";
    struct text_options text = {.unicode = true, .target = "."};
    cJSON *view = scaffold_view(r, &text, people);
    for (unsigned i = 0; i < rules->n_controls; i++) {
        const struct control *c = rules->controls[i];
        g_autoptr(GArray) texts = g_array_new(FALSE, FALSE, sizeof(struct scaffold_text));
        g_autoptr(GError) error = NULL;
        g_array_set_clear_func(texts, scaffold_text_fini);
        ck_assert_msg(scaffold_render(r, &text, view, c, texts, &error), "%s: %s", c->id, error ? error->message : "");
        ck_assert_msg(texts->len > 0, "%s has no scaffold here", c->id);
        for (guint k = 0; k < texts->len; k++)
            check_text(&g_array_index(texts, struct scaffold_text, k));
    }
    cJSON_Delete(view);
    report_free(r);
    arena_fini(&m.arena);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("scaffold");
    TCase *t = tcase_create("scaffold");
    tcase_set_timeout(t, 60);
    tcase_add_unchecked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, every_scaffold_is_what_its_name_says, 0, (int)G_N_ELEMENTS(repositories));
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
