#include "store/takeover.h"
#include "store/account.h"
#include "store/attachment.h"
#include "store/cells.h"
#include "store/db.h"

static const struct column takeover_columns[] = {
    COLUMN(takeover, id),
    COLUMN(takeover, organization_id),
    COLUMN(takeover, filing_id),
    COLUMN(takeover, credit_code),
    COLUMN(takeover, by_id),
    COLUMN(takeover, by_organization_id),
    SEALED(takeover, reason),
    COLUMN(takeover, at),
    COLUMN(takeover, due_on),
    SEALED(takeover, answer),
    COLUMN(takeover, answered_by),
    COLUMN(takeover, answered_at),
    COLUMN(takeover, state),
    SEALED(takeover, grounds),
    COLUMN(takeover, ended_by),
    COLUMN(takeover, ended_role),
    COLUMN(takeover, ended_at),
    COLUMN(takeover, former_id),
    COLUMN(takeover, organization_name),
    COLUMN(takeover, by_username),
    COLUMN(takeover, by_organization_name),
    COLUMN(takeover, redirected_to),
    COLUMN(takeover, redirected_from),
};
static const struct row_map takeover_map = ROW_MAP(takeover_columns, takeover);
SEALING(takeover, TAKEOVER, takeover_map)

static const struct column holds_columns[] = {
    COLUMN(organization_holds, has_people),
    COLUMN(organization_holds, has_filings),
    COLUMN(organization_holds, is_admitted),
};
static const struct row_map holds_map = ROW_MAP(holds_columns, organization_holds);

static const struct column holder_columns[] = {
    COLUMN(takeover_holder, id),        COLUMN(takeover_holder, name),
    COLUMN(takeover_holder, filing_id), COLUMN(takeover_holder, admitted_at),
    COLUMN(takeover_holder, filings),
};
static const struct row_map holder_map = ROW_MAP(holder_columns, takeover_holder);

/* ---- asked, answered, ended ------------------------------------------------------------------ */

static enum err
add_documents(struct store *s, const char *id, const struct id_list *documents, struct fault *f)
{
    for (int i = 0; i < documents->n; i++) {
        enum err err =
            db_run(s, Q_TAKEOVER_DOCUMENT_ADD, NULL, VALUES(T(id), T(documents->ids[i])), f);
        if (err)
            return err;
    }
    return OK;
}

enum err
store_takeover_add(struct store *s, struct takeover *x, const struct id_list *documents,
                   struct fault *f)
{
    x->id = db_new_id(s);
    x->state = TAKEOVER_WAITING;
    x->at = world_now(s->world);
    enum err err = db_put(s, Q_TAKEOVER_ADD, &takeover_map, x, NONE, f);
    return err ? err : add_documents(s, x->id, documents, f);
}

static enum err
moved(struct fault *f)
{
    return fail(f, ERR_STALE, "takeover_moved", "", "这份申请已有他人办理，请刷新后再看");
}

enum err
store_takeover_answer(struct store *s, const struct takeover *x, const struct id_list *documents,
                      struct fault *f)
{
    long changed = 0;
    enum err err = db_change(s, Q_TAKEOVER_ANSWER, &takeover_map, x, NONE, &changed, f);
    if (err)
        return err;
    return changed > 0 ? add_documents(s, x->id, documents, f) : moved(f);
}

enum err
store_takeover_end(struct store *s, const struct takeover *x, struct fault *f)
{
    long changed = 0;
    enum err err = db_change(s, Q_TAKEOVER_END, &takeover_map, x, NONE, &changed, f);
    return err || changed > 0 ? err : moved(f);
}

enum err
store_takeover_redirect(struct store *s, const char *id, const char *to_id, struct fault *f)
{
    return db_run(s, Q_TAKEOVER_REDIRECT, NULL, VALUES(T(id), T(to_id)), f);
}

/* ---- looked at ------------------------------------------------------------------------------- */

enum err
store_takeover_load(struct store *s, struct arena *a, const char *id, struct takeover *out,
                    struct fault *f)
{
    return db_one(s, Q_TAKEOVER_BY_ID, ROW(a, &takeover_map, out), VALUES(T(id)), f);
}

enum err
store_takeover_list(struct store *s, struct arena *a, const struct takeover_query *q,
                    struct takeover **out, int *n, struct fault *f)
{
    bool is_rising = !q->is_own && !q->is_over;
    struct value at[] = {T(is_rising ? "" : "~")}; /* below, or above, all ids */
    struct into into = ROWS(a, &takeover_map, out, n);
    enum err err = db_cursor(a, q->cursor, "i", at, f);
    if (err)
        return err;

    if (q->is_own)
        return db_all(s, Q_TAKEOVER_OWN, into,
                      VALUES(T(q->account_id), T(q->organization_id), at[0], N(q->limit)), f);
    return db_all(s, q->is_over ? Q_TAKEOVER_LIST_OVER : Q_TAKEOVER_LIST, into,
                  VALUES(T(q->account_id), at[0], N(q->limit)), f);
}

enum err
store_takeover_documents(struct store *s, struct arena *a, const char *id, struct attachment **out,
                         int *n, struct fault *f)
{
    return db_all(s, Q_TAKEOVER_DOCUMENTS, ROWS(a, attachment_sealing.map, out, n), VALUES(T(id)),
                  f);
}

enum err
store_takeover_holders(struct store *s, struct arena *a, const char *credit_code,
                       struct takeover_holder **out, int *n, struct fault *f)
{
    return db_all(s, Q_TAKEOVER_HOLDERS, ROWS(a, &holder_map, out, n), VALUES(T(credit_code)), f);
}

enum err
store_takeover_count(struct store *s, const char *account_id, long *n, struct fault *f)
{
    int64_t waiting = 0;
    enum err err = db_number(s, Q_TAKEOVER_COUNT, &waiting, VALUES(T(account_id)), f);
    *n = (long)waiting;
    return err;
}

/* ---- what it does to organizations ----------------------------------------------------------- */

enum err
store_organization_holds(struct store *s, const char *id, struct organization_holds *out,
                         struct fault *f)
{
    return db_one(s, Q_ORGANIZATION_HOLDS, ROW(NULL, &holds_map, out), VALUES(T(id)), f);
}

enum err
store_organization_owner(struct store *s, struct arena *a, const char *id, struct account *out,
                         struct fault *f)
{
    return db_one(s, Q_ORGANIZATION_OWNER, ROW(a, account_sealing.map, out), VALUES(T(id)), f);
}

enum err
store_member_release(struct store *s, const char *account_id, const char *organization_id,
                     struct fault *f)
{
    long changed = 0;
    enum err err =
        db_run(s, Q_MEMBER_RELEASE, &changed, VALUES(T(account_id), T(organization_id)), f);
    return db_some(err, changed, Q_MEMBER_RELEASE, f);
}

enum err
store_links_end(struct store *s, const char *organization_id, const char *by, struct fault *f)
{
    enum err err = db_run(s, Q_INVITATION_DELETE_ALL, NULL, VALUES(T(organization_id)), f);
    if (err)
        return err;
    return db_run(s, Q_MANDATE_END_ALL, NULL,
                  VALUES(T(organization_id), T(by), N(world_now(s->world))), f);
}
