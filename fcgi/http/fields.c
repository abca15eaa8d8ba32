/* What a header field says, as RFC 9110 and those that it names write it: lists, parameters and
 * names without case. What is not ours is passed over; what is ours and unreadable says nothing. */
#include "http/http.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#define BLANKS " \t"

/* ---- entity tags: If-Match, If-None-Match ---------------------------------------------------- */

/* One tag of a list from *p on, with its quotes; *p goes on behind it. False: none is there. */
static bool
tag_next(const char **p, const char **tag, size_t *n, bool *is_weak)
{
    const char *s = *p + strspn(*p, BLANKS ",");

    *is_weak = str_starts(s, "W/");
    s += *is_weak ? 2 : 0;
    if (*s != '"')
        return false;
    const char *end = s + 1;
    while (*end != '\0' && *end != '"' && (unsigned char)*end > 0x20 && *end != 0x7F)
        end++;
    if (*end != '"')
        return false;

    *tag = s;
    *n = (size_t)(end + 1 - s);
    *p = end + 1 + strspn(end + 1, BLANKS);
    return **p == '\0' || **p == ',';
}

bool
http_tags_name(const char *list, const char *tag, enum tag_compare how)
{
    const char *p = list, *one;
    size_t n, star = strspn(list, BLANKS);
    bool is_weak, is_named = false;

    if (list[star] == '*')
        return list[star + 1 + strspn(list + star + 1, BLANKS)] == '\0';
    while (tag_next(&p, &one, &n, &is_weak)) {
        bool counts = how == TAG_WEAK || !is_weak;
        is_named |= counts && tag != NULL && strlen(tag) == n && memcmp(tag, one, n) == 0;
    }

    /* A list that cannot be read to its end names nothing. */
    return is_named && p[strspn(p, BLANKS ",")] == '\0';
}

/* ---- cookies --------------------------------------------------------------------------------- */

const char *
http_cookie(struct arena *a, const char **header, const char *name)
{
    size_t len = strlen(name);

    while (*header != NULL && **header != '\0') {
        const char *p = *header + strspn(*header, BLANKS ";"), *end = strchrnul(p, ';');
        *header = end;
        if (strncmp(p, name, len) != 0 || p[len] != '=')
            continue;
        p += len + 1;
        while (end > p && strchr(BLANKS, end[-1]) != NULL)
            end--;
        bool is_quoted = end - p >= 2 && *p == '"' && end[-1] == '"';
        return arena_strndup(a, p + is_quoted, (size_t)(end - p) - 2 * (size_t)is_quoted);
    }
    return NULL;
}

/* ---- credentials ----------------------------------------------------------------------------- */

const char *
http_bearer(struct arena *a, const char *authorization)
{
    if (authorization == NULL || strncasecmp(authorization, "Bearer", 6) != 0)
        return NULL;
    const char *p = authorization + 6;
    size_t blanks = strspn(p, BLANKS);
    if (blanks == 0 && *p != '\0')
        return NULL; /* another scheme, whose name only begins so */
    p += blanks;
    size_t n = strcspn(p, BLANKS);
    bool is_one = p[n + strspn(p + n, BLANKS)] == '\0';
    return arena_strndup(a, p, is_one ? n : 0);
}

/* ---- origins --------------------------------------------------------------------------------- */

/* An authority taken apart (RFC 3986): host without brackets and final dot, port 0 when absent. */
struct authority {
    char host[256];
    bool is_ipv6;
    unsigned port;
};

static bool
port_of(const char *s, unsigned *port)
{
    size_t n = strspn(s, "0123456789");

    *port = 0;
    for (size_t i = 0; i < n && *port <= 65535; i++)
        *port = *port * 10 + (unsigned)(s[i] - '0');
    return s[n] == '\0' && *port <= 65535;
}

static bool
authority_of(const char *s, struct authority *out)
{
    bool is_ipv6 = *s == '[';
    const char *host = s + is_ipv6;
    size_t n = strcspn(host, is_ipv6 ? "]" : ":");
    const char *rest = host + n;

    if (is_ipv6 && *rest++ != ']')
        return false;
    if (!is_ipv6 && n > 1 && host[n - 1] == '.')
        n--;
    if (n == 0 || n >= sizeof out->host || strcspn(host, "/?#@\\ \t") < n)
        return false;
    memcpy(out->host, host, n);
    out->host[n] = '\0';
    out->is_ipv6 = is_ipv6;
    out->port = 0;
    return *rest == '\0' || (*rest == ':' && port_of(rest + 1, &out->port));
}

