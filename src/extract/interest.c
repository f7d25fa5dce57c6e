#include "extract/interest.h"

#include <glib.h>
#include <string.h>

#include "base/regex.h"
#include "base/regex_literals.h"
#include "extract/gate.h"

#define LITERAL_LEAST 3
#define HEADING_BYTES_MOST 1000
#define KEY_BYTES_MOST 200
#define KEYS_MOST 10000 /* that are remembered of one file */

enum answer { ANSWER_OPEN, ANSWER_NO, ANSWER_YES };

/* What one condition asks of a file. */
struct want {
    const struct cond *cond;
    unsigned zones;
    GArray *paths;         /* guint, indexes of globs: one must fit; NULL for any path */
    const char *const *not_paths;
    GPtrArray *keys;     /* configuration: of one of these lists all stand in it (GStrv); NULL for any */
    GPtrArray *literals; /* struct gate *, over the text in lower case: all open; NULL: nothing is asked */
};

struct interest {
    const struct ruleset *rules;
    GArray *wants;      /* struct want */
    GHashTable *glob_numbers; /* glob without alternatives -> index + 1 */
    GPtrArray *globs;   /* the distinct ones, those of the table */
    GArray *everything; /* guint: manifests, package files and CI files are read whatever they hold */
    char *answers;      /* by glob: enum answer for the file in hand */
    struct gate *records; /* extensions of record files: who names one decides whether it is used; NULL if nobody asks */
};

/* The file in hand. */
struct look {
    struct interest *i;
    const char *path;
    const char *text;
    size_t size;
    char *lower;      /* made when it is first asked for */
    GArray *headings; /* likewise: struct line */
};

struct line {
    const char *s;
    size_t len;
};

/* ---- making ---- */

struct adding {
    struct interest *i;
    GArray *to;
};

static bool add_plain(const char *glob, void *payload)
{
    struct adding *adding = payload;
    struct interest *i = adding->i;
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(i->glob_numbers, glob)), index = known - 1;
    if (!known) {
        char *own = g_strdup(glob);
        index = i->globs->len;
        g_ptr_array_add(i->globs, own);
        g_hash_table_insert(i->glob_numbers, own, GUINT_TO_POINTER(index + 1));
    }
    g_array_append_val(adding->to, index);
    return false;
}

static void add_globs(struct interest *i, GArray *to, const char *const *globs)
{
    struct adding adding = {i, to};
    for (; globs && *globs; globs++)
        glob_each(*globs, add_plain, &adding);
}

static const void *regex_of(const struct cond *c, const char *key)
{
    const struct cond_arg *arg = cond_arg(c, key);
    return arg && arg->type == ARG_REGEX && arg->regexes ? arg->regexes[0] : NULL;
}

static int64_t number_of(const struct cond *c, const char *key, int64_t otherwise)
{
    const struct cond_arg *arg = cond_arg(c, key);
    return arg ? arg->number : otherwise;
}

static struct gate *gate_of(char **literals)
{
    return gate_new((struct gate_words){(const char *const *)literals, NULL}, (struct gate_words){0}, (struct gate_words){0}, NULL);
}

/* A gate for each set of literals that an expression needs; without those that `fits` does not like. NULL for none. */
static GPtrArray *gates_of(const struct cond_arg *regex, bool (*fits)(char *const *literals))
{
    g_autoptr(GPtrArray) sets = regex && regex->type == ARG_REGEX ? regex_literal_sets(regex->string, LITERAL_LEAST) : NULL;
    GPtrArray *out = NULL;
    for (guint i = 0; sets && i < sets->len; i++) {
        if (fits && !fits(sets->pdata[i]))
            continue;
        if (!out)
            out = g_ptr_array_new_with_free_func((GDestroyNotify)gate_free);
        g_ptr_array_add(out, gate_of(sets->pdata[i]));
    }
    return out;
}

