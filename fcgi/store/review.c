#include "store/review.h"
#include "store/db.h"
#include "store/queue.h"

static const struct column task_columns[] = {
    COLUMN(task, id),
    COLUMN(task, filing_id),
    COLUMN(task, version),
    COLUMN(task, stage),
    COLUMN(task, state),
    COLUMN(task, area),
    COLUMN(task, class_code),
    EMPTY(task, pool),
    EMPTY(task, grade),
    EMPTY(task, clock),
    EMPTY(task, due_on),
    COLUMN(task, is_provisional),
    COLUMN(task, is_fault),
    COLUMN(task, claimed_by),
    COLUMN(task, outcome),
    SEALED(task, reasons),
    SEALED(task, note),
    COLUMN(task, opened_at),
    COLUMN(task, claimed_at),
    COLUMN(task, done_at),
    COLUMN(task, kind),
    COLUMN(task, action),
    COLUMN(task, title),
    COLUMN(task, organization_id),
    COLUMN(task, organization_name),
    COLUMN(task, claimed_by_name),
    SEALED_OF(task, claimed_by_contact, claimer_cells, "contact_name"),
    COLUMN(task, number),
    COLUMN(task, submitted_at),
    SKIPPED("account_id"),
};
static const struct row_map task_map = ROW_MAP(task_columns, task);
SEALING(task, TASK, task_map)

static const struct column scope_columns[] = {COLUMN(scope, area), COLUMN(scope, class_code),
                                              COLUMN(scope, pool)};
static const struct row_map scope_map = ROW_MAP(scope_columns, scope);

static const struct column jurisdiction_columns[] = {
    COLUMN(jurisdiction, area), COLUMN(jurisdiction, class_code), EMPTY(jurisdiction, pool)};
static const struct row_map jurisdiction_map = ROW_MAP(jurisdiction_columns, jurisdiction);

static const struct column load_columns[] = {COLUMN(pool_load, reviewers),
                                             COLUMN(pool_load, tasks)};
static const struct row_map load_map = ROW_MAP(load_columns, pool_load);

static const struct column counts_columns[] = {
    COLUMN(task_counts, open), COLUMN(task_counts, mine), COLUMN(task_counts, overdue),
    COLUMN(task_counts, soon), COLUMN(task_counts, done),
};
static const struct row_map counts_map = ROW_MAP(counts_columns, task_counts);

static const struct column colleague_columns[] = {
    COLUMN(colleague, id),
    COLUMN(colleague, username),
    SEALED_OF(colleague, contact_name, account_cells, "contact_name"),
    COLUMN(colleague, claimed),
    COLUMN(colleague, overdue),
    COLUMN(colleague, done),
};
static const struct row_map colleague_map = ROW_MAP(colleague_columns, colleague);

static const struct column area_columns[] = {
    COLUMN(workload_area, stage),   COLUMN(workload_area, province), COLUMN(workload_area, open),
    COLUMN(workload_area, claimed), COLUMN(workload_area, overdue),
};
static const struct row_map area_map = ROW_MAP(area_columns, workload_area);

static const struct column draft_columns[] = {
    COLUMN(task_draft, task_id),
    COLUMN(task_draft, account_id),
    SEALED(task_draft, draft),
    COLUMN(task_draft, saved_at),
};
static const struct row_map draft_map = ROW_MAP(draft_columns, task_draft);
SEALING(task_draft, TASK_DRAFT, draft_map)

/* ---- scopes ---------------------------------------------------------------------------------- */

enum err
store_scope_set(struct store *s, const char *account_id, const struct scope *rows, int n,
                struct fault *f)
{
    enum err err = db_run(s, Q_SCOPE_CLEAR, NULL, VALUES(T(account_id)), f);

    for (int i = 0; !err && i < n; i++)
        err = db_run(s, Q_SCOPE_ADD, NULL,
                     VALUES(T(account_id), T(rows[i].area), T(rows[i].class_code), T(rows[i].pool)),
                     f);
    return err;
}

