/* Conditions over subjects, code and configuration. Documents and owners have tests of their own.
 */
#include "cond_check.h"

static struct builder *b;

static void end(void)
{
    builder_free(b);
}

/* ---- logic ---- */

#define YES "{attribute: timeout, state: set}"
#define NO "{attribute: retry, state: set}"
#define MAYBE "{attribute: model, state: set}"

static const struct {
    const char *op;
    enum truth l, r, expected;
} logic[] = {{"all", TRUTH_YES, TRUTH_YES, TRUTH_YES},
             {"all", TRUTH_YES, TRUTH_UNKNOWN, TRUTH_UNKNOWN},
             {"all", TRUTH_UNKNOWN, TRUTH_YES, TRUTH_UNKNOWN},
             {"all", TRUTH_UNKNOWN, TRUTH_UNKNOWN, TRUTH_UNKNOWN},
             {"all", TRUTH_YES, TRUTH_NO, TRUTH_NO},
             {"all", TRUTH_UNKNOWN, TRUTH_NO, TRUTH_NO},
             {"all", TRUTH_NO, TRUTH_UNKNOWN, TRUTH_NO},
             {"any", TRUTH_YES, TRUTH_NO, TRUTH_YES},
             {"any", TRUTH_NO, TRUTH_YES, TRUTH_YES},
             {"any", TRUTH_UNKNOWN, TRUTH_YES, TRUTH_YES},
             {"any", TRUTH_UNKNOWN, TRUTH_NO, TRUTH_UNKNOWN},
             {"any", TRUTH_NO, TRUTH_UNKNOWN, TRUTH_UNKNOWN},
             {"any", TRUTH_NO, TRUTH_NO, TRUTH_NO},
             {"not", TRUTH_YES, TRUTH_YES, TRUTH_NO},
             {"not", TRUTH_NO, TRUTH_YES, TRUTH_YES},
             {"not", TRUTH_UNKNOWN, TRUTH_YES, TRUTH_UNKNOWN},
             {"not", TRUTH_UNKNOWN, TRUTH_NO, TRUTH_YES}};

START_TEST(three_values_combine_as_kleene_says)
{
    static const char *const conds[] = {
        [TRUTH_NO] = NO, [TRUTH_UNKNOWN] = MAYBE, [TRUTH_YES] = YES};
    g_autofree char *text = g_strdup_printf("{p: {%s: [%s, %s]}}", logic[_i].op, conds[logic[_i].l],
                                            conds[logic[_i].r]);
    b = builder_new(text, NULL);
    struct site *s = builder_site(b, builder_file(b, "a.py", ZONE_SRC, "python"), 3, "chat");
    builder_attribute(b, &s->attributes, &s->n_attributes, "timeout", STATE_SET, "30");
    builder_attribute(b, &s->attributes, &s->n_attributes, "model", STATE_UNKNOWN, NULL);
    ck_assert_truth(b, "p", SITE(0), logic[_i].expected);
    if (logic[_i].expected != TRUTH_YES)
        ck_assert_uint_eq(ask(b, "p", SITE(0)).n_evidence, 0);
}
END_TEST

START_TEST(so_many_of_several_conditions_are_asked)
{
    b = builder_new("{two: {any: [" YES ", " NO ", " YES "], at_least: 2}, three: {any: [" YES ", " NO ", " YES
                    "], at_least: 3}, perhaps: {any: [" YES ", " MAYBE ", " NO "], at_least: 2}}",
                    NULL);
    struct site *s = builder_site(b, builder_file(b, "a.py", ZONE_SRC, "python"), 3, "chat");
    builder_attribute(b, &s->attributes, &s->n_attributes, "timeout", STATE_SET, "30");
    builder_attribute(b, &s->attributes, &s->n_attributes, "model", STATE_UNKNOWN, NULL);
    ck_assert_truth(b, "two", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "three", SITE(0), TRUTH_NO);
    ck_assert_truth(b, "perhaps", SITE(0), TRUTH_UNKNOWN);
}
END_TEST

/* ---- attributes ---- */

static const struct {
    const char *cond;
    enum tristate state;
    const char *value;
    enum truth expected;
} attributes[] = {
    {"{attribute: timeout}", STATE_SET, "30", TRUTH_YES},
    {"{attribute: timeout}", STATE_UNSET, NULL, TRUTH_NO},
    {"{attribute: timeout}", STATE_UNKNOWN, NULL, TRUTH_UNKNOWN},
    {"{attribute: timeout, state: set}", STATE_UNKNOWN, NULL, TRUTH_UNKNOWN},
    {"{attribute: timeout, state: unset}", STATE_UNSET, NULL, TRUTH_YES},
    {"{attribute: timeout, state: unset}", STATE_SET, "1", TRUTH_NO},
    {"{attribute: timeout, state: unset}", STATE_UNKNOWN, NULL, TRUTH_UNKNOWN},
    {"{attribute: timeout, state: unknown}", STATE_UNKNOWN, NULL, TRUTH_YES},
    {"{attribute: timeout, state: unknown}", STATE_SET, "1", TRUTH_NO},
    {"{attribute: timeout, state: [set, unknown]}", STATE_UNKNOWN, NULL, TRUTH_YES},
    {"{attribute: timeout, at_most: 120}", STATE_SET, "30.5", TRUTH_YES},
    {"{attribute: timeout, at_most: 120}", STATE_SET, "600", TRUTH_NO},
    {"{attribute: timeout, at_most: 120}", STATE_SET, NULL, TRUTH_UNKNOWN},
    {"{attribute: timeout, at_most: 120}", STATE_SET, "default_timeout", TRUTH_UNKNOWN},
    {"{attribute: timeout, at_least: 1, state: set}", STATE_SET, "0", TRUTH_NO},
    {"{attribute: timeout, equals: \"yes\"}", STATE_SET, "yes", TRUTH_YES},
    {"{attribute: timeout, equals: \"yes\"}", STATE_SET, "no", TRUTH_NO},
    {"{attribute: timeout, equals: \"yes\"}", STATE_UNSET, NULL, TRUTH_NO},
    {"{attribute: timeout, in: [typed, json_schema]}", STATE_SET, "typed", TRUTH_YES},
    {"{attribute: timeout, in: [typed, json_schema]}", STATE_SET, "json_mode", TRUTH_NO},
    {"{attribute: timeout, matches: '^\\d+$'}", STATE_SET, "30", TRUTH_YES},
    {"{attribute: timeout, origin: [call]}", STATE_SET, "30", TRUTH_YES},
    {"{attribute: timeout, origin: [client]}", STATE_SET, "30", TRUTH_NO},
    {"{attribute: timeout, origin: [literal]}", STATE_SET, "30", TRUTH_YES},
    {"{attribute: retry}", STATE_SET, "30", TRUTH_NO},
};

