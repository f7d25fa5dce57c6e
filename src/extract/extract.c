#include "extract/extract.h"

#include <string.h>

#include "base/limits.h"
#include "extract/extract_priv.h"
#include "extract/gate.h"
#include "extract/interest.h"
#include "extract/page_code.h"

/* ---- an extractor ---- */

static bool has_queries(const struct ruleset *rules, const struct language *l)
{
    for (unsigned i = 0; i < rules->n_queries; i++)
        if (rules->queries[i].language == l)
            return true;
    return false;
}

static bool language_init(struct extractor *x, const struct language *l, GError **error)
{
    const struct gate_literals *g = x->rules->gates ? &x->rules->gates[l->index] : NULL;
    if (g && g->literals && l->reader == READER_CODE && !x->gates[l->index]) /* documents and configuration are evidence by themselves */
        x->gates[l->index] = gate_new((struct gate_words){g->literals, g->literal_groups},
                                      (struct gate_words){g->modules, g->module_groups},
                                      (struct gate_words){g->addresses, g->address_groups}, l->import_marks);
    if (!l->grammar)
        return true;
    const TSLanguage *grammar = x->grammars[l->index] = syntax_grammar(l->grammar, error);
    if (!grammar) {
        g_prefix_error(error, "%s:%u: ", l->place.file ? l->place.file : l->name, l->place.line);
        return false;
    }
    if (l->reader == READER_CONFIG)
        return (x->config[l->index] = config_language_new(l, grammar, error)) != NULL;
    if (l->reader == READER_CODE && (l->bindings || has_queries(x->rules, l)))
        return (x->code[l->index] = code_language_new(x->rules, l, grammar, error)) != NULL;
    return true;
}

/* What an extractor of which all is known already never needs. */
static void start(struct extractor *x)
{
    if (!x->interest) {
        x->secrets = secret_scanner_new(x->rules);
        x->interest = interest_new(x->rules);
    }
}

bool extractor_prepare(struct extractor *x, unsigned language, GError **error)
{
    start(x);
    if (!x->ready[language] && language_init(x, &x->rules->languages[language], error))
        x->ready[language] = true;
    return x->ready[language];
}

struct extractor *extractor_new_bare(const struct ruleset *rules)
{
    struct extractor *x = g_new0(struct extractor, 1);
    x->rules = rules;
    x->syntax = syntax_new();
    x->builder = builder_new();
    x->code = g_new0(struct code_language *, rules->n_languages);
    x->config = g_new0(struct config_language *, rules->n_languages);
    x->gates = g_new0(struct gate *, rules->n_languages);
    x->grammars = g_new0(const TSLanguage *, rules->n_languages);
    x->ready = g_new0(bool, rules->n_languages + 1);
    return x;
}

struct extractor *extractor_new(const struct ruleset *rules, GError **error)
{
    struct extractor *x = extractor_new_bare(rules);
    for (unsigned i = 0; i < rules->n_languages; i++)
        if (!extractor_prepare(x, i, error)) {
            extractor_free(x);
            return NULL;
        }
    return x;
}

void extractor_free(struct extractor *x)
{
    if (!x)
        return;
    for (unsigned i = 0; i < x->rules->n_languages; i++) {
        code_language_free(x->code[i]);
        config_language_free(x->config[i]);
        gate_free(x->gates[i]);
    }
    if (x->interest) {
        secret_scanner_free(x->secrets);
        interest_free(x->interest);
    }
    g_free(x->code);
    g_free(x->config);
    g_free(x->gates);
    g_free(x->grammars);
    g_free(x->ready);
    builder_free(x->builder);
    syntax_free(x->syntax);
    g_free(x);
}

/* ---- for the readers ---- */

static bool is_word(char c)
{
    return g_ascii_isalnum(c) || c == '_';
}

/* Blanks a macro's mark, with its name or without, wherever the macro is given arguments in `brackets`. */
static void blank_macro(const char *name, bool whole, const char *brackets, const char *text, size_t size, char **out)
{
    g_autofree char *mark = g_strconcat(name, "!", NULL);
    size_t len = strlen(mark);
    for (const char *at = text, *end = text + size; at < end && (at = memmem(at, (size_t)(end - at), mark, len)); at += len) {
        const char *open = at + len, *first = at;
        while (open < end && *open == ' ')
            open++;
        while (first > text && (is_word(first[-1]) || first[-1] == ':')) /* tokio::join! */
            first--;
        if (open == end || !strchr(brackets, *open) || (first < at && at[-1] != ':'))
            continue;
        if (!*out)
            *out = g_memdup2(text, size);
        first = whole ? first : at + len - 1;
        memset(*out + (first - text), ' ', (size_t)(at + len - first));
    }
}

