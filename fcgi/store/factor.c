#include "store/factor.h"
#include "store/db.h"
#include "store/key.h"

#include <stdio.h>
#include <string.h>

static const struct column factor_columns[] = {
    COLUMN(factor, account_id), SEALED(factor, secret),  COLUMN(factor, last_step),
    COLUMN(factor, created_at), COLUMN(factor, used_at), SKIPPED("state"),
};
static const struct row_map factor_map = ROW_MAP(factor_columns, factor);

enum err
store_factor_load(struct store *s, struct arena *a, const char *account_id, const char *state,
                  struct factor *out, struct fault *f)
{
    return db_one(s, Q_FACTOR_LOAD, ROW(a, &factor_map, out), VALUES(T(account_id), T(state)), f);
}

enum err
store_factor_begin(struct store *s, const char *account_id, const char *secret, struct fault *f)
{
    struct factor x = {
        .account_id = account_id, .secret = secret, .created_at = world_now(s->world)};
    return db_put(s, Q_FACTOR_BEGIN, &factor_map, &x, NONE, f);
}

enum err
store_factor_confirm(struct store *s, const char *account_id, int64_t step, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_FACTOR_DROP_LIVE, NULL, VALUES(T(account_id)), f);
    if (err)
        return err;
    err = db_run(s, Q_FACTOR_CONFIRM, &changed,
                 VALUES(T(account_id), N(step), N(world_now(s->world))), f);
    return db_some(err, changed, Q_FACTOR_CONFIRM, f);
}

enum err
store_factor_use(struct store *s, const char *account_id, int64_t step, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_FACTOR_USE, &changed,
                          VALUES(T(account_id), N(step), N(world_now(s->world))), f);
    return db_some(err, changed, Q_FACTOR_USE, f);
}

enum err
store_factor_delete(struct store *s, const char *account_id, struct fault *f)
{
    enum err err = db_run(s, Q_FACTOR_DELETE, NULL, VALUES(T(account_id)), f);
    return err ? err : db_run(s, Q_FACTOR_CODE_DELETE, NULL, VALUES(T(account_id)), f);
}

/* ---- codes ----------------------------------------------------------------------------------- */

/* The account is part of what is hashed: two with one code tell nothing of each other. */
static enum err
code_hash(struct store *s, const char *account_id, const char *code, char out[SEAL_HASH_TEXT],
          struct fault *f)
{
    char text[256];

    snprintf(text, sizeof text, "factor_code\n%s\n%.100s", account_id, code);
    enum err err = store_lookup_hash(s, text, out, f);
    explicit_bzero(text, sizeof text);
    return err;
}

enum err
store_factor_codes(struct store *s, const char *account_id, const char *const *codes, int n,
                   struct fault *f)
{
    char hash[SEAL_HASH_TEXT];
    enum err err = db_run(s, Q_FACTOR_CODE_DELETE, NULL, VALUES(T(account_id)), f);

    for (int i = 0; i < n && !err; i++) {
        err = code_hash(s, account_id, codes[i], hash, f);
        if (!err)
            err = db_run(s, Q_FACTOR_CODE_ADD, NULL, VALUES(T(account_id), T(hash)), f);
    }
    return err;
}

enum err
store_factor_code_use(struct store *s, const char *account_id, const char *code, bool *is_good,
                      struct fault *f)
{
    char hash[SEAL_HASH_TEXT];
    long changed = 0;
    enum err err = code_hash(s, account_id, code, hash, f);
    if (!err)
        err = db_run(s, Q_FACTOR_CODE_USE, &changed,
                     VALUES(T(account_id), T(hash), N(world_now(s->world))), f);
    *is_good = !err && changed > 0;
    return err;
}

enum err
store_factor_codes_left(struct store *s, const char *account_id, long *n, struct fault *f)
{
    int64_t left = 0;
    enum err err = db_number(s, Q_FACTOR_CODE_LEFT, &left, VALUES(T(account_id)), f);
    *n = (long)left;
    return err;
}
