#include "serve/pool.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    SHORT_LIFE_MS = 1000, /* who dies younger, or before it was ready, makes the next start wait */
    BACKOFF_FIRST_MS = 100,
    BACKOFF_MOST_MS = 10000, /* for one that cannot even start */
    BACKOFF_READY_MS =
        500, /* for one that could: something kills it, and the others must not be left alone */
    STARTING_MOST_MS = 60000, /* a worker that is not ready by then hangs */
    REPEAT_MS = 100,          /* TERM again, and looking whether the new ones of a roll are ready */
    TICK_MS = 1000,
};

static enum place_state
state_of(const struct crew *c, int i)
{
    return (enum place_state)atomic_load(&c->board->places[i].state);
}

static bool
is_current(const struct crew *c, const struct seat *s, enum role_of_process role)
{
    return s->pid != 0 && s->role == role && s->generation == c->generation && !s->is_leaving;
}

static int
count_current(const struct crew *c, enum role_of_process role, bool only_ready)
{
    int n = 0;
    for (int i = 0; i < c->board->places_n; i++) {
        enum place_state state = state_of(c, i);
        n += is_current(c, &c->seats[i], role) &&
             (!only_ready || state == PLACE_IDLE || state == PLACE_BUSY);
    }
    return n;
}

int
crew_size(const struct crew *c)
{
    int n = 0;
    for (int i = 0; i < c->board->places_n; i++)
        n += c->seats[i].pid != 0;
    return n;
}

static bool
start(struct crew *c, enum role_of_process role, int64_t now)
{
    int i = 0;

    while (i < c->board->places_n && c->seats[i].pid != 0)
        i++;
    if (i == c->board->places_n)
        return false;

    pid_t master = getpid();
    board_take(c->board, i, 0, role, c->generation);
    pid_t pid = fork();
    if (pid == 0) {
        /* A master that is killed takes its children along; one that is gone already is seen by the
         * parent's number. */
        if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != master)
            _exit(1);
        struct place *me = &c->board->places[i];
        atomic_store(&me->pid, (int)getpid());
        close(c->door->pid_fd);
        setpgid(
            0,
            0); /* Ctrl-C is the master's to answer; its workers' judges have no handler for it */
        _exit(role == PROCESS_CLERK ? clerk_main(c, me) : worker_main(c, me));
    }

    if (pid < 0) {
        board_leave(c->board, i);
        log_line(LOG_ERROR_, "pool: fork failed");
        return false;
    }

    atomic_store(&c->board->places[i].pid, (int)pid);
    c->seats[i] =
        (struct seat){.pid = pid, .role = role, .generation = c->generation, .started_ms = now};
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

void
crew_fill(struct crew *c, int64_t now)
{
    if (c->is_stopping)
        return;
    while (now >= c->workers.next_ms && count_current(c, PROCESS_WORKER, false) < c->pool->workers)
        if (!start(c, PROCESS_WORKER, now))
            wait_longer(&c->workers, now, BACKOFF_MOST_MS);
    /* One clerk at a time: the old one of a roll has to be gone. */
    bool has_clerk = false;
    for (int i = 0; i < c->board->places_n; i++)
        has_clerk |= c->seats[i].pid != 0 && c->seats[i].role == PROCESS_CLERK;
    if (!has_clerk && now >= c->clerk.next_ms && !start(c, PROCESS_CLERK, now))
        wait_longer(&c->clerk, now, BACKOFF_MOST_MS);
}

static void
note_end(struct crew *c, int i, int status, int64_t now)
{
    struct seat *s = &c->seats[i];
    struct backoff *b = s->role == PROCESS_CLERK ? &c->clerk : &c->workers;
    enum place_state state = state_of(c, i);
    const char *role = s->role == PROCESS_CLERK ? "clerk" : "worker";
    bool was_ready =
        s->was_ready || state == PLACE_IDLE || state == PLACE_BUSY || state == PLACE_STOPPING;
    bool is_good = WIFEXITED(status) && WEXITSTATUS(status) == 0;

    if (!is_good && WIFSIGNALED(status))
        log_line(LOG_WARN_, "pool: %s %d ended by signal %d (%s)%s", role, (int)s->pid,
                 WTERMSIG(status), strsignal(WTERMSIG(status)),
                 state == PLACE_BUSY ? " in a request" : "");
    else if (!is_good)
        log_line(LOG_WARN_, "pool: %s %d ended with status %d", role, (int)s->pid,
                 WEXITSTATUS(status));

    bool was_leaving = s->is_leaving;
    bool was_young = !was_ready || (!is_good && now - s->started_ms < SHORT_LIFE_MS);
    *s = (struct seat){0};
    board_leave(c->board, i);
    if (was_leaving)
        return;

    atomic_fetch_add(&c->board->respawns, 1);
    if (was_young) {
        wait_longer(b, now, was_ready ? BACKOFF_READY_MS : BACKOFF_MOST_MS);
        log_line(LOG_WARN_, "pool: %s died young, the next start waits %lld ms", role,
                 (long long)(b->next_ms - now));
    } else {
        *b = (struct backoff){0};
    }
}

