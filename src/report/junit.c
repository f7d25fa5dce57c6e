/*
 * junit - JUnit's XML as CI systems read it: a suite for each debt, a test case for each control.
 *
 * Controls that are in order pass, so that "no tests" never reads as a pass; what does not apply, cannot be seen or is
 * waived is skipped. A repository without AI has suites of skipped controls.
 */
#include "base/text.h"
#include "report/parts.h"
#include "report/reporters.h"

#define PLACES_MOST 100 /* of one failure */

/* Safe text (without control characters) for an attribute or between tags. */
static void append_xml(GString *out, const char *text)
{
    g_autofree char *safe = text_safe(text);
    g_autofree char *escaped = g_markup_escape_text(safe, -1);
    g_string_append(out, escaped);
}

static void append_attribute(GString *out, const char *name, const char *value)
{
    g_string_append_printf(out, " %s=\"", name);
    append_xml(out, value);
    g_string_append_c(out, '"');
}

static bool fails(const struct report *r, const struct outcome *o)
{
    return count_open_of(r, o) > 0;
}

static bool is_skipped(const struct report *r, const struct outcome *o)
{
    return !fails(r, o) && (o->n_findings > 0 || o->status == STATUS_NOT_APPLICABLE || o->status == STATUS_UNKNOWN || o->status == STATUS_WAIVED);
}

/* The worst that is open. */
static const struct finding *worst_of(const struct report *r, const struct outcome *o)
{
    unsigned i = 0;
    while (!is_open(&r->findings[o->findings[i]]))
        i++;
    return &r->findings[o->findings[i]];
}

static void append_failure(GString *out, const struct report *r, const struct outcome *o)
{
    const struct finding *worst = worst_of(r, o);
    unsigned open = count_open_of(r, o), shown = 0;
    g_autofree char *message = g_strdup_printf("%u finding%s: %s", open, open == 1 ? "" : "s", worst->message);
    g_string_append(out, "      <failure");
    append_attribute(out, "message", message);
    append_attribute(out, "type", severity_name(worst->severity));
    g_string_append_c(out, '>');
    for (unsigned i = 0; i < o->n_findings && shown < PLACES_MOST; i++) {
        const struct finding *f = &r->findings[o->findings[i]];
        if (!is_open(f))
            continue;
        shown++;
        g_autofree char *path = path_from_root(r, f->path);
        append_xml(out, path);
        g_string_append_printf(out, ":%u: ", finding_line(f));
        append_xml(out, f->message);
        g_string_append_c(out, '\n');
    }
    if (open > shown)
        g_string_append_printf(out, "and %u more\n", open - shown);
    const char *fix = worst->fix ? worst->fix : fix_text(o->control);
    if (fix) {
        g_string_append(out, "fix: ");
        append_xml(out, fix);
        g_string_append_c(out, '\n');
    }
    g_string_append(out, "</failure>\n");
}

static void append_case(GString *out, const struct report *r, const struct outcome *o)
{
    const struct control *c = o->control;
    g_autofree char *class = g_strconcat("debtscan.", category_name(c->category), NULL);
    g_autofree char *name = g_strdup_printf("%s %s", c->id, c->title);
    g_string_append(out, "    <testcase");
    append_attribute(out, "classname", class);
    append_attribute(out, "name", name);
    if (fails(r, o)) {
        const struct finding *f = worst_of(r, o);
        g_autofree char *path = path_from_root(r, f->path);
        append_attribute(out, "file", path);
        g_string_append_printf(out, " line=\"%u\"", finding_line(f));
    }
    g_string_append(out, " time=\"0\"");
    if (!fails(r, o) && !is_skipped(r, o)) {
        g_string_append(out, "/>\n");
        return;
    }
    g_string_append(out, ">\n");
    if (fails(r, o)) {
        append_failure(out, r, o);
    } else {
        g_string_append(out, "      <skipped");
        append_attribute(out, "message",
                         o->n_findings > 0                     ? "accepted"
                         : o->reason                           ? o->reason
                         : o->status == STATUS_WAIVED          ? "waived"
                         : o->status == STATUS_NOT_APPLICABLE ? "does not apply"
                                                               : "cannot be seen in the repository");
        g_string_append(out, "/>\n");
    }
    g_string_append(out, "    </testcase>\n");
}

struct counts {
    unsigned tests, failures, skipped;
};

static struct counts count(const struct report *r, int category)
{
    struct counts n = {0};
    for (unsigned i = 0; i < r->n_outcomes; i++) {
        const struct outcome *o = &r->outcomes[i];
        if (category >= 0 && (int)o->control->category != category)
            continue;
        n.tests++;
        n.failures += fails(r, o);
        n.skipped += is_skipped(r, o);
    }
    return n;
}

static void append_counts(GString *out, const struct counts *n)
{
    g_string_append_printf(out, " tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"%u\" time=\"0\">\n", n->tests,
                           n->failures, n->skipped);
}

bool report_junit(const struct report *r, const struct text_options *options, GString *out, GError **error)
{
    struct counts all = count(r, -1);
    (void)options, (void)error;
    g_string_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"debtscan\"");
    append_counts(out, &all);
    for (int category = 0; category < CATEGORY_COUNT; category++) {
        struct counts n = count(r, category);
        if (n.tests == 0)
            continue;
        g_string_append_printf(out, "  <testsuite name=\"debtscan.%s\"", category_name((enum category)category));
        append_counts(out, &n);
        for (unsigned i = 0; i < r->n_outcomes; i++)
            if ((int)r->outcomes[i].control->category == category)
                append_case(out, r, &r->outcomes[i]);
        g_string_append(out, "  </testsuite>\n");
    }
    g_string_append(out, "</testsuites>\n");
    return true;
}
