#include "store/db.h"

static const struct field filing_fields[] = {
    FIELD(TEXT, filing, id),
    FIELD(TEXT, filing, organization_id),
    FIELD(TEXT, filing, kind),
    FIELD(TEXT, filing, action),
    FIELD(TEXT, filing, state),
    FIELD(TEXT, filing, of),
    FIELD(LONG, filing, version),
    FIELD(LONG, filing, revision),
    FIELD(TEXT, filing, number),
    FIELD(TEXT, filing, rule_set),
    FIELD(TEXT, filing, checked_with),
    FIELD(TEXT, filing, title),
    FIELD(INT64, filing, created_at),
    FIELD(INT64, filing, updated_at),
    FIELD(INT64, filing, submitted_at),
    FIELD(TEXT, filing, saved_by),
    FIELD(TEXT, filing, data),
    FIELD(TEXT, filing, organization_name),
};
static const struct shape filing_shape = SHAPE(filing_fields, 17, filing);

static const struct field kept_fields[] = {
    FIELD(TEXT, kept, id),         FIELD(TEXT, kept, filing_id),
    FIELD(TEXT, kept, account_id), FIELD(LONG, kept, base_revision),
    FIELD(TEXT, kept, data),       FIELD(INT64, kept, at),
};
static const struct shape kept_shape = SHAPE(kept_fields, 6, kept);

static const struct field version_fields[] = {
    FIELD(TEXT, version, filing_id),     FIELD(LONG, version, n),
    FIELD(TEXT, version, data),          FIELD(TEXT, version, data_hash),
    FIELD(TEXT, version, submitted_by),  FIELD(TEXT, version, remote_addr),
    FIELD(INT64, version, submitted_at),
};
static const struct shape version_shape = SHAPE(version_fields, 7, version);

static const struct field event_fields[] = {
    FIELD(TEXT, event, filing_id),  FIELD(LONG, event, version), FIELD(TEXT, event, actor_id),
    FIELD(TEXT, event, actor_role), FIELD(TEXT, event, what),    FIELD(TEXT, event, from_state),
    FIELD(TEXT, event, to_state),   FIELD(TEXT, event, reasons), FIELD(TEXT, event, note),
    FIELD(TEXT, event, data_hash),  FIELD(INT64, event, at),     FIELD(TEXT, event, actor_name),
};
static const struct shape event_shape = SHAPE(event_fields, 11, event);

static const struct field deadline_fields[] = {
    FIELD(TEXT, deadline, filing_id), FIELD(TEXT, deadline, name),
    FIELD(TEXT, deadline, from),      FIELD(LONG, deadline, days),
    FIELD(TEXT, deadline, due_on),    FIELD(BOOL, deadline, is_provisional),
    FIELD(TEXT, deadline, state),
};
static const struct shape deadline_shape = SHAPE(deadline_fields, 7, deadline);

/* ---- filings --------------------------------------------------------------------------------- */

enum err
store_filing_add(struct store *s, struct filing *x, struct fault *f)
{
    x->id = db_new_id(s);
    x->version = x->revision = 1;
    x->created_at = x->updated_at = world_now(s->world);
    return db_put(s, Q_FILING_ADD, &filing_shape, x, NONE, f);
}

enum err
store_filing_load(struct store *s, struct arena *a, const char *id, struct filing *out,
                  struct fault *f)
{
    return db_one(s, Q_FILING_BY_ID, ROW(a, &filing_shape, out), VALUES(T(id)), f);
}

enum err
store_filing_list(struct store *s, struct arena *a, const struct filing_query *q,
                  struct filing **out, int *n, struct fault *f)
{
    /* Ids are digits and lower case letters: "~" is above them all. */
    struct value at[] = {T("~")};
    enum err err = db_cursor(a, q->cursor, "i", at, f);
    if (err)
        return err;

    return db_all(s, Q_FILING_LIST, ROWS(a, &filing_shape, out, n),
                  VALUES(T(q->organization_id), T(q->kind), T(q->state), at[0], N(q->limit)), f);
}

