#include "judge/waivers.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "judge/judge_priv.h"
#include "rules/yaml.h"
#include "source/classify.h"

#define WAIVED_CREDIT 90 /* an accepted lack is no practice in force, and no reason to stop either */
#define MARK "debtscan:"
#define MAX_WAIVERS 10000

/* About waivers themselves: no part of the score. */
static const struct control unused = {
    .id = "X1", .title = "Waiver that covers nothing", .category = CATEGORY_GOVERNANCE, .severity = SEVERITY_LOW, .effort_each = 5};
static const struct control expired = {
    .id = "X2", .title = "Waiver that has expired", .category = CATEGORY_GOVERNANCE, .severity = SEVERITY_MEDIUM, .effort_each = 15};
static const struct control reasonless = {
    .id = "X3", .title = "Waiver without what it needs", .category = CATEGORY_GOVERNANCE, .severity = SEVERITY_MEDIUM, .effort_each = 5};

struct applying {
    struct report *r;
    const struct waiver_input *in;
    GPtrArray *waivers; /* struct waiver */
    GArray *notes;      /* struct note */
    GArray *findings;   /* struct finding: those of the report, and about waivers */
};

const char *waiver_state_name(enum waiver_state s)
{
    static const char *const names[] = {"active", "expired", "unused", "invalid"};
    return names[s];
}

const char *finding_state_name(enum finding_state s)
{
    static const char *const names[] = {"open", "suppressed", "waived", "baseline"};
    return names[s];
}

/* ---- days ---- */

int waivers_day(const char *text)
{
    unsigned y, m, d;
    if (!text || strlen(text) != 10 || text[4] != '-' || text[7] != '-' ||
        strspn(text, "0123456789-") != 10 || sscanf(text, "%4u-%2u-%2u", &y, &m, &d) != 3 ||
        !g_date_valid_dmy((GDateDay)d, (GDateMonth)m, (GDateYear)y))
        return 0;
    return (int)(y * 10000 + m * 100 + d);
}

int waivers_day_of(int64_t time)
{
    g_autoptr(GDateTime) t = time > 0 ? g_date_time_new_from_unix_utc(time) : NULL;
    return t ? g_date_time_get_year(t) * 10000 + g_date_time_get_month(t) * 100 + g_date_time_get_day_of_month(t) : 0;
}

/* ---- reading ---- */

static void add_note(struct applying *x, const char *file, uint32_t line, const char *text)
{
    struct note n = {.file = arena_strdup(&x->r->arena, file), .line = line, .text = arena_strdup(&x->r->arena, text)};
    g_array_append_val(x->notes, n);
}

static bool is_control(const struct report *r, const char *id)
{
    for (unsigned i = 0; i < r->n_outcomes; i++)
        if (g_ascii_strcasecmp(r->outcomes[i].control->id, id) == 0)
            return true;
    return false;
}

/* Says what a waiver lacks; NULL if nothing. */
static const char *lack_of(const struct applying *x, const struct waiver *w)
{
    if (!w->control)
        return "it names no control";
    if (!is_control(x->r, w->control))
        return "there is no such control";
    if (!w->reason || !*w->reason)
        return "it gives no reason";
    if (w->expires && !waivers_day(w->expires))
        return "its date is not YYYY-MM-DD";
    if (w->in_file && (!w->owner || !*w->owner))
        return "it names no owner";
    if (w->in_file && !w->expires)
        return "it says not until when";
    return NULL;
}

static void add_waiver(struct applying *x, struct waiver w)
{
    if (x->waivers->len >= MAX_WAIVERS)
        return;
    w.lack = lack_of(x, &w);
    w.state = w.lack                                                                       ? WAIVER_INVALID
              : x->in->today && w.expires && waivers_day(w.expires) < x->in->today ? WAIVER_EXPIRED
                                                                                           : WAIVER_UNUSED;
    g_ptr_array_add(x->waivers, arena_memdup(&x->r->arena, &w, sizeof w));
}

/* A word of `text`, which is moved behind it. NULL at the end. */
static char *next_word(const char **text)
{
    const char *p = *text + strspn(*text, " \t,");
    size_t len = strcspn(p, " \t,");
    *text = p + len;
    return len ? g_strndup(p, len) : NULL;
}

/* Takes away what closes a comment. */
static char *without_end(const char *text)
{
    static const char *const ends[] = {"*/", "-->", "#}", "%>"};
    g_autofree char *out = g_strstrip(g_strdup(text));
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
        if (g_str_has_suffix(out, ends[i])) {
            out[strlen(out) - strlen(ends[i])] = '\0';
            break;
        }
    return g_strdup(g_strstrip(out));
}