/* ---- macros whose argument is written as JSON ---- */

#define MAX_JSON_LOOKS 16 /* times the size of a file: what is looked through in it */

struct json_scan { /* of the argument of one macro, in text that is no JSON yet */
    const char *text, *end;
    char *out;       /* a copy of the text, in which objects become arrays of assignments: ["key" = value]; NULL: only look */
    GByteArray *open; /* brackets that are open: '{' and '[' of JSON, '(' of anything in an expression */
    bool value;      /* a value begins here */
};

/* Past a text, a character or a comment that begins at `at`; `at` itself where none does. */
static const char *skip_quoted(const char *at, const char *end)
{
    if (*at == '/' && at + 1 < end && at[1] == '/') {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        return line ? line : end;
    }
    if (*at == '\'' && at + 2 < end && at[2] == '\'')
        return at + 3;
    if (*at != '"')
        return at;
    size_t marks = 0; /* r##"text"## */
    bool raw = false;
    for (const char *before = at; (raw = before[-1] == 'r') == false && before[-1] == '#'; before--)
        marks++;
    for (const char *p = at + 1; p < end; p++) {
        if (*p == '\\' && !raw)
            p++;
        else if (*p == '"' && (!raw || ((size_t)(end - p) > marks && strspn(p + 1, "#") >= marks)))
            return p + 1;
    }
    return end;
}

static void put_mark(struct json_scan *s, const char *at, char mark)
{
    if (s->out)
        s->out[at - s->text] = mark;
}

static void enter(struct json_scan *s, const char *at)
{
    guint8 bracket = s->value && *at != '(' ? (guint8)*at : '(';
    if (bracket == '{')
        put_mark(s, at, '[');
    g_byte_array_append(s->open, &bracket, 1);
    s->value = bracket == '[';
}

static void leave(struct json_scan *s, const char *at)
{
    if (s->open->data[s->open->len - 1] == '{')
        put_mark(s, at, ']');
    g_byte_array_set_size(s->open, s->open->len - 1);
    s->value = false;
}

/* Rewrites what stands in the bracket at `open`; where that ends, or NULL if it does not. */
static const char *rewrite_json(struct json_scan *s, const char *open)
{
    const char *next;
    g_byte_array_set_size(s->open, 0);
    s->value = false;
    for (const char *at = open; at < s->end; at = next) {
        char within = s->open->len ? (char)s->open->data[s->open->len - 1] : 0;
        next = skip_quoted(at, s->end);
        if (next > at) {
            s->value = false;
            continue;
        }
        next = at + 1;
        if (strchr("([{", *at)) {
            enter(s, at);
            s->value |= at == open; /* what the macro is given is a value */
        } else if (strchr(")]}", *at)) {
            leave(s, at);
            if (s->open->len == 0)
                return at;
        } else if (*at == ',') {
            s->value = within == '[';
        } else if (*at == ':' && within == '{' && next < s->end && *next != ':' && at[-1] != ':') {
            put_mark(s, at, '=');
            s->value = true;
        } else if (!g_ascii_isspace(*at)) {
            s->value = false;
        }
    }
    return NULL;
}

/* json!({"a": b}) is json (["a"= b]): a call, as brackets and marks are replaced where they stand. */
static void rewrite_json_macro(const char *name, const char *text, size_t size, char **out)
{
    g_autofree char *mark = g_strconcat(name, "!", NULL);
    size_t len = strlen(mark);
    struct json_scan s = {.text = text, .end = text + size, .open = g_byte_array_new()};
    size_t left = MAX_JSON_LOOKS * size; /* of macros within macros, each is looked through */
    for (const char *at = text; (at = memmem(at, (size_t)(s.end - at), mark, len)); at += len) {
        const char *open = at + len;
        while (open < s.end && *open == ' ')
            open++;
        if (open == s.end || !strchr("([{", *open) || (at > text && is_word(at[-1])))
            continue;
        s.out = NULL;
        const char *close = rewrite_json(&s, open);
        size_t looked = (size_t)((close ? close : s.end) - open);
        if (looked > left)
            break;
        left -= looked;
        if (!close)
            continue;
        if (!*out)
            *out = g_memdup2(text, size);
        s.out = *out;
        rewrite_json(&s, open);
        put_mark(&s, at + len - 1, ' ');
        put_mark(&s, open, '(');
        put_mark(&s, close, ')');
    }
    g_byte_array_unref(s.open);
}

