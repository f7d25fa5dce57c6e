/*
 * Judging: which kind of repository it is, which controls apply, what credit each subject earns,
 * and the findings of what is lacking.
 */
#include "judge/judge_priv.h"

#include <string.h>

#include "judge/subject.h"

#define MAX_EVIDENCE 50 /* of one control, as the report shows it */
#define MAX_DECLARED 10
#define MAX_LOOKED_FOR 8
#define CONFIDENCE_ABSENT 90 /* nothing was found, and everything was read */
#define CONFIDENCE_UNREAD 50 /* nothing was found, but not everything could be read */

struct judging {
    const struct model *m;
    struct report *r;
    struct arena *a;
    struct cond_context *x;
    GArray *findings;     /* struct finding */
    GHashTable *ordinals; /* what a fingerprint is made of -> how many so far */
    bool whole;           /* every file of the product could be read */
    struct place busiest; /* where findings about the repository stand */
    struct place reason;  /* what made the control in hand apply; file NO_INDEX without */
};

#define HALF_REPAID 50 /* 1/100 of a control's credit */

struct ruling {                      /* on one subject */
    int credit, low, high;           /* 1/100; credit may be CREDIT_UNKNOWN */
    bool open;                       /* it may be worth more than is known */
    const struct judge_entry *entry; /* what says where a finding stands; NULL for none */
    const char *message;             /* not filled in; NULL: no finding */
    const char *fix;
    int confidence;
    unsigned first_evidence; /* in the array of the control */
    unsigned n_evidence;
    bool faulty;             /* the finding is of something that is there, and stands at `fault` */
    struct evidence fault;
};

/* ---- text ---- */

static const char *squeezed(struct arena *a, const char *text)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *p = text ? text : ""; *p; p++) {
        bool space = g_ascii_isspace(*p);
        if (!space || (out->len && out->str[out->len - 1] != ' '))
            g_string_append_c(out, space ? ' ' : *p);
    }
    while (out->len && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    return arena_strndup(a, out->str, out->len);
}

/* Names of the scopes around a unit, outermost first. */
static char *symbol_path(const struct model *m, struct unit u)
{
    GString *out = g_string_new(NULL);
    if (u.file >= m->n_files || m->files[u.file].facts == NULL)
        return g_string_free(out, FALSE);
    const struct facts *f = m->files[u.file].facts;
    for (unsigned depth = 0; u.scope && u.scope < f->n_scopes && depth < 64; depth++) {
        const struct fact_scope *s = &f->scopes[u.scope];
        if (s->kind != SCOPE_MODULE)
            g_string_prepend(out, *facts_text(f, s->name) ? facts_text(f, s->name) : "()"),
                g_string_prepend_c(out, '.');
        u.scope = s->parent;
    }
    return g_string_free(out, FALSE);
}

struct fill { /* what a message's placeholders stand for */
    struct judging *j;
    const struct control *control;
    struct subject_ref subject;
    struct subject_view view;
    const struct evidence *evidence; /* the first, or NULL */
    struct place place;
};

/* What messages call an SDK: as the rules say it, else by its name. */
static const char *called_as(const struct ruleset *rules, const char *sdk)
{
    for (unsigned i = 0; sdk && i < rules->n_api_files; i++)
        if (g_str_equal(rules->api_files[i]->name, sdk))
            return rules->api_files[i]->called ? rules->api_files[i]->called : sdk;
    return sdk ? sdk : "the SDK";
}

static const char *placeholder(const struct fill *f, const char *name, size_t len)
{
    const struct model *m = f->j->m;
    unsigned n;
    const uint32_t *sites = subject_sites(m, &f->subject, &n);
    uint32_t index = n ? sites[0] : f->subject.kind == SUBJECT_REPOSITORY ? m->busiest : NO_INDEX;
    const struct site *site = index < m->n_sites ? &m->sites[index] : NULL;
    const struct route *route =
        f->subject.kind == SUBJECT_ROUTE ? &m->routes[f->subject.index] : NULL;
#define IS(word) (len == sizeof word - 1 && memcmp(name, word, len) == 0)
    if (IS("call"))
        return site && site->call ? squeezed(f->j->a, site->call) : "the model call";
    if (IS("model"))
        return site && site->model ? site->model : "a model chosen at run time";
    if (IS("function"))
        return site && site->function ? site->function : "the module";
    if (IS("value"))
        return f->evidence && f->evidence->value ? f->evidence->value
               : f->evidence                     ? f->evidence->text
                                                 : "";
    if (IS("name"))
        return f->view.name ? f->view.name : "";
    if (IS("path"))
        return route && route->path && *route->path ? route->path
               : f->place.file < m->n_files ? m->files[f->place.file].path
                                            : "";
    if (IS("method"))
        return route && route->method ? route->method : "";
    if (IS("sdk"))
        return called_as(m->rules, f->view.sdk ? f->view.sdk : site ? site->sdk : NULL);
    if (IS("count"))
        return arena_printf(f->j->a, "%u", cond_context_count(f->j->x));
#undef IS
    return NULL;
}

