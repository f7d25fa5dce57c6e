/*
 * load_priv - what the parts of the rule loader share.
 *
 * A loader collects the errors of all files. Names that refer to something of another file (tags, predicates, SDKs)
 * are noted and resolved when everything is loaded. Strings of the YAML trees live in the ruleset's arena, so what is
 * loaded may point into them.
 */
#ifndef DEBTSCAN_RULES_LOAD_PRIV_H
#define DEBTSCAN_RULES_LOAD_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "rules/ruleset.h"
#include "rules/yaml.h"

struct rule_source {
    const char *path;  /* relative to the rules folder: "sdks/openai.yml"; decides order and hash */
    const char *shown; /* for messages */
    const char *data;
    size_t size;
    const char *sha256; /* of a file that travels in the binary; NULL: of others */
    struct yaml_node *root; /* NULL for queries */
};

enum reference_kind {
    REFER_NOTHING, REFER_LANGUAGE, REFER_ZONE, REFER_TAG, REFER_PREDICATE, REFER_REPOSITORY_KIND, REFER_ATTRIBUTE,
    REFER_SDK, REFER_ECOSYSTEM, REFER_SUBJECT_KIND, REFER_KINDS
};

struct loader {
    struct ruleset *rules;
    struct arena *arena; /* the ruleset's */
    GPtrArray *errors;   /* char *, at most LOAD_MAX_ERRORS */
    unsigned n_errors;   /* all of them */
    bool untested;       /* the rules' own tests are passed over */
    GArray *sources;     /* struct rule_source, sorted by path */
    GHashTable *names[REFER_KINDS]; /* sets of known names, by kind */
    GArray *references;  /* struct reference_to */
    GArray *items, *aliases, *alias_items, *pins, *snapshots, *hosts, *manifests, *packages, *ci_systems, *prompts, *artefacts, *measures, *scaffolds, *secrets, *predicates, *profiles, *profile_nodes, *declarable, *projects;
    GArray *patterns, *case_lists, *kinds, *queries;
    GArray *languages, *frameworks, *placeholders, *model_tests;
    GArray *language_sources; /* by language: const struct rule_source * */
    GArray *beside;   /* const struct yaml_node *: maps of arguments that stand beside others */
    const struct yaml_node *requests; /* what requests to model services have in common; NULL without */
    GArray *api_files, *controls; /* pointers into the arena */
    GArray *item_languages;      /* by item */
    GArray *gates;    /* struct gate_literal */
    GHashTable *witnesses; /* file of rules -> number of its group of gate literals */
    GHashTable *compiled; /* text -> pcre2_code *, the ruleset's */
    GHashTable *said; /* const struct yaml_node *: what stands at an argument -> struct api_argument, in the arena */
    GHashTable *seen; /* duplicates: key -> const struct yaml_node * */
};

#define LOAD_MAX_ERRORS 50

enum gate_place { GATE_ANYWHERE, GATE_IMPORTS /* a module's name: on lines that import */, GATE_ADDRESSES /* part of one */ };

struct gate_literal {
    const struct language *language;
    const char *literal;
    enum gate_place place;
    uint64_t groups;
};

/* The group of gate literals of the file of rules that `file` names, of which a few files are read. */
uint64_t load_witnesses(struct loader *l, const char *file);

