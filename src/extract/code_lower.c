/*
 * code_lower - which construct a node is, and who lowers it.
 */
#include "extract/code_walk.h"

static void lower_statements(struct walk *w, TSNode block);

static uint32_t lower_construct(struct walk *w, TSNode node, const struct match *found, uint32_t hint,
                                bool statement, bool *is_value)
{
    TSNode at;
    *is_value = true;
    switch ((enum construct)found->construct) {
    case IS_NAME:
        return lower_name(w, node);
    case IS_KEY:
        return walk_leaf(w, NODE_STRING, node, walk_name(w, node));
    case IS_STRING:
        return lower_string(w, node);
    case IS_FORMAT:
        return lower_format(w, node, found);
    case IS_NUMBER:
        return lower_number(w, node);
    case IS_TRUE_:
        return walk_node(w, NODE_TRUE, node);
    case IS_FALSE_:
        return walk_node(w, NODE_FALSE, node);
    case IS_NULL_:
        return walk_node(w, NODE_NULL, node);
    case IS_OTHER:
        return walk_node(w, NODE_OTHER, node);
    case IS_REGEX:
        return walk_leaf(w, NODE_OTHER, node, walk_text(w, node));
    case IS_TRANSPARENT:
        if (!part(w, found, OF_VALUE, &at))
            return 0;
        if (has(w, found, OF_TYPE))
            return lower_cast(w, node, found, hint);
        if (!statement)
            return lower(w, at, hint);
        lower_statement(w, at);
        break;
    case IS_AWAIT:
        return lower_await(w, found, hint);
    case IS_VALUES: {
        uint32_t i = lower_collection(w, node, NODE_LIST);
        struct fact_node n = *node_at(w, i);
        if (n.count != 1)
            return i;
        i = kid_at(w, n.first);
        node_at(w, i)->parent = 0;
        return i;
    }
    case IS_LIST:
        return part(w, found, OF_OBJECT, &at) ? lower_grown(w, found, node, at) : lower_collection(w, node, NODE_LIST);
    case IS_DICT:
        return has(w, found, OF_SEPARATOR) ? lower_flat_pairs(w, node, found) : lower_collection(w, node, NODE_DICT);
    case IS_PAIR:
        if (!statement || builder_scopes(w->b, w->scope)->kind != SCOPE_CLASS)
            return lower_pair(w, node, found);
        lower_pair_field(w, found);
        break;
    case IS_SHORTHAND:
        return lower_shorthand(w, node, found);
    case IS_SPLAT: {
        uint32_t i = walk_branch(w, NODE_SPLAT, node, 0, lower_part(w, found, OF_VALUE), 0);
        if (i && has(w, found, OF_DOUBLE))
            node_at(w, i)->flags |= NODE_DOUBLE_SPLAT;
        return i;
    }
    case IS_KEYWORD:
        return lower_keyword(w, node, found);
    case IS_CALL:
    case IS_NEW:
        return lower_call(w, node, found);
    case IS_MEMBER:
        return lower_member(w, node, found);
    case IS_SUBSCRIPT:
        return lower_subscript(w, node, found);
    case IS_BINARY:
        return lower_binary(w, node, found);
    case IS_UNARY:
        return lower_unary(w, node, found);
    case IS_CONDITIONAL:
        return lower_conditional(w, node, found, hint);
    case IS_COMPREHENSION:
        return lower_comprehension(w, node, found);
    case IS_JSX:
        return lower_jsx(w, node, found);
    case IS_LAMBDA:
        return walk_scope_value(w, NODE_FUNCTION, node, lower_function(w, node, found, SCOPE_LAMBDA, hint));
    case IS_METHOD:
        if (!statement)
            return lower_method_value(w, node, found);
        lower_method(w, node, found);
        break;
    case IS_FUNCTION:
        if (!statement)
            return walk_scope_value(w, NODE_FUNCTION, node, lower_function(w, node, found, SCOPE_LAMBDA, hint));
        lower_function(w, node, found, SCOPE_FUNCTION, 0);
        break;
    case IS_CLASS: {
        uint32_t scope = lower_class(w, node, found, statement, hint, 0);
        if (!statement)
            return walk_scope_value(w, NODE_CLASS, node, scope);
        break;
    }
    case IS_MODULE:
        return lower_module(w, node, found);
    case IS_NAMESPACE:
        lower_namespace(w, node, found);
        break;
    case IS_GLOBAL:
    case IS_NONLOCAL:
        lower_outer(w, found);
        break;
    case IS_ASSIGN:
    case IS_REASSIGN: {
        *is_value = false;
        uint32_t value = lower_assign(w, found);
        return value || statement ? value : lower_part(w, found, OF_TARGET); /* a name that is declared in place */
    }
    case IS_EXPORT:
        *is_value = false;
        return lower_export(w, node, found);
    case IS_YIELD:
        lower_yield(w, node, found);
        if (!statement)
            return walk_node(w, NODE_OTHER, node);
        break;
    case IS_CONST: {
        bool constant = w->constant;
        w->constant = true;
        lower_statements(w, node);
        w->constant = constant;
        break;
    }
    case IS_ACCESSOR:
        lower_accessor(w, found);
        break;
    case IS_FIELD:
        lower_field(w, found);
        g_array_set_size(w->decorators, 0);
        break;
    case IS_BOUND:
        lower_bound(w, found);
        break;
    case IS_DECORATOR:
        lower_decorator(w, found);
        break;
    case IS_PACKAGE:
        if (part(w, found, OF_NAME, &at))
            builder_facts(w->b)->package = walk_plain_string(w, at);
        break;
    case IS_IMPORT:
        lower_import(w, node, found);
        break;
    case IS_RETURN: {
        uint32_t value = has(w, found, OF_VALUE) ? lower_part(w, found, OF_VALUE) : walk_named_results(w, node);
        walk_returned(w, value);
        walk_jump(w, JUMP_RETURN, node, value);
        break;
    }
    case IS_RAISE:
        lower_raise(w, node, found);
        break;
    case IS_BREAK:
        walk_jump(w, JUMP_BREAK, node, 0);
        break;
    case IS_CONTINUE:
        walk_jump(w, JUMP_CONTINUE, node, 0);
        break;
    case IS_RETRY:
        walk_jump(w, JUMP_RETRY, node, 0);
        break;
    case IS_PASS:
        walk_jump(w, JUMP_PASS, node, 0);
        break;
    case IS_ASSERT:
        lower_assert(w, node, found);
        break;
    case IS_EACH:
        lower_each(w, node, found);
        break;
    case IS_WHILE:
        lower_while(w, node, found);
        break;
    case IS_TRY:
        lower_try(w, node, found);
        break;
    case IS_HANDLER:
        lower_handler(w, node, found, 0);
        break;
    case IS_FINALLY:
    case IS_ELSE:
        lower_bodies(w, found, OF_BODY);
        break;
    case IS_WITH:
        lower_with(w, node, found);
        break;
    case IS_BRANCH:
        lower_branch(w, node, found, 0);
        break;
    case IS_SWITCH:
        lower_switch(w, node, found);
        break;
    default: /* @ignore, and what is not looked for here */
        break;
    }
    *is_value = false;
    return 0;
}

