#include "serve/clerk.h"
#include "serve/lane.h"
#include "serve/probe.h"
#include "serve/slots.h"
#include "serve/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
enum { WORKER_MEMORY_MIB = 0 }; /* the sanitizer reserves terabytes of addresses */
#else
enum { WORKER_MEMORY_MIB = 768 };
#endif

const struct pool_options pool_options_default = {
    .inherited_fd = -1,
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
    static const int ours[] = {SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGCHLD};
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

/* Makes the database and sees to the rules. */
static bool
prepare(struct pool *p, const sigset_t *set)
{
    pid_t master = getpid(), pid = fork();
    int status = 0;

    if (pid == 0)
        _exit(prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != master ? 1 : prepare_main(p));

    while (pid > 0 && waitpid(pid, &status, WNOHANG) == 0)
        if (is_end(signal_wait(set, 100))) {
            kill(pid, SIGKILL);
            waitpid(pid, &status, 0);
            return false;
        }

    if (pid < 0 || WIFSIGNALED(status))
        fprintf(stderr, "算备未能启动：准备数据库和规则的进程意外结束（信号 %d）\n",
                pid < 0 ? 0 : WTERMSIG(status));
    return pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Until the last process has ended. */
static void
run(struct slots *s, const sigset_t *set)
{
    int64_t kill_at = 0;

    for (;;) {
        int64_t now = mono_ms();
        slots_reap(s, now);
        slots_watch(s, now);
        slots_fill(s, now);
        if (s->is_stopping && slots_used(s) == 0)
            return;
        if (s->is_stopping && now >= kill_at)
            slots_kill(s);

        int sig = signal_wait(set, slots_wait_ms(s, now));
        if (sig == SIGHUP)
            slots_roll(s);
        if (is_end(sig) && !s->is_stopping) {
            log_line(LOG_INFO_, "pool: draining");
            kill_at = mono_ms() + s->pool->options->drain_ms;
            listener_shut(&s->pool->listener);
            slots_leave(s);
        }
    }
}

static void
run_pool(struct pool *p, const sigset_t *set)
{
    static process_main *const mains[PROCESS_ROLE__MAX] = {[PROCESS_WORKER] = worker_main,
                                                           [PROCESS_CLERK] = clerk_main,
                                                           [PROCESS_PROBE] = probe_main,
                                                           [PROCESS_HEALTH] = lane_main};
    struct slots slots;

    slots_open(&slots, p, mains);
    log_line(LOG_INFO_, "pool: master %d, %d workers", (int)getpid(), p->options->workers);
    run(&slots, set);
    log_line(LOG_INFO_, "pool: ended");
    slots_close(&slots);
}

/* From the first fork to the end of the last process. */
static bool
run_prepared(struct pool *p, const sigset_t *set)
{
    const struct pool_options *options = p->options;

    p->shared = dispatcher_shared_init(shared_memory(dispatcher_shared_size()));
    p->scoreboard = scoreboard_new(options->workers, p->shared);
    bool is_ready = prepare(p, set);
    if (is_ready)
        run_pool(p, set);
    return is_ready;
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
    if (listener_open(&pool.listener, options, &f) ||
        listener_beside(&pool.health, options->health_path, options, &f) ||
        peers_open(&pool.peers, options, &pool.listener, &f) ||
        opened_start(settings->open_folder, &f)) {
        fprintf(stderr, "算备未能启动：%s：%s\n", f.where, f.text);
    } else {
        is_good = run_prepared(&pool, &set);
        opened_empty(settings->open_folder);
    }

    listener_close(&pool.health);
    listener_close(&pool.listener);
    return is_good ? 0 : 1;
}
