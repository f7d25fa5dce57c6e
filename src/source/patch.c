#include "source/patch.h"

#include <git2.h>
#include <string.h>

bool patch_append(GString *out, const char *path, const char *before, const char *after)
{
    git_patch *patch = NULL;
    git_buf text = GIT_BUF_INIT;
    git_libgit2_init();
    bool ok = git_patch_from_buffers(&patch, before, before ? strlen(before) : 0, before ? path : NULL, after, strlen(after), path,
                                     NULL) == 0 &&
              git_patch_to_buf(&text, patch) == 0;
    if (ok && text.ptr)
        g_string_append_len(out, text.ptr, (gssize)text.size);
    git_buf_dispose(&text);
    git_patch_free(patch);
    git_libgit2_shutdown();
    return ok;
}
