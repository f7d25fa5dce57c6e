/*
 * facts - what one file says, in a form that is the same for every language.
 *
 * A fact file is the result of the map step: a pure function of the file's bytes, its classification
 * and the ruleset. It is flat (arrays that refer to each other by index), so that the codec can carry
 * it between processes and into a cache. Index 0 of `nodes`, `scopes`, `regions` and string 0 ("")
 * mean "none"; scope 1 and region 1 are the module's own.
 *
 * Code becomes scopes, expressions, bindings and control regions. Configuration (JSON, YAML, TOML,
 * .env) becomes one expression tree of dictionaries, lists and scalars, `root`. Documents become
 * sections and tables. Record files (JSON Lines, CSV) are summarised by field.
 *
 * Lines of nodes are 1-based lines of the text that was parsed. For a notebook that is the virtual
 * text of its code cells: facts_line() maps to the raw file and to the cell.
 */
#ifndef DEBTSCAN_EXTRACT_FACTS_H
#define DEBTSCAN_EXTRACT_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

enum node_kind {
    NODE_NONE,
    NODE_NAME,        /* text: identifier (also `self`, `this`, `super`) */
    NODE_STRING,      /* text: value, unquoted, escapes of the language left as written but \n \t \" \' \\ */
    NODE_TEMPLATE,    /* kids: NODE_STRING pieces and interpolated expressions, in order */
    NODE_NUMBER,      /* text: as written, without digit separators */
    NODE_TRUE,
    NODE_FALSE,
    NODE_NULL,        /* None, null, undefined */
    NODE_LIST,        /* kids: elements (list, tuple, set, array), NODE_SPLAT among them */
    NODE_DICT,        /* kids: NODE_PAIR and NODE_SPLAT */
    NODE_PAIR,        /* a: key (NODE_STRING for a plain property name), b: value */
    NODE_KEYWORD,     /* text: argument name, b: value; "<0>" for the first type argument of a call */
    NODE_SPLAT,       /* a: value; flags NODE_DOUBLE_SPLAT for ** in a call */
    NODE_CALL,        /* a: callee, kids: arguments; flags NODE_NEW for `new X()` */
    NODE_MEMBER,      /* a: object, text: member name; flags NODE_OPTIONAL for ?. */
    NODE_SUBSCRIPT,   /* a: object, b: index */
    NODE_BINARY,      /* text: operator ("|", "+", "==", "in", "and", ...), a, b */
    NODE_UNARY,       /* text: operator ("not", "-", "!"), a */
    NODE_CONDITIONAL, /* a: condition (0: x or y, x ?? y), kids: the alternatives */
    NODE_FUNCTION,    /* a function or lambda used as a value; scope_ref: its scope */
    NODE_CLASS,       /* a class used as a value; scope_ref: its scope */
    NODE_JSX,         /* an element; text: tag name, kids: NODE_KEYWORD attributes, then child expressions */
    NODE_OTHER,       /* anything else; kids: expressions inside it. A comprehension: its body. Of a pattern, text: as it is written */
    NODE_KINDS
};

enum node_flags {
    NODE_NEW = 1,
    NODE_DOUBLE_SPLAT = 2,
    NODE_RESULT = 2,      /* of an index: one of several results of a call; the first is what the call means by itself */
    NODE_OPTIONAL = 4,
    NODE_AWAITED = 8,
    NODE_TRUNCATED = 16,  /* a string cut at LIMIT_STRING_BYTES */
    NODE_SYNTHETIC = 32,  /* made by lowering: the member or index that a destructuring reads (an index without b: any
                             element), `subject == value` of a case. Its parts keep the parent they have as written */
    NODE_STATEMENT = 64,  /* stands alone as a statement: its value is dropped */
    NODE_TYPE = 128,      /* stands in a type annotation */
};

struct fact_node {
    uint8_t kind;
    uint8_t flags;
    uint16_t column;     /* 1-based, bytes, saturating */
    uint16_t end_column;
    uint32_t text;       /* string index */
    uint32_t a, b;       /* nodes */
    uint32_t first, count; /* kids[first .. first+count) are nodes */
    uint32_t scope_ref;  /* NODE_FUNCTION and NODE_CLASS */
    uint32_t parent;     /* the expression it is part of, 0 at statement level */
    uint32_t scope;      /* the scope it stands in */
    uint32_t region;     /* the innermost control region it stands in */
    uint32_t line, end_line;
};

