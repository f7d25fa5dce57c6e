/*
 * resolve_priv - what the files of the evaluator share: resolve.c evaluates names and types, members.c members of values,
 * calls.c calls and all other expressions.
 */
#ifndef DEBTSCAN_LINK_RESOLVE_PRIV_H
#define DEBTSCAN_LINK_RESOLVE_PRIV_H

#include <string.h>

#include "link/link_priv.h"

extern const struct vset vset_busy; /* being evaluated: a cycle came back to it */

/* ---- sets ---- */

struct builder {
    unsigned n;
    bool open;
    const struct vset *whole; /* a set that holds all there is so far, or NULL */
    struct value v[MAX_VALUES];
};

/* Values beyond `n` stay as they are: this runs for every expression. */
#define BUILDER(name, is_open)                                                                                         \
    struct builder name;                                                                                               \
    name.n = 0;                                                                                                        \
    name.open = is_open;                                                                                               \
    name.whole = NULL

/* Adds a value that is not there yet. */
static inline void add(struct builder *b, struct value v)
{
    bool full = b->n == MAX_VALUES, says = v.parsed || v.written || v.decoded;
    if (full && b->open && !says)
        return;
    for (unsigned i = 0; i < b->n; i++) {
        struct value *o = &b->v[i];
        if (o->kind == v.kind && o->file == v.file && o->ref == v.ref && o->path == v.path &&
            o->site == v.site && o->chain == v.chain) {
            if ((v.parsed && !o->parsed) || (v.written && !o->written) || (v.decoded && !o->decoded))
                b->whole = NULL;
            o->parsed |= v.parsed;
            o->written |= v.written;
            o->decoded |= v.decoded;
            return;
        }
    }
    b->whole = NULL;
    if (full)
        b->open = true;
    else
        b->v[b->n++] = v;
}

/* Adds all that a set holds. */
static inline void add_set(struct builder *b, const struct vset *s)
{
    if (!s->n || s == b->whole) {
        b->open |= s->open;
        return;
    }
    if (b->n) {
        for (unsigned i = 0; i < s->n; i++)
            add(b, s->v[i]);
        b->open |= s->open;
        return;
    }
    memcpy(b->v, s->v, s->n * sizeof *s->v); /* no value is twice in a set */
    b->n = s->n;
    b->whole = b->open ? NULL : s; /* sets live as long as the linker, so theirs can stand for ours */
    b->open |= s->open;
}

/* Says how the i-th value came here. */
static inline void set_via(struct builder *b, unsigned i, uint8_t via)
{
    if (b->v[i].via == via)
        return;
    b->v[i].via = via;
    b->whole = NULL;
}

/* Whether a value that a caller passes is what this caller says, whatever the others do: a text, an object that was made. */
bool is_told_apart(struct linker *l, const struct value *v);
/* What was added, as a set in the arena. */
static inline const struct vset *finish(struct linker *l, const struct builder *b)
{
    if (!b->n)
        return b->open ? &vset_open : &vset_empty;
    if (b->whole && b->whole->open == b->open)
        return b->whole;
    return set_of(l, b->v, b->n, b->open);
}

/* ---- resolve.c ---- */

