#include "cli/since.h"

#include <string.h>

#include "cli/cli.h"

int64_t since_read(const char *text, int64_t newest, GError **error)
{
    static const struct {
        const char *word;
        int days;
    } units[] = {{"day", 1}, {"week", 7}, {"month", 30}, {"year", 365}};
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autofree char *full = g_strconcat(text, "T00:00:00Z", NULL);
    g_autoptr(GDateTime) date = strlen(text) == 10 ? g_date_time_new_from_iso8601(full, utc) : NULL;
    if (date)
        return MAX(g_date_time_to_unix(date), 1);
    char *end = NULL;
    guint64 n = g_ascii_isdigit(*text) ? g_ascii_strtoull(text, &end, 10) : 0;
    const char *word = end ? end + strspn(end, " .") : "";
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
        if (n > 0 && n < 100000 && g_str_has_prefix(word, units[i].word))
            return MAX(newest - (int64_t)n * units[i].days * 86400, 1);
    g_set_error(error, CLI_ERROR, CLI_USAGE, "--since takes a date, YYYY-MM-DD, or a time such as '90 days' or '6 months'");
    return 0;
}