void
crew_reap(struct crew *c, int64_t now)
{
    int status;
    pid_t pid;
    /* All of them: any number of ends can hide behind one SIGCHLD. */
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        for (int i = 0; i < c->board->places_n; i++)
            if (c->seats[i].pid == pid)
                note_end(c, i, status, now);
}

static void
leave(struct seat *s)
{
    s->is_leaving = true;
    kill(s->pid, SIGTERM);
}

static void
roll_finish(struct crew *c)
{
    if (!c->is_rolling || count_current(c, PROCESS_WORKER, true) < c->pool->workers)
        return;
    for (int i = 0; i < c->board->places_n; i++)
        if (c->seats[i].pid != 0 && c->seats[i].generation != c->generation &&
            !c->seats[i].is_leaving)
            leave(&c->seats[i]);

    for (int i = 0; i < c->board->places_n; i++)
        if (c->seats[i].pid != 0 && c->seats[i].generation != c->generation)
            return;
    c->is_rolling = false;
    log_line(LOG_INFO_, "pool: rolled to generation %u", c->generation);
    if (c->roll_again)
        crew_roll(c);
}

void
crew_roll(struct crew *c)
{
    c->roll_again = c->is_rolling;
    if (c->is_rolling || c->is_stopping)
        return;
    c->is_rolling = true;
    c->generation++;
    c->workers = c->clerk = (struct backoff){0};
    log_line(LOG_INFO_, "pool: rolling to generation %u", c->generation);
}

void
crew_watch(struct crew *c, int64_t now)
{
    for (int i = 0; i < c->board->places_n; i++) {
        struct seat *s = &c->seats[i];
        enum place_state state = state_of(c, i);
        if (s->pid == 0)
            continue;
        s->was_ready |= state == PLACE_IDLE || state == PLACE_BUSY;
        int64_t since = atomic_load(&c->board->places[i].busy_since);
        bool is_late =
            since != 0 && now - since > (s->role == PROCESS_CLERK ? c->pool->clerk_terminate_ms
                                                                  : c->pool->request_terminate_ms);
        if (is_late || (state == PLACE_STARTING && now - s->started_ms > STARTING_MOST_MS)) {
            log_line(LOG_ERROR_, "pool: killing %s %d: %s for %lld ms",
                     s->role == PROCESS_CLERK ? "clerk" : "worker", (int)s->pid,
                     !is_late                   ? "starting"
                     : s->role == PROCESS_CLERK ? "in one round"
                                                : "in one request",
                     (long long)(now - (is_late ? since : s->started_ms)));
            atomic_fetch_add(&c->board->kills, 1);
            kill(s->pid, SIGKILL);
        } else if (s->is_leaving) {
            /* Again and again: a library may have had a handler of its own in place when the first
             * came. */
            kill(s->pid, SIGTERM);
        }
    }
    roll_finish(c);
}

void
crew_leave(struct crew *c)
{
    c->is_stopping = true;
    for (int i = 0; i < c->board->places_n; i++)
        if (c->seats[i].pid != 0)
            leave(&c->seats[i]);
}

void
crew_kill(struct crew *c)
{
    for (int i = 0; i < c->board->places_n; i++)
        if (c->seats[i].pid != 0)
            kill(c->seats[i].pid, SIGKILL);
}

int
crew_wait_ms(const struct crew *c, int64_t now)
{
    int64_t wait = TICK_MS;

    if (c->is_stopping || c->is_rolling)
        wait = REPEAT_MS;
    else if (c->pool->request_terminate_ms / 4 < wait)
        wait = c->pool->request_terminate_ms / 4 + 1;

    for (int i = 0; i < c->board->places_n; i++)
        if (c->seats[i].pid != 0 && c->seats[i].is_leaving && wait > REPEAT_MS)
            wait = REPEAT_MS;
    if (!c->is_stopping && c->workers.next_ms > now && c->workers.next_ms - now < wait)
        wait = c->workers.next_ms - now;
    if (!c->is_stopping && c->clerk.next_ms > now && c->clerk.next_ms - now < wait)
        wait = c->clerk.next_ms - now;
    return (int)wait;
}