enum err
store_scope_json(struct store *s, struct arena *a, const char *account_id, const char **out,
                 struct fault *f)
{
    struct scope *rows;
    int n;
    struct buf b = BUF(a);
    enum err err =
        db_all(s, Q_SCOPE_LIST, ROWS(a, &scope_map, &rows, &n), VALUES(T(account_id)), f);
    if (err)
        return err;

    buf_open(&b, NULL, '[');
    for (int i = 0; i < n; i++) {
        buf_open(&b, NULL, '{');
        buf_json_str(&b, "area", rows[i].area);
        buf_json_str(&b, "class", rows[i].class_code);
        buf_json_str(&b, "pool", rows[i].pool);
        buf_close(&b);
    }
    buf_close(&b);
    *out = b.p;
    return OK;
}

enum err
store_pool_load(struct store *s, const char *pool, const char *area, struct pool_load *out,
                struct fault *f)
{
    return db_one(s, Q_POOL_LOAD, ROW(NULL, &load_map, out), VALUES(T(pool), T(area)), f);
}

/* ---- tasks ----------------------------------------------------------------------------------- */

enum err
store_task_add(struct store *s, struct task *x, struct fault *f)
{
    x->id = db_new_id(s);
    x->opened_at = world_now(s->world);
    enum err err = db_put(s, Q_TASK_ADD, &task_map, x, NONE, f);
    if (err)
        return err;
    if ((err = db_run(s, Q_QUEUE_ADD, NULL, VALUES(T(x->id)), f)))
        return err;
    return db_run(s, Q_QUEUE_DECIDED_ADD, NULL, VALUES(T(x->id)), f);
}

enum err
store_task_load(struct store *s, struct arena *a, const char *id, struct task *out, struct fault *f)
{
    return db_one(s, Q_TASK_BY_ID, ROW(a, &task_map, out), VALUES(T(id)), f);
}

enum err
store_task_open(struct store *s, struct arena *a, const char *filing_id, struct task *out,
                struct fault *f)
{
    return db_one(s, Q_TASK_OPEN, ROW(a, &task_map, out), VALUES(T(filing_id)), f);
}

/* "2026-12-01.01jd…": the due date, nothing for none, and the id; of those done "1764….01jd…": when
 * that was. */
const char *
store_task_cursor(struct arena *a, const struct task_query *q, const struct task *last)
{
    if (q->is_done)
        return arena_printf(a, "%lld.%s", (long long)last->done_at, last->id);
    return arena_printf(a, "%s.%s", last->due_on ? last->due_on : "", last->id);
}

static enum err
list_done(struct store *s, const struct task_query *q, struct into into, struct arena *a,
          struct fault *f)
{
    struct value at[] = {N(INT64_MAX), T("")};
    enum err err = db_cursor(a, q->cursor, "ni", at, f);
    if (err)
        return err;

    return db_all(s, Q_TASK_LIST_DONE, into,
                  VALUES(T(q->account_id), T(q->stages), at[0], at[1], N(q->is_mine),
                         T(q->due_from), T(q->due_before), T(q->text), T(q->kind), T(q->class_code),
                         N(q->limit)),
                  f);
}

#define AFTER_ALL_DAYS "~"

enum err
store_task_list(struct store *s, struct arena *a, const struct task_query *q, struct task **out,
                int *n, struct fault *f)
{
    struct value at[] = {T(""), T("")};

    if (q->is_done)
        return list_done(s, q, ROWS(a, &task_map, out, n), a, f);
    enum err err = db_cursor(a, q->cursor, "di", at, f);
    if (err)
        return err;

    const char *from = at[0].text;
    if (q->due_from != NULL && strcmp(from, q->due_from) < 0) {
        at[0] = T(q->due_from);
        at[1] = T("");
    }
    struct queue_found found;
    if ((err = store_queue_find(s, a, q, &found, f)))
        return err;

    const struct value where =
        found.ords ? T(found.ords) : B(found.bits.p, found.bits.p ? found.bits.n : 0);
    const struct value v[] = {T(q->account_id),
                              T(q->stages),
                              at[0],
                              at[1],
                              T(q->state),
                              N(q->is_mine),
                              T(q->due_before ? q->due_before : AFTER_ALL_DAYS),
                              T(q->text),
                              T(q->kind),
                              T(q->class_code),
                              N(q->limit),
                              where,
                              N(found.from)};
    if (found.ords != NULL)
        return db_all(s, Q_TASK_LIST_FOUND, ROWS(a, &task_map, out, n), BOUND(v, LEN(v) - 1), f);
    return db_all(s, Q_TASK_LIST, ROWS(a, &task_map, out, n), BOUND(v, LEN(v)), f);
}

