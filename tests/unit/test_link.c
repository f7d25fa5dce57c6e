/*
 * The linker over small repositories, as it is told in tests/unit/link/NAME.txt:
 *
 *     ## a sentence                     a case begins
 *     todo: why words with `?` fail     needed where there are any
 *     --- app.py                        a file of the repository, up to the next such line
 *     def ask(m):
 *         return c.chat.completions.create(model="gpt-4o", messages=m)  #site model:gpt-4o timeout=unset
 *
 * What a line should give stands behind it and is cut off before the file is read, in any language. `#site`, `#tool`,
 * `#agent` and `#route` are complete: what is found and not written is wrong. `#flow` (of any site) and `#use` are not.
 * Several may stand in a line, in the order of their columns. `#site?`, and `?` before a word, are what should be and is
 * not today: a known gap, counted, and announced once it is closed. Words behind them:
 *
 *     NAME=set|unset|unknown   NAME:VALUE (set, with that value)   NAME@ORIGIN   NAME~HOW   of an attribute
 *     #site    model:ID (- for none) origin:HOW pin: provider: sdk: kind: zone: confidence: function: (- for none)
 *              client:PATH:LINE loop:KIND[/bounded|/unbounded] handlers:N caught:TYPE (* everything) caller_caught:TYPE
 *              does:WORD flows:KIND,KIND (sorted; - for none) callers:N routes:N near:TAG !near:TAG
 *     #flow    KIND, validated, unvalidated, guarded, unguarded, does:WORD
 *     #route   METHOD, PATH, sites:N near:TAG !near:TAG handler:FUNCTION (- for none)
 *     #tool    NAME, parameters:N typed_parameters:N described_parameters:N
 *     #agent   NAME
 *     #use     TAG, in_force, idle
 */
#include <stdio.h>
#include <sys/mman.h>
#include <time.h>

#include "link_check.h"

/* ---- cases ---- */

enum list { LIST_SITE, LIST_FLOW, LIST_ROUTE, LIST_TOOL, LIST_AGENT, LIST_USE, LISTS };

static const char *const list_names[LISTS] = {"site", "flow", "route", "tool", "agent", "use"};

struct expected {
    enum list list;
    char *path;
    uint32_t line;
    char **words;
    bool gap; /* `#site?`: it is not there today */
    bool met;
};

struct kase {
    char *where, *name, *todo;
    struct repo *repo;
    GArray *expected; /* struct expected */
};

struct gaps { /* of one case: words that should hold */
    unsigned open, closed;
};

static GPtrArray *cases;   /* struct kase */
static struct gaps *gaps;  /* by case, shared with the processes that run them */

/* The next " #word " of a line, or NULL; which list it is for in *list, whether a `?` follows in *gap, and the rest of
 * the line in *rest. */
static const char *marker(const char *text, enum list *list, bool *gap, const char **rest)
{
    for (const char *p = text; (p = strstr(p, " #")); p++)
        for (int i = 0; i < LISTS; i++) {
            size_t n = 2 + strlen(list_names[i]);
            if (strncmp(p + 2, list_names[i], n - 2) != 0)
                continue;
            *gap = p[n] == '?';
            *rest = p + n + *gap;
            *list = (enum list)i;
            if (**rest == ' ' || **rest == '\0')
                return p;
        }
    return NULL;
}

static void add_expected(struct kase *c, struct expected e, const char *text)
{
    g_auto(GStrv) split = g_strsplit(text, " ", -1);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();
    bool gap = e.gap;
    for (char **w = split; *w; w++)
        if (**w) {
            g_ptr_array_add(kept, g_strdup(*w));
            gap |= **w == '?';
        }
    g_ptr_array_add(kept, NULL);
    if (gap && !c->todo)
        g_error("%s: %s:%u: a gap in a case that has no todo", c->where, e.path, e.line);
    e.words = (char **)g_ptr_array_steal(kept, NULL);
    g_array_append_val(c->expected, e);
}

static void add_line(struct kase *c, const char *path, uint32_t number, const char *text, GString *file)
{
    struct expected e = {.line = number};
    const char *words = NULL, *at = marker(text, &e.list, &e.gap, &words);
    gsize len = at ? (gsize)(at - text) : strlen(text);
    while (at && len && text[len - 1] == ' ')
        len--;
    g_string_append_len(file, text, (gssize)len);
    g_string_append_c(file, '\n');
    while (at) {
        struct expected following = {.line = number};
        const char *behind = NULL, *next = marker(words, &following.list, &following.gap, &behind);
        g_autofree char *part = next ? g_strndup(words, (gsize)(next - words)) : g_strdup(words);
        e.path = g_strdup(path);
        add_expected(c, e, part);
        e = following;
        at = next;
        words = behind;
    }
}

