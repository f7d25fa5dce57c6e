#include "report/csv_row.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"

static bool is_formula(const char *text)
{
    static const char *const signs[] = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
        if (g_str_has_prefix(text, signs[i]))
            return true;
    return false;
}

void csv_put(struct csv_row *row, const char *text)
{
    g_autofree char *safe = text_safe(text);
    const char *begin = safe + strspn(safe, " ");
    bool quoted = strpbrk(safe, ",\"") || begin != safe;
    if (row->n++ > 0)
        g_string_append_c(row->out, ',');
    if (quoted)
        g_string_append_c(row->out, '"');
    if (is_formula(begin))
        g_string_append_c(row->out, '\'');
    for (const char *p = safe; *p; p++) {
        if (*p == '"')
            g_string_append_c(row->out, '"');
        g_string_append_c(row->out, *p);
    }
    if (quoted)
        g_string_append_c(row->out, '"');
}

void csv_format(struct csv_row *row, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (row->n++ > 0)
        g_string_append_c(row->out, ',');
    g_string_append_vprintf(row->out, format, arguments);
    va_end(arguments);
}

void csv_end(struct csv_row *row)
{
    g_string_append(row->out, "\r\n");
    row->n = 0;
}
