/*
 * The fact codec against any bytes: what it accepts is sound, and comes back the same.
 *
 *     clang -fsanitize=fuzzer,address,undefined ...    an engine's program
 *     cc -DFUZZ_REPLAY ...                             a program that replays the files it is
 * given; without any it makes seeds of its own and mutates them
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/builder.h"
#include "extract/codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "fuzz_facts_decode: %s\n", what);
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    g_autoptr(GError) error = NULL;
    arena_init(&arena);
    const struct facts *f = facts_decode(data, size, &arena, &error);
    require((f == NULL) == (error != NULL), "an error without its reason");
    if (f) {
        g_autoptr(GByteArray) once = g_byte_array_new(), twice = g_byte_array_new();
        facts_encode(f, once);
        const struct facts *again = facts_decode(once->data, once->len, &arena, NULL);
        require(again != NULL, "what was accepted is refused when it is written again");
        facts_encode(again, twice);
        require(once->len == twice->len && memcmp(once->data, twice->data, once->len) == 0,
                "it changes from time to time");
        for (uint32_t i = 0; i < f->n_nodes; i++) {
            const struct fact_node *e = &f->nodes[i];
            for (uint32_t k = 0; k < e->count; k++)
                require(f->nodes[f->kids[e->first + k]].kind < NODE_KINDS, "a kid is no node");
            require(f->nodes[e->a].kind < NODE_KINDS && f->nodes[e->b].kind < NODE_KINDS,
                    "a part is no node");
            require(strlen(facts_text(f, e->text)) <= size, "a text is longer than the input");
        }
    }
    arena_fini(&arena);
    return 0;
}

#ifdef FUZZ_REPLAY

static void seed(GByteArray *out, unsigned n)
{
    struct facts_builder *b = builder_new();
    struct arena arena;
    arena_init(&arena);
    for (unsigned i = 0; i < n; i++) {
        uint32_t kids[2] = {builder_n_nodes(b) - 1, 0},
                 text = builder_cstring(b, i % 2 ? "text" : "é");
        uint32_t first = builder_add_kids(b, kids, 2);
        struct fact_node *e;
        builder_add_nodes(b, &e);
        *e = (struct fact_node){.kind = NODE_LIST,
                                .text = text,
                                .first = first,
                                .count = 2,
                                .scope = 1,
                                .region = 1,
                                .line = i};
        struct fact_owner *o;
        builder_add_owners(b, &o);
        *o = (struct fact_owner){.pattern = text, .line = i};
        builder_note(b, i, "note %u", i);
    }
    facts_encode(builder_finish(b, &arena), out);
    arena_fini(&arena);
    builder_free(b);
}

static void mutate_seeds(void)
{
    uint32_t state = 1;
    for (unsigned n = 0; n < 12; n++) {
        g_autoptr(GByteArray) bytes = g_byte_array_new();
        seed(bytes, n);
        LLVMFuzzerTestOneInput(bytes->data, bytes->len);
        for (unsigned i = 0; i < 4000; i++) {
            g_autofree uint8_t *copy = g_memdup2(bytes->data, bytes->len);
            for (unsigned k = 0; k <= i % 4; k++) {
                state = state * 1664525u + 1013904223u;
                copy[(state >> 8) % bytes->len] = (uint8_t)(state >> 24);
            }
            LLVMFuzzerTestOneInput(copy, bytes->len - (i % 7 == 0 ? (state >> 4) % bytes->len : 0));
        }
    }
}

int main(int argc, char **argv)
{
    if (argc < 2)
        mutate_seeds();
    for (int i = 1; i < argc; i++) {
        g_autofree char *data = NULL;
        gsize size;
        g_autoptr(GError) error = NULL;
        if (!g_file_get_contents(argv[i], &data, &size, &error)) {
            fprintf(stderr, "%s\n", error->message);
            return 1;
        }
        LLVMFuzzerTestOneInput((const uint8_t *)data, size);
    }
    return 0;
}

#endif
