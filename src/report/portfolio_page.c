/*
 * The portfolio as one page: a view for templates/portfolio.html.
 *
 * Up to PLAIN_MOST repositories every cell of the heat map is a link to its evidence, which stands below it. Beyond that the
 * page would be too large: cells are characters, and what is owed where is data that the script shows on request; the links to
 * the single reports stay.
 */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "judge/judge.h"
#include "report/parts.h"
#include "report/portfolio_priv.h"
#include "report/template.h"
#include "report/version.h"
#include "report/view_priv.h"

#define PLAIN_MOST 80
#define TURN 6.283185307179586
#define RADAR_X 150
#define RADAR_Y 118
#define RADAR_RADIUS 84
#define USERS_SHOWN 12   /* repositories named at a model or a control */
#define MODELS_MOST 300
#define WAIVERS_MOST 300
#define MOVERS_MOST 10
#define COMMON_FIRST 15  /* controls that are seen at once */
#define SPARK_WIDTH 60
#define SPARK_HEIGHT 16

static const char *const glyphs[STATUS_COUNT] = {
    [STATUS_SATISFIED] = "●", [STATUS_PARTIAL] = "◐", [STATUS_MISSING] = "○",
    [STATUS_NOT_APPLICABLE] = "·", [STATUS_UNKNOWN] = "?", [STATUS_WAIVED] = "◇",
};
static const char letters[STATUS_COUNT + 1] = "spmnuw"; /* classes of cells */

static void put_known(cJSON *o, const char *key, bool known, int value)
{
    if (known)
        put_tenths(o, key, value);
    else
        put_text(o, key, "n/a");
}

/* ---- links ---- */

static bool is_web(const char *link)
{
    return g_str_has_prefix(link, "https://") || g_str_has_prefix(link, "http://");
}

/* A link that a page may hold: on the web, or a file beside the page. NULL for others. Yours to free. */
static char *safe_link(const char *link)
{
    if (!link || (!is_web(link) && strchr(link, ':')))
        return NULL;
    return g_uri_escape_string(link, is_web(link) ? ":/?#[]@!$&'()*+,;=%" : "/+,=@", FALSE);
}

/* The line on the forge, at the commit; NULL where nobody can look it up. Yours to free. */
static char *line_link(const struct portfolio_entry *e, const char *file, uint32_t line)
{
    if (!e->url || !e->commit || e->dirty || !file || !is_web(e->url))
        return NULL;
    g_autofree char *path = g_uri_escape_string(file, "/", FALSE), *base = safe_link(e->url);
    g_autofree char *commit = g_uri_escape_string(e->commit, NULL, FALSE);
    return line > 0 ? g_strdup_printf("%s/blob/%s/%s#L%u", base, commit, path, line) : g_strdup_printf("%s/blob/%s/%s", base, commit, path);
}

static void put_place(cJSON *o, const struct portfolio_entry *e, const char *file, uint32_t line)
{
    g_autofree char *link = line_link(e, file, line);
    if (file && line > 0)
        put_format(o, "place", "%s:%u", file, line);
    else
        put_text(o, "place", file);
    put_text(o, "url", link);
}

/* ---- drawings ---- */

static double radar_x(int i, double part)
{
    return RADAR_X + RADAR_RADIUS * part * sin(TURN * i / CATEGORY_COUNT);
}

static double radar_y(int i, double part)
{
    return RADAR_Y - RADAR_RADIUS * part * cos(TURN * i / CATEGORY_COUNT);
}

static void put_shape(cJSON *o, const char *key, const struct portfolio_category *categories, double part)
{
    g_autoptr(GString) shape = g_string_new(NULL);
    for (int i = 0; i < CATEGORY_COUNT; i++) {
        double at = categories ? (categories[i].scored ? MAX(categories[i].score / 1000.0, 0.02) : 0) : part;
        g_string_append_printf(shape, "%s%.1f,%.1f", i ? " " : "", radar_x(i, at), radar_y(i, at));
    }
    put_text(o, key, shape->str);
}

