#include "base/sign.h"
#include "base/text.h"

#include <sodium.h>

_Static_assert(crypto_sign_SEEDBYTES == SEAL_KEY_BYTES, "a seed is a key");
_Static_assert(2 * crypto_sign_PUBLICKEYBYTES + 1 == SIGN_PUBLIC_TEXT, "a public key in hex");
_Static_assert(2 * crypto_sign_BYTES + 1 == SIGN_TEXT, "a signature in hex");

void
sign_public(const struct seal_key *seed, char out[SIGN_PUBLIC_TEXT])
{
    unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];

    crypto_sign_seed_keypair(public, secret, seed->bytes);
    sodium_bin2hex(out, SIGN_PUBLIC_TEXT, public, sizeof public);
    sodium_memzero(secret, sizeof secret);
}

void
sign_text(const struct seal_key *seed, const char *text, char out[SIGN_TEXT])
{
    unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
    unsigned char signature[crypto_sign_BYTES];

    crypto_sign_seed_keypair(public, secret, seed->bytes);
    crypto_sign_detached(signature, NULL, (const unsigned char *)text, strlen(text), secret);
    sodium_bin2hex(out, SIGN_TEXT, signature, sizeof signature);
    sodium_memzero(secret, sizeof secret);
}

static bool
from_hex(const char *text, unsigned char *out, size_t n)
{
    size_t got = 0;
    return strlen(text) == 2 * n && sodium_hex2bin(out, n, text, 2 * n, NULL, &got, NULL) == 0 &&
           got == n;
}

bool
sign_proves(const char *public, const char *text, const char *signature)
{
    unsigned char key[crypto_sign_PUBLICKEYBYTES], bytes[crypto_sign_BYTES];

    return from_hex(public, key, sizeof key) && from_hex(signature, bytes, sizeof bytes) &&
           crypto_sign_verify_detached(bytes, (const unsigned char *)text, strlen(text), key) == 0;
}
