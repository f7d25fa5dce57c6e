/* The renderers, on a report made by hand from hostile strings. */
#include <check.h>
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/text.h"
#include "judge/judge.h"
#include "report/json_writer.h"
#include "report/pages.h"
#include "report/parts.h"
#include "report/reporters.h"
#include "report/sheet.h"

#define HOSTILE "a\x1b[31m\"b\\\n<script>alert(1)</script>\xe2\x80\xae\xff\tz"
#define SECRET "sk-live-0123456789"

/* ---- a report ---- */

static struct language python = {.name = "python"};
static struct facts no_facts = {.status = FACTS_PARSED, .records = 3, .distinct_records = 3};
static struct project_file files[] = {
    {.path = "evals/golden.jsonl", .size = 90, .class = {.zone = ZONE_EVAL}, .facts = &no_facts},
    {.path = "prompts/triage.md", .size = 10, .class = {.zone = ZONE_PROMPT}},
    {.path = "src/" HOSTILE ".py", .size = 1234, .class = {.zone = ZONE_SRC}, .language = &python},
    {.path = "tests/test_a.py", .size = 20, .class = {.zone = ZONE_TEST}, .language = &python},
};
static struct attribute attributes[] = {
    {.name = "api_key",
     .state = STATE_SET,
     .value = SECRET,
     .origin = ORIGIN_CALL,
     .place = {.file = 2, .line = 7, .end_line = 7, .column = 20, .end_column = 40}},
    {.name = "prompt_inline",
     .state = STATE_SET,
     .origin = ORIGIN_CALL,
     .place = {.file = 2, .line = 9, .end_line = 9}},
    {.name = "timeout",
     .state = STATE_SET,
     .value = HOSTILE,
     .origin = ORIGIN_CLIENT,
     .place = {.file = 2, .line = 7, .end_line = 7, .column = 50, .end_column = 60}},
};
static struct api_pair defaults[] = {{"retry", "2"}};
static struct site sites[] = {
    {.id = "s1",
     .place = {.file = 2, .line = 9, .end_line = 10, .column = 5, .end_column = 20},
     .sdk = "lib",
     .provider = "p",
     .kind = "chat",
     .call = "c.create",
     .function = HOSTILE,
     .zone = ZONE_SRC,
     .confidence = 0.95,
     .model = HOSTILE,
     .pin = PIN_FLOATING,
     .model_place = {.file = NO_INDEX},
     .attributes = attributes,
     .n_attributes = 3,
     .defaults = defaults,
     .n_defaults = 1},
    {.id = "s2",
     .place = {.file = 3, .line = 2, .end_line = 2, .column = 1, .cell = 4, .cell_line = 2},
     .sdk = "lib",
     .kind = "embedding",
     .call = "c.embed",
     .zone = ZONE_TEST,
     .confidence = 0.5,
     .model = "m-2024-08-06",
     .pin = PIN_PINNED,
     .model_place = {.file = 3, .line = 1}},
};
static struct secret_rule secret_rule = {.id = "key"};
static struct secret secrets[] = {
    {.place = {.file = 2, .line = 7, .end_line = 7, .column = 20, .end_column = 40},
     .rule = &secret_rule,
     .redacted = "sk-l…89"}};
static struct api_file api_file = {.name = "tracers"};
static struct api_item items[] = {{.role = ROLE_USE, .tag = "tracer", .file = &api_file}};
static struct use uses[] = {
    {.place = {.file = 2, .line = 3}, .text = "langfuse.observe()", .in_force = true},
    {.place = {.file = 2, .line = 4}, .text = "langfuse.observe()", .in_force = true}};
static uint32_t route_sites[] = {0};
static struct route routes[] = {{.method = "POST",
                                 .path = "/" HOSTILE,
                                 .place = {.file = 2, .line = 8},
                                 .framework = "web",
                                 .zone = ZONE_SRC,
                                 .sites = route_sites,
                                 .n_sites = 1}};
