#include "judge/vocabulary.h"

#include <string.h>

struct vocabulary {
    GHashTable *ids;          /* word -> its id, from 1 on; the words are the facts' own */
    GHashTable *answers;      /* const struct cond_arg * -> GByteArray */
    struct file_words *files; /* by file; `ids` is NULL until asked */
};

static struct vocabulary *vocabulary_of(struct cond_context *x)
{
    if (x->index->vocabulary)
        return x->index->vocabulary;
    struct vocabulary *v = x->index->vocabulary = g_new0(struct vocabulary, 1);
    v->ids = g_hash_table_new(g_str_hash, g_str_equal);
    v->answers = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_byte_array_unref);
    v->files = g_new0(struct file_words, x->m->n_files + 1);
    return v;
}

void vocabulary_free(struct vocabulary *v)
{
    if (v == NULL)
        return;
    g_hash_table_unref(v->ids);
    g_hash_table_unref(v->answers);
    g_free(v->files);
    g_free(v);
}

/* The id of a word that other files may say too. */
static uint32_t number(struct vocabulary *v, const char *word)
{
    guint id = GPOINTER_TO_UINT(g_hash_table_lookup(v->ids, word));
    if (id == 0) {
        id = g_hash_table_size(v->ids) + 1;
        g_hash_table_insert(v->ids, (gpointer)word, GUINT_TO_POINTER(id));
    }
    return id;
}

static void note(uint8_t *roles, const struct facts *f, uint32_t string, enum word_role role)
{
    if (string && string < f->n_strings)
        roles[string] |= (uint8_t)role;
}

/* A text, and whether it is what `key` of its pair or subscript says. */
static void note_key(uint8_t *roles, const struct facts *f, uint32_t key)
{
    if (key && key < f->n_nodes && f->nodes[key].kind == NODE_STRING)
        note(roles, f, f->nodes[key].text, WORD_KEY);
}

/* What the file says each of its strings as, by string. */
static void gather(const struct facts *f, uint8_t *roles)
{
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        switch ((enum node_kind)n->kind) {
        case NODE_NAME: case NODE_MEMBER: case NODE_KEYWORD: note(roles, f, n->text, WORD_NAME); break;
        case NODE_STRING: note(roles, f, n->text, WORD_TEXT); break;
        case NODE_JSX: note(roles, f, n->text, WORD_JSX); break;
        case NODE_PAIR: note_key(roles, f, n->a); break;
        case NODE_SUBSCRIPT: note_key(roles, f, n->b); break;
        default: break;
        }
    }
    for (uint32_t i = 1; i < f->n_scopes; i++)
        note(roles, f, f->scopes[i].name, WORD_NAME);
    for (uint32_t i = 0; i < f->n_params; i++)
        note(roles, f, f->params[i].name, WORD_NAME);
}

const struct file_words *vocabulary_file(struct cond_context *x, uint32_t file)
{
    struct vocabulary *v = vocabulary_of(x);
    struct file_words *words = &v->files[file];
    const struct facts *f = x->m->files[file].facts;
    if (words->ids)
        return words;
    g_autofree uint8_t *roles = g_malloc0(f->n_strings + 1);
    gather(f, roles);
    for (uint32_t i = 1; i < f->n_strings; i++)
        words->n += roles[i] != 0;
    uint32_t *ids = arena_new_n(&x->index->arena, uint32_t, f->n_strings + 1);
    uint32_t *said = arena_new_n(&x->index->arena, uint32_t, words->n + 1), n = 0;
    uint8_t *as = arena_new_n(&x->index->arena, uint8_t, words->n + 1);
    for (uint32_t i = 0; i < f->n_strings; i++) {
        ids[i] = i && roles[i] ? number(v, f->strings[i]) : 0;
        if (ids[i]) {
            said[n] = i;
            as[n++] = roles[i];
        }
    }
    words->ids = ids;
    words->said = said;
    words->roles = as;
    return words;
}

struct word_answers vocabulary_answers(struct cond_context *x, const struct cond_arg *arg)
{
    struct vocabulary *v = vocabulary_of(x);
    if (arg == NULL)
        return (struct word_answers){0};
    GByteArray *bits = g_hash_table_lookup(v->answers, arg);
    if (bits == NULL) {
        bits = g_byte_array_new();
        g_hash_table_insert(v->answers, (gpointer)arg, bits);
    }
    const guint len = bits->len, n = g_hash_table_size(v->ids) / 4 + 1;
    if (len < n) {
        g_byte_array_set_size(bits, n);
        memset(bits->data + len, 0, n - len);
    }
    return (struct word_answers){arg, bits};
}

bool vocabulary_fits(const struct word_answers *a, const struct facts *f, const struct file_words *words, uint32_t string)
{
    if (a->arg == NULL || string == 0 || string >= f->n_strings)
        return false;
    const uint32_t id = words->ids[string];
    if (id == 0)
        return arg_matches(a->arg, f->strings[string]);
    uint8_t *byte = &a->bits->data[id / 4];
    const unsigned shift = id % 4 * 2;
    if ((*byte >> shift & 3) == 0)
        *byte |= (uint8_t)((1 + arg_matches(a->arg, f->strings[string])) << shift);
    return (*byte >> shift & 3) == 2;
}

bool vocabulary_any(const struct word_answers *a, const struct facts *f, const struct file_words *words, unsigned roles)
{
    for (uint32_t i = 0; a->arg && i < words->n; i++)
        if (words->roles[i] & roles && vocabulary_fits(a, f, words, words->said[i]))
            return true;
    return false;
}
