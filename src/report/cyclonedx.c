/*
 * cyclonedx - the inventory as an AI bill of materials, CycloneDX 1.6, each component with the findings that concern
 * it. Nothing of the machine or the clock is in it: the serial number is made of the content, and a time is written
 * only where SOURCE_DATE_EPOCH says one.
 */
#include <stdlib.h>
#include <string.h>

#include "judge/judge.h"
#include "report/components.h"
#include "report/json_writer.h"
#include "report/parts.h"
#include "report/reporters.h"
#include "report/version.h"

#define MAX_OCCURRENCES 200

struct bom {
    struct json j;
    const struct report *r;
    const struct component *components;
    unsigned n;
    char **refs;       /* by component; NULL for what is left out */
};

/* ---- references ---- */

/* What a package URL writes of a name: everything but letters, digits and a few marks as %XX. */
static void append_escaped(GString *out, const char *s, const char *allowed)
{
    for (; *s; s++)
        if (g_ascii_isalnum(*s) || strchr("-._~", *s) || strchr(allowed, *s))
            g_string_append_c(out, *s);
        else
            g_string_append_printf(out, "%%%02X", (unsigned char)*s);
}

/* pkg:npm/%40scope/name@1.2.3 */
static char *package_url(const struct ruleset *rules, const struct component *c)
{
    const char *type = c->group;
    for (unsigned i = 0; i < rules->n_manifests; i++)
        if (g_strcmp0(rules->manifests[i].ecosystem, c->group) == 0 && rules->manifests[i].purl)
            type = rules->manifests[i].purl;
    g_autofree char *name = g_strdup(c->name);
    g_strdelimit(name, ":", '/'); /* group:artifact */
    GString *out = g_string_new("pkg:");
    g_string_append_printf(out, "%s/", type);
    append_escaped(out, name, "/");
    if (c->version) {
        g_string_append_c(out, '@');
        append_escaped(out, c->version, "");
    }
    return g_string_free(out, FALSE);
}

static const char *const ref_words[COMPONENT_KINDS] = {
    [COMPONENT_MODEL] = "model",       [COMPONENT_PROMPT] = "prompt",   [COMPONENT_AGENT] = "agent",
    [COMPONENT_TOOL] = "tool",         [COMPONENT_ENDPOINT] = "endpoint", [COMPONENT_EMBEDDING] = "embedding",
    [COMPONENT_VECTOR_STORE] = "store", [COMPONENT_MCP] = "mcp",        [COMPONENT_EVAL] = "eval",
    [COMPONENT_GUARDRAIL] = "guardrail", [COMPONENT_TRACER] = "tracer", [COMPONENT_DATASET] = "data",
    [COMPONENT_ARTEFACT] = "weights",  [COMPONENT_LIBRARY] = "library",
};

static char *reference(const struct bom *b, const struct component *c)
{
    const char *word = ref_words[c->kind], *path = place_path(b->r->model, *c->places);
    switch (c->kind) {
    case COMPONENT_MODEL:
        return g_strdup_printf("%s:%s/%s", word, c->group ? c->group : "unknown", c->name);
    case COMPONENT_LIBRARY:
        return package_url(b->r->model->rules, c);
    case COMPONENT_DATASET:
    case COMPONENT_ARTEFACT:
        return g_strdup_printf("%s:%s", word, c->name);
    case COMPONENT_PROMPT:
        if (g_str_equal(b->r->model->prompts[c->index].kind, "file"))
            return g_strdup_printf("%s:%s", word, path);
        break;
    case COMPONENT_VECTOR_STORE: case COMPONENT_MCP: case COMPONENT_EVAL: case COMPONENT_GUARDRAIL: case COMPONENT_TRACER:
        return g_strdup_printf("%s:%s", word, c->name);
    default:
        break;
    }
    return g_strdup_printf("%s:%s:%u:%u", word, path ? path : "", c->places->line, c->places->column);
}