static struct tool tools[] = {{.name = HOSTILE,
                               .place = {.file = 2, .line = 20},
                               .sdk = "lib",
                               .zone = ZONE_SRC,
                               .attached = true,
                               .n_parameters = 2,
                               .n_typed = 1,
                               .description = HOSTILE}};
static struct agent agents[] = {
    {.name = "helper", .place = {.file = 2, .line = 30}, .sdk = "lib", .zone = ZONE_SRC}};
static struct prompt_variable prompt_variables[] = {{.name = HOSTILE, .role = "system", .taint = TAINT_REQUEST, .place = {.file = 0, .line = 3}}};
static uint32_t prompt_sites[] = {0};
static struct prompt prompts[] = {
    {.id = "p1", .name = HOSTILE, .kind = "inline", .role = "system", .place = {.file = 0, .line = 3}, .characters = 300, .lines = 4,
     .variables = prompt_variables, .n_variables = 1, .sites = prompt_sites, .n_sites = 1},
    {.id = "p2", .name = "answer.md", .kind = "file", .format = "text", .place = {.file = 1, .line = 1}, .zone = ZONE_PROMPT}};
static struct ruleset rules = {
    .hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    .items = items,
    .n_items = 1};
static struct model model = {.rules = &rules,
                             .prompts = prompts,
                             .n_prompts = G_N_ELEMENTS(prompts),
                             .files = files,
                             .n_files = 4,
                             .sites = sites,
                             .n_sites = 2,
                             .agents = agents,
                             .n_agents = 1,
                             .tools = tools,
                             .n_tools = 1,
                             .routes = routes,
                             .n_routes = 1,
                             .uses = uses,
                             .n_uses = 2,
                             .secrets = secrets,
                             .n_secrets = 1};

static const char *reference_ids[] = {"LLM10:2025", NULL};
static struct reference references[] = {{"owasp", reference_ids}};
static const struct control timeout = {.id = "AAA-01",
                                       .title = "Calls have a timeout " HOSTILE,
                                       .category = CATEGORY_TECHNICAL,
                                       .severity = SEVERITY_HIGH,
                                       .subject = SUBJECT_SITE,
                                       .references = references,
                                       .n_references = 1,
                                       .scaffold = "wrapper"};
static const struct control owner = {.id = "BBB-01",
                                     .title = "Somebody answers for it",
                                     .category = CATEGORY_OPERATIONAL,
                                     .severity = SEVERITY_CRITICAL,
                                     .subject = SUBJECT_REPOSITORY};
static const struct control away = {.id = "CCC-01",
                                    .title = "Not here",
                                    .category = CATEGORY_EVALUATION,
                                    .severity = SEVERITY_LOW,
                                    .subject = SUBJECT_AGENT};
static const struct control hidden = {.id = "DDD-01",
                                      .title = "Not to be seen",
                                      .category = CATEGORY_GOVERNANCE,
                                      .severity = SEVERITY_MEDIUM,
                                      .subject = SUBJECT_SITE};

static uint32_t finding_0[] = {0}, finding_1[] = {1};
static struct subject_credit credits[] = {{0, 25, 25, 25}, {1, CREDIT_UNKNOWN, 0, 100}};
static struct evidence evidence[] = {
    {.place = {.file = 2, .line = 9}, .text = HOSTILE, .confidence = 95},
    {.place = {.file = NO_INDEX}, .text = "nowhere", .confidence = 30}};
