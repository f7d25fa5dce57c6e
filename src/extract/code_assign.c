/*
 * code_assign - assignments, fields, and what is settled once all names of a file are known.
 */
#include "extract/code_walk.h"

/* An UPPER_CASE name: a constant by convention. */
static bool upper_case(const char *name)
{
    bool letter = false;
    for (; *name; name++) {
        if (g_ascii_islower(*name) || (unsigned char)*name >= 0x80)
            return false;
        letter |= g_ascii_isupper(*name);
    }
    return letter;
}

void walk_assign(struct walk *w, uint32_t target, uint32_t value, uint32_t type, uint32_t flags)
{
    if (!target)
        return;
    struct fact_node n = *node_at(w, target);
    if (n.kind != NODE_NAME && n.kind != NODE_MEMBER && n.kind != NODE_SUBSCRIPT)
        return;
    enum scope_kind kind = builder_scopes(w->b, w->scope)->kind;
    if (n.kind == NODE_NAME && kind == SCOPE_CLASS && !(flags & ASSIGN_BOUND))
        flags |= ASSIGN_FIELD;
    if (n.kind == NODE_NAME && kind == SCOPE_MODULE && upper_case(builder_text(w->b, n.text)))
        flags |= ASSIGN_CONST;
    uint32_t scope = w->scope;
    while (n.kind == NODE_NAME && w->l->open_lambdas && builder_scopes(w->b, scope)->kind == SCOPE_LAMBDA)
        scope = builder_scopes(w->b, scope)->parent;
    struct fact_assign *a;
    uint32_t i = builder_add_assigns(w->b, &a);
    if (w->reassign && n.kind == NODE_NAME)
        g_array_append_val(w->reassigned, i);
    *a = (struct fact_assign){.scope = scope, .region = w->region, .target = target, .value = value,
                              .type = type, .flags = flags, .line = n.line};
}

uint32_t walk_key(struct walk *w, TSNode node)
{
    KEEP_STACKS(w);
    uint32_t text = 0;
    struct match found = matcher_match(&w->m, node, GENERAL);
    if (found.construct == IS_STRING)
        text = walk_plain_string(w, node);
    else if (found.construct == IS_KEY || found.construct == IS_NAME || found.construct == IS_NUMBER ||
             found.construct == IS_SHORTHAND)
        text = walk_name(w, node);
    DROP_STACKS(w);
    return text;
}

static uint32_t synthetic_member(struct walk *w, TSNode key, uint32_t value)
{
    uint32_t text = walk_key(w, key);
    return text ? walk_synthetic(w, NODE_MEMBER, key, text, value, 0)
                : walk_synthetic(w, NODE_SUBSCRIPT, key, 0, value, lower(w, key, 0));
}

bool walk_is_shorthand(struct walk *w, TSNode node)
{
    KEEP_STACKS(w);
    TSNode target;
    struct match found = matcher_match(&w->m, node, TARGET);
    bool is = found.construct == IS_ENTRY && part(w, &found, OF_TARGET, &target) && target.id == node.id;
    DROP_STACKS(w);
    return is;
}

/* Targets of one value each, or of the several results of one call. */
static void assign_results(struct walk *w, TSNode list, uint32_t value, uint32_t type, uint32_t flags)
{
    KEEP_STACKS(w);
    uint32_t first = matcher_children(&w->m, list), end = w->m.n_children, n = 0, index = 0;
    for (uint32_t k = first; k < end; k++)
        n += counts(w, &w->m.children[k]);
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        if (!counts(w, &c))
            continue;
        uint32_t one = value;
        if (n > 1 && value) {
            one = walk_synthetic_index(w, c.node, value, index);
            if (one)
                node_at(w, one)->flags |= NODE_RESULT;
        }
        walk_assign_to(w, c.node, one, type, flags);
        index++;
    }
    DROP_STACKS(w);
}