/* Blanks the lines at the head of a text that are for what runs it, and a mark of its encoding behind them. */
static void blank_head(const char **marks, const char *text, size_t size, char **out)
{
    static const char bom[] = "\xEF\xBB\xBF";
    size_t at = 0;
    for (bool marked = true; marked && at < size;) {
        const char *end = memchr(text + at, '\n', size - at);
        const size_t next = end ? (size_t)(end - text) + 1 : size;
        marked = text[at] == '\n' || text[at] == '\r';
        for (const char **m = marks; *m && !marked; m++)
            if (next - at > strlen(*m) && memcmp(text + at, *m, strlen(*m)) == 0) {
                *out = *out ? *out : g_strndup(text, size);
                memset(*out + at, ' ', next - at - (end ? 1 : 0));
                marked = true;
            }
        at = marked ? next : at;
    }
    if (*out && size - at > strlen(bom) && memcmp(text + at, bom, strlen(bom)) == 0)
        memset(*out + at, ' ', strlen(bom));
}

/* The text in which the arguments of some macros are parsed: vec![a] is [a], stream! { a; } is the block { a; },
 * format!(a) is format (a), json!({"a": b}) is json (["a"= b]), and what stands at its head for others is blank. NULL where there
 * is none of this; the caller frees it. */
static char *as_parsed(const struct language *l, const char *text, size_t size)
{
    char *out = NULL;
    blank_head(l->head_marks, text, size, &out);
    for (const char **name = l->plain_macros; name && *name; name++)
        blank_macro(*name, true, "([{", text, size, &out);
    for (const char **name = l->call_macros; name && *name; name++)
        blank_macro(*name, false, "(", text, size, &out);
    for (const char **name = l->json_macros; name && *name; name++)
        rewrite_json_macro(*name, text, size, &out);
    return out;
}

/* Whether nothing but blanks stands between two places of a text. */
static bool only_blanks(const char *from, const char *to)
{
    while (from < to && g_ascii_isspace(*from))
        from++;
    return from == to;
}

/* Takes out what a template is filled with. What stands alone on its lines becomes blank; what stands beside something becomes
 * a word, which is a value as what comes in its place would be. No byte moves. */
static void fill_places(const char *open, const char *close, const char *text, size_t size, char **out)
{
    const size_t n_open = strlen(open), n_close = strlen(close);
    const char *end = text + size;
    for (const char *at = text, *next; (at = memmem(at, (size_t)(end - at), open, n_open)); at = next) {
        const char *last = memmem(at + n_open, (size_t)(end - at) - n_open, close, n_close);
        if (!last)
            break;
        next = last + n_close;
        const char *begin = at, *stop = memchr(next, '\n', (size_t)(end - next));
        while (begin > text && begin[-1] != '\n')
            begin--;
        *out = *out ? *out : g_memdup2(text, size);
        const bool alone = only_blanks(*out + (begin - text), *out + (at - text)) && only_blanks(next, stop ? stop : end);
        bool first = true;
        for (const char *c = at; c < next; c++) {
            first = first && *c != '\n';
            if (*c != '\n')
                (*out)[c - text] = first && !alone ? 'x' : ' ';
        }
    }
}

/* The text of a template, as a file that it could become; NULL where it is none. The caller frees it. */
static char *as_filled(const struct language *l, const char *text, size_t size)
{
    char *out = NULL;
    for (const char **marks = l->template_marks; marks && *marks; marks++) {
        g_auto(GStrv) pair = g_strsplit(*marks, " ", 2);
        if (pair[0] && pair[1])
            fill_places(pair[0], pair[1], text, size, &out);
    }
    return out;
}

static enum syntax_result parse_filled(struct extractor *x, const struct language *l, const char *text, size_t size, TSNode *root)
{
    enum syntax_result r = syntax_parse(x->syntax, x->grammars[l->index], text, size, root);
    const uint32_t errors = r == SYNTAX_PARSED && l->template_marks ? syntax_errors(*root) : 0;
    g_autofree char *filled = errors ? as_filled(l, text, size) : NULL;
    if (!filled)
        return r;
    r = syntax_parse(x->syntax, x->grammars[l->index], filled, size, root);
    if (r == SYNTAX_PARSED && syntax_errors(*root) < errors)
        return r;
    return syntax_parse(x->syntax, x->grammars[l->index], text, size, root);
}

bool extractor_parse(struct extractor *x, struct facts_builder *b, const struct language *l, const char *text,
                     size_t size, TSNode *root)
{
    g_autofree char *plain = as_parsed(l, text, size);
    text = plain ? plain : text;
    if (parse_filled(x, l, text, size, root) == SYNTAX_TIMEOUT) {
        builder_facts(b)->status = FACTS_FAILED;
        builder_note(b, 0, "took more than %d ms to parse; not analysed", LIMIT_PARSE_CPU_MS);
        return false;
    }
    builder_facts(b)->errors += syntax_errors(*root);
    return true;
}