/* What every radar has: rings and names. */
static void draw_radar(cJSON *view)
{
    cJSON *radar = put_object(view, "radar"), *rings = put_list(radar, "rings"), *axes = put_list(radar, "axes");
    for (int ring = 1; ring <= 4; ring++)
        put_shape(add_object(rings), "shape", NULL, ring / 4.0);
    for (int i = 0; i < CATEGORY_COUNT; i++) {
        cJSON *axis = add_object(axes);
        double across = sin(TURN * i / CATEGORY_COUNT), x = radar_x(i, 1.12), y = radar_y(i, 1.12);
        put_text(axis, "title", debt_title((enum category)i));
        put_format(axis, "x", "%.1f", radar_x(i, 1));
        put_format(axis, "y", "%.1f", radar_y(i, 1));
        put_format(axis, "label_x", "%.1f", x);
        put_format(axis, "label_y", "%.1f", i == 0 ? y : y + 4);
        put_text(axis, "anchor", across > 0.1 ? "start" : across < -0.1 ? "end" : "middle");
    }
    put_int(radar, "x", RADAR_X);
    put_int(radar, "y", RADAR_Y);
    put_int(radar, "radius", RADAR_RADIUS);
}

static void draw_spark(cJSON *row, const struct portfolio_entry *e)
{
    if (!e->moved)
        return;
    g_autoptr(GString) points = g_string_new(NULL);
    for (unsigned i = 0; i <= e->n_past; i++) {
        int score = i < e->n_past ? e->past[i].score : e->score;
        g_string_append_printf(points, "%s%.1f,%.1f", i ? " " : "", 1 + (double)i * (SPARK_WIDTH - 2) / e->n_past,
                               SPARK_HEIGHT - 1 - (double)score * (SPARK_HEIGHT - 2) / 1000);
    }
    put_text(row, "spark", points->str);
}

