/*
 * A path is asked against a few hundred patterns, for every file of a repository. So patterns are
 * sorted on arrival by what a path must have to match them: a segment of an exact name, or one with a
 * certain extension (a hash look-up each for each segment of the path). What is left is few.
 */
#include "source/classify.h"

#include <glib.h>
#include <string.h>

#include "base/glob.h"
#include "base/limits.h"
#include "base/literals.h"

#define BINARY_BYTES 8000
#define HEAD_BYTES (64u << 10)
#define SHORT_LINES 20 /* a file with more lines of usual length was written by hand */
#define MINIFIED "<minified>"

enum pattern_kind {
    PATTERN_NAME,   /* any segment */
    PATTERN_FOLDER, /* any segment but the last */
    PATTERN_PATH,   /* the whole path */
    PATTERN_ANY,
};

struct pattern {
    enum pattern_kind kind;
    unsigned rule;
    char *glob;
    size_t len;
    size_t prefix, suffix; /* literal bytes at the beginning and the end */
    bool simple;           /* there is but one `*` between them, or nothing */
};

struct zone_rule {
    enum zone zone;
    GArray *contents; /* unsigned: indexes into classifier.contents */
    bool minified;    /* fits minified files */
    bool asks;        /* content decides */
};

struct classifier {
    GHashTable *extensions, *filenames, *shebangs; /* text -> language + 1 */
    GPtrArray *filename_globs;                     /* struct language_glob */
    GArray *rules;                                 /* struct zone_rule */
    GHashTable *by_name;    /* literal segment -> GArray of struct pattern */
    GHashTable *by_ending;  /* literal text from the last dot on -> GArray of struct pattern */
    GArray *others;         /* all the rest */
    GPtrArray *contents;    /* texts to look for, without their mark */
    GArray *anchored;       /* gboolean beside each: must begin its line */
    struct lazy *lazy;
};

/* Made on first use, as the table is large; dropped when the contents change. */
struct lazy {
    gsize search; /* struct literals * over classifier.contents, guarded by g_once_init_enter */
};

struct language_glob {
    char *glob;
    uint32_t language;
};

static const char *const zone_names[ZONE_COUNT] = {
    [ZONE_SRC] = "src", [ZONE_TEST] = "test", [ZONE_EVAL] = "eval", [ZONE_EXAMPLE] = "example",
    [ZONE_DOCS] = "docs", [ZONE_NOTEBOOK] = "notebook", [ZONE_CONFIG] = "config", [ZONE_CI] = "ci",
    [ZONE_INFRA] = "infra", [ZONE_PROMPT] = "prompt", [ZONE_DATA] = "data",
    [ZONE_VENDORED] = "vendored", [ZONE_GENERATED] = "generated", [ZONE_MIGRATION] = "migration",
    [ZONE_DEVTOOL] = "devtool", [ZONE_BENCHMARK_DATA] = "benchmark-data",
};

const char *zone_name(enum zone z)
{
    return (unsigned)z < ZONE_COUNT ? zone_names[z] : "src";
}

bool zone_parse(const char *name, enum zone *out)
{
    for (unsigned z = 0; z < ZONE_COUNT; z++)
        if (strcmp(name, zone_names[z]) == 0) {
            *out = (enum zone)z;
            return true;
        }
    return false;
}

/* ---- globs ---- */

bool glob_each(const char *glob, bool (*each)(const char *glob, void *payload), void *payload)
{
    const char *open = strchr(glob, '{');
    const char *close = NULL;
    unsigned depth = 0;
    for (const char *p = open; p && *p && !close; p++) {
        if (*p == '{')
            depth++;
        else if (*p == '}' && --depth == 0)
            close = p;
    }
    if (!close)
        return each(glob, payload);
    for (const char *choice = open + 1; choice <= close;) {
        const char *end = choice;
        for (depth = 0; end < close && (depth > 0 || *end != ','); end++)
            depth += *end == '{' ? 1u : *end == '}' ? -1u : 0u;
        g_autofree char *one = g_strdup_printf("%.*s%.*s%s", (int)(open - glob), glob,
                                               (int)(end - choice), choice, close + 1);
        if (glob_each(one, each, payload))
            return true;
        choice = end + 1;
    }
    return false;
}

