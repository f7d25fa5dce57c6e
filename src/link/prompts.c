/*
 * Prompts: the texts that sites are given, found from their arguments backwards to where they are written, and the
 * prompt files of the repository. A template's variables, and a message's parts, are followed to who wrote them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/slots.h"
#include "link/link_priv.h"
#include "link/named_texts.h"

#define TEXT_LINE 80      /* characters that count as a line of a long text */
#define MIN_SYSTEM 12      /* bytes that say something, of a text that is a system message */
#define MIN_MESSAGE 80     /* characters of another message; MIN_TEMPLATE if values are put into it, or MIN_LINES lines */
#define MIN_TEMPLATE 40
#define MIN_LINES 3
#define MIN_WORDS 2
#define MIN_WORDS_INDIRECT 8 /* of what a call is given that need not hand it on */
#define MIN_OWN 200        /* of a constant that is a prompt of its own within another */
#define MIN_COPY 100       /* characters of a text whose copies count */
#define MAX_DEPTH 24       /* expressions within one another */
#define MAX_LOOKS 3000     /* expressions of one site's argument */
#define MAX_NAME_LOOKS 60  /* of one file name */
#define MAX_TEXT_PARTS 256
#define MAX_PROMPTS 20000
#define MAX_SITES 256      /* of one prompt */
#define MAX_VARIABLES 64   /* of one prompt */
#define SHOWN 60
#define UNSEEN "\001"      /* stands for a value in a text that is put together */

struct draft { /* a prompt while it is gathered */
    struct prompt p;
    uint32_t node; /* 0: a file */
    GArray *variables, *sites;
    bool linked;   /* a site was seen to use it */
    bool named;    /* what stands around it says that it is a prompt */
    GString *text; /* its own; NULL where it is not visible */
    const char *version;
    enum tristate versioned;
    bool several_roles;
};

struct prompt_reader {
    struct linker *l;
    GArray *drafts;         /* struct draft */
    GHashTable *by_place;   /* file << 32 | node -> index + 1; node 0: the file */
    GHashTable *names;      /* base name of a file that is no code -> file + 1 */
    GHashTable *origins;    /* struct frame in force, NULL without -> file << 32 | node -> struct text_origin */
    GHashTable *stems;      /* of prompt files, without extension -> file + 1, 0 for several */
    int8_t *dedicated;      /* by file: 0 not known, 1 holds prompts alone, -1 not */
    /* of the argument in hand */
    const struct prompt_ref *ref;
    uint32_t site;          /* index in the model, NO_INDEX without */
    GHashTable *seen;       /* file << 32 | node */
    unsigned looks;
    GArray *fills;          /* struct node_ref: calls and dictionaries that put values into templates, innermost last */
    unsigned found;         /* texts so far */
    unsigned indirect;      /* arguments of calls that are no messages: what they get need not be sent */
};

struct text_origin { /* of a text */
    enum taint taint;
    const char *source;
};

/* As taint_from() says it, asked once for every place. */
static struct text_origin text_origin_of(struct prompt_reader *r, struct node_ref at)
{
    GHashTable *known = g_hash_table_lookup(r->origins, r->l->frame);
    if (!known) {
        known = g_hash_table_new_full(pair_key_hash, NULL, NULL, g_free);
        g_hash_table_insert(r->origins, r->l->frame, known);
    }
    struct text_origin *o = g_hash_table_lookup(known, KEY(at.file, at.node));
    if (!o) {
        o = g_new(struct text_origin, 1);
        o->taint = taint_from(r->l, at.file, at.node, &o->source);
        g_hash_table_insert(known, KEY(at.file, at.node), o);
    }
    return *o;
}

void prompt_note(struct linker *l, const struct api_item *item, const struct api_argument *arg, const struct found *found)
{
    if (!arg->inline_text && !arg->contains && !g_str_equal(arg->attribute, "system_message"))
        return;
    for (guint i = 0; i < found->nodes->len; i++) {
        struct node_ref r = g_array_index(found->nodes, struct node_ref, i);
        struct prompt_ref ref = {.draft = l->collecting - 1, .at = r, .frame = l->frame, .argument = arg,
                                 .template_ = item->role == ROLE_STAGE};
        if (!r.node || (ref.argument->n_cases && !arg->contains && lnode(l, r.file, r.node)->kind != NODE_STRING &&
                        lnode(l, r.file, r.node)->kind != NODE_TEMPLATE && lnode(l, r.file, r.node)->kind != NODE_NAME))
            continue;
        bool known = false; /* `contains` and `inline` of one argument: the first says whose message is whose */
        for (guint k = l->prompt_refs->len; k-- > 0 && !known;) {
            struct prompt_ref *o = &g_array_index(l->prompt_refs, struct prompt_ref, k);
            if (o->draft != ref.draft)
                break;
            if (o->at.file != r.file || o->at.node != r.node)
                continue;
            known = true;
            if (arg->contains)
                o->argument = arg;
        }
        if (!known)
            g_array_append_val(l->prompt_refs, ref);
    }
}

/* ---- roles ---- */

const char *prompt_role_of(const struct linker *l, const char *word)
{
    for (unsigned i = 0; word && i < l->rules->n_prompt_roles; i++)
        if (g_ascii_strcasecmp(l->rules->prompt_roles[i].key, word) == 0)
            return l->rules->prompt_roles[i].value;
    return NULL;
}

const char *prompt_role(struct linker *l, uint32_t file, uint32_t node)
{
    const struct fact_node *n = node ? lnode(l, file, node) : NULL;
    if (!n || n->kind == NODE_DICT || n->kind == NODE_LIST || n->kind == NODE_TEMPLATE)
        return NULL;
    if (n->kind == NODE_STRING)
        return prompt_role_of(l, ltext(l, file, n->text));
    if (n->kind == NODE_MEMBER) { /* Role.System */
        const char *by_name = prompt_role_of(l, ltext(l, file, n->text));
        if (by_name)
            return by_name;
    }
    if (n->kind != NODE_NAME && n->kind != NODE_MEMBER)
        return NULL;
    const struct vset *s = eval(l, file, node);
    if (s->n == 1 && s->v[0].kind == V_LITERAL && lnode(l, s->v[0].file, s->v[0].ref)->kind == NODE_STRING)
        return prompt_role_of(l, ltext(l, s->v[0].file, lnode(l, s->v[0].file, s->v[0].ref)->text));
    return NULL;
}

static bool is_system(const char *role)
{
    return g_strcmp0(role, "system") == 0;
}

/* ---- drafts ---- */

static struct draft *draft_at(struct prompt_reader *r, uint32_t file, uint32_t node, bool *fresh)
{
    guint index = GPOINTER_TO_UINT(g_hash_table_lookup(r->by_place, KEY(file, node)));
    *fresh = index == 0;
    if (index)
        return &g_array_index(r->drafts, struct draft, index - 1);
    if (r->drafts->len >= MAX_PROMPTS)
        return NULL;
    struct draft d = {.node = node,
                      .variables = g_array_new(FALSE, FALSE, sizeof(struct prompt_variable)),
                      .sites = g_array_new(FALSE, FALSE, sizeof(uint32_t))};
    g_array_append_val(r->drafts, d);
    g_hash_table_insert(r->by_place, KEY(file, node), GUINT_TO_POINTER(r->drafts->len));
    return &g_array_index(r->drafts, struct draft, r->drafts->len - 1);
}

