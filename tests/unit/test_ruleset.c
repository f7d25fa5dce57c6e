#include <check.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "base/regex.h"
#include "rules/lint.h"
#include "rules/ruleset.h"

/* A small table in the place of the generated one. */
#define EMBEDDED_ZONES "zones: [{zone: test, paths: [tests/]}]\nplaceholders: [TODO]\n"
#define EMBEDDED_FRAMEWORKS "frameworks: {owasp: OWASP Top 10}\n"
const struct embedded_file embedded_files[] = {
    {"docs/report.schema.json", (const unsigned char *)"{}", 2, NULL},
    {"rules/frameworks.yml", (const unsigned char *)EMBEDDED_FRAMEWORKS, sizeof EMBEDDED_FRAMEWORKS - 1, NULL},
    {"rules/zones.yml", (const unsigned char *)EMBEDDED_ZONES, sizeof EMBEDDED_ZONES - 1, NULL},
};
const size_t n_embedded_files = G_N_ELEMENTS(embedded_files);

#define PYTHON                                                                                                         \
    "language: python\ngrammar_package: tree-sitter-python\ngrammar_symbol: tree_sitter_python\n"                      \
    "extensions: [.py]\nglobals: builtins\nmodules: {style: dotted, index: [__init__]}\n"
#define JAVASCRIPT "language: javascript\nextensions: [.js]\nglobals: globalThis\nmodules: {style: path}\n"
#define TYPESCRIPT "language: typescript\nparent: javascript\nextensions: [.ts]\nglobals: globalThis\n"
#define TSX "language: tsx\nparent: typescript\nextensions: [.tsx]\n"
#define TRACERS                                                                                                        \
    "evidence: tracers\ntitle: Tracers\nlanguages: [python]\n"                                                         \
    "uses:\n  - {path: langsmith.traceable, as: decorator, tag: tracer, covers: [\"*\"]}\n"
#define PYPI "ecosystem: pypi\nmanifests: [{paths: [pyproject.toml], keys: [project.dependencies]}]\n"

static char *folder;

static void write_file(const char *path, const char *content)
{
    g_autofree char *full = g_build_filename(folder, path, NULL);
    g_autofree char *parent = g_path_get_dirname(full);
    ck_assert_int_eq(g_mkdir_with_parents(parent, 0700), 0);
    ck_assert(g_file_set_contents(full, content, -1, NULL));
}

static void remove_all(const char *path)
{
    GDir *dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
    for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        remove_all(inner);
    }
    if (dir)
        g_dir_close(dir);
    g_remove(path);
}

static void begin(void)
{
    folder = g_dir_make_tmp("debtscan-rules-XXXXXX", NULL);
    ck_assert_ptr_nonnull(folder);
    write_file("languages/python/language.yml", PYTHON);
    write_file("evidence/tracers.yml", TRACERS);
    write_file("ecosystems/pypi.yml", PYPI);
}

static void end(void)
{
    remove_all(folder);
    g_clear_pointer(&folder, g_free);
}

static struct ruleset *loaded(void)
{
    g_autoptr(GError) error = NULL;
    struct ruleset *r = ruleset_load(folder, true, &error);
    ck_assert_msg(r != NULL, "%s", error ? error->message : "no message");
    return r;
}

/* ---- what is refused ---- */

#define API "sdk: x\ntitle: X\nlanguages: [python]\n"
#define CONTROL                                                                                                        \
    "control: TEC-04\ntitle: T\ncategory: technical\nseverity: high\nsubject: site\nquestion: Q?\nwhy: W\n"             \
    "effort: {once: 10}\nfix: F\n"
#define JUDGED CONTROL "judge: [{credit: 0, message: m}]\n"

