#include "report/components.h"

#include <stdlib.h>
#include <string.h>

#include "report/parts.h"

#define MAX_PLACES 200 /* of one component */

static const struct {
    const char *one, *several;
} kind_names[COMPONENT_KINDS] = {
    [COMPONENT_MODEL] = {"model", "models"},
    [COMPONENT_PROMPT] = {"prompt", "prompts"},
    [COMPONENT_AGENT] = {"agent", "agents"},
    [COMPONENT_TOOL] = {"tool", "tools"},
    [COMPONENT_ENDPOINT] = {"endpoint", "endpoints"},
    [COMPONENT_EMBEDDING] = {"embedding", "embeddings"},
    [COMPONENT_VECTOR_STORE] = {"vector store", "vector stores"},
    [COMPONENT_MCP] = {"MCP server or client", "MCP servers and clients"},
    [COMPONENT_EVAL] = {"evaluation", "evaluations"},
    [COMPONENT_GUARDRAIL] = {"guardrail", "guardrails"},
    [COMPONENT_TRACER] = {"tracer", "tracers"},
    [COMPONENT_DATASET] = {"data set", "data sets"},
    [COMPONENT_ARTEFACT] = {"model artefact", "model artefacts"},
    [COMPONENT_LIBRARY] = {"library", "libraries"},
};

const char *component_kind_name(enum component_kind k)
{
    return kind_names[k].one;
}

const char *component_kind_plural(enum component_kind k)
{
    return kind_names[k].several;
}

static bool stands_at(const struct finding *f, struct place p)
{
    return p.file != NO_INDEX && f->place.file == p.file && f->place.line >= p.line && f->place.line <= MAX(p.end_line, p.line) &&
           f->place.cell == p.cell;
}

static bool is_one_of(uint32_t site, const uint32_t *sites, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (sites[i] == site)
            return true;
    return false;
}

/* A site's finding that stands in a prompt, and not at the call. */
static bool stands_in_prompt(const struct report *r, const struct finding *f, struct place p, const uint32_t *sites, unsigned n)
{
    if (!is_one_of(f->site, sites, n) || !stands_at(f, p) || f->site >= r->model->n_sites)
        return false;
    const struct place *call = &r->model->sites[f->site].place;
    return call->file != f->place.file || call->line != f->place.line || call->column != f->place.column;
}

void findings_concerning(const struct report *r, enum subject kind, struct place place, const uint32_t *sites, unsigned n,
                         GArray *out)
{
    for (uint32_t i = 0; i < r->n_findings; i++) {
        const struct finding *f = &r->findings[i];
        enum subject of = f->control->subject;
        bool concerns = kind == SUBJECT_PROMPT && of == SUBJECT_SITE ? stands_in_prompt(r, f, place, sites, n)
                        : of == SUBJECT_SITE                         ? is_one_of(f->site, sites, n)
                                                                     : of == kind && kind != SUBJECT_REPOSITORY && stands_at(f, place);
        if (concerns)
            g_array_append_val(out, i);
    }
}

struct list {
    const struct report *r;
    struct arena *a;
    GArray *all; /* struct component */
};

static enum zone zone_at(const struct model *m, struct place p)
{
    return p.file < m->n_files ? m->files[p.file].class.zone : ZONE_SRC;
}

static bool is_product(enum zone z)
{
    const char *role = role_name(z);
    return g_str_equal(role, "source") || g_str_equal(role, "notebook");
}

static struct component *add(struct list *l, struct component c, struct place place)
{
    c.places = arena_new(l->a, struct place);
    *c.places = place;
    c.n_places = 1;
    g_array_append_val(l->all, c);
    return &g_array_index(l->all, struct component, l->all->len - 1);
}

/* ---- models ---- */

struct model_use {
    const char *provider, *model;
    uint32_t site;
};

static int by_model(const void *a, const void *b)
{
    const struct model_use *x = a, *y = b;
    int order = g_strcmp0(x->provider, y->provider);
    if (!order)
        order = g_strcmp0(x->model, y->model);
    return order ? order : x->site < y->site ? -1 : x->site > y->site;
}

