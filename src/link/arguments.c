/* What arguments of calls say of attributes, and what items ask of them. */
#include <stdlib.h>
#include <string.h>

#include "base/regex.h"
#include "link/arguments_priv.h"
#include "link/configured.h"

#define MAX_CONSTANT 4 /* members and calls behind a constant: Role.SYSTEM.value() */

/* Whether a value of an expression, or what it was called from, has a path. */
static bool is_below(const struct path *path, const struct apath *p)
{
    for (; p && p->depth; p = p->parent)
        if (apath_match(path, p))
            return true;
    return false;
}

static bool has_path(struct linker *l, uint32_t file, uint32_t node, const struct path *path)
{
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++)
        if (s->v[i].kind == V_PATH && is_below(path, s->v[i].path))
            return true;
    return false;
}

/* Whether it is known to be nothing else. */
static bool is_path(struct linker *l, uint32_t file, uint32_t node, const struct path *path)
{
    const struct vset *s = eval(l, file, node);
    bool only = s->n && !s->open;
    for (unsigned i = 0; i < s->n; i++)
        only &= s->v[i].kind == V_PATH && is_below(path, s->v[i].path);
    return only;
}

/* Whether a text names a host that stands for no provider. */
static bool names_stranger(struct linker *l, const char *text)
{
    const char *host = strstr(text, "://");
    return host && host[3] && !g_str_has_prefix(host + 3, UNSEEN) && !host_of_text(l, text);
}

/* The call that is in force of the function that a call stands in, or else its only one. Without a node where there are others. */
static struct node_ref only_caller(const struct linker *l, uint32_t file, uint32_t call)
{
    const struct facts *f = l->files[file].f;
    uint32_t fn = enclosing_function(f, f->nodes[call].scope);
    if (l->frame && l->frame->file == file && l->frame->scope == fn)
        return l->frame->call;
    struct node_ref only = {0};
    const GArray *callers = l->files[file].callers[fn];
    for (guint i = 0; callers && i < callers->len; i++) {
        struct node_ref c = g_array_index(callers, struct node_ref, i);
        if (call_apart(l, c, file, fn))
            continue;
        if (only.node)
            return (struct node_ref){0};
        only = c;
    }
    return only;
}

/* Whether an argument is written around its call, or around that of the function it stands in: not in another function, which
 * makes requests for many. */
static bool is_written_there(const struct linker *l, uint32_t file, uint32_t call, struct node_ref argument)
{
    const struct facts *f = l->files[argument.file].f;
    uint32_t function = enclosing_function(f, f->nodes[argument.node].scope);
    if (argument.file == file && scope_within(f, f->nodes[call].scope, function))
        return true;
    struct node_ref caller = only_caller(l, file, call);
    return caller.node && caller.file == argument.file && function && scope_within(f, f->nodes[caller.node].scope, function);
}

/* Whether anything of a text is visible: more than parts that nobody sees, and slashes between them. */
static bool says_something(const char *text)
{
    return text[strspn(text, UNSEEN "/")] != '\0';
}

/* Whether a text fits what an item asks of an argument. */
static bool text_fits(struct linker *l, const struct api_when *w, const char *text)
{
    return (!w->matches || text_matches(l, w->matches, text)) && (!w->host || host_of_text(l, text));
}

/* Whether nobody sees the beginning of a text, and one that fits ends alike: base = settings.url || "https://api.x.com/v1" */
static bool stands_for_fitting(struct linker *l, const struct api_when *w, const GArray *texts, const char *text)
{
    const char *end = text;
    while (g_str_has_prefix(end, UNSEEN))
        end += strlen(UNSEEN);
    bool fits = false;
    for (guint i = 0; end > text && *end && i < texts->len && !fits; i++) {
        const char *other = g_array_index(texts, struct visible_text, i).text;
        fits = !g_str_has_prefix(other, UNSEEN) && g_str_has_suffix(other, end) && text_fits(l, w, other);
    }
    return fits;
}

/* All visible texts of one of an argument's values must fit, and there must be one. Of those that callers hand to a function
 * of one service one is enough: for the others it is called for something else. So it is, if asked for, of all that the
 * argument may be where it is written: what it is otherwise depends on how the program is set up, be it another service. */
static bool texts_fit(struct linker *l, const struct api_when *w, uint32_t file, uint32_t node, bool there, bool *any)
{
    g_autoptr(GArray) texts = visible_texts(l, file, node);
    unsigned fit = 0, others = 0, strangers = 0;
    for (guint i = 0; i < texts->len; i++) {
        const struct visible_text *t = &g_array_index(texts, struct visible_text, i);
        const bool choice = w->one && there && !t->handed && !t->grows;
        if (text_fits(l, w, t->text))
            fit++;
        else if (!says_something(t->text) || (w->host && stands_for_fitting(l, w, texts, t->text)))
            continue;
        else if (names_stranger(l, t->text) ? !choice : !choice && !t->grows && !(there && t->handed))
            return false;
        else if (choice) {
            others++;
            strangers += names_stranger(l, t->text);
        }
    }
    *any |= fit > 0;
    return (fit || !others) && strangers <= fit;
}

static enum tristate contains_in(struct linker *l, const struct api_argument *arg, uint32_t file, uint32_t node,
                                 unsigned hops);
static enum tristate contains_added(struct linker *l, const struct api_argument *arg, uint32_t file, uint32_t node,
                                    unsigned hops);

/* Whether one of the texts that an argument may be says something. */
static bool is_visible(struct linker *l, uint32_t file, uint32_t node)
{
    g_autoptr(GArray) texts = visible_texts(l, file, node);
    bool any = false;
    for (guint i = 0; i < texts->len && !any; i++)
        any = says_something(g_array_index(texts, struct visible_text, i).text);
    return any;
}

/* Whether an item says of an argument that it stands beside the body: an address, whatever the body calls one of its own. */
static bool stands_beside(const struct api_item *item, const char *name)
{
    for (unsigned i = 0; i < item->n_arguments; i++)
        if (!item->arguments[i].in_body && g_strcmp0(item->arguments[i].name, name) == 0)
            return true;
    return false;
}

static bool when_holds(struct linker *l, const struct api_item *item, const struct api_when *w, uint32_t file,
                       uint32_t call)
{
    bool holds = false, clear = true;
    for (const char **name = w->names; *name && !holds && clear; name++) {
        struct found found;
        char *end;
        long position = strtol(*name, &end, 10);
        /* of an address, none of the body is said */
        bool in_body = *end && !g_ascii_isdigit(**name) && !is_constant_name(*name) && !stands_beside(item, *name);
        find_recalled(l, item, in_body, file, call, *end ? *name : NULL, *end ? -1 : (int)CLAMP(position, 0, 100), &found);
        for (guint i = 0; i < found.nodes->len && clear; i++) {
            struct node_ref r = g_array_index(found.nodes, struct node_ref, i);
            enum value_origin via;
            if (!r.node && r.shift) /* what the program sends is this or something else, which it makes itself */
                continue;
            if (!r.node) { /* some of what it may be have no such argument: another of the names may be there always */
                holds = false;
                break;
            }
            struct frame *outer = enter_frame(l, &r);
            const char *text = w->equals ? literal_of(l, r.file, r.node, &via, NULL) : NULL;
            if (w->matches || w->host)
                clear = texts_fit(l, w, r.file, r.node, is_written_there(l, file, call, r), &holds);
            else if (w->unseen)
                holds |= !is_visible(l, r.file, r.node);
            else if (w->contains)
                holds |= contains_in(l, w->contains, r.file, r.node, 4) == STATE_SET ||
                         contains_added(l, w->contains, r.file, r.node, 3) == STATE_SET;
            else
                holds |= w->equals == NULL || (text && g_str_equal(text, w->equals));
            if (w->path.n_segments)
                clear = clear && has_path(l, r.file, r.node, &w->path);
            if (w->not_path.n_segments)
                clear = clear && !is_path(l, r.file, r.node, &w->not_path);
            l->frame = outer;
        }
        if (w->missing)
            clear = clear && !found.nodes->len && !found.open;
        holds |= found.declared && !w->matches && !w->host && !w->equals && !w->contains && !w->path.n_segments && !w->unseen;
        found_clear(&found);
    }
    return (holds || w->missing) && clear;
}

/* Whether a call's value is given to one of `names`, itself or by its own name: x = Agent(); root_agent = x. */
static bool is_assigned(struct linker *l, uint32_t file, uint32_t node, const char **names)
{
    const struct facts *f = l->files[file].f;
    uint32_t own = name_given(&l->files[file], node);
    if (!own)
        return false;
    if (g_strv_contains((const char *const *)names, f->strings[f->nodes[own].text]))
        return true;
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_node *target = &f->nodes[f->assigns[i].target], *value = &f->nodes[f->assigns[i].value];
        if (value->kind == NODE_NAME && value->text == f->nodes[own].text && value->scope == f->nodes[own].scope &&
            target->kind == NODE_NAME && g_strv_contains((const char *const *)names, f->strings[target->text]))
            return true;
    }
    return false;
}

/* Whether a text of a file is written in its code: as a key, a name of a part, or anything else in quotes; or as the name of
 * a member or a type, if these count. */
static bool is_written(const struct linker *l, uint32_t file, const char *text, size_t len, bool names)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        const bool named = n->kind == NODE_MEMBER || (n->kind == NODE_NAME && n->flags & NODE_TYPE);
        const char *s = n->kind == NODE_STRING || (names && named) ? f->strings[n->text] : "";
        if (strlen(s) == len && memcmp(s, text, len) == 0)
            return true;
    }
    return false;
}

bool file_writes(const struct linker *l, const struct api_item *item, uint32_t file)
{
    const struct facts *f = l->files[file].f;
    bool all = false;
    for (const char **set = item->writes; *set && !all; set++) {
        all = true;
        for (const char *word = *set; *word && all; word += strspn(word, " ")) {
            size_t len = strcspn(word, " ");
            all = is_written(l, file, word, len, item->role == ROLE_ROUTE);
            word += len;
        }
    }
    for (uint32_t i = 1; i < f->n_nodes && all && item->writes_no; i++)
        if (f->nodes[i].kind == NODE_STRING)
            all = !regex_search(item->writes_no, f->strings[f->nodes[i].text], strlen(f->strings[f->nodes[i].text]));
    return all;
}

