/* Which files the linker asks for after each round of extraction, with the gate in front of the parser as in a scan. */
#include <time.h>

#include "link_check.h"

#define MOST_FILES 9
#define ASKS "from openai import OpenAI\nclient = OpenAI()\ndef ask(m): return client.chat.completions.create(model='m', messages=m)\n"
#define ASKS_TS "import OpenAI from 'openai';\nexport const ask = (m: any) => new OpenAI().chat.completions.create({ model: 'm', messages: m });\n"

/* `asked`: a line a round, of "PATH user" and "PATH helper" in the order of the paths. */
static const struct row {
    const char *what;
    struct {
        const char *path, *text;
    } files[MOST_FILES];
    const char *asked;
} rows[] = {
    {"nothing", {{NULL, NULL}}, ""},
    {"who imports a module that calls models", {{"llm.py", ASKS}, {"main.py", "from llm import ask\n"}}, "main.py user\n"},
    {"who imports it as a whole, or with others",
     {{"llm.py", ASKS}, {"a.py", "import llm\n"}, {"b.py", "import os, llm as l\n"}, {"c.py", "if x:\n    import llm\n"}},
     "a.py user, b.py user, c.py user\n"},
    {"who passes the gate is there already", {{"llm.py", ASKS}, {"main.py", "import openai\nfrom llm import ask\n"}}, ""},
    {"nobody, where no model is called", {{"llm.py", "def ask(m): return m\n"}, {"main.py", "from llm import ask\n"}}, ""},
    {"a module that passes the gate for something else calls no model",
     {{"web.py", "from fastapi import FastAPI\napp = FastAPI()\n"}, {"main.py", "from web import app\n"}},
     ""},
    {"an SDK under another of its modules",
     {{"llm.py", "from databricks_openai import DatabricksOpenAI\nc = DatabricksOpenAI()\n"}, {"main.py", "from llm import c\n"}},
     "main.py user\n"},
    {"a module below the SDK's", {{"llm.py", "from openai.lib.azure import AzureOpenAI\nc = AzureOpenAI()\n"}, {"main.py", "from llm import c\n"}},
     "main.py user\n"},
    /* names */
    {"a name that ends with the module's, or begins with it",
     {{"app/llm.py", ASKS}, {"app/a.py", "from app.myllm import x\n"}, {"app/b.py", "from app.llms import x\n"}, {"app/c.py", "from app.my_llm import x\n"},
      {"app/d.py", "from app.llm_2 import x\n"}, {"app/e.py", "from app.llm import x\n"}},
     "app/e.py user\n"},
    {"a name on a line that imports nothing",
     {{"llm.py", ASKS}, {"a.py", "# see llm\nx = 'llm'\n"}, {"b.py", "\"\"\"llm\"\"\"\nllm = 3\n"}},
     ""},
    {"a name with a hyphen", {{"lib/chat-model.ts", ASKS_TS}, {"a.ts", "import { ask } from './lib/chat-model';\n"}, {"b.ts", "import { ask } from './lib/model';\n"}},
     "a.ts user\n"},
    /* folders */
    {"the folder is named",
     {{"svc/llm.py", ASKS}, {"web/a.py", "from svc.llm import ask\n"}, {"web/b.py", "from svc import llm\n"}, {"web/c.py", "import pkg.svc.llm\n"}},
     "web/a.py user, web/b.py user, web/c.py user\n"},
    {"another folder is named", {{"svc/llm.py", ASKS}, {"web/a.py", "from other.llm import ask\n"}, {"web/b.py", "import llm\n"}}, ""},
    {"the folder stands on another line that imports", {{"svc/llm.py", ASKS}, {"web/a.py", "from svc import x\nfrom . import llm\n"}}, "web/a.py user\n"},
    {"one of two modules with that name",
     {{"a/llm.py", ASKS}, {"b/llm.py", ASKS}, {"web/x.py", "from b.llm import ask\n"}, {"web/y.py", "from c.llm import ask\n"}},
     "web/x.py user\n"},
    {"who stands in that folder, by a relative import or as the program is started",
     {{"svc/llm.py", ASKS}, {"svc/a.py", "from .llm import ask\n"}, {"svc/b.py", "from . import llm\n"}, {"svc/c.py", "from llm import ask\n"}},
     "svc/a.py user, svc/b.py user, svc/c.py user\n"},
    {"who stands below it, by a relative import",
     {{"svc/llm.py", ASKS}, {"svc/api/a.py", "from ..llm import ask\n"}, {"svc/api/v1/b.py", "from ... import llm\n"}, {"svc2/api/c.py", "from ..llm import ask\n"},
      {"svc/api/d.py", "from other.llm import ask\n"}},
     "svc/api/a.py user, svc/api/v1/b.py user\n"},
    {"likewise in TypeScript",
     {{"src/llm.ts", ASKS_TS}, {"src/routes/a.ts", "import { ask } from '../llm';\n"}, {"src/routes/b.ts", "const { ask } = require('../llm.js');\n"},
      {"web/c.ts", "import { ask } from '../llm';\n"}},
     "src/routes/a.ts user, src/routes/b.ts user\n"},
    {"below a folder where modules are looked for",
     {{"src/llm.py", ASKS}, {"src/api/a.py", "from llm import ask\n"}, {"svc/llm.py", ASKS}, {"svc/api/b.py", "from llm import ask\n"}, {"web/c.py", "from llm import ask\n"}},
     "src/api/a.py user\n"},
    {"a folder that is named by an alias", {{"src/lib/llm.ts", ASKS_TS}, {"app/a.ts", "import { ask } from '@/lib/llm';\n"}}, "app/a.ts user\n"},
    {"a module in the root has no folder to name", {{"llm.py", ASKS}, {"app/deep/a.py", "import llm\n"}}, "app/deep/a.py user\n"},
    /* index files */
    {"an index is imported by its folder's name",
     {{"app/llm/__init__.py", ASKS}, {"a.py", "from app.llm import ask\n"}, {"b.py", "from app import llm\n"}, {"c.py", "from app import __init__\n"}},
     "a.py user, b.py user\n"},
    {"an index in TypeScript", {{"src/ai/index.ts", ASKS_TS}, {"app/a.ts", "import { ask } from '../src/ai';\n"}, {"app/b.ts", "import { ask } from './other';\n"}},
     "app/a.ts user\n"},
    {"the index of another family is a module like others", {{"app/index.py", ASKS}, {"a.py", "import app\n"}, {"b.py", "from app import index\n"}}, "b.py user\n"},
    /* packages */
    {"a package of the repository by the name in its manifest",
     {{"packages/llm/package.json", "{\"name\": \"@shop/models\", \"main\": \"src/index.ts\"}\n"}, {"packages/llm/src/index.ts", ASKS_TS},
      {"apps/web/a.ts", "import { ask } from '@shop/models';\n"}, {"apps/web/b.ts", "import { ask } from '@shop/other';\n"}},
     "apps/web/a.ts user\n"},
    /* families */
    {"languages of another family", {{"llm.py", ASKS}, {"a.ts", "import { ask } from './llm';\n"}, {"b.js", "import { ask } from './llm';\n"}}, ""},
    {"languages of one family",
     {{"llm.ts", ASKS_TS}, {"a.tsx", "import { ask } from './llm';\n"}, {"b.mjs", "import { ask } from './llm.js';\n"}, {"c.py", "from llm import ask\n"}},
     "a.tsx user, b.mjs user\n"},
    /* helpers */
    {"what a module that calls models takes from others",
     {{"llm.py", ASKS "from settings import MODEL\nimport os\n"}, {"settings.py", "MODEL = 'm'\n"}, {"other.py", "X = 1\n"}},
     "settings.py helper\n"},
    {"a helper that is a member of a package",
     {{"app/llm.py", ASKS "from app import settings\nfrom . import prompts\nfrom .deep import words\n"}, {"app/settings.py", "MODEL = 'm'\n"}, {"app/prompts.py", "P = 'x'\n"},
      {"app/deep/words.py", "W = 1\n"}, {"app/unused.py", "W = 1\n"}},
     "app/deep/words.py helper, app/prompts.py helper, app/settings.py helper\n"},
    {"a helper and its package", {{"llm.py", ASKS "from cfg import words\n"}, {"cfg/__init__.py", "X = 1\n"}, {"cfg/words.py", "W = 1\n"}},
     "cfg/__init__.py helper, cfg/words.py helper\n"},
    {"a helper in TypeScript, which a member does not name",
     {{"src/llm.ts", ASKS_TS "import { MODEL } from './config';\n"}, {"src/config.ts", "export const MODEL = 'm';\n"}, {"src/config/MODEL.ts", "export {};\n"}},
     "src/config.ts helper\n"},
    {"what helpers take from others",
     {{"llm.py", ASKS "from a import A\n"}, {"a.py", "from b import B\nA = B\n"}, {"b.py", "from c import C\nB = C\n"}, {"c.py", "C = 1\n"}},
     "a.py helper\nb.py helper\nc.py helper\n"},
    {"who uses a helper has nothing to do with models", {{"llm.py", ASKS "from a import A\n"}, {"a.py", "A = 1\n"}, {"b.py", "from a import A\n"}}, "a.py helper\n"},
    {"a user that is a helper too is a user",
     {{"llm.py", ASKS "import main\n"}, {"main.py", "import llm\n"}, {"cli.py", "import main\n"}},
     "main.py user\ncli.py user\n"},
    /* rounds */
    {"who uses a user, and what that takes",
     {{"llm.py", ASKS}, {"main.py", "from llm import ask\nfrom words import W\n"}, {"cli.py", "from main import x\n"}, {"words.py", "W = 1\n"}},
     "main.py user\ncli.py user, words.py helper\n"},
    {"files that import each other", {{"llm.py", ASKS "import a\n"}, {"a.py", "import b, llm\n"}, {"b.py", "import a, llm\n"}}, "a.py user, b.py user\n"},
    {"no more than so many rounds of users",
     {{"m0.py", ASKS}, {"m1.py", "import m0\n"}, {"m2.py", "import m1\n"}, {"m3.py", "import m2\n"}, {"m4.py", "import m3\n"}, {"m5.py", "import m4\n"}, {"m6.py", "import m5\n"}},
     "m1.py user\nm2.py user\nm3.py user\nm4.py user\n"},
    {"no more than so many rounds of helpers",
     {{"m0.py", ASKS "import m1\n"}, {"m1.py", "import m2\n"}, {"m2.py", "import m3\n"}, {"m3.py", "import m4\n"}, {"m4.py", "import m5\n"}, {"m5.py", "import m6\n"}, {"m6.py", "x = 1\n"}},
     "m1.py helper\nm2.py helper\nm3.py helper\nm4.py helper\n"},
};

