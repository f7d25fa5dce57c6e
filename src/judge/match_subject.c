/* Conditions on the subject itself: attributes, identity, model, dataflow, loops and handlers. */
#include "judge/cond_priv.h"

#include <string.h>

static const char *const state_names[] = {
    [STATE_UNKNOWN] = "unknown", [STATE_UNSET] = "unset", [STATE_SET] = "set"};
static const char *const origin_names[] = {
    [ORIGIN_NONE] = "none",       [ORIGIN_CALL] = "call",     [ORIGIN_CLIENT] = "client",
    [ORIGIN_WRAPPER] = "wrapper", [ORIGIN_CALLER] = "caller", [ORIGIN_FLOW] = "flow",
    [ORIGIN_DEFAULT] = "default"};
static const char *const value_names[] = {[VALUE_NONE] = "none",
                                          [VALUE_LITERAL] = "literal",
                                          [VALUE_CONST] = "constant",
                                          [VALUE_ENV] = "env",
                                          [VALUE_ENV_DEFAULT] = "env_default",
                                          [VALUE_CONFIG] = "config",
                                          [VALUE_PARAMETER] = "argument",
                                          [VALUE_COMPUTED] = "computed"};
static const char *const flow_names[] = {
    [FLOW_PARSE] = "parse",         [FLOW_SCHEMA] = "schema", [FLOW_CAST] = "cast",
    [FLOW_SUBSCRIPT] = "subscript", [FLOW_BRANCH] = "branch", [FLOW_MATCH] = "match",
    [FLOW_EXECUTE] = "execute",     [FLOW_RENDER] = "render", [FLOW_STORE] = "store",
    [FLOW_RESPOND] = "respond",     [FLOW_LOG] = "log"};
static const char *const loop_names[] = {[LOOP_NONE] = "none",
                                         [LOOP_RETRY] = "retry",
                                         [LOOP_AGENT] = "agent",
                                         [LOOP_INTERACTIVE] = "interactive",
                                         [LOOP_DATA] = "data"};
static const struct {
    uint32_t bit;
    const char *name;
} handler_names[] = {{HANDLED_RAISE, "raise"}, {HANDLED_RETURN, "return"},
                     {HANDLED_RETRY, "retry"}, {HANDLED_LOG, "log"},
                     {HANDLED_PASS, "pass"},   {HANDLED_OTHER, "other"},
                     {HANDLED_SILENT, "silent"}, {HANDLED_TELL, "tell"},
                     {HANDLED_SAY, "say"},     {HANDLED_DROP, "drop"},
                     {HANDLED_PANIC, "panic"}, {HANDLED_RECORD, "record"},
                     {HANDLED_PRINT, "print"}, {HANDLED_HANDS, "hands"}};

/* A setting with an env default also comes from the environment. */
static bool origin_fits(const struct cond_arg *arg, enum value_origin o)
{
    return arg_has(arg, value_names[o]) || (o == VALUE_ENV_DEFAULT && arg_has(arg, "env")) ||
           (o == VALUE_CONST && arg_has(arg, "const")) ||
           (o == VALUE_PARAMETER && arg_has(arg, "parameter"));
}

/* The number a value begins with ("30", "30.0", "30s"). */
static bool value_number(const char *text, int64_t *out)
{
    if (text == NULL)
        return false;
    char *end = NULL;
    double d = g_ascii_strtod(text, &end);
    if (end == text || !(d > -1e15 && d < 1e15))
        return false;
    *out = (int64_t)(d * 100 + (d < 0 ? -0.5 : 0.5));
    return true;
}