/* A LAMBDA is a function used as a value (methods of object literals too): its name is that of what it is bound to,
 * and binds nothing. Names of FUNCTION and CLASS are bound in the scope they stand in. */
enum scope_kind { SCOPE_NONE, SCOPE_MODULE, SCOPE_CLASS, SCOPE_FUNCTION, SCOPE_LAMBDA };
enum scope_flags { SCOPE_ASYNC = 1, SCOPE_GENERATOR = 2, SCOPE_EXPORTED = 4, SCOPE_STATIC = 8, SCOPE_PROPERTY = 16,
                   SCOPE_TEST = 32 /* stands in a test of a file that is none */,
                   SCOPE_PART = 64 /* holds methods of a class that is declared elsewhere in the module; binds no name */,
                   SCOPE_EXTENDS = 128 /* a function that may be called as a method of what its first parameter takes; a class that gives
                                          a library's more methods: that is the last of its bases */ };

struct fact_scope {
    uint8_t kind, flags;
    uint32_t name;       /* string; "" for lambdas that are bound to no name */
    uint32_t parent;     /* scope */
    uint32_t region;     /* region the definition stands in */
    uint32_t first_param, n_params;         /* params[] */
    uint32_t first_decorator, n_decorators; /* kids[] -> nodes, outermost first */
    uint32_t first_base, n_bases;           /* kids[] -> nodes (class bases, keywords included) */
    uint32_t type;       /* node: return annotation */
    uint32_t doc;        /* string: docstring or the comment block right above */
    uint32_t line, end_line;
    uint16_t column;
};

enum param_kind { PARAM_PLAIN, PARAM_REST, PARAM_KEYWORDS, PARAM_DESTRUCTURED };

struct fact_param {
    uint8_t kind;      /* PARAM_REST *args ...rest; PARAM_KEYWORDS **kwargs; PARAM_DESTRUCTURED a key of an object pattern */
    uint16_t position; /* of the argument it takes; all keys of one object pattern share it */
    uint32_t name;     /* string: the local name */
    uint32_t key;      /* string: the property read, for PARAM_DESTRUCTURED; "a.b" and "a.0" where nested, what was
                          written before `...` for the rest: "" at the top */
    uint32_t type;     /* node: annotation */
    uint32_t value;    /* node: default */
    uint32_t scope;
    uint32_t line;
};

enum import_flags {
    IMPORT_MODULE = 1,    /* binds the module itself: import x, import * as x, const x = require("x"). `import a.b`
                             binds its first segment: local "a", module "a.b". A module as an expression,
                             require("x").y, is bound to its name in quotes: local "\"x\"" */
    IMPORT_STAR = 2,      /* from x import *; export * from "x" has IMPORT_REEXPORT too */
    IMPORT_REEXPORT = 4,  /* export {a as b} from "x" */
    IMPORT_TYPE = 8,      /* types only; also what stands under `if TYPE_CHECKING` */
    IMPORT_SIDE = 16,     /* imported for its effects, binds nothing */
    IMPORT_MENTION = 32,  /* of a skipped file: `module` is a word of one of its import lines, or ".."; `member` is "*"
                             where a line with it imports, or exports, all that a module offers */
    IMPORT_NAMESPACE = 64, /* `module` is a namespace that the file declares its types in */
    IMPORT_GLOBAL = 128,  /* holds in every file of the repository */
};

/* Begins the name of a module that is the repository's own, whatever libraries are called, where names are dotted. */
#define MODULE_OWN '/'

struct fact_import {
    uint32_t scope;
    uint32_t local;   /* string: name bound in `scope` ("" for star and side-effect imports) */
    uint32_t module;  /* string as written: "openai", "..llm", "./client", "@/lib/ai" */
    uint32_t member;  /* string: imported name, "default" for a default import, "" with IMPORT_MODULE */
    uint32_t flags;
    uint32_t line;
};

/* A name under which a module offers something, where that differs from its top-level names. `module.exports = x` is
 * a default export, and so are, under their own names, the members of an object x. */
struct fact_export {
    uint32_t name;  /* string; "default" */
    uint32_t node;  /* expression */
    uint32_t line;
};

