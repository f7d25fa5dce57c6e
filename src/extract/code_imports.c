/*
 * code_imports - imports, exports, modules and namespaces.
 */
#include "base/regex.h"
#include "extract/code_walk.h"

static struct fact_import *add_import(struct walk *w, TSNode at, uint32_t module, uint32_t flags)
{
    struct fact_import *i;
    builder_add_imports(w->b, &i);
    *i = (struct fact_import){.scope = w->scope, .module = module, .line = line_of(at),
                              .flags = flags | (w->typing ? IMPORT_TYPE : 0)};
    return i;
}

/* One name of a list: what it is called there, and here. */
static bool read_item(struct walk *w, TSNode node, uint32_t *name, uint32_t *alias, uint32_t *root, bool *type)
{
    KEEP_STACKS(w);
    struct match found = matcher_match(&w->m, node, ITEM);
    TSNode at;
    bool is = found.construct == IS_ITEM_;
    *name = *alias = *root = 0;
    if (is) {
        *name = part(w, &found, OF_NAME, &at) ? walk_plain_string(w, at) : walk_text(w, node);
        *root = part(w, &found, OF_ROOT, &at) ? walk_text(w, at) : *name;
        *alias = part(w, &found, OF_ALIAS, &at) ? walk_plain_string(w, at) : 0;
        *type = has(w, &found, OF_TYPE);
    }
    DROP_STACKS(w);
    return is;
}

#define MOST_VERSIONS 4 /* parts of a module's name that do not count */

/* A module's name without its version, and without what says where it is fetched from. */
static uint32_t unversioned(struct walk *w, uint32_t module)
{
    struct regex_span at[1];
    for (unsigned i = 0; i < MOST_VERSIONS && w->l->module_version; i++) {
        const char *text = builder_text(w->b, module);
        if (!regex_match(w->l->module_version, text, strlen(text), at, 1) || at[0].end == at[0].start)
            break;
        g_autofree char *rest = g_strdup_printf("%.*s%s", (int)at[0].start, text, text + at[0].end);
        module = builder_cstring(w->b, rest);
    }
    return module;
}

/* The name that a module binds where none is written. 0 if the language has no rule for it. */
static uint32_t module_name(struct walk *w, uint32_t module)
{
    const char *text = builder_text(w->b, module);
    struct regex_span at[2];
    if (!w->l->module_name || !regex_match(w->l->module_name, text, strlen(text), at, 2) || at[1].start == REGEX_UNSET)
        return 0;
    g_autofree char *name = g_strndup(text + at[1].start, at[1].end - at[1].start);
    return builder_cstring(w->b, name);
}

/* A module's name with dots between its parts; what stands for a place becomes what is written for it. */
static char *dotted_name(const struct walk *w, const char *name)
{
    g_autoptr(GString) s = g_string_new(name);
    g_string_replace(s, w->l->separator, ".", 0);
    gsize n = strcspn(s->str, ".");
    for (unsigned i = 0; i < w->l->n_prefixes; i++) {
        const struct api_pair *p = &w->l->prefixes[i];
        if (strlen(p->key) != n || strncmp(s->str, p->key, n))
            continue;
        g_string_erase(s, 0, (gssize)(n + (s->str[n] == '.')));
        g_string_prepend(s, p->value ? p->value : "");
        break;
    }
    return g_string_free(g_steal_pointer(&s), FALSE);
}

/* The first part of a name that is looked for among the repository's own modules alone; "" if the language has none. */
static const char *own_place(const struct walk *w)
{
    for (unsigned i = 0; i < w->l->n_prefixes; i++)
        if (w->l->prefixes[i].value && *w->l->prefixes[i].value == MODULE_OWN)
            return w->l->prefixes[i].key;
    return "";
}

/* One name of a tree of imports: `path` with its parts; `declared`: what a file says is a module of its own (mod api;). */
static void add_tree_name(struct walk *w, TSNode at, const char *path, uint32_t alias, bool star, bool declared, uint32_t flags)
{
    g_autofree char *module = dotted_name(w, path);
    if (star) {
        add_import(w, at, builder_cstring(w->b, module), flags | IMPORT_STAR);
        return;
    }
    char *dot = strrchr(module, '.');
    const bool own = *module == MODULE_OWN;
    uint32_t member = builder_cstring(w->b, dot ? dot + 1 : module + own);
    if (dot && dot > module && dot[-1] != '.')
        *dot = '\0';
    else if (dot)
        dot[1] = '\0'; /* a relative name keeps its dots */
    else if (own && !declared)
        module[1] = '\0'; /* crate::client: of the top, a module or what that declares */
    const bool of = dot || (own && !declared);
    uint32_t outer = builder_cstring(w->b, module);
    struct fact_import *i = add_import(w, at, outer, of ? flags : flags | IMPORT_MODULE);
    i->local = alias ? alias : member;
    i->member = of ? member : 0;
}

