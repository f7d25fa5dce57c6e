/* The pool with a parser of our own in place of extract_facts: it does what the file's text says. */
#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hash.h"
#include "extract/builder.h"
#include "extract/pool.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

/* ---- the parser ---- */

static volatile unsigned long spun;
static unsigned files_seen; /* by this process */

bool extractor_prepare(struct extractor *x, unsigned language, GError **error)
{
    (void)x, (void)language, (void)error;
    return true;
}

struct facts *extract_facts(struct extractor *x, const struct extract_input *in, struct arena *a)
{
    (void)x;
    const char *text = (const char *)in->data;
    if (in->data[in->size] != 0)
        abort(); /* no ck_assert here: check's channel is not the worker's */
    files_seen++;
    if (g_str_has_prefix(text, "abort"))
        abort();
    if (g_str_has_prefix(text, "crash"))
        raise(SIGSEGV);
    if (g_str_has_prefix(text, "exit"))
        _exit(7);
    while (g_str_has_prefix(text, "spin"))
        spun++;
    if (g_str_has_prefix(text, "eat"))
        for (;;)
            *(volatile char *)g_malloc(64 << 20) = 1;
    if (g_str_has_prefix(text, "open"))
        close(open("/etc/passwd", O_RDONLY | O_NONBLOCK));
    if (g_str_has_prefix(text, "network"))
        close(socket(AF_INET, SOCK_STREAM, 0));
    if (g_str_has_prefix(text, "kill parent"))
        kill(getppid(), SIGKILL);
    if (g_str_has_prefix(text, "poisoned") && files_seen > 1)
        abort(); /* dies of what an earlier file left behind, and is well by itself */

    struct facts_builder *b = builder_new();
    builder_note(b, (uint32_t)in->size, "read %s in %s", in->path, zone_name(in->class.zone));
    if (g_str_has_prefix(text, "many"))
        for (int i = 0; i < 20000; i++)
            builder_note(b, 1, "note %d of %s", i, in->path);
    struct facts *f = builder_finish(b, a);
    builder_free(b);
    return f;
}

/* ---- the files ---- */

struct files {
    unsigned n;
    char **paths, **texts;
    size_t *sizes;
    size_t done, calls;
};

static void add(struct files *f, char *path, const void *text, size_t size)
{
    f->paths = g_renew(char *, f->paths, f->n + 1);
    f->texts = g_renew(char *, f->texts, f->n + 1);
    f->sizes = g_renew(size_t, f->sizes, f->n + 1);
    f->paths[f->n] = path;
    f->texts[f->n] = g_malloc(size + 1);
    memcpy(f->texts[f->n], text, size);
    f->texts[f->n][size] = '\0';
    f->sizes[f->n++] = size;
}

static void add_text(struct files *f, const char *path, const char *text)
{
    add(f, g_strdup(path), text, strlen(text));
}

static void add_ordinary(struct files *f, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        g_autofree char *text = g_strdup_printf("%s %u %*s", i % 97 == 0 ? "many" : "plain", i, (int)(i * 37 % 3000), "");
        add(f, g_strdup_printf("%s/%05u.py", i % 3 ? "app" : "tests", i), text, strlen(text));
    }
}

static void files_fini(struct files *f)
{
    for (unsigned i = 0; i < f->n; i++) {
        g_free(f->paths[i]);
        g_free(f->texts[i]);
    }
    g_free(f->paths);
    g_free(f->texts);
    g_free(f->sizes);
}

static ssize_t give(void *payload, size_t i, unsigned char *buffer, size_t capacity, const char **why)
{
    struct files *f = payload;
    if (g_str_has_prefix(f->texts[i], "unreadable")) {
        *why = "cannot be read: Permission denied";
        return -1;
    }
    if (f->sizes[i] > capacity) {
        *why = "too large";
        return -1;
    }
    memcpy(buffer, f->texts[i], f->sizes[i]);
    return (ssize_t)f->sizes[i];
}

static void count(void *payload, size_t done, size_t total)
{
    struct files *f = payload;
    ck_assert_uint_eq(done, f->done + 1);
    ck_assert_uint_le(done, total);
    f->done = done;
    f->calls++;
}

/* ---- running ---- */

struct run {
    struct ruleset rules;
    struct language language;
    struct pool_job *jobs;
    struct arena arena;
    unsigned n;
};