enum assign_flags {
    ASSIGN_AUGMENTED = 1, /* += and the like: the old value goes in too */
    ASSIGN_ELEMENT = 2,   /* target takes an element of value: for x in xs, comprehensions. Where the target is a pattern
                             its parts read a synthetic element instead; a *rest stands for the whole value */
    ASSIGN_ENTER = 4,     /* with value as target */
    ASSIGN_CONST = 8,     /* const, final, or a module-level UPPER_CASE name */
    ASSIGN_FIELD = 16,    /* a field declared in a class body */
    ASSIGN_SELF = 32,     /* the name that a method gives to its receiver */
    ASSIGN_NEW = 64,      /* a new variable, which hides one of its name from here on, but not in what it is given */
    ASSIGN_BOUND = 128,   /* a type that the scope takes: what it is at least is the type. Known in the other parts of a class, too */
};

struct fact_assign {
    uint32_t scope;  /* a name's: the scope that declares it; else the one it stands in, as the region's is always */
    uint32_t region;
    uint32_t target; /* node: NODE_NAME, NODE_MEMBER or NODE_SUBSCRIPT (patterns are taken apart) */
    uint32_t value;  /* node, 0 for a bare declaration */
    uint32_t type;   /* node: annotation */
    uint32_t flags;
    uint32_t line;
};

/* RETRY: of a handler, the guarded block runs again. */
enum jump_kind { JUMP_RETURN, JUMP_YIELD, JUMP_RAISE, JUMP_BREAK, JUMP_CONTINUE, JUMP_PASS, JUMP_ASSERT, JUMP_RETRY };

struct fact_jump {
    uint8_t kind;
    uint32_t scope, region;
    uint32_t value; /* node or 0 */
    uint32_t line;
};

enum region_kind {
    REGION_NONE,
    REGION_BODY,    /* the body of a scope; parent 0: scope.region says where the scope stands */
    REGION_EACH,    /* for x in xs, for..of, comprehension, C-style for with a condition */
    REGION_WHILE,   /* expr: condition, which stands in the region; 0 for for(;;) */
    REGION_TRY,     /* the guarded block */
    REGION_HANDLER, /* except/catch; owner: its REGION_TRY; kids: exception types */
    REGION_FINALLY, /* owner: its REGION_TRY */
    REGION_WITH,    /* kids: context expressions */
    REGION_BRANCH,  /* if/elif/case body; expr: condition; owner: of an elif, the branch before it */
    REGION_ELSE,    /* owner: the branch, loop or try it answers */
};

struct fact_region {
    uint8_t kind;
    uint32_t parent, scope;
    uint32_t owner;
    uint32_t expr;          /* node */
    uint32_t name;          /* string: the name a handler binds its error to */
    uint32_t first, count;  /* kids[] */
    uint32_t line, end_line;
};

/* A match of a rule's own tree-sitter query. */
struct fact_match {
    uint32_t query; /* index into ruleset.queries */
    uint32_t scope;
    uint32_t text;  /* string: text of the capture @match, cut */
    uint32_t line, end_line;
    uint16_t column, end_column;
};

struct fact_section {
    uint32_t heading; /* string; "" for text before the first heading */
    uint32_t text;    /* string: prose, list items and code of the section itself, blank-folded, cut */
    uint32_t level;   /* 1 to 6, 0 without heading */
    uint32_t words;   /* content words outside headings, placeholders and code */
    uint32_t placeholders; /* words that belong to placeholders */
    uint32_t line, end_line;
};

struct fact_table {
    uint32_t section; /* 0-based index of its section */
    uint32_t node;    /* NODE_LIST of rows, each a NODE_LIST of NODE_STRING; the first row is the header */
};

struct fact_link {
    uint32_t target; /* string */
    uint32_t line;
};

struct fact_field {
    uint32_t name;     /* string: dotted for nested objects */
    uint32_t present;  /* records that hold it, not empty */
    uint32_t distinct; /* different values among them */
};

struct fact_dependency {
    uint32_t ecosystem; /* string: "pypi", "npm" */
    uint32_t name;      /* string, normalised as the ecosystem does */
    uint32_t constraint; /* string */
    uint32_t dev;        /* 1 for development only */
    uint32_t line;
};

