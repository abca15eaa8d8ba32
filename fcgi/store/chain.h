/*
 * chain: what ties one line of the audit trail to the next. Private to this room.
 *
 * From the line on whose action is AUDIT_KEYED, a hash is an HMAC with the key of KEY_AUDIT; of the
 * lines before it, it is a plain SHA-256. The schema says what is hashed.
 */
#ifndef STORE_CHAIN_H
#define STORE_CHAIN_H

#include "store/db.h"

extern const struct row_map audit_map;
#define CHAIN_START "0000000000000000000000000000000000000000000000000000000000000000"

/* The key, which is read once and kept: it is never exchanged. ERR_NOTFOUND: there is none yet, and
 * this is no write. */
enum err chain_key(struct store *s, struct fault *f) MUST;
/* Of an address, with the key, which must be there. */
void chain_address(const struct store *s, const char *address, char out[SEAL_HASH_TEXT]);
/* Of a line that comes after prev; key NULL: as before there was one. */
void chain_hash(struct arena *a, const struct seal_mac *key, const struct audit_line *x,
                const char *prev, char out[SHA256_TEXT]);

#endif
