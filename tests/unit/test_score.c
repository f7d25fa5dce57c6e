/* Scores from outcomes: the worked example of CONTROLS 3.10, P9, P10 and P11. */
#include <check.h>
#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/judge_priv.h"

#define MOST 64

static struct control controls[MOST];
static struct outcome outcomes[MOST];
static unsigned n;

static struct outcome *add(enum category category, enum severity severity, int credit)
{
    controls[n] = (struct control){.id = "X-01",
                                   .title = "X",
                                   .category = category,
                                   .severity = severity,
                                   .subject = SUBJECT_REPOSITORY};
    outcomes[n] = (struct outcome){.control = &controls[n],
                                   .effort_once = 60,
                                   .credit = credit,
                                   .credit_low = credit,
                                   .credit_high = credit,
                                   .confidence = 90,
                                   .status = credit < 0 ? STATUS_NOT_APPLICABLE : STATUS_PARTIAL};
    return &outcomes[n++];
}

static struct outcome *add_gate(enum category category, unsigned findings)
{
    struct outcome *o = add(category, SEVERITY_CRITICAL, findings ? 0 : 100);
    controls[n - 1].gate = true;
    o->n_gate = o->n_findings = findings;
    return o;
}

static struct profile profile;

static void begin(void)
{
    n = 0;
    profile = (struct profile){.name = "even", .weights = {1, 1, 1, 1, 1}, .target = PROFILE_TARGET, .gates = PROFILE_NO_GATES};
}

static struct score_total total(struct category_score *categories)
{
    struct score_total t;
    score_total(outcomes, n, &profile, categories, &t);
    return t;
}

static void worked_example(void)
{
    static const struct {
        enum severity severity;
        int credit;
    } tec[] = {
        {SEVERITY_CRITICAL, 50}, {SEVERITY_HIGH, 0},  {SEVERITY_HIGH, 50},  {SEVERITY_HIGH, 25},
        {SEVERITY_HIGH, 50},     {SEVERITY_HIGH, 75}, {SEVERITY_MEDIUM, 0}, {SEVERITY_MEDIUM, 100},
        {SEVERITY_MEDIUM, -1},   {SEVERITY_HIGH, 25}, {SEVERITY_LOW, 0},    {SEVERITY_MEDIUM, 100},
        {SEVERITY_MEDIUM, 0},    {SEVERITY_HIGH, 50}, {SEVERITY_HIGH, 75},  {SEVERITY_HIGH, 0}};
    for (unsigned i = 0; i < G_N_ELEMENTS(tec); i++)
        add(CATEGORY_TECHNICAL, tec[i].severity, tec[i].credit);
}

START_TEST(the_worked_example_scores_41_6)
{
    struct category_score c[CATEGORY_COUNT] = {0};
    worked_example();
    total(c);
    ck_assert_int_eq(c[CATEGORY_TECHNICAL].score, 416);
    ck_assert_int_eq(c[CATEGORY_TECHNICAL].uncapped, 416);
    ck_assert_int_eq(c[CATEGORY_TECHNICAL].grade, 'D');
    ck_assert(!c[CATEGORY_GOVERNANCE].scored);
}
END_TEST

START_TEST(a_timeout_on_both_clients_gains_5_8_points)
{
    struct category_score before[CATEGORY_COUNT] = {0}, after[CATEGORY_COUNT] = {0};
    worked_example();
    total(before);
    outcomes[3].credit = outcomes[3].credit_low = outcomes[3].credit_high = 100;
    total(after);
    ck_assert_int_eq(after[CATEGORY_TECHNICAL].score - before[CATEGORY_TECHNICAL].score, 58);
}
END_TEST

START_TEST(nothing_applicable_is_no_score)
{
    struct score_total t;
    add(CATEGORY_TECHNICAL, SEVERITY_HIGH, -1);
    add_gate(CATEGORY_GOVERNANCE, 0);
    ck_assert(!score_total(outcomes, n, &profile, NULL, &t));
}
END_TEST

START_TEST(not_applicable_leaves_numerator_and_denominator)
{
    add(CATEGORY_TECHNICAL, SEVERITY_HIGH, 50);
    int alone = total(NULL).value;
    add(CATEGORY_TECHNICAL, SEVERITY_CRITICAL, -1);
    ck_assert_int_eq(total(NULL).value, alone);
}
END_TEST

START_TEST(debts_weigh_as_the_profile_says)
{
    add(CATEGORY_TECHNICAL, SEVERITY_HIGH, 80);
    add(CATEGORY_GOVERNANCE, SEVERITY_HIGH, 40);
    ck_assert_int_eq(total(NULL).value, 600);
    profile.weights[CATEGORY_GOVERNANCE] = 3;
    ck_assert_int_eq(total(NULL).value, 500); /* (80 + 3 * 40) / 4 */
    profile.weights[CATEGORY_TECHNICAL] = 0;
    ck_assert_int_eq(total(NULL).value, 400);
}
END_TEST