static void use_draft(struct prompt_reader *r, struct draft *d, const char *role)
{
    if (r->site != NO_INDEX) {
        bool known = d->sites->len >= MAX_SITES;
        for (guint i = 0; i < d->sites->len && !known; i++)
            known = g_array_index(d->sites, uint32_t, i) == r->site;
        if (!known)
            g_array_append_val(d->sites, r->site);
        d->linked = true;
    }
    if (!role)
        return;
    if (!d->p.role && !d->several_roles)
        d->p.role = role;
    else if (d->p.role && !g_str_equal(d->p.role, role)) {
        d->p.role = NULL;
        d->several_roles = true;
    }
}

/*
 * A file's every long text against its code: a module that holds prompts, and what puts them together. Where nothing but
 * that is done, because there is no function, a quarter of it is enough, and a third where it is called so.
 */
static bool holds_prompts_alone(struct prompt_reader *r, uint32_t file)
{
    if (r->dedicated[file])
        return r->dedicated[file] > 0;
    const struct linker *l = r->l;
    const struct facts *f = l->files[file].f;
    uint32_t lines = 0, wrapped = 0; /* what is written in one long line is as much text as if it were broken */
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if ((n->kind != NODE_STRING && n->kind != NODE_TEMPLATE) || n->flags & NODE_STATEMENT)
            continue;
        const bool piece = n->parent && f->nodes[n->parent].kind == NODE_TEMPLATE; /* its lines are the template's */
        const uint32_t length = (uint32_t)strlen(f->strings[n->text]), written = n->end_line - n->line + 1, broken = length / TEXT_LINE;
        if (!piece && (written > 1 || length >= TEXT_LINE))
            lines += written;
        wrapped += broken > written ? broken - written : 0;
    }
    const bool named = link_names_prompts(l->rules, l->files[file].pf->path);
    lines += wrapped;
    bool alone = lines * (f->n_scopes <= 2 ? 4 : named ? 3 : 2) >= f->n_lines_of_code + wrapped && l->files[file].lang->reader == READER_CODE;
    for (unsigned i = 0; i < l->m->n_sites && alone; i++)
        alone = l->m->sites[i].place.file != file;
    for (unsigned i = 0; i < l->m->n_routes && alone; i++)
        alone = l->m->routes[i].place.file != file;
    r->dedicated[file] = alone ? 1 : -1;
    return alone;
}

