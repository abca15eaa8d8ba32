#include "clerk/jobs.h"

enum err
database_checkpoint(struct clerk *c, int *next_ms, struct fault *f)
{
    (void)next_ms;
    return store_checkpoint(c->store, f);
}

enum err
database_purge(struct clerk *c, int *next_ms, struct fault *f)
{
    enum err err = store_write_begin(c->store, f);
    (void)next_ms;
    if (err)
        return err;

    err = store_purge(c->store, world_now(c->options.store.world), f);
    return govern_finish(c->store, err, f);
}