static void draw_distribution(cJSON *view, const struct portfolio *p)
{
    cJSON *bins = put_list(view, "bins"), *kinds = put_list(view, "kinds"), *grades = put_list(view, "grades");
    unsigned most = 1;
    for (size_t i = 0; i < G_N_ELEMENTS(p->bins); i++)
        most = MAX(most, p->bins[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(p->bins); i++) {
        cJSON *bin = add_object(bins);
        double height = 120.0 * p->bins[i] / most;
        put_format(bin, "from", "%zu", i * 10);
        put_format(bin, "to", "%zu", (i + 1) * 10);
        put_int(bin, "count", p->bins[i]);
        put_format(bin, "x", "%zu", 10 + i * 44);
        put_format(bin, "middle", "%zu", 30 + i * 44);
        put_format(bin, "y", "%.1f", 140 - height);
        put_format(bin, "above", "%.1f", 134 - height);
        put_format(bin, "height", "%.1f", height);
        put_text(bin, "grade", (char[]){grade_of((int)i * 100 + 50), '\0'});
    }
    for (size_t i = 0; i < G_N_ELEMENTS(p->grades); i++) {
        cJSON *grade = add_object(grades);
        put_text(grade, "grade", (char[]){"ABCDF"[i], '\0'});
        put_int(grade, "count", p->grades[i]);
    }
    for (unsigned i = 0; i < p->n_kinds; i++) {
        const struct portfolio_kind *k = &p->kinds[i];
        cJSON *kind = add_object(kinds);
        put_text(kind, "kind", k->name);
        put_int(kind, "count", k->n);
        put_tenths(kind, "least", k->least);
        put_tenths(kind, "quarter", k->quarter);
        put_tenths(kind, "median", k->median);
        put_tenths(kind, "three_quarters", k->three_quarters);
        put_tenths(kind, "most", k->most);
        put_format(kind, "range", "%.1f", MAX(k->most - k->least, 4) / 10.0);
        put_format(kind, "box", "%.1f", MAX(k->three_quarters - k->quarter, 4) / 10.0);
    }
}

/* ---- rows ---- */

static void put_facets(cJSON *row, const struct portfolio_entry *e)
{
    g_autofree char *tags = g_strjoinv(" ", (char **)e->about.tags), *listed = g_strjoinv(", ", (char **)e->about.tags);
    put_text(row, "kind", e->kind ? e->kind : "");
    put_text(row, "owner", e->about.owner ? e->about.owner : "");
    put_text(row, "tier", e->about.tier ? e->about.tier : "");
    put_text(row, "tags", tags);
    put_text(row, "tags_listed", listed);
}

static void put_debts(cJSON *row, const struct portfolio_entry *e)
{
    cJSON *debts = put_list(row, "debts");
    g_autoptr(GString) all = g_string_new(NULL);
    for (int c = 0; c < CATEGORY_COUNT; c++) {
        const struct portfolio_category *one = &e->categories[c];
        cJSON *debt = add_object(debts);
        put_text(debt, "title", debt_title((enum category)c));
        put_known(debt, "score", one->scored, one->score);
        put_text(debt, "grade", one->scored ? (char[]){one->grade, '\0'} : "");
        g_string_append_printf(all, "%s%d", c ? " " : "", one->scored ? one->score : -1);
    }
    put_text(row, "scores", all->str);
}

/* The waivers in force, and the days until the first of them ends. */
static void put_waived(cJSON *row, const struct portfolio *p, unsigned entry)
{
    unsigned n = 0;
    bool known = false;
    int days = 0;
    for (unsigned i = 0; i < p->n_expiries; i++) {
        const struct portfolio_expiry *x = &p->expiries[i];
        if (x->entry != entry || strcmp(portfolio_entry_at(p, entry)->waivers[x->waiver].state, "active") != 0)
            continue;
        if (n++ == 0 && x->known) {
            known = true;
            days = x->days;
        }
    }
    put_int(row, "waivers", n);
    if (known)
        put_format(row, "ends", "%d d", days);
}

static void put_head(cJSON *row, const struct portfolio_entry *e, unsigned index)
{
    g_autofree char *report = safe_link(e->about.report), *url = e->url && is_web(e->url) ? safe_link(e->url) : NULL;
    put_int(row, "index", index);
    put_text(row, "name", e->name);
    put_text(row, "report", report);
    put_text(row, "repository", url);
    put_format(row, "commit", "%.7s", e->commit ? e->commit : "");
    put_text(row, "date", e->date);
    put_text(row, "version", e->version);
    put_format(row, "ruleset", "%.12s", e->ruleset ? e->ruleset : "");
    put_text(row, "model", e->model);
    put_facets(row, e);
}

static void put_row(cJSON *rows, const struct portfolio *p, unsigned index)
{
    const struct portfolio_entry *e = portfolio_entry_at(p, index);
    cJSON *row = add_object(rows);
    put_head(row, e, index);
    put_format(row, "rank", "%u of %u", e->rank, e->of);
    put_tenths(row, "score", e->score);
    put_text(row, "grade", (char[]){e->grade, '\0'});
    put_text(row, "verdict", e->verdict);
    put_debts(row, e);
    put_format(row, "judged", "%u/%u", e->judged, e->apply);
    put_bool(row, "gated", p->options.gate >= 0);
    put_bool(row, "passes", e->passes);
    put_bool(row, "against", p->options.against != NULL);
    put_bool(row, "added", e->added);
    put_bool(row, "falls", e->moved && e->movement < 0);
    if (e->moved) {
        g_autofree char *movement = portfolio_signed(e->movement);
        put_text(row, "movement", movement);
    }
    draw_spark(row, e);
    put_waived(row, p, index);
}

static void put_other(cJSON *others, const struct portfolio *p, unsigned index)
{
    const struct portfolio_entry *e = portfolio_entry_at(p, index);
    cJSON *other = add_object(others);
    g_autofree char *why = portfolio_why_not(e);
    put_head(other, e, index);
    put_text(other, "why", why);
    put_bool(other, "failed", e->standing == STANDING_FAILED);
}

/* ---- heat map ---- */

static void put_columns(cJSON *view, const struct portfolio *p)
{
    cJSON *columns = put_list(view, "columns"), *groups = put_list(view, "groups"), *group = NULL;
    unsigned span = 0;
    for (guint i = 0; i < p->controls->len; i++) {
        const struct portfolio_control *c = portfolio_control_at(p, i);
        bool first = i == 0 || portfolio_control_at(p, i - 1)->category != c->category;
        cJSON *column = add_object(columns);
        put_text(column, "id", c->id);
        put_text(column, "title", c->title);
        put_text(column, "severity", severity_name(c->severity));
        put_bool(column, "first", first);
        if (first) {
            group = add_object(groups);
            put_text(group, "title", debt_title(c->category));
            span = 0;
        }
        cJSON_DeleteItemFromObjectCaseSensitive(group, "span");
        put_int(group, "span", ++span);
    }
}

static void put_cells(cJSON *row, const struct portfolio *p, const struct portfolio_entry *e, unsigned index)
{
    cJSON *cells = put_list(row, "cells");
    for (guint i = 0; i < p->controls->len; i++) {
        const struct portfolio_control *c = portfolio_control_at(p, i);
        const struct portfolio_judgement *j = portfolio_judgement_of(e, c->id);
        cJSON *cell = add_object(cells);
        enum status status = j ? j->status : STATUS_NOT_APPLICABLE;
        put_format(cell, "class", "%c%s", letters[status], i > 0 && portfolio_control_at(p, i - 1)->category != c->category ? " first" : "");
        put_text(cell, "glyph", glyphs[status]);
        put_text(cell, "id", c->id);
        put_text(cell, "status", j ? status_title(status) : "not judged");
        put_bool(cell, "linked", j && status != STATUS_NOT_APPLICABLE);
        put_int(cell, "row", index);
        if (j && j->open)
            put_int(cell, "open", j->open);
    }
}

/* The same as characters, which the script colours once they are in sight. */
static void put_strip(cJSON *row, const struct portfolio *p, const struct portfolio_entry *e)
{
    unsigned counts[STATUS_COUNT] = {0};
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < p->controls->len; i++) {
        const struct portfolio_judgement *j = portfolio_judgement_of(e, portfolio_control_at(p, i)->id);
        enum status status = j ? j->status : STATUS_NOT_APPLICABLE;
        g_string_append(text, glyphs[status]);
        counts[status]++;
    }
    put_text(row, "strip", text->str);
    put_format(row, "counts", "%u in order, %u partly, %u missing, %u waived, %u cannot be seen", counts[STATUS_SATISFIED],
               counts[STATUS_PARTIAL], counts[STATUS_MISSING], counts[STATUS_WAIVED], counts[STATUS_UNKNOWN]);
}

