#include "serve/scoreboard.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

/* ---- counters -------------------------------------------------------------------------------- */

#define COUNTER_ROW(word, name, title, kind) [COUNTER_##word] = {name, title, kind},
static const struct {
    const char *name, *title;
    enum counter_kind kind;
} counters[COUNTER__MAX] = {COUNTERS(COUNTER_ROW)};

static const char *const kind_names[] = {
    [COUNTER_SUM] = "sum", [COUNTER_BYTES] = "bytes", [COUNTER_PEAK] = "peak"};

/* With one writer a load and a store are enough, and neither locks the bus. */
void
scoreboard_count(struct counts *c, enum counter which, unsigned long n)
{
    unsigned long was = atomic_load_explicit(&c->of[which], memory_order_relaxed), now = was + n;

    if (counters[which].kind == COUNTER_PEAK)
        now = n > was ? n : was;
    atomic_store_explicit(&c->of[which], now, memory_order_relaxed);
}

const char *
counter_name(enum counter which)
{
    return counters[which].name;
}

const char *
counter_title(enum counter which)
{
    return counters[which].title;
}

enum counter_kind
counter_kind(enum counter which)
{
    return counters[which].kind;
}

void
scoreboard_count_named(void *ctx, const char *name)
{
    int which = 0;

    while (which < COUNTER__MAX && !str_is(counters[which].name, name))
        which++;
    if (which < COUNTER__MAX)
        scoreboard_count(ctx, (enum counter)which, 1);
    else
        log_line(LOG_ERROR_, "pool: there is no counter %s", name);
}

unsigned long
scoreboard_counted(const struct scoreboard *b, enum counter which)
{
    unsigned long all = atomic_load_explicit(&b->master.of[which], memory_order_relaxed);

    for (int i = 0; i < b->processes_n; i++) {
        const struct counts *c = &b->processes[i].counts;
        unsigned long n = atomic_load_explicit(&c->of[which], memory_order_relaxed);
        if (counters[which].kind == COUNTER_PEAK)
            all = n > all ? n : all;
        else
            all += n;
    }

    return all;
}

/* ---- processes ------------------------------------------------------------------------------- */

const char *
process_role_name(enum process_role role)
{
    static const char *const names[] = {[PROCESS_WORKER] = "worker",
                                        [PROCESS_CLERK] = "clerk",
                                        [PROCESS_PROBE] = "probe",
                                        [PROCESS_HEALTH] = "health"};
    return (unsigned)role < LEN(names) ? names[role] : "?";
}

static const char *
state_name(int state)
{
    static const char *const names[] = {[PROCESS_NONE] = "empty",
                                        [PROCESS_STARTING] = "starting",
                                        [PROCESS_IDLE] = "idle",
                                        [PROCESS_BUSY] = "busy",
                                        [PROCESS_STOPPING] = "stopping"};
    return (unsigned)state < LEN(names) ? names[state] : "?";
}

void *
shared_memory(size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (p == MAP_FAILED) {
        log_line(LOG_ERROR_, "pool: no shared memory");
        exit(1);
    }
    return p;
}

struct scoreboard *
scoreboard_new(int workers, const struct dispatcher_shared *shared)
{
    /* Twice as many of each, because a roll has both generations for a while. */
    int n = 2 * (workers + PROCESS_ROLE__MAX - 1);
    struct scoreboard *b =
        shared_memory(sizeof(struct scoreboard) + (size_t)n * sizeof(struct process));

    b->started_at = world_now(&world_real);
    b->started_ms = mono_ms();
    b->workers = workers;
    b->processes_n = n;
    b->shared = shared;
    b->routes_n = (int)handle_routes_n();
    b->answered_size =
        (sizeof(struct answered) + ((size_t)b->routes_n + 1) * sizeof(struct route_counts) + 63) &
        ~(size_t)63;
    b->answered = shared_memory((size_t)n * b->answered_size);
    return b;
}