/* The name that a node is bound to, directly or as a part of what is bound; NULL without. */
static const char *bound_name(const struct linker *l, uint32_t file, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    uint32_t top = node;
    for (uint32_t p = node; p; p = f->nodes[p].parent) {
        if (f->nodes[p].kind == NODE_PAIR && f->nodes[p].a && f->nodes[f->nodes[p].a].kind == NODE_STRING &&
            !prompt_role_of(l, f->strings[f->nodes[f->nodes[p].a].text]))
            return f->strings[f->nodes[f->nodes[p].a].text];
        if (f->nodes[p].kind == NODE_KEYWORD)
            return f->strings[f->nodes[p].text];
        top = p;
    }
    for (uint32_t i = 0; i < f->n_assigns; i++)
        if (f->assigns[i].value == top) {
            const struct fact_node *target = &f->nodes[f->assigns[i].target];
            if (target->kind != NODE_SUBSCRIPT)
                return f->strings[target->text];
            if (target->b && f->nodes[target->b].kind == NODE_STRING)
                return f->strings[f->nodes[target->b].text];
        }
    return NULL;
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Whether a function only gives a text, itself or by a name that it has there, and asks no model with it, nor a function of the
 * repository that may. */
static bool is_given_back(struct linker *l, uint32_t file, uint32_t fn, uint32_t node)
{
    const struct facts *f = l->files[file].f;
    for (unsigned s = 0; s < l->m->n_sites; s++)
        if (l->m->sites[s].unit.file == file && l->m->sites[s].unit.scope == fn)
            return false;
    uint32_t top = node, name = 0;
    for (; f->nodes[top].parent; top = f->nodes[top].parent) {
        const struct fact_node *above = &f->nodes[f->nodes[top].parent];
        const struct vset *callee = above->kind == NODE_CALL && above->a != top ? eval(l, file, above->a) : &vset_empty;
        for (unsigned i = 0; i < callee->n; i++)
            if (callee->v[i].kind == V_FUNCTION)
                return false;
    }
    for (uint32_t i = 0; i < f->n_assigns && !name; i++)
        if (f->assigns[i].value == top && f->assigns[i].scope == fn && f->nodes[f->assigns[i].target].kind == NODE_NAME)
            name = f->nodes[f->assigns[i].target].text;
    for (uint32_t i = 0; i < f->n_jumps; i++) {
        const struct fact_jump *j = &f->jumps[i];
        const struct fact_node *value = &f->nodes[j->value];
        if (j->kind == JUMP_RETURN && j->scope == fn && j->value &&
            (j->value == top || (name && value->kind == NODE_NAME && value->text == name)))
            return true;
    }
    return false;
}

static void describe(struct prompt_reader *r, struct draft *d, uint32_t file, uint32_t node)
{
    struct linker *l = r->l;
    const struct facts *f = l->files[file].f;
    uint32_t fn = enclosing_function(f, f->nodes[node].scope);
    const char *bound = bound_name(l, file, node), *function = scope_name(l, file, fn);
    d->p.place = place_of(l, file, node);
    d->p.unit = (struct unit){file, fn};
    d->p.zone = zone_at(l, file, f->nodes[node].scope);
    d->p.kind = holds_prompts_alone(r, file) ? "module" : fn <= 1 ? "constant" : is_given_back(l, file, fn, node) ? "builder" : "inline";
    d->p.name = fn <= 1 && bound ? bound : function && bound ? arena_printf(l->a, "%s: %s", function, bound)
              : function ? function : bound ? bound : last_part(l->files[file].pf->path);
}

/* ---- what enters ---- */

/* Text from outside in a message: what is worst of all that a site is given is kept as its attribute. */
static void site_input(struct prompt_reader *r, const char *role, enum taint taint, const char *how, struct place place)
{
    struct linker *l = r->l;
    if (r->site == NO_INDEX || taint < TAINT_FILE)
        return;
    /* what is all of a system message, and comes through other modules or calls, may well be something else */
    bool whole = g_str_equal(how, "alone");
    if (is_system(role) && whole && (r->indirect || place.file != l->m->sites[r->site].place.file))
        return;
    struct site *s = &l->m->sites[r->site];
    const char *name = is_system(role) ? "untrusted_system" : "untrusted_user";
    const char *value = is_system(role) ? taint_name(taint) : how;
    static const char *const better[] = {"alone", "delimited", "mixed"};
    for (unsigned i = 0; i < s->n_attributes; i++) {
        struct attribute *a = &s->attributes[i];
        if (!g_str_equal(a->name, name))
            continue;
        int was = -1, is = -1;
        for (int k = 0; k < (int)G_N_ELEMENTS(better); k++) {
            was = g_strcmp0(a->value, better[k]) == 0 ? k : was;
            is = g_strcmp0(value, better[k]) == 0 ? k : is;
        }
        if (is > was) {
            a->value = value;
            a->place = place;
        }
        return;
    }
    struct attribute *grown = arena_new_n(l->a, struct attribute, s->n_attributes + 1);
    unsigned at = 0;
    while (at < s->n_attributes && strcmp(s->attributes[at].name, name) < 0)
        at++;
    memcpy(grown, s->attributes, at * sizeof *grown);
    grown[at] = (struct attribute){.name = name, .state = STATE_SET, .value = value, .origin = ORIGIN_FLOW, .place = place};
    memcpy(grown + at + 1, s->attributes + at, (s->n_attributes - at) * sizeof *grown);
    s->attributes = grown;
    s->n_attributes++;
}

/* text.replace("{question}", question) */
static bool replaces(struct linker *l, struct node_ref call, const char *key, struct node_ref *out)
{
    const struct fact_node *n = lnode(l, call.file, call.node);
    const uint32_t *kids = l->files[call.file].f->kids + n->first;
    const struct fact_node *what = n->kind == NODE_CALL && n->count == 2 ? lnode(l, call.file, kids[0]) : NULL;
    if (!what || what->kind != NODE_STRING)
        return false;
    const char *text = ltext(l, call.file, what->text), *at = strstr(text, key);
    if (!at || strlen(text) > strlen(key) + 8 || at == text)
        return false;
    *out = (struct node_ref){call.file, kids[1], 0, NULL};
    return true;
}

/* The value that the calls around a template give to one of its names. */
static bool filled_by(struct prompt_reader *r, const char *name, size_t len, struct node_ref *out)
{
    g_autofree char *key = g_strndup(name, MIN(len, strcspn(name, ".")));
    for (guint i = r->fills->len; i-- > 0;) {
        struct node_ref c = g_array_index(r->fills, struct node_ref, i);
        struct found found;
        find_argument(r->l, c.file, c.node, key, -1, &found);
        bool any = found.nodes->len > 0;
        if (any)
            *out = g_array_index(found.nodes, struct node_ref, 0);
        found_clear(&found);
        if (any || replaces(r->l, c, key, out))
            return true;
    }
    return false;
}

static void add_variable(struct draft *d, struct prompt_variable v)
{
    for (guint i = 0; i < d->variables->len; i++) {
        struct prompt_variable *o = &g_array_index(d->variables, struct prompt_variable, i);
        if (!g_str_equal(o->name, v.name) || g_strcmp0(o->role, v.role))
            continue;
        if (v.taint > o->taint) {
            o->taint = v.taint;
            o->source = v.source;
        }
        o->delimited &= v.delimited;
        return;
    }
    if (d->variables->len < MAX_VARIABLES)
        g_array_append_val(d->variables, v);
}

struct template_slots { /* names within a text that something fills */
    struct prompt_reader *r;
    GArray *out; /* struct part_of_text */
    const char *text;
};

/* A value within a text that is put together. */
struct part_of_text {
    size_t start, end;
    const char *name;
    struct node_ref at;  /* node 0: nobody knows what is put there */
};

static bool add_template_slot(void *payload, const struct text_slot *slot)
{
    struct template_slots *t = payload;
    struct part_of_text part = {.start = slot->start, .end = slot->end,
                                .name = arena_strndup(t->r->l->a, slot->name, slot->len)};
    filled_by(t->r, slot->name, slot->len, &part.at);
    g_array_append_val(t->out, part);
    return t->out->len < MAX_VARIABLES;
}

/* ---- texts ---- */

static void gather(struct prompt_reader *r, uint32_t file, uint32_t node, const char *role, unsigned depth);

/* Appends what is visible of a text; what is not becomes a part. */
static void build_text(struct prompt_reader *r, uint32_t file, uint32_t node, GString *out, GArray *parts, const char *role,
                       unsigned depth)
{
    struct linker *l = r->l;
    const struct fact_node *n = lnode(l, file, node);
    const uint32_t *kids = l->files[file].f->kids + n->first;
    if (!node || parts->len >= MAX_TEXT_PARTS || out->len > MAX_TEXT)
        return;
    if (n->kind == NODE_STRING) {
        g_string_append(out, ltext(l, file, n->text));
        return;
    }
    if (depth < MAX_DEPTH && n->kind == NODE_TEMPLATE) {
        for (uint32_t i = 0; i < n->count; i++)
            build_text(r, file, kids[i], out, parts, role, depth + 1);
        return;
    }
    if (depth < MAX_DEPTH && is_concatenation(l, file, n)) {
        build_text(r, file, n->a, out, parts, role, depth + 1);
        build_text(r, file, n->b, out, parts, role, depth + 1);
        return;
    }
    const struct vset *s = eval(l, file, node);
    const struct fact_node *constant = s->n == 1 && !s->open && s->v[0].kind == V_LITERAL ? lnode(l, s->v[0].file, s->v[0].ref) : NULL;
    bool elsewhere = constant && (s->v[0].file != file || s->v[0].ref != node);
    if (elsewhere && constant->kind == NODE_STRING && depth < MAX_DEPTH) {
        const char *text = ltext(l, s->v[0].file, constant->text);
        if (strlen(text) < MIN_OWN)
            g_string_append(out, text);
        else
            gather(r, s->v[0].file, s->v[0].ref, role, depth + 1);
        return;
    }
    if (elsewhere && (constant->kind == NODE_TEMPLATE || is_concatenation(l, s->v[0].file, constant)) && depth < MAX_DEPTH)
        gather(r, s->v[0].file, s->v[0].ref, role, depth + 1);
    struct part_of_text part = {.start = out->len, .name = expr_shown(l, file, node, SHOWN), .at = {file, node, 0, NULL}};
    g_string_append(out, UNSEEN);
    part.end = out->len;
    g_array_append_val(parts, part);
}

static unsigned count_lines(const char *text)
{
    unsigned n = 1;
    for (const char *p = text; (p = strchr(p, '\n')) && p[1]; p++)
        n++;
    return n;
}

/* Words of prose: letters between blanks. */
static unsigned count_words(const char *text)
{
    unsigned n = 0;
    for (const char *p = text; *p;) {
        while (*p && g_ascii_isspace(*p))
            p++;
        bool letters = *p && (g_ascii_isalpha(*p) || (unsigned char)*p >= 0x80);
        while (*p && !g_ascii_isspace(*p))
            p++;
        n += letters;
    }
    return n;
}

static unsigned characters(const char *text)
{
    unsigned n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80 && *text != *UNSEEN;
    return n;
}

static void add_text(struct prompt_reader *r, uint32_t file, uint32_t node, const char *role, unsigned depth)
{
    struct linker *l = r->l;
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(struct part_of_text));
    build_text(r, file, node, text, parts, role, depth);
    const struct prompt_format *format = l->rules->n_prompts ? &l->rules->prompts[l->rules->n_prompts - 1] : NULL;
    if ((r->fills->len || r->ref->template_) && format) {
        struct template_slots slots = {r, parts, text->str};
        slots_find(text->str, text->len, format->marks, format->n_marks, add_template_slot, &slots);
    }
    gsize own = 0; /* bytes that say something */
    for (gsize i = 0; i < text->len; i++)
        own += !g_ascii_isspace(text->str[i]) && text->str[i] != *UNSEEN;
    for (guint i = 0; i < parts->len; i++) {
        const struct part_of_text *p = &g_array_index(parts, struct part_of_text, i);
        if (p->name && text->str[p->start] != *UNSEEN)
            own -= MIN(own, p->end - p->start);
    }
    unsigned length = characters(text->str), lines = count_lines(text->str);
    /* neither a path, a name nor a pattern */
    bool prose = count_words(text->str) >= (r->indirect ? MIN_WORDS_INDIRECT : MIN_WORDS);
    bool alone = own < MIN_SYSTEM || !prose ||
                 !(is_system(role) || length >= MIN_MESSAGE || lines >= MIN_LINES || r->ref->template_ ||
                   (parts->len && length >= MIN_TEMPLATE));
    bool fresh = false;
    struct draft *d = alone ? NULL : draft_at(r, file, node, &fresh);
    if (fresh) {
        describe(r, d, file, node);
        d->p.characters = length;
        d->p.lines = lines;
        d->text = g_string_new(text->str);
    }
    if (d) {
        r->found++;
        use_draft(r, d, role);
    }
    for (guint i = 0; i < parts->len; i++) {
        const struct part_of_text *p = &g_array_index(parts, struct part_of_text, i);
        struct prompt_variable v = {.name = p->name, .role = role, .taint = TAINT_UNKNOWN,
                                    .place = place_of(l, p->at.node ? p->at.file : file, p->at.node ? p->at.node : node)};
        if (p->at.node) {
            struct text_origin o = text_origin_of(r, p->at);
            v.taint = o.taint;
            v.source = o.source;
        }
        v.delimited = alone || slot_is_delimited(text->str, text->len, p->start, p->end);
        guint index = d ? GPOINTER_TO_UINT(g_hash_table_lookup(r->by_place, KEY(file, node))) : 0;
        if (index)
            add_variable(&g_array_index(r->drafts, struct draft, index - 1), v);
        site_input(r, role, v.taint, alone ? "alone" : v.delimited ? "delimited" : "mixed", v.place);
    }
}

