#include "serve/lane.h"
#include "serve/child.h"
#include "serve/metrics.h"
#include "serve/wire.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PATIENCE_MS = 1000 }; /* with a web server that says half a request */

static void
tell(void *ctx, struct arena *a, struct health *out)
{
    const struct pool *p = ctx;

    scoreboard_health(p->scoreboard, a, out);
    out->late_ms = p->options->ready_late_ms;
}

static void
measure(void *ctx, struct buf *out)
{
    const struct pool *p = ctx;
    metrics_write(p->scoreboard, out);
}

struct health_source
lane_source(struct pool *p)
{
    return (struct health_source){.tell = tell, .measure = measure, .ctx = p};
}

static void
serve_one(struct pool *p, struct wire *wire, struct arena *a, int fd)
{
    const struct health_source source = lane_source(p);
    struct request q;
    struct reply r = {0};
    struct fault f = {0};

    if (!peer_may(&p->peers, fd)) {
        close(fd);
        return;
    }
    if (!wire_accept(wire, fd))
        return;
    if (wire_read(wire, a, &q, &f))
        reply_fault(&r, a, &f, q.request_id);
    else
        health_answer(&source, a, &q, &r);
    (void)wire_send(wire, a, &r);
}

/* False when the socket is of no use any more. */
static bool
answer_all(struct pool *p, struct process *me, struct wire *wire, struct arena *a)
{
    while (!child_is_stopping()) {
        atomic_store(&me->busy_since, 0);
        atomic_store(&me->state, PROCESS_IDLE);
        child_wait_open(p);
        int fd = accept4(p->health.fd, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0 && !child_is_stopping() && errno != EINTR && errno != ECONNABORTED) {
            log_line(LOG_ERROR_, "health: accept: %s", strerror(errno));
            return false;
        }
        if (fd < 0)
            continue;

        atomic_store(&me->busy_since, mono_ms());
        atomic_store(&me->state, PROCESS_BUSY);
        serve_one(p, wire, a, fd);
        atomic_fetch_add(&me->requests, 1);
        arena_reset(a);
    }
    return true;
}

int
lane_main(struct pool *p, struct process *me)
{
    struct fault f = {0};
    struct arena *a = arena_new();
    sigset_t none;

    if (p->listener.fd >= 0)
        close(p->listener.fd);
    child_limits(p->options);
    if (!child_signals(p->health.fd))
        return 1;
    struct wire *wire = wire_open(PATIENCE_MS);
    if (!child_signals(p->health.fd)) /* libfcgi has put its own in */
        return 1;
    if (fence_enter(&f)) {
        log_line(LOG_ERROR_, "health: cannot start: %s", f.text);
        return 1;
    }

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    bool is_good = answer_all(p, me, wire, a);
    atomic_store(&me->state, PROCESS_STOPPING);
    wire_close(wire);
    arena_free(a);
    return is_good ? 0 : 1;
}
