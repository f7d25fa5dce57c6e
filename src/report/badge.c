/* badge - the endpoint document of shields.io, and where FILE ends in .svg a picture that needs nobody. */
#include <string.h>

#include "report/json_writer.h"
#include "report/reporters.h"

#define LABEL "production debt"
#define CONFIDENCE_LEAST 50 /* below, a number would say more than is known */
#define CACHE_SECONDS 3600

struct badge {
    char message[32];
    const char *colour, *hex; /* shields' name, and its colour */
};

static struct badge badge_of(const struct report *r)
{
    static const struct {
        char grade;
        const char *colour, *hex;
    } grades[] = {{'A', "brightgreen", "#3c8f0f"}, {'B', "green", "#6b850f"}, {'C', "yellow", "#927100"},
                  {'D', "orange", "#b35312"},      {'F', "red", "#c0392b"}};
    struct badge b = {.message = "n/a", .colour = "lightgrey", .hex = "#6b6b6b"};
    if (!r->scored || r->confidence < CONFIDENCE_LEAST)
        return b;
    g_snprintf(b.message, sizeof b.message, "%d.%d · %c", r->score / 10, r->score % 10, r->grade);
    for (size_t i = 0; i < G_N_ELEMENTS(grades); i++)
        if (grades[i].grade == r->grade) {
            b.colour = grades[i].colour;
            b.hex = grades[i].hex;
        }
    return b;
}

static void write_json(const struct badge *b, GString *out)
{
    struct json j;
    json_init(&j, out);
    json_object(&j, NULL, true);
    json_int(&j, "schemaVersion", 1);
    json_string(&j, "label", LABEL);
    json_string(&j, "message", b->message);
    json_string(&j, "color", b->colour);
    json_int(&j, "cacheSeconds", CACHE_SECONDS);
    json_close(&j);
}

/* Tenths of a pixel that the text takes at 11 px: told to the viewer, whose font may differ. */
static unsigned text_tenths(const char *text)
{
    unsigned width = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        width += c == 'i' || c == 'l' || c == ' ' || c == '.' || c == '/' ? 35 : c == 't' || c == 'r' || c == 'f' ? 43
                 : c >= 'A' && c <= 'Z' ? 76
                 : c == 0xb7 ? 40
                             : 68;
    }
    return width;
}

static void append_text(GString *out, unsigned x, unsigned width, const char *text)
{
    g_string_append_printf(out,
                           "<text x=\"%u\" y=\"150\" fill=\"#010101\" fill-opacity=\".3\" transform=\"scale(.1)\" "
                           "textLength=\"%u\" aria-hidden=\"true\">%s</text>"
                           "<text x=\"%u\" y=\"140\" transform=\"scale(.1)\" textLength=\"%u\">%s</text>\n",
                           x, width, text, x, width, text);
}

static void write_svg(const struct badge *b, GString *out)
{
    unsigned left = text_tenths(LABEL) + 100, right = text_tenths(b->message) + 100, all = left + right;
    g_string_append_printf(out,
                           "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u.%u\" height=\"20\" role=\"img\" "
                           "aria-labelledby=\"t\">\n"
                           "<title id=\"t\">" LABEL ": %s</title>\n"
                           "<clipPath id=\"c\"><rect width=\"%u.%u\" height=\"20\" rx=\"3\"/></clipPath>\n"
                           "<g clip-path=\"url(#c)\"><rect width=\"%u.%u\" height=\"20\" fill=\"#555\"/>"
                           "<rect x=\"%u.%u\" width=\"%u.%u\" height=\"20\" fill=\"%s\"/></g>\n"
                           "<g fill=\"#fff\" text-anchor=\"middle\" "
                           "font-family=\"Verdana,Geneva,DejaVu Sans,sans-serif\" font-size=\"110\">\n",
                           all / 10, all % 10, b->message, all / 10, all % 10, left / 10, left % 10, left / 10, left % 10,
                           right / 10, right % 10, b->hex);
    append_text(out, left / 2, left - 100, LABEL);
    append_text(out, left + right / 2, right - 100, b->message);
    g_string_append(out, "</g>\n</svg>\n");
}

bool report_badge(const struct report *r, const struct text_options *options, GString *out, GError **error)
{
    struct badge b = badge_of(r);
    (void)error;
    if (options->file && g_str_has_suffix(options->file, ".svg"))
        write_svg(&b, out);
    else
        write_json(&b, out);
    return true;
}
