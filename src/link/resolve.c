/*
 * resolve - what an expression may stand for.
 *
 * One evaluator for all languages, over the binding facts alone. It is flow-insensitive: a name stands
 * for the union of all values bound to it in its scope, which is what a reader would list when asked
 * "what can this be?". Every set is memoised by node; a cycle, a depth limit or a value from outside
 * makes the set open.
 */
#include <limits.h>
#include <string.h>

#include "link/link_priv.h"

#define FILE_NAME_LOOKS 24
#define MOST_FORGOTTEN 20000 /* evaluations that are not remembered: what they cost is bounded */
#define ASKED_AGAIN_MOST 4
#define BINDINGS_ROUNDS 2 /* the second, within the first, gives what a cycle leaves out */

const struct vset vset_empty = {0}, vset_open = {.open = true};
static const struct vset vset_busy = {.open = true}; /* being evaluated: a cycle came back to it */

static const struct vset *eval_bindings(struct linker *l, uint32_t file, struct bindings *all);
static const struct vset *eval_assign(struct linker *l, uint32_t file, const struct fact_assign *a);

/* ---- sets ---- */

struct builder {
    unsigned n;
    bool open;
    const struct vset *whole; /* a set that holds all there is so far, or NULL */
    struct value v[MAX_VALUES];
};

/* Values beyond `n` stay as they are: this runs for every expression. */
#define BUILDER(name, is_open)                                                                                         \
    struct builder name;                                                                                               \
    name.n = 0;                                                                                                        \
    name.open = is_open;                                                                                               \
    name.whole = NULL

static void add(struct builder *b, struct value v)
{
    b->whole = NULL;
    for (unsigned i = 0; i < b->n; i++) {
        struct value *o = &b->v[i];
        if (o->kind == v.kind && o->file == v.file && o->ref == v.ref && o->path == v.path &&
            o->site == v.site && o->chain == v.chain) {
            o->parsed |= v.parsed;
            o->written |= v.written;
            return;
        }
    }
    if (b->n == MAX_VALUES)
        b->open = true;
    else
        b->v[b->n++] = v;
}

static void add_set(struct builder *b, const struct vset *s)
{
    if (!s->n) {
        b->open |= s->open;
        return;
    }
    bool alone = !b->n && !b->open; /* sets live as long as the linker, so theirs can stand for ours */
    for (unsigned i = 0; i < s->n; i++)
        add(b, s->v[i]);
    b->open |= s->open;
    if (alone)
        b->whole = s;
}

static void set_via(struct builder *b, unsigned i, uint8_t via)
{
    if (b->v[i].via == via)
        return;
    b->v[i].via = via;
    b->whole = NULL;
}

/* Whether a set is one path that nothing more is known of. */
static bool is_plain_path(const struct builder *b)
{
    const struct value *v = b->v;
    return b->n == 1 && !b->open && v->kind == V_PATH && !v->chain && !v->site && !v->via && !v->parsed && !v->written && !v->file && !v->ref;
}

static const struct vset *finish(struct linker *l, const struct builder *b)
{
    if (!b->n)
        return b->open ? &vset_open : &vset_empty;
    if (b->whole && b->whole->open == b->open)
        return b->whole;
    bool plain = is_plain_path(b);
    if (plain && b->v->path->alone)
        return b->v->path->alone;
    struct vset *s = arena_new(l->a, struct vset);
    s->v = arena_memdup(l->a, b->v, sizeof *b->v * b->n);
    s->n = b->n;
    s->open = b->open;
    if (plain)
        ((struct apath *)b->v->path)->alone = s;
    return s;
}

/* ---- access paths ---- */

static GHashTable *kids_of(struct linker *l, struct apath *p)
{
    if (!p->kids) {
        p->kids = g_hash_table_new(g_str_hash, g_str_equal);
        g_ptr_array_add(l->tables, p->kids);
    }
    return p->kids;
}

/* The interned node as a concrete path, its segments in `segments` (MAX_PATH_DEPTH of them). */
static struct path concrete(const struct apath *p, struct segment *segments)
{
    struct path out = {.segments = segments, .n_segments = p->depth};
    for (const struct apath *q = p; q->depth; q = q->parent)
        segments[q->depth - 1] = (struct segment){.kind = q->kind, .name = q->name};
    return out;
}

bool apath_match(const struct path *pattern, const struct apath *p)
{
    struct segment segments[MAX_PATH_DEPTH];
    struct path c = concrete(p, segments);
    return path_match(pattern, &c);
}

static struct apath *raw_child(struct linker *l, const struct apath *p, enum segment_kind kind, const char *name)
{
    const char *key = kind == SEGMENT_CALL ? "()" : kind == SEGMENT_ELEMENT ? "[]" : name;
    GHashTable *kids = kids_of(l, (struct apath *)p);
    struct apath *c = g_hash_table_lookup(kids, key);
    if (c)
        return c;
    c = arena_new(l->a, struct apath);
    c->parent = p;
    c->kind = kind;
    c->name = kind == SEGMENT_ROOT || kind == SEGMENT_MEMBER ? arena_strdup(l->a, name) : key;
    c->depth = p->depth + 1;
    c->language = p->language;
    g_hash_table_insert(kids, (gpointer)c->name, c);
    return c;
}

static const struct apath *from_pattern(struct linker *l, unsigned language, const struct path *pattern)
{
    const struct apath *p = l->roots[language];
    for (unsigned i = 0; i < pattern->n_segments; i++) {
        if (pattern->segments[i].glob || pattern->segments[i].kind == SEGMENT_ANY)
            return NULL;
        p = raw_child(l, p, pattern->segments[i].kind, pattern->segments[i].name);
    }
    return p;
}

static bool transparent(struct linker *l, const struct apath *p, const char *name)
{
    for (const struct apath *q = p; q->depth; q = q->parent) {
        apath_items(l, q);
        for (unsigned i = 0; i < q->n_items; i++) {
            const char **t = l->rules->items[q->items[i]].file->transparent;
            if (t && g_strv_contains((const char *const *)t, name))
                return true;
        }
    }
    return false;
}

const struct apath *apath_child(struct linker *l, const struct apath *p, enum segment_kind kind, const char *name)
{
    if (p->dead)
        return p;
    if (p->depth >= MAX_PATH_DEPTH - 1)
        return p;
    GHashTable *kids = p->kids;
    const char *key = kind == SEGMENT_CALL ? "()" : kind == SEGMENT_ELEMENT ? "[]" : name;
    if (kids && g_hash_table_contains(kids, key)) {
        struct apath *known = g_hash_table_lookup(kids, key);
        if (known->matched || known->dead || known->canonical)
            return known;
    }
    if (kind == SEGMENT_MEMBER && transparent(l, p, name))
        return p;
    struct apath *c = raw_child(l, p, kind, name);
    struct segment segments[MAX_PATH_DEPTH];
    struct path path = concrete(c, segments);
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(unsigned));
    path_set_match(l->rules->alias_paths[p->language], &path, hits);
    if (hits->len) {
        const struct api_alias *alias = &l->rules->aliases[g_array_index(hits, unsigned, 0)];
        const struct apath *to = from_pattern(l, p->language, &alias->item->path);
        if (to && to != c) {
            c->canonical = to;
            c->alias = alias;
            apath_items(l, to);
            return c;
        }
    }
    c->dead = !path_set_prefix(l->rules->item_paths[p->language], &path) &&
              !path_set_prefix(l->rules->alias_paths[p->language], &path) &&
              !path_set_prefix(l->asked[p->language], &path);
    apath_items(l, c);
    return c;
}

void apath_items(struct linker *l, const struct apath *path)
{
    struct apath *p = (struct apath *)path;
    if (p->matched)
        return;
    p->matched = true;
    if (p->dead || !p->depth)
        return;
    struct segment segments[MAX_PATH_DEPTH];
    struct path c = concrete(p, segments);
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(unsigned));
    path_set_match(l->rules->item_paths[p->language], &c, hits);
    p->n_items = hits->len;
    p->items = arena_memdup(l->a, hits->data, hits->len * sizeof(unsigned));
}

const struct apath *apath_called(struct linker *l, const struct apath *p)
{
    const struct apath *call = apath_child(l, p, SEGMENT_CALL, NULL);
    if (call->canonical)
        call = call->canonical;
    apath_items(l, call);
    return call;
}

const char *apath_text(struct linker *l, const struct apath *p)
{
    struct segment segments[MAX_PATH_DEPTH];
    struct path c = concrete(p, segments);
    g_autoptr(GString) s = g_string_new(NULL);
    for (unsigned i = 0; i < c.n_segments; i++) {
        if (segments[i].kind == SEGMENT_MEMBER)
            g_string_append_c(s, '.');
        g_string_append(s, segments[i].name);
    }
    return arena_strdup(l->a, s->str);
}

/* The value reached by one more segment. */
static struct value step(struct linker *l, const struct value *v, enum segment_kind kind, const char *name)
{
    struct value out = *v;
    const struct apath *p = apath_child(l, v->path, kind, name);
    out.path = p->canonical ? p->canonical : p;
    if (p->canonical && p->alias && (p->alias->provider || p->alias->defaults)) {
        struct chain *c = arena_new(l->a, struct chain);
        *c = (struct chain){.prev = v->chain, .file = NO_INDEX, .path = out.path, .alias = p->alias};
        out.chain = c;
    }
    return out;
}

/* ---- scopes ---- */

uint32_t enclosing_function(const struct facts *f, uint32_t scope)
{
    while (scope > 1 && f->scopes[scope].kind == SCOPE_CLASS)
        scope = f->scopes[scope].parent;
    return scope ? scope : 1;
}

uint32_t enclosing_class(const struct facts *f, uint32_t scope)
{
    while (scope > 1 && f->scopes[scope].kind != SCOPE_CLASS)
        scope = f->scopes[scope].parent;
    return scope > 1 ? scope : 0;
}

static void refer(struct linker *l, uint8_t kind, uint32_t file, uint32_t scope)
{
    if (kind == V_FUNCTION || kind == V_CLASS)
        l->files[file].referenced[scope] = true;
}

static struct bindings *bindings_of(struct linker *l, uint32_t file, uint32_t scope, uint32_t text)
{
    return g_hash_table_lookup(l->files[file].bindings, KEY(scope, text));
}

uint32_t string_index(struct linker *l, uint32_t file, const char *text)
{
    struct lfile *lf = &l->files[file];
    if (!lf->strings) {
        lf->strings = g_hash_table_new(g_str_hash, g_str_equal);
        for (uint32_t i = 1; i < lf->f->n_strings; i++)
            g_hash_table_insert(lf->strings, lf->f->strings[i], GUINT_TO_POINTER(i));
    }
    return (uint32_t)(guintptr)g_hash_table_lookup(lf->strings, text);
}

/* A class that has parts is meant as a whole: where it is declared, or its first part. */
static struct value whole_class(struct linker *l, uint8_t kind, uint32_t file, uint32_t scope)
{
    const struct fact_scope *s = &l->files[file].f->scopes[scope];
    const GArray *parts = l->files[file].lang->partial_classes ? siblings_parts(l->siblings, file, ltext(l, file, s->name)) : NULL;
    struct sibling whole = {file, scope, 0};
    for (guint i = 0; parts && i < parts->len; i++) {
        const struct sibling *p = &g_array_index(parts, struct sibling, i);
        if (i == 0 || !(l->files[p->file].f->scopes[p->scope].flags & SCOPE_PART))
            whole = *p;
        if (!(l->files[p->file].f->scopes[p->scope].flags & SCOPE_PART))
            break;
    }
    return (struct value){.kind = kind, .file = whole.file, .ref = whole.scope};
}

/* What a name of the file's own module stands for, wherever in the module it is bound. */
static const struct vset *eval_sibling(struct linker *l, uint32_t file, const char *name)
{
    const GArray *list = siblings_name(l->siblings, file, name);
    BUILDER(b, false);
    for (guint i = 0; list && i < list->len; i++) {
        const struct sibling *p = &g_array_index(list, struct sibling, i);
        const struct facts *f = l->files[p->file].f;
        if (apart(l, p->file, file))
            continue;
        if (!p->scope)
            add_set(&b, eval_assign(l, p->file, &f->assigns[p->assign]));
        else if (f->scopes[p->scope].kind == SCOPE_CLASS)
            add(&b, whole_class(l, V_CLASS, p->file, p->scope));
        else
            add(&b, (struct value){.kind = V_FUNCTION, .file = p->file, .ref = p->scope});
    }
    return finish(l, &b);
}

/* The item that says what the elements of a call's result are made of, or NULL. */
static const struct api_item *rows_of(struct linker *l, const struct apath *p)
{
    apath_items(l, p);
    for (unsigned i = 0; i < p->n_items; i++)
        if (l->rules->items[p->items[i]].elements && *l->rules->items[p->items[i]].elements)
            return &l->rules->items[p->items[i]];
    return NULL;
}

static const struct vset *element_of(struct linker *l, const struct vset *s)
{
    BUILDER(b, s->open);
    for (unsigned i = 0; i < s->n; i++) {
        const struct value *v = &s->v[i];
        if (v->kind == V_PATH && rows_of(l, v->path) && v->chain && v->chain->file != NO_INDEX) {
            add(&b, (struct value){.kind = V_ROW, .file = v->chain->file, .ref = v->chain->node, .path = v->path});
        } else if (v->kind == V_PATH) {
            struct value one = step(l, v, SEGMENT_ELEMENT, NULL);
            add(&b, one.path->dead && !v->chain ? *v : one); /* what only a type says may be the argument of a container */
        } else if (v->kind == V_LITERAL && lnode(l, v->file, v->ref)->kind == NODE_LIST) {
            const struct fact_node *n = lnode(l, v->file, v->ref);
            const uint32_t *kids = l->files[v->file].f->kids + n->first;
            for (uint32_t k = 0; k < n->count && k < MAX_VALUES; k++)
                add_set(&b, eval(l, v->file, kids[k]));
        } else {
            b.open = true;
            if (v->site)
                add(&b, (struct value){.kind = V_OTHER, .site = v->site, .parsed = v->parsed});
        }
    }
    return finish(l, &b);
}

/* ---- imports ---- */

/* Files without facts are as good as outside. */
static uint32_t resolve(struct linker *l, uint32_t file, const char *module)
{
    uint32_t i = module_resolve(l->modules, file, l->files[file].lang, module);
    return i != NO_INDEX && l->files[i].f ? i : NO_INDEX;
}

static uint32_t child_of(struct linker *l, uint32_t file, const char *name)
{
    uint32_t i = module_child(l->modules, file, l->files[file].lang, name);
    return i != NO_INDEX && (l->files[i].f || module_has_children(l->modules, i, l->files[i].lang)) ? i : NO_INDEX;
}

static const struct vset *external(struct linker *l, uint32_t file, const char *module, const char *member)
{
    const struct language *lang = l->files[file].lang;
    const struct apath *p = l->roots[lang->index];
    struct value v = {.kind = V_PATH, .path = p};
    if (lang->modules == MODULES_DOTTED || lang->modules == MODULES_NAMES) {
        bool own = lang->modules == MODULES_NAMES && strstr(module, lang->separator); /* as it is written there */
        g_auto(GStrv) parts = g_strsplit(module, own ? lang->separator : ".", -1);
        bool first = true;
        for (unsigned i = 0; parts[i]; i++) {
            if (!*parts[i] && own)
                continue; /* a leading separator: the root */
            v = step(l, &v, first ? SEGMENT_ROOT : SEGMENT_MEMBER, parts[i]);
            first = false;
        }
    } else {
        v = step(l, &v, SEGMENT_ROOT, module);
    }
    if (*member)
        v = step(l, &v, SEGMENT_MEMBER, member);
    BUILDER(b, false);
    add(&b, v);
    return finish(l, &b);
}

const struct vset *eval_external(struct linker *l, uint32_t file, const char *module, const char *member)
{
    return external(l, file, module, member);
}

const struct vset *eval_inside(struct linker *l, const struct vset *module, const char *member)
{
    BUILDER(b, false);
    add(&b, step(l, &module->v[0], SEGMENT_MEMBER, member));
    return finish(l, &b);
}

static const struct vset *module_value(struct linker *l, uint32_t file)
{
    BUILDER(b, false);
    add(&b, (struct value){.kind = V_MODULE, .file = file});
    return finish(l, &b);
}

/* A module that is also what it exports as a whole: const Client = require("./client"), module.exports = Client. */
static const struct vset *whole_module(struct linker *l, uint32_t file)
{
    BUILDER(b, false);
    add(&b, (struct value){.kind = V_MODULE, .file = file});
    const struct vset *whole = eval_export(l, file, "default");
    for (unsigned i = 0; i < whole->n; i++)
        add(&b, whole->v[i]);
    return finish(l, &b);
}

static uint32_t count_of(const char *s, char c)
{
    uint32_t n = 0;
    for (; *s; s++)
        n += *s == c;
    return n;
}

static const struct vset *document(struct linker *l, uint32_t file);

/* The part of a module's name that begins with what a rule knows: `client` of "../client", or of "app.client"; NULL without. */
static const char *generated_name(struct linker *l, const char *module)
{
    for (const char *at = module; *at; at += strcspn(at, "./"), at += strspn(at, "./")) {
        g_autofree char *first = g_strndup(at, strcspn(at, "./"));
        if (*first && modules_known_root(l->modules, first))
            return at;
    }
    return NULL;
}