static const char *filled(const struct fill *f, const char *message)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *p = message; *p;) {
        const char *end = *p == '{' ? strchr(p, '}') : NULL;
        const char *value = end ? placeholder(f, p + 1, (size_t)(end - p - 1)) : NULL;
        if (value) {
            g_string_append(out, value);
            p = end + 1;
        } else {
            g_string_append_c(out, *p++);
        }
    }
    return arena_strndup(f->j->a, out->str, out->len);
}

/* ---- places ---- */

static struct place place_of(uint32_t file, uint32_t line)
{
    return (struct place){
        .file = file, .line = line, .end_line = line, .column = 1, .end_column = 1};
}

static unsigned depth_of(const char *path)
{
    unsigned n = 0;
    for (; *path; path++)
        n += *path == '/';
    return n;
}

static bool is_readme(const char *path)
{
    const char *slash = strrchr(path, '/');
    return g_ascii_strncasecmp(slash ? slash + 1 : path, "readme", 6) == 0;
}

/* The busiest site, else the topmost manifest, README or source file: always a file that exists. */
static struct place repository_place(const struct model *m)
{
    if (m->busiest < m->n_sites)
        return m->sites[m->busiest].place;
    uint32_t best = NO_INDEX;
    unsigned best_rank = 0, best_depth = 0;
    for (uint32_t i = 0; i < m->n_files; i++) {
        const struct project_file *f = &m->files[i];
        unsigned rank = f->class.zone == ZONE_VENDORED                  ? 0
                        : f->facts && f->facts->n_dependencies          ? 4
                        : is_readme(f->path)                            ? 3
                        : zone_is_product(f->class.zone) && f->language ? 2
                                                                        : 1;
        unsigned depth = depth_of(f->path);
        if (best == NO_INDEX || rank > best_rank || (rank == best_rank && depth < best_depth)) {
            best = i;
            best_rank = rank;
            best_depth = depth;
        }
    }
    return place_of(best, 1);
}

static bool is_real(const struct model *m, struct place p)
{
    return p.file < m->n_files;
}

static struct place finding_place(const struct judging *j, const struct ruling *ruling,
                                  struct subject_ref s, const struct subject_view *v,
                                  const struct evidence *evidence, unsigned n_evidence)
{
    const struct model *m = j->m;
    const struct judge_entry *entry = ruling->entry;
    const char *at = entry && entry->at ? entry->at : ruling->faulty ? "evidence" : "subject";
    const struct site *site = s.kind == SUBJECT_SITE ? &m->sites[s.index] : NULL;
    struct place p = v->place;
    unsigned n;
    const uint32_t *sites = subject_sites(m, &s, &n);
    if (g_str_equal(at, "busiest") || (g_str_equal(at, "applies") && !is_real(m, j->reason)))
        p = j->busiest;
    else if (g_str_equal(at, "applies"))
        p = j->reason;
    else if (g_str_equal(at, "evidence") && n_evidence)
        p = evidence->place;
    else if (g_str_equal(at, "client") && site && is_real(m, site->client))
        p = site->client;
    else if (g_str_equal(at, "site") && n && sites[0] < m->n_sites)
        p = m->sites[sites[0]].place;
    else if (g_str_equal(at, "sink") && site && site->n_flows) {
        p = site->flows[0].place;
        for (unsigned i = 0; i < n_evidence; i++)
            for (unsigned k = 0; k < site->n_flows; k++)
                if (evidence[i].place.file == site->flows[k].place.file &&
                    evidence[i].place.line == site->flows[k].place.line) {
                    p = site->flows[k].place;
                    i = n_evidence - 1;
                    break;
                }
    }
    if (!is_real(m, p))
        p = is_real(m, v->place) ? v->place : j->busiest;
    p.line = MAX(p.line, 1);
    p.end_line = MAX(p.end_line, p.line);
    p.column = MAX(p.column, 1);
    return p;
}

/* ---- findings ---- */

/* P12: what does not change when lines or files move. The group is that without the number among equals. */
static void fingerprint(struct judging *j, struct finding *f, const struct control *c,
                        const struct language *lang, const char *symbol, const char *text)
{
    g_autofree char *key =
        g_strdup_printf("%s\n%s\n%s\n%s", c->id, lang ? lang->name : "", symbol, text);
    guint ordinal = GPOINTER_TO_UINT(g_hash_table_lookup(j->ordinals, key));
    g_hash_table_insert(j->ordinals, g_strdup(key), GUINT_TO_POINTER(ordinal + 1));
    g_autofree char *whole = g_strdup_printf("%s\n%u", key, ordinal);
    g_autofree char *hex = g_compute_checksum_for_string(G_CHECKSUM_SHA256, whole, -1);
    g_autofree char *group = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
    memcpy(f->fingerprint, hex, sizeof f->fingerprint);
    f->group = arena_strdup(j->a, group);
    f->symbol = arena_strdup(j->a, symbol);
}

