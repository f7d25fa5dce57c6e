#include "rules/path.h"

#include <stdint.h>
#include <string.h>

#include "rules/rules_error.h"

#define PATH_MAX_SEGMENTS 64
#define PATH_MAX_ANY 2
#define PATH_MAX_BYTES 1024

/* ---- the notation ---- */

static bool path_fail(GError **error, const char *text, size_t at, const char *what)
{
    g_set_error(error, RULES_ERROR, RULES_ERROR_INVALID, "access path '%s', column %zu: %s", text, at + 1, what);
    return false;
}

static bool ends_name(char c)
{
    return c == '\0' || c == '.' || c == '(' || c == ')' || c == '[' || c == ']' || c == '`' || g_ascii_isspace(c) ||
           c == ',' || c == '"' || c == '\'';
}

/* Reads a plain or backtick-quoted name at *at, and moves behind it. */
static bool read_name(struct segment *s, struct arena *a, const char *text, size_t *at, GError **error)
{
    size_t begin = *at, end;
    if (text[begin] == '`') {
        const char *close = strchr(text + ++begin, '`');
        if (!close)
            return path_fail(error, text, begin - 1, "the backtick is not closed");
        end = (size_t)(close - text);
        *at = end + 1;
        if (!ends_name(text[*at]) || text[*at] == '`')
            return path_fail(error, text, *at, "expected '.', '()' or '[]' after the quoted name");
    } else {
        end = begin;
        while (!ends_name(text[end]))
            end++;
        *at = end;
    }
    if (end == begin)
        return path_fail(error, text, begin, "a name is missing");
    s->name = arena_strndup(a, text + begin, end - begin);
    s->glob = text[begin - (begin > 0)] != '`' && strchr(s->name, '*') != NULL;
    return true;
}

bool path_parse(struct path *out, struct arena *a, const char *text, GError **error)
{
    struct segment segments[PATH_MAX_SEGMENTS] = {0};
    unsigned n = 0, any = 0;
    size_t at = 0;

    *out = (struct path){0};
    if (!*text)
        return path_fail(error, text, 0, "it is empty; write a module and what is reached from it");
    if (strlen(text) > PATH_MAX_BYTES)
        return path_fail(error, "...", PATH_MAX_BYTES, "it is too long");
    while (n == 0 || text[at]) {
        if (n == PATH_MAX_SEGMENTS)
            return path_fail(error, text, at, "it has more than 64 segments");
        struct segment *s = &segments[n++];
        if (n == 1) {
            s->kind = SEGMENT_ROOT;
            if (text[at] == '.')
                return path_fail(error, text, at, "it begins with a module, not with '.'; quote a name that holds dots with backticks");
            if (!read_name(s, a, text, &at, error))
                return false;
            if (s->glob && strspn(s->name, "*") == strlen(s->name))
                return path_fail(error, text, 0, "the first segment cannot be a wildcard alone");
        } else if (g_str_has_prefix(text + at, "()")) {
            s->kind = SEGMENT_CALL;
            at += 2;
        } else if (text[at] == '(') {
            return path_fail(error, text, at, "write '()' without arguments; they belong to 'arguments:'");
        } else if (g_str_has_prefix(text + at, "[]")) {
            s->kind = SEGMENT_ELEMENT;
            at += 2;
        } else if (text[at] == '[') {
            return path_fail(error, text, at, "write '[]' without an index");
        } else if (text[at] == '.' && g_str_has_prefix(text + at, ".**") && ends_name(text[at + 3])) {
            s->kind = SEGMENT_ANY;
            at += 3;
            if (segments[n - 2].kind == SEGMENT_ANY)
                return path_fail(error, text, at - 3, "one '.**' is enough");
            if (++any > PATH_MAX_ANY)
                return path_fail(error, text, at - 3, "'.**' may stand at most twice");
        } else if (text[at] == '.') {
            s->kind = SEGMENT_MEMBER;
            at++;
            if (!read_name(s, a, text, &at, error))
                return false;
        } else {
            return path_fail(error, text, at, "expected '.', '()' or '[]'");
        }
    }
    out->text = arena_strdup(a, text);
    out->segments = arena_memdup(a, segments, n * sizeof *segments);
    out->n_segments = n;
    return true;
}

