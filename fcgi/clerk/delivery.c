/*
 * Notices leave the house. One is taken out under a lease in one transaction, goes while nothing of
 * the database is held, and what came of it is written in another. Whoever falls in between lets
 * the lease run out: then it counts as a failure and goes again, so that it arrives at least once.
 */
#include "clerk/jobs.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#define GO_ON_MS 100
#define LEASE_MORE_MS                                                                              \
    30000 /* beyond the time that a receiver has: to write down what came of it                    \
           */
#define HUNG "slow"
#define UNHEARD "lost"

static bool
is_any_out(const struct clerk *c)
{
    for (size_t i = 0; i < LEN(c->sent); i++)
        if (c->sent[i].pid != 0)
            return true;
    return false;
}

/* ---- what came of it ------------------------------------------------------------------------- */

static uint32_t
chance(const struct clerk *c)
{
    const struct world *w = c->options.store.world;
    uint32_t n = 0;

    w->random(w->ctx, &n, sizeof n);
    return n;
}

static enum err
note_dead(struct clerk *c, const struct delivery *x, struct fault *f)
{
    log_line(LOG_ERROR_, "outbox: %s was not taken in %ld tries, and is tried no more", x->id,
             x->tries - x->forgiven);
    return store_audit_add(c->store, NULL, "delivery.dead", x->id, NULL, f);
}

/* After a failure: later, or never again. */
static void
put_back(struct clerk *c, struct delivery *x, int64_t now)
{
    long failures = x->tries - x->forgiven;
    bool is_over = failures >= c->options.outbox.tries_max;

    x->state = is_over ? DELIVERY_DEAD : DELIVERY_WAITING;
    x->ended_at = is_over ? now : 0;
    x->due_at = now + courier_wait(failures, c->options.outbox.wait_ms,
                                   c->options.outbox.wait_max_ms, chance(c));
}

/* why: NULL when it was taken. */
static enum err
end(struct clerk *c, const struct sent *of, const char *why, struct fault *f)
{
    int64_t now = world_now(c->options.store.world);
    struct delivery x = {.n = of->n,
                         .id = of->id,
                         .tries = of->tries,
                         .forgiven = of->forgiven,
                         .state = DELIVERY_TAKEN,
                         .ended_at = now,
                         .due_at = now};
    bool is_ours = false;

    if (why != NULL)
        put_back(c, &x, now);
    enum err err = store_write_begin(c->store, f);
    if (err)
        return err;
    err = store_delivery_end(c->store, &x, why ? why : "taken", &is_ours, f);
    if (!err && is_ours && str_is(x.state, DELIVERY_DEAD))
        err = note_dead(c, &x, f);
    return govern_finish(c->store, err, f);
}

/* One that has not ended in its time is, and all that it has started, too, even when itself has
 * ended. It is left unreaped until then, so that nobody else has its number. */
static enum err
look_after(struct clerk *c, struct sent *s, struct fault *f)
{
    siginfo_t ended = {0};
    int status = 0;

    bool is_known = waitid(P_PID, (id_t)s->pid, &ended, WEXITED | WNOHANG | WNOWAIT) == 0;
    bool is_hung = is_known && ended.si_pid == 0;
    if (is_hung && mono_ms() < s->until)
        return OK;
    kill(-s->pid, SIGKILL);
    bool is_told = is_known && waitpid(s->pid, &status, 0) == s->pid;
    const char *why = courier_outcome(&c->options.outbox.courier, status);
    s->pid = 0;
    return end(c, s, is_hung ? HUNG : is_told ? why : UNHEARD, f);
}

/* ---- taken out ------------------------------------------------------------------------------- */

static const char *
address_of(const struct delivery *x)
{
    return str_is(x->address, "mobile") ? x->mobile : x->email;
}

/* Overtaken, too late, or nobody is there whom it could reach. */
static bool
is_for_nobody(const struct delivery *x, int64_t now)
{
    if (x->filing_deleted_at != 0 || (x->until_at != 0 && now > x->until_at))
        return true;
    if (*x->still != '\0' && !str_is(x->still, x->stands))
        return true;
    if (*x->address == '\0')
        return false;
    return x->is_disabled || address_of(x) == NULL || *address_of(x) == '\0';
}

static const char *
text_of(struct arena *a, const struct delivery *x)
{
    char at[TIME_TEXT];
    struct buf b = BUF(a);

    time_rfc3339(x->at, at);
    buf_open(&b, NULL, '{');
    buf_json_str(&b, "id", x->id);
    buf_json_str(&b, "channel", x->channel);
    buf_json_str(&b, "notice", x->notice);
    buf_json_str(&b, "filing", x->filing_id);
    if (*x->address != '\0')
        buf_json_str(&b, x->address, address_of(x));
    buf_json_str(&b, "title", x->title);
    buf_json_str(&b, "text", x->text);
    buf_json_str(&b, "at", at);
    buf_json_int(&b, "attempt", x->tries);
    buf_close(&b);
    return b.p;
}

