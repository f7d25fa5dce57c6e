#include "base/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/limits.h"

#define GROUPS_MOST 32
#define JIT_STACK_LEAST (32u << 10)
#define JIT_STACK_MOST (512u << 10)

struct matcher {
    pcre2_match_context *context;
    pcre2_match_data *data;
    pcre2_jit_stack *stack;
};

static void matcher_free(void *p)
{
    struct matcher *m = p;
    pcre2_match_context_free(m->context);
    pcre2_match_data_free(m->data);
    pcre2_jit_stack_free(m->stack);
    g_free(m);
}

static bool interpreted; /* set once, while there is one thread */
static GPrivate thread_matcher = G_PRIVATE_INIT(matcher_free);

static struct matcher *matcher_get(void)
{
    struct matcher *m = g_private_get(&thread_matcher);
    if (m)
        return m;
    m = g_new0(struct matcher, 1);
    m->context = pcre2_match_context_create(NULL);
    m->data = pcre2_match_data_create(GROUPS_MOST, NULL);
    m->stack = pcre2_jit_stack_create(JIT_STACK_LEAST, JIT_STACK_MOST, NULL);
    if (!m->context || !m->data)
        g_error("out of memory");
    pcre2_set_match_limit(m->context, LIMIT_REGEX_MATCHES);
    pcre2_set_depth_limit(m->context, LIMIT_REGEX_DEPTH);
    pcre2_set_heap_limit(m->context, LIMIT_REGEX_HEAP_KB);
    if (m->stack)
        pcre2_jit_stack_assign(m->context, NULL, m->stack);
    g_private_set(&thread_matcher, m);
    return m;
}

GQuark regex_error_quark(void)
{
    return g_quark_from_static_string("regex-error");
}

void *regex_compile(const char *pattern, unsigned flags, GError **error)
{
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
    if (flags & REGEX_CASELESS)
        options |= PCRE2_CASELESS;
    if (flags & REGEX_MULTILINE)
        options |= PCRE2_MULTILINE;
    if (flags & REGEX_ANCHORED)
        options |= PCRE2_ANCHORED;
    int number;
    PCRE2_SIZE at;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options, &number, &at, NULL);
    if (!code) {
        PCRE2_UCHAR why[256];
        if (pcre2_get_error_message(number, why, sizeof why) < 0 && why[0] == '\0')
            g_strlcpy((char *)why, "not a regular expression", sizeof why);
        g_set_error(error, REGEX_ERROR, number, "column %zu: %s", (size_t)at + 1,
                    (const char *)why);
        return NULL;
    }
    if (!interpreted)
        pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); /* without it, matching is slower and the same */
    return code;
}

void regex_forgo_machine_code(void)
{
    interpreted = true;
}

void regex_free(void *code)
{
    pcre2_code_free(code);
}

bool regex_match_from(const void *code, const char *text, size_t len, size_t from,
                      struct regex_span *groups, unsigned n)
{
    struct matcher *m = matcher_get();
    if (from > len)
        return false;
    int rc = pcre2_match(code, (PCRE2_SPTR)text, len, from, 0, m->data, m->context);
    if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
        rc = pcre2_match(code, (PCRE2_SPTR)text, len, from, PCRE2_NO_JIT, m->data, m->context);
    if (rc < 0)
        return false;
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(m->data);
    unsigned have = rc == 0 ? GROUPS_MOST : (unsigned)rc;
    for (unsigned i = 0; i < n; i++) {
        bool set = i < have && ends[2 * i] != PCRE2_UNSET;
        groups[i].start = set ? ends[2 * i] : REGEX_UNSET;
        groups[i].end = set ? ends[2 * i + 1] : REGEX_UNSET;
    }
    return true;
}

bool regex_match(const void *code, const char *text, size_t len, struct regex_span *groups,
                 unsigned n)
{
    return regex_match_from(code, text, len, 0, groups, n);
}

bool regex_search(const void *code, const char *text, size_t len)
{
    return regex_match_from(code, text, len, 0, NULL, 0);
}

unsigned regex_groups(const void *code)
{
    uint32_t groups = 0;
    return pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups) == 0 ? groups : 0;
}

bool regex_names_line_end(const void *code)
{
    uint32_t names = 0;
    return pcre2_pattern_info(code, PCRE2_INFO_HASCRORLF, &names) == 0 && names;
}
