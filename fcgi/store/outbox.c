#include "store/db.h"

static const struct field outbox_fields[] = {
    FIELD(TEXT, outbox_row, filing_id), FIELD(LONG, outbox_row, version),
    FIELD(TEXT, outbox_row, event),     FIELD(TEXT, outbox_row, from_state),
    FIELD(TEXT, outbox_row, to_state),  FIELD(TEXT, outbox_row, actor_role),
    FIELD(INT64, outbox_row, at),
};
static const struct shape outbox_shape = SHAPE(outbox_fields, 7, outbox_row);

enum err
store_outbox_add(struct store *s, const struct outbox_row *x, struct fault *f)
{
    return db_put(s, Q_OUTBOX_ADD, &outbox_shape, x, NONE, f);
}
