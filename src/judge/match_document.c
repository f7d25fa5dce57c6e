/*
 * Documents, their tables and their text, with a test of substance (E-6, E-7): a template, a page
 * of placeholders, an empty page and a copy of another page say nothing.
 */
#include "judge/cond_priv.h"

#include <string.h>

#include "base/embedded.h"
#include "base/hash.h"
#include "base/regex.h"

#define MIN_WORDS 40           /* content words of a document that says something */
#define MAX_PLACEHOLDERS 30    /* percent of its words */
#define TEMPLATE_SIMILARITY 80 /* percent: Jaccard of 5-word shingles */
#define SHINGLE_WORDS 5
#define MIN_SHINGLES 8     /* fewer say nothing about likeness */
#define MAX_SHINGLES 20000 /* of one document */

struct shingles { /* sorted, no duplicates */
    uint64_t *hash;
    unsigned n;
};

enum document_state {
    DOCUMENT_NONE,
    DOCUMENT_COUNTS,
    DOCUMENT_EMPTY,
    DOCUMENT_PLACEHOLDERS,
    DOCUMENT_TEMPLATE,
    DOCUMENT_COPY
};

static const char *const state_words[] = {[DOCUMENT_NONE] = "no document",
                                          [DOCUMENT_COUNTS] = "in force",
                                          [DOCUMENT_EMPTY] = "empty",
                                          [DOCUMENT_PLACEHOLDERS] = "placeholders, not filled in",
                                          [DOCUMENT_TEMPLATE] = "an unfilled template",
                                          [DOCUMENT_COPY] = "a copy of another document"};

struct document { /* by itself; whether it is a copy depends on which others are looked at */
    uint8_t state;       /* enum document_state */
    bool compared;       /* it says something: `text` is the hash of that */
    uint32_t words;      /* of content */
    struct hash128 text;
};

struct document_index {
    struct document **by_file; /* NULL: not asked yet; of the index's arena */
    struct shingles *templates;
    unsigned n_templates;
};

static bool text_has(const void *regex, const char *text)
{
    return regex && regex_search(regex, text, strlen(text));
}

/* ---- shingles ---- */

static bool is_word(unsigned char c)
{
    return g_ascii_isalnum(c) || c >= 0x80;
}

/* Words of `text`, folded, without links, appended to `words` as NUL-separated text with offsets.
 */
static void add_words(GString *text_out, GArray *offsets, const char *text)
{
    const char *p = text;
    while (*p) {
        if (g_ascii_strncasecmp(p, "http://", 7) == 0 ||
            g_ascii_strncasecmp(p, "https://", 8) == 0) {
            while (*p && !g_ascii_isspace(*p) && *p != ')' && *p != '>')
                p++;
            continue;
        }
        if (!is_word((unsigned char)*p)) {
            p++;
            continue;
        }
        uint32_t at = (uint32_t)text_out->len;
        g_array_append_val(offsets, at);
        for (; is_word((unsigned char)*p); p++)
            g_string_append_c(text_out, g_ascii_tolower(*p));
        g_string_append_c(text_out, ' ');
    }
}

static int compare_hashes(const void *a, const void *b)
{
    uint64_t l = *(const uint64_t *)a, r = *(const uint64_t *)b;
    return (l > r) - (l < r);
}

static struct shingles shingle(const GString *text, const GArray *offsets)
{
    struct shingles s = {NULL, 0};
    if (offsets->len < SHINGLE_WORDS)
        return s;
    unsigned n = MIN(offsets->len - SHINGLE_WORDS + 1, MAX_SHINGLES), kept = 0;
    s.hash = g_new(uint64_t, n);
    for (unsigned i = 0; i < n; i++) {
        uint32_t from = g_array_index(offsets, uint32_t, i);
        uint32_t to = i + SHINGLE_WORDS < offsets->len
                          ? g_array_index(offsets, uint32_t, i + SHINGLE_WORDS)
                          : (uint32_t)text->len;
        s.hash[i] = hash128(text->str + from, to - from).low;
    }
    qsort(s.hash, n, sizeof *s.hash, compare_hashes);
    for (unsigned i = 0; i < n; i++)
        if (i == 0 || s.hash[i] != s.hash[i - 1])
            s.hash[kept++] = s.hash[i];
    s.n = kept;
    return s;
}