/* `ignore TEC-04,TEC-05 until=DATE owner=WHO -- reason`: a waiver for each control. */
static void read_directive(struct applying *x, uint32_t file, uint32_t line, const char *text)
{
    g_autofree char *whole = without_end(text);
    const char *dashes = strstr(whole, "--");
    g_autofree char *head = g_strndup(whole, dashes ? (size_t)(dashes - whole) : strlen(whole));
    g_autofree char *reason = g_strstrip(g_strdup(dashes ? dashes + 2 : ""));
    const char *at = head;
    struct arena *a = &x->r->arena;
    struct waiver w = {.path = x->r->model->files[file].path, .file = file, .line = line,
                       .reason = arena_strdup(a, reason)};
    g_autoptr(GPtrArray) controls = g_ptr_array_new_with_free_func(g_free);
    for (char *word; (word = next_word(&at));) {
        if (g_str_has_prefix(word, "until="))
            w.expires = arena_strdup(a, word + strlen("until="));
        else if (g_str_has_prefix(word, "owner="))
            w.owner = arena_strdup(a, word + strlen("owner="));
        else
            g_ptr_array_add(controls, g_ascii_strup(word, -1));
        g_free(word);
    }
    for (guint i = 0; i < MAX(controls->len, 1u); i++) {
        w.control = controls->len ? arena_strdup(a, controls->pdata[i]) : NULL;
        add_waiver(x, w);
    }
}

/* Lines of `text` that say `debtscan: ignore`. */
static void read_comment(struct applying *x, uint32_t file, uint32_t line, const char *text)
{
    const struct facts *f = x->r->model->files[file].facts;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (uint32_t i = 0; lines[i]; i++) {
        const char *mark = strstr(lines[i], MARK);
        const char *word = mark ? mark + strlen(MARK) : "";
        word += strspn(word, " \t");
        if (g_str_has_prefix(word, "ignore") && (word[6] == '\0' || strchr(" \t-", word[6]))) {
            struct fact_line where = facts_line(f, line + i);
            read_directive(x, file, MAX(where.line, 1), word + strlen("ignore"));
        }
    }
}

static void read_comments(struct applying *x)
{
    const struct model *m = x->r->model;
    for (uint32_t i = 0; i < m->n_files && !x->in->no_comments; i++)
        for (uint32_t k = 0; m->files[i].facts && k < m->files[i].facts->n_comments; k++) {
            const struct fact_comment *c = &m->files[i].facts->comments[k];
            read_comment(x, i, c->line, facts_text(m->files[i].facts, c->text));
        }
}

static const char *text_of(struct arena *a, const struct yaml_node *map, const char *key)
{
    const struct yaml_node *n = yaml_get(map, key);
    return n && n->kind == YAML_SCALAR ? arena_strdup(a, n->text) : NULL;
}

static void read_entry(struct applying *x, const struct yaml_node *entry)
{
    struct arena *a = &x->r->arena;
    struct waiver w = {.in_file = true, .path = WAIVERS_FILE, .file = NO_INDEX, .line = entry->line,
                       .reason = text_of(a, entry, "reason"), .owner = text_of(a, entry, "owner"),
                       .approved_by = text_of(a, entry, "approved_by"), .expires = text_of(a, entry, "expires")};
    const char *rule = text_of(a, entry, "rule");
    rule = rule ? rule : text_of(a, entry, "control");
    if (rule) {
        g_autofree char *id = g_ascii_strup(rule, -1);
        w.control = arena_strdup(a, id);
    }
    const struct yaml_node *paths = yaml_get(entry, "paths");
    unsigned n = paths && paths->kind == YAML_LIST ? paths->n : paths && paths->kind == YAML_SCALAR ? 1 : 0;
    w.paths = arena_new_n(a, const char *, n + 1);
    for (unsigned i = 0; i < n; i++)
        w.paths[i] = arena_strdup(a, paths->kind == YAML_LIST ? paths->items[i]->text ? paths->items[i]->text : "" : paths->text);
    add_waiver(x, w);
}

static void read_file(struct applying *x)
{
    struct arena scratch;
    g_autoptr(GError) error = NULL;
    if (!x->in->waivers)
        return;
    arena_init(&scratch);
    const struct yaml_node *root = yaml_parse(&scratch, WAIVERS_FILE, x->in->waivers, strlen(x->in->waivers), &error);
    const struct yaml_node *list = yaml_get(root, "waivers");
    if (error)
        add_note(x, WAIVERS_FILE, 0, error->message);
    else if (!list || list->kind != YAML_LIST)
        add_note(x, WAIVERS_FILE, 1, "holds no list 'waivers'; no waiver of it is in force");
    for (unsigned i = 0; list && list->kind == YAML_LIST && i < list->n; i++)
        read_entry(x, list->items[i]);
    arena_fini(&scratch);
}