/* Messages without the folder's name; line 1 is the first. */
static const struct {
    const char *content, *message;
} broken[] = {
    /* YAML */
    {"", "x.yml:1: the file is empty"},
    {"sdk: [", "x.yml:2: did not find expected node content"},
    {"sdk: @x", "x.yml:1: a value that begins with '@', '`' or '%', or a tab, must be quoted"},
    {"sdk: &a x\ntitle: *a\n", "x.yml:1: anchors and aliases are not allowed; write the value out"},
    {"sdk: !!str x\n", "x.yml:1: tags are not allowed"},
    {"sdk: x\nsdk: y\n", "x.yml:2: key 'sdk' stands here twice"},
    {"--- {sdk: x}\n--- {sdk: y}\n", "x.yml:2: a rule file holds one document"},
    {"sdk: x\n? [a]\n: b\n", "x.yml:2: a key must be a plain word"},
    {"a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n", "x.yml:1: nested too deeply"},
    {"sdk: \xff\n", "x.yml:1: not valid UTF-8"},
    /* the kind of a file */
    {"- a\n", "x.yml:1: a rule file is a map; its first key says what it is"},
    {"contrl: TEC-01\n", "x.yml:1: the first key 'contrl' names no kind of rule file; did you mean control"},
    /* schemas */
    {JUDGED "severty: low\n", "x.yml:11: unknown key 'severty'; did you mean 'severity'?"},
    {JUDGED "gate: 3\n", "x.yml:11: 'gate' must be true or false"},
    {JUDGED "gate: 'true'\n", "x.yml:11: 'gate' must be true or false"},
    {"control: TEC-04\njudge: [{credit: 0}]\n",
     "x.yml:1: the key 'title' is missing\nx.yml:1: the key 'category' is missing\nx.yml:1: the key 'severity' is missing\n"
     "x.yml:1: the key 'subject' is missing\nx.yml:1: the key 'question' is missing\nx.yml:1: the key 'why' is missing\n"
     "x.yml:1: the key 'effort' is missing\nx.yml:1: the key 'fix' is missing"},
    {API "only_literals: true\n", "x.yml:1: 'only_literals' needs 'literals'"},
    {API "sites: [{path: x.a(), kind: chat, when_argument: {0: {match: a}}}]\n",
     "x.yml:4: unknown key 'match'; known: matches, host, path, unseen, contains, missing, one, not_path"},
    {API "sites: [{path: x.a(), kind: chat, when_argument: {0: [a]}}]\n",
     "x.yml:4: '0' asks for a literal, null (any), or a map of 'matches', 'host', 'unseen', 'missing', 'contains', 'path' and 'not_path'"},
    {API "sites: [{path: x.a(), kind: chat, arguments: {0: {attribute: kind, cases: [{value: talk}]}}}]\n",
     "x.yml:4: 'talk' is no kind of a site"},
    {"providers: [{provider: a, hosts: ['https://a.com/v1', '*']}]\n",
     "x.yml:1: 'https://a.com/v1' is no host; write it without scheme and path\n"
     "x.yml:1: '*' is no host; write it without scheme and path"},
    {"frameworks: {a: [b]}\n", "x.yml:1: 'a' must be a single value"},
    {"models: m\npins: [{matches: '(', pin: pinned}]\n",
     "x.yml:2: regular expression: column 2: missing closing parenthesis"},
    {"models: m\npins: [{matches: a, pin: pined}]\n", "x.yml:2: 'pin' cannot be 'pined'; did you mean 'pinned'?"},
    {"zones: [{zone: tests, paths: [a/]}]\n", "x.yml:1: unknown zone 'tests'; did you mean 'test'?"},
    {"secrets: [{id: a, title: A, literals: [], matches: b, confidence: 0.9}]\n",
     "x.yml:1: 'literals' must hold at least one string that stands in every match"},
    {"secrets: [{id: a, title: A, literals: [k], matches: b, confidence: high}]\n",
     "x.yml:1: 'confidence' must be a number with at most two decimals"},
    {"ci: c\npaths: [a]\njobs: [b]\nsteps: [c]\nrun: [d]\nneutral: [false]\n", "x.yml:6: 'neutral' holds KEY=VALUE, not 'false'"},
    {"ecosystem: e\nmanifests: [{path: [a]}]\n",
     "x.yml:2: unknown key 'path'; did you mean 'paths'?\nx.yml:2: the key 'paths' is missing"},
    /* languages */
    {"language: python\n", "x.yml:1: the language 'python' stands already in languages/python/language.yml:1"},
    {"language: a\nparent: b\n", "x.yml:2: unknown language 'b'; known: a, python"},
    {"language: a\nparent: a\n", "x.yml:2: the parents of 'a' form a circle"},
    {"language: a\nreader: binary\n",
     "x.yml:2: 'reader' cannot be 'binary'; known: code, config, markdown, notebook, records, lines"},
    /* API files */
    {"sdk: x\ntitle: X\nlanguages: [pyhton]\n", "x.yml:3: unknown language 'pyhton'; did you mean 'python'?"},
    {API "packages: {npm: [x]}\n", "x.yml:4: unknown ecosystem 'npm'; known: pypi"},
    {API "clients: [{path: 'x.X('}]\n",
     "x.yml:4: access path 'x.X(', column 4: write '()' without arguments; they belong to 'arguments:'"},
    {API "clients: [{path: x.X(), argments: {a: b}}]\n", "x.yml:4: unknown key 'argments'; did you mean 'arguments'?"},
    {API "clients: [{path: x.X(), wrapping: 1}]\n",
     "x.yml:4: unknown key 'wrapping'"},
    {API "clients: [{path: x.X(), arguments: {t: timout}}]\n", "x.yml:4: unknown attribute 'timout'; did you mean 'timeout'?"},
    {API "sites:\n  - {path: x.f(), kind: chatt}\n", "x.yml:5: 'kind' cannot be 'chatt'; did you mean 'chat'?"},
    {API "sites:\n  - {path: x.f()}\n", "x.yml:5: the key 'kind' is missing"},
    {API "sites:\n  - {path: x.f(), kind: chat}\n  - {path: x.f(), kind: chat}\n",
     "x.yml:6: the item 'x.f()' of 'sites' (python, kind chat) stands already in x.yml:5"},
    {API "clients: [{path: x.X(), also: x.X()}]\n", "x.yml:4: 'also' repeats the item's own path"},
    {API "wrappers: [{path: x.w(), as: file}]\n", "x.yml:4: 'wrappers' cannot be written 'as: file'"},
    {API "composes: [{carries: [x.X()]}]\n", "x.yml:4: a 'composes' item needs 'operator', 'method' or 'path'"},
    {API "transforms: [{path: x.t(), returns: {argument: [1]}}]\n",
     "x.yml:4: 'returns' is an access path, 'self', 'instance', 'format', 'merged', 'type', 'text', 'document', {argument: N or NAME}, {call: N or NAME}, {written: N or NAME}, {provided: N or NAME}, {joined: [N...]}, or a list of these"},
    {API "routes: [{path: x.r(), as: call, handler: first}]\n",
     "x.yml:4: 'handler' is decorated, last, export, enclosing, 'argument N' or 'argument NAME'"},
    {API "routes: [{as: call, path: x.f(), exports: GET}]\n", "x.yml:4: 'exports' goes with 'as: file'"},
    {API "routes: [{as: call}]\n", "x.yml:4: the key 'path' is missing"},
    {API "uses: [{path: mcp.json, as: config, tag: t}]\n", "x.yml:4: 'key' goes with 'as: config'"},
    {API "tools: [{as: call}]\n", "x.yml:4: the key 'path' is missing"},
    {API "sites:\n  - {path: x.f(), kind: chat, when_argument: {0: a}}\n  - {path: x.f(), kind: chat, when_argument: {0: b}}\n"
         "  - {path: x.f(), kind: chat, when_argument: {0: a}}\n",
     "x.yml:7: the item 'x.f()' of 'sites' (python, kind chat) stands already in x.yml:5"},
    {API "uses: [{path: x.u}]\n", "x.yml:4: the key 'tag' is missing"},
    {API "uses: [{path: x.u, tag: t, covers: [y]}]\n", "x.yml:4: unknown SDK 'y'; known: tracers, x"},
    {API "sites:\n  - path: x.f()\n    kind: chat\n    arguments: {r: {attribute: a, cases: [{value: b}, {value: c}]}}\n",
     "x.yml:7: this case always fits, so the cases below are never asked"},
    {API "sites:\n  - path: x.f()\n    kind: chat\n    arguments: {r: {attribute: a, cases: limit}}\n", "x.yml:7: unknown cases 'limit'"},
    {API "sites:\n  - path: x.f()\n    kind: chat\n    arguments: {r: {attribute: a, cases: [{made: true}]}}\n",
     "x.yml:7: 'made' needs a 'path', whose object it is"},
    {API "sites:\n  - path: x.f()\n    kind: chat\n    arguments: {r: {attribute: a, cases: [{nowhere: [{a: b(), c: d()}]}]}}\n",
     "x.yml:7: expected one method and the path of the call in which it is called"},
    {API "sites:\n  - path: x.f()\n    kind: chat\n    arguments: {r: {attribute: a, contains: {role: [s], kind: [t]}}}\n",
     "x.yml:7: 'contains' asks for one dictionary key; 'kind' is a second"},
    {API "tests: [{code: a}]\n", "x.yml:4: a test expects something: 'sites', 'tools', 'routes', 'agents', 'uses' or 'prompts'"},
    {API "tests: [{sites: []}]\n", "x.yml:4: a test needs 'code' or 'files'"},
    {API "requests: [{path: x.post(), address: [url]}]\n",
     "x.yml:4: 'requests' needs a rule file that says what requests to model services have in common"},
    {"requests: 5\n", "x.yml:1: 'requests' must be a map\nx.yml:1: expected a map with the keys address ..."},
    {"requests: {address: a, body: {}, unseen: {}, readings: [b]}\n",
     "x.yml:1: 'address' must be a list of maps\nx.yml:1: 'readings' must be a list of maps\nx.yml:1: expected a map with the keys when ..."},
    {"requests: {address: [], body: {}, unseen: {}, readings: [{confidence: 1}]}\n", "x.yml:1: the key 'when' is missing"},
    {API "tests: [{files: {../a.py: b}, sites: []}]\n", "x.yml:4: '../a.py' must be a path inside the repository"},
    {API "tests: [{code: a, sites: [{line: x}]}]\n", "x.yml:4: 'line' is a whole number from 1"},
    /* conditions */
    {JUDGED "where: {}\n", "x.yml:11: a condition is a map or a list of maps"},
    {JUDGED "where: {atribute: timeout}\n", "x.yml:11: unknown key 'atribute'; did you mean 'attribute'?"},
    {JUDGED "where: {attribute: timeout, stat: set}\n",
     "x.yml:11: unknown key 'stat' of the condition 'attribute'; did you mean 'state'?"},
    {JUDGED "where: {attribute: timeout, state: on}\n", "x.yml:11: 'state' cannot be 'on'; known: unknown, unset, set"},
    {JUDGED "where: {attribute: timeot}\n", "x.yml:11: unknown attribute 'timeot'; did you mean 'timeout'?"},
    {JUDGED "where: {kind: [chat], sdk: [x]}\n",
     "x.yml:11: 'kind' and 'sdk' are two conditions; combine them with 'all' or 'any'"},
    {JUDGED "applies: {code: '*'}\n", "x.yml:11: the condition 'code' asks for 'names', 'strings', 'compares', 'given', 'reads' or 'handles'"},
    {JUDGED "applies: {any: [{count: site}], at_lest: 2}\n", "x.yml:11: unknown key 'at_lest' of the condition 'any'; did you mean 'at_least'?"},
    {JUDGED "applies: {use: tracr}\n", "x.yml:11: unknown tag 'tracr'; did you mean 'tracer'?"},
    {JUDGED "applies: {predicate: llm}\n", "x.yml:11: unknown predicate 'llm'"},
    {JUDGED "applies: {repository_kind: [ap]}\n", "x.yml:11: unknown repository kind 'ap'; known: none"},
    {JUDGED "applies: {count: sites}\n", "x.yml:11: 'count' cannot be 'sites'; did you mean 'site'?"},
    {JUDGED "applies: {count: site, at_least: many}\n", "x.yml:11: 'at_least' must be a number with at most two decimals"},
    {JUDGED "applies: {text: '*.md', matches: '['}\n",
     "x.yml:11: regular expression: column 2: missing terminating ] for character class"},
    {JUDGED "applies: {query: q, language: python}\n",
     "x.yml:11: the key 'source' of the condition 'query' is missing\n"
     "x.yml:11: the key 'literals' of the condition 'query' is missing; without it say what the match stands 'near'"},
    {JUDGED "applies: {query: q, language: python, literals: [a], source: '((a) @match (#match? @match \"{{rows}}\"))'}\n",
     "x.yml:11: unknown pattern 'rows'"},
    {JUDGED "applies: {document: '*.md', slots: [{name: a}]}\n",
     "x.yml:11: a slot asks for 'heading', 'text', 'words', 'numbers' or 'table_rows'"},
    {JUDGED "applies: {any: []}\n", "x.yml:11: a list of conditions is empty"},
    {JUDGED "applies: {dependency: []}\n", "x.yml:11: 'dependency' is empty"},
    /* predicates */
    {"predicates: {a: {predicate: b}, b: {not: {predicate: a}}}\n",
     "x.yml:1: the predicate 'a' needs itself\nx.yml:1: the predicate 'b' needs itself"},
    /* patterns */
    {"patterns: {a: '['}\n", "x.yml:1: regular expression: column 2: missing terminating ] for character class"},
    {"patterns: {a: {pattern: b}, b: x}\n", "x.yml:1: unknown pattern 'b'"},
    {"patterns: [a]\n", "x.yml:1: 'patterns' must be a map"},
    {JUDGED "applies: {text: '*.md', matches: {pattern: tests}}\n", "x.yml:11: unknown pattern 'tests'"},
    {JUDGED "applies: {text: '*.md', matches: {patern: tests}}\n",
     "x.yml:11: 'matches' must be a regular expression or {pattern: NAME}"},
    {JUDGED "applies: {table: '*.md', header: [a, {pattern: [b]}]}\n",
     "x.yml:11: 'header' must be a regular expression, {pattern: NAME} or a list of them"},
    {JUDGED "applies: {text: {pattern: tests}, matches: a}\n", "x.yml:11: 'text' must be a string or a list of strings"},
    {"kinds: [{kind: a}, {kind: b}]\n", "x.yml:1: the kinds below are never asked, since this one has no 'when'"},
    /* controls */
    {JUDGED "references: {owasp: {a: b}}\n", "x.yml:11: 'owasp' must be a string or a list of strings"},
    {CONTROL "judge: {}\n", "x.yml:10: 'judge' is a list of entries, {sum: [...]} or {best: [...]}"},
    {CONTROL "judge: [{credit: 2}]\n",
     "x.yml:10: 'credit' is a number from 0 to 1 with at most two decimals, or unknown"},
    {CONTROL "judge: [{when: {kind: [chat]}, credit: 1}]\n", "x.yml:10: the last entry of a 'judge' list has no 'when'"},
    {CONTROL "judge: [{credit: 1}, {credit: 0}]\n",
     "x.yml:10: the entries below are never asked, since this one has no 'when'"},
    {CONTROL "judge: [{credit: 0, message: '{cal} is slow'}]\n",
     "x.yml:10: unknown placeholder '{cal}'; did you mean '{call}'?"},
    {JUDGED "tests: [{name: n, language: python, code: a}]\n",
     "x.yml:11: a test expects something: 'status', 'credit' or 'findings'"},
    {JUDGED "tests: [{name: n, code: a, credit: 1}]\n", "x.yml:11: a test with 'code' needs 'language'"},
};

