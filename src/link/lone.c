/*
 * Names that alone tell what an object is, in languages where nothing declares it. A method of something that nobody knows
 * is that of the one class of the program which has such a method, where its name is of several words and it gives what
 * rules know (agent.account.llm_client). A name that stands for nothing known is an instance of the class called so whose
 * instances a library makes (chat of Chat), and one that names several is the class, which is asked for them as they are
 * (user.chats.find(1)).
 */
#include <string.h>

#include "link/resolve_priv.h"

#define LONGEST_NAME 120
#define SEVERAL KEY(0, 1) /* have such a method, or are called so: the first scope of a file is the file */

static bool of_program(enum zone zone)
{
    return zone != ZONE_TEST && zone != ZONE_EVAL && zone != ZONE_EXAMPLE && zone != ZONE_DOCS;
}

/* Whether a file is of the program, and its language one in which names are asked. */
static bool asks_names(const struct linker *l, uint32_t file)
{
    return l->files[file].lang->lone_names && of_program(l->files[file].pf->class.zone);
}

/* Two words or more: `call` and `client` are methods of much that nobody parsed. */
static bool is_compound(const char *name)
{
    bool small = false;
    for (; *name; name++) {
        if (small && (*name == '_' || g_ascii_isupper(*name)))
            return true;
        small |= g_ascii_islower(*name);
    }
    return false;
}

void lone_init(struct linker *l)
{
    l->lone_methods = g_hash_table_new(g_str_hash, g_str_equal);
    l->lone_classes = g_hash_table_new(g_str_hash, g_str_equal);
    for (uint32_t file = 0; file < l->n_files; file++) {
        const struct facts *f = l->files[file].f;
        if (!f || !asks_names(l, file))
            continue;
        for (uint32_t s = 2; s < f->n_scopes; s++) {
            const struct fact_scope *scope = &f->scopes[s];
            bool method = scope->kind == SCOPE_FUNCTION && is_compound(f->strings[scope->name]) && f->scopes[scope->parent].kind == SCOPE_CLASS && l->files[file].gives[s];
            GHashTable *of = method ? l->lone_methods : scope->kind == SCOPE_CLASS ? l->lone_classes : NULL;
            const char *name = f->strings[scope->name];
            if (of && *name)
                g_hash_table_insert(of, (gpointer)name, g_hash_table_contains(of, name) ? SEVERAL : KEY(file, s));
        }
    }
}

void lone_fini(struct linker *l)
{
    g_hash_table_unref(l->lone_methods);
    g_hash_table_unref(l->lone_classes);
}

/* The one class or method of a name; false without. */
static bool only_one(GHashTable *of, const char *name, struct value *out)
{
    gpointer key = g_hash_table_lookup(of, name);
    out->file = (uint32_t)((uint64_t)(uintptr_t)key >> 32);
    out->ref = (uint32_t)(uintptr_t)key;
    return key && key != SEVERAL;
}

/* Whether nothing is known of what a member is read from but that the language knows it by its bare name. */
static bool is_unknown(const struct linker *l, uint32_t file, const struct vset *object)
{
    const char *globals = l->files[file].lang->globals;
    for (unsigned i = 0; i < object->n; i++) {
        const struct value *v = &object->v[i];
        const struct apath *root = v->path;
        while (root && root->parent && root->parent->parent)
            root = root->parent;
        if (v->kind == V_OTHER ? v->site != 0 : v->kind != V_PATH || !v->path->dead || v->site || g_strcmp0(root->name, globals) != 0)
            return false;
    }
    return object->n || object->open;
}

/* What the class is called whose instance, or (`several`) instances, a name stands for: chat, chats: Chat. NULL without. */
static const char *class_called(const char *name, bool several, char out[LONGEST_NAME])
{
    size_t length = strlen(name), n = 0;
    if (length >= LONGEST_NAME || (several && (length < 2 || name[length - 1] != 's')))
        return NULL;
    length -= several;
    bool begins = true;
    for (size_t i = 0; i < length; i++) {
        if (name[i] != '_')
            out[n++] = begins ? g_ascii_toupper(name[i]) : name[i];
        begins = name[i] == '_';
    }
    out[n] = 0;
    return n ? out : NULL;
}

bool lone_object(const struct linker *l, uint32_t file, const struct vset *object)
{
    return asks_names(l, file) && is_unknown(l, file, object);
}

const struct vset *lone_member(struct linker *l, uint32_t file, const struct vset *object, const char *name)
{
    struct value v = {.kind = V_FUNCTION};
    if (!lone_object(l, file, object) || !only_one(l->lone_methods, name, &v))
        return NULL;
    const struct vset *given = eval_result(l, v.file, v.ref);
    bool known = false;
    for (unsigned i = 0; i < given->n && !known; i++)
        known = given->v[i].kind == V_PATH && !given->v[i].path->dead;
    if (!known)
        return NULL;
    BUILDER(b, true);
    add(&b, v);
    return finish(l, &b);
}

const struct vset *lone_name(struct linker *l, uint32_t file, const struct vset *known, const char *name)
{
    if (!lone_object(l, file, known))
        return NULL;
    if (l->files[file].lang->own_sigil && g_str_has_prefix(name, l->files[file].lang->own_sigil))
        name += strlen(l->files[file].lang->own_sigil);
    for (unsigned several = 0; several < 2; several++) {
        char buffer[LONGEST_NAME];
        const char *class = class_called(name, several, buffer);
        struct value v = {.kind = several ? V_CLASS : V_INSTANCE};
        if (!class || !only_one(l->lone_classes, class, &v) || !made_path(l, v.file, v.ref))
            continue;
        BUILDER(b, true);
        add(&b, v);
        return finish(l, &b);
    }
    return NULL;
}
