/*
 * ruleset - all rule files, loaded, checked and immutable.
 *
 * Loaded once by ruleset_load, from a folder or from what is embedded in the binary; then const and
 * shared by all workers. Everything in it lives as long as the ruleset. The file formats are in
 * docs/rules.md; an error names file, line and the cure.
 */
#ifndef DEBTSCAN_RULES_RULESET_H
#define DEBTSCAN_RULES_RULESET_H

#include <limits.h>
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slots.h"
#include "rules/path.h"
#include "source/classify.h"

struct rule_place { /* where in the rule files something was written */
    const char *file;
    unsigned line;
};

/* ---- languages ---- */

enum reader { READER_CODE, READER_CONFIG, READER_MARKDOWN, READER_NOTEBOOK, READER_RECORDS, READER_LINES };
/* FOLDERS: a module is a folder of files; PACKAGES: it is what the files declare to be part of. In both, files of one
 * module see each other's names. NAMES: no file is named; a type is known by its name to all files that its namespace is
 * visible to. */
enum module_style { MODULES_NONE, MODULES_DOTTED, MODULES_PATH, MODULES_FOLDERS, MODULES_PACKAGES, MODULES_NAMES };

struct api_pair;

struct language {
    const char *name, *title;
    const char *grammar; /* name of an entry in syntax/grammar.h; NULL for readers without a grammar */
    enum reader reader;
    const char *format;  /* READER_LINES: env, codeowners, requirements, dockerfile, ini, text; READER_RECORDS: jsonl, csv */
    const char **extensions, **filenames, **shebangs; /* NULL-terminated lists, may be empty */
    const char *bindings; /* the query's source, parent's first; NULL without. The line `;; FILE` begins each part */
    const char *globals;  /* first segment of unbound names: "builtins", "globalThis" */
    enum module_style modules;
    const char **index_names;     /* "__init__", "index" */
    const char **module_extensions;
    const char **module_roots;    /* folders where absolute imports begin: ".", "src" */
    void *module_name;            /* regex: group 1 is the name that an import without alias binds; NULL: see modules */
    void *module_version;         /* regex: what does not count in a module's name */
    struct api_pair *prefixes;    /* first parts of module names that are places: `crate`, `super`; and what is written instead */
    unsigned n_prefixes;
    const char *manifest;         /* name of the file that says what the modules of its folder begin with */
    const char *manifest_key;     /* and its key there */
    const char **self_names;
    bool open_roots;           /* a module is known by its name without an import */
    bool bare_texts;           /* texts need no quotes */
    bool case_insensitive;     /* names mean the same in capitals */
    bool markup;               /* documents whose tags are not read */
    const char **code_tags;    /* of pages: elements that hold code of the parent; NULL without, likewise the others */
    struct api_pair *code_marks; /* what stands in the tag of one, and the language that it stands for */
    unsigned n_code_marks;
    const char **code_blocks;  /* words before a block of code in braces */
    const char *code_block;    /* what is written in place of such a word */
    struct api_pair *code_lines; /* what begins a line of code, and the line that is written in its place */
    unsigned n_code_lines;
    bool code_whole;           /* all of it is code */
    const char *const *code_requests; /* four: the command that sends what such a file asks for, its options for method, header and body */
    bool partial_classes;      /* a class may be declared in several parts of one module */
    bool structural;           /* an interface is implemented by whatever has its methods */
    const char **class_names;  /* parameters that stand for the class itself: "cls" */
    const char **constructors; /* methods that run when a class is called: "__init__", "constructor" */
    const char **call_methods; /* methods that run when an instance is called: "__call__" */
    const char *super_name;    /* what a method calls the class above its own by; NULL without */
    bool super_called;         /* it is written as a call: super() */
    bool super_method;         /* called, it is the method above of the same name */
    const char **forward_methods; /* are called with the name of a member that a class has not, and give that of another object: "__call" */
    const char **enter_methods; /* methods that run when a with statement begins: "__enter__" */
    const char **taken_methods; /* methods of a parameter's class that make its value: "from_request" */
    const char *concat_operator; /* joins texts: "+"; NULL without */
    const char **get_methods;  /* methods of a dictionary that read a key, and take what is given without it */
    const char **dig_methods;  /* methods of a dictionary that read a key, and below it another */
    const char **class_readers; /* methods that give the class which a text names, of it or given it: "constantize" */
    const char **class_members; /* members, or methods without arguments, that give the class of an instance: __class__ */
    const char **same_members; /* of what holds a value by itself: Value; unless its type has such a member */
    const char **run_on_methods, **run_on_functions; /* run a function with what they are called on, or what they are given first, as its own
                                                        object: run, with */
    const char **element_methods; /* of a container, of which only its type is known: what they give is one of what it holds */
    const char **same_methods; /* methods that give what they are called on: unwrap, clone, strip */
    const char **erase_methods; /* methods that give a text without some of it where they are given nothing instead: url.replace(/\/$/, "") */
    const char **named_methods; /* methods that call the one whose name they are given, with what stands behind it: send */
    const char **pair_methods; /* methods of a dictionary that give its keys with their values: items */
    const char *grow_operator;   /* what puts something into a list: "<<"; NULL without */
    const char **hiding;       /* kinds of syntax nodes that make a new variable, whose name hides one before it: let_declaration */
    const char **or_methods;   /* methods that give what they are called on, or else what they are given: unwrap_or */
    const char **template_marks; /* what stands around what a template of such a file is filled with: "{{ }}" */
    const char **head_marks; /* what lines begin with at the head of a file that are for what runs it: "#:" */
    const char **text_builders; /* names of types that a text grows in: "StringBuilder" */
    const char **text_types;   /* names of the types of texts, which hold no settings */
    const char *cell_mark;     /* a source file that begins with it is a notebook; NULL without: the other two as well */
    const char *cell_end;      /* begins the line between two of its cells */
    const char *cell_magic;    /* begins the lines that are no code as they stand */
    const char *embed_mark;    /* begins the comment above a declaration that names the file which is put into it: "go:embed" */
    const char *own_type;      /* what a method calls the class that it stands in: Self; NULL without */
    const char **text_lookups;  /* functions that give a text of the reader's language by its key: "translate" */
    const char **literal_members; /* members of a text or number that are itself: "value" of an enumeration */
    const char **plain_members; /* members and methods of a text that are no text: "length" */
    const char **entry_functions; /* run, though nothing calls them */
    const char **grow_functions; /* functions that put their arguments into the list that is their first: "array_push" */
    const char **grow_methods;  /* methods that put their arguments into a list: "append" */
    const char **each_methods;  /* methods that hand each element to a function, and give what it gives: "map" */
    const char **pick_methods;  /* methods that hand each element to a function, and give one of the elements: "find" */
    const char **sift_methods;  /* the same that give some of them: "filter" */
    const char **then_methods;  /* methods that hand the value to a function, and give what it gives: "then" */
    const char **tap_methods;   /* methods that hand the value to a function, and give what they are called on: "tap" */
    const char **member_functions; /* functions that read a member by its name: "getattr" */
    const char **bind_methods; /* of a function: that give it with some of its arguments: "bind" */
    const char **default_methods; /* of a dictionary: a key, and the value that it gets if it has none: "setdefault" */
    const char *block_name;     /* by which a function calls the block that it is given: "yield"; NULL without */
    const char **error_methods; /* methods of an object that a call is given, which take its error: "onFailure" */
    const char **catch_methods; /* methods whose function handles the error of the value: "catch" */
    const char **panic_methods; /* methods that end the program where their value is an error: "unwrap" */
    const char **match_methods; /* look for a pattern in a text: "match", or operators that do: "=~" */
    const char **cast_methods;  /* read a text as one value: "to_i" */
    const char **equal_methods; /* say whether texts are equal: "equals" */
    const char **cut_methods; /* of a text or list: give a part of at most so many: "take" */
    const char **part_methods; /* of a text or list: give what stands between two places, or behind one: "slice" */
    const char **join_methods; /* of a list and a text, either given the other: they put the text between its elements: "join" */
    const char *format_operator; /* of a text: "%"; NULL without */
    const char **format_methods; /* of a text: they put their arguments where it has places: "format" */
    const char **size_names;  /* functions and members that give the size of a text or list: "len" */
    const char **catch_all; /* types of errors that every error has: "Exception" */
    const char **type_operators; /* ask what type a value has: "instanceof" */
    const char *merge_operator; /* joins dictionaries: "|"; NULL without */
    const char **merge_methods; /* methods that put their arguments into a dictionary: "update" */
    const char **untyped;      /* annotations that say nothing: "Any", "dict" */
    bool option_objects;       /* named arguments come as the keys of an object literal */
    bool pair_lists;       /* a list of lists of a key and a value is a dictionary: {{"a", 1}, {"b", 2}} */
    bool object_elements;      /* an object that is gone through stands for one in a container of such: for body in all, all: Vec<Body> */
    const char *error_values;  /* the type of a call's last result that says whether it failed; comparing it with null handles that */
    const char **test_marks;   /* what begins above a declaration and says that it is a test, or holds some: "#[cfg(test)]" */
    const char **late_errors;  /* ... and methods of a stream that say so when it has ended: "Err" */
    const char **pull_functions; /* functions that give a function which gives what they are given part by part: "Pull2" */
    const char **pauses;       /* functions and methods that wait: "sleep" */
    const char **error_tests;  /* functions that say whether what they are given is an error, or whether the last call failed: "is_wp_error" */
    const char **parse_tests;  /* what cannot be parsed is null: functions that say whether something was, "!" before those of the contrary */
    const char **parse_errors; /* types of errors that nothing but parsing raises, without their namespace: "JSONDecodeError" */
    const char **getter_prefixes; /* getClient(): what the name of a method begins with that gives a field, and that a tool writes: "get" */
    const char **setter_prefixes; /* setClient(c): the same of one that gives it a value, and then its object: "set" */
    const char **builders;     /* Request.builder(): methods that a library adds to a class, and whose steps make one of it */
    const char **key_methods;  /* put("model", x): methods that give an object a value under a key */
    const char **make_methods; /* of a dictionary: a key, under which stands what they give: "putArray" */
    const char **json_macros;  /* macros whose argument is written as JSON: "json" */
    const char **sent_names;   /* annotations of a field, or words in one before a text, that say under what name it is sent: "JsonProperty" */
    const char **sent_open;    /* the same that say that the keys of what it holds are sent in its place: "flatten" */
    void *asked_names;         /* regex: what the name of something that is to be run is called where code compares it; NULL without */
    void *sent_tag;            /* pcre2_code * over a field's tag: group 1 is that name; NULL without */
    const char **call_macros;  /* macros that are written as calls of functions of their names: "format" */
    const char **plain_macros; /* macros that give their arguments, as a list: "vec" */
    const char **import_marks;
    const char **declare_marks; /* words before a name that is declared */
    const char *extend_mark;    /* text behind the name of a function that is called as a method of what it takes: "(this " */
    const char *separator; /* between the parts of a module's name: "." or "/" */
    const char **implicit; /* namespaces that every file sees */
    bool whole_calls;      /* every call of a function passes all of its parameters */
    bool gate_types;       /* the gate looks for the type that a path names, not for its first segment */
    bool implicit_self;    /* names of a class are known in its methods: client.ask() for this.client.ask() */
    const char *sigils;    /* bytes that begin a name and are no part of it: "$" */
    const char **nothing_texts; /* what nothing is called where it is made a text: "null" */
    const char **text_places; /* what stands around a name, for which a blank stands, in a text that a call is given: "{ }" */
    const char *name_mark; /* before a name in a text that the grammar has no node for: "$"; NULL without */
    const char *lambda_parameter; /* what a lambda that declares none calls its only parameter: "it"; NULL without */
    const char *own_sigil; /* what begins the name of an instance's own variable: "@"; NULL without */
    const char *self_mark; /* begins an instance's name for one of a class or function around: "this@"; NULL without */
    bool variants;         /* members of a type that are called with a capital make one of it */
    bool last_value;       /* a function gives the value of its last statement */
    bool lambda_value;     /* a lambda does */
    bool gathers_keywords; /* keywords that a function does not declare are a dictionary, its next parameter */
    bool bare_calls;       /* a name that nothing binds is a call without arguments */
    bool lone_names;       /* nothing declares what an object is: names that one class alone has tell it (lone.c) */
    bool open_lambdas;     /* what a lambda assigns to belongs to the function around it */
    const char **comments; /* what begins a comment that lasts to the end of the line */
    const struct language *parent; /* whose bindings are read first; NULL without */
    const char *family;  /* languages of one family import each other: typescript, tsx, javascript; java, kotlin */
    unsigned index;      /* in ruleset.languages */
    struct rule_place place;
};

