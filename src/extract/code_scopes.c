/*
 * code_scopes - functions, methods and classes, with their parameters, decorators and documentation.
 */
#include "extract/code_walk.h"

struct parameter {
    uint32_t type, value; /* nodes */
    uint16_t position;
    const char *path;     /* keys so far: "" at the top; else PARAM_DESTRUCTURED */
    bool keywords;
};

static void add_param(struct walk *w, TSNode at, const struct parameter *p, enum param_kind kind, uint32_t name)
{
    struct fact_param row = {.kind = (uint8_t)kind, .position = p->position, .name = name, .type = p->type,
                             .value = p->value, .line = line_of(at)};
    if (kind == PARAM_DESTRUCTURED)
        row.key = builder_cstring(w->b, p->path);
    g_array_append_val(w->params, row);
}

#define MOST_MEMBERS 200  /* of an object type that are looked through */
#define LONGEST_PATH 1000 /* bytes of the key of a nested pattern */

/* The type of one key of a destructured parameter. */
static uint32_t member_type(struct walk *w, TSNode at, uint32_t type, uint32_t key)
{
    if (!type || !key)
        return 0;
    struct fact_node n = *node_at(w, type);
    for (uint32_t i = 0; n.kind == NODE_DICT && i < MIN(n.count, MOST_MEMBERS); i++) {
        struct fact_node pair = *node_at(w, kid_at(w, n.first + i));
        if (pair.kind == NODE_PAIR && pair.a && node_at(w, pair.a)->text == key)
            return pair.b;
    }
    if (n.kind == NODE_DICT)
        return 0;
    uint32_t member = walk_synthetic(w, NODE_MEMBER, at, key, type, 0);
    if (member)
        node_at(w, member)->flags |= NODE_TYPE;
    return member;
}

static void parameter_names(struct walk *w, TSNode node, const struct parameter *p);

static void parameter_key(struct walk *w, TSNode target, const struct parameter *p, uint32_t key, uint32_t value)
{
    if (strlen(p->path) > LONGEST_PATH)
        return;
    g_autofree char *path = *p->path ? g_strdup_printf("%s.%s", p->path, builder_text(w->b, key))
                                     : g_strdup(builder_text(w->b, key));
    struct parameter inner = {.type = member_type(w, target, p->type, key), .value = value,
                              .position = p->position, .path = path};
    if (walk_is_shorthand(w, target))
        add_param(w, target, &inner, PARAM_DESTRUCTURED, walk_text(w, target));
    else
        parameter_names(w, target, &inner);
}

/* Adds the parameters that a parameter's name or pattern binds. */
static void parameter_names(struct walk *w, TSNode node, const struct parameter *p)
{
    if (!walk_descend(w, node))
        return;
    KEEP_STACKS(w);
    struct match found = matcher_match(&w->m, node, TARGET);
    TSNode target, at;
    bool inside = *p->path != '\0';
    switch (found.construct) {
    case IS_PATTERN:
    case IS_ENTRIES: {
        uint32_t first = matcher_children(&w->m, node), end = w->m.n_children, index = 0;
        for (uint32_t k = first; k < end; k++) {
            struct pattern_child c = w->m.children[k];
            index += is_comma(w, &c);
            if (!counts(w, &c))
                continue;
            struct match kid = matcher_match(&w->m, c.node, TARGET);
            if (kid.construct == IS_ENTRY) {
                uint32_t key = part(w, &kid, OF_KEY, &at) ? walk_key(w, at) : 0, value = 0;
                if (part(w, &kid, OF_DEFAULT, &at))
                    value = lower(w, at, key);
                if (key && part(w, &kid, OF_TARGET, &target))
                    parameter_key(w, target, p, key, value);
            } else if (kid.construct == IS_REST && part(w, &kid, OF_TARGET, &target)) {
                struct parameter rest = {.position = p->position, .path = p->path};
                add_param(w, target, &rest, PARAM_DESTRUCTURED, walk_target_name(w, target));
            } else if (kid.construct != IS_IGNORE && found.construct == IS_PATTERN) {
                char digits[16];
                g_snprintf(digits, sizeof digits, "%u", index);
                parameter_key(w, c.node, p, builder_cstring(w->b, digits), 0);
            }
        }
        break;
    }
    case IS_DEFAULT:
        if (part(w, &found, OF_TARGET, &target)) {
            struct parameter with = *p;
            uint32_t value = part(w, &found, OF_VALUE, &at) ? lower(w, at, walk_target_name(w, target)) : 0;
            with.value = p->value ? p->value : value;
            parameter_names(w, target, &with);
        }
        break;
    case IS_REST:
        if (part(w, &found, OF_TARGET, &target)) {
            uint32_t name = walk_target_name(w, target);
            if (name)
                add_param(w, target, p, inside ? PARAM_DESTRUCTURED : PARAM_REST, name);
            else
                parameter_names(w, target, &(struct parameter){.position = p->position, .path = p->path});
        }
        break;
    case IS_IGNORE:
        break;
    default: {
        uint32_t name = walk_target_name(w, node);
        if (name)
            add_param(w, node, p, inside ? PARAM_DESTRUCTURED : p->keywords ? PARAM_KEYWORDS : PARAM_PLAIN, name);
    }
    }
    w->depth--;
    DROP_STACKS(w);
}