/* Jaccard, in percent. */
static unsigned similarity(const struct shingles *a, const struct shingles *b)
{
    unsigned i = 0, k = 0, common = 0;
    if ((uint64_t)MIN(a->n, b->n) * 100 < (uint64_t)MAX(a->n, b->n) * TEMPLATE_SIMILARITY)
        return 0; /* too unlike in size */
    while (i < a->n && k < b->n) {
        if (a->hash[i] == b->hash[k])
            common++, i++, k++;
        else if (a->hash[i] < b->hash[k])
            i++;
        else
            k++;
    }
    unsigned all = a->n + b->n - common;
    return all ? (unsigned)((uint64_t)common * 100 / all) : 0;
}

/* ---- documents ---- */

static const char *cell_text(const struct facts *f, uint32_t node)
{
    const char *text = node_scalar(f, node);
    return text ? text : "";
}

/* Rows of a table, kids of its node. */
static const uint32_t *table_rows(const struct facts *f, const struct fact_table *t, uint32_t *n)
{
    return node_kids(f, t->node, n);
}

static void document_words(const struct facts *f, GString *text, GArray *offsets)
{
    uint32_t t = 0;
    for (uint32_t i = 0; i < f->n_sections; i++) {
        add_words(text, offsets, facts_text(f, f->sections[i].heading));
        add_words(text, offsets, facts_text(f, f->sections[i].text));
        for (; t < f->n_tables && f->tables[t].section <= i; t++) {
            uint32_t n_rows;
            const uint32_t *rows = table_rows(f, &f->tables[t], &n_rows);
            for (uint32_t r = 0; r < n_rows; r++) {
                uint32_t n_cells;
                const uint32_t *cells = node_kids(f, rows[r], &n_cells);
                for (uint32_t k = 0; k < n_cells; k++)
                    add_words(text, offsets, cell_text(f, cells[k]));
            }
        }
    }
}

static unsigned count_words(const char *text)
{
    unsigned n = 0;
    for (bool in = false; *text; text++) {
        n += is_word((unsigned char)*text) && !in;
        in = is_word((unsigned char)*text);
    }
    return n;
}

/* Content words of tables; cells that are placeholders are counted apart. */
static void table_words(const struct cond_context *x, const struct facts *f, unsigned *words,
                        unsigned *placeholders)
{
    for (uint32_t t = 0; t < f->n_tables; t++) {
        uint32_t n_rows;
        const uint32_t *rows = table_rows(f, &f->tables[t], &n_rows);
        for (uint32_t r = 1; r < n_rows; r++) {
            uint32_t n_cells;
            const uint32_t *cells = node_kids(f, rows[r], &n_cells);
            for (uint32_t k = 0; k < n_cells; k++) {
                const char *cell = cell_text(f, cells[k]);
                *(text_is_placeholder(x, cell) ? placeholders : words) += count_words(cell);
            }
        }
    }
}

/* Template comments are notes to the one who fills it in. */
static char *without_comments(const char *text, size_t size)
{
    GString *out = g_string_new(NULL);
    const char *end = text + size;
    while (text < end) {
        const char *open = g_strstr_len(text, end - text, "<!--");
        g_string_append_len(out, text, (open ? open : end) - text);
        const char *close = open ? g_strstr_len(open, end - open, "-->") : NULL;
        text = close ? close + 3 : end;
    }
    return g_string_free(out, FALSE);
}