START_TEST(names_file_line_and_cure)
{
    g_autoptr(GError) error = NULL;
    write_file("x.yml", broken[_i].content);
    struct ruleset *r = ruleset_load(folder, true, &error);
    ck_assert_msg(r == NULL, "loaded: %s", broken[_i].content);
    g_autofree char *prefix = g_strconcat(folder, "/", NULL);
    g_auto(GStrv) parts = g_strsplit(error->message, prefix, -1);
    g_autofree char *message = g_strjoinv("", parts);
    ck_assert_str_eq(message, broken[_i].message);
}
END_TEST

static const char *const wrong_ids[] = {"TEC-4", "tec-04", "TEC-004", "TECH-04", "TEC_04", "TEC-0x"};

START_TEST(refuses_an_id_of_another_form)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_strdup_printf("control: %s%s", wrong_ids[_i], strchr(JUDGED, '\n'));
    write_file("x.yml", text);
    ck_assert_ptr_null(ruleset_load(folder, true, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "is no control id; write three capitals, '-' and two digits"));
}
END_TEST

START_TEST(reports_the_errors_of_all_files_but_not_without_end)
{
    g_autoptr(GError) error = NULL;
    for (int i = 0; i < 60; i++) {
        g_autofree char *name = g_strdup_printf("f%02d.yml", i);
        write_file(name, "frameworks: 3\n");
    }
    ck_assert_ptr_null(ruleset_load(folder, true, &error));
    g_auto(GStrv) lines = g_strsplit(error->message, "\n", -1);
    ck_assert_uint_eq(g_strv_length(lines), 51);
    ck_assert_ptr_nonnull(strstr(lines[0], "f00.yml:1: 'frameworks' must be a map"));
    ck_assert_str_eq(lines[50], "... and 10 more");
}
END_TEST