START_TEST(attributes_are_set_unset_or_unknown)
{
    g_autofree char *text = g_strdup_printf("{p: %s}", attributes[_i].cond);
    b = builder_new(text, NULL);
    struct site *s = builder_site(b, builder_file(b, "a.py", ZONE_SRC, "python"), 3, "chat");
    builder_attribute(b, &s->attributes, &s->n_attributes, "timeout", attributes[_i].state,
                      attributes[_i].value);
    ck_assert_truth(b, "p", SITE(0), attributes[_i].expected);
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_NO);
}
END_TEST

START_TEST(identity_of_a_site_is_asked)
{
    b = builder_new(
        "{k: {kind: [chat, agent]}, k2: {kind: [embedding]}, s: {sdk: [acme]}, p: {provider: "
        "[acme]},"
        " n: {named: 'ask$'}, n2: {named: '^delete'}, c: {comment: 'low-impact'},"
        " z: {zone: [src]}, z2: {zone: [test]}, l: {language: [python]}, d: {default: timeout, "
        "at_most: 120},"
        " d2: {default: timeout}, d3: {default: retry}, d4: {default: retry, exists: false}}",
        NULL);
    struct site *s = builder_site(b, builder_file(b, "a.py", ZONE_SRC, "python"), 3, "chat");
    struct api_pair defaults[] = {{"timeout", "600"}};
    s->defaults = defaults;
    s->n_defaults = 1;
    ck_assert_truth(b, "k", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "k2", SITE(0), TRUTH_NO);
    ck_assert_truth(b, "s", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "p", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "z", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "z2", SITE(0), TRUTH_NO);
    ck_assert_truth(b, "n", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "n2", SITE(0), TRUTH_NO);
    ck_assert_truth(b, "n", SUBJECT_NONE, TRUTH_NO);
    ck_assert_truth(b, "c", SITE(0), TRUTH_NO);
    ck_assert_truth(b, "l", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "l", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "d", SITE(0), TRUTH_NO);
    ck_assert_truth(b, "d2", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "d3", SITE(0), TRUTH_NO);
    ck_assert_truth(b, "d4", SITE(0), TRUTH_YES);
    s->provider = NULL;
    ck_assert_truth(b, "p", SITE(0), TRUTH_UNKNOWN);
}
END_TEST

START_TEST(a_model_that_nobody_can_read_is_unknown)
{
    b = builder_new("{pinned: {model: [pinned]}, unknown: {model: [unknown]}, env: {model: "
                    "[pinned], origin: [env]},"
                    " spread: {model: [pinned], spread_at_least: 2}}",
                    NULL);
    struct site *s = builder_site(b, builder_file(b, "a.py", ZONE_SRC, "python"), 3, "chat");
    struct site *t = builder_site(b, builder_file(b, "b.py", ZONE_SRC, "python"), 3, "chat");
    s->pin = PIN_UNKNOWN;
    ck_assert_truth(b, "pinned", SITE(0), TRUTH_UNKNOWN);
    ck_assert_truth(b, "unknown", SITE(0), TRUTH_YES);
    *s = *t;
    s->pin = t->pin = PIN_PINNED;
    s->model = t->model = "m-2024-08-06";
    s->model_origin = VALUE_ENV_DEFAULT;
    t->model_origin = VALUE_LITERAL;
    ck_assert_truth(b, "pinned", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "env", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "env", SITE(1), TRUTH_NO);
    ck_assert_truth(b, "spread", SITE(0), TRUTH_NO); /* both in b.py now */
    s->place.file = 0;
    ck_assert_truth(b, "spread", SITE(0), TRUTH_YES);
}
END_TEST

START_TEST(flows_handlers_and_loops_of_a_site)
{
    b = builder_new("{parse: {flow: parse}, guarded: {flow: parse, guarded: true}, naked: {flow: "
                    "parse, guarded: false},"
                    " named: {flow: parse, named: true}, swallowed: {flow: parse, handler: "
                    "[pass]}, exec: {flow: execute},"
                    " handled: {handler: any}, recorded: {handler: record}, printed: {handler: print}, timeouts: {handler: any, names: Timeout}, logged: "
                    "{handler: any, log: true},"
                    " agent: {loop: agent}, bounded: {loop: agent, bounded: true}, endless: {loop: "
                    "agent, bounded: false}}",
                    NULL);
    uint32_t file = builder_file(b, "a.py", ZONE_SRC, "python");
    struct site *s = builder_site(b, file, 3, "chat");
    const char *broad[] = {"Exception", NULL}, *narrow[] = {"json.JSONDecodeError", NULL},
               *timeout[] = {"APITimeoutError", NULL};
    struct handler handlers[] = {{broad, HANDLED_PASS, builder_place(file, 9), 0, NULL, 0}};
    struct handler around[] = {
        {timeout, HANDLED_LOG | HANDLED_RAISE, builder_place(file, 12), 0, NULL, 0}};
    struct flow flows[] = {
        {FLOW_PARSE, builder_place(file, 8), "json.loads", false, handlers, 1, NO_INDEX}};
    ck_assert_truth(b, "parse", SITE(0), TRUTH_NO);
    builder_attribute(b, &s->attributes, &s->n_attributes, "output_parsed", STATE_UNKNOWN, NULL);
    ck_assert_truth(b, "parse", SITE(0), TRUTH_UNKNOWN);
    s->flows = flows;
    s->n_flows = 1;
    ck_assert_truth(b, "parse", SITE(0), TRUTH_YES);
    ck_assert_uint_eq(ask(b, "parse", SITE(0)).place.line, 8);
    ck_assert_truth(b, "guarded", SITE(0), TRUTH_UNKNOWN); /* another flow may be there */
    s->attributes[0].state = STATE_SET;
    ck_assert_truth(b, "guarded", SITE(0), TRUTH_NO); /* `pass` is no guard */
    ck_assert_truth(b, "naked", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "named", SITE(0), TRUTH_NO);
    ck_assert_truth(b, "swallowed", SITE(0), TRUTH_YES);
    handlers[0] = (struct handler){narrow, HANDLED_RETRY, builder_place(file, 9), 0, NULL, 0};
    ck_assert_truth(b, "guarded", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "named", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "exec", SITE(0), TRUTH_NO);
    ck_assert_truth(b, "handled", SITE(0), TRUTH_NO);
    s->handlers = around;
    s->n_handlers = 1;
    ck_assert_truth(b, "handled", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "timeouts", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "logged", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "recorded", SITE(0), TRUTH_NO);
    around[0].does |= HANDLED_RECORD;
    ck_assert_truth(b, "recorded", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "printed", SITE(0), TRUTH_NO);
    ck_assert_truth(b, "agent", SITE(0), TRUTH_NO);
    s->loop = (struct loop){LOOP_AGENT, false, builder_place(file, 2)};
    ck_assert_truth(b, "endless", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "bounded", SITE(0), TRUTH_NO);
}
END_TEST

