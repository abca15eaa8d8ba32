/* Guesses, counted and slowed down. */
#include "handle/guess.h"

#include <string.h>

#define AHEAD_MS (60 * 1000) /* more than clocks are corrected by in passing */
#define ADDRESSES_KEPT 8     /* of an account, the last used ones */

/* most: so many in the window, then a wait that doubles with each further one. */
struct pace {
    const char *name;
    bool is_by_address;
    int most;
    int64_t wait_ms, wait_max_ms;
};

static struct pace
pace_of(const struct settings *s, enum guess_kind kind)
{
    struct pace account = {.most = s->login_account_failures,
                           .wait_ms = s->login_wait_ms,
                           .wait_max_ms = s->login_wait_max_ms};
    struct pace address = {.most = s->login_address_failures,
                           .wait_ms = s->login_address_wait_ms,
                           .wait_max_ms = s->login_address_wait_max_ms};
    static const char *const names[] = {
        [GUESS_LOGIN] = "login",       [GUESS_ACCOUNT] = "everywhere",
        [GUESS_ADDRESS] = "address",   [GUESS_FACTOR] = "factor",
        [GUESS_OWN] = "own",           [GUESS_NAMES] = "names",
        [GUESS_RECOVERY] = "recovery", [GUESS_CODE] = "code",
        [GUESS_INVITED] = "invited",   [GUESS_MATTER] = "matter",
        [GUESS_TAKEOVER] = "takeover"};
    bool is_of_account =
        kind == GUESS_LOGIN || kind == GUESS_ACCOUNT || kind == GUESS_FACTOR || kind == GUESS_OWN;
    struct pace p = is_of_account ? account : address;

    p.name = names[kind];
    p.is_by_address = kind != GUESS_ACCOUNT && kind != GUESS_FACTOR;
    if (kind == GUESS_ACCOUNT)
        p.most = s->login_account_failures_all;
    return p;
}

static const char *
address_of(const struct context *c)
{
    char *group = arena_alloc(c->work.arena, ADDRESS_TEXT);
    address_group(c->work.remote_addr, group);
    return group;
}

static enum err
load(struct context *c, struct guess *g)
{
    struct pace p = pace_of(c->settings, g->kind);

    g->key = arena_printf(c->work.arena, "guess %s %s %s", p.name,
                          p.is_by_address ? address_of(c) : "", g->who ? g->who : "");
    enum err err = store_attempts_load(c->work.store, g->key, &g->so_far, &c->work.fault);
    /* What was noted by a clock that was ahead, and was set back since, would keep its owner out
     * for as long as that was; it counts no more. */
    if (!err && g->so_far.last_at > c->work.now + AHEAD_MS)
        g->so_far = (struct attempts){0};
    return err;
}

enum err
guesses_load(struct context *c, struct guess *g, int n)
{
    for (int i = 0; i < n; i++) {
        enum err err = load(c, &g[i]);
        if (err)
            return err;
    }
    return OK;
}

enum err
guesses_may(struct context *c, struct guess *g, int n, const char *what)
{
    struct casework *w = &c->work;
    int64_t until = 0;
    enum err err = guesses_load(c, g, n);
    if (err)
        return err;

    for (int i = 0; i < n; i++)
        if (g[i].so_far.blocked_until > until)
            until = g[i].so_far.blocked_until;
    if (until <= w->now)
        return OK;

    int seconds = (int)((until - w->now + 999) / 1000);
    (void)fail(&w->fault, ERR_LIMIT, "too_many_attempts", "", "%s次数过多，请 %d 秒后再试", what,
               seconds);
    w->fault.retry_after_s = seconds;
    return ERR_LIMIT;
}

static enum err
count_one(struct context *c, const struct guess *g)
{
    struct pace p = pace_of(c->settings, g->kind);
    int64_t now = c->work.now, wait = p.wait_ms;
    struct attempts x = g->so_far;

    if (now - x.last_at > c->settings->login_window_ms)
        x = (struct attempts){.first_at = now};
    x.failures++;
    x.last_at = now;

    for (long over = x.failures - p.most; over > 0 && wait < p.wait_max_ms; over--)
        wait *= 2;
    if (wait > p.wait_max_ms)
        wait = p.wait_max_ms;
    if (x.failures >= p.most)
        x.blocked_until = now + wait;
    return store_attempts_save(c->work.store, g->key, &x, &c->work.fault);
}

enum err
guesses_failed(struct context *c, const struct guess *g, int n)
{
    for (int i = 0; i < n; i++) {
        enum err err = count_one(c, &g[i]);
        if (err)
            return err;
    }
    return OK;
}

enum err
guess_forget(struct context *c, const struct guess *g)
{
    return store_attempts_clear(c->work.store, g->key, &c->work.fault);
}

enum err
guesses_forget(struct context *c, const char *username)
{
    const char *key = username_key(c->work.arena, username);
    struct guess of[] = {GUESS(GUESS_LOGIN, key), GUESS(GUESS_ACCOUNT, key)};
    enum err err = guesses_load(c, of, LEN(of));

    for (size_t i = 0; !err && i < LEN(of); i++)
        err = guess_forget(c, &of[i]);
    return err;
}

/* ---- where an account was used --------------------------------------------------------------- */

enum err
address_known(struct context *c, const char *account_id, bool *is)
{
    return store_address_known(c->work.store, account_id, address_of(c), is, &c->work.fault);
}

enum err
address_note(struct context *c, const char *account_id)
{
    struct casework *w = &c->work;
    return store_address_note(w->store, account_id, address_of(c), w->now, ADDRESSES_KEPT,
                              &w->fault);
}