/* Pushes the parameters of one child of a parameter list, which may declare several of one type. Returns how many arguments
 * it takes. */
static uint16_t lower_parameter(struct walk *w, TSNode node, uint16_t position, GArray *fields)
{
    KEEP_STACKS(w);
    struct match found = matcher_match(&w->m, node, PARAMETER);
    struct parameter p = {.position = position, .path = ""};
    TSNode name, at;
    uint16_t takes = found.construct != IS_IGNORE;
    if (found.construct == IS_PARAMETER_) {
        EACH_PART(w, &found, OF_DECORATOR, at) {
            struct match decorator = matcher_match(&w->m, at, GENERAL);
            /* an annotation: it describes the parameter as its type does */
            if (decorator.construct == IS_DECORATOR)
                walk_push(w, lower_part(w, &decorator, OF_VALUE));
            else if (decorator.construct == IS_CALL)
                walk_push(w, lower(w, at, 0));
        }
        if (part(w, &found, OF_TYPE, &at))
            p.type = lower_type(w, at);
        if (w->ids->len > kept_ids) {
            walk_push(w, p.type);
            p.type = walk_node(w, NODE_OTHER, node);
            walk_take_kids(w, p.type, kept_ids);
        }
        p.keywords = has(w, &found, OF_KEYWORDS);
        w->extends |= position == 0 && has(w, &found, OF_SELF);
        takes = 0;
        EACH_PART(w, &found, OF_NAME, name) {
            if (part(w, &found, OF_VALUE, &at))
                p.value = lower(w, at, walk_target_name(w, name));
            uint32_t index = w->params->len;
            parameter_names(w, name, &p);
            if (has(w, &found, OF_FIELD) && w->params->len == index + 1)
                g_array_append_val(fields, index);
            p.position++;
            takes++;
        }
    } else if (takes) {
        parameter_names(w, node, &p);
    }
    DROP_STACKS(w);
    return takes;
}

static void lower_parameters(struct walk *w, const struct match *found, GArray *fields)
{
    TSNode list;
    uint16_t position = 0;
    guint before = w->params->len;
    EACH_PART(w, found, OF_PARAMETER, list)
        position += lower_parameter(w, list, position, fields);
    if (!part(w, found, OF_PARAMETERS, &list))
        return;
    uint32_t first = matcher_children(&w->m, list), end = w->m.n_children;
    for (uint32_t k = first; k < end; k++) {
        const bool unnamed = is_mark(w, &w->m.children[k], '_'); /* |_| warn() takes one, too */
        if (unnamed)
            add_param(w, w->m.children[k].node, &(struct parameter){.position = position++, .path = ""}, PARAM_PLAIN, builder_cstring(w->b, "_"));
        if (unnamed || !counts(w, &w->m.children[k]))
            continue;
        TSNode child = w->m.children[k].node;
        if (k > first && w->params->len > before && is_mark(w, &w->m.children[k - 1], '=')) { /* the value of the one before */
            uint32_t value = lower(w, child, 0);
            g_array_index(w->params, struct fact_param, w->params->len - 1).value = value;
            continue;
        }
        uint32_t takes = lower_parameter(w, child, position, fields);
        position = (uint16_t)MIN(position + takes, UINT16_MAX);
    }
    w->m.n_children = first;
}

