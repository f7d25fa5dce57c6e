/* Prompt files: whose messages they hold, and where values are put into them. How they are written stands in rules. */
#include <string.h>

#include "base/regex.h"
#include "base/slots.h"
#include "extract/config_priv.h"
#include "extract/extract_priv.h"

#define MAX_PARTS 200
#define MAX_SLOTS 1000
#define MIN_TEXT 40   /* characters of a value of configuration that no role stands beside */
#define MAX_GROUPS 6  /* of the expression that finds roles */

struct reading {
    struct facts_builder *b;
    const struct prompt_format *format;
    const char *text; /* of the part in hand */
    size_t len;
    uint32_t line; /* its first */
    uint32_t part;
    size_t counted; /* bytes of `text` whose lines are counted in `at_line` */
    uint32_t at_line;
};

static const struct prompt_format *format_of(const struct ruleset *rules, const char *path)
{
    for (unsigned i = 0; i < rules->n_prompts; i++)
        for (const char **glob = rules->prompts[i].paths; *glob; glob++)
            if (glob_match(*glob, path))
                return &rules->prompts[i];
    return NULL;
}

static uint32_t count_lines(const char *s, size_t len)
{
    uint32_t n = 0;
    for (const char *end = s + len; s < end && (s = memchr(s, '\n', (size_t)(end - s))); s++)
        n++;
    return n;
}

static bool add_slot(void *payload, const struct text_slot *slot)
{
    struct reading *r = payload;
    if (builder_n_prompt_slots(r->b) >= MAX_SLOTS)
        return false;
    r->at_line += count_lines(r->text + r->counted, slot->start - r->counted);
    r->counted = slot->start;
    uint32_t name = builder_string(r->b, slot->name, slot->len);
    struct fact_slot *row;
    builder_add_prompt_slots(r->b, &row);
    *row = (struct fact_slot){.name = name, .part = r->part, .line = r->at_line,
                              .delimited = slot_is_delimited(r->text, r->len, slot->start, slot->end)};
    return true;
}

static size_t characters(const char *s, size_t len)
{
    size_t n = 0;
    while (len && g_ascii_isspace(*s))
        s++, len--;
    while (len && g_ascii_isspace(s[len - 1]))
        len--;
    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)s[i] & 0xC0) != 0x80;
    return n;
}

static void add_part(struct reading *r, const char *text, size_t len, uint32_t line, const char *role, size_t role_len)
{
    size_t n = characters(text, len);
    if (n == 0 || builder_n_prompt_parts(r->b) >= MAX_PARTS)
        return;
    while (len && (text[len - 1] == '\n' || text[len - 1] == '\r'))
        len--;
    while (len && (*text == '\n' || *text == '\r')) {
        line += *text == '\n';
        text++, len--;
    }
    uint32_t name = builder_string(r->b, role, role_len);
    struct fact_part *row;
    r->part = builder_add_prompt_parts(r->b, &row);
    *row = (struct fact_part){.role = name, .characters = (uint32_t)n, .line = line, .end_line = line + count_lines(text, len)};
    r->text = text;
    r->len = len;
    r->counted = 0;
    r->at_line = line;
    slots_find(text, len, r->format->marks, r->format->n_marks, add_slot, r);
}

/* ---- texts ---- */

/* The lines between `---` and `---` at the very start. */
static size_t front_matter(const char *text, size_t len)
{
    if (len < 4 || memcmp(text, "---", 3) != 0 || (text[3] != '\n' && text[3] != '\r'))
        return 0;
    const char *end = memmem(text + 3, len - 3, "\n---", 4);
    const char *line = end ? memchr(end + 1, '\n', (size_t)(text + len - end - 1)) : NULL;
    return line ? (size_t)(line + 1 - text) : end ? len : 0;
}

static void read_text(struct reading *r, const char *text, size_t len)
{
    size_t from = front_matter(text, len);
    uint32_t line = 1 + count_lines(text, from);
    const char *role = "";
    size_t role_len = 0;
    struct regex_span at[MAX_GROUPS];
    while (r->format->roles && regex_match_from(r->format->roles, text, len, from, at, MAX_GROUPS)) {
        add_part(r, text + from, at[0].start - from, line, role, role_len);
        line += count_lines(text + from, at[0].end - from);
        from = at[0].end;
        role_len = 0;
        for (unsigned i = 1; i < MAX_GROUPS && !role_len; i++)
            if (at[i].start != REGEX_UNSET) {
                role = text + at[i].start;
                role_len = at[i].end - at[i].start;
            }
        if (at[0].end == at[0].start)
            break;
    }
    add_part(r, text + from, len - from, line, role, role_len);
}