struct fact_secret {
    uint32_t rule;   /* string: id of the secret pattern */
    uint32_t text;   /* string: redacted, never the secret itself */
    uint32_t line;
    uint16_t column, end_column;
};

struct fact_owner {
    uint32_t pattern; /* string */
    uint32_t first, count; /* kids[] are string indexes: owners */
    uint32_t line;
};

/* A message of a prompt file, or all of its text. */
struct fact_part {
    uint32_t role;       /* string: "system", "user"; "" where nothing says so */
    uint32_t characters; /* of its text, without blanks around it */
    uint32_t hash;       /* string: SHA-256 of the whole file, in the first part; "" in others */
    uint32_t line, end_line;
};

/* A place of a prompt file that a value is put into. */
struct fact_slot {
    uint32_t name;      /* string: "user.name" */
    uint32_t part;      /* 0-based index of its part */
    uint32_t delimited; /* 1: told apart from the text around it (base/slots.h) */
    uint32_t line;
};

/* Where a line of the parsed text stands in the file (notebooks). */
struct fact_line {
    uint32_t line;      /* raw line */
    uint32_t cell;      /* 1-based, counting all cells; 0 outside of notebooks */
    uint32_t cell_line; /* 1-based in the cell */
};

/* A remark for the report's notes. */
struct fact_note {
    uint32_t line;
    uint32_t text; /* string */
};

/* A comment, kept only where a rule or a suppression may look at it. */
struct fact_comment {
    uint32_t text;
    uint32_t line;
};

#define FACT_TABLES(X)                                                                             \
    X(fact_node, nodes)                                                                            \
    X(fact_scope, scopes)                                                                          \
    X(fact_param, params)                                                                          \
    X(fact_import, imports)                                                                        \
    X(fact_export, exports)                                                                        \
    X(fact_assign, assigns)                                                                        \
    X(fact_jump, jumps)                                                                            \
    X(fact_region, regions)                                                                        \
    X(fact_match, matches)                                                                         \
    X(fact_section, sections)                                                                      \
    X(fact_table, tables)                                                                          \
    X(fact_link, links)                                                                            \
    X(fact_field, fields)                                                                          \
    X(fact_dependency, dependencies)                                                               \
    X(fact_secret, secrets)                                                                        \
    X(fact_owner, owners)                                                                          \
    X(fact_part, prompt_parts)                                                                     \
    X(fact_slot, prompt_slots)                                                                     \
    X(fact_line, lines)                                                                            \
    X(fact_note, notes)                                                                            \
    X(fact_comment, comments)

/* A part of the set of words that stand in a skipped file; see words.h. */
struct fact_words {
    uint64_t bits[8];
};

enum facts_status {
    FACTS_PARSED,
    FACTS_SKIPPED, /* the literal gate: nothing in it can matter */
    FACTS_FAILED,  /* no facts; the notes say why */
};

struct facts {
    uint32_t status;   /* enum facts_status */
    uint32_t errors;   /* ERROR and MISSING nodes of the syntax tree */
    uint32_t language; /* string: language of a notebook's cells; 0 elsewhere */
    uint32_t package;  /* string: the module that the file declares to be part of */
    uint32_t root;     /* node: the tree of a configuration file */
    uint32_t records;  /* of a record file */
    uint32_t distinct_records;
    uint32_t n_lines_of_code; /* lines that hold code */
    uint64_t gates;    /* bit set: which literal groups of the ruleset occur (see rules/ruleset.h) */

    char **strings; /* NUL-terminated, valid UTF-8; strings[0] is "" */
    uint32_t n_strings;
    uint32_t *kids;
    uint32_t n_kids;
    struct fact_words *words;
    uint32_t n_words;
#define X(type, name)                                                                              \
    struct type *name;                                                                             \
    uint32_t n_##name;
    FACT_TABLES(X)
#undef X
};

/* The string of index `i`; "" for 0. */
static inline const char *facts_text(const struct facts *f, uint32_t i)
{
    return f->strings[i];
}

/* Where line `line` of the parsed text stands in the file. */
static inline struct fact_line facts_line(const struct facts *f, uint32_t line)
{
    if (f->n_lines == 0 || line == 0 || line > f->n_lines)
        return (struct fact_line){.line = line};
    return f->lines[line - 1];
}

#endif
