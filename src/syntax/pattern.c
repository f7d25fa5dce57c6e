#include "syntax/pattern.h"

#include <string.h>

#include "syntax/predicate.h"

enum step_kind { STEP_SYMBOL, STEP_NAMED, STEP_ANY, STEP_ONE_OF };
enum quantifier { ONE, OPTIONAL, MANY, SOME }; /* "" ? * + */

#define MAX_CAPTURES 3
#define PRIVATE_PART 256 /* parts from here on are @_names, for predicates only */
#define MAX_NESTING 32

struct step {
    uint8_t kind, quantifier;
    bool first; /* `.` before it */
    TSSymbol symbol;
    TSFieldId field;
    uint32_t captures[MAX_CAPTURES];
    unsigned n_captures;
    struct step *kids; /* also the alternatives of STEP_ONE_OF */
    unsigned n_kids;
    TSFieldId *absent; /* !field */
    unsigned n_absent;
};

struct rule {
    uint32_t construct, class;
    struct step root;
    GPtrArray *predicates;
    struct rule *next; /* in the order of trial: later ones of the file first */
};

struct patterns {
    GPtrArray *rules;    /* struct rule *, owned */
    struct rule **first; /* by symbol; entries beyond the first alternative are copies of the list head */
    uint32_t *roles;     /* by symbol */
    uint32_t n_symbols;
    GPtrArray *lists;    /* struct rule *: list links, owned */
};

/* ---- reading ---- */

struct reader {
    const TSLanguage *language;
    const struct pattern_vocabulary *words;
    const char *source, *section, *at;
    char *file;
    GPtrArray *privates; /* names of @_captures of the pattern in hand */
    GPtrArray *predicates;
    uint32_t construct;  /* of the pattern in hand, 0 until its capture was read */
    uint32_t role;       /* of the first part captured */
    GPtrArray *parts;    /* "construct" of each dotted capture, to compare with the construct at the end */
    unsigned nesting;
    bool inherited;      /* the section in hand is a parent's: what the grammar lacks is left out */
    bool unknown;        /* the pattern in hand names a node or field that the grammar lacks */
    GError **error;
};

