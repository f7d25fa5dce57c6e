/*
 * link_priv - what the files of this room share: the linker's state, values and evaluation.
 *
 * A value is what an expression may stand for: an access path from an import, a module, function,
 * class or instance of the repository, or a literal. Evaluation is flow-insensitive and memoised; a
 * set that is `open` may hold more than it lists. Depth is bounded, and cycles end in an open set.
 */
#ifndef DEBTSCAN_LINK_PRIV_H
#define DEBTSCAN_LINK_PRIV_H

#include "base/hash.h"
#include "link/link.h"
#include "link/modules.h"
#include "link/siblings.h"

#define MAX_VALUES 32      /* of one set; more makes it open */
#define MAX_EVAL_DEPTH 320 /* nested evaluation */
#define MAX_PATH_DEPTH 24  /* segments of an access path */
#define MAX_NESTED 4      /* clients that hold one another */
#define MAX_TEXT (64u << 10) /* of a template whose parts are joined */
#define MAX_FRAMES 5       /* calls within calls that parameters are told apart by */
#define MAX_FRAMED 64      /* calls within one, on whatever ways: what implements an interface by others of its kind has them without end */
#define MAX_LINKS 16       /* of a chain that gets the call it stands in */
#define MAX_CALLERS 24     /* of one function, whose arguments flow into its parameters */
#define MAX_INNER 4        /* places where a function calls one that it is handed */
#define HANDLER_HOPS 6     /* calls between a handler and what it guards: a screen, a repository, a client, helpers of each */

/* One segment of a concrete access path; interned, so equal paths are equal pointers. */
struct apath {
    const struct apath *parent;
    enum segment_kind kind;
    const char *name;
    unsigned depth;
    unsigned language;
    bool dead;                     /* no rule can match it or anything below */
    bool matched;                  /* items are known */
    unsigned *items;
    unsigned n_items;
    const struct apath *canonical; /* it is an alias: what it stands for */
    const struct api_alias *alias; /* that it is; NULL without */
    GHashTable *kids;              /* owned by the linker */
};

struct node_ref {
    uint32_t file, node;
    uint32_t shift; /* of a call: arguments before those that the function gets */
    struct frame *frame; /* of what was made by a function: the call that made it; NULL: any */
};

/* One call of a function: while it is in force, the function's parameters are what this call passes. */
struct frame {
    const struct frame *outer; /* the call is itself a part of that call */
    uint32_t file, scope;      /* the function */
    struct node_ref call;
    unsigned depth;
    struct frame *inner; /* the last that was made of a call within the function; NULL without */
    struct frame *maker; /* the call that made the object which the function is called on, once asked for (frame_maker) */
    bool maker_asked;
    GHashTable *memo, *texts, *visible; /* of what stands in the function, by node; owned by the linker */
};

/* The calls a path value went through, newest first. */
struct chain {
    const struct chain *prev;
    uint32_t file, node;         /* the call, or the composing expression */
    const struct apath *path;    /* after the call */
    const struct vset *extra;    /* other operands of a composition */
    struct frame *frame;         /* the call of the function that this stands in; NULL: any */
    const struct api_alias *alias; /* that stood there and says something of its own; NULL without */
    uint8_t bound;               /* not called yet: these arguments are added to those of the call that comes; how many
                                    arguments stand before them. 0: a call */
    bool step;                   /* of a builder: the path is the builder's still */
};

enum value_kind {
    V_OTHER,    /* nothing known but perhaps its site */
    V_PATH,     /* reached from an import */
    V_MODULE,   /* a file of the repository; ref: of `import a.b.c`, how many packages above it the name stands for */
    V_FUNCTION, /* file, ref: scope */
    V_CLASS,    /* file, ref: scope */
    V_INSTANCE, /* of a class: file, ref: scope */
    V_LITERAL,  /* file, ref: node */
    V_TYPE,     /* an annotation that has a name: file, ref: node */
    V_SUPER,    /* the classes above one: file, ref: its scope */
    V_KEYWORDS, /* the **kwargs of a function: file, ref: scope */
    V_ROW,      /* an element of enumerate(xs) and the like: file, ref: the call; path: of the call */
};

struct value {
    uint8_t kind;
    uint8_t via;               /* enum value_origin: how it came here */
    bool parsed : 1;           /* the site's output, after a parser */
    bool written : 1;          /* text that the program made of it */
    bool decoded : 1;          /* of a request's answer: a part of what was read from its text; of paths, their names say it as well */
    uint32_t file, ref;
    uint32_t site;             /* call node's site key + 1 this derives from, 0 without */
    const struct apath *path;
    const struct chain *chain;
};

struct vset {
    struct value *v;
    unsigned n;
    bool open;
};

enum binding_kind { BIND_IMPORT, BIND_ASSIGN, BIND_PARAM, BIND_SCOPE };

struct binding {
    enum binding_kind kind;
    uint32_t index;
};

enum { GROWS = 1, GROWS_NOT };

struct bindings { /* of one name in one scope */
    GArray *list;           /* struct binding */
    GArray *tested;         /* uint32_t, nodes: types that the program asks whether it is of, or casts it to; NULL without */
    const struct vset *set; /* what they stand for, once it is known in this pass */
    unsigned char busy;     /* how often it is being evaluated: more than once in a cycle */
    unsigned char pass;     /* that `set` is of */
    unsigned char growth;   /* whether one of its values is made of another, once that is known: GROWS, GROWS_NOT */
    unsigned char asked_again; /* how often what was found was not kept, as a cycle had left out a part of it */
};

struct feed { /* what a method hands to a function: the object, or each of its elements */
    uint32_t file, node;
    bool each;
};

struct provider { /* what gives the instances of a type to those who declare one */
    uint32_t file, ref;
    bool function; /* ref: the scope of a function that makes them; otherwise a node whose value is one, or makes it */
    bool type;     /* ref: a node that names the type that they are of */
    struct node_ref registered, last; /* the call that provides a client, and the last step behind it: AddChatClient(client).UseX(); node 0: none */
};

