#include "link/witnesses.h"

#include <string.h>

#include "base/hash.h"

#define WITNESSES 8 /* files of a group, a language and a zone */
#define SMALL (32u << 10) /* bytes: these are asked first, since they are read sooner */
#define GROUPS 64

struct candidate {
    bool large;
    uint64_t rank; /* by path */
    uint32_t file;
};

static int compare_candidates(gconstpointer a, gconstpointer b)
{
    const struct candidate *x = a, *y = b;
    if (x->large != y->large)
        return x->large - y->large;
    return x->rank != y->rank ? (x->rank < y->rank ? -1 : 1) : x->file < y->file ? -1 : x->file > y->file;
}

unsigned witnesses_pick(const struct project_file *files, unsigned n, uint8_t *wanted)
{
    unsigned picked = 0;
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(struct candidate));
    g_autoptr(GHashTable) counts = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free); /* language and zone -> of each group */
    for (uint32_t i = 0; i < n; i++)
        if (files[i].facts && files[i].language && files[i].facts->status == FACTS_SKIPPED && files[i].facts->gates) {
            struct candidate c = {files[i].size > SMALL, hash128(files[i].path, strlen(files[i].path)).low, i};
            g_array_append_val(list, c);
        }
    g_array_sort(list, compare_candidates);
    for (guint k = 0; k < list->len; k++) {
        uint32_t i = g_array_index(list, struct candidate, k).file;
        gint64 key = (gint64)files[i].language->index << 32 | (gint64)files[i].class.zone;
        unsigned *count = g_hash_table_lookup(counts, &key);
        if (!count)
            g_hash_table_insert(counts, g_memdup2(&key, sizeof key), count = g_new0(unsigned, GROUPS));
        bool few = false;
        for (unsigned g = 0; g < GROUPS; g++)
            few |= files[i].facts->gates >> g & 1 && count[g] < WITNESSES;
        for (unsigned g = 0; few && g < GROUPS; g++)
            count[g] += files[i].facts->gates >> g & 1;
        if (few && !wanted[i]) {
            wanted[i] = DEMAND_WITNESS;
            picked++;
        }
    }
    return picked;
}
