#include "extract/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/regex.h"
#include "extract/codec.h"

#define REQUESTS WORKER_REQUESTS
#define REPLIES WORKER_REPLIES

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1 /* needs address space and system calls of its own */
#else
#define SANITIZED 0
#endif

/* ---- confinement ---- */

/* Pages of address space in use; 0 if unknown. */
static unsigned long address_space_pages(void)
{
    unsigned long pages = 0;
    char text[64] = {0};
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    if (read(fd, text, sizeof text - 1) > 0)
        pages = strtoul(text, NULL, 10);
    close(fd);
    return pages;
}

static void limit(int resource, rlim_t value)
{
    setrlimit(resource, &(struct rlimit){.rlim_cur = value, .rlim_max = value});
}

static void limit_resources(unsigned long pages)
{
    if (!SANITIZED && pages > 0)
        limit(RLIMIT_AS, (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + LIMIT_WORKER_BYTES);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_NOFILE, REPLIES + 1);
}

/* No path may be opened, made, changed or removed. */
static void close_file_system(void)
{
    struct landlock_ruleset_attr attr = {
        .handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                             LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                             LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                             LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                             LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                             LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                             LANDLOCK_ACCESS_FS_MAKE_SYM,
    };
    int rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
    if (rules < 0)
        return;
    syscall(SYS_landlock_restrict_self, rules, 0);
    close(rules);
}

/* What allocation, locks, clocks, signals and dying need. Anything else ends the process. */
static void filter_system_calls(void)
{
    static const int calls[] = {
        SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(close),
        SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(futex),
        SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigaction),
        SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack), SCMP_SYS(restart_syscall),
        SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(getrusage),
        SCMP_SYS(getrandom), SCMP_SYS(sched_yield), SCMP_SYS(sysinfo), SCMP_SYS(getpid), SCMP_SYS(gettid),
    };
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return;
    int status = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(calls); i++)
        status |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
    /* Memory, but none that is executed. */
    status |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                               SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    status |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                               SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    /* abort() and assert() */
    status |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                               SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
    if (status == 0)
        seccomp_load(filter);
    seccomp_release(filter);
}

void worker_confine(void)
{
    unsigned long pages = address_space_pages(); /* while files can be opened */
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    close_file_system();
    limit_resources(pages);
    if (!SANITIZED)
        filter_system_calls();
}

/* Nothing stays open but the two channels, at fixed places. */
static void keep_channels(int requests, int replies)
{
    int low = fcntl(requests, F_DUPFD, 10), high = fcntl(replies, F_DUPFD, 10);
    int null = open("/dev/null", O_RDWR);
    if (low < 0 || high < 0 || null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 ||
        (!SANITIZED && dup2(null, STDERR_FILENO) < 0) || dup2(low, REQUESTS) < 0 || dup2(high, REPLIES) < 0)
        _exit(EXIT_FAILURE);
    if (close_range(REPLIES + 1, ~0u, 0) < 0)
        for (int fd = REPLIES + 1; fd < (int)sysconf(_SC_OPEN_MAX); fd++)
            close(fd);
}

/* ---- work ---- */

static void send_reply(const struct worker_reply *reply, const void *facts)
{
    struct iovec parts[2] = {{(void *)reply, sizeof *reply}, {(void *)facts, reply->length}};
    while (parts[0].iov_len + parts[1].iov_len > 0) {
        ssize_t n = writev(REPLIES, parts, 2);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            _exit(EXIT_FAILURE); /* nobody is listening any more */
        for (int i = 0; i < 2; i++) {
            size_t done = MIN((size_t)n, parts[i].iov_len);
            parts[i].iov_base = (char *)parts[i].iov_base + done;
            parts[i].iov_len -= done;
            n -= (ssize_t)done;
        }
    }
}

static void do_file(const struct worker_task *task, const struct worker_entry *e, const unsigned char *data,
                    struct arena *a, GByteArray *out)
{
    const struct pool_job *job = &task->jobs[e->job];
    struct extract_input in = {.path = job->path, .data = data, .size = e->size, .force = e->force};
    in.class = classify_content(task->rules->classifier, job->path, data, e->size);
    struct hash128 hash = hash128(data, e->size);
    struct worker_reply reply = {
        .magic = WORKER_MAGIC,
        .job = e->job,
        .language = in.class.language,
        .zone = in.class.zone,
        .flags = (in.class.parse ? WORKER_PARSE : 0u) | (in.class.binary ? WORKER_BINARY : 0u) |
                 (in.class.minified ? WORKER_MINIFIED : 0u),
        .hash_low = hash.low,
        .hash_high = hash.high,
    };
    g_byte_array_set_size(out, 0);
    if (in.class.parse) {
        facts_encode(extract_facts(task->x, &in, a), out);
        reply.flags |= out->len <= LIMIT_FACT_BYTES ? WORKER_FACTS : WORKER_TOO_MANY;
        reply.length = out->len <= LIMIT_FACT_BYTES ? out->len : 0;
    }
    send_reply(&reply, out->data);
    arena_reset(a);
}

static void do_batch(const struct worker_task *task, const unsigned char *slot, struct arena *a, GByteArray *out)
{
    struct worker_batch batch; /* with the last reply the slot is the pool's again */
    memcpy(&batch, slot, sizeof batch);
    for (uint32_t i = 0; i < batch.n && i < WORKER_BATCH_FILES; i++) {
        const struct worker_entry *e = &batch.entries[i];
        g_assert(e->job < task->n_jobs && (uint64_t)e->offset + e->size < WORKER_SLOT_BYTES);
        do_file(task, e, slot + e->offset, a, out);
    }
}

/* Nobody reads a worker's last words, and a time stamp would need the time zone's file. */
static GLogWriterOutput keep_quiet(GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
    (void)level, (void)fields, (void)n, (void)data;
    return G_LOG_WRITER_HANDLED;
}

void worker_enter(int requests, int replies)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGCHLD, SIGABRT, SIGSEGV,
                                  SIGBUS, SIGFPE,  SIGILL, SIGTRAP, SIGXFSZ, SIGXCPU};
    for (size_t i = 0; i < G_N_ELEMENTS(signals); i++)
        if (!SANITIZED || signals[i] != SIGSEGV)
            signal(signals[i], SIG_DFL);
    if (!SANITIZED)
        g_log_set_writer_func(keep_quiet, NULL, NULL);
    keep_channels(requests, replies);
    regex_forgo_machine_code(); /* languages may turn up that nobody has prepared */
    worker_confine();
}

void worker_run(const struct worker_task *task)
{
    worker_enter(task->requests, task->replies);
    struct arena a;
    arena_init(&a);
    GByteArray *out = g_byte_array_new();
    unsigned char slot;
    for (;;) {
        ssize_t n = read(REQUESTS, &slot, 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n != 1 || slot >= WORKER_SLOTS)
            _exit(n == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
        do_batch(task, task->region + slot * WORKER_SLOT_BYTES, &a, out);
    }
}
