/* fix - the command: writes what is missing, from templates filled with what the scan knows. */
#include <stdio.h>
#include <string.h>

#include "base/glob.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/tree.h"
#include "cli/apply.h"
#include "cli/shared.h"
#include "report/scaffold.h"
#include "source/history.h"
#include "source/patch.h"

#define AUTHORS_FROM 500 /* commits */

struct fix {
    struct scan_options scan;
    struct text_options text;
    GPtrArray *wanted;     /* const char *: words that name controls, debts or scaffolds */
    bool all, apply, dry_run, force;
    GString *out;
    GHashTable *paths;     /* that were dealt with: templates may share a file */
    unsigned n_written, n_kept, n_refused;
};

/* ---- what is asked for ---- */

static bool word_names(const char *word, const struct control *c)
{
    return g_ascii_strcasecmp(word, c->id) == 0 || g_ascii_strcasecmp(word, category_name(c->category)) == 0 ||
           (c->scaffold && strcmp(word, c->scaffold) == 0);
}

static bool is_wanted(const struct fix *f, const struct control *c)
{
    for (guint i = 0; i < f->wanted->len; i++)
        if (word_names(g_ptr_array_index(f->wanted, i), c))
            return true;
    return false;
}

static bool lacks(const struct outcome *o)
{
    return o->status == STATUS_MISSING || o->status == STATUS_PARTIAL;
}

static const struct outcome *outcome_of(const struct report *r, const struct control *c)
{
    for (unsigned i = 0; i < r->n_outcomes; i++)
        if (r->outcomes[i].control == c)
            return &r->outcomes[i];
    return NULL;
}

/* ---- writing ---- */

static void say(struct fix *f, const char *what, const char *path, const char *more)
{
    g_autofree char *shown = text_safe(path), *rest = text_safe(more ? more : "");
    g_string_append_printf(f->out, "%-10s %s%s%s\n", what, shown, *rest ? "  " : "", rest);
}

/* A file of the repository that makes this one superfluous; NULL without. */
static const char *stands_in(const struct scan *s, const struct scaffold_text *t)
{
    for (const char **glob = t->file->unless; *glob; glob++)
        for (unsigned i = 0; i < s->model->n_files; i++)
            if (strcmp(s->model->files[i].path, t->path) != 0 && glob_match(*glob, s->model->files[i].path))
                return s->model->files[i].path;
    return NULL;
}

static bool place_text(struct fix *f, const struct scan *s, const struct scaffold_text *t, const char *why, GError **error)
{
    g_autofree char *before = NULL;
    enum tree_state state = tree_look(s->source->root, t->path, LIMIT_BASELINE_BYTES, &before);
    g_autoptr(GError) cause = NULL;
    if (state == TREE_FILE && before && strcmp(before, t->text) == 0) {
        say(f, "unchanged", t->path, why);
    } else if (state == TREE_OTHER || (state == TREE_FILE && f->force && !before)) {
        say(f, "refused", t->path, "a link, a folder or no text stands there or in the way");
        f->n_refused++;
    } else if (state == TREE_FILE && !f->force) {
        say(f, "kept", t->path, "is there already; --force replaces it");
        f->n_kept++;
    } else if (f->dry_run) {
        f->n_written++;
        return patch_append(f->out, t->path, before, t->text);
    } else if (tree_write(s->source->root, t->path, t->text, f->force, &cause)) {
        say(f, before ? "replaced" : "wrote", t->path, why);
        f->n_written++;
    } else {
        g_set_error(error, CLI_ERROR, CLI_SCAN, "%s", cause->message);
        return false;
    }
    return true;
}

