#include "cli/scan.h"

#include <string.h>

#include "base/limits.h"
#include "cli/excerpts.h"
#include "cli/extract_project.h"
#include "cli/proposals.h"
#include "cli/settled.h"
#include "judge/waivers.h"
#include "link/link.h"

static void set_error(GError **error, enum cli_status status, const GError *cause)
{
    g_set_error(error, CLI_ERROR, status, "%s", cause->message);
}

struct ruleset *scan_rules(const char *dir, bool tests, GError **error)
{
    g_autoptr(GError) cause = NULL;
    struct ruleset *rules = tests ? ruleset_load(dir, false, &cause) : ruleset_load_untested(dir, &cause);
    if (!rules)
        set_error(error, CLI_USAGE, cause);
    return rules;
}

/* ---- map ---- */

struct reading {
    struct source *source;
    struct progress *progress;
};

static ssize_t read_file(void *payload, size_t i, unsigned char *buffer, size_t capacity,
                         const char **why)
{
    return source_read(((struct reading *)payload)->source, i, buffer, capacity, why);
}

static void show_progress(void *payload, size_t done, size_t total)
{
    progress_update(((struct reading *)payload)->progress, "reading files", done, total);
}

static bool extract(struct scan *s, const struct scan_options *o, GError **error)
{
    size_t n = s->source->files->len;
    s->files = arena_new_n(&s->arena, struct project_file, n + 1);
    g_autofree const char **ids = g_new0(const char *, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct source_file *f = &g_array_index(s->source->files, struct source_file, i);
        s->files[i].path = f->path;
        s->files[i].size = f->size;
        ids[i] = f->id;
    }
    struct reading reading = {.source = s->source, .progress = progress_new(2, o->progress)};
    struct pool_options options = {.workers = o->workers, .read = read_file, .progress = show_progress,
                                   .payload = &reading, .cache = s->cache, .ids = ids};
    bool ok = extract_project(s->rules, s->extractor, s->files, n, false, &options, &s->arena, error);
    progress_free(reading.progress);
    return ok;
}

static bool load_rules(struct scan *s, const struct scan_options *o, GError **error)
{
    if (!s->rules)
        s->rules = o->rules ? o->rules : scan_rules(o->rules_dir, false, error);
    return s->rules != NULL;
}

/* Reads what git does not know the content of: a name for it costs far less than its facts. */
static bool identify(struct scan *s, const struct scan_options *o, GError **error)
{
    g_autofree unsigned char *buffer = NULL;
    const char *why;
    for (guint i = 0; i < s->source->files->len; i++) {
        struct source_file *f = &g_array_index(s->source->files, struct source_file, i);
        if (f->id[0])
            continue;
        if (!load_rules(s, o, error)) /* they know which files are read at all */
            return false;
        if (!classify_path(s->rules->classifier, f->path).parse)
            continue;
        if (!buffer)
            buffer = g_malloc(LIMIT_DATA_BYTES);
        ssize_t size = source_read(s->source, i, buffer, LIMIT_DATA_BYTES, &why);
        if (size >= 0)
            cache_digest(s->cache, buffer, (size_t)size, f->id);
    }
    return true;
}

static bool open_cache(struct scan *s, const struct scan_options *o, GError **error)
{
    char hash[65];
    g_autoptr(GError) cause = NULL;
    if (o->shared) {
        s->cache = o->cache;
    } else if (!o->no_cache) {
        if (s->rules)
            memcpy(hash, s->rules->hash, sizeof hash);
        else if (!ruleset_hash(o->rules_dir, false, hash, &cause)) {
            set_error(error, CLI_USAGE, cause);
            return false;
        }
        s->cache = cache_open(hash);
    }
    return true;
}

static bool open_source(struct scan *s, const struct scan_options *o, GError **error)
{
    g_autoptr(GError) cause = NULL;
    s->source = source_open_with(&(struct source_options){.path = o->path, .revision = o->revision,
                                                          .staged = o->staged, .absent = o->absent, .ignores = o->ignores}, &cause);
    if (!s->source)
        set_error(error, CLI_USAGE, cause);
    return s->source != NULL;
}

