#include "store/outbox.h"
#include "store/db.h"

static const struct column outbox_columns[] = {
    COLUMN(outbox_row, filing_id),  COLUMN(outbox_row, version),     COLUMN(outbox_row, event),
    COLUMN(outbox_row, from_state), COLUMN(outbox_row, to_state),    COLUMN(outbox_row, actor_role),
    COLUMN(outbox_row, clock),      COLUMN(outbox_row, at),          COLUMN(outbox_row, n),
    COLUMN(outbox_row, matter_id),  COLUMN(outbox_row, takeover_id), COLUMN(outbox_row, person),
};
static const struct row_map outbox_map = ROW_MAP(outbox_columns, outbox_row);

enum err
store_outbox_add(struct store *s, const struct outbox_row *x, struct fault *f)
{
    return db_put(s, Q_OUTBOX_ADD, &outbox_map, x, NONE, f);
}

enum err
store_outbox_next(struct store *s, struct arena *a, int limit, struct outbox_row **out, int *n,
                  struct fault *f)
{
    return db_all(s, Q_OUTBOX_NEXT, ROWS(a, &outbox_map, out, n), VALUES(N(limit)), f);
}

enum err
store_outbox_delete(struct store *s, long n, struct fault *f)
{
    return db_run(s, Q_OUTBOX_DELETE, NULL, VALUES(N(n)), f);
}

enum err
store_outbox_any(struct store *s, bool *out, struct fault *f)
{
    return db_is(s, Q_OUTBOX_ANY, out, NONE, f);
}
