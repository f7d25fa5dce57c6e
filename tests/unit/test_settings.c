/* .debtscan.yml: what it may say, and how it is told what is wrong with it. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "rules/settings.h"

static struct ruleset *rules;

static void setup(void)
{
    g_autoptr(GError) error = NULL;
    rules = ruleset_load_untested(NULL, &error);
    ck_assert_msg(rules != NULL, "%s", error ? error->message : "");
}

static void teardown(void)
{
    ruleset_free(rules);
}

static struct settings *taken(const char *text, const char *profile)
{
    g_autoptr(GError) error = NULL;
    struct settings *s = settings_read(rules, ".debtscan.yml", text, profile, &error);
    ck_assert_msg(s != NULL, "%s", error ? error->message : "");
    return s;
}

static void refuse(const char *text, const char *profile, const char *message)
{
    g_autoptr(GError) error = NULL;
    struct settings *s = settings_read(rules, ".debtscan.yml", text, profile, &error);
    ck_assert_ptr_null(s);
    ck_assert_msg(strstr(error->message, message) != NULL, "'%s' instead of '%s'", error->message, message);
}

START_TEST(without_a_file_the_first_profile_holds)
{
    struct settings *s = taken(NULL, NULL);
    ck_assert_str_eq(s->profile.name, "launch");
    ck_assert_int_eq(s->profile.target, 700);
    ck_assert_int_eq(s->profile.floors[CATEGORY_EVALUATION], 400);
    ck_assert_int_eq(s->profile.gates.fail_under, -1);
    ck_assert_ptr_null(s->file);
    ck_assert_ptr_null(profile_weights(&s->profile, &s->arena));
    settings_free(s);
    settings_free(taken("", NULL));
    settings_free(taken("# nothing yet\n", NULL));
}
END_TEST

START_TEST(a_file_chooses_a_profile_and_changes_it)
{
    struct settings *s = taken("profile: regulated\nweights: {evaluation: 3}\nfloors: {technical: 52.5}\ntarget: 80\n"
                              "gates: {fail_under: 60, fail_on: [high, new], max_drop: 1.5, floors: true}\nkind: agent\n", NULL);
    const struct profile *p = &s->profile;
    ck_assert_str_eq(p->name, "regulated");
    ck_assert(p->adapted);
    ck_assert_int_eq(p->weights[CATEGORY_GOVERNANCE], 2); /* of the profile */
    ck_assert_int_eq(p->weights[CATEGORY_EVALUATION], 3);
    ck_assert_str_eq(profile_weights(p, &s->arena), "evaluation 3, governance 2");
    ck_assert_int_eq(p->floors[CATEGORY_TECHNICAL], 525);
    ck_assert_int_eq(p->floors[CATEGORY_GOVERNANCE], 700);
    ck_assert_int_eq(p->target, 800);
    ck_assert_int_eq(p->gates.fail_under, 600);
    ck_assert_int_eq(p->gates.fail_on, SEVERITY_HIGH);
    ck_assert(p->gates.fail_on_new && p->gates.floors);
    ck_assert_int_eq(p->gates.max_drop, 15);
    ck_assert_str_eq(s->kind, "agent");
    ck_assert_str_eq(s->file, ".debtscan.yml");
    settings_free(s);
}
END_TEST

START_TEST(the_users_profile_is_taken_as_it_is)
{
    struct settings *s = taken("profile: regulated\nweights: {evaluation: 3}\nkind: agent\n", "library");
    ck_assert_str_eq(s->profile.name, "library");
    ck_assert(!s->profile.adapted);
    ck_assert_str_eq(profile_weights(&s->profile, &s->arena), "operational 0");
    ck_assert_str_eq(s->kind, "agent");
    settings_free(s);
}
END_TEST

START_TEST(equal_weights_bend_nothing)
{
    struct settings *s = taken("weights: {technical: 2, operational: 2, evaluation: 2, integration: 2, governance: 2}\n", NULL);
    ck_assert_ptr_null(profile_weights(&s->profile, &s->arena));
    settings_free(s);
}
END_TEST

