/*
 * Functions that are called as methods of what their first parameter takes, wherever they stand: host.Url() calls
 * static string Url(this Host host). Methods of the object's own come first; of several functions of one name that which
 * takes an object of this type counts, else the only one that may.
 */
#include <string.h>

#include "link/resolve_priv.h"

#define MOST_EXTENSIONS 16 /* of one name */

void extends_init(struct linker *l)
{
    l->extensions = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
    for (uint32_t file = 0; file < l->n_files; file++) {
        const struct facts *f = l->files[file].f;
        for (uint32_t s = 2; f && s < f->n_scopes; s++) {
            if (f->scopes[s].kind != SCOPE_FUNCTION || !(f->scopes[s].flags & SCOPE_EXTENDS))
                continue;
            const char *name = f->strings[f->scopes[s].name];
            GArray *of = g_hash_table_lookup(l->extensions, name);
            if (!of)
                g_hash_table_insert(l->extensions, (gpointer)name, of = g_array_new(FALSE, FALSE, sizeof(struct unit)));
            struct unit u = {file, s};
            g_array_append_val(of, u);
        }
    }
}

void extends_fini(struct linker *l)
{
    g_hash_table_unref(l->extensions);
}

enum fit { FITS_NOT, FITS_PERHAPS, FITS };

/* Whether what a parameter declares takes one value. */
static enum fit fits_value(const struct linker *l, const struct vset *declared, const struct value *v)
{
    enum fit fit = declared->n ? FITS_NOT : FITS_PERHAPS;
    for (unsigned i = 0; i < declared->n && fit != FITS; i++) {
        const struct value *d = &declared->v[i];
        if (v->kind == V_LITERAL)
            fit = MAX(fit, d->kind == V_INSTANCE ? FITS_NOT : FITS_PERHAPS);
        else if (d->kind != v->kind || (d->kind != V_INSTANCE && d->kind != V_PATH))
            fit = MAX(fit, FITS_PERHAPS);
        else if (d->kind == V_PATH)
            fit = MAX(fit, d->path == v->path ? FITS : FITS_PERHAPS);
        else if (d->file == v->file && d->ref == v->ref)
            fit = FITS;
        else if (l->files[v->file].f->scopes[v->ref].n_bases)
            fit = MAX(fit, FITS_PERHAPS);
    }
    return fit;
}

static enum fit fits(struct linker *l, struct unit function, const struct vset *object)
{
    const struct facts *f = l->files[function.file].f;
    const struct fact_param *p = &f->params[f->scopes[function.scope].first_param];
    const struct vset *declared = p->type ? eval_type(l, function.file, p->type) : &vset_empty;
    enum fit fit = object->n ? FITS_NOT : FITS_PERHAPS;
    for (unsigned i = 0; i < object->n; i++)
        fit = MAX(fit, fits_value(l, declared, &object->v[i]));
    return fit;
}

/* Whether the language knows a method of every text, list or dictionary by this name. */
static bool is_everyday(const struct language *lang, const char *name)
{
    const char **const lists[] = {lang->same_methods, lang->or_methods, lang->get_methods, lang->each_methods, lang->pick_methods, lang->sift_methods, lang->grow_methods};
    bool any = false;
    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++)
        any |= lists[i] && g_strv_contains((const char *const *)lists[i], name);
    return any;
}

const struct vset *extends_find(struct linker *l, uint32_t file, const struct vset *object, const char *name)
{
    const GArray *of = g_hash_table_lookup(l->extensions, name);
    if (!of || of->len > MOST_EXTENSIONS)
        return NULL;
    enum fit best = is_everyday(l->files[file].lang, name) ? FITS : FITS_PERHAPS, fit[MOST_EXTENSIONS];
    for (guint i = 0; i < of->len; i++) {
        struct unit u = g_array_index(of, struct unit, i);
        fit[i] = l->files[u.file].lang == l->files[file].lang && !apart(l, u.file, file) ? fits(l, u, object) : FITS_NOT;
        best = MAX(best, fit[i]);
    }
    BUILDER(b, best != FITS);
    struct unit first = {0, 0};
    for (guint i = 0; i < of->len; i++) {
        struct unit u = g_array_index(of, struct unit, i);
        const uint32_t class = l->files[u.file].f->scopes[u.scope].parent;
        if (fit[i] < best)
            continue;
        if (b.n && (u.file != first.file || class != first.scope)) /* of several that may be meant nobody knows which */
            return NULL;
        first = (struct unit){u.file, class};
        add(&b, (struct value){.kind = V_FUNCTION, .file = u.file, .ref = u.scope});
    }
    return b.n ? finish(l, &b) : NULL;
}

bool extends_called(struct linker *l, uint32_t file, uint32_t scope, struct node_ref call, uint32_t *object)
{
    const struct fact_node *callee = lnode(l, call.file, lnode(l, call.file, call.node)->a);
    if (!(l->files[file].f->scopes[scope].flags & SCOPE_EXTENDS) || lnode(l, call.file, call.node)->kind != NODE_CALL ||
        callee->kind != NODE_MEMBER || strcmp(ltext(l, call.file, callee->text), ltext(l, file, l->files[file].f->scopes[scope].name)) != 0)
        return false;
    const struct vset *on = eval(l, call.file, callee->a);
    for (unsigned i = 0; i < on->n; i++)
        if (on->v[i].kind == V_CLASS || on->v[i].kind == V_MODULE)
            return false;
    *object = callee->a;
    return true;
}
