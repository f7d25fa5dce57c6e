/*
 * Credentials: one search for the literals of all rules over the bytes, regular expressions only in
 * the lines it finds. An expression that names \n sees a few more lines.
 */
#include <string.h>

#include "base/limits.h"
#include "base/literals.h"
#include "base/regex.h"
#include "extract/config_priv.h"

#define BEFORE_MOST 1000 /* bytes of the line in front of a literal that are looked at */
#define AFTER_MOST 2000  /* behind it */
#define MORE_LINES 4
#define DECODED_MOST 1000 /* bytes of base64 that are read */

struct secret_scanner {
    const struct ruleset *rules;
    struct literals *literals; /* of all rules */
    unsigned *rule_of;         /* by literal */
};

struct secret_scanner *secret_scanner_new(const struct ruleset *rules)
{
    struct secret_scanner *s = g_new0(struct secret_scanner, 1);
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    g_autoptr(GArray) owners = g_array_new(FALSE, FALSE, sizeof(unsigned));
    s->rules = rules;
    for (unsigned i = 0; i < rules->n_secrets; i++)
        for (const char **l = rules->secrets[i].literals; l && *l; l++) {
            g_ptr_array_add(all, (gpointer)*l);
            g_array_append_val(owners, i);
        }
    s->literals = literals_new((const char *const *)all->pdata, all->len);
    s->rule_of = (unsigned *)(void *)g_array_free(g_steal_pointer(&owners), FALSE);
    return s;
}

void secret_scanner_free(struct secret_scanner *s)
{
    if (!s)
        return;
    literals_free(s->literals);
    g_free(s->rule_of);
    g_free(s);
}

struct hit { /* of a literal, and then of a secret */
    unsigned rule;
    size_t start, end;
};

struct scan {
    const struct secret_scanner *s;
    const char *text;
    size_t size;
    GArray *hits;    /* struct hit of literals: start alone */
    GArray *secrets; /* struct hit */
};

static bool literal_found(void *payload, size_t i, size_t offset)
{
    struct scan *scan = payload;
    struct hit hit = {scan->s->rule_of[i], offset, offset};
    g_array_append_val(scan->hits, hit);
    return scan->hits->len < LIMIT_SECRETS * 1000u;
}

static gint by_rule(gconstpointer a, gconstpointer b)
{
    const struct hit *p = a, *q = b;
    if (p->rule != q->rule)
        return p->rule < q->rule ? -1 : 1;
    return (p->start > q->start) - (p->start < q->start);
}

static gint by_place(gconstpointer a, gconstpointer b)
{
    const struct hit *p = a, *q = b;
    if (p->start != q->start)
        return p->start < q->start ? -1 : 1;
    return (p->rule > q->rule) - (p->rule < q->rule);
}

/* The logarithm to base 2 of a number above 0, in about 20 bits; libm's differs from machine to
 * machine. */
static double log2_of(size_t n)
{
    unsigned whole = 0;
    while (n >> whole > 1)
        whole++;
    double m = (double)n / (double)((size_t)1 << whole), result = whole;
    for (double step = 0.5; step > 1e-6; step /= 2) {
        m *= m;
        if (m >= 2) {
            m /= 2;
            result += step;
        }
    }
    return result;
}

/* Bits a character, by how often each character occurs (Shannon). */
static double entropy(const char *s, size_t len)
{
    size_t counts[256] = {0};
    double bits = 0;
    for (size_t i = 0; i < len; i++)
        counts[(unsigned char)s[i]]++;
    for (unsigned i = 0; i < 256; i++)
        if (counts[i])
            bits += (double)counts[i] * (log2_of(len) - log2_of(counts[i]));
    return bits / (double)len;
}

/* What base64 says in plain ASCII, NULL if it is no such: "dGVzdC1rZXk=" is as much a placeholder as "test-key". */
static char *plain_base64(const char *s, size_t len)
{
    if (len % 4 || len > DECODED_MOST)
        return NULL;
    g_autofree char *text = g_strndup(s, len);
    gsize n = 0;
    g_autofree guchar *bytes = g_base64_decode(text, &n);
    for (gsize i = 0; i < n; i++)
        if (!g_ascii_isprint((char)bytes[i]))
            return NULL;
    return n ? g_strndup((const char *)bytes, n) : NULL;
}

static bool is_secret(const struct secret_rule *rule, const char *s, size_t len)
{
    if (len == 0 || (rule->min_entropy && entropy(s, len) * 100 < rule->min_entropy))
        return false;
    if (!rule->not_matches)
        return true;
    g_autofree char *plain = regex_search(rule->not_matches, s, len) ? NULL : plain_base64(s, len);
    return plain ? !regex_search(rule->not_matches, plain, strlen(plain)) : !regex_search(rule->not_matches, s, len);
}

/* All matches of the hit's rule that begin in its line. Gives where the next hit of the rule is
 * worth a look. */
