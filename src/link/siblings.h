/*
 * siblings - modules that are made of several files: which files, what names they give each other, and
 * the parts of one class. Built from the facts of all files; const afterwards.
 */
#ifndef DEBTSCAN_LINK_SIBLINGS_H
#define DEBTSCAN_LINK_SIBLINGS_H

#include "link/model.h"
#include "link/modules.h"

struct sibling { /* a function, class, field or variable at the top of a file */
    uint32_t file, scope; /* scope 0: an assignment */
    uint32_t assign;
};

struct siblings;

/* `languages` has the language of each file; files without facts or language belong to no package. Where a module is a file,
 * a class may have parts in those that import it. */
struct siblings *siblings_new(const struct project_file *files, const struct language *const *languages, uint32_t n_files,
                              const struct modules *modules);
void siblings_free(struct siblings *p);

/* What `name` stands for in the module of `file`, in all its files (struct sibling); NULL: nothing. Borrowed. */
const GArray *siblings_name(const struct siblings *p, uint32_t file, const char *name);

/* The parts of class (file, scope), itself among them, as struct sibling; NULL if it is all there is. */
const GArray *siblings_parts(const struct siblings *p, uint32_t file, const char *name);

#endif
