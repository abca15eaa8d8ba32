#include "clerk/jobs.h"

#define GO_ON_MS 100 /* a great many are counted piece by piece, and others work meanwhile */

enum err
deadlines_recount(struct clerk *c, int *next_ms, struct fault *f)
{
    long moved = 0;
    bool is_done = true;
    if (c->recounts == 0)
        return OK;

    const struct policy_limits *limits = c->options.rules.limits;
    enum err err = govern_deadlines_recount(c->store, limits, &moved, &is_done, f);
    if (moved > 0)
        log_line(LOG_INFO_, "rules: %ld deadlines moved under %s", moved, c->active);
    if (err)
        return err;

    if (is_done)
        c->recounts--;
    else
        *next_ms = GO_ON_MS;
    return OK;
}
