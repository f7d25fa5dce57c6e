#include "judge/near.h"

#include <stdarg.h>
#include <string.h>

#include "base/hash.h"
#include "base/regex.h"

#define MAX_DEPTH 64 /* predicates within predicates */

struct memo { /* result of a condition that does not depend on the subject */
    enum truth truth;
    struct evidence *evidence, *declared;
    unsigned n_evidence, n_declared, count;
};

/* ---- context ---- */

static void memo_free(gpointer data)
{
    struct memo *memo = data;
    g_free(memo->evidence);
    g_free(memo->declared);
    g_free(memo);
}

struct cond_index *cond_index_new(const struct model *m)
{
    struct cond_index *index = g_new0(struct cond_index, 1);
    arena_init(&index->arena);
    index->found = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref);
    index->near = g_hash_table_new_full(pair_key_hash, NULL, NULL, near_units_free);
    index->unfilled = g_new0(char, m->n_files + 1);
    return index;
}

void cond_index_free(struct cond_index *index)
{
    if (index == NULL)
        return;
    g_hash_table_unref(index->found);
    g_hash_table_unref(index->near);
    g_clear_pointer(&index->placeholders, g_ptr_array_unref);
    g_clear_pointer(&index->imported, g_hash_table_unref);
    g_free(index->unfilled);
    document_index_free(index->documents);
    file_index_free(index->files);
    vocabulary_free(index->vocabulary);
    arena_fini(&index->arena);
    g_free(index);
}

GArray *index_found(struct cond_context *x, const void *asked, uint32_t file)
{
    GHashTable *files = g_hash_table_lookup(x->index->found, asked);
    return files ? g_hash_table_lookup(files, GUINT_TO_POINTER(file + 1)) : NULL;
}

void index_put(struct cond_context *x, const void *asked, uint32_t file, GArray *found)
{
    GHashTable *files = g_hash_table_lookup(x->index->found, asked);
    if (files == NULL) {
        files = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
        g_hash_table_insert(x->index->found, (gpointer)asked, files);
    }
    g_hash_table_insert(files, GUINT_TO_POINTER(file + 1), found);
}

struct cond_context *cond_context_new(const struct model *m, struct arena *arena, struct cond_index *index)
{
    struct cond_context *x = g_new0(struct cond_context, 1);
    x->m = m;
    x->a = arena;
    x->index = index;
    x->declared = g_array_new(FALSE, FALSE, sizeof(struct evidence));
    x->memo = g_hash_table_new_full(NULL, NULL, NULL, memo_free);
    x->looked_at = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
    x->wanted = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    return x;
}

void cond_context_free(struct cond_context *x)
{
    if (x == NULL)
        return;
    g_array_unref(x->declared);
    g_hash_table_unref(x->memo);
    g_hash_table_unref(x->looked_at);
    g_hash_table_unref(x->wanted);
    g_clear_pointer(&x->uses_by_tag, g_hash_table_unref);
    g_clear_pointer(&x->mentions, g_hash_table_unref);
    g_free(x->documents);
    locks_free(x->locks);
    g_free(x->ownership);
    g_free(x);
}

void cond_context_set_kind(struct cond_context *x, const char *kind)
{
    x->kind = kind;
    g_hash_table_remove_all(x->memo);
}

void cond_context_set_settings(struct cond_context *x, const struct settings *settings)
{
    x->settings = settings;
    g_hash_table_remove_all(x->memo);
}

const GArray *cond_context_declared(const struct cond_context *x)
{
    return x->declared;
}

void cond_context_forget(struct cond_context *x)
{
    g_array_set_size(x->declared, 0);
}

unsigned cond_context_count(const struct cond_context *x)
{
    return x->count;
}

/* ---- arguments ---- */

const struct cond_arg *arg_lead(const struct cond *c)
{
    return c->n_args ? &c->args[0] : NULL;
}

