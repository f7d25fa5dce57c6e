/* Judging whole repositories: kinds, credits, findings, fingerprints, verdict and plan. */
#include "cond_check.h"

#include "judge/judge_priv.h"

static struct builder *b;
static struct report *r;

static void end(void)
{
    report_free(r);
    builder_free(b);
    r = NULL;
}

#define CONTROL(id, category, severity, subject, effort)                                           \
    "control: " id "\ntitle: Title of " id "\ncategory: " category "\nseverity: " severity         \
    "\nsubject: " subject "\nquestion: Why?\nwhy: Because.\neffort: " effort                       \
    "\nfix: {text: Do it., python: do(it)}\n"
#define TIMEOUT                                                                                    \
    CONTROL("TEC-04", "technical", "high", "site", "{once: 10, each: 5}")                          \
    "where: {kind: [chat]}\njudge:\n  - {when: {attribute: timeout, state: set}, credit: 1}\n"     \
    "  - {when: {attribute: timeout, state: unknown}, credit: unknown}\n"                          \
    "  - {when: {default: timeout, at_most: 120}, credit: 0.5, message: 'only the default of "     \
    "{value} s'}\n"                                                                                \
    "  - {credit: 0, message: '{call} in {function} has no timeout'}\n"
#define OWNER                                                                                      \
    CONTROL("OPS-01", "operational", "critical", "repository", "{once: 20}")                       \
    "applies: {repository_kind: [app]}\njudge:\n  - {when: {owners: sites}, credit: 1}\n"          \
    "  - {when: {owners: sites, any: true}, credit: 0.5, message: 'nobody owns the model calls', " \
    "at: evidence}\n"                                                                              \
    "  - {credit: 0, message: 'nobody owns {name} with {call}'}\n"
#define RUNBOOK_SUM                                                                                \
    CONTROL("OPS-03", "operational", "medium", "repository", "{once: 100}")                        \
    "judge:\n  sum:\n    - {when: {file: 'a.md'}, credit: 0.4, message: 'no a.md'}\n"              \
    "    - {when: {file: 'b.md'}, credit: 0.4, message: 'no b.md'}\n    - {when: {file: 'c.md'}, " \
    "credit: 0.4, message: 'no c.md'}\n"
#define BEST                                                                                       \
    CONTROL("EVA-01", "evaluation", "high", "repository", "{once: 60}")                            \
    "judge:\n  best:\n    - {when: {file: 'a.md'}, credit: 0.25, message: 'only a'}\n"             \
    "    - {when: {file: 'b.md'}, credit: 0.5, message: 'only b'}\n    - {credit: 0, message: "    \
    "'neither'}\n"
#define SECRETS                                                                                    \
    CONTROL("GOV-07", "governance", "critical", "secret", "{once: 0, each: 60}")                   \
    "gate: true\njudge: [{credit: 0, message: '{name} in {path}', confidence: 0.95}]\n"

static struct site *site_in(const char *path, uint32_t line)
{
    return builder_site(b, builder_file(b, path, ZONE_SRC, "python"), line, "chat");
}

static void judge(void)
{
    report_free(r);
    r = judge_model(builder_model(b), NULL);
}

static const struct outcome *outcome(const char *id)
{
    for (unsigned i = 0; i < r->n_outcomes; i++)
        if (g_str_equal(r->outcomes[i].control->id, id))
            return &r->outcomes[i];
    ck_abort_msg("no outcome %s", id);
    return NULL;
}

static const struct finding *finding(const char *id, unsigned i)
{
    const struct outcome *o = outcome(id);
    ck_assert_uint_lt(i, o->n_findings);
    return &r->findings[o->findings[i]];
}

START_TEST(a_repository_without_ai_is_not_scored)
{
    b = builder_new(NULL, TIMEOUT, OWNER, NULL);
    builder_file(b, "README.md", ZONE_DOCS, "markdown");
    judge();
    ck_assert_str_eq(r->kind, "none");
    ck_assert(!r->scored);
    ck_assert_uint_eq(r->n_findings, 0);
    ck_assert_uint_eq(r->n_plan, 0);
    ck_assert_int_eq(outcome("OPS-01")->status, STATUS_NOT_APPLICABLE);
}
END_TEST

