#include "report/scaffold.h"

#include <string.h>

#include "base/tree.h"
#include "judge/judge.h"
#include "report/parts.h"
#include "report/template.h"
#include "report/view_priv.h"

#define PEOPLE_MOST 5
#define PLACES_MOST 10
#define ENTRIES_MOST 50 /* of one list: routes, tools, sites, folders */

void scaffold_text_fini(gpointer p)
{
    struct scaffold_text *t = p;
    g_free(t->path);
    g_free(t->text);
}

/* ---- names that stand in paths and programs ---- */

static bool is_plain_path(const char *path)
{
    return path[strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-")] == '\0' &&
           tree_path_is_safe(path);
}

/* Letters, digits and hyphens: what hosts, images and services may be called. */
static char *plain_name(const char *name)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (; *name; name++)
        if (g_ascii_isalnum(*name))
            g_string_append_c(out, g_ascii_tolower(*name));
        else if (out->len && out->str[out->len - 1] != '-')
            g_string_append_c(out, '-');
    while (out->len && out->str[out->len - 1] == '-')
        g_string_truncate(out, out->len - 1);
    return g_strdup(out->len ? out->str : "service");
}

static bool is_product(enum zone z)
{
    return z == ZONE_SRC || z == ZONE_NOTEBOOK;
}

/* ---- the call that stands for the others ---- */

static const struct language *language_of(const struct model *m, struct place p)
{
    return p.file < m->n_files ? m->files[p.file].language : NULL;
}

/* The language that most calls of the product are written in, else most of its code. */
static const struct language *main_language(const struct model *m)
{
    g_autofree unsigned *counts = g_new0(unsigned, m->rules->n_languages + 1);
    const struct language *best = NULL;
    for (int pass = 0; pass < 2 && !best; pass++) {
        for (unsigned i = 0; pass == 0 && i < m->n_sites; i++)
            if (is_product(m->sites[i].zone) && language_of(m, m->sites[i].place))
                counts[language_of(m, m->sites[i].place)->index]++;
        for (unsigned i = 0; pass == 1 && i < m->n_files; i++)
            if (is_product(m->files[i].class.zone) && m->files[i].language && m->files[i].language->reader == READER_CODE)
                counts[m->files[i].language->index]++;
        for (unsigned i = 0; i < m->rules->n_languages; i++)
            if (counts[i] && (!best || counts[i] > counts[best->index]))
                best = &m->rules->languages[i];
    }
    return best;
}

static const struct site *main_site(const struct model *m, const struct language *language)
{
    if (m->busiest < m->n_sites && language_of(m, m->sites[m->busiest].place) == language)
        return &m->sites[m->busiest];
    for (unsigned i = 0; i < m->n_sites; i++)
        if (is_product(m->sites[i].zone) && language_of(m, m->sites[i].place) == language)
            return &m->sites[i];
    return NULL;
}

static void add_at(cJSON *object, const struct model *m, struct place p)
{
    const char *path = place_path(m, p);
    if (path)
        put_format(object, "place", "%s:%u", path, p.line);
}

/* Where code that belongs to the calls goes: `at` is "" or ends in '/', `module` is it with dots. */
static void add_folder(cJSON *fill, const struct model *m, const struct site *s)
{
    const char *path = s ? place_path(m, s->place) : NULL;
    g_autofree char *folder = path ? g_path_get_dirname(path) : g_strdup(".");
    if (strcmp(folder, ".") == 0 || !is_plain_path(folder)) {
        put_text(fill, "at", "");
        put_text(fill, "module", "");
        return;
    }
    put_format(fill, "at", "%s/", folder);
    g_strdelimit(folder, "/", '.');
    put_format(fill, "module", "%s.", folder);
}

/* The package that the file of the call declares to be part of, where that is a plain name. */
static const char *package_of(const struct model *m, const struct site *s)
{
    const struct facts *f = s && s->place.file < m->n_files ? m->files[s->place.file].facts : NULL;
    const char *name = f && f->package ? facts_text(f, f->package) : "";
    bool plain = g_ascii_isalpha(*name) && !name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.")];
    return plain ? name : NULL;
}

