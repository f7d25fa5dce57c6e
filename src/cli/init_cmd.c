/* init - settings to begin with, and a CI pipeline that runs debtscan, in the words of the system that the repository uses. */
#include <string.h>

#include "base/embedded.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/tree.h"
#include "cli/cli.h"
#include "forge/http.h"
#include "report/version.h"
#include "rules/settings.h"
#include "source/history.h"

#define OURS "Written by 'debtscan init'" /* in each of the templates */
#define SETTINGS_TEMPLATE "templates/debtscan.yml"
#define SOURCE "https://github.com/debtscan/debtscan"

/* To add a system: a template in templates/ci, an entry here. */
struct pipeline {
    const char *name, *template, *path;
    const char *beside; /* where it goes if there is a file at `path` already; NULL: nowhere */
    const char *cure;   /* what makes the one beside count */
    const char *sign;   /* a file or folder that says that the repository uses the system */
    const char *host;   /* part of the name of a host that has it */
};

static const struct pipeline pipelines[] = {
    {.name = "github", .template = "templates/ci/github.yml", .path = ".github/workflows/debtscan.yml", .sign = ".github", .host = "github"},
    {.name = "gitlab", .template = "templates/ci/gitlab.yml", .path = ".gitlab-ci.yml", .beside = ".gitlab/debtscan.yml",
     .cure = "add to .gitlab-ci.yml:\ninclude:\n  - local: .gitlab/debtscan.yml", .sign = ".gitlab-ci.yml", .host = "gitlab"},
    {.name = "azure", .template = "templates/ci/azure.yml", .path = "azure-pipelines.yml", .beside = "azure-pipelines-debtscan.yml",
     .cure = "make a pipeline of it: Pipelines, New pipeline, Existing Azure Pipelines YAML file", .sign = "azure-pipelines.yml",
     .host = "dev.azure.com"},
    {.name = "jenkins", .template = "templates/ci/Jenkinsfile", .path = "Jenkinsfile", .beside = "Jenkinsfile.debtscan",
     .cure = "take its stages over into your Jenkinsfile, or make a multibranch pipeline of it", .sign = "Jenkinsfile"},
};

static const struct pipeline *find_named(const char *name, GError **error)
{
    const char *names[G_N_ELEMENTS(pipelines)];
    for (size_t i = 0; i < G_N_ELEMENTS(pipelines); i++) {
        if (strcmp(pipelines[i].name, name) == 0)
            return &pipelines[i];
        names[i] = pipelines[i].name;
    }
    cli_unknown(error, "CI system", name, names, G_N_ELEMENTS(names));
    return NULL;
}

/* What the repository has, else what its remote offers. */
static const struct pipeline *find_used(const char *root, const char *page, GError **error)
{
    g_autofree char *host = page ? http_host(page) : g_strdup("");
    for (size_t i = 0; i < G_N_ELEMENTS(pipelines); i++) {
        g_autofree char *sign = g_build_filename(root, pipelines[i].sign, NULL);
        if (g_file_test(sign, G_FILE_TEST_EXISTS))
            return &pipelines[i];
    }
    for (size_t i = 0; i < G_N_ELEMENTS(pipelines); i++)
        if (pipelines[i].host && strstr(host, pipelines[i].host))
            return &pipelines[i];
    g_set_error(error, CLI_ERROR, CLI_USAGE, "neither the files nor the remote say which CI system is used; --ci names it: github, gitlab, azure, jenkins");
    return NULL;
}

static const char *template_of(const char *path)
{
    for (size_t i = 0; i < n_embedded_files; i++)
        if (strcmp(embedded_files[i].path, path) == 0)
            return (const char *)embedded_files[i].data;
    g_error("%s is not embedded", path);
}

/* Nothing that would be markup or a command in any of the files. */
static bool is_plain(const char *text)
{
    return *text && !text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./_:-")];
}

/* The template, filled: `url` says where debtscan comes from, `branch` what changes are merged into. */
static char *fill(const struct pipeline *p, const char *url, const char *branch)
{
    const char *path = strstr(url, "://") + 3;
    path += strcspn(path, "/");
    GString *out = g_string_new(template_of(p->template));
    g_string_replace(out, "{{source}}", path + (*path == '/'), 0);
    g_string_replace(out, "{{url}}", url, 0);
    g_string_replace(out, "{{version}}", DEBTSCAN_VERSION, 0);
    g_string_replace(out, "{{branch}}", branch, 0);
    return g_string_free(out, FALSE);
}

