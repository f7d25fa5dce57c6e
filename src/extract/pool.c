/*
 * One process, one thread, poll. Each worker has two slots: while it works on one, the other is filled.
 *
 * A worker answers in the order it was asked, so the first file without an answer is the one it died of.
 * Unless it was the very first of a fresh process it gets a second try as such: what an earlier file left
 * behind must not decide over a later one, or results would depend on how files are spread.
 */
#include "extract/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/limits.h"
#include "extract/builder.h"
#include "extract/codec.h"
#include "extract/worker.h"

#define WORKERS_MOST 64
#define TICK_MS 200
#define STALL_TICKS 300 /* without any processor time: one minute */
#define PIPE_BYTES (1 << 20)
#define READ_BYTES (256u << 10)
#define LARGE_BYTES (128u << 10) /* such files go first, so that none is left for the end */
#define KEEP_BYTES (1u << 20)    /* of a slot; more is given back */
#define BINARY_BYTES 8000        /* as in classify.c */

struct slot {
    uint32_t jobs[WORKER_BATCH_FILES];
    uint32_t n, done;
    size_t used;
};

enum end { END_DEATH, END_CPU, END_STALL, END_PROTOCOL };

struct worker {
    pid_t pid; /* 0: none */
    int requests, replies;
    unsigned char *region;
    struct slot slots[WORKER_SLOTS];
    unsigned first, n_filled; /* slots with work: first, first + 1 */
    GByteArray *in;           /* read, not yet understood */
    bool fresh;               /* has not answered yet */
    enum end end;             /* why we killed it */
    clockid_t clock;
    int64_t cpu_mark;         /* ns of processor time when it last answered, or was given work */
    int64_t cpu_seen;
    unsigned still;           /* ticks without processor time */
};

struct pool {
    const struct ruleset *rules;
    struct extractor *x;
    struct pool_job *jobs;
    size_t n;
    const struct pool_options *options;
    struct arena *arena;
    struct facts_builder *builder; /* for facts that only say what went wrong */
    uint32_t *order;
    size_t n_order, next;
    GQueue again; /* jobs of dead workers, to be given out first */
    size_t done, total; /* of this run */
    struct worker *workers;
    unsigned n_workers;
};

/* ---- results ---- */

static void finish(struct pool *p)
{
    p->done++;
    if (p->options->progress)
        p->options->progress(p->options->payload, p->done, p->total);
}

static void fail_job(struct pool *p, uint32_t job, const char *text)
{
    builder_reset(p->builder);
    builder_note(p->builder, 0, "%s", text);
    builder_facts(p->builder)->status = FACTS_FAILED;
    p->jobs[job].facts = builder_finish(p->builder, p->arena);
    finish(p);
}

/* ---- what was found before ---- */

struct known { /* in front of a file's facts */
    uint32_t zone, language, flags, facts; /* `facts`: how many bytes follow */
    uint64_t size, hash_low, hash_high;
};

static bool has_key(const struct pool *p, uint32_t i)
{
    return p->options->cache && p->options->ids && p->options->ids[i][0];
}

static struct cache_key key_of(const struct pool *p, uint32_t i)
{
    const char *parts[] = {p->options->ids[i], p->jobs[i].path, p->jobs[i].force ? "forced" : ""};
    return cache_key(p->options->cache, "facts", parts, NULL, G_N_ELEMENTS(parts));
}

static void take_class(struct pool_job *job, uint32_t zone, uint32_t language, uint32_t flags, struct hash128 hash)
{
    job->class = (struct classification){
        .zone = (enum zone)zone,
        .language = language,
        .parse = (flags & WORKER_PARSE) != 0,
        .binary = (flags & WORKER_BINARY) != 0,
        .minified = (flags & WORKER_MINIFIED) != 0,
    };
    job->class.why = classification_why(&job->class);
    if (!job->class.binary)
        hash128_hex(hash, job->hash);
}

