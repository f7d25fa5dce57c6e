/* What configuration and plain text say: steps of CI jobs, credentials, notes. */
#include <string.h>

#include "base/regex.h"
#include "link/keys.h"
#include "link/link_priv.h"

/* ---- CI ---- */

static bool neutral(const struct facts *f, const struct ci_system *ci, const struct fact_node *step)
{
    for (const char **rule = ci->neutral; rule && *rule; rule++) {
        const char *eq = strchr(*rule, '=');
        if (!eq)
            continue;
        g_autofree char *key = g_strndup(*rule, (gsize)(eq - *rule));
        g_autoptr(GArray) at = g_array_new(FALSE, FALSE, sizeof(struct key_hit));
        keys_values(f, step, "", key, at);
        for (guint i = 0; i < at->len; i++) {
            g_autofree char *value = g_strdup(keys_scalar(f, g_array_index(at, struct key_hit, i).node));
            if (value && g_ascii_strcasecmp(g_strstrip(value), eq + 1) == 0)
                return true;
        }
    }
    return false;
}

/* Whether any value in a step holds a text. */
static bool holds(const struct facts *f, const struct fact_node *step, const char *text)
{
    const char *own = keys_scalar(f, step);
    if (own)
        return strstr(own, text) != NULL;
    for (uint32_t i = 0; (step->kind == NODE_DICT || step->kind == NODE_LIST) && i < step->count; i++) {
        const struct fact_node *kid = &f->nodes[f->kids[step->first + i]];
        if (holds(f, kid->kind == NODE_PAIR ? &f->nodes[kid->b] : kid, text))
            return true;
    }
    return false;
}

/* Whether a step may fail and the job goes on, but one of the steps behind it asks for that and fails: `steps` are those of
 * the job, which may be one itself; it is the i-th. */
static bool fails_later(const struct facts *f, const struct ci_system *ci, const struct fact_node *job, const GArray *steps, guint i)
{
    const struct fact_node *step = g_array_index(steps, struct key_hit, i).node;
    const char *name = ci->step_name && step->kind == NODE_DICT ? keys_scalar(f, keys_value(f, step, ci->step_name)) : NULL;
    const char *star = ci->outcome ? strchr(ci->outcome, '*') : NULL;
    if (!name || !star)
        return false;
    g_autofree char *asked = g_strdup_printf("%.*s%s%s", (int)(star - ci->outcome), ci->outcome, name, star + 1);
    for (guint k = i + 1; k < steps->len; k++) {
        const struct fact_node *later = g_array_index(steps, struct key_hit, k).node;
        for (const char **text = ci->failing; *text && later != job && holds(f, later, asked); text++)
            if (holds(f, later, *text))
                return true;
    }
    return false;
}

static void triggers_of(const struct facts *f, const struct ci_system *ci, const struct fact_node *root, GPtrArray *out)
{
    g_autoptr(GArray) at = g_array_new(FALSE, FALSE, sizeof(struct key_hit));
    if (ci->triggers)
        keys_values(f, root, "", ci->triggers, at);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (guint i = 0; i < at->len; i++) {
        const struct fact_node *n = g_array_index(at, struct key_hit, i).node;
        if (keys_scalar(f, n))
            g_ptr_array_add(words, (gpointer)keys_scalar(f, n));
        for (uint32_t k = 0; (n->kind == NODE_LIST || n->kind == NODE_DICT) && k < n->count; k++) {
            const struct fact_node *e = &f->nodes[f->kids[n->first + k]];
            const char *w = e->kind == NODE_PAIR ? keys_scalar(f, &f->nodes[e->a]) : keys_scalar(f, e);
            if (w)
                g_ptr_array_add(words, (gpointer)w);
        }
    }
    for (guint i = 0; i < words->len; i++) {
        const char *word = g_ptr_array_index(words, i), *name = word;
        for (unsigned k = 0; k < ci->n_trigger_names; k++)
            if (g_str_equal(ci->trigger_names[k].key, word))
                name = ci->trigger_names[k].value;
        g_ptr_array_add(out, (gpointer)name);
    }
    for (const char **t = ci->default_triggers; !words->len && *t; t++)
        g_ptr_array_add(out, (gpointer)*t);
    g_ptr_array_add(out, NULL);
}

/* What the file, a job, which the key path `path` leads to, or a step says of when it runs; where it says nothing, `otherwise`,
 * what is said around it. */
