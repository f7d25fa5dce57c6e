/*
 * Each table is a run of rows; a row is a bit set of its fields that are not 0 and then those
 * fields. Fields that change little from row to row are written as differences, so that most of
 * them are 0; nodes refer to each other by distance. What the fields are stands in the tables
 * below, and encoder and decoder follow them alike.
 */
#include "extract/codec.h"

#include <stddef.h>
#include <string.h>

#include "base/limits.h"

enum coding {
    AS_IS,
    SINCE_ROW,   /* difference to the same field of the row before */
    SINCE_FIELD, /* difference to the field before this one */
    FROM_SELF,   /* distance to the row's own index, 0 for none */
};

enum refers {
    TO_NOTHING, /* at most `most`, where that is not 0 */
    TO_STRING,
    TO_NODE,
    TO_SCOPE,
    TO_REGION,
    TO_SECTION,
    TO_PART,
    TO_PARAMS,       /* the first of a run; the next field is its length */
    TO_KIDS,         /* the same: the run's kids are nodes */
    TO_KIDS_STRINGS, /* the same: the run's kids are strings */
};

struct field {
    uint8_t offset, width; /* bytes */
    uint8_t coding, refers;
    uint32_t most;
};

#define FIELD_MOST 20

#define F(member, ...)                                                                             \
    {                                                                                              \
        offsetof(ROW, member), sizeof(((ROW *)0)->member), __VA_ARGS__                             \
    }

