#include "clerk/jobs.h"

enum err
database_write_end(struct clerk *c, enum err err, struct fault *f)
{
    if (!err)
        return store_write_commit(c->store, f);

    store_write_rollback(c->store);
    return err;
}

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
    return database_write_end(c, err, f);
}