/* That an address leaves is on record before it does. */
static enum err
take_out(struct clerk *c, struct delivery *x, int64_t now, struct fault *f)
{
    enum err err = store_delivery_out(
        c->store, x, now + c->options.outbox.courier.timeout_ms + LEASE_MORE_MS, f);

    if (err || *x->address == '\0')
        return err;
    return store_audit_add(c->store, NULL, "delivery.sent", x->id, NULL, f);
}

/* *is_out: it is to go now. */
static enum err
consider(struct clerk *c, struct delivery *x, bool *is_out, struct fault *f)
{
    int64_t now = world_now(c->options.store.world);
    bool is_to_somebody = x->account_id != NULL || x->organization_id != NULL;
    enum err err = is_to_somebody ? store_delivery_address(c->store, c->arena, x, f) : OK;

    *is_out = false;
    if (!err && str_is(x->state, DELIVERY_OUT))
        err = store_delivery_lost(c->store, x, f);
    if (err)
        return err;
    if (is_for_nobody(x, now)) {
        x->state = DELIVERY_DROPPED;
        x->ended_at = now;
        return store_delivery_leave(c->store, x, f);
    }
    if (x->tries - x->forgiven >= c->options.outbox.tries_max) {
        put_back(c, x, now);
        err = store_delivery_leave(c->store, x, f);
        return err ? err : note_dead(c, x, f);
    }
    *is_out = true;
    return take_out(c, x, now, f);
}

static enum err
consider_all(struct clerk *c, int limit, struct delivery **out, int *n, struct fault *f)
{
    struct delivery *rows;
    int rows_n = 0;
    bool is_out;
    enum err err = store_delivery_due(c->store, c->arena, world_now(c->options.store.world), limit,
                                      &rows, &rows_n, f);
    if (err)
        return err;

    *out = arena_alloc(c->arena, ((size_t)rows_n + 1) * sizeof **out);
    for (int i = 0; !err && i < rows_n; i++) {
        err = consider(c, &rows[i], &is_out, f);
        if (!err && is_out)
            (*out)[(*n)++] = rows[i];
    }
    return err;
}

/* ---- sent ------------------------------------------------------------------------------------ */

static struct sent *
free_place(struct clerk *c)
{
    for (size_t i = 0; i < LEN(c->sent); i++)
        if (c->sent[i].pid == 0)
            return &c->sent[i];
    return NULL;
}

static enum err
send(struct clerk *c, const struct delivery *x, struct fault *f)
{
    const struct courier *to = &c->options.outbox.courier;
    struct parcel p = {x->id, text_of(c->arena, x), world_now(c->options.store.world)};
    struct sent *s = free_place(c);
    *s = (struct sent){
        .n = x->n, .tries = x->tries, .forgiven = x->forgiven, .until = mono_ms() + to->timeout_ms};

    snprintf(s->id, sizeof s->id, "%s", x->id);
    enum err err = courier_start(to, &p, &s->pid, f);
    if (!err)
        return OK;
    s->pid = 0;
    return end(c, s, "unstarted", f);
}

static enum err
send_due(struct clerk *c, int limit, struct fault *f)
{
    struct delivery *out = NULL;
    int64_t due_at = 0;
    int n = 0;
    enum err err = store_delivery_next(c->store, &due_at, f);
    if (err || due_at > world_now(c->options.store.world))
        return err == ERR_NOTFOUND ? OK : err;

    if ((err = store_write_begin(c->store, f)))
        return err;
    err = consider_all(c, limit, &out, &n, f);
    err = govern_finish(c->store, err, f);
    for (int i = 0; !err && i < n; i++)
        err = send(c, &out[i], f);
    return err;
}

enum err
deliveries_send(struct clerk *c, int *next_ms, struct fault *f)
{
    enum err err = OK;
    int places = 0;

    if (!courier_is_on(&c->options.outbox.courier))
        return OK;
    for (size_t i = 0; !err && i < LEN(c->sent); i++) {
        if (c->sent[i].pid != 0)
            err = look_after(c, &c->sent[i], f);
        places += c->sent[i].pid == 0;
    }
    if (!err && places > 0)
        err = send_due(c, places, f);
    if (is_any_out(c))
        *next_ms = GO_ON_MS;
    return err;
}

void
deliveries_stop(struct clerk *c)
{
    for (size_t i = 0; i < LEN(c->sent); i++) {
        if (c->sent[i].pid == 0)
            continue;
        kill(-c->sent[i].pid, SIGTERM);
        kill(-c->sent[i].pid, SIGKILL);
        waitpid(c->sent[i].pid, NULL, 0);
        c->sent[i].pid = 0;
    }
}
