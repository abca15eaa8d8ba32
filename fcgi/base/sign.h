/*
 * base/sign: signatures that anybody proves who has the public key (Ed25519, RFC 8032).
 *
 * The private key is made of a seed of SEAL_KEY_BYTES, so that it is kept as any other key is.
 */
#ifndef BASE_SIGN_H
#define BASE_SIGN_H

#include "base/seal.h"

#define SIGN_PUBLIC_TEXT 65 /* in hex */
#define SIGN_TEXT 129
void sign_public(const struct seal_key *seed, char out[SIGN_PUBLIC_TEXT]);
void sign_text(const struct seal_key *seed, const char *text, char out[SIGN_TEXT]);
/* False also when public or signature are no such thing. */
bool sign_proves(const char *public, const char *text, const char *signature) MUST;

#endif
