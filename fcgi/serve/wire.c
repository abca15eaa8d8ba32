#include "serve/wire.h"

#include <errno.h>
#include <fcgiapp.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { PIECE = 32 * 1024, JOINED_MOST = 4 * 1024 };

struct wire {
    FCGX_Request fcgi;
    bool is_head;
    int patience_ms;
    struct wire_traffic traffic; /* of the request in hand */
};

/* We take these from the web server and nothing else: a parameter that is not here does not exist
 * (HTTP_PROXY among them). */
enum param {
    P_METHOD,
    P_URI,
    P_PATH,
    P_QUERY,
    P_TYPE,
    P_LENGTH,
    P_AUTHORIZATION,
    P_COOKIE,
    P_HOST,
    P_ORIGIN,
    P_SITE,
    P_IF_MATCH,
    P_IF_NONE_MATCH,
    P_KEY,
    P_FILENAME,
    P_ADDR,
    P_ID,
    P_HTTPS,
    P_ASKED,
    P_SENT_AT,
    P__MAX
};
#define PARAM(s) s, sizeof(s) - 1
/* joint: what stands between the parts of one that may come several times. Others write into it, so
 * it may be any bytes: who reads it takes what is ours and passes the rest over. */
static const struct {
    const char *name;
    size_t n;
    const char *joint;
} params[P__MAX] = {
    [P_METHOD] = {PARAM("REQUEST_METHOD")},
    [P_URI] = {PARAM("DOCUMENT_URI")},
    [P_PATH] = {PARAM("SUANBEI_PATH")},
    [P_QUERY] = {PARAM("QUERY_STRING")},
    [P_TYPE] = {PARAM("CONTENT_TYPE")},
    [P_LENGTH] = {PARAM("CONTENT_LENGTH")},
    [P_AUTHORIZATION] = {PARAM("HTTP_AUTHORIZATION")},
    [P_COOKIE] = {PARAM("HTTP_COOKIE"), "; "},
    [P_HOST] = {PARAM("HTTP_HOST")},
    [P_ORIGIN] = {PARAM("HTTP_ORIGIN")},
    [P_SITE] = {PARAM("HTTP_SEC_FETCH_SITE")},
    [P_IF_MATCH] = {PARAM("HTTP_IF_MATCH"), ", "},
    [P_IF_NONE_MATCH] = {PARAM("HTTP_IF_NONE_MATCH"), ", "},
    [P_KEY] = {PARAM("HTTP_IDEMPOTENCY_KEY")},
    [P_FILENAME] = {PARAM("HTTP_X_FILENAME")},
    [P_ADDR] = {PARAM("REMOTE_ADDR")},
    [P_ID] = {PARAM("REQUEST_ID")},
    [P_HTTPS] = {PARAM("HTTPS")},
    [P_ASKED] = {PARAM("REQUEST_URI")},
    [P_SENT_AT] = {PARAM("SUANBEI_SENT_AT")},
};

/* ---- patience -------------------------------------------------------------------------------- */

/*
 * A timeout of the socket would have TERM cut short a read or a write in the middle of a request: a
 * call that may time out is never restarted. So a clock shuts the connection down, and whoever
 * waits for it finds its end. It is set once and left alone: when it rings, somebody else may be
 * waited for, until later, and it is set again for him.
 */
static volatile sig_atomic_t waited_for = -1, was_cut, is_set;
static volatile int64_t patient_until; /* mono_ms() */

static void
clock_set(int64_t ms)
{
    struct itimerval t = {.it_value = {ms / 1000, (ms % 1000) * 1000}};

    is_set = 1;
    setitimer(ITIMER_REAL, &t, NULL);
}

static void
on_alarm(int sig)
{
    int before = errno;
    int64_t left = patient_until - mono_ms();

    (void)sig;
    is_set = 0;
    if (waited_for >= 0 && left > 0) {
        clock_set(left);
    } else if (waited_for >= 0) {
        was_cut = 1;
        shutdown(waited_for, SHUT_RDWR);
    }
    errno = before;
}

static void
hurry(const struct wire *w)
{
    patient_until = mono_ms() + w->patience_ms;
    waited_for = w->fcgi.ipcFd;
    if (!is_set)
        clock_set(w->patience_ms);
}

static void
relax(void)
{
    waited_for = -1;
}

bool
wire_was_slow(const struct wire *w)
{
    return w->traffic.is_slow;
}

/* ---- a connection ---------------------------------------------------------------------------- */

struct wire *
wire_open(int patience_ms)
{
    struct wire *w = must_alloc(sizeof *w);
    struct sigaction alarm = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};

    w->patience_ms = patience_ms;
    sigaction(SIGALRM, &alarm, NULL);
    FCGX_Init();
    /* No listening socket: libfcgi never accepts, it is handed connections. */
    FCGX_InitRequest(&w->fcgi, -1, FCGI_FAIL_ACCEPT_ON_INTR);
    return w;
}

