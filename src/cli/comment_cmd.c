/*
 * comment - what a change adds and repays, as a comment on its pull request.
 *
 * That a comment cannot be written is a remark: whether the change passes is decided by the gates alone, and a request
 * from a fork, whose token may only read, is no worse for it.
 */
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/actions.h"
#include "cli/comparing.h"
#include "cli/surroundings.h"
#include "forge/body.h"
#include "forge/http.h"

#define SECONDS_MOST 600

struct comment_arguments {
    struct comparing_arguments comparing;
    char *from, *forge, *api, *project, *number, *key, *author;
    int seconds;
    gboolean plain, dry;
};

struct commenting {
    const struct comment_arguments *a;
    struct surroundings at;
    struct comparing comparing;
    struct comparison *read;        /* from a file */
    const struct comparison *made;  /* NULL: the text is somebody's own */
    char *text;
    GString *report;                /* Markdown */
    char score[8], head[65];
};

/* ---- where it goes ---- */

static bool usage(GError **error, const char *message)
{
    g_set_error(error, CLI_ERROR, CLI_USAGE, "%s", message);
    return false;
}

static bool read_options(struct commenting *c, GError **error)
{
    static const char *const forges[] = {[FORGE_GITHUB] = "github", [FORGE_GITLAB] = "gitlab"};
    const struct comment_arguments *a = c->a;
    enum forge_kind asked = FORGE_GITHUB;
    bool is_asked = a->forge != NULL;
    if (is_asked && strcmp(a->forge, "gitlab") == 0)
        asked = FORGE_GITLAB;
    else if (is_asked && strcmp(a->forge, "github") != 0)
        return cli_unknown(error, "forge", a->forge, forges, G_N_ELEMENTS(forges));
    if (a->key && !marker_is_key(a->key))
        return usage(error, "--key takes letters, digits, and . _ - / only");
    if (a->seconds < 0 || a->seconds > SECONDS_MOST)
        return usage(error, "--timeout takes a number of seconds up to 600");
    if (!surroundings_read(&c->at, error))
        return false;
    if (is_asked && c->at.known && asked != c->at.kind) { /* a mirror elsewhere: nothing that this CI system says is of it */
        surroundings_fini(&c->at);
        c->at = (struct surroundings){.known = false};
    }
    struct history *h = history_open(a->comparing.path ? a->comparing.path : ".", NULL);
    g_autofree char *page = h ? history_page(h) : NULL;
    history_free(h);
    surroundings_add_remote(&c->at, page, is_asked ? &asked : NULL);
    if (a->number) {
        guint64 n = 0;
        if (!g_ascii_string_to_unsigned(a->number, 10, 1, G_MAXINT64, &n, NULL))
            return usage(error, "--pr takes the number of a pull request");
        c->at.number = n;
    }
    const char *project = a->project ? a->project : c->at.project;
    if (project && !forge_is_project(c->at.kind, project))
        return usage(error, c->at.kind == FORGE_GITHUB ? "the repository is no OWNER/NAME" : "the project is no GROUP/NAME and no number");
    return true;
}

/* The first of them that is set; `*name` is what it is called. */
static char *find_token(const char *const *names, const char **name)
{
    for (; *names; names++) {
        const char *value = g_getenv(*names);
        if (value && *value) {
            *name = *names;
            return g_strstrip(g_strdup(value));
        }
    }
    return NULL;
}

static bool is_token(const char *token)
{
    for (const char *p = token; *p; p++)
        if (!g_ascii_isgraph(*p))
            return false;
    return *token != '\0';
}

/* ---- what it says ---- */

static char *tenths(bool known, int value)
{
    return known ? g_strdup_printf("%d.%d", value / 10, value % 10) : g_strdup("");
}

static bool read_file(struct commenting *c, GError **error)
{
    const char *from = strcmp(c->a->from, "-") == 0 ? "/dev/stdin" : c->a->from;
    gsize size = 0;
    g_autoptr(GError) cause = NULL;
    if (!file_read(from, LIMIT_COMMENT_BYTES, &c->text, &size, &cause)) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "%s", cause->message);
        return false;
    }
    if (c->text[strspn(c->text, " \t\r\n")] == '{') {
        c->made = c->read = compare_read(c->text, size, &cause);
        if (!c->read)
            g_set_error(error, CLI_ERROR, CLI_USAGE, "%s %s", c->a->from, cause->message);
        return c->read != NULL;
    }
    return !c->at.foreign || usage(error, "what another workflow has written is taken as JSON only: debtscan diff --format json");
}