bool item_fits(struct linker *l, const struct api_item *item, uint32_t file, uint32_t node)
{
    bool fits = item->n_when == 0;
    const char *path = item->in_file ? l->files[file].pf->path : NULL, *outer = l->base;
    const char *caller = path && l->frame ? l->files[l->frame->call.file].pf->path : path;
    if (path && !regex_search(item->in_file, path, strlen(path)) && !regex_search(item->in_file, caller, strlen(caller)))
        return false;
    l->base = item->n_when ? base_of(l, item, file, node) : NULL;
    for (unsigned i = 0, next; i < item->n_when && !fits; i = next) {
        fits = true;
        for (next = i; next < item->n_when && item->when[next].alternative == item->when[i].alternative; next++)
            fits = fits && when_holds(l, item, &item->when[next], file, node);
    }
    l->base = outer;
    if (!fits)
        return false;
    if (item->writes[0] && !file_writes(l, item, file))
        return false;
    return !item->assigned[0] || is_assigned(l, file, node, item->assigned);
}

static bool dict_has(struct linker *l, uint32_t file, uint32_t dict, const struct api_pair *want)
{
    g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    bool open = false;
    if (!dict_get(l, file, dict, want->key, nodes, &open))
        return false;
    if (!want->value)
        return true;
    for (guint i = 0; i < nodes->len; i++) {
        struct node_ref r = g_array_index(nodes, struct node_ref, i);
        enum value_origin via;
        const char *text = literal_of(l, r.file, r.node, &via, NULL);
        if (text && g_str_equal(text, want->value))
            return true;
    }
    return false;
}

/* Whether a value of an expression is reached by the path of a case, from an object that is as the case says. */
static bool case_path(struct linker *l, const struct api_case *c, uint32_t file, uint32_t node)
{
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++)
        if (s->v[i].kind == V_PATH && is_below(&c->path, s->v[i].path) && (!c->made || is_made(&s->v[i])) &&
            (!c->called_in || happens_to(l, c->called_in, &s->v[i])))
            return true;
    return false;
}

/* Whether an expression is a class of the repository of which every field that a case's call gives is of its type, or says
 * no type: answer: str = OutputField(), answer = OutputField(). */
static bool fields_fit(struct linker *l, const struct api_case *c, uint32_t file, uint32_t node)
{
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++) {
        if (s->v[i].kind != V_CLASS)
            continue;
        const struct facts *f = l->files[s->v[i].file].f;
        bool some = false, all = true;
        for (uint32_t k = 0; k < f->n_assigns && all; k++) {
            const struct fact_assign *a = &f->assigns[k];
            if (a->scope != s->v[i].ref || !a->value || !has_path(l, s->v[i].file, a->value, &c->field_call))
                continue;
            some = true;
            all = !a->type || has_path(l, s->v[i].file, a->type, &c->field_type);
        }
        if (some && all)
            return true;
    }
    return false;
}

/* Whether an expression goes by a name: count, state.count, state["count"], state.get("count", 0). */
static bool goes_by(const struct facts *f, uint32_t node, void *name)
{
    const struct fact_node *n = &f->nodes[node], *key = NULL;
    if (n->kind == NODE_NAME || n->kind == NODE_MEMBER)
        key = n;
    else if (n->kind == NODE_SUBSCRIPT && n->b)
        key = &f->nodes[n->b];
    else if (n->kind == NODE_CALL && n->count && f->nodes[n->a].kind == NODE_MEMBER)
        key = &f->nodes[f->kids[n->first]];
    const char *text = key && (key == n || key->kind == NODE_STRING) ? f->strings[key->text] : NULL;
    return text && regex_search(name, text, strlen(text));
}

/* Whether a function, or one that it calls, compares by its size what goes by a name. */
static bool compares_name(struct linker *l, uint32_t file, uint32_t scope, void *name, unsigned hops)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if ((n->kind != NODE_BINARY && n->kind != NODE_CALL) || !scope_within(f, n->scope, scope))
            continue;
        const char *op = f->strings[n->text];
        if (n->kind == NODE_BINARY && (*op == '<' || *op == '>') && (goes_by(f, n->a, name) || goes_by(f, n->b, name)))
            return true;
        const struct vset *callee = n->kind == NODE_CALL && hops ? eval(l, file, n->a) : &vset_empty;
        for (unsigned k = 0; k < callee->n; k++)
            if (callee->v[k].kind == V_FUNCTION && compares_name(l, callee->v[k].file, callee->v[k].ref, name, hops - 1))
                return true;
    }
    return false;
}

static bool case_compares(struct linker *l, const struct api_case *c, uint32_t file, uint32_t node)
{
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++)
        if (s->v[i].kind == V_FUNCTION && compares_name(l, s->v[i].file, s->v[i].ref, c->compares, 1))
            return true;
    return false;
}

static bool case_fits(struct linker *l, const struct api_case *c, uint32_t file, uint32_t node, const struct reading *r)
{
    for (unsigned i = 0; i < c->n_nowhere; i++)
        if (happens(l, &c->nowhere[i]))
            return false;
    if (c->equals && (!r->value || !g_str_equal(r->value, c->equals)))
        return false;
    if (c->matches && (!r->value || !regex_match(c->matches, r->value, strlen(r->value), NULL, 0)))
        return false;
    if (c->field_call.n_segments && !fields_fit(l, c, file, node))
        return false;
    if (c->compares && !case_compares(l, c, file, node))
        return false;
    if (!c->n_has && !c->path.n_segments)
        return true;
    if (c->path.n_segments)
        return case_path(l, c, file, node);
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++) {
        const struct value *v = &s->v[i];
        if (is_dictionary(l, v)) {
            bool all = true;
            for (unsigned k = 0; k < c->n_has && all; k++)
                all = dict_has(l, v->file, v->ref, &c->has[k]);
            if (all)
                return true;
        }
    }
    return false;
}

/* Whether one of the paths that a value may have says something else than this case, which another of them fits. */
static bool case_mixed(struct linker *l, const struct api_argument *arg, const struct api_case *c, uint32_t file, uint32_t node)
{
    const struct vset *s = c->path.n_segments && c->state == STATE_SET ? eval(l, file, node) : &vset_empty;
    for (unsigned i = 0; i < s->n; i++) {
        if (s->v[i].kind != V_PATH || !s->v[i].path->depth)
            continue;
        bool same = false;
        for (unsigned k = 0; k < arg->n_cases && !same; k++)
            same = arg->cases[k].path.n_segments && arg->cases[k].state == c->state &&
                   g_strcmp0(arg->cases[k].value, c->value) == 0 && is_below(&arg->cases[k].path, s->v[i].path);
        if (!same)
            return true;
    }
    return false;
}

static const char *role_in_name(const struct linker *l, const char *name);

/* The role that a constant of a class of the program stands for: Role.SYSTEM, Role.SYSTEM.value. NULL without. */
static const char *role_of_constant(struct linker *l, struct node_ref r)
{
    const struct fact_node *n = lnode(l, r.file, r.node);
    for (unsigned hops = 0; hops < MAX_CONSTANT && (n->kind == NODE_MEMBER || n->kind == NODE_CALL); hops++) {
        const struct vset *of = n->kind == NODE_MEMBER ? eval(l, r.file, n->a) : &vset_empty;
        for (unsigned i = 0; i < of->n; i++)
            if (of->v[i].kind == V_CLASS)
                return role_in_name(l, ltext(l, r.file, n->text));
        n = lnode(l, r.file, n->a);
    }
    return NULL;
}

/* The same for a structure with fields: Message{Role: "system"}. */
static enum tristate field_contains(struct linker *l, const struct api_argument *arg, const struct value *v)
{
    g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    struct found found = {.nodes = nodes};
    if (!arg->contains_key)
        return STATE_UNKNOWN;
    if (v->kind == V_INSTANCE)
        object_key(l, v, arg->contains_key, &found);
    else
        from_steps(l, v, arg->contains_key, &found);
    enum tristate state = nodes->len ? STATE_UNSET : STATE_UNKNOWN;
    for (guint i = 0; i < nodes->len; i++) {
        struct node_ref r = g_array_index(nodes, struct node_ref, i);
        enum value_origin via;
        const char *text = literal_of(l, r.file, r.node, &via, NULL);
        const char *role = !text && g_strcmp0(arg->attribute, "system_message") == 0 ? role_of_constant(l, r) : NULL;
        text = role ? role : text;
        if (text && g_strv_contains((const char *const *)arg->contains_values, text))
            return STATE_SET;
        if (!role && (!text || via == VALUE_PARAMETER))
            state = STATE_UNKNOWN;
    }
    return state;
}

/* Whether an expression is a text whatever it says: one that is written, joined or formatted, a parameter that is declared so,
 * or a name that is given nothing else. */
static bool is_text_expression(struct linker *l, uint32_t file, uint32_t node, unsigned hops)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = node ? &f->nodes[node] : NULL;
    if (!n || !hops)
        return false;
    if (n->kind == NODE_STRING || n->kind == NODE_TEMPLATE || is_text_parameter(l, file, n))
        return true;
    if (is_concatenation(l, file, n))
        return is_text_expression(l, file, n->a, hops - 1) || is_text_expression(l, file, n->b, hops - 1);
    if (n->kind == NODE_CALL && f->nodes[n->a].kind == NODE_MEMBER) /* TEMPLATE.format(x) */
        return is_text_expression(l, file, f->nodes[n->a].a, hops - 1);
    if (n->kind != NODE_NAME && n->kind != NODE_MEMBER)
        return false;
    const struct vset *s = eval(l, file, node);
    bool all = s->n > 0 && !s->open;
    for (unsigned i = 0; i < s->n && all; i++) {
        uint8_t kind = s->v[i].kind == V_LITERAL ? lnode(l, s->v[i].file, s->v[i].ref)->kind : NODE_NONE;
        all = kind == NODE_STRING || kind == NODE_TEMPLATE;
    }
    if (all || n->kind != NODE_NAME)
        return all;
    unsigned times = 0;
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        const struct fact_node *t = &f->nodes[a->target];
        if (t->kind != NODE_NAME || t->text != n->text || a->scope != n->scope)
            continue;
        if (!a->value || ++times > MAX_TEXT_GIVEN || !is_text_expression(l, file, a->value, hops - 1))
            return false;
    }
    return times > 0;
}

