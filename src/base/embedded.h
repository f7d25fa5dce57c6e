/*
 * embedded - the files that travel inside the binary.
 * Every file of rules/ and templates/, and docs/report.schema.json, as they were when the program
 * was built, so that the binary alone is enough to run. The table is generated, sorted bytewise by
 * path (fit for bsearch), and static.
 *
 *     for (size_t i = 0; i < n_embedded_files; i++)
 *         if (g_str_has_prefix(embedded_files[i].path, "rules/sdks/"))
 *             rule_parse(out, arena, (const char *)embedded_files[i].data,
 *                        embedded_files[i].size, &error);
 */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
    const char *path;          /* relative to the repository, such as "rules/sdks/openai.yml" */
    const unsigned char *data; /* a NUL stands behind the last byte and is not counted */
    size_t size;
    const char *sha256;        /* of the data, lower-case hex */
};

extern const struct embedded_file embedded_files[];
extern const size_t n_embedded_files;

#endif