/* Services are what others run, or what this program offers; embeddings are among the models. */
static bool is_service(const struct component *c)
{
    return c->kind == COMPONENT_ENDPOINT;
}

/* Production code alone: what tests and examples use is not what is shipped. */
static bool is_shipped(const struct component *c)
{
    return c->product && c->kind != COMPONENT_EMBEDDING;
}

static void make_references(struct bom *b)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    b->refs = g_new0(char *, b->n + 1);
    for (unsigned i = 0; i < b->n; i++) {
        if (!is_shipped(&b->components[i]))
            continue;
        g_autofree char *ref = reference(b, &b->components[i]);
        unsigned copy = 1;
        g_autofree char *unique = g_strdup(ref);
        while (!g_hash_table_add(seen, unique)) {
            g_free(unique);
            unique = g_strdup_printf("%s#%u", ref, ++copy);
        }
        b->refs[i] = g_steal_pointer(&unique);
    }
}

/* ---- parts of a component ---- */

static void write_property(struct bom *b, const char *name, const char *value)
{
    if (!value)
        return;
    json_object(&b->j, NULL, true);
    json_string(&b->j, "name", name);
    json_string(&b->j, "value", value);
    json_close(&b->j);
}

static void write_findings(struct bom *b, const struct component *c)
{
    for (unsigned i = 0; i < c->n_findings; i++) {
        const struct finding *f = &b->r->findings[c->findings[i]];
        g_autofree char *text = g_strdup_printf("%s %s %s:%u %s %.12s", f->control->id, severity_name(f->severity), f->path,
                                                f->place.line, f->message, f->fingerprint);
        write_property(b, "debtscan:finding", text);
    }
}

static void write_occurrences(struct bom *b, const struct component *c)
{
    const struct model *m = b->r->model;
    json_object(&b->j, "evidence", false);
    json_list(&b->j, "occurrences", false);
    for (unsigned i = 0; i < c->n_places && i < MAX_OCCURRENCES; i++) {
        const char *path = place_path(m, c->places[i]);
        if (!path)
            continue;
        json_object(&b->j, NULL, true);
        json_string(&b->j, "location", path);
        json_int(&b->j, "line", c->places[i].line);
        if (c->kind == COMPONENT_MODEL && i < c->n_sites) {
            const struct site *s = &m->sites[c->sites[i]];
            if (s->function)
                json_string(&b->j, "symbol", s->function);
            if (s->call)
                json_string(&b->j, "additionalContext", s->call);
        }
        json_close(&b->j);
    }
    json_close(&b->j);
    json_close(&b->j);
}

/* ---- models ---- */

static const char *task_of(const char *kind)
{
    static const struct {
        const char *kind, *task;
    } tasks[] = {{"chat", "text-generation"},     {"completion", "text-generation"},   {"agent", "text-generation"},
                 {"batch", "text-generation"},    {"realtime", "any-to-any"},          {"embedding", "feature-extraction"},
                 {"rerank", "text-ranking"},      {"moderation", "text-classification"}, {"image", "text-to-image"},
                 {"audio", "audio-text-to-text"}};
    for (size_t i = 0; kind && i < G_N_ELEMENTS(tasks); i++)
        if (g_str_equal(tasks[i].kind, kind))
            return tasks[i].task;
    return NULL;
}

/* What all sites of a model say alike; NULL if they differ or say nothing. */
static const char *shared_task(const struct model *m, const struct component *c)
{
    const char *task = NULL;
    for (unsigned i = 0; i < c->n_sites; i++) {
        const char *one = task_of(m->sites[c->sites[i]].kind);
        if (!one || (task && !g_str_equal(task, one)))
            return NULL;
        task = one;
    }
    return task;
}