/* The role that a word of a name is: UserMessage, ChatMessageTypeSystem. NULL for none, or several. */
static const char *role_in_name(const struct linker *l, const char *name)
{
    const char *found = NULL;
    for (const char *at = name; *at;) {
        const char *end = at + 1; /* AIMessage is AI and Message */
        while (*end && (g_ascii_isupper(*at) && g_ascii_isupper(*end) ? !g_ascii_islower(end[1]) : g_ascii_islower(*end)))
            end++;
        g_autofree char *word = g_strndup(at, (gsize)(end - at));
        const char *role = prompt_role_of(l, word);
        if (role && found && !g_str_equal(role, found))
            return NULL;
        found = role ? role : found;
        at = end;
    }
    return found;
}

/* The role that a call is given as a constant of a library: ChatRole.User, llms.ChatMessageTypeHuman. NULL without. */
static const char *role_given(struct linker *l, uint32_t file, uint32_t call)
{
    const struct fact_node *n = lnode(l, file, call);
    const char *role = NULL;
    for (uint32_t i = 0; n->kind == NODE_CALL && i < n->count && !role; i++) {
        const struct fact_node *k = lnode(l, file, l->files[file].f->kids[n->first + i]);
        if (k->kind == NODE_MEMBER)
            role = role_in_name(l, ltext(l, file, k->text));
    }
    return role;
}

/* Whose message a call of a library makes, by its name or by what it is given; NULL where that is not seen. */
static const char *speaker_of(struct linker *l, const struct value *v)
{
    const char *role = v->path->name ? role_in_name(l, v->path->name) : NULL;
    return role || !v->chain || v->chain->file == NO_INDEX ? role : role_given(l, v->chain->file, v->chain->node);
}

/* The list that an object of a library is made of: new List<Message>([...]); 0 without. */
static uint32_t made_of_list(const struct linker *l, const struct chain *c)
{
    const struct fact_node *n = c && c->file != NO_INDEX ? lnode(l, c->file, c->node) : NULL;
    uint32_t first = n && n->kind == NODE_CALL && n->count ? l->files[c->file].f->kids[n->first] : 0;
    return first && lnode(l, c->file, first)->kind == NODE_LIST ? first : 0;
}

/* What was put into a list step by step where it was made, JSONArray().put(message), into *out; false where nothing was. */
static bool put_into(struct linker *l, const struct api_argument *arg, const struct value *list, unsigned hops, enum tristate *out)
{
    enum tristate state = STATE_UNSET;
    bool any = false;
    for (const struct chain *c = list->chain; c; c = c->prev) {
        const struct fact_node *n = c->file == NO_INDEX ? NULL : lnode(l, c->file, c->node);
        const struct fact_node *callee = n && n->kind == NODE_CALL && n->count == 1 ? lnode(l, c->file, n->a) : NULL;
        const struct language *lang = callee ? l->files[c->file].lang : NULL;
        if (!callee || callee->kind != NODE_MEMBER ||
            (!g_strv_contains((const char *const *)lang->key_methods, ltext(l, c->file, callee->text)) &&
             !g_strv_contains((const char *const *)lang->grow_methods, ltext(l, c->file, callee->text))))
            continue;
        enum tristate e = contains_in(l, arg, c->file, l->files[c->file].f->kids[n->first], hops);
        any = true;
        if (e == STATE_SET || state != STATE_UNKNOWN)
            state = state == STATE_SET ? state : e;
    }
    *out = any ? state : *out;
    return any;
}

/* Whether an expression is one of several texts, none of which is among `values`: mine ? "assistant" : "user". */
static bool other_texts(struct linker *l, struct node_ref r, const char **values)
{
    const struct vset *s = eval(l, r.file, r.node);
    bool other = s->n > 0 && !s->open;
    for (unsigned i = 0; i < s->n && other; i++) {
        const struct fact_node *n = s->v[i].kind == V_LITERAL ? lnode(l, s->v[i].file, s->v[i].ref) : NULL;
        other = n && n->kind == NODE_STRING && s->v[i].via != VALUE_PARAMETER &&
                !(values && g_strv_contains((const char *const *)values, ltext(l, s->v[i].file, n->text)));
    }
    return other;
}

/* The same of what is put later into a list that is written out, by the names that it is given. */
static enum tristate contains_later(struct linker *l, const struct api_argument *arg, const struct value *list, unsigned hops)
{
    const struct facts *f = l->files[list->file].f;
    const GArray *given = given_assigns(&l->files[list->file], list->ref);
    enum tristate state = STATE_UNSET;
    for (guint i = 0; given && i < given->len && state != STATE_SET; i++) {
        enum tristate e = contains_added(l, arg, list->file, f->assigns[g_array_index(given, uint32_t, i)].target, hops);
        state = e == STATE_UNSET ? state : e;
    }
    return state;
}

/* Whether a value comes of a call of one of these paths; `steps`: or was made from what does, Message::default().content(x).into(). */
static bool is_made_by(const struct path *paths, unsigned n, const struct value *v, bool steps)
{
    for (unsigned k = 0; k < n; k++) {
        if (apath_match(&paths[k], v->path))
            return true;
        unsigned far = 0;
        for (const struct chain *c = v->chain; c && far < 64 && steps; c = c->prev, far++)
            if (c->file != NO_INDEX && apath_match(&paths[k], c->path))
                return true;
    }
    return false;
}

/* Whether an expression is nothing but objects of libraries: options beside the messages. */
static bool is_object(struct linker *l, uint32_t file, uint32_t node)
{
    const struct vset *s = eval(l, file, node);
    bool all = s->n > 0 && !s->open;
    for (unsigned i = 0; i < s->n && all; i++)
        all = s->v[i].kind == V_PATH;
    return all;
}

/* What calls say whose arguments are the elements, new Prompt(messages, options), builder().messages(a, b), into *out; nothing
 * where no such call is among those that a value was made with. */
static void contains_inside(struct linker *l, const struct api_argument *arg, const struct value *v, unsigned hops, enum tristate *out)
{
    enum tristate state = STATE_UNSET;
    bool any = false;
    unsigned steps = 0;
    for (const struct chain *c = v->chain; c && steps < 64 && state != STATE_SET; c = c->prev, steps++) {
        bool holds = false;
        for (unsigned k = 0; k < arg->n_contains_inside && !holds; k++)
            holds = c->file != NO_INDEX && apath_match(&arg->contains_inside[k], c->path);
        const struct fact_node *n = holds ? lnode(l, c->file, c->node) : NULL;
        for (uint32_t k = 0; n && n->kind == NODE_CALL && k < n->count && state != STATE_SET; k++) {
            uint32_t element = l->files[c->file].f->kids[n->first + k];
            enum tristate e = contains_in(l, arg, c->file, element, hops), added = contains_added(l, arg, c->file, element, hops);
            e = added == STATE_UNSET || e == STATE_SET ? e : added;
            any = true;
            if (e == STATE_SET || (e == STATE_UNKNOWN && !(k && is_object(l, c->file, element))))
                state = e;
        }
    }
    if (any)
        *out = state;
}

