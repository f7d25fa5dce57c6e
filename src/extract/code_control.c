/*
 * code_control - regions and jumps: branches, loops, handlers, switches, comprehensions.
 */
#include "extract/code_walk.h"

/* ---- regions ---- */

uint32_t walk_region(struct walk *w, enum region_kind kind, TSNode at, uint32_t expr, uint32_t owner)
{
    struct fact_region *r;
    uint32_t i = builder_add_regions(w->b, &r);
    r->kind = (uint8_t)kind;
    r->parent = w->region;
    r->scope = w->scope;
    r->owner = owner;
    r->expr = expr;
    r->line = line_of(at);
    r->end_line = end_line_of(at);
    return i;
}

void walk_jump(struct walk *w, enum jump_kind kind, TSNode at, uint32_t value)
{
    struct fact_jump *j;
    builder_add_jumps(w->b, &j);
    *j = (struct fact_jump){.kind = (uint8_t)kind, .scope = w->scope, .region = w->region, .value = value,
                            .line = line_of(at)};
}

void walk_returned(struct walk *w, uint32_t value)
{
    const struct fact_scope *s = builder_scopes(w->b, w->scope);
    struct fact_node made = *node_at(w, value), type = *node_at(w, s->type);
    if (!s->type || made.kind != NODE_CALL || made.a || !(made.flags & NODE_NEW))
        return;
    bool inner = (s->flags & SCOPE_ASYNC) && type.kind == NODE_SUBSCRIPT && type.b;
    node_at(w, value)->a = inner ? type.b : s->type;
}

/* ---- control ---- */

void lower_bodies(struct walk *w, const struct match *found, enum part which)
{
    bool tail = w->tail;
    uint32_t left = 0;
    TSNode node;
    w->comment.end = 0;
    EACH_PART(w, found, which, node)
        left++;
    EACH_PART(w, found, which, node) {
        w->tail = tail && --left == 0 && which == OF_BODY;
        lower_statement(w, node);
    }
    w->tail = tail;
}

/* Gives the names of a case what they stand for of the value that it is a case of. */
static void bind_case(struct walk *w, const struct match *found, uint32_t value)
{
    TSNode target;
    if (!value || !part(w, found, OF_TARGET, &target))
        return;
    node_at(w, value)->flags &= ~NODE_STATEMENT;
    walk_assign_to(w, target, value, 0, 0);
}

/* What follows a branch, a loop or a try: `owner` is the last region it answers, `value` what the cases of a try are cases of. */
static void lower_follower(struct walk *w, TSNode node, uint32_t *owner, uint32_t value)
{
    if (!walk_descend(w, node))
        return;
    KEEP_STACKS(w);
    uint32_t outer = w->region;
    struct match found = matcher_match(&w->m, node, GENERAL), when = matcher_match(&w->m, node, CASE);
    if (when.construct == IS_CASE_) {
        w->region = walk_region(w, REGION_ELSE, node, 0, *owner);
        bind_case(w, &when, value);
        lower_bodies(w, &when, OF_BODY);
        w->region = outer;
    } else if (found.construct == IS_BRANCH) {
        *owner = lower_branch(w, node, &found, *owner);
    } else {
        TSNode body = node;
        bool wrapped = found.construct == IS_ELSE && part(w, &found, OF_BODY, &body);
        struct match inner = wrapped ? matcher_match(&w->m, body, GENERAL) : found;
        if (wrapped && inner.construct == IS_BRANCH) { /* else if */
            lower_branch(w, body, &inner, *owner);
        } else {
            w->region = walk_region(w, REGION_ELSE, node, 0, *owner);
            if (wrapped)
                lower_bodies(w, &found, OF_BODY);
            else
                lower_statement(w, node);
            w->region = outer;
        }
    }
    w->depth--;
    DROP_STACKS(w);
}

static void lower_followers(struct walk *w, const struct match *found, uint32_t owner)
{
    TSNode node;
    EACH_PART(w, found, OF_PART, node)
        lower_follower(w, node, &owner, 0);
}

uint32_t lower_branch(struct walk *w, TSNode node, const struct match *found, uint32_t owner)
{
    lower_bodies(w, found, OF_INIT);
    uint32_t outer = w->region, condition = lower_part(w, found, OF_CONDITION);
    uint32_t region = walk_region(w, REGION_BRANCH, node, condition, owner);
    bool typing = w->typing;
    TSNode body;
    if (part(w, found, OF_BODY, &body))
        builder_regions(w->b, region)->end_line = end_line_of(body);
    w->region = region;
    w->typing |= has(w, found, OF_TYPING);
    lower_bodies(w, found, OF_BODY);
    w->typing = typing;
    w->region = outer;
    lower_followers(w, found, region);
    return region;
}