static bool fail(struct reader *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool fail(struct reader *r, const char *format, ...)
{
    if (r->error && *r->error)
        return false;
    unsigned line = 1;
    for (const char *p = r->section; p < r->at; p++)
        line += *p == '\n';
    va_list args;
    va_start(args, format);
    g_autofree char *what = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error(r->error, g_quark_from_static_string("debtscan-syntax"), 0, "%s:%u: %s", r->file, line, what);
    return false;
}

static bool fail_unknown(struct reader *r, const char *what, const char *name)
{
    r->unknown = true;
    return fail(r, "the grammar has no %s '%s'", what, name);
}

/* The sources of several files are joined by lines `;; FILE`. */
static void enter_section(struct reader *r, const char *name, size_t len)
{
    g_free(r->file);
    r->file = g_strndup(name, len);
    r->section = name + len + (name[len] == '\n');
    r->inherited = strstr(r->section, "\n;; ") || g_str_has_prefix(r->section, ";; ");
}

static void skip_blank(struct reader *r)
{
    for (;; r->at++) {
        if (*r->at == ';') {
            const char *line = r->at;
            size_t len = strcspn(line, "\n");
            if (g_str_has_prefix(line, ";; ") && (line == r->source || line[-1] == '\n'))
                enter_section(r, line + 3, len - 3);
            r->at += len;
        }
        if (!*r->at || !g_ascii_isspace(*r->at))
            return;
    }
}

static bool word_char(char c)
{
    return g_ascii_isalnum(c) || c == '_' || c == '-' || c == '.' || c == '?' || c == '!';
}

/* A word; names of nodes end before `?` and `!`, names of predicates do not. */
static char *read_word(struct reader *r, bool predicate)
{
    const char *start = r->at;
    while (word_char(*r->at) && (predicate || (*r->at != '?' && *r->at != '!')))
        r->at++;
    return g_strndup(start, (gsize)(r->at - start));
}

/* A string in quotes; the reader stands on the first one. NULL on error. */
static char *read_quoted(struct reader *r)
{
    GString *s = g_string_new(NULL);
    for (r->at++; *r->at && *r->at != '"' && *r->at != '\n'; r->at++) {
        if (*r->at == '\\' && r->at[1]) {
            r->at++;
            g_string_append_c(s, *r->at == 'n' ? '\n' : *r->at == 't' ? '\t' : *r->at);
        } else {
            g_string_append_c(s, *r->at);
        }
    }
    if (*r->at != '"') {
        fail(r, "a string without its closing quote");
        g_string_free(s, TRUE);
        return NULL;
    }
    r->at++;
    return g_string_free(s, FALSE);
}

static uint32_t word_index(const char *const *words, unsigned n, const char *word, size_t len)
{
    for (unsigned i = 1; i < n; i++)
        if (strlen(words[i]) == len && memcmp(words[i], word, len) == 0)
            return i;
    return 0;
}

static uint32_t private_part(struct reader *r, const char *name)
{
    for (guint i = 0; i < r->privates->len; i++)
        if (strcmp(r->privates->pdata[i], name) == 0)
            return PRIVATE_PART + i;
    g_ptr_array_add(r->privates, g_strdup(name));
    return PRIVATE_PART + r->privates->len - 1;
}

/* What a capture name stands for in a match: a part, a private part; 0 for the construct itself. */
static bool capture_part(struct reader *r, const char *name, uint32_t *part, uint32_t *construct)
{
    *part = *construct = 0;
    if (*name == '_') {
        *part = private_part(r, name);
        return true;
    }
    const char *dot = strchr(name, '.');
    size_t len = dot ? (size_t)(dot - name) : strlen(name);
    *construct = word_index(r->words->constructs, r->words->n_constructs, name, len);
    if (!*construct)
        return fail(r, "unknown capture '@%s'", name);
    if (dot) {
        *part = word_index(r->words->parts, r->words->n_parts, dot + 1, strlen(dot + 1));
        if (!*part)
            return fail(r, "unknown part '@%s'", name);
    }
    return true;
}

static bool read_captures(struct reader *r, struct step *s, bool root)
{
    for (;;) {
        skip_blank(r);
        if (*r->at != '@')
            return true;
        r->at++;
        g_autofree char *name = read_word(r, false);
        uint32_t part, construct;
        if (!capture_part(r, name, &part, &construct))
            return false;
        if (part == 0) {
            if (!root)
                return fail(r, "'@%s' names a construct: it belongs to the outermost node of a pattern", name);
            if (r->construct)
                return fail(r, "a pattern describes one construct; '@%s' is its second", name);
            r->construct = construct;
            continue;
        }
        if (s->n_captures == MAX_CAPTURES)
            return fail(r, "more than %d captures on one node", MAX_CAPTURES);
        s->captures[s->n_captures++] = part;
        if (construct) {
            g_ptr_array_add(r->parts, GUINT_TO_POINTER(construct));
            r->role = ROLE(construct, part);
        }
    }
}

static void step_clear(struct step *s)
{
    for (unsigned i = 0; i < s->n_kids; i++)
        step_clear(&s->kids[i]);
    g_free(s->kids);
    g_free(s->absent);
}

static bool read_predicate(struct reader *r)
{
    r->at += 2; /* (# */
    g_autofree char *name = read_word(r, true);
    uint32_t captures[2] = {PREDICATE_NO_CAPTURE, PREDICATE_NO_CAPTURE}, construct;
    unsigned n = 0;
    g_autoptr(GPtrArray) strings = g_ptr_array_new_with_free_func(g_free);
    for (skip_blank(r); *r->at != ')'; skip_blank(r)) {
        if (*r->at == '@') {
            r->at++;
            g_autofree char *capture = read_word(r, false);
            if (n == 2)
                return fail(r, "'#%s' with more than two captures", name);
            if (!capture_part(r, capture, &captures[n], &construct))
                return false;
            n++;
        } else if (*r->at == '"') {
            char *s = read_quoted(r);
            if (!s)
                return false;
            g_ptr_array_add(strings, s);
        } else {
            return fail(r, "a predicate holds captures and strings");
        }
    }
    r->at++;
    if (n == 0)
        return fail(r, "'#%s' needs a capture", name);
    g_autoptr(GError) why = NULL;
    struct predicate *p = predicate_new(name, captures[0], captures[1], (const char *const *)strings->pdata,
                                        strings->len, &why);
    if (!p)
        return fail(r, "%s", why->message);
    g_ptr_array_add(r->predicates, p);
    return true;
}

static bool read_step(struct reader *r, struct step *s, bool root);

/* To the end of the pattern that begins at `start`: its brackets, then its captures. */
static void skip_pattern(struct reader *r, const char *start)
{
    unsigned depth = 0;
    for (r->at = start; *r->at; r->at++) {
        if (*r->at == ';') {
            r->at += strcspn(r->at, "\n");
            if (!*r->at)
                return;
        } else if (*r->at == '"') {
            for (r->at++; *r->at && *r->at != '"'; r->at++)
                if (*r->at == '\\' && r->at[1])
                    r->at++;
            if (!*r->at)
                return;
            if (depth == 0)
                break;
        } else if (*r->at == '(' || *r->at == '[') {
            depth++;
        } else if ((*r->at == ')' || *r->at == ']') && --depth == 0) {
            break;
        }
    }
    if (*r->at)
        r->at++;
    for (skip_blank(r); *r->at == '@'; skip_blank(r)) {
        r->at++;
        g_free(read_word(r, false));
    }
}

/* Passes over what names something that the grammar lacks, where that is a parent's. */
static bool forgive(struct reader *r, const char *start)
{
    if (!r->unknown || !r->inherited)
        return false;
    g_clear_error(r->error);
    r->unknown = false;
    skip_pattern(r, start);
    return true;
}

static bool read_kids(struct reader *r, struct step *s, char end)
{
    g_autoptr(GArray) kids = g_array_new(FALSE, TRUE, sizeof(struct step));
    g_autoptr(GArray) absent = g_array_new(FALSE, TRUE, sizeof(TSFieldId));
    bool first = false, ok = true;
    for (skip_blank(r); ok && *r->at && *r->at != end; skip_blank(r)) {
        if (*r->at == '.') {
            if (kids->len || end != ')')
                ok = fail(r, "the anchor '.' can stand before the first child only");
            first = true;
            r->at++;
        } else if (*r->at == '!') {
            r->at++;
            g_autofree char *name = read_word(r, false);
            TSFieldId field = ts_language_field_id_for_name(r->language, name, (uint32_t)strlen(name));
            if (!field)
                ok = fail_unknown(r, "field", name);
            g_array_append_val(absent, field);
        } else if (r->at[0] == '(' && r->at[1] == '#') {
            ok = read_predicate(r);
        } else {
            struct step kid = {0};
            const char *start = r->at;
            unsigned nesting = r->nesting;
            ok = read_step(r, &kid, false);
            if (!ok && end == ']' && forgive(r, start)) {
                step_clear(&kid);
                r->nesting = nesting;
                ok = true;
                continue;
            }
            if (ok && end == ']' && kid.field)
                ok = fail(r, "a field belongs before the alternation");
            kid.first = first;
            first = false;
            g_array_append_val(kids, kid);
        }
    }
    if (ok && *r->at != end)
        ok = fail(r, "'%c' is missing", end);
    if (ok && end == ']' && kids->len == 0) {
        r->unknown = true;
        ok = fail(r, "an empty alternation");
    }
    if (ok)
        r->at++;
    s->n_kids = kids->len;
    s->kids = (struct step *)(void *)g_array_free(g_steal_pointer(&kids), FALSE);
    s->n_absent = absent->len;
    s->absent = (TSFieldId *)(void *)g_array_free(g_steal_pointer(&absent), FALSE);
    return ok;
}

static bool read_symbol(struct reader *r, struct step *s, const char *name, bool named)
{
    s->kind = STEP_SYMBOL;
    s->symbol = ts_language_symbol_for_name(r->language, name, (uint32_t)strlen(name), named);
    if (!s->symbol)
        return fail_unknown(r, "node", name);
    if (ts_language_symbol_type(r->language, s->symbol) == TSSymbolTypeSupertype)
        return fail(r, "'%s' is a supertype; write the kinds of node it stands for", name);
    return true;
}

static bool read_node(struct reader *r, struct step *s)
{
    r->at++; /* ( */
    skip_blank(r);
    g_autofree char *name = read_word(r, false);
    if (!*name)
        return fail(r, "'(' needs the name of a node, or '_'");
    if (strcmp(name, "_") == 0)
        s->kind = STEP_NAMED;
    else if (!read_symbol(r, s, name, true))
        return false;
    return read_kids(r, s, ')');
}

static bool read_step(struct reader *r, struct step *s, bool root)
{
    if (++r->nesting > MAX_NESTING)
        return fail(r, "nested too deeply");
    if (g_ascii_isalpha(*r->at)) {
        g_autofree char *name = read_word(r, false);
        skip_blank(r);
        s->field = ts_language_field_id_for_name(r->language, name, (uint32_t)strlen(name));
        if (*r->at != ':')
            return fail(r, "'%s' is neither a field (with ':') nor a node (in parentheses)", name);
        if (!s->field)
            return fail_unknown(r, "field", name);
        r->at++;
        skip_blank(r);
    }
    bool ok;
    if (*r->at == '(') {
        ok = read_node(r, s);
    } else if (*r->at == '[') {
        r->at++;
        s->kind = STEP_ONE_OF;
        ok = read_kids(r, s, ']');
    } else if (*r->at == '"') {
        g_autofree char *name = read_quoted(r);
        ok = name && read_symbol(r, s, name, false);
    } else if (*r->at == '_') {
        r->at++;
        s->kind = STEP_ANY;
        ok = true;
    } else {
        ok = fail(r, "expected a node at '%.10s'", r->at);
    }
    if (!ok)
        return false;
    const char *quantifiers = "?*+", *q = *r->at ? strchr(quantifiers, *r->at) : NULL;
    if (q) {
        s->quantifier = (uint8_t)(OPTIONAL + (q - quantifiers));
        r->at++;
    }
    r->nesting--;
    return read_captures(r, s, root);
}

/* ( (node) @x (#predicate ...) ) */
static bool read_pattern(struct reader *r, struct step *s)
{
    const char *open = r->at;
    if (*r->at == '(') {
        r->at++;
        skip_blank(r);
        if (*r->at == '(' || *r->at == '[') {
            if (!read_step(r, s, true))
                return false;
            for (skip_blank(r); *r->at != ')'; skip_blank(r))
                if (r->at[0] != '(' || r->at[1] != '#')
                    return fail(r, "a group holds one node and its predicates");
                else if (!read_predicate(r))
                    return false;
            r->at++;
            return read_captures(r, s, true);
        }
        r->at = open;
    }
    return read_step(r, s, true);
}

static void rule_free(struct rule *rule)
{
    step_clear(&rule->root);
    g_ptr_array_unref(rule->predicates);
    g_free(rule);
}

/* Enters a rule under the symbols its outermost node can have. */
static bool enter(struct reader *r, struct patterns *p, struct rule *rule, const struct step *root)
{
    if (root->kind == STEP_ONE_OF) {
        for (unsigned i = 0; i < root->n_kids; i++)
            if (!enter(r, p, rule, &root->kids[i]))
                return false;
        return true;
    }
    if (root->kind != STEP_SYMBOL)
        return fail(r, "the outermost node of a pattern cannot be a wildcard");
    g_assert(root->symbol < p->n_symbols);
    if (!rule->construct) {
        p->roles[root->symbol] = r->role;
        return true;
    }
    struct rule *link = g_memdup2(rule, sizeof *rule);
    link->next = p->first[root->symbol];
    p->first[root->symbol] = link;
    g_ptr_array_add(p->lists, link);
    return true;
}

static bool read_rule(struct reader *r, struct patterns *p)
{
    struct rule *rule = g_new0(struct rule, 1);
    rule->predicates = g_ptr_array_new_with_free_func((GDestroyNotify)predicate_free);
    g_ptr_array_add(p->rules, rule);
    r->predicates = rule->predicates;
    r->construct = r->role = r->nesting = 0;
    g_ptr_array_set_size(r->privates, 0);
    g_ptr_array_set_size(r->parts, 0);
    if (!read_pattern(r, &rule->root))
        return false;
    if (rule->root.quantifier || rule->root.field)
        return fail(r, "the outermost node of a pattern has neither quantifier nor field");
    rule->construct = r->construct;
    if (!rule->construct) {
        if (rule->root.n_kids && rule->root.kind != STEP_ONE_OF)
            return fail(r, "the outermost node has no '@construct'");
        if (!r->role)
            return fail(r, "a pattern without a capture");
    } else {
        rule->class = r->words->classes[rule->construct];
        if (!rule->class)
            return fail(r, "'@%s' has parts that are roles only", r->words->constructs[rule->construct]);
        for (guint i = 0; i < r->parts->len; i++)
            if (GPOINTER_TO_UINT(r->parts->pdata[i]) != rule->construct)
                return fail(r, "a part of '@%s' in a pattern of '@%s'",
                            r->words->constructs[GPOINTER_TO_UINT(r->parts->pdata[i])],
                            r->words->constructs[rule->construct]);
    }
    return enter(r, p, rule, &rule->root);
}

struct patterns *patterns_new(const TSLanguage *language, const char *source, const char *file,
                              const struct pattern_vocabulary *words, GError **error)
{
    struct patterns *p = g_new0(struct patterns, 1);
    p->rules = g_ptr_array_new_with_free_func((GDestroyNotify)rule_free);
    p->lists = g_ptr_array_new_with_free_func(g_free);
    p->n_symbols = ts_language_symbol_count(language);
    p->first = g_new0(struct rule *, p->n_symbols);
    p->roles = g_new0(uint32_t, p->n_symbols);
    g_autoptr(GPtrArray) privates = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) parts = g_ptr_array_new();
    g_autoptr(GError) why = NULL;
    struct reader r = {.language = language, .words = words, .source = source, .section = source, .at = source,
                       .file = g_strdup(file), .privates = privates, .parts = parts, .error = &why};
    bool ok = true;
    for (skip_blank(&r); ok && *r.at; skip_blank(&r)) {
        const char *start = r.at;
        r.unknown = false;
        ok = read_rule(&r, p) || forgive(&r, start);
    }
    g_free(r.file);
    if (!ok) {
        g_propagate_error(error, g_steal_pointer(&why));
        patterns_free(p);
        return NULL;
    }
    return p;
}

