/* Steps of CI jobs that are in force (E-8): triggered, not neutralised, and what they name exists.
 */
#include "judge/cond_priv.h"

#include <string.h>

static bool triggered(const struct ci_step *step, const struct cond_arg *on)
{
    for (const char **t = step->triggers; t && *t; t++)
        if (on == NULL || arg_has(on, *t))
            return true;
    return false;
}

/* Whether a file of the repository stands at `path`, or inside it for a folder, from any folder on.
 */
static bool path_exists(const struct model *m, const char *path, bool folder)
{
    size_t len = strlen(path);
    for (unsigned i = 0; i < m->n_files; i++) {
        const char *p = m->files[i].path;
        for (const char *at = strstr(p, path); at; at = strstr(at + 1, path))
            if ((at == p || at[-1] == '/') &&
                (folder ? at[len] != '\0' : at[len] == '\0' || at[len] == '/'))
                return true;
    }
    return false;
}

static bool has_known_extension(const struct ruleset *rules, const char *name)
{
    for (unsigned i = 0; i < rules->n_languages; i++)
        for (const char **e = rules->languages[i].extensions;
             rules->languages[i].reader == READER_CODE && e && *e; e++)
            if (g_str_has_suffix(name, *e) && strlen(name) > strlen(*e))
                return true;
    return false;
}

/* Whether a command asks if what follows exists: `[ -f`, `test -d`, `! -e`. */
static bool is_asked(const char *how, const char *option)
{
    static const char *const tests[] = {"[", "[[", "test", "!", NULL};
    return g_strv_contains(tests, how) && option[0] == '-' && option[1] && strchr("defrsx", option[1]) && !option[2];
}

/*
 * The first source file or folder that the command names and that exists nowhere; NULL if all do.
 * Only what is plainly a path of the repository is asked for: relative, without variables and
 * wildcards, with an extension of a language or a final slash, and not something a build makes.
 */
static char *missing_path(const struct cond_context *x, const char *run)
{
    g_auto(GStrv) words = g_strsplit_set(run, " \t\n\r;|&()<>'\"", -1);
    const char *before[2] = {"", ""}; /* the word before, and the one before that */
    for (unsigned i = 0; words[i]; i++) {
        const char *w = words[i];
        if (!*w)
            continue;
        bool asked = is_asked(before[1], before[0]);
        before[1] = before[0];
        before[0] = w;
        if (asked)
            continue;
        while (g_str_has_prefix(w, "./"))
            w += 2;
        g_autofree char *path = g_strndup(w, strcspn(w, ":")); /* tests/test_a.py::test_b */
        size_t len = strlen(path);
        if (len < 2 || *path == '-' || *path == '/' || *path == '~' || *path == '@' ||
            strpbrk(path, "$*?{}[]=%\\,") || strstr(path, ".."))
            continue;
        bool folder = path[len - 1] == '/';
        if (!folder && !has_known_extension(x->m->rules, path))
            continue;
        if (w[strlen(path)] == ':' && w[strlen(path) + 1] == '/')
            continue; /* a scheme */
        enum zone zone = classify_path(x->m->rules->classifier, path).zone;
        if (zone == ZONE_VENDORED || zone == ZONE_GENERATED || path_exists(x->m, path, folder))
            continue;
        return g_steal_pointer(&path);
    }
    return NULL;
}

/* The leading expression; the words `test` and `eval`, which rule files may write plain, are
 * expressions too. */
static bool step_says(const struct cond_arg *lead, const char *text)
{
    if (lead == NULL || text == NULL)
        return false;
    return lead->regexes ? arg_matches(lead, text) : lead->string && strstr(text, lead->string);
}

/* The line of the step that the expression speaks of, else its first. */
static char *telling_line(const struct cond_arg *lead, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (unsigned i = 0; lines[i]; i++)
        if (step_says(lead, lines[i]))
            return g_strdup(g_strstrip(lines[i]));
    return g_strdup(lines[0] ? lines[0] : "");
}

enum truth match_ci(struct cond_context *x, const struct cond *c, struct subject_ref s,
                    GArray *evidence)
{
    (void)s;
    const struct cond_arg *on = cond_arg(c, "on"), *uses = cond_arg(c, "uses");
    bool ignored = arg_bool(c, "ignored", false), check = arg_bool(c, "in_force", !ignored);
    for (unsigned i = 0; i < x->m->n_ci_steps; i++) {
        const struct ci_step *step = &x->m->ci_steps[i];
        if (!step_says(arg_lead(c), step->run ? step->run : step->uses) ||
            (uses && !arg_matches(uses, step->uses)))
            continue;
        if (step->place.file < x->m->n_files && file_unfilled(x, step->place.file)) {
            declared_add(x, step->place, CONFIDENCE_CONFIG, "%s: unfilled template, not in force",
                         x->m->files[step->place.file].path);
            continue;
        }
        g_autofree char *line = telling_line(arg_lead(c), step->run ? step->run : step->uses);
        if (!triggered(step, on)) {
            if (!triggered(step, NULL))
                declared_add(x, step->place, CONFIDENCE_CONFIG, "%s: never triggered, not in force",
                             line);
            continue;
        }
        if (ignored ? !step->neutralised : check && step->neutralised) {
            if (!ignored)
                declared_add(x, step->place, CONFIDENCE_CONFIG,
                             "%s: its result is ignored, not in force", line);
            continue;
        }
        g_autofree char *missing = check && step->run ? missing_path(x, step->run) : NULL;
        if (missing) {
            declared_add(x, step->place, CONFIDENCE_CONFIG, "%s: %s does not exist, not in force",
                         line, missing);
            continue;
        }
        evidence_add(x, evidence, step->place, CONFIDENCE_CONFIG, "%s", line);
        return TRUTH_YES;
    }
    return TRUTH_NO;
}
