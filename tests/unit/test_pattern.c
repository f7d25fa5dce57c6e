#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "syntax/parse.h"
#include "syntax/pattern.h"

static const char *const constructs[] = {NULL, "call", "name", "comment"};
static const uint32_t classes[] = {0, 1, 2, 0};
static const char *const parts[] = {NULL, "function", "argument", "text"};
static const struct pattern_vocabulary words = {constructs, classes, 4, parts, 4};

enum { CALL = 1, NAME, COMMENT };
enum { FUNCTION = 1, ARGUMENT, TEXT };

static const TSLanguage *python(void)
{
    const TSLanguage *l = syntax_grammar("python", NULL);
    ck_assert_ptr_nonnull(l);
    return l;
}

static const struct {
    const char *source, *message;
} errors[] = {
    {"(call", "f.scm:1: ')' is missing"},
    {"\n(cal) @call", "f.scm:2: the grammar has no node 'cal'"},
    {"(call funktion: (_)) @call", "f.scm:1: the grammar has no field 'funktion'"},
    {"(call !funktion) @call", "f.scm:1: the grammar has no field 'funktion'"},
    {"(call \"nope\") @call", "f.scm:1: the grammar has no node 'nope'"},
    {"(call) @cal", "f.scm:1: unknown capture '@cal'"},
    {"(call function: (_) @call.fun) @call", "f.scm:1: unknown part '@call.fun'"},
    {"(call function: (_) @call) @call", "f.scm:1: '@call' names a construct: it belongs to the outermost node of a pattern"},
    {"(call) @call @name", "f.scm:1: a pattern describes one construct; '@name' is its second"},
    {"(call function: (_) @name.text) @call", "f.scm:1: a part of '@name' in a pattern of '@call'"},
    {"(call)", "f.scm:1: a pattern without a capture"},
    {"(call function: (_) @call.function)", "f.scm:1: the outermost node has no '@construct'"},
    {"(comment) @comment", "f.scm:1: '@comment' has parts that are roles only"},
    {"(_) @call", "f.scm:1: the outermost node of a pattern cannot be a wildcard"},
    {"(call)* @call", "f.scm:1: the outermost node of a pattern has neither quantifier nor field"},
    {"(expression) @call", "f.scm:1: 'expression' is a supertype; write the kinds of node it stands for"},
    {"(call (_) . (_)) @call", "f.scm:1: the anchor '.' can stand before the first child only"},
    {"(call [function: (_)]) @call", "f.scm:1: a field belongs before the alternation"},
    {"[] @call", "f.scm:1: an empty alternation"},
    {"(call function (_)) @call", "f.scm:1: 'function' is neither a field (with ':') nor a node (in parentheses)"},
    {"(call \"x) @call", "f.scm:1: a string without its closing quote"},
    {"((call) @call (#is? @call \"x\"))", "f.scm:1: unknown predicate '#is?'"},
    {"((call) @call (#eq? @call))", "f.scm:1: '#eq?' takes a capture and one string"},
    {"((call) @call (#any-of? @call))", "f.scm:1: '#any-of?' takes a capture and strings"},
    {"((call) @call (#eq? \"x\"))", "f.scm:1: '#eq?' needs a capture"},
    {"((call) @call (#eq? @call x))", "f.scm:1: a predicate holds captures and strings"},
    {"((call) @call (call))", "f.scm:1: a group holds one node and its predicates"},
    {"( )", "f.scm:1: '(' needs the name of a node, or '_'"},
    {"x", "f.scm:1: 'x' is neither a field (with ':') nor a node (in parentheses)"},
    {"%", "f.scm:1: expected a node at '%'"},
    {";; a.scm\n(call) @call\n;; b.scm\n\n(nope) @call", "b.scm:2: the grammar has no node 'nope'"},
};

START_TEST(names_what_is_wrong_and_where)
{
    g_autoptr(GError) error = NULL;
    struct patterns *p = patterns_new(python(), errors[_i].source, "f.scm", &words, &error);
    ck_assert_msg(p == NULL, "no error: %s", errors[_i].source);
    ck_assert_str_eq(error->message, errors[_i].message);
}
END_TEST