/* What the subject is, in text that stays when it moves. */
static const char *subject_text(const struct judging *j, struct subject_ref s,
                                const struct subject_view *v)
{
    const struct model *m = j->m;
    switch (s.kind) {
    case SUBJECT_SITE:
        return squeezed(j->a, m->sites[s.index].symbol ? m->sites[s.index].symbol
                                                       : m->sites[s.index].call);
    case SUBJECT_ROUTE:
        return arena_printf(j->a, "%s %s", v->kind ? v->kind : "", v->name ? v->name : "");
    case SUBJECT_SECRET:
        return arena_printf(j->a, "%s %s", v->kind ? v->kind : "",
                            m->secrets[s.index].redacted ? m->secrets[s.index].redacted : "");
    case SUBJECT_REPOSITORY:
        return "repository";
    default:
        return squeezed(j->a, v->name);
    }
}

static const char *first_line(struct arena *a, const char *text)
{
    return text ? squeezed(a, arena_strndup(a, text, strcspn(text, "\n"))) : NULL;
}

/* The control's fix for the SDK in this language, for the language or its family, or in words. */
static const char *fix_of(const struct control *c, const char *sdk, const struct language *lang)
{
    g_autofree char *own = sdk && lang ? g_strconcat(sdk, "-", lang->name, NULL) : NULL;
    g_autofree char *kin = sdk && lang && lang->family ? g_strconcat(sdk, "-", lang->family, NULL) : NULL;
    const char *keys[] = {own, kin, lang ? lang->name : NULL, lang ? lang->family : NULL, "text"};
    for (unsigned k = 0; k < G_N_ELEMENTS(keys); k++)
        for (unsigned i = 0; keys[k] && i < c->n_fix; i++)
            if (g_str_equal(c->fix[i].key, keys[k]))
                return c->fix[i].value;
    return NULL;
}

/* Where a lack was looked for, in one line. */
static const char *looked_for(struct judging *j, const struct control *c)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    g_autoptr(GString) out = g_string_new(NULL);
    for (unsigned i = 0; i < c->n_entries; i++)
        cond_looks_for(j->x, c->entries[i].when, list);
    for (unsigned i = 0; i < list->len && i < MAX_LOOKED_FOR; i++)
        g_string_append_printf(out, "%s%s", i ? ", " : "", (const char *)list->pdata[i]);
    if (list->len > MAX_LOOKED_FOR)
        g_string_append_printf(out, " and %u more", list->len - MAX_LOOKED_FOR);
    return out->len ? arena_strndup(j->a, out->str, out->len) : NULL;
}

/* Text of evidence without the path of its file. */
static const char *evidence_text(const struct judging *j, const struct evidence *e)
{
    const char *text = e->text;
    if (is_real(j->m, e->place) && g_str_has_prefix(text, j->m->files[e->place.file].path))
        text += strlen(j->m->files[e->place.file].path);
    return squeezed(j->a, text);
}

/* What is half repaid is one step less severe than what is not repaid at all; what is wrong there is not. */
static enum severity finding_severity(const struct control *c, const struct ruling *ruling)
{
    if (ruling->entry && ruling->entry->severity >= 0)
        return (enum severity)ruling->entry->severity;
    bool half = !ruling->faulty && ruling->credit != CREDIT_UNKNOWN && ruling->credit >= HALF_REPAID;
    return half && c->severity > SEVERITY_LOW ? c->severity - 1 : c->severity;
}

static void add_finding(struct judging *j, const struct control *c, struct subject_ref s,
                        const struct ruling *ruling, const struct evidence *evidence,
                        unsigned n_evidence, bool each, int effort)
{
    const struct model *m = j->m;
    struct subject_view v = subject_view(m, s);
    struct fill fill = {j,
                        c,
                        s,
                        v,
                        n_evidence ? evidence : NULL,
                        finding_place(j, ruling, s, &v, evidence, n_evidence)};
    const struct language *own = is_real(m, v.place) ? m->files[v.place.file].language : NULL;
    const struct language *here =
        is_real(m, fill.place) ? m->files[fill.place.file].language : NULL;
    if (!is_real(m, fill.place))
        return; /* nothing to point at: the repository has no file */
    struct finding f = {.control = c,
                        .place = fill.place,
                        .path = m->files[fill.place.file].path,
                        .confidence = ruling->confidence,
                        .effort_minutes = effort,
                        .site = s.kind == SUBJECT_SITE ? s.index : NO_INDEX};
    f.severity = finding_severity(c, ruling);
    f.message = filled(&fill, ruling->message);
    f.fix = first_line(j->a, ruling->fix ? filled(&fill, ruling->fix) : fix_of(c, v.sdk, here));
    if (s.kind == SUBJECT_REPOSITORY && n_evidence == 0)
        f.looked_for = looked_for(j, c);
    g_autofree char *symbol = symbol_path(m, v.unit);
    f.subject = s.index;
    f.callee = s.kind == SUBJECT_SITE && m->sites[s.index].call ? squeezed(j->a, m->sites[s.index].call)
                                                                : subject_text(j, s, &v);
    fingerprint(j, &f, c, each ? here : own, symbol,
                each ? evidence_text(j, evidence) : subject_text(j, s, &v));
    g_array_append_val(j->findings, f);
}