static const char *shared_value(const struct model *m, const struct component *c, const char *name)
{
    const char *value = NULL;
    for (unsigned i = 0; i < c->n_sites; i++) {
        const struct site *s = &m->sites[c->sites[i]];
        const struct attribute *a = attribute_find(s->attributes, s->n_attributes, name);
        const char *one = a && a->state == STATE_SET ? attribute_shown(m, a) : NULL;
        if (!one || (value && !g_str_equal(value, one)))
            return NULL;
        value = one;
    }
    return value;
}

static void write_model(struct bom *b, const struct component *c)
{
    static const char *const settings[] = {"max_tokens", "retry", "structured_output", "temperature", "timeout"};
    const struct model *m = b->r->model;
    const char *task = shared_task(m, c);
    const struct site *first = &m->sites[*c->sites];
    if (task) {
        json_object(&b->j, "modelCard", false);
        json_object(&b->j, "modelParameters", false);
        json_string(&b->j, "task", task);
        json_close(&b->j);
        json_close(&b->j);
    }
    write_occurrences(b, c);
    json_list(&b->j, "properties", false);
    int pinned = first->model ? pin_state(first->pin) : -1;
    write_property(b, "debtscan:pinned", pinned < 0 ? "unknown" : pinned ? "true" : "false");
    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++) {
        g_autofree char *name = g_strdup_printf("debtscan:%s", settings[i]);
        write_property(b, name, shared_value(m, c, settings[i]));
    }
    write_findings(b, c);
    json_close(&b->j);
}

/* ---- data ---- */

static void write_data(struct bom *b, const char *type, const char *name)
{
    json_list(&b->j, "data", false);
    json_object(&b->j, NULL, true);
    json_string(&b->j, "type", type);
    json_string(&b->j, "name", name);
    json_close(&b->j);
    json_close(&b->j);
}

static void write_prompt(struct bom *b, const struct component *c)
{
    const struct prompt *p = &b->r->model->prompts[c->index];
    if (c->hash && strlen(c->hash) == 64) {
        json_list(&b->j, "hashes", false);
        json_object(&b->j, NULL, true);
        json_string(&b->j, "alg", "SHA-256");
        json_string(&b->j, "content", c->hash);
        json_close(&b->j);
        json_close(&b->j);
    }
    write_data(b, "definition", "prompt template");
    write_occurrences(b, c);
    json_list(&b->j, "properties", false);
    write_property(b, "debtscan:kind", p->kind);
    write_property(b, "debtscan:message", p->role);
    write_property(b, "debtscan:used", p->n_sites ? "true" : "false");
    for (unsigned i = 0; i < p->n_variables; i++) {
        g_autofree char *value = g_strdup_printf("%s: %s%s", p->variables[i].name, taint_name(p->variables[i].taint),
                                                 p->variables[i].delimited ? ", delimited" : "");
        write_property(b, "debtscan:variable", value);
    }
    write_findings(b, c);
    json_close(&b->j);
}

/* ---- components ---- */

static const char *component_type(const struct component *c)
{
    switch (c->kind) {
    case COMPONENT_MODEL:
    case COMPONENT_ARTEFACT:
        return "machine-learning-model";
    case COMPONENT_PROMPT:
    case COMPONENT_DATASET:
        return "data";
    case COMPONENT_AGENT:
    case COMPONENT_TOOL:
        return "application";
    default:
        return "library";
    }
}

static void write_component(struct bom *b, const struct component *c, const char *ref)
{
    json_object(&b->j, NULL, false);
    json_string(&b->j, "type", component_type(c));
    json_string(&b->j, "bom-ref", ref);
    if (c->kind == COMPONENT_MODEL && c->group)
        json_string(&b->j, "group", c->group);
    json_string(&b->j, "name", *c->name ? c->name : component_kind_name(c->kind));
    if (c->version)
        json_string(&b->j, "version", c->version);
    if (c->kind == COMPONENT_LIBRARY) {
        g_autofree char *purl = package_url(b->r->model->rules, c);
        json_string(&b->j, "purl", purl);
    }
    if (c->kind == COMPONENT_MODEL) {
        write_model(b, c);
    } else if (c->kind == COMPONENT_PROMPT) {
        write_prompt(b, c);
    } else {
        if (c->kind == COMPONENT_DATASET)
            write_data(b, "dataset", "records");
        write_occurrences(b, c);
        json_list(&b->j, "properties", false);
        write_property(b, "debtscan:entity", component_kind_name(c->kind));
        write_property(b, "debtscan:detail", c->detail);
        if (!c->in_force)
            write_property(b, "debtscan:in_force", "false");
        write_findings(b, c);
        json_close(&b->j);
    }
    json_close(&b->j);
}

