#include "link/keys.h"

#include <string.h>

const struct fact_node *keys_value(const struct facts *f, const struct fact_node *dict, const char *key)
{
    if (!dict || dict->kind != NODE_DICT)
        return NULL;
    for (uint32_t i = 0; i < dict->count; i++) {
        const struct fact_node *p = &f->nodes[f->kids[dict->first + i]];
        if (p->kind != NODE_PAIR || !p->a)
            continue;
        const struct fact_node *k = &f->nodes[p->a];
        const char *name = k->kind == NODE_STRING || k->kind == NODE_NAME || k->kind == NODE_NUMBER ? f->strings[k->text]
                         : k->kind == NODE_TRUE ? "true" : ""; /* YAML 1.1 reads the key `on` as true */
        if (g_str_equal(name, key) || (k->kind == NODE_TRUE && g_str_equal(key, "on")))
            return &f->nodes[p->b];
    }
    return NULL;
}

void keys_values(const struct facts *f, const struct fact_node *at, const char *name, const char *path, GArray *out)
{
    if (!at)
        return;
    if (!*path) {
        struct key_hit h = {at, name};
        g_array_append_val(out, h);
        return;
    }
    gsize n = strcspn(path, ".");
    g_autofree char *key = g_strndup(path, n);
    const char *rest = path[n] ? path + n + 1 : path + n;
    if (!g_str_equal(key, "*")) {
        keys_values(f, keys_value(f, at, key), key, rest, out);
        return;
    }
    for (uint32_t i = 0; (at->kind == NODE_DICT || at->kind == NODE_LIST) && i < at->count; i++) {
        const struct fact_node *k = &f->nodes[f->kids[at->first + i]];
        if (k->kind == NODE_PAIR)
            keys_values(f, &f->nodes[k->b], f->strings[f->nodes[k->a].text], rest, out);
        else
            keys_values(f, k, name, rest, out);
    }
}

const char *keys_scalar(const struct facts *f, const struct fact_node *n)
{
    if (!n)
        return NULL;
    switch ((enum node_kind)n->kind) {
    case NODE_STRING: case NODE_NAME: case NODE_NUMBER: return f->strings[n->text];
    case NODE_TRUE: return "true";
    case NODE_FALSE: return "false";
    default: return NULL;
    }
}