START_TEST(says_that_a_folder_is_missing_or_empty)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *missing = g_build_filename(folder, "missing", NULL);
    ck_assert_ptr_null(ruleset_load(missing, true, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "missing"));
    g_clear_error(&error);
    ck_assert_int_eq(g_mkdir(missing, 0700), 0);
    ck_assert_ptr_null(ruleset_load(missing, true, &error));
    ck_assert(g_str_has_suffix(error->message, "the folder holds no rule file"));
}
END_TEST

/* ---- what is loaded ---- */

START_TEST(loads_the_example_of_the_documentation)
{
    write_file("x.yml", "sdk: openai\ntitle: OpenAI Python library\nlanguages: [python]\nprovider: openai\n"
                        "packages: {pypi: [openai, openai-agents]}\ndefaults: {timeout: 600, retry: 2}\n"
                        "transparent: [with_raw_response]\n"
                        "clients:\n"
                        "  - path: openai.OpenAI()\n"
                        "    also:\n"
                        "      - openai.AsyncOpenAI()\n"
                        "      - {path: openai.AzureOpenAI(), provider: azure-openai}\n"
                        "    arguments: {timeout: timeout, 1: retry}\n"
                        "sites:\n"
                        "  - path: openai.OpenAI().chat.completions.create()\n"
                        "    kind: chat\n"
                        "    unset: [\"NOT_GIVEN\"]\n"
                        "    arguments:\n"
                        "      messages:\n"
                        "        - {attribute: system_message, contains: {role: [system, developer], calls: [m.System()], tuple: [system]}}\n"
                        "        - {attribute: prompt_inline, inline: true}\n"
                        "      response_format:\n"
                        "        attribute: structured_output\n"
                        "        cases:\n"
                        "          - {has: {type: json_object, x: null}, value: json_mode}\n"
                        "          - {matches: '^a', state: unknown}\n"
                        "          - {value: typed}\n"
                        "    sets: {tools: \"yes\"}\n"
                        "tests:\n"
                        "  - code: |\n"
                        "      x\n"
                        "    sites: [{line: 3, kind: chat, timeout: set}]\n"
                        "  - {code: y, sites: [], tools: []}\n");
    struct ruleset *r = loaded();
    ck_assert_uint_eq(r->n_api_files, 2);
    ck_assert_uint_eq(r->n_items, 3);
    ck_assert_uint_eq(r->n_aliases, 2);
    ck_assert_str_eq(r->aliases[1].provider, "azure-openai");
    ck_assert_str_eq(r->aliases[1].item->path.text, "openai.OpenAI()");

    const struct api_file *f = r->api_files[0]; /* SDKs stand before evidence */
    ck_assert_str_eq(f->name, "openai");
    ck_assert(f->sdk);
    ck_assert_uint_eq(f->n_packages, 2);
    ck_assert_str_eq(f->packages[1].value, "openai-agents");
    ck_assert_str_eq(f->defaults[0].value, "600");
    ck_assert_uint_eq(f->n_tests, 2);
    ck_assert_str_eq(f->tests[0].language, "python");
    ck_assert_str_eq(f->tests[0].files[0].key, "app.py");
    ck_assert_str_eq(f->tests[0].files[0].value, "x\n");
    ck_assert(f->tests[0].expects[TEST_SITES] && !f->tests[0].expects[TEST_TOOLS]);
    ck_assert_int_eq(f->tests[0].expectations[0].line, 3);
    ck_assert_uint_eq(f->tests[0].expectations[0].n_wants, 2);
    ck_assert(f->tests[1].expects[TEST_TOOLS] && f->tests[1].n_expectations == 0);

    const struct api_item *client = &r->items[0], *site = &r->items[1];
    ck_assert_int_eq(client->role, ROLE_CLIENT);
    ck_assert_str_eq(client->arguments[0].name, "timeout");
    ck_assert_int_eq(client->arguments[0].position, -1);
    ck_assert_ptr_null(client->arguments[1].name);
    ck_assert_int_eq(client->arguments[1].position, 1);
    ck_assert_int_eq(site->role, ROLE_SITE);
    ck_assert_str_eq(site->kind, "chat");
    ck_assert_uint_eq(site->place.line, 15);
    ck_assert_uint_eq(site->n_arguments, 3);
    ck_assert(site->arguments[0].contains);
    ck_assert_str_eq(site->arguments[0].contains_key, "role");
    ck_assert_str_eq(site->arguments[0].contains_values[1], "developer");
    ck_assert_str_eq(site->arguments[0].contains_tuple[0], "system");
    ck_assert_uint_eq(site->arguments[0].n_contains_calls, 1);
    ck_assert_str_eq(site->arguments[0].unset[0], "NOT_GIVEN");
    ck_assert(site->arguments[1].inline_text && !site->arguments[1].contains);
    ck_assert_uint_eq(site->arguments[2].n_cases, 3);
    ck_assert_uint_eq(site->arguments[2].cases[0].n_has, 2);
    ck_assert_ptr_null(site->arguments[2].cases[0].has[1].value);
    ck_assert_ptr_nonnull(site->arguments[2].cases[1].matches);
    ck_assert_int_eq(site->arguments[2].cases[1].state, STATE_UNKNOWN);
    ck_assert_int_eq(site->arguments[2].cases[2].state, STATE_SET);
    ck_assert_str_eq(site->sets[0].value, "yes");
    ruleset_free(r);
}
END_TEST

