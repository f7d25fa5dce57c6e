#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_STEP (64u << 10)

static bool fail(GError **error, const char *path, int number)
{
    g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(number), "%s: %s", path,
                g_strerror(number));
    return false;
}

static bool fail_large(GError **error, const char *path, gsize ceiling)
{
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: larger than %" G_GSIZE_FORMAT " bytes",
                path, ceiling);
    return false;
}

static bool read_all(int fd, const char *path, gsize ceiling, char **out, gsize *len, GError **error)
{
    struct stat st;
    if (fstat(fd, &st) < 0)
        return fail(error, path, errno);
    if (S_ISDIR(st.st_mode))
        return fail(error, path, EISDIR);
    if (S_ISREG(st.st_mode) && (guint64)st.st_size > ceiling)
        return fail_large(error, path, ceiling);

    /* The size is a hint: the file may grow, and a pipe has none. */
    gsize room = S_ISREG(st.st_mode) ? (gsize)st.st_size + 2 : READ_STEP, used = 0;
    g_autofree char *data = g_malloc(room);
    for (;;) {
        if (room - used < 2) {
            room += MAX(room, (gsize)READ_STEP);
            data = g_realloc(data, room);
        }
        ssize_t n = read(fd, data + used, room - used - 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail(error, path, errno);
        if (n == 0)
            break;
        used += (gsize)n;
        if (used > ceiling)
            return fail_large(error, path, ceiling);
    }
    data[used] = '\0';
    *out = g_steal_pointer(&data);
    if (len)
        *len = used;
    return true;
}

bool file_read(const char *path, gsize ceiling, char **out, gsize *len, GError **error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return fail(error, path, errno);
    bool ok = read_all(fd, path, ceiling, out, len, error);
    close(fd);
    return ok;
}

static bool write_directly(const char *path, const char *data, gsize len, GError **error)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return fail(error, path, errno);
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            int number = errno;
            close(fd);
            return fail(error, path, number);
        }
        data += n;
        len -= (gsize)n;
    }
    return close(fd) == 0 || fail(error, path, errno);
}

bool file_write(const char *path, const char *data, gsize len, GError **error)
{
    struct stat st;
    char *resolved = NULL;
    int mode = 0666;
    if (stat(path, &st) == 0) {
        if (S_ISDIR(st.st_mode))
            return fail(error, path, EISDIR);
        if (!S_ISREG(st.st_mode))
            return write_directly(path, data, len, error);
        mode = st.st_mode & 0777;
        resolved = realpath(path, NULL);
    }
    GError *local = NULL;
    bool ok = g_file_set_contents_full(resolved ? resolved : path, data, (gssize)len,
                                       G_FILE_SET_CONTENTS_CONSISTENT, mode, &local);
    free(resolved);
    if (!ok)
        g_propagate_prefixed_error(error, local, "%s: ", path);
    return ok;
}
