#include "cli/excerpts.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/line_hash.h"
#include "extract/painter.h"
#include "report/parts.h"

#define SNIPPET_BYTES 2000          /* of the source line that is kept for the report */
#define CODE_FINDINGS 400           /* the worst, which get the lines around them */
#define CODE_LINE_BYTES 400         /* of each of these lines */
#define CODE_BEFORE 2               /* lines before the finding */
#define CODE_AFTER 2                /* and behind it */
#define CODE_LINES 9                /* of the finding itself */
#define CODE_KEPT_BYTES (64u << 20) /* of files that wait for their colours */

struct reading { /* one file */
    char *text;  /* NULL if it could not be read */
    size_t size;
    uint32_t file;
    GArray *starts; /* size_t: where each line begins */
    GArray *ranges; /* struct paint_range of its excerpts */
};

static void reading_free(struct reading *f)
{
    g_free(f->text);
    g_array_unref(f->starts);
    g_array_unref(f->ranges);
    g_free(f);
}

static struct reading *reading_new(struct source *s, uint32_t file, unsigned char *buffer)
{
    struct reading *f = g_new0(struct reading, 1);
    const char *why = NULL;
    ssize_t size = source_read(s, file, buffer, LIMIT_DATA_BYTES, &why);
    size_t begin = 0;
    f->file = file;
    f->starts = g_array_new(FALSE, FALSE, sizeof(size_t));
    f->ranges = g_array_new(FALSE, FALSE, sizeof(struct paint_range));
    if (size < 0)
        return f;
    f->size = (size_t)size;
    f->text = g_malloc(f->size + 1);
    memcpy(f->text, buffer, f->size);
    f->text[f->size] = '\0';
    while (begin < f->size) {
        const char *end = memchr(f->text + begin, '\n', f->size - begin);
        g_array_append_val(f->starts, begin);
        begin = end ? (size_t)(end - f->text) + 1 : f->size;
    }
    return f;
}

static const char *line_at(const struct reading *f, uint32_t number, size_t *len)
{
    if (number == 0 || number > f->starts->len)
        return NULL;
    size_t begin = g_array_index(f->starts, size_t, number - 1);
    size_t end = number < f->starts->len ? g_array_index(f->starts, size_t, number) : f->size;
    while (end > begin && (f->text[end - 1] == '\n' || f->text[end - 1] == '\r'))
        end--;
    *len = end - begin;
    return f->text + begin;
}

/* A line of a notebook's file is a JSON string: what it says is the source line. */
static char *cell_text(const char *line, size_t len)
{
    g_autofree char *text = g_strstrip(g_strndup(line, len));
    cJSON *value = *text == '"' ? cJSON_ParseWithOpts(text, NULL, 0) : NULL;
    char *out = g_strdup(cJSON_IsString(value) ? value->valuestring : text);
    cJSON_Delete(value);
    return out;
}

static void fill_snippet(struct report *r, const struct reading *f, struct finding *finding)
{
    size_t len = 0;
    const char *line = line_at(f, finding->place.line, &len);
    if (!line || finding->looked_for || secret_on_line(r->model, f->file, finding->place.line))
        return;
    len = MIN(len, (size_t)SNIPPET_BYTES);
    g_autofree char *cell = finding->place.cell ? cell_text(line, len) : NULL;
    finding->snippet = cell ? arena_strdup(&r->arena, cell) : arena_strndup(&r->arena, line, len);
}

/* ---- for code scanning ---- */

/* The 1-based column in UTF-16 units of a 1-based column in bytes. */
static uint32_t unit_column(const char *line, size_t len, uint32_t column)
{
    uint32_t units = 1;
    const char *stop = line + MIN((size_t)column - 1, len);
    for (const char *p = line; p < stop;) {
        gunichar c = g_utf8_get_char_validated(p, line + len - p);
        bool valid = c != (gunichar)-1 && c != (gunichar)-2 && c != 0;
        units += valid && c >= 0x10000 ? 2 : 1;
        p = valid ? g_utf8_next_char(p) : p + 1;
    }
    return units;
}

static void fill_hash(struct report *r, const struct reading *f, const GArray *hashes, struct finding *finding)
{
    size_t len = 0;
    uint32_t shown = finding_line(finding), last = MAX(finding->place.end_line, finding->place.line);
    const char *line = line_at(f, finding->place.line, &len);
    if (shown <= hashes->len) {
        g_autofree char *hash = line_hash_text(&g_array_index(hashes, struct line_hash, shown - 1));
        finding->line_hash = arena_strdup(&r->arena, hash);
    }
    if (!line || finding->place.column == 0)
        return;
    finding->unit_column = unit_column(line, len, finding->place.column);
    line = line_at(f, last, &len);
    if (line && finding->place.end_column > 0)
        finding->unit_end_column = unit_column(line, len, finding->place.end_column);
}

