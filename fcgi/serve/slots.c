#include "serve/slots.h"
#include "serve/successor.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    SHORT_LIFE_MS = 1000, /* who dies younger, or before it was ready, makes the next start wait */
    BACKOFF_FIRST_MS = 100,
    BACKOFF_MOST_MS = 10000, /* for one that cannot even start */
    /* For one that could start: something kills it, and the others must not be left alone. */
    BACKOFF_READY_MS = 500,
    STARTING_MOST_MS = 60000, /* a process that is not ready by then hangs */
    REPEAT_MS = 100,          /* TERM again, and looking whether the new ones of a roll are ready */
    TICK_MS = 1000,
};

void
slots_open(struct slots *s, struct pool *pool, process_main *const *mains)
{
    int n = pool->scoreboard->processes_n;

    *s = (struct slots){.pool = pool, .mains = mains, .n = n};
    s->list = must_alloc((size_t)n * sizeof *s->list);
}

void
slots_close(struct slots *s)
{
    free(s->list);
}

static struct process *
process_of(const struct slots *s, int i)
{
    return &s->pool->scoreboard->processes[i];
}

static enum process_state
state_of(const struct slots *s, int i)
{
    return (enum process_state)atomic_load(&process_of(s, i)->state);
}

static bool
is_ready(enum process_state state)
{
    return state == PROCESS_IDLE || state == PROCESS_BUSY;
}

static bool
is_old(const struct slots *s, const struct slot *x)
{
    return x->pid != 0 && x->generation != s->generation;
}

static int
workers_current(const struct slots *s, bool only_ready)
{
    int n = 0;

    for (int i = 0; i < s->n; i++) {
        const struct slot *x = &s->list[i];
        bool is_current = x->pid != 0 && !is_old(s, x) && !x->is_leaving;
        n += is_current && x->role == PROCESS_WORKER && (!only_ready || is_ready(state_of(s, i)));
    }
    return n;
}

int
slots_ready(const struct slots *s)
{
    return workers_current(s, true);
}

int
slots_used(const struct slots *s)
{
    int n = 0;

    for (int i = 0; i < s->n; i++)
        n += s->list[i].pid != 0;
    return n;
}

/* ---- starting -------------------------------------------------------------------------------- */

static void
run_child(struct slots *s, int i, enum process_role role, pid_t master)
{
    struct process *me = process_of(s, i);

    /* A master that is killed takes its children along; one that is gone already is seen by the
     * parent's number. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != master)
        _exit(1);

    atomic_store(&me->pid, (int)getpid());
    close(s->pool->listener.pid_fd);
    successor_end(); /* the line to a program before us is the master's */
    /* Ctrl-C is the master's to answer; its workers' judges have no handler for it. */
    setpgid(0, 0);
    _exit(s->mains[role](s->pool, me));
}

static bool
start(struct slots *s, enum process_role role, int64_t now)
{
    int i = 0;
    while (i < s->n && s->list[i].pid != 0)
        i++;
    if (i == s->n)
        return false;

    scoreboard_enter(process_of(s, i), role, s->generation);
    pid_t master = getpid(), pid = fork();
    if (pid == 0)
        run_child(s, i, role, master);
    if (pid < 0) {
        scoreboard_leave(process_of(s, i));
        log_line(LOG_ERROR_, "pool: fork failed");
        return false;
    }

    atomic_store(&process_of(s, i)->pid, (int)pid);
    s->list[i] =
        (struct slot){.pid = pid, .role = role, .generation = s->generation, .started_ms = now};
    return true;
}

/* Twice as long each time, up to most; from the beginning when the last time is long ago. */
static void
wait_longer(struct backoff *b, int64_t now, int64_t most)
{
    int64_t wait = BACKOFF_FIRST_MS;

    if (now - b->next_ms > BACKOFF_MOST_MS)
        b->failures = 0;
    for (int i = 0; i < b->failures && wait < most; i++)
        wait *= 2;
    b->failures++;
    b->next_ms = now + (wait < most ? wait : most);
}

/* One clerk at a time, and one probe: the old one of a roll has to be gone. Of those who answer how
 * the pool is the new one comes first, so that there always is one. */
