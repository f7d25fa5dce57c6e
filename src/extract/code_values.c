/*
 * code_values - calls, members, operators, collections and other expressions.
 */
#include "extract/code_walk.h"

static void push_type(struct walk *w, TSNode type, uint32_t position)
{
    char name[16];
    g_snprintf(name, sizeof name, "<%u>", position);
    uint32_t text = builder_cstring(w->b, name);
    walk_push(w, walk_branch(w, NODE_KEYWORD, type, text, 0, lower_type(w, type)));
}

/* The type arguments of a call, a list or the only one, are arguments named "<0>", "<1>" ... */
static void push_types(struct walk *w, TSNode types)
{
    uint32_t first = matcher_children(&w->m, types), end = w->m.n_children, n = 0;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        if (counts(w, &c))
            push_type(w, c.node, n++);
    }
    w->m.n_children = first;
    if (first == end)
        push_type(w, types, 0);
}

/* What stands in the braces of a construction, pushed. What is made: the call of a type whose settings are arguments,
 * a list of elements, or a dictionary where keys are set, or settings of a type that is not named. */
static enum node_kind push_initializer(struct walk *w, TSNode node, bool typed)
{
    uint32_t first = matcher_children(&w->m, node), end = w->m.n_children;
    unsigned elements = 0, keys = 0, names = 0;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        if (!counts(w, &c))
            continue;
        KEEP_STACKS(w);
        struct match setting = matcher_match(&w->m, c.node, INITIALIZER);
        TSNode at;
        uint32_t id;
        if (setting.construct == IS_SETTING && part(w, &setting, OF_NAME, &at)) {
            uint32_t name = walk_text(w, at), value = lower_part(w, &setting, OF_VALUE);
            id = typed ? walk_branch(w, NODE_KEYWORD, c.node, name, 0, value)
                       : walk_branch(w, NODE_PAIR, c.node, 0, walk_leaf(w, NODE_STRING, at, name), value);
            names++;
        } else if (setting.construct == IS_SETTING && part(w, &setting, OF_KEY, &at)) {
            uint32_t key = lower(w, at, 0);
            id = walk_branch(w, NODE_PAIR, c.node, 0, key, lower_part(w, &setting, OF_VALUE));
            keys++;
        } else {
            id = lower(w, c.node, 0);
            elements++;
        }
        DROP_STACKS(w);
        walk_push(w, id);
    }
    w->m.n_children = first;
    return keys && !elements && (!names || !typed) ? NODE_DICT : elements && !keys && !names ? NODE_LIST
         : !typed && names ? NODE_DICT : NODE_CALL;
}

/* What is called: an expression, or a name that may have an object before it. */
static uint32_t lower_callee(struct walk *w, TSNode node, const struct match *found)
{
    TSNode name;
    if (!part(w, found, OF_NAME, &name))
        return lower_part(w, found, OF_FUNCTION);
    if (!has(w, found, OF_OBJECT))
        return walk_leaf(w, NODE_NAME, name, walk_text(w, name));
    uint32_t object = lower_part(w, found, OF_OBJECT), i = walk_branch(w, NODE_MEMBER, node, walk_text(w, name), object, 0);
    if (i) {
        TSPoint end = ts_node_end_point(name);
        node_at(w, i)->end_line = end.row + 1;
        node_at(w, i)->end_column = saturated(end.column);
    }
    return i;
}

/* A word of a command line: `--retry 3` and `--retry=3` are an argument of that name. What follows an option stays an
 * argument by place as well: only the command knows which of its options take a value. */