void walk_assign_to(struct walk *w, TSNode target, uint32_t value, uint32_t type, uint32_t flags)
{
    if (!walk_descend(w, target))
        return;
    KEEP_STACKS(w);
    struct match found = matcher_match(&w->m, target, TARGET);
    TSNode node, key;
    switch (found.construct) {
    case IS_PATTERN: {
        if (flags & ASSIGN_ELEMENT) {
            value = walk_synthetic(w, NODE_SUBSCRIPT, target, 0, value, 0);
            flags &= ~(uint32_t)ASSIGN_ELEMENT;
        }
        uint32_t first = matcher_children(&w->m, target), end = w->m.n_children, index = 0;
        for (uint32_t k = first; k < end; k++) {
            struct pattern_child c = w->m.children[k];
            index += is_comma(w, &c);
            if (!counts(w, &c))
                continue;
            struct match kid = matcher_match(&w->m, c.node, TARGET);
            if (kid.construct == IS_REST && part(w, &kid, OF_TARGET, &node))
                walk_assign_to(w, node, value, 0, flags);
            else
                walk_assign_to(w, c.node, value ? walk_synthetic_index(w, c.node, value, index) : 0, 0, flags);
        }
        break;
    }
    case IS_ENTRIES: {
        if (flags & ASSIGN_ELEMENT) {
            value = walk_synthetic(w, NODE_SUBSCRIPT, target, 0, value, 0);
            flags &= ~(uint32_t)ASSIGN_ELEMENT;
        }
        if (has(w, &found, OF_PART)) { /* other things stand among them */
            EACH_PART(w, &found, OF_PART, node)
                walk_assign_to(w, node, value, 0, flags);
            break;
        }
        uint32_t first = matcher_children(&w->m, target), end = w->m.n_children;
        for (uint32_t k = first; k < end; k++)
            if (counts(w, &w->m.children[k]))
                walk_assign_to(w, w->m.children[k].node, value, 0, flags);
        break;
    }
    case IS_RESULTS:
        assign_results(w, target, value, type, flags);
        break;
    case IS_ENTRY:
        if (part(w, &found, OF_KEY, &key) && part(w, &found, OF_TARGET, &node)) {
            uint32_t member = value ? synthetic_member(w, key, value) : 0, otherwise = 0;
            TSNode at;
            if (part(w, &found, OF_DEFAULT, &at))
                otherwise = lower(w, at, walk_key(w, key));
            member = walk_synthetic_default(w, target, member, otherwise);
            if (walk_is_shorthand(w, node))
                walk_assign(w, lower(w, node, 0), member, 0, flags);
            else
                walk_assign_to(w, node, member, 0, flags);
        }
        break;
    case IS_DEFAULT: {
        uint32_t otherwise = lower_part(w, &found, OF_VALUE);
        if (part(w, &found, OF_TARGET, &node))
            walk_assign_to(w, node, walk_synthetic_default(w, target, value, otherwise), type, flags);
        break;
    }
    case IS_REST:
        if (part(w, &found, OF_TARGET, &node))
            walk_assign_to(w, node, value, type, flags);
        break;
    case IS_IGNORE:
        break;
    default: {
        uint32_t to = lower(w, target, 0);
        struct fact_node n = *node_at(w, to);
        if (w->l->bare_calls && n.kind == NODE_CALL && !n.count) /* what is read by a call is set by its name */
            to = n.a;
        walk_assign(w, to, value, type, flags);
    }
    }
    w->depth--;
    DROP_STACKS(w);
}

uint32_t walk_target_name(struct walk *w, TSNode target)
{
    KEEP_STACKS(w);
    struct match found = matcher_match(&w->m, target, TARGET);
    uint32_t name = 0;
    TSNode node;
    if (!found.construct)
        found = matcher_match(&w->m, target, GENERAL);
    if (found.construct == IS_NAME || found.construct == IS_KEY)
        name = walk_name(w, target);
    else if (found.construct == IS_MEMBER && part(w, &found, OF_NAME, &node))
        name = walk_text(w, node);
    DROP_STACKS(w);
    return name;
}

void walk_exported(struct walk *w, uint32_t value)
{
    struct fact_node n = *node_at(w, value);
    if (n.kind == NODE_FUNCTION || n.kind == NODE_CLASS)
        builder_scopes(w->b, n.scope_ref)->flags |= SCOPE_EXPORTED;
}

/* Whether a declared type says anything of its values: var and Object do not. */
static bool says_type(const struct walk *w, uint32_t type)
{
    struct fact_node *n = node_at(w, type);
    const char *const *untyped = (const char *const *)w->l->untyped;
    return type && !(n->kind == NODE_NAME && untyped && g_strv_contains(untyped, builder_text(w->b, n->text)));
}

