/* Control regions around a call: handlers and loops. */
#include <stdlib.h>
#include <string.h>

#include "link/link_priv.h"

#define MAX_LAMBDAS 16 /* functions within one another, each handed to a call */
#define MAX_WAYS 600      /* callers, and theirs, whose handlers are looked at for one call */
#define SENTENCE_BYTES 12 /* a text at least this long, with blanks or in a script that has none, is for a reader */

bool region_inside(const struct facts *f, uint32_t region, uint32_t ancestor)
{
    for (; region; region = f->regions[region].parent)
        if (region == ancestor)
            return true;
    return false;
}

enum zone zone_at(const struct linker *l, uint32_t file, uint32_t scope)
{
    const struct facts *f = l->files[file].f;
    enum zone zone = l->files[file].pf->class.zone;
    return f && scope < f->n_scopes && f->scopes[scope].flags & SCOPE_TEST && zone == ZONE_SRC ? ZONE_TEST : zone;
}

/* Sinks that a call reaches, as handler_bits: it logs, it raises, or it answers (HANDLED_SAY). */
static uint32_t call_does(struct linker *l, uint32_t file, uint32_t call)
{
    uint32_t does = 0;
    const struct vset *callee = eval(l, file, lnode(l, file, call)->a);
    for (unsigned v = 0; v < callee->n; v++) {
        if (callee->v[v].kind != V_PATH)
            continue;
        const struct apath *p = apath_called(l, callee->v[v].path);
        for (unsigned k = 0; k < p->n_items; k++) {
            const struct api_item *item = &l->rules->items[p->items[k]];
            if (item->role != ROLE_SINK)
                continue;
            if (g_strcmp0(item->kind, "log") == 0)
                does |= HANDLED_LOG | (g_strcmp0(item->tag, "print") == 0 ? HANDLED_PRINT : 0) |
                        (g_strcmp0(item->tag, "record") == 0 ? HANDLED_RECORD : 0);
            else if (g_strcmp0(item->kind, "raise") == 0)
                does |= HANDLED_RAISE;
            else if (g_strcmp0(item->kind, "respond") == 0)
                does |= HANDLED_SAY;
        }
    }
    return does;
}

/* A value that says nothing: null, false, "", [], {}, or none at all. */
static bool says_nothing(const struct facts *f, uint32_t node)
{
    const struct fact_node *n = &f->nodes[node];
    return !node || n->kind == NODE_NULL || n->kind == NODE_FALSE || (n->kind == NODE_STRING && !*f->strings[n->text]) ||
           ((n->kind == NODE_LIST || n->kind == NODE_DICT) && !n->count);
}

static bool has_words(const struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    const char *s = n->kind == NODE_STRING ? ltext(l, file, n->text) : "";
    gsize wide = 0; /* bytes of scripts that may do without blanks */
    for (const char *c = s; *c && wide < SENTENCE_BYTES; c++)
        wide += (unsigned char)*c >= 0xe0;
    return strlen(s) >= SENTENCE_BYTES && (strchr(s, ' ') || 3 * wide >= SENTENCE_BYTES);
}

/* t("chat.failed"), getString(R.string.failed): whether a call looks up a text of the reader's language by its key. */
static bool looks_text_up(const struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    const char *const *lookups = (const char *const *)l->files[file].lang->text_lookups;
    if (n->kind != NODE_CALL || n->count == 0 || !lookups)
        return false;
    const struct fact_node *callee = lnode(l, file, n->a);
    if ((callee->kind != NODE_NAME && callee->kind != NODE_MEMBER) || !g_strv_contains(lookups, ltext(l, file, callee->text)))
        return false;
    const struct fact_node *key = lnode(l, file, l->files[file].f->kids[n->first]);
    return key->kind == NODE_MEMBER || (key->kind == NODE_STRING && *ltext(l, file, key->text));
}

/* Whether an expression is a text for a reader, one that has words or is looked up, or the name of one, or of a dictionary
 * with one: SORRY, errors.SORRY. */
static bool is_sentence(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    if (looks_text_up(l, file, node))
        return true;
    if (n->kind != NODE_NAME && n->kind != NODE_MEMBER)
        return has_words(l, file, node);
    const struct vset *named = eval(l, file, node);
    for (unsigned i = 0; i < named->n; i++) {
        const struct value *v = &named->v[i];
        const struct fact_node *of = v->kind == V_LITERAL ? lnode(l, v->file, v->ref) : NULL;
        if (of && has_words(l, v->file, v->ref))
            return true;
        for (uint32_t k = 0; of && of->kind == NODE_DICT && k < of->count; k++) {
            const struct fact_node *pair = lnode(l, v->file, l->files[v->file].f->kids[of->first + k]);
            if (pair->kind == NODE_PAIR && pair->b && has_words(l, v->file, pair->b))
                return true;
        }
    }
    return false;
}

/* Whether a call is one of a function of the repository that neither logs nor raises what it is given. */
static bool calls_own(struct linker *l, uint32_t file, uint32_t call)
{
    const struct vset *callee = eval(l, file, lnode(l, file, call)->a);
    bool own = false;
    for (unsigned v = 0; v < callee->n; v++) {
        const struct value *to = &callee->v[v];
        const struct facts *f = to->kind == V_FUNCTION ? l->files[to->file].f : NULL;
        own |= f != NULL;
        for (uint32_t i = 1; f && i < f->n_nodes; i++)
            if (f->nodes[i].kind == NODE_CALL && f->nodes[i].scope == to->ref && call_does(l, to->file, i) & (HANDLED_LOG | HANDLED_RAISE))
                return false;
        for (uint32_t i = 0; f && i < f->n_jumps; i++)
            if (f->jumps[i].kind == JUMP_RAISE && f->jumps[i].scope == to->ref)
                return false;
    }
    return own;
}

/* Whether a call puts what it is given into a list: messages.push(...) */
static bool puts_into_list(const struct linker *l, uint32_t file, uint32_t call)
{
    const struct fact_node *callee = lnode(l, file, lnode(l, file, call)->a);
    const char **methods = l->files[file].lang->grow_methods;
    return methods && callee->kind == NODE_MEMBER && g_strv_contains((const char *const *)methods, ltext(l, file, callee->text));
}

/* Whether a text in a handler stands for the answer: it is returned, answered, assigned, or given to a function of the
 * repository, or what is made of it is put into a list (messages.push({role: "assistant", content: ...})), and it is neither
 * logged nor raised. */
static bool stands_for_answer(struct linker *l, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    uint32_t top = node;
    bool made = false; /* something of it: a message of a role */
    for (uint32_t p = f->nodes[node].parent; p; top = p, p = f->nodes[p].parent) {
        const bool given = f->nodes[p].kind == NODE_CALL && f->nodes[p].a != top;
        uint32_t does = f->nodes[p].kind == NODE_CALL ? call_does(l, file, p) : 0;
        if (does & HANDLED_SAY)
            return true;
        if (does)
            return false;
        if (given && (calls_own(l, file, p) || (made && puts_into_list(l, file, p))))
            return true;
        made |= given || f->nodes[p].kind == NODE_DICT;
    }
    for (uint32_t i = 0; i < f->n_jumps; i++)
        if (f->jumps[i].value == top)
            return f->jumps[i].kind == JUMP_RETURN || f->jumps[i].kind == JUMP_YIELD;
    for (uint32_t i = 0; i < f->n_assigns; i++)
        if (f->assigns[i].value == top)
            return true;
    return false;
}

/* The operand of `top` that a node is or stands in; `top` where it is the node; 0 where the node stands elsewhere. */
static uint32_t operand_with(const struct facts *f, uint32_t top, uint32_t node)
{
    if (node == top)
        return top;
    while (node && f->nodes[node].parent != top)
        node = f->nodes[node].parent;
    return node;
}

/* Whether what a call is given names the error. */
static bool is_given(const struct facts *f, uint32_t call, uint32_t error)
{
    for (uint32_t i = 1; error && i < f->n_nodes; i++) {
        const bool names = f->nodes[i].kind == NODE_NAME && f->nodes[i].text == error;
        const uint32_t operand = names ? operand_with(f, call, i) : 0;
        if (operand && operand != f->nodes[call].a)
            return true;
    }
    return false;
}

/* log::warn!("no answer: {e}"): whether a text that a call is given has a place for the error. */
static bool is_placed(struct linker *l, uint32_t file, uint32_t call, uint32_t error)
{
    const struct facts *f = l->files[file].f;
    const char **places = error ? l->files[file].lang->text_places : NULL;
    for (; places && *places; places++) {
        g_auto(GStrv) marks = g_strsplit(*places, " ", 2);
        g_autofree char *place = g_strconcat(marks[0], f->strings[error], marks[1], NULL);
        for (uint32_t i = 1; i < f->n_nodes; i++)
            if (f->nodes[i].kind == NODE_STRING && strstr(f->strings[f->nodes[i].text], place) && operand_with(f, call, i))
                return true;
    }
    return false;
}

/* Whether a value names the error, as in `e instanceof Error ? e.message : String(e)`. */
static bool is_of_error(const struct facts *f, uint32_t value, uint32_t error)
{
    for (uint32_t i = 1; i < f->n_nodes; i++)
        if (f->nodes[i].kind == NODE_NAME && f->nodes[i].text == error && operand_with(f, value, i))
            return true;
    return false;
}

/* Whether what a call is given names something that a handler made of the error: a text of it, or what it was cast to. */
static bool is_given_part(const struct facts *f, uint32_t call, uint32_t region, uint32_t error)
{
    for (uint32_t i = 0; error && i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        if (a->value && f->nodes[a->target].kind == NODE_NAME && region_inside(f, a->region, region) &&
            is_given(f, call, f->nodes[a->target].text) && is_of_error(f, a->value, error))
            return true;
    }
    return false;
}

/* Whether a function of the repository that a handler gives the error writes a text of it for a reader. */
static bool called_says(struct linker *l, uint32_t file, uint32_t call)
{
    const struct vset *callee = eval(l, file, lnode(l, file, call)->a);
    for (unsigned v = 0; v < callee->n; v++) {
        const struct value *to = &callee->v[v];
        const struct facts *f = to->kind == V_FUNCTION ? l->files[to->file].f : NULL;
        for (uint32_t i = 1; f && i < f->n_nodes; i++)
            if (f->nodes[i].scope == to->ref && !(f->nodes[i].flags & NODE_TYPE) && has_words(l, to->file, i))
                return calls_own(l, file, call);
    }
    return false;
}

/* What the expression is that a node stands in, with nothing around it; 0 where a call logs or raises it. */
static uint32_t whole_of(struct linker *l, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t p = f->nodes[node].parent; p; node = p, p = f->nodes[p].parent)
        if (f->nodes[p].kind == NODE_CALL && call_does(l, file, p) & (HANDLED_LOG | HANDLED_RAISE))
            return 0;
    return node;
}

