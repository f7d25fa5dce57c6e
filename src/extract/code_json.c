/*
 * code_json - texts that are the body of a request, written as JSON: "{\"model\": \"" + model + "\"}" is read as the
 * dictionary that it stands for. Values that enter the text are values of the dictionary, or parts of its texts. Only a text
 * that is JSON from its first byte to its last, and whose keys are such as requests to models have, is taken for one.
 */
#include "extract/code_walk.h"

#define DEPTH_MOST 24  /* of brackets in brackets */
#define PIECES_MOST 64 /* texts and values that one text is joined of */
#define PLACE_MOST 32  /* bytes of the name of a place in a format */
#define HOLE '\1'      /* stands in the text for a value that enters it */

struct json_text {
    struct walk *w;
    GString *text;    /* with a HOLE for each of */
    GArray *holes;    /* uint32_t: nodes */
    const char *at, *end;
    uint32_t hole;    /* of those that stand before `at` */
    uint32_t like;    /* node: whose place all that is made has */
    bool makes;       /* false: it is only looked whether the text is JSON */
    unsigned keys, known; /* of the outermost dictionary, and those that rules name */
};

static uint32_t make(struct json_text *j, enum node_kind kind, uint32_t text)
{
    struct walk *w = j->w;
    struct fact_node *n;
    if (!j->makes || !walk_room(w))
        return 0;
    uint32_t i = builder_add_nodes(w->b, &n);
    const struct fact_node *like = node_at(w, j->like);
    n->kind = (uint8_t)kind;
    n->text = text;
    n->column = like->column;
    n->end_column = like->end_column;
    n->line = like->line;
    n->end_line = like->end_line;
    n->scope = like->scope;
    n->region = like->region;
    return i;
}

static void skip_blanks(struct json_text *j)
{
    while (j->at < j->end && g_ascii_isspace(*j->at))
        j->at++;
}

static bool take(struct json_text *j, char c)
{
    skip_blanks(j);
    if (j->at == j->end || *j->at != c)
        return false;
    j->at++;
    return true;
}

static void push_text(struct json_text *j, GString *text)
{
    if (text->len && j->makes)
        walk_push(j->w, make(j, NODE_STRING, builder_string(j->w->b, text->str, text->len)));
    g_string_truncate(text, 0);
}

static void adopt_kids(struct json_text *j, uint32_t parent, uint32_t first)
{
    for (uint32_t k = first; parent && k < j->w->ids->len; k++)
        node_at(j->w, g_array_index(j->w->ids, uint32_t, k))->parent = parent;
    walk_take_kids(j->w, parent, first);
}

/* Bytes of a place that a format fills in: %s, {0}. */
static size_t place_at(const struct json_text *j)
{
    const char *s = j->at;
    if (*s == '%' && j->end - s > 1 && strchr("dqsvf", s[1]) && s[1])
        return 2;
    size_t len = 1;
    while (*s == '{' && s + len < j->end && len < PLACE_MOST && (g_ascii_isalnum(s[len]) || s[len] == '_'))
        len++;
    return *s == '{' && s + len < j->end && s[len] == '}' ? len + 1 : 0;
}

/* A text, the reader behind its quote: a string, a template where values enter it, or the value that is all of it. */
static bool read_text(struct json_text *j, uint32_t *out)
{
    const uint32_t kept = j->w->ids->len;
    unsigned entered = 0;
    g_autoptr(GString) text = g_string_new(NULL);
    for (size_t place; j->at < j->end && *j->at != '"'; j->at++) {
        if (*j->at == HOLE) {
            push_text(j, text);
            uint32_t value = g_array_index(j->holes, uint32_t, j->hole++);
            if (j->makes)
                walk_push(j->w, value);
            entered++;
        } else if ((place = place_at(j))) {
            push_text(j, text);
            walk_push(j->w, make(j, NODE_OTHER, 0));
            j->at += place - 1;
            entered++;
        } else if (*j->at == '\\' && j->at + 1 < j->end && j->at[1] != HOLE) {
            j->at++;
            g_string_append_c(text, *j->at == 'n' ? '\n' : *j->at == 't' ? '\t' : *j->at);
        } else {
            g_string_append_c(text, *j->at);
        }
    }
    if (j->at++ == j->end)
        return false;
    if (!j->makes)
        return true;
    if (!entered) {
        *out = make(j, NODE_STRING, builder_string(j->w->b, text->str, text->len));
    } else {
        push_text(j, text);
        bool whole = j->w->ids->len == kept + 1;
        *out = whole ? g_array_index(j->w->ids, uint32_t, kept) : make(j, NODE_TEMPLATE, 0);
        if (!whole)
            adopt_kids(j, *out, kept);
    }
    g_array_set_size(j->w->ids, kept);
    return true;
}

static bool read_value(struct json_text *j, unsigned depth, uint32_t *out);