START_TEST(what_weighs_nothing_neither_counts_nor_caps)
{
    struct category_score c[CATEGORY_COUNT] = {0};
    struct score_total t;
    add(CATEGORY_TECHNICAL, SEVERITY_HIGH, 90);
    add(CATEGORY_OPERATIONAL, SEVERITY_CRITICAL, 0);
    ck_assert_int_eq(total(c).value, 338); /* 6 times 90 of 6 and 10 */
    profile.weights[CATEGORY_OPERATIONAL] = 0;
    ck_assert_int_eq(total(c).value, 900);
    ck_assert_int_eq(c[CATEGORY_OPERATIONAL].score, 0);
    profile.weights[CATEGORY_TECHNICAL] = 0;
    ck_assert(!score_total(outcomes, n, &profile, NULL, &t));
}
END_TEST

START_TEST(a_debt_of_which_little_applies_counts_less)
{
    struct category_score c[CATEGORY_COUNT] = {0};
    add(CATEGORY_TECHNICAL, SEVERITY_CRITICAL, 40);
    add(CATEGORY_TECHNICAL, SEVERITY_HIGH, 40);
    add(CATEGORY_INTEGRATION, SEVERITY_MEDIUM, 100);
    ck_assert_int_eq(total(c).value, (16 * 400 + 3 * 1000 + 19 / 2) / 19);
    ck_assert_int_eq(c[CATEGORY_INTEGRATION].score, 1000);
    ck_assert_int_eq(c[CATEGORY_INTEGRATION].applicable, 3);
    ck_assert_int_eq(c[CATEGORY_INTEGRATION].breadth, 3);
    add(CATEGORY_INTEGRATION, SEVERITY_CRITICAL, 100);
    add(CATEGORY_INTEGRATION, SEVERITY_CRITICAL, 100); /* 23: no more than 12 */
    ck_assert_int_eq(total(c).value, (16 * 400 + 12 * 1000 + 28 / 2) / 28);
    ck_assert_int_eq(c[CATEGORY_INTEGRATION].applicable, 23);
    ck_assert_int_eq(c[CATEGORY_INTEGRATION].breadth, 12);
}
END_TEST

START_TEST(a_debt_is_below_its_floor_or_not)
{
    struct category_score c[CATEGORY_COUNT] = {0};
    add(CATEGORY_TECHNICAL, SEVERITY_HIGH, 40);
    profile.floors[CATEGORY_TECHNICAL] = profile.floors[CATEGORY_EVALUATION] = 400;
    total(c);
    ck_assert(!c[CATEGORY_TECHNICAL].below_floor);
    profile.floors[CATEGORY_TECHNICAL] = 401;
    total(c);
    ck_assert(c[CATEGORY_TECHNICAL].below_floor);
    ck_assert(!c[CATEGORY_EVALUATION].below_floor); /* nothing of it applies */
}
END_TEST

/* P10 */
START_TEST(a_critical_at_zero_is_never_better_than_c)
{
    for (int others = 0; others <= 100; others += 5) {
        struct category_score c[CATEGORY_COUNT] = {0};
        n = 0;
        add(CATEGORY_TECHNICAL, SEVERITY_CRITICAL, 0);
        for (int i = 0; i < 40; i++)
            add((enum category)(i % CATEGORY_COUNT), SEVERITY_CRITICAL, others);
        int value = total(c).value;
        ck_assert_int_le(value, 690);
        ck_assert_int_ge(grade_of(value), 'C');
        ck_assert_int_le(c[CATEGORY_TECHNICAL].score, 590);
    }
}
END_TEST

START_TEST(an_unsure_critical_does_not_cap)
{
    add(CATEGORY_TECHNICAL, SEVERITY_CRITICAL, 0)->confidence = 59;
    for (int i = 0; i < 50; i++)
        add(CATEGORY_TECHNICAL, SEVERITY_CRITICAL, 100);
    ck_assert_int_eq(total(NULL).value, total(NULL).uncapped);
}
END_TEST

static const struct {
    unsigned findings;
    int category, overall;
} gates[] = {{1, 590, 690}, {2, 540, 590}, {3, 515, 540}, {4, 503, 515}, {40, 490, 490}};

