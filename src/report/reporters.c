#include "report/reporters.h"

/* To add a format: its file here, its declaration in reporters.h, an entry, a golden case. The
 * first is the default. */
const struct reporter reporters[] = {
    {.name = "text", .summary = "for a terminal", .write = report_text, .needs = NEEDS_COMPONENTS},
    {.name = "json", .summary = "everything, by docs/report.schema.json", .write = report_json, .needs = NEEDS_COMPONENTS | NEEDS_OWNERS},
    {.name = "html", .summary = "a page for a browser, in one file", .write = report_html, .needs = NEEDS_CODE | NEEDS_COMPONENTS | NEEDS_OWNERS},
    {.name = "markdown", .summary = "for a wiki, an issue or a summary", .write = report_markdown, .needs = NEEDS_COMPONENTS},
    {.name = "sarif", .summary = "for code scanning (SARIF 2.1.0)", .write = report_sarif, .needs = NEEDS_LINE_HASHES},
    {.name = "gitlab", .summary = "for GitLab Code Quality", .write = report_gitlab},
    {.name = "junit", .summary = "a test case for each control, for CI", .write = report_junit},
    {.name = "csv", .summary = "a row for each finding, for spreadsheets", .write = report_csv},
    {.name = "github", .summary = "annotations and step summary of a GitHub workflow", .write = report_github},
    {.name = "prompt", .summary = "a task for a coding assistant from each finding", .write = report_prompt, .needs = NEEDS_CODE},
    {.name = "badge", .summary = "for shields.io; a picture where FILE ends in .svg", .write = report_badge},
    {.name = "cyclonedx", .summary = "AI bill of materials, CycloneDX 1.6", .write = report_cyclonedx},
};
const struct reporter reporter_template = {
    .name = "template", .summary = "through the user's template", .write = report_template, .needs = NEEDS_CODE | NEEDS_COMPONENTS | NEEDS_OWNERS};
const size_t n_reporters = G_N_ELEMENTS(reporters);