enum err
store_task_counts(struct store *s, const struct task_counts_query *q, struct task_counts *out,
                  struct fault *f)
{
    bool is_whole;
    enum err err = db_is(s, Q_QUEUE_IS_WHOLE, &is_whole, VALUES(T(q->account_id)), f);
    if (err)
        return err;

    return db_one(s, is_whole ? Q_TASK_COUNTS : Q_TASK_COUNTS_NEAR, ROW(NULL, &counts_map, out),
                  VALUES(T(q->account_id), T(q->stages), T(q->today), T(q->soon_until)), f);
}

enum err
store_task_before(struct store *s, struct arena *a, const struct task *than, struct task *out,
                  struct fault *f)
{
    return db_one(s, Q_TASK_BEFORE, ROW(a, &task_map, out),
                  VALUES(T(than->filing_id), N(than->version)), f);
}

/* ---- what is written before a decision ------------------------------------------------------- */

enum err
store_task_draft_save(struct store *s, const char *task_id, const char *account_id,
                      const char *draft, struct fault *f)
{
    struct task_draft x = {.task_id = task_id,
                           .account_id = account_id,
                           .draft = draft,
                           .saved_at = world_now(s->world)};
    return db_put(s, Q_TASK_DRAFT_SAVE, &draft_map, &x, NONE, f);
}

enum err
store_task_draft_load(struct store *s, struct arena *a, const char *task_id, const char *account_id,
                      struct task_draft *out, struct fault *f)
{
    *out = (struct task_draft){0};
    enum err err =
        db_one(s, Q_TASK_DRAFT_LOAD, ROW(a, &draft_map, out), VALUES(T(task_id), T(account_id)), f);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err
store_task_draft_drop(struct store *s, const char *task_id, struct fault *f)
{
    return db_run(s, Q_TASK_DRAFT_DROP, NULL, VALUES(T(task_id)), f);
}

/* ---- tasks change hands ---------------------------------------------------------------------- */

enum err
store_task_move(struct store *s, const struct task *x, const char *from_state, struct fault *f)
{
    long changed = 0;
    enum err err = db_change(s, Q_TASK_MOVE, &task_map, x, VALUES(T(from_state)), &changed, f);
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
    return db_is(s, Q_FILING_IN_SCOPE, out, VALUES(T(filing_id), T(account_id)), f);
}

enum err
store_filing_in_charge(struct store *s, const char *filing_id, const char *account_id, bool *out,
                       struct fault *f)
{
    return db_is(s, Q_FILING_IN_CHARGE, out, VALUES(T(filing_id), T(account_id)), f);
}

enum err
store_jurisdiction_load(struct store *s, struct arena *a, const char *filing_id,
                        struct jurisdiction *out, struct fault *f)
{
    return db_one(s, Q_JURISDICTION_LOAD, ROW(a, &jurisdiction_map, out), VALUES(T(filing_id)), f);
}

enum err
store_transfer_set(struct store *s, const char *filing_id, const struct jurisdiction *x,
                   struct fault *f)
{
    return db_run(
        s, Q_TRANSFER_SET, NULL,
        VALUES(T(filing_id), T(x->area), T(x->class_code), T(x->pool), N(world_now(s->world))), f);
}

enum err
store_tasks_held(struct store *s, struct arena *a, const char *account_id, struct task **out,
                 int *n, struct fault *f)
{
    return db_all(s, Q_TASK_HELD, ROWS(a, &task_map, out, n), VALUES(T(account_id)), f);
}

enum err
store_tasks_newest_of(struct store *s, struct arena *a, const struct filing *but, struct task **out,
                      int *n, struct fault *f)
{
    return db_all(s, Q_TASK_NEWEST_OF, ROWS(a, &task_map, out, n),
                  VALUES(T(but->organization_id), T(but->id)), f);
}

enum err
store_task_reroute(struct store *s, const struct task *t, struct fault *f)
{
    return db_run(s, Q_TASK_REROUTE, NULL,
                  VALUES(T(t->id), T(t->area), T(t->class_code), T(t->pool), T(t->grade)), f);
}

enum err
store_task_in_scope(struct store *s, const char *task_id, const char *account_id, bool *out,
                    struct fault *f)
{
    return db_is(s, Q_TASK_IN_SCOPE, out, VALUES(T(task_id), T(account_id)), f);
}

enum err
store_tasks_unassigned(struct store *s, struct arena *a, const struct unassigned_query *q,
                       struct task **out, int *n, struct fault *f)
{
    const char *role = arena_printf(a, " %s ", q->role);