static const struct vset *eval_import(struct linker *l, uint32_t file, const struct fact_import *im)
{
    const char *module = ltext(l, file, im->module), *member = ltext(l, file, im->member);
    const char *local = ltext(l, file, im->local);
    if (l->files[file].lang->modules == MODULES_NAMES) {
        g_autofree char *name = *member ? g_strconcat(module, l->files[file].lang->separator, member, NULL) : g_strdup(module);
        const struct vset *own = types_qualified(l, file, name);
        return own ? own : external(l, file, name, "");
    }
    uint32_t target = module_resolve(l->modules, file, l->files[file].lang, module);
    const struct vset *data = target != NO_INDEX && !l->files[target].pf->facts ? NULL
                              : target != NO_INDEX && l->files[target].pf->facts->root ? document(l, target) : NULL;
    if (data && data->n) /* import config from "./config.json" */
        return im->flags & IMPORT_MODULE || g_str_equal(member, "default") ? data : eval_member(l, &data->v[0], member);
    const char *known = target != NO_INDEX && l->files[target].pf->class.zone == ZONE_GENERATED ? generated_name(l, module) : NULL;
    if (known) /* a rule says what a generator makes */
        return external(l, file, known, im->flags & IMPORT_MODULE ? "" : member);
    if (target != NO_INDEX && !l->files[target].f) { /* ours, and not read */
        bool whole = im->flags & IMPORT_MODULE && module_has_children(l->modules, target, l->files[file].lang);
        uint32_t child = whole ? target : im->flags & IMPORT_MODULE ? NO_INDEX : child_of(l, target, member);
        return child != NO_INDEX ? module_value(l, child) : &vset_open;
    }
    if (im->flags & IMPORT_MODULE) {
        if (target != NO_INDEX) {
            /* `import a.b` binds a: members are then looked up from the folder down */
            gsize n = strlen(local);
            if (!strncmp(module, local, n) && module[n] == '.') {
                BUILDER(b, false);
                add(&b, (struct value){.kind = V_MODULE, .file = target, .ref = count_of(module + n, '.')});
                return finish(l, &b);
            }
            return g_hash_table_contains(l->files[target].exports, "default") ? whole_module(l, target) : module_value(l, target);
        }
        gsize n = strlen(local);
        if (l->files[file].lang->modules == MODULES_DOTTED && !strncmp(module, local, n) && module[n] == '.')
            return external(l, file, local, "");
        return external(l, file, module, "");
    }
    bool several = l->files[file].lang->modules == MODULES_PACKAGES; /* files of one module */
    if (target != NO_INDEX) {
        const struct vset *s = target != file || several ? eval_export(l, target, member) : &vset_empty; /* from . import x, in the index */
        if (s->n || s->open)
            return s;
        uint32_t child = child_of(l, target, member);
        return child != NO_INDEX ? module_value(l, child) : &vset_open;
    }
    if (several) { /* a member of a class: a.b.Class.member */
        const char *dot = strrchr(module, *l->files[file].lang->separator);
        g_autofree char *outer = dot ? g_strndup(module, (gsize)(dot - module)) : NULL;
        uint32_t in = outer ? module_resolve(l->modules, file, l->files[file].lang, outer) : NO_INDEX;
        bool ours = in != NO_INDEX && l->files[in].f;
        if (ours || (outer && modules_known_root(l->modules, outer) && !modules_known_root(l->modules, module))) {
            const struct vset *class = ours ? eval_export(l, in, dot + 1) : external(l, file, outer, dot + 1);
            BUILDER(b, class->open);
            for (unsigned i = 0; i < class->n; i++)
                add_set(&b, eval_member(l, &class->v[i], member));
            return finish(l, &b);
        }
        return external(l, file, module, member);
    }
    /* `from . import x` or `from pkg import x` where x is a file of a folder without index */
    if (l->files[file].lang->modules == MODULES_DOTTED) {
        gsize n = strlen(module);
        g_autofree char *sub = g_strconcat(module, n && module[n - 1] == '.' ? "" : ".", member, NULL);
        uint32_t child = resolve(l, file, sub);
        if (child != NO_INDEX)
            return module_value(l, child);
    }
    if (module_is_ours(l->modules, file, l->files[file].lang, module))
        return &vset_open;
    return external(l, file, module, member);
}

/* Whether a module offers a name of its top level: where modules are paths, what it only imports is its own affair. */
static bool offers(const struct lfile *lf, const struct bindings *all)
{
    bool any = lf->lang->modules != MODULES_PATH;
    for (guint i = 0; i < all->list->len && !any; i++) {
        const struct binding *d = &g_array_index(all->list, struct binding, i);
        any = d->kind != BIND_IMPORT || lf->f->imports[d->index].flags & IMPORT_REEXPORT;
    }
    return any;
}

/* What the star imports of a module give under a name. Modules may import all of one another: each is asked once. */
static const struct vset *export_stars(struct linker *l, uint32_t file, const char *name)
{
    struct lfile *lf = &l->files[file];
    const struct vset *out = &vset_empty;
    char *key = NULL;
    for (uint32_t i = 0; !out->n && i < lf->f->n_imports; i++) {
        const struct fact_import *im = &lf->f->imports[i];
        if (!(im->flags & IMPORT_STAR) || im->scope != 1)
            continue;
        if (!key) {
            key = g_strdup_printf("%u\n%s", file, name);
            const struct vset *known = g_hash_table_lookup(l->stars, key);
            if (known) {
                g_free(key);
                return known;
            }
            g_hash_table_insert(l->stars, key, (gpointer)&vset_empty);
        }
        uint32_t target = resolve(l, file, ltext(l, file, im->module));
        if (target == NO_INDEX) {
            if (lf->lang->modules == MODULES_DOTTED && *ltext(l, file, im->module) != '.' &&
                modules_known_root(l->modules, ltext(l, file, im->module)))
                out = external(l, file, ltext(l, file, im->module), name);
        } else if (target != file) {
            const struct vset *s = eval_export(l, target, name);
            out = s->n ? s : out;
        }
    }
    if (key)
        g_hash_table_insert(l->stars, g_strdup(key), (gpointer)out);
    return out;
}

const struct vset *eval_export(struct linker *l, uint32_t file, const char *name)
{
    struct lfile *lf = &l->files[file];
    if (!lf->f || l->depth >= MAX_EVAL_DEPTH)
        return &vset_open;
    l->depth++;
    BUILDER(b, false);
    bool found = false;
    gpointer e = g_hash_table_lookup(lf->exports, name);
    if (e) {
        found = true;
        add_set(&b, eval(l, file, lf->f->exports[(guintptr)e - 1].node));
    }
    uint32_t text = string_index(l, file, name);
    if (!found && text) {
        struct bindings *list = bindings_of(l, file, 1, text);
        if (list && offers(lf, list)) {
            found = true;
            add_set(&b, eval_bindings(l, file, list));
        }
    }
    if (lf->lang->modules == MODULES_FOLDERS || lf->lang->modules == MODULES_PACKAGES) {
        const struct vset *s = eval_sibling(l, file, name); /* what the file imports is its own */
        b.n = 0;
        b.open = false;
        b.whole = NULL;
        add_set(&b, s);
        found = true;
    }
    if (!found)
        add_set(&b, export_stars(l, file, name));
    l->depth--;
    for (unsigned i = 0; i < b.n; i++)
        refer(l, b.v[i].kind, b.v[i].file, b.v[i].ref);
    return finish(l, &b);
}

/* ---- types ---- */

/* Adds what a declaration says, unless something is known that was built so. */
static void add_declared(struct builder *b, struct value v)
{
    for (unsigned k = 0; v.kind == V_PATH && !v.chain && k < b->n; k++)
        if (b->v[k].kind == V_PATH && b->v[k].path == v.path)
            return;
    add(b, v);
}

/* Whether calling a type only makes plain data. */
static bool converts(struct linker *l, const struct apath *p)
{
    apath_items(l, p);
    for (unsigned i = 0; i < p->n_items; i++)
        if (l->rules->items[p->items[i]].role != ROLE_SINK)
            return false;
    return p->n_items;
}

/* What an instance of the named type is. */
static void instances(struct linker *l, const struct vset *types, struct builder *b)
{
    for (unsigned i = 0; i < types->n; i++) {
        const struct value *t = &types->v[i];
        if (t->kind == V_CLASS) {
            add(b, (struct value){.kind = V_INSTANCE, .file = t->file, .ref = t->ref});
        } else if (t->kind == V_PATH && !t->path->dead) {
            struct value v = step(l, t, SEGMENT_CALL, NULL);
            if (!v.path->dead && !converts(l, v.path)) /* str, float: no object that matters */
                add(b, v);
        } else if (t->kind == V_TYPE && lnode(l, t->file, t->ref)->kind == NODE_DICT) {
            add(b, *t);
        } else if (t->kind == V_TYPE) {
            add_set(b, eval_type(l, t->file, t->ref));
        }
    }
}

/* Whether a path is a source whose values stand in configuration files. */
static bool reads_files(struct linker *l, const struct apath *p)
{
    apath_items(l, p);
    for (unsigned i = 0; i < p->n_items; i++)
        if (l->rules->items[p->items[i]].role == ROLE_SOURCE && l->rules->items[p->items[i]].files[0])
            return true;
    return false;
}

/* @Value("${model}"): what configuration holds is the value of what it stands at. */
static void add_configured(struct linker *l, uint32_t file, uint32_t annotation, struct builder *b)
{
    const struct fact_node *n = lnode(l, file, annotation);
    const struct vset *callee = n->kind == NODE_CALL ? eval(l, file, n->a) : &vset_empty;
    for (unsigned i = 0; i < callee->n; i++)
        if (callee->v[i].kind == V_PATH && reads_files(l, apath_called(l, callee->v[i].path))) {
            add_set(b, eval(l, file, annotation));
            return;
        }
}

/* Adds a value; what says how something was built replaces what says only of which class it is. */
static void add_built(struct builder *b, struct value v)
{
    for (unsigned k = 0; v.kind == V_PATH && v.chain && k < b->n; k++)
        if (b->v[k].kind == V_PATH && b->v[k].path == v.path && !b->v[k].chain) {
            b->v[k] = v;
            b->whole = NULL;
        }
    add(b, v);
}

static const struct api_item *transform_of(struct linker *l, const struct apath *p)
{
    apath_items(l, p);
    for (unsigned i = 0; i < p->n_items; i++)
        if (l->rules->items[p->items[i]].role == ROLE_TRANSFORM)
            return &l->rules->items[p->items[i]];
    return NULL;
}

bool is_injection(struct linker *l, uint32_t file, uint32_t node)
{
    const struct vset *callee = node && lnode(l, file, node)->kind == NODE_CALL ? eval(l, file, lnode(l, file, node)->a) : &vset_empty;
    for (unsigned i = 0; i < callee->n; i++) {
        if (callee->v[i].kind != V_PATH)
            continue;
        const struct apath *p = apath_called(l, callee->v[i].path);
        for (unsigned k = 0; k < p->n_items; k++) {
            const struct api_item *item = &l->rules->items[p->items[k]];
            for (unsigned q = 0; item->role == ROLE_TRANSFORM && q < item->n_returns_arguments; q++)
                if (item->returns_arguments[q].called)
                    return true;
        }
    }
    return false;
}

/* What a name stands for as a type: no member of the class around it that is called like it. */
static const struct vset *eval_type_name(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *outer = l->type_name;
    l->type_name = lnode(l, file, node);
    const struct vset *s = eval(l, file, node);
    l->type_name = outer;
    return s;
}

static bool only_dead(const struct value *v, unsigned n)
{
    bool dead = true;
    for (unsigned i = 0; i < n; i++)
        dead &= v[i].kind == V_PATH && v[i].path->dead;
    return dead;
}

/* A class of the repository that is written with a part of its namespace, where that is members: Clients.Maker. */
static const struct vset *member_class(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node), *at = n;
    if (l->files[file].lang->modules != MODULES_NAMES || !g_ascii_isupper(*ltext(l, file, n->text)))
        return NULL;
    g_autoptr(GString) name = g_string_new(ltext(l, file, n->text));
    for (unsigned depth = 0; at->kind == NODE_MEMBER && depth < MAX_PATH_DEPTH; depth++) {
        at = lnode(l, file, at->a);
        if ((at->kind != NODE_MEMBER && at->kind != NODE_NAME) || !g_ascii_isupper(*ltext(l, file, at->text)))
            return NULL;
        g_string_prepend_c(name, '.');
        g_string_prepend(name, ltext(l, file, at->text));
    }
    const struct vset *s = at->kind == NODE_NAME ? types_qualified(l, file, name->str) : NULL;
    return s || at->kind != NODE_NAME ? s : types_below(l, file, n->scope, name->str);
}

static const struct vset *type_of(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    BUILDER(b, true);
    switch (n->kind) {
    case NODE_SUBSCRIPT: /* Optional[X], Annotated[X, ...], Promise<X>: the arguments too */
        instances(l, eval(l, file, n->a), &b);
        add_set(&b, eval_type(l, file, n->b));
        break;
    case NODE_LIST: case NODE_OTHER: {
        const uint32_t *kids = l->files[file].f->kids + n->first;
        for (uint32_t i = 0; i < n->count; i++) {
            add_configured(l, file, kids[i], &b);
            const struct vset *s = eval_type(l, file, kids[i]);
            for (unsigned k = 0; k < s->n; k++)
                add_built(&b, s->v[k]);
        }
        break;
    }
    case NODE_CALL:
        if (is_injection(l, file, node))
            add_set(&b, eval(l, file, node));
        break;
    case NODE_BINARY:
        add_set(&b, eval_type(l, file, n->a));
        add_set(&b, eval_type(l, file, n->b));
        break;
    case NODE_STRING: { /* a forward reference: "Client" */
        const char *name = ltext(l, file, n->text);
        uint32_t text = string_index(l, file, name);
        struct bindings *list = text ? bindings_of(l, file, 1, text) : NULL;
        if (list)
            instances(l, eval_bindings(l, file, list), &b);
        break;
    }
    case NODE_DICT: /* the members of a type that has no name of its own */
        add(&b, (struct value){.kind = V_TYPE, .file = file, .ref = node});
        break;
    case NODE_MEMBER: { /* of a package a type, of a type what it declares */
        const struct vset *of = eval_type_name(l, file, n->a);
        for (unsigned i = 0; i < of->n; i++) {
            struct value v = of->v[i];
            bool declared = v.kind == V_CLASS || v.kind == V_TYPE;
            if (v.kind == V_CLASS)
                v.kind = V_INSTANCE;
            const struct vset *m = eval_member(l, &v, ltext(l, file, n->text));
            if (declared)
                add_set(&b, m);
            else
                instances(l, m, &b);
        }
        const struct vset *own = only_dead(b.v, b.n) ? member_class(l, file, node) : NULL;
        if (own)
            instances(l, own, &b);
        break;
    }
    case NODE_NAME:
        instances(l, eval_type_name(l, file, node), &b);
        break;
    default:
        break;
    }
    return finish(l, &b);
}

const struct vset *eval_type(struct linker *l, uint32_t file, uint32_t node)
{
    if (!node)
        return &vset_empty;
    if (l->depth >= MAX_EVAL_DEPTH)
        return &vset_open;
    l->depth++;
    const struct vset *s = type_of(l, file, node);
    l->depth--;
    return s;
}

/* ---- parameters ---- */

bool is_receiver(struct linker *l, uint32_t file, const struct fact_param *p)
{
    const struct facts *f = l->files[file].f;
    const struct fact_scope *s = &f->scopes[p->scope];
    return p->position == 0 && p->kind == PARAM_PLAIN && s->parent && f->scopes[s->parent].kind == SCOPE_CLASS &&
           l->files[file].lang->self_names && !(s->flags & SCOPE_STATIC) &&
           g_strv_contains((const char *const *)l->files[file].lang->self_names, ltext(l, file, p->name));
}

/* Position of a parameter as a caller counts: without the receiver. */
int call_position(struct linker *l, uint32_t file, const struct fact_param *p)
{
    const struct facts *f = l->files[file].f;
    const struct fact_scope *s = &f->scopes[p->scope];
    bool shifted = s->n_params && is_receiver(l, file, &f->params[s->first_param]);
    return (int)p->position - (shifted ? 1 : 0);
}

bool apart(const struct linker *l, uint32_t file, uint32_t of)
{
    enum zone z = l->files[file].pf->class.zone;
    return z != l->files[of].pf->class.zone && (z == ZONE_TEST || z == ZONE_EVAL || z == ZONE_EXAMPLE || z == ZONE_DOCS);
}

/* @option("--name", default=value): what a decorator says of a parameter. */
static void add_option(struct linker *l, uint32_t file, const struct fact_param *p, struct builder *b)
{
    const struct facts *f = l->files[file].f;
    const struct fact_scope *s = &f->scopes[p->scope];
    for (uint32_t i = 0; i < s->n_decorators; i++) {
        uint32_t node = f->kids[s->first_decorator + i];
        const char *name;
        uint32_t value;
        if (f->nodes[node].kind != NODE_CALL || !stores_option(l, file, node, &name, &value) || !value)
            continue;
        const struct vset *callee = eval(l, file, f->nodes[node].a);
        for (unsigned k = 0; k < callee->n; k++) {
            const struct apath *at = callee->v[k].kind == V_PATH ? apath_child(l, callee->v[k].path, SEGMENT_CALL, NULL) : NULL;
            const struct api_item *item = at ? store_item(l, at->canonical ? at->canonical : at) : NULL;
            if (!item || g_strcmp0(item->options, "decorator"))
                continue;
            g_autofree char *same = g_strdup(name);
            if (g_str_equal(g_strdelimit(same, "-", '_'), ltext(l, file, p->name)))
                add_set(b, eval(l, file, value));
        }
    }
}

/* What the call in force passes. */
static const struct vset *framed_param(struct linker *l, uint32_t file, const struct fact_param *p)
{
    struct frame *frame = l->frame;
    struct found found;
    BUILDER(b, false);
    l->frame = (struct frame *)frame->outer;
    bool open = find_param(l, file, p, frame->call, &found);
    found.open |= open;
    b.open = found.open || (!found.nodes->len && !p->value);
    for (guint k = 0; k < found.nodes->len; k++) {
        struct node_ref r = g_array_index(found.nodes, struct node_ref, k);
        add_set(&b, eval(l, r.file, r.node));
    }
    l->frame = NULL;
    if (p->value && (found.open || !found.nodes->len))
        add_set(&b, eval(l, file, p->value));
    if (p->type && !b.n)
        add_set(&b, eval_type(l, file, p->type));
    l->frame = frame;
    found_clear(&found);
    return finish(l, &b);
}

/* Whether one of the values is an object of the repository, or one that rules could know. */
static bool says_what_it_is(const struct value *v, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (v[i].kind == V_INSTANCE || (v[i].kind == V_PATH && !v[i].path->dead))
            return true;
    return false;
}

/* Instances of a declared type, as those who provide them to the whole program build them. */
static const struct vset *injected(struct linker *l, uint32_t file, const struct vset *declared)
{
    if (!l->final || !g_hash_table_size(l->provided))
        return declared;
    BUILDER(b, declared->open);
    for (unsigned i = 0; i < declared->n; i++) {
        const struct value *v = &declared->v[i];
        const GArray *from = v->kind == V_PATH && !v->chain ? stores_providers(l, v->path) : NULL;
        bool any = false;
        for (guint k = 0; from && k < from->len; k++) {
            const struct provider *p = &g_array_index(from, struct provider, k);
            if (apart(l, p->file, file))
                continue;
            const struct vset *s = p->type       ? eval_type(l, p->file, p->ref)
                                   : p->function ? eval_result(l, p->file, p->ref) : eval(l, p->file, p->ref);
            for (unsigned q = 0; q < s->n; q++) {
                if (p->type && s->v[q].kind != V_PATH) /* a class of the repository: what is declared says more of it */
                    continue;
                const struct vset *made = s->v[q].kind == V_FUNCTION ? eval_result(l, s->v[q].file, s->v[q].ref) : NULL;
                if (made)
                    add_set(&b, made);
                else
                    add(&b, s->v[q]);
                any |= says_what_it_is(made ? made->v : &s->v[q], made ? made->n : 1);
            }
        }
        if (!any)
            add(&b, *v);
    }
    return finish(l, &b);
}

