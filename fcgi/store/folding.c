#include "store/folding.h"

#include <string.h>

/* ---- grams ----------------------------------------------------------------------------------- */

static size_t
character_size(const char *s)
{
    size_t n = 1;
    while ((s[n] & 0xc0) == 0x80)
        n++;
    return n;
}

size_t
folding_gram(const char *s, char out[GRAM_TEXT])
{
    size_t first = *s ? character_size(s) : 0;
    if (first == 0 || s[first] == '\0')
        return 0;

    size_t n = first + character_size(s + first);
    if (n >= GRAM_TEXT)
        return 0;
    memcpy(out, s, n);
    out[n] = '\0';
    return first;
}

size_t
folding_character(const char *s, char out[GRAM_TEXT])
{
    size_t n = *s ? character_size(s) : 0;
    if (n == 0 || n >= GRAM_TEXT)
        return 0;

    memcpy(out, s, n);
    out[n] = '\0';
    return n;
}

const char *
folding_grams(struct arena *a, const char *text)
{
    char gram[GRAM_TEXT];
    struct buf b = BUF(a);

    buf_open(&b, NULL, '[');
    for (size_t step; (step = folding_gram(text, gram)) > 0; text += step) {
        if (strchr(gram, '\n') != NULL)
            continue;
        buf_open(&b, NULL, '{');
        buf_json_str(&b, "gram", gram);
        buf_close(&b);
    }
    buf_close(&b);
    return b.p;
}
