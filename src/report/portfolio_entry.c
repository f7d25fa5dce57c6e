/* Entries of a portfolio: from a report, from a portfolio, and back to JSON. */
#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

#include "judge/judge.h"
#include "report/portfolio_priv.h"
#include "report/version.h"

#define TEXT_MOST 160    /* bytes of a message that are kept */
#define NAME_MOST 300    /* of names, paths, ids */
#define ITEMS_MOST 5000  /* models, waivers, controls, references of one report */
#define ENTRIES_MOST 100000

/* ---- reading JSON of which nothing is known ---- */

static const cJSON *member(const cJSON *o, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(o, key);
}

/* NULL for what is no text. At most `most` bytes, so that what was cut once is not cut again. */
static const char *text_of(struct arena *a, const cJSON *o, const char *key, size_t most)
{
    const char *text = cJSON_GetStringValue(member(o, key));
    size_t len = text ? strlen(text) : 0;
    if (len <= most)
        return arena_strdup(a, text);
    const char *end = g_utf8_find_prev_char(text, text + most - 2);
    return arena_printf(a, "%.*s…", (int)(end ? end - text : 0), text);
}

static const char *word_of(struct arena *a, const cJSON *o, const char *key)
{
    const char *text = text_of(a, o, key, NAME_MOST);
    return text ? text : "";
}

/* A number between 0 and `most` times `scale`, rounded; `none` for anything else. */
static int number_of(const cJSON *o, const char *key, int scale, int most, int none)
{
    const cJSON *n = member(o, key);
    double value = cJSON_IsNumber(n) ? n->valuedouble * scale : -1;
    return value >= 0 && value <= most ? (int)lround(value) : none;
}

static int days_of(const cJSON *o, const char *key)
{
    return number_of(o, key, 1, INT32_MAX, 0);
}

static bool is_list(const cJSON *o, const char *key)
{
    return cJSON_IsArray(member(o, key));
}

static const char **words_of(struct arena *a, const cJSON *list)
{
    int n = MIN(cJSON_GetArraySize(list), ITEMS_MOST);
    const char **words = arena_new_n(a, const char *, (size_t)n + 1);
    int at = 0;
    const cJSON *o;
    cJSON_ArrayForEach(o, list)
        if (at < n && cJSON_IsString(o))
            words[at++] = arena_strdup(a, o->valuestring);
    return words;
}

static int word_index(const char *word, const char *(*name)(int), int n, int none)
{
    for (int i = 0; i < n; i++)
        if (g_strcmp0(word, name(i)) == 0)
            return i;
    return none;
}

static const char *name_of_status(int i)
{
    return status_name((enum status)i);
}

static const char *name_of_category(int i)
{
    return category_name((enum category)i);
}

static const char *name_of_severity(int i)
{
    return severity_name((enum severity)i);
}

static char grade_in(const cJSON *o)
{
    const char *grade = cJSON_GetStringValue(member(o, "grade"));
    return grade && strlen(grade) == 1 && strchr("ABCDF", *grade) ? *grade : 'F';
}

/* A page that a link may lead to: on the web, or a file beside the page. */
static const char *link_of(struct arena *a, const cJSON *o, const char *key)
{
    const char *text = text_of(a, o, key, NAME_MOST);
    bool web = text && (g_str_has_prefix(text, "https://") || g_str_has_prefix(text, "http://"));
    return text && (web || !strchr(text, ':')) ? text : NULL;
}

/* ---- controls ---- */

static int by_reference(gconstpointer a, gconstpointer b)
{
    const struct portfolio_reference *x = a, *y = b;
    int order = strcmp(x->framework, y->framework);
    return order ? order : strcmp(x->id, y->id);
}

static void read_references(struct arena *a, const cJSON *o, struct portfolio_control *c)
{
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(struct portfolio_reference));
    const cJSON *framework, *id;
    cJSON_ArrayForEach(framework, member(o, "references"))
        cJSON_ArrayForEach(id, framework)
            if (cJSON_IsString(id) && framework->string && list->len < ITEMS_MOST) {
                struct portfolio_reference one = {arena_strdup(a, framework->string), arena_strdup(a, id->valuestring)};
                g_array_append_val(list, one);
            }
    g_array_sort(list, by_reference);
    c->references = arena_memdup(a, list->data, list->len * sizeof(struct portfolio_reference));
    c->n_references = list->len;
}

