#include "base/term.h"

#include <glib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_DEFAULT 80
#define WIDTH_LEAST 20
#define WIDTH_MOST 1000

/* The variable's value, or NULL when it is unset or empty. */
static const char *variable(const char *name)
{
    const char *value = g_getenv(name);
    return value && *value ? value : NULL;
}

static bool dumb(void)
{
    return g_strcmp0(g_getenv("TERM"), "dumb") == 0;
}

bool term_when_parse(const char *word, enum term_when *out)
{
    static const char *const words[] = {
        [TERM_AUTO] = "auto", [TERM_ALWAYS] = "always", [TERM_NEVER] = "never"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(word, words[i]) == 0) {
            *out = (enum term_when)i;
            return true;
        }
    return false;
}

bool term_ci(void)
{
    static const char *const names[] = {
        "GITHUB_ACTIONS", "GITLAB_CI", "CI",       "BUILDKITE",       "CIRCLECI",
        "TF_BUILD",       "TRAVIS",    "APPVEYOR", "JENKINS_URL",     "TEAMCITY_VERSION",
        "DRONE",          "BITBUCKET_BUILD_NUMBER", "CODEBUILD_BUILD_ID"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *value = variable(names[i]);
        if (value && g_ascii_strcasecmp(value, "false") != 0 && strcmp(value, "0") != 0)
            return true;
    }
    return false;
}

bool term_color(enum term_when when, int fd)
{
    const char *value;
    if (when != TERM_AUTO)
        return when == TERM_ALWAYS;
    if (variable("NO_COLOR"))
        return false;
    if ((value = variable("FORCE_COLOR")))
        return strcmp(value, "0") != 0 && g_ascii_strcasecmp(value, "false") != 0;
    if ((value = g_getenv("CLICOLOR_FORCE")) && strcmp(value, "0") != 0)
        return true;
    if (g_strcmp0(g_getenv("CLICOLOR"), "0") == 0 || dumb())
        return false;
    return isatty(fd);
}

bool term_hyperlinks(enum term_when when, int fd)
{
    return when == TERM_AUTO ? isatty(fd) && !dumb() : when == TERM_ALWAYS;
}

bool term_cursor(int fd)
{
    return isatty(fd) && !dumb() && !term_ci();
}

unsigned term_width(int fd)
{
    guint64 columns = 0;
    struct winsize size;
    const char *value = variable("COLUMNS");
    if (!value || !g_ascii_string_to_unsigned(value, 10, 1, WIDTH_MOST, &columns, NULL)) {
        if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
            columns = size.ws_col;
        else
            columns = WIDTH_DEFAULT;
    }
    return (unsigned)CLAMP(columns, WIDTH_LEAST, WIDTH_MOST);
}

bool term_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *value = variable(names[i]);
        if (!value)
            continue;
        g_autofree char *lower = g_ascii_strdown(value, -1);
        return strstr(lower, "utf-8") || strstr(lower, "utf8");
    }
    return false;
}
