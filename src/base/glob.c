#include "base/glob.h"

#include <ctype.h>
#include <string.h>

#define TEXT(s) s, sizeof s - 1

static const struct {
    const char *name;
    size_t len;
    int (*holds)(int);
} classes[] = {
    {TEXT("alnum"), isalnum}, {TEXT("alpha"), isalpha}, {TEXT("blank"), isblank},
    {TEXT("cntrl"), iscntrl}, {TEXT("digit"), isdigit}, {TEXT("graph"), isgraph},
    {TEXT("lower"), islower}, {TEXT("print"), isprint}, {TEXT("punct"), ispunct},
    {TEXT("space"), isspace}, {TEXT("upper"), isupper}, {TEXT("xdigit"), isxdigit},
};

/*
 * The set that begins behind `[` at `p`: where it ends (behind `]`), and whether `c` is in it. NULL if
 * it never ends.
 */
static const char *set_match(const char *p, const char *end, unsigned char c, bool *in)
{
    bool negated = p < end && (*p == '!' || *p == '^');
    bool found = false;
    p += negated;
    for (const char *first = p; p < end && (*p != ']' || p == first);) {
        if (*p == '[' && p + 1 < end && p[1] == ':') {
            const char *name = p + 2, *stop = name;
            while (stop + 1 < end && !(stop[0] == ':' && stop[1] == ']'))
                stop++;
            if (stop + 1 < end) {
                for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
                    if (classes[i].len == (size_t)(stop - name) &&
                        memcmp(classes[i].name, name, classes[i].len) == 0)
                        found |= classes[i].holds(c) != 0;
                p = stop + 2;
                continue;
            }
        }
        if (*p == '\\' && p + 1 < end)
            p++;
        unsigned char low = (unsigned char)*p++, high = low;
        if (p + 1 < end && *p == '-' && p[1] != ']') {
            p++;
            if (*p == '\\' && p + 1 < end)
                p++;
            high = (unsigned char)*p++;
        }
        found |= low <= c && c <= high;
    }
    if (p >= end)
        return NULL;
    *in = found != negated;
    return p + 1;
}

bool glob_name(const char *pattern, size_t pattern_len, const char *name, size_t name_len)
{
    const char *p = pattern, *p_end = pattern + pattern_len;
    const char *s = name, *s_end = name + name_len;
    const char *star_p = NULL, *star_s = NULL;
    /* Only the last star has to be tried again: an earlier one could give nothing that this one cannot. */
    for (;;) {
        const char *next = p + 1;
        bool fits = false;
        if (p == p_end) {
            if (s == s_end)
                return true;
        } else if (*p == '*') {
            star_p = ++p;
            star_s = s;
            if (p == p_end)
                return true;
            continue;
        } else if (s == s_end) {
            return false;
        } else if (*p == '?') {
            fits = true;
        } else if (*p == '[') {
            const char *after = set_match(next, p_end, (unsigned char)*s, &fits);
            if (!after)
                fits = *s == '[';
            else
                next = after;
        } else if (*p == '\\' && next < p_end) {
            fits = *next == *s;
            next++;
        } else {
            fits = *p == *s;
        }
        if (fits) {
            p = next;
            s++;
        } else if (star_p && star_s < s_end) {
            p = star_p;
            s = ++star_s;
        } else {
            return false;
        }
    }
}

static size_t segment(const char *s)
{
    return strcspn(s, "/");
}

/* Behind the segment of `len` bytes; NULL when it was the last. */
static const char *advance(const char *s, size_t len)
{
    return s[len] ? s + len + 1 : NULL;
}

bool glob_path(const char *pattern, const char *path)
{
    const char *p = pattern, *s = path;
    const char *star_p = NULL, *star_s = NULL;
    for (;;) {
        size_t s_len = s ? segment(s) : 0;
        bool fits = false;
        if (!p) {
            if (!s)
                return true;
        } else {
            size_t p_len = segment(p);
            if (p_len == 2 && memcmp(p, "**", 2) == 0) {
                p = advance(p, p_len);
                if (!p)
                    return s != NULL;
                star_p = p;
                star_s = s;
                continue;
            }
            if (!s)
                return false;
            if (glob_name(p, p_len, s, s_len)) {
                fits = true;
                p = advance(p, p_len);
                s = advance(s, s_len);
            }
        }
        if (fits)
            continue;
        if (!star_p || !star_s)
            return false;
        star_s = advance(star_s, segment(star_s));
        p = star_p;
        s = star_s;
    }
}

bool glob_is_literal(const char *pattern, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (strchr("*?[\\", pattern[i]))
            return false;
    return true;
}
