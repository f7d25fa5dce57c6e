#include "base/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

static bool fail(GError **error, const char *path, int number)
{
    g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(number), "%s: %s", path,
                number == ELOOP || number == ENOTDIR ? "a symbolic link or no folder stands in the way" : g_strerror(number));
    return false;
}

static bool part_is_safe(const char *part)
{
    return *part && strcmp(part, ".") != 0 && strcmp(part, "..") != 0 && g_ascii_strcasecmp(part, ".git") != 0;
}

bool tree_path_is_safe(const char *path)
{
    g_auto(GStrv) parts = g_strsplit(path, "/", -1);
    for (char **p = parts; *p; p++)
        if (!part_is_safe(*p))
            return false;
    return *parts != NULL && g_utf8_validate(path, -1, NULL);
}

/* The folder that the path stands in, opened part by part; `make`: with those that are missing. -1 with errno. */
static int open_folder(const char *root, char *const *parts, bool make)
{
    int folder = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC); /* the user's own word: it may be a link */
    for (; folder >= 0 && parts[0] && parts[1]; parts++) {
        if (make && mkdirat(folder, parts[0], 0777) < 0 && errno != EEXIST) {
            int number = errno;
            close(folder);
            errno = number;
            return -1;
        }
        int next = openat(folder, parts[0], FOLDER_FLAGS), number = errno;
        close(folder);
        errno = number;
        folder = next;
    }
    return folder;
}

static const char *last_of(char *const *parts)
{
    while (parts[1])
        parts++;
    return parts[0];
}

static char *read_text(int fd, gsize size)
{
    g_autofree char *text = g_malloc(size + 1);
    gsize used = 0;
    while (used < size) {
        ssize_t n = read(fd, text + used, size - used);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return NULL;
        used += (gsize)n;
    }
    text[size] = '\0';
    return memchr(text, '\0', size) ? NULL : g_steal_pointer(&text);
}

enum tree_state tree_look(const char *root, const char *path, gsize ceiling, char **text)
{
    if (text)
        *text = NULL;
    if (!tree_path_is_safe(path))
        return TREE_OTHER;
    g_auto(GStrv) parts = g_strsplit(path, "/", -1);
    int folder = open_folder(root, parts, false);
    if (folder < 0)
        return errno == ENOENT ? TREE_ABSENT : TREE_OTHER;
    struct stat st;
    enum tree_state state = TREE_OTHER;
    int fd = openat(folder, last_of(parts), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        state = errno == ENOENT ? TREE_ABSENT : TREE_OTHER;
    else if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
        state = TREE_FILE;
    if (state == TREE_FILE && text && (guint64)st.st_size <= ceiling)
        *text = read_text(fd, (gsize)st.st_size);
    if (fd >= 0)
        close(fd);
    close(folder);
    return state;
}

static bool write_all(int fd, const char *text, gsize len)
{
    while (len > 0) {
        ssize_t n = write(fd, text, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        text += n;
        len -= (gsize)n;
    }
    return true;
}

/* Into a new file of the folder that then takes the name. False with errno. */
static bool write_in(int folder, const char *name, const char *text, bool replace)
{
    struct stat st;
    bool there = fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
    if (there && (!replace || !S_ISREG(st.st_mode))) {
        errno = S_ISLNK(st.st_mode) ? ELOOP : EEXIST;
        return false;
    }
    g_autofree char *fresh = g_strdup_printf(".debtscan-%08x%08x", g_random_int(), g_random_int());
    int fd = openat(folder, fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0)
        return false;
    bool ok = write_all(fd, text, strlen(text)) && (!there || fchmod(fd, st.st_mode & 0777) == 0) && fsync(fd) == 0;
    ok = close(fd) == 0 && ok;
    /* A link takes a name only where there is none. */
    if (ok && replace)
        ok = renameat(folder, fresh, folder, name) == 0;
    else if (ok)
        ok = linkat(folder, fresh, folder, name, 0) == 0;
    int number = errno;
    unlinkat(folder, fresh, 0);
    errno = number;
    return ok;
}

bool tree_write(const char *root, const char *path, const char *text, bool replace, GError **error)
{
    if (!tree_path_is_safe(path)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: not a path below the folder", path);
        return false;
    }
    g_auto(GStrv) parts = g_strsplit(path, "/", -1);
    int folder = open_folder(root, parts, true);
    if (folder < 0)
        return fail(error, path, errno);
    bool ok = write_in(folder, last_of(parts), text, replace);
    int number = errno;
    close(folder);
    return ok || fail(error, path, number);
}