static void flush(struct kase *c, char **path, GString *file)
{
    if (c && *path)
        repo_add(c->repo, *path, file->str, -1);
    g_clear_pointer(path, g_free);
    g_string_truncate(file, 0);
}

static void read_cases(const char *name)
{
    g_autofree char *where = g_build_filename("tests/unit/link", name, NULL), *text = NULL, *path = NULL;
    if (!g_file_get_contents(where, &text, NULL, NULL))
        g_error("%s: cannot be read; run from the repository's root", where);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autoptr(GString) file = g_string_new(NULL);
    struct kase *c = NULL;
    uint32_t number = 0;
    for (unsigned i = 0; lines[i]; i++) {
        if (g_str_has_prefix(lines[i], "## ")) {
            flush(c, &path, file);
            c = g_new0(struct kase, 1);
            c->where = g_strdup_printf("%s:%u", where, i + 1);
            c->name = g_strdup(lines[i] + 3);
            c->repo = repo_new();
            c->expected = g_array_new(FALSE, FALSE, sizeof(struct expected));
            g_ptr_array_add(cases, c);
        } else if (c && g_str_has_prefix(lines[i], "--- ")) {
            flush(c, &path, file);
            path = g_strdup(lines[i] + 4);
            number = 0;
        } else if (c && path) {
            add_line(c, path, ++number, lines[i], file);
        } else if (c && g_str_has_prefix(lines[i], "todo: ")) {
            c->todo = g_strdup(lines[i] + 6);
        } else if (c && *lines[i]) {
            g_error("%s:%u: neither a case, nor a file, nor in one", where, i + 1);
        }
    }
    flush(c, &path, file);
}

static void free_case(gpointer p)
{
    struct kase *c = p;
    for (guint i = 0; i < c->expected->len; i++) {
        g_free(g_array_index(c->expected, struct expected, i).path);
        g_strfreev(g_array_index(c->expected, struct expected, i).words);
    }
    g_array_unref(c->expected);
    repo_free(c->repo);
    g_free(c->where);
    g_free(c->name);
    g_free(c->todo);
    g_free(c);
}

/* ---- words ---- */

static const char *const states[] = {[STATE_UNKNOWN] = "unknown", [STATE_UNSET] = "unset", [STATE_SET] = "set"};
static const char *const origins[] = {"none", "call", "client", "wrapper", "caller", "flow", "default"};
static const char *const hows[] = {"none", "literal", "const", "env", "env_default", "config", "parameter", "computed"};
static const char *const flow_names[FLOW_KINDS] = {"parse", "schema", "cast", "subscript", "branch", "match",
                                                   "execute", "render", "store", "respond", "log"};
static const char *const loop_names[] = {"none", "retry", "agent", "interactive", "data"};
static const char *const does_names[] = {"raise", "return", "retry", "log", "pass", "other"};

struct run { /* a case in hand */
    const struct model *m;
    struct expected *e;
    GString *out;     /* what is wrong */
    GString *known;   /* what is wrong and known to be, and gaps that are closed */
    struct gaps gaps;
    bool gap, failed; /* the word in hand begins with `?`, and it does not hold */
};

static void G_GNUC_PRINTF(2, 3) complain(struct run *r, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_string_append_printf(r->gap ? r->known : r->out, "\n    %s:%u: #%s: %s", r->e->path, r->e->line,
                           list_names[r->e->list], text);
    r->failed = true;
}

/* What was in hand is done. */
static void settle(struct run *r, const char *what)
{
    if (r->gap && r->failed)
        r->gaps.open++;
    if (r->gap && !r->failed) {
        r->gaps.closed++;
        g_string_append_printf(r->known, "\n    %s:%u: #%s: closed, remove its `?`: %s", r->e->path, r->e->line,
                               list_names[r->e->list], what);
    }
    r->gap = r->failed = false;
}

/* Checks each word from *words on against what was found there. */
static void each_word(struct run *r, char **words, void (*check)(struct run *, const char *, const void *),
                      const void *found)
{
    for (; *words; words++) {
        r->gap = **words == '?';
        check(r, *words + r->gap, found);
        settle(r, *words);
    }
}