static const struct vset *eval_param(struct linker *l, uint32_t file, uint32_t index)
{
    struct lfile *lf = &l->files[file];
    const struct fact_param *p = &lf->f->params[index];
    if (l->frame && l->frame->file == file && l->frame->scope == p->scope && !is_receiver(l, file, p) &&
        p->kind != PARAM_KEYWORDS && p->kind != PARAM_REST)
        return framed_param(l, file, p);
    if (l->frame) { /* of a function around it: what is remembered holds for every call */
        struct frame *frame = l->frame;
        l->frame = NULL;
        const struct vset *s = eval_param(l, file, index);
        l->frame = frame;
        return s;
    }
    if (is_receiver(l, file, p)) {
        uint32_t class = lf->f->scopes[p->scope].parent;
        const char **classes = lf->lang->class_names;
        bool itself = classes && g_strv_contains((const char *const *)classes, ltext(l, file, p->name));
        BUILDER(b, false);
        add(&b, (struct value){.kind = itself ? V_CLASS : V_INSTANCE, .file = file, .ref = class});
        return finish(l, &b);
    }
    if (p->kind == PARAM_KEYWORDS) {
        BUILDER(b, true);
        add(&b, (struct value){.kind = V_KEYWORDS, .file = file, .ref = p->scope});
        return finish(l, &b);
    }
    if (lf->params[index])
        return lf->params[index];
    lf->params[index] = &vset_busy;
    BUILDER(b, false);
    if (p->type && p->kind != PARAM_REST) {
        const struct vset *t = injected(l, file, eval_type(l, file, p->type));
        for (unsigned i = 0; i < t->n; i++)
            add(&b, t->v[i]);
    }
    bool omitted = true; /* nobody was seen to pass a value, or not everybody does: the default counts */
    b.open = true; /* callers outside of the repository */
    GArray *callers = l->final ? lf->callers[p->scope] : NULL;
    if (callers && p->kind != PARAM_REST) {
        BUILDER(seen, false);
        unsigned counted = 0;
        for (guint i = 0; i < callers->len && i < MAX_CALLERS; i++) {
            struct node_ref c = g_array_index(callers, struct node_ref, i);
            if (apart(l, c.file, file)) /* what a test passes is not what the program passes */
                continue;
            if (!counted++) {
                b.open = callers->len > MAX_CALLERS;
                omitted = b.open;
            }
            struct found found;
            find_param(l, file, p, c, &found);
            omitted |= found.open || !found.nodes->len;
            if (found.open || (!found.nodes->len && !p->value))
                b.open = true;
            for (guint k = 0; k < found.nodes->len; k++) {
                struct node_ref r = g_array_index(found.nodes, struct node_ref, k);
                add_set(&seen, eval(l, r.file, r.node));
            }
            found_clear(&found);
        }
        for (unsigned i = 0; i < seen.n; i++) {
            struct value v = seen.v[i];
            if (v.kind == V_LITERAL || formatting_call(l, &v))
                v.via = VALUE_PARAMETER;
            add_built(&b, v);
        }
        b.open |= seen.open;
    }
    const struct feed *feed = l->final && p->position == 0 ? g_hash_table_lookup(l->fed, KEY(file, p->scope)) : NULL;
    if (feed && p->kind != PARAM_REST) {
        const struct vset *object = eval(l, feed->file, feed->node);
        const struct vset *given = feed->each ? element_of(l, object) : object;
        const char *key = p->kind == PARAM_DESTRUCTURED ? ltext(l, file, p->key) : NULL;
        for (unsigned i = 0; i < given->n; i++)
            if (!key || !*key)
                add_built(&b, given->v[i]);
            else if (!strchr(key, '.'))
                add_set(&b, eval_member(l, &given->v[i], key));
    }
    if (!p->value && omitted)
        add_option(l, file, p, &b);
    const struct vset *otherwise = p->value && omitted ? eval(l, file, p->value) : &vset_empty;
    for (unsigned i = 0; i < otherwise->n; i++)
        add_built(&b, otherwise->v[i]);
    const struct vset *s = finish(l, &b);
    lf->params[index] = s;
    return s;
}

/* ---- names ---- */

static void taint_into(struct linker *l, uint32_t file, uint32_t node, struct builder *b, bool parsed);

/* Whether an expression is a type that texts grow in, or makes one: strings.Builder, new StringBuilder(), String::new(). */
static bool is_text_builder(struct linker *l, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    const char **names = l->files[file].lang->text_builders;
    bool is = false;
    for (unsigned i = 0; names && node && !is && i < 4; i++, node = f->nodes[node].a) {
        uint8_t kind = f->nodes[node].kind;
        if (kind == NODE_NAME || kind == NODE_MEMBER)
            is = g_strv_contains((const char *const *)names, facts_text(f, f->nodes[node].text));
        if (kind != NODE_MEMBER && kind != NODE_CALL)
            break;
    }
    return is;
}

/* What something is put into by the methods that grow it: a list that is written out, a builder of texts. */
static bool may_grow(struct linker *l, uint32_t file, const struct fact_assign *a)
{
    return lnode(l, file, a->target)->kind == NODE_NAME &&
           ((a->value && lnode(l, file, a->value)->kind == NODE_LIST) || is_text_builder(l, file, a->type) ||
            is_text_builder(l, file, a->value));
}

/* answers.append(answer): the list derives from what is put into it. */
static void add_grown(struct linker *l, uint32_t file, const struct fact_assign *a, struct builder *b)
{
    const struct facts *f = l->files[file].f;
    const char **methods = l->files[file].lang->grow_methods;
    const GArray *calls = methods && *methods ? method_calls(l, file, a->scope, f->nodes[a->target].text) : NULL;
    for (guint i = 0; calls && i < calls->len; i++) {
        uint32_t call = g_array_index(calls, uint32_t, i);
        if (g_strv_contains((const char *const *)methods, f->strings[f->nodes[f->nodes[call].a].text]))
            taint_into(l, file, call, b, false);
    }
}

/* What a with statement binds: what the context's own method gives, or the context itself. */
static const struct vset *entered(struct linker *l, const struct vset *s)
{
    BUILDER(b, s->open);
    for (unsigned i = 0; i < s->n; i++) {
        bool any = false;
        const char **names = s->v[i].kind == V_INSTANCE ? l->files[s->v[i].file].lang->enter_methods : NULL;
        for (; names && *names; names++) {
            const struct vset *m = eval_member(l, &s->v[i], *names);
            for (unsigned k = 0; k < m->n; k++)
                if (m->v[k].kind == V_FUNCTION) {
                    add_set(&b, eval_result(l, m->v[k].file, m->v[k].ref));
                    any = true;
                }
        }
        if (!any)
            add(&b, s->v[i]);
    }
    return finish(l, &b);
}

/* Whether all that is known of a value is that it comes from outside, or is nothing yet: then its declared type says more. */
static bool says_nothing(const struct linker *l, const struct builder *b)
{
    for (unsigned i = 0; i < b->n; i++) {
        const struct value *v = &b->v[i];
        bool null = v->kind == V_LITERAL && lnode(l, v->file, v->ref)->kind == NODE_NULL;
        if (!null && (v->kind != V_PATH || !v->path->dead || v->site))
            return false;
    }
    return true;
}

static const struct vset *eval_assign(struct linker *l, uint32_t file, const struct fact_assign *a)
{
    BUILDER(b, false);
    if (a->flags & ASSIGN_SELF) {
        uint32_t class = enclosing_class(l->files[file].f, a->scope);
        if (class)
            add(&b, whole_class(l, V_INSTANCE, file, class));
        return finish(l, &b);
    }
    if (a->value) {
        const struct vset *s = eval(l, file, a->value);
        if (a->flags & ASSIGN_ELEMENT)
            s = element_of(l, s);
        if (a->flags & ASSIGN_ENTER)
            s = entered(l, s);
        add_set(&b, s);
        bool simple = a->flags & ASSIGN_CONST || a->scope == 1 || a->flags & ASSIGN_FIELD;
        for (unsigned i = 0; i < b.n; i++)
            if (b.v[i].kind == V_LITERAL && (b.v[i].via == VALUE_NONE || b.v[i].via == VALUE_LITERAL))
                set_via(&b, i, simple ? VALUE_CONST : VALUE_LITERAL);
    }
    if (l->final && may_grow(l, file, a))
        add_grown(l, file, a, &b);
    if (a->type && says_nothing(l, &b))
        add_set(&b, injected(l, file, eval_type(l, file, a->type)));
    if (!a->value && !a->type)
        b.open = true;
    return finish(l, &b);
}

/* A name that is declared without a value, or with nothing: what it is given elsewhere says more. */
static bool is_declaration(const struct facts *f, const struct fact_assign *a)
{
    return a->type && (!a->value || f->nodes[a->value].kind == NODE_NULL);
}

static const struct vset *eval_bindings(struct linker *l, uint32_t file, struct bindings *all)
{
    const struct facts *f = l->files[file].f;
    if (all->set && all->pass == l->pass && !l->frame)
        return all->set;
    if (all->busy >= BINDINGS_ROUNDS || l->depth >= MAX_EVAL_DEPTH)
        return &vset_open;
    bool inner = all->busy || l->frame; /* in a cycle, or for one call: this is but a part of it */
    const uint32_t came_back = l->came_back;
    all->busy++;
    l->depth++;
    BUILDER(b, false);
    unsigned declared = 0;
    for (guint i = 0; i < all->list->len; i++) {
        const struct binding *d = &g_array_index(all->list, struct binding, i);
        switch (d->kind) {
        case BIND_IMPORT:
            if (l->files[file].importing[d->index]) {
                b.open = true;
                break;
            }
            l->files[file].importing[d->index] = true;
            add_set(&b, eval_import(l, file, &f->imports[d->index]));
            l->files[file].importing[d->index] = false;
            break;
        case BIND_ASSIGN:
            if (all->busy > 1 && is_declaration(f, &f->assigns[d->index])) /* a type that names itself */
                b.open = true;
            else if (!is_declaration(f, &f->assigns[d->index]))
                add_set(&b, eval_assign(l, file, &f->assigns[d->index]));
            else
                declared++;
            break;
        case BIND_PARAM:
            add_set(&b, eval_param(l, file, d->index));
            break;
        case BIND_SCOPE:
            add(&b, (struct value){.kind = f->scopes[d->index].kind == SCOPE_CLASS ? V_CLASS : V_FUNCTION,
                                   .file = file, .ref = d->index});
            break;
        }
    }
    for (guint i = 0; declared && i < all->list->len; i++) {
        const struct binding *d = &g_array_index(all->list, struct binding, i);
        const struct vset *type = d->kind == BIND_ASSIGN && is_declaration(f, &f->assigns[d->index])
                                      ? eval_assign(l, file, &f->assigns[d->index]) : &vset_empty;
        for (unsigned k = 0; k < type->n; k++)
            add_declared(&b, type->v[k]);
        b.open |= type->open;
    }
    const struct vset *s = finish(l, &b);
    l->depth--;
    all->busy--;
    /* c := c.ask(): what a cycle left a part of is asked again when it has ended, a few times */
    bool partial = came_back != l->came_back && all->asked_again < ASKED_AGAIN_MOST;
    if (!inner && !partial && (s->n || came_back == l->came_back)) {
        all->set = s;
        all->pass = l->pass;
        all->asked_again = 0;
    }
    all->asked_again += !inner && partial;
    return s;
}

static void class_member(struct linker *l, uint32_t file, uint32_t scope, const char *name, bool instance,
                         struct builder *b, bool *found, unsigned hops);
static void derived_member(struct linker *l, uint32_t file, uint32_t scope, const char *name, struct builder *b,
                           bool *found, unsigned hops);
static bool is_placeholder(struct linker *l, const struct builder *b);

/* A name that is known in a method because its class, or a base of it, has it; NULL otherwise. A constructor is no
 * such name: the class is meant. */
static const struct vset *own_member(struct linker *l, uint32_t file, uint32_t class, uint32_t text)
{
    if (l->files[file].f->scopes[class].name == text || l->depth >= MAX_EVAL_DEPTH)
        return NULL;
    BUILDER(b, false);
    bool found = false;
    l->depth++;
    class_member(l, file, class, ltext(l, file, text), true, &b, &found, 8);
    if (l->final && is_placeholder(l, &b))
        derived_member(l, file, class, ltext(l, file, text), &b, &found, 8);
    l->depth--;
    return found ? finish(l, &b) : NULL;
}

/* A name that nothing in the file binds, where types are known by their names. */
static const struct vset *named_type(struct linker *l, uint32_t file, uint32_t scope, const char *name)
{
    const struct language *lang = l->files[file].lang;
    const char *separator = strstr(name, lang->separator);
    if (separator) { /* written with its namespace, whose first part may be an import */
        const struct vset *own = types_qualified(l, file, name);
        if (own)
            return own;
        g_autofree char *first = g_strndup(name, (gsize)(separator - name));
        uint32_t text = *first ? string_index(l, file, first) : 0;
        struct bindings *list = text ? bindings_of(l, file, 1, text) : NULL;
        if (!list) {
            const struct vset *below = types_below(l, file, scope, name);
            return below ? below : external(l, file, name, "");
        }
        g_auto(GStrv) parts = g_strsplit(separator + strlen(lang->separator), lang->separator, -1);
        const struct vset *s = eval_bindings(l, file, list);
        for (unsigned i = 0; parts[i] && i < MAX_PATH_DEPTH; i++) {
            BUILDER(b, s->open);
            for (unsigned k = 0; k < s->n; k++)
                add_set(&b, eval_member(l, &s->v[k], parts[i]));
            s = finish(l, &b);
        }
        return s;
    }
    const struct vset *s = types_visible(l, file, scope, name), *outside = external(l, file, name, "");
    bool root = !outside->v[0].path->dead; /* a package begins so */
    if (s && !root)
        return s;
    if (!root)
        return lang->globals ? external(l, file, lang->globals, name) : &vset_open;
    BUILDER(b, false); /* the repository may add to what a package begins */
    if (s)
        add_set(&b, s);
    add_set(&b, outside);
    return finish(l, &b);
}

/* Whether a scope is another, or stands in it. */
static bool within(const struct facts *f, uint32_t scope, uint32_t outer)
{
    while (scope && scope != outer)
        scope = f->scopes[scope].parent;
    return scope;
}

static bool is_super(const struct linker *l, uint32_t file, const char *name)
{
    return g_strcmp0(l->files[file].lang->super_name, name) == 0;
}

/* Whether all that a class calls by a name is members: of Go `http *http.Client`, of C# `Kernel Kernel { get; }`. */
static bool only_members(struct linker *l, uint32_t file, uint32_t class, uint32_t text)
{
    const struct lfile *lf = &l->files[file];
    const struct bindings *own = bindings_of(l, file, class, text);
    for (guint i = 0; own && i < own->list->len; i++) {
        const struct binding *b = &g_array_index(own->list, struct binding, i);
        bool method = b->kind == BIND_SCOPE && lf->f->scopes[b->index].kind == SCOPE_FUNCTION;
        bool field = b->kind == BIND_ASSIGN && (lf->lang->implicit_self || is_declaration(lf->f, &lf->f->assigns[b->index]));
        if (!method && !field)
            return false;
    }
    return own || lf->lang->implicit_self;
}

/* What a function that extends a type calls by its bare name: a member of the instance that it is called on. */
static const struct vset *extended_member(struct linker *l, uint32_t file, uint32_t scope, uint32_t text)
{
    const struct language *lang = l->files[file].lang;
    uint32_t self = lang->implicit_self && lang->self_names && *lang->self_names ? string_index(l, file, *lang->self_names) : 0;
    struct bindings *list = self && self != text ? bindings_of(l, file, scope, self) : NULL;
    const struct vset *of = list ? eval_bindings(l, file, list) : &vset_empty;
    BUILDER(b, of->open);
    for (unsigned i = 0; i < of->n; i++)
        add_set(&b, eval_member(l, &of->v[i], ltext(l, file, text)));
    return only_dead(b.v, b.n) ? NULL : finish(l, &b);
}

/* Whether a name is assigned behind the place where it is used, and nothing leads from there back to the use: no loop
 * around both, no function that is called again. */
static bool assigned_later(const struct facts *f, const struct binding *b, const struct fact_node *use)
{
    const struct fact_assign *a = b->kind == BIND_ASSIGN ? &f->assigns[b->index] : NULL;
    if (!a || a->line <= use->end_line || (a->region && f->regions[a->region].scope != use->scope))
        return false;
    for (uint32_t r = use->region; r && f->regions[r].scope == use->scope; r = f->regions[r].parent)
        if ((f->regions[r].kind == REGION_EACH || f->regions[r].kind == REGION_WHILE) && region_inside(f, a->region, r))
            return false;
    return true;
}

/* Whether a name is a parameter too, or what it is given is made of what it was: then one value grows out of another. */
static bool grows(const struct facts *f, const struct bindings *all)
{
    for (guint i = 0; i < all->list->len; i++) {
        const struct binding *b = &g_array_index(all->list, struct binding, i);
        const struct fact_assign *a = b->kind == BIND_ASSIGN ? &f->assigns[b->index] : NULL;
        uint32_t name = a && a->target ? f->nodes[a->target].text : 0;
        if (!a || !name)
            return true;
        for (uint32_t n = 1; a->value && n < f->n_nodes; n++) {
            uint32_t p = f->nodes[n].kind == NODE_NAME && f->nodes[n].text == name ? n : 0;
            while (p && p != a->value)
                p = f->nodes[p].parent;
            if (p)
                return true;
        }
    }
    return false;
}