/*
 * What `glob` (without braces) means. For PATTERN_PATH `*path` is the pattern for glob_path, to be
 * freed if it is not inside `glob`; otherwise the name has `*len` bytes at `*path`.
 */
static enum pattern_kind glob_read(const char *glob, const char **path, size_t *len, char **made)
{
    bool anchored = *glob == '/';
    glob += anchored;
    size_t n = strlen(glob);
    bool folder = n > 0 && glob[n - 1] == '/';
    n -= folder;
    *path = glob;
    *len = n;
    *made = NULL;
    if (!anchored && !memchr(glob, '/', n))
        return folder ? PATTERN_FOLDER : PATTERN_NAME;
    if (folder) {
        const char *up = anchored || g_str_has_prefix(glob, "**/") ? "" : "**/";
        *path = *made = g_strdup_printf("%s%.*s/**", up, (int)n, glob);
        *len = strlen(*path);
    }
    return PATTERN_PATH;
}

static bool match_names(const char *pattern, size_t len, const char *path, bool folders_only)
{
    for (const char *s = path;;) {
        size_t n = strcspn(s, "/");
        if (s[n] == '\0')
            return !folders_only && glob_name(pattern, len, s, n);
        if (glob_name(pattern, len, s, n))
            return true;
        s += n + 1;
    }
}

static bool match_plain(const char *glob, void *payload)
{
    const char *path = payload, *pattern;
    size_t len;
    g_autofree char *made = NULL;
    enum pattern_kind kind = glob_read(glob, &pattern, &len, &made);
    if (kind == PATTERN_PATH)
        return glob_path(pattern, path);
    return match_names(pattern, len, path, kind == PATTERN_FOLDER);
}

static bool is_wild(char c)
{
    return strchr("*?[]{}\\/", c) != NULL;
}

/* The length of the plain text that ends at `end`, not before `begin`. */
static size_t plain_before(const char *begin, const char *end)
{
    const char *at = end;
    while (at > begin && !is_wild(at[-1]))
        at--;
    return (size_t)(end - at);
}

/* Whether the path holds `text`, and right before it what stands before `text_before`. */
static bool holds_behind(const char *path, const char *text_before, size_t n_before, const char *text, size_t n)
{
    const size_t len = strlen(path);
    for (const char *at = path; (at = memmem(at, len - (size_t)(at - path), text, n)) != NULL; at++)
        if ((size_t)(at - path) >= n_before && memcmp(at - n_before, text_before - n_before, n_before) == 0)
            return true;
    return false;
}

/* Whether a glob that ends with {a,b} may match, by the texts that end its choices. */
static bool choices_may_match(const char *glob, const char *close, const char *path)
{
    const char *open = close;
    while (open > glob && *open != '{')
        open--;
    if (*open != '{')
        return true;
    const size_t n_before = plain_before(glob, open);
    for (const char *choice = open + 1; choice <= close;) {
        const char *end = memchr(choice, ',', (size_t)(close - choice));
        end = end ? end : close;
        if (memchr(choice, '}', (size_t)(end - choice))) /* {a,{b,c}} */
            return true;
        const size_t n = plain_before(choice, end);
        const bool whole = n == (size_t)(end - choice);
        if (n == 0 || holds_behind(path, open, whole ? n_before : 0, end - n, n))
            return true;
        choice = end + 1;
    }
    return false;
}

/* False if the text that must end the pattern's last name is nowhere in the path: most globs end here. */
static bool glob_may_match(const char *glob, const char *path)
{
    const char *end = glob + strlen(glob);
    const size_t n = plain_before(glob, end);
    if (n == 0 && end > glob && end[-1] == '}')
        return choices_may_match(glob, end - 1, path);
    return n == 0 || strstr(path, end - n) != NULL;
}

bool glob_match(const char *glob, const char *path)
{
    if (!glob_may_match(glob, path))
        return false;
    if (strchr(glob, '{'))
        return glob_each(glob, match_plain, (void *)path);
    return match_plain(glob, (void *)path);
}

