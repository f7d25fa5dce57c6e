#include "extract/records.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "extract/config_priv.h"

#define DEPTH_MOST 8 /* nested objects whose keys become fields */
#define NAME_BYTES_MOST 200
#define TABLE_ROWS_MOST                                                                            \
    200 /* a smaller CSV file is a table as well: a responsibility matrix, say */
#define TABLE_COLUMNS_MOST 30

/* ---- sets of hashes ---- */

struct hash_set {
    uint64_t *slots; /* 0 is empty */
    size_t n, capacity;
};

static bool hash_set_add(struct hash_set *s, uint64_t hash)
{
    hash += !hash;
    if (s->n * 2 >= s->capacity) {
        struct hash_set grown = {.capacity = MAX(s->capacity * 2, 16)};
        grown.slots = g_new0(uint64_t, grown.capacity);
        for (size_t i = 0; i < s->capacity; i++)
            if (s->slots[i])
                hash_set_add(&grown, s->slots[i]);
        g_free(s->slots);
        *s = grown;
    }
    size_t i = hash & (s->capacity - 1);
    for (; s->slots[i]; i = (i + 1) & (s->capacity - 1))
        if (s->slots[i] == hash)
            return false;
    s->slots[i] = hash;
    s->n++;
    return true;
}

static uint64_t mix(uint64_t a, uint64_t b)
{
    a = (a ^ b * 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
    return a ^ a >> 32;
}

/* ---- the summary ---- */

struct field {
    char *name;
    uint64_t hash; /* of the name */
    uint32_t present;
    uint32_t in_record; /* the last record that had it */
    struct hash_set values;
};

struct summary {
    GPtrArray *fields; /* struct field, in the order of their first record */
    GHashTable *by_name;
    struct hash_set distinct;
    uint32_t records;
    uint64_t record; /* hash of the one under way; the order of its fields makes no difference */
    bool full;
};

static void field_free(gpointer p)
{
    struct field *f = p;
    g_free(f->name);
    g_free(f->values.slots);
    g_free(f);
}

static void summary_init(struct summary *s)
{
    *s = (struct summary){
        .fields = g_ptr_array_new_with_free_func(field_free),
        .by_name = g_hash_table_new(g_str_hash, g_str_equal),
    };
}

static void summary_fini(struct summary *s)
{
    g_hash_table_unref(s->by_name);
    g_ptr_array_unref(s->fields);
    g_free(s->distinct.slots);
}

static void record_begin(struct summary *s)
{
    s->records++;
    s->record = 0;
}

static void record_end(struct summary *s)
{
    hash_set_add(&s->distinct, mix(1, s->record));
}

static void record_value(struct summary *s, const char *name, uint64_t value, bool empty)
{
    struct field *f = g_hash_table_lookup(s->by_name, name);
    if (!f && s->fields->len < LIMIT_RECORD_FIELDS) {
        f = g_new0(struct field, 1);
        f->name = g_strdup(name);
        f->hash = hash128(name, strlen(name)).low;
        g_hash_table_insert(s->by_name, f->name, f);
        g_ptr_array_add(s->fields, f);
    }
    if (!f) {
        s->full = true;
        s->record += mix(hash128(name, strlen(name)).low, value);
        return;
    }
    s->record += mix(f->hash, value);
    if (empty || f->in_record == s->records)
        return;
    f->in_record = s->records;
    f->present++;
    hash_set_add(&f->values, value);
}

static void summary_write(const struct summary *s, struct facts_builder *b)
{
    builder_facts(b)->records = s->records;
    builder_facts(b)->distinct_records = (uint32_t)s->distinct.n;
    for (guint i = 0; i < s->fields->len; i++) {
        const struct field *f = g_ptr_array_index(s->fields, i);
        uint32_t name = builder_cstring(b, f->name);
        struct fact_field *row;
        builder_add_fields(b, &row);
        *row = (struct fact_field){name, f->present, (uint32_t)f->values.n};
    }
    if (s->full)
        builder_note(b, 0, "more than %d fields; the others are not counted", LIMIT_RECORD_FIELDS);
}

static bool is_blank_text(const char *s)
{
    return s[strspn(s, " \t\r\n")] == '\0';
}

/* Appends `.name` to a dotted name; gives its former length. */
static size_t name_push(GString *at, const char *name)
{
    size_t before = at->len;
    if (at->len)
        g_string_append_c(at, '.');
    g_string_append_len(at, name, (gssize)config_cut(name, strlen(name), NAME_BYTES_MOST));
    return before;
}

/* ---- JSON ---- */

static uint64_t json_hash(const cJSON *v)
{
    uint64_t h = (uint64_t)v->type & 0xFF;
    if (v->string)
        h = mix(h, hash128(v->string, strlen(v->string)).low);
    if (cJSON_IsNumber(v))
        h = mix(h, hash128(&v->valuedouble, sizeof v->valuedouble).low);
    if (v->valuestring)
        h = mix(h, hash128(v->valuestring, strlen(v->valuestring)).low);
    for (const cJSON *kid = v->child; kid; kid = kid->next)
        h = mix(h, json_hash(kid));
    return h;
}

static void json_fields(struct summary *s, const cJSON *object, GString *at, unsigned depth)
{
    for (const cJSON *v = object->child; v; v = v->next) {
        size_t before = name_push(at, v->string ? v->string : "");
        bool object_here = cJSON_IsObject(v) && v->child && depth < DEPTH_MOST;
        bool empty = cJSON_IsNull(v) || (cJSON_IsString(v) && is_blank_text(v->valuestring)) ||
                     ((cJSON_IsArray(v) || cJSON_IsObject(v)) && !v->child);
        if (object_here)
            json_fields(s, v, at, depth + 1);
        else
            record_value(s, at->str, json_hash(v), empty);
        g_string_truncate(at, before);
    }
}

static void read_jsonl(struct facts_builder *b, const char *text, size_t size)
{
    struct summary s;
    summary_init(&s);
    g_autoptr(GString) name = g_string_new(NULL);
    uint32_t line = 0, wrong = 0, first_wrong = 0;
    for (const char *p = text, *end = text + size, *stop; p < end; p = stop + 1) {
        stop = memchr(p, '\n', (size_t)(end - p));
        stop = stop ? stop : end;
        line++;
        size_t len = (size_t)(stop - p);
        while (len && strchr(" \t\r", p[len - 1]))
            len--;
        if (len == 0)
            continue;
        const char *rest = NULL;
        cJSON *v = cJSON_ParseWithLengthOpts(p, len, &rest, false);
        if (cJSON_IsObject(v) && rest == p + len) {
            record_begin(&s);
            json_fields(&s, v, name, 0);
            record_end(&s);
        } else if (!wrong++) {
            first_wrong = line;
        }
        cJSON_Delete(v);
    }
    if (wrong)
        builder_note(b, first_wrong, "%u of %u lines are no JSON objects; they were not counted",
                     wrong, wrong + s.records);
    summary_write(&s, b);
    summary_fini(&s);
}

/* ---- CSV (RFC 4180) ---- */

struct csv {
    const char *at, *end;
    char delimiter;
    uint32_t line;
    GPtrArray *cells; /* GString, reused */
    guint n;          /* cells of the row read last */
};

static GString *csv_cell(struct csv *c)
{
    if (c->n == c->cells->len)
        g_ptr_array_add(c->cells, g_string_new(NULL));
    GString *cell = g_ptr_array_index(c->cells, c->n++);
    g_string_truncate(cell, 0);
    return cell;
}

/* The next row that is not empty. */
static bool csv_row(struct csv *c)
{
    while (c->at < c->end && (*c->at == '\n' || *c->at == '\r'))
        c->line += *c->at++ == '\n';
    c->n = 0;
    if (c->at >= c->end)
        return false;
    for (;;) {
        GString *cell = csv_cell(c);
        if (c->at < c->end && *c->at == '"') {
            c->at++;
            while (c->at < c->end) {
                const char *stop = memchr(c->at, '"', (size_t)(c->end - c->at));
                stop = stop ? stop : c->end;
                g_string_append_len(cell, c->at, stop - c->at);
                for (const char *p = c->at; p < stop; p++)
                    c->line += *p == '\n';
                c->at = stop < c->end ? stop + 1 : stop;
                if (c->at >= c->end || *c->at != '"')
                    break;
                g_string_append_c(cell, *c->at++);
            }
        }
        const char *start = c->at;
        while (c->at < c->end && *c->at != c->delimiter && *c->at != '\n' && *c->at != '\r')
            c->at++;
        g_string_append_len(cell, start, c->at - start);
        if (c->at >= c->end)
            return true;
        if (*c->at == c->delimiter) {
            c->at++;
            continue;
        }
        if (*c->at == '\r' && c->at + 1 < c->end && c->at[1] == '\n')
            c->at++;
        c->line += *c->at++ == '\n';
        return true;
    }
}

/* The one of the usual delimiters that the first line has most of. */
static char csv_delimiter(const char *text, size_t size)
{
    static const char usual[] = ",\t;|";
    size_t counts[sizeof usual] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < size && (quoted || text[i] != '\n'); i++) {
        const char *found = text[i] ? strchr(usual, text[i]) : NULL;
        quoted ^= text[i] == '"';
        if (found && !quoted)
            counts[found - usual]++;
    }
    for (size_t i = 1; i + 1 < sizeof usual; i++)
        if (counts[i] > counts[best])
            best = i;
    return usual[best];
}