static void same(struct run *r, const char *word, const char *got)
{
    const char *wanted = strchr(word, ':') + 1;
    if (g_strcmp0(got ? got : "-", wanted) != 0)
        complain(r, "%s, but it is %s", word, got ? got : "-");
}

static void same_number(struct run *r, const char *word, unsigned got)
{
    g_autofree char *text = g_strdup_printf("%u", got);
    same(r, word, text);
}

/* NAME=STATE, NAME:VALUE, NAME@ORIGIN, NAME~HOW; false if it is none of them. */
static bool attribute_word(struct run *r, const char *word, const struct attribute *list, unsigned n)
{
    size_t at = strcspn(word, "=:@~");
    if (!word[at])
        return false;
    g_autofree char *name = g_strndup(word, at);
    const struct attribute *a = attribute_find(list, n, name);
    const char *got = NULL;
    switch (word[at]) {
    case '=':
        got = a ? states[a->state] : "absent";
        break;
    case ':':
        got = a && a->state == STATE_SET ? (a->value ? a->value : "set without a value") : a ? states[a->state] : "absent";
        break;
    case '@':
        got = a ? origins[a->origin] : "absent";
        break;
    default:
        got = a ? hows[a->value_origin] : "absent";
        break;
    }
    if (strcmp(got, word + at + 1) != 0)
        complain(r, "%s, but it is %s%s%s", word, got, a && a->value && word[at] == '=' ? ", " : "",
                 a && a->value && word[at] == '=' ? a->value : "");
    return true;
}

static void does_word(struct run *r, const char *word, const struct handler *handlers, unsigned n)
{
    const char *wanted = strchr(word, ':') + 1;
    g_autoptr(GString) got = g_string_new(NULL);
    for (unsigned i = 0; i < n; i++)
        for (unsigned bit = 0; bit < G_N_ELEMENTS(does_names); bit++)
            if (handlers[i].does & 1u << bit) {
                if (g_str_equal(does_names[bit], wanted))
                    return;
                g_string_append_printf(got, " %s", does_names[bit]);
            }
    complain(r, "%s, but they do%s", word, got->len ? got->str : " nothing");
}

static void caught_word(struct run *r, const char *word, const struct site *s)
{
    bool in_caller = g_str_has_prefix(word, "caller_");
    const char *wanted = strchr(word, ':') + 1;
    g_autoptr(GString) got = g_string_new(NULL);
    for (unsigned i = 0; i < s->n_handlers; i++) {
        const struct handler *h = &s->handlers[i];
        if ((h->hops > 0) != in_caller)
            continue;
        if (g_strv_contains(h->types, wanted) || (!*h->types && g_str_equal(wanted, "*")))
            return;
        g_string_append_printf(got, " %s", *h->types ? *h->types : "*");
    }
    complain(r, "%s, but there is%s", word, got->len ? got->str : " nothing");
}

static bool tagged(const struct model *m, const uint32_t *uses, unsigned n, const char *tag)
{
    for (unsigned i = 0; i < n; i++)
        if (g_strcmp0(m->rules->items[m->uses[uses[i]].item].tag, tag) == 0)
            return true;
    return false;
}

static bool near_word(struct run *r, const char *word, const uint32_t *uses, unsigned n)
{
    bool wanted = *word != '!';
    if (!g_str_has_prefix(wanted ? word : word + 1, "near:"))
        return false;
    if (tagged(r->m, uses, n, strchr(word, ':') + 1) != wanted)
        complain(r, "%s", word);
    return true;
}

static void loop_word(struct run *r, const char *word, const struct loop *l)
{
    g_autofree char *got = g_strdup_printf("loop:%s%s", loop_names[l->kind],
                                           !strchr(word, '/') ? "" : l->bounded ? "/bounded" : "/unbounded");
    if (strcmp(got, word) != 0)
        complain(r, "%s, but it is %s", word, got);
}

static void flows_word(struct run *r, const char *word, const struct site *s)
{
    g_autoptr(GString) got = g_string_new(NULL);
    for (int k = 0; k < FLOW_KINDS; k++)
        for (unsigned i = 0; i < s->n_flows; i++)
            if (s->flows[i].kind == (enum flow_kind)k) {
                g_string_append_printf(got, "%s%s", got->len ? "," : "", flow_names[k]);
                break;
            }
    same(r, word, got->len ? got->str : NULL);
}

static char *place_text(const struct model *m, struct place p)
{
    return p.file == NO_INDEX ? NULL : g_strdup_printf("%s:%u", m->files[p.file].path, p.line);
}