START_TEST(a_credential_is_found_even_where_there_is_no_ai)
{
    static const struct secret_rule rule = {
        .id = "acme-key", .title = "Acme key", .confidence = "0.95"};
    b = builder_new(NULL, TIMEOUT, SECRETS, NULL);
    builder_file(b, "README.md", ZONE_DOCS, "markdown");
    b->m.secrets[b->m.n_secrets++] =
        (struct secret){builder_place(0, 4), &rule, "sk-...42", ZONE_DOCS};
    judge();
    ck_assert_uint_eq(r->n_findings, 1);
    ck_assert(!r->scored);
}
END_TEST

START_TEST(the_first_entry_that_holds_gives_the_credit)
{
    b = builder_new(NULL, TIMEOUT, NULL);
    struct site *s = site_in("a.py", 3);
    builder_attribute(b, &s->attributes, &s->n_attributes, "timeout", STATE_SET, "30");
    struct site *t = builder_site(b, 0, 9, "chat");
    t->function = "Bot.ask";
    struct site *d = builder_site(b, 0, 12, "chat");
    struct api_pair defaults[] = {{"timeout", "60"}};
    d->defaults = defaults;
    d->n_defaults = 1;
    builder_site(b, 0, 15, "embedding"); /* not asked */
    judge();
    const struct outcome *o = outcome("TEC-04");
    ck_assert_int_eq(o->status, STATUS_PARTIAL);
    ck_assert_int_eq(o->credit, 50);
    ck_assert_uint_eq(o->satisfied, 1);
    ck_assert_uint_eq(o->total, 3);
    ck_assert_uint_eq(o->n_findings, 2);
    ck_assert_str_eq(finding("TEC-04", 0)->message, "client.ask in Bot.ask has no timeout");
    ck_assert_uint_eq(finding("TEC-04", 0)->place.line, 9);
    ck_assert_str_eq(finding("TEC-04", 0)->fix, "do(it)");
    ck_assert_str_eq(finding("TEC-04", 1)->message, "only the default of 60 s");
    ck_assert_int_eq(finding("TEC-04", 0)->severity, SEVERITY_HIGH);
    ck_assert_int_eq(finding("TEC-04", 1)->severity, SEVERITY_MEDIUM); /* it is half repaid */
    ck_assert_int_eq(o->debt_minutes, 8); /* one site passes: 5 + 2.5 */
    ck_assert_uint_eq(o->n_evidence, 2);
}
END_TEST

START_TEST(unknown_is_no_finding_and_counts_half)
{
    b = builder_new(NULL, TIMEOUT, NULL);
    struct site *s = site_in("a.py", 3);
    builder_attribute(b, &s->attributes, &s->n_attributes, "timeout", STATE_UNKNOWN, NULL);
    judge();
    const struct outcome *o = outcome("TEC-04");
    ck_assert_int_eq(o->status, STATUS_UNKNOWN);
    ck_assert_int_eq(o->credit, 50);
    ck_assert_int_eq(o->credit_low, 0);
    ck_assert_int_eq(o->credit_high, 100);
    ck_assert_uint_eq(o->n_findings, 0);
    ck_assert_int_eq(o->debt_minutes, 0);
    ck_assert_str_eq(o->reason, "the scan cannot see it; ask the team: Why?");
}
END_TEST

START_TEST(what_is_seen_in_order_beside_what_is_not_seen_is_a_part)
{
    b = builder_new(NULL, TIMEOUT, NULL);
    struct site *s = site_in("a.py", 3);
    builder_attribute(b, &s->attributes, &s->n_attributes, "timeout", STATE_SET, NULL);
    s = site_in("b.py", 9);
    builder_attribute(b, &s->attributes, &s->n_attributes, "timeout", STATE_UNKNOWN, NULL);
    judge();
    const struct outcome *o = outcome("TEC-04");
    ck_assert_int_eq(o->status, STATUS_PARTIAL);
    ck_assert_int_eq(o->credit, 75);
    ck_assert_int_eq(o->credit_low, 50);
    ck_assert_uint_eq(o->satisfied, 1);
    ck_assert_uint_eq(o->n_findings, 0);
    ck_assert(outcome_asks(o)); /* the rest is still asked for */
}
END_TEST