/* A comment block without its marks, or a docstring without its indentation. */
static uint32_t doc_string(struct walk *w, const char *s, size_t len, bool comment)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const char *end = s + MIN(len, (size_t)LIMIT_STRING_BYTES);
    while (s < end) {
        const char *stop = memchr(s, '\n', (size_t)(end - s)), *line = s, *last;
        if (!stop)
            stop = end;
        s = stop + 1;
        while (line < stop && (g_ascii_isspace(*line) || (comment && strchr("/*#!", *line) && *line)))
            line++;
        for (last = stop; last > line && g_ascii_isspace(last[-1]); last--)
            ;
        if (comment && last - line >= 2 && last[-1] == '/' && last[-2] == '*')
            for (last -= 2; last > line && (g_ascii_isspace(last[-1]) || last[-1] == '*'); last--)
                ;
        if (out->len && last > line)
            g_string_append_c(out, '\n');
        g_string_append_len(out, line, last - line);
    }
    return builder_string(w->b, out->str, out->len);
}

uint32_t walk_doc(struct walk *w, TSNode body)
{
    KEEP_STACKS(w);
    uint32_t first = matcher_children(&w->m, body), end = w->m.n_children, text = 0;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        if (!counts(w, &c))
            continue;
        struct match found = matcher_match(&w->m, c.node, DOC);
        TSNode value;
        if (found.construct == IS_DOC_ && part(w, &found, OF_VALUE, &value)) {
            const char *s = builder_text(w->b, walk_plain_string(w, value));
            text = doc_string(w, s, strlen(s), false);
            w->doc = c.node.id;
        }
        break;
    }
    DROP_STACKS(w);
    return text;
}

uint32_t walk_open_scope(struct walk *w, enum scope_kind kind, TSNode at, struct frame *frame)
{
    *frame = (struct frame){w->scope, w->region, w->types, w->constant, w->exported, w->tail, w->collects,
                            w->comment};
    struct fact_scope *s;
    uint32_t scope = builder_add_scopes(w->b, &s);
    *s = (struct fact_scope){.kind = (uint8_t)kind, .parent = w->scope, .region = w->region, .line = line_of(at),
                             .end_line = end_line_of(at), .column = saturated(ts_node_start_point(at).column)};
    struct extent extent = {ts_node_start_byte(at), ts_node_end_byte(at)};
    g_array_append_val(w->extents, extent);
    w->scope = scope;
    uint32_t region = walk_region(w, REGION_BODY, at, 0, 0);
    builder_regions(w->b, region)->parent = 0;
    w->region = region;
    w->types = 0;
    w->constant = w->exported = w->tail = w->collects = false;
    w->comment.end = 0;
    return scope;
}

void walk_close_scope(struct walk *w, const struct frame *frame)
{
    w->scope = frame->scope;
    w->region = frame->region;
    w->types = frame->types;
    w->constant = frame->constant;
    w->exported = frame->exported;
    w->tail = frame->tail;
    w->collects = frame->collects;
    w->comment.end = 0;
}

static void take_decorators(struct walk *w, uint32_t scope, uint32_t first)
{
    const uint32_t *ids = (const uint32_t *)(void *)w->decorators->data + first;
    uint32_t n = w->decorators->len - first, at = builder_add_kids(w->b, ids, n);
    struct fact_scope *s = builder_scopes(w->b, scope);
    s->first_decorator = at;
    s->n_decorators = n;
    s->flags |= w->decorator_flags;
    g_array_set_size(w->decorators, first);
    w->decorator_flags = 0;
}

/* Gives a scope the parameters on the stack from `first` on. */
static void take_params(struct walk *w, uint32_t scope, guint first)
{
    uint32_t at = builder_n_params(w->b), n = w->params->len - first;
    for (guint i = first; i < w->params->len; i++) {
        struct fact_param *p;
        builder_add_params(w->b, &p);
        *p = g_array_index(w->params, struct fact_param, i);
        p->scope = scope;
    }
    g_array_set_size(w->params, first);
    builder_scopes(w->b, scope)->first_param = at;
    builder_scopes(w->b, scope)->n_params = n;
}

void lower_decorator(struct walk *w, const struct match *found)
{
    uint32_t i = lower_part(w, found, OF_VALUE);
    if (i)
        g_array_append_val(w->decorators, i);
    if (has(w, found, OF_PROPERTY))
        w->decorator_flags |= SCOPE_PROPERTY;
    if (has(w, found, OF_STATIC))
        w->decorator_flags |= SCOPE_STATIC;
}

void lower_decorators(struct walk *w, const struct match *found)
{
    TSNode node;
    EACH_PART(w, found, OF_DECORATOR, node) {
        struct match decorator = matcher_match(&w->m, node, GENERAL);
        if (decorator.construct == IS_DECORATOR) {
            lower_decorator(w, &decorator);
        } else if (decorator.construct == IS_CALL) { /* an annotation: the call of its type */
            uint32_t i = lower(w, node, 0);
            if (i)
                g_array_append_val(w->decorators, i);
        }
    }
}

