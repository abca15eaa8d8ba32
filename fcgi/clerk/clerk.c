#include "clerk/jobs.h"

#include <stdio.h>
#include <stdlib.h>

static const struct job jobs[] = {JOBS(JOB_ROW)};
_Static_assert(LEN(jobs) <= SCHEDULE_JOBS_MAX, "the schedule has room for every job");

enum err
clerk_open(struct clerk **out, const struct clerk_options *options, struct fault *f)
{
    struct clerk *c = must_alloc(sizeof *c);
    struct activation last;

    *out = NULL;
    *c = (struct clerk){.options = *options, .arena = arena_new()};
    enum err err = store_open(&c->store, &options->store, f);
    if (!err && options->rings > 0)
        err = store_waiting_join(c->store, -1, f);
    if (err) {
        clerk_close(c);
        return err;
    }

    if (store_activation_last(c->store, c->arena, &last, f) == OK)
        snprintf(c->active, sizeof c->active, "%s", last.hash);
    /* Nobody may have looked for a while: its predecessor was cut off, and the command line tells
     * no worker what it makes active. */
    govern_announce(options->shared);
    c->recounts = 1;
    schedule_start(&c->schedule, jobs, LEN(jobs), mono_ms);
    *out = c;
    return OK;
}

int
clerk_tick(struct clerk *c)
{
    int wait_ms = schedule_run(&c->schedule, c);

    arena_reset(c->arena);
    return wait_ms;
}

void
clerk_last(struct clerk *c)
{
    struct fault f = {0};
    int next_ms = 0;

    if (witness_keep(c, &next_ms, &f))
        log_line(LOG_ERROR_, "clerk: the witness does not know what was done last: %s: %s", f.where,
                 f.text);
}

void
clerk_close(struct clerk *c)
{
    if (c == NULL)
        return;

    replays_stop(c);
    heads_stop(c);
    deliveries_stop(c);
    notices_stop(c);
    store_close(c->store);
    arena_free(c->arena);
    free(c);
}