struct stored { /* a value that was put somewhere by name */
    uint32_t file;
    uint32_t assign; /* index + 1 of the assignment; 0: a call did it */
    uint32_t node;   /* the value's */
    const struct chain *chain; /* of the holder */
};

struct set_up { /* a function that sets up what a container hands to a class, or under a name */
    struct node_ref call;     /* the call that is given it; `shift`: not used */
    uint32_t function;        /* its scope; 0: none is given */
    struct unit class;        /* file NO_INDEX: of no class */
    const char *name;         /* NULL: under none */
};

struct later_call { /* what a call has run later */
    uint32_t file, node;
    struct unit runs;
};

struct held { /* a function, or another holder, that an object of a library runs when it is run itself */
    struct node_ref by;   /* the call that began to make the object */
    struct unit runs;     /* file NO_INDEX: the other holder */
    struct node_ref other;
    const char *input;    /* of its item; or NULL */
};

struct bound_call {
    uint32_t file, node;
    struct value function;
};

struct lfile { /* what the linker keeps of one file */
    struct project_file *pf;
    struct facts *f;
    const struct language *lang;
    GHashTable *strings;       /* text -> index; made when it is first asked for */
    GHashTable *bindings;      /* scope << 32 | string -> struct bindings */
    GHashTable *members;       /* class scope << 32 | string -> GArray of uint32_t assigns (self.x = ...) */
    GHashTable *exports;       /* text -> export index + 1 */
    GHashTable *visible;       /* class and name -> const struct vset *: what types_visible found; made when first asked */
    const struct vset **memo;  /* by node */
    uint32_t forgotten;        /* evaluations of this pass that are not remembered, since they came back to one under way */
    const struct vset **results; /* by scope: what calling it gives */
    const struct vset **params;  /* by param */
    GArray **callers;          /* by scope: struct node_ref of calls */
    GArray **through;          /* likewise, of calls that surround it but do not tell what it is passed: of a method that it is one of
                                  two to stand for, of what is handed over, of what holds it */
    bool *gives;               /* by scope: a function that returns or yields something */
    GHashTable *methods;       /* scope << 32 | string -> GArray of uint32_t: calls of a method of that name; made when asked */
    GHashTable *within;        /* scope << 32 | string -> GArray of uint32_t: methods of that name in functions within; made when asked */
    GHashTable *part_methods;  /* the same of calls of a method of a member of what a name stands for: options.Messages.Add(x) */
    GHashTable *handed;        /* scope << 32 | string -> GArray of uint32_t: where a name is handed to a call; made when asked */
    GHashTable *fillers;       /* scope << 32 | string -> GArray of struct filler: functions that what a name stands for is handed to
                                  (find.c); made when asked */
    GArray *augmented;         /* uint32_t: assigns that add to what a name stood for; made when asked */
    GHashTable *keyed;         /* scope << 32 | string -> GArray of uint32_t: assigns to x[...] and x.name; made when asked */
    GHashTable *grown;         /* scope << 32 | string -> GArray of uint32_t: what is put into the list that a name or field stands for */
    GHashTable *nested;        /* the same of assigns to x[...][...] and x.name.name */
    GHashTable *fielded;       /* class scope << 32 | string -> the same of assigns to parts of what a field holds */
    GHashTable *given;         /* value node -> GArray of uint32_t: assigns of it to a name; made when asked */
    GHashTable *kept;          /* the same: assigns of it to a member of what a method is called on */
    uint32_t *lambdas;         /* by scope: the node of a function that is an expression; made when asked */
    GHashTable *below;         /* node -> GArray of uint32_t: the nodes right below it; made when asked */
    GHashTable *calls;         /* scope -> the same of calls in it */
    GHashTable *assigned;      /* scope -> the same of assigns of a value to what stands in it */
    bool *importing;           /* by import: it is being evaluated; modules may import one another */
    bool *referenced;          /* by scope: something refers to this function or class */
    unsigned char *records;    /* by scope: a class that only holds values (objects.c); made when first asked */
    GHashTable *run;           /* a parameter, or the block of a function -> GArray of uint32_t: where it is called or handed on; made when asked */
};

struct prompt_ref { /* an expression that is sent to a site as text, or as messages */
    uint32_t draft;
    struct node_ref at;
    struct frame *frame; /* that was in force */
    const struct api_argument *argument;
    bool template_;      /* of what puts values into it */
};

struct site_draft { /* a site while its attributes are gathered */
    uint32_t file, node;
    uint32_t item;
    const struct chain *chain; /* of the value that matched first */
    const char *provider;
    double confidence;
    struct node_ref sent; /* the request, where a helper makes it with what this call passes; node 0 without (senders.c) */
    struct frame *frame;  /* that is in force for it */
};

struct built_agent { /* a call that builds an agent which its framework runs, if nobody else does */
    uint32_t file, node;
    uint32_t item;
    const struct chain *chain;
};

