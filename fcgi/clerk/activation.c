/* The active set, whoever made it active: a worker, the command line, the end of an emergency. */
#include "clerk/jobs.h"

#include <stdio.h>

#define REVERT_AGAIN_MS (60 * 1000)
#define RECOUNT_MS 300 /* several sets often follow each other */

/* The set is loaded in a judge first, because a newer engine may refuse an older set. */
static enum err
revert(struct clerk *c, const struct activation *emergency, const char *to, struct fault *f)
{
    struct policy *p = NULL;
    enum err err = govern_judge(c->store, c->arena, to, c->options.rules.limits, &p, f);
    policy_close(p);
    if (err)
        return err;
    if ((err = store_write_begin(c->store, f)))
        return err;

    err = govern_revert(c->store, emergency->n, to, f);
    return govern_finish(c->store, err, f);
}

enum err
emergency_revert(struct clerk *c, int *next_ms, struct fault *f)
{
    struct activation emergency;
    const char *to;
    struct fault why = {0};
    int64_t now = world_now(c->options.rules.world);
    enum err err = govern_due(c->store, c->arena, now, &emergency, &to, f);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if (to == NULL)
        return OK;
    if ((err = revert(c, &emergency, to, &why)) == OK)
        return OK;

    *next_ms = REVERT_AGAIN_MS;
    return fail(f, err, why.code, why.where,
                "the emergency set %.12s is over and cannot be reverted to %.12s: %s",
                emergency.hash, to, why.text);
}

enum err
activation_announce(struct clerk *c, int *next_ms, struct fault *f)
{
    struct activation last;
    enum err err = store_activation_last(c->store, c->arena, &last, f);
    (void)next_ms;
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if (str_is(last.hash, c->active))
        return OK;

    snprintf(c->active, sizeof c->active, "%s", last.hash);
    govern_announce(c->options.shared);
    log_line(LOG_INFO_, "rules: %s is active", c->active);

    /* Twice: the second time for what a worker was storing meanwhile under the old set. */
    c->recounts = 2;
    schedule_wake(&c->schedule, deadlines_recount, RECOUNT_MS);
    schedule_wake(&c->schedule, clocks_ask_again, RECOUNT_MS);
    return OK;
}