void patterns_free(struct patterns *p)
{
    if (!p)
        return;
    g_ptr_array_unref(p->rules);
    g_ptr_array_unref(p->lists);
    g_free(p->first);
    g_free(p->roles);
    g_free(p);
}

/* ---- matching ---- */

void matcher_init(struct matcher *m, const struct patterns *p, const char *text, TSNode root)
{
    *m = (struct matcher){.patterns = p, .text = text, .cursor = ts_tree_cursor_new(root)};
}

void matcher_fini(struct matcher *m)
{
    ts_tree_cursor_delete(&m->cursor);
    g_free(m->children);
    g_free(m->captures);
    *m = (struct matcher){0};
}

uint32_t matcher_children(struct matcher *m, TSNode node)
{
    uint32_t first = m->n_children;
    ts_tree_cursor_reset(&m->cursor, node);
    if (!ts_tree_cursor_goto_first_child(&m->cursor))
        return first;
    do {
        if (m->n_children == m->capacity_children) {
            m->capacity_children = MAX(m->capacity_children * 2, 256u);
            m->children = g_renew(struct pattern_child, m->children, m->capacity_children);
        }
        struct pattern_child *c = &m->children[m->n_children++];
        c->node = ts_tree_cursor_current_node(&m->cursor);
        c->symbol = ts_node_symbol(c->node);
        c->field = ts_tree_cursor_current_field_id(&m->cursor);
        c->named = ts_node_is_named(c->node);
    } while (ts_tree_cursor_goto_next_sibling(&m->cursor));
    return first;
}