void
scoreboard_enter(struct process *p, enum process_role role, unsigned generation)
{
    atomic_store(&p->busy_since, 0);
    atomic_store(&p->requests, 0);
    atomic_store(&p->started_at, world_now(&world_real));
    atomic_store(&p->generation, generation);
    atomic_store(&p->role, (int)role);
    atomic_store(&p->state, PROCESS_STARTING);
}

void
scoreboard_leave(struct process *p)
{
    atomic_store(&p->pid, 0);
    atomic_store(&p->state, PROCESS_NONE);
    atomic_store(&p->busy_since, 0);
    scoreboard_leaves(p);
}

/* Counted anew each time: a counter would be off for good after a worker is killed between two
 * steps. */
unsigned
scoreboard_workers(const struct scoreboard *b, enum process_state state)
{
    unsigned n = 0;

    for (int i = 0; i < b->processes_n; i++) {
        const struct process *p = &b->processes[i];
        n += atomic_load_explicit(&p->state, memory_order_relaxed) == (int)state &&
             atomic_load_explicit(&p->role, memory_order_relaxed) == PROCESS_WORKER;
    }
    return n;
}

void
scoreboard_busy(struct scoreboard *b, struct process *p)
{
    atomic_store_explicit(&p->busy_since, mono_ms(), memory_order_relaxed);
    atomic_store_explicit(&p->state, PROCESS_BUSY, memory_order_release);
    scoreboard_count(&p->counts, COUNTER_MAX_BUSY, scoreboard_workers(b, PROCESS_BUSY));
}

void
scoreboard_idle(struct process *p)
{
    int64_t since = atomic_load_explicit(&p->busy_since, memory_order_relaxed);

    if (since != 0)
        scoreboard_count(&p->counts, COUNTER_REQUEST_MS, (unsigned long)(mono_ms() - since));
    atomic_store_explicit(&p->busy_since, 0, memory_order_relaxed);
    atomic_store_explicit(&p->state, PROCESS_IDLE, memory_order_release);
}

const long latency_bounds[LATENCIES] = {1000,   2500,   5000,   10000,   25000,   50000,
                                        100000, 250000, 500000, 1000000, 2500000, 10000000};

struct answered *
scoreboard_answered_by(const struct scoreboard *b, int process)
{
    return (struct answered *)(void *)(b->answered + (size_t)process * b->answered_size);
}

static void
add(atomic_ulong *to, unsigned long n)
{
    unsigned long was = atomic_load_explicit(to, memory_order_relaxed);
    atomic_store_explicit(to, was + n, memory_order_relaxed);
}

void
scoreboard_answered(struct scoreboard *b, const struct process *p, int route, bool is_write,
                    int status, int64_t us)
{
    struct answered *x = scoreboard_answered_by(b, (int)(p - b->processes));
    struct route_counts *r = &x->routes[route >= 0 && route < b->routes_n ? route : b->routes_n];
    struct latency_counts *l = &x->latency[is_write];
    int class = status / 100, i = 0;

    while (i < LATENCIES && us > latency_bounds[i])
        i++;
    add(&r->replies[class > 0 && class < CLASSES ? class : 0], 1);
    add(&r->us, (unsigned long)us);
    add(&l->within[i], 1);
    add(&l->us, (unsigned long)us);
}

/* Each says so first and counts then: two that come at once may both be sent away, but never is one
 * too many let in. at: where in a process the flag lies. */
static bool
enter(struct scoreboard *b, struct process *p, size_t at, int most)
{
    atomic_bool *mine = (atomic_bool *)(void *)((char *)p + at);
    int n = 0;

    atomic_store(mine, true);
    for (int i = 0; i < b->processes_n; i++)
        n += atomic_load((atomic_bool *)(void *)((char *)&b->processes[i] + at));
    if (n > most)
        atomic_store(mine, false);
    return n <= most;
}

bool
scoreboard_guest(struct scoreboard *b, struct process *p)
{
    return enter(b, p, offsetof(struct process, is_guest), b->workers > 4 ? b->workers / 4 : 1);
}