static bool is_known(const struct walk *w, const char *key, size_t len)
{
    for (const char *const *k = w->body_keys; k && *k; k++)
        if (strlen(*k) == len && memcmp(*k, key, len) == 0)
            return true;
    return false;
}

static bool read_pair(struct json_text *j, unsigned depth)
{
    uint32_t key = 0, value = 0;
    if (!take(j, '"'))
        return false;
    const char *name = j->at;
    if (!read_text(j, &key))
        return false;
    if (depth == DEPTH_MOST) {
        j->keys++;
        j->known += is_known(j->w, name, (size_t)(j->at - name - 1));
    }
    if (!take(j, ':') || !read_value(j, depth - 1, &value))
        return false;
    uint32_t pair = make(j, NODE_PAIR, 0);
    if (pair) {
        node_at(j->w, pair)->a = key;
        node_at(j->w, pair)->b = value;
        if (key)
            node_at(j->w, key)->parent = pair;
        if (value)
            node_at(j->w, value)->parent = pair;
        walk_push(j->w, pair);
    }
    return true;
}

/* Pairs that a value holds: "{" + model + "\"messages\": [] }". Commas may be among them. */
static bool take_pairs(struct json_text *j)
{
    if (!take(j, HOLE))
        return false;
    uint32_t value = g_array_index(j->holes, uint32_t, j->hole++), splat = make(j, NODE_SPLAT, 0);
    if (splat) {
        node_at(j->w, splat)->a = value;
        node_at(j->w, value)->parent = splat;
        walk_push(j->w, splat);
    }
    return true;
}

/* What stands in brackets, the reader behind the first; its parts are pushed. */
static bool read_parts(struct json_text *j, char close, unsigned depth)
{
    for (bool first = true, loose = false; !take(j, close); first = false) {
        uint32_t value = 0;
        if (close == '}' && take_pairs(j)) {
            loose = true;
            continue;
        }
        if (!take(j, ',') && !first && !loose)
            return false;
        if (loose && close == '}' && take_pairs(j))
            continue;
        loose = false;
        if (close == '}' ? !read_pair(j, depth) : !read_value(j, depth - 1, &value))
            return false;
        if (close == ']' && j->makes)
            walk_push(j->w, value);
    }
    return true;
}

/* A number or word. */
static bool read_word(struct json_text *j, uint32_t *out)
{
    const char *s = j->at;
    while (j->at < j->end && (g_ascii_isalnum(*j->at) || strchr("+-.", *j->at)) && *j->at)
        j->at++;
    size_t len = (size_t)(j->at - s);
    bool number = len && (g_ascii_isdigit(*s) || *s == '-');
    enum node_kind kind = len == 4 && memcmp(s, "true", 4) == 0    ? NODE_TRUE
                          : len == 5 && memcmp(s, "false", 5) == 0 ? NODE_FALSE
                          : len == 4 && memcmp(s, "null", 4) == 0  ? NODE_NULL
                          : number                                 ? NODE_NUMBER
                                                                   : NODE_OTHER;
    if (kind == NODE_OTHER)
        return false;
    *out = j->makes ? make(j, kind, number ? builder_string(j->w->b, s, len) : 0) : 0;
    return true;
}

static bool read_value(struct json_text *j, unsigned depth, uint32_t *out)
{
    skip_blanks(j);
    if (j->at == j->end || !depth)
        return false;
    if (*j->at == HOLE) {
        j->at++;
        *out = g_array_index(j->holes, uint32_t, j->hole++);
        return true;
    }
    size_t place = place_at(j);
    if (place) {
        j->at += place;
        *out = make(j, NODE_OTHER, 0);
        return true;
    }
    if (take(j, '"'))
        return read_text(j, out);
    char open = *j->at;
    if (open != '{' && open != '[')
        return read_word(j, out);
    j->at++;
    const uint32_t kept = j->w->ids->len;
    bool read = read_parts(j, open == '{' ? '}' : ']', depth);
    if (read && j->makes) {
        *out = depth == DEPTH_MOST ? j->like : make(j, open == '{' ? NODE_DICT : NODE_LIST, 0);
        adopt_kids(j, *out, kept);
    }
    g_array_set_size(j->w->ids, kept);
    return read;
}

static bool read_whole(struct json_text *j, bool makes)
{
    uint32_t made = 0;
    j->at = j->text->str;
    j->hole = 0;
    j->keys = j->known = 0;
    j->makes = makes;
    if (!read_value(j, DEPTH_MOST, &made))
        return false;
    skip_blanks(j);
    return j->at == j->end && j->keys && (j->known > 1 || j->known == j->keys);
}

/* ---- which texts ---- */

static bool joins(const struct walk *w, const struct fact_node *n)
{
    return n->kind == NODE_BINARY && strcmp(builder_text(w->b, n->text), w->l->concat_operator ? w->l->concat_operator : "+") == 0;
}

