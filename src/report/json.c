/* json - the contract of docs/report.schema.json: every key, in a fixed order, without time or
 * host. */
#include "report/components.h"
#include "report/json_writer.h"
#include "report/parts.h"
#include "report/reporters.h"

#include <string.h>

#include "judge/judge.h"
#include "judge/waivers.h"

/* ---- places ---- */

static void write_cell(struct json *j, struct place p)
{
    if (p.cell == 0)
        return;
    json_int(j, "cell", p.cell);
    json_int(j, "cell_line", p.cell_line);
}

static void write_line(struct json *j, const char *key, uint32_t line)
{
    if (line > 0)
        json_int(j, key, line);
    else
        json_null(j, key);
}

static void write_place(struct json *j, const struct model *m, struct place p)
{
    const char *path = place_path(m, p);
    json_string(j, "file", path);
    write_line(j, "line", path ? p.line : 0);
    if (path)
        write_cell(j, p);
}

static void write_words(struct json *j, const char *key, const char *const *words)
{
    json_list(j, key, true);
    for (; words && *words; words++)
        json_string(j, NULL, *words);
    json_close(j);
}

static const struct project_file *file_of(const struct model *m, struct place p)
{
    return p.file < m->n_files ? &m->files[p.file] : NULL;
}

/* ---- head ---- */

/* A day, UTC; null without one. */
static void write_date(struct json *j, const char *key, int64_t time)
{
    g_autoptr(GDateTime) t = time ? g_date_time_new_from_unix_utc(time) : NULL;
    g_autofree char *date = t ? g_date_time_format(t, "%Y-%m-%d") : NULL;
    json_string(j, key, date);
}

static void write_subject(struct json *j, const struct report *r)
{
    json_object(j, "subject", false);
    json_string(j, "path", r->path);
    json_string(j, "name", r->name);
    json_string(j, "kind", r->kind);
    json_string(j, "commit", r->commit);
    write_date(j, "commit_date", r->commit_time);
    json_string(j, "branch", r->branch);
    json_bool(j, "dirty", r->dirty);
    json_string(j, "revision", r->revision);
    json_string(j, "url", r->url);
    json_string(j, "selection", r->selection);
    json_close(j);
}

static void write_grade(struct json *j, char grade, bool known)
{
    json_string(j, "grade", known ? (char[]){grade, '\0'} : NULL);
}

static void write_score(struct json *j, const struct report *r)
{
    json_object(j, "score", false);
    json_known_tenths(j, "value", r->scored, r->score);
    json_known_tenths(j, "low", r->scored, r->low);
    json_known_tenths(j, "high", r->scored, r->high);
    json_known_tenths(j, "with_waivers", r->scored, r->with_waivers);
    json_known_tenths(j, "uncapped", r->scored, r->uncapped);
    write_grade(j, r->grade, r->scored);
    json_string(j, "verdict", r->scored ? verdict_name(r->verdict) : NULL);
    write_words(j, "verdict_reasons", r->verdict_reasons);
    json_hundredths(j, "confidence", r->confidence);
    json_int(j, "debt_minutes", r->debt_minutes);
    json_int(j, "debt_per_mille", r->debt_ratio);
    json_int(j, "debt_minutes_per_site", r->density);
    write_words(j, "labels", r->labels);
    json_string(j, "model", r->score_model);
    json_string(j, "profile", r->profile.name);
    json_bool(j, "profile_adapted", r->profile.adapted);
    json_close(j);
    json_object(j, "gate", false);
    json_known_tenths(j, "threshold", r->gate >= 0, r->gate);
    json_bool(j, "failed", r->gate_failed);
    write_words(j, "reasons", r->gate_reasons);
    json_close(j);
}

static void write_counts(struct json *j, const char *key, const unsigned *counts)
{
    json_object(j, key, true);
    for (unsigned s = 0; s < STATUS_COUNT; s++)
        json_int(j, status_name(s), counts[s]);
    json_close(j);
}

static void write_category(struct json *j, const struct category_score *c)
{
    json_known_tenths(j, "score", c->scored, c->score);
    json_known_tenths(j, "low", c->scored, c->low);
    json_known_tenths(j, "high", c->scored, c->high);
    json_known_tenths(j, "uncapped", c->scored, c->uncapped);
    json_int(j, "applicable_weight", c->applicable);
    json_int(j, "breadth", c->breadth);
    write_grade(j, c->grade, c->scored);
    json_int(j, "debt_minutes", c->debt_minutes);
    write_counts(j, "controls", c->counts);
}

