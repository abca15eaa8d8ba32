/*
 * store/transaction: one snapshot for what a request reads, one transaction for what it writes.
 *
 * Writers of one pool queue on a mutex in shared memory before BEGIN IMMEDIATE, commit without an
 * fsync, leave the queue, and then wait for an fsync of the write-ahead log that began after their
 * commit: one fsync serves all who wait. store_write_commit() returns OK only when the transaction
 * is on disk. When that fsync fails, the pool refuses every further write.
 */
#ifndef STORE_TRANSACTION_H
#define STORE_TRANSACTION_H

#include "model/model.h"

struct store;

/* The processes of one pool share this: make it in shared memory before fork. */
struct store_shared;
size_t store_shared_size(void);
void store_shared_init(struct store_shared *shared);

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
