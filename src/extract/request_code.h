/*
 * request_code - the requests of a file that an editor sends by hand (.http, .rest), as the commands of a shell that send
 * the same. Every line keeps its number. Requests are parted by lines that begin with `###`; one is a line with its method
 * and address, headers, an empty line, and a body. `@name = value` gives a name a value, and `{{name}}` asks for it.
 * The input is any bytes; the work is linear in it.
 * The format: https://www.jetbrains.com/help/idea/exploring-http-syntax.html
 */
#ifndef DEBTSCAN_EXTRACT_REQUEST_CODE_H
#define DEBTSCAN_EXTRACT_REQUEST_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* Appends the commands to `out`; false if there is no request. `command`: the program that sends one, and its options for
 * the method, a header and the body: `curl -X -H --data`. */
bool request_code(const char *text, size_t size, const char *const command[4], GString *out);

#endif