/* Whether the elements of the list that an expression is hold what `contains` asks for. */
static enum tristate contains_in(struct linker *l, const struct api_argument *arg, uint32_t file, uint32_t node,
                                 unsigned hops)
{
    const struct vset *s = eval(l, file, node);
    enum tristate state = s->open || !s->n ? STATE_UNKNOWN : STATE_UNSET;
    const bool messages = g_strcmp0(arg->attribute, "system_message") == 0;
    if (messages && is_text_expression(l, file, node, MAX_TEXT_HOPS)) /* one message, of the one who asks */
        return STATE_UNSET;
    const char *own = messages && !s->n ? role_given(l, file, node) : NULL; /* new(ChatRole.User, text) */
    if (own)
        return g_str_equal(own, "system") ? STATE_SET : STATE_UNSET;
    for (unsigned i = 0; i < s->n; i++) {
        const struct value *v = &s->v[i];
        if (v->kind == V_PATH) {
            const char *role = messages ? speaker_of(l, v) : NULL;
            if (role && g_str_equal(role, "system"))
                return STATE_SET;
            if (role)
                continue;
            if (is_made_by(arg->contains_calls, arg->n_contains_calls, v, option_objects(l, file)))
                return STATE_SET;
            if (is_made_by(arg->contains_others, arg->n_contains_others, v, option_objects(l, file)))
                continue;
            uint32_t list = hops ? made_of_list(l, v->chain) : 0;
            enum tristate e = list ? contains_in(l, arg, v->chain->file, list, hops - 1) : field_contains(l, arg, v);
            if (hops)
                contains_inside(l, arg, v, hops - 1, &e);
            if (e != STATE_SET && hops && put_into(l, arg, v, hops - 1, &e))
                e = e == STATE_SET ? e : state;
            if (e == STATE_SET)
                return STATE_SET;
            if (e == STATE_UNKNOWN)
                state = STATE_UNKNOWN;
            continue;
        }
        if (v->kind == V_INSTANCE) {
            enum tristate e = field_contains(l, arg, v);
            if (e == STATE_SET)
                return STATE_SET;
            if (e == STATE_UNKNOWN)
                state = STATE_UNKNOWN;
            continue;
        }
        if (v->kind != V_LITERAL) {
            state = STATE_UNKNOWN;
            continue;
        }
        const struct fact_node *n = lnode(l, v->file, v->ref);
        const uint32_t *kids = l->files[v->file].f->kids + n->first;
        if (arg->contains_key && (n->kind == NODE_DICT || n->kind == NODE_CALL || (n->kind == NODE_LIST && is_dictionary(l, v)))) {
            g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
            bool open = false;
            dict_get(l, v->file, v->ref, arg->contains_key, nodes, &open);
            for (guint k = 0; k < nodes->len; k++) {
                struct node_ref r = g_array_index(nodes, struct node_ref, k);
                enum value_origin via;
                const char *text = literal_of(l, r.file, r.node, &via, NULL);
                if (text && arg->contains_values &&
                    g_strv_contains((const char *const *)arg->contains_values, text))
                    return STATE_SET;
                if (text ? via == VALUE_PARAMETER : !other_texts(l, r, arg->contains_values))
                    state = STATE_UNKNOWN;
            }
            if (open && !nodes->len)
                state = STATE_UNKNOWN;
        } else if (n->kind == NODE_LIST && hops) {
            const struct fact_node *first = n->count ? lnode(l, v->file, kids[0]) : NULL;
            if (first && first->kind == NODE_STRING && arg->contains_tuple && !*arg->contains_texts) { /* ("system", text) */
                if (g_strv_contains((const char *const *)arg->contains_tuple, ltext(l, v->file, first->text)))
                    return STATE_SET;
                continue;
            }
            g_autoptr(GArray) grown = list_growth(l, v->file, v->ref);
            const guint more = grown ? grown->len : 0;
            for (uint32_t k = 0; k < n->count + more; k++) {
                uint32_t element = k < n->count ? kids[k] : g_array_index(grown, uint32_t, k - n->count);
                enum tristate e = contains_in(l, arg, v->file, element, hops - 1);
                if (e == STATE_SET)
                    return STATE_SET;
                if (e == STATE_UNKNOWN)
                    state = STATE_UNKNOWN;
            }
            enum tristate later = contains_later(l, arg, v, hops - 1);
            if (later == STATE_SET)
                return STATE_SET;
            if (later == STATE_UNKNOWN || (messages && !n->count && !more && given_assigns(&l->files[v->file], v->ref))) /* somebody fills it */
                state = STATE_UNKNOWN;
        } else if (n->kind == NODE_OTHER && n->count == 1 && hops && lnode(l, v->file, kids[0])->kind == NODE_DICT) {
            enum tristate e = contains_in(l, arg, v->file, kids[0], hops - 1); /* [{"role": "user", ...} for text in texts] */
            if (e != STATE_UNSET)
                return e;
        } else if (n->kind == NODE_BINARY && hops) { /* [system] + history */
            const uint32_t sides[] = {n->a, n->b};
            for (unsigned k = 0; k < 2; k++) {
                enum tristate e = contains_in(l, arg, v->file, sides[k], hops - 1);
                if (e == STATE_SET)
                    return STATE_SET;
                if (e == STATE_UNKNOWN)
                    state = STATE_UNKNOWN;
            }
        } else if (n->kind == NODE_STRING && g_strv_contains((const char *const *)arg->contains_texts, ltext(l, v->file, n->text))) {
            return STATE_SET;
        } else if (n->kind != NODE_STRING && n->kind != NODE_TEMPLATE && n->kind != NODE_NUMBER) {
            state = STATE_UNKNOWN;
        }
    }
    return state;
}

/* What one call hands to a method of a list: whether an element among it is what the argument asks for. */
static enum tristate contains_handed(struct linker *l, const struct api_argument *arg, uint32_t file, uint32_t call, unsigned hops)
{
    const struct fact_node *c = lnode(l, file, call);
    enum tristate state = STATE_UNSET;
    for (uint32_t k = 0; k < c->count && state != STATE_SET; k++) {
        enum tristate e = contains_in(l, arg, file, l->files[file].f->kids[c->first + k], hops);
        state = e == STATE_UNSET ? state : e;
    }
    return state;
}

/* A list built step by step: messages = []; messages.append({...}), in its function or in those within. What is handed to its
 * methods counts too. */
static enum tristate contains_added(struct linker *l, const struct api_argument *arg, uint32_t file, uint32_t node, unsigned hops)
{
    const struct fact_node *n = lnode(l, file, node);
    const struct facts *f = l->files[file].f;
    enum tristate state = STATE_UNSET;
    g_autoptr(GArray) grown = grown_member(l, file, node);
    const GArray *calls = n->kind == NODE_NAME ? method_calls(l, file, n->scope, n->text) : grown;
    const GArray *within = n->kind == NODE_NAME ? methods_within(l, file, n->scope, n->text) : NULL;
    const guint n_calls = calls ? calls->len : 0, n_within = within ? within->len : 0;
    for (guint i = 0; i < n_calls + n_within && state != STATE_SET; i++) {
        uint32_t member = i < n_calls ? 0 : g_array_index(within, uint32_t, i - n_calls);
        uint32_t call = member ? f->nodes[member].parent : g_array_index(calls, uint32_t, i);
        if (member && f->nodes[call].a != member)
            continue;
        enum tristate e = contains_handed(l, arg, file, call, hops);
        state = e == STATE_UNSET ? state : e;
    }
    const struct fact_node *of = n->kind == NODE_CALL && !n->count && hops ? lnode(l, file, n->a) : NULL;
    if (of && of->kind == NODE_MEMBER && contains_added(l, arg, file, of->a, hops - 1) == STATE_SET)
        return STATE_SET; /* what an object keeps, by the name that it was filled by: memory.add(message), memory.messages() */
    return state;
}

#define MIN_PROSE 10u /* bytes of a text that make it more than a word */
#define MIN_GIVEN_PROSE 40u /* the same of what a function gives, which may only put labels beside values: "User request: " */
#define MAX_INLINE_LOOKS 3000u /* expressions that are looked into for one argument */
#define MAX_INLINE 14u /* expressions within one another that are looked into for text */

static bool has_inline_text(struct linker *l, uint32_t file, uint32_t node, unsigned hops);

/* Whether an expression writes a text, or what is made of one; a name may stand for what a tool or a model said. */
static bool is_written_text(enum node_kind kind)
{
    return kind == NODE_STRING || kind == NODE_TEMPLATE || kind == NODE_BINARY || kind == NODE_CALL;
}

/* messages.append({"content": "..."}), parts.append("..."), messages.append(Message("...")): text handed to a method of a local
 * name. */
static bool added_inline(struct linker *l, uint32_t file, const struct fact_node *name, unsigned hops)
{
    const struct facts *f = l->files[file].f;
    const GArray *calls = hops ? method_calls(l, file, name->scope, name->text) : NULL;
    for (guint i = 0; calls && i < calls->len; i++) {
        const struct fact_node *c = &f->nodes[g_array_index(calls, uint32_t, i)];
        const char **grow = l->files[file].lang->grow_methods;
        bool grows = grow && g_strv_contains((const char *const *)grow, f->strings[f->nodes[c->a].text]);
        for (uint32_t k = 0; k < c->count; k++) {
            enum node_kind kind = (enum node_kind)f->nodes[f->kids[c->first + k]].kind;
            if ((kind == NODE_DICT || (grows && is_written_text(kind))) && has_inline_text(l, file, f->kids[c->first + k], hops))
                return true;
        }
    }
    return false;
}

/* options.Messages.Add(new Message("...")): text that is put into a list which a member holds. */
static bool grown_inline(struct linker *l, uint32_t file, uint32_t member, unsigned hops)
{
    const struct facts *f = l->files[file].f;
    g_autoptr(GArray) calls = grown_member(l, file, member);
    for (guint i = 0; calls && i < calls->len; i++) {
        const struct fact_node *c = &f->nodes[g_array_index(calls, uint32_t, i)];
        for (uint32_t k = 0; k < c->count; k++)
            if (has_inline_text(l, file, f->kids[c->first + k], hops))
                return true;
    }
    return false;
}

/* prompt = TEMPLATE.format(x): what a name was given in its function, or in one around it. */
static bool assigned_inline(struct linker *l, uint32_t file, const struct fact_node *name, unsigned hops)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 0; hops && i < f->n_assigns; i++) {
        const struct fact_node *target = &f->nodes[f->assigns[i].target];
        enum node_kind kind = f->nodes[f->assigns[i].value].kind;
        if (target->kind != NODE_NAME || target->text != name->text || (kind != NODE_CALL && kind != NODE_BINARY))
            continue;
        uint32_t scope = name->scope;
        while (scope > 1 && scope != target->scope)
            scope = f->scopes[scope].parent;
        if (scope == target->scope && has_inline_text(l, file, f->assigns[i].value, hops))
            return true;
    }
    return false;
}

/* Whether a text says something besides its placeholders, in more than a word: "{question}" asks nothing, and
 * "prompt.txt" is a name. */
static bool is_prose(const char *text, unsigned least)
{
    unsigned n = 0, depth = 0;
    bool words = false, blank = false;
    for (; *text && !(n >= least && words); text++) {
        if (*text == '{') {
            depth++;
        } else if (*text == '}' && depth) {
            depth--;
        } else if (g_ascii_isspace(*text)) {
            blank = n > 0;
        } else if (!depth) {
            words |= blank || (unsigned char)*text >= 0x80;
            n++;
        }
    }
    return n >= least && words;
}

/* Whether a call is of a method of a text: TEMPLATE.replace("{topic}", "anything you like"), PROMPT.format(text=text). Its
 * arguments fill that text. */
static bool is_of_text(struct linker *l, uint32_t file, const struct fact_node *call)
{
    const struct fact_node *callee = lnode(l, file, call->a);
    const char *const *formats = (const char *const *)l->files[file].lang->format_methods;
    uint32_t receiver = callee->a;
    if (callee->kind != NODE_MEMBER)
        return false;
    if (formats && g_strv_contains(formats, ltext(l, file, callee->text)))
        return true;
    while (lnode(l, file, receiver)->kind == NODE_CALL && lnode(l, file, lnode(l, file, receiver)->a)->kind == NODE_MEMBER)
        receiver = lnode(l, file, lnode(l, file, receiver)->a)->a;
    const struct vset *s = eval(l, file, receiver);
    for (unsigned i = 0; i < s->n; i++) {
        enum node_kind kind = s->v[i].kind == V_LITERAL ? lnode(l, s->v[i].file, s->v[i].ref)->kind : NODE_OTHER;
        if (kind == NODE_STRING || kind == NODE_TEMPLATE)
            return true;
    }
    return false;
}