static void load_templates(struct document_index *d)
{
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(struct shingles));
    for (size_t i = 0; i < n_embedded_files; i++) {
        const struct embedded_file *e = &embedded_files[i];
        if (!g_str_has_prefix(e->path, "templates/scaffolds/") || !g_str_has_suffix(e->path, ".md"))
            continue;
        g_autofree char *text = without_comments((const char *)e->data, e->size);
        g_autoptr(GString) words = g_string_new(NULL);
        g_autoptr(GArray) offsets = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        add_words(words, offsets, text);
        struct shingles s = shingle(words, offsets);
        if (s.n >= MIN_SHINGLES)
            g_array_append_val(list, s);
        else
            g_free(s.hash);
    }
    d->n_templates = list->len;
    d->templates = (struct shingles *)g_array_free(g_steal_pointer(&list), FALSE);
}

static bool holds_marker(struct cond_context *x, uint32_t file)
{
    const struct facts *f = x->m->files[file].facts;
    for (uint32_t i = 0; i < f->n_sections; i++)
        if (strstr(facts_text(f, f->sections[i].text), UNFILLED_MARK))
            return true;
    return file_unfilled(x, file);
}

static void judge_document(struct cond_context *x, const struct document_index *d, uint32_t file, struct document *out)
{
    const struct facts *f = x->m->files[file].facts;
    unsigned words = 0, placeholders = 0;
    for (uint32_t i = 0; i < f->n_sections; i++) {
        words += f->sections[i].words;
        placeholders += f->sections[i].placeholders;
    }
    table_words(x, f, &words, &placeholders);
    out->words = words;
    out->state = DOCUMENT_COUNTS;
    if (words == 0)
        out->state = placeholders ? DOCUMENT_PLACEHOLDERS : DOCUMENT_EMPTY;
    else if (holds_marker(x, file))
        out->state = DOCUMENT_TEMPLATE;
    else if ((uint64_t)placeholders * 100 > (uint64_t)MAX_PLACEHOLDERS * ((uint64_t)words + placeholders))
        out->state = DOCUMENT_PLACEHOLDERS;
    if (out->state != DOCUMENT_COUNTS)
        return;
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GArray) offsets = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    document_words(f, text, offsets);
    out->compared = true;
    out->text = hash128(text->str, text->len);
    struct shingles s = shingle(text, offsets);
    for (unsigned i = 0; s.n >= MIN_SHINGLES && i < d->n_templates && out->state == DOCUMENT_COUNTS; i++)
        if (similarity(&s, &d->templates[i]) >= TEMPLATE_SIMILARITY)
            out->state = DOCUMENT_TEMPLATE;
    g_free(s.hash);
}

static const struct document *document_of(struct cond_context *x, uint32_t file)
{
    struct document_index *d = x->index->documents;
    if (!d) {
        d = x->index->documents = g_new0(struct document_index, 1);
        d->by_file = arena_new_n(&x->index->arena, struct document *, x->m->n_files + 1);
        load_templates(d);
    }
    if (!d->by_file[file])
        judge_document(x, d, file, d->by_file[file] = arena_new(&x->index->arena, struct document));
    return d->by_file[file];
}

static guint text_hash(gconstpointer p)
{
    return (guint)((const struct hash128 *)p)->low;
}

static gboolean text_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct hash128)) == 0;
}

static const uint8_t *documents(struct cond_context *x)
{
    if (x->documents)
        return x->documents;
    x->documents = g_new0(uint8_t, x->m->n_files + 1);
    g_autoptr(GHashTable) seen = g_hash_table_new(text_hash, text_equal);
    for (uint32_t i = 0; i < x->m->n_files; i++) {
        const struct facts *f = x->m->files[i].facts;
        if (!f || !(f->n_sections || f->n_tables) || (ZONES_FOREIGN & ZONE_BIT(x->m->files[i].class.zone)))
            continue;
        const struct document *d = document_of(x, i);
        bool copy = d->compared && !g_hash_table_add(seen, (gpointer)&d->text);
        x->documents[i] = copy ? DOCUMENT_COPY : d->state;
    }
    return x->documents;
}