/* A name that is nothing says nothing. */
static const char *model_of(const struct site *s)
{
    return s->model && *s->model ? s->model : NULL;
}

static void add_models(struct list *l)
{
    const struct model *m = l->r->model;
    struct model_use *uses = arena_new_n(l->a, struct model_use, m->n_sites + 1);
    for (uint32_t i = 0; i < m->n_sites; i++)
        uses[i] = (struct model_use){m->sites[i].provider, model_of(&m->sites[i]), i};
    qsort(uses, m->n_sites, sizeof *uses, by_model);
    for (unsigned i = 0; i < m->n_sites;) {
        unsigned end = i;
        struct component c = {.kind = COMPONENT_MODEL, .name = uses[i].model ? uses[i].model : "chosen at run time",
                              .group = uses[i].provider, .in_force = true, .index = NO_INDEX};
        while (end < m->n_sites && !g_strcmp0(uses[end].provider, uses[i].provider) && !g_strcmp0(uses[end].model, uses[i].model))
            end++;
        uint32_t *sites = arena_new_n(l->a, uint32_t, end - i + 1);
        struct place *places = arena_new_n(l->a, struct place, end - i + 1);
        for (unsigned k = i; k < end; k++) {
            sites[c.n_sites++] = uses[k].site;
            if (c.n_places < MAX_PLACES)
                places[c.n_places++] = m->sites[uses[k].site].place;
            c.product |= is_product(m->sites[uses[k].site].zone);
        }
        c.sites = sites;
        c.places = places;
        enum pin pin = m->sites[uses[i].site].pin;
        c.detail = arena_printf(l->a, "%s%u call%s", !uses[i].model || pin_state(pin) < 0 ? "" : pin_state(pin) ? "pinned, " : "not pinned, ",
                                c.n_sites, c.n_sites == 1 ? "" : "s");
        g_array_append_val(l->all, c);
        i = end;
    }
}

/* ---- what the model holds ---- */

static void add_prompts(struct list *l)
{
    const struct model *m = l->r->model;
    for (uint32_t i = 0; i < m->n_prompts; i++) {
        const struct prompt *p = &m->prompts[i];
        unsigned outside = 0;
        for (unsigned k = 0; k < p->n_variables; k++)
            outside += p->variables[k].taint >= TAINT_FILE;
        g_autoptr(GString) detail = g_string_new(p->kind);
        if (p->role)
            g_string_append_printf(detail, " %s", p->role);
        if (p->characters)
            g_string_append_printf(detail, ", %u chars", p->characters);
        if (p->n_variables)
            g_string_append_printf(detail, ", %u slot%s", p->n_variables, p->n_variables == 1 ? "" : "s");
        if (outside)
            g_string_append_printf(detail, ", %u from outside", outside);
        struct component c = {.kind = COMPONENT_PROMPT, .name = p->name, .detail = arena_strdup(l->a, detail->str), .hash = p->hash,
                              .in_force = p->n_sites > 0, .product = is_product(p->zone), .index = i,
                              .sites = p->sites, .n_sites = p->n_sites};
        add(l, c, p->place);
    }
}

static const char *joined(struct list *l, const char *first, const char *second)
{
    return first && second ? arena_printf(l->a, "%s, %s", first, second) : first ? first : second;
}

static void add_agents(struct list *l)
{
    const struct model *m = l->r->model;
    for (uint32_t i = 0; i < m->n_agents; i++) {
        const struct agent *a = &m->agents[i];
        const struct attribute *model = attribute_find(a->attributes, a->n_attributes, "model");
        struct component c = {.kind = COMPONENT_AGENT, .name = a->name ? a->name : "agent",
                              .detail = joined(l, a->sdk, model ? attribute_shown(m, model) : NULL), .in_force = true,
                              .product = is_product(a->zone), .index = i};
        add(l, c, a->place);
    }
}

