/*
 * sarif - SARIF 2.1.0, for code scanning.
 *
 * One run, with all rules of the scan on every run, so that what is repaid is closed. Every result stands in a real file:
 * something that is nowhere is shown at the first line of the file it is anchored at. The profile of GitHub keeps its
 * limits, worst findings first.
 */
#include <string.h>

#include "base/text.h"
#include "judge/judge.h"
#include "judge/waivers.h"
#include "report/json_writer.h"
#include "report/parts.h"
#include "report/reporters.h"
#include "report/version.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"
#define GITHUB_RESULTS 25000u /* more and the file is refused */
#define GITHUB_TEXT 1000u     /* bytes of a rule's texts and of a message; 1,024 characters are taken */
#define GITHUB_NOTES 100u
#define TAGS_MOST 10u

/* Text for people, made safe. A bracket that would begin a link is escaped, as the standard says. */
static void write_text(struct json *j, const char *key, const char *text, size_t most)
{
    g_autofree char *safe = text_safe(text);
    g_autoptr(GString) out = g_string_new(NULL);
    bool links = strstr(safe, "](") != NULL;
    for (const char *p = safe; *p; p = g_utf8_next_char(p)) {
        if (most && out->len > most) {
            g_string_append(out, "…");
            break;
        }
        if (links && (*p == '[' || *p == ']' || *p == '\\'))
            g_string_append_c(out, '\\');
        g_string_append_len(out, p, g_utf8_next_char(p) - p);
    }
    json_object(j, key, true);
    json_string(j, "text", out->str);
    json_close(j);
}

/* "TimeoutOnModelCalls" */
static char *rule_name(const char *title)
{
    GString *out = g_string_new(NULL);
    bool begins = true;
    for (const char *p = title; *p; p++) {
        if (g_ascii_isalnum(*p))
            g_string_append_c(out, begins ? g_ascii_toupper(*p) : *p);
        begins = !g_ascii_isalnum(*p);
    }
    if (out->len == 0)
        g_string_append(out, "Rule");
    g_string_truncate(out, MIN(out->len, 255u));
    return g_string_free(out, FALSE);
}

static const char *level_of(enum severity s)
{
    return s >= SEVERITY_HIGH ? "error" : s == SEVERITY_MEDIUM ? "warning" : "note";
}

/* ---- rules ---- */

static void write_help(struct json *j, const struct control *c)
{
    const char *fix = fix_text(c);
    const char *question = c->question ? c->question : c->title, *why = c->why ? c->why : "";
    g_autofree char *text = g_strdup_printf("%s %s%s%s", question, why, fix ? " Repaid by: " : "", fix ? fix : "");
    g_autofree char *markdown = g_strdup_printf("**%s**\n\n%s%s%s\n\n`debtscan explain %s` says what was found.", question,
                                                why, fix ? "\n\n**How to repay it:** " : "", fix ? fix : "", c->id);
    json_object(j, "help", true);
    json_string(j, "text", text);
    json_string(j, "markdown", markdown);
    json_close(j);
}

static void write_tags(struct json *j, const struct control *c)
{
    unsigned n = 2;
    g_autofree char *debt = g_strconcat("debt/", category_name(c->category), NULL);
    json_list(j, "tags", true);
    json_string(j, NULL, debt);
    json_string(j, NULL, "ai");
    if (c->security) {
        json_string(j, NULL, "security");
        n++;
    }
    for (unsigned i = 0; i < c->n_references; i++)
        for (const char **id = c->references[i].ids; *id && n < TAGS_MOST; id++, n++) {
            g_autofree char *tag = g_strdup_printf("%s/%s", c->references[i].framework, *id);
            json_string(j, NULL, tag);
        }
    json_close(j);
}

static const char *precision_of(int confidence)
{
    return confidence >= 90 ? "very-high" : confidence >= 75 ? "high" : confidence >= 50 ? "medium" : "low";
}

static void write_rule(struct json *j, const struct outcome *o)
{
    const struct control *c = o->control;
    g_autofree char *name = rule_name(c->title);
    json_object(j, NULL, false);
    json_string(j, "id", c->id);
    json_string(j, "name", name);
    write_text(j, "shortDescription", c->title, GITHUB_TEXT);
    write_text(j, "fullDescription", c->why ? c->why : c->title, GITHUB_TEXT);
    write_help(j, c);
    json_object(j, "defaultConfiguration", true);
    json_string(j, "level", level_of(c->severity));
    json_close(j);
    json_object(j, "properties", true);
    write_tags(j, c);
    if (o->confidence > 0)
        json_string(j, "precision", precision_of(o->confidence));
    if (c->security)
        json_format(j, "security-severity", "%d.%d", c->security / 10, c->security % 10);
    else
        json_string(j, "problem.severity",
                    c->severity >= SEVERITY_HIGH     ? "error"
                    : c->severity == SEVERITY_MEDIUM ? "warning"
                                                     : "recommendation");
    json_close(j);
    json_close(j);
}