/* "\n".join(parts): what is given is the text. */
static bool is_join(struct linker *l, uint32_t file, const struct fact_node *call)
{
    const struct fact_node *callee = lnode(l, file, call->a);
    const char *const *joins = (const char *const *)l->files[file].lang->join_methods;
    return callee->kind == NODE_MEMBER && joins && g_strv_contains(joins, ltext(l, file, callee->text));
}

/* prompt, this.prompt: whether text is written in what a name or a member stands for in the same file. */
static bool stands_for_text(struct linker *l, uint32_t file, uint32_t node, unsigned hops)
{
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++)
        if (s->v[i].kind == V_LITERAL && s->v[i].file == file && s->v[i].ref != node && s->v[i].via != VALUE_PARAMETER &&
            has_inline_text(l, file, s->v[i].ref, hops))
            return true;
    return false;
}

/* this.buildPrompt(q): whether a function of the same file that is called writes text into what it gives. */
static bool gives_text(struct linker *l, uint32_t file, const struct fact_node *call, unsigned hops)
{
    const struct facts *f = l->files[file].f;
    const struct vset *s = eval(l, file, call->a);
    const unsigned least = l->inline_least;
    bool any = false;
    l->inline_least = MIN_GIVEN_PROSE;
    for (unsigned i = 0; i < s->n && l->inline_left && !any; i++) {
        if (s->v[i].kind != V_FUNCTION || s->v[i].file != file)
            continue;
        l->inline_left -= MIN(l->inline_left, f->n_jumps / 16);
        for (uint32_t k = 0; k < f->n_jumps && !any; k++)
            any = f->jumps[k].scope == s->v[i].ref && f->jumps[k].kind == JUMP_RETURN && has_inline_text(l, file, f->jumps[k].value, hops);
    }
    l->inline_least = least;
    return any;
}

/* "Sum up: " + text + "\n" + rules: any operand of a text that is put together, or its short pieces, which make one text. */
static bool any_operand_inline(struct linker *l, uint32_t file, uint32_t node, unsigned hops)
{
    size_t written = 0;
    for (bool more = true; more && l->inline_left;) { /* each look counts itself */
        const struct fact_node *n = lnode(l, file, node);
        more = n->kind == NODE_BINARY;
        uint32_t operand = more ? n->b : node;
        const struct fact_node *o = lnode(l, file, operand);
        const char *text = o->kind == NODE_STRING ? ltext(l, file, o->text) : "";
        written += is_prose(text, MIN_PROSE) ? strlen(text) : 0;
        if (written >= 2 * l->inline_least || has_inline_text(l, file, operand, hops))
            return true;
        node = n->a;
    }
    return false;
}

/* Whether text is written in an expression itself, or in what a name or member of the same file stands for; not what
 * comes from elsewhere. */
static bool has_inline_text(struct linker *l, uint32_t file, uint32_t node, unsigned hops)
{
    if (!node || !hops || !l->inline_left)
        return false;
    l->inline_left--;
    const struct fact_node *n = lnode(l, file, node);
    if (n->kind == NODE_NAME || n->kind == NODE_MEMBER) {
        if (stands_for_text(l, file, node, hops - 1))
            return true;
        if (n->kind == NODE_MEMBER)
            return has_inline_text(l, file, n->a, hops - 1) || grown_inline(l, file, node, hops - 1);
        return assigned_inline(l, file, n, hops - 1) || added_inline(l, file, n, hops - 1);
    }
    const uint32_t *kids = l->files[file].f->kids + n->first;
    switch ((enum node_kind)n->kind) {
    case NODE_STRING:
        return is_prose(ltext(l, file, n->text), l->inline_least);
    case NODE_CALL: /* TEMPLATE.format(x): the text is what the method is called on */
        if (lnode(l, file, n->a)->kind == NODE_MEMBER && has_inline_text(l, file, lnode(l, file, n->a)->a, hops - 1))
            return true;
        if (gives_text(l, file, n, hops - 1))
            return true;
        if (!is_join(l, file, n) && is_of_text(l, file, n))
            return false;
        /* fall through */
    case NODE_TEMPLATE: case NODE_LIST: case NODE_CONDITIONAL: {
        for (uint32_t i = 0; i < n->count; i++)
            if (has_inline_text(l, file, kids[i], hops - 1))
                return true;
        g_autoptr(GArray) grown = n->kind == NODE_LIST ? list_growth(l, file, node) : NULL;
        for (guint i = 0; grown && i < grown->len; i++) {
            uint32_t element = g_array_index(grown, uint32_t, i);
            enum node_kind kind = (enum node_kind)lnode(l, file, element)->kind;
            if ((kind == NODE_DICT || is_written_text(kind)) && has_inline_text(l, file, element, hops - 1))
                return true;
        }
        return false;
    }
    case NODE_DICT:
        for (uint32_t i = 0; i < n->count; i++) {
            const struct fact_node *k = lnode(l, file, kids[i]);
            if ((k->kind == NODE_PAIR || k->kind == NODE_KEYWORD) && has_inline_text(l, file, k->b, hops - 1))
                return true;
        }
        return false;
    case NODE_KEYWORD:
        return has_inline_text(l, file, n->b, hops - 1);
    case NODE_SPLAT:
        return has_inline_text(l, file, n->a, hops - 1);
    case NODE_BINARY:
        return any_operand_inline(l, file, node, hops - 1);
    default:
        return false;
    }
}

static bool is_unset_literal(const struct api_argument *arg, const char *value)
{
    return value && arg->unset && g_strv_contains((const char *const *)arg->unset, value);
}

/* Whether a text is only what another of them begins with. */
static bool is_beginning(const GArray *texts, guint of)
{
    const struct visible_text *t = &g_array_index(texts, struct visible_text, of);
    for (guint i = 0; t->grows && i < texts->len; i++) {
        const char *other = g_array_index(texts, struct visible_text, i).text;
        if (strlen(other) > strlen(t->text) && g_str_has_prefix(other, t->text))
            return true;
    }
    return false;
}

/* The value of the first case that fits the visible text; NULL where there is none, or several say different things. A text that
 * is no case of those that the argument tells apart, of some that others are, says nothing: "/count" beside "/embeddings". */
static const char *visible_case(struct linker *l, const struct api_argument *arg, uint32_t file, uint32_t node)
{
    g_autoptr(GArray) texts = visible_texts(l, file, node);
    const char *value = NULL;
    for (guint i = 0; i < texts->len; i++) {
        if (is_beginning(texts, i))
            continue;
        const char *text = g_array_index(texts, struct visible_text, i).text, *one = NULL;
        for (unsigned c = 0; c < arg->n_cases && !one; c++) {
            struct regex_span at[2];
            if (!arg->cases[c].matches || regex_match(arg->cases[c].matches, text, strlen(text), at, 2))
                one = arg->cases[c].value;
            else
                continue;
            if (!one && arg->cases[c].matches && at[1].end > at[1].start) { /* a part of it, if all of that is visible */
                g_autofree char *part = g_strndup(text + at[1].start, (gsize)(at[1].end - at[1].start));
                one = strchr(part, *UNSEEN) ? NULL : arena_strdup(l->a, part); /* {}, or the name of a place: {deployment} */
            }
        }
        if (!one && arg->n_cases && arg->cases[0].value && says_something(text))
            continue;
        if (!one || (value && !g_str_equal(value, one)))
            return NULL;
        value = one;
    }
    return value;
}

/* The expressions that are written for messages or text: for a function that is handed over, what it gives back. */
static GArray *given_texts(struct linker *l, const GArray *nodes)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    for (guint i = 0; i < nodes->len; i++) {
        struct node_ref r = g_array_index(nodes, struct node_ref, i);
        const struct vset *s = r.node ? eval(l, r.file, r.node) : &vset_empty;
        guint before = out->len;
        for (unsigned v = 0; v < s->n; v++) {
            if (s->v[v].kind != V_FUNCTION)
                continue;
            const struct facts *f = l->files[s->v[v].file].f;
            for (uint32_t j = 0; j < f->n_jumps; j++)
                if (f->jumps[j].scope == s->v[v].ref && f->jumps[j].kind == JUMP_RETURN && f->jumps[j].value) {
                    struct node_ref given = {s->v[v].file, f->jumps[j].value, 0, NULL};
                    g_array_append_val(out, given);
                }
        }
        if (out->len == before)
            g_array_append_val(out, r);
    }
    return out;
}

/* The same with the lists that grow behind what they were made with, from `grown` on. */
static GArray *grown_last(struct linker *l, GArray *nodes, guint *grown)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    g_autoptr(GArray) last = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    for (guint i = 0; i < nodes->len; i++) {
        struct node_ref r = g_array_index(nodes, struct node_ref, i);
        g_autoptr(GArray) calls = r.node ? grown_member(l, r.file, r.node) : NULL;
        g_array_append_val(calls ? last : out, r);
    }
    *grown = out->len;
    g_array_append_vals(out, last->data, last->len);
    g_array_unref(nodes);
    return out;
}

/* Whether a member is that of an object which a library has just made: its list begins empty. */
static bool is_new(struct linker *l, uint32_t file, uint32_t member)
{
    const struct vset *of = eval(l, file, lnode(l, file, member)->a);
    bool made = of->n > 0 && !of->open;
    for (unsigned i = 0; i < of->n; i++)
        made &= of->v[i].kind == V_PATH && of->v[i].chain && !of->v[i].chain->prev;
    return made;
}

