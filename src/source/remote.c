#include "source/remote.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

/* "host" or, with a port, "host:8443". */
static bool is_host(const char *s)
{
    size_t len = strspn(s, LETTERS ".-");
    return len > 0 && *s != '.' && *s != '-' &&
           (!s[len] || (s[len] == ':' && s[len + 1] && !s[len + 1 + strspn(s + len + 1, "0123456789")]));
}

/* "owner/name", with groups between them. */
static bool is_project(const char *s)
{
    g_auto(GStrv) parts = g_strsplit(s, "/", -1);
    for (char **part = parts; *part; part++)
        if (!**part || (*part)[strspn(*part, LETTERS "._~-")] || strcmp(*part, ".") == 0 || strcmp(*part, "..") == 0)
            return false;
    return g_strv_length(parts) >= 2;
}

char *remote_page(const char *url)
{
    static const char *const schemes[] = {"https://", "http://", "ssh://", "git://"};
    const char *scheme = NULL, *rest = url;
    for (size_t i = 0; i < G_N_ELEMENTS(schemes) && !scheme; i++)
        if (g_str_has_prefix(url, schemes[i])) {
            scheme = schemes[i];
            rest = url + strlen(scheme);
        }
    if (!scheme && strstr(url, "://"))
        return NULL;
    /* git's short form is host:path; a path of this machine has a slash before the first colon, or none */
    size_t end = strcspn(rest, scheme ? "/" : ":/");
    if (rest[end] != (scheme ? '/' : ':'))
        return NULL;
    g_autofree char *host = g_strndup(rest, end);
    const char *path = rest + end + 1;
    path += strspn(path, "/");
    const char *at = strrchr(host, '@');
    if (at)
        memmove(host, at + 1, strlen(at + 1) + 1);
    bool web = scheme && g_str_has_prefix(scheme, "http");
    if (!web) /* the port of another protocol */
        host[strcspn(host, ":")] = '\0';
    g_autofree char *project = g_strdup(path);
    size_t len = strlen(project);
    while (len > 0 && project[len - 1] == '/')
        project[--len] = '\0';
    if (g_str_has_suffix(project, ".git"))
        project[len - 4] = '\0';
    if (!is_host(host) || !is_project(project))
        return NULL;
    return g_strconcat(web ? scheme : "https://", host, "/", project, NULL);
}
