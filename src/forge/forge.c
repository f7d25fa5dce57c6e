#include "forge/forge.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "base/text.h"
#include "forge/body.h"
#include "forge/http.h"

#define GITHUB_BYTES 60000 /* 65,536 characters are taken; some servers count otherwise */
#define GITLAB_BYTES 900000
#define PAGES_MOST 100
#define POSTS_MOST 3
#define CANDIDATES_MOST 50

/* A comment that has our marker. */
struct candidate {
    char *id, *author, *node, *body, *url;
    struct marker marker;
};

struct forge {
    const struct forge_place *place;
    const struct forge_comment *comment;
    struct http *http;
    GPtrArray *candidates; /* oldest first */
};

static void candidate_free(gpointer data)
{
    struct candidate *c = data;
    g_free(c->id);
    g_free(c->author);
    g_free(c->node);
    g_free(c->body);
    g_free(c->url);
    g_free(c);
}

static bool is_github(const struct forge *f)
{
    return f->place->kind == FORGE_GITHUB;
}

/* ---- JSON ---- */

static const cJSON *item(const cJSON *o, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(o, key);
}

static const char *string_of(const cJSON *o, const char *key)
{
    const char *text = cJSON_GetStringValue(item(o, key));
    return text ? text : "";
}

static char *quote_body(const char *body)
{
    cJSON *o = cJSON_CreateObject();
    cJSON_AddStringToObject(o, "body", body);
    char *text = cJSON_PrintUnformatted(o), *copy = g_strdup(text);
    cJSON_free(text);
    cJSON_Delete(o);
    return copy;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(cJSON, cJSON_Delete)

/* ---- what an answer means ---- */

static bool refuse(const struct forge *f, const struct http_answer *a, GError **error)
{
    g_autoptr(cJSON) root = cJSON_ParseWithLength(a->body->str, a->body->len);
    const struct forge_place *p = f->place;
    const char *what = is_github(f) ? "pull request" : "merge request";
    g_autofree char *host = http_host(p->api);
    char *message = cJSON_PrintUnformatted(item(root, "message"));
    g_autoptr(GString) said = g_string_new(NULL);
    if (message) {
        text_append_safe(said, message, MIN((gssize)strlen(message), 300));
        if (*p->token)
            g_string_replace(said, p->token, "***", 0);
        g_string_prepend(said, ": ");
    }
    cJSON_free(message);
    if (a->status == 401)
        g_set_error(error, FORGE_ERROR, FORGE_REFUSED, "%s does not know the token of %s (401%s)", host, p->token_name, said->str);
    else if (a->status == 403)
        g_set_error(error, FORGE_ERROR, FORGE_REFUSED, "the token of %s may not write comments in %s (403%s)", p->token_name, p->project, said->str);
    else if (a->status == 404)
        g_set_error(error, FORGE_ERROR, FORGE_WRONG, "%s has no %s %" G_GUINT64_FORMAT " in %s, or the token of %s may not see it (404)", host, what,
                    p->number, p->project, p->token_name);
    else if (a->status >= 300 && a->status < 400)
        g_set_error(error, FORGE_ERROR, FORGE_WRONG, "%s sends us elsewhere (%ld): has %s been renamed?", host, a->status, p->project);
    else
        g_set_error(error, FORGE_ERROR, FORGE_FAILED, "%s does not take the comment (%ld%s)", host, a->status, said->str);
    return false;
}

/* Sends, and takes an answer of 2xx only; `*root` is yours. */
static bool ask(struct forge *f, const char *method, const char *path, const char *json, cJSON **root, bool *more, GError **error)
{
    struct http_answer a;
    g_autoptr(GError) cause = NULL;
    if (!http_send(f->http, method, path, json, true, &a, &cause)) {
        g_set_error(error, FORGE_ERROR, FORGE_FAILED, "%s", cause->message);
        return false;
    }
    bool ok = a.status >= 200 && a.status < 300;
    if (!ok)
        refuse(f, &a, error);
    *root = ok ? cJSON_ParseWithLength(a.body->str, a.body->len) : NULL;
    if (ok && !*root) {
        g_autofree char *host = http_host(f->place->api);
        g_set_error(error, FORGE_ERROR, FORGE_WRONG, "what %s answers is no JSON: is it the address of an API?", host);
    }
    if (more)
        *more = a.more;
    http_answer_fini(&a);
    return *root != NULL;
}

/* ---- paths ---- */

static char *project_path(const struct forge *f)
{
    g_autofree char *escaped = g_uri_escape_string(f->place->project, NULL, FALSE);
    return is_github(f) ? g_strconcat("/repos/", f->place->project, NULL) : g_strconcat("/projects/", escaped, NULL);
}

/* Of the comments, or of one of them. */
static char *comments_path(const struct forge *f, const char *id)
{
    g_autofree char *project = project_path(f);
    if (is_github(f))
        return id ? g_strdup_printf("%s/issues/comments/%s", project, id)
                  : g_strdup_printf("%s/issues/%" G_GUINT64_FORMAT "/comments", project, f->place->number);
    return g_strdup_printf("%s/merge_requests/%" G_GUINT64_FORMAT "/notes%s%s", project, f->place->number, id ? "/" : "", id ? id : "");
}

/* ---- finding our comment ---- */

static void take_candidate(struct forge *f, const cJSON *o)
{
    const char *body = string_of(o, "body");
    const cJSON *id = item(o, "id");
    struct marker marker;
    if (!marker_read(body, &marker, NULL) || strcmp(marker.key, f->comment->key) != 0 || !cJSON_IsNumber(id) || cJSON_IsTrue(item(o, "system")) ||
        f->candidates->len >= CANDIDATES_MOST)
        return;
    struct candidate *c = g_new0(struct candidate, 1);
    *c = (struct candidate){.id = g_strdup_printf("%.0f", id->valuedouble), .node = g_strdup(string_of(o, "node_id")), .body = g_strdup(body),
                            .url = g_strdup(string_of(o, "html_url")), .marker = marker,
                            .author = g_strdup(is_github(f) ? string_of(item(o, "user"), "login") : string_of(item(o, "author"), "username"))};
    g_ptr_array_add(f->candidates, c);
}

static bool list_candidates(struct forge *f, GError **error)
{
    g_autofree char *path = comments_path(f, NULL);
    bool more = true;
    g_ptr_array_set_size(f->candidates, 0);
    for (unsigned page = 1; more && page <= PAGES_MOST; page++) {
        g_autofree char *full = g_strdup_printf("%s?%sper_page=100&page=%u", path, is_github(f) ? "" : "sort=asc&order_by=created_at&", page);
        g_autoptr(cJSON) root = NULL;
        const cJSON *o;
        if (!ask(f, "GET", full, NULL, &root, &more, error))
            return false;
        cJSON_ArrayForEach(o, root)
            take_candidate(f, o);
    }
    return true;
}

/* GitHub's other API gives an app's name, which /user does not. */
static char *graphql_path(const struct forge *f)
{
    gsize len = strlen(f->place->api);
    if (g_str_has_suffix(f->place->api, "/api/v3"))
        len -= strlen("/v3");
    return g_strdup_printf("%.*s/graphql", (int)len, f->place->api);
}

/* Asks who we are and which of the candidates are hidden: those lose their id. NULL where it is not answered. */
static char *ask_graphql(struct forge *f)
{
    g_autofree char *path = graphql_path(f);
    g_autoptr(cJSON) query = cJSON_CreateObject(), root = NULL;
    cJSON *ids = cJSON_AddArrayToObject(cJSON_AddObjectToObject(query, "variables"), "ids");
    for (guint i = 0; i < f->candidates->len; i++)
        cJSON_AddItemToArray(ids, cJSON_CreateString(((struct candidate *)f->candidates->pdata[i])->node));
    cJSON_AddStringToObject(query, "query",
                            "query($ids: [ID!]!) { viewer { login } nodes(ids: $ids) { ... on IssueComment { id isMinimized } } }");
    char *text = cJSON_PrintUnformatted(query);
    bool ok = ask(f, "POST", path, text, &root, NULL, NULL);
    cJSON_free(text);
    const cJSON *data = item(root, "data"), *node;
    if (!ok || !*string_of(item(data, "viewer"), "login"))
        return NULL;
    cJSON_ArrayForEach(node, item(data, "nodes"))
        for (guint i = 0; i < f->candidates->len; i++) {
            struct candidate *c = f->candidates->pdata[i];
            if (cJSON_IsTrue(item(node, "isMinimized")) && strcmp(c->node, string_of(node, "id")) == 0)
                g_clear_pointer(&c->id, g_free);
        }
    return g_strdup(string_of(item(data, "viewer"), "login"));
}

/* Who comments with this token. */
static char *find_author(struct forge *f, GError **error)
{
    g_autofree char *asked = is_github(f) ? ask_graphql(f) : NULL;
    g_autoptr(cJSON) user = NULL;
    if (f->place->author)
        return g_strdup(f->place->author);
    if (asked)
        return g_steal_pointer(&asked);
    if (ask(f, "GET", "/user", NULL, &user, NULL, NULL) && *string_of(user, is_github(f) ? "login" : "username"))
        return g_strdup(string_of(user, is_github(f) ? "login" : "username"));
    g_set_error(error, FORGE_ERROR, FORGE_WRONG, "nobody says whose token that of %s is; --author names the user who comments",
                f->place->token_name);
    return NULL;
}

/* The account of an app is NAME in one place and NAME[bot] in another; no person's name holds a bracket. */
static bool is_author(const char *a, const char *b)
{
    size_t m = strlen(a) - (g_str_has_suffix(a, "[bot]") ? 5 : 0), n = strlen(b) - (g_str_has_suffix(b, "[bot]") ? 5 : 0);
    return m > 0 && m == n && g_ascii_strncasecmp(a, b, m) == 0;
}

/* The oldest that is ours; NULL without an error if there is none. */
static const struct candidate *find_ours(struct forge *f, GError **error)
{
    if (!list_candidates(f, error) || f->candidates->len == 0)
        return NULL;
    g_autofree char *author = find_author(f, error);
    for (guint i = 0; author && i < f->candidates->len; i++) {
        const struct candidate *c = f->candidates->pdata[i];
        if (c->id && is_author(c->author, author))
            return c;
    }
    return NULL;
}

/* ---- whether we are late ---- */

/* The comment speaks of a commit that has ours behind it. What cannot be told is no. */
static bool is_newer(struct forge *f, const char *theirs)
{
    const char *ours = f->comment->head;
    g_autofree char *project = project_path(f), *path = NULL;
    g_autoptr(cJSON) root = NULL;
    if (!*theirs || !*ours || g_str_has_prefix(theirs, ours) || g_str_has_prefix(ours, theirs))
        return false;
    path = is_github(f) ? g_strdup_printf("%s/compare/%s...%s?per_page=1&page=2", project, ours, theirs)
                        : g_strdup_printf("%s/repository/merge_base?refs%%5B%%5D=%s&refs%%5B%%5D=%s", project, ours, theirs);
    if (!ask(f, "GET", path, NULL, &root, NULL, NULL))
        return false;
    return is_github(f) ? strcmp(string_of(root, "status"), "ahead") == 0 : g_str_has_prefix(string_of(root, "id"), ours);
}

/* Whoever says for which request a report is must have named one that is at the commit of the report. */
static bool check_head(struct forge *f, GError **error)
{
    g_autofree char *project = project_path(f), *path = NULL;
    g_autoptr(cJSON) root = NULL;
    if (!f->place->must_be)
        return true;
    path = g_strdup_printf("%s/%s/%" G_GUINT64_FORMAT, project, is_github(f) ? "pulls" : "merge_requests", f->place->number);
    if (!ask(f, "GET", path, NULL, &root, NULL, error))
        return false;
    if (strcmp(is_github(f) ? string_of(item(root, "head"), "sha") : string_of(root, "sha"), f->place->must_be) == 0)
        return true;
    g_set_error(error, FORGE_ERROR, FORGE_WRONG, "%" G_GUINT64_FORMAT " is not, or no longer, at commit %s", f->place->number, f->place->must_be);
    return false;
}

/* ---- writing ---- */

static char *make_body(const struct forge_comment *c, gsize most)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *text = g_utf8_make_valid(c->text, -1);
    struct marker m = {.key = ""}, old;
    const char *rest = text;
    marker_read(text, &old, &rest); /* one is enough */
    g_strlcpy(m.key, c->key, sizeof m.key);
    g_strlcpy(m.head, c->head, sizeof m.head);
    g_strlcpy(m.score, c->score, sizeof m.score);
    marker_append(out, &m);
    g_string_append(out, rest);
    body_cut(out, most, c->where);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static gsize bytes_of(enum forge_kind kind)
{
    return kind == FORGE_GITHUB ? GITHUB_BYTES : GITLAB_BYTES;
}

char *forge_body(enum forge_kind kind, const struct forge_comment *c)
{
    return make_body(c, bytes_of(kind));
}

enum outcome { WRITTEN, FAILED, TOO_LONG, GONE, UNCERTAIN };

/* Writes over `ours`, or anew. */
static enum outcome write_body(struct forge *f, const struct candidate *ours, const char *body, char **url, GError **error)
{
    g_autofree char *path = comments_path(f, ours ? ours->id : NULL), *json = quote_body(body);
    g_autoptr(GError) cause = NULL;
    struct http_answer a;
    enum outcome outcome = FAILED;
    if (!http_send(f->http, !ours ? "POST" : is_github(f) ? "PATCH" : "PUT", path, json, ours != NULL, &a, &cause)) {
        g_set_error(error, FORGE_ERROR, FORGE_FAILED, "%s", cause->message);
        return g_error_matches(cause, HTTP_ERROR, HTTP_UNCERTAIN) ? UNCERTAIN : FAILED;
    }
    if (a.status >= 200 && a.status < 300) {
        g_autoptr(cJSON) root = cJSON_ParseWithLength(a.body->str, a.body->len);
        *url = g_strdup(string_of(root, "html_url"));
        outcome = WRITTEN;
    } else {
        bool gone = ours && (a.status == 404 || a.status == 410);
        bool long_body = a.status == 413 || ((a.status == 422 || a.status == 400) && strstr(a.body->str, "too long"));
        outcome = gone ? GONE : long_body ? TOO_LONG : FAILED;
        refuse(f, &a, error);
    }
    http_answer_fini(&a);
    return outcome;
}

/* One look, and what follows from it. */
static enum outcome publish(struct forge *f, gsize most, enum forge_deed *deed, char **url, GError **error)
{
    g_autoptr(GError) cause = NULL;
    const struct candidate *ours = find_ours(f, &cause);
    if (cause) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return FAILED;
    }
    g_autofree char *body = make_body(f->comment, most);
    *deed = ours ? FORGE_UPDATED : FORGE_CREATED;
    if (!ours && !f->comment->worth)
        *deed = FORGE_NOTHING;
    else if (ours && body_same(ours->body, body))
        *deed = FORGE_SAME;
    else if (ours && is_newer(f, ours->marker.head))
        *deed = FORGE_NEWER;
    else
        return write_body(f, ours, body, url, error);
    if (ours)
        *url = g_strdup(ours->url);
    return WRITTEN;
}