/* Reports may differ in what they call a control: the smaller wording stays, whichever comes first. */
static int compare_controls(const struct portfolio_control *x, const struct portfolio_control *y)
{
    int order = strcmp(x->title, y->title);
    if (order == 0)
        order = (int)x->category - (int)y->category;
    if (order == 0)
        order = (int)x->severity - (int)y->severity;
    if (order == 0)
        order = (int)x->n_references - (int)y->n_references;
    for (unsigned i = 0; order == 0 && i < x->n_references; i++)
        order = by_reference(&x->references[i], &y->references[i]);
    return order;
}

static void add_controls(struct portfolio *p, const cJSON *list)
{
    struct arena *a = &p->arena;
    const cJSON *o;
    int n = 0;
    cJSON_ArrayForEach(o, list)
    {
        const char *id = cJSON_GetStringValue(member(o, "id"));
        if (!id || !*id || strlen(id) > NAME_MOST || n++ >= ITEMS_MOST)
            continue;
        const char *category = cJSON_GetStringValue(member(o, "category")), *severity = cJSON_GetStringValue(member(o, "severity"));
        struct portfolio_control one = {
            .id = id,
            .title = word_of(a, o, "title"),
            .category = (enum category)word_index(category, name_of_category, CATEGORY_COUNT, 0),
            .severity = (enum severity)word_index(severity, name_of_severity, SEVERITY_CRITICAL + 1, 0),
            .gate = cJSON_IsTrue(member(o, "gate")),
        };
        read_references(a, o, &one);
        struct portfolio_control *known = g_hash_table_lookup(p->by_id, id);
        if (!known) {
            known = arena_memdup(a, &one, sizeof one);
            known->id = arena_strdup(a, id);
            g_ptr_array_add(p->controls, known);
            g_hash_table_insert(p->by_id, (gpointer)known->id, known);
        } else if (compare_controls(&one, known) < 0) {
            one.id = known->id;
            *known = one;
        }
    }
}

/* ---- what report and entry have in common ---- */

static void read_subject(struct arena *a, const cJSON *o, struct portfolio_entry *e)
{
    e->kind = text_of(a, o, "kind", NAME_MOST);
    e->commit = text_of(a, o, "commit", 64);
    e->date = text_of(a, o, "commit_date", 10);
    e->branch = text_of(a, o, "branch", NAME_MOST);
    e->url = link_of(a, o, "url");
    e->dirty = cJSON_IsTrue(member(o, "dirty"));
}

static void read_tool(struct arena *a, const cJSON *o, struct portfolio_entry *e)
{
    e->version = text_of(a, o, "version", 64);
    e->ruleset = text_of(a, o, "ruleset", 64);
}

static void read_score(struct arena *a, const cJSON *o, struct portfolio_entry *e)
{
    e->model = text_of(a, o, "model", 64);
    e->score = number_of(o, "value", 10, 1000, -1);
    e->scored = e->score >= 0;
    e->low = number_of(o, "low", 10, 1000, 0);
    e->high = number_of(o, "high", 10, 1000, 0);
    e->with_waivers = number_of(o, "with_waivers", 10, 1000, 0);
    e->grade = grade_in(o);
    e->verdict = text_of(a, o, "verdict", 64);
    e->confidence = number_of(o, "confidence", 100, 100, 0);
    e->debt_minutes = days_of(o, "debt_minutes");
}

static void read_categories(const cJSON *list, struct portfolio_entry *e)
{
    const cJSON *o;
    cJSON_ArrayForEach(o, list)
    {
        int c = word_index(cJSON_GetStringValue(member(o, "id")), name_of_category, CATEGORY_COUNT, -1);
        if (c < 0)
            continue;
        struct portfolio_category *category = &e->categories[c];
        category->score = number_of(o, "score", 10, 1000, -1);
        category->scored = category->score >= 0;
        category->grade = grade_in(o);
        category->debt_minutes = days_of(o, "debt_minutes");
        for (int s = 0; s < STATUS_COUNT; s++)
            category->counts[s] = (unsigned)number_of(member(o, "controls"), status_name((enum status)s), 1, ITEMS_MOST, 0);
    }
}

