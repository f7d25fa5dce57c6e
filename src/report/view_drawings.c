/* Drawings in a view: numbers for SVG, made so that a template holds no arithmetic. */
#include <math.h>
#include <string.h>

#include "judge/judge.h"
#include "report/view_priv.h"

#define TURN 6.283185307179586
#define GAUGE_RADIUS 84
#define RADAR_X 190
#define RADAR_Y 158
#define RADAR_RADIUS 112

/* ---- the gauge: a ring, and the interval on it ---- */

static void draw_gauge(cJSON *view, const struct report *r)
{
    const double around = TURN * GAUGE_RADIUS;
    cJSON *gauge = put_object(view, "gauge");
    put_format(gauge, "around", "%.1f", around);
    put_format(gauge, "value", "%.1f", around * r->score / 1000);
    put_bool(gauge, "interval", r->low < r->high);
    put_format(gauge, "from", "%.1f", -around * r->low / 1000);
    put_format(gauge, "length", "%.1f", around * (r->high - r->low) / 1000);
    if (r->gate >= 0) {
        double angle = TURN * r->gate / 1000;
        cJSON *gate = put_object(gauge, "gate");
        put_format(gate, "x1", "%.1f", 100 + (GAUGE_RADIUS - 11) * sin(angle));
        put_format(gate, "y1", "%.1f", 100 - (GAUGE_RADIUS - 11) * cos(angle));
        put_format(gate, "x2", "%.1f", 100 + (GAUGE_RADIUS + 11) * sin(angle));
        put_format(gate, "y2", "%.1f", 100 - (GAUGE_RADIUS + 11) * cos(angle));
    }
}

/* ---- the radar ---- */

static double radar_x(unsigned i, double part)
{
    return RADAR_X + RADAR_RADIUS * part * sin(TURN * i / CATEGORY_COUNT);
}

static double radar_y(unsigned i, double part)
{
    return RADAR_Y - RADAR_RADIUS * part * cos(TURN * i / CATEGORY_COUNT);
}

static void draw_label(cJSON *axis, const struct category_score *c, unsigned i)
{
    double x = radar_x(i, 1.14), y = radar_y(i, 1.14);
    double across = sin(TURN * i / CATEGORY_COUNT);
    put_format(axis, "x", "%.1f", radar_x(i, 1));
    put_format(axis, "y", "%.1f", radar_y(i, 1));
    put_format(axis, "label_x", "%.1f", x);
    put_format(axis, "label_y", "%.1f", i == 0 ? y - 8 : y + 4);
    put_format(axis, "score_y", "%.1f", i == 0 ? y + 8 : y + 21);
    put_text(axis, "anchor", across > 0.1 ? "start" : across < -0.1 ? "end" : "middle");
    put_text(axis, "title", debt_title(c->category));
    if (c->scored)
        put_tenths(axis, "score", c->score);
    else
        put_text(axis, "score", "n/a");
}

static void draw_radar(cJSON *view, const struct report *r)
{
    cJSON *radar = put_object(view, "radar"), *axes = put_list(radar, "axes"), *rings = put_list(radar, "rings");
    cJSON *points = put_list(radar, "points");
    g_autoptr(GString) shape = g_string_new(NULL);
    for (unsigned i = 0; i < CATEGORY_COUNT; i++) {
        const struct category_score *c = &r->categories[i];
        double part = c->scored ? MAX(c->score / 1000.0, 0.02) : 0;
        draw_label(add_object(axes), c, i);
        g_string_append_printf(shape, "%s%.1f,%.1f", i ? " " : "", radar_x(i, part), radar_y(i, part));
        cJSON *point = add_object(points);
        put_format(point, "x", "%.1f", radar_x(i, part));
        put_format(point, "y", "%.1f", radar_y(i, part));
    }
    put_text(radar, "shape", shape->str);
    put_int(radar, "centre_x", RADAR_X);
    put_int(radar, "centre_y", RADAR_Y);
    for (unsigned ring = 1; ring <= 4; ring++) {
        cJSON *one = add_object(rings);
        g_string_truncate(shape, 0);
        for (unsigned i = 0; i < CATEGORY_COUNT; i++)
            g_string_append_printf(shape, "%s%.1f,%.1f", i ? " " : "", radar_x(i, ring / 4.0), radar_y(i, ring / 4.0));
        put_text(one, "shape", shape->str);
    }
}

/* ---- bars ---- */

static void draw_bars(cJSON *view, const struct report *r)
{
    unsigned i = 0;
    cJSON *debt;
    cJSON_ArrayForEach(debt, cJSON_GetObjectItemCaseSensitive(view, "categories"))
    {
        const struct category_score *c = &r->categories[i++];
        put_text(debt, "title", debt_title(c->category));
        put_text(debt, "about", debt_about(c->category));
        put_effort(debt, "effort", c->debt_minutes);
        put_bool(debt, "scored", c->scored);
        put_bool(debt, "interval", c->scored && c->low < c->high);
        put_format(debt, "interval_width", "%.1f", (c->high - c->low) / 10.0);
        put_bool(debt, "floor_broken", c->below_floor);
        put_bool(debt, "capped", c->scored && c->uncapped > c->score);
        put_severities(debt, c->by_severity, false);
    }
}

void view_drawings(cJSON *view, const struct report *r)
{
    draw_gauge(view, r);
    draw_radar(view, r);
    draw_bars(view, r);
}
