#include "base/secret.h"
#include "base/log.h"
#include "base/text.h"

#include <nettle/sha2.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char digits32[] = "0123456789abcdefghjkmnpqrstvwxyz";

void
base_init(void)
{
    if (sodium_init() < 0) {
        log_line(LOG_ERROR_, "libsodium does not start");
        _Exit(70);
    }
}

void
id_new(const struct world *w, char out[ID_TEXT])
{
    unsigned char bytes[10];

    w->random(w->ctx, bytes, sizeof bytes);
    uint64_t ms = (uint64_t)world_now(w);
    for (int i = 9; i >= 0; i--, ms >>= 5)
        out[i] = digits32[ms & 31];
    uint64_t high = 0, low = 0;
    for (int i = 0; i < 5; i++) {
        high = high << 8 | bytes[i];
        low = low << 8 | bytes[5 + i];
    }

    for (int i = 7; i >= 0; i--, high >>= 5, low >>= 5) {
        out[10 + i] = digits32[high & 31];
        out[18 + i] = digits32[low & 31];
    }
    out[26] = '\0';
}

bool
id_valid(const char *s)
{
    size_t n = 0;
    for (; s[n] != '\0'; n++)
        if (n >= ID_TEXT - 1 || strchr(digits32, s[n]) == NULL)
            return false;
    return n == ID_TEXT - 1;
}

_Static_assert(sizeof(struct sha256_ctx) <= sizeof(struct sha256), "it holds nettle's state");

/* By nettle, which uses the processor's instructions for it; libsodium takes four times as long. */
void
sha256_start(struct sha256 *h)
{
    sha256_init((struct sha256_ctx *)h->opaque);
}

void
sha256_add(struct sha256 *h, const void *p, size_t n)
{
    sha256_update((struct sha256_ctx *)h->opaque, n, p);
}

void
sha256_end(struct sha256 *h, char out[SHA256_TEXT])
{
    unsigned char sum[SHA256_DIGEST_SIZE];
    sha256_digest((struct sha256_ctx *)h->opaque, sizeof sum, sum);
    sodium_bin2hex(out, SHA256_TEXT, sum, sizeof sum);
}

void
sha256_hex(const void *p, size_t n, char out[SHA256_TEXT])
{
    struct sha256 h;
    sha256_start(&h);
    sha256_add(&h, p, n);
    sha256_end(&h, out);
}

void
token_new(const struct world *w, char out[TOKEN_TEXT])
{
    unsigned char bytes[32];
    w->random(w->ctx, bytes, sizeof bytes);
    sodium_bin2base64(out, TOKEN_TEXT, bytes, sizeof bytes,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof bytes);
}

_Static_assert(crypto_pwhash_STRBYTES <= PASSWORD_TEXT, "PASSWORD_TEXT holds libsodium's string");

/* OWASP's Password Storage Cheat Sheet: Argon2id with 19 MiB and two passes; it keeps a worker
 * under its 36 MB. */
#define PASSWORD_OPS 2
#define PASSWORD_MEMORY (19U * 1024 * 1024)

enum err
password_hash(const char *password, char out[PASSWORD_TEXT], struct fault *f)
{
    if (crypto_pwhash_str(out, password, strlen(password), PASSWORD_OPS, PASSWORD_MEMORY) != 0)
        return fail(f, ERR_BUSY, "busy", "", "系统内存不足，请稍后再试");
    return OK;
}

bool
password_verify(const char *hash, const char *password)
{
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

#define HOOK_SECRET "whsec_"
enum { HOOK_KEY_MIN = 24, HOOK_KEY_MAX = 512 };

bool
secret_sign(const char *secret, const void *p, size_t n, char *out, size_t out_max)
{
    static const char version[] = "v1,";
    unsigned char key[HOOK_KEY_MAX], mac[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_state h;
    const char *end;
    size_t key_n = 0;
    const int variant = sodium_base64_VARIANT_ORIGINAL;

    if (!str_starts(secret, HOOK_SECRET) ||
        out_max < strlen(version) + sodium_base64_ENCODED_LEN(sizeof mac, variant))
        return false;
    secret += strlen(HOOK_SECRET);
    if (sodium_base642bin(key, sizeof key, secret, strlen(secret), NULL, &key_n, &end, variant) ||
        *end != '\0' || key_n < HOOK_KEY_MIN)
        return false;

    crypto_auth_hmacsha256_init(&h, key, key_n);
    crypto_auth_hmacsha256_update(&h, p, n);
    crypto_auth_hmacsha256_final(&h, mac);
    sodium_memzero(key, sizeof key);
    sodium_memzero(&h, sizeof h);
    memcpy(out, version, sizeof version);
    sodium_bin2base64(out + strlen(version), out_max - strlen(version), mac, sizeof mac, variant);
    return true;
}