START_TEST(subjects_are_counted_in_product_code_only)
{
    b = builder_new(
        "{some: {count: site}, two: {count: site, at_least: 2}, few: {count: site, at_most: 1},"
        " timed: {count: site, where: {attribute: timeout, state: set}}, kind: {repository_kind: "
        "[app]},"
        " other: {repository_kind: [library]}}",
        NULL);
    uint32_t src = builder_file(b, "a.py", ZONE_SRC, "python"),
             test = builder_file(b, "tests/t.py", ZONE_TEST, "python");
    builder_site(b, test, 1, "chat");
    ck_assert_truth(b, "some", SUBJECT_NONE, TRUTH_NO);
    struct site *s = builder_site(b, src, 1, "chat");
    ck_assert_truth(b, "some", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "two", SUBJECT_NONE, TRUTH_NO);
    ck_assert_truth(b, "few", SUBJECT_NONE, TRUTH_YES);
    builder_attribute(b, &s->attributes, &s->n_attributes, "timeout", STATE_UNKNOWN, NULL);
    ck_assert_truth(b, "timed", SUBJECT_NONE, TRUTH_UNKNOWN);
    s->attributes[0].state = STATE_SET;
    ck_assert_truth(b, "timed", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "kind", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "other", SUBJECT_NONE, TRUTH_NO);
}
END_TEST

/* ---- uses ---- */

#define NEAR(what) "{use: guardrail, near: [" what "]}"

START_TEST(near_is_a_matter_of_scopes_and_calls)
{
    b = builder_new("{function: " NEAR("function") ", class: " NEAR("class") ", file: " NEAR(
                        "file") ", caller: " NEAR("caller") ", anywhere: {use: guardrail}}",
                    NULL);
    uint32_t a = builder_file(b, "a.py", ZONE_SRC, "python"),
             other = builder_file(b, "b.py", ZONE_SRC, "python");
    uint32_t class = builder_scope(b, a, SCOPE_CLASS, "Bot", 1);
    uint32_t method = builder_scope(b, a, SCOPE_FUNCTION, "ask", class),
             lambda = builder_scope(b, a, SCOPE_LAMBDA, "", method);
    uint32_t sibling = builder_scope(b, a, SCOPE_FUNCTION, "reset", class),
             helper = builder_scope(b, a, SCOPE_FUNCTION, "helper", 1);
    uint32_t route = builder_scope(b, other, SCOPE_FUNCTION, "route", 1);
    struct site *s = builder_site(b, a, 3, "chat");
    s->unit = (struct unit){a, method};
    builder_call(b, (struct unit){a, method}, (struct unit){a, helper});
    builder_call(b, (struct unit){other, route}, (struct unit){a, method});
    struct use *u = builder_use(b, a, sibling, "guard.check()");
    static const struct {
        const char *where;
        bool function, class, file, caller;
    } expected[] = {{"sibling", false, true, true, false},
                    {"nested", true, true, true, true},
                    {"helper", true, false, true, true},
                    {"caller", false, false, false, true},
                    {"module", false, false, true, false}};
    struct unit units[] = {{a, sibling}, {a, lambda}, {a, helper}, {other, route}, {a, 1}};
    for (unsigned i = 0; i < G_N_ELEMENTS(expected); i++) {
        u->unit = units[i];
        u->place.file = units[i].file;
        ck_assert_truth(b, "function", SITE(0), truth_of(expected[i].function));
        ck_assert_truth(b, "class", SITE(0), truth_of(expected[i].class));
        ck_assert_truth(b, "file", SITE(0), truth_of(expected[i].file));
        ck_assert_truth(b, "caller", SITE(0), truth_of(expected[i].caller));
        ck_assert_truth(b, "anywhere", SITE(0), TRUTH_YES);
    }
}
END_TEST

START_TEST(a_call_is_awaited_in_an_async_function_on_a_client)
{
    b = builder_new("{awaited: {call: awaited}, async: {call: async}, plain: {client: '^(?!Async)'}}", NULL);
    uint32_t a = builder_file(b, "a.py", ZONE_SRC, "python");
    uint32_t function = builder_scope(b, a, SCOPE_FUNCTION, "ask", 1);
    struct site *s = builder_site(b, a, 3, "chat");
    s->place.column = 5;
    ck_assert_truth(b, "awaited", SITE(0), TRUTH_UNKNOWN); /* no such call was read */
    ck_assert_truth(b, "plain", SITE(0), TRUTH_UNKNOWN);
    s->client_text = "AsyncOpenAI";
    ck_assert_truth(b, "plain", SITE(0), TRUTH_NO);
    s->client_text = "OpenAI";
    ck_assert_truth(b, "plain", SITE(0), TRUTH_YES);
    builder_node(b->facts[a], (struct fact_node){.kind = NODE_CALL, .line = 3, .column = 5, .scope = function});
    ck_assert_truth(b, "awaited", SITE(0), TRUTH_NO);
    ck_assert_truth(b, "async", SITE(0), TRUTH_NO);
    g_array_index(b->facts[a]->nodes, struct fact_node, b->facts[a]->nodes->len - 1).flags = NODE_AWAITED;
    g_array_index(b->facts[a]->scopes, struct fact_scope, function).flags = SCOPE_ASYNC;
    ck_assert_truth(b, "awaited", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "async", SITE(0), TRUTH_YES);
}
END_TEST

