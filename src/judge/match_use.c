/*
 * API uses near a subject, reach between subjects, raw queries, words, and calls of the program's own functions.
 */
#include "judge/near.h"
#include "judge/vocabulary.h"

#include <string.h>

#include "base/hash.h"

static bool listed(const uint32_t *list, unsigned n, uint32_t index)
{
    for (unsigned i = 0; i < n; i++)
        if (list[i] == index)
            return true;
    return false;
}

static bool route_has(struct cond_context *x, uint32_t route, uint32_t index)
{
    if (route >= x->m->n_routes)
        return false;
    const struct route *r = &x->m->routes[route];
    return listed(r->uses, r->n_uses, index) ||
           use_within(x->m, near_route(x, route), &x->m->uses[index]);
}

static bool use_near(struct cond_context *x, uint32_t index, struct subject_ref s, unsigned bits)
{
    const struct model *m = x->m;
    const struct use *use = &m->uses[index];
    if (s.kind == SUBJECT_REPOSITORY || (bits & NEAR_REPOSITORY))
        return true;
    struct subject_view v = subject_view(m, s);
    if (s.kind == SUBJECT_SITE && listed(m->sites[s.index].uses, m->sites[s.index].n_uses, index))
        return true;
    if (s.kind == SUBJECT_ROUTE &&
        listed(m->routes[s.index].uses, m->routes[s.index].n_uses, index))
        return true;
    if ((bits & NEAR_FILE) && use->place.file == v.place.file)
        return true;
    unsigned unit_bits = bits & NEAR_UNITS;
    if (s.kind == SUBJECT_TOOL && !m->tools[s.index].runs)
        unit_bits &= ~(unsigned)NEAR_BODY;
    if (unit_bits && use_within(m, near_units(x, s, unit_bits), use))
        return true;
    if (bits & (NEAR_ROUTE | NEAR_ENTRY)) {
        if (s.kind == SUBJECT_ROUTE)
            return route_has(x, s.index, index);
        if (s.kind == SUBJECT_SITE)
            for (unsigned i = 0; i < m->sites[s.index].n_routes; i++)
                if (route_has(x, m->sites[s.index].routes[i], index))
                    return true;
        for (uint32_t i = 0; s.kind == SUBJECT_USE && i < m->n_routes; i++)
            if (route_has(x, i, s.index) && route_has(x, i, index))
                return true;
    }
    return false;
}

static bool covers(const struct api_item *item, const char *sdk)
{
    for (const char **c = item->covers; c && *c; c++)
        if (g_str_equal(*c, "*") || (sdk && g_str_equal(*c, sdk)))
            return true;
    return false;
}

/* Whether both stand in programs that may be one: what watches a page sees nothing of a server in another language. */
static bool same_family(const struct model *m, uint32_t file, uint32_t other)
{
    const struct language *l = file < m->n_files ? m->files[file].language : NULL,
                          *r = other < m->n_files ? m->files[other].language : NULL;
    return l == NULL || r == NULL || g_strcmp0(l->family, r->family) == 0;
}

static bool path_fits(struct cond_context *x, const struct cond_arg *arg, const struct use *use,
                      const struct api_item *item)
{
    if (arg->string && ((use->text && g_str_equal(arg->string, use->text)) ||
                        (item->path.text && g_str_equal(arg->string, item->path.text))))
        return true;
    struct path concrete;
    return arg->path.n_segments && use->text && path_parse(&concrete, x->a, use->text, NULL) &&
           path_match(&arg->path, &concrete);
}

