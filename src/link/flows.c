/* What becomes of a site's answer: the sinks that it flows to, and what they say of the site. */
#include <string.h>

#include "link/link_priv.h"

#define MAX_QUOTED_PARTS 8 /* of an expression in one another */
#define MAX_OPTION_DEPTH 3 /* of a text in the arguments of a call */

static bool flow_kind(const char *kind, enum flow_kind *out)
{
    static const char *const names[FLOW_KINDS] = {"parse", "schema", "cast", "subscript", "branch", "match",
                                                  "execute", "render", "store", "respond", "log"};
    for (int i = 0; i < FLOW_KINDS; i++)
        if (kind && g_str_equal(names[i], kind)) {
            *out = (enum flow_kind)i;
            return true;
        }
    return false;
}

/* Whether a site answers with something else than text: what is compared, cast or searched is the envelope then. */
static bool gives_no_text(const struct site *s)
{
    static const char *const kinds[] = {"embedding", "rerank", "moderation", "image", NULL};
    return g_strv_contains(kinds, s->kind);
}

/* Whether only tests have an answer there, of a site that is none of theirs. */
static bool tests_only(const struct linker *l, uint32_t file, uint32_t node, uint32_t draft)
{
    const struct site_draft *d = &g_array_index(l->drafts, struct site_draft, draft);
    return zone_at(l, file, lnode(l, file, node)->scope) == ZONE_TEST &&
           zone_at(l, d->file, lnode(l, d->file, d->node)->scope) != ZONE_TEST;
}

static struct flow *add_flow(struct linker *l, GArray **flows, uint32_t draft, enum flow_kind kind, uint32_t file,
                             uint32_t node, uint32_t item)
{
    GArray **list = &flows[draft];
    if (apart(l, file, g_array_index(l->drafts, struct site_draft, draft).file) || tests_only(l, file, node, draft))
        return NULL;
    if ((kind == FLOW_BRANCH || kind == FLOW_MATCH || kind == FLOW_CAST) && gives_no_text(&l->m->sites[l->site_of_draft[draft]]))
        return NULL;
    if (!*list)
        *list = g_array_new(FALSE, FALSE, sizeof(struct flow));
    struct place place = place_of(l, file, node);
    for (guint i = 0; i < (*list)->len; i++) {
        struct flow *o = &g_array_index(*list, struct flow, i);
        if (o->kind == kind && o->place.file == place.file && o->place.line == place.line)
            return o;
    }
    struct flow fl = {.kind = kind, .place = place, .item = item,
                      .what = expr_shown(l, file, lnode(l, file, node)->kind == NODE_CALL ? lnode(l, file, node)->a : node, 60)};
    bool some_callers;
    fl.handlers = handlers_around(l, file, node, HANDLER_HOPS, &fl.n_handlers, &some_callers);
    g_array_append_val(*list, fl);
    return &g_array_index(*list, struct flow, (*list)->len - 1);
}

/* Whether what an expression has of a site's answer was parsed before: that parse is where it counts. */
static bool parsed_before(struct linker *l, uint32_t file, uint32_t node, uint32_t draft)
{
    const struct vset *s = eval(l, file, node);
    bool before = false;
    for (unsigned i = 0; i < s->n; i++)
        if (s->v[i].site == draft + 1) {
            if (!s->v[i].parsed)
                return false;
            before = true;
        }
    return before;
}

/* Whether an expression is text that the program wrote itself. */
static bool is_written(struct linker *l, uint32_t file, uint32_t node)
{
    const struct vset *s = eval(l, file, node);
    unsigned n = 0;
    for (unsigned i = 0; i < s->n; i++)
        n += s->v[i].written;
    return n > 0 && n == s->n;
}

/* The first or last part of an expression that is put together. */
static const struct fact_node *end_of(struct linker *l, uint32_t file, uint32_t node, bool last)
{
    const struct fact_node *n = lnode(l, file, node);
    for (unsigned depth = 0; depth < MAX_QUOTED_PARTS; depth++) {
        if (n->kind == NODE_BINARY)
            n = lnode(l, file, last ? n->b : n->a);
        else if (n->kind == NODE_TEMPLATE && n->count)
            n = lnode(l, file, l->files[file].f->kids[n->first + (last ? n->count - 1 : 0)]);
    }
    return n;
}