static bool make_report(struct commenting *c, const char *range, GError **error)
{
    if (c->a->from && range)
        return usage(error, "either --from FILE or a revision says what is commented");
    if (c->a->from ? !read_file(c, error) : !(c->made = comparing_make(&c->comparing, range, error)))
        return false;
    c->report = g_string_new(c->made ? NULL : c->text);
    const char *head = c->at.head ? c->at.head : c->made && c->made->head->commit ? c->made->head->commit : "";
    if (marker_is_head(head))
        g_strlcpy(c->head, head, sizeof c->head);
    if (!c->made)
        return true;
    g_autofree char *score = tenths(c->made->head->scored, c->made->head->score);
    g_strlcpy(c->score, score, sizeof c->score);
    struct comparison shown = *c->made;
    g_autofree char *blob = NULL;
    if (c->at.page && *c->head && !shown.head->dirty && (shown.blob || c->at.known))
        shown.blob = blob = g_strdup_printf("%s/%sblob/%s/", c->at.page, c->at.kind == FORGE_GITLAB ? "-/" : "", c->head);
    compare_markdown(&shown, c->report);
    return true;
}

/* Without new debt the headline is all that is worth a reader's time. */
static struct forge_comment comment_of(const struct commenting *c, GString *headline)
{
    bool clear = c->made && compare_is_clear(c->made);
    if (clear)
        compare_headline(c->made, headline);
    return (struct forge_comment){.key = c->a->key ? c->a->key : "default", .head = c->head, .score = c->score,
                                  .text = clear ? headline->str : c->report->str,
                                  .where = c->at.report ? c->at.report : "the artifacts of the job",
                                  .worth = !c->made || compare_is_worth(c->made)};
}

/* ---- writing it ---- */

/* Not commented: the report goes where a run on GitHub Actions shows it, and one remark says why. */
static bool fall_back(const struct commenting *c, const char *why, GError **error)
{
    g_autofree char *text = g_strdup_printf("no comment: %s%s", why,
                                            g_getenv("GITHUB_STEP_SUMMARY") ? "; the report is in the summary of the job" : "");
    return actions_summary(c->report->str, error) && actions_notice(text, error);
}

static bool say(enum forge_deed deed, const char *url, GError **error)
{
    static const char *const words[] = {
        [FORGE_CREATED] = "comment written", [FORGE_UPDATED] = "comment updated", [FORGE_SAME] = "the comment is as it should be",
        [FORGE_NEWER] = "the comment speaks of a newer commit", [FORGE_NOTHING] = "nothing changed: no comment",
    };
    g_autoptr(GString) line = g_string_new(words[deed]);
    if (url && *url) {
        g_string_append(line, ": ");
        text_append_safe(line, url, -1);
    }
    g_string_append_c(line, '\n');
    return cli_print(line->str, line->len, error);
}

/*
 * The token for the API. A remote may name any host: what is a token for github.com or gitlab.com goes to another one only
 * where the user or the CI system says so.
 */
static char *choose_token(const struct commenting *c, const char *api, const char **name, GError **error)
{
    static const char *const github[] = {"GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN", "GH_TOKEN", "GITHUB_TOKEN", NULL};
    static const char *const enterprise[] = {"GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN", NULL};
    static const char *const gitlab[] = {"GITLAB_TOKEN", "GITLAB_ACCESS_TOKEN", NULL};
    bool is_github = c->at.kind == FORGE_GITHUB, public = strcmp(api, is_github ? "https://api.github.com" : "https://gitlab.com/api/v4") == 0;
    bool meant = public || c->a->api || c->at.known;
    char *token = find_token(!is_github ? gitlab : public ? github + 2 : meant ? github : enterprise, name);
    g_autofree char *host = http_host(api);
    g_autofree char *other = is_github && !meant && !token ? find_token(github, name) : NULL;
    if (other || (token && !is_github && !meant)) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "the remote leads to %s: --api %s says that the token of %s may go there", host, api, *name);
        g_clear_pointer(&token, g_free);
    }
    return token;
}

