/* The active set, whoever made it active: a worker, the command line, the end of an emergency. */
#include "clerk/jobs.h"

#include <stdio.h>
#include <string.h>

#define REVERT_AGAIN_MS (60 * 1000)
#define RECOUNT_MS 300 /* several sets often follow each other */

/* Sees in a judge of its own that a stored set loads: a newer engine may refuse an older set. */
static enum err
set_loads(struct clerk *c, const char *hash, struct fault *f)
{
    struct rule_set set;
    struct bundle *b = NULL;
    struct trial t;
    enum err err = store_rule_set_load(c->store, c->arena, hash, &set, f);
    if (err)
        return err;
    if ((err = bundle_parse(&b, set.files, strlen(set.files), f)))
        return err;

    govern_try(c->arena, c->options.rules.limits, b, false, &t);
    bundle_free(b);
    if (t.fault.err)
        *f = t.fault;
    return t.fault.err;
}

static enum err
revert(struct clerk *c, const struct activation *emergency, const char *to, struct fault *f)
{
    enum err err = set_loads(c, to, f);
    if (err)
        return err;
    if ((err = store_write_begin(c->store, f)))
        return err;

    err = govern_revert(c->store, emergency->n, to, f);
    return database_write_end(c, err, f);
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
    return OK;
}
