/* Dependencies of manifests: which keys of which files hold them is data; how a requirement is
 * written stands here. */
#include <string.h>

#include "base/limits.h"
#include "base/regex.h"
#include "extract/config_priv.h"

#define NAME_BYTES_MOST 214 /* what the largest registry allows */
#define CONSTRAINT_BYTES_MOST 500

struct reading {
    struct facts_builder *b;
    const struct manifest *manifest;
    bool dev;
};

/* ---- names ---- */

/* PEP 503: lower case, runs of `-`, `_` and `.` as one `-`. */
static void normalise_pypi(GString *name)
{
    size_t n = 0;
    for (size_t i = 0; i < name->len; i++) {
        bool mark = strchr("-_.", name->str[i]) != NULL;
        if (mark && n && name->str[n - 1] == '-')
            continue;
        name->str[n++] = mark ? '-' : g_ascii_tolower(name->str[i]);
    }
    g_string_truncate(name, n);
}

static void normalise_lower(GString *name)
{
    g_string_ascii_down(name);
}

/* Ecosystems that take several spellings for one name. */
static const struct {
    const char *ecosystem;
    void (*normalise)(GString *name);
} spellings[] = {
    {"pypi", normalise_pypi},
    {"packagist", normalise_lower},
};

static void add_dependency(const struct reading *r, const char *name, size_t len,
                           const char *constraint, size_t constraint_len, uint32_t line)
{
    if (len == 0 || len > NAME_BYTES_MOST)
        return;
    g_autoptr(GString) normal = g_string_new_len(name, (gssize)len);
    for (size_t i = 0; i < G_N_ELEMENTS(spellings); i++)
        if (strcmp(spellings[i].ecosystem, r->manifest->ecosystem) == 0)
            spellings[i].normalise(normal);
    struct fact_dependency row = {
        .ecosystem = builder_cstring(r->b, r->manifest->ecosystem),
        .name = builder_string(r->b, normal->str, normal->len),
        .constraint = builder_string(r->b, constraint,
                                     config_cut(constraint, constraint_len, CONSTRAINT_BYTES_MOST)),
        .dev = r->dev,
        .line = line,
    };
    struct fact_dependency *added;
    builder_add_dependencies(r->b, &added);
    *added = row;
}

/* ---- requirements: `name[extra] >= 1, < 2 ; marker --hash=...`, `name @ address`,
 * `git+https://...#egg=name` ---- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_name_byte(char c)
{
    return g_ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
}

static void trim(const char **s, size_t *len)
{
    while (*len && is_space(**s))
        ++*s, --*len;
    while (*len && is_space((*s)[*len - 1]))
        --*len;
}

/* The name that an address names, or its last folder without `.git`. */
static void add_address(const struct reading *r, const char *s, size_t len, uint32_t line)
{
    const char *egg = g_strstr_len(s, (gssize)len, "#egg="),
               *name = egg ? egg + strlen("#egg=") : s;
    size_t n = 0, end = len;
    const char *stop = egg ? NULL : memchr(s, '#', len);
    if (stop)
        end = (size_t)(stop - s);
    if (!egg) {
        for (const char *p = s; p < s + end; p++) /* `@revision` stands behind the last slash */
            if (*p == '/')
                name = p + 1;
    }
    while (name + n < s + (egg ? len : end) && is_name_byte(name[n]))
        n++;
    if (!egg && n > 4 && memcmp(name + n - 4, ".git", 4) == 0)
        n -= 4;
    bool wheel = !egg && n > 4 && memcmp(name + n - 4, ".whl", 4) == 0;
    for (size_t i = 0; wheel && i < n; i++)
        if (name[i] == '-')
            n = i;
    add_dependency(r, name, n, s, len, line);
}