static int by_model(gconstpointer a, gconstpointer b)
{
    const struct portfolio_model *x = a, *y = b;
    int order = strcmp(x->id, y->id);
    if (order == 0)
        order = g_strcmp0(x->provider, y->provider);
    if (order == 0)
        order = g_strcmp0(x->file, y->file);
    return order ? order : x->line < y->line ? -1 : x->line > y->line;
}

static void read_models(struct arena *a, const cJSON *list, struct portfolio_entry *e)
{
    int n = MIN(cJSON_GetArraySize(list), ITEMS_MOST);
    const cJSON *o;
    e->models = arena_new_n(a, struct portfolio_model, (size_t)n + 1);
    cJSON_ArrayForEach(o, list)
    {
        const char *id = text_of(a, o, "id", NAME_MOST);
        const cJSON *pinned = member(o, "pinned");
        if (!id || !*id || e->n_models >= (unsigned)n)
            continue;
        e->models[e->n_models++] = (struct portfolio_model){
            .id = id, .provider = text_of(a, o, "provider", NAME_MOST), .pinned = cJSON_IsBool(pinned) ? cJSON_IsTrue(pinned) : -1,
            .sites = (unsigned)days_of(o, "sites"), .file = text_of(a, o, "file", NAME_MOST), .line = (uint32_t)days_of(o, "line")};
    }
    qsort(e->models, e->n_models, sizeof *e->models, by_model);
}

static int by_waiver(gconstpointer a, gconstpointer b)
{
    const struct portfolio_waiver *x = a, *y = b;
    int order = strcmp(x->path, y->path);
    if (order == 0)
        order = x->line < y->line ? -1 : x->line > y->line;
    return order ? order : g_strcmp0(x->control, y->control);
}

static void read_waivers(struct arena *a, const cJSON *list, struct portfolio_entry *e)
{
    int n = MIN(cJSON_GetArraySize(list), ITEMS_MOST);
    const cJSON *o;
    e->waivers = arena_new_n(a, struct portfolio_waiver, (size_t)n + 1);
    cJSON_ArrayForEach(o, list)
        if (e->n_waivers < (unsigned)n)
            e->waivers[e->n_waivers++] = (struct portfolio_waiver){
                .control = text_of(a, o, "control", NAME_MOST), .path = word_of(a, o, "path"), .reason = text_of(a, o, "reason", TEXT_MOST),
                .owner = text_of(a, o, "owner", NAME_MOST), .expires = text_of(a, o, "expires", 10), .state = word_of(a, o, "state"),
                .line = (uint32_t)days_of(o, "line")};
    qsort(e->waivers, e->n_waivers, sizeof *e->waivers, by_waiver);
}

static void read_judgement(struct arena *a, const cJSON *o, struct portfolio_judgement *j)
{
    j->id = word_of(a, o, "id");
    j->status = (enum status)word_index(cJSON_GetStringValue(member(o, "status")), name_of_status, STATUS_COUNT, STATUS_UNKNOWN);
    j->credit = number_of(o, "credit", 100, 100, -1);
    j->effort_minutes = days_of(o, "effort_minutes");
    j->debt_minutes = days_of(o, "debt_minutes");
    j->score_gain = number_of(o, "score_gain", 10, 1000, 0);
}

static int by_judgement(gconstpointer a, gconstpointer b)
{
    return strcmp(((const struct portfolio_judgement *)a)->id, ((const struct portfolio_judgement *)b)->id);
}

static void read_place(struct arena *a, const cJSON *o, const char *text, struct portfolio_judgement *j)
{
    j->file = text_of(a, o, "file", NAME_MOST);
    j->line = j->file ? (uint32_t)days_of(o, "line") : 0;
    j->text = text_of(a, o, text, TEXT_MOST);
}

