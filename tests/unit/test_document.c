/* Documents of substance, their tables and their text (E-6, E-7). */
#include "cond_check.h"

#include "base/embedded.h"

/* A template in the place of those that travel in the program. */
#define TEMPLATE                                                                                   \
    "# Runbook\n<!-- debtscan:unfilled -->\n## Contacts\nWho is on call for this service, and on " \
    "which "                                                                                       \
    "channel are they reached in the middle of the night when the model stops answering or "       \
    "answers "                                                                                     \
    "nonsense to everybody who asks it something important\n## Rollback\nWhich command turns the " \
    "feature "                                                                                     \
    "off, who may run it, how long it takes until users see the change, and how you know it has "  \
    "worked\n"
const struct embedded_file embedded_files[] = {
    {"templates/scaffolds/runbook.md", (const unsigned char *)TEMPLATE, sizeof TEMPLATE - 1, NULL},
};
const size_t n_embedded_files = G_N_ELEMENTS(embedded_files);

#define PROSE                                                                                      \
    "Page the primary in the channel ai-oncall and ring 555 0100 when the answer rate falls "      \
    "below 90 "                                                                                    \
    "percent for 10 minutes since then the provider is down or the prompt was changed without a "  \
    "review "                                                                                      \
    "and users get nothing but apologies from the assistant on every page of the shop"

static struct builder *b;

static void end(void)
{
    builder_free(b);
}

static uint32_t begin(const char *cond, const char *path)
{
    g_autofree char *text = g_strdup_printf("{p: %s}", cond);
    b = builder_new(text, NULL);
    return builder_file(b, path, ZONE_DOCS, "markdown");
}

#define RUNBOOK                                                                                    \
    "{document: ['**/*.md'], title: '(?i)runbook', slots: [{name: contacts, heading: "             \
    "'(?i)contact', words: 20, numbers: 2},"                                                       \
    " {name: rollback, text: 'kubectl rollout undo'}]"

START_TEST(a_slot_may_ask_for_several_sections)
{
    uint32_t f = begin("{document: '**/*.md', slots: [{name: procedures, heading: '^When', text: 'run', "
                       "sections: 3}]}",
                       "docs/ops.md");
    builder_section(b, f, 1, "When it fails", PROSE, 0);
    builder_section(b, f, 2, "When it is slow", "run one", 0);
    builder_section(b, f, 2, "When it is wrong", "run two", 0);
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_NO); /* the one above holds the two below */
    builder_section(b, f, 2, "When it is dear", "run three", 0);
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_YES);
}
END_TEST

START_TEST(a_document_holds_by_its_filled_slots)
{
    uint32_t f = begin(RUNBOOK "}", "docs/ops.md");
    builder_section(b, f, 1, "Runbook", "", 0);
    builder_section(b, f, 2, "Contacts", PROSE, 0);
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_NO); /* one slot of two */
    builder_section(b, f, 2, "Rollback",
                    "Run kubectl rollout undo deploy/chat and tell the channel", 0);
    struct asked seen = ask(b, "p", SUBJECT_NONE);
    ck_assert_int_eq(seen.truth, TRUTH_YES);
    ck_assert_str_eq(seen.text, "docs/ops.md: contacts, rollback");
    ck_assert_uint_eq(seen.place.line, 11);
}
END_TEST

START_TEST(one_slot_may_be_enough)
{
    uint32_t f = begin(RUNBOOK ", at_least: 1}", "docs/runbook.md");
    builder_section(b, f, 2, "Contacts", PROSE, 0);
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_YES);
}
END_TEST

START_TEST(a_slot_may_be_filled_by_the_sections_below_its_heading)
{
    uint32_t f =
        begin("{document: '*.md', slots: [{name: c, heading: '^Contacts$', words: 20}]}", "a.md");
    builder_section(b, f, 2, "Contacts", "", 0);
    builder_section(b, f, 3, "At night", PROSE, 0);
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_YES);
}
END_TEST

START_TEST(the_next_section_fills_no_slot)
{
    uint32_t f =
        begin("{document: '*.md', slots: [{name: c, heading: '^Contacts$', words: 20}]}", "a.md");
    builder_section(b, f, 2, "Contacts", "", 0);
    builder_section(b, f, 2, "At night", PROSE, 0);
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_NO);
}
END_TEST