static bool is_returned(const struct facts *f, uint32_t top)
{
    for (uint32_t i = 0; top && i < f->n_jumps; i++)
        if (f->jumps[i].value == top && f->jumps[i].kind == JUMP_RETURN)
            return true;
    return false;
}

/* return toResponse(error): whether a handler returns what a function of the repository makes of the error, and that returns
 * a text for a reader. It may log the error besides. */
static bool returned_says(struct linker *l, uint32_t file, uint32_t call)
{
    if (!is_returned(l->files[file].f, whole_of(l, file, call)))
        return false;
    const struct vset *callee = eval(l, file, lnode(l, file, call)->a);
    for (unsigned v = 0; v < callee->n; v++) {
        const struct value *to = &callee->v[v];
        const struct facts *f = to->kind == V_FUNCTION ? l->files[to->file].f : NULL;
        for (uint32_t i = 1; f && i < f->n_nodes; i++)
            if (f->nodes[i].scope == to->ref && has_words(l, to->file, i) && is_returned(f, whole_of(l, to->file, i)))
                return true;
    }
    return false;
}

/* A function of the repository that a handler calls: whether it logs. */
static uint32_t called_does(struct linker *l, uint32_t file, uint32_t call)
{
    const struct vset *callee = eval(l, file, lnode(l, file, call)->a);
    uint32_t does = 0;
    for (unsigned v = 0; v < callee->n; v++) {
        if (callee->v[v].kind != V_FUNCTION || l->files[callee->v[v].file].f == NULL)
            continue;
        const struct facts *f = l->files[callee->v[v].file].f;
        for (uint32_t i = 1; i < f->n_nodes; i++)
            if (f->nodes[i].kind == NODE_CALL && f->nodes[i].scope == callee->v[v].ref)
                does |= call_does(l, callee->v[v].file, i) & (HANDLED_LOG | HANDLED_PRINT | HANDLED_RECORD);
    }
    return does;
}

/*
 * How a call in a handler keeps the error: it logs it, itself or by a function of the repository, or hands it to
 * something that nobody can see.
 */
static uint32_t call_keeps(struct linker *l, uint32_t file, uint32_t call, uint32_t region, uint32_t error, uint32_t does)
{
    const struct facts *f = l->files[file].f;
    bool given = is_given(f, call, error) || is_placed(l, file, call, error);
    uint32_t kept = does & (HANDLED_LOG | HANDLED_PRINT | HANDLED_RECORD);
    if (!does)
        kept |= called_does(l, file, call);
    if (kept & HANDLED_LOG && !(kept & HANDLED_PRINT) && (given || is_given_part(f, call, region, error)))
        kept |= HANDLED_RECORD;
    if (!does && !kept && given && eval(l, file, f->nodes[call].a)->n == 0)
        kept |= HANDLED_HANDS;
    return kept;
}

/* What the statements of a handler do. `error` is the name of what it handles, 0 without. */
static uint32_t handler_does(struct linker *l, uint32_t file, uint32_t region, uint32_t error)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    uint32_t does = 0;
    uint32_t keeps = 0;
    bool statements = false, silent = true, says = false;
    for (uint32_t i = 0; i < f->n_jumps; i++) {
        if (!region_inside(f, f->jumps[i].region, region))
            continue;
        enum jump_kind jump = (enum jump_kind)f->jumps[i].kind;
        silent &= jump == JUMP_PASS || ((jump == JUMP_RETURN || jump == JUMP_YIELD) && says_nothing(f, f->jumps[i].value));
        switch ((enum jump_kind)f->jumps[i].kind) {
        case JUMP_RAISE: does |= HANDLED_RAISE; break;
        case JUMP_RETURN: case JUMP_YIELD: does |= HANDLED_RETURN; break;
        case JUMP_CONTINUE: case JUMP_RETRY: does |= HANDLED_RETRY; break;
        case JUMP_PASS: break;
        default: does |= HANDLED_OTHER; break;
        }
    }
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if (n->kind != NODE_CALL || !region_inside(f, n->region, region))
            continue;
        statements = true;
        uint32_t call = call_does(l, file, i);
        does |= call & (HANDLED_LOG | HANDLED_RAISE);
        keeps |= call_keeps(l, file, i, region, error, call);
        says |= !call && is_given(f, i, error) && (called_says(l, file, i) || returned_says(l, file, i));
    }
    for (uint32_t i = 0; i < f->n_assigns; i++)
        if (region_inside(f, f->assigns[i].region, region)) {
            statements = true;
            silent &= says_nothing(f, f->assigns[i].value);
        }
    if (!does)
        does = statements ? HANDLED_OTHER : HANDLED_PASS;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if (n->flags & NODE_TYPE || !region_inside(f, n->region, region))
            continue;
        silent &= n->kind != NODE_CALL;
        if (n->kind == NODE_NAME && error && n->text == error)
            does |= HANDLED_TELL;
        if (!(does & HANDLED_SAY) && is_sentence(l, file, i) && stands_for_answer(l, file, i))
            does |= HANDLED_SAY;
    }
    does |= says ? HANDLED_SAY : 0;
    does |= keeps & (HANDLED_RECORD | HANDLED_PRINT | HANDLED_HANDS);
    if (keeps & HANDLED_LOG && !(keeps & HANDLED_PRINT && !(keeps & HANDLED_RECORD)))
        does |= HANDLED_LOG;
    return silent && !(does & HANDLED_TELL) ? does | HANDLED_SILENT : does;
}

/* error instanceof RateLimitError, isinstance(error, X): types that a handler for everything asks for. */
static const char **asked_types(struct linker *l, uint32_t file, uint32_t region, uint32_t error)
{
    const struct facts *f = l->files[file].f;
    const char *const *operators = (const char *const *)l->files[file].lang->type_operators;
    g_autoptr(GPtrArray) types = g_ptr_array_new();
    for (uint32_t i = 1; error && i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        uint32_t type = 0;
        if (n->kind == NODE_BINARY && operators && g_strv_contains(operators, f->strings[n->text]) && f->nodes[n->a].kind == NODE_NAME &&
            f->nodes[n->a].text == error)
            type = n->b;
        else if (n->kind == NODE_CALL && n->count && f->nodes[f->kids[n->first]].kind == NODE_NAME &&
                 f->nodes[f->kids[n->first]].text == error)
            type = n->count > 1 ? f->kids[n->first + 1] : n->a; /* APICallError.isInstance(error) */
        if (!type || !region_inside(f, n->region, region))
            continue;
        g_autoptr(GString) s = g_string_new(NULL);
        expr_text(l, file, type, s, 200);
        g_ptr_array_add(types, arena_strdup(l->a, s->str));
    }
    g_ptr_array_add(types, NULL);
    return arena_memdup(l->a, types->pdata, types->len * sizeof(char *));
}

static void handlers_in(struct linker *l, uint32_t file, uint32_t region, unsigned hops, GArray *out)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t r = region; r; r = f->regions[r].parent) {
        if (f->regions[r].kind != REGION_TRY)
            continue;
        for (uint32_t h = 1; h < f->n_regions; h++) {
            const struct fact_region *hr = &f->regions[h];
            if (hr->kind != REGION_HANDLER || hr->owner != r)
                continue;
            g_autoptr(GPtrArray) types = g_ptr_array_new();
            for (uint32_t k = 0; k < hr->count; k++) {
                g_autoptr(GString) s = g_string_new(NULL);
                expr_text(l, file, f->kids[hr->first + k], s, 200);
                const char *root = l->files[file].lang->modules == MODULES_NAMES ? l->files[file].lang->separator : "";
                g_ptr_array_add(types, arena_strdup(l->a, g_str_has_prefix(s->str, root) ? s->str + strlen(root) : s->str));
            }
            g_ptr_array_add(types, NULL);
            struct handler out_h = {.types = arena_memdup(l->a, types->pdata, types->len * sizeof(char *)),
                                    .asked = asked_types(l, file, h, hr->name),
                                    .does = handler_does(l, file, h, hr->name),
                                    .place = place_of_line(l, file, hr->line),
                                    .region = h,
                                    .hops = (uint8_t)hops};
            g_array_append_val(out, out_h);
        }
    }
}

#define MAX_JOINED_TESTS 4 /* of one condition */

/* Whether a branch is taken wherever an error is there (`operator_` "!="), or only where there is none ("=="): err != nil,
 * err != nil || answer.Status != 200; err == nil && answer.Status == 200. */
static bool tests_error(const struct facts *f, uint32_t expr, const char *operator_, uint32_t name, unsigned depth)
{
    const struct fact_node *c = &f->nodes[expr];
    if (c->kind != NODE_BINARY || !depth)
        return false;
    if (g_str_equal(f->strings[c->text], *operator_ == '!' ? "||" : "&&"))
        return tests_error(f, c->a, operator_, name, depth - 1) || tests_error(f, c->b, operator_, name, depth - 1);
    return g_str_equal(f->strings[c->text], operator_) && f->nodes[c->a].kind == NODE_NAME && f->nodes[c->a].text == name &&
           f->nodes[c->b].kind == NODE_NULL;
}

/* Whether an assignment takes a result of what an expression gives: any without `at`, or the one in that place. */
static bool takes_result(const struct facts *f, const struct fact_assign *a, uint32_t node, const char *at)
{
    const struct fact_node *value = &f->nodes[a->value];
    if (!a->value || f->nodes[a->target].kind != NODE_NAME)
        return false;
    if (value->kind == NODE_SUBSCRIPT && value->flags & NODE_RESULT)
        return value->a == node && (!at || g_str_equal(f->strings[f->nodes[value->b].text], at));
    return !at && a->value == node;
}

/* The branch that asks for the error which a call gives as its last result, or as that in place `at`: x, err := f(); if
 * err != nil. `operator_` is "!=", or "==" for the branch that is taken where there is none. */
static uint32_t error_check(const struct facts *f, uint32_t node, const char *operator_, const char *at)
{
    const struct fact_assign *last = NULL;
    for (uint32_t i = 0; i < f->n_assigns; i++)
        if (takes_result(f, &f->assigns[i], node, at))
            last = &f->assigns[i];
    if (!last)
        return 0;
    uint32_t name = f->nodes[last->target].text, until = UINT32_MAX;
    for (uint32_t i = 0; i < f->n_assigns; i++) /* the next value of that name is another error */
        if (f->assigns[i].scope == last->scope && f->assigns[i].line > f->nodes[node].end_line &&
            region_inside(f, last->region, f->assigns[i].region) && f->nodes[f->assigns[i].target].kind == NODE_NAME && f->nodes[f->assigns[i].target].text == name)
            until = MIN(until, f->assigns[i].line);
    for (uint32_t r = 1; r < f->n_regions; r++) {
        const struct fact_region *b = &f->regions[r];
        if (b->kind != REGION_BRANCH || b->scope != last->scope || b->line < last->line || b->line >= until || !b->expr)
            continue;
        if (tests_error(f, b->expr, operator_, name, MAX_JOINED_TESTS))
            return r;
    }
    return 0;
}