/* Whether a value fits equals, in, matches, at_least and at_most; unknown if it cannot be read. */
static enum truth value_fits(const struct cond *c, const char *value)
{
    const struct cond_arg *equals = cond_arg(c, "equals"), *in = cond_arg(c, "in"),
                          *matches = cond_arg(c, "matches"), *least = cond_arg(c, "at_least"),
                          *most = cond_arg(c, "at_most");
    if (!equals && !in && !matches && !least && !most)
        return TRUTH_YES;
    if (value == NULL)
        return TRUTH_UNKNOWN;
    if (equals && equals->string && g_ascii_strcasecmp(equals->string, value) != 0)
        return TRUTH_NO;
    if ((in && !arg_has(in, value)) || (matches && !arg_matches(matches, value)))
        return TRUTH_NO;
    if (least || most) {
        int64_t n;
        if (!value_number(value, &n))
            return TRUTH_UNKNOWN;
        if ((least && n < least->number) || (most && n > most->number))
            return TRUTH_NO;
    }
    return TRUTH_YES;
}

/* The path of a route as a whole: with what it is mounted below, and where a file's place says it. False if `name` is another
 * attribute, or nobody knows the path. */
static bool route_path(struct subject_ref s, const struct subject_view *v, const char *name, struct attribute *out)
{
    if (s.kind != SUBJECT_ROUTE || !g_str_equal(name, "path") || !v->name || !*v->name)
        return false;
    const struct attribute *own = attribute_find(v->attributes, v->n_attributes, name);
    *out = own ? *own : (struct attribute){.name = name, .place = v->place};
    out->state = STATE_SET;
    out->value = v->name;
    return true;
}

enum truth match_attribute(struct cond_context *x, const struct cond *c, struct subject_ref s,
                           GArray *evidence)
{
    const struct cond_arg *lead = arg_lead(c), *state = cond_arg(c, "state"),
                          *origin = cond_arg(c, "origin");
    if (s.kind == SUBJECT_REPOSITORY || lead == NULL || lead->string == NULL)
        return TRUTH_NO;
    struct subject_view v = subject_view(x->m, s);
    struct attribute whole;
    const struct attribute *a = route_path(s, &v, lead->string, &whole) ? &whole
                                : attribute_find(v.attributes, v.n_attributes, lead->string);
    enum tristate has = a ? a->state : STATE_UNSET;
    bool refined = origin || cond_arg(c, "equals") || cond_arg(c, "in") || cond_arg(c, "matches") ||
                   cond_arg(c, "at_least") || cond_arg(c, "at_most");
    enum truth t = TRUTH_YES;
    if (state && arg_has(state, state_names[has]))
        t = TRUTH_YES;
    else if (has == STATE_UNKNOWN)
        return TRUTH_UNKNOWN;
    else if (state || has == STATE_UNSET)
        return TRUTH_NO;
    if (refined && has != STATE_SET)
        return has == STATE_UNKNOWN ? TRUTH_UNKNOWN : TRUTH_NO;
    if (refined)
        t = value_fits(c, a->value);
    if (t == TRUTH_YES && origin && !arg_has(origin, origin_names[a->origin]) &&
        !origin_fits(origin, a->value_origin))
        t = TRUTH_NO;
    if (t == TRUTH_YES) {
        struct place place =
            a && a->place.file != NO_INDEX && a->state == STATE_SET ? a->place : v.place;
        if (has == STATE_SET)
            evidence_add(x, evidence, place, v.confidence, "%s%s%s", lead->string,
                         a->value ? "=" : "", a->value ? a->value : "");
        else
            evidence_add(x, evidence, place, v.confidence, "%s is %s", lead->string,
                         state_names[has]);
        evidence_value(x, evidence, a ? a->value : NULL);
    }
    return t;
}