/* Of a report: its findings, worst first, stand apart. */
static void find_place(struct arena *a, const cJSON *control, GHashTable *findings, struct portfolio_judgement *j)
{
    const cJSON *key, *first = NULL;
    cJSON_ArrayForEach(key, member(control, "findings"))
    {
        const cJSON *f = cJSON_IsString(key) ? g_hash_table_lookup(findings, key->valuestring) : NULL;
        if (!f || g_strcmp0(cJSON_GetStringValue(member(f, "state")), "open") != 0)
            continue;
        j->open++;
        if (!first)
            first = f;
    }
    if (first) {
        read_place(a, first, "message", j);
        return;
    }
    const cJSON *evidence = cJSON_GetArrayItem(member(control, "evidence"), 0);
    if (evidence)
        read_place(a, evidence, "text", j);
    else
        j->text = text_of(a, control, "reason", TEXT_MOST);
}

/* `findings` of a report; NULL for an entry, which says the place itself. */
static void read_judgements(struct arena *a, const cJSON *list, GHashTable *findings, struct portfolio_entry *e)
{
    int n = MIN(cJSON_GetArraySize(list), ITEMS_MOST);
    const cJSON *o;
    e->judgements = arena_new_n(a, struct portfolio_judgement, (size_t)n + 1);
    cJSON_ArrayForEach(o, list)
    {
        const char *id = cJSON_GetStringValue(member(o, "id"));
        if (!id || !*id || strlen(id) > NAME_MOST || e->n_judgements >= (unsigned)n)
            continue;
        struct portfolio_judgement *j = &e->judgements[e->n_judgements++];
        read_judgement(a, o, j);
        if (findings) {
            find_place(a, o, findings, j);
        } else {
            j->open = (unsigned)days_of(o, "open");
            read_place(a, o, "text", j);
        }
    }
    qsort(e->judgements, e->n_judgements, sizeof *e->judgements, by_judgement);
}

/* ---- entries ---- */

static void copy_about(struct arena *a, const struct portfolio_about *from, struct portfolio_about *to)
{
    if (from->name)
        to->name = arena_strdup(a, from->name);
    if (from->source)
        to->source = arena_strdup(a, from->source);
    if (from->owner)
        to->owner = arena_strdup(a, from->owner);
    if (from->tier)
        to->tier = arena_strdup(a, from->tier);
    if (from->report)
        to->report = arena_strdup(a, from->report);
    if (from->tags && *from->tags) {
        guint n = g_strv_length((char **)from->tags);
        to->tags = arena_new_n(a, const char *, n + 1);
        for (guint i = 0; i < n; i++)
            to->tags[i] = arena_strdup(a, from->tags[i]);
    }
}

static struct portfolio_entry *new_entry(struct portfolio *p)
{
    struct portfolio_entry *e = arena_new(&p->arena, struct portfolio_entry);
    e->about.tags = arena_new_n(&p->arena, const char *, 1);
    g_ptr_array_add(p->entries, e);
    return e;
}

static cJSON *parse(const char *text, size_t size, GError **error)
{
    cJSON *root = cJSON_ParseWithLength(text, size);
    if (!cJSON_IsObject(root)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "is no JSON object");
        g_clear_pointer(&root, cJSON_Delete);
    }
    return root;
}

static unsigned count_sites(const cJSON *list)
{
    unsigned n = 0;
    const cJSON *o;
    cJSON_ArrayForEach(o, list)
    {
        const char *role = cJSON_GetStringValue(member(o, "role"));
        n += g_strcmp0(role, "source") == 0 || g_strcmp0(role, "notebook") == 0;
    }
    return n;
}

static bool check_report(const cJSON *root, GError **error)
{
    const char *selection = cJSON_GetStringValue(member(member(root, "subject"), "selection"));
    const char *lack = !is_list(root, "controls") || !is_list(root, "findings") || !cJSON_IsObject(member(root, "score"))
                           ? "is no report of debtscan: --format json writes one"
                       : number_of(root, "schema_version", 1, INT32_MAX, 0) > REPORT_SCHEMA_VERSION
                           ? "is of a newer version of the JSON contract"
                       : selection ? "shows a part only (--only, --severity); a portfolio needs all of it"
                                   : NULL;
    if (lack)
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s", lack);
    return !lack;
}