bool arg_bool(const struct cond *c, const char *key, bool fallback)
{
    const struct cond_arg *arg = cond_arg(c, key);
    if (arg == NULL)
        return fallback;
    if (arg->type == ARG_BOOL)
        return arg->number != 0;
    return arg->string ? g_str_equal(arg->string, "true") : fallback;
}

int64_t arg_number(const struct cond *c, const char *key, int64_t fallback)
{
    const struct cond_arg *arg = cond_arg(c, key);
    return arg && arg->type == ARG_NUMBER ? arg->number : fallback;
}

bool arg_has(const struct cond_arg *arg, const char *word)
{
    if (arg == NULL || word == NULL)
        return false;
    if (arg->list) {
        for (const char **w = arg->list; *w; w++)
            if (g_str_equal(*w, word))
                return true;
        return false;
    }
    return arg->string && g_str_equal(arg->string, word);
}

const char *const *arg_words(struct cond_context *x, const struct cond_arg *arg)
{
    static const char *const none[] = {NULL};
    if (arg == NULL)
        return none;
    if (arg->list)
        return (const char *const *)arg->list;
    if (arg->string == NULL)
        return none;
    const char **one = arena_new_n(x->a, const char *, 2);
    one[0] = arg->string;
    return (const char *const *)one;
}

bool arg_matches(const struct cond_arg *arg, const char *text)
{
    if (arg == NULL || text == NULL)
        return false;
    size_t len = strlen(text);
    for (void **r = arg->regexes; r && *r; r++)
        if (regex_search(*r, text, len))
            return true;
    return arg->regexes == NULL && arg_has(arg, text);
}

bool arg_globs(struct cond_context *x, const struct cond_arg *arg, const char *path)
{
    for (const char *const *g = arg_words(x, arg); *g; g++)
        if (glob_match(*g, path))
            return true;
    return false;
}

/* ---- files and evidence ---- */

static bool wants_file(struct cond_context *x, const struct cond *c, uint32_t file)
{
    const struct project_file *f = &x->m->files[file];
    bool code = f->language && (f->language->reader == READER_CODE || f->language->reader == READER_NOTEBOOK);
    return (cond_zones(c) & ZONE_BIT(f->class.zone)) && !(code && file_unfilled(x, file)) &&
           !arg_globs(x, cond_arg(c, "not_path"), f->path);
}

bool file_wanted(struct cond_context *x, const struct cond *c, uint32_t file)
{
    char *wanted = g_hash_table_lookup(x->wanted, c);
    if (!wanted) {
        wanted = g_malloc0(x->m->n_files + 1);
        g_hash_table_insert(x->wanted, (gpointer)c, wanted);
    }
    if (!wanted[file])
        wanted[file] = (char)(1 + wants_file(x, c, file));
    return wanted[file] == 2;
}

struct place place_at(const struct cond_context *x, uint32_t file, uint32_t line)
{
    struct place p = {
        .file = file, .line = MAX(line, 1), .end_line = MAX(line, 1), .column = 1, .end_column = 1};
    if (file < x->m->n_files && x->m->files[file].facts) {
        struct fact_line l = facts_line(x->m->files[file].facts, p.line);
        p.line = p.end_line = MAX(l.line, 1);
        p.cell = l.cell;
        p.cell_line = l.cell_line;
    }
    return p;
}

static struct evidence evidence_make(struct cond_context *x, struct place place, int confidence,
                                     const char *format, va_list args)
{
    g_autofree char *text = g_strdup_vprintf(format, args);
    if (strlen(text) > 240) /* scanned text: what is shown of it has a ceiling */
        *(char *)g_utf8_find_prev_char(text, text + 240) = '\0';
    return (struct evidence){
        .place = place, .text = arena_strdup(x->a, text), .confidence = confidence};
}

void evidence_add(struct cond_context *x, GArray *evidence, struct place place, int confidence,
                  const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct evidence e = evidence_make(x, place, confidence, format, args);
    va_end(args);
    g_array_append_val(evidence, e);
}