static void write_categories(struct json *j, const struct report *r)
{
    json_list(j, "categories", false);
    for (unsigned i = 0; i < CATEGORY_COUNT; i++) {
        json_object(j, NULL, false);
        json_string(j, "id", category_name(r->categories[i].category));
        json_int(j, "weight", r->profile.weights[r->categories[i].category]);
        json_tenths(j, "floor", r->profile.floors[r->categories[i].category]);
        json_bool(j, "below_floor", r->categories[i].below_floor);
        write_category(j, &r->categories[i]);
        json_close(j);
    }
    json_close(j);
}

static void write_components(struct json *j, const struct report *r)
{
    json_list(j, "components", false);
    for (unsigned i = 0; i < r->n_components; i++) {
        const struct component_score *c = &r->components[i];
        json_object(j, NULL, false);
        json_string(j, "path", c->path);
        json_string(j, "kind", c->kind);
        write_words(j, "languages", c->languages);
        json_int(j, "sites", c->n_sites);
        json_tenths(j, "score", c->score);
        write_grade(j, c->grade, true);
        json_object(j, "categories", false);
        for (unsigned k = 0; k < CATEGORY_COUNT; k++) {
            json_object(j, category_name(c->categories[k].category), false);
            write_category(j, &c->categories[k]);
            json_close(j);
        }
        json_close(j);
        json_close(j);
    }
    json_close(j);
}

/* ---- inventory ---- */

static void write_attributes(struct json *j, const struct model *m, const struct attribute *list,
                             unsigned n)
{
    json_object(j, "attributes", false);
    for (unsigned i = 0; i < n; i++) {
        const struct attribute *a = &list[i];
        json_object(j, a->name, true);
        json_string(j, "state", tristate_name(a->state));
        json_string(j, "value", attribute_shown(m, a));
        json_string(j, "origin", origin_name(a->origin));
        write_place(j, m, a->place);
        json_close(j);
    }
    json_close(j);
}

static void write_pairs(struct json *j, const char *key, const struct api_pair *pairs, unsigned n)
{
    json_object(j, key, true);
    for (unsigned i = 0; i < n; i++)
        json_string(j, pairs[i].key, pairs[i].value);
    json_close(j);
}

static void write_pinned(struct json *j, enum pin pin)
{
    int pinned = pin_state(pin);
    if (pinned < 0)
        json_null(j, "pinned");
    else
        json_bool(j, "pinned", pinned);
}

/* Findings that concern a part of the inventory. */
static void write_concerning(struct json *j, const struct report *r, enum subject kind, struct place place, const uint32_t *sites,
                             unsigned n)
{
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    findings_concerning(r, kind, place, sites, n, list);
    json_list(j, "findings", true);
    for (guint i = 0; i < list->len; i++)
        json_string(j, NULL, r->findings[g_array_index(list, uint32_t, i)].fingerprint);
    json_close(j);
}

static void write_site(struct json *j, const struct report *r, const struct site *s)
{
    const struct model *m = r->model;
    uint32_t index = (uint32_t)(s - m->sites);
    const struct project_file *f = file_of(m, s->place);
    json_object(j, NULL, false);
    json_string(j, "id", s->id);
    write_place(j, m, s->place);
    json_int(j, "column", s->place.column);
    write_line(j, "end_line", s->place.end_line);
    /* a notebook's cells are in the language of its kernel */
    const char *kernel = f && f->facts && f->facts->language ? f->facts->strings[f->facts->language] : NULL;
    json_string(j, "language", kernel ? kernel : f && f->language ? f->language->name : NULL);
    json_string(j, "sdk", s->sdk);
    json_string(j, "provider", s->provider);
    json_string(j, "kind", s->kind);
    json_string(j, "role", role_name(s->zone));
    json_string(j, "function", s->function);
    json_string(j, "call", s->call);
    json_object(j, "model", true);
    json_string(j, "value", s->model);
    write_pinned(j, s->pin);
    json_close(j);
    json_hundredths(j, "confidence", (int)(s->confidence * 100 + 0.5));
    write_attributes(j, m, s->attributes, s->n_attributes);
    write_pairs(j, "defaults", s->defaults, s->n_defaults);
    write_concerning(j, r, SUBJECT_SITE, s->place, &index, 1);
    json_close(j);
}