static void add_main(cJSON *fill, const struct report *r)
{
    const struct language *language = main_language(r->model);
    const struct site *s = main_site(r->model, language);
    g_autofree char *app = plain_name(r->name);
    put_text(fill, "app", app);
    put_text(fill, "language", language ? language->name : NULL);
    put_text(fill, "sdk", s ? s->sdk : NULL);
    put_text(fill, "provider", s ? s->provider : NULL);
    put_text(fill, "model", s ? s->model : NULL);
    put_text(fill, "call", s ? s->call : NULL);
    put_text(fill, "package", package_of(r->model, s));
    add_folder(fill, r->model, s);
}

/* ---- lists ---- */

static void add_sites(cJSON *fill, const struct model *m)
{
    cJSON *sites = put_list(fill, "sites"), *providers = put_list(fill, "providers");
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (unsigned i = 0, n = 0; i < m->n_sites; i++) {
        const struct site *s = &m->sites[i];
        if (!is_product(s->zone))
            continue;
        if (s->provider && g_hash_table_add(seen, (gpointer)s->provider))
            put_text(add_object(providers), "name", s->provider);
        if (n++ >= ENTRIES_MOST)
            continue;
        cJSON *one = add_object(sites);
        put_text(one, "call", s->call ? s->call : s->id);
        put_text(one, "function", s->function);
        put_text(one, "sdk", s->sdk);
        put_text(one, "provider", s->provider);
        put_text(one, "model", s->model);
        add_at(one, m, s->place);
    }
}

static void add_tools(cJSON *fill, const struct model *m)
{
    cJSON *tools = put_list(fill, "tools");
    for (unsigned i = 0, n = 0; i < m->n_tools; i++) {
        const struct tool *t = &m->tools[i];
        if (!is_product(t->zone) || n++ >= ENTRIES_MOST)
            continue;
        cJSON *one = add_object(tools);
        g_autoptr(GPtrArray) effects = g_ptr_array_new();
        g_autoptr(GString) words = g_string_new(NULL);
        tool_effects(m, t, effects);
        for (guint k = 0; k < effects->len; k++)
            g_string_append_printf(words, "%s%s", k ? ", " : "", (const char *)g_ptr_array_index(effects, k));
        put_text(one, "name", t->name ? t->name : "tool");
        put_text(one, "description", t->description);
        put_text(one, "effects", words->len ? words->str : NULL);
        add_at(one, m, t->place);
    }
}

static void add_prompts(cJSON *fill, const struct model *m)
{
    cJSON *prompts = put_list(fill, "prompts");
    for (unsigned i = 0, n = 0; i < m->n_prompts; i++) {
        const struct prompt *p = &m->prompts[i];
        if (!is_product(p->zone) && p->zone != ZONE_PROMPT)
            continue;
        if (n++ >= ENTRIES_MOST)
            continue;
        cJSON *one = add_object(prompts);
        put_text(one, "name", p->name);
        put_text(one, "kind", p->kind);
        put_text(one, "hash", p->hash);
        add_at(one, m, p->place);
    }
}

static gint by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Folders in which calls, tools and prompts stand; files where that is the root. */
static void add_folders(cJSON *fill, const struct model *m)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree bool *wanted = g_new0(bool, m->n_files + 1);
    for (unsigned i = 0; i < m->n_sites; i++)
        if (is_product(m->sites[i].zone) && m->sites[i].place.file < m->n_files)
            wanted[m->sites[i].place.file] = true;
    for (unsigned i = 0; i < m->n_tools; i++)
        if (is_product(m->tools[i].zone) && m->tools[i].place.file < m->n_files)
            wanted[m->tools[i].place.file] = true;
    for (unsigned i = 0; i < m->n_files; i++) {
        enum zone z = m->files[i].class.zone;
        if (!wanted[i] && z != ZONE_PROMPT && z != ZONE_EVAL)
            continue;
        g_autofree char *folder = g_path_get_dirname(m->files[i].path);
        g_autofree char *pattern = strcmp(folder, ".") == 0 ? g_strdup(m->files[i].path) : g_strconcat(folder, "/", NULL);
        g_autofree char *bare = g_strndup(pattern, strlen(pattern) - g_str_has_suffix(pattern, "/"));
        if (is_plain_path(bare))
            g_hash_table_add(seen, g_steal_pointer(&pattern));
    }
    guint n = 0;
    g_autofree const char **names = (const char **)g_hash_table_get_keys_as_array(seen, &n);
    qsort(names, n, sizeof *names, by_text);
    cJSON *folders = put_list(fill, "folders");
    for (guint i = 0; i < n && i < ENTRIES_MOST; i++)
        put_text(add_object(folders), "path", names[i]);
}