START_TEST(little_that_is_seen_in_order_leaves_the_whole_unknown)
{
    b = builder_new(NULL, TIMEOUT, NULL);
    struct site *s = site_in("a.py", 3);
    builder_attribute(b, &s->attributes, &s->n_attributes, "timeout", STATE_SET, NULL);
    static const char *const unseen[] = {"b.py", "c.py", "d.py", "e.py", "f.py"};
    for (unsigned i = 0; i < G_N_ELEMENTS(unseen); i++) {
        s = site_in(unseen[i], 9);
        builder_attribute(b, &s->attributes, &s->n_attributes, "timeout", STATE_UNKNOWN, NULL);
    }
    judge();
    ck_assert_int_eq(outcome("TEC-04")->status, STATUS_UNKNOWN);
    ck_assert(outcome_asks(outcome("TEC-04")));
}
END_TEST

START_TEST(a_doubt_before_the_entry_that_holds_stays_a_doubt)
{
    /* The first entry may hold; without saying what unknown is worth, nobody may call it missing.
     */
    b = builder_new(
        NULL,
        CONTROL("TEC-05", "technical", "high", "site",
                "{once: 0, each: 5}") "judge:\n  - {when: {attribute: retry, state: set}, credit: "
                                      "1}\n  - {credit: 0, message: none}\n",
        NULL);
    struct site *s = site_in("a.py", 3);
    builder_attribute(b, &s->attributes, &s->n_attributes, "retry", STATE_UNKNOWN, NULL);
    judge();
    ck_assert_int_eq(outcome("TEC-05")->status, STATUS_UNKNOWN);
    ck_assert_uint_eq(r->n_findings, 0);
}
END_TEST

START_TEST(a_lack_that_is_not_proven_does_not_count)
{
    b = builder_new(NULL,
                    CONTROL("TEC-05", "technical", "high", "site",
                            "{once: 0, each: 5}") "judge:\n  - {when: {attribute: retry, equals: "
                                                  "\"0\"}, credit: 0, message: off}\n"
                                                  "  - {when: {attribute: retry, state: set}, "
                                                  "credit: 1}\n  - {credit: 0, message: none}\n",
                    NULL);
    struct site *s = site_in("a.py", 3);
    builder_attribute(b, &s->attributes, &s->n_attributes, "retry", STATE_SET,
                      NULL); /* an expression */
    judge();
    ck_assert_int_eq(outcome("TEC-05")->status, STATUS_SATISFIED);
    ck_assert_int_eq(outcome("TEC-05")->credit, 100);
    ck_assert_int_eq(outcome("TEC-05")->credit_low, 0);
    s->attributes[0].value = "0";
    judge();
    ck_assert_str_eq(finding("TEC-05", 0)->message, "off");
}
END_TEST

START_TEST(sums_add_up_and_say_what_is_missing)
{
    b = builder_new(NULL, RUNBOOK_SUM, NULL);
    uint32_t md = builder_file(b, "a.md", ZONE_DOCS, "markdown");
    site_in("a.py", 3);
    b->m.busiest = 0;
    judge();
    ck_assert_int_eq(outcome("OPS-03")->credit, 40);
    ck_assert_int_eq(outcome("OPS-03")->status, STATUS_PARTIAL);
    ck_assert_int_eq(outcome("OPS-03")->debt_minutes, 60);
    ck_assert_str_eq(finding("OPS-03", 0)->message, "No b.md; no c.md.");
    ck_assert_str_eq(finding("OPS-03", 0)->path, "a.py"); /* the busiest site */
    ck_assert_uint_eq(outcome("OPS-03")->n_evidence, 1);
    ck_assert_uint_eq(outcome("OPS-03")->evidence[0].place.file, md);
    builder_file(b, "b.md", ZONE_DOCS, "markdown");
    judge();
    ck_assert_int_eq(outcome("OPS-03")->credit, 80);
    ck_assert_int_eq(outcome("OPS-03")->status, STATUS_SATISFIED);
    ck_assert_uint_eq(r->n_findings, 0);
    builder_file(b, "c.md", ZONE_DOCS, "markdown");
    judge();
    ck_assert_int_eq(outcome("OPS-03")->credit, 100);
}
END_TEST