/* ---- API items (sdk and evidence files) ---- */

enum api_role {
    ROLE_CLIENT, ROLE_SITE, ROLE_AGENT, ROLE_TRANSFORM, ROLE_COMPOSE, ROLE_STAGE, ROLE_WRAPPER,
    ROLE_CALLABLE, ROLE_STORE, ROLE_PROVIDE, ROLE_MOUNT, ROLE_SETTING, ROLE_SINK, ROLE_SOURCE, ROLE_ROUTE, ROLE_TOOL, ROLE_USE, ROLE_CONSTANT, ROLE_COUNT
};

enum tristate { STATE_UNKNOWN, STATE_UNSET, STATE_SET };

struct api_pair { /* a string map entry */
    const char *key, *value;
};

struct api_argument;

/* A clause of `when_argument`: what the value of an argument must be. Where nothing is asked, any value does. */
struct api_when {
    const char **names;  /* of the argument: names (dotted for nested keys) or positions; the first that the call has */
    const char *equals;  /* literal */
    void *matches;       /* pcre2_code * over the text as far as it is visible; "{}" stands for the rest */
    bool host;           /* a URL whose host stands for a provider */
    bool one;            /* of `matches` and `host`: of several texts, none of a stranger's host, one is enough */
    struct path path;    /* n_segments 0: not asked */
    struct path not_path; /* what the value has not; likewise */
    bool unseen;         /* nothing of its text can be seen */
    bool missing;        /* the call is seen whole, and has no such argument */
    const struct api_argument *contains; /* what `contains` asks of a list; NULL: not asked */
    unsigned alternative; /* clauses of one alternative hold together, and one alternative is enough */
};

