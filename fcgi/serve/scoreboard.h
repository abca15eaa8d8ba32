/*
 * scoreboard: which processes the pool has, what each does, and what they have counted.
 *
 * It lies in shared memory of our own: one row per process, written by the process that has the row
 * and by the master, read by whoever answers GET /status. Every member is atomic on its own; nobody
 * takes a lock, so a process killed at any instruction leaves nothing locked.
 */
#ifndef SERVE_SCOREBOARD_H
#define SERVE_SCOREBOARD_H

#include "handle/handle.h"

#include <stdatomic.h>

/* ---- counters -------------------------------------------------------------------------------- */

/*
 * All counters, one row each: word for the line that feeds it, name, Chinese title, kind. A new one
 * is a row here and a line scoreboard_count(…, COUNTER_word, n) where it happens; in handle, which
 * knows no scoreboard, dispatcher_count(…, "name").
 */
#define COUNTERS(ROW)                                                                              \
    ROW(REQUESTS, "requests", "收到的请求", COUNTER_SUM)                                           \
    ROW(MALFORMED, "malformed", "无法读取的请求", COUNTER_SUM)                                     \
    ROW(WRITES, "writes", "已完成的写入请求", COUNTER_SUM)                                         \
    ROW(REPLIES_2XX, "replies_2xx", "成功的答复", COUNTER_SUM)                                     \
    ROW(REPLIES_3XX, "replies_3xx", "内容未变的答复", COUNTER_SUM)                                 \
    ROW(REPLIES_4XX, "replies_4xx", "拒绝的答复", COUNTER_SUM)                                     \
    ROW(REPLIES_5XX, "replies_5xx", "出错的答复", COUNTER_SUM)                                     \
    ROW(REQUEST_MS, "request_ms", "处理请求所用的毫秒数", COUNTER_SUM)                             \
    ROW(UNSENT, "unsent", "对方已断开而未送达的答复", COUNTER_SUM)                                 \
    ROW(GONE, "gone", "轮到时对方已断开而没有办理的请求", COUNTER_SUM)                             \
    ROW(SHED, "shed", "排队过久而请对方稍后再来的请求", COUNTER_SUM)                               \
    ROW(SLOW, "slow", "处理得慢而记入日志的请求", COUNTER_SUM)                                     \
    ROW(BYTES_IN, "bytes_in", "收到的请求内容", COUNTER_BYTES)                                     \
    ROW(BYTES_OUT, "bytes_out", "发出的答复", COUNTER_BYTES)                                       \
    ROW(AGAIN, "again", "因并发而重做的请求", COUNTER_SUM)                                         \
    ROW(JUDGE_FAULTS, "judge_faults", "规则没有给出结论的次数", COUNTER_SUM)                       \
    ROW(MAX_BUSY, "max_busy", "同时处理的请求的最大数", COUNTER_PEAK)                              \
    ROW(PEERS_REFUSED, "peers_refused", "不是 nginx 而被关闭的连接", COUNTER_SUM)                  \
    ROW(PEERS_SLOW, "peers_slow", "迟迟没有说完而被断开的连接", COUNTER_SUM)                       \
    ROW(RESPAWNS, "respawns", "重新启动的进程", COUNTER_SUM)                                       \
    ROW(KILLS, "kills", "因超时而终止的进程", COUNTER_SUM)                                         \
    ROW(ROUNDS, "rounds", "定时任务的轮次", COUNTER_SUM)

#define COUNTER_WORD(word, name, title, kind) COUNTER_##word,
enum counter { COUNTERS(COUNTER_WORD) COUNTER__MAX };
enum counter_kind { COUNTER_SUM, COUNTER_BYTES, COUNTER_PEAK };

/* One writer's part: every process and the master has its own, so that none waits for another. */
struct counts {
    atomic_ulong of[COUNTER__MAX];
};
/* Adds n; of a peak, raises it to n. Only by the writer that has these counts. */
void scoreboard_count(struct counts *c, enum counter which, unsigned long n);
/* dispatcher_options.count: ctx is the struct counts of the process. */
void scoreboard_count_named(void *ctx, const char *name);

/*
 * What one process has answered, by row of the route table, the last being what no row is for; and
 * how long that took. So many figures there are, whatever is asked.
 */
enum { CLASSES = 6, LATENCIES = 12, LATENCY_KINDS = 2 }; /* of replies by hundreds; [0]: of none */
struct route_counts {
    atomic_ulong replies[CLASSES];
    atomic_ulong us;
};
struct latency_counts {
    atomic_ulong within[LATENCIES + 1]; /* not cumulated; the last: longer than any bound */
    atomic_ulong us;
};
/* The bounds, in microseconds. */
extern const long latency_bounds[LATENCIES];
/* [0]: reads, [1]: writes. */
struct answered {
    struct latency_counts latency[LATENCY_KINDS];
    struct route_counts routes[];
};

/* ---- processes ------------------------------------------------------------------------------- */

