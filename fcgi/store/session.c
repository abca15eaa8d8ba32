#include "store/session.h"
#include "store/db.h"

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
store_session_delete(struct store *s, const char *token_hash, struct fault *f)
{
    return db_run(s, Q_SESSION_DELETE, NULL, VALUES(T(token_hash)), f);
}

enum err
store_session_delete_all(struct store *s, const char *account_id, const char *but_token_hash,
                         struct fault *f)
{
    return db_run(s, Q_SESSION_DELETE_ALL, NULL,
                  VALUES(T(account_id), T(but_token_hash ? but_token_hash : "")), f);
}

enum err
store_session_trim(struct store *s, const struct session *x, long most, struct fault *f)
{
    return db_run(s, Q_SESSION_TRIM, NULL, VALUES(T(x->account_id), N(most)), f);
}

/* ---- where from ------------------------------------------------------------------------------ */

enum err
store_address_known(struct store *s, const char *account_id, const char *address, bool *is,
                    struct fault *f)
{
    return db_is(s, Q_ADDRESS_KNOWN, is, VALUES(T(account_id), T(address)), f);
}

enum err
store_address_note(struct store *s, const char *account_id, const char *address, int64_t at,
                   long most, struct fault *f)
{
    enum err err = db_run(s, Q_ADDRESS_NOTE, NULL, VALUES(T(account_id), T(address), N(at)), f);
    return err ? err : db_run(s, Q_ADDRESS_TRIM, NULL, VALUES(T(account_id), N(most)), f);
}

/* ---- failed logins --------------------------------------------------------------------------- */

enum err
store_attempts_load(struct store *s, const char *key, struct attempts *out, struct fault *f)
{
    *out = (struct attempts){0};
    enum err err = db_one(s, Q_ATTEMPT_BY_KEY, ROW(NULL, &attempts_map, out), VALUES(T(key)), f);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err
store_attempts_save(struct store *s, const char *key, const struct attempts *x, struct fault *f)
{
    return db_run(
        s, Q_ATTEMPT_SAVE, NULL,
        VALUES(T(key), N(x->failures), N(x->first_at), N(x->last_at), N(x->blocked_until)), f);
}

enum err
store_attempts_clear(struct store *s, const char *key, struct fault *f)
{
    return db_run(s, Q_ATTEMPT_CLEAR, NULL, VALUES(T(key)), f);
}