/* answer, _ := f(): the name that stands for no variable takes the last result. */
static bool drops_error(const struct facts *f, uint32_t node)
{
    uint32_t last = 0, most = 0;
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        uint32_t value = f->assigns[i].value, target = f->assigns[i].target;
        if (!value || f->nodes[value].kind != NODE_SUBSCRIPT || !(f->nodes[value].flags & NODE_RESULT) || f->nodes[value].a != node)
            continue;
        uint32_t at = 1 + (uint32_t)strtoul(f->strings[f->nodes[f->nodes[value].b].text], NULL, 10);
        if (at > most) {
            most = at;
            last = target;
        }
    }
    return most > 1 && f->nodes[last].kind == NODE_NAME && g_str_equal(f->strings[f->nodes[last].text], "_");
}

/* What a function gives back, or the last of what it does; 0: nothing. */
static uint32_t last_given(const struct facts *f, const struct fact_jump *j)
{
    const struct fact_node *value = j->kind == JUMP_RETURN && j->value ? &f->nodes[j->value] : NULL;
    return !value ? 0 : value->kind == NODE_LIST && value->count ? f->kids[value->first + value->count - 1] : j->value;
}

/* The line where a function gives an expression back; 0: nowhere. */
static uint32_t given_back(const struct facts *f, uint32_t node)
{
    for (uint32_t i = 0; i < f->n_jumps; i++)
        if (last_given(f, &f->jumps[i]) == node)
            return f->jumps[i].line;
    return 0;
}

/* Where what a call of a stream says of its failure is answered: a branch that compares it with null, or whose answer it is
 * where it failed: if part, err := s.Next(); err == nil {} else {}. 0: nowhere. */
static uint32_t late_check(const struct facts *f, uint32_t call)
{
    uint32_t region = error_check(f, call, "!=", NULL), well = region ? 0 : error_check(f, call, "==", NULL);
    for (uint32_t r = 1; !region && r < f->n_regions; r++) {
        const struct fact_node *c = f->regions[r].expr ? &f->nodes[f->regions[r].expr] : NULL;
        const bool compared = f->regions[r].kind == REGION_BRANCH && c && c->kind == NODE_BINARY && c->a == call &&
                              f->nodes[c->b].kind == NODE_NULL && g_str_equal(f->strings[c->text], "!=");
        if (compared || (well && f->regions[r].kind == REGION_ELSE && f->regions[r].owner == well))
            region = r;
    }
    return region;
}

/* The branch that asks a stream, when it has ended, whether it failed: s := f(); if err := s.Err(); err != nil. Of several the
 * last: in between it is asked whether to go on. Where it gives that to its caller instead, *line: return s.Err(). */
static uint32_t late_error_check(struct linker *l, uint32_t file, uint32_t node, uint32_t *line)
{
    const struct facts *f = l->files[file].f;
    const char *const *methods = (const char *const *)l->files[file].lang->late_errors;
    const struct fact_assign *held = NULL;
    uint32_t last = 0, until = UINT32_MAX;
    *line = 0;
    for (uint32_t i = 0; methods && *methods && i < f->n_assigns; i++)
        if (f->assigns[i].value == node && f->nodes[f->assigns[i].target].kind == NODE_NAME)
            held = &f->assigns[i];
    for (uint32_t i = 0; held && i < f->n_assigns; i++) /* the next stream of that name */
        if (f->assigns[i].scope == held->scope && f->assigns[i].line > f->nodes[node].end_line && f->nodes[f->assigns[i].target].kind == NODE_NAME &&
            f->nodes[f->assigns[i].target].text == f->nodes[held->target].text && region_inside(f, held->region, f->assigns[i].region))
            until = MIN(until, f->assigns[i].line);
    for (uint32_t call = node + 1; held && call < f->n_nodes; call++) {
        if (f->nodes[call].kind != NODE_CALL)
            continue;
        const struct fact_node *member = &f->nodes[f->nodes[call].a], *object = &f->nodes[member->a];
        if (member->kind != NODE_MEMBER || object->kind != NODE_NAME || object->text != f->nodes[held->target].text ||
            f->nodes[call].line < held->line || f->nodes[call].line >= until || !scope_within(f, f->nodes[call].scope, held->scope) ||
            !g_strv_contains(methods, f->strings[member->text]))
            continue;
        uint32_t region = late_check(f, call);
        if (region)
            last = region;
        else if (!*line)
            *line = given_back(f, call);
    }
    return last;
}

/* The branch that asks for the error of a part of what a call gives part by part, where that is held by a name: s := f();
 * for part, err := range s, or next, stop := iter.Pull2(s), part, err, ok := next(). 0: nowhere. */
static uint32_t part_error_check(const struct facts *f, uint32_t node, const char *const *pulls)
{
    const struct fact_node *around = &f->nodes[f->nodes[node].parent], *callee = &f->nodes[around->a];
    const bool pulled = around->kind == NODE_CALL && around->a != node && (callee->kind == NODE_MEMBER || callee->kind == NODE_NAME) &&
                        pulls && g_strv_contains(pulls, f->strings[callee->text]);
    const struct fact_assign *held = NULL;
    for (uint32_t i = 0; i < f->n_assigns && !held; i++)
        if (!(f->assigns[i].flags & ASSIGN_ELEMENT) && takes_result(f, &f->assigns[i], pulled ? f->nodes[node].parent : node, pulled ? "0" : NULL))
            held = &f->assigns[i];
    if (!held)
        return 0;
    const uint32_t name = f->nodes[held->target].text;
    uint32_t region = 0;
    for (uint32_t i = 0; i < f->n_assigns && !region; i++) {
        const struct fact_assign *a = &f->assigns[i];
        const struct fact_node *value = &f->nodes[a->value];
        const uint32_t of = a->value && value->kind == NODE_SUBSCRIPT && value->flags & NODE_RESULT ? value->a : a->value;
        const struct fact_node *part = pulled && f->nodes[of].kind == NODE_CALL ? &f->nodes[f->nodes[of].a] : &f->nodes[of];
        if (!of || a->line < held->line || !scope_within(f, a->scope, held->scope) || part->kind != NODE_NAME || part->text != name)
            continue;
        if (pulled ? f->nodes[of].kind == NODE_CALL : (a->flags & ASSIGN_ELEMENT) != 0)
            region = error_check(f, of, "!=", pulled ? "1" : NULL);
    }
    for (uint32_t i = held->value + 1; !pulled && pulls && i < f->n_nodes && !region; i++) /* next, stop := iter.Pull2(s) */
        if (f->nodes[i].kind == NODE_NAME && f->nodes[i].text == name && scope_within(f, f->nodes[i].scope, held->scope) &&
            f->nodes[f->nodes[i].parent].kind == NODE_CALL)
            region = part_error_check(f, i, pulls);
    return region;
}

/* Whether the last that a function gives back says, by its type, whether it failed: func ask() (string, error) */
static bool gives_error(const struct facts *f, uint32_t scope, const char *type)
{
    const struct fact_node *n = &f->nodes[f->scopes[scope].type];
    while ((n->kind == NODE_OTHER || n->kind == NODE_LIST) && n->count)
        n = &f->nodes[f->kids[n->first + n->count - 1]];
    return n->kind == NODE_NAME && g_str_equal(f->strings[n->text], type);
}

/* return answer, err; return err; return ask(): the error goes to the caller with what there is. The line; 0: nowhere. */
static uint32_t returns_error(struct linker *l, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    const char *type = l->files[file].lang->error_values;
    const struct fact_assign *last = NULL;
    unsigned long most = 0;
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const uint32_t value = f->assigns[i].value;
        const bool result = f->nodes[value].kind == NODE_SUBSCRIPT && f->nodes[value].flags & NODE_RESULT && f->nodes[value].a == node;
        if (!value || (!result && value != node) || f->nodes[f->assigns[i].target].kind != NODE_NAME)
            continue;
        unsigned long at = result ? strtoul(f->strings[f->nodes[f->nodes[value].b].text], NULL, 10) : 0;
        if (at >= most && (at || !result)) {
            most = at;
            last = &f->assigns[i];
        }
    }
    for (uint32_t i = 0; i < f->n_jumps; i++) {
        const struct fact_jump *j = &f->jumps[i];
        const uint32_t given = last_given(f, j);
        const bool named = last && given && j->scope == last->scope && j->line >= last->line && f->nodes[given].kind == NODE_NAME &&
                           f->nodes[given].text == f->nodes[last->target].text;
        if ((named && most && f->nodes[j->value].kind == NODE_LIST) || ((named || (given && given == node)) && gives_error(f, j->scope, type)))
            return j->line;
    }
    return 0;
}

/* Whether an expression is a member of that name, or, where `methods` are given, a call of one of these on such a member. */
static bool reads_member(const struct facts *f, uint32_t node, uint32_t name, const char *const *methods)
{
    const struct fact_node *n = &f->nodes[node];
    if (methods) {
        const struct fact_node *callee = n->kind == NODE_CALL ? &f->nodes[n->a] : NULL;
        return callee && callee->kind == NODE_MEMBER && g_strv_contains(methods, f->strings[callee->text]) &&
               reads_member(f, callee->a, name, NULL);
    }
    return node && n->kind == NODE_MEMBER && n->text == name;
}

/* Where a file gives back, or compares with null, a member that holds an error, or what `methods` of it say; 0 if it does not. */
static uint32_t error_read(const struct facts *f, uint32_t name, const char *const *methods)
{
    for (uint32_t i = 0; i < f->n_jumps; i++) {
        const uint32_t last = last_given(f, &f->jumps[i]);
        if (last && reads_member(f, last, name, methods))
            return f->jumps[i].line;
    }
    for (uint32_t r = 1; r < f->n_regions; r++) {
        const struct fact_node *c = f->regions[r].expr ? &f->nodes[f->regions[r].expr] : NULL;
        if (f->regions[r].kind == REGION_BRANCH && c && c->kind == NODE_BINARY && f->nodes[c->b].kind == NODE_NULL &&
            reads_member(f, c->a, name, methods))
            return f->regions[r].line;
    }
    return 0;
}

/* Where an error is read that a call's value, or its last result, is kept with: s.stream, s.err = f(); return s.err; or
 * &S{stream: f()} and return s.stream.Err(). 0: nowhere. */