#define FAULTS                                                                                     \
    CONTROL("OPS-03", "operational", "medium", "repository", "{once: 100}")                        \
    "judge:\n  sum:\n    - {when: {file: 'bad.md'}, credit: 0, at_most: 0.5, message: 'bad.md is "  \
    "bad'}\n    - {when: {file: 'a.md'}, credit: 0.6, message: 'no a.md'}\n"                        \
    "    - {when: {file: 'b.md'}, credit: 0.4, message: 'no b.md'}\n"

START_TEST(what_is_wrong_in_a_sum_caps_it_and_is_pointed_at)
{
    b = builder_new(NULL, TIMEOUT, FAULTS, NULL);
    builder_file(b, "a.md", ZONE_DOCS, "markdown");
    site_in("app.py", 3);
    builder_file(b, "b.md", ZONE_DOCS, "markdown");
    judge();
    ck_assert_int_eq(outcome("OPS-03")->credit, 100);
    ck_assert_uint_eq(outcome("OPS-03")->n_findings, 0);
    builder_file(b, "bad.md", ZONE_DOCS, "markdown");
    judge();
    ck_assert_int_eq(outcome("OPS-03")->credit, 50);
    ck_assert_str_eq(finding("OPS-03", 0)->message, "Bad.md is bad.");
    ck_assert_str_eq(finding("OPS-03", 0)->path, "bad.md");
    ck_assert_int_eq(finding("OPS-03", 0)->severity, SEVERITY_MEDIUM); /* what is wrong is not half right */
}
END_TEST

START_TEST(best_takes_the_largest_credit)
{
    b = builder_new(NULL, BEST, NULL);
    site_in("a.py", 3);
    judge();
    ck_assert_str_eq(finding("EVA-01", 0)->message, "neither");
    ck_assert_int_eq(outcome("EVA-01")->status, STATUS_MISSING);
    ck_assert_str_eq(finding("EVA-01", 0)->looked_for, "a.md, b.md");
    builder_file(b, "b.md", ZONE_DOCS, "markdown");
    judge();
    ck_assert_int_eq(outcome("EVA-01")->credit, 50);
    ck_assert_str_eq(finding("EVA-01", 0)->message, "only b");
}
END_TEST

START_TEST(what_does_not_apply_says_why)
{
    b = builder_new(NULL, TIMEOUT, OWNER, NULL);
    struct tool *t = &b->m.tools[b->m.n_tools++];
    uint32_t file = builder_file(b, "a.py", ZONE_SRC, "python");
    *t = (struct tool){
        .name = "tool", .place = builder_place(file, 2), .unit = {file, 1}, .item = NO_INDEX};
    judge();
    ck_assert_str_eq(r->kind, "library");
    ck_assert_int_eq(outcome("OPS-01")->status, STATUS_NOT_APPLICABLE);
    ck_assert_str_eq(outcome("OPS-01")->reason, "not for repositories of kind library");
    ck_assert_str_eq(outcome("TEC-04")->reason, "no site to judge");
    ck_assert_int_eq(outcome("TEC-04")->credit, -1);
}
END_TEST

#define IN_WORDS(id, applies)                                                                      \
    CONTROL(id, "technical", "high", "agent", "{once: 10}")                                        \
    "not_applicable: nothing here acts\napplies: " applies "\njudge: [{credit: 1}]\n"