static void add_requirement(const struct reading *r, const char *s, size_t len, uint32_t line)
{
    bool hashed = g_strstr_len(s, (gssize)len, "--hash=") != NULL;
    trim(&s, &len);
    const char *channel = g_strstr_len(s, (gssize)len, "::"); /* conda */
    if (channel) {
        len -= (size_t)(channel + 2 - s);
        s = channel + 2;
    }
    size_t n = 0;
    while (n < len && is_name_byte(s[n]))
        n++;
    if (n && n < len && s[n] == '+' && g_strstr_len(s, (gssize)len, "://")) { /* git+https:// */
        size_t end = 0;
        while (end < len && !is_space(s[end]))
            end++;
        add_address(r, s, end, line);
        return;
    }
    if (n == 0 || !g_ascii_isalnum(s[0]) ||
        (n < len && (s[n] == ':' || s[n] == '/' || s[n] == '\\')))
        return; /* an option, an address or a path */
    size_t at = n;
    while (at < len && is_space(s[at]))
        at++;
    if (at < len && s[at] == '[') {
        const char *close = memchr(s + at, ']', len - at);
        at = close ? (size_t)(close - s) + 1 : len;
    }
    const char *rest = s + at;
    size_t rest_len = len - at;
    trim(&rest, &rest_len);
    size_t end = 0;
    bool address = rest_len && rest[0] == '@';
    for (; end < rest_len; end++) {
        if (!address && rest[end] == ';')
            break;
        if (is_space(rest[end]) && end + 1 < rest_len &&
            (rest[end + 1] == ';' || rest[end + 1] == '#'))
            break;
        if (is_space(rest[end]) && end + 2 < rest_len && rest[end + 1] == '-' &&
            rest[end + 2] == '-')
            break;
    }
    bool marked =
        rest_len == 0 || end == 0 || strchr("=<>!~@(*^", rest[0]) || g_ascii_isdigit(rest[0]);
    if (!marked)
        return; /* words: no requirement */
    g_autoptr(GString) constraint = g_string_new(NULL);
    for (size_t i = 0; i < end; i++)
        if (!is_space(rest[i]))
            g_string_append_c(constraint, rest[i]);
    if (hashed)
        g_string_append(constraint, " --hash");
    add_dependency(r, s, n, constraint->str, constraint->len, line);
}

/* One requirement a line; a backslash goes on, `#` after a blank begins a comment. */
static void read_requirements(const struct reading *r, const char *text, size_t size,
                              uint32_t first_line)
{
    g_autoptr(GString) whole = g_string_new(NULL);
    uint32_t line = first_line - 1, start = first_line;
    for (const char *p = text, *end = text + size, *stop; p < end; p = stop + 1) {
        stop = memchr(p, '\n', (size_t)(end - p));
        stop = stop ? stop : end;
        line++;
        size_t len = (size_t)(stop - p);
        if (len && p[len - 1] == '\r')
            len--;
        if (whole->len == 0)
            start = line;
        for (size_t i = 0; i < len; i++)
            if (p[i] == '#' && (i == 0 || is_space(p[i - 1]))) {
                len = i;
                break;
            }
        bool goes_on = len && p[len - 1] == '\\';
        if (whole->len < LIMIT_STRING_BYTES)
            g_string_append_len(whole, p, (gssize)(len - goes_on));
        if (goes_on && stop < end) {
            g_string_append_c(whole, ' ');
            continue;
        }
        const char *s = whole->str;
        size_t n = whole->len;
        trim(&s, &n);
        if (n > 3 && (memcmp(s, "-e ", 3) == 0 || g_str_has_prefix(s, "--editable"))) {
            const char *rest = s + (s[1] == 'e' ? 2 : strlen("--editable"));
            size_t rest_len = n - (size_t)(rest - s);
            while (rest_len && (is_space(*rest) || *rest == '='))
                rest++, rest_len--;
            s = rest;
            n = rest_len;
        }
        if (n && s[0] != '-' &&
            s[0] != '[') /* -r, -c and options of the installer; sections of other formats */
            add_requirement(r, s, n, start);
        g_string_truncate(whole, 0);
    }
}

/* ---- values of configuration ---- */

static const struct fact_node *node_of(const struct reading *r, uint32_t node)
{
    return builder_nodes(r->b, node);
}

static uint32_t kid(const struct reading *r, uint32_t node, uint32_t i)
{
    return *builder_kids(r->b, node_of(r, node)->first + i, 1);
}

/* The text of a scalar, copied: builder strings move. NULL for anything else. */
static char *scalar(const struct reading *r, uint32_t node)
{
    const struct fact_node *e = node_of(r, node);
    return e->kind == NODE_STRING || e->kind == NODE_NUMBER ? g_strdup(builder_text(r->b, e->text))
                                                            : NULL;
}

static uint32_t value_of(const struct reading *r, uint32_t dict, const char *key)
{
    uint32_t n = node_of(r, dict)->kind == NODE_DICT ? node_of(r, dict)->count : 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct fact_node *pair = node_of(r, kid(r, dict, i));
        if (pair->kind == NODE_PAIR &&
            strcmp(builder_text(r->b, node_of(r, pair->a)->text), key) == 0)
            return pair->b;
    }
    return 0;
}

/* What a dictionary says of a dependency: {version = "1"}, {git = "...", rev = "..."}, {path =
 * "..."}. */