/* Not where a literal holds what may be escaped where a value is written. */
static bool are_as_written(char *const *literals)
{
    for (; *literals; literals++)
        for (const char *p = *literals; *p; p++)
            if (strchr("\"\\/'<>&", *p) || (unsigned char)*p >= 0x80)
                return false;
    return true;
}

static struct gate *record_names(const struct ruleset *rules)
{
    g_autoptr(GStrvBuilder) list = g_strv_builder_new();
    for (unsigned k = 0; k < rules->n_languages; k++)
        for (const char **e = rules->languages[k].extensions;
             rules->languages[k].reader == READER_RECORDS && e && *e; e++)
            g_strv_builder_add(list, *e);
    g_auto(GStrv) extensions = g_strv_builder_end(list);
    return gate_of(extensions);
}

/* The names in each dotted key; NULL if one has nothing but wildcards. */
static GPtrArray *key_names(const struct cond_arg *keys)
{
    g_autoptr(GPtrArray) out = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    const char *single[] = {keys ? keys->string : NULL, NULL};
    const char **list = keys && keys->list ? keys->list : single;
    for (; *list; list++) {
        g_auto(GStrv) segments = g_strsplit_set(*list, ".`", -1); /* parts of a quoted one stand in it too */
        g_autoptr(GStrvBuilder) names = g_strv_builder_new();
        unsigned n = 0;
        for (char **s = segments; *s; s++)
            if (**s && !strpbrk(*s, "*?[") && !g_str_equal(*s, "on")) { /* YAML reads the key `on` as true */
                g_strv_builder_add(names, *s);
                n++;
            }
        if (!n)
            return NULL;
        g_ptr_array_add(out, g_strv_builder_end(names));
    }
    return out->len ? g_steal_pointer(&out) : NULL;
}

/* Each of them by itself. */
static GPtrArray *any_of(const char *const *names)
{
    GPtrArray *out = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    for (; *names; names++)
        g_ptr_array_add(out, g_strdupv((char *[]){(char *)*names, NULL}));
    return out;
}

/* Of each expression that a condition asks of code; NULL where one needs none. */
static GPtrArray *code_literals(const struct cond *c)
{
    static const char *const keys[] = {"names", "strings", "compares", "reads", "value"};
    g_autoptr(GStrvBuilder) list = g_strv_builder_new();
    for (unsigned k = 0; k < G_N_ELEMENTS(keys); k++) {
        const struct cond_arg *regex = cond_arg(c, keys[k]);
        g_auto(GStrv) literals = regex ? regex_literals(regex->string, LITERAL_LEAST) : NULL;
        if (regex && !literals)
            return NULL;
        if (literals)
            g_strv_builder_addv(list, (const char **)literals);
    }
    g_auto(GStrv) all = g_strv_builder_end(list);
    GPtrArray *out = g_ptr_array_new_with_free_func((GDestroyNotify)gate_free);
    g_ptr_array_add(out, gate_of(all));
    return out;
}

static void add_want(struct interest *i, const struct cond *c)
{
    struct want w = {.cond = c, .zones = cond_zones(c)};
    const struct cond_arg *lead = &c->args[0], *not_path = cond_arg(c, "not_path");
    const char *single[] = {lead->string, NULL};
    w.not_paths = not_path ? (const char *const *)not_path->list : NULL;
    if (c->kind == COND_CONTRACT) {
        w.keys = any_of((const char *const *)lead->list);
    } else if (c->kind == COND_DATASET && cond_arg(c, "path")) {
        w.paths = g_array_new(FALSE, FALSE, sizeof(guint));
        add_globs(i, w.paths, (const char *const *)cond_arg(c, "path")->list);
    } else if (c->kind != COND_DATASET) {
        w.paths = g_array_new(FALSE, FALSE, sizeof(guint));
        add_globs(i, w.paths, lead->list ? (const char *const *)lead->list : single);
    }
    if (c->kind == COND_CONFIG && !number_of(c, "absent", 0)) {
        w.keys = key_names(cond_arg(c, "key"));
        w.literals = gates_of(cond_arg(c, "matches"), are_as_written);
    } else if (c->kind == COND_TEXT)
        w.literals = gates_of(cond_arg(c, "matches"), NULL);
    else if (c->kind == COND_CODE)
        w.literals = code_literals(c);
    else if (c->kind == COND_DATASET && number_of(c, "used", 0) && !i->records)
        i->records = record_names(i->rules);
    g_array_append_val(i->wants, w);
}

