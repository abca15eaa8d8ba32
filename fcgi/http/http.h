/*
 * http: a request that has been looked at, and a reply that has not been sent.
 *
 * serve fills struct request from an explicit list of FastCGI parameters and sends struct reply;
 * nothing here knows FastCGI. All strings live in the request's arena.
 */
#ifndef HTTP_H
#define HTTP_H

#include "model/model.h"

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
/* The problem+json (RFC 9457) of a fault: status, title, log level and whether the client may see
 * the words come from one table. findings (a JSON array) and extra ("\"key\":value" text) may be
 * NULL. */
void reply_problem(struct reply *r, struct arena *a, const struct fault *f, const char *request_id,
                   const char *findings, const char *extra);

/* A page with its tag (in quotes): 304 without a body when the asker has it. Caches (is_public:
 * other people's, too) ask each time. */
void reply_html(struct reply *r, const struct request *q, const char *etag, bool is_public,
                const char *html, size_t n);

/* The value of a query parameter, percent-decoded; NULL when absent, empty or no UTF-8. */
const char *http_query(struct arena *a, const char *query, const char *name);
const char *http_cookie(struct arena *a, const char *header, const char *name);
/* Percent-decodes; NULL when malformed, no UTF-8 or with NUL. */
const char *http_unescape(struct arena *a, const char *s, size_t n);
/* Reads the whole body; ERR_LARGE over max, ERR_INPUT when shorter than announced. */
enum err http_body(struct arena *a, const struct request *q, size_t max, const char **text,
                   size_t *n, struct fault *f) MUST;
/* The value of a Content-Disposition that saves as filename, RFC 6266 and RFC 8187. */
const char *http_disposition(struct arena *a, const char *filename);
/* The last part of a client's file name, without control characters, at most 200 bytes; NULL when
 * nothing is left. X-Filename is percent-encoded UTF-8. */
const char *http_filename(struct arena *a, const char *header);

/* ---- declared members: one declaration validates a command and describes it in openapi.json ---
 */

enum member_type { M_STRING, M_INTEGER, M_BOOLEAN, M_DATE, M_TIME, M_ID, M_OBJECT, M_LIST, M_ANY };
enum {
    M_REQUIRED = 1,
    M_NULLABLE = 2,
    M_SECRET = 4, /* format password: never echoed, never logged */
};
struct member {
    const char *name;
    enum member_type type;
    unsigned flags;
    long min, max;              /* code points, value or items; 0, 0: no limits */
    const char *const *choices; /* NULL-terminated; of an M_OBJECT: the schemas of openapi.json that
                                   it is meant to follow */
    const struct member *of;    /* members of an M_OBJECT, or of the objects in an M_LIST; NULL:
                                   strings in a list, any object */
    const char *title;          /* Chinese */
};
/* Unknown, missing and unfitting members become findings. An object without a declaration passes as
 * it is. */
void members_check(const struct member *of, const json_t *command, struct findings *fs);
/* Whether a text is among the choices of m; true when it lists none. */
bool member_allows(const struct member *m, const char *value);
/* The JSON Schema of one member. */
void member_schema(struct buf *b, const struct member *m, bool open);
/* The JSON Schema of a declaration: an object without unknown members. open: further members are
 * allowed (answers). */
void members_schema(struct buf *b, const struct member *of, bool open);

#endif