START_TEST(words_are_names_keys_and_short_texts_near_the_subject)
{
    b = builder_new("{near: {word: '^prompt_tokens$', near: function}, class: {word: '^Vote$'}, "
                    "file: {word: '^prompt_tokens$', near: file}, else: {word: '^max_tokens$'}, "
                    "other: {word: '^prompt_tokens$', zone: [test]}}",
                    NULL);
    uint32_t a = builder_file(b, "a.py", ZONE_SRC, "python");
    uint32_t one = builder_scope(b, a, SCOPE_FUNCTION, "one", 1),
             other = builder_scope(b, a, SCOPE_FUNCTION, "other", 1);
    builder_scope(b, a, SCOPE_CLASS, "Vote", 1);
    struct site *s = builder_site(b, a, 3, "chat");
    s->unit = (struct unit){a, one};
    builder_word(b, a, "prompt_tokens", other);
    ck_assert_truth(b, "near", SITE(0), TRUTH_NO);
    ck_assert_truth(b, "file", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "near", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "class", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "else", SUBJECT_NONE, TRUTH_NO);
    ck_assert_truth(b, "other", SUBJECT_NONE, TRUTH_NO);
    s->unit = (struct unit){a, other};
    ck_assert_truth(b, "near", SITE(0), TRUTH_YES);
}
END_TEST

START_TEST(a_use_that_bears_on_the_site_or_decorates_its_function_is_near)
{
    b = builder_new("{p: " NEAR("function") "}", NULL);
    uint32_t a = builder_file(b, "a.py", ZONE_SRC, "python"),
             other = builder_file(b, "b.py", ZONE_SRC, "python");
    uint32_t function = builder_scope(b, a, SCOPE_FUNCTION, "ask", 1);
    struct site *s = builder_site(b, a, 3, "chat");
    s->unit = (struct unit){a, function};
    struct use *u = builder_use(b, other, 1, "guard.check()");
    uint32_t uses[] = {0};
    ck_assert_truth(b, "p", SITE(0), TRUTH_NO);
    s->uses = uses;
    s->n_uses = 1;
    ck_assert_truth(b, "p", SITE(0), TRUTH_YES);
    s->n_uses = 0;
    u->decorates = s->unit;
    ck_assert_truth(b, "p", SITE(0), TRUTH_YES);
}
END_TEST

START_TEST(uses_are_subjects_where_they_are_in_force)
{
    b = builder_new("{guards: {count: use, where: {kind: [guardrail]}}, tracers: {count: use, where: {kind: [tracer]}},"
                    " timed: {attribute: timeout, state: set}, beside: {use: tracer, near: [function]},"
                    " routed: {reached_by: route}}",
                    NULL);
    uint32_t a = builder_file(b, "a.py", ZONE_SRC, "python"), t = builder_file(b, "tests/t.py", ZONE_TEST, "python");
    uint32_t function = builder_scope(b, a, SCOPE_FUNCTION, "ask", 1);
    struct use *u = builder_use(b, a, function, "guard.check()");
    builder_use(b, t, 1, "trace.start()");
    ck_assert_truth(b, "guards", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "tracers", SUBJECT_NONE, TRUTH_NO); /* of a test */
    ck_assert_truth(b, "beside", USE(0), TRUTH_NO);
    builder_use(b, a, function, "trace.start()");
    ck_assert_truth(b, "beside", USE(0), TRUTH_YES);
    ck_assert_truth(b, "timed", USE(0), TRUTH_NO);
    builder_attribute(b, &u->attributes, &u->n_attributes, "timeout", STATE_SET, "3");
    ck_assert_truth(b, "timed", USE(0), TRUTH_YES);
    ck_assert_truth(b, "routed", USE(0), TRUTH_NO);
    builder_route(b, a, function, "POST", "/ask");
    ck_assert_truth(b, "routed", USE(0), TRUTH_YES);
    u->in_force = false;
    ck_assert_truth(b, "guards", SUBJECT_NONE, TRUTH_NO);
}
END_TEST

START_TEST(code_is_asked_for_names_texts_and_comparisons)
{
    b = builder_new("{named: {code: '*', names: '^recall'}, told: {code: '*', strings: '^recall'},"
                    " limited: {code: '*', compares: score}, twice: {code: '*', names: '^recall', at_least: 2},"
                    " evals: {code: '*', names: '^recall', zone: [eval]}, near: {code: '*', names: '^recall', near: [function]},"
                    " file: {code: '*', names: '^recall', near: [file]}}",
                    NULL);
    uint32_t a = builder_file(b, "a.py", ZONE_SRC, "python");
    uint32_t asking = builder_scope(b, a, SCOPE_FUNCTION, "ask", 1), other = builder_scope(b, a, SCOPE_FUNCTION, "other", 1);
    struct builder_facts *f = b->facts[a];
    builder_site(b, a, 3, "chat")->unit = (struct unit){a, asking};
    builder_node(f, (struct fact_node){.kind = NODE_STRING, .text = builder_string(f, "recall"), .scope = asking, .line = 2});
    ck_assert_truth(b, "told", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "named", SUBJECT_NONE, TRUTH_NO);
    builder_node(f, (struct fact_node){.kind = NODE_NAME, .text = builder_string(f, "recall_at_5"), .scope = other, .line = 4});
    ck_assert_truth(b, "named", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "twice", SUBJECT_NONE, TRUTH_NO);
    ck_assert_truth(b, "evals", SUBJECT_NONE, TRUTH_NO);
    ck_assert_truth(b, "near", SITE(0), TRUTH_NO);
    ck_assert_truth(b, "file", SITE(0), TRUTH_YES);
    builder_call(b, (struct unit){a, asking}, (struct unit){a, other});
    ck_assert_truth(b, "near", SITE(0), TRUTH_YES);
    uint32_t score = builder_node(f, (struct fact_node){.kind = NODE_NAME, .text = builder_string(f, "score"), .line = 5});
    uint32_t limit = builder_node(f, (struct fact_node){.kind = NODE_NUMBER, .text = builder_string(f, "0.8"), .line = 5});
    ck_assert_truth(b, "limited", SUBJECT_NONE, TRUTH_NO);
    uint32_t compared = builder_node(f, (struct fact_node){.kind = NODE_BINARY, .text = builder_string(f, ">="), .a = score, .b = limit, .line = 5});
    g_array_index(f->nodes, struct fact_node, score).parent = compared;
    g_array_index(f->nodes, struct fact_node, limit).parent = compared;
    ck_assert_truth(b, "limited", SUBJECT_NONE, TRUTH_YES);
}
END_TEST

