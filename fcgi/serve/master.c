#include "serve/clerk.h"
#include "serve/lane.h"
#include "serve/notify.h"
#include "serve/probe.h"
#include "serve/slots.h"
#include "serve/successor.h"
#include "serve/upgrade.h"
#include "serve/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { UPGRADE_TICK_MS = 50 };

#if defined(__SANITIZE_ADDRESS__)
enum { WORKER_MEMORY_MIB = 0 }; /* the sanitizer reserves terabytes of addresses */
#else
enum { WORKER_MEMORY_MIB = 768 };
#endif

const struct pool_options pool_options_default = {
    .inherited_fd = -1,
    .inherited_health_fd = -1,
    .workers = 4,
    .backlog = 1024,
    .request_terminate_ms = 30000,
    .clerk_terminate_ms = 600000,
    .drain_ms = 10000,
    .worker_memory_bytes = (size_t)WORKER_MEMORY_MIB << 20,
    .requests_max = 0,
    .uploads_max = 4,
    .peer_timeout_ms = 5000,
    .queue_late_ms = 15000,
    .ready_late_ms = 15000,
};

/* Every signal of ours stays blocked in the master and is taken by sigtimedwait(): none is lost,
 * none interrupts. */
static sigset_t
signals_block(void)
{
    static const int ours[] = {SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR2, SIGCHLD};
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < LEN(ours); i++) {
        sigaddset(&set, ours[i]);
        signal(ours[i], SIG_DFL); /* nohup's ignoring would drop them */
    }

    signal(SIGPIPE, SIG_IGN);
    sigprocmask(SIG_BLOCK, &set, NULL);
    return set;
}

/* 0 when the time is over. */
static int
signal_wait(const sigset_t *set, int ms)
{
    struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
    int sig = sigtimedwait(set, NULL, &t);
    return sig < 0 ? 0 : sig;
}

static bool
is_end(int sig)
{
    return sig == SIGTERM || sig == SIGINT || sig == SIGQUIT;
}

/* In a process of its own: sees to the database and the rules, or that they are as they should be.
 * *ended_by is the signal that came meanwhile and ends the pool, else 0. */