bool portfolio_add_report(struct portfolio *p, const struct portfolio_about *about, const char *text, size_t size, GError **error)
{
    struct arena *a = &p->arena;
    cJSON *root = parse(text, size, error);
    bool ok = root && check_report(root, error);
    if (ok) {
        const cJSON *subject = member(root, "subject"), *inventory = member(root, "inventory"), *f;
        g_autoptr(GHashTable) findings = g_hash_table_new(g_str_hash, g_str_equal);
        cJSON_ArrayForEach(f, member(root, "findings"))
            if (cJSON_IsString(member(f, "fingerprint")))
                g_hash_table_insert(findings, member(f, "fingerprint")->valuestring, (gpointer)f);
        struct portfolio_entry *e = new_entry(p);
        e->about.name = word_of(a, subject, "name");
        e->about.source = "";
        copy_about(a, about, &e->about);
        read_subject(a, subject, e);
        read_tool(a, member(root, "tool"), e);
        read_score(a, member(root, "score"), e);
        read_categories(member(root, "categories"), e);
        read_judgements(a, member(root, "controls"), findings, e);
        read_models(a, member(inventory, "models"), e);
        read_waivers(a, member(root, "waivers"), e);
        e->sites = count_sites(member(inventory, "sites"));
        e->files = (unsigned)days_of(member(root, "stats"), "files");
        add_controls(p, member(root, "controls"));
    }
    cJSON_Delete(root);
    return ok;
}

void portfolio_add_failure(struct portfolio *p, const struct portfolio_about *about, const char *why)
{
    struct portfolio_entry *e = new_entry(p);
    e->about.name = e->about.source = "";
    copy_about(&p->arena, about, &e->about);
    e->error = arena_strdup(&p->arena, why);
}

static void read_entry(struct portfolio *p, const cJSON *o, const struct portfolio_about *about)
{
    struct arena *a = &p->arena;
    struct portfolio_entry *e = new_entry(p);
    e->about.name = word_of(a, o, "name");
    e->about.source = word_of(a, o, "source");
    e->about.owner = text_of(a, o, "owner", NAME_MOST);
    e->about.tier = text_of(a, o, "tier", NAME_MOST);
    e->about.tags = words_of(a, member(o, "tags"));
    e->about.report = link_of(a, o, "report");
    if (about)
        copy_about(a, about, &e->about);
    e->error = text_of(a, o, "error", 4 * TEXT_MOST);
    read_subject(a, o, e);
    read_tool(a, member(o, "tool"), e);
    read_score(a, member(o, "score"), e);
    read_categories(member(o, "categories"), e);
    read_judgements(a, member(o, "controls"), NULL, e);
    read_models(a, member(o, "models"), e);
    read_waivers(a, member(o, "waivers"), e);
    e->sites = (unsigned)days_of(o, "sites");
    e->files = (unsigned)days_of(o, "files");
}

bool portfolio_is_portfolio(const char *text, size_t size)
{
    cJSON *root = parse(text, size, NULL);
    bool is = is_list(root, "repositories");
    cJSON_Delete(root);
    return is;
}

static void read_shard(struct arena *a, const cJSON *o, struct portfolio_shard *shard)
{
    *shard = (struct portfolio_shard){0};
    if (!cJSON_IsObject(o))
        return;
    shard->index = (unsigned)days_of(o, "index");
    shard->count = (unsigned)days_of(o, "count");
    shard->total = (unsigned)days_of(o, "inputs");
    g_strlcpy(shard->inputs, word_of(a, o, "list"), sizeof shard->inputs);
}

bool portfolio_add_portfolio(struct portfolio *p, const struct portfolio_about *about, const char *text, size_t size,
                             struct portfolio_shard *shard, GError **error)
{
    cJSON *root = parse(text, size, error);
    bool ok = root && is_list(root, "repositories") && number_of(root, "schema_version", 1, REPORT_SCHEMA_VERSION, 0) > 0;
    if (ok) {
        const cJSON *o;
        unsigned n = 0;
        cJSON_ArrayForEach(o, member(root, "repositories"))
            if (n++ < ENTRIES_MOST)
                read_entry(p, o, about);
        add_controls(p, member(root, "controls"));
        if (shard)
            read_shard(&p->arena, member(root, "shard"), shard);
    } else if (root) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "is no portfolio of this version of debtscan");
    }
    cJSON_Delete(root);
    return ok;
}