static bool gate_has(const struct ruleset *r, const char *language, const char *literal)
{
    const struct language *g = ruleset_language(r, language);
    return g_strv_contains(r->gates[g->index].literals, literal) || g_strv_contains(r->gates[g->index].modules, literal);
}

START_TEST(a_language_stands_for_those_derived_from_it)
{
    write_file("languages/tsx/language.yml", TSX);
    write_file("languages/javascript/language.yml", JAVASCRIPT);
    write_file("languages/javascript/bindings.scm", "(a) @name\n");
    write_file("languages/typescript/language.yml", TYPESCRIPT);
    write_file("languages/typescript/bindings.scm", "(b) @name");
    write_file("x.yml", "sdk: ai\ntitle: AI\nlanguages: [javascript]\nliterals: [extra]\nsites:\n"
                        "  - {path: ai.generateText(), kind: chat}\n"
                        "  - {path: \"@scope/b.f()\", kind: chat, languages: [tsx]}\n"
                        "sinks:\n  - {path: globalThis.JSON.parse(), kind: parse}\n  - {path: only_a_sink.f(), kind: parse}\n"
                        "uses:\n  - {path: globalThis.fetch(), tag: fetch}\n  - {path: \"lang*.g()\", tag: glob}\n");
    struct ruleset *r = loaded();
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(unsigned));
    struct path p;
    ck_assert(path_parse(&p, &r->arena, "ai.generateText()", NULL));
    path_set_match(r->item_paths[ruleset_language(r, "tsx")->index], &p, hits);
    ck_assert_uint_eq(hits->len, 1);
    path_set_match(r->item_paths[ruleset_language(r, "python")->index], &p, hits);
    ck_assert_uint_eq(hits->len, 1);
    ck_assert(path_parse(&p, &r->arena, "`@scope/b`.f()", NULL));
    ck_assert(path_set_prefix(r->item_paths[ruleset_language(r, "tsx")->index], &p));
    ck_assert(!path_set_prefix(r->item_paths[ruleset_language(r, "javascript")->index], &p));

    const struct language *tsx = ruleset_language(r, "tsx");
    ck_assert_str_eq(tsx->family, "javascript");
    ck_assert_ptr_eq(tsx->parent, ruleset_language(r, "typescript"));
    ck_assert_ptr_nonnull(strstr(tsx->bindings, "(a) @name"));
    ck_assert(strstr(tsx->bindings, "(a) @name") < strstr(tsx->bindings, "(b) @name"));
    ck_assert_ptr_nonnull(strstr(tsx->bindings, "languages/typescript/bindings.scm\n(b)"));
    ck_assert_ptr_null(ruleset_language(r, "python")->bindings);

    ck_assert(gate_has(r, "tsx", "@scope/b"));
    ck_assert(!gate_has(r, "javascript", "@scope/b"));
    ck_assert(gate_has(r, "typescript", "extra"));
    ck_assert(gate_has(r, "javascript", "lang"));
    ck_assert(gate_has(r, "javascript", "\"ai\"") && gate_has(r, "javascript", "'ai/"));
    ck_assert(!gate_has(r, "javascript", "ai"));
    ck_assert(gate_has(r, "python", "langsmith"));
    ck_assert(!gate_has(r, "javascript", "JSON"));
    ck_assert(!gate_has(r, "javascript", "fetch"));
    ck_assert(!gate_has(r, "javascript", "globalThis"));
    ck_assert(!gate_has(r, "javascript", "only_a_sink"));
    ruleset_free(r);
}
END_TEST

START_TEST(the_gate_drops_modules_that_begin_with_another)
{
    write_file("x.yml", "sdk: x\ntitle: X\nlanguages: [python]\nsites:\n  - {path: openai.f(), kind: chat}\n"
                        "  - {path: deepagents.f(), kind: chat}\n  - {path: agents.f(), kind: chat}\n"
                        "  - {path: openai_extra.f(), kind: chat}\n");
    struct ruleset *r = loaded();
    const char **literals = r->gates[0].modules;
    ck_assert_uint_eq(g_strv_length((char **)literals), 4);
    ck_assert_str_eq(literals[0], "agents");
    ck_assert_str_eq(literals[1], "deepagents"); /* `agents` is no word in it */
    ck_assert_str_eq(literals[2], "langsmith");
    ck_assert_str_eq(literals[3], "openai");
    ruleset_free(r);
}
END_TEST

START_TEST(compiles_conditions)
{
    write_file("predicates.yml", "predicates:\n  llm: {count: site, where: {not: {kind: embedding}}, at_least: 2}\n"
                                 "kinds: [{kind: app, when: [{predicate: llm}, {use: tracer}]}, {kind: library}]\n");
    write_file("x.yml", CONTROL "applies: {all: [{predicate: llm}, {owners: sites, any: true}]}\n"
                                "where: {flow: parse, handler: [pass]}\n"
                                "judge:\n"
                                "  - {when: {default: timeout, at_most: 0.5}, credit: 0.25, message: '{call} has {no} such', at: client}\n"
                                "  - {when: {ci: 'pytest|tox', on: pull_request}, credit: 1, severity: low, confidence: 0.9}\n"
                                "  - {when: {ci: test}, credit: 1}\n"
                                "  - {when: {query: q, language: python, source: '(a) @match', literals: [lit]}, credit: unknown}\n"
                                "  - {credit: 0, message: none}\n");
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(ruleset_load(folder, true, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "x.yml:13: unknown placeholder '{no}'"));
    g_autofree char *path = g_build_filename(folder, "x.yml", NULL);
    g_autofree char *text = NULL;
    ck_assert(g_file_get_contents(path, &text, NULL, NULL));
    memcpy(strstr(text, "{no}"), "[no]", 4);
    write_file("x.yml", text);

    struct ruleset *r = loaded();
    const struct control *c = ruleset_control(r, "TEC-04");
    ck_assert_int_eq(c->severity, SEVERITY_HIGH);
    ck_assert_int_eq(c->subject, SUBJECT_SITE);
    ck_assert_str_eq(c->fix[0].key, "text");
    ck_assert_int_eq(c->applies->kind, COND_ALL);
    ck_assert_int_eq(c->applies->kids[1]->kind, COND_OWNERS);
    ck_assert_int_eq(cond_arg(c->applies->kids[1], "any")->number, 1);
    ck_assert_int_eq(c->where->kind, COND_FLOW);
    ck_assert_str_eq(cond_arg(c->where, "handler")->list[0], "pass");
    ck_assert_int_eq(c->n_entries, 5);
    ck_assert_int_eq(c->entries[0].credit, 25);
    ck_assert_int_eq(cond_arg(c->entries[0].when, "at_most")->number, 50);
    ck_assert_str_eq(c->entries[0].at, "client");
    ck_assert_int_eq(c->entries[0].severity, -1);
    ck_assert_int_eq(c->entries[1].severity, SEVERITY_LOW);
    ck_assert_int_eq(c->entries[1].confidence, 90);
    ck_assert_int_eq(c->entries[1].when->args[0].type, ARG_REGEX);
    ck_assert_ptr_nonnull(c->entries[1].when->args[0].regexes[0]);
    ck_assert_str_eq(cond_arg(c->entries[1].when, "on")->list[0], "pull_request");
    ck_assert_int_eq(c->entries[2].when->args[0].type, ARG_STRING);
    ck_assert_int_eq(c->entries[3].credit, CREDIT_UNKNOWN);
    ck_assert_str_eq(r->queries[c->entries[3].when->queries[0]].name, "q");
    ck_assert(gate_has(r, "python", "lit"));
    ck_assert_ptr_null(c->entries[4].when);

    const struct cond *llm = r->predicates[0].cond;
    ck_assert_int_eq(cond_arg(llm, "at_least")->number, 200);
    ck_assert_int_eq(cond_arg(llm, "where")->cond->kind, COND_NOT);
    ck_assert_int_eq(cond_arg(llm, "where")->cond->kids[0]->kind, COND_KIND);
    ck_assert_uint_eq(r->n_kinds, 2);
    ck_assert_int_eq(r->kinds[0].when->kind, COND_ALL);
    ck_assert_ptr_null(r->kinds[1].when);
    ruleset_free(r);
}
END_TEST

