/* Finds the base of a change, digests both sides, and decides whether a gate fails. */
#include "cli/comparing.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "cli/settled.h"
#include "judge/waivers.h"

static bool fail(GError **error, enum cli_status status, const GError *cause, const char *prefix)
{
    g_set_error(error, CLI_ERROR, status, "%s%s", prefix ? prefix : "", cause->message);
    return false;
}

/* ---- what is compared with what ---- */

/* BASE, BASE..HEAD, BASE...HEAD, ..HEAD. */
static void read_range(const char *text, char **base, char **head)
{
    const char *dots = strstr(text, "..");
    *base = dots ? g_strndup(text, (gsize)(dots - text)) : g_strdup(text);
    const char *rest = dots ? dots + 2 + (dots[2] == '.') : "";
    *head = *rest ? g_strdup(rest) : NULL;
    if (!**base)
        g_clear_pointer(base, g_free);
}

static bool tree_is_clean(const struct comparing *d)
{
    struct source *s = source_open(d->digests.scan.path, NULL);
    bool clean = s && !s->dirty;
    source_free(s);
    return clean;
}

/* The commit where the change begins: what it and its target have in common. */
static bool find_base(struct comparing *d, const char *asked, GError **error)
{
    g_autoptr(GError) cause = NULL;
    struct history_commit target, head;
    const char *variable = NULL;
    bool all_given = asked && d->head;
    g_autofree char *name = asked ? g_strdup(asked) : history_target(d->history, &variable);
    g_autofree char *prefix = variable ? g_strdup_printf("%s names the target branch: ", variable) : NULL;
    if (!name) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "there is no default branch to compare with; name a revision: debtscan diff BASE");
        return false;
    }
    if (!history_find(d->history, name, &target, &cause))
        return fail(error, CLI_USAGE, cause, prefix);
    if (!history_find(d->history, d->head ? d->head : "HEAD", &head, &cause))
        return fail(error, CLI_USAGE, cause, NULL);
    if (!history_merge_base(d->history, target.id, head.id, &d->base, &cause)) {
        if (cause)
            return fail(error, CLI_USAGE, cause, prefix);
        d->base = target; /* nothing in common */
    }
    bool ahead = strcmp(d->base.id, head.id) == 0 && strcmp(target.id, head.id) != 0;
    if (ahead && all_given)
        d->base = target; /* back in time */
    /* On the target itself, with nothing in hand: what its last commit changed. */
    if (!asked && strcmp(d->base.id, head.id) == 0 && (d->head || (!d->a->staged && tree_is_clean(d))))
        history_parent(d->history, head.id, &d->base);
    return true;
}

/* ---- rules of the repository itself ---- */

struct rule_reading {
    GArray *texts; /* struct rule_text; NULL: only whether there are any is asked */
    const struct comparing *d;
};

static void take_rule(void *payload, const char *path, const char *text, gsize size)
{
    struct rule_reading *r = payload;
    if (!r->texts)
        return;
    struct rule_text t = {g_strdup(path), g_strdup_printf("%.7s:%s/%s", r->d->base.id, r->d->rules_folder, path), g_strndup(text, size), size};
    g_array_append_val(r->texts, t);
}

/* Where a file or folder of the user's lies in the compared work tree, from its root; NULL if it lies elsewhere. Yours to free. */
static char *path_in_tree(const struct comparing *d, const char *path)
{
    g_autofree char *tree = history_work_tree(d->history);
    char *real = path ? realpath(path, NULL) : NULL, *root = tree ? realpath(tree, NULL) : NULL;
    size_t len = root ? strlen(root) : 0;
    char *out = real && root && strncmp(real, root, len) == 0 && real[len] == '/' ? g_strdup(real + len + 1) : NULL;
    free(real);
    free(root);
    return out;
}

/*
 * The folder of --rules in the compared repository, if a commit of the change has it: then a change to it is part of the
 * change. NULL for rules that lie elsewhere, or that git does not know. Yours to free.
 */
static char *find_rules_folder(struct comparing *d)
{
    char *folder = path_in_tree(d, d->a->shared.rules);
    struct rule_reading nothing = {0};
    if (folder && !history_read_folder(d->history, d->base.id, folder, 0, take_rule, &nothing) &&
        !history_read_folder(d->history, d->head ? d->head : "HEAD", folder, 0, take_rule, &nothing))
        g_clear_pointer(&folder, g_free);
    return folder;
}

