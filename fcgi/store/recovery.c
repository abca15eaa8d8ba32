#include "store/recovery.h"
#include "store/db.h"

static const struct column recovery_columns[] = {
    COLUMN(recovery, id),
    COLUMN(recovery, account_id),
    COLUMN(recovery, asked_at),
    EMPTY(recovery, code_hash),
    COLUMN(recovery, ends_at),
    COLUMN(recovery, tries),
    COLUMN(recovery, given_by),
    COLUMN(recovery, username),
    COLUMN(recovery, organization_name),
    COLUMN(recovery, contact_at),
    SEALED_OF(recovery, contact_name, named_account_cells, "contact_name"),
    SEALED_OF(recovery, mobile, named_account_cells, "mobile"),
};
static const struct row_map recovery_map = ROW_MAP(recovery_columns, recovery);

static int64_t
oldest(struct store *s)
{
    return world_now(s->world) - RECOVERY_MS;
}

enum err
store_recovery_ask(struct store *s, const char *account_id, struct fault *f)
{
    return db_run(s, Q_RECOVERY_ASK, NULL,
                  VALUES(T(db_new_id(s)), T(account_id), N(world_now(s->world))), f);
}

enum err
store_recovery_load(struct store *s, struct arena *a, const char *id, struct recovery *out,
                    struct fault *f)
{
    return db_one(s, Q_RECOVERY_BY_ID, ROW(a, &recovery_map, out), VALUES(T(id), N(oldest(s))), f);
}

enum err
store_recovery_of_account(struct store *s, struct arena *a, const char *account_id,
                          struct recovery *out, struct fault *f)
{
    return db_one(s, Q_RECOVERY_OF_ACCOUNT, ROW(a, &recovery_map, out),
                  VALUES(T(account_id), N(oldest(s))), f);
}

enum err
store_recovery_list(struct store *s, struct arena *a, const struct recovery_query *q,
                    struct recovery **out, int *n, struct fault *f)
{
    struct value at[] = {T("")};
    enum err err = db_cursor(a, q->cursor, "i", at, f);
    if (err)
        return err;

    return db_all(s, Q_RECOVERY_LIST, ROWS(a, &recovery_map, out, n),
                  VALUES(at[0], N(oldest(s)), N(q->limit)), f);
}

enum err
store_recovery_code(struct store *s, const struct recovery *x, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_RECOVERY_CODE, &changed,
                          VALUES(T(x->id), T(x->code_hash), N(x->ends_at), T(x->given_by)), f);
    return db_some(err, changed, Q_RECOVERY_CODE, f);
}

enum err
store_recovery_try(struct store *s, const char *id, struct fault *f)
{
    return db_run(s, Q_RECOVERY_TRY, NULL, VALUES(T(id)), f);
}

enum err
store_recovery_delete(struct store *s, const char *id, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_RECOVERY_DELETE, &changed, VALUES(T(id)), f);
    return db_some(err, changed, Q_RECOVERY_DELETE, f);
}
