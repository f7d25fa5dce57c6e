#include "extract/dump.h"

#include <string.h>

#define MOST_TEXT 60   /* bytes of a string that are shown */
#define MOST_DEPTH 200 /* of an expression */

static const char *const jump_names[] = {"return", "yield", "raise", "break", "continue", "pass", "assert", "retry"};
static const char *const region_names[] = {"none",    "body", "each",   "while", "try",
                                           "handler", "finally", "with", "branch", "else"};
static const char *const scope_names[] = {"none", "module", "class", "function", "lambda"};
static const char *const param_names[] = {"", "...", "**", "."};

struct flag {
    uint32_t bit;
    const char *name;
};

static const struct flag scope_flag_names[] = {
    {SCOPE_ASYNC, "async"}, {SCOPE_GENERATOR, "generator"}, {SCOPE_EXPORTED, "exported"},
    {SCOPE_STATIC, "static"}, {SCOPE_PROPERTY, "property"}, {SCOPE_TEST, "test"},
    {SCOPE_EXTENDS, "extends"}, {0, NULL},
};
static const struct flag import_flag_names[] = {
    {IMPORT_MODULE, "module"}, {IMPORT_STAR, "star"}, {IMPORT_REEXPORT, "reexport"},
    {IMPORT_TYPE, "type"}, {IMPORT_SIDE, "side"}, {IMPORT_NAMESPACE, "namespace"}, {IMPORT_GLOBAL, "global"}, {0, NULL},
};
static const struct flag assign_flag_names[] = {
    {ASSIGN_AUGMENTED, "augmented"}, {ASSIGN_ELEMENT, "element"}, {ASSIGN_ENTER, "enter"},
    {ASSIGN_CONST, "const"}, {ASSIGN_FIELD, "field"}, {ASSIGN_BOUND, "bound"}, {0, NULL},
};

static void dump_flags(GString *out, uint32_t flags, const struct flag *names)
{
    for (; names->name; names++)
        if (flags & names->bit)
            g_string_append_printf(out, " %s", names->name);
}

static void dump_text(GString *out, const char *s)
{
    g_string_append_c(out, '"');
    for (unsigned n = 0; *s; s++, n++) {
        if (n >= MOST_TEXT && ((unsigned char)*s & 0xC0) != 0x80) {
            g_string_append(out, "...");
            break;
        }
        if (*s == '\n')
            g_string_append(out, "\\n");
        else if (*s == '"' || *s == '\\')
            g_string_append_printf(out, "\\%c", *s);
        else if ((unsigned char)*s < 0x20 || *s == 0x7f)
            g_string_append_printf(out, "\\x%02x", (unsigned char)*s);
        else
            g_string_append_c(out, *s);
    }
    g_string_append_c(out, '"');
}

static void dump_node(const struct facts *f, uint32_t i, GString *out, unsigned depth);

static void dump_kids(const struct facts *f, uint32_t first, uint32_t count, const char *between, GString *out,
                      unsigned depth)
{
    for (uint32_t k = 0; k < count; k++) {
        if (k)
            g_string_append(out, between);
        dump_node(f, f->kids[first + k], out, depth);
    }
}