static void read_argument(struct linker *l, const struct api_argument *arg, const struct found *found,
                          enum origin origin, GArray *attributes)
{
    struct attribute a = {.name = arg->attribute, .state = STATE_UNKNOWN, .origin = origin, .place = {.file = NO_INDEX}};
    if (!found->nodes->len) { /* what becomes of the answer tells as much where the arguments cannot be seen */
        if (found->open && !g_str_equal(arg->attribute, "output_parsed"))
            attribute_put(attributes, &a, false);
        return;
    }
    bool first = true, told = false;
    guint grown = G_MAXUINT;
    g_autoptr(GArray) nodes = arg->contains || arg->inline_text ? grown_last(l, given_texts(l, found->nodes), &grown) : g_array_ref(found->nodes);
    for (guint i = 0; i < nodes->len; i++) {
        struct node_ref r = g_array_index(nodes, struct node_ref, i);
        struct attribute one = a;
        if (!r.node) {
            a.state = STATE_UNKNOWN;
            a.value = NULL;
            break;
        }
        const bool grows = i >= grown;
        struct reading reading = read_node(l, r.file, r.node);
        one.place = reading.place.file != NO_INDEX ? reading.place : place_of(l, r.file, r.node);
        one.value_origin = reading.via;
        if (arg->file_keys[0] || arg->file_roles[0]) {
            uint32_t document = named_document(l, r.file, r.node);
            if (document != NO_INDEX)
                one = configured_in(l, arg, document);
            else
                one.value_origin = VALUE_NONE;
        } else if (arg->host) {
            one.value = provider_of_host(l, r.file, r.node);
            one.state = one.value ? STATE_SET : STATE_UNKNOWN;
        } else if (arg->visible) {
            one.value = visible_case(l, arg, r.file, r.node);
            one.state = one.value ? STATE_SET : STATE_UNKNOWN;
            if (one.value && !one.value_origin) /* it stands in a text that is put together */
                one.value_origin = VALUE_LITERAL;
        } else if (arg->inline_text) {
            l->inline_left = MAX_INLINE_LOOKS;
            l->inline_least = MIN_PROSE;
            one.state = has_inline_text(l, r.file, r.node, MAX_INLINE) ? STATE_SET : STATE_UNSET;
            one.value_origin = one.state == STATE_SET ? VALUE_LITERAL : VALUE_NONE;
            one.place = place_of(l, r.file, r.node);
        } else if (arg->contains) {
            one.state = grows && (grown || is_new(l, r.file, r.node)) ? STATE_UNSET : contains_in(l, arg, r.file, r.node, 4);
            enum tristate added = one.state == STATE_SET ? STATE_UNSET : contains_added(l, arg, r.file, r.node, 3);
            if (added != STATE_UNSET)
                one.state = added;
            one.value_origin = one.state == STATE_SET ? VALUE_LITERAL : VALUE_NONE;
            one.place = place_of(l, r.file, r.node);
        } else {
            one.state = reading.state;
            one.value = reading.value;
            if (one.state == STATE_UNSET && !one.value_origin)
                one.value_origin = VALUE_LITERAL; /* a null that somebody wrote */
            if (is_unset_literal(arg, reading.value))
                one.state = STATE_UNSET;
            else if (reading.value && g_str_equal(reading.value, "false") && !arg->n_cases)
                one.state = STATE_UNSET;
            const struct vset *s = eval(l, r.file, r.node);
            if (one.state == STATE_SET && s->n == 1 && s->v[0].kind == V_PATH && arg->unset &&
                s->v[0].path->depth && s->v[0].path->name &&
                g_strv_contains((const char *const *)arg->unset, s->v[0].path->name))
                one.state = STATE_UNSET; /* NOT_GIVEN and the like */
            bool absent = false;
            enum tristate read = one.state;
            for (unsigned c = 0; read != STATE_UNSET && c < arg->n_cases; c++)
                if ((read == STATE_SET || arg->cases[c].n_nowhere) && case_fits(l, &arg->cases[c], r.file, r.node, &reading)) {
                    absent = arg->cases[c].absent;
                    one.state = arg->cases[c].state;
                    if (arg->cases[c].value || one.state == STATE_UNKNOWN) /* what was read says something else */
                        one.value = arg->cases[c].value;
                    told |= arg->cases[c].value != NULL;
                    if (case_mixed(l, arg, &arg->cases[c], r.file, r.node)) {
                        one.state = STATE_UNKNOWN;
                        one.value = NULL;
                    }
                    break;
                }
            if (absent && arg->some)
                continue;
            if (absent && found->nodes->len == 1)
                return;
            if (absent)
                one.value_origin = VALUE_NONE;
        }
        if (first) {
            a = one;
        } else if (grows) { /* beside what was there before */
            if (one.state == STATE_SET || (one.state == STATE_UNKNOWN && a.state == STATE_UNSET))
                a = one;
        } else {
            if (a.state != one.state)
                a.state = STATE_UNKNOWN; /* set by some callers, not by others */
            if (g_strcmp0(a.value, one.value))
                a.value_origin = VALUE_PARAMETER;
        }
        first = false;
    }
    if (arg->some && first && !found->open)
        return;
    if (found->open && a.state == STATE_UNSET)
        a.state = STATE_UNKNOWN;
    /* What is spread behind it may say otherwise; of what kind it is (a schema, none) is not changed in passing. */
    if (found->open && a.state == STATE_SET && a.value && !told) {
        a.value = NULL;
        a.value_origin = VALUE_PARAMETER;
    }
    for (guint i = 0; a.state == STATE_UNKNOWN && found->nodes->len && !arg->n_cases && i < attributes->len; i++) {
        struct attribute *o = &g_array_index(attributes, struct attribute, i);
        if (g_str_equal(o->name, a.name) && o->state == STATE_UNSET && o->value_origin == VALUE_NONE && o->origin == origin)
            *o = a; /* another argument does not have it, but this one may */
    }
    attribute_put(attributes, &a, false);
}

/* A client that is declared only: it was built with what all of its kind are built with. */
static bool declared_client(struct linker *l, const struct apath *path, GArray *attributes)
{
    bool any = false;
    apath_items(l, path);
    for (unsigned i = 0; i < path->n_items; i++) {
        const struct api_item *item = &l->rules->items[path->items[i]];
        if (item->role != ROLE_CLIENT && item->role != ROLE_AGENT)
            continue;
        any = true;
        for (unsigned k = 0; k < item->n_arguments; k++) {
            struct attribute a = {.name = item->arguments[k].attribute, .state = STATE_UNKNOWN, .origin = ORIGIN_CLIENT,
                                  .place = {.file = NO_INDEX}};
            if (item->role == ROLE_CLIENT)
                built_attribute(l, item, a.name, &a);
            attribute_put(attributes, &a, false);
        }
    }
    return any;
}

/* What only some of several clients set is unknown: `all` of those before, `one` of the next. */
static void open_differing(GArray *all, GArray *one)
{
    GArray *sides[] = {all, one};
    for (unsigned i = 0; i < G_N_ELEMENTS(sides); i++)
        for (guint k = 0; k < sides[i]->len; k++) {
            struct attribute *a = &g_array_index(sides[i], struct attribute, k);
            const struct attribute *o = attribute_find((const struct attribute *)sides[!i]->data, sides[!i]->len, a->name);
            if (a->state == STATE_SET && (!o || o->state == STATE_UNSET))
                a->state = STATE_UNKNOWN;
        }
}

/* What a client, agent or stage handed over as an argument says of the call that takes it; true if there is one. */
static bool from_argument_values(struct linker *l, const struct found *found, GArray *attributes)
{
    bool any = false, differ = false;
    unsigned clients = 0;
    g_autoptr(GArray) made = g_array_new(FALSE, FALSE, sizeof(struct attribute));
    const char *outer = l->provider, *provider = NULL;
    if (l->nested >= MAX_NESTED)
        return false;
    l->nested++;
    for (guint i = 0; i < found->nodes->len; i++) {
        struct node_ref r = g_array_index(found->nodes, struct node_ref, i);
        const struct vset *s = eval(l, r.file, r.node);
        for (unsigned k = 0; k < s->n; k++) {
            const struct value *v = &s->v[k];
            l->provider = NULL;
            if (v->kind == V_PATH && !v->chain && v->path->kind == SEGMENT_CALL)
                any |= declared_client(l, v->path, made);
            if (v->kind != V_PATH || !v->chain) {
                differ |= provider && l->provider && !g_str_equal(provider, l->provider);
                provider = provider ? provider : l->provider;
                continue;
            }
            bool client = false, stage = false;
            const char *alias = NULL; /* another spelling may stand for another provider, with other defaults */
            const struct api_alias *other = NULL;
            for (const struct chain *c = v->chain; c; c = c->prev) {
                if (c->alias && !alias)
                    alias = c->alias->provider;
                if (c->alias && c->alias->defaults && !other)
                    other = c->alias;
            }
            for (const struct chain *c = v->chain; c; c = c->prev)
                for (unsigned q = 0; q < c->path->n_items; q++) {
                    const struct api_item *item = &l->rules->items[c->path->items[q]];
                    bool here = item->role == ROLE_CLIENT || item->role == ROLE_AGENT;
                    client |= here;
                    stage |= item->role == ROLE_STAGE;
                    if (here && !l->provider)
                        l->provider = alias ? alias : item->provider;
                    if (here && !l->defaults) {
                        l->defaults = other ? other->defaults : item->defaults;
                        l->n_defaults = other ? other->n_defaults : item->n_defaults;
                    }
                }
            if (client || stage) {
                g_autoptr(GArray) inner = g_array_new(FALSE, FALSE, sizeof(struct attribute));
                apply_chain(l, v->chain, ORIGIN_CLIENT, inner);
                if (client && clients++)
                    open_differing(made, inner);
                for (guint q = 0; q < inner->len; q++)
                    attribute_put(made, &g_array_index(inner, struct attribute, q), false);
            }
            any |= client;
            differ |= provider && l->provider && !g_str_equal(provider, l->provider);
            provider = provider ? provider : l->provider;
        }
    }
    for (guint q = 0; q < made->len; q++)
        attribute_put(attributes, &g_array_index(made, struct attribute, q), false);
    l->provider = outer ? outer : differ ? NULL : provider; /* clients of several providers are of none that is certain */
    l->nested--;
    return any;
}

