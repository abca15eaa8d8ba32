/* Notices are written: of moves, and of clocks that come to an end. */
#include "clerk/jobs.h"

#include <string.h>

#define TOGETHER 100 /* rows of the outbox, or reminders, in one transaction */
#define TIMES 20     /* transactions in one call: the clerk has other work, too */
#define GO_ON_MS 100
#define DAYS_ASKED 400  /* working days */
#define DAYS_BEFORE 120 /* of which so many calendar days lie before today */
#define DAYS_GOOD 200   /* so long they are enough */
#define DAY_MS ((int64_t)24 * 3600 * 1000)
#define KEPT_DAYS 400
#define REMINDERS_KEPT_DAYS 800 /* longer than any clock is looked back for */

/* ---- what the set says ----------------------------------------------------------------------- */

void
notices_stop(struct clerk *c)
{
    json_decref(c->notices.manifest);
    arena_free(c->notices.arena);
    c->notices.manifest = NULL;
    c->notices.arena = NULL;
    c->notices.set[0] = '\0';
}

static bool
is_read(const struct clerk *c, const char *today)
{
    return c->notices.set[0] != '\0' && str_is(c->notices.set, c->active) &&
           strcmp(today, c->notices.on) >= 0 &&
           date_days(today) - date_days(c->notices.on) <= DAYS_GOOD;
}

static enum err
read_workdays(struct clerk *c, struct policy *p, const char *today, struct fault *f)
{
    struct buf ask = BUF(c->notices.arena);
    char from[DATE_TEXT];
    const char *answer;
    json_t *parsed;

    date_beijing((int64_t)(date_days(today) - DAYS_BEFORE) * DAY_MS, from);
    buf_open(&ask, NULL, '{');
    buf_json_str(&ask, "from", from);
    buf_json_int(&ask, "days", DAYS_ASKED);
    buf_close(&ask);
    enum err err = policy_ask(p, c->notices.arena, POLICY_DAYS, ask.p, &answer, f);
    if (err)
        return err;
    if ((err = json_read(c->notices.arena, answer, strlen(answer), &parsed, f)))
        return err;
    c->notices.rules.workdays = json_object_get(parsed, "counted");
    return OK;
}

static enum err
read_from(struct clerk *c, struct policy *p, const char *today, struct fault *f)
{
    struct notice_rules *r = &c->notices.rules;

    c->notices.arena = arena_new();
    c->notices.manifest = json_incref((json_t *)(uintptr_t)policy_manifest(p));
    r->manifest = c->notices.manifest;
    enum err err = law_compile(json_object_get(r->manifest, "law"), c->notices.arena, &r->law, f);
    return err ? err : read_workdays(c, p, today, f);
}

/* Of the active set; its judge has nothing more to say. */
static enum err
read_rules(struct clerk *c, const char *today, struct fault *f)
{
    struct policy *p = NULL;
    enum err err;

    if (is_read(c, today))
        return OK;
    notices_stop(c);
    if ((err = govern_judge(c->store, c->arena, c->active, c->options.rules.limits, &p, f)))
        return err;
    err = read_from(c, p, today, f);
    policy_close(p);
    if (err) {
        notices_stop(c);
        return err;
    }
    memcpy(c->notices.set, c->active, sizeof c->notices.set);
    memcpy(c->notices.on, today, DATE_TEXT);
    return OK;
}

/* ---- written --------------------------------------------------------------------------------- */

typedef enum err tell_fn(struct teller *t, int limit, int *n);

/* In a transaction of its own, so that requests come in between. */
static enum err
tell_some(struct clerk *c, tell_fn *tell, int *n, struct fault *f)
{
    struct teller t = {.store = c->store,
                       .arena = arena_new(),
                       .rules = &c->notices.rules,
                       .delivers = courier_is_on(&c->options.outbox.courier),
                       .now = world_now(c->options.store.world)};
    date_beijing(t.now, t.today);
    enum err err = store_write_begin(c->store, f);

    if (!err) {
        err = tell(&t, TOGETHER, n);
        if (err)
            *f = t.fault;
        err = govern_finish(c->store, err, f);
    }
    arena_free(t.arena);
    return err;
}

static enum err
tell_all(struct clerk *c, tell_fn *tell, int *next_ms, struct fault *f)
{
    char today[DATE_TEXT];
    int n = TOGETHER;
    date_beijing(world_now(c->options.store.world), today);
    enum err err = c->active[0] ? read_rules(c, today, f) : OK;
    if (err || c->active[0] == '\0')
        return err;

    for (int i = 0; !err && i < TIMES && n == TOGETHER; i++)
        err = tell_some(c, tell, &n, f);
    if (!err && n == TOGETHER)
        *next_ms = GO_ON_MS;
    return err;
}

enum err
notices_write(struct clerk *c, int *next_ms, struct fault *f)
{
    bool is_any = false;
    enum err err = store_outbox_any(c->store, &is_any, f);

    return err || !is_any ? err : tell_all(c, notices_tell, next_ms, f);
}

/* Once for each day in Beijing, and when the clerk starts: no term begins that is over. */
enum err
terms_miss(struct clerk *c, int *next_ms, struct fault *f)
{
    char today[DATE_TEXT];
    int again_ms = 0;
    date_beijing(world_now(c->options.store.world), today);
    if (str_is(c->terms_on, today) || c->active[0] == '\0')
        return OK;

    enum err err = tell_all(c, matters_miss, &again_ms, f);
    if (!err && again_ms == 0)
        memcpy(c->terms_on, today, sizeof today);
    if (again_ms != 0)
        *next_ms = again_ms;
    return err;
}

enum err
reminders_send(struct clerk *c, int *next_ms, struct fault *f)
{
    return tell_all(c, notices_remind, next_ms, f);
}

/* ---- forgotten ------------------------------------------------------------------------------- */

static long
kept_days(const struct clerk *c)
{
    const json_t *limits = json_object_get(c->notices.manifest, "limits");
    const json_t *days = json_object_get(limits, "notices_kept_days");

    return json_is_integer(days) && json_integer_value(days) > 0 ? (long)json_integer_value(days)
                                                                 : KEPT_DAYS;
}

enum err
notices_forget(struct clerk *c, int *next_ms, struct fault *f)
{
    int64_t now = world_now(c->options.store.world);
    enum err err = store_write_begin(c->store, f);
    (void)next_ms;
    if (err)
        return err;

    err = store_notice_prune(c->store, now - kept_days(c) * DAY_MS,
                             now - REMINDERS_KEPT_DAYS * DAY_MS, TOGETHER * TIMES, f);
    if (!err)
        err = store_delivery_prune(c->store, now - kept_days(c) * DAY_MS, TOGETHER * TIMES, f);
    return govern_finish(c->store, err, f);
}