/* Settings that the change itself could bend are taken from where it begins: none, if it brings them. */
static void find_settings(struct comparing *d)
{
    g_autofree char *path = path_in_tree(d, d->a->shared.config);
    if (!path)
        return;
    d->settings = history_read_file(d->history, d->base.id, path, LIMIT_RULE_BYTES);
    if (!d->settings) {
        g_autofree char *brought = history_read_file(d->history, d->head ? d->head : "HEAD", path, LIMIT_RULE_BYTES);
        if (brought)
            d->settings = g_strdup("");
    }
    if (d->settings)
        d->digests.scan.settings = d->settings;
}

/* The rules that the settings of the base bring. */
static bool load_own_rules(struct comparing *d, GError **error)
{
    g_autoptr(GError) cause = NULL;
    struct source *base = source_open_with(&(struct source_options){.path = d->digests.scan.path, .revision = d->base.id, .absent = true}, &cause);
    if (!base)
        return fail(error, CLI_SCAN, cause, NULL);
    g_autofree char *own = settled_text(base);
    const char *text = d->digests.scan.settings ? d->digests.scan.settings : own;
    g_autofree char *folder = settings_rules_folder(text);
    if (folder)
        d->rules_folder = strcmp(base->inner, ".") == 0 ? g_strdup(folder) : g_strconcat(base->inner, "/", folder, NULL);
    bool ok = settled_rules(base, text, &d->digests.scan.rules, error);
    source_free(base);
    return ok;
}

/* Rules that the change itself could bend are taken from where it begins. */
static bool load_rules(struct comparing *d, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GArray) texts = g_array_new(FALSE, FALSE, sizeof(struct rule_text));
    g_array_set_clear_func(texts, settled_text_fini);
    if (!d->a->shared.rules)
        return load_own_rules(d, error);
    d->rules_folder = find_rules_folder(d);
    if (!d->rules_folder)
        return true;
    history_read_folder(d->history, d->base.id, d->rules_folder, LIMIT_RULE_BYTES, take_rule, &(struct rule_reading){texts, d});
    d->digests.scan.rules = ruleset_load_texts((const struct rule_text *)(const void *)texts->data, texts->len, &cause);
    return d->digests.scan.rules || fail(error, CLI_USAGE, cause, NULL);
}

/* ---- what the change itself says about findings ---- */

static unsigned count_lines(const char *text, const char *with)
{
    unsigned n = 0;
    for (const char *p = text; p && (p = strstr(p, with)); p += strlen(with))
        n++;
    return n;
}

static void add_file(struct comparison *c, const char *path, const char *before, const char *after, const char *what, const char *mark)
{
    unsigned was = count_lines(before, mark), is = count_lines(after, mark);
    if (g_strcmp0(before, after) == 0)
        return;
    g_autofree char *text = g_strdup_printf("%s (%s: %u, %u before)", !before ? "added" : !after ? "removed" : "changed", what, is, was);
    compare_add(c, "file", path, 0, text);
}

/* Files of which the base's count. */
static void add_other_files(const struct comparing *d, struct comparison *c, struct source *before, struct source *after)
{
    static const char *const names[] = {".debtscanignore", ".debtscan.yml", ".debtscan.yaml"};
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    struct source *const sides[] = {before, after};
    for (size_t k = 0; k < G_N_ELEMENTS(sides); k++)
        for (guint i = 0; i < sides[k]->files->len; i++) {
            const char *path = g_array_index(sides[k]->files, struct source_file, i).raw, *slash = strrchr(path, '/');
            bool ours = g_str_has_prefix(path, ".debtscan/") && strcmp(path, WAIVERS_FILE) != 0 && strcmp(path, BASELINE_FILE) != 0;
            g_autofree char *full = strcmp(after->inner, ".") == 0 ? g_strdup(path) : g_strconcat(after->inner, "/", path, NULL);
            size_t len = d->rules_folder ? strlen(d->rules_folder) : 0;
            ours |= len && strncmp(full, d->rules_folder, len) == 0 && full[len] == '/';
            for (size_t n = 0; n < G_N_ELEMENTS(names); n++)
                ours |= strcmp(slash ? slash + 1 : path, names[n]) == 0;
            if (ours && g_hash_table_add(seen, (gpointer)path))
                g_ptr_array_add(paths, (gpointer)path);
        }
    for (guint i = 0; i < paths->len; i++) {
        g_autofree char *x = source_read_named(before, paths->pdata[i]), *y = source_read_named(after, paths->pdata[i]);
        if (g_strcmp0(x, y) != 0)
            compare_add(c, "file", paths->pdata[i], 0, !x ? "added" : !y ? "removed" : "changed");
    }
}

