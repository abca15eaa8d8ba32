#include "store/probe.h"
#include "store/commit.h"
#include "store/rule_set.h"
#include "store/transaction.h"

#include <stdio.h>

static const struct column seen_columns[] = {
    COLUMN(store_figures, tasks_overdue),
    COLUMN(store_figures, clocks_overdue),
    COLUMN(store_figures, deliveries_dead),
    COLUMN(store_figures, audit_at),
};
static const struct row_map seen_map = ROW_MAP(seen_columns, store_figures);

static enum err
read_active(struct store *s, struct store_figures *out, struct fault *f)
{
    struct activation last = {0};
    enum err err = store_activation_last(s, s->scratch, &last, f);

    snprintf(out->rule_set, sizeof out->rule_set, "%s", err ? "" : last.hash);
    arena_reset(s->scratch);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err
store_probe_read(struct store *s, const char *today, struct store_figures *out, struct fault *f)
{
    enum err err = store_read_begin(s, f);
    if (err)
        return err;

    err = db_one(s, Q_PROBE, ROW(NULL, &seen_map, out), VALUES(T(today)), f);
    if (!err)
        err = read_active(s, out, f);
    store_read_end(s);
    out->db_bytes = db_file_bytes(s);
    out->wal_bytes = db_log_bytes(s);
    return err;
}

enum err
store_probe_write(struct store *s, struct fault *f)
{
    enum err err = store_write_begin(s, f);
    if (err)
        return err;
    store_write_rollback(s);
    return commit_settle(s, f);
}
