#include "link/configured.h"

#include <string.h>

#include "base/regex.h"
#include "link/keys.h"
#include "source/classify.h"

#define MAX_CONFIG_FILES 64 /* that stand equally near; where there are more nobody says which one it is */

struct document { /* of a configuration file, which may hold several */
    uint32_t file;
    const struct fact_node *root;
    bool overlay; /* it may stand over the others, or not */
};

/* ---- files ---- */

static gsize folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (gsize)(slash - path) + 1 : 0;
}

/* How many folders two paths have in common. */
static unsigned common_folders(const char *a, const char *b)
{
    gsize n = MIN(folder_length(a), folder_length(b));
    unsigned common = 0;
    for (gsize i = 0; i < n && a[i] == b[i]; i++)
        common += a[i] == '/';
    return common;
}

static bool any_glob(const char **globs, const char *path)
{
    for (; *globs; globs++)
        if (glob_match(*globs, path))
            return true;
    return false;
}

static void add_documents(struct linker *l, uint32_t file, bool overlay, GArray *out)
{
    const struct facts *f = l->files[file].pf->facts;
    const struct fact_node *root = &f->nodes[f->root];
    struct document d = {.file = file, .root = root, .overlay = overlay};
    if (root->kind == NODE_DICT)
        g_array_append_val(out, d);
    for (uint32_t i = 0; root->kind == NODE_LIST && i < root->count && out->len < MAX_CONFIG_FILES; i++) {
        d.root = &f->nodes[f->kids[root->first + i]];
        d.overlay = overlay || i > 0; /* documents behind the first hold under conditions of their own */
        if (d.root->kind == NODE_DICT)
            g_array_append_val(out, d);
    }
}

/* struct document of the files nearest to `of` that one of `globs`, or of `overlays`, names; none where they are too many. */
static GArray *documents_near(struct linker *l, const char **globs, const char **overlays, uint32_t of)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(struct document));
    const char *path = l->files[of].pf->path;
    unsigned nearest = 0;
    for (uint32_t i = 0; i < l->n_files; i++) {
        const struct project_file *p = l->files[i].pf;
        if (!p->facts || !p->facts->root || !p->language || p->language->reader == READER_CODE)
            continue;
        unsigned common = common_folders(p->path, path);
        if (common < nearest || apart(l, i, of))
            continue;
        bool overlay = !any_glob(globs, p->path);
        if (overlay && !any_glob(overlays, p->path))
            continue;
        if (common > nearest)
            g_array_set_size(out, 0);
        nearest = common;
        add_documents(l, i, overlay, out);
    }
    if (out->len >= MAX_CONFIG_FILES)
        g_array_set_size(out, 0);
    return out;
}

/* ---- keys ---- */

static bool is_link(char c)
{
    return c == '-' || c == '_';
}

/* How many bytes of `path` a key takes, 0 where it does not begin so: `max-tokens`, `maxTokens` and `max_tokens` are one.
 * `*beyond`: the key is all of the path, and more. */
static gsize key_length(const char *path, const char *key, bool *beyond)
{
    const char *at = path;
    *beyond = false;
    for (;;) {
        while (is_link(*at))
            at++;
        while (is_link(*key))
            key++;
        if (!*key || !*at || g_ascii_tolower(*at) != g_ascii_tolower(*key))
            break;
        at++;
        key++;
    }
    *beyond = !*at && *key == '.';
    return *beyond || (!*key && (!*at || *at == '.')) ? (gsize)(at - path) : 0;
}

/* The value at a path of keys, of which several may be written as one: "a.b: {c: 1}". `below`: or any below it. */
static const struct fact_node *value_at(const struct facts *f, const struct fact_node *at, const char *path, bool below)
{
    if (!*path)
        return at;
    for (uint32_t i = 0; at->kind == NODE_DICT && i < at->count; i++) {
        const struct fact_node *p = &f->nodes[f->kids[at->first + i]];
        const char *key = p->kind == NODE_PAIR && p->a && p->b ? keys_scalar(f, &f->nodes[p->a]) : NULL;
        bool beyond = false;
        gsize n = key ? key_length(path, key, &beyond) : 0;
        if (!n || (beyond && !below))
            continue;
        const struct fact_node *found = value_at(f, &f->nodes[p->b], path + n + (path[n] == '.'), below);
        if (found)
            return found;
    }
    return NULL;
}

/* What a value says: its text, that of the default where it names a variable, or none for what nobody filled in. */
static struct attribute attribute_at(struct linker *l, const void *variable, const char *name, uint32_t file,
                                     const struct fact_node *value)
{
    const struct facts *f = l->files[file].pf->facts;
    struct attribute a = {.name = name, .state = STATE_UNSET, .origin = ORIGIN_CLIENT, .place = {.file = NO_INDEX}};
    const char *text = keys_scalar(f, value);
    if (value->kind == NODE_NULL || (text && !*text))
        return a;
    a.state = STATE_SET;
    a.value_origin = VALUE_CONFIG;
    a.place = place_of(l, file, (uint32_t)(value - f->nodes));
    gsize len = text ? strlen(text) : 0;
    struct regex_span at[2];
    if (text && variable && regex_match(variable, text, len, at, 2)) {
        bool otherwise = at[1].start != REGEX_UNSET && at[1].end > at[1].start;
        a.value_origin = otherwise ? VALUE_ENV_DEFAULT : VALUE_ENV;
        a.value = otherwise ? arena_strndup(l->a, text + at[1].start, at[1].end - at[1].start) : NULL;
    } else if (text && !(text[0] == '<' && text[len - 1] == '>')) {
        a.value = text;
    }
    return a;
}

