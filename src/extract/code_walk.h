/*
 * code_walk - the walk over the syntax tree of source code (code.c), private to the files that lower its
 * constructs (code_*.c). All take the walk in hand; nodes that they give are indexes of facts, 0 for none.
 */
#ifndef DEBTSCAN_EXTRACT_CODE_WALK_H
#define DEBTSCAN_EXTRACT_CODE_WALK_H

#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "extract/code_words.h"
#include "extract/extract_priv.h"
#include "syntax/pattern.h"

struct extent {
    uint32_t start, end; /* bytes */
};

struct walk {
    struct facts_builder *b;
    const struct language *l;
    struct matcher m;
    const char *text;
    uint32_t scope, region;
    unsigned depth, types;    /* > 0: in a type annotation */
    bool deep, full;          /* the note was left */
    bool constant;            /* the declaration in hand is one of constants */
    bool exported;            /* the declaration in hand is exported */
    bool typing;              /* in a block that only type checkers run */
    bool reassign;            /* the assignment in hand declares nothing */
    bool tail;                /* the statement in hand gives the value of its function */
    bool collects;            /* ... or of the expression around it: such values go to `results` */
    uint32_t expected;        /* node: the declared type of the construction in hand, where it names none */
    uint32_t cast, cast_type; /* nodes: what was cast last, and to what */
    struct extent comment;    /* the block of comments right above the statement in hand; end 0: none */
    GArray *ids;              /* stack of nodes under construction */
    GArray *named;            /* texts: names of results that the functions in hand declare; the innermost's begin at `named_from` */
    guint named_from;
    GArray *results;          /* stack of nodes: what the statements of expressions in hand end with */
    GArray *params;           /* stack of struct fact_param */
    bool extends;             /* the first parameter that was lowered last takes what the function is called on */
    GArray *embedded;         /* stack of nodes: types that the class in hand holds without a name */
    GArray *decorators;       /* nodes waiting for the definition they decorate */
    uint8_t decorator_flags;  /* of the scope they decorate */
    const void *doc;          /* id of the statement that is the documentation of the scope in hand */
    GArray *extents;          /* by scope */
    GArray *reassigned;       /* assignments whose names are bound further out: indexes */
    GHashTable *outer;        /* names taken from further out: BINDING -> 1 for the module's, 2 for the nearest */
    GHashTable *bodies;       /* id of the mark of a string -> TSNode with its text; NULL until one is met */
    const char *const *body_keys; /* of requests to models, NULL-terminated; NULL without rules for them */
    uint32_t comment_lines;
};

/* A name in a scope, as a key. */
#define BINDING(scope, name) PAIR_KEY(scope, name)

#define KEEP_STACKS(w)                                                                             \
    const uint32_t kept_children = (w)->m.n_children, kept_captures = (w)->m.n_captures,           \
                   kept_ids = (w)->ids->len
#define DROP_STACKS(w)                                                                             \
    do {                                                                                           \
        (w)->m.n_children = kept_children;                                                         \
        (w)->m.n_captures = kept_captures;                                                         \
        g_array_set_size((w)->ids, kept_ids);                                                      \
    } while (0)

/* For each capture of a part. The body may push on all stacks. */
#define EACH_PART(w, found, which, out)                                                            \
    for (uint32_t i_ = 0; i_ < (found)->count; i_++)                                               \
        if ((w)->m.captures[(found)->first + i_].part == (which) &&                                \
            ((out) = (w)->m.captures[(found)->first + i_].node, true))

/* The first node that is captured as a part; false if none is. */
static inline bool part(const struct walk *w, const struct match *found, enum part which, TSNode *node)
{
    return matcher_part(&w->m, found, which, node);
}

static inline bool has(const struct walk *w, const struct match *found, enum part which)
{
    TSNode node;
    return matcher_part(&w->m, found, which, &node);
}

static inline uint32_t line_of(TSNode node)
{
    return ts_node_start_point(node).row + 1;
}

static inline uint32_t end_line_of(TSNode node)
{
    TSPoint end = ts_node_end_point(node);
    return end.row + (end.column > 0 || end.row == ts_node_start_point(node).row);
}

