#include "cli/extract_project.h"

#include <string.h>

bool extract_project(const struct ruleset *rules, struct extractor *x, struct project_file *files, size_t n,
                     const struct pool_options *options, struct arena *a, GError **error)
{
    g_autofree struct pool_job *jobs = g_new0(struct pool_job, n + 1);
    for (size_t i = 0; i < n; i++) {
        jobs[i].path = files[i].path;
        jobs[i].class = classify_path(rules->classifier, files[i].path);
        jobs[i].wanted = jobs[i].class.parse;
    }
    if (!pool_run(rules, x, jobs, n, options, a, error))
        return false;
    for (size_t i = 0; i < n; i++) {
        files[i].class = jobs[i].class;
        files[i].language = jobs[i].class.language < rules->n_languages ? &rules->languages[jobs[i].class.language] : NULL;
        files[i].facts = jobs[i].facts;
        memcpy(files[i].hash, jobs[i].hash, sizeof files[i].hash);
    }
    return true;
}