static bool is_number(const char *s)
{
    char *end;
    g_ascii_strtod(s, &end);
    return end != s && is_blank_text(end);
}

static uint32_t string_node(struct facts_builder *b, uint32_t parent, const char *s, size_t len,
                            uint32_t line)
{
    size_t kept = config_cut(s, len, LIMIT_STRING_BYTES);
    uint32_t text = builder_string(b, s, kept);
    struct fact_node *row;
    uint32_t node = builder_add_nodes(b, &row);
    *row = (struct fact_node){.kind = NODE_STRING,
                              .flags = kept < len ? NODE_TRUNCATED : 0,
                              .text = text,
                              .parent = parent,
                              .scope = 1,
                              .region = 1,
                              .line = line,
                              .end_line = line};
    return node;
}

static uint32_t list_node(struct facts_builder *b, uint32_t parent, uint32_t line)
{
    struct fact_node *row;
    uint32_t node = builder_add_nodes(b, &row);
    *row = (struct fact_node){.kind = NODE_LIST,
                              .parent = parent,
                              .scope = 1,
                              .region = 1,
                              .line = line,
                              .end_line = line};
    return node;
}

static void list_fill(struct facts_builder *b, uint32_t list, const GArray *kids)
{
    uint32_t first = builder_add_kids(b, (const uint32_t *)(const void *)kids->data, kids->len);
    struct fact_node *row = builder_nodes(b, list);
    row->first = first;
    row->count = kids->len;
}