static void add_tools(struct list *l)
{
    const struct model *m = l->r->model;
    for (uint32_t i = 0; i < m->n_tools; i++) {
        const struct tool *t = &m->tools[i];
        g_autoptr(GString) detail = g_string_new(NULL);
        g_string_append_printf(detail, "%u of %u typed", t->n_typed, t->n_parameters);
        g_autoptr(GPtrArray) effects = g_ptr_array_new();
        tool_effects(m, t, effects);
        for (guint k = 0; k < effects->len; k++)
            g_string_append_printf(detail, ", %s", (const char *)effects->pdata[k]);
        struct component c = {.kind = COMPONENT_TOOL, .name = t->name ? t->name : "tool", .detail = arena_strdup(l->a, detail->str),
                              .in_force = t->attached, .product = is_product(t->zone), .index = i};
        add(l, c, t->place);
    }
}

static void add_endpoints(struct list *l)
{
    const struct model *m = l->r->model;
    for (uint32_t i = 0; i < m->n_routes; i++) {
        const struct route *e = &m->routes[i];
        if (!e->n_sites)
            continue; /* other endpoints are no part of the AI */
        int auth = route_authenticated(m, e);
        const char *path = e->path && *e->path ? e->path : m->files[e->place.file].path;
        struct component c = {.kind = COMPONENT_ENDPOINT,
                              .name = arena_printf(l->a, "%s%s%s", e->method ? e->method : "", e->method ? " " : "", path),
                              .detail = arena_printf(l->a, "reaches %u call%s%s", e->n_sites, e->n_sites == 1 ? "" : "s",
                                                     auth > 0 ? ", authenticated" : ""),
                              .in_force = true, .product = is_product(e->zone), .index = i};
        add(l, c, e->place);
    }
}

static void add_embeddings(struct list *l)
{
    const struct model *m = l->r->model;
    for (uint32_t i = 0; i < m->n_sites; i++) {
        const struct site *s = &m->sites[i];
        if (g_strcmp0(s->kind, "embedding") != 0)
            continue;
        struct component c = {.kind = COMPONENT_EMBEDDING, .name = model_of(s) ? s->model : "chosen at run time", .group = s->provider,
                              .detail = s->provider, .in_force = true, .product = is_product(s->zone), .index = i};
        uint32_t *site = arena_new(l->a, uint32_t);
        *site = i;
        c.sites = site;
        c.n_sites = 1;
        add(l, c, s->place);
    }
}

/* ---- uses ---- */

static const struct {
    enum component_kind kind;
    const char *tags[6];
} tagged[] = {
    {COMPONENT_VECTOR_STORE, {"vector_store", "retriever", "retrieval", "index_write", NULL}},
    {COMPONENT_MCP, {"mcp_server", "mcp_client", "mcp", NULL}},
    {COMPONENT_EVAL, {"eval", "eval_metric", "eval_dataset", NULL}},
    {COMPONENT_GUARDRAIL, {"guardrail", "guardrail_hook", NULL}},
    {COMPONENT_TRACER, {"tracer", "apm", NULL}},
    {COMPONENT_ARTEFACT, {"model_artefact", NULL}},
};

/* One component for each library and state of a tag, with all its places. */
static void add_uses(struct list *l, enum component_kind kind)
{
    const struct model *m = l->r->model;
    const char *const *tags = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(tagged); i++)
        if (tagged[i].kind == kind)
            tags = tagged[i].tags;
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL); /* -> index + 1 */
    for (uint32_t i = 0; i < m->n_uses; i++) {
        const struct use *u = &m->uses[i];
        const struct api_item *item = &m->rules->items[u->item];
        if (!item->tag || !g_strv_contains(tags, item->tag) || u->place.file >= m->n_files)
            continue;
        g_autofree char *name = path_root(u->text);
        bool product = is_product(zone_at(m, u->place));
        g_autofree char *key = g_strdup_printf("%s\n%d%d", name, u->in_force, product);
        guint known = GPOINTER_TO_UINT(g_hash_table_lookup(seen, key));
        if (known) {
            struct component *c = &g_array_index(l->all, struct component, known - 1);
            if (c->n_places < MAX_PLACES)
                c->places[c->n_places++] = u->place;
            continue;
        }
        struct component c = {.kind = kind, .name = arena_strdup(l->a, name), .detail = u->shown ? u->shown : u->text,
                              .in_force = u->in_force, .product = product, .index = NO_INDEX, .n_places = 1,
                              .places = arena_new_n(l->a, struct place, MAX_PLACES)};
        c.places[0] = u->place;
        g_array_append_val(l->all, c);
        g_hash_table_insert(seen, g_steal_pointer(&key), GUINT_TO_POINTER(l->all->len));
    }
}