static void run(struct run *r, struct files *f, unsigned workers)
{
    *r = (struct run){.language = {.name = "python", .reader = READER_CODE}, .n = f->n};
    r->rules.languages = &r->language;
    r->rules.n_languages = 1;
    r->rules.classifier = classifier_new();
    const char *extensions[] = {".py", NULL}, *none[] = {NULL}, *tests[] = {"tests/", NULL},
               *vendored[] = {"vendor/", NULL}, *all[] = {"*.py", NULL}, *generated[] = {"^@generated", NULL};
    classifier_add_language(r->rules.classifier, 0, extensions, none, none);
    classifier_add_zone(r->rules.classifier, ZONE_TEST, tests, none);
    classifier_add_zone(r->rules.classifier, ZONE_VENDORED, vendored, none);
    classifier_add_zone(r->rules.classifier, ZONE_GENERATED, all, generated);
    r->jobs = g_new0(struct pool_job, f->n + 1);
    arena_init(&r->arena);
    for (unsigned i = 0; i < f->n; i++) {
        r->jobs[i].path = f->paths[i];
        r->jobs[i].class = classify_path(r->rules.classifier, f->paths[i]);
        r->jobs[i].wanted = r->jobs[i].class.parse;
        r->jobs[i].size = f->sizes[i];
    }
    f->done = f->calls = 0;
    struct pool_options options = {
        .workers = workers, .in_process = workers == 0, .read = give, .progress = count, .payload = f};
    GError *error = NULL;
    struct pool *pool = pool_new(&r->rules, NULL, r->jobs, f->n, &options, &r->arena);
    ck_assert_msg(pool_run(pool, &error), "%s", error ? error->message : "no error set");
    pool_free(pool);
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1); /* nobody is left */
}

static void run_fini(struct run *r)
{
    classifier_free(r->rules.classifier);
    g_free(r->jobs);
    arena_fini(&r->arena);
}

/* All that came out of a run, as text. */
static char *result(const struct run *r)
{
    GString *out = g_string_new(NULL);
    for (unsigned i = 0; i < r->n; i++) {
        const struct pool_job *j = &r->jobs[i];
        g_string_append_printf(out, "%s %s %u %d %d %s %s:", j->path, zone_name(j->class.zone), j->class.language,
                               j->class.parse, j->class.binary, j->class.why ? j->class.why : "", j->hash);
        if (j->facts) {
            g_string_append_printf(out, " status %u", j->facts->status);
            for (uint32_t k = 0; k < j->facts->n_notes; k++)
                g_string_append_printf(out, " %u %s", j->facts->notes[k].line,
                                       facts_text(j->facts, j->facts->notes[k].text));
        }
        g_string_append_c(out, '\n');
    }
    return g_string_free(out, FALSE);
}

static const char *note_of(const struct run *r, const struct files *f, const char *path)
{
    for (unsigned i = 0; i < r->n; i++)
        if (strcmp(f->paths[i], path) == 0) {
            ck_assert_ptr_nonnull(r->jobs[i].facts);
            ck_assert_uint_ge(r->jobs[i].facts->n_notes, 1);
            return facts_text(r->jobs[i].facts, r->jobs[i].facts->notes[0].text);
        }
    ck_abort_msg("no file %s", path);
}

/* ---- tests ---- */

START_TEST(gives_the_same_with_any_number_of_workers)
{
    struct files f = {0};
    add_ordinary(&f, 700);
    add_text(&f, "b/binary.py", "x");
    add(&f, g_strdup("b/nul.py"), "a\0b", 3);
    add_text(&f, "b/empty.py", "");
    add_text(&f, "b/made.py", "# @generated by a tool\n");
    add_text(&f, "vendor/v.py", "plain");
    add_text(&f, "b/unreadable.py", "unreadable");
    g_autofree char *large = g_strnfill(3 << 20, 'x');
    add_text(&f, "b/large.py", large);
    g_autofree char *larger = g_strnfill((4 << 20) + 1, 'x');
    add_text(&f, "b/larger.py", larger);

    struct run r;
    run(&r, &f, 0);
    g_autofree char *expected = result(&r);
    ck_assert_uint_eq(f.calls, f.n - 1); /* all but the vendored one */
    ck_assert_str_eq(note_of(&r, &f, "b/unreadable.py"), "cannot be read: Permission denied");
    ck_assert_str_eq(note_of(&r, &f, "b/larger.py"), "too large");
    ck_assert_str_eq(note_of(&r, &f, "tests/00000.py"), "read tests/00000.py in test");
    run_fini(&r);
    for (unsigned workers = 1; workers <= 5; workers += workers == 1 ? 1 : 3) {
        run(&r, &f, workers);
        g_autofree char *got = result(&r);
        ck_assert_str_eq(got, expected);
        ck_assert_uint_eq(f.calls, f.n - 1);
        run_fini(&r);
    }
    files_fini(&f);
}
END_TEST

