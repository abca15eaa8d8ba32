#include "govern/deadlines.h"
#include "govern/steps.h"

#include <string.h>

#define BATCH 200      /* deadlines in one transaction */
#define BATCHES_MAX 25 /* in one call: the clerk has other work, too */

/* ---- what if --------------------------------------------------------------------------------- */

struct due {
    const char *on;       /* NULL: the set does not say */
    const char *promised; /* before it stopped, of one that stands still; else NULL */
    long waited, credited;
    bool is_provisional;
};

static void
paused_json(struct buf *b, const json_t *clock)
{
    size_t i, k;
    json_t *kind, *state;

    json_array_foreach(json_object_get(clock, "kinds"), i, kind)
    {
        json_array_foreach(json_object_get(clock, "paused"), k, state)
        {
            buf_open(b, NULL, '{');
            buf_json_str(b, "kind", json_string_value(kind));
            buf_json_str(b, "name", json_str(clock, "name"));
            buf_json_str(b, "state", json_string_value(state));
            buf_close(b);
        }
    }
}

/* In which states clocks stand still, by this set, as store_deadline_groups() reads it. */
static const char *
paused_by(struct arena *a, const struct policy *p)
{
    struct buf b = BUF(a);
    size_t i;
    json_t *clock;

    buf_open(&b, NULL, '[');
    json_array_foreach(json_object_get(policy_manifest(p), "deadlines"), i, clock)
        paused_json(&b, clock);
    buf_close(&b);
    return b.p;
}

/* Asks the set when a deadline that is counted like these is due. */
static enum err
count(struct arena *a, struct policy *p, const struct deadline_group *g, struct due *out,
      struct fault *f)
{
    struct buf ask = BUF(a);
    const char *answer;
    json_t *parsed;

    buf_open(&ask, NULL, '{');
    buf_json_str(&ask, "from", g->from);
    buf_json_int(&ask, "days", g->days);
    buf_json_str(&ask, "unit", g->unit);
    buf_json_bool(&ask, "rolls", g->is_rolling);
    if (!str_is(g->stays, "[]"))
        buf_json_raw(&ask, "pauses", g->stays);
    if (!str_is(g->credit, "[]"))
        buf_json_raw(&ask, "credit", g->credit);
    buf_close(&ask);

    enum err err = policy_ask(p, a, POLICY_DAYS, ask.p, &answer, f);
    if (err)
        return err;
    if ((err = json_read(a, answer, strlen(answer), &parsed, f)))
        return err;

    out->on = json_str(parsed, "due_on");
    out->promised = json_str(parsed, "promised");
    out->is_provisional = json_is_true(json_object_get(parsed, "provisional"));
    out->waited = (long)json_integer_value(json_object_get(parsed, "waited"));
    out->credited = (long)json_integer_value(json_object_get(parsed, "credited"));
    return OK;
}

/* A clock that stands still may keep the day that was promised before it stopped. */
static bool
is_right(const struct deadline_group *g, const struct due *is)
{
    return (str_is(is->on, g->due_on) || str_is(is->promised, g->due_on)) &&
           is->is_provisional == g->is_provisional;
}

/* As store_deadline_moves() reads it: flags are 0 and 1. */
static void
group_json(struct buf *b, const struct deadline_group *g, const struct due *is)
{
    buf_open(b, NULL, '{');
    buf_json_str(b, "from", g->from);
    buf_json_int(b, "days", g->days);
    buf_json_str(b, "unit", g->unit);
    buf_json_int(b, "rolls", g->is_rolling);
    buf_json_str(b, "due_on", g->due_on);
    buf_json_int(b, "provisional", g->is_provisional);
    buf_json_str(b, "credit", g->credit);
    buf_json_str(b, "stays", g->stays);
    buf_json_str(b, "new_due_on", is->on);
    buf_json_int(b, "new_provisional", is->is_provisional);
    buf_json_int(b, "new_waited", is->waited);
    buf_json_int(b, "new_credited", is->credited);
    buf_close(b);
}

enum err
govern_deadlines_moved(struct store *s, struct arena *a, struct policy *p,
                       struct deadline_moves_query *out, long *total, struct fault *f)
{
    struct buf b = BUF(a);
    struct deadline_group *rows;
    int n;

    *total = 0;
    out->paused = paused_by(a, p);
    enum err err = store_deadline_groups(s, a, out->paused, &rows, &n, f);
    if (err)
        return err;

