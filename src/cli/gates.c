#include "cli/gates.h"

#include <string.h>

#include "cli/cli.h"
#include "judge/waivers.h"

bool gates_score(const char *option, const char *text, int *out, GError **error)
{
    char *end = NULL;
    guint64 whole = g_ascii_isdigit(*text) ? g_ascii_strtoull(text, &end, 10) : 101;
    unsigned tenth = 0;
    if (whole <= 100 && *end == '.' && g_ascii_isdigit(end[1])) {
        tenth = (unsigned)(end[1] - '0');
        end += 2;
        end += strspn(end, "0");
    }
    if (whole > 100 || *end || whole * 10 + tenth > 1000) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "%s takes a score from 0 to 100 with at most one decimal", option);
        return false;
    }
    *out = (int)whole * 10 + (int)tenth;
    return true;
}

static bool read_word(const char *word, struct gates *out, GError **error)
{
    const char *names[SEVERITY_CRITICAL + 2] = {"new"};
    if (strcmp(word, "new") == 0) {
        out->fail_on_new = true;
        return true;
    }
    for (int i = 0; i <= SEVERITY_CRITICAL; i++) {
        names[i + 1] = severity_name((enum severity)i);
        if (strcmp(names[i + 1], word) == 0) {
            out->fail_on = i;
            return true;
        }
    }
    return cli_unknown(error, "severity", word, names, G_N_ELEMENTS(names));
}

bool gates_fail_on(char *const *words, struct gates *out, GError **error)
{
    for (; words && *words; words++) {
        g_auto(GStrv) parts = g_strsplit(*words, ",", -1);
        for (char **part = parts; *part; part++)
            if (!read_word(*part, out, error))
                return false;
    }
    return true;
}

struct gates gates_with_profile(const struct gates *given, const struct profile_gates *p)
{
    struct gates out = *given;
    if (out.fail_under < 0)
        out.fail_under = p->fail_under;
    if (out.max_drop < 0)
        out.max_drop = p->max_drop;
    if (out.fail_on < 0 && !out.fail_on_new) {
        out.fail_on = p->fail_on;
        out.fail_on_new = p->fail_on_new;
    }
    out.floors = p->floors;
    return out;
}

char *gates_floor_reason(struct arena *a, enum category c, int score, int floor)
{
    return arena_printf(a, "%s %d.%d is below its floor %d.%d", category_name(c), score / 10, score % 10, floor / 10, floor % 10);
}

bool gates_day(const char *text, int *out, GError **error)
{
    *out = waivers_day(text);
    if (*out == 0)
        g_set_error(error, CLI_ERROR, CLI_USAGE, "--today takes a date: YYYY-MM-DD");
    return *out != 0;
}