struct attribute configured_value(struct linker *l, const struct api_item *source, const char *path, uint32_t file)
{
    g_autoptr(GArray) documents = documents_near(l, source->files, source->overlays, file);
    struct attribute out = {.name = "value", .state = STATE_UNSET, .place = {.file = NO_INDEX}};
    for (unsigned pass = 0; pass < 2; pass++) /* what may stand over a value makes it one of several */
        for (guint i = 0; i < documents->len; i++) {
            const struct document *d = &g_array_index(documents, struct document, i);
            const struct facts *f = l->files[d->file].pf->facts;
            const struct fact_node *value = d->overlay == (pass == 1) ? value_at(f, d->root, path, false) : NULL;
            if (!value)
                continue;
            struct attribute a = attribute_at(l, source->variable, "value", d->file, value);
            if (out.state != STATE_SET) {
                out = a;
            } else if (a.state == STATE_SET && g_strcmp0(a.value, out.value) != 0) {
                out.value = NULL; /* which one holds is decided where it runs */
                out.value_origin = VALUE_CONFIG;
            }
        }
    return out;
}

/* What an argument makes of a value in a file: none, where it lists that one as such, or what the first case that fits says. */
static void read_as(const struct api_argument *argument, struct attribute *a)
{
    if (a->state != STATE_SET || !a->value)
        return;
    if (argument->unset && g_strv_contains((const char *const *)argument->unset, a->value)) {
        a->state = STATE_UNSET;
        return;
    }
    for (unsigned c = 0; c < argument->n_cases; c++) {
        const struct api_case *one = &argument->cases[c];
        if ((one->equals && !g_str_equal(one->equals, a->value)) ||
            (one->matches && !regex_match(one->matches, a->value, strlen(a->value), NULL, 0)))
            continue;
        a->state = one->state;
        a->value = one->value ? one->value : a->value;
        return;
    }
}

struct attribute configured_in(struct linker *l, const struct api_argument *argument, uint32_t document)
{
    const struct facts *f = l->files[document].pf->facts;
    struct attribute out = {.name = argument->attribute, .state = STATE_UNSET, .origin = ORIGIN_CALL, .place = {.file = NO_INDEX}};
    if (!f || (argument->file_keys[0] && !f->root) || (argument->file_roles[0] && !f->n_prompt_parts)) {
        out.state = STATE_UNKNOWN; /* nobody read it */
        return out;
    }
    for (const char **key = argument->file_keys; *key; key++) {
        const struct fact_node *value = value_at(f, &f->nodes[f->root], *key, false);
        if (value) {
            out = attribute_at(l, argument->file_variable, argument->attribute, document, value);
            out.origin = ORIGIN_CALL;
            if (out.value && g_str_equal(out.value, "false"))
                out.state = STATE_UNSET;
            read_as(argument, &out);
            return out;
        }
    }
    for (uint32_t i = 0; i < f->n_prompt_parts; i++)
        if (g_strv_contains((const char *const *)argument->file_roles, f->strings[f->prompt_parts[i].role])) {
            out.state = STATE_SET;
            out.value_origin = VALUE_LITERAL;
            out.place = place_of_line(l, document, f->prompt_parts[i].line);
            return out;
        }
    return out;
}

/* ---- settings of an SDK ---- */

static bool same_folder(struct linker *l, const struct document *a, const struct document *b)
{
    const char *x = l->files[a->file].pf->path, *y = l->files[b->file].pf->path;
    gsize n = folder_length(x);
    return n == folder_length(y) && strncmp(x, y, n) == 0;
}

