/* The reports that are templates: HTML, Markdown, prompts for a coding assistant, and the user's own. */
#include "report/pages.h"

#include <string.h>

#include "report/reporters.h"
#include "report/template.h"
#include "report/view.h"

#define HTML_FINDINGS 2000
#define MARKDOWN_FINDINGS 1000
#define MARKDOWN_BYTES (900u << 10) /* a step summary takes 1 MiB */
#define PROMPT_FINDINGS 200

static void add_assets(cJSON *view)
{
    template_add_assets(view, (const char *const[]){"report.css", NULL}, "report.js");
}

static bool write_page(const char *name, const struct report *r, const struct text_options *options, unsigned most,
                       GString *out, GError **error)
{
    cJSON *view = view_new(r, options, most);
    add_assets(view);
    bool ok = template_render(name, view, out, error);
    cJSON_Delete(view);
    return ok;
}

bool report_html(const struct report *r, const struct text_options *options, GString *out, GError **error)
{
    return write_page("report.html", r, options, HTML_FINDINGS, out, error);
}

bool report_prompt(const struct report *r, const struct text_options *options, GString *out, GError **error)
{
    return write_page("prompt.md", r, options, PROMPT_FINDINGS, out, error);
}

/* The last heading that leaves room for the words behind it; `out` ends in front of it. */
static void cut_at_heading(GString *out, gsize from, gsize limit)
{
    static const char note[] = "\nThe rest was left out; the full report has it.\n";
    gsize end = from;
    for (const char *p = out->str + from; (p = strstr(p, "\n## ")); p++) {
        gsize at = (gsize)(p + 1 - out->str);
        if (at - from + sizeof note > limit)
            break;
        end = at;
    }
    g_string_truncate(out, end);
    g_string_append(out, note);
}

bool page_markdown(const struct report *r, const struct text_options *options, gsize limit, GString *out, GError **error)
{
    gsize from = out->len;
    for (unsigned most = MIN(r->n_findings, MARKDOWN_FINDINGS);; most /= 2) {
        g_string_truncate(out, from);
        if (!write_page("report.md", r, options, most, out, error))
            return false;
        if (!limit || out->len - from <= limit)
            return true;
        if (most == 0)
            break;
    }
    cut_at_heading(out, from, limit);
    return true;
}

bool report_markdown(const struct report *r, const struct text_options *options, GString *out, GError **error)
{
    return page_markdown(r, options, MARKDOWN_BYTES, out, error);
}

bool report_template(const struct report *r, const struct text_options *options, GString *out, GError **error)
{
    cJSON *view = view_new(r, options, r->n_findings);
    add_assets(view);
    bool ok = template_render_file(options->template, view, out, error);
    cJSON_Delete(view);
    return ok;
}
