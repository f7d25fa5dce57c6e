#include "cli/apply.h"

#include <string.h>

#include "base/limits.h"
#include "base/regex.h"
#include "base/tree.h"
#include "syntax/edit.h"

/* ---- which edit ---- */

static const struct api_file *sdk_named(const struct ruleset *rules, const char *name)
{
    for (unsigned i = 0; i < rules->n_api_files; i++)
        if (rules->api_files[i]->sdk && strcmp(rules->api_files[i]->name, name) == 0)
            return rules->api_files[i];
    return NULL;
}

static bool names(const char **list, const char *word)
{
    return !*list || (word && g_strv_contains(list, word));
}

/* Where the edit would be made: the call itself, or where its client is built. */
static struct place place_of(const struct api_edit *e, const struct site *s)
{
    return e->at_client ? s->client : s->place;
}

static const struct language *language_at(const struct model *m, struct place p)
{
    return p.file < m->n_files ? m->files[p.file].language : NULL;
}

static bool model_fits(const struct api_edit *e, const struct site *s)
{
    return !e->models || (s->model && regex_search(e->models, s->model, strlen(s->model)));
}

struct edit {
    const struct finding *finding;
    const struct api_edit *rule;   /* writes an argument; NULL: a word is replaced */
    const char *before, *after;
    struct place place;
};

static const struct api_edit *edit_for(const struct model *m, const struct site *s, const char *attribute)
{
    const struct api_file *sdk = sdk_named(m->rules, s->sdk);
    for (unsigned i = 0; sdk && i < sdk->n_edits; i++) {
        const struct api_edit *e = &sdk->edits[i];
        const struct language *language = language_at(m, place_of(e, s));
        if (strcmp(e->attribute, attribute) == 0 && language && language->reader == READER_CODE &&
            names(e->languages, language->name) && names(e->providers, s->provider) && model_fits(e, s))
            return e;
    }
    return NULL;
}

/* A model that is named by an alias, where that is written, gets the name of what the provider says it stands for. */
static const char *plan_pin(const struct model *m, const struct site *site, const struct attribute *a, struct edit *out)
{
    bool literal = a->value_origin == VALUE_LITERAL || a->value_origin == VALUE_CONST || a->value_origin == VALUE_CONFIG;
    const char *snapshot = a->value ? ruleset_snapshot(m->rules, a->value, site->provider) : NULL;
    if (!literal || a->place.file >= m->n_files || !m->files[a->place.file].language)
        return "its model is not written out";
    if (!snapshot)
        return "the provider names no snapshot that this model stands for";
    out->before = a->value;
    out->after = snapshot;
    out->place = a->place;
    return NULL;
}

static const char *plan_finding(const struct scan *s, const struct finding *f, struct edit *out)
{
    const struct model *m = s->model;
    if (f->site >= m->n_sites)
        return "it is about no call of a model";
    const struct site *site = &m->sites[f->site];
    const struct attribute *a = attribute_find(site->attributes, site->n_attributes, f->control->apply);
    *out = (struct edit){.finding = f};
    if (a && a->state == STATE_SET && strcmp(a->name, "model") == 0)
        return plan_pin(m, site, a, out);
    if (a && (a->state != STATE_UNSET || a->place.file != NO_INDEX))
        return a->state == STATE_UNSET ? "something is set there on purpose" : "what is set there cannot be seen";
    const struct api_edit *rule = edit_for(m, site, f->control->apply);
    if (!rule)
        return "no edit is known for this library here";
    out->rule = rule;
    out->place = place_of(rule, site);
    return NULL;
}

/* ---- files ---- */

static const char *written_by(const struct edit *e)
{
    return e->rule ? e->rule->write : e->after;
}

/* From the end of the tree to its beginning, so that what is in front stays where it is. */
static gint backwards(gconstpointer a, gconstpointer b)
{
    const struct edit *x = a, *y = b;
    if (x->place.file != y->place.file)
        return x->place.file < y->place.file ? -1 : 1;
    if (x->place.line != y->place.line)
        return x->place.line > y->place.line ? -1 : 1;
    if (x->place.column != y->place.column)
        return x->place.column > y->place.column ? -1 : 1;
    return g_strcmp0(written_by(x), written_by(y));
}

static bool same_edit(const struct edit *x, const struct edit *y)
{
    return x->place.file == y->place.file && x->place.line == y->place.line && x->place.column == y->place.column &&
           !x->rule == !y->rule;
}

static void leave(struct applied *a, const struct finding *f, const char *why)
{
    g_ptr_array_add(a->left, g_strdup_printf("%s:%u  %s  %s", f->path, f->place.line, f->control->id, why));
}

static char *write_edit(const struct language *language, const char *text, const struct edit *e, const char *argument,
                        const char **why)
{
    const struct place *p = &e->place;
    if (p->cell == 0 && !e->rule)
        return edit_word(language->name, text, p->line, language->reader == READER_CODE, e->before, e->after, why);
    if (p->cell) {
        *why = "a cell of a notebook";
        return NULL;
    }
    struct edit_call call = {.begin = {p->line, p->column}, .end = {p->end_line, p->end_column}, .names = e->rule->calls,
                             .object = language->option_objects};
    return edit_argument(language->name, text, &call, argument, why);
}