/* a::{b::{C, D as E}, f::*}: each name with all that stands before it. */
static void lower_tree(struct walk *w, TSNode node, const char *before, bool declared, uint32_t flags)
{
    if (!walk_descend(w, node))
        return;
    KEEP_STACKS(w);
    TSNode at;
    struct match found = matcher_match(&w->m, node, ITEM);
    uint32_t text = part(w, &found, OF_NAME, &at) ? walk_text(w, at) : part(w, &found, OF_MODULE, &at) ? walk_text(w, at)
                  : has(w, &found, OF_ITEM) ? 0 : walk_text(w, node);
    const char *own = text ? builder_text(w->b, text) : "";
    g_autofree char *path = *before && *own ? g_strconcat(before, w->l->separator, own, NULL)
                                            : g_strdup(*before ? before : own);
    const char **selves = w->l->self_names;
    if (*before && selves && g_strv_contains((const char *const *)selves, own)) { /* {self}: what stands before */
        g_free(path);
        path = g_strdup(before);
    }
    if (has(w, &found, OF_ITEM)) {
        EACH_PART(w, &found, OF_ITEM, at)
            lower_tree(w, at, path, declared, flags);
    } else if (found.construct == IS_ITEM_ && *path) {
        uint32_t alias = part(w, &found, OF_ALIAS, &at) ? walk_text(w, at) : 0;
        add_tree_name(w, node, path, alias, has(w, &found, OF_STAR), declared, flags);
    }
    w->depth--;
    DROP_STACKS(w);
}

void lower_import(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t module = 0, name, alias, root, flags = has(w, found, OF_TYPE) ? IMPORT_TYPE : 0;
    bool with_module = part(w, found, OF_MODULE, &at), type = false, any = false;
    if (has(w, found, OF_TREE)) {
        EACH_PART(w, found, OF_TREE, at)
            lower_tree(w, at, has(w, found, OF_SELF) ? own_place(w) : "", has(w, found, OF_SELF), flags);
        return;
    }
    if (with_module) {
        uint32_t written = walk_plain_string(w, at), local = module_name(w, written);
        module = unversioned(w, written);
        if (local && !has(w, found, OF_NAMESPACE) && !has(w, found, OF_ITEM) && !has(w, found, OF_STAR)) {
            add_import(w, node, module, flags | IMPORT_MODULE)->local = local;
            return;
        }
    }
    if (part(w, found, OF_STAR, &at)) {
        flags |= has(w, found, OF_GLOBAL) ? IMPORT_GLOBAL : 0;
        add_import(w, node, module, flags | IMPORT_STAR);
        any = true;
    }
    if (part(w, found, OF_DEFAULT, &at)) {
        uint32_t local = walk_text(w, at), member = builder_cstring(w->b, "default");
        struct fact_import *i = add_import(w, at, module, flags);
        i->local = local;
        i->member = member;
        any = true;
    }
    if (part(w, found, OF_NAMESPACE, &at)) {
        uint32_t local = walk_text(w, at);
        add_import(w, at, module, flags | IMPORT_MODULE)->local = local;
        any = true;
    }
    EACH_PART(w, found, OF_ITEM, at) {
        if (!read_item(w, at, &name, &alias, &root, &type))
            continue;
        any = true;
        if (with_module) {
            struct fact_import *i = add_import(w, at, module, flags | (type ? IMPORT_TYPE : 0));
            i->local = alias ? alias : root;
            i->member = name;
        } else if (w->l->modules == MODULES_PACKAGES) { /* a.b.Name: a member of what stands before its last separator */
            g_autofree char *outer = g_strdup(builder_text(w->b, name));
            char *dot = strrchr(outer, *w->l->separator);
            uint32_t member = dot ? builder_cstring(w->b, dot + 1) : name;
            if (dot)
                *dot = '\0';
            module = dot ? builder_cstring(w->b, outer) : 0;
            TSNode other;
            if (part(w, found, OF_ALIAS, &other))
                alias = walk_text(w, other);
            struct fact_import *i = add_import(w, at, module, flags);
            i->local = alias ? alias : member;
            i->member = member;
        } else {
            add_import(w, at, name, flags | IMPORT_MODULE)->local = alias ? alias : root;
        }
    }
    if (!any && with_module)
        add_import(w, node, module, flags | IMPORT_SIDE);
}