/* What a name stands for in a function that gives it something else further on; NULL if it does not. */
static const struct vset *eval_before(struct linker *l, uint32_t file, const struct fact_node *use, struct bindings *all)
{
    const struct facts *f = l->files[file].f;
    struct bindings before = {.list = NULL};
    g_autoptr(GArray) list = NULL;
    for (guint i = 0; i < all->list->len; i++)
        if (assigned_later(f, &g_array_index(all->list, struct binding, i), use) && !list)
            list = g_array_new(FALSE, FALSE, sizeof(struct binding));
    for (guint i = 0; list && i < all->list->len; i++)
        if (!assigned_later(f, &g_array_index(all->list, struct binding, i), use))
            g_array_append_val(list, g_array_index(all->list, struct binding, i));
    if (!list || !list->len || all->busy || grows(f, all))
        return NULL;
    before.list = list;
    all->busy++;
    const struct vset *set = eval_bindings(l, file, &before);
    all->busy--;
    return set;
}

static const struct vset *eval_name(struct linker *l, uint32_t file, const struct fact_node *n)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    bool type = n == l->type_name;
    for (uint32_t s = n->scope; s; s = f->scopes[s].parent) {
        if (type && f->scopes[s].kind == SCOPE_CLASS && only_members(l, file, s, n->text))
            continue;
        if (f->scopes[s].kind == SCOPE_CLASS && lf->lang->implicit_self) {
            const struct vset *own = own_member(l, file, s, n->text);
            if (own)
                return own;
            continue;
        }
        if (f->scopes[s].kind == SCOPE_CLASS && s != n->scope)
            continue; /* methods do not see the names of their class */
        struct bindings *list = bindings_of(l, file, s, n->text);
        if (list && l->frame && !(file == l->frame->file && within(f, s, l->frame->scope))) {
            struct frame *frame = l->frame; /* a name from around the function */
            l->frame = NULL;
            const struct vset *set = eval_bindings(l, file, list);
            l->frame = frame;
            return set;
        }
        const struct vset *before = list && s == n->scope && list->list->len > 1 ? eval_before(l, file, n, list) : NULL;
        if (before)
            return before;
        if (list)
            return eval_bindings(l, file, list);
        const struct vset *member = f->scopes[s].kind == SCOPE_FUNCTION ? extended_member(l, file, s, n->text) : NULL;
        if (member)
            return member;
    }
    const char *name = ltext(l, file, n->text);
    const struct vset *sibling = eval_sibling(l, file, name);
    if (sibling->n)
        return sibling;
    if (lf->lang->self_names && g_strv_contains((const char *const *)lf->lang->self_names, name)) {
        uint32_t class = enclosing_class(f, n->scope);
        if (!class)
            return &vset_open;
        BUILDER(b, false);
        add(&b, whole_class(l, V_INSTANCE, file, class));
        return finish(l, &b);
    }
    if (g_strcmp0(lf->lang->own_type, name) == 0 && enclosing_class(f, n->scope)) {
        BUILDER(b, false);
        add(&b, whole_class(l, V_CLASS, file, enclosing_class(f, n->scope)));
        return finish(l, &b);
    }
    if (is_super(l, file, name) && !lf->lang->super_called && enclosing_class(f, n->scope)) {
        BUILDER(b, false);
        add(&b, (struct value){.kind = V_SUPER, .file = file, .ref = enclosing_class(f, n->scope)});
        return finish(l, &b);
    }
    if (lf->lang->modules == MODULES_NAMES)
        return named_type(l, file, n->scope, name);
    const struct vset *star = NULL;
    for (uint32_t i = 0; i < f->n_imports; i++) /* from x import * */
        if (f->imports[i].flags & IMPORT_STAR && !(f->imports[i].flags & IMPORT_REEXPORT)) {
            const char *module = ltext(l, file, f->imports[i].module);
            uint32_t target = resolve(l, file, module);
            const struct vset *s = target != NO_INDEX && target != file ? eval_export(l, target, name) : &vset_empty;
            if (s->n)
                return s;
            if (target == NO_INDEX && modules_known_root(l->modules, module)) {
                const struct vset *outside = external(l, file, module, name);
                if (!star)
                    star = outside;
                if (outside->n && !outside->v[0].path->dead)
                    return outside; /* of several modules the one that has the name */
            }
        }
    if (star) { /* what no rule knows there may be a name of the language */
        const struct vset *own = lf->lang->globals ? external(l, file, lf->lang->globals, name) : &vset_empty;
        return own->n && !own->v[0].path->dead ? own : star;
    }
    if (lf->lang->open_roots && modules_known_root(l->modules, name))
        return external(l, file, name, "");
    if (!lf->lang->globals)
        return &vset_open;
    return external(l, file, lf->lang->globals, name);
}

/* ---- members ---- */

void class_bases(struct linker *l, uint32_t file, uint32_t scope, GPtrArray *out)
{
    const struct facts *f = l->files[file].f;
    const struct fact_scope *s = &f->scopes[scope];
    if (l->depth >= MAX_EVAL_DEPTH)
        return;
    l->depth++;
    for (uint32_t i = 0; i < s->n_bases; i++) {
        uint32_t node = f->kids[s->first_base + i];
        if (lnode(l, file, node)->kind == NODE_KEYWORD)
            continue;
        if (lnode(l, file, node)->kind == NODE_SUBSCRIPT) /* Generic base: Base[T] */
            node = lnode(l, file, node)->a;
        const struct vset *b = eval(l, file, node);
        for (unsigned k = 0; k < b->n; k++) {
            if (b->v[k].kind == V_PATH && !g_ptr_array_find(out, b->v[k].path, NULL))
                g_ptr_array_add(out, (gpointer)b->v[k].path);
            else if (b->v[k].kind == V_CLASS && !(b->v[k].file == file && b->v[k].ref == scope))
                class_bases(l, b->v[k].file, b->v[k].ref, out);
        }
    }
    l->depth--;
}

static const struct vset *eval_stored(struct linker *l, const struct stored *s)
{
    return s->assign ? eval_assign(l, s->file, &l->files[s->file].f->assigns[s->assign - 1]) : eval(l, s->file, s->node);
}

/* What was put into a holder under a name from elsewhere; true if anything was. */
static bool add_stored(struct linker *l, const struct value *holder, const char *name, struct builder *b)
{
    const GArray *list = stores_find(l, holder, name);
    bool any = false;
    for (guint i = 0; list && i < list->len; i++) {
        const struct stored *s = &g_array_index(list, struct stored, i);
        const struct chain *c = holder->chain;
        while (c && s->chain && (c->file != s->chain->file || c->node != s->chain->node))
            c = c->prev;
        if (holder->chain && s->chain && !c)
            continue; /* another object of that class */
        add_set(b, eval_stored(l, s));
        any = true;
    }
    return any;
}

/* Values of a field that are handed to the class when it is called; false if nobody is seen to call it, or if some
 * do not pass one. */
static bool add_constructed(struct linker *l, uint32_t file, uint32_t scope, const struct fact_assign *field,
                            struct builder *b)
{
    const struct facts *f = l->files[file].f;
    GArray *callers = l->final ? l->files[file].callers[scope] : NULL;
    if (!callers || callers->len > MAX_CALLERS)
        return false;
    const char *name = ltext(l, file, f->nodes[field->target].text);
    int position = 0; /* fields that have a value stand behind all those that have none, or are no parameters at all */
    for (const struct fact_assign *a = f->assigns; a < f->assigns + f->n_assigns; a++)
        if (a->scope == scope && a->flags & ASSIGN_FIELD && a->type && (!a->value || field->value))
            position += a < field || (field->value && !a->value);
    bool all = true, any = false;
    for (guint i = 0; i < callers->len; i++) {
        struct node_ref c = g_array_index(callers, struct node_ref, i);
        if (apart(l, c.file, file))
            continue;
        struct found found;
        find_argument(l, c.file, c.node, name, -1, &found);
        if (!found.nodes->len && !f->scopes[scope].n_bases && !f->scopes[scope].n_params) {
            bool open = found.open;
            found_clear(&found);
            find_argument(l, c.file, c.node, NULL, position + (int)c.shift, &found);
            found.open |= open;
        }
        all &= found.nodes->len && !found.open;
        for (guint k = 0; k < found.nodes->len; k++) {
            struct node_ref r = g_array_index(found.nodes, struct node_ref, k);
            const struct vset *s = eval(l, r.file, r.node); /* node 0: perhaps none, an open set */
            for (unsigned q = 0; q < s->n; q++) {
                struct value v = s->v[q];
                if (v.kind == V_LITERAL)
                    v.via = VALUE_PARAMETER;
                add_built(b, v);
            }
            b->open |= s->open;
            any |= r.node != 0;
        }
        found_clear(&found);
    }
    return all && any;
}

/* Whether nothing but null, and functions that give nothing, is known: what derives from the class says more. */
static bool is_placeholder(struct linker *l, const struct builder *b)
{
    for (unsigned i = 0; i < b->n; i++) {
        const struct value *v = &b->v[i];
        if (v->kind == V_LITERAL ? lnode(l, v->file, v->ref)->kind != NODE_NULL
                                 : v->kind != V_FUNCTION || l->files[v->file].gives[v->ref])
            return false;
    }
    return true;
}

static void class_member(struct linker *l, uint32_t file, uint32_t scope, const char *name, bool instance,
                         struct builder *b, bool *found, unsigned hops);

/* The call by which a class builds the class above it, in force: what that keeps of its arguments is what this class hands it.
 * NULL where there is none, or several. */
static struct frame *built_by(struct linker *l, uint32_t file, uint32_t class, const struct value *above)
{
    uint32_t entry = class_entry(l, above->file, above->ref);
    const GArray *callers = entry && l->final ? l->files[above->file].callers[entry] : NULL;
    struct frame *known = g_hash_table_lookup(l->above, KEY(file, class));
    const struct node_ref *own = NULL;
    if (known && known->file == above->file && known->scope == entry)
        return known;
    for (guint i = 0; callers && i < callers->len; i++) {
        const struct node_ref *c = &g_array_index(callers, struct node_ref, i);
        if (c->file != file || enclosing_class(l->files[file].f, lnode(l, file, c->node)->scope) != class || (own && own->node == c->node))
            continue;
        if (own)
            return NULL;
        own = c;
    }
    if (!own)
        return NULL;
    known = frame_new(l, above->file, entry, *own, NULL);
    g_hash_table_insert(l->above, KEY(file, class), known);
    return known;
}

/* The member of its object that a property gives: get client() { return this._client }. NULL for any other. */
static const char *property_of(struct linker *l, const struct value *class, const char *name)
{
    const struct lfile *lf = &l->files[class->file];
    uint32_t text = string_index(l, class->file, name), value = 0;
    const struct bindings *all = text ? bindings_of(l, class->file, class->ref, text) : NULL;
    const struct binding *d = all && all->list->len == 1 ? &g_array_index(all->list, struct binding, 0) : NULL;
    if (!d || d->kind != BIND_SCOPE || !(lf->f->scopes[d->index].flags & SCOPE_PROPERTY))
        return NULL;
    for (uint32_t i = 0; i < lf->f->n_jumps; i++)
        if (lf->f->jumps[i].scope == d->index && lf->f->jumps[i].kind == JUMP_RETURN) {
            if (value)
                return NULL;
            value = lf->f->jumps[i].value;
        }
    const struct fact_node *n = &lf->f->nodes[value], *on = &lf->f->nodes[n->a];
    bool own = n->kind == NODE_MEMBER && on->kind == NODE_NAME && g_strv_contains((const char *const *)lf->lang->self_names, lf->f->strings[on->text]);
    return own ? lf->f->strings[n->text] : NULL;
}

/* A member that the classes above one define. */
static void base_member(struct linker *l, uint32_t file, uint32_t scope, const char *name, bool instance,
                        struct builder *b, bool *found, unsigned hops)
{
    struct lfile *lf = &l->files[file];
    const struct fact_scope *s = &lf->f->scopes[scope];
    for (uint32_t i = 0; i < s->n_bases && !*found; i++) {
        uint32_t node = lf->f->kids[s->first_base + i];
        if (lnode(l, file, node)->kind == NODE_KEYWORD)
            continue;
        if (lnode(l, file, node)->kind == NODE_SUBSCRIPT)
            node = lnode(l, file, node)->a;
        const struct vset *bases = eval(l, file, node);
        for (unsigned k = 0; k < bases->n && !*found; k++) {
            const struct value *v = &bases->v[k];
            if (v->kind == V_CLASS && !(v->file == file && v->ref == scope)) {
                struct frame *outer = l->frame, *own = instance ? built_by(l, file, scope, v) : NULL;
                const char *kept = own ? property_of(l, v, name) : NULL;
                l->frame = own ? own : outer;
                class_member(l, v->file, v->ref, kept ? kept : name, instance, b, found, hops - 1);
                l->frame = outer;
            } else if (v->kind == V_PATH && !v->path->dead) {
                struct value base = instance ? step(l, v, SEGMENT_CALL, NULL) : *v;
                struct value m = step(l, &base, SEGMENT_MEMBER, name);
                if (!m.path->dead) {
                    add(b, m);
                    *found = true;
                }
            }
        }
    }
}

/* A member that classes derived from this one define. */
static void derived_member(struct linker *l, uint32_t file, uint32_t scope, const char *name, struct builder *b,
                           bool *found, unsigned hops)
{
    const GArray *list = g_hash_table_lookup(l->subclasses, KEY(file, scope));
    for (guint i = 0; list && i < list->len && hops; i++) {
        struct node_ref r = g_array_index(list, struct node_ref, i);
        uint32_t text = string_index(l, r.file, name);
        if (apart(l, r.file, file))
            continue;
        if (text && (bindings_of(l, r.file, r.node, text) || g_hash_table_lookup(l->files[r.file].members, KEY(r.node, text)))) {
            bool here = false;
            class_member(l, r.file, r.node, name, true, b, &here, 0);
            *found |= here;
        }
        struct unit parts[MAX_VALUES];
        unsigned n = types_parts(l, r.file, r.node, parts, G_N_ELEMENTS(parts));
        for (unsigned k = 0; k < n; k++)
            class_member(l, parts[k].file, parts[k].scope, name, true, b, found, 0);
        derived_member(l, r.file, r.node, name, b, found, hops - 1);
    }
}

/* A member of a class or of its instances; *found tells whether a class of the repository has it. */
static void class_member(struct linker *l, uint32_t file, uint32_t scope, const char *name, bool instance,
                         struct builder *b, bool *found, unsigned hops)
{
    struct lfile *lf = &l->files[file];
    uint32_t text = string_index(l, file, name);
    struct value itself = {.kind = V_CLASS, .file = file, .ref = scope};
    *found |= add_stored(l, &itself, name, b);
    if (text) {
        GArray *assigns = g_hash_table_lookup(lf->members, KEY(scope, text));
        for (guint i = 0; assigns && i < 2 * assigns->len; i++) { /* declarations come last */
            const struct fact_assign *own = &lf->f->assigns[g_array_index(assigns, uint32_t, i % assigns->len)];
            if ((i >= assigns->len) != is_declaration(lf->f, own))
                continue;
            const struct vset *given = eval_assign(l, file, own);
            *found = true;
            if (i < assigns->len) {
                add_set(b, given);
                continue;
            }
            for (unsigned q = 0; q < given->n; q++)
                add_declared(b, given->v[q]);
            b->open |= given->open;
        }
        const struct bindings *all = bindings_of(l, file, scope, text);
        const GArray *list = all ? all->list : NULL;
        for (guint k = 0; list && k < 2 * list->len; k++) { /* declarations come last */
            const struct binding *d = &g_array_index(list, struct binding, k % list->len);
            if ((k >= list->len) != (d->kind == BIND_ASSIGN && is_declaration(lf->f, &lf->f->assigns[d->index])))
                continue;
            *found = true;
            if (d->kind == BIND_SCOPE && lf->f->scopes[d->index].kind != SCOPE_CLASS) {
                refer(l, V_FUNCTION, file, d->index);
                if (lf->f->scopes[d->index].flags & SCOPE_PROPERTY && instance)
                    add_set(b, eval_result(l, file, d->index));
                else
                    add(b, (struct value){.kind = V_FUNCTION, .file = file, .ref = d->index});
            } else if (d->kind == BIND_SCOPE) {
                add(b, (struct value){.kind = V_CLASS, .file = file, .ref = d->index});
            } else if (d->kind == BIND_PARAM) { /* of a constructor that is written with the class */
                add_set(b, eval_param(l, file, d->index));
            } else if (d->kind == BIND_ASSIGN) {
                BUILDER(field, false);
                unsigned before = b->n;
                bool built = instance && add_constructed(l, file, scope, &lf->f->assigns[d->index], b);
                if (built && b->n > before)
                    continue;
                const struct vset *declared = eval_assign(l, file, &lf->f->assigns[d->index]);
                for (unsigned q = 0; built && q < declared->n; q++) /* what it is handed is unknown, but of its type */
                    if (declared->v[q].kind != V_LITERAL)
                        add_declared(b, declared->v[q]);
                if (built)
                    continue;
                add_set(&field, declared);
                for (unsigned q = 0; q < field.n; q++)
                    if (field.v[q].kind == V_LITERAL)
                        set_via(&field, q, VALUE_CONFIG); /* a settings object: its default */
                for (unsigned q = 0; q < field.n; q++)
                    add_declared(b, field.v[q]);
                b->open |= field.open;
            }
        }
    }
    const GArray *others = lf->lang->partial_classes && hops
                               ? siblings_parts(l->siblings, file, ltext(l, file, lf->f->scopes[scope].name)) : NULL;
    for (guint i = 0; others && i < others->len; i++) {
        const struct sibling *p = &g_array_index(others, struct sibling, i);
        if (p->file != file || p->scope != scope)
            class_member(l, p->file, p->scope, name, instance, b, found, 0);
    }
    struct unit parts[MAX_VALUES];
    unsigned n_parts = !*found && hops ? types_parts(l, file, scope, parts, G_N_ELEMENTS(parts)) : 0;
    for (unsigned i = 0; i < n_parts; i++)
        class_member(l, parts[i].file, parts[i].scope, name, instance, b, found, 0);
    if (!*found && hops)
        base_member(l, file, scope, name, instance, b, found, hops);
}

/* Any of a dictionary's values. */
static void add_elements(struct linker *l, const struct value *v, struct builder *b)
{
    const struct fact_node *d = lnode(l, v->file, v->ref);
    for (uint32_t k = 0; d->kind == NODE_DICT && k < d->count; k++) {
        const struct fact_node *pair = lnode(l, v->file, l->files[v->file].f->kids[d->first + k]);
        if (pair->kind == NODE_PAIR)
            add_set(b, eval(l, v->file, pair->b));
    }
}

