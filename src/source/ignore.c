#include "source/ignore.h"

#include <glib.h>
#include <string.h>

#include "base/glob.h"

struct rule {
    char *glob;
    size_t len;
    bool negated, folders_only, whole_path;
};

struct ignore {
    struct ignore *outer;
    size_t base_len;
    GArray *rules; /* struct rule */
};

/* One line without its end. False if it is blank or a comment. */
static bool rule_read(struct rule *out, const char *line, size_t len)
{
    if (len > 0 && line[len - 1] == '\r')
        len--;
    /* Blanks at the end count only behind a backslash. */
    size_t end = 0;
    for (size_t i = 0; i < len; i++) {
        if (line[i] == '\\' && i + 1 < len)
            end = ++i + 1;
        else if (line[i] != ' ')
            end = i + 1;
    }
    len = end;
    if (len == 0 || *line == '#')
        return false;
    *out = (struct rule){.negated = *line == '!'};
    line += out->negated;
    len -= out->negated;
    if (len > 0 && line[len - 1] == '/') {
        out->folders_only = true;
        len--;
    }
    out->whole_path = memchr(line, '/', len) != NULL;
    if (len > 0 && *line == '/') {
        line++;
        len--;
    }
    if (len == 0)
        return false;
    out->glob = g_strndup(line, len);
    out->len = strlen(out->glob);
    return true;
}

struct ignore *ignore_new(const char *text, size_t len, const char *base, struct ignore *outer)
{
    struct ignore *list = g_new0(struct ignore, 1);
    list->outer = outer;
    list->base_len = strlen(base);
    list->rules = g_array_new(FALSE, FALSE, sizeof(struct rule));
    const char *end = text + len;
    if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        stop = stop ? stop : end;
        struct rule rule;
        if (rule_read(&rule, text, (size_t)(stop - text)))
            g_array_append_val(list->rules, rule);
        text = stop + 1;
    }
    if (list->rules->len > 0)
        return list;
    ignore_free(list);
    return outer;
}

void ignore_free(struct ignore *list)
{
    if (!list)
        return;
    for (guint i = 0; i < list->rules->len; i++)
        g_free(g_array_index(list->rules, struct rule, i).glob);
    g_array_free(list->rules, TRUE);
    g_free(list);
}

enum ignore_verdict ignore_ask(const struct ignore *list, const char *path, bool folder)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    size_t name_len = strlen(name);
    for (; list; list = list->outer)
        for (guint i = list->rules->len; i-- > 0;) {
            const struct rule *r = &g_array_index(list->rules, struct rule, i);
            if (r->folders_only && !folder)
                continue;
            if (r->whole_path ? glob_path(r->glob, path + list->base_len)
                              : glob_name(r->glob, r->len, name, name_len))
                return r->negated ? IGNORE_NO : IGNORE_YES;
        }
    return IGNORE_UNDECIDED;
}