struct linker {
    const struct ruleset *rules;
    struct model *m;
    struct arena *a;
    struct lfile *files;
    unsigned n_files;
    struct modules *modules;
    struct types *types;       /* of languages whose types are known by name */
    struct siblings *siblings;
    struct apath **roots;      /* by language: a node whose kids are the roots */
    GPtrArray *tables;         /* all kids tables, to free */
    GHashTable *names;         /* identifier-use index: text -> count */
    GPtrArray *unresolved;     /* const struct api_item: sites that their members alone tell */
    GHashTable *asking;        /* last names of the paths of sites */
    GHashTable *stores;        /* struct value -> (name -> GArray of struct stored) */
    GPtrArray *options;        /* const struct api_item: stores whose names are declared by calls */
    GHashTable *settings;      /* const struct api_item -> GArray of struct attribute: what holds for all sites of its SDK */
    GHashTable *provided;      /* const struct apath: a declared type -> GArray of struct provider */
    GHashTable *tokens;        /* text: what stands for a value in the program (token_of) -> GArray of struct provider */
    GHashTable *fed;           /* file << 32 | scope -> struct feed: functions that methods hand values to */
    GHashTable *doers;         /* file << 32 | scope of a method that only says what others do -> GArray of struct node_ref (node: scope): the
                                  few that do it */
    GHashTable *stands_for;    /* file << 32 | scope of one of several that do it -> GArray of struct node_ref (node: scope): the methods
                                  that say so, whose callers hand the same to all */
    GHashTable *subclasses;    /* file << 32 | scope -> GArray of struct node_ref (node: scope) */
    GArray *agents;            /* struct built_agent: each that was met in the last pass, perhaps several times */
    GArray *bound;             /* struct bound_call: what was bound and perhaps never called */
    GArray *later;             /* struct later_call */
    GArray *set_up;            /* struct set_up */
    GArray *held;              /* struct held */
    GHashTable *packed;        /* file << 32 | node of calls that hand a function over with its arguments in a list and a dictionary ->
                                  the item that says so (struct api_item) */
    GHashTable *completed;     /* file << 32 | node of bound calls that were called */
    GHashTable *spreads;       /* file and node of dictionaries that calls spread -> whether they have `spread_key` */
    const char *spread_key;
    bool registers;            /* there are items by which calls provide */
    GPtrArray *keyed;          /* const struct api_item: dictionaries that provide */
    GPtrArray *composes;       /* const struct api_item: role compose */
    GHashTable *built;         /* const struct api_item: a client -> struct agreement (built.c) */
    GArray *drafts;            /* struct site_draft */
    GHashTable *draft_of;      /* file << 32 | node -> draft index + 1 */
    GArray *prompt_refs;       /* struct prompt_ref */
    uint32_t collecting;       /* index + 1 of the draft whose arguments are read; 0: none */
    uint32_t *site_of_draft;   /* once sites are in order */
    unsigned depth;            /* of evaluation */
    uint32_t came_back;        /* how often an evaluation came back to one that is under way */
    uint32_t cut;              /* how often one was too deep within others to be begun */
    uint32_t unfit;            /* how many requests went nowhere, as far as was seen in the midst of a cycle */
    struct frame *frame;       /* in force; NULL without */
    unsigned framed;           /* calls that were looked at since the outermost of these came into force */
    GPtrArray *frame_tables;   /* memo, texts and visible of frames */
    unsigned defaults_within;  /* defaults of the environment within one another */
    unsigned nested;           /* of clients within one another's arguments */
    GHashTable *above;         /* file << 32 | scope of a class -> struct frame: the call by which it builds the class above it */
    GHashTable *makers;        /* file << 32 | node of a call that makes a record -> struct chain in the arena */
    GHashTable *made;          /* file << 32 | scope of a class -> const struct apath: how its instances are reached that
                                  a library makes; learned in the first pass */
    GHashTable *stars;         /* "file\nname" -> const struct vset *: what star imports of a file give; made in one pass */
    GHashTable *texts;         /* file << 32 | node: the text of a template, NULL if it is not known */
    GHashTable *visible;       /* file << 32 | node -> GArray of struct visible_text (texts.c) */
    bool step;                 /* the call in hand is a step of a builder */
    const char *base;          /* before the paths of the call in hand; NULL without */
    const struct fact_node *type_name; /* the name that stands for a type, while it is looked up */
    struct node_ref held_by;   /* the object of the member in hand, where that is a member itself: desk.lamp of desk.lamp.on; node 0: it is none */
    unsigned n_passed;     /* tools whose definitions were looked for (passed.c) */
    unsigned callers_left; /* that handlers_around still looks at */
    unsigned inline_left;  /* expressions that are still looked into for text in line */
    unsigned inline_least; /* bytes that such a text has at least */
    int settings_from;         /* position from which arguments may be objects of named arguments */
    const char *provider;      /* that a client among the arguments of the site in hand implies */
    const struct api_pair *defaults; /* that client's, NULL without */
    unsigned n_defaults;
    GHashTable *senders;       /* file << 32 | scope of a helper -> GArray of uint32_t: requests in it (senders.c) */
    GHashTable *sent;          /* file << 32 | node: these requests */
    GHashTable *run_names;     /* text -> GArray of struct node_ref (node: region): branches that compare a name with it; NULL: not looked for yet */
    GHashTable *ways;          /* const struct frame: the outer one -> (file << 32 | node of a call -> GPtrArray of struct frame)
                                  (senders.c) */
    GHashTable *lone_methods;  /* name of a method -> file << 32 | scope, where one class of the program has it (lone.c) */
    GHashTable *lone_classes;  /* the same of classes */
    GHashTable *extensions;    /* name -> GArray of struct unit: functions called as methods of what they take (extends.c) */
    struct handings *handings; /* handed.c; made when it is first asked for */
    struct recall *recall;     /* recall.c */
    struct sets *sets;         /* sets.c */
    GHashTable *mounts;        /* file << 32 | node of the call that made a router -> struct mount (mounts.c), in the arena */
    GHashTable *events;        /* const struct api_event * -> GArray of struct node_ref (happens.c); made when first asked */
    GArray *middleware;        /* struct node_ref: calls by which a router runs something before its routes (mounts.c) */
    struct path_set **asked;   /* by language: paths that cases and contents of arguments ask for */
    bool final;                /* from the second pass on: arguments flow into parameters, sites are made */
    unsigned char pass;        /* what is remembered of names holds for one pass */
};

#define KEY(a, b) PAIR_KEY(a, b)

static inline const struct fact_node *lnode(const struct linker *l, uint32_t file, uint32_t node)
{
    return &l->files[file].f->nodes[node];
}

#define MOST_FORGOTTEN 2000 /* evaluations of one file that are not remembered: what they cost is bounded */