static uint32_t comment_doc(struct walk *w)
{
    return w->comment.end ? doc_string(w, w->text + w->comment.start, w->comment.end - w->comment.start, true) : 0;
}

/* `this.name = name` for parameters that declare fields. */
static void assign_fields(struct walk *w, TSNode at, uint32_t scope, const GArray *fields, uint32_t first)
{
    const char *self = self_name(w);
    uint32_t first_param = builder_scopes(w->b, scope)->first_param;
    for (guint i = 0; i < fields->len; i++) {
        struct fact_param p = *builder_params(w->b, first_param + g_array_index(fields, uint32_t, i) - first);
        uint32_t object = walk_synthetic(w, NODE_NAME, at, builder_cstring(w->b, self), 0, 0);
        uint32_t target = walk_synthetic(w, NODE_MEMBER, at, p.name, object, 0);
        if (target)
            walk_assign(w, target, walk_synthetic(w, NODE_NAME, at, p.name, 0, 0), p.type, 0);
    }
}

#define LOOKED_THROUGH 4000 /* bytes of a lambda */

/* Whether a word stands in the source of a node. */
static bool says_word(const struct walk *w, TSNode node, const char *word)
{
    size_t len, n = strlen(word);
    const char *s = bytes_of(w, node, &len), *end = s + MIN(len, LOOKED_THROUGH);
    for (const char *p = s; (p = g_strstr_len(p, end - p, word)) != NULL; p += n) {
        bool begins = p == s || !(g_ascii_isalnum(p[-1]) || p[-1] == '_');
        if (begins && (p + n == end || !(g_ascii_isalnum(p[n]) || p[n] == '_')))
            return true;
    }
    return false;
}

static void declare_result(struct walk *w, TSNode node)
{
    KEEP_STACKS(w);
    struct match found = matcher_match(&w->m, node, PARAMETER);
    TSNode at;
    uint32_t type = part(w, &found, OF_TYPE, &at) ? lower_type(w, at) : 0;
    EACH_PART(w, &found, OF_NAME, at) {
        uint32_t text = walk_target_name(w, at);
        g_array_append_val(w->named, text);
        if (text)
            walk_assign(w, walk_leaf(w, NODE_NAME, at, text), 0, type, 0);
    }
    DROP_STACKS(w);
}

/* func f() (client *Client, err error): names that are known in the function, and that a bare return gives. */
static void declare_results(struct walk *w, const struct match *found)
{
    TSNode at;
    EACH_PART(w, found, OF_RESULT, at)
        declare_result(w, at);
}

uint32_t walk_named_results(struct walk *w, TSNode at)
{
    const guint n = w->named->len - w->named_from;
    if (n == 0)
        return 0;
    if (n == 1)
        return walk_leaf(w, NODE_NAME, at, g_array_index(w->named, uint32_t, w->named_from));
    KEEP_STACKS(w);
    for (guint i = w->named_from; i < w->named->len; i++)
        walk_push(w, walk_leaf(w, NODE_NAME, at, g_array_index(w->named, uint32_t, i)));
    uint32_t list = walk_node(w, NODE_LIST, at);
    walk_take_kids(w, list, kept_ids);
    DROP_STACKS(w);
    return list;
}

void lower_bound(struct walk *w, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode at;
    uint32_t name = part(w, found, OF_NAME, &at) ? walk_text(w, at) : 0;
    const TSNode target = at;
    EACH_PART(w, found, OF_TYPE, at) {
        uint32_t type = lower_type(w, at);
        if (name && type)
            walk_assign(w, walk_leaf(w, NODE_NAME, target, name), 0, type, ASSIGN_BOUND);
    }
    DROP_STACKS(w);
}

/* Types that a scope takes: what its parameters say of them is said in it. */
static void lower_bounds(struct walk *w, const struct match *found, uint32_t scope, uint32_t first_node)
{
    TSNode at;
    if (!has(w, found, OF_BOUND))
        return;
    for (uint32_t i = first_node; i < builder_n_nodes(w->b); i++)
        node_at(w, i)->scope = scope;
    EACH_PART(w, found, OF_BOUND, at)
        lower_statement(w, at);
}

