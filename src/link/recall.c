/*
 * What was found lately, for who asks the same again. A call of fetch() is compared with the requests of some fifty SDKs, in
 * each call of the helper that it may stand in: all of them ask for the same few arguments, and see the same few texts.
 * Asking anew took a third of the time of linking where programs send their requests themselves.
 */
#include <string.h>

#include "base/regex.h"
#include "link/arguments_priv.h"

#define RECALL_SLOTS 256 /* calls whose arguments are remembered, a power of two */

struct answer {
    unsigned manner; /* how the item looks for its arguments */
    bool in_body;
    const char *name; /* NULL: by the position */
    int position, settings_from;
    struct found found;
};

struct slot { /* one call, in one frame and pass */
    uint32_t file, call;
    const struct frame *frame;
    unsigned char pass;
    GArray *answers; /* struct answer */
};

struct said { /* a text */
    const char *provider; /* of the host that it names, NULL without */
    GHashTable *fits;     /* const pcre2_code * -> FITS, FITS_NOT */
};

enum { FITS = 1, FITS_NOT };

struct recall {
    struct slot slots[RECALL_SLOTS];
    unsigned *manners; /* by item: those that look for arguments in the same way have the same number */
    GHashTable *said;  /* text -> struct said */
};

static void answer_clear(gpointer answer)
{
    found_clear(&((struct answer *)answer)->found);
}

static void said_free(gpointer data)
{
    struct said *s = data;
    g_clear_pointer(&s->fits, g_hash_table_unref);
    g_free(s);
}

/* Whatever of an item find_for looks at, as one text. */
static char *manner_of(const struct api_item *item)
{
    const char *const none[] = {NULL};
    g_autofree char *within = g_strjoinv("\n", item->within ? (char **)item->within : (char **)none);
    g_autofree char *given_by = g_strjoinv("\n", item->given_by ? (char **)item->given_by : (char **)none);
    return g_strdup_printf("%d%d%s\n\n%s", item->has_body, item->later, within, given_by);
}

void recall_init(struct linker *l)
{
    struct recall *r = l->recall = g_new0(struct recall, 1);
    g_autoptr(GHashTable) numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    r->manners = g_new0(unsigned, l->rules->n_items + 1);
    r->said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, said_free);
    for (unsigned i = 0; i < l->rules->n_items; i++) {
        char *manner = manner_of(&l->rules->items[i]);
        gpointer number;
        if (g_hash_table_lookup_extended(numbers, manner, NULL, &number)) {
            g_free(manner);
        } else {
            number = GUINT_TO_POINTER(g_hash_table_size(numbers));
            g_hash_table_insert(numbers, manner, number);
        }
        r->manners[i] = GPOINTER_TO_UINT(number);
    }
}

void recall_fini(struct linker *l)
{
    for (unsigned i = 0; i < RECALL_SLOTS; i++)
        g_clear_pointer(&l->recall->slots[i].answers, g_array_unref);
    g_hash_table_unref(l->recall->said);
    g_free(l->recall->manners);
    g_clear_pointer(&l->recall, g_free);
}

static struct slot *slot_of(struct linker *l, uint32_t file, uint32_t call)
{
    unsigned hash = pair_key_hash(KEY(file, call));
    for (const struct frame *frame = l->frame; frame; frame = frame->outer)
        hash = hash * 31 + pair_key_hash(KEY(frame->call.file, frame->call.node));
    return &l->recall->slots[hash & (RECALL_SLOTS - 1)];
}

/* The answers of the call in hand; NULL if the slot holds those of another. */
static GArray *answers_in(const struct slot *s, const struct linker *l, uint32_t file, uint32_t call)
{
    return s->file == file && s->call == call && s->frame == l->frame && s->pass == l->pass ? s->answers : NULL;
}

static bool is_same(const struct answer *a, const struct answer *b)
{
    return a->manner == b->manner && a->in_body == b->in_body && a->position == b->position && a->settings_from == b->settings_from &&
           g_strcmp0(a->name, b->name) == 0;
}

void find_recalled(struct linker *l, const struct api_item *item, bool in_body, uint32_t file, uint32_t call, const char *name,
                   int position, struct found *out)
{
    struct answer asked = {.manner = l->recall->manners[item->index], .in_body = in_body, .name = name, .position = position,
                           .settings_from = l->settings_from};
    const GArray *known = answers_in(slot_of(l, file, call), l, file, call);
    for (guint i = 0; known && i < known->len; i++) {
        const struct answer *a = &g_array_index(known, struct answer, i);
        if (is_same(a, &asked)) {
            *out = a->found;
            g_array_ref(out->nodes);
            return;
        }
    }
    const uint32_t came_back = l->came_back, cut = l->cut, unfit = l->unfit;
    find_for(l, item, in_body, file, call, name, position, out);
    if (l->came_back != came_back || l->cut != cut || l->unfit != unfit || l->spreads || l->defaults_within)
        return; /* in the midst of something else not all of it may be seen yet */
    struct slot *s = slot_of(l, file, call); /* others may have been asked for in between */
    if (!answers_in(s, l, file, call)) {
        g_clear_pointer(&s->answers, g_array_unref);
        *s = (struct slot){.file = file, .call = call, .frame = l->frame, .pass = l->pass,
                           .answers = g_array_new(FALSE, FALSE, sizeof(struct answer))};
        g_array_set_clear_func(s->answers, answer_clear);
    }
    asked.found = *out;
    g_array_ref(out->nodes);
    g_array_append_val(s->answers, asked);
}

static struct said *said_of(struct linker *l, const char *text)
{
    struct said *s = g_hash_table_lookup(l->recall->said, text);
    if (!s) {
        s = g_new0(struct said, 1);
        s->provider = ruleset_host_provider(l->rules, text);
        g_hash_table_insert(l->recall->said, g_strdup(text), s);
    }
    return s;
}

const char *host_of_text(struct linker *l, const char *text)
{
    return said_of(l, text)->provider;
}

bool text_matches(struct linker *l, const void *regex, const char *text)
{
    struct said *s = said_of(l, text);
    if (!s->fits)
        s->fits = g_hash_table_new(NULL, NULL);
    int known = GPOINTER_TO_INT(g_hash_table_lookup(s->fits, regex));
    if (!known) {
        known = regex_search(regex, text, strlen(text)) ? FITS : FITS_NOT;
        g_hash_table_insert(s->fits, (gpointer)regex, GINT_TO_POINTER(known));
    }
    return known == FITS;
}