static int compare_findings(gconstpointer pa, gconstpointer pb)
{
    const struct finding *a = pa, *b = pb;
    int order = (int)b->severity - (int)a->severity;
    if (!order)
        order = strcmp(a->control->id, b->control->id);
    if (!order)
        order = strcmp(a->path, b->path);
    if (!order && a->place.line != b->place.line)
        order = a->place.line < b->place.line ? -1 : 1;
    if (!order && a->place.column != b->place.column)
        order = a->place.column < b->place.column ? -1 : 1;
    return order ? order : strcmp(a->fingerprint, b->fingerprint);
}

/* ---- one subject ---- */

/*
 * A subject is sure of `sure` (CREDIT_UNKNOWN: of nothing), may be worth as little as `low` and as
 * much as `high`. A lack that is not proven does not count: only what may be more leaves the credit
 * open, and then it is as near to unknown as the bounds allow (P9).
 */
static void settle(struct ruling *r, int sure, int low, int high)
{
    r->low = low;
    r->high = high;
    r->open = sure == CREDIT_UNKNOWN || high > sure;
    if (!r->open)
        r->credit = sure;
    else if (sure == CREDIT_UNKNOWN || (sure < 50 && high > 50))
        r->credit = CREDIT_UNKNOWN;
    else
        r->credit = CLAMP(50, sure, high);
}

static void rule_first(struct judging *j, const struct control *c, struct subject_ref s,
                       GArray *evidence, struct ruling *r)
{
    int low = 100, high = 0, sure = 0;
    enum truth t = TRUTH_NO;
    for (unsigned i = 0; i < c->n_entries && t != TRUTH_YES; i++) {
        const struct judge_entry *e = &c->entries[i];
        t = cond_eval(j->x, e->when, s, evidence);
        if (t == TRUTH_NO)
            continue;
        low = MIN(low, e->credit == CREDIT_UNKNOWN ? 0 : e->credit);
        high = MAX(high, e->credit == CREDIT_UNKNOWN ? 100 : e->credit);
        if (t == TRUTH_YES) {
            r->entry = e;
            r->message = e->message;
            r->fix = e->fix;
            sure = e->credit;
        }
    }
    settle(r, sure, t == TRUTH_YES ? low : 0, high);
}

/* An entry of a sum that holds, and earns nothing, says what is wrong. Its evidence speaks for nothing. */
static void rule_fault(const struct judge_entry *e, struct ruling *r, GArray *evidence, unsigned before)
{
    if (!r->faulty) {
        r->entry = e;
        r->fix = e->fix;
    }
    if (!r->faulty && evidence->len > before) {
        r->faulty = true;
        r->fault = g_array_index(evidence, struct evidence, before);
    }
    g_array_set_size(evidence, before);
}

/* Adds up; the messages of what is missing, behind those of what is wrong, are joined into one. */
static void rule_sum(struct judging *j, const struct control *c, struct subject_ref s,
                     GArray *evidence, struct ruling *r)
{
    int low = 0, high = 0, most = 100;
    g_autoptr(GString) missing = g_string_new(NULL), wrong = g_string_new(NULL);
    for (unsigned i = 0; i < c->n_entries; i++) {
        const struct judge_entry *e = &c->entries[i];
        unsigned before = evidence->len;
        enum truth t = cond_eval(j->x, e->when, s, evidence);
        if (t == TRUTH_YES && e->most >= 0)
            most = MIN(most, e->most);
        if (e->credit == 0) {
            if (t == TRUTH_YES && e->message) {
                g_string_append_printf(wrong, "%s%s", wrong->len ? "; " : "", e->message);
                rule_fault(e, r, evidence, before);
            }
            g_array_set_size(evidence, before);
            continue;
        }
        bool unknown = t == TRUTH_UNKNOWN || (t == TRUTH_YES && e->credit == CREDIT_UNKNOWN);
        low += t == TRUTH_YES && !unknown ? e->credit : 0;
        high += unknown ? MAX(e->credit, 0) : t == TRUTH_YES ? e->credit : 0;
        if (t != TRUTH_NO || e->message == NULL)
            continue;
        g_string_append_printf(missing, "%s%s", missing->len ? "; " : "", e->message);
        if (r->entry == NULL) {
            r->entry = e;
            r->fix = e->fix;
        }
    }
    settle(r, MIN(low, most), MIN(low, most), MIN(high, most));
    if (wrong->len && missing->len)
        g_string_append(wrong, "; ");
    g_string_append(wrong, missing->str);
    if (wrong->len == 0)
        return;
    wrong->str[0] = g_ascii_toupper(wrong->str[0]);
    if (!g_str_has_suffix(wrong->str, "."))
        g_string_append_c(wrong, '.');
    r->message = arena_strndup(j->a, wrong->str, wrong->len);
}

