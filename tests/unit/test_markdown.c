/* Documents: sections, words, placeholders, tables, links. */
#include "extract_check.h"

static const struct {
    const char *path, *text,
        *sections; /* level heading words/placeholders first-last line, each in brackets */
} documents[] = {
    {"a.md", "", ""},
    {"a.md", "just words here\n", "[0 '' 3/0 1-1]"},
    {"a.md", "intro\n\n# One\n\ntwo words\n\n## Two ##\n\n- a b\n- c\n\n# Three\n",
     "[0 '' 1/0 1-1][1 'One' 2/0 3-5][2 'Two' 3/0 7-10][1 'Three' 0/0 12-12]"},
    {"a.md", "Title\n=====\nab cd\n\nSub\n---\nx y\n", "[1 'Title' 2/0 1-3][2 'Sub' 2/0 5-7]"},
    {"a.md", "# The **bold** `code` [link](http://x)\n", "[1 'The bold code link' 0/0 1-1]"},
    /* code is no prose, placeholders are no words */
    {"a.md", "# A\nuse `rm -rf` now\n\n```sh\nmake all\n```\n", "[1 'A' 2/0 1-6]"},
    {"a.md", "# A\nOwner: TODO\n\nTBD\n", "[1 'A' 1/2 1-4]"},
    {"a.md", "# A\nby <your name>, {{ team }} and [insert date here] see [docs](x.md)\n",
     "[1 'A' 4/6 1-2]"},
    {"a.md", "# A\nmail ops@example.com or @your-org/team now\n", "[1 'A' 3/2 1-2]"},
    {"a.md", "# A\n<b>bold</b> and <br/> <https://a.b/c>\n", "[1 'A' 2/0 1-2]"},
    {"a.md", "# A\n<!-- one two\nthree -->\nfour\n", "[1 'A' 1/0 1-4]"},
    {"a.md", "# A\n--- *** ...\n\n1 2 three\n", "[1 'A' 3/0 1-4]"},
    {"a.md", "# A\n数据 模型 和 系统\n", "[1 'A' 4/0 1-2]"},
    {"a.md", "# A\n> quoted text\n> goes on\n>\n> # no section\n\n* item\n\n  more\n",
     "[1 'A' 8/0 1-9]"},
    {"a.md", "# A\n<div>\nhello <em>you</em>\n</div>\n\nlast\n", "[1 'A' 3/0 1-6]"},
    {"a.md", "---\nowner: x\n---\n# A\nb\n", "[1 'A' 1/0 4-5]"},
    /* without a grammar */
    {"a.rst", "Title\n=====\n\nwords here\n\nSub\n---\n\nmore\n",
     "[1 'Title' 2/0 1-4][2 'Sub' 1/0 6-9]"},
    {"a.rst", "=====\nTitle\n=====\ntext\n", "[1 'Title' 1/0 2-4]"},
    {"a.adoc", "= Doc\nintro\n\n== Part\n----\ncode here\n----\nend\n",
     "[1 'Doc' 1/0 1-2][2 'Part' 1/0 4-8]"},
    {"a.txt", "one two\r\nthree\r\n", "[0 '' 3/0 1-2]"},
    {"README", "# Head\nTODO write\n", "[1 'Head' 1/1 1-2]"},
    /* pages: what a reader sees of them, on the lines where it stands */
    {"a.html", "<html>\n<script>var a = 'b <p>';</script>\n<h2 class=\"x\">Two &amp; three</h2>\n<p>one two</p>\n",
     "[2 'Two & three' 2/0 3-4]"},
    {"a.html", "<p title=\"a > b\">one</p><!-- two\nthree -->\n<style>p {}</style>four\n", "[0 '' 2/0 1-3]"},
    {"a.erb", "<%# hidden words %>\n<p>Hello <%= user.name %>, {{ more }} there</p>\n", "[0 '' 2/0 2-2]"},
    {"a.html", "a < b {{ c\n<script>never closed\n", "[0 '' 3/0 1-1]"},
};

START_TEST(a_document_has_sections)
{
    const struct facts *f = facts_of(documents[_i].path, documents[_i].text);
    g_autoptr(GString) out = g_string_new(NULL);
    for (uint32_t i = 0; i < f->n_sections; i++) {
        const struct fact_section *s = &f->sections[i];
        g_string_append_printf(out, "[%u '%s' %u/%u %u-%u]", s->level, facts_text(f, s->heading),
                               s->words, s->placeholders, s->line, s->end_line);
    }
    ck_assert_str_eq(out->str, documents[_i].sections);
}
END_TEST

START_TEST(text_is_folded_and_holds_prose_and_code_but_no_tables)
{
    const struct facts *f =
        facts_of("a.md", "# A\none\n  two\n\n- three\n\n```\nfour  five\n```\n\n| a | b "
                         "|\n|---|---|\n| c | d |\n\n## B\nsix\n");
    ck_assert_str_eq(facts_text(f, f->sections[0].text), "one two three four five");
    ck_assert_str_eq(facts_text(f, f->sections[1].text), "six");
}
END_TEST