START_TEST(says_where_a_regular_expression_is_wrong)
{
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(patterns_new(python(), "\n((call) @call (#match? @call \"(\"))", "f.scm", &words, &error));
    ck_assert(g_str_has_prefix(error->message, "f.scm:2: in the regular expression '(': "));
}
END_TEST

/* The construct, and the texts of its captures, of the first node of a kind in some Python. */
static const struct {
    const char *patterns, *source, *kind, *found;
    uint32_t mask;
} matches[] = {
    {"(call) @call", "f(a)", "call", "call", 1},
    {"(call) @call", "f(a)", "call", "", 2},
    {"(identifier) @name", "f", "call", "", 3},
    {"(call function: (_) @call.function) @call", "f(a)", "call", "call f", 1},
    {"(call function: (attribute) @call.function) @call", "f(a)", "call", "", 1},
    {"(call function: (attribute)? @call.function) @call", "f(a)", "call", "call", 1},
    {"(call arguments: (argument_list (_)* @call.argument)) @call", "f(a, b, # c\n d)", "call", "call a b d", 1},
    {"(call arguments: (argument_list (_)+ @call.argument)) @call", "f()", "call", "", 1},
    {"(call arguments: (argument_list (_) @call.argument)) @call", "f(a, b)", "call", "call a", 1},
    {"(call arguments: (argument_list (_) (_) @call.argument)) @call", "f(a, b)", "call", "call b", 1},
    {"(call arguments: (argument_list . (integer) @call.argument)) @call", "f(a, 1)", "call", "", 1},
    {"(call arguments: (argument_list (integer) @call.argument)) @call", "f(a, 1)", "call", "call 1", 1},
    {"(call arguments: (argument_list \"(\" @call.argument)) @call", "f(a)", "call", "call (", 1},
    {"(call [(identifier) (attribute)] @call.function) @call", "a.b(c)", "call", "call a.b", 1},
    {"(call function: (_) @call.function (_) @call.argument) @call", "f(a)", "call", "call f (a)", 1},
    {"(call function: (_) @call.function (identifier) @call.argument) @call", "f(a)", "call", "call f f", 1},
    {"[(call) (await)] @call", "f(a)", "call", "call", 1},
    {"(call !function) @call", "f(a)", "call", "", 1},
    {"(call) @call (call function: (identifier) @call.function) @call", "f(a)", "call", "call f", 1},
    {"(call function: (identifier) @call.function) @call (call) @call", "f(a)", "call", "call", 1},
    {"((call function: (_) @_f) @call (#eq? @_f \"g\"))", "f(a)", "call", "", 1},
    {"((call function: (_) @_f) @call (#eq? @_f \"f\"))", "f(a)", "call", "call", 1},
    {"((call function: (_) @_f) @call (#not-eq? @_f \"f\"))", "f(a)", "call", "", 1},
    {"((call function: (_) @_f) @call (#match? @_f \"^[e-g]$\"))", "f(a)", "call", "call", 1},
    {"((call function: (_) @_f) @call (#not-match? @_f \"x\"))", "f(a)", "call", "call", 1},
    {"((call function: (_) @_f) @call (#any-of? @_f \"e\" \"f\"))", "f(a)", "call", "call", 1},
    {"((call function: (_) @_f arguments: (argument_list (_) @_a)) @call (#eq? @_f @_a))", "f(f)", "call", "call", 1},
    {"((call function: (_) @_f arguments: (argument_list (_) @_a)) @call (#eq? @_f @_a))", "f(a)", "call", "", 1},
    {";; a.scm\n(nope) @call\n[(nope) (call)] @call\n;; b.scm\n(await) @call", "f(a)", "call", "call", 1},
    {";; a.scm\n(call (nope [\")\" (x)]) @_x) @call\n(call) @call\n;; b.scm\n", "f(a)", "call", "call", 1},
};

