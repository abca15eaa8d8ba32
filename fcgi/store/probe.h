/*
 * probe: whether the database can be read and written, and figures for whoever watches it.
 *
 * Of a pool one process asks, again and again, and waits as long as the disk does; who is asked how
 * the pool is tells what it saw last.
 */
#ifndef STORE_PROBE_H
#define STORE_PROBE_H

#include "model/model.h"

struct store;
struct store_shared;

/* No pointers: it is kept in memory that processes share. */
struct store_figures {
    char rule_set[SHA256_TEXT]; /* that is active; "" when none is */
    long tasks_overdue;         /* that wait for a reviewer although their day is over */
    long clocks_overdue;        /* the same of clocks of filings that are not over */
    long deliveries_dead;       /* notices that are tried no more */
    int64_t audit_at;           /* of the last line of the audit trail, ms */
    int64_t db_bytes, wal_bytes;
};
/* A read of the tables that everything hangs on. today: a Beijing date. */
enum err store_probe_read(struct store *s, const char *today, struct store_figures *out,
                          struct fault *f) MUST;
/* Takes the writers' turn and the database's lock, changes nothing, and has all that was committed
 * put onto disk. ERR_BUSY, "busy": others write for longer than this store waits. */
enum err store_probe_write(struct store *s, struct fault *f) MUST;

/* What any process of a pool has come upon since it started. */
struct store_flaws {
    bool has_failed; /* an fsync failed, or the file is gone: nothing is written any more */
    bool is_damaged; /* a page is not what was written */
    long files_lost; /* attachments whose file was gone or changed when last looked at */
};
struct store_flaws store_flaws_of(const struct store_shared *shared);

#endif
