#include "store/db.h"

static const struct field organization_fields[] = {
    FIELD(TEXT, organization, id),          FIELD(TEXT, organization, name),
    FIELD(TEXT, organization, credit_code), FIELD(TEXT, organization, area),
    FIELD(LONG, organization, serial),      FIELD(TEXT, organization, subject_filing_id),
    FIELD(INT64, organization, created_at),
};
static const struct shape organization_shape = SHAPE(organization_fields, 7, organization);

static const struct field account_fields[] = {
    FIELD(TEXT, account, id),
    FIELD(TEXT, account, username),
    FIELD(TEXT, account, password_hash),
    FIELD(INT, account, roles),
    FIELD(TEXT, account, organization_id),
    FIELD(TEXT, account, contact_name),
    FIELD(TEXT, account, mobile),
    FIELD(TEXT, account, email),
    FIELD(BOOL, account, is_disabled),
    FIELD(INT64, account, created_at),
    FIELD(TEXT, account, organization_name),
};
static const struct shape account_shape = SHAPE(account_fields, 10, account);

static const struct field session_fields[] = {
    FIELD(TEXT, session, token_hash),  FIELD(TEXT, session, account_id),
    FIELD(INT64, session, created_at), FIELD(INT64, session, expires_at),
    FIELD(BOOL, session, is_bearer),
};
static const struct shape session_shape = SHAPE(session_fields, 5, session);

static const struct field attempts_fields[] = {
    FIELD(LONG, attempts, failures),
    FIELD(INT64, attempts, first_at),
    FIELD(INT64, attempts, last_at),
    FIELD(INT64, attempts, blocked_until),
};
static const struct shape attempts_shape = SHAPE(attempts_fields, 4, attempts);

static const struct field reply_fields[] = {
    FIELD(TEXT, stored_reply, request_hash),
    FIELD(INT, stored_reply, status),
    FIELD(TEXT, stored_reply, headers),
    FIELD(TEXT, stored_reply, body),
};
static const struct shape reply_shape = SHAPE(reply_fields, 4, stored_reply);

struct scope {
    const char *area, *class_code;
};
static const struct field scope_fields[] = {FIELD(TEXT, scope, area),
                                            FIELD(TEXT, scope, class_code)};
static const struct shape scope_shape = SHAPE(scope_fields, 2, scope);

/* ---- organizations --------------------------------------------------------------------------- */

enum err
store_organization_add(struct store *s, struct organization *o, struct fault *f)
{
    o->id = db_new_id(s);
    o->created_at = world_now(s->world);
    return db_put(s, Q_ORGANIZATION_ADD, &organization_shape, o, NONE, f);
}

enum err
store_organization_load(struct store *s, struct arena *a, const char *id, struct organization *o,
                        struct fault *f)
{
    return db_one(s, Q_ORGANIZATION_BY_ID, ROW(a, &organization_shape, o), VALUES(T(id)), f);
}

enum err
store_organization_approve(struct store *s, struct organization *o, struct fault *f)
{
    struct organization old;
    int64_t next = 0;
    enum err err = store_organization_load(s, s->scratch, o->id, &old, f);

    arena_reset(s->scratch);
    if (err)
        return err;
    if (old.serial == 0 &&
        (err = db_number(s, Q_COUNTER_NEXT, &next, VALUES(T("organization_serial")), f)))
        return err;

    o->serial = old.serial ? old.serial : (long)next;
    return db_run(s, Q_ORGANIZATION_APPROVE, NULL,
                  VALUES(T(o->id), T(o->name), T(o->credit_code), T(o->area), N(o->serial),
                         T(o->subject_filing_id)),
                  f);
}

enum err
store_credit_code_elsewhere(struct store *s, const char *organization_id, const char *credit_code,
                            bool *out, struct fault *f)
{
    int64_t n = 0;
    enum err err =
        db_number(s, Q_CREDIT_CODE_ELSEWHERE, &n, VALUES(T(organization_id), T(credit_code)), f);
    *out = n > 0;
    return err;
}

/* ---- accounts -------------------------------------------------------------------------------- */

enum err
store_account_add(struct store *s, struct account *a, struct fault *f)
{
    a->id = db_new_id(s);
    a->created_at = world_now(s->world);
    const char *folded = text_fold(s->scratch, a->username);
    enum err err = db_put(s, Q_ACCOUNT_ADD, &account_shape, a, VALUES(T(folded)), f);
    arena_reset(s->scratch);
    return err;
}