/* The interned path that a rule writes without wildcards; NULL for one that has them. */
const struct apath *from_pattern(struct linker *l, unsigned language, const struct path *pattern);
/* The value reached by one more segment. */
struct value path_step(struct linker *l, const struct value *v, enum segment_kind kind, const char *name);
/* A function or class of the repository is referred to. */
void note_reference(struct linker *l, uint8_t kind, uint32_t file, uint32_t scope);
/* Whether a value is a part of an answer that was read from its text already: response.json()["choices"], response.data. */
bool is_decoded(const struct linker *l, const struct value *v);
/* What is left of a value where nothing but its site is known; `name`: of the part of it that this is, or NULL. */
struct value rest_of(const struct linker *l, const struct value *v, const char *name);
/* The item that says what the elements of a call's result are made of, or NULL. */
const struct api_item *rows_of(struct linker *l, const struct apath *p);
/* What an element of the values of a set is. */
const struct vset *element_of(struct linker *l, const struct vset *s);
/* The file that a module name means in a file, NO_INDEX outside; files without facts are as good as outside. */
uint32_t resolve_module(struct linker *l, uint32_t file, const char *module);
/* The module of a name below a package, NO_INDEX without. */
uint32_t child_of(struct linker *l, uint32_t file, const char *name);
/* A module of the repository, itself. */
const struct vset *module_value(struct linker *l, uint32_t file);
/* Adds what a declaration says, unless something is known that was built so. */
void add_declared(struct builder *b, struct value v);
/* What an instance of the named type is. */
void instances_of(struct linker *l, const struct vset *types, struct builder *b);
/* Whether a path is a source whose values stand in configuration files. */
bool reads_files(struct linker *l, const struct apath *p);
/* Adds a value; what says how something was built replaces what says only of which class it is. */
void add_built(struct builder *b, struct value v);
/* The item that says what a call of a path gives, or NULL. */
const struct api_item *transform_of(struct linker *l, const struct apath *p);
/* A class of the repository that is written with a part of its namespace, where that is members: Clients.Maker. */
const struct vset *member_class(struct linker *l, uint32_t file, uint32_t node);
/* What a parameter (an index of params) may be: what callers pass, its default, its type. */
const struct vset *eval_param(struct linker *l, uint32_t file, uint32_t index);
/* Whether all that is known of a value is that it comes from outside, or is nothing yet: then its declared type says more. */
bool says_nothing(const struct linker *l, const struct builder *b);
/* What an assignment gives its target. */
const struct vset *eval_assign(struct linker *l, uint32_t file, const struct fact_assign *a);
/* A name that is declared without a value, or with nothing: what it is given elsewhere says more. */
bool is_declaration(const struct facts *f, const struct fact_assign *a);
/* Whether a name is what methods call the class above by. */
bool is_super(const struct linker *l, uint32_t file, const char *name);
/* What a name stands for where it is written. */
const struct vset *eval_name(struct linker *l, uint32_t file, const struct fact_node *n);
/* The functions of the program that `n`, a member of an object, names, and that extend its type: fun Client.send(request), of
 * client.send; NULL without. */
const struct vset *extension_member(struct linker *l, uint32_t file, const struct vset *object, const struct fact_node *n);

/* ---- members.c ---- */

/* What was put into a holder under a name from elsewhere; true if anything was. */
bool add_stored(struct linker *l, const struct value *holder, const char *name, struct builder *b);
/* Whether nothing but null, what is empty, and functions that give nothing, is known: what derives from the class says more. */
bool is_placeholder(struct linker *l, const struct builder *b);
/* What an instance of a library's class is: what the rules say that making one gives, or that. */
void instance_of_library(struct linker *l, const struct value *class, struct builder *b);

/* What an instance of a class of the program, or the class itself, is of a library, by the classes above it. */
void instances_above(struct linker *l, const struct value *v, struct builder *b, unsigned hops);

/* A member that classes derived from this one define. */
void derived_member(struct linker *l, uint32_t file, uint32_t scope, const char *name, struct builder *b,
                    bool *found, unsigned hops);
/* The same, which counts in the place of what is empty in the class itself: self.settings = {}. */
void derived_instead(struct linker *l, uint32_t file, uint32_t scope, const char *name, struct builder *b, bool *found);
/* A member of a class or of its instances; *found tells whether a class of the repository has it. */
void class_member(struct linker *l, uint32_t file, uint32_t scope, const char *name, bool instance,
                  struct builder *b, bool *found, unsigned hops);
/* What a library makes of a member of a class of the repository which it implements, where the class itself does not write it. */
void made_member(struct linker *l, uint32_t file, uint32_t class, const char *name, struct builder *b);
/* How instances of a class are reached that a library makes; NULL where none does. */
const struct apath *made_path(struct linker *l, uint32_t file, uint32_t class);
/* Any of a dictionary's values. */
void add_elements(struct linker *l, const struct value *v, struct builder *b);
/* What is read from a result beside the model's own words says nothing of them. */
bool of_envelope(struct linker *l, const struct value *v, const char *name);

/* ---- calls.c ---- */

/* What a call passes for an argument, by its name or, without one, its position. */
void argument_values(struct linker *l, uint32_t file, uint32_t node, const char *name, int position,
                     struct builder *b);
/* A configuration file, as the dictionary or list that it is. */
const struct vset *document_value(struct linker *l, uint32_t file);
/* Whether a value may stand for a container of which only the type is seen, and for what that holds. */
bool is_held(const struct value *v);
/* Whether a method hands what it is called on, or each element of it, to a function: answer.then(f). */
bool hands_over(const struct language *lang, const char *method);
/* The sites that a call's arguments derive from: a value made of them derives from them too. */
void taint_into(struct linker *l, uint32_t file, uint32_t node, struct builder *b, bool parsed);

#endif
