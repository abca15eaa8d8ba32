/* store/reply: replies kept under an Idempotency-Key, so that a retry gets the same one. */
#ifndef STORE_REPLY_H
#define STORE_REPLY_H

#include "model/model.h"

struct store;

struct stored_reply {
    const char *request_hash; /* of method, path and body: another request is told by it */
    int status;
    const char *headers, *body; /* headers: JSON object */
    const char *scope, *key;    /* under which; the store fills them in */
    int64_t created_at;
};
/* scope: an account's id, "-" for nobody. Waits until the reply is on disk, since giving it again
 * acknowledges it. */
enum err store_reply_load(struct store *s, struct arena *a, const char *scope, const char *key,
                          struct stored_reply *out, struct fault *f) MUST;
/* What is kept of a request that is to be known again. Its body may have held a password, so that
 * is keyed: who has the table alone cannot try passwords on it. Fails as store_lookup_hash(). */
enum err store_reply_hash(struct store *s, const char *request_hash, char out[SEAL_HASH_TEXT],
                          struct fault *f) MUST;
/* ERR_AGAIN when another request has stored one under this key by now. */
enum err store_reply_add(struct store *s, const char *scope, const char *key,
                         const struct stored_reply *x, struct fault *f) MUST;

#endif