static void write_agents(struct json *j, const struct report *r)
{
    const struct model *m = r->model;
    json_list(j, "agents", false);
    for (unsigned i = 0; i < m->n_agents; i++) {
        const struct agent *a = &m->agents[i];
        json_object(j, NULL, false);
        json_string(j, "name", a->name ? a->name : "agent");
        write_place(j, m, a->place);
        json_string(j, "sdk", a->sdk);
        json_string(j, "role", role_name(a->zone));
        write_attributes(j, m, a->attributes, a->n_attributes);
        write_concerning(j, r, SUBJECT_AGENT, a->place, NULL, 0);
        json_close(j);
    }
    json_close(j);
}

static void write_tools(struct json *j, const struct report *r)
{
    const struct model *m = r->model;
    json_list(j, "tools", false);
    for (unsigned i = 0; i < m->n_tools; i++) {
        const struct tool *t = &m->tools[i];
        json_object(j, NULL, false);
        json_string(j, "name", t->name ? t->name : "tool");
        write_place(j, m, t->place);
        json_string(j, "sdk", t->sdk);
        json_string(j, "role", role_name(t->zone));
        json_bool(j, "attached", t->attached);
        json_int(j, "parameters", t->n_parameters);
        json_int(j, "typed", t->n_typed);
        json_int(j, "described", t->n_described);
        json_string(j, "description", t->description);
        g_autoptr(GPtrArray) effects = g_ptr_array_new();
        tool_effects(m, t, effects);
        json_list(j, "effects", true);
        for (guint k = 0; k < effects->len; k++)
            json_string(j, NULL, g_ptr_array_index(effects, k));
        json_close(j);
        write_attributes(j, m, t->attributes, t->n_attributes);
        write_concerning(j, r, SUBJECT_TOOL, t->place, NULL, 0);
        json_close(j);
    }
    json_close(j);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void write_sites(struct json *j, const struct model *m, const uint32_t *sites, unsigned n)
{
    json_list(j, "sites", true);
    for (unsigned i = 0; i < n; i++)
        json_string(j, NULL, m->sites[sites[i]].id);
    json_close(j);
}

static void write_prompts(struct json *j, const struct report *r)
{
    const struct model *m = r->model;
    json_list(j, "prompts", false);
    for (unsigned i = 0; i < m->n_prompts; i++) {
        const struct prompt *p = &m->prompts[i];
        json_object(j, NULL, false);
        json_string(j, "name", p->name);
        write_place(j, m, p->place);
        json_string(j, "id", p->id);
        json_string(j, "kind", p->kind);
        json_string(j, "format", p->format);
        json_string(j, "role", role_name(p->zone));
        json_string(j, "message", p->role);
        json_int(j, "characters", p->characters);
        json_int(j, "lines", p->lines);
        json_string(j, "hash", p->hash);
        write_sites(j, m, p->sites, p->n_sites);
        json_list(j, "parts", false);
        for (unsigned k = 0; k < p->n_parts; k++) {
            json_object(j, NULL, true);
            json_string(j, "message", p->parts[k].role);
            json_int(j, "line", p->parts[k].line);
            json_int(j, "characters", p->parts[k].characters);
            json_close(j);
        }
        json_close(j);
        json_list(j, "variables", false);
        for (unsigned k = 0; k < p->n_variables; k++) {
            const struct prompt_variable *v = &p->variables[k];
            json_object(j, NULL, true);
            json_string(j, "name", v->name);
            json_string(j, "message", v->role);
            json_string(j, "source", taint_name(v->taint));
            json_string(j, "from", v->source);
            json_bool(j, "delimited", v->delimited);
            write_place(j, m, v->place);
            json_close(j);
        }
        json_close(j);
        write_attributes(j, m, p->attributes, p->n_attributes);
        write_concerning(j, r, SUBJECT_PROMPT, p->place, p->sites, p->n_sites);
        json_close(j);
    }
    json_close(j);
}

struct model_row {
    const struct site *first;
    GArray *sites; /* uint32_t */
};

static int by_model(gconstpointer a, gconstpointer b)
{
    const struct site *x = ((const struct model_row *)a)->first,
                      *y = ((const struct model_row *)b)->first;
    int order = strcmp(x->model, y->model);
    return order ? order : (int)x->pin - (int)y->pin;
}

/* One row a model id, where it is first named. */
static void write_models(struct json *j, const struct report *r)
{
    const struct model *m = r->model;
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(struct model_row));
    for (unsigned i = 0; i < m->n_sites; i++) {
        const struct site *s = &m->sites[i];
        if (!s->model)
            continue;
        struct model_row *row = NULL;
        for (guint k = 0; k < rows->len && !row; k++) {
            struct model_row *have = &g_array_index(rows, struct model_row, k);
            if (strcmp(have->first->model, s->model) == 0 && have->first->pin == s->pin)
                row = have;
        }
        if (!row) {
            struct model_row new = {.first = s, .sites = g_array_new(FALSE, FALSE, sizeof(uint32_t))};
            g_array_append_val(rows, new);
            row = &g_array_index(rows, struct model_row, rows->len - 1);
        }
        g_array_append_val(row->sites, i);
    }
    g_array_sort(rows, by_model);
    json_list(j, "models", false);
    for (guint i = 0; i < rows->len; i++) {
        const struct model_row *row = &g_array_index(rows, struct model_row, i);
        const struct site *s = row->first;
        json_object(j, NULL, true);
        json_string(j, "name", s->model);
        json_string(j, "id", s->model);
        write_place(j, m, s->model_place.file < m->n_files ? s->model_place : s->place);
        write_pinned(j, s->pin);
        json_string(j, "pin", pin_name(s->pin));
        json_string(j, "provider", s->provider);
        json_int(j, "sites", row->sites->len);
        write_concerning(j, r, SUBJECT_REPOSITORY, s->place, (const uint32_t *)row->sites->data, row->sites->len);
        json_close(j);
        g_array_unref(row->sites);
    }
    json_close(j);
}