static bool write_scaffold(struct fix *f, const struct scan *s, cJSON *view, const struct outcome *o, GError **error)
{
    g_autoptr(GArray) texts = g_array_new(FALSE, FALSE, sizeof(struct scaffold_text));
    g_autoptr(GError) cause = NULL;
    g_array_set_clear_func(texts, scaffold_text_fini);
    if (!scaffold_render(s->report, &f->text, view, o->control, texts, &cause)) {
        g_set_error(error, CLI_ERROR, CLI_SCAN, "%s: %s", o->control->scaffold, cause->message);
        return false;
    }
    g_autofree char *why = g_strdup_printf("%s %s", o->control->id, o->control->title);
    for (guint i = 0; i < texts->len; i++) {
        const struct scaffold_text *t = &g_array_index(texts, struct scaffold_text, i);
        if (!g_hash_table_add(f->paths, g_strdup(t->path)))
            continue;
        const char *other = f->force ? NULL : stands_in(s, t);
        if (other) {
            g_autofree char *more = g_strdup_printf("%s is there already", other);
            say(f, "kept", t->path, more);
            f->n_kept++;
        } else if (t->file->root && strcmp(s->source->inner, ".") != 0) {
            say(f, "kept", t->path, "it belongs at the root of the work tree: run debtscan fix there");
            f->n_kept++;
        } else if (!place_text(f, s, t, why, error)) {
            return false;
        }
    }
    return true;
}

static char **people_of(const struct scan_options *o)
{
    struct history *h = history_open(o->path, NULL);
    char **people = h ? history_authors(h, AUTHORS_FROM) : NULL;
    history_free(h);
    return people;
}

static void say_summary(struct fix *f)
{
    if (f->n_written == 0) {
        g_string_append(f->out, f->n_kept ? "Nothing was written.\n" : "There is nothing to write.\n");
    } else if (!f->dry_run) {
        g_string_append_printf(f->out, "\n%u %s written. Each says " UNFILLED_MARK " where something is to be filled in, and counts nothing\n"
                                       "as long as it does: fill it in, take the marks away, and scan again.\n",
                               f->n_written, f->n_written == 1 ? "file was" : "files were");
    }
}

static bool write_all(struct fix *f, const struct scan *s, GError **error)
{
    g_auto(GStrv) people = people_of(&f->scan);
    cJSON *view = scaffold_view(s->report, &f->text, people);
    g_autoptr(GHashTable) done = g_hash_table_new(g_str_hash, g_str_equal);
    bool ok = true;
    for (unsigned i = 0; ok && i < s->report->n_outcomes; i++) {
        const struct outcome *o = &s->report->outcomes[i];
        const struct control *c = o->control;
        if (!(f->all || is_wanted(f, c)))
            continue;
        if (!lacks(o) && !f->force) {
            g_autofree char *why = g_strdup_printf("%s, nothing is written", o->status == STATUS_NOT_APPLICABLE ? "does not apply here"
                                                   : o->status == STATUS_UNKNOWN ? "cannot be seen from here" : "is in order");
            if (!f->all)
                say(f, c->id, c->title, why);
        } else if (!c->scaffold || !ruleset_scaffold(s->rules, c->scaffold)) {
            if (!f->all)
                say(f, c->id, c->title, "has no template");
        } else if (g_hash_table_add(done, (gpointer)c->scaffold)) {
            ok = write_scaffold(f, s, view, o, error);
        }
    }
    cJSON_Delete(view);
    if (ok)
        say_summary(f);
    return ok;
}

/* ---- edits ---- */

static bool is_asked(void *payload, const struct control *c)
{
    const struct fix *f = payload;
    return f->all || is_wanted(f, c);
}

/* Whether all files that would change are as they were committed, so that git has them back at once. */
static bool all_committed(const struct fix *f, const struct scan *s, const struct applied *a, GError **error)
{
    struct history *h = history_open(s->source->root, NULL);
    bool ok = true;
    for (guint i = 0; ok && !f->force && i < a->files->len; i++) {
        const char *path = g_array_index(a->files, struct applied_file, i).path;
        g_autofree char *full = strcmp(s->source->inner, ".") == 0 ? g_strdup(path) : g_build_filename(s->source->inner, path, NULL);
        ok = h && history_has_file(h, full);
        if (!ok) {
            g_autofree char *shown = text_safe(path);
            g_set_error(error, CLI_ERROR, CLI_USAGE, "%s is not as it was committed; commit it first, or edit it all the same with --force",
                        shown);
        }
    }
    history_free(h);
    return ok;
}