static bool has_name(const char **names, const char *name)
{
    return names && g_strv_contains((const char *const *)names, name);
}

/* What fills the places of text `i`: `text % values`, text.format(values). The text itself where nothing does. */
static uint32_t filled(const struct walk *w, uint32_t i)
{
    uint32_t outer = node_at(w, i)->parent;
    const struct fact_node *n = node_at(w, outer);
    if (n->kind == NODE_BINARY && n->a == i && w->l->format_operator && strcmp(builder_text(w->b, n->text), w->l->format_operator) == 0)
        return outer;
    bool method = n->kind == NODE_MEMBER && n->a == i && has_name(w->l->format_methods, builder_text(w->b, n->text));
    return method && node_at(w, n->parent)->kind == NODE_CALL && node_at(w, n->parent)->a == outer ? n->parent : i;
}

static bool is_text(const struct walk *w, const struct fact_node *n)
{
    return n->kind == NODE_STRING || n->kind == NODE_TEMPLATE || joins(w, n);
}

/* Whether a text, or the first of those that are joined, begins as a dictionary does. */
static bool begins(const struct walk *w, const struct fact_node *n)
{
    const bool one = n->kind == NODE_STRING;
    for (unsigned k = 0; k < PIECES_MOST && n->kind != NODE_STRING; k++)
        if (n->kind == NODE_TEMPLATE && n->count)
            n = node_at(w, kid_at(w, n->first));
        else if (joins(w, n) && n->a)
            n = node_at(w, n->a);
        else
            return false;
    const char *s = n->kind == NODE_STRING && !(n->flags & NODE_TRUNCATED) ? builder_text(w->b, n->text) : "";
    while (g_ascii_isspace(*s))
        s++;
    if (*s != '{')
        return false;
    for (s++; *s == '{' || g_ascii_isspace(*s); s++)
        ;
    return *s == '"' || (!*s && !one);
}

/* Appends what a node adds to the text. False where it is too much. */
static bool append_pieces(struct json_text *j, uint32_t i, unsigned depth)
{
    const struct fact_node *n = node_at(j->w, i);
    if (j->text->len > LIMIT_STRING_BYTES || j->holes->len > PIECES_MOST)
        return false;
    if (n->kind == NODE_STRING) {
        const char *s = builder_text(j->w->b, n->text);
        g_string_append(j->text, s);
        return !strchr(s, HOLE) && !(n->flags & NODE_TRUNCATED);
    }
    if (depth && n->kind == NODE_TEMPLATE) {
        for (uint32_t k = 0; k < n->count; k++)
            if (!append_pieces(j, kid_at(j->w, n->first + k), depth - 1))
                return false;
        return true;
    }
    if (depth && joins(j->w, n) && n->a && n->b)
        return append_pieces(j, n->a, depth - 1) && append_pieces(j, n->b, depth - 1);
    g_string_append_c(j->text, HOLE);
    g_array_append_val(j->holes, i);
    return true;
}

/* Makes one of each two, where all of them are written twice: "{{" in a format, `""` where a quote is no escape. */
static void halve(GString *text, char c)
{
    gsize to = 0;
    for (gsize from = 0; from < text->len; from++) {
        text->str[to++] = text->str[from];
        if (text->str[from] == c && from + 1 < text->len && text->str[from + 1] == c)
            from++;
    }
    g_string_truncate(text, to);
}

static void settle_marks(GString *text)
{
    const char *s = text->str + strspn(text->str, " \t\r\n");
    bool braces = s[0] == '{' && s[1] == '{';
    s += braces ? 2 : 1;
    s += strspn(s, " \t\r\n");
    if (s[0] == '"' && s[1] == '"')
        halve(text, '"');
    if (braces) {
        halve(text, '{');
        halve(text, '}');
    }
}

void walk_settle_json(struct walk *w)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GArray) holes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    uint32_t n_nodes = builder_n_nodes(w->b);
    for (uint32_t i = 1; w->body_keys && *w->body_keys && i < n_nodes; i++) {
        const struct fact_node *n = node_at(w, i);
        if (!is_text(w, n) || (n->parent && is_text(w, node_at(w, n->parent))) || !begins(w, n))
            continue;
        g_string_truncate(text, 0);
        g_array_set_size(holes, 0);
        struct json_text j = {.w = w, .text = text, .holes = holes, .like = i};
        if (!append_pieces(&j, i, PIECES_MOST))
            continue;
        settle_marks(text);
        j.end = text->str + text->len;
        if (!read_whole(&j, false))
            continue;
        j.like = filled(w, i);
        struct fact_node *whole = node_at(w, j.like);
        whole->kind = NODE_DICT;
        whole->text = whole->a = whole->b = whole->first = whole->count = 0;
        read_whole(&j, true);
    }
}