static void write_embeddings(struct json *j, const struct report *r)
{
    const struct model *m = r->model;
    json_list(j, "embeddings", false);
    for (unsigned i = 0; i < m->n_sites; i++) {
        const struct site *s = &m->sites[i];
        if (g_strcmp0(s->kind, "embedding") != 0)
            continue;
        json_object(j, NULL, true);
        json_string(j, "name", s->model ? s->model : s->id);
        write_place(j, m, s->place);
        json_string(j, "model", s->model);
        write_pinned(j, s->pin);
        json_string(j, "role", role_name(s->zone));
        json_string(j, "site", s->id);
        write_concerning(j, r, SUBJECT_SITE, s->place, &i, 1);
        json_close(j);
    }
    json_close(j);
}

/* What stands in the inventory by the tag that rule files give it: one row for each library in each
 * file. */
static void write_tagged(struct json *j, const struct model *m, const char *key,
                         const char *const *tags)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    json_list(j, key, false);
    for (unsigned i = 0; i < m->n_uses; i++) {
        const struct use *u = &m->uses[i];
        const struct api_item *item = &m->rules->items[u->item];
        const struct project_file *f = file_of(m, u->place);
        if (!item->tag || !g_strv_contains(tags, item->tag) || !f)
            continue;
        g_autofree char *name = path_root(u->text);
        if (!g_hash_table_add(seen, g_strdup_printf("%s\n%s\n%s\n%d", item->tag, name, f->path, u->in_force)))
            continue;
        json_object(j, NULL, false);
        json_string(j, "name", name);
        write_place(j, m, u->place);
        json_string(j, "tag", item->tag);
        json_string(j, "text", u->shown ? u->shown : u->text);
        json_string(j, "role", role_name(f->class.zone));
        json_bool(j, "in_force", u->in_force);
        json_string(j, "side", item->side);
        write_words(j, "covers", (const char *const *)item->covers);
        write_attributes(j, m, u->attributes, u->n_attributes);
        json_close(j);
    }
    json_close(j);
}

static void write_datasets(struct json *j, const struct report *r)
{
    const struct model *m = r->model;
    json_list(j, "datasets", false);
    for (unsigned i = 0; i < m->n_files; i++) {
        const struct project_file *f = &m->files[i];
        if (!file_is_dataset(f))
            continue;
        json_object(j, NULL, true);
        json_string(j, "name", base_name(f->path));
        json_string(j, "file", f->path);
        json_int(j, "line", 1);
        json_string(j, "zone", zone_name(f->class.zone));
        json_int(j, "records", f->facts->records);
        json_int(j, "distinct_records", f->facts->distinct_records);
        json_list(j, "fields", true);
        for (uint32_t k = 0; k < f->facts->n_fields; k++)
            json_string(j, NULL, facts_text(f->facts, f->facts->fields[k].name));
        json_close(j);
        json_close(j);
    }
    json_close(j);
}

