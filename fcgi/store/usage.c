#include "store/usage.h"
#include "store/db.h"

enum err
store_usage(struct store *s, const char *organization_id, enum usage of, int64_t *n,
            struct fault *f)
{
    static const enum query queries[USAGE__MAX] = {
        [USAGE_ATTACHMENT_BYTES] = Q_USAGE_ATTACHMENT_BYTES,
        [USAGE_ATTACHMENTS] = Q_USAGE_ATTACHMENTS,
        [USAGE_DRAFTS] = Q_USAGE_DRAFTS,
        [USAGE_DRAFT_BYTES] = Q_USAGE_DRAFT_BYTES,
        [USAGE_OPEN_FILINGS] = Q_USAGE_OPEN_FILINGS,
        [USAGE_PRODUCTS] = Q_USAGE_PRODUCTS,
    };
    return db_number(s, queries[of], n, VALUES(T(organization_id)), f);
}

static const struct column complaints_columns[] = {COLUMN(complaints_open, n),
                                                   COLUMN(complaints_open, of_filing)};
static const struct row_map complaints_map = ROW_MAP(complaints_columns, complaints_open);

enum err
store_complaints_open(struct store *s, struct arena *a, const char *filing_id,
                      struct complaints_open *out, struct fault *f)
{
    return db_one(s, Q_COMPLAINTS_OPEN, ROW(a, &complaints_map, out), VALUES(T(filing_id)), f);
}

enum err
store_kept_trim(struct store *s, const char *organization_id, long most, struct fault *f)
{
    return db_run(s, Q_KEPT_TRIM_ORGANIZATION, NULL, VALUES(T(organization_id), N(most)), f);
}

enum err
store_product_kept_trim(struct store *s, const char *organization_id, long most, struct fault *f)
{
    return db_run(s, Q_PRODUCT_KEPT_TRIM_ORGANIZATION, NULL, VALUES(T(organization_id), N(most)),
                  f);
}
