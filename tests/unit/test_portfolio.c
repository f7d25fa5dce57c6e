#include "report/portfolio.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* A report that says no more than it must. */
static char *report_of(const char *name, const char *kind, const char *score, const char *model, const char *controls)
{
    return g_strdup_printf("{\"schema_version\":1,\"subject\":{\"name\":\"%s\",\"kind\":\"%s\",\"commit_date\":\"2025-01-02\",\"selection\":null},"
                           "\"score\":{\"value\":%s,\"low\":0,\"high\":100,\"with_waivers\":%s,\"grade\":\"C\",\"model\":\"%s\",\"debt_minutes\":60},"
                           "\"controls\":[%s],\"findings\":[{\"fingerprint\":\"f1\",\"state\":\"open\",\"file\":\"a.py\",\"line\":7,\"message\":\"m\"},"
                           "{\"fingerprint\":\"f0\",\"state\":\"waived\",\"file\":\"b.py\",\"line\":1,\"message\":\"n\"}]}",
                           name, kind, score, score, model, controls);
}

static void add(struct portfolio *p, const char *name, const char *kind, const char *score, const char *model, const char *controls)
{
    g_autofree char *text = report_of(name, kind, score, model, controls);
    g_autoptr(GError) error = NULL;
    struct portfolio_about about = {.source = name};
    ck_assert_msg(portfolio_add_report(p, &about, text, strlen(text), &error), "%s", error ? error->message : "");
}

static const struct portfolio_options plain = {.gate = -1};

static const struct portfolio_entry *entry(const struct portfolio *p, const char *name)
{
    const struct portfolio_entry *e = portfolio_find(p, name);
    ck_assert_msg(e != NULL, "no entry %s", name);
    return e;
}

START_TEST(ranks_within_a_kind_and_leaves_other_models_out)
{
    struct portfolio *p = portfolio_new(NULL);
    add(p, "a", "app", "50.0", SCORE_MODEL_VERSION, "");
    add(p, "b", "app", "70.5", SCORE_MODEL_VERSION, "");
    add(p, "c", "library", "10.0", SCORE_MODEL_VERSION, "");
    add(p, "d", "app", "50.0", SCORE_MODEL_VERSION, "");
    add(p, "e", "app", "99.0", "0.9", "");
    add(p, "f", "none", "null", SCORE_MODEL_VERSION, "");
    portfolio_add_failure(p, &(struct portfolio_about){.name = "g", .source = "g"}, "why");
    for (int again = 0; again < 2; again++) {
        portfolio_settle(p, &(struct portfolio_options){.gate = 600});
        ck_assert_uint_eq(p->n_ranked, 4);
        ck_assert_uint_eq(entry(p, "b")->rank, 1);
        ck_assert_uint_eq(entry(p, "a")->rank, 2);
        ck_assert_uint_eq(entry(p, "d")->rank, 2);
        ck_assert_uint_eq(entry(p, "c")->rank, 1);
        ck_assert_uint_eq(entry(p, "c")->of, 1);
        ck_assert_int_eq(entry(p, "e")->standing, STANDING_OTHER_MODEL);
        ck_assert_int_eq(entry(p, "f")->standing, STANDING_NO_SCORE);
        ck_assert_int_eq(entry(p, "g")->standing, STANDING_FAILED);
        ck_assert_int_eq(p->median, 500);
        ck_assert_uint_eq(p->n_passing, 1);
        ck_assert_int_eq(p->as_of, 20250102);
        ck_assert_str_eq(p->kinds[0].name, "app");
        ck_assert_int_eq(p->kinds[0].median, 500);
        ck_assert_str_eq(portfolio_entry_at(p, p->order[0])->name, "b");
    }
    portfolio_free(p);
}
END_TEST

START_TEST(sums_what_is_owed_and_says_where)
{
    struct portfolio *p = portfolio_new(NULL);
    add(p, "a", "app", "50.0", SCORE_MODEL_VERSION,
        "{\"id\":\"TEC-04\",\"title\":\"T\",\"category\":\"technical\",\"severity\":\"high\",\"status\":\"missing\",\"credit\":0,"
        "\"effort_minutes\":30,\"debt_minutes\":30,\"score_gain\":1.5,\"findings\":[\"f0\",\"f1\"],\"references\":{\"x\":[\"1\"]}}");
    add(p, "b", "app", "60.0", SCORE_MODEL_VERSION,
        "{\"id\":\"TEC-04\",\"title\":\"T\",\"category\":\"technical\",\"severity\":\"high\",\"status\":\"partial\",\"credit\":0.5,"
        "\"effort_minutes\":15,\"debt_minutes\":15,\"score_gain\":0.7,\"findings\":[],\"references\":{\"x\":[\"1\"]}}");
    portfolio_settle(p, &plain);
    ck_assert_uint_eq(p->n_common, 1);
    ck_assert_uint_eq(p->common[0].lacking, 2);
    ck_assert_uint_eq(p->common[0].partial, 1);
    ck_assert_int_eq(p->common[0].effort_minutes, 45);
    ck_assert_int_eq(p->common[0].points, 22);
    ck_assert_uint_eq(p->clauses[0].open, 1);
    ck_assert_uint_eq(p->clauses[0].partly, 1);
    const struct portfolio_judgement *j = portfolio_judgement_of(entry(p, "a"), "TEC-04");
    ck_assert_uint_eq(j->open, 1); /* the waived one does not count */
    ck_assert_str_eq(j->file, "a.py");
    ck_assert_uint_eq(j->line, 7);
    portfolio_free(p);
}
END_TEST