static bool find_known(struct pool *p, uint32_t i)
{
    if (!has_key(p, i))
        return false;
    struct pool_job *job = &p->jobs[i];
    struct cache_key key = key_of(p, i);
    g_autoptr(GBytes) value = cache_find(p->options->cache, &key);
    gsize size = 0;
    const unsigned char *data = value ? g_bytes_get_data(value, &size) : NULL;
    struct known k;
    if (!data || size < sizeof k)
        return false;
    memcpy(&k, data, sizeof k);
    if (k.facts != size - sizeof k || k.zone >= ZONE_COUNT || (k.language >= p->rules->n_languages && k.language != CLASSIFY_NO_LANGUAGE))
        return false;
    if (k.flags & WORKER_FACTS) {
        struct facts *facts = facts_decode(data + sizeof k, k.facts, p->arena, NULL);
        if (!facts)
            return false;
        job->facts = facts;
    }
    take_class(job, k.zone, k.language, k.flags, (struct hash128){.low = k.hash_low, .high = k.hash_high});
    job->size = k.size;
    finish(p);
    return true;
}

/* What went wrong may go well the next time. */
static void keep_known(struct pool *p, uint32_t i, const struct known *k, const void *facts)
{
    const struct pool_job *job = &p->jobs[i];
    if (!has_key(p, i) || (job->facts && job->facts->status == FACTS_FAILED))
        return;
    struct cache_key key = key_of(p, i);
    g_autoptr(GByteArray) value = g_byte_array_sized_new((guint)sizeof *k + k->facts);
    g_byte_array_append(value, (const guint8 *)k, sizeof *k);
    g_byte_array_append(value, facts, k->facts);
    cache_put(p->options->cache, &key, value->data, value->len);
}

/* ---- reading ---- */

static size_t capacity_of(const struct pool *p, const struct pool_job *job)
{
    uint32_t language = job->class.language;
    bool records = language < p->rules->n_languages && p->rules->languages[language].reader == READER_RECORDS;
    return records ? LIMIT_DATA_BYTES : LIMIT_FILE_BYTES;
}

/* Reads a job's bytes and a NUL into `buffer`. False if that was all there is to do. */
static bool read_job(struct pool *p, uint32_t i, unsigned char *buffer, size_t *size)
{
    struct pool_job *job = &p->jobs[i];
    const char *why = "cannot be read";
    ssize_t n = p->options->read(p->options->payload, i, buffer, capacity_of(p, job), &why);
    if (n < 0) {
        job->size = 0;
        fail_job(p, i, why);
        return false;
    }
    *size = (size_t)n;
    job->size = *size;
    buffer[*size] = '\0';
    if (!memchr(buffer, 0, MIN(*size, (size_t)BINARY_BYTES)))
        return true;
    job->class = classify_content(p->rules->classifier, job->path, buffer, *size);
    struct known k = {.zone = job->class.zone, .language = job->class.language, .flags = WORKER_BINARY, .size = *size};
    keep_known(p, i, &k, NULL);
    finish(p);
    return false;
}

/* ---- in this process ---- */

static void run_here(struct pool *p)
{
    unsigned char *buffer = g_malloc(LIMIT_DATA_BYTES + 1);
    for (size_t k = 0; k < p->n_order; k++) {
        uint32_t i = p->order[k];
        struct pool_job *job = &p->jobs[i];
        size_t size;
        if (!read_job(p, i, buffer, &size))
            continue;
        job->class = classify_content(p->rules->classifier, job->path, buffer, size);
        hash128_hex(hash128(buffer, size), job->hash);
        struct extract_input in = {
            .path = job->path, .class = job->class, .data = buffer, .size = size, .force = job->force};
        if (job->class.parse)
            job->facts = extract_facts(p->x, &in, p->arena);
        finish(p);
    }
    g_free(buffer);
}

/* ---- workers ---- */

static int64_t cpu_time(const struct worker *w)
{
    struct timespec t;
    return clock_gettime(w->clock, &t) == 0 ? t.tv_sec * INT64_C(1000000000) + t.tv_nsec : 0;
}

static void mark_cpu(struct worker *w)
{
    w->cpu_mark = w->cpu_seen = cpu_time(w);
    w->still = 0;
}

