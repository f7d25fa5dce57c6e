#include "report/view.h"

#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "judge/judge.h"
#include "report/parts.h"
#include "report/reporters.h"
#include "report/version.h"
#include "report/view_priv.h"

#define FILES_MOST 3       /* of one step of the plan */
#define LISTED_MOST 3      /* findings of one control that are seen at once */

/* ---- members ---- */

void put_text(cJSON *object, const char *key, const char *text)
{
    if (!text) {
        cJSON_AddNullToObject(object, key);
        return;
    }
    g_autofree char *safe = text_safe(text);
    cJSON_AddStringToObject(object, key, safe);
}

void put_format(cJSON *object, const char *key, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    put_text(object, key, text);
}

void put_bool(cJSON *object, const char *key, bool value)
{
    cJSON_AddBoolToObject(object, key, value);
}

void put_int(cJSON *object, const char *key, int64_t value)
{
    cJSON_AddNumberToObject(object, key, (double)value);
}

void put_tenths(cJSON *object, const char *key, int value)
{
    put_format(object, key, "%s%d.%d", value < 0 ? "-" : "", ABS(value) / 10, ABS(value) % 10);
}

void put_effort(cJSON *object, const char *key, int minutes)
{
    g_autoptr(GString) text = g_string_new(NULL);
    append_effort(text, minutes);
    cJSON_AddStringToObject(object, key, text->str);
}

cJSON *put_list(cJSON *object, const char *key)
{
    return cJSON_AddArrayToObject(object, key);
}

cJSON *put_object(cJSON *object, const char *key)
{
    return cJSON_AddObjectToObject(object, key);
}

cJSON *add_object(cJSON *list)
{
    cJSON *one = cJSON_CreateObject();
    cJSON_AddItemToArray(list, one);
    return one;
}

void put_code_span(cJSON *object, const char *key, const char *text)
{
    g_autofree char *safe = text_safe(text);
    size_t longest = 0;
    if (!*safe) {
        cJSON_AddStringToObject(object, key, "");
        return;
    }
    for (const char *p = safe; (p = strchr(p, '`'));) {
        size_t run = strspn(p, "`");
        longest = MAX(longest, run);
        p += run;
    }
    g_autofree char *ticks = g_strnfill(longest + 1, '`');
    const char *blank = *safe == '`' || g_str_has_suffix(safe, "`") ? " " : "";
    g_autofree char *span = g_strconcat(ticks, blank, safe, blank, ticks, NULL);
    cJSON_AddStringToObject(object, key, span);
}

/* The same for a cell of a table, where a bar would end it. */
static void put_code_cell(cJSON *object, const char *key, const char *text)
{
    g_autoptr(GString) cell = g_string_new(text);
    g_string_replace(cell, "|", "\\|", 0);
    put_code_span(object, key, cell->str);
}

/* ---- words ---- */

static const struct {
    const char *title, *about;
} debts[CATEGORY_COUNT] = {
    [CATEGORY_TECHNICAL] = {"Technical", "contracts between program and model"},
    [CATEGORY_OPERATIONAL] = {"Operational", "ownership and running it"},
    [CATEGORY_EVALUATION] = {"Evaluation", "does it answer well?"},
    [CATEGORY_INTEGRATION] = {"Integration", "API and tools"},
    [CATEGORY_GOVERNANCE] = {"Governance", "audit and safety"},
};

const char *debt_title(enum category c)
{
    return debts[c].title;
}

const char *debt_about(enum category c)
{
    return debts[c].about;
}

const char *status_title(enum status s)
{
    static const char *const titles[STATUS_COUNT] = {
        [STATUS_SATISFIED] = "in order",           [STATUS_PARTIAL] = "partly",          [STATUS_MISSING] = "missing",
        [STATUS_NOT_APPLICABLE] = "does not apply", [STATUS_UNKNOWN] = "cannot be seen", [STATUS_WAIVED] = "waived"};
    return titles[s];
}