#define ROW struct fact_node
static const struct field fields_fact_node[] = {
    F(kind, AS_IS, TO_NOTHING, NODE_KINDS - 1),
    F(flags, AS_IS, TO_NOTHING, 0),
    F(line, SINCE_ROW, TO_NOTHING, 0),
    F(end_line, SINCE_FIELD, TO_NOTHING, 0),
    F(column, AS_IS, TO_NOTHING, 0),
    F(end_column, SINCE_FIELD, TO_NOTHING, 0),
    F(text, AS_IS, TO_STRING, 0),
    F(a, FROM_SELF, TO_NODE, 0),
    F(b, FROM_SELF, TO_NODE, 0),
    F(first, AS_IS, TO_KIDS, 0),
    F(count, AS_IS, TO_NOTHING, 0),
    F(scope_ref, AS_IS, TO_SCOPE, 0),
    F(parent, FROM_SELF, TO_NODE, 0),
    F(scope, SINCE_ROW, TO_SCOPE, 0),
    F(region, SINCE_ROW, TO_REGION, 0),
};
#undef ROW
#define ROW struct fact_scope
static const struct field fields_fact_scope[] = {
    F(kind, AS_IS, TO_NOTHING, SCOPE_LAMBDA),
    F(flags, AS_IS, TO_NOTHING, 0),
    F(name, AS_IS, TO_STRING, 0),
    F(parent, FROM_SELF, TO_SCOPE, 0),
    F(region, AS_IS, TO_REGION, 0),
    F(first_param, AS_IS, TO_PARAMS, 0),
    F(n_params, AS_IS, TO_NOTHING, 0),
    F(first_decorator, AS_IS, TO_KIDS, 0),
    F(n_decorators, AS_IS, TO_NOTHING, 0),
    F(first_base, AS_IS, TO_KIDS, 0),
    F(n_bases, AS_IS, TO_NOTHING, 0),
    F(type, AS_IS, TO_NODE, 0),
    F(doc, AS_IS, TO_STRING, 0),
    F(line, SINCE_ROW, TO_NOTHING, 0),
    F(end_line, SINCE_FIELD, TO_NOTHING, 0),
    F(column, AS_IS, TO_NOTHING, 0),
};
#undef ROW
#define ROW struct fact_param
static const struct field fields_fact_param[] = {
    F(kind, AS_IS, TO_NOTHING, PARAM_DESTRUCTURED),
    F(position, AS_IS, TO_NOTHING, 0),
    F(name, AS_IS, TO_STRING, 0),
    F(key, AS_IS, TO_STRING, 0),
    F(type, AS_IS, TO_NODE, 0),
    F(value, AS_IS, TO_NODE, 0),
    F(scope, SINCE_ROW, TO_SCOPE, 0),
    F(line, SINCE_ROW, TO_NOTHING, 0),
};
#undef ROW
#define ROW struct fact_import
static const struct field fields_fact_import[] = {
    F(scope, SINCE_ROW, TO_SCOPE, 0), F(local, AS_IS, TO_STRING, 0),
    F(module, AS_IS, TO_STRING, 0),   F(member, AS_IS, TO_STRING, 0),
    F(flags, AS_IS, TO_NOTHING, 0),   F(line, SINCE_ROW, TO_NOTHING, 0),
};
#undef ROW
#define ROW struct fact_export
static const struct field fields_fact_export[] = {
    F(name, AS_IS, TO_STRING, 0),
    F(node, AS_IS, TO_NODE, 0),
    F(line, SINCE_ROW, TO_NOTHING, 0),
};
#undef ROW
#define ROW struct fact_assign
static const struct field fields_fact_assign[] = {
    F(scope, SINCE_ROW, TO_SCOPE, 0),  F(region, SINCE_ROW, TO_REGION, 0),
    F(target, SINCE_ROW, TO_NODE, 0),  F(value, SINCE_FIELD, TO_NODE, 0),
    F(type, AS_IS, TO_NODE, 0),        F(flags, AS_IS, TO_NOTHING, 0),
    F(line, SINCE_ROW, TO_NOTHING, 0),
};
#undef ROW
#define ROW struct fact_jump
static const struct field fields_fact_jump[] = {
    F(kind, AS_IS, TO_NOTHING, JUMP_RETRY), F(scope, SINCE_ROW, TO_SCOPE, 0),
    F(region, SINCE_ROW, TO_REGION, 0),      F(value, SINCE_ROW, TO_NODE, 0),
    F(line, SINCE_ROW, TO_NOTHING, 0),
};
#undef ROW
#define ROW struct fact_region
static const struct field fields_fact_region[] = {
    F(kind, AS_IS, TO_NOTHING, REGION_ELSE),
    F(parent, FROM_SELF, TO_REGION, 0),
    F(scope, SINCE_ROW, TO_SCOPE, 0),
    F(owner, FROM_SELF, TO_REGION, 0),
    F(expr, AS_IS, TO_NODE, 0),
    F(name, AS_IS, TO_STRING, 0),
    F(first, AS_IS, TO_KIDS, 0),
    F(count, AS_IS, TO_NOTHING, 0),
    F(line, SINCE_ROW, TO_NOTHING, 0),
    F(end_line, SINCE_FIELD, TO_NOTHING, 0),
};
#undef ROW
#define ROW struct fact_match
static const struct field fields_fact_match[] = {
    F(query, AS_IS, TO_NOTHING, 0),
    F(scope, SINCE_ROW, TO_SCOPE, 0),
    F(text, AS_IS, TO_STRING, 0),
    F(line, SINCE_ROW, TO_NOTHING, 0),
    F(end_line, SINCE_FIELD, TO_NOTHING, 0),
    F(column, AS_IS, TO_NOTHING, 0),
    F(end_column, AS_IS, TO_NOTHING, 0),
};
#undef ROW
#define ROW struct fact_section
static const struct field fields_fact_section[] = {
    F(heading, AS_IS, TO_STRING, 0),         F(text, AS_IS, TO_STRING, 0),
    F(level, AS_IS, TO_NOTHING, 6),          F(words, AS_IS, TO_NOTHING, 0),
    F(placeholders, AS_IS, TO_NOTHING, 0),   F(line, SINCE_ROW, TO_NOTHING, 0),
    F(end_line, SINCE_FIELD, TO_NOTHING, 0),
};
#undef ROW
#define ROW struct fact_table
static const struct field fields_fact_table[] = {
    F(section, AS_IS, TO_SECTION, 0),
    F(node, SINCE_ROW, TO_NODE, 0),
};
#undef ROW
#define ROW struct fact_link
static const struct field fields_fact_link[] = {
    F(target, AS_IS, TO_STRING, 0),
    F(line, SINCE_ROW, TO_NOTHING, 0),
};
#undef ROW
#define ROW struct fact_field
static const struct field fields_fact_field[] = {
    F(name, AS_IS, TO_STRING, 0),
    F(present, AS_IS, TO_NOTHING, 0),
    F(distinct, AS_IS, TO_NOTHING, 0),
};
#undef ROW
#define ROW struct fact_dependency
static const struct field fields_fact_dependency[] = {
    F(ecosystem, AS_IS, TO_STRING, 0),  F(name, AS_IS, TO_STRING, 0),
    F(constraint, AS_IS, TO_STRING, 0), F(dev, AS_IS, TO_NOTHING, 1),
    F(line, SINCE_ROW, TO_NOTHING, 0),
};
#undef ROW
#define ROW struct fact_secret
static const struct field fields_fact_secret[] = {
    F(rule, AS_IS, TO_STRING, 0),        F(text, AS_IS, TO_STRING, 0),
    F(line, SINCE_ROW, TO_NOTHING, 0),   F(column, AS_IS, TO_NOTHING, 0),
    F(end_column, AS_IS, TO_NOTHING, 0),
};
#undef ROW
#define ROW struct fact_owner
static const struct field fields_fact_owner[] = {
    F(pattern, AS_IS, TO_STRING, 0),
    F(first, AS_IS, TO_KIDS_STRINGS, 0),
    F(count, AS_IS, TO_NOTHING, 0),
    F(line, SINCE_ROW, TO_NOTHING, 0),
};
#undef ROW
#define ROW struct fact_part
static const struct field fields_fact_part[] = {
    F(role, AS_IS, TO_STRING, 0),
    F(characters, AS_IS, TO_NOTHING, 0),
    F(hash, AS_IS, TO_STRING, 0),
    F(line, SINCE_ROW, TO_NOTHING, 0),
    F(end_line, SINCE_FIELD, TO_NOTHING, 0),
};
#undef ROW
#define ROW struct fact_slot
static const struct field fields_fact_slot[] = {
    F(name, AS_IS, TO_STRING, 0),
    F(part, SINCE_ROW, TO_PART, 0),
    F(delimited, AS_IS, TO_NOTHING, 1),
    F(line, SINCE_ROW, TO_NOTHING, 0),
};
#undef ROW
#define ROW struct fact_line
static const struct field fields_fact_line[] = {
    F(line, SINCE_ROW, TO_NOTHING, 0),
    F(cell, SINCE_ROW, TO_NOTHING, 0),
    F(cell_line, SINCE_ROW, TO_NOTHING, 0),
};
#undef ROW
#define ROW struct fact_note
static const struct field fields_fact_note[] = {
    F(line, SINCE_ROW, TO_NOTHING, 0),
    F(text, AS_IS, TO_STRING, 0),
};
#undef ROW
#define ROW struct fact_comment
static const struct field fields_fact_comment[] = {
    F(text, AS_IS, TO_STRING, 0),
    F(line, SINCE_ROW, TO_NOTHING, 0),
};
#undef ROW