bool walk_descend(struct walk *w, TSNode node)
{
    if (w->depth < LIMIT_TREE_DEPTH && !w->full) {
        w->depth++;
        return true;
    }
    if (!w->deep && !w->full)
        builder_note(w->b, line_of(node), "nested deeper than %d levels; the inner part was not analysed",
                     LIMIT_TREE_DEPTH);
    w->deep |= !w->full;
    return false;
}

/* Statements whose value is that of the last one in them. */
static bool passes_value(uint32_t construct)
{
    switch (construct) {
    case IS_BRANCH: case IS_ELSE: case IS_SWITCH: case IS_TRY: case IS_HANDLER: case IS_WITH: case IS_TRANSPARENT:
        return true;
    default:
        return false;
    }
}

/* The value of a branch, a switch or a try where an expression is expected: one of those that its parts end with; 0 if none do. */
static uint32_t lower_value_of(struct walk *w, TSNode node, const struct match *found)
{
    bool tail = w->tail, collects = w->collects, is_value;
    guint kept = w->results->len;
    w->tail = w->collects = true;
    lower_construct(w, node, found, 0, true, &is_value);
    w->tail = tail;
    w->collects = collects;
    guint n = w->results->len - kept;
    uint32_t i = n ? g_array_index(w->results, uint32_t, kept) : 0;
    if (n > 1) {
        KEEP_STACKS(w);
        for (guint k = kept; k < w->results->len; k++)
            walk_push(w, g_array_index(w->results, uint32_t, k));
        i = walk_branch(w, NODE_CONDITIONAL, node, 0, 0, 0);
        walk_take_kids(w, i, kept_ids);
        DROP_STACKS(w);
    }
    g_array_set_size(w->results, kept);
    return i;
}