/* Whether so much is under way that nothing more is begun; what is found then is less than there is. */
static inline bool too_deep(struct linker *l)
{
    l->cut += l->depth >= MAX_EVAL_DEPTH;
    return l->depth >= MAX_EVAL_DEPTH;
}

/* Whether a value is less than there is, since something that it is made of was too deep within others (`cut`: l->cut before), and
 * is not to be remembered. */
static inline bool is_cut(const struct linker *l, struct lfile *lf, const struct vset *s, uint32_t cut)
{
    const bool is = s->open && l->cut != cut && l->depth && lf->forgotten < MOST_FORGOTTEN;
    lf->forgotten += is;
    return is;
}

static inline const char *ltext(const struct linker *l, uint32_t file, uint32_t text)
{
    return l->files[file].f->strings[text];
}

/* ---- link.c ---- */

/* Lists of numbers (GArray of uint32_t) by a key, of two halves (KEY) or any pointer; the table owns them. */
GHashTable *lists_new(void);
void lists_add(GHashTable *lists, gpointer key, uint32_t number);

/* Whether a call is known to be one of function (file, scope), once callers are in order. */
bool is_call_of(const struct linker *l, uint32_t file, uint32_t scope, struct node_ref call);
/* Adds a call to those that stand around a function without telling what its parameters are, once. */
void surround(struct linker *l, struct unit function, struct node_ref call);

/* Whether a class has all methods that an interface writes itself. */
bool fits_interface(struct linker *l, struct unit interface, uint32_t file, uint32_t class);

/* Makes a file's facts known to the linker. */
void index_file(struct linker *l, uint32_t file);

/* ---- resolve.c ---- */

extern const struct vset vset_empty, vset_open;

/* The index of a text among a file's strings, 0 if it is none of them. */
uint32_t string_index(struct linker *l, uint32_t file, const char *text);
const struct vset *eval(struct linker *l, uint32_t file, uint32_t node);
/* What a call of function (file, scope) gives. */
const struct vset *eval_result(struct linker *l, uint32_t file, uint32_t scope);
/* The value that `name` has in module `file` for those who import it. */
const struct vset *eval_export(struct linker *l, uint32_t file, const char *name);
/* The member `name` of one value. */
const struct vset *eval_member(struct linker *l, const struct value *v, const char *name);
/* Instances of the type that an annotation names. */
const struct vset *eval_type(struct linker *l, uint32_t file, uint32_t node);
/* Items that a path matches. */
const struct apath *apath_child(struct linker *l, const struct apath *p, enum segment_kind kind, const char *name);
void apath_items(struct linker *l, const struct apath *p);
/* The path of a call of `p`, as its item writes it where it is another name for one, with its items matched. */
const struct apath *apath_called(struct linker *l, const struct apath *p);
bool apath_match(const struct path *pattern, const struct apath *p);
const char *apath_text(struct linker *l, const struct apath *p);
/* The type that a function stands outside of and extends, fun Config.defaults(): a node of its file; 0 for others. */
uint32_t extended_type(const struct linker *l, const struct value *function);
/* Whether a class is another, or may stand below it: of one above it that nobody knows, nobody can tell. */
bool may_be_below(struct linker *l, uint32_t file, uint32_t class, const struct value *other, unsigned hops);
/* Paths of external classes that class (file, scope) derives from, transitively. */
void class_bases(struct linker *l, uint32_t file, uint32_t scope, GPtrArray *out);
/* The configuration, or the prompt file with configuration before it, that an expression names, itself or as what is opened;
 * NO_INDEX without. */
uint32_t named_document(struct linker *l, uint32_t file, uint32_t node);
/* Whether a file stands in tests, evaluations or examples and `of` does not: it says nothing of that one. */
bool apart(const struct linker *l, uint32_t file, uint32_t of);
/* The same of a call and the function that it calls: a test may stand beside the code, in the same file. */
bool call_apart(const struct linker *l, struct node_ref call, uint32_t file, uint32_t scope);
/* The function that runs when class (file, class) of the repository is called, 0 without. */
uint32_t class_entry(struct linker *l, uint32_t file, uint32_t class);
/* Whether a parameter is the receiver of a method, and where callers write what it takes. */
bool is_receiver(struct linker *l, uint32_t file, const struct fact_param *p);
int call_position(struct linker *l, uint32_t file, const struct fact_param *p);
/* Function that a node stands in (not a class): its scope, 1 for the module. */
uint32_t enclosing_function(const struct facts *f, uint32_t scope);
uint32_t enclosing_class(const struct facts *f, uint32_t scope);
/* The zone of what stands in a scope: its file's, unless it is a test beside the code. */
enum zone zone_at(const struct linker *l, uint32_t file, uint32_t scope);
/* Whether a name stands for the instance that a method runs on. */
bool is_self(struct linker *l, uint32_t file, uint32_t node);
/* Whether an expression is a call that hands in what a function of the program gives: Depends(get_client). */
bool is_injection(struct linker *l, uint32_t file, uint32_t node);
/* What a name is bound to in a scope; NULL without. */
struct bindings *bindings_of(struct linker *l, uint32_t file, uint32_t scope, uint32_t text);
/* Whether no rule can say anything of the values. */
bool only_dead(const struct value *v, unsigned n);
/* Sites that an expression's value derives from, itself or in what it holds, as draft indexes; sets `parsed`, and `decoded`
 * unless it is NULL, where one of these values is. */
void eval_taint(struct linker *l, uint32_t file, uint32_t node, GArray *out, bool *parsed, bool *decoded);
/* The class of the repository that a value implements, as a library makes it from its name; V_OTHER without. */
struct value implemented_class(struct linker *l, const struct value *v);

/* Makes sites of calls whose arguments were bound and that nobody was seen to make. */
void link_bound(struct linker *l);
void link_served(struct linker *l); /* calls that build agents which nothing is seen to run become sites */

/* The methods that a call names as its first argument: client.send(:chat, parameters: x). Empty for any other call. Where there
 * are some, the other arguments are theirs. */