/* ---- evidence ---- */

static void put_judgement(cJSON *list, const struct portfolio *p, const struct portfolio_entry *e, const struct portfolio_judgement *j,
                          unsigned index)
{
    const struct portfolio_control *c = portfolio_control_at(p, j->control);
    cJSON *one = add_object(list);
    g_autofree char *report = safe_link(e->about.report);
    put_int(one, "row", index);
    put_text(one, "id", c->id);
    put_text(one, "title", c->title);
    put_text(one, "status", status_name(j->status));
    put_text(one, "status_title", status_title(j->status));
    put_text(one, "text", j->text);
    put_bool(one, "owed", portfolio_owes(j));
    put_effort(one, "effort", j->effort_minutes);
    put_tenths(one, "gain", j->score_gain);
    if (j->open > 1)
        put_int(one, "more", j->open - 1);
    put_place(one, e, j->file, j->line);
    put_text(one, "report", report);
}

static void put_evidence(cJSON *list, const struct portfolio *p, unsigned index)
{
    const struct portfolio_entry *e = portfolio_entry_at(p, index);
    cJSON *one = add_object(list), *owed = put_list(one, "owed"), *others = put_list(one, "others");
    put_head(one, e, index);
    put_tenths(one, "score", e->score);
    put_text(one, "grade", (char[]){e->grade, '\0'});
    put_effort(one, "debt", e->debt_minutes);
    put_int(one, "sites", e->sites);
    put_debts(one, e);
    put_shape(one, "shape", e->categories, 0);
    for (guint i = 0; i < p->controls->len; i++) {
        const struct portfolio_judgement *j = portfolio_judgement_of(e, portfolio_control_at(p, i)->id);
        if (j && j->status != STATUS_NOT_APPLICABLE)
            put_judgement(portfolio_owes(j) ? owed : others, p, e, j, index);
    }
    put_int(one, "n_owed", cJSON_GetArraySize(owed));
    put_int(one, "n_others", cJSON_GetArraySize(others));
}

