#include "store/db.h"

static const struct field group_fields[] = {
    FIELD(TEXT, deadline_group, from),   FIELD(LONG, deadline_group, days),
    FIELD(TEXT, deadline_group, due_on), FIELD(BOOL, deadline_group, is_provisional),
    FIELD(LONG, deadline_group, n),
};
static const struct shape group_shape = SHAPE(group_fields, 5, deadline_group);

static const struct field move_fields[] = {
    FIELD(TEXT, deadline_move, filing_id),
    FIELD(LONG, deadline_move, n),
    FIELD(TEXT, deadline_move, name),
    FIELD(TEXT, deadline_move, from),
    FIELD(LONG, deadline_move, days),
    FIELD(TEXT, deadline_move, due_on),
    FIELD(BOOL, deadline_move, is_provisional),
    FIELD(TEXT, deadline_move, new_due_on),
    FIELD(BOOL, deadline_move, is_new_provisional),
    FIELD(TEXT, deadline_move, title),
    FIELD(TEXT, deadline_move, organization_name),
};
static const struct shape move_shape = SHAPE(move_fields, 7, deadline_move);

enum err
store_deadline_groups(struct store *s, struct arena *a, struct deadline_group **out, int *n,
                      struct fault *f)
{
    return db_all(s, Q_DEADLINE_GROUPS, ROWS(a, &group_shape, out, n), NONE, f);
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

    return db_all(s, Q_DEADLINE_MOVES, ROWS(a, &move_shape, out, n),
                  VALUES(T(q->groups), at[0], at[1], N(q->limit)), f);
}

enum err
store_deadline_move(struct store *s, const struct deadline_move *x, bool with_task, bool *is_moved,
                    struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_DEADLINE_MOVE, &changed,
                          VALUES(T(x->filing_id), N(x->n), T(x->due_on), N(x->is_provisional),
                                 T(x->new_due_on), N(x->is_new_provisional)),
                          f);

    *is_moved = changed > 0;
    if (err || changed == 0 || !with_task)
        return err;

    return db_run(s, Q_TASK_DUE, NULL,
                  VALUES(T(x->filing_id), T(x->due_on), T(x->new_due_on), N(x->is_new_provisional)),
                  f);
}