void document_index_free(struct document_index *d)
{
    if (d == NULL)
        return;
    for (unsigned i = 0; i < d->n_templates; i++)
        g_free(d->templates[i].hash);
    g_free(d->templates);
    g_free(d);
}

bool document_counts(struct cond_context *x, uint32_t file)
{
    return documents(x)[file] == DOCUMENT_COUNTS;
}

/* ---- slots ---- */

static unsigned count_numbers(const char *text)
{
    unsigned n = 0;
    for (bool in = false; *text; text++) {
        n += g_ascii_isdigit(*text) && !in;
        in = g_ascii_isdigit(*text);
    }
    return n;
}

static bool row_is_filled(const struct cond_context *x, const struct facts *f, uint32_t row)
{
    uint32_t n;
    const uint32_t *cells = node_kids(f, row, &n);
    bool filled = false;
    for (uint32_t i = 0; i < n; i++) {
        const char *text = cell_text(f, cells[i]);
        if (text_is_placeholder(x, text))
            return false;
        filled |= i > 0 && *text;
    }
    return filled;
}

struct substance { /* of a run of sections */
    unsigned words, placeholders, numbers, rows;
    bool text; /* the slot's expression was found */
};

static void look_at_tables(struct cond_context *x, const struct facts *f, uint32_t first,
                           uint32_t last, const struct doc_slot *slot, struct substance *s)
{
    for (uint32_t t = 0; t < f->n_tables; t++) {
        if (f->tables[t].section < first || f->tables[t].section >= last)
            continue;
        uint32_t n_rows;
        const uint32_t *rows = table_rows(f, &f->tables[t], &n_rows);
        for (uint32_t r = 0; r < n_rows; r++) {
            bool filled = r > 0 && row_is_filled(x, f, rows[r]);
            uint32_t n_cells;
            const uint32_t *cells = node_kids(f, rows[r], &n_cells);
            s->rows += filled;
            for (uint32_t k = 0; k < n_cells; k++) {
                const char *text = cell_text(f, cells[k]);
                if (!filled)
                    continue;
                s->words += count_words(text);
                s->numbers += count_numbers(text);
                s->text |= slot->text && text_has(slot->text, text);
            }
        }
    }
}

/* The substance of the sections [first, last). */
static struct substance look_at(struct cond_context *x, const struct facts *f, uint32_t first,
                                uint32_t last, const struct doc_slot *slot)
{
    struct substance s = {.text = slot->text == NULL};
    for (uint32_t i = first; i < last; i++) {
        const struct fact_section *e = &f->sections[i];
        const char *text = facts_text(f, e->text);
        s.words += e->words;
        s.placeholders += e->placeholders;
        s.numbers += count_numbers(text);
        s.text |= slot->text && (text_has(slot->text, text) ||
                                 (e->words && text_has(slot->text, facts_text(f, e->heading))));
    }
    look_at_tables(x, f, first, last, slot, &s);
    return s;
}

/* One past the last section below section `i`. */
static uint32_t section_end(const struct facts *f, uint32_t i)
{
    uint32_t end = i + 1;
    while (f->sections[i].level && end < f->n_sections &&
           f->sections[end].level > f->sections[i].level)
        end++;
    return end;
}

/* Line of the smallest section that fills the slot; 0 if fewer do than it asks for. A section that fills
 * it by what stands in one below it is not another one. */