static void rule_best(struct judging *j, const struct control *c, struct subject_ref s,
                      GArray *evidence, struct ruling *r)
{
    int low = 0, high = 0;
    g_autoptr(GArray) seen = g_array_new(FALSE, FALSE, sizeof(struct evidence));
    for (unsigned i = 0; i < c->n_entries; i++) {
        const struct judge_entry *e = &c->entries[i];
        g_array_set_size(seen, 0);
        enum truth t = cond_eval(j->x, e->when, s, seen);
        if (t == TRUTH_NO)
            continue;
        bool unknown = t == TRUTH_UNKNOWN || e->credit == CREDIT_UNKNOWN;
        high = MAX(high, e->credit == CREDIT_UNKNOWN ? 100 : e->credit);
        if (unknown || (r->entry && e->credit <= low))
            continue;
        low = e->credit;
        r->entry = e;
        r->message = e->message;
        r->fix = e->fix;
        g_array_set_size(evidence, r->first_evidence);
        g_array_append_vals(evidence, seen->data, seen->len);
    }
    settle(r, low, low, MAX(low, high));
}

static struct ruling rule_on(struct judging *j, const struct control *c, struct subject_ref s,
                             GArray *evidence)
{
    struct ruling r = {.first_evidence = evidence->len};
    if (c->shape == JUDGE_FIRST)
        rule_first(j, c, s, evidence, &r);
    else if (c->shape == JUDGE_SUM)
        rule_sum(j, c, s, evidence, &r);
    else
        rule_best(j, c, s, evidence, &r);
    r.n_evidence = evidence->len - r.first_evidence;
    int sum = 0;
    for (unsigned i = r.first_evidence; i < evidence->len; i++)
        sum += g_array_index(evidence, struct evidence, i).confidence;
    if (r.entry && r.entry->confidence > 0)
        r.confidence = r.entry->confidence;
    else if (r.n_evidence)
        r.confidence = (sum + (int)r.n_evidence / 2) / (int)r.n_evidence;
    else if (s.kind == SUBJECT_REPOSITORY)
        r.confidence = j->whole ? CONFIDENCE_ABSENT : CONFIDENCE_UNREAD;
    else
        r.confidence = subject_view(j->m, s).confidence;
    if (r.open || r.credit >= CREDIT_PASS || (r.message && !*r.message))
        r.message = NULL; /* what is not certain, or good enough, is no finding */
    return r;
}

/* ---- one control ---- */

static GArray *subjects_of(struct judging *j, const struct control *c)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(struct subject_ref));
    g_autoptr(GArray) scratch = g_array_new(FALSE, FALSE, sizeof(struct evidence));
    if (c->subject == SUBJECT_REPOSITORY) {
        struct subject_ref s = SUBJECT_NONE;
        g_array_append_val(out, s);
        return out;
    }
    for (uint32_t i = 0; i < subject_count(j->m, c->subject); i++) {
        struct subject_ref s = {c->subject, i};
        if (subject_counts(j->m, s) && cond_eval(j->x, c->where, s, scratch) == TRUTH_YES)
            g_array_append_val(out, s);
        g_array_set_size(scratch, 0);
    }
    return out;
}

static void not_applicable(struct outcome *o, const char *reason)
{
    o->status = STATUS_NOT_APPLICABLE;
    o->credit = o->credit_low = o->credit_high = -1;
    o->reason = reason;
}

static int mean(int64_t sum, unsigned n)
{
    return (int)((2 * sum + n) / (2 * n));
}

