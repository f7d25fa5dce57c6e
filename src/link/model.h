/*
 * model - the whole repository after linking: what every control is judged over.
 *
 * Built by link_project() from the facts of all files; const afterwards. Everything lives in the
 * model's arena. Files are sorted by path; all arrays are in file and line order.
 */
#ifndef DEBTSCAN_LINK_MODEL_H
#define DEBTSCAN_LINK_MODEL_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "extract/facts.h"
#include "rules/ruleset.h"
#include "source/classify.h"

#define NO_INDEX UINT32_MAX

struct project_file {
    const char *path; /* relative, '/', valid UTF-8 (escaped where it was not) */
    uint64_t size;
    struct classification class;
    const struct language *language; /* NULL without */
    struct facts *facts;             /* NULL if it was not extracted */
    char hash[41];                   /* of the content, for duplicates; "" if unread */
};

struct place {
    uint32_t file; /* index of the file, NO_INDEX for none */
    uint32_t line, end_line; /* of the raw file */
    uint16_t column, end_column;
    uint32_t cell, cell_line; /* notebooks, else 0 */
};

/* A function, class or module of the repository: file and scope. */
struct unit {
    uint32_t file, scope;
};

/* Where an attribute's value came from. */
enum origin { ORIGIN_NONE, ORIGIN_CALL, ORIGIN_CLIENT, ORIGIN_WRAPPER, ORIGIN_CALLER, ORIGIN_FLOW, ORIGIN_DEFAULT };

/* How the value itself was written. */
enum value_origin { VALUE_NONE, VALUE_LITERAL, VALUE_CONST, VALUE_ENV, VALUE_ENV_DEFAULT, VALUE_CONFIG, VALUE_PARAMETER, VALUE_COMPUTED };

struct attribute {
    const char *name;
    enum tristate state;
    const char *value;      /* literal or the rule's word; NULL where it is not known */
    enum origin origin;
    enum value_origin value_origin;
    struct place place;     /* where it was set; file NO_INDEX without */
};

enum flow_kind { FLOW_PARSE, FLOW_SCHEMA, FLOW_CAST, FLOW_SUBSCRIPT, FLOW_BRANCH, FLOW_MATCH, FLOW_EXECUTE, FLOW_RENDER, FLOW_STORE, FLOW_RESPOND, FLOW_LOG, FLOW_KINDS };

/* SILENT: nobody learns of the error, and nothing or an empty value stands for the answer. TELL: the error is handed to
 * a call, or to whoever called. SAY: a text stands for the answer. DROP: nobody looks at an
 * error that is a value. PANIC: the error ends the program. */
enum handler_bits { HANDLED_RAISE = 1, HANDLED_RETURN = 2, HANDLED_RETRY = 4, HANDLED_LOG = 8, HANDLED_PASS = 16, HANDLED_OTHER = 32,
                    HANDLED_SILENT = 64, HANDLED_TELL = 128, HANDLED_SAY = 256, HANDLED_DROP = 512, HANDLED_PANIC = 1024,
                    HANDLED_RECORD = 2048, HANDLED_PRINT = 4096, HANDLED_HANDS = 8192,
                    HANDLED_NOT = HANDLED_PASS | HANDLED_DROP | HANDLED_PANIC };

/* A try/except around something. */
#define NEAR_HOPS 2 /* handlers at most so many calls away are thought to be meant for what fails */

struct handler {
    const char **types;  /* names of the error types, NULL-terminated; empty: everything */
    uint32_t does;       /* handler_bits */
    struct place place;  /* of the handler */
    uint8_t hops;        /* 0: stands in the function itself, 1: in one that calls it, and so on */
    const char **asked;  /* types that a handler for everything compares its error with; NULL-terminated */
    uint32_t region;     /* of the facts of its file; 0 where it is none */
};

/* Output of a site reaching a sink. */
struct flow {
    enum flow_kind kind;
    struct place place;
    const char *what;      /* the sink as written: "json.loads" */
    bool validated;        /* a schema check stands on the way or takes the parsed value */
    struct handler *handlers; /* around the sink, innermost first */
    unsigned n_handlers;
    uint32_t item;         /* api item of the sink, NO_INDEX for built-in syntax */
};

enum loop_kind { LOOP_NONE, LOOP_RETRY, LOOP_AGENT, LOOP_INTERACTIVE, LOOP_DATA };

