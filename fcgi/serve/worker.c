#include "serve/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t is_stopping;
static int listen_fd = -1, null_fd = -1;

/*
 * TERM has to end a waiting accept() and nothing else: a read() or write() that it cut short would
 * cost a request, and libfcgi takes EINTR for an error. So calls are restarted, and the listening
 * socket is replaced by something that accept() refuses. That also catches the TERM that comes
 * between the look at the flag and accept().
 */
static void
on_term(int sig)
{
    int before = errno;
    (void)sig;
    is_stopping = 1;
    if (listen_fd >= 0)
        dup2(null_fd, listen_fd);
    errno = before;
}

/* What the terminal sends to the whole group is the master's to decide. */
static void
signals_take(void)
{
    struct sigaction term = {.sa_handler = on_term, .sa_flags = SA_RESTART},
                     none = {.sa_handler = SIG_IGN};
    sigaction(SIGTERM, &term, NULL);
    sigaction(SIGINT, &none, NULL);
    sigaction(SIGQUIT, &none, NULL);
    sigaction(SIGHUP, &none, NULL);
    sigaction(SIGPIPE, &none, NULL);
    sigaction(SIGUSR1, &none, NULL); /* libfcgi would stop on it without a word to the master */
}

static void
signals_unblock(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigprocmask(SIG_SETMASK, &set, NULL);
}

static void
limits_set(const struct pool_options *o)
{
    struct rlimit no_core = {0, 0}, memory = {o->worker_memory_bytes, o->worker_memory_bytes};
    /* Memory holds personal data; it does not belong in a core file. */
    setrlimit(RLIMIT_CORE, &no_core);
    if (o->worker_memory_bytes > 0 && setrlimit(RLIMIT_AS, &memory) < 0)
        log_line(LOG_WARN_, "worker: no memory limit: %s", strerror(errno));
}

/* One request of one connection, start to end. False when the worker must not go on. */
static bool
serve_one(struct office *office, struct wire *wire, int fd)
{
    if (!wire_accept(wire, fd))
        return true;
    struct arena *a = office_next(office);
    struct request q;
    struct reply refused = {0};
    struct fault f = {0};
    if (wire_read(wire, a, &q, &f)) {
        reply_problem(&refused, a, &f, q.request_id, NULL, NULL);
        wire_send(wire, a, &refused);
    } else {
        struct reply r = {0};
        office_answer(office, &q, &r);
        wire_send(wire, a, &r);
    }

    return office_is_clean(office);
}

int
worker_main(struct crew *c, struct place *me)
{
    struct fault f = {0};
    struct office *office = NULL;
    struct office_options options = {.settings = c->settings,
                                     .world = &world_real,
                                     .shared = c->board->office,
                                     .status = board_status,
                                     .status_ctx = c->board};

    limits_set(c->pool);
    listen_fd = c->door->listen_fd;
    null_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (null_fd < 0)
        return 1;

    signals_take();
    if (office_open(&office, &options, &f)) {
        log_line(LOG_ERROR_, "worker: cannot start: %s %s: %s", err_name(f.err), f.where, f.text);
        return 1;
    }

    struct wire *wire = wire_open();
    signals_take(); /* libfcgi has put its own in */
    signals_unblock();
    int status = 0;
    for (long left = c->pool->requests_max; !is_stopping;) {
        board_idle(me);
        int fd = accept4(listen_fd, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0 && (is_stopping || errno == EINTR || errno == ECONNABORTED))
            continue;
        if (fd < 0) {
            log_line(LOG_ERROR_, "worker: accept: %s", strerror(errno));
            status = 1;
            break;
        }
        board_busy(c->board, me);
        bool is_clean = serve_one(office, wire, fd);
        atomic_fetch_add_explicit(&me->requests, 1, memory_order_relaxed);
        if (!is_clean) {
            log_line(LOG_ERROR_, "worker: something stayed open after a request; ending");
            status = 1;
            break;
        }
        if (left > 0 && --left == 0)
            break;
    }

    atomic_store(&me->state, PLACE_STOPPING);
    wire_close(wire);
    office_close(office);
    return status;
}

struct clerk_options
pool_clerk_options(const struct pool_options *pool, const struct settings *settings,
                   struct board *b)
{
    return (struct clerk_options){
        .store = {.path = settings->db_path,
                  .world = &world_real,
                  .shared = b->office->store,
                  .busy_timeout_ms = settings->busy_timeout_ms},
        .rules = {.folder = pool->rules_folder,
                  .local = pool->rules_local,
                  .limits = &settings->policy,
                  .world = &world_real},
        .shared = &b->office->rules,
        .blob_folder = settings->blob_folder,
        .is_watching = settings->is_watching,
    };
}

int
clerk_main(struct crew *c, struct place *me)
{
    struct fault f = {0};
    struct clerk *clerk = NULL;
    struct clerk_options options = pool_clerk_options(c->pool, c->settings, c->board);
    sigset_t waiting;

    close(c->door->listen_fd);
    limits_set(c->pool);
    signals_take();
    if (clerk_open(&clerk, &options, &f)) {
        log_line(LOG_ERROR_, "clerk: cannot start: %s %s: %s", err_name(f.err), f.where, f.text);
        return 1;
    }

    /* TERM is let through only while waiting: it ends the wait at once and never a piece of work.
     */
    sigemptyset(&waiting);
    while (!is_stopping) {
        /* Stays while it waits: the master counts from one round to the next, so a clerk that is
         * stopped anywhere is seen. */
        atomic_store(&me->busy_since, mono_ms());
        atomic_store(&me->state, PLACE_BUSY);
        int ms = clerk_tick(clerk);
        atomic_fetch_add(&me->requests, 1);
        atomic_store(&me->state, PLACE_IDLE);
        struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
        ppoll(NULL, 0, &t, &waiting);
    }

    atomic_store(&me->state, PLACE_STOPPING);
    clerk_close(clerk);
    return 0;
}