/* ---- matching ---- */

/* `*` stands for any run of characters. Linear in practice: only the last star is tried again. */
static bool name_matches(const char *glob, const char *name)
{
    const char *star = NULL, *retry = NULL;
    while (*name) {
        if (*glob == '*') {
            star = ++glob;
            retry = name;
        } else if (*glob == *name) {
            glob++;
            name++;
        } else if (star) {
            glob = star;
            name = ++retry;
        } else {
            return false;
        }
    }
    while (*glob == '*')
        glob++;
    return !*glob;
}

static bool segment_matches(const struct segment *pattern, const struct segment *s)
{
    if (pattern->kind != s->kind)
        return false;
    if (s->kind != SEGMENT_ROOT && s->kind != SEGMENT_MEMBER)
        return true;
    return pattern->glob ? name_matches(pattern->name, s->name) : strcmp(pattern->name, s->name) == 0;
}

/* Going back to the last `.**` is enough: it takes members only, so an earlier one that took more would have to pass
 * the same segment that stopped the last one. */
bool path_match(const struct path *pattern, const struct path *concrete)
{
    unsigned p = 0, c = 0, any = 0, retry = 0;
    while (c < concrete->n_segments) {
        if (p < pattern->n_segments && pattern->segments[p].kind == SEGMENT_ANY) {
            any = ++p;
            retry = c;
        } else if (p < pattern->n_segments && segment_matches(&pattern->segments[p], &concrete->segments[c])) {
            p++;
            c++;
        } else if (any && concrete->segments[retry].kind == SEGMENT_MEMBER) {
            p = any;
            c = ++retry;
        } else {
            return false;
        }
    }
    while (p < pattern->n_segments && pattern->segments[p].kind == SEGMENT_ANY)
        p++;
    return p == pattern->n_segments;
}

/* A state of the automaton: all patterns that share the segments so far. */
struct payload {
    struct payload *next;
    unsigned value;
};

struct trie {
    struct trie *globs, *next_glob; /* the first that a wildcard leads to; the next of the same parent */
    struct trie *call, *element, *any;
    const char *glob; /* the wildcard that leads here */
    bool loops;       /* reached by `.**`: stays for every member */
    bool names;       /* some plain names lead on */
    struct payload *payloads;
};

struct named { /* a child with a plain name */
    const struct trie *parent;
    const char *name;
    struct trie *child;
};

struct path_set {
    struct arena arena;
    GHashTable *named; /* struct named */
    struct trie root;
};

static guint named_hash(gconstpointer p)
{
    const struct named *n = p;
    return g_str_hash(n->name) ^ (guint)((uintptr_t)n->parent >> 4) * 0x9E3779B1u;
}

static gboolean named_equal(gconstpointer a, gconstpointer b)
{
    const struct named *x = a, *y = b;
    return x->parent == y->parent && strcmp(x->name, y->name) == 0;
}

struct path_set *path_set_new(void)
{
    struct path_set *set = g_new0(struct path_set, 1);
    arena_init(&set->arena);
    set->named = g_hash_table_new(named_hash, named_equal);
    return set;
}

void path_set_free(struct path_set *set)
{
    if (!set)
        return;
    g_hash_table_unref(set->named);
    arena_fini(&set->arena);
    g_free(set);
}

static struct trie *trie_child(struct path_set *set, struct trie **slot)
{
    if (!*slot)
        *slot = arena_new(&set->arena, struct trie);
    return *slot;
}

static struct trie *find_named(const struct path_set *set, const struct trie *t, const char *name)
{
    const struct named *found = t->names ? g_hash_table_lookup(set->named, &(struct named){.parent = t, .name = name}) : NULL;
    return found ? found->child : NULL;
}