enum truth match_default(struct cond_context *x, const struct cond *c, struct subject_ref s,
                         GArray *evidence)
{
    const struct cond_arg *lead = arg_lead(c);
    if (s.kind != SUBJECT_SITE || s.index >= x->m->n_sites || lead == NULL)
        return TRUTH_NO;
    const struct site *site = &x->m->sites[s.index];
    const char *value = NULL;
    for (unsigned i = 0; i < site->n_defaults; i++)
        if (arg_has(lead, site->defaults[i].key))
            value = site->defaults[i].value;
    if (!arg_bool(c, "exists", true))
        return truth_of(value == NULL);
    if (value == NULL)
        return TRUTH_NO;
    enum truth t = value_fits(c, value);
    if (t == TRUTH_YES) {
        evidence_add(x, evidence, site->place, subject_view(x->m, s).confidence,
                     "%s's own default: %s=%s", site->sdk ? site->sdk : "the SDK",
                     lead->string ? lead->string : "value", value);
        evidence_value(x, evidence, value);
    }
    return t;
}

/* kind, sdk, provider */
enum truth match_word(struct cond_context *x, const struct cond *c, struct subject_ref s,
                      GArray *evidence)
{
    if (s.kind == SUBJECT_REPOSITORY)
        return TRUTH_NO;
    struct subject_view v = subject_view(x->m, s);
    const char *word = c->kind == COND_KIND ? v.kind : c->kind == COND_SDK ? v.sdk : v.provider;
    if (word == NULL)
        return c->kind == COND_PROVIDER ? TRUTH_UNKNOWN : TRUTH_NO;
    if (!arg_has(arg_lead(c), word))
        return TRUTH_NO;
    evidence_add(x, evidence, v.place, v.confidence, "%s", word);
    return TRUTH_YES;
}

enum truth match_zone(struct cond_context *x, const struct cond *c, struct subject_ref s,
                      GArray *evidence)
{
    (void)evidence;
    return truth_of(s.kind != SUBJECT_REPOSITORY &&
                    arg_has(arg_lead(c), zone_name(subject_view(x->m, s).zone)));
}

/* Of the subject's file; of the repository: that some product code is written in it. */
enum truth match_language(struct cond_context *x, const struct cond *c, struct subject_ref s,
                          GArray *evidence)
{
    uint32_t file = subject_view(x->m, s).place.file;
    for (uint32_t i = 0; i < x->m->n_files; i++) {
        const struct project_file *f = &x->m->files[i];
        if (s.kind == SUBJECT_REPOSITORY ? !zone_is_product(f->class.zone) : i != file)
            continue;
        if (f->language && (arg_has(arg_lead(c), f->language->name) ||
                            (f->language->family && arg_has(arg_lead(c), f->language->family)))) {
            evidence_add(x, evidence, place_at(x, i, 1), CONFIDENCE_SYMBOL, "%s",
                         f->language->title);
            return TRUTH_YES;
        }
    }
    return TRUTH_NO;
}

/* In how many files of the product model ids are written. */
static unsigned model_spread(const struct model *m)
{
    g_autoptr(GHashTable) files = g_hash_table_new(NULL, NULL);
    for (unsigned i = 0; i < m->n_sites; i++) {
        const struct site *e = &m->sites[i];
        if (zone_is_product(e->zone) && e->model &&
            (e->model_origin == VALUE_LITERAL || e->model_origin == VALUE_CONST ||
             e->model_origin == VALUE_ENV_DEFAULT))
            g_hash_table_add(
                files,
                GUINT_TO_POINTER(
                    (e->model_place.file != NO_INDEX ? e->model_place.file : e->place.file) + 1));
    }
    return g_hash_table_size(files);
}

static enum truth site_model(struct cond_context *x, const struct cond *c, uint32_t index,
                             GArray *evidence)
{
    const struct site *e = &x->m->sites[index];
    const struct cond_arg *lead = arg_lead(c), *origin = cond_arg(c, "origin");
    if (!arg_has(lead, pin_name(e->pin)))
        return e->pin == PIN_UNKNOWN ? TRUTH_UNKNOWN : TRUTH_NO;
    if (origin && !origin_fits(origin, e->model_origin))
        return TRUTH_NO;
    if (cond_arg(c, "spread_at_least")) {
        x->count = model_spread(x->m);
        if ((int64_t)x->count * 100 < arg_number(c, "spread_at_least", 0))
            return TRUTH_NO;
    }
    struct place place = e->model_place.file != NO_INDEX ? e->model_place : e->place;
    evidence_add(x, evidence, place,
                 subject_view(x->m, (struct subject_ref){SUBJECT_SITE, index}).confidence,
                 "model %s is %s", e->model ? e->model : "of this call", pin_name(e->pin));
    evidence_value(x, evidence, e->model);
    return TRUTH_YES;
}