/* What is read from a result beside the model's own words says nothing of them. */
static bool of_envelope(struct linker *l, const struct value *v, const char *name)
{
    if (!v->site)
        return false;
    const struct api_item *item = &l->rules->items[g_array_index(l->drafts, struct site_draft, v->site - 1).item];
    return item->file->envelope && g_strv_contains((const char *const *)item->file->envelope, name);
}

/* A member of a package that was imported with a module below it: `import a.b.c`, a.b */
static const struct vset *package_member(struct linker *l, const struct value *v, const char *name)
{
    const struct language *lang = l->files[v->file].lang;
    g_autofree char *folder = module_folder(l->modules, v->file, lang, v->ref);
    g_autofree char *next = module_folder(l->modules, v->file, lang, v->ref - 1);
    const char *slash = strrchr(next, '/');
    if (g_str_equal(slash ? slash + 1 : next, name)) {
        BUILDER(b, false);
        add(&b, (struct value){.kind = V_MODULE, .file = v->file, .ref = v->ref - 1});
        return finish(l, &b);
    }
    uint32_t index = module_at_path(l->modules, lang, folder);
    const struct vset *s = index != NO_INDEX ? eval_export(l, index, name) : &vset_empty;
    if (s->n)
        return s;
    g_autofree char *below = g_strconcat(folder, *folder ? "/" : "", name, NULL);
    uint32_t child = module_at_path(l->modules, lang, below);
    return child != NO_INDEX && l->files[child].f ? module_value(l, child) : &vset_open;
}

static void argument_values(struct linker *l, uint32_t file, uint32_t node, const char *name, int position,
                            struct builder *b);

struct value implemented_class(struct linker *l, const struct value *v)
{
    unsigned hops = 0;
    for (const struct chain *c = v->chain; c && hops < 64; c = c->prev, hops++)
        for (unsigned i = 0; c->file != NO_INDEX && i < c->path->n_items; i++) {
            const struct api_item *item = &l->rules->items[c->path->items[i]];
            if (item->role != ROLE_AGENT || item->implements < 0)
                continue;
            BUILDER(args, false);
            argument_values(l, c->file, c->node, NULL, item->implements, &args);
            for (unsigned k = 0; k < args.n; k++)
                if (args.v[k].kind == V_CLASS)
                    return args.v[k];
        }
    return (struct value){.kind = V_OTHER};
}

/* What an annotation, or a call in the body of a class, makes of its instances; NULL without. */
static const struct apath *making(struct linker *l, uint32_t file, uint32_t node)
{
    const struct vset *s = eval(l, file, node);
    for (unsigned k = 0; k < s->n; k++) {
        if (s->v[k].kind != V_PATH)
            continue;
        apath_items(l, s->v[k].path);
        for (unsigned q = 0; q < s->v[k].path->n_items; q++) {
            const struct api_item *item = &l->rules->items[s->v[k].path->items[q]];
            if (item->role == ROLE_AGENT && item->returns.n_segments)
                return from_pattern(l, s->v[k].path->language, &item->returns);
        }
    }
    return NULL;
}

/* The path of the instances of a class that a library makes: named to it in a call, decorated, or by what its body calls
 * in languages where bare names are calls. NULL without. */
static const struct apath *made_path(struct linker *l, uint32_t file, uint32_t class)
{
    gpointer at = NULL;
    bool asked = g_hash_table_lookup_extended(l->made, KEY(file, class), NULL, &at);
    const struct apath *known = at;
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 0; !known && i < f->scopes[class].n_decorators; i++)
        known = making(l, file, f->kids[f->scopes[class].first_decorator + i]);
    if (known || asked || !l->files[file].lang->bare_calls)
        return known;
    g_hash_table_insert(l->made, KEY(file, class), NULL); /* who asks again meanwhile, or later, need not look */
    for (uint32_t i = 1; !known && i < f->n_nodes; i++)
        if (f->nodes[i].scope == class && (f->nodes[i].kind == NODE_CALL || f->nodes[i].kind == NODE_NAME) && !f->nodes[i].parent)
            known = making(l, file, i);
    g_hash_table_insert(l->made, KEY(file, class), (gpointer)known);
    return known;
}

/* A member that gives what its object holds: Value of Lazy<T>, which is taken for what it holds. */
static bool holds_value(const struct language *language, const char *name)
{
    const char **members = language->same_members;
    return members && g_strv_contains((const char *const *)members, name);
}

const struct vset *eval_member(struct linker *l, const struct value *v, const char *name)
{
    BUILDER(b, false);
    struct value bare = *v;
    if (of_envelope(l, v, name)) {
        bare.site = 0;
        v = &bare;
    }
    switch (v->kind) {
    case V_PATH: {
        struct value m = step(l, v, SEGMENT_MEMBER, name);
        if (m.path->dead && !v->path->dead && !v->site && holds_value(&l->rules->languages[v->path->language], name))
            m = *v; /* what holds it was looked through */
        if (!add_stored(l, v, name, &b) || !m.path->dead)
            add(&b, m);
        struct value class = implemented_class(l, v);
        bool found = false;
        if (class.kind == V_CLASS)
            class_member(l, class.file, class.ref, name, true, &b, &found, 8);
        break;
    }
    case V_MODULE: {
        if (v->ref)
            return package_member(l, v, name);
        const struct vset *s = eval_export(l, v->file, name);
        uint32_t child = s->n ? NO_INDEX : child_of(l, v->file, name);
        if (child != NO_INDEX)
            return module_value(l, child);
        add_set(&b, s);
        if (!add_stored(l, v, name, &b) && !s->n)
            b.open = true;
        break;
    }
    case V_TYPE: {
        g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
        if (lnode(l, v->file, v->ref)->kind == NODE_DICT)
            dict_get(l, v->file, v->ref, name, nodes, &b.open);
        for (guint i = 0; i < nodes->len; i++) {
            struct node_ref r = g_array_index(nodes, struct node_ref, i);
            add_set(&b, eval_type(l, r.file, r.node));
        }
        b.open = true;
        break;
    }
    case V_SUPER: {
        bool found = false;
        base_member(l, v->file, v->ref, name, true, &b, &found, 8);
        b.open |= !found;
        break;
    }
    case V_CLASS: case V_INSTANCE: {
        bool found = false;
        const char **classes = l->files[v->file].lang->class_members;
        if (v->kind == V_INSTANCE && classes && g_strv_contains((const char *const *)classes, name)) {
            add(&b, (struct value){.kind = V_CLASS, .file = v->file, .ref = v->ref});
            break;
        }
        class_member(l, v->file, v->ref, name, v->kind == V_INSTANCE, &b, &found, 8);
        if (v->kind == V_INSTANCE && l->final && is_placeholder(l, &b))
            derived_member(l, v->file, v->ref, name, &b, &found, 8);
        bool defined = false; /* by the class itself: what a library adds to it does not count then */
        for (unsigned i = 0; i < b.n; i++)
            defined |= b.v[i].kind == V_FUNCTION;
        bool added = l->files[v->file].lang->bare_calls ? !defined : found;
        const struct apath *made = v->kind == V_INSTANCE && added ? made_path(l, v->file, v->ref) : NULL;
        if (made)
            add(&b, step(l, &(struct value){.kind = V_PATH, .path = made}, SEGMENT_MEMBER, name));
        if (!found && v->kind == V_INSTANCE && holds_value(l->files[v->file].lang, name))
            add(&b, *v);
        if (!found)
            b.open = true;
        if (v->site)
            add(&b, (struct value){.kind = V_OTHER, .site = v->site, .parsed = v->parsed});
        break;
    }
    case V_LITERAL: {
        g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
        bool open = false;
        bool stored = add_stored(l, v, name, &b);
        uint8_t kind = lnode(l, v->file, v->ref)->kind;
        const char **same = l->files[v->file].lang->literal_members;
        if ((kind == NODE_STRING || kind == NODE_NUMBER) && same && g_strv_contains((const char *const *)same, name)) {
            add(&b, *v);
        } else if (is_dictionary(l, v) && (dict_get(l, v->file, v->ref, name, nodes, &open) || stored)) {
            for (guint i = 0; i < nodes->len; i++) {
                struct node_ref r = g_array_index(nodes, struct node_ref, i);
                add_set(&b, eval(l, r.file, r.node));
            }
            for (unsigned i = 0; i < b.n; i++)
                if (b.v[i].kind == V_LITERAL && v->via)
                    set_via(&b, i, v->via);
        } else {
            b.open = true;
        }
        if (v->site)
            add(&b, (struct value){.kind = V_OTHER, .site = v->site, .parsed = v->parsed});
        break;
    }
    case V_FUNCTION: { /* a decorator of whatever library made the method an attribute: a member of what it gives */
        const struct facts *f = l->files[v->file].f;
        const struct fact_scope *s = &f->scopes[v->ref];
        const struct vset *given = s->n_decorators && f->scopes[s->parent].kind == SCOPE_CLASS ? eval_result(l, v->file, v->ref)
                                                                                              : &vset_empty;
        for (unsigned i = 0; i < given->n; i++)
            if (given->v[i].kind == V_PATH)
                add_set(&b, eval_member(l, &given->v[i], name));
        b.open = true;
        break;
    }
    default:
        b.open = true;
        if (v->site)
            add(&b, (struct value){.kind = V_OTHER, .site = v->site, .parsed = v->parsed});
        break;
    }
    return finish(l, &b);
}

/* ---- calls ---- */

const struct vset *eval_result(struct linker *l, uint32_t file, uint32_t scope)
{
    struct lfile *lf = &l->files[file];
    if (lf->results[scope])
        return lf->results[scope];
    if (l->depth >= MAX_EVAL_DEPTH)
        return &vset_open;
    lf->results[scope] = &vset_busy;
    l->depth++;
    struct frame *frame = l->frame; /* what is remembered holds for every call */
    l->frame = NULL;
    BUILDER(b, false);
    for (uint32_t i = 0; i < lf->f->n_jumps; i++) {
        const struct fact_jump *j = &lf->f->jumps[i];
        if (j->scope == scope && (j->kind == JUMP_RETURN || j->kind == JUMP_YIELD) && j->value)
            add_set(&b, eval(l, file, j->value));
    }
    if (lf->f->scopes[scope].type && says_nothing(l, &b)) /* declared only */
        add_set(&b, eval_type(l, file, lf->f->scopes[scope].type));
    for (unsigned i = 0; i < b.n; i++)
        if (b.v[i].kind == V_LITERAL && b.v[i].via < VALUE_CONST)
            set_via(&b, i, VALUE_CONST);
    l->frame = frame;
    l->depth--;
    return lf->results[scope] = finish(l, &b);
}

static void note_caller(struct linker *l, const struct value *fn, uint32_t file, uint32_t node, unsigned shift)
{
    if (l->final)
        return;
    GArray **list = &l->files[fn->file].callers[fn->ref];
    if (!*list)
        *list = g_array_new(FALSE, FALSE, sizeof(struct node_ref));
    g_array_append_val(*list, ((struct node_ref){file, node, shift}));
}

uint32_t class_entry(struct linker *l, uint32_t file, uint32_t class)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 2; i < f->n_scopes; i++)
        if (f->scopes[i].parent == class && f->scopes[i].kind == SCOPE_FUNCTION) {
            const char **names = l->files[file].lang->constructors;
            if (names && g_strv_contains((const char *const *)names, ltext(l, file, f->scopes[i].name)))
                return i;
            if (l->files[file].lang->implicit_self && f->scopes[i].name == f->scopes[class].name)
                return i; /* a constructor is called as its class is */
        }
    return 0;
}

static const struct chain *chain_push(struct linker *l, const struct chain *prev, uint32_t file, uint32_t node,
                                      const struct apath *path)
{
    struct chain *c = arena_new(l->a, struct chain);
    *c = (struct chain){.prev = prev, .file = file, .node = node, .path = path};
    return c;
}

/* The call that makes an object; the same for the same call. */
static const struct chain *made_by(struct linker *l, uint32_t file, uint32_t node)
{
    struct chain *c = g_hash_table_lookup(l->makers, KEY(file, node));
    if (!c) {
        c = arena_new(l->a, struct chain);
        *c = (struct chain){.file = file, .node = node};
        g_hash_table_insert(l->makers, KEY(file, node), c);
    }
    return c;
}

static uint32_t make_site(struct linker *l, uint32_t file, uint32_t node, const struct value *callee, uint32_t item)
{
    const struct node_ref at = senders_call(l, file, node);
    gpointer known = g_hash_table_lookup(l->draft_of, KEY(at.file, at.node));
    if (known)
        return (uint32_t)(guintptr)known;
    struct site_draft d = {.file = at.file, .node = at.node, .item = item, .chain = callee->chain,
                           .confidence = 0.95};
    if (at.file != file || at.node != node) {
        d.sent = (struct node_ref){.file = file, .node = node};
        d.frame = l->frame;
    }
    if (l->rules->items[item].confidence)
        d.confidence = l->rules->items[item].confidence / 100.0;
    for (const struct chain *c = callee->chain; c; c = c->prev) {
        if (!d.provider && c->alias)
            d.provider = c->alias->provider;
        if (c->bound)
            g_hash_table_add(l->completed, KEY(c->file, c->node));
    }
    g_array_append_val(l->drafts, d);
    g_hash_table_insert(l->draft_of, KEY(at.file, at.node), GUINT_TO_POINTER(l->drafts->len));
    return l->drafts->len;
}

static void argument_values(struct linker *l, uint32_t file, uint32_t node, const char *name, int position,
                            struct builder *b)
{
    struct found found;
    find_argument(l, file, node, name, name ? -1 : position, &found);
    if (!found.nodes->len && name && position >= 0) {
        found_clear(&found);
        find_argument(l, file, node, NULL, position, &found);
    }
    for (guint i = 0; i < found.nodes->len; i++) {
        struct node_ref r = g_array_index(found.nodes, struct node_ref, i);
        add_set(b, eval(l, r.file, r.node));
    }
    const struct fact_node *n = lnode(l, file, node);
    for (uint32_t i = 0; !name && !found.nodes->len && i < n->count && (int)i <= position; i++) { /* gather(*all) */
        const struct fact_node *k = lnode(l, file, l->files[file].f->kids[n->first + i]);
        if (k->kind == NODE_SPLAT && !(k->flags & NODE_DOUBLE_SPLAT))
            add_set(b, element_of(l, eval(l, file, k->a)));
    }
    b->open |= found.open || !found.nodes->len;
    found_clear(&found);
}

static void taint_into(struct linker *l, uint32_t file, uint32_t node, struct builder *b, bool parsed);

/* What a step of a builder gives back: X.builder().model() is X.builder() again. NULL if the call is none. */
static const struct apath *fluent(struct linker *l, const struct apath *callee, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, lnode(l, file, node)->a);
    if (!callee->dead || callee->kind != SEGMENT_MEMBER || n->kind != NODE_MEMBER || !g_str_equal(ltext(l, file, n->text), callee->name))
        return NULL;
    const struct apath *p = callee->parent;
    apath_items(l, p);
    for (unsigned i = 0; i < p->n_items; i++)
        if (l->rules->items[p->items[i]].fluent)
            return p;
    return NULL;
}

static void call_value(struct linker *l, const struct value *f, uint32_t file, uint32_t node, unsigned shift,
                       struct builder *b);

/* The argument that a transform gives, or what calling it gives: Depends(get_client), field(default_factory=build). */
static bool add_argument(struct linker *l, const struct api_item *item, uint32_t file, uint32_t node,
                         const struct apath *p, struct builder *b)
{
    BUILDER(args, false);
    bool called = false, written = false;
    for (unsigned i = 0; i < item->n_returns_arguments && !args.n; i++) {
        const struct api_return *r = &item->returns_arguments[i];
        argument_values(l, file, node, r->name, r->position, &args);
        called = r->called;
        written = r->written;
        if (r->name && *r->name == '<') { /* a type: an instance of it, built elsewhere */
            BUILDER(made, true);
            instances(l, &(struct vset){args.v, args.n, args.open}, &made);
            add_set(b, finish(l, &made));
            return args.n > 0;
        }
    }
    for (unsigned k = 0; k < args.n; k++) {
        const struct value *a = &args.v[k];
        if (!called) {
            struct value v = *a;
            v.chain = chain_push(l, a->chain, file, node, p);
            v.written |= written;
            add(b, v);
        } else if (a->kind == V_FUNCTION) {
            refer(l, a->kind, a->file, a->ref);
            add_set(b, eval_result(l, a->file, a->ref));
        } else if (a->kind == V_CLASS) {
            refer(l, a->kind, a->file, a->ref);
            add(b, (struct value){.kind = V_INSTANCE, .file = a->file, .ref = a->ref});
        } else if (a->kind == V_PATH) {
            call_value(l, a, file, node, 0, b);
        } else {
            b->open = true;
        }
    }
    return args.n > 0;
}

/* store.get("name"); true if something was put there. */
static bool read_store(struct linker *l, const struct value *f, uint32_t file, uint32_t node, struct builder *b)
{
    const struct fact_node *n = lnode(l, file, node);
    const struct fact_node *key = n->count ? lnode(l, file, l->files[file].f->kids[n->first]) : NULL;
    if (key && key->kind != NODE_STRING)
        return false;
    struct value holder = *f;
    holder.path = f->path->parent;
    return add_stored(l, &holder, key ? ltext(l, file, key->text) : "", b);
}

static const struct vset *document(struct linker *l, uint32_t file)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->pf->facts;
    if (!lf->f && f && f->status == FACTS_PARSED && f->root && lf->pf->language && lf->pf->language->reader == READER_CONFIG)
        index_file(l, file);
    if (!lf->f || !lf->f->root)
        return &vset_open;
    BUILDER(b, false);
    add(&b, (struct value){.kind = V_LITERAL, .via = VALUE_CONFIG, .file = file, .ref = lf->f->root});
    return finish(l, &b);
}

/* The text that says which file an expression reads: itself, or the argument of what opens it; at most `hops` deep.
 * `*looks` is how many expressions may still be looked at: whoever names a file does so near by. */
static const char *file_name(struct linker *l, uint32_t file, uint32_t node, unsigned hops, unsigned *looks)
{
    if (!*looks)
        return NULL;
    --*looks;
    const struct vset *s = node ? eval(l, file, node) : &vset_empty;
    const char *name = NULL;
    for (unsigned i = 0; i < s->n && !name; i++) {
        const struct value *v = &s->v[i];
        const struct fact_node *n = v->kind == V_LITERAL ? lnode(l, v->file, v->ref) : NULL;
        if (n && n->kind == NODE_STRING)
            name = ltext(l, v->file, n->text);
        else if (n && n->kind == NODE_BINARY && hops) /* folder / "name" */
            name = file_name(l, v->file, n->b, hops - 1, looks);
        for (const struct chain *c = v->kind == V_PATH ? v->chain : NULL; c && !name && hops; c = c->prev) {
            const struct fact_node *call = c->file != NO_INDEX ? lnode(l, c->file, c->node) : NULL;
            for (uint32_t k = 0; call && call->kind == NODE_CALL && k < call->count && !name; k++)
                name = file_name(l, c->file, l->files[c->file].f->kids[call->first + k], hops - 1, looks);
        }
    }
    return name && strchr(name, '.') ? name : NULL;
}