START_TEST(code_is_asked_for_names_that_something_is_given_under)
{
    b = builder_new("{given: {code: '*', given: '^reason$'}, computed: {code: '*', given: '^reason$', computed: true},"
                    " sound: {code: '*', given: '^reason$', not_value: '^err'}}",
                    NULL);
    uint32_t a = builder_file(b, "a.py", ZONE_SRC, "python");
    struct builder_facts *f = b->facts[a];
    uint32_t reason = builder_string(f, "reason");
    uint32_t name = builder_node(f, (struct fact_node){.kind = NODE_NAME, .text = reason, .line = 1});
    ck_assert_truth(b, "given", SUBJECT_NONE, TRUTH_NO);
    uint32_t key = builder_node(f, (struct fact_node){.kind = NODE_STRING, .text = reason, .line = 2});
    uint32_t text = builder_node(f, (struct fact_node){.kind = NODE_STRING, .text = builder_string(f, "slow"), .line = 2});
    uint32_t pair = builder_node(f, (struct fact_node){.kind = NODE_PAIR, .a = key, .b = text, .line = 2});
    ck_assert_truth(b, "given", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "computed", SUBJECT_NONE, TRUTH_NO);
    ck_assert_truth(b, "sound", SUBJECT_NONE, TRUTH_YES);
    uint32_t error = builder_node(f, (struct fact_node){.kind = NODE_NAME, .text = builder_string(f, "err"), .line = 2});
    uint32_t told = builder_node(f, (struct fact_node){.kind = NODE_MEMBER, .a = error, .text = builder_string(f, "message"), .line = 2});
    g_array_index(f->nodes, struct fact_node, pair).b = told;
    ck_assert_truth(b, "computed", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "sound", SUBJECT_NONE, TRUTH_NO);
    g_array_index(f->nodes, struct fact_node, pair) = (struct fact_node){.kind = NODE_KEYWORD, .text = reason, .b = name, .line = 2};
    ck_assert_truth(b, "sound", SUBJECT_NONE, TRUTH_YES);
}
END_TEST

START_TEST(what_is_declared_but_not_in_force_earns_nothing_and_is_shown)
{
    b = builder_new("{p: {use: guardrail}}", NULL);
    struct use *u = builder_use(b, builder_file(b, "a.py", ZONE_SRC, "python"), 1, "guard.check()");
    u->in_force = false;
    struct asked seen = ask(b, "p", SUBJECT_NONE);
    ck_assert_int_eq(seen.truth, TRUTH_NO);
    ck_assert_uint_eq(seen.n_declared, 1);
    ck_assert_str_eq(seen.declared, "guard.check(): declared, not in force");
}
END_TEST

START_TEST(uses_have_zones_sides_cover_and_arguments)
{
    b = builder_new(
        "{src: {use: guardrail}, test: {use: guardrail, zone: [test]}, input: {use: guardrail, "
        "side: input},"
        " output: {use: guardrail, side: output}, two: {use: guardrail, at_least: 2},"
        " covers: {use: tracer, covers: true}, timed: {use: tracer, argument: {timeout: set}},"
        " path: {use: guardrail, path: guard.check()}, path2: {use: guardrail, path: "
        "guard.scrub()}}",
        NULL);
    uint32_t a = builder_file(b, "a.py", ZONE_SRC, "python"),
             t = builder_file(b, "tests/t.py", ZONE_TEST, "python");
    struct site *s = builder_site(b, a, 3, "chat");
    struct use *u = builder_use(b, t, 1, "guard.check()"),
               *tracer = builder_use(b, a, 1, "trace.start()");
    ck_assert_truth(b, "src", SUBJECT_NONE, TRUTH_NO);
    ck_assert_truth(b, "test", SUBJECT_NONE, TRUTH_YES);
    u->place.file = u->unit.file = a;
    ck_assert_truth(b, "input", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "output", SUBJECT_NONE, TRUTH_NO);
    ck_assert_truth(b, "two", SUBJECT_NONE, TRUTH_NO);
    ck_assert_truth(b, "path", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "path2", SUBJECT_NONE, TRUTH_NO);
    ck_assert_truth(b, "covers", SITE(0), TRUTH_YES);
    s->sdk = "other";
    ck_assert_truth(b, "covers", SITE(0), TRUTH_NO);
    ck_assert_truth(b, "timed", SUBJECT_NONE, TRUTH_NO);
    builder_attribute(b, &tracer->attributes, &tracer->n_attributes, "timeout", STATE_UNKNOWN,
                      NULL);
    ck_assert_truth(b, "timed", SUBJECT_NONE, TRUTH_UNKNOWN);
    tracer->attributes[0].state = STATE_SET;
    ck_assert_truth(b, "timed", SUBJECT_NONE, TRUTH_YES);
}
END_TEST