static void write_endpoints(struct json *j, const struct report *r)
{
    const struct model *m = r->model;
    json_list(j, "endpoints", false);
    for (unsigned i = 0; i < m->n_routes; i++) {
        const struct route *e = &m->routes[i];
        g_autoptr(GString) name = g_string_new(e->method);
        if (e->path)
            g_string_append_printf(name, "%s%s", name->len ? " " : "", e->path);
        json_object(j, NULL, false);
        json_string(j, "name", name->str);
        write_place(j, m, e->place);
        json_string(j, "method", e->method);
        json_string(j, "path", e->path);
        json_string(j, "framework", e->framework);
        json_string(j, "role", role_name(e->zone));
        write_sites(j, m, e->sites, e->n_sites);
        if (route_authenticated(m, e) > 0)
            json_bool(j, "authenticated", true);
        else
            json_null(j, "authenticated");
        write_attributes(j, m, e->attributes, e->n_attributes);
        write_concerning(j, r, SUBJECT_ROUTE, e->place, NULL, 0);
        json_close(j);
    }
    json_close(j);
}

/* Files that hold a model's weights, and the places where one is loaded. */
static void write_artefacts(struct json *j, const struct report *r)
{
    const struct model *m = r->model;
    json_list(j, "model_artefacts", false);
    for (unsigned i = 0; i < m->n_files; i++) {
        const char *format = file_artefact(m->rules, &m->files[i]);
        if (!format)
            continue;
        json_object(j, NULL, true);
        json_string(j, "name", base_name(m->files[i].path));
        json_string(j, "file", m->files[i].path);
        json_int(j, "line", 1);
        json_string(j, "format", format);
        json_int(j, "bytes", (int64_t)m->files[i].size);
        json_close(j);
    }
    for (unsigned i = 0; i < m->n_uses; i++) {
        const struct use *u = &m->uses[i];
        const struct api_item *item = &m->rules->items[u->item];
        if (g_strcmp0(item->tag, "model_artefact") != 0)
            continue;
        const struct attribute *name = attribute_find(u->attributes, u->n_attributes, "name");
        const char *shown = name ? attribute_shown(m, name) : NULL;
        json_object(j, NULL, false);
        json_string(j, "name", shown ? shown : u->shown ? u->shown : u->text);
        write_place(j, m, u->place);
        json_string(j, "format", NULL);
        json_string(j, "text", u->shown ? u->shown : u->text);
        write_attributes(j, m, u->attributes, u->n_attributes);
        json_close(j);
    }
    json_close(j);
}

static void write_inventory(struct json *j, const struct report *r)
{
    const struct model *m = r->model;
    json_object(j, "inventory", false);
    json_list(j, "sites", false);
    for (unsigned i = 0; i < m->n_sites; i++)
        write_site(j, r, &m->sites[i]);
    json_close(j);
    write_agents(j, r);
    write_tools(j, r);
    write_prompts(j, r);
    write_models(j, r);
    write_embeddings(j, r);
    write_tagged(j, m, "vector_stores", (const char *const[]){"vector_store", "retriever", "retrieval", "index_write", NULL});
    write_tagged(j, m, "mcp_servers", (const char *const[]){"mcp_server", "mcp_client", "mcp", NULL});
    write_tagged(j, m, "evals", (const char *const[]){"eval", "eval_tracked", "eval_attack", "eval_metric", "eval_dataset", NULL});
    write_tagged(j, m, "guardrails", (const char *const[]){"guardrail", "guardrail_hook", NULL});
    write_tagged(j, m, "tracers", (const char *const[]){"tracer", "apm", NULL});
    write_datasets(j, r);
    write_endpoints(j, r);
    write_artefacts(j, r);
    json_close(j);
}

/* ---- controls, findings, plan ---- */

static void write_references(struct json *j, const struct control *c)
{
    json_object(j, "references", true);
    for (unsigned i = 0; i < c->n_references; i++) {
        json_list(j, c->references[i].framework, true);
        for (const char **id = c->references[i].ids; *id; id++)
            json_string(j, NULL, *id);
        json_close(j);
    }
    json_close(j);
}