static uint32_t kept_error(struct linker *l, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    const char *const *methods = (const char *const *)l->files[file].lang->late_errors;
    const struct fact_node *around = &f->nodes[f->nodes[node].parent];
    uint32_t line = 0;
    if (methods && *methods && around->kind == NODE_KEYWORD)
        line = error_read(f, around->text, methods);
    for (uint32_t i = 0; i < f->n_assigns && !line; i++) {
        const struct fact_node *value = &f->nodes[f->assigns[i].value], *target = &f->nodes[f->assigns[i].target];
        const bool result = value->kind == NODE_SUBSCRIPT && value->flags & NODE_RESULT && value->a == node;
        if (!f->assigns[i].value || target->kind != NODE_MEMBER || (f->assigns[i].value != node && !result))
            continue;
        const bool error = result && !g_str_equal(f->strings[f->nodes[value->b].text], "0");
        if (error || (methods && *methods))
            line = error_read(f, target->text, error ? NULL : methods);
    }
    return line;
}

static struct handler plain_handler(struct linker *l, uint32_t does, struct place place, unsigned hops)
{
    const char **none = arena_new_n(l->a, const char *, 1);
    return (struct handler){.types = none, .asked = none, .does = does, .place = place, .hops = (uint8_t)hops};
}

/* Whether a call is a sink that parses what it is given. */
static bool parses(struct linker *l, uint32_t file, uint32_t call)
{
    const struct vset *callee = lnode(l, file, call)->kind == NODE_CALL ? eval(l, file, lnode(l, file, call)->a) : &vset_empty;
    for (unsigned v = 0; v < callee->n; v++) {
        const struct apath *p = callee->v[v].kind == V_PATH ? apath_called(l, callee->v[v].path) : NULL;
        for (unsigned k = 0; p && k < p->n_items; k++)
            if (l->rules->items[p->items[k]].role == ROLE_SINK && g_strcmp0(l->rules->items[p->items[k]].kind, "parse") == 0)
                return true;
    }
    return false;
}

/* Whether a branch that a call decides asks the same again: if s.Err() != nil { return s.Err() } */
static bool tells_again(const struct facts *f, uint32_t region, const struct fact_node *asked)
{
    const struct fact_node *member = &f->nodes[asked->a], *object = &f->nodes[member->a];
    for (uint32_t i = 1; asked->kind == NODE_CALL && member->kind == NODE_MEMBER && i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i], *other = n->kind == NODE_CALL ? &f->nodes[n->a] : NULL;
        if (other && other->kind == NODE_MEMBER && other->text == member->text && f->nodes[other->a].kind == NODE_NAME &&
            f->nodes[other->a].text == object->text && region_inside(f, n->region, region))
            return true;
    }
    return false;
}

/* A function is asked whether the call failed, or a branch whether something was parsed. */
static void asked_error(struct linker *l, uint32_t file, uint32_t node, unsigned hops, GArray *out)
{
    const char **tests = l->files[file].lang->parse_tests;
    bool failed;
    const bool parsed = lnode(l, file, node)->kind == NODE_MEMBER; /* of an answer that its library has parsed */
    uint32_t region = asked_branch(l, file, node, parsed || (tests && *tests && parses(l, file, node)), &failed);
    if (!region)
        return;
    const struct facts *f = l->files[file].f;
    const struct fact_node *test = &f->nodes[f->regions[region].expr];
    const struct fact_node *tested = test->kind == NODE_CALL && test->count ? &f->nodes[f->kids[test->first]] : NULL;
    uint32_t error = tested && tested->kind == NODE_NAME ? tested->text : 0; /* is_wp_error($answer): it is the error */
    struct handler h = plain_handler(l, failed ? handler_does(l, file, region, error) : HANDLED_OTHER,
                                     place_of_line(l, file, f->regions[region].line), hops);
    h.region = failed ? region : 0;
    g_array_append_val(out, h);
}

static void checked_error(struct linker *l, uint32_t file, uint32_t node, unsigned hops, GArray *out)
{
    const struct facts *f = l->files[file].f;
    asked_error(l, file, node, hops, out);
    if (!l->files[file].lang->error_values)
        return;
    uint32_t region = error_check(f, node, "!=", NULL), given = 0, kept;
    if (!region)
        region = late_error_check(l, file, node, &given);
    if (!region && !given)
        region = part_error_check(f, node, (const char *const *)l->files[file].lang->pull_functions);
    if (!region && !given)
        given = returns_error(l, file, node);
    struct handler h;
    if (!region && given) {
        h = plain_handler(l, HANDLED_RETURN | HANDLED_TELL, place_of_line(l, file, given), hops);
    } else if (region) {
        const uint32_t answers = f->regions[region].kind == REGION_ELSE ? f->regions[region].owner : region;
        const struct fact_node *compared = &f->nodes[f->regions[answers].expr];
        uint32_t error = f->nodes[compared->a].kind == NODE_NAME ? f->nodes[compared->a].text : 0;
        const uint32_t does = handler_does(l, file, region, error) | (tells_again(f, region, &f->nodes[compared->a]) ? HANDLED_TELL : 0);
        h = plain_handler(l, does & HANDLED_TELL ? does & ~(uint32_t)HANDLED_SILENT : does, place_of_line(l, file, f->regions[region].line), hops);
        h.region = region;
    } else if ((kept = kept_error(l, file, node)) != 0) {
        h = plain_handler(l, HANDLED_RETURN | HANDLED_TELL, place_of_line(l, file, kept), hops);
    } else if (drops_error(f, node)) {
        h = plain_handler(l, HANDLED_DROP | HANDLED_SILENT, place_of(l, file, node), hops);
    } else {
        return;
    }
    g_array_append_val(out, h);
}

/* The call of a method of `node`: a.b() of a; 0: there is none. */
static uint32_t step_on(const struct facts *f, uint32_t node)
{
    uint32_t member = f->nodes[node].parent, call = member ? f->nodes[member].parent : 0;
    return call && f->nodes[member].kind == NODE_MEMBER && f->nodes[member].a == node && f->nodes[call].kind == NODE_CALL &&
                   f->nodes[call].a == member
               ? call
               : 0;
}

/* post(...).json(...).send().await: what of a chain of steps is awaited first is what fails; 0: nothing is. */
static uint32_t first_awaited(const struct facts *f, uint32_t node)
{
    while (node && !(f->nodes[node].flags & NODE_AWAITED))
        node = step_on(f, node);
    return node;
}

/* client.create(...).await.unwrap(): the error ends the program. */
static void ends_by_error(struct linker *l, uint32_t file, uint32_t node, GArray *out)
{
    const struct facts *f = l->files[file].f;
    const char *const *methods = (const char *const *)l->files[file].lang->panic_methods;
    if (!methods || !*methods)
        return;
    uint32_t awaited = first_awaited(f, node), call = step_on(f, awaited ? awaited : node);
    if (!call || !g_strv_contains(methods, f->strings[f->nodes[f->nodes[call].a].text]))
        return;
    struct handler h = plain_handler(l, HANDLED_PANIC, place_of(l, file, call), 0);
    g_array_append_val(out, h);
}

/* Whether a handler throws its error on and does nothing else with it: from a callback it reaches nobody who asked. */
static bool throws_on(const struct handler *h)
{
    return h->does & HANDLED_RAISE &&
           !(h->does & (HANDLED_RETURN | HANDLED_RETRY | HANDLED_LOG | HANDLED_OTHER | HANDLED_RECORD | HANDLED_PRINT));
}

/* Which parameter of a method takes an error: the first of a type that every error has, or else the last. */
static uint32_t error_parameter(struct linker *l, uint32_t file, const struct fact_scope *method)
{
    const struct facts *f = l->files[file].f;
    const char *const *types = (const char *const *)l->files[file].lang->catch_all;
    for (uint32_t i = 0; types && i < method->n_params; i++) {
        const struct fact_param *p = &f->params[method->first_param + i];
        g_autoptr(GString) type = g_string_new(NULL);
        expr_text(l, file, p->type, type, 80);
        if (g_strv_contains(types, type->str))
            return p->name;
    }
    return method->n_params ? f->params[method->first_param + method->n_params - 1].name : 0;
}

/* The handler that a method is, by what its body does. */
static void add_method_handler(struct linker *l, const struct value *method, unsigned hops, GArray *out)
{
    const struct facts *f = l->files[method->file].f;
    for (uint32_t r = 1; r < f->n_regions; r++) {
        if (f->regions[r].kind != REGION_BODY || f->regions[r].scope != method->ref)
            continue;
        uint32_t error = error_parameter(l, method->file, &f->scopes[method->ref]);
        struct handler h = plain_handler(l, handler_does(l, method->file, r, error),
                                         place_of_line(l, method->file, f->scopes[method->ref].line), hops);
        h.asked = asked_types(l, method->file, r, error);
        if (!throws_on(&h))
            g_array_append_val(out, h);
        return;
    }
}

/* call.enqueue(object : Callback { override fun onFailure(...) }): objects that a call is given have methods for its error. */
static void told_handlers(struct linker *l, uint32_t file, uint32_t call, unsigned hops, GArray *out)
{
    const char **methods = l->files[file].lang->error_methods;
    const struct fact_node *n = lnode(l, file, call);
    for (uint32_t i = 0; methods && *methods && n->kind == NODE_CALL && i < n->count; i++) {
        const struct vset *given = eval(l, file, l->files[file].f->kids[n->first + i]);
        for (unsigned v = 0; v < given->n; v++)
            for (const char **m = methods; given->v[v].kind == V_INSTANCE && *m; m++) {
                const struct vset *member = eval_member(l, &given->v[v], *m);
                for (unsigned k = 0; k < member->n; k++)
                    if (member->v[k].kind == V_FUNCTION)
                        add_method_handler(l, &member->v[k], hops, out);
            }
    }
}

/* answer.catch(f): the handlers of a promise that stand in the chain of calls on `node`; the outermost expression of that. */
static uint32_t chained_handlers(struct linker *l, uint32_t file, uint32_t node, unsigned hops, GArray *out)
{
    const struct facts *f = l->files[file].f;
    const char **methods = l->files[file].lang->catch_methods;
    const char *const *tells = (const char *const *)l->files[file].lang->error_methods;
    uint32_t child = node;
    told_handlers(l, file, node, hops, out);
    for (uint32_t p = f->nodes[node].parent; p; child = p, p = f->nodes[p].parent) {
        const struct fact_node *n = &f->nodes[p];
        if ((n->kind != NODE_MEMBER && n->kind != NODE_CALL) || (n->kind == NODE_CALL && n->a != child))
            break; /* an argument of another call */
        told_handlers(l, file, p, hops, out);
        const struct fact_node *member = n->kind == NODE_CALL ? &f->nodes[n->a] : NULL;
        if (!member || member->kind != NODE_MEMBER || !n->count)
            continue;
        bool told = tells && g_strv_contains(tells, f->strings[member->text]);
        if (!told && !g_strv_contains((const char *const *)methods, f->strings[member->text]))
            continue;
        uint32_t given = f->kids[n->first];
        struct handler h = plain_handler(l, HANDLED_OTHER | HANDLED_TELL, place_of(l, file, given), hops);
        for (uint32_t r = 1; f->nodes[given].kind == NODE_FUNCTION && r < f->n_regions; r++)
            if (f->regions[r].kind == REGION_BODY && f->regions[r].scope == f->nodes[given].scope_ref) {
                const struct fact_scope *scope = &f->scopes[f->regions[r].scope];
                uint32_t error = scope->n_params ? f->params[scope->first_param].name : 0;
                h.does = handler_does(l, file, r, error);
                h.asked = asked_types(l, file, r, error);
                h.region = r;
            }
        if (told && throws_on(&h))
            continue;
        g_array_append_val(out, h);
    }
    return child;
}