/* `argument: {NAME: state}`, or a value in the place of the state. */
static enum truth arguments_fit(const struct cond_arg *arg, const struct use *use)
{
    enum truth t = TRUTH_YES;
    for (unsigned i = 0; i < arg->n_pairs; i++) {
        const char *want = arg->pairs[i].value;
        const struct attribute *a =
            attribute_find(use->attributes, use->n_attributes, arg->pairs[i].key);
        enum tristate has = a ? a->state : STATE_UNSET;
        enum truth one;
        if (want == NULL || g_str_equal(want, "set"))
            one = has == STATE_SET ? TRUTH_YES : has == STATE_UNKNOWN ? TRUTH_UNKNOWN : TRUTH_NO;
        else if (g_str_equal(want, "unset"))
            one = has == STATE_UNSET ? TRUTH_YES : has == STATE_UNKNOWN ? TRUTH_UNKNOWN : TRUTH_NO;
        else if (g_str_equal(want, "unknown"))
            one = truth_of(has == STATE_UNKNOWN);
        else if (has == STATE_UNKNOWN || (has == STATE_SET && a->value == NULL))
            one = TRUTH_UNKNOWN;
        else
            one = truth_of(has == STATE_SET && g_ascii_strcasecmp(a->value, want) == 0);
        t = MIN(t, one);
    }
    return t;
}

const GArray *uses_tagged(struct cond_context *x, const char *tag)
{
    const struct model *m = x->m;
    if (x->uses_by_tag == NULL) {
        x->uses_by_tag =
            g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
        for (uint32_t i = 0; i < m->n_uses; i++) {
            uint32_t item = m->uses[i].item;
            const char *name = item < m->rules->n_items ? m->rules->items[item].tag : NULL;
            if (name == NULL)
                continue;
            GArray *list = g_hash_table_lookup(x->uses_by_tag, name);
            if (list == NULL) {
                list = g_array_new(FALSE, FALSE, sizeof(uint32_t));
                g_hash_table_insert(x->uses_by_tag, (gpointer)name, list);
            }
            g_array_append_val(list, i);
        }
    }
    return g_hash_table_lookup(x->uses_by_tag, tag);
}

/* `zone`: the condition asks for zones of its own. */
static bool use_in_zone(struct cond_context *x, const struct cond *c, bool zone, const struct use *use)
{
    return use->place.file < x->m->n_files && (zone || zone_is_product(x->m->files[use->place.file].class.zone)) &&
           file_wanted(x, c, use->place.file);
}

/* Whether a use is on one of the sides that are asked for. What may be on both looks, in the function of the call itself, at what
 * goes into it if it stands before it, else at what it answers. */
static bool on_side(const struct cond_arg *sides, const struct use *use, const struct api_item *item, const struct subject_view *v, struct subject_ref s)
{
    if (!item->side)
        return false;
    const char *side = item->side;
    if (g_str_equal(side, "both") && s.kind == SUBJECT_SITE && use->unit.file == v->unit.file && use->unit.scope == v->unit.scope)
        side = use->place.line < v->place.line ? "input" : "output";
    return g_str_equal(side, "both") || arg_has(sides, side);
}

enum truth match_use(struct cond_context *x, const struct cond *c, struct subject_ref s,
                     GArray *evidence)
{
    const struct cond_arg *side = cond_arg(c, "side"), *path = cond_arg(c, "path"),
                          *argument = cond_arg(c, "argument");
    const bool zone = cond_arg(c, "zone") != NULL, covering = arg_bool(c, "covers", false);
    unsigned bits = near_asked(c, NEAR_REPOSITORY);
    struct subject_view v = subject_view(x->m, s);
    unsigned before = evidence->len, low = 0, high = 0;
    for (const char *const *tag = arg_words(x, arg_lead(c)); *tag; tag++) {
        const GArray *list = uses_tagged(x, *tag);
        for (unsigned i = 0; list && i < list->len; i++) {
            uint32_t index = g_array_index(list, uint32_t, i);
            const struct use *use = &x->m->uses[index];
            const struct api_item *item = &x->m->rules->items[use->item];
            if (!use_in_zone(x, c, zone, use) || (path && !path_fits(x, path, use, item)))
                continue;
            if (side && !on_side(side, use, item, &v, s))
                continue;
            if (covering && (!covers(item, v.sdk) || !same_family(x->m, use->place.file, v.place.file)))
                continue;
            enum truth t = argument ? arguments_fit(argument, use) : TRUTH_YES;
            if (t == TRUTH_NO || !use_near(x, index, s, bits))
                continue;
            /* What a tool's own function does runs when the model says so. */
            if (!use->in_force && !(s.kind == SUBJECT_TOOL && (bits & NEAR_BODY))) {
                declared_add(x, use->place, CONFIDENCE_SYMBOL, "%s: declared, not in force",
                             use->shown ? use->shown : use->text ? use->text : *tag);
                continue;
            }
            high++;
            if (t != TRUTH_YES)
                continue;
            low++;
            if (evidence->len - before < 20)
                evidence_add(x, evidence, use->place, CONFIDENCE_SYMBOL, "%s",
                             use->shown ? use->shown : use->text ? use->text : *tag);
        }
    }
    x->count = low;
    int64_t least = arg_number(c, "at_least", 100);
    if ((int64_t)low * 100 >= least)
        return TRUTH_YES;
    g_array_set_size(evidence, before);
    /* A handler that could not be resolved may hold what is asked for. */
    bool blind = (s.kind == SUBJECT_ROUTE && v.unit.file == NO_INDEX && !(bits & NEAR_REPOSITORY)) ||
                 (s.kind == SUBJECT_TOOL && (bits & NEAR_BODY) && !x->m->tools[s.index].runs);
    return (int64_t)high * 100 >= least || blind ? TRUTH_UNKNOWN : TRUTH_NO;
}

