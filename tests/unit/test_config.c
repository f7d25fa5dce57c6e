/* Configuration files and files of lines, as expressions. */
#include "extract_check.h"

static const struct {
    const char *path, *text, *tree;
} trees[] = {
    /* JSON */
    {"a.json", "{\"a\": 1, \"b\": [true, false, null], \"c\": {}}",
     "{\"a\": 1, \"b\": [true, false, null], \"c\": {}}"},
    {"a.json", "\xEF\xBB\xBF{\"a\": \"x\\ny\\/z\\u00e9\\\"\"}",
     "{\"a\": \"x\\ny/z\\\\u00e9\\\"\"}"},
    {"a.jsonc", "// c\n{\"a\": 1, // d\n \"b\": 2,}", "{\"a\": 1, \"b\": 2}"},
    {"a.json", "{\"a\": 1, \"a\": 2}", "{\"a\": 1, \"a\": 2}"},
    {"a.json", "{\"a\": 1}\n{\"a\": 2}\n", "[{\"a\": 1}, {\"a\": 2}]"},
    {"a.json", "\"only\"", "\"only\""},
    {"a.json", "", ""},
    {"a.json", "[]", "[]"},
    {"a.json", "[-1.5e3, \"\"]", "[-1.5e3, \"\"]"},
    /* YAML */
    {"a.yml", "a: 1\nb:\n  - x\n  - y: 2\n", "{\"a\": 1, \"b\": [\"x\", {\"y\": 2}]}"},
    {"a.yml", "# only\n", ""},
    {"a.yml", "---\na: 1\n---\nb: 2\n", "[{\"a\": 1}, {\"b\": 2}]"},
    {"a.yml", "a: 'it''s'\nb: \"x\\ty\"\nc: ~\nd:\ne: yes\nf: True\n",
     "{\"a\": \"it's\", \"b\": \"x\\x09y\", \"c\": null, \"d\": null, \"e\": \"yes\", \"f\": "
     "true}"},
    {"a.yml", "run: |\n  one\n    two\n\n  three\nnext: >-\n  a\n  b\n\n  c\n",
     "{\"run\": \"one\\n  two\\n\\nthree\", \"next\": \"a b\\nc\"}"},
    {"a.yml", "a: one\n  two\nb: \"x\n  y\"\n", "{\"a\": \"one two\", \"b\": \"x y\"}"},
    {"a.yml", "on: [push, {a: b}, c: d]\n{x}: 1\n", NULL},
    {"a.yml", "a: [1, b: c, {d: e, f}]\n",
     "{\"a\": [1, {\"b\": \"c\"}, {\"d\": \"e\", \"f\": null}]}"},
    {"a.yml", "base: &b {x: 1}\nall:\n  <<: *b\n  y: !!str 2\n", NULL},
    /* a template of YAML, and YAML that only looks like one */
    {"a.yml", "a: {{ include \"l\" . | nindent 4 }}\n{{- if .V.on }}\nb:\n  {{- with $.W }}\n  c: \"{{ .V.r }}:{{ .V.t | default (include \"t\" .) }}\"\n  {{- end }}\n  p: {{ .V.base | default \"\" }}/health\n{{- end }}\n{{/* one\n  two: three */}}\nd: 1\n",
     "{\"a\": \"{{ include \\\"l\\\" . | nindent 4 }}\", \"b\": {\"c\": \"{{ .V.r }}:{{ .V.t | default (include \\\"t\\\" .) }}\", \"p\": \"{{ .V.base | default \\\"\\\" }}/health\"}, \"d\": 1}"},
    {"a.yml", "on: {{ e }}\n{% if x %}\nb: [1, {{ f }}]\n{% endif %}\n", NULL},
    {"a.yml", "a: 'say {{ name }}'\nb: |\n  {{ x }}\n  y\n", "{\"a\": \"say {{ name }}\", \"b\": \"{{ x }}\\ny\"}"},
    {"a.yml", "1: a\ntrue: b\n\"q\": c\n", "{\"1\": \"a\", \"true\": \"b\", \"q\": \"c\"}"},
    {"a.yml", "a: 2024-01-01\nb: 1.5\nc: 0x1F\n",
     "{\"a\": \"2024-01-01\", \"b\": 1.5, \"c\": 0x1F}"},
    /* TOML */
    {"a.toml", "a = 1\n[t]\nx = \"y\"\n[t.u]\nz = true\n",
     "{\"a\": 1, \"t\": {\"x\": \"y\", \"u\": {\"z\": true}}}"},
    {"a.toml", "a.b.c = 1\na.b.d = 2\n", "{\"a\": {\"b\": {\"c\": 1, \"d\": 2}}}"},
    {"a.toml", "[a.\"b.c\".d]\nx = 1\n[a]\ny = 2\n",
     "{\"a\": {\"b.c\": {\"d\": {\"x\": 1}}, \"y\": 2}}"},
    {"a.toml", "[[p]]\nn = 1\n[p.q]\nr = 1\n[[p]]\nn = 2\n",
     "{\"p\": [{\"n\": 1, \"q\": {\"r\": 1}}, {\"n\": 2}]}"},
    {"a.toml", "x = {a = 1, b.c = [1_000, 'li\\t']}\ny = \"\"\"\none\ntwo\"\"\"\n",
     "{\"x\": {\"a\": 1, \"b\": {\"c\": [1000, \"li\\\\t\"]}}, \"y\": \"one\\ntwo\"}"},
    {"a.toml", "d = 1979-05-27T07:32:00Z\n", "{\"d\": \"1979-05-27T07:32:00Z\"}"},
    {"a.toml", "a = 1\n[a.b]\nc = 2\n", "{\"a\": 1}"},
    /* HCL: labels are places, blocks without come up again */
    {"a.tf", "# c\nresource \"t\" \"n\" {\n  a = 1\n  b = \"x-${var.y}\"\n  c = [var.z, true]\n  r {\n    k = null\n  }\n  r {\n    k = 2\n  }\n}\nlocals {\n  m = { e = \"f\" }\n}\nempty {}\n",
     "{\"resource\": {\"t\": {\"n\": {\"a\": 1, \"b\": \"x-${var.y}\", \"c\": [\"var.z\", true], \"r\": "
     "[{\"k\": null}, {\"k\": 2}]}}}, \"locals\": [{\"m\": {\"e\": \"f\"}}], \"empty\": [{}]}"},
    /* Bicep: resources stand below their types */
    {"a.bicep", "param n int = 2\nvar v = { a: n }\nresource r 'T/x@1' = if (n > 1) {\n  name: 'r-${n}'\n  p: [ true ]\n  resource c 'y' = { name: 'c' }\n}\nmodule m 'm.bicep' = { name: 'm' }\n",
     "{\"n\": 2, \"v\": {\"a\": \"n\"}, \"T/x@1\": [{\"name\": \"r-${n}\", \"p\": [true], \"y\": [{\"name\": "
     "\"c\"}]}], \"m.bicep\": [{\"name\": \"m\"}]}"},
    /* lines alone */
    {"Jenkinsfile", "// c\npipeline {\n  /* x\n  y */\n  sh 'pytest'\n\n}\n",
     "[\"pipeline {\", \"sh 'pytest'\", \"}\"]"},
    {"nginx.conf", "# c\nlimit_req zone=a;\r\n", "[\"limit_req zone=a;\"]"},
    /* .env */
    {".env", "# c\nA=1\nexport B='x y' # c\nC=\"a\\nb\"\nD=x #c\nE=\nF=a#b\nbad\n",
     "{\"A\": \"1\", \"B\": \"x y\", \"C\": \"a\\nb\", \"D\": \"x\", \"E\": \"\", \"F\": \"a#b\"}"},
    {".env.local", "K=\"one\ntwo\"\nL=2\r\n", "{\"K\": \"one\\ntwo\", \"L\": \"2\"}"},
    {".env", "K=\"never closed\nL=2\n", "{\"K\": \"\\\"never closed\", \"L\": \"2\"}"},
    /* Dockerfile */
    {"Dockerfile",
     "# c\nFROM python:3.12 AS b\nRUN apt-get update && \\\n    # c\n    apt-get install -y x\nrun "
     "pip install y\n",
     "{\"FROM\": \"python:3.12 AS b\", \"RUN\": \"apt-get update && apt-get install -y x\", "
     "\"RUN\": \"pip install y\"}"},
    {"app.dockerfile", "RUN <<EOF\nset -e\necho hi\nEOF\nCMD [\"a\", \"b\"]\n",
     "{\"RUN\": \"<<EOF\\nset -e\\necho hi\", \"CMD\": \"[\\\"a\\\", \\\"b\\\"]\"}"},
    {"Dockerfile", "RUN a \\", "{\"RUN\": \"a \"}"},
    {"Dockerfile.dev", "RUN a \\\n# only a comment\n", "{\"RUN\": \"a \"}"},
    /* ini, properties */
    {"a.ini", "top = 1\n[s]\nk: v\n; c\nlist =\n  one\n  two\n[a.b]\nx = 1\n",
     "{\"top\": \"1\", \"s\": {\"k\": \"v\", \"list\": \"one\\ntwo\"}, \"a\": {\"b\": {\"x\": "
     "\"1\"}}}"},
    {"a.properties", "spring.ai.key=x\nspring.ai.n = 2\\\n  3\nspring=late\n",
     "{\"spring\": {\"ai\": {\"key\": \"x\", \"n\": \"23\"}}}"},
    {".editorconfig", "[*.{py,js}]\nindent = 4\n", "{\"*.{py,js}\": {\"indent\": \"4\"}}"},
};

