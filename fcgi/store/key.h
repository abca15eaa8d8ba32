/*
 * store/key: the keys that seal, one an owner, each wrapped by the master key of a file.
 *
 * An owner is an organization or an account, by id, or one of the words below. A key is made when
 * something of its owner is sealed first. Its number stands in what it sealed; destroying it makes
 * all of that unreadable and leaves the rows, so that whatever is kept by their ids and hashes
 * stays valid.
 *
 * An unwrapped key is kept in memory that is not dumped. Its row is read anew as soon as
 * anybody has committed, so that a key that was destroyed opens nothing from then on. When a row
 * names a master key that is not known, the file is read again: a rotation needs no restart.
 */
#ifndef STORE_KEY_H
#define STORE_KEY_H

#include "base/base.h"

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

/* The same, lent until the next call that asks for a key. */
enum err key_of_owner(struct store *s, const char *owner, const struct seal_key **out, int64_t *n,
                      struct fault *f) MUST;
enum err key_by_n(struct store *s, int64_t n, const struct seal_key **out, struct fault *f) MUST;

/* What is stored in place of a text that must be found again by equality and must not be kept. The
 * same in every process, and told by nobody who lacks the master key: ERR_BUSY, "key_missing",
 * while the key does not open, and out is left as it was. */
enum err store_lookup_hash(struct store *s, const char *text, char out[SEAL_HASH_TEXT],
                           struct fault *f) MUST;

/* At the start: reads the file of master keys (master.key of systemd's LoadCredential when there is
 * one, else path, else master.key beside the database) and proves that it fits. Only a database
 * that has sealed nothing yet begins with a new file. */
enum err key_open(struct store *s, const char *path, const char *db_path, struct fault *f) MUST;
/* The store was opened without keys: are they there now? OK when it was not. */
enum err key_look_again(struct store *s, struct fault *f) MUST;
void key_close(struct store *s);
/* What was read of keys is read again. */
void key_forget_all(struct store *s);

/* Destroys the keys of owner, inside a write: nobody reads again what they sealed. ERR_NOTFOUND. */
enum err store_key_erase(struct store *s, const char *owner, struct fault *f) MUST;
/* What owner has sealed by now stays readable; from now on another key seals. Inside a write. */
enum err store_key_replace(struct store *s, const char *owner, struct fault *f) MUST;

struct sealing_key {
    long n;
    const char *owner, *master;
    int64_t created_at, replaced_at, erased_at; /* 0: not */
};
enum err store_key_list(struct store *s, struct arena *a, struct sealing_key **out, int *n,
                        struct fault *f) MUST;

/* ---- the file of master keys ----------------------------------------------------------------- */

const char *store_masters_path(const struct store *s);
/* As they were read last. */
const struct masters *store_masters(const struct store *s);
/* One more, which wraps from now on. Inside a write, as the next two: of two processes that change
 * the file the second waits. */
enum err store_masters_add(struct store *s, struct fault *f) MUST;
/* Wraps at most `most` keys by the first master key; *n: how many, less when that was all. */
enum err store_keys_wrap(struct store *s, int most, int *n, struct fault *f) MUST;
/* Takes all but the first out of the file. ERR_CONFLICT while one of them wraps a key. */
enum err store_masters_drop(struct store *s, struct fault *f) MUST;

#endif
