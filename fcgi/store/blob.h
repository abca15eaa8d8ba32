/*
 * store/blob: attachments' files, as far as the database knows of them: whose key seals one, what
 * it is called, whether a row names it, which are still in the clear.
 */
#ifndef STORE_BLOB_H
#define STORE_BLOB_H

#include "model/model.h"

struct store;

/* Of the organization; what staff upload is the account's. */
const char *store_blob_owner(const struct attachment *x);
/* Outside of any transaction: the owner's key. It is made in a short write when there is none. */
enum err store_blob_key(struct store *s, const char *owner, struct seal_key *out, int64_t *n,
                        struct fault *f) MUST;
/* What the sealed file of that content is called: one owner's same content is one file, two owners'
 * are two, and without the key the name tells nothing. It is bound into the file, too. */
#define BLOB_NAME SHA256_TEXT
void store_blob_name(const struct seal_key *k, const char *sha256, char out[BLOB_NAME]);

/* Does any row name this file? The sweeper asks before it removes one. */
enum err store_blob_has(struct store *s, const char *name, bool *out, struct fault *f) MUST;
/* The first row after that id (NULL: of all) whose file is in the clear, with what is needed to
 * seal it. ERR_NOTFOUND: none. */
enum err store_blob_in_the_clear(struct store *s, struct arena *a, const char *after,
                                 struct attachment *out, struct fault *f) MUST;
/* The first row after that id (NULL: of all) that names a sealed file, with what is needed to open
 * it. ERR_NOTFOUND: none. */
enum err store_blob_next(struct store *s, struct arena *a, const char *after,
                         struct attachment *out, struct fault *f) MUST;
/* For store_flaws_of(): so many files were not there, or not what was stored, when somebody last
 * looked. */
void store_blob_lost(struct store *s, long n);
/* In a write: the rows of x's owner with x's content name a sealed file from now on. */
enum err store_blob_seal(struct store *s, const struct attachment *x, const char *name,
                         int64_t key_n, struct fault *f) MUST;

#endif