/* What the repository says of how it is judged; its rules, where the user gives none. */
static bool find_settings(struct scan *s, const struct scan_options *o, GError **error)
{
    s->settings_text = !o->settings ? settled_text(s->source) : *o->settings ? g_strdup(o->settings) : NULL;
    return s->rules || o->rules_dir || o->shared || settled_rules(s->source, s->settings_text, &s->rules, error);
}

struct scan *scan_begin(const struct scan_options *o, GError **error)
{
    struct scan *s = g_new0(struct scan, 1);
    arena_init(&s->arena);
    s->shared = o->shared;
    s->rules = o->rules;
    if (open_source(s, o, error) && find_settings(s, o, error) && open_cache(s, o, error) && (s->cache || load_rules(s, o, error)) &&
        (!s->cache || identify(s, o, error)))
        return s;
    scan_free(s);
    return NULL;
}

bool scan_read(struct scan *s, const struct scan_options *o, GError **error)
{
    g_autoptr(GError) cause = NULL;
    if (!load_rules(s, o, error) || !(s->settings = settled_read(s->rules, o->settings_file, s->settings_text, o->profile, error)))
        return false;
    s->extractor = o->shared ? o->extractor : extractor_new_bare(s->rules);
    if (!extract(s, o, &cause)) {
        set_error(error, cause->domain == G_SPAWN_ERROR ? CLI_SCAN : CLI_USAGE, cause);
        return false;
    }
    s->model = link_project(s->rules, s->source->name, s->files, s->source->files->len);
    return true;
}

struct scan *scan_open(const struct scan_options *o, GError **error)
{
    struct scan *s = scan_begin(o, error);
    if (s && scan_read(s, o, error))
        return s;
    scan_free(s);
    return NULL;
}

static void sum_text(GChecksum *sum, const char *text)
{
    g_checksum_update(sum, (const guchar *)(text ? text : ""), text ? (gssize)strlen(text) + 1 : 1);
}

static void sum_number(GChecksum *sum, int64_t number)
{
    g_checksum_update(sum, (const guchar *)&number, sizeof number);
}

bool scan_key(const struct scan *s, const struct scan_options *o, const char *more, struct cache_key *out)
{
    const struct source *from = s->source;
    if (!s->cache)
        return false;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    for (guint i = 0; i < from->files->len; i++) {
        const struct source_file *f = &g_array_index(from->files, struct source_file, i);
        if (!f->id[0] && classify_path(s->rules->classifier, f->path).parse)
            return false;
        sum_text(sum, f->path);
        sum_text(sum, f->id);
        sum_number(sum, (int64_t)f->size * 2 + f->executable);
    }
    for (guint i = 0; i < from->notes->len; i++) {
        sum_text(sum, g_array_index(from->notes, struct source_note, i).path);
        sum_text(sum, g_array_index(from->notes, struct source_note, i).text);
    }
    const char *const texts[] = {from->name, from->commit, from->branch, from->revision, from->url, from->inner, o->kind, o->profile, s->settings_text, more};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        sum_text(sum, texts[i]);
    sum_number(sum, from->git * 2 + from->dirty);
    sum_number(sum, o->gate);
    const char *whole = g_checksum_get_string(sum);
    *out = cache_key(s->cache, "outcome", &whole, NULL, 1);
    return true;
}

void scan_free(struct scan *s)
{
    if (!s)
        return;
    if (s->report)
        report_free(s->report);
    if (s->model)
        model_free(s->model);
    if (s->extractor && !s->shared)
        extractor_free(s->extractor);
    source_free(s->source);
    g_free(s->settings_text);
    settings_free(s->settings);
    if (!s->shared) {
        if (cache_was_damaged(s->cache))
            cli_note("the cache was damaged and is begun anew");
        cache_close(s->cache);
        if (s->rules)
            ruleset_free(s->rules);
    }
    arena_fini(&s->arena);
    g_free(s);
}

/* ---- what the report says of the scan itself ---- */

static void fill_subject(struct report *r, const struct source *s)
{
    r->path = s->inner;
    r->name = s->name;
    r->commit = s->commit;
    r->branch = s->branch;
    r->revision = s->revision;
    r->url = s->url;
    r->has_commit = s->commit != NULL;
    r->commit_time = s->commit_time;
    r->dirty = s->dirty;
}

