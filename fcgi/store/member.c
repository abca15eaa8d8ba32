#include "store/member.h"
#include "store/db.h"

static const struct column invitation_columns[] = {
    COLUMN(invitation, id),       COLUMN(invitation, organization_id),
    COLUMN(invitation, member),   COLUMN(invitation, token_hash),
    COLUMN(invitation, given_by), COLUMN(invitation, given_at),
    COLUMN(invitation, ends_at),  COLUMN(invitation, organization_name),
};
static const struct row_map invitation_map = ROW_MAP(invitation_columns, invitation);

/* ---- members --------------------------------------------------------------------------------- */

enum err
store_member_list(struct store *s, struct arena *a, const struct member_query *q,
                  struct account **out, int *n, struct fault *f)
{
    struct value at[] = {T("")};
    enum err err = db_cursor(a, q->cursor, "i", at, f);
    if (err)
        return err;
    return db_all(s, Q_MEMBER_LIST, ROWS(a, account_sealing.map, out, n),
                  VALUES(T(q->organization_id), at[0], N(q->limit)), f);
}

enum err
store_member_count(struct store *s, const char *organization_id, long *n, struct fault *f)
{
    int64_t members = 0;
    enum err err = db_number(s, Q_MEMBER_COUNT, &members, VALUES(T(organization_id)), f);
    *n = (long)members;
    return err;
}

enum err
store_member_join(struct store *s, const char *account_id, const char *organization_id,
                  enum membership member, struct fault *f)
{
    long changed = 0;
    enum err err =
        db_run(s, Q_MEMBER_JOIN, &changed,
               VALUES(T(account_id), T(organization_id), N(member), N(world_now(s->world))), f);

    if (err || changed > 0)
        return err;
    return fail(f, ERR_CONFLICT, "member_elsewhere", query_name(Q_MEMBER_JOIN), "is a member");
}

enum err
store_member_set(struct store *s, const char *account_id, const char *organization_id,
                 enum membership member, struct fault *f)
{
    long changed = 0;
    enum err err =
        db_run(s, Q_MEMBER_SET, &changed, VALUES(T(account_id), T(organization_id), N(member)), f);
    return db_some(err, changed, Q_MEMBER_SET, f);
}

enum err
store_member_leave(struct store *s, const char *account_id, const char *organization_id,
                   struct fault *f)
{
    long changed = 0;
    enum err err =
        db_run(s, Q_MEMBER_LEAVE, &changed, VALUES(T(account_id), T(organization_id)), f);
    return db_some(err, changed, Q_MEMBER_LEAVE, f);
}

/* ---- invitations ----------------------------------------------------------------------------- */

enum err
store_invitation_add(struct store *s, struct invitation *x, struct fault *f)
{
    x->id = db_new_id(s);
    x->given_at = world_now(s->world);
    return db_put(s, Q_INVITATION_ADD, &invitation_map, x, NONE, f);
}

enum err
store_invitation_list(struct store *s, struct arena *a, const char *organization_id,
                      struct invitation **out, int *n, struct fault *f)
{
    return db_all(s, Q_INVITATION_LIST, ROWS(a, &invitation_map, out, n),
                  VALUES(T(organization_id), N(world_now(s->world))), f);
}

enum err
store_invitation_load(struct store *s, struct arena *a, const char *token_hash,
                      struct invitation *out, struct fault *f)
{
    return db_one(s, Q_INVITATION_BY_TOKEN, ROW(a, &invitation_map, out),
                  VALUES(T(token_hash), N(world_now(s->world))), f);
}

enum err
store_invitation_delete(struct store *s, const char *id, const char *organization_id,
                        struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_INVITATION_DELETE, &changed, VALUES(T(id), T(organization_id)), f);
    return db_some(err, changed, Q_INVITATION_DELETE, f);
}