/* One way to read an attribute's value from an argument; the first that fits counts. */
struct api_event { /* something that happens in a program */
    struct path path;     /* a call of this; */
    const char *method;   /* or a call of this method in what such a call is handed: setTimeout(() => x.abort()), or, where
                             `path` has no segments, anywhere. NULL: the call itself */
    void *given_no;       /* pcre2_code * over its constant arguments: one that fits takes it out. NULL: not asked */
};

struct api_case {
    struct api_pair *has; /* the literal dictionary holds these; value NULL: any value */
    unsigned n_has;
    const char *equals;   /* literal */
    void *matches;        /* pcre2_code * over a literal */
    struct path path;     /* n_segments 0: not asked */
    struct api_event *called_in; /* with `path`: happens to the object that the path begins with; NULL: not asked */
    bool made;                   /* with `path`: the call that made that object can be seen */
    struct api_event *nowhere;   /* none of these happens in the program */
    unsigned n_nowhere;
    void *compares;              /* pcre2_code *: the value is a function that compares something of such a name by size */
    struct path field_call, field_type; /* `fields`: those of a class that this call gives are of this type, or of none */
    const char *value;    /* the attribute's value; NULL keeps the literal */
    enum tristate state;  /* STATE_SET unless the rule says otherwise */
    bool absent;          /* it says nothing: as if the argument were not written */
};

struct api_argument {
    const char *name;      /* argument name (dotted for nested keys); NULL when positional */
    int position;          /* -1 when named */
    const char *attribute;
    struct api_case *cases;
    unsigned n_cases;
    const char **unset;    /* literals that mean unset */
    bool inline_text;      /* `inline: true` */
    bool in_body;          /* it stands in what `within` of the item names, and nowhere else */
    bool otherwise;        /* counts only where what the call is made on says nothing of the attribute */
    bool host;             /* the provider that the host of a URL stands for */
    bool functions;        /* functions of the repository in it are tools */
    bool some;             /* of several steps of its name those count that its cases do not call absent */
    bool each;             /* it is a list of clients or agents: what all of them say, where all are seen */
    const char **file_keys;  /* the argument names a file: the first of these keys that is there says it; */
    const char **file_roles; /* or a message there that has one of these roles; both empty: no file is asked */
    void *file_variable;     /* as `variable` of an item */
    bool visible;          /* cases ask the text as far as it is visible: `matches` and `value` alone */
    bool contains;         /* a `contains` clause: */
    const char *contains_key;
    const char **contains_values;
    const char **contains_tuple;
    const char **contains_texts; /* an element is one of these */
    struct path *contains_calls;
    unsigned n_contains_calls;
    struct path *contains_others; /* calls that make elements of another kind */
    unsigned n_contains_others;
    struct path *contains_inside; /* calls whose arguments are elements, or lists of them */
    unsigned n_contains_inside;
};

enum route_as { AS_CALL, AS_DECORATOR, AS_CONTEXT, AS_FILE, AS_SUBCLASS, AS_DICT, AS_REFERENCE, AS_IMPORT, AS_CONFIG, AS_ARGUMENT };

/* What a transform gives: an argument by position (-1: none) or name, or what calling it gives. */
struct api_return {
    int position;
    const char *name;
    bool called;
    bool written; /* as text that the program makes of it */
    bool provided; /* what somebody provides under it */
};