struct loop { /* the innermost loop that matters around a site, in its function or a direct caller */
    enum loop_kind kind;
    bool bounded;
    struct place place;
};

/* A call, decorator, subclass or reference that matches an API item. */
struct use {
    uint32_t item;   /* index into ruleset.items */
    struct unit unit; /* where it stands */
    struct place place;
    const char *text; /* the access path as resolved, canonical */
    const char *shown; /* as it is written there */
    struct attribute *attributes;
    unsigned n_attributes;
    struct unit decorates; /* AS_DECORATOR and AS_SUBCLASS: the function or class; file NO_INDEX without */
    bool in_force;   /* E-3: its function or class is referenced, or it stands at module level of a file that is used */
};

struct site {
    const char *id;       /* stable: "path:line:column" hashed; unique */
    struct place place;
    struct unit unit;     /* the function it stands in */
    const char *function; /* its name, "Class.method"; NULL at module level */
    uint32_t item;        /* api item */
    const char *sdk, *provider, *kind;
    const char *call;     /* as written, shortened: "client.chat.completions.create" */
    enum zone zone;
    double confidence;
    struct place client;  /* where its client is built; file NO_INDEX if unknown */
    const char *client_text;
    const char *model;    /* id, or NULL */
    enum pin pin;
    enum value_origin model_origin;
    struct place model_place;
    struct attribute *attributes; /* sorted by name */
    unsigned n_attributes;
    struct api_pair *defaults; /* the SDK's own defaults */
    unsigned n_defaults;
    struct flow *flows;
    unsigned n_flows;
    struct handler *handlers; /* around the call */
    unsigned n_handlers;
    struct loop loop;
    uint32_t *uses;       /* indexes of uses that bear on it: wrappers, decorators, callbacks, tracers near it */
    unsigned n_uses;
    uint32_t *routes;     /* routes that reach it, by index */
    unsigned n_routes;
    unsigned n_callers;
    const char *symbol;   /* normalised text of the call, for fingerprints */
};

struct agent {
    const char *name;
    struct place place;
    struct unit unit;
    uint32_t item;
    const char *sdk;
    enum zone zone;
    struct attribute *attributes;
    unsigned n_attributes;
};

struct tool {
    const char *name;
    struct place place;
    struct unit unit;       /* the function that runs, or where it is declared */
    bool runs;              /* it is the former */
    uint32_t item;
    const char *sdk;
    enum zone zone;
    bool attached;          /* handed to an agent, a site or a server, as far as can be seen */
    unsigned n_parameters, n_typed, n_described;
    const char *description;
    struct attribute *attributes; /* typed, description, described, strict */
    unsigned n_attributes;
};

struct route {
    const char *method, *path;
    struct place place;
    struct unit handler;    /* file NO_INDEX if unresolved */
    uint32_t item, node;    /* node: of the call that declares it, in its place's file; 0 without */
    const char *framework;
    enum zone zone;
    struct attribute *attributes; /* request_model, response_model, auth ... */
    unsigned n_attributes;
    uint32_t *sites;        /* sites that it reaches (3 hops) */
    unsigned n_sites;
    uint32_t *uses;         /* uses in the handler, its decorators, its parameters' defaults, its app or router */
    unsigned n_uses;
    struct unit *before;    /* functions that run before its handler: what its signature declares, what it is declared with,
                               what its routers run first; with what they call */
    unsigned n_before;
};

/* Who wrote what is put into a prompt, as far as it can be followed; the greater counts. From TAINT_FILE on it is text
 * from outside, which may hold instructions of its own. */
enum taint { TAINT_NONE, TAINT_UNKNOWN, TAINT_MODEL, TAINT_FILE, TAINT_TOOL, TAINT_WEB, TAINT_RETRIEVAL, TAINT_INPUT, TAINT_REQUEST, TAINT_KINDS };

struct prompt_variable {
    const char *name;     /* as written: "question", "req.question"; of a template its name there */
    const char *role;     /* of the message it enters; NULL where it is not known */
    enum taint taint;
    const char *source;   /* what it comes from, as written; NULL without */
    bool delimited;       /* told apart from the text around it */
    struct place place;   /* where it enters */
};

struct prompt_part { /* a message of a prompt file */
    const char *role; /* NULL where it is not known */
    unsigned characters;
    uint32_t line, end_line;
};