START_TEST(routes_have_guards_of_their_own_and_an_unresolved_handler_is_unknown)
{
    b = builder_new("{route: {use: limiter, near: [route]}, reaches: {reaches: site}, reached: "
                    "{reached_by: route},"
                    " near: {reaches: site, hops: 1},"
                    " asked: {reached_by: route, where: {named: chat}}, else: {reached_by: route, where: {named: other}},"
                    " perhaps: {reached_by: route, where: {attribute: auth, state: set}}}",
                    NULL);
    uint32_t a = builder_file(b, "a.py", ZONE_SRC, "python");
    uint32_t handler = builder_scope(b, a, SCOPE_FUNCTION, "chat", 1),
             middle = builder_scope(b, a, SCOPE_FUNCTION, "middle", 1);
    uint32_t inner = builder_scope(b, a, SCOPE_FUNCTION, "ask", 1);
    struct site *s = builder_site(b, a, 3, "chat");
    s->unit = (struct unit){a, inner};
    struct route *r = builder_route(b, a, handler, "POST", "/chat");
    builder_call(b, (struct unit){a, handler}, (struct unit){a, middle});
    builder_call(b, (struct unit){a, middle}, s->unit);
    ck_assert_truth(b, "reaches", ROUTE(0), TRUTH_YES);
    ck_assert_truth(b, "near", ROUTE(0), TRUTH_NO);
    ck_assert_truth(b, "reached", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "asked", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "else", SITE(0), TRUTH_NO);
    ck_assert_truth(b, "perhaps", SITE(0), TRUTH_NO);
    builder_attribute(b, &r->attributes, &r->n_attributes, "auth", STATE_UNKNOWN, NULL);
    ck_assert_truth(b, "perhaps", SITE(0), TRUTH_UNKNOWN);
    ck_assert_truth(b, "route", ROUTE(0), TRUTH_NO);
    struct use *u = builder_use(b, a, 1, "limits.limit()");
    uint32_t routes[] = {0}, uses[] = {0};
    r->uses = uses;
    r->n_uses = 1;
    s->routes = routes;
    s->n_routes = 1;
    ck_assert_truth(b, "asked", SITE(0), TRUTH_YES);
    ck_assert_truth(b, "else", SITE(0), TRUTH_NO);
    ck_assert_truth(b, "route", ROUTE(0), TRUTH_YES);
    ck_assert_truth(b, "route", SITE(0), TRUTH_YES);
    r->n_uses = 0;
    u->unit.scope = handler;
    ck_assert_truth(b, "route", SITE(0), TRUTH_YES);
    u->unit.scope = 1;
    r->handler.file = NO_INDEX;
    ck_assert_truth(b, "route", ROUTE(0), TRUTH_UNKNOWN);
}
END_TEST

/* ---- configuration ---- */

static const struct {
    const char *cond;
    enum truth expected;
} configs[] = {
    {"{config: app.json}", TRUTH_YES},
    {"{config: '*.json', key: model.name}", TRUTH_YES},
    {"{config: '*.yaml', key: model.name}", TRUTH_NO},
    {"{config: app.json, key: model.name, matches: '^gpt'}", TRUTH_YES},
    {"{config: app.json, key: model.name, not_matches: '^gpt'}", TRUTH_NO},
    {"{config: app.json, key: model.missing}", TRUTH_NO},
    {"{config: app.json, key: model.missing, absent: true}", TRUTH_YES},
    {"{config: app.json, key: model.name, absent: true}", TRUTH_NO},
    {"{config: app.json, key: model.empty}", TRUTH_NO},
    {"{config: app.json, key: model.none}", TRUTH_NO},
    {"{config: app.json, key: model.owner}", TRUTH_NO},
    {"{config: app.json, key: model.off, matches: 'false'}", TRUTH_YES},
    {"{config: app.json, key: jobs.*.run, matches: pytest}", TRUTH_YES},
    {"{config: app.json, key: '**.run', matches: pytest}", TRUTH_YES},
    {"{config: app.json, key: '**', matches: pytest}", TRUTH_YES},
    {"{config: app.json, matches: pytest}", TRUTH_YES},
    {"{config: app.json, matches: nothing-like-it}", TRUTH_NO},
    {"{config: app.json, key: list, matches: '^b$'}", TRUTH_YES},
    {"{config: app.json, key: list.*, matches: '^b$'}", TRUTH_YES},
    {"{config: app.json, key: tool.x.y}", TRUTH_YES},
    {"{config: app.json, key: ['nope', 'model.name']}", TRUTH_YES},
    {"{config: app.json, not_path: ['*.json']}", TRUTH_NO},
    {"{config: app.json, zone: [ci]}", TRUTH_NO},
    {"{config: app.json, key: 'job*.*.run'}", TRUTH_YES},
    {"{config: app.json, key: 'jobs.*.run', at_least: 2}", TRUTH_YES},
    {"{config: app.json, key: 'jobs.*.run', at_least: 3}", TRUTH_NO},
    {"{config: app.json, key: ['jobs.*.run', list], matches: '^(?:ls|b)$', at_least: 2}", TRUTH_YES},
    {"{config: app.json, key: '`tool.*`.y'}", TRUTH_YES},
    {"{config: app.json, key: '`tool.x`'}", TRUTH_YES},
    {"{config: app.json, key: '`tool.y`'}", TRUTH_NO},
};

START_TEST(configuration_is_asked_by_key_and_value)
{
    g_autofree char *text = g_strdup_printf("{p: %s}", configs[_i].cond);
    b = builder_new(text, NULL);
    uint32_t file = builder_file(b, "app.json", ZONE_CONFIG, NULL);
    builder_config(b, file,
                   "{\"model\": {\"name\": \"gpt-4o\", \"empty\": \"\", \"none\": [], \"owner\": "
                   "\"@your-org/team\","
                   " \"off\": false}, \"jobs\": [{\"run\": \"pytest -q\"}, {\"run\": \"ls\"}], "
                   "\"list\": [\"a\", \"b\"],"
                   " \"tool.x\": {\"y\": 1}}");
    ck_assert_truth(b, "p", SUBJECT_NONE, configs[_i].expected);
}
END_TEST

START_TEST(vendored_configuration_says_nothing_and_unread_configuration_is_unknown)
{
    b = builder_new("{p: {config: '**/app.json', key: a}}", NULL);
    uint32_t file = builder_file(b, "vendor/app.json", ZONE_VENDORED, NULL);
    builder_config(b, file, "{\"a\": 1}");
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_NO);
    b->m.files[file].class.zone = ZONE_CONFIG;
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_YES);
    b->facts[file]->f.root = 0;
    b->facts[file]->f.status = FACTS_FAILED;
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_UNKNOWN);
}
END_TEST