/* Where the head's files are shown, if its remote has such a page. */
static void find_blob(const struct comparing *d, struct comparison *c, const struct source *head)
{
    if (!head->url || !head->commit || (!d->head && (d->a->staged || head->dirty)))
        return;
    const char *host = strstr(head->url, "://");
    bool gitlab = host && strstr(host, "gitlab");
    c->blob = arena_printf(&c->arena, "%s/%sblob/%s/", head->url, gitlab ? "-/" : "", head->commit);
}

static bool list_additions(struct comparing *d, struct comparison *c, const struct policy *before, const struct policy *after, GError **error)
{
    const char *path = d->digests.scan.path;
    g_autoptr(GError) cause = NULL;
    struct source *base = source_open_with(&(struct source_options){.path = path, .revision = d->base.id, .absent = true}, &cause), *head = NULL;
    if (base)
        head = source_open_with(&(struct source_options){.path = path, .revision = d->head, .staged = d->a->staged, .absent = true}, &cause);
    if (head) {
        add_file(c, WAIVERS_FILE, before->waivers, after->waivers, "waivers", "reason:");
        add_file(c, BASELINE_FILE, before->baseline, after->baseline, "findings", "\n");
        add_other_files(d, c, base, head);
        c->inner = arena_strdup(&c->arena, head->inner);
        find_blob(d, c, head);
    }
    source_free(base);
    source_free(head);
    return head || fail(error, CLI_SCAN, cause, NULL);
}

/* ---- gates ---- */

static void decide(const struct comparing *d, const struct profile *p, struct comparison *c)
{
    const struct gates all = gates_with_profile(&d->gates, &p->gates), *g = &all; /* those of the base */
    g_autoptr(GPtrArray) reasons = g_ptr_array_new();
    struct arena *a = &c->arena;
    int drop = c->base->with_waivers - c->head->with_waivers;
    int dropped = g->max_drop >= 0 && c->base->scored && c->head->scored ? drop - g->max_drop : 0;
    int under = g->fail_under >= 0 && c->head->scored ? g->fail_under - c->head->with_waivers : 0;
    if (dropped > 0)
        g_ptr_array_add(reasons, arena_printf(a, "the score drops by %d.%d, more than the allowed %d.%d", drop / 10, drop % 10,
                                              g->max_drop / 10, g->max_drop % 10));
    if (under > 0)
        g_ptr_array_add(reasons, arena_printf(a, "score %d.%d is below %d.%d", c->head->with_waivers / 10, c->head->with_waivers % 10,
                                              g->fail_under / 10, g->fail_under % 10));
    guint of_score = reasons->len;
    for (int k = 0; g->floors && c->head->scored && k < CATEGORY_COUNT; k++)
        if (c->head->categories[k].scored && c->head->categories[k].score < p->floors[k])
            g_ptr_array_add(reasons, gates_floor_reason(a, (enum category)k, c->head->categories[k].score, p->floors[k]));
    unsigned n = 0;
    for (unsigned i = 0; g->fail_on >= 0 && i < c->n_new; i++)
        n += (int)c->new[i]->severity >= g->fail_on;
    if (n > 0)
        g_ptr_array_add(reasons, arena_printf(a, "%u new finding%s of severity %s or above", n, n == 1 ? "" : "s",
                                              severity_name((enum severity)g->fail_on)));
    else if (g->fail_on_new && c->n_new > 0)
        g_ptr_array_add(reasons, arena_printf(a, "%u new finding%s", c->n_new, c->n_new == 1 ? "" : "s"));
    c->gate_failed = reasons->len > 0;
    c->lacking = reasons->len == of_score ? MAX(MAX(dropped, under), 0) : 0; /* else more than the score is wrong */
    c->gate_reasons = arena_new_n(a, const char *, reasons->len + 1);
    for (guint i = 0; i < reasons->len; i++)
        c->gate_reasons[i] = reasons->pdata[i];
}

/* ---- the comparison ---- */

static void allow_comments(const struct digest *base, GHashTable *out)
{
    for (unsigned i = 0; i < base->n_findings; i++)
        if (base->findings[i].state == FINDING_SUPPRESSED)
            g_hash_table_add(out, (gpointer)base->findings[i].fingerprint);
}