    buf_open(&b, NULL, '[');
    for (int i = 0; i < n; i++) {
        const struct deadline_group *g = &rows[i];
        struct due is;
        if ((err = count(a, p, g, &is, f)))
            return err;

        if (is.on == NULL || is_right(g, &is))
            continue;
        *total += g->n;
        group_json(&b, g, &is);
    }

    buf_close(&b);
    out->groups = b.p;
    return OK;
}

/* ---- moving ---------------------------------------------------------------------------------- */

struct recount {
    struct store *store;
    struct arena *arena;
    const char *rule_set;
    struct deadline_moves_query next; /* batch */
};

static enum err
note_move(const struct recount *r, const struct deadline_move *x, struct fault *f)
{
    struct buf detail = BUF(r->arena);

    buf_open(&detail, NULL, '{');
    buf_json_str(&detail, "name", x->name);
    buf_json_str(&detail, "from", x->due_on);
    buf_json_str(&detail, "to", x->new_due_on);
    buf_json_bool(&detail, "provisional", x->is_new_provisional);
    buf_json_str(&detail, "rule_set", r->rule_set);
    buf_close(&detail);

    return store_audit_add(r->store, NULL, "deadline.recount", x->filing_id, detail.p, f);
}

/* Moves deadlines, and with one the task that is due with it. */
static enum err
move_all(const struct recount *r, const struct deadline_move *rows, int n, struct fault *f)
{
    for (int i = 0; i < n; i++) {
        bool is_moved;
        enum err err = store_deadline_move(r->store, &rows[i], &is_moved, f);
        if (err)
            return err;
        if ((is_moved && (err = note_move(r, &rows[i], f))))
            return err;
    }
    return OK;
}

/* In a transaction of its own, so that requests come in between. */
static enum err
move_batch(struct recount *r, int *moved, struct fault *f)
{
    struct deadline_move *rows;
    int n = 0;
    enum err err = store_write_begin(r->store, f);
    if (err)
        return err;

    err = store_deadline_moves(r->store, r->arena, &r->next, &rows, &n, f);
    if (!err)
        err = move_all(r, rows, n, f);
    if ((err = govern_finish(r->store, err, f)))
        return err;

    *moved = n;
    r->next.cursor = n > 0 ? store_deadline_cursor(r->arena, &rows[n - 1]) : NULL;
    return OK;
}

static enum err
move_batches(struct recount *r, long *moved, bool *is_done, struct fault *f)
{
    int last = BATCH;

    *is_done = false;
    for (int i = 0; i < BATCHES_MAX && last == BATCH; i++) {
        enum err err = move_batch(r, &last, f);
        if (err)
            return err;
        *moved += last;
    }
    *is_done = last < BATCH;
    return OK;
}

enum err
govern_deadlines_recount(struct store *s, const struct policy_limits *limits, long *moved,
                         bool *is_done, struct fault *f)
{
    struct recount r = {.store = s, .arena = arena_new(), .next = {.limit = BATCH}};
    struct policy *p = NULL;
    bool has_open = false;
    long total = 0;

    *moved = 0;
    *is_done = true;
    enum err err = store_deadlines_any_open(s, &has_open, f);
    if (!err && has_open)
        err = govern_judge(s, r.arena, NULL, limits, &p, f);
    if (!err && has_open)
        err = govern_deadlines_moved(s, r.arena, p, &r.next, &total, f);

    if (!err && total > 0) {
        r.rule_set = policy_rule_set(p);
        err = move_batches(&r, moved, is_done, f);
    }

    policy_close(p);
    arena_free(r.arena);
    return err;
}

/* ---- run out --------------------------------------------------------------------------------- */

static enum err
miss_batch(struct store *s, struct arena *a, const char *today, int *missed, struct fault *f)
{
    struct deadline_over *rows;
    int n = 0;
    enum err err = store_write_begin(s, f);
    if (err)
        return err;

    err = store_deadlines_over(s, a, today, BATCH, &rows, &n, f);
    for (int i = 0; !err && i < n; i++)
        err = store_deadline_miss(s, &rows[i], f);
    *missed = n;
    return govern_finish(s, err, f);
}

enum err
govern_deadlines_miss(struct store *s, const char *today, long *missed, bool *is_done,
                      struct fault *f)
{
    struct arena *a = arena_new();
    enum err err = OK;
    int last = BATCH;

    *missed = 0;
    for (int i = 0; !err && i < BATCHES_MAX && last == BATCH; i++) {
        err = miss_batch(s, a, today, &last, f);
        if (!err)
            *missed += last;
    }
    *is_done = !err && last < BATCH;
    arena_free(a);
    return err;
}