/* Whether a type of error is one that says nothing of what failed. */
static bool is_catch_all(const struct ruleset *rules, const char *type)
{
    const char *dot = strrchr(type, '.'), *name = dot ? dot + 1 : type;
    for (unsigned i = 0; rules && i < rules->n_languages; i++) {
        const char *const *all = (const char *const *)rules->languages[i].catch_all;
        if (all && g_strv_contains(all, name))
            return true;
    }
    return false;
}

/* The types of one handler fit: `regex` names one, or, without, one that is no catch-all. */
static bool handler_named(const struct ruleset *rules, const struct handler *h,
                          const struct cond_arg *regex)
{
    for (const char **t = h->types; t && *t; t++)
        if (regex && regex->regexes ? arg_matches(regex, *t) : !is_catch_all(rules, *t))
            return true;
    for (const char **t = h->asked; t && *t; t++)
        if (regex && regex->regexes ? arg_matches(regex, *t) : !is_catch_all(rules, *t))
            return true;
    return false;
}

/* It takes every error: no type is named, or one that all errors have. */
static bool handler_is_broad(const struct ruleset *rules, const struct handler *h)
{
    bool broad = h->types == NULL || *h->types == NULL;
    for (const char **t = h->types; t && *t; t++)
        broad |= is_catch_all(rules, *t);
    return broad;
}

static bool handler_does(const struct handler *h, const struct cond_arg *words)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(handler_names); i++)
        if ((h->does & handler_names[i].bit) && arg_has(words, handler_names[i].name))
            return true;
    return false;
}

static bool flow_fits(const struct ruleset *rules, const struct cond *c, const struct flow *f)
{
    const struct cond_arg *named = cond_arg(c, "named"), *names = cond_arg(c, "names"),
                          *does = cond_arg(c, "handler");
    if (!arg_has(arg_lead(c), flow_names[f->kind]) && !arg_has(arg_lead(c), "any"))
        return false;
    if (cond_arg(c, "validated") && arg_bool(c, "validated", true) != f->validated)
        return false;
    bool handled = false, far = false, is_named = false, acts = false;
    for (unsigned i = 0; i < f->n_handlers; i++) {
        const struct handler *h = &f->handlers[i];
        if (h->hops > NEAR_HOPS) {
            far |= !(h->does & HANDLED_NOT);
            continue;
        }
        handled |= !(h->does & HANDLED_NOT);
        is_named |= handler_named(rules, h, names ? names : named);
        acts |= does && handler_does(h, does);
    }
    /* what only a far handler takes is neither guarded nor left open */
    if (cond_arg(c, "guarded") && (arg_bool(c, "guarded", true) ? !(handled || f->validated) : handled || far || f->validated))
        return false;
    if ((named || names) && (names || named->type != ARG_BOOL || named->number) != is_named)
        return false;
    return !does || acts;
}

static enum truth site_flow(struct cond_context *x, const struct cond *c, uint32_t index,
                            GArray *evidence)
{
    const struct site *e = &x->m->sites[index];
    for (unsigned i = 0; i < e->n_flows; i++)
        if (flow_fits(x->m->rules, c, &e->flows[i])) {
            evidence_add(x, evidence, e->flows[i].place, CONFIDENCE_SYNTAX, "%s",
                         e->flows[i].what ? e->flows[i].what : flow_names[e->flows[i].kind]);
            return TRUTH_YES;
        }
    const struct attribute *a = attribute_find(e->attributes, e->n_attributes, "output_parsed");
    return a && a->state == STATE_UNKNOWN ? TRUTH_UNKNOWN : TRUTH_NO;
}

