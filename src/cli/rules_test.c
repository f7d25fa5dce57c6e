/* A test's files are a repository in memory that goes through the whole pipeline, in this process.
 */
#include "cli/rules_test.h"

#include <stdlib.h>
#include <string.h>

#include "cli/extract_project.h"
#include "judge/judge.h"
#include "link/link.h"
#include "report/parts.h"

/* ---- a repository in memory ---- */

struct bench {
    struct arena arena;
    const struct rule_test *test;
    const struct api_pair **order; /* the test's files, sorted by path */
    struct project_file *files;
    struct model *model;
};

static int by_path(gconstpointer a, gconstpointer b)
{
    return strcmp((*(const struct api_pair *const *)a)->key,
                  (*(const struct api_pair *const *)b)->key);
}

static ssize_t read_file(void *payload, size_t i, unsigned char *buffer, size_t capacity,
                         const char **why)
{
    const char *text = ((struct bench *)payload)->order[i]->value;
    size_t size = strlen(text);
    if (size > capacity) {
        *why = "too large";
        return -1;
    }
    memcpy(buffer, text, size);
    return (ssize_t)size;
}

static void bench_fini(struct bench *b)
{
    if (b->model)
        model_free(b->model);
    arena_fini(&b->arena);
}

static bool bench_init(struct bench *b, const struct ruleset *rules, struct extractor *x,
                       const struct rule_test *t, GError **error)
{
    *b = (struct bench){.test = t};
    arena_init(&b->arena);
    b->order = arena_new_n(&b->arena, const struct api_pair *, t->n_files + 1);
    b->files = arena_new_n(&b->arena, struct project_file, t->n_files + 1);
    for (unsigned i = 0; i < t->n_files; i++)
        b->order[i] = &t->files[i];
    qsort(b->order, t->n_files, sizeof *b->order, by_path);
    for (unsigned i = 0; i < t->n_files; i++) {
        b->files[i].path = b->order[i]->key;
        b->files[i].size = strlen(b->order[i]->value);
    }
    struct pool_options options = {.in_process = true, .read = read_file, .payload = b};
    /* uses that count only near a model call are tested without one */
    if (!extract_project(rules, x, b->files, t->n_files, t->expects[TEST_USES], &options, &b->arena, error))
        return false;
    b->model = link_project(rules, "test", b->files, t->n_files);
    return true;
}

/* ---- one test ---- */

struct testing {
    const struct ruleset *rules;
    struct extractor *x;
    const struct rule_test *test;
    struct arena *arena; /* of the test's repository */
    GString *out; /* what went wrong, a line each */
    unsigned wrong;
};

static void complain(struct testing *t, unsigned line, const char *format, ...) G_GNUC_PRINTF(3, 4);

static void complain(struct testing *t, unsigned line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_string_append_printf(t->out, "%s:%u: test \"%s\"", t->test->place.file, t->test->place.line,
                           t->test->name);
    if (line)
        g_string_append_printf(t->out, " line %u", line);
    g_string_append_printf(t->out, ": %s\n", text);
    t->wrong++;
}

/* A site, tool, route, agent or use, seen alike. */
struct thing {
    struct place place;
    const struct attribute *attributes;
    unsigned n_attributes;
    struct api_pair words[12]; /* what it is called, what kind it is ... */
    unsigned n_words;
    bool counts; /* it is noise when nothing expects it */
    bool expected;
};

enum list { LIST_SITES, LIST_TOOLS, LIST_ROUTES, LIST_AGENTS, LIST_USES, LIST_PROMPTS, LISTS };

static const char *const list_names[LISTS] = {"sites", "tools", "routes", "agents", "uses", "prompts"};
static const char *const list_singular[LISTS] = {"site", "tool", "route", "agent", "use", "prompt"};

static void add_word(struct thing *t, const char *key, const char *value)
{
    if (value && t->n_words < G_N_ELEMENTS(t->words))
        t->words[t->n_words++] = (struct api_pair){key, value};
}

static const char *yes_no(bool b)
{
    return b ? "true" : "false";
}

static void add_thing(GArray *out, const struct model *m, struct thing t,
                      const struct api_item *item, enum zone zone)
{
    add_word(&t, "file", place_path(m, t.place));
    add_word(&t, "role", role_name(zone));
    add_word(&t, "tag", item->tag);
    g_array_append_val(out, t);
}