/*
 * What the script shows of many: of each entry the base of its links and its files, and for each control that is owed
 * [control, file, line].
 */
static char *owed_data(const struct portfolio *p)
{
    g_autoptr(GString) out = g_string_new(NULL);
    struct json j;
    json_init(&j, out);
    json_list(&j, NULL, true);
    for (guint i = 0; i < p->entries->len; i++) {
        const struct portfolio_entry *e = portfolio_entry_at(p, i);
        g_autoptr(GHashTable) files = g_hash_table_new(g_str_hash, g_str_equal);
        g_autofree char *base = line_link(e, "", 0);
        unsigned n = 0;
        json_object(&j, NULL, true);
        if (base)
            json_string(&j, "b", base);
        json_list(&j, "f", true);
        for (unsigned k = 0; e->standing == STANDING_RANKED && k < e->n_judgements; k++) {
            const struct portfolio_judgement *one = &e->judgements[k];
            if (!portfolio_owes(one) || !one->file || g_hash_table_contains(files, one->file))
                continue;
            g_autofree char *safe = text_safe(one->file);
            json_string(&j, NULL, safe);
            g_hash_table_insert(files, (gpointer)one->file, GUINT_TO_POINTER(n++));
        }
        json_close(&j);
        json_list(&j, "o", true);
        for (unsigned k = 0; e->standing == STANDING_RANKED && k < e->n_judgements; k++) {
            const struct portfolio_judgement *one = &e->judgements[k];
            if (!portfolio_owes(one))
                continue;
            json_list(&j, NULL, true);
            json_int(&j, NULL, one->control);
            if (one->file) {
                json_int(&j, NULL, GPOINTER_TO_UINT(g_hash_table_lookup(files, one->file)));
                json_int(&j, NULL, one->line);
            }
            json_close(&j);
        }
        json_close(&j);
        json_close(&j);
    }
    json_close(&j);
    g_string_replace(out, "<", "\\u003c", 0); /* nothing in it may end the element it stands in */
    g_string_replace(out, ", ", ",", 0);
    return g_strdup(out->str);
}

/* ---- sections ---- */

