/* Facts as bytes: what goes in comes out, and nothing else does any harm. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "extract/builder.h"
#include "extract/codec.h"

static struct facts_builder *b;
static struct arena arena;
static GByteArray *bytes;

static void setup(void)
{
    b = builder_new();
    arena_init(&arena);
    bytes = g_byte_array_new();
}

static void teardown(void)
{
    builder_free(b);
    arena_fini(&arena);
    g_byte_array_unref(bytes);
}

static uint32_t str(const char *s)
{
    return builder_cstring(b, s);
}

#define ADD(type, name, ...)                                                                       \
    do {                                                                                           \
        struct type row_ = {__VA_ARGS__};                                                          \
        struct type *at_;                                                                          \
        builder_add_##name(b, &at_);                                                               \
        *at_ = row_;                                                                               \
    } while (0)

/* Every field of every table holds something that is not 0. */
static struct facts *full_facts(void)
{
    uint32_t kids[4];
    for (uint32_t i = 1; i <= 40; i++)
        ADD(fact_node, nodes, .kind = NODE_NAME, .flags = NODE_TYPE, .column = (uint16_t)(i * 1000),
            .end_column = (uint16_t)(70 + i), .text = str("nämé"), .parent = i < 40 ? 40 : 0,
            .scope = 1, .region = 1, .line = 2 * i, .end_line = 2 * i + 3);
    for (uint32_t i = 0; i < 4; i++)
        kids[i] = i + 3;
    struct fact_node *call = builder_nodes(b, 40);
    call->kind = NODE_CALL;
    call->a = 1;
    call->b = 2;
    call->first = builder_add_kids(b, kids, 4);
    call->first = builder_add_kids(b, kids, 4); /* a run that does not begin at 0 */
    call->count = 4;
    call->scope_ref = 1;
    ADD(fact_region, regions, .kind = REGION_TRY, .parent = 1, .scope = 1, .owner = 1, .expr = 7,
        .name = str("e"), .first = call->first, .count = 2, .line = 5, .end_line = 9);
    ADD(fact_region, regions, .kind = REGION_HANDLER, .parent = 1, .scope = 1, .owner = 2,
        .expr = 7, .line = 4, .end_line = 4);
    ADD(fact_scope, scopes, .kind = SCOPE_FUNCTION, .flags = SCOPE_ASYNC | SCOPE_EXPORTED,
        .name = str("f"), .parent = 1, .region = 2, .first_param = 1, .n_params = 2,
        .first_decorator = call->first, .n_decorators = 1, .first_base = call->first + 1,
        .n_bases = 1, .type = 8, .doc = str("doc"), .line = 3, .end_line = 1, .column = 65535);
    for (uint32_t i = 0; i < 3; i++)
        ADD(fact_param, params, .kind = PARAM_DESTRUCTURED, .position = 300, .name = str("p"),
            .key = str("k"), .type = 3, .value = 4, .scope = 2, .line = 7 - i);
    ADD(fact_import, imports, .scope = 2, .local = str("l"), .module = str("m"), .member = str("x"),
        .flags = IMPORT_STAR, .line = 1);
    ADD(fact_export, exports, .name = str("default"), .node = 3, .line = 4);
    ADD(fact_assign, assigns, .scope = 2, .region = 1, .target = 5, .value = 6, .type = 7,
        .flags = ASSIGN_ENTER, .line = 8);
    ADD(fact_assign, assigns, .scope = 1, .region = 2, .target = 3, .value = 2,
        .flags = ASSIGN_CONST, .line = 2);
    ADD(fact_jump, jumps, .kind = JUMP_RETRY, .scope = 2, .region = 2, .value = 9, .line = 12);
    ADD(fact_match, matches, .query = 3, .scope = 2, .text = str("t"), .line = 4, .end_line = 5,
        .column = 6, .end_column = 7);
    ADD(fact_section, sections, .heading = str("h"), .text = str("text"), .level = 6, .words = 100,
        .placeholders = 2, .line = 3, .end_line = 4);
    ADD(fact_section, sections, .heading = str("i"), .level = 1, .line = 1, .end_line = 1);
    ADD(fact_table, tables, .section = 1, .node = 10);
    ADD(fact_link, links, .target = str("https://x"), .line = 3);
    ADD(fact_field, fields, .name = str("q.a"), .present = 10, .distinct = UINT32_MAX);
    ADD(fact_dependency, dependencies, .ecosystem = str("pypi"), .name = str("openai"),
        .constraint = str(">=1"), .dev = 1, .line = 9);
    ADD(fact_secret, secrets, .rule = str("r"), .text = str("a…b"), .line = 1, .column = 2,
        .end_column = 3);
    uint32_t owners[2] = {str("@a"), str("@b")}, first = builder_add_kids(b, owners, 2);
    ADD(fact_part, prompt_parts, .role = str("system"), .characters = 40, .line = 3, .end_line = 5);
    ADD(fact_slot, prompt_slots, .name = str("question"), .part = 0, .delimited = 1, .line = 4);
    ADD(fact_owner, owners, .pattern = str("*"), .first = first, .count = 2, .line = 7);
    ADD(fact_line, lines, .line = UINT32_MAX, .cell = 2, .cell_line = 3);
    builder_note(b, 3, "note %d", 1);
    ADD(fact_comment, comments, .text = str("# c"), .line = 5);
    struct facts *f = builder_facts(b);
    f->status = FACTS_SKIPPED;
    f->errors = 3;
    f->root = 40;
    f->records = 1000000;
    f->distinct_records = 7;
    f->n_lines_of_code = 8;
    f->gates = UINT64_MAX;
    return builder_finish(b, &arena);
}

