/* Configuration: JSON, YAML, TOML and whatever else has bindings for dictionaries, lists and
 * scalars. */
#include <string.h>

#include "base/limits.h"
#include "extract/config_priv.h"
#include "extract/records.h"
#include "syntax/pattern.h"

/* ---- items ---- */

struct child_key {
    const struct config_item *dict;
    uint32_t key;
};

static guint child_key_hash(gconstpointer p)
{
    const struct child_key *k = p;
    return (guint)((uintptr_t)k->dict >> 4) * 31 + k->key * 2654435761u;
}

static gboolean child_key_equal(gconstpointer p, gconstpointer q)
{
    const struct child_key *k = p, *other = q;
    return k->dict == other->dict && k->key == other->key;
}

void config_builder_init(struct config_builder *c, struct facts_builder *b)
{
    *c = (struct config_builder){.b = b};
    arena_init(&c->arena);
    c->by_key = g_hash_table_new(child_key_hash, child_key_equal);
    c->kids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
}

void config_builder_fini(struct config_builder *c)
{
    g_hash_table_unref(c->by_key);
    g_array_unref(c->kids);
    arena_fini(&c->arena);
}

void config_append(struct config_builder *c, struct config_item *parent, struct config_item *item)
{
    if (c->full)
        return;
    if (parent->last)
        parent->last->next = item;
    else
        parent->first = item;
    parent->last = item;
}

struct config_item *config_add(struct config_builder *c, struct config_item *parent,
                               enum node_kind kind, uint32_t line)
{
    struct config_item *item = arena_new(&c->arena, struct config_item);
    *item = (struct config_item){.kind = (uint8_t)kind, .line = line, .end_line = line};
    if (++c->n_items > LIMIT_TREE_NODES && !c->full) {
        builder_note(c->b, line, "more than %u values; what follows was not read",
                     LIMIT_TREE_NODES);
        c->full = true;
    }
    if (parent)
        config_append(c, parent, item);
    return item;
}

size_t config_cut(const char *s, size_t len, size_t most)
{
    if (len <= most)
        return len;
    while (most && ((unsigned char)s[most] & 0xC0) == 0x80)
        most--;
    return most;
}

void config_text(struct config_builder *c, struct config_item *item, const char *s, size_t len)
{
    size_t kept = config_cut(s, len, LIMIT_STRING_BYTES);
    if (kept < len)
        item->flags |= NODE_TRUNCATED;
    item->text = builder_string(c->b, s, kept);
}

void config_pair(struct config_builder *c, struct config_item *dict, const char *key, size_t len,
                 uint32_t line, struct config_item *value)
{
    struct config_item *pair = config_add(c, dict, NODE_PAIR, line),
                       *name = config_add(c, pair, NODE_STRING, line);
    config_text(c, name, key, len);
    config_append(c, pair, value);
    pair->end_line = value->end_line;
}

struct config_item *config_child(struct config_builder *c, struct config_item *dict,
                                 const char *key, size_t len, enum node_kind kind, uint32_t line)
{
    struct child_key wanted = {dict,
                               builder_string(c->b, key, config_cut(key, len, LIMIT_STRING_BYTES))};
    struct config_item *value = g_hash_table_lookup(c->by_key, &wanted);
    if (value)
        return value;
    value = config_add(c, NULL, kind, line);
    config_pair(c, dict, key, len, line, value);
    g_hash_table_insert(c->by_key, arena_memdup(&c->arena, &wanted, sizeof wanted), value);
    return value;
}