static const struct {
    const char *text, *note;
    bool plain_only; /* means nothing with sanitizers */
} deaths[] = {
    {"abort", "parser aborted (signal 6); file not analysed", true},
    {"crash", "parser aborted (signal 11); file not analysed", true},
    {"exit", "parser ended (status 7); file not analysed", false},
    {"spin", "parser exceeded 6 s of processor time; file not analysed", false},
    {"eat", "parser aborted (signal 5); file not analysed", true},
    {"open", "parser aborted (signal 31); file not analysed", true},
    {"network", "parser aborted (signal 31); file not analysed", true},
    {"kill parent", "parser aborted (signal 31); file not analysed", true},
};

START_TEST(a_lost_worker_costs_one_file_and_one_note)
{
    if (SANITIZED && deaths[_i].plain_only)
        return;
    struct files f = {0};
    add_ordinary(&f, 150);
    add_text(&f, "m/bad.py", deaths[_i].text);
    add_ordinary(&f, 150);
    struct run r;
    for (unsigned workers = 1; workers <= 2; workers++) {
        run(&r, &f, workers);
        ck_assert_str_eq(note_of(&r, &f, "m/bad.py"), deaths[_i].note);
        for (unsigned i = 0; i < r.n; i++)
            ck_assert_uint_eq(r.jobs[i].facts->status, i == 150 ? FACTS_FAILED : FACTS_PARSED);
        run_fini(&r);
        if (strcmp(deaths[_i].text, "spin") == 0)
            break; /* six seconds are enough */
    }
    files_fini(&f);
}
END_TEST

START_TEST(many_lost_workers_cost_as_many_files)
{
    struct files f = {0};
    for (unsigned i = 0; i < 200; i++)
        add(&f, g_strdup_printf("a/%03u.py", i), i % 4 ? "plain" : "exit!", 5);
    struct run r;
    g_autofree char *expected = NULL;
    for (unsigned workers = 1; workers <= 5; workers += 2) {
        run(&r, &f, workers);
        for (unsigned i = 0; i < r.n; i++)
            ck_assert_uint_eq(r.jobs[i].facts->status, i % 4 ? FACTS_PARSED : FACTS_FAILED);
        g_autofree char *got = result(&r);
        if (expected)
            ck_assert_str_eq(got, expected);
        else
            expected = g_steal_pointer(&got);
        run_fini(&r);
    }
    files_fini(&f);
}
END_TEST

START_TEST(a_slot_is_filled_again_only_when_the_worker_has_left_it)
{
    struct files f = {0};
    for (unsigned i = 0; i < 20000; i++)
        add(&f, g_strdup_printf("a/%05u.py", i), "x", 1);
    struct run r;
    run(&r, &f, 2);
    for (unsigned i = 0; i < r.n; i++)
        ck_assert_uint_eq(r.jobs[i].facts->status, FACTS_PARSED);
    run_fini(&r);
    files_fini(&f);
}
END_TEST

START_TEST(a_file_does_not_pay_for_an_earlier_one)
{
    if (SANITIZED)
        return; /* abort prints a page each time */
    struct files f = {0};
    add_ordinary(&f, 40);
    add_text(&f, "p/one.py", "poisoned");
    add_text(&f, "p/two.py", "poisoned");
    add_ordinary(&f, 40);
    struct run r;
    run(&r, &f, 2);
    for (unsigned i = 0; i < r.n; i++)
        ck_assert_uint_eq(r.jobs[i].facts->status, FACTS_PARSED);
    run_fini(&r);
    files_fini(&f);
}
END_TEST

START_TEST(hashes_tell_contents_apart)
{
    char a[HASH128_HEX], b[HASH128_HEX];
    hash128_hex(hash128("hello", 5), a);
    ck_assert_str_eq(a, "cbd8a7b341bd9b025b1e906a48ae1d19"); /* MurmurHash3_x64_128, seed 0 */
    hash128_hex(hash128("", 0), a);
    ck_assert_str_eq(a, "00000000000000000000000000000000");
    hash128_hex(hash128("0123456789abcdef0", 17), a);
    hash128_hex(hash128("0123456789abcdef1", 17), b);
    ck_assert_str_ne(a, b);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pool");
    TCase *cases = tcase_create("pool");
    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, gives_the_same_with_any_number_of_workers);
    tcase_add_loop_test(cases, a_lost_worker_costs_one_file_and_one_note, 0, G_N_ELEMENTS(deaths));
    tcase_add_test(cases, many_lost_workers_cost_as_many_files);
    tcase_add_test(cases, a_slot_is_filled_again_only_when_the_worker_has_left_it);
    tcase_add_test(cases, a_file_does_not_pay_for_an_earlier_one);
    tcase_add_test(cases, hashes_tell_contents_apart);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
