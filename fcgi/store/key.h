/*
 * store/key: the keys that seal what is personal, one for each organization and account.
 *
 * A key is made with the first thing that it seals, wrapped by the master key of the file that
 * store_open() was given. It is read with each use, so that one that was destroyed a moment ago
 * opens nothing.
 */
#ifndef STORE_KEY_H
#define STORE_KEY_H

#include "model/model.h"

struct store;

/* Owners that are no organization and no account. */
#define KEY_SYSTEM "system" /* what belongs to nobody; proves at the start that the file fits */
#define KEY_LOOKUP "lookup" /* hashes of what must be found by equality */
#define KEY_AUDIT "audit"   /* the chain */
#define KEY_AUDIT_SEED "audit_seed" /* what signs the chain's heads */

/* The key of owner; inside a write it is made when there is none, else that is ERR_NOTFOUND. */
enum err store_key_for(struct store *s, const char *owner, struct seal_key *out, int64_t *n,
                       struct fault *f) MUST;
/* The key that a cell or a file names. ERR_NOTFOUND, "key_erased": it was destroyed, and what it
 * sealed is forgotten. ERR_BUSY, "key_missing": the master key that wrapped it is not in the file.
 */
enum err store_key_load(struct store *s, int64_t n, struct seal_key *out, struct fault *f) MUST;
/* At the start: reads the file of master keys (NULL: master.key beside the database) and proves
 * that it fits. Only a database that has sealed nothing yet begins with a new file. */
enum err key_open(struct store *s, const char *path, const char *db_path, struct fault *f) MUST;

/* Destroys the key of owner, inside a write: nobody reads again what it sealed. ERR_NOTFOUND. */
enum err store_key_erase(struct store *s, const char *owner, struct fault *f) MUST;

#endif
