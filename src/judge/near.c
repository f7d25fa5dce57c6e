#include "judge/near.h"

#include "base/hash.h"

#define CALLER_HOPS 3

static const struct {
    const char *name;
    unsigned bit;
} near_names[] = {{"function", NEAR_FUNCTION},    {"class", NEAR_CLASS}, {"file", NEAR_FILE},
                  {"caller", NEAR_CALLER},        {"entry", NEAR_ENTRY}, {"route", NEAR_ROUTE},
                  {"repository", NEAR_REPOSITORY}, {"body", NEAR_BODY},   {"caller_body", NEAR_CALLER_BODY},
                  {"expression", NEAR_EXPRESSION}};

unsigned near_asked(const struct cond *c, unsigned without)
{
    const struct cond_arg *near = cond_arg(c, "near");
    if (!near)
        return without;
    unsigned bits = 0;
    for (unsigned i = 0; i < G_N_ELEMENTS(near_names); i++)
        if (arg_has(near, near_names[i].name))
            bits |= near_names[i].bit;
    return bits;
}

/* ---- sets of units ---- */

static int compare_units(gconstpointer a, gconstpointer b)
{
    const struct unit *l = a, *r = b;
    return l->file != r->file ? (l->file > r->file) - (l->file < r->file) : (l->scope > r->scope) - (l->scope < r->scope);
}

void units_sort(GArray *units)
{
    g_array_sort(units, compare_units);
    guint n = 0;
    for (guint i = 0; i < units->len; i++) {
        struct unit u = g_array_index(units, struct unit, i);
        if (u.file != NO_INDEX && (!n || compare_units(&u, &g_array_index(units, struct unit, n - 1))))
            g_array_index(units, struct unit, n++) = u;
    }
    g_array_set_size(units, n);
}

/* A search of its own: as calls of GLib, which call back to compare, these took 4 % of a scan of a repository with many routes. */
bool units_have(const GArray *units, struct unit u)
{
    const struct unit *all = (const struct unit *)units->data;
    guint from = 0, to = units->len;
    while (from < to) {
        const guint at = from + (to - from) / 2;
        if (all[at].file == u.file && all[at].scope == u.scope)
            return true;
        if (all[at].file != u.file ? all[at].file < u.file : all[at].scope < u.scope)
            from = at + 1;
        else
            to = at;
    }
    return false;
}

static const struct fact_scope *scope_of(const struct model *m, struct unit u)
{
    if (u.file >= m->n_files || m->files[u.file].facts == NULL)
        return NULL;
    const struct facts *f = m->files[u.file].facts;
    return u.scope && u.scope < f->n_scopes ? &f->scopes[u.scope] : NULL;
}

/* Adds `u` and what it calls directly. */
static void add_callees(const struct model *m, GArray *units, struct unit u)
{
    g_autoptr(GArray) callees = g_array_new(FALSE, FALSE, sizeof(struct unit));
    model_callees(m, u, 1, callees);
    g_array_append_vals(units, callees->data, callees->len);
}

/* The function `u` and those it is nested in, with what they call directly; the class they stand in goes to `class`. */
static void add_function(const struct model *m, GArray *units, struct unit u, struct unit *class)
{
    const struct fact_scope *scope = scope_of(m, u);
    add_callees(m, units, u);
    for (unsigned depth = 0; scope && depth < 64; depth++) {
        u.scope = scope->parent;
        const struct fact_scope *parent = scope_of(m, u);
        if (parent == NULL || (parent->kind != SCOPE_FUNCTION && parent->kind != SCOPE_LAMBDA)) {
            if (parent && parent->kind == SCOPE_CLASS && class)
                *class = u;
            return;
        }
        add_callees(m, units, u);
        scope = parent;
    }
}

static bool has_callers(const struct model *m, struct unit u)
{
    g_autoptr(GArray) units = g_array_new(FALSE, FALSE, sizeof(struct unit));
    model_callers(m, u, 1, units);
    return units->len > 1;
}

static void gather(const struct model *m, struct unit own, unsigned bits, GArray *units)
{
    struct unit class = {NO_INDEX, 0};
    if (bits & (NEAR_FUNCTION | NEAR_CLASS)) {
        add_function(m, units, own, &class);
        if (!(bits & NEAR_FUNCTION))
            g_array_set_size(units, 0);
        if (bits & NEAR_CLASS)
            g_array_append_val(units, class);
    }
    if (bits & NEAR_BODY)
        add_callees(m, units, own);
    if (bits & NEAR_CALLER_BODY)
        model_callers(m, own, CALLER_HOPS, units);
    if (!(bits & (NEAR_CALLER | NEAR_ENTRY)))
        return;
    g_autoptr(GArray) callers = g_array_new(FALSE, FALSE, sizeof(struct unit));
    model_callers(m, own, CALLER_HOPS, callers);
    for (unsigned i = 0; i < callers->len; i++) {
        struct unit u = g_array_index(callers, struct unit, i), module = {u.file, 1};
        add_function(m, units, u, NULL);
        if ((bits & NEAR_ENTRY) && !has_callers(m, u))
            g_array_append_val(units, module);
    }
}