static inline uint16_t saturated(uint32_t column)
{
    return (uint16_t)MIN(column, UINT16_MAX - 1) + 1;
}

static inline const char *bytes_of(const struct walk *w, TSNode node, size_t *len)
{
    uint32_t start = ts_node_start_byte(node);
    *len = ts_node_end_byte(node) - start;
    return w->text + start;
}

static inline const char *self_name(const struct walk *w)
{
    return w->l->self_names && w->l->self_names[0] ? w->l->self_names[0] : "";
}

static inline struct fact_node *node_at(const struct walk *w, uint32_t i)
{
    return builder_nodes(w->b, i);
}

static inline uint32_t kid_at(const struct walk *w, uint32_t i)
{
    return *builder_kids(w->b, i, 1);
}

/* Whether a child is of interest: named, and no comment or line continuation. */
static inline bool counts(const struct walk *w, const struct pattern_child *c)
{
    return c->named && matcher_role(&w->m, c->symbol) != ROLE(IS_COMMENT, OF_TEXT) &&
           (!ts_node_is_extra(c->node) || ts_node_is_error(c->node));
}

static inline bool is_mark(const struct walk *w, const struct pattern_child *c, char mark)
{
    uint32_t start = ts_node_start_byte(c->node);
    return !c->named && ts_node_end_byte(c->node) == start + 1 && w->text[start] == mark;
}

static inline bool is_comma(const struct walk *w, const struct pattern_child *c)
{
    return is_mark(w, c, ',');
}

/* ---- code_nodes.c ---- */

/* The bytes of a node as a string, cut at LIMIT_STRING_BYTES. */
uint32_t walk_text(const struct walk *w, TSNode node);
/* A name without the marks that the language writes before it. */
uint32_t walk_name(const struct walk *w, TSNode node);
/* False once a file holds LIMIT_TREE_NODES nodes, which leaves a note. */
bool walk_room(struct walk *w);
/* 0 when there is no more room. */
uint32_t walk_node(struct walk *w, enum node_kind kind, TSNode at);
/* Makes `kid` a child of `parent`, if it has no parent yet. */
void walk_adopt(struct walk *w, uint32_t parent, uint32_t kid);
/* A node with a text, and one with two operands, which it adopts. */
uint32_t walk_leaf(struct walk *w, enum node_kind kind, TSNode at, uint32_t text);
uint32_t walk_branch(struct walk *w, enum node_kind kind, TSNode at, uint32_t text, uint32_t a, uint32_t b);
/* Gives node `i` the nodes on the stack from `first` on as its kids. */
void walk_take_kids(struct walk *w, uint32_t i, uint32_t first);
/* Onto the stack of nodes under construction; 0 is passed over. */
void walk_push(struct walk *w, uint32_t id);
/* A node that lowering makes up: it has the place of `value`, and is not its parent. */
uint32_t walk_synthetic(struct walk *w, enum node_kind kind, TSNode at, uint32_t text, uint32_t a, uint32_t b);
/* value[index] */
uint32_t walk_synthetic_index(struct walk *w, TSNode at, uint32_t value, uint32_t index);
/* `value`, or `otherwise` where it is missing. */
uint32_t walk_synthetic_default(struct walk *w, TSNode at, uint32_t value, uint32_t otherwise);
/* Lowers the children of a node and pushes them. */
void walk_push_children(struct walk *w, TSNode node);
/* What the class around makes of itself with these arguments: a constant of an enumeration. */
uint32_t walk_made_here(struct walk *w, TSNode at, TSNode arguments);
/* What stands in a type annotation, and the first capture of a part. */
uint32_t lower_type(struct walk *w, TSNode node);
uint32_t lower_part(struct walk *w, const struct match *found, enum part which);

/* ---- code_strings.c ---- */

/* A string node; a text longer than LIMIT_STRING_BYTES is cut between characters and flagged. */
uint32_t walk_string(struct walk *w, TSNode at, const char *s, size_t len);
uint32_t lower_string(struct walk *w, TSNode node);
/* format!("{base}/{}", path): a text with values in it. */
uint32_t lower_format(struct walk *w, TSNode node, const struct match *found);
/* The value of a string that is no expression: a module's name, a docstring. Interpolations are left out. */
uint32_t walk_plain_string(struct walk *w, TSNode node);