/* An expression that is all of a message: what somebody wrote, as it is. */
static void whole_message(struct prompt_reader *r, uint32_t file, uint32_t node, const char *role)
{
    site_input(r, role, text_origin_of(r, (struct node_ref){file, node, 0, NULL}).taint, "alone", place_of(r->l, file, node));
}

/* ---- files ---- */

/* The file that a text in an expression names, by its own name; NO_INDEX without. */
static uint32_t named_file(struct prompt_reader *r, uint32_t file, uint32_t node, bool stems, unsigned depth, unsigned *looks)
{
    struct linker *l = r->l;
    if (!node || !*looks || depth > 8)
        return NO_INDEX;
    --*looks;
    const struct fact_node *n = lnode(l, file, node);
    const uint32_t *kids = l->files[file].f->kids + n->first;
    if (n->kind == NODE_STRING) {
        const char *name = last_part(ltext(l, file, n->text));
        if (strchr(name, '.')) {
            guint known = GPOINTER_TO_UINT(g_hash_table_lookup(r->names, name));
            if (known)
                return known - 1;
            uint32_t i = module_file(l->modules, file, ltext(l, file, n->text));
            return i != NO_INDEX && l->files[i].pf->class.zone == ZONE_PROMPT ? i : NO_INDEX;
        }
        guint known = stems && strlen(name) >= 3 ? GPOINTER_TO_UINT(g_hash_table_lookup(r->stems, name)) : 0;
        return known ? known - 1 : NO_INDEX;
    }
    for (uint32_t i = n->count; i-- > 0;) { /* the last part of a path is the file */
        uint32_t found = named_file(r, file, kids[i], stems, depth + 1, looks);
        if (found != NO_INDEX)
            return found;
    }
    const uint32_t sides[] = {n->b, n->a};
    for (unsigned i = 0; i < 2; i++) {
        uint32_t found = named_file(r, file, sides[i], stems, depth + 1, looks);
        if (found != NO_INDEX)
            return found;
    }
    if (n->kind != NODE_NAME && n->kind != NODE_MEMBER)
        return NO_INDEX;
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++) {
        const struct value *v = &s->v[i];
        uint32_t found = NO_INDEX;
        if (v->kind == V_LITERAL && (v->file != file || v->ref != node))
            found = named_file(r, v->file, v->ref, stems, depth + 1, looks);
        for (const struct chain *c = v->kind == V_PATH ? v->chain : NULL; c && found == NO_INDEX; c = c->prev)
            if (c->file != NO_INDEX && (c->file != file || c->node != node))
                found = named_file(r, c->file, c->node, stems, depth + 1, looks);
        if (found != NO_INDEX)
            return found;
    }
    return NO_INDEX;
}

static void read_prompt_file(struct prompt_reader *r, struct draft *d, uint32_t file)
{
    struct linker *l = r->l;
    const struct project_file *pf = l->files[file].pf;
    const struct facts *f = pf->facts;
    d->p.kind = "file";
    d->p.name = last_part(pf->path);
    d->p.zone = pf->class.zone;
    d->p.place = (struct place){.file = file, .line = 1, .end_line = 1, .column = 1, .end_column = 1};
    d->p.unit = (struct unit){NO_INDEX, 0};
    if (f && f->n_prompt_parts)
        d->p.hash = arena_strdup(l->a, facts_text(f, f->prompt_parts[0].hash));
    for (unsigned i = 0; i < l->rules->n_prompts && !d->p.format; i++)
        for (const char **glob = l->rules->prompts[i].paths; *glob && !d->p.format; glob++)
            if (glob_match(*glob, pf->path))
                d->p.format = l->rules->prompts[i].name;
    if (!f || !f->n_prompt_parts) { /* a document that is read as a prompt */
        d->p.characters = (unsigned)MIN(pf->size, UINT32_MAX);
        return;
    }
    d->p.parts = arena_new_n(l->a, struct prompt_part, f->n_prompt_parts + 1);
    for (uint32_t i = 0; i < f->n_prompt_parts; i++) {
        const struct fact_part *p = &f->prompt_parts[i];
        const char *role = prompt_role_of(l, facts_text(f, p->role));
        d->p.parts[d->p.n_parts++] = (struct prompt_part){role, p->characters, p->line, p->end_line};
        d->p.characters += p->characters;
        d->p.lines += p->end_line - p->line + 1;
        if (i == 0)
            d->p.role = role;
        else if (g_strcmp0(d->p.role, role))
            d->p.role = NULL, d->several_roles = true;
    }
    for (uint32_t i = 0; i < f->n_prompt_slots; i++) {
        const struct fact_slot *s = &f->prompt_slots[i];
        const char *role = d->p.parts[s->part].role;
        add_variable(d, (struct prompt_variable){.name = arena_strdup(l->a, facts_text(f, s->name)), .role = role,
                                                 .taint = TAINT_UNKNOWN, .delimited = s->delimited,
                                                 .place = {.file = file, .line = s->line, .end_line = s->line, .column = 1, .end_column = 1}});
    }
}