/* The rules of the run: the controls, and what findings say of waivers. Control -> index + 1. */
static GHashTable *write_rules(struct json *j, const struct report *r)
{
    GHashTable *rules = g_hash_table_new(g_direct_hash, g_direct_equal);
    json_list(j, "rules", false);
    for (unsigned i = 0; i < r->n_outcomes; i++) {
        write_rule(j, &r->outcomes[i]);
        g_hash_table_insert(rules, (gpointer)r->outcomes[i].control, GUINT_TO_POINTER(g_hash_table_size(rules) + 1));
    }
    for (unsigned i = 0; i < r->n_findings; i++) {
        struct outcome other = {.control = r->findings[i].control};
        if (g_hash_table_contains(rules, other.control))
            continue;
        write_rule(j, &other);
        g_hash_table_insert(rules, (gpointer)other.control, GUINT_TO_POINTER(g_hash_table_size(rules) + 1));
    }
    json_close(j);
    return rules;
}

static GHashTable *write_tool(struct json *j, const struct report *r)
{
    json_object(j, "tool", false);
    json_object(j, "driver", false);
    json_string(j, "name", "debtscan");
    json_string(j, "semanticVersion", DEBTSCAN_VERSION);
    GHashTable *rules = write_rules(j, r);
    json_close(j);
    json_close(j);
    return rules;
}

/* ---- results ---- */

static void write_artifact(struct json *j, const struct report *r, const char *path)
{
    g_autofree char *full = path_from_root(r, path);
    g_autofree char *uri = g_uri_escape_string(full, "/!$&'()*+,;=@", FALSE);
    json_object(j, "artifactLocation", true);
    json_string(j, "uri", uri);
    json_string(j, "uriBaseId", "SRCROOT");
    json_close(j);
}

static void write_region(struct json *j, const struct finding *f)
{
    uint32_t line = finding_line(f), last = MAX(f->place.end_line, f->place.line);
    json_object(j, "region", true);
    json_int(j, "startLine", line);
    if (!f->looked_for && f->unit_column > 0) {
        json_int(j, "startColumn", f->unit_column);
        json_int(j, "endLine", last);
        if (f->unit_end_column > 0 && (last > line || f->unit_end_column >= f->unit_column))
            json_int(j, "endColumn", f->unit_end_column);
    }
    json_close(j);
}

static char *message_of(const struct finding *f)
{
    GString *out = g_string_new(f->message);
    if (f->place.cell && !f->looked_for)
        g_string_append_printf(out, " (cell %u, line %u)", f->place.cell, f->place.cell_line);
    if (f->looked_for)
        g_string_append_printf(out, " Repository-wide, shown at a file that it concerns. Looked for: %s.", f->looked_for);
    if (f->fix)
        g_string_append_printf(out, " Fix: %s", f->fix);
    return g_string_free(out, FALSE);
}

static void write_suppression(struct json *j, const struct finding *f)
{
    const struct waiver *w = f->waiver;
    if (is_open(f))
        return;
    json_list(j, "suppressions", true);
    json_object(j, NULL, true);
    json_string(j, "kind", f->state == FINDING_SUPPRESSED ? "inSource" : "external");
    json_string(j, "status", "accepted");
    if (w && w->reason) {
        g_autoptr(GString) text = g_string_new(NULL);
        text_append_safe(text, w->reason, -1);
        if (w->owner)
            g_string_append_printf(text, "; owner %s", w->owner);
        if (w->expires)
            g_string_append_printf(text, "; expires %s", w->expires);
        g_autofree char *safe = text_safe(text->str);
        json_string(j, "justification", safe);
    } else if (f->state == FINDING_BASELINE) {
        json_string(j, "justification", "in the baseline");
    }
    json_close(j);
    json_close(j);
}

static void write_result(struct json *j, const struct report *r, const struct finding *f, GHashTable *rules, bool github)
{
    g_autofree char *message = message_of(f);
    json_object(j, NULL, false);
    json_string(j, "ruleId", f->control->id);
    json_int(j, "ruleIndex", GPOINTER_TO_UINT(g_hash_table_lookup(rules, f->control)) - 1);
    json_string(j, "level", level_of(f->severity));
    json_int(j, "rank", f->confidence);
    write_text(j, "message", message, github ? GITHUB_TEXT : 0);
    json_list(j, "locations", true);
    json_object(j, NULL, true);
    json_object(j, "physicalLocation", true);
    write_artifact(j, r, f->path);
    write_region(j, f);
    json_close(j);
    json_close(j);
    json_close(j);
    json_object(j, "partialFingerprints", true);
    if (f->line_hash)
        json_string(j, "primaryLocationLineHash", f->line_hash);
    json_string(j, "debtscan/v1", f->fingerprint);
    json_close(j);
    write_suppression(j, f);
    json_object(j, "properties", true);
    json_string(j, "debt", category_name(f->control->category));
    json_string(j, "severity", severity_name(f->severity));
    json_int(j, "effortMinutes", f->effort_minutes);
    json_close(j);
    json_close(j);
}

