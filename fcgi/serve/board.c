#include "serve/pool.h"

#include <stdlib.h>
#include <sys/mman.h>

struct board *
board_new(int workers)
{
    /* Twice the workers, because a roll has both generations for a while; and two clerks, for the
     * same reason. */
    int places = 2 * workers + 2;
    size_t own = sizeof(struct board) + (size_t)places * sizeof(struct place);

    own = (own + 63) & ~(size_t)63;
    char *p = mmap(NULL, own + office_shared_size(), PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) {
        log_line(LOG_ERROR_, "pool: no shared memory");
        exit(1);
    }

    struct board *b = (struct board *)(void *)p;
    b->started_at = world_now(&world_real);
    b->workers = workers;
    b->places_n = places;
    b->office = office_shared_init(p + own);

    return b;
}

void
board_take(struct board *b, int place, pid_t pid, enum role_of_process role, unsigned generation)
{
    struct place *p = &b->places[place];
    atomic_store(&p->busy_since, 0);
    atomic_store(&p->requests, 0);
    atomic_store(&p->started_at, world_now(&world_real));
    atomic_store(&p->generation, generation);
    atomic_store(&p->role, role);
    atomic_store(&p->state, PLACE_STARTING);
    atomic_store(&p->pid, pid);
}

void
board_leave(struct board *b, int place)
{
    struct place *p = &b->places[place];
    atomic_store(&p->pid, 0);
    atomic_store(&p->state, PLACE_EMPTY);
    atomic_store(&p->busy_since, 0);
}

static int
count(const struct board *b, enum place_state state)
{
    int n = 0;
    for (int i = 0; i < b->places_n; i++)
        n += atomic_load_explicit(&b->places[i].state, memory_order_relaxed) == (int)state &&
             atomic_load_explicit(&b->places[i].role, memory_order_relaxed) == PROCESS_WORKER;
    return n;
}

/* Counted anew each time: a counter would be off for good after a worker is killed between two
 * steps. */
void
board_busy(struct board *b, struct place *p)
{
    atomic_store_explicit(&p->busy_since, mono_ms(), memory_order_relaxed);
    atomic_store_explicit(&p->state, PLACE_BUSY, memory_order_release);
    int n = count(b, PLACE_BUSY), most = atomic_load_explicit(&b->max_busy, memory_order_relaxed);
    while (n > most && !atomic_compare_exchange_weak(&b->max_busy, &most, n))
        ;
}

void
board_idle(struct place *p)
{
    atomic_store_explicit(&p->busy_since, 0, memory_order_relaxed);
    atomic_store_explicit(&p->state, PLACE_IDLE, memory_order_release);
}

static const char *
state_name(int state)
{
    static const char *const names[] = {"empty", "starting", "idle", "busy", "stopping"};
    return (unsigned)state < LEN(names) ? names[state] : "?";
}

void
board_status(void *ctx, struct buf *members)
{
    struct board *b = ctx;
    int64_t now = mono_ms();
    bool is_first = true;

    buf_key(members, "pool");
    buf_puts(members, "{");
    buf_json_time(members, "started_at", b->started_at);
    buf_json_int(members, "workers", b->workers);
    buf_json_int(members, "idle", count(b, PLACE_IDLE));
    buf_json_int(members, "busy", count(b, PLACE_BUSY));
    buf_json_int(members, "max_busy", atomic_load(&b->max_busy));
    buf_json_int(members, "respawns", (long long)atomic_load(&b->respawns));
    buf_json_int(members, "kills", (long long)atomic_load(&b->kills));
    buf_json_int(members, "rules_generation", (long long)atomic_load(&b->office->rules.generation));
    buf_puts(members, "}");
    buf_key(members, "processes");
    buf_puts(members, "[");

    for (int i = 0; i < b->places_n; i++) {
        struct place *p = &b->places[i];
        int pid = atomic_load(&p->pid);
        if (pid == 0)
            continue;
        long long since = atomic_load(&p->busy_since);
        buf_puts(members, is_first ? "{" : ",{");
        is_first = false;
        buf_json_int(members, "pid", pid);
        buf_json_str(members, "role", atomic_load(&p->role) == PROCESS_CLERK ? "clerk" : "worker");
        buf_json_str(members, "state", state_name(atomic_load(&p->state)));
        buf_json_int(members, "generation", atomic_load(&p->generation));
        buf_json_int(members, "requests", (long long)atomic_load(&p->requests));
        buf_json_int(members, "request_ms", since == 0 ? 0 : now - since);
        buf_json_time(members, "started_at", atomic_load(&p->started_at));
        buf_puts(members, "}");
    }
    buf_puts(members, "]");
}
