#include "model/password.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

/* In the arena: every kind of blank as U+0020. */
static char *
spaced(struct arena *a, const char *password)
{
    const uint8_t *p = (const uint8_t *)password, *end = p + strlen(password);
    char *out = arena_bytes(a, strlen(password) + 1), *to = out;

    while (p < end) {
        ucs4_t c;
        size_t n = (size_t)u8_mbtouc(&c, p, (size_t)(end - p));
        if (c >= 0x80 && uc_is_general_category(c, UC_SPACE_SEPARATOR)) {
            *to++ = ' ';
        } else {
            memcpy(to, p, n);
            to += n;
        }
        p += n;
    }
    *to = '\0';
    return out;
}

const char *
password_nfc(struct arena *a, const char *password)
{
    char *text = spaced(a, password);
    size_t length = 0;
    uint8_t *got = u8_normalize(UNINORM_NFC, (const uint8_t *)text, strlen(text), NULL, &length);
    if (got == NULL)
        return text;

    char *out = arena_strndup(a, (const char *)got, length);
    free(got);
    return out;
}

enum err
password_keep(const char *password, char out[PASSWORD_TEXT], struct fault *f)
{
    struct arena *a = arena_new();
    enum err err = password_hash(password_nfc(a, password), out, f);
    arena_free(a);
    return err;
}

bool
password_fits(const char *hash, const char *password)
{
    struct arena *a = arena_new();
    const char *composed = password_nfc(a, password);
    bool fits = password_verify(hash, composed);

    if (!fits && !str_is(composed, password))
        fits = password_verify(hash, password);
    arena_free(a);
    return fits;
}