static struct trie *trie_named(struct path_set *set, struct trie *t, const struct segment *s)
{
    struct trie *child = s->glob ? t->globs : find_named(set, t, s->name);
    while (s->glob && child && strcmp(child->glob, s->name) != 0)
        child = child->next_glob;
    if (child)
        return child;
    child = arena_new(&set->arena, struct trie);
    const char *name = arena_strdup(&set->arena, s->name);
    if (s->glob) {
        child->glob = name;
        child->next_glob = t->globs;
        t->globs = child;
    } else {
        struct named *named = arena_new(&set->arena, struct named);
        *named = (struct named){t, name, child};
        g_hash_table_add(set->named, named);
        t->names = true;
    }
    return child;
}

void path_set_add(struct path_set *set, const struct path *pattern, unsigned payload)
{
    struct trie *t = &set->root;
    for (unsigned i = 0; i < pattern->n_segments; i++) {
        const struct segment *s = &pattern->segments[i];
        switch (s->kind) {
        case SEGMENT_ROOT:
        case SEGMENT_MEMBER:
            t = trie_named(set, t, s);
            break;
        case SEGMENT_CALL:
            t = trie_child(set, &t->call);
            break;
        case SEGMENT_ELEMENT:
            t = trie_child(set, &t->element);
            break;
        case SEGMENT_ANY:
            t = trie_child(set, &t->any);
            t->loops = true;
            break;
        }
    }
    struct payload *p = arena_new(&set->arena, struct payload);
    *p = (struct payload){t->payloads, payload};
    t->payloads = p;
}

/* Adds a state and what it reaches without a segment. */
static void states_add(GPtrArray *states, struct trie *t)
{
    for (; t; t = t->any) {
        if (g_ptr_array_find(states, t, NULL))
            return;
        g_ptr_array_add(states, t);
    }
}

static void states_step(const struct path_set *set, const struct trie *t, const struct segment *s, GPtrArray *next)
{
    switch (s->kind) {
    case SEGMENT_MEMBER:
        if (t->loops)
            states_add(next, (struct trie *)t);
        /* fall through */
    case SEGMENT_ROOT:
        states_add(next, find_named(set, t, s->name));
        for (struct trie *child = t->globs; child; child = child->next_glob)
            if (name_matches(child->glob, s->name))
                states_add(next, child);
        break;
    case SEGMENT_CALL:
        states_add(next, t->call);
        break;
    case SEGMENT_ELEMENT:
        states_add(next, t->element);
        break;
    case SEGMENT_ANY:
        break;
    }
}

/* All states after the segments of `concrete`; an automaton, so that hostile paths cost no backtracking. */
static GPtrArray *states_after(const struct path_set *set, const struct path *concrete)
{
    GPtrArray *now = g_ptr_array_new();
    g_autoptr(GPtrArray) next = g_ptr_array_new();
    g_ptr_array_add(now, (struct trie *)&set->root);
    for (unsigned i = 0; i < concrete->n_segments && now->len; i++) {
        g_ptr_array_set_size(next, 0);
        for (guint k = 0; k < now->len; k++)
            states_step(set, g_ptr_array_index(now, k), &concrete->segments[i], next);
        GPtrArray *swap = now;
        now = next;
        next = swap;
    }
    return now;
}

static int compare_payloads(gconstpointer a, gconstpointer b)
{
    unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;
    return x < y ? -1 : x > y;
}

void path_set_match(const struct path_set *set, const struct path *concrete, GArray *out)
{
    g_autoptr(GPtrArray) states = states_after(set, concrete);
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(unsigned));
    for (guint i = 0; i < states->len; i++) {
        const struct trie *t = g_ptr_array_index(states, i);
        for (const struct payload *p = t->payloads; p; p = p->next)
            g_array_append_val(found, p->value);
    }
    g_array_sort(found, compare_payloads);
    for (guint i = 0; i < found->len; i++) {
        unsigned payload = g_array_index(found, unsigned, i);
        if (i == 0 || payload != g_array_index(found, unsigned, i - 1))
            g_array_append_val(out, payload);
    }
}

bool path_set_prefix(const struct path_set *set, const struct path *concrete)
{
    g_autoptr(GPtrArray) states = states_after(set, concrete);
    return states->len > 0;
}
