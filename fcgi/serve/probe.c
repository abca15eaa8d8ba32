#include "serve/probe.h"
#include "serve/child.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

enum {
    TICK_MS = 1000,
    WAIT_MS = 500, /* for the writers' turn; who waits longer is told when it was last had */
    WITNESS_TICKS = 10,
};

struct probe {
    struct pool *pool;
    struct store *store;
    struct arena *arena;
    struct seen seen;
    long ticks;
};

static void
say(char *text, size_t n, enum err err, const struct fault *f)
{
    snprintf(text, n, "%s", err ? f->text : "");
}

static void
look_read(struct probe *x)
{
    struct fault f = {0};
    struct store_figures figures = x->seen.figures;
    char today[DATE_TEXT];

    date_beijing(world_now(&world_real), today);
    enum err err = store_probe_read(x->store, today, &figures, &f);
    say(x->seen.read_fault, sizeof x->seen.read_fault, err, &f);
    if (!err) {
        x->seen.figures = figures;
        x->seen.read_at = mono_ms();
    }
    x->seen.free_bytes = file_free_bytes(x->pool->settings->blob_folder);
}

/* That others write for long is no fault: how long ago it went well tells more. */
static void
look_write(struct probe *x)
{
    struct fault f = {0};
    enum err err = store_probe_write(x->store, &f);
    bool is_busy = err == ERR_BUSY && str_is(f.code, "busy");

    if (!is_busy)
        say(x->seen.write_fault, sizeof x->seen.write_fault, err, &f);
    if (!err)
        x->seen.write_at = mono_ms();
}

static void
look_witness(struct probe *x)
{
    struct fault f = {0};
    struct witness_verdict verdict;
    char folder[4096];

    snprintf(folder, sizeof folder, "%s", x->pool->settings->db_path);
    char *slash = strrchr(folder, '/');
    snprintf(slash ? slash : folder, 2, "%s", slash ? "" : ".");
    if (store_witness_compare(x->store, folder, &verdict, &f))
        return; /* it could not be read now; the look at the database says why */
    snprintf(x->seen.witness, sizeof x->seen.witness, "%s", witness_text(x->arena, &verdict));
}

static void
look(struct probe *x)
{
    look_read(x);
    if (x->ticks++ % WITNESS_TICKS == 0)
        look_witness(x);
    scoreboard_see(x->pool->scoreboard, &x->seen);
    look_write(x);
    scoreboard_see(x->pool->scoreboard, &x->seen);
    arena_reset(x->arena);
}

static bool
open_all(struct probe *x)
{
    const struct settings *s = x->pool->settings;
    struct fault f = {0};
    struct store_options options = {.path = s->db_path,
                                    .key_path = s->key_path,
                                    .may_lack_key = true,
                                    .is_schema_kept = true,
                                    .world = &world_real,
                                    .shared = x->pool->shared->store,
                                    .busy_timeout_ms = WAIT_MS};

    x->arena = arena_new();
    scoreboard_seen(x->pool->scoreboard, &x->seen);
    if (!store_open(&x->store, &options, &f))
        return true;
    log_line(LOG_ERROR_, "probe: cannot start: %s %s: %s", err_name(f.err), f.where, f.text);
    say(x->seen.read_fault, sizeof x->seen.read_fault, f.err, &f);
    scoreboard_see(x->pool->scoreboard, &x->seen);
    return false;
}

int
probe_main(struct pool *p, struct process *me)
{
    struct probe x = {.pool = p};
    sigset_t none;

    close(p->listener.fd);
    close(p->health.fd);
    child_limits(p->options);
    if (!child_signals(-1) || !open_all(&x))
        return 1;

    sigemptyset(&none);
    while (!child_is_stopping()) {
        const struct timespec tick = {.tv_sec = TICK_MS / 1000};
        atomic_store(&me->busy_since, mono_ms());
        atomic_store(&me->state, PROCESS_BUSY);
        look(&x);
        atomic_fetch_add(&me->requests, 1);
        atomic_store(&me->state, PROCESS_IDLE);
        /* TERM is let through only while it waits. */
        ppoll(NULL, 0, &tick, &none);
    }

    atomic_store(&me->state, PROCESS_STOPPING);
    store_close(x.store);
    arena_free(x.arena);
    return 0;
}