static void site_word(struct run *r, const char *word, const void *found)
{
    const struct site *s = found;
    static const char *const keys[] = {"model", "origin", "pin", "provider", "sdk", "kind", "zone", "confidence",
                                       "function", "client", "loop", "handlers", "caught", "caller_caught", "does",
                                       "flows", "callers", "routes", NULL};
    if (near_word(r, word, s->uses, s->n_uses))
        return;
    int key = 0;
    while (keys[key] && !(g_str_has_prefix(word, keys[key]) && word[strlen(keys[key])] == ':'))
        key++;
    g_autofree char *text = NULL;
    switch (key) {
    case 0: same(r, word, s->model); break;
    case 1: same(r, word, hows[s->model_origin]); break;
    case 2: same(r, word, pin_name(s->pin)); break;
    case 3: same(r, word, s->provider); break;
    case 4: same(r, word, s->sdk); break;
    case 5: same(r, word, s->kind); break;
    case 6: same(r, word, zone_name(s->zone)); break;
    case 7: same(r, word, text = g_strdup_printf("%g", s->confidence)); break;
    case 8: same(r, word, s->function); break;
    case 9: same(r, word, text = place_text(r->m, s->client)); break;
    case 10: loop_word(r, word, &s->loop); break;
    case 11: same_number(r, word, s->n_handlers); break;
    case 12: case 13: caught_word(r, word, s); break;
    case 14: does_word(r, word, s->handlers, s->n_handlers); break;
    case 15: flows_word(r, word, s); break;
    case 16: same_number(r, word, s->n_callers); break;
    case 17: same_number(r, word, s->n_routes); break;
    default:
        if (!attribute_word(r, word, s->attributes, s->n_attributes))
            complain(r, "'%s' is no word", word);
    }
}

static void flow_word(struct run *r, const char *word, const void *found)
{
    const struct flow *f = found;
    if (g_str_equal(word, "validated") || g_str_equal(word, "unvalidated")) {
        if (f->validated != (*word == 'v'))
            complain(r, "%s", word);
    } else if (g_str_equal(word, "guarded") || g_str_equal(word, "unguarded")) {
        if ((f->n_handlers > 0) != (*word == 'g'))
            complain(r, "%s", word);
    } else if (g_str_has_prefix(word, "does:")) {
        does_word(r, word, f->handlers, f->n_handlers);
    } else {
        complain(r, "'%s' is no word", word);
    }
}

static const char *unit_name(const struct model *m, struct unit u)
{
    const struct facts *f = u.file == NO_INDEX ? NULL : m->files[u.file].facts;
    return f ? f->strings[f->scopes[u.scope].name] : NULL;
}

static void route_word(struct run *r, const char *word, const void *found)
{
    const struct route *route = found;
    if (near_word(r, word, route->uses, route->n_uses))
        return;
    if (g_str_has_prefix(word, "sites:"))
        same_number(r, word, route->n_sites);
    else if (g_str_has_prefix(word, "handler:"))
        same(r, word, unit_name(r->m, route->handler));
    else if (!attribute_word(r, word, route->attributes, route->n_attributes) &&
             strcmp(word, *word == '/' ? route->path : route->method) != 0)
        complain(r, "%s, but it is %s %s", word, route->method, route->path);
}

static void tool_word(struct run *r, const char *word, const void *found)
{
    const struct tool *t = found;
    if (g_str_has_prefix(word, "parameters:"))
        same_number(r, word, t->n_parameters);
    else if (g_str_has_prefix(word, "typed_parameters:"))
        same_number(r, word, t->n_typed);
    else if (g_str_has_prefix(word, "described_parameters:"))
        same_number(r, word, t->n_described);
    else if (!attribute_word(r, word, t->attributes, t->n_attributes) && strcmp(word, t->name) != 0)
        complain(r, "%s, but it is called %s", word, t->name);
}

static void agent_word(struct run *r, const char *word, const void *found)
{
    const struct agent *a = found;
    if (!attribute_word(r, word, a->attributes, a->n_attributes) && strcmp(word, a->name) != 0)
        complain(r, "%s, but it is called %s", word, a->name);
}

static void use_word(struct run *r, const char *word, const void *found)
{
    const struct use *u = found;
    if (g_str_equal(word, "in_force") || g_str_equal(word, "idle")) {
        if (u->in_force != g_str_equal(word, "in_force"))
            complain(r, "%s", word);
    } else if (!attribute_word(r, word, u->attributes, u->n_attributes)) {
        complain(r, "'%s' is no word", word);
    }
}