/* Those that are there are somebody's own. */
static bool has_settings(const char *root)
{
    g_autofree char *there = NULL;
    return tree_look(root, SETTINGS_FILE, LIMIT_FILE_BYTES, &there) != TREE_ABSENT;
}

static enum cli_status make(const char *root, const struct pipeline *p, const char *text, bool force, bool dry, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autofree char *there = NULL;
    bool absent = tree_look(root, p->path, LIMIT_FILE_BYTES, &there) == TREE_ABSENT, ours = there && strstr(there, OURS);
    const char *begin = has_settings(root) ? NULL : template_of(SETTINGS_TEMPLATE);
    bool beside = p->beside && !absent && !ours; /* not even by force over a pipeline that is somebody's own */
    const char *path = beside ? p->beside : p->path;
    if (dry && begin)
        cli_note(SETTINGS_FILE " would be written, too");
    if (dry)
        return cli_print(text, strlen(text), error) ? CLI_OK : CLI_SCAN;
    if (!tree_write(root, path, text, force, &cause)) {
        bool exists = !force && g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_EXIST);
        g_set_error(error, CLI_ERROR, CLI_USAGE, "%s%s", cause->message, exists ? "; --force writes over it" : "");
        return CLI_USAGE;
    }
    if (begin && !tree_write(root, SETTINGS_FILE, begin, false, &cause)) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "%s", cause->message);
        return CLI_USAGE;
    }
    if (begin && !cli_print(SETTINGS_FILE " written\n", strlen(SETTINGS_FILE " written\n"), error))
        return CLI_SCAN;
    g_autofree char *said = beside ? g_strdup_printf("%s written; %s\n", path, p->cure) : g_strdup_printf("%s written\n", path);
    return cli_print(said, strlen(said), error) ? CLI_OK : CLI_SCAN;
}

static enum cli_status init(const char *path, const char *ci, const char *source, bool force, bool dry, GError **error)
{
    g_autoptr(GError) cause = NULL;
    const char *variable = NULL;
    struct history *h = history_open(path, &cause);
    g_autofree char *page = h ? history_page(h) : NULL, *target = h ? history_target(h, &variable) : NULL;
    g_autofree char *root = h ? history_work_tree(h) : g_strdup(path);
    bool bare = h && !root;
    history_free(h);
    if (bare || !g_file_test(root, G_FILE_TEST_IS_DIR)) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, bare ? "%s is a bare repository: there is nowhere to write a file" : "%s is no folder", path);
        return CLI_USAGE;
    }
    if (!is_plain(source) || !g_str_has_prefix(source, "https://") || !strchr(source + 8, '/')) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "--source takes an address such as " SOURCE);
        return CLI_USAGE;
    }
    const char *branch = target && g_str_has_prefix(target, "origin/") ? target + strlen("origin/") : target;
    const struct pipeline *p = ci ? find_named(ci, error) : find_used(root, page, error);
    if (!p)
        return CLI_USAGE;
    g_autofree char *text = fill(p, source, branch && is_plain(branch) ? branch : "main");
    return make(root, p, text, force, dry, error);
}

static enum cli_status run(const struct command *c, char *const *args, GError **error)
{
    g_autofree char *ci = NULL, *source = NULL;
    gboolean force = FALSE, dry = FALSE;
    const GOptionEntry entries[] = {
        {"ci", 0, 0, G_OPTION_ARG_STRING, &ci, "github, gitlab, azure or jenkins, instead of what the repository uses", "NAME"},
        {"source", 0, 0, G_OPTION_ARG_STRING, &source, "Where the pipeline gets debtscan from: your fork or mirror", "URL"},
        {"force", 0, 0, G_OPTION_ARG_NONE, &force, "Write over a file that exists", NULL},
        {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &dry, "Show the pipeline and write nothing", NULL},
        G_OPTION_ENTRY_NULL,
    };
    g_auto(GStrv) rest = NULL;
    if (!cli_parse(c, entries, args, &rest, error) || !cli_at_most(rest, 1, error))
        return CLI_OK;
    return init(*rest ? *rest : ".", ci, source ? source : SOURCE, force, dry, error);
}

const struct command command_init = {
    .name = "init",
    .arguments = "[PATH]",
    .summary = "write settings to begin with, and a CI pipeline that runs debtscan",
    .run = run,
};