static const char **events_of(struct linker *l, const struct facts *f, const struct ci_system *ci, const struct fact_node *at,
                              const char *path, const char **otherwise)
{
    g_autoptr(GPtrArray) out = g_ptr_array_new();
    for (unsigned i = 0; i < ci->n_events; i++) {
        const struct ci_event *e = &ci->events[i];
        g_autoptr(GArray) said = g_array_new(FALSE, FALSE, sizeof(struct key_hit));
        for (const char **key = e->keys; *key; key++)
            keys_values(f, at, "", *key, said);
        bool is = e->job && g_strcmp0(e->job, path) == 0;
        for (guint k = 0; k < said->len && !is; k++) {
            const char *text = keys_scalar(f, g_array_index(said, struct key_hit, k).node);
            is = text && (!e->matches || regex_search(e->matches, text, strlen(text)));
        }
        if (is && !g_ptr_array_find_with_equal_func(out, e->is, g_str_equal, NULL))
            g_ptr_array_add(out, (gpointer)e->is);
    }
    if (!out->len)
        return otherwise;
    g_ptr_array_add(out, NULL);
    return arena_memdup(l->a, out->pdata, out->len * sizeof(char *));
}

static const char *commands(struct linker *l, const struct facts *f, const struct fact_node *step, const char **keys)
{
    g_autoptr(GString) s = g_string_new(NULL);
    for (const char **k = keys; k && *k; k++) {
        const struct fact_node *n = *k[0] == '.' ? step : keys_value(f, step, *k);
        if (!n)
            continue;
        if (keys_scalar(f, n)) {
            if (s->len)
                g_string_append_c(s, '\n');
            g_string_append(s, keys_scalar(f, n));
        }
        for (uint32_t i = 0; n->kind == NODE_LIST && i < n->count; i++) {
            const char *line = keys_scalar(f, &f->nodes[f->kids[n->first + i]]);
            if (line) {
                if (s->len)
                    g_string_append_c(s, '\n');
                g_string_append(s, line);
            }
        }
    }
    return s->len ? arena_strdup(l->a, s->str) : NULL;
}

static void ci_file(struct linker *l, GArray *steps, uint32_t file, const struct ci_system *ci)
{
    const struct facts *f = l->files[file].pf->facts;
    const struct fact_node *root = &f->nodes[f->root];
    g_autoptr(GPtrArray) triggers = g_ptr_array_new();
    triggers_of(f, ci, root, triggers);
    const char **of_file = arena_memdup(l->a, triggers->pdata, triggers->len * sizeof(char *));
    of_file = events_of(l, f, ci, root, NULL, of_file);
    const char *workflow = keys_scalar(f, keys_value(f, root, "name"));
    g_autoptr(GArray) jobs = g_array_new(FALSE, FALSE, sizeof(struct key_hit));
    g_autoptr(GPtrArray) paths = g_ptr_array_new(); /* by which they are jobs */
    for (const char **j = ci->jobs; j && *j; j++) {
        keys_values(f, root, "", *j, jobs);
        while (paths->len < jobs->len)
            g_ptr_array_add(paths, (gpointer)*j);
    }
    for (guint j = 0; j < jobs->len; j++) {
        struct key_hit job = g_array_index(jobs, struct key_hit, j);
        const char **of_job = events_of(l, f, ci, job.node, g_ptr_array_index(paths, j), of_file);
        bool job_neutral = neutral(f, ci, job.node);
        g_autoptr(GArray) at = g_array_new(FALSE, FALSE, sizeof(struct key_hit));
        for (const char **s = ci->steps; s && *s; s++)
            keys_values(f, job.node, job.name, *s, at);
        for (guint s = 0; s < at->len; s++) {
            const struct fact_node *step = g_array_index(at, struct key_hit, s).node;
            struct ci_step out = {.system = ci, .workflow = workflow, .job = job.name,
                                  .triggers = step == job.node ? of_job : events_of(l, f, ci, step, NULL, of_job)};
            if (step->kind == NODE_DICT) {
                out.run = commands(l, f, step, ci->run);
                out.uses = commands(l, f, step, ci->uses);
            } else {
                out.run = keys_scalar(f, step);
            }
            if (!out.run && !out.uses)
                continue;
            out.place = place_of(l, file, (uint32_t)(step - f->nodes));
            out.neutralised = job_neutral || (neutral(f, ci, step) && !fails_later(f, ci, job.node, at, s)) ||
                              (out.run && (strstr(out.run, "|| true") || strstr(out.run, "|| :")));
            g_array_append_val(steps, out);
        }
    }
}