/* ---- building ---- */

static void pattern_array_free(gpointer data)
{
    GArray *patterns = data;
    for (guint i = 0; i < patterns->len; i++)
        g_free(g_array_index(patterns, struct pattern, i).glob);
    g_array_free(patterns, TRUE);
}

static void language_glob_free(gpointer data)
{
    struct language_glob *g = data;
    g_free(g->glob);
    g_free(g);
}

struct classifier *classifier_new(void)
{
    struct classifier *c = g_new0(struct classifier, 1);
    c->extensions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    c->filenames = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    c->shebangs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    c->filename_globs = g_ptr_array_new_with_free_func(language_glob_free);
    c->rules = g_array_new(FALSE, TRUE, sizeof(struct zone_rule));
    c->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, pattern_array_free);
    c->by_ending = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, pattern_array_free);
    c->others = g_array_new(FALSE, TRUE, sizeof(struct pattern));
    c->contents = g_ptr_array_new_with_free_func(g_free);
    c->anchored = g_array_new(FALSE, TRUE, sizeof(gboolean));
    c->lazy = g_new0(struct lazy, 1);
    return c;
}

void classifier_free(struct classifier *c)
{
    if (!c)
        return;
    g_hash_table_destroy(c->extensions);
    g_hash_table_destroy(c->filenames);
    g_hash_table_destroy(c->shebangs);
    g_ptr_array_free(c->filename_globs, TRUE);
    for (guint i = 0; i < c->rules->len; i++)
        g_array_free(g_array_index(c->rules, struct zone_rule, i).contents, TRUE);
    g_array_free(c->rules, TRUE);
    g_hash_table_destroy(c->by_name);
    g_hash_table_destroy(c->by_ending);
    pattern_array_free(c->others);
    g_ptr_array_free(c->contents, TRUE);
    g_array_free(c->anchored, TRUE);
    literals_free((struct literals *)c->lazy->search);
    g_free(c->lazy);
    g_free(c);
}

/* The first language that claims a text keeps it. */
static void claim(GHashTable *table, const char *text, uint32_t language)
{
    if (!g_hash_table_contains(table, text))
        g_hash_table_insert(table, g_strdup(text), GUINT_TO_POINTER(language + 1));
}

void classifier_add_language(struct classifier *c, uint32_t language, const char *const *extensions,
                             const char *const *filenames, const char *const *shebangs)
{
    for (; extensions && *extensions; extensions++)
        claim(c->extensions, *extensions, language);
    for (; shebangs && *shebangs; shebangs++)
        claim(c->shebangs, *shebangs, language);
    for (; filenames && *filenames; filenames++) {
        if (!strpbrk(*filenames, "*?[{/")) {
            claim(c->filenames, *filenames, language);
            continue;
        }
        struct language_glob *g = g_new(struct language_glob, 1);
        *g = (struct language_glob){.glob = g_strdup(*filenames), .language = language};
        g_ptr_array_add(c->filename_globs, g);
    }
}

/* The last segment of a pattern that is literal, as a new string (the last are the rarest); NULL without. */
static char *literal_segment(const char *pattern)
{
    char *found = NULL;
    for (const char *s = pattern;;) {
        size_t n = strcspn(s, "/");
        if (n > 0 && glob_is_literal(s, n)) {
            g_free(found);
            found = g_strndup(s, n);
        }
        if (s[n] == '\0')
            return found;
        s += n + 1;
    }
}

static GArray *table_array(GHashTable *table, const char *key)
{
    GArray *array = g_hash_table_lookup(table, key);
    if (!array) {
        array = g_array_new(FALSE, TRUE, sizeof(struct pattern));
        g_hash_table_insert(table, g_strdup(key), array);
    }
    return array;
}

struct adding {
    struct classifier *c;
    unsigned rule;
};