/* ---- reach ---- */

/* Whether another subject is one of those that are asked for. */
static enum truth asked_for(struct cond_context *x, const struct cond *c, struct subject_ref other)
{
    const struct cond_arg *where = cond_arg(c, "where");
    if (!where)
        return TRUTH_YES;
    g_autoptr(GArray) scratch = g_array_new(FALSE, FALSE, sizeof(struct evidence));
    return cond_eval(x, where->cond, other, scratch);
}

/* Whether a subject of one of the kinds, of product code, that is asked for, stands in one of the units. */
static enum truth reach(struct cond_context *x, const struct cond *c, struct subject_ref s,
                        GArray *evidence,
                        void (*walk)(const struct model *, struct unit, unsigned, GArray *))
{
    struct subject_view v = subject_view(x->m, s);
    if (s.kind == SUBJECT_REPOSITORY)
        return TRUTH_NO;
    if (v.unit.file == NO_INDEX)
        return TRUTH_UNKNOWN;
    g_autoptr(GArray) units = g_array_new(FALSE, FALSE, sizeof(struct unit));
    walk(x->m, v.unit, (unsigned)CLAMP(arg_number(c, "hops", 300) / 100, 0, 20), units);
    units_sort(units);
    enum truth best = TRUTH_NO;
    for (int kind = SUBJECT_SITE; kind <= SUBJECT_ROUTE; kind++) {
        if (!arg_has(arg_lead(c), subject_name((enum subject)kind)))
            continue;
        for (uint32_t i = 0; i < subject_count(x->m, (enum subject)kind); i++) {
            struct subject_ref other = {(enum subject)kind, i};
            struct unit unit = subject_unit(x->m, other);
            if (unit.file == NO_INDEX || (other.kind == s.kind && i == s.index) || !units_have(units, unit) ||
                !subject_counts(x->m, other))
                continue;
            struct subject_view o = subject_view(x->m, other);
            if (o.place.file == v.place.file && o.place.line == v.place.line &&
                o.place.column == v.place.column)
                continue; /* it is the same call */
            enum truth t = asked_for(x, c, other);
            best = MAX(best, t);
            if (t != TRUTH_YES)
                continue;
            evidence_add(x, evidence, o.place, CONFIDENCE_SYNTAX, "%s %s",
                         subject_name((enum subject)kind), o.name ? o.name : "");
            return TRUTH_YES;
        }
    }
    return best;
}

