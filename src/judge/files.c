/*
 * Which files the globs of a condition name. A repository has many files and the rules many globs,
 * so files are found by a name or an ending that a glob must have, and each argument is answered
 * once.
 */
#include "judge/cond_priv.h"

#include <string.h>

struct file_index {
    GHashTable *by_name;   /* name of any segment -> GArray of file indexes */
    GHashTable *by_ending; /* a segment's text from its last dot on -> the same */
    GHashTable *answers;   /* struct cond_arg * -> GArray of file indexes */
};

static void index_add(GHashTable *table, const char *key, size_t len, uint32_t file)
{
    g_autofree char *text = g_strndup(key, len);
    GArray *list = g_hash_table_lookup(table, text);
    if (list == NULL) {
        list = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        g_hash_table_insert(table, g_steal_pointer(&text), list);
    }
    if (list->len == 0 || g_array_index(list, uint32_t, list->len - 1) != file)
        g_array_append_val(list, file);
}

static struct file_index *index_of(struct cond_context *x)
{
    if (x->index->files)
        return x->index->files;
    struct file_index *index = x->index->files = g_new0(struct file_index, 1);
    index->by_name =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    index->by_ending =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    index->answers = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
    for (uint32_t i = 0; i < x->m->n_files; i++)
        for (const char *at = x->m->files[i].path; *at;) {
            size_t len = strcspn(at, "/");
            const char *dot = memrchr(at, '.', len);
            index_add(index->by_name, at, len, i);
            if (dot)
                index_add(index->by_ending, dot, len - (size_t)(dot - at), i);
            at += len + (at[len] == '/');
        }
    return index;
}

void file_index_free(struct file_index *index)
{
    if (index == NULL)
        return;
    g_hash_table_unref(index->by_name);
    g_hash_table_unref(index->by_ending);
    g_hash_table_unref(index->answers);
    g_free(index);
}

static void keep(struct cond_context *x, const char *glob, const GArray *from, bool *kept)
{
    unsigned n = from ? from->len : x->m->n_files;
    for (unsigned i = 0; i < n; i++) {
        uint32_t file = from ? g_array_index(from, uint32_t, i) : i;
        kept[file] = kept[file] || glob_match(glob, x->m->files[file].path);
    }
}

static void keep_fitting(struct cond_context *x, const char *glob, bool *kept)
{
    static const char wild[] = "*?[]\\{}";
    struct file_index *index = index_of(x);
    const char *name = base_name(glob), *tail = name;
    for (const char *p = name; *p; p++)
        if (strchr(wild, *p))
            tail = p + 1;
    const char *dot = strrchr(tail, '.');
    if (*name && tail == name) {
        const GArray *from = g_hash_table_lookup(index->by_name, name);
        if (from)
            keep(x, glob, from, kept);
    } else if (dot) {
        const GArray *from = g_hash_table_lookup(index->by_ending, dot);
        if (from)
            keep(x, glob, from, kept);
    } else {
        keep(x, glob, NULL, kept);
    }
}

struct keeping {
    struct cond_context *x;
    bool *kept;
};

static bool keep_plain(const char *glob, void *payload)
{
    struct keeping *k = payload;
    keep_fitting(k->x, glob, k->kept);
    return false;
}

const GArray *files_fitting(struct cond_context *x, const struct cond_arg *arg)
{
    struct file_index *index = index_of(x);
    GArray *answer = g_hash_table_lookup(index->answers, arg);
    if (answer)
        return answer;
    g_autofree bool *kept = g_new0(bool, x->m->n_files + 1);
    struct keeping keeping = {x, kept};
    for (const char *const *g = arg_words(x, arg); *g; g++)
        glob_each(*g, keep_plain, &keeping);
    answer = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t i = 0; i < x->m->n_files; i++)
        if (kept[i])
            g_array_append_val(answer, i);
    g_hash_table_insert(index->answers, (gpointer)arg, answer);
    return answer;
}
