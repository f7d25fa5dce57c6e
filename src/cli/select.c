#include "cli/select.h"

#include <string.h>

#include "cli/cli.h"

static bool select_word(const char *word, const struct ruleset *rules, bool *controls, GError **error)
{
    bool found = false;
    for (unsigned i = 0; i < rules->n_controls; i++) {
        const struct control *c = rules->controls[i];
        if (g_ascii_strcasecmp(word, c->id) == 0 || g_ascii_strcasecmp(word, category_name(c->category)) == 0) {
            controls[i] = true;
            found = true;
        }
    }
    if (found)
        return true;
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    for (int i = 0; i < CATEGORY_COUNT; i++) {
        g_ptr_array_add(known, (gpointer)category_name((enum category)i));
        if (g_ascii_strcasecmp(word, category_name((enum category)i)) == 0)
            return true; /* a debt in which nothing is judged */
    }
    for (unsigned i = 0; i < rules->n_controls; i++)
        g_ptr_array_add(known, (gpointer)rules->controls[i]->id);
    return cli_unknown(error, "debt or control", word, (const char *const *)known->pdata, known->len);
}

bool selection_read(char *const *words, const struct ruleset *rules, struct selection *out, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    out->rules = rules;
    for (; words && *words; words++) {
        g_auto(GStrv) parts = g_strsplit(*words, ",", -1);
        if (!out->controls)
            out->controls = g_new0(bool, rules->n_controls + 1);
        if (!*parts && !select_word("", rules, out->controls, error))
            return false;
        for (char **part = parts; *part; part++) {
            if (!select_word(g_strstrip(*part), rules, out->controls, error))
                return false;
            g_string_append_printf(text, "%s%s", text->len ? ", " : "", *part);
        }
    }
    if (text->len)
        out->text = g_strdup(text->str);
    return true;
}

void selection_fini(struct selection *s)
{
    g_clear_pointer(&s->controls, g_free);
    g_clear_pointer(&s->text, g_free);
}

static bool has_control(const struct selection *s, const struct control *c)
{
    /* what is said of waivers is no control of the rules */
    return !s->controls || (c->index < s->rules->n_controls && s->rules->controls[c->index] == c && s->controls[c->index]);
}

static void select_findings(const struct selection *s, struct report *r)
{
    g_autofree uint32_t *moved = g_new(uint32_t, r->n_findings + 1);
    unsigned n = 0;
    for (unsigned i = 0; i < r->n_findings; i++) {
        const struct finding *f = &r->findings[i];
        bool kept = has_control(s, f->control) && (s->severity < 0 || (int)f->severity >= s->severity);
        moved[i] = kept ? n : NO_INDEX;
        if (kept)
            r->findings[n++] = *f;
    }
    r->n_findings = n;
    for (unsigned i = 0; i < r->n_outcomes; i++) {
        struct outcome *o = &r->outcomes[i];
        unsigned left = 0;
        for (unsigned k = 0; k < o->n_findings; k++)
            if (moved[o->findings[k]] != NO_INDEX)
                o->findings[left++] = moved[o->findings[k]];
        o->n_findings = left;
    }
}

static void select_controls(const struct selection *s, struct report *r)
{
    unsigned n = 0;
    for (unsigned i = 0; i < r->n_outcomes; i++)
        if (has_control(s, r->outcomes[i].control))
            r->outcomes[n++] = r->outcomes[i];
    r->n_outcomes = n;
    n = 0;
    for (unsigned i = 0; i < r->n_plan; i++) {
        if (!has_control(s, r->plan[i].control))
            continue;
        r->plan[n] = r->plan[i];
        r->plan[n].on_path = false;
        r->plan[n].rank = n + 1;
        n++;
    }
    r->n_plan = n;
    r->path_to_gate = 0;
}

void selection_apply(const struct selection *s, struct report *r)
{
    if (!s->controls && s->severity < 0)
        return;
    g_autoptr(GString) text = g_string_new(s->text);
    if (s->severity >= 0)
        g_string_append_printf(text, "%sseverity %s%s", text->len ? ", " : "",
                               severity_name((enum severity)s->severity),
                               s->severity < SEVERITY_CRITICAL ? " and above" : "");
    r->selection = arena_strdup(&r->arena, text->str);
    select_findings(s, r);
    if (s->controls)
        select_controls(s, r);
}
