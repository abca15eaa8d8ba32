#include "store/account.h"
#include "store/db.h"
#include "store/kept.h"
#include "store/token.h"

static const struct column organization_columns[] = {
    COLUMN(organization, id),          COLUMN(organization, name),
    COLUMN(organization, credit_code), COLUMN(organization, area),
    COLUMN(organization, serial),      COLUMN(organization, subject_filing_id),
    COLUMN(organization, created_at),  COLUMN(organization, subject_version),
    COLUMN(organization, frozen_at),   EMPTY(organization, frozen_reason),
    COLUMN(organization, accounts),
};
static const struct row_map organization_map = ROW_MAP(organization_columns, organization);

/* clang-format off */
#define ACCOUNT_COLUMNS                                                                            \
    COLUMN(account, id), COLUMN(account, username), COLUMN(account, password_hash),                \
    COLUMN_AS(account, roles.bits, "roles"),                                                       \
    {COLUMN_OF(COLUMN_EMPTY, account, roles.reviews, "reviews")},                                  \
    COLUMN(account, organization_id), SEALED(account, contact_name), SEALED(account, mobile),      \
    SEALED(account, email), COLUMN(account, is_disabled), COLUMN(account, created_at),             \
    COLUMN(account, contact_at), COLUMN(account, organization_name),                               \
    COLUMN(account, member), COLUMN(account, joined_at),                                           \
    COLUMN(account, password_at), COLUMN(account, must_change), COLUMN(account, has_factor),       \
    COLUMN(account, frozen_at), EMPTY(account, frozen_reason), COLUMN(account, roles_before),      \
    SKIPPED("username_folded")
/* clang-format on */
static const struct column account_columns[] = {ACCOUNT_COLUMNS};
static const struct row_map account_map = ROW_MAP(account_columns, account);
SEALING(account, ACCOUNT, account_map)

