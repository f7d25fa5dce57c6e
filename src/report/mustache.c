#include "report/mustache.h"

#include <string.h>

#define DEPTH_MOST 64 /* sections and partials in one another */
#define ERROR (g_quark_from_static_string("debtscan-template"))

enum kind { TEXT, VARIABLE, RAW, SECTION, INVERTED, PARTIAL, CLOSE };

struct token {
    enum kind kind;
    char *text;     /* TEXT: as it is; else the name */
    char *indent;   /* PARTIAL: what stands before it on its line; NULL in the middle of one */
    guint end;      /* SECTION, INVERTED: index of the token behind its content */
    unsigned line;
};

static void token_fini(gpointer p)
{
    struct token *t = p;
    g_free(t->text);
    g_free(t->indent);
}

/* ---- parsing ---- */

struct parser {
    const char *name, *text, *p;
    char *open, *close;
    unsigned line;
    GArray *tokens;
    GArray *sections; /* guint: those that are open */
    GError **error;
};

static bool fail(struct parser *s, unsigned line, const char *format, const char *what)
{
    g_autofree char *message = g_strdup_printf(format, what);
    g_set_error(s->error, ERROR, 0, "%s:%u: %s", s->name, line, message);
    return false;
}

static void add(struct parser *s, enum kind kind, char *text, char *indent)
{
    struct token t = {.kind = kind, .text = text, .indent = indent, .line = s->line};
    g_array_append_val(s->tokens, t);
}

static void add_text(struct parser *s, const char *end)
{
    if (end > s->p)
        add(s, TEXT, g_strndup(s->p, (gsize)(end - s->p)), NULL);
    for (; s->p < end; s->p++)
        s->line += *s->p == '\n';
}

/* The line around a tag if nothing else stands on it: where it begins, and what follows it. */
static bool stands_alone(const struct parser *s, const char *tag, const char *after, const char **begin, const char **next)
{
    const char *b = tag, *e = after + strspn(after, " \t");
    while (b > s->text && (b[-1] == ' ' || b[-1] == '\t'))
        b--;
    if ((b > s->text && b[-1] != '\n') || b < s->p)
        return false;
    if (*e && *e != '\n' && !(e[0] == '\r' && e[1] == '\n'))
        return false;
    *begin = b;
    *next = *e == '\r' ? e + 2 : *e ? e + 1 : e;
    return true;
}

static bool set_delimiters(struct parser *s, const char *inner)
{
    g_auto(GStrv) words = g_strsplit_set(inner, " \t\r\n", -1);
    const char *found[2] = {NULL, NULL};
    unsigned n = 0;
    for (char **w = words; *w; w++)
        if (**w) {
            if (n < 2)
                found[n] = *w;
            n++;
        }
    if (n != 2 || strchr(found[0], '=') || strchr(found[1], '='))
        return fail(s, s->line, "'%s' is not a pair of delimiters", inner);
    g_free(s->open);
    g_free(s->close);
    s->open = g_strdup(found[0]);
    s->close = g_strdup(found[1]);
    return true;
}

static bool close_section(struct parser *s, const char *name)
{
    if (s->sections->len == 0)
        return fail(s, s->line, "the section '%s' was not opened", name);
    guint first = g_array_index(s->sections, guint, s->sections->len - 1);
    struct token *t = &g_array_index(s->tokens, struct token, first);
    if (strcmp(t->text, name) != 0)
        return fail(s, t->line, "the section '%s' is not closed", t->text);
    t->end = s->tokens->len;
    g_array_set_size(s->sections, s->sections->len - 1);
    return true;
}

/* One tag that begins at `tag`. */
static bool parse_tag(struct parser *s, const char *tag)
{
    const char *p = tag + strlen(s->open), *begin = tag, *next;
    char sigil = *p;
    g_autofree char *closing = sigil == '{' ? g_strconcat("}", s->close, NULL)
                               : sigil == '=' ? g_strconcat("=", s->close, NULL)
                                              : g_strdup(s->close);
    bool marked = sigil && strchr("#^/>!={&", sigil);
    p += marked;
    const char *end = strstr(p, closing);
    if (!end) {
        add_text(s, tag);
        return fail(s, s->line, "a tag '%s' is not closed", s->open);
    }
    g_autofree char *inner = g_strstrip(g_strndup(p, (gsize)(end - p)));
    next = end + strlen(closing);
    bool alone = marked && strchr("#^/>!=", sigil) && stands_alone(s, tag, next, &begin, &next);
    add_text(s, begin);
    bool ok = true;
    switch (sigil) {
    case '!':
        break;
    case '=':
        ok = set_delimiters(s, inner);
        break;
    case '#':
    case '^': {
        guint at = s->tokens->len;
        add(s, sigil == '#' ? SECTION : INVERTED, g_steal_pointer(&inner), NULL);
        g_array_append_val(s->sections, at);
        if (s->sections->len > DEPTH_MOST)
            ok = fail(s, s->line, "sections are nested too deep%s", "");
        break;
    }
    case '/':
        ok = close_section(s, inner);
        break;
    case '>':
        add(s, PARTIAL, g_steal_pointer(&inner), alone ? g_strndup(begin, (gsize)(tag - begin)) : NULL);
        break;
    default:
        add(s, marked ? RAW : VARIABLE, g_steal_pointer(&inner), NULL);
    }
    for (s->p = begin; s->p < next; s->p++)
        s->line += *s->p == '\n';
    return ok;
}