/* Credits of all subjects as one, with its bounds and the status they amount to. */
static void weigh(struct outcome *o, const struct ruling *rulings, unsigned n)
{
    int64_t credit = 0, low = 0, high = 0, confidence = 0;
    unsigned unknown = 0, failed = 0, none = 0, passed = 0;
    for (unsigned i = 0; i < n; i++) {
        const struct ruling *r = &rulings[i];
        credit += r->credit == CREDIT_UNKNOWN ? 50 : r->credit;
        low += r->low;
        high += r->high;
        confidence += r->confidence;
        unknown += r->open && r->credit < CREDIT_PASS;
        passed += r->credit >= CREDIT_PASS;
        failed += !r->open && r->credit < CREDIT_PASS;
        none += !r->open && r->credit == 0;
    }
    o->total = n;
    o->credit = mean(credit, n);
    o->credit_low = mean(low, n);
    o->credit_high = mean(high, n);
    o->confidence = mean(mean(confidence, n) * (int64_t)(n - unknown), n);
    o->satisfied = passed;
    /* What was seen of some, when it is a good part even if nothing else is in order, is no unknown. */
    bool partly = passed && o->credit_low >= CREDIT_PARTLY;
    o->status = none == n                                ? STATUS_MISSING
                : failed                                 ? STATUS_PARTIAL
                : !unknown || o->credit_low >= CREDIT_PASS ? STATUS_SATISFIED
                : partly                                 ? STATUS_PARTIAL
                                                         : STATUS_UNKNOWN;
    if (o->n_subjects == 0)
        o->satisfied = o->total = 0;
}

/* A gate is open or shut: what was found decides, not how much of it. */
static void weigh_gate(struct judging *j, struct outcome *o, unsigned first_finding)
{
    o->n_findings = j->findings->len - first_finding;
    for (unsigned i = first_finding; i < j->findings->len; i++)
        o->n_gate += g_array_index(j->findings, struct finding, i).confidence >= GATE_CONFIDENCE;
    if (o->n_findings) {
        o->status = STATUS_MISSING;
        o->credit = o->credit_low = 0;
        o->credit_high = MAX(o->credit_high, 0);
    } else if (o->status != STATUS_UNKNOWN) {
        o->status = STATUS_SATISFIED;
        o->credit = o->credit_low = o->credit_high = 100;
    }
}

static bool is_kept(const struct outcome *o, const struct evidence *e)
{
    for (unsigned i = 0; i < o->n_evidence; i++)
        if (o->evidence[i].place.file == e->place.file && o->evidence[i].place.line == e->place.line &&
            g_str_equal(o->evidence[i].text, e->text))
            return true;
    return false;
}

static void keep_evidence(struct judging *j, struct outcome *o, const GArray *evidence,
                          const struct ruling *rulings, unsigned n)
{
    const GArray *declared = cond_context_declared(j->x);
    o->evidence = arena_new_n(j->a, struct evidence, MAX_EVIDENCE + MAX_DECLARED);
    for (unsigned i = 0; i < n; i++) {
        const struct ruling *r = &rulings[i];
        for (unsigned k = 0; r->credit > 0 && k < r->n_evidence && o->n_evidence < MAX_EVIDENCE;
             k++) {
            const struct evidence *e =
                &g_array_index(evidence, struct evidence, r->first_evidence + k);
            if (!is_kept(o, e))
                o->evidence[o->n_evidence++] = *e;
        }
    }
    for (unsigned i = 0; i < declared->len && i < MAX_DECLARED; i++)
        o->evidence[o->n_evidence++] = g_array_index(declared, struct evidence, i);
}

/* Effort of each finding, so that their sum is the control's debt: the first one builds the
 * pattern. */
static int finding_effort(const struct outcome *o, const struct ruling *r, bool builds)
{
    if (o->control->gate)
        return o->effort_each ? o->effort_each : o->effort_once;
    if (o->n_subjects == 0)
        return (o->effort_once * (100 - r->credit) + 50) / 100;
    return (o->effort_each * (100 - r->credit) + 50) / 100 + (builds ? o->effort_once : 0);
}

static void find(struct judging *j, const struct outcome *o, struct subject_ref s,
                 const struct ruling *r, const GArray *evidence, bool builds)
{
    const struct control *c = o->control;
    const struct evidence *own =
        r->n_evidence ? &g_array_index(evidence, struct evidence, r->first_evidence) : NULL;
    int effort = finding_effort(o, r, builds);
    if (r->faulty) {
        add_finding(j, c, s, r, &r->fault, 1, false, effort);
        return;
    }
    if (!own || !c->gate || s.kind != SUBJECT_REPOSITORY) {
        add_finding(j, c, s, r, own, r->n_evidence, false, effort);
        return;
    }
    for (unsigned i = 0; i < r->n_evidence;
         i++) /* a gate of the repository is violated as often as that */
        add_finding(j, c, s, r, own + i, 1, true, effort);
}

/* Why a control does not apply: in its own words, unless it is not for repositories of this kind. */
static const char *why_not(struct judging *j, const struct control *c)
{
    return c->not_applicable && !cond_refuses_kind(j->x, c->applies) ? c->not_applicable
                                                                     : cond_describe(j->x, c->applies, SUBJECT_NONE);
}