static uint32_t emit(struct config_builder *c, const struct config_item *item, uint32_t parent)
{
    struct fact_node *row;
    uint32_t node = builder_add_nodes(c->b, &row), a = 0, b = 0;
    *row = (struct fact_node){
        .kind = item->kind,
        .flags = item->flags,
        .column = (uint16_t)MIN(item->column, UINT16_MAX),
        .end_column = (uint16_t)MIN(item->end_column, UINT16_MAX),
        .text = item->text,
        .parent = parent,
        .scope = 1,
        .region = 1,
        .line = item->line,
        .end_line = item->end_line,
    };
    if (item->kind == NODE_PAIR || item->kind == NODE_SPLAT) {
        a = item->first ? emit(c, item->first, node) : 0;
        b = item->kind == NODE_PAIR && item->first && item->first->next
                ? emit(c, item->first->next, node)
                : 0;
        row = builder_nodes(c->b, node);
        row->a = a;
        row->b = b;
        return node;
    }
    guint start = c->kids->len;
    for (const struct config_item *kid = item->first; kid; kid = kid->next) {
        uint32_t at = emit(c, kid, node);
        g_array_append_val(c->kids, at);
    }
    if (c->kids->len > start) {
        uint32_t n = c->kids->len - start;
        uint32_t first = builder_add_kids(c->b, &g_array_index(c->kids, uint32_t, start), n);
        row = builder_nodes(c->b, node);
        row->first = first;
        row->count = n;
        g_array_set_size(c->kids, start);
    }
    return node;
}

uint32_t config_emit(struct config_builder *c, const struct config_item *root)
{
    return root ? emit(c, root, 0) : 0;
}

/* ---- text of scalars ---- */

static bool is_blank(char ch)
{
    return ch == ' ' || ch == '\t' || ch == '\r';
}

/* Lines joined with a blank; an empty line between them stays a line feed. */
static void append_folded(GString *out, const char *s, size_t len)
{
    for (size_t i = 0; i < len;) {
        if (s[i] != '\n') {
            g_string_append_c(out, s[i++]);
            continue;
        }
        while (out->len && is_blank(out->str[out->len - 1]))
            g_string_truncate(out, out->len - 1);
        unsigned feeds = 0;
        for (; i < len && (s[i] == '\n' || is_blank(s[i])); i++)
            feeds += s[i] == '\n';
        if (feeds == 1)
            g_string_append_c(out, ' ');
        for (; feeds > 1; feeds--)
            g_string_append_c(out, '\n');
    }
}

static void append_unescaped(GString *out, const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        const char *plain =
            s[i] == '\\' && i + 1 < len ? strchr("n\nt\t\"\"''\\\\//", s[i + 1]) : NULL;
        if (plain && *plain) {
            g_string_append_c(out, s[i + 1] == 'n' ? '\n' : s[i + 1] == 't' ? '\t' : s[i + 1]);
            i++;
        } else {
            g_string_append_c(out, s[i]);
            if (s[i] == '\\' && i + 1 < len)
                g_string_append_c(out, s[++i]);
        }
    }
}

void config_unquote(GString *out, const char *s, size_t len)
{
    char quote = len ? s[0] : '\0';
    if (quote != '"' && quote != '\'') {
        append_folded(out, s, len);
        return;
    }
    bool triple = len >= 6 && s[1] == quote && s[2] == quote && s[len - 1] == quote &&
                  s[len - 2] == quote && s[len - 3] == quote;
    size_t skip = triple ? 3 : 1;
    bool closed = len >= 2 * skip && s[len - 1] == quote;
    s += skip;
    len -= closed ? 2 * skip : skip;
    if (triple) {
        if (len && s[0] == '\r')
            s++, len--;
        if (len && s[0] == '\n')
            s++, len--;
        if (quote == '"')
            append_unescaped(out, s, len);
        else
            g_string_append_len(out, s, (gssize)len);
        return;
    }
    g_autoptr(GString) folded = g_string_sized_new(len);
    append_folded(folded, s, len);
    if (quote == '"') {
        append_unescaped(out, folded->str, folded->len);
        return;
    }
    for (size_t i = 0; i < folded->len; i++) {
        g_string_append_c(out, folded->str[i]);
        if (folded->str[i] == '\'' && i + 1 < folded->len && folded->str[i + 1] == '\'')
            i++;
    }
}