static void say_proof(struct fix *f, const struct applied *a, const struct report *before, const struct report *after)
{
    for (guint i = 0; i < a->files->len; i++) {
        const struct applied_file *file = &g_array_index(a->files, struct applied_file, i);
        g_autofree char *more = g_strdup_printf("%u %s", file->n_edits, file->n_edits == 1 ? "edit" : "edits");
        say(f, "edited", file->path, more);
    }
    g_string_append_printf(f->out, "\nScanned again: score %d.%d -> %d.%d\n", before->score / 10, before->score % 10, after->score / 10,
                           after->score % 10);
    for (unsigned i = 0; i < before->n_outcomes && i < after->n_outcomes; i++) {
        const struct outcome *b = &before->outcomes[i], *n = &after->outcomes[i];
        if (b->credit != n->credit)
            g_string_append_printf(f->out, "%s  %s: credit %d -> %d %%, %u -> %u findings\n", b->control->id, b->control->title,
                                   MAX(b->credit, 0), MAX(n->credit, 0), b->n_findings, n->n_findings);
    }
}

/* Scans what was written. False with an error, and everything as it was, if that does not prove it. */
static bool prove(struct fix *f, const struct scan *s, const struct applied *a, GError **error)
{
    struct scan_options again = f->scan;
    again.rules = NULL; /* the first scan has them */
    struct scan *t = scan_open(&again, error);
    bool ok = t && scan_judge(t, &again, error);
    g_autofree char *disproof = ok ? apply_disproof(a, s->report, t->report) : NULL;
    if (ok && !disproof)
        say_proof(f, a, s->report, t->report);
    else if (apply_write(s, a, true, ok ? error : NULL) && ok)
        g_set_error(error, CLI_ERROR, CLI_SCAN, "the scan does not prove the edits, so they were taken back: %s", disproof);
    scan_free(t);
    return ok && !disproof;
}

static bool apply_all(struct fix *f, const struct scan *s, GError **error)
{
    struct applied *a = apply_plan(s, is_asked, f);
    bool ok = true;
    for (guint i = 0; ok && f->dry_run && i < a->files->len; i++) {
        const struct applied_file *file = &g_array_index(a->files, struct applied_file, i);
        ok = patch_append(f->out, file->path, file->before, file->after);
    }
    if (!f->dry_run && a->files->len)
        ok = all_committed(f, s, a, error) && apply_write(s, a, false, error) && prove(f, s, a, error);
    for (guint i = 0; ok && !f->dry_run && i < a->left->len; i++)
        say(f, "left", g_ptr_array_index(a->left, i), NULL);
    if (ok && a->files->len == 0)
        g_string_append(f->out, "There is nothing that can be edited for certain.\n");
    applied_free(a);
    return ok;
}

/* ---- without a control: what there is ---- */

static bool list_all(struct fix *f, const struct scan *s)
{
    const struct report *r = s->report;
    g_autoptr(GHashTable) done = g_hash_table_new(g_str_hash, g_str_equal);
    for (unsigned i = 0; i < r->n_plan; i++) {
        const struct outcome *o = outcome_of(r, r->plan[i].control);
        const struct scaffold *k = o ? ruleset_scaffold(s->rules, o->control->scaffold) : NULL;
        if (!k || !lacks(o))
            continue;
        if (g_hash_table_size(done) == 0)
            g_string_append(f->out, "control  template             what it gives you\n");
        g_hash_table_add(done, (gpointer)k->id);
        g_autofree char *title = text_safe(k->title);
        g_string_append_printf(f->out, "%-8s %-20s %s\n", o->control->id, k->id, title);
    }
    if (g_hash_table_size(done) == 0)
        g_string_append(f->out, "There is nothing to write.\n");
    else
        g_string_append(f->out, "\ndebtscan fix CONTROL... writes those, debtscan fix --all all of them; --dry-run shows them first.\n");
    return true;
}