char *link_to(const struct report *r, const char *path, uint32_t line)
{
    if (!r->url || !r->commit || r->dirty)
        return NULL;
    bool gitlab = strstr(r->url, "//gitlab.") != NULL, bitbucket = g_str_has_prefix(r->url, "https://bitbucket.org/");
    g_autofree char *full = path_from_root(r, path);
    g_autofree char *uri = g_uri_escape_string(full, "/", FALSE);
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "%s/%s/%s/%s", r->url, gitlab ? "-/blob" : bitbucket ? "src" : "blob", r->commit, uri);
    if (line)
        g_string_append_printf(out, bitbucket ? "#lines-%u" : "#L%u", line);
    return g_string_free(out, FALSE);
}

/* ---- the JSON report, made fit for pages ---- */

static bool is_score(const char *key)
{
    static const char *const keys[] = {"value",        "low",   "high",       "with_waivers", "uncapped",
                                       "score",        "score_gain", "score_after", "threshold",    "floor", NULL};
    return key && g_strv_contains(keys, key);
}

/* Texts become safe, scores texts. Lists and objects are as deep as the report, which is a few levels. */
static void make_safe(cJSON *v)
{
    for (cJSON *c = v->child; c; c = c->next) {
        if (cJSON_IsString(c)) {
            char *safe = text_safe(c->valuestring);
            cJSON_SetValuestring(c, safe);
            g_free(safe);
        } else if (cJSON_IsNumber(c) && is_score(c->string)) {
            char text[32];
            /* what is asked for is a round figure, what is reached is not */
            g_ascii_formatd(text, sizeof text, strcmp(c->string, "floor") == 0 ? "%g" : "%.1f", c->valuedouble);
            cJSON *score = cJSON_CreateString(text);
            score->string = c->string;
            c->string = NULL;
            cJSON_ReplaceItemViaPointer(v, c, score);
            c = score;
        }
        make_safe(c);
    }
}

/* ---- findings ---- */

void view_place(cJSON *object, const struct report *r, const struct finding *f)
{
    g_autoptr(GString) place = g_string_new(f->path);
    g_autofree char *link = link_to(r, f->path, finding_line(f));
    if (!f->looked_for)
        g_string_append_printf(place, ":%u", f->place.line);
    if (f->place.cell && !f->looked_for)
        g_string_append_printf(place, " (cell %u, line %u)", f->place.cell, f->place.cell_line);
    put_text(object, "place", place->str);
    put_code_span(object, "place_code", place->str);
    put_text(object, "url", link);
    put_bool(object, "repository_wide", f->looked_for != NULL);
}

static void add_site(cJSON *object, const struct report *r, const struct finding *f)
{
    if (f->site >= r->model->n_sites)
        return;
    const struct site *s = &r->model->sites[f->site];
    cJSON *site = put_object(object, "call");
    put_text(site, "name", s->call);
    put_code_span(site, "name_code", s->call ? s->call : s->id);
    put_text(site, "sdk", s->sdk);
    put_text(site, "model", s->model);
    put_text(site, "function", s->function);
}

static const struct outcome *outcome_of(const struct report *r, const struct control *c)
{
    for (unsigned i = 0; i < r->n_outcomes; i++)
        if (r->outcomes[i].control == c)
            return &r->outcomes[i];
    return NULL;
}

/* Some findings are repaired by what is said of the control in general. */
static bool is_example(const struct finding *f)
{
    return f->fix && g_strcmp0(f->fix, fix_text(f->control)) != 0;
}

static void add_finding(cJSON *list, const struct report *r, const struct finding *f)
{
    const struct control *c = f->control;
    cJSON *object = add_object(list);
    put_int(object, "number", f - r->findings + 1);
    put_text(object, "control", c->id);
    put_bool(object, "judged", outcome_of(r, c) != NULL); /* not what is said of waivers */
    put_text(object, "title", c->title);
    put_text(object, "question", c->question);
    put_text(object, "why", c->why);
    put_text(object, "repair", fix_text(c));
    put_text(object, "debt", category_name(c->category));
    put_text(object, "debt_title", debt_title(c->category));
    put_text(object, "severity", severity_name(f->severity));
    put_text(object, "message", f->message);
    put_text(object, "fix", f->fix);
    put_text(object, "example", is_example(f) ? f->fix : NULL);
    if (is_example(f))
        put_code_span(object, "example_code", f->fix);
    put_text(object, "looked_for", f->looked_for);
    put_text(object, "file", f->path);
    put_int(object, "line", f->place.line);
    put_effort(object, "effort", f->effort_minutes);
    put_text(object, "fingerprint", f->fingerprint);
    view_place(object, r, f);
    add_site(object, r, f);
    view_code(object, f);
}