static void dump_inner(const struct facts *f, const struct fact_node *n, GString *out, unsigned depth)
{
    const char *text = facts_text(f, n->text);
    switch ((enum node_kind)n->kind) {
    case NODE_NONE:
    case NODE_KINDS:
        g_string_append_c(out, '?');
        break;
    case NODE_NAME:
    case NODE_NUMBER:
        g_string_append(out, text);
        break;
    case NODE_STRING:
        dump_text(out, text);
        break;
    case NODE_TEMPLATE:
        g_string_append(out, "template(");
        dump_kids(f, n->first, n->count, ", ", out, depth);
        g_string_append_c(out, ')');
        break;
    case NODE_TRUE:
        g_string_append(out, "true");
        break;
    case NODE_FALSE:
        g_string_append(out, "false");
        break;
    case NODE_NULL:
        g_string_append(out, "null");
        break;
    case NODE_LIST:
        g_string_append_c(out, '[');
        dump_kids(f, n->first, n->count, ", ", out, depth);
        g_string_append_c(out, ']');
        break;
    case NODE_DICT:
        g_string_append_c(out, '{');
        dump_kids(f, n->first, n->count, ", ", out, depth);
        g_string_append_c(out, '}');
        break;
    case NODE_PAIR:
        dump_node(f, n->a, out, depth);
        g_string_append(out, ": ");
        dump_node(f, n->b, out, depth);
        break;
    case NODE_KEYWORD:
        g_string_append_printf(out, "%s=", text);
        dump_node(f, n->b, out, depth);
        break;
    case NODE_SPLAT:
        g_string_append(out, n->flags & NODE_DOUBLE_SPLAT ? "**" : "*");
        dump_node(f, n->a, out, depth);
        break;
    case NODE_CALL:
        g_string_append(out, n->flags & NODE_NEW ? "new " : "");
        dump_node(f, n->a, out, depth);
        g_string_append(out, n->flags & NODE_OPTIONAL ? "?.(" : "(");
        dump_kids(f, n->first, n->count, ", ", out, depth);
        g_string_append_c(out, ')');
        break;
    case NODE_MEMBER:
        dump_node(f, n->a, out, depth);
        g_string_append_printf(out, "%s%s", n->flags & NODE_OPTIONAL ? "?." : ".", text);
        break;
    case NODE_SUBSCRIPT:
        dump_node(f, n->a, out, depth);
        g_string_append(out, n->flags & NODE_OPTIONAL ? "?.[" : "[");
        if (n->b)
            dump_node(f, n->b, out, depth);
        g_string_append_c(out, ']');
        break;
    case NODE_BINARY:
        g_string_append_c(out, '(');
        dump_node(f, n->a, out, depth);
        g_string_append_printf(out, " %s ", text);
        dump_node(f, n->b, out, depth);
        g_string_append_c(out, ')');
        break;
    case NODE_UNARY:
        g_string_append_printf(out, "(%s ", text);
        dump_node(f, n->a, out, depth);
        g_string_append_c(out, ')');
        break;
    case NODE_CONDITIONAL:
        g_string_append(out, "either(");
        if (n->a) {
            dump_node(f, n->a, out, depth);
            g_string_append(out, " ? ");
        }
        dump_kids(f, n->first, n->count, " | ", out, depth);
        g_string_append_c(out, ')');
        break;
    case NODE_FUNCTION:
        g_string_append_printf(out, "function#%u", n->scope_ref);
        break;
    case NODE_CLASS:
        g_string_append_printf(out, "class#%u", n->scope_ref);
        break;
    case NODE_JSX:
        g_string_append_printf(out, "<%s>(", text);
        dump_kids(f, n->first, n->count, ", ", out, depth);
        g_string_append_c(out, ')');
        break;
    case NODE_OTHER:
        g_string_append(out, "other(");
        dump_kids(f, n->first, n->count, ", ", out, depth);
        g_string_append_c(out, ')');
        break;
    }
}

static void dump_node(const struct facts *f, uint32_t i, GString *out, unsigned depth)
{
    if (!i || i >= f->n_nodes) {
        g_string_append_c(out, '-');
        return;
    }
    const struct fact_node *n = &f->nodes[i];
    if (depth == 0) {
        g_string_append(out, "...");
        return;
    }
    bool made = n->flags & NODE_SYNTHETIC && n->kind != NODE_NUMBER && n->kind != NODE_TRUE;
    g_string_append(out, n->flags & NODE_AWAITED ? "await " : "");
    g_string_append(out, made ? "<" : "");
    dump_inner(f, n, out, depth - 1);
    g_string_append(out, n->flags & NODE_TRUNCATED ? "~" : "");
    g_string_append(out, made ? ">" : "");
}

void facts_dump_node(const struct facts *f, uint32_t node, GString *out)
{
    dump_node(f, node, out, MOST_DEPTH);
}

static void dump_place(GString *out, uint32_t line, uint32_t scope, uint32_t region)
{
    g_string_append_printf(out, "%u", line);
    if (scope > 1)
        g_string_append_printf(out, " in #%u", scope);
    if (region > 1)
        g_string_append_printf(out, " @%u", region);
    g_string_append(out, ": ");
}

static void dump_list(const struct facts *f, const char *word, uint32_t first, uint32_t n, GString *out)
{
    if (!n)
        return;
    g_string_append(out, word);
    dump_kids(f, first, n, ", ", out, MOST_DEPTH);
}

static void dump_typed(const struct facts *f, uint32_t type, uint32_t value, GString *out)
{
    if (type) {
        g_string_append(out, ": ");
        facts_dump_node(f, type, out);
    }
    if (value) {
        g_string_append(out, " = ");
        facts_dump_node(f, value, out);
    }
}

static void dump_scopes(const struct facts *f, GString *out)
{
    for (uint32_t i = 1; i < f->n_scopes; i++) {
        const struct fact_scope *s = &f->scopes[i];
        g_string_append_printf(out, "scope #%u %s '%s' %u-%u", i, scope_names[s->kind], facts_text(f, s->name),
                               s->line, s->end_line);
        if (s->parent > 1)
            g_string_append_printf(out, " in #%u", s->parent);
        dump_flags(out, s->flags, scope_flag_names);
        dump_list(f, " decorated ", s->first_decorator, s->n_decorators, out);
        dump_list(f, " bases ", s->first_base, s->n_bases, out);
        if (s->kind == SCOPE_FUNCTION || s->kind == SCOPE_LAMBDA) {
            g_string_append(out, " (");
            for (uint32_t k = 0; k < s->n_params; k++) {
                const struct fact_param *p = &f->params[s->first_param + k];
                g_string_append_printf(out, "%s%u %s%s", k ? ", " : "", p->position, param_names[p->kind],
                                       facts_text(f, p->name));
                if (p->kind == PARAM_DESTRUCTURED)
                    g_string_append_printf(out, "<-%s", facts_text(f, p->key));
                dump_typed(f, p->type, p->value, out);
            }
            g_string_append_c(out, ')');
        }
        if (s->type) {
            g_string_append(out, " -> ");
            facts_dump_node(f, s->type, out);
        }
        if (s->doc) {
            g_string_append(out, " doc ");
            dump_text(out, facts_text(f, s->doc));
        }
        g_string_append_c(out, '\n');
    }
}