static void add_datasets(struct list *l)
{
    const struct model *m = l->r->model;
    for (uint32_t i = 0; i < m->n_files; i++) {
        const struct project_file *f = &m->files[i];
        if (!file_is_dataset(f))
            continue;
        struct component c = {.kind = COMPONENT_DATASET, .name = f->path, .in_force = true, .product = true, .index = i,
                              .detail = arena_printf(l->a, "%s, %u record%s of %u field%s", zone_name(f->class.zone), f->facts->records,
                                                     f->facts->records == 1 ? "" : "s", f->facts->n_fields, f->facts->n_fields == 1 ? "" : "s")};
        add(l, c, (struct place){.file = i, .line = 1, .end_line = 1});
    }
}

static void add_artefacts(struct list *l)
{
    const struct model *m = l->r->model;
    for (uint32_t i = 0; i < m->n_files; i++) {
        const struct project_file *f = &m->files[i];
        const char *format = file_artefact(m->rules, f);
        if (!format)
            continue;
        struct component c = {.kind = COMPONENT_ARTEFACT, .name = f->path, .in_force = true, .product = true, .index = i,
                              .detail = arena_printf(l->a, "%s, %" G_GUINT64_FORMAT " bytes", format, f->size)};
        add(l, c, (struct place){.file = i, .line = 1, .end_line = 1});
    }
}

/* ---- libraries ---- */

/* "==1.2.3", "1.2.3", "v1.2.3": one version and no other. */
static const char *exact_version(struct arena *a, const char *constraint)
{
    const char *s = constraint + strspn(constraint, "=v ");
    if (!g_ascii_isdigit(*s) || strspn(s, "0123456789abcdefghijklmnopqrstuvwxyz.-+") != strlen(s))
        return NULL;
    return arena_strdup(a, s);
}

