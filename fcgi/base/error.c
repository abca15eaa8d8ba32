#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cuts a UTF-8 text that vsnprintf may have cut within a character. */
static void
cut_to_character(char *s, size_t size, size_t wanted)
{
    if (wanted < size)
        return;
    size_t n = strlen(s), i = n;
    while (i > 0 && ((unsigned char)s[i - 1] & 0xC0) == 0x80)
        i--;
    if (i == 0)
        return;

    unsigned char lead = (unsigned char)s[i - 1];
    size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (n - (i - 1) < need)
        s[i - 1] = '\0';
}

enum err
fail(struct fault *f, enum err err, const char *code, const char *where, const char *text, ...)
{
    /* Into copies first: the arguments may point into f. */
    char words[sizeof f->text], place[sizeof f->where], word[sizeof f->code];
    va_list ap;

    if (f == NULL)
        return err;
    va_start(ap, text);
    int n = vsnprintf(words, sizeof words, text, ap);
    va_end(ap);
    cut_to_character(words, sizeof words, n < 0 ? 0 : (size_t)n);
    n = snprintf(place, sizeof place, "%s", where ? where : "");
    cut_to_character(place, sizeof place, n < 0 ? 0 : (size_t)n);
    snprintf(word, sizeof word, "%s", code ? code : "");

    f->err = err;
    memcpy(f->text, words, sizeof words);
    memcpy(f->where, place, sizeof place);
    memcpy(f->code, word, sizeof word);
    f->retry_after_s = 0;
    return err;
}

const char *
err_name(enum err err)
{
    static const char *const names[ERR__MAX] = {
        [OK] = "OK",
        [ERR_INPUT] = "ERR_INPUT",
        [ERR_AUTH] = "ERR_AUTH",
        [ERR_DENIED] = "ERR_DENIED",
        [ERR_NOTFOUND] = "ERR_NOTFOUND",
        [ERR_CONFLICT] = "ERR_CONFLICT",
        [ERR_STALE] = "ERR_STALE",
        [ERR_LARGE] = "ERR_LARGE",
        [ERR_LIMIT] = "ERR_LIMIT",
        [ERR_BUSY] = "ERR_BUSY",
        [ERR_AGAIN] = "ERR_AGAIN",
        [ERR_RULE] = "ERR_RULE",
        [ERR_DAMAGED] = "ERR_DAMAGED",
        [ERR_BUG] = "ERR_BUG",
    };

    return (unsigned)err < ERR__MAX ? names[err] : "ERR_?";
}