void evidence_value(struct cond_context *x, GArray *evidence, const char *value)
{
    if (evidence->len && value)
        g_array_index(evidence, struct evidence, evidence->len - 1).value =
            arena_strdup(x->a, value);
}

void declared_add(struct cond_context *x, struct place place, int confidence, const char *format,
                  ...)
{
    va_list args;
    va_start(args, format);
    struct evidence e = evidence_make(x, place, confidence, format, args);
    va_end(args);
    for (unsigned i = 0; i < x->declared->len; i++) {
        const struct evidence *old = &g_array_index(x->declared, struct evidence, i);
        if (old->place.file == place.file && old->place.line == place.line &&
            g_str_equal(old->text, e.text))
            return;
    }
    g_array_append_val(x->declared, e);
}

const char *node_scalar(const struct facts *f, uint32_t node)
{
    if (node == 0 || node >= f->n_nodes)
        return NULL;
    const struct fact_node *e = &f->nodes[node];
    switch (e->kind) {
    case NODE_STRING:
    case NODE_NUMBER:
    case NODE_NAME:
        return facts_text(f, e->text);
    case NODE_TRUE:
        return "true";
    case NODE_FALSE:
        return "false";
    default:
        return NULL;
    }
}

bool file_unfilled(struct cond_context *x, uint32_t file)
{
    char *unfilled = &x->index->unfilled[file];
    if (!*unfilled)
        *unfilled = (char)(1 + model_file_unfilled(&x->m->files[file]));
    return *unfilled == 2;
}

static const GPtrArray *placeholders_of(const struct cond_context *x)
{
    struct cond_index *index = x->index;
    if (!index->placeholders) {
        index->placeholders = g_ptr_array_new_with_free_func(g_free);
        for (const char **w = x->m->rules ? x->m->rules->placeholders : NULL; w && *w; w++)
            g_ptr_array_add(index->placeholders, g_ascii_strdown(*w, -1));
    }
    return index->placeholders;
}

bool text_is_placeholder(const struct cond_context *x, const char *text)
{
    if (text == NULL)
        return false;
    g_autofree char *lower = g_ascii_strdown(text, -1);
    g_strstrip(lower);
    const char *blank = strstr(lower, "{{"); /* ${{ x }} is filled in by the system that runs it */
    if ((blank && (blank == lower || blank[-1] != '$')) || (*lower == '<' && strchr(lower, '>')))
        return true;
    const GPtrArray *placeholders = placeholders_of(x);
    for (guint i = 0; i < placeholders->len; i++) {
        const char *word = placeholders->pdata[i];
        size_t len = strlen(word);
        bool edges = len && g_ascii_isalnum(word[0]) && g_ascii_isalnum(word[len - 1]);
        for (const char *at = len ? strstr(lower, word) : NULL; at; at = strstr(at + 1, word))
            if (!edges || ((at == lower || !g_ascii_isalnum(at[-1])) && !g_ascii_isalnum(at[len])))
                return true;
    }
    return false;
}

const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *truth_name(enum truth t)
{
    return t == TRUTH_YES ? "yes" : t == TRUTH_NO ? "no" : "unknown";
}

/* ---- logic ---- */

static enum truth match_any(struct cond_context *x, const struct cond *c, struct subject_ref s,
                            GArray *evidence)
{
    unsigned least = (unsigned)CLAMP(arg_number(c, "at_least", 100) / 100, 1, G_MAXINT), yes = 0, unknown = 0;
    for (unsigned i = 0; i < c->n_kids && yes < least; i++) {
        enum truth t = cond_eval(x, c->kids[i], s, evidence);
        yes += t == TRUTH_YES;
        unknown += t == TRUTH_UNKNOWN;
    }
    return yes >= least ? TRUTH_YES : yes + unknown >= least ? TRUTH_UNKNOWN : TRUTH_NO;
}