START_TEST(files_count_when_they_hold_something_and_copies_count_once)
{
    b = builder_new("{one: {file: '*.lock'}, two: {file: '*.lock', at_least: 2}, big: {file: "
                    "'*.lock', min_bytes: 1000},"
                    " not: {file: '*.lock', not_path: ['a*']}}",
                    NULL);
    uint32_t a = builder_file(b, "a.lock", ZONE_CONFIG, NULL),
             c = builder_file(b, "b.lock", ZONE_CONFIG, NULL);
    g_strlcpy(b->m.files[a].hash, "aa", 41);
    g_strlcpy(b->m.files[c].hash, "aa", 41);
    ck_assert_truth(b, "one", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "two", SUBJECT_NONE, TRUTH_NO);
    g_strlcpy(b->m.files[c].hash, "bb", 41);
    ck_assert_truth(b, "two", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "big", SUBJECT_NONE, TRUTH_NO);
    b->m.files[a].size = b->m.files[c].size = 0;
    ck_assert_truth(b, "one", SUBJECT_NONE, TRUTH_NO);
    b->m.files[a].size = 5;
    ck_assert_truth(b, "not", SUBJECT_NONE, TRUTH_NO);
}
END_TEST

static const struct {
    const char *module, *member;
    bool expected;
} imports[] = {{"app.llm", "ask", true}, {"app", "llm", true},       {".llm", "ask", false},
               {"llm", "", true},        {"..app.llm", "", true},    {"app", "other", false},
               {"myllm", "", false},     {"app.llm.deep", "", false}};

START_TEST(a_test_that_imports_the_module_is_known)
{
    b = builder_new("{p: {file: 'tests/', imports: subject module}}", NULL);
    uint32_t src = builder_file(b, "src/app/llm.py", ZONE_SRC, "python"),
             t = builder_file(b, "tests/test_llm.py", ZONE_TEST, "python");
    builder_site(b, src, 3, "chat");
    builder_import(b, t, imports[_i].module, imports[_i].member);
    bool relative = g_str_equal(imports[_i].module,
                                ".llm"); /* tests/llm.py: not there, but so ends src/app/llm.py */
    ck_assert_truth(b, "p", SUBJECT_NONE, truth_of(imports[_i].expected || relative));
    ck_assert_truth(b, "p", SITE(0), truth_of(imports[_i].expected || relative));
}
END_TEST

START_TEST(a_dependency_counts_when_it_is_imported)
{
    b = builder_new(
        "{p: {dependency: [acme-sdk]}, dev: {dependency: [acme-sdk], imported: false},"
        " npm: {dependency: [acme-sdk], ecosystem: pypi}, star: {dependency: ['acme*']}}",
        NULL);
    uint32_t file = builder_file(b, "requirements.txt", ZONE_CONFIG, NULL);
    builder_dependency(b, file, "pypi", "acme-sdk");
    struct asked seen = ask(b, "p", SUBJECT_NONE);
    ck_assert_int_eq(seen.truth, TRUTH_NO);
    ck_assert_str_eq(seen.declared, "dependency acme-sdk: declared, not imported");
    ck_assert_truth(b, "dev", SUBJECT_NONE, TRUTH_YES);
    g_hash_table_add(b->m.imported, (gpointer) "acme_sdk");
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "npm", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "star", SUBJECT_NONE, TRUTH_YES);
}
END_TEST

/* ---- CI ---- */

static const struct {
    const char *run, *trigger;
    bool neutralised;
    enum truth test, ignored;
} steps[] = {
    {"pytest -q", "pull_request", false, TRUTH_YES, TRUTH_NO},
    {"pytest -q", "schedule", false, TRUTH_NO, TRUTH_NO},
    {"pytest -q", NULL, false, TRUTH_NO, TRUTH_NO},
    {"pytest -q", "push", true, TRUTH_NO, TRUTH_YES},
    {"ruff check", "push", false, TRUTH_NO, TRUTH_NO},
    {"pytest tests/", "push", false, TRUTH_YES, TRUTH_NO},
    {"pytest tests/test_a.py::test_one", "push", false, TRUTH_YES, TRUTH_NO},
    {"cd tests && pytest test_a.py", "push", false, TRUTH_YES, TRUTH_NO},
    {"pytest tests/gone.py", "push", false, TRUTH_NO, TRUTH_NO},
    {"pytest integration/", "push", false, TRUTH_NO, TRUTH_NO},
    {"pytest dist/made.py", "push", false, TRUTH_YES, TRUTH_NO},
    {"pytest $DIR/x.py", "push", false, TRUTH_YES, TRUTH_NO},
};

START_TEST(a_ci_step_counts_when_it_runs)
{
    b = builder_new("{test: {ci: pytest, on: [push, pull_request]}, ignored: {ci: pytest, on: "
                    "[push, pull_request], ignored: true}}",
                    NULL);
    uint32_t ci = builder_file(b, ".github/workflows/ci.yml", ZONE_CI, NULL);
    builder_file(b, "tests/test_a.py", ZONE_TEST, "python");
    builder_step(b, ci, steps[_i].run, steps[_i].trigger)->neutralised = steps[_i].neutralised;
    ck_assert_truth(b, "test", SUBJECT_NONE, steps[_i].test);
    ck_assert_truth(b, "ignored", SUBJECT_NONE, steps[_i].ignored);
}
END_TEST

/* ---- data and contracts ---- */

