#include "casework/casework.h"
#include "clerk/jobs.h"

#include <string.h>

enum { GO_ON_MS = 100, TIMES = 20 };

/* In a transaction of its own, so that requests come in between. */
static enum err
mark_some(struct clerk *c, const struct likeness_forms *forms, bool *is_done, struct fault *f)
{
    struct arena *a = arena_new();
    struct likeness_batch x = {0};
    enum err err = likeness_decide(c->store, a, forms, &x, f);

    if (!err && !(err = store_write_begin(c->store, f)))
        err = govern_finish(c->store, likeness_store(c->store, a, &x, f), f);
    *is_done = x.is_done;
    arena_free(a);
    return err;
}

enum err
likeness_mark(struct clerk *c, int *next_ms, struct fault *f)
{
    struct likeness_forms forms = {0};
    const json_t *declared;
    bool is_any = false, is_done = false;

    if (c->active[0] == '\0')
        return OK;
    enum err err = store_likeness_any(c->store, &is_any, f);
    if (err || (!is_any && str_is(c->likeness.set, c->active)))
        return err;
    if ((err = active_forms(c, &declared, f)))
        return err;
    forms.rows = forms_compile(declared, c->arena, &forms.n);
    for (int i = 0; !err && !is_done && i < TIMES; i++)
        err = mark_some(c, &forms, &is_done, f);
    if (err)
        return err;
    if (is_done)
        memcpy(c->likeness.set, c->active, sizeof c->likeness.set);
    else
        *next_ms = GO_ON_MS;
    return OK;
}