/* A prompt file that the site is given: what is put into it comes from the calls around. */
static void use_file(struct prompt_reader *r, uint32_t file, const char *role)
{
    struct linker *l = r->l;
    bool fresh;
    struct draft *d = draft_at(r, file, 0, &fresh);
    if (!d)
        return;
    if (fresh)
        read_prompt_file(r, d, file);
    r->found++;
    use_draft(r, d, d->p.n_parts > 1 ? NULL : role);
    for (guint i = 0; i < d->variables->len; i++) {
        struct prompt_variable *v = &g_array_index(d->variables, struct prompt_variable, i);
        struct node_ref at = {0, 0, 0, NULL};
        if (!filled_by(r, v->name, strlen(v->name), &at))
            continue;
        struct text_origin o = text_origin_of(r, at);
        const char *to = v->role ? v->role : role;
        if (o.taint > v->taint || v->taint == TAINT_UNKNOWN) {
            v->taint = o.taint;
            v->source = o.source;
        }
        site_input(r, to, o.taint, v->delimited ? "delimited" : "mixed", place_of(l, at.file, at.node));
    }
}

/* What a file is read by: the file it names, or else a prompt that is kept in some file. */
static bool add_file(struct prompt_reader *r, uint32_t file, uint32_t node, const char *role)
{
    unsigned looks = MAX_NAME_LOOKS;
    uint32_t named = named_file(r, file, node, false, 0, &looks);
    for (guint i = r->fills->len; i-- > 0 && named == NO_INDEX;) { /* load("answer") reads prompts/answer.md */
        struct node_ref c = g_array_index(r->fills, struct node_ref, i);
        looks = MAX_NAME_LOOKS;
        named = named_file(r, c.file, c.node, true, 0, &looks);
    }
    if (named == NO_INDEX)
        return false;
    use_file(r, named, role);
    return true;
}

/* ---- calls ---- */

static void add_registry(struct prompt_reader *r, const struct api_item *item, uint32_t file, uint32_t node, const char *role)
{
    struct linker *l = r->l;
    bool fresh;
    struct draft *d = draft_at(r, file, node, &fresh);
    if (!d)
        return;
    r->found++;
    use_draft(r, d, role);
    if (!fresh)
        return;
    describe(r, d, file, node);
    d->p.kind = "registry";
    g_autoptr(GArray) attributes = g_array_new(FALSE, FALSE, sizeof(struct attribute));
    apply_item(l, item, file, node, ORIGIN_CALL, attributes);
    d->versioned = STATE_UNSET;
    for (guint i = 0; i < attributes->len; i++) {
        const struct attribute *a = &g_array_index(attributes, struct attribute, i);
        if (g_str_equal(a->name, "name") && a->value)
            d->p.name = a->value;
        if (!g_str_equal(a->name, "version") && !g_str_equal(a->name, "label"))
            continue;
        if (a->state > d->versioned || d->versioned == STATE_UNSET)
            d->versioned = a->state;
        if (a->value)
            d->version = a->value;
    }
}

static bool is_path_of(const struct api_argument *arg, const struct apath *p)
{
    for (unsigned i = 0; arg && i < arg->n_contains_calls; i++)
        if (apath_match(&arg->contains_calls[i], p))
            return true;
    return false;
}

/* The role that the arguments of a call, or the keys of a dictionary, name: {role: "system", content: ...}. */
static const char *message_role(struct prompt_reader *r, uint32_t file, const struct fact_node *n)
{
    const uint32_t *kids = r->l->files[file].f->kids + n->first;
    for (uint32_t i = 0; i < n->count; i++) {
        const struct fact_node *k = lnode(r->l, file, kids[i]);
        const char *role = NULL;
        if (k->kind == NODE_PAIR || k->kind == NODE_KEYWORD)
            role = prompt_role(r->l, file, k->b);
        else if (i == 0 && n->count > 1)
            role = prompt_role(r->l, file, kids[i]);
        if (role)
            return role;
    }
    return NULL;
}

static void gather_all(struct prompt_reader *r, uint32_t file, const struct fact_node *n, const char *role, unsigned depth)
{
    const uint32_t *kids = r->l->files[file].f->kids + n->first;
    for (uint32_t i = 0; i < n->count; i++) {
        const struct fact_node *k = lnode(r->l, file, kids[i]);
        uint32_t value = k->kind == NODE_PAIR || k->kind == NODE_KEYWORD ? k->b : kids[i];
        if (n->count == 1 || !prompt_role(r->l, file, value)) /* Text.of(request.system): what is alone is no role */
            gather(r, file, value, role, depth + 1);
    }
}

/* What functions of the repository give back. */
static void gather_results(struct prompt_reader *r, const struct value *fn, const char *role, unsigned depth)
{
    const struct facts *f = r->l->files[fn->file].f;
    for (uint32_t k = 0; k < f->n_jumps; k++)
        if (f->jumps[k].scope == fn->ref && f->jumps[k].value && (f->jumps[k].kind == JUMP_RETURN || f->jumps[k].kind == JUMP_YIELD))
            gather(r, fn->file, f->jumps[k].value, role, depth + 1);
}

static void gather_call(struct prompt_reader *r, uint32_t file, uint32_t node, const char *role, unsigned depth)
{
    struct linker *l = r->l;
    const struct fact_node *n = lnode(l, file, node), *callee = lnode(l, file, n->a);
    uint32_t object = callee->kind == NODE_MEMBER ? callee->a : 0;
    unsigned before = r->found;
    const struct vset *functions = eval(l, file, n->a);
    bool resolved = false, outside = false, role_is_said = false;
    struct node_ref fill = {file, node, 0, NULL};
    for (unsigned i = 0; i < functions->n; i++) {
        const struct value *v = &functions->v[i];
        if (v->kind == V_FUNCTION) {
            resolved = true;
            g_array_append_val(r->fills, fill);
            gather_results(r, v, role, depth);
            g_array_set_size(r->fills, r->fills->len - 1);
        } else if (v->kind == V_PATH) {
            const struct apath *p = apath_called(l, v->path);
            if (is_path_of(r->ref->argument, p)) {
                role = "system";
                role_is_said = true;
            }
            for (unsigned k = 0; k < p->n_items; k++) {
                const struct api_item *item = &l->rules->items[p->items[k]];
                if (item->role == ROLE_SITE || (item->tag && g_str_equal(item->tag, "retrieval")))
                    return; /* its output */
                if (item->tag && g_str_equal(item->tag, "prompt_registry")) {
                    add_registry(r, item, file, node, role);
                    return;
                }
                if (item->role == ROLE_SOURCE && g_strcmp0(item->kind, "file") == 0) {
                    add_file(r, file, node, role);
                    return;
                }
                outside |= item->role == ROLE_SOURCE || item->role == ROLE_CLIENT || item->role == ROLE_AGENT;
            }
        } else if (v->kind == V_CLASS) {
            resolved = true;
            const char *own = message_role(r, file, n);
            if (own) /* the repository's own message */
                gather_all(r, file, n, own, depth);
        }
    }
    if (outside)
        return;
    if (object && !resolved) { /* TEMPLATE.format(x=x), template.render(x=x): the text, and what is put into it */
        g_array_append_val(r->fills, fill);
        gather(r, file, object, role, depth + 1);
        g_array_set_size(r->fills, r->fills->len - 1);
    }
    if (r->found == before && !resolved) {
        const char *own = message_role(r, file, n);
        bool message = own || role_is_said;
        r->indirect += !message;
        gather_all(r, file, n, own ? own : role, depth);
        r->indirect -= !message;
    }
    if (r->found == before) { /* load_prompt("answer"), env.get_template("answer.j2"), whatever they do */
        unsigned looks = MAX_NAME_LOOKS;
        uint32_t named = named_file(r, file, node, resolved, 0, &looks);
        if (named != NO_INDEX && l->files[named].pf->class.zone == ZONE_PROMPT)
            use_file(r, named, role);
    }
}