static void add_cond(struct interest *i, const struct cond *c)
{
    if (!c)
        return;
    switch (c->kind) {
    case COND_CONFIG: case COND_DOCUMENT: case COND_TABLE: case COND_TEXT: case COND_DATASET: case COND_CONTRACT:
        add_want(i, c);
        break;
    case COND_CODE: /* beside a subject there is code that the gate let pass */
        if (!cond_arg(c, "near") && number_of(c, "opens", 1))
            add_want(i, c);
        break;
    default:
        break;
    }
    for (unsigned k = 0; k < c->n_kids; k++)
        add_cond(i, c->kids[k]);
    for (unsigned k = 0; k < c->n_args; k++)
        add_cond(i, c->args[k].cond);
}

struct interest *interest_new(const struct ruleset *rules)
{
    struct interest *i = g_new0(struct interest, 1);
    i->rules = rules;
    i->wants = g_array_new(FALSE, FALSE, sizeof(struct want));
    i->glob_numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    i->globs = g_ptr_array_new();
    i->everything = g_array_new(FALSE, FALSE, sizeof(guint));
    for (unsigned k = 0; k < rules->n_manifests; k++)
        if (!rules->manifests[k].lock)
            add_globs(i, i->everything, (const char *const *)rules->manifests[k].paths);
    for (unsigned k = 0; k < rules->n_packages; k++)
        add_globs(i, i->everything, (const char *const *)rules->packages[k].paths);
    for (unsigned k = 0; k < rules->n_items; k++)
        if (rules->items[k].as == AS_CONFIG || rules->items[k].files[0]) {
            add_globs(i, i->everything, (const char *const[]){rules->items[k].glob, NULL});
            add_globs(i, i->everything, (const char *const *)rules->items[k].files);
            add_globs(i, i->everything, (const char *const *)rules->items[k].overlays);
        }
    for (unsigned k = 0; k < rules->n_ci_systems; k++)
        add_globs(i, i->everything, (const char *const *)rules->ci_systems[k].paths);
    for (unsigned k = 0; k < rules->n_predicates; k++)
        add_cond(i, rules->predicates[k].cond);
    for (unsigned k = 0; k < rules->n_kinds; k++)
        add_cond(i, rules->kinds[k].when);
    for (unsigned k = 0; k < rules->n_controls; k++)
        for (const struct control *c = rules->controls[k]; c; c = c->otherwise) {
            add_cond(i, c->applies);
            add_cond(i, c->where);
            for (unsigned e = 0; e < c->n_entries; e++)
                add_cond(i, c->entries[e].when);
        }
    i->answers = g_malloc(i->globs->len + 1);
    return i;
}

void interest_free(struct interest *i)
{
    if (!i)
        return;
    for (guint k = 0; k < i->wants->len; k++) {
        struct want *w = &g_array_index(i->wants, struct want, k);
        if (w->paths)
            g_array_unref(w->paths);
        g_clear_pointer(&w->keys, g_ptr_array_unref);
        g_clear_pointer(&w->literals, g_ptr_array_unref);
    }
    g_array_unref(i->wants);
    g_array_unref(i->everything);
    g_ptr_array_unref(i->globs);
    g_hash_table_unref(i->glob_numbers);
    gate_free(i->records);
    g_free(i->answers);
    g_free(i);
}

/* ---- headings ---- */

static bool is_blank(const char *s, const char *end)
{
    while (s < end && g_ascii_isspace(*s))
        s++;
    return s == end;
}

