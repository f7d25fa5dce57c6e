#include "cli/kept.h"

#include <string.h>

#include "base/term.h"
#include "cli/digests.h"

static bool can_be_kept(const struct kept_options *k)
{
    for (guint i = 0; i < k->outputs->len; i++) {
        const struct output *out = &g_array_index(k->outputs, struct output, i);
        if (out->template || strcmp(out->reporter->name, "github") == 0)
            return false;
    }
    return !term_cursor(1);
}

static void append_text(GString *out, const char *text)
{
    g_string_append_printf(out, "%d %s\n", text != NULL, text ? text : "");
}

bool kept_key(const struct scan *s, const struct scan_options *o, const struct kept_options *k, struct cache_key *out)
{
    const struct text_options *t = k->text;
    g_autoptr(GString) name = g_string_new("reports\n");
    struct policy policy = {0};
    if (!s->cache || !can_be_kept(k))
        return false;
    for (guint i = 0; i < k->outputs->len; i++) {
        const struct output *output = &g_array_index(k->outputs, struct output, i);
        append_text(name, output->reporter->name);
        append_text(name, output->file);
    }
    g_string_append_printf(name, "%d %d %d %u %d %d %d %d\n", t->colour, t->unicode, t->hyperlinks, t->width, t->all, t->explain,
                           t->quiet, (int)t->sarif);
    g_string_append_printf(name, "%d %d %d %d %d %u\n", k->gates->fail_on, k->gates->fail_on_new, k->severity, o->today, o->no_comments,
                           o->needs);
    for (char *const *word = k->only; word && *word; word++)
        append_text(name, *word);
    append_text(name, t->target);
    append_text(name, t->root);
    append_text(name, g_getenv("SOURCE_DATE_EPOCH"));
    policy_read(s->source, &policy);
    append_text(name, policy.waivers);
    append_text(name, o->baseline ? o->baseline : policy.baseline);
    policy_fini(&policy);
    return scan_key(s, o, name->str, out);
}

/* Status, then length and bytes of each. */
void kept_put(struct cache *c, const struct cache_key *key, enum cli_status status, GString *const *texts, guint n)
{
    g_autoptr(GByteArray) all = g_byte_array_new();
    uint64_t code = status;
    g_byte_array_append(all, (const guint8 *)&code, sizeof code);
    for (guint i = 0; i < n; i++) {
        uint64_t len = texts[i]->len;
        g_byte_array_append(all, (const guint8 *)&len, sizeof len);
        g_byte_array_append(all, (const guint8 *)texts[i]->str, (guint)len);
    }
    cache_put(c, key, all->data, all->len);
}

static void free_text(gpointer text)
{
    g_string_free(text, TRUE);
}

bool kept_write(struct cache *c, const struct cache_key *key, const GArray *outputs, enum cli_status *status, GError **error)
{
    g_autoptr(GBytes) value = cache_find(c, key);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(free_text);
    gsize size = 0, at = sizeof(uint64_t);
    const char *data = value ? g_bytes_get_data(value, &size) : NULL;
    uint64_t code, len;
    if (!data || size < at)
        return false;
    memcpy(&code, data, sizeof code);
    for (guint i = 0; i < outputs->len; i++) {
        if (size - at < sizeof len)
            return false;
        memcpy(&len, data + at, sizeof len);
        at += sizeof len;
        if (size - at < len)
            return false;
        g_ptr_array_add(texts, g_string_new_len(data + at, (gssize)len));
        at += len;
    }
    bool written = outputs_write_texts(outputs, (GString *const *)texts->pdata, error);
    *status = !written ? CLI_SCAN : code == CLI_GATE ? CLI_GATE : CLI_OK;
    return true;
}
