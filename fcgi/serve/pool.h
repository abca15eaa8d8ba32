/*
 * The inside of the pool. Private to this room.
 *
 * The board is the pool's only shared state of our own: one place per process, written by the
 * process that sits there and by the master, read by whoever answers GET /status. Every member is
 * atomic on its own; nobody takes a lock, so a process killed at any instruction leaves nothing
 * locked.
 */
#ifndef POOL_H
#define POOL_H

#include "serve/serve.h"
#include "clerk/clerk.h"

#include <signal.h>
#include <stdatomic.h>
#include <sys/stat.h>

enum role_of_process { PROCESS_WORKER, PROCESS_CLERK };
enum place_state { PLACE_EMPTY, PLACE_STARTING, PLACE_IDLE, PLACE_BUSY, PLACE_STOPPING };

struct place {
    atomic_int pid; /* 0: nobody */
    atomic_int role, state;
    atomic_uint generation;
    atomic_ulong requests;
    atomic_llong started_at;    /* wall clock */
    atomic_llong busy_since;    /* monotonic; 0: in no request */
} __attribute__((aligned(64))); /* one cache line, so that workers do not slow each other */

struct board {
    int64_t started_at;
    int workers; /* wanted */
    int places_n;
    atomic_int max_busy;
    atomic_ulong respawns, kills;
    struct office_shared *office;
    struct place places[];
};

/* Never NULL: without shared memory there is no pool, and the process ends. */
struct board *board_new(int workers);
void board_take(struct board *b, int place, pid_t pid, enum role_of_process role,
                unsigned generation);
void board_leave(struct board *b, int place);
void board_busy(struct board *b, struct place *p);
void board_idle(struct place *p);
/* office_options.status: the members "pool" and "processes". ctx is the board. */
void board_status(void *ctx, struct buf *members);

/* The pid file and the socket. Whoever holds the lock on the pid file may replace a socket that
 * nobody listens on. */
struct door {
    int pid_fd, listen_fd;
    bool is_inherited;
    char socket_path[108];
    dev_t dev;
    ino_t ino;
};
enum err door_open(struct door *d, const struct pool_options *o, struct fault *f) MUST;
void
door_shut(struct door *d); /* nobody new comes in: the socket's name goes, and our descriptor */
void door_close(struct door *d); /* and the lock */
/* 3 by systemd's LISTEN_FDS, 0 when standard input is a listening socket (spawn-fcgi), otherwise
 * -1; moved out of the way. */
enum err door_inherited(int *fd, struct fault *f) MUST;

/* The seats of the pool: which process sits where, and when it may be started again. Only the
 * master has them. */
struct seat {
    pid_t pid; /* 0: empty */
    enum role_of_process role;
    unsigned generation;
    int64_t started_ms; /* monotonic */
    bool was_ready, is_leaving;
};
struct backoff {
    int failures;
    int64_t next_ms;
};
struct crew {
    const struct pool_options *pool;
    const struct settings *settings;
    struct board *board;
    struct door *door;
    struct seat *seats; /* board->places_n of them */
    struct backoff workers, clerk;
    unsigned generation;
    bool is_rolling, roll_again, is_stopping;
};
void crew_fill(struct crew *c, int64_t now); /* starts what is missing and may be started */
void crew_reap(struct crew *c, int64_t now); /* takes note of all who ended */
void
crew_watch(struct crew *c,
           int64_t now); /* kills who overstays, ends a finished roll, repeats TERM to who leaves */
void crew_roll(struct crew *c);  /* new workers first, then the old ones leave */
void crew_leave(struct crew *c); /* TERM to all */
void crew_kill(struct crew *c);  /* KILL to all */
int crew_size(const struct crew *c);
int crew_wait_ms(const struct crew *c, int64_t now); /* until something is due */

/* What the clerk is told of the pool. */
struct clerk_options pool_clerk_options(const struct pool_options *pool,
                                        const struct settings *settings, struct board *b);
/* What runs in the children; they end by exit status. */
int worker_main(struct crew *c, struct place *me);
int clerk_main(struct crew *c, struct place *me);

/* FastCGI: one connection is one request. */
struct wire;
struct wire *wire_open(void);
void wire_close(struct wire *w);
/* Takes over a connection; false when no request came from it (it is then closed). */
bool wire_accept(struct wire *w, int fd) MUST;
/* The request, in the arena. ERR_INPUT for one that no proxy of ours sends. q->request_id is always
 * set. */
enum err wire_read(struct wire *w, struct arena *a, struct request *q, struct fault *f) MUST;
/* Sends and closes. A peer that is gone is no failure: what was committed stays. */
void wire_send(struct wire *w, struct arena *a, const struct reply *r);

#endif
