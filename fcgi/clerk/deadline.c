#include "clerk/jobs.h"
#include "casework/casework.h"

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

/* ---- of filings that a set has moved --------------------------------------------------------- */

#define ASKED_TOGETHER 50
#define ASKED_TIMES 20

static enum err
ask_in_snapshot(struct casework *w, struct clocks_asked_list *asked)
{
    enum err err = store_read_begin(w->store, &w->fault);
    if (err)
        return err;
    err = clocks_again_decide(w, ASKED_TOGETHER, asked);
    store_read_end(w->store);
    return err;
}

static enum err
store_asked(struct casework *w, const struct clocks_asked_list *asked)
{
    enum err err = store_write_begin(w->store, &w->fault);
    return err ? err : govern_finish(w->store, clocks_again_store(w, asked), &w->fault);
}

/* In a transaction of their own, so that requests come in between. */
static enum err
ask_some(struct clerk *c, struct policy *p, int *asked, struct fault *f)
{
    struct casework w = {.store = c->store,
                         .policy = p,
                         .arena = arena_new(),
                         .world = c->options.store.world,
                         .now = world_now(c->options.store.world)};
    struct clocks_asked_list list = {0};

    date_beijing(w.now, w.today);
    enum err err = ask_in_snapshot(&w, &list);
    if (!err && list.n > 0)
        err = store_asked(&w, &list);
    if (err)
        *f = w.fault;
    *asked = list.n;
    arena_free(w.arena);
    return err;
}

enum err
clocks_ask_again(struct clerk *c, int *next_ms, struct fault *f)
{
    struct policy *p = NULL;
    int asked = ASKED_TOGETHER, all = 0;
    bool is_any = false;
    enum err err = store_unasked_any(c->store, &is_any, f);
    if (err || !is_any)
        return err;

    err = govern_judge(c->store, c->arena, NULL, c->options.rules.limits, &p, f);
    for (int i = 0; !err && i < ASKED_TIMES && asked == ASKED_TOGETHER; i++, all += asked)
        err = ask_some(c, p, &asked, f);
    policy_close(p);
    if (all > 0)
        log_line(LOG_INFO_, "clocks: the rules were asked about %d filings that a set moved", all);
    if (err == ERR_AGAIN)
        return OK; /* another set is active: its judge is asked next time */
    if (!err && asked == ASKED_TOGETHER)
        *next_ms = GO_ON_MS;
    return err;
}