struct api_item {
    enum api_role role;
    struct path path;        /* n_segments 0: none (AS_FILE, AS_DICT, ROLE_COMPOSE by operator or method) */
    const char *provider;    /* may be NULL */
    const char *kind;        /* site kind, sink kind, source kind */
    const char *tag;         /* ROLE_USE, and free on others */
    const char *method;      /* routes; ROLE_COMPOSE: method name */
    const char *operator_;   /* ROLE_COMPOSE */
    struct path *carries;
    unsigned n_carries;
    const char **covers;     /* sdk names or "*" */
    const char *side;        /* "input", "output", "both" */
    enum route_as as;
    int wraps;               /* wrappers: argument position, -1 without, or */
#define WRAPS_LAST INT_MAX   /* the last one, whatever stands before it */
    struct api_event *called; /* wrappers, AS_ARGUMENT: happens to the object that the path begins with; NULL: not asked */
    int function;            /* callables: argument position, -1 without */
    const char *named;       /* callables: the name under which the function may be handed over, too; or NULL */
    const char **places, **names; /* callables: where a list of its arguments stands, and a dictionary of those with names; empty: in
                                     the call itself */
    int argument;            /* sinks, sources: argument position; -1 any. Mounts: of the router; -1 without */
    bool on_receiver;        /* sinks: `on: receiver` */
    const char *argument_name; /* by name: where it is not NULL, `argument` says nothing */
    const char *token;       /* provides, AS_DICT: the key of what the argument's value is provided under */
    int default_argument;    /* sources: position of the default, -1 without */
    const char *default_name; /* sources: its name, NULL without */
    const char *handler;     /* routes: "decorated", "last", "export", or a position as text */
    bool single;             /* stores: what a call of the path gives is one object, whoever calls it */
    const char **methods;    /* tools, AS_SUBCLASS: of these, the first that the class has runs */
    const char *unresolved;  /* sites: members that say it all even where the receiver cannot be resolved */
    const char **needs;      /* the arguments such a call must have */
    const char **elements;   /* transforms: what an element of the result is made of: "0" an element of argument 0, "-" anything */
    bool sequence;           /* ROLE_COMPOSE of a path: its arguments, or the elements of a list among them, are steps one after another */
    bool in_place;           /* it changes what it is called on, also where its result is not used */
    bool fluent;             /* members called on it that no rule names give it back: steps, read as arguments of their names */
    bool served;             /* agents: where nothing is seen to run one, its framework does */
    bool fresh;              /* clients: one that is handed over is new: nobody set what only its steps can set */
    int implements;          /* agents: position of the argument that names a class of the repository which the result
                                implements, -1 without; `returns` is the path of its instances */
    int settings_from;       /* position of the first argument that may be an object of named arguments */
    const char *value;       /* constants: the text it stands for; NULL: for nothing, as if no argument were given */
    bool raw;                /* sites: the result is an envelope whose first parse is transport */
    bool typed;              /* sites: the library reads the answer into what the method that is called declares to give;
                                sinks: the schema is the type that is read into */
    const char *glob;        /* AS_FILE: files that are the entry by their place; AS_CONFIG: files that hold entries; else NULL */
    const char *key;         /* AS_CONFIG: key path of the entries */
    struct api_pair *keys;   /* settings, AS_CONFIG: key paths of the dictionaries, and the provider that each is for, or NULL */
    unsigned n_keys;
    const char **overlays;   /* globs of files that may stand over those of `glob` */
    const char **kinds;      /* settings: of sites that it speaks for; empty: all */
    const char **files;      /* sources: globs of configuration files that hold the values; empty: none */
    const char *separator;   /* sources: what stands between the keys of a value; NULL: a dot */
    void *reads;             /* sources, pcre2_code * over what they are asked for: group 1 is the key, 2 what counts without it */
    void *variable;          /* pcre2_code *: a value that names a variable of the environment; group 1 is its default */
    bool complete;           /* what such a dictionary does not say is not set */
    const char **exports;    /* AS_FILE: exported functions that are the handlers */
    const char *marked;      /* AS_FILE: those functions are that begin with this text as a statement, or whose file does; NULL: any */
    const char *marked_callers; /* of a marked file those that files call which begin with this text, or hold markup */
    const char **language_names; /* of the languages it holds for, NULL-terminated */
    struct path returns;     /* transforms; n_segments 0 without */
    bool returns_self;
    const char **holds;      /* transforms: arguments that are functions which what is returned runs when it is run; NULL without */
    const char *input;       /* kind of source (ROLE_SOURCE) that these are given first, where the program starts none of it; or NULL */
    bool returns_merged;     /* a dictionary of all its arguments */
    bool returns_type;       /* the path is a type: what is written in it says what its instances are */
    bool returns_format;     /* a text that is put together: argument 0 says how, with marks where the others stand */
    const char **joined;     /* or of these arguments one behind the other, with a slash between them; NULL without */
    bool returns_instance;   /* of the class of the repository that it is called on */
    bool returns_text;       /* a text that is still what its arguments were */
    bool returns_document;   /* a configuration file: the one that its first argument, or what that reads, names */
    struct api_return *returns_arguments; /* the first that is there counts */
    unsigned n_returns_arguments;
    const char *options;     /* stores: a method of what the path is called on, or "decorator", that declares a name */
    bool binds;              /* callables: the call comes later; its arguments are added to these */
    const char **get, **set; /* stores: methods that read by a key, and that write a key and a value */
    struct api_when *when;   /* `when_argument` */
    unsigned n_when;
    const char **writes;     /* of a site: sets of texts, with blanks between them, one of which the file writes; empty: not asked */
    void *in_file;           /* pcre2_code * of the paths of files that it is one in; NULL: any */
    void *writes_no;         /* pcre2_code * of texts that it does not write; NULL: not asked */
    const char **given_by;   /* of a site: functions that give something to what it makes: set(handle, NAME, value) */
    bool later;              /* of a site: what it makes is given more afterwards: its `within` and arguments stand there too */
    const char **parameter;  /* of a route: a parameter of its handler carries one of these annotations; empty: whatever */
    const char **sent_by;    /* of a site: functions that send what it prepares, behind it; empty: it is sent at once */
    const char **carried_by; /* of a site: methods that send it, given it as an argument; empty: it sends itself */
    const char **checked_by; /* of a site: functions that the program asks whether the call failed; empty: its errors are raised */
    const char **assigned;   /* names, one of which the call's value is given to; empty: not asked */
    int confidence;          /* sites: 1/100; 0 that of its resolution */
    struct api_argument *arguments;
    unsigned n_arguments;
    struct api_argument *of_class; /* agents, wrappers, tools: what a class of the repository that is one says of it, by names of its members,
                                      of annotations ("@Name"), of what its body calls */
    unsigned n_of_class;
    const char **within;     /* arguments whose dictionaries hold arguments too */
    bool has_body;           /* `within` is a body of a request, whose arguments are `in_body` */
    const char **base;       /* arguments of what the call is made on whose text stands before that of its paths */
    struct api_pair *sets;   /* attribute -> value */
    unsigned n_sets;
    struct api_pair *defaults; /* NULL: the file's; without entries: none */
    unsigned n_defaults;
    const struct api_file *file;
    unsigned index;          /* in ruleset.items */
    struct rule_place place;
};