static size_t search_line(struct scan *scan, const struct hit *hit)
{
    const struct secret_rule *rule = &scan->s->rules->secrets[hit->rule];
    size_t from = hit->start, to = hit->start, line_end = 0,
           least = hit->start > BEFORE_MOST ? hit->start - BEFORE_MOST : 0;
    while (from > least && scan->text[from - 1] != '\n')
        from--;
    unsigned most = regex_names_line_end(rule->matches) ? MORE_LINES : 0;
    for (unsigned lines = 0; to < scan->size && to - hit->start < AFTER_MOST; to++)
        if (scan->text[to] == '\n') {
            line_end = line_end ? line_end : to;
            if (lines++ == most)
                break;
        }
    line_end = line_end ? line_end : to;
    while (most == 0 && to > hit->start && scan->text[to - 1] == '\r') /* so that $ fits */
        to--;
    struct regex_span at[2];
    for (size_t next = 0;
         regex_match_from(rule->matches, scan->text + from, to - from, next, at, 2);) {
        if (from + at[0].start > line_end)
            break;
        const struct regex_span *secret = at[1].start != REGEX_UNSET ? &at[1] : &at[0];
        const char *text = scan->text + from;
        struct hit found = {hit->rule, from + secret->start, from + secret->end};
        if (is_secret(rule, text + secret->start, secret->end - secret->start))
            g_array_append_val(scan->secrets, found);
        next = MAX(at[0].end, at[0].start + 1);
    }
    return line_end;
}

/* `sk-p…9f2`: enough to find it again, too little to use it. */
static uint32_t redacted(struct facts_builder *b, const char *s, size_t len)
{
    size_t head = len >= 16 ? 4 : len >= 8 ? 1 : 0, tail = len >= 16 ? 3 : 0;
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < head; i++) /* bytes of a cut character would be no text */
        g_string_append_c(out, g_ascii_isprint(s[i]) ? s[i] : '?');
    g_string_append(out, "…");
    for (size_t i = len - tail; i < len; i++)
        g_string_append_c(out, g_ascii_isprint(s[i]) ? s[i] : '?');
    uint32_t string = builder_string(b, out->str, out->len);
    g_string_free(out, TRUE);
    return string;
}

static void write_secrets(struct scan *scan, struct facts_builder *b)
{
    const struct ruleset *rules = scan->s->rules;
    size_t counted = 0, line_start = 0;
    uint32_t line = 1;
    g_array_sort(scan->secrets, by_place);
    for (guint i = 0; i < scan->secrets->len; i++) {
        const struct hit *h = &g_array_index(scan->secrets, struct hit, i);
        bool covered = false; /* the rule that stands first in secrets.yml says what it is */
        for (guint k = i; k-- > 0 && !covered && i - k < 16;) {
            const struct hit *other = &g_array_index(scan->secrets, struct hit, k);
            covered = other->end > h->start && other->rule <= h->rule;
        }
        for (guint k = i + 1; k < scan->secrets->len && !covered; k++) {
            const struct hit *other = &g_array_index(scan->secrets, struct hit, k);
            if (other->start >= h->end)
                break;
            covered = other->rule < h->rule;
        }
        if (covered)
            continue;
        if (builder_n_secrets(b) == LIMIT_SECRETS) {
            builder_note(b, line, "more than %d credentials; the others are not listed",
                         LIMIT_SECRETS);
            break;
        }
        for (; counted < h->start; counted++)
            if (scan->text[counted] == '\n') {
                line++;
                line_start = counted + 1;
            }
        size_t stop = h->start;
        while (stop < h->end && scan->text[stop] != '\n')
            stop++;
        struct fact_secret row = {
            .rule = builder_cstring(b, rules->secrets[h->rule].id),
            .text = redacted(b, scan->text + h->start, h->end - h->start),
            .line = line,
            .column = (uint16_t)MIN(h->start - line_start + 1, UINT16_MAX),
            .end_column = (uint16_t)MIN(stop - line_start + 1, UINT16_MAX),
        };
        struct fact_secret *added;
        builder_add_secrets(b, &added);
        *added = row;
    }
}

void extract_secrets(struct extractor *x, struct facts_builder *b, const unsigned char *data,
                     size_t size)
{
    struct scan scan = {.s = x->secrets, .text = (const char *)data, .size = size};
    if (!x->secrets || x->rules->n_secrets == 0)
        return;
    scan.hits = g_array_new(FALSE, FALSE, sizeof(struct hit));
    literals_search(x->secrets->literals, data, size, literal_found, &scan);
    if (scan.hits->len) {
        scan.secrets = g_array_new(FALSE, FALSE, sizeof(struct hit));
        g_array_sort(scan.hits, by_rule);
        size_t done = 0;
        for (guint i = 0; i < scan.hits->len; i++) {
            const struct hit *h = &g_array_index(scan.hits, struct hit, i);
            if (i == 0 || h[-1].rule != h->rule)
                done = 0;
            if (h->start >= done)
                done = search_line(&scan, h);
        }
        write_secrets(&scan, b);
        g_array_unref(scan.secrets);
    }
    g_array_unref(scan.hits);
}