static struct outcome outcomes[] = {
    {.control = &timeout,
     .status = STATUS_PARTIAL,
     .credit = 38,
     .credit_low = 13,
     .credit_high = 63,
     .satisfied = 0,
     .total = 2,
     .confidence = 90,
     .subjects = credits,
     .n_subjects = 2,
     .evidence = evidence,
     .n_evidence = 2,
     .findings = finding_1,
     .n_findings = 1,
     .debt_minutes = 15,
     .effort_minutes = 15,
     .score_gain = 24},
    {.control = &owner,
     .status = STATUS_MISSING,
     .credit = 0,
     .credit_low = 0,
     .credit_high = 0,
     .confidence = 90,
     .findings = finding_0,
     .n_findings = 1,
     .effort_minutes = 125,
     .score_gain = 0},
    {.control = &away, .status = STATUS_NOT_APPLICABLE, .credit = -1, .reason = "no agent"},
    {.control = &hidden,
     .status = STATUS_UNKNOWN,
     .credit = 50,
     .credit_low = 0,
     .credit_high = 100,
     .total = 1,
     .reason = "behind a gateway; ask: " HOSTILE},
};
static struct finding findings[] = {
    {.fingerprint = "aaaaaaaaaaaaaaaa",
     .control = &owner,
     .severity = SEVERITY_CRITICAL,
     .message = "Nobody " HOSTILE,
     .fix = "add " HOSTILE,
     .place = {.file = 2, .line = 9, .column = 5},
     .path = "src/" HOSTILE ".py",
     .confidence = 90,
     .effort_minutes = 125,
     .site = NO_INDEX,
     .looked_for = "OWNERS, " HOSTILE},
    {.fingerprint = "bbbbbbbbbbbbbbbb",
     .control = &timeout,
     .severity = SEVERITY_HIGH,
     .message = "c.create has no timeout",
     .fix = "Client(timeout=20)",
     .place = {.file = 2, .line = 9, .end_line = 9, .column = 6, .end_column = 14},
     .path = "src/" HOSTILE ".py",
     .confidence = 90,
     .effort_minutes = 5,
     .site = 0,
     .snippet = "\tx = c.create(" HOSTILE ")"},
};
static const char *step_files[] = {"src/very/long/folders/that/lead/far/away/from/here/" HOSTILE
                                   ".py",
                                   "b.py", NULL},
                  *no_words[] = {NULL};
static struct plan_step plan[] = {
    {.rank = 1,
     .control = &owner,
     .title = "Somebody answers for it",
     .effort_minutes = 125,
     .score_gain = 0,
     .score_after = 500,
     .when = "before_launch",
     .on_path = true,
     .files = no_words},
    {.rank = 2,
     .control = &timeout,
     .title = HOSTILE,
     .effort_minutes = 15,
     .score_gain = 24,
     .score_after = 720,
     .path_gain = 24,
     .when = "next",
     .on_path = true,
     .files = step_files,
     .scaffold = "wrapper",
     .owner = "@" HOSTILE},
};
static const char *reasons[] = {"AAA-01 is missing " HOSTILE, NULL}, *labels[] = {"small n", NULL},
                  *gates[] = {"score 54.0 is below 70.0", NULL};
static struct note notes[] = {{.file = "", .text = "a note"},
                              {.file = "x/" HOSTILE, .line = 3, .text = HOSTILE}};
static struct language_count languages[] = {{"python", 2}};

static struct report sample(void)
{
    struct report r = {
        .model = &model,
        .path = ".",
        .name = "name " HOSTILE,
        .commit = "0123456789012345678901234567890123456789",
        .branch = "b" HOSTILE,
        .dirty = true,
        .has_commit = true,
        .kind = "app",
        .profile = {.name = "launch", .weights = {1, 1, 1, 1, 1}, .target = PROFILE_TARGET},
        .score_model = SCORE_MODEL_VERSION,
        .scored = true,
        .score = 540,
        .low = 500,
        .high = 581,
        .with_waivers = 540,
        .uncapped = 612,
        .grade = 'C',
        .verdict = VERDICT_BLOCKED,
        .verdict_reasons = reasons,
        .confidence = 82,
        .debt_minutes = 1860,
        .debt_ratio = 333,
        .density = 930,
        .labels = labels,
        .outcomes = outcomes,
        .n_outcomes = 4,
        .findings = findings,
        .n_findings = 2,
        .plan = plan,
        .n_plan = 2,
        .path_to_gate = 2,
        .notes = notes,
        .n_notes = 2,
        .gate = 700,
        .gate_failed = true,
        .gate_reasons = gates,
        .n_files = 4,
        .n_parsed = 2,
        .n_skipped = 2,
        .n_bytes = 1354,
        .languages = languages,
        .n_languages = 1,
    };
    for (int i = 0; i < CATEGORY_COUNT; i++)
        r.categories[i] = (struct category_score){.category = (enum category)i,
                                                  .scored = i != CATEGORY_INTEGRATION,
                                                  .score = 999 - 100 * i,
                                                  .low = 100,
                                                  .high = 1000,
                                                  .uncapped = 1000,
                                                  .grade = 'A',
                                                  .by_severity = {1, 2, 3, 4}};
    return r;
}

