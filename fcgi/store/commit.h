/* commit: of the one way to write, what nouns of this room ask. Its transactions: transaction.h. */
#ifndef STORE_COMMIT_H
#define STORE_COMMIT_H

#include "store/db.h"

/* Returns when everything committed until now is on disk, by an fsync of our own. */
enum err commit_settle(struct store *s, struct fault *f) MUST;
/* Writes every page of the database anew, while writers wait. */
enum err commit_write_anew(struct store *s, struct fault *f) MUST;
/* Moves the log and cuts it to nothing; *is_cut: nobody reads from it. */
enum err commit_cut_log(struct store *s, bool *is_cut, struct fault *f) MUST;
/* Nothing is written from now on, by anybody of the pool, until it is started anew. */
void commit_stop(struct store *s);
/* One transaction while the store is opened, where no pool is asked yet; where lives for good. The
 * end takes err, what came of it: kept when it is OK. */
enum err commit_opening_begin(struct store *s, const char *where, struct fault *f) MUST;
enum err commit_opening_end(struct store *s, const char *where, enum err err, struct fault *f) MUST;

#endif