/* A line of one punctuation mark, which may underline a heading. */
static bool is_rule(const char *s, const char *end)
{
    while (s < end && g_ascii_isspace(*s))
        s++;
    while (end > s && g_ascii_isspace(end[-1]))
        end--;
    if (s == end || !g_ascii_ispunct(*s))
        return false;
    for (const char *p = s; p < end; p++)
        if (*p != *s)
            return false;
    return true;
}

/* As written, and without the marks of emphasis, code and links. */
static bool line_fits(const void *regex, const char *s, size_t len)
{
    char plain[HEADING_BYTES_MOST];
    size_t n = 0;
    if (regex_search(regex, s, len))
        return true;
    for (size_t i = 0; i < len && n < sizeof plain; i++)
        if (!strchr("*_`[]#~", s[i]) || s[i] == '\0')
            plain[n++] = s[i];
    return n < len && regex_search(regex, plain, n);
}

static void add_line(struct look *k, const char *s, const char *stop)
{
    struct line line = {s, (size_t)(stop - s)};
    g_array_append_val(k->headings, line);
}

/* The lines that may be headings; found once. */
static void find_headings(struct look *k)
{
    const char *end = k->text + k->size, *paragraph = k->text; /* since the last blank line */
    k->headings = g_array_new(FALSE, FALSE, sizeof(struct line));
    for (const char *s = k->text, *stop; s < end; s = stop + 1) {
        stop = memchr(s, '\n', (size_t)(end - s));
        stop = stop ? stop : end;
        const char *first = s, *tag = s;
        while (first < stop && (*first == ' ' || *first == '\t'))
            first++;
        if (is_blank(first, stop)) {
            paragraph = stop + 1;
            continue;
        }
        if (is_rule(first, stop)) { /* the lines above may be a heading */
            if (paragraph < s)
                add_line(k, paragraph, s);
            paragraph = stop + 1;
            continue;
        }
        while ((tag = memchr(tag, '<', (size_t)(stop - tag))) && (tag + 1 == stop || (tag[1] | 0x20) != 'h'))
            tag++;
        if (*first == '#' || *first == '=' || tag)
            add_line(k, s, stop);
    }
}

/* Whether a line that may be a heading fits. */
static bool heading_fits(const void *regex, struct look *k)
{
    if (!k->headings)
        find_headings(k);
    for (guint i = 0; i < k->headings->len; i++) {
        const struct line *line = &g_array_index(k->headings, struct line, i);
        if (line_fits(regex, line->s, line->len))
            return true;
    }
    return false;
}

/* Whether enough slots of a document could be filled: each asks for a heading of its own. */
static bool slots_fit(const struct cond *c, struct look *look)
{
    const struct cond_arg *slots = cond_arg(c, "slots");
    if (!slots || !slots->n_slots)
        return true;
    int64_t least = number_of(c, "at_least", (int64_t)slots->n_slots * 100), fit = 0;
    for (unsigned k = 0; k < slots->n_slots && fit * 100 < least; k++)
        fit += !slots->slots[k].heading || heading_fits(slots->slots[k].heading, look);
    return fit * 100 >= least;
}

/* ---- tables ---- */

/* Whether a cell of a line that is cut by | fits; `from` is the first cell that counts. */
static bool cell_fits(const void *regex, const char *s, const char *stop, unsigned from)
{
    while (s < stop && strchr(" \t>|", *s) && *s)
        s++;
    for (unsigned k = 0; s < stop; k++) {
        const char *end = memchr(s, '|', (size_t)(stop - s));
        end = end ? end : stop;
        const char *last = end;
        while (s < last && g_ascii_isspace(*s))
            s++;
        while (last > s && g_ascii_isspace(last[-1]))
            last--;
        if (k >= from && line_fits(regex, s, (size_t)(last - s)))
            return true;
        s = end + 1;
    }
    return false;
}