static bool publish(const struct commenting *c, GError **error)
{
    const struct comment_arguments *a = c->a;
    bool github = c->at.kind == FORGE_GITHUB;
    g_autoptr(GString) headline = g_string_new(NULL);
    struct forge_comment comment = comment_of(c, headline);
    g_autofree char *given = g_strdup(a->api ? a->api : c->at.api), *url = NULL;
    for (size_t len = given ? strlen(given) : 0; len > 0 && given[len - 1] == '/';)
        given[--len] = '\0';
    const char *name = NULL;
    g_autoptr(GError) cause = NULL;
    g_autofree char *token = given ? choose_token(c, given, &name, &cause) : NULL;
    struct forge_place place = {.kind = c->at.kind, .api = given, .project = a->project ? a->project : c->at.project, .number = c->at.number,
                                .token = token, .token_name = name, .author = a->author, .plain = a->plain, .seconds = (unsigned)a->seconds,
                                .must_be = c->at.foreign ? c->at.head : NULL};
    if (!place.number && c->at.known)
        return fall_back(c, "this is no run for a pull request", error);
    if (!place.number)
        return usage(error, "--pr N says which pull request gets the comment");
    if (!place.project || !place.api)
        return usage(error, "--repo PROJECT and --api URL say where the comment goes: there is no remote 'origin' that does");
    if (cause) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return false;
    }
    if (!token && c->at.from_fork)
        return fall_back(c, "a request from a fork has no token that may write", error);
    if (!token)
        return usage(error, github ? "GITHUB_TOKEN (or GH_TOKEN) is not set: a token that may write comments"
                                   : "GITLAB_TOKEN is not set: a token with the scope api (that of the job may not write comments)");
    if (!is_token(token)) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "what is in %s is no token", name);
        return false;
    }
    enum forge_deed deed = FORGE_NOTHING;
    if (forge_publish(&place, &comment, &deed, &url, &cause))
        return say(deed, url, error);
    const char *cure = !g_error_matches(cause, FORGE_ERROR, FORGE_REFUSED) ? ""
                       : c->at.from_fork ? "; on a request from a fork the token may only read"
                       : github          ? "; a workflow grants it with 'permissions: pull-requests: write'"
                                         : "; it needs the scope api and the role of a reporter";
    g_autofree char *why = g_strconcat(cause->message, cure, NULL);
    return fall_back(c, why, error);
}

static bool show(const struct commenting *c, GError **error)
{
    g_autoptr(GString) headline = g_string_new(NULL);
    struct forge_comment comment = comment_of(c, headline);
    g_autofree char *body = forge_body(c->at.kind, &comment);
    return cli_print(body, strlen(body), error);
}

/* ---- the command ---- */

static enum cli_status make(struct commenting *c, const char *range, GError **error)
{
    if (!read_options(c, error) || !make_report(c, range, error) || !(c->a->dry ? show(c, error) : publish(c, error)))
        return CLI_SCAN;
    return shared_status(&c->a->comparing.shared, c->made && c->made->gate_failed && !c->read ? CLI_GATE : CLI_OK);
}

static enum cli_status run(const struct command *command, char *const *args, GError **error)
{
    struct comment_arguments a = {0};
    const GOptionEntry own[] = {
        {"from", 0, 0, G_OPTION_ARG_FILENAME, &a.from,
         "Comment what 'diff --format json' has written to FILE, or a Markdown text; - is standard input", "FILE"},
        {"pr", 0, 0, G_OPTION_ARG_STRING, &a.number, "The pull or merge request, where the CI system does not say", "N"},
        {"repo", 0, 0, G_OPTION_ARG_STRING, &a.project, "OWNER/NAME of the repository, or a project of GitLab", "PROJECT"},
        {"forge", 0, 0, G_OPTION_ARG_STRING, &a.forge, "github or gitlab", "NAME"},
        {"api", 0, 0, G_OPTION_ARG_STRING, &a.api, "The address of the API: https://HOST/api/v3, https://HOST/api/v4", "URL"},
        {"key", 0, 0, G_OPTION_ARG_STRING, &a.key, "Which of several comments on one request", "NAME"},
        {"author", 0, 0, G_OPTION_ARG_STRING, &a.author, "Whose comment is updated; the owner of the token", "USER"},
        {"timeout", 0, 0, G_OPTION_ARG_INT, &a.seconds, "For one request; 30", "SECONDS"},
        {"allow-http", 0, 0, G_OPTION_ARG_NONE, &a.plain, "Send the token without encryption to another machine", NULL},
        {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &a.dry, "Show the comment and send nothing", NULL},
        G_OPTION_ENTRY_NULL,
    };
    g_autofree GOptionEntry *entries = comparing_entries(&a.comparing, own);
    g_auto(GStrv) rest = NULL;
    struct commenting c = {.a = &a};
    enum cli_status status = CLI_OK;
    if (cli_parse(command, entries, args, &rest, error) && cli_at_most(rest, 1, error)) {
        if (comparing_open(&c.comparing, &a.comparing, error))
            status = make(&c, *rest, error);
        comparing_close(&c.comparing);
        surroundings_fini(&c.at);
        compare_free(c.read);
        if (c.report)
            g_string_free(c.report, TRUE);
        g_free(c.text);
    }
    comparing_arguments_fini(&a.comparing);
    g_free(a.from);
    g_free(a.forge);
    g_free(a.api);
    g_free(a.project);
    g_free(a.number);
    g_free(a.key);
    g_free(a.author);
    return status;
}

const struct command command_comment = {
    .name = "comment",
    .arguments = "[BASE[..HEAD]]",
    .summary = "write what a change adds and repays to its pull request",
    .run = run,
};
