#include "store/notice.h"
#include "store/db.h"

#include <stdint.h>

#define PEOPLE_MAX 200 /* who are told of one filing by their role */

static const struct column notice_columns[] = {
    COLUMN(notice, id),   COLUMN(notice, matter_id), COLUMN(notice, to_id),
    COLUMN(notice, code), COLUMN(notice, filing_id), COLUMN(notice, title),
    COLUMN(notice, text), COLUMN(notice, at),        COLUMN(notice, task_id),
    COLUMN(notice, n),    COLUMN(notice, read_at),   COLUMN(notice, takeover_id),
};
static const struct row_map notice_map = ROW_MAP(notice_columns, notice);

static const struct column reminder_columns[] = {
    COLUMN(reminder, filing_id), COLUMN_AS(reminder, clock, "name"), COLUMN(reminder, due_on),
    COLUMN(reminder, label),     COLUMN(reminder, is_provisional),
};
static const struct row_map reminder_map = ROW_MAP(reminder_columns, reminder);

/* ---- notices --------------------------------------------------------------------------------- */

enum err
store_notice_add(struct store *s, struct notice *x, struct fault *f)
{
    x->id = db_new_id(s);
    return db_put(s, Q_NOTICE_ADD, &notice_map, x, NONE, f);
}

enum err
store_notice_list(struct store *s, struct arena *a, const struct notice_query *q,
                  struct notice **out, int *n, struct fault *f)
{
    struct value below = N(INT64_MAX);
    enum err err = db_cursor(a, q->cursor, "n", &below, f);
    if (err)
        return err;
    return db_all(s, Q_NOTICE_LIST, ROWS(a, &notice_map, out, n),
                  VALUES(T(q->of.account_id), T(q->of.organization_id), below, N(q->is_unread),
                         N(q->limit), T(q->of.limited_by)),
                  f);
}

const char *
store_notice_cursor(struct arena *a, const struct notice *last)
{
    return arena_printf(a, "%ld", last->n);
}

enum err
store_notice_load(struct store *s, struct arena *a, const char *id, const struct notice_reader *of,
                  struct notice *out, struct fault *f)
{
    return db_one(s, Q_NOTICE_BY_ID, ROW(a, &notice_map, out),
                  VALUES(T(id), T(of->account_id), T(of->organization_id), T(of->limited_by)), f);
}

enum err
store_notice_unread(struct store *s, const struct notice_reader *of, long *n, struct fault *f)
{
    int64_t unread = 0;
    enum err err = db_number(
        s, Q_NOTICE_UNREAD, &unread,
        VALUES(T(of->account_id), T(of->organization_id), N(NOTICES_COUNTED), T(of->limited_by)),
        f);
    *n = (long)unread;
    return err;
}

enum err
store_notice_read(struct store *s, long n, const char *account_id, struct fault *f)
{
    return db_run(s, Q_NOTICE_READ, NULL, VALUES(N(n), T(account_id), N(world_now(s->world))), f);
}

enum err
store_notice_read_all(struct store *s, const struct notice_reader *of, long n, struct fault *f)
{
    return db_run(s, Q_NOTICE_READ_ALL, NULL,
                  VALUES(T(of->account_id), T(of->organization_id), N(n), N(world_now(s->world)),
                         T(of->limited_by)),
                  f);
}

enum err
store_notice_prune(struct store *s, int64_t notices_before, int64_t reminders_before, int limit,
                   struct fault *f)
{
    enum err err = db_run(s, Q_NOTICE_PRUNE, NULL, VALUES(N(notices_before), N(limit)), f);
    if (err)
        return err;
    if ((err = db_run(s, Q_REMINDER_PRUNE, NULL, VALUES(N(reminders_before), N(limit)), f)))
        return err;
    return db_run(s, Q_MATTER_REMINDER_PRUNE, NULL, VALUES(N(reminders_before), N(limit)), f);
}

enum err
store_notice_people(struct store *s, struct arena *a, const char *filing_id, const char *role,
                    struct id_list *out, struct fault *f)
{
    const char *spaced = arena_printf(a, " %s ", role);

    return db_ids(s, Q_NOTICE_PEOPLE, a, out, VALUES(T(filing_id), T(spaced), N(PEOPLE_MAX)), f);
}

/* ---- clocks ---------------------------------------------------------------------------------- */

enum err
store_reminders_due(struct store *s, struct arena *a, const struct reminder_query *q,
                    struct reminder **out, int *n, struct fault *f)
{
    struct value v[] = {T(q->kind), T(q->clock), T(q->from),  T(q->to),
                        T(q->code), N(q->days),  N(q->limit), N(q->is_of_stage)};
    enum query query = q->is_over ? Q_REMINDER_BEHIND : Q_REMINDER_AHEAD;

    return db_all(s, query, ROWS(a, &reminder_map, out, n), BOUND(v, (int)LEN(v) - !q->is_over), f);
}

enum err
store_reminder_add(struct store *s, const struct reminder *x, const char *code, long days,
                   struct fault *f)
{
    return db_run(s, Q_REMINDER_ADD, NULL,
                  VALUES(T(x->filing_id), T(x->clock), T(x->due_on), T(code), N(days),
                         N(world_now(s->world))),
                  f);
}

enum err
store_task_to_pool(struct store *s, const char *filing_id, const char *pool, struct fault *f)
{
    return db_run(s, Q_TASK_TO_POOL, NULL, VALUES(T(filing_id), T(pool)), f);
}
