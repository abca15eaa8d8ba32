#include "store/status.h"
#include "store/db.h"
#include "store/recovery.h"

#define ADDRESS_DAYS 180 /* that an account is not used from somewhere, and it is forgotten */

static const struct column counts_columns[] = {
    COLUMN(store_counts, accounts),    COLUMN(store_counts, organizations),
    COLUMN(store_counts, filings),     COLUMN(store_counts, drafts),
    COLUMN(store_counts, in_review),   COLUMN(store_counts, entries),
    COLUMN(store_counts, attachments),
};
static const struct row_map counts_map = ROW_MAP(counts_columns, store_counts);

enum err
store_counts(struct store *s, struct store_counts *out, struct fault *f)
{
    enum err err = db_one(s, Q_COUNTS, ROW(NULL, &counts_map, out), NONE, f);
    out->db_bytes = db_file_bytes(s);
    out->wal_bytes = db_log_bytes(s);
    return err;
}

enum err
store_purge(struct store *s, int64_t now, struct fault *f)
{
    const int64_t day_ms = 86400000;
    enum err err = db_run(s, Q_SESSION_PURGE, NULL, VALUES(N(now)), f);
    if (!err)
        err = db_run(s, Q_ATTEMPT_PURGE, NULL, VALUES(N(now - day_ms)), f);
    if (!err)
        err = db_run(s, Q_ADDRESS_PURGE, NULL, VALUES(N(now - ADDRESS_DAYS * day_ms)), f);
    if (!err)
        err = db_run(s, Q_REPLY_PURGE, NULL, VALUES(N(now - day_ms)), f);
    if (!err)
        err = db_run(s, Q_RECOVERY_PURGE, NULL, VALUES(N(now - RECOVERY_MS)), f);
    if (!err)
        err = db_run(s, Q_RESET_PURGE, NULL, VALUES(N(now)), f);
    if (!err)
        err = db_run(s, Q_INVITATION_PURGE, NULL, VALUES(N(now)), f);
    if (!err)
        err = db_run(s, Q_TOKEN_PURGE, NULL, VALUES(N(now)), f);
    if (!err)
        err = db_run(s, Q_FACTOR_PURGE, NULL, VALUES(N(now - day_ms)), f);
    return err;
}