START_TEST(gate_findings_cap_and_each_fix_lifts_the_cap)
{
    struct category_score c[CATEGORY_COUNT] = {0};
    add(CATEGORY_GOVERNANCE, SEVERITY_HIGH, 100);
    add(CATEGORY_TECHNICAL, SEVERITY_HIGH, 100);
    add_gate(CATEGORY_GOVERNANCE, gates[_i].findings);
    struct score_total t = total(c);
    ck_assert_int_eq(c[CATEGORY_GOVERNANCE].score, gates[_i].category);
    ck_assert_int_eq(c[CATEGORY_GOVERNANCE].uncapped, 1000);
    ck_assert_int_le(t.value, gates[_i].overall);
    ck_assert_int_eq(t.uncapped, 1000);
}
END_TEST

START_TEST(an_open_gate_adds_no_points)
{
    add(CATEGORY_GOVERNANCE, SEVERITY_HIGH, 40);
    int before = total(NULL).value;
    add_gate(CATEGORY_GOVERNANCE, 0);
    ck_assert_int_eq(total(NULL).value, before);
}
END_TEST

/* P9 */
START_TEST(unknown_lies_between_fail_and_pass)
{
    enum severity severity = (enum severity)_i;
    int fail, unknown, pass;
    add(CATEGORY_TECHNICAL, SEVERITY_HIGH, 70);
    struct outcome *o = add(CATEGORY_TECHNICAL, severity, 0);
    fail = total(NULL).value;
    o->credit = 50;
    o->credit_high = 100;
    struct score_total t = total(NULL);
    unknown = t.value;
    o->credit = o->credit_low = 100;
    pass = total(NULL).value;
    ck_assert_int_le(fail, unknown);
    ck_assert_int_le(unknown, pass);
    ck_assert_int_eq(t.low, fail);
    ck_assert_int_eq(t.high, pass);
}
END_TEST

START_TEST(no_credit_raised_ever_lowers_a_score)
{
    GRand *random = g_rand_new_with_seed(20);
    for (int round = 0; round < 300; round++) {
        struct category_score before[CATEGORY_COUNT] = {0}, after[CATEGORY_COUNT] = {0};
        n = 0;
        for (int i = 0; i < 20; i++)
            add((enum category)g_rand_int_range(random, 0, CATEGORY_COUNT),
                (enum severity)g_rand_int_range(random, 0, 4), g_rand_int_range(random, 0, 101))
                ->confidence = g_rand_int_range(random, 50, 100);
        add_gate(CATEGORY_GOVERNANCE, (unsigned)g_rand_int_range(random, 0, 4));
        struct score_total b = total(before);
        struct outcome *o = &outcomes[g_rand_int_range(random, 0, (int)n)];
        if (o->control->gate && o->n_gate)
            o->n_gate--;
        o->credit = o->credit_low = o->credit_high = g_rand_int_range(random, o->credit, 101);
        struct score_total a = total(after);
        ck_assert_int_ge(a.value, b.value);
        for (int c = 0; c < CATEGORY_COUNT; c++)
            ck_assert_int_ge(after[c].score, before[c].score);
    }
    g_rand_free(random);
}
END_TEST

/* P11: from what the JSON carries: severity, category, gate, credit and confidence of each control.
 */
static int recomputed(void)
{
    static const int weights[] = {1, 3, 6, 10}, fulls[] = {30, 27, 12, 12, 27};
    long double sum = 0, critical = 1, shown = 0;
    long double breadths = 0;
    unsigned gate_findings = 0;
    for (int c = 0; c < CATEGORY_COUNT; c++) {
        long double weighted = 0, all = 0, worst = 1, value;
        unsigned gate = 0;
        for (unsigned i = 0; i < n; i++) {
            const struct outcome *o = &outcomes[i];
            if (o->control->category != (enum category)c || o->credit < 0)
                continue;
            if (o->control->gate) {
                gate += o->n_gate;
                continue;
            }
            weighted += weights[o->control->severity] * (o->credit / 100.0L);
            all += weights[o->control->severity];
            if (o->control->severity == SEVERITY_CRITICAL && o->confidence >= 60)
                worst = fminl(worst, o->credit_high / 100.0L);
        }
        gate_findings += gate;
        critical = fminl(critical, worst);
        if (all == 0)
            continue;
        value = fminl(100 * weighted / all, 59 + 41 * worst);
        if (gate)
            value = fminl(value, 49 + 10 * powl(0.5L, gate - 1));
        sum += value * fminl(all, fulls[c]);
        breadths += fminl(all, fulls[c]);
    }
    shown = sum / breadths;
    shown = fminl(shown, 69 + 31 * critical);
    if (gate_findings)
        shown = fminl(shown, 49 + 20 * powl(0.5L, gate_findings - 1));
    return (int)floorl(shown * 10 + 0.5L + 1e-12L);
}