START_TEST(a_query_may_be_of_several_languages_and_name_patterns)
{
    write_file("patterns.yml", "patterns: {row: 'a\\w|\"b\"'}\n");
    write_file("languages/javascript/language.yml", JAVASCRIPT);
    write_file("languages/typescript/language.yml", TYPESCRIPT);
    write_file("x.yml", CONTROL "judge:\n"
                                "  - {when: {query: q, language: [javascript, typescript], literals: [lit], "
                                "source: '((a) @match (#match? @match \"^{{row}}s$\"))'}, credit: 1}\n"
                                "  - {credit: 0, message: m}\n");
    struct ruleset *r = loaded();
    const struct cond *c = ruleset_control(r, "TEC-04")->entries[0].when;
    ck_assert_uint_eq(c->n_queries, 2);
    ck_assert_str_eq(r->queries[c->queries[0]].language->name, "javascript");
    ck_assert_str_eq(r->queries[c->queries[1]].language->name, "typescript");
    ck_assert_str_eq(r->queries[c->queries[1]].source, "((a) @match (#match? @match \"^(?:a\\\\w|\\\"b\\\")s$\"))");
    ck_assert(gate_has(r, "typescript", "lit"));
    g_autoptr(GPtrArray) flaws = rules_lint(r);
    g_ptr_array_add(flaws, NULL);
    g_autofree char *text = g_strjoinv("\n", (char **)flaws->pdata);
    ck_assert_ptr_null(strstr(text, "nobody asks the pattern 'row'"));
    ruleset_free(r);
}
END_TEST

START_TEST(a_pattern_stands_wherever_an_expression_may)
{
    write_file("patterns.yml", "patterns: {tests: 'pytest|tox', card: '^card', nobody: x}\n");
    write_file("models.yml", "models: m\npins: [{matches: {pattern: card}, pin: pinned}]\n");
    write_file("x.yml", CONTROL "judge:\n"
                                "  - {when: {ci: {pattern: tests}, uses: {pattern: card}}, credit: 1}\n"
                                "  - {when: {text: '*.md', matches: {pattern: tests}}, credit: 1}\n"
                                "  - {when: {table: '*.md', header: [a, {pattern: tests}]}, credit: 1}\n"
                                "  - {when: {document: '*.md', slots: [{name: s, heading: {pattern: card}}]}, credit: 1}\n"
                                "  - {credit: 0, message: none}\n");
    struct ruleset *r = loaded();
    const struct control *c = ruleset_control(r, "TEC-04");
    const struct cond_arg *ci = &c->entries[0].when->args[0], *header = cond_arg(c->entries[2].when, "header");
    ck_assert_int_eq(ci->type, ARG_REGEX);
    ck_assert_str_eq(ci->pattern, "tests");
    ck_assert_str_eq(ci->string, "pytest|tox"); /* for those who read the expression */
    ck_assert(regex_search(ci->regexes[0], "run tox", 7));
    ck_assert(!regex_search(ci->regexes[0], "tests", 5));
    ck_assert_ptr_null(ci->regexes[1]);
    ck_assert_ptr_eq(cond_arg(c->entries[1].when, "matches")->regexes[0], ci->regexes[0]); /* compiled once */
    ck_assert_ptr_eq(header->regexes[1], ci->regexes[0]);
    ck_assert_str_eq(header->list[0], "a");
    ck_assert_str_eq(header->list[1], "pytest|tox");
    ck_assert_ptr_null(header->pattern);
    ck_assert(regex_search(cond_arg(c->entries[3].when, "slots")->slots[0].heading, "card", 4));
    ck_assert_int_eq(ruleset_pin(r, "card-1", NULL)->pin, PIN_PINNED);

    g_autoptr(GPtrArray) flaws = rules_lint(r);
    g_ptr_array_add(flaws, NULL);
    g_autofree char *text = g_strjoinv("\n", (char **)flaws->pdata);
    ck_assert_ptr_nonnull(strstr(text, "patterns.yml:1: nobody asks the pattern 'nobody'"));
    ck_assert_ptr_null(strstr(text, "nobody asks the pattern 'tests'"));
    ruleset_free(r);
}
END_TEST

