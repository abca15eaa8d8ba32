/* gate: hashing a password takes tens of milliseconds of a processor and 19 MiB; so many at once in
 * the pool, and no more. Private to this room. */
#ifndef HANDLE_GATE_H
#define HANDLE_GATE_H

#include "handle/context.h"

/* Both wait a moment for their turn, never inside a transaction: ERR_BUSY "hashes_many" when it
 * does not come. hash NULL: there is none, which takes the same time to say. */
enum err secret_try(struct context *c, const char *hash, const char *secret, bool *matches) MUST;
enum err secret_make(struct context *c, const char *secret, char out[PASSWORD_TEXT]) MUST;

#endif