/* A YAML block scalar: its header, then lines whose common indentation goes. */
static void append_block(GString *out, const char *s, size_t len)
{
    const char *end = s + len, *line = memchr(s, '\n', len);
    bool folded = len && s[0] == '>';
    size_t indent = SIZE_MAX;
    if (!line)
        return;
    const char *body = ++line;
    for (const char *p = body; p < end;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        stop = stop ? stop : end;
        const char *text = p;
        while (text < stop && *text == ' ')
            text++;
        if (text < stop && *text != '\r')
            indent = MIN(indent, (size_t)(text - p));
        p = stop + 1;
    }
    g_autoptr(GString) plain = g_string_sized_new(len);
    for (const char *p = body; p < end;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        stop = stop ? stop : end;
        size_t width = (size_t)(stop - p), cut = MIN(width, indent);
        size_t kept = width - cut;
        if (kept && stop[-1] == '\r')
            kept--;
        g_string_append_len(plain, p + cut, (gssize)kept);
        g_string_append_c(plain, '\n');
        p = stop + 1;
    }
    while (plain->len &&
           (plain->str[plain->len - 1] == '\n' || is_blank(plain->str[plain->len - 1])))
        g_string_truncate(plain, plain->len - 1);
    if (folded)
        append_folded(out, plain->str, plain->len);
    else
        g_string_append_len(out, plain->str, (gssize)plain->len);
}

void config_skip_mark(const unsigned char **data, size_t *size)
{
    if (*size >= 3 && memcmp(*data, "\xEF\xBB\xBF", 3) == 0) {
        *data += 3;
        *size -= 3;
    }
}

static bool opens_comment(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (s[i] == '#' || s[i] == ';' ||
            (i + 1 < len && s[i] == '/' && (s[i + 1] == '/' || s[i + 1] == '*')) ||
            (i + 3 < len && memcmp(s + i, "<!--", 4) == 0))
            return true;
    return false;
}

void config_comments(struct facts_builder *b, const char *text, size_t size)
{
    static const char mark[] = "debtscan:";
    const char *end = text + size, *counted = text;
    uint32_t line = 1;
    for (const char *at = text; (at = memmem(at, (size_t)(end - at), mark, sizeof mark - 1));) {
        const char *start = at, *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        while (start > text && start[-1] != '\n')
            start--;
        for (; counted < start; counted++)
            line += *counted == '\n';
        if (opens_comment(start, (size_t)(at - start))) {
            uint32_t string = builder_string(
                b, start, config_cut(start, (size_t)(stop - start), LIMIT_STRING_BYTES));
            struct fact_comment *row;
            builder_add_comments(b, &row);
            *row = (struct fact_comment){string, line};
        }
        at = stop;
    }
}

/* ---- bindings ---- */

/* The constructs that bindings of configuration languages may use; to add one: here, in lower(), in
 * docs/rules.md. */
#define CONSTRUCTS(X)                                                                              \
    X(DICT, "dict")                                                                                \
    X(LIST, "list")                                                                                \
    X(PAIR, "pair") /* parts: key, value */                                                        \
    X(STRING, "string")                                                                            \
    X(BLOCK, "block") /* a string of YAML: a header, then indented lines */                        \
    X(NUMBER, "number")                                                                            \
    X(BOOLEAN, "boolean") /* true or false by its first letter */                                  \
    X(TRUE_, "true")                                                                               \
    X(FALSE_, "false")                                                                             \
    X(NULL_, "null")                                                                               \
    X(ALIAS, "alias") /* stands for a value that is somewhere else */                              \
    X(COMMENT, "comment")                                                                          \
    X(IGNORE, "ignore")                                                                            \
    X(TABLE, "table")   /* parts: keys; pairs (of the value) that belong into the dictionary there */ \
    X(TABLES, "tables") /* the same, into a new dictionary of the list there */                    \
    X(PATH, "path")     /* a key of several names */

#define X(name, text) IS_##name,
enum construct { IS_NOTHING, CONSTRUCTS(X) N_CONSTRUCTS };
#undef X
#define X(name, text) text,
static const char *const construct_names[] = {NULL, CONSTRUCTS(X)};
#undef X
#define X(name, text) 1,
static const uint32_t construct_classes[] = {0, CONSTRUCTS(X)};
#undef X

enum part { PART_KEY = 1, PART_VALUE, N_PARTS };
static const char *const part_names[] = {NULL, "key", "value"};

static const struct pattern_vocabulary vocabulary = {
    .constructs = construct_names,
    .classes = construct_classes,
    .n_constructs = N_CONSTRUCTS,
    .parts = part_names,
    .n_parts = N_PARTS,
};

struct config_language {
    struct patterns *patterns;
    bool nests; /* keys and tables name places in dictionaries, as in TOML */
};

