#include "judge/subject.h"

unsigned subject_count(const struct model *m, enum subject kind)
{
    switch (kind) {
    case SUBJECT_REPOSITORY:
        return 1;
    case SUBJECT_SITE:
        return m->n_sites;
    case SUBJECT_AGENT:
        return m->n_agents;
    case SUBJECT_TOOL:
        return m->n_tools;
    case SUBJECT_ROUTE:
        return m->n_routes;
    case SUBJECT_SECRET:
        return m->n_secrets;
    case SUBJECT_PROMPT:
        return m->n_prompts;
    case SUBJECT_USE:
        return m->n_uses;
    }
    return 0;
}

static const struct api_item *item_at(const struct model *m, uint32_t item)
{
    return m->rules && item < m->rules->n_items ? &m->rules->items[item] : NULL;
}

static const char *item_kind(const struct model *m, uint32_t item)
{
    const struct api_item *i = item_at(m, item);
    return i ? i->kind : NULL;
}

static const char *item_provider(const struct model *m, uint32_t item)
{
    const struct api_item *i = item_at(m, item);
    return i ? i->provider : NULL;
}

struct subject_view subject_view(const struct model *m, struct subject_ref s)
{
    struct subject_view v = {.place.file = NO_INDEX, .unit.file = NO_INDEX, .confidence = 90};
    if (s.kind == SUBJECT_REPOSITORY)
        v.name = m->name;
    if (s.kind == SUBJECT_REPOSITORY || s.index >= subject_count(m, s.kind))
        return v;
    switch (s.kind) {
    case SUBJECT_REPOSITORY:
        break;
    case SUBJECT_SITE: {
        const struct site *e = &m->sites[s.index];
        v = (struct subject_view){.place = e->place,
                                  .unit = e->unit,
                                  .zone = e->zone,
                                  .sdk = e->sdk,
                                  .provider = e->provider,
                                  .kind = e->kind,
                                  .name = e->call,
                                  .attributes = e->attributes,
                                  .n_attributes = e->n_attributes,
                                  .confidence = (int)(e->confidence * 100 + 0.5)};
        break;
    }
    case SUBJECT_AGENT: {
        const struct agent *e = &m->agents[s.index];
        v = (struct subject_view){.place = e->place,
                                  .unit = e->unit,
                                  .zone = e->zone,
                                  .sdk = e->sdk,
                                  .provider = item_provider(m, e->item),
                                  .kind = item_kind(m, e->item),
                                  .name = e->name,
                                  .attributes = e->attributes,
                                  .n_attributes = e->n_attributes,
                                  .confidence = 95};
        break;
    }
    case SUBJECT_TOOL: {
        const struct tool *e = &m->tools[s.index];
        v = (struct subject_view){.place = e->place,
                                  .unit = e->unit,
                                  .zone = e->zone,
                                  .sdk = e->sdk,
                                  .provider = item_provider(m, e->item),
                                  .kind = item_kind(m, e->item),
                                  .name = e->name,
                                  .attributes = e->attributes,
                                  .n_attributes = e->n_attributes,
                                  .confidence = 95};
        break;
    }
    case SUBJECT_ROUTE: {
        const struct route *e = &m->routes[s.index];
        v = (struct subject_view){.place = e->place,
                                  .unit = e->handler,
                                  .zone = e->zone,
                                  .sdk = e->framework,
                                  .kind = e->method,
                                  .name = e->path,
                                  .attributes = e->attributes,
                                  .n_attributes = e->n_attributes,
                                  .confidence = 95};
        break;
    }
    case SUBJECT_PROMPT: {
        const struct prompt *e = &m->prompts[s.index];
        v = (struct subject_view){.place = e->place,
                                  .unit = e->unit,
                                  .zone = e->zone,
                                  .sdk = e->sdk,
                                  .kind = e->kind,
                                  .name = e->name,
                                  .attributes = e->attributes,
                                  .n_attributes = e->n_attributes,
                                  .confidence = 85};
        break;
    }
    case SUBJECT_SECRET: {
        const struct secret *e = &m->secrets[s.index];
        v = (struct subject_view){.place = e->place,
                                  .unit.file = NO_INDEX,
                                  .zone = e->zone,
                                  .kind = e->rule ? e->rule->id : NULL,
                                  .name = e->rule ? e->rule->title : NULL,
                                  .confidence = 90};
        if (e->rule && e->rule->confidence)
            v.confidence = (int)(g_ascii_strtod(e->rule->confidence, NULL) * 100 + 0.5);
        break;
    }
    case SUBJECT_USE: {
        const struct use *e = &m->uses[s.index];
        const struct api_item *item = item_at(m, e->item);
        v = (struct subject_view){.place = e->place,
                                  .unit = e->unit,
                                  .zone = e->place.file < m->n_files ? m->files[e->place.file].class.zone : ZONE_SRC,
                                  .sdk = item ? item->file->name : NULL,
                                  .kind = item ? item->tag : NULL,
                                  .name = e->shown ? e->shown : e->text,
                                  .attributes = e->attributes,
                                  .n_attributes = e->n_attributes,
                                  .confidence = 95};
        break;
    }
    }
    v.confidence = CLAMP(v.confidence, 0, 100);
    return v;
}

struct unit subject_unit(const struct model *m, struct subject_ref s)
{
    const struct unit none = {NO_INDEX, 0};
    if (s.index >= subject_count(m, s.kind))
        return none;
    switch (s.kind) {
    case SUBJECT_SITE: return m->sites[s.index].unit;
    case SUBJECT_AGENT: return m->agents[s.index].unit;
    case SUBJECT_TOOL: return m->tools[s.index].unit;
    case SUBJECT_ROUTE: return m->routes[s.index].handler;
    case SUBJECT_PROMPT: return m->prompts[s.index].unit;
    case SUBJECT_USE: return m->uses[s.index].unit;
    case SUBJECT_REPOSITORY: case SUBJECT_SECRET: break;
    }
    return none;
}

bool subject_counts(const struct model *m, struct subject_ref s)
{
    if (s.kind == SUBJECT_REPOSITORY)
        return true;
    struct subject_view v = subject_view(m, s);
    if (s.kind == SUBJECT_SECRET)
        return v.zone != ZONE_VENDORED && v.zone != ZONE_BENCHMARK_DATA;
    if (s.kind == SUBJECT_USE) {
        const struct api_item *item = item_at(m, m->uses[s.index].item);
        bool entry = item && item->as == AS_CONFIG && v.zone == ZONE_CONFIG;
        return m->uses[s.index].in_force && (entry || zone_is_product(v.zone));
    }
    if (s.kind == SUBJECT_PROMPT && v.zone == ZONE_DOCS) /* a text like any other, but a call sends it */
        return m->prompts[s.index].n_sites > 0;
    return zone_is_product(v.zone) || (s.kind == SUBJECT_PROMPT && v.zone == ZONE_PROMPT);
}

const uint32_t *subject_sites(const struct model *m, const struct subject_ref *s, unsigned *n)
{
    *n = 0;
    if (s->kind == SUBJECT_SITE && s->index < m->n_sites) {
        *n = 1;
        return &s->index;
    }
    if (s->kind == SUBJECT_ROUTE && s->index < m->n_routes) {
        *n = m->routes[s->index].n_sites;
        return m->routes[s->index].sites;
    }
    if (s->kind == SUBJECT_PROMPT && s->index < m->n_prompts) {
        *n = m->prompts[s->index].n_sites;
        return m->prompts[s->index].sites;
    }
    return NULL;
}