START_TEST(what_does_not_apply_says_so_in_the_words_of_the_control)
{
    b = builder_new(NULL, IN_WORDS("TEC-04", "{count: agent}"), IN_WORDS("TEC-05", "{repository_kind: [library]}"),
                    IN_WORDS("TEC-06", "{any: [{repository_kind: [app]}, {not: {repository_kind: [library]}}]}"),
                    IN_WORDS("TEC-08", "{any: [{repository_kind: [app]}, {count: agent}]}"), NULL);
    builder_file(b, "a.py", ZONE_SRC, "python");
    struct tool *t = &b->m.tools[b->m.n_tools++];
    *t = (struct tool){.name = "tool", .place = builder_place(0, 2), .unit = {0, 1}, .item = NO_INDEX};
    judge();
    ck_assert_str_eq(r->kind, "library");
    ck_assert_str_eq(outcome("TEC-04")->reason, "nothing here acts");
    ck_assert_str_eq(outcome("TEC-05")->reason, "nothing here acts"); /* it applies: there is no agent */
    ck_assert_str_eq(outcome("TEC-06")->reason, "not for repositories of kind library");
    ck_assert_str_eq(outcome("TEC-08")->reason, "nothing here acts");
}
END_TEST

START_TEST(findings_about_the_repository_stand_in_a_file_that_exists)
{
    b = builder_new("{}", OWNER, NULL);
    uint32_t readme = builder_file(b, "README.md", ZONE_DOCS, "markdown"),
             code = builder_file(b, "a.py", ZONE_SRC, "python");
    builder_site(b, code, 3, "chat");
    b->m.busiest = NO_INDEX;
    judge();
    ck_assert_uint_eq(finding("OPS-01", 0)->place.file, readme);
    ck_assert_uint_eq(finding("OPS-01", 0)->place.line, 1);
    ck_assert_str_eq(finding("OPS-01", 0)->message, "nobody owns repo with the model call");
    uint32_t manifest = builder_file(b, "requirements.txt", ZONE_CONFIG, NULL);
    builder_dependency(b, manifest, "pypi", "acme");
    judge();
    ck_assert_uint_eq(finding("OPS-01", 0)->place.file, manifest);
    b->m.busiest = 0;
    judge();
    ck_assert_uint_eq(finding("OPS-01", 0)->place.file, code);
    ck_assert_uint_eq(finding("OPS-01", 0)->place.line, 3);
}
END_TEST

START_TEST(a_finding_may_stand_at_its_evidence)
{
    b = builder_new(NULL, OWNER, NULL);
    uint32_t owners = builder_file(b, "CODEOWNERS", ZONE_CONFIG, NULL);
    builder_owner(b, owners, "/docs/", "@team");
    site_in("a.py", 3);
    judge();
    ck_assert_int_eq(outcome("OPS-01")->credit, 50);
    ck_assert_str_eq(finding("OPS-01", 0)->path, "CODEOWNERS");
}
END_TEST

START_TEST(gates_add_nothing_and_cap)
{
    b = builder_new(NULL, SECRETS, TIMEOUT, NULL);
    struct site *s = site_in("a.py", 3);
    builder_attribute(b, &s->attributes, &s->n_attributes, "timeout", STATE_SET, "30");
    judge();
    ck_assert_int_eq(outcome("GOV-07")->status, STATUS_SATISFIED);
    ck_assert_int_eq(r->score, 1000);
    ck_assert(!r->categories[CATEGORY_GOVERNANCE].scored);
    static const struct secret_rule rule = {
        .id = "acme-key", .title = "Acme key", .confidence = "0.95"};
    b->m.secrets[b->m.n_secrets++] =
        (struct secret){builder_place(0, 4), &rule, "sk-...42", ZONE_SRC};
    judge();
    ck_assert_int_eq(outcome("GOV-07")->status, STATUS_MISSING);
    ck_assert_int_eq(r->score, 690);
    ck_assert_int_eq(r->uncapped, 1000);
    ck_assert_int_eq(r->verdict, VERDICT_BLOCKED);
    ck_assert_str_eq(finding("GOV-07", 0)->message, "Acme key in a.py");
    ck_assert_int_eq(outcome("GOV-07")->debt_minutes, 60);
    ck_assert_str_eq(r->plan[0].control->id, "GOV-07");
    ck_assert_str_eq(r->plan[0].when, "before_launch");
    ck_assert_int_eq(r->plan[0].score_after, 1000);
    ck_assert_uint_eq(r->path_to_gate, 1);
    b->m.secrets[0].zone = ZONE_VENDORED;
    judge();
    ck_assert_uint_eq(r->n_findings, 0);
}
END_TEST

