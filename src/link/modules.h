/*
 * modules - which file of the repository an import names. Nothing outside the list of files is looked at.
 */
#ifndef DEBTSCAN_LINK_MODULES_H
#define DEBTSCAN_LINK_MODULES_H

#include "link/model.h"

struct modules;

/* `files` is borrowed and sorted by path. */
struct modules *modules_new(const struct ruleset *rules, const struct project_file *files, uint32_t n_files);
void modules_free(struct modules *m);

/* The file that `module` names when imported from `file`, written in `lang`; NO_INDEX if none does. */
uint32_t module_resolve(const struct modules *m, uint32_t file, const struct language *lang, const char *module);
/* The file of submodule `name` of the package whose index file is `file`, or of the module that has a folder of its name
 * beside it (server.rs, server/api.rs); NO_INDEX if there is none. */
uint32_t module_child(const struct modules *m, uint32_t file, const struct language *lang, const char *name);
/* Whether there is a folder where submodules of it stand. */
bool module_has_children(const struct modules *m, uint32_t file, const struct language *lang);
/* The folder of the package `levels` above module `file`, as its name is read: 0 is the module itself. To be freed. */
char *module_folder(const struct modules *m, uint32_t file, const struct language *lang, unsigned levels);
/* The module at a path without extension; NO_INDEX without. */
uint32_t module_at_path(const struct modules *m, const struct language *lang, const char *path);
/* Whether `module` is written as one of the repository's, found or not: it is no package from elsewhere. */
bool module_is_ours(const struct modules *m, uint32_t file, const struct language *lang, const char *module);
/* The last part of the name of the package that a file is the entry of, NULL without: others import it by that. */
const char *modules_entry(struct modules *m, uint32_t file);
/* The entry of the package of the repository that code of `file` calls `name`; NO_INDEX: none is called so. */
uint32_t modules_package(struct modules *m, uint32_t file, const struct language *lang, const char *name);
/* The configuration file that a path written in `file` means: from its folder, from one above, or the only one whose path ends so. */
uint32_t module_file(const struct modules *m, uint32_t file, const char *path);
/* Whether some rule's path begins with this module. */
bool modules_known_root(const struct modules *m, const char *name);

#endif
