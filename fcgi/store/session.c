#include "store/session.h"
#include "store/db.h"
#include "store/key.h"

static const struct column session_columns[] = {
    COLUMN(session, token_hash), COLUMN(session, account_id), COLUMN(session, created_at),
    COLUMN(session, expires_at), COLUMN(session, is_bearer),
};
static const struct row_map session_map = ROW_MAP(session_columns, session);

static const struct column attempts_columns[] = {
    COLUMN(attempts, failures),
    COLUMN(attempts, first_at),
    COLUMN(attempts, last_at),
    COLUMN(attempts, blocked_until),
};
static const struct row_map attempts_map = ROW_MAP(attempts_columns, attempts);

enum err
store_session_add(struct store *s, const struct session *x, struct fault *f)
{
    enum err err = db_put(s, Q_SESSION_ADD, &session_map, x, NONE, f);
    if (err)
        return err;
    return db_run(s, Q_ACCOUNT_LOGIN_NOTE, NULL, VALUES(T(x->account_id), N(x->created_at)), f);
}

enum err
store_session_prolong(struct store *s, const struct session *x, int64_t until, struct fault *f)
{
    return db_run(s, Q_SESSION_PROLONG, NULL, VALUES(T(x->token_hash), N(x->expires_at), N(until)),
                  f);
}

enum err
store_session_act(struct store *s, const char *token_hash, const char *mandate_id, struct fault *f)
{
    return db_run(s, Q_SESSION_ACT, NULL, VALUES(T(token_hash), T(mandate_id)), f);
}

enum err
store_session_delete(struct store *s, const char *token_hash, struct fault *f)
{
    return db_run(s, Q_SESSION_DELETE, NULL, VALUES(T(token_hash)), f);
}

enum err
store_session_delete_all(struct store *s, const char *account_id, const char *but_token_hash,
                         struct fault *f)
{
    enum err err = db_run(s, Q_SESSION_DELETE_ALL, NULL,
                          VALUES(T(account_id), T(but_token_hash ? but_token_hash : "")), f);
    return err ? err : db_run(s, Q_TOKEN_DELETE_ALL, NULL, VALUES(T(account_id)), f);
}

enum err
store_session_cap(struct store *s, const char *account_id, int most, struct fault *f)
{
    return db_run(s, Q_SESSION_CAP, NULL, VALUES(T(account_id), N(most)), f);
}

enum err
store_session_list(struct store *s, struct arena *a, const char *account_id, struct session **out,
                   int *n, struct fault *f)
{
    return db_all(s, Q_SESSION_LIST, ROWS(a, &session_map, out, n),
                  VALUES(T(account_id), N(world_now(s->world))), f);
}

/* ---- where from ------------------------------------------------------------------------------ */

/* Of the account, too, so that nobody sees whose are the same. */
static enum err
address_hash(struct store *s, const char *account_id, const char *address, char out[SEAL_HASH_TEXT],
             struct fault *f)
{
    const char *text = arena_printf(s->scratch, "used %s %s", account_id, address);
    enum err err = store_lookup_hash(s, text, out, f);

    arena_reset(s->scratch);
    return err;
}

enum err
store_address_known(struct store *s, const char *account_id, const char *address, bool *is,
                    struct fault *f)
{
    char hash[SEAL_HASH_TEXT];
    enum err err = address_hash(s, account_id, address, hash, f);
    if (err)
        return err;
    return db_is(s, Q_ADDRESS_KNOWN, is, VALUES(T(account_id), T(hash)), f);
}

enum err
store_address_note(struct store *s, const char *account_id, const char *address, int64_t at,
                   long most, struct fault *f)
{
    char hash[SEAL_HASH_TEXT];
    enum err err = address_hash(s, account_id, address, hash, f);
    if (err)
        return err;
    err = db_run(s, Q_ADDRESS_NOTE, NULL, VALUES(T(account_id), T(hash), N(at)), f);
    return err ? err : db_run(s, Q_ADDRESS_TRIM, NULL, VALUES(T(account_id), N(most)), f);
}

/* ---- failed logins --------------------------------------------------------------------------- */

/* What is typed as a name may be anything, a password now and then: only a hash is kept. */

enum err
store_attempts_load(struct store *s, const char *key, struct attempts *out, struct fault *f)
{
    char hash[SEAL_HASH_TEXT];

    *out = (struct attempts){0};
    enum err err = store_lookup_hash(s, key, hash, f);
    if (err)
        return err;
    err = db_one(s, Q_ATTEMPT_BY_KEY, ROW(NULL, &attempts_map, out), VALUES(T(hash)), f);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err
store_attempts_save(struct store *s, const char *key, const struct attempts *x, struct fault *f)
{
    char hash[SEAL_HASH_TEXT];
    enum err err = store_lookup_hash(s, key, hash, f);
    if (err)
        return err;
    return db_run(
        s, Q_ATTEMPT_SAVE, NULL,
        VALUES(T(hash), N(x->failures), N(x->first_at), N(x->last_at), N(x->blocked_until)), f);
}

enum err
store_attempts_clear(struct store *s, const char *key, struct fault *f)
{
    char hash[SEAL_HASH_TEXT];
    enum err err = store_lookup_hash(s, key, hash, f);
    if (err)
        return err;
    return db_run(s, Q_ATTEMPT_CLEAR, NULL, VALUES(T(hash)), f);
}