static uint32_t find_slot(struct cond_context *x, const struct facts *f,
                          const struct doc_slot *slot)
{
    bool whole = slot->heading == NULL && slot->text == NULL;
    uint32_t line = 0, span = UINT32_MAX, until = 0;
    unsigned n = 0;
    bool above = false;
    for (uint32_t i = 0; i < f->n_sections; i++) {
        if (slot->heading && !text_has(slot->heading, facts_text(f, f->sections[i].heading)))
            continue;
        uint32_t last = whole ? f->n_sections : section_end(f, i);
        if (slot->sections <= 1 && last - i >= span)
            continue;
        struct substance s = look_at(x, f, i, last, slot);
        bool said = s.words > 0 && (uint64_t)s.placeholders * 100 <=
                                       (uint64_t)MAX_PLACEHOLDERS * (s.words + s.placeholders);
        if (said && s.text && s.words >= slot->words && s.numbers >= slot->numbers &&
            s.rows >= slot->table_rows) {
            if (i < until && above) /* the first of those below stands for the one above */
                above = false;
            else
                n++;
            if (last > i + 1) {
                until = last;
                above = true;
            }
            line = MAX(f->sections[i].line, 1);
            span = last - i;
        }
        if (whole)
            break;
    }
    return n >= MAX(slot->sections, 1) ? line : 0;
}

static uint32_t slot_line(struct cond_context *x, uint32_t file, const struct doc_slot *slot)
{
    GArray *known = index_found(x, slot, file);
    if (!known) {
        uint32_t line = find_slot(x, x->m->files[file].facts, slot);
        known = g_array_append_val(g_array_new(FALSE, FALSE, sizeof line), line);
        index_put(x, slot, file, known);
    }
    return g_array_index(known, uint32_t, 0);
}

/* Whether a file's name, or a heading in it, fits. */
static bool heading_fits(const void *regex, const char *path, const struct facts *f)
{
    bool fits = text_has(regex, base_name(path));
    for (uint32_t i = 0; i < f->n_sections && !fits; i++)
        fits = text_has(regex, facts_text(f, f->sections[i].heading));
    return fits;
}

static bool title_fits(const struct cond_arg *title, const char *path, const struct facts *f)
{
    bool fits = title == NULL;
    for (void **r = title ? title->regexes : NULL; r && *r && !fits; r++)
        fits = heading_fits(*r, path, f);
    return fits;
}

/* Whether a file that the globs name is one the condition speaks of; `unread` is set for one that
 * could not be parsed. */
static bool document_fits(struct cond_context *x, const struct cond *c, uint32_t file, bool *unread)
{
    const struct project_file *p = &x->m->files[file];
    if (!file_wanted(x, c, file))
        return false;
    if (p->facts && p->facts->status == FACTS_FAILED)
        *unread = true;
    return p->facts && p->facts->status != FACTS_FAILED &&
           (p->facts->n_sections || p->facts->n_tables);
}

static bool in_force(struct cond_context *x, uint32_t file)
{
    enum document_state state = documents(x)[file];
    if (state == DOCUMENT_COUNTS)
        return true;
    declared_add(x, place_at(x, file, 1), CONFIDENCE_DOCUMENT, "%s: %s, not in force",
                 x->m->files[file].path, state_words[state]);
    return false;
}

/* Whether a document that counts for nothing is one that somebody began for this: the condition knows it by a title, or a
 * heading or its name is one that a slot asks for. */
static bool is_begun(const struct cond *c, const struct cond_arg *slots, const char *path, const struct facts *f)
{
    bool asks = false;
    for (unsigned i = 0; slots && i < slots->n_slots; i++) {
        const void *heading = slots->slots[i].heading;
        asks |= heading != NULL;
        if (heading && heading_fits(heading, path, f))
            return true;
    }
    return cond_arg(c, "title") || !asks;
}

/* Whether a document is in force and long enough; what was begun for this, and is not, is shown as declared. */
static bool says_enough(struct cond_context *x, const struct cond *c, const struct cond_arg *slots, uint32_t file)
{
    const struct project_file *p = &x->m->files[file];
    bool counts = documents(x)[file] == DOCUMENT_COUNTS;
    if (counts && document_of(x, file)->words >= MIN_WORDS)
        return true;
    if (!is_begun(c, slots, p->path, p->facts))
        return false;
    if (counts)
        declared_add(x, place_at(x, file, 1), CONFIDENCE_DOCUMENT, "%s: fewer than %d words, not in force", p->path, MIN_WORDS);
    else
        in_force(x, file);
    return false;
}