/* Opens the region of a loop and binds its target. */
static uint32_t open_each(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode at, target;
    uint32_t value = 0, n = 0;
    EACH_PART(w, found, OF_VALUE, at) {
        walk_push(w, lower(w, at, 0));
        n++;
    }
    if (n == 1 && w->ids->len > kept_ids) {
        value = g_array_index(w->ids, uint32_t, kept_ids);
    } else if (n > 1) {
        value = walk_node(w, NODE_LIST, node);
        walk_take_kids(w, value, kept_ids);
    }
    if (value && has(w, found, OF_ASYNC)) /* its elements are waited for */
        node_at(w, value)->flags |= NODE_AWAITED;
    uint32_t region = walk_region(w, REGION_EACH, node, value, 0);
    w->region = region;
    if (part(w, found, OF_TARGET, &target))
        walk_assign_to(w, target, value, 0, ASSIGN_ELEMENT);
    DROP_STACKS(w);
    return region;
}

void lower_each(struct walk *w, TSNode node, const struct match *found)
{
    uint32_t outer = w->region;
    lower_bodies(w, found, OF_INIT);
    uint32_t region = open_each(w, node, found);
    uint32_t condition = lower_part(w, found, OF_CONDITION);
    if (condition)
        builder_regions(w->b, region)->expr = condition;
    lower_bodies(w, found, OF_BODY);
    lower_bodies(w, found, OF_STEP);
    w->region = outer;
    lower_followers(w, found, region);
}

void lower_while(struct walk *w, TSNode node, const struct match *found)
{
    uint32_t outer = w->region;
    lower_bodies(w, found, OF_INIT);
    uint32_t region = w->region = walk_region(w, REGION_WHILE, node, 0, 0);
    uint32_t condition = lower_part(w, found, OF_CONDITION);
    builder_regions(w->b, region)->expr = condition;
    lower_bodies(w, found, OF_BODY);
    lower_bodies(w, found, OF_STEP);
    w->region = outer;
    lower_followers(w, found, region);
}

/* Pushes the error types of a handler; gives the name it binds. */
static uint32_t handler_types(struct walk *w, const struct match *found)
{
    TSNode node, name;
    uint32_t bound = part(w, found, OF_NAME, &name) ? walk_target_name(w, name) : 0;
    EACH_PART(w, found, OF_TYPE, node) {
        TSNode type = node;
        struct match enter = matcher_match(&w->m, node, ENTER);
        if (enter.construct == IS_ENTER_ && part(w, &enter, OF_VALUE, &type) && part(w, &enter, OF_TARGET, &name))
            bound = walk_text(w, name);
        uint32_t i = lower(w, type, 0);
        struct fact_node n = *node_at(w, i);
        if (n.kind != NODE_LIST)
            walk_push(w, i);
        for (uint32_t k = 0; n.kind == NODE_LIST && k < n.count; k++)
            walk_push(w, kid_at(w, n.first + k));
    }
    return bound;
}

void lower_handler(struct walk *w, TSNode node, const struct match *found, uint32_t owner)
{
    KEEP_STACKS(w);
    uint32_t outer = w->region, name = handler_types(w, found), n = w->ids->len - kept_ids;
    uint32_t kids = builder_add_kids(w->b, (const uint32_t *)(void *)w->ids->data + kept_ids, n);
    w->region = walk_region(w, REGION_HANDLER, node, 0, owner);
    struct fact_region *r = builder_regions(w->b, w->region);
    r->name = name;
    r->first = kids;
    r->count = n;
    lower_bodies(w, found, OF_BODY);
    w->region = outer;
    DROP_STACKS(w);
}

/* Whether a node is one of the parts of a match. */
static bool is_part(const struct walk *w, const struct match *found, enum part which, TSNode node)
{
    TSNode other;
    EACH_PART(w, found, which, other)
        if (ts_node_eq(other, node))
            return true;
    return false;
}

/* Whether something answers that a try went well: its value is not that of what it guards. */
static bool is_answered(struct walk *w, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode node;
    bool answered = false;
    EACH_PART(w, found, OF_PART, node) {
        uint32_t construct = matcher_match(&w->m, node, GENERAL).construct;
        answered |= construct != IS_HANDLER && construct != IS_FINALLY;
    }
    DROP_STACKS(w);
    return answered;
}

/* The statements that a try guards; its handlers may stand among them. Gives the value of the last one, which is the try's too. */
static uint32_t lower_guarded(struct walk *w, const struct match *found)
{
    bool tail = w->tail, answered = is_answered(w, found);
    uint32_t value = 0;
    TSNode node, last = {0};
    w->comment.end = 0;
    EACH_PART(w, found, OF_BODY, node)
        if (!is_part(w, found, OF_PART, node))
            last = node;
    EACH_PART(w, found, OF_BODY, node) {
        w->tail = tail && !answered && ts_node_eq(node, last);
        if (!is_part(w, found, OF_PART, node))
            value = lower_statement(w, node);
    }
    w->tail = tail;
    return value;
}