/* ---- code_json.c ---- */

/* Texts that are written as the JSON of a request to a model become dictionaries, once all of the file is lowered. */
void walk_settle_json(struct walk *w);

/* ---- code_assign.c ---- */

/* One assignment to one name, member or subscript; `type`: what is declared, 0 for nothing. */
void walk_assign(struct walk *w, uint32_t target, uint32_t value, uint32_t type, uint32_t flags);
/* The name of a key: an identifier, a string, a number. 0 if it is computed. */
uint32_t walk_key(struct walk *w, TSNode node);
/* Whether an entry of an object pattern names key and target at once: {a}. */
bool walk_is_shorthand(struct walk *w, TSNode node);
/* Takes a target apart and assigns to each name, member and subscript in it. */
void walk_assign_to(struct walk *w, TSNode target, uint32_t value, uint32_t type, uint32_t flags);
/* The name that a function gets from what it is assigned to. */
uint32_t walk_target_name(struct walk *w, TSNode target);
/* Marks the scope of a function or class that is a value as exported. */
void walk_exported(struct walk *w, uint32_t value);
/* Gives the value, which is what the assignment means as an expression. */
uint32_t lower_assign(struct walk *w, const struct match *found);
/* Names that a scope takes from further out. */
void lower_outer(struct walk *w, const struct match *found);
/* An assignment to a name that is declared further out belongs to the scope that declares it. */
void walk_settle_scopes(struct walk *w);
/* `x = new()` constructs what x is declared to be, here or in the class. */
void walk_settle_constructions(struct walk *w);
/* A name that nothing binds is a call, where the language writes calls so. */
void walk_settle_calls(struct walk *w);
/* The last name in a type: of `*pkg.Name[T]` it is Name. */
uint32_t walk_last_name(struct walk *w, uint32_t i);
/* A pair as a statement of a class, as an interface has them: a field of that type. */
void lower_pair_field(struct walk *w, const struct match *found);
void lower_field(struct walk *w, const struct match *found);

/* ---- code_scopes.c ---- */

struct frame { /* what a scope hides while its body is lowered */
    uint32_t scope, region;
    unsigned types;
    bool constant, exported, tail, collects;
    struct extent comment;
};

/* The docstring that a body begins with, whose statement is then passed over. 0 without. */
uint32_t walk_doc(struct walk *w, TSNode body);
/* Opens a scope that stands in the current one. Decorators, bases and parameters are known. */
uint32_t walk_open_scope(struct walk *w, enum scope_kind kind, TSNode at, struct frame *frame);
void walk_close_scope(struct walk *w, const struct frame *frame);
void lower_decorator(struct walk *w, const struct match *found);
void lower_decorators(struct walk *w, const struct match *found);
/* The scope of a function, a method or a lambda. `hint`: the name of what it is bound to. */
uint32_t lower_function(struct walk *w, TSNode node, const struct match *found, enum scope_kind kind, uint32_t hint);
/* What a return without a value gives: the results that the function in hand has names for; 0 without. */
uint32_t walk_named_results(struct walk *w, TSNode at);
/* A method, or one that is written outside of the class of its receiver. */
void lower_method(struct walk *w, TSNode node, const struct match *found);
uint32_t lower_class(struct walk *w, TSNode node, const struct match *found, bool statement, uint32_t hint, uint32_t base);
/* A type that the scope in hand takes, and what it is at least. */
void lower_bound(struct walk *w, const struct match *found);
/* A function or class as a value. */
uint32_t walk_scope_value(struct walk *w, enum node_kind kind, TSNode at, uint32_t scope);

/* ---- code_imports.c ---- */

void lower_import(struct walk *w, TSNode node, const struct match *found);
/* What follows, or the body, declares in a namespace. */
void lower_namespace(struct walk *w, TSNode node, const struct match *found);
/* A module as an expression: it is bound to its own name in quotes, and that name is the value. */
uint32_t lower_module(struct walk *w, TSNode node, const struct match *found);
uint32_t lower_export(struct walk *w, TSNode node, const struct match *found);

