#include "report/digest.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "judge/judge.h"
#include "judge/subject.h"
#include "report/json_writer.h"
#include "report/parts.h"

#define DIGEST_VERSION 3

struct digest *digest_new(const struct report *r)
{
    struct digest *d = g_new0(struct digest, 1);
    struct arena *a = &d->arena;
    arena_init(a);
    d->name = arena_strdup(a, r->name);
    d->commit = arena_strdup(a, r->commit);
    d->branch = arena_strdup(a, r->branch);
    d->revision = arena_strdup(a, r->revision);
    d->kind = arena_strdup(a, r->kind);
    d->score_model = arena_strdup(a, r->score_model);
    d->dirty = r->dirty;
    d->scored = r->scored;
    d->score = r->score;
    d->with_waivers = r->with_waivers;
    d->grade = r->scored ? r->grade : 'F';
    d->debt_minutes = r->debt_minutes;
    for (unsigned i = 0; i < r->model->n_sites; i++)
        d->n_sites += zone_is_product(r->model->sites[i].zone);
    for (int c = 0; c < CATEGORY_COUNT; c++)
        d->categories[c] = (struct digest_category){r->categories[c].scored, r->categories[c].score,
                                                    r->categories[c].scored ? r->categories[c].grade : 'F', r->categories[c].debt_minutes};
    count_controls(r, &d->n_controls, &d->n_assessed);
    g_autofree int *gains = g_new(int, r->n_findings + 1);
    finding_gains(r, gains);
    d->findings = arena_new_n(a, struct digest_finding, r->n_findings + 1);
    for (unsigned i = 0; i < r->n_findings; i++) {
        const struct finding *f = &r->findings[i];
        bool judged = false;
        for (unsigned k = 0; k < r->n_outcomes && !judged; k++)
            judged = r->outcomes[k].control == f->control;
        d->findings[d->n_findings++] = (struct digest_finding){
            .fingerprint = arena_strdup(a, f->fingerprint), .group = arena_strdup(a, f->group),
            .control = arena_strdup(a, f->control->id), .title = arena_strdup(a, f->control->title),
            .message = arena_strdup(a, f->message), .fix = arena_strdup(a, f->fix), .path = arena_strdup(a, f->path),
            .symbol = arena_strdup(a, f->symbol), .callee = arena_strdup(a, f->callee), .category = f->control->category,
            .severity = f->severity, .state = f->state, .line = f->place.line, .effort_minutes = f->effort_minutes,
            .score_gain = gains[i], .about_waivers = !judged};
    }
    d->waivers = arena_new_n(a, struct digest_waiver, r->n_waivers + 1);
    for (unsigned i = 0; i < r->n_waivers; i++) {
        const struct waiver *w = r->waivers[i];
        d->waivers[d->n_waivers++] = (struct digest_waiver){
            .control = arena_strdup(a, w->control), .path = arena_strdup(a, w->path), .reason = arena_strdup(a, w->reason),
            .owner = arena_strdup(a, w->owner), .expires = arena_strdup(a, w->expires), .line = w->line, .state = w->state,
            .in_file = w->in_file};
    }
    return d;
}

void digest_free(struct digest *d)
{
    if (!d)
        return;
    arena_fini(&d->arena);
    g_free(d);
}

/* ---- JSON ---- */

void digest_write(const struct digest *d, GString *out)
{
    struct json j;
    json_init(&j, out);
    json_object(&j, NULL, true);
    json_int(&j, "version", DIGEST_VERSION);
    json_string(&j, "name", d->name);
    json_string(&j, "commit", d->commit);
    json_string(&j, "branch", d->branch);
    json_string(&j, "revision", d->revision);
    json_string(&j, "kind", d->kind);
    json_string(&j, "score_model", d->score_model);
    json_int(&j, "dirty", d->dirty);
    json_int(&j, "scored", d->scored);
    json_int(&j, "score", d->score);
    json_int(&j, "with_waivers", d->with_waivers);
    json_int(&j, "grade", d->grade);
    json_int(&j, "debt", d->debt_minutes);
    json_int(&j, "sites", d->n_sites);
    json_int(&j, "controls", d->n_controls);
    json_int(&j, "assessed", d->n_assessed);
    json_list(&j, "categories", true);
    for (int c = 0; c < CATEGORY_COUNT; c++) {
        json_object(&j, NULL, true);
        json_int(&j, "scored", d->categories[c].scored);
        json_int(&j, "score", d->categories[c].score);
        json_int(&j, "grade", d->categories[c].grade);
        json_int(&j, "debt", d->categories[c].debt_minutes);
        json_close(&j);
    }
    json_close(&j);
    json_list(&j, "findings", true);
    for (unsigned i = 0; i < d->n_findings; i++) {
        const struct digest_finding *f = &d->findings[i];
        json_object(&j, NULL, true);
        json_string(&j, "fingerprint", f->fingerprint);
        json_string(&j, "group", f->group);
        json_string(&j, "control", f->control);
        json_string(&j, "title", f->title);
        json_string(&j, "message", f->message);
        json_string(&j, "fix", f->fix);
        json_string(&j, "path", f->path);
        json_string(&j, "symbol", f->symbol);
        json_string(&j, "callee", f->callee);
        json_int(&j, "category", f->category);
        json_int(&j, "severity", f->severity);
        json_int(&j, "state", f->state);
        json_int(&j, "line", f->line);
        json_int(&j, "effort", f->effort_minutes);
        json_int(&j, "gain", f->score_gain);
        json_int(&j, "about_waivers", f->about_waivers);
        json_close(&j);
    }
    json_close(&j);
    json_list(&j, "waivers", true);
    for (unsigned i = 0; i < d->n_waivers; i++) {
        const struct digest_waiver *w = &d->waivers[i];
        json_object(&j, NULL, true);
        json_string(&j, "control", w->control);
        json_string(&j, "path", w->path);
        json_string(&j, "reason", w->reason);
        json_string(&j, "owner", w->owner);
        json_string(&j, "expires", w->expires);
        json_int(&j, "line", w->line);
        json_int(&j, "state", w->state);
        json_int(&j, "in_file", w->in_file);
        json_close(&j);
    }
    json_close(&j);
    json_close(&j);
}