/* ---- services ---- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The providers whose models the program calls over the net. */
static void write_providers(struct bom *b)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (unsigned i = 0; i < b->n; i++) {
        const struct component *c = &b->components[i];
        if (c->kind == COMPONENT_MODEL && b->refs[i] && c->group && g_hash_table_add(seen, (gpointer)c->group))
            g_ptr_array_add(names, (gpointer)c->group);
    }
    if (names->len)
        qsort(names->pdata, names->len, sizeof *names->pdata, by_text);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *ref = g_strdup_printf("svc:%s", name);
        json_object(&b->j, NULL, false);
        json_string(&b->j, "bom-ref", ref);
        json_object(&b->j, "provider", true);
        json_string(&b->j, "name", name);
        json_close(&b->j);
        json_string(&b->j, "name", name);
        json_bool(&b->j, "x-trust-boundary", true);
        json_list(&b->j, "data", false);
        json_object(&b->j, NULL, true);
        json_string(&b->j, "flow", "bi-directional");
        json_string(&b->j, "classification", "unclassified");
        json_close(&b->j);
        json_close(&b->j);
        json_close(&b->j);
    }
}

static void write_endpoint(struct bom *b, const struct component *c, const char *ref)
{
    const struct route *e = &b->r->model->routes[c->index];
    json_object(&b->j, NULL, false);
    json_string(&b->j, "bom-ref", ref);
    json_string(&b->j, "name", *c->name ? c->name : "endpoint");
    if (route_authenticated(b->r->model, e) > 0)
        json_bool(&b->j, "authenticated", true);
    json_list(&b->j, "properties", false);
    g_autofree char *place = g_strdup_printf("%s:%u", place_path(b->r->model, *c->places), c->places->line);
    write_property(b, "debtscan:entity", component_kind_name(c->kind));
    write_property(b, "debtscan:location", place);
    write_property(b, "debtscan:detail", c->detail);
    write_findings(b, c);
    json_close(&b->j);
    json_close(&b->j);
}

/* ---- the document ---- */

static void write_dependencies(struct bom *b)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    for (unsigned i = 0; i < b->n; i++)
        if (b->refs[i])
            g_ptr_array_add(all, b->refs[i]);
    if (all->len)
        qsort(all->pdata, all->len, sizeof *all->pdata, by_text);
    json_list(&b->j, "dependencies", false);
    json_object(&b->j, NULL, false);
    json_string(&b->j, "ref", "app");
    json_list(&b->j, "dependsOn", false);
    for (guint i = 0; i < all->len; i++)
        json_string(&b->j, NULL, g_ptr_array_index(all, i));
    json_close(&b->j);
    json_close(&b->j);
    for (unsigned i = 0; i < b->n; i++) {
        const struct component *c = &b->components[i];
        if (c->kind != COMPONENT_MODEL || !b->refs[i] || !c->group)
            continue;
        g_autofree char *service = g_strdup_printf("svc:%s", c->group);
        json_object(&b->j, NULL, true);
        json_string(&b->j, "ref", b->refs[i]);
        json_list(&b->j, "dependsOn", true);
        json_string(&b->j, NULL, service);
        json_close(&b->j);
        json_close(&b->j);
    }
    json_close(&b->j);
}