/* Edits [from, to) are those of one place: each that is certain by itself is written, with the others. NULL if none is. */
static char *edit_place(struct applied *a, const struct language *language, const char *text, const struct edit *edits, guint from,
                        guint to)
{
    g_autoptr(GString) arguments = g_string_new(NULL);
    g_autoptr(GArray) certain = g_array_new(FALSE, FALSE, sizeof(const struct finding *));
    const char *why = "the file cannot be read", *last = NULL;
    for (guint i = from; i < to; i++) {
        const char *written = written_by(&edits[i]);
        g_autofree char *alone = text ? write_edit(language, text, &edits[i], written, &why) : NULL;
        if (!alone) {
            leave(a, edits[i].finding, why);
            continue;
        }
        g_array_append_val(certain, edits[i].finding);
        if (g_strcmp0(last, written) != 0)
            g_string_append_printf(arguments, "%s%s", last ? ", " : "", written);
        last = written;
    }
    char *after = last ? write_edit(language, text, &edits[from], arguments->str, &why) : NULL;
    for (guint i = 0; i < certain->len; i++)
        if (after)
            g_array_append_val(a->repaired, g_array_index(certain, const struct finding *, i));
        else
            leave(a, g_array_index(certain, const struct finding *, i), why);
    return after;
}

/* Edits [from, to) are those of one file. */
static void edit_file(const struct scan *s, struct applied *a, const struct edit *edits, guint from, guint to)
{
    const struct project_file *file = &s->model->files[edits[from].place.file];
    g_autofree char *before = NULL, *text = NULL;
    unsigned n = 0;
    if (tree_look(s->source->root, file->path, LIMIT_FILE_BYTES, &before) == TREE_FILE && before)
        text = g_strdup(before);
    for (guint i = from, next; i < to; i = next) {
        for (next = i + 1; next < to && same_edit(&edits[i], &edits[next]);)
            next++;
        char *after = edit_place(a, file->language, text, edits, i, next);
        if (!after)
            continue;
        g_free(text);
        text = after;
        n++;
    }
    if (n == 0)
        return;
    struct applied_file out = {file->path, g_steal_pointer(&before), g_steal_pointer(&text), n};
    g_array_append_val(a->files, out);
}

static void file_fini(gpointer p)
{
    struct applied_file *f = p;
    g_free(f->before);
    g_free(f->after);
}

/* ---- writing and proving ---- */

bool apply_write(const struct scan *s, const struct applied *a, bool back, GError **error)
{
    for (guint i = 0; i < a->files->len; i++) {
        const struct applied_file *f = &g_array_index(a->files, struct applied_file, i);
        g_autoptr(GError) cause = NULL;
        if (!tree_write(s->source->root, f->path, back ? f->before : f->after, true, &cause)) {
            g_set_error(error, CLI_ERROR, CLI_SCAN, "%s", cause->message);
            return false;
        }
    }
    return true;
}

static unsigned count_of(const struct report *r, const char *id)
{
    unsigned n = 0;
    for (unsigned i = 0; i < r->n_findings; i++)
        n += r->findings[i].state == FINDING_OPEN && strcmp(r->findings[i].control->id, id) == 0;
    return n;
}

static unsigned repaired_of(const struct applied *a, const char *id)
{
    unsigned n = 0;
    for (guint i = 0; i < a->repaired->len; i++)
        n += strcmp(g_array_index(a->repaired, const struct finding *, i)->control->id, id) == 0;
    return n;
}

char *apply_disproof(const struct applied *a, const struct report *before, const struct report *after)
{
    if (before->model->n_sites != after->model->n_sites)
        return g_strdup("the calls of models are not those that were there before");
    for (unsigned i = 0; i < before->n_outcomes && i < after->n_outcomes; i++) {
        const struct outcome *b = &before->outcomes[i], *n = &after->outcomes[i];
        const char *id = b->control->id;
        unsigned was = count_of(before, id), is = count_of(after, id), repaired = repaired_of(a, id);
        if (repaired && is + repaired > was)
            return g_strdup_printf("%s has %u findings, and %u were there before", id, is, was);
        if (n->credit < b->credit)
            return g_strdup_printf("%s %s is worse than before", id, b->control->title);
    }
    return NULL;
}

struct applied *apply_plan(const struct scan *s, bool (*wanted)(void *payload, const struct control *c), void *payload)
{
    struct applied *a = g_new0(struct applied, 1);
    a->files = g_array_new(FALSE, FALSE, sizeof(struct applied_file));
    a->repaired = g_array_new(FALSE, FALSE, sizeof(const struct finding *));
    a->left = g_ptr_array_new_with_free_func(g_free);
    g_array_set_clear_func(a->files, file_fini);
    g_autoptr(GArray) edits = g_array_new(FALSE, FALSE, sizeof(struct edit));
    for (unsigned i = 0; i < s->report->n_findings; i++) {
        const struct finding *f = &s->report->findings[i];
        struct edit e;
        if (f->state != FINDING_OPEN || !f->control->apply || !wanted(payload, f->control))
            continue;
        const char *why = plan_finding(s, f, &e);
        if (why)
            leave(a, f, why);
        else
            g_array_append_val(edits, e);
    }
    g_array_sort(edits, backwards);
    const struct edit *all = (const struct edit *)edits->data;
    for (guint i = 0, next; i < edits->len; i = next) {
        for (next = i + 1; next < edits->len && all[next].place.file == all[i].place.file;)
            next++;
        edit_file(s, a, all, i, next);
    }
    return a;
}

void applied_free(struct applied *a)
{
    g_array_unref(a->files);
    g_array_unref(a->repaired);
    g_ptr_array_unref(a->left);
    g_free(a);
}