static void push_capture(struct matcher *m, TSNode node, uint32_t part)
{
    if (m->n_captures == m->capacity_captures) {
        m->capacity_captures = MAX(m->capacity_captures * 2, 256u);
        m->captures = g_renew(struct pattern_capture, m->captures, m->capacity_captures);
    }
    m->captures[m->n_captures++] = (struct pattern_capture){node, part};
}

static bool match_kids(struct matcher *m, const struct step *s, uint32_t first, uint32_t end);

/* Whether the node fits; captures are pushed only then. */
static bool match_step(struct matcher *m, const struct step *s, TSNode node, TSSymbol symbol, bool named)
{
    uint32_t captures = m->n_captures;
    switch (s->kind) {
    case STEP_SYMBOL:
        if (symbol != s->symbol)
            return false;
        break;
    case STEP_NAMED:
        if (!named || ts_node_is_extra(node))
            return false;
        break;
    case STEP_ANY:
        if (ts_node_is_extra(node))
            return false;
        break;
    case STEP_ONE_OF:
        for (unsigned i = 0;; i++) {
            if (i == s->n_kids)
                return false;
            if (match_step(m, &s->kids[i], node, symbol, named))
                break;
        }
        break;
    }
    for (unsigned i = 0; i < s->n_captures; i++)
        push_capture(m, node, s->captures[i]);
    if (s->kind == STEP_ONE_OF || (s->n_kids == 0 && s->n_absent == 0))
        return true;
    uint32_t first = matcher_children(m, node);
    bool fits = match_kids(m, s, first, m->n_children);
    m->n_children = first;
    if (!fits)
        m->n_captures = captures;
    return fits;
}

