#include "store/deadline.h"
#include "store/audit.h"
#include "store/db.h"
#include "store/filing.h"
#include "store/kept.h"
#include "store/outbox.h"

static const struct column deadline_columns[] = {
    COLUMN(deadline, filing_id),
    COLUMN(deadline, name),
    COLUMN_AS(deadline, from, "from_on"),
    COLUMN(deadline, days),
    COLUMN(deadline, due_on),
    COLUMN(deadline, is_provisional),
    COLUMN(deadline, state),
    COLUMN(deadline, label),
    COLUMN(deadline, unit),
    COLUMN(deadline, waited),
    COLUMN(deadline, is_rolling),
    COLUMN(deadline, credited),
    COLUMN(deadline, credit),
    SKIPPED("n"),
};
static const struct row_map deadline_map = ROW_MAP(deadline_columns, deadline);

static const struct column open_columns[] = {
    COLUMN_AS(deadline_open, deadline.filing_id, "filing_id"),
    COLUMN_AS(deadline_open, deadline.name, "name"),
    COLUMN_AS(deadline_open, deadline.from, "from_on"),
    COLUMN_AS(deadline_open, deadline.days, "days"),
    COLUMN_AS(deadline_open, deadline.due_on, "due_on"),
    COLUMN_AS(deadline_open, deadline.is_provisional, "is_provisional"),
    COLUMN_AS(deadline_open, deadline.state, "state"),
    COLUMN_AS(deadline_open, deadline.label, "label"),
    COLUMN_AS(deadline_open, deadline.unit, "unit"),
    COLUMN_AS(deadline_open, deadline.waited, "waited"),
    COLUMN_AS(deadline_open, deadline.credited, "credited"),
    COLUMN(deadline_open, n),
    COLUMN(deadline_open, kind),
    COLUMN(deadline_open, action),
    COLUMN(deadline_open, title),
    COLUMN(deadline_open, filing_state),
};
static const struct row_map open_map = ROW_MAP(open_columns, deadline_open);

static const struct column over_columns[] = {
    COLUMN_AS(deadline_over, deadline.filing_id, "filing_id"),
    COLUMN_AS(deadline_over, deadline.name, "name"),
    COLUMN_AS(deadline_over, deadline.due_on, "due_on"),
    COLUMN(deadline_over, n),
    COLUMN_AS(deadline_over, filing.version, "version"),
    COLUMN_AS(deadline_over, filing.state, "state"),
};
static const struct row_map over_map = ROW_MAP(over_columns, deadline_over);

static const struct column group_columns[] = {
    COLUMN_AS(deadline_group, from, "from_on"),
    COLUMN(deadline_group, days),
    COLUMN(deadline_group, due_on),
    COLUMN(deadline_group, is_provisional),
    COLUMN(deadline_group, n),
    COLUMN(deadline_group, unit),
    COLUMN(deadline_group, is_rolling),
    COLUMN(deadline_group, credit),
    COLUMN(deadline_group, stays),
};
static const struct row_map group_map = ROW_MAP(group_columns, deadline_group);

static const struct column move_columns[] = {
    COLUMN(deadline_move, filing_id),
    COLUMN(deadline_move, n),
    COLUMN(deadline_move, name),
    COLUMN_AS(deadline_move, from, "from_on"),
    COLUMN(deadline_move, days),
    COLUMN(deadline_move, due_on),
    COLUMN(deadline_move, is_provisional),
    COLUMN(deadline_move, new_due_on),
    COLUMN(deadline_move, is_new_provisional),
    COLUMN(deadline_move, title),
    COLUMN(deadline_move, organization_name),
    COLUMN(deadline_move, unit),
    COLUMN(deadline_move, waited),
    COLUMN(deadline_move, credited),
    COLUMN(deadline_move, new_waited),
    COLUMN(deadline_move, new_credited),
};
static const struct row_map move_map = ROW_MAP(move_columns, deadline_move);

static enum err
deadline_add(struct store *s, const char *filing_id, int n, const struct deadline *x,
             struct fault *f)
{
    return db_run(s, Q_DEADLINE_ADD, NULL,
                  VALUES(T(filing_id), N(n), T(x->name), T(x->from), N(x->days), T(x->due_on),
                         N(x->is_provisional), T(x->state), T(x->label ? x->label : ""),
                         T(x->unit ? x->unit : "workday"), N(x->waited), N(x->is_rolling),
                         N(x->credited), T(x->credit ? x->credit : "[]")),
                  f);
}

/* There are a few: a statement for each takes less than one that takes them apart. */
enum err
store_deadlines_set(struct store *s, const char *filing_id, const struct deadline *x, int n,
                    struct fault *f)
{
    enum err err = db_run(s, Q_DEADLINE_CLEAR, NULL, VALUES(T(filing_id)), f);

    for (int i = 0; i < n && !err; i++)
        err = deadline_add(s, filing_id, i, &x[i], f);
    return err;
}

enum err
store_deadlines_list(struct store *s, struct arena *a, const char *filing_id, struct deadline **out,
                     int *n, struct fault *f)
{
    return kept_all(s, Q_DEADLINE_LIST, filing_id, ROWS(a, &deadline_map, out, n),
                    VALUES(T(filing_id)), f);
}