static bool
prepare(struct pool *p, const sigset_t *set, int *ended_by)
{
    pid_t master = getpid(), pid = fork();
    sigset_t now = *set;
    int status = 0;

    /* What is asked of a pool that runs is answered afterwards. */
    sigdelset(&now, SIGHUP);
    sigdelset(&now, SIGUSR2);
    *ended_by = 0;
    if (pid == 0)
        _exit(prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != master ? 1 : prepare_main(p));

    while (pid > 0 && waitpid(pid, &status, WNOHANG) == 0)
        if (is_end(*ended_by = signal_wait(&now, 100))) {
            kill(pid, SIGKILL);
            waitpid(pid, &status, 0);
            return false;
        }

    *ended_by = 0;
    if (pid < 0 || WIFSIGNALED(status))
        fprintf(stderr, "算备未能启动：准备数据库和规则的进程意外结束（信号 %d）\n",
                pid < 0 ? 0 : WTERMSIG(status));
    return pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* ---- running --------------------------------------------------------------------------------- */

struct master {
    struct pool *pool;
    const sigset_t *set;
    struct slots slots;
    struct upgrade upgrade;
    bool is_offered, is_told; /* to the program before us; to systemd */
    bool has_successor;
    int64_t kill_at;
};

static void
drain(struct master *m, int64_t most_ms)
{
    log_line(LOG_INFO_, "pool: draining");
    m->kill_at = mono_ms() + most_ms;
    upgrade_drop(&m->upgrade);
    listener_shut(&m->pool->listener);
    slots_leave(&m->slots, m->has_successor);
}

/* Nobody goes on. */
static void
end(struct master *m)
{
    notify_say("STOPPING=1\n");
    drain(m, m->pool->options->drain_ms);
}

/* Another program goes on: the sockets' names are its own from now on. */
static void
yield(struct master *m)
{
    const struct pool_options *o = m->pool->options;

    m->has_successor = true;
    m->pool->listener.is_inherited = m->pool->health.is_inherited = true;
    drain(m, (int64_t)o->request_terminate_ms + o->drain_ms);
}

/* The program before us has gone: there is one clerk again, and the workers get their rings by
 * being replaced. */
static void
be_alone(struct master *m)
{
    int ended_by = 0;

    successor_end();
    atomic_store(&m->pool->scoreboard->is_shared, false);
    log_line(LOG_INFO_, "pool: the program before us has ended");
    if (prepare(m->pool, m->set, &ended_by))
        slots_roll(&m->slots);
    else if (ended_by)
        end(m);
    else
        log_line(LOG_ERROR_, "pool: what only one pool may do could not be prepared (see above)");
    m->slots.has_no_clerk = false;
    m->is_told = false;
}

/* Before the word of the program before us. */
static void
ask_for_it(struct master *m)
{
    const enum successor_word word = successor_word();

    if (word == SUCCESSOR_GO) {
        atomic_store(&m->pool->scoreboard->is_closed, false);
        log_line(LOG_INFO_, "pool: goes on in the place of the program before");
    } else if (word == SUCCESSOR_OFF || m->slots.has_failed) {
        if (word != SUCCESSOR_OFF)
            successor_refuse("", "新程序的工作进程没有启动成功，原因见日志");
        yield(m);
    } else if (!m->is_offered && slots_ready(&m->slots) >= m->pool->options->workers) {
        m->is_offered = true;
        successor_offer();
    }
}

static void
take_over(struct master *m)
{
    struct fault f;

    if (m->slots.is_stopping || !successor_is())
        return;
    if (atomic_load(&m->pool->scoreboard->is_closed))
        ask_for_it(m);
    else if (!listener_lock(&m->pool->listener, m->pool->options->pid_path, &f))
        be_alone(m);
}

static void
tell_ready(struct master *m)
{
    bool is_ready = !m->slots.is_stopping && slots_ready(&m->slots) > 0 &&
                    !atomic_load(&m->pool->scoreboard->is_closed);

    if (m->is_told || !is_ready)
        return;
    m->is_told = true;
    notify_say("READY=1\nMAINPID=%d\n", (int)getpid());
}

static void
answer(struct master *m, int sig)
{
    if (sig == SIGHUP)
        slots_roll(&m->slots);
    else if (sig == SIGUSR2 && (m->slots.is_stopping || successor_is()))
        upgrade_decline(m->pool, "正在停止，或者上一次换程序还没有完成，请稍后再试");
    else if (sig == SIGUSR2)
        upgrade_begin(&m->upgrade, m->pool);
    else if (is_end(sig) && !m->slots.is_stopping)
        end(m);
}

/* Until the last process has ended. */
static void
run(struct master *m)
{
    struct slots *s = &m->slots;

    for (;;) {
        int64_t now = mono_ms();
        slots_reap(s, now);
        upgrade_ended(&m->upgrade, s->stranger.pid, s->stranger.status);
        slots_watch(s, now);
        slots_fill(s, now);
        take_over(m);
        tell_ready(m);
        if (upgrade_look(&m->upgrade, m->pool))
            yield(m);
        if (s->is_stopping && slots_used(s) == 0)
            return;
        if (s->is_stopping && now >= m->kill_at)
            slots_kill(s);

        int ms = slots_wait_ms(s, now);
        answer(m, signal_wait(m->set,
                              m->upgrade.pid != 0 && ms > UPGRADE_TICK_MS ? UPGRADE_TICK_MS : ms));
    }
}

/* True when another program goes on. */
static bool
run_pool(struct pool *p, const sigset_t *set)
{
    static process_main *const mains[PROCESS_ROLE__MAX] = {[PROCESS_WORKER] = worker_main,
                                                           [PROCESS_CLERK] = clerk_main,
                                                           [PROCESS_PROBE] = probe_main,
                                                           [PROCESS_HEALTH] = lane_main};
    struct master m = {.pool = p, .set = set};

    slots_open(&m.slots, p, mains);
    m.slots.has_no_clerk = successor_is();
    log_line(LOG_INFO_, "pool: master %d, %d workers", (int)getpid(), p->options->workers);
    run(&m);
    log_line(LOG_INFO_, "pool: ended");
    slots_close(&m.slots);
    return m.has_successor;
}

/* From the first fork to the end of the last process. */
static bool
run_prepared(struct pool *p, const sigset_t *set)
{
    const struct pool_options *options = p->options;
    int ended_by;

    p->shared = dispatcher_shared_init(shared_memory(dispatcher_shared_size()));
    p->scoreboard = scoreboard_new(options->workers, p->shared);
    atomic_store(&p->scoreboard->is_closed, successor_is());
    atomic_store(&p->scoreboard->is_shared, successor_is());
    bool is_taking_over = successor_is(), is_ready = prepare(p, set, &ended_by);
    bool has_successor = is_ready ? run_pool(p, set) : is_taking_over;
    if (!has_successor)
        opened_empty(p->settings->open_folder);
    return is_ready;
}

/* What another program still has open stays. */
static enum err
open_folder(const char *folder, struct fault *f)
{
    return successor_is() ? opened_look(folder, f) : opened_start(folder, f);
}

int
serve_run(const struct pool_options *options, const struct settings *settings)
{
    struct pool pool = {.options = options,
                        .settings = settings,
                        .health = {.pid_fd = -1, .fd = -1},
                        .listener = {.pid_fd = -1, .fd = -1}};
    struct fault f = {0};
    sigset_t set = signals_block();
    bool is_good = false;

    /* The listener comes first: with it this folder is nobody else's. */
    if (listener_open(&pool.listener, options, &f) || listener_beside(&pool.health, options, &f) ||
        peers_open(&pool.peers, options, &pool.listener, &f) ||
        open_folder(settings->open_folder, &f)) {
        fprintf(stderr, "算备未能启动：%s：%s\n", f.where, f.text);
        successor_refuse(f.where, f.text);
    } else {
        is_good = run_prepared(&pool, &set);
    }

    /* The program before us goes on, and needs their names. */
    if (successor_is())
        pool.listener.is_inherited = pool.health.is_inherited = true;
    listener_close(&pool.health);
    listener_close(&pool.listener);
    return is_good ? 0 : 1;
}