static enum truth match_all(struct cond_context *x, const struct cond *c, struct subject_ref s,
                            GArray *evidence)
{
    enum truth least = TRUTH_YES;
    for (unsigned i = 0; i < c->n_kids && least != TRUTH_NO; i++)
        least = MIN(least, cond_eval(x, c->kids[i], s, evidence));
    return least;
}

static enum truth match_not(struct cond_context *x, const struct cond *c, struct subject_ref s,
                            GArray *evidence)
{
    unsigned before = evidence->len;
    enum truth t = match_all(x, c, s, evidence);
    g_array_set_size(evidence, before);
    return TRUTH_YES - t;
}

/* What cannot be known was not seen. */
static enum truth match_seen(struct cond_context *x, const struct cond *c, struct subject_ref s,
                             GArray *evidence)
{
    return truth_of(match_all(x, c, s, evidence) == TRUTH_YES);
}

static const struct predicate *predicate_find(const struct cond_context *x, const char *name)
{
    for (unsigned i = 0; name && i < x->m->rules->n_predicates; i++)
        if (g_str_equal(x->m->rules->predicates[i].name, name))
            return &x->m->rules->predicates[i];
    return NULL;
}

static enum truth match_predicate(struct cond_context *x, const struct cond *c,
                                  struct subject_ref s, GArray *evidence)
{
    const struct cond_arg *lead = arg_lead(c);
    const struct predicate *p = lead ? predicate_find(x, lead->string) : NULL;
    if (p == NULL || x->depth >= MAX_DEPTH)
        return TRUTH_UNKNOWN;
    x->depth++;
    enum truth t = cond_eval(x, p->cond, s, evidence);
    x->depth--;
    return t;
}

static enum truth match_repository_kind(struct cond_context *x, const struct cond *c,
                                        struct subject_ref s, GArray *evidence)
{
    (void)s, (void)evidence;
    return truth_of(arg_has(arg_lead(c), x->kind));
}

static bool subject_kind_of(const char *name, enum subject *out)
{
    for (int k = SUBJECT_REPOSITORY; name && k <= SUBJECT_USE; k++)
        if (g_str_equal(name, subject_name((enum subject)k))) {
            *out = (enum subject)k;
            return true;
        }
    return false;
}

/* Between `low` and `high` things were seen: does that fit `at_least` and `at_most`? */
static enum truth within(const struct cond *c, unsigned low, unsigned high)
{
    int64_t least = arg_number(c, "at_least", cond_arg(c, "at_most") ? 0 : 100);
    int64_t most = arg_number(c, "at_most", G_MAXINT64);
    if ((int64_t)high * 100 < least || (int64_t)low * 100 > most)
        return TRUTH_NO;
    return (int64_t)low * 100 >= least && (int64_t)high * 100 <= most ? TRUTH_YES : TRUTH_UNKNOWN;
}

static enum truth match_count(struct cond_context *x, const struct cond *c, struct subject_ref s,
                              GArray *evidence)
{
    (void)s;
    const struct cond_arg *lead = arg_lead(c), *where = cond_arg(c, "where");
    enum subject kind;
    if (lead == NULL || !subject_kind_of(lead->string, &kind))
        return TRUTH_UNKNOWN;
    unsigned before = evidence->len, low = 0, high = 0;
    g_autoptr(GArray) scratch = g_array_new(FALSE, FALSE, sizeof(struct evidence));
    for (uint32_t i = 0; i < subject_count(x->m, kind); i++) {
        struct subject_ref r = {kind, i};
        if (!subject_counts(x->m, r))
            continue;
        enum truth t = where ? cond_eval(x, where->cond, r, scratch) : TRUTH_YES;
        low += t == TRUTH_YES;
        high += t != TRUTH_NO;
        if (t == TRUTH_YES && evidence->len == before) {
            struct subject_view v = subject_view(x->m, r);
            evidence_add(x, evidence, v.place, v.confidence, "%s %s", lead->string,
                         v.name ? v.name : "");
            g_array_append_vals(evidence, scratch->data, scratch->len); /* what made it count */
        }
        g_array_set_size(scratch, 0);
    }
    x->count = low;
    enum truth t = within(c, low, high);
    if (t != TRUTH_YES)
        g_array_set_size(evidence, before);
    return t;
}