/* ---- accepting ---- */

static bool speaks_for(const struct waiver *w, const struct finding *f)
{
    return (w->state == WAIVER_UNUSED || w->state == WAIVER_ACTIVE) && g_ascii_strcasecmp(w->control, f->control->id) == 0;
}

static void accept(struct finding *f, struct waiver *w)
{
    f->state = w->in_file ? FINDING_WAIVED : FINDING_SUPPRESSED;
    f->waiver = w;
    w->state = WAIVER_ACTIVE;
    w->covered++;
}

/*
 * At its own statement first; a comment that covers nothing there stands above what it is about. Of a lack of the whole
 * repository a line of code says nothing.
 */
static void accept_by_comments(struct applying *x)
{
    for (int below = 0; below <= 1; below++)
        for (guint i = 0; i < x->waivers->len; i++) {
            struct waiver *w = x->waivers->pdata[i];
            if (w->in_file || (below && w->covered))
                continue;
            for (guint k = 0; k < x->findings->len; k++) {
                struct finding *f = &g_array_index(x->findings, struct finding, k);
                bool here = below ? f->place.line == w->line + 1 : f->place.line <= w->line && w->line <= MAX(f->place.end_line, f->place.line);
                if (f->state == FINDING_OPEN && !f->looked_for && f->place.file == w->file && here && speaks_for(w, f) &&
                    (!x->in->comments || g_hash_table_contains(x->in->comments, f->fingerprint)))
                    accept(f, w);
            }
        }
}

static bool fits_path(const struct waiver *w, const char *path)
{
    bool fits = w->paths[0] == NULL;
    for (const char **glob = w->paths; *glob && !fits; glob++)
        fits = glob_match(*glob, path);
    return fits;
}

static void accept_by_file(struct applying *x)
{
    for (guint i = 0; i < x->waivers->len; i++) {
        struct waiver *w = x->waivers->pdata[i];
        for (guint k = 0; w->in_file && k < x->findings->len; k++) {
            struct finding *f = &g_array_index(x->findings, struct finding, k);
            if (f->state == FINDING_OPEN && speaks_for(w, f) && fits_path(w, f->path))
                accept(f, w);
        }
    }
}

/*
 * Equal findings in several places differ in their number alone, and which of them has which depends on where the others
 * stand: so of as many as are known, those in a file that is named there come first.
 */
static void accept_by_baseline(struct applying *x)
{
    if (!x->in->baseline)
        return;
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free); /* fingerprint -> path */
    g_auto(GStrv) lines = g_strsplit(x->in->baseline, "\n", -1);
    for (char **line = lines; *line; line++) {
        g_auto(GStrv) words = g_strsplit(g_strchomp(*line), " ", 3);
        if (**line != '#' && g_strv_length(words) == 3 && strlen(words[0]) == 64)
            g_hash_table_replace(known, g_strdup(words[0]), g_strdup(words[2]));
    }
    x->r->n_baseline = g_hash_table_size(known);
    g_autoptr(GHashTable) left = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref); /* group -> paths */
    for (guint k = 0; k < x->findings->len; k++) {
        const struct finding *f = &g_array_index(x->findings, struct finding, k);
        const char *path = g_hash_table_lookup(known, f->fingerprint);
        GPtrArray *paths = g_hash_table_lookup(left, f->group);
        if (path && !paths)
            g_hash_table_insert(left, (gpointer)f->group, paths = g_ptr_array_new());
        if (path)
            g_ptr_array_add(paths, (gpointer)path);
    }
    for (int anywhere = 0; anywhere <= 1; anywhere++)
        for (guint k = 0; k < x->findings->len; k++) {
            struct finding *f = &g_array_index(x->findings, struct finding, k);
            GPtrArray *paths = g_hash_table_lookup(left, f->group);
            g_autofree char *shown = text_safe(f->path);
            for (guint i = 0; paths && f->state == FINDING_OPEN && i < paths->len; i++)
                if (anywhere || strcmp(paths->pdata[i], shown) == 0) {
                    f->state = FINDING_BASELINE;
                    g_ptr_array_remove_index_fast(paths, i);
                }
        }
}

