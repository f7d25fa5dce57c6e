/*
 * page_code - the code that stands in a page, as a text of its own.
 * What is no code becomes blanks, and every line keeps its number. A language of pages says (`code` of language.yml) in
 * which elements its code stands, which words begin a block of it, which lines are written as another one
 * (`@using A.B` as `using A.B;`), that its code are requests (request_code.h), or that all of it is code. The input is any bytes; the work is linear in it.
 *
 *     const struct language *l;
 *     g_autoptr(GString) code = page_code(rules, page, path, text, size, &l);
 */
#ifndef DEBTSCAN_EXTRACT_PAGE_CODE_H
#define DEBTSCAN_EXTRACT_PAGE_CODE_H

#include "rules/ruleset.h"

/* NULL for a page without code, and for a language whose pages hold none. `language` is what it is written in. */
GString *page_code(const struct ruleset *rules, const struct language *page, const char *path, const char *text, size_t size,
                   const struct language **language);

#endif