START_TEST(arguments_share_cases_by_their_name)
{
    write_file("cases.yml", "cases: {limit: [{path: x.t(), value: t}, {state: unknown}], nobody: [{value: b}]}\n");
    write_file("x.yml", API "sites:\n  - {path: x.f(), kind: chat, arguments: {r: {attribute: timeout, cases: limit}, s: {attribute: "
                            "timeout, cases: limit}}}\n");
    struct ruleset *r = loaded();
    const struct api_item *item = &r->items[0];
    ck_assert_uint_eq(item->n_arguments, 2);
    ck_assert_uint_eq(item->arguments[0].n_cases, 2);
    ck_assert_str_eq(item->arguments[0].cases[0].value, "t");
    ck_assert_ptr_eq(item->arguments[0].cases, item->arguments[1].cases); /* read once */
    g_autoptr(GPtrArray) flaws = rules_lint(r);
    g_ptr_array_add(flaws, NULL);
    g_autofree char *text = g_strjoinv("\n", (char **)flaws->pdata);
    ck_assert_ptr_nonnull(strstr(text, "cases.yml:1: nobody asks the cases 'nobody'"));
    ck_assert_ptr_null(strstr(text, "'limit'"));
    ruleset_free(r);
}
END_TEST

START_TEST(a_route_may_be_a_file)
{
    write_file("x.yml", API "routes:\n  - {path: '**/route.*', as: file, method: GET}\n  - {path: '**/api/**', as: file}\n"
                            "  - {path: x.on(), as: call, handler: argument 1}\n  - {path: x.get(), as: decorator}\n"
                            "tools:\n  - {as: dict, when_argument: {type: function, function: null}, arguments: {function.name: name}}\n");
    struct ruleset *r = loaded();
    ck_assert_str_eq(r->items[0].glob, "**/route.*");
    ck_assert_str_eq(r->items[0].exports[0], "GET");
    ck_assert_uint_eq(r->items[0].path.n_segments, 0);
    ck_assert_str_eq(r->items[0].language_names[0], "python");
    ck_assert_str_eq(r->items[1].exports[0], "default");
    ck_assert_str_eq(r->items[2].handler, "1");
    ck_assert_ptr_null(r->items[2].glob);
    ck_assert_str_eq(r->items[3].handler, "decorated");
    ck_assert_str_eq(r->items[4].when[0].equals, "function");
    ck_assert_ptr_null(r->items[4].when[1].equals);
    ruleset_free(r);
}
END_TEST

START_TEST(asks_arguments_for_more_than_literals)
{
    write_file("x.yml", API "only_literals: true\nliterals: [chat/completions]\n"
                            "sites:\n  - {path: x.post(), kind: chat, confidence: 0.9, assigned: [root],\n"
                            "     when_argument: {'0|url': {host: true, matches: '/chat'}, 1: {path: x.Y()}}, defaults: {}}\n");
    write_file("y.yml", "providers:\n  - {provider: a, hosts: ['*.a.com', '*:99']}\n");
    struct ruleset *r = loaded();
    const struct api_item *item = &r->items[0];
    ck_assert_uint_eq(item->n_when, 2);
    ck_assert_str_eq(item->when[0].names[1], "url");
    ck_assert_ptr_null(item->when[0].names[2]);
    ck_assert(item->when[0].host && item->when[0].matches && item->when[1].path.n_segments);
    ck_assert_str_eq(item->assigned[0], "root");
    ck_assert_int_eq(item->confidence, 90);
    ck_assert(item->defaults && item->n_defaults == 0);
    ck_assert_str_eq(ruleset_host_provider(r, "https://u:p@x.a.com:443/v1?q=://y"), "a");
    ck_assert_str_eq(ruleset_host_provider(r, "http://{}:99/api"), "a");
    ck_assert_ptr_null(ruleset_host_provider(r, "https://a.com.evil.org/x.a.com"));
    ck_assert_ptr_null(ruleset_host_provider(r, "/x.a.com/"));
    const char **gate = r->gates[ruleset_language(r, "python")->index].addresses;
    ck_assert(g_strv_contains(gate, "chat/completions") && g_strv_contains(gate, ".a.com"));
    ck_assert(!g_strv_contains(r->gates[ruleset_language(r, "python")->index].modules, "x"));
    ruleset_free(r);
}
END_TEST

START_TEST(finds_the_first_rule_for_a_model)
{
    write_file("x.yml", "models: m\npins:\n  - {matches: '^my-', pin: deployment, providers: [azure]}\n"
                        "  - {matches: '-\\d{4}$', pin: pinned, provider: p}\n  - {matches: '^my', pin: floating}\n"
                        "tests:\n  - {model: my-0613, pin: pinned, provider: p}\n  - {model: my-0613, at: azure, pin: minor}\n");
    struct ruleset *r = loaded();
    ck_assert_int_eq(ruleset_pin(r, "my-0613", NULL)->pin, PIN_PINNED);
    ck_assert_int_eq(ruleset_pin(r, "my-0613", "azure")->pin, PIN_DEPLOYMENT);
    ck_assert_int_eq(ruleset_pin(r, "my-x", "other")->pin, PIN_FLOATING);
    ck_assert_ptr_null(ruleset_pin(r, "other", NULL));
    g_autoptr(GPtrArray) flaws = rules_lint(r);
    bool said = false;
    for (guint i = 0; i < flaws->len; i++)
        said |= g_str_has_suffix(g_ptr_array_index(flaws, i), "x.yml:8: 'my-0613' is deployment here, not minor");
    ck_assert(said);
    ruleset_free(r);
}
END_TEST

START_TEST(reads_what_a_control_test_expects)
{
    write_file("x.yml", JUDGED "tests:\n"
                               "  - {name: a, language: python, code: x, findings: [{line: 3}, {file: b.py}], credit: 0.5}\n"
                               "  - {name: b, files: {a.py: x, empty.py: }, status: satisfied, findings: [], todo: later}\n");
    struct ruleset *r = loaded();
    const struct rule_test *a = &r->controls[0]->tests[0], *b = &r->controls[0]->tests[1];
    ck_assert_int_eq(a->credit, 50);
    ck_assert_uint_eq(a->n_finding_lines, 2);
    ck_assert_int_eq(a->finding_lines[0], 3);
    ck_assert_str_eq(a->finding_files[1], "b.py");
    ck_assert_int_eq(b->credit, -1);
    ck_assert_str_eq(b->status, "satisfied");
    ck_assert_str_eq(b->todo, "later");
    ck_assert(b->expects_findings && b->n_finding_lines == 0);
    ck_assert_str_eq(b->files[1].value, "");
    ruleset_free(r);
}
END_TEST

/* ---- sources ---- */