/* ---- findings about waivers ---- */

static void report_waiver(struct applying *x, const struct waiver *w, const struct control *c, const char *message, const char *fix)
{
    struct report *r = x->r;
    struct place place = {.file = w->file, .line = w->line, .end_line = w->line, .column = 1, .end_column = 1};
    for (uint32_t i = 0; w->in_file && i < r->model->n_files; i++)
        if (strcmp(r->model->files[i].path, WAIVERS_FILE) == 0)
            place.file = i;
    struct finding f = {.control = c, .severity = c->severity, .place = place, .path = w->path, .confidence = 100,
                        .effort_minutes = c->effort_each, .site = NO_INDEX, .subject = NO_INDEX, .symbol = "", .callee = "",
                        .message = arena_strdup(&r->arena, message), .fix = fix};
    g_autofree char *key = g_strdup_printf("%s\n%s\n%s\n%s", c->id, w->control ? w->control : "", w->in_file ? "file" : "comment",
                                           w->reason ? w->reason : "");
    g_autofree char *group = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
    unsigned ordinal = 0;
    for (guint i = 0; i < x->findings->len; i++)
        ordinal += strcmp(g_array_index(x->findings, struct finding, i).group, group) == 0;
    g_autofree char *whole = g_strdup_printf("%s\n%u", key, ordinal);
    g_autofree char *hex = g_compute_checksum_for_string(G_CHECKSUM_SHA256, whole, -1);
    memcpy(f.fingerprint, hex, sizeof f.fingerprint);
    f.group = arena_strdup(&r->arena, group);
    g_array_append_val(x->findings, f);
}

static void report_waivers(struct applying *x)
{
    for (guint i = 0; i < x->waivers->len; i++) {
        const struct waiver *w = x->waivers->pdata[i];
        const char *id = w->control ? w->control : "nothing";
        g_autofree char *message = NULL;
        if (w->state == WAIVER_INVALID) {
            message = g_strdup_printf("The waiver for %s is not in force: %s.", id, w->lack);
            report_waiver(x, w, &reasonless, message,
                          w->in_file ? "state rule, reason, owner and expires" : "debtscan: ignore CONTROL until=YYYY-MM-DD owner=WHO -- reason");
        } else if (w->state == WAIVER_EXPIRED) {
            message = g_strdup_printf("The waiver for %s has expired on %s.", id, w->expires);
            report_waiver(x, w, &expired, message, "repay the debt, or accept it anew with a later date");
        } else if (w->state == WAIVER_UNUSED && !x->in->comments) {
            message = g_strdup_printf("The waiver for %s covers no finding.", id);
            report_waiver(x, w, &unused, message, "remove it");
        }
    }
}

/* ---- the score with them ---- */

static bool is_accepted(const struct finding *f)
{
    return f->state == FINDING_SUPPRESSED || f->state == FINDING_WAIVED;
}

/* The control as it counts when accepted findings do; whether all of them are accepted. */
static bool waive_outcome(const struct report *r, struct outcome *o, struct arena *a)
{
    unsigned accepted = 0;
    o->subjects = o->n_subjects ? arena_memdup(a, o->subjects, o->n_subjects * sizeof *o->subjects) : o->subjects;
    for (unsigned i = 0; i < o->n_findings; i++) {
        const struct finding *f = &r->findings[o->findings[i]];
        if (!is_accepted(f))
            continue;
        accepted++;
        o->n_gate -= o->control->gate && f->confidence >= GATE_CONFIDENCE && o->n_gate > 0;
        if (o->control->gate)
            continue;
        if (o->n_subjects == 0) {
            o->credit = MAX(o->credit, WAIVED_CREDIT);
            o->credit_low = MAX(o->credit_low, WAIVED_CREDIT);
            o->credit_high = MAX(o->credit_high, WAIVED_CREDIT);
        }
        for (unsigned k = 0; k < o->n_subjects; k++)
            if (o->subjects[k].index == f->subject && o->subjects[k].credit != CREDIT_UNKNOWN) {
                struct subject_credit *s = &o->subjects[k];
                s->credit = MAX(s->credit, WAIVED_CREDIT);
                s->low = MAX(s->low, WAIVED_CREDIT);
                s->high = MAX(s->high, WAIVED_CREDIT);
            }
    }
    if (accepted && o->n_subjects && !o->control->gate)
        score_reweigh(o);
    return accepted > 0 && accepted == o->n_findings;
}

