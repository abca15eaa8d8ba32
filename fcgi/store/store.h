/*
 * store: the database, and nothing about what it is for.
 *
 * A store belongs to one process and is opened after fork. Every SQL text is in sql/query/ and
 * prepared by store_open(), so a typo fails the start, never a request. Rows come back as model
 * structs whose strings live in the arena given; nothing here needs freeing by the caller. A
 * constraint violation is an answer (ERR_CONFLICT); a broken statement is ERR_BUG, with its name in
 * fault.where.
 *
 * Writers of one pool queue on a mutex in shared memory before BEGIN IMMEDIATE, commit without an
 * fsync, leave the queue, and then wait for an fsync of the write-ahead log that began after their
 * commit: one fsync serves all who wait. store_write_commit() returns OK only when the transaction
 * is on disk. When that fsync fails, the pool refuses every further write.
 *
 * A list takes a query with a limit and a cursor. The cursor is NULL for the first page, else what
 * the last row of the page before says of itself; any other text is ERR_INPUT with code
 * "cursor_invalid".
 */
#ifndef STORE_H
#define STORE_H

#include "store/account.h"
#include "store/attachment.h"
#include "store/audit.h"
#include "store/deadline.h"
#include "store/filing.h"
#include "store/judgement.h"
#include "store/outbox.h"
#include "store/product.h"
#include "store/register.h"
#include "store/replay.h"
#include "store/reply.h"
#include "store/review.h"
#include "store/root.h"
#include "store/rule_set.h"
#include "store/session.h"
#include "store/status.h"

/* The processes of one pool share this: make it in shared memory before fork. */
struct store_shared;
size_t store_shared_size(void);
void store_shared_init(struct store_shared *shared);

struct store_options {
    const char *path;
    const struct world *world;   /* NULL: the real one */
    struct store_shared *shared; /* NULL: alone; every commit is then an fsync of its own */
    int busy_timeout_ms;         /* also the longest wait in the writers' queue; 0: 5000 */
};

/* Makes the file and its folder when they are missing, and brings the schema forward under an
 * exclusive lock. ERR_CONFLICT when a newer program made the schema. */
enum err store_open(struct store **out, const struct store_options *options, struct fault *f) MUST;
void store_close(struct store *s); /* NULL allowed */

/* One snapshot for all reads of a request. */
enum err store_read_begin(struct store *s, struct fault *f) MUST;
void store_read_end(struct store *s);
/* ERR_BUSY after busy_timeout_ms, or when storage has failed. */
enum err store_write_begin(struct store *s, struct fault *f) MUST;
enum err store_write_commit(struct store *s, struct fault *f) MUST;
void store_write_rollback(struct store *s);
/* No transaction and no statement is open: a worker asks between requests. */
bool store_is_idle(struct store *s);
/* Moves the log into the database, and cuts it when it is long and nobody reads. The clerk's. */
enum err store_checkpoint(struct store *s, struct fault *f) MUST;

#endif