static void push_words(struct walk *w, const struct match *found)
{
    TSNode at;
    uint32_t option = 0;
    EACH_PART(w, found, OF_OPTION, at) {
        size_t len;
        const char *s = bytes_of(w, at, &len), *equals;
        bool named = len > 1 && *s == '-' && !g_ascii_isdigit(s[1]);
        if (named && (equals = memchr(s, '=', len))) {
            uint32_t name = builder_string(w->b, s, (size_t)(equals - s));
            const char *from = equals + 1, *end = s + len;
            if (end - from > 1 && (*from == '"' || *from == '\'') && end[-1] == *from)
                from++, end--;
            uint32_t value = walk_string(w, at, from, (size_t)(end - from));
            walk_push(w, walk_branch(w, NODE_KEYWORD, at, name, 0, value));
            option = 0;
        } else if (named) {
            uint32_t flag = walk_synthetic(w, NODE_TRUE, at, 0, 0, 0);
            option = walk_branch(w, NODE_KEYWORD, at, walk_text(w, at), 0, flag);
            walk_push(w, option);
        } else {
            uint32_t value = lower(w, at, 0);
            walk_push(w, value);
            if (option)
                node_at(w, option)->b = value;
            option = 0;
        }
    }
}

/* A pair among the arguments is a named one. */
static void name_arguments(struct walk *w, uint32_t first)
{
    for (uint32_t k = first; k < w->ids->len; k++) {
        struct fact_node *n = node_at(w, g_array_index(w->ids, uint32_t, k));
        if (n->kind == NODE_PAIR && n->a && node_at(w, n->a)->kind == NODE_STRING) {
            n->text = node_at(w, n->a)->text;
            n->kind = NODE_KEYWORD;
            n->a = 0;
        }
    }
}

uint32_t lower_call(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode at;
    uint32_t expected = w->expected;
    w->expected = 0;
    uint32_t callee = has(w, found, OF_FUNCTION) || has(w, found, OF_NAME) ? lower_callee(w, node, found) : expected;
    if (found->construct == IS_NEW && has(w, found, OF_BODY)) /* new Runnable() { ... }: of a class without a name */
        callee = walk_scope_value(w, NODE_CLASS, node, lower_class(w, node, found, false, 0, callee));
    if (part(w, found, OF_ARGUMENTS, &at))
        walk_push_children(w, at);
    EACH_PART(w, found, OF_ARGUMENT, at)
        walk_push(w, lower(w, at, 0));
    push_words(w, found);
    name_arguments(w, kept_ids);
    enum node_kind kind = NODE_CALL;
    uint32_t plain = w->ids->len;
    if (part(w, found, OF_INITIALIZER, &at))
        kind = push_initializer(w, at, callee || plain > kept_ids);
    if (kind != NODE_CALL && plain == kept_ids) {
        uint32_t made = walk_node(w, kind, node);
        walk_take_kids(w, made, kept_ids);
        DROP_STACKS(w);
        return made;
    }
    if (part(w, found, OF_TYPES, &at))
        push_types(w, at);
    uint32_t i = walk_branch(w, NODE_CALL, node, 0, callee, 0);
    walk_take_kids(w, i, kept_ids);
    if (i && found->construct == IS_NEW)
        node_at(w, i)->flags |= NODE_NEW;
    if (i && has(w, found, OF_OPTIONAL))
        node_at(w, i)->flags |= NODE_OPTIONAL;
    if (part(w, found, OF_TARGET, &at)) { /* clients.TryGetValue(key, out var client): an element of what it is called on */
        const struct fact_node *method = node_at(w, callee);
        walk_assign_to(w, at, walk_synthetic(w, NODE_SUBSCRIPT, at, 0, method->a, kid_at(w, node_at(w, i)->first)), 0, 0);
    }
    DROP_STACKS(w);
    return i;
}

uint32_t walk_made_here(struct walk *w, TSNode at, TSNode arguments)
{
    KEEP_STACKS(w);
    uint32_t class = walk_leaf(w, NODE_NAME, at, builder_scopes(w->b, w->scope)->name);
    walk_push_children(w, arguments);
    name_arguments(w, kept_ids);
    uint32_t i = walk_branch(w, NODE_CALL, at, 0, class, 0);
    walk_take_kids(w, i, kept_ids);
    if (i)
        node_at(w, i)->flags |= NODE_NEW;
    DROP_STACKS(w);
    return i;
}

