/* Where values are put into texts, and what tells them apart from the text around them. */
#include <check.h>
#include <glib.h>
#include <string.h>

#include "base/slots.h"

static const struct slot_marks all[] = {{SLOT_COMMENT, "{#", "#}"}, {SLOT_BLOCK, "{%", "%}"}, {SLOT_VALUE, "{{{", "}}}"},
                                        {SLOT_VALUE, "{{", "}}"},   {SLOT_NAME, "{", "}"},    {SLOT_VALUE, "<%=", "%>"}};

static bool note(void *payload, const struct text_slot *slot)
{
    GString *out = payload;
    g_string_append_printf(out, "%s%.*s@%zu", out->len ? " " : "", (int)slot->len, slot->name, slot->start);
    return true;
}

static const struct {
    const char *text, *found;
} texts[] = {
    {"", ""},
    {"plain { text } {} {1} {a b}", ""},
    {"{a} {a.b} {{ c }} {{{d}}}", "a@0 a.b@4 c@10 d@18"},
    {"{\"key\": 1, \"x\": {y}}", "y@16"},
    {"{{ user.name | upper }}{{- x -}}{{&y}}", "user.name@0 x@23 y@32"},
    {"{# {{ no }} #}{{! no }}{{> part}}{{/each}}{{else}}", ""},
    {"{% for d in docs %}{{ d.text }}{% endfor %}", "docs@19"},
    {"{% for k, v in user.items() %}{% for w in v %}{{ w }}{% endfor %}{% endfor %}", "user.items@46"},
    {"{{#each people}}{{this.name}}{{/each}}", "people@16"},
    {"{{#if x}}{{y}}{{/if}}{{^x}}{{z}}{{/x}}", "y@9 z@27"},
    {"{{ f(x) }}{{ \"text\" }}{{ 1 + 1 }}", "f@0"},
    {"<%= @user.name %>", "user.name@0"},
    {"{{ never closed", ""},
    {"{{ a {{ b }}", "a@0"},
    {"\xc3\xa4{\xc3\xb6}", "\xc3\xb6@2"},
};

START_TEST(finds_what_is_put_into_a_text)
{
    g_autoptr(GString) out = g_string_new(NULL);
    slots_find(texts[_i].text, strlen(texts[_i].text), all, G_N_ELEMENTS(all), note, out);
    ck_assert_str_eq(out->str, texts[_i].found);
}
END_TEST

START_TEST(what_is_not_closed_soon_is_no_slot)
{
    g_autoptr(GString) text = g_string_new("{{ "), out = g_string_new(NULL);
    for (int i = 0; i < SLOT_BYTES; i++)
        g_string_append(text, "x ");
    g_string_append(text, "}} {y}");
    slots_find(text->str, text->len, all, G_N_ELEMENTS(all), note, out);
    ck_assert(g_str_has_prefix(out->str, "y@"));
}
END_TEST

static const struct {
    const char *text; /* | stands for the slot */
    bool delimited;
} around[] = {
    {"<doc>|</doc>", true},
    {"<doc id=\"1\">\n|\n</doc>", true},
    {"<docs>\nAll of them: |, and more.\n</docs>", true},
    {"<doc>\n</doc>|<other></other>", false},
    {"Is a < b | and </b> no tag?", false},
    {"```\n|\n```", true},
    {"```json\n|\n```", true},
    {"\"\"\"|\"\"\"", true},
    {"---\n|\n---", true},
    {"[BEGIN]\n|\n[END]", true},
    {"Summarise | in short.", false},
    {"\"|\"", false},
    {"|", false},
    {"<doc>|", false},
};

START_TEST(knows_what_is_told_apart)
{
    const char *text = around[_i].text;
    size_t at = (size_t)(strchr(text, '|') - text);
    ck_assert_int_eq(slot_is_delimited(text, strlen(text), at, at + 1), around[_i].delimited);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("slots");
    TCase *t = tcase_create("slots");
    tcase_add_loop_test(t, finds_what_is_put_into_a_text, 0, (int)G_N_ELEMENTS(texts));
    tcase_add_test(t, what_is_not_closed_soon_is_no_slot);
    tcase_add_loop_test(t, knows_what_is_told_apart, 0, (int)G_N_ELEMENTS(around));
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failures = srunner_ntests_failed(r);
    srunner_free(r);
    return failures != 0;
}
