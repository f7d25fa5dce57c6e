/* Which files the linker asks for after each round of extraction, with the gate in front of the parser as in a scan. */
#include <time.h>

#include "link/witnesses.h"
#include "link_check.h"

#define MOST_FILES 9
#define ASKS "from openai import OpenAI\nclient = OpenAI()\ndef ask(m): return client.chat.completions.create(model='m', messages=m)\n"
#define ASKS_WITH(x) "from openai import OpenAI\nclient = OpenAI()\ndef ask(m): return client.chat.completions.create(model=" x ", messages=m)\n"
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
     {{"llm.py", ASKS}, {"a.py", "import llm\nllm.ask(1)\n"}, {"b.py", "import os, llm as l\nl.ask(1)\n"}, {"c.py", "if x:\n    import llm\n    llm.ask(1)\n"}},
     "a.py user, b.py user, c.py user\n"},
    {"who passes the gate is there already", {{"llm.py", ASKS}, {"main.py", "import openai\nfrom llm import ask\n"}}, ""},
    {"nobody, where no model is called", {{"llm.py", "def ask(m): return m\n"}, {"main.py", "from llm import ask\n"}}, ""},
    {"a module that passes the gate for something else calls no model",
     {{"web.py", "from fastapi import FastAPI\napp = FastAPI()\n"}, {"main.py", "from web import app\n"}},
     ""},
    {"an SDK under another of its modules",
     {{"llm.py", "from databricks_openai import DatabricksOpenAI\nclient = DatabricksOpenAI()\n"}, {"main.py", "from llm import client\n"}},
     "main.py user\n"},
    {"a part of the SDK that leads to no model",
     {{"llm.py", "from openai.types.chat import ChatCompletion\ndef show(c: ChatCompletion): print(c)\n"}, {"main.py", "from llm import show\n"}},
     ""},
    {"an SDK of which one service alone is a model",
     {{"llm.py", "import boto3\ndef make(): return boto3.client('bedrock-runtime')\n"}, {"store.py", "import boto3\ndef disk(): return boto3.client('s3')\n"},
      {"a.py", "from llm import make\n"}, {"b.py", "from store import disk\n"}},
     "a.py user\n"},
    {"a call of HTTP to a provider, and one to somewhere else",
     {{"llm.py", "import requests\ndef ask(q): return requests.post('https://api.openai.com/v1/chat/completions', json=q)\n"},
      {"weather.py", "import requests\nAPI = 'openai'\ndef fetch(q): return requests.get('https://api.example.com/v1/' + API)\n"},
      {"a.py", "from llm import ask\n"}, {"b.py", "from weather import fetch\n"}},
     "a.py user\n"},
    {"what is written whole where it is used: of the crate, and of another one of the repository",
     {{"Cargo.toml", "[package]\nname = \"app\"\n"}, {"lib/Cargo.toml", "[package]\nname = \"app-http\"\n"},
      {"lib/src/lib.rs", "pub mod schema;\npub mod other;\n"}, {"lib/src/schema.rs", "pub fn client() -> reqwest::Client { reqwest::Client::new() }\n"},
      {"lib/src/other.rs", "pub fn other() -> u32 { 3 }\n"}, {"src/keys.rs", "pub fn key() -> String { std::env::var(\"KEY\").unwrap() }\n"},
      {"src/main.rs", "use reqwest::multipart::{Form, Part};\nmod keys;\npub async fn ask(q: &str) { app_http::schema::client().post(\"https://api.openai.com/v1/chat/completions\").bearer_auth(crate::keys::key()).body(q).send().await; }\n"}},
     "lib/src/lib.rs helper, lib/src/schema.rs helper, src/keys.rs helper\n"},
    {"a module below the SDK's", {{"llm.py", "from openai.lib.azure import AzureOpenAI\nclient = AzureOpenAI()\n"}, {"main.py", "from llm import client\n"}},
     "main.py user\n"},
    /* names */
    {"a name that ends with the module's, or begins with it",
     {{"app/llm.py", ASKS}, {"app/a.py", "from app.myllm import ask\n"}, {"app/b.py", "from app.llms import ask\n"}, {"app/c.py", "from app.my_llm import ask\n"},
      {"app/d.py", "from app.llm_2 import ask\n"}, {"app/e.py", "from app.llm import ask\n"}},
     "app/e.py user\n"},
    {"a name on a line that imports nothing",
     {{"llm.py", ASKS}, {"a.py", "# see llm\nx = 'llm'\n"}, {"b.py", "\"\"\"llm\"\"\"\nllm = 3\n"}},
     ""},
    {"a name with a hyphen", {{"lib/chat-model.ts", ASKS_TS}, {"a.ts", "import { ask } from './lib/chat-model';\n"}, {"b.ts", "import { ask } from './lib/model';\n"}},
     "a.ts user\n"},
    /* folders */
    {"the folder is named",
     {{"svc/llm.py", ASKS}, {"web/a.py", "from svc.llm import ask\n"}, {"web/b.py", "from svc import llm\nllm.ask(1)\n"}, {"web/c.py", "import pkg.svc.llm\npkg.svc.llm.ask(1)\n"}},
     "web/a.py user, web/b.py user, web/c.py user\n"},
    {"another folder is named", {{"svc/llm.py", ASKS}, {"web/a.py", "from other.llm import ask\n"}, {"web/b.py", "import llm\n"}}, ""},
    {"the folder stands on another line that imports", {{"svc/llm.py", ASKS}, {"web/a.py", "from svc import other\nfrom . import llm\nllm.ask(1)\n"}}, "web/a.py user\n"},
    {"one of two modules with that name",
     {{"a/llm.py", ASKS}, {"b/llm.py", ASKS}, {"web/x.py", "from b.llm import ask\n"}, {"web/y.py", "from c.llm import ask\n"}},
     "web/x.py user\n"},
    {"who stands in that folder, by a relative import or as the program is started",
     {{"svc/llm.py", ASKS}, {"svc/a.py", "from .llm import ask\n"}, {"svc/b.py", "from . import llm\nllm.ask(1)\n"}, {"svc/c.py", "from llm import ask\n"}},
     "svc/a.py user, svc/b.py user, svc/c.py user\n"},
    {"who stands below it, by a relative import",
     {{"svc/llm.py", ASKS}, {"svc/api/a.py", "from ..llm import ask\n"}, {"svc/api/v1/b.py", "from ... import llm\nllm.ask(1)\n"}, {"svc2/api/c.py", "from ..llm import ask\n"},
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
    {"a module in the root has no folder to name", {{"llm.py", ASKS}, {"app/deep/a.py", "import llm\nllm.ask(1)\n"}}, "app/deep/a.py user\n"},
    /* index files */
    {"an index is imported by its folder's name",
     {{"app/llm/__init__.py", ASKS}, {"a.py", "from app.llm import ask\n"}, {"b.py", "from app import llm\nllm.ask(1)\n"}, {"c.py", "from app import __init__\n"}},
     "a.py user, b.py user\n"},
    {"an index in TypeScript", {{"src/ai/index.ts", ASKS_TS}, {"app/a.ts", "import { ask } from '../src/ai';\n"}, {"app/b.ts", "import { ask } from './other';\n"}},
     "app/a.ts user\n"},
    {"the index of another family is a module like others", {{"app/index.py", ASKS}, {"a.py", "import app\n"}, {"b.py", "from app import index\nindex.ask(1)\n"}}, "b.py user\n"},
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
    /* what of a module is named */
    {"a name that has nothing to do with models",
     {{"llm.py", ASKS "def words(t): return t.split()\n"}, {"a.py", "from llm import words\n"}, {"b.py", "from llm import ask\n"}, {"c.py", "import llm\nllm.words('x')\n"}},
     "b.py user\n"},
    {"what names something that calls models, in the same file",
     {{"llm.py", ASKS "class Chat:\n    def say(self, m): return ask(m)\nbot = Chat()\n"}, {"a.py", "from llm import Chat\n"}, {"b.py", "from llm import bot\n"}},
     "a.py user, b.py user\n"},
    {"what a function gives to a variable of the module",
     {{"llm.py", "from openai import OpenAI\nstore = None\nclient = None\ndef start():\n    global client, store\n    client = OpenAI()\n    store = dict()\n"},
      {"a.py", "from llm import store\n"}, {"b.py", "from llm import client\n"}},
     "b.py user\n"},
    {"what holds a function as a decorator",
     {{"main.py", "from fastapi import FastAPI\nfrom openai import OpenAI\napp = FastAPI()\ncache = dict()\n@app.post('/ask')\ndef ask(m): return OpenAI().chat.completions.create(model='m', messages=m)\n"},
      {"feedback.py", "from main import app\n"}, {"other.py", "from main import cache\n"}},
     "feedback.py user\n"},
    {"a class in a class", {{"llm.py", "from openai import OpenAI\nclass Outer:\n    class Inner:\n        llm = OpenAI()\n"}, {"a.py", "from llm import Outer\n"}}, "a.py user\n"},
    {"all of a module", {{"llm.py", ASKS}, {"hub.py", "from llm import *\n"}, {"main.py", "from hub import ask\n"}}, "hub.py user\nmain.py user\n"},
    {"all of a module in TypeScript",
     {{"src/llm.ts", ASKS_TS}, {"src/index.ts", "export * from './llm';\n"}, {"web/a.ts", "import { ask } from '../src';\n"}, {"web/b.ts", "import { other } from '../src';\n"}},
     "src/index.ts user\nweb/a.ts user\n"},
    {"the default export has a name of the importer's",
     {{"llm.ts", "import OpenAI from 'openai';\nexport default new OpenAI();\n"}, {"a.ts", "import anything from './llm';\n"}},
     "a.ts user\n"},
    {"names over several lines", {{"llm.ts", ASKS_TS}, {"a.ts", "import {\n  other,\n  ask,\n} from './llm';\n"}}, "a.ts user\n"},
    {"tests say something of what they call themselves",
     {{"llm.py", ASKS}, {"svc.py", "from llm import ask\ndef serve(q): return ask(q)\n"}, {"tests/test_llm.py", "from llm import ask\n"}, {"tests/test_svc.py", "from svc import serve\n"}},
     "svc.py user, tests/test_llm.py user\n"},
    {"who is in the same folder, where that is a module",
     {{"bot/llm.go", "package bot\nimport \"github.com/sashabaranov/go-openai\"\nfunc newClient() *openai.Client { return openai.NewClient(\"k\") }\n"},
      {"bot/use.go", "package bot\nfunc Use() { c := newClient(); c.X() }\n"}, {"bot/text.go", "package bot\nfunc Words() int { return 3 }\n"}},
     "bot/use.go user\n"},
    {"a method that stands in a file of its type's folder, where a hot file calls it",
     {{"go.mod", "module shop\n"},
      {"api/ask.go", "package api\nimport (\n\t\"shop/svc\"\n\t\"github.com/sashabaranov/go-openai\"\n)\nfunc Ask(s *svc.Service) { s.StartTask(openai.NewClient(\"k\")); s.Run() }\n"},
      {"svc/task.go", "package svc\nfunc (s *Service) StartTask(c any) {}\n"}, {"svc/run.go", "package svc\nfunc (s *Service) Run() {}\n"},
      {"svc/note.go", "package svc\nfunc show(StartTask any) {}\n"}},
     "svc/task.go helper\n"},
    {"an index that hands on what a parsed file takes from it",
     {{"web.py", "from fastapi import FastAPI\nfrom deps import user\napp = FastAPI()\n@app.get('/')\ndef root(u: user): return 1\n"},
      {"deps/__init__.py", "from .auth import user\n"}, {"deps/auth.py", "user = int\n"}},
     "deps/__init__.py helper\n"},
    {"a constant of the same folder",
     {{"bot/llm.go", "package bot\nimport \"github.com/sashabaranov/go-openai\"\nfunc model() string { _ = openai.NewClient(\"k\"); return modelName }\n"},
      {"bot/names.go", "package bot\nconst (\n\tmodelName = \"gpt-4o\"\n)\n"}, {"bot/other.go", "package bot\nfunc show(modelName string) {}\n"}},
     "bot/names.go helper\n"},
    {"a type that is known by its name",
     {{"Llm.cs", "using OpenAI.Chat;\nnamespace App;\npublic class Llm { readonly ChatClient c = new ChatClient(\"m\", \"k\"); }\n"},
      {"Use.cs", "namespace App;\npublic class Use { public Use(Llm l) {} }\n"}, {"Other.cs", "namespace App;\npublic class Other {}\n"}},
     "Use.cs user\n"},
    /* helpers */
    {"what a module that calls models takes from others",
     {{"llm.py", ASKS_WITH("MODEL") "from settings import MODEL\nimport os\n"}, {"settings.py", "MODEL = 'm'\n"}, {"other.py", "X = 1\n"}},
     "settings.py helper\n"},
    {"what it takes for something else", {{"llm.py", ASKS "from words import split\ndef words(t): return split(t)\n"}, {"words.py", "def split(t): return t\n"}}, ""},
    {"a helper that is a member of a package",
     {{"app/llm.py", ASKS_WITH("settings.MODEL + prompts.P + W") "from app import settings\nfrom . import prompts\nfrom .deep.words import W\n"}, {"app/settings.py", "MODEL = 'm'\n"},
      {"app/prompts.py", "P = 'x'\n"}, {"app/deep/words.py", "W = 1\n"}, {"app/unused.py", "W = 1\n"}},
     "app/deep/words.py helper, app/prompts.py helper, app/settings.py helper\n"},
    {"a helper, and not its package", {{"llm.py", ASKS_WITH("words.W") "from cfg import words\n"}, {"cfg/__init__.py", "X = 1\n"}, {"cfg/words.py", "W = 1\n"}}, "cfg/words.py helper\n"},
    {"a helper that its package hands on",
     {{"llm.py", ASKS_WITH("W") "from cfg import W\n"}, {"cfg/__init__.py", "from .words import W\n"}, {"cfg/words.py", "W = 1\n"}},
     "cfg/__init__.py helper\ncfg/words.py helper\n"},
    {"a helper in TypeScript, which a member does not name",
     {{"src/llm.ts", "import OpenAI from 'openai';\nimport { MODEL } from './config';\nexport const ask = (m: any) => new OpenAI().chat.completions.create({ model: MODEL, messages: m });\n"},
      {"src/config.ts", "export const MODEL = 'm';\n"}, {"src/config/MODEL.ts", "export {};\n"}},
     "src/config.ts helper\n"},
    {"what helpers take from others, two files far",
     {{"llm.py", ASKS_WITH("A") "from a import A\n"}, {"a.py", "from b import B\nA = B\n"}, {"b.py", "from c import C\nB = C\n"}, {"c.py", "C = 1\n"}},
     "a.py helper\nb.py helper\n"},
    {"who uses a helper has nothing to do with models", {{"llm.py", ASKS_WITH("A") "from a import A\n"}, {"a.py", "A = 1\n"}, {"b.py", "from a import A\n"}}, "a.py helper\n"},
    {"a user that is a helper too is a user",
     {{"llm.py", ASKS_WITH("main.M") "import main\n"}, {"main.py", "import llm\nM = 'm'\ndef run(): return llm.ask(1)\n"}, {"cli.py", "import main\nmain.run()\n"}},
     "main.py user\ncli.py user\n"},
    {"configuration that it names",
     {{"llm.py", ASKS_WITH("tomllib.load(open('conf/llm.toml'))['m']") "import tomllib\n"}, {"conf/llm.toml", "m = 'x'\n"}, {"conf/other.toml", "m = 'x'\n"}},
     "conf/llm.toml helper\n"},
    /* rounds */
    {"who uses a user, and what that takes",
     {{"llm.py", ASKS}, {"main.py", "from llm import ask\nfrom words import W\ndef run(): return ask(W)\n"}, {"cli.py", "from main import run\n"}, {"words.py", "W = 1\n"}},
     "main.py user\ncli.py user, words.py helper\n"},
    {"files that import each other",
     {{"llm.py", ASKS "import a\n"}, {"a.py", "import b, llm\ndef f(): llm.ask(b.g)\n"}, {"b.py", "import a, llm\ndef g(): llm.ask(a.f)\n"}},
     "a.py user, b.py user\n"},
    {"no more than so many rounds of users",
     {{"m0.py", ASKS}, {"m1.py", "import m0\ndef f1(): m0.ask(1)\n"}, {"m2.py", "import m1\ndef f2(): m1.f1()\n"}, {"m3.py", "import m2\ndef f3(): m2.f2()\n"}, {"m4.py", "import m3\ndef f4(): m3.f3()\n"},
      {"m5.py", "import m4\ndef f5(): m4.f4()\n"}, {"m6.py", "import m5\ndef f6(): m5.f5()\n"}},
     "m1.py user\nm2.py user\nm3.py user\nm4.py user\n"},
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
    struct demand *demand = demand_new(link_rules, r->files, r->n_files, modules);
    for (unsigned round = 1;; round++) {
        unsigned n = demand_round(demand, round, wanted), seen = 0;
        for (unsigned i = 0; i < r->n_files; i++) {
            if (!wanted[i])
                continue;
            ck_assert_uint_le(wanted[i], DEMAND_HELPER);
            ck_assert_int_eq(r->files[i].facts->status, FACTS_SKIPPED);
            g_string_append_printf(out, "%s%s %s", seen++ ? ", " : "", r->files[i].path, names[wanted[i]]);
            repo_extract(r, i, true);
        }
        ck_assert_uint_eq(n, seen);
        if (n == 0)
            break;
        ck_assert_uint_le(round, DEMAND_ROUNDS);
        g_string_append_c(out, '\n');
    }
    demand_free(demand);
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
    repo_add(r, "main.py", "import llm\nllm.ask(1)\n", -1);
    repo_open(r);
    repo_extract(r, 0, false);
    repo_extract(r, 1, false);
    struct modules *modules = modules_new(link_rules, r->files, 2);
    struct demand *demand = demand_new(link_rules, r->files, 2, modules);
    ck_assert_uint_eq(demand_round(demand, DEMAND_ROUNDS, wanted), 1);
    ck_assert_uint_eq(wanted[1], DEMAND_USER);
    ck_assert_uint_eq(demand_round(demand, DEMAND_ROUNDS + 1, wanted), 0);
    ck_assert_uint_eq(wanted[0], DEMAND_NONE);
    ck_assert_uint_eq(wanted[1], DEMAND_NONE);
    demand_free(demand);
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
    struct demand *demand = demand_new(link_rules, r->files, 3, modules);
    ck_assert_uint_eq(demand_round(demand, 1, wanted), 0);
    for (unsigned i = 0; i < 3; i++)
        ck_assert_uint_eq(wanted[i], DEMAND_NONE);
    demand_free(demand);
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
        struct demand *demand = demand_new(link_rules, r->files, r->n_files, modules);
        ck_assert_uint_eq(demand_round(demand, 1, wanted), n);
        seconds[k] = (double)(clock() - start) / CLOCKS_PER_SEC;
        demand_free(demand);
        modules_free(modules);
        repo_free(r);
    }
    ck_assert_msg(seconds[1] < 10 * seconds[0] + 0.5, "800 files take %.3f s, 3200 take %.3f s", seconds[0], seconds[1]);
}
END_TEST

