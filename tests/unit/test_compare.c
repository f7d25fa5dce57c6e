/* Two digests compared: what is the same, what is new, what is gone; and a digest as JSON and back. */
#include <check.h>
#include <string.h>

#include "report/compare.h"

static struct digest_finding finding(const char *group, const char *path, const char *symbol, const char *callee)
{
    return (struct digest_finding){.fingerprint = "", .group = group, .control = "TEC-04", .title = "t", .message = "m", .path = path,
                                   .symbol = symbol, .callee = callee, .line = 1, .severity = SEVERITY_HIGH};
}

static struct digest digest_of(struct digest_finding *list, unsigned n)
{
    return (struct digest){.name = "r", .kind = "app", .score_model = SCORE_MODEL_VERSION, .findings = list, .n_findings = n};
}

#define COMPARED(base, head)                                                                       \
    struct digest b = digest_of(base, G_N_ELEMENTS(base)), h = digest_of(head, G_N_ELEMENTS(head)); \
    struct comparison *c = compare_new(&b, &h)

START_TEST(the_same_elsewhere_is_the_same)
{
    struct digest_finding base[] = {finding("g1", "a.py", ".f", "call"), finding("g2", "a.py", ".f", "call")};
    struct digest_finding head[] = {finding("g1", "b/a.py", ".f", "call"), finding("g2", "b/a.py", ".f", "call")};
    COMPARED(base, head);
    ck_assert_uint_eq(c->n_unchanged, 2);
    ck_assert_uint_eq(c->n_new + c->n_fixed, 0);
    compare_free(c);
}
END_TEST

START_TEST(of_equals_the_one_in_the_new_file_is_new)
{
    struct digest_finding base[] = {finding("g", "b.py", "", "call"), finding("g", "c.py", "", "call")};
    struct digest_finding head[] = {finding("g", "a.py", "", "call"), finding("g", "b.py", "", "call"), finding("g", "c.py", "", "call")};
    COMPARED(base, head);
    ck_assert_uint_eq(c->n_new, 1);
    ck_assert_str_eq(c->new[0]->path, "a.py");
    compare_free(c);
}
END_TEST

START_TEST(a_call_with_other_arguments_is_the_same_call)
{
    struct digest_finding base[] = {finding("g1", "a.py", ".f", "call"), finding("g3", "a.py", ".old", "other")};
    struct digest_finding head[] = {finding("g2", "a.py", ".f", "call"), finding("g4", "a.py", ".new", "other")};
    COMPARED(base, head);
    ck_assert_uint_eq(c->n_unchanged, 2);
    compare_free(c);
}
END_TEST

START_TEST(another_call_elsewhere_is_new)
{
    struct digest_finding base[] = {finding("g1", "a.py", "", "call")};
    struct digest_finding head[] = {finding("g2", "b.py", "", "call")};
    COMPARED(base, head);
    ck_assert_uint_eq(c->n_new, 1);
    ck_assert_uint_eq(c->n_fixed, 1);
    compare_free(c);
}
END_TEST

START_TEST(what_the_base_accepts_is_not_new)
{
    struct digest_finding base[] = {finding("g1", "a.py", "", "call")};
    struct digest_finding head[] = {finding("g1", "a.py", "", "call"), finding("g2", "b.py", "", "call")};
    head[1].state = FINDING_WAIVED;
    COMPARED(base, head);
    ck_assert_uint_eq(c->n_new, 0);
    ck_assert_uint_eq(c->n_accepted, 1);
    compare_free(c);
}
END_TEST

START_TEST(comments_that_the_base_lacks_are_listed)
{
    struct digest_waiver old[] = {{.control = "TEC-04", .path = "a.py", .reason = "r", .line = 1}};
    struct digest_waiver now[] = {{.control = "TEC-04", .path = "b.py", .reason = "r", .line = 9},
                                  {.control = "TEC-04", .path = "c.py", .reason = "r", .line = 2}};
    struct digest b = {.name = "r", .kind = "app", .waivers = old, .n_waivers = 1};
    struct digest h = {.name = "r", .kind = "app", .waivers = now, .n_waivers = 2};
    struct comparison *c = compare_new(&b, &h);
    ck_assert_uint_eq(c->n_additions, 1);
    ck_assert_str_eq(c->additions[0].path, "c.py");
    compare_free(c);
}
END_TEST