/* Another spelling of an item's path; it is replaced by the item's own. */
struct api_alias {
    struct path path;
    const struct api_item *item;
    const char *provider; /* overrides the item's, may be NULL */
    struct api_pair *defaults; /* likewise */
    unsigned n_defaults;
};

struct rule_test_expect { /* one expected site, tool, route, use ... of an API file's test */
    const char *what;     /* "sites", "tools", "routes", "agents", "uses" */
    int line;
    struct api_pair *wants; /* kind, sdk, model, provider, attribute: state ... */
    unsigned n_wants;
    struct rule_place place;
};

enum rule_test_list { TEST_SITES, TEST_TOOLS, TEST_ROUTES, TEST_AGENTS, TEST_USES, TEST_PROMPTS, TEST_LISTS };

struct rule_test {
    const char *name;
    const char *language;    /* of `code`; NULL with files */
    struct api_pair *files;  /* path -> content; `code` becomes one file named by its language */
    unsigned n_files;
    bool expects[8];         /* by enum rule_test_list: which were listed at all */
    struct rule_test_expect *expectations;
    unsigned n_expectations;
    const char *status;      /* controls: expected status, or NULL */
    int credit;              /* controls: expected credit in 1/100, or -1 */
    int *finding_lines;      /* controls: lines of expected findings, 0 where none was written */
    const char **finding_files; /* beside finding_lines: path in `files`, NULL where none was written */
    unsigned n_finding_lines;
    bool expects_findings;
    const char *todo;        /* reason: known to fail */
    struct rule_place place;
};

/* What sets an attribute where nothing does: an argument that `debtscan fix --apply` writes. */
struct api_edit {
    const char *attribute;
    bool at_client;         /* where the client is built, else at the call itself */
    const char **calls;     /* what that call is named, NULL-terminated */
    const char **languages, **providers; /* empty: any */
    void *models;           /* pcre2_code *: what the model's id must match, where it can be seen; NULL: any */
    const char *write;      /* the argument with its value */
    struct rule_place place;
};

struct api_file {
    const char *name;      /* sdk or evidence name */
    const char *title;
    const char *called;    /* in messages; its name, where the rules say nothing */
    bool sdk;              /* first key was `sdk` */
    const struct language **languages;
    unsigned n_languages;
    const char *provider;
    struct api_pair *packages; /* ecosystem -> package, one entry each */
    unsigned n_packages;
    struct api_pair *defaults;
    unsigned n_defaults;
    const char **transparent; /* NULL-terminated */
    const char **parsed;      /* members of a result that the library has made data of: tool_calls */
    const char **envelope;    /* members and keys of a result that are not the model's output: usage, finish_reason */
    const char **unread;      /* keys of a raw result under which it stands as it was sent: body */
    const char **literals;    /* added to the gates of its languages */
    bool near_sites;          /* its items say something only of what stands near a model call: they open no gate */
    bool only_literals;       /* nothing else of it opens a gate */
    bool forks;               /* others publish what was made of its packages under names of their own */
    bool own_first;           /* its modules have names of every day: those of the repository itself come first */
    bool witnesses;           /* what it says is proved by a few files: others that only it would open are not read */
    struct api_edit *edits;   /* the first that fits counts */
    unsigned n_edits;
    struct rule_test *tests;
    unsigned n_tests;
    struct rule_place place;
};

/* ---- model ids ---- */

enum pin { PIN_NONE, PIN_UNKNOWN, PIN_FLOATING, PIN_MINOR, PIN_DEPLOYMENT, PIN_PINNED };

/* What a provider says an alias of a model stands for. */
struct model_snapshot {
    const char *alias, *snapshot, *provider;
    struct rule_place place;
};

struct model_pin {
    void *matches; /* pcre2_code * */
    enum pin pin;
    const char *provider; /* provider that the id implies, may be NULL */
    const char **providers; /* the rule holds for these site providers only; empty for all */
    struct rule_place place;
};

struct model_test { /* what a model file expects of an id */
    const char *model;
    const char *provider; /* of the site, NULL for any */
    enum pin pin;
    const char *implies;  /* expected provider of the rule that matches, NULL: not asked */
    struct rule_place place;
};

struct provider_hosts { /* hosts where a provider serves models */
    const char *provider;
    const char **hosts;     /* globs; with a port only where they name one */
    struct rule_place place;
};

/* ---- ecosystems, CI systems, secrets ---- */

struct manifest {
    const char *ecosystem;
    const char *purl;        /* the ecosystem's type in package URLs */
    const char **paths;      /* file-name globs */
    const char **keys;       /* dotted key paths that hold dependencies; empty for line formats */
    const char **dev_keys;
    const char **calls;      /* of a program: functions that are given a name and its constraints, one package a call */
    const char **dev_calls;
    void **matches;          /* of any text: pcre2_code * whose groups are a name and a version; NULL-terminated */
    void **dev_matches;
    const char **languages;  /* whose code its packages hold */
    void *exact;             /* pcre2_code * over a constraint that allows one version; NULL: none does */
    bool pinned;             /* its versions are exact, whatever they look like */
    bool lock;
    struct rule_place place;
};

/* How packages of the repository name themselves and what they offer. All but `paths` and `languages` are lists of
 * dotted key paths, and may be empty. */
