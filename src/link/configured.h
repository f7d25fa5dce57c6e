/*
 * configured - what configuration files of the repository decide for its code: settings of clients that a framework
 * builds, and values that code reads by their names.
 *
 * Of several files that a rule names, those count that stand nearest to the code: that share most folders with it.
 * Whatever is returned is borrowed from facts and rules, or lives in the linker's arena.
 */
#ifndef DEBTSCAN_LINK_CONFIGURED_H
#define DEBTSCAN_LINK_CONFIGURED_H

#include "link/link_priv.h"

/* Where nobody saw the client of a site in `file` built, its attributes (GArray of struct attribute) become what the
 * configuration of its SDK says. `*provider` changes from `unknown_provider` to the only one that is configured. */
void configured_apply(struct linker *l, const struct api_item *site, uint32_t file, const char *kind,
                      const char *unknown_provider, const char **provider, GArray *attributes);

/* What the files of a source near to the code in `file` say at a path of keys; unset where they do not have it. */
struct attribute configured_value(struct linker *l, const struct api_item *source, const char *path, uint32_t file);

/* What file `document` says of an attribute: what stands at the first key that it has of those that the argument
 * names, or that it holds a message of one of its roles. Unset where it says nothing, unknown where nobody
 * read it. */
struct attribute configured_in(struct linker *l, const struct api_argument *argument, uint32_t document);

#endif