START_TEST(a_file_becomes_one_tree)
{
    const struct facts *f = facts_of(trees[_i].path, trees[_i].text);
    if (trees[_i].tree)
        ck_assert_str_eq(tree_of(f), trees[_i].tree);
    else
        ck_assert_uint_ne(f->root, 0);
}
END_TEST

START_TEST(aliases_are_something_else_and_merge_keys_are_splats)
{
    const struct facts *f = facts_of("a.yml", "base: &b {x: 1}\nall:\n  <<: *b\n  y: *b\n");
    const struct fact_node *root = &f->nodes[f->root],
                           *all = &f->nodes[f->nodes[f->kids[root->first + 1]].b];
    ck_assert_uint_eq(all->kind, NODE_DICT);
    ck_assert_uint_eq(all->count, 2);
    const struct fact_node *splat = &f->nodes[f->kids[all->first]];
    ck_assert_uint_eq(splat->kind, NODE_SPLAT);
    ck_assert_uint_eq(f->nodes[splat->a].kind, NODE_OTHER);
    ck_assert_str_eq(facts_text(f, f->nodes[splat->a].text), "*b");
    ck_assert_uint_eq(f->nodes[f->nodes[f->kids[all->first + 1]].b].kind, NODE_OTHER);
}
END_TEST