#define AWAITED_DEPTH 4 /* calls and lists around what is awaited */

/* What a call is a part of that may be awaited in its place: create_task(ask()), [ask(q) for q in all]; false where something
 * else becomes of it. */
static bool waits_in(const struct facts *f, uint32_t *node)
{
    const uint32_t up = f->nodes[*node].parent;
    const struct fact_node *n = &f->nodes[up];
    const bool part = up && (n->kind == NODE_LIST || n->kind == NODE_SPLAT || n->kind == NODE_OTHER || (n->kind == NODE_CALL && n->a != *node));
    *node = part ? up : *node;
    return part;
}

/* task = create_task(ask()); try: await task: the handlers around where the name that a call is given is awaited. */
static void awaited_handlers(struct linker *l, uint32_t file, uint32_t node, unsigned hops, GArray *out)
{
    const struct facts *f = l->files[file].f;
    const GArray *given = NULL;
    for (unsigned depth = 0; depth < AWAITED_DEPTH && !given && !(f->nodes[node].flags & NODE_AWAITED); depth++) {
        given = given_assigns(&l->files[file], node);
        if (!given && !waits_in(f, &node))
            return;
    }
    for (guint i = 0; given && i < given->len; i++) {
        const struct fact_assign *a = &f->assigns[g_array_index(given, uint32_t, i)];
        const struct fact_node *to = &f->nodes[a->target];
        for (uint32_t k = 1; to->kind == NODE_NAME && k < f->n_nodes; k++) {
            const struct fact_node *n = &f->nodes[k];
            if (n->kind != NODE_NAME || n->text != to->text || n->scope != to->scope || n->line <= to->line)
                continue;
            uint32_t whole = k;
            for (unsigned depth = 0; depth < AWAITED_DEPTH && !(f->nodes[whole].flags & NODE_AWAITED) && waits_in(f, &whole); depth++)
                ;
            if (f->nodes[whole].flags & NODE_AWAITED) {
                handlers_in(l, file, f->nodes[whole].region, hops, out);
                break;
            }
        }
    }
}

/* The handlers of a promise, in its own chain or in that of the name it is given: answer = ask(); answer.catch(f); and where
 * that name is awaited. */
static void own_handlers(struct linker *l, uint32_t file, uint32_t node, unsigned hops, GArray *out)
{
    const struct facts *f = l->files[file].f;
    const char **methods = l->files[file].lang->catch_methods;
    awaited_handlers(l, file, node, hops, out);
    if (!methods || !*methods)
        return;
    uint32_t whole = chained_handlers(l, file, node, hops, out);
    const GArray *given = given_assigns(&l->files[file], whole);
    for (guint i = 0; given && i < given->len; i++) {
        const struct fact_node *to = &f->nodes[f->assigns[g_array_index(given, uint32_t, i)].target];
        const GArray *calls = method_calls(l, file, to->scope, to->text);
        for (guint k = 0; calls && k < calls->len; k++)
            chained_handlers(l, file, f->nodes[f->nodes[g_array_index(calls, uint32_t, k)].a].a, hops, out);
    }
}

static bool caller_handlers(struct linker *l, uint32_t file, uint32_t node, unsigned hop, unsigned hops, unsigned nested, GArray *out);

/* Handlers around what runs a function that is handed over; whether there are some. */
static bool handed_handlers(struct linker *l, const struct handed *way, unsigned hop, unsigned hops, unsigned nested, GArray *out)
{
    guint before = out->len;
    for (unsigned i = 0; i < way->n_inner && hop <= hops; i++) {
        checked_error(l, way->inner[i].file, way->inner[i].node, hop, out);
        own_handlers(l, way->inner[i].file, way->inner[i].node, hop, out);
        handlers_in(l, way->inner[i].file, lnode(l, way->inner[i].file, way->inner[i].node)->region, hop, out);
    }
    bool inside = out->len > before;
    if (!way->in_place)
        return inside;
    unsigned here = way->lambda ? hop - 1 : hop; /* code of the same function */
    before = out->len;
    if (here <= hops) {
        checked_error(l, way->at.file, way->at.node, here, out);
        own_handlers(l, way->at.file, way->at.node, here, out);
        handlers_in(l, way->at.file, lnode(l, way->at.file, way->at.node)->region, here, out);
    }
    bool outside = out->len > before;
    return caller_handlers(l, way->at.file, way->at.node, here + 1, hops, nested + 1, out) || inside || outside;
}

/* agent.run(job), void agent.run(job): whether the call of a function that runs by itself is left alone. What fails there, fails
 * behind every handler around the call. */
static bool is_left_alone(const struct facts *of, uint32_t fn, const struct facts *f, uint32_t call)
{
    const struct fact_node *n = &f->nodes[call];
    if (f->nodes[n->parent].kind == NODE_UNARY)
        n = &f->nodes[n->parent];
    return of->scopes[fn].flags & SCOPE_ASYNC && !(f->nodes[call].flags & NODE_AWAITED) && n->flags & NODE_STATEMENT;
}

/* Handlers around the calls of a function, in callers up to `hops` calls away; whether all of the calls have some. */
static bool caller_handlers(struct linker *l, uint32_t file, uint32_t node, unsigned hop, unsigned hops, unsigned nested, GArray *out)
{
    const struct facts *f = l->files[file].f;
    uint32_t fn = enclosing_function(f, f->nodes[node].scope);
    const GArray *lists[] = {l->files[file].callers[fn], l->files[file].through[fn]};
    const GArray *handed = nested < MAX_LAMBDAS ? handed_find(l, file, fn) : NULL;
    unsigned of = 0, with = 0;
    bool always = false;
    for (unsigned k = 0; k < G_N_ELEMENTS(lists) && hop <= hops; k++)
        for (guint i = 0; lists[k] && i < lists[k]->len && i < MAX_CALLERS; i++) {
            struct node_ref c = g_array_index(lists[k], struct node_ref, i);
            if (call_apart(l, c, file, fn) || (c.file == file && c.node == node))
                continue;
            if (l->callers_left == 0) /* there are too many ways here */
                return false;
            l->callers_left--;
            guint before = out->len;
            of++;
            checked_error(l, c.file, c.node, hop, out);
            own_handlers(l, c.file, c.node, hop, out);
            if (is_left_alone(f, fn, l->files[c.file].f, c.node)) {
                with += out->len > before;
                continue;
            }
            handlers_in(l, c.file, lnode(l, c.file, c.node)->region, hop, out);
            with += out->len > before || caller_handlers(l, c.file, c.node, hop + 1, hops, nested, out);
        }
    for (guint i = 0; handed && i < handed->len; i++) {
        const struct handed *way = &g_array_index(handed, struct handed, i);
        bool any = handed_handlers(l, way, hop, hops, nested, out);
        always |= any && way->decorates;
        of += !way->decorates;
        with += any && !way->decorates;
    }
    return always || (of && with == of);
}

struct handler *handlers_around(struct linker *l, uint32_t file, uint32_t node, unsigned hops, unsigned *n, bool *some_callers)
{
    const struct facts *f = l->files[file].f;
    g_autoptr(GArray) out = g_array_new(FALSE, FALSE, sizeof(struct handler));
    checked_error(l, file, node, 0, out);
    ends_by_error(l, file, node, out);
    own_handlers(l, file, node, 0, out);
    handlers_in(l, file, f->nodes[node].region, 0, out);
    l->callers_left = MAX_WAYS;
    bool own = out->len > 0, all = caller_handlers(l, file, node, 1, hops, 0, out);
    *some_callers = !own && !all && out->len > 0;
    *n = out->len;
    return arena_memdup(l->a, out->data, out->len * sizeof(struct handler));
}

/* ---- loops ---- */

static bool counts(const struct facts *f, uint32_t node, unsigned hops)
{
    if (!node || !hops)
        return false;
    const struct fact_node *n = &f->nodes[node];
    const char *op = f->strings[n->text];
    if (n->kind == NODE_BINARY)
        return strchr("<>", *op) || counts(f, n->a, hops - 1) || counts(f, n->b, hops - 1);
    if (n->kind == NODE_UNARY)
        return counts(f, n->a, hops - 1);
    if (n->kind == NODE_CONDITIONAL || n->kind == NODE_OTHER)
        for (uint32_t i = 0; i < n->count; i++)
            if (counts(f, f->kids[n->first + i], hops - 1))
                return true;
    return false;
}

/* Whether a jump leaves a loop: a break leaves the innermost one. */
static bool leaves_loop(const struct facts *f, const struct fact_jump *j, uint32_t loop)
{
    if (!region_inside(f, j->region, loop))
        return false;
    uint32_t r = j->region;
    while (r && f->regions[r].kind != REGION_EACH && f->regions[r].kind != REGION_WHILE)
        r = f->regions[r].parent;
    return j->kind == JUMP_RETURN || (j->kind == JUMP_BREAK && r == loop);
}

/* Whether what runs in a region leaves it for good in any case: by a jump of its own, or on all sides of a branch. */
static bool always_ends(const struct facts *f, uint32_t region, unsigned depth);

/* Whether a branch of a loop decides whether that goes on: it leaves, or goes round where the loop is left behind it. */
static bool decides(const struct facts *f, uint32_t branch, uint32_t loop)
{
    bool round = false;
    for (uint32_t k = 0; k < f->n_jumps; k++) {
        const struct fact_jump *j = &f->jumps[k];
        if (!region_inside(f, j->region, branch))
            continue;
        if (j->kind == JUMP_RAISE || leaves_loop(f, j, loop))
            return true;
        round |= j->kind == JUMP_CONTINUE;
    }
    if (round && always_ends(f, f->regions[branch].parent, 3))
        return true;
    for (uint32_t e = 1; round && e < f->n_regions; e++)
        if (f->regions[e].kind == REGION_ELSE && f->regions[e].owner == branch && always_ends(f, e, 3))
            return true;
    return false;
}

