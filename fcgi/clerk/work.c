/* Figures of what became of filings. */
#include "clerk/jobs.h"
#include "casework/casework.h"

#define COUNTED_TOGETHER 500 /* lines of the history, in one transaction */
#define GO_ON_MS 20

static enum err
count_some(struct clerk *c, const struct law *law, bool *is_done, struct fault *f)
{
    enum err err = store_write_begin(c->store, f);
    if (err)
        return err;
    err = figures_count(c->store, c->arena, law, COUNTED_TOGETHER, is_done, f);
    return govern_finish(c->store, err, f);
}

/* Most times nothing has happened, and no law is read. */
enum err
work_count(struct clerk *c, int *next_ms, struct fault *f)
{
    const struct law *law;
    bool is_done = true;
    long counted, last;
    int64_t at;
    enum err err = store_work_mark(c->store, &counted, &at, f);
    if (err || (err = store_work_next(c->store, counted, 1, &last, f)) || last == 0)
        return err;
    if (c->active[0] == '\0')
        return OK;

    if ((err = govern_law(c->store, c->arena, c->active, &law, f)))
        return err;
    err = count_some(c, law, &is_done, f);
    if (!err && !is_done)
        *next_ms = GO_ON_MS;
    return err == ERR_AGAIN ? OK : err;
}