/* ---- the table ---- */

static const struct kind_entry {
    const char *name;
    matcher *match;
    bool global; /* does not depend on the subject, but for what is_global knows: evaluated once */
} kinds[COND_KINDS] = {
    [COND_ANY] = {"any", match_any, false},
    [COND_ALL] = {"all", match_all, false},
    [COND_NOT] = {"not", match_not, false},
    [COND_SEEN] = {"seen", match_seen, false},
    [COND_PREDICATE] = {"predicate", match_predicate, false},
    [COND_REPOSITORY_KIND] = {"repository_kind", match_repository_kind, true},
    [COND_COUNT] = {"count", match_count, true},
    [COND_ATTRIBUTE] = {"attribute", match_attribute, false},
    [COND_DEFAULT] = {"default", match_default, false},
    [COND_KIND] = {"kind", match_word, false},
    [COND_SDK] = {"sdk", match_word, false},
    [COND_PROVIDER] = {"provider", match_word, false},
    [COND_ZONE] = {"zone", match_zone, false},
    [COND_LANGUAGE] = {"language", match_language, false},
    [COND_MODEL] = {"model", match_model, false},
    [COND_FLOW] = {"flow", match_flow, false},
    [COND_LOOP] = {"loop", match_loop, false},
    [COND_USE] = {"use", match_use, true},
    [COND_REACHES] = {"reaches", match_reaches, false},
    [COND_REACHED_BY] = {"reached_by", match_reached_by, false},
    [COND_HANDLER] = {"handler", match_handler, false},
    [COND_FILE] = {"file", match_file, true},
    [COND_CONFIG] = {"config", match_config, true},
    [COND_DOCUMENT] = {"document", match_document, true},
    [COND_TABLE] = {"table", match_table, true},
    [COND_TEXT] = {"text", match_text, true},
    [COND_DEPENDENCY] = {"dependency", match_dependency, true},
    [COND_OWNERS] = {"owners", match_owners, true},
    [COND_CI] = {"ci", match_ci, true},
    [COND_DATASET] = {"dataset", match_dataset, true},
    [COND_CONTRACT] = {"contract", match_contract, true},
    [COND_SECRET] = {"secret", match_secret, false},
    [COND_PACKAGES] = {"packages", match_packages, true},
    [COND_CALLED] = {"called", match_called, false},
    [COND_QUERY] = {"query", match_query, false},
    [COND_CALL] = {"call", match_call, false},
    [COND_CLIENT] = {"client", match_client, false},
    [COND_WORD] = {"word", match_word_near, false},
    [COND_NAMED] = {"named", match_named, false},
    [COND_IN] = {"in", match_in, false},
    [COND_COMMENT] = {"comment", match_comment, false},
    [COND_CALLS] = {"calls", match_calls, false},
    [COND_CODE] = {"code", match_code, true},
    [COND_MENTIONED] = {"mentioned", match_mentioned, false},
    [COND_DECLARED] = {"declared", match_declared, false},
};

static bool is_global(const struct cond *c)
{
    if (c->kind == COND_FILE)
        return cond_arg(c, "imports") == NULL;
    if (c->kind == COND_CODE)
        return cond_arg(c, "near") == NULL;
    if (c->kind == COND_WORD) /* of the whole product, whatever the subject is */
        return near_asked(c, NEAR_REPOSITORY) & NEAR_REPOSITORY;
    if (c->kind == COND_USE)
        return cond_arg(c, "near") == NULL && cond_arg(c, "covers") == NULL;
    return kinds[c->kind].global;
}

static struct evidence *slice(const GArray *array, unsigned from, unsigned *n)
{
    *n = array->len - from;
    return *n ? g_memdup2(&g_array_index(array, struct evidence, from),
                          *n * sizeof(struct evidence))
              : NULL;
}

