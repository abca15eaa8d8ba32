/*
 * gather: what a commit writes into the log goes there in one piece.
 *
 * SQLite hands the log over frame by frame, and each in two pieces, its head and its page: a submit
 * of forty pages would be eighty calls of the kernel. Files that are opened through this layer of
 * SQLite's own files are those files; only the log's collects what is written between
 * gather_begin() and gather_end(), and passes it on
 *  - with the frame that commits, before SQLite is told that this one is written, and so before
 *    any index of the log names these frames. That frame is known by its head, bytes 4 to 7 of
 *    which are not zero (sqlite.org/fileformat2.html, 4.1);
 *  - before anything else that is asked of the log, a read or a sync; when the next piece stands
 *    elsewhere; and when the room is full.
 * A failure to write is that of the commit. Outside of a commit everything is written at once.
 */
#ifndef STORE_GATHER_H
#define STORE_GATHER_H

#include "store/db.h"

#define GATHER_LAYER "suanbei" /* its name for sqlite3_open_v2() */

int gather_register(void); /* once or more often per process; SQLITE_OK */

/* Around a COMMIT, with the writers' queue held. The end after one that failed drops what was not
 * yet written: SQLite has taken it back. SQLITE_OK, or an error of SQLite's. */
void gather_begin(struct store *s);
int gather_end(struct store *s, bool is_committed);

#endif
