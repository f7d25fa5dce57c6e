/*
 * code_strings - strings, templates and formats: their text, escapes decoded, and the values in it.
 */
#include <string.h>

#include "extract/code_walk.h"

/* Where the text of a string is gathered; the pieces of a template go onto the stack of nodes. */
struct gather {
    GString *text;
    unsigned interpolated;
    TSNode at;
    bool opens; /* the line of the mark ends where the text begins */
};

static void decode_escape(GString *out, const char *s, size_t len)
{
    static const char from[] = "nt\"'\\`", to[] = "\n\t\"'\\`";
    const char *p = len == 2 ? memchr(from, s[1], sizeof from - 1) : NULL;
    if (len == 2 && s[0] == s[1]) /* {{ of a template */
        g_string_append_c(out, s[0]);
    else if (p)
        g_string_append_c(out, to[p - from]);
    else if (len >= 2 && s[0] == '\\' && (s[1] == '\n' || s[1] == '\r')) /* a line that goes on */
        return;
    else if (len == 2 && s[0] == '\\' && strchr("?=&/:#", s[1])) /* of an address: "#{url}\?key\=#{key}" */
        g_string_append_c(out, s[1]);
    else
        g_string_append_len(out, s, (gssize)len);
}

/* Bytes of the line break that a text begins with. */
static size_t line_end(const char *s, size_t len)
{
    return len && *s == '\n' ? 1 : len > 1 && s[0] == '\r' && s[1] == '\n' ? 2 : 0;
}

/* The length of a text without the blanks behind it. */
static size_t without_end(const char *s, size_t len)
{
    while (len && g_ascii_isspace(s[len - 1]))
        len--;
    return len;
}

static void gather_content(struct walk *w, struct gather *g, TSNode node)
{
    size_t len;
    const char *s = bytes_of(w, node, &len);
    uint32_t start = ts_node_start_byte(node), first = w->m.n_children;
    if (ts_node_child_count(node))
        matcher_children(&w->m, node);
    size_t at = g->opens ? line_end(s, len) : 0;
    g->opens = false;
    for (uint32_t k = first; k < w->m.n_children; k++) {
        const struct pattern_child *c = &w->m.children[k];
        if (matcher_role(&w->m, c->symbol) != ROLE(IS_STRING, OF_ESCAPE))
            continue;
        size_t from = ts_node_start_byte(c->node) - start, to = ts_node_end_byte(c->node) - start;
        g_string_append_len(g->text, s + at, (gssize)(from - at));
        decode_escape(g->text, s + from, to - from);
        at = to;
    }
    g_string_append_len(g->text, s + at, (gssize)(len - at));
    w->m.n_children = first;
}

uint32_t walk_string(struct walk *w, TSNode at, const char *s, size_t len)
{
    bool cut = len > LIMIT_STRING_BYTES;
    if (cut) {
        len = LIMIT_STRING_BYTES;
        while (len > LIMIT_STRING_BYTES - 4 && ((unsigned char)s[len] & 0xC0) == 0x80)
            len--;
    }
    uint32_t i = walk_leaf(w, NODE_STRING, at, builder_string(w->b, s, len));
    if (i && cut)
        node_at(w, i)->flags |= NODE_TRUNCATED;
    return i;
}

/* A string that the grammar leaves in one piece: what stands between its quotes, with what is written before them. */
static const char *leaf_text(const struct walk *w, TSNode node, size_t *len)
{
    size_t from = 0;
    const char *s = bytes_of(w, node, len);
    while (from < *len && s[from] != '"' && s[from] != '\'' && s[from] != '`')
        from++;
    bool quoted = from + 1 < *len && s[*len - 1] == s[from];
    *len = quoted ? *len - from - 2 : 0;
    return s + (quoted ? from + 1 : 0);
}

/* Whether piece `k` of a string is the mark of a name, and the name begins the next piece; takes both of them. */
static bool gather_name(struct walk *w, struct gather *g, uint32_t *k, uint32_t end)
{
    size_t len, n = 0;
    const char *mark = w->l->name_mark, *s;
    if (!mark || *k + 1 >= end)
        return false;
    TSNode here = w->m.children[*k].node, next = w->m.children[*k + 1].node;
    s = bytes_of(w, here, &len);
    if (len != strlen(mark) || strncmp(s, mark, len) != 0 || ts_node_end_byte(here) != ts_node_start_byte(next) ||
        matcher_role(&w->m, w->m.children[*k + 1].symbol) != ROLE(IS_STRING, OF_CONTENT))
        return false;
    s = bytes_of(w, next, &len);
    while (n < len && (g_ascii_isalnum(s[n]) || s[n] == '_' || (s[n] & 0x80)))
        n++;
    if (n == 0 || g_ascii_isdigit(*s))
        return false;
    if (g->text->len)
        walk_push(w, walk_string(w, g->at, g->text->str, g->text->len));
    g_string_truncate(g->text, 0);
    walk_push(w, walk_leaf(w, NODE_NAME, next, builder_string(w->b, s, MIN(n, LIMIT_STRING_BYTES))));
    g->interpolated++;
    g_string_append_len(g->text, s + n, (gssize)(len - n));
    ++*k;
    return true;
}