/* Whether a control applies to the repository, and what made it apply, where a finding may stand. */
static enum truth applies_to(struct judging *j, const struct control *c, GArray *evidence)
{
    cond_context_forget(j->x);
    g_array_set_size(evidence, 0);
    enum truth t = cond_eval(j->x, c->applies, SUBJECT_NONE, evidence);
    j->reason = evidence->len ? g_array_index(evidence, struct evidence, 0).place : place_of(NO_INDEX, 0);
    return t;
}

static void judge_control(struct judging *j, struct outcome *o)
{
    const struct control *c = o->control;
    g_autoptr(GArray) evidence = g_array_new(FALSE, FALSE, sizeof(struct evidence));
    g_autoptr(GArray) subjects = NULL;
    enum truth t = applies_to(j, c, evidence);
    if (t == TRUTH_YES)
        subjects = subjects_of(j, c);
    if ((!subjects || !subjects->len) && c->otherwise && applies_to(j, c->otherwise, evidence) == TRUTH_YES) {
        g_clear_pointer(&subjects, g_array_unref);
        c = c->otherwise;
        subjects = subjects_of(j, c);
    } else if (t != TRUTH_YES) {
        not_applicable(o, t == TRUTH_UNKNOWN ? "cannot be told whether it applies" : why_not(j, c));
        return;
    }
    cond_context_forget(j->x);
    g_array_set_size(evidence, 0);
    if (subjects->len == 0 && !c->gate) {
        not_applicable(o, c->not_applicable ? c->not_applicable
                                            : arena_printf(j->a, "no %s to judge", subject_name(c->subject)));
        return;
    }
    g_autofree struct ruling *rulings = g_new0(struct ruling, subjects->len + 1);
    unsigned first_finding = j->findings->len, n = subjects->len;
    bool passes = false, any_unknown = false;
    o->subjects = arena_new_n(j->a, struct subject_credit, n + 1);
    for (unsigned i = 0; i < n; i++) {
        rulings[i] = rule_on(j, c, g_array_index(subjects, struct subject_ref, i), evidence);
        passes |= rulings[i].credit >= CREDIT_PASS;
        any_unknown |= rulings[i].open && rulings[i].credit < CREDIT_PASS;
        if (c->subject != SUBJECT_REPOSITORY)
            o->subjects[o->n_subjects++] = (struct subject_credit){
                g_array_index(subjects, struct subject_ref, i).index, rulings[i].credit, rulings[i].low, rulings[i].high};
    }
    bool builds = !passes;
    for (unsigned i = 0; i < n; i++)
        if (rulings[i].message) {
            find(j, o, g_array_index(subjects, struct subject_ref, i), &rulings[i], evidence,
                 builds);
            builds = false;
        }
    if (n)
        weigh(o, rulings, n);
    else /* a gate with nothing to look at is open */
        o->confidence = j->whole ? CONFIDENCE_ABSENT : CONFIDENCE_UNREAD;
    if (c->gate)
        weigh_gate(j, o, first_finding);
    o->n_findings = j->findings->len - first_finding;
    keep_evidence(j, o, evidence, rulings, n);
    if (any_unknown)
        o->reason = arena_printf(j->a, "the scan cannot see it; ask the team: %s",
                                 c->question ? c->question : c->title);
    o->debt_minutes = o->effort_minutes = score_debt(o);
}

/* ---- the repository ---- */

static const char *decide_kind(struct judging *j)
{
    const struct ruleset *rules = j->m->rules;
    g_autoptr(GArray) evidence = g_array_new(FALSE, FALSE, sizeof(struct evidence));
    for (unsigned i = 0; i < rules->n_kinds; i++)
        if (cond_eval(j->x, rules->kinds[i].when, SUBJECT_NONE, evidence) == TRUTH_YES)
            return rules->kinds[i].kind;
    return "none";
}

/* Whether all code of the product could be read. */
static bool all_read(const struct model *m)
{
    if (score_is_partial(m))
        return false;
    for (unsigned i = 0; i < m->n_files; i++) {
        const struct project_file *f = &m->files[i];
        if (zone_is_product(f->class.zone) && f->facts && f->facts->status == FACTS_FAILED)
            return false;
    }
    return true;
}

void judge_settle(struct report *r, GArray *findings)
{
    g_array_sort(findings, compare_findings);
    r->n_findings = findings->len;
    r->findings = findings->len ? arena_memdup(&r->arena, findings->data, sizeof(struct finding) * findings->len)
                                : arena_new(&r->arena, struct finding);
    for (unsigned i = 0; i < r->n_outcomes; i++) {
        struct outcome *o = &r->outcomes[i];
        o->findings = arena_new_n(&r->arena, uint32_t, o->n_findings + 1);
        o->n_findings = 0;
    }
    for (uint32_t i = 0; i < r->n_findings; i++)
        for (unsigned k = 0; k < r->n_outcomes; k++) {
            struct outcome *o = &r->outcomes[k];
            if (o->control == r->findings[i].control) {
                o->findings[o->n_findings++] = i;
                break;
            }
        }
}

