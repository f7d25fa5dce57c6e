/*
 * components - the AI parts of a repository, all kinds alike, each with the findings that concern it: what the
 * inventory's table and the bill of materials are made of.
 */
#ifndef DEBTSCAN_REPORT_COMPONENTS_H
#define DEBTSCAN_REPORT_COMPONENTS_H

#include "report/report.h"

enum component_kind {
    COMPONENT_MODEL, COMPONENT_PROMPT, COMPONENT_AGENT, COMPONENT_TOOL, COMPONENT_ENDPOINT, COMPONENT_EMBEDDING,
    COMPONENT_VECTOR_STORE, COMPONENT_MCP, COMPONENT_EVAL, COMPONENT_GUARDRAIL, COMPONENT_TRACER, COMPONENT_DATASET,
    COMPONENT_ARTEFACT, COMPONENT_LIBRARY, COMPONENT_KINDS
};

struct component {
    enum component_kind kind;
    const char *name;
    const char *group;    /* provider of a model, ecosystem of a library; NULL without */
    const char *detail;   /* a few words for people; NULL without */
    const char *version;  /* exact; NULL where it is not known */
    const char *hash;     /* SHA-256; NULL where it is not known */
    bool in_force;        /* what is declared and not used is not */
    bool product;         /* production code and notebooks; else tests, examples, documents */
    struct place *places; /* where it stands, at least one */
    unsigned n_places;
    const uint32_t *sites; /* that use it */
    unsigned n_sites;
    uint32_t index;       /* in the model's array of its kind, for those that have one; NO_INDEX otherwise */
    uint32_t *findings;   /* indexes into report.findings that concern it, increasing */
    unsigned n_findings;
};

/* All components in the order of kinds, then of places; they live in `a`, their strings there or in the report. */
struct component *components_of(const struct report *r, struct arena *a, unsigned *n);

/* "models", "prompts" ...: as headings say it, for one and for several. */
const char *component_kind_name(enum component_kind k);
const char *component_kind_plural(enum component_kind k);

/*
 * Findings that concern a subject of `kind` at `place`, or one of `sites`: indexes (uint32_t) into report.findings
 * appended to `out`, increasing. Of a prompt, also those that stand in its text; of the repository none.
 */
void findings_concerning(const struct report *r, enum subject kind, struct place place, const uint32_t *sites, unsigned n,
                         GArray *out);

#endif