static void write_evidence(struct json *j, const struct model *m, const struct outcome *o)
{
    json_list(j, "evidence", false);
    for (unsigned i = 0; i < o->n_evidence; i++) {
        const struct evidence *e = &o->evidence[i];
        json_object(j, NULL, true);
        write_place(j, m, e->place);
        json_string(j, "text", e->text);
        json_hundredths(j, "confidence", e->confidence);
        json_close(j);
    }
    json_close(j);
}

/* Where a subject of the control stands; file NO_INDEX for the repository. */
static struct place subject_place(const struct model *m, enum subject kind, uint32_t i)
{
    switch (kind) {
    case SUBJECT_SITE:
        return m->sites[i].place;
    case SUBJECT_AGENT:
        return m->agents[i].place;
    case SUBJECT_TOOL:
        return m->tools[i].place;
    case SUBJECT_ROUTE:
        return m->routes[i].place;
    case SUBJECT_SECRET:
        return m->secrets[i].place;
    case SUBJECT_PROMPT:
        return m->prompts[i].place;
    case SUBJECT_USE:
        return m->uses[i].place;
    case SUBJECT_REPOSITORY:
        break;
    }
    return (struct place){.file = NO_INDEX};
}

static void write_subjects(struct json *j, const struct model *m, const struct outcome *o)
{
    json_list(j, "subjects", false);
    for (unsigned i = 0; i < o->n_subjects; i++) {
        const struct subject_credit *s = &o->subjects[i];
        if (s->index == NO_INDEX)
            continue; /* the repository: its credit is the control's */
        json_object(j, NULL, true);
        write_place(j, m, subject_place(m, o->control->subject, s->index));
        json_string(j, "site", o->control->subject == SUBJECT_SITE ? m->sites[s->index].id : NULL);
        if (s->credit == CREDIT_UNKNOWN)
            json_null(j, "credit");
        else
            json_hundredths(j, "credit", s->credit);
        json_hundredths(j, "credit_low", s->low);
        json_hundredths(j, "credit_high", s->high);
        json_close(j);
    }
    json_close(j);
}

static void write_control(struct json *j, const struct report *r, const struct outcome *o)
{
    const struct control *c = o->control;
    bool judged = o->status != STATUS_NOT_APPLICABLE && o->credit >= 0;
    json_object(j, NULL, false);
    json_string(j, "id", c->id);
    json_string(j, "title", c->title);
    json_string(j, "category", category_name(c->category));
    json_string(j, "severity", severity_name(c->severity));
    json_bool(j, "gate", c->gate);
    json_string(j, "subject", subject_name(c->subject));
    json_string(j, "status", status_name(o->status));
    if (judged) {
        json_hundredths(j, "credit", o->credit);
        json_hundredths(j, "credit_low", o->credit_low);
        json_hundredths(j, "credit_high", o->credit_high);
    } else {
        json_null(j, "credit");
        json_null(j, "credit_low");
        json_null(j, "credit_high");
    }
    if (o->total > 0) {
        json_object(j, "coverage", true);
        json_int(j, "satisfied", o->satisfied);
        json_int(j, "total", o->total);
        json_close(j);
    } else {
        json_null(j, "coverage");
    }
    json_hundredths(j, "confidence", o->confidence);
    json_string(j, "reason", o->reason);
    write_evidence(j, r->model, o);
    write_subjects(j, r->model, o);
    json_list(j, "findings", false);
    for (unsigned i = 0; i < o->n_findings; i++)
        json_string(j, NULL, r->findings[o->findings[i]].fingerprint);
    json_close(j);
    json_int(j, "effort_minutes", o->effort_minutes);
    json_int(j, "debt_minutes", o->debt_minutes);
    json_tenths(j, "score_gain", o->score_gain);
    write_references(j, c);
    json_close(j);
}

static void write_finding(struct json *j, const struct report *r, const struct finding *f)
{
    json_object(j, NULL, false);
    json_string(j, "fingerprint", f->fingerprint);
    json_string(j, "control", f->control->id);
    json_string(j, "category", category_name(f->control->category));
    json_string(j, "severity", severity_name(f->severity));
    json_string(j, "message", f->message);
    json_string(j, "fix", f->fix);
    json_string(j, "looked_for", f->looked_for);
    json_string(j, "file", f->path);
    json_int(j, "line", f->place.line);
    json_int(j, "column", MAX(f->place.column, 1));
    json_int(j, "end_line", MAX(f->place.end_line, f->place.line));
    json_int(j, "end_column",
             f->place.end_column > 0 ? f->place.end_column : MAX(f->place.column, 1));
    write_cell(j, f->place);
    json_hundredths(j, "confidence", f->confidence);
    json_int(j, "effort_minutes", f->effort_minutes);
    json_string(j, "site", f->site < r->model->n_sites ? r->model->sites[f->site].id : NULL);
    json_string(j, "state", finding_state_name(f->state));
    json_close(j);
}

