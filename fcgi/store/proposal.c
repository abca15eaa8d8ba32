#include "store/proposal.h"
#include "store/cells.h"
#include "store/db.h"

static const struct column proposal_columns[] = {
    COLUMN(proposal, id),
    COLUMN(proposal, filing_id),
    COLUMN(proposal, event),
    COLUMN(proposal, version),
    COLUMN(proposal, law),
    SEALED(proposal, reason),
    COLUMN(proposal, state),
    COLUMN(proposal, by_id),
    COLUMN(proposal, by_role),
    COLUMN(proposal, at),
    COLUMN(proposal, ended_by),
    SEALED(proposal, answer),
    COLUMN(proposal, ended_at),
    COLUMN(proposal, kind),
    COLUMN(proposal, title),
    COLUMN(proposal, number),
    COLUMN(proposal, organization_id),
    COLUMN(proposal, organization_name),
    COLUMN(proposal, by_username),
    SKIPPED("account_id"),
};
static const struct row_map proposal_map = ROW_MAP(proposal_columns, proposal);
SEALING(proposal, PROPOSAL, proposal_map)

enum err
store_proposal_add(struct store *s, struct proposal *x, struct fault *f)
{
    x->id = db_new_id(s);
    x->state = PROPOSAL_WAITING;
    x->at = world_now(s->world);
    return db_put(s, Q_PROPOSAL_ADD, &proposal_map, x, NONE, f);
}

enum err
store_proposal_end(struct store *s, const struct proposal *x, struct fault *f)
{
    long changed = 0;
    enum err err = db_change(s, Q_PROPOSAL_END, &proposal_map, x, NONE, &changed, f);
    if (err || changed > 0)
        return err;
    return fail(f, ERR_STALE, "proposal_moved", "", "已有他人办理了这份提议，请刷新后再看");
}

enum err
store_proposal_end_of(struct store *s, const struct proposal *x, struct fault *f)
{
    return db_run(s, Q_PROPOSAL_END_OF, NULL,
                  VALUES(T(x->filing_id), T(x->state), T(x->ended_by), N(x->ended_at)), f);
}

enum err
store_proposal_load(struct store *s, struct arena *a, const char *id, struct proposal *out,
                    struct fault *f)
{
    return db_one(s, Q_PROPOSAL_BY_ID, ROW(a, &proposal_map, out), VALUES(T(id)), f);
}

enum err
store_proposal_waiting(struct store *s, struct arena *a, const char *filing_id,
                       struct proposal *out, struct fault *f)
{
    return db_one(s, Q_PROPOSAL_WAITING, ROW(a, &proposal_map, out), VALUES(T(filing_id)), f);
}

enum err
store_proposal_waiting_id(struct store *s, struct arena *a, const char *filing_id, const char **id,
                          struct fault *f)
{
    struct id_list found;
    enum err err = db_ids(s, Q_PROPOSAL_WAITING_ID, a, &found, VALUES(T(filing_id)), f);

    *id = !err && found.n > 0 ? found.ids[0] : NULL;
    return err;
}

enum err
store_proposal_list(struct store *s, struct arena *a, const struct proposal_query *q,
                    struct proposal **out, int *n, struct fault *f)
{
    enum query list = q->is_over ? Q_PROPOSAL_OVER : Q_PROPOSAL_LIST;
    struct value at[] = {T(q->is_over ? "~" : "")}; /* after every id, and before */
    enum err err = db_cursor(a, q->cursor, "i", at, f);
    if (err)
        return err;
    return db_all(s, list, ROWS(a, &proposal_map, out, n),
                  VALUES(T(q->account_id), T(q->events), at[0], N(q->limit)), f);
}
