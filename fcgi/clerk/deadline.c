#include "clerk/jobs.h"

#include <string.h>

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

    c->missed_on[0] = '\0'; /* a day may lie in the past now */
    if (is_done)
        c->recounts--;
    else
        *next_ms = GO_ON_MS;
    return OK;
}

/* Once for each day in Beijing, and when the clerk starts. */
enum err
deadlines_miss(struct clerk *c, int *next_ms, struct fault *f)
{
    char today[DATE_TEXT];
    long missed = 0;
    bool is_done = true;

    date_beijing(world_now(c->options.store.world), today);
    if (str_is(c->missed_on, today))
        return OK;

    enum err err = govern_deadlines_miss(c->store, today, &missed, &is_done, f);
    if (missed > 0)
        log_line(LOG_INFO_, "deadlines: %ld ran out by %s", missed, today);
    if (err)
        return err;

    if (is_done)
        memcpy(c->missed_on, today, sizeof today);
    else
        *next_ms = GO_ON_MS;
    return OK;
}
