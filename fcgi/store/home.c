#include "store/home.h"
#include "store/db.h"

static const struct column counts_columns[] = {
    COLUMN(product_counts, total),
    COLUMN(product_counts, drafts),
};
static const struct row_map counts_map = ROW_MAP(counts_columns, product_counts);

enum err
store_product_counts(struct store *s, const char *organization_id, struct product_counts *out,
                     struct fault *f)
{
    return db_one(s, Q_PRODUCT_COUNTS, ROW(NULL, &counts_map, out), VALUES(T(organization_id)), f);
}