static bool
has_one(const struct slots *s, enum process_role role)
{
    for (int i = 0; i < s->n; i++) {
        const struct slot *x = &s->list[i];
        if (x->pid != 0 && x->role == role && (role != PROCESS_HEALTH || !is_old(s, x)))
            return true;
    }
    return false;
}

void
slots_fill(struct slots *s, int64_t now)
{
    struct backoff *workers = &s->backoff[PROCESS_WORKER];
    if (s->is_stopping)
        return;

    while (now >= workers->next_ms && workers_current(s, false) < s->pool->options->workers)
        if (!start(s, PROCESS_WORKER, now))
            wait_longer(workers, now, BACKOFF_MOST_MS);
    for (int role = PROCESS_WORKER + 1; role < PROCESS_ROLE__MAX; role++) {
        struct backoff *b = &s->backoff[role];
        bool is_kept_back = role == PROCESS_CLERK && s->has_no_clerk;
        bool is_due = now >= b->next_ms && !is_kept_back && !has_one(s, (enum process_role)role);
        if (is_due && !start(s, (enum process_role)role, now))
            wait_longer(b, now, BACKOFF_MOST_MS);
    }
}

/* ---- ending ---------------------------------------------------------------------------------- */

static bool
log_end(const struct slot *x, enum process_state state, int status)
{
    const char *role = process_role_name(x->role);
    bool is_good = WIFEXITED(status) && WEXITSTATUS(status) == 0;

    if (!is_good && WIFSIGNALED(status))
        log_line(LOG_WARN_, "pool: %s %d ended by signal %d (%s)%s", role, (int)x->pid,
                 WTERMSIG(status), strsignal(WTERMSIG(status)),
                 state == PROCESS_BUSY ? " in a request" : "");
    else if (!is_good)
        log_line(LOG_WARN_, "pool: %s %d ended with status %d", role, (int)x->pid,
                 WEXITSTATUS(status));
    return is_good;
}

static void
note_end(struct slots *s, int i, int status, int64_t now)
{
    struct slot x = s->list[i];
    struct backoff *b = &s->backoff[x.role];
    enum process_state state = state_of(s, i);
    bool was_ready = x.was_ready || is_ready(state) || state == PROCESS_STOPPING;
    bool is_good = log_end(&x, state, status);
    bool was_young = !was_ready || (!is_good && now - x.started_ms < SHORT_LIFE_MS);

    s->list[i] = (struct slot){0};
    scoreboard_leave(process_of(s, i));
    if (x.is_leaving)
        return;

    s->has_failed |= was_young;
    scoreboard_count(&s->pool->scoreboard->master, COUNTER_RESPAWNS, 1);
    if (was_young) {
        wait_longer(b, now, was_ready ? BACKOFF_READY_MS : BACKOFF_MOST_MS);
        log_line(LOG_WARN_, "pool: %s died young, the next start waits %lld ms",
                 process_role_name(x.role), (long long)(b->next_ms - now));
    } else {
        *b = (struct backoff){0};
    }
}

void
slots_reap(struct slots *s, int64_t now)
{
    int status;
    pid_t pid;

    /* All of them: any number of ends can hide behind one SIGCHLD. */
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        int i = 0;
        while (i < s->n && s->list[i].pid != pid)
            i++;
        if (i < s->n)
            note_end(s, i, status, now);
        else
            s->stranger = (struct stranger){pid, status};
    }
}

static void
leave(struct slot *x)
{
    x->is_leaving = true;
    kill(x->pid, SIGTERM);
}

/* Whoever answers goes first; the clerk sees what they did last; who tells how the pool is, is the
 * last to go. */
static int
turn_of(const struct slot *x)
{
    return x->role == PROCESS_WORKER ? 0 : x->role == PROCESS_HEALTH ? 2 : 1;
}

static void
leave_next(struct slots *s)
{
    int turn = INT_MAX;

    for (int i = 0; i < s->n; i++)
        if (s->list[i].pid != 0 && turn_of(&s->list[i]) < turn)
            turn = turn_of(&s->list[i]);
    for (int i = 0; i < s->n; i++)
        if (s->list[i].pid != 0 && turn_of(&s->list[i]) == turn && !s->list[i].is_leaving)
            leave(&s->list[i]);
}