static void collect_sites(const struct model *m, GArray *out)
{
    for (unsigned i = 0; i < m->n_sites; i++) {
        const struct site *s = &m->sites[i];
        struct thing t = {.place = s->place,
                          .attributes = s->attributes,
                          .n_attributes = s->n_attributes,
                          .counts = true};
        add_word(&t, "kind", s->kind);
        add_word(&t, "sdk", s->sdk);
        add_word(&t, "provider", s->provider);
        add_word(&t, "model", s->model);
        add_word(&t, "function", s->function);
        add_word(&t, "call", s->call);
        add_word(&t, "pin", pin_name(s->pin));
        add_thing(out, m, t, &m->rules->items[s->item], s->zone);
    }
}

static void collect_tools(const struct model *m, GArray *out)
{
    for (unsigned i = 0; i < m->n_tools; i++) {
        const struct tool *tool = &m->tools[i];
        struct thing t = {.place = tool->place,
                          .attributes = tool->attributes,
                          .n_attributes = tool->n_attributes,
                          .counts = true};
        add_word(&t, "name", tool->name);
        add_word(&t, "sdk", tool->sdk);
        add_word(&t, "attached", yes_no(tool->attached));
        add_thing(out, m, t, &m->rules->items[tool->item], tool->zone);
    }
}

static void collect_routes(const struct model *m, GArray *out)
{
    for (unsigned i = 0; i < m->n_routes; i++) {
        const struct route *route = &m->routes[i];
        struct thing t = {.place = route->place,
                          .attributes = route->attributes,
                          .n_attributes = route->n_attributes,
                          .counts = true};
        add_word(&t, "method", route->method);
        add_word(&t, "path", route->path);
        add_word(&t, "framework", route->framework);
        add_thing(out, m, t, &m->rules->items[route->item], route->zone);
    }
}

static void collect_agents(const struct model *m, GArray *out)
{
    for (unsigned i = 0; i < m->n_agents; i++) {
        const struct agent *agent = &m->agents[i];
        struct thing t = {.place = agent->place,
                          .attributes = agent->attributes,
                          .n_attributes = agent->n_attributes,
                          .counts = true};
        add_word(&t, "name", agent->name);
        add_word(&t, "sdk", agent->sdk);
        add_thing(out, m, t, &m->rules->items[agent->item], agent->zone);
    }
}

/* "question request; docs retrieval delimited": what enters a prompt, in order. */
static char *shown_variables(const struct prompt *p)
{
    GString *out = g_string_new(NULL);
    for (unsigned i = 0; i < p->n_variables; i++)
        g_string_append_printf(out, "%s%s %s%s", i ? "; " : "", p->variables[i].name, taint_name(p->variables[i].taint),
                               p->variables[i].delimited ? " delimited" : "");
    return g_string_free(out, FALSE);
}

static void collect_prompts(const struct model *m, struct arena *a, GArray *out)
{
    for (unsigned i = 0; i < m->n_prompts; i++) {
        const struct prompt *p = &m->prompts[i];
        struct thing t = {.place = p->place, .attributes = p->attributes, .n_attributes = p->n_attributes, .counts = true};
        g_autofree char *variables = shown_variables(p);
        add_word(&t, "name", p->name);
        add_word(&t, "kind", p->kind);
        add_word(&t, "message", p->role ? p->role : "none");
        add_word(&t, "format", p->format);
        add_word(&t, "variables", arena_strdup(a, variables));
        add_word(&t, "sites", arena_printf(a, "%u", p->n_sites));
        add_word(&t, "file", place_path(m, t.place));
        g_array_append_val(out, t);
    }
}

/* Uses of other files' items are none of this test's business. */
static void collect_uses(const struct model *m, const struct api_file *file, GArray *out)
{
    for (unsigned i = 0; i < m->n_uses; i++) {
        const struct use *u = &m->uses[i];
        const struct api_item *item = &m->rules->items[u->item];
        struct thing t = {.place = u->place,
                          .attributes = u->attributes,
                          .n_attributes = u->n_attributes,
                          .counts = item->file == file && item->role == ROLE_USE};
        add_word(&t, "text", u->text);
        add_word(&t, "side", item->side);
        add_word(&t, "kind", item->kind);
        add_word(&t, "in_force", yes_no(u->in_force));
        add_thing(out, m, t, item, m->files[u->place.file].class.zone);
    }
}

/* NULL if the thing is as wished; else what it is instead. Yours to free. */
static char *differs(const struct thing *t, const struct api_pair *want)
{
    const char *value = want->value ? want->value : "";
    bool is_state =
        strcmp(value, "set") == 0 || strcmp(value, "unset") == 0 || strcmp(value, "unknown") == 0;
    for (unsigned i = 0; i < t->n_words && !is_state; i++)
        if (strcmp(t->words[i].key, want->key) == 0)
            return strcmp(t->words[i].value, value) == 0 ? NULL : g_strdup(t->words[i].value);
    const struct attribute *a = attribute_find(t->attributes, t->n_attributes, want->key);
    if (is_state) {
        const char *state = tristate_name(a ? a->state : STATE_UNKNOWN);
        return strcmp(state, value) == 0 ? NULL : g_strdup(state);
    }
    if (!a || a->state != STATE_SET)
        return g_strdup(tristate_name(a ? a->state : STATE_UNKNOWN));
    return g_strcmp0(a->value, value) == 0 ? NULL
                                           : g_strdup(a->value ? a->value : "set, without a value");
}