static enum truth site_loop(struct cond_context *x, const struct cond *c, uint32_t index,
                            GArray *evidence)
{
    const struct site *e = &x->m->sites[index];
    const struct cond_arg *lead = arg_lead(c);
    if (e->loop.kind == LOOP_NONE
            ? !arg_has(lead, "none")
            : !arg_has(lead, loop_names[e->loop.kind]) && !arg_has(lead, "any"))
        return TRUTH_NO;
    if (cond_arg(c, "bounded") && arg_bool(c, "bounded", true) != e->loop.bounded)
        return TRUTH_NO;
    struct place place =
        e->loop.kind == LOOP_NONE || e->loop.place.file == NO_INDEX ? e->place : e->loop.place;
    evidence_add(x, evidence, place, CONFIDENCE_SYNTAX, "%s %s loop",
                 e->loop.bounded ? "bounded" : "unbounded", loop_names[e->loop.kind]);
    return TRUTH_YES;
}

static enum truth site_handler(struct cond_context *x, const struct cond *c, uint32_t index,
                               GArray *evidence)
{
    const struct site *e = &x->m->sites[index];
    const struct cond_arg *lead = arg_lead(c), *names = cond_arg(c, "names");
    bool any =
        lead == NULL || lead->type == ARG_BOOL || arg_has(lead, "any") || arg_has(lead, "error");
    for (unsigned i = 0; i < e->n_handlers; i++) {
        const struct handler *h = &e->handlers[i];
        if ((!any && !handler_does(h, lead)) || (names && !handler_named(x->m->rules, h, names)) ||
            (int64_t)h->hops * 100 > arg_number(c, "hops", 100 * 100))
            continue;
        if (any && h->does & (HANDLED_DROP | HANDLED_PANIC))
            continue; /* none at all */
        if (cond_arg(c, "broad") && arg_bool(c, "broad", true) != handler_is_broad(x->m->rules, h))
            continue;
        if (cond_arg(c, "log") && arg_bool(c, "log", true) != ((h->does & HANDLED_LOG) != 0))
            continue;
        if (cond_arg(c, "raise") && arg_bool(c, "raise", true) != ((h->does & HANDLED_RAISE) != 0))
            continue;
        evidence_add(x, evidence, h->place, CONFIDENCE_SYNTAX, "handler for %s",
                     h->types && *h->types ? *h->types : "every error");
        return TRUTH_YES;
    }
    const struct attribute *a = attribute_find(e->attributes, e->n_attributes, "error_handled");
    return a && a->state == STATE_UNKNOWN ? TRUTH_UNKNOWN : TRUTH_NO;
}

/* A question about sites, asked of the subject's: one that holds is enough. */
static enum truth
ask_sites(struct cond_context *x, const struct cond *c, struct subject_ref s, GArray *evidence,
          enum truth (*ask)(struct cond_context *, const struct cond *, uint32_t, GArray *))
{
    unsigned n;
    const uint32_t *sites = subject_sites(x->m, &s, &n);
    enum truth best = TRUTH_NO;
    for (unsigned i = 0; i < n && best != TRUTH_YES; i++)
        if (sites[i] < x->m->n_sites)
            best = MAX(best, ask(x, c, sites[i], evidence));
    return best;
}

/* The call that a site is, as a node of its file; 0 if it is not there. Of a chain all calls begin at one place, and the site
 * is the one of its last name. */