START_TEST(nodes_know_their_lines_and_parents)
{
    const struct facts *f = facts_of("a.json", "{\n  \"a\": [\n    10\n  ]\n}\n");
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *e = &f->nodes[i];
        ck_assert_uint_eq(e->scope, 1);
        ck_assert_uint_eq(e->region, 1);
        if (e->kind == NODE_NUMBER) {
            ck_assert_uint_eq(e->line, 3);
            ck_assert_uint_eq(e->column, 5);
            ck_assert_uint_eq(e->end_column, 7);
            ck_assert_uint_eq(f->nodes[e->parent].kind, NODE_LIST);
            ck_assert_uint_eq(f->nodes[f->nodes[e->parent].parent].kind, NODE_PAIR);
        }
    }
    ck_assert_uint_eq(f->nodes[f->root].parent, 0);
    ck_assert_uint_eq(f->nodes[f->root].end_line, 5);
}
END_TEST

START_TEST(a_syntax_error_is_noted_and_the_rest_is_read)
{
    const struct facts *f = facts_of("a.json", "{\"a\": 1,\n \"b\": oops!!,\n \"c\": 3}");
    ck_assert_uint_gt(f->errors, 0);
    ck_assert_uint_eq(f->n_notes, 1);
    ck_assert_uint_ge(f->notes[0].line, 1);
    ck_assert_uint_le(f->notes[0].line, 2);
    ck_assert_str_eq(facts_text(f, f->notes[0].text), "not valid JSON; the rest was read");
    ck_assert_ptr_nonnull(strstr(tree_of(f), "\"a\": 1"));
    ck_assert_ptr_nonnull(strstr(tree_of(f), "\"c\": 3"));
}
END_TEST

START_TEST(deep_nesting_is_cut_with_a_note)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 5000; i++)
        g_string_append_c(text, '[');
    for (int i = 0; i < 5000; i++)
        g_string_append_c(text, ']');
    const struct facts *f = facts_of("a.json", text->str);
    ck_assert_uint_eq(f->n_notes, 1);
    ck_assert_ptr_nonnull(strstr(facts_text(f, f->notes[0].text), "nested more than"));
    ck_assert_uint_ne(f->root, 0);
}
END_TEST

START_TEST(many_tables_take_no_more_than_linear_time)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 20000; i++)
        g_string_append_printf(text, "[t%d.x]\na.b=%d\n", i, i);
    const struct facts *f = facts_of("a.toml", text->str);
    ck_assert_uint_eq(f->nodes[f->root].count, 20000);
}
END_TEST

START_TEST(a_long_string_is_cut_between_characters)
{
    g_autoptr(GString) text = g_string_new("{\"a\": \"x");
    for (int i = 0; i < 20000; i++)
        g_string_append(text, "é");
    g_string_append(text, "\"}");
    const struct facts *f = facts_of("a.json", text->str);
    const struct fact_node *value = &f->nodes[f->nodes[f->kids[f->nodes[f->root].first]].b];
    ck_assert_uint_eq(value->flags & NODE_TRUNCATED, NODE_TRUNCATED);
    ck_assert_uint_le(strlen(facts_text(f, value->text)), 16 << 10);
    ck_assert(g_utf8_validate(facts_text(f, value->text), -1, NULL));
}
END_TEST

