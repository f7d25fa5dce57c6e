/* --explain: weights, credits and caps, so that every score can be recomputed by hand. */
#include "report/text_priv.h"

#include <string.h>

#include "judge/judge.h"
#include "report/parts.h"

#define EVIDENCE_SHOWN 2
#define WIDTH_FOR_TITLES 80
#define CAP_CONFIDENCE 60 /* a critical control that is less sure does not cap */

static bool applies(const struct outcome *o)
{
    return o->status != STATUS_NOT_APPLICABLE && o->credit >= 0;
}

static void write_evidence(struct text_page *p, const struct outcome *o)
{
    struct sheet *s = &p->s;
    unsigned shown = p->o->all ? o->n_evidence : MIN(o->n_evidence, EVIDENCE_SHOWN);
    for (unsigned i = 0; i < shown; i++) {
        const struct evidence *e = &o->evidence[i];
        const char *path = place_path(p->r->model, e->place);
        g_autofree char *text =
            path ? g_strdup_printf("%s:%u  %s", path, e->place.line, e->text) : g_strdup(e->text);
        sheet_blank(s, 14);
        sheet_wrap(s, TINT_DIM, text, 14, 16, 1);
    }
}

static void write_outcome(struct text_page *p, const struct outcome *o)
{
    struct sheet *s = &p->s;
    const struct control *c = o->control;
    int weight = score_weight(c->severity), points = weight * o->credit;
    sheet_blank(s, 4);
    sheet_pad(s, TINT_NONE, c->id, 8);
    if (c->gate) {
        sheet_pad(s, TINT_DIM, o->n_gate ? "gate: caps the score" : "gate: in order", 29);
    } else {
        sheet_format(s, TINT_NONE, "%3d %s %d.%02d = %2d.%02d  ", weight, sheet_mark(s, MARK_TIMES),
                     o->credit / 100, o->credit % 100, points / 100, points % 100);
        g_autofree char *of =
            o->total ? g_strdup_printf("%u of %u", o->satisfied, o->total) : g_strdup("");
        sheet_pad(s, TINT_NONE, of, 9);
    }
    sheet_pad(s,
              o->status == STATUS_SATISFIED ? TINT_GOOD
              : o->status == STATUS_MISSING ? TINT_BAD
                                            : TINT_FAIR,
              status_name(o->status), 11);
    if (s->width >= WIDTH_FOR_TITLES)
        sheet_wrap(s, TINT_NONE, c->title, 52, 52, 1);
    else
        sheet_end(s);
    write_evidence(p, o);
}

static void write_caps(struct text_page *p, enum category category, bool all)
{
    struct sheet *s = &p->s;
    const struct report *r = p->r;
    const struct outcome *least = NULL;
    unsigned gates = 0;
    for (unsigned i = 0; i < r->n_outcomes; i++) {
        const struct outcome *o = &r->outcomes[i];
        if (!applies(o) || (!all && o->control->category != category))
            continue;
        if (o->control->gate)
            gates += o->n_gate;
        else if (o->control->severity == SEVERITY_CRITICAL && o->confidence >= CAP_CONFIDENCE &&
                 o->credit_high < 100 && (!least || o->credit_high < least->credit_high))
            least = o;
    }
    if (least) {
        sheet_blank(s, 4);
        sheet_format(s, TINT_FAIR, "at most %d + %d %s %d.%02d, for %s is critical", all ? 69 : 59,
                     all ? 31 : 41, sheet_mark(s, MARK_TIMES), least->credit_high / 100,
                     least->credit_high % 100, least->control->id);
        sheet_end(s);
    }
    if (gates) {
        sheet_blank(s, 4);
        sheet_format(s, TINT_FAIR, "at most 49 + %d %s 0.5^%u, for %u finding%s at gates",
                     all ? 20 : 10, sheet_mark(s, MARK_TIMES), gates - 1, gates,
                     gates == 1 ? "" : "s");
        sheet_end(s);
    }
}