enum err
store_task_follow(struct store *s, const char *filing_id, struct fault *f)
{
    return db_run(s, Q_TASK_FOLLOW, NULL, VALUES(T(filing_id)), f);
}

/* ---- open ------------------------------------------------------------------------------------ */

enum err
store_deadlines_open(struct store *s, struct arena *a, const struct deadline_query *q,
                     struct deadline_open **out, int *n, struct fault *f)
{
    struct value at[] = {T(""), T(""), N(-1)};
    enum err err = db_cursor(a, q->cursor, "dip", at, f);
    if (err)
        return err;

    return db_all(s, Q_DEADLINE_OPEN, ROWS(a, &open_map, out, n),
                  VALUES(T(q->organization_id), at[0], at[1], at[2], N(q->limit), T(q->limited_by)),
                  f);
}

/* "2026-12-01.01jd….0": the day, nothing for none, the filing and the place in its list. */
const char *
store_deadline_open_cursor(struct arena *a, const struct deadline_open *last)
{
    const struct deadline *d = &last->deadline;
    return arena_printf(a, "%s.%s.%ld", d->due_on ? d->due_on : "", d->filing_id, last->n);
}

/* ---- run out --------------------------------------------------------------------------------- */

#define MISSED "missed"
#define BY_NOBODY "system"

enum err
store_deadline_tell(struct store *s, const struct deadline *x, const struct filing *of,
                    struct fault *f)
{
    int64_t now = world_now(s->world);
    struct event e = {.filing_id = x->filing_id,
                      .version = of->version,
                      .actor_role = BY_NOBODY,
                      .what = MISSED,
                      .clock = x->name,
                      .at = now};
    struct outbox_row o = {.filing_id = x->filing_id,
                           .version = of->version,
                           .event = MISSED,
                           .from_state = of->state,
                           .to_state = of->state,
                           .clock = x->name,
                           .actor_role = BY_NOBODY,
                           .at = now};
    struct buf detail = BUF(s->scratch);
    enum err err = store_event_add(s, &e, f);
    if (err)
        return err;
    if ((err = store_outbox_add(s, &o, f)))
        return err;

    buf_open(&detail, NULL, '{');
    buf_json_str(&detail, "name", x->name);
    buf_json_str(&detail, "due_on", x->due_on);
    buf_close(&detail);
    return store_audit_add(s, NULL, "deadline.missed", x->filing_id, detail.p, f);
}

enum err
store_deadlines_over(struct store *s, struct arena *a, const char *today, int limit,
                     struct deadline_over **out, int *n, struct fault *f)
{
    return db_all(s, Q_DEADLINE_OVER, ROWS(a, &over_map, out, n), VALUES(T(today), N(limit)), f);
}

enum err
store_deadline_miss(struct store *s, const struct deadline_over *x, struct fault *f)
{
    enum err err = db_run(s, Q_DEADLINE_MISS, NULL, VALUES(T(x->deadline.filing_id), N(x->n)), f);
    return err ? err : store_deadline_tell(s, &x->deadline, &x->filing, f);
}

/* ---- under another calendar ------------------------------------------------------------------ */

enum err
store_deadlines_any_open(struct store *s, bool *out, struct fault *f)
{
    return db_is(s, Q_DEADLINE_ANY_OPEN, out, NONE, f);
}

enum err
store_deadline_groups(struct store *s, struct arena *a, const char *paused,
                      struct deadline_group **out, int *n, struct fault *f)
{
    return db_all(s, Q_DEADLINE_GROUPS, ROWS(a, &group_map, out, n), VALUES(T(paused)), f);
}

/* "01jd….0": the filing and the place in its list. */
const char *
store_deadline_cursor(struct arena *a, const struct deadline_move *last)
{
    return arena_printf(a, "%s.%ld", last->filing_id, last->n);
}

enum err
store_deadline_moves(struct store *s, struct arena *a, const struct deadline_moves_query *q,
                     struct deadline_move **out, int *n, struct fault *f)
{
    struct value at[] = {T(""), N(-1)};
    enum err err = db_cursor(a, q->cursor, "ip", at, f);
    if (err)
        return err;

    return db_all(s, Q_DEADLINE_MOVES, ROWS(a, &move_map, out, n),
                  VALUES(T(q->groups), at[0], at[1], N(q->limit), T(q->paused)), f);
}

enum err
store_deadline_move(struct store *s, const struct deadline_move *x, bool *is_moved, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_DEADLINE_MOVE, &changed,
                          VALUES(T(x->filing_id), N(x->n), T(x->due_on), N(x->is_provisional),
                                 T(x->new_due_on), N(x->is_new_provisional), N(x->new_waited),
                                 N(x->new_credited)),
                          f);

    *is_moved = changed > 0;
    if (err || changed == 0)
        return err;

    return db_run(s, Q_TASK_DUE, NULL,
                  VALUES(T(x->filing_id), T(x->due_on), T(x->new_due_on), N(x->is_new_provisional),
                         T(x->name)),
                  f);
}