START_TEST(gives_the_same_from_reports_and_from_its_own_json)
{
    struct portfolio *p = portfolio_new(NULL), *q = portfolio_new(NULL);
    g_autoptr(GString) long_text = g_string_new(NULL), first = g_string_new(NULL), second = g_string_new(NULL), bare = g_string_new(NULL);
    for (int i = 0; i < 100; i++)
        g_string_append(long_text, "äöü");
    g_autofree char *control = g_strdup_printf("{\"id\":\"TEC-04\",\"title\":\"T\",\"category\":\"technical\",\"severity\":\"high\","
                                               "\"status\":\"unknown\",\"reason\":\"%s\",\"findings\":[],\"references\":{}}", long_text->str);
    add(p, "x", "app", "33.3", SCORE_MODEL_VERSION, control);
    add(p, "x", "app", "44.4", SCORE_MODEL_VERSION, control);
    portfolio_entry_at(p, 1)->about.source = "other";
    portfolio_write_bare(p, bare);
    ck_assert(portfolio_is_portfolio(bare->str, bare->len));
    ck_assert(portfolio_add_portfolio(q, NULL, bare->str, bare->len, NULL, NULL));
    portfolio_settle(p, &plain);
    portfolio_settle(q, &plain);
    struct text_options options = {.width = 100};
    for (size_t i = 0; i < n_portfolio_reporters; i++) {
        portfolio_reporters[i].write(p, &options, first);
        portfolio_reporters[i].write(q, &options, second);
    }
    ck_assert_str_eq(first->str, second->str);
    ck_assert(strstr(first->str, "x (other)") && strstr(first->str, "x (x)"));
    portfolio_free(p);
    portfolio_free(q);
}
END_TEST

static const char *const strange[] = {
    "", "[]", "null", "{}", "{\"controls\":[]}", "{\"schema_version\":99,\"controls\":[],\"findings\":[],\"score\":{}}",
    "{\"schema_version\":1,\"controls\":[],\"findings\":[],\"score\":{},\"subject\":{\"selection\":\"technical\"}}",
};

START_TEST(refuses_what_is_no_report)
{
    struct portfolio *p = portfolio_new(NULL);
    g_autoptr(GError) error = NULL;
    struct portfolio_about about = {.name = "a", .source = "a"};
    ck_assert(!portfolio_add_report(p, &about, strange[_i], strlen(strange[_i]), &error));
    ck_assert(error != NULL);
    ck_assert_uint_eq(p->entries->len, 0);
    portfolio_free(p);
}
END_TEST

START_TEST(takes_nothing_on_trust)
{
    static const char text[] =
        "{\"schema_version\":1,\"subject\":{\"name\":7,\"kind\":[]},\"score\":{\"value\":-3,\"grade\":\"Zz\",\"model\":\"" SCORE_MODEL_VERSION "\"},"
        "\"categories\":[{\"id\":\"none\"},7,{\"id\":\"technical\",\"score\":1e99,\"controls\":{\"missing\":-1}}],"
        "\"controls\":[{\"id\":\"A\",\"status\":\"gone\",\"findings\":[7,\"?\"],\"evidence\":7},{\"id\":7},{},\"x\"],"
        "\"findings\":[{\"fingerprint\":1}],\"waivers\":[{}],\"inventory\":{\"models\":[{},{\"id\":\"m\",\"sites\":1e300,\"line\":-1}]}}";
    struct portfolio *p = portfolio_new(NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    struct text_options options = {.width = 100, .unicode = true};
    ck_assert(portfolio_add_report(p, &(struct portfolio_about){.name = "a", .source = "a", .report = "javascript:alert(1)"}, text, sizeof text - 1, NULL));
    portfolio_settle(p, &plain);
    for (size_t i = 0; i < n_portfolio_reporters; i++)
        portfolio_reporters[i].write(p, &options, out);
    ck_assert_int_eq(entry(p, "a")->standing, STANDING_NO_SCORE);
    portfolio_free(p);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("portfolio");
    TCase *t = tcase_create("portfolio");
    tcase_add_test(t, ranks_within_a_kind_and_leaves_other_models_out);
    tcase_add_test(t, sums_what_is_owed_and_says_where);
    tcase_add_test(t, gives_the_same_from_reports_and_from_its_own_json);
    tcase_add_loop_test(t, refuses_what_is_no_report, 0, (int)G_N_ELEMENTS(strange));
    tcase_add_test(t, takes_nothing_on_trust);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