static bool worker_start(struct pool *p, struct worker *w)
{
    int requests[2], replies[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, requests) < 0)
        return false;
    if (pipe2(replies, O_CLOEXEC) < 0) {
        close(requests[0]);
        close(requests[1]);
        return false;
    }
    fcntl(replies[1], F_SETPIPE_SZ, PIPE_BYTES);
    pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        if (getppid() != parent)
            _exit(EXIT_FAILURE); /* it was gone before we asked */
        for (unsigned k = 0; k < p->n_workers; k++) /* files of other workers are none of its business */
            if (p->workers[k].region && p->workers[k].region != w->region)
                munmap(p->workers[k].region, WORKER_SLOTS * WORKER_SLOT_BYTES);
        worker_run(&(struct worker_task){.rules = p->rules, .x = p->x, .jobs = p->jobs, .n_jobs = p->n,
                                         .region = w->region, .requests = requests[1], .replies = replies[1]});
    }
    close(requests[1]);
    close(replies[1]);
    if (pid < 0) {
        close(requests[0]);
        close(replies[0]);
        return false;
    }
    w->pid = pid;
    w->requests = requests[0];
    w->replies = replies[0];
    fcntl(w->replies, F_SETFL, O_NONBLOCK);
    w->first = w->n_filled = 0;
    w->fresh = true;
    w->end = END_DEATH;
    g_byte_array_set_size(w->in, 0);
    if (clock_getcpuclockid(pid, &w->clock) != 0)
        w->clock = CLOCK_MONOTONIC; /* stricter, but never blind */
    mark_cpu(w);
    return true;
}

/* Ends the process; its wait status, or -1 if somebody else has taken it. */
static int worker_stop(struct worker *w)
{
    int status = -1;
    close(w->requests);
    close(w->replies);
    kill(w->pid, SIGKILL); /* no effect on one that has ended: it is a zombie until we wait */
    while (waitpid(w->pid, &status, 0) < 0)
        if (errno != EINTR) {
            status = -1;
            break;
        }
    w->pid = 0;
    return status;
}

static bool next_job(struct pool *p, uint32_t *job)
{
    if (!g_queue_is_empty(&p->again)) {
        *job = GPOINTER_TO_UINT(g_queue_pop_head(&p->again));
        return true;
    }
    if (p->next >= p->n_order)
        return false;
    *job = p->order[p->next++];
    return true;
}

/* Files of the next batch: the fewer are left, the fewer one worker takes while others have nothing to do. */
static uint32_t batch_files(const struct pool *p)
{
    size_t left = p->n_order - p->next, share = left / (p->n_workers * WORKER_SLOTS * 2u);
    return (uint32_t)CLAMP(share, 1, WORKER_BATCH_FILES);
}

/* Fills free slots and tells the worker. */
static void worker_feed(struct pool *p, struct worker *w)
{
    while (w->n_filled < WORKER_SLOTS) {
        unsigned which = (w->first + w->n_filled) % WORKER_SLOTS;
        struct slot *slot = &w->slots[which];
        unsigned char *base = w->region + which * WORKER_SLOT_BYTES;
        struct worker_batch *batch = (struct worker_batch *)(void *)base;
        if (slot->used > KEEP_BYTES)
            madvise(base, WORKER_SLOT_BYTES, MADV_REMOVE);
        slot->n = slot->done = 0;
        slot->used = sizeof *batch;
        uint32_t job, most = batch_files(p);
        while (slot->n < most && slot->used < sizeof *batch + WORKER_BATCH_BYTES && next_job(p, &job)) {
            size_t size;
            if (!read_job(p, job, base + slot->used, &size))
                continue;
            batch->entries[slot->n] = (struct worker_entry){
                .job = job, .offset = (uint32_t)slot->used, .size = (uint32_t)size, .force = p->jobs[job].force};
            slot->jobs[slot->n++] = job;
            slot->used += (size + 16) & ~(size_t)15;
        }
        if (slot->n == 0)
            return;
        batch->n = slot->n;
        if (w->n_filled++ == 0)
            mark_cpu(w);
        unsigned char byte = (unsigned char)which;
        /* If the worker is gone, reading its replies will tell. */
        while (send(w->requests, &byte, 1, MSG_NOSIGNAL) < 0 && errno == EINTR)
            ;
    }
}