START_TEST(a_folder_adds_to_what_is_embedded_and_replaces_it)
{
    g_autoptr(GError) error = NULL;
    struct ruleset *r = ruleset_load(NULL, false, &error);
    ck_assert_msg(r != NULL, "%s", error ? error->message : "");
    ck_assert_uint_eq(r->n_languages, 0);
    ck_assert_str_eq(r->placeholders[0], "TODO");
    ck_assert_str_eq(r->frameworks[0].value, "OWASP Top 10");
    g_autofree char *hash = g_strdup(r->hash);
    ck_assert_uint_eq(strlen(hash), 64);
    ruleset_free(r);

    write_file("zones.yml", "zones: []\nplaceholders: [TBD, FIXME]\n");
    r = ruleset_load(folder, false, &error);
    ck_assert_msg(r != NULL, "%s", error ? error->message : "");
    ck_assert_uint_eq(r->n_languages, 1);
    ck_assert_str_eq(r->placeholders[0], "TBD");
    ck_assert_uint_eq(r->n_frameworks, 1);
    ck_assert_str_ne(r->hash, hash);
    ruleset_free(r);
    ruleset_free(NULL);
}
END_TEST

START_TEST(the_hash_is_of_content_not_of_where_it_lies)
{
    struct ruleset *a = loaded();
    g_autofree char *hash = g_strdup(a->hash);
    ruleset_free(a);
    write_file("README.md", "not a rule");
    write_file(".hidden.yml", "not: read");
    a = loaded();
    ck_assert_str_eq(a->hash, hash);
    ruleset_free(a);
    remove_all(folder);
    g_free(folder);
    begin();
    a = loaded();
    ck_assert_str_eq(a->hash, hash);
    ruleset_free(a);
    write_file("evidence/tracers.yml", TRACERS "\n");
    a = loaded();
    ck_assert_str_ne(a->hash, hash);
    ruleset_free(a);
}
END_TEST

START_TEST(lint_says_what_can_never_count)
{
    static const char *const expected[] = {
        "evidence/tracers.yml:1: 'tracers' has no test in which something is found",
        "evidence/tracers.yml:1: 'tracers' has no test in which nothing is found (a list that is empty)",
        "x.yml:1: TEC-04 has no test that stays silent",
        "x.yml:1: the 'fix' of TEC-04 for 'php' is never shown: no such language or SDK",
        "y.yml:7: this can never match: 'as: dict' needs 'when_argument', the keys that the dictionary holds",
        "y.yml:8: 'b.B()' stands already for 'a.A()' (",
        "x.yml:1: TEC-04 refers to the unknown framework 'owsp'",
        "x.yml:12: this entry asks the same as the one in line 11",
        "x.yml:12: the expression of 'matches' matches the empty string, so it matches everything",
        "x.yml:13: an entry with a credit below 0.75 needs a 'message'",
        "y.yml:6: 'b.B().f()' can never match: 'b.B()' stands for 'a.A()' (",
    };
    g_autofree char *control = g_strdup(CONTROL);
    *strstr(control, "fix: F") = '\0';
    g_autofree char *text_of_x = g_strconcat(control, "fix: {text: F, php: P}\n",
                                "judge:\n  - {when: {text: '*.md', matches: a}, credit: 1}\n"
                                "  - {when: {text: '*.md', matches: 'a'}, credit: 1}\n  - {credit: 0}\n"
                                "references: {owsp: [a]}\n"
                                "tests: [{name: n, language: python, code: x, findings: [{line: 1}]}]\n", NULL);
    write_file("x.yml", text_of_x);
    write_file("y.yml", "sdk: y\ntitle: Y\nlanguages: python\nclients: [{path: a.A(), also: b.B()}]\nsites:\n"
                        "  - {path: b.B().f(), kind: chat}\ntools: [{as: dict}]\nagents: [{path: c.C(), also: b.B()}]\n"
                        "tests: [{code: x, sites: [{line: 1}]}, {code: y, sites: []}]\n");
    struct ruleset *r = loaded();
    g_autoptr(GPtrArray) flaws = rules_lint(r);
    g_ptr_array_add(flaws, NULL);
    g_autofree char *all = g_strjoinv("\n", (char **)flaws->pdata);
    for (size_t i = 0; i < G_N_ELEMENTS(expected); i++)
        if (i != 8)
            ck_assert_msg(strstr(all, expected[i]) != NULL, "missing: %s\nin: %s", expected[i], all);
    ck_assert_ptr_null(strstr(all, expected[8]));
    ck_assert_ptr_null(strstr(all, "no test that fires"));
    ruleset_free(r);

    write_file("x.yml", CONTROL "judge:\n  - {when: {text: '*.md', matches: a}, credit: 1}\n"
                                "  - {when: {text: '*.md', matches: 'a*'}, credit: 1}\n  - {credit: 0, message: m}\n");
    r = loaded();
    g_autoptr(GPtrArray) more = rules_lint(r);
    g_ptr_array_add(more, NULL);
    g_autofree char *text = g_strjoinv("\n", (char **)more->pdata);
    ck_assert_ptr_nonnull(strstr(text, expected[8]));
    ruleset_free(r);
}
END_TEST

START_TEST(the_rules_of_this_repository_load)
{
    g_autoptr(GError) error = NULL;
    if (!g_file_test("rules", G_FILE_TEST_IS_DIR))
        return; /* the test runs elsewhere */
    struct ruleset *r = ruleset_load("rules", true, &error);
    ck_assert_msg(r != NULL, "%s", error ? error->message : "no message");
    ck_assert_uint_gt(r->n_languages, 0);
    ruleset_free(r);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("ruleset");
    TCase *t = tcase_create("ruleset");
    tcase_add_checked_fixture(t, begin, end);
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, names_file_line_and_cure, 0, G_N_ELEMENTS(broken));
    tcase_add_loop_test(t, refuses_an_id_of_another_form, 0, G_N_ELEMENTS(wrong_ids));
    tcase_add_test(t, reports_the_errors_of_all_files_but_not_without_end);
    tcase_add_test(t, says_that_a_folder_is_missing_or_empty);
    tcase_add_test(t, loads_the_example_of_the_documentation);
    tcase_add_test(t, a_language_stands_for_those_derived_from_it);
    tcase_add_test(t, the_gate_drops_modules_that_begin_with_another);
    tcase_add_test(t, compiles_conditions);
    tcase_add_test(t, a_pattern_stands_wherever_an_expression_may);
    tcase_add_test(t, a_query_may_be_of_several_languages_and_name_patterns);
    tcase_add_test(t, arguments_share_cases_by_their_name);
    tcase_add_test(t, a_route_may_be_a_file);
    tcase_add_test(t, asks_arguments_for_more_than_literals);
    tcase_add_test(t, finds_the_first_rule_for_a_model);
    tcase_add_test(t, reads_what_a_control_test_expects);
    tcase_add_test(t, a_folder_adds_to_what_is_embedded_and_replaces_it);
    tcase_add_test(t, the_hash_is_of_content_not_of_where_it_lies);
    tcase_add_test(t, lint_says_what_can_never_count);
    tcase_add_test(t, the_rules_of_this_repository_load);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