/* The instance's own variable `name`. */
static uint32_t own_variable(struct walk *w, TSNode at, uint32_t name)
{
    uint32_t self = walk_synthetic(w, NODE_NAME, at, builder_cstring(w->b, self_name(w)), 0, 0);
    return walk_branch(w, NODE_MEMBER, at, name, self, 0);
}

uint32_t lower_name(struct walk *w, TSNode node)
{
    uint32_t text = walk_name(w, node);
    bool own = w->l->own_sigil && g_str_has_prefix(builder_text(w->b, text), w->l->own_sigil);
    return own ? own_variable(w, node, text) : walk_leaf(w, NODE_NAME, node, text);
}

void lower_accessor(struct walk *w, const struct match *found)
{
    TSNode at;
    EACH_PART(w, found, OF_NAME, at) {
        uint32_t name = walk_key(w, at);
        g_autofree char *own = g_strconcat(w->l->own_sigil ? w->l->own_sigil : "", builder_text(w->b, name), NULL);
        struct frame frame;
        uint32_t scope = walk_open_scope(w, SCOPE_FUNCTION, at, &frame);
        builder_scopes(w->b, scope)->name = name;
        walk_jump(w, JUMP_RETURN, at, own_variable(w, at, builder_cstring(w->b, own)));
        walk_close_scope(w, &frame);
    }
}

uint32_t lower_member(struct walk *w, TSNode node, const struct match *found)
{
    TSNode name;
    uint32_t object = lower_part(w, found, OF_OBJECT), text = part(w, found, OF_NAME, &name) ? walk_name(w, name) : 0;
    uint32_t i = walk_branch(w, NODE_MEMBER, node, text, object, 0);
    if (i && has(w, found, OF_OPTIONAL))
        node_at(w, i)->flags |= NODE_OPTIONAL;
    return i;
}

uint32_t lower_subscript(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode at;
    uint32_t object = lower_part(w, found, OF_OBJECT), index = 0;
    EACH_PART(w, found, OF_INDEX, at)
        walk_push(w, lower(w, at, 0));
    if (w->ids->len == kept_ids + 1) {
        index = g_array_index(w->ids, uint32_t, kept_ids);
    } else if (w->ids->len > kept_ids) {
        index = walk_node(w, NODE_LIST, node);
        walk_take_kids(w, index, kept_ids);
    }
    uint32_t i = walk_branch(w, NODE_SUBSCRIPT, node, 0, object, index);
    if (i && has(w, found, OF_OPTIONAL))
        node_at(w, i)->flags |= NODE_OPTIONAL;
    DROP_STACKS(w);
    return i;
}

uint32_t lower_binary(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode at;
    EACH_PART(w, found, OF_OPERAND, at) {
        uint32_t id = lower(w, at, 0);
        g_array_append_val(w->ids, id);
    }
    uint32_t n = w->ids->len - kept_ids, made = n ? g_array_index(w->ids, uint32_t, kept_ids) : 0, k = 1, text = 0;
    for (uint32_t i = 0; i < found->count && k < n; i++) {
        if (w->m.captures[found->first + i].part != OF_OPERATOR)
            continue;
        text = builder_cstring(w->b, ts_node_type(w->m.captures[found->first + i].node));
        made = walk_branch(w, NODE_BINARY, node, text, made, g_array_index(w->ids, uint32_t, kept_ids + k));
        k++;
    }
    for (; k < n; k++) /* one operator written for all */
        made = walk_branch(w, NODE_BINARY, node, text, made, g_array_index(w->ids, uint32_t, kept_ids + k));
    if (part(w, found, OF_TARGET, &at) && n > 1) /* x is Model m */
        walk_assign_to(w, at, g_array_index(w->ids, uint32_t, kept_ids), g_array_index(w->ids, uint32_t, kept_ids + 1), 0);
    DROP_STACKS(w);
    return made;
}