/* P12 */
START_TEST(fingerprints_stay_when_lines_and_files_move)
{
    b = builder_new(NULL, TIMEOUT, OWNER, NULL);
    uint32_t file = builder_file(b, "a.py", ZONE_SRC, "python");
    uint32_t scope = builder_scope(b, file, SCOPE_FUNCTION, "ask", 1);
    builder_site(b, file, 3, "chat")->unit.scope = scope;
    builder_site(b, file, 8, "chat")->unit.scope = scope; /* the same call again */
    builder_site(b, file, 20, "chat");
    judge();
    char before[3][65];
    for (unsigned i = 0; i < 3; i++)
        memcpy(before[i], finding("TEC-04", i)->fingerprint, 65);
    char repository[65];
    memcpy(repository, finding("OPS-01", 0)->fingerprint, 65);
    ck_assert_str_ne(before[0], before[1]);
    ck_assert_str_ne(before[0], before[2]);
    ck_assert_uint_eq(strlen(before[0]), 64);
    for (unsigned i = 0; i < 3; i++)
        b->m.sites[i].place.line += 40;
    b->m.files[file].path = "src/deep/b.py";
    b->m.sites[0].symbol = "client . ask  ( q )"; /* white space */
    judge();
    for (unsigned i = 0; i < 3; i++)
        ck_assert_str_eq(finding("TEC-04", i)->fingerprint, before[i]);
    ck_assert_str_eq(finding("OPS-01", 0)->fingerprint, repository);
    b->m.sites[2].symbol = "client . other ( q )";
    judge();
    ck_assert_str_ne(finding("TEC-04", 2)->fingerprint, before[2]);
}
END_TEST

START_TEST(fixing_a_finding_raises_every_score)
{
    b = builder_new(NULL, TIMEOUT, OWNER, RUNBOOK_SUM, BEST, NULL);
    for (unsigned i = 0; i < 4; i++) {
        if (i == 0)
            site_in("a.py", 1);
        else
            builder_site(b, 0, i + 1, "chat");
    }
    judge();
    int score = r->score, debt = r->debt_minutes;
    ck_assert_int_eq(outcome("TEC-04")->debt_minutes, 30);
    for (unsigned i = 0; i < 4; i++) {
        struct site *s = &b->m.sites[i];
        builder_attribute(b, &s->attributes, &s->n_attributes, "timeout", STATE_SET, "30");
        judge();
        ck_assert_int_ge(r->score, score);
        ck_assert_int_le(r->debt_minutes, debt);
        score = r->score;
        debt = r->debt_minutes;
    }
    ck_assert_int_eq(outcome("TEC-04")->status, STATUS_SATISFIED);
}
END_TEST

START_TEST(efforts_of_findings_add_up_to_the_debt)
{
    b = builder_new(NULL, TIMEOUT, OWNER, RUNBOOK_SUM, BEST, NULL);
    site_in("a.py", 1);
    builder_site(b, 0, 5, "chat");
    judge();
    int sum = 0, debt = 0;
    for (unsigned i = 0; i < r->n_findings; i++)
        sum += r->findings[i].effort_minutes;
    for (unsigned i = 0; i < r->n_outcomes; i++)
        debt += r->outcomes[i].debt_minutes;
    ck_assert_int_eq(sum, debt);
    ck_assert_int_eq(r->debt_minutes, score_round_debt(debt));
}
END_TEST