const struct vset *sent_method(struct linker *l, uint32_t file, uint32_t call);

/* The list whose elements a call joins by slashes: [base, "chat"].join("/"); 0 without. The call gives a text then, itself. */
uint32_t joined_list(struct linker *l, uint32_t file, const struct fact_node *call);
/* Whether a call puts values into an address: "{}/chat".format(base). It gives a text then, the call itself. */
bool formats_address(struct linker *l, uint32_t file, const struct fact_node *call);
/* The call in force of a function, within that of the function that the call stands in; in the arena. */
struct frame *frame_new(struct linker *l, uint32_t file, uint32_t scope, struct node_ref call, const struct frame *outer);
/* The same call; as a part of the one in force, where it stands in the function that this one is of. */
struct frame *frame_within(struct linker *l, struct frame *frame);
/* Takes what an expression that was found is to be read with into force. Returns what was, to be put back into l->frame. */
struct frame *enter_frame(struct linker *l, const struct node_ref *r);
/* Whether a node stands in a function, or in one within it. */
bool stands_in(const struct facts *f, uint32_t node, uint32_t scope);

/* ---- senders.c: helpers that send what they are given ---- */

void senders_init(struct linker *l);
void senders_fini(struct linker *l);
/* Finds them; callers must be known. Whether there are any: what was evaluated until then did not know of them. */
bool link_senders(struct linker *l);
/* The requests in a helper, which are sites of its callers; NULL if it is none. */
const GArray *senders_find(const struct linker *l, uint32_t file, uint32_t scope);
#define MAX_DOERS 8 /* of one method: what a family of plug-ins is handed says nothing of one of them */
/* What a call of a function may run, and how many that are: where it only says what others do, the methods that do it. */
unsigned doers_of(const struct linker *l, const struct value *fn, struct value out[MAX_DOERS]);
/* The first call of a method with one of these names that is given what another call made: client.SendAsync(request).
 * Node 0 without. */
struct node_ref carrier_of(struct linker *l, const char **names, uint32_t file, uint32_t made);
/* The call that makes a site of a request, as far as calls are in force: itself, or one of the helper that it stands in. */
struct node_ref senders_call(const struct linker *l, uint32_t file, uint32_t node);

/* ---- stores.c ---- */

void stores_init(struct linker *l);
void stores_fini(struct linker *l);
void link_stores(struct linker *l);
/* struct stored of a holder under a name, or NULL. */
const GArray *stores_find(struct linker *l, const struct value *v, const char *name);
/* The name that a call declares ("--max-tokens": "max-tokens") and its default's node, 0 without; false if it declares none. */
bool stores_option(struct linker *l, uint32_t file, uint32_t call, const char **name, uint32_t *value);
/* struct provider of a type that is declared, or NULL. */
const GArray *stores_providers(struct linker *l, const struct apath *type);
/* The same of a value that others are provided under: a text, a class of the repository, what a call gives. */
const GArray *stores_tokens(struct linker *l, const struct value *v);
/* The item that says that a path is a store, or NULL. */
const struct api_item *store_item(struct linker *l, const struct apath *p);

/* What a name of a module outside stands for: one V_PATH. */
const struct vset *eval_external(struct linker *l, uint32_t file, const char *module, const char *member);
/* The same of a module that was found so. */
const struct vset *eval_inside(struct linker *l, const struct vset *module, const char *member);

/* ---- types.c: languages in which no file is named ---- */

struct types *types_new(struct linker *l);
void types_free(struct types *t);
/* What the type `name` is to code in `scope`: classes of the repository, or a path outside; NULL if nothing is known. */
const struct vset *types_visible(struct linker *l, uint32_t file, uint32_t scope, const char *name);
/* The classes whose complete name is `name`; NULL without. */
const struct vset *types_qualified(struct linker *l, uint32_t file, const char *name);
/* The same of a name that begins below a namespace that code in `scope` sees: Clients.Maker. */
const struct vset *types_below(struct linker *l, uint32_t file, uint32_t scope, const char *name);
/* Other places where the same class is written; how many were stored. */
unsigned types_parts(struct linker *l, uint32_t file, uint32_t scope, struct unit *out, unsigned room);

/* Whether a scope is another, or stands in it. */
bool scope_within(const struct facts *f, uint32_t scope, uint32_t outer);

/* ---- makers.c: who made an object ---- */

/* The call that made the object which the method of a frame is called on: what that keeps of its arguments is what this call
 * passes. NULL where nobody sees it, or several did. */
struct frame *frame_maker(struct linker *l, struct frame *frame);
/* Whether a scope is, or stands in, a method without parameters of the class that a constructor is of. */
bool of_object(const struct facts *f, uint32_t scope, uint32_t constructor);

/* ---- lone.c: names that alone tell what an object is ---- */

/* Looks for them in the files that are indexed; without state before it. */
void lone_init(struct linker *l);
void lone_fini(struct linker *l);
/* Whether nobody knows an object (its values), in a language where names alone tell what it may be. */
bool lone_object(const struct linker *l, uint32_t file, const struct vset *object);
/* The method `name` of an object that nobody knows (`object`: its values): of the one class that has it. NULL without. */
const struct vset *lone_member(struct linker *l, uint32_t file, const struct vset *object, const char *name);
/* What a name stands for that nobody knows (`known`: its values): instances of a class called so, or that class. NULL without. */
const struct vset *lone_name(struct linker *l, uint32_t file, const struct vset *known, const char *name);

/* ---- extends.c: functions that are called as methods of what their first parameter takes ---- */

/* Looks for them in the files that are indexed; without state before it. */
void extends_init(struct linker *l);
void extends_fini(struct linker *l);
/* Those of a name that may be meant where it is called on an object with these values. NULL without. */
const struct vset *extends_find(struct linker *l, uint32_t file, const struct vset *object, const char *name);
/* Whether a call of function (file, scope) is made on what its first parameter takes; that is then *object. */
bool extends_called(struct linker *l, uint32_t file, uint32_t scope, struct node_ref call, uint32_t *object);