static bool
is_same_host(const struct authority *a, const struct authority *b)
{
    struct in6_addr x, y;

    if (!a->is_ipv6 && !b->is_ipv6)
        return strcasecmp(a->host, b->host) == 0;
    return a->is_ipv6 && b->is_ipv6 && inet_pton(AF_INET6, a->host, &x) == 1 &&
           inet_pton(AF_INET6, b->host, &y) == 1 && memcmp(&x, &y, sizeof x) == 0;
}

enum { PORT_HTTP = 80, PORT_HTTPS = 443 };

/* A Host with the port of https was asked for by https, whatever a proxy between says: no browser
 * names that port for anything else. */
enum origin
http_origin(const struct request *q)
{
    struct authority asked, from;

    if (q->origin == NULL)
        return str_is(q->sec_fetch_site, "same-origin") ? ORIGIN_SAME : ORIGIN_UNKNOWN;
    const char *rest = strstr(q->origin, "://");
    size_t n = rest != NULL ? (size_t)(rest - q->origin) : 0;
    bool is_https = n == 5 && strncasecmp(q->origin, "https", n) == 0;
    bool is_http = n == 4 && strncasecmp(q->origin, "http", n) == 0;
    if ((!is_https && !is_http) || q->host == NULL || !authority_of(q->host, &asked) ||
        !authority_of(rest + 3, &from) || !is_same_host(&asked, &from))
        return ORIGIN_FOREIGN;

    bool wants_https = q->is_https || asked.port == PORT_HTTPS;
    unsigned usual = wants_https ? PORT_HTTPS : PORT_HTTP;
    unsigned asked_port = asked.port ? asked.port : usual;
    unsigned from_port = from.port ? from.port : is_https ? PORT_HTTPS : PORT_HTTP;
    if (wants_https != is_https)
        return is_https && (asked.port == 0 || asked.port == from_port) ? ORIGIN_SCHEME
                                                                        : ORIGIN_FOREIGN;
    return asked_port == from_port ? ORIGIN_SAME : ORIGIN_FOREIGN;
}

/* ---- media types ----------------------------------------------------------------------------- */

/* One parameter from *p on: ; name=value, the value with or without quotes. False: malformed. */
static bool
parameter_next(struct arena *a, const char **p, const char **name, const char **value)
{
    const char *s = *p + strspn(*p, BLANKS ";");
    size_t n = strcspn(s, BLANKS "=;");

    *name = *value = "";
    *p = s;
    if (n == 0)
        return *s == '\0';
    *name = arena_strndup(a, s, n);
    s += n;
    if (*s++ != '=')
        return false;

    bool is_quoted = *s == '"';
    s += is_quoted;
    size_t len = strcspn(s, is_quoted ? "\"" : BLANKS ";");
    if (is_quoted && s[len] != '"')
        return false;
    *value = arena_strndup(a, s, len);
    *p = s + len + is_quoted;
    *p += strspn(*p, BLANKS);
    return **p == '\0' || **p == ';';
}

bool
http_is_json(struct arena *a, const char *content_type)
{
    const char *p = content_type, *name, *value;
    size_t n = p != NULL ? strcspn(p, BLANKS ";") : 0;
    int charsets = 0;

    if (n != strlen("application/json") || strncasecmp(p, "application/json", n) != 0)
        return false;
    p += n;
    p += strspn(p, BLANKS);
    if (*p != '\0' && *p != ';')
        return false;

    while (*p != '\0') {
        if (!parameter_next(a, &p, &name, &value))
            return false;
        if (strcasecmp(name, "charset") == 0 && (charsets++ > 0 || strcasecmp(value, "utf-8") != 0))
            return false;
    }
    return true;
}

/* ---- Idempotency-Key ------------------------------------------------------------------------- */

enum { KEY_MOST = 200 };

const char *
http_key(struct arena *a, const char *header)
{
    size_t n = strlen(header);
    bool is_quoted = n >= 2 && header[0] == '"' && header[n - 1] == '"';

    header += is_quoted;
    n -= 2 * (size_t)is_quoted;
    if (n == 0 || n > KEY_MOST)
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (header[i] < 0x20 || header[i] > 0x7E || (is_quoted && strchr("\"\\", header[i])))
            return NULL;
    return arena_strndup(a, header, n);
}