static char *all_differences(const struct thing *t, const struct rule_test_expect *e)
{
    GString *out = g_string_new(NULL);
    for (unsigned i = 0; i < e->n_wants; i++) {
        g_autofree char *is = differs(t, &e->wants[i]);
        if (is)
            g_string_append_printf(out, "%s%s is %s, expected %s", out->len ? "; " : "",
                                   e->wants[i].key, is, e->wants[i].value);
    }
    return g_string_free(out, FALSE);
}

static char *describe_wants(const struct rule_test_expect *e)
{
    GString *out = g_string_new(NULL);
    for (unsigned i = 0; i < e->n_wants; i++)
        g_string_append_printf(out, " %s %s", e->wants[i].key, e->wants[i].value);
    return g_string_free(out, FALSE);
}

static char *describe_thing(const struct thing *t)
{
    GString *out = g_string_new(NULL);
    for (unsigned i = 0; i < t->n_words; i++)
        if (strcmp(t->words[i].key, "file") != 0 && strcmp(t->words[i].key, "role") != 0)
            g_string_append_printf(out, "%s%s %s", out->len ? ", " : "", t->words[i].key,
                                   t->words[i].value);
    return g_string_free(out, FALSE);
}

/* The thing on the expected line that differs least. */
static void expect_one(struct testing *t, enum list list, const struct rule_test_expect *e,
                       GArray *things)
{
    struct thing *best = NULL;
    g_autofree char *best_differences = NULL;
    for (guint i = 0; i < things->len; i++) {
        struct thing *thing = &g_array_index(things, struct thing, i);
        if (thing->expected || (e->line && thing->place.line != (uint32_t)e->line))
            continue;
        g_autofree char *differences = all_differences(thing, e);
        if (!best || strlen(differences) < strlen(best_differences)) {
            best = thing;
            g_free(best_differences);
            best_differences = g_steal_pointer(&differences);
        }
    }
    if (!best) {
        g_autofree char *wants = describe_wants(e);
        complain(t, (unsigned)e->line, "missing %s%s", list_singular[list], wants);
        return;
    }
    best->expected = true;
    if (*best_differences)
        complain(t, best->place.line, "%s: %s", list_singular[list], best_differences);
}

static void expect_list(struct testing *t, enum list list, const struct api_file *file,
                        const struct model *m)
{
    g_autoptr(GArray) things = g_array_new(FALSE, TRUE, sizeof(struct thing));
    if (list == LIST_SITES)
        collect_sites(m, things);
    else if (list == LIST_TOOLS)
        collect_tools(m, things);
    else if (list == LIST_ROUTES)
        collect_routes(m, things);
    else if (list == LIST_AGENTS)
        collect_agents(m, things);
    else if (list == LIST_PROMPTS)
        collect_prompts(m, t->arena, things);
    else
        collect_uses(m, file, things);
    for (unsigned i = 0; i < t->test->n_expectations; i++)
        if (strcmp(t->test->expectations[i].what, list_names[list]) == 0)
            expect_one(t, list, &t->test->expectations[i], things);
    for (guint i = 0; i < things->len; i++) {
        const struct thing *thing = &g_array_index(things, struct thing, i);
        if (thing->expected || !thing->counts)
            continue;
        g_autofree char *what = describe_thing(thing);
        complain(t, thing->place.line, "noisy %s: %s", list_singular[list], what);
    }
}

static void run_api_test(struct testing *t, const struct api_file *file, const struct model *m)
{
    for (int list = 0; list < LISTS; list++)
        if (t->test->expects[list])
            expect_list(t, (enum list)list, file, m);
}

/* ---- controls ---- */

static const struct outcome *outcome_of(const struct report *r, const struct control *c)
{
    for (unsigned i = 0; i < r->n_outcomes; i++)
        if (r->outcomes[i].control == c)
            return &r->outcomes[i];
    return NULL;
}

static bool takes(const struct rule_test *test, unsigned i, const struct finding *f)
{
    return (test->finding_lines[i] == 0 || (uint32_t)test->finding_lines[i] == f->place.line) &&
           (!test->finding_files[i] || strcmp(test->finding_files[i], f->path) == 0);
}