START_TEST(the_plan_puts_critical_first_then_gain_per_hour)
{
    b = builder_new(NULL, TIMEOUT, OWNER, RUNBOOK_SUM, BEST, NULL);
    uint32_t owners = builder_file(b, "CODEOWNERS", ZONE_CONFIG, NULL);
    builder_owner(b, owners, "/docs/", "@docs");
    builder_owner(b, owners, "/lib/", "@lib");
    uint32_t other = builder_file(b, "a.py", ZONE_SRC, "python"),
             lib = builder_file(b, "lib/b.py", ZONE_SRC, "python");
    builder_site(b, lib, 3, "chat");
    builder_site(b, other, 5, "embedding");
    judge();
    ck_assert_uint_eq(r->n_plan, 4);
    ck_assert_str_eq(r->plan[0].control->id, "OPS-01");
    ck_assert_str_eq(r->plan[0].when, "before_launch");
    ck_assert_str_eq(r->plan[1].control->id, "TEC-04"); /* 15 minutes */
    ck_assert_str_eq(r->plan[1].files[0], "lib/b.py");
    ck_assert_ptr_null(r->plan[1].files[1]);
    ck_assert_str_eq(r->plan[1].owner, "@lib");
    ck_assert_str_eq(r->plan[1].when, "next");
    ck_assert_int_eq(r->plan[3].score_after, 1000);
    for (unsigned i = 0; i < r->n_plan; i++) {
        ck_assert_uint_eq(r->plan[i].rank, i + 1);
        ck_assert_int_ge(r->plan[i].score_after, i ? r->plan[i - 1].score_after : r->score);
    }
    ck_assert_uint_ge(r->path_to_gate, 1);
}
END_TEST

START_TEST(the_path_to_the_gate_reaches_it_and_nothing_in_it_is_idle)
{
    b = builder_new(NULL, TIMEOUT, OWNER, RUNBOOK_SUM, BEST, NULL);
    site_in("a.py", 3);
    judge();
    ck_assert_int_lt(r->score, 700);
    struct outcome *done = g_memdup2(r->outcomes, r->n_outcomes * sizeof *done);
    struct score_total t;
    unsigned n = 0;
    for (unsigned skip = 0; skip <= r->n_plan; skip++) {
        memcpy(done, r->outcomes, r->n_outcomes * sizeof *done);
        for (unsigned i = 0; i < r->n_plan; i++)
            for (unsigned k = 0; r->plan[i].on_path && i != skip && k < r->n_outcomes; k++)
                if (done[k].control == r->plan[i].control)
                    done[k].credit = done[k].credit_low = done[k].credit_high = 100;
        score_total(done, r->n_outcomes, &r->profile, NULL, &t);
        if (skip == r->n_plan)
            ck_assert_int_ge(t.value, 700);
        else if (r->plan[skip].on_path) {
            n++;
            ck_assert_int_lt(t.value, 700);
        }
    }
    ck_assert_uint_eq(r->path_to_gate, n);
    g_free(done);
}
END_TEST

START_TEST(the_path_lifts_every_debt_to_its_floor)
{
    struct settings settings = {.profile = {.name = "own", .weights = {1, 1, 1, 1, 1}, .floors = {[CATEGORY_TECHNICAL] = 400}, .target = 100,
                                            .gates = PROFILE_NO_GATES}};
    b = builder_new(NULL, TIMEOUT, OWNER, NULL);
    builder_owner(b, builder_file(b, "CODEOWNERS", ZONE_CONFIG, NULL), "*", "@all");
    site_in("a.py", 3);
    r = judge_model(builder_model(b), &(struct judge_options){.gate = -1, .settings = &settings});
    ck_assert_int_ge(r->score, 100); /* the score alone is what is wanted */
    ck_assert_int_lt(r->categories[CATEGORY_TECHNICAL].score, 400);
    ck_assert(r->categories[CATEGORY_TECHNICAL].below_floor);
    ck_assert_uint_eq(r->path_to_gate, 1);
    for (unsigned i = 0; i < r->n_plan; i++)
        ck_assert(r->plan[i].on_path == g_str_equal(r->plan[i].control->id, "TEC-04"));
    ck_assert_int_eq(r->verdict, VERDICT_CONDITIONAL);
    settings.profile.floors[CATEGORY_TECHNICAL] = 0;
    report_free(r);
    r = judge_model(builder_model(b), &(struct judge_options){.gate = -1, .settings = &settings});
    ck_assert_uint_eq(r->path_to_gate, 0);
}
END_TEST