START_TEST(a_digest_is_the_same_after_json)
{
    struct digest_finding list[] = {finding("g1", "a.py", ".f", "call \"x\"\n")};
    struct digest_waiver waivers[] = {{.control = NULL, .path = "a.py", .reason = "r", .line = 3, .state = WAIVER_INVALID}};
    struct digest d = digest_of(list, 1);
    list[0].state = FINDING_BASELINE;
    d.score = 541;
    d.scored = true;
    d.grade = 'D';
    d.waivers = waivers;
    d.n_waivers = 1;
    d.categories[CATEGORY_GOVERNANCE] = (struct digest_category){true, 123, 'F', 45};
    g_autoptr(GString) text = g_string_new(NULL), again = g_string_new(NULL);
    digest_write(&d, text);
    struct digest *back = digest_read(text->str, text->len);
    ck_assert_ptr_nonnull(back);
    ck_assert_str_eq(back->findings[0].callee, "call \"x\"\n");
    digest_write(back, again);
    ck_assert_str_eq(again->str, text->str);
    digest_free(back);
    ck_assert_ptr_null(digest_read("{}", 2));
    ck_assert_ptr_null(digest_read("nothing", 7));
}
END_TEST

/* Whatever a scanned file says, it stays text. */
START_TEST(markdown_forges_nothing)
{
    struct digest_finding head[] = {finding("g", "a|b`<img>.py", "", "")};
    struct digest_finding base[] = {finding("x", "x", "y", "z")};
    head[0].message = "@everyone see #1 <script> | [x](http://e.example) **now**";
    COMPARED(base, head);
    g_autoptr(GString) out = g_string_new(NULL);
    struct text_options options = {.width = 80};
    for (size_t i = 0; i < n_compare_reporters; i++)
        if (strcmp(compare_reporters[i].name, "markdown") == 0)
            compare_reporters[i].write(c, &options, out);
    ck_assert_ptr_null(strstr(out->str, "@everyone"));
    ck_assert_ptr_null(strstr(out->str, "<script>"));
    ck_assert_ptr_null(strstr(out->str, "[x]("));
    ck_assert_ptr_null(strstr(out->str, "#1"));
    ck_assert_ptr_null(strstr(out->str, "a|b"));
    compare_free(c);
}
END_TEST

static const char *json_of(const struct comparison *c, GString *out)
{
    for (size_t i = 0; i < n_compare_reporters; i++)
        if (strcmp(compare_reporters[i].name, "json") == 0)
            compare_reporters[i].write(c, &(struct text_options){.width = 80}, out);
    return out->str;
}

START_TEST(what_is_written_is_read)
{
    struct digest_finding head[] = {finding("g1", "a.py", "", "call"), finding("g2", "b c.py", "", "call")};
    struct digest_finding base[] = {finding("g1", "a.py", "", "call"), finding("x", "x.py", "y", "z")};
    head[1].severity = SEVERITY_CRITICAL;
    COMPARED(base, head);
    b.scored = h.scored = true;
    b.score = 541;
    h.score = 512;
    h.categories[CATEGORY_GOVERNANCE] = (struct digest_category){.scored = true, .score = 333};
    c->gate_failed = true;
    c->gate_reasons = (const char *[]){"it drops", NULL};
    c->inner = "services/a";
    c->blob = "https://host/o/r/blob/1/";
    compare_add(c, "file", ".debtscanignore", 0, "added");
    g_autoptr(GString) out = g_string_new(NULL), before = g_string_new(NULL), after = g_string_new(NULL);
    json_of(c, out);
    struct comparison *again = compare_read(out->str, out->len, NULL);
    ck_assert_ptr_nonnull(again);
    again->blob = c->blob;
    compare_markdown(c, before);
    compare_markdown(again, after);
    ck_assert_str_eq(before->str, after->str);
    ck_assert_ptr_nonnull(strstr(after->str, "](https://host/o/r/blob/1/services/a/b%20c.py#L1)"));
    compare_free(again);
    compare_free(c);
}
END_TEST

static const char *const strange[] = {
    "", "{", "[]", "null", "{}", "{\"schema_version\": 1, \"tool\": {\"name\": \"other\"}, \"base\": {}, \"head\": {}, \"new\": []}",
    "{\"schema_version\": 2, \"tool\": {\"name\": \"debtscan\"}, \"base\": {}, \"head\": {}, \"new\": []}",
    "{\"schema_version\": 1, \"tool\": {\"name\": \"debtscan\"}, \"base\": [], \"head\": {}, \"new\": []}",
};

