#include "serve/worker.h"
#include "serve/child.h"
#include "serve/lane.h"
#include "serve/wire.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SLICE_US 500 /* short: most requests are over by then, and a long one lets them */

struct worker {
    struct pool *pool;
    struct process *me;
    struct dispatcher *dispatcher;
    struct wire *wire;
    struct health_source health;
};

static void
signals_unblock(void)
{
    sigset_t none;

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Every counter that a request and its reply feed by themselves. */
static void
count_reply(struct counts *c, enum method method, int status)
{
    static const enum counter by_class[] = {[2] = COUNTER_REPLIES_2XX,
                                            [3] = COUNTER_REPLIES_3XX,
                                            [4] = COUNTER_REPLIES_4XX,
                                            [5] = COUNTER_REPLIES_5XX};
    int class = status / 100;

    scoreboard_count(c, COUNTER_REQUESTS, 1);
    if (class >= 2 && class <= 5)
        scoreboard_count(c, by_class[class], 1);
    scoreboard_count(c, COUNTER_WRITES, method != GET && class == 2);
}

static void
count_traffic(struct counts *c, const struct wire_traffic *t)
{
    scoreboard_count(c, COUNTER_UNSENT, !t->is_sent);
    scoreboard_count(c, COUNTER_PEERS_SLOW, t->is_slow);
    scoreboard_count(c, COUNTER_BYTES_IN, t->in);
    scoreboard_count(c, COUNTER_BYTES_OUT, t->out);
}

/* Nobody waits for it any more, or soon nobody will: others who wait are worked for instead. */
static void
leave_undone(struct reply *r, struct arena *a, const struct request *q)
{
    struct fault f = {0};

    f.err = fail(&f, ERR_BUSY, "queue_long", "",
                 "请求的人过多，这个请求排队过久，没有办理，内容没有改变。请稍后再试");
    f.retry_after_s = 5;
    reply_fault(r, a, &f, q->request_id);
}

/* One request of one connection, start to end. False when the worker must not go on. */
static bool
serve_one(struct worker *w, int fd)
{
    struct counts *counts = &w->me->counts;
    struct request q;
    struct reply r = {0};
    struct fault f = {0};
    if (!peer_may(&w->pool->peers, fd)) {
        scoreboard_count(counts, COUNTER_PEERS_REFUSED, 1);
        close(fd);
        return true;
    }
    if (!wire_accept(w->wire, fd)) {
        scoreboard_count(counts, COUNTER_PEERS_SLOW, wire_was_slow(w->wire));
        return true;
    }

    int64_t since = mono_us();
    int route = -1;
    struct arena *a = dispatcher_next(w->dispatcher);
    if (wire_read(w->wire, a, &q, &f)) {
        scoreboard_count(counts, COUNTER_MALFORMED, 1);
        reply_fault(&r, a, &f, q.request_id);
    } else if (wire_is_gone(w->wire)) {
        scoreboard_count(counts, COUNTER_GONE, 1);
        leave_undone(&r, a, &q);
    } else if (q.queued_ms > w->pool->options->queue_late_ms) {
        scoreboard_count(counts, COUNTER_SHED, 1);
        leave_undone(&r, a, &q);
    } else {
        dispatcher_answer(w->dispatcher, &q, &r);
        route = dispatcher_route(w->dispatcher);
    }

    /* Whoever has the answer finds it counted. */
    count_reply(counts, q.method, r.status);
    scoreboard_answered(w->pool->scoreboard, w->me, route, q.method != GET, r.status,
                        mono_us() - since);
    scoreboard_leaves(w->me);

    struct wire_traffic traffic = wire_send(w->wire, a, &r);
    count_traffic(counts, &traffic);
    return dispatcher_is_clean(w->dispatcher);
}

/* Waits for a connection; *fd is -1 when TERM, or a client that gave up, came first. False when the
 * socket is of no use any more. */
static bool
next_connection(const struct worker *w, int *fd)
{
    *fd = accept4(w->pool->listener.fd, NULL, NULL, SOCK_CLOEXEC);
    if (*fd >= 0 || child_is_stopping() || errno == EINTR || errno == ECONNABORTED)
        return true;

    log_line(LOG_ERROR_, "worker: accept: %s", strerror(errno));
    return false;
}

/* Returns the exit status. */
static int
serve_all(struct worker *w)
{
    long left = w->pool->options->requests_max;
    int fd;

    while (!child_is_stopping()) {
        scoreboard_idle(w->me);
        child_wait_open(w->pool);
        if (!next_connection(w, &fd))
            return 1;
        if (fd < 0)
            continue;

        scoreboard_busy(w->pool->scoreboard, w->me);
        bool is_clean = serve_one(w, fd);
        atomic_fetch_add_explicit(&w->me->requests, 1, memory_order_relaxed);
        if (!is_clean) {
            log_line(LOG_ERROR_, "worker: something stayed open after a request; ending");
            return 1;
        }
        if (left > 0 && --left == 0)
            return 0;
    }

    return 0;
}

/* dispatcher_options.guest */
static bool
let_in(void *ctx)
{
    struct worker *w = ctx;
    return scoreboard_guest(w->pool->scoreboard, w->me);
}

/* dispatcher_options.hash */
static bool
let_hash(void *ctx, bool begins)
{
    struct worker *w = ctx;

    if (begins)
        return scoreboard_hash(w->pool->scoreboard, w->me);
    scoreboard_hashed(w->me);
    return true;
}

/* dispatcher_options.trial */
static bool
let_try(void *ctx)
{
    struct worker *w = ctx;
    return scoreboard_trial(w->pool->scoreboard, w->me);
}

/* dispatcher_options.upload */
static bool
let_upload(void *ctx)
{
    struct worker *w = ctx;
    return scoreboard_upload(w->pool->scoreboard, w->me, w->pool->options->uploads_max);
}

/* dispatcher_options.press */
static bool
let_press(void *ctx)
{
    struct worker *w = ctx;
    return scoreboard_press(w->pool->scoreboard, w->me);
}

/* The rings belong to one pool: one that takes over has none until it is alone. */
static int
ring_of(const struct worker *w)
{
    return atomic_load(&w->pool->scoreboard->is_shared)
               ? 0
               : 1 + (int)(w->me - w->pool->scoreboard->processes);
}

/* One request that nobody has made, before anybody's is taken over. */
static bool
answers(struct worker *w)
{
    const struct request q = {.method = GET,
                              .path = "/api/v1/rule-sets/active",
                              .query = "",
                              .remote_addr = "127.0.0.1",
                              .request_id = "successor",
                              .content_length = -1};
    struct reply r;

    (void)dispatcher_next(w->dispatcher);
    dispatcher_answer(w->dispatcher, &q, &r);
    if (r.status != 200)
        log_line(LOG_ERROR_, "worker: cannot start: answers %d to a first request", r.status);
    return r.status == 200 && dispatcher_is_clean(w->dispatcher);
}

static bool
open_all(struct worker *w)
{
    struct fault f = {0};
    struct dispatcher_options options = {.settings = w->pool->settings,
                                         .world = &world_real,
                                         .shared = w->pool->shared,
                                         .status = scoreboard_status,
                                         .status_ctx = w->pool->scoreboard,
                                         .health = &w->health,
                                         .count = scoreboard_count_named,
                                         .count_ctx = &w->me->counts,
                                         .guest = let_in,
                                         .guest_ctx = w,
                                         .trial = let_try,
                                         .trial_ctx = w,
                                         .upload = let_upload,
                                         .upload_ctx = w,
                                         .press = let_press,
                                         .press_ctx = w,
                                         .hash = let_hash,
                                         .hash_ctx = w,
                                         .ring = ring_of(w)};

    if (!child_signals(w->pool->listener.fd))
        return false;
    if (dispatcher_open(&w->dispatcher, &options, &f)) {
        log_line(LOG_ERROR_, "worker: cannot start: %s %s: %s", err_name(f.err), f.where, f.text);
        return false;
    }

    w->wire = wire_open(w->pool->options->peer_timeout_ms);
    if (!child_signals(w->pool->listener.fd)) /* libfcgi has put its own in */
        return false;
    /* All that is opened once is open: from here on strangers are answered. */
    if (fence_enter(&f)) {
        log_line(LOG_ERROR_, "worker: cannot start: %s", f.text);
        return false;
    }
    return !atomic_load(&w->pool->scoreboard->is_closed) || answers(w);
}

int
worker_main(struct pool *p, struct process *me)
{
    struct worker w = {.pool = p, .me = me, .health = lane_source(p)};

    close(p->health.fd);
    child_limits(p->options);
    process_slice(SLICE_US);
    if (!open_all(&w))
        return 1;

    signals_unblock();
    int status = serve_all(&w);
    atomic_store(&me->state, PROCESS_STOPPING);

    wire_close(w.wire);
    dispatcher_close(w.dispatcher);
    return status;
}