/* ---- how the run went ---- */

static void write_notification(struct json *j, const struct report *r, const char *id, const char *level, const char *text,
                               const struct note *at)
{
    json_object(j, NULL, true);
    json_string(j, "level", level);
    json_object(j, "descriptor", true);
    json_string(j, "id", id);
    json_close(j);
    write_text(j, "message", text, GITHUB_TEXT);
    if (at && at->file && *at->file) {
        json_list(j, "locations", true);
        json_object(j, NULL, true);
        json_object(j, "physicalLocation", true);
        write_artifact(j, r, at->file);
        if (at->line) {
            json_object(j, "region", true);
            json_int(j, "startLine", at->line);
            json_close(j);
        }
        json_close(j);
        json_close(j);
        json_close(j);
    }
    json_close(j);
}

static void write_invocation(struct json *j, const struct report *r, unsigned cut, bool github)
{
    unsigned notes = github ? MIN(r->n_notes, GITHUB_NOTES) : r->n_notes;
    json_list(j, "invocations", false);
    json_object(j, NULL, false);
    json_bool(j, "executionSuccessful", true);
    json_int(j, "exitCode", r->gate_failed);
    json_list(j, "toolExecutionNotifications", false);
    if (cut > 0) {
        g_autofree char *text = g_strdup_printf("%u findings left out: no more than %u are taken. The worst are here.",
                                                cut, GITHUB_RESULTS);
        write_notification(j, r, "left-out", "warning", text, NULL);
    }
    for (unsigned i = 0; i < r->n_outcomes; i++) {
        const struct outcome *o = &r->outcomes[i];
        if (!outcome_asks(o) && o->status != STATUS_NOT_APPLICABLE)
            continue;
        const char *how = o->status == STATUS_UNKNOWN   ? "cannot be seen in this repository"
                          : o->status == STATUS_PARTIAL ? "can only be seen in part"
                                                        : "does not apply";
        g_autofree char *text =
            g_strdup_printf("%s %s%s%s", o->control->id, how, o->reason ? ": " : ".", o->reason ? o->reason : "");
        write_notification(j, r, outcome_asks(o) ? "not-assessed" : "not-applicable", "note", text, NULL);
    }
    for (unsigned i = 0; i < notes; i++)
        write_notification(j, r, "note", "note", r->notes[i].text, &r->notes[i]);
    json_close(j);
    json_close(j);
    json_close(j);
}

static void write_provenance(struct json *j, const struct report *r)
{
    if (!r->url || !r->commit)
        return;
    json_list(j, "versionControlProvenance", true);
    json_object(j, NULL, true);
    json_string(j, "repositoryUri", r->url);
    json_string(j, "revisionId", r->commit);
    if (r->branch)
        json_string(j, "branch", r->branch);
    json_close(j);
    json_close(j);
}

static void write_run(struct json *j, const struct report *r, bool github)
{
    unsigned wanted = github ? count_open(r) : r->n_findings, n = github ? MIN(wanted, GITHUB_RESULTS) : wanted, written = 0;
    g_autofree char *folder = path_from_root(r, "");
    g_autofree char *id = g_strconcat("debtscan/", folder, NULL);
    json_object(j, NULL, false);
    g_autoptr(GHashTable) rules = write_tool(j, r);
    json_object(j, "automationDetails", true);
    json_string(j, "id", id);
    json_close(j);
    json_object(j, "originalUriBaseIds", true);
    json_object(j, "SRCROOT", true);
    write_text(j, "description", "The root of the scanned repository", 0);
    json_close(j);
    json_close(j);
    write_provenance(j, r);
    json_string(j, "columnKind", "utf16CodeUnits");
    write_invocation(j, r, wanted - n, github);
    json_list(j, "results", false);
    /* GitHub takes what is suppressed for open: it is left out there */
    for (unsigned i = 0; i < r->n_findings && written < n; i++)
        if (!github || is_open(&r->findings[i])) {
            write_result(j, r, &r->findings[i], rules, github);
            written++;
        }
    json_close(j);
    json_object(j, "properties", true);
    if (r->scored)
        json_tenths(j, "score", r->score);
    else
        json_null(j, "score");
    json_string(j, "scoreModel", r->score_model);
    json_hundredths(j, "confidence", r->confidence);
    json_close(j);
    json_close(j);
}

bool report_sarif(const struct report *r, const struct text_options *options, GString *out, GError **error)
{
    struct json j;
    (void)error;
    json_init(&j, out);
    json_object(&j, NULL, false);
    json_string(&j, "$schema", SCHEMA);
    json_string(&j, "version", "2.1.0");
    json_list(&j, "runs", false);
    write_run(&j, r, options->sarif == SARIF_GITHUB);
    json_close(&j);
    json_close(&j);
    return true;
}