void lower_namespace(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    if (part(w, found, OF_NAME, &at)) {
        uint32_t name = walk_text(w, at);
        add_import(w, node, name, IMPORT_NAMESPACE);
    }
    if (part(w, found, OF_BODY, &at))
        lower_statement(w, at);
}

uint32_t lower_module(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    if (!part(w, found, OF_NAME, &at))
        return 0;
    uint32_t module = walk_plain_string(w, at);
    g_autofree char *quoted = g_strdup_printf("\"%s\"", builder_text(w->b, module));
    uint32_t local = builder_cstring(w->b, quoted);
    add_import(w, node, module, IMPORT_MODULE)->local = local;
    return walk_leaf(w, NODE_NAME, node, local);
}

static void add_export(struct walk *w, TSNode at, uint32_t name, uint32_t node)
{
    if (!name || !node)
        return;
    struct fact_export *e;
    builder_add_exports(w->b, &e);
    *e = (struct fact_export){.name = name, .node = node, .line = line_of(at)};
}

/* The members of an object that is all a module exports. */
static void export_members(struct walk *w, TSNode at, uint32_t value)
{
    struct fact_node n = *node_at(w, value);
    for (uint32_t i = 0; n.kind == NODE_DICT && i < n.count; i++) {
        struct fact_node pair = *node_at(w, kid_at(w, n.first + i));
        if (pair.kind == NODE_PAIR && pair.a && node_at(w, pair.a)->kind == NODE_STRING)
            add_export(w, at, node_at(w, pair.a)->text, pair.b);
    }
}

static void lower_reexport(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t name, alias, root, flags = IMPORT_REEXPORT | (has(w, found, OF_TYPE) ? IMPORT_TYPE : 0);
    bool type = false;
    if (!part(w, found, OF_MODULE, &at))
        return;
    uint32_t module = walk_plain_string(w, at);
    if (has(w, found, OF_STAR))
        add_import(w, node, module, flags | IMPORT_STAR);
    if (part(w, found, OF_NAMESPACE, &at)) {
        /* the name is the last child of `* as name` */
        uint32_t first = matcher_children(&w->m, at), local = walk_text(w, at);
        if (w->m.n_children > first)
            local = walk_plain_string(w, w->m.children[w->m.n_children - 1].node);
        w->m.n_children = first;
        add_import(w, node, module, flags | IMPORT_MODULE)->local = local;
    }
    EACH_PART(w, found, OF_ITEM, at) {
        if (!read_item(w, at, &name, &alias, &root, &type))
            continue;
        struct fact_import *i = add_import(w, at, module, flags | (type ? IMPORT_TYPE : 0));
        i->local = alias ? alias : name;
        i->member = name;
    }
}

uint32_t lower_export(struct walk *w, TSNode node, const struct match *found)
{
    TSNode at;
    uint32_t name, alias, root, value = 0, as = builder_cstring(w->b, "default");
    bool type = false;
    if (has(w, found, OF_MODULE)) {
        lower_reexport(w, node, found);
        return 0;
    }
    EACH_PART(w, found, OF_ITEM, at)
        if (!has(w, found, OF_TYPE) && read_item(w, at, &name, &alias, &root, &type) && !type)
            add_export(w, at, alias ? alias : name, walk_leaf(w, NODE_NAME, at, name));
    lower_decorators(w, found);
    if (part(w, found, OF_DECLARATION, &at)) {
        uint32_t before = builder_n_scopes(w->b);
        w->exported = true;
        lower_statement(w, at);
        w->exported = false;
        uint32_t scope = before;
        while (scope < builder_n_scopes(w->b) && builder_scopes(w->b, scope)->parent != w->scope)
            scope++;
        if (has(w, found, OF_DEFAULT) && scope < builder_n_scopes(w->b))
            add_export(w, at, as, walk_leaf(w, NODE_NAME, at, builder_scopes(w->b, scope)->name));
        g_array_set_size(w->decorators, 0);
    }
    if (part(w, found, OF_VALUE, &at)) {
        if (part(w, found, OF_NAME, &node))
            as = walk_key(w, node);
        value = lower(w, at, as);
        if (value) {
            walk_exported(w, value);
            add_export(w, at, as, value);
            if (has(w, found, OF_ALL))
                export_members(w, at, value);
        }
    }
    return value;
}