START_TEST(text_has_a_ceiling)
{
    g_autoptr(GString) text = g_string_new("# A\n");
    for (int i = 0; i < 20000; i++)
        g_string_append(text, "wörd\n");
    const struct facts *f = facts_of("a.md", text->str);
    ck_assert_uint_eq(f->sections[0].words, 20000);
    ck_assert_uint_le(strlen(facts_text(f, f->sections[0].text)), 16 << 10);
}
END_TEST

static const struct {
    const char *path, *text, *table;
    uint32_t section;
} tables[] = {
    {"a.md",
     "# A\n\n## B\n\n| Task | **R** | `A` |\n|:--|--|--|\n| x \\| y | [me](u) |  |\n| z | - | @b "
     "|\n",
     "[[\"Task\", \"R\", \"A\"], [\"x | y\", \"me\", \"\"], [\"z\", \"-\", \"@b\"]]", 1},
    {"a.rst", "T\n===\n\n+---+---+\n| a | b |\n+===+===+\n| c | d |\n+---+---+\n\nend\n",
     "[[\"a\", \"b\"], [\"c\", \"d\"]]", 0},
    {"a.adoc", "= T\n\n|===\n|a |b\n|c |d\n|===\nend\n", "[[\"a\", \"b\"], [\"c\", \"d\"]]", 0},
};

START_TEST(a_table_is_rows_of_cells)
{
    const struct facts *f = facts_of(tables[_i].path, tables[_i].text);
    ck_assert_uint_eq(f->n_tables, 1);
    ck_assert_uint_eq(f->tables[0].section, tables[_i].section);
    g_autoptr(GString) out = g_string_new(NULL);
    facts_dump_node(f, f->tables[0].node, out);
    ck_assert_str_eq(out->str, tables[_i].table);
}
END_TEST

START_TEST(links_have_targets_and_lines)
{
    const struct facts *f = facts_of(
        "a.md",
        "# A\n[a](b.md \"t\") and <https://c.d/e>\nsee https://f.g/h(i). ![p](<x y.png>)\n\n"
        "[ref]: ../g.md\n\n| [t](u.md) |\n|---|\n\n<a href=\"https://j.k\">l</a>\n");
    g_autoptr(GString) out = g_string_new(NULL);
    for (uint32_t i = 0; i < f->n_links; i++)
        g_string_append_printf(out, "%u:%s ", f->links[i].line, facts_text(f, f->links[i].target));
    ck_assert_str_eq(
        out->str,
        "2:b.md 2:https://c.d/e 3:https://f.g/h(i 3:x y.png 5:../g.md 7:u.md 10:https://j.k ");
}
END_TEST

START_TEST(front_matter_is_the_root)
{
    const struct facts *f = facts_of("a.md", "---\nowner: team\ntags: [a, b]\n---\n\n# A\ntext\n");
    ck_assert_str_eq(tree_of(f), "{\"owner\": \"team\", \"tags\": [\"a\", \"b\"]}");
    ck_assert_uint_eq(f->nodes[f->root].line, 2);
    ck_assert_uint_eq(f->n_sections, 1);
    f = facts_of("a.md", "+++\nowner = \"team\"\n+++\n# A\n");
    ck_assert_str_eq(tree_of(f), "{\"owner\": \"team\"}");
}
END_TEST

START_TEST(unusual_input_does_no_harm)
{
    static const char *const texts[] = {
        "`",
        "``` ",
        "# ",
        "#",
        "[",
        "](",
        "[](",
        "<",
        "<>",
        "{{",
        "{{}}",
        "[insert",
        "|",
        "| |\n|-|",
        "<!--",
        "---\n---\n",
        "---\n",
        "+++\n+++",
        "\\",
        "# \\",
        "=\n=",
        "===\n===\n===\n",
        "\xff\xfe\n# \xff\n",
        "`` ` ``` `",
        "a](b",
        "http://",
    };
    static const char *const names[] = {"a.md", "a.rst"};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        for (size_t k = 0; k < G_N_ELEMENTS(names); k++) {
            const struct facts *f = facts_of(names[k], texts[i]);
            ck_assert_uint_ne(f->status, FACTS_FAILED);
            for (uint32_t s = 0; s < f->n_strings; s++)
                ck_assert(g_utf8_validate(f->strings[s], -1, NULL));
        }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("markdown");
    TCase *t = tcase_create("markdown");
    tcase_add_checked_fixture(t, check_setup, check_teardown);
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, a_document_has_sections, 0, G_N_ELEMENTS(documents));
    tcase_add_test(t, text_is_folded_and_holds_prose_and_code_but_no_tables);
    tcase_add_test(t, text_has_a_ceiling);
    tcase_add_loop_test(t, a_table_is_rows_of_cells, 0, G_N_ELEMENTS(tables));
    tcase_add_test(t, links_have_targets_and_lines);
    tcase_add_test(t, front_matter_is_the_root);
    tcase_add_test(t, unusual_input_does_no_harm);
    suite_add_tcase(s, t);
    return check_run(s);
}