static GArray *parse(const char *name, const char *text, GError **error)
{
    struct parser s = {.name = name, .text = text, .p = text, .line = 1, .error = error};
    bool ok = true;
    s.open = g_strdup("{{");
    s.close = g_strdup("}}");
    s.tokens = g_array_new(FALSE, TRUE, sizeof(struct token));
    s.sections = g_array_new(FALSE, FALSE, sizeof(guint));
    g_array_set_clear_func(s.tokens, token_fini);
    for (const char *tag; ok && (tag = strstr(s.p, s.open));)
        ok = parse_tag(&s, tag);
    if (ok)
        add_text(&s, s.p + strlen(s.p));
    if (ok && s.sections->len > 0) {
        guint open = g_array_index(s.sections, guint, s.sections->len - 1);
        const struct token *t = &g_array_index(s.tokens, struct token, open);
        ok = fail(&s, t->line, "the section '%s' is not closed", t->text);
    }
    g_array_unref(s.sections);
    g_free(s.open);
    g_free(s.close);
    if (!ok)
        g_clear_pointer(&s.tokens, g_array_unref);
    return s.tokens;
}

/* ---- rendering ---- */

struct renderer {
    const struct mustache *m;
    GHashTable *parsed; /* "indent\nname" -> tokens */
    GPtrArray *stack;   /* const cJSON *, the innermost last */
    unsigned depth;
    GString *out;
    GError **error;
};

static const cJSON *member(const cJSON *object, const char *name, size_t len)
{
    if (!cJSON_IsObject(object))
        return NULL;
    for (const cJSON *c = object->child; c; c = c->next)
        if (c->string && strncmp(c->string, name, len) == 0 && !c->string[len])
            return c;
    return NULL;
}

static const cJSON *look_up(const struct renderer *r, const char *name)
{
    if (strcmp(name, ".") == 0)
        return g_ptr_array_index(r->stack, r->stack->len - 1);
    size_t len = strcspn(name, ".");
    const cJSON *found = NULL;
    for (guint i = r->stack->len; i > 0 && !found; i--)
        found = member(g_ptr_array_index(r->stack, i - 1), name, len);
    while (found && name[len]) {
        name += len + 1;
        len = strcspn(name, ".");
        found = member(found, name, len);
    }
    return found;
}

static bool is_true(const cJSON *v)
{
    if (!v || cJSON_IsNull(v) || cJSON_IsFalse(v))
        return false;
    if (cJSON_IsArray(v))
        return v->child != NULL;
    if (cJSON_IsString(v))
        return *v->valuestring;
    return !cJSON_IsNumber(v) || v->valuedouble != 0;
}

static void append_value(const struct renderer *r, const cJSON *v, bool raw)
{
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    const char *text = number;
    if (!v || cJSON_IsNull(v) || cJSON_IsArray(v) || cJSON_IsObject(v))
        return;
    if (cJSON_IsString(v))
        text = v->valuestring;
    else if (cJSON_IsBool(v))
        text = cJSON_IsTrue(v) ? "true" : "false";
    else
        g_ascii_formatd(number, sizeof number, "%.15g", v->valuedouble);
    if (raw)
        g_string_append(r->out, text);
    else
        r->m->escape(r->out, text);
}

static bool render_tokens(struct renderer *r, const GArray *tokens, guint from, guint to);

static bool enter(struct renderer *r, const cJSON *value, const GArray *tokens, guint from, guint to)
{
    g_ptr_array_add(r->stack, (gpointer)value);
    bool ok = render_tokens(r, tokens, from, to);
    g_ptr_array_set_size(r->stack, (int)r->stack->len - 1);
    return ok;
}

static bool render_section(struct renderer *r, const GArray *tokens, guint at)
{
    const struct token *t = &g_array_index(tokens, struct token, at);
    const cJSON *v = look_up(r, t->text);
    if (t->kind == INVERTED)
        return is_true(v) || render_tokens(r, tokens, at + 1, t->end);
    if (!is_true(v))
        return true;
    if (!cJSON_IsArray(v))
        return enter(r, v, tokens, at + 1, t->end);
    for (const cJSON *item = v->child; item; item = item->next)
        if (!enter(r, item, tokens, at + 1, t->end))
            return false;
    return true;
}