static char *render(const struct report *r, struct text_options o, bool json)
{
    GString *out = g_string_new(NULL);
    GError *error = NULL;
    ck_assert((json ? report_json : report_text)(r, &o, out, &error));
    ck_assert_ptr_null(error);
    return g_string_free(out, FALSE);
}

/* ---- JSON ---- */

static cJSON *parsed(const char *text)
{
    cJSON *root = cJSON_Parse(text);
    ck_assert_msg(root != NULL, "not JSON at: %.60s", cJSON_GetErrorPtr());
    return root;
}

/* "inventory.sites.0.line" */
static const cJSON *at(const cJSON *node, const char *path)
{
    g_auto(GStrv) keys = g_strsplit(path, ".", -1);
    for (char **key = keys; *key; key++) {
        node = g_ascii_isdigit(**key) ? cJSON_GetArrayItem(node, atoi(*key))
                                      : cJSON_GetObjectItemCaseSensitive(node, *key);
        ck_assert_msg(node != NULL, "no %s in %s", *key, path);
    }
    return node;
}

START_TEST(json_holds_every_key_of_the_contract_in_order)
{
    static const char *const keys[] = {
        "schema_version", "tool",     "subject",  "score", "gate",    "categories", "components",
        "inventory",      "controls", "findings", "plan",  "waivers", "notes",      "stats"};
    struct report r = sample();
    g_autofree char *text = render(&r, (struct text_options){0}, true);
    cJSON *root = parsed(text);
    int i = 0;
    for (const cJSON *child = root->child; child; child = child->next)
        ck_assert_str_eq(child->string, keys[i++]);
    ck_assert_int_eq(i, G_N_ELEMENTS(keys));
    cJSON_Delete(root);
}
END_TEST

START_TEST(json_strings_come_back_as_they_were_but_for_what_is_not_utf8)
{
    struct report r = sample();
    g_autofree char *text = render(&r, (struct text_options){0}, true);
    cJSON *root = parsed(text);
    ck_assert_str_eq(at(root, "inventory.sites.0.function")->valuestring,
                     "a\x1b[31m\"b\\\n<script>alert(1)</script>\xe2\x80\xae\xef\xbf\xbd\tz");
    ck_assert(g_utf8_validate(text, -1, NULL));
    for (const char *p = text; *p; p++)
        ck_assert((unsigned char)*p >= ' ' || *p == '\n');
    ck_assert_ptr_null(strstr(text, "\xe2\x80\xae")); /* what reorders text is escaped */
    cJSON_Delete(root);
}
END_TEST

START_TEST(json_numbers_have_fixed_digits)
{
    struct report r = sample();
    g_autofree char *text = render(&r, (struct text_options){0}, true);
    ck_assert_ptr_nonnull(strstr(text, "\"value\": 54.0,"));
    ck_assert_ptr_nonnull(strstr(text, "\"high\": 58.1,"));
    ck_assert_ptr_nonnull(strstr(text, "\"credit\": 0.38,"));
    ck_assert_ptr_nonnull(strstr(text, "\"score_gain\": 2.4,"));
}
END_TEST

START_TEST(json_says_null_where_there_is_nothing_to_say)
{
    struct report r = sample();
    r.scored = false;
    r.kind = "none";
    r.commit = NULL;
    g_autofree char *text = render(&r, (struct text_options){0}, true);
    cJSON *root = parsed(text);
    static const char *const nulls[] = {"score.value",
                                        "score.grade",
                                        "score.verdict",
                                        "subject.commit",
                                        "subject.revision",
                                        "controls.2.credit",
                                        "controls.2.coverage",
                                        "controls.0.subjects.1.credit",
                                        "controls.0.evidence.1.file",
                                        "findings.0.site",
                                        "notes.0.file",
                                        "categories.3.score"};
    for (size_t i = 0; i < G_N_ELEMENTS(nulls); i++)
        ck_assert_msg(cJSON_IsNull(at(root, nulls[i])), "%s is not null", nulls[i]);
    cJSON_Delete(root);
}
END_TEST