/* '"' + text + '"': a parser makes a text of it, which has no keys. */
static bool is_quoted(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *first = end_of(l, file, node, false), *last = end_of(l, file, node, true);
    return first != last && first->kind == NODE_STRING && last->kind == NODE_STRING &&
           *ltext(l, file, first->text) == '"' && g_str_has_suffix(ltext(l, file, last->text), "\"");
}

/* Whether an answer may come in pieces, each of which is read from its text. */
static bool streams(const struct linker *l, uint32_t draft)
{
    const struct site *s = &l->m->sites[l->site_of_draft[draft]];
    const struct attribute *a = attribute_find(s->attributes, s->n_attributes, "streaming");
    return a && a->state == STATE_SET;
}

/* Whether what is asked of an answer is asked of the text that was sent, before anybody read it: "data: [DONE]" in line. */
static bool is_transport(const struct linker *l, uint32_t draft, bool parsed, bool decoded)
{
    return !parsed && !decoded && l->rules->items[g_array_index(l->drafts, struct site_draft, draft).item].raw;
}

/* Whether what was parsed of an answer is the envelope it came in, read at once and as a whole: what is asked of a part of it
 * is then asked of what the model wrote, unless that is parsed itself. */
static bool parsed_envelope(const struct linker *l, GArray *const *flows, uint32_t draft, bool decoded)
{
    if (!decoded || !l->rules->items[g_array_index(l->drafts, struct site_draft, draft).item].raw || streams(l, draft))
        return false;
    for (guint i = 0; flows[draft] && i < flows[draft]->len; i++) {
        enum flow_kind kind = g_array_index(flows[draft], struct flow, i).kind;
        if (kind == FLOW_PARSE || kind == FLOW_SCHEMA)
            return false;
    }
    return true;
}

/* answer.text of an answer that is of a class of the repository: whoever made that has read the envelope. */
static bool of_own_class(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    const struct vset *of = n->kind == NODE_MEMBER ? eval(l, file, n->a) : NULL;
    for (unsigned i = 0; of && i < of->n; i++)
        if (of->v[i].kind == V_INSTANCE)
            return true;
    return false;
}

/* JSON.parse(repair(text)): what is parsed is made of text by a function that nobody knows, and so is still the answer. */
static void taint_repaired(struct linker *l, uint32_t file, uint32_t node, GArray *sites, bool *parsed, bool *decoded)
{
    const struct fact_node *n = lnode(l, file, node);
    const struct vset *s = n->kind == NODE_CALL && lnode(l, file, n->a)->kind == NODE_NAME ? eval(l, file, node) : NULL;
    for (uint32_t i = 0; s && only_dead(s->v, s->n) && i < n->count; i++)
        eval_taint(l, file, l->files[file].f->kids[n->first + i], sites, parsed, decoded);
}