/* ---- the lines around ---- */

/* As much of a line as is shown, made valid UTF-8; bytes keep their places but in lines that are not valid. */
static const char *shown_text(struct arena *a, const char *line, size_t *len)
{
    const char *end = NULL;
    *len = MIN(*len, (size_t)CODE_LINE_BYTES);
    if (!g_utf8_validate_len(line, *len, &end)) {
        size_t valid = (size_t)(end - line);
        if (*len == CODE_LINE_BYTES && *len - valid < 4) /* a character that the cut went through */
            *len = valid;
    }
    g_autofree char *text = g_utf8_make_valid(line, (gssize)*len);
    return arena_strdup(a, text);
}

static void fill_line(struct report *r, const struct reading *f, const struct finding *finding, uint32_t number,
                      struct code_line *out)
{
    size_t len = 0;
    const struct place *p = &finding->place;
    const char *line = line_at(f, number, &len);
    uint32_t last = MAX(p->end_line, p->line);
    out->number = number;
    if (secret_on_line(r->model, f->file, number))
        return;
    if (p->cell) {
        g_autofree char *cell = cell_text(line, MIN(len, (size_t)SNIPPET_BYTES));
        size_t cell_len = strcspn(cell, "\r\n");
        out->text = shown_text(&r->arena, cell, &cell_len);
        return;
    }
    out->text = shown_text(&r->arena, line, &len);
    if (number != p->line || p->column == 0)
        return; /* what follows on other lines is seen by its lines */
    out->mark = (uint32_t)MIN(p->column - 1u, len);
    out->mark_end = (uint32_t)MIN(number == last && p->end_column > 0 ? p->end_column - 1u : len, len);
    out->mark_end = MAX(out->mark_end, out->mark);
}

/* A cell's lines are strings of a list: what is no string stands around the cell. */
static bool in_cell(const struct reading *f, uint32_t number)
{
    size_t len = 0;
    const char *line = line_at(f, number, &len);
    while (line && len > 0 && (*line == ' ' || *line == '\t')) {
        line++;
        len--;
    }
    return line && len > 0 && *line == '"' && memchr(line, ':', len) != line + 8; /* "source": [ */
}

static void fill_code(struct report *r, struct reading *f, struct finding *finding)
{
    const struct place *p = &finding->place;
    uint32_t line = p->line, last = MIN(MAX(p->end_line, line), line + CODE_LINES - 1);
    if (finding->looked_for || line == 0 || line > f->starts->len)
        return;
    uint32_t from = line > CODE_BEFORE ? line - CODE_BEFORE : 1, to = MIN(last + CODE_AFTER, f->starts->len);
    while (p->cell && from < line && !in_cell(f, from))
        from++;
    while (p->cell && to > line && !in_cell(f, to))
        to--;
    finding->n_code = to - from + 1;
    finding->code = arena_new_n(&r->arena, struct code_line, finding->n_code);
    for (uint32_t n = from; n <= to; n++)
        fill_line(r, f, finding, n, &finding->code[n - from]);
    struct paint_range range = {
        .begin = (uint32_t)g_array_index(f->starts, size_t, from - 1),
        .end = (uint32_t)(to < f->starts->len ? g_array_index(f->starts, size_t, to) : f->size)};
    struct paint_range *before =
        f->ranges->len ? &g_array_index(f->ranges, struct paint_range, f->ranges->len - 1) : NULL;
    if (before && range.begin < before->end)
        before->end = MAX(before->end, range.end); /* findings come in the order of their lines */
    else
        g_array_append_val(f->ranges, range);
}

/* ---- colours ---- */

static bool has_colours(const struct report *r, const struct reading *f)
{
    const struct project_file *file = &r->model->files[f->file];
    if (!f->text || f->ranges->len == 0 || !file->language || !file->language->grammar || !file->facts ||
        file->facts->status != FACTS_PARSED || file->language->reader == READER_NOTEBOOK)
        return false;
    char hash[HASH128_HEX]; /* a file that has changed since it was judged stays plain */
    hash128_hex(hash128(f->text, f->size), hash);
    return strcmp(hash, file->hash) == 0;
}