START_TEST(inventory_is_derived_from_the_model)
{
    struct report r = sample();
    g_autofree char *text = render(&r, (struct text_options){0}, true);
    cJSON *root = parsed(text);
    ck_assert(cJSON_IsFalse(at(root, "inventory.sites.0.model.pinned")));
    ck_assert(cJSON_IsTrue(at(root, "inventory.sites.1.model.pinned")));
    ck_assert_int_eq(at(root, "inventory.sites.1.cell")->valueint, 4);
    ck_assert_str_eq(at(root, "inventory.sites.1.role")->valuestring, "test");
    ck_assert_int_eq(cJSON_GetArraySize(at(root, "inventory.models")), 2);
    ck_assert_str_eq(at(root, "inventory.embeddings.0.site")->valuestring, "s2");
    ck_assert_int_eq(cJSON_GetArraySize(at(root, "inventory.prompts")), 2);
    ck_assert_str_eq(at(root, "inventory.prompts.0.sites.0")->valuestring, "s1");
    ck_assert_str_eq(at(root, "inventory.prompts.0.variables.0.source")->valuestring, "request");
    ck_assert_str_eq(at(root, "inventory.prompts.1.role")->valuestring, "source");
    ck_assert_int_eq(cJSON_GetArraySize(at(root, "inventory.tracers")), 1);
    ck_assert_str_eq(at(root, "inventory.tracers.0.name")->valuestring, "langfuse");
    ck_assert_str_eq(at(root, "inventory.datasets.0.name")->valuestring, "golden.jsonl");
    ck_assert_str_eq(at(root, "inventory.endpoints.0.sites.0")->valuestring, "s1");
    cJSON_Delete(root);
}
END_TEST

START_TEST(a_credential_is_never_shown)
{
    struct report r = sample();
    for (int json = 0; json <= 1; json++) {
        g_autofree char *text =
            render(&r, (struct text_options){.all = true, .explain = true, .unicode = true}, json);
        ck_assert_ptr_null(strstr(text, SECRET));
    }
    ck_assert_str_eq(attribute_shown(&model, &attributes[0]), "sk-l…89");
    ck_assert_str_eq(attribute_shown(&model, &attributes[2]), HOSTILE); /* stands beside it */
    ck_assert_ptr_nonnull(secret_on_line(&model, 2, 7));
    ck_assert_ptr_null(secret_on_line(&model, 2, 8));
    ck_assert_ptr_null(secret_on_line(&model, 1, 7));
}
END_TEST

START_TEST(json_is_the_same_twice_and_whatever_the_terminal_is)
{
    struct report r = sample();
    g_autofree char *a = render(&r, (struct text_options){0}, true);
    r.seconds = 12.5;
    g_autofree char *b = render(
        &r, (struct text_options){.colour = true, .width = 200, .all = true, .explain = true},
        true);
    ck_assert_str_eq(a, b);
}
END_TEST

/* ---- text ---- */

static const struct text_options texts[] = {
    {.width = 80},
    {.width = 60, .all = true, .explain = true},
    {.width = 20, .all = true, .explain = true, .unicode = true},
    {.width = 80, .unicode = true, .colour = true, .explain = true, .target = "a b/$(x)"},
    {.width = 1000, .unicode = true, .all = true},
};