struct package_rule {
    const char **paths;     /* file globs of the manifests; their folder is the package's */
    const char **languages; /* whose imports are meant */
    const char **names;
    const char **entries;   /* files that the bare name stands for */
    const char **exports;   /* maps of "." and "./part" to files, perhaps by condition */
    const char **aliases;   /* maps of what files below write ("@lib/" and a star) to files */
    const char **base;      /* folder where aliases, and imports without a dot before them, begin */
    const char **extends;   /* files whose aliases and base hold where this one has none */
    const char **roots;     /* folders below which modules are looked for */
    const char **folders;   /* maps of module names to folders, or lists of folders that are modules */
    const char **inside;    /* no keys: folders below the package's that its name itself stands for */
    struct rule_place place;
};

/* What a file of a CI system, a job or a step says of when it runs, in place of what is said around it. */
struct ci_event {
    const char *job;   /* key path of `jobs` by which the job is one; NULL: `keys` say it */
    const char **keys; /* key paths below the file, the job or the step, */
    void *matches;     /* and the regex that one of their values fits; NULL: any value */
    const char *is;    /* pull_request, push, schedule, manual, release */
};

struct ci_system {
    const char *name;
    const char **paths;       /* globs */
    const char *triggers;     /* key path of the triggers, such as "on" */
    const char **jobs;        /* key paths of jobs, such as "jobs.*"; "" is the file itself */
    const char **steps;       /* key paths of steps below a job; "" is the job itself */
    const char **run, **uses; /* keys of a step that hold commands, or reuse something */
    const char *local;        /* what begins a `uses` that names a file, or its folder, of the repository; may be NULL */
    const char **neutral;     /* "key=value" that takes a step or job out of force: "continue-on-error=true" */
    const char *step_name;    /* key of what later steps call a step by: "id"; NULL without */
    const char *outcome;      /* how a later step asks what came of it, `*` for its name: "steps.*.outcome"; NULL without */
    const char **failing;     /* what a step runs that makes the job fail: "exit 1" */
    const char **default_triggers; /* where the system has no trigger key */
    struct ci_event *events;
    unsigned n_events;
    struct api_pair *trigger_names; /* the system's word -> pull_request, push, schedule, manual, release */
    unsigned n_trigger_names;
    struct rule_place place;
};

/* Files that hold a model's weights. */
struct artefact_format {
    const char *format;
    const char **paths; /* globs */
    struct rule_place place;
};

/* What debtscan's own templates are born with: a file that still says so is not in force, whatever it holds. */
#define UNFILLED_MARK "debtscan:unfilled"

/* A file that `debtscan fix` writes: a Mustache template over what the scan knows. */
struct scaffold_file {
    const char *path;       /* where, from the root; itself a template */
    const char *template;   /* a file below templates/scaffolds; or */
    const char *text;       /* the text itself; or */
    const char *report;     /* a report that is the file, as its format is called */
    const char **languages; /* that the calls of the repository are written in; empty: any */
    const char **sdks;      /* that they are made with; empty: any */
    bool otherwise;         /* only where no other file of the scaffold fits the language */
    bool root;              /* its reader wants it at the root of the work tree */
    const char **unless;    /* globs of files that would make it superfluous */
    struct rule_place place;
};

struct scaffold {
    const char *id, *title;
    struct scaffold_file *files;
    unsigned n_files;
    struct rule_place place;
};

/* How a kind of prompt file is written. */
struct prompt_format {
    const char *name;
    const char **paths;       /* globs */
    struct slot_marks *marks; /* what stands around values, in the order they are asked */
    unsigned n_marks;
    void *roles;              /* regex: where a message begins; its groups that take part say whose. NULL without */
    const char **role_keys;   /* of configuration: the key that says whose message a dictionary is */
    struct api_pair *keys;    /* of configuration: key of a text -> its role, where no role key stands beside it */
    unsigned n_keys;
    const struct language *front; /* of configuration, which what stands between lines of --- at the beginning is; NULL without */
    struct rule_place place;
};

struct prompt_name { /* what a text is called that is a prompt, though nothing was seen to send it */
    void *matches;    /* regex: of a constant, key, argument, function, class, or file without its extension */
    const char *role; /* NULL: anyone's */
};

struct secret_rule {
    const char *id, *title;
    const char **literals; /* at least one of them stands in any text that matches */
    void *matches;         /* pcre2_code *; group 1, where there is one, is the secret */
    void *not_matches;     /* pcre2_code * over the secret: placeholders; may be NULL */
    int min_entropy;       /* in 1/100 bit a character; 0: not asked */
    const char *confidence; /* "0.95" */
    struct rule_place place;
};

/* ---- controls ---- */

enum category { CATEGORY_TECHNICAL, CATEGORY_OPERATIONAL, CATEGORY_EVALUATION, CATEGORY_INTEGRATION, CATEGORY_GOVERNANCE, CATEGORY_COUNT };
enum severity { SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH, SEVERITY_CRITICAL };
enum subject { SUBJECT_REPOSITORY, SUBJECT_SITE, SUBJECT_AGENT, SUBJECT_TOOL, SUBJECT_ROUTE, SUBJECT_SECRET, SUBJECT_PROMPT, SUBJECT_USE };

enum cond_kind {
    COND_ANY, COND_ALL, COND_NOT, COND_PREDICATE, COND_REPOSITORY_KIND, COND_COUNT,
    COND_ATTRIBUTE, COND_DEFAULT, COND_KIND, COND_SDK, COND_PROVIDER, COND_ZONE, COND_LANGUAGE,
    COND_MODEL, COND_FLOW, COND_LOOP, COND_USE, COND_REACHES, COND_REACHED_BY, COND_HANDLER,
    COND_FILE, COND_CONFIG, COND_DOCUMENT, COND_TABLE, COND_TEXT, COND_DEPENDENCY, COND_OWNERS,
    COND_CI, COND_DATASET, COND_CONTRACT, COND_SECRET, COND_QUERY, COND_NAMED, COND_IN, COND_COMMENT, COND_CALLS, COND_CALLED, COND_WORD, COND_PACKAGES,
    COND_CALL, COND_CLIENT, COND_CODE, COND_MENTIONED, COND_DECLARED, COND_SEEN, COND_KINDS
};