struct config_language *config_language_new(const struct language *l, const TSLanguage *grammar,
                                            GError **error)
{
    if (!l->bindings) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                    "%s:%u: the language '%s' needs a bindings.scm", l->place.file, l->place.line,
                    l->name);
        return NULL;
    }
    g_autofree char *file = g_strdup_printf("languages/%s/bindings.scm", l->name);
    struct patterns *patterns = patterns_new(grammar, l->bindings, file, &vocabulary, error);
    if (!patterns)
        return NULL;
    struct config_language *c = g_new(struct config_language, 1);
    c->patterns = patterns;
    c->nests = strstr(l->bindings, "@table") || strstr(l->bindings, "@path");
    return c;
}

void config_language_free(struct config_language *c)
{
    if (!c)
        return;
    patterns_free(c->patterns);
    g_free(c);
}

/* ---- from the syntax tree to items ---- */

struct lowering {
    struct config_builder c;
    struct matcher m;
    TSTreeCursor cursor;
    GArray *kids; /* TSNode, a stack: what a function has pushed it gives back */
    bool nests;
    uint32_t line_offset;
    GString *scratch;
    uint32_t error_line; /* of the first syntax error; 0 without */
    bool error_is_all;   /* so far only that the root is one */
    bool too_deep;
};

/* What a node is, with the nodes of its parts; null nodes for parts it does not have. */
struct meaning {
    enum construct is;
    TSNode key, value;
};

static struct meaning meaning_of(struct lowering *w, TSNode n)
{
    struct meaning meaning = {0};
    uint32_t captures = w->m.n_captures;
    if (ts_node_is_null(n))
        return meaning;
    struct match found = matcher_match(&w->m, n, 1);
    meaning.is = (enum construct)found.construct;
    matcher_part(&w->m, &found, PART_KEY, &meaning.key);
    matcher_part(&w->m, &found, PART_VALUE, &meaning.value);
    w->m.n_captures = captures;
    return meaning;
}

static uint32_t line_of(const struct lowering *w, TSNode n)
{
    return ts_node_start_point(n).row + 1 + w->line_offset;
}

static struct config_item *item_at(struct lowering *w, TSNode n, enum node_kind kind)
{
    TSPoint start = ts_node_start_point(n), end = ts_node_end_point(n);
    struct config_item *item = config_add(&w->c, NULL, kind, start.row + 1 + w->line_offset);
    item->end_line = end.row + 1 + w->line_offset;
    item->column = start.column + 1;
    item->end_column = end.column + 1;
    return item;
}

static struct config_item *scalar_at(struct lowering *w, TSNode n, enum node_kind kind, bool block)
{
    struct config_item *item = item_at(w, n, kind);
    const char *s = w->m.text + ts_node_start_byte(n);
    size_t len = ts_node_end_byte(n) - ts_node_start_byte(n);
    g_string_truncate(w->scratch, 0);
    if (block) {
        append_block(w->scratch, s, len);
    } else if (kind == NODE_NUMBER) {
        for (size_t i = 0; i < len; i++)
            if (s[i] != '_')
                g_string_append_c(w->scratch, s[i]);
    } else {
        config_unquote(w->scratch, s, len);
    }
    config_text(&w->c, item, w->scratch->str, w->scratch->len);
    return item;
}

/* Pushes the children of a node and gives the index of the first. (matcher_children asks for fields
 * too, which is dear in a long list.) */
static guint push_kids(struct lowering *w, TSNode n)
{
    guint first = w->kids->len;
    ts_tree_cursor_reset(&w->cursor, n);
    for (bool more = ts_tree_cursor_goto_first_child(&w->cursor); more;
         more = ts_tree_cursor_goto_next_sibling(&w->cursor)) {
        TSNode kid = ts_tree_cursor_current_node(&w->cursor);
        if (ts_node_is_named(kid) || ts_node_is_missing(kid))
            g_array_append_val(w->kids, kid);
    }
    return first;
}

static struct config_item *lower(struct lowering *w, TSNode n, unsigned depth);

