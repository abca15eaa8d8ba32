#include "store/account.h"
#include "store/db.h"

static const struct column organization_columns[] = {
    COLUMN(organization, id),          COLUMN(organization, name),
    COLUMN(organization, credit_code), COLUMN(organization, area),
    COLUMN(organization, serial),      COLUMN(organization, subject_filing_id),
    COLUMN(organization, created_at),  COLUMN(organization, subject_version),
};
static const struct row_map organization_map = ROW_MAP(organization_columns, organization);

/* clang-format off */
#define ACCOUNT_COLUMNS                                                                            \
    COLUMN(account, id), COLUMN(account, username), COLUMN(account, password_hash),                \
    COLUMN_AS(account, roles.bits, "roles"),                                                       \
    {"reviews", COLUMN_EMPTY, offsetof(struct account, roles.reviews)},                            \
    COLUMN(account, organization_id), COLUMN(account, contact_name), COLUMN(account, mobile),      \
    COLUMN(account, email), COLUMN(account, is_disabled), COLUMN(account, created_at),             \
    COLUMN(account, contact_at), COLUMN(account, organization_name), SKIPPED("username_folded")
/* clang-format on */
static const struct column account_columns[] = {ACCOUNT_COLUMNS};
static const struct row_map account_map = ROW_MAP(account_columns, account);

_Static_assert(offsetof(struct live_session, account) == 0, "its columns are an account's, too");
static const struct column live_columns[] = {
    ACCOUNT_COLUMNS,
    COLUMN_AS(live_session, session.created_at, "session_created_at"),
    COLUMN_AS(live_session, session.expires_at, "expires_at"),
    COLUMN_AS(live_session, session.is_bearer, "is_bearer"),
};
static const struct row_map live_map = ROW_MAP(live_columns, live_session);

/* ---- organizations --------------------------------------------------------------------------- */

enum err
store_organization_add(struct store *s, struct organization *o, struct fault *f)
{
    o->id = db_new_id(s);
    o->created_at = world_now(s->world);
    return db_put(s, Q_ORGANIZATION_ADD, &organization_map, o, NONE, f);
}

enum err
store_organization_load(struct store *s, struct arena *a, const char *id, struct organization *o,
                        struct fault *f)
{
    return db_one(s, Q_ORGANIZATION_BY_ID, ROW(a, &organization_map, o), VALUES(T(id)), f);
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
                         T(o->subject_filing_id), N(o->subject_version)),
                  f);
}

enum err
store_credit_code_elsewhere(struct store *s, const char *organization_id, const char *credit_code,
                            bool *out, struct fault *f)
{
    return db_is(s, Q_CREDIT_CODE_ELSEWHERE, out, VALUES(T(organization_id), T(credit_code)), f);
}

/* ---- accounts -------------------------------------------------------------------------------- */

enum err
store_account_add(struct store *s, struct account *a, struct fault *f)
{
    const char *key = username_key(s->scratch, a->username);

    a->id = db_new_id(s);
    a->created_at = world_now(s->world);
    enum err err = db_put(s, Q_ACCOUNT_ADD, &account_map, a, VALUES(T(key)), f);
    arena_reset(s->scratch);
    return err;
}

enum err
store_account_by_username(struct store *s, struct arena *a, const char *username,
                          struct account *out, struct fault *f)
{
    return db_one(s, Q_ACCOUNT_BY_USERNAME, ROW(a, &account_map, out),
                  VALUES(T(username_key(a, username)), T(username_shown(a, username)), T(username)),
                  f);
}

enum err
store_account_by_id(struct store *s, struct arena *a, const char *id, struct account *out,
                    struct fault *f)
{
    return db_one(s, Q_ACCOUNT_BY_ID, ROW(a, &account_map, out), VALUES(T(id)), f);
}

enum err
store_session_account(struct store *s, struct arena *a, const char *token_hash, int64_t now,
                      struct live_session *out, struct fault *f)
{
    return db_one(s, Q_SESSION_ACCOUNT, ROW(a, &live_map, out), VALUES(T(token_hash), N(now)), f);
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
                          VALUES(T(a->id), N(a->roles.bits),
                                 T(a->roles.reviews ? a->roles.reviews : ""), N(a->is_disabled),
                                 T(a->contact_name), T(a->mobile), T(a->email), N(a->contact_at)),
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

    const char *reviews = q->reviews ? arena_printf(a, " %s ", q->reviews) : NULL;
    return db_all(s, Q_ACCOUNT_LIST, ROWS(a, &account_map, out, n),
                  VALUES(N(q->roles), at[0], N(q->limit), T(q->text), T(reviews)), f);
}

enum err
store_account_login_last(struct store *s, const char *id, int64_t *at, struct fault *f)
{
    *at = 0;
    enum err err = db_number(s, Q_ACCOUNT_LOGIN_LAST, at, VALUES(T(id)), f);
    return err == ERR_NOTFOUND ? OK : err;
}