/* probe: looks whether the database can be read and written. health: answers how the pool is. */
enum process_role {
    PROCESS_WORKER,
    PROCESS_CLERK,
    PROCESS_PROBE,
    PROCESS_HEALTH,
    PROCESS_ROLE__MAX
};
enum process_state {
    PROCESS_NONE,
    PROCESS_STARTING,
    PROCESS_IDLE,
    PROCESS_BUSY,
    PROCESS_STOPPING,
    PROCESS_STATE__MAX
};
const char *process_role_name(enum process_role role);

struct process {
    atomic_int pid; /* 0: nobody has this row */
    atomic_int role, state;
    atomic_uint generation;
    atomic_ulong requests;      /* of this process; of the clerk: rounds */
    atomic_llong started_at;    /* wall clock */
    atomic_llong busy_since;    /* monotonic; 0: in no request */
    atomic_bool is_trying;      /* has a judge of its own at work for a rule editor */
    atomic_bool is_guest;       /* works for somebody who has not logged in, at what costs much */
    atomic_bool is_receiving;   /* has a large file in memory */
    atomic_bool is_pressing;    /* has a letter made a PDF by a process of its own */
    atomic_bool is_hashing;     /* hashes a password */
    atomic_bool is_in_line;     /* hashes one, or waits for its turn */
    struct counts counts;       /* of all who ever had this row */
} __attribute__((aligned(64))); /* whole cache lines, so that processes do not slow each other */

/* What the probe saw last. Times are monotonic; texts are "" where all is well. */
struct seen {
    int64_t read_at, write_at; /* the last that went well */
    char read_fault[400], write_fault[400], witness[400];
    struct store_figures figures;
    int64_t free_bytes;
};
/* The probe writes the one that nobody reads, and then turns: wherever it is killed, what it wrote
 * before is whole. */
struct sight {
    atomic_uint turn;
    struct seen seen[2];
};

struct scoreboard {
    int64_t started_at;
    int64_t started_ms; /* the same, monotonic */
    atomic_bool is_draining;
    atomic_bool is_closed; /* another pool still answers: nobody accepts */
    atomic_bool is_shared; /* another pool is not gone yet */
    struct sight sight;
    int workers; /* wanted */
    int processes_n;
    const struct dispatcher_shared *shared;
    struct counts master;
    struct samples samples; /* of the last hour */
    int routes_n;           /* rows of the route table */
    char *answered;         /* a struct answered for each process */
    size_t answered_size;
    struct process processes[];
};

/* Zeroed memory that processes forked later share. Never NULL: without it there is no pool, and
 * this process ends. */
void *shared_memory(size_t size);
struct scoreboard *scoreboard_new(int workers, const struct dispatcher_shared *shared);
void scoreboard_enter(struct process *p, enum process_role role, unsigned generation);
void scoreboard_leave(struct process *p);
void scoreboard_busy(struct scoreboard *b, struct process *p);
void scoreboard_idle(struct process *p);
/* One reply by this process: route is its row, -1 for none. */
void scoreboard_answered(struct scoreboard *b, const struct process *p, int route, bool is_write,
                         int status, int64_t us);
struct answered *scoreboard_answered_by(const struct scoreboard *b, int process);
/* Counts of workers in a state. */
unsigned scoreboard_workers(const struct scoreboard *b, enum process_state state);
/* A counter's words. */
const char *counter_name(enum counter which);
const char *counter_title(enum counter which);
enum counter_kind counter_kind(enum counter which);
/* The same for rule editors who try texts: two workers, one of less than four, a quarter of more
 * than eight. */
bool scoreboard_trial(struct scoreboard *b, struct process *p);
/* A quarter of the workers, and one in any case, may work for guests at once: false when they do.
 */
bool scoreboard_guest(struct scoreboard *b, struct process *p);
/* At most so many workers may have a large file in memory at once. */
bool scoreboard_upload(struct scoreboard *b, struct process *p, int most);
/* As many as may try texts, may have a letter pressed at once. */
bool scoreboard_press(struct scoreboard *b, struct process *p);
/* Half of the workers may hash passwords at once, and one in any case; others wait for a moment,
 * but never all: whoever would be the last free worker is told false at once. */
bool scoreboard_hash(struct scoreboard *b, struct process *p);
void scoreboard_hashed(struct process *p);
/* Said before the answer goes out: who has it may ask again at once. */
void scoreboard_leaves(struct process *p);
/* The total over all processes, or the highest peak. */
unsigned long scoreboard_counted(const struct scoreboard *b, enum counter which);
/* By the probe alone. */
void scoreboard_see(struct scoreboard *b, const struct seen *x);
void scoreboard_seen(const struct scoreboard *b, struct seen *out);
/* health_source.tell, but for late_ms. */
void scoreboard_health(const struct scoreboard *b, struct arena *a, struct health *out);
/* Called often, by the clerk: keeps figures of each minute of the last hour. */
void scoreboard_sample(struct scoreboard *b);
/* dispatcher_options.status: ctx is the scoreboard. */
void scoreboard_status(void *ctx, struct arena *a, struct pool_status *out);

#endif