/* Whether one line may be the header that a condition asks for, and one a row. */
static bool table_fits(const struct cond *c, const char *text, size_t size)
{
    const struct cond_arg *header = cond_arg(c, "header");
    const void *cells = regex_of(c, "cells");
    bool header_fits = !header, row_fits = !cells;
    const char *end = text + size;
    for (const char *s = text, *stop; s < end && !(header_fits && row_fits); s = stop + 1) {
        stop = memchr(s, '\n', (size_t)(end - s));
        stop = stop ? stop : end;
        if (!memchr(s, '|', (size_t)(stop - s)))
            continue;
        bool all = true;
        for (void **r = header ? header->regexes : NULL; r && *r && all && !header_fits; r++)
            all = cell_fits(*r, s, stop, 0);
        header_fits |= all;
        row_fits = row_fits || cell_fits(cells, s, stop, 1);
    }
    return header_fits && row_fits;
}

/* ---- records ---- */

/* The name before the colon at `at`; false if there is none. */
static bool key_before(const char *text, size_t at, const char **key, size_t *len)
{
    size_t end = at, begin, least = at > KEY_BYTES_MOST ? at - KEY_BYTES_MOST : 0;
    while (end > least && (text[end - 1] == ' ' || text[end - 1] == '\t'))
        end--;
    if (end > least && (text[end - 1] == '"' || text[end - 1] == '\'')) {
        char quote = text[--end];
        for (begin = end; begin > least && text[begin - 1] != quote && text[begin - 1] != '\n'; begin--)
            ;
    } else {
        for (begin = end; begin > least && !strchr("\n{,[", text[begin - 1]); begin--)
            ;
        while (begin < end && strchr(" \t-?", text[begin]))
            begin++;
    }
    *key = text + begin;
    *len = end - begin;
    return end > begin;
}

/* A field counts if half of the records hold it: so many keys of its name there must be. */
static bool records_fit(const struct cond *c, const char *text, size_t size)
{
    const void *asked[] = {regex_of(c, "inputs"), regex_of(c, "expectations")};
    int64_t least = number_of(c, "records_at_least", 100) / 100, seen[] = {0, 0}, keys = 0;
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const char *key, *end = text + size;
    size_t len;
    for (const char *p = text; p < end && (p = memchr(p, ':', (size_t)(end - p))); p++) {
        if (!key_before(text, (size_t)(p - text), &key, &len))
            continue;
        char name[KEY_BYTES_MOST + 1];
        memcpy(name, key, len);
        name[len] = '\0';
        guint fits = GPOINTER_TO_UINT(g_hash_table_lookup(known, name));
        if (!fits) {
            fits = 4;
            for (unsigned k = 0; k < G_N_ELEMENTS(asked); k++)
                fits |= asked[k] && regex_search(asked[k], name, len) ? 1u << k : 0u;
            if (g_hash_table_size(known) < KEYS_MOST)
                g_hash_table_insert(known, g_strdup(name), GUINT_TO_POINTER(fits));
        }
        keys++;
        seen[0] += fits & 1;
        seen[1] += fits >> 1 & 1;
        if (keys >= least && (!asked[0] || seen[0] * 2 >= least) && (!asked[1] || seen[1] * 2 >= least))
            return true;
    }
    return false;
}

/* ---- a file ---- */

static const char *lower_of(struct look *k)
{
    if (!k->lower) {
        k->lower = g_malloc(k->size + 1);
        for (size_t n = 0; n < k->size; n++) { /* a call for each byte would show */
            char c = k->text[n];
            k->lower[n] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
        }
    }
    return k->lower;
}

static bool path_fits(struct look *k, const GArray *globs)
{
    for (guint n = 0; n < globs->len; n++) {
        guint glob = g_array_index(globs, guint, n);
        if (k->i->answers[glob] == ANSWER_OPEN)
            k->i->answers[glob] = glob_match(k->i->globs->pdata[glob], k->path) ? ANSWER_YES : ANSWER_NO;
        if (k->i->answers[glob] == ANSWER_YES)
            return true;
    }
    return false;
}