static bool add_pattern(const char *glob, void *payload)
{
    struct adding *adding = payload;
    struct classifier *c = adding->c;
    const char *text;
    size_t len;
    g_autofree char *made = NULL;
    struct pattern p = {.rule = adding->rule};
    p.kind = glob_read(glob, &text, &len, &made);
    p.glob = g_strndup(text, len);
    p.len = len;

    while (p.prefix < len && glob_is_literal(text + p.prefix, 1))
        p.prefix++;
    while (p.suffix < len - p.prefix && glob_is_literal(text + len - p.suffix - 1, 1))
        p.suffix++;
    if (p.suffix > 0 && p.prefix + p.suffix < len && strchr("[\\", text[p.prefix]))
        p.suffix = 0; /* it may be part of a set or an escape */
    p.simple = p.prefix == len || (p.prefix + p.suffix + 1 == len && text[p.prefix] == '*');

    GArray *home = c->others;
    g_autofree char *name = literal_segment(p.glob);
    const char *dot = p.kind == PATTERN_PATH ? NULL : strrchr(p.glob, '.');
    if (name)
        home = table_array(c->by_name, name);
    else if (dot && (size_t)(p.glob + len - dot) <= p.suffix)
        home = table_array(c->by_ending, dot);
    g_array_append_val(home, p);
    return false; /* go on with the next */
}

void classifier_add_zone(struct classifier *c, enum zone zone, const char *const *globs,
                         const char *const *contents)
{
    struct zone_rule rule = {.zone = zone};
    rule.contents = g_array_new(FALSE, TRUE, sizeof(unsigned));
    for (; contents && *contents; contents++) {
        rule.asks = true;
        if (strcmp(*contents, MINIFIED) == 0) {
            rule.minified = true;
            continue;
        }
        unsigned index = c->contents->len;
        gboolean anchored = **contents == '^';
        g_ptr_array_add(c->contents, g_strdup(*contents + (anchored ? 1 : 0)));
        g_array_append_val(c->anchored, anchored);
        g_array_append_val(rule.contents, index);
    }
    literals_free((struct literals *)c->lazy->search);
    c->lazy->search = 0;

    struct adding adding = {.c = c, .rule = c->rules->len};
    if (!globs || !*globs) {
        struct pattern any = {.kind = PATTERN_ANY, .rule = adding.rule};
        g_array_append_val(c->others, any);
    }
    for (; globs && *globs; globs++)
        glob_each(*globs, add_pattern, &adding);
    g_array_append_val(c->rules, rule);
}

/* ---- asking ---- */

struct question {
    const struct classifier *c;
    const char *path;
    size_t len;
    unsigned best;       /* the first rule that fits by path alone; number of rules without */
    GArray *candidates;  /* unsigned: rules that fit by path and ask for content; NULL: not wanted */
};

static void fit(struct question *q, unsigned rule)
{
    if (!g_array_index(q->c->rules, struct zone_rule, rule).asks)
        q->best = rule;
    else if (q->candidates)
        g_array_append_val(q->candidates, rule);
}

static bool name_fits(const struct pattern *p, const char *name, size_t len)
{
    return len >= p->prefix + p->suffix && memcmp(name, p->glob, p->prefix) == 0 &&
           memcmp(name + len - p->suffix, p->glob + p->len - p->suffix, p->suffix) == 0 &&
           (p->simple ? p->prefix < p->len || len == p->len : glob_name(p->glob, p->len, name, len));
}

/* The whole path; the end tells most apart. */
static bool path_fits(const struct pattern *p, const struct question *q)
{
    return q->len >= p->suffix &&
           memcmp(q->path + q->len - p->suffix, p->glob + p->len - p->suffix, p->suffix) == 0 &&
           glob_path(p->glob, q->path);
}

/* Patterns against one segment. */
static void ask_patterns(struct question *q, const GArray *patterns, const char *name, size_t len, bool last)
{
    for (guint i = 0; i < patterns->len; i++) {
        const struct pattern *p = &g_array_index(patterns, struct pattern, i);
        if (p->rule >= q->best || (p->kind == PATTERN_FOLDER && last))
            continue;
        if (p->kind == PATTERN_PATH ? path_fits(p, q) : p->kind == PATTERN_ANY || name_fits(p, name, len))
            fit(q, p->rule);
    }
}