/* Looks again where a comment may have been written, or has gone; halves what is too long. */
static bool publish_until_done(struct forge *f, enum forge_deed *deed, char **url, GError **error)
{
    gsize most = bytes_of(f->place->kind);
    for (unsigned i = 1;; i++) {
        g_autoptr(GError) cause = NULL;
        enum outcome outcome = publish(f, most, deed, url, &cause);
        if (outcome == WRITTEN)
            return true;
        if (outcome == FAILED || i == POSTS_MOST) {
            g_propagate_error(error, g_steal_pointer(&cause));
            return false;
        }
        if (outcome == TOO_LONG)
            most /= 2;
        else if (outcome == UNCERTAIN)
            g_usleep(G_USEC_PER_SEC * i);
    }
}

bool forge_is_project(enum forge_kind kind, const char *project)
{
    g_auto(GStrv) parts = g_strsplit(project, "/", -1);
    guint n = g_strv_length(parts);
    for (char **part = parts; *part; part++)
        if (!**part || strcmp(*part, ".") == 0 || strcmp(*part, "..") == 0 ||
            (*part)[strspn(*part, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")])
            return false;
    return kind == FORGE_GITHUB ? n == 2 : n >= 2 || (n == 1 && !project[strspn(project, "0123456789")]);
}

bool forge_publish(const struct forge_place *place, const struct forge_comment *c, enum forge_deed *deed, char **url, GError **error)
{
    bool github = place->kind == FORGE_GITHUB;
    g_autofree char *token = g_strconcat(github ? "Authorization: Bearer " : "PRIVATE-TOKEN: ", place->token, NULL);
    const char *const headers[] = {token, github ? "Accept: application/vnd.github+json" : "Accept: application/json",
                                   github ? "X-GitHub-Api-Version: 2022-11-28" : NULL, NULL};
    g_autoptr(GError) cause = NULL;
    struct forge f = {.place = place, .comment = c};
    f.http = http_new(&(struct http_options){.base = place->api, .headers = headers, .secret = place->token, .plain = place->plain,
                                             .seconds = place->seconds}, &cause);
    if (!f.http) {
        g_set_error(error, FORGE_ERROR, FORGE_WRONG, "%s", cause->message);
        return false;
    }
    *url = NULL;
    f.candidates = g_ptr_array_new_with_free_func(candidate_free);
    bool ok = check_head(&f, error) && publish_until_done(&f, deed, url, error);
    g_ptr_array_unref(f.candidates);
    http_free(f.http);
    return ok;
}