/* ---- comparing ---- */

static struct expected *expected_at(struct kase *c, const struct model *m, enum list list, struct place p,
                                    const char *word)
{
    for (guint i = 0; i < c->expected->len; i++) {
        struct expected *e = &g_array_index(c->expected, struct expected, i);
        if (!e->met && e->list == list && e->line == p.line && p.file != NO_INDEX &&
            g_str_equal(e->path, m->files[p.file].path) && (!word || g_strcmp0(e->words[0], word) == 0)) {
            e->met = true;
            return e;
        }
    }
    return NULL;
}

/* What stands at `p`: true if it is expected, then it is in hand. */
static bool take(struct run *r, struct kase *c, enum list list, struct place p, const char *word, const char *what)
{
    r->e = expected_at(c, r->m, list, p, word);
    if (!r->e && !word)
        g_string_append_printf(r->out, "\n    %s:%u: a %s that nobody expects: %s",
                               p.file == NO_INDEX ? "-" : r->m->files[p.file].path, p.line, list_names[list], what);
    if (r->e && r->e->gap) {
        r->gap = true;
        settle(r, "it is there");
    }
    return r->e != NULL;
}

static void compare(struct run *r, struct kase *c)
{
    const struct model *m = r->m;
    for (unsigned i = 0; i < m->n_sites; i++) {
        const struct site *s = &m->sites[i];
        if (take(r, c, LIST_SITE, s->place, NULL, s->call))
            each_word(r, r->e->words, site_word, s);
        for (unsigned k = 0; k < s->n_flows; k++)
            if (take(r, c, LIST_FLOW, s->flows[k].place, flow_names[s->flows[k].kind], NULL))
                each_word(r, r->e->words + 1, flow_word, &s->flows[k]);
    }
    for (unsigned i = 0; i < m->n_routes; i++)
        if (take(r, c, LIST_ROUTE, m->routes[i].place, NULL, m->routes[i].path))
            each_word(r, r->e->words, route_word, &m->routes[i]);
    for (unsigned i = 0; i < m->n_tools; i++)
        if (take(r, c, LIST_TOOL, m->tools[i].place, NULL, m->tools[i].name))
            each_word(r, r->e->words, tool_word, &m->tools[i]);
    for (unsigned i = 0; i < m->n_agents; i++)
        if (take(r, c, LIST_AGENT, m->agents[i].place, NULL, m->agents[i].name))
            each_word(r, r->e->words, agent_word, &m->agents[i]);
    for (unsigned i = 0; i < m->n_uses; i++)
        if (take(r, c, LIST_USE, m->uses[i].place, m->rules->items[m->uses[i].item].tag, NULL))
            each_word(r, r->e->words + 1, use_word, &m->uses[i]);
    for (guint i = 0; i < c->expected->len; i++) {
        r->e = &g_array_index(c->expected, struct expected, i);
        if (r->e->met)
            continue;
        r->gap = r->e->gap;
        complain(r, "missing%s%s", *r->e->words ? ": " : "", *r->e->words ? *r->e->words : "");
        settle(r, "");
    }
}

/* ---- what holds of every model ---- */

static void whole_place(const struct model *m, struct place p)
{
    ck_assert(p.file == NO_INDEX || p.file < m->n_files);
}

static void whole_attributes(const struct model *m, const struct attribute *list, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        ck_assert(list[i].name && list[i].state <= STATE_SET);
        whole_place(m, list[i].place);
        for (unsigned k = 0; k < i; k++)
            ck_assert_msg(strcmp(list[i].name, list[k].name) != 0, "two attributes are called %s", list[i].name);
    }
}