static void note_error(struct lowering *w, TSNode n, bool root)
{
    if ((w->error_line && !w->error_is_all) || (!ts_node_is_error(n) && !ts_node_is_missing(n)))
        return;
    w->error_line = line_of(w, n);
    w->error_is_all = root;
}

/* Appends the names of a key: `a."b.c"` has two. */
static void key_names(struct lowering *w, TSNode n, GPtrArray *names, unsigned depth)
{
    if (meaning_of(w, n).is == IS_PATH && depth < LIMIT_TREE_DEPTH &&
        names->len < LIMIT_TREE_DEPTH) {
        guint first = push_kids(w, n), end = w->kids->len;
        for (guint i = first; i < end; i++) {
            TSNode kid = g_array_index(w->kids, TSNode, i);
            if (ts_node_is_named(kid))
                key_names(w, kid, names, depth + 1);
        }
        g_array_set_size(w->kids, first);
        return;
    }
    GString *name = g_string_new(NULL);
    config_unquote(name, w->m.text + ts_node_start_byte(n),
                   ts_node_end_byte(n) - ts_node_start_byte(n));
    g_ptr_array_add(names, g_string_free(name, FALSE));
}

/*
 * The dictionary at the first `n` names below `dict`, made where it is missing; a list stands for
 * its last element. NULL if a value that is neither is in the way.
 */
static struct config_item *descend(struct lowering *w, struct config_item *dict,
                                   const GPtrArray *names, guint n, uint32_t line)
{
    for (guint i = 0; i < n && dict; i++) {
        const char *name = g_ptr_array_index(names, i);
        dict = config_child(&w->c, dict, name, strlen(name), NODE_DICT, line);
        if (dict->kind == NODE_LIST)
            dict = dict->last;
        if (dict && dict->kind != NODE_DICT)
            dict = NULL;
    }
    return dict;
}

/* The value of a pair; null where nothing is written. */
static struct config_item *pair_value(struct lowering *w, TSNode pair, TSNode value, unsigned depth)
{
    struct config_item *item = ts_node_is_null(value) ? NULL : lower(w, value, depth + 1);
    return item ? item : item_at(w, pair, NODE_NULL);
}

/* A pair whose key has several names goes where they say. */
static void place_pair(struct lowering *w, struct config_item *dict, TSNode n,
                       const struct meaning *pair, unsigned depth)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    key_names(w, pair->key, names, 0);
    if (names->len == 0)
        return;
    dict = descend(w, dict, names, names->len - 1, line_of(w, n));
    if (!dict)
        return;
    const char *name = g_ptr_array_index(names, names->len - 1);
    struct config_item *value = pair_value(w, n, pair->value, depth);
    struct config_item *have = config_child(&w->c, dict, name, strlen(name), value->kind,
                                            line_of(w, n)),
                       *next = have->next;
    if (have->kind == value->kind) { /* new, or written twice: then the last one counts */
        *have = *value;
        have->next = next;
    }
}

static void lower_parts(struct lowering *w, TSNode n, struct config_item *into, TSNode except,
                        unsigned depth);

/* Appends the names of all keys of a table, and gives how many keys: one for `[a.b]` of TOML, three
 * for `resource "type" "name"` of HCL. */
static unsigned table_names(struct lowering *w, TSNode n, GPtrArray *names)
{
    uint32_t captures = w->m.n_captures;
    struct match found = matcher_match(&w->m, n, 1);
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(TSNode));
    for (uint32_t i = found.first; i < found.first + found.count; i++)
        if (w->m.captures[i].part == PART_KEY)
            g_array_append_val(keys, w->m.captures[i].node);
    w->m.n_captures = captures;
    for (guint i = 0; i < keys->len; i++)
        key_names(w, g_array_index(keys, TSNode, i), names, 0);
    return keys->len;
}

