/*
 * template - a view through a template: those that travel in the binary, or the user's.
 */
#ifndef DEBTSCAN_REPORT_TEMPLATE_H
#define DEBTSCAN_REPORT_TEMPLATE_H

#include <cjson/cJSON.h>
#include <glib.h>
#include <stdbool.h>

/* The text of an embedded template, such as "report.html"; NULL if there is none. Static. */
const char *template_text(const char *name);

/*
 * Appends an embedded template filled with the view. How values are escaped follows from the name: .md as Markdown, .txt not
 * at all, anything else as HTML. Partials are embedded too.
 */
bool template_render(const char *name, const cJSON *view, GString *out, GError **error);

/*
 * Appends a text that is a program or its configuration, filled with the view: values are escaped as in Markdown where the
 * name ends in .md, else as what stands between quotation marks, which is where the template has to put them.
 */
bool template_render_code(const char *name, const char *text, const cJSON *view, GString *out, GError **error);

/* As template_render with a template file; its partials are looked for in its folder, then among the embedded ones. */
bool template_render_file(const char *path, const cJSON *view, GString *out, GError **error);

/*
 * Adds `style`, `script` and `csp`, the policy that allows just these two, to a view. They are embedded templates: styles one
 * after the other, NULL-terminated; without a script none is allowed.
 */
void template_add_assets(cJSON *view, const char *const *styles, const char *script);

#endif