static void ck_assert_same(const struct facts *f, const struct facts *g)
{
    ck_assert_uint_eq(f->status, g->status);
    ck_assert_uint_eq(f->errors, g->errors);
    ck_assert_uint_eq(f->root, g->root);
    ck_assert_uint_eq(f->records, g->records);
    ck_assert_uint_eq(f->distinct_records, g->distinct_records);
    ck_assert_uint_eq(f->n_lines_of_code, g->n_lines_of_code);
    ck_assert(f->gates == g->gates);
    ck_assert_uint_eq(f->n_strings, g->n_strings);
    for (uint32_t i = 0; i < f->n_strings; i++)
        ck_assert_str_eq(f->strings[i], g->strings[i]);
    ck_assert_uint_eq(f->n_kids, g->n_kids);
    ck_assert(f->n_kids == 0 || memcmp(f->kids, g->kids, f->n_kids * sizeof *f->kids) == 0);
#define X(type, name)                                                                              \
    ck_assert_uint_eq(f->n_##name, g->n_##name);                                                   \
    ck_assert_msg(f->n_##name == 0 ||                                                              \
                      memcmp(f->name, g->name, f->n_##name * sizeof(struct type)) == 0,            \
                  #name);
    FACT_TABLES(X)
#undef X
}

static struct facts *decode(const void *data, size_t size, struct arena *a, GError **error)
{
    g_autofree void *exact =
        g_malloc(size ? size : 1); /* so that the sanitizer sees a step too far */
    memcpy(exact, data, size);
    return facts_decode(exact, size, a, error);
}

START_TEST(every_field_of_every_table_comes_back)
{
    g_autoptr(GError) error = NULL;
    const struct facts *f = full_facts();
#define X(type, name) ck_assert_msg(f->n_##name > 0, #name);
    FACT_TABLES(X)
#undef X
    facts_encode(f, bytes);
    const struct facts *g = decode(bytes->data, bytes->len, &arena, &error);
    ck_assert_msg(g != NULL, "%s", error ? error->message : "");
    ck_assert_same(f, g);
}
END_TEST

START_TEST(empty_facts_come_back)
{
    const struct facts *f = builder_finish(b, &arena);
    facts_encode(f, bytes);
    ck_assert_uint_lt(bytes->len, 64);
    const struct facts *g = decode(bytes->data, bytes->len, &arena, NULL);
    ck_assert_ptr_nonnull(g);
    ck_assert_same(f, g);
}
END_TEST

START_TEST(the_same_facts_are_the_same_bytes)
{
    const struct facts *f = full_facts();
    facts_encode(f, bytes);
    g_autoptr(GByteArray) again = g_byte_array_new();
    facts_encode(decode(bytes->data, bytes->len, &arena, NULL), again);
    ck_assert_uint_eq(bytes->len, again->len);
    ck_assert_mem_eq(bytes->data, again->data, bytes->len);
}
END_TEST

START_TEST(a_truncated_file_is_an_error_at_every_byte)
{
    facts_encode(full_facts(), bytes);
    for (guint len = 0; len < bytes->len; len++) {
        g_autoptr(GError) error = NULL;
        ck_assert_ptr_null(decode(bytes->data, len, &arena, &error));
        ck_assert_ptr_nonnull(error);
    }
    g_byte_array_append(bytes, (const guint8 *)"", 1);
    ck_assert_ptr_null(decode(bytes->data, bytes->len, &arena, NULL));
}
END_TEST

/* Walks all that a consumer may reach, so that the sanitizer sees an index that is not checked. */
static uint64_t touch(const struct facts *f)
{
    uint64_t sum = f->nodes[f->root].kind;
    for (uint32_t i = 0; i < f->n_strings; i++)
        sum += strlen(f->strings[i]);
    for (uint32_t i = 0; i < f->n_nodes; i++) {
        const struct fact_node *e = &f->nodes[i];
        sum += f->nodes[e->a].kind + f->nodes[e->b].kind + strlen(facts_text(f, e->text)) +
               f->scopes[e->scope].kind + f->scopes[e->scope_ref].kind + f->regions[e->region].kind;
        for (uint32_t k = 0; k < e->count; k++)
            sum += f->nodes[f->kids[e->first + k]].kind;
        for (uint32_t at = i; at; at = f->nodes[at].parent)
            sum++;
    }
    for (uint32_t i = 0; i < f->n_scopes; i++) {
        const struct fact_scope *s = &f->scopes[i];
        for (uint32_t k = 0; k < s->n_params; k++)
            sum += strlen(facts_text(f, f->params[s->first_param + k].name));
        for (uint32_t k = 0; k < s->n_bases; k++)
            sum += f->nodes[f->kids[s->first_base + k]].kind;
        for (uint32_t at = i; at; at = f->scopes[at].parent)
            sum++;
    }
    for (uint32_t i = 0; i < f->n_owners; i++)
        for (uint32_t k = 0; k < f->owners[i].count; k++)
            sum += strlen(facts_text(f, f->kids[f->owners[i].first + k]));
    for (uint32_t i = 0; i < f->n_tables; i++)
        sum += f->sections[f->tables[i].section].level + f->nodes[f->tables[i].node].kind;
    return sum;
}

START_TEST(flipped_bits_are_an_error_or_sound_facts)
{
    facts_encode(full_facts(), bytes);
    struct arena scratch;
    arena_init(&scratch);
    unsigned sound = 0, broken = 0;
    volatile uint64_t sum = 0;
    uint32_t state = 1;
    for (guint i = 0; i < bytes->len * 8 + 20000; i++) { /* each bit alone, then some at once */
        g_autofree guint8 *copy = g_memdup2(bytes->data, bytes->len);
        unsigned flips = i < bytes->len * 8 ? 1 : 1 + i % 6;
        for (unsigned k = 0; k < flips; k++) {
            state = state * 1664525u + 1013904223u;
            guint bit = i < bytes->len * 8 ? i : (state >> 8) % (bytes->len * 8);
            copy[bit / 8] ^= (guint8)(1u << bit % 8);
        }
        const struct facts *f = decode(copy, bytes->len, &scratch, NULL);
        if (f)
            sum = sum + touch(f);
        *(f ? &sound : &broken) += 1;
        arena_reset(&scratch);
    }
    arena_fini(&scratch);
    ck_assert_uint_gt(sound, 0);
    ck_assert_uint_gt(broken, 0);
}
END_TEST

/* Each breaks the facts in one way before they are written. */
static void own_parent(struct facts *f)
{
    f->nodes[5].parent = 5;
}
static void circle_of_parents(struct facts *f)
{
    f->nodes[5].parent = 6, f->nodes[6].parent = 5;
}
static void part_of_itself(struct facts *f)
{
    f->nodes[3].a = 40;
}
static void node_too_far(struct facts *f)
{
    f->nodes[3].a = f->n_nodes;
}
static void string_too_far(struct facts *f)
{
    f->nodes[3].text = f->n_strings;
}
static void scope_too_far(struct facts *f)
{
    f->nodes[3].scope = f->n_scopes;
}
static void region_too_far(struct facts *f)
{
    f->jumps[0].region = f->n_regions;
}
static void kind_too_large(struct facts *f)
{
    f->nodes[3].kind = NODE_KINDS;
}
static void level_too_large(struct facts *f)
{
    f->sections[0].level = 7;
}
static void section_too_far(struct facts *f)
{
    f->tables[0].section = f->n_sections;
}
static void run_too_long(struct facts *f)
{
    f->nodes[40].count = f->n_kids;
}
static void run_overflows(struct facts *f)
{
    f->nodes[40].first = UINT32_MAX;
}
static void params_too_long(struct facts *f)
{
    f->scopes[2].n_params = 3;
}
static void kid_too_far(struct facts *f)
{
    f->kids[f->nodes[40].first] = f->n_nodes;
}
static void owner_too_far(struct facts *f)
{
    f->kids[f->owners[0].first] = f->n_strings;
}
static void root_too_far(struct facts *f)
{
    f->root = f->n_nodes;
}
static void no_such_status(struct facts *f)
{
    f->status = 3;
}
static void scope_circle(struct facts *f)
{
    f->scopes[1].parent = 2;
}
static void region_circle(struct facts *f)
{
    f->regions[1].parent = 2;
}
static void no_rows(struct facts *f)
{
    f->n_scopes = 0;
}
static void no_strings(struct facts *f)
{
    f->n_strings = 0;
}
static void first_string(struct facts *f)
{
    f->strings[0] = f->strings[1];
}

static char not_utf8[] = "\xC3", overlong[] = "\xC0\x80", surrogate[] = "\xED\xA0\x80";
static void bad_text(struct facts *f)
{
    f->strings[1] = not_utf8;
}
static void overlong_text(struct facts *f)
{
    f->strings[1] = overlong;
}
static void surrogate_text(struct facts *f)
{
    f->strings[1] = surrogate;
}

static char head[] = "\xC3", tail[] = "\xA9";
static void cut_character(struct facts *f)
{
    f->strings[1] = head, f->strings[2] = tail;
}

static void (*const breaks[])(struct facts *f) = {
    own_parent,    circle_of_parents, part_of_itself,  node_too_far,    string_too_far,
    scope_too_far, region_too_far,    kind_too_large,  level_too_large, section_too_far,
    run_too_long,  run_overflows,     params_too_long, kid_too_far,     owner_too_far,
    root_too_far,  no_such_status,    scope_circle,    region_circle,   no_rows,
    no_strings,    first_string,      bad_text,        overlong_text,   surrogate_text,
    cut_character,
};

START_TEST(unsound_facts_are_refused)
{
    struct facts *f = full_facts();
    breaks[_i](f);
    facts_encode(f, bytes);
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(decode(bytes->data, bytes->len, &arena, &error));
    ck_assert_ptr_nonnull(error);
}
END_TEST

START_TEST(a_count_is_compared_with_what_is_left)
{
    static const guint8 many_strings[] = {CODEC_VERSION, 0,    0,    0,    0,    0, 0, 0,
                                          0xFF,          0xFF, 0xFF, 0xFF, 0x0F, 0};
    static const guint8 long_number[] = {CODEC_VERSION, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                         0xFF,          0xFF, 0xFF, 0xFF, 0xFF, 0x01};
    static const guint8 other_version[] = {CODEC_VERSION + 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0};
    ck_assert_ptr_null(decode(many_strings, sizeof many_strings, &arena, NULL));
    ck_assert_ptr_null(decode(long_number, sizeof long_number, &arena, NULL));
    ck_assert_ptr_null(decode(other_version, sizeof other_version, &arena, NULL));
    ck_assert_uint_lt(arena.used, 1 << 20);
}
END_TEST

/* A chain of `n` expressions, each part of the next. */
static const struct facts *nested(unsigned n)
{
    for (uint32_t i = 1; i <= n; i++)
        ADD(fact_node, nodes, .kind = NODE_UNARY, .a = i - 1, .parent = i < n ? i + 1 : 0,
            .scope = 1, .region = 1);
    return builder_finish(b, &arena);
}

START_TEST(what_consumers_recurse_into_has_a_depth)
{
    facts_encode(nested(_i ? 100000 : 3000), bytes);
    ck_assert_int_eq(decode(bytes->data, bytes->len, &arena, NULL) != NULL, _i == 0);
}
END_TEST

START_TEST(parts_may_be_shared)
{
    for (uint32_t i = 1; i <= 200; i++)
        ADD(fact_node, nodes, .kind = NODE_MEMBER, .a = i > 1 ? 1 : 0, .scope = 1, .region = 1);
    facts_encode(builder_finish(b, &arena), bytes);
    ck_assert_ptr_nonnull(decode(bytes->data, bytes->len, &arena, NULL));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("codec");
    TCase *t = tcase_create("codec");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 120);
    tcase_add_test(t, every_field_of_every_table_comes_back);
    tcase_add_test(t, empty_facts_come_back);
    tcase_add_test(t, the_same_facts_are_the_same_bytes);
    tcase_add_test(t, a_truncated_file_is_an_error_at_every_byte);
    tcase_add_test(t, flipped_bits_are_an_error_or_sound_facts);
    tcase_add_loop_test(t, unsound_facts_are_refused, 0, G_N_ELEMENTS(breaks));
    tcase_add_test(t, a_count_is_compared_with_what_is_left);
    tcase_add_loop_test(t, what_consumers_recurse_into_has_a_depth, 0, 2);
    tcase_add_test(t, parts_may_be_shared);
    suite_add_tcase(s, t);
    SRunner *runner = srunner_create(s);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