enum arg_type { ARG_STRING, ARG_NUMBER, ARG_BOOL, ARG_LIST, ARG_REGEX, ARG_REGEX_LIST, ARG_MAP, ARG_COND, ARG_SLOTS, ARG_PATH };

struct cond;

struct cond_arg { /* one key of a condition */
    const char *key;
    enum arg_type type;
    const char *string;       /* STRING; also the text of REGEX and PATH */
    const char *pattern;      /* REGEX: the name of its pattern, NULL without */
    int64_t number;           /* NUMBER in 1/100; BOOL 0 or 1 */
    const char **list;        /* LIST, NULL-terminated; a single string becomes a list of one */
    void **regexes;           /* REGEX (one) and REGEX_LIST: pcre2_code *, NULL-terminated */
    struct api_pair *pairs;   /* MAP */
    unsigned n_pairs;
    struct cond *cond;        /* COND: `where` */
    struct doc_slot *slots;   /* SLOTS */
    unsigned n_slots;
    struct path path;         /* PATH */
};

struct doc_slot {
    const char *name;
    void *heading, *text; /* pcre2_code *, may be NULL */
    unsigned words;       /* content words at least */
    unsigned numbers;     /* numbers at least */
    unsigned table_rows;  /* rows at least */
    unsigned sections;    /* that fill it, each by itself; at least 1 */
};

struct cond {
    enum cond_kind kind;
    struct cond **kids; /* of those that combine */
    unsigned n_kids;
    struct cond_arg *args; /* the leading key first */
    unsigned n_args;
    unsigned *queries;     /* COND_QUERY: indexes into ruleset.queries, one of each language */
    unsigned n_queries;
    struct rule_place place;
};

/* Whether a kind of condition is made of others. */
static inline bool cond_combines(enum cond_kind kind)
{
    return kind == COND_ANY || kind == COND_ALL || kind == COND_NOT || kind == COND_SEEN;
}

#define CREDIT_UNKNOWN (-1)

struct judge_entry {
    struct cond *when;       /* NULL: always */
    int credit;              /* 1/100, or CREDIT_UNKNOWN */
    const char *message, *fix, *at;
    int severity;            /* enum severity, -1 the control's */
    int confidence;          /* 1/100, 0 the evidence's */
    int most;                /* of a sum: what it is worth at most while this holds, 1/100; -1: as much as it adds up to */
    struct rule_place place;
};

enum judge_shape { JUDGE_FIRST, JUDGE_SUM, JUDGE_BEST };

struct control {
    const char *id, *title, *question, *why, *scaffold;
    const char *not_applicable; /* why it does not apply where there is nothing to judge; NULL without */
    const char *apply; /* the attribute that an edit sets to repay it; NULL without */
    enum category category;
    enum severity severity;
    enum subject subject;
    bool gate;
    int security; /* 1/10: how severe as a weakness of security, 1 to 100; 0 for what is none */
    int effort_once, effort_each; /* minutes */
    struct cond *applies, *where; /* may be NULL */
    enum judge_shape shape;
    struct judge_entry *entries;
    unsigned n_entries;
    struct control *otherwise;    /* how the repository is judged where there is no subject: `applies` and entries; or NULL */
    struct api_pair *fix;         /* "text", language names */
    unsigned n_fix;
    struct reference { const char *framework; const char **ids; } *references;
    unsigned n_references;
    struct rule_test *tests;
    unsigned n_tests;
    unsigned index;
    struct rule_place place;
};

/* How often verdicts were those of experts, on repositories labelled by hand (rules/measured.yml). */
struct control_measure {
    const char *control;
    const char **with; /* other controls that the same label speaks of, NULL-terminated */
    unsigned agrees, near, contradicts, open;
};

struct predicate {
    const char *name;
    struct cond *cond;
};

struct profile_gates { /* what lets a run fail without an option that says so */
    int fail_under, max_drop; /* 1/10 point; -1 without */
    int fail_on;              /* enum severity; -1 without */
    bool fail_on_new, floors;
};

#define PROFILE_NO_GATES {.fail_under = -1, .max_drop = -1, .fail_on = -1}
#define PROFILE_TARGET 700

struct profile { /* what a launch asks for */
    const char *name, *about;
    int weights[CATEGORY_COUNT]; /* of the debts in the overall score */
    int floors[CATEGORY_COUNT];  /* 1/10 point; 0 without */
    int target;                  /* 1/10 point: what the plan aims at */
    struct profile_gates gates;
    bool adapted;                /* a repository's settings change its weights, floors or target */
};

struct kind_rule { /* repository kinds, first that holds */
    const char *kind;
    struct cond *when; /* NULL: always */
};

struct case_list { /* cases that many arguments share, by a name */
    const char *name;
    struct api_case *cases;
    unsigned n_cases;
    bool used;
    struct rule_place place;
};

struct rule_pattern { /* a regular expression that several rules ask by its name */
    const char *name, *text;
    void *regex; /* pcre2_code *, NULL if it does not compile */
    bool used;
    struct rule_place place;
};

struct rule_query { /* raw tree-sitter queries of COND_QUERY, merged per language */
    const char *name, *source;
    const struct language *language;
    struct rule_place place;
    const char **literals; /* NULL-terminated: asked only of files that hold one; NULL: of every file that is parsed */
};

/*
 * The gate in front of the parser: a file whose bytes hold none of a language's literals holds nothing that a rule could
 * match.
 *
 * Of what opens the gate, each literal is of groups, a bit set. What leads to model calls is of the first: all files
 * that hold it are read. The others prove something of the repository wherever they stand, so that a few files that
 * hold one of a group do (link/witnesses.h): each file of rules that has such literals is a group, and each condition
 * on words of code.
 */
#define GATE_ALL ((uint64_t)1)
#define GATE_FILE_BITS 40 /* groups 1 to 39 are of files, which share them where there are more; the rest of conditions */