static void sink_call(struct linker *l, GArray **flows, uint32_t file, uint32_t node, const struct apath *p)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    apath_items(l, p);
    for (unsigned k = 0; k < p->n_items; k++) {
        const struct api_item *item = &l->rules->items[p->items[k]];
        enum flow_kind kind;
        if (item->role != ROLE_SINK || !flow_kind(item->kind, &kind) || (item->n_when && !item_fits(l, item, file, node)))
            continue;
        g_autoptr(GArray) sites = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        bool parsed = false, decoded = false;
        uint32_t read = 0; /* the one expression that is parsed, or read into a type */
        if (item->on_receiver) {
            if (f->nodes[n->a].kind == NODE_MEMBER)
                eval_taint(l, file, f->nodes[n->a].a, sites, &parsed, &decoded);
        } else if (item->argument < 0 && !item->argument_name) { /* any argument */
            for (uint32_t i = 0; i < n->count; i++)
                eval_taint(l, file, f->kids[n->first + i], sites, &parsed, &decoded);
        } else {
            struct found found;
            find_argument(l, file, node, NULL, item->argument, &found);
            if (!found.nodes->len && item->argument_name) {
                found_clear(&found);
                find_argument(l, file, node, item->argument_name, -1, &found);
            }
            for (guint i = 0; i < found.nodes->len; i++) {
                struct node_ref r = g_array_index(found.nodes, struct node_ref, i);
                eval_taint(l, r.file, r.node, sites, &parsed, &decoded);
                if (kind == FLOW_PARSE)
                    taint_repaired(l, r.file, r.node, sites, &parsed, &decoded);
                if ((kind == FLOW_PARSE || item->typed) && found.nodes->len == 1 && r.file == file)
                    read = r.node;
                decoded |= kind == FLOW_SCHEMA && of_own_class(l, r.file, r.node);
            }
            /* Model(**data), Model(name=data["name"]): what was parsed before is checked by what takes its parts */
            for (uint32_t i = 0; !found.nodes->len && kind == FLOW_SCHEMA && i < n->count; i++) {
                const struct fact_node *part = &f->nodes[f->kids[n->first + i]];
                g_autoptr(GArray) of = g_array_new(FALSE, FALSE, sizeof(uint32_t));
                bool data = false;
                if (part->kind == NODE_SPLAT || part->kind == NODE_KEYWORD)
                    eval_taint(l, file, f->kids[n->first + i], of, &data, NULL);
                for (guint q = 0; data && q < of->len; q++) /* the first parse of an envelope gives no data of the model's */
                    if (!l->rules->items[g_array_index(l->drafts, struct site_draft, g_array_index(of, uint32_t, q)).item].raw)
                        g_array_append_val(sites, g_array_index(of, uint32_t, q));
                parsed |= data;
            }
            found_clear(&found);
        }
        if (kind == FLOW_SCHEMA && (!item->typed || !sites->len || !reads_untyped(l, item, file, node)))
            read = 0;
        else if (kind == FLOW_SCHEMA)
            kind = FLOW_PARSE;
        if (read && (is_written(l, file, read) || is_quoted(l, file, read)))
            continue;
        for (guint i = 0; i < sites->len; i++) {
            uint32_t draft = g_array_index(sites, uint32_t, i);
            bool raw = l->rules->items[g_array_index(l->drafts, struct site_draft, draft).item].raw;
            const bool reads = kind == FLOW_PARSE || kind == FLOW_SCHEMA;
            if (raw && !parsed && !(decoded && !streams(l, draft)) && reads) /* the first parse of an envelope is transport */
                continue;
            if ((kind == FLOW_MATCH || kind == FLOW_CAST) && is_transport(l, draft, parsed, decoded))
                continue;
            if (raw || !read || !parsed_before(l, file, read, draft))
                add_flow(l, flows, draft, kind, file, node, item->index);
        }
    }
}

/* Whether a text could be an answer: what begins with a brace, a fence or a tag, or is a label ("data: "), is looked for to
 * find the answer behind it, and what the language calls nothing ("null") to find that there is none. */
static bool could_be_answer(const struct language *lang, const char *text)
{
    if (lang->nothing_texts && g_strv_contains((const char *const *)lang->nothing_texts, text))
        return false;
    while (g_ascii_isspace(*text))
        text++;
    gsize n = strlen(text);
    while (n && g_ascii_isspace(text[n - 1]))
        n--;
    return n && text[n - 1] != ':' && (g_ascii_isalnum(*text) || (unsigned char)*text >= 0x80);
}

/* Whether an expression reads a key by its name: event["delta"], part.get("text"), part.text. Of a dictionary it may be any. */
static bool reads_key(const struct facts *f, const struct language *lang, const struct fact_node *n, uint32_t key, uint32_t *object)
{
    uint32_t by = 0;
    if (n->kind == NODE_MEMBER) {
        *object = n->a;
        return n->text == f->nodes[key].text;
    }
    if (n->kind == NODE_SUBSCRIPT) {
        by = n->b;
        *object = n->a;
    } else if (n->kind == NODE_CALL && n->count && f->nodes[n->a].kind == NODE_MEMBER && lang->get_methods &&
               g_strv_contains((const char *const *)lang->get_methods, f->strings[f->nodes[n->a].text])) {
        by = f->kids[n->first];
        *object = f->nodes[n->a].a;
    }
    return by && f->nodes[by].kind == NODE_STRING;
}

#define OBJECT_TEXT 200

/* "delta" in event, where the same function reads event["delta"] or event.delta, or another key by its name: a question about the
 * envelope, not about the answer. */
