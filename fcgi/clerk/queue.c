/* The words of what waits for reviewers, listed a moment after it came. */
#include "casework/casework.h"
#include "clerk/jobs.h"

enum { GO_ON_MS = 50, TOGETHER = 100, TIMES = 20 };

/* In a transaction of its own, so that requests come in between. */
static enum err
list_some(struct clerk *c, int *n, struct fault *f)
{
    enum err err = store_write_begin(c->store, f);

    if (err)
        return err;
    return govern_finish(c->store, store_queue_list(c->store, TOGETHER, n, f), f);
}

enum err
queue_list(struct clerk *c, int *next_ms, struct fault *f)
{
    int n = TOGETHER;
    bool is_any = false;
    enum err err = store_queue_has_unlisted(c->store, &is_any, f);

    if (err || !is_any)
        return err;
    for (int i = 0; !err && i < TIMES && n == TOGETHER; i++)
        err = list_some(c, &n, f);
    if (!err && n == TOGETHER)
        *next_ms = GO_ON_MS;
    return err;
}