bool extractor_gate(const struct extractor *x, const struct language *l, const void *data, size_t size)
{
    const struct gate *g = x->gates[l->index];
    return !g || x->input->force || gate_opens(g, data, size);
}

/* ---- a file ---- */

/* A page is a document, and the code that stands in it is code. */
static void read_page(struct extractor *x, struct facts_builder *b, const struct language *l)
{
    const struct extract_input *in = x->input;
    const struct language *language;
    g_autoptr(GString) code = page_code(x->rules, l, in->path, (const char *)in->data, in->size, &language);
    bool document = in->force || interest_wants(x->interest, l, in->path, in->class.zone, in->data, in->size);
    uint64_t groups = 0;
    if (code && extractor_prepare(x, language->index, NULL) && x->code[language->index]) {
        groups = !x->gates[language->index] ? GATE_ALL : gate_groups(x->gates[language->index], code->str, code->len);
        if (in->force)
            groups |= GATE_ALL;
    }
    builder_facts(b)->gates = groups | (document ? GATE_ALL : 0);
    if (document)
        extract_markdown(x, b, l, in->data, in->size);
    if (groups & GATE_ALL) {
        uint32_t name = builder_cstring(b, language->name);
        builder_facts(b)->language = name;
        extract_code(x, b, language, (const unsigned char *)code->str, code->len);
    } else if (!document) {
        builder_facts(b)->status = FACTS_SKIPPED;
    }
}

static void read_file(struct extractor *x, struct facts_builder *b, const struct language *l)
{
    const unsigned char *data = x->input->data;
    size_t size = x->input->size;
    uint64_t groups;
    g_autoptr(GError) broken = NULL;
    if (!extractor_prepare(x, l->index, &broken)) {
        builder_facts(b)->status = FACTS_FAILED;
        builder_note(b, 0, "not analysed: %s", broken->message);
        return;
    }
    if (l->reader == READER_MARKDOWN && (l->markup || l->code_whole)) {
        read_page(x, b, l);
        return;
    }
    if (l->reader == READER_CONFIG || l->reader == READER_MARKDOWN)
        groups = interest_wants(x->interest, l, x->input->path, x->input->class.zone, data, size) ? GATE_ALL : 0;
    else
        groups = x->gates[l->index] ? gate_groups(x->gates[l->index], data, size) : GATE_ALL;
    if (l->reader == READER_CODE && !(groups & GATE_ALL))
        groups |= extract_is_manifest(x->rules, x->input->path)
                      ? GATE_ALL : interest_groups(x->interest, x->input->path, x->input->class.zone, data, size);
    if (x->input->class.zone == ZONE_PROMPT && l->reader == READER_CONFIG) /* its messages are looked for */
        groups |= GATE_ALL;
    builder_facts(b)->gates = groups;
    if (!(groups & GATE_ALL) && !x->input->force) {
        builder_facts(b)->status = FACTS_SKIPPED;
        if (l->reader == READER_CODE)
            extract_mentions(b, l, data, size);
        return;
    }
    switch (l->reader) {
    case READER_CODE:
        if (extract_is_cells(l, data, size))
            extract_cells(x, b, l, data, size);
        else
            extract_code(x, b, l, data, size);
        break;
    case READER_CONFIG:
        extract_config(x, b, l, data, size);
        break;
    case READER_MARKDOWN:
        extract_markdown(x, b, l, data, size);
        break;
    case READER_NOTEBOOK:
        extract_notebook(x, b, data, size);
        break;
    case READER_RECORDS:
        extract_records(x, b, l, data, size);
        break;
    case READER_LINES:
        extract_lines(x, b, l, data, size);
        break;
    }
}

struct facts *extract_facts(struct extractor *x, const struct extract_input *in, struct arena *a)
{
    struct facts_builder *b = x->builder;
    const struct language *l =
        in->class.language < x->rules->n_languages ? &x->rules->languages[in->class.language] : NULL;
    start(x);
    x->input = in;
    builder_reset(b);
    if (in->class.binary || !in->class.parse)
        builder_facts(b)->status = FACTS_SKIPPED;
    else if (l)
        read_file(x, b, l);
    if (!in->class.binary && in->class.parse && in->class.zone == ZONE_PROMPT)
        extract_prompt(x, b, l, in->data, in->size);
    if (!in->class.binary) {
        extract_dependencies(x, b, in->path, in->data, in->size);
        extract_secrets(x, b, in->data, in->size);
    }
    x->input = NULL;
    return builder_finish(b, a);
}