enum err
store_filing_save(struct store *s, struct filing *x, struct fault *f)
{
    long changed = 0;
    int64_t now = world_now(s->world);
    enum err err =
        db_run(s, Q_FILING_SAVE, &changed,
               VALUES(T(x->id), N(x->revision), T(x->data), T(x->title), T(x->checked_with),
                      T(x->saved_by), T(x->state), N(x->version), N(now)),
               f);

    if (err || changed == 0)
        return err ? err : db_lost(s, Q_FILING_EXISTS, x->id, ERR_STALE, f);
    x->revision++;
    x->updated_at = now;
    return OK;
}

enum err
store_filing_move(struct store *s, struct filing *x, struct fault *f)
{
    long changed = 0;
    int64_t now = world_now(s->world);
    enum err err =
        db_run(s, Q_FILING_MOVE, &changed,
               VALUES(T(x->id), N(x->revision), T(x->state), T(x->number), T(x->rule_set),
                      T(x->checked_with), N(x->submitted_at), N(x->version), N(now)),
               f);
    if (err || changed == 0)
        return err ? err : db_lost(s, Q_FILING_EXISTS, x->id, ERR_AGAIN, f);

    x->revision++;
    x->updated_at = now;
    return OK;
}

enum err
store_filing_checked(struct store *s, const char *id, const char *rule_set, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_FILING_CHECKED, &changed, VALUES(T(id), T(rule_set)), f);
    return db_some(err, changed, Q_FILING_CHECKED, f);
}

enum err
store_filing_delete(struct store *s, const char *id, long revision, struct fault *f)
{
    long changed = 0;
    enum err err =
        db_run(s, Q_FILING_DELETE, &changed, VALUES(T(id), N(revision), N(world_now(s->world))), f);
    if (err || changed == 0)
        return err ? err : db_lost(s, Q_FILING_EXISTS, id, ERR_AGAIN, f);
    return db_run(s, Q_KEPT_CLEAR, NULL, VALUES(T(id)), f);
}

/* ---- what hangs on a filing ------------------------------------------------------------------ */

enum err
store_kept_add(struct store *s, struct kept *x, struct fault *f)
{
    x->id = db_new_id(s);
    enum err err = db_put(s, Q_KEPT_ADD, &kept_shape, x, NONE, f);
    return err ? err : db_run(s, Q_KEPT_TRIM, NULL, VALUES(T(x->filing_id)), f);
}

enum err
store_kept_load(struct store *s, struct arena *a, const char *filing_id, const char *id,
                struct kept *out, struct fault *f)
{
    return db_one(s, Q_KEPT_BY_ID, ROW(a, &kept_shape, out), VALUES(T(filing_id), T(id)), f);
}

enum err
store_version_add(struct store *s, const struct version *x, struct fault *f)
{
    return db_put(s, Q_VERSION_ADD, &version_shape, x, NONE, f);
}

enum err
store_version_load(struct store *s, struct arena *a, const char *filing_id, long n,
                   struct version *out, struct fault *f)
{
    return db_one(s, Q_VERSION_BY_N, ROW(a, &version_shape, out), VALUES(T(filing_id), N(n)), f);
}

enum err
store_event_add(struct store *s, const struct event *x, struct fault *f)
{
    return db_put(s, Q_EVENT_ADD, &event_shape, x, NONE, f);
}

enum err
store_event_list(struct store *s, struct arena *a, const char *filing_id, struct event **out,
                 int *n, struct fault *f)
{
    return db_all(s, Q_EVENT_LIST, ROWS(a, &event_shape, out, n), VALUES(T(filing_id)), f);
}

enum err
store_deadlines_set(struct store *s, const char *filing_id, const struct deadline *x, int n,
                    struct fault *f)
{
    enum err err = db_run(s, Q_DEADLINE_CLEAR, NULL, VALUES(T(filing_id)), f);
    for (int i = 0; !err && i < n; i++, x++)
        err = db_run(s, Q_DEADLINE_ADD, NULL,
                     VALUES(T(filing_id), N(i), T(x->name), T(x->from), N(x->days), T(x->due_on),
                            N(x->is_provisional), T(x->state)),
                     f);
    return err;
}

enum err
store_deadlines_list(struct store *s, struct arena *a, const char *filing_id, struct deadline **out,
                     int *n, struct fault *f)
{
    return db_all(s, Q_DEADLINE_LIST, ROWS(a, &deadline_shape, out, n), VALUES(T(filing_id)), f);
}