enum truth match_reaches(struct cond_context *x, const struct cond *c, struct subject_ref s,
                         GArray *evidence)
{
    unsigned n;
    const uint32_t *sites = subject_sites(x->m, &s, &n);
    if (s.kind == SUBJECT_ROUTE && n && sites[0] < x->m->n_sites &&
        arg_has(arg_lead(c), subject_name(SUBJECT_SITE)) && arg_number(c, "hops", 300) >= 300) {
        evidence_add(x, evidence, x->m->sites[sites[0]].place, CONFIDENCE_SYNTAX, "reaches %s",
                     x->m->sites[sites[0]].call);
        return TRUTH_YES;
    }
    return reach(x, c, s, evidence, model_callees);
}

enum truth match_reached_by(struct cond_context *x, const struct cond *c, struct subject_ref s,
                            GArray *evidence)
{
    const struct model *m = x->m;
    bool routes = arg_has(arg_lead(c), subject_name(SUBJECT_ROUTE)) && arg_number(c, "hops", 300) >= 300;
    const struct site *site = s.kind == SUBJECT_SITE && s.index < m->n_sites ? &m->sites[s.index] : NULL;
    enum truth best = TRUTH_NO;
    /* the routes of a site are known; those of a use are looked for */
    uint32_t n = !routes ? 0 : site ? site->n_routes : s.kind == SUBJECT_USE ? m->n_routes : 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = site ? site->routes[i] : i;
        if (r >= m->n_routes || (!site && (!zone_is_product(m->routes[r].zone) || !route_has(x, r, s.index))))
            continue;
        enum truth t = asked_for(x, c, (struct subject_ref){SUBJECT_ROUTE, r});
        best = MAX(best, t);
        if (t == TRUTH_YES) {
            evidence_add(x, evidence, m->routes[r].place, CONFIDENCE_SYNTAX, "reached by %s",
                         m->routes[r].path ? m->routes[r].path : "a route");
            return TRUTH_YES;
        }
    }
    enum truth near = reach(x, c, s, evidence, model_callers);
    return MAX(best, near);
}

#define CALLED_HOPS 4

static bool answers_route(const struct model *m, struct unit u)
{
    for (unsigned r = 0; r < m->n_routes; r++)
        if (m->routes[r].handler.file == u.file && m->routes[r].handler.scope == u.scope)
            return true;
    return false;
}

/* Whether code of a module, or what answers a route, is seen to run `u`; `routes`: a route reaches it, perhaps by a
 * function that is handed over. */
static bool seen_called(const struct model *m, struct unit u, bool routes)
{
    g_autoptr(GArray) units = g_array_new(FALSE, FALSE, sizeof(struct unit));
    model_seen_callers(m, u, CALLED_HOPS, units);
    bool handed = false;
    for (unsigned i = 0; i < units->len; i++) {
        struct unit by = g_array_index(units, struct unit, i);
        if (by.scope <= 1 || (routes && answers_route(m, by)))
            return true;
        handed |= model_only_handed(m, by);
    }
    return routes && !handed;
}

/* The subject is code of a module, a route reaches it, or code of a module is seen to call its function, perhaps through
 * others. */
enum truth match_called(struct cond_context *x, const struct cond *c, struct subject_ref s,
                        GArray *evidence)
{
    struct subject_view v = subject_view(x->m, s);
    if (s.kind == SUBJECT_REPOSITORY)
        return TRUTH_NO;
    const struct site *site = s.kind == SUBJECT_SITE ? &x->m->sites[s.index] : NULL;
    bool routes = site && site->n_routes > 0, called = routes;
    if (v.unit.file != NO_INDEX && (v.unit.scope <= 1 || !site || routes || site->n_callers))
        called = seen_called(x->m, v.unit, routes);
    if (called != arg_bool(c, "called", true))
        return TRUTH_NO;
    evidence_add(x, evidence, v.place, CONFIDENCE_SYNTAX, "%s", called ? "called" : "nothing seen calls it");
    return TRUTH_YES;
}

/* ---- raw queries ---- */

struct match_at { /* of a query */
    uint32_t file, match;
};

