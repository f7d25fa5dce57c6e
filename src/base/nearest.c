#include "base/nearest.h"

#include <glib.h>
#include <string.h>

#define LENGTH_MAX 64

/* Letters to insert, drop, change or swap with their neighbour. */
static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
    size_t rows[3][LENGTH_MAX + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t k = 0; k <= m; k++)
        last[k] = before[k] = k;
    for (size_t i = 1; i <= n; i++) {
        row[0] = i;
        for (size_t k = 1; k <= m; k++) {
            row[k] = MIN(last[k - 1] + (a[i - 1] != b[k - 1]), MIN(last[k], row[k - 1]) + 1);
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
                row[k] = MIN(row[k], before[k - 2] + 1);
        }
        size_t *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[m];
}

const char *nearest_name(const char *name, const char *const *names, size_t n)
{
    const char *best = NULL;
    size_t length = strlen(name), limit = length < 3 ? 0 : MAX(length / 3, 1) + 1; /* below it */
    if (length > LENGTH_MAX)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        size_t other = names[i] ? strlen(names[i]) : LENGTH_MAX + 1;
        if (other > LENGTH_MAX)
            continue;
        size_t d = distance(name, length, names[i], other);
        if (d < limit) {
            best = names[i];
            limit = d;
        }
    }
    return best;
}
