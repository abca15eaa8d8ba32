#include "serve/pool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static int
prepare_in_child(const struct clerk_options *options)
{
    struct fault why = {0};
    sigset_t none;

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    enum err err = clerk_prepare(options, &why);
    if (err)
        fprintf(stderr, "算备未能启动：%s%s%s\n", why.where, why.where[0] ? "：" : "", why.text);
    else if (why.err)
        log_line(LOG_WARN_, "rules: the folder's set is not used, the last good one serves: %s: %s",
                 why.where, why.text);
    return err ? 1 : 0;
}

/* In a process of its own, so that the master never opens the database and no crash in a rule file
 * can end it. */
static bool
prepare(const struct clerk_options *options, const sigset_t *set)
{
    pid_t master = getpid(), pid = fork();

    if (pid == 0)
        _exit(prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != master
                  ? 1
                  : prepare_in_child(options));

    int status = 0;
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

static void
run(struct crew *c, const sigset_t *set)
{
    int64_t kill_at = 0;

    for (;;) {
        int64_t now = mono_ms();
        crew_reap(c, now);
        crew_watch(c, now);
        crew_fill(c, now);
        if (c->is_stopping && crew_size(c) == 0)
            return;
        if (c->is_stopping && now >= kill_at)
            crew_kill(c);
        int sig = signal_wait(set, crew_wait_ms(c, now));
        if (sig == SIGHUP)
            crew_roll(c);
        if (is_end(sig) && !c->is_stopping) {
            log_line(LOG_INFO_, "pool: draining");
            kill_at = mono_ms() + c->pool->drain_ms;
            door_shut(c->door);
            crew_leave(c);
        }
    }
}

int
serve_run(const struct pool_options *pool, const struct settings *settings)
{
    struct door door;
    struct fault f = {0};
    sigset_t set = signals_block();

    if (door_open(&door, pool, &f)) {
        fprintf(stderr, "算备未能启动：%s：%s\n", f.where, f.text);
        door_close(&door);
        return 1;
    }

    struct board *board = board_new(pool->workers);
    struct clerk_options options = pool_clerk_options(pool, settings, board);
    if (!prepare(&options, &set)) {
        door_close(&door);
        return 1;
    }

    struct crew crew = {.pool = pool, .settings = settings, .board = board, .door = &door};
    crew.seats = must_alloc((size_t)board->places_n * sizeof *crew.seats);
    memset(crew.seats, 0, (size_t)board->places_n * sizeof *crew.seats);
    log_line(LOG_INFO_, "pool: master %d, %d workers", (int)getpid(), pool->workers);
    run(&crew, &set);
    log_line(LOG_INFO_, "pool: ended");
    free(crew.seats);
    door_close(&door);

    return 0;
}