static void put_movers(cJSON *view, const struct portfolio *p)
{
    cJSON *movement = put_object(view, "movement"), *movers = put_list(movement, "movers"), *gone = put_list(movement, "gone");
    cJSON *added = put_list(movement, "added");
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(unsigned));
    for (guint i = 0; i < p->entries->len; i++) {
        const struct portfolio_entry *e = portfolio_entry_at(p, i);
        if (e->moved && e->movement != 0)
            g_array_append_val(list, i);
        if (e->added)
            put_text(add_object(added), "name", e->name);
    }
    for (guint i = 0; i + 1 < list->len; i++) /* the largest movements to the front; there are few */
        for (guint k = i + 1; i < MOVERS_MOST && k < list->len; k++) {
            unsigned *a = &g_array_index(list, unsigned, i), *b = &g_array_index(list, unsigned, k);
            if (ABS(portfolio_entry_at(p, *b)->movement) > ABS(portfolio_entry_at(p, *a)->movement)) {
                unsigned t = *a;
                *a = *b;
                *b = t;
            }
        }
    for (guint i = 0; i < list->len && i < MOVERS_MOST; i++) {
        const struct portfolio_entry *e = portfolio_entry_at(p, g_array_index(list, unsigned, i));
        g_autofree char *delta = portfolio_signed(e->movement);
        cJSON *one = add_object(movers);
        put_int(one, "index", g_array_index(list, unsigned, i));
        put_text(one, "name", e->name);
        put_text(one, "movement", delta);
        put_bool(one, "falls", e->movement < 0);
        put_tenths(one, "before", e->past[0].score);
        put_tenths(one, "now", e->score);
        put_text(one, "since", e->past[0].date);
    }
    for (unsigned i = 0; i < p->n_gone; i++)
        put_text(add_object(gone), "name", p->gone[i]);
    g_autofree char *mean = portfolio_signed(p->movement);
    put_text(movement, "against", p->options.against);
    put_text(movement, "mean", mean);
    put_int(movement, "compared", p->n_moved);
    put_bool(movement, "any", list->len > 0);
}

static void put_common(cJSON *view, const struct portfolio *p)
{
    cJSON *first = put_list(view, "common"), *rest = put_list(view, "common_rest");
    unsigned n = 0;
    for (unsigned i = 0; i < p->n_common; i++) {
        const struct portfolio_common *c = &p->common[i];
        const struct portfolio_control *control = portfolio_control_at(p, c->control);
        if (c->lacking == 0)
            continue;
        cJSON *one = add_object(n++ < COMMON_FIRST ? first : rest), *where = put_list(one, "where");
        put_text(one, "id", control->id);
        put_text(one, "title", control->title);
        put_text(one, "debt", debt_title(control->category));
        put_text(one, "severity", severity_name(control->severity));
        put_int(one, "lacking", c->lacking);
        put_int(one, "apply", c->apply);
        put_format(one, "share", "%.1f", 100.0 * c->lacking / c->apply);
        put_tenths(one, "points", c->points);
        put_tenths(one, "mean", c->points / (int)c->lacking);
        put_effort(one, "effort", c->effort_minutes);
        put_int(one, "minutes", c->effort_minutes);
        unsigned named = 0;
        for (guint k = 0; k < p->entries->len; k++) {
            const struct portfolio_entry *e = portfolio_entry_at(p, p->order[k]);
            const struct portfolio_judgement *j = e->standing == STANDING_RANKED ? portfolio_judgement_of(e, control->id) : NULL;
            if (!j || !portfolio_owes(j) || named++ >= USERS_SHOWN)
                continue;
            cJSON *owner = add_object(where);
            put_text(owner, "name", e->name);
            put_int(owner, "row", p->order[k]);
            put_text(owner, "id", control->id);
            put_bool(owner, "plain", p->entries->len <= PLAIN_MOST);
        }
        if (named > USERS_SHOWN)
            put_int(one, "more", named - USERS_SHOWN);
    }
    put_int(view, "n_common_rest", cJSON_GetArraySize(rest));
}

