#include <check.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "extract/gate.h"

/* The literals, and where `many` others that stand in no text: few are searched for in another way than many. */
static struct gate *gate_of(const char *const *literals, bool many)
{
    static const char *const others[] = {"\1none1", "\1none2", "\1none3", "\1none4", "\1none5", "\1none6", "\1none7", "\1none8", "\1none9"};
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    for (; *literals; literals++)
        g_ptr_array_add(all, (gpointer)*literals);
    for (size_t i = 0; many && i < G_N_ELEMENTS(others); i++)
        g_ptr_array_add(all, (gpointer)others[i]);
    g_ptr_array_add(all, NULL);
    return gate_new((struct gate_words){(const char *const *)all->pdata, NULL}, (struct gate_words){0}, (struct gate_words){0}, NULL);
}

static bool opens(const char *const *literals, const char *text, bool many)
{
    struct gate *g = gate_of(literals, many);
    /* a copy without the NUL, so that reading behind the end shows */
    size_t size = strlen(text);
    char *bytes = g_memdup2(text, size);
    bool found = gate_opens(g, bytes, size);
    g_free(bytes);
    gate_free(g);
    return found;
}

static const struct {
    const char *const literals[6];
    const char *text;
    bool opens;
} rows[] = {
    {{"openai", NULL}, "import openai", true},
    {{"openai", NULL}, "import opena", false},
    {{"openai", NULL}, "openai", true},
    {{"openai", NULL}, "", false},
    {{NULL}, "anything", false},
    {{"", NULL}, "", true},
    {{"ai", NULL}, "x = 'ai'", true},
    {{"ai", NULL}, "a i", false},
    {{"x", NULL}, "x", true},
    {{"langchain_openai", "ai", NULL}, "from langchain_openai import x", true},
    {{"langchain_openai", "llm", NULL}, "from langchain_opena import x", false},
    {{"langchain_openai", "groq", NULL}, "use groq", true},
    {{"anthropic", "openai", "@ai-sdk/", NULL}, "import {x} from '@ai-sdk/openai'", true},
    {{"anthropic", "cohere", "abcd", NULL}, "........abcd", true},
    {{"anthropic", "cohere", "abcd", NULL}, "........abc", false},
    {{"aaaaaaaaab", NULL}, "aaaaaaaaaaaaaaaaaaaaaab", true},
    {{"h\xc3\xa9llo", NULL}, "say h\xc3\xa9llo", true},
};

START_TEST(a_gate_opens_for_its_literals_only)
{
    for (int many = 0; many < 2; many++)
        ck_assert_msg(opens(rows[_i].literals, rows[_i].text, many) == rows[_i].opens, "row %d: %s", _i, rows[_i].text);
}
END_TEST

START_TEST(agrees_with_memmem_on_random_bytes)
{
    GRand *random = g_rand_new_with_seed(7);
    for (int round = 0; round < 3000; round++) {
        char *literals[8] = {0};
        int n = g_rand_int_range(random, 1, 7);
        for (int i = 0; i < n; i++) {
            int len = g_rand_int_range(random, 1, 20);
            literals[i] = g_malloc0((gsize)len + 1);
            for (int k = 0; k < len; k++)
                literals[i][k] = (char)g_rand_int_range(random, 'a', 'd');
        }
        int size = g_rand_int_range(random, 0, 200);
        char *bytes = g_malloc((gsize)size + 1);
        for (int k = 0; k < size; k++)
            bytes[k] = (char)g_rand_int_range(random, 'a', 'd');
        bool expected = false;
        for (int i = 0; i < n; i++)
            expected |= size && memmem(bytes, (size_t)size, literals[i], strlen(literals[i]));
        for (int many = 0; many < 2; many++) {
            struct gate *g = gate_of((const char *const *)literals, many);
            ck_assert_int_eq(gate_opens(g, bytes, (size_t)size), expected);
            gate_free(g);
        }
        g_free(bytes);
        for (int i = 0; i < n; i++)
            g_free(literals[i]);
    }
    g_rand_free(random);
}
END_TEST

