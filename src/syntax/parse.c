#include "syntax/parse.h"

#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "syntax/grammar.h"

/* ---- memory ---- */

/*
 * Under AddressSanitizer everything is malloc'ed, so that it sees what tree-sitter does.
 */
#if defined(__SANITIZE_ADDRESS__)
#define USE_HEAP 0
#else
#define USE_HEAP 1
#endif

#define ASKED_PER_LOOK 64 /* the clock is a system call; tree-sitter asks after every hundred steps */
#define STEP 16
#define SMALL_CLASSES 64 /* up to 1 KiB in steps of 16 bytes; above, powers of two */
#define CLASSES (SMALL_CLASSES + 40)
#define FIRST_BLOCK ((size_t)256 << 10)
#define LARGEST_BLOCK ((size_t)8 << 20)
#define KEPT_BYTES ((size_t)32 << 20) /* between files */

struct block {
    struct block *next;
    size_t size;
};

struct heap {
    struct block *used, *spare;
    char *at, *end;
    size_t next_size;
    void *free[CLASSES];
};

/* Stands before every allocation, also of those made while no heap is active. */
struct head {
    uint64_t size;    /* that fits, without the head */
    uint64_t in_heap;
};

_Static_assert(sizeof(struct head) == STEP, "keeps what follows aligned");

static _Thread_local struct heap *active;

static unsigned class_of(size_t size, size_t *rounded)
{
    if (size <= SMALL_CLASSES * STEP) {
        unsigned c = size ? (unsigned)((size - 1) / STEP) : 0;
        *rounded = (size_t)(c + 1) * STEP;
        return c;
    }
    unsigned bits = (unsigned)g_bit_storage(size - 1);
    *rounded = (size_t)1 << bits;
    return SMALL_CLASSES + bits - 10;
}

static void *heap_alloc(struct heap *h, size_t size)
{
    size_t rounded;
    unsigned c = class_of(size, &rounded);
    if (h->free[c]) {
        void *p = h->free[c];
        memcpy(&h->free[c], p, sizeof(void *));
        return p;
    }
    size_t need = rounded + sizeof(struct head);
    if ((size_t)(h->end - h->at) < need) {
        struct block **link = &h->spare, *b;
        while ((b = *link) && b->size < need)
            link = &b->next;
        if (b) {
            *link = b->next;
        } else {
            size_t block = MAX(h->next_size, need);
            b = g_malloc(sizeof *b + block);
            b->size = block;
            h->next_size = MIN(h->next_size * 2, LARGEST_BLOCK);
        }
        b->next = h->used;
        h->used = b;
        h->at = (char *)(b + 1);
        h->end = h->at + b->size;
    }
    struct head *head = (struct head *)(void *)h->at;
    h->at += need;
    *head = (struct head){rounded, 1};
    return head + 1;
}

static void heap_empty(struct heap *h, size_t keep)
{
    struct block *b;
    while ((b = h->used)) {
        h->used = b->next;
        b->next = h->spare;
        h->spare = b;
    }
    size_t kept = 0;
    struct block **link = &h->spare;
    while ((b = *link)) {
        if (kept + b->size <= keep) {
            kept += b->size;
            link = &b->next;
        } else {
            *link = b->next;
            g_free(b);
        }
    }
    h->at = h->end = NULL;
    memset(h->free, 0, sizeof h->free);
}

static void *ours_malloc(size_t size)
{
    if (active)
        return heap_alloc(active, size);
    struct head *head = g_malloc(size + sizeof *head);
    *head = (struct head){size, 0};
    return head + 1;
}

static void *ours_calloc(size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes))
        g_error("tree-sitter asks for too much memory");
    void *p = ours_malloc(bytes);
    memset(p, 0, bytes);
    return p;
}

static void ours_free(void *p)
{
    if (!p)
        return;
    struct head *head = (struct head *)p - 1;
    if (!head->in_heap) {
        g_free(head);
    } else if (active) {
        size_t rounded;
        unsigned c = class_of(head->size, &rounded);
        memcpy(p, &active->free[c], sizeof(void *));
        active->free[c] = p;
    }
}

static void *ours_realloc(void *p, size_t size)
{
    if (!p)
        return ours_malloc(size);
    struct head *head = (struct head *)p - 1;
    if (size <= head->size && head->in_heap)
        return p;
    if (!head->in_heap) {
        head = g_realloc(head, size + sizeof *head);
        head->size = size;
        return head + 1;
    }
    void *grown = ours_malloc(size);
    memcpy(grown, p, head->size);
    ours_free(p);
    return grown;
}