/* Whether a condition is a name, or asks for one among others: done, not done, not (done or failed). */
static bool is_asked(const struct facts *f, uint32_t node, uint32_t name, unsigned hops)
{
    const struct fact_node *n = &f->nodes[node];
    if (!node || !hops)
        return false;
    if (n->kind == NODE_NAME)
        return n->text == name;
    if (n->kind == NODE_UNARY)
        return is_asked(f, n->a, name, hops - 1);
    if (n->kind == NODE_BINARY)
        return is_asked(f, n->a, name, hops - 1) || is_asked(f, n->b, name, hops - 1);
    for (uint32_t i = 0; (n->kind == NODE_CONDITIONAL || n->kind == NODE_OTHER) && i < n->count; i++)
        if (is_asked(f, f->kids[n->first + i], name, hops - 1))
            return true;
    return false;
}

/* The same of one that only notes what another then decides by: if delay > most: again = False ... if not again: return */
static bool notes(const struct facts *f, uint32_t branch, uint32_t loop)
{
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        if (!region_inside(f, a->region, branch) || f->nodes[a->target].kind != NODE_NAME)
            continue;
        for (uint32_t r = 1; r < f->n_regions; r++) {
            const struct fact_region *b = &f->regions[r];
            if (b->kind == REGION_BRANCH && b->expr && r != branch && region_inside(f, r, loop) &&
                is_asked(f, b->expr, f->nodes[a->target].text, 6) && decides(f, r, loop))
                return true;
        }
    }
    return false;
}

/* A loop ends after a number of rounds: it goes over something, its condition compares, or a branch in
 * it compares and decides. */
static bool bounded(const struct facts *f, uint32_t loop)
{
    const struct fact_region *r = &f->regions[loop];
    if (r->kind == REGION_EACH)
        return true;
    if (r->expr && counts(f, r->expr, 6))
        return true;
    for (uint32_t i = 1; i < f->n_regions; i++) {
        const struct fact_region *b = &f->regions[i];
        if (b->kind == REGION_BRANCH && b->expr && region_inside(f, i, loop) && counts(f, b->expr, 6) &&
            (decides(f, i, loop) || notes(f, i, loop)))
            return true;
    }
    return false;
}

static bool always_ends(const struct facts *f, uint32_t region, unsigned depth)
{
    for (uint32_t k = 0; k < f->n_jumps; k++)
        if (f->jumps[k].region == region &&
            (f->jumps[k].kind == JUMP_RAISE || f->jumps[k].kind == JUMP_RETURN || f->jumps[k].kind == JUMP_BREAK))
            return true;
    for (uint32_t e = 1; depth && e < f->n_regions; e++) {
        if (f->regions[e].kind != REGION_ELSE || f->regions[e].parent != region || !always_ends(f, e, depth - 1))
            continue;
        uint32_t side = f->regions[e].owner;
        while (side && f->regions[side].kind == REGION_BRANCH && always_ends(f, side, depth - 1))
            side = f->regions[side].owner;
        if (!side)
            return true;
    }
    return false;
}

#define MAX_DERIVED 6u /* names of a loop that are made of one another */
#define MAX_LOOKS 5000u /* into one expression */

/* Whether one of some names stands in an expression, while there are looks `left`. */
static bool stands_within(const struct facts *f, GHashTable *names, uint32_t node, unsigned *left)
{
    const struct fact_node *n = &f->nodes[node];
    if (!node || !*left)
        return false;
    --*left;
    if (n->kind == NODE_NAME && g_hash_table_contains(names, GUINT_TO_POINTER(n->text)))
        return true;
    bool within = stands_within(f, names, n->a, left) || stands_within(f, names, n->b, left);
    for (uint32_t i = 0; i < n->count && !within; i++)
        within = stands_within(f, names, f->kids[n->first + i], left);
    return within;
}

/* The last of the calls that are made on what one gives: client.post(url).json(body).send(). */
static uint32_t end_of_chain(const struct facts *f, uint32_t call)
{
    for (uint32_t next; (next = next_step(f, call)); call = next)
        ;
    return call;
}

/* Whether a call, or what is called on it, is given something else in each round of a loop: ask(model), ask(models[i]), of
 * what the loop goes over, or what is made of it: one = models[i]; client = open(one). */
static bool varies(const struct facts *f, uint32_t call, uint32_t loop)
{
    g_autoptr(GHashTable) names = g_hash_table_new(NULL, NULL);
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        if (a->line == f->regions[loop].line && a->scope == f->regions[loop].scope && f->nodes[a->target].kind == NODE_NAME)
            g_hash_table_add(names, GUINT_TO_POINTER(f->nodes[a->target].text));
    }
    guint before = 0;
    for (unsigned round = 0; round < MAX_DERIVED && g_hash_table_size(names) > before; round++) {
        before = g_hash_table_size(names);
        for (uint32_t i = 0; i < f->n_assigns; i++) {
            const struct fact_assign *a = &f->assigns[i];
            unsigned left = MAX_LOOKS;
            if (a->value && f->nodes[a->target].kind == NODE_NAME && region_inside(f, a->region, loop) &&
                stands_within(f, names, a->value, &left))
                g_hash_table_add(names, GUINT_TO_POINTER(f->nodes[a->target].text));
        }
    }
    unsigned left = MAX_LOOKS;
    return before && stands_within(f, names, end_of_chain(f, call), &left);
}

/* Whether a handler sends its loop round again: it says so, or nothing behind its try leaves the loop in any case. One that
 * leaves it otherwise may go round for the next of several models. */
static bool goes_round(const struct facts *f, uint32_t handler, uint32_t loop, uint32_t call)
{
    bool left = false, ends = always_ends(f, handler, 3);
    if (ends && varies(f, call, loop))
        return false;
    for (uint32_t k = 0; k < f->n_jumps; k++) {
        const struct fact_jump *j = &f->jumps[k];
        if ((j->kind == JUMP_CONTINUE || j->kind == JUMP_RETRY) && region_inside(f, j->region, handler))
            return true;
        left |= j->region == loop && j->line > f->regions[handler].line && (j->kind == JUMP_RETURN || j->kind == JUMP_BREAK);
    }
    return !left && !ends;
}

/* Success leaves the loop, failure goes round again: a try inside, a return or break on its good side. Of a try within a
 * loop of its own the good side alone counts: what goes on with the next thing after a failure is done with this one. */
static bool retries(const struct facts *f, uint32_t call, uint32_t loop)
{
    uint32_t guarded = 0;
    bool within = false;
    for (uint32_t r = f->nodes[call].region; r && r != loop; r = f->regions[r].parent) {
        within |= guarded && (f->regions[r].kind == REGION_EACH || f->regions[r].kind == REGION_WHILE);
        if (f->regions[r].kind == REGION_TRY) {
            guarded = r;
            within = false;
        }
    }
    if (!guarded)
        return false;
    bool leaves = false, always_fails = true, any_handler = false;
    for (uint32_t k = 0; k < f->n_jumps; k++) {
        const struct fact_jump *j = &f->jumps[k];
        if (leaves_loop(f, j, loop) || (j->kind == JUMP_YIELD && region_inside(f, j->region, loop))) {
            bool in_handler = false;
            for (uint32_t r = j->region; r && r != loop; r = f->regions[r].parent)
                in_handler |= f->regions[r].kind == REGION_HANDLER;
            leaves |= !in_handler && (!within || region_inside(f, j->region, guarded));
        }
    }
    for (uint32_t i = 0; !leaves && i < f->n_assigns; i++) /* while not done: ... done = True */
        leaves = region_inside(f, f->assigns[i].region, guarded) && f->nodes[f->assigns[i].target].kind == NODE_NAME &&
                 is_asked(f, f->regions[loop].expr, f->nodes[f->assigns[i].target].text, 6);
    for (uint32_t h = 1; h < f->n_regions; h++) {
        if (f->regions[h].kind != REGION_HANDLER || f->regions[h].owner != guarded)
            continue;
        any_handler = true;
        always_fails &= !goes_round(f, h, loop, call);
    }
    return leaves && any_handler && !always_fails;
}

/* Where a call's value is kept, the use of its name in a try of the same loop: let answer = ask(); match answer { Err(e) => }.
 * 0 without. */
static uint32_t tried_behind(struct linker *l, uint32_t file, uint32_t call, uint32_t loop)
{
    const struct facts *f = l->files[file].f;
    uint32_t whole = call;
    while (f->nodes[whole].parent)
        whole = f->nodes[whole].parent;
    uint32_t name = name_given(&l->files[file], whole);
    const struct fact_node *given = &f->nodes[name];
    for (uint32_t i = name + 1; name && i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if (n->kind == NODE_NAME && !n->parent && n->text == given->text && n->scope == given->scope && f->regions[n->region].kind == REGION_TRY &&
            region_inside(f, n->region, loop) && region_inside(f, given->region, loop))
            return i;
    }
    return 0;
}

/* The same of a call whose value is kept, and tried behind it. */
static bool retries_kept(struct linker *l, uint32_t file, uint32_t call, uint32_t loop)
{
    uint32_t tried = tried_behind(l, file, call, loop);
    return tried && retries(l->files[file].f, tried, loop);
}

/* A handler of a try sends its block round again; *counted tells whether it compares how often. */
static bool runs_again(const struct facts *f, uint32_t guarded, bool *counted)
{
    bool again = false;
    for (uint32_t k = 0; k < f->n_jumps; k++) {
        if (f->jumps[k].kind != JUMP_RETRY)
            continue;
        uint32_t handler = f->jumps[k].region;
        while (handler && f->regions[handler].kind != REGION_HANDLER)
            handler = f->regions[handler].parent;
        if (!handler || f->regions[handler].owner != guarded)
            continue;
        again = true;
        for (uint32_t b = 1; b < f->n_regions; b++)
            *counted |= f->regions[b].kind == REGION_BRANCH && f->regions[b].expr && region_inside(f, b, handler) &&
                        counts(f, f->regions[b].expr, 6);
    }
    return again;
}

/* retries - 1, attempt + 1, of a parameter of the function that is compared in it. */
static bool is_counter(const struct facts *f, uint32_t fn, uint32_t node)
{
    const struct fact_node *n = &f->nodes[node];
    if (n->kind == NODE_KEYWORD)
        n = &f->nodes[n->b];
    const struct fact_node *name = &f->nodes[n->a], *by = &f->nodes[n->b];
    bool steps = n->kind == NODE_BINARY && strchr("+-", *f->strings[n->text]) && name->kind == NODE_NAME && by->kind == NODE_NUMBER;
    bool given = false, compared = false;
    for (uint32_t i = 0; steps && i < f->scopes[fn].n_params; i++)
        given |= f->params[f->scopes[fn].first_param + i].name == name->text;
    for (uint32_t i = 1; given && !compared && i < f->n_nodes; i++) {
        const struct fact_node *c = &f->nodes[i];
        if (c->kind != NODE_BINARY || !strchr("<>", *f->strings[c->text]) || c->scope != n->scope)
            continue;
        const uint32_t sides[] = {c->a, c->b};
        for (unsigned k = 0; k < 2; k++)
            compared |= f->nodes[sides[k]].kind == NODE_NAME && f->nodes[sides[k]].text == name->text;
    }
    return compared;
}