static enum truth eval_once(struct cond_context *x, const struct cond *c, GArray *evidence)
{
    struct memo *memo = g_hash_table_lookup(x->memo, c);
    if (memo) {
        g_array_append_vals(evidence, memo->evidence, memo->n_evidence);
        for (unsigned i = 0; i < memo->n_declared; i++)
            declared_add(x, memo->declared[i].place, memo->declared[i].confidence, "%s",
                         memo->declared[i].text);
        x->count = memo->count;
        return memo->truth;
    }
    /* What was declared before must not hide what this condition declares. */
    GArray *outer = x->declared;
    x->declared = g_array_new(FALSE, FALSE, sizeof(struct evidence));
    unsigned before = evidence->len;
    memo = g_new0(struct memo, 1);
    x->count = 0;
    memo->truth = kinds[c->kind].match(x, c, SUBJECT_NONE, evidence);
    memo->count = x->count;
    memo->evidence = slice(evidence, before, &memo->n_evidence);
    memo->declared = slice(x->declared, 0, &memo->n_declared);
    g_array_unref(x->declared);
    x->declared = outer;
    for (unsigned i = 0; i < memo->n_declared; i++)
        declared_add(x, memo->declared[i].place, memo->declared[i].confidence, "%s",
                     memo->declared[i].text);
    g_hash_table_insert(x->memo, (gpointer)c, memo);
    return memo->truth;
}

enum truth cond_eval(struct cond_context *x, const struct cond *c, struct subject_ref s,
                     GArray *evidence)
{
    if (c == NULL)
        return TRUTH_YES;
    g_assert(c->kind < COND_KINDS && kinds[c->kind].match);
    unsigned before = evidence->len;
    enum truth t =
        is_global(c) ? eval_once(x, c, evidence) : kinds[c->kind].match(x, c, s, evidence);
    if (t != TRUTH_YES)
        g_array_set_size(evidence, before);
    return t;
}

/* ---- in words ---- */

static bool refuses_kind(struct cond_context *x, const struct cond *c, unsigned depth)
{
    g_autoptr(GArray) evidence = g_array_new(FALSE, FALSE, sizeof(struct evidence));
    if (c == NULL || depth >= MAX_DEPTH || cond_eval(x, c, SUBJECT_NONE, evidence) == TRUTH_YES)
        return false;
    switch (c->kind) {
    case COND_REPOSITORY_KIND:
        return true;
    case COND_NOT:
        return c->n_kids == 1 && c->kids[0]->kind == COND_REPOSITORY_KIND;
    case COND_PREDICATE: {
        const struct predicate *p = arg_lead(c) ? predicate_find(x, arg_lead(c)->string) : NULL;
        return p && refuses_kind(x, p->cond, depth + 1);
    }
    case COND_ALL: /* what fails first is the reason */
        for (unsigned i = 0; i < c->n_kids; i++)
            if (cond_eval(x, c->kids[i], SUBJECT_NONE, evidence) != TRUTH_YES)
                return refuses_kind(x, c->kids[i], depth + 1);
        return false;
    case COND_ANY: {
        bool all = c->n_kids > 0;
        for (unsigned i = 0; i < c->n_kids && all; i++)
            all = refuses_kind(x, c->kids[i], depth + 1);
        return all;
    }
    default:
        return false;
    }
}

bool cond_refuses_kind(struct cond_context *x, const struct cond *c)
{
    return refuses_kind(x, c, 0);
}