static const GArray *matches_of(struct cond_context *x, const struct cond *c)
{
    const GArray *known = index_found(x, c, 0);
    if (known)
        return known;
    GArray *out = g_array_new(FALSE, FALSE, sizeof(struct match_at));
    index_put(x, c, 0, out);
    for (uint32_t i = 0; i < x->m->n_files; i++) {
        const struct facts *f = x->m->files[i].facts;
        for (uint32_t k = 0; f && k < f->n_matches; k++) {
            struct match_at at = {i, k};
            if (listed(c->queries, c->n_queries, f->matches[k].query))
                g_array_append_val(out, at);
        }
    }
    return out;
}

#define MOST_MATCHES 200 /* that evidence is made of */

/* Of the repository: a match anywhere in product code; of another subject: near it, by default in its function. */
enum truth match_query(struct cond_context *x, const struct cond *c, struct subject_ref s,
                       GArray *evidence)
{
    const struct model *m = x->m;
    unsigned bits = near_asked(c, NEAR_FUNCTION);
    bool anywhere = s.kind == SUBJECT_REPOSITORY || (bits & NEAR_REPOSITORY), zone = cond_arg(c, "zone");
    unsigned found = 0;
    const GArray *matches = matches_of(x, c);
    for (guint i = 0; i < matches->len && found < MOST_MATCHES; i++) {
        struct match_at at = g_array_index(matches, struct match_at, i);
        const struct facts *f = m->files[at.file].facts;
        const struct fact_match *match = &f->matches[at.match];
        if (!file_wanted(x, c, at.file) || (!zone && !zone_is_product(m->files[at.file].class.zone)) ||
            (!anywhere && !near_holds(x, s, bits, (struct unit){at.file, match->scope})))
            continue;
        struct place place = place_at(x, at.file, match->line);
        place.end_line = MAX(facts_line(f, match->end_line).line, place.line);
        place.column = MAX(match->column, 1);
        place.end_column = match->end_column;
        evidence_add(x, evidence, place, CONFIDENCE_SYNTAX, "%s", facts_text(f, match->text));
        found++;
    }
    x->count = found;
    return truth_of(found);
}

/* ---- words ---- */

#define WORD_BYTES 80 /* a longer text is no name */
#define WORD_HITS 200 /* of one condition in one file */

struct word_hit { /* where a file says one of the words */
    uint32_t scope, line;
    const char *text;
};

struct word_search {
    struct word_answers asked;
    const struct facts *f;
    const struct file_words *words;
    GArray *out;
};

static bool is_short(const char *text)
{
    size_t len = strnlen(text, WORD_BYTES + 1);
    return len && len <= WORD_BYTES;
}

static void word_add(struct word_search *s, uint32_t string, uint32_t scope, uint32_t line)
{
    if (!string || string >= s->f->n_strings || s->out->len >= WORD_HITS)
        return;
    struct word_hit hit = {scope, line, s->f->strings[string]};
    if (is_short(hit.text) && vocabulary_fits(&s->asked, s->f, s->words, string))
        g_array_append_val(s->out, hit);
}

/* Whether a word of the file fits at all. */
static bool some_fit(const struct word_search *s)
{
    for (uint32_t i = 0; i < s->words->n; i++)
        if (is_short(s->f->strings[s->words->said[i]]) && vocabulary_fits(&s->asked, s->f, s->words, s->words->said[i]))
            return true;
    return false;
}

/* Names, members, keys, short texts, and names of functions and classes that the expression fits. */
static const GArray *words_of(struct cond_context *x, const struct cond *c, uint32_t file)
{
    const GArray *known = index_found(x, c, file);
    if (known)
        return known;
    const struct facts *f = x->m->files[file].facts;
    GArray *out = g_array_new(FALSE, FALSE, sizeof(struct word_hit));
    index_put(x, c, file, out);
    const struct language *lang = x->m->files[file].language;
    if (f == NULL || lang == NULL || (lang->reader != READER_CODE && lang->reader != READER_NOTEBOOK))
        return out;
    const struct file_words *words = vocabulary_file(x, file);
    struct word_search search = {vocabulary_answers(x, arg_lead(c)), f, words, out};
    if (!some_fit(&search))
        return out;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if (n->kind == NODE_NAME || n->kind == NODE_MEMBER || n->kind == NODE_STRING ||
            n->kind == NODE_KEYWORD || n->kind == NODE_JSX)
            word_add(&search, n->text, n->scope, n->line);
    }
    for (uint32_t i = 1; i < f->n_scopes; i++)
        if (f->scopes[i].kind == SCOPE_CLASS || f->scopes[i].kind == SCOPE_FUNCTION)
            word_add(&search, f->scopes[i].name, i, f->scopes[i].line);
    for (uint32_t i = 0; i < f->n_params; i++)
        word_add(&search, f->params[i].name, f->params[i].scope, f->params[i].line);
    return out;
}

