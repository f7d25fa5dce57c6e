/* Ownership files: fixed places, patterns like gitignore's, the last match wins. */
#include "cond_check.h"

static struct builder *b;

static void end(void)
{
    builder_free(b);
}

static uint32_t begin(const char *place)
{
    b = builder_new("{all: {owners: sites}, half: {owners: sites, at_least: 0.5}, any: {owners: "
                    "sites, any: true}}",
                    NULL);
    return builder_file(b, place, ZONE_CONFIG, NULL);
}

static const struct {
    const char *pattern, *path;
    bool fits;
} patterns[] = {
    {"*", "src/app/llm.py", true},
    {"/", "src/app/llm.py", true},
    {"*.py", "src/app/llm.py", true},
    {"*.js", "src/app/llm.py", false},
    {"/src/", "src/app/llm.py", true},
    {"/app/", "src/app/llm.py", false},
    {"app/", "src/app/llm.py", true},
    {"app", "src/app/llm.py", true},
    {"src/app", "src/app/llm.py", true},
    {"src/app/*", "src/app/llm.py", true},
    {"src/*", "src/app/llm.py", false},
    {"src/**", "src/app/llm.py", true},
    {"**/app", "src/app/llm.py", true},
    {"/src/app/llm.py", "src/app/llm.py", true},
    {"llm.py", "src/app/llm.py", true},
    {"llm", "src/app/llm.py", false},
    {"*********************************x", "src/app/llm.py", false},
};

START_TEST(patterns_fit_as_the_consumer_says)
{
    uint32_t owners = begin("CODEOWNERS");
    builder_site(b, builder_file(b, patterns[_i].path, ZONE_SRC, "python"), 3, "chat");
    builder_owner(b, owners, patterns[_i].pattern, "@team");
    ck_assert_truth(b, "all", SUBJECT_NONE, truth_of(patterns[_i].fits));
}
END_TEST

START_TEST(the_last_match_wins_and_nobody_takes_ownership_away)
{
    uint32_t owners = begin("CODEOWNERS");
    builder_site(b, builder_file(b, "src/a.py", ZONE_SRC, "python"), 3, "chat");
    builder_site(b, builder_file(b, "src/b.py", ZONE_SRC, "python"), 3, "chat");
    builder_owner(b, owners, "*", "@org/ai");
    ck_assert_truth(b, "all", SUBJECT_NONE, TRUTH_YES);
    ck_assert_str_eq(ask(b, "all", SUBJECT_NONE).text, "@org/ai owns 2 of 2 files");
    builder_owner(b, owners, "/src/b.py", "");
    ck_assert_truth(b, "all", SUBJECT_NONE, TRUTH_NO);
    ck_assert_truth(b, "half", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "any", SUBJECT_NONE, TRUTH_YES);
    builder_owner(b, owners, "/src/", "ai@acme.io");
    ck_assert_truth(b, "all", SUBJECT_NONE, TRUTH_YES);
}
END_TEST

static const struct {
    const char *owner;
    bool real;
} names[] = {{"@alice", true}, {"@org/team", true}, {"a@b.io", true}, {"@your-org/team", false},
             {"TODO", false},  {"alice", false},    {"@", false}};

START_TEST(placeholder_owners_own_nothing)
{
    uint32_t owners = begin("CODEOWNERS");
    builder_site(b, builder_file(b, "a.py", ZONE_SRC, "python"), 3, "chat");
    builder_owner(b, owners, "*", names[_i].owner);
    ck_assert_truth(b, "all", SUBJECT_NONE, truth_of(names[_i].real));
    ck_assert_truth(b, "any", SUBJECT_NONE, truth_of(names[_i].real));
    ck_assert_uint_eq(ask(b, "any", SUBJECT_NONE).n_declared, !names[_i].real);
}
END_TEST

static const struct {
    const char *path;
    bool valid;
} places[] = {{"CODEOWNERS", true},         {".github/CODEOWNERS", true},
              {".gitlab/CODEOWNERS", true}, {"docs/CODEOWNERS", true},
              {"app/CODEOWNERS", false},    {".github/x/CODEOWNERS", false}};

START_TEST(the_file_must_stand_where_its_consumer_looks)
{
    uint32_t owners = begin(places[_i].path);
    builder_site(b, builder_file(b, "src.py", ZONE_SRC, "python"), 3, "chat");
    builder_owner(b, owners, "*", "@team");
    ck_assert_truth(b, "all", SUBJECT_NONE, truth_of(places[_i].valid));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("owners");
    TCase *t = tcase_create("owners");
    tcase_add_checked_fixture(t, NULL, end);
    tcase_add_loop_test(t, patterns_fit_as_the_consumer_says, 0, G_N_ELEMENTS(patterns));
    tcase_add_test(t, the_last_match_wins_and_nobody_takes_ownership_away);
    tcase_add_loop_test(t, placeholder_owners_own_nothing, 0, G_N_ELEMENTS(names));
    tcase_add_loop_test(t, the_file_must_stand_where_its_consumer_looks, 0, G_N_ELEMENTS(places));
    suite_add_tcase(s, t);
    return run_suite(s);
}