static void take_reply(struct pool *p, struct worker *w, const struct worker_reply *r, const unsigned char *bytes)
{
    struct slot *slot = &w->slots[w->first];
    struct pool_job *job = &p->jobs[r->job];
    if (++slot->done == slot->n) {
        w->first = (w->first + 1) % WORKER_SLOTS;
        w->n_filled--;
    }
    w->fresh = false;
    take_class(job, r->zone, r->language, r->flags, (struct hash128){.low = r->hash_low, .high = r->hash_high});
    if (r->flags & WORKER_TOO_MANY) {
        fail_job(p, r->job, "holds too many facts; file not analysed");
        return;
    }
    if (r->flags & WORKER_FACTS) {
        job->facts = facts_decode(bytes, r->length, p->arena, NULL);
        if (!job->facts) {
            fail_job(p, r->job, "parser gave no usable facts; file not analysed");
            return;
        }
    }
    struct known k = {.zone = r->zone, .language = r->language, .flags = r->flags, .facts = r->length, .size = job->size,
                      .hash_low = r->hash_low, .hash_high = r->hash_high};
    keep_known(p, r->job, &k, bytes);
    finish(p);
}

static bool reply_is_sound(const struct pool *p, const struct worker *w, const struct worker_reply *r)
{
    const struct slot *slot = &w->slots[w->first];
    bool facts = (r->flags & WORKER_FACTS) != 0;
    return r->magic == WORKER_MAGIC && w->n_filled > 0 && r->job == slot->jobs[slot->done] &&
           r->length <= LIMIT_FACT_BYTES && (facts || r->length == 0) && r->zone < ZONE_COUNT &&
           (r->language < p->rules->n_languages || r->language == CLASSIFY_NO_LANGUAGE);
}

/* Takes all complete replies. False if the worker does not keep to the protocol. */
static bool take_replies(struct pool *p, struct worker *w)
{
    size_t at = 0;
    bool sound = true;
    while (sound && w->in->len - at >= sizeof(struct worker_reply)) {
        struct worker_reply r;
        memcpy(&r, w->in->data + at, sizeof r);
        sound = reply_is_sound(p, w, &r);
        if (!sound || w->in->len - at - sizeof r < r.length)
            break;
        take_reply(p, w, &r, w->in->data + at + sizeof r);
        at += sizeof r + r.length;
    }
    if (at > 0) {
        g_byte_array_remove_range(w->in, 0, (guint)at);
        mark_cpu(w);
    }
    return sound;
}

enum reading { READING_MORE, READING_END, READING_BROKEN };

/* Reads what is there, and takes the replies in it. */
static enum reading worker_read(struct pool *p, struct worker *w)
{
    for (;;) {
        guint before = w->in->len;
        g_byte_array_set_size(w->in, before + READ_BYTES);
        ssize_t n = read(w->replies, w->in->data + before, READ_BYTES);
        int number = errno;
        g_byte_array_set_size(w->in, before + (n > 0 ? (guint)n : 0));
        if (n > 0) {
            if (!take_replies(p, w))
                return READING_BROKEN;
            if ((size_t)n < READ_BYTES)
                return READING_MORE;
        } else if (n == 0 || (number != EINTR && number != EAGAIN)) {
            return READING_END;
        } else if (number == EAGAIN) {
            return READING_MORE;
        }
    }
}

static char *obituary(enum end end, int status)
{
    switch (end) {
    case END_CPU:
        return g_strdup_printf("parser exceeded %d s of processor time; file not analysed", LIMIT_WORKER_CPU_MS / 1000);
    case END_STALL:
        return g_strdup("parser stalled; file not analysed");
    case END_PROTOCOL:
        return g_strdup("parser gave a broken answer; file not analysed");
    case END_DEATH:
        break;
    }
    if (status != -1 && WIFSIGNALED(status))
        return g_strdup_printf("parser aborted (signal %d); file not analysed", WTERMSIG(status));
    return g_strdup_printf("parser ended (status %d); file not analysed", status == -1 ? -1 : WEXITSTATUS(status));
}