/* A table: its keys name the dictionary that its pairs, or those of its value, belong to. */
static void place_table(struct lowering *w, struct config_item *root, TSNode n,
                        const struct meaning *table, unsigned depth)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    bool array = table->is == IS_TABLES;
    unsigned n_keys = table_names(w, n, names);
    if (names->len == 0)
        return;
    struct config_item *dict =
        descend(w, root, names, array ? names->len - 1 : names->len, line_of(w, n));
    if (dict && array) {
        const char *name = g_ptr_array_index(names, names->len - 1);
        struct config_item *list =
            config_child(&w->c, dict, name, strlen(name), NODE_LIST, line_of(w, n));
        dict = list->kind == NODE_LIST ? config_add(&w->c, list, NODE_DICT, line_of(w, n)) : NULL;
    }
    if (dict && !ts_node_is_null(table->value))
        lower_parts(w, table->value, dict, (TSNode){0}, depth);
    else if (dict && n_keys == 1)
        lower_parts(w, n, dict, table->key, depth);
}

static void add_part(struct lowering *w, struct config_item *into, struct config_item *item)
{
    if (into->kind == NODE_DICT && item->kind != NODE_PAIR && item->kind != NODE_SPLAT) {
        struct config_item *pair =
            config_add(&w->c, into, NODE_PAIR, item->line); /* {a} is {a: null} */
        config_append(&w->c, pair, item);
        config_add(&w->c, pair, NODE_NULL, item->line);
    } else if (into->kind != NODE_DICT && (item->kind == NODE_PAIR || item->kind == NODE_SPLAT)) {
        struct config_item *dict =
            config_add(&w->c, into, NODE_DICT, item->line); /* [a: b] is [{a: b}] */
        config_append(&w->c, dict, item);
    } else {
        config_append(&w->c, into, item);
    }
}

/* Lowers the parts of a node into a container; those of a syntax error's too. */
static void lower_parts(struct lowering *w, TSNode n, struct config_item *into, TSNode except,
                        unsigned depth)
{
    if (depth > LIMIT_TREE_DEPTH) {
        w->too_deep = true;
        return;
    }
    guint first = push_kids(w, n), end = w->kids->len;
    for (guint i = first; i < end && !w->c.full; i++) {
        TSNode kid = g_array_index(w->kids, TSNode, i);
        note_error(w, kid, false);
        if (!ts_node_is_named(kid) || (except.id && ts_node_eq(kid, except)))
            continue;
        if (ts_node_is_error(kid)) {
            lower_parts(w, kid, into, (TSNode){0}, depth + 1);
            continue;
        }
        struct meaning meaning = {0};
        if (w->nests && into->kind == NODE_DICT)
            meaning = meaning_of(w, kid);
        if (meaning.is == IS_TABLE || meaning.is == IS_TABLES) {
            place_table(w, into, kid, &meaning, depth + 1);
        } else if (meaning.is == IS_PAIR) {
            place_pair(w, into, kid, &meaning, depth + 1);
        } else {
            struct config_item *item = lower(w, kid, depth + 1);
            if (item)
                add_part(w, into, item);
        }
    }
    g_array_set_size(w->kids, first);
}

static struct config_item *lower_pair(struct lowering *w, TSNode n, const struct meaning *meaning,
                                      unsigned depth)
{
    struct config_item *pair = item_at(w, n, NODE_PAIR);
    struct config_item *key =
        ts_node_is_null(meaning->key) ? NULL : lower(w, meaning->key, depth + 1);
    if (!key)
        return NULL;
    if (key->kind == NODE_NUMBER || key->kind == NODE_TRUE || key->kind == NODE_FALSE ||
        key->kind == NODE_NULL)
        key = scalar_at(w, meaning->key, NODE_STRING, false); /* a key is a name */
    struct config_item *value = pair_value(w, n, meaning->value, depth);
    bool merge = key->kind == NODE_STRING && strcmp(builder_text(w->c.b, key->text), "<<") == 0;
    if (merge && (value->kind == NODE_OTHER || value->kind == NODE_LIST)) {
        pair->kind = NODE_SPLAT;
        config_append(&w->c, pair, value);
        return pair;
    }
    config_append(&w->c, pair, key);
    config_append(&w->c, pair, value);
    return pair;
}

/* A node that is no construct means its only part; several make a list at the root, and something
 * else below. */