static bool match_child(struct matcher *m, const struct step *s, uint32_t i)
{
    struct pattern_child c = m->children[i];
    return match_step(m, s, c.node, c.symbol, c.named);
}

static bool match_kids(struct matcher *m, const struct step *s, uint32_t first, uint32_t end)
{
    for (unsigned i = 0; i < s->n_absent; i++)
        for (uint32_t k = first; k < end; k++)
            if (m->children[k].field == s->absent[i])
                return false;
    uint32_t at = first; /* where the next child without a field can stand */
    uint64_t taken = 0;  /* of the first children: those that a step took by its field */
    for (unsigned i = 0; i < s->n_kids; i++) {
        const struct step *kid = &s->kids[i];
        bool many = kid->quantifier == MANY || kid->quantifier == SOME, found = false;
        for (uint32_t k = kid->field ? first : at; k < end; k++) {
            if (kid->field && m->children[k].field != kid->field)
                continue;
            if (kid->first && (!m->children[k].named || ts_node_is_extra(m->children[k].node)))
                continue;
            uint64_t bit = k - first < 64 ? UINT64_C(1) << (k - first) : 0;
            if ((taken & bit) && kid->kind == STEP_NAMED) /* `name: (_) (_)` means two children */
                continue;
            if (match_child(m, kid, k)) {
                found = true;
                if (kid->field)
                    taken |= bit;
                if (!many) {
                    if (!kid->field)
                        at = k + 1;
                    break;
                }
            }
            if (kid->first)
                break;
        }
        if (!found && (kid->quantifier == ONE || kid->quantifier == SOME))
            return false;
    }
    return true;
}