static void score_with_waivers(struct report *r)
{
    g_autofree struct outcome *copy = g_memdup2(r->outcomes, r->n_outcomes * sizeof *r->outcomes);
    struct score_total total;
    for (unsigned i = 0; i < r->n_outcomes; i++)
        if (waive_outcome(r, &copy[i], &r->arena) && r->outcomes[i].status != STATUS_NOT_APPLICABLE) {
            struct category_score *c = &r->categories[r->outcomes[i].control->category];
            c->counts[r->outcomes[i].status]--;
            c->counts[STATUS_WAIVED]++;
            r->outcomes[i].status = STATUS_WAIVED;
        }
    if (r->scored && score_total(copy, r->n_outcomes, &r->profile, NULL, &total))
        r->with_waivers = total.value;
}

static void count(struct report *r)
{
    for (int c = 0; c < CATEGORY_COUNT; c++)
        memset(r->categories[c].by_severity, 0, sizeof r->categories[c].by_severity);
    r->n_suppressed = r->n_waived = r->n_baselined = 0;
    for (unsigned i = 0; i < r->n_findings; i++) {
        const struct finding *f = &r->findings[i];
        r->n_suppressed += f->state == FINDING_SUPPRESSED;
        r->n_waived += f->state == FINDING_WAIVED;
        r->n_baselined += f->state == FINDING_BASELINE;
        r->categories[f->control->category].by_severity[f->severity] += f->state == FINDING_OPEN;
    }
}

static void append_notes(struct applying *x)
{
    struct report *r = x->r;
    bool dated = false;
    for (guint i = 0; i < x->waivers->len; i++)
        dated |= ((const struct waiver *)x->waivers->pdata[i])->expires != NULL;
    if (dated && !x->in->today)
        add_note(x, "", 0, "no commit and no --today: the dates of waivers were not compared");
    if (x->notes->len == 0)
        return;
    struct note *all = arena_new_n(&r->arena, struct note, r->n_notes + x->notes->len);
    if (r->n_notes)
        memcpy(all, r->notes, r->n_notes * sizeof *all);
    memcpy(all + r->n_notes, x->notes->data, x->notes->len * sizeof *all);
    r->notes = all;
    r->n_notes += x->notes->len;
}

static int compare_waivers(gconstpointer pa, gconstpointer pb)
{
    const struct waiver *a = *(const struct waiver *const *)pa, *b = *(const struct waiver *const *)pb;
    int order = strcmp(a->path, b->path);
    if (!order && a->line != b->line)
        order = a->line < b->line ? -1 : 1;
    return order ? order : g_strcmp0(a->control, b->control);
}

void waivers_apply(struct report *r, const struct waiver_input *in)
{
    struct applying x = {.r = r, .in = in, .waivers = g_ptr_array_new(), .notes = g_array_new(FALSE, FALSE, sizeof(struct note)),
                         .findings = g_array_new(FALSE, FALSE, sizeof(struct finding))};
    g_array_append_vals(x.findings, r->findings, r->n_findings);
    read_comments(&x);
    read_file(&x);
    accept_by_comments(&x);
    accept_by_file(&x);
    report_waivers(&x);
    accept_by_baseline(&x);
    judge_settle(r, x.findings);
    score_with_waivers(r);
    count(r);
    append_notes(&x);
    g_ptr_array_sort(x.waivers, compare_waivers);
    r->n_waivers = x.waivers->len;
    r->waivers = arena_new_n(&r->arena, const struct waiver *, r->n_waivers + 1);
    for (unsigned i = 0; i < r->n_waivers; i++)
        r->waivers[i] = x.waivers->pdata[i];
    g_ptr_array_free(x.waivers, TRUE);
    g_array_unref(x.notes);
    g_array_unref(x.findings);
}

/* ---- a baseline ---- */

static int compare_lines(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char *waivers_baseline(const struct report *r)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    GString *out = g_string_new("# debtscan baseline: known findings, FINGERPRINT CONTROL PATH. Written by 'debtscan baseline'.\n");
    for (unsigned i = 0; i < r->n_findings; i++) {
        const struct finding *f = &r->findings[i];
        if (f->state == FINDING_OPEN || f->state == FINDING_BASELINE) {
            g_autofree char *shown = text_safe(f->path); /* a name with a line feed in it adds no line */
            g_ptr_array_add(lines, g_strdup_printf("%s %s %s", f->fingerprint, f->control->id, shown));
        }
    }
    g_ptr_array_sort(lines, compare_lines);
    for (guint i = 0; i < lines->len; i++)
        g_string_append_printf(out, "%s\n", (const char *)lines->pdata[i]);
    return g_string_free(out, FALSE);
}
