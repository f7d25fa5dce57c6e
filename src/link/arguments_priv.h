/*
 * arguments_priv - what the files share that read arguments: find.c finds where they are written, texts.c reads what that
 * says, arguments.c makes attributes of it.
 */
#ifndef DEBTSCAN_LINK_ARGUMENTS_PRIV_H
#define DEBTSCAN_LINK_ARGUMENTS_PRIV_H

#include "link/link_priv.h"

#define UNSEEN "{}"       /* stands for what cannot be seen of a text */
#define MAX_TEXT_HOPS 6u  /* expressions between an argument and the text that it is */
#define MAX_TEXT_GIVEN 8u /* times that a name on the way is given something */

/* ---- find.c ---- */

/* Whether named arguments are also the fields of a structure, or the steps of a builder, that is handed over. */
bool option_objects(const struct linker *l, uint32_t file);
/* Whether a rule asks for a constant that stands for an option: CURLOPT_URL. */
bool is_constant_name(const char *key);
/* Whether what stands in region `at` comes after, or around, all ways to what stands in `use`. */
bool on_all_ways(const struct facts *f, uint32_t at, uint32_t use);
/* What is put into a list (uint32_t, nodes of the same file) that is written out and given to a name or a field, wherever that is
 * seen to grow: messages = []; messages.push(x). NULL for nothing. The caller frees the array. */
GArray *list_growth(struct linker *l, uint32_t file, uint32_t list);
/* The calls (uint32_t) that grow a list which a member of what a name stands for holds, options.Messages.Add(x), by the node of
 * such a member; NULL without. The caller frees the array. */
GArray *grown_member(struct linker *l, uint32_t file, uint32_t node);
/* The value that a step or an option call gives to its name, appended to `out` (struct node_ref): WithTimeout(d), .timeout(d),
 * .put("timeout", d). Without a name, to any that is a key. Whether there is one. */
bool step_value(struct linker *l, uint32_t file, uint32_t call, const char *name, GArray *out);
/* The same of a step whose name may lead into what it is given, config.timeout; `out` is open only by what that leaves open. */
void step_found(struct linker *l, uint32_t file, uint32_t call, const char *name, struct found *out);
/* Looks `name` up in what an argument was made of: fields of a structure, steps of a builder, an option call. Without a name,
 * for any that is the key of a step. */
void from_steps(struct linker *l, const struct value *v, const char *name, struct found *out);
/* A parameter that is declared to be a text: whatever it says, it holds no settings. */
bool is_text_parameter(const struct linker *l, uint32_t file, const struct fact_node *name);
/* An argument of an item by its name, or its position without one: where the item has a body, of what is sent, or of what
 * sends it. */
void find_for(struct linker *l, const struct api_item *item, bool in_body, uint32_t file, uint32_t call, const char *name,
              int position, struct found *out);

/* ---- recall.c ---- */

/* find_for, remembered for the other items that a call is compared with. The nodes are not to be changed. */
void find_recalled(struct linker *l, const struct api_item *item, bool in_body, uint32_t file, uint32_t call, const char *name,
                   int position, struct found *out);
/* Whether a regular expression of the rules matches a text that the program says, remembered by both. */
bool text_matches(struct linker *l, const void *regex, const char *text);
/* The provider whose host such a text names; NULL without. */
const char *host_of_text(struct linker *l, const char *text);

/* ---- texts.c ---- */

struct reading { /* what the values of an expression say together */
    enum tristate state;
    const char *value;
    enum value_origin via;
    struct place place;
};

struct visible_text {
    char *text;
    bool handed; /* by one of several callers: others hand over something else */
    bool grows;  /* on some ways more is added to it, or it is what is added */
};

/* What the values of an expression say together. */
struct reading read_node(struct linker *l, uint32_t file, uint32_t node);
/* The texts that an expression may be (struct visible_text), as far as they are visible; those of which nothing is are
 * left out. The caller gives the array back with g_array_unref and does not change it: others are given the same. */
GArray *visible_texts(struct linker *l, uint32_t file, uint32_t node);
/* What stands before the paths of a call's client, by the item's `base`: in the arena, NULL if it was given none. */
const char *base_of(struct linker *l, const struct api_item *item, uint32_t file, uint32_t call);
/* The provider whose host all visible URLs among the values of an expression name, or NULL. */
const char *provider_of_host(struct linker *l, uint32_t file, uint32_t node);

#endif