/* Each line of the partial begins with what stands before its tag. */
static char *indented(const char *text, const char *indent)
{
    GString *out = g_string_new(NULL);
    for (const char *line = text; *line;) {
        size_t len = strcspn(line, "\n");
        len += line[len] == '\n';
        g_string_append(out, indent);
        g_string_append_len(out, line, (gssize)len);
        line += len;
    }
    return g_string_free(out, FALSE);
}

static bool render_partial(struct renderer *r, const struct token *t)
{
    const char *indent = t->indent ? t->indent : "";
    g_autofree char *key = g_strconcat(indent, "\n", t->text, NULL);
    GArray *tokens = g_hash_table_lookup(r->parsed, key);
    if (r->depth >= DEPTH_MOST) {
        g_set_error(r->error, ERROR, 0, "%s: partials are nested too deep", t->text);
        return false;
    }
    if (!tokens) {
        g_autofree char *text = r->m->partial ? r->m->partial(r->m->payload, t->text) : NULL;
        g_autofree char *moved = indented(text ? text : "", indent);
        tokens = parse(t->text, moved, r->error);
        if (!tokens)
            return false;
        g_hash_table_insert(r->parsed, g_steal_pointer(&key), tokens);
    }
    r->depth++;
    bool ok = render_tokens(r, tokens, 0, tokens->len);
    r->depth--;
    return ok;
}

static bool render_tokens(struct renderer *r, const GArray *tokens, guint from, guint to)
{
    for (guint i = from; i < to; i++) {
        const struct token *t = &g_array_index(tokens, struct token, i);
        switch (t->kind) {
        case TEXT:
            g_string_append(r->out, t->text);
            break;
        case VARIABLE:
        case RAW:
            append_value(r, look_up(r, t->text), t->kind == RAW);
            break;
        case PARTIAL:
            if (!render_partial(r, t))
                return false;
            break;
        default:
            if (!render_section(r, tokens, i))
                return false;
            i = t->end - 1;
        }
    }
    return true;
}

bool mustache_render(const struct mustache *m, const char *name, const char *text, const cJSON *view, GString *out,
                     GError **error)
{
    g_autoptr(GArray) tokens = parse(name, text, error);
    if (!tokens)
        return false;
    struct renderer r = {.m = m, .out = out, .error = error};
    r.stack = g_ptr_array_new();
    r.parsed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    g_ptr_array_add(r.stack, (gpointer)view);
    bool ok = render_tokens(&r, tokens, 0, tokens->len);
    g_ptr_array_unref(r.stack);
    g_hash_table_destroy(r.parsed);
    return ok;
}

/* ---- escaping ---- */

void mustache_escape_html(GString *out, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '&':
            g_string_append(out, "&amp;");
            break;
        case '<':
            g_string_append(out, "&lt;");
            break;
        case '>':
            g_string_append(out, "&gt;");
            break;
        case '"':
            g_string_append(out, "&quot;");
            break;
        case '\'':
            g_string_append(out, "&#39;");
            break;
        default:
            g_string_append_c(out, *text);
        }
}

void mustache_escape_string(GString *out, const char *text)
{
    for (; *text; text++)
        if (*text == '"' || *text == '\\')
            g_string_append_printf(out, "\\%c", *text);
        else if ((unsigned char)*text < 0x20 || *text == 0x7f)
            g_string_append_printf(out, "\\u%04x", (unsigned char)*text);
        else
            g_string_append_c(out, *text);
}

/* At the beginning of a line "- ", "+ ", "1. " and "===" would begin a block. */
static bool begins_block(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return *text == '-' || *text == '+' || *text == '=' || (digits > 0 && (text[digits] == '.' || text[digits] == ')'));
}

void mustache_escape_markdown(GString *out, const char *text)
{
    if (begins_block(text)) {
        size_t digits = strspn(text, "0123456789");
        g_string_append_len(out, text, (gssize)digits);
        text += digits;
        g_string_append_c(out, '\\');
        g_string_append_c(out, *text++);
    }
    for (const char *p = text; *p; p++) {
        bool word = p > text && g_ascii_isalnum(p[-1]);
        if (*p == '&')
            g_string_append(out, "&amp;");
        else if (*p == '<')
            g_string_append(out, "&lt;");
        else if (*p == '\n' || *p == '\r' || *p == '\t')
            g_string_append_c(out, ' ');
        else if (*p == '@') /* whom it would call is not called */
            g_string_append(out, "@&#8203;");
        else if (*p == '#')
            g_string_append(out, g_ascii_isdigit(p[1]) ? "\\#&#8203;" : "\\#");
        else if (strchr("\\`*[]|~$!>", *p) || (*p == '_' && !(word && g_ascii_isalnum(p[1]))))
            g_string_append_printf(out, "\\%c", *p);
        else if ((*p == ':' && p[1] == '/' && p[2] == '/') || (*p == '.' && p - text >= 3 && g_ascii_strncasecmp(p - 3, "www", 3) == 0))
            g_string_append_printf(out, "\\%c", *p);
        else
            g_string_append_c(out, *p);
    }
}