START_TEST(a_dataset_has_inputs_expectations_and_different_records)
{
    b = builder_new(
        "{p: {dataset: true, inputs: '^(input|question)$', expectations: '^expected$', "
        "records_at_least: 3},"
        " small: {dataset: true, records_at_most: 2}, used: {dataset: true, used: true}}",
        NULL);
    uint32_t code = builder_file(b, "eval.py", ZONE_EVAL, "python");
    uint32_t golden = builder_file(b, "evals/golden.jsonl", ZONE_EVAL, NULL),
             json = builder_file(b, "evals/golden.yaml", ZONE_EVAL, NULL);
    b->facts[golden]->f.records = 10;
    b->facts[golden]->f.distinct_records = 2;
    builder_field(b, golden, "input", 10);
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_NO);
    ck_assert_truth(b, "small", SUBJECT_NONE, TRUTH_YES);
    b->facts[golden]->f.distinct_records = 10;
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_NO);
    builder_field(b, golden, "expected", 4); /* empty in most */
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_NO);
    builder_config(b, json,
                   "{\"tests\": [{\"vars\": {\"question\": \"a\"}, \"expected\": \"1\"},"
                   " {\"vars\": {\"question\": \"b\"}, \"expected\": \"2\"}, {\"vars\": "
                   "{\"question\": \"c\"}, \"expected\": \"3\"}]}");
    ck_assert_truth(b, "p", SUBJECT_NONE, TRUTH_YES);
    ck_assert_str_eq(ask(b, "p", SUBJECT_NONE).text, "evals/golden.yaml: 3 records");
    ck_assert_truth(b, "used", SUBJECT_NONE, TRUTH_NO);
    builder_string(b->facts[code], "evals/golden.jsonl");
    ck_assert_truth(b, "used", SUBJECT_NONE, TRUTH_YES);
}
END_TEST

static const struct {
    const char *path, *route;
    bool agrees;
} contracts[] = {
    {"/chat", "/chat", true},
    {"/chat/{id}", "/chat/:id", true},
    {"/chat/{id}", "/chat/<int:id>", true},
    {"/chat", "/v1/chat", true},
    {"/v1/chat", "/chat", true},
    {"/chat", "/chats", false},
    {"/{id}", "/users/{id}", false},
    {"/chat/{id}", "/chat", false},
    {"/Chat/", "/chat", true},
};

START_TEST(a_contract_agrees_with_the_routes)
{
    b = builder_new(
        "{any: {contract: [openapi, swagger]}, match: {contract: openapi, matches_routes: true},"
        " version: {contract: openapi, versioned: true}}",
        NULL);
    uint32_t a = builder_file(b, "a.py", ZONE_SRC, "python"),
             spec = builder_file(b, "openapi.json", ZONE_CONFIG, NULL);
    g_autofree char *text = g_strdup_printf(
        "{\"openapi\": \"3.1.0\", \"paths\": {\"%s\": {\"post\": {}}}}", contracts[_i].path);
    builder_config(b, spec, text);
    builder_route(b, a, 1, "POST", contracts[_i].route);
    ck_assert_truth(b, "any", SUBJECT_NONE, TRUTH_YES);
    ck_assert_truth(b, "match", SUBJECT_NONE, truth_of(contracts[_i].agrees));
    ck_assert_truth(b, "version", SUBJECT_NONE,
                    truth_of(strstr(contracts[_i].path, "/v1") != NULL));
}
END_TEST

START_TEST(a_contract_without_paths_is_none_and_an_interface_file_is_one)
{
    b = builder_new("{api: {contract: openapi}, proto: {contract: proto}}", NULL);
    uint32_t spec = builder_file(b, "openapi.json", ZONE_CONFIG, NULL);
    builder_config(b, spec, "{\"openapi\": \"3.1.0\", \"paths\": {}}");
    ck_assert_truth(b, "api", SUBJECT_NONE, TRUTH_NO);
    ck_assert_truth(b, "proto", SUBJECT_NONE, TRUTH_NO);
    builder_file(b, "proto/chat.proto", ZONE_SRC, NULL);
    ck_assert_truth(b, "proto", SUBJECT_NONE, TRUTH_YES);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("cond");
    TCase *t = tcase_create("cond");
    tcase_add_checked_fixture(t, NULL, end);
    tcase_add_loop_test(t, three_values_combine_as_kleene_says, 0, G_N_ELEMENTS(logic));
    tcase_add_test(t, so_many_of_several_conditions_are_asked);
    tcase_add_loop_test(t, attributes_are_set_unset_or_unknown, 0, G_N_ELEMENTS(attributes));
    tcase_add_test(t, identity_of_a_site_is_asked);
    tcase_add_test(t, a_model_that_nobody_can_read_is_unknown);
    tcase_add_test(t, flows_handlers_and_loops_of_a_site);
    tcase_add_test(t, subjects_are_counted_in_product_code_only);
    tcase_add_test(t, near_is_a_matter_of_scopes_and_calls);
    tcase_add_test(t, a_call_is_awaited_in_an_async_function_on_a_client);
    tcase_add_test(t, words_are_names_keys_and_short_texts_near_the_subject);
    tcase_add_test(t, a_use_that_bears_on_the_site_or_decorates_its_function_is_near);
    tcase_add_test(t, uses_are_subjects_where_they_are_in_force);
    tcase_add_test(t, code_is_asked_for_names_texts_and_comparisons);
    tcase_add_test(t, code_is_asked_for_names_that_something_is_given_under);
    tcase_add_test(t, what_is_declared_but_not_in_force_earns_nothing_and_is_shown);
    tcase_add_test(t, uses_have_zones_sides_cover_and_arguments);
    tcase_add_test(t, routes_have_guards_of_their_own_and_an_unresolved_handler_is_unknown);
    tcase_add_loop_test(t, configuration_is_asked_by_key_and_value, 0, G_N_ELEMENTS(configs));
    tcase_add_test(t, vendored_configuration_says_nothing_and_unread_configuration_is_unknown);
    tcase_add_test(t, files_count_when_they_hold_something_and_copies_count_once);
    tcase_add_loop_test(t, a_test_that_imports_the_module_is_known, 0, G_N_ELEMENTS(imports));
    tcase_add_test(t, a_dependency_counts_when_it_is_imported);
    tcase_add_loop_test(t, a_ci_step_counts_when_it_runs, 0, G_N_ELEMENTS(steps));
    tcase_add_test(t, a_dataset_has_inputs_expectations_and_different_records);
    tcase_add_loop_test(t, a_contract_agrees_with_the_routes, 0, G_N_ELEMENTS(contracts));
    tcase_add_test(t, a_contract_without_paths_is_none_and_an_interface_file_is_one);
    suite_add_tcase(s, t);
    return run_suite(s);
}
