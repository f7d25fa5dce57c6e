#include "report/parts.h"

#include <stdlib.h>

const char *role_name(enum zone z)
{
    switch (z) {
    case ZONE_SRC:
    case ZONE_PROMPT:
        return "source";
    case ZONE_NOTEBOOK:
        return "notebook";
    case ZONE_DOCS:
        return "docs";
    case ZONE_TEST:
    case ZONE_EVAL:
        return "test";
    default:
        return "example"; /* what is neither product nor test is there to be looked at */
    }
}

const char *place_path(const struct model *m, struct place p)
{
    return p.file < m->n_files ? m->files[p.file].path : NULL;
}

const struct secret *secret_on_line(const struct model *m, uint32_t file, uint32_t line)
{
    unsigned low = 0, high = m->n_secrets; /* secrets are in file and line order */
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        if (m->secrets[middle].place.file < file)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < m->n_secrets && m->secrets[low].place.file == file &&
           m->secrets[low].place.line <= line;
         low++)
        if (line <= MAX(m->secrets[low].place.line, m->secrets[low].place.end_line))
            return &m->secrets[low];
    return NULL;
}

const char *attribute_shown(const struct model *m, const struct attribute *a)
{
    if (!a->value || a->place.file >= m->n_files)
        return a->value;
    const struct secret *s = secret_on_line(m, a->place.file, a->place.line);
    if (!s || (s->place.line == a->place.line && a->place.end_line == a->place.line &&
               a->place.column > 0 &&
               (a->place.end_column <= s->place.column || s->place.end_column <= a->place.column)))
        return a->value; /* beside it, not it */
    return s->redacted;
}

int pin_state(enum pin p)
{
    return p == PIN_PINNED ? 1 : p == PIN_FLOATING || p == PIN_MINOR ? 0 : -1;
}

const char *tristate_name(enum tristate s)
{
    return s == STATE_SET ? "set" : s == STATE_UNSET ? "unset" : "unknown";
}

const char *origin_name(enum origin o)
{
    static const char *const names[] = {"none",   "call", "client", "wrapper",
                                        "caller", "flow", "default"};
    return (size_t)o < G_N_ELEMENTS(names) ? names[o] : "none";
}

void append_effort(GString *out, int minutes)
{
    int step = minutes < 60 ? 5 : minutes < 600 ? 15 : 60;
    int about = minutes < 5 ? minutes : (minutes + step / 2) / step * step;
    if (about < 60)
        g_string_append_printf(out, "%d min", about);
    else if (about % 60)
        g_string_append_printf(out, "%d h %02d", about / 60, about % 60);
    else
        g_string_append_printf(out, "%d h", about / 60);
}