static void table_row(struct facts_builder *b, const struct csv *c, uint32_t table, GArray *rows,
                      uint32_t line)
{
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    uint32_t row = list_node(b, table, line);
    for (guint i = 0; i < MIN(c->n, TABLE_COLUMNS_MOST); i++) {
        GString *cell = g_ptr_array_index(c->cells, i);
        uint32_t node = string_node(b, row, cell->str, cell->len, line);
        g_array_append_val(cells, node);
    }
    list_fill(b, row, cells);
    g_array_append_val(rows, row);
}

static void free_cell(gpointer cell)
{
    g_string_free(cell, TRUE);
}

static uint64_t cell_hash(const GString *cell)
{
    return hash128(cell->str, cell->len).low;
}

static void read_csv(struct facts_builder *b, const char *text, size_t size)
{
    struct csv c = {.at = text,
                    .end = text + size,
                    .delimiter = csv_delimiter(text, size),
                    .line = 1,
                    .cells = g_ptr_array_new_with_free_func(free_cell)};
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    struct summary s;
    size_t feeds = 0;
    summary_init(&s);
    for (const char *p = text;
         feeds <= TABLE_ROWS_MOST && (p = memchr(p, '\n', (size_t)(c.end - p))); p++)
        feeds++;
    bool small = feeds <= TABLE_ROWS_MOST;
    uint32_t table = 0, line = 1, last = 1;
    while (csv_row(&c)) {
        if (small) {
            if (!table)
                table = list_node(b, 0, line);
            table_row(b, &c, table, rows, line);
        }
        last = line;
        line = c.line;
        bool header = names->len == 0;
        if (header) {
            bool named = true; /* a first row with numbers or gaps is data already */
            for (guint i = 0; i < c.n; i++) {
                const GString *cell = g_ptr_array_index(c.cells, i);
                named &=
                    !is_number(cell->str) && (!is_blank_text(cell->str) || i == 0 || i + 1 == c.n);
            }
            for (guint i = 0; i < c.n && i <= LIMIT_RECORD_FIELDS; i++) {
                const GString *cell = g_ptr_array_index(c.cells, i);
                size_t cut = config_cut(cell->str, cell->len, NAME_BYTES_MOST);
                char *name = named && !is_blank_text(cell->str)
                                 ? g_strstrip(g_strndup(cell->str, cut))
                                 : g_strdup_printf("column %u", i + 1);
                g_ptr_array_add(names, name);
            }
            if (named)
                continue;
        }
        record_begin(&s);
        for (guint i = 0; i < c.n; i++) {
            const GString *cell = g_ptr_array_index(c.cells, i);
            if (i < names->len)
                record_value(&s, g_ptr_array_index(names, i), cell_hash(cell),
                             is_blank_text(cell->str));
        }
        record_end(&s);
    }
    summary_write(&s, b);
    summary_fini(&s);
    if (rows->len > 1) {
        struct fact_section *section;
        builder_add_sections(b, &section);
        section->line = 1;
        section->end_line = last;
        list_fill(b, table, rows);
        struct fact_table *row;
        builder_add_tables(b, &row);
        row->node = table;
    }
    g_ptr_array_unref(c.cells);
}

