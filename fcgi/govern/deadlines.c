/* Running deadlines under another calendar: which would move, and moving them. */
#include "govern/govern.h"

#include <string.h>

#define BATCH 200      /* deadlines in one transaction */
#define BATCHES_MAX 25 /* in one call: the clerk has other work, too */

/* ---- what if --------------------------------------------------------------------------------- */

/* When a deadline counted like these is due under this set. *due NULL: it does not say. */
static enum err
count(struct arena *a, struct policy *p, const struct deadline_group *g, const char **due,
      bool *is_provisional, struct fault *f)
{
    struct buf ask = BUF(a);
    const char *answer;
    json_t *parsed;

    buf_puts(&ask, "{");
    buf_json_str(&ask, "from", g->from);
    buf_json_int(&ask, "days", g->days);
    buf_puts(&ask, "}");
    enum err err = policy_ask(p, a, POLICY_DAYS, ask.p, &answer, f);
    if (err)
        return err;
    if ((err = json_read(a, answer, strlen(answer), &parsed, f)))
        return err;

    *due = json_str(parsed, "due_on");
    *is_provisional = json_is_true(json_object_get(parsed, "provisional"));
    return OK;
}

enum err
govern_deadlines_moved(struct arena *a, struct policy *p, const struct deadline_group *rows, int n,
                       struct deadlines_moved *out, struct fault *f)
{
    struct buf b = BUF(a);

    *out = (struct deadlines_moved){0};
    buf_puts(&b, "[");
    for (int i = 0; i < n; i++) {
        const struct deadline_group *g = &rows[i];
        const char *due;
        bool is_provisional;
        enum err err = count(a, p, g, &due, &is_provisional, f);
        if (err)
            return err;
        if (due == NULL || (str_is(due, g->due_on) && is_provisional == g->is_provisional))
            continue;
        out->total += g->n;
        buf_puts(&b, b.n > 1 ? ",{" : "{");
        buf_json_str(&b, "from", g->from);
        buf_json_int(&b, "days", g->days);
        buf_json_str(&b, "due_on", g->due_on);
        buf_json_int(&b, "provisional", g->is_provisional);
        buf_json_str(&b, "new_due_on", due);
        buf_json_int(&b, "new_provisional", is_provisional);
        buf_puts(&b, "}");
    }

    buf_puts(&b, "]");
    out->groups = b.p;
    return OK;
}

/* ---- moving ---------------------------------------------------------------------------------- */

static enum err
note_move(struct store *s, struct arena *a, const char *rule_set, const struct deadline_move *x,
          struct fault *f)
{
    struct buf detail = BUF(a);

    buf_puts(&detail, "{");
    buf_json_str(&detail, "name", x->name);
    buf_json_str(&detail, "from", x->due_on);
    buf_json_str(&detail, "to", x->new_due_on);
    buf_json_bool(&detail, "provisional", x->is_new_provisional);
    buf_json_str(&detail, "rule_set", rule_set);
    buf_puts(&detail, "}");
    return store_audit_add(s, NULL, "deadline.recount", x->filing_id, detail.p, f);
}

/* The task that is due with the review is due with it again. */
static enum err
move_all(struct store *s, struct arena *a, const char *rule_set, const struct deadline_move *rows,
         int n, struct fault *f)
{
    for (int i = 0; i < n; i++) {
        bool is_moved;
        enum err err =
            store_deadline_move(s, &rows[i], str_starts(rows[i].name, "review"), &is_moved, f);
        if (err)
            return err;
        if ((is_moved && (err = note_move(s, a, rule_set, &rows[i], f))))
            return err;
    }
    return OK;
}

static enum err
move_batch(struct store *s, struct arena *a, const char *rule_set, const char *groups,
           const char **cursor, int *moved, struct fault *f)
{
    struct deadline_move *rows;
    int n = 0;
    enum err err = store_write_begin(s, f);
    if (err)
        return err;

    struct deadline_moves_query q = {.groups = groups, .cursor = *cursor, .limit = BATCH};
    err = store_deadline_moves(s, a, &q, &rows, &n, f);
    if (!err)
        err = move_all(s, a, rule_set, rows, n, f);
    if (err) {
        store_write_rollback(s);
        return err;
    }

    *moved = n;
    *cursor = n > 0 ? store_deadline_cursor(a, &rows[n - 1]) : NULL;
    return store_write_commit(s, f);
}

static enum err
open_active(struct store *s, struct arena *a, const struct policy_limits *limits, struct policy **p,
            struct fault *f)
{
    struct rule_set set;
    struct bundle *b = NULL;
    enum err err = store_rule_set_active(s, a, &set, f);
    if (err)
        return err;
    if ((err = bundle_parse(&b, set.files, strlen(set.files), f)))
        return err;

    err = policy_open(p, b, limits, f);
    bundle_free(b);
    return err;
}

enum err
govern_deadlines_recount(struct store *s, const struct policy_limits *limits, long *moved,
                         bool *is_done, struct fault *f)
{
    struct arena *a = arena_new();
    struct deadline_group *rows;
    struct deadlines_moved m;
    struct policy *p = NULL;
    const char *cursor = NULL;
    int n, last = BATCH;

    *moved = 0;
    *is_done = true;
    enum err err = store_deadline_groups(s, a, &rows, &n, f);
    if (!err && n > 0 && !(err = open_active(s, a, limits, &p, f)) &&
        !(err = govern_deadlines_moved(a, p, rows, n, &m, f)) && m.total > 0) {
        for (int i = 0; i < BATCHES_MAX && last == BATCH && !err; i++) {
            if (!(err = move_batch(s, a, policy_rule_set(p), m.groups, &cursor, &last, f)))
                *moved += last;
        }
        *is_done = !err && last < BATCH;
    }

    policy_close(p);
    arena_free(a);
    return err;
}