/* The manifests' entries for packages of rule files that something in the repository is matched by. */
static void add_libraries(struct list *l)
{
    const struct model *m = l->r->model;
    g_autoptr(GHashTable) used = g_hash_table_new(NULL, NULL); /* api files */
    for (unsigned i = 0; i < m->n_sites; i++)
        g_hash_table_add(used, (gpointer)m->rules->items[m->sites[i].item].file);
    for (unsigned i = 0; i < m->n_agents; i++)
        g_hash_table_add(used, (gpointer)m->rules->items[m->agents[i].item].file);
    for (unsigned i = 0; i < m->n_tools; i++)
        g_hash_table_add(used, (gpointer)m->rules->items[m->tools[i].item].file);
    g_autoptr(GHashTable) packages = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (unsigned i = 0; i < m->rules->n_api_files; i++) {
        const struct api_file *f = m->rules->api_files[i];
        for (unsigned k = 0; g_hash_table_contains(used, f) && k < f->n_packages; k++)
            g_hash_table_add(packages, g_strdup_printf("%s\n%s", f->packages[k].key, f->packages[k].value));
    }
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL); /* -> index + 1 */
    for (uint32_t i = 0; i < m->n_files; i++) {
        const struct facts *f = m->files[i].facts;
        for (uint32_t k = 0; f && k < f->n_dependencies; k++) {
            const struct fact_dependency *d = &f->dependencies[k];
            const char *ecosystem = facts_text(f, d->ecosystem), *name = facts_text(f, d->name);
            g_autofree char *key = g_strdup_printf("%s\n%s", ecosystem, name);
            if (!g_hash_table_contains(packages, key))
                continue;
            const char *version = exact_version(l->a, facts_text(f, d->constraint));
            struct place place = {.file = i, .line = MAX(d->line, 1), .end_line = MAX(d->line, 1)};
            guint known = GPOINTER_TO_UINT(g_hash_table_lookup(seen, key));
            if (known) {
                struct component *c = &g_array_index(l->all, struct component, known - 1);
                if (c->n_places < MAX_PLACES)
                    c->places[c->n_places++] = place;
                if (!c->version)
                    c->version = version;
                else if (version && strcmp(version, c->version) != 0)
                    c->index = 0; /* several versions: none of them is the one */
                continue;
            }
            struct component c = {.kind = COMPONENT_LIBRARY, .name = arena_strdup(l->a, name), .group = arena_strdup(l->a, ecosystem),
                                  .version = version, .in_force = true, .product = true, .index = NO_INDEX, .n_places = 1,
                                  .places = arena_new_n(l->a, struct place, MAX_PLACES)};
            c.places[0] = place;
            g_array_append_val(l->all, c);
            g_hash_table_insert(seen, g_steal_pointer(&key), GUINT_TO_POINTER(l->all->len));
        }
    }
    for (guint i = 0; i < l->all->len; i++) {
        struct component *c = &g_array_index(l->all, struct component, i);
        if (c->kind != COMPONENT_LIBRARY)
            continue;
        if (c->index == 0)
            c->version = NULL;
        c->index = NO_INDEX;
        c->detail = joined(l, c->group, c->version);
    }
}

static int by_order(gconstpointer a, gconstpointer b)
{
    const struct component *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    bool named = x->kind == COMPONENT_MODEL || x->kind == COMPONENT_LIBRARY;
    int order = named ? g_strcmp0(x->group, y->group) : 0;
    if (!order && named)
        order = g_strcmp0(x->name, y->name);
    if (order)
        return order;
    if (x->places->file != y->places->file)
        return x->places->file < y->places->file ? -1 : 1;
    if (x->places->line != y->places->line)
        return x->places->line < y->places->line ? -1 : 1;
    if (x->places->column != y->places->column)
        return (int)x->places->column - (int)y->places->column;
    return g_strcmp0(x->name, y->name);
}

static enum subject subject_of(enum component_kind k)
{
    switch (k) {
    case COMPONENT_PROMPT:
        return SUBJECT_PROMPT;
    case COMPONENT_AGENT:
        return SUBJECT_AGENT;
    case COMPONENT_TOOL:
        return SUBJECT_TOOL;
    case COMPONENT_ENDPOINT:
        return SUBJECT_ROUTE;
    default:
        return SUBJECT_REPOSITORY; /* nothing is judged alone */
    }
}

struct component *components_of(const struct report *r, struct arena *a, unsigned *n)
{
    struct list l = {r, a, g_array_new(FALSE, FALSE, sizeof(struct component))};
    add_models(&l);
    add_prompts(&l);
    add_agents(&l);
    add_tools(&l);
    add_endpoints(&l);
    add_embeddings(&l);
    for (size_t i = 0; i < G_N_ELEMENTS(tagged); i++)
        add_uses(&l, tagged[i].kind);
    add_datasets(&l);
    add_artefacts(&l);
    add_libraries(&l);
    g_array_sort(l.all, by_order);
    for (guint i = 0; i < l.all->len; i++) {
        struct component *c = &g_array_index(l.all, struct component, i);
        g_autoptr(GArray) findings = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        findings_concerning(r, subject_of(c->kind), *c->places, c->sites, c->n_sites, findings);
        c->findings = arena_memdup(a, findings->data, findings->len * sizeof(uint32_t));
        c->n_findings = findings->len;
    }
    *n = l.all->len;
    struct component *out = arena_memdup(a, l.all->data, l.all->len * sizeof(struct component));
    g_array_unref(l.all);
    return out;
}