/* ---- writing ---- */

static void write_words(struct json *j, const char *key, const char *const *words)
{
    json_list(j, key, true);
    for (; words && *words; words++)
        json_string(j, NULL, *words);
    json_close(j);
}

static void write_line(struct json *j, const char *file, uint32_t line)
{
    json_string(j, "file", file);
    if (file && line > 0)
        json_int(j, "line", line);
    else
        json_null(j, "line");
}

static void write_score(struct json *j, const struct portfolio_entry *e)
{
    json_object(j, "score", true);
    json_known_tenths(j, "value", e->scored, e->score);
    json_known_tenths(j, "low", e->scored, e->low);
    json_known_tenths(j, "high", e->scored, e->high);
    json_known_tenths(j, "with_waivers", e->scored, e->with_waivers);
    json_string(j, "grade", e->scored ? (char[]){e->grade, '\0'} : NULL);
    json_string(j, "verdict", e->verdict);
    json_hundredths(j, "confidence", e->confidence);
    json_int(j, "debt_minutes", e->debt_minutes);
    json_string(j, "model", e->model);
    json_close(j);
}

static void write_standing(struct json *j, const struct portfolio_entry *e, int gate)
{
    json_string(j, "standing", standing_name(e->standing));
    if (e->standing == STANDING_RANKED) {
        json_int(j, "rank", e->rank);
        json_int(j, "of", e->of);
    } else {
        json_null(j, "rank");
        json_null(j, "of");
    }
    if (gate >= 0 && e->standing == STANDING_RANKED)
        json_bool(j, "passes", e->passes);
    else
        json_null(j, "passes");
    json_known_tenths(j, "movement", e->moved, e->movement);
    json_bool(j, "added", e->added);
    json_list(j, "past", true);
    for (unsigned i = 0; i < e->n_past; i++) {
        json_object(j, NULL, true);
        json_string(j, "commit", e->past[i].commit);
        json_string(j, "date", e->past[i].date);
        json_tenths(j, "score", e->past[i].score);
        json_close(j);
    }
    json_close(j);
}

static void write_categories(struct json *j, const struct portfolio_entry *e)
{
    json_list(j, "categories", false);
    for (int c = 0; c < CATEGORY_COUNT; c++) {
        const struct portfolio_category *category = &e->categories[c];
        json_object(j, NULL, true);
        json_string(j, "id", category_name((enum category)c));
        json_known_tenths(j, "score", category->scored, category->score);
        json_string(j, "grade", category->scored ? (char[]){category->grade, '\0'} : NULL);
        json_int(j, "debt_minutes", category->debt_minutes);
        json_object(j, "controls", true);
        for (int s = 0; s < STATUS_COUNT; s++)
            json_int(j, status_name((enum status)s), category->counts[s]);
        json_close(j);
        json_close(j);
    }
    json_close(j);
}

void portfolio_write_judgement(struct json *j, const struct portfolio_judgement *one)
{
    json_string(j, "status", status_name(one->status));
    if (one->credit >= 0)
        json_hundredths(j, "credit", one->credit);
    else
        json_null(j, "credit");
    json_int(j, "effort_minutes", one->effort_minutes);
    json_int(j, "debt_minutes", one->debt_minutes);
    json_tenths(j, "score_gain", one->score_gain);
    json_int(j, "open", one->open);
    write_line(j, one->file, one->line);
    json_string(j, "text", one->text);
}

static void write_judgements(struct json *j, const struct portfolio_entry *e)
{
    json_list(j, "controls", false);
    for (unsigned i = 0; i < e->n_judgements; i++) {
        const struct portfolio_judgement *one = &e->judgements[i];
        json_object(j, NULL, true);
        json_string(j, "id", one->id);
        portfolio_write_judgement(j, one);
        json_close(j);
    }
    json_close(j);
}

