#include "cli/shared.h"

#include "base/file.h"
#include "base/limits.h"
#include "cli/cli.h"
#include "cli/gates.h"

GOptionEntry *shared_entries(struct shared *s, unsigned which, const GOptionEntry *own)
{
    const struct {
        unsigned bit;
        GOptionEntry entry;
    } all[] = {
        {SHARED_REV, {"rev", 0, 0, G_OPTION_ARG_STRING, &s->revision, "Scan a commit from git's objects instead of the files on disk", "REV"}},
        {SHARED_TODAY,
         {"today", 0, 0, G_OPTION_ARG_STRING, &s->today, "The day with which expiries of waivers are compared, instead of the commit's", "DATE"}},
        {SHARED_NO_COMMENTS, {"no-inline-suppressions", 0, 0, G_OPTION_ARG_NONE, &s->no_comments, "Comments accept no finding", NULL}},
        {SHARED_KIND, {"kind", 0, 0, G_OPTION_ARG_STRING, &s->kind, "What the repository is, instead of deciding by its content", "KIND"}},
        {SHARED_RULES,
         {"rules", 0, 0, G_OPTION_ARG_FILENAME, &s->rules, "Add the rule files of DIR, which replace those of the same name", "DIR"}},
        {SHARED_CONFIG,
         {"config", 0, 0, G_OPTION_ARG_FILENAME, &s->config, "Settings, instead of the repository's .debtscan.yml; an empty file has none", "FILE"}},
        {SHARED_PROFILE,
         {"profile", 0, 0, G_OPTION_ARG_STRING, &s->profile, "What a launch asks for: launch, regulated, library, or one of the rules' own", "NAME"}},
        {SHARED_EXIT_ZERO, {"exit-zero", 0, 0, G_OPTION_ARG_NONE, &s->exit_zero, "Exit status 0 though a gate fails; 2 and 3 stay", NULL}},
        {SHARED_JOBS, {"jobs", 'j', 0, G_OPTION_ARG_INT, &s->workers, "Worker processes; 0 is one a processor", "N"}},
        {SHARED_NO_CACHE, {"no-cache", 0, 0, G_OPTION_ARG_NONE, &s->no_cache, "Neither use nor keep what earlier scans found", NULL}},
        {SHARED_COLOR, {"color", 0, 0, G_OPTION_ARG_STRING, &s->color, "auto, always or never", "WHEN"}},
        {SHARED_PROGRESS, {"progress", 0, 0, G_OPTION_ARG_STRING, &s->progress, "auto, never or plain (lines, in logs too)", "HOW"}},
        {SHARED_NO_PROGRESS, {"no-progress", 0, 0, G_OPTION_ARG_NONE, &s->no_progress, "Show no progress", NULL}},
    };
    GArray *out = g_array_new(TRUE, TRUE, sizeof *own);
    for (; own && own->long_name; own++)
        g_array_append_val(out, *own);
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        if (which & all[i].bit)
            g_array_append_val(out, all[i].entry);
    return (GOptionEntry *)(void *)g_array_free(out, FALSE);
}

static bool read_progress(const struct shared *s, enum progress_mode *out, GError **error)
{
    static const char *const words[] = {[PROGRESS_AUTO] = "auto", [PROGRESS_NEVER] = "never", [PROGRESS_PLAIN] = "plain"};
    *out = s->no_progress ? PROGRESS_NEVER : PROGRESS_AUTO;
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_strcmp0(s->progress, words[i]) == 0) {
            *out = (enum progress_mode)i;
            return true;
        }
    return !s->progress || cli_unknown(error, "value of --progress", s->progress, words, G_N_ELEMENTS(words));
}

static bool read_config(struct shared *s, GError **error)
{
    g_autoptr(GError) cause = NULL;
    if (!s->config || file_read(s->config, LIMIT_RULE_BYTES, &s->settings, NULL, &cause))
        return true;
    g_set_error(error, CLI_ERROR, CLI_USAGE, "%s", cause->message);
    return false;
}

bool shared_apply(struct shared *s, struct scan_options *out, GError **error)
{
    if (!read_config(s, error))
        return false;
    out->settings = s->settings;
    out->settings_file = s->config;
    out->profile = s->profile;
    out->revision = s->revision;
    out->no_comments = s->no_comments;
    out->kind = s->kind;
    out->rules_dir = s->rules;
    out->no_cache = s->no_cache;
    return (!s->today || gates_day(s->today, &out->today, error)) && cli_workers(s->workers, &out->workers, error) &&
           read_progress(s, &out->progress, error);
}

enum cli_status shared_status(const struct shared *s, enum cli_status status)
{
    return status == CLI_GATE && s->exit_zero ? CLI_OK : status;
}

void shared_fini(struct shared *s)
{
    g_free(s->kind);
    g_free(s->rules);
    g_free(s->config);
    g_free(s->profile);
    g_free(s->settings);
    g_free(s->revision);
    g_free(s->today);
    g_free(s->color);
    g_free(s->progress);
}
