/* base/secret: ids, hashes, tokens and passwords. Nobody else sees libsodium, nor nettle. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include "base/time.h"

void base_init(void); /* once per process, before anything else of base */

/* 26 characters of Crockford base 32, lower case: 48 bits of time, 80 of randomness; sorts by time.
 */
#define ID_TEXT 27
void id_new(const struct world *w, char out[ID_TEXT]);
bool id_valid(const char *s);

#define SHA256_TEXT 65
struct sha256 {
    unsigned char opaque[128];
} __attribute__((aligned(16)));
void sha256_start(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *p, size_t n);
void sha256_end(struct sha256 *h, char out[SHA256_TEXT]);
void sha256_hex(const void *p, size_t n, char out[SHA256_TEXT]);

/* 256 random bits in base64url: 43 characters. Only its hash is stored. */
#define TOKEN_TEXT 44
void token_new(const struct world *w, char out[TOKEN_TEXT]);

/* Argon2id, 19 MiB, two passes (OWASP); tens of milliseconds: never inside a transaction. */
#define PASSWORD_TEXT 128
enum err password_hash(const char *password, char out[PASSWORD_TEXT], struct fault *f) MUST;
bool password_verify(const char *hash, const char *password);

/* "v1," and base64 of the HMAC-SHA-256 by a secret that others have, too: "whsec_" and base64 of 24
 * bytes or more. False when it is none, or out_max is too small. */
bool secret_sign(const char *secret, const void *p, size_t n, char *out, size_t out_max) MUST;

#endif
