/* The portfolio for programs: docs/portfolio.schema.json. Everything stands in a fixed order, without time or host. */
#include <string.h>

#include "judge/judge.h"
#include "report/portfolio_priv.h"

static void write_shard(struct json *j, const struct portfolio_shard *s)
{
    if (!s->count) {
        json_null(j, "shard");
        return;
    }
    json_object(j, "shard", true);
    json_int(j, "index", s->index);
    json_int(j, "count", s->count);
    json_int(j, "inputs", s->total);
    json_string(j, "list", s->inputs);
    json_close(j);
}

static void write_totals(struct json *j, const struct portfolio *p)
{
    json_object(j, "totals", false);
    json_int(j, "repositories", p->entries->len);
    json_int(j, "ranked", p->n_ranked);
    json_int(j, "no_score", p->n_no_score);
    json_int(j, "other_model", p->n_other_model);
    json_int(j, "failed", p->n_failed);
    json_known_tenths(j, "median", p->n_ranked > 0, p->median);
    json_int(j, "debt_minutes", p->debt_minutes);
    json_int(j, "sites", p->sites);
    json_int(j, "rulesets", p->n_rulesets);
    json_int(j, "waivers_ending_soon", p->n_expiring);
    json_close(j);
    if (p->options.gate >= 0) {
        json_object(j, "gate", true);
        json_tenths(j, "threshold", p->options.gate);
        json_int(j, "passing", p->n_passing);
        json_close(j);
    } else {
        json_null(j, "gate");
    }
}

static void write_movement(struct json *j, const struct portfolio *p)
{
    if (!p->options.against) {
        json_null(j, "movement");
        return;
    }
    json_object(j, "movement", true);
    json_string(j, "against", p->options.against);
    json_int(j, "compared", p->n_moved);
    json_known_tenths(j, "mean", p->n_moved > 0, p->movement);
    json_int(j, "added", p->n_added);
    json_list(j, "gone", true);
    for (unsigned i = 0; i < p->n_gone; i++)
        json_string(j, NULL, p->gone[i]);
    json_close(j);
    json_close(j);
}

static void write_distribution(struct json *j, const struct portfolio *p)
{
    json_object(j, "distribution", true);
    json_list(j, "scores", true);
    for (size_t i = 0; i < G_N_ELEMENTS(p->bins); i++)
        json_int(j, NULL, p->bins[i]);
    json_close(j);
    json_object(j, "grades", true);
    for (size_t i = 0; i < G_N_ELEMENTS(p->grades); i++)
        json_int(j, (char[]){"ABCDF"[i], '\0'}, p->grades[i]);
    json_close(j);
    json_close(j);
    json_list(j, "kinds", false);
    for (unsigned i = 0; i < p->n_kinds; i++) {
        const struct portfolio_kind *k = &p->kinds[i];
        json_object(j, NULL, true);
        json_string(j, "kind", k->name);
        json_int(j, "repositories", k->n);
        json_tenths(j, "least", k->least);
        json_tenths(j, "quarter", k->quarter);
        json_tenths(j, "median", k->median);
        json_tenths(j, "three_quarters", k->three_quarters);
        json_tenths(j, "most", k->most);
        json_close(j);
    }
    json_close(j);
    json_list(j, "categories", false);
    for (int c = 0; c < CATEGORY_COUNT; c++) {
        json_object(j, NULL, true);
        json_string(j, "id", category_name((enum category)c));
        json_known_tenths(j, "median", p->medians[c] >= 0, p->medians[c]);
        json_close(j);
    }
    json_close(j);
}

static void write_common(struct json *j, const struct portfolio *p)
{
    json_list(j, "common_debt", false);
    for (unsigned i = 0; i < p->n_common; i++) {
        const struct portfolio_common *c = &p->common[i];
        if (c->lacking == 0)
            continue;
        json_object(j, NULL, true);
        json_string(j, "control", portfolio_control_at(p, c->control)->id);
        json_int(j, "apply", c->apply);
        json_int(j, "lacking", c->lacking);
        json_int(j, "partial", c->partial);
        json_int(j, "unknown", c->unknown);
        json_int(j, "waived", c->waived);
        json_int(j, "effort_minutes", c->effort_minutes);
        json_int(j, "debt_minutes", c->debt_minutes);
        json_tenths(j, "points", c->points);
        json_close(j);
    }
    json_close(j);
}