static bool asks_for_key(struct linker *l, uint32_t file, uint32_t key, uint32_t of)
{
    const struct facts *f = l->files[file].f;
    g_autoptr(GString) asked = g_string_new(NULL);
    expr_text(l, file, of, asked, OBJECT_TEXT);
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        uint32_t object;
        if (f->nodes[i].scope != f->nodes[of].scope || !reads_key(f, l->files[file].lang, &f->nodes[i], key, &object))
            continue;
        if (f->nodes[object].kind != f->nodes[of].kind || f->nodes[object].text != f->nodes[of].text)
            continue;
        g_autoptr(GString) read = g_string_new(NULL);
        expr_text(l, file, object, read, OBJECT_TEXT);
        if (g_string_equal(asked, read))
            return true;
    }
    return false;
}

/* Whether an expression is a list of texts, or a dictionary, that is written in the program: answers that are allowed. */
static bool is_choice(struct linker *l, uint32_t file, uint32_t node)
{
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++) {
        const struct fact_node *n = s->v[i].kind == V_LITERAL ? lnode(l, s->v[i].file, s->v[i].ref) : NULL;
        if (!n || (n->kind != NODE_LIST && n->kind != NODE_DICT) || !n->count)
            return false;
        const struct fact_node *first = lnode(l, s->v[i].file, l->files[s->v[i].file].f->kids[n->first]);
        if (first->kind == NODE_PAIR && first->a)
            first = lnode(l, s->v[i].file, first->a);
        if (first->kind != NODE_STRING)
            return false;
    }
    return s->n > 0;
}

/* "none".equals(answer), answer.equalsIgnoreCase("A"), strings.HasPrefix(answer, "A"): output compared with text by a method. */
static void equal_flow(struct linker *l, GArray **flows, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node], *callee = &f->nodes[n->a];
    const char *const *methods = (const char *const *)l->files[file].lang->equal_methods;
    if (!methods || callee->kind != NODE_MEMBER || !n->count || !g_strv_contains(methods, f->strings[callee->text]))
        return;
    uint32_t argument = f->kids[n->first], second = n->count == 2 ? f->kids[n->first + 1] : 0;
    uint32_t text = f->nodes[callee->a].kind == NODE_STRING ? callee->a : f->nodes[argument].kind == NODE_STRING ? argument : f->nodes[second].kind == NODE_STRING ? second : 0;
    if (!text || !could_be_answer(l->files[file].lang, f->strings[f->nodes[text].text]))
        return;
    g_autoptr(GArray) sites = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    bool parsed = false, decoded = false;
    eval_taint(l, file, text == argument ? callee->a : argument, sites, &parsed, &decoded);
    for (guint i = 0; i < sites->len; i++) {
        uint32_t draft = g_array_index(sites, uint32_t, i);
        if (parsed ? parsed_envelope(l, flows, draft, decoded) : !is_transport(l, draft, parsed, decoded))
            add_flow(l, flows, draft, FLOW_BRANCH, file, node, NO_INDEX);
    }
}

/* Whether an expression is only asked whether it is there: `more and answer.tool_calls`, `if (answer.tool_calls)`. */
static bool is_asked_for(const struct facts *f, uint32_t node)
{
    const struct fact_node *up = &f->nodes[f->nodes[node].parent];
    if (f->nodes[node].parent && (up->kind == NODE_UNARY || up->kind == NODE_BINARY))
        return true;
    for (uint32_t r = 0; r < f->n_regions; r++)
        if (f->regions[r].expr == node && f->regions[r].kind == REGION_BRANCH)
            return true;
    return false;
}

/* Whether an expression is a pattern as it is written. One with a Markdown fence takes away what an answer is wrapped in. */
static bool is_pattern(const struct facts *f, const struct fact_node *n)
{
    return n->kind == NODE_OTHER && n->text && !strstr(f->strings[n->text], "```");
}

/* Whether what an expression gives is asked whether it is there at all: it, or the variable that is set to it. */
static bool is_asked_after(const struct facts *f, uint32_t node)
{
    const struct fact_node *up = &f->nodes[f->nodes[node].parent];
    if (is_asked_for(f, node) || (f->nodes[node].parent && up->kind == NODE_CONDITIONAL && up->a == node))
        return true;
    for (uint32_t k = 0; k < f->n_assigns; k++) {
        const struct fact_assign *a = &f->assigns[k];
        const struct fact_node *target = &f->nodes[a->target];
        if (a->value != node || target->kind != NODE_NAME)
            continue;
        for (uint32_t i = node + 1; i < f->n_nodes; i++)
            if (f->nodes[i].kind == NODE_NAME && f->nodes[i].text == target->text && f->nodes[i].scope == target->scope &&
                i != a->target && is_asked_after(f, i))
                return true;
    }
    return false;
}

