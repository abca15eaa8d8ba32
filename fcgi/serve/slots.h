/*
 * slots: which process has which row of the scoreboard, and when one may be started again. Private
 * to the master, which is the only process that starts and ends others.
 *
 * A process that falls is replaced. One that dies young makes the next start wait, twice as long
 * each time, so that a pool which cannot work does not burn the machine. A roll starts new workers
 * first and lets the old ones go when those are ready.
 */
#ifndef SERVE_SLOTS_H
#define SERVE_SLOTS_H

#include "serve/pool.h"

/* The answer is the exit status of the process that runs this. */
typedef int process_main(struct pool *p, struct process *me);

struct slot {
    pid_t pid; /* 0: empty */
    enum process_role role;
    unsigned generation;
    int64_t started_ms; /* monotonic */
    bool was_ready, is_leaving;
};

struct backoff {
    int failures;
    int64_t next_ms;
};

/* A child that has no row and has ended. */
struct stranger {
    pid_t pid; /* 0: none yet */
    int status;
};

struct slots {
    struct pool *pool;
    process_main *const *mains; /* by role */
    struct slot *list;
    int n; /* as many as the scoreboard has rows */
    struct backoff backoff[PROCESS_ROLE__MAX];
    unsigned generation;
    bool is_rolling, roll_again, is_stopping;
    bool has_no_clerk; /* another pool still has one: none is started */
    bool has_failed;   /* a process died young */
    struct stranger stranger;
};

void slots_open(struct slots *s, struct pool *pool, process_main *const *mains);
void slots_close(struct slots *s);

/* Starts what is missing and may be started. */
void slots_fill(struct slots *s, int64_t now);
/* Takes note of all who ended. */
void slots_reap(struct slots *s, int64_t now);
/* Kills who overstays, ends a finished roll, repeats TERM to who leaves. */
void slots_watch(struct slots *s, int64_t now);
/* New workers first, then the old ones leave. */
void slots_roll(struct slots *s);
/* TERM to all, and nobody is started any more. Who answers how the pool is goes last, or at once
 * when another pool has one. */
void slots_leave(struct slots *s, bool has_successor);
/* KILL to all. */
void slots_kill(struct slots *s);
int slots_used(const struct slots *s);
/* Workers that are ready. */
int slots_ready(const struct slots *s);
/* Milliseconds until something is due. */
int slots_wait_ms(const struct slots *s, int64_t now);

#endif