/* Records have no comments: one that holds the mark speaks for its file. */
static void keep_mark(struct facts_builder *b, const char *text, size_t size)
{
    const char *mark = memmem(text, size, UNFILLED_MARK, strlen(UNFILLED_MARK));
    if (!mark)
        return;
    uint32_t line = 1, string = builder_string(b, UNFILLED_MARK, strlen(UNFILLED_MARK));
    for (const char *p = text; p < mark; p++)
        line += *p == '\n';
    struct fact_comment *row;
    builder_add_comments(b, &row);
    *row = (struct fact_comment){string, line};
}

void extract_records(struct extractor *x, struct facts_builder *b, const struct language *l,
                     const unsigned char *data, size_t size)
{
    (void)x;
    config_skip_mark(&data, &size);
    if (size > LIMIT_DATA_BYTES) {
        builder_note(b, 0, "only the first %u bytes were read", LIMIT_DATA_BYTES);
        size = LIMIT_DATA_BYTES;
    }
    keep_mark(b, (const char *)data, size);
    if (g_strcmp0(l->format, "csv") == 0)
        read_csv(b, (const char *)data, size);
    else
        read_jsonl(b, (const char *)data, size);
}

/* ---- lists of dictionaries in configuration ---- */

struct tree {
    struct facts_builder *b;
    struct summary s;
    GString *name;
};