static void put_models(cJSON *view, const struct portfolio *p)
{
    cJSON *list = put_list(view, "models");
    for (unsigned i = 0; i < p->n_uses && i < MODELS_MOST; i++) {
        const struct portfolio_use *u = &p->uses[i];
        cJSON *one = add_object(list), *users = put_list(one, "users");
        put_text(one, "id", u->id);
        put_text(one, "provider", u->provider);
        put_int(one, "repositories", u->repositories);
        put_int(one, "pinned", u->pinned);
        put_int(one, "floating", u->floating);
        put_int(one, "unknown", u->unknown);
        for (unsigned k = 0; k < u->n && k < USERS_SHOWN; k++) {
            const struct portfolio_entry *e = portfolio_entry_at(p, u->entries[k]);
            const struct portfolio_model *m = &e->models[u->models[k]];
            cJSON *user = add_object(users);
            put_text(user, "name", e->name);
            put_place(user, e, m->file, m->line);
            put_text(user, "pin", m->pinned > 0 ? "pinned" : m->pinned == 0 ? "not pinned" : "cannot be seen");
        }
        if (u->n > USERS_SHOWN)
            put_int(one, "more", u->n - USERS_SHOWN);
    }
    if (p->n_uses > MODELS_MOST)
        put_int(view, "models_left_out", p->n_uses - MODELS_MOST);
}

static void put_expiries(cJSON *view, const struct portfolio *p)
{
    cJSON *list = put_list(view, "waivers");
    for (unsigned i = 0; i < p->n_expiries && i < WAIVERS_MOST; i++) {
        const struct portfolio_expiry *x = &p->expiries[i];
        const struct portfolio_entry *e = portfolio_entry_at(p, x->entry);
        const struct portfolio_waiver *w = &e->waivers[x->waiver];
        cJSON *one = add_object(list);
        put_text(one, "name", e->name);
        put_text(one, "control", w->control);
        put_place(one, e, w->path, w->line);
        put_text(one, "reason", w->reason);
        put_text(one, "owner", w->owner);
        put_text(one, "expires", w->expires);
        if (x->known)
            put_format(one, "days", "%d", x->days);
        put_bool(one, "soon", x->known && x->days <= 30);
        put_text(one, "state", w->state);
    }
    if (p->n_expiries > WAIVERS_MOST)
        put_int(view, "waivers_left_out", p->n_expiries - WAIVERS_MOST);
}

static void put_frameworks(cJSON *view, const struct portfolio *p)
{
    cJSON *list = put_list(view, "frameworks"), *rows = NULL;
    for (unsigned i = 0; i < p->n_clauses; i++) {
        const struct portfolio_clause *c = &p->clauses[i];
        unsigned all = c->met + c->partly + c->open + c->unknown;
        if (i == 0 || strcmp(p->clauses[i - 1].framework, c->framework) != 0) {
            cJSON *framework = add_object(list);
            put_text(framework, "title", p->rules ? framework_title(p->rules, c->framework) : c->framework);
            rows = put_list(framework, "rows");
        }
        cJSON *row = add_object(rows), *controls = put_list(row, "controls");
        put_text(row, "id", c->id);
        put_int(row, "met", c->met);
        put_int(row, "partly", c->partly);
        put_int(row, "open", c->open);
        put_int(row, "unknown", c->unknown);
        put_format(row, "met_width", "%.1f", all ? 100.0 * c->met / all : 0);
        put_format(row, "partly_from", "%.1f", all ? 100.0 * c->met / all : 0);
        put_format(row, "partly_width", "%.1f", all ? 100.0 * c->partly / all : 0);
        put_bool(row, "any", all > 0);
        for (unsigned k = 0; k < c->n_controls; k++)
            put_text(add_object(controls), "id", portfolio_control_at(p, c->controls[k])->id);
    }
}

/* ---- head ---- */

static const char *const short_titles[CATEGORY_COUNT] = {
    [CATEGORY_TECHNICAL] = "Tech.",    [CATEGORY_OPERATIONAL] = "Oper.", [CATEGORY_EVALUATION] = "Eval.",
    [CATEGORY_INTEGRATION] = "Integr.", [CATEGORY_GOVERNANCE] = "Gov.",
};