static void dump_bindings(const struct facts *f, GString *out)
{
    for (uint32_t i = 0; i < f->n_imports; i++) {
        const struct fact_import *m = &f->imports[i];
        g_string_append(out, "import ");
        dump_place(out, m->line, m->scope, 0);
        g_string_append_printf(out, "%s <- %s", facts_text(f, m->local), facts_text(f, m->module));
        if (m->member)
            g_string_append_printf(out, " . %s", facts_text(f, m->member));
        dump_flags(out, m->flags, import_flag_names);
        g_string_append_c(out, '\n');
    }
    for (uint32_t i = 0; i < f->n_exports; i++) {
        g_string_append_printf(out, "export %u: %s = ", f->exports[i].line, facts_text(f, f->exports[i].name));
        facts_dump_node(f, f->exports[i].node, out);
        g_string_append_c(out, '\n');
    }
    for (uint32_t i = 0; i < f->n_assigns; i++) {
        const struct fact_assign *a = &f->assigns[i];
        g_string_append(out, "assign ");
        dump_place(out, a->line, a->scope, a->region);
        facts_dump_node(f, a->target, out);
        dump_typed(f, a->type, a->value, out);
        dump_flags(out, a->flags, assign_flag_names);
        g_string_append_c(out, '\n');
    }
}

static void dump_calls(const struct facts *f, GString *out)
{
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if (n->kind != NODE_CALL && n->kind != NODE_JSX)
            continue;
        g_string_append(out, n->kind == NODE_CALL ? "call " : "jsx ");
        dump_place(out, n->line, n->scope, n->region);
        facts_dump_node(f, i, out);
        g_string_append(out, n->flags & NODE_STATEMENT ? " statement" : "");
        g_string_append(out, n->flags & NODE_TYPE ? " type" : "");
        g_string_append_c(out, '\n');
    }
}

static void dump_control(const struct facts *f, GString *out)
{
    for (uint32_t i = 0; i < f->n_jumps; i++) {
        const struct fact_jump *j = &f->jumps[i];
        g_string_append(out, "jump ");
        dump_place(out, j->line, j->scope, j->region);
        g_string_append(out, jump_names[j->kind]);
        if (j->value) {
            g_string_append_c(out, ' ');
            facts_dump_node(f, j->value, out);
        }
        g_string_append_c(out, '\n');
    }
    for (uint32_t i = 1; i < f->n_regions; i++) {
        const struct fact_region *r = &f->regions[i];
        if (r->kind == REGION_BODY)
            continue;
        g_string_append_printf(out, "region @%u %s %u-%u", i, region_names[r->kind], r->line, r->end_line);
        if (r->scope > 1)
            g_string_append_printf(out, " in #%u", r->scope);
        if (r->parent > 1)
            g_string_append_printf(out, " below @%u", r->parent);
        if (r->owner)
            g_string_append_printf(out, " of @%u", r->owner);
        if (r->expr) {
            g_string_append_c(out, ' ');
            facts_dump_node(f, r->expr, out);
        }
        dump_list(f, " ", r->first, r->count, out);
        if (r->name)
            g_string_append_printf(out, " as %s", facts_text(f, r->name));
        g_string_append_c(out, '\n');
    }
}

void facts_dump(const struct facts *f, GString *out)
{
    if (f->status != FACTS_PARSED)
        g_string_append(out, f->status == FACTS_SKIPPED ? "skipped\n" : "failed\n");
    if (f->errors)
        g_string_append_printf(out, "errors %u\n", f->errors);
    if (f->root) {
        g_string_append(out, "root ");
        facts_dump_node(f, f->root, out);
        g_string_append_c(out, '\n');
    }
    dump_scopes(f, out);
    dump_bindings(f, out);
    dump_calls(f, out);
    dump_control(f, out);
    for (uint32_t i = 0; i < f->n_matches; i++) {
        g_string_append(out, "match ");
        dump_place(out, f->matches[i].line, f->matches[i].scope, 0);
        g_string_append_printf(out, "%u ", f->matches[i].query);
        dump_text(out, facts_text(f, f->matches[i].text));
        g_string_append_c(out, '\n');
    }
    for (uint32_t i = 0; i < f->n_comments; i++) {
        g_string_append_printf(out, "comment %u: ", f->comments[i].line);
        dump_text(out, facts_text(f, f->comments[i].text));
        g_string_append_c(out, '\n');
    }
    for (uint32_t i = 0; i < f->n_notes; i++)
        g_string_append_printf(out, "note %u: %s\n", f->notes[i].line, facts_text(f, f->notes[i].text));
}