static uint32_t kid(const struct tree *t, const struct fact_node *e, uint32_t i)
{
    return *builder_kids(t->b, e->first + i, 1);
}

static uint64_t tree_hash(const struct tree *t, uint32_t node)
{
    if (!node)
        return 0;
    const struct fact_node *e = builder_nodes(t->b, node);
    uint64_t h = mix(e->kind, e->text); /* strings are interned: same text, same index */
    h = mix(h, tree_hash(t, e->a));
    h = mix(h, tree_hash(t, e->b));
    for (uint32_t i = 0; i < e->count; i++)
        h = mix(h, tree_hash(t, kid(t, e, i)));
    return h;
}

static void tree_fields(struct tree *t, uint32_t dict, unsigned depth)
{
    const struct fact_node *e = builder_nodes(t->b, dict);
    for (uint32_t i = 0; i < e->count; i++) {
        const struct fact_node *pair = builder_nodes(t->b, kid(t, e, i));
        if (pair->kind != NODE_PAIR)
            continue;
        const struct fact_node *v = builder_nodes(t->b, pair->b);
        size_t before = name_push(t->name, builder_text(t->b, builder_nodes(t->b, pair->a)->text));
        bool empty = v->kind == NODE_NONE || v->kind == NODE_NULL ||
                     (v->kind == NODE_STRING && is_blank_text(builder_text(t->b, v->text))) ||
                     ((v->kind == NODE_LIST || v->kind == NODE_DICT) && v->count == 0);
        if (v->kind == NODE_DICT && v->count && depth < DEPTH_MOST)
            tree_fields(t, pair->b, depth + 1);
        else
            record_value(&t->s, t->name->str, tree_hash(t, pair->b), empty);
        g_string_truncate(t->name, before);
    }
}

/* Whether the elements are dictionaries, each with most of its keys among those of the first. */
static bool are_records(const struct tree *t, const struct fact_node *list)
{
    g_autoptr(GHashTable) keys = g_hash_table_new(NULL, NULL);
    for (uint32_t i = 0; i < list->count; i++) {
        const struct fact_node *e = builder_nodes(t->b, kid(t, list, i));
        if (e->kind != NODE_DICT || e->count == 0)
            return false;
        uint32_t shared = 0;
        for (uint32_t k = 0; k < e->count; k++) {
            const struct fact_node *pair = builder_nodes(t->b, kid(t, e, k));
            gpointer key =
                GUINT_TO_POINTER(pair->kind == NODE_PAIR ? builder_nodes(t->b, pair->a)->text : 0);
            if (i == 0)
                g_hash_table_add(keys, key);
            shared += g_hash_table_contains(keys, key);
        }
        if (shared * 2 < e->count)
            return false;
    }
    return list->count >= 2;
}

void records_of_tree(struct facts_builder *b, uint32_t root)
{
    struct tree t = {.b = b};
    const struct fact_node *e = builder_nodes(b, root), *best = NULL;
    for (uint32_t i = 0; e->kind == NODE_DICT && i < e->count; i++) {
        const struct fact_node *pair = builder_nodes(b, kid(&t, e, i)),
                               *v = builder_nodes(b, pair->b);
        if (pair->kind == NODE_PAIR && v->kind == NODE_LIST && (!best || v->count > best->count) &&
            are_records(&t, v))
            best = v;
    }
    if (e->kind == NODE_LIST && are_records(&t, e))
        best = e;
    if (!best)
        return;
    summary_init(&t.s);
    t.name = g_string_new(NULL);
    for (uint32_t i = 0; i < best->count; i++) {
        record_begin(&t.s);
        tree_fields(&t, kid(&t, best, i), 0);
        record_end(&t.s);
    }
    summary_write(&t.s, b);
    summary_fini(&t.s);
    g_string_free(t.name, TRUE);
}
