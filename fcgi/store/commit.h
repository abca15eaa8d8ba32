/* commit: the one way to write. commit.c tells why it may acknowledge what it acknowledges. */
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
/* Where it is noted that a page is not what was written; NULL: alone. */
atomic_bool *commit_damage(struct store_shared *shared);
/* SQLite tells how long its log is after a commit. */
int commit_log_hook(void *store, sqlite3 *db, const char *schema, int pages);
/* The fsync that a fault test replaces or calls. */
int commit_sync_real(struct store *s);

#endif
