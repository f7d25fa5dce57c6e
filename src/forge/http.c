#include "forge/http.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "report/version.h"

#define TRIES 5
#define FIRST_WAIT_MS 500
#define WAIT_MOST_MS 60000   /* one pause */
#define WAITING_MOST_MS 120000 /* all pauses of a command */
#define CONNECT_SECONDS 10
#define REQUEST_SECONDS 30

static struct {
    __typeof__(&curl_global_init) global_init;
    __typeof__(&curl_easy_init) init;
    __typeof__(&curl_easy_setopt) set;
    __typeof__(&curl_easy_perform) perform;
    __typeof__(&curl_easy_getinfo) info;
    __typeof__(&curl_easy_strerror) say;
    __typeof__(&curl_easy_cleanup) cleanup;
    __typeof__(&curl_slist_append) append;
    __typeof__(&curl_slist_free_all) free_all;
} curl;

struct http {
    CURL *handle;
    struct curl_slist *headers;
    char *base, *host, *secret;
    char problem[CURL_ERROR_SIZE];
    GString *body;
    long reset; /* X-RateLimit-Reset, seconds since 1970; 0 without */
    bool more, spent, too_large;
    unsigned waited; /* ms */
};

static bool load(GError **error)
{
    static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
    static const struct {
        const char *name;
        void *to;
    } symbols[] = {
        {"curl_global_init", &curl.global_init}, {"curl_easy_init", &curl.init},       {"curl_easy_setopt", &curl.set},
        {"curl_easy_perform", &curl.perform},    {"curl_easy_getinfo", &curl.info},    {"curl_easy_strerror", &curl.say},
        {"curl_easy_cleanup", &curl.cleanup},    {"curl_slist_append", &curl.append}, {"curl_slist_free_all", &curl.free_all},
    };
    void *library = NULL;
    if (curl.free_all)
        return true;
    for (size_t i = 0; i < G_N_ELEMENTS(names) && !library; i++)
        library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    bool whole = library != NULL;
    for (size_t i = 0; whole && i < G_N_ELEMENTS(symbols); i++) {
        void *symbol = dlsym(library, symbols[i].name);
        whole = symbol != NULL;
        memcpy(symbols[i].to, &symbol, sizeof symbol);
    }
    if (whole && curl.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        return true;
    curl.free_all = NULL;
    g_set_error(error, HTTP_ERROR, HTTP_FAILED, "libcurl is not installed: apt-get install libcurl4");
    return false;
}

/* ---- what comes back ---- */

static size_t take_body(char *data, size_t size, size_t n, void *payload)
{
    struct http *h = payload;
    h->too_large = h->body->len + size * n > LIMIT_ANSWER_BYTES;
    if (h->too_large)
        return 0;
    g_string_append_len(h->body, data, (gssize)(size * n));
    return size * n;
}

static size_t take_header(char *data, size_t size, size_t n, void *payload)
{
    struct http *h = payload;
    g_autofree char *line = g_strndup(data, size * n);
    char *value = strchr(line, ':');
    if (g_str_has_prefix(line, "HTTP/")) { /* of the answer that counts: there may be some before it */
        h->more = h->spent = false;
        h->reset = 0;
    }
    if (!value)
        return size * n;
    *value++ = '\0';
    g_strstrip(value);
    if (g_ascii_strcasecmp(line, "link") == 0)
        h->more |= strstr(value, "rel=\"next\"") != NULL;
    else if (g_ascii_strcasecmp(line, "x-next-page") == 0)
        h->more |= *value != '\0';
    else if (g_ascii_strcasecmp(line, "x-ratelimit-remaining") == 0)
        h->spent = strcmp(value, "0") == 0;
    else if (g_ascii_strcasecmp(line, "x-ratelimit-reset") == 0)
        h->reset = (long)g_ascii_strtoll(value, NULL, 10);
    return size * n;
}

/* ---- an address to which a token may go ---- */

char *http_host(const char *url)
{
    const char *p = strstr(url, "://");
    p = p ? p + 3 : url + strlen(url);
    return g_strndup(p, strcspn(p, "/?#"));
}

static bool is_loopback(const char *host)
{
    g_autofree char *name = *host == '[' ? g_strndup(host + 1, strcspn(host + 1, "]")) : g_strndup(host, strcspn(host, ":"));
    return strcmp(name, "localhost") == 0 || strcmp(name, "::1") == 0 || strcmp(name, "127.0.0.1") == 0;
}

static bool check_address(const struct http_options *o, const char *host, GError **error)
{
    bool secure = g_str_has_prefix(o->base, "https://"), plain = g_str_has_prefix(o->base, "http://"), odd = strpbrk(o->base, "?#\\") != NULL;
    for (const char *p = o->base; *p; p++)
        odd |= !g_ascii_isgraph(*p);
    if ((!secure && !plain) || !*host || odd)
        g_set_error(error, HTTP_ERROR, HTTP_FAILED, "the address of the API is no https://HOST/PATH");
    else if (strchr(host, '@'))
        g_set_error(error, HTTP_ERROR, HTTP_FAILED, "the address of the API holds a password; tokens come from the environment only");
    else if (plain && !o->plain && !is_loopback(host))
        g_set_error(error, HTTP_ERROR, HTTP_FAILED, "http://%s would send the token where anyone can read it; --allow-http sends it all the same",
                    host);
    else
        return true;
    return false;
}

/* ---- the handle ---- */

static const char *environment(const char *name)
{
    const char *value = g_getenv(name);
    return value && *value ? value : NULL;
}

static void set_certificates(struct http *h)
{
    const char *bundle = environment("CURL_CA_BUNDLE"), *file = environment("SSL_CERT_FILE"), *folder = environment("SSL_CERT_DIR");
    if (bundle || file)
        curl.set(h->handle, CURLOPT_CAINFO, bundle ? bundle : file);
    if (!bundle && folder)
        curl.set(h->handle, CURLOPT_CAPATH, folder);
}

struct http *http_new(const struct http_options *o, GError **error)
{
    g_autofree char *host = http_host(o->base);
    if (!check_address(o, host, error) || !load(error))
        return NULL;
    struct http *h = g_new0(struct http, 1);
    h->handle = curl.init();
    h->base = g_strdup(o->base);
    h->host = g_steal_pointer(&host);
    h->secret = g_strdup(o->secret);
    h->body = g_string_new(NULL);
    for (const char *const *header = o->headers; header && *header; header++)
        h->headers = curl.append(h->headers, *header);
    h->headers = curl.append(h->headers, "Content-Type: application/json");
    h->headers = curl.append(h->headers, "Expect:");
    curl.set(h->handle, CURLOPT_HTTPHEADER, h->headers);
    curl.set(h->handle, CURLOPT_USERAGENT, "debtscan/" DEBTSCAN_VERSION);
    curl.set(h->handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl.set(h->handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl.set(h->handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl.set(h->handle, CURLOPT_NOSIGNAL, 1L);
    curl.set(h->handle, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl.set(h->handle, CURLOPT_TIMEOUT, (long)(o->seconds ? o->seconds : REQUEST_SECONDS));
    curl.set(h->handle, CURLOPT_ERRORBUFFER, h->problem);
    curl.set(h->handle, CURLOPT_WRITEFUNCTION, take_body);
    curl.set(h->handle, CURLOPT_WRITEDATA, h);
    curl.set(h->handle, CURLOPT_HEADERFUNCTION, take_header);
    curl.set(h->handle, CURLOPT_HEADERDATA, h);
    set_certificates(h);
    return h;
}

void http_free(struct http *h)
{
    if (!h)
        return;
    curl.cleanup(h->handle);
    curl.free_all(h->headers);
    g_string_free(h->body, TRUE);
    g_free(h->base);
    g_free(h->host);
    g_free(h->secret);
    g_free(h);
}

/* ---- one request, as often as it takes ---- */

/* Nothing of the request has reached the server. */
static bool never_arrived(CURLcode code)
{
    return code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_RESOLVE_PROXY;
}

/* Trying again changes nothing. */
static bool hopeless(CURLcode code)
{
    return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_CERTPROBLEM ||
           code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_WRITE_ERROR ||
           code == CURLE_BAD_FUNCTION_ARGUMENT;
}

static void set_problem(const struct http *h, CURLcode code, long status, unsigned tries, bool uncertain, GError **error)
{
    g_autoptr(GString) why = g_string_new(NULL);
    if (h->too_large)
        g_string_append(why, "the answer is too large");
    else if (code != CURLE_OK)
        text_append_safe(why, *h->problem ? h->problem : curl.say(code), -1);
    else
        g_string_append_printf(why, "it answers with status %ld", status);
    if (tries > 1)
        g_string_append_printf(why, ", %u times", tries);
    if (h->secret && *h->secret)
        g_string_replace(why, h->secret, "***", 0);
    g_set_error(error, HTTP_ERROR, uncertain ? HTTP_UNCERTAIN : HTTP_FAILED, "%s: %s", h->host, why->str);
}

/* How long to wait before the next try, in ms; -1: so long is not waited. */
static gint64 pause_before(struct http *h, unsigned tries)
{
    curl_off_t asked = 0;
    gint64 wait = (gint64)FIRST_WAIT_MS << (tries - 1);
    curl.info(h->handle, CURLINFO_RETRY_AFTER, &asked);
    gint64 until = h->spent && h->reset ? h->reset - g_get_real_time() / G_USEC_PER_SEC : 0;
    wait = MAX(wait, MIN(MAX((gint64)asked, until), G_MAXINT) * 1000);
    return wait > WAIT_MOST_MS || wait + h->waited > WAITING_MOST_MS ? -1 : wait;
}

static CURLcode perform(struct http *h, long *status)
{
    g_string_truncate(h->body, 0);
    *h->problem = '\0';
    h->more = h->spent = h->too_large = false;
    h->reset = 0;
    *status = 0;
    CURLcode code = curl.perform(h->handle);
    if (code == CURLE_OK)
        curl.info(h->handle, CURLINFO_RESPONSE_CODE, status);
    return code;
}

/* Too many requests: a status of its own, or "forbidden" with a time when it is not. */
static bool is_throttled(const struct http *h, long status)
{
    curl_off_t asked = 0;
    curl.info(h->handle, CURLINFO_RETRY_AFTER, &asked);
    return status == 429 || (status == 403 && (asked > 0 || h->spent));
}

bool http_send(struct http *h, const char *method, const char *path, const char *json, bool twice, struct http_answer *out,
               GError **error)
{
    g_autofree char *url = *path == '/' ? g_strconcat(h->base, path, NULL) : g_strdup(path);
    curl.set(h->handle, CURLOPT_URL, url);
    curl.set(h->handle, CURLOPT_POSTFIELDSIZE, json ? (long)strlen(json) : 0L);
    curl.set(h->handle, CURLOPT_POSTFIELDS, json);
    curl.set(h->handle, json ? CURLOPT_POST : CURLOPT_HTTPGET, 1L);
    curl.set(h->handle, CURLOPT_CUSTOMREQUEST, method);
    curl.set(h->handle, CURLOPT_FRESH_CONNECT, twice ? 0L : 1L); /* over an old connection libcurl tries again by itself */
    for (unsigned tries = 1;; tries++) {
        long status;
        CURLcode code = perform(h, &status);
        bool throttled = code == CURLE_OK && is_throttled(h, status);
        if (code == CURLE_OK && !throttled && status < 500) {
            *out = (struct http_answer){.status = status, .body = g_string_new_len(h->body->str, (gssize)h->body->len), .more = h->more};
            return true;
        }
        bool done_nothing = throttled || (code != CURLE_OK && (never_arrived(code) || hopeless(code)));
        gint64 wait = tries < TRIES && !hopeless(code) && (twice || done_nothing) ? pause_before(h, tries) : -1;
        if (wait < 0) {
            set_problem(h, code, status, tries, !twice && !done_nothing, error);
            return false;
        }
        h->waited += (unsigned)wait;
        g_usleep((gulong)wait * 1000);
    }
}

void http_answer_fini(struct http_answer *a)
{
    if (a->body)
        g_string_free(a->body, TRUE);
    *a = (struct http_answer){0};
}