/* The worker is dead or has to be: settles its files and starts another. */
static void worker_bury(struct pool *p, struct worker *w)
{
    bool fresh = w->fresh;
    enum end end = w->end;
    int status = worker_stop(w);
    GQueue left = G_QUEUE_INIT;
    for (unsigned k = 0; k < w->n_filled; k++) {
        const struct slot *slot = &w->slots[(w->first + k) % WORKER_SLOTS];
        for (uint32_t i = slot->done; i < slot->n; i++)
            g_queue_push_tail(&left, GUINT_TO_POINTER(slot->jobs[i]));
    }
    w->n_filled = 0;
    /* Whoever spins or lies does so on its own account; who died may have died of an earlier file. */
    if (!g_queue_is_empty(&left) && (fresh || end != END_DEATH)) {
        g_autofree char *text = obituary(end, status);
        fail_job(p, GPOINTER_TO_UINT(g_queue_pop_head(&left)), text);
    }
    while (!g_queue_is_empty(&left))
        g_queue_push_head(&p->again, g_queue_pop_tail(&left));
    if (p->done < p->total && worker_start(p, w))
        worker_feed(p, w); /* at once, so that the suspect is the first of this process */
}

/* Reads what has come; a worker that is at its end is replaced. */
static void worker_serve(struct pool *p, struct worker *w)
{
    size_t before = p->done;
    enum reading reading = worker_read(p, w);
    if (reading == READING_MORE) {
        worker_feed(p, w);
        return;
    }
    if (reading == READING_BROKEN)
        w->end = END_PROTOCOL;
    else if (p->done > before)
        w->end = END_DEATH; /* it answered before our signal reached it */
    worker_bury(p, w);
}

/* Once a tick: kills who takes too long over the file in hand. */
static void worker_watch(struct pool *p, struct worker *w)
{
    if (w->n_filled == 0 || w->end != END_DEATH)
        return;
    int64_t now = cpu_time(w);
    w->still = now > w->cpu_seen ? 0 : w->still + 1;
    w->cpu_seen = now;
    bool spins = now - w->cpu_mark > LIMIT_WORKER_CPU_MS * INT64_C(1000000);
    if (!spins && w->still < STALL_TICKS)
        return;
    size_t before = p->done;
    enum reading reading = worker_read(p, w); /* its answer may be waiting for us */
    w->still = 0;
    if (reading == READING_MORE && p->done > before)
        return;
    w->end = reading == READING_BROKEN ? END_PROTOCOL : spins ? END_CPU : END_STALL;
    kill(w->pid, SIGKILL); /* its end of the pipe closes, and poll tells */
}

static bool run_workers(struct pool *p, GError **error)
{
    struct pollfd fds[WORKERS_MOST];
    struct worker *owners[WORKERS_MOST];
    int64_t tick = g_get_monotonic_time();
    for (unsigned k = 0; k < p->n_workers; k++)
        if (p->workers[k].pid > 0 || worker_start(p, &p->workers[k]))
            worker_feed(p, &p->workers[k]);
    while (p->done < p->total) {
        nfds_t n = 0;
        for (unsigned k = 0; k < p->n_workers; k++)
            if (p->workers[k].pid > 0) {
                worker_feed(p, &p->workers[k]); /* there may be work that a dead one left */
                owners[n] = &p->workers[k];
                fds[n++] = (struct pollfd){.fd = p->workers[k].replies, .events = POLLIN};
            }
        if (p->done == p->total)
            break; /* feeding may find that nothing is left but unreadable files */
        if (n == 0) {
            g_set_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_FORK, "no worker process could be started: %s",
                        g_strerror(errno));
            return false;
        }
        poll(fds, n, TICK_MS);
        for (nfds_t k = 0; k < n; k++)
            if (fds[k].revents)
                worker_serve(p, owners[k]);
        if (g_get_monotonic_time() - tick >= TICK_MS * 1000) {
            tick = g_get_monotonic_time();
            for (unsigned k = 0; k < p->n_workers; k++)
                if (p->workers[k].pid > 0)
                    worker_watch(p, &p->workers[k]);
        }
    }
    return true;
}

static bool prepare_all(struct pool *p, enum reader reader, GError **error)
{
    for (unsigned i = 0; i < p->rules->n_languages; i++)
        if (p->rules->languages[i].reader == reader && !extractor_prepare(p->x, i, error))
            return false;
    return true;
}

/*
 * Before workers are forked: they share what is compiled, an error is seen, and the sandbox lets nobody compile regular
 * expressions. What a notebook is written in stands within it, so all languages are ready where there is one, or a page
 * that holds code; likewise those of the front matter of documents.
 */