/* Whether a function calls itself in a region, and counts how often. */
static bool calls_itself(struct linker *l, uint32_t file, uint32_t fn, uint32_t region)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *c = &f->nodes[i];
        bool counts_on = false;
        if (c->kind != NODE_CALL || c->scope != fn || !region_inside(f, c->region, region))
            continue;
        for (uint32_t k = 0; k < c->count; k++)
            counts_on |= is_counter(f, fn, f->kids[c->first + k]);
        const struct vset *callee = counts_on ? eval(l, file, c->a) : NULL;
        for (unsigned v = 0; callee && v < callee->n; v++)
            if (callee->v[v].kind == V_FUNCTION && callee->v[v].file == file && callee->v[v].ref == fn)
                return true;
    }
    return false;
}

/* A handler of a try calls the function again that both stand in, and counts how often:
 * catch (e) { if (retries > 0) return ask(q, retries - 1) } */
static bool calls_again(struct linker *l, uint32_t file, uint32_t node, uint32_t guarded)
{
    const struct facts *f = l->files[file].f;
    uint32_t fn = enclosing_function(f, f->nodes[node].scope);
    if (fn <= 1 || !f->scopes[fn].n_params)
        return false;
    for (uint32_t r = 1; r < f->n_regions; r++)
        if (f->regions[r].kind == REGION_HANDLER && f->regions[r].owner == guarded && calls_itself(l, file, fn, r))
            return true;
    return false;
}

struct loop loop_after(struct linker *l, uint32_t file, uint32_t asked)
{
    const struct facts *f = l->files[file].f;
    uint32_t fn = enclosing_function(f, f->nodes[asked].scope), whole = asked;
    while (f->nodes[whole].parent)
        whole = f->nodes[whole].parent;
    for (uint32_t r = 1; fn > 1 && f->scopes[fn].n_params && r < f->n_regions; r++)
        if (f->regions[r].kind == REGION_BRANCH && f->regions[r].expr == whole && calls_itself(l, file, fn, r))
            return (struct loop){LOOP_RETRY, true, place_of_line(l, file, f->regions[r].line)};
    return (struct loop){.place = {.file = NO_INDEX}};
}

/* Where there is no error the loop is left, and nothing else leaves it in any case: if err == nil { return } */
static bool ends_without_error(const struct facts *f, uint32_t node, uint32_t loop)
{
    uint32_t check = error_check(f, node, "==", NULL);
    if (!check || !region_inside(f, check, loop))
        return false;
    bool leaves = false, ends = false;
    for (uint32_t k = 0; k < f->n_jumps; k++) {
        bool out = f->jumps[k].kind == JUMP_RETURN || f->jumps[k].kind == JUMP_BREAK;
        leaves |= out && f->jumps[k].region == check;
        ends |= out && f->jumps[k].region == loop;
    }
    return leaves && !ends;
}

/* The same where a failure is a value: the branch that answers it goes round again, and something leaves the loop. */
static bool retries_checked(struct linker *l, uint32_t file, uint32_t node, uint32_t loop)
{
    const struct facts *f = l->files[file].f;
    uint32_t check = error_check(f, node, "!=", NULL), line;
    if (!check)
        check = late_error_check(l, file, node, &line);
    if (!check || !region_inside(f, check, loop))
        return ends_without_error(f, node, loop);
    bool again = false, ends = false, leaves = false;
    for (uint32_t k = 0; k < f->n_jumps; k++) {
        const struct fact_jump *j = &f->jumps[k];
        bool answers = region_inside(f, j->region, check), out = j->kind == JUMP_RETURN || j->kind == JUMP_BREAK;
        again |= answers && j->kind == JUMP_CONTINUE;
        ends |= j->region == check && out;
        leaves |= out && !answers && region_inside(f, j->region, loop);
    }
    return leaves && (again || !ends);
}

/* Whether the condition of a loop asks for something that the loop finds out: do { ... } while ($status != 200 && $n < 3) */
static bool asks_for_outcome(const struct facts *f, uint32_t loop)
{
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        if (!(a->flags & ASSIGN_AUGMENTED) && a->value && f->nodes[a->value].kind == NODE_CALL && region_inside(f, a->region, loop) &&
            f->nodes[a->target].kind == NODE_NAME && is_asked(f, f->regions[loop].expr, f->nodes[a->target].text, 6))
            return true;
    }
    return false;
}

/* The same of a call that raises no error: a loop that counts asks the same again, waits between its rounds, and is left
 * where that went well. */
static bool retries_after_pause(struct linker *l, uint32_t file, uint32_t call, uint32_t loop)
{
    const struct facts *f = l->files[file].f;
    const char *const *pauses = (const char *const *)l->files[file].lang->pauses;
    bool waits = false, leaves = false;
    for (uint32_t i = 1; pauses && *pauses && i < f->n_nodes && !waits; i++) {
        const struct fact_node *name = f->nodes[i].kind == NODE_CALL ? &f->nodes[f->nodes[i].a] : NULL;
        waits = name && (name->kind == NODE_NAME || name->kind == NODE_MEMBER) && region_inside(f, f->nodes[i].region, loop) &&
                g_strv_contains(pauses, f->strings[name->text]);
    }
    for (uint32_t k = 0; waits && k < f->n_jumps && !leaves; k++)
        leaves = leaves_loop(f, &f->jumps[k], loop);
    return waits && (leaves || asks_for_outcome(f, loop)) && !varies(f, call, loop);
}

/* A branch of the loop asks something about its counter, and decides by the answer: if may_retry(e, attempts) { continue }. */
static bool asks_about_counter(const struct facts *f, uint32_t loop)
{
    g_autoptr(GHashTable) counters = g_hash_table_new(NULL, NULL);
    for (uint32_t i = 0; i < f->n_assigns; i++)
        if (f->assigns[i].flags & ASSIGN_AUGMENTED && region_inside(f, f->assigns[i].region, loop) &&
            f->nodes[f->assigns[i].target].kind == NODE_NAME)
            g_hash_table_add(counters, GUINT_TO_POINTER(f->nodes[f->assigns[i].target].text));
    for (uint32_t i = 1; g_hash_table_size(counters) && i < f->n_regions; i++) {
        const struct fact_region *b = &f->regions[i];
        unsigned left = MAX_LOOKS;
        if (b->kind == REGION_BRANCH && b->expr && region_inside(f, i, loop) && stands_within(f, counters, b->expr, &left) &&
            decides(f, i, loop))
            return true;
    }
    return false;
}

/* A counter of the loop is handed to a function, which can decide by it. */
static bool hands_over_counter(const struct facts *f, uint32_t loop)
{
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        if (!(a->flags & ASSIGN_AUGMENTED) || !region_inside(f, a->region, loop) || f->nodes[a->target].kind != NODE_NAME)
            continue;
        for (uint32_t n = 1; n < f->n_nodes; n++) {
            const struct fact_node *c = &f->nodes[n];
            for (uint32_t k = 0; c->kind == NODE_CALL && k < c->count && region_inside(f, c->region, loop); k++) {
                const struct fact_node *arg = &f->nodes[f->kids[c->first + k]];
                if (arg->kind == NODE_NAME && arg->text == f->nodes[a->target].text)
                    return true;
            }
        }
    }
    return false;
}

static bool is_tagged(struct linker *l, const struct value *callee, const char *tag)
{
    const struct apath *p = callee->kind == V_PATH ? apath_called(l, callee->path) : NULL;
    for (unsigned k = 0; p && k < p->n_items; k++)
        if (g_strcmp0(l->rules->items[p->items[k]].tag, tag) == 0)
            return true;
    return false;
}

/* Whether a function calls something with a tag itself. */
static bool does_tagged(struct linker *l, uint32_t file, uint32_t scope, const char *tag)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct vset *callee = f->nodes[i].kind == NODE_CALL && f->nodes[i].scope == scope ? eval(l, file, f->nodes[i].a) : &vset_empty;
        for (unsigned v = 0; v < callee->n; v++)
            if (is_tagged(l, &callee->v[v], tag))
                return true;
    }
    return false;
}

static bool has_tagged_call(struct linker *l, uint32_t file, uint32_t loop, const char *tag)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if (n->kind != NODE_CALL || !region_inside(f, n->region, loop))
            continue;
        const struct vset *callee = eval(l, file, n->a);
        for (unsigned v = 0; v < callee->n; v++)
            if (is_tagged(l, &callee->v[v], tag) ||
                (callee->v[v].kind == V_FUNCTION && does_tagged(l, callee->v[v].file, callee->v[v].ref, tag)))
                return true;
    }
    return false;
}

static bool is_self_name(const struct linker *l, uint32_t file, const struct fact_node *n)
{
    const char **names = l->files[file].lang->self_names;
    return n->kind == NODE_NAME && names && g_strv_contains((const char *const *)names, ltext(l, file, n->text));
}

/* What names a place in a set of names: x, and of x.messages and what is in it x and `messages`. NULL if it has no name. */
static void *place_name(const struct facts *f, uint32_t node)
{
    uint32_t member = 0;
    while (f->nodes[node].kind == NODE_MEMBER || (f->nodes[node].kind == NODE_SUBSCRIPT && f->nodes[node].a)) {
        if (f->nodes[node].kind == NODE_MEMBER)
            member = f->nodes[node].text;
        node = f->nodes[node].a;
    }
    const struct fact_node *root = &f->nodes[node];
    return root->kind != NODE_NAME ? NULL : member ? KEY(root->text, member) : KEY(0, root->text);
}

/* The places whose names stand among what a call is given. */
static GHashTable *given_places(struct linker *l, uint32_t file, uint32_t call)
{
    const struct facts *f = l->files[file].f;
    const uint32_t end = end_of_chain(f, call);
    GHashTable *places = g_hash_table_new(pair_key_hash, NULL);
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if (n->kind != NODE_NAME && n->kind != NODE_MEMBER)
            continue;
        uint32_t p = i, below = 0;
        for (; p && p != call && p != end; p = f->nodes[p].parent)
            below = p;
        if (!p)
            continue;
        bool called = p == call && below == f->nodes[call].a;
        if (n->kind == NODE_MEMBER && !called && f->nodes[n->a].kind == NODE_NAME)
            g_hash_table_add(places, place_name(f, i));
        else if (n->kind == NODE_NAME && !(called && l->files[file].lang->error_values) && !is_self_name(l, file, n))
            g_hash_table_add(places, KEY(0, n->text));
    }
    return places;
}