/* Before main: whatever tree-sitter frees must have come from the same allocator. */
__attribute__((constructor)) static void use_heap(void)
{
    if (USE_HEAP)
        ts_set_allocator(ours_malloc, ours_calloc, ours_realloc, ours_free);
}

/* ---- parsing ---- */

struct syntax {
    struct heap heap;
    TSParser *parser;
    TSTree *tree;
    struct deadline deadline;
};

struct syntax *syntax_new(void)
{
    struct syntax *s = g_new0(struct syntax, 1);
    s->heap.next_size = FIRST_BLOCK;
    return s;
}

void syntax_free(struct syntax *s)
{
    if (!s)
        return;
    syntax_forget(s);
    heap_empty(&s->heap, 0);
    g_free(s);
}

const TSLanguage *syntax_grammar(const char *name, GError **error)
{
    const GQuark domain = g_quark_from_static_string("debtscan-syntax");
    const TSLanguage *language = NULL;
    for (size_t i = 0; i < n_grammars && !language; i++)
        if (strcmp(grammars[i].name, name) == 0)
            language = grammars[i].language();
    if (!language) {
        g_set_error(error, domain, 0, "the grammar '%s' is not built into this program", name);
        return NULL;
    }
    uint32_t abi = ts_language_abi_version(language);
    if (abi < TREE_SITTER_MIN_COMPATIBLE_LANGUAGE_VERSION || abi > TREE_SITTER_LANGUAGE_VERSION) {
        g_set_error(error, domain, 0, "the grammar '%s' has ABI %u; this tree-sitter takes %d to %d", name, abi,
                    TREE_SITTER_MIN_COMPATIBLE_LANGUAGE_VERSION, TREE_SITTER_LANGUAGE_VERSION);
        return NULL;
    }
    return language;
}

uint64_t syntax_cpu_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

struct deadline deadline_new(unsigned ms)
{
    return (struct deadline){syntax_cpu_ns() + (uint64_t)ms * 1000000u, 0};
}

bool deadline_over(struct deadline *d)
{
    return ++d->asked % ASKED_PER_LOOK == 0 && syntax_cpu_ns() > d->ns;
}

/* True stops the parser. */
static bool out_of_time(TSParseState *state)
{
    struct syntax *s = state->payload;
    return deadline_over(&s->deadline);
}

struct text {
    const char *bytes;
    size_t size;
};

static const char *read_text(void *payload, uint32_t at, TSPoint point, uint32_t *n)
{
    (void)point;
    const struct text *t = payload;
    *n = at < t->size ? (uint32_t)(t->size - at) : 0;
    return *n ? t->bytes + at : "";
}

enum syntax_result syntax_parse(struct syntax *s, const TSLanguage *language, const char *text, size_t size,
                                TSNode *root)
{
    syntax_forget(s);
    g_assert(size < UINT32_MAX);
    if (USE_HEAP)
        active = &s->heap;
    s->parser = ts_parser_new();
    bool fits = ts_parser_set_language(s->parser, language);
    g_assert(fits); /* syntax_grammar has compared the ABI */
    s->deadline = deadline_new(LIMIT_PARSE_CPU_MS);
    struct text t = {text, size};
    TSInput input = {.payload = &t, .read = read_text, .encoding = TSInputEncodingUTF8};
    TSParseOptions options = {.payload = s, .progress_callback = out_of_time};
    s->tree = ts_parser_parse_with_options(s->parser, NULL, input, options);
    if (!s->tree) {
        syntax_forget(s);
        return SYNTAX_TIMEOUT;
    }
    *root = ts_tree_root_node(s->tree);
    return SYNTAX_PARSED;
}

void syntax_forget(struct syntax *s)
{
    if (s->tree && !USE_HEAP)
        ts_tree_delete(s->tree);
    s->tree = NULL;
    if (s->parser) {
        ts_parser_delete(s->parser); /* the external scanners have memory of their own */
        s->parser = NULL;
        heap_empty(&s->heap, KEPT_BYTES);
    }
    if (active == &s->heap)
        active = NULL;
}

uint32_t syntax_errors(TSNode root)
{
    if (!ts_node_has_error(root))
        return 0;
    uint32_t n = 0;
    TSTreeCursor c = ts_tree_cursor_new(root);
    for (bool more = true; more;) {
        TSNode node = ts_tree_cursor_current_node(&c);
        n += ts_node_is_error(node) || ts_node_is_missing(node);
        if (ts_node_has_error(node) && ts_tree_cursor_goto_first_child(&c))
            continue;
        while (!(more = ts_tree_cursor_goto_next_sibling(&c)) && ts_tree_cursor_goto_parent(&c))
            ;
    }
    ts_tree_cursor_delete(&c);
    return n;
}
