#include "report/parts.h"

#include <string.h>

#include <stdlib.h>
#include <string.h>

const char *role_name(enum zone z)
{
    switch (z) {
    case ZONE_SRC:
    case ZONE_PROMPT:
        return "source";
    case ZONE_NOTEBOOK:
        return "notebook";
    case ZONE_DOCS:
        return "docs";
    case ZONE_TEST:
    case ZONE_EVAL:
        return "test";
    default:
        return "example"; /* what is neither product nor test is there to be looked at */
    }
}

const char *place_path(const struct model *m, struct place p)
{
    return p.file < m->n_files ? m->files[p.file].path : NULL;
}

const struct secret *secret_on_line(const struct model *m, uint32_t file, uint32_t line)
{
    unsigned low = 0, high = m->n_secrets; /* secrets are in file and line order */
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        if (m->secrets[middle].place.file < file)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < m->n_secrets && m->secrets[low].place.file == file &&
           m->secrets[low].place.line <= line;
         low++)
        if (line <= MAX(m->secrets[low].place.line, m->secrets[low].place.end_line))
            return &m->secrets[low];
    return NULL;
}

const char *attribute_shown(const struct model *m, const struct attribute *a)
{
    if (!a->value || a->place.file >= m->n_files)
        return a->value;
    const struct secret *s = secret_on_line(m, a->place.file, a->place.line);
    if (!s || (s->place.line == a->place.line && a->place.end_line == a->place.line &&
               a->place.column > 0 &&
               (a->place.end_column <= s->place.column || s->place.end_column <= a->place.column)))
        return a->value; /* beside it, not it */
    return s->redacted;
}

unsigned count_open(const struct report *r)
{
    unsigned n = 0;
    for (unsigned i = 0; i < r->n_findings; i++)
        n += is_open(&r->findings[i]);
    return n;
}

unsigned count_open_of(const struct report *r, const struct outcome *o)
{
    unsigned n = 0;
    for (unsigned i = 0; i < o->n_findings; i++)
        n += is_open(&r->findings[o->findings[i]]);
    return n;
}

void count_controls(const struct report *r, unsigned *all, unsigned *assessed)
{
    *all = *assessed = 0;
    for (unsigned i = 0; i < r->n_outcomes; i++) {
        enum status s = r->outcomes[i].status;
        *all += s != STATUS_NOT_APPLICABLE;
        *assessed += s != STATUS_NOT_APPLICABLE && s != STATUS_UNKNOWN;
    }
}

uint32_t finding_line(const struct finding *f)
{
    return f->looked_for ? 1 : MAX(f->place.line, 1u);
}

char *path_from_root(const struct report *r, const char *path)
{
    return !r->path || strcmp(r->path, ".") == 0 ? g_strdup(path) : g_strconcat(r->path, "/", path, NULL);
}

const char *fix_text(const struct control *c)
{
    for (unsigned i = 0; i < c->n_fix; i++)
        if (strcmp(c->fix[i].key, "text") == 0)
            return c->fix[i].value;
    return NULL;
}

char *shell_word(const char *text)
{
    bool plain = !text[strspn(
        text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+,:@%-")];
    return plain && *text ? g_strdup(text) : g_shell_quote(text);
}

int pin_state(enum pin p)
{
    return p == PIN_PINNED ? 1 : p == PIN_FLOATING || p == PIN_MINOR ? 0 : -1;
}

const char *tristate_name(enum tristate s)
{
    return s == STATE_SET ? "set" : s == STATE_UNSET ? "unset" : "unknown";
}

const char *origin_name(enum origin o)
{
    static const char *const names[] = {"none",   "call", "client", "wrapper",
                                        "caller", "flow", "default"};
    return (size_t)o < G_N_ELEMENTS(names) ? names[o] : "none";
}

void append_effort(GString *out, int minutes)
{
    int step = minutes < 60 ? 5 : minutes < 600 ? 15 : 60;
    int about = minutes < 5 ? minutes : (minutes + step / 2) / step * step;
    if (about < 60)
        g_string_append_printf(out, "%d min", about);
    else if (about % 60)
        g_string_append_printf(out, "%d h %02d", about / 60, about % 60);
    else
        g_string_append_printf(out, "%d h", about / 60);
}

char *path_root(const char *text)
{
    const char *name = *text == '`' ? text + 1 : text;
    return g_strndup(name, strcspn(name, *text == '`' ? "`" : ".([ "));
}

bool file_is_dataset(const struct project_file *f)
{
    return f->facts && f->facts->records > 0 && (f->class.zone == ZONE_EVAL || f->class.zone == ZONE_DATA);
}

const char *file_artefact(const struct ruleset *rules, const struct project_file *f)
{
    if (f->class.zone == ZONE_VENDORED || f->class.zone == ZONE_GENERATED)
        return NULL;
    for (unsigned i = 0; i < rules->n_artefacts; i++)
        for (const char **glob = rules->artefacts[i].paths; *glob; glob++)
            if (glob_match(*glob, f->path))
                return rules->artefacts[i].format;
    return NULL;
}

void tool_effects(const struct model *m, const struct tool *t, GPtrArray *out)
{
    static const struct {
        const char *tag, *effect;
    } effects[] = {{"durable_write", "writes"}, {"memory_store", "writes"},          {"index_write", "writes"},
                   {"state_change", "writes"},  {"outside_write", "writes outside"}, {"command_run", "runs commands"},
                   {"sql", "asks a database"},  {"retrieval", "searches"}};
    g_autoptr(GArray) units = g_array_new(FALSE, FALSE, sizeof(struct unit));
    if (t->unit.file == NO_INDEX || t->unit.scope <= 1)
        return;
    model_callees(m, t->unit, 3, units);
    bool has[G_N_ELEMENTS(effects)] = {false};
    for (guint k = 0; k < units->len; k++) {
        const struct unit *u = &g_array_index(units, struct unit, k);
        for (unsigned i = model_first_use(m, u->file, 0); i < m->n_uses && m->uses[i].place.file == u->file; i++) {
            const char *tag = m->rules->items[m->uses[i].item].tag;
            for (size_t e = 0; tag && m->uses[i].unit.scope == u->scope && e < G_N_ELEMENTS(effects); e++)
                has[e] |= strcmp(tag, effects[e].tag) == 0;
        }
    }
    for (size_t e = 0; e < G_N_ELEMENTS(effects); e++) {
        for (guint i = 0; i < out->len && has[e]; i++)
            has[e] = strcmp(g_ptr_array_index(out, i), effects[e].effect) != 0;
        if (has[e])
            g_ptr_array_add(out, (gpointer)effects[e].effect);
    }
}

int route_authenticated(const struct model *m, const struct route *r)
{
    const struct attribute *auth = attribute_find(r->attributes, r->n_attributes, "auth");
    if (auth && auth->state == STATE_SET)
        return 1;
    for (unsigned i = 0; i < r->n_uses; i++) {
        const char *tag = m->rules->items[m->uses[r->uses[i]].item].tag;
        if (tag && (strcmp(tag, "auth") == 0 || strcmp(tag, "auth_scheme") == 0))
            return 1;
    }
    return -1;
}

const char *framework_title(const struct ruleset *rules, const char *key)
{
    for (unsigned i = 0; i < rules->n_frameworks; i++)
        if (strcmp(rules->frameworks[i].key, key) == 0)
            return rules->frameworks[i].value;
    return key;
}