/* A text that is sent to models, where it is written. */
struct prompt {
    const char *id;       /* stable, unique: "path:line:column" hashed */
    const char *name;     /* of its file, the name it is bound to, or the function it stands in */
    const char *kind;     /* "file", "registry" (kept elsewhere under a name), "module" (of a file that holds prompts alone),
                             "constant" (bound to a name outside of functions), "inline" */
    const char *role;     /* "system", "user", "assistant", "tool"; NULL where it is not known, or several */
    const char *format;   /* of a file, as rules name it; NULL otherwise */
    struct place place;
    struct unit unit;     /* the function it stands in; file NO_INDEX for a file */
    enum zone zone;
    const char *sdk;      /* of the first site that uses it, NULL without */
    unsigned characters, lines;
    const char *hash;     /* SHA-256 of the text, or the file's own; NULL where it is not visible */
    struct prompt_part *parts;
    unsigned n_parts;
    struct prompt_variable *variables; /* in the order they enter */
    unsigned n_variables;
    uint32_t *sites;      /* that it is sent to */
    unsigned n_sites;
    struct attribute *attributes; /* characters, lines, copies, version, used */
    unsigned n_attributes;
};

struct ci_step {
    const struct ci_system *system;
    struct place place;
    const char *workflow, *job;
    const char *run, *uses;  /* either may be NULL */
    const char **triggers;   /* normalised names, NULL-terminated */
    bool neutralised;        /* continue-on-error, `|| true`, if: false */
};

struct secret {
    struct place place;
    const struct secret_rule *rule;
    const char *redacted;
    enum zone zone;
};

struct call_edge { /* a function of the repository calls another */
    struct unit from, to;
    struct place place;
    bool inside; /* that is written in it as an expression, or runs for it behind a queue, and is no call further away */
    bool handed; /* that is given to a call by its name: when it runs, and in what, is not seen here */
};

struct note {
    const char *file; /* may be "" */
    uint32_t line;
    const char *text;
};

struct model {
    struct arena arena;
    const struct ruleset *rules;
    const char *name;             /* of the repository */
    struct project_file *files;   /* sorted by path */
    unsigned n_files;
    struct site *sites;
    unsigned n_sites;
    struct agent *agents;
    unsigned n_agents;
    struct tool *tools;
    unsigned n_tools;
    struct route *routes;
    unsigned n_routes;
    struct use *uses; /* by place */
    unsigned n_uses;
    struct prompt *prompts;
    unsigned n_prompts;
    struct ci_step *ci_steps;
    unsigned n_ci_steps;
    struct secret *secrets;
    unsigned n_secrets;
    struct call_edge *calls;      /* sorted by `from` */
    uint32_t *called;             /* indexes into calls, sorted by `to` */
    unsigned n_calls;
    struct note *notes;
    unsigned n_notes;
    GHashTable *imported;         /* set of "ecosystem-free" package roots imported in zone src: "openai" */
    uint32_t busiest;             /* site that most depends on (CONTROLS 2.5), of those that write words if any; NO_INDEX without sites */
};

/* Whether a comment of the file says UNFILLED_MARK, or a text of it where the format has no comments. */
bool model_file_unfilled(const struct project_file *f);

/* The attribute `name`, or NULL. Works on any entity's array. */
const struct attribute *attribute_find(const struct attribute *list, unsigned n, const char *name);

const char *taint_name(enum taint t);

/* Units that call `u` within `hops` calls (u itself included), appended to `out` (struct unit). */
void model_callers(const struct model *m, struct unit u, unsigned hops, GArray *out);

/* Those of them that are seen to call it: no one that only hands a function over. */
void model_seen_callers(const struct model *m, struct unit u, unsigned hops, GArray *out);

/* Whether a function is handed over, and nothing is seen to call it. */
bool model_only_handed(const struct model *m, struct unit u);

/* Units that `u` calls within `hops` calls (itself included). */
void model_callees(const struct model *m, struct unit u, unsigned hops, GArray *out);

/* The first of `calls` out of a unit, or out of one behind it; n_calls without. */
unsigned model_first_call(const struct model *m, struct unit u);

/* The first of `uses` that stands on or below a line of a file; n_uses without. */
unsigned model_first_use(const struct model *m, uint32_t file, uint32_t line);

/* Fills `called`, once `calls` is complete and sorted. */
void model_index_calls(struct model *m);

const struct project_file *model_file(const struct model *m, const char *path);

void model_free(struct model *m);

#endif