enum truth match_document(struct cond_context *x, const struct cond *c, struct subject_ref s,
                          GArray *evidence)
{
    (void)s;
    const struct cond_arg *slots = cond_arg(c, "slots");
    unsigned n_slots = slots ? slots->n_slots : 0;
    int64_t least = arg_number(c, "at_least", (int64_t)n_slots * 100);
    bool unread = false;
    const GArray *files = files_fitting(x, arg_lead(c));
    for (unsigned n = 0; n < files->len; n++) {
        uint32_t i = g_array_index(files, uint32_t, n);
        const struct project_file *p = &x->m->files[i];
        if (!document_fits(x, c, i, &unread) || !title_fits(cond_arg(c, "title"), p->path, p->facts) || !says_enough(x, c, slots, i))
            continue;
        unsigned filled = 0;
        uint32_t line = 0;
        g_autoptr(GString) names = g_string_new(NULL);
        for (unsigned k = 0; k < n_slots; k++) {
            uint32_t at = slot_line(x, i, &slots->slots[k]);
            if (at == 0)
                continue;
            filled++;
            line = line ? MIN(line, at) : at;
            if (slots->slots[k].name)
                g_string_append_printf(names, "%s%s", names->len ? ", " : ": ",
                                       slots->slots[k].name);
        }
        if ((int64_t)filled * 100 < least)
            continue;
        evidence_add(x, evidence, place_at(x, i, line), CONFIDENCE_DOCUMENT, "%s%s", p->path,
                     names->str);
        x->count = filled;
        return TRUTH_YES;
    }
    return unread ? TRUTH_UNKNOWN : TRUTH_NO;
}

/* ---- tables ---- */

/* The cell of the header row that the expression names; NO_INDEX for none. */
static uint32_t header_cell(const struct facts *f, uint32_t header, const void *regex)
{
    uint32_t n;
    const uint32_t *cells = node_kids(f, header, &n);
    for (uint32_t i = 0; i < n; i++)
        if (text_has(regex, cell_text(f, cells[i])))
            return i;
    return NO_INDEX;
}

/* One name: not empty, and no list of several. */
static bool is_one_name(const char *text)
{
    return *text && !strpbrk(text, ",;&") && !strstr(text, " and ") && !strstr(text, "<br");
}

static bool row_has_one(const struct facts *f, uint32_t row, const struct cond_arg *one,
                        uint32_t column)
{
    uint32_t n;
    const uint32_t *cells = node_kids(f, row, &n);
    if (column != NO_INDEX) /* a column of that name: it holds one name */
        return column < n && is_one_name(cell_text(f, cells[column]));
    unsigned found = 0;
    for (uint32_t i = 1; i < n; i++) /* cells of letters: "A", "A/R" */
        found += arg_matches(one, cell_text(f, cells[i]));
    return found == 1;
}

static bool row_fits_cells(const struct facts *f, uint32_t row, const struct cond_arg *regex)
{
    uint32_t n;
    const uint32_t *cells = node_kids(f, row, &n);
    bool any = false;
    for (uint32_t i = 1; i < n; i++) {
        const char *text = cell_text(f, cells[i]);
        if (*text && !arg_matches(regex, text))
            return false;
        any |= *text != '\0';
    }
    return any;
}