#define PUT_DEPTH 4 /* calls within one another whose arguments are looked into: Message(content=answer.text) */

/* Whether an expression derives from a site, or is made of something that does. */
static bool holds_answer(struct linker *l, uint32_t file, uint32_t node, uint32_t site, unsigned hops)
{
    g_autoptr(GArray) sites = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    const struct fact_node *n = lnode(l, file, node);
    bool parsed = false;
    eval_taint(l, file, node, sites, &parsed, NULL);
    for (guint k = 0; k < sites->len; k++)
        if (g_array_index(sites, uint32_t, k) == site)
            return true;
    if (n->kind == NODE_KEYWORD || n->kind == NODE_PAIR)
        return n->b && hops && holds_answer(l, file, n->b, site, hops - 1);
    for (uint32_t k = 0; (n->kind == NODE_CALL || n->kind == NODE_LIST || n->kind == NODE_DICT) && hops && k < n->count; k++)
        if (holds_answer(l, file, l->files[file].f->kids[n->first + k], site, hops - 1))
            return true;
    return false;
}

static bool is_put(struct linker *l, uint32_t file, const uint32_t *values, uint32_t n, uint32_t site)
{
    for (uint32_t k = 0; k < n; k++)
        if (holds_answer(l, file, values[k], site, PUT_DEPTH))
            return true;
    return false;
}

/* self.remember(answer): a method that puts something into one of the places of its own instance. */
static bool method_keeps(struct linker *l, uint32_t file, uint32_t call, GHashTable *places)
{
    const struct facts *f = l->files[file].f;
    const struct vset *callee = eval(l, file, f->nodes[call].a);
    for (unsigned v = 0; v < callee->n; v++) {
        if (callee->v[v].kind != V_FUNCTION || callee->v[v].file != file)
            continue;
        uint32_t scope = callee->v[v].ref;
        for (uint32_t i = 1; i < f->n_nodes; i++) {
            const struct fact_node *n = &f->nodes[i];
            if (n->kind == NODE_CALL && n->scope == scope && n->count && f->nodes[n->a].kind == NODE_MEMBER &&
                f->nodes[f->nodes[n->a].a].kind == NODE_MEMBER && g_hash_table_contains(places, place_name(f, f->nodes[n->a].a)))
                return true;
        }
        for (uint32_t i = 0; i < f->n_assigns; i++)
            if (f->nodes[f->assigns[i].target].scope == scope && f->nodes[f->assigns[i].target].kind == NODE_MEMBER &&
                g_hash_table_contains(places, place_name(f, f->assigns[i].target)))
                return true;
    }
    return false;
}

/* A site's output goes back into what the call (the site, or a call of the wrapper around it) is given: appended to, or
 * assigned into, a name or a member that stands among its arguments. */
static bool feeds_back(struct linker *l, uint32_t file, uint32_t call, uint32_t loop, uint32_t site)
{
    const struct facts *f = l->files[file].f;
    g_autoptr(GHashTable) places = given_places(l, file, call);
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if (n->kind != NODE_CALL || i == call || !region_inside(f, n->region, loop) || !n->a ||
            f->nodes[n->a].kind != NODE_MEMBER)
            continue;
        uint32_t object = f->nodes[n->a].a;
        bool own = is_self_name(l, file, &f->nodes[object]);
        if (own ? !method_keeps(l, file, i, places) : !g_hash_table_contains(places, place_name(f, object)))
            continue;
        if (is_put(l, file, f->kids + n->first, n->count, site))
            return true;
    }
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        uint32_t target = a->target; /* request.messages = ... is about the request */
        while (f->nodes[target].kind == NODE_MEMBER && f->nodes[target].a)
            target = f->nodes[target].a;
        if (!region_inside(f, a->region, loop) || f->nodes[target].kind != NODE_NAME || !a->value ||
            !(g_hash_table_contains(places, KEY(0, f->nodes[target].text)) || g_hash_table_contains(places, place_name(f, a->target))))
            continue;
        if (is_put(l, file, &a->value, 1, site))
            return true;
    }
    return false;
}

/* Each round begins with something new that the call is given: item = queue.get(). What failed is not tried again. */
static bool takes_next(const struct facts *f, uint32_t call, uint32_t loop)
{
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        if (a->region != loop || !a->value || f->nodes[a->value].kind != NODE_CALL || f->nodes[a->target].kind != NODE_NAME)
            continue;
        for (uint32_t n = 1; n < f->n_nodes; n++) {
            if (f->nodes[n].kind != NODE_NAME || f->nodes[n].text != f->nodes[a->target].text)
                continue;
            uint32_t p = n, below = 0;
            for (; p && p != call; p = f->nodes[p].parent)
                below = p;
            if (p == call && below != f->nodes[call].a)
                return true;
        }
    }
    return false;
}

static struct loop loop_in(struct linker *l, uint32_t file, uint32_t node, uint32_t site, bool tools)
{
    const struct facts *f = l->files[file].f;
    struct loop found = {.place = {.file = NO_INDEX}};
    for (uint32_t r = f->nodes[node].region; r; r = f->regions[r].parent) {
        bool counted = false;
        if (f->regions[r].kind == REGION_TRY && runs_again(f, r, &counted) && found.kind != LOOP_AGENT)
            found = (struct loop){LOOP_RETRY, counted, place_of_line(l, file, f->regions[r].line)};
        else if (f->regions[r].kind == REGION_TRY && found.kind != LOOP_AGENT && found.kind != LOOP_RETRY && calls_again(l, file, node, r))
            found = (struct loop){LOOP_RETRY, true, place_of_line(l, file, f->regions[r].line)};
        if (f->regions[r].kind != REGION_EACH && f->regions[r].kind != REGION_WHILE)
            continue;
        struct loop one = {.bounded = bounded(f, r), .place = place_of_line(l, file, f->regions[r].line)};
        bool values = l->files[file].lang->error_values;
        bool asks = has_tagged_call(l, file, r, "interactive_input");
        if (asks && !one.bounded)
            one.kind = LOOP_INTERACTIVE; /* what failed is not tried again: somebody says what comes next */
        else if (values && retries_checked(l, file, node, r)) {
            one.kind = LOOP_RETRY;
            one.bounded |= hands_over_counter(f, r);
        } else if ((retries(f, node, r) || retries_kept(l, file, node, r)) && (one.bounded || !takes_next(f, node, r))) {
            one.kind = LOOP_RETRY;
            one.bounded = one.bounded || asks_about_counter(f, r);
        } else if (one.bounded && retries_after_pause(l, file, node, r) && !feeds_back(l, file, node, r, site)) {
            one.kind = LOOP_RETRY;
        } else if (asks)
            one.kind = LOOP_INTERACTIVE;
        else if (feeds_back(l, file, node, r, site) || (tools && f->regions[r].kind == REGION_WHILE && !values))
            one.kind = LOOP_AGENT;
        else
            one.kind = LOOP_DATA;
        if (found.kind == LOOP_NONE || (found.kind == LOOP_DATA && one.kind != LOOP_DATA) ||
            (one.kind == LOOP_AGENT && found.kind == LOOP_RETRY))
            found = one;
    }
    return found;
}

static void better_loop(struct loop *best, struct loop one)
{
    bool better = one.kind == LOOP_AGENT || (one.kind == LOOP_RETRY && best->kind != LOOP_AGENT) ||
                  (one.kind == LOOP_INTERACTIVE && (best->kind == LOOP_NONE || best->kind == LOOP_DATA));
    if (better)
        *best = one;
}

/* Whether an error of a call ends in its own function, as an answer: a handler for everything around it gives a sentence,
 * and raises nothing. Who calls the function then has no error to try again for. */
static bool answers_errors(struct linker *l, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    const char *const *all = (const char *const *)l->files[file].lang->catch_all;
    g_autoptr(GArray) handlers = g_array_new(FALSE, FALSE, sizeof(struct handler));
    handlers_in(l, file, f->nodes[node].region, 0, handlers);
    for (guint i = 0; i < handlers->len; i++) {
        const struct handler *h = &g_array_index(handlers, struct handler, i);
        bool any = !h->types[0];
        for (unsigned k = 0; h->types[k] && all; k++)
            any |= g_strv_contains(all, h->types[k]);
        if (any && h->does & HANDLED_SAY && !(h->does & (HANDLED_RAISE | HANDLED_RETRY)))
            return true;
    }
    return false;
}

/* What runs the functions around a node that are handed over, and what stands around the calls that they are handed to. */
static void better_handed(struct linker *l, uint32_t file, uint32_t node, uint32_t site, bool tools, struct loop *best)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t fn = enclosing_function(f, f->nodes[node].scope), nested = 0; fn > 1 && nested < MAX_LAMBDAS; nested++) {
        const GArray *handed = handed_find(l, file, fn);
        fn = 0;
        for (guint i = 0; handed && i < handed->len; i++) {
            const struct handed *way = &g_array_index(handed, struct handed, i);
            for (unsigned k = 0; k < way->n_inner; k++)
                better_loop(best, loop_in(l, way->inner[k].file, way->inner[k].node, site, false));
            if (!way->in_place)
                continue;
            better_loop(best, loop_in(l, way->at.file, way->at.node, site, tools && way->lambda));
            if (way->lambda) /* what stands around it is code of the same function */
                fn = enclosing_function(f, f->nodes[way->at.node].scope);
        }
    }
}

struct loop loop_around(struct linker *l, uint32_t file, uint32_t node, bool tools)
{
    guintptr draft = (guintptr)g_hash_table_lookup(l->draft_of, KEY(file, node));
    uint32_t site = draft ? (uint32_t)draft - 1 : NO_INDEX;
    struct loop own = loop_in(l, file, node, site, tools);
    if (own.kind != LOOP_NONE && own.kind != LOOP_DATA)
        return own;
    const struct facts *f = l->files[file].f;
    uint32_t here = enclosing_function(f, f->nodes[node].scope);
    const GArray *lists[] = {l->files[file].callers[here], l->files[file].through[here]};
    struct loop best = own;
    better_handed(l, file, node, site, tools, &best);
    bool answered = answers_errors(l, file, node);
    for (unsigned k = 0; k < G_N_ELEMENTS(lists); k++)
        for (guint i = 0; lists[k] && i < lists[k]->len && i < MAX_CALLERS; i++) {
            struct node_ref c = g_array_index(lists[k], struct node_ref, i);
            if (call_apart(l, c, file, here))
                continue;
            struct loop one = loop_in(l, c.file, c.node, site, false);
            better_handed(l, c.file, c.node, site, false, &one);
            if (one.kind != LOOP_RETRY || !answered)
                better_loop(&best, one); /* the wrapper's caller retries it, or runs it as an agent */
        }
    return best;
}
