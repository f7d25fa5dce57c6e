/*
 * github - annotations of a GitHub workflow run, worst first and within its limits: 10 errors, 10 warnings and 10 notices
 * a step. The summary of the step is the Markdown report (cli/actions.c puts it there).
 */
#include "base/text.h"
#include "judge/judge.h"
#include "report/annotation.h"
#include "report/parts.h"
#include "report/reporters.h"

enum annotation_level annotation_level_of(enum severity s)
{
    return s >= SEVERITY_HIGH ? ANNOTATION_ERROR : s == SEVERITY_MEDIUM ? ANNOTATION_WARNING : ANNOTATION_NOTICE;
}

const char *annotation_name(enum annotation_level level)
{
    static const char *const names[ANNOTATION_LEVELS] = {"error", "warning", "notice"};
    return names[level];
}

void annotation_append(GString *out, const char *text, bool property)
{
    g_autofree char *safe = text_safe(text);
    for (const char *p = safe; *p; p++)
        if (*p == '%')
            g_string_append(out, "%25");
        else if (property && *p == ':')
            g_string_append(out, "%3A");
        else if (property && *p == ',')
            g_string_append(out, "%2C");
        else
            g_string_append_c(out, *p);
}

void annotation_end(GString *out, const char *title, const char *message, const char *fix)
{
    g_string_append(out, ",title=");
    annotation_append(out, title, true);
    g_string_append(out, "::");
    annotation_append(out, message, false);
    if (fix) {
        g_string_append(out, "%0AFix: ");
        annotation_append(out, fix, false);
    }
    g_string_append_c(out, '\n');
}

static void append_annotation(GString *out, const struct report *r, const struct finding *f)
{
    uint32_t line = finding_line(f), last = f->looked_for ? line : MAX(f->place.end_line, line);
    g_autofree char *path = path_from_root(r, f->path);
    g_autofree char *title = g_strdup_printf("%s %s", f->control->id, f->control->title);
    g_string_append_printf(out, "::%s file=", annotation_name(annotation_level_of(f->severity)));
    annotation_append(out, path, true);
    g_string_append_printf(out, ",line=%u,endLine=%u", line, last);
    if (!f->looked_for && last == line && f->place.column > 0 && f->place.end_column >= f->place.column)
        g_string_append_printf(out, ",col=%u,endColumn=%u", f->place.column, f->place.end_column);
    annotation_end(out, title, f->message, f->fix);
}

bool report_github(const struct report *r, const struct text_options *options, GString *out, GError **error)
{
    unsigned shown[ANNOTATION_LEVELS] = {0}, all = 0, open = count_open(r);
    (void)options, (void)error;
    for (unsigned i = 0; i < r->n_findings; i++) {
        enum annotation_level level = annotation_level_of(r->findings[i].severity);
        if (!is_open(&r->findings[i]) || shown[level]++ >= ANNOTATIONS_MOST)
            continue;
        append_annotation(out, r, &r->findings[i]);
        all++;
    }
    if (r->scored)
        g_string_append_printf(out, "Production debt score %d.%d of 100, grade %c, %s", r->score / 10, r->score % 10,
                               r->grade, verdict_name(r->verdict));
    else
        g_string_append(out, "No AI surface found, no score");
    if (all < open)
        g_string_append_printf(out, "; %u more finding%s, see the summary", open - all, open - all == 1 ? "" : "s");
    g_string_append_c(out, '\n');
    for (const char **reason = r->gate_failed ? r->gate_reasons : NULL; reason && *reason; reason++) {
        g_string_append(out, "Gate failed: ");
        text_append_safe(out, *reason, -1);
        g_string_append_c(out, '\n');
    }
    return true;
}