/* ---- arguments.c ---- */

/* Whether a literal value is a dictionary: written so, or made of others. */
bool is_dictionary(struct linker *l, const struct value *v);
/* Whether a call puts dictionaries into what it is called on, as the language says: options.merge(more). */
bool is_merge(struct linker *l, uint32_t file, const struct fact_node *n);

struct found { /* an argument's value expressions */
    GArray *nodes; /* struct node_ref */
    bool open;     /* an unresolved splat may hold it */
    bool declared; /* it is a field of an object that nobody saw being made */
};

/* Arguments of a call by name (dotted for nested keys) or position (name NULL). */
void find_argument(struct linker *l, uint32_t file, uint32_t call, const char *name, int position, struct found *out);
/* An argument by its name, else by its position, as it stands in the call. */
void find_as_written(struct linker *l, uint32_t file, uint32_t call, const char *name, int position, struct found *out);
/* A dotted key of what an expression is: of a dictionary, or of an object by what it was made with: Options(timeout=1). Adds to
 * what `out` holds. */
void find_inside(struct linker *l, uint32_t file, uint32_t node, const char *name, struct found *out);
/* What call `c` gives to parameter `p` of a function of `file`: by its name, else by its place. True if more may be given by
 * that name than was found. */
bool find_param(struct linker *l, uint32_t file, const struct fact_param *p, struct node_ref c, struct found *out);
/* What the callers of a function pass under a name beyond its own parameters; `v`: its keywords. */
void keywords_get(struct linker *l, const struct value *v, const char *key, struct found *out);
/* The call in force that passes them, NULL without: all callers do. */
struct frame *keywords_frame(const struct linker *l, const struct value *v);
void found_clear(struct found *f);
/* What the function that makes an object gives it later: request.Model = x, builder.model(x) as a statement. */
void later_steps(struct linker *l, uint32_t file, uint32_t made, const char *name, struct found *out);
/* The call whose callee is a member of what a call gives, 0 without: of a(x).b(y) the second. */
uint32_t next_step(const struct facts *f, uint32_t call);
/* The steps of a name that are taken on what a call makes, behind it or by the names that it is given, at most `hops` of them:
 * post(url).json(body). */
void chained_steps(struct linker *l, uint32_t file, uint32_t call, const char *name, unsigned hops, struct found *out);
/* Whether the arguments of a call (or the keys of a dictionary) are what an item asks for. */
bool item_fits(struct linker *l, const struct api_item *item, uint32_t file, uint32_t node);

/* Whether a file writes all texts of one of an item's sets, and none that it must not. A route's are members as well. */
bool file_writes(const struct linker *l, const struct api_item *item, uint32_t file);
/* Values of a dictionary's key; false if it is not there (then *open tells whether it may be). */
bool dict_get(struct linker *l, uint32_t file, uint32_t dict, const char *key, GArray *out, bool *open);
/* The name that an expression's value is given to where it is written, 0 without. */
uint32_t name_given(struct lfile *lf, uint32_t node);
/* Where a name stands in the arguments of a call in one scope (uint32_t nodes), or NULL. */
const GArray *handed_names(struct linker *l, uint32_t file, uint32_t scope, uint32_t name);
/* Calls of methods of a name in one scope (uint32_t nodes), or NULL. */
/* Methods of a name that a scope binds, called in the functions within it, or handed over there or here: texts::append
 * (uint32_t members); or NULL. */
const GArray *methods_within(struct linker *l, uint32_t file, uint32_t scope, uint32_t name);
/* Whether a file has the name of another, as projects of one repository keep copies, and stands farther from who asks. */
bool is_farther_copy(const struct linker *l, uint32_t from, uint32_t file, uint32_t of);
const GArray *method_calls(struct linker *l, uint32_t file, uint32_t scope, uint32_t name);
/* Assigns (uint32_t) that give a name what node `value` makes, or one of its results; NULL without. */
const GArray *given_assigns(struct lfile *lf, uint32_t value);
/* Short source-like text of an expression. */
void expr_text(struct linker *l, uint32_t file, uint32_t node, GString *out, gsize limit);
/* Attributes that hold by an item itself, put into `attributes` where they are not yet. */
void apply_sets(struct linker *l, const struct api_item *item, uint32_t file, uint32_t node, enum origin origin, GArray *attributes);
/* Attributes that an item reads from a call, merged into `attributes` (GArray of struct attribute). */
void apply_item(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call,
                enum origin origin, GArray *attributes);
/* The same of what a call of a function sends that is only declared, and that an item finds by its decorator. */
void apply_sent(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call, GArray *attributes);
/* The same of what is assigned to the member `name` of what an item names: module.timeout = 20. */
void apply_setting(struct linker *l, const struct api_item *item, const char *name, uint32_t file, uint32_t value,
                   GArray *attributes);
/* The same of expressions that were found for one of its arguments: what they say of the attribute, or as clients of others.
 * Whether they are clients. */
bool apply_found(struct linker *l, const struct api_item *item, const struct api_argument *arg, const struct found *found,
                 GArray *attributes);
void apply_chain(struct linker *l, const struct chain *c, enum origin origin, GArray *attributes);
/* What classes of the repository say of the agents that a call is made on (of_class.c), put into empty `attributes`: what none of
 * them says is unset, what they do not agree on unknown. Whether it is made on such a one. */
bool apply_class(struct linker *l, uint32_t file, uint32_t call, GArray *attributes);
/* What a class says of the tool that it is: what it does not say is unset, or unknown where a constructor, or something that nobody
 * sees above it, may say it. */
