#include <string.h>

#include "base/hash.h"
#include "link/model.h"

const char *taint_name(enum taint t)
{
    static const char *const names[TAINT_KINDS] = {"none", "unknown", "model", "file", "tool", "web", "retrieval", "input", "request"};
    return names[t];
}

bool model_file_unfilled(const struct project_file *f)
{
    const struct facts *facts = f->facts;
    if (!facts)
        return false;
    for (uint32_t i = 0; i < facts->n_comments; i++)
        if (strstr(facts_text(facts, facts->comments[i].text), UNFILLED_MARK))
            return true;
    enum reader reader = f->language ? f->language->reader : READER_CODE;
    if (reader != READER_CONFIG && reader != READER_RECORDS)
        return false; /* code may well speak of the mark */
    for (uint32_t i = 1; i < facts->n_strings; i++)
        if (g_str_has_prefix(facts->strings[i], UNFILLED_MARK))
            return true;
    return false;
}

const struct attribute *attribute_find(const struct attribute *list, unsigned n, const char *name)
{
    for (unsigned i = 0; i < n; i++)
        if (g_str_equal(list[i].name, name))
            return &list[i];
    return NULL;
}

/* A list of units, each once. */
struct unit_list {
    GArray *out;     /* struct unit; the caller's */
    GHashTable *has; /* those of it, once they are many; NULL before */
};

#define UNITS_FEW 32 /* that are looked through one by one */

static bool listed(const struct unit_list *list, struct unit u)
{
    if (list->has)
        return g_hash_table_contains(list->has, PAIR_KEY(u.file, u.scope));
    for (guint i = 0; i < list->out->len; i++) {
        const struct unit *o = &g_array_index(list->out, struct unit, i);
        if (o->file == u.file && o->scope == u.scope)
            return true;
    }
    return false;
}

static void list_add(struct unit_list *list, struct unit u)
{
    if (listed(list, u))
        return;
    g_array_append_val(list->out, u);
    if (list->has) {
        g_hash_table_add(list->has, PAIR_KEY(u.file, u.scope));
    } else if (list->out->len > UNITS_FEW) {
        list->has = g_hash_table_new(pair_key_hash, NULL);
        for (guint i = 0; i < list->out->len; i++) {
            const struct unit *o = &g_array_index(list->out, struct unit, i);
            g_hash_table_add(list->has, PAIR_KEY(o->file, o->scope));
        }
    }
}

/* First edge that does not come before `from`. */
unsigned model_first_call(const struct model *m, struct unit from)
{
    unsigned low = 0, high = m->n_calls;
    while (low < high) {
        unsigned mid = low + (high - low) / 2;
        struct unit u = m->calls[mid].from;
        if (u.file < from.file || (u.file == from.file && u.scope < from.scope))
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The same for `to`, among the edges in the order of `called`. */
static unsigned first_called(const struct model *m, struct unit to)
{
    unsigned low = 0, high = m->n_calls;
    while (low < high) {
        unsigned mid = low + (high - low) / 2;
        struct unit u = m->calls[m->called[mid]].to;
        if (u.file < to.file || (u.file == to.file && u.scope < to.scope))
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Appends what the units from `begin` on call; `inside`: only what is written in them, which is as near as they are. */
static void add_callees(const struct model *m, guint begin, guint end, bool inside, struct unit_list *list)
{
    for (guint i = begin; i < (inside ? list->out->len : end); i++) {
        struct unit from = g_array_index(list->out, struct unit, i);
        for (unsigned e = model_first_call(m, from); e < m->n_calls && m->calls[e].from.file == from.file &&
                                               m->calls[e].from.scope == from.scope; e++)
            if (!inside || m->calls[e].inside)
                list_add(list, m->calls[e].to);
    }
}

static void add_callers(const struct model *m, guint begin, guint end, bool inside, bool handed, struct unit_list *list)
{
    for (guint i = begin; i < (inside ? list->out->len : end); i++) {
        struct unit to = g_array_index(list->out, struct unit, i);
        for (unsigned e = first_called(m, to); e < m->n_calls; e++) {
            const struct call_edge *edge = &m->calls[m->called[e]];
            if (edge->to.file != to.file || edge->to.scope != to.scope)
                break;
            if ((!inside || edge->inside) && (handed || !edge->handed))
                list_add(list, edge->from);
        }
    }
}

void model_callees(const struct model *m, struct unit u, unsigned hops, GArray *out)
{
    guint begin = out->len;
    g_array_append_val(out, u);
    struct unit_list list = {out, NULL};
    add_callees(m, begin, 0, true, &list);
    for (guint end = out->len; hops && begin < end; hops--, begin = end, end = out->len) {
        add_callees(m, begin, end, false, &list);
        add_callees(m, end, 0, true, &list);
    }
    g_clear_pointer(&list.has, g_hash_table_unref);
}

static void callers(const struct model *m, struct unit u, unsigned hops, bool handed, GArray *out)
{
    guint begin = out->len;
    g_array_append_val(out, u);
    struct unit_list list = {out, NULL};
    add_callers(m, begin, 0, true, handed, &list);
    for (guint end = out->len; hops && begin < end; hops--, begin = end, end = out->len) {
        add_callers(m, begin, end, false, handed, &list);
        add_callers(m, end, 0, true, handed, &list);
    }
    g_clear_pointer(&list.has, g_hash_table_unref);
}

void model_callers(const struct model *m, struct unit u, unsigned hops, GArray *out)
{
    callers(m, u, hops, true, out);
}

void model_seen_callers(const struct model *m, struct unit u, unsigned hops, GArray *out)
{
    callers(m, u, hops, false, out);
}

bool model_only_handed(const struct model *m, struct unit u)
{
    unsigned of = 0, handed = 0;
    for (unsigned e = first_called(m, u); e < m->n_calls; e++) {
        const struct call_edge *edge = &m->calls[m->called[e]];
        if (edge->to.file != u.file || edge->to.scope != u.scope)
            break;
        of++;
        handed += edge->handed;
    }
    return of && handed == of;
}

unsigned model_first_use(const struct model *m, uint32_t file, uint32_t line)
{
    unsigned low = 0, high = m->n_uses;
    while (low < high) {
        unsigned mid = low + (high - low) / 2;
        const struct place *p = &m->uses[mid].place;
        if (p->file < file || (p->file == file && p->line < line))
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static int by_target(const void *a, const void *b, void *calls)
{
    const struct call_edge *x = (const struct call_edge *)calls + *(const uint32_t *)a;
    const struct call_edge *y = (const struct call_edge *)calls + *(const uint32_t *)b;
    if (x->to.file != y->to.file)
        return x->to.file < y->to.file ? -1 : 1;
    if (x->to.scope != y->to.scope)
        return x->to.scope < y->to.scope ? -1 : 1;
    return x < y ? -1 : x > y;
}

void model_index_calls(struct model *m)
{
    m->called = arena_new_n(&m->arena, uint32_t, m->n_calls + 1);
    for (unsigned i = 0; i < m->n_calls; i++)
        m->called[i] = i;
    g_qsort_with_data(m->called, (gint)m->n_calls, sizeof *m->called, by_target, m->calls);
}

const struct project_file *model_file(const struct model *m, const char *path)
{
    unsigned low = 0, high = m->n_files;
    while (low < high) {
        unsigned mid = low + (high - low) / 2;
        int order = strcmp(m->files[mid].path, path);
        if (order == 0)
            return &m->files[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

void model_free(struct model *m)
{
    if (!m)
        return;
    g_clear_pointer(&m->imported, g_hash_table_unref);
    arena_fini(&m->arena);
    g_free(m);
}