/* ---- code_control.c ---- */

/* Adds a region that stands in the current one; `owner`: the region that it belongs to, 0 for none. */
uint32_t walk_region(struct walk *w, enum region_kind kind, TSNode at, uint32_t expr, uint32_t owner);
/* Adds a return, raise, break, continue, retry or pass of the current scope. */
void walk_jump(struct walk *w, enum jump_kind kind, TSNode at, uint32_t value);
/* `return new()` constructs what the function gives: of one that is asynchronous, what its type is an argument of. */
void walk_returned(struct walk *w, uint32_t value);
/* Lowers the captures of a part as statements. The last one of a body gives its value. */
void lower_bodies(struct walk *w, const struct match *found, enum part which);
uint32_t lower_branch(struct walk *w, TSNode node, const struct match *found, uint32_t owner);
void lower_each(struct walk *w, TSNode node, const struct match *found);
void lower_while(struct walk *w, TSNode node, const struct match *found);
void lower_handler(struct walk *w, TSNode node, const struct match *found, uint32_t owner);
void lower_try(struct walk *w, TSNode node, const struct match *found);
void lower_with(struct walk *w, TSNode node, const struct match *found);
void lower_switch(struct walk *w, TSNode node, const struct match *found);
uint32_t lower_comprehension(struct walk *w, TSNode node, const struct match *found);

/* ---- code_values.c ---- */

uint32_t lower_call(struct walk *w, TSNode node, const struct match *found);
uint32_t lower_name(struct walk *w, TSNode node);
/* Methods that give the instance's own variables of the same names. */
void lower_accessor(struct walk *w, const struct match *found);
uint32_t lower_member(struct walk *w, TSNode node, const struct match *found);
uint32_t lower_subscript(struct walk *w, TSNode node, const struct match *found);
/* Operators between operands, from the left. */
uint32_t lower_binary(struct walk *w, TSNode node, const struct match *found);
uint32_t lower_unary(struct walk *w, TSNode node, const struct match *found);
uint32_t lower_conditional(struct walk *w, TSNode node, const struct match *found, uint32_t hint);
uint32_t lower_pair(struct walk *w, TSNode node, const struct match *found);
uint32_t lower_shorthand(struct walk *w, TSNode node, const struct match *found);
uint32_t lower_keyword(struct walk *w, TSNode node, const struct match *found);
uint32_t lower_jsx(struct walk *w, TSNode node, const struct match *found);
/* append(list, element): the list's elements, and more of them. */
uint32_t lower_grown(struct walk *w, const struct match *found, TSNode node, TSNode list);
uint32_t lower_collection(struct walk *w, TSNode node, enum node_kind kind);
/* A dictionary whose keys and values stand side by side, `new {a = 1, b}`: the separator makes a key of what is before it. */
uint32_t lower_flat_pairs(struct walk *w, TSNode node, const struct match *found);
/* A number without what separates its digits, and without the letter that says its type. */
uint32_t lower_number(struct walk *w, TSNode node);
/* (Model) x: the value itself. Of a name, a test of its type is made up beside it. */
uint32_t lower_cast(struct walk *w, TSNode node, const struct match *found, uint32_t hint);
uint32_t lower_method_value(struct walk *w, TSNode node, const struct match *found);
uint32_t lower_await(struct walk *w, const struct match *found, uint32_t hint);
void lower_raise(struct walk *w, TSNode node, const struct match *found);
void lower_assert(struct walk *w, TSNode node, const struct match *found);
void lower_yield(struct walk *w, TSNode node, const struct match *found);

/* ---- code_lower.c ---- */

/* False beyond the depth limit. */
bool walk_descend(struct walk *w, TSNode node);
/* An expression; 0 for what is none. */
uint32_t lower(struct walk *w, TSNode node, uint32_t hint);
/* Gives the value of a statement that is an expression; 0 for others. */
uint32_t lower_statement(struct walk *w, TSNode node);

#endif
