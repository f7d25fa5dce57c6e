/* Dependencies of manifests. */
#include "extract_check.h"

static const struct {
    const char *path, *text,
        *dependencies; /* ecosystem name constraint, + for development, each on a line */
} manifests[] = {
    {"requirements.txt",
     "# c\nopenai>=1.2,<2 ; python_version >= '3.9'\nLang_Chain.Core[all] == 0.1.0  # pinned\n-r "
     "other.txt\n--index-url https://x\n"
     "bare\ntorch @ https://x.y/torch-2.0-cp311.whl\ngit+https://github.com/a/My_Lib.git@v1\n-e "
     "git+https://g.com/x/y.git#egg=z-lib\n./local\n",
     "pypi openai >=1.2,<2 2\npypi lang-chain-core ==0.1.0 3\npypi bare  6\npypi torch "
     "@https://x.y/torch-2.0-cp311.whl 7\n"},
    {"requirements.txt", "a==1 \\\n    --hash=sha256:abc \\\n    --hash=sha256:def\nb~=2.0\r\n",
     "pypi a ==1 --hash 1\npypi b ~=2.0 4\n"},
    {"requirements-dev.txt", "pytest>=8\n", "pypi pytest >=8 1 +\n"},
    {"requirements/base.in", "x\n", "pypi x  1\n"},
    {"svc/requirements/test.txt", "x\n", "pypi x  1 +\n"},
    {"requirements.txt", "just some words\nhttps://a.b/c.whl\n/abs\nC:\\x\n==1\n[s]\n", ""},
    {"pyproject.toml",
     "[project]\nname = \"n\"\ndependencies = [\"openai>=1\", "
     "\"x[y]\"]\n[project.optional-dependencies]\nweb = [\"fastapi\"]\n"
     "[dependency-groups]\ndev = [\"ruff\", {include-group = \"t\"}]\n",
     "pypi openai >=1 3\npypi x  3\npypi fastapi  5\npypi ruff  7 +\n"},
    {"pyproject.toml",
     "[tool.poetry.dependencies]\nopenai = \"^1.2\"\nx = {version = \"1\", extras = [\"a\"]}\ng = "
     "{git = \"https://g\", rev = \"abc\"}\n"
     "m = [{version = \"1\", python = \"3\"}, {version = "
     "\"2\"}]\n[tool.poetry.group.dev.dependencies]\npytest = \"*\"\n",
     "pypi openai ^1.2 2\npypi x 1 3\npypi g https://g@abc 4\npypi m 1 5\npypi pytest * 7 +\n"},
    {"Pipfile", "[packages]\nopenai = \"*\"\n[dev-packages]\nx = {path = \".\"}\n",
     "pypi openai * 2\npypi x . 4 +\n"},
    {"setup.cfg",
     "[options]\ninstall_requires =\n    openai>=1\n    x\n[options.extras_require]\nweb = "
     "fastapi; y\n",
     "pypi openai >=1 3\npypi x  4\npypi fastapi  6\n"},
    {"setup.py",
     "from setuptools import setup\nsetup(name='n', install_requires=['openai>=1', 'x'], "
     "extras_require={'w': ['y==2']})\n",
     "pypi openai >=1 2\npypi x  2\npypi y ==2 2\n"},
    {"environment.yml",
     "dependencies:\n  - python=3.11\n  - conda-forge::numpy>=1.2\n  - pip:\n    - openai==1.3\n",
     "pypi python =3.11 2\npypi numpy >=1.2 3\npypi openai ==1.3 5\n"},
    {"package.json",
     "{\"dependencies\": {\"openai\": \"^4.0.0\", \"@ai-sdk/openai\": \"latest\"},\n "
     "\"devDependencies\": {\"Vitest\": \"1\"}}",
     "npm openai ^4.0.0 1\nnpm @ai-sdk/openai latest 1\nnpm Vitest 1 2 +\n"},
    {"Cargo.toml",
     "[dependencies]\nserde = \"1\"\nx = { version = \"0.2\", features = [] }\ny.workspace = "
     "true\n",
     "cargo serde 1 2\ncargo x 0.2 3\ncargo y  4\n"},
    {"composer.json", "{\"require\": {\"Openai-PHP/client\": \"^0.8\"}}",
     "packagist openai-php/client ^0.8 1\n"},
    {"package-lock.json", "{\"dependencies\": {\"openai\": \"^4.0.0\"}}", ""},
    {"other.json", "{\"dependencies\": {\"openai\": \"^4.0.0\"}}", ""},
    {"package.json", "{\"dependencies\": [1, {}, null], \"devDependencies\": \"x\"}",
     "npm x  1 +\n"},
    {"pom.xml",
     "<project>\n<dependencyManagement/>\n<dependencies>\n<!-- <dependency><groupId>no</groupId><artifactId>no</artifactId></dependency> -->\n"
     "<dependency>\n  <groupId>org.springdoc</groupId>\n  <artifactId>springdoc-openapi-ui</artifactId>\n  <version>${v}</version>\n</dependency>\n"
     "<dependency><groupId>a.b</groupId><artifactId>c</artifactId></dependency>\n"
     "<dependency><groupId>org.junit</groupId><artifactId>junit</artifactId><version>5.1</version><scope>test</scope></dependency>\n",
     "maven org.springdoc:springdoc-openapi-ui ${v} 5\nmaven a.b:c  10\nmaven org.junit:junit 5.1 11 +\n"},
    {"app/build.gradle.kts",
     "dependencies {\n    implementation(platform(\"a.b:bom:1.2\"))\n    // implementation(\"no:no:1\")\n    kapt('x.y:z')\n"
     "    debugImplementation(\"d.e:f:1@aar\")\n    testImplementation(\"t.u:v:2\")\n    println(\"not:this:1\")\n}\n",
     "maven a.b:bom 1.2 2\nmaven x.y:z  4\nmaven d.e:f 1 5\nmaven t.u:v 2 6 +\n"},
    {"build.gradle", "    compile group: 'a.b', name: 'c', version: '1.0'\n    api 'x.y:z:$ver'\n",
     "maven x.y:z $ver 2\nmaven a.b:c 1.0 1\n"},
    {"gradle/libs.versions.toml",
     "[versions]\nx = \"1.0\"\n[libraries]\none = { module = \"a.b:c\", version.ref = \"x\" }\ntwo = \"d.e:f:2.0\"\n"
     "three = { group = \"g.h\", name = \"i\", version = \"3\" }\n",
     "maven a.b:c  4\nmaven d.e:f 2.0 5\nmaven g.h:i 3 6\n"},
    {"src/App.csproj",
     "<Project>\n<ItemGroup>\n<PackageReference Include=\"Azure.AI.OpenAI\" Version=\"2.1.0\" />\n"
     "<!-- <PackageReference Include=\"No\" /> -->\n<PackageReference\n  Include=\"B\">\n<Version>1</Version></PackageReference>\n",
     "nuget Azure.AI.OpenAI 2.1.0 3\nnuget B  5\n"},
    {"packages.config", "<packages>\n<package id=\"A.B\" version=\"1.2\" />\n", "nuget A.B 1.2 2\n"},
    {"go.mod",
     "module github.com/a/b\n\ngo 1.22\nrequire github.com/x/y v1.0.0\nrequire (\n\tgithub.com/openai/openai-go/v2 v2.1.0\n"
     "\tgolang.org/x/net v0.1.0 // indirect\n\tgopkg.in/yaml.v3 v3.0.1 // why\n)\nreplace github.com/q/r => ../r\n",
     "go github.com/x/y v1.0.0 4\ngo github.com/openai/openai-go v2.1.0 6\ngo gopkg.in/yaml.v3 v3.0.1 8\n"},
    {"pom.xml", "<dependency><groupId>a</groupId>", ""},
    {"package.json", "[]", ""},
    {"package.json", "", ""},
};