static void gather_string(struct walk *w, struct gather *g, TSNode node, unsigned nested)
{
    uint32_t first = matcher_children(&w->m, node), end = w->m.n_children;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child c = w->m.children[k];
        uint32_t role = matcher_role(&w->m, c.symbol);
        if (role == ROLE(IS_STRING, OF_CONTENT)) {
            if (!gather_name(w, g, &k, end))
                gather_content(w, g, c.node);
        } else if (role == ROLE(IS_STRING, OF_ESCAPE)) {
            size_t len;
            const char *s = bytes_of(w, c.node, &len);
            decode_escape(g->text, s, len);
        } else if (role == ROLE(IS_STRING, OF_INTERPOLATION)) {
            if (g->text->len)
                walk_push(w, walk_string(w, g->at, g->text->str, g->text->len));
            g_string_truncate(g->text, 0);
            walk_push(w, lower(w, c.node, 0));
            g->interpolated++;
        } else if (nested < 2 && counts(w, &c)) { /* parts of a concatenation */
            uint32_t captures = w->m.n_captures, construct = matcher_match(&w->m, c.node, GENERAL).construct;
            size_t len;
            if (construct == IS_STRING && !ts_node_child_count(c.node)) {
                const char *s = leaf_text(w, c.node, &len);
                g_string_append_len(g->text, s, (gssize)len);
            } else if (construct == IS_STRING) {
                gather_string(w, g, c.node, nested + 1);
            } else if (construct == IS_KEY) { /* a bare word beside strings */
                const char *s = bytes_of(w, c.node, &len);
                g_string_append_len(g->text, s, (gssize)len);
            }
            w->m.n_captures = captures;
        }
    }
    w->m.n_children = first;
}

static uint32_t leaf_string(struct walk *w, TSNode node)
{
    size_t len;
    const char *s = leaf_text(w, node, &len);
    return walk_string(w, node, s, len);
}

/* Texts that stand further on than what marks them follow one another as their marks do. */
static void pair_bodies(struct walk *w, TSNode root)
{
    TSTreeCursor *cursor = &w->m.cursor;
    g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(TSNode));
    guint next = 0;
    w->bodies = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    ts_tree_cursor_reset(cursor, root);
    for (bool more = true; more;) {
        TSNode node = ts_tree_cursor_current_node(cursor);
        uint32_t role = matcher_role(&w->m, ts_node_symbol(node));
        if (role == ROLE(IS_STRING, OF_LATER))
            g_array_append_val(marks, node);
        else if (role == ROLE(IS_STRING, OF_BODY) && next < marks->len)
            g_hash_table_insert(w->bodies, (gpointer)g_array_index(marks, TSNode, next++).id, g_memdup2(&node, sizeof node));
        if (ts_tree_cursor_goto_first_child(cursor))
            continue;
        while (!(more = ts_tree_cursor_goto_next_sibling(cursor)) && ts_tree_cursor_goto_parent(cursor))
            ;
    }
}

/* The node that holds the text of a string: itself, or what stands further on where it is only marked. */
static TSNode body_of(struct walk *w, TSNode string)
{
    if (matcher_role(&w->m, ts_node_symbol(string)) != ROLE(IS_STRING, OF_LATER))
        return string;
    if (!w->bodies)
        pair_bodies(w, ts_tree_root_node(string.tree));
    const TSNode *body = g_hash_table_lookup(w->bodies, string.id);
    return body ? *body : string;
}

uint32_t lower_string(struct walk *w, TSNode node)
{
    KEEP_STACKS(w);
    TSNode body = body_of(w, node);
    const bool apart = !ts_node_eq(body, node);
    /* Most strings are one piece without escapes. */
    uint32_t first = matcher_children(&w->m, body), end = w->m.n_children, contents = 0, others = 0, content = 0;
    for (uint32_t k = first; k < end; k++) {
        struct pattern_child *c = &w->m.children[k];
        if (matcher_role(&w->m, c->symbol) == ROLE(IS_STRING, OF_CONTENT) && !ts_node_child_count(c->node)) {
            content = k;
            contents++;
        } else if (ts_node_child_count(c->node) || matcher_role(&w->m, c->symbol)) {
            others++;
        }
    }
    uint32_t made;
    if (first == end) {
        made = leaf_string(w, node);
    } else if (others == 0 && contents <= 1) {
        size_t len = 0;
        const char *s = contents ? bytes_of(w, w->m.children[content].node, &len) : "";
        const size_t skip = apart ? line_end(s, len) : 0;
        made = walk_string(w, node, s + skip, apart ? without_end(s + skip, len - skip) : len);
    } else {
        w->m.n_children = first;
        struct gather g = {g_string_new(NULL), 0, node, apart};
        gather_string(w, &g, body, 0);
        if (apart)
            g_string_truncate(g.text, without_end(g.text->str, g.text->len));
        if (!g.interpolated) {
            made = walk_string(w, node, g.text->str, g.text->len);
        } else {
            if (g.text->len)
                walk_push(w, walk_string(w, node, g.text->str, g.text->len));
            made = walk_node(w, NODE_TEMPLATE, node);
            walk_take_kids(w, made, kept_ids);
        }
        g_string_free(g.text, TRUE);
    }
    DROP_STACKS(w);
    return made;
}