static int
processes_beside(const struct scoreboard *b)
{
    return b->workers > 8 ? b->workers / 4 : b->workers >= 4 ? 2 : 1;
}

bool
scoreboard_trial(struct scoreboard *b, struct process *p)
{
    return enter(b, p, offsetof(struct process, is_trying), processes_beside(b));
}

bool
scoreboard_press(struct scoreboard *b, struct process *p)
{
    return enter(b, p, offsetof(struct process, is_pressing), processes_beside(b));
}

bool
scoreboard_upload(struct scoreboard *b, struct process *p, int most)
{
    return enter(b, p, offsetof(struct process, is_receiving), most);
}

#define TURN_MS 3000 /* that a password waits for its turn */
#define LINE_TRIES 5

bool
scoreboard_hash(struct scoreboard *b, struct process *p)
{
    int most = b->workers > 3 ? b->workers / 2 : 1, line = b->workers > 2 ? b->workers - 1 : most;
    struct timespec nap = {.tv_nsec = 2000000};
    int64_t end = mono_ms() + TURN_MS;

    /* Who comes at once with others may have been sent away for nothing. */
    for (int tries = 0; !enter(b, p, offsetof(struct process, is_in_line), line); tries++) {
        if (tries == LINE_TRIES)
            return false;
        nap.tv_nsec = 1000000 + (p - b->processes) * 200000;
        nanosleep(&nap, NULL);
    }
    while (!enter(b, p, offsetof(struct process, is_hashing), most)) {
        if (mono_ms() >= end) {
            scoreboard_hashed(p);
            return false;
        }
        nanosleep(&nap, NULL);
    }
    return true;
}

void
scoreboard_hashed(struct process *p)
{
    atomic_store(&p->is_hashing, false);
    atomic_store(&p->is_in_line, false);
}

void
scoreboard_leaves(struct process *p)
{
    scoreboard_hashed(p);
    atomic_store(&p->is_receiving, false);
    atomic_store(&p->is_pressing, false);
    atomic_store(&p->is_guest, false);
    atomic_store(&p->is_trying, false);
}

/* ---- what the probe saw ---------------------------------------------------------------------- */

void
scoreboard_see(struct scoreboard *b, const struct seen *x)
{
    unsigned turn = atomic_load(&b->sight.turn) + 1;

    b->sight.seen[turn & 1] = *x;
    atomic_store(&b->sight.turn, turn);
}

void
scoreboard_seen(const struct scoreboard *b, struct seen *out)
{
    unsigned turn;

    do {
        turn = atomic_load(&b->sight.turn);
        *out = b->sight.seen[turn & 1];
        atomic_thread_fence(memory_order_seq_cst);
    } while (turn != atomic_load(&b->sight.turn));
}

void
scoreboard_health(const struct scoreboard *b, struct arena *a, struct health *out)
{
    struct seen *x = arena_alloc(a, sizeof *x);
    struct store_flaws flaws = store_flaws_of(b->shared->store);
    int64_t now = mono_ms();

    scoreboard_seen(b, x);
    *out = (struct health){
        .rule_set = x->figures.rule_set,
        .ready = scoreboard_workers(b, PROCESS_IDLE) + scoreboard_workers(b, PROCESS_BUSY),
        .is_draining = atomic_load(&b->is_draining),
        .has_failed = flaws.has_failed,
        .is_damaged = flaws.is_damaged,
        .files_lost = flaws.files_lost,
        .read_ms = (long)(now - (x->read_at ? x->read_at : b->started_ms)),
        .write_ms = (long)(now - (x->write_at ? x->write_at : b->started_ms)),
        .read_fault = x->read_fault,
        .write_fault = x->write_fault,
        .witness = x->witness,
    };
}

/* ---- the last hour
 * --------------------------------------------------------------------------- */

