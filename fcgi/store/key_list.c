/* Apart from key.c, which stands beneath the reading of rows. */
#include "store/db.h"
#include "store/key.h"

static const struct column key_columns[] = {
    COLUMN(sealing_key, n),           COLUMN(sealing_key, owner),
    COLUMN(sealing_key, master),      COLUMN(sealing_key, created_at),
    COLUMN(sealing_key, replaced_at), COLUMN(sealing_key, erased_at),
};
static const struct row_map key_map = ROW_MAP(key_columns, sealing_key);

enum err
store_key_list(struct store *s, struct arena *a, struct sealing_key **out, int *n, struct fault *f)
{
    return db_all(s, Q_KEY_LIST, ROWS(a, &key_map, out, n), NONE, f);
}
