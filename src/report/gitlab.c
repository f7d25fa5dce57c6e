/* gitlab - GitLab Code Quality: an array of what the merge request's widget shows. */
#include "base/text.h"
#include "report/json_writer.h"
#include "report/parts.h"
#include "report/reporters.h"

bool report_gitlab(const struct report *r, const struct text_options *options, GString *out, GError **error)
{
    static const char *const severities[] = {[SEVERITY_LOW] = "minor",
                                             [SEVERITY_MEDIUM] = "major",
                                             [SEVERITY_HIGH] = "critical",
                                             [SEVERITY_CRITICAL] = "blocker"};
    struct json j;
    (void)options, (void)error;
    json_init(&j, out);
    json_list(&j, NULL, false);
    for (unsigned i = 0; i < r->n_findings; i++) {
        const struct finding *f = &r->findings[i];
        if (!is_open(f))
            continue;
        g_autofree char *path = path_from_root(r, f->path);
        g_autofree char *message = text_safe(f->message);
        g_autofree char *text = g_strdup_printf("%s: %s", f->control->id, message);
        json_object(&j, NULL, false);
        json_string(&j, "description", text);
        json_string(&j, "check_name", f->control->id);
        json_string(&j, "fingerprint", f->fingerprint);
        json_string(&j, "severity", severities[f->severity]);
        json_object(&j, "location", true);
        json_string(&j, "path", path);
        json_object(&j, "lines", true);
        json_int(&j, "begin", finding_line(f));
        json_close(&j);
        json_close(&j);
        json_close(&j);
    }
    json_close(&j);
    return true;
}