static void whole(const struct model *m)
{
    g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
    for (unsigned i = 0; i < m->n_sites; i++) {
        const struct site *s = &m->sites[i];
        ck_assert_msg(g_hash_table_add(ids, (gpointer)s->id), "two sites have the same id");
        ck_assert(s->place.file < m->n_files && s->place.line);
        ck_assert(s->item < m->rules->n_items && s->sdk && s->provider && s->kind && s->call && s->symbol);
        ck_assert(s->confidence > 0 && s->confidence <= 1);
        ck_assert(i == 0 || s[-1].place.file < s->place.file ||
                  (s[-1].place.file == s->place.file && s[-1].place.line <= s->place.line));
        whole_attributes(m, s->attributes, s->n_attributes);
        for (unsigned k = 1; k < s->n_attributes; k++)
            ck_assert_str_lt(s->attributes[k - 1].name, s->attributes[k].name);
        for (unsigned k = 0; k < s->n_flows; k++)
            whole_place(m, s->flows[k].place);
        for (unsigned k = 0; k < s->n_uses; k++)
            ck_assert_uint_lt(s->uses[k], m->n_uses);
        for (unsigned k = 0; k < s->n_routes; k++)
            ck_assert_uint_lt(s->routes[k], m->n_routes);
        whole_place(m, s->client);
        whole_place(m, s->model_place);
        whole_place(m, s->loop.place);
        ck_assert(s->loop.kind == LOOP_NONE || s->loop.place.file != NO_INDEX);
    }
    for (unsigned i = 0; i < m->n_routes; i++) {
        whole_place(m, m->routes[i].place);
        whole_attributes(m, m->routes[i].attributes, m->routes[i].n_attributes);
        for (unsigned k = 0; k < m->routes[i].n_sites; k++)
            ck_assert_uint_lt(m->routes[i].sites[k], m->n_sites);
        for (unsigned k = 0; k < m->routes[i].n_uses; k++)
            ck_assert_uint_lt(m->routes[i].uses[k], m->n_uses);
    }
    for (unsigned i = 0; i < m->n_calls; i++)
        ck_assert(m->calls[i].to.file < m->n_files && m->calls[i].from.file < m->n_files);
    ck_assert(m->busiest == NO_INDEX ? m->n_sites == 0 : m->busiest < m->n_sites);
}

/* Sites with all that is known of them, to compare two runs. */
static char *written(const struct model *m)
{
    GString *out = g_string_new(NULL);
    for (unsigned i = 0; i < m->n_sites; i++) {
        const struct site *s = &m->sites[i];
        g_string_append_printf(out, "%s %s %s %g %s\n", s->id, s->call, s->model ? s->model : "-", s->confidence,
                               loop_names[s->loop.kind]);
        for (unsigned k = 0; k < s->n_attributes; k++)
            g_string_append_printf(out, " %s %s %s %u\n", s->attributes[k].name, states[s->attributes[k].state],
                                   s->attributes[k].value ? s->attributes[k].value : "-", s->attributes[k].place.line);
        for (unsigned k = 0; k < s->n_flows; k++)
            g_string_append_printf(out, " %s %u\n", flow_names[s->flows[k].kind], s->flows[k].place.line);
    }
    g_string_append_printf(out, "%u %u %u %u %u\n", m->n_uses, m->n_routes, m->n_tools, m->n_agents, m->n_calls);
    return g_string_free(out, FALSE);
}

static void link_twice(struct repo *r)
{
    struct model *again = link_project(link_rules, "test", r->files, r->n_files);
    g_autofree char *first = written(r->model), *second = written(again);
    model_free(again);
    ck_assert_str_eq(first, second);
}

START_TEST(a_repository_is_linked_as_its_lines_say)
{
    struct kase *c = g_ptr_array_index(cases, (guint)_i);
    g_autoptr(GString) wrong = g_string_new(NULL), known = g_string_new(NULL);
    struct run r = {.m = repo_link(c->repo), .out = wrong, .known = known};
    whole(r.m);
    link_twice(c->repo);
    compare(&r, c);
    gaps[_i] = r.gaps;
    if (known->len && g_getenv("LINK_TODO")) {
        printf("%s: %s: %s%s\n", c->where, c->name, c->todo, known->str);
        fflush(stdout);
    }
    if (wrong->len)
        ck_abort_msg("%s: %s:%s", c->where, c->name, wrong->str);
}
END_TEST

/* ---- what is too large, or too strange, to be written down ---- */

/* Seconds of the processor that it takes to link `n` files which all define the same names. */
static double seconds_of(unsigned n)
{
    struct repo *r = repo_new();
    for (unsigned i = 0; i < n; i++) {
        g_autofree char *path = g_strdup_printf("app/m%03u.py", i);
        g_autofree char *text = g_strdup_printf(
            "from openai import OpenAI\nfrom app.m%03u import run as next_run\nclient = OpenAI(timeout=%u)\n"
            "class Service:\n    def __init__(self): self.client = client\n"
            "    def run(self, m, **kw): return self.client.chat.completions.create(model='gpt-4o', messages=m, **kw)\n"
            "def run(m, temperature=None):\n    s = Service()\n    return s.run(m, temperature=temperature)\n"
            "def main(x):\n    return run(x), next_run(x, temperature=0.%u)\n",
            (i + 1) % n, i + 1, i % 10);
        repo_add(r, path, text, -1);
    }
    repo_open(r);
    for (unsigned i = 0; i < n; i++)
        repo_extract(r, i, true);
    clock_t start = clock();
    r->model = link_project(link_rules, "test", r->files, r->n_files);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    ck_assert_uint_eq(r->model->n_sites, n);
    for (unsigned i = 0; i < n; i++) {
        const struct site *s = &r->model->sites[i];
        g_autofree char *timeout = g_strdup_printf("%u", i + 1);
        const struct attribute *a = attribute_find(s->attributes, s->n_attributes, "timeout");
        ck_assert_str_eq(a->value, timeout);
        ck_assert_uint_eq(s->n_callers, 1);
    }
    repo_free(r);
    return seconds;
}

