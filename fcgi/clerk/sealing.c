#include "clerk/jobs.h"

#define TOGETHER 100 /* rows of one transaction: others write in between */
#define TIMES 10
#define GO_ON_MS 50
#define LATER_MS (10 * MINUTE)

static enum err
seal_batch(struct clerk *c, bool *is_done, struct fault *f)
{
    long n = 0;
    enum err err = store_write_begin(c->store, f);
    if (err)
        return err;

    err = store_seal_some(c->store, TOGETHER, &n, is_done, f);
    if (err || *is_done) {
        store_write_rollback(c->store);
        return err;
    }
    c->sealing.sealed += n;
    return store_write_commit(c->store, f);
}

/* Writes the database anew; when that fails, for want of space mostly, it comes again later. */
static enum err
finish(struct clerk *c, int *next_ms, struct fault *f)
{
    enum err err = store_seal_finish(c->store, &c->sealing.is_done, f);

    if (err)
        *next_ms = LATER_MS;
    else if (c->sealing.is_done)
        log_line(LOG_INFO_, "store: all that was stored is sealed (%ld rows)", c->sealing.sealed);
    return err;
}

enum err
sealing_go_on(struct clerk *c, int *next_ms, struct fault *f)
{
    bool is_walked = false, is_sealed = false;

    if (c->sealing.is_done)
        return OK;
    enum err err = store_is_sealed(c->store, &is_sealed, f);
    if (err)
        return err;
    if (is_sealed) {
        c->sealing.is_done = true;
        return OK;
    }

    for (int i = 0; !err && !is_walked && i < TIMES; i++)
        err = seal_batch(c, &is_walked, f);
    if (err || !is_walked) {
        *next_ms = GO_ON_MS;
        return err;
    }
    return finish(c, next_ms, f);
}