/* In the order of struct sample_status. */
static const enum counter sampled[SAMPLE_FIGURES] = {COUNTER_REQUESTS, COUNTER_WRITES,
                                                     COUNTER_REPLIES_5XX, COUNTER_REQUEST_MS,
                                                     COUNTER_JUDGE_FAULTS};

static void
totals_of(const struct scoreboard *b, long totals[SAMPLE_FIGURES])
{
    for (int i = 0; i < SAMPLE_FIGURES; i++)
        totals[i] = (long)scoreboard_counted(b, sampled[i]);
}

void
scoreboard_sample(struct scoreboard *b)
{
    long totals[SAMPLE_FIGURES];

    totals_of(b, totals);
    samples_take(&b->samples, world_now(&world_real), scoreboard_workers(b, PROCESS_BUSY), totals);
}

static struct rows
samples_of(const struct scoreboard *b, struct arena *a)
{
    struct sample_line lines[SAMPLES_SHOWN + 1];
    struct sample_status *list = arena_alloc(a, sizeof *list * LEN(lines));
    long totals[SAMPLE_FIGURES];

    totals_of(b, totals);
    int n = samples_read(&b->samples, world_now(&world_real), totals, lines);
    for (int i = 0; i < n; i++)
        list[i] = (struct sample_status){.at = lines[i].at,
                                         .seconds = lines[i].span_ms / 1000,
                                         .busy = lines[i].peak,
                                         .requests = lines[i].of[0],
                                         .writes = lines[i].of[1],
                                         .errors = lines[i].of[2],
                                         .request_ms = lines[i].of[3],
                                         .judge_faults = lines[i].of[4]};
    return (struct rows){list, n};
}

/* ---- GET /status
 * ----------------------------------------------------------------------------- */

static struct rows
counters_of(const struct scoreboard *b, struct arena *a)
{
    struct counter_status *list = arena_alloc(a, COUNTER__MAX * sizeof *list);

    for (int i = 0; i < COUNTER__MAX; i++)
        list[i] = (struct counter_status){.name = counters[i].name,
                                          .title = counters[i].title,
                                          .kind = kind_names[counters[i].kind],
                                          .value = (long)scoreboard_counted(b, (enum counter)i)};
    return (struct rows){list, COUNTER__MAX};
}

static struct process_status
process_of(const struct process *p, long pid)
{
    int64_t since = atomic_load(&p->busy_since);

    return (struct process_status){
        .pid = pid,
        .role = process_role_name((enum process_role)atomic_load(&p->role)),
        .state = state_name(atomic_load(&p->state)),
        .generation = atomic_load(&p->generation),
        .requests = (long)atomic_load(&p->requests),
        .request_ms = since == 0 ? 0 : (long)(mono_ms() - since),
        .started_at = atomic_load(&p->started_at),
    };
}

static struct rows
processes_of(const struct scoreboard *b, struct arena *a)
{
    struct process_status *list = arena_alloc(a, (size_t)b->processes_n * sizeof *list);
    int n = 0;

    for (int i = 0; i < b->processes_n; i++) {
        long pid = atomic_load(&b->processes[i].pid);
        if (pid != 0)
            list[n++] = process_of(&b->processes[i], pid);
    }
    return (struct rows){list, n};
}

void
scoreboard_status(void *ctx, struct arena *a, struct pool_status *out)
{
    const struct scoreboard *b = ctx;

    *out = (struct pool_status){
        .is_there = "",
        .started_at = b->started_at,
        .workers = b->workers,
        .idle = scoreboard_workers(b, PROCESS_IDLE),
        .busy = scoreboard_workers(b, PROCESS_BUSY),
        .max_busy = (long)scoreboard_counted(b, COUNTER_MAX_BUSY),
        .respawns = (long)scoreboard_counted(b, COUNTER_RESPAWNS),
        .kills = (long)scoreboard_counted(b, COUNTER_KILLS),
        .rules_generation = (long)atomic_load(&b->shared->rules.generation),
        .counters = counters_of(b, a),
        .processes = processes_of(b, a),
        .samples = samples_of(b, a),
    };
}