static bool compare(struct comparing *d, GError **error)
{
    struct policy before = {0}, after = {0};
    bool ok = false;
    g_autoptr(GHashTable) comments = g_hash_table_new(g_str_hash, g_str_equal);
    d->before = digests_make(&d->digests, &(struct digest_request){.revision = d->base.id, .own = &before}, error);
    if (d->before) {
        allow_comments(d->before, comments);
        d->after = digests_make(&d->digests, &(struct digest_request){.revision = d->head, .staged = d->a->staged, .policy = &before,
                                                                      .ignores = d->base.id, .comments = comments, .own = &after}, error);
    }
    const char *text = d->digests.scan.settings ? d->digests.scan.settings : before.settings;
    struct settings *settings = d->after ? settled_read(d->digests.scan.rules, d->a->shared.config, text && *text ? text : NULL,
                                                        d->digests.scan.profile, error) : NULL;
    if (settings) {
        d->made = compare_new(d->before, d->after);
        decide(d, &settings->profile, d->made);
        ok = list_additions(d, d->made, &before, &after, error);
    }
    settings_free(settings);
    policy_fini(&before);
    policy_fini(&after);
    return ok;
}

const struct comparison *comparing_make(struct comparing *d, const char *range, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autofree char *base = NULL;
    if (range)
        read_range(range, &base, &d->head);
    d->history = history_open(d->digests.scan.path, &cause);
    if (!d->history) {
        fail(error, CLI_USAGE, cause, NULL);
        return NULL;
    }
    if (!d->head && history_is_bare(d->history))
        d->head = g_strdup("HEAD");
    if (!find_base(d, base, error))
        return NULL;
    find_settings(d);
    return load_rules(d, error) && digests_open(&d->digests, error) && compare(d, error) ? d->made : NULL;
}

/* ---- options ---- */

GOptionEntry *comparing_entries(struct comparing_arguments *a, const GOptionEntry *own)
{
    const GOptionEntry of_both[] = {
        {"path", 'C', 0, G_OPTION_ARG_FILENAME, &a->path, "The repository, or a folder of it; the current one without", "PATH"},
        {"staged", 0, 0, G_OPTION_ARG_NONE, &a->staged, "Compare what is staged for the next commit", NULL},
        {"max-drop", 0, 0, G_OPTION_ARG_STRING, &a->max_drop, "Gate: exit status 1 if the score drops by more than N", "N"},
        {"fail-under", 0, 0, G_OPTION_ARG_STRING, &a->fail_under, "Gate: exit status 1 if the score is below N", "N"},
        {"fail-on", 0, 0, G_OPTION_ARG_STRING_ARRAY, &a->fail_on,
         "Gate: exit status 1 on any new finding (new), or one that severe (low, medium, high, critical)", "new|SEVERITY"},
        G_OPTION_ENTRY_NULL,
    };
    GArray *all = g_array_new(TRUE, TRUE, sizeof *own);
    for (; own->long_name; own++)
        g_array_append_val(all, *own);
    g_array_append_vals(all, of_both, G_N_ELEMENTS(of_both) - 1);
    GOptionEntry *out = shared_entries(&a->shared, SHARED_SCAN | SHARED_TODAY | SHARED_NO_COMMENTS | SHARED_EXIT_ZERO, (const GOptionEntry *)(void *)all->data);
    g_array_unref(all);
    return out;
}

bool comparing_open(struct comparing *d, struct comparing_arguments *a, GError **error)
{
    *d = (struct comparing){.a = a, .gates = GATES_NONE, .digests.scan = {.path = a->path ? a->path : ".", .gate = -1}};
    return (!a->max_drop || gates_score("--max-drop", a->max_drop, &d->gates.max_drop, error)) &&
           (!a->fail_under || gates_score("--fail-under", a->fail_under, &d->gates.fail_under, error)) &&
           gates_fail_on(a->fail_on, &d->gates, error) && shared_apply(&a->shared, &d->digests.scan, error);
}

void comparing_close(struct comparing *d)
{
    compare_free(d->made);
    digest_free(d->before);
    digest_free(d->after);
    digests_close(&d->digests);
    history_free(d->history);
    g_free(d->head);
    g_free(d->rules_folder);
    g_free(d->settings);
}

void comparing_arguments_fini(struct comparing_arguments *a)
{
    g_strfreev(a->fail_on);
    g_free(a->max_drop);
    g_free(a->fail_under);
    g_free(a->path);
    shared_fini(&a->shared);
}