void near_units_free(gpointer data)
{
    struct near_units *near = data;
    g_array_unref(near->units);
    g_array_unref(near->files);
    g_free(near);
}

const struct near_units *near_units(struct cond_context *x, struct subject_ref s, unsigned bits)
{
    bits &= NEAR_UNITS;
    gpointer key = PAIR_KEY((unsigned)s.kind << 16 | bits, s.index);
    struct near_units *near = g_hash_table_lookup(x->index->near, key);
    if (near)
        return near;
    near = g_new(struct near_units, 1);
    near->units = g_array_new(FALSE, FALSE, sizeof(struct unit));
    near->files = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    struct unit own = subject_view(x->m, s).unit;
    if (own.file != NO_INDEX)
        gather(x->m, own, bits, near->units);
    if (s.kind == SUBJECT_ROUTE && bits & NEAR_BODY) /* what runs before the handler answers for it */
        g_array_append_vals(near->units, x->m->routes[s.index].before, x->m->routes[s.index].n_before);
    units_sort(near->units);
    for (guint i = 0; i < near->units->len; i++) {
        uint32_t file = g_array_index(near->units, struct unit, i).file;
        if (!near->files->len || g_array_index(near->files, uint32_t, near->files->len - 1) != file)
            g_array_append_val(near->files, file);
    }
    g_hash_table_insert(x->index->near, key, near);
    return near;
}

const struct near_units *near_route(struct cond_context *x, uint32_t route)
{
    return near_units(x, (struct subject_ref){SUBJECT_ROUTE, route}, NEAR_FUNCTION);
}

bool use_within(const struct model *m, const struct near_units *near, const struct use *use)
{
    if (use->decorates.file != NO_INDEX && units_have(near->units, use->decorates))
        return true;
    struct unit u = use->unit;
    for (unsigned depth = 0; u.file != NO_INDEX && depth < 64; depth++) {
        if (units_have(near->units, u))
            return true;
        const struct fact_scope *scope = scope_of(m, u);
        if (scope == NULL || scope->kind == SCOPE_MODULE)
            return false;
        u.scope = scope->parent;
        const struct fact_scope *parent = scope_of(m, u);
        if (parent == NULL || parent->kind == SCOPE_MODULE)
            return false; /* code of a module is near its functions only where the module itself is */
    }
    return false;
}

bool near_holds(struct cond_context *x, struct subject_ref s, unsigned bits, struct unit at)
{
    const struct model *m = x->m;
    struct use here = {.unit = at, .decorates.file = NO_INDEX};
    if ((bits & NEAR_FILE) && at.file == subject_view(m, s).place.file)
        return true;
    if ((bits & NEAR_UNITS) && use_within(m, near_units(x, s, bits), &here))
        return true;
    for (unsigned i = 0; (bits & NEAR_ROUTE) && s.kind == SUBJECT_SITE && i < m->sites[s.index].n_routes; i++)
        if (m->sites[s.index].routes[i] < m->n_routes && use_within(m, near_route(x, m->sites[s.index].routes[i]), &here))
            return true;
    return false;
}

bool near_subject(struct cond_context *x, const struct cond *c, struct subject_ref s, struct unit unit, uint32_t line)
{
    unsigned bits = near_asked(c, NEAR_REPOSITORY);
    struct subject_view v = subject_view(x->m, s);
    uint32_t raw = place_at(x, unit.file, line).line;
    bool own = unit.file == v.place.file && raw >= v.place.line && raw <= v.place.end_line;
    return ((bits & (NEAR_FUNCTION | NEAR_EXPRESSION)) && own) || near_holds(x, s, bits, unit);
}

int compare_file_numbers(gconstpointer a, gconstpointer b)
{
    uint32_t l = *(const uint32_t *)a, r = *(const uint32_t *)b;
    return (l > r) - (l < r);
}

GArray *near_files(struct cond_context *x, const struct cond *c, struct subject_ref s)
{
    unsigned bits = near_asked(c, NEAR_REPOSITORY);
    uint32_t own = bits & (NEAR_FILE | NEAR_FUNCTION | NEAR_EXPRESSION) ? subject_view(x->m, s).place.file : NO_INDEX;
    GArray *files = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    if (own != NO_INDEX)
        g_array_append_val(files, own);
    const GArray *more = near_units(x, s, bits)->files;
    g_array_append_vals(files, more->data, more->len);
    for (unsigned i = 0; (bits & NEAR_ROUTE) && s.kind == SUBJECT_SITE && i < x->m->sites[s.index].n_routes; i++) {
        more = near_route(x, x->m->sites[s.index].routes[i])->files;
        g_array_append_vals(files, more->data, more->len);
    }
    g_array_sort(files, compare_file_numbers);
    guint n = 0;
    for (guint i = 0; i < files->len; i++)
        if (!n || g_array_index(files, uint32_t, i) != g_array_index(files, uint32_t, n - 1))
            g_array_index(files, uint32_t, n++) = g_array_index(files, uint32_t, i);
    g_array_set_size(files, n);
    return files;
}