static void write_models(struct json *j, const struct portfolio *p)
{
    json_list(j, "models", false);
    for (unsigned i = 0; i < p->n_uses; i++) {
        const struct portfolio_use *u = &p->uses[i];
        json_object(j, NULL, false);
        json_string(j, "id", u->id);
        json_string(j, "provider", u->provider);
        json_int(j, "repositories", u->repositories);
        json_int(j, "pinned", u->pinned);
        json_int(j, "floating", u->floating);
        json_int(j, "unknown", u->unknown);
        json_int(j, "sites", u->sites);
        json_list(j, "used_by", false);
        for (unsigned k = 0; k < u->n; k++) {
            const struct portfolio_entry *e = portfolio_entry_at(p, u->entries[k]);
            const struct portfolio_model *m = &e->models[u->models[k]];
            json_object(j, NULL, true);
            json_string(j, "repository", e->name);
            if (m->pinned >= 0)
                json_bool(j, "pinned", m->pinned);
            else
                json_null(j, "pinned");
            json_string(j, "file", m->file);
            if (m->file && m->line)
                json_int(j, "line", m->line);
            else
                json_null(j, "line");
            json_close(j);
        }
        json_close(j);
        json_close(j);
    }
    json_close(j);
}

static void write_expiries(struct json *j, const struct portfolio *p)
{
    json_list(j, "waivers", false);
    for (unsigned i = 0; i < p->n_expiries; i++) {
        const struct portfolio_expiry *x = &p->expiries[i];
        const struct portfolio_entry *e = portfolio_entry_at(p, x->entry);
        const struct portfolio_waiver *w = &e->waivers[x->waiver];
        json_object(j, NULL, true);
        json_string(j, "repository", e->name);
        json_string(j, "control", w->control);
        json_string(j, "path", w->path);
        json_int(j, "line", w->line);
        json_string(j, "owner", w->owner);
        json_string(j, "expires", w->expires);
        if (x->known)
            json_int(j, "days", x->days);
        else
            json_null(j, "days");
        json_string(j, "state", w->state);
        json_close(j);
    }
    json_close(j);
}

static void write_frameworks(struct json *j, const struct portfolio *p)
{
    json_list(j, "frameworks", false);
    for (unsigned i = 0; i < p->n_clauses; i++) {
        const struct portfolio_clause *c = &p->clauses[i];
        json_object(j, NULL, true);
        json_string(j, "framework", c->framework);
        json_string(j, "id", c->id);
        json_list(j, "controls", true);
        for (unsigned k = 0; k < c->n_controls; k++)
            json_string(j, NULL, portfolio_control_at(p, c->controls[k])->id);
        json_close(j);
        json_int(j, "met", c->met);
        json_int(j, "partly", c->partly);
        json_int(j, "open", c->open);
        json_int(j, "unknown", c->unknown);
        json_close(j);
    }
    json_close(j);
}

void portfolio_json(const struct portfolio *p, const struct text_options *options, GString *out)
{
    struct json j;
    g_autofree char *as_of = portfolio_day(p->as_of);
    (void)options;
    json_init(&j, out);
    json_report(&j, NULL);
    json_string(&j, "score_model", SCORE_MODEL_VERSION);
    json_string(&j, "as_of", as_of);
    write_shard(&j, &p->shard);
    write_totals(&j, p);
    write_movement(&j, p);
    write_distribution(&j, p);
    write_common(&j, p);
    write_models(&j, p);
    write_expiries(&j, p);
    write_frameworks(&j, p);
    portfolio_write_controls(&j, p);
    json_list(&j, "repositories", false);
    for (guint i = 0; i < p->entries->len; i++)
        portfolio_write_object(&j, p, portfolio_entry_at(p, i));
    json_close(&j);
    json_close(&j);
}
