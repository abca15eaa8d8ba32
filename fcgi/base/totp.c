#include "base/totp.h"

#include <stdlib.h>
#include <string.h>

#include <liboath/oath.h>

void
totp_secret_new(const struct world *w, char out[TOTP_SECRET_TEXT])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned char bytes[TOTP_SECRET_TEXT - 1];

    w->random(w->ctx, bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        out[i] = digits[bytes[i] & 31];
    out[TOTP_SECRET_TEXT - 1] = '\0';
}

enum err
totp_code(const char *secret, int64_t step, unsigned digits, char out[9])
{
    char *bytes = NULL;
    size_t n = 0;
    int rc;

    if (step < 0 || digits < 6 || digits > 8 || oath_init() != OATH_OK)
        return ERR_INPUT;
    if (oath_base32_decode(secret, strlen(secret), &bytes, &n) != OATH_OK)
        return ERR_INPUT;
    rc = oath_hotp_generate(bytes, n, (uint64_t)step, digits, false, OATH_HOTP_DYNAMIC_TRUNCATION,
                            out);
    explicit_bzero(bytes, n);
    free(bytes);
    return rc == OATH_OK ? OK : ERR_INPUT;
}

/* In the same time wherever they differ. */
static bool
is_same(const char *a, const char *b)
{
    unsigned char differ = 0;

    for (int i = 0; i < TOTP_DIGITS; i++)
        differ |= (unsigned char)(a[i] ^ b[i]);
    return differ == 0;
}

int64_t
totp_step(const char *secret, const char *code, int64_t now_ms, int64_t last)
{
    int64_t now = now_ms / TOTP_STEP_MS, found = 0;
    char right[9];

    if (strlen(code) != TOTP_DIGITS)
        return 0;
    for (int64_t step = now - 1; step <= now + 1; step++)
        if (totp_code(secret, step, TOTP_DIGITS, right) == OK && is_same(right, code) &&
            step > last && found == 0)
            found = step;
    explicit_bzero(right, sizeof right);
    return found;
}