/* What one of several clients says of an attribute, put together with what those before it say. */
static void agree(struct attribute *a, bool first, const struct attribute *one)
{
    if (first) {
        *a = *one;
    } else if (a->state != one->state) {
        a->state = STATE_UNKNOWN;
        a->value = NULL;
    } else if (g_strcmp0(a->value, one->value)) {
        a->value = NULL;
    }
}

/* The attribute of an argument that is a list of clients or agents, as all of them say it, put into `attributes`; false if not
 * all of them are seen. */
static bool from_elements(struct linker *l, const struct api_argument *arg, const struct found *found, GArray *attributes)
{
    struct node_ref r = found->nodes->len == 1 && !found->open ? g_array_index(found->nodes, struct node_ref, 0) : (struct node_ref){0};
    const struct vset *s = r.node ? eval(l, r.file, r.node) : &vset_open;
    const struct value *v = s->n == 1 && !s->open && s->v->kind == V_LITERAL ? s->v : NULL;
    const struct fact_node *list = v ? lnode(l, v->file, v->ref) : NULL;
    if (!list || list->kind != NODE_LIST || !list->count)
        return false;
    const char *provider = l->provider;
    const struct api_pair *defaults = l->defaults;
    unsigned n_defaults = l->n_defaults;
    struct attribute all = {0};
    bool seen = true;
    for (uint32_t i = 0; i < list->count && seen; i++) {
        struct node_ref element = {.file = v->file, .node = l->files[v->file].f->kids[list->first + i]};
        const struct attribute none = {.name = arg->attribute, .state = STATE_UNSET, .origin = ORIGIN_NONE, .place = {.file = NO_INDEX}};
        g_autoptr(GArray) says = g_array_new(FALSE, FALSE, sizeof(struct attribute));
        struct found single = {.nodes = g_array_new(FALSE, FALSE, sizeof element)};
        g_array_append_val(single.nodes, element);
        seen = lnode(l, element.file, element.node)->kind != NODE_SPLAT && from_argument_values(l, &single, says);
        g_array_unref(single.nodes);
        const struct attribute *one = attribute_find((const struct attribute *)says->data, says->len, arg->attribute);
        agree(&all, i == 0, one ? one : &none);
    }
    l->provider = provider;
    l->defaults = defaults;
    l->n_defaults = n_defaults;
    if (seen)
        attribute_put(attributes, &all, false);
    return seen;
}

static bool is_known(const GArray *attributes, const char *name)
{
    for (guint i = 0; i < attributes->len; i++)
        if (g_str_equal(g_array_index(attributes, struct attribute, i).name, name))
            return true;
    return false;
}

void apply_sets(struct linker *l, const struct api_item *item, uint32_t file, uint32_t node, enum origin origin, GArray *attributes)
{
    for (unsigned i = 0; i < item->n_sets; i++) {
        struct attribute a = {.name = item->sets[i].key, .state = STATE_SET, .value = item->sets[i].value,
                              .origin = origin, .value_origin = VALUE_LITERAL, .place = place_of(l, file, node)};
        if (g_str_equal(item->sets[i].value, "unset"))
            a.state = STATE_UNSET;
        else if (g_str_equal(item->sets[i].value, "unknown"))
            a.state = STATE_UNKNOWN;
        if (a.state != STATE_SET) { /* the word is no value */
            a.value = NULL;
            a.value_origin = VALUE_NONE;
        }
        const struct attribute *said = attribute_find((const struct attribute *)(void *)attributes->data, attributes->len, a.name); /* what is written says more, also that it is not */
        if (!said || said->state != STATE_UNSET || said->value_origin == VALUE_NONE)
            attribute_put(attributes, &a, false);
    }
}

/* Takes what all that was found is to be read with into force, if that is one call. Returns what was. */
static struct frame *enter_only(struct linker *l, const struct found *found)
{
    const struct node_ref *all = (const struct node_ref *)found->nodes->data;
    for (guint i = 1; i < found->nodes->len; i++)
        if (all[i].frame != all->frame)
            return l->frame;
    return found->nodes->len ? enter_frame(l, all) : l->frame;
}

/* The alternative of a conditional that a value of a dictionary stands in: {a: x} of ...(y ? {a: x} : {b: x}); 0 without. */
static uint32_t alternative_with(const struct facts *f, uint32_t value)
{
    uint32_t pair = f->nodes[value].parent, dict = f->nodes[pair].parent;
    return pair && dict && f->nodes[pair].kind == NODE_PAIR && f->nodes[dict].kind == NODE_DICT &&
           f->nodes[f->nodes[dict].parent].kind == NODE_CONDITIONAL ? dict : 0;
}

/* Whether either one value is given or the other, and never none of both: in both alternatives of a conditional, or in a branch
 * and what stands for it otherwise. */
static bool one_of_both(const struct linker *l, uint32_t file, uint32_t call, struct node_ref a, struct node_ref b)
{
    const struct facts *f = l->files[a.file].f;
    if (a.file != b.file)
        return false;
    uint32_t one = alternative_with(f, a.node), other = alternative_with(f, b.node);
    if (one || other) {
        const struct fact_node *around = one && other && one != other ? &f->nodes[f->nodes[one].parent] : NULL;
        return around && f->nodes[one].parent == f->nodes[other].parent && around->count == 2;
    }
    uint32_t branch = f->nodes[a.node].region, otherwise = f->nodes[b.node].region;
    if (f->regions[branch].kind == REGION_ELSE) {
        branch = f->nodes[b.node].region;
        otherwise = f->nodes[a.node].region;
    }
    if (f->regions[branch].kind != REGION_BRANCH || f->regions[branch].owner || f->regions[otherwise].kind != REGION_ELSE ||
        f->regions[otherwise].owner != branch)
        return false;
    const uint32_t around = f->regions[branch].parent;
    return a.file == file && f->nodes[a.node].scope == f->nodes[call].scope ? on_all_ways(f, around, f->nodes[call].region) : !around;
}

/* What some of the ways give an argument, of which others give it under another name. */
struct partial {
    const char *attribute;
    struct node_ref value;
};

/* max_tokens on one way, max_completion_tokens on the other: it is given. `partial` keeps what was met. */
static void join_partial(struct linker *l, const struct api_argument *arg, uint32_t file, uint32_t call, const struct found *found,
                         GArray *partial, GArray *attributes)
{
    const struct node_ref *all = (const struct node_ref *)found->nodes->data;
    bool perhaps = false;
    struct partial one = {.attribute = arg->attribute};
    for (guint i = 0; i < found->nodes->len; i++) {
        perhaps |= !all[i].node;
        one.value = all[i].node ? all[i] : one.value;
    }
    if (!perhaps || found->nodes->len != 2 || !one.value.node || arg->n_cases || arg->contains || arg->inline_text ||
        read_node(l, one.value.file, one.value.node).state != STATE_SET)
        return;
    for (guint k = 0; k < partial->len; k++) {
        const struct partial *o = &g_array_index(partial, struct partial, k);
        if (!g_str_equal(o->attribute, one.attribute) || !one_of_both(l, file, call, o->value, one.value))
            continue;
        for (guint i = 0; i < attributes->len; i++) {
            struct attribute *a = &g_array_index(attributes, struct attribute, i);
            if (g_str_equal(a->name, one.attribute) && a->state == STATE_UNKNOWN) {
                a->state = STATE_SET;
                a->place = place_of(l, one.value.file, one.value.node);
            }
        }
        return;
    }
    g_array_append_val(partial, one);
}

/* `shift`: arguments of the call that stand before those that the item speaks of. `sent`: only those of what is sent. */
static void apply_shifted(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call, unsigned shift, bool sent,
                          enum origin origin, GArray *attributes)
{
    g_autoptr(GArray) own = g_array_new(FALSE, FALSE, sizeof(struct attribute)); /* written here */
    g_autoptr(GArray) brought = g_array_new(FALSE, FALSE, sizeof(struct attribute)); /* by clients among the arguments */
    g_autoptr(GArray) partial = g_array_new(FALSE, FALSE, sizeof(struct partial));
    int outer = l->settings_from;
    const char *outer_base = l->base;
    l->base = base_of(l, item, file, call);
    l->settings_from = item->settings_from;
    for (unsigned i = 0; i < item->n_arguments; i++) {
        const struct api_argument *arg = &item->arguments[i];
        struct found found;
        if (item->as == AS_DECORATOR && item->role == ROLE_SITE && arg->in_body != sent)
            continue;
        bool placed = !arg->name || (g_ascii_isdigit(*arg->name) && strchr(arg->name, '.')); /* 0.options.model */
        if (l->step && placed) /* those are of the call that begins it */
            continue;
        bool known = arg->otherwise && is_known(attributes, arg->attribute);
        if (known && !l->collecting)
            continue;
        find_for(l, item, arg->in_body, file, call, arg->name, arg->name ? -1 : arg->position + (int)shift, &found);
        if (known) { /* nothing new of the attribute, but a prompt all the same */
            prompt_note(l, item, arg, &found);
            found_clear(&found);
            continue;
        }
        if (item->fluent && !(arg->name && placed)) {
            if (arg->name)
                step_found(l, file, call, arg->name, &found);
            else
                found.open = false;
        }
        bool members = l->files[file].lang->modules == MODULES_NAMES; /* client.Timeout = x */
        if (arg->name && !found.nodes->len &&
            (item->role == ROLE_CLIENT || item->role == ROLE_AGENT ? item->fluent || option_objects(l, file) || members
                                                                   : item->role == ROLE_SITE && members))
            later_steps(l, file, call, arg->name, &found);
        if (arg->each && from_elements(l, arg, &found, own)) {
            found_clear(&found);
            continue;
        }
        /* the model argument may itself be a client: generateText({model: openai("gpt-4o")}) */
        struct frame *in_force = enter_only(l, &found);
        bool client = from_argument_values(l, &found, brought);
        if (l->collecting)
            prompt_note(l, item, arg, &found);
        bool only_unknown = arg->n_cases == 1 && arg->cases[0].state == STATE_UNKNOWN; /* the client speaks for itself */
        if (!(client && (only_unknown || g_str_equal(arg->attribute, "model"))))
            read_argument(l, arg, &found, origin, own);
        join_partial(l, arg, file, call, &found, partial, own);
        l->frame = in_force;
        found_clear(&found);
    }
    l->settings_from = outer;
    l->base = outer_base;
    if (!sent)
        apply_sets(l, item, file, call, origin, own);
    for (guint i = 0; i < brought->len; i++)
        attribute_put(attributes, &g_array_index(brought, struct attribute, i), true);
    for (guint i = 0; i < own->len; i++)
        attribute_put(attributes, &g_array_index(own, struct attribute, i), true);
}