START_TEST(the_score_recomputes_from_the_json)
{
    GRand *random = g_rand_new_with_seed(7);
    for (int round = 0; round < 500; round++) {
        n = 0;
        for (int i = 0; i < 30; i++)
            add((enum category)g_rand_int_range(random, 0, CATEGORY_COUNT),
                (enum severity)g_rand_int_range(random, 0, 4), g_rand_int_range(random, -1, 101))
                ->confidence = g_rand_int_range(random, 40, 100);
        add_gate(CATEGORY_GOVERNANCE, (unsigned)g_rand_int_range(random, 0, 3));
        ck_assert_int_eq(total(NULL).value, recomputed());
    }
    g_rand_free(random);
}
END_TEST

static const struct {
    int score;
    char grade;
} grades[] = {{1000, 'A'}, {850, 'A'}, {849, 'B'}, {700, 'B'}, {699, 'C'},
              {550, 'C'},  {549, 'D'}, {400, 'D'}, {399, 'F'}, {0, 'F'}};

START_TEST(grades_begin_where_the_catalogue_says)
{
    ck_assert_int_eq(grade_of(grades[_i].score), grades[_i].grade);
}
END_TEST

/* ---- debt ---- */

static struct subject_credit subjects[4];

static int site_debt(int a, int b, int c)
{
    n = 0;
    struct outcome *o = add(CATEGORY_TECHNICAL, SEVERITY_HIGH, 50);
    controls[0].subject = SUBJECT_SITE;
    o->effort_once = 10;
    o->effort_each = 5;
    int credits[] = {a, b, c};
    for (int i = 0; i < 3; i++)
        subjects[i] = (struct subject_credit){.index = (uint32_t)i, .credit = credits[i]};
    o->subjects = subjects;
    o->n_subjects = 3;
    return score_debt(o);
}

START_TEST(debt_of_sites_pays_the_pattern_once)
{
    ck_assert_int_eq(site_debt(0, 0, 0), 25);    /* 10 + 3 * 5 */
    ck_assert_int_eq(site_debt(100, 0, 0), 10);  /* the pattern is there */
    ck_assert_int_eq(site_debt(50, 50, 50), 18); /* 10 + 7.5 */
    ck_assert_int_eq(site_debt(100, 100, 100), 0);
}
END_TEST

START_TEST(the_unknown_is_no_debt)
{
    ck_assert_int_eq(site_debt(CREDIT_UNKNOWN, CREDIT_UNKNOWN, CREDIT_UNKNOWN), 0);
    ck_assert_int_eq(site_debt(CREDIT_UNKNOWN, 100, 0), 5);
}
END_TEST

START_TEST(debt_of_the_repository_is_in_proportion)
{
    ck_assert_int_eq(score_debt(add(CATEGORY_TECHNICAL, SEVERITY_HIGH, 25)), 45);
    ck_assert_int_eq(score_debt(add(CATEGORY_TECHNICAL, SEVERITY_HIGH, -1)), 0);
    ck_assert_int_eq(score_round_debt(7), 0);
    ck_assert_int_eq(score_round_debt(8), 15);
    ck_assert_int_eq(score_round_debt(45), 45);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("score");
    TCase *t = tcase_create("score");
    tcase_add_checked_fixture(t, begin, NULL);
    tcase_add_test(t, the_worked_example_scores_41_6);
    tcase_add_test(t, a_timeout_on_both_clients_gains_5_8_points);
    tcase_add_test(t, nothing_applicable_is_no_score);
    tcase_add_test(t, not_applicable_leaves_numerator_and_denominator);
    tcase_add_test(t, debts_weigh_as_the_profile_says);
    tcase_add_test(t, what_weighs_nothing_neither_counts_nor_caps);
    tcase_add_test(t, a_debt_of_which_little_applies_counts_less);
    tcase_add_test(t, a_debt_is_below_its_floor_or_not);
    tcase_add_test(t, a_critical_at_zero_is_never_better_than_c);
    tcase_add_test(t, an_unsure_critical_does_not_cap);
    tcase_add_loop_test(t, gate_findings_cap_and_each_fix_lifts_the_cap, 0, G_N_ELEMENTS(gates));
    tcase_add_test(t, an_open_gate_adds_no_points);
    tcase_add_loop_test(t, unknown_lies_between_fail_and_pass, 0, 4);
    tcase_add_test(t, no_credit_raised_ever_lowers_a_score);
    tcase_add_test(t, the_score_recomputes_from_the_json);
    tcase_add_loop_test(t, grades_begin_where_the_catalogue_says, 0, G_N_ELEMENTS(grades));
    tcase_add_test(t, debt_of_sites_pays_the_pattern_once);
    tcase_add_test(t, the_unknown_is_no_debt);
    tcase_add_test(t, debt_of_the_repository_is_in_proportion);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failures = srunner_ntests_failed(r);
    srunner_free(r);
    return failures != 0;
}
