/*
 * mustache - templates by the Mustache specification, over JSON values.
 *
 * Variables (escaped), {{{raw}}} and {{&raw}}, sections, inverted sections, comments, partials with their indentation, set
 * delimiters, dotted names, the implicit iterator. No lambdas: a view is data. False are: false, null, the number 0, the
 * empty text, the empty list, and what is not there. A partial that is not found is empty.
 *
 *     struct mustache m = {.escape = escape_html, .partial = find_partial};
 *     if (!mustache_render(&m, "page", text, view, out, &error))
 *         ...
 */
#ifndef DEBTSCAN_REPORT_MUSTACHE_H
#define DEBTSCAN_REPORT_MUSTACHE_H

#include <cjson/cJSON.h>
#include <glib.h>
#include <stdbool.h>

struct mustache {
    void (*escape)(GString *out, const char *text);            /* for {{name}} */
    char *(*partial)(void *payload, const char *name);         /* its text, to be freed; NULL: there is none. May be NULL */
    void *payload;
};

/*
 * Appends the template filled with `view`. `name` stands in errors: "page:12: the section 'findings' is not closed".
 * After an error part of it may have been appended.
 */
bool mustache_render(const struct mustache *m, const char *name, const char *text, const cJSON *view, GString *out,
                     GError **error);

/* As HTML: & < > " ' are references. */
void mustache_escape_html(GString *out, const char *text);

/* As what stands between the quotation marks of a text in JSON, and so in YAML and in most programming languages. */
void mustache_escape_string(GString *out, const char *text);

/*
 * As Markdown on one line: what would format, link, mention or begin a block is escaped, HTML is text, and line feeds are
 * blanks. Not for code spans, where a backslash is a backslash.
 */
void mustache_escape_markdown(GString *out, const char *text);

#endif