static bool first_of_kind(TSNode node, const char *kind, TSNode *out)
{
    if (strcmp(ts_node_type(node), kind) == 0) {
        *out = node;
        return true;
    }
    for (uint32_t i = 0; i < ts_node_child_count(node); i++)
        if (first_of_kind(ts_node_child(node, i), kind, out))
            return true;
    return false;
}

START_TEST(matches_nodes)
{
    g_autoptr(GError) error = NULL;
    struct patterns *p = patterns_new(python(), matches[_i].patterns, "f.scm", &words, &error);
    ck_assert_msg(p != NULL, "%s", error ? error->message : "");
    struct syntax *s = syntax_new();
    const char *source = matches[_i].source;
    TSNode root, node;
    ck_assert_int_eq(syntax_parse(s, python(), source, strlen(source), &root), SYNTAX_PARSED);
    g_autoptr(GString) found = g_string_new(NULL);
    struct matcher m;
    matcher_init(&m, p, source, root);
    if (first_of_kind(root, matches[_i].kind, &node)) {
        struct match hit = matcher_match(&m, node, matches[_i].mask);
        ck_assert_int_eq(m.n_children, 0);
        ck_assert_int_eq(m.n_captures, hit.count);
        g_string_append(found, hit.construct ? constructs[hit.construct] : "");
        for (uint32_t i = 0; i < hit.count; i++) {
            TSNode n = m.captures[hit.first + i].node;
            if (m.captures[hit.first + i].part < G_N_ELEMENTS(parts)) {
                g_string_append_c(found, ' ');
                g_string_append_len(found, source + ts_node_start_byte(n), ts_node_end_byte(n) - ts_node_start_byte(n));
            }
        }
    }
    ck_assert_str_eq(found->str, matches[_i].found);
    matcher_fini(&m);
    syntax_free(s);
    patterns_free(p);
}
END_TEST

START_TEST(knows_the_roles_of_nodes)
{
    struct patterns *p = patterns_new(python(), "[(comment) (string_content)] @comment.text", "f.scm", &words, NULL);
    struct matcher m = {.patterns = p};
    TSSymbol comment = ts_language_symbol_for_name(python(), "comment", 7, true);
    TSSymbol call = ts_language_symbol_for_name(python(), "call", 4, true);
    ck_assert_int_eq(matcher_role(&m, comment), ROLE(COMMENT, TEXT));
    ck_assert_int_eq(matcher_role(&m, call), 0);
    ck_assert_int_eq(matcher_role(&m, UINT16_MAX), 0);
    patterns_free(p);
}
END_TEST

START_TEST(says_that_a_grammar_is_missing)
{
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(syntax_grammar("cobol", &error));
    ck_assert_str_eq(error->message, "the grammar 'cobol' is not built into this program");
}
END_TEST

START_TEST(counts_the_errors_of_a_tree)
{
    static const struct {
        const char *source;
        bool errors;
    } rows[] = {{"x = 1\n", false}, {"x = = 1\n", true}, {"f(\n", true}, {"", false}};
    struct syntax *s = syntax_new();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        TSNode root;
        ck_assert_int_eq(syntax_parse(s, python(), rows[i].source, strlen(rows[i].source), &root), SYNTAX_PARSED);
        ck_assert_msg((syntax_errors(root) > 0) == rows[i].errors, "%s", rows[i].source);
        syntax_forget(s);
    }
    syntax_free(s);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("pattern");
    TCase *t = tcase_create("pattern");
    suite_add_tcase(s, t);
    tcase_add_loop_test(t, names_what_is_wrong_and_where, 0, G_N_ELEMENTS(errors));
    tcase_add_test(t, says_where_a_regular_expression_is_wrong);
    tcase_add_loop_test(t, matches_nodes, 0, G_N_ELEMENTS(matches));
    tcase_add_test(t, knows_the_roles_of_nodes);
    tcase_add_test(t, says_that_a_grammar_is_missing);
    tcase_add_test(t, counts_the_errors_of_a_tree);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failures = srunner_ntests_failed(r);
    srunner_free(r);
    return failures != 0;
}
