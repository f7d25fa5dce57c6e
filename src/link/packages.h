/*
 * packages - the packages that the repository itself holds, as their manifests describe them: which names others
 * import them by, which files they offer, and which shorthands hold below them. What a manifest is and where it keeps
 * this is said by the rules (`packages` of an ecosystem); nothing outside of the list of files is looked at.
 */
#ifndef DEBTSCAN_LINK_PACKAGES_H
#define DEBTSCAN_LINK_PACKAGES_H

#include "link/model.h"

struct packages;

/* Where a module may be: a path without its extension, or with that of what is built from it. */
struct package_place {
    char *path;         /* relative to the repository; owned by the array */
    const char *folder; /* of the package that says so, whose sources may lie elsewhere than what is built from
                           them; NULL for a path that is meant as it is written */
};

/* `files` is borrowed. */
struct packages *packages_new(const struct ruleset *rules, const struct project_file *files, uint32_t n_files);
void packages_free(struct packages *p);

/* Where `module`, imported from a file in `folder`, may be: struct package_place, likeliest first. To be freed. In a language of
 * dotted names "" is the top of the package that the folder is in.
 * *ours: a package of the repository has that name, or a shorthand is written so. */
GArray *packages_places(const struct packages *p, const struct language *lang, const char *folder, const char *module,
                        bool *ours);

/* Whether modules of a language are looked for below this folder, since a manifest stands there or names it. */
bool packages_is_root(const struct packages *p, const struct language *lang, const char *folder);

/* Calls `each` for every name of a package and the language family that imports by it. */
void packages_names(const struct packages *p, void (*each)(const char *name, const struct language *lang, void *payload),
                    void *payload);

/* "a/b" and "../c/./d" are "a/c/d"; NULL if that leaves the repository. */
char *packages_join(const char *folder, const char *relative);

/* The folder of a path, "" at the top. */
char *packages_folder(const char *path);

#endif