uint32_t lower_cast(struct walk *w, TSNode node, const struct match *found, uint32_t hint)
{
    TSNode at;
    uint32_t value = part(w, found, OF_VALUE, &at) ? lower(w, at, hint) : 0;
    uint32_t type = part(w, found, OF_TYPE, &at) ? lower_type(w, at) : 0;
    if (node_at(w, value)->kind == NODE_NAME && w->l->type_operators && *w->l->type_operators)
        walk_synthetic(w, NODE_BINARY, node, builder_cstring(w->b, *w->l->type_operators), value, type);
    w->cast = value;
    w->cast_type = type;
    return value;
}

uint32_t lower_unary(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t text = part(w, found, OF_OPERATOR, &at) ? builder_cstring(w->b, ts_node_type(at)) : 0;
    return walk_branch(w, NODE_UNARY, node, text, lower_part(w, found, OF_VALUE), 0);
}

uint32_t lower_conditional(struct walk *w, TSNode node, const struct match *found, uint32_t hint)
{
    KEEP_STACKS(w);
    TSNode at;
    uint32_t condition = lower_part(w, found, OF_CONDITION);
    EACH_PART(w, found, OF_ALTERNATIVE, at)
        walk_push(w, lower(w, at, hint));
    EACH_PART(w, found, OF_TARGET, at) /* patterns, which bind names */
        lower(w, at, 0);
    uint32_t i = walk_branch(w, NODE_CONDITIONAL, node, 0, condition, 0);
    walk_take_kids(w, i, kept_ids);
    DROP_STACKS(w);
    return i;
}

uint32_t lower_pair(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t key = 0, value = 0, hint = 0;
    if (part(w, found, OF_KEY, &at)) {
        key = lower(w, at, 0);
        if (key && (node_at(w, key)->kind == NODE_STRING || node_at(w, key)->kind == NODE_NAME))
            hint = node_at(w, key)->text;
    }
    if (part(w, found, OF_VALUE, &at))
        value = lower(w, at, hint);
    return walk_branch(w, NODE_PAIR, node, 0, key, value);
}

uint32_t lower_shorthand(struct walk *w, TSNode node, const struct match *found)
{
    TSNode name;
    uint32_t text = walk_text(w, part(w, found, OF_NAME, &name) ? name : node), key = walk_leaf(w, NODE_STRING, node, text);
    return walk_branch(w, NODE_PAIR, node, 0, key, walk_leaf(w, NODE_NAME, node, text));
}

uint32_t lower_keyword(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t name = part(w, found, OF_NAME, &at) ? walk_text(w, at) : 0;
    uint32_t value = part(w, found, OF_VALUE, &at) ? lower(w, at, name) : walk_synthetic(w, NODE_TRUE, node, 0, 0, 0);
    return walk_branch(w, NODE_KEYWORD, node, name, 0, value);
}

uint32_t lower_jsx(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode at;
    uint32_t tag = part(w, found, OF_TAG, &at) ? walk_text(w, at) : 0;
    EACH_PART(w, found, OF_ATTRIBUTE, at)
        walk_push(w, lower(w, at, 0));
    EACH_PART(w, found, OF_CHILD, at)
        walk_push(w, lower(w, at, 0));
    uint32_t i = walk_leaf(w, NODE_JSX, node, tag);
    walk_take_kids(w, i, kept_ids);
    DROP_STACKS(w);
    return i;
}

uint32_t lower_grown(struct walk *w, const struct match *found, TSNode node, TSNode list)
{
    TSNode all = node;
    part(w, found, OF_ARGUMENTS, &all);
    KEEP_STACKS(w);
    uint32_t first = matcher_children(&w->m, all), end = w->m.n_children;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        if (!counts(w, &c))
            continue;
        uint32_t i = lower(w, c.node, 0);
        walk_push(w, ts_node_eq(c.node, list) ? walk_branch(w, NODE_SPLAT, c.node, 0, i, 0) : i);
    }
    w->m.n_children = first;
    uint32_t i = walk_node(w, NODE_LIST, node);
    walk_take_kids(w, i, kept_ids);
    DROP_STACKS(w);
    return i;
}

