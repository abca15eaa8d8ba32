#include "store/work.h"
#include "store/cells.h"
#include "store/db.h"

static const struct column event_columns[] = {
    COLUMN(work_event, filing_id),
    COLUMN(work_event, n),
    COLUMN(work_event, version),
    COLUMN(work_event, at),
    COLUMN(work_event, what),
    COLUMN(work_event, to_state),
    COLUMN(work_event, kind),
    COLUMN(work_event, action),
    COLUMN(work_event, clock),
    COLUMN(work_event, stage),
    COLUMN(work_event, area),
    COLUMN(work_event, is_done),
    COLUMN(work_event, class_code),
    COLUMN(work_event, opened_at),
    SEALED_OF(work_event, reasons, event_cells, "reasons"),
};
static const struct row_map event_map = ROW_MAP(event_columns, work_event);

static const struct column sum_columns[] = {COLUMN(work_sum, measure), COLUMN(work_sum, code),
                                            COLUMN(work_sum, n)};
static const struct row_map sum_map = ROW_MAP(sum_columns, work_sum);

static const struct column span_columns[] = {COLUMN(work_span, stage), COLUMN(work_span, days),
                                             COLUMN(work_span, n)};
static const struct row_map span_map = ROW_MAP(span_columns, work_span);

struct mark {
    long event_n, at;
};
static const struct column mark_columns[] = {COLUMN(mark, event_n), COLUMN(mark, at)};
static const struct row_map mark_map = ROW_MAP(mark_columns, mark);

enum err
store_work_mark(struct store *s, long *event_n, int64_t *at, struct fault *f)
{
    struct mark x = {0};
    enum err err = db_one(s, Q_WORK_MARK, ROW(NULL, &mark_map, &x), NONE, f);

    *event_n = x.event_n;
    *at = x.at;
    return err;
}

enum err
store_work_next(struct store *s, long after, int few, long *last, struct fault *f)
{
    int64_t n = 0;
    enum err err = db_number(s, Q_WORK_NEXT, &n, VALUES(N(after), N(few)), f);

    *last = (long)n;
    return err;
}

enum err
store_work_events(struct store *s, struct arena *a, long after, long last, struct work_event **out,
                  int *n, struct fault *f)
{
    return db_all(s, Q_WORK_EVENTS, ROWS(a, &event_map, out, n), VALUES(N(after), N(last)), f);
}

enum err
store_work_add(struct store *s, const struct work_cell *x, const char *measure, const char *word,
               struct fault *f)
{
    return db_run(s, Q_WORK_FIGURE_ADD, NULL,
                  VALUES(T(x->month), T(measure), T(x->kind), T(x->action), T(x->class_code),
                         T(x->province), T(word)),
                  f);
}

enum err
store_work_days_add(struct store *s, const struct work_cell *x, const char *stage, long days,
                    struct fault *f)
{
    return db_run(s, Q_WORK_DAYS_ADD, NULL,
                  VALUES(T(x->month), T(stage), T(x->kind), T(x->action), T(x->class_code),
                         T(x->province), N(days)),
                  f);
}

enum err
store_work_mark_move(struct store *s, long from, long to, struct fault *f)
{
    long changed = 0;
    enum err err =
        db_run(s, Q_WORK_MARK_MOVE, &changed, VALUES(N(to), N(from), N(world_now(s->world))), f);

    if (!err && changed == 0)
        return fail(f, ERR_AGAIN, "work_counted", "", "已由另一进程统计");
    return err;
}

enum err
store_work_sums(struct store *s, struct arena *a, const struct work_query *q, const char *by,
                struct work_sum **out, int *n, struct fault *f)
{
    return db_all(s, Q_WORK_SUMS, ROWS(a, &sum_map, out, n),
                  VALUES(T(by), T(q->from), T(q->to), T(q->kind), T(q->action), T(q->class_code),
                         T(q->province)),
                  f);
}

enum err
store_work_spans(struct store *s, struct arena *a, const struct work_query *q,
                 struct work_span **out, int *n, struct fault *f)
{
    return db_all(
        s, Q_WORK_SPANS, ROWS(a, &span_map, out, n),
        VALUES(T(q->from), T(q->to), T(q->kind), T(q->action), T(q->class_code), T(q->province)),
        f);
}

enum err
store_work_known(struct store *s, const char *by, const char *code, bool *out, struct fault *f)
{
    return db_is(s, Q_WORK_KNOWN, out, VALUES(T(by), T(code)), f);
}
