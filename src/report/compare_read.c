/* The JSON of a comparison, read again: one job compares and has no token, another has one and compares nothing. */
#include <cjson/cJSON.h>
#include <string.h>

#include "report/compare.h"
#include "report/version.h"

#define FINDINGS_MOST 100000
#define MODEL_MOST 100 /* bytes of the name of a scoring model */

static const cJSON *item(const cJSON *o, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(o, key);
}

static const char *text_of(struct arena *a, const cJSON *o, const char *key)
{
    return arena_strdup(a, cJSON_GetStringValue(item(o, key)));
}

static const char *word_of(struct arena *a, const cJSON *o, const char *key)
{
    const char *text = text_of(a, o, key);
    return text ? text : "";
}

/* From 0 to INT32_MAX; 0 for anything else. */
static int number_of(const cJSON *o, const char *key)
{
    const cJSON *n = item(o, key);
    return cJSON_IsNumber(n) && n->valuedouble >= 0 && n->valuedouble <= INT32_MAX ? (int)n->valuedouble : 0;
}

/* A score in 1/10. False where there is none. */
static bool score_of(const cJSON *o, const char *key, int *out)
{
    const cJSON *n = item(o, key);
    bool known = cJSON_IsNumber(n) && n->valuedouble >= 0 && n->valuedouble <= 100;
    *out = known ? (int)(n->valuedouble * 10 + 0.5) : 0;
    return known;
}

static enum severity severity_of(const cJSON *o)
{
    const char *name = cJSON_GetStringValue(item(o, "severity"));
    for (int s = 0; s <= SEVERITY_CRITICAL; s++)
        if (g_strcmp0(name, severity_name((enum severity)s)) == 0)
            return (enum severity)s;
    return (enum severity)0;
}

/* A folder of the work tree: what leads out of it is taken for its root. */
static const char *read_inner(struct arena *a, const cJSON *root)
{
    const char *inner = text_of(a, root, "path");
    g_auto(GStrv) parts = g_strsplit(inner ? inner : "", "/", -1);
    for (char **part = parts; *part; part++)
        if (!**part || strcmp(*part, ".") == 0 || strcmp(*part, "..") == 0)
            return ".";
    return inner && *inner ? inner : ".";
}

static struct digest *read_side(struct arena *a, const cJSON *root, const char *key)
{
    const cJSON *o = item(root, key);
    struct digest *d = arena_new(a, struct digest);
    *d = (struct digest){.name = word_of(a, root, "name"), .commit = text_of(a, o, "commit"), .branch = text_of(a, o, "branch"),
                         .revision = text_of(a, o, "revision"), .kind = word_of(a, o, "kind"), .dirty = cJSON_IsTrue(item(o, "dirty")),
                         .grade = 'F', .debt_minutes = number_of(o, "debt_minutes"), .n_sites = (unsigned)number_of(o, "sites"),
                         .n_controls = (unsigned)number_of(o, "controls"), .n_assessed = (unsigned)number_of(o, "assessed")};
    d->scored = score_of(o, "score", &d->score);
    score_of(o, "with_waivers", &d->with_waivers);
    return d;
}

static void read_categories(const cJSON *root, struct digest *base, struct digest *head)
{
    const cJSON *o;
    cJSON_ArrayForEach(o, item(root, "categories"))
        for (int c = 0; c < CATEGORY_COUNT; c++)
            if (g_strcmp0(cJSON_GetStringValue(item(o, "id")), category_name((enum category)c)) == 0) {
                base->categories[c].scored = score_of(o, "before", &base->categories[c].score);
                head->categories[c].scored = score_of(o, "after", &head->categories[c].score);
            }
}

static const struct digest_finding *read_finding(struct arena *a, const cJSON *o)
{
    struct digest_finding *f = arena_new(a, struct digest_finding);
    *f = (struct digest_finding){.fingerprint = word_of(a, o, "fingerprint"), .control = word_of(a, o, "control"), .title = word_of(a, o, "title"),
                                 .message = word_of(a, o, "message"), .fix = text_of(a, o, "fix"), .path = word_of(a, o, "file"),
                                 .severity = severity_of(o), .line = (uint32_t)number_of(o, "line"),
                                 .effort_minutes = number_of(o, "effort_minutes")};
    score_of(o, "score_gain", &f->score_gain);
    return f;
}

static const struct digest_finding **read_findings(struct arena *a, const cJSON *list, unsigned *n)
{
    const struct digest_finding **out = arena_new_n(a, const struct digest_finding *, (size_t)cJSON_GetArraySize(list) + 1);
    const cJSON *o;
    cJSON_ArrayForEach(o, list)
        if (*n < FINDINGS_MOST)
            out[(*n)++] = read_finding(a, o);
    return out;
}

static void read_gate(struct comparison *c, const cJSON *gate)
{
    const cJSON *list = item(gate, "reasons"), *o;
    unsigned n = 0;
    c->gate_failed = cJSON_IsTrue(item(gate, "failed"));
    score_of(gate, "lacking", &c->lacking);
    c->gate_reasons = arena_new_n(&c->arena, const char *, (size_t)cJSON_GetArraySize(list) + 1);
    cJSON_ArrayForEach(o, list)
        if (cJSON_IsString(o))
            c->gate_reasons[n++] = arena_strdup(&c->arena, o->valuestring);
}

/* The file may be a stranger's, and this is written into pages as it stands: letters, digits and what goes with weights. */
static const char *read_model(struct arena *a, const cJSON *score)
{
    const char *text = word_of(a, score, "model");
    size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789 .,()");
    return len > 0 && len < MODEL_MOST && !text[len] ? text : SCORE_MODEL_VERSION;
}

struct comparison *compare_read(const char *text, size_t size, GError **error)
{
    cJSON *root = cJSON_ParseWithLength(text, size);
    if (number_of(root, "schema_version") != REPORT_SCHEMA_VERSION || g_strcmp0(cJSON_GetStringValue(item(item(root, "tool"), "name")), "debtscan") != 0 ||
        !cJSON_IsObject(item(root, "base")) || !cJSON_IsObject(item(root, "head")) || !cJSON_IsArray(item(root, "new"))) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "is not what 'debtscan diff --format json' writes");
        cJSON_Delete(root);
        return NULL;
    }
    struct comparison *c = g_new0(struct comparison, 1);
    struct arena *a = &c->arena;
    arena_init(a);
    struct digest *base = read_side(a, root, "base"), *head = read_side(a, root, "head");
    read_categories(root, base, head);
    base->score_model = head->score_model = read_model(a, item(root, "score"));
    c->inner = read_inner(a, root);
    c->base = base;
    c->head = head;
    c->new = read_findings(a, item(root, "new"), &c->n_new);
    c->fixed = read_findings(a, item(root, "fixed"), &c->n_fixed);
    c->n_unchanged = (unsigned)cJSON_GetArraySize(item(root, "unchanged"));
    read_gate(c, item(root, "gate"));
    const cJSON *o, *additions = item(root, "additions");
    c->additions = arena_new_n(a, struct addition, (size_t)cJSON_GetArraySize(additions) + 1);
    cJSON_ArrayForEach(o, additions)
        c->additions[c->n_additions++] = (struct addition){.kind = word_of(a, o, "kind"), .path = word_of(a, o, "file"),
                                                           .text = word_of(a, o, "text"), .line = (uint32_t)number_of(o, "line")};
    cJSON_Delete(root);
    return c;
}