void
slots_leave(struct slots *s, bool has_successor)
{
    s->is_stopping = true;
    atomic_store(&s->pool->scoreboard->is_draining, true);
    for (int i = 0; i < s->n; i++)
        if (s->list[i].pid != 0 && has_successor)
            leave(&s->list[i]);
    leave_next(s);
}

void
slots_kill(struct slots *s)
{
    for (int i = 0; i < s->n; i++)
        if (s->list[i].pid != 0)
            kill(s->list[i].pid, SIGKILL);
}

/* ---- watching -------------------------------------------------------------------------------- */

static void
kill_late(struct slots *s, const struct slot *x, const char *in, int64_t ms)
{
    log_line(LOG_ERROR_, "pool: killing %s %d: %s for %lld ms", process_role_name(x->role),
             (int)x->pid, in, (long long)ms);
    scoreboard_count(&s->pool->scoreboard->master, COUNTER_KILLS, 1);
    kill(x->pid, SIGKILL);
}

static void
watch_one(struct slots *s, int i, int64_t now)
{
    const struct pool_options *o = s->pool->options;
    struct slot *x = &s->list[i];
    enum process_state state = state_of(s, i);
    /* These two may have much to do, or wait for a disk. */
    bool is_in_rounds = x->role == PROCESS_CLERK || x->role == PROCESS_PROBE;
    int64_t since = atomic_load(&process_of(s, i)->busy_since);
    int64_t most = is_in_rounds ? o->clerk_terminate_ms : o->request_terminate_ms;

    x->was_ready |= is_ready(state);
    if (since != 0 && now - since > most)
        kill_late(s, x, is_in_rounds ? "in one round" : "in one request", now - since);
    else if (state == PROCESS_STARTING && now - x->started_ms > STARTING_MOST_MS)
        kill_late(s, x, "starting", now - x->started_ms);
    else if (x->is_leaving)
        /* Again and again: a library may have had a handler of its own when the first came. */
        kill(x->pid, SIGTERM);
}

static void
roll_finish(struct slots *s)
{
    bool has_old = false;
    if (!s->is_rolling || workers_current(s, true) < s->pool->options->workers)
        return;

    for (int i = 0; i < s->n; i++) {
        has_old |= is_old(s, &s->list[i]);
        if (is_old(s, &s->list[i]) && !s->list[i].is_leaving)
            leave(&s->list[i]);
    }
    if (has_old)
        return;

    s->is_rolling = false;
    log_line(LOG_INFO_, "pool: rolled to generation %u", s->generation);
    if (s->roll_again)
        slots_roll(s);
}

void
slots_watch(struct slots *s, int64_t now)
{
    for (int i = 0; i < s->n; i++)
        if (s->list[i].pid != 0)
            watch_one(s, i, now);
    if (s->is_stopping)
        leave_next(s);
    roll_finish(s);
}

void
slots_roll(struct slots *s)
{
    s->roll_again = s->is_rolling;
    if (s->is_rolling || s->is_stopping)
        return;

    s->is_rolling = true;
    s->generation++;
    memset(s->backoff, 0, sizeof s->backoff);
    log_line(LOG_INFO_, "pool: rolling to generation %u", s->generation);
}

int
slots_wait_ms(const struct slots *s, int64_t now)
{
    int64_t quarter = s->pool->options->request_terminate_ms / 4, wait = TICK_MS;

    if (s->is_stopping || s->is_rolling || s->has_no_clerk)
        wait = REPEAT_MS;
    else if (quarter < wait)
        wait = quarter + 1;

    for (int i = 0; i < s->n; i++)
        if (s->list[i].pid != 0 && s->list[i].is_leaving && wait > REPEAT_MS)
            wait = REPEAT_MS;
    for (int role = 0; role < PROCESS_ROLE__MAX && !s->is_stopping; role++) {
        int64_t left = s->backoff[role].next_ms - now;
        if (left > 0 && left < wait)
            wait = left;
    }
    return (int)wait;
}