/* answer.match(/<b>(.+)</), answer =~ /yes/, answer.to_i: output in which a pattern is looked for, or that is read as one value. */
static void text_flow(struct linker *l, GArray **flows, uint32_t file, uint32_t node)
{
    const struct language *lang = l->files[file].lang;
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node], *callee = n->kind == NODE_CALL ? &f->nodes[n->a] : n;
    const char *const *match = (const char *const *)lang->match_methods, *const *cast = (const char *const *)lang->cast_methods;
    const bool call = n->kind == NODE_CALL;
    if ((!match && !cast) || (call && callee->kind != NODE_MEMBER))
        return;
    const char *name = f->strings[callee->text];
    const uint32_t pattern = !call ? n->b : n->count ? f->kids[n->first] : 0;
    const bool matches = match && pattern && is_pattern(f, &f->nodes[pattern]) && g_strv_contains(match, name);
    if (!matches && !(cast && call && !n->count && g_strv_contains(cast, name)))
        return;
    g_autoptr(GArray) sites = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    bool parsed = false, decoded = false;
    eval_taint(l, file, callee->a, sites, &parsed, &decoded);
    const bool asked = matches && sites->len && is_asked_after(f, node);
    for (guint i = 0; !parsed && i < sites->len; i++)
        if (!is_transport(l, g_array_index(sites, uint32_t, i), parsed, decoded)) {
            struct flow *fl = add_flow(l, flows, g_array_index(sites, uint32_t, i), matches ? FLOW_MATCH : FLOW_CAST, file, node, NO_INDEX);
            if (fl)
                fl->validated = asked;
        }
}

/* Whether an expression is what a library's function says of its arguments, and not their text: mb_detect_encoding(answer). */
static bool says_of(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    const struct fact_node *name = lnode(l, file, n->a);
    const char *const *reads = (const char *const *)l->files[file].lang->member_functions; /* getattr(answer, "text") */
    if (n->kind != NODE_CALL || name->kind != NODE_NAME || (reads && g_strv_contains(reads, ltext(l, file, name->text))))
        return false;
    const struct vset *callee = eval(l, file, n->a);
    bool outside = callee->n > 0 && !callee->open;
    for (unsigned i = 0; i < callee->n && outside; i++) {
        const struct apath *p = callee->v[i].kind == V_PATH ? apath_called(l, callee->v[i].path) : NULL;
        outside = p != NULL;
        for (unsigned k = 0; outside && k < p->n_items; k++)
            outside = l->rules->items[p->items[k]].role != ROLE_TRANSFORM && l->rules->items[p->items[k]].role != ROLE_SITE;
    }
    return outside;
}

/* Whether a text is one of a call's options: stream_mode=["updates"]. What is compared with it tells what kind of thing the
 * library gave. */
static bool is_option(const struct facts *f, uint32_t node, uint32_t text, unsigned depth)
{
    const struct fact_node *n = &f->nodes[node];
    if (n->kind == NODE_STRING)
        return depth < MAX_OPTION_DEPTH && n->text == text;
    if (n->kind == NODE_KEYWORD || n->kind == NODE_PAIR)
        return depth && is_option(f, n->b, text, depth - 1);
    if (n->kind != NODE_CALL && n->kind != NODE_LIST && n->kind != NODE_DICT)
        return false;
    for (uint32_t i = 0; depth && i < n->count; i++)
        if (is_option(f, f->kids[n->first + i], text, depth - 1))
            return true;
    return false;
}

