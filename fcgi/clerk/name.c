/* Former names of entries, read from sealed versions: once, after the step that asks for it. */
#include "clerk/jobs.h"

enum { GO_ON_MS = 100, TOGETHER = 20 };

enum err
names_call(struct clerk *c, int *next_ms, struct fault *f)
{
    const json_t *forms;
    struct entry *first;
    int n = 0;

    if (c->active[0] == '\0')
        return OK;
    enum err err = store_uncalled_next(c->store, c->arena, 1, &first, &n, f);
    if (err || n == 0)
        return err;
    if ((err = active_forms(c, &forms, f)))
        return err;
    if ((err = store_write_begin(c->store, f)))
        return err;
    err = govern_finish(c->store, called_fill(c->store, c->arena, forms, TOGETHER, &n, f), f);
    if (!err)
        *next_ms = GO_ON_MS;
    return err;
}