/* An argument of a format, and the name that it is given there; 0 without. */
struct placed {
    uint32_t value, name;
    bool used;
};

static struct placed format_argument(struct walk *w, TSNode node)
{
    TSNode target;
    uint32_t captures = w->m.n_captures;
    struct match found = matcher_match(&w->m, node, GENERAL);
    struct placed p = {0};
    if ((found.construct == IS_REASSIGN || found.construct == IS_ASSIGN) && part(w, &found, OF_TARGET, &target)) {
        p.name = walk_name(w, target);
        p.value = lower_part(w, &found, OF_VALUE);
        w->m.n_captures = captures;
        return p;
    }
    w->m.n_captures = captures;
    p.value = lower(w, node, 0);
    return p;
}

/* What stands at the place `{s}` of a format: an argument by its position or name, the next one, or a name. */
static uint32_t format_place(struct walk *w, TSNode at, const char *s, size_t len, GArray *arguments, uint32_t *next)
{
    size_t n = 0;
    while (n < len && (g_ascii_isalnum(s[n]) || s[n] == '_'))
        n++;
    uint32_t name = n && !g_ascii_isdigit(*s) ? builder_string(w->b, s, n) : 0;
    uint32_t position = name ? arguments->len : n ? (uint32_t)strtoul(s, NULL, 10) : (*next)++;
    for (uint32_t i = 0; name && i < arguments->len; i++)
        if (g_array_index(arguments, struct placed, i).name == name)
            position = i;
    struct placed *p = position < arguments->len ? &g_array_index(arguments, struct placed, position) : NULL;
    if (p && p->value && !p->used) {
        p->used = true;
        return p->value;
    }
    return name && !p ? walk_leaf(w, NODE_NAME, at, name) : walk_leaf(w, NODE_OTHER, at, 0);
}

uint32_t lower_format(struct walk *w, TSNode node, const struct match *found)
{
    KEEP_STACKS(w);
    TSNode at;
    uint32_t made = lower_part(w, found, OF_TEXT), next = 0;
    g_autoptr(GArray) arguments = g_array_new(FALSE, FALSE, sizeof(struct placed));
    EACH_PART(w, found, OF_ARGUMENT, at) {
        struct placed p = format_argument(w, at);
        g_array_append_val(arguments, p);
    }
    const char *s = made && node_at(w, made)->kind == NODE_STRING ? builder_text(w->b, node_at(w, made)->text) : "";
    g_autofree char *text = g_strdup(s);
    g_autoptr(GString) piece = g_string_new(NULL);
    bool places = false;
    for (const char *c = text; *c; c++) {
        const char *end = *c == '{' && c[1] != '{' ? strchr(c, '}') : NULL;
        if (!end) {
            g_string_append_c(piece, *c);
            c += (*c == '{' || *c == '}') && c[1] == *c;
            continue;
        }
        if (piece->len)
            walk_push(w, walk_string(w, node, piece->str, piece->len));
        g_string_truncate(piece, 0);
        walk_push(w, format_place(w, node, c + 1, (size_t)(end - c - 1), arguments, &next));
        places = true;
        c = end;
    }
    if (places) {
        if (piece->len)
            walk_push(w, walk_string(w, node, piece->str, piece->len));
        made = walk_node(w, NODE_TEMPLATE, node);
        walk_take_kids(w, made, kept_ids);
    }
    DROP_STACKS(w);
    return made;
}

uint32_t walk_plain_string(struct walk *w, TSNode node)
{
    KEEP_STACKS(w);
    struct match found = matcher_match(&w->m, node, GENERAL);
    uint32_t text;
    if (found.construct == IS_STRING) {
        uint32_t i = lower_string(w, node), n = i ? node_at(w, i)->count : 0;
        if (i && node_at(w, i)->kind == NODE_TEMPLATE && n)
            i = kid_at(w, node_at(w, i)->first);
        text = i && node_at(w, i)->kind == NODE_STRING ? node_at(w, i)->text : 0;
    } else {
        text = walk_text(w, node);
    }
    DROP_STACKS(w);
    return text;
}