static void add_people(cJSON *fill, char *const *people)
{
    cJSON *list = put_list(fill, "people");
    g_autoptr(GString) all = g_string_new(NULL);
    for (unsigned i = 0; people && people[i] && i < PEOPLE_MOST; i++) {
        put_text(add_object(list), "name", people[i]);
        g_string_append_printf(all, "%s%s", i ? ", " : "", people[i]);
    }
    put_text(fill, "names", all->len ? all->str : NULL);
}

/* ---- endpoints ---- */

/* A path as OpenAPI writes it: parameters of all notations in braces. Yours to free. */
static char *openapi_path(const char *path)
{
    GString *out = g_string_new(*path == '/' ? "" : "/");
    while (*path) {
        const char *close = *path == '<' ? ">" : *path == '{' ? "}" : *path == '[' ? "]" : NULL;
        const char *begin = path + 1, *end = close ? strchr(begin, *close) : NULL;
        bool named = *path == ':' && (g_ascii_isalpha(path[1]) || path[1] == '_');
        if (named)
            end = begin + strspn(begin, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
        if (!named && !end) {
            g_string_append_c(out, *path++);
            continue;
        }
        g_autofree char *inner = g_strndup(begin, (gsize)(end - begin));
        const char *colon = strchr(inner, ':'), *name = close && *close == '>' && colon ? colon + 1 : inner;
        while (*name == '.' || *name == '*' || *name == '[')
            name++;
        g_autofree char *plain = g_strndup(name, strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"));
        g_string_append_printf(out, "{%s}", *plain ? plain : "value");
        path = named ? end : end + 1;
    }
    return g_string_free(out, FALSE);
}

/* Its method and the words of its path: postAnswersId. Yours to free. */
static char *operation_id(const char *method, const char *path)
{
    GString *out = g_string_new(method);
    bool upper = true;
    for (; *path; path++)
        if (!g_ascii_isalnum(*path)) {
            upper = true;
        } else {
            g_string_append_c(out, upper ? g_ascii_toupper(*path) : *path);
            upper = false;
        }
    return g_string_free(out, FALSE);
}

static void add_parameters(cJSON *route, const char *path)
{
    cJSON *list = put_list(route, "parameters");
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (const char *open = strchr(path, '{'); open; open = strchr(open + 1, '{')) {
        const char *end = strchr(open, '}');
        g_autofree char *name = end ? g_strndup(open + 1, (gsize)(end - open - 1)) : NULL;
        if (name && g_hash_table_add(seen, g_strdup(name)))
            put_text(add_object(list), "name", name);
    }
    put_bool(route, "has_parameters", list->child != NULL);
}

static const char *method_of(const struct route *r)
{
    static const char *const methods[] = {"get", "put", "post", "delete", "options", "head", "patch", "trace"};
    for (size_t i = 0; i < G_N_ELEMENTS(methods); i++)
        if (r->method && g_ascii_strcasecmp(r->method, methods[i]) == 0)
            return methods[i];
    return "post"; /* any of them */
}

struct endpoint {
    char *path;
    const char *method;
    const struct route *route;
};

static gint by_endpoint(gconstpointer a, gconstpointer b)
{
    const struct endpoint *x = a, *y = b;
    int order = strcmp(x->path, y->path);
    if (order == 0)
        order = strcmp(x->method, y->method);
    return order ? order : (x->route > y->route) - (x->route < y->route);
}

static void endpoint_fini(gpointer e)
{
    g_free(((struct endpoint *)e)->path);
}

/* Paths with their operations: those that reach a model where there are any, else all. */
static void add_routes(cJSON *fill, const struct model *m)
{
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct endpoint));
    g_array_set_clear_func(found, endpoint_fini);
    for (int ai = 1; ai >= 0 && found->len == 0; ai--)
        for (unsigned i = 0; i < m->n_routes && found->len < ENTRIES_MOST; i++) {
            const struct route *r = &m->routes[i];
            if (!is_product(r->zone) || !r->path || (ai && r->n_sites == 0))
                continue;
            struct endpoint e = {openapi_path(r->path), method_of(r), r};
            g_array_append_val(found, e);
        }
    g_array_sort(found, by_endpoint);
    cJSON *routes = put_list(fill, "routes"), *operations = NULL;
    const struct endpoint *before = NULL;
    for (guint i = 0; i < found->len; i++) {
        const struct endpoint *e = &g_array_index(found, struct endpoint, i);
        bool same = before && strcmp(before->path, e->path) == 0;
        if (same && strcmp(before->method, e->method) == 0)
            continue;
        if (!same) {
            cJSON *route = add_object(routes);
            put_text(route, "path", e->path);
            add_parameters(route, e->path);
            operations = put_list(route, "operations");
        }
        cJSON *operation = add_object(operations);
        g_autofree char *id = operation_id(e->method, e->path);
        put_text(operation, "method", e->method);
        put_text(operation, "id", id);
        put_bool(operation, "has_body", strcmp(e->method, "get") != 0 && strcmp(e->method, "head") != 0 &&
                                            strcmp(e->method, "delete") != 0 && strcmp(e->method, "options") != 0 &&
                                            strcmp(e->method, "trace") != 0);
        add_at(operation, m, e->route->place);
        before = e;
    }
    put_bool(fill, "has_routes", found->len > 0);
}