static bool prepare_languages(struct pool *p, GError **error)
{
    bool notebooks = false, documents = false, pages = false;
    for (size_t k = 0; k < p->n; k++) { /* also those of later runs */
        const struct pool_job *job = &p->jobs[k];
        if (!job->class.parse || job->class.language >= p->rules->n_languages)
            continue;
        if (!extractor_prepare(p->x, job->class.language, error))
            return false;
        const struct language *language = &p->rules->languages[job->class.language];
        notebooks |= language->reader == READER_NOTEBOOK;
        documents |= language->reader == READER_MARKDOWN;
        pages |= language->reader == READER_MARKDOWN && language->parent;
    }
    for (unsigned i = 0; i < p->rules->n_prompts; i++)
        if (p->rules->prompts[i].front && !extractor_prepare(p->x, p->rules->prompts[i].front->index, error))
            return false;
    return (!(notebooks || pages) || prepare_all(p, READER_CODE, error)) && (!documents || prepare_all(p, READER_CONFIG, error));
}

static bool make_workers(struct pool *p, GError **error)
{
    if (!prepare_languages(p, error))
        return false;
    unsigned n = p->options->workers ? p->options->workers : g_get_num_processors();
    p->n_workers = (unsigned)MIN(MIN((size_t)n, (size_t)WORKERS_MOST), p->n_order);
    p->workers = g_new0(struct worker, p->n_workers);
    for (unsigned k = 0; k < p->n_workers; k++) {
        void *region = mmap(NULL, WORKER_SLOTS * WORKER_SLOT_BYTES, PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (region == MAP_FAILED) {
            p->n_workers = k;
            if (k > 0)
                break; /* fewer do as well */
            g_set_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOMEM, "no memory for a worker process: %s",
                        g_strerror(errno));
            return false;
        }
        p->workers[k].region = region;
        p->workers[k].in = g_byte_array_new();
    }
    return true;
}

static void free_workers(struct pool *p)
{
    for (unsigned k = 0; k < p->n_workers; k++) {
        if (p->workers[k].pid > 0)
            worker_stop(&p->workers[k]);
        munmap(p->workers[k].region, WORKER_SLOTS * WORKER_SLOT_BYTES);
        g_byte_array_free(p->workers[k].in, TRUE);
    }
    g_free(p->workers);
}

/* ---- all jobs ---- */

static int larger_first(gconstpointer a, gconstpointer b, gpointer data)
{
    const struct pool_job *jobs = data;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    uint64_t sx = jobs[x].size >= LARGE_BYTES ? jobs[x].size : 0;
    uint64_t sy = jobs[y].size >= LARGE_BYTES ? jobs[y].size : 0;
    return sx != sy ? (sx > sy ? -1 : 1) : x < y ? -1 : x > y;
}

struct pool *pool_new(const struct ruleset *rules, struct extractor *x, struct pool_job *jobs, size_t n,
                      const struct pool_options *options, struct arena *a)
{
    g_assert(n < UINT32_MAX);
    struct pool *p = g_new0(struct pool, 1);
    *p = (struct pool){.rules = rules, .x = x, .jobs = jobs, .n = n, .options = options, .arena = a,
                       .builder = builder_new(), .order = g_new(uint32_t, n + 1)};
    g_queue_init(&p->again);
    return p;
}

void pool_free(struct pool *p)
{
    if (!p)
        return;
    free_workers(p);
    builder_free(p->builder);
    g_queue_clear(&p->again);
    g_free(p->order);
    g_free(p);
}

bool pool_run(struct pool *p, GError **error)
{
    p->n_order = p->next = p->done = p->total = 0;
    for (size_t i = 0; i < p->n; i++)
        p->total += p->jobs[i].wanted;
    for (size_t i = 0; i < p->n; i++)
        if (p->jobs[i].wanted) {
            p->jobs[i].facts = NULL;
            p->jobs[i].hash[0] = '\0';
            if (!find_known(p, (uint32_t)i))
                p->order[p->n_order++] = (uint32_t)i;
        }
    g_qsort_with_data(p->order, (gint)p->n_order, sizeof *p->order, larger_first, p->jobs);
    if (p->options->in_process)
        run_here(p);
    else if (p->n_order > 0)
        return (p->workers || make_workers(p, error)) && run_workers(p, error);
    return true;
}