/* ---- names ---- */

static void gather_bindings(struct prompt_reader *r, uint32_t file, const struct fact_node *n, const char *role, unsigned depth)
{
    struct linker *l = r->l;
    const struct facts *f = l->files[file].f;
    for (uint32_t s = n->scope; s; s = f->scopes[s].parent) {
        const struct bindings *all = g_hash_table_lookup(l->files[file].bindings, KEY(s, n->text));
        if (!all || (f->scopes[s].kind == SCOPE_CLASS && s != n->scope))
            continue;
        for (guint i = 0; i < all->list->len; i++) {
            const struct binding *b = &g_array_index(all->list, struct binding, i);
            if (b->kind == BIND_ASSIGN && !(f->assigns[b->index].flags & ASSIGN_ELEMENT))
                gather(r, file, f->assigns[b->index].value, role, depth + 1);
            else if (b->kind == BIND_IMPORT) { /* import prompt from "./prompt.md" */
                guint known = GPOINTER_TO_UINT(g_hash_table_lookup(r->names, last_part(ltext(l, file, f->imports[b->index].module))));
                if (known && l->files[known - 1].pf->class.zone == ZONE_PROMPT)
                    use_file(r, known - 1, role);
            } else if (b->kind == BIND_PARAM && !l->frame) {
                const struct fact_param *p = &f->params[b->index];
                GArray *callers = l->files[file].callers[p->scope];
                for (guint k = 0; callers && k < callers->len && k < MAX_CALLERS; k++) {
                    struct node_ref c = g_array_index(callers, struct node_ref, k);
                    if (call_apart(l, c, file, p->scope))
                        continue;
                    struct found found;
                    find_param(l, file, p, c, &found);
                    for (guint q = 0; q < found.nodes->len; q++) {
                        struct node_ref at = g_array_index(found.nodes, struct node_ref, q);
                        gather(r, at.file, at.node, role, depth + 2);
                    }
                    found_clear(&found);
                }
            }
        }
        break;
    }
    const GArray *calls = method_calls(l, file, n->scope, n->text); /* messages.append({...}) */
    for (guint i = 0; calls && i < calls->len; i++) {
        const struct fact_node *c = lnode(l, file, g_array_index(calls, uint32_t, i));
        for (uint32_t k = 0; k < c->count; k++) {
            uint32_t given = f->kids[c->first + k];
            uint8_t kind = f->nodes[given].kind;
            if (kind == NODE_DICT || kind == NODE_LIST || kind == NODE_CALL)
                gather(r, file, given, role, depth + 1);
        }
    }
}

static void gather_values(struct prompt_reader *r, uint32_t file, uint32_t node, const char *role, unsigned depth)
{
    struct linker *l = r->l;
    const struct fact_node *n = lnode(l, file, node);
    const struct vset *s = eval(l, file, node);
    for (unsigned i = 0; i < s->n; i++) {
        const struct value *v = &s->v[i];
        if (v->kind == V_LITERAL && (v->file != file || v->ref != node))
            gather(r, v->file, v->ref, role, depth + 1);
        else if (v->kind == V_PATH && v->chain && v->chain->file != NO_INDEX && lnode(l, v->chain->file, v->chain->node)->kind == NODE_CALL)
            gather(r, v->chain->file, v->chain->node, role, depth + 1);
        else if (v->kind == V_FUNCTION)
            gather_results(r, v, role, depth);
    }
    if (n->kind == NODE_NAME)
        gather_bindings(r, file, n, role, depth);
    if (n->kind == NODE_MEMBER && lnode(l, file, n->a)->kind == NODE_NAME) { /* self.prompt */
        uint32_t class = enclosing_class(l->files[file].f, n->scope);
        const struct vset *object = eval(l, file, n->a);
        bool own = object->n == 1 && object->v[0].kind == V_INSTANCE && object->v[0].file == file && object->v[0].ref == class;
        const GArray *list = own ? g_hash_table_lookup(l->files[file].members, KEY(class, n->text)) : NULL;
        for (guint i = 0; list && i < list->len; i++)
            gather(r, file, l->files[file].f->assigns[g_array_index(list, uint32_t, i)].value, role, depth + 1);
    }
}

static void gather(struct prompt_reader *r, uint32_t file, uint32_t node, const char *role, unsigned depth)
{
    struct linker *l = r->l;
    if (!node || depth > MAX_DEPTH || ++r->looks > MAX_LOOKS || !l->files[file].f || !l->files[file].memo ||
        !g_hash_table_add(r->seen, KEY(file, node)))
        return;
    const struct fact_node *n = lnode(l, file, node);
    const uint32_t *kids = l->files[file].f->kids + n->first;
    unsigned before = r->found;
    switch ((enum node_kind)n->kind) {
    case NODE_STRING: case NODE_TEMPLATE:
        add_text(r, file, node, role, depth);
        return;
    case NODE_BINARY:
        if (is_concatenation(l, file, n) && lnode(l, file, n->a)->kind != NODE_LIST && lnode(l, file, n->b)->kind != NODE_LIST) {
            add_text(r, file, node, role, depth);
            return;
        }
        gather(r, file, n->a, role, depth + 1);
        gather(r, file, n->b, role, depth + 1);
        return;
    case NODE_LIST: {
        const char *first = n->count > 1 && lnode(l, file, kids[0])->kind == NODE_STRING ? prompt_role(r->l, file, kids[0]) : NULL;
        for (uint32_t i = first ? 1 : 0; i < n->count; i++)
            gather(r, file, kids[i], first ? first : role, depth + 1);
        return;
    }
    case NODE_DICT: {
        const char *own = message_role(r, file, n);
        gather_all(r, file, n, own ? own : role, depth);
        return;
    }
    case NODE_PAIR: case NODE_KEYWORD:
        gather(r, file, n->b, role, depth + 1);
        return;
    case NODE_SPLAT:
        gather(r, file, n->a, role, depth + 1);
        return;
    case NODE_CONDITIONAL: case NODE_OTHER:
        for (uint32_t i = 0; i < n->count; i++)
            gather(r, file, kids[i], role, depth + 1);
        return;
    case NODE_CALL:
        gather_call(r, file, node, role, depth);
        if (r->found == before)
            whole_message(r, file, node, role);
        return;
    case NODE_NAME: case NODE_MEMBER: case NODE_SUBSCRIPT:
        gather_values(r, file, node, role, depth);
        if (r->found == before)
            whole_message(r, file, node, role);
        return;
    default:
        return;
    }
}