/* Of many files that could prove the same a few are read; one more or less changes one of them. */
START_TEST(a_few_witnesses_are_read)
{
    enum { FILES = 40, OTHERS = 3 };
    static struct facts facts[FILES + OTHERS], read = {.status = FACTS_PARSED, .gates = 2};
    static char paths[FILES + OTHERS][32];
    struct project_file files[FILES + OTHERS + 1] = {0};
    uint8_t all[FILES + OTHERS + 1] = {0}, fewer[FILES + OTHERS + 1] = {0};
    for (unsigned i = 0; i < FILES + OTHERS; i++) {
        facts[i] = (struct facts){.status = FACTS_SKIPPED, .gates = i < FILES ? 2 : 4};
        g_snprintf(paths[i], sizeof paths[i], "auth/f%02u.py", i);
        files[i] = (struct project_file){.path = paths[i], .size = 100, .language = ruleset_language(link_rules, "python"),
                                         .class = {.zone = ZONE_SRC}, .facts = &facts[i]};
    }
    files[FILES + OTHERS] = files[0];
    files[FILES + OTHERS].facts = &read;
    unsigned n = witnesses_pick(files, FILES + OTHERS + 1, all), of_first = 0, changed = 0;
    for (unsigned i = 0; i < FILES + OTHERS; i++) {
        of_first += i < FILES && all[i] == DEMAND_WITNESS;
        if (i >= FILES)
            ck_assert_msg(all[i] == DEMAND_WITNESS, "what few files could prove is asked of each");
    }
    ck_assert_uint_eq(n, of_first + OTHERS);
    ck_assert_uint_lt(of_first, FILES / 2);
    ck_assert_uint_gt(of_first, 1);
    ck_assert_int_eq(all[FILES + OTHERS], DEMAND_NONE);
    unsigned gone = 0;
    while (all[gone] == DEMAND_NONE)
        gone++;
    facts[gone].gates = 0;
    witnesses_pick(files, FILES + OTHERS + 1, fewer);
    for (unsigned i = 0; i < FILES + OTHERS; i++)
        changed += all[i] != fewer[i];
    ck_assert_uint_eq(changed, 2);
    ck_assert_int_eq(fewer[gone], DEMAND_NONE);
    /* what is wanted for something else stays so */
    fewer[gone] = DEMAND_USER;
    facts[gone].gates = 4;
    witnesses_pick(files, FILES + OTHERS + 1, fewer);
    ck_assert_int_eq(fewer[gone], DEMAND_USER);
    /* each zone has its own */
    for (unsigned i = 0; i < FILES; i += 2)
        files[i].class.zone = ZONE_TEST;
    memset(all, 0, sizeof all);
    ck_assert_uint_gt(witnesses_pick(files, FILES + OTHERS + 1, all), n);
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
    tcase_add_test(t, a_few_witnesses_are_read);
    tcase_add_loop_test(t, a_route_by_its_place_is_an_entry, 0, (int)G_N_ELEMENTS(places));
    suite_add_tcase(s, t);
    return link_run(s);
}