static bool text_has_all(const struct look *k, char *const *words)
{
    for (; *words; words++)
        if (!memmem(k->text, k->size, *words, strlen(*words)))
            return false;
    return true;
}

static bool has_key(const struct look *k, const GPtrArray *keys)
{
    for (guint i = 0; i < keys->len; i++)
        if (text_has_all(k, keys->pdata[i]))
            return true;
    return false;
}

static bool may_fulfil(struct look *k, const struct want *w)
{
    if (w->paths && !path_fits(k, w->paths))
        return false;
    for (const char *const *glob = w->not_paths; glob && *glob; glob++)
        if (glob_match(*glob, k->path))
            return false;
    if (w->keys && !has_key(k, w->keys))
        return false;
    for (guint i = 0; w->literals && i < w->literals->len; i++)
        if (!gate_opens(w->literals->pdata[i], lower_of(k), k->size))
            return false;
    const void *title = regex_of(w->cond, "title"), *heading = regex_of(w->cond, "heading");
    switch (w->cond->kind) {
    case COND_TABLE:
        return (!title || regex_search(title, k->path, strlen(k->path)) || heading_fits(title, k)) &&
               table_fits(w->cond, k->text, k->size);
    case COND_DOCUMENT:
        return (!title || regex_search(title, k->path, strlen(k->path)) || heading_fits(title, k)) &&
               slots_fit(w->cond, k);
    case COND_TEXT: /* an expression that fits the empty heading fits what stands before the first one */
        return !heading || regex_search(heading, "", 0) || heading_fits(heading, k);
    case COND_DATASET:
        return records_fit(w->cond, k->text, k->size);
    default:
        return true;
    }
}

/* Front matter of a document is configuration. */
static bool is_for(const struct want *w, const struct language *language)
{
    enum cond_kind kind = w->cond->kind;
    bool document = kind == COND_DOCUMENT || kind == COND_TABLE || kind == COND_TEXT;
    if (kind == COND_CODE)
        return false;
    return language->reader == READER_MARKDOWN ? document || kind == COND_CONFIG : !document;
}

static void look_clear(struct look *k)
{
    g_free(k->lower);
    if (k->headings)
        g_array_unref(k->headings);
}

bool interest_wants(struct interest *i, const struct language *language, const char *path, enum zone zone,
                    const void *data, size_t size)
{
    struct look k = {.i = i, .path = path, .text = size ? data : "", .size = size};
    memset(i->answers, ANSWER_OPEN, i->globs->len + 1);
    bool wanted = path_fits(&k, i->everything) ||
                  (language->reader == READER_CONFIG && i->records && gate_opens(i->records, data, size));
    for (guint n = 0; n < i->wants->len && !wanted; n++) {
        const struct want *w = &g_array_index(i->wants, struct want, n);
        wanted = w->zones & ZONE_BIT(zone) && is_for(w, language) && may_fulfil(&k, w);
    }
    look_clear(&k);
    return wanted;
}

uint64_t interest_groups(struct interest *i, const char *path, enum zone zone, const void *data, size_t size)
{
    struct look k = {.i = i, .path = path, .text = size ? data : "", .size = size};
    uint64_t groups = 0;
    unsigned n_code = 0;
    memset(i->answers, ANSWER_OPEN, i->globs->len + 1);
    for (guint n = 0; n < i->wants->len; n++) {
        const struct want *w = &g_array_index(i->wants, struct want, n);
        if (w->cond->kind != COND_CODE)
            continue;
        uint64_t group = (uint64_t)1 << (GATE_FILE_BITS + n_code++ % (64 - GATE_FILE_BITS));
        if (!(groups & group) && w->zones & ZONE_BIT(zone) && may_fulfil(&k, w))
            groups |= group;
    }
    look_clear(&k);
    return groups;
}