/* The type that a value is cast to, itself or as what may be nothing: f() as? Model ?: return. 0 without. */
static uint32_t cast_to(const struct walk *w, uint32_t value)
{
    struct fact_node *n = node_at(w, value);
    uint32_t first = n->kind == NODE_CONDITIONAL && n->count ? kid_at(w, n->first) : value;
    return first && first == w->cast ? w->cast_type : 0;
}

/* The value of a declaration: `X x = new()` constructs what is declared. */
static uint32_t lower_typed(struct walk *w, TSNode node, uint32_t hint, uint32_t type)
{
    KEEP_STACKS(w);
    struct match found = matcher_match(&w->m, node, GENERAL);
    w->expected = found.construct == IS_NEW && !has(w, &found, OF_FUNCTION) ? type : 0;
    DROP_STACKS(w);
    uint32_t value = lower(w, node, hint);
    w->expected = 0;
    return value;
}

/* The file that a comment above a declaration puts into it, as a call of the word that the comment begins with. */
static uint32_t embedded_file(struct walk *w, TSNode declared)
{
    const char *mark = w->l->embed_mark;
    TSNode comment = ts_node_prev_named_sibling(declared);
    if (ts_node_is_null(comment))
        comment = ts_node_prev_named_sibling(ts_node_parent(declared));
    if (ts_node_is_null(comment) || ts_node_end_point(comment).row + 1 != ts_node_start_point(declared).row)
        return 0;
    size_t len;
    const char *s = bytes_of(w, comment, &len), *end = s + len;
    size_t n = strlen(mark);
    while (s < end && !g_ascii_isalnum(*s))
        s++;
    if ((size_t)(end - s) <= n + 1 || memcmp(s, mark, n) != 0 || s[n] != ' ')
        return 0;
    g_autofree char *path = g_strndup(s + n + 1, (size_t)(end - s) - n - 1);
    g_strstrip(path);
    if (strpbrk(path, " \t*?[\"`"))
        return 0; /* several of them, or a pattern */
    uint32_t name = walk_synthetic(w, NODE_NAME, comment, builder_cstring(w->b, mark), 0, 0);
    uint32_t call = walk_synthetic(w, NODE_CALL, comment, 0, name, 0);
    uint32_t first = w->ids->len;
    walk_push(w, walk_synthetic(w, NODE_STRING, comment, builder_cstring(w->b, path), 0, 0));
    walk_take_kids(w, call, first);
    return call;
}

uint32_t lower_assign(struct walk *w, const struct match *found)
{
    bool constant = w->constant, exported = w->exported, reassign = w->reassign;
    w->constant = w->exported = false;
    TSNode target, node;
    uint32_t type = 0, value = 0, flags = constant ? ASSIGN_CONST : 0;
    if (!part(w, found, OF_TARGET, &target))
        return 0;
    if (has(w, found, OF_OPERATOR))
        flags |= ASSIGN_AUGMENTED;
    const char *const *hiding = (const char *const *)w->l->hiding;
    if (hiding && *hiding && g_strv_contains(hiding, ts_node_type(ts_node_parent(target))))
        flags |= ASSIGN_NEW;
    if (part(w, found, OF_TYPE, &node))
        type = lower_type(w, node);
    if (part(w, found, OF_VALUE, &node)) {
        value = lower_typed(w, node, walk_target_name(w, target), type);
        uint32_t cast = says_type(w, type) ? 0 : cast_to(w, value);
        type = cast ? cast : type;
        if (exported && value)
            walk_exported(w, value);
    } else if (part(w, found, OF_BASE, &node)) { /* another name of a type */
        value = lower_type(w, node);
    } else {
        value = w->l->embed_mark ? embedded_file(w, ts_node_parent(target)) : 0;
    }
    w->reassign = found->construct == IS_REASSIGN;
    walk_assign_to(w, target, value, type, flags);
    w->reassign = reassign;
    w->constant = constant;
    w->exported = exported;
    return value;
}

void lower_outer(struct walk *w, const struct match *found)
{
    TSNode name;
    EACH_PART(w, found, OF_NAME, name)
        g_hash_table_insert(w->outer, BINDING(w->scope, walk_name(w, name)),
                            GINT_TO_POINTER(found->construct == IS_GLOBAL ? 1 : 2));
}