void
wire_close(struct wire *w)
{
    free(w);
}

/*
 * We accept ourselves and put the connection where FCGX_Accept_r() keeps one between requests. So
 * the scoreboard says "busy" from the first byte on, and a peer that sends half a request is ended
 * by the master; inside libfcgi it would hold an idle-looking worker for good. keepConnection set
 * means: do not close it while tidying up after the request before.
 */
bool
wire_accept(struct wire *w, int fd)
{
    w->traffic = (struct wire_traffic){.is_sent = true};
    w->fcgi.ipcFd = fd;
    w->fcgi.keepConnection = 1;
    was_cut = 0;
    hurry(w);
    bool is_here = FCGX_Accept_r(&w->fcgi) == 0;
    relax();
    w->traffic.is_slow = was_cut;
    return is_here;
}

/* nginx closes when its client has: whoever hung up is not worked for. */
bool
wire_is_gone(const struct wire *w)
{
    struct pollfd p = {.fd = w->fcgi.ipcFd, .events = POLLRDHUP};

    return poll(&p, 1, 0) == 1 && (p.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

static ssize_t
body_read(void *ctx, void *p, size_t n)
{
    struct wire *w = ctx;
    hurry(w);
    int got = FCGX_GetStr(p, n > PIECE ? PIECE : (int)n, w->fcgi.in);
    relax();
    if (got <= 0)
        return FCGX_GetError(w->fcgi.in) ? -1 : 0;

    w->traffic.in += (size_t)got;
    return got;
}

static bool
is_plain(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] < 0x20 || s[i] == 0x7F)
            return false;
    return utf8_valid(s, n);
}

static const char *
joined(struct arena *a, const char *before, const char *joint, const char *more)
{
    return before ? arena_printf(a, "%s%s%s", before, joint, more) : arena_strdup(a, more);
}

/* Fills value[]; each at most once unless it may be joined, and text. Empty ones stay NULL: nginx
 * sends "" for a header that is not there. */
static enum err
collect(char **envp, struct arena *a, const char *value[P__MAX], struct fault *f)
{
    bool seen[P__MAX] = {false};

    for (char **e = envp; *e != NULL; e++) {
        const char *eq = strchr(*e, '=');
        size_t n = eq ? (size_t)(eq - *e) : 0;
        int p = 0;
        while (p < P__MAX && (params[p].n != n || memcmp(params[p].name, *e, n) != 0))
            p++;
        if (p == P__MAX)
            continue;
        size_t len = strlen(eq + 1);
        if (seen[p] && params[p].joint == NULL)
            return fail(f, ERR_INPUT, "header_duplicate", params[p].name,
                        "同一个请求头出现了两次，无法判断以哪一个为准。");
        if (params[p].joint == NULL && !is_plain(eq + 1, len))
            return fail(f, ERR_INPUT, "header_malformed", params[p].name,
                        "请求的地址或请求头里有控制字符，或不是 UTF-8 编码。");
        seen[p] = true;
        if (len > 0)
            value[p] = joined(a, value[p], params[p].joint, eq + 1);
    }

    return OK;
}

static int64_t
length_of(const char *s)
{
    int64_t n = 0;
    if (s == NULL || strlen(s) > 15)
        return -1;
    for (; *s >= '0' && *s <= '9'; s++)
        n = n * 10 + (*s - '0');
    return *s == '\0' ? n : -1;
}

/* nginx decodes %2F into a slash, which then seems to part what it was written to hold together. No
 * name of ours has one: such a path is nobody's. */
static bool
has_coded_slash(const char *asked)
{
    size_t n = asked ? strcspn(asked, "?") : 0;
    for (size_t i = 0; i + 2 < n; i++)
        if (asked[i] == '%' && strncasecmp(asked + i, "%2f", 3) == 0)
            return true;
    return false;
}

enum { QUEUED_MOST_MS = 600000 }; /* nobody waits that long: a clock was set */

/* How long ago the web server passed it on, as its $msec tells ("1764280000.123"); 0 when that is
 * not known, or cannot be. */
static int64_t
queued_ms(const char *sent_at)
{
    char *end;
    double seconds = sent_at ? strtod(sent_at, &end) : 0;
    int64_t age = world_now(&world_real) - (int64_t)(seconds * 1000);

    return seconds > 0 && *end == '\0' && age > 0 && age < QUEUED_MOST_MS ? age : 0;
}