static void describe(struct cond_context *x, const struct cond *c, struct subject_ref s,
                     GString *out, unsigned depth)
{
    g_autoptr(GArray) evidence = g_array_new(FALSE, FALSE, sizeof(struct evidence));
    const struct cond_arg *lead = arg_lead(c);
    if (refuses_kind(x, c, depth)) {
        g_string_append_printf(out, "not for repositories of kind %s", x->kind ? x->kind : "none");
        return;
    }
    switch (c->kind) {
    case COND_ALL: /* what fails first is the reason */
        for (unsigned i = 0; i < c->n_kids; i++)
            if (depth < 8 && cond_eval(x, c->kids[i], s, evidence) != TRUTH_YES) {
                describe(x, c->kids[i], s, out, depth + 1);
                return;
            }
        return;
    case COND_ANY:
        for (unsigned i = 0; i < c->n_kids && depth < 8; i++) {
            g_string_append(out, i ? " and " : "");
            describe(x, c->kids[i], s, out, depth + 1);
        }
        return;
    case COND_COUNT:
        g_string_append_printf(out, "no %s%s", lead && lead->string ? lead->string : "subject",
                               cond_arg(c, "where") ? " of that kind" : "");
        return;
    case COND_PREDICATE:
        g_string_append_printf(out, "predicate %s does not hold",
                               lead && lead->string ? lead->string : "");
        return;
    case COND_NOT:
        g_string_append(out, "excluded by what the repository holds");
        return;
    default:
        break;
    }
    g_string_append_printf(out, "no %s", kinds[c->kind].name);
    g_string_append_c(out, ' ');
    for (const char *const *w = arg_words(x, lead); *w; w++)
        g_string_append_printf(out, "%s%s", w == arg_words(x, lead) ? "" : ", ", *w);
}

char *cond_describe(struct cond_context *x, const struct cond *c, struct subject_ref s)
{
    g_autoptr(GString) out = g_string_new(NULL);
    if (c)
        describe(x, c, s, out, 0);
    if (out->len == 0)
        g_string_append(out, "does not apply here");
    return arena_strndup(x->a, out->str, out->len);
}

static void looks_add(GPtrArray *out, const char *text)
{
    for (unsigned i = 0; i < out->len; i++)
        if (g_str_equal(out->pdata[i], text))
            return;
    g_ptr_array_add(out, (gpointer)text);
}

static void looks_for(const struct cond_context *x, const struct cond *c, GPtrArray *out,
                      unsigned depth)
{
    if (c == NULL || depth > MAX_DEPTH)
        return;
    for (unsigned i = 0; i < c->n_kids; i++)
        if (c->kind != COND_NOT)
            looks_for(x, c->kids[i], out, depth + 1);
    const struct cond_arg *lead = arg_lead(c);
    switch (c->kind) {
    case COND_PREDICATE: {
        const struct predicate *p = lead ? predicate_find(x, lead->string) : NULL;
        if (p)
            looks_for(x, p->cond, out, depth + 1);
        break;
    }
    case COND_USE: { /* a tag of the rules, in words */
        const char *const one[] = {lead ? lead->string : NULL, NULL};
        for (const char *const *w = lead && lead->list ? (const char *const *)lead->list : one; *w; w++) {
            looks_add(out, g_strdelimit(arena_printf(x->a, "%s calls", *w), "_", ' '));
        }
        break;
    }
    case COND_FILE:
    case COND_CONFIG:
    case COND_DOCUMENT:
    case COND_TABLE:
    case COND_TEXT:
    case COND_DEPENDENCY:
    case COND_CONTRACT:
        if (lead && lead->list)
            for (const char **w = lead->list; *w; w++) /* a list of endings says less than what they stand for */
                looks_add(out, !g_str_has_prefix(*w, "*.{") ? *w : c->kind == COND_FILE ? "source files" : "documents");
        else if (lead && lead->string)
            looks_add(out, lead->string);
        break;
    case COND_OWNERS:
        looks_add(out, "CODEOWNERS");
        break;
    case COND_CI:
        looks_add(out, "CI steps");
        break;
    case COND_DATASET:
        looks_add(out, "record files");
        break;
    case COND_CODE:
        if (cond_arg(c, "near") == NULL)
            looks_add(out, "source files");
        break;
    default:
        break;
    }
}

void cond_looks_for(const struct cond_context *x, const struct cond *c, GPtrArray *out)
{
    looks_for(x, c, out, 0);
}