_Static_assert(offsetof(struct live_session, account) == 0, "its columns are an account's, too");
static const struct column live_columns[] = {
    ACCOUNT_COLUMNS,
    COLUMN_AS(live_session, session.created_at, "session_created_at"),
    COLUMN_AS(live_session, session.expires_at, "expires_at"),
    COLUMN_AS(live_session, session.is_bearer, "is_bearer"),
    COLUMN_AS(live_session, account.mandate_id, "mandate_id"),
    COLUMN_AS(live_session, account.limited_by, "limited_by"),
    COLUMN_AS(live_session, account.token_id, "token_id"),
    COLUMN_AS(live_session, account.token_scope, "token_scope"),
    {COLUMN_OF(COLUMN_EMPTY, live_session, account.token_used_on, "token_used_on")},
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

static const struct column span_columns[] = {COLUMN_AS(day_span, from, "from_on"),
                                             COLUMN_AS(day_span, to, "to_on")};
static const struct row_map span_map = ROW_MAP(span_columns, day_span);

enum err
store_subject_reviews(struct store *s, struct arena *a, const char *organization_id,
                      struct day_span **out, int *n, struct fault *f)
{
    return db_all(s, Q_SUBJECT_REVIEWS, ROWS(a, &span_map, out, n), VALUES(T(organization_id)), f);
}

enum err
store_organization_by_code(struct store *s, struct arena *a, const char *credit_code,
                           const char *by_id, struct organization *out, struct fault *f)
{
    return db_one(s, Q_ORGANIZATION_BY_CREDIT_CODE, ROW(a, &organization_map, out),
                  VALUES(T(credit_code), T(by_id)), f);
}

enum err
store_organization_approve(struct store *s, struct organization *o, struct fault *f)
{
    struct organization old;
    int64_t next = 0;
    enum err err = store_organization_load(s, s->scratch, o->id, &old, f);
    bool is_renamed = !err && !str_is(old.name, o->name);

    arena_reset(s->scratch);
    if (err)
        return err;
    if (old.serial == 0 &&
        (err = db_number(s, Q_COUNTER_NEXT, &next, VALUES(T("organization_serial")), f)))
        return err;

    o->serial = old.serial ? old.serial : (long)next;
    err = db_run(s, Q_ORGANIZATION_APPROVE, NULL,
                 VALUES(T(o->id), T(o->name), T(o->credit_code), T(o->area), N(o->serial),
                        T(o->subject_filing_id), N(o->subject_version)),
                 f);
    if (err || !is_renamed)
        return err;
    return db_run(s, Q_QUEUE_RENAME, NULL, VALUES(T(o->id)), f);
}

enum err
store_credit_code_elsewhere(struct store *s, const char *organization_id, const char *credit_code,
                            bool *out, struct fault *f)
{
    return db_is(s, Q_CREDIT_CODE_ELSEWHERE, out, VALUES(T(organization_id), T(credit_code)), f);
}

enum err
store_organization_freeze(struct store *s, const struct organization *o, struct fault *f)
{
    long changed = 0;
    enum err err =
        db_run(s, Q_ORGANIZATION_FREEZE, &changed,
               VALUES(T(o->id), N(o->frozen_at), T(o->frozen_reason ? o->frozen_reason : "")), f);
    return db_some(err, changed, Q_ORGANIZATION_FREEZE, f);
}

enum err
store_organization_people(struct store *s, const char *id, long *n, struct fault *f)
{
    int64_t people = 0;
    enum err err = db_number(s, Q_ORGANIZATION_PEOPLE, &people, VALUES(T(id)), f);
    *n = (long)people;
    return err;
}

enum err
store_organization_list(struct store *s, struct arena *a, const struct organization_query *q,
                        struct organization **out, int *n, struct fault *f)
{
    struct value at[] = {T("")};
    enum err err = db_cursor(a, q->cursor, "i", at, f);
    if (err)
        return err;
    return db_all(s, Q_ORGANIZATION_LIST, ROWS(a, &organization_map, out, n),
                  VALUES(at[0], T(q->text), N(q->limit), N(q->is_frozen)), f);
}

/* ---- accounts -------------------------------------------------------------------------------- */

enum err
store_account_add(struct store *s, struct account *a, struct fault *f)
{
    const char *folded = username_key(s->scratch, a->username);

    a->id = db_new_id(s);
    a->created_at = a->password_at = world_now(s->world);
    enum err err = db_put(s, Q_ACCOUNT_ADD, &account_map, a, VALUES(T(folded)), f);
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

/* Each request asks; what only the time changes is looked at again. */
static enum err
live_one(struct store *s, enum query q, struct into into, const char *hash, int64_t now,
         struct fault *f)
{
    const struct live_session *x = into.row;
    struct values v = VALUES(T(hash), N(now));
    enum err err = kept_one(s, q, hash, into, v, f);
    if (err)
        return err;
    if (x->account.mandate_id != NULL) /* whose term may have ended */
        return db_one(s, q, into, v, f);
    return x->session.expires_at > now ? OK : db_not_found(f, q);
}

enum err
store_session_account(struct store *s, struct arena *a, const char *token_hash, int64_t now,
                      struct live_session *out, struct fault *f)
{
    return live_one(s, Q_SESSION_ACCOUNT, ROW(a, &live_map, out), token_hash, now, f);
}

enum err
store_token_account(struct store *s, struct arena *a, const char *hash, int64_t now,
                    struct live_session *out, struct fault *f)
{
    return live_one(s, Q_TOKEN_ACCOUNT, ROW(a, &live_map, out), hash, now, f);
}

/* The one before is kept, whether an instance forbids it or not: the setting may change. */
enum err
store_account_password(struct store *s, const char *id, const char *hash, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_PASSWORD_PAST_ADD, NULL, VALUES(T(id)), f);
    if (err)
        return err;
    if ((err = db_run(s, Q_PASSWORD_PAST_PURGE, NULL, VALUES(T(id), N(PASSWORDS_PAST_MAX)), f)))
        return err;
    err =
        db_run(s, Q_ACCOUNT_PASSWORD, &changed, VALUES(T(id), T(hash), N(world_now(s->world))), f);
    return db_some(err, changed, Q_ACCOUNT_PASSWORD, f);
}

struct past {
    const char *hash;
};
static const struct column past_columns[] = {COLUMN(past, hash)};
static const struct row_map past_map = ROW_MAP(past_columns, past);

enum err
store_passwords_past(struct store *s, struct arena *a, const char *id, int most,
                     struct id_list *out, struct fault *f)
{
    struct past *rows;
    int n = 0;
    enum err err =
        db_all(s, Q_PASSWORD_PAST, ROWS(a, &past_map, &rows, &n), VALUES(T(id), N(most)), f);
    if (err)
        return err;

    out->ids = arena_alloc(a, ((size_t)n + 1) * sizeof *out->ids);
    out->n = n;
    for (int i = 0; i < n; i++)
        out->ids[i] = rows[i].hash;
    return OK;
}

enum err
store_account_is_last(struct store *s, const char *id, unsigned role, bool *is, struct fault *f)
{
    return db_is(s, Q_ACCOUNT_IS_LAST, is, VALUES(T(id), N(role)), f);
}

enum err
store_account_cut(struct store *s, struct arena *a, struct account **out, int *n, struct fault *f)
{
    return db_all(s, Q_ACCOUNT_CUT, ROWS(a, &account_map, out, n), NONE, f);
}

enum err
store_account_cut_told(struct store *s, const char *id, struct fault *f)
{
    return db_run(s, Q_ACCOUNT_CUT_TOLD, NULL, VALUES(T(id)), f);
}

enum err
store_account_update(struct store *s, const struct account *a, struct fault *f)
{
    long changed = 0;
    enum err err = db_change(s, Q_ACCOUNT_UPDATE, &account_map, a, NONE, &changed, f);
    return db_some(err, changed, Q_ACCOUNT_UPDATE, f);
}

#define SEARCHED_TOGETHER 200

/* part is folded. */
static bool
holds(struct arena *a, const char *text, const char *part)
{
    return text != NULL && strstr(text_fold(a, text), part) != NULL;
}

/* Names are sealed: what is searched for is looked for here, among those that the statement gives.
 */
static int
keep_found(struct arena *a, struct account *list, int n, const char *text)
{
    const char *part = text_fold(a, text);
    int kept = 0;

    for (int i = 0; i < n; i++)
        if (holds(a, list[i].username, part) || holds(a, list[i].contact_name, part) ||
            holds(a, list[i].organization_name, part))
            list[kept++] = list[i];
    return kept;
}

static enum err
search(struct store *s, const struct account_query *q, struct value after, const char *reviews,
       struct into into, struct fault *f)
{
    struct account *found = arena_alloc(into.arena, (size_t)q->limit * sizeof *found), *list;
    int n = SEARCHED_TOGETHER, kept = 0;

    while (n == SEARCHED_TOGETHER && kept < q->limit) {
        enum err err = db_all(s, Q_ACCOUNT_LIST, ROWS(into.arena, &account_map, &list, &n),
                              VALUES(N(q->roles), after, N(SEARCHED_TOGETHER), T(reviews)), f);
        if (err)
            return err;
        if (n > 0)
            after = T(list[n - 1].id);
        int more = keep_found(into.arena, list, n, q->text);
        if (more > q->limit - kept)
            more = q->limit - kept;
        memcpy(found + kept, list, (size_t)more * sizeof *found);
        kept += more;
    }
    *into.rows = found;
    *into.n = kept;
    return OK;
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
    struct into into = ROWS(a, &account_map, out, n);
    return q->text ? search(s, q, at[0], reviews, into, f)
                   : db_all(s, Q_ACCOUNT_LIST, into,
                            VALUES(N(q->roles), at[0], N(q->limit), T(reviews)), f);
}

enum err
store_account_login_last(struct store *s, const char *id, int64_t *at, struct fault *f)
{
    *at = 0;
    enum err err = db_number(s, Q_ACCOUNT_LOGIN_LAST, at, VALUES(T(id)), f);
    return err == ERR_NOTFOUND ? OK : err;
}
