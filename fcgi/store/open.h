/* store/open: a connection with every statement prepared. */
#ifndef STORE_OPEN_H
#define STORE_OPEN_H

#include "model/model.h"

struct store;
struct store_shared;

struct store_options {
    const char *path;    /* SQLite's file; beside it lies what a host keeps of its own */
    const char *address; /* postgresql://…, where the database is then; NULL: in that file */
    const struct world *world;   /* NULL: the real one */
    struct store_shared *shared; /* NULL: alone; every commit is then an fsync of its own */
    const char *key_path;        /* the master keys; NULL: master.key beside the database */
    bool may_lack_key;           /* opens without the master keys, too: what is sealed is then
                                    ERR_BUSY, "key_missing", and so is every write */
    bool is_as_found;            /* the database must be there, of today's schema: nothing is made
                                    and nothing is brought forward */
    bool is_schema_kept;         /* an older schema is refused, too; a new database is made */
    int busy_timeout_ms;         /* also the longest wait in the writers' queue; 0: 5000 */
};

/* Stands beside a database while a restore moves things: nothing is opened or made there then. */
#define RESTORE_UNFINISHED "restore.unfinished"

/* Makes the file and its folder when they are missing, and brings the schema forward under an
 * exclusive lock, after a copy beside it (PATH.before-STEP). ERR_CONFLICT when a newer program made
 * the schema; with is_as_found or is_schema_kept also when an older one did ("schema_older"). */
enum err store_open(struct store **out, const struct store_options *options, struct fault *f) MUST;
void store_close(struct store *s); /* NULL allowed */
/* Is it the address of a database, as store_options.address takes it? */
bool store_address_is(const char *address);

#endif