static int compare_languages(const void *a, const void *b)
{
    return strcmp(((const struct language_count *)a)->name,
                  ((const struct language_count *)b)->name);
}

static void count_files(struct report *r)
{
    const struct model *m = r->model;
    r->languages = arena_new_n(&r->arena, struct language_count, m->rules->n_languages + 1);
    for (unsigned i = 0; i < m->n_files; i++) {
        const struct project_file *f = &m->files[i];
        bool parsed = f->facts && f->facts->status == FACTS_PARSED;
        r->n_files++;
        r->n_bytes += f->size;
        r->n_parsed += parsed;
        r->n_skipped += !parsed;
        unsigned k = 0;
        while (f->language && k < r->n_languages &&
               !g_str_equal(r->languages[k].name, f->language->name))
            k++;
        if (f->language && k == r->n_languages && k < m->rules->n_languages)
            r->languages[r->n_languages++] = (struct language_count){f->language->name, 0};
        if (f->language && k < r->n_languages)
            r->languages[k].files++;
    }
    if (r->n_languages)
        qsort(r->languages, r->n_languages, sizeof *r->languages, compare_languages);
}

static void take_settings(struct report *r, const struct ruleset *rules, const struct settings *s)
{
    r->profile = s ? s->profile : *profile_usual(rules);
    r->settings = s ? s->file : NULL;
    const char *weights = profile_weights(&r->profile, &r->arena);
    r->score_model = weights ? arena_printf(&r->arena, SCORE_MODEL_VERSION " (%s)", weights) : SCORE_MODEL_VERSION;
}

static void take_effort(struct outcome *o, const struct control *c, const struct settings *s)
{
    *o = (struct outcome){.control = c, .effort_once = c->effort_once, .effort_each = c->effort_each};
    for (unsigned i = 0; s && i < s->n_efforts; i++)
        if (g_str_equal(s->efforts[i].control, c->id)) {
            o->effort_once = s->efforts[i].once;
            o->effort_each = s->efforts[i].each;
        }
}

struct report *judge_view(const struct model *m, const struct judge_options *options, struct cond_index *index)
{
    const struct settings *settings = options ? options->settings : NULL;
    struct report *r = g_new0(struct report, 1);
    arena_init(&r->arena);
    struct judging j = {.m = m, .r = r, .a = &r->arena};
    j.x = cond_context_new(m, &r->arena, index);
    j.findings = g_array_new(FALSE, FALSE, sizeof(struct finding));
    j.ordinals = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    j.whole = all_read(m);
    j.busiest = repository_place(m);
    r->model = m;
    r->name = m->name;
    r->notes = m->notes;
    r->n_notes = m->n_notes;
    r->gate = -1;
    r->gate_reasons = arena_new_n(&r->arena, const char *, 1);
    take_settings(r, m->rules, settings);
    cond_context_set_settings(j.x, settings);
    r->kind = options && options->kind ? options->kind : settings && settings->kind ? settings->kind : decide_kind(&j);
    cond_context_set_kind(j.x, r->kind);
    cond_context_forget(j.x);

    r->n_outcomes = m->rules->n_controls;
    r->outcomes = arena_new_n(&r->arena, struct outcome, r->n_outcomes + 1);
    for (unsigned i = 0; i < r->n_outcomes; i++) {
        take_effort(&r->outcomes[i], m->rules->controls[i], settings);
        if (g_str_equal(r->kind, "none") &&
            !m->rules->controls[i]->gate) /* a credential is one anywhere */
            not_applicable(&r->outcomes[i], "the repository has no AI surface");
        else
            judge_control(&j, &r->outcomes[i]);
    }
    judge_settle(r, j.findings);
    count_files(r);
    score_report(r);
    if (!options || !options->no_plan)
        plan_build(r, j.x, options && options->gate >= 0 ? options->gate : r->profile.target);

    cond_context_free(j.x);
    g_array_unref(j.findings);
    g_hash_table_unref(j.ordinals);
    if (options && options->components)
        judge_components(r, options, index);
    return r;
}

struct report *judge_model(const struct model *m, const struct judge_options *options)
{
    struct cond_index *index = cond_index_new(m);
    struct report *r = judge_view(m, options, index);
    cond_index_free(index);
    return r;
}

void report_free(struct report *r)
{
    if (r == NULL)
        return;
    arena_fini(&r->arena);
    g_free(r);
}