/* The names that are bound in each scope, but by assignments that declare nothing. */
static GHashTable *declared_names(struct walk *w)
{
    GHashTable *names = g_hash_table_new(pair_key_hash, NULL);
    for (uint32_t i = 0, next = 0; i < builder_n_assigns(w->b); i++) {
        struct fact_assign *a = builder_assigns(w->b, i);
        bool declares = next == w->reassigned->len || g_array_index(w->reassigned, uint32_t, next) != i;
        next += !declares;
        uint32_t name = node_at(w, a->target)->text;
        if (declares && node_at(w, a->target)->kind == NODE_NAME &&
            !g_hash_table_contains(w->outer, BINDING(a->scope, name)))
            g_hash_table_add(names, BINDING(a->scope, name));
    }
    for (uint32_t i = 0; i < builder_n_params(w->b); i++)
        g_hash_table_add(names, BINDING(builder_params(w->b, i)->scope, builder_params(w->b, i)->name));
    for (uint32_t i = 0; i < builder_n_imports(w->b); i++)
        g_hash_table_add(names, BINDING(builder_imports(w->b, i)->scope, builder_imports(w->b, i)->local));
    return names;
}

/* The innermost scope around `scope`, or it itself, that binds the name; the module's if none does. */
static uint32_t binding_scope(struct walk *w, GHashTable *names, uint32_t scope, uint32_t name)
{
    for (; scope > 1; scope = builder_scopes(w->b, scope)->parent)
        if ((builder_scopes(w->b, scope)->kind != SCOPE_CLASS || w->l->implicit_self) &&
            g_hash_table_contains(names, BINDING(scope, name)))
            return scope;
    return 1;
}

/* The class around a scope, where its members are known by their bare names: one may stand in another file. 0 without. */
static uint32_t own_class(struct walk *w, uint32_t scope)
{
    while (scope > 1 && builder_scopes(w->b, scope)->kind != SCOPE_CLASS)
        scope = builder_scopes(w->b, scope)->parent;
    return scope > 1 && w->l->implicit_self ? scope : 0;
}

void walk_settle_scopes(struct walk *w)
{
    if (!w->reassigned->len && !g_hash_table_size(w->outer))
        return;
    g_autoptr(GHashTable) names = declared_names(w);
    for (guint i = 0; i < w->reassigned->len; i++) {
        struct fact_assign *a = builder_assigns(w->b, g_array_index(w->reassigned, uint32_t, i));
        uint32_t from = a->scope, name = node_at(w, a->target)->text;
        a->scope = binding_scope(w, names, from, name);
        if (a->scope == 1 && !g_hash_table_contains(names, BINDING(1, name)) && own_class(w, from))
            a->scope = own_class(w, from);
    }
    for (uint32_t i = 0; g_hash_table_size(w->outer) && i < builder_n_assigns(w->b); i++) {
        struct fact_assign *a = builder_assigns(w->b, i);
        uint32_t name = node_at(w, a->target)->text;
        int outer = GPOINTER_TO_INT(g_hash_table_lookup(w->outer, BINDING(a->scope, name)));
        if (outer && node_at(w, a->target)->kind == NODE_NAME)
            a->scope = outer == 1 ? 1 : binding_scope(w, names, builder_scopes(w->b, a->scope)->parent, name);
    }
}

void walk_settle_constructions(struct walk *w)
{
    g_autoptr(GHashTable) types = NULL; /* BINDING -> node */
    for (uint32_t i = 0; i < builder_n_assigns(w->b); i++) {
        struct fact_assign a = *builder_assigns(w->b, i);
        struct fact_node value = *node_at(w, a.value), target = *node_at(w, a.target);
        if (a.type || value.kind != NODE_CALL || value.a || !(value.flags & NODE_NEW))
            continue;
        bool first = !types;
        if (first)
            types = g_hash_table_new(pair_key_hash, NULL);
        for (uint32_t k = 0; first && k < builder_n_assigns(w->b); k++) {
            struct fact_assign d = *builder_assigns(w->b, k);
            if (d.type && node_at(w, d.target)->kind == NODE_NAME)
                g_hash_table_insert(types, BINDING(d.scope, node_at(w, d.target)->text), GUINT_TO_POINTER(d.type));
        }
        uint32_t scope = target.kind == NODE_NAME ? a.scope : own_class(w, a.scope);
        gpointer type = g_hash_table_lookup(types, BINDING(scope, target.text));
        if (type && (target.kind == NODE_NAME || target.kind == NODE_MEMBER))
            node_at(w, a.value)->a = GPOINTER_TO_UINT(type);
    }
}