/* Rounds as a scan makes them. */
static char *asked_for(struct repo *r)
{
    static const char *const names[] = {"nothing", "user", "helper"};
    GString *out = g_string_new(NULL);
    repo_open(r);
    g_autofree uint8_t *wanted = g_new0(uint8_t, r->n_files + 1);
    for (unsigned i = 0; i < r->n_files; i++)
        repo_extract(r, i, false);
    struct modules *modules = modules_new(link_rules, r->files, r->n_files);
    for (unsigned round = 1;; round++) {
        unsigned n = link_demand(link_rules, r->files, r->n_files, modules, round, wanted), seen = 0;
        for (unsigned i = 0; i < r->n_files; i++) {
            if (!wanted[i])
                continue;
            ck_assert_uint_le(wanted[i], DEMAND_HELPER);
            ck_assert_int_eq(r->files[i].facts->status, FACTS_SKIPPED);
            g_string_append_printf(out, "%s%s %s", seen++ ? ", " : "", r->files[i].path, names[wanted[i]]);
            r->files[i].asked = wanted[i];
            repo_extract(r, i, true);
        }
        ck_assert_uint_eq(n, seen);
        if (n == 0)
            break;
        ck_assert_uint_le(round, DEMAND_ROUNDS);
        g_string_append_c(out, '\n');
    }
    modules_free(modules);
    return g_string_free(out, FALSE);
}