uint32_t named_document(struct linker *l, uint32_t file, uint32_t node)
{
    unsigned looks = FILE_NAME_LOOKS;
    const char *name = node ? file_name(l, file, node, 4, &looks) : NULL;
    return name ? module_file(l->modules, file, name) : NO_INDEX;
}

/* load("config.yaml"), load(open("config.yaml")) */
static bool add_document(struct linker *l, uint32_t file, uint32_t node, struct builder *b)
{
    const struct fact_node *n = lnode(l, file, node);
    uint32_t first = n->count ? l->files[file].f->kids[n->first] : 0;
    if (lnode(l, file, first)->kind == NODE_KEYWORD)
        first = lnode(l, file, first)->b;
    uint32_t i = named_document(l, file, first);
    const struct vset *s = i != NO_INDEX ? document(l, i) : &vset_empty;
    add_set(b, s);
    return s->n > 0;
}

static void note_construction(struct linker *l, uint32_t class_file, uint32_t class, uint32_t file, uint32_t node,
                              unsigned shift, unsigned hops);

/* The same for the classes above one. */
static void note_construction_above(struct linker *l, uint32_t class_file, uint32_t class, uint32_t file, uint32_t node,
                                    unsigned shift, unsigned hops)
{
    const struct facts *f = l->files[class_file].f;
    const struct fact_scope *s = &f->scopes[class];
    for (uint32_t i = 0; hops && !l->final && i < s->n_bases; i++) {
        uint32_t base = f->kids[s->first_base + i];
        if (f->nodes[base].kind == NODE_KEYWORD)
            continue;
        if (f->nodes[base].kind == NODE_SUBSCRIPT)
            base = f->nodes[base].a;
        const struct vset *bases = eval(l, class_file, base);
        for (unsigned k = 0; k < bases->n; k++)
            if (bases->v[k].kind == V_CLASS && !(bases->v[k].file == class_file && bases->v[k].ref == class))
                note_construction(l, bases->v[k].file, bases->v[k].ref, file, node, shift, hops - 1);
    }
}

/* Who calls a class calls its constructor, or that of the class above; without any, its fields take the arguments. */
static void note_construction(struct linker *l, uint32_t class_file, uint32_t class, uint32_t file, uint32_t node,
                              unsigned shift, unsigned hops)
{
    uint32_t entry = class_entry(l, class_file, class);
    struct value fn = {.kind = V_FUNCTION, .file = class_file, .ref = entry ? entry : class};
    note_caller(l, &fn, file, node, shift);
    if (!entry)
        note_construction_above(l, class_file, class, file, node, shift, hops);
}

/* Whether a node stands in a function, or in one within it. */
static bool stands_in(const struct facts *f, uint32_t node, uint32_t scope)
{
    return within(f, f->nodes[node].scope, scope);
}

struct frame *frame_new(struct linker *l, uint32_t file, uint32_t scope, struct node_ref call, const struct frame *outer)
{
    struct frame *fr = arena_new(l->a, struct frame);
    *fr = (struct frame){.outer = outer, .file = file, .scope = scope, .call = call,
                         .depth = outer ? outer->depth + 1 : 1};
    return fr;
}

/* The same value, built by one call of the function that it was built in. */
static struct value framed(struct linker *l, const struct value *v, const struct value *fn, struct node_ref call,
                           struct frame **own)
{
    const struct facts *f = l->files[fn->file].f;
    const struct chain *links[MAX_LINKS];
    unsigned n = 0;
    bool inside = false;
    for (const struct chain *c = v->chain; c && n < MAX_LINKS; c = c->prev) {
        bool here = c->frame ? c->frame->call.file == fn->file && stands_in(f, c->frame->call.node, fn->ref)
                             : c->file == fn->file && stands_in(f, c->node, fn->ref);
        inside |= here;
        links[n++] = c;
    }
    struct value out = *v;
    if (!inside || (n && links[n - 1]->prev))
        return out;
    if (!*own)
        *own = frame_new(l, fn->file, fn->ref, call, NULL);
    const struct chain *prev = NULL;
    while (n-- > 0) {
        struct chain *c = arena_memdup(l->a, links[n], sizeof *links[n]);
        if (!c->frame && c->file == fn->file && stands_in(f, c->node, fn->ref))
            c->frame = *own;
        else if (c->frame && !c->frame->outer && c->frame->depth < MAX_FRAMES && c->frame->call.file == fn->file &&
                 stands_in(f, c->frame->call.node, fn->ref))
            c->frame = frame_new(l, c->frame->file, c->frame->scope, c->frame->call, *own);
        c->prev = prev;
        prev = c;
    }
    out.chain = prev;
    return out;
}

/* Whether something that a function gives comes from a site, and the call hands it one that is written there: then it is
 * what that gives, not what those of other calls do. */
static bool gives_handed(struct linker *l, const struct vset *result, struct node_ref call)
{
    bool any = false;
    for (unsigned i = 0; i < result->n && !any; i++)
        any = result->v[i].site;
    const struct fact_node *n = lnode(l, call.file, call.node);
    if (!any || n->kind != NODE_CALL || (l->frame && l->frame->depth >= MAX_FRAMES))
        return false;
    for (uint32_t i = 0; i < n->count; i++) {
        uint32_t kid = l->files[call.file].f->kids[n->first + i];
        if (lnode(l, call.file, kid)->kind == NODE_KEYWORD)
            kid = lnode(l, call.file, kid)->b;
        if (lnode(l, call.file, kid)->kind == NODE_FUNCTION)
            return true;
    }
    return false;
}

/* Whether what a function gives derives from several sites, or is one of several texts, and that from what it is passed
 * rather than from a call of its own: then each call gives what its own arguments derive from, or say. */
static bool gives_passed(struct linker *l, const struct vset *result, struct node_ref call)
{
    uint32_t first = 0;
    bool several = false, passed = false;
    for (unsigned i = 0; i < result->n; i++) {
        const struct value *v = &result->v[i];
        if (v->site && v->kind != V_OTHER)
            return false;
        const bool text = v->kind == V_LITERAL && v->via == VALUE_PARAMETER;
        several |= (first && v->site && v->site != first) || (text && passed);
        first = v->site ? v->site : first;
        passed |= text;
    }
    return several && lnode(l, call.file, call.node)->kind == NODE_CALL && (!l->frame || l->frame->depth < MAX_FRAMES);
}

/* What one call of a function gives, its parameters being what that call passes. */
static void add_framed(struct linker *l, const struct value *fn, struct node_ref call, struct builder *b)
{
    const struct facts *f = l->files[fn->file].f;
    struct frame *outer = l->frame;
    if (l->depth >= MAX_EVAL_DEPTH) {
        b->open = true;
        return;
    }
    l->depth++;
    l->frame = frame_new(l, fn->file, fn->ref, call, outer);
    const GArray *requests = senders_find(l, fn->file, fn->ref);
    for (guint i = 0; requests && i < requests->len; i++)
        eval(l, fn->file, g_array_index(requests, uint32_t, i));
    for (uint32_t i = 0; i < f->n_jumps; i++) {
        const struct fact_jump *j = &f->jumps[i];
        if (j->scope == fn->ref && (j->kind == JUMP_RETURN || j->kind == JUMP_YIELD) && j->value)
            add_set(b, eval(l, fn->file, j->value));
    }
    l->frame = outer;
    l->depth--;
}

/* What one call of a function gives. */
static void add_result(struct linker *l, const struct value *fn, struct node_ref call, struct builder *b)
{
    const struct facts *f = l->files[fn->file].f;
    const struct fact_scope *s = &f->scopes[fn->ref];
    const struct vset *result = eval_result(l, fn->file, fn->ref);
    bool takes = s->n_params > (s->n_params && is_receiver(l, fn->file, &f->params[s->first_param]));
    struct frame *own = NULL;
    if (!l->final || !takes) {
        add_set(b, result);
        return;
    }
    bool sends = senders_find(l, fn->file, fn->ref) && !apart(l, call.file, fn->file) && (!l->frame || l->frame->depth < MAX_FRAMES);
    if (sends || gives_handed(l, result, call) || gives_passed(l, result, call)) {
        add_framed(l, fn, call, b);
        return;
    }
    for (unsigned i = 0; i < result->n; i++)
        add(b, result->v[i].kind == V_PATH && result->v[i].chain ? framed(l, &result->v[i], fn, call, &own) : result->v[i]);
    b->open |= result->open;
}

/* Chat.find(1): an instance of the class of the repository that it is called on. */
static bool add_instances(struct linker *l, uint32_t file, uint32_t node, struct builder *b)
{
    const struct fact_node *callee = lnode(l, file, lnode(l, file, node)->a);
    const struct vset *s = callee->kind == NODE_MEMBER ? eval(l, file, callee->a) : &vset_empty;
    bool any = false;
    for (unsigned i = 0; i < s->n; i++)
        if (s->v[i].kind == V_CLASS) {
            add(b, (struct value){.kind = V_INSTANCE, .file = s->v[i].file, .ref = s->v[i].ref});
            any = true;
        }
    return any;
}

/*
 * Job.perform_later(x): it runs later, as a method of an instance of the class that it is called on. That is a way from here
 * to there, but neither handlers nor names that stand around the call hold for it.
 */
static void call_method(struct linker *l, const char *method, uint32_t file, uint32_t node)
{
    const struct fact_node *callee = lnode(l, file, lnode(l, file, node)->a);
    const struct vset *s = l->final && callee->kind == NODE_MEMBER ? eval(l, file, callee->a) : &vset_empty;
    for (unsigned i = 0; i < s->n; i++) {
        struct value self = {.kind = V_INSTANCE, .file = s->v[i].file, .ref = s->v[i].ref};
        const struct vset *m = s->v[i].kind == V_CLASS || s->v[i].kind == V_INSTANCE ? eval_member(l, &self, method) : &vset_empty;
        for (unsigned k = 0; k < m->n; k++)
            if (m->v[k].kind == V_FUNCTION) {
                struct later_call call = {file, node, {m->v[k].file, m->v[k].ref}};
                refer(l, V_FUNCTION, call.runs.file, call.runs.scope);
                g_array_append_val(l->later, call);
            }
    }
}

/* The first item of a site that is declared by one of the decorators of a function or class; where it stands in `at`. */
static const struct api_item *declaring_item(struct linker *l, uint32_t file, uint32_t scope, const struct chain **at)
{
    const struct facts *f = l->files[file].f;
    const struct fact_scope *s = &f->scopes[scope];
    for (uint32_t i = 0; i < s->n_decorators; i++) {
        uint32_t decorator = f->kids[s->first_decorator + i];
        const struct vset *d = eval(l, file, decorator);
        for (unsigned k = 0; k < d->n; k++) {
            const struct apath *p = d->v[k].kind == V_PATH ? d->v[k].path : NULL;
            if (p)
                apath_items(l, p);
            for (unsigned q = 0; p && q < p->n_items; q++) {
                const struct api_item *item = &l->rules->items[p->items[q]];
                if (item->role != ROLE_SITE || item->as != AS_DECORATOR || !item_fits(l, item, file, decorator))
                    continue;
                *at = chain_push(l, NULL, file, decorator, p);
                return item;
            }
        }
    }
    return NULL;
}

/*
 * A function that is only declared, and that a library makes from what is written at it, or at its class:
 * @POST("chat/completions") in an interface. Who calls it calls the model.
 */
static bool add_declared_site(struct linker *l, const struct value *f, uint32_t file, uint32_t node, struct builder *b)
{
    const struct chain *at = NULL;
    const struct facts *facts = l->files[f->file].f;
    uint32_t class = facts->scopes[f->ref].parent;
    const struct api_item *item = declaring_item(l, f->file, f->ref, &at);
    if (!item && facts->scopes[class].kind == SCOPE_CLASS)
        item = declaring_item(l, f->file, class, &at);
    if (!item)
        return false;
    const struct value made = {.kind = V_PATH, .path = at->path, .chain = chain_push(l, at, file, node, at->path)};
    add(b, (struct value){.kind = V_OTHER, .site = make_site(l, file, node, &made, item->index)});
    return true;
}

/* Calls `f` at `node`; `shift`: arguments there that stand before those that it gets. */
static void call_value(struct linker *l, const struct value *f, uint32_t file, uint32_t node, unsigned shift,
                       struct builder *b)
{
    switch (f->kind) {
    case V_PATH: {
        const struct apath *builder = fluent(l, f->path, file, node);
        if (builder) {
            struct value v = *f;
            v.path = builder;
            struct chain *c = (struct chain *)chain_push(l, f->chain, file, node, builder);
            c->step = true;
            v.chain = c;
            add(b, v);
            break;
        }
        struct value v = step(l, f, SEGMENT_CALL, NULL);
        const struct apath *p = v.path;
        v.chain = chain_push(l, v.chain, file, node, p);
        apath_items(l, p);
        bool replaced = false;
        for (unsigned i = 0; i < p->n_items; i++) {
            const struct api_item *item = &l->rules->items[p->items[i]];
            if (!item_fits(l, item, file, node))
                continue;
            if (item->role == ROLE_AGENT && item->implements >= 0 && item->returns.n_segments && !l->final) {
                const struct value class = implemented_class(l, &v);
                const struct apath *to = from_pattern(l, p->language, &item->returns);
                if (class.kind == V_CLASS && to)
                    g_hash_table_insert(l->made, KEY(class.file, class.ref), (gpointer)to);
            }
            if (item->role == ROLE_CLIENT && l->final)
                built_note(l, item, v.chain);
            if (item->role == ROLE_SITE && item->as != AS_DECORATOR && l->final) {
                v.site = make_site(l, file, node, &v, item->index);
                v.parsed = false;
            } else if (item->role == ROLE_TRANSFORM && item->returns_self && f->path->parent && f->path->depth > 1) {
                struct value self = v;
                self.path = f->path->kind == SEGMENT_MEMBER ? f->path->parent : f->path;
                add(b, self);
                replaced = true;
            } else if (item->role == ROLE_TRANSFORM && item->returns.n_segments) {
                const struct apath *to = from_pattern(l, p->language, &item->returns);
                if (to) {
                    apath_items(l, to);
                    struct value other = v;
                    other.path = to;
                    add(b, other);
                    replaced = true;
                }
            } else if (item->role == ROLE_TRANSFORM && item->returns_merged) {
                add(b, (struct value){.kind = V_LITERAL, .via = VALUE_LITERAL, .file = file, .ref = node});
                replaced = true;
            } else if (item->role == ROLE_TRANSFORM && item->returns_instance) {
                replaced = add_instances(l, file, node, b);
            } else if (item->role == ROLE_CALLABLE && item->method) {
                call_method(l, item->method, file, node);
            } else if (item->role == ROLE_TRANSFORM && item->returns_text) {
                taint_into(l, file, node, b, false);
            } else if (item->role == ROLE_TRANSFORM && item->returns_document) {
                replaced = add_document(l, file, node, b);
            } else if (item->role == ROLE_TRANSFORM && item->n_returns_arguments) {
                replaced = add_argument(l, item, file, node, p, b);
            } else if (item->role == ROLE_WRAPPER && item->wraps >= 0) {
                BUILDER(args, false);
                argument_values(l, file, node, NULL, item->wraps, &args);
                for (unsigned k = 0; k < args.n; k++)
                    if (args.v[k].kind == V_FUNCTION)
                        add_set(b, eval_result(l, args.v[k].file, args.v[k].ref));
                    else
                        add(b, args.v[k]);
                replaced = args.n > 0;
            } else if (item->role == ROLE_SINK && item->kind &&
                       (g_str_equal(item->kind, "parse") || g_str_equal(item->kind, "schema"))) {
                taint_into(l, file, node, b, true);
            }
        }
        const struct api_item *store = f->path->depth > 1 && f->path->kind == SEGMENT_MEMBER
                                           ? store_item(l, f->path->parent) : NULL;
        if (store && g_strv_contains((const char *const *)store->get, f->path->name))
            replaced |= read_store(l, f, file, node, b);
        if (!replaced)
            add(b, v);
        /* str(text), list(rows): what a built-in makes of the output is still the output */
        const struct apath *root = p;
        while (root->depth > 1)
            root = root->parent;
        if (p->dead && !v.site && l->files[file].lang->globals &&
            g_strcmp0(root->name, l->files[file].lang->globals) == 0)
            taint_into(l, file, node, b, false);
        break;
    }
    case V_FUNCTION: {
        note_caller(l, f, file, node, shift);
        refer(l, f->kind, f->file, f->ref);
        if (l->final && add_declared_site(l, f, file, node, b))
            break;
        add_result(l, f, (struct node_ref){file, node, shift}, b);
        break;
    }
    case V_CLASS: {
        note_construction(l, f->file, f->ref, file, node, shift, MAX_NESTED);
        refer(l, f->kind, f->file, f->ref);
        struct value v = {.kind = V_INSTANCE, .file = f->file, .ref = f->ref};
        v.chain = is_record(l, f->file, f->ref) ? made_by(l, file, node) : NULL;
        add(b, v);
        taint_into(l, file, node, b, false);
        break;
    }
    case V_INSTANCE: {
        for (const char **name = l->files[f->file].lang->call_methods; name && *name; name++) {
            const struct vset *m = eval_member(l, f, *name);
            for (unsigned i = 0; i < m->n; i++)
                if (m->v[i].kind == V_FUNCTION) {
                    note_caller(l, &m->v[i], file, node, shift);
                    add_set(b, eval_result(l, m->v[i].file, m->v[i].ref));
                }
        }
        b->open = true;
        break;
    }
    case V_SUPER: /* super(...): the constructor of the class above */
        note_construction_above(l, f->file, f->ref, file, node, shift, MAX_NESTED);
        b->open = true;
        break;
    default:
        b->open = true;
        if (f->site)
            add(b, (struct value){.kind = V_OTHER, .site = f->site, .parsed = f->parsed});
        break;
    }
}

