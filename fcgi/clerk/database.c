#include "clerk/jobs.h"

#include <stdlib.h>

#define JUMP_MS (5 * MINUTE)
#define STEADY_MS (60 * MINUTE)

enum err
database_checkpoint(struct clerk *c, int *next_ms, struct fault *f)
{
    (void)next_ms;
    return store_checkpoint(c->store, f);
}

/* A clock that was set by more than a few minutes may be set back again: what seems to have ended
 * by it is not removed until it has gone on evenly for an hour. */
static bool
is_clock_steady(struct clerk *c)
{
    int64_t wall = world_now(c->options.store.world), mono = mono_ms();
    int64_t moved = (wall - c->purge.wall) - (mono - c->purge.mono);
    bool is_first = c->purge.mono == 0, is_set = !is_first && llabs(moved) > JUMP_MS;

    c->purge.wall = wall;
    c->purge.mono = mono;
    if (is_set) {
        c->purge.not_before = mono + STEADY_MS;
        log_line(LOG_WARN_, "clerk: the clock was set by %lld s; nothing is purged for an hour",
                 (long long)(moved / 1000));
    }
    return mono >= c->purge.not_before;
}

enum err
database_purge(struct clerk *c, int *next_ms, struct fault *f)
{
    (void)next_ms;
    if (!is_clock_steady(c))
        return OK;

    enum err err = store_write_begin(c->store, f);
    if (err)
        return err;
    err = store_purge(c->store, world_now(c->options.store.world), f);
    return govern_finish(c->store, err, f);
}