START_TEST(asks_round_by_round)
{
    const struct row *row = &rows[_i];
    struct repo *r = repo_new();
    for (unsigned i = 0; i < MOST_FILES && row->files[i].path; i++)
        repo_add(r, row->files[i].path, row->files[i].text, -1);
    g_autofree char *asked = asked_for(r);
    ck_assert_msg(strcmp(asked, row->asked) == 0, "%s: wanted\n%sgot\n%s", row->what, row->asked, asked);
    repo_free(r);
}
END_TEST

START_TEST(after_the_last_round_nothing_is_wanted)
{
    struct repo *r = repo_new();
    uint8_t wanted[2];
    repo_add(r, "llm.py", ASKS, -1);
    repo_add(r, "main.py", "import llm\n", -1);
    repo_open(r);
    repo_extract(r, 0, false);
    repo_extract(r, 1, false);
    struct modules *modules = modules_new(link_rules, r->files, 2);
    ck_assert_uint_eq(link_demand(link_rules, r->files, 2, modules, DEMAND_ROUNDS, wanted), 1);
    ck_assert_uint_eq(wanted[1], DEMAND_USER);
    ck_assert_uint_eq(link_demand(link_rules, r->files, 2, modules, DEMAND_ROUNDS + 1, wanted), 0);
    ck_assert_uint_eq(wanted[0], DEMAND_NONE);
    ck_assert_uint_eq(wanted[1], DEMAND_NONE);
    modules_free(modules);
    repo_free(r);
}
END_TEST