/* A function whose arguments are given now, and which is called later. */
static bool bind_arguments(struct linker *l, const struct value *f, uint32_t file, uint32_t node, unsigned shift,
                           struct builder *b)
{
    struct value v = *f;
    if (f->kind == V_PATH) {
        struct chain *c = (struct chain *)chain_push(l, f->chain, file, node, f->path);
        c->bound = (uint8_t)shift;
        v.chain = c;
        if (l->final) {
            struct bound_call call = {file, node, *f};
            g_array_append_val(l->bound, call);
        }
    } else if (f->kind == V_FUNCTION || f->kind == V_CLASS) {
        BUILDER(unused, false);
        call_value(l, f, file, node, shift, &unused);
    }
    add(b, v);
    return true;
}

void link_bound(struct linker *l)
{
    for (guint i = 0; i < l->bound->len; i++) {
        struct bound_call call = g_array_index(l->bound, struct bound_call, i);
        if (g_hash_table_contains(l->completed, KEY(call.file, call.node)))
            continue;
        BUILDER(unused, false);
        call_value(l, &call.function, call.file, call.node, 1, &unused);
    }
}

/* A function handed over uncalled: asyncio.to_thread(f, x) calls f. */
static bool call_through(struct linker *l, const struct vset *callee, uint32_t file, uint32_t node, struct builder *b)
{
    bool any = false;
    for (unsigned i = 0; i < callee->n; i++) {
        const struct value *f = &callee->v[i];
        if (f->kind != V_PATH)
            continue;
        const struct apath *p = apath_called(l, f->path);
        for (unsigned k = 0; k < p->n_items; k++) {
            const struct api_item *item = &l->rules->items[p->items[k]];
            if (item->role != ROLE_CALLABLE || item->function < 0)
                continue;
            BUILDER(fns, false);
            argument_values(l, file, node, NULL, item->function, &fns);
            for (unsigned q = 0; q < fns.n; q++)
                if (item->binds && (fns.v[q].kind == V_PATH || fns.v[q].kind == V_FUNCTION || fns.v[q].kind == V_CLASS)) {
                    any |= bind_arguments(l, &fns.v[q], file, node, (unsigned)item->function + 1, b);
                } else if (!item->binds && (fns.v[q].kind == V_PATH || fns.v[q].kind == V_FUNCTION)) {
                    call_value(l, &fns.v[q], file, node, (unsigned)item->function + 1, b);
                    any = true;
                }
        }
    }
    return any;
}

/* The sites that a call's arguments derive from: a value made of them derives from them too. */
static void taint_into(struct linker *l, uint32_t file, uint32_t node, struct builder *b, bool parsed)
{
    if (!l->final)
        return;
    g_autoptr(GArray) sites = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    const struct fact_node *n = lnode(l, file, node);
    bool was = false;
    for (uint32_t i = 0; i < n->count; i++)
        eval_taint(l, file, l->files[file].f->kids[n->first + i], sites, &was);
    for (guint i = 0; i < sites->len; i++)
        add(b, (struct value){.kind = V_OTHER, .site = g_array_index(sites, uint32_t, i) + 1, .parsed = parsed || was});
}

/* A composition: `prompt | model`, prompt.pipe(model). The carried operand, with what the others add. */
static bool compose(struct linker *l, const char *operator_, const char *method, const struct vset *const *operands,
                    unsigned n_operands, uint32_t file, uint32_t node, struct builder *b)
{
    bool any = false;
    unsigned language = l->files[file].lang->index;
    for (guint r = 0; r < l->composes->len; r++) {
        const struct api_item *item = g_ptr_array_index(l->composes, r);
        if (!(operator_ && item->operator_ && g_str_equal(operator_, item->operator_)) &&
            !(method && item->method && g_str_equal(method, item->method)))
            continue;
        for (unsigned o = 0; o < n_operands; o++)
            for (unsigned i = 0; i < operands[o]->n; i++) {
                struct value v = operands[o]->v[i];
                if (v.kind != V_PATH)
                    continue;
                bool carries = false;
                for (unsigned k = 0; k < item->n_carries && !carries; k++)
                    carries = v.path->language == language && apath_match(&item->carries[k], v.path);
                if (!carries)
                    continue;
                struct chain *link = (struct chain *)chain_push(l, v.chain, file, node, v.path);
                BUILDER(extra, false);
                for (unsigned q = 0; q < n_operands; q++)
                    if (q != o)
                        add_set(&extra, operands[q]);
                link->extra = finish(l, &extra);
                v.chain = link;
                add(b, v);
                any = true;
            }
        if (any)
            break;
    }
    return any;
}

/* Whether a file imports a module of the item's SDK. */
static bool imports_root(struct linker *l, uint32_t file, const struct api_item *item)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 0; i < f->n_imports; i++) {
        const char *module = f->strings[f->imports[i].module];
        gsize n = strlen(item->path.segments[0].name);
        if (!strncmp(module, item->path.segments[0].name, n) && (!module[n] || module[n] == '.' || module[n] == '/'))
            return true;
    }
    return false;
}

/* Whether no rule speaks of the package that a path begins in. */
static bool is_foreign(const struct linker *l, const struct apath *p)
{
    while (p->depth > 1)
        p = p->parent;
    const char *globals = l->rules->languages[p->language].globals;
    return !modules_known_root(l->modules, p->name) && g_strcmp0(globals, p->name) != 0;
}

/* Members that say it all: x.chat.completions.create(messages=...) on a receiver that cannot be resolved. */
static void by_members(struct linker *l, const struct vset *callee, uint32_t file, uint32_t node, struct builder *b)
{
    for (unsigned i = 0; i < callee->n; i++) {
        const struct value *v = &callee->v[i];
        bool unknown = v->kind == V_OTHER || (v->kind == V_PATH && v->path->dead && is_foreign(l, v->path));
        if (!unknown || v->site)
            return;
    }
    const struct facts *f = l->files[file].f;
    const struct fact_node *n = &f->nodes[node];
    g_autoptr(GString) members = g_string_new(NULL);
    uint32_t at = n->a;
    for (; at && f->nodes[at].kind == NODE_MEMBER; at = f->nodes[at].a) {
        g_string_prepend(members, f->strings[f->nodes[at].text]);
        g_string_prepend_c(members, '.');
    }
    if (!at)
        return;
    for (guint k = 0; k < l->unresolved->len; k++) {
        const struct api_item *item = g_ptr_array_index(l->unresolved, k);
        gsize len = strlen(item->unresolved);
        if (members->len <= len || !g_str_has_suffix(members->str, item->unresolved) ||
            members->str[members->len - len - 1] != '.' ||
            !g_strv_contains((const char *const *)item->language_names, l->files[file].lang->name))
            continue;
        bool fits = true;
        for (const char **need = item->needs; *need && fits; need++) {
            struct found found;
            find_argument(l, file, node, *need, -1, &found);
            fits = found.nodes->len > 0;
            found_clear(&found);
        }
        fits = fits && item_fits(l, item, file, node);
        const struct apath *p = fits ? from_pattern(l, l->files[file].lang->index, &item->path) : NULL;
        if (!p)
            continue;
        apath_items(l, p);
        struct value v = {.kind = V_PATH, .path = p, .chain = chain_push(l, NULL, file, node, p)};
        v.site = make_site(l, file, node, &v, item->index);
        g_array_index(l->drafts, struct site_draft, v.site - 1).confidence = imports_root(l, file, item) ? 0.85 : 0.7;
        add(b, v);
        return;
    }
}

static bool composes(const struct linker *l, const char *method)
{
    for (guint r = 0; r < l->composes->len; r++)
        if (g_strcmp0(((const struct api_item *)g_ptr_array_index(l->composes, r))->method, method) == 0)
            return true;
    return false;
}

/* answer.then(f), answers.map(f): what f gives; true if f is known. */
static bool hand_over(struct linker *l, uint32_t file, const struct fact_node *call, const struct fact_node *member,
                      struct builder *b)
{
    const struct language *lang = l->files[file].lang;
    const char *name = ltext(l, file, member->text);
    bool each = lang->each_methods && g_strv_contains((const char *const *)lang->each_methods, name);
    bool then = lang->then_methods && g_strv_contains((const char *const *)lang->then_methods, name);
    bool catch = lang->catch_methods && g_strv_contains((const char *const *)lang->catch_methods, name);
    if (!each && !then && !catch)
        return false;
    const struct vset *given = eval(l, file, l->files[file].f->kids[call->first]);
    bool any = false;
    for (unsigned i = 0; i < given->n; i++) {
        const struct value *fn = &given->v[i];
        if (fn->kind != V_FUNCTION)
            continue;
        if (!catch && !l->final && !g_hash_table_contains(l->fed, KEY(fn->file, fn->ref))) {
            struct feed feed = {file, member->a, each};
            g_hash_table_insert(l->fed, KEY(fn->file, fn->ref), g_memdup2(&feed, sizeof feed));
        }
        refer(l, fn->kind, fn->file, fn->ref);
        add_set(b, eval_result(l, fn->file, fn->ref));
        any = true;
    }
    if (catch)
        add_set(b, eval(l, file, member->a));
    return any || catch;
}

/* options.get("key", otherwise): true if the receiver is a dictionary. */
static bool dictionary_get(struct linker *l, uint32_t file, const struct fact_node *call, const struct fact_node *member,
                           struct builder *b)
{
    const char **methods = l->files[file].lang->get_methods;
    if (!methods || !g_strv_contains((const char *const *)methods, ltext(l, file, member->text)))
        return false;
    const struct vset *s = eval(l, file, member->a);
    const uint32_t *args = l->files[file].f->kids + call->first;
    const struct fact_node *key = lnode(l, file, args[0]);
    bool any = false;
    for (unsigned i = 0; i < s->n; i++) {
        if (!is_dictionary(l, &s->v[i]))
            continue;
        any = true;
        b->open |= s->open;
        if (key->kind == NODE_STRING)
            add_set(b, eval_member(l, &s->v[i], ltext(l, file, key->text)));
        else
            add_elements(l, &s->v[i], b);
    }
    if (any && call->count > 1 && (!b->n || key->kind != NODE_STRING))
        add_set(b, eval(l, file, args[1]));
    return any;
}

/* options.dig("key", "below it"): true if the receiver is a dictionary. */
static bool dictionary_dig(struct linker *l, uint32_t file, const struct fact_node *call, const struct fact_node *member,
                           struct builder *b)
{
    const char **methods = l->files[file].lang->dig_methods;
    if (!methods || !g_strv_contains((const char *const *)methods, ltext(l, file, member->text)))
        return false;
    const struct vset *s = eval(l, file, member->a);
    for (uint32_t k = 0; k < call->count; k++) {
        const struct fact_node *key = lnode(l, file, l->files[file].f->kids[call->first + k]);
        BUILDER(below, s->open);
        bool any = false;
        for (unsigned i = 0; i < s->n; i++) {
            if (!is_dictionary(l, &s->v[i]))
                continue;
            any = true;
            if (key->kind == NODE_STRING)
                add_set(&below, eval_member(l, &s->v[i], ltext(l, file, key->text)));
            else
                add_elements(l, &s->v[i], &below);
        }
        if (!any) {
            b->open |= k > 0;
            return k > 0;
        }
        s = finish(l, &below);
    }
    add_set(b, s);
    return true;
}

/* Whether a call reads by a key, of all that it reads through, what says nothing of the model's words. */
static bool reads_envelope(struct linker *l, uint32_t file, const struct fact_node *call, const struct fact_node *member,
                           const struct value *v)
{
    const struct language *lang = l->files[file].lang;
    const char *method = member->kind == NODE_MEMBER ? ltext(l, file, member->text) : "";
    const bool get = lang->get_methods && g_strv_contains((const char *const *)lang->get_methods, method);
    const bool dig = lang->dig_methods && g_strv_contains((const char *const *)lang->dig_methods, method);
    for (uint32_t k = 0; k < (dig ? call->count : get ? MIN(call->count, 1) : 0); k++) {
        const struct fact_node *key = lnode(l, file, l->files[file].f->kids[call->first + k]);
        if (key->kind == NODE_STRING && of_envelope(l, v, ltext(l, file, key->text)))
            return true;
    }
    return false;
}

/* Whether a call is one of these methods, and of none of the repository's own: client.clone(), text.strip(). */
static bool is_method(const struct linker *l, const char **names, uint32_t file, const struct fact_node *callee, const struct vset *methods)
{
    if (callee->kind != NODE_MEMBER || !names || !g_strv_contains((const char *const *)names, ltext(l, file, callee->text)))
        return false;
    for (unsigned i = 0; i < methods->n; i++)
        if (methods->v[i].kind == V_FUNCTION)
            return false;
    return true;
}

/* Whether a call is a method that gives the class of what it is called on, and no other value: self.class(). */
static bool gives_class(const struct linker *l, uint32_t file, const struct fact_node *call, const struct fact_node *callee)
{
    const struct language *lang = l->files[file].lang;
    return lang->bare_calls && callee->kind == NODE_MEMBER && !call->count && lang->class_members &&
           g_strv_contains((const char *const *)lang->class_members, ltext(l, file, callee->text));
}

/* getattr(answer, "text", otherwise): true if a call is one of the language's own that reads a member by its name. */
static bool reads_member(struct linker *l, uint32_t file, const struct fact_node *call, const struct vset *callee, struct builder *b)
{
    const struct language *lang = l->files[file].lang;
    const struct fact_node *name = lnode(l, file, call->a);
    const uint32_t *args = l->files[file].f->kids + call->first;
    if (!lang->member_functions || name->kind != NODE_NAME || call->count < 2 || lnode(l, file, args[1])->kind != NODE_STRING ||
        !g_strv_contains((const char *const *)lang->member_functions, ltext(l, file, name->text)) || callee->n != 1 ||
        callee->v[0].kind != V_PATH)
        return false;
    const struct vset *object = eval(l, file, args[0]);
    b->open |= object->open || !object->n;
    for (unsigned i = 0; i < object->n; i++)
        add_set(b, eval_member(l, &object->v[i], ltext(l, file, lnode(l, file, args[1])->text)));
    if (call->count > 2)
        add_set(b, eval(l, file, args[2]));
    return true;
}

/* handler.bind(this): the function, with what stands in its first places; true if a function of the repository is bound. */
static bool binds_function(struct linker *l, uint32_t file, const struct fact_node *callee, struct builder *b)
{
    const char **methods = l->files[file].lang->bind_methods;
    if (callee->kind != NODE_MEMBER || !methods || !g_strv_contains((const char *const *)methods, ltext(l, file, callee->text)))
        return false;
    const struct vset *object = eval(l, file, callee->a);
    bool any = false;
    for (unsigned i = 0; i < object->n; i++)
        if (object->v[i].kind == V_FUNCTION) {
            add(b, object->v[i]);
            any = true;
        }
    return any;
}

uint32_t joined_list(struct linker *l, uint32_t file, const struct fact_node *call)
{
    const char *const *methods = (const char *const *)l->files[file].lang->join_methods;
    const struct fact_node *m = lnode(l, file, call->a);
    if (call->kind != NODE_CALL || call->count != 1 || !methods || m->kind != NODE_MEMBER || !g_strv_contains(methods, ltext(l, file, m->text)))
        return 0;
    uint32_t list = m->a, between = l->files[file].f->kids[call->first];
    if (lnode(l, file, list)->kind != NODE_LIST) {
        list = between;
        between = m->a;
    }
    const struct fact_node *text = lnode(l, file, between);
    bool slash = text->kind == NODE_STRING && g_str_equal(ltext(l, file, text->text), "/");
    return slash && lnode(l, file, list)->kind == NODE_LIST ? list : 0;
}

bool formats_address(struct linker *l, uint32_t file, const struct fact_node *call)
{
    const char *const *methods = (const char *const *)l->files[file].lang->format_methods;
    const struct fact_node *m = lnode(l, file, call->a);
    if (call->kind != NODE_CALL || !methods || m->kind != NODE_MEMBER || !g_strv_contains(methods, ltext(l, file, m->text)))
        return false;
    const struct vset *of = eval(l, file, m->a);
    const struct fact_node *text = of->n == 1 && of->v[0].kind == V_LITERAL ? lnode(l, of->v[0].file, of->v[0].ref) : NULL;
    const char *s = text && text->kind == NODE_STRING ? ltext(l, of->v[0].file, text->text) : "";
    return strchr(s, '/') && !strpbrk(s, " \t\n");
}

static const struct vset *literal(struct linker *l, uint32_t file, uint32_t node);

/* base.unwrap_or("x"), base.unwrap_or_else(|| "x"): what it is made on, or what it is given. */
static const struct vset *either(struct linker *l, uint32_t file, const struct fact_node *call, const struct fact_node *member)
{
    BUILDER(b, false);
    add_set(&b, eval(l, file, member->a));
    const struct vset *otherwise = eval(l, file, l->files[file].f->kids[call->first]);
    for (unsigned i = 0; i < otherwise->n; i++)
        if (otherwise->v[i].kind == V_FUNCTION) {
            refer(l, V_FUNCTION, otherwise->v[i].file, otherwise->v[i].ref);
            add_set(&b, eval_result(l, otherwise->v[i].file, otherwise->v[i].ref));
        } else {
            add(&b, otherwise->v[i]);
        }
    return finish(l, &b);
}

/* Request.builder().model(x).build(): an object that a library builds of a class of the repository, step by step. */
static bool builds_object(struct linker *l, uint32_t file, uint32_t node, const struct fact_node *name, const struct vset *callee,
                          struct builder *b)
{
    const char **builders = l->files[file].lang->builders;
    if (name->kind != NODE_MEMBER || !builders || !*builders)
        return false;
    for (unsigned i = 0; i < callee->n; i++)
        if (callee->v[i].kind == V_FUNCTION) /* the class has one of its own */
            return false;
    const struct vset *on = eval(l, file, name->a);
    bool begins = g_strv_contains((const char *const *)builders, ltext(l, file, name->text)), any = false;
    for (unsigned i = 0; i < on->n; i++) {
        struct value v = on->v[i];
        const struct chain *maker = object_maker(&v);
        const struct fact_node *made = maker ? lnode(l, maker->file, lnode(l, maker->file, maker->node)->a) : NULL;
        if (begins && v.kind == V_CLASS && is_record(l, v.file, v.ref))
            v = (struct value){.kind = V_INSTANCE, .file = v.file, .ref = v.ref, .chain = made_by(l, file, node)};
        else if (!made || made->kind != NODE_MEMBER || !g_strv_contains((const char *const *)builders, ltext(l, maker->file, made->text)))
            continue;
        add(b, v);
        any = true;
    }
    return any;
}

