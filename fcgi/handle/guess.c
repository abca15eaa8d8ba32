/* Guesses, counted and slowed down. */
#include "handle/guess.h"

enum err
guesses_may(struct context *c, struct guess *g, int n, const char *what)
{
    struct casework *w = &c->work;
    int64_t until = 0;

    for (int i = 0; i < n; i++) {
        enum err err = store_attempts_load(w->store, g[i].key, &g[i].so_far, &w->fault);
        if (err)
            return err;
        if (g[i].so_far.blocked_until > until)
            until = g[i].so_far.blocked_until;
    }
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
    const struct settings *s = c->settings;
    int64_t now = c->work.now, wait = s->login_wait_ms;
    struct attempts x = g->so_far;

    if (now - x.last_at > s->login_window_ms)
        x = (struct attempts){.first_at = now};
    x.failures++;
    x.last_at = now;

    for (long over = x.failures - g->most; over > 0 && wait < s->login_wait_max_ms; over--)
        wait *= 2;
    if (wait > s->login_wait_max_ms)
        wait = s->login_wait_max_ms;
    if (x.failures >= g->most)
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
