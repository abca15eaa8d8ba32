/*
 * http: a request that has been looked at, and a reply that has not been sent.
 *
 * serve fills struct request from an explicit list of FastCGI parameters and sends struct reply;
 * nothing here knows FastCGI. All strings live in the request's arena.
 */
#ifndef HTTP_H
#define HTTP_H

#include "http/members.h"

enum method { GET, POST, PUT, PATCH, DELETE, METHOD__MAX };
enum method
http_method_parse(const char *name); /* METHOD__MAX when it is none of ours; HEAD is GET */
const char *http_method_name(enum method m);

struct request {
    enum method method;
    const char *path;  /* decoded by nginx's rules, begins with "/api/v1" or is "/openapi.json",
                          "/healthz" */
    const char *query; /* raw, "" when there is none */
    const char *content_type, *authorization, *cookie, *host, *origin, *sec_fetch_site, *if_match,
        *if_none_match, *idempotency_key, *filename; /* NULL when absent */
    const char *remote_addr;                         /* as nginx saw it */
    const char *request_id;                          /* of nginx, or made by serve */
    int64_t content_length;                          /* -1 when absent */
    int64_t queued_ms;                               /* that it waited for a worker; 0: not known */
    bool is_https; /* the browser's side of nginx: cookies are then Secure */
    /* Reads up to n bytes of the body: 0 at the end, -1 when the peer is gone. */
    ssize_t (*read)(void *ctx, void *p, size_t n);
    void *read_ctx;
};

#define REPLY_HEADERS 12
struct reply {
    int status;
    const char *content_type; /* NULL without a body */
    const char *body;
    size_t body_n;
    struct {
        const char *name, *value;
    } headers[REPLY_HEADERS];
    int headers_n;
};
void reply_header(struct reply *r, const char *name,
                  const char *value); /* value without CR and LF, or it is left out */
void reply_json(struct reply *r, int status, const struct buf *b);
/* A problem (RFC 9457) as it is written: problem_members say how. Handle adds what goes with some.
 */
struct problem {
    const char *type, *title, *code, *detail, *request_id;
    const char *where;    /* NULL: nowhere in particular */
    const char *findings; /* a JSON array, NULL: none */
    long status;
};
/* A fault as a problem: status, title, log level and whether the client may see the words come from
 * one table. findings may be NULL. Logs it. */
struct problem http_problem(const struct fault *f, const char *request_id, const char *findings);
/* The reply of a problem whose JSON is in b; retry_after_s 0: the default where one is due. */
void reply_problem(struct reply *r, const struct problem *p, const struct buf *b,
                   int retry_after_s);
/* The same where nothing goes with it. */
void reply_fault(struct reply *r, struct arena *a, const struct fault *f, const char *request_id);

/* A page with its tag (in quotes). Caches ask each time unless cache says otherwise; is_public:
 * other people's, too. policy: what it may do; NULL: nothing but be styled from within. */
struct html {
    const char *etag, *text;
    size_t n;
    bool is_public;
    const char *cache, *policy;
};
/* 304 without a body when the asker has it. */
void reply_html(struct reply *r, const struct request *q, const struct html *h);

/* Whether the pair that a query goes on with has this name, however it is encoded. */
bool http_query_names(struct arena *a, const char *pair, const char *name);
/* The value of a query parameter, percent-decoded; NULL when absent, empty or no UTF-8. */
const char *http_query(struct arena *a, const char *query, const char *name);
/* All values of one that may come several times, NULL-terminated; empty ones are left out. */
const char *const *http_query_list(struct arena *a, const char *query, const char *name);

/* A form of a page (application/x-www-form-urlencoded) as an object of texts, lines ended by LF;
 * NULL when it is malformed or names something twice. */
bool http_is_form(const char *content_type);
json_t *http_form(struct arena *a, const char *body);

/* Header fields as RFC 9110 writes them: fields.c. */

/* Whether a list of tags names this one (in quotes; NULL: the thing has none). "*" names whatever
 * there is. If-Match compares strongly, so that a weak tag names nothing; If-None-Match weakly. */
enum tag_compare { TAG_STRONG, TAG_WEAK };
bool http_tags_name(const char *list, const char *tag, enum tag_compare how);
/* The value of the next cookie of that name; *header goes on behind it. NULL: no more. The cookies
 * of others may be anything. */
const char *http_cookie(struct arena *a, const char **header, const char *name);
/* The token of "Bearer …", "" when there is none or more than one; NULL for another scheme, or no
 * header. */
const char *http_bearer(struct arena *a, const char *authorization);
/* Where a browser's request comes from. UNKNOWN: nothing says so; SCHEME: our own host, but by
 * https, while this side is said to be http (a proxy that ends TLS and is not trusted to say so).
 */
enum origin { ORIGIN_UNKNOWN, ORIGIN_SAME, ORIGIN_SCHEME, ORIGIN_FOREIGN };
enum origin http_origin(const struct request *q);
/* application/json in UTF-8, whatever else is said. */
bool http_is_json(struct arena *a, const char *content_type);
/* An Idempotency-Key without the quotes of a structured field; NULL unless it is 1 to 200 printable
 * characters of ASCII. */
const char *http_key(struct arena *a, const char *header);

/* Percent-decodes; NULL when malformed, no UTF-8 or with NUL. */
const char *http_unescape(struct arena *a, const char *s, size_t n);
/* Reads the whole body; ERR_LARGE over max, ERR_INPUT when shorter than announced. */
enum err http_body(struct arena *a, const struct request *q, size_t max, const char **text,
                   size_t *n, struct fault *f) MUST;
/* The value of a Content-Disposition that saves as filename, RFC 6266 and RFC 8187. */
const char *http_disposition(struct arena *a, const char *filename);
/* The last part of a client's file name, without control characters, marks of direction and others
 * that are not seen; at most 200 bytes, of which the ending stays. NULL when nothing is left.
 * X-Filename is percent-encoded UTF-8. */
const char *http_filename(struct arena *a, const char *header);

#endif