START_TEST(finds_a_literal_at_every_offset)
{
    static const char *const literals[] = {"pydantic_ai", "mistralai", "groq", NULL};
    struct gate *g = gate_of(literals, _i);
    for (size_t size = 0; size < 64; size++)
        for (size_t i = 0; literals[i]; i++) {
            size_t len = strlen(literals[i]);
            for (size_t at = 0; at + len <= size; at++) {
                char *bytes = g_malloc(size);
                memset(bytes, 'a', size);
                memcpy(bytes + at, literals[i], len);
                ck_assert(gate_opens(g, bytes, size));
                ck_assert(!gate_opens(g, bytes, at + len - 1));
                g_free(bytes);
            }
        }
    gate_free(g);
}
END_TEST

/* The first group ends the search; of the others each that occurs counts. */
START_TEST(literals_have_groups)
{
    static const char *const literals[] = {"openai", "thumbs_up", "jwt", "thumbs_up_icon", NULL};
    static const uint64_t groups[] = {GATE_FIRST, 2, 4, 8};
    static const char *const modules[] = {"pytest", "os", NULL};
    static const uint64_t module_groups[] = {16, 32};
    static const char *const marks[] = {"import", NULL};
    static const struct {
        const char *text;
        uint64_t groups;
    } texts[] = {
        {"", 0},
        {"thumbs_up", 2},
        {"x = thumbs_up_icon # jwt", 2 | 4 | 8},
        {"import pytest, os", 16 | 32},
        {"pytest os", 0},
        {"import os\nthumbs_up()", 32 | 2},
    };
    static const char *const more[] = {"openai", "thumbs_up", "jwt", "thumbs_up_icon", "\1a", "\1ab", "\1abc", "\1abcd", "\1abcde", NULL};
    static const uint64_t more_groups[] = {GATE_FIRST, 2, 4, 8, 64, 64, 64, 64, 64};
    struct gate *g = gate_new(_i ? (struct gate_words){more, more_groups} : (struct gate_words){literals, groups},
                              (struct gate_words){modules, module_groups}, (struct gate_words){0}, marks);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        ck_assert_msg(gate_groups(g, texts[i].text, strlen(texts[i].text)) == texts[i].groups, "%s", texts[i].text);
    static const char both[] = "jwt thumbs_up openai";
    ck_assert(gate_groups(g, both, strlen(both)) & GATE_FIRST);
    gate_free(g);
}
END_TEST

/* A part of an address counts where a program could call the whole one; of two texts both must be there. */
START_TEST(addresses_are_told_from_prose)
{
    static const char *const literals[] = {"max_tokens & messages", NULL};
    static const char *const addresses[] = {"api.openai.com", "chat/completions", ":11434", NULL};
    static const char *const more[] = {"max_tokens & messages", "\1a", "\1ab", "\1abc", "\1abcd", "\1abcde", "\1abcdef", "\1abcdefg", NULL};
    static const struct {
        const char *text;
        bool opens;
    } texts[] = {
        {"url = 'https://api.openai.com/v1'", true},
        {"hint = 'use https://api.openai.com/v1 for it'", false},
        {"hint = '\xe8\xaf\xb7https://api.openai.com/v1'", false},
        {"# https://api.openai.com/v1", false},
        {"# https://api.openai.com/v1\nurl = \"https://api.openai.com/v1\"", true},
        {"https://api.openai.com/v1", true},
        {"f\"{base or ''}/chat/completions\"", true},
        {"`${base}/v1/chat/completions`", true},
        {"\"$base/v1/chat/completions\"", true},
        {"see\n/v1/chat/completions", false},
        {"(http://localhost:11434)", true},
        {"max_tokens = 5", false},
        {"messages", false},
        {"max_tokens = 5, messages = []", true},
        {"messages = [], max_tokens = 5", true},
    };
    struct gate *g = gate_new((struct gate_words){_i ? more : literals, NULL}, (struct gate_words){0},
                              (struct gate_words){addresses, NULL}, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        ck_assert_msg(gate_opens(g, texts[i].text, strlen(texts[i].text)) == texts[i].opens, "%s", texts[i].text);
    gate_free(g);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("gate");
    TCase *t = tcase_create("gate");
    suite_add_tcase(s, t);
    tcase_add_loop_test(t, literals_have_groups, 0, 2);
    tcase_add_loop_test(t, addresses_are_told_from_prose, 0, 2);
    tcase_add_loop_test(t, a_gate_opens_for_its_literals_only, 0, G_N_ELEMENTS(rows));
    tcase_add_test(t, agrees_with_memmem_on_random_bytes);
    tcase_add_loop_test(t, finds_a_literal_at_every_offset, 0, 2);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failures = srunner_ntests_failed(r);
    srunner_free(r);
    return failures != 0;
}
