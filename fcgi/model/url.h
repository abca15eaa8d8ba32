/* model/url: addresses of the web, as RFC 3986 and browsers read them. */
#ifndef MODEL_URL_H
#define MODEL_URL_H

#include "base/base.h"

struct url {
    const char *scheme;  /* "http" or "https" */
    const char *host;    /* its ASCII form in lower case; an address in numbers as it is written */
    const char *unicode; /* the host as people read it */
    bool is_number;      /* IPv4 or IPv6 */
    long port;           /* as it is written, or that of the scheme */
    const char *rest;    /* from the path on; "" none */
};

/*
 * An absolute http or https address of a page. ERR_INPUT with the reason for anything else: also
 * where browsers and people would not see the same host, which is the case with user information,
 * backslashes, blanks and escapes in the host.
 */
enum err url_read(struct arena *a, const char *text, struct url *out, struct fault *f) MUST;

#endif