/* ---- the model ---- */

static bool is_document(const struct project_file *pf)
{
    return !pf->class.binary && pf->class.zone != ZONE_VENDORED && pf->class.zone != ZONE_GENERATED &&
           (pf->class.zone == ZONE_PROMPT || !pf->language || pf->language->reader == READER_MARKDOWN);
}

static void index_files(struct prompt_reader *r)
{
    struct linker *l = r->l;
    for (uint32_t i = 0; i < l->n_files; i++) {
        const struct project_file *pf = l->files[i].pf;
        const char *name = last_part(pf->path);
        if (!is_document(pf))
            continue;
        guint known = GPOINTER_TO_UINT(g_hash_table_lookup(r->names, name));
        if (!known || (pf->class.zone == ZONE_PROMPT && l->files[known - 1].pf->class.zone != ZONE_PROMPT))
            g_hash_table_insert(r->names, (gpointer)name, GUINT_TO_POINTER(i + 1));
        if (pf->class.zone != ZONE_PROMPT)
            continue;
        char *stem = arena_strndup(l->a, name, strcspn(name, "."));
        if (g_hash_table_contains(r->stems, stem))
            g_hash_table_insert(r->stems, stem, NULL);
        else
            g_hash_table_insert(r->stems, stem, GUINT_TO_POINTER(i + 1));
    }
}

static int by_draft(const void *a, const void *b)
{
    const struct prompt *x = a, *y = b;
    if (x->place.file != y->place.file)
        return x->place.file < y->place.file ? -1 : 1;
    if (x->place.line != y->place.line)
        return x->place.line < y->place.line ? -1 : 1;
    if (x->place.column != y->place.column)
        return (int)x->place.column - (int)y->place.column;
    return (int)x->place.cell_line - (int)y->place.cell_line;
}

static int by_index(gconstpointer a, gconstpointer b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The words of a text, so that copies that are laid out differently are the same. */
static char *folded(const char *text)
{
    g_auto(GStrv) words = g_strsplit_set(text, " \t\r\n", -1);
    g_autoptr(GString) out = g_string_new(NULL);
    for (char **w = words; *w; w++)
        if (**w)
            g_string_append_printf(out, "%s%s", out->len ? " " : "", *w);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static void put(struct prompt *p, const char *name, enum tristate state, const char *value)
{
    p->attributes[p->n_attributes++] = (struct attribute){.name = name, .state = state, .value = value, .origin = ORIGIN_FLOW,
                                                          .value_origin = VALUE_LITERAL, .place = p->place};
}

static void put_in_folder(GHashTable *folders, char *folder, gpointer file)
{
    GArray *in = g_hash_table_lookup(folders, folder);
    if (!in) {
        in = g_array_new(FALSE, FALSE, sizeof(gpointer));
        g_hash_table_insert(folders, g_strdup(folder), in);
    }
    g_array_append_val(in, file);
}

/* Puts a file under what a program may call its folder: a folder above it that is called as prompts are by its name
 * alone, the one it stands in as part of a path ("/texts"). */
static void put_in_folders(const struct linker *l, GHashTable *folders, const char *path, gpointer file)
{
    for (const char *start = path, *end; (end = strchr(start, '/')) != NULL; start = end + 1) {
        g_autofree char *name = g_strdup_printf("/%.*s", (int)(end - start), start);
        if (link_names_prompts(l->rules, name + 1))
            put_in_folder(folders, name + 1, file);
        if (!strchr(end + 1, '/'))
            put_in_folder(folders, name, file);
    }
}

/* Adds the files of the folder that a text names, if it names one: "prompts", "texts/agents", "texts/". */
static void add_folder(GHashTable *named, GHashTable *folders, const char *text)
{
    gsize len = strlen(text);
    bool ends = len > 0 && text[len - 1] == '/';
    const char *slash = g_strrstr_len(text, (gssize)(len - ends), "/"), *start = slash ? slash + 1 : text;
    g_autofree char *name = g_strdup_printf("/%.*s", (int)(len - ends - (gsize)(start - text)), start);
    for (int alone = !(slash || ends); alone < 2; alone++) {
        GArray *in = name[1] ? g_hash_table_lookup(folders, name + alone) : NULL;
        for (guint i = 0; in && i < in->len; i++)
            g_hash_table_add(named, g_array_index(in, gpointer, i));
    }
}

/* The prompt files that nothing was seen to send, but whose names, or folder, the program's code or settings write: file + 1. */
static GHashTable *named_files(struct prompt_reader *r)
{
    struct linker *l = r->l;
    GHashTable *named = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) open = g_hash_table_new(g_str_hash, g_str_equal); /* base name -> file + 1 */
    g_autoptr(GHashTable) folders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    for (guint i = 0; i < r->drafts->len; i++) {
        const struct draft *d = &g_array_index(r->drafts, struct draft, i);
        const char *path = l->files[d->p.place.file].pf->path, *name = last_part(path);
        gpointer file = GUINT_TO_POINTER(d->p.place.file + 1);
        if (!g_str_equal(d->p.kind, "file") || d->sites->len)
            continue;
        if (g_hash_table_lookup(r->names, name) == file)
            g_hash_table_insert(open, (gpointer)name, file);
        put_in_folders(l, folders, path, file);
    }
    for (uint32_t i = 0; g_hash_table_size(folders) && i < l->n_files; i++) {
        const struct project_file *p = l->files[i].pf;
        bool settings = p->language && (p->language->reader == READER_CONFIG || p->language->reader == READER_LINES) &&
                        (p->class.zone == ZONE_SRC || p->class.zone == ZONE_CONFIG);
        const struct facts *f = settings ? p->facts : l->files[i].f;
        for (uint32_t k = 1; f && (settings || p->class.zone == ZONE_SRC) && k < f->n_strings; k++) {
            gpointer file = strchr(f->strings[k], '.') ? g_hash_table_lookup(open, last_part(f->strings[k])) : NULL;
            if (file)
                g_hash_table_add(named, file);
            add_folder(named, folders, f->strings[k]);
        }
    }
    return named;
}

/* A text that nothing was seen to send, but that is called a prompt or stands in a message. */
static void add_named(void *payload, uint32_t file, uint32_t node, const char *role)
{
    struct prompt_reader *r = payload;
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(r->by_place, KEY(file, node)));
    if (!known) {
        r->seen = g_hash_table_new(pair_key_hash, NULL);
        r->looks = 0;
        add_text(r, file, node, role, 0);
        g_hash_table_unref(r->seen);
        known = GPOINTER_TO_UINT(g_hash_table_lookup(r->by_place, KEY(file, node)));
    }
    if (known)
        g_array_index(r->drafts, struct draft, known - 1).named = true;
}