static const struct {
    const char *heading, *text;
    unsigned placeholders;
    const char *declared;
} empties[] = {
    {"Runbook", "", 0, "docs/runbook.md: empty, not in force"},
    {"", "", 0, "docs/runbook.md: empty, not in force"},
    {"Runbook", "TODO TODO TODO", 3, "docs/runbook.md: placeholders, not filled in, not in force"},
    {"Runbook", PROSE, 20, "docs/runbook.md: placeholders, not filled in, not in force"},
    {"Runbook", "call us", 0, "docs/runbook.md: fewer than 40 words, not in force"},
    {"Runbook", PROSE " debtscan:unfilled", 0,
     "docs/runbook.md: an unfilled template, not in force"},
};

START_TEST(empty_and_unfilled_documents_say_nothing)
{
    uint32_t f = begin("{document: '**/*.md'}", "docs/runbook.md");
    builder_section(b, f, 1, empties[_i].heading, empties[_i].text, empties[_i].placeholders);
    struct asked seen = ask(b, "p", SUBJECT_NONE);
    ck_assert_int_eq(seen.truth, TRUTH_NO);
    ck_assert_str_eq(seen.declared, empties[_i].declared);
}
END_TEST

START_TEST(a_template_with_a_few_words_changed_says_nothing)
{
    uint32_t f = begin("{document: '*.md'}", "runbook.md");
    builder_section(b, f, 1, "Runbook", "", 0);
    builder_section(b, f, 2, "Contacts",
                    "Who is on call for this service, and on which channel are they reached in the "
                    "middle of the night when "
                    "the model stops answering or answers nonsense to everybody who asks it "
                    "something important",
                    0);
    builder_section(b, f, 2, "Rollback",
                    "Which command turns the feature off, who may run it, how long it takes until "
                    "users see the change, and "
                    "how you know it worked",
                    0);
    struct asked seen = ask(b, "p", SUBJECT_NONE);
    ck_assert_int_eq(seen.truth, TRUTH_NO);
    ck_assert_str_eq(seen.declared, "runbook.md: an unfilled template, not in force");
}
END_TEST

START_TEST(a_copy_under_another_name_counts_once)
{
    uint32_t f = begin("{document: 'slo.md'}", "runbook.md");
    uint32_t copy = builder_file(b, "slo.md", ZONE_DOCS, "markdown");
    builder_section(b, f, 1, "Runbook", PROSE, 0);
    builder_section(b, copy, 1, "RUNBOOK", PROSE " https://example.com/x", 0);
    struct asked seen = ask(b, "p", SUBJECT_NONE);
    ck_assert_int_eq(seen.truth, TRUTH_NO);
    ck_assert_str_eq(seen.declared, "slo.md: a copy of another document, not in force");
}
END_TEST

static const enum zone foreign[] = {ZONE_VENDORED, ZONE_BENCHMARK_DATA, ZONE_DEVTOOL,
                                    ZONE_PROMPT,   ZONE_TEST,           ZONE_GENERATED};

START_TEST(documents_of_others_say_nothing)
{
    uint32_t f = begin("{document: '*.md'}", "runbook.md");
    builder_section(b, f, 1, "Runbook", PROSE, 0);
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_YES);
    b->m.files[f].class.zone = foreign[_i];
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_NO);
}
END_TEST

START_TEST(a_document_that_cannot_be_read_is_unknown)
{
    uint32_t f = begin("{document: '*.md'}", "runbook.md");
    b->facts[f]->f.status = FACTS_FAILED;
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_UNKNOWN);
}
END_TEST

START_TEST(text_is_found_under_its_heading_and_never_in_a_bare_heading)
{
    uint32_t f =
        begin("{text: '*.md', heading: '(?i)limits', matches: '(?i)hallucinat'}", "card.md");
    builder_section(b, f, 1, "Limits", "", 0);
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_NO);
    builder_section(b, f, 1, "Limits and hallucination", "It may hallucinate prices", 0);
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_YES);
}
END_TEST

/* ---- tables ---- */

#define RACI_LETTERS                                                                               \
    "{table: '**/*.md', cells: '^[RACI](/[RACI])*$', columns_at_least: 3, rows_at_least: 4, "      \
    "one_per_row: '^(A(/[RCI])*|[RCI]/A)$',"                                                       \
    " ai_rows: '(?i)model|prompt|eval', ai_rows_at_least: 3}"