uint32_t lower(struct walk *w, TSNode node, uint32_t hint)
{
    if (!walk_descend(w, node))
        return 0;
    KEEP_STACKS(w);
    bool is_value;
    struct match found = matcher_match(&w->m, node, GENERAL);
    uint32_t i = 0;
    if (found.construct != IS_TRANSPARENT && passes_value(found.construct))
        i = lower_value_of(w, node, &found);
    else
        i = found.construct ? lower_construct(w, node, &found, hint, false, &is_value)
                            : lower_collection(w, node, NODE_OTHER);
    DROP_STACKS(w);
    w->depth--;
    return i;
}

uint32_t lower_statement(struct walk *w, TSNode node)
{
    if (node.id == w->doc || !walk_descend(w, node))
        return 0;
    KEEP_STACKS(w);
    bool tail = w->tail;
    uint32_t value = 0;
    struct match found = matcher_match(&w->m, node, GENERAL);
    if (found.construct) {
        bool is_value;
        w->tail = tail && passes_value(found.construct);
        uint32_t i = lower_construct(w, node, &found, 0, true, &is_value);
        w->tail = tail;
        value = is_value ? i : 0;
        bool gives = i && tail && (is_value || found.construct == IS_ASSIGN || found.construct == IS_REASSIGN);
        if (gives && w->collects)
            g_array_append_val(w->results, i);
        else if (gives)
            walk_jump(w, JUMP_RETURN, node, i);
        else if (value)
            node_at(w, i)->flags |= NODE_STATEMENT;
    } else {
        lower_statements(w, node);
    }
    DROP_STACKS(w);
    w->depth--;
    return value;
}

/* Whether only blanks stand before a byte in its line. */
static bool begins_line(const struct walk *w, uint32_t at)
{
    while (at > 0 && (w->text[at - 1] == ' ' || w->text[at - 1] == '\t'))
        at--;
    return at == 0 || w->text[at - 1] == '\n' || w->text[at - 1] == '\r';
}

/* The statements of a block. Comments right above one of them are kept for its documentation. */
static void lower_statements(struct walk *w, TSNode block)
{
    uint32_t first = matcher_children(&w->m, block), end = w->m.n_children, last_line = 0, last = end;
    struct extent run = {0, 0}, outer = w->comment, above = outer;
    bool tail = w->tail;
    while (tail && last > first && !counts(w, &w->m.children[last - 1]))
        last--;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        if (matcher_role(&w->m, c.symbol) == ROLE(IS_COMMENT, OF_TEXT)) {
            uint32_t start = ts_node_start_byte(c.node), line = line_of(c.node);
            if (!begins_line(w, start))
                continue;
            if (!run.end || line != last_line + 1)
                run.start = start;
            run.end = ts_node_end_byte(c.node);
            last_line = end_line_of(c.node);
            w->comment_lines += last_line - line + 1;
            continue;
        }
        if (!counts(w, &c))
            continue;
        if (run.end)
            above = line_of(c.node) == last_line + 1 ? run : (struct extent){0, 0};
        w->comment = above;
        w->tail = tail && k + 1 == last;
        lower_statement(w, c.node);
        run.end = 0;
        if (w->decorators->len == 0) /* what stands above a decorator belongs to the definition behind it */
            above.end = 0;
    }
    w->comment = outer;
    w->tail = tail;
    w->m.n_children = first;
}