/* ---- risks ---- */

static void add_risks(cJSON *fill, const struct report *r)
{
    cJSON *risks = put_list(fill, "risks");
    for (int s = SEVERITY_CRITICAL; s >= SEVERITY_HIGH; s--)
        for (unsigned i = 0; i < r->n_outcomes; i++) {
            const struct outcome *o = &r->outcomes[i];
            if ((int)o->control->severity != s || o->status == STATUS_NOT_APPLICABLE)
                continue;
            g_autoptr(GString) frameworks = g_string_new(NULL);
            for (unsigned k = 0; k < o->control->n_references; k++)
                for (const char **id = o->control->references[k].ids; *id; id++)
                    g_string_append_printf(frameworks, "%s%s %s", frameworks->len ? ", " : "", o->control->references[k].framework, *id);
            cJSON *one = add_object(risks);
            put_text(one, "id", o->control->id);
            put_text(one, "title", o->control->title);
            put_text(one, "severity", severity_name(o->control->severity));
            put_text(one, "status", status_title(o->status));
            put_text(one, "frameworks", frameworks->str);
        }
}

/* ---- the control in hand ---- */

/* What repays it here: of the library in the language, else of the language. */
static const char *fix_here(const struct control *c, const char *sdk, const char *language)
{
    g_autofree char *both = g_strdup_printf("%s-%s", sdk ? sdk : "", language ? language : "");
    for (int pass = 0; language && pass < 2; pass++)
        for (unsigned i = 0; i < c->n_fix; i++)
            if (strcmp(c->fix[i].key, pass == 0 ? both : language) == 0)
                return c->fix[i].value;
    return NULL;
}

static const char *member(const cJSON *object, const char *key)
{
    const cJSON *v = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsString(v) ? v->valuestring : NULL;
}

static void set_control(cJSON *view, const struct report *r, const struct control *c)
{
    cJSON *fill = cJSON_GetObjectItemCaseSensitive(view, "fill");
    cJSON_DeleteItemFromObjectCaseSensitive(fill, "control");
    cJSON *control = put_object(fill, "control"), *places = put_list(control, "places");
    const char *example = fix_here(c, member(fill, "sdk"), member(fill, "language"));
    put_text(control, "id", c->id);
    put_text(control, "title", c->title);
    put_text(control, "question", c->question);
    put_text(control, "why", c->why);
    put_text(control, "repair", fix_text(c));
    put_text(control, "example", example);
    put_code_span(control, "example_code", example ? example : "");
    for (unsigned i = 0, n = 0; i < r->n_findings; i++)
        if (r->findings[i].control == c && is_open(&r->findings[i]) && n++ < PLACES_MOST) {
            cJSON *one = add_object(places);
            put_text(one, "message", r->findings[i].message);
            view_place(one, r, &r->findings[i]);
        }
}

/* ---- */

