/* rules - what is known: list it, check it, test it. */
#include <string.h>

#include "base/text.h"
#include "cli/rules_test.h"
#include "cli/scan.h"
#include "report/parts.h"
#include "report/sheet.h"
#include "rules/lint.h"

static bool finish(struct ruleset *rules, struct extractor *x, const GString *out, GError **error)
{
    g_autofree char *safe = text_safe_lines(out->str);
    extractor_free(x);
    ruleset_free(rules);
    return cli_print(safe, strlen(safe), error);
}

/* Lints (unless `name` picks tests) and tests the rules of `dir`, or those of the program. */
static enum cli_status check(const char *dir, const char *name, bool lint, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    struct ruleset *rules = scan_rules(dir, true, error);
    if (!rules)
        return CLI_USAGE;
    struct extractor *x = extractor_new(rules, &cause);
    if (!x) {
        ruleset_free(rules);
        g_set_error(error, CLI_ERROR, CLI_USAGE, "%s", cause->message);
        return CLI_USAGE;
    }
    struct rules_result result = {0};
    if (lint) {
        g_autoptr(GPtrArray) flaws = rules_lint(rules);
        for (guint i = 0; i < flaws->len; i++)
            g_string_append_printf(out, "%s\n", (const char *)g_ptr_array_index(flaws, i));
        result.failed = flaws->len;
    }
    struct rules_result tests = rules_test(rules, x, name ? NULL : dir, name, out);
    if (name && tests.passed + tests.failed + tests.todo == 0) {
        extractor_free(x);
        ruleset_free(rules);
        g_set_error(error, CLI_ERROR, CLI_USAGE, "no test of '%s'", name);
        return CLI_USAGE;
    }
    g_string_append_printf(out, "rules: %u passed, %u failed", tests.passed,
                           tests.failed + result.failed);
    if (tests.todo)
        g_string_append_printf(out, ", %u todo", tests.todo);
    g_string_append_c(out, '\n');
    bool bad = tests.failed + result.failed > 0;
    return finish(rules, x, out, error) ? bad ? CLI_USAGE : CLI_OK : CLI_SCAN;
}

static void list_controls(struct sheet *s, const struct ruleset *rules)
{
    for (unsigned i = 0; i < rules->n_controls; i++) {
        const struct control *c = rules->controls[i];
        if (i == 0 || c->category != rules->controls[i - 1]->category) {
            if (i)
                sheet_end(s);
            sheet_put(s, TINT_BOLD, category_name(c->category));
            sheet_end(s);
        }
        sheet_blank(s, 2);
        sheet_pad(s, TINT_BOLD, c->id, 8);
        sheet_pad(s, TINT_NONE, severity_name(c->severity), 10);
        sheet_pad(s, TINT_DIM, c->gate ? "gate" : subject_name(c->subject), 12);
        sheet_wrap(s, TINT_NONE, c->title, 32, 32, 0);
    }
}

static void list_apis(struct sheet *s, const struct ruleset *rules, bool sdk)
{
    for (unsigned i = 0; i < rules->n_api_files; i++) {
        const struct api_file *f = rules->api_files[i];
        g_autoptr(GString) text = g_string_new(f->title ? f->title : "");
        if (f->sdk != sdk)
            continue;
        g_string_append(text, " (");
        for (unsigned k = 0; k < f->n_languages; k++)
            g_string_append_printf(text, "%s%s", k ? ", " : "", f->languages[k]->name);
        g_string_append_c(text, ')');
        sheet_blank(s, 2);
        sheet_pad(s, TINT_BOLD, f->name, 24);
        sheet_wrap(s, TINT_NONE, text->str, 26, 26, 0);
    }
}

static void list_languages(struct sheet *s, const struct ruleset *rules)
{
    for (unsigned i = 0; i < rules->n_languages; i++) {
        const struct language *l = &rules->languages[i];
        g_autofree char *extensions = g_strjoinv(" ", (char **)l->extensions);
        sheet_blank(s, 2);
        sheet_pad(s, TINT_BOLD, l->name, 16);
        sheet_wrap(s, TINT_NONE, extensions, 18, 18, 0);
    }
}

static enum cli_status list(const char *what, const char *dir, const char *color, GError **error)
{
    static const char *const lists[] = {"controls", "sdks", "evidence", "languages"};
    g_autoptr(GString) out = g_string_new(NULL);
    struct text_options options;
    if (what &&
        !g_strv_contains((const char *const[]){"controls", "sdks", "evidence", "languages", NULL},
                         what)) {
        cli_unknown(error, "list", what, lists, G_N_ELEMENTS(lists));
        return CLI_USAGE;
    }
    if (!cli_text_options(color, &options, error))
        return CLI_USAGE;
    struct ruleset *rules = scan_rules(dir, false, error);
    if (!rules)
        return CLI_USAGE;
    struct sheet s = sheet_new(out, &options);
    if (!what || strcmp(what, "controls") == 0)
        list_controls(&s, rules);
    else if (strcmp(what, "languages") == 0)
        list_languages(&s, rules);
    else
        list_apis(&s, rules, strcmp(what, "sdks") == 0);
    ruleset_free(rules);
    return cli_print(out->str, out->len, error) ? CLI_OK : CLI_SCAN;
}

static enum cli_status run(const struct command *c, char *const *args, GError **error)
{
    static const char *const verbs[] = {"list", "check", "test"};
    g_autofree char *rules = NULL, *color = NULL;
    const GOptionEntry entries[] = {
        {"rules", 0, 0, G_OPTION_ARG_FILENAME, &rules, "list: add the rule files of DIR", "DIR"},
        {"color", 0, 0, G_OPTION_ARG_STRING, &color, "auto, always or never", "WHEN"},
        G_OPTION_ENTRY_NULL,
    };
    g_auto(GStrv) rest = NULL;
    if (!cli_parse(c, entries, args, &rest, error))
        return CLI_OK;
    if (!*rest) {
        g_set_error(error, CLI_ERROR, CLI_USAGE, "rules list, rules check or rules test?");
        return CLI_USAGE;
    }
    if (strcmp(*rest, "list") != 0 && strcmp(*rest, "check") != 0 && strcmp(*rest, "test") != 0) {
        cli_unknown(error, "rules command", *rest, verbs, G_N_ELEMENTS(verbs));
        return CLI_USAGE;
    }
    if (strcmp(*rest, "list") == 0)
        return cli_at_most(rest, 2, error) ? list(rest[1], rules, color, error) : CLI_USAGE;
    if (strcmp(*rest, "check") == 0)
        return cli_at_most(rest, 2, error) ? check(rest[1] ? rest[1] : rules, NULL, true, error)
                                           : CLI_USAGE;
    if (!cli_at_most(rest, 3, error))
        return CLI_USAGE;
    /* `test NAME` and `test DIR NAME`: a folder is told from a name by being there. */
    bool has_dir = rest[1] && g_file_test(rest[1], G_FILE_TEST_IS_DIR);
    return check(has_dir ? rest[1] : rules, rest[1] ? rest[has_dir ? 2 : 1] : NULL, false, error);
}

const struct command command_rules = {
    .name = "rules",
    .arguments = "list|check|test [DIR] [NAME]",
    .summary = "the rules themselves: list, lint and test them",
    .run = run,
};