void said_of_tool(struct linker *l, const struct api_item *item, uint32_t file, uint32_t scope, GArray *attributes);
/* The next call of a name alone in the body of a class behind the node `after`; 0 without. */
uint32_t called_in_class(struct linker *l, uint32_t file, uint32_t scope, const char *name, uint32_t after);
/* What a class says of what its methods do, as the wrapper that it derives from has it: $timeout and $tries of a job. */
void around_class(struct linker *l, uint32_t file, uint32_t scope, enum origin origin, GArray *attributes);
/* The formatting call that made a value: Sprintf("%s/chat", base). NULL for any other value. */
const struct chain *formatting_call(struct linker *l, const struct value *v);
/* One literal value of an expression: text in the arena, or NULL; how it was reached in *via. */
const char *literal_of(struct linker *l, uint32_t file, uint32_t node, enum value_origin *via, struct place *place);
/* A table for what visible_texts remembers; it owns the texts. */
GHashTable *visible_new(void);
void attribute_put(GArray *attributes, const struct attribute *a, bool override);
/* What the class that a call stands in assigns to a member of one of `names` of what the call is made on, or of what that
 * was given: client.Timeout = x; or else what a function does that sets such objects up for the class, or under the name
 * that it was asked for by. Its value, node 0 without; of languages in which no import names a file. */
struct node_ref said_by_class(struct linker *l, const char *const *names, uint32_t file, uint32_t call);
/* stores.c: what sets up the object that a call is made on; NULL where nothing does. */
const struct set_up *set_up_of(struct linker *l, uint32_t file, uint32_t call);

bool is_concatenation(const struct linker *l, uint32_t file, const struct fact_node *n);

/* ---- sets.c ---- */

void sets_init(struct linker *l);
void sets_fini(struct linker *l);
/* The set of these values, at least one, in this order; in the arena, perhaps one that was made before. */
const struct vset *set_of(struct linker *l, const struct value *v, unsigned n, bool open);
/* The same of a chain. */
const struct chain *chain_kept(struct linker *l, const struct chain *c);

/* ---- recall.c ---- */

void recall_init(struct linker *l);
void recall_fini(struct linker *l);

/* ---- objects.c: objects of classes of the repository that are sent ---- */

/* Whether two names are written of the same words: MaxTokens, maxTokens, max_tokens. */
bool same_words(const char *a, const char *b);
/* Whether a class does nothing but hold values: its objects are told apart by the calls that make them. */
bool is_record(struct linker *l, uint32_t file, uint32_t class);
/* The call that made an instance of a record; NULL where nobody saw it. */
const struct chain *object_maker(const struct value *v);
/* Whether a library built an instance of a class of the repository, or builds it still: Request.builder().model(x).build(). */
bool is_built(const struct linker *l, const struct value *v);
/* What an instance of a class holds under the name `key`, as that is sent: values are appended to `out`, which is open if
 * nobody sees it; nothing where the class has no such field. */
void object_key(struct linker *l, const struct value *v, const char *key, struct found *out);
/* Whether an instance is one of the constants that its class makes of itself: its fields hold what that one was given. */
bool is_constant(struct linker *l, const struct value *v);

/* ---- built.c ---- */

void built_init(struct linker *l);
/* A client of `item` is built by the last call of `chain`, which the linker's arena holds. One that is used in place is
 * handed to nobody. */
void built_note(struct linker *l, const struct api_item *item, const struct chain *chain);
/* What all clients of `item` that the program builds say of an attribute; false where there are none, or they differ. */
bool built_attribute(struct linker *l, const struct api_item *item, const char *name, struct attribute *out);
void built_fini(struct linker *l);

/* ---- mounts.c ---- */

/* Notes what a call mounts, if `item` says that it does. */
void mounts_note(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call);
/* The whole path of a route that node `node` of `file` declares (0: its place does), once all mounts are noted. */
const char *mounts_path(struct linker *l, const struct route *route, uint32_t file, uint32_t node);
/* Appends the calls (struct node_ref) that mount the router on which node `node` of `file` declares a route, and the
 * routers around it, innermost first. */
void mounts_calls(struct linker *l, uint32_t file, uint32_t node, GArray *calls);
/* Those that made the router which a route is declared on, and those that it is mounted on; struct node_ref. */
void mounts_made(struct linker *l, uint32_t file, uint32_t node, GArray *calls);
/* Notes a call by which a router runs something before the routes that are declared on it later. */
void mounts_note_middleware(struct linker *l, uint32_t file, uint32_t call);
/* Appends the steps (struct node_ref) of what a route is declared on that are given what runs before it. */
void mounts_steps(struct linker *l, uint32_t file, uint32_t node, GArray *calls);
/* Appends those of them (struct node_ref) that run before the route which a call declares. */
void mounts_middleware(struct linker *l, uint32_t file, uint32_t node, GArray *calls);

/* ---- taint.c ---- */

/* Who wrote the text that an expression stands for; `*source` (may be NULL) is what says so, in the arena, or NULL. */
enum taint taint_from(struct linker *l, uint32_t file, uint32_t node, const char **source);

/* ---- prompts.c ---- */

/* The role (system, user, assistant, tool) that a word stands for, or NULL. */
const char *prompt_role_of(const struct linker *l, const char *word);
/* The same of an expression, as a message's. */
const char *prompt_role(struct linker *l, uint32_t file, uint32_t node);
/* Notes what a site's argument `arg` is given, where it is a prompt. */
void prompt_note(struct linker *l, const struct api_item *item, const struct api_argument *arg, const struct found *found);
/* Prompts of sites and prompt files, and what untrusted text enters them; after entities. */
void link_prompts(struct linker *l);

/* ---- named_texts.c ---- */

typedef void (*named_text_fn)(void *payload, uint32_t file, uint32_t node, const char *role);

/* Calls `take` for each text of the program's code that is a prompt by what stands around it: in a message of a role, in
 * a system message of an SDK, or long and bound to a name that the rules know (rules/prompts.yml). `node` is the whole of
 * what is joined; `role` may be NULL. */
void link_named_texts(struct linker *l, named_text_fn take, void *payload);

/* ---- places.c ---- */

