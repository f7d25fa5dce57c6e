#include "extract/words.h"

#include <glib.h>
#include <string.h>

#include "extract/builder.h"

#define BYTES_A_BLOCK 1024 /* of a file: some forty different words, of which one test in a hundred is wrong */
#define MOST_BLOCKS 256

#define MOST_MARKS 16
#define DECLARED UINT64_C(0x6a09e667f3bcc908) /* tells a declared word from the word */

#define FNV_OFFSET UINT64_C(0xcbf29ce484222325) /* FNV-1a, 64 bits */
#define FNV_PRIME UINT64_C(0x100000001b3)

static const unsigned char word_bytes[256] = {
    ['0' ... '9'] = 2, ['A' ... 'Z'] = 1, ['a' ... 'z'] = 1, ['_'] = 1, [0x80 ... 0xff] = 1,
};

static uint64_t finish(uint64_t h)
{
    h ^= h >> 32;
    h *= UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 29;
}

static uint64_t declared(uint64_t h)
{
    return finish(h ^ DECLARED);
}

/* The hash of the word at `*p`, which is set behind it; 0 if none begins there. */
static inline uint64_t word_at(const unsigned char **p, const unsigned char *end)
{
    const unsigned char *at = *p;
    bool word = word_bytes[*at] == 1;
    uint64_t h = FNV_OFFSET;
    for (; at < end && word_bytes[*at]; at++)
        h = (h ^ *at) * FNV_PRIME;
    *p = at;
    return word ? finish(h) : 0;
}

static inline void set(struct fact_words *blocks, uint64_t n, uint64_t h)
{
    uint64_t *bits = blocks[(h >> 32) * n >> 32].bits;
    for (unsigned i = 0; h && i < BITS_A_WORD; i++, h >>= 9)
        bits[h >> 6 & 7] |= UINT64_C(1) << (h & 63);
}

static bool is_mark(uint64_t h, const uint64_t *marks, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (marks[i] == h)
            return true;
    return false;
}

/* Of words that are declared, the byte before decides. */
static void add_all(struct fact_words *blocks, uint64_t n, const unsigned char *p, const unsigned char *end,
                    const uint64_t *marks, unsigned n_marks)
{
    bool marked = false, block = false, first = true; /* after a mark; in a block that one begins; at a line's first word */
    bool receiver = false;                            /* between a mark and what it declares: func (c *Client) Ask() */
    while (p < end) {
        if (word_bytes[*p]) {
            uint64_t h = word_at(&p, end);
            set(blocks, n, h);
            if (h && !receiver && (marked || (block && first)))
                set(blocks, n, declared(h));
            marked = receiver || is_mark(h, marks, n_marks);
            first = false;
            continue;
        }
        if (*p == '(' && marked && p + 1 < end && p[1] == '\n')
            block = true;
        else if (*p == '(' && marked && p[-1] == ' ')
            receiver = true;
        else if (*p == ')' && first)
            block = false;
        marked &= receiver || *p == ' ' || *p == '\t';
        receiver &= *p != ')' && *p != '\n';
        first = *p == '\n' || (first && (*p == ' ' || *p == '\t'));
        p++;
    }
}

/* The words that stand before `mark`, perhaps with what they are made for between angle brackets: Read<T>(this string s). */
static void add_before(struct fact_words *blocks, uint64_t n, const unsigned char *data, const unsigned char *end, const char *mark)
{
    const size_t len = strlen(mark);
    for (const unsigned char *at = data; at < end && (at = memmem(at, (size_t)(end - at), mark, len)) != NULL; at += len) {
        const unsigned char *stop = at;
        if (stop > data && stop[-1] == '>')
            while (stop > data && *stop != '<' && *stop != '\n')
                stop--;
        const unsigned char *word = stop;
        while (word > data && word_bytes[word[-1]])
            word--;
        if (word < stop)
            set(blocks, n, declared(word_at(&word, stop)));
    }
}

void words_add(struct facts_builder *b, const unsigned char *data, size_t size, const char *const *marks, const char *before)
{
    uint64_t n = MIN(size / BYTES_A_BLOCK + 1, MOST_BLOCKS), hashes[MOST_MARKS];
    struct fact_words *blocks = builder_words(b, (uint32_t)n);
    const unsigned char *p = data, *end = data + size;
    unsigned n_marks = 0;
    for (; marks && marks[n_marks] && n_marks < MOST_MARKS; n_marks++)
        hashes[n_marks] = words_hash(marks[n_marks]);
    if (n_marks)
        add_all(blocks, n, data, end, hashes, n_marks);
    while (!n_marks && p < end) {
        if (word_bytes[*p])
            set(blocks, n, word_at(&p, end));
        else
            p++;
    }
    if (before && *before)
        add_before(blocks, n, data, end, before);
}

uint64_t words_hash(const char *name)
{
    uint64_t last = 0;
    const unsigned char *p = (const unsigned char *)name, *end = p + strlen(name);
    while (p < end) {
        uint64_t h = word_bytes[*p] ? word_at(&p, end) : (p++, 0);
        last = h ? h : last;
    }
    return last;
}

uint64_t words_hash_declared(const char *name)
{
    return declared(words_hash(name));
}

bool words_several(const char *name)
{
    for (const char *c = name + strspn(name, "_"); *c; c++)
        if ((*c == '_' && g_ascii_isalpha(c[1])) || (g_ascii_islower(*c) && g_ascii_isupper(c[1])))
            return true;
    return false;
}