START_TEST(comments_to_debtscan_are_kept)
{
    const struct facts *f =
        facts_of("a.yml", "a: 1\nb: 2 # debtscan:ignore TEC-04\nc: debtscan:x\n");
    ck_assert_uint_eq(f->n_comments, 1);
    ck_assert_uint_eq(f->comments[0].line, 2);
    ck_assert_uint_eq(facts_of("R.md", "<!-- debtscan:unfilled -->\n# T\n")->n_comments, 1);
    ck_assert_uint_eq(facts_of("CODEOWNERS", "# debtscan:unfilled\n* @a\n")->n_comments, 1);
}
END_TEST

START_TEST(codeowners_rules_are_read_in_order)
{
    const struct facts *f =
        facts_of("CODEOWNERS", "# all\n*  @org/core a@b.io # c\n\n[Docs][2] @docs\n/docs/\n"
                               "^[Optional]\n*.py @py\n[a-z]*.js @js\nnobody\\ here @x\nfree\n");
    static const struct {
        const char *pattern, *owners;
        uint32_t line;
    } want[] = {
        {"*", "@org/core a@b.io ", 2}, {"/docs/", "@docs ", 5},     {"*.py", "@py ", 7},
        {"[a-z]*.js", "@js ", 8},      {"nobody\\ here", "@x ", 9}, {"free", "", 10},
    };
    ck_assert_uint_eq(f->n_owners, G_N_ELEMENTS(want));
    for (uint32_t i = 0; i < f->n_owners; i++) {
        g_autoptr(GString) owners = g_string_new(NULL);
        for (uint32_t k = 0; k < f->owners[i].count; k++)
            g_string_append_printf(owners, "%s ", facts_text(f, f->kids[f->owners[i].first + k]));
        ck_assert_str_eq(facts_text(f, f->owners[i].pattern), want[i].pattern);
        ck_assert_str_eq(owners->str, want[i].owners);
        ck_assert_uint_eq(f->owners[i].line, want[i].line);
    }
}
END_TEST

START_TEST(a_value_over_several_lines_is_read_once)
{
    g_autoptr(GString) text = g_string_new("k =\n");
    for (int i = 0; i < 200000; i++)
        g_string_append(text, "  x\n");
    const struct facts *f = facts_of("a.ini", text->str);
    ck_assert_uint_eq(f->nodes[f->root].count, 1);
}
END_TEST

START_TEST(bindings_with_unknown_words_are_refused)
{
    g_autoptr(GError) error = NULL;
    struct language l = *ruleset_language(check_rules, "json");
    const struct {
        const char *bindings, *message;
    } rows[] = {
        {";; json/bindings.scm\n(object) @dict\n(nothing) @list\n",
         "json/bindings.scm:2: the grammar has no node 'nothing'"},
        {";; json/bindings.scm\n(object) @box\n", "unknown capture '@box'"},
        {";; json/bindings.scm\n(pair key: (_) @pair.name) @pair\n", "unknown part '@pair.name'"},
    };
    struct ruleset rules = *check_rules;
    g_autofree struct language *languages =
        g_memdup2(check_rules->languages, sizeof l * check_rules->n_languages);
    rules.languages = languages;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        l.bindings = rows[i].bindings;
        languages[l.index] = l;
        ck_assert_ptr_null(extractor_new(&rules, &error));
        ck_assert_msg(strstr(error->message, rows[i].message) != NULL, "%s", error->message);
        g_clear_error(&error);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("config");
    TCase *t = tcase_create("config");
    tcase_add_checked_fixture(t, check_setup, check_teardown);
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, a_file_becomes_one_tree, 0, G_N_ELEMENTS(trees));
    tcase_add_test(t, aliases_are_something_else_and_merge_keys_are_splats);
    tcase_add_test(t, nodes_know_their_lines_and_parents);
    tcase_add_test(t, a_syntax_error_is_noted_and_the_rest_is_read);
    tcase_add_test(t, deep_nesting_is_cut_with_a_note);
    tcase_add_test(t, many_tables_take_no_more_than_linear_time);
    tcase_add_test(t, a_long_string_is_cut_between_characters);
    tcase_add_test(t, comments_to_debtscan_are_kept);
    tcase_add_test(t, codeowners_rules_are_read_in_order);
    tcase_add_test(t, a_value_over_several_lines_is_read_once);
    tcase_add_test(t, bindings_with_unknown_words_are_refused);
    suite_add_tcase(s, t);
    return check_run(s);
}