    return db_all(s, Q_TASK_UNASSIGNED, ROWS(a, &task_map, out, n),
                  VALUES(T(q->stage), T(role), N(q->limit), T(q->for_area)), f);
}

enum err
store_task_pass_on(struct store *s, const char *task_id, const char *area, struct fault *f)
{
    return db_run(s, Q_TASK_PASS_ON, NULL, VALUES(T(task_id), T(area)), f);
}

enum err
store_task_decided_by_others(struct store *s, struct arena *a, const struct task *than,
                             struct task **out, int *n, struct fault *f)
{
    return db_all(s, Q_TASK_DECIDED_BY_OTHERS, ROWS(a, &task_map, out, n),
                  VALUES(T(than->filing_id), N(than->version), T(than->claimed_by)), f);
}

enum err
store_task_decided_by(struct store *s, const char *filing_id, long version, const char *account_id,
                      bool *out, struct fault *f)
{
    return db_is(s, Q_TASK_DECIDED_BY, out, VALUES(T(filing_id), N(version), T(account_id)), f);
}

/* ---- who has how much to do ------------------------------------------------------------------ */

static const char *
between_spaces(struct arena *a, const char *role)
{
    return arena_printf(a, " %s ", role ? role : "-");
}

enum err
store_colleagues(struct store *s, struct arena *a, const struct colleague_query *q,
                 struct colleague **out, int *n, struct fault *f)
{
    return db_all(s, Q_COLLEAGUES, ROWS(a, &colleague_map, out, n),
                  VALUES(T(q->task_id), T(between_spaces(a, q->role)), T(q->only)), f);
}

enum err
store_area_is_worked(struct store *s, struct arena *a, const struct task *t, const char *role,
                     const char *area, bool *out, struct fault *f)
{
    return db_is(
        s, Q_AREA_IS_WORKED, out,
        VALUES(T(between_spaces(a, role)), T(area), T(t->class_code), T(t->organization_id)), f);
}

enum err
store_workload(struct store *s, struct arena *a, const struct workload_query *q,
               struct colleague **out, int *n, struct fault *f)
{
    struct value at[] = {T("")};
    enum err err = db_cursor(a, q->cursor, "i", at, f);
    if (err)
        return err;
    return db_all(
        s, Q_WORKLOAD, ROWS(a, &colleague_map, out, n),
        VALUES(T(q->account_id), T(q->roles), T(q->today), N(q->since), at[0], N(q->limit)), f);
}

enum err
store_workload_areas(struct store *s, struct arena *a, const struct workload_query *q,
                     struct workload_area **out, int *n, struct fault *f)
{
    return db_all(s, Q_WORKLOAD_AREAS, ROWS(a, &area_map, out, n),
                  VALUES(T(q->account_id), T(q->stages), T(q->today)), f);
}