enum err
store_account_by_username(struct store *s, struct arena *a, const char *username,
                          struct account *out, struct fault *f)
{
    return db_one(s, Q_ACCOUNT_BY_USERNAME, ROW(a, &account_shape, out),
                  VALUES(T(text_fold(a, username))), f);
}

enum err
store_account_by_id(struct store *s, struct arena *a, const char *id, struct account *out,
                    struct fault *f)
{
    return db_one(s, Q_ACCOUNT_BY_ID, ROW(a, &account_shape, out), VALUES(T(id)), f);
}

enum err
store_account_password(struct store *s, const char *id, const char *hash, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_ACCOUNT_PASSWORD, &changed, VALUES(T(id), T(hash)), f);
    return db_some(err, changed, Q_ACCOUNT_PASSWORD, f);
}

enum err
store_account_update(struct store *s, const struct account *a, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_ACCOUNT_UPDATE, &changed,
                          VALUES(T(a->id), N(a->roles), N(a->is_disabled), T(a->contact_name),
                                 T(a->mobile), T(a->email)),
                          f);
    return db_some(err, changed, Q_ACCOUNT_UPDATE, f);
}

enum err
store_account_list(struct store *s, struct arena *a, const struct account_query *q,
                   struct account **out, int *n, struct fault *f)
{
    struct value at[] = {T("")};
    enum err err = db_cursor(a, q->cursor, "i", at, f);
    if (err)
        return err;

    return db_all(s, Q_ACCOUNT_LIST, ROWS(a, &account_shape, out, n),
                  VALUES(N(q->roles), at[0], N(q->limit)), f);
}

enum err
store_scope_set(struct store *s, const char *account_id, const char *const *areas,
                const char *const *classes, int n, struct fault *f)
{
    enum err err = db_run(s, Q_SCOPE_CLEAR, NULL, VALUES(T(account_id)), f);
    for (int i = 0; !err && i < n; i++)
        err = db_run(s, Q_SCOPE_ADD, NULL, VALUES(T(account_id), T(areas[i]), T(classes[i])), f);
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
        db_all(s, Q_SCOPE_LIST, ROWS(a, &scope_shape, &rows, &n), VALUES(T(account_id)), f);

    buf_puts(&b, "[");
    for (int i = 0; !err && i < n; i++) {
        buf_puts(&b, i ? ",{" : "{");
        buf_json_str(&b, "area", rows[i].area);
        buf_json_str(&b, "class", rows[i].class_code);
        buf_puts(&b, "}");
    }

    buf_puts(&b, "]");
    *out = b.p;
    return err;
}

/* ---- sessions -------------------------------------------------------------------------------- */

enum err
store_session_add(struct store *s, const struct session *x, struct fault *f)
{
    return db_put(s, Q_SESSION_ADD, &session_shape, x, NONE, f);
}

enum err
store_session_account(struct store *s, struct arena *a, const char *token_hash, int64_t now,
                      struct account *out, struct fault *f)
{
    return db_one(s, Q_SESSION_ACCOUNT, ROW(a, &account_shape, out), VALUES(T(token_hash), N(now)),
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

/* ---- failed logins --------------------------------------------------------------------------- */

enum err
store_attempts_load(struct store *s, const char *key, struct attempts *out, struct fault *f)
{
    *out = (struct attempts){0};
    enum err err = db_one(s, Q_ATTEMPT_BY_KEY, ROW(NULL, &attempts_shape, out), VALUES(T(key)), f);
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

/* ---- replies --------------------------------------------------------------------------------- */

/* Whoever stored the reply may have been killed before its fsync: giving it again is acknowledging
 * it, so it must be on disk. */
enum err
store_reply_load(struct store *s, struct arena *a, const char *scope, const char *key,
                 struct stored_reply *out, struct fault *f)
{
    enum err err =
        db_one(s, Q_REPLY_BY_KEY, ROW(a, &reply_shape, out), VALUES(T(scope), T(key)), f);
    return err ? err : commit_settle(s, f);
}

enum err
store_reply_add(struct store *s, const char *scope, const char *key, const struct stored_reply *x,
                struct fault *f)
{
    enum err err = db_run(s, Q_REPLY_ADD, NULL,
                          VALUES(T(scope), T(key), T(x->request_hash), N(x->status), T(x->headers),
                                 T(x->body), N(world_now(s->world))),
                          f);
    return err == ERR_CONFLICT ? fail(f, ERR_AGAIN, "busy", "reply_add", "同一个请求正在处理")
                               : err;
}