START_TEST(text_never_passes_control_characters_on)
{
    struct report r = sample();
    g_autofree char *text = render(&r, texts[_i], false);
    ck_assert(g_utf8_validate(text, -1, NULL));
    for (const char *p = text; *p; p++) {
        if (texts[_i].colour && g_str_has_prefix(p, "\x1b[")) { /* only colours */
            p += 2;
            p += strspn(p, "0123456789;");
            ck_assert_int_eq(*p, 'm');
            continue;
        }
        ck_assert_msg((unsigned char)*p >= ' ' || *p == '\n', "byte %d", *p);
        ck_assert(texts[_i].unicode || (unsigned char)*p < 0x80);
    }
    ck_assert_ptr_null(strstr(text, "\xe2\x80\xae"));
}
END_TEST

START_TEST(text_keeps_to_the_width)
{
    struct report r = sample();
    struct text_options o = texts[_i];
    o.colour = false;
    g_autofree char *text = render(&r, o, false);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        bool fixed = strstr(*line, "debtscan ") || strstr(*line, "PRODUCTION") ||
                     strstr(*line, "unknown as failed") || strstr(*line, "critical") ||
                     strstr(*line, "  src/");
        ck_assert_msg(fixed || text_width(*line) <= CLAMP(o.width, 60, 140), "%s", *line);
        ck_assert_msg(!g_str_has_suffix(*line, " "), "'%s'", *line);
    }
}
END_TEST

START_TEST(text_tells_what_matters)
{
    static const char *const wanted[] = {"54.0 / 100   C",
                                         "(50.0 to 58.1)",
                                         "blocked",
                                         "gate 70: FAIL",
                                         "FASTEST WAY TO 70",
                                         "+2.4",
                                         "WORST FINDINGS",
                                         "9 | x = c.create(",
                                         "|     ^^^^^^^^",
                                         "fix: Client(timeout=20)",
                                         "DDD-01",
                                         "CCC-01: no agent",
                                         "gate failed: score 54.0 is below 70.0",
                                         "2 notes",
                                         "debtscan explain BBB-01 .",
                                         "n/a"};
    struct report r = sample();
    g_autofree char *text = render(&r, (struct text_options){.width = 120}, false);
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++)
        ck_assert_msg(strstr(text, wanted[i]) != NULL, "no '%s' in\n%s", wanted[i], text);
}
END_TEST

START_TEST(a_repository_without_ai_gets_no_score)
{
    struct report r = sample();
    r.scored = false;
    r.kind = "none";
    g_autofree char *text = render(&r, (struct text_options){.width = 100}, false);
    ck_assert_ptr_nonnull(strstr(text, "NO AI SURFACE FOUND: NO SCORE"));
    ck_assert_ptr_nonnull(strstr(text, "python 2"));
    ck_assert_ptr_null(strstr(text, "/ 100"));
}
END_TEST

START_TEST(proposed_commands_quote_the_path)
{
    struct report r = sample();
    g_autofree char *text =
        render(&r, (struct text_options){.width = 120, .target = "a b/$(x)"}, false);
    ck_assert_ptr_nonnull(strstr(text, "debtscan 'a b/$(x)' --all"));
}
END_TEST

/* ---- parts ---- */

START_TEST(a_caret_stands_under_what_it_marks)
{
    static const struct {
        const char *line;
        unsigned column, end;
        const char *shown;
    } rows[] = {
        {"    x = f(a)\r\n", 9, 13, "7 | x = f(a)\n  |     ^^^^\n"},
        {"x", 1, 2, "7 | x\n  | ^\n"},
        {"x", 9, 12, "7 | x\n"}, /* beyond the line */
        {"   ", 1, 2, ""},       /* nothing to see */
        {"f(1)", 0, 0, "7 | f(1)\n"},
        {"\xc3\xa4 = f(1)", 6, 10, "7 | ? = f(1)\n  |     ^^^^\n"}, /* columns count bytes */
        {"f(1,", 1, 0, "7 | f(1,\n  | ^^^^\n"},                     /* goes on */
    };
    g_autoptr(GString) out = g_string_new(NULL);
    struct sheet s = sheet_new(out, &(struct text_options){.width = 80});
    sheet_snippet(&s, 0, 7, rows[_i].line, rows[_i].column, rows[_i].end);
    ck_assert_str_eq(out->str, rows[_i].shown);
}
END_TEST