/* "yes" in answer, answer == "A", answer in ("A", "B"): output compared with text in a condition. */
static void branch_flow(struct linker *l, GArray **flows, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    const char *op = f->strings[n->text];
    bool within = g_str_equal(op, "in") || g_str_equal(op, "not in");
    if (n->kind != NODE_BINARY || !(within || g_str_equal(op, "==") || g_str_equal(op, "!=") || g_str_equal(op, "===") ||
                                    g_str_equal(op, "!==")))
        return;
    uint32_t text = f->nodes[n->a].kind == NODE_STRING ? n->a : f->nodes[n->b].kind == NODE_STRING ? n->b : 0;
    uint32_t other = text == n->a ? n->b : n->a;
    if (text ? !could_be_answer(l->files[file].lang, f->strings[f->nodes[text].text]) || f->nodes[other].kind == NODE_UNARY || says_of(l, file, other) : !within) /* typeof x */
        return;
    g_autoptr(GArray) sites = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    bool parsed = false, decoded = false;
    eval_taint(l, file, other, sites, &parsed, &decoded);
    if (!sites->len || (text ? within && text == n->a && asks_for_key(l, file, text, other) : !is_choice(l, file, n->b)))
        return;
    for (guint i = 0; i < sites->len; i++) {
        const struct site_draft *d = &g_array_index(l->drafts, struct site_draft, g_array_index(sites, uint32_t, i));
        if ((text && d->file == file && is_option(f, d->node, f->nodes[text].text, MAX_OPTION_DEPTH)) ||
            (parsed ? !parsed_envelope(l, flows, g_array_index(sites, uint32_t, i), decoded)
                    : is_transport(l, g_array_index(sites, uint32_t, i), parsed, decoded)))
            continue;
        struct flow *fl = add_flow(l, flows, g_array_index(sites, uint32_t, i), FLOW_BRANCH, file, node, NO_INDEX);
        if (fl && !text)
            fl->validated = true;
    }
}

/* answer.tool_calls: what the library has parsed. `names`: of all such members. */
static void parsed_member(struct linker *l, GArray **flows, GHashTable *names, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    const char *name = ltext(l, file, n->text);
    if (!g_hash_table_contains(names, name) || is_asked_for(l->files[file].f, node))
        return;
    g_autoptr(GArray) sites = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    bool parsed = false;
    eval_taint(l, file, n->a, sites, &parsed, NULL);
    for (guint i = 0; i < sites->len; i++) {
        uint32_t draft = g_array_index(sites, uint32_t, i);
        const struct api_item *item = &l->rules->items[g_array_index(l->drafts, struct site_draft, draft).item];
        if (!item->file->parsed || !g_strv_contains((const char *const *)item->file->parsed, name))
            continue;
        struct flow *fl = add_flow(l, flows, draft, FLOW_MATCH, file, node, NO_INDEX);
        if (fl)
            fl->validated = fl->n_handlers > 0 && fl->handlers[0].hops <= NEAR_HOPS;
    }
}

/* Functions that return what is made of an answer: their names -> GArray of uint32_t, drafts. */
static GHashTable *returned_answers(struct linker *l)
{
    GHashTable *by_name = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
    for (uint32_t file = 0; file < l->n_files; file++) {
        const struct facts *f = l->files[file].f;
        for (uint32_t i = 0; f && i < f->n_jumps; i++) {
            const struct fact_jump *j = &f->jumps[i];
            const char *name = f->strings[f->scopes[enclosing_function(f, j->scope)].name];
            if ((j->kind != JUMP_RETURN && j->kind != JUMP_YIELD) || !j->value || !*name)
                continue;
            g_autoptr(GArray) sites = g_array_new(FALSE, FALSE, sizeof(uint32_t));
            bool parsed = false;
            eval_taint(l, file, j->value, sites, &parsed, NULL);
            if (parsed || !sites->len)
                continue;
            GArray *list = g_hash_table_lookup(by_name, name);
            if (!list) {
                list = g_array_new(FALSE, FALSE, sizeof(uint32_t));
                g_hash_table_insert(by_name, (gpointer)name, list);
            }
            g_array_append_vals(list, sites->data, sites->len);
        }
    }
    return by_name;
}

/* Whether a call may be of a function of the repository that cannot be told: nothing is known of what is called. */
static bool is_unresolved(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    if (n->kind != NODE_CALL || lnode(l, file, n->a)->kind != NODE_MEMBER)
        return false;
    const struct vset *callee = eval(l, file, n->a);
    for (unsigned i = 0; i < callee->n; i++) {
        const struct value *v = &callee->v[i];
        if (v->kind == V_FUNCTION ? l->files[v->file].gives[v->ref] || g_hash_table_contains(l->doers, KEY(v->file, v->ref)) : v->kind == V_CLASS || v->kind == V_PATH)
            return false;
    }
    return true;
}