#define RACI_COLUMNS                                                                               \
    "{table: '**/*.md', header: ['(?i)^responsible', '(?i)^accountable', '(?i)^consulted', "       \
    "'(?i)^informed'],"                                                                            \
    " rows_at_least: 2, one_per_row: '(?i)^accountable'}"
#define HEAD "Activity | Product | Data | Ops\n"

static const struct {
    const char *cond, *table;
    enum truth expected;
} tables[] = {
    {RACI_LETTERS,
     HEAD
     "Prompts | A | R | I\nModel choice | R | A | C\nEvals | I | A/R | C\nIncidents | C | I | A",
     TRUTH_YES},
    {RACI_LETTERS,
     HEAD
     "Prompts | A | A | I\nModel choice | R | A | C\nEvals | I | A/R | C\nIncidents | C | I | A",
     TRUTH_NO},
    {RACI_LETTERS,
     HEAD
     "Prompts | R | R | I\nModel choice | R | A | C\nEvals | I | A/R | C\nIncidents | C | I | A",
     TRUTH_NO},
    {RACI_LETTERS, HEAD "Prompts | A | R | I\nModel choice | R | A | C\nEvals | I | A/R | C",
     TRUTH_NO},
    {RACI_LETTERS,
     HEAD
     "Prompts | A | R | I\nModel choice | R | A | C\nEvals | I | A/R | C\nIncidents | TODO | I | A",
     TRUTH_NO},
    {RACI_LETTERS,
     HEAD
     "Prompts | A | R | I\nModel choice | R | A | C\nHiring | I | A/R | C\nIncidents | C | I | A",
     TRUTH_NO},
    {RACI_LETTERS,
     HEAD
     "Prompts | Anna | R | I\nModel choice | R | A | C\nEvals | I | A/R | C\nIncidents | C | I | A",
     TRUTH_NO},
    {RACI_LETTERS, "Activity | A\nPrompts | A", TRUTH_NO},
    {RACI_LETTERS, HEAD, TRUTH_NO},
    {RACI_COLUMNS,
     "Activity | Responsible | Accountable | Consulted | Informed\nPrompts | @a | @b | @c | "
     "@d\nEvals | @a | @b | |",
     TRUTH_YES},
    {RACI_COLUMNS,
     "Activity | Responsible | Accountable | Consulted | Informed\nPrompts | @a | @b, @e | @c | "
     "@d\nEvals | @a | @b | |",
     TRUTH_NO},
    {RACI_COLUMNS,
     "Activity | Responsible | Accountable | Consulted | Informed\nPrompts | @a | | @c | @d\nEvals "
     "| @a | @b | |",
     TRUTH_NO},
    {RACI_COLUMNS,
     "Activity | Responsible | Owner | Consulted | Informed\nPrompts | @a | @b | @c | @d\nEvals | "
     "@a | @b | |",
     TRUTH_NO},
};

START_TEST(a_responsibility_table_has_exactly_one_accountable_a_row)
{
    uint32_t f = begin(tables[_i].cond, "docs/RACI.md");
    builder_section(b, f, 1, "RACI", "Who answers for what", 0);
    builder_table(b, f, tables[_i].table);
    ck_assert_truth(b, "p", SUBJECT_NONE, tables[_i].expected);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("document");
    TCase *t = tcase_create("document");
    tcase_add_checked_fixture(t, NULL, end);
    tcase_add_test(t, a_slot_may_ask_for_several_sections);
    tcase_add_test(t, a_document_holds_by_its_filled_slots);
    tcase_add_test(t, one_slot_may_be_enough);
    tcase_add_test(t, a_slot_may_be_filled_by_the_sections_below_its_heading);
    tcase_add_test(t, the_next_section_fills_no_slot);
    tcase_add_loop_test(t, empty_and_unfilled_documents_say_nothing, 0, G_N_ELEMENTS(empties));
    tcase_add_test(t, a_template_with_a_few_words_changed_says_nothing);
    tcase_add_test(t, a_copy_under_another_name_counts_once);
    tcase_add_loop_test(t, documents_of_others_say_nothing, 0, G_N_ELEMENTS(foreign));
    tcase_add_test(t, a_document_that_cannot_be_read_is_unknown);
    tcase_add_test(t, text_is_found_under_its_heading_and_never_in_a_bare_heading);
    tcase_add_loop_test(t, a_responsibility_table_has_exactly_one_accountable_a_row, 0,
                        G_N_ELEMENTS(tables));
    suite_add_tcase(s, t);
    return run_suite(s);
}
