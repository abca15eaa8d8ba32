#include "store/mandate.h"
#include "store/db.h"

static const struct column mandate_columns[] = {
    COLUMN(mandate, id),          COLUMN(mandate, organization_id),
    COLUMN(mandate, account_id),  COLUMN(mandate, token_hash),
    COLUMN(mandate, member),      COLUMN(mandate, attachment_id),
    COLUMN(mandate, begins_at),   COLUMN(mandate, ends_at),
    COLUMN(mandate, given_by),    COLUMN(mandate, given_at),
    COLUMN(mandate, accepted_at), COLUMN(mandate, offer_ends_at),
    COLUMN(mandate, ended_at),    COLUMN(mandate, ended_by),
    COLUMN(mandate, username),    COLUMN(mandate, organization_name),
    COLUMN(mandate, is_limited),  SKIPPED("organization_frozen_at"),
};
static const struct row_map mandate_map = ROW_MAP(mandate_columns, mandate);

static const struct column limit_columns[] = {
    COLUMN(mandate_limit, filing_id),
    COLUMN(mandate_limit, title),
    COLUMN(mandate_limit, kind),
};
static const struct row_map limit_map = ROW_MAP(limit_columns, mandate_limit);

static enum err
with_limits(struct store *s, struct arena *a, enum err found, struct mandate *x, struct fault *f)
{
    struct mandate_limit *rows;

    if (found || !x->is_limited)
        return found;
    enum err err = db_all(s, Q_MANDATE_SCOPE_LIST, ROWS(a, &limit_map, &rows, &x->limits_n),
                          VALUES(T(x->id)), f);
    x->limits = rows;
    return err;
}

enum err
store_mandate_add(struct store *s, struct mandate *x, struct fault *f)
{
    x->id = db_new_id(s);
    x->given_at = world_now(s->world);
    return db_put(s, Q_MANDATE_ADD, &mandate_map, x, NONE, f);
}

enum err
store_mandate_scope_add(struct store *s, const char *id, const char *filing_id, const char *kind,
                        struct fault *f)
{
    return db_run(s, Q_MANDATE_SCOPE_ADD, NULL, VALUES(T(id), T(filing_id), T(kind)), f);
}

enum err
store_mandate_reaches(struct store *s, const char *id, const char *filing_id, bool *out,
                      struct fault *f)
{
    return db_is(s, Q_MANDATE_REACHES, out, VALUES(T(id), T(filing_id)), f);
}

enum err
store_mandate_reaches_kind(struct store *s, const char *id, const char *kind, bool *out,
                           struct fault *f)
{
    return db_is(s, Q_MANDATE_REACHES_KIND, out, VALUES(T(id), T(kind)), f);
}

enum err
store_mandate_reaches_file(struct store *s, const char *id, const char *attachment_id,
                           const char *account_id, bool *out, struct fault *f)
{
    return db_is(s, Q_MANDATE_REACHES_FILE, out, VALUES(T(id), T(attachment_id), T(account_id)), f);
}

enum err
store_mandate_drafts(struct store *s, struct arena *a, const char *id, struct id_list *out,
                     struct fault *f)
{
    return db_ids(s, Q_MANDATE_DRAFTS, a, out, VALUES(T(id)), f);
}

enum err
store_mandate_load(struct store *s, struct arena *a, const char *id, struct mandate *out,
                   struct fault *f)
{
    enum err err = db_one(s, Q_MANDATE_BY_ID, ROW(a, &mandate_map, out), VALUES(T(id)), f);

    return with_limits(s, a, err, out, f);
}

enum err
store_mandate_list(struct store *s, struct arena *a, const struct mandate_query *q,
                   struct mandate **out, int *n, struct fault *f)
{
    struct value at[] = {T("~")}; /* above all ids */
    struct into into = ROWS(a, &mandate_map, out, n);
    enum err err = db_cursor(a, q->cursor, "i", at, f);
    if (err)
        return err;

    if (q->organization_id != NULL)
        err = db_all(s, Q_MANDATE_LIST, into, VALUES(T(q->organization_id), at[0], N(q->limit)), f);
    else
        err = db_all(s, Q_MANDATE_OF_AGENT, into,
                     VALUES(T(q->account_id), N(world_now(s->world)), at[0], N(q->limit)), f);
    for (int i = 0; !err && i < *n; i++)
        err = with_limits(s, a, err, &(*out)[i], f);
    return err;
}

enum err
store_mandate_count(struct store *s, const char *organization_id, long *n, struct fault *f)
{
    int64_t open = 0;
    enum err err =
        db_number(s, Q_MANDATE_COUNT, &open, VALUES(T(organization_id), N(world_now(s->world))), f);
    *n = (long)open;
    return err;
}

enum err
store_mandate_by_token(struct store *s, struct arena *a, const char *token_hash,
                       struct mandate *out, struct fault *f)
{
    enum err err = db_one(s, Q_MANDATE_BY_TOKEN, ROW(a, &mandate_map, out),
                          VALUES(T(token_hash), N(world_now(s->world))), f);

    return with_limits(s, a, err, out, f);
}

enum err
store_mandate_accept(struct store *s, const char *id, const char *account_id, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_MANDATE_ACCEPT, &changed,
                          VALUES(T(id), T(account_id), N(world_now(s->world))), f);
    return db_some(err, changed, Q_MANDATE_ACCEPT, f);
}

enum err
store_mandate_end(struct store *s, const char *id, const char *by, struct fault *f)
{
    long changed = 0;
    enum err err =
        db_run(s, Q_MANDATE_END, &changed, VALUES(T(id), T(by), N(world_now(s->world))), f);
    return db_some(err, changed, Q_MANDATE_END, f);
}