static void ask_path(struct question *q)
{
    char small[512];
    size_t size = q->len + 1;
    g_autofree char *large = size > sizeof small ? g_malloc(size) : NULL;
    char *copy = memcpy(large ? large : small, q->path, size);
    for (char *name = copy; name;) {
        char *slash = strchr(name, '/');
        if (slash)
            *slash = '\0';
        size_t len = slash ? (size_t)(slash - name) : strlen(name);
        const GArray *named = g_hash_table_lookup(q->c->by_name, name);
        if (named)
            ask_patterns(q, named, name, len, !slash);
        const char *dot = strrchr(name, '.');
        const GArray *ending = dot ? g_hash_table_lookup(q->c->by_ending, dot) : NULL;
        if (ending)
            ask_patterns(q, ending, name, len, !slash);
        ask_patterns(q, q->c->others, name, len, !slash);
        name = slash ? slash + 1 : NULL;
    }
}

static uint32_t find_language(const struct classifier *c, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    gpointer found = g_hash_table_lookup(c->filenames, name);
    for (guint i = 0; !found && i < c->filename_globs->len; i++) {
        const struct language_glob *g = g_ptr_array_index(c->filename_globs, i);
        if (glob_match(g->glob, strchr(g->glob, '/') ? path : name))
            found = GUINT_TO_POINTER(g->language + 1);
    }
    for (const char *dot = strchr(name, '.'); !found && dot; dot = strchr(dot + 1, '.')) {
        found = g_hash_table_lookup(c->extensions, dot);
        if (!found && strlen(dot) < 32) { /* README.MD */
            g_autofree char *lower = g_ascii_strdown(dot, -1);
            found = g_hash_table_lookup(c->extensions, lower);
        }
    }
    return found ? GPOINTER_TO_UINT(found) - 1 : CLASSIFY_NO_LANGUAGE;
}

/* `#!/usr/bin/env -S python3.12 -u` asks for python3.12, then for python. */
static uint32_t find_shebang(const struct classifier *c, const unsigned char *data, size_t size)
{
    if (size < 3 || data[0] != '#' || data[1] != '!')
        return CLASSIFY_NO_LANGUAGE;
    const unsigned char *end = memchr(data, '\n', MIN(size, (size_t)256));
    g_autofree char *line = g_strndup((const char *)data + 2, end ? (size_t)(end - data) - 2 : MIN(size, (size_t)256) - 2);
    g_auto(GStrv) words = g_strsplit_set(line, " \t\r", -1);
    for (char **word = words; *word; word++) {
        const char *slash = strrchr(*word, '/');
        char *name = slash ? (char *)slash + 1 : *word;
        if (!*name || *name == '-' || strchr(name, '=') || strcmp(name, "env") == 0)
            continue;
        gpointer found = g_hash_table_lookup(c->shebangs, name);
        if (!found) {
            size_t len = strlen(name);
            while (len > 0 && (g_ascii_isdigit(name[len - 1]) || name[len - 1] == '.'))
                name[--len] = '\0';
            found = g_hash_table_lookup(c->shebangs, name);
        }
        return found ? GPOINTER_TO_UINT(found) - 1 : CLASSIFY_NO_LANGUAGE;
    }
    return CLASSIFY_NO_LANGUAGE;
}

static bool is_minified(const unsigned char *data, size_t size)
{
    size_t lines = 0, usual = 0;
    for (const unsigned char *p = data, *end = data + size; p < end;) {
        const unsigned char *stop = memchr(p, '\n', (size_t)(end - p));
        size_t len = (size_t)((stop ? stop : end) - p);
        lines++;
        /* the licences of what was bundled keep their lines */
        usual += len > 0 && len <= LIMIT_LINE_BYTES && !(*p == '/' || *p == '*' || (len > 1 && *p == ' ' && p[1] == '*'));
        p += len + 1;
    }
    return lines > 0 && size / lines > LIMIT_LINE_BYTES && usual <= SHORT_LINES;
}

struct content_search {
    const struct classifier *c;
    const unsigned char *data;
    bool *found;
};