void load_error(struct loader *l, const struct yaml_node *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static inline struct rule_place load_place(const struct yaml_node *n)
{
    return (struct rule_place){.file = n->file, .line = n->line};
}

/* How many characters differ (Levenshtein). */
size_t load_distance(const char *a, const char *b);

/* The nearest of `names` if it is near enough to be what was meant, else NULL. */
const char *load_nearest(const char *name, const char *const *names, size_t n);

/* "; did you mean 'x'?", "; known: a, b, c", or nothing where that were too long. Yours to free. */
char *load_cure(const char *name, const char *const *names, size_t n);

/* All that l->errors holds as one error, a line each; true if it holds none. */
bool load_report(const struct loader *l, GError **error);

/* ---- schemas: const tables of the keys of a map ---- */

enum value_type {
    TYPE_TEXT,    /* a scalar */
    TYPE_REGEX,   /* a scalar, or {pattern: NAME} */
    TYPE_WORD,    /* a scalar of `choices` */
    TYPE_BOOL,
    TYPE_NUMBER,  /* at most two decimals */
    TYPE_COUNT,   /* a whole number, not negative */
    TYPE_TEXTS,   /* a list of scalars, or one */
    TYPE_REGEXES, /* a list of those, or one */
    TYPE_WORDS,   /* the same, of `choices` */
    TYPE_MAP,
    TYPE_MAPS,    /* a list of maps */
    TYPE_LIST,
    TYPE_ANY,
};

struct key {
    const char *name;
    enum value_type type;
    bool required;
    const char *const *choices; /* NULL-terminated */
};

/* Checks a map against its keys and reports all that is wrong. False if it is no map. */
bool load_check(struct loader *l, const struct yaml_node *node, const struct key *keys, size_t n_keys);

/* The value of one key alone, for places with a schema of their own. */
bool load_check_value(struct loader *l, const struct yaml_node *value, const struct key *key);

/* Values after load_check; what has the wrong type reads as absent. */
const char *load_text(const struct yaml_node *node, const char *key);
bool load_bool(const struct yaml_node *node, const char *key);
int64_t load_number(const struct yaml_node *node, const char *key, int64_t otherwise); /* 1/100 */
int load_count(const struct yaml_node *node, const char *key, int otherwise);
unsigned load_choice(const struct yaml_node *node, const char *key, const char *const *choices, unsigned otherwise);
const char **load_texts(struct loader *l, const struct yaml_node *node, const char *key); /* never NULL */
const char **load_list(struct loader *l, const struct yaml_node *value);
struct api_pair *load_pairs(struct loader *l, const struct yaml_node *map, unsigned *n); /* of scalars; null: value NULL */
/* Of a regular expression or {pattern: NAME}; NULL for NULL or on error. The ruleset owns it. */
void *load_regex(struct loader *l, const struct yaml_node *value);
const char *load_pattern_name(const struct yaml_node *value); /* of {pattern: NAME}, else NULL */
/* The expression of a pattern, which is used by that; NULL, with an error at `at`, for one that nobody knows. */
const char *load_pattern_text(struct loader *l, const struct yaml_node *at, const char *name);
/* The expression itself, for either; NULL for a pattern that nobody knows. */
const char *load_regex_text(const struct loader *l, const struct yaml_node *value);
bool load_path(struct loader *l, struct path *out, const struct yaml_node *value);
struct path *load_paths(struct loader *l, const struct yaml_node *value, unsigned *n);

/* Notes that `at` refers to `name`, and that `name` exists. */
void load_refer(struct loader *l, const struct yaml_node *at, enum reference_kind kind, const char *name);
void load_refer_list(struct loader *l, const struct yaml_node *value, enum reference_kind kind);
bool load_define(struct loader *l, enum reference_kind kind, const char *name);

/* True the first time; otherwise reports where `what` stood before. */
bool load_once(struct loader *l, const struct yaml_node *at, const char *what);

/* A copy of an array in the arena; `n` is its length. */
void *load_keep(struct loader *l, GArray *array, unsigned *n);

/* Parses and loads all of l->sources. */
void load_all(struct loader *l);
GArray *load_references_new(void);
GArray *load_item_languages_new(void);

/* ---- file kinds, one function each ---- */

void load_patterns(struct loader *l, const struct rule_source *s);
void load_patterns_finish(struct loader *l);
void load_cases(struct loader *l, const struct rule_source *s);
void load_cases_finish(struct loader *l);
void load_language(struct loader *l, const struct rule_source *s);
void load_languages_finish(struct loader *l);
void load_zones(struct loader *l, const struct rule_source *s);
void load_frameworks(struct loader *l, const struct rule_source *s);
void load_ecosystem(struct loader *l, const struct rule_source *s);
void load_ci(struct loader *l, const struct rule_source *s);
void load_models(struct loader *l, const struct rule_source *s);
void load_providers(struct loader *l, const struct rule_source *s);
void load_artefacts(struct loader *l, const struct rule_source *s);
void load_measured(struct loader *l, const struct rule_source *s);
void load_scaffolds(struct loader *l, const struct rule_source *s);
void load_prompts(struct loader *l, const struct rule_source *s);
void load_secrets(struct loader *l, const struct rule_source *s);
void load_predicates(struct loader *l, const struct rule_source *s);
void load_predicates_finish(struct loader *l);
void load_profiles(struct loader *l, const struct rule_source *s);
void load_profiles_finish(struct loader *l);
void load_beside(struct loader *l, const struct rule_source *s);
void load_requests(struct loader *l, const struct rule_source *s);
void load_api(struct loader *l, const struct rule_source *s);
void load_api_finish(struct loader *l);
void load_control(struct loader *l, const struct rule_source *s);
void load_controls_finish(struct loader *l);

/* ---- load_requests.c ---- */

/* What all requests to model services say under `name` (address, body), NULL without. */
const struct yaml_node *load_request_part(const struct loader *l, const char *name);
/* The items (const struct yaml_node, in the arena) that one of `requests` in an API file stands for: one for each reading
 * that fits. `languages`: the names of the file's, for a request that names none. */
GPtrArray *load_request_items(struct loader *l, const struct yaml_node *request, const char **languages);

struct cond *load_cond(struct loader *l, const struct yaml_node *node);
struct rule_test *load_tests(struct loader *l, const struct yaml_node *list, bool of_control,
                             const struct language *otherwise, unsigned *n);
const struct language *load_language_named(struct loader *l, const struct yaml_node *at);

/* The attributes of sites; controls may ask for these beside what API files name. NULL-terminated. */
extern const char *const load_site_attributes[];
extern const char *const load_linked_attributes[];
extern const char *const load_site_kinds[];
extern const char *const load_prompt_kinds[];
extern const char *const load_states[];

#endif