START_TEST(files_without_facts_are_passed_over)
{
    struct repo *r = repo_new();
    uint8_t wanted[3] = {DEMAND_USER, DEMAND_USER, DEMAND_USER};
    repo_add(r, "llm.py", ASKS "import lost\n", -1);
    repo_add(r, "lost.py", "import llm\n", -1);
    repo_add(r, "picture.png", "\x89PNG", -1);
    repo_open(r);
    repo_extract(r, 0, false);
    r->files[1].path = "lost.py";
    r->files[2].path = "picture.png";
    struct modules *modules = modules_new(link_rules, r->files, 3);
    ck_assert_uint_eq(link_demand(link_rules, r->files, 3, modules, 1, wanted), 0);
    for (unsigned i = 0; i < 3; i++)
        ck_assert_uint_eq(wanted[i], DEMAND_NONE);
    modules_free(modules);
    repo_free(r);
}
END_TEST

/* A file of every folder is imported by the next one, and all folders have the same names in them. */
START_TEST(many_files_take_time_in_proportion)
{
    double seconds[2];
    for (unsigned k = 0; k < 2; k++) {
        unsigned n = k ? 1600 : 400;
        struct repo *r = repo_new();
        for (unsigned i = 0; i < n; i++) {
            g_autofree char *llm = g_strdup_printf("p%04u/llm.py", i), *main = g_strdup_printf("p%04u/main.py", i);
            g_autofree char *text = g_strdup_printf("from p%04u.llm import ask\n", (i + 1) % n);
            repo_add(r, llm, ASKS, -1);
            repo_add(r, main, text, -1);
        }
        g_autofree uint8_t *wanted = g_new0(uint8_t, 2 * n);
        repo_open(r);
        for (unsigned i = 0; i < r->n_files; i++)
            repo_extract(r, i, false);
        struct modules *modules = modules_new(link_rules, r->files, r->n_files);
        clock_t start = clock(); /* of the processor: others work on the machine too */
        ck_assert_uint_eq(link_demand(link_rules, r->files, r->n_files, modules, 1, wanted), n);
        seconds[k] = (double)(clock() - start) / CLOCKS_PER_SEC;
        modules_free(modules);
        repo_free(r);
    }
    ck_assert_msg(seconds[1] < 10 * seconds[0] + 0.5, "800 files take %.3f s, 3200 take %.3f s", seconds[0], seconds[1]);
}
END_TEST

/* Entries by their place are parsed whatever they hold. */
static const struct {
    const char *path;
    bool entry;
} places[] = {
    {"app/api/chat/route.ts", true},   {"src/app/api/chat/route.js", true}, {"pages/api/chat.ts", true},
    {"lib/chat.ts", false},            {"app/api/chat/helper.ts", false},   {"route.md", false},
    {"app/main.py", false},
};

START_TEST(a_route_by_its_place_is_an_entry)
{
    ck_assert_msg(link_entry_by_place(link_rules, places[_i].path) == places[_i].entry, "%s", places[_i].path);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("demand");
    TCase *t = tcase_create("demand");
    tcase_add_unchecked_fixture(t, link_setup, link_teardown);
    tcase_set_timeout(t, 30);
    tcase_add_loop_test(t, asks_round_by_round, 0, (int)G_N_ELEMENTS(rows));
    tcase_add_test(t, after_the_last_round_nothing_is_wanted);
    tcase_add_test(t, files_without_facts_are_passed_over);
    tcase_add_test(t, many_files_take_time_in_proportion);
    tcase_add_loop_test(t, a_route_by_its_place_is_an_entry, 0, (int)G_N_ELEMENTS(places));
    suite_add_tcase(s, t);
    return link_run(s);
}