void apply_item(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call, enum origin origin,
                GArray *attributes)
{
    apply_shifted(l, item, file, call, 0, false, origin, attributes);
}

void apply_sent(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call, GArray *attributes)
{
    apply_shifted(l, item, file, call, 0, true, ORIGIN_CALL, attributes);
}

void apply_setting(struct linker *l, const struct api_item *item, const char *name, uint32_t file, uint32_t value,
                   GArray *attributes)
{
    for (unsigned i = 0; i < item->n_arguments; i++) {
        const struct api_argument *arg = &item->arguments[i];
        if (g_strcmp0(arg->name, name) != 0)
            continue;
        struct node_ref r = {.file = file, .node = value};
        struct found found = {.nodes = g_array_new(FALSE, FALSE, sizeof r)};
        g_array_append_val(found.nodes, r);
        if (!from_argument_values(l, &found, attributes))
            read_argument(l, arg, &found, ORIGIN_CLIENT, attributes);
        found_clear(&found);
    }
}

bool apply_found(struct linker *l, const struct api_item *item, const struct api_argument *arg, const struct found *found,
                 GArray *attributes)
{
    if (l->collecting)
        prompt_note(l, item, arg, found);
    bool client = from_argument_values(l, found, attributes);
    if (!client)
        read_argument(l, arg, found, ORIGIN_CLIENT, attributes);
    return client;
}

/* What was given to a function that is called later. */
static void apply_bound(struct linker *l, const struct chain *c, enum origin origin, GArray *attributes)
{
    const struct apath *p = apath_called(l, c->path);
    for (unsigned k = 0; k < p->n_items; k++) {
        const struct api_item *item = &l->rules->items[p->items[k]];
        if (item->role == ROLE_SITE || item->role == ROLE_CLIENT || item->role == ROLE_AGENT || item->role == ROLE_TRANSFORM)
            apply_shifted(l, item, c->file, c->node, c->bound, false, item->role == ROLE_SITE ? ORIGIN_CALL : origin, attributes);
    }
}

/* What some ways lead past says that an attribute may be set, or not. */
static void put_partial(GArray *from, GArray *attributes)
{
    for (guint i = 0; i < from->len; i++) {
        struct attribute a = g_array_index(from, struct attribute, i);
        bool known = false;
        for (guint k = 0; k < attributes->len && !known; k++)
            known = g_str_equal(g_array_index(attributes, struct attribute, k).name, a.name) &&
                    g_array_index(attributes, struct attribute, k).state == STATE_SET;
        if (known)
            continue;
        a.state = STATE_UNKNOWN;
        a.value = NULL;
        attribute_put(attributes, &a, true);
    }
}

/* What a link of a chain gives: the receiver, where its call gives that back. */
static const struct apath *given_by(struct linker *l, const struct apath *p)
{
    for (unsigned hops = 0; hops < 64; hops++) {
        bool same = false;
        apath_items(l, p);
        for (unsigned k = 0; k < p->n_items && !same; k++)
            same = l->rules->items[p->items[k]].returns_self;
        if (!same || !p->parent || p->parent->kind != SEGMENT_MEMBER || !p->parent->parent)
            return p;
        p = p->parent->parent;
    }
    return p;
}

/* chat.with_instructions(x) as a statement: steps that change what a link of the chain made, where it has a name. */
static void steps_in_place(struct linker *l, const struct chain *c, enum origin origin, GArray *attributes)
{
    const struct facts *f = l->files[c->file].f;
    const GArray *given = given_assigns(&l->files[c->file], c->node);
    const struct apath *of = given && given->len ? given_by(l, c->path) : NULL;
    for (guint i = 0; of && i < given->len; i++) {
        uint32_t to = f->assigns[g_array_index(given, uint32_t, i)].target;
        const GArray *calls = f->nodes[to].kind == NODE_NAME ? method_calls(l, c->file, f->nodes[to].scope, f->nodes[to].text) : NULL;
        for (guint k = 0; calls && k < calls->len; k++) {
            uint32_t n = g_array_index(calls, uint32_t, k);
            const struct fact_node *call = &f->nodes[n];
            const struct apath *p = call->flags & NODE_STATEMENT
                                        ? apath_child(l, of, SEGMENT_MEMBER, f->strings[f->nodes[call->a].text]) : NULL;
            p = p ? apath_called(l, p->canonical ? p->canonical : p) : NULL;
            for (unsigned q = 0; p && q < p->n_items; q++) {
                const struct api_item *item = &l->rules->items[p->items[q]];
                if (!item->in_place || !item_fits(l, item, c->file, n))
                    continue;
                if (on_all_ways(f, call->region, f->nodes[c->node].region)) {
                    apply_item(l, item, c->file, n, origin, attributes);
                    continue;
                }
                g_autoptr(GArray) some = g_array_new(FALSE, FALSE, sizeof(struct attribute));
                apply_item(l, item, c->file, n, origin, some);
                put_partial(some, attributes);
            }
        }
    }
}

static bool is_first_parameter(const struct facts *f, uint32_t scope, uint32_t node)
{
    const struct fact_scope *s = &f->scopes[scope];
    return f->nodes[node].kind == NODE_NAME && s->n_params && f->params[s->first_param].name == f->nodes[node].text;
}

/* `options.timeout` of config.options.timeout, where config is the first parameter of the function; null of another. */
static char *name_inside(const struct facts *f, uint32_t scope, uint32_t member)
{
    g_autofree char *name = g_strdup(f->strings[f->nodes[member].text]);
    uint32_t of = f->nodes[member].a;
    while (!is_first_parameter(f, scope, of)) {
        if (f->nodes[of].kind == NODE_CALL && !f->nodes[of].count)
            of = f->nodes[of].a;
        if (f->nodes[of].kind != NODE_MEMBER)
            return NULL;
        g_autofree char *inner = g_steal_pointer(&name);
        name = g_strconcat(f->strings[f->nodes[of].text], ".", inner, NULL);
        of = f->nodes[of].a;
    }
    return g_steal_pointer(&name);
}

/* Library.new { |config| config.use :retry }: a method that is called there is read as the argument of its name. */
static void called_inside(struct linker *l, const struct api_item *item, uint32_t file, uint32_t scope, GArray *attributes)
{
    const struct facts *f = l->files[file].f;
    const struct fact_scope *s = &f->scopes[scope];
    const GArray *calls = s->n_params ? method_calls(l, file, scope, f->params[s->first_param].name) : NULL;
    for (guint i = 0; calls && i < calls->len; i++) {
        const struct fact_node *call = &f->nodes[g_array_index(calls, uint32_t, i)];
        if (call->count)
            apply_setting(l, item, f->strings[f->nodes[call->a].text], file, f->kids[call->first], attributes);
    }
}

/* Library.context { |config| config.timeout = 20 }: what a function that is given sets on what it is handed. */
static void set_inside(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call, GArray *attributes)
{
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[call];
    for (uint32_t k = 0; n->kind == NODE_CALL && item->n_arguments && k < n->count; k++) {
        const struct fact_node *given = &f->nodes[f->kids[n->first + k]];
        if (given->kind != NODE_FUNCTION)
            continue;
        for (uint32_t i = 0; i < f->n_assigns; i++) {
            const struct fact_node *target = &f->nodes[f->assigns[i].target];
            g_autofree char *name = target->kind == NODE_MEMBER && target->scope == given->scope_ref && f->assigns[i].value
                                        ? name_inside(f, given->scope_ref, f->assigns[i].target) : NULL;
            if (name)
                apply_setting(l, item, name, file, f->assigns[i].value, attributes);
        }
        called_inside(l, item, file, given->scope_ref, attributes);
    }
}

void apply_chain(struct linker *l, const struct chain *chain, enum origin origin, GArray *attributes)
{
    /* oldest first, so that what is nearer to the call overrides */
    g_autoptr(GPtrArray) links = g_ptr_array_new();
    for (const struct chain *c = chain; c && links->len < 64; c = c->prev)
        g_ptr_array_add(links, (gpointer)c);
    bool outer_step = l->step;
    struct frame *outer = l->frame;
    for (guint i = links->len; i-- > 0;) {
        const struct chain *c = g_ptr_array_index(links, i);
        if (c->file == NO_INDEX)
            continue;
        l->step = c->step;
        l->frame = c->frame;
        apath_items(l, c->path);
        if (c->bound)
            apply_bound(l, c, origin, attributes);
        for (unsigned k = 0; k < c->path->n_items; k++) {
            const struct api_item *item = &l->rules->items[c->path->items[k]];
            if (item->role == ROLE_CLIENT || item->role == ROLE_AGENT || item->role == ROLE_TRANSFORM ||
                item->role == ROLE_STAGE)
                apply_item(l, item, c->file, c->node, origin, attributes);
            if (item->role == ROLE_CLIENT)
                set_inside(l, item, c->file, c->node, attributes);
        }
        steps_in_place(l, c, origin, attributes);
        for (unsigned k = 0; c->extra && k < c->extra->n; k++) {
            const struct value *v = &c->extra->v[k];
            for (const struct chain *e = v->kind == V_PATH ? v->chain : NULL; e; e = e->prev) {
                if (e->file == NO_INDEX)
                    continue;
                apath_items(l, e->path);
                for (unsigned q = 0; q < e->path->n_items; q++) {
                    const struct api_item *item = &l->rules->items[e->path->items[q]];
                    if (item->role == ROLE_STAGE || item->role == ROLE_TRANSFORM)
                        apply_item(l, item, e->file, e->node, origin, attributes);
                }
            }
        }
    }
    l->step = outer_step;
    l->frame = outer;
}
