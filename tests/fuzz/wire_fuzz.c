/* Parameters and a body, as nginx frames them: from FastCGI to a request, its parts read by those
 * who read them, and a reply sent. A line of the input is a parameter, its first byte says which;
 * after an empty line comes the body. */
#include "fuzz.h"
#include "http/http.h"
#include "serve/wire.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { INPUT_MAX = 32 * 1024, PATIENCE_MS = 5000 };

static const char *const names[] = {
    "REQUEST_METHOD",      "DOCUMENT_URI",
    "SUANBEI_PATH",        "QUERY_STRING",
    "CONTENT_TYPE",        "CONTENT_LENGTH",
    "HTTP_AUTHORIZATION",  "HTTP_COOKIE",
    "HTTP_HOST",           "HTTP_ORIGIN",
    "HTTP_SEC_FETCH_SITE", "HTTP_IF_MATCH",
    "HTTP_IF_NONE_MATCH",  "HTTP_IDEMPOTENCY_KEY",
    "HTTP_X_FILENAME",     "REMOTE_ADDR",
    "REQUEST_ID",          "HTTPS",
    "HTTP_PROXY",          "X",
    "REQUEST_URI",
};

static struct arena *a;

static void
put_length(struct buf *b, size_t n)
{
    const char four[] = {(char)(0x80 | (n >> 24 & 0x7F)), (char)(n >> 16), (char)(n >> 8), (char)n};
    buf_add(b, four, 4);
}

static void
put_record(struct buf *b, int type, const char *p, size_t n)
{
    const char head[] = {1, (char)type, 0, 1, (char)(n >> 8), (char)n, 0, 0};

    buf_add(b, head, sizeof head);
    buf_add(b, p, n);
}

/* A stream of that type: its bytes, and an empty record. */
static void
put_stream(struct buf *b, int type, const char *p, size_t n)
{
    for (; n > 0; p += n < 65535 ? n : 65535, n -= n < 65535 ? n : 65535)
        put_record(b, type, p, n < 65535 ? n : 65535);
    put_record(b, type, "", 0);
}

static struct buf
framed(const char *p, size_t n)
{
    struct buf params = BUF(a), all = BUF(a);
    const char begin[8] = {0, 1, 0};
    const char *end = p + n;

    while (p < end && *p != '\n') {
        const char *line_end = memchr(p, '\n', (size_t)(end - p));
        size_t line = line_end ? (size_t)(line_end - p) : (size_t)(end - p);
        const char *name = names[(unsigned char)*p % LEN(names)];
        put_length(&params, strlen(name));
        put_length(&params, line - 1);
        buf_puts(&params, name);
        buf_add(&params, p + 1, line - 1);
        p += line_end ? line + 1 : line;
    }
    if (p < end)
        p++;
    put_record(&all, 1, begin, sizeof begin);
    put_stream(&all, 4, params.p ? params.p : "", params.n);
    put_stream(&all, 5, p, (size_t)(end - p));
    return all;
}

/* Nothing of a header that is read goes beyond it. */
static void
look_at_fields(const struct request *q)
{
    const char *cookies = q->cookie, *one;
    const char *key = q->idempotency_key ? http_key(a, q->idempotency_key) : NULL;

    while ((one = http_cookie(a, &cookies, "suanbei_session")) != NULL)
        FUZZ_MUST(strlen(one) < strlen(q->cookie) && cookies <= q->cookie + strlen(q->cookie));
    FUZZ_MUST(key == NULL || (key[0] != '\0' && strlen(key) <= 200));
    for (enum tag_compare how = TAG_STRONG; how <= TAG_WEAK; how++) {
        (void)(q->if_match && http_tags_name(q->if_match, "\"r1\"", how));
        (void)(q->if_none_match && http_tags_name(q->if_none_match, NULL, how));
    }
    (void)http_bearer(a, q->authorization);
    (void)http_origin(q);
    (void)http_is_json(a, q->content_type);
}

/* What others read of a request. */
static void
look_at(const struct request *q, struct reply *r)
{
    struct fault f = {0};
    const char *text;
    size_t n;

    (void)http_query(a, q->query, "q");
    (void)http_query_list(a, q->query, "state");
    look_at_fields(q);
    const char *name = http_filename(a, q->filename);
    FUZZ_MUST(name == NULL || utf8_valid(name, strlen(name)));
    if (name != NULL)
        reply_header(r, "Content-Disposition", http_disposition(a, name));
    if (http_body(a, q, 64 * 1024, &text, &n, &f) != OK)
        reply_fault(r, a, &f, q->request_id);
}

static void
turn(struct wire *w, int fd)
{
    struct request q;
    struct reply r = {.status = 200, .content_type = "text/plain", .body = "x", .body_n = 1};
    struct fault f = {0};

    if (!wire_accept(w, fd))
        return;
    if (wire_read(w, a, &q, &f) == OK)
        look_at(&q, &r);
    else
        reply_fault(&r, a, &f, q.request_id);
    struct wire_traffic sent = wire_send(w, a, &r);
    FUZZ_MUST(!sent.is_slow); /* all was there before it was asked for */
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct wire *w;
    int pair[2];

    if (n > INPUT_MAX)
        return 0;
    if (w == NULL) {
        base_init();
        a = arena_new();
        w = wire_open(PATIENCE_MS);
    }
    FUZZ_MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    struct buf all = framed((const char *)p, n);
    FUZZ_MUST(write(pair[1], all.p, all.n) == (ssize_t)all.n);
    FUZZ_MUST(shutdown(pair[1], SHUT_WR) == 0);
    turn(w, pair[0]);
    close(pair[1]);
    arena_reset(a);
    return 0;
}