/* The first word of a file, within the units if there are any. */
static bool word_within(struct cond_context *x, const struct cond *c, uint32_t file, const struct near_units *near,
                        GArray *evidence)
{
    const GArray *hits = words_of(x, c, file);
    for (unsigned i = 0; i < hits->len; i++) {
        const struct word_hit *hit = &g_array_index(hits, struct word_hit, i);
        struct use here = {.unit = {file, hit->scope}, .decorates.file = NO_INDEX};
        if (near && !use_within(x->m, near, &here))
            continue;
        evidence_add(x, evidence, place_at(x, file, hit->line), CONFIDENCE_TEXT, "%s", hit->text);
        evidence_value(x, evidence, hit->text);
        return true;
    }
    return false;
}

static bool word_in_units(struct cond_context *x, const struct cond *c, const struct near_units *near,
                          GArray *evidence)
{
    for (unsigned i = 0; i < near->files->len; i++) {
        uint32_t file = g_array_index(near->files, uint32_t, i);
        if (file < x->m->n_files && file_wanted(x, c, file) && word_within(x, c, file, near, evidence))
            return true;
    }
    return false;
}

/* Code near the subject, or any code of the product, names something so. */
enum truth match_word_near(struct cond_context *x, const struct cond *c, struct subject_ref s,
                           GArray *evidence)
{
    const struct model *m = x->m;
    unsigned bits = near_asked(c, NEAR_REPOSITORY);
    struct subject_view v = subject_view(m, s);
    if (s.kind == SUBJECT_REPOSITORY || (bits & NEAR_REPOSITORY)) {
        const bool zone = cond_arg(c, "zone") != NULL;
        for (uint32_t i = 0; i < m->n_files; i++)
            if ((zone || zone_is_product(m->files[i].class.zone)) && file_wanted(x, c, i) &&
                word_within(x, c, i, NULL, evidence))
                return TRUTH_YES;
        return TRUTH_NO;
    }
    if ((bits & NEAR_FILE) && v.place.file < m->n_files && file_wanted(x, c, v.place.file) &&
        word_within(x, c, v.place.file, NULL, evidence))
        return TRUTH_YES;
    unsigned units = bits & (NEAR_FUNCTION | NEAR_CLASS | NEAR_CALLER | NEAR_ENTRY);
    if (units && word_in_units(x, c, near_units(x, s, units), evidence))
        return TRUTH_YES;
    for (unsigned i = 0; (bits & NEAR_ROUTE) && s.kind == SUBJECT_SITE && i < m->sites[s.index].n_routes; i++)
        if (word_in_units(x, c, near_route(x, m->sites[s.index].routes[i]), evidence))
            return TRUTH_YES;
    return TRUTH_NO;
}

/* ---- functions of the repository ---- */

#define LEAD_HOPS 3

/* The function that a call leads to; NULL if it is none, or one that does nothing that its name could promise: of one
 * line, where nobody asks what it leads to. */
static const struct fact_scope *called_function(const struct model *m, struct unit to, bool short_too)
{
    const struct facts *f = to.file < m->n_files ? m->files[to.file].facts : NULL;
    const struct fact_scope *scope = f && to.scope && to.scope < f->n_scopes ? &f->scopes[to.scope] : NULL;
    return scope && (short_too || scope->end_line > scope->line || scope->kind == SCOPE_LAMBDA) ? scope : NULL;
}