static void write_metadata(struct bom *b)
{
    const char *epoch = g_getenv("SOURCE_DATE_EPOCH");
    char *end = NULL;
    gint64 seconds = epoch && *epoch ? g_ascii_strtoll(epoch, &end, 10) : 0;
    g_autoptr(GDateTime) time = end && !*end ? g_date_time_new_from_unix_utc(seconds) : NULL;
    g_autofree char *stamp = time ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
    json_object(&b->j, "metadata", false);
    if (stamp)
        json_string(&b->j, "timestamp", stamp);
    json_list(&b->j, "lifecycles", true);
    json_object(&b->j, NULL, true);
    json_string(&b->j, "phase", "pre-build");
    json_close(&b->j);
    json_close(&b->j);
    json_object(&b->j, "tools", false);
    json_list(&b->j, "components", false);
    json_object(&b->j, NULL, true);
    json_string(&b->j, "type", "application");
    json_string(&b->j, "name", "debtscan");
    json_string(&b->j, "version", DEBTSCAN_VERSION);
    json_close(&b->j);
    json_close(&b->j);
    json_close(&b->j);
    json_object(&b->j, "component", false);
    json_string(&b->j, "type", "application");
    json_string(&b->j, "bom-ref", "app");
    json_string(&b->j, "name", b->r->name && *b->r->name ? b->r->name : "repository");
    if (b->r->has_commit && b->r->commit)
        json_string(&b->j, "version", b->r->commit);
    json_list(&b->j, "properties", false);
    write_property(b, "debtscan:kind", b->r->kind);
    write_property(b, "debtscan:rules", b->r->model->rules->hash);
    if (b->r->scored) {
        g_autofree char *score = g_strdup_printf("%d.%d", b->r->score / 10, b->r->score % 10);
        write_property(b, "debtscan:score", score);
    }
    json_close(&b->j);
    json_close(&b->j);
    json_close(&b->j);
}

static void write_body(struct bom *b)
{
    write_metadata(b);
    json_list(&b->j, "components", false);
    for (unsigned i = 0; i < b->n; i++)
        if (b->refs[i] && !is_service(&b->components[i]))
            write_component(b, &b->components[i], b->refs[i]);
    json_close(&b->j);
    json_list(&b->j, "services", false);
    write_providers(b);
    for (unsigned i = 0; i < b->n; i++)
        if (b->refs[i] && is_service(&b->components[i]))
            write_endpoint(b, &b->components[i], b->refs[i]);
    json_close(&b->j);
    write_dependencies(b);
}

/* A name-based UUID (version 8: of the maker's own kind) of what the document says. */
static char *serial_number(const GString *content)
{
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, content->str, (gssize)content->len);
    return g_strdup_printf("urn:uuid:%.8s-%.4s-8%.3s-a%.3s-%.12s", sum, sum + 8, sum + 12, sum + 15, sum + 18);
}

static void write_document(struct bom *b, GString *out, const char *serial)
{
    json_init(&b->j, out);
    json_object(&b->j, NULL, false);
    json_string(&b->j, "$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
    json_string(&b->j, "bomFormat", "CycloneDX");
    json_string(&b->j, "specVersion", "1.6");
    if (serial)
        json_string(&b->j, "serialNumber", serial);
    json_int(&b->j, "version", 1);
    write_body(b);
    json_close(&b->j);
}

bool report_cyclonedx(const struct report *r, const struct text_options *options, GString *out, GError **error)
{
    (void)options, (void)error;
    struct arena arena;
    arena_init(&arena);
    struct bom b = {.r = r};
    b.components = components_of(r, &arena, &b.n);
    make_references(&b);
    g_autoptr(GString) content = g_string_new(NULL);
    write_document(&b, content, NULL);
    g_autofree char *serial = serial_number(content);
    write_document(&b, out, serial);
    for (unsigned i = 0; i < b.n; i++)
        g_free(b.refs[i]);
    g_free(b.refs);
    arena_fini(&arena);
    return true;
}
