/*
 * resolve - what an expression may stand for.
 *
 * One evaluator for all languages, over the binding facts alone. It is flow-insensitive: a name stands
 * for the union of all values bound to it in its scope, which is what a reader would list when asked
 * "what can this be?". Every set is memoised by node; a cycle, a depth limit or a value from outside
 * makes the set open.
 */
#include <string.h>

#include "link/resolve_priv.h"

#define ASKED_AGAIN_MOST 4
#define MAX_GROWTH 40 /* expressions within one another that are looked through for a name */
#define BINDINGS_ROUNDS 2 /* the second, within the first, gives what a cycle leaves out */

const struct vset vset_empty = {0}, vset_open = {.open = true};
const struct vset vset_busy = {.open = true};

static const struct vset *eval_bindings(struct linker *l, uint32_t file, struct bindings *all);

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

const struct apath *from_pattern(struct linker *l, unsigned language, const struct path *pattern)
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

struct value path_step(struct linker *l, const struct value *v, enum segment_kind kind, const char *name)
{
    struct value out = *v;
    const struct apath *p = apath_child(l, v->path, kind, name);
    out.path = p->canonical ? p->canonical : p;
    if (p->canonical && p->alias && (p->alias->provider || p->alias->defaults)) {
        out.chain = chain_kept(l, &(struct chain){.prev = v->chain, .file = NO_INDEX, .path = out.path, .alias = p->alias});
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

void note_reference(struct linker *l, uint8_t kind, uint32_t file, uint32_t scope)
{
    if (kind == V_FUNCTION || kind == V_CLASS)
        l->files[file].referenced[scope] = true;
}

struct bindings *bindings_of(struct linker *l, uint32_t file, uint32_t scope, uint32_t text)
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

#define MAX_COPIES 64 /* files with one name that are compared */

/* Whether one of these files is a copy of another that stands nearer to who asks. */
static bool has_nearer_copy(const struct linker *l, uint32_t from, uint32_t file, const GArray *list)
{
    bool nearer = false;
    for (guint i = 0; i < list->len && list->len <= MAX_COPIES && !nearer; i++)
        nearer = is_farther_copy(l, from, file, g_array_index(list, struct sibling, i).file);
    return nearer;
}

/* What a name of the file's own module stands for, wherever in the module it is bound. */
static const struct vset *eval_sibling(struct linker *l, uint32_t file, const char *name)
{
    const GArray *list = siblings_name(l->siblings, file, name);
    BUILDER(b, false);
    for (guint i = 0; list && i < list->len; i++) {
        const struct sibling *p = &g_array_index(list, struct sibling, i);
        const struct facts *f = l->files[p->file].f;
        if (apart(l, p->file, file) || has_nearer_copy(l, file, p->file, list))
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

const struct api_item *rows_of(struct linker *l, const struct apath *p)
{
    apath_items(l, p);
    for (unsigned i = 0; i < p->n_items; i++)
        if (l->rules->items[p->items[i]].elements && *l->rules->items[p->items[i]].elements)
            return &l->rules->items[p->items[i]];
    return NULL;
}

const struct vset *element_of(struct linker *l, const struct vset *s)
{
    BUILDER(b, s->open);
    for (unsigned i = 0; i < s->n; i++) {
        const struct value *v = &s->v[i];
        if (v->kind == V_PATH && rows_of(l, v->path) && v->chain && v->chain->file != NO_INDEX) {
            add(&b, (struct value){.kind = V_ROW, .file = v->chain->file, .ref = v->chain->node, .path = v->path});
        } else if (v->kind == V_PATH) {
            struct value one = path_step(l, v, SEGMENT_ELEMENT, NULL);
            add(&b, one.path->dead && !v->chain ? *v : one); /* what only a type says may be the argument of a container */
        } else if (v->kind == V_LITERAL && lnode(l, v->file, v->ref)->kind == NODE_LIST) {
            const struct fact_node *n = lnode(l, v->file, v->ref);
            const uint32_t *kids = l->files[v->file].f->kids + n->first;
            for (uint32_t k = 0; k < n->count && k < MAX_VALUES; k++)
                add_set(&b, eval(l, v->file, kids[k]));
        } else {
            b.open = true;
            if (v->site)
                add(&b, rest_of(l, v, NULL));
            else if (v->kind == V_INSTANCE && l->files[v->file].lang->object_elements) /* what a type says of a container is its argument, and so is what each() makes */
                add(&b, *v);
        }
    }
    return finish(l, &b);
}

/* ---- imports ---- */

uint32_t resolve_module(struct linker *l, uint32_t file, const char *module)
{
    uint32_t i = module_resolve(l->modules, file, l->files[file].lang, module);
    return i != NO_INDEX && l->files[i].f ? i : NO_INDEX;
}

uint32_t child_of(struct linker *l, uint32_t file, const char *name)
{
    uint32_t i = module_child(l->modules, file, l->files[file].lang, name);
    return i != NO_INDEX && (l->files[i].f || module_has_children(l->modules, i, l->files[i].lang)) ? i : NO_INDEX;
}

/* The name that rules know a module by, which may be somebody's fork of what they name; NULL: it is its own. To be freed. */
static char *forked(const struct linker *l, const struct language *lang, const char *module)
{
    if (lang->modules != MODULES_FOLDERS || modules_known_root(l->modules, module))
        return NULL;
    const char *owner = strchr(module, '/'), *name = owner ? strchr(owner + 1, '/') : NULL;
    for (unsigned i = 0; name && i < l->rules->n_forks; i++) {
        const struct api_pair *fork = &l->rules->forks[i];
        size_t n = strlen(fork->key);
        if (!strncmp(name, fork->key, n) && (name[n] == '\0' || name[n] == '/'))
            return g_strconcat(fork->value, name + n, NULL);
    }
    return NULL;
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
            v = path_step(l, &v, first ? SEGMENT_ROOT : SEGMENT_MEMBER, parts[i]);
            first = false;
        }
    } else {
        g_autofree char *known = forked(l, lang, module);
        v = path_step(l, &v, SEGMENT_ROOT, known ? known : module);
    }
    if (*member)
        v = path_step(l, &v, SEGMENT_MEMBER, member);
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
    add(&b, path_step(l, &module->v[0], SEGMENT_MEMBER, member));
    return finish(l, &b);
}

const struct vset *module_value(struct linker *l, uint32_t file)
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

static const struct vset *class_members(struct linker *l, const struct vset *class, const char *member)
{
    BUILDER(b, class->open);
    for (unsigned i = 0; i < class->n; i++)
        add_set(&b, eval_member(l, &class->v[i], member));
    return finish(l, &b);
}

/* The class that a name with its package says, a.b.Class or a.b.Class.Inner: of the program or of what rules know; NULL without. */
static const struct vset *named_class(struct linker *l, uint32_t file, const char *name)
{
    const struct language *lang = l->files[file].lang;
    const char *dot = lang->modules == MODULES_PACKAGES ? strrchr(name, *lang->separator) : NULL;
    if (!dot || modules_known_root(l->modules, name))
        return NULL;
    g_autofree char *outer = g_strndup(name, (gsize)(dot - name));
    uint32_t in = module_resolve(l->modules, file, lang, outer);
    if (in != NO_INDEX)
        return l->files[in].f ? eval_export(l, in, dot + 1) : NULL;
    const struct vset *known = modules_known_root(l->modules, outer) ? external(l, file, outer, dot + 1) : &vset_empty;
    if (known->n && !known->v[0].path->dead)
        return known;
    const struct vset *around = named_class(l, file, outer);
    return around ? class_members(l, around, dot + 1) : NULL;
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
                              : target != NO_INDEX && l->files[target].pf->facts->root ? document_value(l, target) : NULL;
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
    if (several) {
        const struct vset *class = named_class(l, file, module);
        return class ? class_members(l, class, member) : external(l, file, module, member);
    }
    /* `from . import x` or `from pkg import x` where x is a file of a folder without index */
    if (l->files[file].lang->modules == MODULES_DOTTED) {
        gsize n = strlen(module);
        g_autofree char *sub = g_strconcat(module, n && (module[n - 1] == '.' || module[n - 1] == MODULE_OWN) ? "" : ".", member, NULL);
        uint32_t child = module_resolve(l->modules, file, l->files[file].lang, sub);
        const bool below = child != NO_INDEX && *module == MODULE_OWN && module_has_children(l->modules, child, l->files[file].lang);
        if (child != NO_INDEX && (l->files[child].f || below)) /* of one that is not read, what stands below it may be */
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

/* Whether rules name something of a module. Where names are dotted, its first part says so. */
static bool known_module(const struct linker *l, uint32_t file, const char *module)
{
    if (l->files[file].lang->modules != MODULES_DOTTED)
        return modules_known_root(l->modules, module);
    g_autofree char *first = g_strndup(module, strcspn(module, "."));
    return modules_known_root(l->modules, first);
}

/* What the star imports of a module give under a name. Modules may import all of one another: each is asked once. */
static const struct vset *export_stars(struct linker *l, uint32_t file, const char *name)
{
    struct lfile *lf = &l->files[file];
    const struct vset *out = &vset_empty, *outside = NULL; /* a library may have any name: what the program itself has comes first */
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
        uint32_t target = resolve_module(l, file, ltext(l, file, im->module));
        if (target == NO_INDEX) {
            const bool hands_on = lf->lang->modules == MODULES_DOTTED ||
                                  (lf->lang->modules == MODULES_PATH && im->flags & IMPORT_REEXPORT);
            if (!outside && hands_on && known_module(l, file, ltext(l, file, im->module)))
                outside = external(l, file, ltext(l, file, im->module), name);
        } else if (target != file) {
            const struct vset *s = eval_export(l, target, name);
            out = s->n ? s : out;
        }
    }
    if (!out->n && outside)
        out = outside;
    if (key)
        g_hash_table_insert(l->stars, g_strdup(key), (gpointer)out);
    return out;
}

const struct vset *eval_export(struct linker *l, uint32_t file, const char *name)
{
    struct lfile *lf = &l->files[file];
    if (!lf->f || too_deep(l))
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
        note_reference(l, b.v[i].kind, b.v[i].file, b.v[i].ref);
    return finish(l, &b);
}

/* ---- types ---- */

void add_declared(struct builder *b, struct value v)
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

void instance_of_library(struct linker *l, const struct value *class, struct builder *b)
{
    const struct value base = path_step(l, class, SEGMENT_CALL, NULL);
    bool replaced = false;
    if (!base.path->dead)
        apath_items(l, base.path);
    for (unsigned i = 0; i < base.path->n_items; i++) {
        const struct api_item *item = &l->rules->items[base.path->items[i]];
        struct value made = base;
        made.path = item->role == ROLE_TRANSFORM && item->returns.n_segments && !item->n_when
                        ? from_pattern(l, base.path->language, &item->returns) : NULL;
        if (!made.path)
            continue;
        apath_items(l, made.path);
        add(b, made);
        replaced = true;
    }
    if (!replaced)
        add(b, base);
}

void instances_of(struct linker *l, const struct vset *types, struct builder *b)
{
    for (unsigned i = 0; i < types->n; i++) {
        const struct value *t = &types->v[i];
        if (t->kind == V_CLASS) {
            add(b, (struct value){.kind = V_INSTANCE, .file = t->file, .ref = t->ref});
        } else if (t->kind == V_PATH && !t->path->dead) {
            BUILDER(made, false);
            instance_of_library(l, t, &made);
            for (unsigned k = 0; k < made.n; k++)
                if (!made.v[k].path->dead && !converts(l, made.v[k].path)) /* str, float: no object that matters */
                    add(b, made.v[k]);
        } else if (t->kind == V_TYPE && lnode(l, t->file, t->ref)->kind == NODE_DICT) {
            add(b, *t);
        } else if (t->kind == V_TYPE) {
            add_set(b, eval_type(l, t->file, t->ref));
        }
    }
}

bool reads_files(struct linker *l, const struct apath *p)
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

void add_built(struct builder *b, struct value v)
{
    bool made = (v.kind == V_PATH || v.kind == V_INSTANCE) && v.chain;
    for (unsigned k = 0; made && k < b->n; k++)
        if (b->v[k].kind == v.kind && !b->v[k].chain &&
            (v.kind == V_PATH ? b->v[k].path == v.path : b->v[k].file == v.file && b->v[k].ref == v.ref)) {
            b->v[k] = v;
            b->whole = NULL;
        }
    add(b, v);
}

const struct api_item *transform_of(struct linker *l, const struct apath *p)
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

/* Whether one of the values is an object of the repository, or one that rules could know. */
static bool says_what_it_is(const struct value *v, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (v[i].kind == V_INSTANCE || (v[i].kind == V_PATH && !v[i].path->dead))
            return true;
    return false;
}

/* What those give who provide something: what a function of theirs makes, an instance of a class, a value. True if one of
 * these says what it is. */
static bool add_provided(struct linker *l, uint32_t file, const GArray *from, struct builder *b)
{
    bool any = false;
    for (guint k = 0; from && k < from->len; k++) {
        const struct provider *p = &g_array_index(from, struct provider, k);
        if (apart(l, p->file, file))
            continue;
        const struct vset *s = eval(l, p->file, p->ref);
        for (unsigned q = 0; q < s->n; q++) {
            const struct value *v = &s->v[q];
            BUILDER(made, false);
            if (v->kind == V_FUNCTION) {
                note_reference(l, v->kind, v->file, v->ref);
                add_set(&made, eval_result(l, v->file, v->ref));
            } else if (v->kind == V_CLASS) {
                note_reference(l, v->kind, v->file, v->ref);
                add(&made, (struct value){.kind = V_INSTANCE, .file = v->file, .ref = v->ref});
            } else {
                add(&made, *v);
            }
            any |= says_what_it_is(made.v, made.n);
            add_set(b, finish(l, &made));
        }
    }
    return any;
}

/* What is provided under the arguments of an annotation that asks for it by them: @Inject("ChatModel"). True if somebody
 * provides something that is known. */
static bool add_asked(struct linker *l, uint32_t file, uint32_t annotation, struct builder *b)
{
    const struct fact_node *n = lnode(l, file, annotation);
    if (!l->final || !g_hash_table_size(l->tokens) || n->kind != NODE_CALL)
        return false;
    const struct vset *callee = eval(l, file, n->a);
    bool any = false;
    for (unsigned i = 0; i < callee->n; i++) {
        const struct apath *p = callee->v[i].kind == V_PATH ? apath_called(l, callee->v[i].path) : NULL;
        const struct api_item *item = p ? transform_of(l, p) : NULL;
        for (unsigned q = 0; item && q < item->n_returns_arguments; q++) {
            BUILDER(tokens, false);
            if (item->returns_arguments[q].provided)
                argument_values(l, file, annotation, item->returns_arguments[q].name, item->returns_arguments[q].position, &tokens);
            for (unsigned k = 0; k < tokens.n; k++)
                any |= add_provided(l, file, stores_tokens(l, &tokens.v[k]), b);
        }
    }
    return any;
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

bool only_dead(const struct value *v, unsigned n)
{
    bool dead = true;
    for (unsigned i = 0; i < n; i++)
        dead &= v[i].kind == V_PATH && v[i].path->dead;
    return dead;
}

/* com.example.desk.Assistant: a class of the repository, or of a library that rules know, by its whole name; NULL: it is none. */
static const struct vset *packaged_class(struct linker *l, uint32_t file, const struct fact_node *n)
{
    if (n->kind != NODE_MEMBER || !g_ascii_isupper(*ltext(l, file, n->text)))
        return NULL;
    g_autoptr(GString) module = g_string_new("");
    const struct fact_node *at = lnode(l, file, n->a);
    for (unsigned depth = 0; at->kind == NODE_MEMBER && depth < MAX_PATH_DEPTH; depth++, at = lnode(l, file, at->a)) {
        g_string_prepend(module, ltext(l, file, at->text));
        g_string_prepend_c(module, '.');
    }
    if (at->kind != NODE_NAME)
        return NULL;
    const bool deep = module->len > 0;
    g_string_prepend(module, ltext(l, file, at->text));
    if (!deep && g_ascii_isupper(*module->str)) /* Outer.Inner */
        return NULL;
    uint32_t target = deep ? resolve_module(l, file, module->str) : NO_INDEX; /* okhttp3.OkHttpClient: a package of one word */
    if (target != NO_INDEX) {
        const struct vset *s = eval_export(l, target, ltext(l, file, n->text));
        return s->n ? s : NULL;
    }
    const struct vset *outside = external(l, file, module->str, ltext(l, file, n->text));
    return outside->v[0].path->dead ? NULL : outside;
}

const struct vset *member_class(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node), *at = n;
    if (l->files[file].lang->modules == MODULES_PACKAGES)
        return packaged_class(l, file, n);
    if (l->files[file].lang->modules != MODULES_NAMES || !g_ascii_isupper(*ltext(l, file, n->text)))
        return NULL;
    g_autoptr(GString) name = g_string_new(ltext(l, file, n->text));
    for (unsigned depth = 0; at->kind == NODE_MEMBER && depth < MAX_PATH_DEPTH; depth++) {
        at = lnode(l, file, at->a);
        if ((at->kind != NODE_MEMBER && at->kind != NODE_NAME) || !g_ascii_isupper(*ltext(l, file, at->text)))
            return NULL;
        g_string_prepend(name, l->files[file].lang->separator);
        g_string_prepend(name, ltext(l, file, at->text));
    }
    if (at->kind != NODE_NAME)
        return NULL;
    const struct vset *s = types_qualified(l, file, name->str);
    if (!s)
        s = types_below(l, file, n->scope, name->str);
    const struct vset *outside = s ? s : external(l, file, name->str, ""); /* the file may add to what a library begins */
    return s || outside->v[0].path->dead ? s : outside;
}

/* The bindings of a name in a scope, where that takes a type of the name. */
static struct bindings *bound_in(struct linker *l, uint32_t file, uint32_t scope, uint32_t text)
{
    struct bindings *all = text ? bindings_of(l, file, scope, text) : NULL;
    const struct binding *b = all ? &g_array_index(all->list, struct binding, 0) : NULL;
    return b && b->kind == BIND_ASSIGN && l->files[file].f->assigns[b->index].flags & ASSIGN_BOUND ? all : NULL;
}

/* What the types are at least that functions and classes around take under a name: fn ask<H: Http>(http: H). What one part of a
 * class says holds in the others: struct Desk<H> { http: H }, impl<H: Http> Desk<H>. False where they take none of the name. */
static bool add_bound(struct linker *l, uint32_t file, const struct fact_node *n, struct builder *b)
{
    const struct facts *f = l->files[file].f;
    bool found = false;
    for (uint32_t s = n->scope; s > 1 && !found; s = f->scopes[s].parent) {
        struct bindings *own = bound_in(l, file, s, n->text);
        const GArray *parts = !own && f->scopes[s].kind == SCOPE_CLASS ? siblings_parts(l->siblings, file, ltext(l, file, f->scopes[s].name)) : NULL;
        if (own)
            add_set(b, eval_bindings(l, file, own));
        found = own != NULL;
        for (guint i = 0; parts && i < parts->len; i++) {
            const struct sibling *p = &g_array_index(parts, struct sibling, i);
            const uint32_t text = p->file == file ? n->text : string_index(l, p->file, ltext(l, file, n->text));
            struct bindings *said = bound_in(l, p->file, p->scope, text);
            if (said)
                add_set(b, eval_bindings(l, p->file, said));
            found |= said != NULL;
        }
    }
    return found;
}

static const struct vset *type_of(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = lnode(l, file, node);
    BUILDER(b, true);
    switch (n->kind) {
    case NODE_SUBSCRIPT: /* Optional[X], Annotated[X, ...], Promise<X>: the arguments too */
        instances_of(l, eval(l, file, n->a), &b);
        add_set(&b, eval_type(l, file, n->b));
        break;
    case NODE_LIST: case NODE_OTHER: {
        const uint32_t *kids = l->files[file].f->kids + n->first;
        bool asked = false;
        for (uint32_t i = 0; n->kind == NODE_OTHER && i < n->count; i++)
            asked |= add_asked(l, file, kids[i], &b);
        for (uint32_t i = 0; i < n->count && !asked; i++) {
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
            instances_of(l, eval_bindings(l, file, list), &b);
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
            for (unsigned k = 0; declared && k < m->n; k++) {
                struct value type = m->v[k];
                if (type.kind == V_CLASS) /* a class within it */
                    type.kind = V_INSTANCE;
                add(&b, type);
            }
            b.open |= declared && m->open;
            if (!declared)
                instances_of(l, m, &b);
        }
        const struct vset *own = only_dead(b.v, b.n) ? member_class(l, file, node) : NULL;
        if (own)
            instances_of(l, own, &b);
        break;
    }
    case NODE_NAME:
        if (!add_bound(l, file, n, &b))
            instances_of(l, eval_type_name(l, file, node), &b);
        break;
    case NODE_FUNCTION: /* declared by what it takes and gives back */
        add_set(&b, eval(l, file, node));
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
    if (too_deep(l))
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

bool call_apart(const struct linker *l, struct node_ref call, uint32_t file, uint32_t scope)
{
    if (apart(l, call.file, file))
        return true;
    const struct facts *f = l->files[call.file].f;
    return f->scopes[f->nodes[call.node].scope].flags & SCOPE_TEST && zone_at(l, file, scope) == ZONE_SRC;
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

bool is_told_apart(struct linker *l, const struct value *v)
{
    return v->kind == V_LITERAL || (v->kind == V_INSTANCE && object_maker(v)) || formatting_call(l, v);
}

/* Whether a call hands a parameter the keywords that none of its function's parameters is called by: post(url: x) of a
 * def post(options = {}). */
static bool gathers(struct linker *l, uint32_t file, const struct fact_param *p, struct node_ref c)
{
    const struct facts *f = l->files[file].f, *from = l->files[c.file].f;
    const struct fact_node *call = &from->nodes[c.node];
    const struct fact_scope *fn = &f->scopes[p->scope];
    unsigned places = 0, keywords = 0;
    if (!l->files[file].lang->gathers_keywords || p->kind != PARAM_PLAIN || call->kind != NODE_CALL)
        return false;
    for (uint32_t i = 0; i < fn->n_params; i++)
        if (f->params[fn->first_param + i].kind == PARAM_KEYWORDS)
            return false;
    for (uint32_t k = 0; k < call->count; k++) {
        const struct fact_node *arg = &from->nodes[from->kids[call->first + k]];
        const bool spread = arg->kind == NODE_SPLAT && arg->flags & NODE_DOUBLE_SPLAT;
        places += !keywords && arg->kind != NODE_KEYWORD && !spread; /* what stands behind keywords is a block */
        keywords += arg->kind == NODE_KEYWORD || spread;
        for (uint32_t i = 0; arg->kind == NODE_KEYWORD && i < fn->n_params; i++)
            if (g_str_equal(ltext(l, file, f->params[fn->first_param + i].name), facts_text(from, arg->text)))
                return false;
    }
    return keywords && call_position(l, file, p) + (int)c.shift == (int)places;
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
    const bool keywords = !found.nodes->len && gathers(l, file, p, frame->call);
    b.open = found.open || (!found.nodes->len && !p->value && !keywords);
    for (guint k = 0; k < found.nodes->len; k++) {
        struct node_ref r = g_array_index(found.nodes, struct node_ref, k);
        add_set(&b, eval(l, r.file, r.node));
    }
    l->frame = NULL;
    if (keywords)
        add(&b, (struct value){.kind = V_KEYWORDS, .file = file, .ref = p->scope});
    if (p->value && !keywords && (found.open || !found.nodes->len))
        add_set(&b, eval(l, file, p->value));
    if (p->type && !b.n)
        add_set(&b, eval_type(l, file, p->type));
    l->frame = frame;
    found_clear(&found);
    return finish(l, &b);
}

/* A client that is provided, with the steps behind the call that provides it. */
static struct value with_steps(struct linker *l, struct value v, const struct provider *p)
{
    const struct chain *steps[MAX_LINKS];
    unsigned n = 0;
    const struct vset *s = v.kind == V_PATH && p->last.node ? eval(l, p->last.file, p->last.node) : &vset_empty;
    const struct chain *c = s->n && s->v[0].kind == V_PATH ? s->v[0].chain : NULL;
    while (c && n < MAX_LINKS && !(c->file == p->registered.file && c->node == p->registered.node)) {
        steps[n++] = c;
        c = c->prev;
    }
    while (c && n > 0) {
        struct chain step = *steps[--n];
        step.prev = v.chain;
        v.chain = chain_kept(l, &step);
    }
    return v;
}

/* Instances of a declared type, as those who provide them to the whole program build them. */
static const struct vset *injected(struct linker *l, uint32_t file, const struct vset *declared)
{
    if (!l->final || (!g_hash_table_size(l->provided) && !g_hash_table_size(l->tokens)))
        return declared;
    BUILDER(b, declared->open);
    for (unsigned i = 0; i < declared->n; i++) {
        const struct value *v = &declared->v[i];
        const GArray *from = v->kind == V_PATH && !v->chain ? stores_providers(l, v->path) : NULL;
        struct value as_declared = *v;
        bool any = v->kind == V_INSTANCE && add_provided(l, file, stores_tokens(l, v), &b);
        for (guint k = 0; from && k < from->len; k++) {
            const struct provider *p = &g_array_index(from, struct provider, k);
            if (apart(l, p->file, file))
                continue;
            as_declared = with_steps(l, *v, p);
            const struct vset *s = p->type       ? eval_type(l, p->file, p->ref)
                                   : p->function ? eval_result(l, p->file, p->ref) : eval(l, p->file, p->ref);
            for (unsigned q = 0; q < s->n; q++) {
                if (p->type && s->v[q].kind != V_PATH) /* a class of the repository: what is declared says more of it */
                    continue;
                const struct vset *made = s->v[q].kind == V_FUNCTION ? eval_result(l, s->v[q].file, s->v[q].ref) : NULL;
                if (made)
                    add_set(&b, made);
                else
                    add(&b, with_steps(l, s->v[q], p));
                any |= says_what_it_is(made ? made->v : &s->v[q], made ? made->n : 1);
            }
        }
        if (!any)
            add(&b, as_declared);
    }
    return finish(l, &b);
}

/* What stands at a member of paths that is named by a number: the parameter of that position, and what is taken of it by its keys. */
static void add_position(struct linker *l, const struct vset *of, const char *option, uint32_t file, const struct fact_param *p,
                         struct builder *b)
{
    g_autofree char *member = g_strdup_printf("%u", p->position);
    g_auto(GStrv) keys = p->kind == PARAM_DESTRUCTURED ? g_strsplit(ltext(l, file, p->key), ".", -1) : NULL;
    for (unsigned k = 0; k < of->n; k++) {
        if (of->v[k].kind != V_PATH)
            continue;
        struct value v = option ? path_step(l, &of->v[k], SEGMENT_MEMBER, option) : of->v[k];
        v = path_step(l, &v, SEGMENT_MEMBER, member);
        for (char **key = keys; key && *key && !v.path->dead; key++)
            if (**key)
                v = path_step(l, &v, SEGMENT_MEMBER, *key);
        if (!v.path->dead)
            add(b, v);
    }
}

/* The node of a function that is an expression; 0 of others. */
static uint32_t lambda_node(struct lfile *lf, uint32_t scope)
{
    const struct facts *f = lf->f;
    if (!lf->lambdas) {
        lf->lambdas = g_new0(uint32_t, f->n_scopes + 1);
        for (uint32_t i = 1; i < f->n_nodes; i++)
            if (f->nodes[i].kind == NODE_FUNCTION && f->nodes[i].scope_ref < f->n_scopes)
                lf->lambdas[f->nodes[i].scope_ref] = i;
    }
    return lf->lambdas[scope];
}

/*
 * What a variable's type says of a parameter of the function that the variable is given: of
 * `const plugin: FastifyPluginAsync = async (app) => ...` app is what stands at the type's member `0`. So it does of one
 * that a call is given, at the member of what is called: agent.RegisterMiddleware((messages, options, inner) => ...), or at
 * that of the option that it is: createStep({execute: async ({agents}) => ...}).
 */
static void add_contextual(struct linker *l, uint32_t file, const struct fact_param *p, struct builder *b)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        if (a->type && a->value && f->nodes[a->value].kind == NODE_FUNCTION && f->nodes[a->value].scope_ref == p->scope)
            add_position(l, eval_type(l, file, a->type), NULL, file, p, b);
    }
    uint32_t node = lambda_node(&l->files[file], p->scope), call = f->nodes[node].parent;
    const char *option = NULL;
    const struct fact_node *pair = &f->nodes[call];
    if (node && pair->kind == NODE_PAIR && f->nodes[pair->a].kind == NODE_STRING && f->nodes[pair->parent].kind == NODE_DICT) {
        option = ltext(l, file, f->nodes[pair->a].text);
        call = f->nodes[pair->parent].parent;
    }
    if (node && f->nodes[call].kind == NODE_KEYWORD)
        call = f->nodes[call].parent;
    if (node && f->nodes[call].kind == NODE_CALL && f->nodes[call].a != node)
        add_position(l, eval(l, file, f->nodes[call].a), option, file, p, b);
}

/* What functions of the program give a function that is written among their arguments: of withClient(c => c.ask(q)) what
 * withClient calls it with. Whether nothing else may give it anything. */
static bool add_handed(struct linker *l, uint32_t file, const struct fact_param *p, struct builder *b)
{
    uint32_t node = lambda_node(&l->files[file], p->scope);
    struct handed way;
    bool all = node && handed_here(l, file, node, &way);
    for (unsigned i = 0; node && i < way.n_inner; i++) {
        struct node_ref c = way.inner[i];
        if (lnode(l, c.file, c.node)->kind != NODE_CALL) { /* it is handed on to something that nobody can see */
            all = false;
            continue;
        }
        struct found found;
        struct frame *const outer = l->frame;
        l->frame = way.frames[i];
        find_argument(l, c.file, c.node, p->kind == PARAM_DESTRUCTURED ? ltext(l, file, p->key) : NULL,
                      p->kind == PARAM_DESTRUCTURED ? -1 : (int)p->position, &found);
        all &= !found.open && found.nodes->len;
        for (guint k = 0; k < found.nodes->len; k++) {
            struct node_ref r = g_array_index(found.nodes, struct node_ref, k);
            const struct vset *s = eval(l, r.file, r.node);
            add_set(b, s);
            all &= !s->open;
        }
        found_clear(&found);
        l->frame = outer;
    }
    return all && way.n_inner;
}

bool may_be_below(struct linker *l, uint32_t file, uint32_t class, const struct value *other, unsigned hops)
{
    const struct facts *f = l->files[file].f;
    const struct fact_scope *s = &f->scopes[class];
    const char *name = ltext(l, file, s->name); /* one of its name in another module of several files is another class */
    const bool alike = g_str_equal(name, ltext(l, other->file, l->files[other->file].f->scopes[other->ref].name)) &&
                       siblings_name(l->siblings, file, name) == siblings_name(l->siblings, other->file, name);
    if (!hops || (file == other->file && class == other->ref) || alike)
        return true;
    for (uint32_t i = 0; i < s->n_bases; i++) {
        const struct vset *bases = eval(l, file, f->kids[s->first_base + i]);
        bool known = false;
        for (unsigned k = 0; k < bases->n; k++) {
            const struct value *b = &bases->v[k];
            if ((b->kind == V_CLASS || b->kind == V_INSTANCE) && may_be_below(l, b->file, b->ref, other, hops - 1))
                return true;
            known |= b->kind == V_CLASS || b->kind == V_INSTANCE || (b->kind == V_PATH && !b->path->dead);
        }
        if (!known)
            return true;
    }
    return false;
}

/* Whether what a call passes may be of a class that a parameter is declared to be of: where a list of settings holds those of
 * several services, a function that takes those of one is given no others. */
static bool may_be_declared(struct linker *l, uint32_t file, const struct vset *declared, const struct value *v)
{
    const enum module_style style = l->files[file].lang->modules;
    if (v->kind != V_INSTANCE || !declared->n || (style != MODULES_PACKAGES && style != MODULES_NAMES))
        return true;
    for (unsigned i = 0; i < declared->n; i++)
        if (declared->v[i].kind != V_INSTANCE || may_be_below(l, v->file, v->ref, &declared->v[i], 8))
            return true;
    return false;
}

const struct vset *eval_param(struct linker *l, uint32_t file, uint32_t index)
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
    const uint32_t cut = l->cut;
    BUILDER(b, false);
    const struct vset *declared = p->type ? eval_type(l, file, p->type) : &vset_empty;
    if (p->type && p->kind != PARAM_REST) {
        const struct vset *t = injected(l, file, declared);
        for (unsigned i = 0; i < t->n; i++)
            add(&b, t->v[i]);
    } else if ((p->kind == PARAM_PLAIN || p->kind == PARAM_DESTRUCTURED) && lf->f->scopes[p->scope].kind == SCOPE_LAMBDA) {
        add_contextual(l, file, p, &b);
    }
    bool keywords = false;
    bool omitted = true; /* nobody was seen to pass a value, or not everybody does: the default counts */
    b.open = true; /* callers outside of the repository */
    GArray *callers = l->final ? lf->callers[p->scope] : NULL;
    if (callers && p->kind != PARAM_REST) {
        BUILDER(seen, false);
        unsigned counted = 0;
        for (guint i = 0; i < callers->len && i < MAX_CALLERS; i++) {
            struct node_ref c = g_array_index(callers, struct node_ref, i);
            if (call_apart(l, c, file, p->scope)) /* what a test passes is not what the program passes */
                continue;
            if (!counted++) {
                b.open = callers->len > MAX_CALLERS;
                omitted = b.open;
            }
            struct found found;
            find_param(l, file, p, c, &found);
            const bool gathered = !found.nodes->len && gathers(l, file, p, c);
            keywords |= gathered;
            omitted |= found.open || (!found.nodes->len && !gathered);
            if (found.open || (!found.nodes->len && !p->value && !gathered))
                b.open = true;
            for (guint k = 0; k < found.nodes->len; k++) {
                struct node_ref r = g_array_index(found.nodes, struct node_ref, k);
                add_set(&seen, eval(l, r.file, r.node));
            }
            found_clear(&found);
        }
        for (unsigned i = 0; i < seen.n; i++) {
            struct value v = seen.v[i];
            if (is_told_apart(l, &v))
                v.via = VALUE_PARAMETER;
            if (may_be_declared(l, file, declared, &v))
                add_built(&b, v);
        }
        if (keywords)
            add(&b, (struct value){.kind = V_KEYWORDS, .file = file, .ref = p->scope});
        b.open |= seen.open;
    }
    if (l->final && (p->kind == PARAM_PLAIN || p->kind == PARAM_DESTRUCTURED) && add_handed(l, file, p, &b))
        b.open = false;
    const bool first = p->position == 0, of_pair = p->position == 1 && lf->lang->object_elements;
    const struct feed *feed = l->final && (first || of_pair) ? g_hash_table_lookup(l->fed, KEY(file, p->scope)) : NULL;
    if (feed && p->kind != PARAM_REST) {
        const struct vset *object = eval(l, feed->file, feed->node);
        const struct vset *given = feed->each ? element_of(l, object) : object;
        const char *key = p->kind == PARAM_DESTRUCTURED ? ltext(l, file, p->key) : NULL;
        for (unsigned i = 0; i < given->n; i++)
            if (lf->lang->object_elements && (key || of_pair)) { /* clients.forEach((name, client) -> ...): what a map holds stands for it */
                if (is_held(&given->v[i]))
                    add_built(&b, given->v[i]);
            } else if (!key || !*key)
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
    lf->params[index] = is_cut(l, lf, s, cut) ? NULL : s;
    return s;
}

/* ---- names ---- */

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

/* answer.doOnNext(texts::append): what is handed to the method derives from what the call is made on. */
static void add_tapped(struct linker *l, uint32_t file, const struct fact_node *call, struct builder *b)
{
    g_autoptr(GArray) sites = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    bool parsed = false, decoded = false;
    const struct fact_node *callee = lnode(l, file, call->a);
    if (l->final && callee->kind == NODE_MEMBER && hands_over(l->files[file].lang, ltext(l, file, callee->text)))
        eval_taint(l, file, callee->a, sites, &parsed, &decoded);
    for (guint i = 0; i < sites->len; i++)
        add(b, (struct value){.kind = V_OTHER, .site = g_array_index(sites, uint32_t, i) + 1, .parsed = parsed, .decoded = decoded});
}

/* answers.append(answer): the list derives from what is put into it, in its function or in those within. */
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
    const GArray *within = methods && *methods ? methods_within(l, file, a->scope, f->nodes[a->target].text) : NULL;
    for (guint i = 0; within && i < within->len; i++) {
        uint32_t member = g_array_index(within, uint32_t, i), call = f->nodes[member].parent;
        if (!g_strv_contains((const char *const *)methods, f->strings[f->nodes[member].text]))
            continue;
        if (f->nodes[call].a == member)
            taint_into(l, file, call, b, false);
        else
            add_tapped(l, file, &f->nodes[call], b);
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

bool says_nothing(const struct linker *l, const struct builder *b)
{
    for (unsigned i = 0; i < b->n; i++) {
        const struct value *v = &b->v[i];
        bool null = v->kind == V_LITERAL && lnode(l, v->file, v->ref)->kind == NODE_NULL;
        if (!null && (v->kind != V_PATH || !v->path->dead || v->site))
            return false;
    }
    return true;
}

const struct vset *eval_assign(struct linker *l, uint32_t file, const struct fact_assign *a)
{
    BUILDER(b, false);
    if (a->flags & ASSIGN_SELF) {
        uint32_t class = enclosing_class(l->files[file].f, a->scope);
        if (class)
            add(&b, whole_class(l, V_INSTANCE, file, class));
        return finish(l, &b);
    }
    const struct fact_node *value = lnode(l, file, a->value);
    if (a->value && value->kind == NODE_SUBSCRIPT && value->flags & NODE_TYPE) {
        add(&b, (struct value){.kind = V_TYPE, .file = file, .ref = a->value});
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

bool is_declaration(const struct facts *f, const struct fact_assign *a)
{
    return a->type && (!a->value || f->nodes[a->value].kind == NODE_NULL);
}

static const struct vset *eval_bindings(struct linker *l, uint32_t file, struct bindings *all)
{
    const struct facts *f = l->files[file].f;
    if (all->set && all->pass == l->pass && !l->frame)
        return all->set;
    if (all->busy >= BINDINGS_ROUNDS || too_deep(l))
        return &vset_open;
    bool inner = all->busy || l->frame; /* in a cycle, or for one call: this is but a part of it */
    const uint32_t came_back = l->came_back, cut = l->cut;
    all->busy++;
    l->depth++;
    BUILDER(b, false);
    bool declared = false;
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
                declared = true;
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
    const bool declared_only = declared && says_nothing(l, &b);
    for (guint i = 0; declared_only && i < all->list->len; i++) {
        const struct binding *d = &g_array_index(all->list, struct binding, i);
        const struct vset *type = d->kind == BIND_ASSIGN && is_declaration(f, &f->assigns[d->index])
                                      ? eval_assign(l, file, &f->assigns[d->index]) : &vset_empty;
        for (unsigned k = 0; k < type->n; k++)
            add_declared(&b, type->v[k]);
        b.open |= type->open;
    }
    for (guint i = 0; all->tested && i < all->tested->len && (i || says_nothing(l, &b)); i++)
        add_set(&b, eval_type(l, file, g_array_index(all->tested, uint32_t, i)));
    const struct vset *s = finish(l, &b);
    l->depth--;
    all->busy--;
    /* c := c.ask(): what a cycle left a part of is asked again when it has ended, a few times */
    bool partial = came_back != l->came_back && all->asked_again < ASKED_AGAIN_MOST;
    if (!inner && !partial && !is_cut(l, &l->files[file], s, cut) && (s->n || came_back == l->came_back)) {
        all->set = s;
        all->pass = l->pass;
        all->asked_again = 0;
    }
    all->asked_again += !inner && partial;
    return s;
}

/* A name that is known in a method because its class, or a base of it, has it; NULL otherwise. A constructor is no
 * such name: the class is meant. */
static const struct vset *own_member(struct linker *l, uint32_t file, uint32_t class, uint32_t text)
{
    if (l->files[file].f->scopes[class].name == text || too_deep(l))
        return NULL;
    BUILDER(b, false);
    bool found = false;
    l->depth++;
    class_member(l, file, class, ltext(l, file, text), true, &b, &found, 8);
    if (l->final && is_placeholder(l, &b))
        derived_instead(l, file, class, ltext(l, file, text), &b, &found);
    if (found && l->files[file].lang->implicit_self)
        made_member(l, file, class, ltext(l, file, text), &b);
    l->depth--;
    return found ? finish(l, &b) : NULL;
}

/* `use Acme\Desk as Own;` and `Own\Seats`: a class of the repository below a namespace that has a name here; NULL: it is none. */
static const struct vset *below_import(struct linker *l, uint32_t file, const struct bindings *list, const char *rest)
{
    const struct facts *f = l->files[file].f;
    const char *separator = l->files[file].lang->separator;
    for (guint i = 0; i < list->list->len; i++) {
        const struct binding *b = &g_array_index(list->list, struct binding, i);
        const struct fact_import *im = b->kind == BIND_IMPORT ? &f->imports[b->index] : NULL;
        if (!im)
            continue;
        const char *member = ltext(l, file, im->member);
        g_autofree char *name = g_strconcat(ltext(l, file, im->module), *member ? separator : "", member, rest, NULL);
        const struct vset *own = types_qualified(l, file, name);
        if (own)
            return own;
    }
    return NULL;
}

/* Whether one of the classes has a constructor: then it is no module of a library that the repository adds to. One that is named
 * within itself is not meant, where a library is called so. */
static bool is_own_type(struct linker *l, uint32_t file, uint32_t scope, const struct vset *classes)
{
    for (unsigned i = 0; i < classes->n; i++) {
        const struct value *v = &classes->v[i];
        if (v->kind == V_CLASS && class_entry(l, v->file, v->ref) && !(v->file == file && scope_within(l->files[file].f, scope, v->ref)))
            return true;
    }
    return false;
}

static const struct vset *named_type(struct linker *l, uint32_t file, uint32_t scope, const char *name);

/* One name behind a leading separator: a class of the program that stands in no other, or what a library has there. Where
 * neither is known, what it is without the separator, but no class: a constant, a function. */
static const struct vset *rooted_type(struct linker *l, uint32_t file, uint32_t scope, const char *name)
{
    const struct vset *own = types_qualified(l, file, name), *outside = external(l, file, name, "");
    bool root = !outside->v[0].path->dead;
    if (!own && !root) {
        const struct vset *bare = named_type(l, file, scope, name + strlen(l->files[file].lang->separator));
        bool class = false;
        for (unsigned i = 0; i < bare->n; i++)
            class |= bare->v[i].kind == V_CLASS;
        return class ? outside : bare;
    }
    if (!own || !root || is_own_type(l, file, scope, own))
        return own ? own : outside;
    BUILDER(b, false); /* the repository may add to what a package begins */
    add_set(&b, own);
    add_set(&b, outside);
    return finish(l, &b);
}

/* A name that nothing in the file binds, where types are known by their names. */
static const struct vset *named_type(struct linker *l, uint32_t file, uint32_t scope, const char *name)
{
    const struct language *lang = l->files[file].lang;
    const char *separator = strstr(name, lang->separator);
    if (separator == name && !strstr(name + strlen(lang->separator), lang->separator)) /* ::Client: of no class around */
        return rooted_type(l, file, scope, name);
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
        const struct vset *named = below_import(l, file, list, separator);
        if (named)
            return named;
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
    if (s && (!root || is_own_type(l, file, scope, s)))
        return s;
    if (!root)
        return lang->globals ? external(l, file, lang->globals, name) : &vset_open;
    BUILDER(b, false); /* the repository may add to what a package begins */
    if (s)
        add_set(&b, s);
    add_set(&b, outside);
    return finish(l, &b);
}

bool scope_within(const struct facts *f, uint32_t scope, uint32_t outer)
{
    while (scope > outer) /* a scope has a smaller number than those in it */
        scope = f->scopes[scope].parent;
    return scope == outer;
}

bool is_super(const struct linker *l, uint32_t file, const char *name)
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

/* Whether two values are one object of a library, or instances of one class. */
static bool same_type(const struct value *a, const struct value *b)
{
    if (a->kind == V_INSTANCE && b->kind == V_INSTANCE)
        return a->file == b->file && a->ref == b->ref;
    return a->kind == V_PATH && b->kind == V_PATH &&
           (a->path->canonical ? a->path->canonical : a->path) == (b->path->canonical ? b->path->canonical : b->path);
}

/* What a function that extends a type is called on: by the call in force, else by all that are seen; what it is declared to
 * extend, where nobody sees one. */
static const struct vset *extended_self(struct linker *l, uint32_t file, uint32_t scope, struct bindings *list)
{
    const struct vset *declared = eval_bindings(l, file, list);
    struct frame *const outer = l->frame, *frame = outer && outer->file == file && outer->scope == scope ? outer : NULL;
    const GArray *callers = l->final ? l->files[file].callers[scope] : NULL;
    guint n = frame ? 1 : callers ? callers->len : 0;
    if (!n || n > MAX_CALLERS || too_deep(l))
        return declared;
    BUILDER(b, declared->open);
    l->depth++;
    for (guint i = 0; i < n; i++) {
        const struct node_ref c = frame ? frame->call : g_array_index(callers, struct node_ref, i);
        const struct fact_node *callee = lnode(l, c.file, lnode(l, c.file, c.node)->a);
        if (callee->kind != NODE_MEMBER || apart(l, c.file, file))
            continue;
        l->frame = frame ? (struct frame *)frame->outer : NULL;
        const struct vset *on = eval(l, c.file, callee->a);
        for (unsigned k = 0; k < on->n; k++)
            for (unsigned d = 0; d < declared->n; d++)
                if (same_type(&on->v[k], &declared->v[d]))
                    add(&b, on->v[k]);
        l->frame = outer;
    }
    l->depth--;
    return b.n ? finish(l, &b) : declared;
}

/* What a function that extends a type calls by its bare name: a member of the instance that it is called on. */
static const struct vset *extended_member(struct linker *l, uint32_t file, uint32_t scope, uint32_t text)
{
    const struct language *lang = l->files[file].lang;
    uint32_t self = lang->implicit_self && lang->self_names && *lang->self_names ? string_index(l, file, *lang->self_names) : 0;
    struct bindings *list = self && self != text ? bindings_of(l, file, scope, self) : NULL;
    const struct vset *of = list ? extended_self(l, file, scope, list) : &vset_empty;
    BUILDER(b, of->open);
    for (unsigned i = 0; i < of->n; i++)
        add_set(&b, eval_member(l, &of->v[i], ltext(l, file, text)));
    return only_dead(b.v, b.n) ? NULL : finish(l, &b);
}

const struct vset *extension_member(struct linker *l, uint32_t file, const struct vset *object, const struct fact_node *n)
{
    const struct language *lang = l->files[file].lang;
    if (!lang->implicit_self || !lang->self_names || !*lang->self_names || lang->modules != MODULES_PACKAGES)
        return NULL;
    struct bindings *list = bindings_of(l, file, 1, n->text);
    const struct vset *named = list ? eval_bindings(l, file, list) : eval_sibling(l, file, ltext(l, file, n->text));
    BUILDER(b, false);
    for (unsigned i = 0; i < named->n; i++) {
        uint32_t type = named->v[i].kind == V_FUNCTION ? extended_type(l, &named->v[i]) : 0;
        const struct vset *of = eval_type(l, named->v[i].file, type);
        bool is = false;
        for (unsigned k = 0; k < of->n && !is; k++)
            for (unsigned o = 0; o < object->n && !is; o++)
                is = same_type(&of->v[k], &object->v[o]);
        if (is)
            add(&b, named->v[i]);
    }
    return b.n ? finish(l, &b) : NULL;
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

/* The line of the last assignment of a name that stands on every way to its use, and gives it another value; 0 without, and
 * in loops, where what was changed through it in one round tells of the next. */
static uint32_t last_assigned(const struct facts *f, const struct bindings *all, const struct fact_node *use)
{
    uint32_t last = 0;
    for (uint32_t r = use->region; r && f->regions[r].scope == use->scope; r = f->regions[r].parent)
        if (f->regions[r].kind == REGION_EACH || f->regions[r].kind == REGION_WHILE)
            return 0;
    for (guint i = 0; i < all->list->len; i++) {
        const struct binding *b = &g_array_index(all->list, struct binding, i);
        const struct fact_assign *a = b->kind == BIND_ASSIGN ? &f->assigns[b->index] : NULL;
        if (a && a->value && !(a->flags & ~(uint32_t)(ASSIGN_CONST | ASSIGN_NEW)) && a->line < use->line && a->line > last && a->region &&
            f->regions[a->region].scope == use->scope && region_inside(f, use->region, a->region))
            last = a->line;
    }
    return last;
}

/* Whether a name may have what a binding gives it where it is used: it is not given it later, nor is it a text or number that
 * the assignment of line `from` (0: none) has replaced. */
static bool is_in_force(const struct facts *f, const struct binding *b, const struct fact_node *use, uint32_t from)
{
    const struct fact_assign *a = b->kind == BIND_ASSIGN ? &f->assigns[b->index] : NULL;
    if (assigned_later(f, b, use))
        return false;
    if (!a || !a->value || a->line >= from || !a->region || f->regions[a->region].scope != use->scope)
        return true;
    const enum node_kind kind = (enum node_kind)f->nodes[a->value].kind;
    return kind != NODE_STRING && kind != NODE_NUMBER && kind != NODE_NULL;
}

/* with(client) { ask(q) }, client.run { ask(q) }: the member `name` of what a function that is an expression is run on. NULL
 * where nobody knows one. */
static const struct vset *run_on_member(struct linker *l, uint32_t file, uint32_t scope, const char *name)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    const char *const *methods = (const char *const *)lf->lang->run_on_methods, *const *functions = (const char *const *)lf->lang->run_on_functions;
    const struct fact_node *call = &f->nodes[f->nodes[lambda_node(lf, scope)].parent], *callee = &f->nodes[call->a];
    uint32_t object = 0;
    if (call->kind != NODE_CALL)
        return NULL;
    if (callee->kind == NODE_MEMBER && methods && g_strv_contains(methods, f->strings[callee->text]))
        object = callee->a;
    else if (callee->kind == NODE_NAME && call->count > 1 && functions && g_strv_contains(functions, f->strings[callee->text]))
        object = f->kids[call->first];
    const struct vset *on = object ? eval(l, file, object) : &vset_empty;
    BUILDER(b, on->open);
    for (unsigned i = 0; i < on->n; i++)
        if (on->v[i].kind == V_INSTANCE || on->v[i].kind == V_PATH)
            add_set(&b, eval_member(l, &on->v[i], name));
    return only_dead(b.v, b.n) ? NULL : finish(l, &b);
}

/* Whether an expression holds a name; one that is too deep to tell does. */
static bool holds_name(const struct facts *f, uint32_t node, uint32_t name, unsigned depth)
{
    const struct fact_node *n = &f->nodes[node];
    if (!node)
        return false;
    if (!depth || (n->kind == NODE_NAME && n->text == name) || holds_name(f, n->a, name, depth - 1) || holds_name(f, n->b, name, depth - 1))
        return true;
    for (uint32_t i = 0; i < n->count; i++)
        if (holds_name(f, f->kids[n->first + i], name, depth - 1))
            return true;
    return false;
}

/* Whether a name is a parameter too, or what it is given is made of what it was: then one value grows out of another. */
static bool grows(const struct facts *f, struct bindings *all)
{
    for (guint i = 0; !all->growth && i < all->list->len; i++) {
        const struct binding *b = &g_array_index(all->list, struct binding, i);
        const struct fact_assign *a = b->kind == BIND_ASSIGN ? &f->assigns[b->index] : NULL;
        uint32_t name = a && a->target ? f->nodes[a->target].text : 0;
        if (!name || holds_name(f, a->value, name, MAX_GROWTH))
            all->growth = GROWS;
    }
    all->growth = all->growth ? all->growth : GROWS_NOT;
    return all->growth == GROWS;
}

/* What a name stands for in a function that gives it something else further on; NULL if it does not. */
static const struct vset *eval_before(struct linker *l, uint32_t file, const struct fact_node *use, struct bindings *all)
{
    const struct facts *f = l->files[file].f;
    if (all->busy)
        return NULL;
    const uint32_t from = last_assigned(f, all, use);
    struct bindings before = {.list = NULL, .tested = all->tested};
    g_autoptr(GArray) list = NULL;
    for (guint i = 0; i < all->list->len; i++)
        if (!is_in_force(f, &g_array_index(all->list, struct binding, i), use, from) && !list)
            list = g_array_new(FALSE, FALSE, sizeof(struct binding));
    for (guint i = 0; list && i < all->list->len; i++)
        if (is_in_force(f, &g_array_index(all->list, struct binding, i), use, from))
            g_array_append_val(list, g_array_index(all->list, struct binding, i));
    if (!list || !list->len || grows(f, all))
        return NULL;
    before.list = list;
    all->busy++;
    const struct vset *set = eval_bindings(l, file, &before);
    all->busy--;
    return set;
}

/* Whether a name stands in the only value that its scope gives it: val client = client ?: return. It is that of the scope
 * around, which the new one hides from here on. */
static bool hides(const struct facts *f, const struct bindings *all, const struct fact_node *use)
{
    const struct binding *b = all->list->len == 1 ? &g_array_index(all->list, struct binding, 0) : NULL;
    const struct fact_assign *a = b && b->kind == BIND_ASSIGN ? &f->assigns[b->index] : NULL;
    if (!a || !a->value || a->scope != use->scope)
        return false;
    uint32_t node = (uint32_t)(use - f->nodes);
    const struct fact_node *value = &f->nodes[a->value];
    uint32_t whole = value->flags & NODE_RESULT ? value->a : a->value; /* client, err := client.New() */
    while (node && node != whole)
        node = f->nodes[node].parent;
    return node != 0;
}

/* this@Desk, this@send: the instance of a class around, or what the function around that is called so extends. */
static const struct vset *marked_self(struct linker *l, uint32_t file, uint32_t scope, const char *name)
{
    const struct facts *f = l->files[file].f;
    for (uint32_t s = scope; s; s = f->scopes[s].parent) {
        if (!g_str_equal(ltext(l, file, f->scopes[s].name), name))
            continue;
        uint32_t self = string_index(l, file, *l->files[file].lang->self_names);
        struct bindings *list = self ? bindings_of(l, file, s, self) : NULL;
        if (list)
            return extended_self(l, file, s, list);
        BUILDER(b, f->scopes[s].kind != SCOPE_CLASS);
        if (f->scopes[s].kind == SCOPE_CLASS)
            add(&b, whole_class(l, V_INSTANCE, file, s));
        return finish(l, &b);
    }
    return &vset_open;
}

/* Whether a use stands in what an assignment gives its name. */
static bool within_value(const struct facts *f, const struct fact_assign *a, const struct fact_node *use)
{
    uint32_t node = (uint32_t)(use - f->nodes), value = a->value, part = value && f->nodes[value].kind == NODE_SUBSCRIPT ? f->nodes[value].a : 0;
    while (node && value && node != value && node != part)
        node = f->nodes[node].parent;
    return node && value;
}

/* Whether what a name stood for before is of no matter behind an assignment, on every way to a use: it makes a new variable, or
 * stands in the function of the use. (In a loop what it is given may be made of what it was given last.) */
static bool replaces(const struct facts *f, const struct fact_assign *a, const struct fact_node *use, bool within)
{
    if (a->flags & ASSIGN_NEW)
        return true;
    if (!a->value || a->flags || f->nodes[a->target].kind != NODE_NAME || !a->region || f->regions[a->region].scope != use->scope)
        return false;
    for (uint32_t r = within ? a->region : 0; r && f->regions[r].scope == use->scope; r = f->regions[r].parent)
        if (f->regions[r].kind == REGION_EACH || f->regions[r].kind == REGION_WHILE)
            return false;
    return true;
}

/* The last new value of a name that a use sees, NULL without; *in: the one that the use stands in. */
static const struct fact_assign *last_new(const struct facts *f, const struct bindings *all, const struct fact_node *use, const struct fact_assign **in)
{
    const struct fact_assign *last = NULL;
    *in = NULL;
    for (guint i = 0; i < all->list->len; i++) {
        const struct binding *b = &g_array_index(all->list, struct binding, i);
        const struct fact_assign *a = b->kind == BIND_ASSIGN ? &f->assigns[b->index] : NULL;
        if (!a || a->line > use->line || !region_inside(f, use->region, a->region))
            continue;
        const bool within = within_value(f, a, use);
        if (!replaces(f, a, use, within))
            continue;
        if (within)
            *in = a;
        else if (a->line < use->line && (!last || a->line >= last->line))
            last = a;
    }
    return last;
}

/* What a name stands for where new variables hide others of its name: let body = text(&body). NULL where none does. */
static const struct vset *eval_hidden(struct linker *l, uint32_t file, const struct fact_node *use, struct bindings *all)
{
    const struct facts *f = l->files[file].f;
    const struct fact_assign *in, *last = last_new(f, all, use, &in);
    if (!in && (!last || all->busy))
        return NULL;
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(struct binding));
    for (guint i = 0; i < all->list->len; i++) {
        const struct binding *b = &g_array_index(all->list, struct binding, i);
        const struct fact_assign *a = b->kind == BIND_ASSIGN ? &f->assigns[b->index] : NULL;
        if (a && in && a != in && within_value(f, in, &f->nodes[a->target])) /* let text = match answer { Ok(text) => text } */
            return NULL;
        const bool hidden = last && (!a || a->line < last->line), later = a && ((in && a->line >= in->line) || (a->flags & ASSIGN_NEW && a->line > use->line));
        if (!hidden && !later)
            g_array_append_val(list, *b);
    }
    if (!list->len || list->len == all->list->len)
        return NULL;
    struct bindings seen = {.list = list, .tested = all->tested};
    all->busy += in ? 0 : 1;
    const struct vset *set = eval_bindings(l, file, &seen);
    all->busy -= in ? 0 : 1;
    return set;
}

const struct vset *eval_name(struct linker *l, uint32_t file, const struct fact_node *n)
{
    struct lfile *lf = &l->files[file];
    const struct facts *f = lf->f;
    const char *mark = lf->lang->self_names && *lf->lang->self_names ? lf->lang->self_mark : NULL;
    if (mark && g_str_has_prefix(ltext(l, file, n->text), mark))
        return marked_self(l, file, n->scope, ltext(l, file, n->text) + strlen(mark));
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
        if (list && s == n->scope && s > 1 && hides(f, list, n))
            continue;
        if (list && mark && f->scopes[s].kind == SCOPE_FUNCTION && g_str_equal(ltext(l, file, n->text), *lf->lang->self_names))
            return extended_self(l, file, s, list);
        if (list && l->frame && !(file == l->frame->file && scope_within(f, s, l->frame->scope))) {
            struct frame *frame = l->frame; /* a name from around the function */
            l->frame = NULL;
            const struct vset *set = eval_bindings(l, file, list);
            l->frame = frame;
            return set;
        }
        const struct vset *before = list && list->list->len > 1 && lf->lang->hiding && *lf->lang->hiding ? eval_hidden(l, file, n, list) : NULL;
        if (!before && list && s == n->scope && list->list->len > 1)
            before = eval_before(l, file, n, list);
        if (before)
            return before;
        if (list)
            return eval_bindings(l, file, list);
        const struct vset *member = f->scopes[s].kind == SCOPE_FUNCTION ? extended_member(l, file, s, n->text)
                                    : f->scopes[s].kind == SCOPE_LAMBDA && lf->lang->run_on_methods ? run_on_member(l, file, s, ltext(l, file, n->text))
                                                                                                    : NULL;
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
            uint32_t target = resolve_module(l, file, module);
            const struct vset *s = target != NO_INDEX && target != file ? eval_export(l, target, name) : &vset_empty;
            if (s->n)
                return s;
            if (target == NO_INDEX && known_module(l, file, module)) {
                const struct vset *outside = external(l, file, module, name);
                if (!star)
                    star = outside;
                if (outside->n && !outside->v[0].path->dead)
                    return outside; /* of several modules the one that has the name */
            } else if (target == NO_INDEX) { /* import static a.b.Class.* */
                const struct vset *class = named_class(l, file, module);
                s = class ? class_members(l, class, name) : &vset_empty;
                if (s->n && !(s->v[0].kind == V_PATH && s->v[0].path->dead))
                    return s;
            }
        }
    if (lf->lang->open_roots && modules_known_root(l->modules, name))
        return external(l, file, name, "");
    const struct fact_node *whole = lnode(l, file, n->parent);
    if (lf->lang->open_roots && whole->kind == NODE_MEMBER && lnode(l, file, whole->a) == n) { /* a package of the repository */
        uint32_t entry = modules_package(l->modules, file, lf->lang, name);
        if (entry != NO_INDEX && (l->files[entry].f || module_has_children(l->modules, entry, lf->lang)))
            return module_value(l, entry);
    }
    if (star) { /* what no rule knows there may be a name of the language */
        const struct vset *own = lf->lang->globals ? external(l, file, lf->lang->globals, name) : &vset_empty;
        return own->n && !own->v[0].path->dead ? own : star;
    }
    if (!lf->lang->globals)
        return &vset_open;
    return external(l, file, lf->lang->globals, name);
}