uint32_t lower_function(struct walk *w, TSNode node, const struct match *found, enum scope_kind kind,
                        uint32_t hint)
{
    TSNode at, body;
    const guint outer_named = w->named_from;
    bool takes = kind != SCOPE_LAMBDA; /* decorators that wait, the export it stands in */
    uint32_t first_decorator = takes ? 0 : w->decorators->len, name = hint, type = 0, doc = 0;
    uint8_t flags = takes && w->exported ? SCOPE_EXPORTED : 0;
    bool constant = w->constant, exported = w->exported;
    w->constant = w->exported = false;
    if (part(w, found, OF_NAME, &at))
        name = walk_key(w, at) ? walk_key(w, at) : name;
    if (takes || hint)
        doc = comment_doc(w);
    w->comment.end = 0;
    lower_decorators(w, found);
    const uint32_t first_node = builder_n_nodes(w->b);
    if (part(w, found, OF_TYPE, &at))
        type = lower_type(w, at);
    flags |= has(w, found, OF_ASYNC) ? SCOPE_ASYNC : 0;
    flags |= has(w, found, OF_GENERATOR) ? SCOPE_GENERATOR : 0;
    flags |= has(w, found, OF_STATIC) ? SCOPE_STATIC : 0;
    flags |= has(w, found, OF_PROPERTY) ? SCOPE_PROPERTY : 0;

    guint first = w->params->len;
    g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    w->extends = false;
    lower_parameters(w, found, fields);
    flags |= w->extends ? SCOPE_EXTENDS : 0;
    if (kind == SCOPE_LAMBDA && w->l->lambda_parameter && w->params->len == first && says_word(w, node, w->l->lambda_parameter))
        add_param(w, node, &(struct parameter){.position = 0}, PARAM_PLAIN, builder_cstring(w->b, w->l->lambda_parameter));
    struct frame frame;
    uint32_t scope = walk_open_scope(w, kind, node, &frame);
    struct fact_scope *s = builder_scopes(w->b, scope);
    s->name = name;
    s->flags = flags;
    s->type = type;
    s->doc = doc;
    take_params(w, scope, first);
    take_decorators(w, scope, first_decorator);
    lower_bounds(w, found, scope, first_node);
    assign_fields(w, node, scope, fields, first);
    if (part(w, found, OF_SELF, &at)) {
        uint32_t receiver = part(w, found, OF_RECEIVER, &body) ? lower_type(w, body) : 0;
        walk_assign(w, walk_leaf(w, NODE_NAME, at, walk_text(w, at)), 0, receiver, ASSIGN_SELF);
    } else if (w->l->implicit_self && w->l->self_names && *w->l->self_names && part(w, found, OF_RECEIVER, &at)) {
        uint32_t receiver = lower_type(w, at); /* what the function extends is its instance, wherever it stands */
        walk_assign(w, walk_leaf(w, NODE_NAME, at, builder_cstring(w->b, w->l->self_names[0])), 0, receiver, 0);
    }

    w->named_from = w->named->len;
    declare_results(w, found);
    if (part(w, found, OF_BODY, &body)) {
        uint32_t inner = walk_doc(w, body);
        if (inner)
            builder_scopes(w->b, scope)->doc = inner;
    }
    uint32_t left = 0; /* statements of a body may be its parts; the last one gives the value */
    EACH_PART(w, found, OF_BODY, body)
        left++;
    EACH_PART(w, found, OF_BODY, body) {
        w->tail = --left == 0 && (w->l->last_value || (w->l->lambda_value && kind == SCOPE_LAMBDA));
        lower_statement(w, body);
    }
    if (part(w, found, OF_VALUE, &body)) {
        uint32_t value = lower(w, body, 0);
        walk_returned(w, value);
        walk_jump(w, JUMP_RETURN, body, value);
    }
    g_array_set_size(w->named, w->named_from);
    w->named_from = outer_named;
    walk_close_scope(w, &frame);
    w->constant = constant;
    w->exported = exported;
    return scope;
}

static uint32_t type_name(struct walk *w, TSNode node)
{
    return walk_last_name(w, lower_type(w, node));
}

/* The module that a name is imported from, whole or a member of it; NULL for another name. */
static const char *imported_from(const struct walk *w, uint32_t name)
{
    for (uint32_t i = 0; i < builder_n_imports(w->b); i++)
        if (builder_imports(w->b, i)->local == name)
            return builder_text(w->b, builder_imports(w->b, i)->module);
    return NULL;
}