static void write_waivers(struct json *j, const struct report *r)
{
    json_list(j, "waivers", false);
    for (unsigned i = 0; i < r->n_waivers; i++) {
        const struct waiver *w = r->waivers[i];
        json_object(j, NULL, true);
        json_string(j, "control", w->control);
        json_string(j, "path", w->path);
        json_int(j, "line", w->line);
        json_string(j, "source", w->in_file ? "file" : "comment");
        json_string(j, "reason", w->reason);
        json_string(j, "owner", w->owner);
        json_string(j, "expires", w->expires);
        json_string(j, "state", waiver_state_name(w->state));
        json_int(j, "covers", w->covered);
        json_close(j);
    }
    json_close(j);
}

static void write_step(struct json *j, const struct plan_step *p)
{
    json_object(j, NULL, false);
    json_int(j, "rank", p->rank);
    json_string(j, "control", p->control->id);
    json_string(j, "title", p->title);
    json_int(j, "effort_minutes", p->effort_minutes);
    json_tenths(j, "score_gain", p->score_gain);
    json_tenths(j, "score_after", p->score_after);
    json_string(j, "when", p->when);
    write_words(j, "files", p->files);
    json_string(j, "template", p->scaffold);
    json_string(j, "owner", p->owner);
    json_bool(j, "owner_proposed", p->owner_proposed);
    json_close(j);
}

static void write_findings(struct json *j, const struct report *r)
{
    json_list(j, "findings", false);
    for (unsigned i = 0; i < r->n_findings; i++)
        write_finding(j, r, &r->findings[i]);
    json_close(j);
}

static void write_plan(struct json *j, const struct report *r)
{
    json_list(j, "controls", false);
    for (unsigned i = 0; i < r->n_outcomes; i++)
        write_control(j, r, &r->outcomes[i]);
    json_close(j);
    write_findings(j, r);
    json_list(j, "plan", false);
    for (unsigned i = 0; i < r->n_plan; i++)
        write_step(j, &r->plan[i]);
    json_close(j);
}

/* ---- tail ---- */

static void write_tail(struct json *j, const struct report *r)
{
    write_waivers(j, r);
    json_list(j, "notes", false);
    for (unsigned i = 0; i < r->n_notes; i++) {
        const struct note *n = &r->notes[i];
        json_object(j, NULL, true);
        json_string(j, "file", n->file && *n->file ? n->file : NULL);
        write_line(j, "line", n->line);
        json_string(j, "text", n->text);
        json_close(j);
    }
    json_close(j);
    json_object(j, "stats", false);
    json_int(j, "files", r->n_files);
    json_int(j, "bytes", (int64_t)r->n_bytes);
    json_int(j, "parsed", r->n_parsed);
    json_int(j, "cached", r->n_cached);
    json_int(j, "skipped", r->n_skipped);
    json_object(j, "languages", true);
    for (unsigned i = 0; i < r->n_languages; i++)
        json_int(j, r->languages[i].name, r->languages[i].files);
    json_close(j);
    json_close(j);
}

bool report_inventory_json(const struct report *r, const struct text_options *options, GString *out, GError **error)
{
    struct json j;
    (void)options, (void)error;
    json_init(&j, out);
    json_report(&j, r->model->rules->hash);
    write_subject(&j, r);
    write_inventory(&j, r);
    write_findings(&j, r);
    json_close(&j);
    return true;
}

bool report_json(const struct report *r, const struct text_options *options, GString *out,
                 GError **error)
{
    struct json j;
    (void)options;
    (void)error;
    json_init(&j, out);
    json_report(&j, r->model->rules->hash);
    write_subject(&j, r);
    write_score(&j, r);
    write_categories(&j, r);
    write_components(&j, r);
    write_inventory(&j, r);
    write_plan(&j, r);
    write_tail(&j, r);
    json_close(&j);
    return true;
}