/* What the documents of the folder in which document `folder` stands say of an attribute below `root`. */
static struct attribute configured(struct linker *l, const struct api_item *item, const char *root, const char *name,
                                   const GArray *documents, guint folder)
{
    const struct document *first = &g_array_index(documents, struct document, folder);
    struct attribute out = {.name = name, .state = STATE_UNSET, .origin = ORIGIN_CLIENT, .place = {.file = NO_INDEX}};
    bool overlaid = false;
    for (unsigned pass = 0; pass < 2; pass++)
        for (guint i = 0; i < documents->len; i++) {
            const struct document *d = &g_array_index(documents, struct document, i);
            const struct facts *f = l->files[d->file].pf->facts;
            if (d->overlay != (pass == 1) || !same_folder(l, d, first))
                continue;
            for (unsigned k = 0; k < item->n_arguments; k++) {
                const struct api_argument *arg = &item->arguments[k];
                if (!g_str_equal(arg->attribute, name) || !arg->name)
                    continue;
                g_autofree char *key = g_strconcat(root, ".", arg->name, NULL);
                const struct fact_node *value = value_at(f, d->root, key, false);
                if (!value)
                    continue;
                struct attribute a = attribute_at(l, item->variable, name, d->file, value);
                read_as(arg, &a);
                if (out.state == STATE_SET && d->overlay && a.state == STATE_SET && g_strcmp0(a.value, out.value) != 0) {
                    out.value = NULL;
                    out.value_origin = VALUE_PARAMETER;
                } else if (out.state == STATE_UNSET && a.state == STATE_SET) {
                    out = a;
                    overlaid = d->overlay;
                }
            }
        }
    if (overlaid)
        for (guint i = 0; i < documents->len; i++)
            if (!g_array_index(documents, struct document, i).overlay &&
                same_folder(l, &g_array_index(documents, struct document, i), first))
                out.state = STATE_UNKNOWN; /* set under conditions */
    return out;
}

/* Whether a document of the folder in which document `folder` stands has something below `root`; and that document is the
 * first of its folder. */
static bool has_root(struct linker *l, const GArray *documents, guint folder, const char *root)
{
    const struct document *first = &g_array_index(documents, struct document, folder);
    bool any = false;
    for (guint i = 0; i < documents->len; i++) {
        const struct document *d = &g_array_index(documents, struct document, i);
        if (!same_folder(l, d, first))
            continue;
        if (i < folder)
            return false;
        any |= value_at(l->files[d->file].pf->facts, d->root, root, true) != NULL;
    }
    return any;
}

/* Two that differ leave nothing but what they have in common. */
static void meet(struct attribute *a, const struct attribute *o)
{
    if (a->state != o->state) {
        a->state = STATE_UNKNOWN;
        a->value = NULL;
    } else if (a->state == STATE_SET && g_strcmp0(a->value, o->value) != 0) {
        a->value = NULL;
        a->value_origin = VALUE_PARAMETER;
    }
}

/* What an item says of an attribute that is not known, over all folders and keys that may hold. */
static void decide(struct linker *l, const struct api_item *item, const GArray *documents, const GArray *roots,
                   struct attribute *known)
{
    bool asked = false, first = true;
    struct attribute all = {0};
    for (unsigned k = 0; k < item->n_arguments; k++)
        asked |= g_str_equal(item->arguments[k].attribute, known->name);
    for (guint i = 0; asked && i < roots->len; i++)
        for (guint d = 0; d < documents->len; d++) {
            const char *root = g_array_index(roots, const char *, i);
            if (!has_root(l, documents, d, root))
                continue;
            struct attribute one = configured(l, item, root, known->name, documents, d);
            if (first)
                all = one;
            else
                meet(&all, &one);
            first = false;
        }
    if (!first && (all.state == STATE_SET || (all.state == STATE_UNSET && item->complete)))
        *known = all;
}

static void apply_config(struct linker *l, const struct api_item *item, uint32_t file, const char *unknown_provider,
                         const char **provider, GArray *attributes)
{
    g_autoptr(GArray) documents = documents_near(l, (const char *[]){item->glob, NULL}, item->overlays, file);
    g_autoptr(GArray) roots = g_array_new(FALSE, FALSE, sizeof(const char *));
    const char *only = NULL;
    bool several = false;
    for (unsigned k = 0; k < item->n_keys; k++) {
        const char *of = item->keys[k].value;
        if (of && !g_str_equal(*provider, unknown_provider) && !g_str_equal(*provider, of))
            continue;
        bool there = false;
        for (guint d = 0; d < documents->len && !there; d++)
            there = has_root(l, documents, d, item->keys[k].key);
        if (!there)
            continue;
        g_array_append_val(roots, item->keys[k].key);
        several |= of && only && !g_str_equal(of, only);
        only = of ? of : only;
    }
    for (guint i = 0; i < attributes->len; i++) {
        struct attribute *a = &g_array_index(attributes, struct attribute, i);
        if (a->state == STATE_UNKNOWN && a->origin == ORIGIN_CLIENT)
            decide(l, item, documents, roots, a);
    }
    if (only && !several && g_str_equal(*provider, unknown_provider))
        *provider = only;
}

void configured_apply(struct linker *l, const struct api_item *site, uint32_t file, const char *kind,
                      const char *unknown_provider, const char **provider, GArray *attributes)
{
    bool open = false; /* something of its client is not known */
    for (guint i = 0; i < attributes->len && !open; i++) {
        const struct attribute *a = &g_array_index(attributes, struct attribute, i);
        open = a->state == STATE_UNKNOWN && a->origin == ORIGIN_CLIENT;
    }
    for (unsigned i = 0; open && i < l->rules->n_items; i++) {
        const struct api_item *item = &l->rules->items[i];
        if (item->role == ROLE_SETTING && item->as == AS_CONFIG && item->file == site->file &&
            (!item->kinds[0] || g_strv_contains((const char *const *)item->kinds, kind)))
            apply_config(l, item, file, unknown_provider, provider, attributes);
    }
}