/* What a function belongs to is called so: its class, or its file where it stands in none. */
static bool belongs(const struct model *m, struct unit u, const struct cond_arg *name)
{
    const struct facts *f = m->files[u.file].facts;
    for (uint32_t at = f->scopes[u.scope].parent; at && at < f->n_scopes && f->scopes[at].kind != SCOPE_MODULE; at = f->scopes[at].parent)
        if (f->scopes[at].kind == SCOPE_CLASS)
            return arg_matches(name, facts_text(f, f->scopes[at].name));
    g_autofree char *base = g_path_get_basename(m->files[u.file].path);
    char *dot = strchr(base, '.');
    if (dot)
        *dot = '\0';
    return arg_matches(name, base);
}

/* Whether the function, or what it calls, holds a use with one of the tags that is in force. */
static bool leads_to(struct cond_context *x, const struct cond_arg *tags, struct unit u)
{
    g_autoptr(GArray) units = g_array_new(FALSE, FALSE, sizeof(struct unit));
    model_callees(x->m, u, LEAD_HOPS, units);
    units_sort(units);
    struct near_units reached = {units, NULL};
    for (const char *const *tag = arg_words(x, tags); *tag; tag++) {
        const GArray *list = uses_tagged(x, *tag);
        for (guint i = 0; list && i < list->len; i++) {
            const struct use *use = &x->m->uses[g_array_index(list, uint32_t, i)];
            if (use->in_force && use_within(x->m, &reached, use))
                return true;
        }
    }
    return false;
}

/* Whether it is such a function as the condition names. */
static bool is_named(struct cond_context *x, const struct cond *c, struct unit to)
{
    const struct cond_arg *class = cond_arg(c, "class"), *leads = cond_arg(c, "leads");
    const struct fact_scope *scope = called_function(x->m, to, leads);
    return scope && !file_unfilled(x, to.file) && arg_matches(arg_lead(c), facts_text(x->m->files[to.file].facts, scope->name)) &&
           (!class || belongs(x->m, to, class)) && (!leads || leads_to(x, leads, to));
}

/* The calls (indexes, uint32_t) of such functions. */
static const GArray *calls_named(struct cond_context *x, const struct cond *c)
{
    const GArray *known = index_found(x, c, 0);
    if (known)
        return known;
    const struct model *m = x->m;
    GArray *out = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    index_put(x, c, 0, out);
    g_autoptr(GHashTable) fits = g_hash_table_new(pair_key_hash, NULL); /* function -> 1 + whether it does */
    for (uint32_t i = 0; i < m->n_calls; i++) {
        const struct call_edge *e = &m->calls[i];
        gpointer key = PAIR_KEY(e->to.file, e->to.scope);
        unsigned fit = GPOINTER_TO_UINT(g_hash_table_lookup(fits, key));
        if (!fit) {
            fit = 1 + is_named(x, c, e->to);
            g_hash_table_insert(fits, key, GUINT_TO_POINTER(fit));
        }
        if (fit == 2 && e->from.file < m->n_files && (e->from.file != e->to.file || e->from.scope != e->to.scope))
            g_array_append_val(out, i);
    }
    return out;
}

/* A function of the repository with such a name is called near the subject. */
enum truth match_calls(struct cond_context *x, const struct cond *c, struct subject_ref s,
                       GArray *evidence)
{
    const struct model *m = x->m;
    unsigned bits = near_asked(c, NEAR_FUNCTION);
    bool anywhere = s.kind == SUBJECT_REPOSITORY || (bits & NEAR_REPOSITORY);
    const GArray *calls = calls_named(x, c);
    for (guint i = 0; i < calls->len; i++) {
        const struct call_edge *e = &m->calls[g_array_index(calls, uint32_t, i)];
        if (!zone_is_product(m->files[e->from.file].class.zone) || (!anywhere && !near_holds(x, s, bits, e->from)))
            continue;
        evidence_add(x, evidence, e->place, CONFIDENCE_SYNTAX, "%s()",
                     facts_text(m->files[e->to.file].facts, called_function(m, e->to, true)->name));
        return TRUTH_YES;
    }
    return TRUTH_NO;
}