struct gate_literals {
    const char **literals; /* NULL-terminated, sorted, no duplicates: they count anywhere */
    const uint64_t *literal_groups; /* of each; NULL: GATE_ALL */
    const char **modules;  /* likewise: they count on lines that hold one of the language's import_marks */
    const uint64_t *module_groups;
    const char **addresses; /* likewise: parts of addresses, they count where no blank stands before the whole one */
    const uint64_t *address_groups;
};

struct ruleset {
    struct arena arena;
    char hash[65]; /* SHA-256 over the paths of all rule files and the SHA-256 of each, lower-case hex */
    bool builtin;  /* all rules are those that travel in the binary */
    const char *const *body_keys; /* of a request to a model, those of its outermost dictionary; NULL without */
    const char **decoded; /* members of a request's answer that were read from its text; NULL without */
    const char **senders; /* arguments by which a client is given the function that sends its requests; NULL without */
    struct language *languages;
    unsigned n_languages;
    struct classifier *classifier;
    struct api_file **api_files;
    unsigned n_api_files;
    struct api_item *items;
    unsigned n_items;
    struct api_alias *aliases;
    unsigned n_aliases;
    struct path_set **item_paths;  /* by language index: payload = item index */
    struct path_set **alias_paths; /* by language index: payload = alias index */
    struct gate_literals *gates;   /* by language index */
    struct model_pin *pins;
    unsigned n_pins;
    struct model_snapshot *snapshots;
    unsigned n_snapshots;
    struct model_test *model_tests;
    unsigned n_model_tests;
    struct provider_hosts *hosts; /* in the order they are asked */
    unsigned n_hosts;
    struct manifest *manifests;
    unsigned n_manifests;
    struct package_rule *packages;
    unsigned n_packages;
    struct api_pair *forks; /* what stands behind the owner in the name of a module that others fork, and that name */
    unsigned n_forks;
    const char **projects; /* globs of files that make their folder a project by itself, NULL-terminated */
    struct ci_system *ci_systems;
    unsigned n_ci_systems;
    struct prompt_format *prompts; /* the first whose paths fit a file */
    unsigned n_prompts;
    struct artefact_format *artefacts;
    unsigned n_artefacts;
    struct control_measure *measures;
    unsigned n_measures;
    struct scaffold *scaffolds;
    unsigned n_scaffolds;
    struct api_pair *prompt_roles; /* what a message's role is called -> system, user, assistant, tool */
    unsigned n_prompt_roles;
    struct prompt_name *prompt_names;
    unsigned n_prompt_names;
    void *pages;         /* regex: how a text begins that is a page for people, and no prompt; NULL: none */
    void *conversations; /* regex: what a list of the messages of a conversation is called; NULL: by no name */
    struct secret_rule *secrets;
    unsigned n_secrets;
    struct predicate *predicates;
    unsigned n_predicates;
    struct kind_rule *kinds;
    unsigned n_kinds;
    struct profile *profiles;
    unsigned n_profiles;
    const char **declarable;  /* what a repository's settings may declare, NULL-terminated */
    struct rule_pattern *patterns;
    unsigned n_patterns;
    struct case_list *case_lists;
    unsigned n_case_lists;
    struct control **controls; /* sorted by category, then id */
    unsigned n_controls;
    struct rule_query *queries;
    unsigned n_queries;
    struct api_pair *frameworks;   /* key of `references` -> title, sorted by key */
    unsigned n_frameworks;
    GPtrArray *regexes;            /* owns every compiled pattern of the ruleset */
    const char **placeholders;     /* words of the placeholder lexicon (E-6), from zones.yml */
};

/*
 * Loads every rule file. `dir` NULL takes the embedded rules; otherwise files of `dir` replace
 * embedded ones of the same relative path and add to them (`only` true: nothing embedded is used).
 * All errors of all files are collected into one message, a line each. NULL on error.
 */
struct ruleset *ruleset_load(const char *dir, bool only, GError **error);
/* The same, with embedded rules, for a program that does not run the rules' own tests: these are not read. */
struct ruleset *ruleset_load_untested(const char *dir, GError **error);

/* The same from texts, each with its path from their folder and a name for errors; hidden ones and no rule files are passed over. */
struct rule_text {
    char *path, *shown, *text;
    gsize size;
};
struct ruleset *ruleset_load_texts(const struct rule_text *texts, size_t n, GError **error);

/* ruleset.hash of what ruleset_load would load, without reading what the files say. */
bool ruleset_hash(const char *dir, bool only, char out[static 65], GError **error);

void ruleset_free(struct ruleset *rules);

/*
 * The first rule for a model id at a site of `provider` (NULL: not known, then only rules for all providers count);
 * NULL if none matches.
 */
const struct model_pin *ruleset_pin(const struct ruleset *rules, const char *model, const char *provider);
const char *pin_name(enum pin p);

/* The dated id that the provider says an alias of its own stands for; NULL without. */
const char *ruleset_snapshot(const struct ruleset *rules, const char *alias, const char *provider);

/* The provider that the host of an absolute URL stands for, or NULL. */
const char *ruleset_host_provider(const struct ruleset *rules, const char *url);

/* What a repository may be, each once, NULL-terminated; the array alone is yours to free. */
const char **ruleset_kinds(const struct ruleset *rules);

/* The scaffold of that id; NULL without. */
const struct scaffold *ruleset_scaffold(const struct ruleset *rules, const char *id);

const struct language *ruleset_language(const struct ruleset *rules, const char *name);
const struct control *ruleset_control(const struct ruleset *rules, const char *id);

/* The argument `key` of a condition, or NULL. */
const struct cond_arg *cond_arg(const struct cond *c, const char *key);

#define ZONE_BIT(z) (1u << (z))
/* Files that never speak for the product. */
#define ZONES_FOREIGN (ZONE_BIT(ZONE_VENDORED) | ZONE_BIT(ZONE_BENCHMARK_DATA))

/* The zones whose files a condition looks at: what `zone` and `not_zone` say, else what is usual for its kind. */
unsigned cond_zones(const struct cond *c);

const char *category_name(enum category c);
const char *severity_name(enum severity s);
const char *subject_name(enum subject s);

#endif
