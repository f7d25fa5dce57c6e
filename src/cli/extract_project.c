#include "cli/extract_project.h"

#include <string.h>

#include "link/demand.h"
#include "link/named_texts.h"
#include "link/witnesses.h"

bool extract_project(const struct ruleset *rules, struct extractor *x, struct project_file *files,
                     size_t n, bool all, const struct pool_options *options, struct arena *a, GError **error)
{
    g_autofree struct pool_job *jobs = g_new0(struct pool_job, n + 1);
    for (size_t i = 0; i < n; i++) {
        jobs[i].path = files[i].path;
        jobs[i].size = files[i].size;
        jobs[i].class = classify_path(rules->classifier, files[i].path);
        jobs[i].wanted = jobs[i].class.parse;
        jobs[i].force = all || link_entry_by_place(rules, files[i].path) ||
                        (jobs[i].class.zone == ZONE_SRC && link_names_prompts(rules, files[i].path));
    }
    g_autofree uint8_t *wanted = g_new0(uint8_t, n + 1);
    struct pool *pool = pool_new(rules, x, jobs, n, options, a);
    struct modules *modules = NULL; /* manifests are among what the first round reads */
    struct demand *demand = NULL;
    bool ok;
    for (unsigned round = 1; (ok = pool_run(pool, error)); round++) {
        for (size_t i = 0; i < n; i++) {
            if (!jobs[i].wanted && round > 1)
                continue;
            files[i].class = jobs[i].class;
            files[i].language = jobs[i].class.language < rules->n_languages
                                    ? &rules->languages[jobs[i].class.language]
                                    : NULL;
            files[i].facts = jobs[i].facts;
            memcpy(files[i].hash, jobs[i].hash, sizeof files[i].hash);
        }
        if (!modules) {
            modules = modules_new(rules, files, (uint32_t)n);
            demand = demand_new(rules, files, (unsigned)n, modules);
        }
        unsigned more = demand_round(demand, round, wanted);
        if (round == 1)
            more += witnesses_pick(files, (unsigned)n, wanted);
        if (!more)
            break;
        for (size_t i = 0; i < n; i++)
            jobs[i].wanted = jobs[i].force = wanted[i] != DEMAND_NONE;
    }
    pool_free(pool);
    demand_free(demand);
    modules_free(modules);
    return ok;
}