/* How many findings of each control fit: all have the same room. */
static unsigned share_of(const struct report *r, unsigned open, unsigned most)
{
    unsigned controls = 0;
    for (unsigned i = 0; i < r->n_outcomes; i++)
        controls += count_open_of(r, &r->outcomes[i]) > 0;
    return most >= open ? open : most == 0 ? 0 : MAX(most / MAX(controls, 1), 1);
}

/* The open findings of the control of findings[first], the worst. Gives how many are shown. */
static unsigned add_group(cJSON *groups, cJSON *all, const struct report *r, unsigned first, unsigned share, bool *done)
{
    const struct finding *worst = &r->findings[first];
    const struct control *c = worst->control;
    const struct outcome *o = outcome_of(r, c);
    unsigned n = 0, shown = 0, minutes = 0;
    bool alike = true; /* one example will do */
    cJSON *group = add_object(groups), *list = put_list(group, "findings"), *more = put_list(group, "more");
    put_text(group, "control", c->id);
    put_text(group, "title", c->title);
    put_text(group, "question", c->question);
    put_text(group, "why", c->why);
    put_text(group, "repair", fix_text(c));
    put_text(group, "severity", severity_name(worst->severity));
    put_text(group, "debt", category_name(c->category));
    put_text(group, "debt_title", debt_title(c->category));
    put_text(group, "looked_for", worst->looked_for);
    for (unsigned i = first; i < r->n_findings; i++) {
        const struct finding *f = &r->findings[i];
        if (f->control != c || !is_open(f))
            continue;
        done[i] = true;
        minutes += (unsigned)MAX(f->effort_minutes, 0);
        if (n++ >= share)
            continue;
        add_finding(shown++ < LISTED_MOST ? list : more, r, f);
        add_finding(all, r, f);
        alike &= g_strcmp0(f->fix, worst->fix) == 0;
    }
    minutes = o ? (unsigned)MAX(o->effort_minutes, 0) : minutes;
    put_effort(group, "effort", (int)minutes);
    put_int(group, "effort_minutes", minutes);
    put_bool(group, "judged", o != NULL);
    put_tenths(group, "gain", o ? o->score_gain : 0);
    put_bool(group, "gains", o && o->score_gain > 0);
    put_bool(group, "alike", alike);
    put_text(group, "common_example", alike && is_example(worst) ? worst->fix : NULL);
    if (alike && is_example(worst))
        put_code_span(group, "common_example_code", worst->fix);
    put_int(group, "count", n);
    put_int(group, "left_out", n - shown);
    put_int(group, "n_more", n - MIN(LISTED_MOST, n));
    put_bool(group, "several", n > 1);
    return shown;
}

/* Open findings of one control together, groups in the order of their worst. */
static void view_groups(cJSON *view, const struct report *r, unsigned most)
{
    cJSON *groups = put_list(view, "groups"), *all = put_list(view, "list");
    unsigned open = count_open(r), share = share_of(r, open, most), shown = 0;
    g_autofree bool *done = g_new0(bool, r->n_findings + 1);
    for (unsigned i = 0; i < r->n_findings && share > 0; i++)
        if (!done[i] && is_open(&r->findings[i]))
            shown += add_group(groups, all, r, i, share, done);
    put_int(view, "n_findings", open);
    put_int(view, "n_accepted", r->n_findings - open);
    put_int(view, "left_out", open - shown);
}

void put_severities(cJSON *object, const unsigned *counts, bool all)
{
    cJSON *list = put_list(object, "severities");
    g_autoptr(GString) line = g_string_new(NULL);
    for (int s = SEVERITY_CRITICAL; s >= SEVERITY_LOW; s--) {
        if (!counts[s] && !all)
            continue;
        cJSON *one = add_object(list);
        put_text(one, "name", severity_name((enum severity)s));
        put_int(one, "count", counts[s]);
        if (counts[s])
            g_string_append_printf(line, "%s%u %s", line->len ? ", " : "", counts[s], severity_name((enum severity)s));
    }
    put_text(object, "severities_line", line->str);
}

