/* The matrix in a view: model calls against what is known of them. */
#include <string.h>

#include "report/parts.h"
#include "report/view_priv.h"

#define SITES_MOST 200 /* rows; the product's own come first */

static int by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_product(const struct site *s)
{
    return s->zone == ZONE_SRC || s->zone == ZONE_NOTEBOOK;
}

/* The attributes of which something is known at some site. */
static GPtrArray *columns_of(const struct model *m)
{
    GPtrArray *out = g_ptr_array_new();
    for (unsigned i = 0; i < m->n_sites; i++)
        for (unsigned k = 0; k < m->sites[i].n_attributes; k++) {
            const struct attribute *a = &m->sites[i].attributes[k];
            if (a->state != STATE_UNKNOWN && !g_ptr_array_find_with_equal_func(out, a->name, g_str_equal, NULL))
                g_ptr_array_add(out, (gpointer)a->name);
        }
    g_ptr_array_sort(out, by_text);
    return out;
}

static void add_cell(cJSON *cells, const struct model *m, const struct site *s, const char *name)
{
    const struct attribute *a = attribute_find(s->attributes, s->n_attributes, name);
    cJSON *cell = add_object(cells);
    const char *value = a ? attribute_shown(m, a) : NULL;
    put_text(cell, "attribute", name);
    put_text(cell, "state", tristate_name(a ? a->state : STATE_UNKNOWN));
    put_text(cell, "value", value);
    put_bool(cell, "set", a && a->state == STATE_SET);
    put_bool(cell, "unset", a && a->state == STATE_UNSET);
    put_bool(cell, "unknown", !a || a->state == STATE_UNKNOWN);
    put_text(cell, "origin", a && a->origin != ORIGIN_NONE ? origin_name(a->origin) : NULL);
}

static void add_row(cJSON *rows, const struct report *r, const struct site *s, const GPtrArray *columns)
{
    const struct model *m = r->model;
    const char *path = place_path(m, s->place);
    cJSON *row = add_object(rows);
    g_autofree char *link = path ? link_to(r, path, s->place.line) : NULL;
    put_text(row, "call", s->call);
    put_text(row, "sdk", s->sdk);
    put_text(row, "provider", s->provider);
    put_text(row, "kind", s->kind);
    put_text(row, "role", role_name(s->zone));
    put_text(row, "model", s->model);
    put_text(row, "pinned", pin_state(s->pin) == 1 ? "pinned" : pin_state(s->pin) == 0 ? "not pinned" : NULL);
    put_text(row, "function", s->function);
    put_format(row, "place", "%s:%u", path ? path : "", s->place.line);
    put_text(row, "url", link);
    cJSON *cells = put_list(row, "cells");
    for (guint i = 0; i < columns->len; i++)
        add_cell(cells, m, s, g_ptr_array_index(columns, i));
}

void view_matrix(cJSON *view, const struct report *r)
{
    const struct model *m = r->model;
    g_autoptr(GPtrArray) columns = columns_of(m);
    cJSON *matrix = put_object(view, "matrix"), *names = put_list(matrix, "columns"), *rows = put_list(matrix, "rows");
    unsigned n = 0;
    for (guint i = 0; i < columns->len; i++) {
        const char *name = g_ptr_array_index(columns, i);
        g_autofree char *words = g_strdelimit(g_strdup(name), "_", ' ');
        put_text(add_object(names), "name", words);
    }
    for (int product = 1; product >= 0; product--)
        for (unsigned i = 0; i < m->n_sites; i++)
            if (is_product(&m->sites[i]) == product && n++ < SITES_MOST)
                add_row(rows, r, &m->sites[i], columns);
    put_int(matrix, "sites", m->n_sites);
    put_int(matrix, "left_out", n > SITES_MOST ? n - SITES_MOST : 0);
}
