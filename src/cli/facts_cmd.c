/* facts, sites - what the first stages see, for those who write rules. */
#include <string.h>

#include "base/text.h"
#include "cli/scan.h"
#include "cli/shared.h"
#include "extract/dump.h"
#include "report/parts.h"

static void dump_all(const struct scan *s, GString *out)
{
    for (guint i = 0; i < s->source->files->len; i++) {
        const struct project_file *f = &s->files[i];
        if (s->source->files->len > 1)
            g_string_append_printf(out, "== %s %s %s\n", f->path, zone_name(f->class.zone),
                                   f->language ? f->language->name : "-");
        if (f->facts)
            facts_dump(f->facts, out);
        else
            g_string_append_printf(out, "not read: %s\n", f->class.why ? f->class.why : "no facts");
    }
}

static void append_word(GString *out, const char *key, const char *value)
{
    if (value)
        g_string_append_printf(out, " %s=%s", key, value);
}

static void append_attributes(GString *out, const struct model *m, const struct attribute *list,
                              unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        const struct attribute *a = &list[i];
        const char *shown = a->state == STATE_SET ? attribute_shown(m, a) : NULL;
        g_string_append_printf(out, " %s=%s", a->name, tristate_name(a->state));
        if (shown)
            g_string_append_printf(out, "(%s)", shown);
        if (a->state == STATE_SET && a->origin != ORIGIN_CALL)
            g_string_append_printf(out, "@%s", origin_name(a->origin));
    }
}

static void begin_line(GString *out, const struct model *m, struct place p, const char *what)
{
    g_string_append_printf(out, "%s:%u %s", place_path(m, p) ? place_path(m, p) : "?", p.line,
                           what);
}

static const char *flow_name(enum flow_kind kind)
{
    static const char *const names[FLOW_KINDS] = {"parse", "schema", "cast", "subscript", "branch", "match",
                                                  "execute", "render", "store", "respond", "log"};
    return names[kind];
}

static void list_things(const struct model *m, GString *out)
{
    for (unsigned i = 0; i < m->n_sites; i++) {
        const struct site *s = &m->sites[i];
        begin_line(out, m, s->place, "site");
        g_string_append_printf(out, " %s", s->kind);
        append_word(out, "sdk", s->sdk);
        append_word(out, "provider", s->provider);
        append_word(out, "role", role_name(s->zone));
        append_word(out, "function", s->function);
        append_word(out, "model", s->model);
        append_word(out, "pin", pin_name(s->pin));
        append_attributes(out, m, s->attributes, s->n_attributes);
        g_string_append_c(out, '\n');
        for (unsigned k = 0; k < s->n_flows; k++) {
            begin_line(out, m, s->flows[k].place, "flow");
            g_string_append_printf(out, " of=%s:%u kind=%s handlers=%u %s\n", place_path(m, s->place), s->place.line, flow_name(s->flows[k].kind),
                                   s->flows[k].n_handlers, s->flows[k].what);
        }
    }
    for (unsigned i = 0; i < m->n_agents; i++) {
        begin_line(out, m, m->agents[i].place, "agent");
        append_word(out, "name", m->agents[i].name);
        append_word(out, "sdk", m->agents[i].sdk);
        append_word(out, "role", role_name(m->agents[i].zone));
        append_attributes(out, m, m->agents[i].attributes, m->agents[i].n_attributes);
        g_string_append_c(out, '\n');
    }
    for (unsigned i = 0; i < m->n_tools; i++) {
        begin_line(out, m, m->tools[i].place, "tool");
        append_word(out, "name", m->tools[i].name);
        append_word(out, "sdk", m->tools[i].sdk);
        append_word(out, "role", role_name(m->tools[i].zone));
        append_word(out, "attached", m->tools[i].attached ? "yes" : "no");
        append_attributes(out, m, m->tools[i].attributes, m->tools[i].n_attributes);
        g_string_append_c(out, '\n');
    }
    for (unsigned i = 0; i < m->n_routes; i++) {
        begin_line(out, m, m->routes[i].place, "route");
        append_word(out, "method", m->routes[i].method);
        append_word(out, "path", m->routes[i].path);
        append_word(out, "framework", m->routes[i].framework);
        g_string_append_printf(out, " sites=%u", m->routes[i].n_sites);
        append_attributes(out, m, m->routes[i].attributes, m->routes[i].n_attributes);
        g_string_append_c(out, '\n');
    }
    for (unsigned i = 0; i < m->n_uses; i++) {
        const struct use *u = &m->uses[i];
        const struct api_item *item = &m->rules->items[u->item];
        begin_line(out, m, u->place, "use");
        append_word(out, "tag", item->tag);
        append_word(out, "rule", item->file->name);
        g_string_append_printf(out, " %s%s", u->text, u->in_force ? "" : " (not in force)");
        append_attributes(out, m, u->attributes, u->n_attributes);
        g_string_append_c(out, '\n');
    }
}

/* Opens the path and prints what `write` says of it. */
static enum cli_status show(const struct command *c, char *const *args,
                            void (*write)(const struct scan *, GString *), GError **error)
{
    shared_auto shared = {0};
    g_autofree GOptionEntry *entries = shared_entries(&shared, SHARED_RULES | SHARED_JOBS, NULL);
    g_auto(GStrv) rest = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    struct scan_options o = {.gate = -1};
    if (!cli_parse(c, entries, args, &rest, error) || !cli_at_most(rest, 1, error) ||
        !shared_apply(&shared, &o, error))
        return CLI_OK;
    o.path = *rest ? *rest : ".";
    struct scan *s = scan_open(&o, error);
    if (!s)
        return CLI_SCAN;
    write(s, out);
    scan_free(s);
    g_autofree char *safe = text_safe_lines(out->str);
    return cli_print(safe, strlen(safe), error) ? CLI_OK : CLI_SCAN;
}

static void write_sites(const struct scan *s, GString *out)
{
    list_things(s->model, out);
}

static enum cli_status run_facts(const struct command *c, char *const *args, GError **error)
{
    return show(c, args, dump_all, error);
}

static enum cli_status run_sites(const struct command *c, char *const *args, GError **error)
{
    return show(c, args, write_sites, error);
}

const struct command command_facts = {
    .name = "facts",
    .arguments = "FILE",
    .summary = "the facts of one file",
    .run = run_facts,
    .hidden = true,
};

const struct command command_sites = {
    .name = "sites",
    .arguments = "[PATH]",
    .summary = "what was recognised: sites and where their output goes, agents, tools, routes and uses, a line each",
    .run = run_sites,
    .hidden = true,
};