static const struct literals *content_literals(const struct classifier *c)
{
    if (g_once_init_enter(&c->lazy->search))
        g_once_init_leave(&c->lazy->search,
                          (gsize)literals_new((const char *const *)c->contents->pdata, c->contents->len));
    return (const struct literals *)c->lazy->search;
}

/* What may stand between the beginning of a line and a mark: blanks and the signs of comments. */
static bool begins_line(const unsigned char *data, size_t offset)
{
    while (offset > 0 && data[offset - 1] != '\n') {
        if (!strchr(" \t/*#;<!-", data[offset - 1]))
            return false;
        offset--;
    }
    return true;
}

static bool content_found(void *payload, size_t i, size_t offset)
{
    struct content_search *s = payload;
    if (!s->found[i])
        s->found[i] = !g_array_index(s->c->anchored, gboolean, i) || begins_line(s->data, offset);
    return true;
}

/* The first of the candidates before q->best whose content is there becomes q->best. */
static void ask_content(struct question *q, const unsigned char *data, size_t size, bool minified)
{
    bool wanted = false;
    for (guint i = 0; i < q->candidates->len && !wanted; i++) {
        unsigned rule = g_array_index(q->candidates, unsigned, i);
        wanted = rule < q->best && g_array_index(q->c->rules, struct zone_rule, rule).contents->len > 0;
    }
    g_autofree bool *found = g_new0(bool, q->c->contents->len + 1);
    if (wanted) {
        struct content_search search = {.c = q->c, .data = data, .found = found};
        literals_search(content_literals(q->c), data, size, content_found, &search);
    }
    for (guint i = 0; i < q->candidates->len; i++) {
        unsigned index = g_array_index(q->candidates, unsigned, i);
        const struct zone_rule *rule = &g_array_index(q->c->rules, struct zone_rule, index);
        bool fits = rule->minified && minified;
        for (guint k = 0; !fits && k < rule->contents->len; k++)
            fits = found[g_array_index(rule->contents, unsigned, k)];
        if (fits && index < q->best)
            q->best = index;
    }
}

const char *classification_why(const struct classification *class)
{
    return class->parse                     ? NULL
           : class->binary                  ? "binary"
           : class->minified                ? "minified"
           : class->zone == ZONE_VENDORED   ? "vendored"
           : class->zone == ZONE_GENERATED  ? "generated"
                                            : "not parsed";
}

static struct classification conclude(const struct question *q, uint32_t language, bool binary, bool minified)
{
    struct classification class = {.zone = ZONE_SRC, .language = language, .binary = binary};
    if (q->best < q->c->rules->len) {
        const struct zone_rule *rule = &g_array_index(q->c->rules, struct zone_rule, q->best);
        class.zone = rule->zone;
        class.minified = minified && rule->minified;
    }
    class.parse = !binary && class.zone != ZONE_VENDORED && class.zone != ZONE_GENERATED;
    class.why = classification_why(&class);
    return class;
}

struct classification classify_path(const struct classifier *c, const char *path)
{
    struct question q = {.c = c, .path = path, .len = strlen(path), .best = c->rules->len};
    ask_path(&q);
    return conclude(&q, find_language(c, path), false, false);
}

struct classification classify_content(const struct classifier *c, const char *path,
                                       const unsigned char *data, size_t size)
{
    bool binary = size > 0 && memchr(data, 0, MIN(size, (size_t)BINARY_BYTES)) != NULL;
    size_t head = MIN(size, (size_t)HEAD_BYTES);
    struct question q = {.c = c, .path = path, .len = strlen(path), .best = c->rules->len};
    if (!binary)
        q.candidates = g_array_new(FALSE, FALSE, sizeof(unsigned));
    ask_path(&q);
    bool minified = !binary && is_minified(data, head);
    if (q.candidates) {
        ask_content(&q, data, head, minified);
        g_array_free(q.candidates, TRUE);
    }
    uint32_t language = find_language(c, path);
    if (language == CLASSIFY_NO_LANGUAGE && !binary)
        language = find_shebang(c, data, size);
    return conclude(&q, language, binary, minified);
}