static void view_severities(cJSON *view, const struct report *r)
{
    unsigned counts[SEVERITY_CRITICAL + 1] = {0};
    for (unsigned i = 0; i < r->n_findings; i++)
        counts[r->findings[i].severity] += is_open(&r->findings[i]);
    put_severities(view, counts, true);
}

/* ---- what else was found ---- */

static const char *text_of(const cJSON *object, const char *key)
{
    const cJSON *v = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsString(v) ? v->valuestring : NULL;
}

/* The lists of the JSON inventory but the model calls, each with a title. */
static void view_inventory(cJSON *view)
{
    static const char *const about[] = {"text", "pin", "description", "framework", "kind", "zone"};
    cJSON *lists = put_list(view, "inventory_lists");
    const cJSON *inventory = cJSON_GetObjectItemCaseSensitive(view, "inventory"), *entries, *entry;
    cJSON_ArrayForEach(entries, inventory)
    {
        if (!cJSON_IsArray(entries) || !entries->child || strcmp(entries->string, "sites") == 0)
            continue;
        g_autofree char *title = g_strdup(entries->string);
        for (int i = g_str_has_prefix(title, "mcp_") ? 2 : 0; i >= 0; i--) /* an abbreviation is written as one */
            title[i] = g_ascii_toupper(title[i]);
        g_strdelimit(title, "_", ' ');
        cJSON *list = add_object(lists), *items = put_list(list, "items");
        put_text(list, "title", title);
        put_int(list, "count", cJSON_GetArraySize(entries));
        cJSON_ArrayForEach(entry, entries)
        {
            cJSON *item = add_object(items);
            const cJSON *line = cJSON_GetObjectItemCaseSensitive(entry, "line");
            const char *file = text_of(entry, "file"), *what = NULL;
            for (size_t i = 0; i < G_N_ELEMENTS(about) && !what; i++)
                what = text_of(entry, about[i]);
            put_text(item, "name", text_of(entry, "name"));
            put_text(item, "about", what);
            if (file && cJSON_IsNumber(line))
                put_format(item, "place", "%s:%d", file, line->valueint);
            else
                put_text(item, "place", file);
        }
    }
}

/* ---- the way to the gate ---- */

/* The findings of a control that lacks something altogether stand where nothing is: the place says nothing. */
static bool has_place(const struct report *r, const struct control *c)
{
    for (unsigned i = 0; i < r->n_findings; i++)
        if (r->findings[i].control == c)
            return r->findings[i].looked_for == NULL;
    return false;
}

static void add_step(cJSON *list, const struct report *r, const struct plan_step *p, int gain, int before)
{
    cJSON *step = add_object(list), *files = put_list(step, "files");
    unsigned n = 0;
    put_int(step, "rank", p->rank);
    put_text(step, "control", p->control->id);
    put_text(step, "title", p->title);
    put_text(step, "debt", category_name(p->control->category));
    put_text(step, "debt_title", debt_title(p->control->category));
    put_text(step, "severity", severity_name(p->control->severity));
    put_effort(step, "effort", p->effort_minutes);
    put_bool(step, "gains", gain > 0);
    put_tenths(step, "gain", gain);
    put_tenths(step, "before", before);
    put_tenths(step, "after", before + gain);
    put_text(step, "repair", fix_text(p->control));
    put_text(step, "owner", p->owner);
    put_bool(step, "owner_proposed", p->owner_proposed);
    for (; has_place(r, p->control) && p->files && p->files[n]; n++)
        if (n < FILES_MOST) {
            cJSON *file = add_object(files);
            put_text(file, "path", p->files[n]);
            put_code_span(file, "path_code", p->files[n]);
        }
    put_int(step, "files_left_out", n > FILES_MOST ? n - FILES_MOST : 0);
}