void walk_settle_calls(struct walk *w)
{
    if (!w->l->bare_calls)
        return;
    g_autoptr(GHashTable) names = declared_names(w);
    g_autoptr(GHashTable) targets = g_hash_table_new(NULL, NULL);
    for (uint32_t i = 0; i < builder_n_assigns(w->b); i++)
        g_hash_table_add(targets, GUINT_TO_POINTER(builder_assigns(w->b, i)->target));
    for (uint32_t i = 1, n = builder_n_nodes(w->b); i < n && walk_room(w); i++) {
        struct fact_node node = *node_at(w, i);
        const char *text = builder_text(w->b, node.text);
        if (node.kind != NODE_NAME || node.flags & (NODE_TYPE | NODE_SYNTHETIC) || !(g_ascii_islower(*text) || *text == '_') ||
            g_hash_table_contains(targets, GUINT_TO_POINTER(i)) || g_str_equal(text, self_name(w)))
            continue;
        struct fact_node parent = *node_at(w, node.parent);
        if (parent.kind == NODE_CALL && parent.a == i)
            continue;
        uint32_t scope = node.scope;
        while (scope && !g_hash_table_contains(names, BINDING(scope, node.text)))
            scope = builder_scopes(w->b, scope)->parent;
        if (scope)
            continue;
        struct fact_node *name;
        uint32_t callee = builder_add_nodes(w->b, &name);
        *name = node;
        name->parent = i;
        name->flags &= (uint8_t)~NODE_STATEMENT;
        node_at(w, i)->kind = NODE_CALL;
        node_at(w, i)->text = 0;
        node_at(w, i)->a = callee;
    }
}

uint32_t walk_last_name(struct walk *w, uint32_t i)
{
    for (unsigned hops = 0; i && hops < 8; hops++) {
        struct fact_node n = *node_at(w, i);
        if (n.kind == NODE_NAME || n.kind == NODE_MEMBER)
            return n.text;
        i = n.kind == NODE_SUBSCRIPT ? n.a : 0;
    }
    return 0;
}

void lower_pair_field(struct walk *w, const struct match *found)
{
    TSNode key, value;
    uint32_t text = part(w, found, OF_KEY, &key) ? walk_key(w, key) : 0;
    if (text && part(w, found, OF_VALUE, &value))
        walk_assign(w, walk_leaf(w, NODE_NAME, key, text), 0, lower_type(w, value), ASSIGN_FIELD);
}

void lower_field(struct walk *w, const struct match *found)
{
    TSNode name, node;
    if (part(w, found, OF_BASE, &node)) { /* mixed in: a class above this one, and no field */
        uint32_t base = lower_type(w, node);
        if (base)
            g_array_append_val(w->embedded, base);
        return;
    }
    if (!part(w, found, OF_NAME, &name)) {
        uint32_t base = part(w, found, OF_TYPE, &node) ? lower_type(w, node) : 0;
        if (base) { /* its members are the class's own, and it is one itself */
            g_array_append_val(w->embedded, base);
            walk_assign(w, walk_leaf(w, NODE_NAME, node, walk_last_name(w, base)), 0, base, ASSIGN_FIELD);
        }
        return;
    }
    uint32_t text = walk_key(w, name), type = 0, value = 0;
    const uint32_t kept_ids = w->ids->len;
    for (guint i = 0; i < w->decorators->len; i++) /* above it */
        walk_push(w, g_array_index(w->decorators, uint32_t, i));
    EACH_PART(w, found, OF_DECORATOR, node) {
        uint32_t annotation = lower(w, node, 0);
        if (annotation) /* it describes the field as its type does */
            walk_push(w, annotation);
    }
    if (part(w, found, OF_TYPE, &node))
        type = lower_type(w, node);
    if (w->ids->len > kept_ids) {
        walk_push(w, type);
        type = walk_node(w, NODE_OTHER, name);
        walk_take_kids(w, type, kept_ids);
    }
    if (part(w, found, OF_VALUE, &node))
        value = lower_typed(w, node, text, type);
    else if (part(w, found, OF_ARGUMENTS, &node))
        value = walk_made_here(w, name, node);
    EACH_PART(w, found, OF_NAME, name) {
        text = walk_key(w, name);
        if (text)
            walk_assign(w, walk_leaf(w, NODE_NAME, name, text), value, type, ASSIGN_FIELD);
        else
            lower(w, name, 0);
    }
}