void lower_try(struct walk *w, TSNode node, const struct match *found)
{
    TSNode body, at;
    uint32_t outer = w->region, region = walk_region(w, REGION_TRY, node, 0, 0);
    if (part(w, found, OF_BODY, &body))
        builder_regions(w->b, region)->end_line = end_line_of(body);
    w->region = region;
    uint32_t value = lower_guarded(w, found);
    w->region = outer;
    EACH_PART(w, found, OF_PART, at) {
        struct match follower = matcher_match(&w->m, at, GENERAL);
        if (follower.construct == IS_HANDLER) {
            lower_handler(w, at, &follower, region);
        } else if (follower.construct == IS_FINALLY) {
            bool tail = w->tail;
            w->tail = false;
            w->region = walk_region(w, REGION_FINALLY, at, 0, region);
            lower_bodies(w, &follower, OF_BODY);
            w->region = outer;
            w->tail = tail;
        } else {
            uint32_t owner = region;
            lower_follower(w, at, &owner, value);
        }
    }
}

void lower_with(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode item, at;
    uint32_t outer = w->region;
    EACH_PART(w, found, OF_VALUE, item) {
        struct match enter = matcher_match(&w->m, item, ENTER);
        bool binds = enter.construct == IS_ENTER_ && part(w, &enter, OF_VALUE, &at);
        uint32_t i = lower(w, binds ? at : item, 0);
        if (i && has(w, found, OF_ASYNC))
            node_at(w, i)->flags |= NODE_AWAITED;
        g_array_append_val(w->ids, i);
    }
    uint32_t n = w->ids->len - kept_ids;
    uint32_t kids = builder_add_kids(w->b, (const uint32_t *)(void *)w->ids->data + kept_ids, n);
    w->region = walk_region(w, REGION_WITH, node, 0, 0);
    builder_regions(w->b, w->region)->first = kids;
    builder_regions(w->b, w->region)->count = n;
    uint32_t k = 0;
    EACH_PART(w, found, OF_VALUE, item) {
        struct match enter = matcher_match(&w->m, item, ENTER);
        if (enter.construct == IS_ENTER_ && part(w, &enter, OF_TARGET, &at))
            walk_assign_to(w, at, g_array_index(w->ids, uint32_t, kept_ids + k), 0, ASSIGN_ENTER);
        k++;
    }
    lower_bodies(w, found, OF_BODY);
    w->region = outer;
    DROP_STACKS(w);
}

/* One case becomes a branch on `subject == value`; the case without a value answers the one before. */
static uint32_t lower_case(struct walk *w, TSNode node, uint32_t subject, uint32_t before)
{
    KEEP_STACKS(w);
    struct match found = matcher_match(&w->m, node, CASE);
    if (found.construct != IS_CASE_) {
        lower_statement(w, node);
        DROP_STACKS(w);
        return before;
    }
    TSNode at;
    uint32_t outer = w->region, value = 0;
    EACH_PART(w, &found, OF_VALUE, at)
        walk_push(w, lower(w, at, 0));
    uint32_t n = w->ids->len - kept_ids;
    if (n == 1) {
        value = g_array_index(w->ids, uint32_t, kept_ids);
    } else if (n > 1) {
        value = walk_node(w, NODE_LIST, node);
        walk_take_kids(w, value, kept_ids);
    }
    uint32_t region, test = 0;
    if (value) {
        const char *operator_ = node_at(w, value)->kind == NODE_LIST ? "in" : "==";
        test = walk_synthetic(w, NODE_BINARY, node, builder_cstring(w->b, operator_), subject, value);
        walk_adopt(w, test, value);
    }
    if (!value && before)
        region = walk_region(w, REGION_ELSE, node, 0, before);
    else
        region = walk_region(w, REGION_BRANCH, node, test ? test : subject, 0);
    w->region = region;
    bind_case(w, &found, subject);
    lower_part(w, &found, OF_CONDITION);
    lower_bodies(w, &found, OF_BODY);
    w->region = outer;
    DROP_STACKS(w);
    return value || !before ? region : before;
}

void lower_switch(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode at;
    uint32_t subject = 0, before = 0;
    EACH_PART(w, found, OF_VALUE, at)
        walk_push(w, lower(w, at, 0));
    if (w->ids->len == kept_ids + 1) {
        subject = g_array_index(w->ids, uint32_t, kept_ids);
    } else if (w->ids->len > kept_ids) {
        subject = walk_node(w, NODE_LIST, node);
        walk_take_kids(w, subject, kept_ids);
    }
    EACH_PART(w, found, OF_PART, at)
        before = lower_case(w, at, subject, before);
    DROP_STACKS(w);
}

uint32_t lower_comprehension(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode at;
    uint32_t outer = w->region;
    EACH_PART(w, found, OF_CLAUSE, at) {
        struct match clause = matcher_match(&w->m, at, GENERAL);
        if (clause.construct == IS_EACH) {
            uint32_t value = builder_regions(w->b, open_each(w, at, &clause))->expr;
            walk_push(w, value);
        } else {
            walk_push(w, lower(w, at, 0));
        }
    }
    uint32_t clauses = w->ids->len;
    EACH_PART(w, found, OF_BODY, at)
        walk_push(w, lower(w, at, 0));
    w->region = outer;
    uint32_t i = walk_node(w, NODE_OTHER, node);
    walk_take_kids(w, i, clauses);
    for (uint32_t k = kept_ids; i && k < w->ids->len; k++)
        walk_adopt(w, i, g_array_index(w->ids, uint32_t, k));
    DROP_STACKS(w);
    return i;
}
