#include "cli/cond_words.h"

#include <string.h>

#include "base/regex_words.h"

#define PREDICATES_OPENED 1 /* named conditions within named conditions keep their names */
#define WORDS_SHOWN 8
#define WORDS_BRIEF 3

/* What is being put into words, and how. */
struct telling {
    const struct ruleset *rules;
    GString *out;
    bool brief;
};

/* How each kind begins: %s is its leading argument. */
static const char *const leads[COND_KINDS] = {
    [COND_REPOSITORY_KIND] = "the repository is of kind %s",
    [COND_COUNT] = "there is a %s",
    [COND_ATTRIBUTE] = "%s",
    [COND_DEFAULT] = "the SDK's own default of %s",
    [COND_KIND] = "it is of kind %s",
    [COND_SDK] = "it goes through %s",
    [COND_PROVIDER] = "its provider is %s",
    [COND_ZONE] = "it stands in %s code",
    [COND_LANGUAGE] = "it is written in %s",
    [COND_MODEL] = "its model id is %s",
    [COND_FLOW] = "its output reaches: %s",
    [COND_LOOP] = "it runs in a loop of kind %s",
    [COND_USE] = "the code uses: %s",
    [COND_REACHES] = "it reaches a %s",
    [COND_REACHED_BY] = "it is reached by a %s",
    [COND_HANDLER] = "an error handler around it: %s",
    [COND_FILE] = "a file %s exists",
    [COND_CONFIG] = "the configuration in %s",
    [COND_DOCUMENT] = "a document with substance in %s",
    [COND_TABLE] = "a table in %s",
    [COND_TEXT] = "the text of %s",
    [COND_DEPENDENCY] = "it depends on %s",
    [COND_OWNERS] = "owners are declared for the files of %s",
    [COND_CI] = "a CI job runs: %s",
    [COND_DATASET] = "a data set of records exists",
    [COND_CONTRACT] = "an API contract (%s) exists",
    [COND_PACKAGES] = "the dependencies of packages that call models are %s",
    [COND_CALLED] = "the program is seen to run it: %s",
    [COND_SECRET] = "it is a credential",
    [COND_QUERY] = "the code matches the query %s",
    [COND_CALL] = "its call is %s",
    [COND_CLIENT] = "its client is built by %s",
    [COND_WORD] = "the code names %s",
    [COND_NAMED] = "its name fits %s",
    [COND_IN] = "it stands in %s",
    [COND_COMMENT] = "a comment at it says %s",
    [COND_CALLS] = "a function of the repository is called that is named %s",
    [COND_CODE] = "code in %s says",
    [COND_MENTIONED] = "its path or name stands in %s code",
    [COND_DECLARED] = "the repository's settings declare %s",
};

static void append_list(const struct telling *t, const char *const *list, const char *last)
{
    GString *out = t->out;
    size_t n = g_strv_length((char **)list), shown = MIN(n, (size_t)(t->brief ? WORDS_BRIEF : WORDS_SHOWN));
    for (size_t i = 0; i < shown; i++)
        g_string_append_printf(out, "%s%s", i == 0 ? "" : i + 1 < n ? ", " : last, list[i]);
    if (shown < n)
        g_string_append_printf(out, " and %zu more", n - shown);
}

/* "at_least" reads "at least" */
static void append_key(GString *out, const char *key)
{
    for (; *key; key++)
        g_string_append_c(out, *key == '_' ? ' ' : *key);
}

static void append_number(GString *out, int64_t hundredths)
{
    g_string_append_printf(out, "%" G_GINT64_FORMAT, hundredths / 100);
    if (hundredths % 100)
        g_string_append_printf(out, ".%02d", (int)(hundredths % 100));
}

static void append_pairs(GString *out, const struct cond_arg *a)
{
    for (unsigned i = 0; i < a->n_pairs; i++)
        g_string_append_printf(out, "%s%s %s", i ? ", " : "", a->pairs[i].key,
                               a->pairs[i].value ? a->pairs[i].value : "");
}

static void append_slots(GString *out, const struct cond_arg *a)
{
    for (unsigned i = 0; i < a->n_slots; i++)
        g_string_append_printf(out, "%s%s", i ? ", " : "", a->slots[i].name);
}

static void words_of(const struct telling *t, const struct cond *c, unsigned opened);