/* The first span that ends behind `at`. */
static guint first_span(const GArray *spans, size_t at)
{
    guint low = 0, high = spans->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(spans, struct paint_span, middle).end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The spans of the line that begins at `start`, cut to what is shown of it. */
static void colour_line(struct arena *a, struct code_line *line, size_t start, const GArray *spans)
{
    size_t len = line->text ? strlen(line->text) : 0;
    g_autoptr(GArray) out = g_array_new(FALSE, FALSE, sizeof(struct painted));
    for (guint i = first_span(spans, start); i < spans->len; i++) {
        const struct paint_span *s = &g_array_index(spans, struct paint_span, i);
        if (s->begin >= start + len)
            break;
        struct painted one = {.begin = (uint32_t)(MAX(s->begin, start) - start),
                              .end = (uint32_t)(MIN(s->end, start + len) - start),
                              .paint = s->paint};
        g_array_append_val(out, one);
    }
    line->painted = arena_memdup(a, out->data, out->len * sizeof(struct painted));
    line->n_painted = out->len;
}

static void colour_findings(struct report *r, const struct reading *f, const GArray *spans, struct finding *const *list,
                            unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        for (unsigned k = 0; list[i]->place.file == f->file && k < list[i]->n_code; k++) {
            struct code_line *line = &list[i]->code[k];
            size_t start = g_array_index(f->starts, size_t, line->number - 1);
            if (line->text && g_utf8_validate(f->text + start, (gssize)MIN(strlen(line->text), f->size - start), NULL))
                colour_line(&r->arena, line, start, spans);
        }
}

/* All files that wait, in one go. */
static void colour(struct report *r, GPtrArray *readings, struct finding *const *list, unsigned n)
{
    g_autofree struct paint_job *jobs = g_new0(struct paint_job, readings->len + 1);
    for (guint i = 0; i < readings->len; i++) {
        const struct reading *f = g_ptr_array_index(readings, i);
        jobs[i] = (struct paint_job){.text = f->text,
                                     .size = (uint32_t)f->size,
                                     .grammar = r->model->files[f->file].language->grammar,
                                     .ranges = (const struct paint_range *)f->ranges->data,
                                     .n_ranges = f->ranges->len};
    }
    painter_run(jobs, readings->len);
    for (guint i = 0; i < readings->len; i++) {
        colour_findings(r, g_ptr_array_index(readings, i), jobs[i].spans, list, n);
        g_array_unref(jobs[i].spans);
    }
    g_ptr_array_set_size(readings, 0);
}

/* ---- all findings ---- */

static int by_line(gconstpointer a, gconstpointer b)
{
    const struct finding *f = *(struct finding *const *)a, *g = *(struct finding *const *)b;
    const struct place *x = &f->place, *y = &g->place;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return f < g ? -1 : f > g;
}

/* All findings of one file; the reading is yours. */
static struct reading *fill_file(struct report *r, struct source *s, struct finding *const *list, unsigned n,
                                 unsigned needs, unsigned char *buffer)
{
    struct reading *f = reading_new(s, list[0]->place.file, buffer);
    g_autoptr(GArray) hashes = f->text && needs & NEEDS_LINE_HASHES ? line_hashes(f->text, f->size) : NULL;
    for (unsigned i = 0; f->text && i < n; i++) {
        fill_snippet(r, f, list[i]);
        if (hashes)
            fill_hash(r, f, hashes, list[i]);
        if (needs & NEEDS_CODE && list[i] - r->findings < CODE_FINDINGS)
            fill_code(r, f, list[i]);
    }
    return f;
}

void excerpts_fill(struct report *r, struct source *s, unsigned needs)
{
    g_autoptr(GPtrArray) order = g_ptr_array_new();
    g_autoptr(GPtrArray) waiting = g_ptr_array_new_with_free_func((GDestroyNotify)reading_free);
    g_autofree unsigned char *buffer = g_malloc(LIMIT_DATA_BYTES);
    size_t kept = 0;
    for (unsigned i = 0; i < r->n_findings; i++)
        if (r->findings[i].place.file < r->model->n_files)
            g_ptr_array_add(order, &r->findings[i]);
    g_ptr_array_sort(order, by_line);
    struct finding *const *list = (struct finding *const *)order->pdata;
    for (guint i = 0, n; i < order->len; i += n) {
        for (n = 1; i + n < order->len && list[i + n]->place.file == list[i]->place.file;)
            n++;
        struct reading *f = fill_file(r, s, list + i, n, needs, buffer);
        if (!has_colours(r, f)) {
            reading_free(f);
            continue;
        }
        g_ptr_array_add(waiting, f);
        kept += f->size;
        if (kept > CODE_KEPT_BYTES) {
            colour(r, waiting, list, order->len);
            kept = 0;
        }
    }
    colour(r, waiting, list, order->len);
}