static void finish(struct prompt_reader *r)
{
    struct linker *l = r->l;
    struct model *m = l->m;
    g_autoptr(GHashTable) named = named_files(r);
    g_autoptr(GHashTable) copies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL); /* folded text -> file + 1, or 0 for several */
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < r->drafts->len; i++) {
        struct draft *d = &g_array_index(r->drafts, struct draft, i);
        char *text = d->text && d->p.characters >= MIN_COPY ? folded(d->text->str) : NULL;
        g_ptr_array_add(texts, text);
        gpointer known;
        if (!text)
            continue;
        if (!g_hash_table_lookup_extended(copies, text, NULL, &known))
            g_hash_table_insert(copies, g_strdup(text), GUINT_TO_POINTER(d->p.place.file + 1));
        else if (known != GUINT_TO_POINTER(d->p.place.file + 1))
            g_hash_table_insert(copies, g_strdup(text), NULL);
    }
    m->prompts = arena_new_n(l->a, struct prompt, r->drafts->len + 1);
    for (guint i = 0; i < r->drafts->len; i++) {
        struct draft *d = &g_array_index(r->drafts, struct draft, i);
        struct prompt *p = &d->p;
        const char *text = g_ptr_array_index(texts, i);
        g_array_sort(d->sites, by_index);
        p->variables = arena_memdup(l->a, d->variables->data, d->variables->len * sizeof(struct prompt_variable));
        p->n_variables = d->variables->len;
        p->sites = arena_memdup(l->a, d->sites->data, d->sites->len * sizeof(uint32_t));
        p->n_sites = d->sites->len;
        p->sdk = p->n_sites ? m->sites[p->sites[0]].sdk : NULL;
        g_autofree char *key = g_strdup_printf("%s:%u:%u:%u", l->files[p->place.file].pf->path, p->place.line, p->place.cell_line,
                                               p->place.column);
        g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
        p->id = arena_strndup(l->a, sum, 16);
        if (d->text) {
            g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, d->text->str, (gssize)d->text->len);
            p->hash = arena_strdup(l->a, hash);
        }
        p->attributes = arena_new_n(l->a, struct attribute, 6);
        put(p, "characters", STATE_SET, arena_printf(l->a, "%u", p->characters));
        put(p, "copied", text && !g_hash_table_lookup(copies, text) ? STATE_SET : STATE_UNSET, NULL);
        put(p, "lines", STATE_SET, arena_printf(l->a, "%u", p->lines));
        bool used = p->n_sites || d->named || g_hash_table_contains(named, GUINT_TO_POINTER(p->place.file + 1));
        put(p, "used", used ? STATE_SET : STATE_UNSET, NULL);
        if (g_str_equal(p->kind, "registry"))
            put(p, "version", d->versioned, d->version);
        m->prompts[m->n_prompts++] = *p;
        g_array_unref(d->variables);
        g_array_unref(d->sites);
        if (d->text)
            g_string_free(d->text, TRUE);
    }
    qsort(m->prompts, m->n_prompts, sizeof *m->prompts, by_draft);
}

/* Dictionaries that a site is given beside its templates: chain.invoke({"question": q}). */
static void add_fills(struct prompt_reader *r, guint from, guint to)
{
    struct linker *l = r->l;
    for (guint i = from; i < to; i++) {
        const struct prompt_ref *ref = &g_array_index(l->prompt_refs, struct prompt_ref, i);
        if (lnode(l, ref->at.file, ref->at.node)->kind == NODE_DICT && !message_role(r, ref->at.file, lnode(l, ref->at.file, ref->at.node)))
            g_array_append_val(r->fills, ref->at);
    }
}

/* A prompt is not written in line where all that is sent stands in files, or in modules, of its own. What an agent is told
 * belongs to where the agent is built. */
static void not_inline(struct model *m)
{
    g_autofree uint8_t *apart = g_new0(uint8_t, m->n_sites + 1); /* 1: a prompt of its own; 2: one among other code */
    for (unsigned i = 0; i < m->n_prompts; i++) {
        const struct prompt *p = &m->prompts[i];
        bool own = g_str_equal(p->kind, "file") || g_str_equal(p->kind, "registry") || g_str_equal(p->kind, "module");
        for (unsigned k = 0; k < p->n_sites; k++) {
            const struct site *s = &m->sites[p->sites[k]];
            apart[p->sites[k]] |= own && p->place.file != s->place.file ? 1 : 2;
        }
    }
    for (unsigned i = 0; i < m->n_sites; i++)
        for (unsigned k = 0; apart[i] == 1 && !g_str_equal(m->sites[i].kind, "agent") && k < m->sites[i].n_attributes; k++) {
            struct attribute *a = &m->sites[i].attributes[k];
            if (g_str_equal(a->name, "prompt_inline") && a->state == STATE_SET && a->place.file != m->sites[i].place.file)
                a->state = STATE_UNSET;
        }
}

void link_prompts(struct linker *l)
{
    struct prompt_reader r = {.l = l,
                       .drafts = g_array_new(FALSE, FALSE, sizeof(struct draft)),
                       .by_place = g_hash_table_new(pair_key_hash, NULL),
                       .names = g_hash_table_new(g_str_hash, g_str_equal),
                       .origins = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref),
                       .stems = g_hash_table_new(g_str_hash, g_str_equal),
                       .dedicated = g_new0(int8_t, l->n_files + 1),
                       .fills = g_array_new(FALSE, FALSE, sizeof(struct node_ref))};
    index_files(&r);
    GArray *refs = l->prompt_refs;
    for (guint i = 0; i < refs->len;) {
        guint begin = i, end = i; /* all of one site */
        while (end < refs->len && g_array_index(refs, struct prompt_ref, end).draft == g_array_index(refs, struct prompt_ref, i).draft)
            end++;
        r.site = l->site_of_draft[g_array_index(refs, struct prompt_ref, i).draft];
        for (; i < end; i++) {
            r.ref = &g_array_index(refs, struct prompt_ref, i);
            g_array_set_size(r.fills, 0);
            add_fills(&r, begin, end);
            const char *role = r.ref->argument->contains || r.ref->argument->inline_text ? "user" : "system";
            r.seen = g_hash_table_new(pair_key_hash, NULL);
            r.looks = 0;
            l->frame = r.ref->frame;
            gather(&r, r.ref->at.file, r.ref->at.node, role, 0);
            l->frame = NULL;
            g_hash_table_unref(r.seen);
        }
    }
    const struct api_argument no_argument = {0};
    const struct prompt_ref nobody = {.argument = &no_argument};
    r.site = NO_INDEX;
    r.ref = &nobody;
    r.indirect = 1;
    g_array_set_size(r.fills, 0);
    if (l->m->n_sites)
        link_named_texts(l, add_named, &r);
    for (uint32_t file = 0; file < l->n_files; file++) { /* those that nothing was seen to send */
        const struct project_file *pf = l->files[file].pf;
        bool fresh;
        if (pf->class.zone != ZONE_PROMPT || !pf->facts || !pf->facts->n_prompt_parts)
            continue;
        struct draft *d = draft_at(&r, file, 0, &fresh);
        if (d && fresh)
            read_prompt_file(&r, d, file);
    }
    finish(&r);
    not_inline(l->m);
    g_array_unref(r.drafts);
    g_array_unref(r.fills);
    g_hash_table_unref(r.by_place);
    g_hash_table_unref(r.names);
    g_hash_table_unref(r.origins);
    g_hash_table_unref(r.stems);
    g_free(r.dedicated);
}