/* Adds what triggers `from` to what triggers `to`; whether there was anything new. */
static bool share_triggers(struct linker *l, const struct ci_step *from, struct ci_step *to)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    for (const char **t = to->triggers; *t; t++)
        g_ptr_array_add(all, (gpointer)*t);
    guint before = all->len;
    for (const char **t = from->triggers; *t; t++)
        if (!g_ptr_array_find_with_equal_func(all, *t, g_str_equal, NULL))
            g_ptr_array_add(all, (gpointer)*t);
    if (all->len == before)
        return false;
    g_ptr_array_add(all, NULL);
    to->triggers = arena_memdup(l->a, all->pdata, all->len * sizeof(char *));
    return true;
}

/* Whether the file is `name`, or stands in the folder of that name. */
static bool is_named(const char *path, const char *name)
{
    size_t n = strlen(name);
    while (n && name[n - 1] == '/')
        n--;
    return n && strncmp(path, name, n) == 0 && (path[n] == '\0' || (path[n] == '/' && !strchr(path + n + 1, '/')));
}

/* Steps that a file of the repository's own lends to others run when those do; files may lend what they borrowed. */
static void ci_reuse(struct linker *l, GArray *steps)
{
    bool more = true;
    for (unsigned depth = 0; more && depth < 8; depth++) {
        more = false;
        for (guint i = 0; i < steps->len; i++) {
            const struct ci_step *from = &g_array_index(steps, struct ci_step, i);
            const char *local = from->system->local;
            if (!local || !from->uses || from->neutralised || !g_str_has_prefix(from->uses, local))
                continue;
            for (guint k = 0; k < steps->len; k++) {
                struct ci_step *to = &g_array_index(steps, struct ci_step, k);
                if (to->place.file != from->place.file && to->system == from->system &&
                    is_named(l->files[to->place.file].pf->path, from->uses + strlen(local)))
                    more |= share_triggers(l, from, to);
            }
        }
    }
}

/* ---- all ---- */

void link_config(struct linker *l)
{
    struct model *m = l->m;
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(struct ci_step));
    g_autoptr(GArray) secrets = g_array_new(FALSE, FALSE, sizeof(struct secret));
    g_autoptr(GArray) notes = g_array_new(FALSE, FALSE, sizeof(struct note));
    m->imported = g_hash_table_new(g_str_hash, g_str_equal);
    for (uint32_t file = 0; file < l->n_files; file++) {
        const struct project_file *pf = l->files[file].pf;
        const struct facts *f = pf->facts;
        if (!f)
            continue;
        for (uint32_t i = 0; i < f->n_notes; i++) {
            struct note n = {pf->path, facts_line(f, f->notes[i].line).line, f->strings[f->notes[i].text]};
            g_array_append_val(notes, n);
        }
        for (uint32_t i = 0; i < f->n_secrets; i++) {
            const struct fact_secret *s = &f->secrets[i];
            for (unsigned r = 0; r < l->rules->n_secrets; r++)
                if (g_str_equal(l->rules->secrets[r].id, f->strings[s->rule])) {
                    struct secret out = {.rule = &l->rules->secrets[r], .redacted = f->strings[s->text],
                                         .zone = pf->class.zone,
                                         .place = {.file = file, .line = s->line, .end_line = s->line,
                                                   .column = s->column, .end_column = s->end_column}};
                    g_array_append_val(secrets, out);
                }
        }
        if ((pf->class.zone == ZONE_SRC || pf->class.zone == ZONE_NOTEBOOK) && !model_file_unfilled(pf))
            for (uint32_t i = 0; i < f->n_imports; i++) {
                const char *module = f->strings[f->imports[i].module];
                if (*module == '.' || *module == MODULE_OWN)
                    continue;
                gsize n = pf->language && pf->language->modules == MODULES_DOTTED ? strcspn(module, ".") : strlen(module);
                g_hash_table_add(m->imported, arena_strndup(l->a, module, n));
            }
        if (!f->root)
            continue;
        for (unsigned c = 0; c < l->rules->n_ci_systems; c++)
            for (const char **g = l->rules->ci_systems[c].paths; g && *g; g++)
                if (glob_match(*g, pf->path)) {
                    ci_file(l, steps, file, &l->rules->ci_systems[c]);
                    break;
                }
    }
    ci_reuse(l, steps);
    m->n_ci_steps = steps->len;
    m->ci_steps = arena_memdup(l->a, steps->data, steps->len * sizeof(struct ci_step));
    m->n_secrets = secrets->len;
    m->secrets = arena_memdup(l->a, secrets->data, secrets->len * sizeof(struct secret));
    m->n_notes = notes->len;
    m->notes = arena_memdup(l->a, notes->data, notes->len * sizeof(struct note));
}