/* Sites whose answers may be had by calls that cannot be told: x.ask(), where several classes have an `ask` that returns one.
 * By draft; the caller frees it. */
static bool *escaped_answers(struct linker *l)
{
    bool *escaped = g_new0(bool, l->drafts->len + 1);
    g_autoptr(GHashTable) by_name = returned_answers(l);
    for (uint32_t file = 0; file < l->n_files; file++) {
        const struct facts *f = l->files[file].f;
        for (uint32_t i = 1; f && i < f->n_nodes; i++) {
            if (f->nodes[i].kind != NODE_CALL)
                continue;
            const GArray *drafts = g_hash_table_lookup(by_name, f->strings[f->nodes[f->nodes[i].a].text]);
            if (!drafts || !is_unresolved(l, file, i))
                continue;
            for (guint k = 0; k < drafts->len; k++) {
                uint32_t draft = g_array_index(drafts, uint32_t, k);
                escaped[draft] |= !apart(l, file, g_array_index(l->drafts, struct site_draft, draft).file);
            }
        }
    }
    return escaped;
}

static bool looked_after(const struct flow *fl)
{
    for (unsigned i = 0; i < fl->n_handlers; i++)
        if (!(fl->handlers[i].does & (HANDLED_DROP | HANDLED_PANIC)) && fl->handlers[i].hops <= NEAR_HOPS)
            return true;
    return false;
}

/* Whether the program ends where a sink of the answer fails: from_str(text).unwrap(). */
static bool forced_open(const struct flow *fl)
{
    for (unsigned i = 0; i < fl->n_handlers; i++)
        if (fl->handlers[i].does & HANDLED_PANIC)
            return true;
    return false;
}

/* Whether what looks for something gives a value that may be none, which nobody forces open: if let Some(x) = find(text). */
static bool may_be_none(const struct linker *l, const struct flow *fl)
{
    const char **panics = l->files[fl->place.file].lang->panic_methods;
    return panics && *panics && !forced_open(fl);
}

/* Takes an unset attribute from a site of which it says nothing. */
static void leave_out(struct site *s, const char *name)
{
    for (unsigned k = 0; k < s->n_attributes; k++)
        if (g_str_equal(s->attributes[k].name, name) && s->attributes[k].state == STATE_UNSET) {
            memmove(&s->attributes[k], &s->attributes[k + 1], (--s->n_attributes - k) * sizeof *s->attributes);
            return;
        }
}