static void write_category(struct text_page *p, const struct category_score *k)
{
    struct sheet *s = &p->s;
    const struct report *r = p->r;
    int64_t points = 0;
    int weights = 0;
    sheet_end(s);
    sheet_blank(s, 2);
    g_autofree char *name = g_strdup(category_name(k->category));
    name[0] = g_ascii_toupper(name[0]);
    sheet_put(s, TINT_BOLD, name);
    sheet_put(s, TINT_DIM, "   weight and credit of what applies");
    sheet_end(s);
    for (unsigned i = 0; i < r->n_outcomes; i++) {
        const struct outcome *o = &r->outcomes[i];
        if (o->control->category != k->category || !applies(o))
            continue;
        write_outcome(p, o);
        if (!o->control->gate) {
            weights += score_weight(o->control->severity);
            points += score_weight(o->control->severity) * o->credit;
        }
    }
    if (weights == 0)
        return;
    sheet_blank(s, 4);
    sheet_format(s, TINT_NONE, "100 %s %d.%02d / %d = %d.%d", sheet_mark(s, MARK_TIMES),
                 (int)(points / 100), (int)(points % 100), weights, k->uncapped / 10,
                 k->uncapped % 10);
    sheet_end(s);
    if (k->score != k->uncapped)
        write_caps(p, k->category, false);
    sheet_blank(s, 4);
    sheet_format(s, grade_tint(k->grade), "score %d.%d %c", k->score / 10, k->score % 10, k->grade);
    sheet_format(s, TINT_DIM, "   unknown as failed %d.%d, as passed %d.%d", k->low / 10,
                 k->low % 10, k->high / 10, k->high % 10);
    sheet_end(s);
}

/* What a debt counts in the whole. */
static int counts_for(const struct report *r, const struct category_score *k)
{
    return r->profile.weights[k->category] * k->breadth;
}

/* What divides the counts of all debts; it is each one's own where they count alike, which *even says. */
static int common_count(const struct report *r, bool *even)
{
    int common = 0;
    *even = true;
    for (unsigned i = 0; i < CATEGORY_COUNT; i++) {
        int a = counts_for(r, &r->categories[i]), b = common;
        if (!r->categories[i].scored)
            continue;
        *even &= !common || a == common;
        while (b) {
            int rest = a % b;
            a = b;
            b = rest;
        }
        common = a;
    }
    return MAX(common, 1);
}

void text_explain(struct text_page *p)
{
    struct sheet *s = &p->s;
    const struct report *r = p->r;
    g_autoptr(GString) mean = g_string_new(NULL);
    bool even;
    int common = common_count(r, &even), weights = 0;
    text_heading(p, "HOW THE SCORE CAME ABOUT", "weights: critical 10, high 6, medium 3, low 1");
    for (unsigned i = 0; i < CATEGORY_COUNT; i++) {
        const struct category_score *k = &r->categories[i];
        write_category(p, k);
        if (!k->scored)
            continue;
        int weight = counts_for(r, k) / common;
        g_string_append_printf(mean, "%s", !mean->len ? "" : even ? ", " : " + ");
        if (!even)
            g_string_append_printf(mean, "%d %s ", weight, sheet_mark(s, MARK_TIMES));
        g_string_append_printf(mean, "%d.%d", k->score / 10, k->score % 10);
        weights += weight;
    }
    if (weights == 0)
        return;
    sheet_end(s);
    sheet_blank(s, 2);
    sheet_put(s, TINT_BOLD, "Overall");
    sheet_end(s);
    sheet_blank(s, 4);
    g_autofree char *formula = even ? g_strdup_printf("mean(%s)", mean->str) : g_strdup_printf("(%s) / %d", mean->str, weights);
    sheet_wrap(s, TINT_NONE, formula, 4, 6, 0);
    write_caps(p, 0, true);
    sheet_blank(s, 4);
    sheet_format(s, grade_tint(r->grade), "score %d.%d %c", r->score / 10, r->score % 10, r->grade);
    sheet_format(s, TINT_DIM, "   without any cap %d.%d", r->uncapped / 10, r->uncapped % 10);
    sheet_end(s);
}
