#include "report/reporters.h"

/* To add a format: its file here, its declaration in reporters.h, an entry, a golden case. The
 * first is the default. */
const struct reporter reporters[] = {
    {.name = "text", .summary = "for a terminal", .write = report_text},
    {.name = "json", .summary = "everything, by docs/report.schema.json", .write = report_json},
    {.name = "cyclonedx", .summary = "AI bill of materials, CycloneDX 1.6", .write = report_cyclonedx},
};
const size_t n_reporters = G_N_ELEMENTS(reporters);