/* In the order in which they are written: what is referred to comes first where that is possible.
 */
static const struct table {
    size_t rows, count; /* offsets in struct facts */
    size_t size;        /* of a row */
    const struct field *fields;
    unsigned n_fields;
} tables[] = {
#define X(type, name)                                                                              \
    {offsetof(struct facts, name), offsetof(struct facts, n_##name), sizeof(struct type),          \
     fields_##type, G_N_ELEMENTS(fields_##type)},
    FACT_TABLES(X)
#undef X
};

#define X(type, name)                                                                              \
    _Static_assert(G_N_ELEMENTS(fields_##type) <= FIELD_MOST && sizeof(struct type) < 256, #type);
FACT_TABLES(X)
#undef X

static uint32_t field_get(const struct field *f, const char *row)
{
    uint32_t wide;
    uint16_t half;
    switch (f->width) {
    case 1:
        return *(const uint8_t *)(row + f->offset);
    case 2:
        memcpy(&half, row + f->offset, 2);
        return half;
    default:
        memcpy(&wide, row + f->offset, 4);
        return wide;
    }
}

/* False if the value does not fit the field. */
static bool field_set(const struct field *f, char *row, uint32_t value)
{
    uint16_t half = (uint16_t)value;
    switch (f->width) {
    case 1:
        *(uint8_t *)(row + f->offset) = (uint8_t)value;
        return value <= UINT8_MAX;
    case 2:
        memcpy(row + f->offset, &half, 2);
        return value <= UINT16_MAX;
    default:
        memcpy(row + f->offset, &value, 4);
        return true;
    }
}

/* Differences are taken modulo 2^32, so every pair of values has one. */
static uint32_t zigzag(uint32_t difference)
{
    return difference << 1 ^ (difference >> 31 ? UINT32_MAX : 0);
}

static uint32_t unzigzag(uint32_t code)
{
    return code >> 1 ^ (code & 1 ? UINT32_MAX : 0);
}

/* ---- encoding ---- */

static unsigned char *put_varint(unsigned char *at, uint64_t value)
{
    while (value >= 0x80) {
        *at++ = (unsigned char)(value | 0x80);
        value >>= 7;
    }
    *at++ = (unsigned char)value;
    return at;
}

static void write_varint(GByteArray *out, uint64_t value)
{
    unsigned char bytes[10];
    g_byte_array_append(out, bytes, (guint)(put_varint(bytes, value) - bytes));
}

static void write_rows(GByteArray *out, const struct table *t, const char *rows, uint32_t n)
{
    unsigned char bytes[5 * (FIELD_MOST + 1)], values[5 * FIELD_MOST];
    uint32_t before[FIELD_MOST] = {0};
    write_varint(out, n);
    for (uint32_t i = 0; i < n; i++) {
        const char *row = rows + (size_t)i * t->size;
        uint32_t last = 0, set = 0;
        unsigned char *at = values;
        for (unsigned k = 0; k < t->n_fields; k++) {
            uint32_t value = field_get(&t->fields[k], row), code = value;
            switch (t->fields[k].coding) {
            case SINCE_ROW:
                code = zigzag(value - before[k]);
                break;
            case SINCE_FIELD:
                code = zigzag(value - last);
                break;
            case FROM_SELF:
                code = value ? zigzag(i - value) + 1 : 0;
                break;
            }
            before[k] = last = value;
            if (code) {
                set |= 1u << k;
                at = put_varint(at, code);
            }
        }
        unsigned char *head = put_varint(bytes, set);
        memcpy(head, values, (size_t)(at - values));
        g_byte_array_append(out, bytes, (guint)(head - bytes + (at - values)));
    }
}

void facts_encode(const struct facts *f, GByteArray *out)
{
    write_varint(out, CODEC_VERSION);
    write_varint(out, f->status);
    write_varint(out, f->errors);
    write_varint(out, f->language);
    write_varint(out, f->package);
    write_varint(out, f->root);
    write_varint(out, f->records);
    write_varint(out, f->distinct_records);
    write_varint(out, f->n_lines_of_code);
    write_varint(out, f->gates);

    uint64_t total = 0;
    for (uint32_t i = 0; i < f->n_strings; i++)
        total += strlen(f->strings[i]);
    write_varint(out, f->n_strings);
    write_varint(out, total);
    for (uint32_t i = 0; i < f->n_strings; i++)
        write_varint(out, strlen(f->strings[i]));
    for (uint32_t i = 0; i < f->n_strings; i++)
        g_byte_array_append(out, (const guint8 *)f->strings[i], (guint)strlen(f->strings[i]));

    uint32_t before = 0;
    write_varint(out, f->n_kids);
    for (uint32_t i = 0; i < f->n_kids; i++) {
        write_varint(out, zigzag(f->kids[i] - before));
        before = f->kids[i];
    }
    write_varint(out, f->n_words);
    g_byte_array_append(out, (const guint8 *)f->words, (guint)(f->n_words * sizeof *f->words));
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
        char *rows;
        uint32_t n;
        memcpy(&rows, (const char *)f + tables[i].rows, sizeof rows);
        memcpy(&n, (const char *)f + tables[i].count, sizeof n);
        write_rows(out, &tables[i], rows, n);
    }
}

/* ---- decoding ---- */

/*
 * Rows of all tables, kids and strings together. A row is at least one byte on the wire and up to
 * 60 in memory, so the number of bytes alone would be too weak a bound. (A notebook's line table
 * may have as many rows as the file has bytes.)
 */
#define ROWS_MOST (3 * LIMIT_TREE_NODES + LIMIT_FILE_BYTES)

struct reader {
    const unsigned char *at, *end;
    uint64_t rows;      /* read so far */
    const char *broken; /* what is wrong; NULL while nothing is */
};

static uint64_t read_varint(struct reader *r)
{
    uint64_t value = 0;
    for (unsigned shift = 0; r->at < r->end; shift += 7) {
        unsigned char byte = *r->at++;
        if (shift == 63 && byte > 1)
            break;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return value;
    }
    r->at = r->end;
    r->broken = "it ends within a number";
    return 0;
}

static uint32_t read_u32(struct reader *r)
{
    if (r->at < r->end && *r->at < 0x80)
        return *r->at++;
    uint64_t value = read_varint(r);
    if (value > UINT32_MAX)
        r->broken = "a number is too large";
    return (uint32_t)value;
}

static uint32_t read_count(struct reader *r)
{
    uint32_t n = read_u32(r);
    r->rows += n;
    if (n > (size_t)(r->end - r->at) || r->rows > ROWS_MOST) {
        r->broken = "a table has more rows than there are bytes";
        return 0;
    }
    return n;
}

static void read_strings(struct reader *r, struct facts *f, struct arena *a)
{
    uint32_t n = read_count(r);
    uint64_t total = read_varint(r);
    if (r->broken || n == 0 || total > (uint64_t)(r->end - r->at)) {
        r->broken = r->broken ? r->broken : "the strings do not fit";
        return;
    }
    char **strings = arena_new_n(a, char *, n), *at = arena_alloc(a, total + n);
    uint64_t sum = 0;
    const unsigned char *lengths = r->at;
    for (uint32_t i = 0; i < n && !r->broken; i++) {
        sum += read_varint(r);
        if (sum > total || (i == 0 && sum != 0))
            r->broken = "the lengths of the strings are wrong";
    }
    const char *bytes = (const char *)r->at;
    if (r->broken || sum != total || total > (uint64_t)(r->end - r->at) ||
        !g_utf8_validate_len(bytes, total, NULL)) {
        r->broken = r->broken ? r->broken : "the strings are no text";
        return;
    }
    struct reader again = {.at = lengths, .end = r->end};
    for (uint32_t i = 0; i < n; i++) {
        size_t len = read_varint(&again);
        if (len && ((unsigned char)*bytes & 0xC0) ==
                       0x80) { /* all of them are valid, so is each, if none is cut */
            r->broken = "a string begins within a character";
            return;
        }
        memcpy(at, bytes, len);
        strings[i] = at;
        at += len + 1;
        bytes += len;
    }
    r->at += total;
    f->strings = strings;
    f->n_strings = n;
}

static void read_kids(struct reader *r, struct facts *f, struct arena *a)
{
    uint32_t n = read_count(r), before = 0;
    uint32_t *kids = arena_new_n(a, uint32_t, n);
    for (uint32_t i = 0; i < n && !r->broken; i++)
        kids[i] = before += unzigzag(read_u32(r));
    f->kids = kids;
    f->n_kids = n;
}

static void read_words(struct reader *r, struct facts *f, struct arena *a)
{
    uint32_t n = read_count(r);
    if (r->broken || n > (size_t)(r->end - r->at) / sizeof *f->words) {
        r->broken = r->broken ? r->broken : "the words do not fit";
        return;
    }
    f->words = arena_memdup(a, r->at, n * sizeof *f->words);
    f->n_words = n;
    r->at += n * sizeof *f->words;
}

static void read_rows(struct reader *r, struct facts *f, const struct table *t, struct arena *a)
{
    uint32_t before[FIELD_MOST] = {0}, n = read_count(r);
    char *rows = arena_alloc(a, n * t->size);
    for (uint32_t i = 0; i < n && !r->broken; i++) {
        char *row = rows + (size_t)i * t->size;
        uint32_t set = read_u32(r), last = 0;
        if (set >> t->n_fields)
            r->broken = "a row has unknown fields";
        for (unsigned k = 0; k < t->n_fields; k++) {
            uint32_t code = set >> k & 1 ? read_u32(r) : 0, value = code;
            switch (t->fields[k].coding) {
            case SINCE_ROW:
                value = before[k] + unzigzag(code);
                break;
            case SINCE_FIELD:
                value = last + unzigzag(code);
                break;
            case FROM_SELF:
                value = code ? i - unzigzag(code - 1) : 0;
                break;
            }
            before[k] = last = value;
            if (!field_set(&t->fields[k], row, value))
                r->broken = "a value does not fit its field";
        }
    }
    memcpy((char *)f + t->rows, &rows, sizeof rows);
    memcpy((char *)f + t->count, &n, sizeof n);
}

struct checker {
    const struct facts *f;
    uint32_t *not_nodes, *not_strings; /* of the first i kids, how many are out of range as such */
    uint64_t referred;                 /* kids referred to by all runs */
};

static bool run_is_sound(struct checker *c, uint32_t first, uint32_t count, const uint32_t *wrong)
{
    if ((uint64_t)first + count > c->f->n_kids)
        return false;
    c->referred += count;
    return wrong[first + count] == wrong[first];
}

static bool field_is_sound(struct checker *c, const struct field *field, uint32_t value,
                           uint32_t next)
{
    const struct facts *f = c->f;
    switch (field->refers) {
    case TO_STRING:
        return value < f->n_strings;
    case TO_NODE:
        return value < f->n_nodes;
    case TO_SCOPE:
        return value < f->n_scopes;
    case TO_REGION:
        return value < f->n_regions;
    case TO_SECTION:
        return value < f->n_sections;
    case TO_PART:
        return value < f->n_prompt_parts;
    case TO_PARAMS:
        return (uint64_t)value + next <= f->n_params;
    case TO_KIDS:
        return run_is_sound(c, value, next, c->not_nodes);
    case TO_KIDS_STRINGS:
        return run_is_sound(c, value, next, c->not_strings);
    default:
        return field->most == 0 || value <= field->most;
    }
}

static bool tables_are_sound(struct checker *c)
{
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
        const struct table *t = &tables[i];
        const char *rows;
        uint32_t n;
        memcpy(&rows, (const char *)c->f + t->rows, sizeof rows);
        memcpy(&n, (const char *)c->f + t->count, sizeof n);
        for (uint32_t row = 0; row < n; row++, rows += t->size)
            for (unsigned k = 0; k < t->n_fields; k++) {
                const struct field *field = &t->fields[k];
                if (!field_is_sound(c, field, field_get(field, rows),
                                    k + 1 < t->n_fields ? field_get(field + 1, rows) : 0))
                    return false;
            }
    }
    return true;
}

/* Whether parents lead to 0 from everywhere, in at most a sane number of steps. */
static bool parents_end(const char *rows, size_t size, size_t offset, uint32_t n)
{
    g_autofree uint32_t *depth = g_new0(uint32_t, n);
    for (uint32_t i = 1; i < n; i++) {
        uint32_t steps = 0, at = i, known;
        while (at && depth[at] == 0) { /* up to what is known */
            if (++steps > 4 * LIMIT_TREE_DEPTH)
                return false;
            memcpy(&at, rows + at * size + offset, sizeof at);
        }
        known = at ? depth[at] : 0;
        if (steps + known > 4 * LIMIT_TREE_DEPTH)
            return false;
        for (at = i; at && depth[at] == 0; steps--) {
            depth[at] = known + steps;
            memcpy(&at, rows + at * size + offset, sizeof at);
        }
    }
    return true;
}

static uint32_t node_child(const struct facts *f, const struct fact_node *e, uint32_t i)
{
    return i == 0 ? e->a : i == 1 ? e->b : f->kids[e->first + i - 2];
}

/* Whether no node is part of itself, and none is nested deeper than lowering does: consumers
 * recurse. */
static bool nodes_end(const struct facts *f)
{
    enum { DEPTH_MOST = 4 * LIMIT_TREE_DEPTH };
    struct step {
        uint32_t node, next;
    };
    g_autofree uint16_t *height = g_new0(uint16_t, f->n_nodes); /* 0 unseen, UINT16_MAX under way */
    g_autofree struct step *stack = g_new(struct step, DEPTH_MOST);
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        if (height[i])
            continue;
        uint32_t n = 0;
        stack[n++] = (struct step){i, 0};
        height[i] = UINT16_MAX;
        while (n) {
            struct step *top = &stack[n - 1];
            const struct fact_node *e = &f->nodes[top->node];
            if (top->next < e->count + 2) {
                uint32_t child = node_child(f, e, top->next++);
                if (child == 0 || (height[child] && height[child] != UINT16_MAX))
                    continue;
                if (height[child] == UINT16_MAX || n == DEPTH_MOST)
                    return false;
                height[child] = UINT16_MAX;
                stack[n++] = (struct step){child, 0};
                continue;
            }
            uint32_t most = 0;
            for (uint32_t k = 0; k < e->count + 2; k++) {
                uint32_t child = node_child(f, e, k);
                most = MAX(most, child ? height[child] : 0);
            }
            if (most >= DEPTH_MOST)
                return false;
            height[top->node] = (uint16_t)(most + 1);
            n--;
        }
    }
    return true;
}

static const char *find_fault(const struct facts *f)
{
    if (f->n_nodes == 0 || f->n_scopes == 0 || f->n_regions == 0)
        return "a table lacks its first row";
    if (f->status > FACTS_FAILED || f->root >= f->n_nodes || f->language >= f->n_strings || f->package >= f->n_strings)
        return "its head is wrong";
    g_autofree uint32_t *not_nodes = g_new(uint32_t, (size_t)f->n_kids + 1);
    g_autofree uint32_t *not_strings = g_new(uint32_t, (size_t)f->n_kids + 1);
    not_nodes[0] = not_strings[0] = 0;
    for (uint32_t i = 0; i < f->n_kids; i++) {
        not_nodes[i + 1] = not_nodes[i] + (f->kids[i] >= f->n_nodes);
        not_strings[i + 1] = not_strings[i] + (f->kids[i] >= f->n_strings);
    }
    struct checker c = {f, not_nodes, not_strings, 0};
    if (!tables_are_sound(&c))
        return "a row refers to what is not there";
    if (c.referred >
        4 * (uint64_t)f->n_kids) /* runs may share kids, but not so many that a walk never ends */
        return "too many rows share their kids";
    if (!parents_end((const char *)f->nodes, sizeof *f->nodes, offsetof(struct fact_node, parent),
                     f->n_nodes) ||
        !parents_end((const char *)f->scopes, sizeof *f->scopes,
                     offsetof(struct fact_scope, parent), f->n_scopes) ||
        !parents_end((const char *)f->regions, sizeof *f->regions,
                     offsetof(struct fact_region, parent), f->n_regions))
        return "something is its own parent";
    if (!nodes_end(f))
        return "an expression is part of itself, or nested too deeply";
    return NULL;
}

struct facts *facts_decode(const void *data, size_t size, struct arena *a, GError **error)
{
    struct reader r = {.at = data, .end = (const unsigned char *)data + size};
    struct facts *f = arena_new(a, struct facts);
    if (size > LIMIT_FACT_BYTES)
        r.broken = "it is too large";
    else if (read_varint(&r) != CODEC_VERSION)
        r.broken = "it is of another version";
    if (!r.broken) {
        f->status = read_u32(&r);
        f->errors = read_u32(&r);
        f->language = read_u32(&r);
        f->package = read_u32(&r);
        f->root = read_u32(&r);
        f->records = read_u32(&r);
        f->distinct_records = read_u32(&r);
        f->n_lines_of_code = read_u32(&r);
        f->gates = read_varint(&r);
    }
    if (!r.broken)
        read_strings(&r, f, a);
    if (!r.broken)
        read_kids(&r, f, a);
    if (!r.broken)
        read_words(&r, f, a);
    for (size_t i = 0; i < G_N_ELEMENTS(tables) && !r.broken; i++)
        read_rows(&r, f, &tables[i], a);
    if (!r.broken && r.at != r.end)
        r.broken = "something follows its end";
    if (!r.broken)
        r.broken = find_fault(f);
    if (!r.broken)
        return f;
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "the facts of a file are broken: %s",
                r.broken);
    return NULL;
}
