/*
 * vocabulary - the words of all code, each once: what a program calls things, and what its texts say.
 *
 * Many conditions ask whether code says something that fits an expression. Files say the same words again and again, so
 * a word is asked once for all of them, and a file in which none fits is not looked through.
 */
#ifndef DEBTSCAN_JUDGE_VOCABULARY_H
#define DEBTSCAN_JUDGE_VOCABULARY_H

#include "judge/cond_priv.h"

enum word_role {
    WORD_NAME = 1, /* of a variable, a member, an argument, a function, a class or a parameter */
    WORD_KEY = 2,  /* a text that is the key of a pair or of a subscript */
    WORD_TEXT = 4, /* any other text */
    WORD_JSX = 8,
};

struct file_words {
    const uint32_t *ids;   /* by string of the file: of the vocabulary; 0: its code does not say it */
    const uint32_t *said;  /* strings of the file that its code says, each once */
    const uint8_t *roles;  /* of these: enum word_role */
    uint32_t n;
};

/* What is known of the words so far, two bits for each id: 0 not asked yet, else 1 + whether the argument matches. */
struct word_answers {
    const struct cond_arg *arg;
    GByteArray *bits;
};

/* The words of a file of code; the index's. */
const struct file_words *vocabulary_file(struct cond_context *x, uint32_t file);

/* What is known of an argument for all words that are numbered by now; the index's. */
struct word_answers vocabulary_answers(struct cond_context *x, const struct cond_arg *arg);

/* Whether a string of the file matches the argument; an argument that is NULL does not match. */
bool vocabulary_fits(const struct word_answers *a, const struct facts *f, const struct file_words *words, uint32_t string);

/* Whether one of the strings that the file says in one of the roles matches. */
bool vocabulary_any(const struct word_answers *a, const struct facts *f, const struct file_words *words, unsigned roles);

#endif