void link_flows(struct linker *l)
{
    struct model *m = l->m;
    GArray **flows = g_new0(GArray *, m->n_sites + 1);
    g_autoptr(GHashTable) parsed_names = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < l->drafts->len; i++) {
        const char **names = l->rules->items[g_array_index(l->drafts, struct site_draft, i).item].file->parsed;
        for (; names && *names; names++)
            g_hash_table_add(parsed_names, (gpointer)*names);
    }
    for (uint32_t file = 0; file < l->n_files; file++) {
        const struct facts *f = l->files[file].f;
        for (uint32_t i = 1; f && i < f->n_nodes; i++) {
            const struct fact_node *n = &f->nodes[i];
            if (n->kind == NODE_BINARY) {
                branch_flow(l, flows, file, i);
                text_flow(l, flows, file, i);
            } else if (n->kind == NODE_MEMBER) {
                parsed_member(l, flows, parsed_names, file, i);
            } else if (n->kind == NODE_SUBSCRIPT && n->b && f->nodes[n->b].kind == NODE_STRING) {
                g_autoptr(GArray) sites = g_array_new(FALSE, FALSE, sizeof(uint32_t));
                bool parsed = false;
                eval_taint(l, file, n->a, sites, &parsed, NULL);
                for (guint k = 0; parsed && k < sites->len; k++)
                    if (!l->rules->items[g_array_index(l->drafts, struct site_draft, g_array_index(sites, uint32_t, k)).item].raw)
                        add_flow(l, flows, g_array_index(sites, uint32_t, k), FLOW_SUBSCRIPT, file, i, NO_INDEX);
            }
            if (n->kind != NODE_CALL)
                continue;
            equal_flow(l, flows, file, i);
            text_flow(l, flows, file, i);
            const struct vset *callee = eval(l, file, n->a);
            for (unsigned v = 0; v < callee->n; v++) {
                const struct value *c = &callee->v[v];
                if (c->kind == V_PATH) {
                    const struct apath *p = apath_child(l, c->path, SEGMENT_CALL, NULL);
                    sink_call(l, flows, file, i, p->canonical ? p->canonical : p);
                } else if (c->kind == V_CLASS) {
                    g_autoptr(GPtrArray) bases = g_ptr_array_new();
                    class_bases(l, c->file, c->ref, bases);
                    for (guint b = 0; b < bases->len; b++) {
                        const struct apath *p = apath_child(l, g_ptr_array_index(bases, b), SEGMENT_CALL, NULL);
                        sink_call(l, flows, file, i, p->canonical ? p->canonical : p);
                    }
                }
            }
        }
    }
    g_autofree bool *escaped = escaped_answers(l);
    for (unsigned i = 0; i < m->n_sites; i++) {
        struct site *s = &m->sites[l->site_of_draft[i]];
        bool schema = false, parsed = false, guarded = false;
        const struct flow *first = NULL;
        for (guint k = 0; flows[i] && k < flows[i]->len; k++) {
            const struct flow *fl = &g_array_index(flows[i], struct flow, k);
            schema |= fl->kind == FLOW_SCHEMA;
            guarded |= fl->kind == FLOW_SCHEMA && !forced_open(fl);
            bool data = fl->kind == FLOW_PARSE || fl->kind == FLOW_SCHEMA || fl->kind == FLOW_CAST ||
                        fl->kind == FLOW_MATCH || fl->kind == FLOW_BRANCH;
            if (data && (!first || fl->place.line < first->place.line))
                first = fl;
            parsed |= data;
        }
        for (guint k = 0; flows[i] && k < flows[i]->len; k++)
            g_array_index(flows[i], struct flow, k).validated |= schema;
        s->n_flows = flows[i] ? flows[i]->len : 0;
        s->flows = flows[i] ? arena_memdup(l->a, flows[i]->data, flows[i]->len * sizeof(struct flow)) : NULL;
        bool reads = false; /* a pattern that is asked for says nothing of what is parsed behind it */
        for (unsigned k = 0; k < s->n_flows; k++)
            reads |= s->flows[k].kind == FLOW_PARSE;
        for (unsigned k = 0; k < s->n_flows; k++)
            guarded |= s->flows[k].kind == FLOW_BRANCH ? s->flows[k].validated
                       : s->flows[k].kind == FLOW_MATCH ? !reads && (s->flows[k].validated || looked_after(&s->flows[k]) || may_be_none(l, &s->flows[k]))
                       : s->flows[k].kind == FLOW_PARSE && looked_after(&s->flows[k]);
        bool in_call = false; /* the call itself parses: its handlers guard that */
        for (unsigned k = 0; k < s->n_attributes; k++)
            in_call |= s->n_handlers && s->attributes[k].state == STATE_SET && g_str_equal(s->attributes[k].name, "output_parsed");
        bool unparsed = false; /* then there is nothing to guard */
        for (unsigned k = 0; k < s->n_attributes; k++) {
            struct attribute *a = &s->attributes[k];
            if (g_str_equal(a->name, "output_parsed") && a->state == STATE_UNSET && parsed) {
                a->state = STATE_SET;
                a->origin = ORIGIN_FLOW;
                a->place = first->place;
            } else if (g_str_equal(a->name, "parse_guarded") && a->state == STATE_UNSET && ((guarded && parsed) || in_call)) {
                a->state = STATE_SET;
                a->origin = ORIGIN_FLOW;
                a->place = in_call ? s->handlers[0].place : first->place;
            } else if (g_str_equal(a->name, "output_parsed") && a->state == STATE_UNSET && escaped[i] && !gives_no_text(s)) {
                a->state = STATE_UNKNOWN;
            }
        }
        for (unsigned k = 0; k < s->n_attributes; k++)
            unparsed |= g_str_equal(s->attributes[k].name, "output_parsed") && s->attributes[k].state != STATE_SET;
        if (unparsed)
            leave_out(s, "parse_guarded");
        if (flows[i])
            g_array_unref(flows[i]);
    }
    g_free(flows);
}
