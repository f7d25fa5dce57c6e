/*
 * API contracts: a document whose root has the contract's name as a key (openapi, swagger,
 * asyncapi) and describes at least one path or channel, or a file of an interface language by its
 * extension (proto, graphql).
 */
#include "judge/cond_priv.h"

#include <string.h>

#define LEAST_SHARE 4 /* one path in so many is a route's: another service's contract has a /status too */

static uint32_t dict_get(const struct facts *f, uint32_t dict, const char *key, uint32_t *line)
{
    uint32_t n;
    const uint32_t *pairs = node_kids(f, dict, &n);
    if (dict >= f->n_nodes || f->nodes[dict].kind != NODE_DICT)
        return 0;
    for (uint32_t i = 0; i < n; i++) {
        if (pairs[i] >= f->n_nodes || f->nodes[pairs[i]].kind != NODE_PAIR)
            continue;
        const char *name = node_scalar(f, f->nodes[pairs[i]].a);
        if (name && g_str_equal(name, key)) {
            if (line)
                *line = f->nodes[pairs[i]].line;
            return f->nodes[pairs[i]].b;
        }
    }
    return 0;
}

/* Segments of a path template; every parameter ({x}, :x, <int:x>, [x], $x) is written "{}". */
static GPtrArray *template_segments(const char *path)
{
    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) parts = g_strsplit(path, "/", 64);
    for (unsigned i = 0; parts[i]; i++) {
        char *p = parts[i];
        p[strcspn(p, "?#")] = '\0';
        if (*p)
            g_ptr_array_add(out, strchr("{:<[$", *p) ? g_strdup("{}") : g_ascii_strdown(p, -1));
    }
    return out;
}

static bool tail_equals(const GPtrArray *longer, const GPtrArray *shorter)
{
    bool named = longer->len == shorter->len; /* a tail of parameters alone says nothing */
    for (unsigned i = 0; i < shorter->len; i++) {
        if (!g_str_equal(longer->pdata[longer->len - shorter->len + i], shorter->pdata[i]))
            return false;
        named |= !g_str_equal(shorter->pdata[i], "{}");
    }
    return named;
}

/* The same path, or the same below a prefix that a server or a router adds. */
static bool paths_agree(const char *contract, const char *route)
{
    g_autoptr(GPtrArray) a = template_segments(contract);
    g_autoptr(GPtrArray) b = template_segments(route);
    if (a->len == 0 || b->len == 0)
        return a->len == b->len;
    return a->len >= b->len ? tail_equals(a, b) : tail_equals(b, a);
}

enum { ROUTED = 1, ASKED = 2 };

/* Whether the path is that of a route (ROUTED), and of one that reaches a model (ASKED). */
static unsigned matches_route(const struct model *m, const char *path)
{
    unsigned out = 0;
    for (unsigned i = 0; i < m->n_routes && !(out & ASKED); i++)
        if (zone_is_product(m->routes[i].zone) && m->routes[i].path && paths_agree(path, m->routes[i].path))
            out |= ROUTED | (m->routes[i].n_sites ? ASKED : 0);
    return out;
}

/* Whether a route is seen to reach a model, and the paths of all that do are known. */
static bool asked_known(const struct model *m)
{
    bool found = false;
    for (unsigned i = 0; i < m->n_routes; i++) {
        if (!zone_is_product(m->routes[i].zone) || !m->routes[i].n_sites)
            continue;
        if (!m->routes[i].path || !*m->routes[i].path)
            return false;
        found = true;
    }
    return found;
}

/* A segment such as v1, v2beta. */
static bool path_has_version(const char *path)
{
    for (const char *p = path; p && *p; p = strchr(p, '/')) {
        p += *p == '/';
        if ((*p == 'v' || *p == 'V') && g_ascii_isdigit(p[1]))
            return true;
        if (*p == '\0')
            break;
    }
    return false;
}

struct contract {
    uint32_t line;
    unsigned routed; /* what matches_route says of its paths */
    bool versioned;
};

/* Reads a contract of kind `name` out of a configuration file. */
static bool read_document(const struct model *m, const struct facts *f, const char *name,
                          struct contract *out)
{
    static const char *const sections[] = {"paths", "channels"};
    *out = (struct contract){.line = 1};
    if (!dict_get(f, f->root, name, &out->line))
        return false;
    unsigned n_paths = 0, n_routed = 0;
    for (unsigned s = 0; s < G_N_ELEMENTS(sections); s++) {
        uint32_t paths = dict_get(f, f->root, sections[s], NULL), n;
        const uint32_t *pairs = node_kids(f, paths, &n);
        for (uint32_t i = 0; paths && i < n; i++) {
            const char *path = pairs[i] < f->n_nodes && f->nodes[pairs[i]].kind == NODE_PAIR
                                   ? node_scalar(f, f->nodes[pairs[i]].a)
                                   : NULL;
            if (path == NULL)
                continue;
            n_paths++;
            unsigned routed = matches_route(m, path);
            out->routed |= routed;
            n_routed += routed != 0;
            out->versioned |= path_has_version(path);
        }
    }
    if (n_routed * LEAST_SHARE < n_paths)
        out->routed = 0;
    uint32_t version = dict_get(f, dict_get(f, f->root, "info", NULL), "version", NULL);
    const char *text = node_scalar(f, version),
               *base = node_scalar(f, dict_get(f, f->root, "basePath", NULL));
    uint32_t servers = dict_get(f, f->root, "servers", NULL), n;
    const uint32_t *list = node_kids(f, servers, &n);
    out->versioned |= (text && *text) || (base && path_has_version(base));
    for (uint32_t i = 0; i < n; i++) {
        const char *url = node_scalar(f, dict_get(f, list[i], "url", NULL));
        out->versioned |= url && path_has_version(url);
    }
    return n_paths > 0;
}

enum truth match_contract(struct cond_context *x, const struct cond *c, struct subject_ref s,
                          GArray *evidence)
{
    (void)s;
    bool routes = arg_bool(c, "matches_routes", false), versioned = arg_bool(c, "versioned", false),
         asked = arg_bool(c, "asked", false) && asked_known(x->m), unread = false;
    for (uint32_t i = 0; i < x->m->n_files; i++) {
        const struct project_file *p = &x->m->files[i];
        if (p->size == 0 || !file_wanted(x, c, i))
            continue;
        const char *dot = strrchr(base_name(p->path), '.');
        for (const char *const *name = arg_words(x, arg_lead(c)); *name; name++) {
            struct contract k = {.line = 1};
            bool interface = dot && g_ascii_strcasecmp(dot + 1, *name) == 0;
            if (interface) /* routes of an interface language are not read: presence speaks */
                k = (struct contract){1, ROUTED | ASKED, path_has_version(p->path)};
            else if (p->facts == NULL || p->facts->root == 0 ||
                     !read_document(x->m, p->facts, *name, &k)) {
                unread |= p->facts && p->facts->status == FACTS_FAILED && strstr(p->path, *name);
                continue;
            }
            if ((routes && !(k.routed & ROUTED)) || (asked && !(k.routed & ASKED)) || (versioned && !k.versioned))
                continue;
            if (file_unfilled(x, i)) {
                declared_add(x, place_at(x, i, 1), CONFIDENCE_CONFIG,
                             "%s: unfilled template, not in force", p->path);
                continue;
            }
            evidence_add(x, evidence, place_at(x, i, k.line), CONFIDENCE_CONFIG, "%s contract %s",
                         *name, p->path);
            return TRUTH_YES;
        }
    }
    return unread ? TRUTH_UNKNOWN : TRUTH_NO;
}
