#include "base/line_hash.h"

#include <stdbool.h>

#define WINDOW 100
#define FACTOR 37u
#define END_OF_FILE 65535u
#define NO_LINE UINT32_MAX

struct roller {
    uint64_t hash, factor; /* FACTOR to the power of WINDOW */
    uint32_t units[WINDOW];
    uint32_t lines[WINDOW]; /* the line whose first unit stands there; NO_LINE */
    unsigned at;
    bool line_start, after_return;
    GArray *out;        /* struct line_hash, one a line */
    GHashTable *counts; /* hash -> how often */
};

static void emit(struct roller *r)
{
    uint32_t line = r->lines[r->at];
    if (line == NO_LINE)
        return;
    gint64 *key = g_memdup2(&r->hash, sizeof r->hash);
    unsigned n = GPOINTER_TO_UINT(g_hash_table_lookup(r->counts, key)) + 1;
    g_hash_table_insert(r->counts, key, GUINT_TO_POINTER(n));
    g_array_index(r->out, struct line_hash, line) = (struct line_hash){.value = r->hash, .occurrence = n};
    r->lines[r->at] = NO_LINE;
}

static void roll(struct roller *r, uint32_t unit)
{
    uint32_t old = r->units[r->at];
    r->units[r->at] = unit;
    r->hash = FACTOR * r->hash + unit - r->factor * old;
    r->at = (r->at + 1) % WINDOW;
}

static void take(struct roller *r, uint32_t unit)
{
    bool joined = unit == '\n' && r->after_return;
    r->after_return = unit == '\r';
    if (unit == ' ' || unit == '\t' || joined)
        return;
    if (unit == '\r')
        unit = '\n';
    emit(r);
    if (r->line_start) {
        struct line_hash none = {0};
        r->line_start = false;
        r->lines[r->at] = r->out->len;
        g_array_append_val(r->out, none);
    }
    r->line_start = unit == '\n';
    roll(r, unit);
}

GArray *line_hashes(const char *text, size_t len)
{
    struct roller r = {.factor = 1, .line_start = true};
    const char *end = text + len;
    r.out = g_array_new(FALSE, TRUE, sizeof(struct line_hash));
    r.counts = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (unsigned i = 0; i < WINDOW; i++) {
        r.factor *= FACTOR;
        r.lines[i] = NO_LINE;
    }
    for (const char *p = text; p < end;) {
        gunichar c = (unsigned char)*p < 0x80 ? (unsigned char)*p : g_utf8_get_char_validated(p, end - p);
        bool valid = c != (gunichar)-1 && c != (gunichar)-2;
        if (!valid)
            c = 0xfffd;
        if (c >= 0x10000) {
            take(&r, 0xd800 + ((c - 0x10000) >> 10));
            take(&r, 0xdc00 + ((c - 0x10000) & 0x3ff));
        } else {
            take(&r, c);
        }
        p = valid && c ? g_utf8_next_char(p) : p + 1;
    }
    take(&r, END_OF_FILE);
    for (unsigned i = 0; i < WINDOW; i++) {
        emit(&r);
        roll(&r, 0);
    }
    g_hash_table_destroy(r.counts);
    return r.out;
}

char *line_hash_text(const struct line_hash *h)
{
    return g_strdup_printf("%" G_GINT64_MODIFIER "x:%u", h->value, h->occurrence);
}