static bool predicates_hold(const struct matcher *m, const struct rule *rule, uint32_t first)
{
    for (guint i = 0; i < rule->predicates->len; i++) {
        const struct predicate *p = rule->predicates->pdata[i];
        const char *other = NULL;
        size_t other_len = 0;
        for (uint32_t k = first; k < m->n_captures; k++)
            if (m->captures[k].part == predicate_other(p)) {
                other = m->text + ts_node_start_byte(m->captures[k].node);
                other_len = ts_node_end_byte(m->captures[k].node) - ts_node_start_byte(m->captures[k].node);
            }
        for (uint32_t k = first; k < m->n_captures; k++) {
            if (m->captures[k].part != predicate_capture(p))
                continue;
            uint32_t from = ts_node_start_byte(m->captures[k].node), to = ts_node_end_byte(m->captures[k].node);
            if (!predicate_holds(p, m->text + from, to - from, other, other_len))
                return false;
        }
    }
    return true;
}

/* The outermost step, whose children may have been collected for a rule that was tried before. */
static bool match_root(struct matcher *m, const struct step *s, TSNode node, TSSymbol symbol, uint32_t *first,
                       uint32_t *end)
{
    if (s->kind == STEP_ONE_OF) {
        bool fits = false;
        for (unsigned i = 0; i < s->n_kids && !fits; i++) {
            uint32_t captures = m->n_captures;
            fits = match_root(m, &s->kids[i], node, symbol, first, end);
            if (!fits)
                m->n_captures = captures; /* what the alternative took before it failed */
        }
        if (!fits)
            return false;
    } else if (s->symbol != symbol) {
        return false;
    }
    for (unsigned i = 0; i < s->n_captures; i++)
        push_capture(m, node, s->captures[i]);
    if (s->kind == STEP_ONE_OF || (s->n_kids == 0 && s->n_absent == 0))
        return true;
    if (*first == UINT32_MAX) {
        *first = matcher_children(m, node);
        *end = m->n_children;
    }
    return match_kids(m, s, *first, *end);
}

