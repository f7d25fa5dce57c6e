#include "cli/pager.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/term.h"

#define NOT_FOUND 127 /* what a shell says of a command that is not there */

char *pager_command(void)
{
    if (!term_hyperlinks(TERM_AUTO, STDOUT_FILENO)) /* a terminal, and not dumb */
        return NULL;
    const char *command = g_getenv("DEBTSCAN_PAGER");
    if (!command)
        command = g_getenv("PAGER");
    if (command)
        return *command && strcmp(command, "cat") != 0 ? g_strdup(command) : NULL;
    g_autofree char *less = g_find_program_in_path("less");
    return less ? g_strdup("less") : NULL;
}

static void run_pager(const char *command, int input)
{
    dup2(input, STDIN_FILENO);
    if (input != STDIN_FILENO)
        close(input);
    signal(SIGPIPE, SIG_DFL);
    g_setenv("LESS", "FRX", FALSE);
    g_setenv("LV", "-c", FALSE);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(NOT_FOUND);
}

bool pager_show(const char *command, const char *text, gsize len)
{
    int ends[2], status = 0;
    if (pipe(ends) < 0)
        return false;
    pid_t child = fork();
    if (child == 0) {
        close(ends[1]);
        run_pager(command, ends[0]);
    }
    close(ends[0]);
    while (child > 0 && len > 0) {
        ssize_t n = write(ends[1], text, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break; /* the reader has seen enough */
        text += n;
        len -= (gsize)n;
    }
    close(ends[1]);
    if (child < 0)
        return false;
    /* What the keyboard interrupts is the pager's business while it is there. */
    void (*interrupt)(int) = signal(SIGINT, SIG_IGN);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    signal(SIGINT, interrupt);
    return !(WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND);
}