/* ---- configuration ---- */

static const char *node_string(const struct facts_builder *b, uint32_t node)
{
    const struct fact_node *n = node ? builder_nodes((struct facts_builder *)b, node) : NULL;
    return n && n->kind == NODE_STRING ? builder_text(b, n->text) : NULL;
}

static bool has_marks(const struct prompt_format *f, const char *text)
{
    for (unsigned i = 0; i < f->n_marks; i++)
        if (f->marks[i].kind == SLOT_VALUE && strstr(text, f->marks[i].open))
            return true;
    return false;
}

static void read_value(struct reading *r, const char *key, uint32_t node, const char *role)
{
    const char *text = node_string(r->b, node);
    for (unsigned i = 0; text && !role && i < r->format->n_keys; i++)
        if (g_str_equal(r->format->keys[i].key, key))
            role = r->format->keys[i].value;
    if (!text || (!role && strlen(text) < MIN_TEXT && !has_marks(r->format, text)))
        return;
    g_autofree char *copy = g_strdup(text); /* strings move while they grow */
    add_part(r, copy, strlen(copy), builder_nodes(r->b, node)->line, role ? role : "", role ? strlen(role) : 0);
}

static void read_dictionary(struct reading *r, uint32_t node)
{
    struct fact_node n = *builder_nodes(r->b, node);
    const uint32_t *given = builder_kids(r->b, n.first, n.count);
    g_autofree uint32_t *kids = g_memdup2(given, n.count * sizeof *given);
    g_autofree char *role = NULL;
    for (uint32_t i = 0; i < n.count && !role; i++) {
        struct fact_node pair = *builder_nodes(r->b, kids[i]);
        const char *key = pair.kind == NODE_PAIR ? node_string(r->b, pair.a) : NULL;
        if (key && r->format->role_keys && g_strv_contains((const char *const *)r->format->role_keys, key))
            role = g_strdup(node_string(r->b, pair.b));
    }
    for (uint32_t i = 0; i < n.count; i++) {
        struct fact_node pair = *builder_nodes(r->b, kids[i]);
        const char *key = pair.kind == NODE_PAIR ? node_string(r->b, pair.a) : NULL;
        if (key && !(r->format->role_keys && g_strv_contains((const char *const *)r->format->role_keys, key))) {
            g_autofree char *name = g_strdup(key);
            read_value(r, name, pair.b, role);
        }
    }
}

static void read_tree(struct reading *r)
{
    uint32_t n = builder_n_nodes(r->b);
    for (uint32_t i = 1; i < n; i++) {
        struct fact_node node = *builder_nodes(r->b, i);
        if (node.kind == NODE_DICT)
            read_dictionary(r, i);
        for (uint32_t k = 0; node.kind == NODE_LIST && k < node.count; k++)
            read_value(r, "", builder_kids(r->b, node.first, node.count)[k], NULL);
    }
}

/* What stands before the messages becomes the file's configuration, unless its language says something of it. */
static void read_front(struct extractor *x, struct reading *r, const char *text, size_t size)
{
    const struct language *front = r->format->front;
    size_t end = front_matter(text, size), from = end ? (size_t)((const char *)memchr(text, '\n', size) + 1 - text) : 0;
    while (end > from && text[end - 1] != '-')
        end--;
    while (end > from && text[end - 1] == '-')
        end--;
    if (!front || end <= from || builder_facts(r->b)->root || !extractor_prepare(x, front->index, NULL))
        return;
    uint32_t root = config_read(x, r->b, front, text + from, end - from, 1);
    builder_facts(r->b)->root = root;
}

void extract_prompt(struct extractor *x, struct facts_builder *b, const struct language *l, const unsigned char *data,
                    size_t size)
{
    struct reading r = {.b = b, .format = format_of(x->rules, x->input->path)};
    if (!r.format)
        return;
    if (l && l->reader == READER_CONFIG) {
        if (builder_facts(b)->root)
            read_tree(&r);
    } else if (!l || l->reader == READER_MARKDOWN || l->reader == READER_LINES) {
        read_text(&r, (const char *)data, size);
        read_front(x, &r, (const char *)data, size);
    }
    if (builder_n_prompt_parts(b)) {
        g_autofree char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, data, size);
        uint32_t hash = builder_cstring(b, sum);
        builder_prompt_parts(b, 0)->hash = hash;
    }
}