/* All but how the body is read. An absent text is NULL, except where a request has it always. */
static struct request
request_of(const char *const value[P__MAX])
{
    const char *path = value[P_PATH] ? value[P_PATH] : value[P_URI];

    return (struct request){
        .method = http_method_parse(value[P_METHOD] ? value[P_METHOD] : ""),
        .path = path && !has_coded_slash(value[P_ASKED]) ? path : "",
        .query = value[P_QUERY] ? value[P_QUERY] : "",
        .content_type = value[P_TYPE],
        .authorization = value[P_AUTHORIZATION],
        .cookie = value[P_COOKIE],
        .host = value[P_HOST],
        .origin = value[P_ORIGIN],
        .sec_fetch_site = value[P_SITE],
        .if_match = value[P_IF_MATCH],
        .if_none_match = value[P_IF_NONE_MATCH],
        .idempotency_key = value[P_KEY],
        .filename = value[P_FILENAME],
        .remote_addr = value[P_ADDR] ? value[P_ADDR] : "",
        .request_id = value[P_ID],
        .content_length = length_of(value[P_LENGTH]),
        .queued_ms = queued_ms(value[P_SENT_AT]),
        .is_https = value[P_HTTPS] != NULL && strcasecmp(value[P_HTTPS], "off") != 0,
    };
}

enum err
wire_read(struct wire *w, struct arena *a, struct request *q, struct fault *f)
{
    const char *value[P__MAX] = {NULL};
    char made[ID_TEXT];
    enum err err = collect(w->fcgi.envp, a, value, f);

    *q = request_of(value);
    q->read = body_read;
    q->read_ctx = w;
    w->is_head = str_is(value[P_METHOD], "HEAD");
    if (q->request_id == NULL) {
        id_new(&world_real, made);
        q->request_id = arena_strdup(a, made);
    }

    if (err)
        return err;
    if (value[P_LENGTH] != NULL && q->content_length < 0)
        return fail(f, ERR_INPUT, "header_malformed", "CONTENT_LENGTH", "请求体长度不是一个数。");

    return OK;
}

/* nginx knows most, but not 422, 428 and 507. */
static const struct {
    int status;
    const char *words;
} reasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {302, "Found"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
    {507, "Insufficient Storage"},
};

static const char *
reason(int status)
{
    for (size_t i = 0; i < LEN(reasons); i++)
        if (reasons[i].status == status)
            return reasons[i].words;
    return "Status";
}

static void
head_write(struct buf *b, const struct reply *r)
{
    bool is_passed_on = false;

    buf_puts(b, "Status: ");
    buf_int(b, r->status);
    buf_puts(b, " ");
    buf_puts(b, reason(r->status));
    buf_puts(b, "\r\n");
    if (r->content_type != NULL) {
        buf_puts(b, "Content-Type: ");
        buf_puts(b, r->content_type);
        buf_puts(b, "\r\n");
    }

    for (int i = 0; i < r->headers_n; i++) {
        buf_puts(b, r->headers[i].name);
        buf_puts(b, ": ");
        buf_puts(b, r->headers[i].value);
        buf_puts(b, "\r\n");
        is_passed_on |= strcasecmp(r->headers[i].name, "X-Accel-Redirect") == 0;
    }

    /* With a length, nginx need not chunk. The length of a file that nginx sends is nginx's to say.
     */
    if (r->status != 204 && r->status != 304 && !is_passed_on) {
        buf_puts(b, "Content-Length: ");
        buf_int(b, (long long)r->body_n);
        buf_puts(b, "\r\n");
    }
    buf_puts(b, "\r\n");
}

/* False when the peer is gone. Its clock runs on: what libfcgi keeps of the last piece goes out
 * with the end. */
static bool
put(struct wire *w, const char *p, size_t n)
{
    while (n > 0) {
        int piece = n > PIECE ? PIECE : (int)n;
        hurry(w);
        if (FCGX_PutStr(p, piece, w->fcgi.out) != piece)
            return false;
        w->traffic.out += (size_t)piece;
        p += piece;
        n -= (size_t)piece;
    }
    return true;
}

/*
 * Ends the request and the connection. libfcgi would shut down its side and wait until the web
 * server closes too, which a worker need not do when nothing of the request is unread. With a body
 * that nobody wanted it is right: closing over unread bytes could cost the client the answer.
 */
static void
finish(struct wire *w)
{
    bool is_read = FCGX_GetChar(w->fcgi.in) == EOF && !FCGX_GetError(w->fcgi.in);
    w->fcgi.keepConnection = is_read;
    FCGX_Finish_r(&w->fcgi);
    relax();
    if (w->fcgi.ipcFd >= 0)
        close(w->fcgi.ipcFd);
    w->fcgi.ipcFd = -1;
}

struct wire_traffic
wire_send(struct wire *w, struct arena *a, const struct reply *r)
{
    struct buf b = BUF(a);
    size_t n = w->is_head || r->status == 204 || r->status == 304 ? 0 : r->body_n;

    head_write(&b, r);
    bool is_small = n > 0 && n <= JOINED_MOST;
    if (is_small)
        buf_add(&b, r->body, n);
    if (!put(w, b.p, b.n) || (n > 0 && !is_small && !put(w, r->body, n))) {
        log_line(LOG_DEBUG_, "request: the client was gone before the answer");
        w->traffic.is_sent = false;
    }

    finish(w);
    w->traffic.is_slow = was_cut;
    return w->traffic;
}