static void write_models(struct json *j, const struct portfolio_entry *e)
{
    json_list(j, "models", false);
    for (unsigned i = 0; i < e->n_models; i++) {
        const struct portfolio_model *m = &e->models[i];
        json_object(j, NULL, true);
        json_string(j, "id", m->id);
        json_string(j, "provider", m->provider);
        if (m->pinned >= 0)
            json_bool(j, "pinned", m->pinned);
        else
            json_null(j, "pinned");
        json_int(j, "sites", m->sites);
        write_line(j, m->file, m->line);
        json_close(j);
    }
    json_close(j);
}

static void write_waivers(struct json *j, const struct portfolio_entry *e)
{
    json_list(j, "waivers", false);
    for (unsigned i = 0; i < e->n_waivers; i++) {
        const struct portfolio_waiver *w = &e->waivers[i];
        json_object(j, NULL, true);
        json_string(j, "control", w->control);
        json_string(j, "path", w->path);
        json_int(j, "line", w->line);
        json_string(j, "reason", w->reason);
        json_string(j, "owner", w->owner);
        json_string(j, "expires", w->expires);
        json_string(j, "state", w->state);
        json_close(j);
    }
    json_close(j);
}

/* Of a part of a portfolio the name as it was given: who shares it is known when all parts are there. */
static void write_members(struct json *j, const struct portfolio *settled, const struct portfolio_entry *e)
{
    json_string(j, "name", settled && !settled->shard.count ? e->name : e->about.name);
    json_string(j, "source", e->about.source);
    json_string(j, "owner", e->about.owner);
    json_string(j, "tier", e->about.tier);
    write_words(j, "tags", e->about.tags);
    json_string(j, "report", e->about.report);
    json_string(j, "error", e->error);
    json_string(j, "kind", e->kind);
    json_string(j, "commit", e->commit);
    json_string(j, "commit_date", e->date);
    json_string(j, "branch", e->branch);
    json_bool(j, "dirty", e->dirty);
    json_string(j, "url", e->url);
    json_object(j, "tool", true);
    json_string(j, "version", e->version);
    json_string(j, "ruleset", e->ruleset);
    json_close(j);
    write_score(j, e);
    if (settled)
        write_standing(j, e, settled->options.gate);
    json_int(j, "sites", e->sites);
    json_int(j, "files", e->files);
    write_categories(j, e);
    write_judgements(j, e);
    write_models(j, e);
    write_waivers(j, e);
}

void portfolio_write_object(struct json *j, const struct portfolio *settled, const struct portfolio_entry *e)
{
    json_object(j, NULL, false);
    write_members(j, settled, e);
    json_close(j);
}

void portfolio_write_entry(const struct portfolio_entry *e, GString *out)
{
    struct json j;
    json_init(&j, out);
    json_object(&j, NULL, true);
    write_members(&j, NULL, e);
    json_close(&j);
}

void portfolio_write_controls(struct json *j, const struct portfolio *p)
{
    json_list(j, "controls", false);
    for (guint i = 0; i < p->controls->len; i++) {
        const struct portfolio_control *c = portfolio_control_at(p, i);
        json_object(j, NULL, true);
        json_string(j, "id", c->id);
        json_string(j, "title", c->title);
        json_string(j, "category", category_name(c->category));
        json_string(j, "severity", severity_name(c->severity));
        json_bool(j, "gate", c->gate);
        json_object(j, "references", true);
        for (unsigned k = 0; k < c->n_references; k++) {
            bool first = k == 0 || strcmp(c->references[k].framework, c->references[k - 1].framework) != 0;
            if (first && k > 0)
                json_close(j);
            if (first)
                json_list(j, c->references[k].framework, true);
            json_string(j, NULL, c->references[k].id);
        }
        if (c->n_references)
            json_close(j);
        json_close(j);
        json_close(j);
    }
    json_close(j);
}

void portfolio_write_bare(const struct portfolio *p, GString *out)
{
    struct json j;
    json_init(&j, out);
    json_object(&j, NULL, true);
    json_int(&j, "schema_version", REPORT_SCHEMA_VERSION);
    portfolio_write_controls(&j, p);
    json_list(&j, "repositories", true);
    for (guint i = 0; i < p->entries->len; i++)
        portfolio_write_object(&j, NULL, portfolio_entry_at(p, i));
    json_close(&j);
    json_close(&j);
}