START_TEST(efforts_and_declarations_are_kept)
{
    struct settings *s = taken("efforts: {TEC-04: {each: 1}, EVA-01: {once: 30}}\n"
                              "declared:\n  auth: {kind: external, owner: '@platform', link: 'wiki/gateway'}\n", NULL);
    ck_assert_uint_eq(s->n_efforts, 2);
    const struct effort *e = &s->efforts[g_str_equal(s->efforts[0].control, "TEC-04") ? 0 : 1];
    ck_assert_int_eq(e->each, 1);
    ck_assert_int_eq(e->once, ruleset_control(rules, "TEC-04")->effort_once);
    const struct declaration *d = settings_declaration(s, "auth");
    ck_assert_str_eq(d->owner, "@platform");
    ck_assert_uint_eq(d->line, 3);
    ck_assert_ptr_null(settings_declaration(s, "audit"));
    ck_assert_ptr_null(settings_declaration(NULL, "auth"));
    settings_free(s);
}
END_TEST

static const struct {
    const char *text, *message;
} wrong[] = {
    {"weight: {technical: 1}\n", ".debtscan.yml:1: unknown key 'weight'; did you mean 'weights'?"},
    {"\nprofile: launhc\n", ".debtscan.yml:2: no profile is called 'launhc'; did you mean 'launch'?"},
    {"kind: shop\n", ".debtscan.yml:1: 'shop' is no kind of a repository; known: "},
    {"weights: {technical: 1.5}\n", "a weight is a whole number from 0 to 10"},
    {"weights: {technical: 11}\n", "a weight is a whole number from 0 to 10"},
    {"weights: {technical: 0, operational: 0, evaluation: 0, integration: 0, governance: 0}\n", "at least one debt must weigh something"},
    {"floors: {technical: 101}\n", "'technical' is a score from 0 to 100"},
    {"target: 70.55\n", "'target' is a score from 0 to 100 with at most one decimal"},
    {"gates: {fail_on: [hihg]}\n", "'fail_on' cannot be 'hihg'"},
    {"efforts: {TEC-99: {once: 1}}\n", "no control is called 'TEC-99'"},
    {"efforts: {TEC-04: 5}\n", "expected a map"},
    {"declared: {auth: {kind: external, owner: x}}\n", "the key 'link' is missing"},
    {"declared: {audit: {kind: external, owner: x, link: y}}\n", "no control asks whether 'audit' is declared; known: auth"},
    {"rules: ../elsewhere\n", "'rules' is a folder of this repository"},
    {"rules: /etc\n", "'rules' is a folder of this repository"},
    {"- launch\n", "expected a map"},
    {"profile: [", ".debtscan.yml:"},
};

START_TEST(what_is_wrong_is_told_with_its_line)
{
    refuse(wrong[_i].text, NULL, wrong[_i].message);
}
END_TEST

START_TEST(everything_wrong_is_told_at_once)
{
    refuse("profile: nobody\nkind: nothing\n", NULL, ".debtscan.yml:1");
    refuse("profile: nobody\nkind: nothing\n", NULL, ".debtscan.yml:2");
    refuse(NULL, "nobody", "no profile is called 'nobody'; known: launch, regulated, library");
}
END_TEST

START_TEST(the_folder_of_rules_is_found_before_there_are_any)
{
    g_autofree char *plain = settings_rules_folder("rules: ./policy/debtscan//\n");
    ck_assert_str_eq(plain, "policy/debtscan");
    ck_assert_ptr_null(settings_rules_folder("rules: ../policy\n"));
    ck_assert_ptr_null(settings_rules_folder("rules: /policy\n"));
    ck_assert_ptr_null(settings_rules_folder("rules: [a]\n"));
    ck_assert_ptr_null(settings_rules_folder("kind: app\n"));
    ck_assert_ptr_null(settings_rules_folder("rules: ["));
    ck_assert_ptr_null(settings_rules_folder(NULL));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("settings");
    TCase *t = tcase_create("settings");
    tcase_add_unchecked_fixture(t, setup, teardown);
    tcase_add_test(t, without_a_file_the_first_profile_holds);
    tcase_add_test(t, a_file_chooses_a_profile_and_changes_it);
    tcase_add_test(t, the_users_profile_is_taken_as_it_is);
    tcase_add_test(t, equal_weights_bend_nothing);
    tcase_add_test(t, efforts_and_declarations_are_kept);
    tcase_add_loop_test(t, what_is_wrong_is_told_with_its_line, 0, G_N_ELEMENTS(wrong));
    tcase_add_test(t, everything_wrong_is_told_at_once);
    tcase_add_test(t, the_folder_of_rules_is_found_before_there_are_any);
    suite_add_tcase(suite, t);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