static const char *text_of(struct arena *a, const cJSON *o, const char *key)
{
    return arena_strdup(a, cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, key)));
}

/* A text that is always there. */
static const char *word_of(struct arena *a, const cJSON *o, const char *key)
{
    const char *text = text_of(a, o, key);
    return text ? text : "";
}

/* From 0 to `most`; 0 for anything else. */
static int number_of(const cJSON *o, const char *key, int most)
{
    const cJSON *n = cJSON_GetObjectItemCaseSensitive(o, key);
    return cJSON_IsNumber(n) && n->valuedouble >= 0 && n->valuedouble <= most ? (int)n->valuedouble : 0;
}

static void read_findings(struct digest *d, const cJSON *list)
{
    struct arena *a = &d->arena;
    const cJSON *o;
    d->findings = arena_new_n(a, struct digest_finding, (size_t)cJSON_GetArraySize(list) + 1);
    cJSON_ArrayForEach(o, list)
        d->findings[d->n_findings++] = (struct digest_finding){
            .fingerprint = word_of(a, o, "fingerprint"), .group = word_of(a, o, "group"), .control = word_of(a, o, "control"),
            .title = word_of(a, o, "title"), .message = word_of(a, o, "message"), .fix = text_of(a, o, "fix"),
            .path = word_of(a, o, "path"), .symbol = word_of(a, o, "symbol"), .callee = word_of(a, o, "callee"),
            .category = (enum category)number_of(o, "category", CATEGORY_COUNT - 1),
            .severity = (enum severity)number_of(o, "severity", SEVERITY_CRITICAL),
            .state = (enum finding_state)number_of(o, "state", FINDING_BASELINE), .line = (uint32_t)number_of(o, "line", INT32_MAX),
            .effort_minutes = number_of(o, "effort", INT32_MAX), .score_gain = number_of(o, "gain", 1000), .about_waivers = number_of(o, "about_waivers", 1)};
}

static void read_waivers(struct digest *d, const cJSON *list)
{
    struct arena *a = &d->arena;
    const cJSON *o;
    d->waivers = arena_new_n(a, struct digest_waiver, (size_t)cJSON_GetArraySize(list) + 1);
    cJSON_ArrayForEach(o, list)
        d->waivers[d->n_waivers++] = (struct digest_waiver){
            .control = text_of(a, o, "control"), .path = word_of(a, o, "path"), .reason = text_of(a, o, "reason"),
            .owner = text_of(a, o, "owner"), .expires = text_of(a, o, "expires"), .line = (uint32_t)number_of(o, "line", INT32_MAX),
            .state = (enum waiver_state)number_of(o, "state", WAIVER_INVALID), .in_file = number_of(o, "in_file", 1)};
}

struct digest *digest_read(const char *text, size_t size)
{
    cJSON *root = cJSON_ParseWithLength(text, size);
    if (number_of(root, "version", DIGEST_VERSION) != DIGEST_VERSION) {
        cJSON_Delete(root);
        return NULL;
    }
    struct digest *d = g_new0(struct digest, 1);
    struct arena *a = &d->arena;
    arena_init(a);
    d->name = word_of(a, root, "name");
    d->commit = text_of(a, root, "commit");
    d->branch = text_of(a, root, "branch");
    d->revision = text_of(a, root, "revision");
    d->kind = word_of(a, root, "kind");
    d->score_model = word_of(a, root, "score_model");
    d->dirty = number_of(root, "dirty", 1);
    d->scored = number_of(root, "scored", 1);
    d->score = number_of(root, "score", 1000);
    d->with_waivers = number_of(root, "with_waivers", 1000);
    d->grade = (char)number_of(root, "grade", 'Z');
    d->debt_minutes = number_of(root, "debt", INT32_MAX);
    d->n_sites = (unsigned)number_of(root, "sites", INT32_MAX);
    d->n_controls = (unsigned)number_of(root, "controls", INT32_MAX);
    d->n_assessed = (unsigned)number_of(root, "assessed", INT32_MAX);
    int c = 0;
    const cJSON *o;
    cJSON_ArrayForEach(o, cJSON_GetObjectItemCaseSensitive(root, "categories"))
        if (c < CATEGORY_COUNT)
            d->categories[c++] = (struct digest_category){number_of(o, "scored", 1), number_of(o, "score", 1000),
                                                          (char)number_of(o, "grade", 'Z'), number_of(o, "debt", INT32_MAX)};
    read_findings(d, cJSON_GetObjectItemCaseSensitive(root, "findings"));
    read_waivers(d, cJSON_GetObjectItemCaseSensitive(root, "waivers"));
    cJSON_Delete(root);
    return d;
}