START_TEST(a_caret_far_to_the_right_is_still_shown)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *line = g_strdup_printf("%0500d f(1)", 0);
    struct sheet s = sheet_new(out, &(struct text_options){.width = 80});
    sheet_snippet(&s, 0, 7, line, 502, 506);
    ck_assert_str_eq(out->str, "7 | ...f(1)\n  |    ^^^^\n");
}
END_TEST

START_TEST(bars_count_in_eighths)
{
    static const struct {
        int value;
        bool unicode;
        const char *shown;
    } rows[] = {{0, true, "····"},   {1000, true, "████"}, {500, true, "██··"},
                {532, true, "██▏·"}, {2000, true, "████"}, {-5, true, "····"},
                {700, false, "##.."}};
    g_autoptr(GString) out = g_string_new(NULL);
    struct sheet s = sheet_new(out, &(struct text_options){.unicode = rows[_i].unicode});
    sheet_bar(&s, TINT_NONE, rows[_i].value, 4);
    ck_assert_str_eq(out->str, rows[_i].shown);
}
END_TEST

START_TEST(effort_is_said_as_people_say_it)
{
    static const struct {
        int minutes;
        const char *said;
    } rows[] = {{0, "0 min"}, {3, "3 min"},    {33, "35 min"}, {58, "1 h"},   {60, "1 h"},
                {125, "2 h"}, {130, "2 h 15"}, {599, "10 h"},  {1860, "31 h"}};
    g_autoptr(GString) out = g_string_new(NULL);
    append_effort(out, rows[_i].minutes);
    ck_assert_str_eq(out->str, rows[_i].said);
}
END_TEST

START_TEST(a_long_path_keeps_its_end)
{
    struct sheet s = {.unicode = true};
    g_autofree char *cut = sheet_path(&s, "src/deep/folders/agent/llm.py", 16);
    g_autofree char *whole = sheet_path(&s, "a.py", 16);
    ck_assert_str_eq(cut, "…/agent/llm.py");
    ck_assert_str_eq(whole, "a.py");
}
END_TEST

START_TEST(text_is_wrapped_at_blanks_and_hard_where_there_are_none)
{
    g_autoptr(GString) out = g_string_new(NULL);
    struct sheet s = {.out = out, .width = 20};
    sheet_wrap(&s, TINT_NONE, "one two three four five\n", 0, 2, 0);
    ck_assert_str_eq(out->str, "one two three four\n  five\n");
    g_string_truncate(out, 0);
    sheet_wrap(&s, TINT_NONE, "aaaaaaaaaaaaaaaaaaaaaaaaa", 0, 2, 0);
    ck_assert_str_eq(out->str, "aaaaaaaaaaaaaaaaaaaa\n  aaaaa\n");
    g_string_truncate(out, 0);
    sheet_wrap(&s, TINT_NONE, "one two three four five six seven eight", 0, 2, 2);
    ck_assert_str_eq(out->str, "one two three four\n  five six seven ...\n");
    g_string_truncate(out, 0);
    sheet_wrap(&s, TINT_NONE, "", 0, 2, 2);
    ck_assert_str_eq(out->str, "\n");
}
END_TEST

/* Bytes that a terminal, a log or a page would obey. */
static bool is_obeyed(const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char_validated(p, -1);
        if (c == (gunichar)-1 || c == (gunichar)-2 || (g_unichar_iscntrl(c) && c != '\n' && c != '\r') ||
            g_unichar_type(c) == G_UNICODE_FORMAT)
            return true;
    }
    return false;
}

START_TEST(no_format_passes_on_what_would_be_obeyed)
{
    struct report r = sample();
    struct text_options o = {.width = 80, .unicode = true, .all = true};
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    ck_assert(reporters[_i].write(&r, &o, out, &error));
    ck_assert_msg(out->len > 0 && !is_obeyed(out->str), "%s", reporters[_i].name);
    ck_assert_msg(!strstr(out->str, "<script>alert(1)") || strcmp(reporters[_i].name, "html") != 0, "%s", reporters[_i].name);
    ck_assert_msg(!strstr(out->str, SECRET), "%s", reporters[_i].name);
}
END_TEST