/* A type of a library that is given more methods here: impl Ask for client::Client<Config>. 0 for one of the program's own. */
static uint32_t extended_type(struct walk *w, TSNode node)
{
    uint32_t type = lower(w, node, 0);
    while (type && node_at(w, type)->kind == NODE_SUBSCRIPT)
        type = node_at(w, type)->a;
    uint32_t root = type;
    while (root && node_at(w, root)->kind == NODE_MEMBER)
        root = node_at(w, root)->a;
    if (!root || node_at(w, root)->kind != NODE_NAME)
        return 0;
    const char *name = builder_text(w->b, node_at(w, root)->text), *module = imported_from(w, node_at(w, root)->text);
    for (unsigned i = 0; i < w->l->n_prefixes; i++)
        if (g_str_equal(w->l->prefixes[i].key, name))
            return 0;
    return module ? (*module != MODULE_OWN && *module != '.' ? type : 0) : root != type ? type : 0;
}

void lower_method(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t name = !w->l->implicit_self && part(w, found, OF_RECEIVER, &at) ? type_name(w, at) : 0;
    struct frame frame;
    if (name) {
        struct extent comment = w->comment;
        uint32_t scope = walk_open_scope(w, SCOPE_CLASS, node, &frame);
        builder_scopes(w->b, scope)->name = name;
        builder_scopes(w->b, scope)->flags = SCOPE_PART;
        w->comment = comment;
    }
    lower_function(w, node, found, SCOPE_FUNCTION, 0);
    if (name)
        walk_close_scope(w, &frame);
}

uint32_t lower_class(struct walk *w, TSNode node, const struct match *found, bool statement, uint32_t hint, uint32_t base)
{
    KEEP_STACKS(w);
    TSNode at, body;
    uint32_t name = hint, doc = comment_doc(w), first_decorator = statement ? 0 : w->decorators->len;
    uint8_t flags = statement && w->exported ? SCOPE_EXPORTED : 0;
    bool constant = w->constant, exported = w->exported;
    w->constant = w->exported = false;
    w->comment.end = 0;
    if (part(w, found, OF_NAME, &at))
        name = walk_text(w, at);
    if (part(w, found, OF_RECEIVER, &at)) {
        name = type_name(w, at);
        flags |= SCOPE_PART;
    }
    lower_decorators(w, found);
    if (base)
        walk_push(w, base);
    EACH_PART(w, found, OF_BASE, at)
        walk_push(w, lower(w, at, 0));
    uint32_t extended = part(w, found, OF_RECEIVER, &at) ? extended_type(w, at) : 0;
    if (extended)
        walk_push(w, extended);
    flags |= extended ? SCOPE_EXTENDS : 0;
    uint32_t n = w->ids->len - kept_ids;
    uint32_t bases = builder_add_kids(w->b, (const uint32_t *)(void *)w->ids->data + kept_ids, n);
    struct frame frame;
    guint embedded = w->embedded->len;
    uint32_t scope = walk_open_scope(w, SCOPE_CLASS, node, &frame);
    struct fact_scope *s = builder_scopes(w->b, scope);
    s->name = name;
    s->flags = flags;
    s->doc = doc;
    s->first_base = bases;
    s->n_bases = n;
    take_decorators(w, scope, first_decorator);
    guint first_param = w->params->len;
    g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    lower_bounds(w, found, scope, builder_n_nodes(w->b));
    lower_parameters(w, found, fields); /* of the constructor: the class's own names, whose defaults know its members */
    take_params(w, scope, first_param);
    w->named_from = w->named->len;
    declare_results(w, found);
    if (part(w, found, OF_BODY, &body)) {
        uint32_t inner = walk_doc(w, body);
        if (inner)
            builder_scopes(w->b, scope)->doc = inner;
        lower_statement(w, body);
    }
    walk_close_scope(w, &frame);
    if (w->embedded->len > embedded) {
        g_array_append_vals(w->ids, &g_array_index(w->embedded, uint32_t, embedded), w->embedded->len - embedded);
        g_array_set_size(w->embedded, embedded);
        n = w->ids->len - kept_ids;
        bases = builder_add_kids(w->b, (const uint32_t *)(void *)w->ids->data + kept_ids, n);
        builder_scopes(w->b, scope)->first_base = bases;
        builder_scopes(w->b, scope)->n_bases = n;
    }
    w->constant = constant;
    w->exported = exported;
    DROP_STACKS(w);
    return scope;
}

uint32_t walk_scope_value(struct walk *w, enum node_kind kind, TSNode at, uint32_t scope)
{
    uint32_t i = walk_node(w, kind, at);
    if (i)
        node_at(w, i)->scope_ref = scope;
    return i;
}