static void expect_findings(struct testing *t, const struct report *r, const struct outcome *o)
{
    g_autofree bool *taken = g_new0(bool, o->n_findings + 1);
    for (unsigned i = 0; i < t->test->n_finding_lines; i++) {
        bool found = false;
        for (unsigned k = 0; k < o->n_findings && !found; k++)
            if (!taken[k] && takes(t->test, i, &r->findings[o->findings[k]]))
                found = taken[k] = true;
        if (!found)
            complain(t, (unsigned)t->test->finding_lines[i], "missing finding%s%s",
                     t->test->finding_files[i] ? " in " : "",
                     t->test->finding_files[i] ? t->test->finding_files[i] : "");
    }
    for (unsigned k = 0; k < o->n_findings; k++) {
        const struct finding *f = &r->findings[o->findings[k]];
        if (!taken[k])
            complain(t, f->place.line, "noisy finding in %s: %s", f->path, f->message);
    }
}

/* A test may have settings, as a repository has. */
static struct settings *settings_of(struct testing *t)
{
    g_autoptr(GError) error = NULL;
    const char *text = NULL;
    for (unsigned i = 0; i < t->test->n_files; i++)
        if (strcmp(t->test->files[i].key, SETTINGS_FILE) == 0)
            text = t->test->files[i].value;
    struct settings *s = settings_read(t->rules, SETTINGS_FILE, text, NULL, &error);
    if (!s)
        complain(t, 0, "%s", error->message);
    return s;
}

static void run_control_test(struct testing *t, const struct control *c, const struct model *m)
{
    struct settings *settings = settings_of(t);
    struct report *r = judge_model(m, &(struct judge_options){.gate = -1, .settings = settings});
    const struct outcome *o = outcome_of(r, c);
    g_autofree char *why = o && o->reason ? g_strdup_printf(" (%s)", o->reason) : g_strdup("");
    if (!o) {
        complain(t, 0, "the control was not judged");
    } else {
        if (t->test->status && strcmp(t->test->status, status_name(o->status)) != 0)
            complain(t, 0, "status is %s, expected %s; kind %s%s", status_name(o->status),
                     t->test->status, r->kind, why);
        if (t->test->credit >= 0 && t->test->credit != o->credit)
            complain(t, 0, "credit is %d.%02d, expected %d.%02d; %s, kind %s%s", o->credit / 100,
                     abs(o->credit) % 100, t->test->credit / 100, t->test->credit % 100,
                     status_name(o->status), r->kind, why);
        if (t->test->expects_findings)
            expect_findings(t, r, o);
    }
    report_free(r);
    settings_free(settings);
}

/* ---- all of them ---- */

static void run_test(const struct ruleset *rules, struct extractor *x, const struct rule_test *test,
                     const struct api_file *file, const struct control *c,
                     struct rules_result *result, GString *out)
{
    g_autoptr(GString) wrong = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    struct bench b;
    struct testing t = {.rules = rules, .x = x, .test = test, .arena = &b.arena, .out = wrong};
    if (!bench_init(&b, rules, x, test, &error))
        complain(&t, 0, "%s", error->message);
    else if (c)
        run_control_test(&t, c, b.model);
    else
        run_api_test(&t, file, b.model);
    bench_fini(&b);
    if (test->todo && t.wrong) {
        result->todo++;
        return;
    }
    if (test->todo)
        g_string_append_printf(out, "%s:%u: test \"%s\" passes now: remove its 'todo'\n",
                               test->place.file, test->place.line, test->name);
    g_string_append_len(out, wrong->str, (gssize)wrong->len);
    *(t.wrong ? &result->failed : &result->passed) += 1;
}

static bool wanted(const char *dir, const char *name, const char *a, const char *file)
{
    size_t n = dir ? strlen(dir) : 0;
    while (n && dir[n - 1] == '/')
        n--;
    return (!dir || (strncmp(file, dir, n) == 0 && file[n] == '/')) && (!name || strcmp(a, name) == 0 || strstr(file, name));
}

struct rules_result rules_test(const struct ruleset *rules, struct extractor *x, const char *dir, const char *name,
                               GString *out)
{
    struct rules_result result = {0};
    for (unsigned i = 0; i < rules->n_api_files; i++) {
        const struct api_file *f = rules->api_files[i];
        for (unsigned k = 0; k < f->n_tests && wanted(dir, name, f->name, f->place.file); k++)
            run_test(rules, x, &f->tests[k], f, NULL, &result, out);
    }
    for (unsigned i = 0; i < rules->n_controls; i++) {
        const struct control *c = rules->controls[i];
        for (unsigned k = 0; k < c->n_tests && wanted(dir, name, c->id, c->place.file); k++)
            run_test(rules, x, &c->tests[k], NULL, c, &result, out);
    }
    return result;
}