static void append_value(const struct telling *t, const struct cond_arg *a, unsigned opened)
{
    GString *out = t->out;
    switch (a->type) {
    case ARG_NUMBER:
        append_number(out, a->number);
        break;
    case ARG_BOOL:
        g_string_append(out, a->number ? "yes" : "no");
        break;
    case ARG_MAP:
        append_pairs(out, a);
        break;
    case ARG_SLOTS:
        append_slots(out, a);
        break;
    case ARG_COND:
        words_of(t, a->cond, opened);
        break;
    case ARG_REGEX:
        if (a->pattern)
            append_key(out, a->pattern);
        else if (t->brief && a->string)
            regex_words(a->string, WORDS_BRIEF, out);
        else
            g_string_append_printf(out, "/%s/", a->string ? a->string : "");
        break;
    case ARG_REGEX_LIST:
        for (unsigned i = 0; t->brief && a->list && a->list[i] && i < WORDS_BRIEF; i++) {
            g_string_append(out, i ? ", " : "");
            regex_words(a->list[i], WORDS_BRIEF, out);
        }
        if (t->brief && a->list)
            break;
        /* fall through */
    case ARG_STRING:
    case ARG_PATH:
    case ARG_LIST:
        if (a->list)
            append_list(t, (const char *const *)a->list, " or ");
        else
            g_string_append(out, a->string ? a->string : "");
        break;
    }
}

/* What narrows a condition down without saying what it is about. */
static bool is_detail(const char *key)
{
    static const char *const details[] = {"zone", "not_zone", "not_path", "literals", "language", "source", "min_bytes", "min_words",
                                          "hops", "imported", "near", NULL};
    return g_strv_contains(details, key);
}

static void append_refinement(const struct telling *t, const struct cond *c, const struct cond_arg *a, unsigned opened)
{
    GString *out = t->out;
    if (t->brief && is_detail(a->key))
        return;
    bool is_value = c->kind == COND_ATTRIBUTE || c->kind == COND_DEFAULT;
    if (a->type == ARG_BOOL) {
        g_string_append(out, a->number ? ", " : ", not ");
        append_key(out, a->key);
        return;
    }
    g_string_append(out, is_value ? " " : ", ");
    if (is_value && strcmp(a->key, "matches") != 0)
        g_string_append(out, "is ");
    if (!is_value || (strcmp(a->key, "state") != 0 && strcmp(a->key, "equals") != 0 &&
                      strcmp(a->key, "in") != 0)) {
        append_key(out, a->key);
        g_string_append_c(out, ' ');
    }
    append_value(t, a, opened);
}

static void append_kids(const struct telling *t, const struct cond *c, unsigned opened)
{
    GString *out = t->out;
    const char *joint = c->kind == COND_ANY ? " or " : " and ";
    bool brackets = c->n_kids > 1;
    if (c->kind == COND_NOT || c->kind == COND_SEEN)
        g_string_append(out, c->kind == COND_NOT ? "not " : "seen: ");
    if (brackets)
        g_string_append_c(out, '(');
    const bool cut = t->brief && c->kind == COND_ANY && c->n_kids > WORDS_BRIEF + 1;
    const unsigned shown = cut ? WORDS_BRIEF : c->n_kids;
    for (unsigned i = 0; i < shown; i++) {
        g_string_append(out, i ? joint : "");
        words_of(t, c->kids[i], opened);
    }
    if (cut)
        g_string_append_printf(out, " or one of %u other signs", c->n_kids - shown);
    if (brackets)
        g_string_append_c(out, ')');
    if (c->kind == COND_ANY && c->n_args) {
        g_string_append(out, ", at least ");
        append_number(out, c->args[0].number);
    }
}

static void append_predicate(const struct telling *t, const char *name, unsigned opened)
{
    const struct ruleset *rules = t->rules;
    GString *out = t->out;
    g_autofree char *words = g_strdelimit(g_strdup(name), t->brief ? "_" : "", ' ');
    g_string_append_printf(out, "'%s'", words);
    if (t->brief)
        return;
    for (unsigned i = 0; opened < PREDICATES_OPENED && i < rules->n_predicates; i++)
        if (strcmp(rules->predicates[i].name, name) == 0) {
            g_string_append(out, " [");
            words_of(t, rules->predicates[i].cond, opened + 1);
            g_string_append_c(out, ']');
            return;
        }
}

static void words_of(const struct telling *t, const struct cond *c, unsigned opened)
{
    GString *out = t->out;
    if (!c)
        return;
    if (cond_combines(c->kind)) {
        append_kids(t, c, opened);
        return;
    }
    if (c->n_args == 0)
        return;
    if (c->kind == COND_PREDICATE) {
        append_predicate(t, c->args[0].string ? c->args[0].string : "", opened);
        return;
    }
    const char *lead = leads[c->kind], *hole = strstr(lead, "%s");
    if (hole) {
        g_string_append_len(out, lead, hole - lead);
        append_value(t, &c->args[0], opened);
        g_string_append(out, hole + 2);
    } else {
        g_string_append(out, lead);
    }
    if (c->kind == COND_DEFAULT && c->n_args == 1)
        g_string_append(out, " exists");
    for (unsigned i = 1; i < c->n_args; i++)
        append_refinement(t, c, &c->args[i], opened);
}

void cond_words(const struct ruleset *rules, const struct cond *c, bool brief, GString *out)
{
    words_of(&(struct telling){rules, out, brief}, c, 0);
}