static int by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(((const struct language_count *)a)->name,
                  ((const struct language_count *)b)->name);
}

static void fill_stats(struct report *r, const struct ruleset *rules)
{
    const struct model *m = r->model;
    g_autofree unsigned *counts = g_new0(unsigned, rules->n_languages + 1);
    r->n_files = m->n_files;
    r->n_bytes = 0;
    r->n_parsed = r->n_skipped = 0;
    for (unsigned i = 0; i < m->n_files; i++) {
        const struct project_file *f = &m->files[i];
        bool parsed = f->facts && f->facts->status == FACTS_PARSED;
        r->n_bytes += f->size;
        r->n_parsed += parsed;
        r->n_skipped += !parsed;
        if (f->language)
            counts[f->language->index]++;
    }
    r->n_languages = 0;
    r->languages = arena_new_n(&r->arena, struct language_count, rules->n_languages + 1);
    for (unsigned i = 0; i < rules->n_languages; i++)
        if (counts[i])
            r->languages[r->n_languages++] =
                (struct language_count){.name = rules->languages[i].name, .files = counts[i]};
    qsort(r->languages, r->n_languages, sizeof *r->languages, by_name);
}

static int by_place(gconstpointer a, gconstpointer b)
{
    const struct note *x = a, *y = b;
    int order = strcmp(x->file, y->file);
    if (order == 0)
        order = x->line < y->line ? -1 : x->line > y->line;
    return order ? order : strcmp(x->text, y->text);
}

/* Those of the source, of the files and of the judge, sorted, each once. */
static void fill_notes(struct report *r, const struct source *s)
{
    const struct model *m = r->model;
    g_autoptr(GArray) notes = g_array_new(FALSE, FALSE, sizeof(struct note));
    for (guint i = 0; i < s->notes->len; i++) {
        const struct source_note *from = &g_array_index(s->notes, struct source_note, i);
        struct note note = {.file = from->path, .text = from->text};
        g_array_append_val(notes, note);
    }
    if (m->n_notes)
        g_array_append_vals(notes, m->notes, m->n_notes);
    if (r->n_notes)
        g_array_append_vals(notes, r->notes, r->n_notes);
    g_array_sort(notes, by_place);
    struct note *out = arena_new_n(&r->arena, struct note, notes->len + 1);
    unsigned n = 0;
    for (guint i = 0; i < notes->len; i++)
        if (n == 0 || by_place(&out[n - 1], &g_array_index(notes, struct note, i)) != 0)
            out[n++] = g_array_index(notes, struct note, i);
    r->notes = out;
    r->n_notes = n;
}

bool scan_judge_alone(struct scan *s, const struct scan_options *o, GError **error)
{
    if (o->kind) {
        g_autofree const char **kinds = ruleset_kinds(s->rules);
        if (!g_strv_contains(kinds, o->kind))
            return cli_unknown(error, "repository kind", o->kind, kinds, g_strv_length((char **)kinds));
    }
    int gate = o->gate >= 0 ? o->gate : s->settings->profile.gates.fail_under;
    s->report = judge_model(s->model, &(struct judge_options){.kind = o->kind, .gate = gate, .settings = s->settings,
                                                               .components = o->needs & NEEDS_COMPONENTS});
    s->report->gate = gate;
    fill_subject(s->report, s->source);
    fill_stats(s->report, s->rules);
    return true;
}

static void apply_waivers(struct scan *s, const struct scan_options *o)
{
    g_autofree char *waivers = source_read_named(s->source, WAIVERS_FILE);
    g_autofree char *baseline = o->baseline ? NULL : source_read_named(s->source, BASELINE_FILE);
    waivers_apply(s->report, &(struct waiver_input){
                                 .waivers = waivers, .baseline = o->baseline ? o->baseline : baseline, .no_comments = o->no_comments,
                                 .today = o->today ? o->today : waivers_day_of(s->source->commit_time)});
}

bool scan_judge(struct scan *s, const struct scan_options *o, GError **error)
{
    if (!scan_judge_alone(s, o, error))
        return false;
    apply_waivers(s, o);
    fill_notes(s->report, s->source);
    if (o->needs & NEEDS_OWNERS)
        proposals_fill(s->report, s->source);
    excerpts_fill(s->report, s->source, o->needs);
    return true;
}