static void add_described(const struct reading *r, const char *name, uint32_t dict, uint32_t line)
{
    static const char *const versions[] = {"version", "ref"};
    static const char *const places[] = {"git", "url", "path", "file"};
    for (size_t i = 0; i < G_N_ELEMENTS(versions); i++) {
        g_autofree char *version = scalar(r, value_of(r, dict, versions[i]));
        if (version) {
            add_dependency(r, name, strlen(name), version, strlen(version), line);
            return;
        }
    }
    g_autofree char *place = NULL, *revision = scalar(r, value_of(r, dict, "rev"));
    for (size_t i = 0; i < G_N_ELEMENTS(places) && !place; i++)
        place = scalar(r, value_of(r, dict, places[i]));
    g_autofree char *constraint = g_strdup_printf("%s%s%s", place ? place : "", revision ? "@" : "",
                                                  revision ? revision : "");
    add_dependency(r, name, strlen(name), constraint, strlen(constraint), line);
}

static void add_pair(const struct reading *r, uint32_t pair)
{
    uint32_t value = node_of(r, pair)->b, line = node_of(r, pair)->line;
    g_autofree char *name = scalar(r, node_of(r, pair)->a), *version = scalar(r, value);
    if (!name)
        return;
    if (version)
        add_dependency(r, name, strlen(name), version, strlen(version), line);
    else if (node_of(r, value)->kind == NODE_DICT)
        add_described(r, name, value, line);
    else if (node_of(r, value)->kind == NODE_LIST &&
             node_of(r, value)->count) /* one a platform: the first stands for all */
        add_described(r, name, kid(r, value, 0), line);
    else if (node_of(r, value)->kind != NODE_LIST)
        add_dependency(r, name, strlen(name), "", 0, line);
}

/* What stands at a key: a list of requirements, a text of them, or a dictionary of names. */
static void add_value(const struct reading *r, uint32_t node)
{
    uint8_t kind = node_of(r, node)->kind;
    uint32_t n = node_of(r, node)->count;
    g_autofree char *text = kind == NODE_STRING ? scalar(r, node) : NULL;
    if (text)
        read_requirements(r, text, strlen(text), node_of(r, node)->line);
    for (uint32_t i = 0; i < n && (kind == NODE_LIST || kind == NODE_DICT); i++) {
        uint32_t part = kid(r, node, i);
        uint8_t part_kind = node_of(r, part)->kind;
        uint32_t line = node_of(r, part)->line;
        g_autofree char *requirement = part_kind == NODE_STRING ? scalar(r, part) : NULL;
        if (requirement)
            add_requirement(r, requirement, strlen(requirement), line);
        else if (part_kind == NODE_PAIR)
            add_pair(r, part);
    }
}

/* Follows a dotted key; `*` is any key of a dictionary, or the elements of a list. */
static void follow(const struct reading *r, uint32_t node, const char *key)
{
    uint32_t n = node_of(r, node)->count;
    uint8_t kind = node_of(r, node)->kind;
    size_t len = strcspn(key, ".");
    const char *rest = key[len] ? key + len + 1 : NULL;
    bool any = len == 1 && key[0] == '*';
    if (kind == NODE_LIST && !any) { /* a name looks through a list */
        for (uint32_t i = 0; i < n; i++)
            if (node_of(r, kid(r, node, i))->kind == NODE_DICT)
                follow(r, kid(r, node, i), key);
        return;
    }
    for (uint32_t i = 0; i < n && (kind == NODE_DICT || kind == NODE_LIST); i++) {
        uint32_t part = kid(r, node, i), value = part;
        if (node_of(r, part)->kind == NODE_PAIR) {
            g_autofree char *name = scalar(r, node_of(r, part)->a);
            if (!any && (!name || strlen(name) != len || memcmp(name, key, len) != 0))
                continue;
            value = node_of(r, part)->b;
        } else if (!any) {
            continue;
        }
        if (rest)
            follow(r, value, rest);
        else
            add_value(r, value);
    }
}

/* Keyword arguments of that name, for a manifest that is a program. */
static void follow_keyword(const struct reading *r, const char *key)
{
    size_t len = strcspn(key, ".");
    uint32_t n = builder_n_nodes(r->b);
    for (uint32_t i = 1; i < n; i++) {
        const struct fact_node *e = node_of(r, i);
        const char *name = e->kind == NODE_KEYWORD ? builder_text(r->b, e->text) : "";
        if (strlen(name) != len || memcmp(name, key, len) != 0)
            continue;
        if (key[len])
            follow(r, e->b, key + len + 1);
        else
            add_value(r, e->b);
    }
}

static void read_keys(struct reading *r, const char **keys, bool dev)
{
    uint32_t root = builder_facts(r->b)->root;
    r->dev = dev;
    for (; keys && *keys; keys++) {
        if (root)
            follow(r, root, *keys);
        else
            follow_keyword(r, *keys);
    }
}