/* Whether a function takes as many arguments as a call gives. */
static bool takes(struct linker *l, const struct value *function, uint32_t file, uint32_t call)
{
    const struct facts *f = l->files[function->file].f;
    const struct fact_scope *s = &f->scopes[function->ref];
    const struct fact_node *n = lnode(l, file, call);
    int least = 0, most = 0;
    for (uint32_t i = 0; i < n->count; i++)
        if (lnode(l, file, l->files[file].f->kids[n->first + i])->kind == NODE_SPLAT)
            return true;
    for (uint32_t i = 0; i < s->n_params; i++) {
        const struct fact_param *p = &f->params[s->first_param + i];
        int position = call_position(l, function->file, p);
        if (p->kind == PARAM_REST || p->kind == PARAM_KEYWORDS)
            most = INT_MAX;
        else
            most = MAX(most, position + 1);
        if (p->kind == PARAM_PLAIN && !p->value)
            least = MAX(least, position + 1);
    }
    return (int)n->count >= least && (int)n->count <= most;
}

/* Whether a call means another function of the same name: one that takes as many arguments as it gives, where `f` does not. */
static bool means_other(struct linker *l, const struct vset *callee, const struct value *f, uint32_t file, uint32_t call)
{
    if (f->kind != V_FUNCTION || callee->n < 2 || takes(l, f, file, call))
        return false;
    const struct fact_scope *s = &l->files[f->file].f->scopes[f->ref];
    for (unsigned i = 0; i < callee->n; i++) {
        const struct value *o = &callee->v[i];
        const struct fact_scope *other = o->kind == V_FUNCTION && o->file == f->file ? &l->files[o->file].f->scopes[o->ref] : NULL;
        if (other && o->ref != f->ref && other->parent == s->parent && other->name == s->name && takes(l, o, file, call))
            return true;
    }
    return false;
}

static const struct vset *eval_call(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    const struct fact_node *name = lnode(l, file, n->a);
    uint32_t class = name->kind == NODE_NAME && l->files[file].lang->super_called && is_super(l, file, ltext(l, file, name->text))
                         ? enclosing_class(l->files[file].f, n->scope) : 0;
    if (class) {
        BUILDER(above, false);
        add(&above, (struct value){.kind = V_SUPER, .file = file, .ref = class});
        return finish(l, &above);
    }
    const struct vset *callee = eval(l, file, n->a);
    if (is_method(l, l->files[file].lang->same_methods, file, name, callee))
        return eval(l, file, name->a);
    if (n->count && is_method(l, l->files[file].lang->or_methods, file, name, callee))
        return either(l, file, n, name);
    if (gives_class(l, file, n, name))
        return callee;
    if (formats_address(l, file, n) || joined_list(l, file, n))
        return literal(l, file, node);
    BUILDER(b, false);
    if (builds_object(l, file, node, name, callee, &b))
        return finish(l, &b);
    if (!callee->n)
        b.open = true;
    if (reads_member(l, file, n, callee, &b) || binds_function(l, file, name, &b))
        return finish(l, &b);
    if (name->kind == NODE_MEMBER && n->count && hand_over(l, file, n, name, &b))
        return finish(l, &b);
    if (call_through(l, callee, file, node, &b))
        return finish(l, &b);
    const struct fact_node *m = lnode(l, file, n->a);
    if (m->kind == NODE_MEMBER && n->count && composes(l, ltext(l, file, m->text))) {
        const struct vset *operands[8];
        unsigned k = 0;
        operands[k++] = eval(l, file, m->a);
        for (uint32_t i = 0; i < n->count && k < G_N_ELEMENTS(operands); i++)
            operands[k++] = eval(l, file, l->files[file].f->kids[n->first + i]);
        if (compose(l, NULL, ltext(l, file, m->text), operands, k, file, node, &b))
            return finish(l, &b);
    }
    if (m->kind == NODE_MEMBER && n->count && (dictionary_get(l, file, n, m, &b) || dictionary_dig(l, file, n, m, &b)))
        return finish(l, &b);
    for (unsigned i = 0; i < callee->n; i++) {
        struct value v = callee->v[i];
        if (means_other(l, callee, &v, file, node))
            continue;
        if (reads_envelope(l, file, n, m, &v))
            v.site = 0;
        call_value(l, &v, file, node, 0, &b);
    }
    if (l->final && (callee->open || (callee->n == 1 && callee->v[0].kind == V_PATH)))
        by_members(l, callee, file, node, &b);
    return finish(l, &b);
}

static const struct vset *literal(struct linker *l, uint32_t file, uint32_t node)
{
    BUILDER(b, false);
    add(&b, (struct value){.kind = V_LITERAL, .file = file, .ref = node, .via = VALUE_LITERAL});
    const struct fact_node *n = lnode(l, file, node);
    if (l->final && (n->kind == NODE_TEMPLATE || n->kind == NODE_BINARY || n->kind == NODE_CALL || n->kind == NODE_OTHER)) {
        g_autoptr(GArray) sites = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        bool parsed = false;
        for (uint32_t i = 0; i < n->count; i++)
            eval_taint(l, file, l->files[file].f->kids[n->first + i], sites, &parsed);
        if (n->kind == NODE_BINARY) {
            eval_taint(l, file, n->a, sites, &parsed);
            eval_taint(l, file, n->b, sites, &parsed);
        }
        for (guint i = 0; i < sites->len; i++)
            add(&b, (struct value){.kind = V_OTHER, .site = g_array_index(sites, uint32_t, i) + 1, .parsed = parsed});
    }
    return finish(l, &b);
}

/* The element that a literal index names, of a list without splats before it. */
static bool list_element(struct linker *l, const struct value *v, const char *index, struct builder *b)
{
    const struct fact_node *n = lnode(l, v->file, v->ref);
    if (n->kind != NODE_LIST || !index)
        return false;
    char *end;
    unsigned long at = strtoul(index, &end, 10);
    if (*end || at >= n->count)
        return false;
    for (unsigned long i = 0; i <= at; i++)
        if (lnode(l, v->file, l->files[v->file].f->kids[n->first + i])->kind == NODE_SPLAT)
            return false;
    add_set(b, eval(l, v->file, l->files[v->file].f->kids[n->first + at]));
    return true;
}

static void argument_values(struct linker *l, uint32_t file, uint32_t node, const char *name, int position,
                            struct builder *b);

/* Column `index` of a row: an element of the argument that the rule names. */
static void add_row(struct linker *l, const struct value *row, const char *index, struct builder *b)
{
    const struct api_item *item = rows_of(l, row->path);
    char *end;
    unsigned long at = strtoul(index, &end, 10);
    if (!*index || *end || !item || at >= g_strv_length((char **)item->elements)) {
        b->open = true;
        return;
    }
    char *rest;
    long position = strtol(item->elements[at], &rest, 10);
    if (rest == item->elements[at] || *rest) {
        b->open = true; /* not an argument: a counter */
        return;
    }
    BUILDER(args, false);
    argument_values(l, row->file, row->ref, NULL, (int)position, &args);
    add_set(b, element_of(l, &(struct vset){args.v, args.n, args.open}));
}

static const struct vset *eval_subscript(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    const struct vset *object = eval(l, file, n->a);
    const struct fact_node *index = n->b ? lnode(l, file, n->b) : NULL;
    if (!index) /* an iteration whose target is a pattern */
        return element_of(l, object);
    BUILDER(b, object->open);
    bool result = n->flags & NODE_RESULT, first = result && g_str_equal(ltext(l, file, index->text), "0");
    for (unsigned i = 0; i < object->n; i++) {
        const struct value *v = &object->v[i];
        if (result && !(v->kind == V_LITERAL && lnode(l, v->file, v->ref)->kind == NODE_LIST)) {
            if (first)
                add(&b, *v);
            else
                b.open = true;
            continue;
        }
        if (index && index->kind == NODE_STRING && of_envelope(l, v, ltext(l, file, index->text))) {
            b.open = true;
        } else if (v->kind == V_ROW) {
            add_row(l, v, index && index->kind == NODE_NUMBER ? ltext(l, file, index->text) : "", &b);
        } else if (v->kind == V_PATH && index->kind == NODE_STRING && add_stored(l, v, ltext(l, file, index->text), &b)) {
            continue;
        } else if (v->kind == V_PATH) {
            struct value e = step(l, v, SEGMENT_ELEMENT, NULL);
            const struct api_item *item = transform_of(l, e.path);
            if (item && item->returns_type) {
                add(&b, (struct value){.kind = V_TYPE, .file = file, .ref = node});
                continue;
            }
            if (v->chain || !e.path->dead)
                e.chain = v->chain;
            if (reads_files(l, e.path)) /* by this key */
                e.chain = chain_push(l, v->chain, file, node, e.path);
            add(&b, e);
        } else if (v->kind == V_LITERAL && index && index->kind == NODE_STRING) {
            add_set(&b, eval_member(l, v, ltext(l, file, index->text)));
        } else if (v->kind == V_LITERAL && lnode(l, v->file, v->ref)->kind == NODE_DICT) {
            add_elements(l, v, &b);
        } else if (v->kind == V_LITERAL && list_element(l, v, index && index->kind == NODE_NUMBER ? ltext(l, file, index->text) : NULL, &b)) {
            continue;
        } else if (v->kind == V_LITERAL) {
            add_set(&b, element_of(l, &(struct vset){(struct value *)v, 1, false}));
        } else {
            b.open = true;
            if (v->site)
                add(&b, (struct value){.kind = V_OTHER, .site = v->site, .parsed = v->parsed});
        }
    }
    return finish(l, &b);
}

/* The operands of a | b | c, leftmost first, at most eight. */
static unsigned flatten(struct linker *l, uint32_t file, uint32_t node, uint32_t operator_, const struct vset **out,
                        unsigned n)
{
    const struct fact_node *at = lnode(l, file, node);
    if (at->kind == NODE_BINARY && at->text == operator_ && n < 7) {
        n = flatten(l, file, at->a, operator_, out, n);
        return n < 8 ? flatten(l, file, at->b, operator_, out, n) : n;
    }
    out[n] = eval(l, file, node);
    return n + 1;
}

/* What a name says that begins with a place (crate::api::ask, super::SYSTEM) and so needs no import; NULL for others. */
static const struct vset *placed(struct linker *l, uint32_t file, const struct fact_node *n)
{
    const struct lfile *lf = &l->files[file];
    const struct fact_node *place = lnode(l, file, n->a);
    const char *name = place->kind == NODE_NAME ? ltext(l, file, place->text) : "";
    const char *before = NULL;
    for (unsigned i = 0; i < lf->lang->n_prefixes && !before; i++)
        before = g_str_equal(lf->lang->prefixes[i].key, name) ? lf->lang->prefixes[i].value : NULL;
    if (!before || (lf->lang->self_names && g_strv_contains((const char *const *)lf->lang->self_names, name)))
        return NULL;
    const char *member = ltext(l, file, n->text);
    g_autofree char *module = g_strconcat(before, member, NULL);
    uint32_t target = module_resolve(l->modules, file, lf->lang, module);
    if (target != NO_INDEX && (l->files[target].f || module_has_children(l->modules, target, lf->lang)))
        return module_value(l, target);
    for (const char **index = lf->lang->index_names; index && *index; index++) { /* what the file of the place declares */
        g_autofree char *file_of = g_strconcat(before, *before == MODULE_OWN ? *index : "", NULL);
        target = resolve(l, file, file_of);
        const struct vset *s = target != NO_INDEX && target != file ? eval_export(l, target, member) : &vset_empty;
        if (s->n)
            return s;
    }
    return NULL;
}

static const struct vset *eval_node(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    const uint32_t *kids = l->files[file].f->kids + n->first;
    BUILDER(b, false);
    switch ((enum node_kind)n->kind) {
    case NODE_NAME: {
        const struct vset *s = eval_name(l, file, n);
        for (unsigned i = 0; i < s->n; i++)
            if (!(n->flags & NODE_TYPE))
                refer(l, s->v[i].kind, s->v[i].file, s->v[i].ref);
        return s;
    }
    case NODE_STRING: case NODE_NUMBER: case NODE_TRUE: case NODE_FALSE: case NODE_NULL:
    case NODE_TEMPLATE: case NODE_LIST: case NODE_DICT:
        return literal(l, file, node);
    case NODE_MEMBER: {
        const struct vset *there = placed(l, file, n);
        if (there)
            return there;
        const struct vset *object = eval(l, file, n->a);
        b.open = object->open;
        for (unsigned i = 0; i < object->n; i++)
            add_set(&b, eval_member(l, &object->v[i], ltext(l, file, n->text)));
        const struct vset *own = only_dead(b.v, b.n) ? member_class(l, file, node) : NULL;
        if (own)
            add_set(&b, own);
        return finish(l, &b);
    }
    case NODE_SUBSCRIPT:
        return eval_subscript(l, file, node);
    case NODE_CALL:
        return eval_call(l, file, node);
    case NODE_BINARY: {
        const struct vset *operands[8];
        unsigned k = flatten(l, file, node, n->text, operands, 0);
        if (compose(l, ltext(l, file, n->text), NULL, operands, k, file, node, &b))
            return finish(l, &b);
        return literal(l, file, node);
    }
    case NODE_CONDITIONAL:
        for (uint32_t i = 0; i < n->count; i++) {
            const struct vset *s = eval(l, file, kids[i]);
            add_set(&b, s);
            bool says = !s->open;
            for (unsigned k = 0; k < s->n && !says; k++)
                says = s->v[k].kind != V_LITERAL || lnode(l, s->v[k].file, s->v[k].ref)->kind != NODE_NULL;
            if (!says) /* what another alternative says is not all there is */
                add(&b, (struct value){.kind = V_OTHER});
        }
        return finish(l, &b);
    case NODE_FUNCTION: case NODE_CLASS:
        add(&b, (struct value){.kind = n->kind == NODE_CLASS ? V_CLASS : V_FUNCTION, .file = file, .ref = n->scope_ref});
        refer(l, b.v[0].kind, file, n->scope_ref);
        return finish(l, &b);
    case NODE_KEYWORD: case NODE_PAIR:
        return n->b ? eval(l, file, n->b) : &vset_open;
    case NODE_SPLAT:
        return n->a ? eval(l, file, n->a) : &vset_open;
    case NODE_OTHER:
        if (l->files[file].lang->last_value && n->count) { /* a block gives what its last statement gives */
            BUILDER(block, false);
            add_set(&block, literal(l, file, node));
            add_set(&block, eval(l, file, l->files[file].f->kids[n->first + n->count - 1]));
            return finish(l, &block);
        }
        return literal(l, file, node);
    case NODE_UNARY: case NODE_JSX:
        return literal(l, file, node);
    case NODE_NONE: case NODE_KINDS:
        break;
    }
    return &vset_open;
}

/* Within the function whose call is in force nothing is remembered for other calls. */
static const struct vset *eval_framed(struct linker *l, uint32_t file, uint32_t node)
{
    struct frame *frame = l->frame;
    if (file != frame->file || !stands_in(l->files[file].f, node, frame->scope)) {
        l->frame = (struct frame *)frame->outer; /* what the call passes may stand in a function that is called, too */
        const struct vset *s = eval(l, file, node);
        l->frame = frame;
        return s;
    }
    if (!frame->memo)
        g_ptr_array_add(l->frame_tables, frame->memo = g_hash_table_new(NULL, NULL));
    const struct vset *known = g_hash_table_lookup(frame->memo, GUINT_TO_POINTER(node));
    if (known || l->depth >= MAX_EVAL_DEPTH)
        return known ? known : &vset_open;
    g_hash_table_insert(frame->memo, GUINT_TO_POINTER(node), (gpointer)&vset_busy);
    l->depth++;
    const struct vset *s = eval_node(l, file, node);
    l->depth--;
    g_hash_table_insert(frame->memo, GUINT_TO_POINTER(node), (gpointer)s);
    return s;
}

const struct vset *eval(struct linker *l, uint32_t file, uint32_t node)
{
    struct lfile *lf = &l->files[file];
    if (!node)
        return &vset_open;
    if (l->frame)
        return eval_framed(l, file, node);
    if (lf->memo[node]) {
        l->came_back += lf->memo[node] == &vset_busy;
        return lf->memo[node];
    }
    if (l->depth >= MAX_EVAL_DEPTH)
        return &vset_open;
    lf->memo[node] = &vset_busy;
    l->depth++;
    const uint32_t came_back = l->came_back;
    const struct vset *s = eval_node(l, file, node);
    l->depth--;
    /* c := c.ask(): what a cycle left without any value is asked again when it has ended */
    bool partial = !s->n && s->open && l->came_back != came_back && l->forgotten < MOST_FORGOTTEN;
    l->forgotten += partial;
    lf->memo[node] = partial ? NULL : s;
    return s;
}

static void taint(struct linker *l, uint32_t file, uint32_t node, GArray *out, bool *parsed, unsigned hops)
{
    if (!node)
        return;
    const struct fact_node *n = lnode(l, file, node);
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++)
        if (s->v[i].site) {
            uint32_t site = s->v[i].site - 1;
            bool known = false;
            for (guint k = 0; k < out->len; k++)
                known |= g_array_index(out, uint32_t, k) == site;
            if (!known)
                g_array_append_val(out, site);
            *parsed |= s->v[i].parsed;
        }
    if (!hops)
        return;
    const uint32_t *kids = l->files[file].f->kids + n->first;
    switch ((enum node_kind)n->kind) {
    case NODE_LIST: case NODE_DICT: case NODE_TEMPLATE: case NODE_JSX: case NODE_OTHER:
        for (uint32_t i = 0; i < n->count; i++)
            taint(l, file, kids[i], out, parsed, hops - 1);
        break;
    case NODE_PAIR: case NODE_KEYWORD:
        taint(l, file, n->b, out, parsed, hops - 1);
        break;
    case NODE_SPLAT: case NODE_UNARY:
        taint(l, file, n->a, out, parsed, hops - 1);
        break;
    case NODE_BINARY:
        taint(l, file, n->a, out, parsed, hops - 1);
        taint(l, file, n->b, out, parsed, hops - 1);
        break;
    case NODE_CALL: /* text.strip(), str(text): what is done to the output is still the output */
        if (!s->n) {
            if (lnode(l, file, n->a)->kind == NODE_MEMBER)
                taint(l, file, lnode(l, file, n->a)->a, out, parsed, hops - 1);
            for (uint32_t i = 0; i < n->count; i++)
                taint(l, file, kids[i], out, parsed, hops - 1);
        }
        break;
    default:
        break;
    }
}

void eval_taint(struct linker *l, uint32_t file, uint32_t node, GArray *out, bool *parsed)
{
    taint(l, file, node, out, parsed, 6);
}