/* ---- the command ---- */

static enum cli_status fix_tree(struct fix *f, GError **error)
{
    enum cli_status status = CLI_SCAN;
    struct scan *s = scan_open(&f->scan, error);
    if (s && scan_judge(s, &f->scan, error)) {
        bool ok = f->apply                     ? apply_all(f, s, error)
                  : f->all || f->wanted->len ? write_all(f, s, error)
                                             : list_all(f, s);
        if (cli_print(f->out->str, f->out->len, ok ? error : NULL) && ok)
            status = f->n_refused ? CLI_SCAN : CLI_OK;
    }
    scan_free(s);
    return status;
}

static bool names_something(const struct ruleset *rules, const char *word)
{
    for (unsigned i = 0; i < rules->n_controls; i++)
        if (word_names(word, rules->controls[i]))
            return true;
    return false;
}

/* Each word is a control, a debt or a template; one may be the path, which comes first or is one that exists. */
static bool read_words(struct fix *f, char *const *words, GError **error)
{
    const char *path = NULL;
    for (; *words; words++) {
        bool dot = strpbrk(*words, "/.") || g_file_test(*words, G_FILE_TEST_EXISTS);
        if (names_something(f->scan.rules, *words)) {
            g_ptr_array_add(f->wanted, *words);
        } else if (!path && dot) {
            path = *words;
        } else {
            g_autofree const char **names = g_new0(const char *, f->scan.rules->n_controls + 1);
            for (unsigned i = 0; i < f->scan.rules->n_controls; i++)
                names[i] = f->scan.rules->controls[i]->id;
            return cli_unknown(error, "control", *words, names, f->scan.rules->n_controls);
        }
    }
    f->scan.path = path ? path : ".";
    f->text.target = f->scan.path;
    return true;
}

static enum cli_status run(const struct command *c, char *const *args, GError **error)
{
    shared_auto shared = {0};
    gboolean all = FALSE, apply = FALSE, dry_run = FALSE, force = FALSE;
    const GOptionEntry own[] = {
        {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &dry_run, "Show what would change as a diff, and write nothing", NULL},
        {"all", 'a', 0, G_OPTION_ARG_NONE, &all, "Write what every control lacks", NULL},
        {"apply", 0, 0, G_OPTION_ARG_NONE, &apply, "Write what a small edit repairs, an argument of a call, and scan again to prove it", NULL},
        {"force", 0, 0, G_OPTION_ARG_NONE, &force, "Replace files that are there already; edit files with changes", NULL},
        G_OPTION_ENTRY_NULL,
    };
    g_autofree GOptionEntry *entries = shared_entries(&shared, SHARED_SCAN, own);
    g_auto(GStrv) rest = NULL;
    g_autoptr(GPtrArray) wanted = g_ptr_array_new();
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GHashTable) paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    struct fix f = {.paths = paths, .scan = {.path = ".", .gate = -1}, .text = {.unicode = true, .all = true}, .wanted = wanted, .out = out};
    if (!cli_parse(c, entries, args, &rest, error) || !shared_apply(&shared, &f.scan, error))
        return CLI_OK;
    f.all = all;
    f.apply = apply;
    f.dry_run = dry_run;
    f.force = force;
    f.scan.rules = scan_rules(shared.rules, false, error);
    if (!f.scan.rules)
        return CLI_USAGE;
    if (!read_words(&f, rest, error)) {
        ruleset_free(f.scan.rules);
        return CLI_USAGE;
    }
    if (apply && !all && wanted->len == 0) {
        ruleset_free(f.scan.rules);
        g_set_error(error, CLI_ERROR, CLI_USAGE, "--apply takes the controls that are to be repaid, or --all");
        return CLI_USAGE;
    }
    return fix_tree(&f, error);
}

const struct command command_fix = {
    .name = "fix",
    .arguments = "[PATH] [CONTROL...]",
    .summary = "write what is missing from templates, filled with what the scan knows",
    .run = run,
};