cJSON *scaffold_view(const struct report *r, const struct text_options *options, char *const *people)
{
    cJSON *view = view_new(r, options, 0), *fill = put_object(view, "fill");
    add_main(fill, r);
    add_sites(fill, r->model);
    add_tools(fill, r->model);
    add_prompts(fill, r->model);
    add_folders(fill, r->model);
    add_routes(fill, r->model);
    add_people(fill, people);
    add_risks(fill, r);
    return view;
}

static bool names(const char **list, const char *word)
{
    return !*list || (word && g_strv_contains(list, word));
}

static bool fits(const struct scaffold_file *f, const cJSON *fill)
{
    return names(f->languages, member(fill, "language")) && names(f->sdks, member(fill, "sdk"));
}

/* A report that is the file, with the mark among its properties. */
static bool report_as_text(const struct report *r, const struct text_options *options, const char *name, GString *out, GError **error)
{
    const struct reporter *found = NULL;
    for (size_t i = 0; i < n_reporters; i++)
        found = strcmp(reporters[i].name, name) == 0 ? &reporters[i] : found;
    g_autoptr(GString) text = g_string_new(NULL);
    if (!found || !found->write(r, options, text, error)) {
        if (!found)
            g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "there is no format '%s'", name);
        return false;
    }
    cJSON *root = cJSON_Parse(text->str), *metadata = cJSON_GetObjectItemCaseSensitive(root, "metadata");
    if (!metadata && root)
        metadata = put_object(root, "metadata");
    cJSON *properties = cJSON_GetObjectItemCaseSensitive(metadata, "properties");
    if (metadata && !properties)
        properties = put_list(metadata, "properties");
    if (!properties) {
        cJSON_Delete(root);
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "the format '%s' has no place for properties", name);
        return false;
    }
    cJSON *mark = add_object(properties);
    put_text(mark, "name", UNFILLED_MARK);
    put_text(mark, "value", "review it, add what debtscan cannot see, then remove this property");
    char *printed = cJSON_Print(root);
    g_string_append(out, printed);
    cJSON_free(printed);
    cJSON_Delete(root);
    return true;
}

static bool fill_text(const struct report *r, const struct text_options *options, const cJSON *view, const struct scaffold_file *f,
                      const char *path, GString *out, GError **error)
{
    if (f->report)
        return report_as_text(r, options, f->report, out, error);
    g_autofree char *name = f->template ? g_strconcat("scaffolds/", f->template, NULL) : g_strdup(path);
    const char *text = f->template ? template_text(name) : f->text;
    if (!text) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "there is no template '%s'", f->template);
        return false;
    }
    return template_render_code(name, text, view, out, error);
}

static bool render_file(const struct report *r, const struct text_options *options, const cJSON *view, const struct scaffold_file *f,
                        GArray *out, GError **error)
{
    g_autoptr(GString) path = g_string_new(NULL), text = g_string_new(NULL);
    if (!template_render_code("path", f->path, view, path, error))
        return false;
    if (!is_plain_path(path->str)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: not a path that can be written", path->str);
        return false;
    }
    for (guint i = 0; i < out->len; i++)
        if (strcmp(g_array_index(out, struct scaffold_text, i).path, path->str) == 0)
            return true; /* the first that fits */
    if (!fill_text(r, options, view, f, path->str, text, error))
        return false;
    if (text->len && text->str[text->len - 1] != '\n')
        g_string_append_c(text, '\n');
    struct scaffold_text one = {g_strdup(path->str), g_strdup(text->str), f};
    g_array_append_val(out, one);
    return true;
}

bool scaffold_render(const struct report *r, const struct text_options *options, cJSON *view, const struct control *c, GArray *out,
                     GError **error)
{
    const struct scaffold *s = ruleset_scaffold(r->model->rules, c->scaffold);
    const cJSON *fill = cJSON_GetObjectItemCaseSensitive(view, "fill");
    bool special = false; /* something fits that is not for everybody */
    if (!s)
        return true;
    set_control(view, r, c);
    for (unsigned i = 0; i < s->n_files; i++)
        special |= !s->files[i].otherwise && (*s->files[i].languages || *s->files[i].sdks) && fits(&s->files[i], fill);
    for (unsigned i = 0; i < s->n_files; i++) {
        const struct scaffold_file *f = &s->files[i];
        if (fits(f, fill) && !(f->otherwise && special) && !render_file(r, options, view, f, out, error))
            return false;
    }
    return true;
}
