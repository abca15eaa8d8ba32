#include "store/token.h"
#include "store/db.h"

static const struct column token_columns[] = {
    COLUMN(bearer, id),      COLUMN(bearer, account_id), COLUMN(bearer, name),
    COLUMN(bearer, hash),    COLUMN(bearer, shown),      COLUMN(bearer, scope),
    COLUMN(bearer, ends_at), COLUMN(bearer, created_at), EMPTY(bearer, used_on),
};
static const struct row_map token_map = ROW_MAP(token_columns, bearer);

enum err
store_token_add(struct store *s, struct bearer *x, struct fault *f)
{
    x->id = db_new_id(s);
    x->created_at = world_now(s->world);
    return db_put(s, Q_TOKEN_ADD, &token_map, x, NONE, f);
}

enum err
store_token_list(struct store *s, struct arena *a, const char *account_id, struct bearer **out,
                 int *n, struct fault *f)
{
    return db_all(s, Q_TOKEN_LIST, ROWS(a, &token_map, out, n), VALUES(T(account_id)), f);
}

enum err
store_token_count(struct store *s, const char *account_id, long *n, struct fault *f)
{
    int64_t tokens = 0;
    enum err err = db_number(s, Q_TOKEN_COUNT, &tokens, VALUES(T(account_id)), f);
    *n = (long)tokens;
    return err;
}

enum err
store_token_used(struct store *s, const char *id, const char *day, struct fault *f)
{
    return db_run(s, Q_TOKEN_USED, NULL, VALUES(T(id), T(day)), f);
}

enum err
store_token_delete(struct store *s, const char *id, const char *account_id, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_TOKEN_DELETE, &changed, VALUES(T(id), T(account_id)), f);
    return db_some(err, changed, Q_TOKEN_DELETE, f);
}

enum err
store_token_delete_all(struct store *s, const char *account_id, struct fault *f)
{
    return db_run(s, Q_TOKEN_DELETE_ALL, NULL, VALUES(T(account_id)), f);
}