static struct config_item *lower_transparent(struct lowering *w, TSNode n, unsigned depth)
{
    struct config_item *only = NULL, *box = NULL;
    guint first = push_kids(w, n), end = w->kids->len;
    for (guint i = first; i < end && !w->c.full; i++) {
        struct config_item *item = lower(w, g_array_index(w->kids, TSNode, i), depth + 1);
        if (item && only && !box) {
            box = item_at(w, n, depth == 0 ? NODE_LIST : NODE_OTHER);
            add_part(w, box, only);
        }
        if (item && box)
            add_part(w, box, item);
        if (item && !only)
            only = item;
    }
    g_array_set_size(w->kids, first);
    if (!box && only && depth == 0 && (only->kind == NODE_PAIR || only->kind == NODE_SPLAT)) {
        box = item_at(w, n, NODE_DICT);
        config_append(&w->c, box, only);
    }
    return box ? box : only;
}

/* The value of a node; NULL if it holds none. */
static struct config_item *lower(struct lowering *w, TSNode n, unsigned depth)
{
    note_error(w, n, depth == 0);
    if (depth > LIMIT_TREE_DEPTH) {
        w->too_deep = true;
        return NULL;
    }
    struct meaning meaning = meaning_of(w, n);
    struct config_item *item;
    switch (meaning.is) {
    case IS_DICT:
    case IS_LIST:
        item = item_at(w, n, meaning.is == IS_DICT ? NODE_DICT : NODE_LIST);
        lower_parts(w, n, item, (TSNode){0}, depth);
        return item;
    case IS_PAIR:
        return lower_pair(w, n, &meaning, depth);
    case IS_STRING:
    case IS_BLOCK:
        return scalar_at(w, n, NODE_STRING, meaning.is == IS_BLOCK);
    case IS_NUMBER:
        return scalar_at(w, n, NODE_NUMBER, false);
    case IS_BOOLEAN:
        return item_at(w, n,
                       strchr("tTyY", w->m.text[ts_node_start_byte(n)]) ? NODE_TRUE : NODE_FALSE);
    case IS_TRUE_:
        return item_at(w, n, NODE_TRUE);
    case IS_FALSE_:
        return item_at(w, n, NODE_FALSE);
    case IS_NULL_:
        return item_at(w, n, NODE_NULL);
    case IS_ALIAS:
        return scalar_at(w, n, NODE_OTHER, false);
    case IS_COMMENT:
    case IS_IGNORE:
        return NULL;
    default:
        return lower_transparent(w, n, depth);
    }
}

uint32_t config_read(struct extractor *x, struct facts_builder *b, const struct language *l,
                     const char *text, size_t size, uint32_t line_offset)
{
    /* the language of front matter is not that of its file */
    const struct config_language *language = extractor_prepare(x, l->index, NULL) ? x->config[l->index] : NULL;
    struct lowering w = {.line_offset = line_offset, .nests = language && language->nests};
    TSNode root;
    if (!language) {
        builder_note(b, 0, "no grammar of this language is built in");
        builder_facts(b)->status = FACTS_FAILED;
        return 0;
    }
    if (size == 0 || !extractor_parse(x, b, l, text, size, &root))
        return 0;
    config_builder_init(&w.c, b);
    w.scratch = g_string_new(NULL);
    w.kids = g_array_new(FALSE, FALSE, sizeof(TSNode));
    matcher_init(&w.m, language->patterns, text, root);
    w.cursor = ts_tree_cursor_new(root);
    const struct config_item *item = lower(&w, root, 0);
    ts_tree_cursor_delete(&w.cursor);
    matcher_fini(&w.m);
    g_array_unref(w.kids);
    syntax_forget(x->syntax);

    if (w.too_deep)
        builder_note(b, 0, "nested more than %d levels; what is deeper was not read",
                     LIMIT_TREE_DEPTH);
    if (w.error_line)
        builder_note(b, w.error_line, "not valid %s; the rest was read",
                     l->title ? l->title : l->name);
    uint32_t node = config_emit(&w.c, item);
    g_string_free(w.scratch, TRUE);
    config_builder_fini(&w.c);
    return node;
}

void extract_config(struct extractor *x, struct facts_builder *b, const struct language *l,
                    const unsigned char *data, size_t size)
{
    config_skip_mark(&data, &size);
    uint32_t root = config_read(x, b, l, (const char *)data, size, 0);
    builder_facts(b)->root = root;
    config_comments(b, (const char *)data, size);
    if (root)
        records_of_tree(b, root);
}