START_TEST(many_files_with_the_same_names_take_time_in_proportion)
{
    double few = seconds_of(100), many = seconds_of(400);
    ck_assert_msg(many < 10 * few + 0.5, "100 files take %.3f s, 400 take %.3f s", few, many);
}
END_TEST

static char *repeated(const char *head, const char *part, unsigned times, const char *tail)
{
    GString *s = g_string_new(head);
    for (unsigned i = 0; i < times; i++)
        g_string_append_printf(s, part, i, i + 1, i + 2);
    g_string_append(s, tail);
    return g_string_free(s, FALSE);
}

/* Texts whose evaluation, done simply, would need time or stack without end. %u are the number, and those after it. */
static const struct large {
    const char *name, *path, *head, *part;
    unsigned times;
    const char *tail;
    unsigned sites;
} large[] = {
    {"names that are joined to themselves twice", "a.py", "from openai import OpenAI\nc = OpenAI()\ns0 = 'gpt-4o'\n",
     "s%2$u = f'{s%1$u}{s%1$u}'\n", 60, "c.chat.completions.create(model=s60, messages=[])\n", 1},
    {"dictionaries that hold one another twice", "a.py", "from openai import OpenAI\nc = OpenAI()\nd0 = {'timeout': 3}\n",
     "d%2$u = {**d%1$u, **d%1$u}\n", 60, "c.chat.completions.create(model='m', messages=[], **d60)\n", 1},
    {"functions that call the next one twice", "a.py", "from openai import OpenAI\n",
     "def f%1$u(x=None): return f%2$u(f%2$u(x))\n", 60,
     "def f60(x=None): return OpenAI()\nf0().chat.completions.create(model='m', messages=[])\n", 1},
    {"functions that all call each other", "a.py", "from openai import OpenAI\nc = OpenAI()\nfns = {}\n",
     "def g%1$u(x): return g%2$u(x) or g%3$u(x) or c.chat.completions.create(model='m', messages=x)\n", 120,
     "def g120(x): return g0(x)\ndef g121(x): return g1(x)\n", 120},
    {"a chain of parameters", "a.py", "from openai import OpenAI\ndef p0(c): c.chat.completions.create(model='m', messages=[])\n",
     "def p%2$u(c): p%1$u(c)\n", 400, "p400(OpenAI(timeout=5))\n", 1},
    {"one function that is called from everywhere", "a.py",
     "from openai import OpenAI\nc = OpenAI()\ndef ask(m, t=None): return c.chat.completions.create(model='m', messages=m, timeout=t)\n",
     "def u%1$u(m): return ask(m, t=%1$u)\n", 3000, "", 1},
    {"members of members", "a.py", "from openai import OpenAI\nx = OpenAI()\n", "x = x.a%1$u\n", 2000,
     "x.chat.completions.create(model='m', messages=[])\n", 1},
    {"a call on a call on a call", "a.py", "from langchain_openai import ChatOpenAI\nm = ChatOpenAI(model='m')", ".bind(a%1$u=1)", 50,
     "\nm.invoke('x')\n", 1},
    {"one name that is bound again and again", "a.py", "from openai import OpenAI\nc = OpenAI()\nt = 1\n", "t = t + %1$u\nt = t or {'a': t}\n",
     1500, "c.chat.completions.create(model='m', messages=[], timeout=t)\n", 1},
    {"loops in loops", "a.py", "from openai import OpenAI\nc = OpenAI()\nm = []\n", NULL, 60, "", 1},
    {"classes that derive from the next", "a.py", "from openai import OpenAI\n", "class K%1$u(K%2$u): pass\n", 200,
     "class K200:\n    c = OpenAI()\nK0().c.chat.completions.create(model='m', messages=[])\n", 1},
    {"objects that spread the one before", "a.ts", "import OpenAI from 'openai';\nconst c = new OpenAI();\nconst o0 = {timeout: 1};\n",
     "const o%2$u = {...o%1$u, ...o%1$u, k%1$u: o%1$u};\n", 60, "c.chat.completions.create({model: 'm', messages: [], ...o60});\n", 1},
    {"handlers in handlers", "a.py", "from openai import OpenAI\nc = OpenAI()\ndef f(m):\n  try: pass\n", "  except E%1$u: raise\n", 800,
     "  return c.chat.completions.create(model='m', messages=m)\n", 1},
    {"classes of an interface that each ask another of its kind", "A.cs",
     "using OpenAI.Chat;\nusing Microsoft.ML.Tokenizers;\ninterface ITokens { object Tokens(string text); }\n"
     "class A : ITokens { private readonly TiktokenTokenizer own = TiktokenTokenizer.CreateForModel(\"a\");"
     " public object Tokens(string text) { return own.EncodeToTokens(text); } }\n"
     "class B : ITokens { private readonly TiktokenTokenizer own = TiktokenTokenizer.CreateForModel(\"b\");"
     " public object Tokens(string text) { return own.EncodeToTokens(text); } }\n",
     "class M%1$u : ITokens { private readonly ITokens inner; private readonly ChatClient chat = new ChatClient(\"m\", \"k\");"
     " public M%1$u(ITokens inner) { this.inner = inner; }"
     " public object Tokens(string text) { return inner.Tokens(text); }"
     " public object Ask(string text) { return chat.CompleteChat(Tokens(\"q%1$u\")); } }\n",
     24, "", 24},
};