START_TEST(a_manifest_lists_dependencies)
{
    const struct facts *f = facts_of(manifests[_i].path, manifests[_i].text);
    g_autoptr(GString) out = g_string_new(NULL);
    for (uint32_t i = 0; i < f->n_dependencies; i++) {
        const struct fact_dependency *d = &f->dependencies[i];
        g_string_append_printf(out, "%s %s %s %u%s\n", facts_text(f, d->ecosystem),
                               facts_text(f, d->name), facts_text(f, d->constraint), d->line,
                               d->dev ? " +" : "");
    }
    if (_i == 0) { /* and what stands in version control */
        ck_assert(g_str_has_suffix(out->str,
                                   "pypi my-lib git+https://github.com/a/My_Lib.git@v1 8\n"
                                   "pypi z-lib git+https://g.com/x/y.git#egg=z-lib 9\n"));
        ck_assert_msg(g_str_has_prefix(out->str, manifests[_i].dependencies), "%s", out->str);
    } else {
        ck_assert_str_eq(out->str, manifests[_i].dependencies);
    }
}
END_TEST

START_TEST(unusual_requirements_do_no_harm)
{
    static const char *const texts[] = {
        "a[",        "a @",         "a @ ", "git+",    "git+https://", "-e",
        "-e ",       "--editable=", "\\",   "a\\",     "a;",           ";",
        "::",        "a::",         "\xff", "a==\xff", "#egg=",        "git+https://x#egg=",
        "a --hash=", "a b c"};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        facts_of("requirements.txt", texts[i]);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("dependencies");
    TCase *t = tcase_create("dependencies");
    tcase_add_checked_fixture(t, check_setup, check_teardown);
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, a_manifest_lists_dependencies, 0, G_N_ELEMENTS(manifests));
    tcase_add_test(t, unusual_requirements_do_no_harm);
    suite_add_tcase(s, t);
    return check_run(s);
}