static uint32_t call_at(const struct facts *f, const struct site *site)
{
    const char *dot = site->call ? strrchr(site->call, '.') : NULL;
    uint32_t first = 0;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if (n->kind != NODE_CALL || n->column != site->place.column || facts_line(f, n->line).line != site->place.line)
            continue;
        const struct fact_node *callee = n->a < f->n_nodes ? &f->nodes[n->a] : NULL;
        if (!dot || (callee && callee->kind == NODE_MEMBER && g_strcmp0(facts_text(f, callee->text), dot + 1) == 0))
            return i;
        first = first ? first : i;
    }
    return first;
}

#define HANDED_ON 4 /* so many expressions around a call may stand between it and what waits */

/* Whether a value is waited for: itself, or by what it is handed to, as in await wait_for(call(), 10). */
static bool is_awaited(const struct facts *f, uint32_t node)
{
    for (unsigned i = 0; node && i < HANDED_ON; i++) {
        if (f->nodes[node].flags & NODE_AWAITED)
            return true;
        uint32_t around = f->nodes[node].parent;
        const struct fact_node *n = &f->nodes[around];
        if (!around || (n->kind == NODE_CALL ? n->a == node : n->kind != NODE_LIST && n->kind != NODE_SPLAT))
            return false;
        node = around;
    }
    return false;
}

/* `awaited`: its value is waited for; `async`: the function it stands in is asynchronous. */
static enum truth site_call(struct cond_context *x, const struct cond *c, uint32_t index,
                            GArray *evidence)
{
    const struct site *e = &x->m->sites[index];
    const struct facts *f = e->place.file < x->m->n_files ? x->m->files[e->place.file].facts : NULL;
    uint32_t node = f ? call_at(f, e) : 0;
    if (!node)
        return TRUTH_UNKNOWN;
    uint32_t scope = f->nodes[node].scope;
    bool awaited = is_awaited(f, node),
         async = scope < f->n_scopes && f->scopes[scope].flags & SCOPE_ASYNC;
    if (!(awaited && arg_has(arg_lead(c), "awaited")) && !(async && arg_has(arg_lead(c), "async")))
        return TRUTH_NO;
    evidence_add(x, evidence, e->place, CONFIDENCE_SYNTAX, "%s", e->call ? e->call : "call");
    return TRUTH_YES;
}

/* What is written where its client is built. */
static enum truth site_client(struct cond_context *x, const struct cond *c, uint32_t index,
                              GArray *evidence)
{
    const struct site *e = &x->m->sites[index];
    if (e->client_text == NULL)
        return TRUTH_UNKNOWN;
    if (!arg_matches(arg_lead(c), e->client_text))
        return TRUTH_NO;
    evidence_add(x, evidence, e->place, CONFIDENCE_SYNTAX, "%s", e->client_text);
    return TRUTH_YES;
}

enum truth match_call(struct cond_context *x, const struct cond *c, struct subject_ref s,
                      GArray *evidence)
{
    return ask_sites(x, c, s, evidence, site_call);
}

enum truth match_client(struct cond_context *x, const struct cond *c, struct subject_ref s,
                        GArray *evidence)
{
    return ask_sites(x, c, s, evidence, site_client);
}

enum truth match_model(struct cond_context *x, const struct cond *c, struct subject_ref s,
                       GArray *evidence)
{
    return ask_sites(x, c, s, evidence, site_model);
}

enum truth match_flow(struct cond_context *x, const struct cond *c, struct subject_ref s,
                      GArray *evidence)
{
    return ask_sites(x, c, s, evidence, site_flow);
}

enum truth match_loop(struct cond_context *x, const struct cond *c, struct subject_ref s,
                      GArray *evidence)
{
    return ask_sites(x, c, s, evidence, site_loop);
}

enum truth match_handler(struct cond_context *x, const struct cond *c, struct subject_ref s,
                         GArray *evidence)
{
    return ask_sites(x, c, s, evidence, site_handler);
}