START_TEST(anything_else_is_not)
{
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(compare_read(strange[_i], strlen(strange[_i]), &error));
    ck_assert_ptr_nonnull(error);
}
END_TEST

/* A stranger's file: of the right shape, and otherwise what one likes. */
START_TEST(what_a_stranger_writes_stays_text)
{
    const char *text = "{\"schema_version\": 1, \"tool\": {\"name\": \"debtscan\"}, \"name\": 7, \"path\": \"../up\","
                       "\"base\": {\"score\": 1e300, \"branch\": \"@all\"}, \"head\": {\"score\": -4, \"commit\": \"<b>\"}, \"categories\": [{\"id\": 3}, 5],"
                       "\"gate\": {\"failed\": true, \"reasons\": [\"<i>@x\", 4]}, \"fixed\": \"none\", \"unchanged\": 3, \"additions\": [null],"
                       "\"new\": [4, {\"control\": \"**[x](http://e.example)\", \"severity\": \"worst\", \"file\": \"../../up\", \"line\": -1, \"fix\": \"`@y`\"}]}";
    struct comparison *c = compare_read(text, strlen(text), NULL);
    ck_assert_ptr_nonnull(c);
    ck_assert_str_eq(c->inner, ".");
    c->blob = "https://host/o/r/blob/1/";
    g_autoptr(GString) out = g_string_new(NULL), json = g_string_new(NULL);
    compare_markdown(c, out);
    json_of(c, json);
    ck_assert_ptr_null(strstr(out->str, "<i>"));
    ck_assert_ptr_null(strstr(out->str, "<b>"));
    ck_assert_ptr_null(strstr(out->str, "@x"));
    ck_assert_ptr_null(strstr(out->str, "@all"));
    ck_assert_ptr_null(strstr(out->str, "](http://"));
    ck_assert_ptr_null(strstr(out->str, "blob/1/.."));
    compare_free(c);
}
END_TEST

static const struct {
    int lacking;
    const char *said;
} ways[] = {
    {0, NULL},
    {12, "Fixing number 3 alone passes the gate (about +1.2 of the 1.2 that are missing)."},
    {15, "numbers 1 and 3 together pass the gate (about +2.2 of the 1.5 that are missing)."},
    {27, "Fixing all of them passes the gate (about +2.7 of the 2.7 that are missing)."},
    {28, "Fixing all of them is not enough: they gain about 2.7 of the 2.8 that are missing."},
};

START_TEST(the_comment_says_what_passes_the_gate)
{
    struct digest_finding base[1] = {0}, head[] = {finding("g1", "a.py", "f", "x"), finding("g2", "b.py", "f", "x"), finding("g3", "c.py", "f", "x")};
    struct digest b = digest_of(base, 0), h = digest_of(head, 3);
    head[0].score_gain = 10;
    head[1].score_gain = 5;
    head[2].score_gain = 12;
    struct comparison *c = compare_new(&b, &h);
    ck_assert_uint_eq(c->n_new, 3);
    c->lacking = ways[_i].lacking;
    g_autoptr(GString) text = g_string_new(NULL);
    compare_markdown(c, text);
    if (ways[_i].said)
        ck_assert_msg(strstr(text->str, ways[_i].said) != NULL, "%s", text->str);
    else
        ck_assert_ptr_null(strstr(text->str, "missing"));
    compare_free(c);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("compare");
    TCase *t = tcase_create("compare");
    tcase_add_test(t, the_same_elsewhere_is_the_same);
    tcase_add_test(t, of_equals_the_one_in_the_new_file_is_new);
    tcase_add_test(t, a_call_with_other_arguments_is_the_same_call);
    tcase_add_test(t, another_call_elsewhere_is_new);
    tcase_add_test(t, what_the_base_accepts_is_not_new);
    tcase_add_test(t, comments_that_the_base_lacks_are_listed);
    tcase_add_test(t, a_digest_is_the_same_after_json);
    tcase_add_test(t, markdown_forges_nothing);
    tcase_add_loop_test(t, the_comment_says_what_passes_the_gate, 0, G_N_ELEMENTS(ways));
    tcase_add_test(t, what_is_written_is_read);
    tcase_add_loop_test(t, anything_else_is_not, 0, (int)G_N_ELEMENTS(strange));
    tcase_add_test(t, what_a_stranger_writes_stays_text);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