static void view_path(cJSON *view, const struct report *r)
{
    cJSON *path = put_object(view, "path"), *steps = put_list(path, "steps"), *beyond = put_list(path, "beyond");
    int target = r->gate >= 0 ? r->gate : r->profile.target, minutes = 0, score = r->score;
    for (unsigned i = 0; i < r->n_plan; i++) {
        const struct plan_step *p = &r->plan[i];
        if (p->on_path) {
            add_step(steps, r, p, p->path_gain, score);
            score += p->path_gain;
            minutes += p->effort_minutes;
        } else {
            add_step(beyond, r, p, p->score_gain, r->score);
        }
    }
    put_int(path, "count", r->path_to_gate);
    put_int(path, "n_beyond", r->n_plan - r->path_to_gate);
    put_bool(path, "several", r->path_to_gate != 1);
    put_bool(path, "exists", r->path_to_gate > 0);
    put_bool(path, "reached", r->scored && r->with_waivers >= target);
    put_bool(path, "to_floors", r->score >= target);
    put_effort(path, "effort", minutes);
    put_tenths(path, "from", r->score);
    put_tenths(path, "to", score);
    put_format(path, "target", target % 10 ? "%d.%d" : "%d", target / 10, target % 10);
}

/* ---- head ---- */

static unsigned count_product(const struct report *r, unsigned *others)
{
    unsigned n = 0;
    for (unsigned i = 0; i < r->model->n_sites; i++) {
        enum zone z = r->model->sites[i].zone;
        bool product = z == ZONE_SRC || z == ZONE_NOTEBOOK;
        n += product;
        *others += !product;
    }
    return n;
}

static void view_head(cJSON *view, const struct report *r, const struct text_options *options)
{
    unsigned judged = 0, apply = 0, others = 0, calls = count_product(r, &others);
    cJSON *head = put_object(view, "head");
    for (unsigned i = 0; i < r->n_outcomes; i++) {
        enum status s = r->outcomes[i].status;
        apply += s != STATUS_NOT_APPLICABLE;
        judged += s != STATUS_NOT_APPLICABLE && s != STATUS_UNKNOWN;
    }
    put_bool(head, "scored", r->scored);
    put_bool(head, "interval", r->low < r->high);
    put_effort(head, "debt", r->debt_minutes);
    put_int(head, "confidence_percent", r->confidence);
    put_int(head, "judged", judged);
    put_int(head, "apply", apply);
    put_int(head, "calls", calls);
    put_bool(head, "one_call", calls == 1);
    put_int(head, "calls_elsewhere", others);
    put_text(head, "commit", r->commit ? r->commit : NULL);
    if (r->commit)
        put_format(head, "commit_short", "%.7s", r->commit);
    put_text(head, "url", r->url);
    put_bool(head, "with_waivers", r->with_waivers != r->score);
    put_bool(head, "blocked", r->scored && r->verdict == VERDICT_BLOCKED);
    put_bool(head, "conditional", r->scored && r->verdict == VERDICT_CONDITIONAL);
    put_bool(head, "ready", r->scored && r->verdict == VERDICT_READY);
    put_bool(head, "has_gate", r->gate >= 0 || (r->gate_reasons && *r->gate_reasons));
    cJSON *labels = put_list(head, "labels"); /* but what the kind says */
    for (const char **label = r->labels; label && *label; label++)
        if (g_strcmp0(*label, r->kind) != 0)
            cJSON_AddItemToArray(labels, cJSON_CreateString(*label));
    put_text(head, "target", options->target ? options->target : ".");
    g_autofree char *command = shell_word(options->target ? options->target : ".");
    put_text(head, "target_quoted", command);
    put_text(head, "version", DEBTSCAN_VERSION);
    put_format(head, "ruleset", "%.12s", r->model->rules->hash);
}

static void view_components(cJSON *view, const struct report *r)
{
    cJSON *one;
    put_bool(cJSON_GetObjectItemCaseSensitive(view, "head"), "has_components", r->n_components > 0);
    cJSON_ArrayForEach(one, cJSON_GetObjectItemCaseSensitive(view, "components"))
        put_code_cell(one, "path_code", cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(one, "path")));
}

cJSON *view_new(const struct report *r, const struct text_options *options, unsigned most)
{
    g_autoptr(GString) text = g_string_new(NULL);
    report_json(r, options, text, NULL);
    cJSON *view = cJSON_Parse(text->str);
    g_assert(view);
    make_safe(view);
    view_head(view, r, options);
    view_components(view, r);
    view_drawings(view, r);
    view_severities(view, r);
    view_groups(view, r, most);
    view_path(view, r);
    view_inventory(view);
    view_matrix(view, r);
    view_controls(view, r);
    return view;
}
