/*
 * http - one server spoken to over HTTP: with limits of time and size, tries again where that helps, and never follows
 * the server elsewhere, since the token would go along.
 *
 * libcurl is loaded when it is first needed: a scan neither has it in its memory nor waits for it. Proxies are those of
 * libcurl's environment (https_proxy, no_proxy ...), certificates those of CURL_CA_BUNDLE, SSL_CERT_FILE and
 * SSL_CERT_DIR where they are set.
 */
#ifndef DEBTSCAN_FORGE_HTTP_H
#define DEBTSCAN_FORGE_HTTP_H

#include <glib.h>
#include <stdbool.h>

struct http;

enum http_failure {
    HTTP_FAILED,    /* nothing was done, or what was done is known */
    HTTP_UNCERTAIN, /* what must not be done twice may have been done */
};
#define HTTP_ERROR (g_quark_from_static_string("debtscan-http"))

struct http_options {
    const char *base;           /* https://host/path, without a slash at its end */
    const char *const *headers; /* NULL-terminated */
    const char *secret;         /* stands in one of them, and in no message */
    bool plain;                 /* http:// to another machine is fine */
    unsigned seconds;           /* for one request; 0: 30 */
};

struct http_answer {
    long status;
    GString *body; /* never NULL */
    bool more;     /* there is another page */
};

/* NULL with an error if there is no libcurl, or if nothing may be sent to `base`. */
struct http *http_new(const struct http_options *o, GError **error);
void http_free(struct http *h);

/*
 * Sends `json` (NULL: nothing) to `path`, or to an address that `path` is in full. True with an answer, whatever its
 * status but 429 and 5xx, after which it has been tried five times in all, at growing distances or those that
 * Retry-After asks for. `twice`: what arrives twice does no harm.
 */
bool http_send(struct http *h, const char *method, const char *path, const char *json, bool twice, struct http_answer *out,
               GError **error);
void http_answer_fini(struct http_answer *a);

/* The host of an address, for messages; "" if it has none. Yours to free. */
char *http_host(const char *url);

#endif