START_TEST(settings_decide_kind_and_effort)
{
    struct effort effort = {"TEC-04", 100, 50};
    struct settings settings = {.kind = "library", .efforts = &effort, .n_efforts = 1,
                                .profile = {.name = "own", .weights = {1, 1, 1, 1, 1}, .target = 700, .gates = PROFILE_NO_GATES}};
    b = builder_new(NULL, TIMEOUT, OWNER, NULL);
    site_in("a.py", 3);
    r = judge_model(builder_model(b), &(struct judge_options){.gate = -1, .settings = &settings});
    ck_assert_str_eq(r->kind, "library");
    ck_assert_int_eq(outcome("TEC-04")->debt_minutes, 150);
    ck_assert_int_eq(outcome("OPS-01")->status, STATUS_NOT_APPLICABLE);
    report_free(r);
    r = judge_model(builder_model(b), &(struct judge_options){.kind = "app", .gate = -1, .settings = &settings});
    ck_assert_str_eq(r->kind, "app"); /* the user's word is stronger */
}
END_TEST

START_TEST(the_verdict_names_its_reasons)
{
    b = builder_new(NULL, TIMEOUT, OWNER, NULL);
    struct site *s = site_in("a.py", 3);
    judge();
    ck_assert_int_eq(r->verdict, VERDICT_BLOCKED);
    ck_assert_str_eq(r->verdict_reasons[0], "OPS-01 Title of OPS-01: critical, missing");
    ck_assert_ptr_null(r->verdict_reasons[1]); /* what only makes it conditional does not block */
    ck_assert_str_eq(r->labels[0], "small n");
    uint32_t owners = builder_file(b, "b/CODEOWNERS", ZONE_CONFIG, NULL);
    b->m.files[owners].path = "CODEOWNERS";
    builder_owner(b, owners, "*", "@team");
    judge();
    ck_assert_int_eq(r->verdict, VERDICT_CONDITIONAL);
    builder_attribute(b, &s->attributes, &s->n_attributes, "timeout", STATE_SET, "30");
    judge();
    ck_assert_int_eq(r->verdict, VERDICT_READY);
    ck_assert_ptr_null(r->verdict_reasons[0]);
    ck_assert_int_eq(r->grade, 'A');
    ck_assert_int_eq(r->density, 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("judge");
    TCase *t = tcase_create("judge");
    tcase_add_checked_fixture(t, NULL, end);
    tcase_add_test(t, a_repository_without_ai_is_not_scored);
    tcase_add_test(t, a_credential_is_found_even_where_there_is_no_ai);
    tcase_add_test(t, the_first_entry_that_holds_gives_the_credit);
    tcase_add_test(t, unknown_is_no_finding_and_counts_half);
    tcase_add_test(t, what_is_seen_in_order_beside_what_is_not_seen_is_a_part);
    tcase_add_test(t, little_that_is_seen_in_order_leaves_the_whole_unknown);
    tcase_add_test(t, a_doubt_before_the_entry_that_holds_stays_a_doubt);
    tcase_add_test(t, a_lack_that_is_not_proven_does_not_count);
    tcase_add_test(t, sums_add_up_and_say_what_is_missing);
    tcase_add_test(t, what_is_wrong_in_a_sum_caps_it_and_is_pointed_at);
    tcase_add_test(t, best_takes_the_largest_credit);
    tcase_add_test(t, what_does_not_apply_says_why);
    tcase_add_test(t, what_does_not_apply_says_so_in_the_words_of_the_control);
    tcase_add_test(t, findings_about_the_repository_stand_in_a_file_that_exists);
    tcase_add_test(t, a_finding_may_stand_at_its_evidence);
    tcase_add_test(t, gates_add_nothing_and_cap);
    tcase_add_test(t, fingerprints_stay_when_lines_and_files_move);
    tcase_add_test(t, fixing_a_finding_raises_every_score);
    tcase_add_test(t, efforts_of_findings_add_up_to_the_debt);
    tcase_add_test(t, the_plan_puts_critical_first_then_gain_per_hour);
    tcase_add_test(t, the_path_to_the_gate_reaches_it_and_nothing_in_it_is_idle);
    tcase_add_test(t, the_path_lifts_every_debt_to_its_floor);
    tcase_add_test(t, settings_decide_kind_and_effort);
    tcase_add_test(t, the_verdict_names_its_reasons);
    suite_add_tcase(s, t);
    return run_suite(s);
}
