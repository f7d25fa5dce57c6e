#include "cli/digests.h"

#include <string.h>

#include "extract/extract.h"
#include "judge/waivers.h"

void policy_read(struct source *s, struct policy *out)
{
    out->waivers = source_read_named(s, WAIVERS_FILE);
    out->baseline = source_read_named(s, BASELINE_FILE);
}

void policy_fini(struct policy *p)
{
    g_clear_pointer(&p->waivers, g_free);
    g_clear_pointer(&p->baseline, g_free);
    g_clear_pointer(&p->settings, g_free);
}

bool digests_open(struct digests *d, GError **error)
{
    if (!d->scan.rules)
        d->scan.rules = scan_rules(d->scan.rules_dir, false, error);
    if (!d->scan.rules)
        return false;
    d->scan.cache = d->scan.no_cache ? NULL : cache_open(d->scan.rules->hash);
    d->scan.extractor = extractor_new_bare(d->scan.rules);
    d->scan.shared = true;
    return true;
}

void digests_close(struct digests *d)
{
    if (cache_was_damaged(d->scan.cache))
        cli_note("the cache was damaged and is begun anew");
    cache_close(d->scan.cache);
    if (d->scan.extractor)
        extractor_free(d->scan.extractor);
    if (d->scan.rules)
        ruleset_free(d->scan.rules);
}

static int compare_words(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All that is laid over the findings, as part of a key. */
static char *policy_key(const struct waiver_input *in)
{
    GString *key = g_string_new("digest");
    g_string_append_printf(key, "\n%d %d %d", in->today, in->no_comments, in->comments != NULL);
    g_string_append_printf(key, "\n%s\n%s", in->waivers ? in->waivers : "-", in->baseline ? in->baseline : "-");
    if (in->comments) {
        guint n;
        g_autofree char **words = (char **)g_hash_table_get_keys_as_array(in->comments, &n);
        qsort(words, n, sizeof *words, compare_words);
        for (guint i = 0; i < n; i++)
            g_string_append_printf(key, "\n%s", words[i]);
    }
    return g_string_free(key, FALSE);
}

static struct digest *find_digest(struct scan *s, const struct cache_key *key)
{
    g_autoptr(GBytes) value = cache_find(s->cache, key);
    gsize size = 0;
    const char *text = value ? g_bytes_get_data(value, &size) : NULL;
    return text ? digest_read(text, size) : NULL;
}

static struct digest *make_digest(struct scan *s, const struct scan_options *o, const struct waiver_input *in, GError **error)
{
    struct cache_key key;
    g_autofree char *more = policy_key(in);
    bool keyed = scan_key(s, o, more, &key);
    struct digest *found = keyed ? find_digest(s, &key) : NULL;
    if (found)
        return found;
    if (!scan_read(s, o, error) || !scan_judge_alone(s, o, error))
        return NULL;
    waivers_apply(s->report, in);
    struct digest *made = digest_new(s->report);
    if (keyed) {
        g_autoptr(GString) text = g_string_new(NULL);
        digest_write(made, text);
        cache_put(s->cache, &key, text->str, text->len);
    }
    return made;
}

struct digest *digests_make(struct digests *d, const struct digest_request *request, GError **error)
{
    struct scan_options o = d->scan;
    o.revision = request->revision;
    o.staged = request->staged;
    o.ignores = request->ignores;
    o.absent = true; /* a folder that was not there owed nothing */
    if (request->policy && !o.settings)
        o.settings = request->policy->settings ? request->policy->settings : "";
    struct scan *s = scan_begin(&o, error);
    if (!s)
        return NULL;
    struct policy own = {.settings = g_strdup(s->settings_text)};
    policy_read(s->source, &own);
    const struct policy *policy = request->policy ? request->policy : &own;
    struct waiver_input in = {.waivers = policy->waivers, .baseline = policy->baseline, .no_comments = o.no_comments,
                              .today = o.today ? o.today : waivers_day_of(s->source->commit_time),
                              .comments = request->comments};
    struct digest *made = make_digest(s, &o, &in, error);
    if (request->own)
        *request->own = own;
    else
        policy_fini(&own);
    scan_free(s);
    return made;
}
