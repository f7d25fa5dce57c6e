/* Evaluating named conditions in tests: what holds, what is unknown, and with which evidence. */
#ifndef TESTS_COND_CHECK_H
#define TESTS_COND_CHECK_H

#include "judge/cond_priv.h"
#include "model_builder.h"

struct asked {
    enum truth truth;
    unsigned n_evidence, n_declared;
    char text[256];     /* of the first evidence */
    char declared[256]; /* the first */
    struct place place;
};

static inline struct asked ask(struct builder *b, const char *predicate, struct subject_ref s)
{
    struct arena a;
    struct asked out = {.truth = TRUTH_UNKNOWN};
    arena_init(&a);
    struct cond_index *index = cond_index_new(builder_model(b));
    struct cond_context *x = cond_context_new(builder_model(b), &a, index);
    cond_context_set_kind(x, "app");
    g_autoptr(GArray) evidence = g_array_new(FALSE, FALSE, sizeof(struct evidence));
    const struct cond *c = NULL;
    for (unsigned i = 0; i < b->rules->n_predicates; i++)
        if (g_str_equal(b->rules->predicates[i].name, predicate))
            c = b->rules->predicates[i].cond;
    ck_assert_msg(c != NULL, "no predicate %s", predicate);
    out.truth = cond_eval(x, c, s, evidence);
    enum truth again = cond_eval(x, c, s, evidence); /* what is remembered says the same */
    ck_assert_int_eq(again, out.truth);
    out.n_evidence = evidence->len / 2;
    out.n_declared = cond_context_declared(x)->len;
    if (evidence->len) {
        out.place = g_array_index(evidence, struct evidence, 0).place;
        g_strlcpy(out.text, g_array_index(evidence, struct evidence, 0).text, sizeof out.text);
    }
    if (out.n_declared)
        g_strlcpy(out.declared, g_array_index(cond_context_declared(x), struct evidence, 0).text,
                  sizeof out.declared);
    cond_context_free(x);
    cond_index_free(index);
    arena_fini(&a);
    return out;
}

#define SITE(i) ((struct subject_ref){SUBJECT_SITE, (i)})
#define ROUTE(i) ((struct subject_ref){SUBJECT_ROUTE, (i)})
#define USE(i) ((struct subject_ref){SUBJECT_USE, (i)})
#define TOOL(i) ((struct subject_ref){SUBJECT_TOOL, (i)})

#define ck_assert_truth(b, predicate, subject, expected)                                           \
    do {                                                                                           \
        enum truth seen_ = ask(b, predicate, subject).truth;                                       \
        ck_assert_msg(seen_ == (expected), "%s is %s, not %s", predicate, truth_name(seen_),       \
                      truth_name(expected));                                                       \
    } while (0)

static inline int run_suite(Suite *s)
{
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failures = srunner_ntests_failed(r);
    srunner_free(r);
    return failures != 0;
}

#endif