enum truth match_secret(struct cond_context *x, const struct cond *c, struct subject_ref s,
                        GArray *evidence)
{
    if (s.kind != SUBJECT_SECRET || s.index >= x->m->n_secrets)
        return truth_of(!arg_bool(c, "secret", true));
    const struct secret *e = &x->m->secrets[s.index];
    evidence_add(x, evidence, e->place, subject_view(x->m, s).confidence, "%s",
                 e->redacted ? e->redacted : "");
    return truth_of(arg_bool(c, "secret", true));
}

/* What the subject is called: a tool's or an agent's name, a route's path, a site's call. */
enum truth match_named(struct cond_context *x, const struct cond *c, struct subject_ref s,
                       GArray *evidence)
{
    struct subject_view v = subject_view(x->m, s);
    if (s.kind == SUBJECT_REPOSITORY || v.name == NULL)
        return TRUTH_NO;
    if (!arg_matches(arg_lead(c), v.name))
        return TRUTH_NO;
    evidence_add(x, evidence, v.place, v.confidence, "%s", v.name);
    return TRUTH_YES;
}

enum truth match_in(struct cond_context *x, const struct cond *c, struct subject_ref s, GArray *evidence)
{
    struct subject_view v = subject_view(x->m, s);
    if (s.kind == SUBJECT_REPOSITORY || v.place.file >= x->m->n_files)
        return TRUTH_NO;
    const char *path = x->m->files[v.place.file].path;
    for (const char *const *glob = (const char *const *)arg_lead(c)->list; *glob; glob++)
        if (glob_match(*glob, path)) {
            evidence_add(x, evidence, v.place, v.confidence, "%s", path);
            return TRUTH_YES;
        }
    return TRUTH_NO;
}

/* A comment for debtscan, in the subject or on the line right above it. */
enum truth match_comment(struct cond_context *x, const struct cond *c, struct subject_ref s,
                         GArray *evidence)
{
    struct subject_view v = subject_view(x->m, s);
    if (v.place.file >= x->m->n_files || x->m->files[v.place.file].facts == NULL)
        return TRUTH_NO;
    const struct facts *f = x->m->files[v.place.file].facts;
    uint32_t first = v.place.line, last = MAX(v.place.end_line, v.place.line), from = 0, to = 0;
    if (s.kind != SUBJECT_SITE && v.unit.file == v.place.file && v.unit.scope > 1 &&
        v.unit.scope < f->n_scopes) {
        from = facts_line(f, f->scopes[v.unit.scope].line).line;
        to = facts_line(f, f->scopes[v.unit.scope].end_line).line;
        if (from < first && to > last)
            from = to = 0; /* the function around it, not the one that runs */
    }
    for (uint32_t i = 0; i < f->n_comments; i++) {
        uint32_t line = facts_line(f, f->comments[i].line).line;
        bool here = line + 1 >= first && line <= last, there = from && line + 1 >= from && line <= to;
        if (!(here || there) || !arg_matches(arg_lead(c), facts_text(f, f->comments[i].text)))
            continue;
        evidence_add(x, evidence, place_at(x, v.place.file, f->comments[i].line), CONFIDENCE_SYNTAX,
                     "%s", facts_text(f, f->comments[i].text));
        return TRUTH_YES;
    }
    return TRUTH_NO;
}

/* What the repository says of what it cannot show, with who answers for it. */
enum truth match_declared(struct cond_context *x, const struct cond *c, struct subject_ref s, GArray *evidence)
{
    (void)s;
    const struct declaration *d = settings_declaration(x->settings, arg_lead(c)->string);
    if (!d)
        return TRUTH_NO;
    uint32_t file = 0;
    while (file < x->m->n_files && strcmp(x->m->files[file].path, x->settings->file) != 0)
        file++;
    struct place place = file < x->m->n_files ? place_at(x, file, d->line) : (struct place){.file = NO_INDEX};
    evidence_add(x, evidence, place, CONFIDENCE_TEXT, "declared as %s by %s: %s", d->kind, d->owner, d->link);
    return TRUTH_YES;
}