struct match matcher_match(struct matcher *m, TSNode node, uint32_t mask)
{
    TSSymbol symbol = ts_node_symbol(node);
    struct match found = {.first = m->n_captures};
    if (symbol >= m->patterns->n_symbols) /* ERROR */
        return found;
    uint32_t first = UINT32_MAX, end = 0, children = m->n_children;
    for (const struct rule *rule = m->patterns->first[symbol]; rule; rule = rule->next) {
        if (!(rule->class & mask))
            continue;
        if (match_root(m, &rule->root, node, symbol, &first, &end) &&
            (rule->predicates->len == 0 || predicates_hold(m, rule, found.first))) {
            found.construct = rule->construct;
            found.count = m->n_captures - found.first;
            break;
        }
        m->n_captures = found.first;
    }
    m->n_children = children;
    return found;
}

uint32_t matcher_role(const struct matcher *m, TSSymbol symbol)
{
    return symbol < m->patterns->n_symbols ? m->patterns->roles[symbol] : 0;
}

bool matcher_part(const struct matcher *m, const struct match *found, uint32_t part, TSNode *node)
{
    for (uint32_t i = 0; i < found->count; i++)
        if (m->captures[found->first + i].part == part) {
            *node = m->captures[found->first + i].node;
            return true;
        }
    return false;
}