/* gem "name", "~> 1.2", ">= 1.2.3": calls of those names, for a manifest that is a program. */
static void read_calls(struct reading *r, const char **calls, bool dev)
{
    uint32_t n = builder_n_nodes(r->b);
    r->dev = dev;
    for (uint32_t i = 1; calls && *calls && i < n; i++) {
        const struct fact_node *e = node_of(r, i);
        if (e->kind != NODE_CALL || !e->count)
            continue;
        const struct fact_node *callee = node_of(r, e->a);
        bool named = callee->kind == NODE_NAME || callee->kind == NODE_MEMBER;
        if (!named || !g_strv_contains((const char *const *)calls, builder_text(r->b, callee->text)))
            continue;
        uint32_t line = e->line, count = e->count;
        g_autofree char *name = node_of(r, kid(r, i, 0))->kind == NODE_STRING ? scalar(r, kid(r, i, 0)) : NULL;
        g_autoptr(GString) constraint = g_string_new(NULL);
        for (uint32_t k = 1; k < count; k++) {
            g_autofree char *part = node_of(r, kid(r, i, k))->kind == NODE_STRING ? scalar(r, kid(r, i, k)) : NULL;
            if (part)
                g_string_append_printf(constraint, "%s%s", constraint->len ? ", " : "", part);
        }
        if (name)
            add_dependency(r, name, strlen(name), constraint->str, constraint->len, line);
    }
}

/* Entries of any text by expressions: the last group is the version, those before it are the name, with `:` between
 * them. */
static void read_matches(struct reading *r, void *const *codes, bool dev, const char *text, size_t size)
{
    r->dev = dev;
    for (; codes && *codes; codes++) {
        unsigned n = regex_groups(*codes);
        struct regex_span at[4];
        size_t counted = 0;
        uint32_t line = 1;
        for (size_t from = 0; n < G_N_ELEMENTS(at) && regex_match_from(*codes, text, size, from, at, n + 1);
             from = MAX(at[0].end, from + 1)) {
            const struct regex_span *version = &at[n];
            g_autoptr(GString) name = g_string_new(NULL);
            for (unsigned i = 1; i < n; i++)
                if (at[i].start != REGEX_UNSET) {
                    if (name->len)
                        g_string_append_c(name, ':');
                    g_string_append_len(name, text + at[i].start, (gssize)(at[i].end - at[i].start));
                }
            for (; counted < at[0].start; counted++)
                line += text[counted] == '\n';
            bool seen = version->start != REGEX_UNSET;
            add_dependency(r, name->str, name->len, seen ? text + version->start : "",
                           seen ? version->end - version->start : 0, line);
        }
    }
}

static bool is_manifest(const struct manifest *m, const char *path)
{
    for (const char **p = m->paths; p && *p; p++)
        if (glob_match(*p, path))
            return true;
    return false;
}

bool extract_is_manifest(const struct ruleset *rules, const char *path)
{
    for (unsigned i = 0; i < rules->n_manifests; i++)
        if (!rules->manifests[i].lock && !rules->manifests[i].pinned && is_manifest(&rules->manifests[i], path))
            return true;
    return false;
}

void extract_dependencies(struct extractor *x, struct facts_builder *b, const char *path,
                          const unsigned char *data, size_t size)
{
    const struct ruleset *rules = x->rules;
    for (unsigned i = 0; i < rules->n_manifests; i++) {
        const struct manifest *m = &rules->manifests[i];
        bool matched = m->matches || m->dev_matches;
        if (m->lock || (m->pinned && !matched) || !is_manifest(m, path))
            continue;
        bool first = true; /* of the manifests of one ecosystem the first that fits counts */
        for (unsigned k = 0; k < i && first; k++)
            first = strcmp(rules->manifests[k].ecosystem, m->ecosystem) != 0 ||
                    !is_manifest(&rules->manifests[k], path);
        if (!first)
            continue;
        struct reading r = {.b = b, .manifest = m};
        bool keys = m->keys && *m->keys, dev_keys = m->dev_keys && *m->dev_keys;
        if (matched) {
            config_skip_mark(&data, &size);
            read_matches(&r, m->matches, false, (const char *)data, size);
            read_matches(&r, m->dev_matches, true, (const char *)data, size);
        } else if ((m->calls && *m->calls) || (m->dev_calls && *m->dev_calls)) {
            read_calls(&r, m->calls, false);
            read_calls(&r, m->dev_calls, true);
        } else if (keys || (dev_keys && strcmp(*m->dev_keys, "*") != 0)) {
            read_keys(&r, m->keys, false);
            read_keys(&r, m->dev_keys, true);
        } else { /* a line format; `dev_keys: ["*"]` says that all of it is for development */
            config_skip_mark(&data, &size);
            r.dev = dev_keys;
            read_requirements(&r, (const char *)data, size, 1);
        }
    }
}