START_TEST(a_page_says_what_matters)
{
    static const char *const words[] = {"54.0", "blocked", "AAA-01", "behind a gateway", "LLM10:2025", "Gate failed"};
    struct report r = sample();
    struct text_options o = {.width = 80};
    g_autoptr(GString) out = g_string_new(NULL);
    ck_assert(report_html(&r, &o, out, NULL));
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        ck_assert_msg(strstr(out->str, words[i]), "%s", words[i]);
}
END_TEST

START_TEST(markdown_keeps_its_limit)
{
    struct report r = sample();
    struct text_options o = {.width = 80};
    for (gsize limit = 400; limit < 6000; limit += 400) {
        g_autoptr(GString) out = g_string_new(NULL);
        ck_assert(page_markdown(&r, &o, limit, out, NULL));
        ck_assert_msg(out->len <= limit, "%zu bytes where %zu are allowed", out->len, limit);
    }
}
END_TEST

START_TEST(every_reporter_is_whole)
{
    ck_assert_str_eq(reporters[0].name, "text");
    for (size_t i = 0; i < n_reporters; i++)
        ck_assert(reporters[i].name && reporters[i].summary && reporters[i].write);
}
END_TEST

START_TEST(a_misspelt_name_finds_its_nearest)
{
    static const char *const names[] = {"json", "sarif", "markdown", NULL};
    static const struct {
        const char *name, *nearest;
    } rows[] = {{"jsno", "json"}, {"sariff", "sarif"}, {"makrdown", "markdown"},
                {"xml", NULL},    {"", NULL},          {"j", NULL}};
    const char *got = nearest_name(rows[_i].name, names, 4);
    ck_assert_msg(g_strcmp0(got, rows[_i].nearest) == 0, "%s: %s", rows[_i].name, got);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("report");
    TCase *json = tcase_create("json"), *text = tcase_create("text"),
          *parts = tcase_create("parts");
    tcase_add_test(json, json_holds_every_key_of_the_contract_in_order);
    tcase_add_test(json, json_strings_come_back_as_they_were_but_for_what_is_not_utf8);
    tcase_add_test(json, json_numbers_have_fixed_digits);
    tcase_add_test(json, json_says_null_where_there_is_nothing_to_say);
    tcase_add_test(json, inventory_is_derived_from_the_model);
    tcase_add_test(json, a_credential_is_never_shown);
    tcase_add_test(json, json_is_the_same_twice_and_whatever_the_terminal_is);
    tcase_add_loop_test(text, text_never_passes_control_characters_on, 0, (int)G_N_ELEMENTS(texts));
    tcase_add_loop_test(text, text_keeps_to_the_width, 0, (int)G_N_ELEMENTS(texts));
    tcase_add_test(text, text_tells_what_matters);
    tcase_add_test(text, a_repository_without_ai_gets_no_score);
    tcase_add_test(text, proposed_commands_quote_the_path);
    tcase_add_loop_test(parts, a_caret_stands_under_what_it_marks, 0, 7);
    tcase_add_test(parts, a_caret_far_to_the_right_is_still_shown);
    tcase_add_loop_test(parts, bars_count_in_eighths, 0, 7);
    tcase_add_loop_test(parts, effort_is_said_as_people_say_it, 0, 9);
    tcase_add_test(parts, a_long_path_keeps_its_end);
    tcase_add_test(parts, text_is_wrapped_at_blanks_and_hard_where_there_are_none);
    tcase_add_test(parts, every_reporter_is_whole);
    tcase_add_loop_test(parts, no_format_passes_on_what_would_be_obeyed, 0, (int)n_reporters);
    tcase_add_test(parts, a_page_says_what_matters);
    tcase_add_test(parts, markdown_keeps_its_limit);
    tcase_add_loop_test(parts, a_misspelt_name_finds_its_nearest, 0, 6);
    suite_add_tcase(suite, json);
    suite_add_tcase(suite, text);
    suite_add_tcase(suite, parts);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failures = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failures != 0;
}