START_TEST(what_grows_without_end_is_bounded)
{
    const struct large *g = &large[_i];
    g_autofree char *text = NULL;
    if (!g->part) { /* deeper with each */
        g_autoptr(GString) s = g_string_new(g->head);
        for (unsigned i = 0; i <= g->times; i++)
            g_string_append_printf(s, "%*s%s\n", (int)i, "", i < g->times ? "while True:" : "c.chat.completions.create(model='m', messages=m)");
        text = g_string_free(g_steal_pointer(&s), FALSE);
    } else {
        text = repeated(g->head, g->part, g->times, g->tail);
    }
    struct repo *r = repo_new();
    repo_add(r, g->path, text, -1);
    clock_t start = clock();
    repo_link(r);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    whole(r->model);
    ck_assert_msg(r->model->n_sites == g->sites, "%s: %u sites, not %u", g->name, r->model->n_sites, g->sites);
    ck_assert_msg(seconds < 20, "%s takes %.1f s", g->name, seconds);
    if (g_getenv("LINK_TIMES"))
        printf("%.3f s  %s\n", seconds, g->name);
    repo_free(r);
}
END_TEST

static int by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(void)
{
    cases = g_ptr_array_new_with_free_func(free_case);
    g_autoptr(GDir) dir = g_dir_open("tests/unit/link", 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; dir && (name = g_dir_read_name(dir));)
        if (g_str_has_suffix(name, ".txt"))
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len; i++)
        read_cases(g_ptr_array_index(names, i));
    gaps = mmap(NULL, (cases->len + 1) * sizeof *gaps, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    g_assert(gaps != MAP_FAILED);

    Suite *s = suite_create("link");
    TCase *t = tcase_create("repositories");
    tcase_add_unchecked_fixture(t, link_setup, link_teardown);
    tcase_add_loop_test(t, a_repository_is_linked_as_its_lines_say, 0, (int)cases->len);
    suite_add_tcase(s, t);
    TCase *l = tcase_create("large");
    tcase_add_unchecked_fixture(l, link_setup, link_teardown);
    tcase_set_timeout(l, 60);
    tcase_add_test(l, many_files_with_the_same_names_take_time_in_proportion);
    tcase_add_loop_test(l, what_grows_without_end_is_bounded, 0, (int)G_N_ELEMENTS(large));
    suite_add_tcase(s, l);
    int status = link_run(s);
    struct gaps all = {0};
    for (guint i = 0; i < cases->len; i++) {
        all.open += gaps[i].open;
        all.closed += gaps[i].closed;
    }
    if (all.open || all.closed)
        printf("link: %u known gaps, %u more are closed; LINK_TODO=1 shows them\n", all.open, all.closed);
    munmap(gaps, (cases->len + 1) * sizeof *gaps);
    g_ptr_array_unref(cases);
    return status;
}