struct place place_of(struct linker *l, uint32_t file, uint32_t node);
struct place place_of_line(struct linker *l, uint32_t file, uint32_t line);
const char *scope_name(struct linker *l, uint32_t file, uint32_t scope);

/* ---- inputs.c ---- */

/* Says of sites what goes into their prompts (attributes `input`, `input_typed`, `input_bounded`, `history`, `retrieved`);
 * needs routes. */
void link_inputs(struct linker *l);

/* ---- fallbacks.c ---- */

/* Says of sites what handlers around them ask instead (attribute `fallback`); needs the graph of calls. */
void link_fallbacks(struct linker *l);

/* ---- handed.c ---- */

/* The parameter that a name stands for, as index + 1; 0 if it stands for more, or something else. */
uint32_t named_param(const struct lfile *lf, const struct fact_node *name);

/* One way in which a function is run that is handed over. */
struct handed {
    struct node_ref at;               /* the call that takes it, or the decorator */
    bool decorates;                   /* all calls of it go that way */
    bool in_place;                    /* the call that takes it runs it, and waits for it */
    bool lambda;                      /* it is written there */
    struct node_ref inner[MAX_INNER]; /* where the function of the repository that takes it calls it, or hands it on */
    struct frame *frames[MAX_INNER];  /* the call of that function */
    unsigned n_inner;
};

/* GArray of struct handed of a function, or NULL; what the calls that are known as its callers say is not among it. */
const GArray *handed_find(struct linker *l, uint32_t file, uint32_t scope);
/* The way of a function that is written among the arguments of a call (`node`). False where functions outside of the
 * repository may run it as well, or there are more calls of it than are kept. */
bool handed_here(struct linker *l, uint32_t file, uint32_t node, struct handed *out);
void handed_fini(struct linker *l);

/* ---- control.c ---- */

/* Whether a region of control is another, or stands in it. */
bool region_inside(const struct facts *f, uint32_t region, uint32_t ancestor);

/* Handlers around a node, innermost first, those of callers up to `hops` calls away behind them; in the arena.
 * `*some_callers`: they all stand in callers, and other callers have none. */
struct handler *handlers_around(struct linker *l, uint32_t file, uint32_t node, unsigned hops, unsigned *n, bool *some_callers);
struct loop loop_around(struct linker *l, uint32_t file, uint32_t node, bool tools);
/* A branch behind a request, whose condition holds `asked`, that calls their function again and counts how often. */
struct loop loop_after(struct linker *l, uint32_t file, uint32_t asked);

/* ---- held.c ---- */

/* Remembers the functions that a step (an item that `holds` some) gives to what `chain` makes. */
void held_note(struct linker *l, const struct api_item *item, const struct chain *chain, uint32_t file, uint32_t call);
/* Sites that run what holds functions surround these from now on. */
void link_held(struct linker *l);
/*
 * Where what a function is given first, or a key of that (NULL: all of it), comes from, of a function that an object holds:
 * struct node_ref of what the sites of the product that run the object are given so are added to `out`. Without such a site
 * `kind` is the kind of source that its rule names, if any; else NULL. False: no object is known to hold the function, or one
 * of its functions gives the key, unless that is a conversation, which each of them adds to.
 */
bool held_input(struct linker *l, struct unit function, const char *key, GArray *out, const char **kind);

/* ---- happens.c ---- */

/* Whether an event happens anywhere in the product. */
bool happens(struct linker *l, const struct api_event *e);
/* Whether it happens to the object that a value begins with: the signal of a controller whose abort() a timer calls. */
bool happens_to(struct linker *l, const struct api_event *e, const struct value *v);
/* Whether the call that made that object can be seen. */
bool is_made(const struct value *v);

/* ---- asked.c ---- */

/* The branch that asks what a call gives whether it failed, as the language says; `parses`: the call parses. Of a member: that
 * asks whether it, or the part of it that is taken, is there. *failed tells whether its body is what is done then. 0 for none. */
uint32_t asked_branch(struct linker *l, uint32_t file, uint32_t node, bool parses, bool *failed);

/* ---- untyped.c ---- */

/* Whether a type says nothing of what is in it, itself or what it holds: the language's `untyped`. */
bool type_says_nothing(struct linker *l, uint32_t file, uint32_t type);
/* Whether a call reads its argument (the item's) into such a type, which it is given as a type or as an argument, or which
 * its result, or the place that it is handed, is declared to be of. */
bool reads_untyped(struct linker *l, const struct api_item *item, uint32_t file, uint32_t node);

/* ---- passed.c ---- */

struct definition { /* of a tool that the program hands on */
    struct place place;
    struct unit unit; /* the class whose methods run it, the function that does, or what it is written in */
    bool runs;        /* one of the first two */
    const struct vset *name, *description, *schema;
    struct node_ref written; /* the schema, where it is a part of a call or dictionary; node 0 without */
};

/* Whether a class is `class`, or derives from it through so many others. */
bool derives_from(struct linker *l, struct unit class, uint32_t file, uint32_t scope, unsigned hops);
/* Where tools are defined (struct definition) that a call or dictionary reads from one object, as far as can be seen; NULL
 * where it does not. `item`: by which it is a tool; `seen`: what its schema says is seen. */
GArray *passed_definitions(struct linker *l, const struct api_item *item, uint32_t file, uint32_t node, bool seen);
/* The only function among the parts of a call or dictionary: what the tool that it defines runs. File NO_INDEX without. */
struct unit only_function(struct linker *l, uint32_t file, const struct fact_node *n);

/* ---- entities.c, sites.c ---- */

void link_sites(struct linker *l);
/* The expression that a node is part of; for the body of a lambda, the lambda. 0: none. */
uint32_t outer_node(const struct facts *f, uint32_t node);
const char *expr_shown(struct linker *l, uint32_t file, uint32_t node, gsize limit); /* in the arena */
void link_flows(struct linker *l);
void link_entities(struct linker *l);
void link_graph(struct linker *l);
void link_config(struct linker *l);

#endif