static void put_totals(cJSON *view, const struct portfolio *p)
{
    cJSON *head = put_object(view, "head"), *medians = put_list(head, "medians");
    g_autofree char *as_of = portfolio_day(p->as_of);
    put_text(head, "version", DEBTSCAN_VERSION);
    put_text(head, "model", SCORE_MODEL_VERSION);
    put_text(head, "as_of", as_of);
    put_int(head, "count", p->entries->len);
    put_bool(head, "one", p->entries->len == 1);
    put_int(head, "ranked", p->n_ranked);
    put_int(head, "not_comparable", p->n_no_score + p->n_other_model);
    put_int(head, "failed", p->n_failed);
    put_bool(head, "others", p->n_ranked < p->entries->len);
    put_int(head, "sites", p->sites);
    put_known(head, "median", p->n_ranked > 0, p->median);
    put_text(head, "grade", p->n_ranked ? (char[]){grade_of(p->median), '\0'} : "");
    put_effort(head, "debt", (int)MIN(p->debt_minutes, G_MAXINT / 2));
    put_int(head, "expiring", p->n_expiring);
    put_bool(head, "one_expiring", p->n_expiring == 1);
    put_bool(head, "several_kinds", p->n_kinds > 1);
    put_int(head, "rulesets", p->n_rulesets > 1 ? p->n_rulesets : 0);
    put_bool(head, "gated", p->options.gate >= 0);
    put_tenths(head, "gate", MAX(p->options.gate, 0));
    put_int(head, "passing", p->n_passing);
    put_bool(head, "against", p->options.against != NULL);
    if (p->shard.count)
        put_format(head, "part", "%u of %u", p->shard.index, p->shard.count);
    for (int c = 0; c < CATEGORY_COUNT; c++) {
        cJSON *one = add_object(medians);
        put_text(one, "title", debt_title((enum category)c));
        put_text(one, "short", short_titles[c]);
        put_known(one, "score", p->medians[c] >= 0, p->medians[c]);
        put_text(one, "grade", p->medians[c] >= 0 ? (char[]){grade_of(p->medians[c]), '\0'} : "");
        put_format(one, "width", "%d.%d", MAX(p->medians[c], 0) / 10, MAX(p->medians[c], 0) % 10);
    }
}

static cJSON *view_of(const struct portfolio *p)
{
    cJSON *view = cJSON_CreateObject();
    bool plain = p->entries->len <= PLAIN_MOST;
    put_totals(view, p);
    put_bool(view, "plain", plain);
    put_columns(view, p);
    draw_radar(view);
    draw_distribution(view, p);
    cJSON *rows = put_list(view, "rows"), *others = put_list(view, "others"), *heat = put_list(view, "heat"), *evidence = put_list(view, "evidence");
    for (unsigned i = 0; i < p->entries->len; i++) {
        unsigned index = p->order[i];
        const struct portfolio_entry *e = portfolio_entry_at(p, index);
        if (e->standing != STANDING_RANKED) {
            put_other(others, p, index);
            continue;
        }
        put_row(rows, p, index);
        cJSON *row = add_object(heat);
        put_head(row, e, index);
        if (plain) {
            put_cells(row, p, e, index);
            put_evidence(evidence, p, index);
        } else {
            put_strip(row, p, e);
        }
    }
    if (!plain) {
        g_autofree char *data = owed_data(p);
        cJSON_AddStringToObject(view, "data", data);
    }
    if (p->options.against)
        put_movers(view, p);
    put_common(view, p);
    put_models(view, p);
    put_expiries(view, p);
    put_frameworks(view, p);
    return view;
}

void portfolio_html(const struct portfolio *p, const struct text_options *options, GString *out)
{
    cJSON *view = view_of(p);
    g_autoptr(GError) error = NULL;
    (void)options;
    template_add_assets(view, (const char *const[]){"report.css", "portfolio.css", NULL}, "portfolio.js");
    if (!template_render("portfolio.html", view, out, &error))
        g_error("%s", error->message); /* the template is ours */
    cJSON_Delete(view);
}
