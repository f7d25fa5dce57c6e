#include "rules/lint.h"

#include <string.h>

#include "base/embedded.h"
#include "base/regex.h"

#define COND_DEPTH_MOST 40

struct flaw {
    struct rule_place place;
    char *text;
};

struct lint {
    const struct ruleset *rules;
    GArray *flaws; /* struct flaw */
};

static void flaw(struct lint *l, struct rule_place place, const char *format, ...) G_GNUC_PRINTF(3, 4);

static void flaw(struct lint *l, struct rule_place place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct flaw f = {place, g_strdup_vprintf(format, args)};
    va_end(args);
    g_array_append_val(l->flaws, f);
}

/* ---- patterns ---- */

static void check_regex(struct lint *l, struct rule_place place, const char *what, const void *regex)
{
    if (regex && regex_search(regex, "", 0))
        flaw(l, place, "the expression of '%s' matches the empty string, so it matches everything", what);
}

/* Keys whose expression picks something out: an expression that fits everything says nothing. */
static bool picks_out(const struct cond *c, const char *key)
{
    static const struct {
        enum cond_kind kind;
        const char *key;
    } keys[] = {
        {COND_TEXT, "matches"},  {COND_TEXT, "heading"},         {COND_DOCUMENT, "title"}, {COND_CI, "ci"},
        {COND_CI, "uses"},       {COND_DATASET, "inputs"},       {COND_DATASET, "expectations"},
        {COND_HANDLER, "names"}, {COND_FLOW, "names"},           {COND_TABLE, "ai_rows"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
        if (keys[i].kind == c->kind && strcmp(keys[i].key, key) == 0)
            return true;
    return false;
}

static void check_cond(struct lint *l, const struct cond *c)
{
    if (!c)
        return;
    for (unsigned i = 0; i < c->n_kids; i++)
        check_cond(l, c->kids[i]);
    for (unsigned i = 0; i < c->n_args; i++) {
        const struct cond_arg *a = &c->args[i];
        check_cond(l, a->cond);
        for (void **r = a->regexes; r && *r && picks_out(c, a->key); r++)
            check_regex(l, c->place, a->key, *r);
        for (unsigned s = 0; s < a->n_slots; s++) {
            check_regex(l, c->place, "heading", a->slots[s].heading);
            check_regex(l, c->place, "text", a->slots[s].text);
        }
    }
}

static void check_data(struct lint *l)
{
    const struct ruleset *r = l->rules;
    for (unsigned i = 0; i < r->n_patterns; i++)
        if (!r->patterns[i].used)
            flaw(l, r->patterns[i].place, "nobody asks the pattern '%s'", r->patterns[i].name);
    for (unsigned i = 0; i < r->n_case_lists; i++)
        if (!r->case_lists[i].used)
            flaw(l, r->case_lists[i].place, "nobody asks the cases '%s'", r->case_lists[i].name);
    for (unsigned i = 0; i < r->n_secrets; i++)
        check_regex(l, r->secrets[i].place, "matches", r->secrets[i].matches);
    for (unsigned i = 0; i < r->n_predicates; i++)
        check_cond(l, r->predicates[i].cond);
    for (unsigned i = 0; i < r->n_kinds; i++)
        check_cond(l, r->kinds[i].when);
    for (unsigned i = 0; i < r->n_model_tests; i++) {
        const struct model_test *t = &r->model_tests[i];
        const struct model_pin *p = ruleset_pin(r, t->model, t->provider);
        enum pin pin = p ? p->pin : PIN_UNKNOWN;
        if (pin != t->pin)
            flaw(l, t->place, "'%s' is %s here, not %s", t->model, pin_name(pin), pin_name(t->pin));
        else if (t->implies && g_strcmp0(p ? p->provider : NULL, t->implies) != 0)
            flaw(l, t->place, "'%s' implies the provider %s here, not %s", t->model,
                 p && p->provider ? p->provider : "of the site", t->implies);
    }
}

/* ---- API files ---- */

/* Whether a path begins with what is always replaced by another path. */
static const struct api_alias *hiding_alias(const struct lint *l, const struct api_item *item, unsigned language)
{
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(unsigned));
    struct path begin = item->path;
    for (begin.n_segments = 1; begin.n_segments <= item->path.n_segments; begin.n_segments++) {
        path_set_match(l->rules->alias_paths[language], &begin, hits);
        for (guint i = 0; i < hits->len; i++) {
            const struct api_alias *a = &l->rules->aliases[g_array_index(hits, unsigned, i)];
            if (!path_match(&a->item->path, &begin))
                return a;
        }
        g_array_set_size(hits, 0);
    }
    return NULL;
}

static bool has_language(const struct api_file *f, unsigned language)
{
    for (unsigned i = 0; i < f->n_languages; i++)
        if (f->languages[i]->index == language)
            return true;
    return false;
}

static void check_items(struct lint *l)
{
    const struct ruleset *r = l->rules;
    for (unsigned i = 0; i < r->n_items; i++) {
        const struct api_item *item = &r->items[i];
        bool glob = false;
        if (item->as == AS_DICT && item->n_when == 0)
            flaw(l, item->place, "this can never match: 'as: dict' needs 'when_argument', the keys that the dictionary holds");
        for (unsigned s = 0; s < item->path.n_segments; s++)
            glob |= item->path.segments[s].glob || item->path.segments[s].kind == SEGMENT_ANY;
        for (unsigned g = 0; g < r->n_languages && !glob; g++) {
            const struct api_alias *a = has_language(item->file, g) ? hiding_alias(l, item, g) : NULL;
            if (!a)
                continue;
            flaw(l, item->place, "'%s' can never match: '%s' stands for '%s' (%s:%u); begin with that", item->path.text,
                 a->path.text, a->item->path.text, a->item->place.file, a->item->place.line);
            break;
        }
    }
}

/* One spelling cannot stand for two paths; the linker takes the first. */
static void check_aliases(struct lint *l)
{
    const struct ruleset *r = l->rules;
    g_autoptr(GHashTable) first = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (unsigned i = 0; i < r->n_aliases; i++) {
        const struct api_alias *a = &r->aliases[i];
        for (const char **g = a->item->language_names; *g; g++) {
            char *key = g_strdup_printf("%s %s", *g, a->path.text);
            const struct api_alias *before = g_hash_table_lookup(first, key);
            if (!before) {
                g_hash_table_insert(first, key, (void *)a);
                continue;
            }
            g_free(key);
            if (g_strcmp0(before->item->path.text, a->item->path.text) == 0)
                continue;
            flaw(l, a->item->place, "'%s' stands already for '%s' (%s:%u), so it cannot stand for '%s'", a->path.text,
                 before->item->path.text, before->item->place.file, before->item->place.line, a->item->path.text);
            break;
        }
    }
}

static void check_api_file(struct lint *l, const struct api_file *f)
{
    bool positive = false, negative = false;
    for (unsigned i = 0; i < f->n_tests; i++) {
        const struct rule_test *t = &f->tests[i];
        positive |= t->n_expectations > 0;
        for (unsigned k = 0; k < TEST_LISTS; k++) {
            static const char *const lists[] = {"sites", "tools", "routes", "agents", "uses", "prompts"};
            bool any = false;
            for (unsigned e = 0; e < t->n_expectations; e++)
                any |= strcmp(t->expectations[e].what, lists[k]) == 0;
            negative |= t->expects[k] && !any;
        }
    }
    if (!positive)
        flaw(l, f->place, "'%s' has no test in which something is found", f->name);
    if (!negative)
        flaw(l, f->place, "'%s' has no test in which nothing is found (a list that is empty)", f->name);
}

/* ---- controls ---- */

static bool same_cond(const struct cond *a, const struct cond *b);

static bool same_arg(const struct cond_arg *a, const struct cond_arg *b)
{
    if (strcmp(a->key, b->key) != 0 || a->type != b->type || a->number != b->number || a->n_pairs != b->n_pairs ||
        a->n_slots || b->n_slots || !a->cond != !b->cond)
        return false;
    for (unsigned i = 0; i < a->n_pairs; i++)
        if (strcmp(a->pairs[i].key, b->pairs[i].key) != 0 || g_strcmp0(a->pairs[i].value, b->pairs[i].value) != 0)
            return false;
    return g_strv_equal(a->list, b->list) && (!a->cond || same_cond(a->cond, b->cond));
}

static bool same_cond(const struct cond *a, const struct cond *b)
{
    if (a->kind != b->kind || a->n_kids != b->n_kids || a->n_args != b->n_args)
        return false;
    for (unsigned i = 0; i < a->n_kids; i++)
        if (!same_cond(a->kids[i], b->kids[i]))
            return false;
    for (unsigned i = 0; i < a->n_args; i++)
        if (!same_arg(&a->args[i], &b->args[i]))
            return false;
    return true;
}

static void check_entries(struct lint *l, const struct control *c)
{
    for (unsigned i = 0; i < c->n_entries; i++) {
        const struct judge_entry *e = &c->entries[i];
        check_cond(l, e->when);
        for (unsigned k = 0; k < i && e->when; k++)
            if (c->entries[k].when && same_cond(c->entries[k].when, e->when))
                flaw(l, e->place, "this entry asks the same as the one in line %u", c->entries[k].place.line);
        if (c->shape == JUDGE_FIRST && e->credit >= 0 && e->credit < 75 && !e->message)
            flaw(l, e->place, "an entry with a credit below 0.75 needs a 'message'");
    }
}

static bool fires(const struct rule_test *t)
{
    bool lacking = t->status && (strcmp(t->status, "missing") == 0 || strcmp(t->status, "partial") == 0);
    return t->n_finding_lines > 0 || lacking || (t->credit >= 0 && t->credit < 75);
}

/* Advice for a language or SDK is shown at sites of that; for anything else never. */
static bool is_shown(const struct lint *l, const char *key)
{
    if (strcmp(key, "text") == 0 || ruleset_language(l->rules, key))
        return true;
    const char *dash = strrchr(key, '-'); /* openai-python: an SDK in a language */
    if (!dash || !ruleset_language(l->rules, dash + 1))
        return false;
    for (unsigned i = 0; i < l->rules->n_api_files; i++)
        if (strlen(l->rules->api_files[i]->name) == (size_t)(dash - key) &&
            strncmp(l->rules->api_files[i]->name, key, (size_t)(dash - key)) == 0)
            return true;
    return false;
}

static void check_control(struct lint *l, const struct control *c)
{
    bool firing = false, silent = false;
    for (unsigned i = 0; i < c->n_tests; i++) {
        firing |= fires(&c->tests[i]);
        silent |= !fires(&c->tests[i]);
    }
    if (!firing)
        flaw(l, c->place, "%s has no test that fires", c->id);
    if (!silent)
        flaw(l, c->place, "%s has no test that stays silent", c->id);
    for (unsigned i = 0; i < c->n_references; i++) {
        bool known = false;
        for (unsigned k = 0; k < l->rules->n_frameworks; k++)
            known |= strcmp(l->rules->frameworks[k].key, c->references[i].framework) == 0;
        if (!known)
            flaw(l, c->place, "%s refers to the unknown framework '%s'", c->id, c->references[i].framework);
    }
    for (unsigned i = 0; i < c->n_fix; i++)
        if (!is_shown(l, c->fix[i].key))
            flaw(l, c->place, "the 'fix' of %s for '%s' is never shown: no such language or SDK", c->id, c->fix[i].key);
    check_cond(l, c->applies);
    check_cond(l, c->where);
    check_entries(l, c);
    if (c->otherwise) {
        check_cond(l, c->otherwise->applies);
        check_entries(l, c->otherwise);
    }
}

/* ---- tags that count near a model call ---- */

static bool is_near_tag(const struct ruleset *r, const char *tag)
{
    for (unsigned i = 0; i < r->n_items; i++)
        if (r->items[i].file->near_sites && g_strcmp0(r->items[i].tag, tag) == 0)
            return true;
    return false;
}

/* `wide`: the subject is the repository, so "near" is anywhere. */
static void check_near(struct lint *l, const struct cond *c, bool wide, unsigned depth)
{
    if (!c || depth > COND_DEPTH_MOST)
        return;
    const struct cond_arg *near = cond_arg(c, "near");
    if (c->kind == COND_USE && (wide || !near || g_strv_contains(near->list, "repository")))
        for (const char **tag = c->args[0].list; tag && *tag; tag++)
            if (is_near_tag(l->rules, *tag))
                flaw(l, c->place, "'%s' comes from a file with 'near_sites: true', whose uses elsewhere are not seen: ask "
                     "for it 'near' a subject", *tag);
    for (unsigned i = 0; i < l->rules->n_predicates && c->kind == COND_PREDICATE; i++)
        if (g_strcmp0(l->rules->predicates[i].name, c->args[0].string) == 0)
            check_near(l, l->rules->predicates[i].cond, wide, depth + 1);
    for (unsigned i = 0; i < c->n_kids; i++)
        check_near(l, c->kids[i], wide, depth + 1);
    for (unsigned i = 0; i < c->n_args; i++) /* the subjects that a condition counts, or that reach another */
        check_near(l, c->args[i].cond, wide && c->kind != COND_COUNT && c->kind != COND_REACHED_BY, depth + 1);
}

static void check_near_tags(struct lint *l)
{
    for (unsigned i = 0; i < l->rules->n_kinds; i++)
        check_near(l, l->rules->kinds[i].when, true, 0);
    for (unsigned i = 0; i < l->rules->n_controls; i++)
        for (const struct control *c = l->rules->controls[i]; c; c = c->otherwise) {
            check_near(l, c->applies, true, 0);
            check_near(l, c->where, c->subject == SUBJECT_REPOSITORY, 0);
            for (unsigned e = 0; e < c->n_entries; e++)
                check_near(l, c->entries[e].when, c->subject == SUBJECT_REPOSITORY, 0);
        }
}

/* ---- scaffolds ---- */

static bool is_embedded(const char *template)
{
    g_autofree char *path = g_strconcat("templates/scaffolds/", template, NULL);
    for (size_t i = 0; i < n_embedded_files; i++)
        if (strcmp(embedded_files[i].path, path) == 0)
            return true;
    return false;
}

static void check_scaffold(struct lint *l, const struct scaffold *s)
{
    for (unsigned i = 0; i < s->n_files; i++) {
        const struct scaffold_file *f = &s->files[i];
        if (f->template && !is_embedded(f->template))
            flaw(l, f->place, "there is no template '%s' in templates/scaffolds", f->template);
        if (f->text && !strstr(f->text, UNFILLED_MARK))
            flaw(l, f->place, "the text of '%s' does not say '%s', so it would count unfilled", f->path, UNFILLED_MARK);
    }
}

/* What a control has written, some library must be able to say; and what a library says, somebody must ask for. */
static void check_edits(struct lint *l)
{
    for (unsigned i = 0; i < l->rules->n_controls; i++) {
        const struct control *c = l->rules->controls[i];
        bool said = false;
        for (unsigned f = 0; c->apply && f < l->rules->n_api_files; f++)
            for (unsigned e = 0; e < l->rules->api_files[f]->n_edits; e++)
                said |= strcmp(l->rules->api_files[f]->edits[e].attribute, c->apply) == 0;
        said |= g_strcmp0(c->apply, "model") == 0 && l->rules->n_snapshots > 0;
        if (c->apply && !said && l->rules->n_scaffolds)
            flaw(l, c->place, "%s has '%s' written, and no SDK has an edit for it", c->id, c->apply);
    }
    for (unsigned f = 0; f < l->rules->n_api_files; f++)
        for (unsigned e = 0; e < l->rules->api_files[f]->n_edits; e++) {
            const struct api_edit *edit = &l->rules->api_files[f]->edits[e];
            bool asked = false;
            for (unsigned i = 0; i < l->rules->n_controls; i++)
                asked |= g_strcmp0(l->rules->controls[i]->apply, edit->attribute) == 0;
            if (!asked && l->rules->n_controls)
                flaw(l, edit->place, "no control has '%s' written", edit->attribute);
        }
}

/* An alias is none that is pinned already, and what it stands for is. */
static void check_snapshots(struct lint *l)
{
    for (unsigned i = 0; i < l->rules->n_snapshots; i++) {
        const struct model_snapshot *s = &l->rules->snapshots[i];
        const struct model_pin *from = ruleset_pin(l->rules, s->alias, s->provider), *to = ruleset_pin(l->rules, s->snapshot, s->provider);
        if (from && from->pin == PIN_PINNED)
            flaw(l, s->place, "'%s' is pinned as it is", s->alias);
        if (!to || to->pin != PIN_PINNED)
            flaw(l, s->place, "'%s' is not pinned", s->snapshot);
    }
}

static void check_scaffolds(struct lint *l)
{
    for (unsigned i = 0; i < l->rules->n_scaffolds; i++)
        check_scaffold(l, &l->rules->scaffolds[i]);
    for (unsigned i = 0; i < l->rules->n_controls && l->rules->n_scaffolds; i++) {
        const struct control *c = l->rules->controls[i];
        if (c->scaffold && !ruleset_scaffold(l->rules, c->scaffold))
            flaw(l, c->place, "%s asks for the scaffold '%s', which there is none of", c->id, c->scaffold);
    }
}

/* ---- all ---- */

static int compare_flaws(gconstpointer a, gconstpointer b)
{
    const struct flaw *x = a, *y = b;
    int order = strcmp(x->place.file, y->place.file);
    if (order == 0)
        order = x->place.line < y->place.line ? -1 : x->place.line > y->place.line;
    return order ? order : strcmp(x->text, y->text);
}

GPtrArray *rules_lint(const struct ruleset *rules)
{
    struct lint l = {rules, g_array_new(FALSE, FALSE, sizeof(struct flaw))};
    check_data(&l);
    check_items(&l);
    check_aliases(&l);
    check_near_tags(&l);
    check_scaffolds(&l);
    check_edits(&l);
    check_snapshots(&l);
    for (unsigned i = 0; i < rules->n_api_files; i++)
        check_api_file(&l, rules->api_files[i]);
    for (unsigned i = 0; i < rules->n_controls; i++)
        check_control(&l, rules->controls[i]);
    g_array_sort(l.flaws, compare_flaws);

    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < l.flaws->len; i++) {
        struct flaw *f = &g_array_index(l.flaws, struct flaw, i);
        g_ptr_array_add(out, g_strdup_printf("%s:%u: %s", f->place.file, f->place.line, f->text));
        g_free(f->text);
    }
    g_array_unref(l.flaws);
    return out;
}
