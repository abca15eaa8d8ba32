#include "store/db.h"

static const struct field task_fields[] = {
    FIELD(TEXT, task, id),
    FIELD(TEXT, task, filing_id),
    FIELD(LONG, task, version),
    FIELD(TEXT, task, stage),
    FIELD(TEXT, task, state),
    FIELD(TEXT, task, area),
    FIELD(TEXT, task, class_code),
    FIELD(EMPTY, task, due_on),
    FIELD(BOOL, task, is_provisional),
    FIELD(BOOL, task, is_fault),
    FIELD(TEXT, task, claimed_by),
    FIELD(TEXT, task, outcome),
    FIELD(TEXT, task, reasons),
    FIELD(TEXT, task, note),
    FIELD(INT64, task, opened_at),
    FIELD(INT64, task, claimed_at),
    FIELD(INT64, task, done_at),
    FIELD(TEXT, task, kind),
    FIELD(TEXT, task, action),
    FIELD(TEXT, task, title),
    FIELD(TEXT, task, organization_id),
    FIELD(TEXT, task, organization_name),
    FIELD(TEXT, task, claimed_by_name),
};
static const struct shape task_shape = SHAPE(task_fields, 17, task);

enum err
store_task_add(struct store *s, struct task *x, struct fault *f)
{
    x->id = db_new_id(s);
    x->opened_at = world_now(s->world);
    return db_put(s, Q_TASK_ADD, &task_shape, x, NONE, f);
}

enum err
store_task_load(struct store *s, struct arena *a, const char *id, struct task *out, struct fault *f)
{
    return db_one(s, Q_TASK_BY_ID, ROW(a, &task_shape, out), VALUES(T(id)), f);
}

/* "2026-12-01.01jd…": the due date, nothing for none, and the id. */
const char *
store_task_cursor(struct arena *a, const struct task *last)
{
    return arena_printf(a, "%s.%s", last->due_on ? last->due_on : "", last->id);
}

enum err
store_task_list(struct store *s, struct arena *a, const struct task_query *q, struct task **out,
                int *n, struct fault *f)
{
    struct value at[] = {T(""), T("")};
    enum err err = db_cursor(a, q->cursor, "di", at, f);
    if (err)
        return err;

    if (q->state != NULL)
        return db_all(s, Q_TASK_LIST_IN_STATE, ROWS(a, &task_shape, out, n),
                      VALUES(T(q->account_id), T(q->stage), T(q->state), at[0], at[1], N(q->limit)),
                      f);
    return db_all(s, Q_TASK_LIST, ROWS(a, &task_shape, out, n),
                  VALUES(T(q->account_id), T(q->stage), at[0], at[1], N(q->limit)), f);
}

enum err
store_task_move(struct store *s, const struct task *x, const char *from_state, struct fault *f)
{
    long changed = 0;
    enum err err =
        db_run(s, Q_TASK_MOVE, &changed,
               VALUES(T(x->id), T(from_state), T(x->state), T(x->claimed_by), N(x->claimed_at),
                      T(x->outcome), T(x->reasons), T(x->note), N(x->done_at)),
               f);
    if (err || changed > 0)
        return err;
    return fail(f, ERR_AGAIN, "busy", "task_move", "这项审核刚刚由他人办理");
}

enum err
store_task_drop(struct store *s, const char *filing_id, struct fault *f)
{
    return db_run(s, Q_TASK_DROP, NULL, VALUES(T(filing_id)), f);
}

enum err
store_filing_in_scope(struct store *s, const char *filing_id, const char *account_id, bool *out,
                      struct fault *f)
{
    int64_t n = 0;
    enum err err = db_number(s, Q_FILING_IN_SCOPE, &n, VALUES(T(filing_id), T(account_id)), f);
    *out = n > 0;
    return err;
}

enum err
store_task_decided_by(struct store *s, const char *filing_id, long version, const char *account_id,
                      bool *out, struct fault *f)
{
    int64_t n = 0;
    enum err err =
        db_number(s, Q_TASK_DECIDED_BY, &n, VALUES(T(filing_id), N(version), T(account_id)), f);
    *out = n > 0;
    return err;
}
