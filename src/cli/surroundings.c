#include "cli/surroundings.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "cli/cli.h"
#include "forge/body.h"
#include "forge/http.h"

static const char *variable(const char *name)
{
    const char *value = g_getenv(name);
    return value && *value ? value : NULL;
}

static bool is_true(const char *name)
{
    return g_strcmp0(g_getenv(name), "true") == 0;
}

static const cJSON *item(const cJSON *o, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(o, key);
}

static const char *string_of(const cJSON *o, const char *key)
{
    return cJSON_GetStringValue(item(o, key));
}

static uint64_t number_of(const cJSON *o, const char *key)
{
    const cJSON *n = item(o, key);
    return cJSON_IsNumber(n) && n->valuedouble >= 1 && n->valuedouble < 1e15 ? (uint64_t)n->valuedouble : 0;
}

static uint64_t read_number(const char *text)
{
    guint64 n = 0;
    return text && g_ascii_string_to_unsigned(text, 10, 1, G_MAXINT64, &n, NULL) ? n : 0;
}

/* A copy of what can stand in an address; NULL for anything else. */
static char *web_address(const char *text)
{
    if (!text || (!g_str_has_prefix(text, "https://") && !g_str_has_prefix(text, "http://")))
        return NULL;
    for (const char *p = text; *p; p++)
        if (!g_ascii_isgraph(*p) || strchr("<>()[]`\"\\", *p))
            return NULL;
    return g_strdup(text);
}

static char *commit_id(const char *text)
{
    return text && marker_is_head(text) ? g_strdup(text) : NULL;
}

/* ---- GitHub Actions ---- */

static void read_request(struct surroundings *s, const cJSON *request)
{
    const cJSON *head = item(request, "head"), *repo = item(head, "repo");
    const char *ours = string_of(item(item(request, "base"), "repo"), "full_name"), *theirs = string_of(repo, "full_name");
    s->number = number_of(request, "number");
    s->head = commit_id(string_of(head, "sha"));
    s->from_fork = item(request, "head") && g_strcmp0(ours, theirs) != 0;
}

static bool read_event(struct surroundings *s, const char *path, GError **error)
{
    g_autofree char *text = NULL;
    gsize size = 0;
    g_autoptr(GError) cause = NULL;
    if (!file_read(path, LIMIT_COMMENT_BYTES, &text, &size, &cause)) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "GITHUB_EVENT_PATH: %s", cause->message);
        return false;
    }
    cJSON *root = cJSON_ParseWithLength(text, size);
    const cJSON *run = item(root, "workflow_run");
    if (run) { /* of another workflow, whose files are anybody's */
        s->foreign = true;
        s->number = number_of(cJSON_GetArrayItem(item(run, "pull_requests"), 0), "number");
        s->head = commit_id(string_of(run, "head_sha"));
    } else if (item(root, "pull_request")) {
        read_request(s, item(root, "pull_request"));
    } else if (item(item(root, "issue"), "pull_request")) {
        s->number = number_of(item(root, "issue"), "number");
    }
    cJSON_Delete(root);
    return true;
}

static bool read_github(struct surroundings *s, GError **error)
{
    const char *event = variable("GITHUB_EVENT_PATH"), *ref = variable("GITHUB_REF"), *run = variable("GITHUB_RUN_ID");
    const char *server = variable("GITHUB_SERVER_URL"), *project = variable("GITHUB_REPOSITORY");
    s->kind = FORGE_GITHUB;
    s->api = g_strdup(variable("GITHUB_API_URL"));
    s->project = g_strdup(project);
    if (event && !read_event(s, event, error))
        return false;
    if (!s->number && ref && g_str_has_prefix(ref, "refs/pull/")) {
        g_autofree char *number = g_strndup(ref + 10, strcspn(ref + 10, "/"));
        s->number = read_number(number);
    }
    g_autofree char *page = g_strdup_printf("%s/%s", server ? server : "https://github.com", project ? project : "");
    s->page = project && forge_is_project(FORGE_GITHUB, project) ? web_address(page) : NULL;
    g_autofree char *report = g_strdup_printf("%s/actions/runs/%s", page, run ? run : "");
    s->report = run && s->page ? web_address(report) : NULL;
    return true;
}

/* ---- GitLab CI ---- */

static void read_gitlab(struct surroundings *s)
{
    const char *target = variable("CI_MERGE_REQUEST_PROJECT_ID"), *source = variable("CI_MERGE_REQUEST_SOURCE_PROJECT_ID");
    const char *tip = variable("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"), *page = variable("CI_MERGE_REQUEST_SOURCE_PROJECT_URL");
    s->kind = FORGE_GITLAB;
    s->api = g_strdup(variable("CI_API_V4_URL"));
    s->project = g_strdup(target ? target : variable("CI_PROJECT_ID"));
    s->number = read_number(variable("CI_MERGE_REQUEST_IID"));
    s->head = commit_id(tip ? tip : variable("CI_COMMIT_SHA"));
    s->page = web_address(page ? page : variable("CI_PROJECT_URL"));
    s->report = web_address(variable("CI_JOB_URL"));
    s->from_fork = target && source && strcmp(target, source) != 0;
}

bool surroundings_read(struct surroundings *out, GError **error)
{
    *out = (struct surroundings){.known = is_true("GITHUB_ACTIONS") || is_true("GITLAB_CI")};
    if (is_true("GITHUB_ACTIONS"))
        return read_github(out, error);
    if (is_true("GITLAB_CI")) {
        read_gitlab(out);
        return true;
    }
    /* Azure Pipelines, Jenkins: the forge is that of the remote */
    const char *azure = variable("SYSTEM_PULLREQUEST_PULLREQUESTNUMBER"), *jenkins = variable("CHANGE_ID");
    out->number = read_number(azure ? azure : jenkins);
    out->head = commit_id(variable("SYSTEM_PULLREQUEST_SOURCECOMMITID"));
    out->report = web_address(variable("BUILD_URL"));
    return true;
}

void surroundings_fini(struct surroundings *s)
{
    g_free(s->api);
    g_free(s->project);
    g_free(s->page);
    g_free(s->head);
    g_free(s->report);
}

void surroundings_add_remote(struct surroundings *s, const char *page, const enum forge_kind *asked)
{
    g_autofree char *host = page ? http_host(page) : g_strdup("");
    const char *path = *host ? strstr(page, host) + strlen(host) : "";
    if (!s->known)
        s->kind = asked ? *asked : strstr(host, "gitlab") ? FORGE_GITLAB : FORGE_GITHUB;
    bool github = s->kind == FORGE_GITHUB, public = strcmp(host, "github.com") == 0;
    if (!s->project && *path)
        s->project = g_strdup(path + 1);
    if (!s->api && *host)
        s->api = github && public ? g_strdup("https://api.github.com")
                                  : g_strdup_printf("%.*s%s/api/%s", (int)(strstr(page, "://") + 3 - page), page, host, github ? "v3" : "v4");
    if (!s->page)
        s->page = web_address(page);
}
