#include "forge/body.h"

#include <stdlib.h>
#include <string.h>

#define BEGIN "<!-- debtscan:comment "
#define KEY_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-"
#define LAST_BYTES 600 /* room for the last line and what has to be closed */

/* ---- the marker ---- */

bool marker_is_key(const char *key)
{
    return *key && strlen(key) < sizeof((struct marker *)0)->key && !key[strspn(key, KEY_LETTERS)] && !strstr(key, "--");
}

bool marker_is_head(const char *head)
{
    size_t len = strspn(head, "0123456789abcdef");
    return len >= 7 && len <= 64 && !head[len];
}

void marker_append(GString *out, const struct marker *m)
{
    g_string_append_printf(out, BEGIN "key=%s v=1", m->key);
    if (*m->head)
        g_string_append_printf(out, " head=%s", m->head);
    if (*m->score)
        g_string_append_printf(out, " score=%s", m->score);
    g_string_append(out, " -->\n");
}

bool marker_read(const char *text, struct marker *out, const char **rest)
{
    size_t line = strcspn(text, "\r\n");
    g_autofree char *first = g_strndup(text, line);
    *out = (struct marker){.key = ""};
    if (!g_str_has_prefix(first, BEGIN) || !g_str_has_suffix(first, "-->"))
        return false;
    g_auto(GStrv) words = g_strsplit(first + strlen(BEGIN), " ", 16);
    for (char **word = words; *word; word++) {
        char *value = strchr(*word, '=');
        if (!value)
            continue;
        *value++ = '\0';
        if (strcmp(*word, "key") == 0 && marker_is_key(value))
            g_strlcpy(out->key, value, sizeof out->key);
        else if (strcmp(*word, "head") == 0 && marker_is_head(value))
            g_strlcpy(out->head, value, sizeof out->head);
        else if (strcmp(*word, "score") == 0)
            g_strlcpy(out->score, value, sizeof out->score);
    }
    if (rest)
        *rest = text + line + strspn(text + line, "\r\n");
    return *out->key != '\0';
}

/* ---- the cut ---- */

/* What is open at a place of the text. */
struct open {
    char fence;        /* '`' or '~'; 0: no block of code */
    unsigned length;   /* of its fence */
    unsigned details;
};

static void read_line(struct open *o, const char *line, size_t len)
{
    size_t blanks = strspn(line, " ");
    const char *p = line + MIN(blanks, len);
    unsigned n = 0;
    while (p + n < line + len && (*p == '`' || *p == '~') && p[n] == *p)
        n++;
    if (blanks < 4 && n >= 3) {
        if (!o->fence) {
            o->fence = *p;
            o->length = n;
        } else if (*p == o->fence && n >= o->length) {
            o->fence = 0;
        }
        return;
    }
    for (; !o->fence && p < line + len; p++) {
        size_t left = (size_t)(line + len - p);
        if (left >= 8 && memcmp(p, "<details", 8) == 0)
            o->details++;
        else if (left >= 10 && memcmp(p, "</details>", 10) == 0 && o->details)
            o->details--;
    }
}

static bool is_row(const char *line)
{
    return g_str_has_prefix(line, "| ") && line[2] != '|';
}

/* How many rows, items, and other lines there are in what is left out. */
static char *count_rest(const char *p)
{
    unsigned items = 0, lines = 0;
    for (; *p; p += strcspn(p, "\n"), p += *p == '\n') {
        items += is_row(p) || g_str_has_prefix(p, "- ");
        lines += *p != '\n';
    }
    return items ? g_strdup_printf("%u finding%s", items, items == 1 ? "" : "s") : g_strdup_printf("%u line%s", lines, lines == 1 ? "" : "s");
}

void body_cut(GString *text, gsize most, const char *where)
{
    if (text->len <= most)
        return;
    gsize room = most > LAST_BYTES ? most - LAST_BYTES : 0, best = 0;
    struct open now = {0}, at_best = {0};
    for (gsize at = 0; at < text->len && at <= room;) {
        const char *line = text->str + at;
        bool boundary = *line == '\n' || *line == '#' || is_row(line) || g_str_has_prefix(line, "- ") || (at > 1 && line[-2] == '\n');
        if (boundary && !now.fence && at > 0) {
            best = at;
            at_best = now;
        }
        size_t len = strcspn(line, "\n");
        read_line(&now, line, len);
        at += len + (line[len] == '\n');
    }
    if (best < room / 4) { /* one piece that is larger than what there is room for */
        const char *end = g_utf8_find_prev_char(text->str, text->str + room + 1);
        best = end ? (gsize)(end - text->str) : 0;
        at_best = (struct open){0};
        for (gsize at = 0; at < best;) {
            size_t len = MIN(strcspn(text->str + at, "\n"), best - at);
            read_line(&at_best, text->str + at, len);
            at += len + 1;
        }
    }
    g_autofree char *rest = count_rest(text->str + best);
    g_string_truncate(text, best);
    if (best > 0 && text->str[best - 1] != '\n')
        g_string_append_c(text, '\n');
    for (unsigned i = 0; at_best.fence && i < at_best.length && i < 64; i++)
        g_string_append_c(text, at_best.fence);
    if (at_best.fence)
        g_string_append_c(text, '\n');
    for (unsigned i = 0; i < at_best.details && i < 16; i++)
        g_string_append(text, "\n</details>\n");
    g_string_append_printf(text, "\n%s left out, full report: %.200s\n", rest, where);
}

bool body_same(const char *a, const char *b)
{
    for (;; a++, b++) {
        a += *a == '\r' && a[1] == '\n';
        b += *b == '\r' && b[1] == '\n';
        if (*a != *b || !*a)
            break;
    }
    return !a[strspn(a, " \t\r\n")] && !b[strspn(b, " \t\r\n")];
}
