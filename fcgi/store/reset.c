#include "store/reset.h"
#include "store/db.h"

static const struct column reset_columns[] = {
    COLUMN(reset, account_id), COLUMN(reset, token_hash), COLUMN(reset, drops_factor),
    COLUMN(reset, ends_at),    COLUMN(reset, given_by),
};
static const struct row_map reset_map = ROW_MAP(reset_columns, reset);

static const struct column use_columns[] = {
    COLUMN(reset_use, account_id), COLUMN(reset_use, used_at),    COLUMN(reset_use, way),
    COLUMN(reset_use, given_by),   COLUMN(reset_use, given_name), COLUMN(reset_use, seen_at),
};
static const struct row_map use_map = ROW_MAP(use_columns, reset_use);

/* ---- links ----------------------------------------------------------------------------------- */

enum err
store_reset_save(struct store *s, const struct reset *x, struct fault *f)
{
    return db_run(s, Q_RESET_SAVE, NULL,
                  VALUES(T(x->account_id), T(x->token_hash), N(x->drops_factor), N(x->ends_at),
                         T(x->given_by)),
                  f);
}

enum err
store_reset_load(struct store *s, struct arena *a, const char *token_hash, struct reset *out,
                 struct fault *f)
{
    return db_one(s, Q_RESET_BY_TOKEN, ROW(a, &reset_map, out),
                  VALUES(T(token_hash), N(world_now(s->world))), f);
}

enum err
store_reset_delete(struct store *s, const char *account_id, struct fault *f)
{
    return db_run(s, Q_RESET_DELETE, NULL, VALUES(T(account_id)), f);
}

/* ---- what was used --------------------------------------------------------------------------- */

enum err
store_reset_use_add(struct store *s, const struct reset_use *x, struct fault *f)
{
    return db_run(s, Q_RESET_USE_ADD, NULL,
                  VALUES(T(x->account_id), N(world_now(s->world)), T(x->way), T(x->given_by)), f);
}

enum err
store_reset_use_list(struct store *s, struct arena *a, const char *account_id,
                     struct reset_use **out, int *n, struct fault *f)
{
    return db_all(s, Q_RESET_USE_LIST, ROWS(a, &use_map, out, n), VALUES(T(account_id)), f);
}

enum err
store_reset_use_unseen(struct store *s, const char *account_id, long *n, struct fault *f)
{
    int64_t unseen = 0;
    enum err err = db_number(s, Q_RESET_USE_UNSEEN, &unseen, VALUES(T(account_id)), f);
    *n = (long)unseen;
    return err;
}

enum err
store_reset_use_see(struct store *s, const char *account_id, struct fault *f)
{
    return db_run(s, Q_RESET_USE_SEE, NULL, VALUES(T(account_id), N(world_now(s->world))), f);
}