static bool table_fits(struct cond_context *x, const struct cond *c, const struct facts *f,
                       const struct fact_table *t)
{
    const struct cond_arg *header = cond_arg(c, "header"), *regex = cond_arg(c, "cells"),
                          *one = cond_arg(c, "one_per_row"), *ai = cond_arg(c, "ai_rows");
    uint32_t n_rows, n_columns;
    const uint32_t *rows = table_rows(f, t, &n_rows);
    if (n_rows < 2)
        return false;
    node_kids(f, rows[0], &n_columns);
    if ((int64_t)n_columns * 100 < arg_number(c, "columns_at_least", 0))
        return false;
    for (void **r = header ? header->regexes : NULL; r && *r; r++)
        if (header_cell(f, rows[0], *r) == NO_INDEX)
            return false;
    uint32_t column = NO_INDEX;
    for (void **r = one && !regex ? one->regexes : NULL; r && *r && column == NO_INDEX; r++)
        column = header_cell(f, rows[0], *r);
    if (column == 0)
        column = NO_INDEX; /* the first column names the rows */
    int64_t filled = 0, ai_rows = 0;
    for (uint32_t r = 1; r < n_rows; r++) {
        if (!row_is_filled(x, f, rows[r]))
            continue;
        if (regex && !row_fits_cells(f, rows[r], regex))
            return false;
        if (one && !row_has_one(f, rows[r], one, column))
            return false;
        uint32_t n_cells;
        const uint32_t *cells = node_kids(f, rows[r], &n_cells);
        filled++;
        ai_rows += n_cells > 0 && arg_matches(ai, cell_text(f, cells[0]));
    }
    return filled > 0 && filled * 100 >= arg_number(c, "rows_at_least", 100) &&
           ai_rows * 100 >= arg_number(c, "ai_rows_at_least", 0);
}

enum truth match_table(struct cond_context *x, const struct cond *c, struct subject_ref s,
                       GArray *evidence)
{
    (void)s;
    bool unread = false;
    const GArray *files = files_fitting(x, arg_lead(c));
    for (unsigned n = 0; n < files->len; n++) {
        uint32_t i = g_array_index(files, uint32_t, n);
        if (!document_fits(x, c, i, &unread) || !x->m->files[i].facts->n_tables ||
            !title_fits(cond_arg(c, "title"), x->m->files[i].path, x->m->files[i].facts))
            continue;
        const struct facts *f = x->m->files[i].facts;
        for (uint32_t t = 0; t < f->n_tables; t++)
            if (table_fits(x, c, f, &f->tables[t]) && in_force(x, i)) {
                uint32_t node = f->tables[t].node;
                evidence_add(x, evidence,
                             place_at(x, i, node < f->n_nodes ? f->nodes[node].line : 1),
                             CONFIDENCE_DOCUMENT, "%s: table", x->m->files[i].path);
                return TRUTH_YES;
            }
    }
    return unread ? TRUTH_UNKNOWN : TRUTH_NO;
}

/* ---- text ---- */

enum truth match_text(struct cond_context *x, const struct cond *c, struct subject_ref s,
                      GArray *evidence)
{
    (void)s;
    const struct cond_arg *heading = cond_arg(c, "heading"), *matches = cond_arg(c, "matches");
    bool unread = false;
    const GArray *files = files_fitting(x, arg_lead(c));
    for (unsigned n = 0; n < files->len; n++) {
        uint32_t i = g_array_index(files, uint32_t, n);
        if (!document_fits(x, c, i, &unread))
            continue;
        const struct facts *f = x->m->files[i].facts;
        for (uint32_t k = 0; k < f->n_sections; k++) {
            const struct fact_section *e = &f->sections[k];
            const char *text = facts_text(f, e->text);
            if (heading && !arg_matches(heading, facts_text(f, e->heading)))
                continue;
            /* A bare heading says nothing, whatever its words. */
            if (e->words == 0 || (matches && !arg_matches(matches, text)) || !in_force(x, i))
                continue;
            evidence_add(x, evidence, place_at(x, i, e->line), CONFIDENCE_TEXT, "%s: %s",
                         x->m->files[i].path,
                         *facts_text(f, e->heading) ? facts_text(f, e->heading) : text);
            return TRUTH_YES;
        }
    }
    return unread ? TRUTH_UNKNOWN : TRUTH_NO;
}
