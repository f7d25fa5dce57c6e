/*
 * remote - from what git fetches to the page that a browser opens.
 */
#ifndef DEBTSCAN_SOURCE_REMOTE_H
#define DEBTSCAN_SOURCE_REMOTE_H

/*
 * "git@host:owner/name.git", "ssh://git@host:22/owner/name" and "https://user:token@host/owner/name.git" are
 * "https://host/owner/name": no credential, no suffix. NULL for a path of this machine, another protocol, or anything that
 * a link had better not hold. Yours to free.
 */
char *remote_page(const char *url);

#endif