uint32_t lower_collection(struct walk *w, TSNode node, enum node_kind kind)
{
    KEEP_STACKS(w);
    walk_push_children(w, node);
    uint32_t i = walk_node(w, kind, node);
    walk_take_kids(w, i, kept_ids);
    DROP_STACKS(w);
    return i;
}

uint32_t lower_flat_pairs(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode separator;
    if (!part(w, found, OF_SEPARATOR, &separator))
        return 0;
    TSSymbol symbol = ts_node_symbol(separator);
    uint32_t first = matcher_children(&w->m, node), end = w->m.n_children;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        if (!counts(w, &c))
            continue;
        bool pair = k + 2 < end && w->m.children[k + 1].symbol == symbol;
        TSNode value = pair ? w->m.children[k + 2].node : c.node;
        uint32_t key = walk_key(w, c.node);
        if (key)
            walk_push(w, walk_branch(w, NODE_PAIR, c.node, 0, walk_leaf(w, NODE_STRING, c.node, key), lower(w, value, key)));
        k += pair ? 2 : 0;
    }
    w->m.n_children = first;
    uint32_t i = walk_node(w, NODE_DICT, node);
    walk_take_kids(w, i, kept_ids);
    DROP_STACKS(w);
    return i;
}

uint32_t lower_number(struct walk *w, TSNode node)
{
    char digits[64];
    size_t len, n = 0;
    const char *s = bytes_of(w, node, &len);
    while (len > 1 && strchr("fFdDmMlLuU", s[len - 1]) && !(s[0] == '0' && (s[1] == 'x' || s[1] == 'X')))
        len--;
    if (len > sizeof digits || !memchr(s, '_', len))
        return walk_leaf(w, NODE_NUMBER, node, builder_string(w->b, s, len));
    for (size_t i = 0; i < len; i++)
        if (s[i] != '_')
            digits[n++] = s[i];
    return walk_leaf(w, NODE_NUMBER, node, builder_string(w->b, digits, n));
}

uint32_t lower_method_value(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t key = part(w, found, OF_NAME, &at) ? lower(w, at, 0) : 0;
    uint32_t scope = lower_function(w, node, found, SCOPE_LAMBDA, 0);
    return walk_branch(w, NODE_PAIR, node, 0, key, walk_scope_value(w, NODE_FUNCTION, node, scope));
}

uint32_t lower_await(struct walk *w, const struct match *found, uint32_t hint)
{
    TSNode at;
    uint32_t i = part(w, found, OF_VALUE, &at) ? lower(w, at, hint) : 0;
    if (i)
        node_at(w, i)->flags |= NODE_AWAITED;
    return i;
}

void lower_raise(struct walk *w, TSNode node, const struct match *found)
{
    uint32_t value = lower_part(w, found, OF_VALUE);
    lower_part(w, found, OF_CAUSE);
    walk_jump(w, JUMP_RAISE, node, value);
}

void lower_assert(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t value = 0, n = 0;
    EACH_PART(w, found, OF_VALUE, at) {
        uint32_t i = lower(w, at, 0);
        if (n++ == 0)
            value = i;
    }
    walk_jump(w, JUMP_ASSERT, node, value);
}

void lower_yield(struct walk *w, TSNode node, const struct match *found)
{
    walk_jump(w, JUMP_YIELD, node, lower_part(w, found, OF_VALUE));
    builder_scopes(w->b, w->scope)->flags |= SCOPE_GENERATOR;
}

/* What `node` is as a construct; *is_value: whether what it gives is the value of an expression. */
